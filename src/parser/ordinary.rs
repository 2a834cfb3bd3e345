//! Rows as nearly all of them are, read with as few questions as can be.
//!
//! A row is *ordinary* when it is one line without HTABs, a colon follows its name at once, and nothing about it is wrong or over a
//! limit. Whatever else a row is, [`Parser::lines`] finds out, and goes on here behind it: it reads ordinary rows in the same way, which
//! the tests below hold against each other.

use super::Parser;
use super::head::Head;
use super::row::{Rows, longest_name};
use crate::chars;
use crate::header::fields::{Field, FieldTable};
use crate::name::{self, HeaderId};
use crate::profile::Limit;
use crate::scan::{self, Controls};
use crate::start_line::{self, StartLine};

/// A row that was read, and what follows it.
struct Row {
    field: Field,
    /// Where its line ends.
    end: usize,
    /// Whether the empty line follows.
    is_last: bool,
}

impl Parser {
    /// Reads the start line that begins at `start`, where it is ordinary and a row follows it; and where it ends.
    #[inline(always)]
    pub(super) fn ordinary_start_line(&self, controls: &mut Controls<'_>, start: usize) -> Option<(StartLine, usize)> {
        let region = controls.bytes();
        let end = controls.next()?;
        let [b'\r', b'\n', first, ..] = *region.get(end..)? else { return None };
        controls.skip_one();
        if first <= b' ' || self.start_line_is_longer(start, end).is_some() {
            return None;
        }
        Some((start_line::ordinary(region.get(start..end)?, start)?, end))
    }

    /// Reads rows from `rows.next` on, up to the first that is not ordinary, or to the end of the head. Gives the control bytes from
    /// where it stopped on.
    #[inline(never)]
    pub(super) fn ordinary_rows<'a>(
        &self,
        controls: &Controls<'a>,
        is_message: bool,
        rows: &mut Rows<'a>,
        count: &mut u32,
        fields: &mut FieldTable<'_>,
        head: &mut Head,
    ) -> Controls<'a> {
        let mut controls = controls.clone();
        let (region, mut start) = (controls.bytes(), rows.next);
        // Limits that hold for names of less than sixteen bytes hold for the others too, or none is ordinary.
        let most = if longest_name(&self.limits) < 16 { *count } else { self.limits.get(Limit::Rows) };
        let mut rows_read = *count;
        while rows_read < most
            && let Some(Row { field, end, is_last }) = self.ordinary_row(region, start, &mut controls)
        {
            if field.id() == HeaderId::ContentLength && is_message && !self.ordinary_content_length(field.value_of(region), head) {
                break;
            }
            rows_read += 1;
            fields.push(field, || self.most_rows(rows_read, region, start));
            start = end + 2;
            if is_last {
                head.end = end + 4;
                head.is_whole = true;
                break;
            }
        }
        (*count, rows.next) = (rows_read, start);
        Controls::new(region, start)
    }

    /// Reads the row that begins at `start`; `None` where it is not ordinary.
    #[inline(always)]
    fn ordinary_row(&self, region: &[u8], start: usize, controls: &mut Controls<'_>) -> Option<Row> {
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
            // Perhaps the colon is that of the next row. Then the name is no token, or ends behind the row.
            if id == HeaderId::OTHER && !is_token(lanes.get(..length)?) {
                return None;
            }
            (id, length)
        } else {
            self.long_name(region, start, end)?
        };
        let colon = start + length;
        let (value, value_end) = scan::trimmed(region.get(colon + 1..end)?);
        if value_end - value > self.limits.get(Limit::FieldValue) as usize {
            return None;
        }
        Some(Row { field: Field::new(start, length as u16, id, colon + 1 + value, colon + 1 + value_end), end, is_last })
    }

    /// The name that the row from `start` to `end` begins with, where its colon is further away than sixteen bytes, or the region ends.
    #[inline(never)]
    fn long_name(&self, region: &[u8], start: usize, end: usize) -> Option<(HeaderId, usize)> {
        let line = region.get(start..end)?;
        // What is too long is not looked at.
        let name = line.get(..scan::near(b':', line)?).filter(|name| name.len() <= longest_name(&self.limits))?;
        let id = match name::lookup(name) {
            Some(id) => id,
            None if is_token(name) => HeaderId::OTHER,
            None => return None,
        };
        Some((id, name.len()))
    }

    /// Reads a Content-Length that is the first, has some digits and is within its limit; whether it is that.
    #[inline(always)]
    fn ordinary_content_length(&self, value: &[u8], head: &mut Head) -> bool {
        let is_first = head.content_length.is_none() && !head.content_length_is_bad;
        match few_digits(value) {
            Some(length) if is_first && length <= self.limits.get(Limit::Body) => {
                head.content_length = Some(length);
                true
            }
            _ => false,
        }
    }
}

/// Whether the line end at the end of a row, where white space or a control byte follows it, is that before the empty line; `None` where
/// it is none of both.
#[cold]
fn is_end_of_head(behind: u32) -> Option<bool> {
    (behind == u32::from_le_bytes(*b"\r\n\r\n")).then_some(true)
}

