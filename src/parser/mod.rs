//! [`Parser`]: from bytes to messages. One function reads heads, for whole messages, for what is left of broken ones, and
//! for owned ones.

mod head;
mod lines;
mod ordinary;
mod row;

use alloc::vec::Vec;

pub(crate) use head::{Flow, Head, Shape};

use crate::error::{ErrorKind, ParseError};
use crate::header::Value;
use crate::header::fields::FieldTable;
use crate::message::{Frame, Message, Partial};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::start_line::{Span, StartLine};
use crate::uri::Uri;

/// What messages are parsed with: [`Limits`] and [`Leniency`]. The default takes what the RFCs allow or oblige a receiver to take.
///
/// ```
/// use sipwire::{Leniency, Parser};
///
/// const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);
///
/// let message = LENIENT.parse(b"OPTIONS sip:a SIP/2.0\nTo: <sip:b>\n\n")?;
/// assert_eq!(message.headers().len(), 1);
/// assert_eq!(message.diagnostics().next().unwrap().leniency(), Leniency::LF_LINE_ENDS);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parser {
    limits: Limits,
    profile: Profile,
    /// Whether messages follow each other, so that nothing but a Content-Length says where a body ends.
    on_stream: bool,
}

/// Where the parts of a message are, but for its rows.
pub(crate) struct Outline {
    pub(crate) start: u32,
    pub(crate) body: Span,
    pub(crate) start_line: StartLine,
}

impl Parser {
    /// The default limits, no leniency.
    pub const fn new() -> Self {
        let limits = Limits::new();
        Self { profile: Profile::new(&limits, Leniency::NONE), limits, on_stream: false }
    }

    /// The same parser with other limits.
    #[must_use]
    pub const fn limits(self, limits: Limits) -> Self {
        Self { profile: Profile::new(&limits, self.profile.leniency), limits, ..self }
    }

    /// The same parser with other leniencies.
    #[must_use]
    pub const fn leniency(self, leniency: Leniency) -> Self {
        let leniency = if self.on_stream { leniency.without(Leniency::LF_LINE_ENDS) } else { leniency };
        Self { profile: Profile::new(&self.limits, leniency), ..self }
    }

    /// The same parser for messages that follow each other: their Content-Length must be there (RFC 3261 §18.3), and a line ends in
    /// CRLF whatever the leniency.
    pub(crate) const fn on_stream(self) -> Self {
        Self { on_stream: true, ..self }.leniency(self.profile.leniency)
    }

