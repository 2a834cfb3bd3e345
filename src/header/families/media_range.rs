//! Media ranges: Accept.

use core::ops::Deref;

use crate::encode::{ParamDraft, Writer};
use crate::error::{KnownParam, ParseError};
use crate::grammar::{qvalue, run};
use crate::header::draft::{Draft, written_as_read};
use crate::header::families::media_type::{self, MediaType};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{ParamRules, Params};
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// A media range: the accepted types of bodies, with a preference (RFC 3261 §20.1).
///
/// ```text
/// accept-range = media-range *( SEMI accept-param )
/// media-range  = ( "*/*" / ( m-type SLASH "*" ) / ( m-type SLASH m-subtype ) ) *( SEMI m-parameter )
/// accept-param = ( "q" EQUAL qvalue ) / generic-param
/// ```
///
/// Types and subtypes are compared without regard to case. `Accept:` without a value accepts no body at all.
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
    /// Parses a value outside of a message with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let range = media_range(Value::new(bytes)?)?;
        range.verify()?;
        Ok(range)
    }

    /// Returns the preference in thousandths, which is 1000 by default (RFC 3261 §20.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn q(&self) -> Result<u16, ParseError> {
        Ok(self.params().typed(KnownParam::Q, |input, profile| run(qvalue(profile), input))?.unwrap_or(1000))
    }

    /// Whether the range has this type in it. Parameters are left aside.
    pub fn matches(&self, kind: &str, subtype: &str) -> bool {
        let fits = |own: Token<'_>, asked: &str| own == "*" || own.eq_ignore_ascii_case(asked);
        fits(self.kind(), kind) && fits(self.subtype(), subtype)
    }
}

/// As a media type, either part of which may be `*`. The parameters before `q` are the type's, `q` and those behind it are Accept's.
impl<'a> Deref for MediaRange<'a> {
    type Target = MediaType<'a>;
    fn deref(&self) -> &MediaType<'a> {
        &self.0
    }
}

/// ```text
/// accept-range = media-range *( SEMI accept-param )
/// ```
///
/// Each parameter is a generic-param: which of them are the media type's, the first `q` alone decides.
pub(crate) fn media_range(value: Value<'_>) -> Result<MediaRange<'_>, ParseError> {
    media_type::with_params(value, &ParamRules::GENERIC).map(MediaRange)
}

impl<'a> Family<'a> for MediaRange<'a> {
    const NAME: &'static str = "media-range";

    fn as_bytes(&self) -> &'a [u8] {
        self.0.as_bytes()
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.0.verify()
    }

    fn leniency(&self) -> Leniency {
        self.0.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.0.params()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
        self.0.is_equivalent(&other.0, header)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, kind subtype q);
    }
}

written_as_read!(MediaRange);

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

    #[test]
    fn one_bad_part_costs_no_other() {
        use crate::error::Expected;
        for (text, kind, offset) in [
            ("a/*;x=@;q=0.5", Expected::ParameterValue, 6),
            ("a/*;x=;q=0.5", Expected::ParameterValue, 6),
            ("a/*;x y;q=0.5", Expected::EndOfValue, 6),
            ("a/*;q=0.5;x=[::g]", Expected::Ipv6, 12),
        ] {
            let range = media_range(Value::new(text.as_bytes()).unwrap()).unwrap();
            assert_eq!((range.matches("a", "b"), range.q()), (true, Ok(500)), "{text}");
            let error = ParseError::expected(kind, offset);
            assert_eq!((range.verify(), MediaRange::parse(text.as_bytes())), (Err(error), Err(error)), "{text}");
        }
        let range = media_range(Value::new(b"a/b;q=@;x=1").unwrap()).unwrap();
        let error = ParseError::expected(Expected::ParameterValue, 6);
        assert_eq!((range.q(), range.verify()), (Err(error), Err(error)));
        assert!(range.params().text("x").unwrap().unwrap().is("1"));
        let other = media_range(Value::new(b"a/b;q=2;x").unwrap()).unwrap();
        assert_eq!((other.q().map_err(|error| error.offset()), other.verify()), (Err(6), Ok(())));
    }
}
