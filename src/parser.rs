//! [`Parser`]: from bytes to messages. One function reads heads, for whole messages, for what is left of broken ones, and
//! for owned ones.

use alloc::vec::Vec;

use crate::chars;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::fields::{Field, FieldTable};
use crate::lexical;
use crate::message::{Frame, Message, Partial};
use crate::name::{self, HeaderId};
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan::{self, Controls};
use crate::start_line::{self, Span, StartLine};

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
}

impl Parser {
    /// The default limits, no leniency.
    pub const fn new() -> Self {
        let limits = Limits::new();
        Self { profile: Profile::new(&limits, Leniency::NONE), limits }
    }

    /// The same parser with other limits.
    #[must_use]
    pub const fn limits(self, limits: Limits) -> Self {
        Self { profile: Profile::new(&limits, self.profile.leniency), limits }
    }

    /// The same parser with other leniencies.
    #[must_use]
    pub const fn leniency(self, leniency: Leniency) -> Self {
        Self { profile: Profile::new(&self.limits, leniency), limits: self.limits }
    }

    /// How much is taken: what an [`ErrorKind::Limit`] was over.
    pub const fn limits_in_force(&self) -> &Limits {
        &self.limits
    }

    /// What is taken leniently.
    pub const fn leniency_in_force(&self) -> Leniency {
        self.profile.leniency
    }

