//! The errors of writing a message or a value.

use core::fmt;

use crate::error::{ErrorKind, Expected, ParseError};
use crate::name::HeaderId;

/// The kind of a writing error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// The byte is not allowed in the element that was written.
    Forbidden {
        /// The element that was written.
        within: Expected,
        /// The byte that is not allowed.
        byte: u8,
    },
    /// An empty text where the grammar requires content.
    Empty(Expected),
    /// A number that the header does not allow.
    OutOfRange,
    /// A header that the builder writes itself, or a second row of a header that may occur once.
    Duplicate(HeaderId),
    /// Another violation of the grammar, such as a repeated or missing parameter.
    Grammar(ErrorKind),
    /// Two parameters of a URI have the same name (RFC 3261 §19.1.1, RFC 3966 §3).
    RepeatedParam,
    /// The part to be replaced is absent.
    Absent,
    /// The message would be larger than 4 GiB, or a header's name than 64 KiB.
    TooLarge,
    /// Neither the request nor the caller supplied a To tag for a response over 100 (RFC 3261 §8.2.6.2).
    MissingToTag,
    /// The message that the new one is derived from lacks a header.
    MissingHeader(HeaderId),
    /// A header of the message that the new one is derived from is malformed. The offset counts in that message.
    Unreadable(ErrorKind),
    /// RFC 3261 defines no such message: an ACK for a provisional response or a 2xx, or an ACK or a CANCEL for a request other than
    /// INVITE.
    NotCalledFor,
}

impl BuildErrorKind {
    /// Converts the grammar's error for `bytes` that were to be written.
    pub(crate) fn refused(error: ParseError, bytes: &[u8]) -> Self {
        match (error.kind(), bytes.get(error.offset())) {
            (ErrorKind::Expected(within), Some(&byte)) => BuildErrorKind::Forbidden { within, byte },
            (ErrorKind::Expected(what), None) => BuildErrorKind::Empty(what),
            (ErrorKind::OutOfRange, _) => BuildErrorKind::OutOfRange,
            (kind, _) => BuildErrorKind::Grammar(kind),
        }
    }
}

/// The first error of writing a message or a value, with the header and the byte offset in the part that was given.
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

    /// Returns the error with that offset in the given part.
    pub(crate) const fn at(self, offset: usize) -> Self {
        Self { offset: offset as u32, ..self }
    }

    /// Returns the kind of the error.
    pub const fn kind(&self) -> BuildErrorKind {
        self.kind
    }

    /// Returns the header whose value is wrong, or `None` for a start line and for a value outside of a header field.
    pub const fn header(&self) -> Option<HeaderId> {
        self.header
    }

    /// Returns the byte offset of the error in the given part.
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
            BuildErrorKind::RepeatedParam => f.write_str("a second URI parameter of the same name")?,
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
