//! Writing: [`Encode`], the guarded [`Writer`] that all values write through, and what can be wrong with a value.

mod digits;
mod param;
mod writer;

use alloc::vec::Vec;
use core::fmt;

pub(crate) use digits::put_digits;
pub use param::ParamDraft;
pub use writer::Writer;

use crate::error::{ErrorKind, Expected, ParseError};
use crate::name::HeaderId;

/// What is wrong with something that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// The byte can't stand in what was expected here.
    Forbidden {
        /// What was to be written.
        within: Expected,
        /// The byte that it can't hold.
        byte: u8,
    },
    /// Nothing was given where the grammar wants something.
    Empty(Expected),
    /// A number that its header does not allow.
    OutOfRange,
    /// The header is written by the builder itself, or was given twice and may stand once.
    Duplicate(HeaderId),
    /// What was given is not what its grammar allows, in another way: a parameter twice, or one missing.
    Grammar(ErrorKind),
    /// What was to be replaced is not there.
    Absent,
    /// The message would be larger than 4 GiB, or a header's name than 64 KiB.
    TooLarge,
    /// A response over 100 has a To tag, and neither the request nor the caller gave one (RFC 3261 §8.2.6.2).
    MissingToTag,
    /// The message that this one is made of lacks a header.
    MissingHeader(HeaderId),
    /// A header of the message that this one is made of can't be read; the offset is its place there.
    Unreadable(ErrorKind),
    /// RFC 3261 has no such message: an ACK for a provisional response or a 2xx, an ACK or a CANCEL for a request other than INVITE.
    NotCalledFor,
}

impl BuildErrorKind {
    /// What is wrong with `bytes`, which the grammar refused where they were to be written.
    pub(crate) fn refused(error: ParseError, bytes: &[u8]) -> Self {
        match (error.kind(), bytes.get(error.offset())) {
            (ErrorKind::Expected(within), Some(&byte)) => BuildErrorKind::Forbidden { within, byte },
            (ErrorKind::Expected(what), None) => BuildErrorKind::Empty(what),
            (ErrorKind::OutOfRange, _) => BuildErrorKind::OutOfRange,
            (kind, _) => BuildErrorKind::Grammar(kind),
        }
    }
}

/// Why a message or a value could not be written: the first thing that was wrong, in which header, and where in the part that
/// was given.
///
/// ```
/// use sipwire::{header::Subject, Method, Request};
///
/// let error = Request::builder(Method::Options, "sip:a").header(Subject::row("x\r\nVia: y")).finish().unwrap_err();
/// assert_eq!(error.to_string(), "byte 0x0d at 1 can't stand in text without control bytes (Subject)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BuildError {
    pub(crate) kind: BuildErrorKind,
    pub(crate) header: Option<HeaderId>,
    pub(crate) offset: u32,
}

impl BuildError {
    pub(crate) const fn new(kind: BuildErrorKind) -> Self {
        Self { kind, header: None, offset: 0 }
    }

    /// The same, at that place in the part that was given.
    pub(crate) const fn at(self, offset: usize) -> Self {
        Self { offset: offset as u32, ..self }
    }

    /// What is wrong.
    pub const fn kind(&self) -> BuildErrorKind {
        self.kind
    }

    /// The header whose value is wrong; `None` in a start line, and for a value that is written alone.
    pub const fn header(&self) -> Option<HeaderId> {
        self.header
    }

