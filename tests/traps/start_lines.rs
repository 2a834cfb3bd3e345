//! Traps 11 to 16: start lines.

use sipwire::header::{Allow, CSeq};
use sipwire::{ErrorKind, Expected, HeaderName, Leniency, Message, Method, Version};

use super::{ALL, NONE, Trap, nth, typed};

#[test]
fn trap_11_one_space_between_the_parts_of_a_request_line() {
    let trap = Trap::read("11-start-line-spaces.sip");
    let spaces = trap.wants(Expected::RequestUri, " <sip");
    assert_eq!((trap.refused(NONE), trap.refused(ALL.without(Leniency::START_LINE_SPACES))), (spaces, spaces));
    let both = Leniency::START_LINE_SPACES.with(Leniency::BRACKETED_REQUEST_URI);
    let message = trap.lenient(both);
    let request = message.as_request().unwrap();
    assert_eq!((request.method(), request.raw_uri(), request.version()), (Method::Options, &b"sip:lamp.example"[..], Version::SIP_2_0));
    assert!(request.uri().is_ok());
    assert_eq!(trap.listed(ALL), [(Leniency::START_LINE_SPACES, spaces.1), (Leniency::BRACKETED_REQUEST_URI, trap.at("<"))]);
    // In brackets it is no URI, and nobody loses the message for it.
    let message = trap.lenient(Leniency::START_LINE_SPACES);
    let error = message.as_request().unwrap().uri().unwrap_err();
    assert_eq!((error.offset(), message.headers().len()), (trap.at("<"), 1));
    // Each space that is too many, alone.
    for (from, to, what) in [
        ("OPTIONS  <sip:lamp.example>  SIP/2.0 ", "OPTIONS sip:lamp.example SIP/2.0 ", Expected::EndOfLine),
        ("OPTIONS  <sip:lamp.example>  SIP/2.0 ", "OPTIONS sip:lamp.example  SIP/2.0", Expected::Version),
        ("OPTIONS  <sip:lamp.example>  SIP/2.0 ", "OPTIONS  sip:lamp.example SIP/2.0", Expected::RequestUri),
    ] {
        let one = trap.with(from, to);
        assert_eq!(one.refused(NONE).0, ErrorKind::Expected(what), "{to}");
        assert_eq!(one.lenient(Leniency::START_LINE_SPACES).as_request().unwrap().raw_uri(), b"sip:lamp.example");
        assert_eq!(one.listed(ALL), [(Leniency::START_LINE_SPACES, one.refused(NONE).1)]);
    }
    // White space inside the Request-URI is never taken.
    let inside = trap.with("OPTIONS  <sip:lamp.example>  ", "OPTIONS sip:lamp.example; lr ");
    assert_eq!(
        (inside.refused(NONE), inside.refused(ALL)),
        (inside.wants(Expected::Version, "lr "), inside.wants(Expected::Version, "lr "))
    );
    // Headers and a method are no syntax errors there: they can be seen, and forbidden.
    let forbidden = trap.with("  <sip:lamp.example>  SIP/2.0 ", " sip:lamp.example;method=BYE?Route=x SIP/2.0");
    let message = forbidden.strict();
    let uri = message.as_request().unwrap().uri().unwrap();
    let uri = uri.as_sip().unwrap();
    assert_eq!((uri.method(), uri.headers().get("route").map(|value| value.as_bytes())), (Some(Method::Bye), Some(&b"x"[..])));
}

#[test]
fn trap_12_another_version_is_a_message_all_the_same() {
    let trap = Trap::read("12-version.sip");
    let message = trap.strict();
    assert_eq!((message.version(), message.headers().len()), (Version { major: 7, minor: 0 }, 1));
    assert_eq!(message.as_request().unwrap().method(), Method::Options);
    assert_eq!(trap.with("sIp/7.0", "sip/2.0").strict().version(), Version::SIP_2_0);
    // Digits are a number.
    assert_eq!(trap.with("sIp/7.0", "SIP/02.00").strict().version(), Version::SIP_2_0);
    assert_ne!(trap.with("sIp/7.0", "SIP/2.1").strict().version(), Version::SIP_2_0);
    assert_eq!(Version::SIP_2_0.to_string(), "2.0");
    for (version, what) in [("SIP/2", Expected::Version), ("SIP2.0", Expected::Version), ("SIP/x.0", Expected::Digits)] {
        assert_eq!(trap.with("sIp/7.0", version).refused(ALL).0, ErrorKind::Expected(what), "{version}");
    }
}

