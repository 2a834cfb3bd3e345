use std::hint::black_box;

use sip_header::sip_uri::Host;
use sip_header::{SipHeaderLookup, SipMessageHeaders};

use super::{Peer, Result};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct SipHeader;

impl Peer for SipHeader {
    const NAME: &'static str = "sip-header";
    const UNLIKE: &'static str = "text, so UTF-8 is checked first; parses header values and splits rows, but no start line and no body; a value is typed \
                                  when asked, with every row of its name and every parameter in a `String`. No types for CSeq, Max-Forwards";
    const GIVES_NOT: &'static [Key] = &[Key::CSeq, Key::MaxForwards];

    fn scan(input: &Input) -> Result<Option<usize>> {
        let headers = SipMessageHeaders::new(std::str::from_utf8(black_box(&input.bytes))?);
        Ok(Some(black_box(&headers).len()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let headers = SipMessageHeaders::new(std::str::from_utf8(black_box(&input.bytes))?);
        let via = headers.via()?.ok_or("no Via")?;
        let via = via.iter().next().ok_or("no Via")?;
        see.see(Key::ViaTransport, via.transport());
        see.see(Key::ViaHost, host(via.host()));
        see.see(Key::ViaPort, via.port());
        see.see(Key::ViaBranch, via.branch());
        see.see(Key::ViaRport, via.rport().map_or(Fact::Absent, |port| port.map_or(Fact::Bare, Fact::from)));
        see.see(Key::ViaReceived, via.received());
        let from = headers.sip_from()?.ok_or("no From")?;
        let uri = from.sip_uri().ok_or("a From of another scheme")?;
        see.see(Key::FromUser, uri.user());
        see.see(Key::FromHost, uri.host().map_or(Fact::Absent, host));
        see.see(Key::FromTag, from.tag());
        see.see(Key::ToTag, headers.sip_to()?.ok_or("no To")?.tag());
        see.see(Key::CallId, headers.call_id()?.ok_or("no Call-ID")?.as_str());
        let contacts = headers.contact()?;
        let uri = contacts.as_ref().and_then(|contacts| contacts.iter().next()).and_then(|contact| contact.sip_uri());
        see.see(Key::ContactUser, uri.and_then(|uri| uri.user()));
        see.see(Key::ContactHost, uri.and_then(|uri| uri.host()).map_or(Fact::Absent, host));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.port()));
        let (challenges, credentials) = (headers.www_authenticate()?, headers.authorization()?);
        let auth = challenges.iter().chain(&credentials).flatten().next();
        see.see(Key::Realm, auth.and_then(|auth| auth.realm()));
        see.see(Key::Nonce, auth.and_then(|auth| auth.nonce()));
        see.see(Key::Response, auth.and_then(|auth| auth.param("response")).flatten());
        Ok(Some(()))
    }
}

fn host(host: &Host) -> Fact<'_> {
    match host {
        Host::Hostname(name) => name.as_str().into(),
        host => host.ip().into(),
    }
}
