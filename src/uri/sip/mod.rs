//! SIP and SIPS URIs.

use core::fmt;
use core::net::IpAddr;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cond, consumed, cut, map};
use nom::sequence::{preceded, terminated};

use super::escape::Escaped;
use super::headers::{UriHeaderDraft, UriHeaders, uri_headers};
use super::params::{UriParamDraft, UriParams, encode_params, uri_params};
use super::scheme::UriScheme;
use crate::chars;
use crate::encode::{BuildErrorKind, Encode, Writer, shown_as_written};
use crate::error::{Expected, KnownParam, ParseError};
use crate::grammar::{self, Parsed, Rule, byte, checked, escaped_run, literal};
use crate::host::{self, Host, HostRef};
use crate::profile::{Leniency, Limits, Profile};
use crate::scan;
use crate::text::{Printable, Token, part, span_of};

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
    pub(super) raw: &'a [u8],
    /// Offsets in `raw`: the end of the user part, the start of the host, and so on.
    pub(super) user_end: u32,
    pub(super) host_start: u32,
    pub(super) host_end: u32,
    pub(super) params_start: u32,
    pub(super) headers_start: u32,
    /// The absolute offset and the leniency, for the parameters that are typed on access.
    pub(super) offset: u32,
    pub(super) leniency: Leniency,
    pub(super) port: Option<u16>,
    /// The address in the host, if there is one.
    pub(super) ip: Option<IpAddr>,
    pub(super) sips: bool,
}

impl PartialEq for SipUri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for SipUri<'_> {}

impl<'a> SipUri<'a> {
    /// Returns the leniency that the URI was parsed with.
    pub(crate) const fn leniency(&self) -> Leniency {
        self.leniency
    }

    /// Makes a draft of a SIP URI from parts.
    #[inline]
    pub fn build(host: impl Into<HostRef<'a>>) -> SipUriDraft<'a> {
        SipUriDraft { sips: false, user: None, password: None, host: host.into(), port: None, params: &[], headers: &[] }
    }

    /// Returns the URI as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns `sip` or `sips`.
    pub const fn scheme(&self) -> UriScheme<'a> {
        if self.sips { UriScheme::Sips } else { UriScheme::Sip }
    }

    /// Whether this is a SIPS URI.
    pub const fn is_sips(&self) -> bool {
        self.sips
    }

    /// Returns the user part, without the password. The user part is empty in `sip:@example.com`, which requires
    /// [`Leniency::EMPTY_USER`](crate::Leniency::EMPTY_USER).
    #[inline]
    pub const fn user(&self) -> Option<Escaped<'a>> {
        match self.scheme_end() {
            start if start == self.host_start => None,
            start => Some(Escaped::new(part(self.raw, start, self.user_end))),
        }
    }

    /// Returns the password, which is empty in `sip:alice:@example.com`. The returned value displays the password in clear text.
    pub const fn password(&self) -> Option<Escaped<'a>> {
        // An `@` precedes the host, and a colon precedes a password.
        let start = self.user_end + 1;
        if start >= self.host_start { None } else { Some(Escaped::new(part(self.raw, start, self.host_start - 1))) }
    }

    /// Returns the host.
    #[inline]
    pub const fn host(&self) -> Host<'a> {
        Host::new(Token::new(part(self.raw, self.host_start, self.host_end)), self.ip)
    }

    /// The offset behind the scheme and its colon.
    const fn scheme_end(&self) -> u32 {
        if self.sips { 5 } else { 4 }
    }

    /// Returns the port, or `None` if there is none. A colon without a port requires
    /// [`Leniency::EMPTY_PORT`](crate::Leniency::EMPTY_PORT).
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns the parameters behind the first `;` of the hostport.
    pub const fn params(&self) -> UriParams<'a> {
        UriParams::new(part(self.raw, self.params_start, self.headers_start))
    }

    /// Returns the URI with its absolute offset, from which the errors of its parameters count.
    #[inline]
    pub(super) fn placed(self, offset: usize) -> Self {
        Self { offset: offset as u32, ..self }
    }

    /// Returns the absolute offset set by [`placed`](SipUri::placed), and the leniency.
    pub(crate) const fn place(&self) -> (u32, Leniency) {
        (self.offset, self.leniency)
    }

    /// Types the first parameter of that name by a rule of the grammar. Returns `None` if it is absent or empty.
    pub(super) fn typed<T>(&self, name: KnownParam, rule: impl Fn(&'a [u8], &Profile) -> Parsed<'a, T>) -> Result<Option<T>, ParseError> {
        let Some(param) = self.params().get(name.as_str()) else { return Ok(None) };
        let at = |part: &[u8]| self.offset as usize + scan::offset_of(self.raw, part);
        let Some(value) = param.value() else {
            let name = param.name().as_bytes();
            return Err(ParseError::expected(Expected::Equal, at(name) + name.len()));
        };
        if value.is_empty() {
            return Ok(None);
        }
        let profile = Profile::new(&Limits::new(), self.leniency);
        grammar::whole(value.as_bytes(), at(value.as_bytes()), |input: &'a [u8]| rule(input, &profile)).map(Some)
    }

    /// Returns the headers behind the `?`.
    pub const fn headers(&self) -> UriHeaders<'a> {
        UriHeaders::new(part(self.raw, self.headers_start, self.raw.len() as u32))
    }
}

