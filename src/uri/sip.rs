//! SIP and SIPS URIs.

use core::fmt;

use super::{Escaped, UriScheme};
use crate::chars::{self, Class};
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::host::{self, Host};
use crate::lexical::{self, Parsed, expected, fail, within};
use crate::profile::{Leniency, Limit, Profile};
use crate::text::Printable;

/// A SIP or SIPS URI (RFC 3261 §19.1).
///
/// ```text
/// SIP-URI  = "sip:"  [ userinfo ] hostport uri-parameters [ headers ]
/// SIPS-URI = "sips:" [ userinfo ] hostport uri-parameters [ headers ]
/// userinfo = ( user / telephone-subscriber ) [ ":" password ] "@"
/// ```
///
/// A user part may hold `;`, `?` and `/`: `sip:user;par=u%40example.net@example.com` has no URI parameter. `==` compares the bytes
/// as written.
///
/// ```
/// use sipwire::{SipUri, Transport};
///
/// let uri = SipUri::parse(b"sip:192.168.110.237:20101;transport=tcp")?;
/// assert!(uri.user().is_none());
/// assert_eq!((uri.host().as_str(), uri.port()), ("192.168.110.237", Some(20101)));
/// assert_eq!(uri.transport(), Some(Transport::Tcp));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct SipUri<'a> {
    raw: &'a [u8],
    sips: bool,
    user: Option<Escaped<'a>>,
    password: Option<Escaped<'a>>,
    host: Host<'a>,
    port: Option<u16>,
    params: UriParams<'a>,
    headers: UriHeaders<'a>,
}

impl PartialEq for SipUri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for SipUri<'_> {}

impl<'a> SipUri<'a> {
    /// Parses a SIP or SIPS URI that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar; at the scheme where it is another.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        match super::Uri::parse(bytes)? {
            super::Uri::Sip(uri) => Ok(uri),
            _ => Err(ParseError::expected(Expected::Scheme, 0)),
        }
    }

    /// Makes a SIP URI from parts, to be written.
    pub const fn build(host: Host<'a>) -> SipUriDraft<'a> {
        SipUriDraft { sips: false, user: None, host, port: None, params: &[] }
    }

    /// The URI as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// `sip` or `sips`.
    pub const fn scheme(&self) -> UriScheme<'a> {
        if self.sips { UriScheme::Sips } else { UriScheme::Sip }
    }

    /// Whether it is a SIPS URI.
    pub const fn is_sips(&self) -> bool {
        self.sips
    }

    /// The user part, without the password.
    pub const fn user(&self) -> Option<Escaped<'a>> {
        self.user
    }

    /// The password, which is empty in `sip:alice:@example.com`.
    pub const fn password(&self) -> Option<Escaped<'a>> {
        self.password
    }

    /// The host.
    pub const fn host(&self) -> Host<'a> {
        self.host
    }

    /// The port, where one is written.
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The parameters behind the first `;` of the hostport.
    pub const fn params(&self) -> UriParams<'a> {
        self.params
    }

    /// The headers behind the `?`.
    pub const fn headers(&self) -> UriHeaders<'a> {
        self.headers
    }
}

/// Whether `input` begins with `sip:` (false) or `sips:` (true), and what follows.
#[inline(always)]
pub(super) fn scheme(input: &[u8]) -> Option<(bool, &[u8])> {
    match input {
        [b's' | b'S', b'i' | b'I', b'p' | b'P', b':', rest @ ..] => Some((false, rest)),
        [b's' | b'S', b'i' | b'I', b'p' | b'P', b's' | b'S', b':', rest @ ..] => Some((true, rest)),
        _ => None,
    }
}

/// The rest of a URI that begins at `raw` and whose scheme ends at `input`. There is nothing behind the URI.
#[inline]
pub(super) fn behind_scheme<'a>(raw: &'a [u8], input: &'a [u8], sips: bool, profile: &Profile) -> Parsed<'a, SipUri<'a>> {
    let (mut user, mut password) = (None, None);
    let mut rest = input;
    // A user part may hold what parameters and headers begin with, so the @ is looked for first.
    if let Some(at) = memchr::memchr(b'@', input) {
        let (behind_user, name) = lexical::escaped_run(chars::USER)(input)?;
        if name.is_empty() {
            return Err(expected(input, Expected::User));
        }
        user = Some(Escaped::new(name));
        let mut before_at = behind_user;
        if let [b':', secret @ ..] = behind_user {
            let (behind, secret) = lexical::escaped_run(chars::PASSWORD)(secret)?;
            password = Some(Escaped::new(secret));
            before_at = behind;
        }
        if before_at.len() != input.len() - at {
            return Err(expected(before_at, if password.is_some() { Expected::Password } else { Expected::User }));
        }
        rest = &before_at[1..];
        if let Some(second) = memchr::memchr(b'@', rest) {
            return Err(expected(&rest[second..], Expected::OneAt));
        }
    }
    let (rest, (host, port)) = host::hostport(rest, profile, false)?;
    let (rest, params) = uri_params(rest, profile)?;
    let (rest, headers) = uri_headers(rest, profile)?;
    let raw = &raw[..raw.len() - rest.len()];
    Ok((rest, SipUri { raw, sips, user, password, host, port, params, headers }))
}

