//! The five messages as they were published, where U+00A0 (C2 A0) stands for a space: refused at that byte, and nothing else of
//! them is lost.

mod common;

use sipwire::header::WwwAuthenticate;
use sipwire::{ErrorKind, Expected, Header, HeaderName, Message, Parser};

const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();

/// Each message as it was sent and as it was published.
fn pairs() -> Vec<(common::Case, common::Case)> {
    let published = common::messages("register/as-published");
    let sent = common::register();
    assert_eq!(published.len(), sent.len());
    let pairs: Vec<_> = sent.into_iter().zip(published).collect();
    for (sent, published) in &pairs {
        assert_eq!(format!("{}.as-published", sent.name), published.name);
        // They differ in that one character for a space, and in nothing else.
        assert_eq!(String::from_utf8(published.bytes.clone()).unwrap().replace('\u{a0}', " ").as_bytes(), sent.bytes);
    }
    pairs
}

/// The elements of a row, and the errors, without their places.
fn typed(row: &Header<'_>) -> Vec<String> {
    row.values().map(|value| value.map_or_else(|error| error.kind().to_string(), |value| format!("{value:?}"))).collect()
}

#[test]
fn each_is_refused_at_the_last_no_break_space() {
    for (_, published) in pairs() {
        let at = common::last(&published.bytes, NO_BREAK_SPACE);
        assert_eq!(published.bytes[at], 0xC2);
        let error = Message::parse(&published.bytes).unwrap_err();
        assert_eq!((error.offset(), error.kind()), (at, ErrorKind::Expected(Expected::Digits)), "{}", published.name);
        // No leniency makes a space of it.
        let lenient = Parser::new().leniency(sipwire::Leniency::ALL).parse(&published.bytes).unwrap_err();
        assert_eq!(lenient, error, "{}", published.name);
    }
}

#[test]
fn all_other_rows_are_typed_through_partial() {
    for (sent, published) in pairs() {
        let message = Message::parse(&sent.bytes).unwrap();
        let partial = Parser::new().partial(&published.bytes);
        let at = common::last(&published.bytes, NO_BREAK_SPACE);
        assert_eq!(partial.errors().iter().map(|error| error.offset()).collect::<Vec<_>>(), [at]);
        match &message {
            Message::Request(request) => {
                assert_eq!((partial.method(), partial.raw_uri()), (Some(request.method()), Some(request.raw_uri())));
                assert_eq!((partial.uri(), partial.version()), (Some(request.uri()), Some(request.version())));
                assert!(!partial.is_response() && partial.status().is_none());
            }
            Message::Response(response) => {
                assert_eq!((partial.status(), partial.reason()), (Some(response.status()), Some(response.reason())));
                assert!(partial.is_response() && partial.method().is_none());
            }
        }
        assert_eq!(partial.headers().len(), message.headers().len());
        let mut wrong = Vec::new();
        for (row, sent) in partial.headers().iter().zip(message.headers()) {
            assert_eq!((row.name(), row.wire_name()), (sent.name(), sent.wire_name()));
            if row.as_bytes() == sent.as_bytes() {
                assert_eq!(typed(&row), typed(&sent), "{}", published.name);
                assert!(row.values().all(|value| value.is_ok()), "{}: {}", published.name, row.name());
            } else {
                wrong.push(row.name());
            }
        }
        let known: &[_] = match message.as_response() {
            Some(response) if response.status() == sipwire::StatusCode::UNAUTHORIZED => {
                &[HeaderName::WwwAuthenticate, HeaderName::ContentLength]
            }
            _ => &[HeaderName::ContentLength],
        };
        assert_eq!(wrong, known, "{}", published.name);
        assert_eq!((partial.body(), partial.trailing()), (&b""[..], &b""[..]));
    }
}

#[test]
fn the_challenge_fails_at_its_own_no_break_space() {
    let published = &pairs()[2].1;
    let at = common::first(&published.bytes, NO_BREAK_SPACE);
    assert!(at < common::last(&published.bytes, NO_BREAK_SPACE) && published.bytes[..at].ends_with(b"Digest "));
    let partial = Parser::new().partial(&published.bytes);
    let row = partial.headers().named(HeaderName::WwwAuthenticate).next().unwrap();
    let error = row.values().next().unwrap().unwrap_err();
    assert_eq!((error.offset(), error.kind()), (at, ErrorKind::Expected(Expected::AuthParam)));
    assert_eq!(row.values().collect::<Result<Vec<_>, _>>(), Err(error));
    // The challenge can be cut. What is wrong stands before the first name, and the other parameters are right.
    let challenge = partial.headers().first::<WwwAuthenticate>().unwrap().unwrap();
    assert_eq!(challenge.params().iter().next().unwrap().name().as_bytes(), "\u{a0}realm".as_bytes());
    assert!(challenge.nonce().unwrap().unwrap().is("0029482318be6784"));
}
