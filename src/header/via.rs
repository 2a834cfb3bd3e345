//! Via.

use super::value::written_as_read;
use super::{Value, ViaDraft};
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::host::{self, Host, HostRef};
use crate::lexical::{self, Parsed, consumed, expected, fail, first, once};
use crate::params::{self, Form, Param, Params, QuickParam};
use crate::profile::{Leniency, Limits, Profile};
use crate::scan::{self, Seams};
use crate::text::{Token, part, span_of};
use crate::transport::Transport;
use core::mem;
use core::net::IpAddr;

/// One Via value: a hop that a request took, and that its responses take back (RFC 3261 §20.42).
///
/// ```text
/// Via           = ( "Via" / "v" ) HCOLON via-parm *(COMMA via-parm)
/// via-parm      = sent-protocol LWS sent-by *( SEMI via-params )
/// sent-protocol = protocol-name SLASH protocol-version SLASH transport
/// sent-by       = host [ COLON port ]
/// via-params    = via-ttl / via-maddr / via-received / via-branch / response-port (RFC 3581) / alias (RFC 5923) / via-extension
/// ```
///
/// ```
/// use sipwire::{Transport, header::Via};
///
/// let via = Via::parse(b"SIP/2.0/TCP 192.168.110.247:50250;rport;branch=z9hG4bKPjda05;alias")?;
/// assert_eq!((via.transport(), via.port()), (Transport::Tcp, Some(50250)));
/// assert_eq!(via.branch().unwrap(), "z9hG4bKPjda05");
/// // The flag is there, and has no value.
/// assert_eq!((via.has_rport(), via.rport(), via.has_alias()), (true, None, true));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Via<'a> {
    raw: &'a [u8],
    transport: Transport<'a>,
    /// Where the protocol's name ends, where its version begins, and so on: offsets in `raw`.
    protocol_end: u32,
    version: (u32, u32),
    host: (u32, u32),
    params_start: u32,
    /// The absolute offset, and what is taken, for the parameters that are typed when asked for.
    offset: u32,
    leniency: Leniency,
    port: Option<u16>,
    /// The address that the host is.
    ip: Option<IpAddr>,
    known: Known,
}

/// The parameters that decide where a response goes, read once.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Where the branch begins and ends; 0 where there is none.
    branch: (u32, u32),
    /// Without an address where something else is taken for one.
    received: Option<Option<IpAddr>>,
    rport: Option<Option<u16>>,
    ttl: Option<u8>,
}

impl PartialEq for Via<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Via<'_> {}

/// The beginning of every branch made by RFC 3261 (§8.1.1.7).
const MAGIC_COOKIE: &[u8] = b"z9hG4bK";

