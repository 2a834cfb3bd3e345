//! [`ResponseTarget`]: where a response is sent.

use core::net::SocketAddr;

use super::Destination;
use super::destination::multicast_ttl;
use super::read::{self, Way};
use crate::error::ParseError;
use crate::header::Via;
use crate::host::Host;
use crate::message::Response;
use crate::transport::Transport;

/// Where a response is sent: a step of [`ResponseTargets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseTarget<'a> {
    /// The connection that the request came over, if it is still open (RFC 3261 §18.2.2).
    SameConnection,
    /// This address, from the address and port that the request was received on (RFC 3581 §4).
    SameSocket(SocketAddr),
    /// This destination, from any socket, over a new connection if the transport has connections.
    To(Destination<'a>),
}

/// Where a response is sent, in the order in which the places are to be tried: the next one if sending to the one before fails. Made by
/// [`Via::response_targets`], [`Via::relay_targets`] and [`Response::relay_targets`].
#[derive(Clone, Debug)]
pub struct ResponseTargets<'a> {
    steps: [Option<ResponseTarget<'a>>; 3],
}

impl<'a> Iterator for ResponseTargets<'a> {
    type Item = ResponseTarget<'a>;

    fn next(&mut self) -> Option<ResponseTarget<'a>> {
        self.steps.iter_mut().find_map(Option::take)
    }
}

impl<'a> Via<'a> {
    /// Returns where the response is sent to a request that was received here, whose topmost Via this is (RFC 3261 §18.2.2, RFC 3581 §4).
    ///
    /// `source` is where the request came from. `received` and the value of `rport` are not read: `source` stands for them, whatever the
    /// sender wrote there, and whether they were filled in or not.
    ///
    /// | transport | Via | steps |
    /// |---|---|---|
    /// | TCP, TLS, SCTP | | the same connection; the source address and the port of sent-by; sent-by by RFC 3263 §5 |
    /// | WS, WSS | | the same connection, since no other leads there (RFC 7118 §5.3) |
    /// | UDP | `maddr` | that host and the port of sent-by |
    /// | UDP | `rport` | the source address and port, from the socket that received the request |
    /// | UDP | | the source address and the port of sent-by; sent-by by RFC 3263 §5 |
    ///
    /// An absent port is the transport's default. Steps that name the same place are one. An IPv4 address that an IPv6 socket shows
    /// (`::ffff:192.0.2.1`) is kept as the socket shows it. `maddr` sends the response wherever the sender of the request likes; RFC 3261
    /// demands that.
    ///
    /// ```
    /// use sipwire::{Destination, ResponseTarget, Transport, header::Via};
    ///
    /// let source = "192.0.2.7:49152".parse().unwrap();
    /// let via = Via::parse(b"SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1")?;
    /// assert!(via.response_targets(source)?.eq([ResponseTarget::SameSocket(source)]));
    ///
    /// let via = Via::parse(b"SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1")?;
    /// let to = |address: &str| {
    ///     ResponseTarget::To(Destination::Address { address: address.parse().unwrap(), transport: Transport::Udp, ttl: None })
    /// };
    /// assert!(via.response_targets(source)?.eq([to("192.0.2.7:5070"), to("10.0.0.1:5070")]));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if a part of the Via that is needed is malformed.
    pub fn response_targets(&self, source: SocketAddr) -> Result<ResponseTargets<'a>, ParseError> {
        let way = Way::of(self)?;
        let back = way.has_rport.then_some(source);
        self.targets(way, Some(source), back)
    }

    /// Returns where a proxy sends a response whose next Via this is: the Via below its own (RFC 3261 §16.7, §18.2.2).
    ///
    /// Here `received` and `rport` are believed, since this proxy wrote them when it received the request ([`Edit::fill_source`]).
    /// Otherwise the steps are those of [`response_targets`](Via::response_targets). A proxy that kept its transaction has the source of
    /// the request, and takes that function.
    ///
    /// ```
    /// use sipwire::{ResponseTarget, header::Via};
    ///
    /// let via = Via::parse(b"SIP/2.0/UDP 10.0.0.1;rport=49152;received=192.0.2.7;branch=z9hG4bK1")?;
    /// assert!(via.relay_targets()?.eq([ResponseTarget::SameSocket("192.0.2.7:49152".parse().unwrap())]));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if a part of the Via that is needed is malformed.
    ///
    /// [`Edit::fill_source`]: crate::Edit::fill_source
    pub fn relay_targets(&self) -> Result<ResponseTargets<'a>, ParseError> {
        let way = Way::of(self)?;
        let back = way.received.zip(way.rport).map(SocketAddr::from);
        // Only the address counts: the port is that of sent-by.
        let source = way.received.map(|ip| SocketAddr::new(ip, 0));
        self.targets(way, source, back)
    }

    /// `source` is where the request came from as far as that is known, `back` where a response to it goes by RFC 3581.
    fn targets(&self, way: Way<'a>, source: Option<SocketAddr>, back: Option<SocketAddr>) -> Result<ResponseTargets<'a>, ParseError> {
        let transport = self.transport();
        if matches!(transport, Transport::Ws | Transport::Wss) {
            return Ok(ResponseTargets { steps: [Some(ResponseTarget::SameConnection), None, None] });
        }
        let (host, port) = read::sent_by(self)?;
        let port = port.unwrap_or(5060);
        let to = |mut address: SocketAddr| {
            address.set_port(port);
            ResponseTarget::To(Destination::Address { address, transport, ttl: None })
        };
        if !transport.is_reliable() {
            if let Some(maddr) = way.maddr {
                let step = to_maddr(maddr, port, transport, way.ttl);
                return Ok(ResponseTargets { steps: [Some(step), None, None] });
            }
            if let Some(back) = back {
                return Ok(ResponseTargets { steps: [Some(ResponseTarget::SameSocket(back)), None, None] });
            }
        }
        let same_connection = transport.is_reliable().then_some(ResponseTarget::SameConnection);
        let by_sent_by = match (host.ip(), source) {
            // The same place as the step before.
            (Some(ip), Some(source)) if ip == source.ip().to_canonical() => None,
            (Some(ip), _) => Some(to(SocketAddr::new(ip, port))),
            (None, _) => Some(ResponseTarget::To(by_name(self, host)?)),
        };
        Ok(ResponseTargets { steps: [same_connection, source.map(to), by_sent_by] })
    }
}

