use std::hint::black_box;

use sipmsg::{
    NomParser, SipHeader, SipHeaderTagType, SipHeaders, SipMessageType, SipRFCHeader, SipRequest, SipResponse, get_sip_message_type,
};

use super::{Peer, Result, refused};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Sipmsg;

fn parse(bytes: &[u8]) -> Result<SipHeaders<'_>> {
    Ok(match get_sip_message_type(bytes) {
        SipMessageType::Response => black_box(SipResponse::parse(bytes).map_err(refused)?.1).headers,
        _ => black_box(SipRequest::parse(bytes).map_err(refused)?.1).headers,
    })
}

impl Peer for Sipmsg {
    const NAME: &'static str = "sipmsg";
    const UNLIKE: &'static str = "parts of values are slices, in maps by name; every header of RFC 3261 is parsed at once, and rows are put together by name; \
                                  numbers stay text; reads no Content-Length";

    fn scan(input: &Input) -> Result<Option<usize>> {
        black_box(parse(black_box(&input.bytes))?);
        Ok(None)
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let headers = parse(black_box(&input.bytes))?;
        let first = |name| headers.get_rfc(name).and_then(|all| all.front());
        let via = first(SipRFCHeader::Via).ok_or("no Via")?;
        see.see(Key::ViaTransport, tag(via, SipHeaderTagType::ProtocolTransport));
        see.see(Key::ViaHost, tag(via, SipHeaderTagType::Host));
        see.see(Key::ViaPort, tag(via, SipHeaderTagType::Port));
        see.see(Key::ViaBranch, param(via, "branch"));
        see.see(Key::ViaRport, param(via, "rport"));
        see.see(Key::ViaReceived, param(via, "received"));
        let from = first(SipRFCHeader::From).ok_or("no From")?;
        let uri = from.value.sip_uri().ok_or("a From of another scheme")?;
        see.see(Key::FromUser, uri.user_info().map(|user| user.value));
        see.see(Key::FromHost, uri.hostport.host);
        see.see(Key::FromTag, param(from, "tag"));
        see.see(Key::ToTag, param(first(SipRFCHeader::To).ok_or("no To")?, "tag"));
        see.see(Key::CallId, first(SipRFCHeader::CallID).ok_or("no Call-ID")?.value.vstr);
        see.see(Key::CSeq, tag(first(SipRFCHeader::CSeq).ok_or("no CSeq")?, SipHeaderTagType::Number));
        let hops = first(SipRFCHeader::MaxForwards);
        see.see(Key::MaxForwards, hops.map(|hops| hops.value.vstr.parse::<u32>()).transpose()?);
        let uri = first(SipRFCHeader::Contact).and_then(|contact| contact.value.sip_uri());
        see.see(Key::ContactUser, uri.and_then(|uri| uri.user_info()).map(|user| user.value));
        see.see(Key::ContactHost, uri.map(|uri| uri.hostport.host));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.hostport.port));
        let auth = first(SipRFCHeader::WWWAuthenticate).or(first(SipRFCHeader::Authorization));
        see.see(Key::Realm, auth.map_or(Fact::Absent, |auth| tag(auth, SipHeaderTagType::Realm)));
        see.see(Key::Nonce, auth.map_or(Fact::Absent, |auth| tag(auth, SipHeaderTagType::Nonce)));
        see.see(Key::Response, auth.map_or(Fact::Absent, |auth| tag(auth, SipHeaderTagType::Dresponse)));
        Ok(Some(()))
    }
}

fn param<'a>(header: &SipHeader<'a>, name: &'static str) -> Fact<'a> {
    header.params().and_then(|params| params.get(name)).map_or(Fact::Absent, |value| value.map_or(Fact::Bare, Fact::from))
}

fn tag<'a>(header: &SipHeader<'a>, tag: SipHeaderTagType) -> Fact<'a> {
    header.value.tags().and_then(|tags| tags.get(&tag)).copied().into()
}