impl<'a> Via<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        via_parm(Value::new(bytes)?)
    }

    /// Makes a Via from parts, to be written.
    pub fn build(transport: Transport<'a>, host: impl Into<HostRef<'a>>) -> ViaDraft<'a> {
        ViaDraft::new(transport, host.into())
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The protocol's name: `SIP`.
    pub const fn protocol(&self) -> Token<'a> {
        Token::new(part(self.raw, 0, self.protocol_end))
    }

    /// The protocol's version: `2.0`.
    pub const fn version(&self) -> Token<'a> {
        Token::new(part(self.raw, self.version.0, self.version.1))
    }

    /// The transport that the message was sent over.
    #[inline]
    pub const fn transport(&self) -> Transport<'a> {
        self.transport
    }

    /// The host of sent-by: where the sender says it is.
    #[inline]
    pub const fn host(&self) -> Host<'a> {
        Host::new(Token::new(part(self.raw, self.host.0, self.host.1)), self.ip)
    }

    /// The port of sent-by, where one is written.
    #[inline]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The branch: which transaction the message belongs to (RFC 3261 §8.1.1.7). Compared byte by byte.
    #[inline]
    pub const fn branch(&self) -> Option<Token<'a>> {
        match self.known.branch {
            (_, 0) => None,
            (start, end) => Some(Token::new(part(self.raw, start, end))),
        }
    }

    /// Whether the branch is one of RFC 3261: the magic cookie, and something behind it (RFC 4475 §3.2.1).
    pub fn has_magic_cookie(&self) -> bool {
        self.branch().is_some_and(|branch| {
            let bytes = branch.as_bytes();
            bytes.len() > MAGIC_COOKIE.len() && bytes[..MAGIC_COOKIE.len()].eq_ignore_ascii_case(MAGIC_COOKIE)
        })
    }

    /// The address that the message came from, as the receiver saw it (RFC 3261 §18.2.1); with or without brackets on the wire.
    #[inline]
    pub const fn received(&self) -> Option<IpAddr> {
        match self.known.received {
            Some(address) => address,
            None => None,
        }
    }

    /// Whether there is a `received`, whatever it says.
    pub(crate) const fn has_received(&self) -> bool {
        self.known.received.is_some()
    }

    /// Whether there is an `rport`, with or without a value (RFC 3581 §3).
    pub const fn has_rport(&self) -> bool {
        self.known.rport.is_some()
    }

    /// The port that the message came from, as the receiver saw it (RFC 3581 §4); `None` also where `rport` has no value.
    pub const fn rport(&self) -> Option<u16> {
        match self.known.rport {
            Some(port) => port,
            None => None,
        }
    }

    /// Whether the connection may be used for requests the other way: an `alias` (RFC 5923 §6).
    pub fn has_alias(&self) -> bool {
        self.params().contains("alias")
    }

    /// How far a multicast reaches (RFC 3261 §18.1.1).
    pub const fn ttl(&self) -> Option<u8> {
        self.known.ttl
    }

    /// Where responses are sent in place of sent-by (RFC 3261 §18.1.1).
    pub fn maddr(&self) -> Option<Host<'a>> {
        // What was taken once is read again, since hardly any Via has it.
        let profile = Profile::new(&Limits::unlimited_for_trusted_input(), self.leniency);
        let hosts = self.params().iter().filter(|param| param.is("maddr")).filter_map(|param| param.unquoted());
        hosts.filter_map(|host| Host::parse_at(host, 0, &profile).ok()).next()
    }

    /// All parameters, in the order in which they were written.
    pub const fn params(&self) -> Params<'a> {
        Params::last_of(self.raw, self.params_start, self.offset, self.leniency)
    }
}

/// Types one element.
pub(crate) fn via_parm(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    match of_row(&value) {
        Some(via) => Ok(via),
        None => by_grammar(value),
    }
}

/// The only element of a row, where it is [`quick`], which takes no comma but in a string.
#[inline(never)]
pub(super) fn of_row<'a>(row: &Value<'a>) -> Option<Via<'a>> {
    quick(row)
}

/// A Via of the usual shape: `SIP/2.0/UDP host:port` and parameters without white space. `None` where it is anything else.
#[inline(always)]
pub(super) fn quick<'a>(value: &Value<'a>) -> Option<Via<'a>> {
    quick_with(value, |_, _| ())
}