/// A parameter of a URI, as written (RFC 3261 §19.1.1).
///
/// ```text
/// other-param = pname [ "=" pvalue ]
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct UriParam<'a> {
    name: Escaped<'a>,
    value: Option<Escaped<'a>>,
}

impl<'a> UriParam<'a> {
    /// The name, compared without regard to case and unescaped.
    pub const fn name(&self) -> Escaped<'a> {
        self.name
    }

    /// The value; `None` for a flag such as `lr`.
    pub const fn value(&self) -> Option<Escaped<'a>> {
        self.value
    }
}

/// The parameters of a URI, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UriParams<'a>(&'a [u8]);

impl<'a> UriParams<'a> {
    /// Each parameter in `bytes` has a `;` before it.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// From the first `;` to the end of the last parameter, as written; empty where there is none.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each parameter, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'a>> + use<'a> {
        self.0.split(|&b| b == b';').filter(|param| !param.is_empty()).map(|param| {
            let (name, value) = parted(param);
            UriParam { name, value }
        })
    }

    /// The first parameter of that name, which is compared unescaped and without regard to case.
    pub fn get(&self, name: &str) -> Option<UriParam<'a>> {
        self.iter().find(|param| param.name.is_ignoring_case(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The two sides of the first `=`.
fn parted(param: &[u8]) -> (Escaped<'_>, Option<Escaped<'_>>) {
    match param.iter().position(|&b| b == b'=') {
        Some(at) => (Escaped::new(&param[..at]), Some(Escaped::new(&param[at + 1..]))),
        None => (Escaped::new(param), None),
    }
}

/// ```text
/// uri-parameters = *( ";" uri-parameter )
/// pname          = 1*paramchar
/// pvalue         = 1*paramchar
/// ```
///
/// Of the parameters that say where a request goes, none may stand twice (RFC 3261 §19.1.1).
#[inline]
fn uri_params<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, UriParams<'a>> {
    const ONCE: [KnownParam; 5] = [KnownParam::Transport, KnownParam::Maddr, KnownParam::Ttl, KnownParam::User, KnownParam::Method];
    let (mut rest, mut count, mut seen) = (input, 0, [false; ONCE.len()]);
    while let [b';', param @ ..] = rest {
        if matches!(param, [] | [b';' | b'?', ..]) && profile.allows(Leniency::EMPTY_PARAMS) {
            rest = param;
            continue;
        }
        count += 1;
        within(param, profile, Limit::UriParams, count)?;
        let (behind, name) = part(param, chars::PARAM, Expected::UriParameter)?;
        within(param, profile, Limit::ParamName, name.len())?;
        if let Some(place) = ONCE.iter().position(|known| Escaped::new(name).is_ignoring_case(known.as_str()))
            && core::mem::replace(&mut seen[place], true)
        {
            return Err(fail(param, ErrorKind::DuplicateParam(ONCE[place])));
        }
        rest = behind;
        if let [b'=', value @ ..] = behind {
            let (mut behind, read) = lexical::escaped_run(chars::PARAM)(value)?;
            if read.is_empty() && !profile.allows(Leniency::EMPTY_PARAM_VALUE) {
                return Err(expected(value, Expected::ParameterValue));
            }
            while let ([b'=', more @ ..], true) = (behind, profile.allows(Leniency::EQUALS_IN_URI_PARAM)) {
                behind = lexical::escaped_run(chars::PARAM)(more)?.0;
            }
            within(value, profile, Limit::ParamValue, value.len() - behind.len())?;
            rest = behind;
        }
    }
    Ok((rest, UriParams(&input[..input.len() - rest.len()])))
}

/// At least one byte of a class, or an escape.
#[inline(always)]
fn part(input: &[u8], class: Class, what: Expected) -> Parsed<'_, &[u8]> {
    match lexical::escaped_run(class)(input)? {
        (_, []) => Err(expected(input, what)),
        found => Ok(found),
    }
}

