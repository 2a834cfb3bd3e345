//! [`DialogId`]: which dialog a message belongs to.

use core::fmt;

use crate::error::ParseError;
use crate::header::{CallId, DialogRef, Headers, Join, Replaces, TargetDialog};
use crate::message::{Request, Response};
use crate::rules::canonical::{Canonical, Reading, Writing, compared_by_bytes};
use crate::rules::read;
use crate::text::{Printable, Token};

/// The kind of these ids, as stored. The kinds of transaction keys and merge keys are below it.
const DIALOG: u8 = 5;

/// The id of a dialog at one of its two ends: Call-ID, local tag and remote tag (RFC 3261 §12).
///
/// Call-IDs are compared byte by byte (§8.1.1.4). Tags are tokens and compared without case (§7.3.1). An absent tag is the null tag of RFC
/// 2543, which equals no other tag. URIs are no part of the id: they may change within a dialog (RFC 4916 §4.4).
///
/// An id owns its bytes, like a [`TransactionKey`](crate::TransactionKey): it can be compared, hashed, ordered, stored and sent to another
/// node. Up to 94 bytes are kept inline.
///
/// ```
/// use sipwire::Message;
/// use sipwire::rules::DialogId;
///
/// let bye = Message::parse(b"BYE sip:a SIP/2.0\r\nFrom: <sip:b>;tag=9\r\nTo: <sip:a>;tag=1\r\nCall-ID: 7@a\r\n\r\n")?;
/// let bye = bye.as_request().unwrap();
/// // The receiver's tag is in To, the sender's in From.
/// assert_eq!(DialogId::received(bye)?, DialogId::new(b"7@a", Some(b"1"), Some(b"9")));
/// assert_eq!(DialogId::sent(bye)?, DialogId::received(bye)?.reversed());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub struct DialogId(Canonical);

compared_by_bytes!(DialogId);

const _: () = assert!(size_of::<DialogId>() == 96);

impl DialogId {
    /// Makes the id of these parts.
    pub fn new(call_id: &[u8], local_tag: Option<&[u8]>, remote_tag: Option<&[u8]>) -> Self {
        let mut writing = Writing::new(DIALOG);
        writing.exact(call_id);
        writing.optional_lower(local_tag);
        writing.optional_lower(remote_tag);
        Self(writing.finish())
    }

    /// Returns the id at the end that received the request (RFC 3261 §12.2.2): the local tag is that of To.
    ///
    /// # Errors
    ///
    /// Returns an error if Call-ID, From or To is missing, repeated or malformed.
    pub fn received(request: &Request<'_>) -> Result<Self, ParseError> {
        let tags = Tags::of(request.headers())?;
        Ok(Self::new(tags.call_id, tags.to(), tags.from()))
    }

    /// Returns the id at the end that sent the request (RFC 3261 §12.2.1): the local tag is that of From.
    ///
    /// # Errors
    ///
    /// As [`received`](DialogId::received).
    pub fn sent(request: &Request<'_>) -> Result<Self, ParseError> {
        let tags = Tags::of(request.headers())?;
        Ok(Self::new(tags.call_id, tags.from(), tags.to()))
    }

    /// Returns the id at the end that received the response (RFC 3261 §12.1.2): the local tag is that of From.
    ///
    /// # Errors
    ///
    /// As [`received`](DialogId::received).
    pub fn of_response(response: &Response<'_>) -> Result<Self, ParseError> {
        let tags = Tags::of(response.headers())?;
        Ok(Self::new(tags.call_id, tags.from(), tags.to()))
    }

    /// Returns the id of the same dialog at its other end.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self.parts() {
            Some((call_id, local, remote)) => Self::new(call_id, remote, local),
            // Ids are made by `new` and `from_bytes` alone.
            None => self.clone(),
        }
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let (_, mut reading) = Reading::new(self.as_bytes())?;
        Some((reading.exact()?, reading.optional_lower()?, reading.optional_lower()?))
    }

    /// The stored form of the id. Equal ids have equal bytes. The first byte is a version.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form. Returns `None` if the bytes are no id of this version.
    ///
    /// ```
    /// use sipwire::rules::DialogId;
    ///
    /// let id = DialogId::new(b"7@a", Some(b"1"), None);
    /// assert_eq!(DialogId::from_bytes(id.as_bytes()), Some(id));
    /// assert_eq!(DialogId::from_bytes(b"7@a"), None);
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, mut reading) = Reading::new(bytes)?;
        if kind != DIALOG {
            return None;
        }
        reading.exact()?;
        reading.optional_lower()?;
        reading.optional_lower()?;
        reading.finish(bytes).map(Self)
    }
}