/// [`quick`], which shows `source` the parameters that say where the request came from.
#[inline(always)]
pub(super) fn quick_with<'a>(value: &Value<'a>, mut source: impl FnMut(KnownParam, &QuickParam<'a>)) -> Option<Via<'a>> {
    const PROTOCOL: &[u8; 8] = b"SIP/2.0/";
    let (raw, profile) = (value.as_bytes(), value.profile());
    let (protocol, behind) = raw.split_first_chunk()?;
    if u64::from_le_bytes(*protocol) != u64::from_le_bytes(*PROTOCOL) {
        return None;
    }
    let is = |name: &[u8; 4]| behind.first_chunk().is_some_and(|word| u32::from_le_bytes(*word) == u32::from_le_bytes(*name));
    let (transport, length) = match () {
        () if is(b"UDP ") => (Transport::Udp, 3),
        () if is(b"TCP ") => (Transport::Tcp, 3),
        () if is(b"TLS ") => (Transport::Tls, 3),
        () => match behind.split_at_checked(scan::run(behind, chars::TOKEN))? {
            (token @ [_, ..], [b' ', ..]) => (Transport::of_token(token), token.len()),
            _ => return None,
        },
    };
    let host_start = PROTOCOL.len() + length + 1;
    let mut seams = Seams::from(raw, host_start)?;
    let behind_host = seams.next();
    let (behind, host, port) = host::quick(&mut seams, host_start, behind_host, profile)?;
    let mut known = Known::default();
    params::quick(&mut seams, behind, profile, |param| match param.name_length() {
        6 if param.is(b"branch") => match mem::replace(&mut known.branch, param.span()?) {
            (_, 0) => Some(()),
            _ => None,
        },
        8 if param.is(b"received") => {
            source(KnownParam::Received, &param);
            first(&mut known.received, Some(host::of_plain(param.token()?)?.ip()?))
        }
        5 if param.is(b"rport") => {
            source(KnownParam::Rport, &param);
            let port = if param.is_flag() { None } else { Some(host::port_of_plain(param.token()?)?) };
            first(&mut known.rport, port)
        }
        // Of multicast, which is rare.
        5 if param.is(b"maddr") => None,
        3 if param.is(b"ttl") => None,
        _ => Some(()),
    })?;
    Some(Via {
        raw,
        transport,
        protocol_end: 3,
        version: (4, 7),
        host: (host_start as u32, (host_start + host.as_bytes().len()) as u32),
        params_start: behind.at as u32,
        offset: value.offset() as u32,
        leniency: profile.leniency,
        port,
        ip: host.ip(),
        known,
    })
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    value.read(|input, profile| {
        // Empty parameters hide nothing elsewhere; here they decide where responses go.
        let mut strict = *profile;
        strict.leniency = profile.leniency.without(Leniency::EMPTY_PARAMS);
        let (rest, (raw, mut via)) = consumed(input, |input| parts(input, &strict))?;
        (via.raw, via.offset, via.leniency) = (raw, value.offset() as u32, profile.leniency);
        if rest.first() == Some(&b'(') && profile.allows(Leniency::VIA_COMMENT) {
            via.raw = scan::trim_folded(raw);
            let (rest, _) = lexical::comment(rest, profile)?;
            return Ok((lexical::sws(rest)?.0, via));
        }
        Ok((rest, via))
    })
}

fn parts<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Via<'a>> {
    let (rest, (protocol, version, transport)) = sent_protocol(input)?;
    let (rest, ()) = lexical::lws(rest)?;
    let (rest, (host, port)) = host::hostport(rest, profile, true)?;
    let mut found = Found::default();
    let (rest, params) = params::params_of(rest, profile, Form::Via, |param, at| {
        found.keep(param, at, profile).or_else(|error| if param.is_blank() { Ok(()) } else { Err(error) })
    })?;
    let span = |bytes: &[u8]| span_of(input, bytes);
    let known = Known {
        branch: found.branch.map_or((0, 0), |branch| span(branch.as_bytes())),
        received: found.received,
        rport: found.rport,
        ttl: found.ttl,
    };
    let via = Via {
        raw: &[],
        transport,
        protocol_end: span(protocol.as_bytes()).1,
        version: span(version.as_bytes()),
        host: span(host.as_bytes()),
        params_start: span(params.as_bytes()).0,
        offset: 0,
        leniency: Leniency::NONE,
        port,
        ip: host.ip(),
        known,
    };
    Ok((rest, via))
}

/// What becomes [`Known`].
#[derive(Default)]
struct Found<'a> {
    branch: Option<Token<'a>>,
    /// Only that there is none before it.
    maddr: Option<Host<'a>>,
    received: Option<Option<IpAddr>>,
    rport: Option<Option<u16>>,
    ttl: Option<u8>,
}

impl<'a> Found<'a> {
    /// Types the parameter, if it is one of these, and keeps it.
    #[inline(always)]
    fn keep(&mut self, param: &Param<'a>, at: &[u8], profile: &Profile) -> Checked<()> {
        // Told apart by length, so that most names cost one comparison.
        match param.name().as_bytes().len() {
            6 if param.is("branch") => once(&mut self.branch, token_of(param, at)?, at, KnownParam::Branch),
            8 if param.is("received") => once(&mut self.received, address_of(param, at, profile)?, at, KnownParam::Received),
            5 if param.is("rport") => once(&mut self.rport, port_of(param, at, profile)?, at, KnownParam::Rport),
            3 if param.is("ttl") => once(&mut self.ttl, ttl_of(param, at)?, at, KnownParam::Ttl),
            5 if param.is("maddr") => once(&mut self.maddr, host_of(param, at, profile)?, at, KnownParam::Maddr),
            _ => Ok(()),
        }
    }
}

/// ```text
/// sent-protocol = protocol-name SLASH protocol-version SLASH transport
/// ```
#[inline]
fn sent_protocol(input: &[u8]) -> Parsed<'_, (Token<'_>, Token<'_>, Transport<'_>)> {
    let (rest, protocol) = lexical::named(Expected::SentProtocol, lexical::token)(input)?;
    let (rest, ()) = lexical::slash(rest)?;
    let (rest, version) = lexical::token(rest)?;
    let (rest, ()) = lexical::slash(rest)?;
    let (rest, transport) = lexical::named(Expected::Transport, lexical::token)(rest)?;
    Ok((rest, (protocol, version, Transport::of_token(transport.as_bytes()))))
}

