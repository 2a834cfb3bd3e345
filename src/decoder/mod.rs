//! [`Decoder`]: a stream of bytes (TCP, TLS) becomes messages and keep-alives. It reads no socket: bytes are given to it.
//!
//! ```text
//! stream     = *( keep-alive / message )
//! message    = start-line CRLF *( message-header CRLF ) CRLF message-body   ; as long as its Content-Length says
//! keep-alive = ping / pong / CRLF
//! ping       = CRLF CRLF          ; on a flow that was accepted
//! pong       = CRLF               ; on a flow that was opened
//! ```

#[cfg(feature = "tokio")]
mod codec;
mod error;
mod search;
#[cfg(test)]
mod tests;

use bytes::{Buf as _, BytesMut};

#[cfg(feature = "tokio")]
pub use codec::{Codec, CodecError};
pub use error::DecodeError;

use crate::error::{ErrorKind, ParseError};
use crate::message::{Message, OwnedMessage};
use crate::parser::{Parser, fill_message, parse_start_line};
use crate::scan;
use search::Search;

/// Which end of a connection this is. It decides what CRLFs between messages mean, and nothing else does (RFC 5626 §3.5.1, §5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The other end opened it, and may ping: each CRLFCRLF is a [`Ping`](Frame::Ping), a CRLF that is none's half is skipped.
    Accepted,
    /// This end opened it, and what it gets are answers: each CRLF is a [`Pong`](Frame::Pong).
    Opened,
}

/// A whole part of a stream: a message, borrowed from the buffer ([`Message`]) or owning its part of it ([`OwnedMessage`]), or a keep-alive.
#[derive(Clone, Debug)]
pub enum Frame<M = OwnedMessage> {
    /// A request or a response.
    Message(M),
    /// CRLFCRLF, which wants one CRLF in answer, at once (RFC 5626 §5.4). On accepted flows alone.
    Ping,
    /// CRLF, which answers a ping (RFC 5626 §3.5.1). On opened flows alone.
    Pong,
}

/// What [`Decoder::next`] found at the beginning of the buffer.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "a message is made where it stays")]
pub enum Step<'b> {
    /// No whole frame. At least so many bytes more are wanted, behind those that are there.
    Need(usize),
    /// A frame of the first `len` bytes, which are to be taken out of the buffer before the next call.
    Frame {
        /// How many bytes of the buffer it is. On an accepted flow a CRLF before a message counts.
        len: usize,
        /// What it is.
        frame: Frame<Message<'b>>,
    },
}

/// Cuts a stream into messages and keep-alives, wherever the reads cut it.
///
/// It holds no bytes, and nothing on the heap: 176 bytes on targets of 64 bits, whether it waits for a message, in a head or in a body. The
/// caller keeps the buffer and appends to it what comes in. [`next`](Decoder::next) looks at a borrowed
/// buffer, [`decode`](Decoder::decode) takes frames out of a [`BytesMut`]. Between calls it remembers how far it has looked, and where the body ends.
///
/// ```
/// use bytes::BytesMut;
/// use sipwire::{Decoder, Frame, Parser, Side};
///
/// let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
/// let mut buffer = BytesMut::new();
/// let mut frames = Vec::new();
/// for read in ["\r\n\r", "\nOPTIONS sip:a SIP/2.0\r\nCont", "ent-Length: 3\r\n\r\nab", "cBYE"] {
///     buffer.extend_from_slice(read.as_bytes());
///     while let Some(frame) = decoder.decode(&mut buffer)? {
///         frames.push(frame);
///     }
/// }
/// assert!(matches!(&frames[..], [Frame::Ping, Frame::Message(message)] if message.body() == b"abc"));
/// assert_eq!((&buffer[..], decoder.position()), (&b"BYE"[..], 51));
/// assert!(decoder.finish(&buffer).is_err());
/// # Ok::<(), sipwire::DecodeError>(())
/// ```
///
/// # How a stream is framed
///
/// - The parser's own function reads the head, by the parser's [limits](crate::Limits) and [leniencies](crate::Leniency). Two things are
///   stricter than on datagrams: there must be a Content-Length (RFC 3261 §18.3), and a line ends in CRLF whatever the leniency.
/// - A start line or head over its limit is refused as soon as that is seen, a body over its limit when the head is whole: no buffer has
///   to grow beyond [`Limit::Message`](crate::Limit::Message). A control byte in the start line, or a bare CR or LF in the head, is refused at once: what does not
///   speak SIP is not waited for. What else is wrong is said when the head is whole, so that it can be answered.
/// - Keep-alives are told by the [`Side`] alone. Each is a frame, and of the CRLFs before a message at most one is not: so
///   [`Limit::LeadingCrlf`](crate::Limit::LeadingCrlf), which bounds them on datagrams, is hardly ever met.
/// - After an error the decoder is dead: each further call gives the same error. The buffer still begins with what was refused, so that
///   [`parser().partial(&buffer)`](Parser::partial) gives what is needed to answer it. Then the connection is to be closed.
#[derive(Clone, Debug)]
pub struct Decoder {
    parser: Parser,
    side: Side,
    progress: Progress,
    /// The position in the stream of the buffer's first byte.
    position: u64,
}

