//! Request lines and status lines, as offsets in the buffer.

use core::ops::Range;

use nom::Parser;
use nom::combinator::{map, rest};
use nom::sequence::{preceded, separated_pair, terminated};

use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::{self, Parsed, Rule, byte, convert, expect, literal, number, spaces, token};
use crate::profile::Leniency;
use crate::scan;
use crate::status::StatusCode;
use crate::version::Version;

/// A part of the buffer that a message was parsed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) const NONE: Span = Span { start: 0, end: 0 };

    #[inline]
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    #[inline]
    pub(crate) fn of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        buffer.get(self.range()).unwrap_or_default()
    }
}

/// ```text
/// Request-Line = Method SP Request-URI SP SIP-Version CRLF
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RequestLine {
    pub(crate) method: Span,
    pub(crate) uri: Span,
    pub(crate) version: Version,
}

/// ```text
/// Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatusLine {
    pub(crate) version: Version,
    pub(crate) status: StatusCode,
    pub(crate) reason: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartLine {
    Request(RequestLine),
    Response(StatusLine),
}

impl RequestLine {
    /// A request line that has not been parsed.
    pub(crate) const NONE: RequestLine = RequestLine { method: Span::NONE, uri: Span::NONE, version: Version::SIP_2_0 };
}

impl StatusLine {
    /// A status line that has not been parsed.
    pub(crate) const NONE: StatusLine = StatusLine { version: Version::SIP_2_0, status: StatusCode::OK, reason: Span::NONE };
}

impl StartLine {
    /// Returns the line with each span mapped.
    pub(crate) fn mapped(self, to: impl Fn(Span) -> Span) -> Self {
        match self {
            StartLine::Request(line) => StartLine::Request(RequestLine { method: to(line.method), uri: to(line.uri), ..line }),
            StartLine::Response(line) => StartLine::Response(StatusLine { reason: to(line.reason), ..line }),
        }
    }
}

/// Whether a line is a status line. Methods contain no `/`, so that the prefix is unambiguous.
#[inline]
pub(crate) fn is_status_line(line: &[u8]) -> bool {
    matches!(line, [b'S' | b's', b'I' | b'i', b'P' | b'p', b'/', ..])
}

/// Fast path for start lines of the common form: one space between the parts, and the version 2.0 in capitals. `None` falls back to
/// [`start_line`].
#[inline(always)]
pub(crate) fn ordinary(line: &[u8], base: usize) -> Option<StartLine> {
    let span = |start: usize, end: usize| Span { start: (base + start) as u32, end: (base + end) as u32 };
    let version = Version::SIP_2_0;
    if let [b'S', b'I', b'P', b'/', b'2', b'.', b'0', b' ', status @ ..] = line {
        let [a, b, c, b' ', ..] = status else { return None };
        let status = status_of([*a, *b, *c])?;
        return Some(StartLine::Response(StatusLine { version, status, reason: span(12, line.len()) }));
    }
    let method = scan::plain(line.first_chunk()?);
    let target = line.get(method + 1..)?;
    if method == 0 || line[method] != b' ' {
        return None;
    }
    let uri = scan::visible(target);
    if uri == 0 || target[0] == b'<' || target[uri..] != *b" SIP/2.0" {
        return None;
    }
    let uri = span(method + 1, method + 1 + uri);
    Some(StartLine::Request(RequestLine { method: span(0, method), uri, version }))
}

/// Parses a start line, without its line end. The only control bytes in it are HTABs. Spans count from `base`, the offset of the line.
#[inline]
pub(crate) fn start_line(line: &[u8], base: usize, leniency: Leniency) -> Result<StartLine, ParseError> {
    match ordinary(line, base) {
        Some(line) => Ok(line),
        None => any(line, base, leniency),
    }
}

/// ```text
/// Start-Line = Request-Line / Status-Line
/// ```
#[inline(never)]
fn any(line: &[u8], base: usize, leniency: Leniency) -> Result<StartLine, ParseError> {
    let spaced = leniency.has(Leniency::START_LINE_SPACES);
    // In a status line, trailing spaces are harmless, because they belong to the reason phrase.
    let line = if spaced && !is_status_line(line) { &line[..scan::trimmed(line).1] } else { line };
    let span = |part: &[u8]| {
        let start = base + scan::offset_of(line, part);
        Span { start: start as u32, end: (start + part.len()) as u32 }
    };
    if is_status_line(line) {
        let (version, status, reason) = grammar::whole(line, base, status_line(leniency))?;
        Ok(StartLine::Response(StatusLine { version, status, reason: span(reason) }))
    } else {
        let (method, uri, version) = grammar::whole(line, base, request_line(leniency))?;
        Ok(StartLine::Request(RequestLine { method: span(method), uri: span(uri), version }))
    }
}

