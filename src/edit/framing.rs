//! Normalises lenient framing with automatic changes.

use super::change::{Change, Kind};
use super::changes::EditScratch;
use crate::chars;
use crate::name::HeaderId;
use crate::parser::Layout;
use crate::profile::Leniency;
use crate::scan;
use crate::start_line::{RequestLine, Span, StartLine, StatusLine};

/// Inserts the changes that make the framing strict. Inserts nothing if it is strict already.
#[cold]
pub(super) fn normalise(input: &[u8], layout: &Layout<'_>, scratch: &mut EditScratch) {
    if layout.profile.leniency.without(Leniency::FRAMING) == layout.profile.leniency {
        return;
    }
    let (head, line) = (&input[..layout.body.start as usize], layout.line.range());
    let written = |scratch: &mut EditScratch, text: &[u8]| {
        let start = scratch.text.len() as u32;
        scratch.text.extend_from_slice(text);
        Span { start, end: scratch.text.len() as u32 }
    };
    let (carriage_return, space) = (written(scratch, b"\r"), written(scratch, b" "));
    for at in memchr::memchr_iter(b'\n', &head[line.start..]).map(|at| line.start + at) {
        if !head[line.start..at].ends_with(b"\r") {
            scratch.insert(Change::new(at, at, carriage_return, Kind::LineEnd, None));
        }
    }
    let mut put = |change: Change| {
        if change.start < change.end || change.text.start < change.text.end {
            scratch.insert(change);
        }
    };
    let gap = |start: usize, end: usize| match &head[start..end] {
        b" " => Change::new(start, start, Span::default(), Kind::Framing, None),
        _ => Change::new(start, end, space, Kind::Framing, None),
    };
    match layout.start_line {
        Some(StartLine::Request(RequestLine { method, uri, .. })) => {
            put(Change::new(line.start, method.start as usize, Span::default(), Kind::Framing, None));
            put(gap(method.end as usize, uri.start as usize));
            // The version is the last word of the line.
            let tail = &head[uri.end as usize..line.end];
            let last = tail.iter().rposition(|&b| !chars::is(b, chars::WSP)).map_or(0, |last| last + 1);
            let version = tail[..last].iter().rposition(|&b| chars::is(b, chars::WSP)).map_or(0, |space| space + 1);
            put(gap(uri.end as usize, uri.end as usize + version));
            put(Change::new(uri.end as usize + last, line.end, Span::default(), Kind::Framing, None));
        }
        Some(StartLine::Response(StatusLine { reason, .. })) => {
            let version = line.start + scan::run(&head[line.clone()], chars::VISIBLE);
            let code = version + scan::run(&head[version..line.end], chars::WSP);
            put(gap(version, code));
            // Behind the three digits of the code.
            put(gap(code + 3, reason.start as usize));
        }
        None => {}
    }
    let lengths = layout.rows().iter().enumerate().filter(|(_, field)| field.id() == HeaderId::ContentLength);
    for (row, _) in lengths.skip(1) {
        let (start, end) = layout.row(input, row);
        put(Change::new(start, end, Span::default(), Kind::RemovedRow, Some(HeaderId::ContentLength)));
    }
}
