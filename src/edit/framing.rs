//! What was framed leniently, made whole: changes that nobody asks for.

use super::change;
use super::changes::{Change, EditScratch, Kind};
use crate::chars;
use crate::message::Places;
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::scan;
use crate::start_line::{Span, StartLine};

/// What is taken leniently of how messages are framed.
const FRAMING: Leniency = Leniency::LF_LINE_ENDS
    .with(Leniency::START_LINE_SPACES)
    .with(Leniency::NO_REASON_SPACE)
    .with(Leniency::SAME_CONTENT_LENGTH)
    .with(Leniency::BRACKETED_REQUEST_URI);

/// Puts the changes into the list that make the framing strict; none where it is.
#[cold]
pub(super) fn normalise(places: &Places<'_, '_>, scratch: &mut EditScratch) {
    if places.profile.leniency.without(FRAMING) == places.profile.leniency {
        return;
    }
    let head = &places.input[..places.body.start as usize];
    let written = |scratch: &mut EditScratch, text: &[u8]| {
        let start = scratch.text.len() as u32;
        scratch.text.extend_from_slice(text);
        Span { start, end: scratch.text.len() as u32 }
    };
    let (carriage_return, space) = (written(scratch, b"\r"), written(scratch, b" "));
    for at in memchr::memchr_iter(b'\n', &head[places.start..]).map(|at| places.start + at) {
        if !head[places.start..at].ends_with(b"\r") {
            scratch.insert(change(at, at, carriage_return, Kind::LineEnd, None));
        }
    }
    let mut put = |change: Change| {
        if change.start < change.end || change.text.start < change.text.end {
            scratch.insert(change);
        }
    };
    let gap = |start: usize, end: usize| match &head[start..end] {
        b" " => change(start, start, Span::default(), Kind::Framing, None),
        _ => change(start, end, space, Kind::Framing, None),
    };
    let end = line_end(head, places.start);
    match places.start_line {
        StartLine::Request(line) => {
            let (method, uri) = (line.method, line.uri);
            put(change(places.start, method.start as usize, Span::default(), Kind::Framing, None));
            put(gap(method.end as usize, uri.start as usize));
            // The version is the last word of the line.
            let tail = &head[uri.end as usize..end];
            let last = tail.iter().rposition(|&b| !chars::is(b, chars::WSP)).map_or(0, |last| last + 1);
            let version = tail[..last].iter().rposition(|&b| chars::is(b, chars::WSP)).map_or(0, |space| space + 1);
            put(gap(uri.end as usize, uri.end as usize + version));
            put(change(uri.end as usize + last, end, Span::default(), Kind::Framing, None));
        }
        StartLine::Response(line) => {
            let version = places.start + scan::run(&head[places.start..end], chars::VISIBLE);
            let code = version + scan::run(&head[version..end], chars::WSP);
            put(gap(version, code));
            // Behind the three digits of the code.
            let reason = line.reason.start as usize;
            put(gap(code + 3, reason));
        }
    }
    let lengths = places.fields().iter().enumerate().filter(|(_, field)| field.id() == HeaderId::ContentLength);
    for (row, _) in lengths.skip(1) {
        let (start, end) = places.row(row);
        put(change(start, end, Span::default(), Kind::RemovedRow, Some(HeaderId::ContentLength)));
    }
}

/// Where the line that begins at `start` ends.
fn line_end(head: &[u8], start: usize) -> usize {
    let line_feed = memchr::memchr(b'\n', &head[start..]).map_or(head.len(), |at| start + at);
    if head[start..line_feed].ends_with(b"\r") { line_feed - 1 } else { line_feed }
}
