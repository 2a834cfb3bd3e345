//! Keys of transactions beside those of sipx-sip: for which pairs of requests the two disagree, and why.

use bytes::Bytes;
use sipwire::{Message, TransactionKey};
use sipx_sip::{Limits, Message as Theirs, TransactionKey as TheirKey, parse_datagram};

/// A request by name: the method, the Via, the tag of To, and where it is no other, the Call-ID 7 and the CSeq number 1.
type Written = (&'static str, &'static str, &'static str, &'static str);

const REQUESTS: [Written; 19] = [
    ("plain", "INVITE", "SIP/2.0/UDP a;branch=z9hG4bK1x", ""),
    ("again", "INVITE", "SIP/2.0/UDP a;branch=z9hG4bK1x", ""),
    ("its ACK", "ACK", "SIP/2.0/UDP a;branch=z9hG4bK1x", ";tag=9"),
    ("its CANCEL", "CANCEL", "SIP/2.0/UDP a;branch=z9hG4bK1x", ""),
    ("filled in", "INVITE", "SIP/2.0/UDP a;received=192.0.2.1;branch=z9hG4bK1x", ""),
    ("host in capitals", "INVITE", "SIP/2.0/UDP A;branch=z9hG4bK1x", ""),
    ("default port", "INVITE", "SIP/2.0/UDP a:5060;branch=z9hG4bK1x", ""),
    ("other port", "INVITE", "SIP/2.0/UDP a:5061;branch=z9hG4bK1x", ""),
    ("branch in capitals", "INVITE", "SIP/2.0/UDP a;branch=z9hG4bK1X", ""),
    ("other branch", "INVITE", "SIP/2.0/UDP a;branch=z9hG4bK2", ""),
    ("IPv6", "INVITE", "SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1x", ""),
    ("IPv6 in full", "INVITE", "SIP/2.0/UDP [0:0:0:0:0:0:0:1]:5060;branch=z9hG4bK1x", ""),
    ("old", "INVITE", "SIP/2.0/UDP a;x;y", ""),
    ("old again", "INVITE", "SIP/2.0/UDP a;x;y", ""),
    ("old with tag", "INVITE", "SIP/2.0/UDP a;x;y", ";tag=9"),
    ("old in other order", "INVITE", "SIP/2.0/UDP a;y;x", ""),
    ("old, filled in", "INVITE", "SIP/2.0/UDP a;x;y;received=192.0.2.1", ""),
    ("old ACK", "ACK", "SIP/2.0/UDP a;x;y", ";tag=9"),
    ("old BYE", "BYE", "SIP/2.0/UDP a;x;y", ""),
];

/// What sipx-sip 1.0.1 gets wrong: by RFC 3261 §17.2.3 each makes two transactions of one.
const FAULTS: [&str; 4] = [
    "an absent port is not taken for the default",
    "branches are compared with case, against §7.3.1",
    "the Via of RFC 2543 is compared as text, with the `received` that the server wrote",
    "the To tag of an ACK without cookie is compared with that of the INVITE, in place of the response's",
];

/// Which of the faults meet in a pair.
fn faults(first: &Written, second: &Written) -> [bool; 4] {
    let ((_, _, a, to), (_, method, b, _)) = (first, second);
    let branch = |via: &str| via.split("branch=").nth(1).map(String::from);
    let is_old = branch(b).is_none();
    [a.contains(":5060") != b.contains(":5060"), branch(a) != branch(b), is_old && a != b, is_old && *method == "ACK" && to.is_empty()]
}

fn text((_, method, via, to_tag): Written) -> String {
    format!(
        "{method} sip:b SIP/2.0\r\nVia: {via}\r\nFrom: <sip:f>;tag=1\r\nTo: <sip:b>{to_tag}\r\nCall-ID: 7\r\nCSeq: 1 {method}\r\n\
         Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
}

/// Whether the second request belongs to the transaction that the first created. The response sent had the To tag 9.
fn ours(first: &str, second: &str) -> bool {
    let parsed = [first, second].map(|text| Message::parse(text.as_bytes()).unwrap());
    let requests = parsed.each_ref().map(|message| message.as_request().unwrap());
    let to = requests[0].headers().require::<sipwire::header::To>().unwrap();
    let tag = to.tag().unwrap().map(|tag| tag.as_bytes().to_vec());
    let [first, second] = requests.map(|request| TransactionKey::server(request).unwrap());
    first.key == second.key && second.legacy.is_none_or(|to| to.fits(tag.as_deref(), Some(b"9")))
}

fn theirs(first: &str, second: &str) -> bool {
    let [first, second] =
        [first, second].map(|text| match parse_datagram(Bytes::copy_from_slice(text.as_bytes()), &Limits::datagram()).unwrap() {
            Theirs::Request(request) => TheirKey::from_request(&request).unwrap(),
            Theirs::Response(_) => panic!("a request"),
        });
    first == second
}

#[test]
fn sipx_misses_what_is_listed_and_nothing_else() {
    let mut seen = [false; FAULTS.len()];
    for first in REQUESTS.into_iter().filter(|(_, method, ..)| *method != "ACK") {
        for second in REQUESTS {
            let (ours, theirs) = (ours(&text(first), &text(second)), theirs(&text(first), &text(second)));
            let faults = faults(&first, &second);
            let is_missed = ours && faults.contains(&true);
            assert_eq!(theirs, ours && !is_missed, "{} and {}: {FAULTS:?} {faults:?}", first.0, second.0);
            seen.iter_mut().zip(faults).for_each(|(seen, fault)| *seen |= is_missed && fault);
        }
    }
    assert_eq!(seen, [true; FAULTS.len()]);
}
