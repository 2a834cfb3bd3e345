//! [`Parser`]: from bytes to messages. One function reads heads, for whole messages, for what is left of broken ones, and
//! for owned ones.

mod head;
mod row;

use alloc::vec::Vec;

pub(crate) use head::{Flow, Head, Shape};
use row::{Control, Rows, begins_with_start_line, name_of};

use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::Value;
use crate::header::fields::{Field, FieldTable};
use crate::lexical;
use crate::message::{Frame, Message, Partial};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan::{self, Controls};
use crate::start_line::{self, Span, StartLine};
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
        let message = self.read(input);
        // Looked at where it is: it is large.
        match &message {
            Ok(cut) if cut.end() > input.len() => Err(ParseError::new(ErrorKind::Truncated, input.len())),
            _ => message,
        }
    }

    /// [`parse`](Parser::parse), but for the body, which may reach past the end of the input.
    #[inline(always)]
    pub(crate) fn read<'a>(&self, input: &'a [u8]) -> Result<Message<'a>, ParseError> {
        // Made where it stays, and filled there: it is large.
        let mut frame = Frame { input, start: 0, body: Span::default(), fields: FieldTable::new(), profile: self.profile };
        let mut first_error = None;
        let head = self.head(input, &mut frame.fields, |error| {
            first_error = Some(error);
            Flow::Stop
        });
        if let Some(error) = first_error {
            return Err(error);
        }
        let Some(start_line) = head.start_line else { return Err(ParseError::new(ErrorKind::Truncated, input.len())) };
        frame.start = head.start as u32;
        frame.body = self.body(input.len(), &head)?;
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
    fn head<'a>(&self, input: &'a [u8], fields: &mut FieldTable<'a>, mut report: impl FnMut(ParseError) -> Flow) -> Head {
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
        let (region, is_cut) = if input.len() > most { (&input[..most], false) } else { (input, true) };
        self.lines(Shape::Message { is_cut }, region, start, fields, report)
    }

    /// Reads the lines of a head that begins at `start`, and behind which `region` ends where it does not end itself.
    #[inline(always)]
    pub(crate) fn lines<'a>(
        &self,
        shape: Shape,
        region: &'a [u8],
        start: usize,
        fields: &mut FieldTable<'a>,
        mut report: impl FnMut(ParseError) -> Flow,
    ) -> Head {
        let mut head = Head { start, start_line_end: region.len(), end: region.len(), ..Head::default() };
        // Reports, and ends the function where nobody wants to know more.
        macro_rules! refuse {
            ($error:expr) => {
                if let Flow::Stop = report($error) {
                    return head;
                }
            };
        }
        let mut controls = Controls::new(region, start);
        let mut rows = Rows { region, is_cut: shape == Shape::Message { is_cut: true }, next: start, folds: 0, broken: false };
        let is_message = matches!(shape, Shape::Message { .. });
        // The end of what is no message ends its last line.
        let mut last = if is_message { None } else { Some(region.len()) };
        let has_start_line = match shape {
            Shape::Message { .. } => true,
            Shape::Fragment => begins_with_start_line(&region[start..]),
            Shape::Part => false,
        };
        if !has_start_line {
            head.start_line_end = start;
        }

        // The start line.
        while has_start_line && let Some((at, control)) = self.control(&mut controls, &rows, &mut last) {
            match control {
                Control::LineEnd(next) => {
                    head.start_line_end = at;
                    match self.start_line(region, start, at) {
                        _ if rows.broken => {}
                        Ok(line) => head.start_line = Some(line),
                        Err(error) => refuse!(error),
                    }
                    rows = Rows { next, broken: false, ..rows };
                    break;
                }
                Control::Cut => break,
                Control::Wrong(wanted) if !rows.broken => {
                    // What is too long is so from its beginning.
                    refuse!(self.start_line_is_longer(start, at).unwrap_or(ParseError::expected(wanted, at)));
                    rows.broken = true;
                }
                Control::Tab | Control::Wrong(_) => {}
            }
        }

        if let Some(b' ' | b'\t') = region.get(rows.next)
            && (rows.next > start || !has_start_line)
        {
            // There is no row that this could be the rest of.
            refuse!(ParseError::expected(Expected::Unfolded, rows.next));
            rows.broken = true;
        }

        // The rows.
        let mut count = 0;
        while let Some((at, control)) = self.control(&mut controls, &rows, &mut last) {
            let next = match control {
                Control::LineEnd(next) => next,
                Control::Tab => continue,
                Control::Cut => break,
                // A quoted pair may hold a control byte, but no line end (RFC 3261 §25.1).
                Control::Wrong(Expected::Text) if scan::is_escaped(&region[rows.next..], at - rows.next) => continue,
                Control::Wrong(wanted) => {
                    if !rows.broken {
                        // Names are looked at before what follows them.
                        let name = name_of(region, rows.next, at, &self.limits);
                        refuse!(name.err().unwrap_or(ParseError::expected(wanted, at)));
                        rows.broken = true;
                    }
                    continue;
                }
            };
            if at == rows.next {
                head.end = next;
                head.is_whole = true;
                return head;
            }
            match region.get(next) {
                Some(b' ' | b'\t') => {
                    rows.folds += 1;
                    if rows.folds > self.limits.get(Limit::Folds) && !rows.broken {
                        refuse!(ParseError::new(ErrorKind::Limit(Limit::Folds), rows.next));
                        rows.broken = true;
                    }
                    continue;
                }
                // Whether the row goes on is not known.
                None if is_message => break,
                _ => {}
            }
            if !rows.broken {
                if count == self.limits.get(Limit::Rows) {
                    refuse!(ParseError::new(ErrorKind::Limit(Limit::Rows), rows.next));
                    head.end = rows.next;
                    return head;
                }
                count += 1;
                match self.row(&rows, at) {
                    Ok(field) => {
                        // What is no message ends where whatever holds it says.
                        let is_content_length = is_message && field.id() == HeaderId::ContentLength;
                        fields.push(field, || count as usize + (region.len() - at) / SHORTEST_ROW);
                        if is_content_length && let Err(error) = self.content_length(fields.as_slice(), region, &mut head) {
                            refuse!(error);
                        }
                    }
                    Err(error) => refuse!(error),
                }
            }
            (rows.next, rows.folds, rows.broken) = (next, 0, false);
        }
        if let Shape::Message { is_cut } = shape {
            let in_start_line = head.start_line_end == region.len() && !rows.broken;
            // The last byte may be half of the line's end.
            let known = region.len() - usize::from(region.ends_with(b"\r"));
            let too_long = if in_start_line { self.start_line_is_longer(start, known) } else { None };
            let kind = if is_cut { ErrorKind::Truncated } else { ErrorKind::Limit(Limit::Head) };
            report(too_long.unwrap_or(ParseError::new(kind, region.len())));
        }
        head
    }

    /// The next control byte, and what it is. Of a line end, the second half is read too. Behind all of them comes the line end that is
    /// none, if there is a `last`.
    #[inline(always)]
    fn control(&self, controls: &mut Controls<'_>, rows: &Rows<'_>, last: &mut Option<usize>) -> Option<(usize, Control)> {
        let Some(at) = controls.next() else { return last.take().map(|end| (end, Control::LineEnd(end))) };
        let control = match rows.region[at] {
            b'\r' => match rows.region.get(at + 1) {
                Some(b'\n') => {
                    controls.skip_one();
                    Control::LineEnd(at + 2)
                }
                // The last byte may be half of a line end.
                None if rows.is_cut => Control::Cut,
                _ => Control::Wrong(Expected::EndOfLine),
            },
            b'\t' => Control::Tab,
            b'\n' if self.profile.allows(Leniency::LF_LINE_ENDS) => Control::LineEnd(at + 1),
            b'\n' => Control::Wrong(Expected::EndOfLine),
            _ => Control::Wrong(Expected::Text),
        };
        Some((at, control))
    }

    /// Reads the start line from `start` to `end`, which holds no control bytes but HTABs.
    #[inline]
    pub(crate) fn start_line(&self, region: &[u8], start: usize, end: usize) -> Result<StartLine, ParseError> {
        match self.start_line_is_longer(start, end) {
            Some(error) => Err(error),
            None => start_line::start_line(&region[start..end], start, self.profile.leniency),
        }
    }

    /// The error of a start line that goes on from `start` to `end` at least.
    #[inline]
    fn start_line_is_longer(&self, start: usize, end: usize) -> Option<ParseError> {
        let is_longer = end.saturating_sub(start) > self.limits.get(Limit::StartLine) as usize;
        is_longer.then_some(ParseError::new(ErrorKind::Limit(Limit::StartLine), start))
    }

    /// Where the message begins behind the line ends before it (RFC 3261 §7.5).
    #[inline]
    fn leading_line_ends(&self, input: &[u8]) -> Result<usize, ParseError> {
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

    /// ```text
    /// message-header = field-name *( SP / HTAB ) ":" SWS field-value CRLF
    /// ```
    #[inline(always)]
    fn row(&self, rows: &Rows<'_>, end: usize) -> Result<Field, ParseError> {
        let (region, start) = (rows.region, rows.next);
        let (id, name_length, colon) = name_of(region, start, end, &self.limits)?;
        let bytes = &region[colon + 1..end];
        let (value, value_end) = if rows.folds == 0 {
            scan::trimmed(bytes)
        } else {
            let value = scan::white_space(bytes);
            (value, value + scan::trim_folded(&bytes[value..]).len())
        };
        let value_start = colon + 1 + value;
        if value_end - value > self.limits.get(Limit::FieldValue) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::FieldValue), value_start));
        }
        Ok(Field::new(start, name_length, id, value_start, colon + 1 + value_end))
    }

    /// Reads the Content-Length that was found last; a second one is an error (RFC 3261 §7.3.1, §18.3).
    #[inline(never)]
    fn content_length(&self, fields: &[Field], input: &[u8], head: &mut Head) -> Result<(), ParseError> {
        let Some(field) = fields.last() else { return Ok(()) };
        let is_bad = core::mem::replace(&mut head.content_length_is_bad, true);
        let duplicate = ParseError::new(ErrorKind::DuplicateHeader(field.id()), field.start());
        if head.content_length.is_some() && !self.profile.allows(Leniency::SAME_CONTENT_LENGTH) {
            return Err(duplicate);
        }
        let length = lexical::whole(field.value_of(input), field.value(), lexical::number(u32::MAX))?;
        if length > self.limits.get(Limit::Body) {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), field.value()));
        }
        if head.content_length.replace(length).is_some_and(|first| first != length) {
            return Err(duplicate);
        }
        head.content_length_is_bad = is_bad;
        Ok(())
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

/// The shortest row there can be: `a:` and its line end.
const SHORTEST_ROW: usize = 4;

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
