use std::hint::black_box;

use sipwire::Message;
use sipwire::header::{Authorization, CSeq, CallId, Contact, From, MaxForwards, To, Via, WwwAuthenticate};

use super::{Peer, Result};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Sipwire;

impl Peer for Sipwire {
    const NAME: &'static str = "sipwire";
    const UNLIKE: &'static str = "rows are places in the buffer; names classified, control bytes refused, Content-Length read and the body cut at once; \
                                  values typed when asked, each part by itself; nothing copied";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = Message::parse(black_box(&input.bytes))?;
        Ok(Some(black_box(&message).headers().len()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let message = Message::parse(black_box(&input.bytes))?;
        let headers = message.headers();
        let via = headers.first::<Via>()?.ok_or("no Via")?;
        let host = via.host()?;
        see.see(Key::ViaTransport, via.transport().as_bytes());
        see.see(Key::ViaHost, host.as_bytes());
        see.see(Key::ViaPort, via.port()?);
        see.see(Key::ViaBranch, via.branch()?.map(|branch| branch.as_bytes()));
        see.see(
            Key::ViaRport,
            match via.rport()? {
                Some(port) => port.into(),
                None if via.has_rport() => Fact::Bare,
                None => Fact::Absent,
            },
        );
        see.see(Key::ViaReceived, via.received()?);
        let from = headers.require::<From>()?;
        let uri = from.uri()?;
        let uri = uri.as_sip().ok_or("a From of another scheme")?;
        see.see(Key::FromUser, uri.user().map(|user| user.as_bytes()));
        see.see(Key::FromHost, uri.host().as_bytes());
        see.see(Key::FromTag, from.tag()?.map(|tag| tag.as_bytes()));
        see.see(Key::ToTag, headers.require::<To>()?.tag()?.map(|tag| tag.as_bytes()));
        see.see(Key::CallId, headers.require::<CallId>()?.as_bytes());
        see.see(Key::CSeq, headers.require::<CSeq>()?.number());
        see.see(Key::MaxForwards, headers.get::<MaxForwards>()?.map(|hops| hops.value()));
        let contact = headers.first::<Contact>()?;
        let uri = contact.as_ref().map(|contact| contact.uri()).transpose()?.flatten();
        let uri = uri.as_ref().and_then(|uri| uri.as_sip());
        see.see(Key::ContactUser, uri.and_then(|uri| uri.user()).map(|user| user.as_bytes()));
        see.see(Key::ContactHost, uri.map(|uri| uri.host().as_bytes()));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.port()));
        let challenge = headers.first::<WwwAuthenticate>()?;
        let credentials = headers.first::<Authorization>()?;
        let (realm, nonce) = match (&challenge, &credentials) {
            (Some(challenge), _) => (challenge.realm()?, challenge.nonce()?),
            (_, Some(credentials)) => (credentials.realm()?, credentials.nonce()?),
            _ => (None, None),
        };
        see.see(Key::Realm, realm.map(|realm| realm.as_bytes()));
        see.see(Key::Nonce, nonce.map(|nonce| nonce.as_bytes()));
        see.see(
            Key::Response,
            credentials.as_ref().map(|credentials| credentials.response()).transpose()?.flatten().map(|response| response.as_bytes()),
        );
        Ok(Some(()))
    }
}
