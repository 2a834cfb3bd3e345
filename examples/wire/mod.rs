//! What the examples `register` and `registrar` have in common: how they read a stream, and how they show what passes.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use bytes::BytesMut;
use sipwire::{DecodeError, Decoder, Frame, Parser, Side};

/// Which way something went.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Sent,
    Received,
}

/// Prints what passed, as it was but for control bytes: a line that says which way, then the bytes.
pub(crate) fn show(way: Way, transport: &str, peer: SocketAddr, bytes: &[u8]) {
    let (arrow, by) = match way {
        Way::Sent => (">>>", "to"),
        Way::Received => ("<<<", "from"),
    };
    let mut text = format!("{arrow} {transport} {by} {peer}, {} bytes\n", bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let is_whole = line.ends_with(b"\r\n");
        let line = if is_whole { &line[..line.len() - 2] } else { line };
        for c in String::from_utf8_lossy(line).chars() {
            let _ = if c.is_control() { write!(text, "{}", c.escape_default()) } else { write!(text, "{c}") };
        }
        text.push('\n');
    }
    say(&text);
}

/// Prints a text, whole: several threads do. Nobody need listen.
pub(crate) fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(format!("{text}\n").as_bytes()).and_then(|()| out.flush());
}

/// What nobody can guess, for branches, tags and nonces. The standard library has no more than this: a real program asks the system
/// for random bytes.
#[derive(Clone, Default)]
pub(crate) struct Random(RandomState);

impl Random {
    /// Sixteen hexadecimal digits that follow from `what`.
    pub(crate) fn of(&self, what: impl AsRef<[u8]>) -> String {
        format!("{:016x}", self.0.hash_one(what.as_ref()))
    }
}

/// A connection, read frame by frame.
pub(crate) struct Stream {
    pub(crate) tcp: TcpStream,
    decoder: Decoder,
    buffer: BytesMut,
}

impl Stream {
    pub(crate) fn new(tcp: TcpStream, side: Side) -> Self {
        Self { tcp, decoder: Decoder::new(Parser::new(), side), buffer: BytesMut::new() }
    }

    /// The next frame, or what is wrong with the bytes in its place; nothing once the peer has closed.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<Frame, DecodeError>>> {
        loop {
            match self.decoder.decode(&mut self.buffer) {
                Ok(None) => {}
                Ok(Some(frame)) => return Ok(Some(Ok(frame))),
                Err(error) => return Ok(Some(Err(error))),
            }
            let mut read = [0; 4096];
            match self.tcp.read(&mut read)? {
                0 => return Ok(self.decoder.finish(&self.buffer).err().map(Err)),
                length => self.buffer.extend_from_slice(&read[..length]),
            }
        }
    }

    /// What was read and not decoded: after an error it begins with what was refused.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer
    }
}
