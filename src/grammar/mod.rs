//! The grammar in nom combinators: errors, the functions that run rules, and small combinators that SIP needs in addition to nom's.
//!
//! A [`Rule`] is a nom parser over bytes. A rule that depends on nothing is a function, as nom's own are: `terminated(token, slash)`. A rule
//! that depends on the [`Profile`] is a function of the profile that returns a parser. White space is LWS (RFC 3261 §25.1): folds are part
//! of it. The words of the grammar (tokens, numbers, quoted strings) are in [`words`].
//!
//! The order of the rules determines the error: the first rule that fails reports it. Once a byte has selected an alternative, nom's `cut`
//! prevents `opt`, `alt` and the folds from trying another.

pub(crate) mod cut;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use nom::combinator::map;
use nom::{Err, IResult, Parser};

use crate::chars::Class;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::profile::{Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};

pub(crate) use words::*;

/// The result of a rule: the rest of the input and the value, or the error and its position.
pub(crate) type Parsed<'a, T> = IResult<&'a [u8], T, Fail>;

/// A rule of the grammar.
pub(crate) trait Rule<'a, T>: Parser<&'a [u8], Output = T, Error = Fail> {}

impl<'a, T, P: Parser<&'a [u8], Output = T, Error = Fail>> Rule<'a, T> for P {}

/// The error of a rule. The position is stored as the number of remaining bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fail {
    pub(crate) left: usize,
    pub(crate) kind: ErrorKind,
}

impl<'a> nom::error::ParseError<&'a [u8]> for Fail {
    #[inline]
    fn from_error_kind(input: &'a [u8], _: nom::error::ErrorKind) -> Self {
        Fail { left: input.len(), kind: ErrorKind::Expected(Expected::Value) }
    }

    fn append(_: &'a [u8], _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// Returns the error of a rule at the beginning of `input`.
#[cold]
pub(crate) fn fail(input: &[u8], kind: ErrorKind) -> Err<Fail> {
    Err::Error(Fail { left: input.len(), kind })
}

/// Returns the error of a rule that expected `what` at the beginning of `input`.
#[cold]
pub(crate) fn expected(input: &[u8], what: Expected) -> Err<Fail> {
    fail(input, ErrorKind::Expected(what))
}

/// Runs a rule.
#[inline(always)]
pub(crate) fn run<'a, T>(mut rule: impl Rule<'a, T>, input: &'a [u8]) -> Parsed<'a, T> {
    rule.parse_complete(input)
}

/// Applies `rule` to all of `part`, which ends where `after` begins.
#[inline(always)]
pub(crate) fn inside<'a, T>(part: &'a [u8], after: &[u8], rule: impl Rule<'a, T>) -> Result<T, Err<Fail>> {
    let outward = |inner: Fail| Err::Error(Fail { left: inner.left + after.len(), kind: inner.kind });
    match run(rule, part) {
        Ok(([], value)) => Ok(value),
        Ok((rest, _)) => Err(outward(Fail { left: rest.len(), kind: ErrorKind::Expected(Expected::EndOfValue) })),
        Err(Err::Error(inner) | Err::Failure(inner)) => Err(outward(inner)),
        Err(incomplete) => Err(incomplete),
    }
}

/// Applies `rule` to all of `bytes`, the first of which has the absolute offset `base`.
#[inline(always)]
pub(crate) fn whole<'a, T>(bytes: &'a [u8], base: usize, rule: impl Rule<'a, T>) -> Result<T, ParseError> {
    inside(bytes, &[], rule).map_err(|error| match error {
        Err::Error(fail) | Err::Failure(fail) => ParseError::new(fail.kind, base + bytes.len().saturating_sub(fail.left)),
        Err::Incomplete(_) => ParseError::new(ErrorKind::Truncated, base + bytes.len()),
    })
}

/// Replaces the error of a rule that fails at its beginning: the outermost rule names the expected element.
#[inline(always)]
pub(crate) fn expect<'a, T>(what: Expected, mut rule: impl Rule<'a, T>) -> impl Rule<'a, T> {
    move |input: &'a [u8]| {
        rule.parse_complete(input).map_err(|error| match error {
            Err::Error(inner) if inner.left == input.len() && matches!(inner.kind, ErrorKind::Expected(_)) => expected(input, what),
            other => other,
        })
    }
}

/// Reports any error inside of a rule as `what` expected at its beginning.
#[inline(always)]
pub(crate) fn as_one<'a, T>(what: Expected, mut rule: impl Rule<'a, T>) -> impl Rule<'a, T> {
    move |input: &'a [u8]| rule.parse_complete(input).map_err(|_| expected(input, what))
}

