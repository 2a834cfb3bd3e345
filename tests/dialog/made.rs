//! How a dialog begins (RFC 3261 §12.1, RFC 6665 §4.4.1).

use sipwire::rules::{Dialog, DialogId, DialogState, Owed, Rule};
use sipwire::{Message, StatusCode};

use crate::{INVITE, OK, message, routes, target, text, uac, uas};

const ROUTED: &str = "Record-Route: <sip:p2.example;lr>;x=\"a, b\"
    Record-Route: \"P, one\" <sip:p1.example;lr=on>,  <sip:p0.example;lr;user=phone>";

fn with(message: &str, rows: &str) -> String {
    format!("{message}\n{rows}")
}

#[test]
fn uas_takes_record_route_in_order_with_all_parameters() {
    let dialog = uas(&with(INVITE, ROUTED), 180).unwrap();
    assert_eq!(routes(&dialog), ["<sip:p2.example;lr>;x=\"a, b\"", "\"P, one\" <sip:p1.example;lr=on>", "<sip:p0.example;lr;user=phone>"]);
}

#[test]
fn uac_takes_record_route_of_the_response_reversed() {
    let dialog = uac(INVITE, &with(OK, ROUTED)).unwrap();
    assert_eq!(routes(&dialog), ["<sip:p0.example;lr;user=phone>", "\"P, one\" <sip:p1.example;lr=on>", "<sip:p2.example;lr>;x=\"a, b\""]);
    // Not that of the request, which the proxies wrote behind the UAC.
    assert!(routes(&uac(&with(INVITE, ROUTED), OK).unwrap()).is_empty());
}

#[test]
fn twenty_routes_are_reversed_too() {
    let names: Vec<String> = (0..20).map(|place| format!("<sip:p{place};lr>")).collect();
    let record = format!("Record-Route: {}", names.join(","));
    assert!(routes(&uac(INVITE, &with(OK, &record)).unwrap()).iter().eq(names.iter().rev()));
    assert_eq!(routes(&uas(&with(INVITE, &record), 200).unwrap()), names);
}

#[test]
fn remote_target_is_the_contact_of_the_other_end() {
    assert_eq!(target(&uas(INVITE, 200).unwrap()), "sip:alice@pc33.atlanta.example");
    assert_eq!(target(&uac(INVITE, OK).unwrap()), "sip:bob@192.0.2.4");
}

#[test]
fn remote_target_loses_what_no_request_uri_may_have() {
    let contact = "<sip:bob@192.0.2.4>";
    for (given, kept) in [
        ("<sip:bob@192.0.2.4;transport=tcp;METHOD=BYE;ob?Subject=x&Priority=urgent>", "sip:bob@192.0.2.4;transport=tcp;ob"),
        ("<sip:bob@192.0.2.4;m%65thod=BYE>", "sip:bob@192.0.2.4"),
        ("<sip:bob:secret@[2001:db8::1]:5070?x=y>", "sip:bob:secret@[2001:db8::1]:5070"),
        ("<tel:+1-201-555-0123>", "tel:+1-201-555-0123"),
    ] {
        assert!(OK.contains(contact));
        assert_eq!(target(&uac(INVITE, &OK.replace(contact, given)).unwrap()), kept, "{given}");
    }
}

#[test]
fn numbers_are_those_of_the_request() {
    let (alice, bob) = (uac(INVITE, OK).unwrap(), uas(INVITE, 200).unwrap());
    assert_eq!((alice.local_number(), alice.remote_number()), (Some(314), None));
    assert_eq!((bob.local_number(), bob.remote_number()), (None, Some(314)));
    // After a 401 the request that counts is the one with the credentials.
    let again = INVITE.replace("314", "315");
    assert_eq!(uac(&again, &OK.replace("314", "315")).unwrap().local_number(), Some(315));
}

#[test]
fn the_two_ends_have_reversed_ids_and_uris() {
    let (alice, bob) = (uac(INVITE, OK).unwrap(), uas(INVITE, 200).unwrap());
    assert_eq!(alice.id(), DialogId::new(b"a84b4c76e66710@pc33", Some(b"1928"), Some(b"a6c8")));
    assert_eq!(alice.id(), bob.id().reversed());
    assert_eq!(text(alice.local_uri().as_bytes()), "sip:alice@atlanta.example");
    assert_eq!(text(alice.remote_uri().as_bytes()), "sip:bob@biloxi.example");
    assert_eq!((bob.local_uri(), bob.remote_uri()), (alice.remote_uri(), alice.local_uri()));
    assert!(alice.is_caller() && !bob.is_caller() && alice.is_by_invite());
}

#[test]
fn null_tags_make_dialogs_without_a_remote_tag() {
    let bob = uas(&INVITE.replace(";tag=1928", ""), 200).unwrap();
    assert_eq!((bob.remote_tag(), bob.local_tag()), (None, Some(&b"a6c8"[..])));
    let bare = uas(&INVITE.replace("Alice <sip:alice@atlanta.example>", "sip:alice@atlanta.example"), 200).unwrap();
    assert_eq!((bare.remote_tag(), text(bare.remote_uri().as_bytes())), (Some(&b"1928"[..]), "sip:alice@atlanta.example".to_owned()));
}

