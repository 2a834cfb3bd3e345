//! Parses the lines of a head in order: the start line, and the rows up to the empty line.

use super::Parser;
use super::fast::{fast_rows, fast_start_line, start_line_is_longer};
use super::framing::Framing;
use super::layout::Layout;
use super::row::{Control, Rows, begins_with_start_line, most_rows, name_of, row};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit};
use crate::scan::{self, Controls};
use crate::start_line::{self, Span, StartLine};

/// Reports an error, and returns from the function if `$report` says to stop.
macro_rules! refuse {
    ($framing:ident, $report:ident, $error:expr) => {
        if let Flow::Stop = $report($error) {
            return $framing;
        }
    };
}

/// Whether to go on after an error.
pub(super) enum Flow {
    GoOn,
    Stop,
}

/// The kind of a head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The head of a message: it begins with a start line and ends with an empty line. `is_cut` is set if the region ends with the input,
    /// so that more bytes may follow.
    Message { is_cut: bool },
    /// `message/sipfrag`: any part may be missing, and the others keep their order (RFC 3420 §2).
    Fragment,
    /// A part of a multipart body: header fields without a start line (RFC 2046 §5.1).
    Part,
}

/// Parses the head that begins at `start` into `layout`. The body of the layout then begins where the head ends. A head without an empty
/// line ends with `region`.
#[inline(always)]
pub(super) fn lines(
    parser: &Parser,
    shape: Shape,
    layout: &mut Layout<'_>,
    region: &[u8],
    start: usize,
    report: impl FnMut(ParseError) -> Flow,
) -> Framing {
    lines_by::<true>(parser, shape, layout, region, start, report)
}

/// [`lines`], with or without the fast paths.
#[inline(always)]
pub(super) fn lines_by<const FAST: bool>(
    parser: &Parser,
    shape: Shape,
    layout: &mut Layout<'_>,
    region: &[u8],
    start: usize,
    report: impl FnMut(ParseError) -> Flow,
) -> Framing {
    let mut framing = Framing::default();
    let end = region.len() as u32;
    (layout.line, layout.body.start) = (Span { start: start as u32, end }, end);
    let mut controls = Controls::new(region, start);
    let is_cut = shape == Shape::Message { is_cut: true };
    let mut rows = Rows { region, is_cut, next: start, folds: 0, broken: false };
    if FAST
        && let Shape::Message { .. } = shape
        && let Some((line, end)) = fast_start_line(&parser.limits, &mut controls, start)
    {
        let mut count = 0;
        (layout.start_line, layout.line.end, rows.next) = (Some(line), end as u32, end + 2);
        controls = fast_rows(parser, &controls, true, &mut rows, &mut count, layout, &mut framing);
        if framing.is_whole {
            return framing;
        }
        return rows_by::<FAST>(parser, shape, false, (framing, controls, rows, count), None, layout, report);
    }
    any_lines_by::<FAST>(parser, shape, layout, region, report)
}

/// [`lines_by`] without the fast path for start lines.
#[inline(never)]
fn any_lines_by<const FAST: bool>(
    parser: &Parser,
    shape: Shape,
    layout: &mut Layout<'_>,
    region: &[u8],
    mut report: impl FnMut(ParseError) -> Flow,
) -> Framing {
    let (framing, start) = (Framing::default(), layout.start());
    let mut controls = Controls::new(region, start);
    let mut rows = Rows { region, is_cut: shape == Shape::Message { is_cut: true }, next: start, folds: 0, broken: false };
    let is_message = matches!(shape, Shape::Message { .. });
    // The last line of a fragment or a part needs no line end.
    let mut last = if is_message { None } else { Some(region.len()) };
    let has_start_line = match shape {
        Shape::Message { .. } => true,
        Shape::Fragment => begins_with_start_line(&region[start..]),
        Shape::Part => false,
    };
    if !has_start_line {
        layout.line.end = start as u32;
    }

    // The start line.
    while has_start_line && let Some((at, control)) = control(parser, &mut controls, &rows, &mut last) {
        match control {
            Control::LineEnd(next) => {
                layout.line.end = at as u32;
                match parse_start_line(parser, region, start, at) {
                    _ if rows.broken => {}
                    Ok(line) => layout.start_line = Some(line),
                    Err(error) => refuse!(framing, report, error),
                }
                rows = Rows { next, broken: false, ..rows };
                break;
            }
            Control::Cut => break,
            Control::Wrong(wanted) => {
                if !rows.broken {
                    refuse!(framing, report, start_line_with(parser, wanted, region, start, at));
                    rows.broken = true;
                }
                if region[at] == b'\n' {
                    // The malformed line is still delimited, so that the rows behind it can be parsed.
                    layout.line.end = at as u32;
                    rows = Rows { next: at + 1, broken: false, ..rows };
                    break;
                }
            }
            Control::Tab => {}
        }
    }

    if let Some(b' ' | b'\t') = region.get(rows.next)
        && (rows.next > start || !has_start_line)
    {
        // A folded line without a row to continue.
        refuse!(framing, report, ParseError::expected(Expected::Unfolded, rows.next));
        rows.broken = true;
    }

    let begins = !rows.broken;
    rows_by::<FAST>(parser, shape, begins, (framing, controls, rows, 0), last, layout, report)
}

