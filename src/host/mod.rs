//! Hosts: names, IPv4 addresses and IPv6 references.

mod ipv6;

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, eof, map, not, opt, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};

pub(crate) use ipv6::{ipv6, ipv6_text};

use crate::chars;
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::{self, Rule, byte, checked, convert, expect, few_digits, inside, number, some};
use crate::profile::{Leniency, Profile};
use crate::scan::{self, Seam, Seams};
use crate::text::Token;

/// A host (RFC 3261 §25.1 with the addresses of RFC 5954).
///
/// ```text
/// host          = hostname / IPv4address / IPv6reference
/// hostname      = *( domainlabel "." ) toplabel [ "." ]
/// domainlabel   = alphanum / alphanum *( alphanum / "-" ) alphanum
/// toplabel      = ALPHA / ALPHA *( alphanum / "-" ) alphanum
/// IPv6reference = "[" IPv6address "]"
/// ```
///
/// Any label may begin with a digit, as RFC 1123 §2.1 allows, because containers and some companies have such names. The last of several
/// labels must contain a non-digit, so that `1.2.3` and `444.555.666.777` are neither a name nor an address. A single label of digits is
/// a name, because whole networks use such names (GB/T 28181) and the form is unambiguous.
///
/// `==` compares the bytes as written; [`equivalent`](Host::equivalent) compares as URIs do.
///
/// ```
/// use sipwire::Host;
///
/// let host = Host::try_from("[2001:db8::1]")?;
/// assert_eq!(host.ip(), Some("2001:db8::1".parse().unwrap()));
/// assert!(Host::try_from("3402000000")?.ip().is_none());
/// assert!(Host::try_from("0c1d2e3f4a5b")?.is_name());
/// assert!(Host::try_from("444.555.666.777").is_err());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Host<'a> {
    raw: Token<'a>,
    ip: Option<IpAddr>,
}

impl<'a> Host<'a> {
    #[inline(always)]
    pub(crate) const fn new(raw: Token<'a>, ip: Option<IpAddr>) -> Self {
        Self { raw, ip }
    }

    /// Returns the host as written, with the brackets of an IPv6 address.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw.as_bytes()
    }

    /// Parses a host at `offset`, which must be all of `bytes`.
    pub(crate) fn parse_at(bytes: &'a [u8], offset: usize, profile: &Profile) -> Result<Self, ParseError> {
        grammar::whole(bytes, offset, host(profile))
    }

    /// Returns the host as written, as text.
    pub fn as_str(&self) -> &'a str {
        self.raw.as_str()
    }

    /// Returns the address, or `None` if the host is a name.
    pub const fn ip(&self) -> Option<IpAddr> {
        self.ip
    }

    /// Returns the zone of an IPv6 address, which requires [`Leniency::IPV6_ZONE`](crate::Leniency::IPV6_ZONE): `eth0` in
    /// `[fe80::1%25eth0]`
    /// and in `[fe80::1%eth0]`. A zone is meaningful only on the machine that defines it (RFC 4007 §6).
    ///
    /// ```
    /// use sipwire::{Leniency, Parser};
    ///
    /// let uri = Parser::new().leniency(Leniency::IPV6_ZONE).parse_uri(b"sip:[fe80::1%25eth0]:5060")?;
    /// let host = uri.as_sip().unwrap().host();
    /// assert_eq!((host.ip(), host.zone().unwrap().as_str()), (Some("fe80::1".parse().unwrap()), "eth0"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn zone(&self) -> Option<Token<'a>> {
        let address = self.as_bytes().strip_prefix(b"[")?.strip_suffix(b"]")?;
        ipv6::zoned(address).map(|(_, zone)| Token::new(zone))
    }

    /// Whether the host is a name rather than an address.
    pub const fn is_name(&self) -> bool {
        self.ip.is_none()
    }

    /// Compares hosts by RFC 3261 §19.1.4 and RFC 5954 §4.2: addresses by value, names without regard to case. A name never equals an
    /// address,
    /// and an IPv4 address never equals its IPv4-mapped IPv6 address.
    pub fn equivalent(&self, other: &Host<'_>) -> bool {
        match (self.ip, other.ip) {
            (None, None) => self.raw.eq_ignore_ascii_case(other.raw),
            (Some(IpAddr::V6(a)), Some(IpAddr::V6(b))) => a == b && self.has_zone_of(other),
            (a, b) => a == b,
        }
    }

    /// Out of line: zones are rare.
    #[cold]
    #[inline(never)]
    fn has_zone_of(&self, other: &Host<'_>) -> bool {
        self.raw == other.raw || self.zone() == other.zone()
    }
}