/// The next step of the decoder.
enum Action {
    /// Wait for another byte.
    Wait,
    /// Skip a keep-alive of so many bytes.
    SkipKeepAlive(usize),
    /// Parse a message. The search finds the end of its head, unless that is known.
    Parse(Option<Search>),
}

/// Returns the part of the buffer that the parser can handle: offsets have 32 bits, and no message is longer.
fn window(buf: &[u8]) -> &[u8] {
    buf.get(..u32::MAX as usize).unwrap_or(buf)
}

/// The state of the bytes at the beginning of the buffer.
#[derive(Clone, Copy, Debug)]
enum Progress {
    /// The decoder is between two frames.
    Between,
    /// The bytes begin a head.
    Head(Search),
    /// The bytes are a complete head, and its message ends at `end`.
    Body { end: usize },
    /// The stream is not decodable any further.
    Dead(DecodeError),
}

impl Decoder {
    /// A decoder for a stream that begins now.
    pub const fn new(parser: Parser, side: Side) -> Self {
        Self { parser: parser.on_stream(), side, progress: Progress::Between, position: 0 }
    }

    /// The parser as it is on streams, for the [`partial`](Parser::partial) of a message that was refused.
    pub const fn parser(&self) -> &Parser {
        &self.parser
    }

    /// Which end of the connection this is.
    pub const fn side(&self) -> Side {
        self.side
    }

