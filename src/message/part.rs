//! [`Part`]: one part of a multipart body.

use core::fmt;

use crate::error::ParseError;
use crate::header::{ContentType, Headers, MediaType};
use crate::parser::{Layout, Parser, fill_part};

/// One part of a multipart body (RFC 2046 §5.1): header fields, and a body.
///
/// ```text
/// body-part = MIME-part-headers [CRLF *OCTET]
/// ```
///
/// The header fields are parsed and typed like those of a message. Some of them occur only in parts, such as
/// [`ContentTransferEncoding`](crate::header::ContentTransferEncoding); nothing is decoded. A Content-Length does not delimit the part:
/// the boundary delimiter does.
#[derive(Clone)]
pub struct Part<'a> {
    input: &'a [u8],
    /// The layout has no start line.
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

    /// Returns the header fields, with typed access. Offsets count from the beginning of the message.
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.layout.headers(self.input)
    }

    /// Returns the body as received. A Content-Transfer-Encoding is not decoded.
    pub fn body(&self) -> &'a [u8] {
        self.layout.body.of(self.input)
    }

    /// Returns the whole part, between its delimiters.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.layout.bytes_of(self.input)
    }

    /// Returns the nesting depth: the number of multipart bodies that contain the part. The parts of the message's body have depth 1.
    pub const fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Returns the media type of the body. The default is `text/plain` (RFC 2046 §5.1), in a digest `message/rfc822` (§5.1.5).
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

/// Shows the rows, and the length of the body in bytes.
impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("headers", &self.headers()).field("body", &self.body().len()).finish()
    }
}