/// ```text
/// host = hostname / IPv4address / IPv6reference
/// ```
#[inline]
pub(crate) fn host<'a>(profile: &Profile) -> impl Rule<'a, Host<'a>> {
    let reference = preceded(peek(byte(b'[', Expected::Ipv6)), cut(ipv6_reference(profile)));
    alt((reference, name_or_ipv4(profile)))
}

/// ```text
/// hostname / IPv4address
/// ```
///
/// Names and addresses consist of the same bytes. Four octets are an address; other dotted text must be a name.
#[inline]
fn name_or_ipv4<'a>(profile: &Profile) -> impl Rule<'a, Host<'a>> {
    let class = if profile.allows(Leniency::UNDERSCORE_IN_HOST) { chars::HOST_OR_UNDERSCORE } else { chars::HOST };
    move |input: &'a [u8]| {
        let (rest, text) = some(class, Expected::Host).parse_complete(input)?;
        let raw = Token::new(text);
        if let Some(octets) = scan::ipv4_octets(text) {
            return Ok((rest, Host { raw, ip: Some(IpAddr::V4(octets.into())) }));
        }
        inside(text, rest, hostname)?;
        Ok((rest, Host { raw, ip: None }))
    }
}

/// ```text
/// hostname = *( domainlabel "." ) toplabel [ "." ]
/// ```
///
/// Labels may contain `_` here, because the bytes of the name were checked before.
fn hostname(input: &[u8]) -> grammar::Parsed<'_, &[u8]> {
    let dot = || byte(b'.', Expected::HostName);
    let others = many0_count(preceded(terminated(dot(), not(eof)), cut(label)));
    checked(recognize((label, others, opt(dot()))), |name| has_top_label(name), Expected::HostName).parse_complete(input)
}

/// ```text
/// domainlabel = alphanum / alphanum *( alphanum / "-" ) alphanum
/// ```
fn label(input: &[u8]) -> grammar::Parsed<'_, &[u8]> {
    let text = recognize(many0_count(alt((some(chars::LABEL, Expected::HostName), recognize(byte(b'_', Expected::HostName))))));
    checked(text, |label: &&[u8]| !matches!(label, [] | [b'-', ..] | [.., b'-']), Expected::HostName).parse_complete(input)
}

/// ```text
/// toplabel = domainlabel   ; not digits alone: RFC 1123 §2.1
/// ```
///
/// A name of digits is valid only as a single label.
fn has_top_label(name: &[u8]) -> bool {
    let relative = name.strip_suffix(b".").unwrap_or(name);
    let top = relative.rsplit(|&b| b == b'.').next().unwrap_or_default();
    !scan::all(top, chars::DIGIT) || top.len() == name.len()
}

/// Fast path for a host of [plain](scan::Seams) bytes, which needs no check of its surroundings. `None` falls back to [`host`].
#[inline(always)]
pub(crate) fn of_plain(bytes: &[u8]) -> Option<Host<'_>> {
    let raw = Token::new(bytes);
    let is_digit = |b: &u8| b.is_ascii_digit();
    if bytes.first().is_some_and(is_digit)
        && let Some(octets) = scan::ipv4_octets(bytes)
    {
        return Some(Host { raw, ip: Some(IpAddr::V4(octets.into())) });
    }
    let top = scan::top_label(bytes)?;
    let is_name = !is_digit(bytes.get(top)?) || top == 0 || !bytes[top..].iter().all(is_digit);
    is_name.then_some(Host { raw, ip: None })
}