    /// Where the buffer begins, in bytes from the beginning of the stream: how much was given out as frames, or skipped.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Looks for a frame at the beginning of `buf`.
    ///
    /// Behind [`Step::Need`] the next call is given the same bytes with more behind them; behind [`Step::Frame`] those that follow it.
    ///
    /// ```
    /// use sipwire::{Decoder, Frame, Parser, Side, Step};
    ///
    /// let mut decoder = Decoder::new(Parser::new(), Side::Opened);
    /// let stream = b"\r\nSIP/2.0 200 OK\r\nl: 4\r\n\r\nbody";
    /// assert!(matches!(decoder.next(stream)?, Step::Frame { len: 2, frame: Frame::Pong }));
    /// assert!(matches!(decoder.next(&stream[2..27])?, Step::Need(3)));
    /// let Step::Frame { len: 28, frame: Frame::Message(message) } = decoder.next(&stream[2..])? else { panic!() };
    /// assert_eq!(message.body(), b"body");
    /// # Ok::<(), sipwire::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if [`Parser::parse`] would refuse the message, or if Content-Length is missing. The decoder is dead from then
    /// on.
    #[inline]
    pub fn next<'b>(&mut self, buf: &'b [u8]) -> Result<Step<'b>, DecodeError> {
        match self.wanted(buf) {
            Some(more) => Ok(Step::Need(more)),
            None => self.read(buf),
        }
    }

    /// Returns the number of missing bytes, if it is known without a call of the parser.
    #[inline]
    fn wanted(&mut self, buf: &[u8]) -> Option<usize> {
        if let Progress::Head(search) = &mut self.progress {
            let is_open = search.passes_one(buf) || !search.is_decided(buf, self.parser.limits_in_force());
            return is_open.then_some(1);
        }
        match self.progress {
            Progress::Body { end } if buf.len() < end => Some(end - buf.len()),
            _ => None,
        }
    }

    /// Parses the available bytes, which may hold a frame.
    fn read<'b>(&mut self, buf: &'b [u8]) -> Result<Step<'b>, DecodeError> {
        match self.next_action(buf)? {
            Action::Wait => Ok(Step::Need(1)),
            Action::SkipKeepAlive(len) => Ok(Step::Frame { len, frame: self.keep_alive_frame() }),
            Action::Parse(unsearched) => self.message(buf, unsearched),
        }
    }

    /// Chooses the next step by the progress and the first bytes of the buffer.
    fn next_action(&mut self, buf: &[u8]) -> Result<Action, DecodeError> {
        match self.progress {
            Progress::Between => Ok(self.begin(buf)),
            Progress::Head(_) | Progress::Body { .. } => Ok(Action::Parse(None)),
            Progress::Dead(error) => Err(error),
        }
    }

    /// Classifies the first bytes of a frame.
    fn begin(&mut self, buf: &[u8]) -> Action {
        let start = match (self.side, buf) {
            (_, [] | [b'\r']) | (Side::Accepted, [b'\r', b'\n'] | [b'\r', b'\n', b'\r']) => return Action::Wait,
            (Side::Accepted, [b'\r', b'\n', b'\r', b'\n', ..]) => return self.keep_alive(4),
            (Side::Opened, [b'\r', b'\n', ..]) => return self.keep_alive(2),
            (Side::Accepted, [b'\r', b'\n', ..]) => 2,
            _ => 0,
        };
        Action::Parse(Some(Search::at(start)))
    }

    fn keep_alive(&mut self, len: usize) -> Action {
        self.position += len as u64;
        Action::SkipKeepAlive(len)
    }

    /// Returns the keep-alive frame that the peer sends.
    fn keep_alive_frame<M>(&self) -> Frame<M> {
        match self.side {
            Side::Accepted => Frame::Ping,
            Side::Opened => Frame::Pong,
        }
    }

    /// Parses the message at the beginning of `buf`. If its head was not searched yet, it may be incomplete.
    fn message<'b>(&mut self, buf: &'b [u8], unsearched: Option<Search>) -> Result<Step<'b>, DecodeError> {
        let input = window(buf);
        let mut message = Message::empty(input, self.parser.profile());
        match fill_message(&self.parser, message.layout_mut(), input, false) {
            Ok(()) => {
                let len = message.layout().end();
                if let Some(more) = self.passes(len, input.len()) {
                    return Ok(Step::Need(more));
                }
                message.complete(len);
                Ok(Step::Frame { len, frame: Frame::Message(message) })
            }
            Err(error) => self.refused(buf, unsearched, error).map(|()| Step::Need(1)),
        }
    }

    /// Advances past a message of `len` bytes if they are available. Otherwise returns the number of missing bytes.
    fn passes(&mut self, len: usize, available: usize) -> Option<usize> {
        if len > available {
            self.progress = Progress::Body { end: len };
            return Some(len - available);
        }
        self.progress = Progress::Between;
        self.position += len as u64;
        None
    }

    /// Reports an error only if all bytes that the parser needs are available. Otherwise the error would depend on how the reads split the
    /// stream.
    #[cold]
    fn refused(&mut self, buf: &[u8], unsearched: Option<Search>, error: ParseError) -> Result<(), DecodeError> {
        if let Some(mut search) = unsearched
            && !search.is_decided(buf, self.parser.limits_in_force())
        {
            self.progress = Progress::Head(search);
            return Ok(());
        }
        let error = DecodeError::new(error, self.position);
        self.progress = Progress::Dead(error);
        Err(error)
    }

    /// Takes the first frame out of `buf`, if a whole one is there. Messages share the buffer's memory: nothing is copied.
    ///
    /// A message that is kept for long keeps the memory that was read together with it;
    /// [`compact`](OwnedMessage::compact) gives it a buffer of its own.
    ///
    /// # Errors
    ///
    /// Returns an error as [`next`](Decoder::next) does. `buf` then begins with the refused message.
    #[inline]
    pub fn decode(&mut self, buf: &mut BytesMut) -> Result<Option<Frame>, DecodeError> {
        match self.wanted(buf) {
            Some(_) => Ok(None),
            None => self.take(buf),
        }
    }

    /// Splits off a frame if the available bytes hold one.
    fn take(&mut self, buf: &mut BytesMut) -> Result<Option<Frame>, DecodeError> {
        match self.next_action(buf)? {
            Action::Wait => Ok(None),
            Action::SkipKeepAlive(len) => {
                buf.advance(len);
                Ok(Some(self.keep_alive_frame()))
            }
            Action::Parse(unsearched) => match self.parser.parse_layout(window(buf), false) {
                Ok((len, layout)) => {
                    self.passes(len, buf.len());
                    Ok(layout.map(|layout| Frame::Message(OwnedMessage::new(buf.split_to(len).freeze(), layout))))
                }
                Err(error) => self.refused(buf, unsearched, error).map(|()| None),
            },
        }
    }

    /// Whether the stream may end here, with `rest` left over in the buffer: nothing, or a part of a keep-alive.
    ///
    /// Returns [`ErrorKind::Truncated`] if the stream ends in the middle of a message, and the error for which the decoder is dead if
    /// it is.
    ///
    /// [`ErrorKind::Truncated`] in the middle of a message; the error for which the decoder is dead.
    pub fn finish(&self, rest: &[u8]) -> Result<(), DecodeError> {
        match self.progress {
            Progress::Dead(error) => Err(error),
            _ if matches!(rest, [] | [b'\r'] | [b'\r', b'\n'] | [b'\r', b'\n', b'\r']) => Ok(()),
            _ => Err(DecodeError::new(ParseError::new(ErrorKind::Truncated, rest.len()), self.position)),
        }
    }

    /// Tells the decoder that the first `len` bytes of the buffer were dropped. The decoder starts anew with the following bytes. A dead
    /// decoder
    /// stays dead.
    pub fn skip(&mut self, len: usize) {
        self.position += len as u64;
        if !matches!(self.progress, Progress::Dead(_)) {
            self.progress = Progress::Between;
        }
    }

    /// Finds the next start line in `buf` and continues there. After an error, the search begins behind the refused message. Returns the
    /// number
    /// of bytes before the start line; remove them from the buffer before the next call.
    ///
    /// Use this to analyse a captured stream from its middle, or the rest of a broken one. The result is a guess, because a body may
    /// contain
    /// text that looks like a message. A SIP element must close the connection instead. The decoder never resynchronises by itself.
    ///
    /// Returns `None` if there is no complete start line. All bytes up to the last line may then be dropped from the buffer; call
    /// [`skip`](Decoder::skip) with their number.
    ///
    /// ```
    /// use sipwire::{Decoder, Parser, Side};
    ///
    /// let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    /// let stream = b"half of a row\r\n\r\nBYE sip:a SIP/2.0\r\nl: 0\r\n\r\n";
    /// assert!(decoder.next(stream).is_err());
    /// assert_eq!(decoder.resync(stream), Some(17));
    /// assert!(decoder.next(&stream[17..]).is_ok());
    /// assert_eq!(decoder.position(), stream.len() as u64);
    /// ```
    pub fn resync(&mut self, buf: &[u8]) -> Option<usize> {
        let is_dead = matches!(self.progress, Progress::Dead(_));
        let mut line = 0;
        let mut is_behind = !is_dead;
        while let Some(end) = memchr::memchr(b'\n', &buf[line..]) {
            let next = line + end + 1;
            if let Some(text) = buf[line..next].strip_suffix(b"\r\n") {
                let end = line + text.len();
                if is_behind && scan::control(text, 0).is_none() && parse_start_line(&self.parser, buf, line, end).is_ok() {
                    self.progress = Progress::Between;
                    self.position += line as u64;
                    return Some(line);
                }
                is_behind |= !text.is_empty();
            }
            line = next;
        }
        None
    }
}
