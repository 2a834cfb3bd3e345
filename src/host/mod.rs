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
/// Any label may begin with a digit, as RFC 1123 §2.1 allows: containers and some companies have such names. The last of several labels holds
/// something else than digits, so that `1.2.3` and `444.555.666.777` are neither a name nor an address. A single label of digits alone is a
/// name: whole networks use such (GB/T 28181), and it can be nothing else.
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

    /// The host as written; an IPv6 address in its brackets.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw.as_bytes()
    }

    /// A host that stands alone at `offset`.
    pub(crate) fn parse_at(bytes: &'a [u8], offset: usize, profile: &Profile) -> Result<Self, ParseError> {
        grammar::whole(bytes, offset, host(profile))
    }

    /// The host as written, as text.
    pub fn as_str(&self) -> &'a str {
        self.raw.as_str()
    }

    /// The address, where it is one.
    pub const fn ip(&self) -> Option<IpAddr> {
        self.ip
    }

    /// The zone of an IPv6 address, which [`Leniency::IPV6_ZONE`](crate::Leniency::IPV6_ZONE) alone takes: `eth0` in `[fe80::1%25eth0]` and in
    /// `[fe80::1%eth0]`. It means something on the machine alone that has it (RFC 4007 §6).
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

    /// Whether it is a name and not an address.
    pub const fn is_name(&self) -> bool {
        self.ip.is_none()
    }

    /// Equality as RFC 3261 §19.1.4 and RFC 5954 §4.2 have it: addresses by their value, names without regard to case. A name
    /// never equals an address, nor an IPv4 address the IPv6 address that it is mapped to.
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
/// Both are made of the same bytes. Four octets are an address; whatever else is dotted must be a name.
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
/// Labels may hold `_` here, since the bytes of the name were chosen before.
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
/// Digits alone are a name where there is no other label.
fn has_top_label(name: &[u8]) -> bool {
    let relative = name.strip_suffix(b".").unwrap_or(name);
    let top = relative.rsplit(|&b| b == b'.').next().unwrap_or_default();
    !scan::all(top, chars::DIGIT) || top.len() == name.len()
}

/// The host that `bytes` are, all of which are [plain](scan::Seams): what is most often found, without a look at what is around it.
/// `None` where they are none, or where [`host`] has to decide.
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

/// The host that `bytes` are, if it is a name or an IPv4 address without an underscore. `None` falls back to [`host`].
#[inline(always)]
pub(crate) fn of_text(bytes: &[u8]) -> Option<Host<'_>> {
    if scan::all(bytes, chars::HOST) { of_plain(bytes) } else { None }
}

/// The hostport that begins at `start` with plain bytes up to `seam`, or with an IPv6 reference, and the seam behind it. `None` where
/// [`hostport`] has to say.
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

/// The IPv6 reference that begins at `seam`, and the seam behind it.
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

/// The port that `bytes` are.
#[inline(always)]
pub(crate) fn port_of_plain(bytes: &[u8]) -> Option<u16> {
    let port = match *bytes {
        // Nearly all ports.
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

/// A port, or under its leniency nothing before what may follow a hostport.
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

/// What a host may be written from: one that was parsed, or an address.
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
    /// A host as value: `;maddr=[2001:db8::1]`.
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
