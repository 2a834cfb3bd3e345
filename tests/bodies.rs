//! The bodies of `corpus/multipart/`: each part where the table says, for borrowed and owned messages.

mod common;

use std::fs;

use bytes::Bytes;
use sipwire::header::{ContentDisposition, ContentType, Geolocation};
use sipwire::{Leniency, Message, OwnedMessage, ParseError, Parser, Part, StatusCode};

/// What the table says of a part.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Part { depth: usize, offset: usize, length: usize, rows: usize, body: usize },
    Error { offset: usize, says: String },
}

fn found(message: &[u8], part: Result<Part<'_>, ParseError>) -> Found {
    match part {
        Ok(part) => Found::Part {
            depth: part.depth(),
            offset: part.as_bytes().as_ptr() as usize - message.as_ptr() as usize,
            length: part.as_bytes().len(),
            rows: part.headers().len(),
            body: part.body().len(),
        },
        Err(error) => Found::Error { offset: error.offset(), says: error.kind().to_string() },
    }
}

/// A row of the table: the message, the leniency, and the part.
fn read(line: &str) -> (String, String, Found) {
    let cells: Vec<&str> = line.split('\t').collect();
    let [message, leniency, depth, offset, length, rows, body, error] = cells[..] else { panic!("{line}") };
    let number = |cell: &str| cell.parse().unwrap_or_else(|_| panic!("{line}"));
    let found = match error {
        "-" => Found::Part { depth: number(depth), offset: number(offset), length: number(length), rows: number(rows), body: number(body) },
        says => Found::Error { offset: number(offset), says: says.into() },
    };
    (message.into(), leniency.into(), found)
}

fn message(name: &str) -> Vec<u8> {
    fs::read(common::folder("multipart").join(format!("{name}.sip"))).unwrap()
}

#[test]
fn every_part_is_where_the_table_says() {
    let table = fs::read_to_string(common::folder("multipart").join("parts.tsv")).unwrap();
    let rows: Vec<_> = table.lines().skip(1).map(read).collect();
    for name in common::names(&common::folder("multipart"), ".sip") {
        let bytes = message(&name);
        let mut leniencies: Vec<_> = rows.iter().filter(|(message, ..)| *message == name).map(|(_, leniency, _)| leniency).collect();
        leniencies.dedup();
        assert!(!leniencies.is_empty(), "{name} is not in the table");
        for leniency in leniencies {
            let flag = Leniency::ALL.flags().find(|flag| flag.names().any(|name| name == *leniency)).unwrap_or_default();
            let parser = Parser::new().leniency(flag);
            let wanted: Vec<_> = rows.iter().filter(|row| (&row.0, &row.1) == (&name, leniency)).map(|(.., found)| found).collect();
            let parsed = parser.parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(parsed.trailing(), b"");
            let parts: Vec<_> = parsed.multipart().unwrap().unwrap().walk().map(|part| found(&bytes, part)).collect();
            assert_eq!(parts.iter().collect::<Vec<_>>(), wanted, "{name}");
            // The same of an owned message, and of a copy.
            for owned in [parser.parse_owned(Bytes::from(bytes.clone())).unwrap(), parsed.to_owned()] {
                let parts: Vec<_> =
                    owned.as_message().multipart().unwrap().unwrap().walk().map(|part| found(owned.as_bytes(), part)).collect();
                assert_eq!(parts.iter().collect::<Vec<_>>(), wanted, "{name}");
            }
        }
    }
}

#[test]
fn the_parts_mean_what_they_should() {
    let offer = message("sdp-and-isup");
    let offer = Message::parse(&offer).unwrap();
    let parts: Vec<_> = offer.multipart().unwrap().unwrap().parts().map(Result::unwrap).collect();
    assert!(parts[0].headers().require::<ContentType>().unwrap().is("application", "sdp") && parts[0].body().starts_with(b"v=0\r\n"));
    let disposition = parts[1].headers().require::<ContentDisposition>().unwrap();
    assert!(disposition.is("signal") && !disposition.is_required().unwrap());
    assert_eq!(parts[1].body().last(), Some(&0xFF));

    let nested = message("nested");
    let nested = Message::parse(&nested).unwrap();
    let location = nested.headers().first::<Geolocation>().unwrap().unwrap();
    let id = location.uri().unwrap().as_bytes().strip_prefix(b"cid:").unwrap();
    let multipart = nested.multipart().unwrap().unwrap();
    assert_eq!(multipart.part_with_id(id).unwrap().body(), b"<presence/>");

    let around = message("preamble-and-epilogue");
    let around = Message::parse(&around).unwrap();
    let multipart = around.multipart().unwrap().unwrap();
    assert!(multipart.preamble().starts_with(b"Nobody") && multipart.preamble().ends_with(b"!"));
    assert_eq!(multipart.epilogue(), Some(&b"nor this\r\n--a b (c)?\r\n"[..]));
    assert!(multipart.parts().next().unwrap().unwrap().media_type().unwrap().is("text", "plain"));

    let notify = OwnedMessage::parse(Bytes::from(message("sipfrag"))).unwrap();
    let notify = notify.as_message();
    let fragments: Vec<_> = notify.multipart().unwrap().unwrap().parts().map(|part| part.unwrap().sipfrag().unwrap()).collect();
    assert!(fragments.iter().all(|fragment| fragment.errors().is_empty()));
    assert_eq!(fragments[0].status(), Some(StatusCode::BUSY_HERE));
    assert!(!fragments[1].has_start_line() && fragments[1].headers().len() == 2);
}
