//! Laws that hold for any message and any check.

use std::fmt::Write as _;

use proptest::prelude::*;
use sipwire::rules::{Fault, Owed};
use sipwire::{Message, Response};

use crate::messages::{Draft, lenient, message, setting};
use crate::table::rows;
use crate::twin::COMPACT;

/// The rule, header and obligation of each finding.
fn said(findings: &[Fault]) -> Vec<(&'static str, Option<String>, Owed)> {
    findings.iter().map(|fault| (fault.rule().name(), fault.header().map(|name| name.to_string()), fault.owed())).collect()
}

/// Rows of names that the registry does not have change no fault, wherever they stand.
#[test]
fn unknown_header_fields_change_no_fault() {
    let rows = rows();
    for row in rows.iter().filter(|row| row.hit != "-" && !row.check.contains("limit:")) {
        let setting = setting(&row.check);
        for cell in [&row.hit, &row.miss] {
            let wanted = said(&setting.find(&message(cell)).faults);
            let mut parts = cell.split(" | ");
            let mut draft = Draft::of(parts.next().unwrap());
            parts.for_each(|change| draft.change(change));
            for place in [0, draft.rows.len()] {
                let mut other = draft.clone();
                for number in 0..20 {
                    other.rows.insert(place, (format!("X-Other-{number}"), "\"<;,".to_owned()));
                }
                assert_eq!(said(&setting.find(&other.bytes()).faults), wanted, "{}", row.id);
            }
        }
    }
}

/// Names in compact form and in any case, and folded values, change neither faults nor notes.
#[test]
fn other_spellings_change_no_finding() {
    type Spelling = fn(&str, &str) -> (String, String);
    const SPELLINGS: [Spelling; 5] = [
        |name, value| (COMPACT.iter().find(|(_, long)| *long == name).map_or(name, |(short, _)| short).to_owned(), value.to_owned()),
        |name, value| (COMPACT.iter().find(|(short, _)| *short == name).map_or(name, |(_, long)| long).to_owned(), value.to_owned()),
        |name, value| (name.to_uppercase(), value.to_owned()),
        |name, value| (format!("{} \t", name.to_lowercase()), value.to_owned()),
        |name, value| (name.to_owned(), format!("\r\n\t{value} \r\n ")),
    ];
    let mut count = 0;
    for row in rows().iter().filter(|row| row.hit != "-" && !row.check.contains("limit:")) {
        let setting = setting(&row.check);
        for cell in [&row.hit, &row.miss] {
            let mut parts = cell.split(" | ");
            let mut draft = Draft::of(parts.next().unwrap());
            parts.for_each(|change| draft.change(change));
            let found = setting.find(&draft.bytes());
            for spelling in SPELLINGS {
                let mut other = draft.clone();
                for (name, value) in other.rows.iter_mut().filter(|(name, _)| name != "Content-Length") {
                    (*name, *value) = spelling(name, value);
                }
                let again = setting.find(&other.bytes());
                assert_eq!(said(&again.faults), said(&found.faults), "{}: {}", row.id, String::from_utf8_lossy(&other.bytes()));
                assert_eq!(said(&again.notes), said(&found.notes), "{}: {}", row.id, String::from_utf8_lossy(&other.bytes()));
                count += 1;
            }
        }
    }
    assert!(count > 1_500, "{count}");
}

