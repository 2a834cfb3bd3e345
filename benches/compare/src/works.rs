//! What sipwire does besides parsing, for the capacity. Each asserts what comes out.

use std::hint::black_box;

use bytes::{Bytes, BytesMut};
use sipwire::digest::{Exchange, Ha1};
use sipwire::header::Authorization;
use sipwire::{Decoder, Frame, Message, OwnedMessage, Parser, Response, Side, StatusCode};

use crate::hop::Proxy;
use crate::inputs::Input;
use crate::measure::Call;
use crate::results::Sizes;

/// How much of a connection is read at once.
const READ: usize = 4096;

/// The pieces of work, by name: a name with a message is done with that one.
pub fn all(inputs: &[Input]) -> Vec<(String, Call<'_>)> {
    let mut works: Vec<(String, Call<'_>)> = Vec::new();
    for input in inputs.iter().filter(|input| input.is_measured) {
        works.push((format!("keep {}", input.name), Box::new(|| keep(&input.bytes))));
        works.push((format!("forward {}", input.name), forward(&input.bytes)));
        if input.bytes.starts_with(b"SIP/") {
            continue;
        }
        works.push((format!("decode {}", input.name), decode(&input.bytes)));
        works.push((format!("answer {}", input.name), Box::new(|| answer(&input.bytes))));
        if input.fact(crate::facts::Key::Response).is_some() {
            works.push((format!("verify {}", input.name), verify(&input.bytes)));
        }
    }
    works
}

/// A datagram that was received is kept: its buffer copied, and parsed.
fn keep(bytes: &[u8]) {
    let message = OwnedMessage::parse(Bytes::copy_from_slice(black_box(bytes))).expect("a good message");
    black_box(message);
}

/// A message is cut out of a stream.
fn decode<'a>(bytes: &'a [u8]) -> Call<'a> {
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let mut buffer = BytesMut::with_capacity(READ);
    Box::new(move || {
        buffer.extend_from_slice(black_box(bytes));
        let frame = decoder.decode(&mut buffer).expect("a good stream");
        assert!(matches!(black_box(frame), Some(Frame::Message(_))) && buffer.is_empty());
        buffer.reserve(READ);
    })
}

/// A message is parsed, changed as a proxy does, and written into a buffer that is there.
fn forward<'a>(bytes: &'a [u8]) -> Call<'a> {
    let mut proxy = Proxy::new();
    let length = proxy.hop(bytes);
    Box::new(move || assert_eq!(proxy.hop(black_box(bytes)), length))
}

/// A request is parsed, and a 200 made for it.
fn answer(bytes: &[u8]) {
    let request = Message::parse(black_box(bytes)).expect("a good message");
    let response = Response::to(request.headers(), StatusCode::OK, Some(b"1928301774")).finish().expect("a good response");
    assert!(black_box(response).as_bytes().starts_with(b"SIP/2.0 200 "));
}

/// Credentials are compared with those that a password makes, of which the store keeps the HA1; parsing the message is not part of it.
fn verify<'a>(bytes: &'a [u8]) -> Call<'a> {
    let message = Message::parse(bytes).expect("a good message");
    let method = message.as_request().expect("a request").method();
    let credentials = message.headers().first::<Authorization>().expect("good credentials").expect("credentials");
    let realm = credentials.realm().expect("a good realm").expect("a realm");
    let algorithm = credentials.algorithm().expect("a good algorithm");
    let ha1 = Ha1::new(algorithm, "32100045", realm, "secret").expect("a known algorithm");
    let exchange = Exchange::of(&credentials, method, &[]).expect("a good exchange");
    let response = ha1.response(&exchange).expect("no session");
    Box::new(move || {
        let exchange = Exchange::of(black_box(&credentials), method, &[]).expect("a good exchange");
        assert!(ha1.verify(&exchange, response.as_bytes()));
    })
}

pub fn sizes() -> Sizes {
    Sizes { owned_message: size_of::<OwnedMessage>(), decoder: size_of::<Decoder>(), buffer: READ }
}