/// A header of a URI, as written (RFC 3261 §19.1.1): what a request made from the URI shall have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct UriHeader<'a> {
    name: Escaped<'a>,
    value: Escaped<'a>,
}

impl<'a> UriHeader<'a> {
    /// The name; `body` stands for the body.
    pub const fn name(&self) -> Escaped<'a> {
        self.name
    }

    /// The value, which may be empty.
    pub const fn value(&self) -> Escaped<'a> {
        self.value
    }
}

/// The headers of a URI, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UriHeaders<'a>(&'a [u8]);

impl<'a> UriHeaders<'a> {
    /// From the `?` to the end, as written; empty where there is none.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each header, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = UriHeader<'a>> + use<'a> {
        let list = self.0.strip_prefix(b"?").unwrap_or_default();
        list.split(|&b| b == b'&').filter(|header| !header.is_empty()).map(|header| {
            let (name, value) = parted(header);
            UriHeader { name, value: value.unwrap_or_default() }
        })
    }

    /// The value of the first header of that name, which is compared unescaped and without regard to case.
    pub fn get(&self, name: &str) -> Option<Escaped<'a>> {
        self.iter().find(|header| header.name.is_ignoring_case(name)).map(|header| header.value)
    }
}

/// ```text
/// headers = "?" header *( "&" header )
/// header  = hname "=" hvalue
/// hname   = 1*( hnv-unreserved / unreserved / escaped )
/// hvalue  = *( hnv-unreserved / unreserved / escaped )
/// ```
#[inline]
fn uri_headers<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, UriHeaders<'a>> {
    let [b'?', list @ ..] = input else { return Ok((input, UriHeaders(&[]))) };
    let (mut rest, mut count) = (list, 0);
    loop {
        count += 1;
        within(rest, profile, Limit::UriHeaders, count)?;
        let (behind, _) = part(rest, chars::HNV, Expected::UriHeader)?;
        let (behind, ()) = lexical::byte(b'=', Expected::Equal)(behind)?;
        let (behind, _) = lexical::escaped_run(chars::HNV)(behind)?;
        match behind {
            [b'&', more @ ..] => rest = more,
            _ => return Ok((behind, UriHeaders(&input[..input.len() - behind.len()]))),
        }
    }
}

/// A parameter of a URI to be written; what its class does not hold is escaped.
#[derive(Clone, Copy, Debug)]
pub struct UriParamDraft<'a> {
    name: &'a [u8],
    value: Option<&'a [u8]>,
}

impl<'a> UriParamDraft<'a> {
    /// A name alone: `;lr`.
    pub const fn flag(name: &'a str) -> Self {
        Self { name: name.as_bytes(), value: None }
    }

    /// A name and a value: `;transport=tcp`.
    pub fn new(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: Some(value.as_ref()) }
    }
}

impl UriParamDraft<'_> {
    /// Writes the parameter, with the `;` before it.
    pub(super) fn encode(&self, out: &mut Writer<'_>) {
        out.literal(";");
        for part in [Some(self.name), self.value].into_iter().flatten() {
            if part.is_empty() {
                out.refuse(crate::encode::BuildErrorKind::Empty(Expected::UriParameter), 0);
            }
        }
        out.escaped(self.name, chars::PARAM);
        if let Some(value) = self.value {
            out.literal("=");
            out.escaped(value, chars::PARAM);
        }
    }
}

/// A SIP URI made from parts: written, not read. What a part can't hold is percent-escaped when it is written.
///
/// ```
/// use sipwire::{Encode, Host, SipUri, UriParamDraft};
///
/// let params = [UriParamDraft::new("transport", "TCP"), UriParamDraft::flag("ob")];
/// let uri = SipUri::build(Host::try_from("192.168.110.247")?).user("al ice").port(50250).params(&params);
/// assert_eq!(uri.to_bytes()?, b"sip:al%20ice@192.168.110.247:50250;transport=TCP;ob");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SipUriDraft<'a> {
    sips: bool,
    user: Option<&'a [u8]>,
    host: Host<'a>,
    port: Option<u16>,
    params: &'a [UriParamDraft<'a>],
}

impl<'a> SipUriDraft<'a> {
    /// Makes it a SIPS URI.
    #[must_use]
    pub const fn sips(mut self) -> Self {
        self.sips = true;
        self
    }

    /// The user part, unescaped.
    #[must_use]
    pub fn user(mut self, user: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.user = Some(user.as_ref());
        self
    }

