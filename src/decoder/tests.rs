use super::*;
use crate::error::Expected;
use crate::profile::{Limit, Limits};
use alloc::vec::Vec;

const MESSAGE: &[u8] = b"MESSAGE sip:a SIP/2.0\r\nl: 5\r\n\r\n1\r\n\r\n";

fn decoder(side: Side) -> Decoder {
    Decoder::new(Parser::new(), side)
}

/// What the decoder says of a buffer.
#[derive(Debug, PartialEq)]
enum Outcome<'b> {
    /// So many bytes more are wanted.
    Need(usize),
    /// A message of this length, with this body.
    Message(usize, &'b [u8]),
    /// A keep-alive of this length.
    KeepAlive(usize),
    /// What is wrong, and where.
    Refused(ErrorKind, u64),
}
use Outcome::{KeepAlive, Need, Refused};

fn next<'b>(decoder: &mut Decoder, buf: &'b [u8]) -> Outcome<'b> {
    match decoder.next(buf) {
        Ok(Step::Need(more)) => Need(more),
        Ok(Step::Frame { len, frame: Frame::Message(message) }) => Outcome::Message(len, &buf[len - message.body().len()..len]),
        Ok(Step::Frame { len, frame: Frame::Ping | Frame::Pong }) => KeepAlive(len),
        Err(error) => Refused(error.kind(), error.at()),
    }
}

#[test]
fn what_is_wanted_is_a_byte_of_a_head_and_all_of_a_body() {
    let head = MESSAGE.len() - 5;
    let wanted = |there: usize| if there < head { 1 } else { MESSAGE.len() - there };
    let whole = || Outcome::Message(MESSAGE.len(), b"1\r\n\r\n");
    let two = [MESSAGE, MESSAGE].concat();
    // The reads end at two places, and behind the message: with it, in the next, and with the next.
    for first in 0..MESSAGE.len() {
        for second in first..MESSAGE.len() {
            for last in [MESSAGE.len(), MESSAGE.len() + 9, two.len()] {
                let mut decoder = decoder(Side::Accepted);
                assert_eq!(next(&mut decoder, &two[..first]), Need(wanted(first)), "{first}");
                assert_eq!(next(&mut decoder, &two[..second]), Need(wanted(second)), "{first} {second}");
                assert_eq!(decoder.position(), 0);
                assert_eq!(next(&mut decoder, &two[..last]), whole(), "{first} {second} {last}");
                assert_eq!(decoder.position(), MESSAGE.len() as u64);
            }
        }
    }
}

#[test]
fn keep_alives_are_told_by_the_side() {
    for (side, stream, wanted) in [
        (Side::Accepted, &b"\r\n\r\n\r\n\r\n"[..], &[4, 4][..]),
        (Side::Accepted, b"\r\n\r\n\r\n", &[4]),
        (Side::Accepted, b"\r\n\r", &[]),
        (Side::Accepted, b"\r\nBYE sip:a SIP/2.0\r\nl:0\r\n\r\n", &[28]),
        (Side::Opened, b"\r\n\r\n\r", &[2, 2]),
        (Side::Opened, b"\r\nBYE sip:a SIP/2.0\r\nl:0\r\n\r\n", &[2, 26]),
    ] {
        let (mut decoder, mut begin, mut lengths) = (decoder(side), 0, Vec::new());
        while let KeepAlive(length) | Outcome::Message(length, _) = next(&mut decoder, &stream[begin..]) {
            begin += length;
            lengths.push(length);
        }
        assert_eq!((&lengths[..], decoder.position()), (wanted, begin as u64), "{stream:?}");
    }
}

#[test]
fn what_does_not_speak_sip_is_not_waited_for() {
    let text = |byte| Refused(ErrorKind::Expected(Expected::Text), byte);
    let line_end = |byte| Refused(ErrorKind::Expected(Expected::EndOfLine), byte);
    for (stream, wrong) in [
        (&b"BYE sip:a\0"[..], text(9)),
        (b"BYE sip:a\x1F", text(9)),
        (b"BYE sip:a SIP/2.0\x7F", text(17)),
        (b"\x16", text(0)),
        (b"\r\nB\x01", text(3)),
        (b"BYE sip:a\n", line_end(9)),
        (b"BYE sip:a\rS", line_end(9)),
        (b"BYE sip:a SIP/2.0\r\nl: 0\n", line_end(23)),
        (b"BYE sip:a SIP/2.0\r\nl: 0\r0", line_end(23)),
    ] {
        // However it is cut: with the last byte, never before.
        for cut in 0..stream.len() {
            let mut decoder = decoder(Side::Accepted);
            assert_eq!(next(&mut decoder, &stream[..cut]), Need(1), "{stream:?} {cut}");
            assert_eq!(next(&mut decoder, stream), wrong, "{stream:?} {cut}");
        }
    }
    // Text is, and so is a control byte of a row: its message is to be answered.
    for stream in [&b"BYE\t\xFF"[..], b"BYE sip:a SIP/2.0\r", b"BYE sip:a SIP/2.0\r\nX: \0"] {
        assert_eq!(next(&mut decoder(Side::Accepted), stream), Need(1), "{stream:?}");
    }
}

