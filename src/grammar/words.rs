//! The words of the grammar: white space, separators, tokens, numbers, quoted strings, comments (RFC 3261 §25.1).

use core::cell::Cell;

use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::combinator::{cond, cut, map, not, opt, recognize};
use nom::multi::{fold_many0, many0_count};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, Parser};

use super::{Fail, Parsed, Rule, any, as_one, byte, checked, convert, expected, fail, limited, separator, some, within};
use crate::chars::{self, Class};
use crate::error::{ErrorKind, Expected};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};

/// ```text
/// SWS = [LWS]
/// ```
#[inline(always)]
pub(crate) fn sws(input: &[u8]) -> Parsed<'_, ()> {
    match input {
        // The common case: no white space.
        [first, ..] if *first > b' ' => Ok((input, ())),
        _ => Ok((&input[scan::white_space(input)..], ())),
    }
}

/// ```text
/// LWS = [*WSP CRLF] 1*WSP
/// ```
#[inline(always)]
pub(crate) fn lws(input: &[u8]) -> Parsed<'_, ()> {
    let length = match input {
        // The common case: one space.
        [b' ', next, ..] if *next > b' ' => 1,
        _ => scan::white_space(input),
    };
    if length == 0 { Err(expected(input, Expected::Whitespace)) } else { Ok((&input[length..], ())) }
}

/// ```text
/// EQUAL = SWS "=" SWS
/// ```
#[inline(always)]
pub(crate) fn equal(input: &[u8]) -> Parsed<'_, ()> {
    separator(b'=', Expected::Equal).parse_complete(input)
}

/// ```text
/// SLASH = SWS "/" SWS
/// ```
#[inline(always)]
pub(crate) fn slash(input: &[u8]) -> Parsed<'_, ()> {
    separator(b'/', Expected::Slash).parse_complete(input)
}

/// ```text
/// SEMI = SWS ";" SWS
/// ```
#[inline(always)]
pub(crate) fn semi(input: &[u8]) -> Parsed<'_, ()> {
    separator(b';', Expected::Semicolon).parse_complete(input)
}

/// ```text
/// COLON = SWS ":" SWS
/// ```
#[inline(always)]
pub(crate) fn colon(input: &[u8]) -> Parsed<'_, ()> {
    separator(b':', Expected::Colon).parse_complete(input)
}

/// ```text
/// token = 1*( alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
/// ```
#[inline(always)]
pub(crate) fn token(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let (rest, token) = some(chars::TOKEN, Expected::Token).parse_complete(input)?;
    Ok((rest, Token::new(token)))
}

/// One of the listed tokens, in any case. The list is closed.
#[inline]
pub(crate) fn one_of<'a>(listed: &'static [&'static str]) -> impl Rule<'a, Token<'a>> {
    checked(token, |found| listed.iter().any(|token| found.eq_ignore_ascii_case(token)), Expected::Listed)
}

/// ```text
/// 1*DIGIT
/// ```
///
/// A number greater than `most` is out of range, with the offset of its first digit. Leading zeros do not count.
#[inline(always)]
pub(crate) fn number<'a>(most: u32) -> impl Rule<'a, u32> {
    convert(digits, move |digits| decimal(digits).filter(|number| *number <= most), ErrorKind::OutOfRange)
}

/// ```text
/// least*mostDIGIT
/// ```
///
/// Too few digits are an error behind the last digit; too many are out of range.
#[inline(always)]
pub(crate) fn number_of<'a>(least: usize, most: usize) -> impl Rule<'a, u32> {
    move |input: &'a [u8]| match scan::run(input, chars::DIGIT) {
        length if length < least => Err(expected(&input[length..], Expected::Digits)),
        length if length > most => Err(fail(input, ErrorKind::OutOfRange)),
        _ => number(u32::MAX).parse_complete(input),
    }
}