#[test]
fn a_dialog_is_secure_over_tls_to_a_sips_uri() {
    let sips = INVITE.replace("INVITE sip:", "INVITE sips:");
    for (request, over_tls, secure) in [(&*sips, true, true), (&*sips, false, false), (INVITE, true, false)] {
        let (request, ok) = (message(request), message(OK));
        let request = request.as_request().unwrap();
        assert_eq!(Dialog::uas(request, StatusCode::OK, b"1", over_tls).unwrap().is_secure(), secure);
        assert_eq!(Dialog::uac(request, ok.as_response().unwrap(), over_tls).unwrap().is_secure(), secure);
    }
}

#[test]
fn state_follows_the_status() {
    for (status, state) in [
        (100, None),
        (101, Some(DialogState::Early)),
        (199, Some(DialogState::Early)),
        (200, Some(DialogState::Confirmed)),
        (299, Some(DialogState::Confirmed)),
        (300, None),
        (486, None),
    ] {
        let ok = OK.replace("200 OK", &format!("{status} X"));
        for made in [uac(INVITE, &ok), uas(INVITE, status)] {
            match (made, state) {
                (Ok(dialog), Some(state)) => assert_eq!(dialog.state(), state),
                (Err(fault), None) => assert_eq!((fault.rule(), fault.owed()), (Rule::FormsNoDialog, Owed::Nothing)),
                (made, _) => panic!("{status}: {made:?}"),
            }
        }
    }
}

#[test]
fn a_reliable_provisional_response_makes_the_dialog() {
    let reliable = with(&OK.replace("200 OK", "183 Session Progress"), "Require: 100rel\nRSeq: 9021");
    let mut dialog = uac(INVITE, &reliable).unwrap();
    assert_eq!(dialog.state(), DialogState::Early);
    let prack = dialog.prack(message(&reliable).as_response().unwrap()).finish().unwrap();
    let text = text(prack.as_bytes());
    assert!(text.starts_with("PRACK sip:bob@192.0.2.4 SIP/2.0\r\n") && text.contains("\r\nRAck: 9021 314 INVITE\r\n"), "{text}");
    assert!(text.contains("\r\nCSeq: 315 PRACK\r\n"));
}

#[test]
fn what_forms_no_dialog_is_refused() {
    for method in ["OPTIONS", "BYE", "MESSAGE", "UPDATE"] {
        let request = INVITE.replace("INVITE", method);
        assert_eq!(uas(&request, 200).unwrap_err().rule(), Rule::FormsNoDialog, "{method}");
        assert_eq!(uac(&request, OK).unwrap_err().rule(), Rule::FormsNoDialog, "{method}");
    }
    // Within a dialog, and without a tag.
    let inside = INVITE.replace("<sip:bob@biloxi.example>", "<sip:bob@biloxi.example>;tag=a6c8");
    assert_eq!(uas(&inside, 200).unwrap_err().rule(), Rule::FormsNoDialog);
    assert_eq!(uac(&inside, OK).unwrap_err().rule(), Rule::FormsNoDialog);
    assert_eq!(uac(INVITE, &OK.replace(";tag=a6c8", "")).unwrap_err().rule(), Rule::FormsNoDialog);
    let invite = message(INVITE);
    for tag in [&b""[..], b"a b", b"a\r\nb"] {
        let refused = Dialog::uas(invite.as_request().unwrap(), StatusCode::OK, tag, false);
        assert_eq!(refused.unwrap_err().rule(), Rule::FormsNoDialog);
    }
}

#[test]
fn a_missing_contact_is_a_fault_of_its_own() {
    let without = |message: &str| message.lines().filter(|line| !line.contains("Contact")).collect::<Vec<_>>().join("\n");
    for (method, rule) in [("INVITE", Rule::InviteContact), ("REFER", Rule::ReferContact), ("SUBSCRIBE", Rule::SubscribeContact)] {
        let fault = uas(&without(INVITE).replace("INVITE", method), 200).unwrap_err();
        assert_eq!((fault.rule(), fault.owed()), (rule, Owed::Status(StatusCode::BAD_REQUEST)));
    }
    let fault = uac(INVITE, &without(OK)).unwrap_err();
    assert_eq!((fault.rule(), fault.owed()), (Rule::AnswerWithoutContact, Owed::Nothing));
}

#[test]
fn malformed_parts_are_named_and_responses_dropped() {
    for (row, wrong) in [("Call-ID: a84b4c76e66710@pc33", "Call-ID: a b"), ("CSeq: 314", "CSeq: x"), ("Contact: <sip:", "Contact: <sip")] {
        let fault = uas(&INVITE.replace(row, wrong), 200).unwrap_err();
        assert_eq!(fault.owed(), Owed::Status(StatusCode::BAD_REQUEST), "{wrong}");
        assert_eq!(fault.header().unwrap().as_str(), row.split(':').next().unwrap());
    }
    let fault = uac(INVITE, &with(OK, "Record-Route: <sip:p;lr>, <sip:\u{1F980}>")).unwrap_err();
    assert_eq!((fault.owed(), fault.header().unwrap().as_str()), (Owed::Drop, "Record-Route"));
}

