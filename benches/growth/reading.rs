//! Reading a message in every way there is, typed values and what is printed among them.

use std::fmt::{self, Debug, Display, Write};
use std::hint::black_box;

use sipwire::header::{Allow, Contact, InReplyTo, Route, Supported, Via, WwwAuthenticate};
use sipwire::header::{ContentLength, From, To};
use sipwire::{AnyValue, Headers, List, Message, NameAddr, Params, Parser, Single, Text, TypedHeader, Uri};

/// Takes what is printed and keeps none of it.
struct Nowhere;

impl Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

fn debug(value: &dyn Debug) {
    write!(Nowhere, "{value:?}").expect("it is printed");
}

fn display(value: &dyn Display) {
    write!(Nowhere, "{value}").expect("it is printed");
}

/// Reads `input` in every way. Whether all of it was taken.
pub(crate) fn everything(input: &[u8], parser: &Parser) -> bool {
    let mut taken = false;
    if let Ok(message) = parser.parse(input) {
        debug(&message);
        display(&message);
        taken = values(&message);
        typed(&message.headers());
        taken &= body(&message);
        black_box(message.diagnostics().count());
    }
    let partial = parser.partial(input);
    debug(&partial);
    black_box((partial.method(), partial.raw_uri(), partial.uri(), partial.errors().len()));
    for row in partial.headers() {
        black_box(row.values().count());
    }
    taken
}

/// Reads the parts of the body, or the fragment that it is. Whether there is nothing that was refused.
fn body(message: &Message<'_>) -> bool {
    let mut taken = true;
    match message.multipart() {
        Ok(Some(multipart)) => {
            black_box((multipart.preamble(), multipart.epilogue(), multipart.part_with_id("no@such")));
            for part in multipart.walk() {
                match part {
                    Ok(part) => {
                        debug(&part);
                        typed(&part.headers());
                        black_box(part.headers().iter().map(|row| row.values().count()).sum::<usize>());
                    }
                    Err(_) => taken = false,
                }
            }
        }
        Ok(None) => {}
        Err(_) => taken = false,
    }
    if let Some(fragment) = message.sipfrag() {
        debug(&fragment);
        typed(&fragment.headers());
        taken &= fragment.errors().is_empty();
    }
    black_box(sipwire::sniff(message.as_bytes()));
    taken
}

/// Asks for every value of a message. Whether there is none that was refused.
pub(crate) fn values(message: &Message<'_>) -> bool {
    let mut taken = true;
    if let Some(request) = message.as_request() {
        taken &= request.uri().map(|uri| self::uri(&uri)).is_ok();
    }
    for row in message.headers() {
        for value in row.values() {
            match value {
                Ok(value) => self::value(&value),
                Err(_) => taken = false,
            }
        }
    }
    taken
}

fn typed(headers: &Headers<'_, '_>) {
    fn single<'a, H: TypedHeader<'a> + Single>(headers: &Headers<'_, 'a>) {
        black_box(headers.get::<H>().is_ok());
    }
    fn list<'a, H: TypedHeader<'a> + List>(headers: &Headers<'_, 'a>) {
        black_box(headers.all::<H>().count());
    }
    single::<From<'_>>(headers);
    single::<To<'_>>(headers);
    single::<ContentLength<'_>>(headers);
    list::<Via<'_>>(headers);
    list::<Route<'_>>(headers);
    list::<Contact<'_>>(headers);
    list::<Allow<'_>>(headers);
    list::<Supported<'_>>(headers);
    list::<InReplyTo<'_>>(headers);
    list::<WwwAuthenticate<'_>>(headers);
}