    /// Parses the message that a datagram holds, or that stands at the beginning of a buffer.
    ///
    /// Start line, field boundaries and the body's length are checked; values are when they are asked for. Without a
    /// Content-Length the body reaches to the end of the input; behind the body there may be
    /// [`trailing`](Message::trailing) bytes (RFC 3261 §18.3).
    ///
    /// # Errors
    ///
    /// The first thing that leaves doubt where a part of the message begins or ends. [`ErrorKind::Truncated`] where the
    /// head or the body does not end within the input.
    #[inline]
    pub fn parse<'a>(&self, input: &'a [u8]) -> Result<Message<'a>, ParseError> {
        let mut first_error = None;
        let mut fields = FieldTable::new();
        let head = self.head(input, &mut fields, |error| {
            first_error = Some(error);
            Flow::Stop
        });
        if let Some(error) = first_error {
            return Err(error);
        }
        let Some(start_line) = head.start_line else { return Err(ParseError::new(ErrorKind::Truncated, input.len())) };
        let body = self.body(input, &head)?;
        let frame = Frame { input, start: head.start as u32, body, fields, profile: self.profile };
        Ok(Message::new(frame, start_line))
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
        let head = self.head(input, &mut fields, |error| {
            // As many as rows are taken, so that the errors of a hostile message don't outgrow it.
            if errors.len() < (self.limits.get(Limit::Rows) as usize).max(1) {
                errors.push(error);
            }
            Flow::GoOn
        });
        let body = match self.body(input, &head) {
            Ok(body) => body,
            Err(error) => {
                errors.push(error);
                Span { start: head.end as u32, end: input.len() as u32 }
            }
        };
        errors.sort_by_key(ParseError::offset);
        errors.dedup();
        let line = Span { start: head.start as u32, end: head.start_line_end as u32 };
        Partial::new(Frame { input, start: head.start as u32, body, fields, profile: self.profile }, line, head.start_line, errors)
    }

    /// Reads start line and rows, up to the empty line. Rows go into `fields`, errors to `report`, which says whether to go on.
    #[inline(always)]
    fn head<'a>(&self, input: &'a [u8], fields: &mut FieldTable<'a>, mut report: impl FnMut(ParseError) -> Flow) -> Head {
        let leniency = self.profile.leniency;
        let line_feeds = leniency.has(Leniency::LF_LINE_ENDS);
        let mut head = Head::default();
        let start = match self.leading_line_ends(input, line_feeds) {
            Ok(start) => start,
            Err(error) => {
                // No head was looked for: nothing that is wrong comes before this.
                (head.start, head.start_line_end, head.end) = (error.offset(), error.offset(), error.offset());
                report(error);
                return head;
            }
        };
        // What is cut off here is refused when the end of the head was not found before it.
        let most = start.saturating_add(self.limits.get(Limit::Head) as usize);
        let region = if input.len() > most { &input[..most] } else { input };
        let mut row = Row { start, folds: 0, broken: false };
        (head.start, head.start_line_end, head.end) = (start, region.len(), region.len());
        let mut rows = 0;
        let mut in_start_line = true;
        let mut controls = Controls::new(region, start);
        // Reports, and ends the function where nobody wants to know more.
        macro_rules! refuse {
            ($kind:expr, $at:expr) => {
                if let Flow::Stop = report(ParseError::new($kind, $at)) {
                    return head;
                }
            };
        }
        while let Some(at) = controls.next() {
            let next = match region[at..] {
                [b'\r', b'\n', ..] => {
                    controls.next();
                    at + 2
                }
                [b'\t', ..] => continue,
                [b'\n', ..] if line_feeds => at + 1,
                // A quoted pair may hold a control byte, but no line end (RFC 3261 §25.1).
                [b, ..] if b != b'\r' && b != b'\n' && !in_start_line && at > row.start && region[at - 1] == b'\\' => continue,
                // The last byte may be half of a line end.
                [b'\r'] if region.len() == input.len() => break,
                [b, ..] => {
                    if !row.broken {
                        let wanted = if b == b'\r' || b == b'\n' { Expected::EndOfLine } else { Expected::Text };
                        // Names are looked at before what follows them.
                        if let (Err(error), false) = (name_of(region, row.start, at, &self.limits), in_start_line) {
                            refuse!(error.kind(), error.offset());
                        } else {
                            refuse!(ErrorKind::Expected(wanted), at);
                        }
                    }
                    row.broken = true;
                    continue;
                }
                [] => break,
            };
            if at == row.start && !in_start_line {
                head.end = next;
                head.is_whole = true;
                return head;
            }
            if in_start_line {
                in_start_line = false;
                head.start_line_end = at;
                if row.broken {
                    // What is wrong with it was said.
                } else if at - start > self.limits.get(Limit::StartLine) as usize {
                    refuse!(ErrorKind::Limit(Limit::StartLine), start);
                } else {
                    match start_line::start_line(&region[start..at], start, leniency) {
                        Ok(line) => head.start_line = Some(line),
                        Err(error) => refuse!(error.kind(), error.offset()),
                    }
                }
                row = Row { start: next, folds: 0, broken: false };
                if let Some(b' ' | b'\t') = region.get(next) {
                    refuse!(ErrorKind::Expected(Expected::Unfolded), next);
                    row.broken = true;
                }
                continue;
            }
            match region.get(next) {
                Some(b' ' | b'\t') => {
                    row.folds += 1;
                    if row.folds > self.limits.get(Limit::Folds) && !row.broken {
                        refuse!(ErrorKind::Limit(Limit::Folds), row.start);
                        row.broken = true;
                    }
                    continue;
                }
                Some(_) => {}
                // Whether the row goes on is not known.
                None => break,
            }
            if !row.broken {
                rows += 1;
                match self.row(region, &row, at) {
                    _ if rows > self.limits.get(Limit::Rows) => {
                        refuse!(ErrorKind::Limit(Limit::Rows), row.start);
                        head.end = row.start;
                        return head;
                    }
                    Ok(field) => {
                        fields.push(field, || rows as usize + (region.len() - at) / SHORTEST_ROW);
                        if field.id == HeaderId::ContentLength {
                            if let Err(error) = self.content_length(&field, input, &mut head.content_length) {
                                head.content_length_is_bad = true;
                                refuse!(error.kind(), error.offset());
                            }
                        }
                    }
                    Err(error) => refuse!(error.kind(), error.offset()),
                }
            }
            row = Row { start: next, folds: 0, broken: false };
        }
        if region.len() < input.len() {
            report(ParseError::new(ErrorKind::Limit(if in_start_line { Limit::StartLine } else { Limit::Head }), region.len()));
        } else {
            report(ParseError::new(ErrorKind::Truncated, input.len()));
        }
        head
    }

    /// Where the message begins behind the line ends before it (RFC 3261 §7.5).
    #[inline]
    fn leading_line_ends(&self, input: &[u8], line_feeds: bool) -> Result<usize, ParseError> {
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

    /// ```text
    /// message-header = field-name *( SP / HTAB ) ":" SWS field-value CRLF
    /// ```
    #[inline(always)]
    fn row(&self, region: &[u8], row: &Row, end: usize) -> Result<Field, ParseError> {
        let (id, name_length, colon) = name_of(region, row.start, end, &self.limits)?;
        let mut value = colon + 1;
        let bytes = if row.folds == 0 {
            let bytes = &region[value..end];
            value += scan::run(bytes, chars::WSP);
            scan::trim(bytes)
        } else {
            let bytes = &region[value..end];
            value += scan::white_space(bytes);
            scan::trim_folded(&region[value.min(end)..end])
        };
        if bytes.len() > self.limits.get(Limit::FieldValue) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::FieldValue), value));
        }
        Ok(Field { start: row.start as u32, value: value as u32, end: (value + bytes.len()) as u32, name_length, id })
    }

    /// Reads a Content-Length; a second one is an error (RFC 3261 §7.3.1, §18.3).
    #[inline]
    fn content_length(&self, field: &Field, input: &[u8], known: &mut Option<u32>) -> Result<(), ParseError> {
        let duplicate = ParseError::new(ErrorKind::DuplicateHeader(field.id), field.start as usize);
        if known.is_some() && !self.profile.allows(Leniency::SAME_CONTENT_LENGTH) {
            return Err(duplicate);
        }
        let length = lexical::whole(field.value_of(input), field.value as usize, lexical::number(u32::MAX))?;
        if length > self.limits.get(Limit::Body) {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), field.value as usize));
        }
        match known.replace(length) {
            Some(first) if first != length => Err(duplicate),
            _ => Ok(()),
        }
    }

    /// Where the body is: all that is left without a Content-Length.
    #[inline]
    fn body(&self, input: &[u8], head: &Head) -> Result<Span, ParseError> {
        let start = head.end;
        let available = input.len() - start;
        let length = match head.content_length {
            Some(length) if head.is_whole && !head.content_length_is_bad => length as usize,
            _ => available,
        };
        if length > self.limits.get(Limit::Body) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), start));
        }
        if start - head.start + length > self.limits.get(Limit::Message) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Message), start));
        }
        if length > available {
            return Err(ParseError::new(ErrorKind::Truncated, input.len()));
        }
        Ok(Span { start: start as u32, end: (start + length) as u32 })
    }
}

