//! The laws of bodies: the parts of multipart ones, fragments of messages, and what is told of bytes that nobody parsed.

use std::ops::Range;

use sipwire::{ErrorKind, Expected, Limit, MediaType, Message, Multipart, Parser, Part, Partial, Sniffed, sniff};

use super::message::{LENIENT, STRICT, TIGHT, UNLIMITED, broken};
use super::{debugs, headers, is_inside, offset_in, prints};

/// Boundaries, some of them the beginning of others.
const BOUNDARIES: [&str; 5] = ["b", "bb", "b--", "-", "a b'()+_,-./:=?"];

/// The laws of what is no message: the first byte picks a boundary, the rest is a body, a fragment of a message, or whatever came in.
pub fn bodies(input: &[u8]) {
    debugs(&sniff(input));
    for parser in [STRICT, LENIENT, UNLIMITED, TIGHT] {
        fragment(&parser.sipfrag(input), input, &parser);
    }
    let Some((&first, body)) = input.split_first() else { return };
    let boundary = BOUNDARIES[usize::from(first) % BOUNDARIES.len()];
    let media = format!("multipart/mixed;boundary=\"{boundary}\"");
    let media = MediaType::parse(media.as_bytes()).expect("a media type");
    for parser in [STRICT, LENIENT, UNLIMITED, TIGHT] {
        multipart(&parser.multipart(&media, body).expect("a boundary"), body, &parser);
    }
    differential(&UNLIMITED.multipart(&media, body).expect("a boundary"), boundary.as_bytes(), body);
}

/// The laws of the body of a message.
pub(super) fn of_message(message: &Message<'_>, input: &[u8], parser: &Parser) {
    match message.multipart() {
        Ok(Some(found)) => {
            assert_eq!(found.as_bytes(), message.body());
            multipart(&found, input, parser);
        }
        Ok(None) => {}
        Err(error) => is_inside(&error, input),
    }
    message.sipfrag().iter().for_each(|found| fragment(found, input, &within_a_body(parser)));
    if parser.leniency_in_force().is_none() {
        let sniffed = if message.as_request().is_some() { Sniffed::Request } else { Sniffed::Response };
        assert_eq!(sniff(input), sniffed);
    }
    // What is left out of a fragment may be nothing.
    if message.as_request().is_none_or(|request| !request.raw_uri().starts_with(b":")) {
        let whole = message.as_bytes();
        let fragment = parser.sipfrag(whole);
        assert!(fragment.has_start_line() && fragment.version() == Some(message.version()));
        let rows = |headers: sipwire::Headers<'_, '_>| {
            headers.iter().map(|row| (row.wire_name().to_vec(), row.as_bytes().to_vec())).collect::<Vec<_>>()
        };
        assert_eq!((rows(fragment.headers()), fragment.body(), fragment.errors()), (rows(message.headers()), message.body(), &[][..]));
    }
}

fn fragment(fragment: &Partial<'_>, input: &[u8], parser: &Parser) {
    debugs(fragment);
    let end = offset_in(input, fragment.body()) + fragment.body().len();
    broken(fragment, &input[..end]);
    assert!(fragment.trailing().is_empty() && fragment.has_start_line() != fragment.start_line().is_empty());
    headers::headers(&fragment.headers(), input, parser);
}

fn multipart(multipart: &Multipart<'_>, input: &[u8], parser: &Parser) {
    debugs(multipart);
    prints(&multipart.boundary());
    let start = offset_in(input, multipart.as_bytes());
    let end = start + multipart.as_bytes().len();
    // Everything stands in order and in the body, and its parts are parted.
    assert_eq!(offset_in(input, multipart.preamble()), start);
    let mut at = start + multipart.preamble().len();
    let limited = |limit| parser.limits_in_force().get(limit) as usize;
    for (place, part) in multipart.parts().enumerate() {
        assert!(place <= limited(Limit::Parts));
        match part {
            Ok(part) => {
                let begins = offset_in(input, part.as_bytes());
                assert!(at + 3 <= begins && part.as_bytes().ends_with(part.body()));
                at = begins + part.as_bytes().len();
                self::part(&part, input, parser);
            }
            Err(error) => {
                is_inside(&error, input);
                assert!((start..=end).contains(&error.offset()));
            }
        }
    }
    if let Some(epilogue) = multipart.epilogue() {
        let begins = offset_in(input, epilogue);
        assert!(at + 3 <= begins && begins + epilogue.len() == end);
    }
    walked(multipart, limited(Limit::MultipartDepth));
}

