//! URIs in angle brackets without a display name: Alert-Info, Call-Info, Error-Info, Geolocation and others; and the URNs of services.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, recognize};
use nom::multi::many0_count;
use nom::sequence::preceded;

use crate::chars;
use crate::encode::{Encode, ParamDraft, Writer, shown_as_written};
use crate::error::{Expected, ParseError};
use crate::grammar::cut::{Reading, is_text, part_text, quoted_text};
use crate::grammar::{Rule, byte, expected, literal, some, within};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::families::address::{bare_info_uri, begins_uri, bracketed_uri};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::{ParamRules, Params, params};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token, part, span_of};
use crate::uri::{Uri, UriRef};

/// A URI that something can be learned from, with parameters (RFC 3261 §20.4, §20.9, §20.18, RFC 6442 §4.1 and others).
///
/// ```text
/// LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
/// ```
///
/// ```
/// use sipwire::{Message, header::CallInfo};
///
/// let message = Message::parse(b"INVITE sip:a SIP/2.0\r\nCall-Info: <http://a.example/x,y>;purpose=icon, <cid:1@b>\r\n\r\n")?;
/// let info = message.headers().first::<CallInfo>()?.unwrap();
/// assert_eq!(info.uri()?.as_bytes(), b"http://a.example/x,y");
/// assert!(info.purpose()?.unwrap().is("icon"));
/// assert_eq!(message.headers().all::<CallInfo>().count(), 2);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct InfoUri<'a> {
    raw: &'a [u8],
    /// The start and end of the URI in `raw`.
    uri: (u32, u32),
    schemes: Schemes,
    params: Params<'a>,
    offset: u32,
}

/// The schemes that a header accepts.
#[derive(Clone, Copy)]
enum Schemes {
    Any,
    Sip,
    Diameter,
}

impl Schemes {
    fn take(self, uri: &Uri<'_>) -> bool {
        match (self, uri) {
            (Schemes::Any, _) => true,
            (Schemes::Sip, uri) => uri.as_sip().is_some(),
            (Schemes::Diameter, Uri::Absolute(uri)) => {
                let scheme = uri.scheme();
                (scheme == "aaa" || scheme == "aaas") && uri.rest().starts_with(b"//") && uri.rest().len() > 2
            }
            (Schemes::Diameter, _) => false,
        }
    }
}

impl Schemes {
    /// Whether text may replace the URI.
    fn take_text(self, profile: &Profile) -> bool {
        matches!(self, Schemes::Any) && profile.allows(Leniency::TEXT_FOR_URI)
    }
}

impl PartialEq for InfoUri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for InfoUri<'_> {}

impl<'a> InfoUri<'a> {
    /// Parses a value outside of a message, with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = any(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// Makes a value from parts, to be written.
    pub fn build(uri: impl Into<UriRef<'a>>) -> InfoUriDraft<'a> {
        InfoUriDraft { uri: uri.into(), params: &[] }
    }

    /// The URI, without its brackets.
    ///
    /// # Errors
    ///
    /// Returns an error if the URI is malformed, or if the header does not take its scheme. Where
    /// [`Leniency::TEXT_FOR_URI`](crate::Leniency::TEXT_FOR_URI) takes something else, that is [`text`](InfoUri::text).
    pub fn uri(&self) -> Result<Uri<'a>, ParseError> {
        let profile = Profile::of_taken(self.params.leniency());
        let uri = Uri::parse_at(self.raw_uri(), (self.offset + self.uri.0) as usize, &profile)?;
        if self.schemes.take(&uri) {
            return Ok(uri);
        }
        // The scheme is expected behind the bracket, whatever space is there.
        let bracket = usize::from(self.raw.starts_with(b"<"));
        Err(ParseError::expected(Expected::Scheme, self.offset as usize + bracket))
    }

    /// The text in the URI's place, which may be empty; `None` where a URI is.
    /// [`Leniency::TEXT_FOR_URI`](crate::Leniency::TEXT_FOR_URI) alone takes some.
    ///
    /// ```
    /// use sipwire::{Leniency, Parser, header::AlertInfo};
    ///
    /// let parser = Parser::new().leniency(Leniency::TEXT_FOR_URI);
    /// let message = parser.parse(b"INVITE sip:a SIP/2.0\r\nAlert-Info: Ring Answer;delay=0\r\n\r\n")?;
    /// let alert = message.headers().first::<AlertInfo>()?.unwrap();
    /// assert!(alert.text().unwrap().is("Ring Answer") && alert.params().value("delay").unwrap().is("0"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn text(&self) -> Option<Text<'a>> {
        let profile = Profile::of_taken(self.params.leniency());
        let has_text = self.schemes.take_text(&profile) && is_text_for_uri(self.raw_uri());
        has_text.then(|| match self.raw_uri() {
            [b'"', text @ .., b'"'] => Text::quoted(text),
            text => Text::plain(text),
        })
    }

    /// The bytes of the URI, whatever they are.
    pub const fn raw_uri(&self) -> &'a [u8] {
        part(self.raw, self.uri.0, self.uri.1)
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// Cuts one element with any URI.
pub(crate) fn any(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, Schemes::Any)
}

