//! [`Codec`]: the decoder, and what writes its frames, in the shape of tokio-util's traits. With feature `tokio` alone.

use core::fmt;
use std::io;

use bytes::{BufMut as _, BytesMut};
use tokio_util::codec;

use super::{DecodeError, Decoder, Frame, Side};
use crate::error::ParseError;
use crate::header::ContentLength;
use crate::message::OwnedMessage;
use crate::parser::Parser;
use crate::profile::Limits;

/// A [`Decoder`] for [`Framed`](codec::Framed), which makes a stream and a sink of frames out of a socket. With feature `tokio` alone.
///
/// An error ends the stream. What was refused is then at the beginning of [`Framed::read_buffer`](codec::Framed::read_buffer), to be
/// answered from the [`partial`](Parser::partial) of [`decoder().parser()`](Decoder::parser).
///
/// Keep-alives are given out like messages: each [`Frame::Ping`] is to be answered by a [`Frame::Pong`], at once (RFC 5626 §5.4).
///
/// ```
/// use bytes::BytesMut;
/// use sipwire::{Codec, Frame, Parser, Side};
/// use tokio_util::codec::{Decoder as _, Encoder as _};
///
/// let mut codec = Codec::new(Parser::new(), Side::Accepted);
/// let (mut read, mut written) = (BytesMut::from("\r\n\r\n"), BytesMut::new());
/// if let Some(Frame::Ping) = codec.decode(&mut read)? {
///     codec.encode(Frame::Pong, &mut written)?;
/// }
/// assert_eq!(&written[..], b"\r\n");
/// # Ok::<(), sipwire::CodecError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Codec {
    decoder: Decoder,
}

impl Codec {
    /// A codec for a connection that begins now.
    pub const fn new(parser: Parser, side: Side) -> Self {
        Self { decoder: Decoder::new(parser, side) }
    }

    /// Returns the decoder of incoming bytes.
    pub const fn decoder(&self) -> &Decoder {
        &self.decoder
    }
}

/// The reason why a connection ended. Requires the feature `tokio`.
#[derive(Debug)]
#[non_exhaustive]
pub enum CodecError {
    /// The socket failed.
    Io(io::Error),
    /// The incoming bytes cannot be decoded any further.
    Decode(DecodeError),
    /// An outgoing message cannot be delimited on a stream: it has no Content-Length, or was accepted leniently. Nothing of it was
    /// written. The
    /// offset counts in the message.
    Encode(ParseError),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::Io(error) => error.fmt(f),
            CodecError::Decode(error) => error.fmt(f),
            CodecError::Encode(error) => write!(f, "not to be sent on a stream: {error}"),
        }
    }
}

impl core::error::Error for CodecError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            CodecError::Io(error) => Some(error),
            CodecError::Decode(error) => Some(error),
            CodecError::Encode(error) => Some(error),
        }
    }
}

impl From<io::Error> for CodecError {
    fn from(error: io::Error) -> Self {
        CodecError::Io(error)
    }
}

impl From<DecodeError> for CodecError {
    fn from(error: DecodeError) -> Self {
        CodecError::Decode(error)
    }
}

impl codec::Decoder for Codec {
    type Item = Frame;
    type Error = CodecError;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Frame>, CodecError> {
        Ok(self.decoder.decode(src)?)
    }

    fn decode_eof(&mut self, src: &mut BytesMut) -> Result<Option<Frame>, CodecError> {
        let frame = self.decoder.decode(src)?;
        if frame.is_none() {
            self.decoder.finish(src)?;
            // An incomplete keep-alive is dropped at the end of the stream.
            src.clear();
        }
        Ok(frame)
    }
}

impl codec::Encoder<&OwnedMessage> for Codec {
    type Error = CodecError;

    fn encode(&mut self, message: &OwnedMessage, dst: &mut BytesMut) -> Result<(), CodecError> {
        // The receiver's parser, which does not have the leniencies that the message was parsed with.
        const RECEIVER: Parser = Parser::new().limits(Limits::unlimited_for_trusted_input()).on_stream();
        let (_, layout) = message.parts();
        // A strictly parsed message with a Content-Length re-parses identically.
        if !layout.profile.leniency.is_none() || !message.headers().is_present::<ContentLength<'_>>() {
            RECEIVER.parse(message.as_bytes()).map_err(CodecError::Encode)?;
        }
        dst.extend_from_slice(message.as_bytes());
        Ok(())
    }
}

