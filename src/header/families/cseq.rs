//! CSeq.

use nom::Parser;
use nom::combinator::map;
use nom::sequence::separated_pair;

use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Parsed, expect, lws, number, token};
use crate::header::draft::{draft_of, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::method::Method;
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// The largest sequence number (RFC 3261 §8.1.1.5): below 2^31.
pub(crate) const LARGEST: u32 = i32::MAX as u32;

/// CSeq: a request's number within its dialog, and its method (RFC 3261 §20.16).
///
/// ```text
/// CSeq = "CSeq" HCOLON 1*DIGIT LWS Method
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CSeq<'a> {
    raw: &'a [u8],
    number: u32,
    method: Method<'a>,
}

impl<'a> CSeq<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or if the number is 2^31 or more.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        cseq(Value::new(bytes)?)
    }

    /// Makes a CSeq from parts, to be written.
    pub const fn build(number: u32, method: Method<'a>) -> CSeqDraft<'a> {
        CSeqDraft { number, method }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The sequence number, below 2^31.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The method.
    pub const fn method(&self) -> Method<'a> {
        self.method
    }
}

/// Types the value.
///
/// ```text
/// CSeq-num LWS Method
/// ```
#[inline]
pub(crate) fn cseq(value: Value<'_>) -> Result<CSeq<'_>, ParseError> {
    let raw = value.as_bytes();
    let (number, method) = match fast(raw) {
        Some(parts) => parts,
        None => full(&value)?,
    };
    Ok(CSeq { raw, number, method })
}

/// A value of the common form, read without the grammar: up to nine digits, a space, and a method that this crate names.
#[inline]
fn fast(raw: &[u8]) -> Option<(u32, Method<'_>)> {
    let (mut number, mut length) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = raw.get(length) {
        if length == 9 {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
        length += 1;
    }
    let method = match raw.get(length..)? {
        [b' ', method @ ..] if length > 0 => Method::of_token(method),
        _ => return None,
    };
    (!matches!(method, Method::Other(_))).then_some((number, method))
}

/// A value by its grammar.
#[inline(never)]
fn full<'a>(value: &Value<'a>) -> Result<(u32, Method<'a>), ParseError> {
    value.read(separated_pair(cseq_num, lws, method))
}

/// ```text
/// CSeq-num = 1*DIGIT   ; below 2^31
/// ```
#[inline]
pub(super) fn cseq_num(input: &[u8]) -> Parsed<'_, u32> {
    number(LARGEST).parse_complete(input)
}

/// ```text
/// Method = token
/// ```
#[inline]
pub(super) fn method(input: &[u8]) -> Parsed<'_, Method<'_>> {
    map(expect(Expected::Method, token), |method| Method::of_token(method.as_bytes())).parse_complete(input)
}

impl<'a> Family<'a> for CSeq<'a> {
    const NAME: &'static str = "cseq";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        Ok(())
    }

    fn leniency(&self) -> Leniency {
        Leniency::ALL
    }

    fn params(&self) -> Params<'a> {
        Params::default()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        (self.number, self.method) == (other.number, other.method)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, number method);
    }
}

written_as_read!(CSeq);

/// A CSeq to be written, made from parts.
#[derive(Clone, Copy, Debug)]
pub struct CSeqDraft<'a> {
    number: u32,
    method: Method<'a>,
}

impl Encode for CSeqDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.sequence_number(self.number);
        out.fixed(" ");
        out.known(self.method.as_bytes());
    }
}

impl Writer<'_> {
    /// The number of a CSeq, below 2^31.
    #[inline]
    pub(crate) fn sequence_number(&mut self, number: u32) {
        if number > LARGEST {
            self.refuse(BuildErrorKind::OutOfRange, 0);
        }
        self.number(number.into());
    }
}

draft_of!(CSeqDraft<'_>, CSeq, HeaderName::CSeq);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_method() {
        let cseq = CSeq::parse(b"0009\r\n  INVITE").unwrap();
        assert_eq!((cseq.number(), cseq.method()), (9, Method::Invite));
        assert_eq!(cseq.to_bytes().unwrap(), b"0009 INVITE");
        assert_eq!(CSeq::build(LARGEST, Method::Ack).to_bytes().unwrap(), b"2147483647 ACK");
        assert!(CSeq::build(LARGEST + 1, Method::Ack).to_bytes().is_err());
        for (text, offset) in [
            ("", 0),
            ("1", 1),
            ("1 ", 1),
            ("INVITE", 0),
            ("2147483648 X", 0),
            ("36893488147419103232 X", 0),
            ("1 A B", 3),
            ("-1 A", 0),
            ("1A", 1),
            ("1 A\u{a0}", 3),
        ] {
            assert_eq!(CSeq::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
