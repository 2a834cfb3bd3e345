//! [`Destination`]: where a request to a URI is sent, as far as that is known without DNS.

use core::fmt;
use core::net::{IpAddr, SocketAddr};

use crate::error::{Expected, ParseError};
use crate::host::Host;
use crate::scan;
use crate::transport::Transport;
use crate::uri::{SipUri, Uri};

/// Where a message is sent (RFC 3263 §4, §5): what the message says of it, before DNS is asked.
///
/// Made by [`Uri::destination`] for requests, and part of a [`ResponseTarget`](crate::ResponseTarget).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Destination<'a> {
    /// An address: nothing is looked up.
    Address {
        /// The address and the port.
        address: SocketAddr,
        /// The transport.
        transport: Transport<'a>,
        /// The TTL to send with, if the address is a multicast one (RFC 3261 §18.1.1, §18.2.2): 1 if the message names none.
        ttl: Option<u8>,
    },
    /// A name and a port: look up the name's A and AAAA records (RFC 3263 §4.2).
    Name {
        /// The name.
        host: Host<'a>,
        /// The port.
        port: u16,
        /// The transport.
        transport: Transport<'a>,
    },
    /// A name whose transport is known: look up its SRV records (RFC 3263 §4.2).
    Srv(SrvName<'a>),
    /// A name alone: look up its NAPTR records (RFC 3263 §4.1).
    Naptr(NaptrName<'a>),
}

/// A domain name whose SRV records say where a message is sent (RFC 3263 §4.2, §5).
///
/// `Display` writes the name to look up.
///
/// ```
/// use sipwire::{Destination, Transport, Uri};
///
/// let uri = Uri::parse(b"sips:alice@example.com;transport=tcp")?;
/// let Destination::Srv(name) = uri.destination()? else { panic!() };
/// assert_eq!((name.to_string().as_str(), name.transport()), ("_sips._tcp.example.com", Transport::Tls));
/// // If there is no such record.
/// let Destination::Name { port, .. } = name.without_records() else { panic!() };
/// assert_eq!(port, 5061);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SrvName<'a> {
    host: Host<'a>,
    transport: Transport<'a>,
    is_secure: bool,
}

/// A domain name whose NAPTR records say which transport a request takes (RFC 3263 §4.1).
///
/// ```
/// use sipwire::{Destination, Transport, Uri};
///
/// let uri = Uri::parse(b"sip:alice@example.com")?;
/// let Destination::Naptr(name) = uri.destination()? else { panic!() };
/// assert_eq!(name.host().as_str(), "example.com");
/// // Of each record, the service decides. Its replacement is the name of SRV records.
/// assert_eq!(name.transport_of("SIPS+D2T"), Some(Transport::Tls));
/// assert_eq!(name.transport_of("E2U+sip"), None);
/// // If there is no such record, the SRV records of each transport that the client has.
/// assert_eq!(name.srv(Transport::Udp).to_string(), "_sip._udp.example.com");
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NaptrName<'a> {
    host: Host<'a>,
    is_secure: bool,
}

impl<'a> Uri<'a> {
    /// Returns where a request is sent whose next hop is this URI (RFC 3263 §4): the input of the look-ups in DNS, none of which this
    /// crate makes.
    ///
    /// | URI | destination |
    /// |---|---|
    /// | `sip:192.0.2.1` | that address, UDP, 5060 |
    /// | `sips:192.0.2.1` | that address, TLS, 5061 |
    /// | `sip:example.com:5060` | A and AAAA records, UDP |
    /// | `sip:example.com;transport=tcp` | SRV records of `_sip._tcp.example.com` |
    /// | `sip:example.com` | NAPTR records |
    ///
    /// * An `maddr` parameter takes the place of the host.
    /// * The transport of a SIPS URI is made secure: `tcp` is TLS (RFC 3261 §26.2.2), `sctp` is TLS over SCTP (RFC 4168), `ws` is a
    ///   WebSocket over TLS, whose default port is 443 (RFC 7118 §5.5).
    /// * Retransmissions, a CANCEL and the ACK for a response from 300 to 699 go where the request went (RFC 3263 §4): look up once.
    ///
    /// ```
    /// use sipwire::{Destination, Transport, Uri};
    ///
    /// let uri = Uri::parse(b"sip:bob@192.0.2.4:5070;transport=tcp")?;
    /// let address = "192.0.2.4:5070".parse().unwrap();
    /// assert_eq!(uri.destination()?, Destination::Address { address, transport: Transport::Tcp, ttl: None });
    /// // No DNS name for a telephone number.
    /// assert!(Uri::parse(b"tel:+1-201-555-0123")?.destination().is_err());
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// * if the scheme is neither `sip` nor `sips`, at byte 0,
    /// * if `maddr` or `ttl` is malformed,
    /// * if a SIPS URI names an unreliable transport (RFC 3261 §19.1.1).
    pub fn destination(&self) -> Result<Destination<'a>, ParseError> {
        self.as_sip().ok_or(ParseError::expected(Expected::Scheme, 0))?.destination()
    }
}