/// Cuts one element with a SIP or SIPS URI.
pub(crate) fn sip(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, Schemes::Sip)
}

/// Cuts one element with the URI of a Diameter node.
///
/// ```text
/// DiameterURI = ( "aaa://" / "aaas://" ) 1*uric
/// ```
pub(crate) fn diameter(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, Schemes::Diameter)
}

/// ```text
/// LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
/// ```
fn of(value: Value<'_>, schemes: Schemes) -> Result<InfoUri<'_>, ParseError> {
    let (uri, params) =
        value.cut(|input, reading| (uri_of(schemes, reading), params(&ParamRules::GENERIC, reading)).parse_complete(input))?;
    let (raw, offset) = (value.as_bytes(), value.offset() as u32);
    Ok(InfoUri { raw, uri: span_of(raw, uri), schemes, params: value.place(params), offset })
}

/// The URI in brackets, or what leniencies take in its place. Its scheme is a part of it, which a cut leaves to the check.
fn uri_of<'a>(schemes: Schemes, reading: Reading<'_>) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        let is_bracketed = input.starts_with(b"<");
        if let Some(text) = text_for_uri(schemes, reading.profile, input) {
            return Ok(text);
        }
        let uri = if is_bracketed { bracketed_uri(reading).parse_complete(input) } else { bare_info_uri(reading).parse_complete(input) };
        let (rest, uri) = uri?;
        let fits = !reading.checks || Uri::parse_at(uri, 0, reading.profile).is_ok_and(|uri| schemes.take(&uri));
        if fits { Ok((rest, uri)) } else { Err(expected(&input[usize::from(is_bracketed)..], Expected::Scheme)) }
    }
}

/// Text in place of a URI, with or without brackets, under its leniency; and what stands behind it.
fn text_for_uri<'a>(schemes: Schemes, profile: &Profile, input: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    // An empty value has no meaning.
    if input.is_empty() || !schemes.take_text(profile) {
        return None;
    }
    let quoted = recognize(within(profile, Limit::Quoted, quoted_text));
    let bracketed = bracketed_uri(Reading::cutting(profile));
    let (rest, text) = alt((bracketed, quoted, part_text)).parse_complete(input).ok()?;
    (is_text_for_uri(text) && !rest.starts_with(b"<")).then(|| (rest, scan::trim_folded(text)))
}

/// Whether these bytes are text, and don't begin as a URI does: what is wrong with a URI makes no text of it.
fn is_text_for_uri(bytes: &[u8]) -> bool {
    is_text(bytes) && !begins_uri(scan::trim_folded(bytes))
}

/// What the URN of a service begins with, in any case.
pub(in crate::header) const SERVICE: &[u8] = b"urn:urn-7:";

/// Types the URN of a service, which has no brackets.
pub(crate) fn service(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    let raw = value.read(service_id(value.profile()))?;
    let (uri, offset) = ((0, raw.len() as u32), value.offset() as u32);
    Ok(InfoUri { raw, uri, schemes: Schemes::Any, params: Params::default(), offset })
}

/// ```text
/// Service-ID     = "urn:urn-7:" urn-service-id
/// urn-service-id = top-level *( "." sub-service-id )
/// ```
fn service_id<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let label = || some(chars::LABEL, Expected::Uri);
    let labels = (label(), many0_count(preceded(byte(b'.', Expected::Dot), cut(label()))));
    within(profile, Limit::Uri, recognize((literal(SERVICE, Expected::Uri), labels)))
}

impl<'a> Family<'a> for InfoUri<'a> {
    const NAME: &'static str = "info-uri";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        if self.text().is_none() {
            self.uri()?;
        }
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        Some(InfoUri::uri(self)).filter(|_| self.text().is_none())
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        let have_same_uri = match (InfoUri::uri(self), InfoUri::uri(other)) {
            (Ok(a), Ok(b)) => equal::uris(a, b),
            _ => self.raw == other.raw,
        };
        have_same_uri && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        match self.text() {
            None => facts.tell_uri(InfoUri::uri(self)),
            Some(_) => {
                tell!(facts, self, text);
            }
        }
    }
}

written_as_read!(InfoUri);

/// A URI in brackets with parameters, to be written, made from parts.
///
/// ```
/// use sipwire::{Encode, ParamDraft, header::{AlertInfo, InfoUri}};
///
/// let params = [ParamDraft::token("appearance", "2")];
/// let ring = AlertInfo::row(InfoUri::build("urn:alert:service:call-waiting").params(&params));
/// assert_eq!(ring.to_bytes()?, b"<urn:alert:service:call-waiting>;appearance=2");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct InfoUriDraft<'a> {
    uri: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(InfoUriDraft);

impl<'a> InfoUriDraft<'a> {
    /// All parameters, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for InfoUriDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.fixed("<");
        self.uri.encode(out);
        out.fixed(">");
        out.params(self.params);
    }
}