/// Asks a value for what it can tell.
fn value(value: &AnyValue<'_>) {
    display(value);
    debug(value);
    match value {
        AnyValue::Via(via) => {
            let _ = black_box((via.transport(), via.host(), via.port(), via.branch(), via.received(), via.rport(), via.ttl(), via.maddr()));
            params(&via.params());
        }
        AnyValue::NameAddr(address) => name_addr(address),
        AnyValue::Contact(contact) => {
            contact.address().into_iter().for_each(name_addr);
            black_box((contact.q().is_ok(), contact.expires().is_ok(), contact.reg_id().is_ok(), contact.instance().is_ok()));
        }
        AnyValue::CSeq(cseq) => debug(&(cseq.number(), cseq.method())),
        AnyValue::CallId(call_id) => display(&call_id.as_str()),
        AnyValue::Number(number) => {
            number.comment().into_iter().for_each(text);
            params(&number.params());
        }
        AnyValue::TokenParams(token) => {
            text(token.token());
            params(&token.params());
        }
        AnyValue::MediaType(media) => params(&media.params()),
        AnyValue::MediaRange(media) => {
            black_box(media.q().is_ok());
            params(&media.params());
        }
        AnyValue::Challenge(challenge) => {
            challenge.params().iter().for_each(|param| text(param.value()));
            let _ = black_box((
                challenge.realm(),
                challenge.nonce(),
                challenge.algorithm(),
                challenge.is_stale(),
                challenge.qop_options().map(Iterator::count),
            ));
            black_box(challenge.params().get("no-such-parameter"));
        }
        AnyValue::Credentials(credentials) => {
            credentials.params().iter().for_each(|param| text(param.value()));
            let _ = black_box((credentials.username(), credentials.response(), credentials.qop(), credentials.nonce_count().is_ok()));
        }
        AnyValue::AuthInfo(info) => {
            info.params().iter().for_each(|param| text(param.value()));
            let _ = black_box((info.next_nonce(), info.response(), info.qop(), info.nonce_count().is_ok()));
        }
        AnyValue::Timestamp(timestamp) => debug(&(timestamp.time(), timestamp.delay())),
        AnyValue::EventType(event) => {
            black_box((event.package(), event.templates().count()));
            params(&event.params());
        }
        AnyValue::DialogRef(dialog) => params(&dialog.params()),
        AnyValue::Warning(warning) => {
            let _ = black_box((warning.host(), warning.port()));
            warning.text().into_iter().for_each(text);
        }
        AnyValue::InfoUri(info) => {
            info.uri().iter().for_each(uri);
            params(&info.params());
        }
        AnyValue::FeatureSet(features) => params(&features.params()),
        AnyValue::ParamSet(set) => params(&set.params()),
        AnyValue::Identity(identity) => {
            identity.info().iter().for_each(uri);
            params(&identity.params());
        }
        AnyValue::SessionId(session) => params(&session.params()),
        AnyValue::ContentId(id) => debug(&(id.left(), id.right())),
        AnyValue::Text(value) => text(*value),
        other => debug(other),
    }
}

fn name_addr(address: &NameAddr<'_>) {
    address.display_name().into_iter().flatten().for_each(text);
    let _ = black_box(address.tag());
    address.uri().iter().for_each(uri);
    params(&address.params());
}

fn uri(uri: &Uri<'_>) {
    debug(uri);
    display(uri);
    let Some(sip) = uri.as_sip() else { return };
    black_box((sip.user().map(|user| user.unescape()), sip.password().map(|password| password.unescape()), sip.host(), sip.port()));
    let _ = black_box((sip.transport(), sip.maddr(), sip.ttl(), sip.is_loose_router()));
    sip.params().iter().for_each(|param| debug(&(param.name(), param.value())));
    sip.headers().iter().for_each(|header| debug(&(header.name().unescape(), header.value().to_str())));
    black_box(sip.headers().get("no-such-header"));
}

fn params(params: &Params<'_>) {
    debug(params);
    params.iter().filter_map(|param| param.value()).for_each(text);
    black_box((params.contains("no-such-parameter"), params.value("tag")));
}

fn text(text: Text<'_>) {
    display(&text);
    debug(&text);
    let says = text.unescape();
    black_box((text.pieces().count(), text.is(&says), text.to_str().is_ok(), text.to_str_lossy()));
}
