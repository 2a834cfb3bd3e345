//! [`OwnedMessage`]: a message that owns its buffer.

use alloc::sync::Arc;
use core::fmt;

use bytes::Bytes;

use super::{Message, Request, Response};
use crate::header::Headers;
use crate::parser::Layout;

/// A message that owns its buffer, to be stored or sent to another thread. A clone only increments reference counts.
///
/// ```
/// use bytes::Bytes;
/// use sipwire::{OwnedMessage, header::CallId};
///
/// let message = OwnedMessage::parse(Bytes::from_static(b"OPTIONS sip:a SIP/2.0\r\nCall-ID: 7@b\r\n\r\n"))?;
/// let call_id = message.headers().require::<CallId>()?;
/// // A part of the buffer, to be kept without copying it.
/// let kept: Bytes = message.slice_ref(call_id.as_bytes()).unwrap();
/// assert_eq!(kept, "7@b");
/// assert_eq!(message.as_request().unwrap().method().as_str(), "OPTIONS");
/// assert!(message.as_response().is_none());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub struct OwnedMessage {
    bytes: Bytes,
    layout: Arc<Layout<'static>>,
}

impl OwnedMessage {
    /// Makes a message of `bytes` and a layout that has a start line.
    #[inline(always)]
    pub(crate) const fn new(bytes: Bytes, layout: Arc<Layout<'static>>) -> Self {
        Self { bytes, layout }
    }

    #[inline]
    pub(crate) fn parts(&self) -> (&[u8], &Layout<'static>) {
        (&self.bytes, &self.layout)
    }

    /// Borrows the message.
    pub fn as_message(&self) -> Message<'_> {
        Message::new(&self.bytes, self.layout.borrowed())
    }

    /// Borrows the request, or returns `None` if the message is a response.
    pub fn as_request(&self) -> Option<Request<'_>> {
        match self.as_message() {
            Message::Request(request) => Some(request),
            Message::Response(_) => None,
        }
    }

    /// Borrows the response, or returns `None` if the message is a request.
    pub fn as_response(&self) -> Option<Response<'_>> {
        match self.as_message() {
            Message::Response(response) => Some(response),
            Message::Request(_) => None,
        }
    }

    /// Returns the header fields, with typed access.
    pub fn headers(&self) -> Headers<'_, '_> {
        self.layout.headers(&self.bytes)
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        self.layout.body.of(&self.bytes)
    }

    /// Returns the message as received or written, from the start line to the end of the body.
    pub fn as_bytes(&self) -> &[u8] {
        self.layout.bytes_of(&self.bytes)
    }

    /// Returns the bytes of the message, to be sent or stored. Copies nothing.
    pub fn to_bytes(&self) -> Bytes {
        self.bytes.slice(self.layout.start()..self.layout.end())
    }

    /// Returns a part of the message that shares the buffer, without a copy. Returns `None` if `part` does not lie in this buffer.
    pub fn slice_ref(&self, part: &[u8]) -> Option<Bytes> {
        let start = (part.as_ptr() as usize).checked_sub(self.bytes.as_ptr() as usize)?;
        let end = start.checked_add(part.len())?;
        if end <= self.bytes.len() { Some(self.bytes.slice(start..end)) } else { None }
    }

    /// Copies the message into a buffer that holds nothing else, so that the buffer it was received in can be freed.
    #[must_use]
    pub fn compact(&self) -> Self {
        Self::new(Bytes::copy_from_slice(self.as_bytes()), Arc::new(self.layout.rebased()))
    }
}

impl Message<'_> {
    /// Copies the message into a buffer that it owns.
    pub fn to_owned(&self) -> OwnedMessage {
        let bytes = Bytes::copy_from_slice(self.as_bytes());
        OwnedMessage::new(bytes, Arc::new(self.layout().rebased()))
    }
}

impl fmt::Display for OwnedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_message().fmt(f)
    }
}

impl fmt::Debug for OwnedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_message(), f)
    }
}
