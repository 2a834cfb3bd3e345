//! The laws of streams: wherever the reads cut one, the same comes out of it.

use bytes::BytesMut;
use sipwire::{DecodeError, Decoder, ErrorKind, Frame, Leniency, Message, Parser, Side, Step};

use super::message::{LENIENT, STRICT, TIGHT, rows};
use super::prints;

/// What came out of a stream: frames with the place of their end, what is left over, and how it ended.
#[derive(Debug, PartialEq)]
struct Outcome {
    frames: Vec<(u64, Seen)>,
    position: u64,
    ended: Result<(), DecodeError>,
}

#[derive(Debug, PartialEq)]
enum Seen {
    Message { bytes: Vec<u8>, head: usize },
    Ping,
    Pong,
}

impl Seen {
    fn borrowed(frame: &Frame<Message<'_>>) -> Self {
        match frame {
            Frame::Message(message) => Self::message(message),
            Frame::Ping => Seen::Ping,
            Frame::Pong => Seen::Pong,
        }
    }

    fn owned(frame: &Frame) -> Self {
        match frame {
            Frame::Message(message) => Self::message(&message.as_message()),
            Frame::Ping => Seen::Ping,
            Frame::Pong => Seen::Pong,
        }
    }

    fn message(message: &Message<'_>) -> Self {
        let bytes = message.as_bytes().to_vec();
        Seen::Message { head: bytes.len() - message.body().len(), bytes }
    }
}

/// The laws that every stream obeys, on either side. The first byte says where the reads cut it.
pub fn stream(input: &[u8]) {
    let Some((&seed, stream)) = input.split_first() else { return };
    for side in [Side::Accepted, Side::Opened] {
        for parser in [STRICT, LENIENT, TIGHT] {
            let whole = by_next(parser, side, stream, [stream.len()]);
            by_eye(parser, side, stream, &whole);
            assert_eq!(by_decode(parser, side, stream, [stream.len()]), whole, "decode, {side:?}");
            assert_eq!(by_next(parser, side, stream, 1..=stream.len()), whole, "byte by byte, {side:?}");
            assert_eq!(by_next(parser, side, stream, cuts(seed, stream)), whole, "cut, {side:?}");
            assert_eq!(by_decode(parser, side, stream, cuts(seed, stream)), whole, "decode of cuts, {side:?}");
        }
    }
}

/// The lengths of what is there after each read: long ones, short ones, and empty ones.
fn cuts(seed: u8, stream: &[u8]) -> impl Iterator<Item = usize> {
    let mut state = u32::from(seed).wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut there = 0;
    let end = stream.len();
    std::iter::from_fn(move || {
        if there == end {
            return None;
        }
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let most = [2, 5, 60, 700][(state >> 30) as usize];
        there = (there + (state >> 8) as usize % most).min(end);
        Some(there)
    })
}

fn by_next(parser: Parser, side: Side, stream: &[u8], reads: impl IntoIterator<Item = usize>) -> Outcome {
    let mut decoder = Decoder::new(parser, side);
    let (mut frames, mut begin) = (Vec::new(), 0);
    for there in reads {
        loop {
            match decoder.next(&stream[begin..there]) {
                Ok(Step::Need(more)) => {
                    assert!(more > 0);
                    break;
                }
                Ok(Step::Frame { len, frame }) => {
                    assert!(len > 0 && len <= there - begin);
                    if let Frame::Message(message) = &frame {
                        agrees(&decoder, message, &stream[begin..begin + len]);
                    }
                    begin += len;
                    frames.push((begin as u64, Seen::borrowed(&frame)));
                }
                Err(error) => {
                    refused(&mut decoder, &stream[begin..there], error);
                    return Outcome { frames, position: decoder.position(), ended: Err(error) };
                }
            }
            assert_eq!(decoder.position(), begin as u64);
        }
    }
    Outcome { frames, position: decoder.position(), ended: decoder.finish(&stream[begin..]) }
}

fn by_decode(parser: Parser, side: Side, stream: &[u8], reads: impl IntoIterator<Item = usize>) -> Outcome {
    let mut decoder = Decoder::new(parser, side);
    let (mut frames, mut begin, mut buffer) = (Vec::new(), 0, BytesMut::new());
    for there in reads {
        buffer.extend_from_slice(&stream[begin..there]);
        begin = there;
        loop {
            let before = buffer.len();
            match decoder.decode(&mut buffer) {
                Ok(None) => {
                    assert_eq!(buffer.len(), before);
                    break;
                }
                Ok(Some(frame)) => {
                    assert!(buffer.len() < before);
                    frames.push((decoder.position(), Seen::owned(&frame)));
                }
                Err(error) => {
                    assert_eq!(buffer.len(), before);
                    refused(&mut decoder, &buffer, error);
                    return Outcome { frames, position: decoder.position(), ended: Err(error) };
                }
            }
            assert!(stream[..there].ends_with(&buffer) && decoder.position() == (there - buffer.len()) as u64);
        }
    }
    Outcome { frames, position: decoder.position(), ended: decoder.finish(&buffer) }
}

