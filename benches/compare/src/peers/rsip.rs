use std::hint::black_box;

use rsip::common::uri::Host;
use rsip::headers::{ToTypedHeader, UntypedHeader};
use rsip::message::HasHeaders;
use rsip::param::{OtherParam, Param};
use rsip::prelude::HeadersExt;
use rsip::{SipMessage, Transport};

use super::{Peer, Result};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Rsip;

/// A Contact with a quoted parameter.
const REFUSED_CONTACT: &str = "refused: Tokenizer error: failed to tokenize params";

impl Peer for Rsip {
    const NAME: &'static str = "rsip";
    const UNLIKE: &'static str = "each value is copied to a `String` when parsed, and again when it is typed; the Request-URI is typed at once; a row of a \
                                  singleton typed into parts that own their text; reads no Content-Length";
    const FINDINGS: &'static [(&'static str, &'static str)] = &[("a", REFUSED_CONTACT), ("b", REFUSED_CONTACT), ("Route", REFUSED_CONTACT)];

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = SipMessage::try_from(black_box(&*input.bytes))?;
        Ok(Some(black_box(&message).headers().iter().count()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = SipMessage::try_from(black_box(&*input.bytes))?;
        let via = message.via_header()?.typed()?;
        see.see(Key::ViaTransport, transport(via.transport));
        see.see(Key::ViaHost, host(via.uri.host()));
        see.see(Key::ViaPort, via.uri.port().map(|port| *port.value()));
        see.see(Key::ViaBranch, via.branch().map(|branch| branch.value()));
        let rport = via.params.iter().find_map(|param| match param {
            Param::Other(name, value) if is_rport(name) => Some(value.as_ref()),
            _ => None,
        });
        see.see(Key::ViaRport, rport.map_or(Fact::Absent, |value| value.map_or(Fact::Bare, |value| value.value().into())));
        see.see(Key::ViaReceived, via.received()?);
        let from = message.from_header()?.typed()?;
        see.see(Key::FromUser, from.uri.user());
        see.see(Key::FromHost, host(from.uri.host()));
        see.see(Key::FromTag, from.tag().map(|tag| tag.value()));
        see.see(Key::ToTag, message.to_header()?.typed()?.tag().map(|tag| tag.value()));
        see.see(Key::CallId, message.call_id_header()?.value());
        see.see(Key::CSeq, message.cseq_header()?.typed()?.seq);
        let hops = message.max_forwards_header().ok();
        see.see(Key::MaxForwards, hops.map(|hops| hops.num()).transpose()?);
        let contact = message.contact_header().ok().map(|contact| contact.typed()).transpose()?;
        let uri = contact.as_ref().map(|contact| &contact.uri);
        see.see(Key::ContactUser, uri.and_then(|uri| uri.user()));
        see.see(Key::ContactHost, uri.map_or(Fact::Absent, |uri| host(uri.host())));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.port()).map(|port| *port.value()));
        let challenge = message.www_authenticate_header().map(|challenge| challenge.typed()).transpose()?;
        let credentials = message.authorization_header().map(|credentials| credentials.typed()).transpose()?;
        let (realm, nonce) = match (&challenge, &credentials) {
            (Some(challenge), _) => (Some(&challenge.realm), Some(&challenge.nonce)),
            (_, Some(credentials)) => (Some(&credentials.realm), Some(&credentials.nonce)),
            _ => (None, None),
        };
        see.see(Key::Realm, realm);
        see.see(Key::Nonce, nonce);
        see.see(Key::Response, credentials.as_ref().map(|credentials| &credentials.response));
        Ok(Some(()))
    }
}

fn is_rport(name: &OtherParam) -> bool {
    name.value().eq_ignore_ascii_case("rport")
}

fn host(host: &Host) -> Fact<'_> {
    match host {
        Host::Domain(name) => Fact::Shown(name),
        Host::IpAddr(address) => (*address).into(),
    }
}

fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "UDP",
        Transport::Tcp => "TCP",
        _ => "another",
    }
}
