//! What is refused, and how it is said: second rows of headers that may stand once, and U+00A0 in place of a space.

mod common;

use sipwire::header::{CSeq, CallId, ContentLength, From, MaxForwards, To, Via};
use sipwire::{ErrorKind, Expected, HeaderName, Leniency, Message, ParseError, Parser, StatusCode};

/// The first message of the corpus, as text.
fn register() -> String {
    String::from_utf8(common::register()[0].bytes.clone()).unwrap()
}

/// The message with a row before its last.
fn with_row(row: &str) -> (String, usize) {
    let mut text = register();
    let at = text.find("Content-Length").unwrap();
    text.insert_str(at, &format!("{row}\r\n"));
    (text, at)
}

/// Whether this is the error of a second row, at this place.
fn is_second(error: ParseError, name: HeaderName<'_>, at: usize) -> bool {
    matches!(error.kind(), ErrorKind::DuplicateHeader(id) if id.name() == Some(name)) && error.offset() == at
}

#[test]
fn two_content_lengths_are_a_parse_error() {
    for row in ["Content-Length: 0", "l:0", "CONTENT-LENGTH : 0", "Content-Length: 7", "Content-Length:\r\n 0"] {
        let (text, at) = with_row(row);
        // The row that was put in is the first, so that the second is the message's own.
        let second = at + row.len() + 2;
        let error = Message::parse(text.as_bytes()).unwrap_err();
        assert!(is_second(error, HeaderName::ContentLength, second), "{row}: {error}");
        assert_eq!(error.to_string(), format!("second Content-Length row at byte {second}"));
        assert_eq!(error.status_owed(), Some(StatusCode::BAD_REQUEST));

        let partial = Parser::new().partial(text.as_bytes());
        assert_eq!(partial.errors(), [error], "{row}");
        assert_eq!(partial.headers().named(HeaderName::ContentLength).count(), 2);
        assert_eq!(partial.headers().get::<ContentLength>(), Err(error));
        assert_eq!(partial.headers().require::<CallId>().unwrap(), "3548dbde40f943d2bdaf41d727049ffc");
    }
}

#[test]
fn equal_content_lengths_are_taken_where_that_is_asked_for() {
    let lenient = Parser::new().leniency(Leniency::SAME_CONTENT_LENGTH);
    assert!(lenient.parse(with_row("l: 00").0.as_bytes()).is_ok());
    let (text, at) = with_row("l: 1");
    assert!(is_second(lenient.parse(text.as_bytes()).unwrap_err(), HeaderName::ContentLength, at + 6));
}

#[test]
fn a_content_length_that_is_no_number_is_a_parse_error() {
    for (value, kind, at) in [
        ("", ErrorKind::Expected(Expected::Digits), 0),
        ("-1", ErrorKind::Expected(Expected::Digits), 0),
        ("+0", ErrorKind::Expected(Expected::Digits), 0),
        ("0x0", ErrorKind::Expected(Expected::EndOfValue), 1),
        ("0, 0", ErrorKind::Expected(Expected::EndOfValue), 1),
        ("0;a", ErrorKind::Expected(Expected::EndOfValue), 1),
        ("4294967296", ErrorKind::OutOfRange, 0),
        ("18446744073709551616", ErrorKind::OutOfRange, 0),
        ("\u{a0}0", ErrorKind::Expected(Expected::Digits), 0),
        ("0\u{a0}", ErrorKind::Expected(Expected::EndOfValue), 1),
    ] {
        let text = register().replace("Content-Length:  0", &format!("Content-Length:{value}"));
        let start = text.find("Content-Length:").unwrap() + 15;
        let error = Message::parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, start + at), "{value:?}");
    }
}