/// Converts the value of a rule. If the conversion returns `None`, the error is `kind` at the rule's beginning.
#[inline(always)]
pub(crate) fn convert<'a, T, U>(mut rule: impl Rule<'a, T>, to: impl Fn(T) -> Option<U>, kind: ErrorKind) -> impl Rule<'a, U> {
    move |input: &'a [u8]| {
        let (rest, value) = rule.parse_complete(input)?;
        to(value).map(|value| (rest, value)).ok_or_else(|| fail(input, kind))
    }
}

/// Checks the value of a rule. If the check fails, the error is `what` expected at the rule's beginning.
#[inline(always)]
pub(crate) fn checked<'a, T>(rule: impl Rule<'a, T>, check: impl Fn(&T) -> bool, what: Expected) -> impl Rule<'a, T> {
    convert(rule, move |value| Some(value).filter(&check), ErrorKind::Expected(what))
}

/// A value with a limited length.
pub(crate) trait Measured {
    fn length(&self) -> usize;
}

impl Measured for &[u8] {
    fn length(&self) -> usize {
        self.len()
    }
}

impl Measured for Token<'_> {
    fn length(&self) -> usize {
        self.as_bytes().len()
    }
}

impl Measured for Text<'_> {
    fn length(&self) -> usize {
        self.as_bytes().len()
    }
}

/// Fails if the value of the rule exceeds the profile's limit.
#[inline(always)]
pub(crate) fn within<'a, T: Measured>(profile: &Profile, limit: Limit, mut rule: impl Rule<'a, T>) -> impl Rule<'a, T> {
    move |input: &'a [u8]| {
        let (rest, value) = rule.parse_complete(input)?;
        limited(input, profile, limit, value.length()).map(|()| (rest, value))
    }
}

/// Fails at the beginning of `input` if `much` exceeds the limit.
#[inline(always)]
pub(crate) fn limited(input: &[u8], profile: &Profile, limit: Limit, much: usize) -> Result<(), Err<Fail>> {
    if profile.exceeds(limit, much) { Err(Err::Failure(Fail { left: input.len(), kind: ErrorKind::Limit(limit) })) } else { Ok(()) }
}

/// At least one byte of a class.
#[inline(always)]
pub(crate) fn some<'a>(class: Class, what: Expected) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| match input.split_at(scan::run(input, class)) {
        ([], _) => Err(expected(input, what)),
        (found, rest) => Ok((rest, found)),
    }
}

/// Any number of bytes of a class.
#[inline(always)]
pub(crate) fn any<'a>(class: Class) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        let (found, rest) = input.split_at(scan::run(input, class));
        Ok((rest, found))
    }
}

/// One given byte.
#[inline(always)]
pub(crate) fn byte<'a>(byte: u8, what: Expected) -> impl Rule<'a, ()> {
    move |input: &'a [u8]| match input.split_first() {
        Some((&first, rest)) if first == byte => Ok((rest, ())),
        _ => Err(expected(input, what)),
    }
}

/// Applies a rule to the input before the first `end`.
#[inline(always)]
pub(crate) fn before<'a, T>(end: u8, mut rule: impl Rule<'a, T>) -> impl Rule<'a, T> {
    move |input: &'a [u8]| {
        let (part, after) = input.split_at(memchr::memchr(end, input).unwrap_or(input.len()));
        let outward = |inner: Fail| Fail { left: inner.left + after.len(), kind: inner.kind };
        let (left, value) = rule.parse_complete(part).map_err(|error| error.map(outward))?;
        Ok((&input[part.len() - left.len()..], value))
    }
}

/// The given bytes, in any case.
#[inline(always)]
pub(crate) fn literal<'a>(word: &'static [u8], what: Expected) -> impl Rule<'a, &'a [u8]> {
    expect(what, nom::bytes::complete::tag_no_case(word))
}

/// A separator with the white space that may be around it: SLASH, COLON, EQUAL, SEMI, COMMA.
#[inline(always)]
pub(crate) fn separator<'a>(separator: u8, what: Expected) -> impl Rule<'a, ()> {
    nom::sequence::delimited(sws, byte(separator, what), sws)
}

/// A token as text.
#[inline(always)]
pub(crate) fn plain<'a>(rule: impl Rule<'a, Token<'a>>) -> impl Rule<'a, Text<'a>> {
    map(rule, |token: Token<'a>| Text::plain(token.as_bytes()))
}
