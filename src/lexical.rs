//! The words of the grammar, as nom parsers.
//!
//! Every rule is a function from what is left to read to what is left behind it and the rule's value. What depends on the
//! profile takes it as second argument. White space is LWS (RFC 3261 §25.1): folds are part of it.

use nom::{Err, IResult};

use crate::chars::{self, Class};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};

/// What a rule gives: the rest and its value, or where and why it does not fit.
pub(crate) type Parsed<'a, T> = IResult<&'a [u8], T, Fail>;

/// Why a rule does not fit. The place is kept as the number of bytes that were left to read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fail {
    left: usize,
    kind: ErrorKind,
}

impl<'a> nom::error::ParseError<&'a [u8]> for Fail {
    fn from_error_kind(input: &'a [u8], _: nom::error::ErrorKind) -> Self {
        Fail { left: input.len(), kind: ErrorKind::Expected(Expected::Value) }
    }

    fn append(_: &'a [u8], _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// The failure of a rule at the beginning of `input`.
#[cold]
pub(crate) fn fail(input: &[u8], kind: ErrorKind) -> Err<Fail> {
    Err::Error(Fail { left: input.len(), kind })
}

/// The failure of a rule that wanted `what` at the beginning of `input`.
#[cold]
pub(crate) fn expected(input: &[u8], what: Expected) -> Err<Fail> {
    fail(input, ErrorKind::Expected(what))
}

/// `Ok` if `much` is within the limit.
#[inline(always)]
pub(crate) fn within(input: &[u8], profile: &Profile, limit: Limit, much: usize) -> Result<(), Err<Fail>> {
    if profile.exceeds(limit, much) { Err(fail(input, ErrorKind::Limit(limit))) } else { Ok(()) }
}

/// Puts `value` into its place, or fails: the parameter stands there already.
#[inline(always)]
pub(crate) fn once<T>(place: &mut Option<T>, value: T, input: &[u8], param: KnownParam) -> Result<(), Err<Fail>> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(fail(input, ErrorKind::DuplicateParam(param))),
    }
}

/// Puts `value` into its place, or gives `None`: the parameter stands there already, and [`once`] has to say so.
#[inline(always)]
pub(crate) fn first<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// Names what the outermost rule wanted, if `rule` failed where it began.
#[inline(always)]
pub(crate) fn named<'a, T>(what: Expected, mut rule: impl FnMut(&'a [u8]) -> Parsed<'a, T>) -> impl FnMut(&'a [u8]) -> Parsed<'a, T> {
    move |input| {
        rule(input).map_err(|error| match error {
            Err::Error(inner) if inner.left == input.len() && matches!(inner.kind, ErrorKind::Expected(_)) => expected(input, what),
            other => other,
        })
    }
}

/// Applies `rule` to `part`, which ends where `after` begins, and wants it read to its end.
#[inline(always)]
pub(crate) fn inside<'a, T>(part: &'a [u8], after: &[u8], rule: impl FnOnce(&'a [u8]) -> Parsed<'a, T>) -> Result<T, Err<Fail>> {
    let outward = |inner: Fail| Err::Error(Fail { left: inner.left + after.len(), kind: inner.kind });
    match rule(part) {
        Ok(([], value)) => Ok(value),
        Ok((rest, _)) => Err(outward(Fail { left: rest.len(), kind: ErrorKind::Expected(Expected::EndOfValue) })),
        Err(Err::Error(inner) | Err::Failure(inner)) => Err(outward(inner)),
        Err(incomplete) => Err(incomplete),
    }
}

/// Applies `rule` to all of `bytes`, the first of which has the absolute offset `base`.
#[inline(always)]
pub(crate) fn whole<'a, T>(bytes: &'a [u8], base: usize, rule: impl FnOnce(&'a [u8]) -> Parsed<'a, T>) -> Result<T, ParseError> {
    inside(bytes, &[], rule).map_err(|error| match error {
        Err::Error(fail) | Err::Failure(fail) => ParseError::new(fail.kind, base + bytes.len().saturating_sub(fail.left)),
        Err::Incomplete(_) => ParseError::new(ErrorKind::Truncated, base + bytes.len()),
    })
}