/// ```text
/// 1*DIGIT
/// ```
#[inline(always)]
pub(crate) fn digits(input: &[u8]) -> Parsed<'_, &[u8]> {
    some(chars::DIGIT, Expected::Digits).parse_complete(input)
}

/// Parses decimal digits. Returns `None` if the number exceeds 32 bits.
#[inline(always)]
pub(crate) fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |number, digit| number.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0'))))
}

/// Parses one to nine digits, which always fit in 32 bits. Returns `None` for other input.
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
/// A number greater than 2^32-1 counts as 2^32-1 (RFC 3261 §10.2, §20.19).
#[inline]
pub(crate) fn delta_seconds(input: &[u8]) -> Parsed<'_, u32> {
    map(digits, |digits| decimal(digits).unwrap_or(u32::MAX)).parse_complete(input)
}

/// ```text
/// 1*2DIGIT [ "." 1*10DIGIT ]   ; RFC 6446 §9.2
/// ```
pub(crate) fn rate(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let fraction = preceded(byte(b'.', Expected::Dot), cut(digits_up_to(10)));
    map(recognize((digits_up_to(2), opt(fraction))), Token::new).parse_complete(input)
}

/// One to `most` digits that no digit follows.
fn digits_up_to<'a>(most: usize) -> impl Rule<'a, &'a [u8]> {
    as_one(Expected::Digits, terminated(take_while_m_n(1, most, |b: u8| b.is_ascii_digit()), not(digits)))
}

/// ```text
/// index-val = number *( "." number )   ; RFC 7044 §5
/// number    = [ %x31-39 *DIGIT ] DIGIT
/// ```
pub(crate) fn index(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let number = || checked(as_one(Expected::Index, digits), |digits: &&[u8]| digits.len() == 1 || digits[0] != b'0', Expected::Index);
    let others = many0_count(preceded(byte(b'.', Expected::Dot), cut(number())));
    map(recognize((number(), others)), Token::new).parse_complete(input)
}

/// ```text
/// quoted-string = SWS DQUOTE *(qdtext / quoted-pair) DQUOTE
/// qdtext        = LWS / %x21 / %x23-5B / %x5D-7E / UTF8-NONASCII
/// quoted-pair   = "\" (%x00-09 / %x0B-0C / %x0E-7F)
/// ```
///
/// The caller parses the white space before it. Any byte from 80 on counts as text.
#[inline]
pub(crate) fn quoted_string<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    let content = recognize(many0_count(alt((qdtext, quoted_pair(profile), map(lws, |()| &[][..])))));
    let quoted = delimited(byte(b'"', Expected::QuotedString), content, cut(byte(b'"', Expected::ClosingQuote)));
    within(profile, Limit::Quoted, map(quoted, Text::quoted))
}

#[inline(always)]
fn qdtext(input: &[u8]) -> Parsed<'_, &[u8]> {
    match scan::unescaped(input) {
        0 => Err(expected(input, Expected::Text)),
        length => Ok((&input[length..], &input[..length])),
    }
}

/// A backslash at the end of the input escapes nothing, so that the string is not closed.
#[inline(always)]
fn quoted_pair<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| match input {
        [b'\\', escaped, rest @ ..] if may_be_escaped(*escaped, profile) => Ok((rest, &input[..2])),
        [b'\\', behind @ ..] if !behind.is_empty() => {
            Err(Err::Failure(Fail { left: behind.len(), kind: ErrorKind::Expected(Expected::QuotedPair) }))
        }
        _ => Err(expected(input, Expected::QuotedPair)),
    }
}

/// Whether a backslash may escape the byte.
#[inline(always)]
fn may_be_escaped(byte: u8, profile: &Profile) -> bool {
    chars::is(byte, chars::PAIRED) || (byte >= 0x80 && profile.allows(Leniency::ESCAPED_NON_ASCII))
}

