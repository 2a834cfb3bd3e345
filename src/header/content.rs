//! Media types: Content-Type.

use super::value::written_as_read;
use super::{Draft, Value};
use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Fail, consumed};
use crate::name::HeaderId;
use crate::params::{self, Param, Params};
use crate::profile::Leniency;
use crate::scan::Seams;
use crate::text::Token;

/// A media type (RFC 3261 §20.15).
///
/// ```text
/// media-type  = m-type SLASH m-subtype *( SEMI m-parameter )
/// m-parameter = m-attribute EQUAL m-value
/// ```
///
/// Types and subtypes are compared without regard to case.
///
/// ```
/// use sipwire::MediaType;
///
/// let body = MediaType::parse(b"multipart/mixed;boundary=\"7a9cbec02ceef655\"")?;
/// assert!(body.is("Multipart", "mixed"));
/// assert!(body.params().get("boundary").unwrap().value().unwrap().is("7a9cbec02ceef655"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MediaType<'a> {
    raw: &'a [u8],
    kind: Token<'a>,
    subtype: Token<'a>,
    params: Params<'a>,
}

impl<'a> MediaType<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        media_type(Value::new(bytes)?)
    }

    /// The type: `application`.
    pub const fn kind(&self) -> Token<'a> {
        self.kind
    }

    /// The subtype: `sdp`.
    pub const fn subtype(&self) -> Token<'a> {
        self.subtype
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether this is the type, without regard to case.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }
}

/// Types the value, each of whose parameters has a value: a token or a quoted string.
#[inline]
pub(crate) fn media_type(value: Value<'_>) -> Result<MediaType<'_>, ParseError> {
    match quick(&value, true) {
        Some(media) => Ok(media),
        None => by_grammar(value),
    }
}

/// A type, a subtype, and parameters without white space, each of which must have a value where one is `wanted`. `None` where it is
/// anything else.
#[inline]
pub(super) fn quick<'a>(value: &Value<'a>, wanted: bool) -> Option<MediaType<'a>> {
    let (raw, profile) = (value.as_bytes(), value.profile());
    let mut seams = Seams::new(raw);
    let (slash, end) = (seams.end_of(chars::TOKEN), seams.end_of(chars::TOKEN));
    if slash.byte != b'/' || slash.at == 0 || end.at == slash.at + 1 {
        return None;
    }
    let (kind, subtype) = (Token::new(raw.get(..slash.at)?), Token::new(raw.get(slash.at + 1..end.at)?));
    params::quick(&mut seams, end, profile, |param| (!wanted || !param.is_flag()).then_some(()))?;
    let params = Params::last_of(raw, end.at as u32, value.offset() as u32, profile.leniency);
    Some(MediaType { raw, kind, subtype, params })
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<MediaType<'_>, ParseError> {
    with_params(value, |param, at| match param.value() {
        Some(value) if value.is_quoted() || param.is_blank() || param.token().is_some() => Ok(()),
        Some(_) => Err(lexical::expected(at, Expected::ParameterValue)),
        None => Err(lexical::expected(&at[param.name().as_bytes().len()..], Expected::Equal)),
    })
}

/// ```text
/// m-type SLASH m-subtype *( SEMI generic-param )
/// ```
///
/// `visit` sees each parameter, and may refuse it.
#[inline]
pub(super) fn with_params<'a>(
    value: Value<'a>,
    visit: impl FnMut(&Param<'a>, &'a [u8]) -> Result<(), nom::Err<Fail>>,
) -> Result<MediaType<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, (raw, (kind, subtype, params))) = consumed(input, |input| {
            let (rest, kind) = lexical::named(Expected::MediaType, lexical::token)(input)?;
            let (rest, ()) = lexical::slash(rest)?;
            let (rest, subtype) = lexical::token(rest)?;
            let (rest, params) = params::params(rest, profile, visit)?;
            Ok((rest, (kind, subtype, params)))
        })?;
        Ok((rest, MediaType { raw, kind, subtype, params: value.place(params) }))
    })
}

written_as_read!(MediaType with params);

/// Type and subtype.
impl Draft<MediaType<'static>> for (&str, &str) {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self.0);
        out.fixed("/");
        out.token(self.1);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

/// Type, subtype and parameters.
impl Draft<MediaType<'static>> for (&str, &str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        Draft::<MediaType<'static>>::write(&(self.0, self.1), out);
        out.params(self.2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_subtype_and_parameters() {
        let html = MediaType::parse(b"text / html ; charset=ISO-8859-4").unwrap();
        assert!(html.is("TEXT", "HTML") && html.params().get("CHARSET").unwrap().value().unwrap().is("ISO-8859-4"));
        for (text, offset) in [
            ("", 0),
            ("text", 4),
            ("text/", 5),
            ("/html", 0),
            ("text/html;", 10),
            ("text/html;charset", 17),
            ("text/html x", 10),
            ("a/b;c=\"\";d=[::1]", 9),
        ] {
            assert_eq!(MediaType::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
