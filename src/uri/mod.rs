//! URIs: SIP, SIPS and `tel` URIs with all their parts, and URIs of other schemes; and their comparison.

mod absolute;
mod compare;
mod escape;
mod fast;
mod headers;
mod params;
mod scheme;
mod sip;
mod sip_params;
mod tel;

use core::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

pub use absolute::AbsoluteUri;
pub use compare::UriDifference;
pub use escape::Escaped;
pub(crate) use fast::{fast, fast_at};
pub use headers::{UriHeader, UriHeaderDraft, UriHeaders};
pub use params::{UriParam, UriParamDraft, UriParams};
pub use scheme::{OtherScheme, UriScheme};
pub use sip::{SipUri, SipUriDraft};
pub use tel::{TelUri, TelUriDraft, Telephone};

use crate::encode::{BuildErrorKind, Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::{self, Fail, Rule, limited};
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::text::Printable;

/// A URI, as in the Request-URI, From, To, Contact and many other header fields (RFC 3261 §19.1, RFC 3966, RFC 3986).
///
/// ```text
/// Request-URI = SIP-URI / SIPS-URI / absoluteURI
/// absoluteURI = scheme ":" ( hier-part / opaque-part )
/// ```
///
/// ```
/// use sipwire::{Uri, UriScheme};
///
/// let uri = Uri::parse(b"sips:alice@atlanta.com:5061;transport=tcp?subject=x")?;
/// let sip = uri.as_sip().unwrap();
/// assert_eq!((uri.scheme(), sip.port()), (UriScheme::Sips, Some(5061)));
/// assert!(Uri::parse(b"tel:+1-201-555-0123")?.as_sip().is_none());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Uri<'a> {
    /// A `sip:` or `sips:` URI.
    Sip(SipUri<'a>),
    /// A `tel:` URI.
    Tel(TelUri<'a>),
    /// A URI of any other scheme.
    Absolute(AbsoluteUri<'a>),
}

impl<'a> Uri<'a> {
    /// Parses a URI outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse_at(bytes, 0, &Profile::default())
    }

    /// Parses a URI. `base` is the offset of its first byte.
    pub(crate) fn parse_at(bytes: &'a [u8], base: usize, profile: &Profile) -> Result<Self, ParseError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Uri), base));
        }
        match fast(bytes, base, profile) {
            Some(uri) => Ok(Uri::Sip(uri)),
            None => full(bytes, base, profile),
        }
    }

    /// Returns the URI with its absolute offset, from which the errors of its parameters count.
    #[inline]
    pub(crate) fn placed(self, offset: usize) -> Self {
        match self {
            Uri::Sip(uri) => Uri::Sip(uri.placed(offset)),
            other => other,
        }
    }

    /// Returns the leniency that the URI was parsed with. Returns no leniency for URIs that do not depend on it.
    pub(crate) const fn leniency(&self) -> Leniency {
        match self {
            Uri::Sip(uri) => uri.leniency(),
            _ => Leniency::ALL,
        }
    }

    /// Returns the first error of a parameter typed on demand that `lenient`, the same URI parsed with more leniencies, does not have.
    pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        match (self, lenient) {
            (Uri::Sip(strict), Uri::Sip(lenient)) => strict.taken_leniently(lenient),
            _ => None,
        }
    }

    /// Returns the scheme.
    pub fn scheme(&self) -> UriScheme<'a> {
        match self {
            Uri::Sip(uri) => uri.scheme(),
            Uri::Tel(_) => UriScheme::Tel,
            Uri::Absolute(uri) => uri.scheme(),
        }
    }

    /// Returns the URI as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        match self {
            Uri::Sip(uri) => uri.as_bytes(),
            Uri::Tel(uri) => uri.as_bytes(),
            Uri::Absolute(uri) => uri.as_bytes(),
        }
    }

    /// Returns the parameters of a SIP, SIPS or `tel` URI. They are empty for other schemes.
    pub fn params(&self) -> UriParams<'a> {
        match self {
            Uri::Sip(uri) => uri.params(),
            Uri::Tel(uri) => uri.params(),
            Uri::Absolute(_) => UriParams::default(),
        }
    }

    /// Returns the SIP or SIPS URI, or `None` for other schemes.
    pub const fn as_sip(&self) -> Option<&SipUri<'a>> {
        match self {
            Uri::Sip(uri) => Some(uri),
            _ => None,
        }
    }

    /// Returns the `tel` URI, or `None` for other schemes.
    pub const fn as_tel(&self) -> Option<&TelUri<'a>> {
        match self {
            Uri::Tel(uri) => Some(uri),
            _ => None,
        }
    }
}