/// The shortest row there can be: `a:` and its line end.
const SHORTEST_ROW: usize = 4;

/// Whether to go on after an error.
enum Flow {
    GoOn,
    Stop,
}

/// What a head was found to be.
#[derive(Default)]
struct Head {
    start: usize,
    start_line_end: usize,
    start_line: Option<StartLine>,
    content_length: Option<u32>,
    content_length_is_bad: bool,
    /// The beginning of the body.
    end: usize,
    /// Whether the empty line was found.
    is_whole: bool,
}

/// The row that is being read.
struct Row {
    start: usize,
    folds: u32,
    /// Whether an error was found in it.
    broken: bool,
}

/// The name of the row that begins at `start`: its id, its length, and the offset of the colon behind it.
#[inline(always)]
fn name_of(region: &[u8], start: usize, end: usize, limits: &Limits) -> Result<(HeaderId, u16, usize), ParseError> {
    let line = &region[start..end];
    let Some(colon) = scan::colon(line) else {
        let name = scan::run(line, chars::TOKEN);
        let wanted = if name == 0 { Expected::FieldName } else { Expected::Colon };
        return Err(ParseError::expected(wanted, start + name));
    };
    let mut length = colon;
    while length > 0 && chars::is(line[length - 1], chars::WSP) {
        length -= 1;
    }
    let id = match name::lookup_in_row(line, length) {
        Some(id) => id,
        None => {
            let token = scan::run(&line[..length], chars::TOKEN);
            if token < length || length == 0 {
                let wanted = if token == 0 { Expected::FieldName } else { Expected::Colon };
                return Err(ParseError::expected(wanted, start + token));
            }
            HeaderId::OTHER
        }
    };
    if length > limits.get(Limit::FieldName).min(u32::from(u16::MAX)) as usize {
        return Err(ParseError::new(ErrorKind::Limit(Limit::FieldName), start));
    }
    Ok((id, length as u16, start + colon))
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
}
