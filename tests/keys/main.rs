//! Transactions and destinations: which transaction a message belongs to, where it is sent, and which response of a fork counts.

mod answers;
mod facts;
mod laws;
mod rows;
mod source;
mod targets;

use sipwire::{Message, Request, Response, TransactionKey};

/// A message written line by line: each line end is a CRLF, and the empty line follows.
pub(crate) fn lines(text: &str) -> Vec<u8> {
    let rows = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut bytes: Vec<u8> = rows.flat_map(|line| [line.as_bytes(), b"\r\n"].concat()).collect();
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Reads a request and gives it to `read`.
pub(crate) fn request<T>(bytes: &[u8], read: impl FnOnce(&Request<'_>) -> T) -> T {
    let message = Message::parse(bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)));
    read(message.as_request().expect("a request"))
}

/// Reads a response and gives it to `read`.
pub(crate) fn response<T>(bytes: &[u8], read: impl FnOnce(&Response<'_>) -> T) -> T {
    let message = Message::parse(bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)));
    read(message.as_response().expect("a response"))
}

/// The key of a received request.
pub(crate) fn server(text: &str) -> TransactionKey {
    request(&lines(text), |request| TransactionKey::server(request).unwrap().key)
}

/// The key of a received response.
pub(crate) fn client(text: &str) -> TransactionKey {
    response(&lines(text), |response| TransactionKey::client(response).unwrap())
}

/// The key of a request to be sent.
pub(crate) fn sent(text: &str) -> TransactionKey {
    request(&lines(text), |request| TransactionKey::sent(request).unwrap())
}