    /// How much is taken: what an [`ErrorKind::Limit`] was over.
    pub const fn limits_in_force(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn profile(&self) -> Profile {
        self.profile
    }

    /// What is taken leniently.
    pub const fn leniency_in_force(&self) -> Leniency {
        self.profile.leniency
    }

    /// Parses the message that a datagram or a WebSocket message holds, or that stands at the beginning of a buffer. A stream is cut
    /// by a [`Decoder`](crate::Decoder).
    ///
    /// Start line, field boundaries and the body's length are checked; values are when they are asked for. Without a
    /// Content-Length the body reaches to the end of the input; behind the body there may be
    /// [`trailing`](Message::trailing) bytes (RFC 3261 §18.3).
    ///
    /// A WebSocket message, of text or binary frames, is one SIP message, and needs no Content-Length (RFC 7118 §5). What is no
    /// message but keeps a binding open is told by [`sniff`](crate::sniff()).
    ///
    /// # Errors
    ///
    /// The first thing that leaves doubt where a part of the message begins or ends. [`ErrorKind::Truncated`] where the
    /// head or the body does not end within the input: a request that came so is answered 400, a response dropped (RFC 3261 §18.3).
    #[inline]
    pub fn parse<'a>(&self, input: &'a [u8]) -> Result<Message<'a>, ParseError> {
        // Made here and filled by a function of its own, so that it is moved once: it is large.
        let mut message = Message::unread(input, self.profile);
        let outline = self.fill(message.table(), input, true)?;
        message.settle(input, outline);
        Ok(message)
    }

    /// Reads a message, whose rows go into `fields`; its body may reach past the end of the input where it need not be whole.
    #[inline(never)]
    pub(crate) fn fill(&self, fields: &mut FieldTable<'_>, input: &[u8], whole: bool) -> Result<Outline, ParseError> {
        let mut first_error = None;
        let head = self.head(input, fields, |error| {
            first_error = Some(error);
            Flow::Stop
        });
        if let Some(error) = first_error {
            return Err(error);
        }
        let truncated = ParseError::new(ErrorKind::Truncated, input.len());
        let start_line = head.start_line.ok_or(truncated)?;
        let body = self.body(input.len(), &head)?;
        if whole && body.end as usize > input.len() {
            return Err(truncated);
        }
        Ok(Outline { start: head.start as u32, body, start_line })
    }

    /// Reads what can be read of a message that [`parse`](Parser::parse) may refuse: never fails, and loses nothing.
    ///
    /// It gives the start line as far as it was read, the rows that are rows, the body as far as it is known, and the errors. Without it
    /// nobody can answer the 400 that is owed.
    ///
    /// ```
    /// use sipwire::{Parser, header::CallId};
    ///
    /// let input = b"INVITE sip:a SIP/2.0\r\nCall-ID: 7\r\nno colon\r\nContent-Length: ?\r\n\r\n";
    /// assert!(Parser::new().parse(input).is_err());
    /// let partial = Parser::new().partial(input);
    /// assert_eq!(partial.headers().require::<CallId>()?, "7");
    /// assert_eq!(partial.errors().iter().map(|error| error.offset()).collect::<Vec<_>>(), [36, 60]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn partial<'a>(&self, input: &'a [u8]) -> Partial<'a> {
        let mut errors = Vec::new();
        let mut fields = FieldTable::new();
        let head = self.head(input, &mut fields, self.keeping(&mut errors));
        let body = match self.body(input.len(), &head) {
            Ok(body) if body.end as usize <= input.len() => body,
            cut => {
                errors.push(cut.err().unwrap_or(ParseError::new(ErrorKind::Truncated, input.len())));
                head.rest(input)
            }
        };
        Partial::new(Frame { input, start: head.start as u32, body, fields, profile: self.profile }, &head, errors)
    }

    /// Parses a URI that stands alone.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse_uri<'a>(&self, bytes: &'a [u8]) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(bytes, 0, &self.profile)
    }

    /// Takes a field value that stands alone, to be typed: by [`HeaderName::values`](crate::HeaderName::values), or by the
    /// header's own [`TypedHeader`](crate::TypedHeader).
    ///
    /// ```
    /// use sipwire::{Leniency, Parser, TypedHeader, header::Contact};
    ///
    /// let lenient = Parser::new().leniency(Leniency::SHORT_QVALUE);
    /// assert_eq!(<Contact as TypedHeader>::parse(lenient.parse_value(b"<sip:a>;q=.5")?)?.q(), Ok(Some(500)));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// At the first control byte that no value may hold.
    pub fn parse_value<'a>(&self, bytes: &'a [u8]) -> Result<Value<'a>, ParseError> {
        Value::alone(bytes, self.profile)
    }

    /// Reads the parts of a body, whose profile this is.
    pub(crate) fn of_parts(profile: Profile) -> Self {
        Self { limits: profile.limits_of_parts(), profile, on_stream: false }
    }

    /// Keeps errors: as many as rows are taken, so that those of a hostile message don't outgrow it.
    #[inline(always)]
    pub(crate) fn keeping<'e>(&self, errors: &'e mut Vec<ParseError>) -> impl FnMut(ParseError) -> Flow + use<'e> {
        let most = (self.limits.get(Limit::Rows) as usize).max(1);
        move |error| {
            if errors.len() < most {
                errors.push(error);
            }
            Flow::GoOn
        }
    }

    /// Reads start line and rows, up to the empty line. Rows go into `fields`, errors to `report`, which says whether to go on.
    #[inline(always)]
    fn head(&self, input: &[u8], fields: &mut FieldTable<'_>, mut report: impl FnMut(ParseError) -> Flow) -> Head {
        let start = match self.leading_line_ends(input) {
            Ok(start) => start,
            Err(error) => {
                // No head was looked for: nothing that is wrong comes before this.
                let at = error.offset();
                report(error);
                return Head { start: at, start_line_end: at, end: at, ..Head::default() };
            }
        };
        // What is cut off here is refused when the end of the head was not found before it.
        let most = start.saturating_add(self.limits.get(Limit::Head) as usize);
        let (region, is_cut) = match input.get(..=most) {
            // Half a line end is not wrong: it goes on.
            Some(more) => (more.strip_suffix(b"\r\n").unwrap_or(&input[..most]), false),
            None => (input, true),
        };
        self.lines(Shape::Message { is_cut }, region, start, fields, report)
    }

    /// Where the message begins behind the line ends before it (RFC 3261 §7.5).
    #[inline(always)]
    fn leading_line_ends(&self, input: &[u8]) -> Result<usize, ParseError> {
        match input.first() {
            Some(b'!'..) if u32::try_from(input.len()).is_ok() => Ok(0),
            _ => self.some_line_ends(input),
        }
    }

    #[cold]
    #[inline(never)]
    fn some_line_ends(&self, input: &[u8]) -> Result<usize, ParseError> {
        let line_feeds = self.profile.allows(Leniency::LF_LINE_ENDS);
        let mut start = 0;
        loop {
            start += match input[start..] {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] if line_feeds => 1,
                _ => break,
            };
            if start > self.limits.get(Limit::LeadingCrlf) as usize {
                return Err(ParseError::new(ErrorKind::Limit(Limit::LeadingCrlf), start));
            }
        }
        if u32::try_from(input.len()).is_err() {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Message), 0));
        }
        Ok(start)
    }

    /// Where the body is, which may reach past what is `available` of the input. Without a Content-Length it is all that is left.
    #[inline]
    fn body(&self, available: usize, head: &Head) -> Result<Span, ParseError> {
        let start = head.end;
        let length = match head.content_length {
            Some(length) if head.is_whole && !head.content_length_is_bad => length as usize,
            None if head.is_whole && !head.content_length_is_bad && self.on_stream => {
                return Err(ParseError::new(ErrorKind::MissingHeader(HeaderId::ContentLength), start));
            }
            _ => available - start,
        };
        if length > self.limits.get(Limit::Body) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), start));
        }
        let end = start.saturating_add(length);
        if end - head.start > self.limits.get(Limit::Message) as usize || u32::try_from(end).is_err() {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Message), start));
        }
        Ok(Span { start: start as u32, end: end as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parse_refuses_is_the_first_error_of_partial() {
        let limits = Limits::new().with(Limit::StartLine, 20).with(Limit::LeadingCrlf, 2).with(Limit::Body, 8).with(Limit::Rows, 0);
        let parser = Parser::new().limits(limits);
        for (input, offset) in [
            (&b"OPTIONS sip:a\0b SIP/2.0\r\n\r\n"[..], 13),
            (b"OPTIONS sip:abcdef SIP/2.0\r\n\r\n", 0),
            (b"\r\n\r\nOPTIONS sip:a SIP/2.0\r\n\r\n", 4),
            (b"OPTIONS\r\n\r\n", 7),
        ] {
            let error = parser.parse(input).map(|_| ()).unwrap_err();
            assert_eq!((error.offset(), parser.partial(input).errors().first()), (offset, Some(&error)));
        }
    }

    #[test]
    fn a_doubled_content_length_is_one_where_that_is_lenient() {
        use crate::header::ContentLength;
        let lenient = Parser::new().leniency(Leniency::SAME_CONTENT_LENGTH);
        let same = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 01\r\n\r\nx";
        assert_eq!(lenient.parse(same).unwrap().headers().require::<ContentLength>().unwrap().value(), 1);
        assert_eq!(Parser::new().parse(same).map(|_| ()).unwrap_err().offset(), 42);
        let other = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\nxy";
        assert_eq!(lenient.parse(other).map(|_| ()).unwrap_err().offset(), 42);
        assert!(lenient.partial(other).headers().get::<ContentLength>().is_err());
    }
}