/// What `rule` read, beside its value.
#[inline(always)]
pub(crate) fn consumed<'a, T>(input: &'a [u8], rule: impl FnOnce(&'a [u8]) -> Parsed<'a, T>) -> Parsed<'a, (&'a [u8], T)> {
    let (rest, value) = rule(input)?;
    Ok((rest, (&input[..input.len() - rest.len()], value)))
}

/// At least one byte of a class.
#[inline(always)]
pub(crate) fn some(class: Class, what: Expected) -> impl Fn(&[u8]) -> Parsed<'_, &[u8]> {
    move |input| match input.split_at(scan::run(input, class)) {
        ([], _) => Err(expected(input, what)),
        (found, rest) => Ok((rest, found)),
    }
}

/// One certain byte.
#[inline(always)]
pub(crate) fn byte(byte: u8, what: Expected) -> impl Fn(&[u8]) -> Parsed<'_, ()> {
    move |input| match input.split_first() {
        Some((&first, rest)) if first == byte => Ok((rest, ())),
        _ => Err(expected(input, what)),
    }
}

/// ```text
/// SWS = [LWS]
/// ```
#[inline(always)]
pub(crate) fn sws(input: &[u8]) -> Parsed<'_, ()> {
    match input {
        // Most often there is none.
        [first, ..] if *first > b' ' => Ok((input, ())),
        _ => Ok((&input[scan::white_space(input)..], ())),
    }
}

/// ```text
/// LWS = [*WSP CRLF] 1*WSP
/// ```
#[inline(always)]
pub(crate) fn lws(input: &[u8]) -> Parsed<'_, ()> {
    match scan::white_space(input) {
        0 => Err(expected(input, Expected::Whitespace)),
        length => Ok((&input[length..], ())),
    }
}

/// A separator with the white space that may be around it: SLASH, COLON, EQUAL, SEMI, COMMA.
#[inline(always)]
pub(crate) fn separator(separator: u8, what: Expected) -> impl Fn(&[u8]) -> Parsed<'_, ()> {
    move |input| {
        let (rest, ()) = sws(input)?;
        match rest.split_first() {
            Some((&first, rest)) if first == separator => sws(rest),
            _ => Err(expected(rest, what)),
        }
    }
}

/// ```text
/// EQUAL = SWS "=" SWS
/// ```
#[inline(always)]
pub(crate) fn equal(input: &[u8]) -> Parsed<'_, ()> {
    separator(b'=', Expected::Equal)(input)
}

/// ```text
/// SLASH = SWS "/" SWS
/// ```
#[inline(always)]
pub(crate) fn slash(input: &[u8]) -> Parsed<'_, ()> {
    separator(b'/', Expected::Slash)(input)
}

/// ```text
/// token = 1*( alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
/// ```
#[inline(always)]
pub(crate) fn token(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let (rest, token) = some(chars::TOKEN, Expected::Token)(input)?;
    Ok((rest, Token::new(token)))
}

/// One of the tokens that a rule lists, in any case; the rule has no place for others.
#[inline]
pub(crate) fn one_of<'a>(listed: &'static [&'static str]) -> impl Fn(&'a [u8], &Profile) -> Parsed<'a, Token<'a>> {
    move |input, _| match token(input)? {
        (rest, found) if listed.iter().any(|token| found.eq_ignore_ascii_case(token)) => Ok((rest, found)),
        _ => Err(expected(input, Expected::Listed)),
    }
}

/// ```text
/// 1*DIGIT
/// ```
///
/// Out of range, with the offset of its first digit, above `most`. Leading zeros don't count.
#[inline(always)]
pub(crate) fn number<'a>(most: u32) -> impl Fn(&'a [u8]) -> Parsed<'a, u32> {
    move |input| {
        let (rest, digits) = some(chars::DIGIT, Expected::Digits)(input)?;
        match decimal(digits) {
            Some(number) if number <= most => Ok((rest, number)),
            _ => Err(fail(input, ErrorKind::OutOfRange)),
        }
    }
}

/// The number that `digits` write, if 32 bits hold it.
#[inline(always)]
pub(crate) fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |number, digit| number.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0'))))
}

