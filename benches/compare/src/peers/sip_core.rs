use std::hint::black_box;

use sip_core::header::{HeaderName, extract_tag, extract_uri};
use sip_core::{SipMessage, parse_challenge};

use super::{Peer, Result};
use crate::facts::{Key, See};
use crate::inputs::Input;

pub struct SipCore;

impl Peer for SipCore {
    const NAME: &'static str = "sip-core";
    const UNLIKE: &'static str = "text, so UTF-8 is checked first; each value is copied; a folded line is dropped; the body is put together again from its \
                                  lines, and no Content-Length is read. No types for Via and URIs: a tag is looked for with `split(';')`, a URI of From and \
                                  Contact is given as text";
    const GIVES_NOT: &'static [Key] = &[
        Key::ViaTransport,
        Key::ViaHost,
        Key::ViaPort,
        Key::ViaBranch,
        Key::ViaRport,
        Key::ViaReceived,
        Key::FromUser,
        Key::FromHost,
        Key::MaxForwards,
        Key::ContactUser,
        Key::ContactHost,
        Key::ContactPort,
        Key::Response,
    ];

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = SipMessage::parse(std::str::from_utf8(black_box(&input.bytes))?)?;
        Ok(Some(black_box(&message).headers().len()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = SipMessage::parse(std::str::from_utf8(black_box(&input.bytes))?)?;
        let headers = message.headers();
        let from = headers.get(&HeaderName::From).ok_or("no From")?;
        black_box(extract_uri(from.as_str()));
        black_box(headers.get(&HeaderName::Contact).and_then(|contact| extract_uri(contact.as_str())));
        see.see(Key::FromTag, extract_tag(from.as_str()).as_ref());
        see.see(Key::ToTag, headers.get(&HeaderName::To).and_then(|to| extract_tag(to.as_str())).as_ref());
        see.see(Key::CallId, message.call_id().as_ref());
        see.see(Key::CSeq, message.cseq().map(|(number, _)| number));
        let challenge = headers.get(&HeaderName::WwwAuthenticate).or(headers.get(&HeaderName::Authorization));
        let challenge = challenge.and_then(|challenge| parse_challenge(challenge.as_str()));
        see.see(Key::Realm, challenge.as_ref().map(|challenge| &challenge.realm));
        see.see(Key::Nonce, challenge.as_ref().map(|challenge| &challenge.nonce));
        Ok(Some(()))
    }
}
