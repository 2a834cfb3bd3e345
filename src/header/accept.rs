//! Media ranges: Accept.

use core::ops::Deref;

use super::value::written_as_read;
use super::{Accept, Draft, MediaType, Value, content};
use crate::encode::{ParamDraft, Writer};
use crate::error::{KnownParam, ParseError, keep_first};
use crate::lexical;
use crate::text::Token;

/// A media range: which bodies are taken, and how gladly (RFC 3261 §20.1).
///
/// ```text
/// accept-range = media-range *( SEMI accept-param )
/// media-range  = ( "*/*" / ( m-type SLASH "*" ) / ( m-type SLASH m-subtype ) ) *( SEMI m-parameter )
/// accept-param = ( "q" EQUAL qvalue ) / generic-param
/// ```
///
/// Types and subtypes are compared without regard to case. `Accept:` without a value takes no body at all.
///
/// ```
/// use sipwire::{Message, header::Accept};
///
/// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nAccept: text/*;level=1;q=0.4, application/sdp\r\n\r\n")?;
/// let text = message.headers().first::<Accept>()?.unwrap();
/// assert!(text.matches("TEXT", "html") && !text.matches("image", "png"));
/// assert_eq!(text.q()?, 400);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MediaRange<'a>(pub(super) MediaType<'a>);

impl<'a> MediaRange<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        media_range(Value::new(bytes)?)
    }

    /// The preference, in thousandths; 1000 where there is no `q` (RFC 3261 §20.1).
    ///
    /// # Errors
    ///
    /// When there is a `q` and it is none, or a second.
    pub fn q(&self) -> Result<u16, ParseError> {
        Ok(self.params().typed(KnownParam::Q, lexical::qvalue)?.unwrap_or(1000))
    }

    /// Whether the range has this type in it. Parameters are left aside.
    pub fn matches(&self, kind: &str, subtype: &str) -> bool {
        let fits = |own: Token<'_>, asked: &str| own == "*" || own.eq_ignore_ascii_case(asked);
        fits(self.kind(), kind) && fits(self.subtype(), subtype)
    }
}

impl Accept<'_> {
    /// The first error of a parameter typed on demand that `lenient`, the same value by a laxer profile, does not have.
    pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        let mut first = None;
        keep_first(&mut first, self.q().err(), lenient.q().err());
        first
    }
}

/// As a media type, either part of which may be `*`. The parameters before `q` are the type's, `q` and those behind it are Accept's.
impl<'a> Deref for MediaRange<'a> {
    type Target = MediaType<'a>;
    fn deref(&self) -> &MediaType<'a> {
        &self.0
    }
}

/// Types one element.
pub(crate) fn media_range(value: Value<'_>) -> Result<MediaRange<'_>, ParseError> {
    match content::quick(&value, false) {
        Some(range) => Ok(MediaRange(range)),
        None => by_grammar(value),
    }
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<MediaRange<'_>, ParseError> {
    content::with_params(value, |_, _| Ok(())).map(MediaRange)
}

written_as_read!(MediaRange with params);

/// Type and subtype, each of which may be `*`.
impl Draft<MediaRange<'static>> for (&str, &str) {
    fn write(&self, out: &mut Writer<'_>) {
        Draft::<MediaType<'static>>::write(self, out);
    }
}

/// Type, subtype and parameters.
impl Draft<MediaRange<'static>> for (&str, &str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        Draft::<MediaType<'static>>::write(self, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header::Accept;

    #[test]
    fn ranges_and_their_preference() {
        for (text, q) in [("*/*", 1000), ("text / *;q=0", 0), ("a/b;x=\"y,z\";q=0.5;ext", 500), ("a/b;Q=1.000", 1000)] {
            let range = MediaRange::parse(text.as_bytes()).unwrap();
            assert_eq!(range.q(), Ok(q), "{text}");
        }
        assert_eq!(MediaRange::parse(b"a/b;q=2").unwrap().q().unwrap_err().offset(), 6);
        assert_eq!(MediaRange::parse(b"a/b;q=1;q=0").unwrap().q().unwrap_err().offset(), 8);
        let all = MediaRange::parse(b"*/*").unwrap();
        assert!(all.matches("a", "b") && MediaRange::parse(b"A/b").unwrap().matches("a", "B"));
        for (text, offset) in [("", 0), ("a", 1), ("a/", 2), ("/b", 0), ("a/b;", 4), ("a/b c", 4), ("a/b/c", 3)] {
            assert_eq!(MediaRange::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn ranges_are_written() {
        let q = [ParamDraft::token("q", "0.5")];
        let ranges: [(&str, &str, &[ParamDraft<'_>]); 2] = [("text", "*", &q), ("application", "sdp", &[])];
        assert_eq!(Accept::list(&ranges).to_bytes().unwrap(), b"text/*;q=0.5, application/sdp");
        assert_eq!(Accept::row(("*", "*")).to_bytes().unwrap(), b"*/*");
    }
}
