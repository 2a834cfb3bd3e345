use std::hint::black_box;

use rsiprtp::sip::{DigestChallenge, SipMessage, Via};

use super::{Peer, Result};
use crate::facts::{Key, See};
use crate::inputs::Input;

pub struct Rsiprtp;

impl Peer for Rsiprtp {
    const NAME: &'static str = "rsiprtp";
    const UNLIKE: &'static str = "UTF-8 is checked and each value copied; each accessor parses its header again and gives a `String`; the public face does \
                                  not say how many rows there are, nor what Max-Forwards and Authorization are, nor the URI of a response's From";
    const GIVES_NOT: &'static [Key] = &[Key::FromUser, Key::FromHost, Key::MaxForwards, Key::Realm, Key::Nonce, Key::Response];
    const FINDINGS: &'static [(&'static str, &'static str)] = &[
        ("a", "rport: nothing, not a flag"),
        ("b", "rport: nothing, not a flag"),
        ("c", "refused: unsupported algorithm: md5"),
        ("d", "rport: nothing, not a flag"),
        ("Route", "rport: nothing, not a flag"),
    ];

    fn scan(input: &Input) -> Result<Option<usize>> {
        black_box(SipMessage::parse(black_box(&input.bytes))?);
        Ok(None)
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = SipMessage::parse(black_box(&input.bytes))?;
        let (vias, contact, challenge) = match &message {
            SipMessage::Request(request) => {
                let (tag, uri) = request.from_tag_and_uri()?;
                see.see(Key::FromUser, uri.user());
                see.see(Key::FromHost, uri.host());
                see.see(Key::FromTag, &tag);
                see.see(Key::ToTag, request.to_tag().as_ref());
                see.see(Key::CallId, &request.call_id()?);
                see.see(Key::CSeq, request.cseq()?);
                (request.via_headers_raw(), request.contact_uri(), None)
            }
            SipMessage::Response(response) => {
                see.see(Key::FromTag, &response.from_tag()?);
                see.see(Key::ToTag, response.to_tag().as_ref());
                see.see(Key::CallId, &response.call_id()?);
                see.see(Key::CSeq, response.cseq()?);
                (response.via_headers_raw(), response.contact_uri(), response.www_authenticate())
            }
        };
        let via = Via::parse(vias.first().ok_or("no Via")?)?;
        see.see(Key::ViaTransport, &via.protocol);
        see.see(Key::ViaHost, &via.host);
        see.see(Key::ViaPort, via.port);
        see.see(Key::ViaBranch, &via.branch);
        see.see(Key::ViaRport, via.rport);
        see.see(Key::ViaReceived, via.received.as_ref());
        see.see(Key::ContactUser, contact.as_ref().and_then(|uri| uri.user()));
        see.see(Key::ContactHost, contact.as_ref().map(|uri| uri.host()));
        see.see(Key::ContactPort, contact.as_ref().and_then(|uri| uri.port()));
        if let SipMessage::Request(_) = message {
            return Ok(Some(()));
        }
        let challenge = challenge.map(|challenge| DigestChallenge::parse(&challenge)).transpose()?;
        see.see(Key::Realm, challenge.as_ref().map(|challenge| &challenge.realm));
        see.see(Key::Nonce, challenge.as_ref().map(|challenge| &challenge.nonce));
        Ok(Some(()))
    }
}
