//! Multipart bodies: splits them into parts.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use memchr::memmem::Finder;

use super::{Message, Part, Request, Response};
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::header::{ContentId, ContentType, MediaType};
use crate::parser::{Layout, Parser};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::Text;

/// The maximum length of a boundary in bytes (RFC 2046 §5.1.1).
const MOST_BOUNDARY: usize = 70;

/// The maximum nesting depth, whatever the limits: each level scans its content again, and the work must stay linear in the input.
const DEEPEST: u16 = 64;

/// A multipart body (RFC 2046 §5.1, RFC 5621): parts between delimiter lines, which contain the boundary of the Content-Type.
///
/// ```text
/// multipart-body  = [preamble CRLF] dash-boundary transport-padding CRLF body-part
///                   *( delimiter transport-padding CRLF body-part )
///                   close-delimiter transport-padding [CRLF epilogue]
/// dash-boundary   = "--" boundary
/// delimiter       = CRLF dash-boundary
/// close-delimiter = delimiter "--"
/// boundary        = 0*69bchars bcharsnospace
/// ```
///
/// The line end before a delimiter belongs to the delimiter, not to the part before it. A line that only begins like a delimiter is part
/// content, because one boundary may be a prefix of another. A part may contain any octets. Nothing is copied or decoded.
///
/// ```
/// use sipwire::{Message, header::ContentType};
///
/// let message = Message::parse(
///     b"MESSAGE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=\"b 1\"\r\n\r\n\
///       --b 1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b 1\r\n\r\nplain\r\n--b 1--\r\n",
/// )?;
/// let multipart = message.multipart()?.unwrap();
/// let parts = multipart.parts().collect::<Result<Vec<_>, _>>()?;
/// assert!(parts[0].headers().require::<ContentType>()?.is("application", "sdp"));
/// assert_eq!((parts[0].body(), parts[1].body()), (&b"v=0\r\n"[..], &b"plain"[..]));
/// assert!(parts[1].media_type()?.is("text", "plain"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Multipart<'a> {
    /// The input, which ends with the body.
    input: &'a [u8],
    start: u32,
    /// The nesting depth: the number of multipart bodies that contain this one, plus one.
    depth: u16,
    is_digest: bool,
    boundary: Text<'a>,
    profile: Profile,
}

impl<'a> Multipart<'a> {
    /// Returns the body at the end of `input`, of the type `media`.
    pub(super) fn of(media: &MediaType<'a>, input: &'a [u8], start: u32, depth: u16, profile: Profile) -> Result<Self, ParseError> {
        let params = media.params();
        let Some(param) = params.once(KnownParam::Boundary)? else {
            return Err(params.error(ErrorKind::MissingParam(KnownParam::Boundary), params.as_bytes()));
        };
        let wrong = |part: &[u8]| params.error(ErrorKind::Expected(Expected::Boundary), part);
        let Some(boundary) = param.value() else { return Err(wrong(param.name().as_bytes())) };
        let (mut length, mut last) = (0, b' ');
        for piece in boundary.pieces() {
            let most = (MOST_BOUNDARY - length).min(piece.len());
            let fits = scan::run(&piece[..most], chars::BOUNDARY);
            if fits < piece.len() {
                return Err(wrong(&piece[fits..]));
            }
            (length, last) = (length + piece.len(), piece[piece.len() - 1]);
        }
        if last == b' ' {
            return Err(wrong(boundary.as_bytes()));
        }
        if depth > DEEPEST || profile.exceeds(Limit::MultipartDepth, depth.into()) {
            return Err(params.error(ErrorKind::Limit(Limit::MultipartDepth), params.as_bytes()));
        }
        Ok(Self { input, start, depth, is_digest: media.subtype().eq_ignore_ascii_case("digest"), boundary, profile })
    }

    /// Returns the body from `start` to the end of `input`, of a message whose Content-Type is `media`.
    pub(crate) fn of_message(media: &MediaType<'a>, input: &'a [u8], start: usize, profile: Profile) -> Result<Self, ParseError> {
        Self::of(media, input, start as u32, 1, profile)
    }

