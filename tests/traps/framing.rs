//! Traps 1 to 10: bytes, lines and the length of the body.

use sipwire::header::{Accept, Allow, CallId, From, MaxForwards, Organization, Require, Subject, Supported, To, UserAgent, Via};
use sipwire::{ErrorKind, Expected, HeaderName, KeepAlive, Leniency, Limit, Parser, Sniffed, StatusCode, sniff};

use super::{ALL, NONE, Trap, nth, typed};

#[test]
fn trap_01_bytes_need_not_be_utf_8() {
    let trap = Trap::read("01-bytes-that-are-no-utf8.sip");
    let message = trap.strict();
    let reason = message.as_response().unwrap().reason();
    assert_eq!(reason.as_bytes(), b"on \x80");
    assert!(reason.to_str().is_err() && reason.to_str_lossy() == "on \u{fffd}");
    assert_eq!(nth(&message, 0).as_bytes(), b"\xF8\x88\x80\x80\x80 \x80");
    assert!(nth(&message, 0).text().to_str().is_err());
    assert_eq!(typed::<Subject>(&message, 1).as_bytes(), b"\xFD\xBF\xBF\xBF\xBF\xBF");
    assert_eq!((trap.row(0, NONE), trap.row(1, NONE)), (Ok(1), Ok(1)));
}

#[test]
fn trap_02_quoted_pairs_hold_nul_but_no_line_end() {
    let trap = Trap::read("02-quoted-pairs.sip");
    let message = trap.strict();
    let from = typed::<From>(&message, 0);
    assert_eq!(from.display_name().unwrap().unwrap().as_bytes(), b"no\\\0thing");
    assert_eq!(&*from.display_name().unwrap().unwrap().unescape(), b"no\0thing");
    assert_eq!(typed::<UserAgent>(&message, 3).as_bytes(), b"lamp (no\\\0thing)");
    // A byte from 80 on is escaped by those who escape whatever is no letter.
    trap.only_with(1, Leniency::ESCAPED_NON_ASCII, 1, trap.wants(Expected::QuotedPair, b"\xC3\xA9"));
    let lenient = trap.lenient(Leniency::ESCAPED_NON_ASCII);
    assert_eq!(&*typed::<To>(&lenient, 1).display_name().unwrap().unwrap().unescape(), "caf\u{e9}".as_bytes());
    // CR and LF never.
    trap.never(2, trap.wants(Expected::QuotedPair, "\r\n b\""));
    // And a NUL that nothing quotes is refused before any value is asked for.
    let bare = trap.with(b"lamp (no\\\0", b"lamp (no\0");
    assert_eq!(bare.refused(ALL), (ErrorKind::Expected(Expected::Text), bare.at(b"(no\0") + 3));
}

#[test]
fn trap_03_the_body_is_octets() {
    let trap = Trap::read("03-body-of-any-octets.sip");
    let message = trap.strict();
    assert_eq!(message.body(), b"\r\n\r\n\0\xFF\x80To: <x>\r\n\r\n\x7F \n");
    assert_eq!((message.body().len(), message.trailing().len(), message.headers().len()), (21, 0, 1));
    assert_eq!(trap.lenient(ALL).body(), message.body());
    assert_eq!(message.to_owned().body(), message.body());
}

#[test]
fn trap_04_control_bytes_are_illegal_where_nothing_quotes_them() {
    let trap = Trap::read("04-control-bytes.sip");
    for leniency in [NONE, ALL] {
        assert_eq!(trap.refused(leniency), trap.wants(Expected::Text, b"\x7F"));
    }
    let partial = Parser::new().partial(&trap.bytes);
    assert_eq!(partial.headers().iter().map(|row| row.as_bytes().to_vec()).collect::<Vec<_>>(), [&b"a\tb"[..], b"c"]);
    for byte in (0..0x20).chain([0x7F]) {
        let other = trap.with(b"\x7F", [byte]);
        let what = if matches!(byte, b'\r' | b'\n') { Expected::EndOfLine } else { Expected::Text };
        match byte {
            b'\t' => assert_eq!(other.strict().headers().len(), 3),
            _ => assert_eq!(other.refused(NONE), (ErrorKind::Expected(what), trap.at(b"\x7F")), "{byte:#x}"),
        }
        // In the start line HTAB is no better.
        let other = trap.with("lamp.example", [b'l', byte]);
        assert_eq!(other.refused(NONE).1, trap.at("lamp.example") + 1, "{byte:#x}");
    }
}

