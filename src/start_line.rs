//! Request lines and status lines, as places in the buffer.

use core::ops::Range;

use nom::Parser as _;

use crate::chars;
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed, expected};
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
    /// One that has not been read.
    pub(crate) const NONE: RequestLine = RequestLine { method: Span::NONE, uri: Span::NONE, version: Version::SIP_2_0 };
}

impl StatusLine {
    /// One that has not been read.
    pub(crate) const NONE: StatusLine = StatusLine { version: Version::SIP_2_0, status: StatusCode::OK, reason: Span::NONE };
}

impl StartLine {
    /// The same line with its parts elsewhere.
    pub(crate) fn mapped(self, to: impl Fn(Span) -> Span) -> Self {
        match self {
            StartLine::Request(line) => StartLine::Request(RequestLine { method: to(line.method), uri: to(line.uri), ..line }),
            StartLine::Response(line) => StartLine::Response(StatusLine { reason: to(line.reason), ..line }),
        }
    }
}

/// Whether a line is a status line: only that can begin so, since `/` is in no method.
#[inline]
pub(crate) fn is_status_line(line: &[u8]) -> bool {
    matches!(line, [b'S' | b's', b'I' | b'i', b'P' | b'p', b'/', ..])
}

/// Reads a start line that is as nearly all are: one space between its parts, and version 2.0 in capitals. `None` where it is not;
/// [`start_line`] then finds out what it is.
#[inline(always)]
pub(crate) fn ordinary(line: &[u8], base: usize) -> Option<StartLine> {
    let span = |start: usize, end: usize| Span { start: (base + start) as u32, end: (base + end) as u32 };
    let version = Version::SIP_2_0;
    if let [b'S', b'I', b'P', b'/', b'2', b'.', b'0', b' ', status @ ..] = line {
        let [a, b, c, b' ', ..] = status else { return None };
        let ([], status) = status_code(&[*a, *b, *c]).ok()? else { return None };
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

/// Reads a start line, without its line end: the only control bytes in it are HTABs. Spans count from `base`, the offset of the line.
#[inline]
pub(crate) fn start_line(line: &[u8], base: usize, leniency: Leniency) -> Result<StartLine, ParseError> {
    match ordinary(line, base) {
        Some(line) => Ok(line),
        None => any(line, base, leniency),
    }
}

/// Reads any start line.
#[inline(never)]
fn any(line: &[u8], base: usize, leniency: Leniency) -> Result<StartLine, ParseError> {
    let spaced = leniency.has(Leniency::START_LINE_SPACES);
    // Spaces at the end would otherwise belong to the reason phrase, where they are harmless.
    let line = if spaced && !is_status_line(line) { &line[..scan::trimmed(line).1] } else { line };
    // The part of `length` bytes that `rest` begins with.
    let span = |rest: &[u8], length: usize| {
        let start = base + line.len() - rest.len();
        Span { start: start as u32, end: (start + length) as u32 }
    };
    if is_status_line(line) {
        lexical::whole(line, base, |input| {
            let (rest, version) = version(input)?;
            let (rest, ()) = space(rest, spaced)?;
            let (rest, status) = status_code(rest)?;
            let (reason, ()) = match rest {
                [] if leniency.has(Leniency::NO_REASON_SPACE) => (rest, ()),
                _ => lexical::byte(b' ', Expected::Space)(rest)?,
            };
            Ok((&[][..], StartLine::Response(StatusLine { version, status, reason: span(reason, reason.len()) })))
        })
    } else {
        lexical::whole(line, base, |input| {
            let (rest, method) = lexical::named(Expected::Method, lexical::token)(input)?;
            let method = span(input, method.as_bytes().len());
            let (target, ()) = space(rest, spaced)?;
            // Whether it is a URI is asked later, so that a bad one costs nobody the message.
            let (uri, rest) = target.split_at(scan::visible(target));
            if uri.is_empty() {
                return Err(expected(target, Expected::RequestUri));
            }
            let uri = match uri {
                [b'<', inner @ .., b'>'] if leniency.has(Leniency::BRACKETED_REQUEST_URI) => span(&target[1..], inner.len()),
                uri => span(target, uri.len()),
            };
            let (rest, ()) = space(rest, spaced)?;
            let (rest, version) = version(rest)?;
            if !rest.is_empty() {
                return Err(expected(rest, Expected::EndOfLine));
            }
            Ok((rest, StartLine::Request(RequestLine { method, uri, version })))
        })
    }
}

/// The one space between the parts of a start line, or several.
fn space(input: &[u8], spaced: bool) -> Parsed<'_, ()> {
    let (rest, ()) = lexical::byte(b' ', Expected::Space)(input)?;
    Ok((if spaced { &rest[scan::run(rest, chars::WSP)..] } else { rest }, ()))
}

/// ```text
/// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
/// ```
fn version(input: &[u8]) -> Parsed<'_, Version> {
    // Nearly all there is.
    if let [b'S', b'I', b'P', b'/', b'2', b'.', b'0', rest @ ..] = input
        && !rest.first().is_some_and(u8::is_ascii_digit)
    {
        return Ok((rest, Version::SIP_2_0));
    }
    let wanted = || expected(input, Expected::Version);
    let number = |input| lexical::number(u32::from(u16::MAX)).map(|number| number as u16).parse(input);
    let rest = input.get(..4).filter(|name| name.eq_ignore_ascii_case(b"SIP/")).map(|_| &input[4..]).ok_or_else(wanted)?;
    let (rest, major) = number(rest)?;
    let (rest, ()) = lexical::byte(b'.', Expected::Version)(rest)?;
    let (rest, minor) = number(rest)?;
    Ok((rest, Version { major, minor }))
}

/// ```text
/// Status-Code = 3DIGIT   ; 100 to 699
/// ```
fn status_code(input: &[u8]) -> Parsed<'_, StatusCode> {
    let code = match input {
        [_, _, _, b'0'..=b'9', ..] => None,
        [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', ..] => {
            StatusCode::new(u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0'))
        }
        _ => None,
    };
    match code {
        Some(code) => Ok((&input[3..], code)),
        None => Err(expected(input, Expected::StatusCode)),
    }
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
        // Before the method there are none.
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