/// The offset of a fault is that of the bytes which break the rule.
#[test]
fn a_fault_stands_at_its_bytes() {
    for (cell, check, at) in [
        ("OPTIONS | -To", "uas", "\r\n\r\n"),
        ("OPTIONS | =OPTIONS sip:a SIP/3.0", "uas", "SIP/3.0"),
        ("BYE | Via: SIP/3.0/UDP a", "uas", "3.0/UDP"),
        ("BYE | CSeq: 7 INVITE", "uas", "7 INVITE"),
        ("BYE | +t: <sip:a>", "uas", "t: <sip:a>"),
        ("BYE | Call-ID: a b", "uas", " b\r\n"),
        ("OPTIONS | =OPTIONS sip:a?b=c SIP/2.0", "uas", "?b=c"),
        ("OPTIONS | =OPTIONS sip:a;x;y=1;X SIP/2.0", "uas", "X SIP"),
        ("OPTIONS | =OPTIONS x-y:z SIP/2.0", "uas", "x-y:z"),
        ("OPTIONS | =DANCE sip:a SIP/2.0 | CSeq: 7 DANCE", "uas", "DANCE sip"),
        ("INVITE | Require: 100rel,foo", "uas tags=100rel", "foo"),
        ("INVITE | Max-Forwards: 0", "proxy", "0\r\nFrom"),
        ("INVITE | +m: <sip:second>", "uas", "<sip:second>"),
        ("INVITE | Contact: <mailto:a@b>", "uas", "mailto"),
        ("INVITE | Replaces: a;to-tag=1", "uas", "a;to-tag"),
        ("REGISTER | Contact: <sip:a>;q=1;expires=5", "registrar min-expires=60", "expires=5"),
        ("REGISTER | Contact: <sip:a>;reg-id=0;+sip.instance=\"<urn:x:1>\"", "registrar", "0;+sip"),
        ("INVITE | Content-Type: a/b", "uas types=c/d", "a/b"),
        ("response | Via: SIP/2.0/UDP a, SIP/2.0/UDP b", "uac", "SIP/2.0/UDP b"),
        ("INVITE | Content-Length: 9999", "uas", ""),
    ] {
        let bytes = message(cell);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let fault = setting(check).find(&bytes).faults[0];
        let wanted = if at.is_empty() { text.len() } else { text.find(at).unwrap() };
        // The end of the head is the empty line, not the line end before it.
        let wanted = if at == "\r\n\r\n" { wanted + 2 } else { wanted };
        assert_eq!(fault.offset(), wanted, "{cell}: {fault:?}");
    }
}

#[test]
fn an_ack_is_taken_by_a_server_that_does_not_list_it() {
    for check in ["uas allow=INVITE,BYE", "registrar allow=REGISTER"] {
        assert_eq!(setting(check).find(&message("ACK")).faults, []);
    }
    // A tag on an ACK requires nothing, and its body is no matter.
    let ack = message("ACK | Require: foo | +b: <sip:a> | +b: <sip:b> | Content-Type: a/b | body=x");
    assert_eq!(setting("uas types=c/d").find(&ack).faults, []);
}

#[test]
fn faults_are_shown_with_section_and_place() {
    let fault = setting("uas").find(&message("INVITE | +Expires: 1 | +Expires: 2")).faults[0];
    let shown = fault.to_string();
    assert!(shown.starts_with("Second header field where one may stand: Expires (RFC 3261 §7.3.1) at byte "), "{shown}");
    let mut debug = String::new();
    write!(debug, "{fault:?}").unwrap();
    assert!(debug.starts_with("Fault(SecondRow, Status(400), Expires at "), "{debug}");
}

/// Bytes of the table's messages, some of them changed.
fn broken() -> impl Strategy<Value = (String, Vec<u8>)> {
    let cells: Vec<(String, String)> = rows()
        .into_iter()
        .filter(|row| row.hit != "-" && !row.check.contains("stream"))
        .flat_map(|row| [(row.check.clone(), row.hit), (row.check, row.miss)])
        .collect();
    let change = (any::<prop::sample::Index>(), prop::sample::select(&b"\r\n \t,;:<>\"@%*?=0aZ\x00\xc3"[..]), 0u8..3);
    (prop::sample::select(cells), prop::collection::vec(change, 0..6)).prop_map(|((check, cell), changes)| {
        let mut bytes = message(&cell);
        for (place, byte, how) in changes {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        (check, bytes)
    })
}

proptest! {
    #[test]
    fn broken_messages_are_checked_without_panic((check, bytes) in broken()) {
        let mut setting = setting(&check);
        setting.find(&bytes);
        setting.parser = lenient();
        let found = setting.find(&bytes);
        // A header field that has rules of its own turns the fast path off. This one breaks none of them.
        let behind_line = bytes.iter().position(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let longer = [&bytes[..behind_line], b"Accept: */*\r\n", &bytes[behind_line..]].concat();
        if !check.contains("limit:") && !check.contains("sends=") && lenient().parse(&bytes).is_ok() && lenient().parse(&longer).is_ok() {
            prop_assert_eq!(said(&setting.find(&longer).faults), said(&found.faults));
        }
        // An answer can be built wherever one is owed, and says what the fault says.
        if let (Some(fault), Ok(message)) = (found.faults.first(), lenient().parse(&bytes)) {
            let answer = Response::refusing(&message, fault, &setting.check, b"t9");
            let is_owed = matches!(fault.owed(), Owed::Status(_));
            prop_assert_eq!(answer.is_some(), is_owed);
            if let Some(Ok(answer)) = answer.map(|mut answer| answer.finish()) {
                let message = Message::parse(answer.as_bytes()).unwrap();
                prop_assert_eq!(fault.owed(), Owed::Status(message.as_response().unwrap().status()));
            }
        }
    }
}