/// A second row is an error when its header is asked for, at that row; nothing else is wrong with the message.
macro_rules! refuses_a_second {
    ($header:ident, $($row:literal),+) => {
        for row in [$($row),+] {
            let (text, at) = with_row(row);
            let message = Message::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{row}: {error}"));
            let headers = message.headers();
            let name = HeaderName::$header;
            for error in [headers.get::<$header>().unwrap_err(), headers.require::<$header>().unwrap_err()] {
                assert!(is_second(error, name, at), "{row}: {error}");
                assert_eq!(error.to_string(), format!("second {name} row at byte {at}"));
            }
            // Both rows are there, each typed; and the other headers are as they were.
            assert_eq!(headers.named(name).count(), 2, "{row}");
            assert!(headers.iter().flat_map(|row| row.values()).all(|value| value.is_ok()), "{row}");
            let errors = [
                headers.require::<From>().err(),
                headers.require::<To>().err(),
                headers.require::<CallId>().err(),
                headers.require::<CSeq>().err(),
                headers.require::<MaxForwards>().err(),
            ];
            assert_eq!(errors.into_iter().flatten().count(), 1, "{row}");
        }
    };
}

#[test]
fn second_rows_of_singletons_are_errors_when_asked_for() {
    refuses_a_second!(From, "From: <sip:a@b>;tag=1", "f: sip:a@b", "FROM:\r\n <sip:a@b>");
    refuses_a_second!(To, "To: <sip:32100045@192.168.110.237>", "t:sip:a");
    refuses_a_second!(CallId, "Call-ID: 3548dbde40f943d2bdaf41d727049ffc", "i: x");
    refuses_a_second!(CSeq, "CSeq: 54023 REGISTER", "cseq : 1 ACK");
    refuses_a_second!(MaxForwards, "Max-Forwards: 70", "max-forwards: 0");
}

#[test]
fn what_is_wrong_with_the_first_row_comes_before_the_second() {
    let text = register().replace("Max-Forwards: 70", "Max-Forwards: x70\r\nMax-Forwards: 70");
    let message = Message::parse(text.as_bytes()).unwrap();
    let error = message.headers().require::<MaxForwards>().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Expected(Expected::Digits), text.find("x70").unwrap()));
}

/// What is wrong with a message: in its framing, or with the Request-URI and the values, which are read when asked for.
fn first_error(parser: Parser, text: &str) -> Option<ParseError> {
    match parser.parse(text.as_bytes()) {
        Err(error) => Some(error),
        Ok(message) => {
            let uri = message.as_request().and_then(|request| request.uri().err());
            uri.or_else(|| message.headers().iter().flat_map(|row| row.values()).find_map(Result::err))
        }
    }
}

/// U+00A0 for each space of the first message, one after the other: no such message is read as the original is.
#[test]
fn a_no_break_space_is_no_space_anywhere() {
    let text = register();
    let spaces: Vec<_> = text.match_indices(' ').map(|(at, _)| at).collect();
    assert_eq!(spaces.len(), 28);
    for at in spaces {
        for (with, shift) in [("\u{a0}", 0), (" \u{a0}", 1), ("\u{a0} ", 0)] {
            let mut changed = text.clone();
            changed.replace_range(at..=at, with);
            let error = first_error(Parser::new(), &changed).unwrap_or_else(|| panic!("{with:?} at {at} is taken"));
            // Any byte but a space may belong to a Request-URI, so that the line ends before the space that is wanted behind it.
            let in_uri = with == "\u{a0}" && text[at..].starts_with(" SIP/2.0\r\n");
            let wanted = if in_uri { changed.find("\r\n").unwrap() } else { at + shift };
            assert_eq!(error.offset(), wanted, "{with:?} at {at}: {error}");
            // In a loose display name it may stand, as the text that it is.
            let lenient = Parser::new().leniency(Leniency::ALL.without(Leniency::LOOSE_DISPLAY_NAME));
            assert!(first_error(lenient, &changed).is_some(), "{with:?} at {at} is taken leniently");
        }
    }
}