/// The number that `bytes` write, if they are one to nine digits: then nothing is too large.
#[inline(always)]
pub(crate) fn few_digits(bytes: &[u8]) -> Option<u32> {
    if !(1..=9).contains(&bytes.len()) {
        return None;
    }
    bytes.iter().try_fold(0, |number, digit| match digit.wrapping_sub(b'0') {
        digit @ 0..=9 => Some(number * 10 + u32::from(digit)),
        _ => None,
    })
}

/// ```text
/// delta-seconds = 1*DIGIT
/// ```
///
/// What is too large is the largest (RFC 3261 §10.2, §20.19).
#[inline]
pub(crate) fn delta_seconds(input: &[u8]) -> Parsed<'_, u32> {
    let (rest, digits) = some(chars::DIGIT, Expected::Digits)(input)?;
    Ok((rest, decimal(digits).unwrap_or(u32::MAX)))
}

/// ```text
/// 1*2DIGIT [ "." 1*10DIGIT ]   ; RFC 6446 §9.2
/// ```
pub(crate) fn rate<'a>(input: &'a [u8], _: &Profile) -> Parsed<'a, Token<'a>> {
    let digits = |input: &'a [u8], most: usize| match scan::run(input, chars::DIGIT) {
        length if (1..=most).contains(&length) => Ok(length),
        _ => Err(expected(input, Expected::Digits)),
    };
    let mut length = digits(input, 2)?;
    if input.get(length) == Some(&b'.') {
        length += 1;
        length += digits(&input[length..], 10)?;
    }
    Ok((&input[length..], Token::new(&input[..length])))
}

/// ```text
/// index-val = number *( "." number )   ; RFC 7044 §5
/// number    = [ %x31-39 *DIGIT ] DIGIT
/// ```
pub(crate) fn index<'a>(input: &'a [u8], _: &Profile) -> Parsed<'a, Token<'a>> {
    let length = input.iter().position(|&b| !(b.is_ascii_digit() || b == b'.')).unwrap_or(input.len());
    let (index, rest) = input.split_at(length);
    let mut at = 0;
    for number in index.split(|&b| b == b'.') {
        if number.is_empty() || (number.len() > 1 && number[0] == b'0') {
            return Err(expected(&input[at..], Expected::Index));
        }
        at += number.len() + 1;
    }
    Ok((rest, Token::new(index)))
}

/// ```text
/// quoted-string = SWS DQUOTE *(qdtext / quoted-pair) DQUOTE
/// qdtext        = LWS / %x21 / %x23-5B / %x5D-7E / UTF8-NONASCII
/// quoted-pair   = "\" (%x00-09 / %x0B-0C / %x0E-7F)
/// ```
///
/// The white space before it is the caller's. Any byte from 80 on counts as text.
#[inline]
pub(crate) fn quoted_string<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Text<'a>> {
    let (content, ()) = byte(b'"', Expected::QuotedString)(input)?;
    let mut at = 0;
    loop {
        at += scan::unescaped(&content[at..]);
        match content[at..] {
            [b'"', ..] => break,
            [b'\\', escaped, ..] if may_be_escaped(escaped, profile) => at += 2,
            [b'\\', _, ..] => return Err(expected(&content[at + 1..], Expected::QuotedPair)),
            [b'\r' | b'\n', ..] if scan::white_space(&content[at..]) > 0 => at += scan::white_space(&content[at..]),
            _ => return Err(expected(&content[content.len().min(at)..], Expected::ClosingQuote)),
        }
    }
    within(input, profile, Limit::Quoted, at)?;
    Ok((&content[at + 1..], Text::quoted(&content[..at])))
}

/// Whether a backslash may stand before the byte.
#[inline(always)]
fn may_be_escaped(byte: u8, profile: &Profile) -> bool {
    chars::is(byte, chars::PAIRED) || (byte >= 0x80 && profile.allows(Leniency::ESCAPED_NON_ASCII))
}