/// Call-ID, local tag and remote tag.
type Parts<'k> = (&'k [u8], Option<&'k [u8]>, Option<&'k [u8]>);

/// Call-ID and tags, with control bytes escaped.
impl fmt::Debug for DialogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((call_id, local, remote)) = self.parts() else { return f.write_str("DialogId") };
        write!(f, "DialogId({}", Printable(call_id))?;
        for (name, tag) in [("local", local), ("remote", remote)] {
            match tag {
                Some(tag) => write!(f, ", {name} {}", Printable(tag))?,
                None => write!(f, ", no {name} tag")?,
            }
        }
        f.write_str(")")
    }
}

/// What tells dialogs apart, as a message has it.
pub(super) struct Tags<'a> {
    pub(super) call_id: &'a [u8],
    from: Option<Token<'a>>,
    to: Option<Token<'a>>,
}

impl<'a> Tags<'a> {
    pub(super) fn of(headers: Headers<'_, 'a>) -> Result<Self, ParseError> {
        let call_id = headers.require::<CallId<'a>>()?.as_bytes();
        Ok(Self { call_id, from: read::from_tag(headers)?, to: read::to_tag(headers)? })
    }

    pub(super) fn from(&self) -> Option<&'a [u8]> {
        self.from.map(|tag| tag.as_bytes())
    }

    pub(super) fn to(&self) -> Option<&'a [u8]> {
        self.to.map(|tag| tag.as_bytes())
    }
}

/// The ids that a Replaces, Join or Target-Dialog header field may mean at the end that received it: more than one if a tag is `0`, which
/// also stands for the null tag of RFC 2543 (RFC 3891 §6.1, RFC 3911 §7.1).
///
/// ```
/// use sipwire::header::Replaces;
/// use sipwire::rules::DialogId;
/// use sipwire::Message;
///
/// let message = Message::parse(b"INVITE sip:a SIP/2.0\r\nReplaces: 7@a;to-tag=1;from-tag=0\r\n\r\n")?;
/// let ids: Vec<_> = message.headers().require::<Replaces>()?.dialog_ids()?.collect();
/// assert_eq!(ids, [DialogId::new(b"7@a", Some(b"1"), Some(b"0")), DialogId::new(b"7@a", Some(b"1"), None)]);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DialogIds<'a> {
    call_id: &'a [u8],
    local: Token<'a>,
    remote: Token<'a>,
    /// The number of the next candidate: of its two bits, the first takes the local tag for null, the second the remote tag.
    next: u8,
}

impl Iterator for DialogIds<'_> {
    type Item = DialogId;

    fn next(&mut self) -> Option<DialogId> {
        while self.next < 4 {
            let (null_local, null_remote) = (self.next & 2 != 0, self.next & 1 != 0);
            self.next += 1;
            if (null_local && self.local != "0") || (null_remote && self.remote != "0") {
                continue;
            }
            let local = (!null_local).then(|| self.local.as_bytes());
            let remote = (!null_remote).then(|| self.remote.as_bytes());
            return Some(DialogId::new(self.call_id, local, remote));
        }
        None
    }
}

fn ids<'a>(dialog: &DialogRef<'a>, local: Token<'a>, remote: Token<'a>) -> DialogIds<'a> {
    DialogIds { call_id: dialog.call_id().as_bytes(), local, remote, next: 0 }
}

impl<'a> Replaces<'a> {
    /// Returns the ids that this may name here: `to-tag` is the local tag, `from-tag` the remote one (RFC 3891 §3).
    ///
    /// # Errors
    ///
    /// Returns an error if one of the tags is missing, repeated or malformed.
    pub fn dialog_ids(&self) -> Result<DialogIds<'a>, ParseError> {
        Ok(ids(self, self.to_tag()?, self.from_tag()?))
    }
}

impl<'a> Join<'a> {
    /// Returns the ids that this may name here: `to-tag` is the local tag, `from-tag` the remote one (RFC 3911 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if one of the tags is missing, repeated or malformed.
    pub fn dialog_ids(&self) -> Result<DialogIds<'a>, ParseError> {
        Ok(ids(self, self.to_tag()?, self.from_tag()?))
    }
}

impl<'a> TargetDialog<'a> {
    /// Returns the id that this names here: both tags are named as the receiver sees them (RFC 4538 §4). A tag of `0` is a tag like any
    /// other.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the tags is missing, repeated or malformed.
    pub fn dialog_id(&self) -> Result<DialogId, ParseError> {
        let (local, remote) = (self.local_tag()?, self.remote_tag()?);
        Ok(DialogId::new(self.call_id().as_bytes(), Some(local.as_bytes()), Some(remote.as_bytes())))
    }
}