/// ```text
/// SIP-URI  = "sip:"  [ userinfo ] hostport uri-parameters [ headers ]
/// SIPS-URI = "sips:" [ userinfo ] hostport uri-parameters [ headers ]
/// ```
///
/// The URI must end with the input: an `@` anywhere in it delimits a user part.
#[inline]
pub(super) fn sip_uri<'a>(profile: &Profile) -> impl Rule<'a, SipUri<'a>> {
    let behind_scheme = move |input: &'a [u8]| {
        let userinfo = cond(memchr::memchr(b'@', input).is_some(), userinfo(profile));
        (userinfo, host::hostport(profile), uri_params(profile), uri_headers(profile)).parse_complete(input)
    };
    map(consumed((scheme, cut(behind_scheme))), move |(raw, (sips, (userinfo, (host, port), params, headers)))| {
        let (host_start, host_end) = span_of(raw, host.as_bytes());
        // A URI without a user part has an empty one before its host.
        let user_end = userinfo.map_or(host_start, |user| span_of(raw, user).1);
        let ((params_start, _), (headers_start, _)) = (span_of(raw, params), span_of(raw, headers));
        let (ip, leniency) = (host.ip(), profile.leniency);
        SipUri { raw, user_end, host_start, host_end, params_start, headers_start, offset: 0, leniency, port, ip, sips }
    })
}

/// ```text
/// "sip:" / "sips:"
/// ```
///
/// Whether it is the second.
fn scheme(input: &[u8]) -> Parsed<'_, bool> {
    let scheme = alt((literal(b"sip:", Expected::Scheme), literal(b"sips:", Expected::Scheme)));
    map(scheme, |scheme| scheme.len() > 4).parse_complete(input)
}

/// ```text
/// userinfo = user [ ":" password ] "@"
/// user     = 1*( unreserved / escaped / user-unreserved )
/// password = *( unreserved / escaped / "&" / "=" / "+" / "$" / "," )
/// ```
///
/// The value is the user part. It may hold the bytes that begin parameters and headers. No second `@` may follow.
fn userinfo<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let class = if profile.allows(Leniency::HASH_IN_USER) { chars::USER_OR_HASH } else { chars::USER };
    let may_be_empty = profile.allows(Leniency::EMPTY_USER);
    let user = checked(escaped_run(class), move |user| may_be_empty || !user.is_empty(), Expected::User);
    let password = terminated(escaped_run(chars::PASSWORD), byte(b'@', Expected::Password));
    let behind_user = alt((map(preceded(byte(b':', Expected::User), cut(password)), |_| ()), byte(b'@', Expected::User)));
    terminated(user, (behind_user, no_second_at(profile)))
}

/// Under its leniency, the value of a header may have one.
fn no_second_at<'a>(profile: &Profile) -> impl Rule<'a, ()> {
    let takes_in_headers = profile.allows(Leniency::URI_HEADER_BYTES);
    move |input: &'a [u8]| match memchr::memchr(b'@', input) {
        Some(second) if !takes_in_headers || !input[..second].contains(&b'?') => Err(grammar::expected(&input[second..], Expected::OneAt)),
        _ => Ok((input, ())),
    }
}

/// A SIP URI to be written, made from parts. What a part can't hold is percent-escaped when it is written.
///
/// ```
/// use sipwire::{Encode, Host, SipUri, UriParamDraft};
///
/// let params = [UriParamDraft::new("transport", "TCP"), UriParamDraft::flag("ob")];
/// let uri = SipUri::build(Host::try_from("192.168.110.247")?).user("al ice").port(50250).params(&params);
/// assert_eq!(uri.to_bytes()?, b"sip:al%20ice@192.168.110.247:50250;transport=TCP;ob");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct SipUriDraft<'a> {
    sips: bool,
    user: Option<&'a [u8]>,
    password: Option<&'a [u8]>,
    host: HostRef<'a>,
    port: Option<u16>,
    params: &'a [UriParamDraft<'a>],
    headers: &'a [UriHeaderDraft<'a>],
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
    #[inline]
    pub fn user(mut self, user: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.user = Some(user.as_ref());
        self
    }

    /// The password of the user part, unescaped. It is readable for everybody (RFC 3261 §19.1.1).
    #[must_use]
    pub fn password(mut self, password: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.password = Some(password.as_ref());
        self
    }

    /// The port.
    #[must_use]
    #[inline]
    pub const fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// All parameters, in the order in which they are to be written.
    #[must_use]
    #[inline]
    pub const fn params(mut self, params: &'a [UriParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }

    /// All headers, in the order in which they are to be written: what a request made from the URI shall have.
    #[must_use]
    pub const fn headers(mut self, headers: &'a [UriHeaderDraft<'a>]) -> Self {
        self.headers = headers;
        self
    }
}

impl Encode for SipUriDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        match self.sips {
            true => out.fixed("sips:"),
            false => out.fixed("sip:"),
        }
        if self.user.is_some_and(<[u8]>::is_empty) || self.user.is_none() && self.password.is_some() {
            out.refuse(BuildErrorKind::Empty(Expected::User), 0);
        }
        if let Some(user) = self.user {
            out.escaped(user, chars::USER);
            if let Some(password) = self.password {
                out.fixed(":");
                out.escaped(password, chars::PASSWORD);
            }
            out.fixed("@");
        }
        self.host.encode(out);
        if let Some(port) = self.port {
            out.fixed(":");
            out.port(port);
        }
        encode_params(self.params, out);
        for (place, header) in self.headers.iter().enumerate() {
            out.fixed(if place == 0 { "?" } else { "&" });
            header.encode(out);
        }
    }
}

shown_as_written!(SipUriDraft);

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

#[cfg(test)]
mod tests;