#[test]
fn what_is_too_long_is_refused_with_its_first_byte_too_many() {
    let limits = Limits::new().with(Limit::StartLine, 20).with(Limit::Head, 40);
    let head = [&b"BYE sip:a SIP/2.0\r\nX: "[..], &[b'y'; 40]].concat();
    for (stream, most, limit, at) in [(&[b'B'; 40][..], 20, Limit::StartLine, 0), (&head, 40, Limit::Head, 40)] {
        for cut in 0..=most {
            let mut decoder = Decoder::new(Parser::new().limits(limits), Side::Accepted);
            // At once, then byte by byte.
            for there in cut..=most {
                assert_eq!(next(&mut decoder, &stream[..there]), Need(1), "{cut} {there}");
            }
            assert_eq!(next(&mut decoder, &stream[..most + 1]), Refused(ErrorKind::Limit(limit), at), "{cut}");
        }
    }
}

#[test]
fn a_place_counts_from_where_the_stream_began() {
    let stream = [MESSAGE, b"BYE sip:a SIP/2.0\r\nno colon\r\nl: 0\r\n\r\n"].concat();
    let mut decoder = decoder(Side::Opened);
    assert_eq!(next(&mut decoder, &stream), Outcome::Message(MESSAGE.len(), b"1\r\n\r\n"));
    let error = decoder.next(&stream[MESSAGE.len()..]).map(|_| ()).unwrap_err();
    assert_eq!((error.in_buffer().offset(), error.at()), (21, MESSAGE.len() as u64 + 21));
    // It is dead from then on.
    assert_eq!(decoder.next(MESSAGE).map(|_| ()), Err(error));
    decoder.skip(30);
    assert_eq!(decoder.next(MESSAGE).map(|_| ()), Err(error));
    assert_eq!(decoder.position(), MESSAGE.len() as u64 + 30);
}

#[test]
fn a_decoder_that_is_told_to_skip_looks_anew() {
    let mut decoder = decoder(Side::Accepted);
    assert_eq!(next(&mut decoder, &MESSAGE[..MESSAGE.len() - 1]), Need(1));
    decoder.skip(MESSAGE.len());
    assert_eq!(next(&mut decoder, b"BYE"), Need(1));
    assert_eq!((decoder.position(), decoder.finish(b"BYE").unwrap_err().at()), (MESSAGE.len() as u64, MESSAGE.len() as u64 + 3));
}

#[test]
fn the_next_start_line_is_a_whole_one_behind_what_was_refused() {
    let next = "SIP/2.0 200 OK\r\nl: 0\r\n\r\n";
    let refused = "BYE sip:a SIP/2.0\r\nno colon\r\n\r\n";
    for (before, is_found) in [
        (refused, true),
        ("\r\n\r\nBYE sip:a SIP/2.0\r\n", true),
        ("OPTIONS sip:a SIP/2.0\r\nX: y\nZ: SIP/2.0 200\r\n", true),
        // No start lines.
        ("BYE sip:a SIP/2.0 x\r\nSIP/2.0 200\r\nSIP/2.0 O\r\nBYE sip:a SIP/3\r\n", true),
        ("x\r\nSIP/2.0 200 O\0K\r\nBYE sip:\x01 SIP/2.0\r\nSIP/2.0 200 \x7F\r\nSIP/2.0 200 OK\n\r\n", true),
        // What follows is none, since it does not begin there.
        ("BYE sip:a SIP/2.0\r\nbody", false),
    ] {
        let stream = [before, next].concat();
        let mut decoder = decoder(Side::Accepted);
        decoder.progress = Progress::Dead(DecodeError::new(ParseError::new(ErrorKind::Limit(Limit::Rows), 0), 0));
        let found = is_found.then_some(before.len());
        assert_eq!(decoder.resync(stream.as_bytes()), found, "{before:?}");
        assert_eq!(decoder.position(), found.unwrap_or(0) as u64);
        assert_eq!(decoder.next(next.as_bytes()).is_ok(), is_found, "{before:?}");
    }
    // Of a decoder that is not dead nothing was refused: the first line may be it.
    assert_eq!(decoder(Side::Opened).resync(next.as_bytes()), Some(0));
    assert_eq!(decoder(Side::Opened).resync(b"SIP/2.0 200 OK\r"), None);
}