type Checked<T> = Result<T, nom::Err<lexical::Fail>>;

fn token_of<'a>(param: &Param<'a>, at: &[u8]) -> Checked<Token<'a>> {
    param.token().ok_or_else(|| expected(at, Expected::ParameterValue))
}

fn unquoted_of<'a>(param: &Param<'a>, at: &[u8]) -> Checked<&'a [u8]> {
    param.unquoted().ok_or_else(|| expected(at, Expected::ParameterValue))
}

/// ```text
/// via-received = "received" EQUAL ( IPv4address / IPv6address )
/// ```
///
/// In brackets too (RFC 5118 §4.5).
fn address_of(param: &Param<'_>, at: &[u8], profile: &Profile) -> Checked<Option<IpAddr>> {
    let takes_any = profile.allows(Leniency::RECEIVED_NAME);
    let Some(bytes) = param.unquoted() else {
        return if takes_any && param.value().is_some() { Ok(None) } else { Err(expected(at, Expected::ParameterValue)) };
    };
    let ip = if bytes.contains(&b':') && bytes[0] != b'[' {
        host::ipv6(bytes).map(IpAddr::V6)
    } else {
        Host::try_from(bytes).ok().and_then(|host| host.ip())
    };
    if ip.is_none() && !takes_any { Err(expected(at, Expected::Ipv4)) } else { Ok(ip) }
}

/// ```text
/// response-port = "rport" [EQUAL 1*DIGIT]
/// ```
fn port_of(param: &Param<'_>, at: &[u8], profile: &Profile) -> Checked<Option<u16>> {
    match param.value() {
        None => Ok(None),
        Some(_) if param.is_blank() => Ok(None),
        Some(_) => {
            let digits = unquoted_of(param, at)?;
            lexical::whole(digits, 0, |input| host::port(input, profile)).map(Some).map_err(|error| fail(at, error.kind()))
        }
    }
}

/// ```text
/// ttl = 1*3DIGIT   ; 0 to 255
/// ```
fn ttl_of(param: &Param<'_>, at: &[u8]) -> Checked<u8> {
    let digits = unquoted_of(param, at)?;
    match lexical::whole(digits, 0, lexical::number(255)) {
        Ok(ttl) if digits.len() <= 3 => Ok(ttl as u8),
        Ok(_) => Err(fail(at, ErrorKind::OutOfRange)),
        Err(error) => Err(fail(at, error.kind())),
    }
}

fn host_of<'a>(param: &Param<'a>, at: &[u8], profile: &Profile) -> Checked<Host<'a>> {
    let bytes = unquoted_of(param, at)?;
    lexical::whole(bytes, 0, |input| host::host(input, profile)).map_err(|error| fail(at, error.kind()))
}

