//! Via made from parts.

use core::net::IpAddr;

use super::{Via, via_parm};
use crate::encode::{Encode, ParamDraft, Writer, shown_as_written};
use crate::header::draft::{Draft, EncodeHeader, refuse_unless};
use crate::header::family::Family;
use crate::host::HostRef;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::transport::Transport;

/// A Via to be written, made from parts. Its parameters come in the order `rport`, `received`, `branch`, `alias`, then the
/// others.
///
/// ```
/// use sipwire::{Encode, Host, Transport, header::Via};
///
/// let via = Via::build(Transport::Tcp, Host::try_from("192.168.110.247")?).port(50250).rport_flag().branch("z9hG4bK7").alias();
/// assert_eq!(via.to_bytes()?, b"SIP/2.0/TCP 192.168.110.247:50250;rport;branch=z9hG4bK7;alias");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ViaDraft<'a> {
    transport: Transport<'a>,
    host: HostRef<'a>,
    port: Option<u16>,
    rport: Option<Option<u16>>,
    received: Option<IpAddr>,
    branch: Option<&'a [u8]>,
    alias: bool,
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(ViaDraft);

impl<'a> Via<'a> {
    /// Makes a Via from parts, to be written.
    pub fn build(transport: Transport<'a>, host: impl Into<HostRef<'a>>) -> ViaDraft<'a> {
        ViaDraft::new(transport, host.into())
    }
}

impl<'a> ViaDraft<'a> {
    const fn new(transport: Transport<'a>, host: HostRef<'a>) -> Self {
        Self { transport, host, port: None, rport: None, received: None, branch: None, alias: false, params: &[] }
    }

    /// The port of sent-by.
    #[must_use]
    pub const fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Asks for the response to come back to the port that the request came from: `rport` without a value (RFC 3581 §3).
    #[must_use]
    pub const fn rport_flag(mut self) -> Self {
        self.rport = Some(None);
        self
    }

    /// The port that the request came from (RFC 3581 §4).
    #[must_use]
    pub const fn rport(mut self, port: u16) -> Self {
        self.rport = Some(Some(port));
        self
    }

    /// The address that the request came from (RFC 3261 §18.2.1), written without brackets (RFC 5118 §4.5).
    #[must_use]
    pub const fn received(mut self, address: IpAddr) -> Self {
        self.received = Some(address);
        self
    }

    /// The branch, a token, which begins with `z9hG4bK` (RFC 3261 §8.1.1.7).
    #[must_use]
    pub fn branch(mut self, branch: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.branch = Some(branch.as_ref());
        self
    }

    /// Lets the connection be used for requests the other way (RFC 5923 §6).
    #[must_use]
    pub const fn alias(mut self) -> Self {
        self.alias = true;
        self
    }

    /// Sets further parameters, written behind the named ones.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for ViaDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        let start = out.position();
        out.fixed("SIP/2.0/");
        out.known(self.transport.as_bytes());
        out.fixed(" ");
        self.host.encode(out);
        if let Some(port) = self.port {
            out.fixed(":");
            out.port(port);
        }
        if let Some(rport) = self.rport {
            out.fixed(";rport");
            if let Some(port) = rport {
                out.fixed("=");
                out.port(port);
            }
        }
        if let Some(received) = self.received {
            out.fixed(";received=");
            out.address(received);
        }
        if let Some(branch) = self.branch {
            out.fixed(";branch=");
            out.token(branch);
        }
        if self.alias {
            out.fixed(";alias");
        }
        if !self.params.is_empty() {
            // A further parameter may repeat a named one, or be invalid in a Via.
            out.params(self.params);
            refuse_unless(start, out, |written| via_parm(written)?.verify());
        }
    }
}

impl Draft<Via<'static>> for ViaDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

impl EncodeHeader for ViaDraft<'_> {
    fn name(&self) -> HeaderName<'_> {
        HeaderName::Via
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Host;

    #[test]
    fn a_draft_can_say_all_of_it() {
        let host = Host::try_from("[2001:db8::1]").unwrap();
        let other = [ParamDraft::token("maddr", "h"), ParamDraft::quoted("x", "y\"")];
        let draft = Via::build(Transport::Ws, host).rport(5).received("2001:db8::2".parse().unwrap()).branch("b").params(&other);
        let bytes = draft.to_bytes().unwrap();
        assert_eq!(bytes, b"SIP/2.0/WS [2001:db8::1];rport=5;received=2001:db8::2;branch=b;maddr=h;x=\"y\\\"\"");
        assert_eq!(Via::parse(&bytes).unwrap().to_bytes().unwrap(), bytes);
        assert!(Via::build(Transport::Ws, host).branch("a b").to_bytes().is_err());
    }
}