    /// The offset of the offending byte in the part that was given.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            BuildErrorKind::Forbidden { within, byte } => {
                write!(f, "byte {byte:#04x} at {} can't stand in {}", self.offset, within.as_str())?;
            }
            BuildErrorKind::Empty(what) => write!(f, "{} can't be empty", what.as_str())?,
            BuildErrorKind::OutOfRange => f.write_str("number out of range")?,
            BuildErrorKind::Duplicate(id) => write!(f, "a second {id}")?,
            BuildErrorKind::Grammar(kind) => write!(f, "{kind} at {}", self.offset)?,
            BuildErrorKind::Absent => f.write_str("nothing to replace")?,
            BuildErrorKind::TooLarge => f.write_str("a message over 4 GiB")?,
            BuildErrorKind::MissingToTag => f.write_str("no To tag")?,
            BuildErrorKind::MissingHeader(id) => write!(f, "no {id} row to copy")?,
            BuildErrorKind::Unreadable(kind) => write!(f, "{kind} at byte {} of the message that was given", self.offset)?,
            BuildErrorKind::NotCalledFor => f.write_str("no such message is called for")?,
        }
        match self.header {
            Some(header) => write!(f, " ({header})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for BuildError {}

/// What can be written into a message.
///
/// A value that was parsed writes the bytes that it was read from, each fold as one space; a draft, made from parts, writes its
/// canonical form. There is no implementation for `&str`: whether it is a token, free text or something to be quoted is said by
/// the method of [`Writer`] that takes it.
///
/// ```
/// use sipwire::{Encode, Writer};
///
/// struct Geohash<'a>(&'a str);
/// impl Encode for Geohash<'_> {
///     fn encode(&self, out: &mut Writer<'_>) {
///         out.token(self.0);
///         out.literal(";precision=");
///         out.number(self.0.len() as u64);
///     }
/// }
///
/// assert_eq!(Geohash("u4pruyd").to_bytes()?, b"u4pruyd;precision=7");
/// assert!(Geohash("u4\r\n").to_bytes().is_err());
/// # Ok::<(), sipwire::BuildError>(())
/// ```
pub trait Encode {
    /// Writes the value.
    fn encode(&self, out: &mut Writer<'_>);

    /// The bytes of the value, alone.
    ///
    /// # Errors
    ///
    /// The first thing that the value wrote and the grammar forbids.
    fn to_bytes(&self) -> Result<Vec<u8>, BuildError> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        self.encode(&mut out);
        match out.error() {
            Some(error) => Err(error),
            None => Ok(bytes),
        }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Writer<'_>) {
        (**self).encode(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars;
    use crate::text::Text;
    use alloc::string::ToString;
    use alloc::vec;

    fn written(write: impl Fn(&mut Writer<'_>)) -> Result<Vec<u8>, BuildErrorKind> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        write(&mut out);
        match out.error() {
            Some(error) => Err(error.kind),
            None => Ok(bytes),
        }
    }

    #[test]
    fn nothing_passes_that_its_rule_forbids() {
        for b in [b'\r', b'\n', 0, 0x7F, 0x1B] {
            for bytes in [vec![b], vec![b'a', b, b'c'], vec![b'\\', b]] {
                assert!(written(|out| out.token(&bytes)).is_err());
                assert!(written(|out| out.text(&bytes)).is_err());
                assert!(written(|out| out.quoted(&bytes)).is_err());
                assert!(written(|out| out.param(&ParamDraft::quoted("a", &bytes))).is_err());
                assert!(written(|out| out.param(&ParamDraft::token("a", &bytes))).is_err());
            }
        }
        assert_eq!(written(|out| out.token("")), Err(BuildErrorKind::Empty(Expected::Token)));
        assert_eq!(written(|out| out.token("a b")), Err(BuildErrorKind::Forbidden { within: Expected::Token, byte: b' ' }));
    }

    #[test]
    fn quoting_and_numbers() {
        assert_eq!(written(|out| out.quoted("a\"b\\")).unwrap(), b"\"a\\\"b\\\\\"");
        for (text, again) in [
            (Text::quoted(b"a\\b\\\""), &b"\"a\\b\\\"\""[..]),
            (Text::quoted(b"a\\ \r\n \\b\\\x01"), b"\"a\\  \\b\\\x01\""),
            // A lenient reader takes what no writer may send.
            (Text::quoted(b"\\\xC3\xA9\\\\\xC3\\\xA9\r\n \\\xFF"), b"\"\xC3\xA9\\\\\xC3\xA9 \xFF\""),
            (Text::plain(b"token"), b"\"token\""),
            (Text::from("a\\"), b"\"a\\\\\""),
        ] {
            assert_eq!(written(|out| out.quoted_again(text)).unwrap(), again, "{text:?}");
        }
        assert!(written(|out| out.quoted_again(Text::from("a\r\n b"))).is_err());
        assert_eq!(written(|out| out.number(0)).unwrap(), b"0");
        assert_eq!(written(|out| out.number(u64::MAX)).unwrap(), b"18446744073709551615");
        for number in
            (0..70_000).chain((0..64).flat_map(|shift| [(1 << shift) - 1, 1 << shift])).chain((0..20).map(|zeros| 10u64.pow(zeros)))
        {
            for number in [number, number - number.min(1)] {
                assert_eq!(written(|out| out.number(number)).unwrap(), number.to_string().as_bytes());
            }
        }
        assert_eq!(written(|out| out.as_read(b"a \r\n\tb")).unwrap(), b"a b");
        assert_eq!(written(|out| out.as_read(b"\"a\\ \r\n b\\\\ \r\n c\"\r\n \r\n d")).unwrap(), b"\"a\\  b\\\\ c\" d");
        assert_eq!(written(|out| out.escaped(b"a b%\0", chars::UNRESERVED)).unwrap(), b"a%20b%25%00");
    }
}