impl<'a> SipUri<'a> {
    /// Parses a SIP or SIPS URI outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or at the scheme if it is another one.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::of(Uri::parse(bytes)?)
    }

    pub(crate) const fn of(uri: Uri<'a>) -> Result<Self, ParseError> {
        match uri {
            Uri::Sip(uri) => Ok(uri),
            _ => Err(ParseError::expected(Expected::Scheme, 0)),
        }
    }
}

impl<'a> TelUri<'a> {
    /// Parses a `tel` URI outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or at the scheme if it is another one.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::of(Uri::parse(bytes)?)
    }

    pub(crate) const fn of(uri: Uri<'a>) -> Result<Self, ParseError> {
        match uri {
            Uri::Tel(uri) => Ok(uri),
            _ => Err(ParseError::expected(Expected::Scheme, 0)),
        }
    }
}

/// Parses a URI by its grammar, at the offset `base`.
#[inline(never)]
pub(crate) fn full<'a>(bytes: &'a [u8], base: usize, profile: &Profile) -> Result<Uri<'a>, ParseError> {
    grammar::whole(bytes, base, uri(profile)).map(|uri| uri.placed(base))
}

/// ```text
/// SIP-URI / SIPS-URI / telephone-uri / absoluteURI
/// ```
///
/// A whole URI: nothing may stand behind it.
#[inline]
pub(crate) fn uri<'a>(profile: &Profile) -> impl Rule<'a, Uri<'a>> {
    move |input: &'a [u8]| {
        limited(input, profile, Limit::Uri, input.len())?;
        alt((
            map(sip::sip_uri(profile), Uri::Sip),
            map(tel::tel_uri(profile), Uri::Tel),
            map(absolute::absolute_uri(profile), Uri::Absolute),
        ))
        .parse_complete(input)
    }
}

/// Whether a URI may exceed a limit. Limits are checked when a value is split; its URI is typed later.
#[inline(always)]
pub(crate) fn may_exceed(uri: &[u8], profile: &Profile) -> bool {
    let length = uri.len();
    // A parameter has at least two bytes, a header three.
    let (params, headers) = (length / 2, length / 3);
    let whole = [Limit::Uri, Limit::ParamName, Limit::ParamValue].iter().any(|&limit| profile.exceeds(limit, length));
    whole || profile.exceeds(Limit::UriParams, params) || profile.exceeds(Limit::UriHeaders, headers)
}

/// Fails if a URI exceeds a limit.
pub(crate) fn limits(uri: &[u8], profile: &Profile) -> Result<(), nom::Err<Fail>> {
    if !may_exceed(uri, profile) {
        return Ok(());
    }
    match self::uri(profile).parse_complete(uri) {
        Err(nom::Err::Error(fail) | nom::Err::Failure(fail)) if matches!(fail.kind, ErrorKind::Limit(_)) => Err(nom::Err::Failure(fail)),
        _ => Ok(()),
    }
}

/// The source of a URI to be written: a parsed URI, a URI draft, or bytes that are checked when they are written.
#[derive(Clone, Copy)]
pub struct UriRef<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
    Bytes(&'a [u8]),
    /// A Request-URI as received, unparsed.
    Received(&'a [u8]),
    /// A parsed URI.
    Read(&'a [u8]),
    Sip(SipUriDraft<'a>),
    Tel(TelUriDraft<'a>),
}

impl<'a> UriRef<'a> {
    /// Makes a source of a Request-URI as received.
    pub(crate) const fn received(raw: &'a [u8]) -> Self {
        Self(Source::Received(raw))
    }

    /// The bytes of a URI that was parsed before.
    pub(crate) const fn read(raw: &'a [u8]) -> Self {
        Self(Source::Read(raw))
    }
}

impl<'a> From<Uri<'a>> for UriRef<'a> {
    fn from(uri: Uri<'a>) -> Self {
        Self(Source::Read(uri.as_bytes()))
    }
}

impl<'a> From<&Uri<'a>> for UriRef<'a> {
    fn from(uri: &Uri<'a>) -> Self {
        Self::from(*uri)
    }
}

impl<'a> From<SipUri<'a>> for UriRef<'a> {
    fn from(uri: SipUri<'a>) -> Self {
        Self(Source::Read(uri.as_bytes()))
    }
}

impl<'a> From<TelUri<'a>> for UriRef<'a> {
    fn from(uri: TelUri<'a>) -> Self {
        Self(Source::Read(uri.as_bytes()))
    }
}