impl Draft<InfoUri<'static>> for InfoUriDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        if header.takes_any_uri() && self.params.is_empty() { None } else { Some(Leniency::NONE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::header::{AlertInfo, CallInfo, Geolocation, PAssertedService, TypedHeader};

    fn value(text: &'static str) -> Value<'static> {
        Value::new(text.as_bytes()).unwrap()
    }

    /// Cuts the value by a rule of the family, and checks it.
    fn read<'a>(rule: impl Fn(Value<'a>) -> Result<InfoUri<'a>, ParseError>, value: Value<'a>) -> Result<InfoUri<'a>, ParseError> {
        let read = rule(value)?;
        read.verify()?;
        Ok(read)
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        assert!(any(value("<http://a/b;c?d> ; x = y")).unwrap().params().value("x").unwrap().is("y"));
        for (text, offset) in [
            ("", 0),
            ("http://a", 0),
            ("x <http://a>", 0),
            ("<>", 1),
            ("<http://a", 9),
            ("<a b>", 1),
            ("<http://a>x", 10),
            ("<http://a>;", 11),
        ] {
            assert_eq!(read(any, value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(read(sip, value("<sips:a>")).is_ok() && read(sip, value("<tel:+1>")).unwrap_err().offset() == 1);
        assert!(read(diameter, value("<aaas://a.b;transport=tcp>")).is_ok());
        for text in ["<aaa:a>", "<http://a>", "<sip:a>"] {
            assert_eq!(read(diameter, value(text)).map_err(|error| error.offset()), Err(1), "{text}");
        }
    }

    /// What a part returns that is wrong.
    fn error<T>(what: Expected, offset: usize) -> Result<T, ParseError> {
        Err(ParseError::expected(what, offset))
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, uri, purpose, wrong) in [
            ("<http>;purpose=icon", error(Expected::Scheme, 1), Ok("icon"), error(Expected::Scheme, 1)),
            ("<a:b c>;purpose=icon", error(Expected::EndOfValue, 4), Ok("icon"), error(Expected::EndOfValue, 4)),
            ("<>;purpose=icon", error(Expected::Scheme, 1), Ok("icon"), error(Expected::Scheme, 1)),
            ("<a:b>;purpose=@", Ok("a:b"), error(Expected::ParameterValue, 14), error(Expected::ParameterValue, 14)),
            ("<a:b>;@;purpose=icon", Ok("a:b"), Ok("icon"), error(Expected::Token, 6)),
            ("<a:b>;x=[::g];purpose=icon", Ok("a:b"), Ok("icon"), error(Expected::Ipv6, 8)),
        ] {
            let info = CallInfo::parse(value(text)).unwrap();
            assert_eq!(info.uri().map(|uri| uri.as_bytes()), uri.map(str::as_bytes), "{text}");
            assert_eq!(info.purpose().map(|purpose| core::str::from_utf8(purpose.unwrap().as_bytes()).unwrap()), purpose, "{text}");
            assert_eq!((info.verify(), InfoUri::parse(text.as_bytes()).map(drop)), (wrong, wrong), "{text}");
        }
        let server = sip(value("<tel:+1>;x=1")).unwrap();
        assert_eq!((server.uri().map(drop), server.verify()), (error(Expected::Scheme, 1), error(Expected::Scheme, 1)));
        assert!(server.params().value("x").unwrap().is("1"));
    }

    #[test]
    fn services_are_urns() {
        let service_of = |text: &'static str| PAssertedService::parse(value(text)).map(|header| header.service()).map_err(|e| e.offset());
        assert_eq!(service_of("URN:urn-7:3gpp-service.ims.icsi.mmtel"), Ok(&b"3gpp-service.ims.icsi.mmtel"[..]));
        for (text, offset) in
            [("", 0), ("urn:urn-7:", 10), ("urn:urn-7:a..b", 12), ("urn:urn-7:a;b", 11), ("urn:service:sos", 0), ("<urn:urn-7:a>", 0)]
        {
            assert_eq!(service_of(text), Err(offset), "{text}");
        }
    }

    #[test]
    fn parameters_are_typed_when_asked_for() {
        let alert = AlertInfo::parse(value("<urn:alert:x>;appearance=0x")).unwrap();
        assert_eq!(
            alert.appearance().map_err(|error| (error.kind(), error.offset())),
            Err((ErrorKind::Expected(Expected::EndOfValue), 26))
        );
        let place = Geolocation::parse(value("<cid:1@a>;loc-src=\"b.example\"")).unwrap();
        assert_eq!(place.location_source().unwrap().unwrap().as_str(), "b.example");
    }

    #[test]
    fn a_password_is_not_shown() {
        let text = alloc::format!("{:?} {}", any(value("<sip:a:secret@b>;x")).unwrap(), any(value("<sip:a:secret@b>;x")).unwrap());
        assert!(!text.contains("secret") && text.contains("<sip:a:***@b>;x"), "{text}");
    }
}