    /// Returns the boundary, as written in the Content-Type.
    pub const fn boundary(&self) -> Text<'a> {
        self.boundary
    }

    /// Returns the nesting depth of this body. The multipart body of a message has depth 1.
    pub const fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Returns the body as received.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.input.get(self.start as usize..).unwrap_or_default()
    }

    /// Returns the text before the first delimiter, without its last line end. Receivers ignore it (RFC 2046 §5.1.1).
    pub fn preamble(&self) -> &'a [u8] {
        let end = self.delimiters().next().map_or(self.input.len(), |found| found.start);
        &self.input[self.start as usize..end]
    }

    /// Returns the text behind the line of the closing delimiter, or `None` without such a delimiter. Receivers ignore it (RFC 2046
    /// §5.1.1).
    pub fn epilogue(&self) -> Option<&'a [u8]> {
        let close = self.delimiters().find(|found| found.closes)?;
        Some(&self.input[close.end..])
    }

    /// Iterates over the parts, in the order of the body. A malformed part yields an error, and the iteration continues with the next
    /// part. An
    /// error of the body itself ends the iteration.
    ///
    /// # Errors
    ///
    /// Yields an error in place of a part
    ///
    /// - if its head is malformed, by the rules of [`Parser::parse`];
    /// - [`Expected::Delimiter`] if the body has no part;
    /// - [`Expected::ClosingDelimiter`], at the end of the body, if the closing delimiter is missing and
    ///   [`Leniency::NO_CLOSING_DELIMITER`] is not set;
    /// - [`Limit::Parts`] if there are too many parts.
    pub fn parts(&self) -> Parts<'a> {
        let mut delimiters = self.delimiters();
        let next = match delimiters.next() {
            Some(Delimiter { end, closes: false, .. }) => Next::Part(end),
            Some(Delimiter { start, .. }) => Next::Error(ParseError::expected(Expected::Delimiter, start)),
            None => Next::Error(ParseError::expected(Expected::Delimiter, self.input.len())),
        };
        Parts { multipart: *self, delimiters, next, count: 0 }
    }

    /// Iterates over all parts, depth first and without recursion: the parts of a nested multipart body follow the part that contains it.
    ///
    /// # Errors
    ///
    /// Yields errors as [`parts`](Multipart::parts) does. The errors of a nested [`multipart`](Part::multipart) body follow its part.
    pub fn walk(&self) -> Walk<'a> {
        Walk { open: vec![self.parts()], error: None }
    }

    /// Returns the part with that Content-ID, given without brackets, on any nesting level. A `cid:` URI refers to a part so (RFC 2392
    /// §2).
    pub fn part_with_id(&self, id: impl AsRef<[u8]>) -> Option<Part<'a>> {
        let is_it =
            |part: &Part<'a>| matches!(part.headers().get::<ContentId<'_>>(), Ok(Some(found)) if found.id().as_bytes() == id.as_ref());
        self.walk().filter_map(Result::ok).find(is_it)
    }

    fn delimiters(&self) -> Delimiters<'a> {
        let mut line = [0; 3 + MOST_BOUNDARY];
        line[..3].copy_from_slice(b"\n--");
        let mut length = 3;
        for piece in self.boundary.pieces() {
            line[length..length + piece.len()].copy_from_slice(piece);
            length += piece.len();
        }
        Delimiters { input: self.input, next: self.start as usize, line, length, line_feeds: self.profile.allows(Leniency::LF_LINE_ENDS) }
    }
}

impl<'a> IntoIterator for Multipart<'a> {
    type Item = Result<Part<'a>, ParseError>;
    type IntoIter = Parts<'a>;
    fn into_iter(self) -> Parts<'a> {
        self.parts()
    }
}

