//! Responses that say where their request came from.

use sipwire::{BuildErrorKind, EditScratch, Message, Parser, Response, StatusCode};

use super::lines;

const SOURCES: [&str; 4] = ["192.0.2.7:49152", "[2001:db8::7]:5060", "[::ffff:192.0.2.7]:80", "10.0.0.1:5060"];

const VIAS: [&str; 20] = [
    "SIP/2.0/UDP 10.0.0.1",
    "SIP/2.0/UDP 10.0.0.1;rport",
    "SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1",
    "SIP/2.0/UDP 10.0.0.1;RPORT=1;branch=z9hG4bK1",
    "SIP/2.0/UDP 10.0.0.1;received=203.0.113.9;branch=z9hG4bK1",
    "SIP/2.0/UDP 10.0.0.1;received=203.0.113.9;rport=9;branch=z9hG4bK1",
    "SIP/2.0/UDP 10.0.0.1;rport=9;x=\"a,b\";received=203.0.113.9",
    "SIP/2.0/UDP 10.0.0.1 ; rport = 9 ; received = [2001:db8::9]",
    "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK1",
    "SIP/2.0/UDP 192.0.2.7;rport=49152;received=192.0.2.7",
    "SIP/2.0/TCP a.example.com;branch=z9hG4bK1, SIP/2.0/UDP b;rport",
    "SIP / 2.0 / TLS a.example.com : 5061 ;rport , SIP/2.0/UDP b",
    "SIP/2.0/UDP [2001:db8::7];branch=z9hG4bK1",
    "SIP/2.0/WSS x.invalid;rport;branch=z9hG4bK1",
    "SIP/2.0/UDP a\r\n ;rport\r\n\t;branch=z9hG4bK1",
    "SIP/2.0/UDP a;rport\r\nVia: SIP/2.0/UDP b;rport",
    // Parts that the grammar forbids.
    "SIP/2.0/UDP a;received",
    "SIP/2.0/UDP a;received;rport",
    "SIP/2.0/UDP a;rport=x;received=\"192.0.2.7\"",
    "SIP/2.0/UDP a;rport=;received=;branch=z9hG4bK1",
];

fn with(via: &str) -> Vec<u8> {
    format!("OPTIONS sip:a SIP/2.0\r\nVia: {via}\r\nFrom: <sip:f>;tag=1\r\nTo: <sip:t>\r\nCall-ID: 7\r\nCSeq: 1 OPTIONS\r\n\r\n")
        .into_bytes()
}

#[test]
fn response_with_a_source_is_the_response_to_the_edited_request() {
    for via in VIAS {
        let bytes = with(via);
        let message = Message::parse(&bytes).unwrap();
        for source in SOURCES.map(|source| source.parse().unwrap()) {
            let mut scratch = EditScratch::new();
            let mut edit = message.edit(&mut scratch);
            edit.fill_source(source).unwrap();
            let filled = edit.finish();
            let wanted = Response::to(filled.headers(), StatusCode::OK, Some(b"x")).finish().unwrap();
            let mut builder = Response::to(message.headers(), StatusCode::OK, Some(b"x"));
            let built = builder.source(source).finish().unwrap();
            assert_eq!(String::from_utf8_lossy(built.as_bytes()), String::from_utf8_lossy(wanted.as_bytes()), "{via}");
            // The rows are where a parser finds them.
            let parsed = Message::parse(built.as_bytes()).unwrap();
            let rows =
                |message: &Message<'_>| message.headers().iter().map(|row| (row.offset(), row.as_bytes().to_vec())).collect::<Vec<_>>();
            assert_eq!(rows(&built.as_message()), rows(&parsed));
            // Once more changes nothing.
            let again = Response::to(message.headers(), StatusCode::OK, Some(b"x")).source(source).source(source).finish().unwrap();
            assert_eq!(again.as_bytes(), built.as_bytes());
        }
    }
}

#[test]
fn rows_behind_the_via_may_come_before_or_after() {
    let bytes = with("SIP/2.0/UDP a;rport");
    let request = Message::parse(&bytes).unwrap();
    let source = SOURCES[0].parse().unwrap();
    let response = Response::to(request.headers(), StatusCode::OK, Some(b"x"))
        .header(sipwire::header::Subject::row("before"))
        .source(source)
        .header(sipwire::header::Server::row("after"))
        .finish()
        .unwrap();
    let rows: Vec<_> = response.headers().iter().map(|row| String::from_utf8_lossy(row.as_bytes()).into_owned()).collect();
    assert_eq!(rows[0], "SIP/2.0/UDP a;rport=49152;received=192.0.2.7");
    assert_eq!(rows[5..7], ["before", "after"]);
}

#[test]
fn what_has_no_readable_via_is_answered_as_it_was() {
    let source = SOURCES[0].parse().unwrap();
    for text in ["OPTIONS sip:a SIP/2.0\nTo: <sip:t>", "OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP ;rport\nTo: <sip:t>"] {
        let bytes = lines(text);
        let partial = Parser::new().partial(&bytes);
        let answer = |with_source: bool| {
            let mut builder = Response::to(partial.headers(), StatusCode::BAD_REQUEST, Some(b"x"));
            if with_source {
                builder.source(source);
            }
            builder.finish().unwrap()
        };
        assert_eq!(answer(true).as_bytes(), answer(false).as_bytes());
    }
}

#[test]
fn port_zero_is_no_rport() {
    let bytes = with("SIP/2.0/UDP a;rport");
    let request = Message::parse(&bytes).unwrap();
    let error = Response::to(request.headers(), StatusCode::OK, Some(b"x")).source("192.0.2.7:0".parse().unwrap()).finish().unwrap_err();
    assert_eq!(error.kind(), BuildErrorKind::OutOfRange);
    let bytes = with("SIP/2.0/UDP a");
    let request = Message::parse(&bytes).unwrap();
    assert!(Response::to(request.headers(), StatusCode::OK, Some(b"x")).source("192.0.2.7:0".parse().unwrap()).finish().is_ok());
}