/// Reads the remaining rows, and the empty line. `begins` says that the fast path has not tried the next row. `last` is the end of the last
/// line, if that line needs no line end.
#[inline(never)]
fn rows_by<'r, const FAST: bool>(
    parser: &Parser,
    shape: Shape,
    mut begins: bool,
    (mut framing, mut controls, mut rows, mut count): (Framing, Controls<'r>, Rows<'r>, u32),
    mut last: Option<usize>,
    layout: &mut Layout<'_>,
    mut report: impl FnMut(ParseError) -> Flow,
) -> Framing {
    let (region, start) = (rows.region, layout.start());
    let is_message = matches!(shape, Shape::Message { .. });
    loop {
        if FAST && core::mem::take(&mut begins) {
            controls = fast_rows(parser, &controls, is_message, &mut rows, &mut count, layout, &mut framing);
            if framing.is_whole {
                return framing;
            }
        }
        let Some((at, control)) = control(parser, &mut controls, &rows, &mut last) else { break };
        let next = match control {
            Control::LineEnd(next) => next,
            Control::Tab => continue,
            Control::Cut => break,
            // A quoted pair may hold a control byte, but no line end (RFC 3261 §25.1).
            Control::Wrong(Expected::Text) if scan::is_escaped(&region[rows.next..], at - rows.next) => continue,
            Control::Wrong(wanted) => {
                if !rows.broken {
                    // An error in the name precedes this one.
                    let name = name_of(region, rows.next, at, &parser.limits);
                    refuse!(framing, report, name.err().unwrap_or(ParseError::expected(wanted, at)));
                    rows.broken = true;
                }
                if region[at] == b'\n' {
                    if at == rows.next {
                        // The input ends before the end of the head is known.
                        return framing;
                    }
                    if !matches!(region.get(at + 1), Some(b' ' | b'\t')) {
                        // The malformed row is still delimited, so that the next row can be parsed.
                        (rows.next, rows.folds, rows.broken) = (at + 1, 0, false);
                        begins = true;
                    }
                }
                continue;
            }
        };
        if at == rows.next {
            layout.body.start = next as u32;
            framing.is_whole = true;
            return framing;
        }
        match region.get(next) {
            Some(b' ' | b'\t') => {
                rows.folds += 1;
                if rows.folds > parser.limits.get(Limit::Folds) && !rows.broken {
                    refuse!(framing, report, ParseError::new(ErrorKind::Limit(Limit::Folds), rows.next));
                    rows.broken = true;
                }
                continue;
            }
            // The row may continue in bytes that have not arrived.
            None if is_message => break,
            _ => {}
        }
        if !rows.broken {
            if count == parser.limits.get(Limit::Rows) {
                refuse!(framing, report, ParseError::new(ErrorKind::Limit(Limit::Rows), rows.next));
                layout.body.start = rows.next as u32;
                return framing;
            }
            count += 1;
            match row(&parser.limits, &rows, at) {
                Ok(field) => {
                    // A Content-Length frames messages only: fragments and parts end where their container says.
                    let is_content_length = is_message && field.id() == HeaderId::ContentLength;
                    layout.fields.push(field, || most_rows(&parser.limits, count, region, at));
                    if is_content_length && let Err(error) = framing.set(parser, layout, region) {
                        refuse!(framing, report, error);
                    }
                }
                Err(error) => refuse!(framing, report, error),
            }
        }
        (rows.next, rows.folds, rows.broken) = (next, 0, false);
        begins = true;
    }
    if let Shape::Message { is_cut } = shape {
        let in_start_line = layout.line.end as usize == region.len() && !rows.broken;
        // The last byte may be the first half of a line end.
        let known = region.len() - usize::from(region.ends_with(b"\r"));
        let too_long = if in_start_line { start_line_is_longer(&parser.limits, start, known) } else { None };
        let kind = if is_cut { ErrorKind::Truncated } else { ErrorKind::Limit(Limit::Head) };
        report(too_long.unwrap_or(ParseError::new(kind, region.len())));
    }
    framing
}

/// Returns the next control byte and its meaning. Consumes both bytes of a line end. Behind the last control byte, `last` counts as a
/// line end.
#[inline(always)]
fn control(parser: &Parser, controls: &mut Controls<'_>, rows: &Rows<'_>, last: &mut Option<usize>) -> Option<(usize, Control)> {
    let Some(at) = controls.next() else { return last.take().map(|end| (end, Control::LineEnd(end))) };
    let control = match rows.region[at] {
        b'\r' => match rows.region.get(at + 1) {
            Some(b'\n') => {
                controls.skip_one();
                Control::LineEnd(at + 2)
            }
            // The last byte may be the first half of a line end.
            None if rows.is_cut => Control::Cut,
            _ => Control::Wrong(Expected::EndOfLine),
        },
        b'\t' => Control::Tab,
        b'\n' if parser.profile.allows(Leniency::LF_LINE_ENDS) => Control::LineEnd(at + 1),
        b'\n' => Control::Wrong(Expected::EndOfLine),
        _ => Control::Wrong(Expected::Text),
    };
    Some((at, control))
}

/// Parses the start line from `start` to `end`, which holds no control bytes except HTAB.
#[inline]
pub(crate) fn parse_start_line(parser: &Parser, region: &[u8], start: usize, end: usize) -> Result<StartLine, ParseError> {
    match start_line_is_longer(&parser.limits, start, end) {
        Some(error) => Err(error),
        None => start_line::start_line(&region[start..end], start, parser.profile.leniency),
    }
}

/// Returns the first error of a start line that has another byte at `at` than the `wanted` one.
#[cold]
fn start_line_with(parser: &Parser, wanted: Expected, region: &[u8], start: usize, at: usize) -> ParseError {
    let before = parse_start_line(parser, region, start, at).err().filter(|error| error.offset() < at);
    before.unwrap_or(ParseError::expected(wanted, at))
}
