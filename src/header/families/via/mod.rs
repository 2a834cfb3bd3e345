//! Via.

mod draft;
pub(crate) mod fast;
mod params;
mod rules;
mod source;

use core::net::IpAddr;

use nom::Err;

pub use draft::ViaDraft;
pub(crate) use rules::via_parm;
#[cfg(test)]
pub(crate) use rules::{check_whole, full};
pub(crate) use source::ViaSource;

use crate::error::{KnownParam, ParseError};
use crate::grammar::{self, Fail, run, sws};
use crate::header::draft::written_as_read;
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::host::{self, Host};
use crate::name::HeaderName;
use crate::params::{Param, Params, Place};
use crate::profile::{Leniency, Profile};
use crate::text::{Token, part};
use crate::transport::Transport;
use crate::uri::Uri;

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
/// assert_eq!((via.transport(), via.port()?), (Transport::Tcp, Some(50250)));
/// assert_eq!(via.branch()?.unwrap(), "z9hG4bKPjda05");
/// // The flag is present, and has no value.
/// assert_eq!((via.has_rport(), via.rport()?, via.has_alias()), (true, None, true));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Via<'a> {
    raw: &'a [u8],
    /// The absolute offset and the leniency, for the parts that are typed on access.
    offset: u32,
    leniency: Leniency,
    /// Where the protocol's name ends, and where each of the other parts begins and ends: offsets in `raw`.
    protocol_end: u32,
    version: (u32, u32),
    transport: (u32, u32),
    host: (u32, u32),
    /// (0, 0) if the Via has no port.
    port: (u32, u32),
    params_start: u32,
    known: Known,
    /// Whether each parameter is known to be generic, and none is a `ttl` or a `maddr`.
    is_common: bool,
}

/// The parameters that route responses, found when the value is cut.
#[derive(Clone, Copy, Default)]
struct Known {
    branch: Place,
    received: Place,
    rport: Place,
}

impl PartialEq for Via<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Via<'_> {}

/// Types a parameter; the bytes begin with it.
type ParamRule<'a, T> = fn(&Param<'a>, &'a [u8], &Profile) -> Result<T, Err<Fail>>;

/// The beginning of every branch made by RFC 3261 (§8.1.1.7).
const MAGIC_COOKIE: &[u8] = b"z9hG4bK";

