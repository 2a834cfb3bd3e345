//! Dialogs: how they are made, what is sent and received within them, what changes and ends them, and which one a header field names.

mod ids;
mod made;
mod refs;
mod requests;
mod stored;
mod updates;
mod walks;

use sipwire::rules::{Dialog, Fault};
use sipwire::{Message, MessageBuilder, StatusCode};

/// A message written line by line. Lines may be indented; the empty line follows.
pub(crate) fn message(text: &str) -> Message<'static> {
    let mut bytes: Vec<u8> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\r\n"].concat().into_bytes()).collect();
    bytes.extend_from_slice(b"\r\n");
    Message::parse(Box::leak(bytes.into_boxed_slice())).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Alice's INVITE to Bob, or another request that makes a dialog.
pub(crate) const INVITE: &str = "INVITE sip:bob@biloxi.example SIP/2.0
    Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bKinvite
    Max-Forwards: 70
    From: Alice <sip:alice@atlanta.example>;tag=1928
    To: Bob <sip:bob@biloxi.example>
    Call-ID: a84b4c76e66710@pc33
    CSeq: 314 INVITE
    Contact: <sip:alice@pc33.atlanta.example>";

/// Bob's 200 to it.
pub(crate) const OK: &str = "SIP/2.0 200 OK
    Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bKinvite
    From: Alice <sip:alice@atlanta.example>;tag=1928
    To: Bob <sip:bob@biloxi.example>;tag=a6c8
    Call-ID: a84b4c76e66710@pc33
    CSeq: 314 INVITE
    Contact: <sip:bob@192.0.2.4>";

/// A request of Alice within the dialog, as Bob receives it.
pub(crate) fn within(method: &str, number: u32, more: &str) -> Message<'static> {
    message(&format!(
        "{method} sip:bob@192.0.2.4 SIP/2.0
        Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bK{method}{number}
        Max-Forwards: 70
        From: Alice <sip:alice@atlanta.example>;tag=1928
        To: Bob <sip:bob@biloxi.example>;tag=a6c8
        Call-ID: a84b4c76e66710@pc33
        CSeq: {number} {method}
        {more}"
    ))
}

/// A response of Bob to a request of Alice.
pub(crate) fn response(status: &str, cseq: &str, more: &str) -> Message<'static> {
    message(&format!(
        "SIP/2.0 {status}
        Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bKx
        From: <sip:alice@atlanta.example>;tag=1928
        To: <sip:bob@biloxi.example>;tag=a6c8
        Call-ID: a84b4c76e66710@pc33
        CSeq: {cseq}
        {more}"
    ))
}

pub(crate) fn uac(request: &str, response: &str) -> Result<Dialog, Fault> {
    let (request, response) = (message(request), message(response));
    Dialog::uac(request.as_request().unwrap(), response.as_response().unwrap(), false)
}

pub(crate) fn uas(request: &str, status: u16) -> Result<Dialog, Fault> {
    Dialog::uas(message(request).as_request().unwrap(), StatusCode::new(status).unwrap(), b"a6c8", false)
}

/// Alice's end of the confirmed dialog, and Bob's.
pub(crate) fn both() -> (Dialog, Dialog) {
    (uac(INVITE, OK).unwrap(), uas(INVITE, 200).unwrap())
}

/// The routes of a dialog, as text.
pub(crate) fn routes(dialog: &Dialog) -> Vec<String> {
    dialog.routes().map(|route| text(route.as_bytes())).collect()
}

pub(crate) fn target(dialog: &Dialog) -> String {
    text(dialog.remote_target().as_bytes())
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The built message as lines, without its Content-Length.
pub(crate) fn built(builder: &mut MessageBuilder) -> Vec<String> {
    let message = text(builder.finish().unwrap().as_bytes());
    message.lines().filter(|line| !line.is_empty() && !line.starts_with("Content-Length")).map(String::from).collect()
}
