use std::hint::black_box;

use rvoip_sip_core::types::TypedHeader;
use rvoip_sip_core::types::auth::{Challenge, Credentials, DigestParam};
use rvoip_sip_core::types::param::Param;
use rvoip_sip_core::{Host, parse_message};

use super::{Peer, Result};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Rvoip;

impl Peer for Rvoip {
    const NAME: &'static str = "rvoip-sip-core";
    const UNLIKE: &'static str =
        "every header is typed at once and copied, so that asking for values costs little more; Content-Length read and the body cut";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = parse_message(black_box(&input.bytes))?;
        Ok(Some(black_box(&message).all_headers().len()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = parse_message(black_box(&input.bytes))?;
        let headers = message.all_headers();
        let via = headers.iter().find_map(|header| if let TypedHeader::Via(via) = header { via.headers().first() } else { None });
        let via = via.ok_or("no Via")?;
        see.see(Key::ViaTransport, via.transport());
        see.see(Key::ViaHost, host(via.host()));
        see.see(Key::ViaPort, via.port());
        see.see(Key::ViaBranch, via.branch());
        see.see(
            Key::ViaRport,
            via.params
                .iter()
                .find_map(|param| if let Param::Rport(port) = param { Some(port) } else { None })
                .map_or(Fact::Absent, |port| port.map_or(Fact::Bare, Fact::from)),
        );
        see.see(
            Key::ViaReceived,
            via.params.iter().find_map(|param| if let Param::Received(address) = param { Some(*address) } else { None }),
        );
        let from = message.from().ok_or("no From")?.address();
        see.see(Key::FromUser, from.uri.user.as_ref());
        see.see(Key::FromHost, host(&from.uri.host));
        see.see(Key::FromTag, from.tag());
        see.see(Key::ToTag, message.to().ok_or("no To")?.tag());
        see.see(Key::CallId, message.call_id().ok_or("no Call-ID")?.as_str());
        let cseq = headers.iter().find_map(|header| if let TypedHeader::CSeq(cseq) = header { Some(cseq) } else { None });
        see.see(Key::CSeq, cseq.ok_or("no CSeq")?.sequence());
        let hops = headers.iter().find_map(|header| if let TypedHeader::MaxForwards(hops) = header { Some(hops) } else { None });
        see.see(Key::MaxForwards, hops.map(|hops| u32::from(hops.0)));
        let contact = headers.iter().find_map(|header| if let TypedHeader::Contact(contact) = header { contact.address() } else { None });
        see.see(Key::ContactUser, contact.and_then(|contact| contact.uri.user.as_ref()));
        see.see(Key::ContactHost, contact.map_or(Fact::Absent, |contact| host(&contact.uri.host)));
        see.see(Key::ContactPort, contact.and_then(|contact| contact.uri.port));
        let params = headers.iter().find_map(|header| match header {
            TypedHeader::WwwAuthenticate(challenges) => challenges.0.iter().find_map(|challenge| match challenge {
                Challenge::Digest { params } => Some(params),
                _ => None,
            }),
            TypedHeader::Authorization(credentials) => match &credentials.0 {
                Credentials::Digest { params } => Some(params),
                _ => None,
            },
            _ => None,
        });
        let param = |pick: fn(&DigestParam) -> Option<&String>| params.and_then(|params| params.iter().find_map(pick));
        see.see(Key::Realm, param(|param| if let DigestParam::Realm(value) = param { Some(value) } else { None }));
        see.see(Key::Nonce, param(|param| if let DigestParam::Nonce(value) = param { Some(value) } else { None }));
        see.see(Key::Response, param(|param| if let DigestParam::Response(value) = param { Some(value) } else { None }));
        Ok(Some(()))
    }
}

fn host(host: &Host) -> Fact<'_> {
    match host {
        Host::Domain(name) => name.into(),
        Host::Address(address) => (*address).into(),
    }
}
