//! The answers that faults owe.

use sipwire::header::{Allow, Require, To, Unsupported, Via};
use sipwire::rules::{Check, Fault, Owed, Policy, Rule};
use sipwire::{HeaderName, Message, Method, OwnedMessage, Parser, Request, Response, StatusCode};

use crate::messages::{good, message, setting};
use crate::table::{REQUESTS, rows};

fn refusal(bytes: &[u8], check: &Check<'_>) -> Option<OwnedMessage> {
    match Message::parse(bytes) {
        Ok(message) => {
            let fault = match &message {
                Message::Request(request) => request.check(check).err()?,
                Message::Response(response) => response.check(check).err()?,
            };
            Some(Response::refusing(&message, &fault, check, b"t9")?.finish().unwrap())
        }
        Err(_) => {
            let partial = Parser::new().partial(bytes);
            let fault = partial.check(check).err()?;
            Some(Response::refusing(&partial, &fault, check, b"t9")?.finish().unwrap())
        }
    }
}

fn values(message: &OwnedMessage, name: HeaderName<'_>) -> Vec<String> {
    message.headers().named(name).map(|row| String::from_utf8(row.as_bytes().to_vec()).unwrap()).collect()
}

/// Every answer has its status, the header fields that must go with it, and no fault of its own.
#[test]
fn each_status_has_the_header_fields_that_go_with_it() {
    let mut answered = 0;
    for row in rows().iter().filter(|row| row.class == "fault" && !row.check.contains("stream") && !row.check.contains("limit:")) {
        let check =
            setting(&row.check).check.events(&[]).infos(&[]).types(&["application/sdp"]).codings(&[]).languages(&[]).priorities(&["a.1"]);
        let bytes = message(&row.hit);
        let setting = setting(&row.check);
        let Some(fault) = setting.find(&bytes).faults.first().copied() else { panic!("{}", row.id) };
        let answer = match Message::parse(&bytes) {
            Ok(message) => Response::refusing(&message, &fault, &check, b"t9"),
            Err(_) => Response::refusing(&Parser::new().partial(&bytes), &fault, &check, b"t9"),
        };
        let Owed::Status(status) = fault.owed() else {
            assert!(answer.is_none(), "{}", row.id);
            continue;
        };
        let answer = answer.unwrap().finish().unwrap_or_else(|error| panic!("{}: {error}", row.id));
        let message = answer.as_message();
        let response = message.as_response().unwrap();
        assert_eq!(response.status(), status);
        for name in fault.rule().with() {
            let may_be_absent = matches!(name, HeaderName::RetryAfter | HeaderName::AllowEvents);
            assert!(may_be_absent || !values(&answer, *name).is_empty(), "{}: {name}", row.id);
        }
        let at_a_client = response.faults(&Check::uac()).collect::<Vec<_>>();
        let is_of_the_request = |rule| matches!(rule, Rule::MissingTo | Rule::MissingFrom | Rule::MissingCallId | Rule::MissingCSeq);
        let of_the_answer = at_a_client.iter().filter(|fault| !is_of_the_request(fault.rule()));
        let is_broken = |rule| matches!(rule, Rule::Unreadable(_) | Rule::CSeqNumber | Rule::RepeatedParam | Rule::SeveralVias);
        // What is broken was copied from the request.
        let is_copied = |fault: &Fault| {
            let copied = ["Via", "From", "To", "Call-ID", "CSeq", "Record-Route", "Timestamp"];
            fault.header().is_none_or(|header| copied.iter().any(|name| header == *name))
        };
        assert!(of_the_answer.clone().all(|fault| is_broken(fault.rule()) && is_copied(fault)), "{}: {at_a_client:?}", row.id);
        answered += 1;
    }
    assert!(answered > 90, "{answered}");
}

#[test]
fn unsupported_lists_each_unknown_tag_once_in_order() {
    let check = Check::uas().tags(&["timer", "100rel"]);
    let bytes = message("INVITE | Require: b, Timer, a | +Require: B, c, 100REL");
    assert_eq!(values(&refusal(&bytes, &check).unwrap(), HeaderName::Unsupported), ["b, a, c"]);
    let bytes = message("INVITE | Require: x | Proxy-Require: y, timer");
    let check = Check::proxy().tags(&["timer"]);
    let answer = refusal(&bytes, &check).unwrap();
    let tags: Vec<_> = answer.headers().all::<Unsupported>().map(|tag| tag.unwrap().token().to_str_lossy().into_owned()).collect();
    assert_eq!(tags, ["y"]);
    let path = message("REGISTER | -Supported | Path: <sip:p;lr>");
    assert_eq!(values(&refusal(&path, &Check::registrar()).unwrap(), HeaderName::Unsupported), ["path"]);
}

