//! Negotiation: what a peer supports, reliable responses, session timers, subscriptions, and which part of a body counts; each rule N of
//! `corpus/rules` that needs a state.

mod bodies;
mod events;
mod offers;
mod peers;
mod reliable;
mod timers;

use sipwire::{Message, Request, Response};

/// A message with these rows.
pub(crate) fn with(start: &str, rows: &[&str]) -> Vec<u8> {
    format!("{start}\r\n{}\r\n", rows.iter().map(|row| format!("{row}\r\n")).collect::<String>()).into_bytes()
}

pub(crate) fn request<T>(method: &str, rows: &[&str], read: impl FnOnce(&Request<'_>) -> T) -> T {
    let bytes = with(&format!("{method} sip:bob@b SIP/2.0"), rows);
    let message = Message::parse(&bytes).unwrap_or_else(|error| panic!("{error}: {rows:?}"));
    read(message.as_request().unwrap())
}

pub(crate) fn response<T>(status: u16, rows: &[&str], read: impl FnOnce(&Response<'_>) -> T) -> T {
    let bytes = with(&format!("SIP/2.0 {status} x"), rows);
    let message = Message::parse(&bytes).unwrap_or_else(|error| panic!("{error}: {rows:?}"));
    read(message.as_response().unwrap())
}