/// RFC 6665 §4.4.1: the NOTIFY makes the dialog, with its Record-Route in order.
pub(crate) const SUBSCRIBE: &str = "SUBSCRIBE sip:resource@example SIP/2.0
    Via: SIP/2.0/TCP watcher.example;branch=z9hG4bKnashds7
    From: <sip:user@example>;tag=xfg9
    To: <sip:resource@example>
    Call-ID: 2010@watcher.example
    CSeq: 17766 SUBSCRIBE
    Event: presence;id=7
    Contact: <sip:user@watcher.example>";

pub(crate) fn notify(more: &str) -> Message<'static> {
    message(&format!(
        "NOTIFY sip:user@watcher.example SIP/2.0
        Via: SIP/2.0/TCP server.example;branch=z9hG4bKna998sk
        Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>
        From: <sip:resource@example>;tag=ffd2
        To: <sip:user@example>;tag=xfg9
        Call-ID: 2010@watcher.example
        CSeq: 8775 NOTIFY
        Contact: <sip:server.example>
        {more}"
    ))
}

fn by_notify(notify: &Message<'static>) -> Result<Dialog, sipwire::rules::Fault> {
    Dialog::by_notify(message(SUBSCRIBE).as_request().unwrap(), notify.as_request().unwrap(), false)
}

const ACTIVE: &str = "Event: presence;id=7\nSubscription-State: active;expires=600";

#[test]
fn notify_before_the_2xx_makes_the_dialog() {
    let mut dialog = by_notify(&notify(ACTIVE)).unwrap();
    assert_eq!(routes(&dialog), ["<sip:p2.example;lr>", "<sip:p1.example;lr>"]);
    assert_eq!((target(&dialog), dialog.state()), ("sip:server.example".to_owned(), DialogState::Confirmed));
    assert_eq!((dialog.local_number(), dialog.remote_number()), (Some(17766), Some(8775)));
    assert!(dialog.is_caller() && !dialog.is_by_invite());
    // The 2xx that comes later changes neither routes nor target.
    let ok = message(
        "SIP/2.0 200 OK
        Via: SIP/2.0/TCP watcher.example;branch=z9hG4bKnashds7
        Record-Route: <sip:other.example;lr>
        From: <sip:user@example>;tag=xfg9
        To: <sip:resource@example>;tag=ffd2
        Call-ID: 2010@watcher.example
        CSeq: 17766 SUBSCRIBE
        Contact: <sip:elsewhere.example>",
    );
    let before = dialog.clone();
    dialog.response(ok.as_response().unwrap()).unwrap();
    assert_eq!(dialog, before);
}

#[test]
fn notifies_with_other_tags_make_dialogs_of_their_own() {
    let one = by_notify(&notify(ACTIVE)).unwrap();
    let other = text(notify(ACTIVE).as_bytes()).replace("ffd2", "x8");
    let other = by_notify(&message(&other)).unwrap();
    assert_ne!(one.id(), other.id());
    assert_eq!(other.remote_tag(), Some(&b"x8"[..]));
}

#[test]
fn notify_of_another_subscription_makes_no_dialog() {
    let state = "Subscription-State: active";
    for (event, rule) in [
        ("Event: presence;id=8", Some(Rule::OtherEvent)),
        ("Event: presence", Some(Rule::OtherEvent)),
        ("Event: Presence;id=7", Some(Rule::OtherEvent)),
        ("o: presence;x=y;id=7", None),
    ] {
        let made = by_notify(&notify(&format!("{event}\n{state}")));
        assert_eq!(made.err().map(|fault| fault.rule()), rule, "{event}");
    }
    let all = text(notify(ACTIVE).as_bytes());
    for (of, by) in [("tag=xfg9", "tag=xfg8"), ("2010@", "2011@"), ("NOTIFY", "OPTIONS")] {
        let fault = by_notify(&message(&all.replace(of, by))).unwrap_err();
        assert_eq!((fault.rule(), fault.owed()), (Rule::NoSubscription, Owed::Status(StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST)));
    }
    let ended = by_notify(&notify("Event: presence;id=7\nSubscription-State: Terminated;reason=noresource"));
    assert_eq!(ended.unwrap_err().rule(), Rule::FormsNoDialog);
}

#[test]
fn refer_is_notified_of_refer() {
    let refer = SUBSCRIBE.replace("SUBSCRIBE", "REFER").replace("Event: presence;id=7", "Refer-To: <sip:x>");
    let refer = message(&refer);
    for (event, is_made) in [("refer;id=17766", true), ("refer", true), ("presence", false)] {
        let notify = notify(&format!("Event: {event}\nSubscription-State: active;expires=60"));
        assert_eq!(Dialog::by_notify(refer.as_request().unwrap(), notify.as_request().unwrap(), false).is_ok(), is_made);
    }
}