#[test]
fn lists_of_the_check_go_into_the_answer() {
    const METHODS: &[Method<'_>] = &[Method::Invite, Method::custom("DANCE")];
    let answer = refusal(&message("BYE"), &Check::uas().allow(METHODS)).unwrap();
    let methods: Vec<_> = answer.headers().all::<Allow>().map(|one| one.unwrap().method().as_str().to_owned()).collect();
    assert_eq!(methods, ["INVITE", "DANCE"]);
    let none = refusal(&message("BYE"), &Check::uas().allow(&[])).unwrap();
    assert_eq!(values(&none, HeaderName::Allow), [""]);

    let answer = |cell: &str, check: &str| refusal(&message(cell), &setting(check).check).unwrap();
    let warning = answer("OPTIONS", "uas with=SIPS_ONLY");
    assert_eq!(values(&warning, HeaderName::Warning), ["381 localhost \"SIPS Required\""]);
    let brief = answer("SUBSCRIBE | Expires: 5", "uas min-expires=60");
    assert_eq!(values(&brief, HeaderName::MinExpires), ["60"]);
    let interval = answer("INVITE | x: 91", "uas tags=timer min-session=120");
    assert_eq!(values(&interval, HeaderName::MinSe), ["120"]);
    let agreement = answer("INVITE", "uas security-server=tls;q=0.2");
    assert_eq!(agreement.headers().first::<Require>().unwrap().unwrap().as_bytes(), b"sec-agree");
    assert_eq!(values(&agreement, HeaderName::SecurityServer), ["tls;q=0.2"]);
    let package = answer("PUBLISH | Content-Type: text/plain", "uas types=text/plain events=presence:application/pidf+xml");
    assert_eq!(values(&package, HeaderName::Accept), ["application/pidf+xml"]);
}

#[test]
fn a_body_that_is_too_large_for_now_gets_a_time() {
    let bytes = good("INVITE");
    let parser = Parser::new().limits(sipwire::Limits::new().with(sipwire::Limit::Body, 10));
    let partial = parser.partial(bytes.as_bytes());
    let check = Check::uas().policy(Policy::new().retry_after(30));
    let fault = partial.check(&check).unwrap_err();
    let answer = Response::refusing(&partial, &fault, &check, b"t9").unwrap().finish().unwrap();
    assert!(answer.as_bytes().starts_with(b"SIP/2.0 413 Request Entity Too Large\r\n"));
    assert_eq!(values(&answer, HeaderName::RetryAfter), ["30"]);
}

#[test]
fn the_reason_phrase_of_a_400_says_what_is_wrong() {
    for (cell, line) in [
        ("INVITE | -Call-ID", "SIP/2.0 400 Missing Call-ID header field\r\n"),
        ("BYE | From: <sip", "SIP/2.0 400 Unreadable From header field\r\n"),
        ("SUBSCRIBE | +o: dialog", "SIP/2.0 400 Second Event header field\r\n"),
        ("PRACK | -RAck", "SIP/2.0 400 Missing RAck header field\r\n"),
        ("OPTIONS | From: <sip:a@b>;tag=1;tag=2", "SIP/2.0 400 Parameter given twice in From\r\n"),
        ("BYE | =BYE <sip:a> SIP/2.0", "SIP/2.0 400 Bad Request\r\n"),
        ("BYE | Content-Length: x", "SIP/2.0 400 Bad Request\r\n"),
    ] {
        let answer = refusal(&message(cell), &Check::uas()).unwrap();
        assert!(answer.as_bytes().starts_with(line.as_bytes()), "{cell}: {answer:?}");
    }
}

/// The header fields that a response repeats are repeated as they were received, also when they are unreadable.
#[test]
fn broken_messages_are_answered_from_what_is_there() {
    for (change, kept) in [
        ("To: \"Bob <sip:b>", "To: \"Bob <sip:b>\r\n"),
        ("From: Bell, Alexander <sip:a>;tag=43", "From: Bell, Alexander <sip:a>;tag=43\r\n"),
        ("Via: SIP/2.0/UDP a;;,;,,", "Via: SIP/2.0/UDP a;;,;,,\r\n"),
        ("Via: SIP/2.0/UDP", "Via: SIP/2.0/UDP\r\n"),
        ("CSeq: many OPTIONS", "CSeq: many OPTIONS\r\n"),
    ] {
        // The message is whole, and cut short.
        for rest in ["", " | Content-Length: 9"] {
            let bytes = message(&format!("OPTIONS | {change}{rest}"));
            let answer = refusal(&bytes, &Check::uas()).unwrap();
            assert_eq!(answer.as_message().as_response().unwrap().status(), StatusCode::BAD_REQUEST);
            assert!(String::from_utf8_lossy(answer.as_bytes()).contains(kept), "{change}: {answer:?}");
        }
    }
    let bare = refusal(b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b\r\n\r\n", &Check::uas()).unwrap();
    assert_eq!(bare.as_bytes(), b"SIP/2.0 400 Missing To header field\r\nVia: SIP/2.0/UDP b\r\nContent-Length: 0\r\n\r\n");
}

#[test]
fn what_is_never_answered_has_no_answer() {
    for (cell, check) in [
        ("ACK | -To", "uas"),
        ("ACK | CSeq: 7 INVITE", "uas"),
        ("ACK | Content-Length: 9", "uas"),
        ("OPTIONS | -Via", "uas"),
        ("response | -To", "uac"),
        ("response | Content-Length: 9", "uac"),
        ("response | =SIP/2.0 1000 Odd", "uac"),
    ] {
        let (setting, bytes) = (setting(check), message(cell));
        let fault = *setting.find(&bytes).faults.first().unwrap_or_else(|| panic!("{cell}"));
        assert_eq!(fault.owed(), Owed::Drop, "{cell}");
        assert!(refusal(&bytes, &setting.check).is_none(), "{cell}");
    }
    // A note is no reason to refuse.
    let (request, check) = (message("OPTIONS | -Max-Forwards"), Check::uas());
    let message = Message::parse(&request).unwrap();
    let note = message.as_request().unwrap().notes(&check).next().unwrap();
    assert!(Response::refusing(&message, &note, &check, b"t9").is_none());
}

/// The messages that the crate makes of good ones have no fault.
#[test]
fn made_messages_have_no_fault() {
    let faultless = |made: &OwnedMessage, what: &str| match made.as_message() {
        Message::Request(request) => {
            for check in [Check::uas(), Check::proxy(), Check::registrar()] {
                assert_eq!(request.faults(&check).collect::<Vec<_>>(), [], "{what}");
            }
        }
        Message::Response(response) => {
            let faults: Vec<_> = response.faults(&Check::uac()).collect();
            assert_eq!(faults, [], "{what}");
        }
    };
    for name in REQUESTS {
        let text = good(name);
        let message = Message::parse(text.as_bytes()).unwrap();
        let request = message.as_request().unwrap();
        for code in [100, 180, 200, 302, 486, 500, 603] {
            let status = StatusCode::new(code).unwrap();
            let response = Response::to(request.headers(), status, Some(b"t9")).finish().unwrap();
            faultless(&response, name);
            if name == "INVITE" && code >= 300 {
                let response = response.as_message();
                faultless(&request.ack(response.as_response().unwrap()).finish().unwrap(), "ACK");
            }
        }
        if name == "INVITE" {
            faultless(&request.cancel().finish().unwrap(), "CANCEL");
        }
        let via = Via::build(sipwire::Transport::Udp, sipwire::Host::try_from("client.example.org").unwrap());
        let mut builder = Request::builder(request.method(), "sip:bob@example.com");
        builder.header(Via::row(via.branch("z9hG4bK1")));
        builder.copy_all(request.headers().iter().filter(|row| row.name() != "Via" && row.name() != "Content-Length"));
        faultless(&builder.finish_with_body(request.body()).unwrap(), name);
        assert!(request.headers().require::<To>().is_ok());
    }
}

/// No line end gets into an answer, whoever wrote the lists of the check.
#[test]
fn lists_of_the_check_cannot_inject_header_fields() {
    let evil = "x\r\nEvil: y";
    for (cell, check) in [
        ("MESSAGE", Check::uas().types(&["x/y\r\nEvil: z"])),
        ("INVITE", Check::uas().security_server("tls\r\nEvil: z")),
        ("SUBSCRIBE", Check::uas().events(&[sipwire::rules::Package::new("x\r\nEvil: y")])),
        ("INFO", Check::uas().infos(&[sipwire::rules::Package::new("x\r\nEvil: y")])),
        ("OPTIONS", Check::uas().agent("x\r\nEvil: y").policy(Policy::new().with(Policy::SIPS_ONLY))),
    ] {
        let bytes = message(cell);
        let message = Message::parse(&bytes).unwrap();
        let fault = message.as_request().unwrap().check(&check).unwrap_err();
        assert!(Response::refusing(&message, &fault, &check, b"t9").unwrap().finish().is_err(), "{cell}");
    }
    let bytes = message("OPTIONS | -From");
    let message = Message::parse(&bytes).unwrap();
    let fault = message.as_request().unwrap().check(&Check::uas()).unwrap_err();
    assert!(Response::refusing(&message, &fault, &Check::uas(), evil.as_bytes()).unwrap().finish().is_err());
}
