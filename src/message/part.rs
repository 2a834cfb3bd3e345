//! [`Part`]: one part of a multipart body.

use core::fmt;

use crate::error::ParseError;
use crate::header::{ContentType, Headers, MediaType};
use crate::parser::{Layout, Parser, fill_part};

/// One part of a multipart body (RFC 2046 §5.1): rows, and a body of its own.
///
/// ```text
/// body-part = MIME-part-headers [CRLF *OCTET]
/// ```
///
/// Its rows are read as those of a message are, and are typed as they are. Some of them mean something here alone, such as
/// [`ContentTransferEncoding`](crate::header::ContentTransferEncoding); nothing is decoded. A Content-Length says nothing about
/// where the part ends: the delimiter does.
#[derive(Clone)]
pub struct Part<'a> {
    input: &'a [u8],
    /// It has no start line.
    layout: Layout<'a>,
    pub(super) depth: u16,
    is_of_digest: bool,
}

impl<'a> Part<'a> {
    /// Parses the part that begins at `start` and ends with `input`. `depth` counts the multipart bodies around it.
    ///
    /// # Errors
    ///
    /// Returns the first error of its rows.
    pub(super) fn parse(parser: &Parser, input: &'a [u8], start: usize, depth: u16, is_of_digest: bool) -> Result<Self, ParseError> {
        let mut layout = Layout::new(parser.profile());
        fill_part(parser, &mut layout, input, start)?;
        Ok(Self { input, layout, depth, is_of_digest })
    }

    pub(super) const fn parts(&self) -> (&'a [u8], &Layout<'a>) {
        (self.input, &self.layout)
    }

    /// The rows, and typed access to them. Offsets count from the beginning of the message.
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.layout.headers(self.input)
    }

    /// The body, as it is: whatever its Content-Transfer-Encoding is, it is not undone.
    pub fn body(&self) -> &'a [u8] {
        self.layout.body.of(self.input)
    }

    /// The whole part, between its delimiters.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.layout.bytes_of(self.input)
    }

    /// How many multipart bodies the part is in: 1 for those of the message's own body.
    pub const fn depth(&self) -> usize {
        self.depth as usize
    }

    /// The type of the body. Without a Content-Type it is text (RFC 2046 §5.1), and in a digest a mail message (§5.1.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the Content-Type is malformed or repeated.
    pub fn media_type(&self) -> Result<MediaType<'a>, ParseError> {
        match self.headers().get::<ContentType<'_>>()? {
            Some(content) => Ok(*content),
            None if self.is_of_digest => MediaType::parse(b"message/rfc822"),
            None => MediaType::parse(b"text/plain;charset=us-ascii"),
        }
    }
}

/// The rows, and how long the body is.
impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("headers", &self.headers()).field("body", &self.body().len()).finish()
    }
}
