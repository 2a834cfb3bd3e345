use std::hint::black_box;

use ezk_sip_types::header::typed::{AuthChallenge, AuthResponse, CSeq, CallID, Contact, FromTo, MaxForwards, Via};
use ezk_sip_types::host::Host;
use ezk_sip_types::msg::{Line, MessageLine, PullParser};
use ezk_sip_types::parse::Parse;
use ezk_sip_types::uri::{SipUri, SipUriUserPart};
use ezk_sip_types::{Headers, Name};

use super::{Peer, Result, refused};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

pub struct Ezk;

/// The message, as this crate's stack reads it: each line pulled, its UTF-8 checked, and its value shared with the buffer.
fn parse(input: &Input) -> Result<(MessageLine, Headers)> {
    let bytes = black_box(&input.bytes);
    let mut lines = PullParser::new(bytes, 0);
    let first = lines.next().ok_or("no start line")?.map_err(refused)?;
    let (_, line) = MessageLine::parse(bytes)(std::str::from_utf8(first)?).map_err(refused)?;
    let mut headers = Headers::new();
    for line in lines {
        let (_, line) = Line::parse(bytes, std::str::from_utf8(line.map_err(refused)?)?).map_err(refused)?;
        headers.insert(line.name, line.value);
    }
    Ok((line, headers))
}

impl Peer for Ezk {
    const NAME: &'static str = "ezk-sip-types";
    const UNLIKE: &'static str = "values share the buffer, with a reference count each; the Request-URI is typed at once; rows are put together by name, in a \
                                  map; a value of several rows is typed with all of them; reads no Content-Length (its `ezk-sip-core` does)";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let message = parse(input)?;
        Ok(Some(black_box(&message).1.iter().count()))
    }

    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
        let (_, headers) = parse(input)?;
        let via = headers.get_named::<Via>().map_err(refused)?;
        see.see(Key::ViaTransport, via.transport.as_str());
        see.see(Key::ViaHost, host(&via.sent_by.host));
        see.see(Key::ViaPort, via.sent_by.port);
        see.see(Key::ViaBranch, via.params.get_val("branch").map(|value| value.as_str()));
        see.see(
            Key::ViaRport,
            via.params.get("rport").map_or(Fact::Absent, |param| param.value.as_ref().map_or(Fact::Bare, |value| value.as_str().into())),
        );
        see.see(Key::ViaReceived, via.params.get_val("received").map(|value| value.as_str()));
        let from = headers.get::<FromTo>(Name::FROM).map_err(refused)?;
        see.see(Key::FromUser, user(&from.uri.uri));
        see.see(Key::FromHost, host(&from.uri.uri.host_port.host));
        see.see(Key::FromTag, from.tag.as_ref().map(|tag| tag.as_str()));
        see.see(Key::ToTag, headers.get::<FromTo>(Name::TO).map_err(refused)?.tag.as_ref().map(|tag| tag.as_str()));
        see.see(Key::CallId, headers.get_named::<CallID>().map_err(refused)?.0.as_str());
        see.see(Key::CSeq, headers.get_named::<CSeq>().map_err(refused)?.cseq);
        let hops = headers.try_get_named::<MaxForwards>().transpose().map_err(refused)?;
        see.see(Key::MaxForwards, hops.map(|hops| u32::from(hops.0)));
        let contact = headers.try_get_named::<Contact>().transpose().map_err(refused)?;
        let uri = contact.as_ref().map(|contact| &contact.uri.uri);
        see.see(Key::ContactUser, uri.map_or(Fact::Absent, user));
        see.see(Key::ContactHost, uri.map_or(Fact::Absent, |uri| host(&uri.host_port.host)));
        see.see(Key::ContactPort, uri.and_then(|uri| uri.host_port.port));
        let challenge = headers.try_get::<AuthChallenge>(Name::WWW_AUTHENTICATE).transpose().map_err(refused)?;
        let credentials = headers.try_get::<AuthResponse>(Name::AUTHORIZATION).transpose().map_err(refused)?;
        let (realm, nonce) = match (&challenge, &credentials) {
            (Some(AuthChallenge::Digest(challenge)), _) => (Some(&challenge.realm), Some(&challenge.nonce)),
            (_, Some(AuthResponse::Digest(credentials))) => (Some(&credentials.realm), Some(&credentials.nonce)),
            _ => (None, None),
        };
        see.see(Key::Realm, realm.map(|realm| realm.as_str()));
        see.see(Key::Nonce, nonce.map(|nonce| nonce.as_str()));
        see.see(
            Key::Response,
            match &credentials {
                Some(AuthResponse::Digest(credentials)) => credentials.response.as_str().into(),
                _ => Fact::Absent,
            },
        );
        Ok(Some(()))
    }
}

fn user(uri: &SipUri) -> Fact<'_> {
    match &uri.user_part {
        SipUriUserPart::Empty => Fact::Absent,
        SipUriUserPart::User(user) => user.as_str().into(),
        SipUriUserPart::UserPw(pair) => pair.user.as_str().into(),
    }
}

fn host(host: &Host) -> Fact<'_> {
    match host {
        Host::Name(name) => name.as_str().into(),
        Host::IP4(address) => Fact::Address((*address).into()),
        Host::IP6(address) => Fact::Address((*address).into()),
    }
}
