//! The place of an error: its line, and carets under what is wrong.

use std::ops::Range;

use crate::problem::{Mark, Problem};
use crate::safe::{self, Cell};
use crate::secrets;

/// What is shown of a line before and behind the mark, in bytes.
const BEFORE: usize = 72;
const BEHIND: usize = 48;

pub(crate) struct Excerpt {
    /// The line of the input, counted from 1.
    pub(crate) line: usize,
    /// What stands at the offset, in words.
    pub(crate) found: String,
    /// What is shown before the mark, the mark, and what is behind it.
    pub(crate) before: String,
    pub(crate) marked: String,
    pub(crate) behind: String,
    /// The columns before the mark, and those that it covers.
    pub(crate) indent: usize,
    pub(crate) width: usize,
}

impl Excerpt {
    pub(crate) fn of(input: &[u8], problem: &Problem) -> Self {
        let offset = problem.offset.min(input.len());
        let (line, has_end) = line_at(input, offset);
        let mark = mark(input, offset, problem.mark);
        let line = if has_end { line } else { line.start..line.end.min(content_end(input, &line)) };
        let from = boundary(input, mark.start.saturating_sub(BEFORE).max(line.start));
        let to = boundary(input, mark.end.saturating_add(BEHIND).min(line.end).max(mark.start));
        let row = row_start(input, line.start);
        let secrets = secrets::places(&input[row..line.end]).into_iter().map(|range| range.start + row..range.end + row);
        let secrets: Vec<Range<usize>> = secrets.filter(|range| range.end > from && range.start < to).collect();

        let (mut before, mut marked, mut behind) = (String::new(), String::new(), String::new());
        let (mut indent, mut width) = (0, 0);
        if from > line.start {
            before.push('…');
            indent += 1;
        }
        let mut at = from;
        for cell in safe::cells(&input[from..to]) {
            let is_marked = mark.contains(&at);
            let is_secret = !is_marked && secrets.iter().any(|secret| secret.contains(&at));
            let cell = if is_secret { Cell { shown: "*".into(), length: cell.length } } else { cell };
            match at {
                _ if is_marked => {
                    marked.push_str(&cell.shown);
                    width += cell.width();
                }
                at if at < mark.start => {
                    before.push_str(&cell.shown);
                    indent += cell.width();
                }
                _ => behind.push_str(&cell.shown),
            }
            at += cell.length;
        }
        if to < line.end {
            behind.push('…');
        }
        let line = 1 + input[..line.start].iter().filter(|&&b| b == b'\n').count();
        Self { line, found: found(input, offset), before, marked, behind, indent, width: width.max(1) }
    }
}

/// The line that the offset is in, with its line end; and whether the error is about that.
fn line_at(input: &[u8], offset: usize) -> (Range<usize>, bool) {
    // Behind the last line end nothing stands: the line before it is shown.
    let inside = if offset == input.len() { offset.saturating_sub(1) } else { offset };
    let start = input[..inside].iter().rposition(|&b| b == b'\n').map_or(0, |place| place + 1);
    let end = input[inside..].iter().position(|&b| b == b'\n').map_or(input.len(), |place| inside + place + 1);
    let is_bare = match input.get(offset..) {
        Some([b'\r', b'\n', ..]) => false,
        Some([b'\r' | b'\n', ..]) => true,
        _ => false,
    };
    (start..end, is_bare || (offset == input.len() && input.ends_with(b"\n")))
}

/// Where the row begins that a line is part of: folded lines begin with white space.
fn row_start(input: &[u8], mut start: usize) -> usize {
    while start > 0 && matches!(input.get(start), Some(b' ' | b'\t')) {
        start = input[..start - 1].iter().rposition(|&b| b == b'\n').map_or(0, |place| place + 1);
    }
    start
}

/// The end of a line without its line end.
fn content_end(input: &[u8], line: &Range<usize>) -> usize {
    let bytes = &input[line.clone()];
    line.start + bytes.strip_suffix(b"\r\n").or(bytes.strip_suffix(b"\n")).unwrap_or(bytes).len()
}

/// The bytes to be underlined; none at the end of a line.
fn mark(input: &[u8], offset: usize, mark: Mark) -> Range<usize> {
    let rest = &input[offset..];
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || b"-._+".contains(b);
    let length = match rest {
        [] | [b'\r', b'\n', ..] => 0,
        [first, ..] if mark == Mark::Word && is_word(first) => rest.iter().take_while(|b| is_word(b)).count(),
        _ => safe::cells(&rest[..rest.len().min(4)]).next().map_or(1, |cell| cell.length),
    };
    offset..offset + length
}

/// The next place at or behind `at` where a character begins.
fn boundary(input: &[u8], at: usize) -> usize {
    (at..input.len().min(at + 3)).find(|&place| input[place] & 0xC0 != 0x80).unwrap_or(at)
}

fn found(input: &[u8], offset: usize) -> String {
    let rest = &input[offset..];
    match rest {
        [] => "the end".to_owned(),
        [b'\r', b'\n', ..] => "the end of the line".to_owned(),
        [b' ', ..] => "a space".to_owned(),
        [b'"', ..] => "a double quote".to_owned(),
        _ => {
            let Some(cell) = safe::cells(&rest[..rest.len().min(4)]).next() else { return String::new() };
            match cell.shown.strip_prefix('⟨').and_then(|shown| shown.strip_suffix('⟩')) {
                Some(name) if rest[0] < 0x80 => format!("{name} (byte {:02X})", rest[0]),
                Some(name) if name.starts_with("U+") => {
                    let bytes: Vec<String> = rest[..cell.length].iter().map(|b| format!("{b:02X}")).collect();
                    format!("{name} (bytes {})", bytes.join(" "))
                }
                Some(name) => format!("byte {name}"),
                None => format!("\"{}\"", cell.shown),
            }
        }
    }
}
