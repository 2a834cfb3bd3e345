//! Fast paths for ordinary start lines and rows.
//!
//! A row is *ordinary* if it is one line without HTABs, if a colon directly follows its name, and if it has no error and exceeds no limit.
//! The fast path stops at any other row: [`lines`](super::lines) reads that one, and then continues with the fast path. `parser::tests`
//! compares the results of both.

use super::Parser;
use super::framing::Framing;
use super::layout::Layout;
use super::row::{Rows, longest_name, most_rows};
use crate::chars;
use crate::error::{ErrorKind, ParseError};
use crate::header::fields::Field;
use crate::name::{self, HeaderId};
use crate::profile::{Limit, Limits};
use crate::scan::{self, Controls};
use crate::start_line::{self, StartLine};

/// A row, with the information about the line that follows it.
pub(super) struct Row {
    pub(super) field: Field,
    /// The offset of its line end.
    pub(super) end: usize,
    /// Whether the empty line follows.
    pub(super) is_last: bool,
}

/// Parses the start line that begins at `start`, and returns it with its end. Returns `None` if it is not ordinary or if no row follows.
#[inline(always)]
pub(super) fn fast_start_line(limits: &Limits, controls: &mut Controls<'_>, start: usize) -> Option<(StartLine, usize)> {
    let region = controls.bytes();
    let end = controls.next()?;
    let [b'\r', b'\n', first, ..] = *region.get(end..)? else { return None };
    controls.skip_one();
    if first <= b' ' || start_line_is_longer(limits, start, end).is_some() {
        return None;
    }
    Some((start_line::ordinary(region.get(start..end)?, start)?, end))
}

/// Parses rows from `rows.next` up to the first that is not ordinary, or to the end of the head. Returns the control bytes that follow.
#[inline(never)]
pub(super) fn fast_rows<'a>(
    parser: &Parser,
    controls: &Controls<'a>,
    is_message: bool,
    rows: &mut Rows<'a>,
    count: &mut u32,
    layout: &mut Layout<'_>,
    framing: &mut Framing,
) -> Controls<'a> {
    let limits = &parser.limits;
    let mut controls = controls.clone();
    let (region, mut start) = (controls.bytes(), rows.next);
    // Names of at most sixteen bytes are not checked against the limit: with a smaller one, no row is ordinary.
    let most = if longest_name(limits) < 16 { *count } else { limits.get(Limit::Rows) };
    let mut rows_read = *count;
    while rows_read < most
        && let Some(Row { field, end, is_last }) = fast_row(limits, region, start, &mut controls)
    {
        if field.id() == HeaderId::ContentLength && is_message && !framing.set_fast(field.value_of(region), limits) {
            break;
        }
        rows_read += 1;
        layout.fields.push(field, || most_rows(limits, rows_read, region, start));
        start = end + 2;
        if is_last {
            layout.body.start = (end + 4) as u32;
            framing.is_whole = true;
            break;
        }
    }
    (*count, rows.next) = (rows_read, start);
    Controls::new(region, start)
}

/// Parses the row that begins at `start`. Returns `None` if it is not ordinary.
#[inline(always)]
pub(super) fn fast_row(limits: &Limits, region: &[u8], start: usize, controls: &mut Controls<'_>) -> Option<Row> {
    let end = controls.next()?;
    let behind = u32::from_le_bytes(*region.get(end..)?.first_chunk()?);
    if behind as u16 != u16::from_le_bytes(*b"\r\n") {
        return None;
    }
    let is_last = match (behind >> 16) as u8 {
        b'!'.. => false,
        _ => is_end_of_head(behind)?,
    };
    controls.skip_one();

    let (id, length) = if let Some(lanes) = region.get(start..)?.first_chunk()
        && let Some(length) = scan::first(b':', lanes).or_else(|| (region.get(start + 16) == Some(&b':')).then_some(16))
    {
        let id = name::lookup_in_lanes(lanes, length);
        // The colon found may belong to the next row. In that case the name is no token, or it ends behind the row.
        if id == HeaderId::OTHER && !is_token(lanes.get(..length)?) {
            return None;
        }
        (id, length)
    } else {
        long_name(limits, region, start, end)?
    };
    let colon = start + length;
    let (value, value_end) = scan::trimmed(region.get(colon + 1..end)?);
    if value_end - value > limits.get(Limit::FieldValue) as usize {
        return None;
    }
    Some(Row { field: Field::new(start, length as u16, id, colon + 1 + value, colon + 1 + value_end), end, is_last })
}

/// Reads the name of the row from `start` to `end` if it is longer than sixteen bytes, or if the region ends before its sixteenth byte.
#[inline(never)]
fn long_name(limits: &Limits, region: &[u8], start: usize, end: usize) -> Option<(HeaderId, usize)> {
    let line = region.get(start..end)?;
    // A name beyond the limit is refused without reading it.
    let name = line.get(..scan::near(b':', line)?).filter(|name| name.len() <= longest_name(limits))?;
    let id = match name::lookup(name) {
        Some(id) => id,
        None if is_token(name) => HeaderId::OTHER,
        None => return None,
    };
    Some((id, name.len()))
}

/// `Some(true)` before the empty line, otherwise `None`, which means that white space or a control byte follows the line end.
#[cold]
fn is_end_of_head(behind: u32) -> Option<bool> {
    (behind == u32::from_le_bytes(*b"\r\n\r\n")).then_some(true)
}

#[inline(never)]
fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && scan::all(name, chars::TOKEN)
}

/// The error of a start line that extends at least from `start` to `end`, if that exceeds its limit.
#[inline]
pub(super) fn start_line_is_longer(limits: &Limits, start: usize, end: usize) -> Option<ParseError> {
    let is_longer = end.saturating_sub(start) > limits.get(Limit::StartLine) as usize;
    is_longer.then_some(ParseError::new(ErrorKind::Limit(Limit::StartLine), start))
}
