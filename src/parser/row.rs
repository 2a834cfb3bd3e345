//! Parses one row of a head up to its value.

use crate::chars;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::fields::Field;
use crate::name::{self, HeaderId};
use crate::profile::{Limit, Limits};
use crate::scan;

/// The state of the row that is being parsed.
pub(super) struct Rows<'a> {
    pub(super) region: &'a [u8],
    /// Whether the region ends with the input, so that more bytes may follow.
    pub(super) is_cut: bool,
    /// The offset of the row.
    pub(super) next: usize,
    pub(super) folds: u32,
    /// Whether the row has an error.
    pub(super) broken: bool,
}

/// The meaning of a control byte in a head.
pub(super) enum Control {
    /// A line end, with the offset of the next line.
    LineEnd(usize),
    Tab,
    /// The first half of a line end at the end of the input.
    Cut,
    /// A control byte that is not allowed, with the expected element: text, or a line end.
    Wrong(Expected),
}

/// Whether a fragment begins with a start line, rather than an empty line, white space, or a field name and its colon.
pub(super) fn begins_with_start_line(fragment: &[u8]) -> bool {
    let behind_name = &fragment[scan::run(fragment, chars::TOKEN)..];
    match behind_name.get(scan::run(behind_name, chars::WSP)) {
        Some(b':') => false,
        _ => fragment.first().is_some_and(|&b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')),
    }
}

/// Parses the name of the row that begins at `start`. Returns its id, its length in bytes, and the offset of the colon.
#[inline(always)]
pub(super) fn name_of(region: &[u8], start: usize, end: usize, limits: &Limits) -> Result<(HeaderId, u16, usize), ParseError> {
    let line = &region[start..end];
    let Some(colon) = scan::near(b':', line) else {
        let name = scan::run(line, chars::TOKEN);
        let wanted = if name == 0 { Expected::FieldName } else { Expected::Colon };
        return Err(ParseError::expected(wanted, start + name));
    };
    let mut length = colon;
    while let Some(b' ' | b'\t') = line[..length].last() {
        length -= 1;
    }
    let id = match name::lookup(&line[..length]) {
        Some(id) => id,
        None if length > 0 && scan::all(&line[..length], chars::TOKEN) => HeaderId::OTHER,
        None => {
            let token = scan::run(&line[..length], chars::TOKEN);
            let wanted = if token == 0 { Expected::FieldName } else { Expected::Colon };
            return Err(ParseError::expected(wanted, start + token));
        }
    };
    if length > longest_name(limits) {
        return Err(ParseError::new(ErrorKind::Limit(Limit::FieldName), start));
    }
    Ok((id, length as u16, start + colon))
}

/// Returns the maximum length of a name in bytes: the limit, capped at what a [`Field`] can store.
#[inline(always)]
pub(super) fn longest_name(limits: &Limits) -> usize {
    limits.get(Limit::FieldName).min(u32::from(u16::MAX)) as usize
}

/// Parses the row that begins at `rows.next` and ends at `end`.
///
/// ```text
/// message-header = field-name *( SP / HTAB ) ":" SWS field-value CRLF
/// ```
#[inline(always)]
pub(super) fn row(limits: &Limits, rows: &Rows<'_>, end: usize) -> Result<Field, ParseError> {
    let (region, start) = (rows.region, rows.next);
    let (id, name_length, colon) = name_of(region, start, end, limits)?;
    let bytes = &region[colon + 1..end];
    let (value, value_end) = if rows.folds == 0 {
        scan::trimmed(bytes)
    } else {
        let value = scan::white_space(bytes);
        (value, value + scan::trim_folded(&bytes[value..]).len())
    };
    let value_start = colon + 1 + value;
    if value_end - value > limits.get(Limit::FieldValue) as usize {
        return Err(ParseError::new(ErrorKind::Limit(Limit::FieldValue), value_start));
    }
    Ok(Field::new(start, name_length, id, value_start, colon + 1 + value_end))
}

/// Returns an upper bound of the rows in the region, of which `count` precede `at`.
pub(super) fn most_rows(limits: &Limits, count: u32, region: &[u8], at: usize) -> usize {
    /// The shortest row: `a:` and its line end.
    const SHORTEST_ROW: usize = 4;
    (count as usize + (region.len() - at) / SHORTEST_ROW).min(limits.get(Limit::Rows) as usize)
}
