//! One row of a head, before its value is looked at.

use crate::chars;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::fields::Field;
use crate::name::{self, HeaderId};
use crate::profile::{Limit, Limits};
use crate::scan;

/// The row that is being read.
pub(super) struct Rows<'a> {
    pub(super) region: &'a [u8],
    /// Whether the region ends where the input does, so that more may come.
    pub(super) is_cut: bool,
    /// Where the row begins.
    pub(super) next: usize,
    pub(super) folds: u32,
    /// Whether an error was found in it.
    pub(super) broken: bool,
}

/// What a control byte of a head is.
pub(super) enum Control {
    /// A line end, and where the next line begins.
    LineEnd(usize),
    Tab,
    /// The first half of a line end, behind which the input ends.
    Cut,
    /// What was expected in its place: text, or the end of the line.
    Wrong(Expected),
}

/// Whether a fragment begins with a start line: not with an empty line, white space, or a field name and its colon.
pub(super) fn begins_with_start_line(fragment: &[u8]) -> bool {
    let behind_name = &fragment[scan::run(fragment, chars::TOKEN)..];
    match behind_name.get(scan::run(behind_name, chars::WSP)) {
        Some(b':') => false,
        _ => fragment.first().is_some_and(|&b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')),
    }
}

/// The name of the row that begins at `start`: its id, its length, and the offset of the colon behind it.
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

/// The most bytes of a name: what is taken, as far as a [`Field`] counts.
#[inline(always)]
pub(super) fn longest_name(limits: &Limits) -> usize {
    limits.get(Limit::FieldName).min(u32::from(u16::MAX)) as usize
}

/// Reads the row that begins at `rows.next` and ends at `end`.
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