impl<'a> Via<'a> {
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
    pub fn transport(&self) -> Transport<'a> {
        Transport::of_token(part(self.raw, self.transport.0, self.transport.1))
    }

    /// Returns the host of sent-by, the address that the sender claims (RFC 3261 §18.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if sent-by does not begin with a host.
    #[inline]
    pub fn host(&self) -> Result<Host<'a>, ParseError> {
        let (start, end) = self.host;
        let text = part(self.raw, start, end);
        match host::of_text(text) {
            Some(host) => Ok(host),
            None => grammar::whole(text, (self.offset + start) as usize, |input: &'a [u8]| {
                let (rest, host) = run(host::host(&self.profile()), input)?;
                Ok((sws(rest)?.0, host))
            }),
        }
    }

    /// Returns the port of sent-by, or `None` if there is no port.
    ///
    /// # Errors
    ///
    /// Returns an error if the port is not a number from 1 to 65535.
    #[inline]
    pub fn port(&self) -> Result<Option<u16>, ParseError> {
        let (start, end) = self.port;
        if start == 0 {
            return Ok(None);
        }
        let text = part(self.raw, start, end);
        match host::port_of_plain(text) {
            Some(port) => Ok(Some(port)),
            None => grammar::whole(text, (self.offset + start) as usize, |input: &'a [u8]| {
                let (rest, port) = run(host::port_behind_colon(&self.profile()), input)?;
                Ok((sws(rest)?.0, port))
            }),
        }
    }

    /// The branch: which transaction the message belongs to (RFC 3261 §8.1.1.7). Tokens have no case (§7.3.1); compare branches
    /// without regard to it.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn branch(&self) -> Result<Option<Token<'a>>, ParseError> {
        match self.known.branch {
            place if place.is_absent() => Ok(None),
            place => match place.value(self.raw) {
                Some(branch @ [_, ..]) => Ok(Some(Token::new(branch))),
                _ => self.look_up(KnownParam::Branch, params::branch),
            },
        }
    }

    /// Whether the branch is of RFC 3261: the magic cookie with a suffix (RFC 4475 §3.2.1). Returns `false` for a malformed branch.
    pub fn has_magic_cookie(&self) -> bool {
        self.branch().is_ok_and(|branch| {
            let bytes = branch.map_or(&[][..], |branch| branch.as_bytes());
            bytes.len() > MAGIC_COOKIE.len() && bytes[..MAGIC_COOKIE.len()].eq_ignore_ascii_case(MAGIC_COOKIE)
        })
    }

    /// The address that the message came from, as the receiver saw it (RFC 3261 §18.2.1); with or without brackets on the wire.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn received(&self) -> Result<Option<IpAddr>, ParseError> {
        match self.known.received {
            place if place.is_absent() => Ok(None),
            place => match place.value(self.raw).and_then(|text| host::of_text(text)?.ip()) {
                Some(address) => Ok(Some(address)),
                None => Ok(self.look_up(KnownParam::Received, params::received)?.flatten()),
            },
        }
    }

    /// Whether the Via has an `rport`, with or without a value (RFC 3581 §3).
    pub fn has_rport(&self) -> bool {
        !self.known.rport.is_absent()
    }

    /// The port that the message came from, as the receiver saw it (RFC 3581 §4); `None` also if `rport` has no value.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn rport(&self) -> Result<Option<u16>, ParseError> {
        match self.known.rport {
            place if place.is_absent() => Ok(None),
            place => match place.value(self.raw) {
                // A flag.
                Some([]) => Ok(None),
                text => match text.and_then(host::port_of_plain) {
                    Some(port) => Ok(Some(port)),
                    None => Ok(self.look_up(KnownParam::Rport, params::rport)?.flatten()),
                },
            },
        }
    }

    /// Whether the connection may be used for requests the other way: an `alias` (RFC 5923 §6).
    pub fn has_alias(&self) -> bool {
        self.params().contains("alias")
    }

    /// How far a multicast reaches, from 0 to 255 (RFC 3261 §18.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn ttl(&self) -> Result<Option<u8>, ParseError> {
        self.look_up(KnownParam::Ttl, params::ttl)
    }

    /// The address to send responses to instead of sent-by, for multicast (RFC 3261 §18.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn maddr(&self) -> Result<Option<Host<'a>>, ParseError> {
        self.look_up(KnownParam::Maddr, params::maddr)
    }

    /// All parameters, in the order in which they were written.
    pub const fn params(&self) -> Params<'a> {
        let params = Params::last_of(self.raw, self.params_start, self.offset, self.leniency, &params::PARAMS);
        if self.is_common { params.common() } else { params }
    }

    /// A parameter that is unusual, wrong, or seldom present.
    #[cold]
    #[inline(never)]
    fn look_up<T>(&self, name: KnownParam, read: ParamRule<'a, T>) -> Result<Option<T>, ParseError> {
        self.params().known(name, read)
    }

    /// Returns the offsets of all parts.
    #[cfg(test)]
    pub(crate) fn places(&self) -> alloc::string::String {
        let Self { raw, offset, leniency, protocol_end, version, transport, host, port, params_start, known, is_common: _ } = self;
        let parts = (protocol_end, version, transport, host, port, params_start);
        alloc::format!("{:?} {offset} {leniency} {parts:?} {:?}", raw.as_ptr_range(), (known.branch, known.received, known.rport))
    }

    /// The profile that the parts are typed by.
    const fn profile(&self) -> Profile {
        Profile::of_taken(self.leniency)
    }
}

impl<'a> Family<'a> for Via<'a> {
    const NAME: &'static str = "via";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.host()?;
        self.port()?;
        let fits = self.is_common && self.branch().is_ok() && self.received().is_ok() && self.rport().is_ok();
        if fits { Ok(()) } else { self.params().verify() }
    }

    fn leniency(&self) -> Leniency {
        self.leniency
    }

    fn params(&self) -> Params<'a> {
        self.params()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        let protocol =
            [self.protocol(), self.version()].iter().zip([other.protocol(), other.version()]).all(|(a, b)| a.eq_ignore_ascii_case(b));
        let sent_by = match (self.host(), other.host()) {
            (Ok(a), Ok(b)) => a.equivalent(&b) && self.port() == other.port(),
            _ => false,
        };
        protocol && self.transport() == other.transport() && sent_by && equal::params(self.params(), other.params(), |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, protocol version transport host port branch has_magic_cookie received has_rport rport has_alias ttl maddr);
        tell!(facts, self, compression sigcomp_id has_keep keep has_overload_control overload_control overload_algorithms);
        tell!(facts, self, overload_validity overload_sequence received_realm);
    }
}

written_as_read!(Via);

#[cfg(test)]
mod tests;
