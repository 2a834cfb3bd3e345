//! The rules of transactions, one test each: what matches, and what does not.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use sipwire::{Destination, MergeKey, Message, Method, StatusCode, TransactionKey, Uri};

use super::{client, lines, request, sent, server};

/// A request with that method and that Via.
fn with(method: &str, via: &str) -> String {
    format!("{method} sip:bob@example.com SIP/2.0\nVia: {via}\nMax-Forwards: 70")
}

/// The server key of an INVITE with that Via.
fn of_via(via: &str) -> TransactionKey {
    server(&with("INVITE", via))
}

#[test]
fn request_with_the_same_branch_sent_by_and_method_is_a_retransmission() {
    let invite = of_via("SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK1");
    assert_eq!(invite, of_via("SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK1"));
    assert_eq!(invite, server(&with("ACK", "SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK1")));
    for other in [
        with("BYE", "SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK1"),
        with("INVITE", "SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK2"),
        with("INVITE", "SIP/2.0/UDP host.example.com:5063;branch=z9hG4bK1"),
        with("INVITE", "SIP/2.0/UDP other.example.com:5062;branch=z9hG4bK1"),
        with("invite", "SIP/2.0/UDP host.example.com:5062;branch=z9hG4bK1"),
    ] {
        assert_ne!(invite, server(&other), "{other}");
    }
}

#[test]
fn sent_by_ignores_case_and_names_its_default_port() {
    let of_sent_by = |transport: &str, sent_by: &str| of_via(&format!("SIP/2.0/{transport} {sent_by};branch=z9hG4bK1"));
    assert_eq!(of_sent_by("UDP", "a.example.com"), of_sent_by("UDP", "A.Example.COM:5060"));
    assert_eq!(of_sent_by("UDP", "a.example.com"), of_sent_by("UDP", "a.example.com : 5060"));
    assert_ne!(of_sent_by("UDP", "a.example.com"), of_sent_by("UDP", "a.example.com:5061"));
    // The default is the transport's own.
    assert_eq!(of_sent_by("TLS", "a.example.com"), of_sent_by("TLS", "a.example.com:5061"));
    assert_eq!(of_sent_by("WS", "a.invalid"), of_sent_by("WS", "a.invalid:80"));
    assert_eq!(of_sent_by("WSS", "a.invalid"), of_sent_by("wss", "a.invalid:443"));
    // Of an unknown transport nobody knows it.
    assert_ne!(of_sent_by("QUIC", "a.example.com"), of_sent_by("QUIC", "a.example.com:5060"));
    // Addresses are numbers. A name is none, though its bytes may be those of one.
    assert_eq!(of_sent_by("UDP", "[2001:db8::9:1]"), of_sent_by("UDP", "[2001:DB8:0:0:0:0:9:01]:5060"));
    assert_ne!(of_sent_by("UDP", "[::ffff:192.0.2.1]"), of_sent_by("UDP", "192.0.2.1"));
    assert_ne!(of_sent_by("UDP", "97.98.99.100"), of_sent_by("UDP", "abcd"));
}

#[test]
fn branch_is_compared_without_case() {
    assert_eq!(of_via("SIP/2.0/UDP a;branch=z9hG4bKaB"), of_via("SIP/2.0/UDP a;branch=Z9HG4BKAb"));
    assert_ne!(of_via("SIP/2.0/UDP a;branch=z9hG4bKab"), of_via("SIP/2.0/UDP a;branch=z9hG4bKa"));
    let response = |branch: &str| client(&format!("SIP/2.0 200 OK\nVia: SIP/2.0/UDP a;branch={branch}\nCSeq: 1 BYE"));
    assert_eq!(response("z9hG4bKaB"), response("z9hG4bkAb"));
}

