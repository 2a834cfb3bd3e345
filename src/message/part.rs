//! [`Part`]: one part of a multipart body.

use core::fmt;

use super::multipart::Multipart;
use super::{Frame, Partial};
use crate::error::ParseError;
use crate::header::fields::FieldTable;
use crate::header::{ContentType, Headers, MediaType};
use crate::parser::{Flow, Parser, Shape};

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
    frame: Frame<'a>,
    depth: u16,
    is_of_digest: bool,
}

impl<'a> Part<'a> {
    pub(super) fn new(frame: Frame<'a>, depth: u16, is_of_digest: bool) -> Self {
        Self { frame, depth, is_of_digest }
    }

    /// The rows, and typed access to them. Offsets count from the beginning of the message.
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.frame.headers()
    }

    /// The body, as it is: whatever its Content-Transfer-Encoding is, it is not undone.
    pub fn body(&self) -> &'a [u8] {
        self.frame.body()
    }

    /// The whole part, between its delimiters.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.frame.as_bytes()
    }

    /// How many multipart bodies the part is in: 1 for those of the message's own body.
    pub const fn depth(&self) -> usize {
        self.depth as usize
    }

    /// The type of the body. Without a Content-Type it is text (RFC 2046 §5.1), and in a digest a mail message (§5.1.5).
    ///
    /// # Errors
    ///
    /// When the Content-Type is none, or stands twice.
    pub fn media_type(&self) -> Result<MediaType<'a>, ParseError> {
        match self.headers().get::<ContentType<'_>>()? {
            Some(content) => Ok(*content),
            None if self.is_of_digest => MediaType::parse(b"message/rfc822"),
            None => MediaType::parse(b"text/plain;charset=us-ascii"),
        }
    }

    /// The body as a multipart one, if that is its type.
    ///
    /// # Errors
    ///
    /// As [`Message::multipart`](crate::Message::multipart), and [`Limit::MultipartDepth`](crate::Limit::MultipartDepth) where
    /// it would be one too many inside of each other.
    pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
        self.frame.multipart(self.depth.saturating_add(1))
    }

    /// The body as a fragment of a message, if that is its type: see [`Message::sipfrag`](crate::Message::sipfrag).
    pub fn sipfrag(&self) -> Option<Partial<'a>> {
        self.frame.sipfrag()
    }
}

impl Parser {
    /// Reads the part that begins at `start` and that `input` ends with.
    ///
    /// # Errors
    ///
    /// The first thing that leaves doubt where a row begins or ends.
    pub(super) fn part<'a>(&self, input: &'a [u8], start: usize) -> Result<Frame<'a>, ParseError> {
        let mut fields = FieldTable::new();
        let mut first_error = None;
        let head = self.lines(Shape::Part, input, start, &mut fields, |error| {
            first_error = Some(error);
            Flow::Stop
        });
        match first_error {
            Some(error) => Err(error),
            None => Ok(Frame { input, start: start as u32, body: head.rest(input), fields, profile: self.profile() }),
        }
    }
}

/// The rows, and how long the body is.
impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("headers", &self.headers()).field("body", &self.body().len()).finish()
    }
}