impl<'a> SipUri<'a> {
    /// Returns where a request is sent whose next hop is this URI: see [`Uri::destination`].
    ///
    /// # Errors
    ///
    /// Returns an error as [`Uri::destination`] does, but not for the scheme.
    pub fn destination(&self) -> Result<Destination<'a>, ParseError> {
        let (target, is_secure) = (self.maddr()?.unwrap_or(self.host()), self.is_sips());
        let transport = self.transport().map(|named| self.secured(named)).transpose()?;
        // The transport where none is named, and DNS is not to say (RFC 3263 §4.1).
        let assumed = transport.unwrap_or(if is_secure { Transport::Tls } else { Transport::Udp });
        let default_port = assumed.default_port().unwrap_or(if is_secure { 5061 } else { 5060 });
        Ok(match (target.ip(), self.port(), transport) {
            (Some(ip), port, _) => Destination::Address {
                address: SocketAddr::new(ip, port.unwrap_or(default_port)),
                transport: assumed,
                ttl: if ip.is_multicast() { multicast_ttl(ip, self.ttl()?) } else { None },
            },
            (None, Some(port), _) => Destination::Name { host: target, port, transport: assumed },
            (None, None, Some(transport)) => Destination::by_srv(target, transport, is_secure),
            (None, None, None) => Destination::Naptr(NaptrName { host: target, is_secure }),
        })
    }

    /// The transport that a `transport` parameter of this URI means.
    fn secured(&self, named: Transport<'a>) -> Result<Transport<'a>, ParseError> {
        Ok(match (self.is_sips(), named) {
            (false, named) => named,
            (true, Transport::Tcp) => Transport::Tls,
            (true, Transport::Sctp) => Transport::TlsSctp,
            (true, Transport::Ws) => Transport::Wss,
            (true, Transport::Udp | Transport::DtlsUdp) => return Err(self.wrong_transport()),
            (true, named) => named,
        })
    }

    /// The error of a transport that no SIPS URI may have: at its name.
    #[cold]
    fn wrong_transport(&self) -> ParseError {
        let (offset, _) = self.place();
        let value = self.params().get("transport").and_then(|param| param.value());
        let at = value.map_or(0, |value| scan::offset_of(self.as_bytes(), value.as_bytes()));
        ParseError::expected(Expected::Transport, offset as usize + at)
    }
}

/// The TTL of a message to that address (RFC 3261 §18.2.2).
pub(super) fn multicast_ttl(ip: IpAddr, named: Option<u8>) -> Option<u8> {
    ip.is_multicast().then_some(named.unwrap_or(1))
}

impl<'a> Destination<'a> {
    /// A name without a port, whose transport is known.
    pub(super) fn by_srv(host: Host<'a>, transport: Transport<'a>, is_secure: bool) -> Self {
        let name = SrvName::new(host, transport, is_secure);
        match transport {
            // No SRV label is defined for it.
            Transport::DtlsUdp => name.without_records(),
            _ => Destination::Srv(name),
        }
    }

    /// Returns the same destination over a congestion-controlled transport, for a request that [`needs_stream`]: TCP in place of UDP, TLS
    /// in place of DTLS (RFC 3261 §18.1.1). The transport of the request's Via changes with it.
    ///
    /// A multicast address stays as it is, since no stream leads there. A name whose NAPTR records are to be looked up stays as it is too:
    /// of its records, those of UDP are to be skipped.
    ///
    /// ```
    /// use sipwire::{Destination, Transport, Uri, needs_stream};
    ///
    /// let destination = Uri::parse(b"sip:192.0.2.1")?.destination()?;
    /// let large = if needs_stream(1301, None) { destination.over_stream() } else { destination };
    /// assert!(matches!(large, Destination::Address { transport: Transport::Tcp, .. }));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    #[must_use]
    pub const fn over_stream(mut self) -> Self {
        if let Destination::Address { transport, ttl: None, .. }
        | Destination::Name { transport, .. }
        | Destination::Srv(SrvName { transport, .. }) = &mut self
        {
            match transport {
                Transport::Udp => *transport = Transport::Tcp,
                Transport::DtlsUdp => *transport = Transport::Tls,
                _ => {}
            }
        }
        self
    }
}

