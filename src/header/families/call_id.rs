//! Call-ID, and the lists of them in In-Reply-To.

use nom::Parser;
use nom::combinator::{cut, map, opt, recognize};
use nom::sequence::preceded;

use crate::chars;
use crate::encode::Writer;
use crate::error::{Expected, ParseError};
use crate::grammar::{Parsed, byte, some};
use crate::header::draft::{Draft, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::scan;
use crate::text::Token;
use crate::uri::Uri;

/// A Call-ID: which call or registration a message belongs to, compared byte by byte (RFC 3261 §20.8).
///
/// ```text
/// Call-ID = ( "Call-ID" / "i" ) HCOLON callid
/// callid  = word [ "@" word ]
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId<'a>(Token<'a>);

impl<'a> CallId<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        call_id(Value::new(bytes)?)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0.as_bytes()
    }

    /// The text.
    pub fn as_str(&self) -> &'a str {
        self.0.as_str()
    }
}

/// Types one element.
#[inline]
pub(crate) fn call_id(value: Value<'_>) -> Result<CallId<'_>, ParseError> {
    let raw = value.as_bytes();
    if is_call_id(raw) { Ok(CallId(Token::new(raw))) } else { full(&value) }
}

/// Whether the bytes are a Call-ID, decided without the grammar.
#[inline]
fn is_call_id(raw: &[u8]) -> bool {
    let is_word = |word: &[u8]| !word.is_empty() && scan::all(word, chars::WORD);
    match scan::near(b'@', raw) {
        // An `@` is of no word.
        Some(at) => is_word(&raw[..at]) && is_word(&raw[at + 1..]),
        None => is_word(raw),
    }
}

/// A value by its grammar, which knows its errors.
#[inline(never)]
fn full<'a>(value: &Value<'a>) -> Result<CallId<'a>, ParseError> {
    value.read(callid)
}

/// ```text
/// callid = word [ "@" word ]
/// ```
#[inline]
pub(crate) fn callid(input: &[u8]) -> Parsed<'_, CallId<'_>> {
    let host = preceded(byte(b'@', Expected::CallId), cut(word));
    map(recognize((word, opt(host))), |id| CallId(Token::new(id))).parse_complete(input)
}

/// ```text
/// word = 1*( token / "(" / ")" / "<" / ">" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "{" / "}" )
/// ```
#[inline]
fn word(input: &[u8]) -> Parsed<'_, &[u8]> {
    some(chars::WORD, Expected::CallId).parse_complete(input)
}

impl<'a> Family<'a> for CallId<'a> {
    const NAME: &'static str = "call-id";

    fn as_bytes(&self) -> &'a [u8] {
        self.0.as_bytes()
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
        self == other
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, as_str);
    }
}

written_as_read!(CallId);

impl Draft<CallId<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        // An `@` is of no word.
        if !self.is_empty() && scan::all(self.as_bytes(), chars::WORD) {
            return out.known(self.as_bytes());
        }
        let (left, right) = self.split_once('@').map_or((self, None), |(left, right)| (left, Some(right)));
        out.some(left.as_bytes(), chars::WORD, Expected::CallId);
        if let Some(right) = right {
            out.fixed("@");
            out.some(right.as_bytes(), chars::WORD, Expected::CallId);
        }
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

impl PartialEq<&str> for CallId<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn quotes_and_brackets_hide_no_comma() {
        let ids = HeaderName::InReplyTo.values(Value::new(b"{\"a}@[b], <\"c").unwrap());
        assert_eq!(ids.map(|id| alloc::format!("{}", id.unwrap())).collect::<Vec<_>>(), ["{\"a}@[b]", "<\"c"]);
    }

    #[test]
    fn words_with_at_most_one_at() {
        for text in ["a", "f81d4fae-7dec-11d0@foo.bar.com", "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"] {
            assert_eq!(CallId::parse(text.as_bytes()).unwrap(), text);
        }
        for (text, offset) in [("", 0), ("@a", 0), ("a@", 2), ("a@b@c", 3), ("a b", 1), ("a;b", 1), ("a,b", 1), ("a=b", 1)] {
            assert_eq!(CallId::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