#[test]
fn cancel_is_a_transaction_of_its_own_and_names_another() {
    let via = "SIP/2.0/UDP a;branch=z9hG4bK1";
    let cancel = server(&with("CANCEL", via));
    let mut pending = HashMap::new();
    for method in ["INVITE", "OPTIONS", "LAUNCH"] {
        pending.insert(server(&with(method, via)), method);
    }
    assert!(!pending.contains_key(&cancel));
    for method in ["INVITE", "OPTIONS", "LAUNCH"] {
        let cancelled = cancel.cancelled(Method::try_from(method).unwrap()).unwrap();
        assert_eq!(pending.get(&cancelled), Some(&method));
    }
    // Neither an ACK nor a CANCEL is cancelled, and only a CANCEL cancels.
    assert_eq!(cancel.cancelled(Method::Ack), None);
    assert_eq!(cancel.cancelled(Method::Cancel), None);
    assert_eq!(server(&with("INVITE", via)).cancelled(Method::Invite), None);
    // A client that cancels finds its own transaction likewise.
    assert_eq!(sent(&with("CANCEL", via)).cancelled(Method::Invite), Some(sent(&with("INVITE", via))));
    // Another sent-by with the same branch is a stranger's.
    let strange = server(&with("CANCEL", "SIP/2.0/UDP mallory;branch=z9hG4bK1"));
    assert!(!pending.contains_key(&strange.cancelled(Method::Invite).unwrap()));
}

/// A request of RFC 2543, without a branch.
const LEGACY: &str = "INVITE sip:dora@example.com SIP/2.0
    Via: SIP/2.0/UDP gateway.example.com;hidden
    From: \"Dora\" <sip:+15550100@example.com;user=phone>;tag=Ab1
    To: <sip:+15550111@example.com>
    Call-ID: 2543@gateway.example.com
    CSeq: 56 INVITE";

/// [`LEGACY`] with one part changed.
fn legacy(from: &str, to: &str) -> String {
    assert!(LEGACY.contains(from), "{from}");
    LEGACY.replace(from, to)
}

#[test]
fn invite_without_cookie_is_matched_by_six_parts() {
    let key = server(LEGACY);
    for same in [
        legacy("Via:", "v:"),
        legacy("gateway.example.com;hidden", "Gateway.Example.Com:5060;HIDDEN;received=192.0.2.1"),
        legacy("SIP/2.0/UDP", "SIP / 2.0 / udp"),
        legacy("\"Dora\" ", ""),
        legacy("tag=Ab1", "x=y;TAG=aB1"),
        legacy("Call-ID: 2543", "i:  2543"),
        legacy("56 INVITE", "0056 INVITE"),
        // The tag of To is outside of the key.
        legacy("<sip:+15550111@example.com>", "<sip:+15550111@example.com>;tag=9"),
    ] {
        assert_eq!(key, server(&same), "{same}");
    }
    for other in [
        legacy("sip:dora@example.com SIP", "sip:dora@example.com;x=y SIP"),
        legacy("sip:dora@example.com SIP", "sip:dora@EXAMPLE.com SIP"),
        legacy("gateway.example.com;hidden", "gateway.example.com"),
        legacy("gateway.example.com;hidden", "gateway.example.com:5070;hidden"),
        legacy("gateway.example.com;hidden", "gateway.example.com;hidden;branch=1"),
        legacy("SIP/2.0/UDP", "SIP/2.0/TCP"),
        legacy(";tag=Ab1", ""),
        legacy("tag=Ab1", "tag=Ab2"),
        legacy("2543@gateway", "2543@Gateway"),
        legacy("56 INVITE", "57 INVITE"),
    ] {
        assert_ne!(key, server(&other), "{other}");
    }
    let to = |text: &str, of_request: Option<&[u8]>| {
        request(&lines(text), |request| TransactionKey::server(request).unwrap().legacy.unwrap().fits(of_request, Some(b"sent")))
    };
    let tagged = legacy("<sip:+15550111@example.com>", "<sip:+15550111@example.com>;tag=9a");
    assert!(to(LEGACY, None) && !to(LEGACY, Some(b"9a")) && !to(LEGACY, Some(b"")));
    assert!(to(&tagged, Some(b"9A")) && !to(&tagged, Some(b"9b")) && !to(&tagged, None));
}

