//! Media types: Content-Type.

use nom::sequence::separated_pair;
use nom::{Err, Parser};

use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Fail, expect, expected, slash, token};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::{Param, ParamRules, Params, generic_param, params};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token};
use crate::uri::Uri;

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
    /// Parses a value outside of a message with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let media = media_type(Value::new(bytes)?)?;
        media.verify()?;
        Ok(media)
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

/// The rules of a media type's parameters.
const M_PARAMETERS: ParamRules = ParamRules { param: generic_param, check: Some(m_parameter), once: &[] };

/// ```text
/// m-parameter = m-attribute EQUAL m-value
/// m-attribute = token
/// m-value     = token / quoted-string
/// ```
///
/// A generic-param may be a flag or an IPv6 reference too; a media type's parameter may not. A blank value passes: only a profile with
/// [`Leniency::EMPTY_PARAM_VALUE`] reads one.
fn m_parameter(param: &Param<'_>, at: &[u8], profile: &Profile) -> Result<(), Err<Fail>> {
    let is_loose = |value: Text<'_>| profile.allows(Leniency::LOOSE_PARAM_VALUE) && !value.as_bytes().starts_with(b"[");
    match param.value() {
        Some(value) if value.is_quoted() || param.is_blank() || param.token(profile).is_some() || is_loose(value) => Ok(()),
        Some(_) => Err(expected(at, Expected::ParameterValue)),
        None => Err(expected(&at[param.name().as_bytes().len()..], Expected::Equal)),
    }
}

/// ```text
/// media-type = m-type SLASH m-subtype *( SEMI m-parameter )
/// ```
#[inline]
pub(crate) fn media_type(value: Value<'_>) -> Result<MediaType<'_>, ParseError> {
    with_params(value, &M_PARAMETERS)
}

/// ```text
/// m-type SLASH m-subtype *( SEMI param )
/// ```
///
/// Type and subtype are tokens, and `*` is one. `rules` say what a parameter is.
#[inline]
pub(super) fn with_params<'a>(value: Value<'a>, rules: &'static ParamRules) -> Result<MediaType<'a>, ParseError> {
    if let Some((kind, subtype)) = fast(value.as_bytes()) {
        let none = Params::of(&value.as_bytes()[value.as_bytes().len()..], rules);
        return Ok(MediaType { raw: value.as_bytes(), kind, subtype, params: value.place(none) });
    }
    let ((kind, subtype), params) = value.cut(|input, reading| {
        let names = separated_pair(expect(Expected::MediaType, token), slash, token);
        (names, params(rules, reading)).parse_complete(input)
    })?;
    Ok(MediaType { raw: value.as_bytes(), kind, subtype, params: value.place(params) })
}

/// Type and subtype of a value that has no parameters and no white space, read without the grammar.
#[inline]
fn fast(raw: &[u8]) -> Option<(Token<'_>, Token<'_>)> {
    let at = scan::near(b'/', raw)?;
    let (kind, subtype) = (&raw[..at], &raw[at + 1..]);
    let is_token = |bytes: &[u8]| !bytes.is_empty() && scan::all(bytes, chars::TOKEN);
    (is_token(kind) && is_token(subtype)).then(|| (Token::new(kind), Token::new(subtype)))
}

impl<'a> Family<'a> for MediaType<'a> {
    const NAME: &'static str = "media-type";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        self.kind.eq_ignore_ascii_case(other.kind)
            && self.subtype.eq_ignore_ascii_case(other.subtype)
            && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, kind subtype);
    }
}

written_as_read!(MediaType);

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

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, kind, offset) in [
            ("a/b;x;y=1", Expected::Equal, 5),
            ("a/b;x=;y=1", Expected::ParameterValue, 6),
            ("a/b;x=[::1];y=1", Expected::ParameterValue, 4),
            ("a/b;x=[;y=1", Expected::Ipv6, 6),
            ("a/b;x=@;y=1", Expected::ParameterValue, 6),
            ("a/b;=@;y=1", Expected::Token, 4),
            ("a/b;;y=1", Expected::Token, 4),
            ("a/b;y=1;x", Expected::Equal, 9),
        ] {
            let media = media_type(Value::new(text.as_bytes()).unwrap()).unwrap();
            assert!(media.is("A", "B") && media.params().text("y").unwrap().unwrap().is("1"), "{text}");
            let error = ParseError::expected(kind, offset);
            assert_eq!(media.verify(), Err(error), "{text}");
            if media.params().contains("x") {
                assert_eq!(media.params().text("x"), Err(error), "{text}");
            }
            assert_eq!(MediaType::parse(text.as_bytes()), Err(error), "{text}");
        }
        for (text, offset) in [("a/b;x=\"1;y=1", 12), ("a/b;x=1,y=1", 7), ("a/b;x=1\"\"", 7)] {
            assert_eq!(media_type(Value::new(text.as_bytes()).unwrap()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
