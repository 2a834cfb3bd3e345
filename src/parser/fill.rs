//! Functions that parse a message, a malformed message, a fragment or a body part into a [`Layout`].

use alloc::vec::Vec;

use super::Parser;
use super::framing::Framing;
use super::layout::Layout;
use super::lines::{Flow, Shape, lines};
use crate::error::{ErrorKind, ParseError};
use crate::profile::{Leniency, Limit};
use crate::start_line::Span;

/// Parses a message into `layout`. The body may reach past the end of the input unless the message has to be `whole`.
///
/// # Errors
///
/// Returns the first error.
#[inline(never)]
pub(crate) fn fill_message(parser: &Parser, layout: &mut Layout<'_>, input: &[u8], whole: bool) -> Result<(), ParseError> {
    let mut first_error = None;
    let framing = head(parser, layout, input, first(&mut first_error));
    if let Some(error) = first_error {
        return Err(error);
    }
    let truncated = ParseError::new(ErrorKind::Truncated, input.len());
    if layout.start_line.is_none() {
        return Err(truncated);
    }
    layout.body = framing.body(parser, layout, input.len())?;
    if whole && layout.end() > input.len() { Err(truncated) } else { Ok(()) }
}

/// Parses as much as possible of a message into `layout`, and returns all errors.
pub(crate) fn fill_partial(parser: &Parser, layout: &mut Layout<'_>, input: &[u8]) -> Vec<ParseError> {
    let mut errors = Vec::new();
    let framing = head(parser, layout, input, all(parser, &mut errors));
    match framing.body(parser, layout, input.len()) {
        Ok(body) if body.end as usize <= input.len() => layout.body = body,
        cut => {
            errors.push(cut.err().unwrap_or(ParseError::new(ErrorKind::Truncated, input.len())));
            layout.body.end = u32::try_from(input.len()).unwrap_or(u32::MAX);
        }
    }
    errors
}

/// Parses the fragment that begins at `start` and ends with `input` into `layout`, and returns all errors. A fragment beyond the
/// message size limit is not parsed.
pub(crate) fn fill_fragment(parser: &Parser, layout: &mut Layout<'_>, input: &[u8], start: usize) -> Vec<ParseError> {
    let mut errors = Vec::new();
    if input.len() - start > parser.limits.get(Limit::Message) as usize || u32::try_from(input.len()).is_err() {
        errors.push(ParseError::new(ErrorKind::Limit(Limit::Message), start));
        let empty = Span { start: start as u32, end: start as u32 };
        (layout.line, layout.body) = (empty, empty);
    } else {
        lines(parser, Shape::Fragment, layout, input, start, all(parser, &mut errors));
    }
    layout.body.end = u32::try_from(input.len()).unwrap_or(u32::MAX);
    errors
}

/// Parses the part of a multipart body that begins at `start` and ends with `input` into `layout`.
///
/// # Errors
///
/// Returns the first error.
pub(crate) fn fill_part(parser: &Parser, layout: &mut Layout<'_>, input: &[u8], start: usize) -> Result<(), ParseError> {
    let mut first_error = None;
    lines(parser, Shape::Part, layout, input, start, first(&mut first_error));
    layout.body.end = input.len() as u32;
    first_error.map_or(Ok(()), Err)
}

/// Stores the first error and stops.
#[inline(always)]
fn first(error: &mut Option<ParseError>) -> impl FnMut(ParseError) -> Flow {
    |found| {
        *error = Some(found);
        Flow::Stop
    }
}

/// Collects errors, at most as many as rows are allowed, to bound the memory that a hostile message can cause.
#[inline(always)]
fn all(parser: &Parser, errors: &mut Vec<ParseError>) -> impl FnMut(ParseError) -> Flow {
    let most = (parser.limits.get(Limit::Rows) as usize).max(1);
    move |error| {
        if errors.len() < most {
            errors.push(error);
        }
        Flow::GoOn
    }
}

/// Parses a head into `layout`: the start line, and the rows up to the empty line. `report` receives each error and returns whether to
/// continue.
#[inline(always)]
fn head(parser: &Parser, layout: &mut Layout<'_>, input: &[u8], mut report: impl FnMut(ParseError) -> Flow) -> Framing {
    let start = match leading_line_ends(parser, input) {
        Ok(start) => start,
        Err(error) => {
            // The limit error precedes all errors of the head, which was not searched for.
            let at = error.offset() as u32;
            report(error);
            (layout.line, layout.body) = (Span { start: at, end: at }, Span { start: at, end: at });
            return Framing::default();
        }
    };
    // A head that extends beyond this limit is refused, because its end is not found within the region.
    let most = start.saturating_add(parser.limits.get(Limit::Head) as usize);
    let (region, is_cut) = match input.get(..=most) {
        // A lone CR at the end is no error, because the LF may follow.
        Some(more) => (more.strip_suffix(b"\r\n").unwrap_or(&input[..most]), false),
        None => (input, true),
    };
    lines(parser, Shape::Message { is_cut }, layout, region, start, report)
}

/// Returns the offset of the message behind leading line ends (RFC 3261 §7.5).
#[inline(always)]
fn leading_line_ends(parser: &Parser, input: &[u8]) -> Result<usize, ParseError> {
    match input.first() {
        Some(b'!'..) if u32::try_from(input.len()).is_ok() => Ok(0),
        _ => some_line_ends(parser, input),
    }
}

#[cold]
#[inline(never)]
fn some_line_ends(parser: &Parser, input: &[u8]) -> Result<usize, ParseError> {
    let line_feeds = parser.profile.allows(Leniency::LF_LINE_ENDS);
    let mut start = 0;
    loop {
        start += match input[start..] {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] if line_feeds => 1,
            _ => break,
        };
        if start > parser.limits.get(Limit::LeadingCrlf) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::LeadingCrlf), start));
        }
    }
    if u32::try_from(input.len()).is_err() {
        return Err(ParseError::new(ErrorKind::Limit(Limit::Message), 0));
    }
    Ok(start)
}
