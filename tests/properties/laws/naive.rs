//! The naive twin of the parser: slow, byte by byte, and written from the RFCs alone, so that what both say can be believed.
//!
//! It frames as RFC 3261 §7, §18.3, §20.14 and §25.1 have it, without leniency and without limits.

use std::ops::Range;

/// What a message is made of, as ranges of the input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Framed {
    /// The line without its line end.
    pub(super) start_line: Range<usize>,
    /// Names as written, and values without the white space around them.
    pub(super) rows: Vec<(Range<usize>, Range<usize>)>,
    pub(super) body: Range<usize>,
}

/// Frames the message that `input` begins with; `None` where it is none, or not all of one.
pub(super) fn frame(input: &[u8]) -> Option<Framed> {
    // §7.5: CRLFs before the start line are ignored.
    let mut at = 0;
    while input[at..].starts_with(b"\r\n") {
        at += 2;
    }
    let (lines, body) = lines(input, at)?;
    let (start_line, lines) = lines.split_first()?;
    if !is_start_line(&input[start_line.clone()]) {
        return None;
    }
    // §7.3.1: a line that begins with white space goes on with the one before it; the start line has no such lines (§7.1, §7.2).
    let mut rows: Vec<Range<usize>> = Vec::new();
    for line in lines {
        match (is_wsp(input[line.start]), rows.last_mut()) {
            (true, None) => return None,
            (true, Some(row)) => row.end = line.end,
            (false, _) => rows.push(line.clone()),
        }
    }
    let rows = rows.into_iter().map(|row| name_and_value(input, row)).collect::<Option<Vec<_>>>()?;
    let body = match content_length(input, &rows)? {
        Some(length) => body..body.checked_add(length)?,
        // §20.14, §18.3: on a datagram the body ends where that does.
        None => body..input.len(),
    };
    if body.end > input.len() {
        return None;
    }
    Some(Framed { start_line: start_line.clone(), rows, body })
}

/// The lines up to the empty one, and where the body begins. CR and LF stand nowhere but in line ends (§25.1).
fn lines(input: &[u8], mut at: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let mut lines = Vec::new();
    loop {
        let start = at;
        while !input[at..].starts_with(b"\r\n") {
            // The end of the input, a CR alone, or an LF alone.
            if matches!(input.get(at), None | Some(b'\r' | b'\n')) {
                return None;
            }
            at += 1;
        }
        if start == at {
            return Some((lines, at + 2));
        }
        lines.push(start..at);
        at += 2;
    }
}

fn is_wsp(b: u8) -> bool {
    b == b' ' || b == b'\t'
}

fn is_control(b: u8) -> bool {
    b < b' ' || b == 0x7F
}

fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(b))
}

/// `Request-Line = Method SP Request-URI SP SIP-Version` or `Status-Line = SIP-Version SP Status-Code SP Reason-Phrase`.
///
/// Of the Request-URI only where it begins and ends counts.
fn is_start_line(line: &[u8]) -> bool {
    let parts: Vec<&[u8]> = line.splitn(3, |&b| b == b' ').collect();
    let &[first, second, third] = &parts[..] else { return false };
    if is_version(first) {
        let is_code = second.len() == 3 && second.iter().all(u8::is_ascii_digit) && (b'1'..=b'6').contains(&second[0]);
        return is_code && third.iter().all(|&b| b == b'\t' || !is_control(b));
    }
    is_token(first) && !second.is_empty() && !second.iter().any(|&b| is_control(b)) && is_version(third)
}

/// `SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT`, of numbers that sixteen bits hold.
pub(super) fn is_version(bytes: &[u8]) -> bool {
    let Some((name, numbers)) = bytes.split_at_checked(4) else { return false };
    let numbers: Vec<&[u8]> = numbers.split(|&b| b == b'.').collect();
    name.eq_ignore_ascii_case(b"SIP/") && numbers.len() == 2 && numbers.iter().all(|digits| number(digits, u16::MAX.into()).is_some())
}

/// `1*DIGIT`, if it is at most `most`.
fn number(digits: &[u8], most: u64) -> Option<usize> {
    let mut value: u64 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = (value * 10 + u64::from(digit - b'0')).min(u64::from(u32::MAX) + 1);
    }
    if digits.is_empty() || value > most { None } else { Some(value as usize) }
}

/// `message-header = field-name *( SP / HTAB ) ":" SWS field-value`: no line end before the colon, and no control byte that no
/// backslash stands before.
fn name_and_value(input: &[u8], row: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let colon = row.clone().find(|&at| input[at] == b':')?;
    let mut name = row.start..colon;
    while !name.is_empty() && is_wsp(input[name.end - 1]) {
        name.end -= 1;
    }
    let mut value = colon + 1..row.end;
    // Two backslashes are one that is quoted.
    let is_quoted = |at: usize| input[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1;
    let allowed = |at: usize| !is_control(input[at]) || matches!(input[at], b'\t' | b'\r' | b'\n') || is_quoted(at);
    if !is_token(&input[name.clone()]) || !value.clone().all(allowed) {
        return None;
    }
    let is_space = |at: usize| is_wsp(input[at]) || matches!(input[at], b'\r' | b'\n');
    while !value.is_empty() && is_space(value.start) {
        value.start += 1;
    }
    while !value.is_empty() && is_space(value.end - 1) {
        value.end -= 1;
    }
    Some((name, value))
}

/// The one Content-Length, or none; the outer `None` where there is doubt (§7.3.1, §20.14).
fn content_length(input: &[u8], rows: &[(Range<usize>, Range<usize>)]) -> Option<Option<usize>> {
    let is_it = |name: &[u8]| name.eq_ignore_ascii_case(b"Content-Length") || name.eq_ignore_ascii_case(b"l");
    let mut values = rows.iter().filter(|(name, _)| is_it(&input[name.clone()])).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (None, _) => Some(None),
        (Some(value), None) => number(&input[value.clone()], u32::MAX.into()).map(Some),
        (Some(_), Some(_)) => None,
    }
}