#[test]
fn a_no_break_space_is_no_fold_and_trims_nothing() {
    // At the beginning of a line it is a byte that no name has.
    let text = register().replace("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\n\u{a0}\r\n");
    let error = Message::parse(text.as_bytes()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Expected(Expected::FieldName), text.find('\u{a0}').unwrap()));
    // At the end of a value it is a part of it, and before a colon it is no white space.
    let text = register().replace("REGISTER\r\n", "REGISTER\u{a0}\r\n").replace("Expires", "X-Y: a\u{a0}\r\nExpires");
    let message = Message::parse(text.as_bytes()).unwrap();
    assert_eq!(message.headers().require::<CSeq>().unwrap_err().offset(), text.find("\u{a0}\r\nSupported").unwrap());
    let own = message.headers().named(HeaderName::custom("X-Y")).next().unwrap();
    assert_eq!(own.as_bytes(), "a\u{a0}".as_bytes());
    assert!(message.headers().first::<Via>().unwrap().is_some());
    let text = register().replace("Expires:", "Expires\u{a0}:");
    assert_eq!(Message::parse(text.as_bytes()).unwrap_err().offset(), text.find('\u{a0}').unwrap());
}

#[test]
fn what_is_wrong_before_a_control_byte_of_the_start_line_comes_first() {
    for (line, kind, at) in [
        (&b"OPTIONS sip:a HTTP/1.1 \x01"[..], ErrorKind::Expected(Expected::Version), 14),
        (b"SIP/2.0 99 \r", ErrorKind::Expected(Expected::StatusCode), 8),
        (b"a b c\n", ErrorKind::Expected(Expected::Version), 4),
        // At one place, what can't stand anywhere is worse than what can't stand there.
        (b"OPTIONS\x01sip:a SIP/2.0", ErrorKind::Expected(Expected::Text), 7),
        (b"SIP/2.0 200 \x01", ErrorKind::Expected(Expected::Text), 12),
    ] {
        let input = [line, b"\r\n\r\n"].concat();
        let error = Message::parse(&input).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, at), "{:?}", line.escape_ascii().to_string());
        assert_eq!(Parser::new().partial(&input).errors().first(), Some(&error));
    }
}

#[test]
fn a_line_feed_alone_costs_its_own_row_and_no_other() {
    let lines = [
        "OPTIONS sip:a SIP/2.0",
        "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
        "From: <sip:a>;tag=1",
        "To: <sip:b>",
        "Subject: a\r\n b",
        "Call-ID: 7",
    ];
    let errors = |input: &str| {
        let partial = Parser::new().partial(input.as_bytes());
        let names: Vec<_> = partial.headers().iter().map(|row| row.name().to_string()).collect();
        let wrong: Vec<_> = partial.errors().iter().map(|error| (error.kind(), error.offset())).collect();
        assert_eq!(Message::parse(input.as_bytes()).unwrap_err(), partial.errors()[0]);
        (names, wrong, partial.method().is_some())
    };
    let all: Vec<_> = lines[1..].iter().map(|row| row.split(':').next().unwrap().to_owned()).collect();
    for (place, line) in lines.iter().enumerate() {
        let input: String =
            lines.iter().enumerate().map(|(at, line)| format!("{line}{}", if at == place { "\n" } else { "\r\n" })).collect();
        let at = input.find(&format!("{line}\n")).unwrap() + line.len();
        let mut left = all.clone();
        if place > 0 {
            left.remove(place - 1);
        }
        let wrong = vec![(ErrorKind::Expected(Expected::EndOfLine), at)];
        assert_eq!(errors(&format!("{input}\r\n")), (left, wrong, true), "{line}");
    }
    // What goes on in the next line is refused with its row.
    let (names, ..) = errors("OPTIONS sip:a SIP/2.0\r\nSubject: a\n b\r\nTo: <sip:b>\r\n\r\n");
    assert_eq!(names, ["To"]);
    // Behind an empty line of that kind may be a body.
    let (names, wrong, _) = errors("OPTIONS sip:a SIP/2.0\r\nTo: <sip:b>\r\n\nFrom: <sip:c>\r\n\r\n");
    assert_eq!((names, wrong), (vec!["To".to_owned()], vec![(ErrorKind::Expected(Expected::FieldName), 36)]));
}