/// ```text
/// Request-Line = Method SP Request-URI SP SIP-Version CRLF
/// ```
fn request_line<'a>(leniency: Leniency) -> impl Rule<'a, (&'a [u8], &'a [u8], Version)> {
    let method = map(expect(Expected::Method, token), |method| method.as_bytes());
    (terminated(method, space(leniency)), terminated(request_uri(leniency), space(leniency)), terminated(version, end_of_line))
}

/// ```text
/// Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF
/// ```
fn status_line<'a>(leniency: Leniency) -> impl Rule<'a, (Version, StatusCode, &'a [u8])> {
    let reason = move |input: &'a [u8]| match input {
        [] if leniency.has(Leniency::NO_REASON_SPACE) => Ok((input, input)),
        _ => preceded(byte(b' ', Expected::Space), rest).parse_complete(input),
    };
    (terminated(version, space(leniency)), status_code, reason)
}

/// ```text
/// Request-URI = SIP-URI / SIPS-URI / absoluteURI
/// ```
///
/// Any visible bytes: the URI is parsed on access, so that a malformed one does not make the message unreadable.
fn request_uri<'a>(leniency: Leniency) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| match input.split_at(scan::visible(input)) {
        ([], _) => Err(grammar::expected(input, Expected::RequestUri)),
        ([b'<', inner @ .., b'>'], rest) if leniency.has(Leniency::BRACKETED_REQUEST_URI) => Ok((rest, inner)),
        (uri, rest) => Ok((rest, uri)),
    }
}

/// A space between the parts of a start line. A leniency accepts several.
fn space<'a>(leniency: Leniency) -> impl Rule<'a, ()> {
    let more = move |input: &'a [u8]| if leniency.has(Leniency::START_LINE_SPACES) { spaces(input) } else { Ok((input, ())) };
    preceded(byte(b' ', Expected::Space), more)
}

fn end_of_line(input: &[u8]) -> Parsed<'_, &[u8]> {
    expect(Expected::EndOfLine, nom::combinator::eof).parse_complete(input)
}

/// ```text
/// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
/// ```
fn version(input: &[u8]) -> Parsed<'_, Version> {
    let numbers = separated_pair(part_of_version, byte(b'.', Expected::Version), part_of_version);
    map(preceded(literal(b"SIP/", Expected::Version), numbers), |(major, minor)| Version { major, minor }).parse_complete(input)
}

fn part_of_version(input: &[u8]) -> Parsed<'_, u16> {
    map(number(u16::MAX.into()), |number| number as u16).parse_complete(input)
}

/// ```text
/// Status-Code = 3DIGIT   ; 100 to 699
/// ```
fn status_code(input: &[u8]) -> Parsed<'_, StatusCode> {
    convert(three_digits, status_of, ErrorKind::Expected(Expected::StatusCode)).parse_complete(input)
}

/// Three digits that no digit follows.
fn three_digits(input: &[u8]) -> Parsed<'_, [u8; 3]> {
    match input.split_first_chunk() {
        Some((code, rest)) if !rest.first().is_some_and(u8::is_ascii_digit) => Ok((rest, *code)),
        _ => Err(grammar::expected(input, Expected::StatusCode)),
    }
}