/// Returns the body, `depth` levels down, if its type is `multipart`.
fn of_body<'a>(input: &'a [u8], layout: &Layout<'_>, depth: u16) -> Result<Option<Multipart<'a>>, ParseError> {
    match layout.headers(input).get::<ContentType<'_>>()? {
        Some(content) if content.kind().eq_ignore_ascii_case("multipart") => {
            Multipart::of(&content, layout.up_to_end(input), layout.body.start, depth, layout.profile).map(Some)
        }
        _ => Ok(None),
    }
}

impl<'a> Message<'a> {
    /// Splits the body into parts if its type is `multipart` (RFC 5621 §3). Returns `None` for other types. Decode a body that has a
    /// Content-Encoding first, and pass it to [`Multipart::parse`].
    ///
    /// # Errors
    ///
    /// Returns an error if Content-Type is missing, malformed or repeated, or has no valid boundary.
    pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
        of_body(self.input(), self.layout(), 1)
    }
}

macro_rules! multipart {
    ($($name:ident)*) => {$(
        impl<'a> $name<'a> {
            /// Splits the body into parts: see [`Message::multipart`].
            ///
            /// # Errors
            ///
            /// Returns an error as [`Message::multipart`] does.
            pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
                let (input, layout) = self.parts();
                of_body(input, layout, 1)
            }
        }
    )*};
}
multipart!(Request Response);

impl<'a> Part<'a> {
    /// Splits the body of the part into parts if its type is `multipart`.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Message::multipart`](crate::Message::multipart) does, and
    /// [`Limit::MultipartDepth`](crate::Limit::MultipartDepth) if the bodies are nested too deeply.
    pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
        let (input, layout) = self.parts();
        of_body(input, layout, self.depth.saturating_add(1))
    }
}

/// A delimiter line between parts.
struct Delimiter {
    /// The offset of the line end before the line, which belongs to the delimiter.
    start: usize,
    /// The offset behind the line end of the delimiter line.
    end: usize,
    closes: bool,
}

/// Iterates over the delimiter lines, including those behind the closing delimiter.
#[derive(Clone)]
struct Delimiters<'a> {
    input: &'a [u8],
    /// The offset of the next line to be scanned.
    next: usize,
    /// The prefix of each delimiter: LF, two hyphens, and the boundary.
    line: [u8; 3 + MOST_BOUNDARY],
    length: usize,
    /// Whether a lone LF ends a line.
    line_feeds: bool,
}

impl Delimiters<'_> {
    /// The rest of a delimiter behind its boundary: returns the end, and whether it is the closing delimiter.
    ///
    /// ```text
    /// [ "--" ] *LWSP-char ( CRLF / at the end of a closing one the end of the body )
    /// ```
    fn end(&self, behind_boundary: usize) -> Option<(usize, bool)> {
        let rest = self.input.get(behind_boundary..)?;
        let (padding, closes) = match rest {
            [b'-', b'-', padding @ ..] => (padding, true),
            padding => (padding, false),
        };
        let line_end = &padding[scan::run(padding, chars::WSP)..];
        let left = match line_end {
            [b'\r', b'\n', left @ ..] => left,
            [b'\n', left @ ..] if self.line_feeds => left,
            [] if closes => line_end,
            _ => return None,
        };
        Some((self.input.len() - left.len(), closes))
    }

    /// Returns the end of a part without a following delimiter. That is the end of the body, or the start of an incomplete delimiter as
    /// its
    /// last line, which lacks only the hyphens and the line end.
    fn open_end(&self, part: &[u8]) -> usize {
        let padding = part.iter().rev().take_while(|&&b| chars::is(b, chars::WSP)).count();
        let (line, text) = (&self.line[..self.length], &part[..part.len() - padding]);
        match text.strip_suffix(line) {
            Some([before @ .., b'\r']) => before.len(),
            Some(before) if self.line_feeds => before.len(),
            _ if text == &line[1..] => 0,
            _ => part.len(),
        }
    }
}

