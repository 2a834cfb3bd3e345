//! Transports, as Via and the `transport` parameter of a URI name them.

use crate::macros::open_enum;

open_enum! {
    /// A transport (RFC 3261 §20.42), compared without regard to case.
    ///
    /// ```text
    /// transport = "UDP" / "TCP" / "TLS" / "SCTP" / other-transport
    /// other-transport = token
    /// ```
    Transport, OtherTransport, nocase, Transport:
    /// Datagrams (RFC 3261).
    Udp "UDP";
    /// A stream (RFC 3261).
    Tcp "TCP";
    /// TLS over TCP (RFC 3261).
    Tls "TLS";
    /// SCTP (RFC 4168).
    Sctp "SCTP";
    /// TLS over SCTP (RFC 4168).
    TlsSctp "TLS-SCTP";
    /// WebSocket (RFC 7118).
    Ws "WS";
    /// WebSocket over TLS (RFC 7118).
    Wss "WSS";
    /// DTLS over UDP, which is not registered.
    DtlsUdp "DTLS-UDP";
}

impl Transport<'_> {
    /// Returns the default port (RFC 3261 §18.1.1, RFC 7118 §5.2 and §7), or `None` for an unknown transport.
    pub const fn default_port(&self) -> Option<u16> {
        match self {
            Transport::Udp | Transport::Tcp | Transport::Sctp => Some(5060),
            Transport::Tls | Transport::TlsSctp | Transport::DtlsUdp => Some(5061),
            Transport::Ws => Some(80),
            Transport::Wss => Some(443),
            Transport::Other(_) => None,
        }
    }

    /// Whether messages follow each other in a stream of bytes, so that each needs its Content-Length (RFC 3261 §18.3).
    pub const fn is_stream(&self) -> bool {
        matches!(self, Transport::Tcp | Transport::Tls)
    }

    /// Whether delivery and order are the transport's concern (RFC 3261 §17).
    pub const fn is_reliable(&self) -> bool {
        !matches!(self, Transport::Udp | Transport::DtlsUdp | Transport::Other(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_transports_are_compared_without_case_too() {
        let read = |name| Transport::try_from(name).unwrap();
        assert!(read("tcp") == Transport::Tcp && read("quic") == read("QUIC") && read("quic") != read("quick") && read("quic") == "Quic");
    }
}
