//! Requests within a dialog (RFC 3261 §12.2.1.1, §13.2.2.4).

use sipwire::rules::Dialog;
use sipwire::{BuildErrorKind, Message, Method};

use crate::{INVITE, OK, both, built, message, response, uac, uas};

#[test]
fn without_routes_the_request_uri_is_the_remote_target() {
    let (mut alice, mut bob) = both();
    assert_eq!(
        built(&mut alice.request(Method::Bye)),
        [
            "BYE sip:bob@192.0.2.4 SIP/2.0",
            "Max-Forwards: 70",
            "From: <sip:alice@atlanta.example>;tag=1928",
            "To: <sip:bob@biloxi.example>;tag=a6c8",
            "Call-ID: a84b4c76e66710@pc33",
            "CSeq: 315 BYE",
        ]
    );
    let request = built(&mut bob.request(Method::Info));
    assert_eq!(request[0], "INFO sip:alice@pc33.atlanta.example SIP/2.0");
    assert_eq!(request[2..4], ["From: <sip:bob@biloxi.example>;tag=a6c8", "To: <sip:alice@atlanta.example>;tag=1928"]);
    assert!(!request.iter().any(|line| line.starts_with("Route")));
}

#[test]
fn numbers_grow_by_one_and_begin_below_2_to_31() {
    let (mut alice, mut bob) = both();
    for number in 315..320 {
        assert!(built(&mut alice.request(Method::Options)).contains(&format!("CSeq: {number} OPTIONS")));
    }
    assert!(built(&mut bob.request(Method::Options)).contains(&"CSeq: 1 OPTIONS".to_owned()));
    assert_eq!((alice.local_number(), bob.local_number()), (Some(319), Some(1)));
}

#[test]
fn the_last_number_is_not_used_twice() {
    let last = |text: &str| text.replace("314", "2147483647");
    let mut alice = uac(&last(INVITE), &last(OK)).unwrap();
    let before = alice.clone();
    assert_eq!(alice.request(Method::Bye).finish().unwrap_err().kind(), BuildErrorKind::OutOfRange);
    assert_eq!(alice, before);
}

#[test]
fn null_tags_are_left_out() {
    let mut bob = uas(&INVITE.replace(";tag=1928", ""), 200).unwrap();
    assert!(built(&mut bob.request(Method::Bye)).contains(&"To: <sip:alice@atlanta.example>".to_owned()));
}

fn routed(routes: &str) -> Dialog {
    uas(&format!("{INVITE}\nRecord-Route: {routes}"), 200).unwrap()
}

#[test]
fn a_loose_first_route_keeps_the_request_uri() {
    for first in ["<sip:p;lr>", "<sip:p;LR=on>", "\"a, <b>\" <sip:p;l%72>", "<sip:p;x;lr=1>;y"] {
        let mut dialog = routed(&format!("{first},<sip:q>"));
        let request = built(&mut dialog.request(Method::Bye));
        assert_eq!(request[..2], ["BYE sip:alice@pc33.atlanta.example SIP/2.0".to_owned(), format!("Route: {first}, <sip:q>")]);
    }
}

#[test]
fn a_strict_first_route_becomes_the_request_uri() {
    for (routes, line, route) in [
        ("<sip:p>, <sip:q;lr>", "BYE sip:p SIP/2.0", "Route: <sip:q;lr>, <sip:alice@pc33.atlanta.example>"),
        ("<sip:p;lrx>", "BYE sip:p;lrx SIP/2.0", "Route: <sip:alice@pc33.atlanta.example>"),
        ("<sip:p;x=lr>;lr", "BYE sip:p;x=lr SIP/2.0", "Route: <sip:alice@pc33.atlanta.example>"),
        ("\"x,y\" <sip:p;method=BYE;a?b=c>;d=\"e,f\",<sip:q>", "BYE sip:p;a SIP/2.0", "Route: <sip:q>, <sip:alice@pc33.atlanta.example>"),
    ] {
        let mut dialog = routed(routes);
        let request = built(&mut dialog.request(Method::Bye));
        assert_eq!(request[..2], [line, route], "{routes}");
        assert!(line.contains(std::str::from_utf8(&dialog.next_hop().as_bytes()[..5]).unwrap()));
    }
}

fn sent(more: &str) -> Message<'static> {
    message(&format!("{INVITE}\n{more}"))
}

#[test]
fn ack_has_number_credentials_and_required_tags_of_the_invite() {
    let (mut alice, _) = both();
    alice.request(Method::Info);
    let invite = sent(
        "Proxy-Authorization: Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"sip:b\", response=\"0\"\nRequire: 100rel\nSubject: x",
    );
    let ack = built(&mut alice.ack(invite.as_request().unwrap()));
    assert_eq!(ack[0], "ACK sip:bob@192.0.2.4 SIP/2.0");
    assert!(ack.contains(&"CSeq: 314 ACK".to_owned()) && ack.contains(&"Require: 100rel".to_owned()));
    assert!(ack.iter().any(|line| line.starts_with("Proxy-Authorization: Digest")));
    assert!(!ack.iter().any(|line| line.starts_with("Subject")));
    // The 2xx comes again: the same ACK goes again, and no number is taken.
    assert_eq!(built(&mut alice.ack(invite.as_request().unwrap())), ack);
    assert_eq!(alice.local_number(), Some(315));
}

#[test]
fn ack_is_refused_for_another_dialog_or_method() {
    let (alice, _) = both();
    for other in [INVITE.replace("a84b", "b84b"), INVITE.replace("1928", "1929"), INVITE.replace("INVITE", "OPTIONS")] {
        let error = alice.ack(message(&other).as_request().unwrap()).finish().unwrap_err();
        assert_eq!(error.kind(), BuildErrorKind::NotCalledFor, "{other}");
    }
}

#[test]
fn prack_takes_no_number_for_an_unreliable_response() {
    let (mut alice, _) = both();
    for (status, row) in [("180 Ringing", ""), ("200 OK", "RSeq: 1"), ("180 Ringing", "RSeq: x")] {
        let response = response(status, "314 INVITE", row);
        assert!(alice.prack(response.as_response().unwrap()).finish().is_err(), "{status} {row}");
        assert_eq!(alice.local_number(), Some(314));
    }
}

#[test]
fn the_callee_sends_no_bye_in_an_early_dialog() {
    let refused = Some(BuildErrorKind::NotCalledFor);
    let kind = |dialog: &mut Dialog, method| dialog.request(method).finish().err().map(|error| error.kind());
    let (mut early, mut alice) = (uas(INVITE, 180).unwrap(), uac(INVITE, &OK.replace("200", "180")).unwrap());
    assert_eq!(kind(&mut early, Method::Bye), refused);
    assert_eq!(kind(&mut early, Method::Update), None);
    assert_eq!(kind(&mut alice, Method::Bye), None);
    assert_eq!((kind(&mut alice, Method::Ack), kind(&mut alice, Method::Cancel)), (refused, refused));
}