/// Returns the status code of three digits.
fn status_of(code: [u8; 3]) -> Option<StatusCode> {
    let digits = code.iter().all(u8::is_ascii_digit);
    let [a, b, c] = code.map(|digit| u16::from(digit.wrapping_sub(b'0')));
    if digits { StatusCode::new(a * 100 + b * 10 + c) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    fn request(line: &str, leniency: Leniency) -> Result<(&str, &str, Version), usize> {
        match start_line(line.as_bytes(), 0, leniency) {
            Ok(StartLine::Request(parts)) => {
                let text = |span: Span| core::str::from_utf8(span.of(line.as_bytes())).unwrap();
                Ok((text(parts.method), text(parts.uri), parts.version))
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.offset()),
        }
    }

    fn response(line: &str, leniency: Leniency) -> Result<(u16, &str), usize> {
        match start_line(line.as_bytes(), 0, leniency) {
            Ok(StartLine::Response(parts)) => Ok((parts.status.as_u16(), core::str::from_utf8(parts.reason.of(line.as_bytes())).unwrap())),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.offset()),
        }
    }

    #[test]
    fn request_lines() {
        let none = Leniency::NONE;
        assert_eq!(request("INVITE sip:a@b SIP/2.0", none), Ok(("INVITE", "sip:a@b", Version::SIP_2_0)));
        assert_eq!(request("!x%' \u{e9} sip/7.12", none), Ok(("!x%'", "\u{e9}", Version { major: 7, minor: 12 })));
        for (line, offset) in [
            ("", 0),
            (" INVITE a SIP/2.0", 0),
            ("INVITE", 6),
            ("INVITE ", 7),
            ("INVITE  a SIP/2.0", 7),
            ("INVITE a  SIP/2.0", 9),
            ("INVITE a SIP/2.0 ", 16),
            ("INVITE a b SIP/2.0", 9),
            ("INVITE a SIP/2", 14),
            ("INVITE a SIP/2.00x", 17),
            ("INV\tITE a SIP/2.0", 3),
            ("GET / HTTP/1.1", 6),
            ("INVITE a", 8),
            ("INVITE a SIP/99999.0", 13),
            ("IN\u{a0}VITE a SIP/2.0", 2),
        ] {
            assert_eq!(request(line, none), Err(offset), "{line}");
        }
        assert_eq!(request("INVITE   a \t SIP/2.0 ", Leniency::START_LINE_SPACES).map(|parts| parts.1), Ok("a"));
        // No spaces precede the method.
        assert_eq!(request(" INVITE a SIP/2.0", Leniency::START_LINE_SPACES), Err(0));
        assert_eq!(request("INVITE <a> SIP/2.0", Leniency::BRACKETED_REQUEST_URI).map(|parts| parts.1), Ok("a"));
        assert_eq!(request("INVITE <a> SIP/2.0", none).map(|parts| parts.1), Ok("<a>"));
    }

    #[test]
    fn status_lines() {
        let none = Leniency::NONE;
        assert_eq!(response("SIP/2.0 200 OK", none), Ok((200, "OK")));
        assert_eq!(response("sip/2.0 100 ", none), Ok((100, "")));
        assert_eq!(response("SIP/2.0 699  a <b> \u{e9}\t", none), Ok((699, " a <b> \u{e9}\t")));
        for (line, offset) in [
            ("SIP/2.0 200", 11),
            ("SIP/2.0 99 x", 8),
            ("SIP/2.0 700 x", 8),
            ("SIP/2.0 4294967301 x", 8),
            ("SIP/2.0  200 OK", 8),
            ("SIP/2.0200 OK", 11),
            ("SIP/2.0 200OK", 11),
            ("SIP/2.0 +20 x", 8),
            ("SIP/ 200 OK", 4),
        ] {
            assert_eq!(response(line, none), Err(offset), "{line}");
        }
        assert_eq!(response("SIP/2.0 200", Leniency::NO_REASON_SPACE), Ok((200, "")));
        for before in [" SIP/2.0 200 OK", "\tSIP/2.0 200 OK", " OPTIONS sip:a SIP/2.0"] {
            assert_eq!(start_line(before.as_bytes(), 7, Leniency::ALL).map_err(|error| error.offset()), Err(7), "{before:?}");
        }
        assert_eq!(response("SIP/2.0   200 OK", Leniency::START_LINE_SPACES), Ok((200, "OK")));
    }

    #[test]
    fn usual_lines_are_ordinary() {
        for (line, is_ordinary) in [
            ("INVITE sip:bob@biloxi.com SIP/2.0", true),
            ("BYE sip:a SIP/2.0", true),
            ("SUBSCRIBE tel:+1-2;x=y SIP/2.0", true),
            ("SIP/2.0 200 OK", true),
            ("SIP/2.0 183 ", true),
            ("BYE  sip:a SIP/2.0", false),
            ("BYE <sip:a> SIP/2.0", false),
            ("BYE sip:a sip/2.0", false),
            ("B_E sip:a@b.c SIP/2.0", false),
            (" BYE sip:a SIP/2.0", false),
            ("SIP/2.0 200", false),
        ] {
            assert_eq!(ordinary(line.as_bytes(), 0).is_some(), is_ordinary, "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn ordinary_lines_are_what_all_lines_are(
            first in "[A-Z]{1,20}|[A-Z]{1,12}|[A-Za-z!.<\u{e9}]{0,17}|SIP/2\\.0|sip/2\\.0|SIP/2\\.1|",
            target in "sip:[a-z@.;=<>]{1,40}|[0-9]{3}|[1-6][0-9]{2}|<sip:a>|[\u{80}-\u{a0}\t]{0,4}|",
            last in "SIP/2\\.0|SIP/2\\.0|SIP/2\\.0|SIP/2\\.00|sip/2\\.0| SIP/2\\.0|OK|[ -~]{0,20}|",
            spaces in "  |  |  |   | |\t ",
            base in 0usize..70,
        ) {
            let (before, behind) = spaces.split_at(1);
            let line = [&first, before, &target, behind, &last].concat();
            for leniency in [Leniency::NONE, Leniency::ALL] {
                prop_assert_eq!(start_line(line.as_bytes(), base, leniency), any(line.as_bytes(), base, leniency), "{:?}", line);
            }
        }
    }
}