impl<'a> SrvName<'a> {
    /// The name for a transport; of a SIPS URI, or over a secure transport, its service is `_sips`.
    fn new(host: Host<'a>, transport: Transport<'a>, is_sips: bool) -> Self {
        let is_secure = is_sips || matches!(transport, Transport::Tls | Transport::TlsSctp | Transport::Wss);
        Self { host, transport, is_secure }
    }

    /// The domain name, without service and protocol.
    pub const fn host(&self) -> Host<'a> {
        self.host
    }

    /// The transport to use with the records.
    pub const fn transport(&self) -> Transport<'a> {
        self.transport
    }

    /// Returns the destination if there is no SRV record: the A and AAAA records of the domain name itself, at the transport's default port
    /// (RFC 3263 §4.2).
    pub fn without_records(&self) -> Destination<'a> {
        let port = self.transport.default_port().unwrap_or(if self.is_secure { 5061 } else { 5060 });
        Destination::Name { host: self.host, port, transport: self.transport }
    }
}

/// The name to look up: `_sip._udp.example.com`.
impl fmt::Display for SrvName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_secure { "_sips._" } else { "_sip._" })?;
        match self.transport {
            Transport::Udp => f.write_str("udp"),
            Transport::Tcp | Transport::Tls => f.write_str("tcp"),
            Transport::Sctp | Transport::TlsSctp => f.write_str("sctp"),
            Transport::Ws | Transport::Wss => f.write_str("ws"),
            other => other.fmt(f),
        }?;
        write!(f, ".{}", self.host)
    }
}

/// The services of NAPTR records (RFC 3263 §4.1, RFC 4168 §8, RFC 7118 §5.5), and their transports.
const SERVICES: [(&str, Transport<'static>); 7] = [
    ("SIP+D2U", Transport::Udp),
    ("SIP+D2T", Transport::Tcp),
    ("SIPS+D2T", Transport::Tls),
    ("SIP+D2S", Transport::Sctp),
    ("SIPS+D2S", Transport::TlsSctp),
    ("SIP+D2W", Transport::Ws),
    ("SIPS+D2W", Transport::Wss),
];

impl<'a> NaptrName<'a> {
    /// The domain name.
    pub const fn host(&self) -> Host<'a> {
        self.host
    }

    /// Whether the URI is a SIPS URI, so that only secure transports count.
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Returns the transport of a NAPTR record with that service. Returns `None` if the record is to be discarded: its service is not one
    /// of SIP, or not a secure one though the URI is a SIPS URI (RFC 3263 §4.1). Services are compared without case.
    pub fn transport_of(&self, service: &str) -> Option<Transport<'static>> {
        let (name, transport) = SERVICES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(service))?;
        (!self.is_secure || name.starts_with("SIPS")).then_some(transport)
    }

    /// Returns the name of the SRV records of a transport, to be looked up for each transport that the client has if there is no NAPTR
    /// record (RFC 3263 §4.1). Of a SIPS URI, the transport is to be a secure one.
    pub fn srv<'t>(&self, transport: Transport<'t>) -> SrvName<'t>
    where
        'a: 't,
    {
        SrvName::new(self.host, transport, self.is_secure)
    }

    /// Returns the destination if there is neither a NAPTR nor an SRV record: the A and AAAA records of the name itself, over UDP, or over
    /// TLS for a SIPS URI (RFC 3263 §4.1, §4.2).
    pub fn without_records(&self) -> Destination<'a> {
        self.srv(if self.is_secure { Transport::Tls } else { Transport::Udp }).without_records()
    }
}

/// The length from which a request goes over a congestion-controlled transport if the path's MTU is unknown (RFC 3261 §18.1.1).
const LARGEST_DATAGRAM: usize = 1300;

/// How much smaller than the path's MTU a request has to be: responses may be larger than their request (RFC 3261 §18.1.1).
const ROOM: usize = 200;

/// Whether a request of that length must not be sent over UDP (RFC 3261 §18.1.1): it is within 200 bytes of the path's MTU, or larger than
/// 1300 bytes if the MTU is unknown. See [`Destination::over_stream`].
///
/// ```
/// use sipwire::needs_stream;
///
/// assert!(!needs_stream(1300, None) && needs_stream(1301, None));
/// assert!(!needs_stream(8799, Some(9000)) && needs_stream(8800, Some(9000)));
/// ```
pub const fn needs_stream(length: usize, path_mtu: Option<usize>) -> bool {
    match path_mtu {
        Some(mtu) => length.saturating_add(ROOM) >= mtu,
        None => length > LARGEST_DATAGRAM,
    }
}