#[test]
fn ack_without_cookie_has_the_to_tag_of_the_response() {
    let ack = LEGACY.replace("INVITE", "ACK").replace("15550111@example.com>", "15550111@example.com>;tag=9");
    request(&lines(&ack), |request| {
        let keyed = TransactionKey::server(request).unwrap();
        assert_eq!(keyed.key, server(LEGACY));
        let to = keyed.legacy.unwrap();
        // The INVITE had none; the response sent had 9.
        assert!(to.fits(None, Some(b"9")) && !to.fits(None, Some(b"8")));
        assert!(!to.fits(Some(b"9"), Some(b"8")) && !to.fits(Some(b"9"), None));
    });
    let other_number = ack.replace("56 ACK", "57 ACK");
    assert_ne!(server(&other_number), server(LEGACY));
}

#[test]
fn other_requests_without_cookie_count_their_method() {
    let bye = LEGACY.replace("INVITE", "BYE");
    assert_eq!(server(&bye), server(&bye));
    assert_ne!(server(&bye), server(LEGACY));
    assert_ne!(server(&bye), server(&bye.replace("56", "57")));
    // A CANCEL finds its request here too.
    let cancel = server(&LEGACY.replace("INVITE", "CANCEL"));
    assert_eq!(cancel.cancelled(Method::Invite), Some(server(LEGACY)));
    assert_eq!(cancel.cancelled(Method::Bye), Some(server(&bye)));
}

#[test]
fn response_belongs_to_branch_and_method_and_nothing_else() {
    let invite = sent(&with("INVITE", "SIP/2.0/UDP me.example.com;branch=z9hG4bK1"));
    let response = |via: &str, cseq: &str| client(&format!("SIP/2.0 200 OK\nVia: {via}\nFrom: x\nCSeq: {cseq}"));
    assert_eq!(invite, response("SIP/2.0/UDP me.example.com;branch=z9hG4bK1", "1 INVITE"));
    assert_eq!(invite, response("SIP/2.0/UDP me.example.com;received=192.0.2.1;rport=9;branch=z9hG4bK1", "99 INVITE"));
    // Whether the Via is one's own was asked before.
    assert_eq!(invite, response("SIP/2.0/TCP other;branch=z9hG4bK1, SIP/2.0/UDP x", "1 INVITE"));
    assert_ne!(invite, response("SIP/2.0/UDP me.example.com;branch=z9hG4bK1", "1 CANCEL"));
    assert_ne!(invite, response("SIP/2.0/UDP me.example.com;branch=z9hG4bK2", "1 INVITE"));
}

#[test]
fn response_to_cancel_belongs_to_the_cancel() {
    let via = "SIP/2.0/UDP me.example.com;branch=z9hG4bK1";
    let to_cancel = client(&format!("SIP/2.0 200 OK\nVia: {via}\nCSeq: 1 CANCEL"));
    assert_eq!(to_cancel, sent(&with("CANCEL", via)));
    assert_ne!(to_cancel, sent(&with("INVITE", via)));
    // An ACK is a transaction of nobody's: it never is the INVITE's.
    assert_ne!(sent(&with("ACK", via)), sent(&with("INVITE", via)));
}

#[test]
fn invite_repeated_after_its_2xx_has_the_same_key() {
    // RFC 6026 §7.1: the Accepted state absorbs it.
    let via = "SIP/2.0/UDP a;branch=z9hG4bK1";
    assert_eq!(server(&with("INVITE", via)), server(&with("INVITE", via)));
    assert_ne!(server(&with("INVITE", via)), server(&with("INVITE", "SIP/2.0/UDP a;branch=z9hG4bK2")));
}

#[test]
fn ack_with_the_branch_of_its_invite_has_its_key() {
    // RFC 6026 §7.1: what becomes of it is for the state to say, and not for the key.
    let via = "SIP/2.0/UDP a;branch=z9hG4bK1";
    assert_eq!(server(&with("ACK", via)), server(&with("INVITE", via)));
}

#[test]
fn ack_to_a_2xx_belongs_to_no_transaction() {
    assert_ne!(server(&with("ACK", "SIP/2.0/UDP a;branch=z9hG4bK2")), server(&with("INVITE", "SIP/2.0/UDP a;branch=z9hG4bK1")));
}