/// A message of a stream is what the parser says of its bytes, and nothing follows it.
fn agrees(decoder: &Decoder, message: &Message<'_>, frame: &[u8]) {
    let again = decoder.parser().parse(frame).expect("the same message");
    assert_eq!(rows(&again.headers(), 0), rows(&message.headers(), 0));
    assert_eq!((again.as_bytes(), again.body(), again.version()), (message.as_bytes(), message.body(), message.version()));
    assert_eq!((message.trailing(), again.trailing()), (&b""[..], &b""[..]));
    assert!(message.headers().iter().any(|row| row.name() == "Content-Length"));
    // As a datagram it is the same, whoever reads it.
    let leniency = decoder.parser().leniency_in_force();
    assert!(!leniency.has(Leniency::LF_LINE_ENDS));
    let datagram = Parser::new().limits(*decoder.parser().limits_in_force()).leniency(leniency).parse(frame).expect("the same datagram");
    assert_eq!((datagram.as_bytes(), datagram.body(), datagram.trailing()), (message.as_bytes(), message.body(), &b""[..]));
}

/// After an error nothing else is said, and the buffer begins with what was refused.
fn refused(decoder: &mut Decoder, buffer: &[u8], error: DecodeError) {
    prints(&error);
    assert_eq!(error.at(), decoder.position() + error.in_buffer().offset() as u64);
    assert!(error.in_buffer().offset() <= buffer.len() && error.kind() != ErrorKind::Truncated);
    assert_eq!(decoder.next(buffer).map(|_| ()), Err(error));
    assert_eq!(decoder.next(b"BYE sip:a SIP/2.0\r\nl: 0\r\n\r\n").map(|_| ()), Err(error));
    assert_eq!(decoder.decode(&mut BytesMut::from(buffer)).map(|_| ()), Err(error));
    assert_eq!((decoder.finish(buffer), decoder.finish(b"")), (Err(error), Err(error)));
    assert_eq!(decoder.parser().partial(buffer).errors().first(), Some(&error.in_buffer()));
    assert_eq!(decoder.parser().parse(buffer).map(|_| ()), Err(error.in_buffer()));
    let mut again = decoder.clone();
    if let Some(dropped) = again.resync(buffer) {
        assert!(dropped > 0 && dropped < buffer.len());
        assert_eq!(again.position(), decoder.position() + dropped as u64);
        let start = again.parser().partial(&buffer[dropped..]);
        assert!(start.version().is_some());
    }
}

/// The same by hand: keep-alives by their side, and each message by the first empty line and the length that the parser reads there.
fn by_eye(parser: Parser, side: Side, stream: &[u8], outcome: &Outcome) {
    let parser = *Decoder::new(parser, side).parser();
    let mut at = 0;
    for (end, seen) in &outcome.frames {
        let rest = &stream[at..];
        let length = match (side, seen) {
            (Side::Accepted, Seen::Ping) => rest.starts_with(b"\r\n\r\n").then_some(4),
            (Side::Opened, Seen::Pong) => rest.starts_with(b"\r\n").then_some(2),
            (_, Seen::Message { bytes, head }) => {
                let skipped = usize::from(side == Side::Accepted && rest.starts_with(b"\r\n")) * 2;
                let message = &rest[skipped..];
                assert!(!message.starts_with(b"\r\n") && message.starts_with(bytes));
                let empty = message.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
                assert_eq!(*head, empty + 4);
                Some(skipped + bytes.len())
            }
            _ => None,
        };
        at += length.unwrap_or_else(|| panic!("{seen:?} on {side:?}"));
        assert_eq!(at as u64, *end);
    }
    assert_eq!(at as u64, outcome.position);
    // What is left over is the beginning of something, or was refused.
    let rest = &stream[at..];
    match (outcome.ended, side) {
        (Ok(()), Side::Accepted) => assert!(b"\r\n\r".starts_with(rest)),
        (Ok(()), Side::Opened) => assert!(b"\r".starts_with(rest)),
        (Err(error), _) if error.kind() == ErrorKind::Truncated => {
            assert_eq!(error.at(), stream.len() as u64);
            assert!(!rest.starts_with(b"\r\n\r\n"));
            // No message, whole, is held back.
            assert!(parser.parse(rest).is_err());
        }
        (Err(error), _) => assert!(error.at() <= stream.len() as u64),
    }
}
