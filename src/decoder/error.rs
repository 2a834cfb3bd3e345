//! Why a stream ended: an error of its bytes, and how far into the stream it stands.

use core::fmt;

use crate::error::{ErrorKind, ParseError};
use crate::status::StatusCode;

/// Why a stream can't be decoded any further, and where.
///
/// Behind it nobody knows where a message begins: a request is answered where that is possible
/// ([`status_owed`](DecodeError::status_owed)), and the connection closed.
///
/// ```
/// use sipwire::{Decoder, ErrorKind, Limit, Parser, Side, StatusCode};
///
/// let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
/// let error = decoder.next(b"OPTIONS sip:a SIP/2.0\r\nl: 9999999\r\n\r\n").unwrap_err();
/// assert_eq!((error.kind(), error.at()), (ErrorKind::Limit(Limit::Body), 26));
/// assert_eq!(error.status_owed(), Some(StatusCode::REQUEST_ENTITY_TOO_LARGE));
/// assert_eq!(error.to_string(), "too many bytes of a body at byte 26 of the stream");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecodeError {
    error: ParseError,
    /// Where the buffer begins in the stream.
    base: u64,
}

const _: () = assert!(size_of::<DecodeError>() == 16);

impl DecodeError {
    pub(super) const fn new(error: ParseError, base: u64) -> Self {
        Self { error, base }
    }

    /// What is wrong.
    pub const fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Where: the offset in bytes from the beginning of the stream.
    pub const fn at(&self) -> u64 {
        self.base.saturating_add(self.error.offset() as u64)
    }

    /// The same error with its offset in the buffer, which begins at the refused message: one of those that
    /// [`partial`](crate::Parser::partial) finds there.
    pub const fn in_buffer(&self) -> ParseError {
        self.error
    }

    /// The status to answer a request with that has this error: see [`ParseError::status_owed`].
    pub const fn status_owed(&self) -> Option<StatusCode> {
        self.error.status_owed()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {} of the stream", self.kind(), self.at())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({:?} at {})", self.kind(), self.at())
    }
}

impl core::error::Error for DecodeError {}