impl Iterator for Delimiters<'_> {
    type Item = Delimiter;

    fn next(&mut self) -> Option<Delimiter> {
        let line = &self.line[..self.length];
        let from = self.next;
        // A line begins here; its line end was already consumed.
        if self.input[from..].starts_with(&line[1..])
            && let Some((end, closes)) = self.end(from + line.len() - 1)
        {
            self.next = end;
            return Some(Delimiter { start: from, end, closes });
        }
        let finder = Finder::new(line);
        let mut at = from;
        while let Some(found) = finder.find(&self.input[at..]) {
            let line_feed = at + found;
            at = line_feed + line.len();
            let start = match self.input[from..line_feed].last() {
                Some(b'\r') => line_feed - 1,
                _ if self.line_feeds => line_feed,
                _ => continue,
            };
            if let Some((end, closes)) = self.end(at) {
                self.next = end;
                return Some(Delimiter { start, end, closes });
            }
        }
        self.next = self.input.len();
        None
    }
}

/// The next item of the iteration.
#[derive(Clone)]
enum Next {
    /// A part that begins at that offset.
    Part(usize),
    Error(ParseError),
    Nothing,
}

/// Iterates over the parts of a multipart body. [`Multipart::parts`] returns it.
#[derive(Clone)]
pub struct Parts<'a> {
    multipart: Multipart<'a>,
    delimiters: Delimiters<'a>,
    next: Next,
    count: usize,
}

impl<'a> Parts<'a> {
    /// Parses the part that begins at `start` and ends at the next delimiter.
    fn part(&mut self, start: usize) -> Result<Part<'a>, ParseError> {
        let Multipart { input, depth, is_digest, profile, .. } = self.multipart;
        self.count += 1;
        if profile.exceeds(Limit::Parts, self.count) {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Parts), start));
        }
        let may_stay_open = profile.allows(Leniency::NO_CLOSING_DELIMITER);
        let end = match self.delimiters.next() {
            Some(delimiter) => {
                // No part follows a last delimiter that lacks only its closing hyphens.
                let closes = delimiter.closes || may_stay_open && delimiter.end == input.len();
                self.next = if closes { Next::Nothing } else { Next::Part(delimiter.end) };
                delimiter.start
            }
            None if may_stay_open => start + self.delimiters.open_end(&input[start..]),
            None => return Err(ParseError::expected(Expected::ClosingDelimiter, input.len())),
        };
        Part::parse(&Parser::of_parts(profile), &input[..end], start, depth, is_digest)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Result<Part<'a>, ParseError>;

    fn next(&mut self) -> Option<Result<Part<'a>, ParseError>> {
        match core::mem::replace(&mut self.next, Next::Nothing) {
            Next::Part(start) => Some(self.part(start)),
            Next::Error(error) => Some(Err(error)),
            Next::Nothing => None,
        }
    }
}

/// Iterates over the parts of a multipart body and of nested ones. [`Multipart::walk`] returns it.
#[derive(Clone)]
pub struct Walk<'a> {
    /// The bodies whose iteration is in progress, outermost first.
    open: Vec<Parts<'a>>,
    /// The error of the nested body of the last part.
    error: Option<ParseError>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Part<'a>, ParseError>;

    fn next(&mut self) -> Option<Result<Part<'a>, ParseError>> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        loop {
            match self.open.last_mut()?.next() {
                Some(Ok(part)) => {
                    match part.multipart() {
                        Ok(inner) => self.open.extend(inner.iter().map(Multipart::parts)),
                        Err(error) => self.error = Some(error),
                    }
                    return Some(Ok(part));
                }
                Some(Err(error)) => return Some(Err(error)),
                None => drop(self.open.pop()),
            }
        }
    }
}

/// Shows the boundary, and the length of the body in bytes.
impl fmt::Debug for Multipart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart")
            .field("boundary", &self.boundary)
            .field("depth", &self.depth)
            .field("body", &self.as_bytes().len())
            .finish()
    }
}

#[cfg(test)]
mod tests;
