//! [`OwnedMessage`]: a message that owns its buffer.

use alloc::sync::Arc;
use core::fmt;

use bytes::Bytes;

use super::{Frame, Message};
use crate::error::{ErrorKind, ParseError};
use crate::header::Headers;
use crate::header::fields::FieldTable;
use crate::parser::{Outline, Parser};
use crate::profile::Profile;
use crate::start_line::{Span, StartLine};

/// A message that owns its buffer: made to be kept and to be sent between threads. Cloning it counts references.
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
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub struct OwnedMessage {
    pub(super) bytes: Bytes,
    pub(super) layout: Arc<Layout>,
}

/// Where everything is.
pub(crate) struct Layout {
    pub(super) start: u32,
    pub(super) start_line: StartLine,
    pub(super) body: Span,
    pub(super) fields: FieldTable<'static>,
    pub(super) profile: Profile,
}

impl OwnedMessage {
    /// Parses the message that a datagram holds, by the default [`Parser`].
    ///
    /// # Errors
    ///
    /// See [`Parser::parse`].
    pub fn parse(bytes: Bytes) -> Result<Self, ParseError> {
        Parser::new().parse_owned(bytes)
    }

    /// The message that was parsed from `bytes`.
    #[inline]
    pub(crate) fn new(bytes: Bytes, layout: Arc<Layout>) -> Self {
        Self { bytes, layout }
    }

    /// The message with a copy of its buffer.
    pub(super) fn copied(message: &Message<'_>) -> Self {
        Self::new(Bytes::copy_from_slice(message.frame().input), message.clone().into_layout()).compact()
    }

    /// A message that was just written.
    #[inline(always)]
    pub(crate) fn written(bytes: Bytes, start_line: StartLine, fields: FieldTable<'static>, body: Span) -> Self {
        Self::framed(bytes, start_line, fields, body, Profile::default())
    }

    /// A message that begins where its buffer does, and whose parts are known.
    #[inline(always)]
    pub(crate) fn framed(bytes: Bytes, start_line: StartLine, fields: FieldTable<'static>, body: Span, profile: Profile) -> Self {
        Self { bytes, layout: Arc::new(Layout { start: 0, start_line, body, fields, profile }) }
    }

    /// The same message, borrowed.
    pub fn as_message(&self) -> Message<'_> {
        let Layout { start, start_line, body, ref fields, profile } = *self.layout;
        Message::new(Frame { input: &self.bytes, start, body, fields: FieldTable::shared(fields), profile }, start_line)
    }

    /// The rows, and typed access to them.
    pub fn headers(&self) -> Headers<'_, '_> {
        Headers::new(&self.bytes, &self.layout.fields, &self.layout.profile)
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        self.layout.body.of(&self.bytes)
    }

    /// The message as received or written, from the start line to the end of the body.
    pub fn as_bytes(&self) -> &[u8] {
        Span { start: self.layout.start, end: self.layout.body.end }.of(&self.bytes)
    }

    /// The same bytes, to be sent or kept: nothing is copied.
    pub fn to_bytes(&self) -> Bytes {
        self.bytes.slice(self.layout.start as usize..self.layout.body.end as usize)
    }

    /// A part of the message, to be kept without copying it; `None` if `part` is not of this buffer.
    pub fn slice_ref(&self, part: &[u8]) -> Option<Bytes> {
        let start = (part.as_ptr() as usize).checked_sub(self.bytes.as_ptr() as usize)?;
        let end = start.checked_add(part.len())?;
        if end <= self.bytes.len() { Some(self.bytes.slice(start..end)) } else { None }
    }

    /// The same message in a buffer of its own, which holds nothing else: what it was received in can be freed.
    #[must_use]
    pub fn compact(&self) -> Self {
        let layout = &*self.layout;
        let back = |span: Span| Span { start: span.start - layout.start, end: span.end - layout.start };
        let start_line = layout.start_line.mapped(back);
        let mut fields = FieldTable::new();
        for field in layout.fields.as_slice() {
            fields.push(field.shifted(-(layout.start as isize)), || layout.fields.as_slice().len());
        }
        let layout = Layout { start: 0, start_line, body: back(layout.body), fields, profile: layout.profile };
        Self { bytes: Bytes::copy_from_slice(self.as_bytes()), layout: Arc::new(layout) }
    }
}

impl Message<'_> {
    /// Where everything is in the buffer, which is no longer borrowed.
    #[inline]
    pub(crate) fn into_layout(self) -> Arc<Layout> {
        let start_line = self.start_line();
        let frame = match self {
            Message::Request(request) => request.frame,
            Message::Response(response) => response.frame,
        };
        let Frame { start, body, fields, profile, .. } = frame;
        Arc::new(Layout { start, start_line, body, fields: fields.into_static(), profile })
    }
}

impl Parser {
    /// Parses the message that a datagram holds; the message owns the datagram.
    ///
    /// # Errors
    ///
    /// See [`Parser::parse`].
    pub fn parse_owned(&self, bytes: Bytes) -> Result<OwnedMessage, ParseError> {
        match self.layout(&bytes, true)? {
            (_, Some(layout)) => Ok(OwnedMessage::new(bytes, layout)),
            (_, None) => Err(ParseError::new(ErrorKind::Truncated, bytes.len())),
        }
    }

    /// Where a message ends, and where everything is in it unless its end is past that of the input; then it may be refused for that.
    pub(crate) fn layout(&self, input: &[u8], whole: bool) -> Result<(usize, Option<Arc<Layout>>), ParseError> {
        let mut fields = FieldTable::new();
        let Outline { start, body, start_line } = self.fill(&mut fields, input, whole)?;
        let end = body.end as usize;
        let layout = || {
            fields.shrink();
            Arc::new(Layout { start, start_line, body, fields, profile: self.profile() })
        };
        Ok((end, (end <= input.len()).then(layout)))
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