/// ```text
/// comment = LPAREN *(ctext / quoted-pair / comment) RPAREN
/// ```
///
/// Comments nest as deeply as the profile allows. The value is what stands between the outermost parentheses.
pub(crate) fn comment<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Text<'a>> {
    let (content, ()) = byte(b'(', Expected::Comment)(input)?;
    let (mut at, mut depth) = (0, 1);
    loop {
        at += scan::run(&content[at..], chars::CTEXT);
        match content[at..] {
            [b')', ..] if depth == 1 => break,
            [b')', ..] => (at, depth) = (at + 1, depth - 1),
            [b'(', ..] => {
                (at, depth) = (at + 1, depth + 1);
                within(&content[at - 1..], profile, Limit::CommentDepth, depth)?;
            }
            [b'\\', escaped, ..] if may_be_escaped(escaped, profile) => at += 2,
            [b'\\', _, ..] => return Err(expected(&content[at + 1..], Expected::QuotedPair)),
            [b'\r' | b'\n', ..] if scan::white_space(&content[at..]) > 0 => at += scan::white_space(&content[at..]),
            _ => return Err(expected(&content[content.len().min(at)..], Expected::ClosingParenthesis)),
        }
    }
    Ok((&content[at + 1..], Text::quoted(&content[..at])))
}

/// A run of bytes of a class and of percent escapes, which may be empty. An escape that is none is an error.
///
/// ```text
/// escaped = "%" HEXDIG HEXDIG
/// ```
#[inline(always)]
pub(crate) fn escaped_run(class: Class) -> impl Fn(&[u8]) -> Parsed<'_, &[u8]> {
    move |input| {
        let mut at = 0;
        loop {
            at += scan::run(&input[at..], class);
            match input[at..] {
                [b'%', a, b, ..] if chars::is(a, chars::HEX) && chars::is(b, chars::HEX) => at += 3,
                [b'%', ..] => return Err(expected(&input[at..], Expected::Escape)),
                _ => return Ok((&input[at..], &input[..at])),
            }
        }
    }
}