impl<'a> From<AbsoluteUri<'a>> for UriRef<'a> {
    fn from(uri: AbsoluteUri<'a>) -> Self {
        Self(Source::Read(uri.as_bytes()))
    }
}

impl<'a> From<TelUriDraft<'a>> for UriRef<'a> {
    fn from(draft: TelUriDraft<'a>) -> Self {
        Self(Source::Tel(draft))
    }
}

impl<'a> From<SipUriDraft<'a>> for UriRef<'a> {
    #[inline]
    fn from(draft: SipUriDraft<'a>) -> Self {
        Self(Source::Sip(draft))
    }
}

impl<'a> From<&'a str> for UriRef<'a> {
    fn from(uri: &'a str) -> Self {
        Self(Source::Bytes(uri.as_bytes()))
    }
}

impl<'a> From<&'a [u8]> for UriRef<'a> {
    fn from(uri: &'a [u8]) -> Self {
        Self(Source::Bytes(uri))
    }
}

/// Shows the URI, with secrets hidden.
impl fmt::Debug for UriRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Bytes(bytes) | Source::Received(bytes) | Source::Read(bytes) => write!(f, "UriRef({})", Printable(bytes)),
            Source::Sip(draft) => draft.fmt(f),
            Source::Tel(draft) => draft.fmt(f),
        }
    }
}

impl Encode for UriRef<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        match &self.0 {
            Source::Bytes(bytes) => out.uri(bytes),
            // Accepts every leniency, because a URI received under any profile can be written again.
            Source::Received(raw) => out.uri_by(raw, Leniency::ALL),
            Source::Read(bytes) => out.as_read(bytes),
            Source::Sip(draft) => draft.encode(out),
            Source::Tel(draft) => draft.encode(out),
        }
    }
}

impl Encode for Uri<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.as_bytes());
    }
}

impl<'a> ParamDraft<'a> {
    /// Makes a parameter whose value is a URI in angle brackets: `fe=<urn:service:sos>`. Few headers have such parameters.
    pub const fn uri(name: &'a str, value: Uri<'a>) -> Self {
        Self::bracketed(name, value.as_bytes())
    }
}

impl Writer<'_> {
    /// Writes a URI from its bytes. Fails if they are not a valid URI.
    pub fn uri(&mut self, uri: impl AsRef<[u8]>) {
        self.uri_by(uri.as_ref(), Leniency::NONE);
    }

    fn uri_by(&mut self, bytes: &[u8], leniency: Leniency) {
        let taken = Profile::new(&Limits::unlimited_for_trusted_input(), leniency);
        match Uri::parse_at(bytes, 0, &taken) {
            Ok(uri) => uri.encode(self),
            Err(error) => self.refuse(BuildErrorKind::refused(error, bytes), error.offset()),
        }
    }
}

impl<'a> TryFrom<&'a [u8]> for Uri<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse(bytes)
    }
}

impl<'a> TryFrom<&'a str> for Uri<'a> {
    type Error = ParseError;
    fn try_from(text: &'a str) -> Result<Self, ParseError> {
        Self::parse(text.as_bytes())
    }
}

/// Shows the URI as written, with the password hidden.
impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uri::Sip(uri) => uri.fmt(f),
            Uri::Tel(uri) => uri.fmt(f),
            Uri::Absolute(uri) => uri.fmt(f),
        }
    }
}

impl fmt::Debug for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_schemes_are_kept_whole() {
        for text in ["urn:service:sos", "http://a/b?c#", "nobodyKnowsThisScheme:totallyopaquecontent", "mailto:a%20b@c", "im:x"] {
            match Uri::parse(text.trim_end_matches('#').as_bytes()).unwrap() {
                Uri::Absolute(uri) => {
                    assert_eq!(alloc::format!("{}:", uri.scheme()).len() + uri.rest().len(), text.trim_end_matches('#').len())
                }
                _ => panic!("{text}"),
            }
        }
        for (text, offset) in
            [("", 0), ("a", 0), (":", 0), ("1a:b", 0), ("a:", 2), ("a:b c", 3), ("a:<", 2), ("tel:%4", 4), ("sip", 0), ("x:\u{e9}", 2)]
        {
            assert_eq!(Uri::parse(text.as_bytes()).unwrap_err().offset(), offset, "{text}");
        }
    }

    #[test]
    fn a_limit_is_an_error_of_its_own() {
        let long = [&b"sip:"[..], &[b'a'; 4093]].concat();
        assert_eq!(Uri::parse(&long).unwrap_err().kind(), crate::error::ErrorKind::Limit(Limit::Uri));
        assert!(Uri::parse(&long[..4096]).is_ok());
    }
}
