//! One direction of a connection, frame by frame, as its bytes are read.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use bytes::BytesMut;
use indicatif::{ProgressBar, ProgressStyle};
use sipwire::rules::Check;
use sipwire::{DecodeError, Decoder, Frame, Parser, Side, Sniffed, sniff};

use crate::subject::Seen;

/// How much is read at once.
const READ: usize = 64 * 1024;
/// From how many bytes on it is worth telling how far it has got.
const LARGE: u64 = 1024 * 1024;

/// Which end of the connection read the stream, where that is told.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Reader {
    /// The end that was called: CRLFCRLF is a ping
    Accepted,
    /// The end that called: CRLF is a pong
    Opened,
}

/// What was found in a stream, and where it begins.
pub(crate) struct Found {
    at: u64,
    /// How many bytes it has; of what the stream ends in, all that are left.
    length: u64,
    frame: Result<Frame, End>,
}

/// What a stream ends in.
enum End {
    /// A message that is refused or cut short, as far as the buffer has it.
    Refused(DecodeError, BytesMut),
    /// Half a keep-alive.
    Left,
}

/// The same, as far as it could be read.
pub(crate) struct Part<'a> {
    pub(crate) at: u64,
    pub(crate) length: u64,
    pub(crate) what: What<'a>,
}

pub(crate) enum What<'a> {
    Message(Seen<'a>),
    Ping,
    Pong,
    Refused { error: DecodeError, seen: Seen<'a> },
    Left,
}

impl Found {
    /// `parser` is that of the stream.
    pub(crate) fn read(&self, parser: &Parser, check: Option<&Check<'_>>) -> Part<'_> {
        let what = match &self.frame {
            Ok(Frame::Message(message)) => What::Message(Seen::read(parser, message.as_bytes(), check)),
            Ok(Frame::Ping) => What::Ping,
            Ok(Frame::Pong) => What::Pong,
            Err(End::Refused(error, bytes)) => What::Refused { error: *error, seen: Seen::read(parser, bytes, check) },
            Err(End::Left) => What::Left,
        };
        Part { at: self.at, length: self.length, what }
    }
}

impl Part<'_> {
    pub(crate) fn is_fine(&self) -> bool {
        match &self.what {
            What::Message(seen) => seen.is_fine(),
            What::Refused { .. } => false,
            What::Ping | What::Pong | What::Left => true,
        }
    }
}

/// A stream that is being read.
pub(crate) struct Stream {
    input: Box<dyn Read>,
    decoder: Decoder,
    buffer: BytesMut,
    is_at_end: bool,
    is_over: bool,
    progress: ProgressBar,
}

impl Stream {
    /// Opens a file; `-` is standard input. Without a `reader` the first message says who read it: the end that is called sends responses
    /// first, and the one that calls reads them.
    pub(crate) fn open(file: &Path, parser: Parser, reader: Option<Reader>) -> io::Result<Self> {
        let (input, progress): (Box<dyn Read>, _) = match file == Path::new("-") {
            true => (Box::new(io::stdin()), ProgressBar::hidden()),
            false => {
                let file = File::open(file)?;
                let length = file.metadata()?.len();
                (Box::new(file), progress(length))
            }
        };
        let decoder = Decoder::new(parser, Side::Accepted);
        let mut stream = Self { input, decoder, buffer: BytesMut::new(), is_at_end: false, is_over: false, progress };
        let side = match reader {
            Some(Reader::Accepted) => Side::Accepted,
            Some(Reader::Opened) => Side::Opened,
            None => stream.likely_side()?,
        };
        stream.decoder = Decoder::new(parser, side);
        Ok(stream)
    }

    fn likely_side(&mut self) -> io::Result<Side> {
        loop {
            match sniff(&self.buffer) {
                Sniffed::Response => return Ok(Side::Opened),
                Sniffed::KeepAlive(_) | Sniffed::NeedMore if !self.is_at_end => self.read()?,
                _ => return Ok(Side::Accepted),
            }
        }
    }

    fn read(&mut self) -> io::Result<()> {
        let before = self.buffer.len();
        self.buffer.resize(before + READ, 0);
        let read = self.input.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        self.is_at_end = read? == 0;
        Ok(())
    }

    /// The parser as it is on streams.
    pub(crate) fn parser(&self) -> Parser {
        *self.decoder.parser()
    }

    /// What comes next.
    pub(crate) fn next(&mut self) -> io::Result<Option<Found>> {
        while !self.is_over {
            let begin = self.decoder.position();
            let frame = self.decoder.decode(&mut self.buffer);
            let end = self.decoder.position();
            self.progress.set_position(end);
            match frame {
                Ok(Some(frame)) => {
                    // A CRLF that is no keep-alive may stand before a message.
                    let length = if let Frame::Message(message) = &frame { message.as_bytes().len() as u64 } else { end - begin };
                    return Ok(Some(Found { at: end - length, length, frame: Ok(frame) }));
                }
                Ok(None) if !self.is_at_end => self.read()?,
                Ok(None) | Err(_) => return self.end(),
            }
        }
        self.progress.finish_and_clear();
        Ok(None)
    }

    /// What the stream ends in, if it is no frame.
    fn end(&mut self) -> io::Result<Option<Found>> {
        self.is_over = true;
        let ended = self.decoder.finish(&self.buffer);
        let (at, bytes) = (self.decoder.position(), self.buffer.split());
        // Where it is refused, what follows is not looked at.
        let length = bytes.len() as u64 + io::copy(&mut self.input, &mut io::sink())?;
        let end = match ended {
            Err(error) => End::Refused(error, bytes),
            Ok(()) if length > 0 => End::Left,
            Ok(()) => return self.next(),
        };
        Ok(Some(Found { at, length, frame: Err(end) }))
    }

    /// Prints while the progress is out of the way, where both are on a terminal.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        if self.progress.is_hidden() || !io::stdout().is_terminal() { print() } else { self.progress.suspend(print) }
    }
}

/// How far it has got: shown on a terminal alone, of what takes a while.
fn progress(length: u64) -> ProgressBar {
    if length < LARGE || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left").expect("a template");
    ProgressBar::new(length).with_style(style)
}
