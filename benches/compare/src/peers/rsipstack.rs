use std::hint::black_box;

use rsipstack::sip::prelude::{HasHeaders, HeadersExt, ToTypedHeader};
use rsipstack::sip::typed::Authorization;
use rsipstack::sip::{Host, SipMessage, Transport};

use super::{Peer, Result};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Rsipstack;

impl Peer for Rsipstack {
    const NAME: &'static str = "rsipstack";
    const UNLIKE: &'static str = "names and values are copied; the Request-URI is typed at once, other values when asked, after one more copy; a row without a \
                                  colon is dropped, a bad Content-Length is 0";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = SipMessage::try_from(black_box(&*input.bytes))?;
        Ok(Some(black_box(&message).headers().iter().count()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = SipMessage::try_from(black_box(&*input.bytes))?;
        let via = message.top_via_header()?.typed()?;
        see.see(Key::ViaTransport, transport(via.transport));
        see.see(Key::ViaHost, host(&via.sent_by().host));
        see.see(Key::ViaPort, via.sent_by().port.as_ref().map(|port| port.value()));
        see.see(Key::ViaBranch, via.branch().map(|branch| branch.value()));
        see.see(Key::ViaRport, via.rport().map_or(Fact::Absent, |port| port.map_or(Fact::Bare, Fact::from)));
        see.see(Key::ViaReceived, via.received().transpose()?);
        let from = message.from_header()?.typed()?;
        see.see(Key::FromUser, from.uri.user());
        see.see(Key::FromHost, host(from.uri.host()));
        see.see(Key::FromTag, from.tag().map(|tag| tag.value()));
        see.see(Key::ToTag, message.to_header()?.typed()?.tag().map(|tag| tag.value()));
        see.see(Key::CallId, message.call_id_header()?.value());
        see.see(Key::CSeq, message.cseq_header()?.typed()?.seq);
        let hops = message.max_forwards_header().ok();
        see.see(Key::MaxForwards, hops.map(|hops| hops.value().parse::<u32>()).transpose()?);
        let contact = message.contact_header().ok().map(|contact| contact.typed()).transpose()?;
        let uri = contact.as_ref().map(|contact| &contact.uri);
        see.see(Key::ContactUser, uri.and_then(|uri| uri.user()));
        see.see(Key::ContactHost, uri.map_or(Fact::Absent, |uri| host(uri.host())));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.host_with_port.port.as_ref()).map(|port| port.value()));
        let challenge = message.www_authenticate_header().map(|challenge| challenge.typed()).transpose()?;
        let credentials = message.authorization_header().map(|row| Authorization::parse(row.value())).transpose()?;
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

fn host(host: &Host) -> Fact<'_> {
    match host {
        Host::Domain(name) => (&name.0).into(),
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