/// Parses a name or an IPv4 address without underscores. `None` falls back to [`host`].
#[inline(always)]
pub(crate) fn of_text(bytes: &[u8]) -> Option<Host<'_>> {
    if scan::all(bytes, chars::HOST) { of_plain(bytes) } else { None }
}

/// Fast path for the hostport at `start`, which has plain bytes up to `seam`, or is an IPv6 reference. Returns it with the next delimiter.
/// `None` falls back to [`hostport`].
#[inline(always)]
pub(crate) fn fast<'a>(seams: &mut Seams<'a>, start: usize, mut seam: Seam, profile: &Profile) -> Option<(Seam, Host<'a>, Option<u16>)> {
    let bytes = seams.bytes();
    let host = if seam.at == start {
        let host;
        (seam, host) = seams.apart(|seams| fast_ipv6(seams, seam, profile))?;
        host
    } else {
        of_plain(bytes.get(start..seam.at)?)?
    };
    if seam.byte != b':' {
        return Some((seam, host, None));
    }
    let behind = seams.next();
    let port = port_of_plain(bytes.get(seam.at + 1..behind.at)?)?;
    Some((behind, host, Some(port)))
}

/// Returns the IPv6 reference that begins at `seam`, and the delimiter behind it.
#[inline(never)]
fn fast_ipv6<'a>(seams: &mut Seams<'a>, mut seam: Seam, profile: &Profile) -> Option<(Seam, Host<'a>)> {
    let bytes = seams.bytes();
    if seam.byte != b'[' {
        return None;
    }
    let (rest, host) = ipv6_reference(profile).parse_complete(&bytes[seam.at..]).ok()?;
    let end = bytes.len() - rest.len();
    while seam.at < end {
        seam = seams.next();
    }
    (seam.at == end).then_some((seam, host))
}

/// Parses a port from plain bytes.
#[inline(always)]
pub(crate) fn port_of_plain(bytes: &[u8]) -> Option<u16> {
    let port = match *bytes {
        // Most ports have four digits.
        [a, b, c, d] => scan::four_digits(&[a, b, c, d]),
        [ten_thousands @ b'0'..=b'9', a, b, c, d] => {
            scan::four_digits(&[a, b, c, d]).map(|rest| u32::from(ten_thousands - b'0') * 10_000 + rest)
        }
        _ => few_digits(bytes),
    };
    match port? {
        0 => None,
        port => u16::try_from(port).ok(),
    }
}

/// ```text
/// IPv6reference = "[" IPv6address "]"
/// ```
fn ipv6_reference<'a>(profile: &Profile) -> impl Rule<'a, Host<'a>> {
    const LONGEST: usize = "[0000:0000:0000:0000:0000:0000:255.255.255.255]".len() + 1;
    const LONGEST_ZONE: usize = 64;
    let closing = |input: &[u8], longest: usize| scan::near(b']', &input[..input.len().min(longest)]);
    let bracketed = move |input: &'a [u8]| match closing(input, LONGEST) {
        Some(closing) => Ok((&input[closing + 1..], &input[..=closing])),
        None => match closing(input, LONGEST + LONGEST_ZONE).filter(|_| profile.allows(Leniency::IPV6_ZONE)) {
            Some(closing) => Ok((&input[closing + 1..], &input[..=closing])),
            None => Err(grammar::expected(input, Expected::Ipv6)),
        },
    };
    let typed = |raw: &'a [u8]| {
        let ip = ipv6(raw.get(1..raw.len() - 1)?, profile)?;
        Some(Host { raw: Token::new(raw), ip: Some(IpAddr::V6(ip)) })
    };
    convert(bracketed, typed, ErrorKind::Expected(Expected::Ipv6))
}

