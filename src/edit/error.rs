//! [`EditError`]: why an edit was not taken.

use core::fmt;

use crate::encode::{BuildError, BuildErrorKind};
use crate::error::{ErrorKind, ParseError};
use crate::name::HeaderId;
use crate::status::StatusCode;

/// What is wrong with an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EditErrorKind {
    /// What was given can't be written, or would be a second row of what may stand once; the offset counts in the part that was given.
    Build(BuildErrorKind),
    /// What was to be edited is not there: a header, a parameter, the Request-URI of a response.
    Absent,
    /// An edit of the same bytes was taken before.
    EditedBefore,
    /// The slot is one of another message.
    OtherMessage,
    /// The value can't be read, or could not be after the edit: no part of it is edited. It can be replaced.
    Unreadable(ErrorKind),
    /// The header has no parameters behind a `;`, or not this one.
    NoParams,
    /// The parameter stands there more than once.
    DuplicateParam,
    /// Max-Forwards is 0: the request goes no further, and 483 is owed (RFC 3261 §16.3).
    NoHopsLeft,
    /// A Content-Length follows the body: see [`Edit::replace_body`](crate::Edit::replace_body).
    Computed,
    /// The buffer that was to be written to is too small.
    NoRoom,
}

/// Why an edit was not taken: what is wrong, with which header, and where. The message stays as it was with the edits before.
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

    /// What was to be edited and is not there.
    pub(super) const fn absent(header: HeaderId) -> Self {
        Self::new(EditErrorKind::Absent, Some(header), 0)
    }

    /// What was given and can't be written.
    pub(super) const fn of_build(error: BuildError, header: Option<HeaderId>) -> Self {
        Self { kind: EditErrorKind::Build(error.kind()), header, offset: error.offset }
    }

    /// What is there and can't be read.
    pub(super) const fn unreadable(error: ParseError, header: HeaderId) -> Self {
        Self::new(EditErrorKind::Unreadable(error.kind()), Some(header), error.offset())
    }

    /// What is wrong.
    pub const fn kind(&self) -> EditErrorKind {
        self.kind
    }

    /// The header that the edit is of; `None` for start line and body.
    pub const fn header(&self) -> Option<HeaderId> {
        self.header
    }

    /// Where: the offset of the offending byte in the part that was given ([`EditErrorKind::Build`]), else in the message; 0 for what
    /// has no place there.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }

    /// The status to answer the request with that can't be edited so; `None` where it is whoever edits that is wrong.
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