/// ```text
/// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
/// ```
///
/// In thousandths.
pub(crate) fn qvalue<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, u16> {
    let wrong = || expected(input, Expected::Qvalue);
    let (whole, rest) = match input {
        [whole @ (b'0' | b'1'), rest @ ..] => (*whole - b'0', rest),
        [b'.', ..] if profile.allows(Leniency::SHORT_QVALUE) => (0, input),
        _ => return Err(wrong()),
    };
    let mut thousandths = u16::from(whole) * 1000;
    let rest = match rest {
        [b'.', decimals @ ..] => {
            let count = scan::run(decimals, chars::DIGIT);
            for (digit, worth) in decimals[..count].iter().zip([100, 10, 1]) {
                thousandths += u16::from(digit - b'0') * worth;
            }
            if count > 3 || (count == 0 && input[0] == b'.') {
                return Err(wrong());
            }
            &decimals[count..]
        }
        rest => rest,
    };
    match rest.first() {
        _ if thousandths > 1000 => Err(wrong()),
        Some(&next) if chars::is(next, chars::TOKEN) => Err(wrong()),
        _ => Ok((rest, thousandths)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind<T: core::fmt::Debug>(result: Parsed<'_, T>) -> (ErrorKind, usize) {
        match result {
            Err(Err::Error(fail)) => (fail.kind, fail.left),
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
        assert_eq!(number(255)(b"0068;").unwrap(), (&b";"[..], 68));
        assert_eq!(number(u32::MAX)(b"4294967295").unwrap().1, u32::MAX);
        assert_eq!(kind(number(u32::MAX)(b"4294967296")), (ErrorKind::OutOfRange, 10));
        assert_eq!(kind(number(255)(b"256")), (ErrorKind::OutOfRange, 3));
        for input in [&b"+5"[..], b"-1", b"", b" 1", b"x"] {
            assert_eq!(kind(number(9)(input)).0, ErrorKind::Expected(Expected::Digits));
        }
    }

    #[test]
    fn quoted_strings_end_at_their_quote() {
        let profile = Profile::default();
        let read = |input| quoted_string(input, &profile);
        assert_eq!(read(b"\"a \\\" \\\\ \r\n b\" c").unwrap(), (&b" c"[..], Text::quoted(b"a \\\" \\\\ \r\n b")));
        assert_eq!(read(b"\"\\\0\\\x7F\"").unwrap().1.unescape(), &b"\0\x7F"[..]);
        assert_eq!(kind(read(b"\"abc")), (ErrorKind::Expected(Expected::ClosingQuote), 0));
        assert_eq!(kind(read(b"\"a\0\"")), (ErrorKind::Expected(Expected::ClosingQuote), 2));
        // Nothing is framed so, but nothing depends on that.
        assert_eq!(kind(read(b"\"a\r\nb\"")), (ErrorKind::Expected(Expected::ClosingQuote), 4));
        assert_eq!(kind(comment(b"(a\rb)", &profile)), (ErrorKind::Expected(Expected::ClosingParenthesis), 3));
        assert_eq!(kind(read(b"\"a\\\xC3\"")), (ErrorKind::Expected(Expected::QuotedPair), 2));
        assert_eq!(kind(read(b"\"a\\")), (ErrorKind::Expected(Expected::ClosingQuote), 1));
    }

    #[test]
    fn a_byte_from_80_on_is_escaped_where_that_is_lenient() {
        let lenient = Profile::new(&crate::profile::Limits::new(), Leniency::ESCAPED_NON_ASCII);
        assert_eq!(quoted_string(b"\"a\\\xC3\xA9\"", &lenient).unwrap().1.unescape(), &b"a\xC3\xA9"[..]);
        assert_eq!(comment(b"(a\\\xFF)", &lenient).unwrap().1.unescape(), &b"a\xFF"[..]);
        assert_eq!(kind(comment(b"(a\\\xFF)", &Profile::default())), (ErrorKind::Expected(Expected::QuotedPair), 2));
        assert_eq!(kind(quoted_string(b"\"a\\\r\n b\"", &lenient)).0, ErrorKind::Expected(Expected::QuotedPair));
    }

    #[test]
    fn comments_nest_as_deep_as_allowed() {
        let profile = Profile::default();
        assert_eq!(comment(b"(a (b) \\( c) d", &profile).unwrap(), (&b" d"[..], Text::quoted(b"a (b) \\( c")));
        assert!(comment(b"((((((((x))))))))", &profile).is_ok());
        assert_eq!(kind(comment(b"(((((((((x)))))))))", &profile)), (ErrorKind::Limit(Limit::CommentDepth), 11));
        assert!(comment(b"((a)", &profile).is_err());
    }

    #[test]
    fn rates_and_indexes() {
        let profile = Profile::default();
        for (input, left) in [("1", 0), ("12.0123456789", 0), ("0.5;", 1)] {
            assert_eq!(rate(input.as_bytes(), &profile).unwrap().0.len(), left, "{input}");
        }
        for input in ["", "123", "1.", ".5", "1.01234567890", "-1"] {
            assert!(rate(input.as_bytes(), &profile).is_err(), "{input}");
        }
        for (input, left) in [("1", 0), ("1.0.10", 0), ("1.1 ", 1)] {
            assert_eq!(index(input.as_bytes(), &profile).unwrap().0.len(), left, "{input}");
        }
        for (input, left) in [("", 0), (".", 1), ("1.", 0), ("1..1", 2), ("01", 2), ("1.01", 2), ("22.3.04.5", 4), ("x", 1)] {
            assert_eq!(kind(index(input.as_bytes(), &profile)), (ErrorKind::Expected(Expected::Index), left), "{input}");
        }
    }

    #[test]
    fn q_values_are_thousandths() {
        let profile = Profile::default();
        for (input, thousandths) in [("0", 0), ("1", 1000), ("0.5", 500), ("0.123", 123), ("1.000", 1000), ("0.", 0), ("1.", 1000)] {
            assert_eq!(qvalue(input.as_bytes(), &profile).unwrap().1, thousandths, "{input}");
        }
        for input in ["", "2", "1.1", "0.1234", ".5", "-0", "00", "0x", "1.001"] {
            assert!(qvalue(input.as_bytes(), &profile).is_err(), "{input}");
        }
        let lenient = Profile::new(&crate::profile::Limits::new(), Leniency::SHORT_QVALUE);
        assert_eq!(qvalue(b".5", &lenient).unwrap().1, 500);
        assert!(qvalue(b".", &lenient).is_err());
    }
}
