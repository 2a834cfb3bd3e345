//! Reliable provisional responses (RFC 3262).

use std::collections::BTreeMap;

use proptest::prelude::*;
use sipwire::rules::{RSeqOrder, Received, Reliability, Reliable};
use sipwire::{Encode, Response, StatusCode};

use crate::{request, response};

fn begun(first: u32) -> Reliable {
    request("INVITE", &["CSeq: 1 INVITE"], |request| Reliable::new(request, first).unwrap())
}

/// The id of the rule that a PRACK breaks.
fn prack(reliable: &mut Reliable, rack: &str) -> Option<&'static str> {
    let rack = format!("RAck: {rack}");
    let rows: &[&str] = if rack == "RAck: " { &[] } else { &[&rack] };
    request("PRACK", rows, |request| reliable.acknowledge(request).err().map(|fault| fault.rule().id()))
}

/// N022 to N026.
#[test]
fn whether_a_response_is_reliable_is_the_clients_to_say() {
    let (never, may, must) = (Reliability::Never, Reliability::MayBe, Reliability::Must);
    for (method, rows, status, wanted) in [
        ("INVITE", &[][..], 183, never),
        ("INVITE", &["Supported: 100rel"], 183, may),
        ("INVITE", &["k: path, 100REL"], 101, may),
        ("INVITE", &["Require: 100rel"], 180, must),
        ("INVITE", &["Supported: 100rel", "Require: 100rel"], 199, must),
        ("INVITE", &["Require: 100rel"], 100, never),
        ("INVITE", &["Require: 100rel"], 200, never),
        ("INVITE", &["Require: 100rel"], 486, never),
        ("SUBSCRIBE", &["Supported: 100rel"], 183, never),
    ] {
        request(method, rows, |request| {
            let status = StatusCode::new(status).unwrap();
            assert_eq!(Reliability::of(request, status), wanted, "{method} {rows:?} {status}");
        });
    }
    for (to, wanted) in [("To: <sip:bob@b>", may), ("To: <sip:bob@b>;tag=1", never)] {
        request("INVITE", &["Supported: 100rel", to], |request| assert_eq!(Reliability::of_proxy(request, StatusCode::RINGING), wanted));
    }
}

/// N027 to N029.
#[test]
fn numbers_go_up_by_one_and_never_wrap() {
    for (given, first) in [(1, 1), (i32::MAX as u32, i32::MAX as u32), (0, 1), (1 << 31, 1), ((1 << 31) + 7, 7)] {
        assert_eq!(begun(given).send(false), Some(first));
    }
    let mut reliable = begun(7);
    assert_eq!((reliable.send(false), reliable.send(false)), (Some(7), None));
    assert_eq!(prack(&mut reliable, "7 1 INVITE"), None);
    // Behind the first, several may wait.
    assert_eq!((reliable.send(false), reliable.send(false), reliable.is_waiting()), (Some(8), Some(9), true));
    assert_eq!((prack(&mut reliable, "9 1 INVITE"), prack(&mut reliable, "8 1 INVITE"), reliable.is_waiting()), (None, None, false));
    for number in 10..10 + 64 {
        assert_eq!(reliable.send(false), Some(number));
    }
    assert_eq!(reliable.send(false), None);
    assert_eq!(prack(&mut reliable, "10 1 INVITE"), None);
    assert_eq!(reliable.send(true), Some(74));
    // The 2xx waits for 74, and others do not.
    assert!(!reliable.may_answer(StatusCode::OK) && reliable.may_answer(StatusCode::BUSY_HERE));
}

/// N030 and N034.
#[test]
fn an_acknowledgement_matches_once() {
    let mut reliable = begun(776656);
    assert_eq!(prack(&mut reliable, "776656 1 INVITE"), Some("N034"));
    reliable.send(true).unwrap();
    let before = reliable.clone();
    for (rack, rule) in [
        ("776655 1 INVITE", "N034"),
        ("776657 1 INVITE", "N034"),
        ("776656 2 INVITE", "N034"),
        ("776656 1 Invite", "N034"),
        ("776656 1 UPDATE", "N034"),
        ("776656 INVITE", "V034"),
        ("", "V036"),
    ] {
        assert_eq!(prack(&mut reliable, rack), Some(rule), "{rack}");
        assert_eq!(reliable, before);
    }
    assert!(!reliable.may_answer(StatusCode::OK));
    assert_eq!(prack(&mut reliable, "776656 1 INVITE"), None);
    assert!(reliable.may_answer(StatusCode::OK));
    assert_eq!(prack(&mut reliable, "776656 1 INVITE"), Some("N034"));
    // After a final response no new one is sent, but acknowledgements still match.
    assert_eq!(reliable.send(false), Some(776657));
    reliable.answered();
    assert_eq!((reliable.send(false), prack(&mut reliable, "776657 1 INVITE")), (None, None));
}

