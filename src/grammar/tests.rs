//! Known answers of the words.

use nom::Err;

use super::*;
use crate::error::{ErrorKind, Expected};
use crate::profile::{Leniency, Limit, Profile};
use crate::text::Text;

fn kind<T: core::fmt::Debug>(result: Parsed<'_, T>) -> (ErrorKind, usize) {
    match result {
        Err(Err::Error(fail) | Err::Failure(fail)) => (fail.kind, fail.left),
        other => panic!("{other:?}"),
    }
}

#[test]
fn white_space_is_sp_htab_and_folds() {
    for (input, left) in [(&b"x"[..], 1), (b"  x", 1), (b"\r\n x", 1), (b" \t\r\n\tx", 1), (b"\r\nx", 3), (b"\xC2\xA0x", 3), (b"", 0)] {
        assert_eq!(sws(input).unwrap().0.len(), left, "{input:?}");
    }
    assert!(lws(b"x").is_err() && lws(b"\r\nx").is_err());
}

#[test]
fn numbers_are_digits_and_nothing_else() {
    assert_eq!(run(number(255), b"0068;").unwrap(), (&b";"[..], 68));
    assert_eq!(run(number(u32::MAX), b"4294967295").unwrap().1, u32::MAX);
    assert_eq!(kind(run(number(u32::MAX), b"4294967296")), (ErrorKind::OutOfRange, 10));
    assert_eq!(kind(run(number(255), b"256")), (ErrorKind::OutOfRange, 3));
    for input in [&b"+5"[..], b"-1", b"", b" 1", b"x"] {
        assert_eq!(kind(run(number(9), input)).0, ErrorKind::Expected(Expected::Digits));
    }
}

#[test]
fn quoted_strings_end_at_their_quote() {
    let profile = Profile::default();
    let read = |input| run(quoted_string(&profile), input);
    assert_eq!(read(b"\"a \\\" \\\\ \r\n b\" c").unwrap(), (&b" c"[..], Text::quoted(b"a \\\" \\\\ \r\n b")));
    assert_eq!(read(b"\"\\\0\\\x7F\"").unwrap().1.unescape(), &b"\0\x7F"[..]);
    assert_eq!(kind(read(b"\"abc")), (ErrorKind::Expected(Expected::ClosingQuote), 0));
    assert_eq!(kind(read(b"\"a\0\"")), (ErrorKind::Expected(Expected::ClosingQuote), 2));
    // Nothing is framed so, but nothing depends on that.
    assert_eq!(kind(read(b"\"a\r\nb\"")), (ErrorKind::Expected(Expected::ClosingQuote), 4));
    assert_eq!(kind(run(comment(&profile), b"(a\rb)")), (ErrorKind::Expected(Expected::ClosingParenthesis), 3));
    assert_eq!(kind(read(b"\"a\\\xC3\"")), (ErrorKind::Expected(Expected::QuotedPair), 2));
    assert_eq!(kind(read(b"\"a\\")), (ErrorKind::Expected(Expected::ClosingQuote), 1));
}

#[test]
fn a_byte_from_80_on_is_escaped_where_that_is_lenient() {
    let lenient = Profile::new(&crate::profile::Limits::new(), Leniency::ESCAPED_NON_ASCII);
    assert_eq!(run(quoted_string(&lenient), b"\"a\\\xC3\xA9\"").unwrap().1.unescape(), &b"a\xC3\xA9"[..]);
    assert_eq!(run(comment(&lenient), b"(a\\\xFF)").unwrap().1.unescape(), &b"a\xFF"[..]);
    assert_eq!(kind(run(comment(&Profile::default()), b"(a\\\xFF)")), (ErrorKind::Expected(Expected::QuotedPair), 2));
    assert_eq!(kind(run(quoted_string(&lenient), b"\"a\\\r\n b\"")).0, ErrorKind::Expected(Expected::QuotedPair));
}

#[test]
fn comments_nest_as_deep_as_allowed() {
    let profile = Profile::default();
    assert_eq!(run(comment(&profile), b"(a (b) \\( c) d").unwrap(), (&b" d"[..], Text::quoted(b"a (b) \\( c")));
    assert!(run(comment(&profile), b"((((((((x))))))))").is_ok());
    assert_eq!(kind(run(comment(&profile), b"(((((((((x)))))))))")), (ErrorKind::Limit(Limit::CommentDepth), 11));
    assert!(run(comment(&profile), b"((a)").is_err());
}

#[test]
fn rates_and_indexes() {
    for (input, left) in [("1", 0), ("12.0123456789", 0), ("0.5;", 1)] {
        assert_eq!(rate(input.as_bytes()).unwrap().0.len(), left, "{input}");
    }
    for input in ["", "123", "1.", ".5", "1.01234567890", "-1"] {
        assert!(rate(input.as_bytes()).is_err(), "{input}");
    }
    for (input, left) in [("1", 0), ("1.0.10", 0), ("1.1 ", 1)] {
        assert_eq!(index(input.as_bytes()).unwrap().0.len(), left, "{input}");
    }
    for (input, left) in [("", 0), (".", 1), ("1.", 0), ("1..1", 2), ("01", 2), ("1.01", 2), ("22.3.04.5", 4), ("x", 1)] {
        assert_eq!(kind(index(input.as_bytes())), (ErrorKind::Expected(Expected::Index), left), "{input}");
    }
}

#[test]
fn q_values_are_thousandths() {
    let profile = Profile::default();
    for (input, thousandths) in [("0", 0), ("1", 1000), ("0.5", 500), ("0.123", 123), ("1.000", 1000), ("0.", 0), ("1.", 1000)] {
        assert_eq!(run(qvalue(&profile), input.as_bytes()).unwrap().1, thousandths, "{input}");
    }
    for input in ["", "2", "1.1", "0.1234", ".5", "-0", "00", "0x", "1.001"] {
        assert!(run(qvalue(&profile), input.as_bytes()).is_err(), "{input}");
    }
    let lenient = Profile::new(&crate::profile::Limits::new(), Leniency::SHORT_QVALUE);
    assert_eq!(run(qvalue(&lenient), b".5").unwrap().1, 500);
    assert!(run(qvalue(&lenient), b".").is_err());
}