fn part(part: &Part<'_>, input: &[u8], parser: &Parser) {
    debugs(part);
    let mut end = offset_in(input, part.as_bytes());
    for row in part.headers() {
        assert!(end <= row.offset() && offset_in(input, row.wire_name()) == row.offset());
        assert!(row.offset() + row.wire_name().len() < row.value_offset() && offset_in(input, row.as_bytes()) == row.value_offset());
        end = row.value_offset() + row.as_bytes().len();
    }
    assert!(end <= offset_in(input, part.body()) && part.depth() > 0);
    match part.media_type() {
        Ok(media) => prints(&media),
        Err(error) => is_inside(&error, input),
    }
    let parser = &within_a_body(parser);
    headers::headers(&part.headers(), input, parser);
    part.sipfrag().iter().for_each(|found| fragment(found, input, parser));
    match part.multipart() {
        Ok(Some(inner)) => assert_eq!((inner.as_bytes(), inner.depth()), (part.body(), part.depth() + 1)),
        Ok(None) => {}
        Err(error) => is_inside(&error, input),
    }
}

/// What a body's parts are read with: only the rows of their heads are limited.
fn within_a_body(parser: &Parser) -> Parser {
    const OF_HEADS: [Limit; 6] = [Limit::Message, Limit::Head, Limit::Body, Limit::StartLine, Limit::FieldValue, Limit::FieldName];
    let limits = *parser.limits_in_force();
    parser.limits(OF_HEADS.into_iter().fold(limits.with(Limit::Folds, u32::MAX), |limits, limit| limits.with(limit, u32::MAX)))
}

/// A walk gives what asking each part for its parts gives, and no deeper than it may.
fn walked(multipart: &Multipart<'_>, most: usize) {
    let place =
        |part: Result<Part<'_>, sipwire::ParseError>| part.map(|part| (part.as_bytes().as_ptr(), part.as_bytes().len(), part.depth()));
    let mut asked = Vec::new();
    let mut open = vec![multipart.parts()];
    while let Some(parts) = open.last_mut() {
        let Some(part) = parts.next() else {
            open.pop();
            continue;
        };
        asked.push(place(part.clone()));
        match part.map(|part| part.multipart()) {
            Ok(Ok(inner)) => open.extend(inner.map(|inner| inner.parts())),
            Ok(Err(error)) => asked.push(Err(error)),
            Err(_) => {}
        }
    }
    assert!(asked.iter().flatten().all(|(.., depth)| *depth <= most));
    assert_eq!(multipart.walk().map(place).collect::<Vec<_>>(), asked);
}

/// The parts are where a naive reading finds them.
fn differential(multipart: &Multipart<'_>, boundary: &[u8], body: &[u8]) {
    let (parts, preamble, epilogue) = naive(boundary, body);
    assert_eq!((multipart.preamble().len(), multipart.epilogue().map(<[u8]>::len)), (preamble, epilogue));
    let mut wanted = parts.iter();
    for part in multipart.parts() {
        match part {
            Ok(part) => {
                let start = offset_in(body, part.as_bytes());
                assert_eq!(Some(&(start..start + part.as_bytes().len())), wanted.next());
            }
            Err(error) if error.kind() == ErrorKind::Expected(Expected::Delimiter) => assert!(parts.is_empty()),
            Err(error) if error.kind() == ErrorKind::Expected(Expected::ClosingDelimiter) => assert!(epilogue.is_none()),
            Err(error) => assert!(wanted.next().is_some_and(|part| (part.start..=part.end).contains(&error.offset()))),
        }
    }
    assert_eq!(wanted.next(), None);
}

/// Line by line, from RFC 2046 §5.1.1 alone: the parts, how long the preamble is, and how long the epilogue. The last part of a body
/// without closing delimiter is none.
fn naive(boundary: &[u8], body: &[u8]) -> (Vec<Range<usize>>, usize, Option<usize>) {
    let (mut parts, mut preamble, mut open) = (Vec::new(), None, None);
    let mut start = 0;
    while start <= body.len() {
        let line_end = (start..body.len()).find(|&at| body[at..].starts_with(b"\r\n"));
        let line = &body[start..line_end.unwrap_or(body.len())];
        let next = line_end.map_or(body.len() + 1, |end| end + 2);
        let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary));
        let is_padding = |rest: &[u8]| rest.iter().all(|b| matches!(b, b' ' | b'\t'));
        let closes = rest.and_then(|rest| rest.strip_prefix(b"--")).is_some_and(is_padding);
        if closes || (line_end.is_some() && rest.is_some_and(is_padding)) {
            // The line end before it is the delimiter's, if it is not that of the delimiter before.
            let end = start.saturating_sub(2).max(open.unwrap_or(0));
            preamble.get_or_insert(end);
            parts.extend(open.map(|open| open..end));
            if closes {
                return (parts, preamble.unwrap_or_default(), Some(body.len() - next.min(body.len())));
            }
            open = Some(next);
        }
        start = next;
    }
    (parts, preamble.unwrap_or(body.len()), None)
}