/// RFC 3262 §7: the headers as its examples have them. N009, N033.
#[test]
fn rfc_3262_section_7() {
    let built = Response::builder(StatusCode::RINGING).reliable(988789).finish().unwrap();
    assert!(built.as_bytes().ends_with(b"Require: 100rel\r\nRSeq: 988789\r\nContent-Length: 0\r\n\r\n"));
    response(180, &["CSeq: 1 INVITE", "Require: 100rel", "RSeq: 776656"], |response| {
        assert_eq!(response.rack().unwrap().unwrap().to_bytes().unwrap(), b"776656 1 INVITE");
    });
    for (status, rows) in [
        (180, &["CSeq: 1 INVITE", "RSeq: 1"][..]),
        (180, &["CSeq: 1 INVITE", "Require: 100rel"]),
        (180, &["CSeq: 1 INVITE", "Require: 100rel", "RSeq: 0"]),
        (100, &["CSeq: 1 INVITE", "Require: 100rel", "RSeq: 1"]),
        (200, &["CSeq: 1 INVITE", "Require: 100rel", "RSeq: 1"]),
    ] {
        response(status, rows, |response| {
            assert!(response.rack().unwrap().is_none(), "{rows:?}");
            assert_eq!(RSeqOrder::default().receive(response), Received::Unreliable);
        });
    }
    response(180, &["Require: 100rel", "RSeq: 1"], |response| assert!(response.rack().is_err()));
}

fn receive(order: &mut RSeqOrder, number: u32) -> Received {
    response(183, &["CSeq: 1 INVITE", "Require: 100rel", &format!("RSeq: {number}")], |response| order.receive(response))
}

#[test]
fn each_dialog_of_a_fork_has_its_own_order() {
    let mut branches = [RSeqOrder::default(); 2];
    assert_eq!((receive(&mut branches[0], 9000), receive(&mut branches[1], 7)), (Received::InOrder, Received::InOrder));
    assert_eq!((receive(&mut branches[0], 9001), receive(&mut branches[1], 9)), (Received::InOrder, Received::Gap));
    assert_eq!((receive(&mut branches[1], 8), receive(&mut branches[0], 8999)), (Received::InOrder, Received::Repeated));
    let mut last = RSeqOrder::default();
    assert_eq!((receive(&mut last, u32::MAX), receive(&mut last, u32::MAX)), (Received::InOrder, Received::Repeated));
}

proptest! {
    /// Over a network that loses, doubles and reorders, each response is processed once, in its order.
    #[test]
    fn responses_are_processed_once_and_in_order(first in 1_u32..1 << 31, picks in proptest::collection::vec((0_usize..4, any::<bool>()), 1..200)) {
        let (mut server, mut client) = (begun(first), RSeqOrder::default());
        let (mut waiting, mut processed) = (BTreeMap::new(), Vec::new());
        for (pick, is_lost) in picks {
            if let Some(number) = server.send(false) {
                waiting.insert(number, ());
            }
            // One of those that are sent again and again arrives.
            let Some(&number) = waiting.keys().nth(pick % waiting.len().max(1)) else { continue };
            let received = receive(&mut client, number);
            if received == Received::InOrder {
                processed.push(number);
            }
            if received != Received::Gap && !is_lost {
                let is_new = prack(&mut server, &format!("{number} 1 INVITE")).is_none();
                prop_assert!(is_new);
                waiting.remove(&number);
            }
        }
        let wanted: Vec<u32> = (first..).take(processed.len()).collect();
        prop_assert_eq!(processed, wanted);
        prop_assert_eq!(server.is_waiting(), !waiting.is_empty());
    }
}
