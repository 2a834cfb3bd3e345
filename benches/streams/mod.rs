//! Streams, and ways to take them apart. Each way says how many frames it found, and how many rows their messages have.

use std::hint::black_box;

use bytes::{Bytes, BytesMut};
use sipwire::{Decoder, Frame, Message, OwnedMessage, Parser, Side, Step};

use crate::messages::samples;

/// A stream, and what is in it.
pub(crate) struct Stream {
    pub(crate) bytes: Bytes,
    pub(crate) messages: Vec<Bytes>,
    pub(crate) finds: u64,
}

impl Stream {
    /// Messages of so many rows. Before them stand a ping, a CRLF, both, nothing, and so on.
    fn of(messages: Vec<(Bytes, usize)>) -> Self {
        let (mut bytes, mut frames, mut rows) = (Vec::new(), 0, 0);
        for (place, (message, rows_of_it)) in messages.iter().enumerate() {
            let before = &b"\r\n\r\n\r\n"[..[4, 2, 6, 0][place % 4]];
            bytes.extend_from_slice(before);
            bytes.extend_from_slice(message);
            (frames, rows) = (frames + 1 + usize::from(before.len() >= 4), rows + rows_of_it);
        }
        Self { bytes: bytes.into(), messages: messages.into_iter().map(|(message, _)| message).collect(), finds: found(frames, rows) }
    }

    /// One message alone.
    fn one(message: String, rows: usize) -> Self {
        let bytes = Bytes::from(message);
        Self { messages: vec![bytes.clone()], bytes, finds: found(1, rows) }
    }
}

/// Frames and rows in one number.
fn found(frames: usize, rows: usize) -> u64 {
    1000 * frames as u64 + rows as u64
}

/// Every sample.
pub(crate) fn mixed() -> Stream {
    Stream::of(samples().into_iter().map(|sample| (sample.bytes, sample.rows)).collect())
}

/// One message of `size` bytes, nearly all of it head: as many rows as the limits take, or as rows of 60 bytes fill.
pub(crate) fn long_head(size: usize) -> Stream {
    const BEFORE: &str = "OPTIONS sip:carol@chicago.com SIP/2.0\r\n";
    const AFTER: &str = "Content-Length: 0\r\n\r\n";
    let rows = (size / 60).min(250);
    let mut message = BEFORE.to_owned();
    for row in 0..rows {
        // What is left is shared by the rows that are left.
        let length = (size - AFTER.len() - message.len()) / (rows - row);
        let row = format!("Record-Route: <sip:p{row}.example.com;lr>;note=");
        message.push_str(&format!("{row:x<width$}\r\n", width = length - 2));
    }
    message.push_str(AFTER);
    assert_eq!(message.len(), size);
    Stream::one(message, rows + 1)
}

/// One message of `size` bytes, nearly all of it body.
pub(crate) fn long_body(size: usize) -> Stream {
    const HEAD: &str = "MESSAGE sip:carol@chicago.com SIP/2.0\r\nContent-Type: text/plain\r\nContent-Length: 00000\r\n\r\n";
    let body = size - HEAD.len();
    let message = HEAD.replace("00000", &format!("{body:05}")) + &"hello\r\n\r\n".repeat(size)[..body];
    Stream::one(message, 2)
}

/// Each message parsed, borrowed.
pub(crate) fn parse_each(stream: &Stream) -> u64 {
    let rows = stream.messages.iter().map(|message| black_box(&Message::parse(black_box(message)).unwrap()).headers().len());
    rows.sum::<usize>() as u64
}

/// Each message parsed, owned.
pub(crate) fn own_each(stream: &Stream) -> u64 {
    let rows = stream.messages.iter().map(|message| {
        let message = OwnedMessage::parse(black_box(message).clone()).unwrap();
        black_box(&message).headers().len()
    });
    rows.sum::<usize>() as u64
}

/// [`Decoder::next`] on a whole stream.
pub(crate) fn next(stream: &Stream) -> u64 {
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let (mut rest, mut frames, mut rows) = (black_box(&stream.bytes[..]), 0, 0);
    while let Step::Frame { len, frame } = decoder.next(rest).unwrap() {
        (rest, frames) = (&rest[len..], frames + 1);
        if let Frame::Message(message) = black_box(&frame) {
            rows += message.headers().len();
        }
    }
    assert!(rest.is_empty());
    found(frames, rows)
}

/// [`Decoder::decode`] on a whole stream.
pub(crate) fn decode(mut buffer: BytesMut) -> u64 {
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let (mut frames, mut rows) = (0, 0);
    while let Some(frame) = decoder.decode(black_box(&mut buffer)).unwrap() {
        frames += 1;
        if let Frame::Message(message) = black_box(&frame) {
            rows += message.headers().len();
        }
    }
    assert!(buffer.is_empty());
    found(frames, rows)
}

/// [`Decoder::next`] on one message that comes a byte at a time.
pub(crate) fn next_bytes(stream: &Stream) -> u64 {
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let bytes = black_box(&stream.bytes[..]);
    for there in 1..=bytes.len() {
        match decoder.next(&bytes[..there]) {
            Ok(Step::Need(_)) => {}
            Ok(Step::Frame { frame: Frame::Message(message), .. }) if there == bytes.len() => return found(1, message.headers().len()),
            other => panic!("{other:?} of {there} bytes"),
        }
    }
    unreachable!("the whole is a message")
}

/// [`Decoder::decode`] on a buffer to which one message is appended a byte at a time. The appending is counted with it.
pub(crate) fn decode_bytes(stream: &Stream) -> u64 {
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let bytes = black_box(&stream.bytes[..]);
    let mut buffer = BytesMut::with_capacity(bytes.len());
    for &byte in bytes {
        buffer.extend_from_slice(&[byte]);
        match decoder.decode(&mut buffer) {
            Ok(None) => {}
            Ok(Some(Frame::Message(message))) if buffer.is_empty() => return found(1, message.headers().len()),
            other => panic!("{other:?} before {} bytes", buffer.len()),
        }
    }
    unreachable!("the whole is a message")
}