#[test]
fn trap_05_line_ends_before_a_message_are_skipped() {
    let trap = Trap::read("05-line-ends-before.sip");
    let message = trap.strict();
    assert_eq!((message.as_bytes(), nth(&message, 0).offset()), (&trap.bytes[6..], trap.at("X-Last")));
    // Alone they are no message, nor is what phones send to keep a binding open.
    assert_eq!(Parser::new().parse(b"\r\n\r\n").unwrap_err().kind(), ErrorKind::Truncated);
    for (datagram, offset, kind) in [
        (&b"\0\0"[..], 0, KeepAlive::Nul),
        (b"\0\0\0\0", 0, KeepAlive::Nul),
        (b"jaK\0", 3, KeepAlive::Jak),
        (b"jaK", 3, KeepAlive::Jak),
        (b"\r\n", 2, KeepAlive::Crlf),
        (b"\r\n\r\n", 4, KeepAlive::DoubleCrlf),
        (b"", 0, KeepAlive::Empty),
    ] {
        assert_eq!(Parser::new().leniency(ALL).parse(datagram).unwrap_err().offset(), offset);
        assert_eq!(sniff(datagram), Sniffed::KeepAlive(kind));
    }
    assert_eq!(sniff(&trap.bytes), Sniffed::Request);
    // More than that is no courtesy.
    let flood = trap.with("OPTIONS", ["\r\n".repeat(600).as_str(), "OPTIONS"].concat());
    assert_eq!(flood.refused(NONE).0, ErrorKind::Limit(Limit::LeadingCrlf));
}

#[test]
fn trap_06_a_line_feed_alone_ends_every_line_or_none() {
    let trap = Trap::read("06-line-feeds.sip");
    let error = trap.wants(Expected::EndOfLine, "\n");
    assert_eq!((trap.refused(NONE), trap.refused(ALL.without(Leniency::LF_LINE_ENDS))), (error, error));
    let message = trap.lenient(Leniency::LF_LINE_ENDS);
    assert_eq!(typed::<Subject>(&message, 0).to_str().unwrap(), "dim it");
    assert_eq!((message.headers().len(), message.body()), (2, &b"\r\n"[..]));
    assert_eq!(trap.listed(ALL), [(Leniency::LF_LINE_ENDS, error.1)]);
    // One such line is enough to be refused.
    for line in ["Subject: dim\r\n it\nContent", "Subject: dim\n it\r\nContent"] {
        let text = format!("OPTIONS sip:lamp.example SIP/2.0\r\n{line}-Length: 0\r\n\r\n");
        let mixed = Trap { bytes: text.into_bytes() };
        let place = mixed.bytes.windows(2).position(|two| two[1] == b'\n' && two[0] != b'\r').unwrap() + 1;
        assert_eq!(mixed.refused(NONE), (ErrorKind::Expected(Expected::EndOfLine), place));
    }
    // Those before a message are as those in it.
    let before = trap.with("OPTIONS", "\n\r\n\nOPTIONS");
    assert_eq!(before.refused(ALL.without(Leniency::LF_LINE_ENDS)).1, 0);
    assert_eq!(before.lenient(Leniency::LF_LINE_ENDS).as_bytes(), trap.bytes);
    // CR alone never ends a line.
    for (part, other) in [("SIP/2.0\n", "SIP/2.0\r"), ("dim\n it", "dim\r it"), ("2\n\n", "2\r\r"), ("dim\n it", "dim\r\r\n it")] {
        let mixed = trap.with(part, other);
        let error = (ErrorKind::Expected(Expected::EndOfLine), mixed.at("\r"));
        assert_eq!(mixed.refused(ALL), error, "{other:?}");
    }
}

#[test]
fn trap_07_a_line_of_white_space_is_a_continuation() {
    let trap = Trap::read("07-line-of-white-space.sip");
    let message = trap.strict();
    assert_eq!(message.headers().len(), 2);
    assert_eq!((nth(&message, 0).as_bytes(), message.body()), (&b"dim"[..], &b""[..]));
    assert_eq!(typed::<To>(&message, 1).uri().unwrap().as_bytes(), b"sip:hall@lamp.example");
    // Behind the start line there is nothing to continue.
    let first = trap.with("Subject: dim\r\n", "");
    assert_eq!(first.refused(ALL), first.wants(Expected::Unfolded, " \r\n\t"));
    // No fold before the colon, nor in the start line.
    let name = trap.with("Subject: dim", "Subject\r\n : dim");
    assert_eq!(name.refused(ALL), name.wants_behind(Expected::Colon, "Subject"));
    let line = trap.with(" SIP/2.0", "\r\n SIP/2.0");
    assert_eq!(line.refused(ALL), line.wants(Expected::Space, "\r\n SIP"));
}

