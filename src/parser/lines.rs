//! The lines of a head, one after the other: the start line, and the rows up to the empty line.

use super::Parser;
use super::head::{Flow, Head, Shape};
use super::row::{Control, Rows, begins_with_start_line, name_of};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::fields::{Field, FieldTable};
use crate::lexical;
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit};
use crate::scan::{self, Controls};
use crate::start_line::{self, StartLine};

/// Reports an error, and ends the function with what was read so far where nobody wants to know more.
macro_rules! refuse {
    ($head:ident, $report:ident, $error:expr) => {
        if let Flow::Stop = $report($error) {
            return $head;
        }
    };
}

impl Parser {
    /// Reads the lines of a head that begins at `start`, and behind which `region` ends where it does not end itself.
    #[inline(always)]
    pub(crate) fn lines(
        &self,
        shape: Shape,
        region: &[u8],
        start: usize,
        fields: &mut FieldTable<'_>,
        report: impl FnMut(ParseError) -> Flow,
    ) -> Head {
        self.lines_by::<true>(shape, region, start, fields, report)
    }

    /// [`lines`](Parser::lines), where ordinary rows are read by themselves, or as all others are.
    #[inline(always)]
    pub(super) fn lines_by<const APART: bool>(
        &self,
        shape: Shape,
        region: &[u8],
        start: usize,
        fields: &mut FieldTable<'_>,
        report: impl FnMut(ParseError) -> Flow,
    ) -> Head {
        let mut head = Head { start, start_line_end: region.len(), end: region.len(), ..Head::default() };
        let mut controls = Controls::new(region, start);
        let is_cut = shape == Shape::Message { is_cut: true };
        let mut rows = Rows { region, is_cut, next: start, folds: 0, broken: false };
        if APART
            && let Shape::Message { .. } = shape
            && let Some((line, end)) = self.ordinary_start_line(&mut controls, start)
        {
            let mut count = 0;
            (head.start_line, head.start_line_end, rows.next) = (Some(line), end, end + 2);
            controls = self.ordinary_rows(&controls, true, &mut rows, &mut count, fields, &mut head);
            if head.is_whole {
                return head;
            }
            return self.rows_by::<APART>(shape, false, (head, controls, rows, count), None, fields, report);
        }
        self.any_lines_by::<APART>(shape, head, fields, region, report)
    }

    /// [`lines_by`](Parser::lines_by), whose start line is not ordinary. Nothing of `head` was read.
    #[inline(never)]
    fn any_lines_by<const APART: bool>(
        &self,
        shape: Shape,
        mut head: Head,
        fields: &mut FieldTable<'_>,
        region: &[u8],
        mut report: impl FnMut(ParseError) -> Flow,
    ) -> Head {
        let start = head.start;
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
                        Err(error) => refuse!(head, report, error),
                    }
                    rows = Rows { next, broken: false, ..rows };
                    break;
                }
                Control::Cut => break,
                Control::Wrong(wanted) if !rows.broken => {
                    refuse!(head, report, self.start_line_with(wanted, region, start, at));
                    rows.broken = true;
                }
                Control::Tab | Control::Wrong(_) => {}
            }
        }

        if let Some(b' ' | b'\t') = region.get(rows.next)
            && (rows.next > start || !has_start_line)
        {
            // There is no row that this could be the rest of.
            refuse!(head, report, ParseError::expected(Expected::Unfolded, rows.next));
            rows.broken = true;
        }

        let begins = !rows.broken;
        self.rows_by::<APART>(shape, begins, (head, controls, rows, 0), last, fields, report)
    }

    /// Reads the rows that are left, and the empty line. `begins` says that nothing has looked at the next row, and `last` is
    /// where the last line ends, if it has no line end of its own.
    #[inline(never)]
    fn rows_by<'r, const APART: bool>(
        &self,
        shape: Shape,
        mut begins: bool,
        (mut head, mut controls, mut rows, mut count): (Head, Controls<'r>, Rows<'r>, u32),
        mut last: Option<usize>,
        fields: &mut FieldTable<'_>,
        mut report: impl FnMut(ParseError) -> Flow,
    ) -> Head {
        let (region, start) = (rows.region, head.start);
        let is_message = matches!(shape, Shape::Message { .. });
        loop {
            if APART && core::mem::take(&mut begins) {
                controls = self.ordinary_rows(&controls, is_message, &mut rows, &mut count, fields, &mut head);
                if head.is_whole {
                    return head;
                }
            }
            let Some((at, control)) = self.control(&mut controls, &rows, &mut last) else { break };
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
                        refuse!(head, report, name.err().unwrap_or(ParseError::expected(wanted, at)));
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
                        refuse!(head, report, ParseError::new(ErrorKind::Limit(Limit::Folds), rows.next));
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
                    refuse!(head, report, ParseError::new(ErrorKind::Limit(Limit::Rows), rows.next));
                    head.end = rows.next;
                    return head;
                }
                count += 1;
                match self.row(&rows, at) {
                    Ok(field) => {
                        // What is no message ends where whatever holds it says.
                        let is_content_length = is_message && field.id() == HeaderId::ContentLength;
                        fields.push(field, || self.most_rows(count, region, at));
                        if is_content_length && let Err(error) = self.content_length(fields.as_slice(), region, &mut head) {
                            refuse!(head, report, error);
                        }
                    }
                    Err(error) => refuse!(head, report, error),
                }
            }
            (rows.next, rows.folds, rows.broken) = (next, 0, false);
            begins = true;
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

    /// The error of a start line in which something else than what was `wanted` stands at `at`: what is wrong before that comes first.
    #[cold]
    fn start_line_with(&self, wanted: Expected, region: &[u8], start: usize, at: usize) -> ParseError {
        let before = self.start_line(region, start, at).err().filter(|error| error.offset() < at);
        before.unwrap_or(ParseError::expected(wanted, at))
    }

    /// The error of a start line that goes on from `start` to `end` at least.
    #[inline]
    pub(super) fn start_line_is_longer(&self, start: usize, end: usize) -> Option<ParseError> {
        let is_longer = end.saturating_sub(start) > self.limits.get(Limit::StartLine) as usize;
        is_longer.then_some(ParseError::new(ErrorKind::Limit(Limit::StartLine), start))
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

    /// How many rows there may be in all, when there are `count` before `at`.
    pub(super) fn most_rows(&self, count: u32, region: &[u8], at: usize) -> usize {
        /// The shortest row there can be: `a:` and its line end.
        const SHORTEST_ROW: usize = 4;
        (count as usize + (region.len() - at) / SHORTEST_ROW).min(self.limits.get(Limit::Rows) as usize)
    }
}
