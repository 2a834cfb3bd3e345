//! What can be wrong with what is written.

use core::fmt;

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
    /// Two parameters of a URI have the same name (RFC 3261 §19.1.1, RFC 3966 §3).
    RepeatedParam,
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
