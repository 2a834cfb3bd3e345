//! [`EditError`]: the reason why an edit was refused.

use core::fmt;

use crate::encode::{BuildError, BuildErrorKind};
use crate::error::{ErrorKind, ParseError};
use crate::name::HeaderId;
use crate::status::StatusCode;

/// The kind of an edit error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EditErrorKind {
    /// The new part cannot be written, or would repeat a header that may occur once. The offset counts in the new part.
    Build(BuildErrorKind),
    /// The target is absent: a header, a parameter, or the Request-URI of a response.
    Absent,
    /// The same bytes were edited before.
    EditedBefore,
    /// The slot belongs to another message.
    OtherMessage,
    /// The value is malformed, or would be after the edit, so that its parts cannot be edited. The whole value can be replaced.
    Unreadable(ErrorKind),
    /// The header does not accept parameters behind a `;`, or not this parameter.
    NoParams,
    /// The value has the parameter more than once.
    DuplicateParam,
    /// Max-Forwards is 0: the request must not be forwarded, and is answered with 483 (RFC 3261 §16.3).
    NoHopsLeft,
    /// The Content-Length is computed from the body: see [`Edit::replace_body`](crate::Edit::replace_body).
    Computed,
    /// The output buffer is too small.
    NoRoom,
}

/// The reason why an edit was refused, with the header and the offset. The message keeps the edits made before.
///
/// ```
/// use sipwire::{EditErrorKind, EditScratch, Message, header::Route};
///
/// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nMax-Forwards: 0\r\n\r\n")?;
/// let mut scratch = EditScratch::new();
/// let mut edit = message.edit(&mut scratch);
/// assert_eq!(edit.pop::<Route>().unwrap_err().to_string(), "nothing to edit (Route)");
/// let error = edit.decrement_max_forwards().unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (EditErrorKind::NoHopsLeft, 33));
/// assert_eq!(error.status_owed().unwrap().as_u16(), 483);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EditError {
    pub(super) kind: EditErrorKind,
    pub(super) header: Option<HeaderId>,
    pub(super) offset: u32,
}

impl EditError {
    pub(super) const fn new(kind: EditErrorKind, header: Option<HeaderId>, offset: usize) -> Self {
        Self { kind, header, offset: offset as u32 }
    }

    /// The error of an absent target.
    pub(super) const fn absent(header: HeaderId) -> Self {
        Self::new(EditErrorKind::Absent, Some(header), 0)
    }

    /// The error of a new part that cannot be written.
    pub(super) const fn of_build(error: BuildError, header: Option<HeaderId>) -> Self {
        Self { kind: EditErrorKind::Build(error.kind()), header, offset: error.offset }
    }

    /// The error of a malformed value in the message.
    pub(super) const fn unreadable(error: ParseError, header: HeaderId) -> Self {
        Self::new(EditErrorKind::Unreadable(error.kind()), Some(header), error.offset())
    }

    /// Returns the kind of the error.
    pub const fn kind(&self) -> EditErrorKind {
        self.kind
    }

    /// Returns the header of the edit, or `None` for the start line and the body.
    pub const fn header(&self) -> Option<HeaderId> {
        self.header
    }

    /// Returns the byte offset of the error: in the new part for [`EditErrorKind::Build`], otherwise in the message. Returns 0 for errors
    /// without a position.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }

    /// Returns the status code to answer the request with, or `None` if the caller of the edit is at fault.
    pub const fn status_owed(&self) -> Option<StatusCode> {
        match self.kind {
            EditErrorKind::NoHopsLeft => Some(StatusCode::TOO_MANY_HOPS),
            EditErrorKind::Unreadable(kind) => ParseError::new(kind, self.offset as usize).status_owed(),
            _ => None,
        }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            EditErrorKind::Build(kind) => {
                return BuildError { kind, header: self.header, offset: self.offset }.fmt(f);
            }
            EditErrorKind::Absent => f.write_str("nothing to edit")?,
            EditErrorKind::EditedBefore => write!(f, "byte {} was edited before", self.offset)?,
            EditErrorKind::OtherMessage => f.write_str("a slot of another message")?,
            EditErrorKind::Unreadable(kind) => write!(f, "{kind} at byte {}", self.offset)?,
            EditErrorKind::NoParams => f.write_str("no parameters of that kind")?,
            EditErrorKind::DuplicateParam => write!(f, "a parameter that stands there twice, at byte {}", self.offset)?,
            EditErrorKind::NoHopsLeft => write!(f, "no hops left at byte {}", self.offset)?,
            EditErrorKind::Computed => f.write_str("a length that follows the body")?,
            EditErrorKind::NoRoom => f.write_str("no room to write to")?,
        }
        match self.header {
            Some(header) => write!(f, " ({header})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for EditError {}