/// An INVITE that a fork upstream may have doubled.
const FORKED: &str = "INVITE sip:erin@example.com SIP/2.0
    Via: SIP/2.0/UDP proxy.example.com;branch=z9hG4bK1
    From: <sip:frank@example.com>;tag=f
    To: <sip:erin@example.com>
    Call-ID: 42@example.com
    CSeq: 7 INVITE";

fn merged(text: &str) -> Option<MergeKey> {
    request(&lines(text), |request| MergeKey::of(request).unwrap())
}

#[test]
fn merged_requests_have_from_tag_call_id_and_cseq_in_common() {
    let first = merged(FORKED).unwrap();
    let second = FORKED.replace("z9hG4bK1", "z9hG4bK2").replace("erin@example.com SIP", "erin@192.0.2.4 SIP");
    assert_eq!(merged(&second).unwrap(), first);
    assert_ne!(server(&second), server(FORKED));
    for (from, to) in [("tag=f", "tag=g"), (";tag=f", ""), ("42@", "43@"), ("7 INVITE", "8 INVITE")] {
        assert_ne!(merged(&FORKED.replace(from, to)).unwrap(), first, "{to}");
    }
    assert_ne!(merged(&FORKED.replace("INVITE", "OPTIONS")).unwrap(), first);
    // Nothing else is a merged request: neither one in a dialog nor what belongs to another request.
    assert_eq!(merged(&FORKED.replace("To: <sip:erin@example.com>", "To: <sip:erin@example.com>;tag=e")), None);
    assert_eq!(merged(&FORKED.replace("INVITE", "ACK")), None);
    assert_eq!(merged(&FORKED.replace("INVITE", "CANCEL")), None);
    // Of two targets by the same way, if they count.
    let with_uri = |text: &str| request(&lines(text), |request| MergeKey::with_uri(request).unwrap().unwrap());
    assert_ne!(with_uri(&second), with_uri(FORKED));
    assert_eq!(with_uri(&FORKED.replace("z9hG4bK1", "z9hG4bK2")), with_uri(FORKED));
}

#[test]
fn merged_requests_are_different_transactions_for_a_proxy() {
    // RFC 3261 §16.3: a proxy looks transactions up, and never merges.
    let keys = ["z9hG4bK1", "z9hG4bK2"].map(|branch| server(&FORKED.replace("z9hG4bK1", branch)));
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn stateless_tags_and_branches_can_be_made_from_the_key() {
    // RFC 3261 §8.2.6.2, §16.11: a function of the request, with a secret of the server's own.
    let secret = RandomState::new();
    let made = |text: &str| secret.hash_one(server(text).as_bytes());
    assert_eq!(made(FORKED), made(&FORKED.replace("Via:", "v:")));
    assert_ne!(made(FORKED), made(&FORKED.replace("z9hG4bK1", "z9hG4bK2")));
    // The branch of a CANCEL that a stateless proxy passes on is that of its INVITE.
    let of_cancel = server(&FORKED.replace("INVITE", "CANCEL")).cancelled(Method::Invite).unwrap();
    assert_eq!(secret.hash_one(of_cancel.as_bytes()), made(FORKED));
}

#[test]
fn cancel_and_ack_go_where_their_request_went() {
    // RFC 3263 §4: both repeat the Request-URI and Route, so that one look-up serves all.
    let invite = lines(&FORKED.replace("To:", "Route: <sip:proxy.example.com;transport=tcp;lr>\nTo:"));
    request(&invite, |invite| {
        let to = |request: &Message<'_>| {
            let route = request.headers().first::<sipwire::header::Route>().unwrap().unwrap();
            Uri::parse(route.as_bytes().strip_prefix(b"<").unwrap().strip_suffix(b">").unwrap()).unwrap().destination().map(|to| match to {
                Destination::Srv(name) => name.to_string(),
                _ => panic!("{to:?}"),
            })
        };
        let busy = sipwire::Response::to(invite.headers(), StatusCode::BUSY_HERE, Some(b"e")).finish().unwrap();
        let cancel = invite.cancel().finish().unwrap();
        let ack = invite.ack(busy.as_message().as_response().unwrap()).finish().unwrap();
        for request in [cancel.as_message(), ack.as_message()] {
            assert_eq!(to(&request).unwrap(), "_sip._tcp.proxy.example.com");
        }
    });
}
