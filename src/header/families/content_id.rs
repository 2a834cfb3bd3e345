//! Content-ID.

use nom::Parser;
use nom::bytes::complete::take_while1;
use nom::combinator::map;
use nom::sequence::{delimited, separated_pair};

use crate::encode::{BuildErrorKind, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Parsed, byte, expect};
use crate::header::draft::{Draft, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// Content-ID: what a body, or a part of one, is known by (RFC 8262 §3). A `cid:` URI has the same without brackets.
///
/// ```text
/// Content-ID = "Content-ID" HCOLON msg-id
/// msg-id     = "<" id-left "@" id-right ">"
/// ```
///
/// Both sides are any ASCII without white space, brackets and `@`; RFC 5322 §3.6.4 has dot-atoms, and there the right side may be a
/// literal in square brackets.
///
/// ```
/// use sipwire::header::ContentId;
///
/// let id = ContentId::parse(b"<1234567890@example.com>")?;
/// assert_eq!((id.id().as_str(), id.left().as_str(), id.right().as_str()), ("1234567890@example.com", "1234567890", "example.com"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentId<'a> {
    raw: &'a [u8],
    left: Token<'a>,
    right: Token<'a>,
}

impl<'a> ContentId<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        content_id(Value::new(bytes)?)
    }

    /// The value as read, in its brackets.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The id, without its brackets.
    pub fn id(&self) -> Token<'a> {
        Token::new(self.raw.get(1..self.raw.len() - 1).unwrap_or_default())
    }

    /// Returns the text before the `@`.
    pub const fn left(&self) -> Token<'a> {
        self.left
    }

    /// Returns the text behind the `@`.
    pub const fn right(&self) -> Token<'a> {
        self.right
    }
}

/// Types the value.
///
/// ```text
/// msg-id = "<" id-left "@" id-right ">"
/// ```
pub(crate) fn content_id(value: Value<'_>) -> Result<ContentId<'_>, ParseError> {
    let in_brackets = delimited(byte(b'<', Expected::MessageId), sides, byte(b'>', Expected::ClosingBracket));
    let (left, right) = value.read(in_brackets)?;
    Ok(ContentId { raw: value.as_bytes(), left, right })
}

/// ```text
/// id-left "@" id-right
/// ```
fn sides(input: &[u8]) -> Parsed<'_, (Token<'_>, Token<'_>)> {
    separated_pair(side, byte(b'@', Expected::MessageId), side).parse_complete(input)
}

/// Any visible ASCII but brackets and `@`.
fn side(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let text = take_while1(|b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'@'));
    map(expect(Expected::MessageId, text), Token::new).parse_complete(input)
}

impl<'a> Family<'a> for ContentId<'a> {
    const NAME: &'static str = "content-id";

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
        self.raw == other.raw
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, id left right);
    }
}

written_as_read!(ContentId);

/// The id, without its brackets.
impl Draft<ContentId<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        match sides(self.as_bytes()) {
            Ok(([], _)) => {
                out.fixed("<");
                out.text(self);
                out.fixed(">");
            }
            Ok((rest, _)) => out.refuse(BuildErrorKind::Forbidden { within: Expected::MessageId, byte: rest[0] }, self.len() - rest.len()),
            Err(_) => out.refuse(BuildErrorKind::Empty(Expected::MessageId), 0),
        }
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;

    #[test]
    fn two_sides_in_brackets() {
        assert_eq!(ContentId::parse(b"<a.b$c@[192.0.2.1]>").unwrap().right(), "[192.0.2.1]");
        for (text, offset) in [
            ("", 0),
            ("a@b", 0),
            ("<>", 1),
            ("<a>", 2),
            ("<@b>", 1),
            ("<a@>", 3),
            ("<a@b", 4),
            ("<a@b@c>", 4),
            ("<a b@c>", 2),
            ("<a@b>x", 5),
            ("<a@\u{e9}>", 3),
        ] {
            assert_eq!(ContentId::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert_eq!(ContentId::row("a@b").to_bytes().unwrap(), b"<a@b>");
        for wrong in ["", "a", "a@b>", "a@b\r\n"] {
            assert!(ContentId::row(wrong).to_bytes().is_err(), "{wrong:?}");
        }
    }
}