/// ```text
/// comment = LPAREN *(ctext / quoted-pair / comment) RPAREN
/// ```
///
/// The profile limits the nesting of comments. The depth is counted, so that nesting uses no stack. The value is the text between the
/// outermost parentheses.
pub(crate) fn comment<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    move |input: &'a [u8]| {
        let depth = Cell::new(1);
        let open = |input: &'a [u8]| {
            let (rest, ()) = byte(b'(', Expected::Comment).parse_complete(input)?;
            depth.set(depth.get() + 1);
            limited(input, profile, Limit::CommentDepth, depth.get()).map(|()| (rest, &input[..1]))
        };
        let close = |input: &'a [u8]| match input {
            [b')', rest @ ..] if depth.get() > 1 => {
                depth.set(depth.get() - 1);
                Ok((rest, &input[..1]))
            }
            _ => Err(expected(input, Expected::ClosingParenthesis)),
        };
        let ctext = some(chars::CTEXT, Expected::Text);
        let content = recognize(many0_count(alt((ctext, open, close, quoted_pair(profile), map(lws, |()| &[][..])))));
        let comment = delimited(byte(b'(', Expected::Comment), content, cut(byte(b')', Expected::ClosingParenthesis)));
        map(comment, Text::quoted).parse_complete(input)
    }
}

/// A run of bytes of a class and of percent escapes, which may be empty. A malformed escape is an error.
///
/// ```text
/// escaped = "%" HEXDIG HEXDIG
/// ```
#[inline(always)]
pub(crate) fn escaped_run<'a>(class: Class) -> impl Rule<'a, &'a [u8]> {
    recognize(fold_many0(alt((some(class, Expected::Value), escaped)), || (), |(), _| ()))
}

/// At least one byte of a class, or an escape.
#[inline(always)]
pub(crate) fn escaped_part<'a>(class: Class, what: Expected) -> impl Rule<'a, &'a [u8]> {
    checked(escaped_run(class), |part| !part.is_empty(), what)
}

#[inline(always)]
fn escaped(input: &[u8]) -> Parsed<'_, &[u8]> {
    match input {
        [b'%', a, b, rest @ ..] if chars::is(*a, chars::HEX) && chars::is(*b, chars::HEX) => Ok((rest, &input[..3])),
        [b'%', ..] => Err(Err::Failure(Fail { left: input.len(), kind: ErrorKind::Expected(Expected::Escape) })),
        _ => Err(expected(input, Expected::Escape)),
    }
}

/// ```text
/// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
/// ```
///
/// The value is in thousandths.
pub(crate) fn qvalue<'a>(profile: &Profile) -> impl Rule<'a, u16> {
    let dot = || byte(b'.', Expected::Dot);
    let decimals = |least: usize| take_while_m_n(least, 3, |b: u8| b.is_ascii_digit());
    let zero = preceded(byte(b'0', Expected::Digits), opt(preceded(dot(), decimals(0))));
    let one = preceded(byte(b'1', Expected::Digits), opt(preceded(dot(), take_while_m_n(0, 3, |b: u8| b == b'0'))));
    let short = cond(profile.allows(Leniency::SHORT_QVALUE), preceded(dot(), decimals(1)));
    let value = alt((
        map(zero, |decimals| thousandths(decimals.unwrap_or_default())),
        map(one, |_| 1000),
        nom::combinator::map_opt(short, |decimals: Option<&[u8]>| decimals.map(thousandths)),
    ));
    as_one(Expected::Qvalue, terminated(value, not(some(chars::TOKEN, Expected::Token))))
}

/// Converts up to three decimals to thousandths.
pub(crate) fn thousandths(decimals: &[u8]) -> u16 {
    decimals.iter().zip([100, 10, 1]).map(|(digit, worth)| u16::from(digit.wrapping_sub(b'0')) * worth).sum()
}

/// Any number of SP and HTAB.
#[inline(always)]
pub(crate) fn spaces(input: &[u8]) -> Parsed<'_, ()> {
    map(any(chars::WSP), |_| ()).parse_complete(input)
}