    /// The port.
    #[must_use]
    pub const fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// All parameters, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [UriParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for SipUriDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.literal(if self.sips { "sips:" } else { "sip:" });
        if let Some(user) = self.user {
            if user.is_empty() {
                out.refuse(crate::encode::BuildErrorKind::Empty(Expected::User), 0);
            }
            out.escaped(user, chars::USER);
            out.literal("@");
        }
        self.host.encode(out);
        if let Some(port) = self.port {
            out.literal(":");
            out.number(port.into());
        }
        for param in self.params {
            param.encode(out);
        }
    }
}

impl Encode for SipUri<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl<'a> TryFrom<&'a [u8]> for SipUri<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse(bytes)
    }
}

impl<'a> TryFrom<&'a str> for SipUri<'a> {
    type Error = ParseError;
    fn try_from(text: &'a str) -> Result<Self, ParseError> {
        Self::parse(text.as_bytes())
    }
}

/// As written, but for the password, which is not shown.
impl fmt::Display for SipUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for SipUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for UriParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for UriHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Limits;
    use crate::transport::Transport;
    use alloc::string::ToString;

    #[test]
    fn every_part_is_where_it_was_written() {
        let text = "SIPS:al%69ce;x=y?z/w:pa$$@[2001:db8::1]:5061;transport=UDP;lr;%74tl=7?Subject=a%20b&To=";
        let uri = SipUri::parse(text.as_bytes()).unwrap();
        assert!(uri.is_sips() && uri.user().unwrap().is("alice;x=y?z/w") && uri.password().unwrap().is("pa$$"));
        assert_eq!((uri.host().as_str(), uri.port()), ("[2001:db8::1]", Some(5061)));
        assert_eq!((uri.transport(), uri.ttl(), uri.is_loose_router()), (Some(Transport::Udp), Some(7), true));
        assert_eq!(uri.params().iter().count(), 3);
        assert!(uri.headers().get("subject").unwrap().is("a b") && uri.headers().get("to").unwrap().is_empty());
        assert_eq!(uri.to_bytes().unwrap(), text.as_bytes());
        assert_eq!(uri.to_string(), text.replace("pa$$", "***"));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            ("sip:", 4),
            ("sip:@a", 4),
            ("sip:a b@c", 5),
            ("sip:a@b@c", 7),
            ("sip:a:b:c@d", 7),
            ("sip:a@", 6),
            ("sip:a@b:", 8),
            ("sip:a@b:70000", 8),
            ("sip:a;", 6),
            ("sip:a;;b", 6),
            ("sip:a;b=", 8),
            ("sip:a;b=c=d", 9),
            ("sip:a?", 6),
            ("sip:a?b", 7),
            ("sip:a?=b", 6),
            ("sip:a?b=c&", 10),
            ("sip:%", 4),
            ("sip:a%4@b", 5),
            ("sip:a@%61", 6),
            ("sip:a;b@", 8),
            ("sip:a@b;transport=tcp;transport=udp", 22),
            ("sip:a;%zz", 6),
            ("sip:a@b ", 7),
            ("sip: a@b", 4),
            ("sip:2001:db8::1", 9),
            ("sip:a[@b", 5),
        ] {
            assert_eq!(SipUri::parse(text.as_bytes()).map(|uri| uri.to_string()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(SipUri::parse(b"tel:+1").is_err());
    }

    #[test]
    fn lenient_readings_are_named() {
        let read = |text: &'static str, flag| super::super::Uri::parse_at(text.as_bytes(), 0, &Profile::new(&Limits::new(), flag));
        assert!(read("sip:a;;b;", Leniency::EMPTY_PARAMS).is_ok());
        assert!(read("sip:a;b=c=d", Leniency::EQUALS_IN_URI_PARAM).is_ok());
        assert!(read("sip:a;b=", Leniency::EMPTY_PARAM_VALUE).is_ok());
        assert!(read("sip:a:0", Leniency::PORT_ZERO).is_ok());
    }

    #[test]
    fn drafts_escape_what_they_must() {
        let host = Host::try_from("h").unwrap();
        let params = [UriParamDraft::new("a;b", "c=d")];
        let draft = SipUri::build(host).sips().user("a@b:c\r\n\0").params(&params);
        let bytes = draft.to_bytes().unwrap();
        assert_eq!(bytes, b"sips:a%40b%3Ac%0D%0A%00@h;a%3Bb=c%3Dd");
        let read = SipUri::parse(&bytes).unwrap();
        assert!(read.user().unwrap().is("a@b:c\r\n\0") && read.params().get("a;b").unwrap().value().unwrap().is("c=d"));
        assert!(SipUri::build(host).user("").to_bytes().is_err());
    }
}