#[test]
fn trap_08_white_space_before_colons_and_empty_values() {
    let trap = Trap::read("08-colons-and-empty-values.sip");
    let message = trap.strict();
    let headers = message.headers();
    assert_eq!((nth(&message, 0).wire_name(), nth(&message, 0).name()), (&b"Subject"[..], HeaderName::Subject));
    assert!(headers.get::<Subject>().unwrap().unwrap().is_empty() && headers.get::<Organization>().unwrap().unwrap().is_empty());
    assert!(headers.is_present::<Supported>() && headers.first::<Supported>().unwrap().is_none());
    assert!(headers.is_present::<Accept>() && headers.all::<Allow>().next().is_none());
    // Rows 1 to 3 and 5 to 8 are empty lists, the others one empty text.
    let counts: Vec<_> = (0..10).map(|place| trap.row(place, NONE)).collect();
    assert_eq!(counts, [1, 0, 0, 0, 1, 0, 0, 0, 0, 1].map(Ok));
    // Whose rule has no brackets has a value.
    let at = |place| nth(&message, place).value_offset();
    assert_eq!(headers.first::<Require>().unwrap_err().offset(), at(10));
    assert_eq!(headers.get::<MaxForwards>().unwrap_err().offset(), at(11));
    assert!(trap.row(11, ALL).is_err());
    // No other character may stand before the colon.
    let other = trap.with("Subject \t :", "Subject \u{b} :");
    assert_eq!(other.refused(ALL), other.wants(Expected::Colon, " \u{b}"));
}

#[test]
fn trap_09_content_length_is_digits_and_stands_once() {
    let trap = Trap::read("09-content-length.sip");
    let message = trap.strict();
    assert_eq!((message.body(), message.trailing()), (&b"dim!"[..], &b"OPTIONS"[..]));
    assert!(message.as_bytes().ends_with(b"dim!"));
    // Without one, the rest of the datagram.
    assert_eq!(trap.with("Content-Length: 0004\r\n", "").strict().body(), b"dim!OPTIONS");
    // Larger than the datagram.
    let larger = trap.with("0004", "12");
    assert_eq!(larger.refused(ALL), (ErrorKind::Truncated, larger.bytes.len()));
    assert_eq!(Parser::new().parse(&larger.bytes).unwrap_err().status_owed(), Some(StatusCode::BAD_REQUEST));
    for (value, shift) in [("-999", 0), ("+4", 0), ("four", 0), ("", 0), ("0x4", 1), ("1_0", 1), ("4, 4", 1), ("4 4", 1)] {
        let what = if shift == 0 { Expected::Digits } else { Expected::EndOfValue };
        let error = (ErrorKind::Expected(what), trap.at("0004") + shift);
        assert_eq!(trap.with("0004", value).refused(ALL), error, "{value}");
        // The answer that is owed can be made all the same.
        let bad = trap.with("0004", value);
        assert_eq!(Parser::new().partial(&bad.bytes).errors()[0].status_owed(), Some(StatusCode::BAD_REQUEST));
    }
    for value in ["4294967296", "18446744073709551620", "340282366920938463463374607431768211460"] {
        assert_eq!(trap.with("0004", value).refused(ALL), (ErrorKind::OutOfRange, trap.at("0004")), "{value}");
    }
    // Twice, in whichever form: refused, and lenient only where both say the same.
    let twice = trap.with("0004", "0004\r\nl: 4");
    assert!(matches!(twice.refused(NONE), (ErrorKind::DuplicateHeader(_), at) if at == twice.at("l: 4")));
    assert_eq!(twice.lenient(Leniency::SAME_CONTENT_LENGTH).body(), b"dim!");
    assert_eq!(twice.listed(ALL), [(Leniency::SAME_CONTENT_LENGTH, twice.at("l: 4"))]);
    let differing = trap.with("0004", "0004\r\nl: 5");
    assert!(matches!(differing.refused(ALL), (ErrorKind::DuplicateHeader(_), at) if at == differing.at("l: 5")));
}

#[test]
fn trap_10_a_web_socket_message_needs_no_content_length() {
    let trap = Trap::read("10-web-socket-message.sip");
    let message = trap.strict();
    assert_eq!((message.body(), message.trailing()), (&b"dim!"[..], &b""[..]));
    assert_eq!(typed::<Via>(&message, 0).transport(), sipwire::Transport::Ws);
    assert!(message.headers().get::<CallId>().unwrap().is_none());
    let smaller = trap.with("Via:", "l: 3\r\nVia:");
    assert_eq!((smaller.strict().body(), smaller.strict().trailing()), (&b"dim"[..], &b"!"[..]));
    let larger = trap.with("Via:", "l: 5\r\nVia:");
    assert_eq!(larger.refused(ALL), (ErrorKind::Truncated, larger.bytes.len()));
    // What there is of it is enough to answer the 400.
    let partial = Parser::new().partial(&larger.bytes);
    assert_eq!((partial.body(), partial.headers().len(), partial.errors().len()), (&b"dim!"[..], 2, 1));
    assert_eq!(partial.errors()[0].status_owed(), Some(StatusCode::BAD_REQUEST));
    // The keep-alives of WebSocket clients are those of streams (RFC 7118 §6).
    assert_eq!((sniff(b"\r\n\r\n"), sniff(&trap.bytes)), (Sniffed::KeepAlive(KeepAlive::DoubleCrlf), Sniffed::Request));
}