#[test]
fn trap_13_methods_are_tokens_whose_case_counts() {
    let trap = Trap::read("13-method-with-percent.sip");
    let message = trap.strict();
    let method = message.as_request().unwrap().method();
    assert!(matches!(method, Method::Other(_)) && method != Method::Register);
    assert_eq!((method.as_str(), typed::<CSeq>(&message, 0).method()), ("RE%47IST%45R", method));
    let allowed: Vec<_> = message.headers().all::<Allow>().map(|allow| allow.unwrap().method()).collect();
    assert_eq!(allowed[0], Method::Register);
    assert!(matches!(allowed[1], Method::Other(_)) && allowed[1] != Method::Register);
    assert_eq!(allowed[2].as_str(), "!dim-It09_*+`.%f'~");
}

#[test]
fn trap_14_the_method_of_cseq_is_not_that_of_the_request() {
    let trap = Trap::read("14-cseq-of-another-method.sip");
    let message = trap.strict();
    let (method, cseq) = (message.as_request().unwrap().method(), typed::<CSeq>(&message, 0));
    assert_eq!((method, cseq.method(), cseq.number()), (Method::Invite, Method::Ack, 8));
    assert_ne!(method, cseq.method());
    // A method that is not known is told from one that is, before both are compared.
    let unknown = trap.with("INVITE sip", "DIM sip");
    let message = unknown.strict();
    assert!(matches!(message.as_request().unwrap().method(), Method::Other(_)));
    assert_ne!(message.as_request().unwrap().method(), typed::<CSeq>(&message, 0).method());
}

#[test]
fn trap_15_status_codes_have_three_digits_and_a_space_behind_them() {
    let trap = Trap::read("15-status-without-reason.sip");
    let error = trap.wants_behind(Expected::Space, "486");
    assert_eq!((trap.refused(NONE), trap.refused(ALL.without(Leniency::NO_REASON_SPACE))), (error, error));
    let message = trap.lenient(Leniency::NO_REASON_SPACE);
    let response = message.as_response().unwrap();
    assert_eq!((response.status().as_u16(), response.reason().as_bytes()), (486, &b""[..]));
    assert_eq!(trap.listed(ALL), [(Leniency::NO_REASON_SPACE, error.1)]);
    let reason = |text: &str| {
        let trap = trap.with("486", format!("486 {text}"));
        trap.strict().as_response().unwrap().reason().to_string()
    };
    for text in ["", "Busy", "<b>\"no\\^`{|}\"", "n\u{e9}on"] {
        assert_eq!(reason(text), text);
    }
    for text in ["a\0b", "a\rb", "a\nb"] {
        let bad = trap.with("486", format!("486 {text}"));
        assert_eq!(bad.refused(NONE).1, trap.at("486") + 5, "{text:?}");
    }
    for code in ["4294967301", "099", "700", "48", "4x6", "+86"] {
        let bad = trap.with("486", format!("{code} x"));
        assert_eq!(bad.refused(ALL), bad.wants(Expected::StatusCode, format!("{code} x")), "{code}");
    }
}

#[test]
fn trap_16_only_a_status_line_begins_with_sip_and_a_slash() {
    let trap = Trap::read("16-method-like-sip.sip");
    let message = trap.strict();
    assert_eq!(message.as_request().unwrap().method().as_str(), "SIPPING");
    assert_eq!(nth(&message, 0).name(), HeaderName::custom("X-Last"));
    let alone = trap.with("SIPPING", "SIP");
    assert_eq!(alone.strict().as_request().unwrap().method().as_str(), "SIP");
    let response = trap.with("SIPPING sip:lamp.example SIP/2.0", "sip/2.0 200 SIP/2.0");
    assert!(matches!(response.strict(), Message::Response(_)));
    let slash = trap.with("SIPPING", "SIP/PING");
    assert_eq!(slash.refused(ALL), slash.wants(Expected::Digits, "PING"));
}
