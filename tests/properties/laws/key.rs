//! The laws of keys, and of where messages are sent.

pub(crate) mod naive;

use std::net::SocketAddr;

use naive::Naive;
use sipwire::header::{CSeq, Via};
use sipwire::{EditScratch, Leniency, MergeKey, Message, Method, Parser, Request, Response, StatusCode, TransactionKey, Uri};

use super::{debugs, is_inside};

/// The laws of keys: of the input as a stored key, and as a message with another one behind it.
pub fn key(input: &[u8]) {
    stored(input);
    for parser in [Parser::new(), Parser::new().leniency(Leniency::ALL)] {
        let Ok(first) = parser.parse(input) else { continue };
        message(&first, input);
        if let Ok(second) = parser.parse(first.trailing())
            && let (Some(a), Some(b)) = (first.as_request(), second.as_request())
        {
            pair(a, b);
        }
    }
}

/// What is read back is what was stored.
fn stored(input: &[u8]) {
    if let Some(key) = TransactionKey::from_bytes(input) {
        assert_eq!(key.as_bytes(), input);
        is_key(&key);
    }
    if let Some(key) = MergeKey::from_bytes(input) {
        assert_eq!(key.as_bytes(), input);
        debugs(&key);
    }
    assert!(TransactionKey::from_bytes(input).is_none() || MergeKey::from_bytes(input).is_none());
}

fn is_key(key: &TransactionKey) {
    debugs(key);
    assert_eq!(TransactionKey::from_bytes(key.as_bytes()).as_ref(), Some(key));
    if let Some(cancelled) = key.cancelled(Method::Invite) {
        assert!(cancelled != *key && cancelled.cancelled(Method::Invite).is_none());
        assert_eq!(TransactionKey::from_bytes(cancelled.as_bytes()), Some(cancelled));
    }
}

fn message(message: &Message<'_>, input: &[u8]) {
    if let Ok(Some(via)) = message.headers().first::<Via>() {
        targets(&via);
    }
    match message {
        Message::Request(request) => of_request(request, input),
        Message::Response(response) => {
            TransactionKey::client(response).inspect(is_key).inspect_err(|error| is_inside(error, input)).ok();
            response.relay_targets().inspect_err(|error| is_inside(error, input)).ok();
        }
    }
}

fn of_request(request: &Request<'_>, input: &[u8]) {
    let uri = request.uri().and_then(|uri: Uri<'_>| uri.destination());
    uri.inspect(debugs).inspect_err(|error| is_inside(error, input)).ok();
    if let Some(key) = MergeKey::of(request).inspect_err(|error| is_inside(error, input)).ok().flatten() {
        assert_eq!(MergeKey::from_bytes(key.as_bytes()), Some(key));
    }
    let sent = TransactionKey::sent(request).inspect(is_key).inspect_err(|error| is_inside(error, input));
    let Ok(keyed) = TransactionKey::server(request).inspect_err(|error| is_inside(error, input)) else { return };
    is_key(&keyed.key);
    let source = SocketAddr::from(([203, 0, 113, 5], 4000));
    // Its response is that of the request that was sent, wherever it came from.
    let response = Response::to(request.headers(), StatusCode::NOT_FOUND, Some(b"x")).source(source).finish();
    if let (Ok(sent), Ok(response)) = (&sent, response)
        && let Ok(parsed) = Parser::new().leniency(Leniency::ALL).parse(response.as_bytes())
        && let Ok(client) = TransactionKey::client(parsed.as_response().expect("a response"))
        && request.headers().require::<CSeq<'_>>().is_ok_and(|cseq| cseq.method() == request.method())
    {
        assert_eq!(client, *sent);
    }
    // Its CANCEL names it.
    if let Ok(cancel) = request.cancel().finish() {
        let cancel = Parser::new().leniency(Leniency::ALL).parse(cancel.as_bytes()).expect("what was built").to_owned();
        let cancel = cancel.as_message();
        if let Ok(cancel) = TransactionKey::server(cancel.as_request().expect("a request")) {
            assert_eq!(cancel.key.cancelled(Method::Invite), Some(keyed.key.clone()));
        }
    }
}

/// Where a response goes does not depend on whether the source was written into its Via.
fn targets(via: &Via<'_>) {
    let source = SocketAddr::from(([203, 0, 113, 5], 4000));
    let request = [b"OPTIONS sip:a SIP/2.0\r\nVia: ", via.as_bytes(), b"\r\n\r\n"].concat();
    // The Via may be one that a leniency takes.
    let (Ok(here), Ok(message)) = (via.response_targets(source), Parser::new().leniency(Leniency::ALL).parse(&request)) else { return };
    let (here, mut scratch) = (format!("{:?}", here.collect::<Vec<_>>()), EditScratch::new());
    let mut edit = message.edit(&mut scratch);
    if edit.fill_source(source).is_err() {
        return;
    }
    let filled = edit.finish();
    let filled = filled.headers().first::<Via>().expect("it was read").expect("it is there");
    let again = filled.response_targets(source).expect("it was read");
    assert_eq!(format!("{:?}", again.collect::<Vec<_>>()), here);
    let relayed = filled.relay_targets().expect("it was read");
    assert_eq!(format!("{:?}", relayed.collect::<Vec<_>>()), here);
}

/// Keys of two requests are equal where the parts are that they are made of.
fn pair(a: &Request<'_>, b: &Request<'_>) {
    if let (Ok(first), Ok(second)) = (TransactionKey::server(a), TransactionKey::server(b)) {
        assert_eq!(first.key == second.key, Naive::of(a) == Naive::of(b), "{:?} {:?}", first.key, second.key);
        assert_eq!(first.key.cmp(&second.key), first.key.as_bytes().cmp(second.key.as_bytes()));
    }
    if let (Ok(Some(first)), Ok(Some(second))) = (MergeKey::of(a), MergeKey::of(b)) {
        assert_eq!(first == second, naive::merge(a) == naive::merge(b), "{first:?} {second:?}");
    }
}