/// ```text
/// hostport = host [ ":" port ]
/// ```
#[inline]
pub(crate) fn hostport<'a>(profile: &Profile) -> impl Rule<'a, (Host<'a>, Option<u16>)> {
    let port = opt(preceded(byte(b':', Expected::Colon), cut(port_behind_colon(profile))));
    map((host(profile), port), |(host, port)| (host, port.flatten()))
}

/// A port. Under [`Leniency::EMPTY_PORT`], the port may be missing before a byte that may follow a hostport.
#[inline]
pub(crate) fn port_behind_colon<'a>(profile: &Profile) -> impl Rule<'a, Option<u16>> {
    let may_be_empty = profile.allows(Leniency::EMPTY_PORT);
    move |input: &'a [u8]| match input {
        [] | [b';' | b'?' | b',' | b'(' | b' ' | b'\t' | b'\r' | b'\n', ..] if may_be_empty => Ok((input, None)),
        _ => map(port(profile), Some).parse_complete(input),
    }
}

/// ```text
/// port = 1*DIGIT
/// ```
#[inline]
pub(crate) fn port<'a>(profile: &Profile) -> impl Rule<'a, u16> {
    let least = u32::from(!profile.allows(Leniency::PORT_ZERO));
    let number = expect(Expected::Port, number(u16::MAX.into()));
    map(convert(number, move |port| (port >= least).then_some(port), ErrorKind::OutOfRange), |port| port as u16)
}

impl<'a> TryFrom<&'a [u8]> for Host<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse_at(bytes, 0, &Profile::default())
    }
}

impl<'a> TryFrom<&'a str> for Host<'a> {
    type Error = ParseError;
    fn try_from(text: &'a str) -> Result<Self, ParseError> {
        Self::try_from(text.as_bytes())
    }
}

impl Encode for Host<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.known(self.as_bytes());
    }
}

/// The source of a host to be written: a parsed host, or an address.
///
/// ```
/// use core::net::Ipv6Addr;
/// use sipwire::{Encode, Host, SipUri};
///
/// assert_eq!(SipUri::build(Host::try_from("example.com")?).to_bytes()?, b"sip:example.com");
/// assert_eq!(SipUri::build(Ipv6Addr::LOCALHOST).port(5060).to_bytes()?, b"sip:[::1]:5060");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HostRef<'a>(Source<'a>);

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Read(Host<'a>),
    Address(IpAddr),
}

impl<'a> From<Host<'a>> for HostRef<'a> {
    #[inline]
    fn from(host: Host<'a>) -> Self {
        Self(Source::Read(host))
    }
}

impl From<IpAddr> for HostRef<'_> {
    fn from(address: IpAddr) -> Self {
        Self(Source::Address(address))
    }
}

impl From<Ipv4Addr> for HostRef<'_> {
    fn from(address: Ipv4Addr) -> Self {
        Self::from(IpAddr::V4(address))
    }
}

impl From<Ipv6Addr> for HostRef<'_> {
    fn from(address: Ipv6Addr) -> Self {
        Self::from(IpAddr::V6(address))
    }
}

impl Encode for HostRef<'_> {
    #[inline]
    fn encode(&self, out: &mut Writer<'_>) {
        match self.0 {
            Source::Read(host) => host.encode(out),
            Source::Address(address) => {
                let (open, close) = if address.is_ipv6() { ("[", "]") } else { ("", "") };
                out.fixed(open);
                out.address(address);
                out.fixed(close);
            }
        }
    }
}

impl<'a> ParamDraft<'a> {
    /// Makes a parameter whose value is a host: `;maddr=[2001:db8::1]`.
    pub const fn host(name: &'a str, value: Host<'a>) -> Self {
        Self::known(name, value.as_bytes())
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

#[cfg(test)]
mod tests;
