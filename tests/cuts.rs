//! Messages cut at every byte: none is ever taken for a shorter message, and what is whole of it can be read.

mod common;

use sipwire::{ErrorKind, Message, Parser};

/// Messages with bodies: with a Content-Length, which says where they end.
fn with_bodies() -> Vec<Vec<u8>> {
    let mut all: Vec<_> = common::register()
        .iter()
        .map(|case| {
            let text = String::from_utf8(case.bytes.clone()).unwrap();
            assert!(text.ends_with("Content-Length:  0\r\n\r\n"));
            format!("{}hello\r\n\r\nthere", text.replace("Content-Length:  0", "Content-Type: text/plain\r\nContent-Length: 14"))
                .into_bytes()
        })
        .collect();
    // The length before other rows, in its compact form, and a folded row.
    all.push(b"MESSAGE sip:b SIP/2.0\r\nl: 3\r\nSubject: a\r\n b\r\n\tc\r\nTo:\r\n <sip:b>\r\n\r\nabc".to_vec());
    all
}

/// Where the head ends.
fn head(bytes: &[u8]) -> usize {
    common::first(bytes, b"\r\n\r\n") + 4
}

/// Each prefix of a whole message is `Truncated` at its end.
fn assert_truncated_everywhere(whole: &[u8]) {
    assert!(Message::parse(whole).is_ok());
    for cut in 0..whole.len() {
        let error = Message::parse(&whole[..cut]).expect_err("a shorter message");
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, cut), "{:?}", String::from_utf8_lossy(&whole[..cut]));
    }
}

#[test]
fn no_message_is_complete_before_the_end_of_its_head() {
    for case in common::register() {
        assert_eq!(head(&case.bytes), case.bytes.len(), "{}", case.name);
        assert_truncated_everywhere(&case.bytes);
    }
}

#[test]
fn a_body_that_is_cut_is_truncated() {
    for whole in with_bodies() {
        assert!(head(&whole) < whole.len());
        assert_truncated_everywhere(&whole);
        // What stands behind the body is no part of it.
        let longer = [&whole[..], b"more"].concat();
        let message = Message::parse(&longer).unwrap();
        assert_eq!((message.as_bytes(), message.body(), message.trailing()), (&whole[..], &whole[head(&whole)..], &b"more"[..]));
    }
}

#[test]
fn line_ends_before_a_message_change_nothing() {
    for case in common::register() {
        assert_truncated_everywhere(&[b"\r\n\r\n", &case.bytes[..]].concat());
    }
}

#[test]
fn whole_rows_are_read_of_every_prefix() {
    let whole_messages = common::register().into_iter().map(|case| case.bytes).chain(with_bodies());
    for whole in whole_messages {
        let message = Message::parse(&whole).unwrap();
        // Each row, and what was read when its line end and the byte behind it were there: only that byte tells that it is no fold.
        let rows: Vec<_> = message.headers().iter().map(|row| (row, row.value_offset() + row.as_bytes().len() + 3)).collect();
        for cut in 0..whole.len() {
            let partial = Parser::new().partial(&whole[..cut]);
            let known = rows.iter().take_while(|(_, end)| *end <= cut);
            let found: Vec<_> = partial.headers().iter().map(|row| (row.offset(), row.name(), row.as_bytes())).collect();
            let wanted: Vec<_> = known.map(|(row, _)| (row.offset(), row.name(), row.as_bytes())).collect();
            assert_eq!(found, wanted, "cut at {cut}");
            for row in partial.headers() {
                assert!(row.values().all(|value| value.is_ok()), "cut at {cut}: {row:?}");
            }
            let errors: Vec<_> = partial.errors().iter().map(|error| (error.kind(), error.offset())).collect();
            assert_eq!(errors, [(ErrorKind::Truncated, cut)]);
            assert!(whole[..cut].starts_with(partial.start_line()));
            assert!(whole[..cut].ends_with(partial.body()) && partial.trailing().is_empty());
            assert_eq!(partial.version().is_some(), cut >= common::first(&whole, b"\r\n") + 2, "cut at {cut}");
        }
    }
}