written_as_read!(Via with params);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Limits;

    #[test]
    fn white_space_and_folds_are_allowed_where_the_rfc_has_them() {
        let text = b"SIP / 2.0\r\n / UDP  first.example.com: 4000;ttl=16 ;maddr=224.2.0.1\r\n ;branch=z9hG4bKa7c6a8dlze.1";
        let via = Via::parse(text).unwrap();
        assert_eq!((via.transport(), via.host().as_str(), via.port()), (Transport::Udp, "first.example.com", Some(4000)));
        assert_eq!((via.ttl(), via.maddr().unwrap().as_str()), (Some(16), "224.2.0.1"));
        assert_eq!(via.branch().unwrap(), "z9hG4bKa7c6a8dlze.1");
        assert!(via.has_magic_cookie() && !via.has_rport());
    }

    #[test]
    fn received_comes_in_both_forms() {
        for text in ["SIP/2.0/UDP h;received=2001:db8::9:255", "SIP/2.0/UDP h;received=[2001:db8::9:255]"] {
            assert_eq!(Via::parse(text.as_bytes()).unwrap().received(), Some("2001:db8::9:255".parse().unwrap()), "{text}");
        }
        let via = Via::parse(b"SIP/2.0/UDP [2001:db8::9:1];received=192.0.2.1;rport=5060").unwrap();
        assert_eq!((via.received(), via.rport()), (Some("192.0.2.1".parse().unwrap()), Some(5060)));
    }

    #[test]
    fn unknown_transports_and_protocols_are_read() {
        let via = Via::parse(b"XYZ/9.x/UNKNOWN t.example.org;BRANCH=x;foo").unwrap();
        assert_eq!((via.protocol().as_str(), via.version().as_str(), via.transport().as_str()), ("XYZ", "9.x", "UNKNOWN"));
        assert!(via.params().contains("foo") && !via.has_magic_cookie());
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            ("", 0),
            ("SIP", 3),
            ("SIP/2.0", 7),
            ("SIP/2.0/UDP", 11),
            ("SIP/2.0/UDP ", 11),
            ("SIP/2.0/UDPh", 12),
            ("SIP/2.0/UDP h:", 14),
            ("SIP/2.0/UDP h;", 14),
            ("SIP/2.0/UDP h;;branch=x", 14),
            ("SIP/2.0/UDP h;branch=x;branch=y", 23),
            ("SIP/2.0/UDP h;ttl=256", 14),
            ("SIP/2.0/UDP h;rport=", 20),
            ("SIP/2.0/UDP h;rport=65536", 14),
            ("SIP/2.0/UDP h;received=x", 14),
            ("SIP/2.0/UDP h;branch=\"x\"", 14),
            ("SIP/2.0/UDP h (x)", 14),
            ("SIP/2.0/UDP\u{a0}h", 11),
            ("SIP/2.0/UDP h;maddr=a_b", 14),
            ("SIP/2.0/UDP h;RPORT;rport=1", 20),
        ] {
            assert_eq!(Via::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn a_comma_in_a_comment_parts_nothing_where_comments_are_taken() {
        use crate::name::HeaderName;
        let count = |text: &'static str, leniency| {
            let value = Value::alone(text.as_bytes(), Profile::new(&Limits::new(), leniency)).unwrap();
            HeaderName::Via.values(value).collect::<Result<alloc::vec::Vec<_>, _>>().map(|all| all.len()).map_err(|error| error.offset())
        };
        let text = "SIP/2.0/UDP a;x=\"(,\" (b, \\) (c,) d), SIP/2.0/UDP e (f)";
        assert_eq!((count(text, Leniency::VIA_COMMENT), count(text, Leniency::NONE)), (Ok(2), Err(21)));
        assert_eq!(count("SIP/2.0/UDP a (b, SIP/2.0/UDP c", Leniency::VIA_COMMENT), Err(31));
        assert_eq!(count("SIP/2.0/UDP a, SIP/2.0/UDP b", Leniency::VIA_COMMENT), Ok(2));
    }

    #[test]
    fn parameters_of_other_names_hold_what_they_like() {
        for name in ["branches", "receipts", "oc", "ttt", "rport2", "raddr", "brunch", "keeps"] {
            // The usual shape, and one that only the grammar reads.
            for (space, value) in [("", "=x.y"), (" ", "=x.y"), ("", "=192.0.2.1"), (" ", "=192.0.2.1"), ("", "")] {
                let text = alloc::format!("SIP/2.0/UDP h{space};{name}{value}");
                let via = via_parm(Value::new(text.as_bytes()).unwrap()).unwrap_or_else(|error| panic!("{text}: {error}"));
                assert_eq!(
                    (via.received(), via.branch(), via.ttl(), via.has_rport(), via.has_keep()),
                    (None, None, None, false, false),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn lenient_readings_are_named() {
        let read = |text: &'static str, flag| via_parm(Value::alone(text.as_bytes(), Profile::new(&Limits::new(), flag)).unwrap());
        assert_eq!(read("SIP/2.0/UDP h;a (x (y))", Leniency::VIA_COMMENT).unwrap().as_bytes(), b"SIP/2.0/UDP h;a");
        let name = read("SIP/2.0/UDP h;received=stinkbug.example;a", Leniency::RECEIVED_NAME).unwrap();
        assert!(name.received().is_none() && name.params().value("received").unwrap().is("stinkbug.example"));
        assert!(read("SIP/2.0/UDP h;received=a;received=192.0.2.1", Leniency::ALL).is_err());
        assert!(read("SIP/2.0/UDP h;;a", Leniency::ALL).is_err());
        let blank = read("SIP/2.0/UDP h;rport=;branch=;received=;ttl=;maddr=;keep=;x=", Leniency::EMPTY_PARAM_VALUE).unwrap();
        assert_eq!((blank.has_rport(), blank.rport(), blank.has_keep(), blank.keep()), (true, None, true, Ok(None)));
        assert_eq!((blank.branch(), blank.received(), blank.ttl(), blank.maddr()), (None, None, None, None));
        assert!(read("SIP/2.0/UDP h;branch=\"\"", Leniency::ALL).is_err());
    }
}