#[inline(never)]
fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && scan::all(name, chars::TOKEN)
}

/// The number that one to seven digits write: as many as can't be out of range.
#[inline(always)]
fn few_digits(value: &[u8]) -> Option<u32> {
    if !(1..=7).contains(&value.len()) {
        return None;
    }
    value.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| 10 * number + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    use crate::error::ParseError;
    use crate::header::fields::{Field, FieldTable};
    use crate::parser::{Flow, Head, Parser, Shape};
    use crate::profile::{Leniency, Limit, Limits};
    use crate::scan::Controls;
    use crate::start_line::StartLine;

    /// What was read: where head and start line end, what stands in them, the rows, the errors.
    type Read = (Vec<usize>, Option<StartLine>, Option<u32>, [bool; 2], Vec<Field>, Vec<ParseError>);

    fn read<const APART: bool>(parser: &Parser, shape: Shape, head: &str, stops: bool) -> Read {
        let (mut fields, mut errors) = (FieldTable::new(), Vec::new());
        let found: Head = parser.lines_by::<APART>(shape, head.as_bytes(), 0, &mut fields, |error| {
            errors.push(error);
            if stops { Flow::Stop } else { Flow::GoOn }
        });
        let Head { start, start_line_end, start_line, content_length, content_length_is_bad, end, is_whole } = found;
        let places = Vec::from([start, start_line_end, end]);
        (places, start_line, content_length, [content_length_is_bad, is_whole], fields.as_slice().to_vec(), errors)
    }

    /// Rows that are ordinary, and rows that are nearly so.
    fn heads() -> impl Strategy<Value = String> {
        const NAMES: &str = "Via|v|To|Content-Length|l|Content-Type|WWW-Authenticate|P-Access-Network-Info|X-Other|X-Another-Long-Name|\
            X-A-Name-That-Is-Longer-Than-Thirty-Two|Vi a|[a-z\u{e9}\r\0]{0,3}";
        const COLONS: &str = ": |: |: |: |: |: |:|:  |:\t|: |:\r\n | : |:\0 |";
        const VALUES: &str =
            "0|12|007|1234567|12345678|0x|<sip:a@b>;tag=1|Digest  realm=\"a:b\"|.{0,90}|[\t\u{7f}\u{80}-\u{9f} \\\\\u{0}]{0,3}|";
        const ENDS: &str = "\r\n|\r\n|\r\n|\r\n|\r\n|\r\n|\r\n|\r\n| \r\n|\t\r\n|\r\n\r\n|\r\n |\r\n\t|\r\n\0|\n|\r|\n\n|";
        let row = (NAMES, COLONS, VALUES, ENDS).prop_map(|(name, colon, value, end)| [name, colon, value, end].concat());
        ("BYE sip:a SIP/2\\.0\r\n|SIP/2\\.0 200 OK\r\n|BYE\r\n|\r\n|", proptest::collection::vec(row, 0..24), "(\r\n)?.{0,8}")
            .prop_map(|(line, rows, rest)| [line, rows.concat(), rest].concat())
    }

    #[test]
    fn usual_rows_are_ordinary() {
        for (row, is_ordinary) in [
            ("Via: SIP/2.0/UDP a;branch=z9hG4bK1", true),
            ("v:x", true),
            ("Content-Length: 0", true),
            ("X-Other: y", true),
            ("X-Another-Long-Name: y", true),
            ("P-Access-Network-Info: y", true),
            ("Subject:  \u{e9} ", true),
            ("Subject:", true),
            ("Vi a: x", false),
            ("X-Another-Long Name: x", false),
            ("X : y", false),
            (": y", false),
            ("no colon", false),
            ("X: a\tb", false),
            ("X: a\r\n b", false),
        ] {
            for behind in ["\r\n\r\n", "\r\nZ: a row that is long enough\r\n\r\n"] {
                let region = [row, behind].concat();
                let read = Parser::new().ordinary_row(region.as_bytes(), 0, &mut Controls::new(region.as_bytes(), 0));
                let found = read.map(|row| (row.end, row.is_last));
                assert_eq!(found, is_ordinary.then_some((row.len(), behind.len() == 4)), "{region:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn ordinary_rows_are_what_all_rows_are(head in heads(), cut in any::<prop::sample::Index>(), is_cut: bool, stops: bool) {
            let few = Limits::new().with(Limit::Rows, 4).with(Limit::FieldName, 14).with(Limit::FieldValue, 20).with(Limit::Body, 9);
            let strict = Parser::new();
            for parser in [strict, strict.limits(few), strict.leniency(Leniency::ALL), strict.limits(few).leniency(Leniency::ALL)] {
                let cut = (0..=head.len()).rev().skip(cut.index(head.len() + 1)).find(|&at| head.is_char_boundary(at)).unwrap_or(0);
                for head in [&head, &head[..cut]] {
                    for shape in [Shape::Message { is_cut }, Shape::Fragment, Shape::Part] {
                        prop_assert_eq!(
                            read::<true>(&parser, shape, head, stops),
                            read::<false>(&parser, shape, head, stops),
                            "{:?}", head
                        );
                    }
                }
            }
        }
    }
}