/// A host that takes the place of sent-by.
fn to_maddr<'a>(maddr: Host<'a>, port: u16, transport: Transport<'a>, ttl: Option<u8>) -> ResponseTarget<'a> {
    ResponseTarget::To(match maddr.ip() {
        Some(ip) => Destination::Address { address: SocketAddr::new(ip, port), transport, ttl: multicast_ttl(ip, ttl) },
        None => Destination::Name { host: maddr, port, transport },
    })
}

/// Where a name in sent-by leads to (RFC 3263 §5).
fn by_name<'a>(via: &Via<'a>, host: Host<'a>) -> Result<Destination<'a>, ParseError> {
    Ok(match via.port()? {
        Some(port) => Destination::Name { host, port, transport: via.transport() },
        None => Destination::by_srv(host, via.transport(), false),
    })
}

impl<'a> Response<'a> {
    /// Returns where a proxy sends this response, which it received and whose topmost Via is its own: by the second Via value
    /// ([`Via::relay_targets`]). Returns `None` if there is none: then the response is for this element and not to be forwarded
    /// (RFC 3261 §16.7 step 3).
    ///
    /// ```
    /// use sipwire::{Message, ResponseTarget};
    ///
    /// let response = Message::parse(
    ///     b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP me;branch=z9hG4bK2, SIP/2.0/TCP a;received=192.0.2.7;branch=z9hG4bK1\r\n\r\n",
    /// )?;
    /// let mut targets = response.as_response().unwrap().relay_targets()?.unwrap();
    /// assert_eq!(targets.next(), Some(ResponseTarget::SameConnection));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if one of the two topmost Via values is malformed.
    pub fn relay_targets(&self) -> Result<Option<ResponseTargets<'a>>, ParseError> {
        let mut all = self.headers().all::<Via<'a>>();
        all.next().transpose()?;
        all.next().transpose()?.map(|via| via.relay_targets()).transpose()
    }
}