impl codec::Encoder<OwnedMessage> for Codec {
    type Error = CodecError;

    fn encode(&mut self, message: OwnedMessage, dst: &mut BytesMut) -> Result<(), CodecError> {
        self.encode(&message, dst)
    }
}

impl codec::Encoder<Frame> for Codec {
    type Error = CodecError;

    fn encode(&mut self, frame: Frame, dst: &mut BytesMut) -> Result<(), CodecError> {
        match frame {
            Frame::Message(message) => self.encode(&message, dst)?,
            Frame::Ping => dst.put_slice(b"\r\n\r\n"),
            Frame::Pong => dst.put_slice(b"\r\n"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::name::HeaderId;
    use crate::profile::Leniency;
    use alloc::string::ToString as _;
    use alloc::vec::Vec;
    use bytes::Bytes;
    use codec::{Decoder as _, Encoder as _};

    #[test]
    fn frames_that_are_written_come_out_again() {
        let bytes = Bytes::from_static(b"\r\nMESSAGE sip:a SIP/2.0\r\nl: 2\r\n\r\nabcd");
        let message = OwnedMessage::parse(bytes).unwrap();
        let (mut opened, mut accepted) = (Codec::new(Parser::new(), Side::Opened), Codec::new(Parser::new(), Side::Accepted));
        let mut wire = BytesMut::new();
        opened.encode(Frame::Ping, &mut wire).unwrap();
        opened.encode(message.clone(), &mut wire).unwrap();
        opened.encode(Frame::Message(message), &mut wire).unwrap();
        opened.encode(Frame::Ping, &mut wire).unwrap();
        let frames: Vec<_> = std::iter::from_fn(|| accepted.decode(&mut wire).unwrap()).collect();
        let [Frame::Ping, Frame::Message(first), Frame::Message(second), Frame::Ping] = &frames[..] else { panic!("{frames:?}") };
        for message in [first, second] {
            assert_eq!((message.body(), message.as_bytes()), (&b"ab"[..], &b"MESSAGE sip:a SIP/2.0\r\nl: 2\r\n\r\nab"[..]));
        }
        accepted.encode(Frame::Pong, &mut wire).unwrap();
        assert!(matches!(opened.decode(&mut wire), Ok(Some(Frame::Pong))) && wire.is_empty());
    }

    #[test]
    fn no_message_is_sent_whose_end_would_not_be_known() {
        let mut codec = Codec::new(Parser::new(), Side::Opened);
        let mut wire = BytesMut::new();
        let (strict, lenient) = (Parser::new(), Parser::new().leniency(Leniency::ALL));
        let missing = ErrorKind::MissingHeader(HeaderId::ContentLength);
        for (parser, message, kind, offset) in [
            (strict, &b"BYE sip:a SIP/2.0\r\nTo: <sip:b>\r\n\r\nbody"[..], missing, 34),
            (lenient, b"BYE sip:a SIP/2.0\r\nTo: <sip:b>\r\n\r\nbody", missing, 34),
            (lenient, b"BYE sip:a SIP/2.0\r\nl: 0\r\nl: 0\r\n\r\n", ErrorKind::DuplicateHeader(HeaderId::ContentLength), 25),
            (lenient, b"BYE sip:a SIP/2.0\nl: 0\n\n", ErrorKind::Expected(crate::error::Expected::EndOfLine), 17),
        ] {
            let message = parser.parse_owned(Bytes::from_static(message)).unwrap();
            match codec.encode(message, &mut wire) {
                Err(CodecError::Encode(error)) => assert_eq!((error.kind(), error.offset()), (kind, offset)),
                other => panic!("{other:?}"),
            }
            assert!(wire.is_empty());
        }
    }

    #[test]
    fn a_stream_ends_between_messages_or_in_an_error() {
        let end = |stream: &str| {
            let mut codec = Codec::new(Parser::new(), Side::Accepted);
            let mut buffer = BytesMut::from(stream);
            let ended = codec.decode_eof(&mut buffer);
            (ended.map(|frame| frame.is_some()).map_err(|error| error.to_string()), buffer.len())
        };
        assert_eq!((end(""), end("\r\n\r"), end("\r\n\r\n")), ((Ok(false), 0), (Ok(false), 0), (Ok(true), 0)));
        assert_eq!(end("BYE"), (Err("the message is cut short at byte 3 of the stream".into()), 3));
        assert_eq!(end("\0"), (Err("expected text without control bytes at byte 0 of the stream".into()), 1));
    }
}
