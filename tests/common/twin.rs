//! The naive twin of the parser: slow, byte by byte, and written from the RFCs alone, so that what both say can be believed.
//! It frames by RFC 3261 §7, §18.3, §20.14 and §25.1, cuts lists and parameters by §7.3.1, and knows neither leniency nor limits.

use std::ops::Range;

/// Where something is wrong, and what stands behind "expected" or in its place.
pub(crate) type Wrong = (usize, &'static str);
/// A start line without its line end, rows as their names and their values without the white space around them, and a body.
pub(crate) type Framed = (Range<usize>, Vec<(Range<usize>, Range<usize>)>, Range<usize>);

/// Frames the message that `input` begins with, or finds what is wrong first.
pub(crate) fn frame(input: &[u8]) -> Result<Framed, Wrong> {
    let truncated = (input.len(), "the message is cut short");
    // §7.5: CRLFs before the start line are ignored.
    let start = 2 * input.chunks(2).take_while(|pair| pair == b"\r\n").count();
    // What is wrong before a byte that can't stand there comes first.
    let before = |wrong: Wrong| start_line(&input[..wrong.0], start).err().filter(|first| first.0 < wrong.0).unwrap_or(wrong);
    let end = line_end(input, start, None).map_err(before)?.ok_or(truncated)?;
    start_line(&input[..end], start)?;
    let (mut at, mut rows, mut length) = (end + 2, Vec::new(), None);
    // §7.3.1: a line that begins with white space goes on with the one before it; the start line has no such lines (§7.1, §7.2).
    if matches!(input.get(at), Some(b' ' | b'\t')) {
        return Err((at, "a line that does not begin with white space"));
    }
    while !input[at..].starts_with(b"\r\n") {
        let before = |wrong: Wrong| name(&input[..wrong.0], at).err().unwrap_or(wrong);
        let mut row_end = at - 2;
        while row_end < at || matches!(input.get(row_end + 2).ok_or(truncated)?, b' ' | b'\t') {
            row_end = line_end(input, row_end + 2, Some(at)).map_err(before)?.ok_or(truncated)?;
        }
        let (name, colon) = name(&input[..row_end], at)?;
        let value = trimmed(input, colon + 1..row_end);
        if [&b"Content-Length"[..], b"l"].iter().any(|known| known.eq_ignore_ascii_case(&input[name.clone()])) {
            // §18.3, §20.14: one of them, of digits alone, says how long the body is.
            let (digits_end, number) = number(&input[..value.end], value.start, u32::MAX);
            length = match number {
                _ if length.is_some() => return Err((at, "second Content-Length row")),
                Ok(_) if digits_end < value.end => return Err((digits_end, "the end of the value")),
                number => Some(number?),
            };
        }
        rows.push((name, value));
        at = row_end + 2;
    }
    // On a datagram the body ends where that does, if nothing else is said.
    let body = at + 2..length.map_or(input.len(), |length| at + 2 + length as usize);
    if body.end > input.len() { Err(truncated) } else { Ok((start..end, rows, body)) }
}

/// Where the line that goes on at `at` ends, if it does. CR and LF stand nowhere but in line ends, and other control bytes only in a row,
/// behind a backslash that is none itself (§25.1).
fn line_end(input: &[u8], mut at: usize, row: Option<usize>) -> Result<Option<usize>, Wrong> {
    loop {
        match input[at..] {
            [] | [b'\r'] => return Ok(None),
            [b'\r', b'\n', ..] => return Ok(Some(at)),
            [b'\r' | b'\n', ..] => return Err((at, "CRLF")),
            [b, ..] if b.is_ascii_control() && b != b'\t' && row.is_none_or(|row| !is_escaped(&input[row..at])) => break,
            _ => at += 1,
        }
    }
    Err((at, "text without control bytes"))
}

const TOKEN: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~";

fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

fn run(input: &[u8], from: usize, is_part: impl Fn(u8) -> bool) -> usize {
    (from..input.len()).find(|&at| !is_part(input[at])).unwrap_or(input.len())
}

fn byte(input: &[u8], at: usize, byte: u8, what: &'static str) -> Result<usize, Wrong> {
    if input.get(at) == Some(&byte) { Ok(at + 1) } else { Err((at, what)) }
}

/// `1*DIGIT`: where it ends, and how much it is, if that is at most `most`.
fn number(input: &[u8], from: usize, most: u32) -> (usize, Result<u32, Wrong>) {
    let end = run(input, from, |b| b.is_ascii_digit());
    let value = input[from..end].iter().fold(0, |value: u64, digit| (value * 10 + u64::from(digit - b'0')).min(1 << 40));
    let wrong = (from, if from == end { "digits" } else { "number out of range" });
    (end, u32::try_from(value).ok().filter(|&value| from < end && value <= most).ok_or(wrong))
}

/// A Request-Line or Status-Line (§7.1, §7.2) at the end of the input. Of the Request-URI only where it begins and ends counts.
fn start_line(input: &[u8], start: usize) -> Result<(), Wrong> {
    let version_end = version(input, start);
    if version_end.unwrap_or_else(|wrong| wrong.0) > start {
        let code = byte(input, version_end?, b' ', "one space")?;
        let is_code = run(input, code, |b| b.is_ascii_digit()) == code + 3 && (b'1'..=b'6').contains(&input[code]);
        return if is_code { byte(input, code + 3, b' ', "one space").map(drop) } else { Err((code, "a status code from 100 to 699")) };
    }
    let mut at = start;
    for (is_part, what) in [((|b| TOKEN.contains(&b)) as fn(u8) -> bool, "a method"), (|b| b > b' ', "a Request-URI")] {
        let end = run(input, at, is_part);
        at = if end > at { byte(input, end, b' ', "one space")? } else { return Err((at, what)) };
    }
    let end = version(input, at)?;
    if end == input.len() { Ok(()) } else { Err((end, "CRLF")) }
}

/// `SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT`, of numbers that sixteen bits hold.
pub(crate) fn version(input: &[u8], from: usize) -> Result<usize, Wrong> {
    let what = "SIP/ and a version";
    input[from..].get(..4).filter(|name| name.eq_ignore_ascii_case(b"SIP/")).ok_or((from, what))?;
    let (dot, major) = number(input, from + 4, 0xFFFF);
    let (end, minor) = number(input, major.and_then(|_| byte(input, dot, b'.', what))?, 0xFFFF);
    minor.map(|_| end)
}

/// `field-name *( SP / HTAB ) ":"`: the name, and where the colon is.
fn name(input: &[u8], start: usize) -> Result<(Range<usize>, usize), Wrong> {
    let end = run(input, start, |b| TOKEN.contains(&b));
    let wrong = (end, if end == start { "a field name" } else { "a colon behind the field name" });
    let colon = run(input, end, |b| b == b' ' || b == b'\t');
    if end > start && input.get(colon) == Some(&b':') { Ok((start..end, colon)) } else { Err(wrong) }
}

pub(crate) fn trimmed(input: &[u8], range: Range<usize>) -> Range<usize> {
    let start = run(&input[..range.end], range.start, |b| b" \t\r\n".contains(&b));
    start..range.end - input[start..range.end].iter().rev().take_while(|b| b" \t\r\n".contains(b)).count()
}

/// The parts of a value between separators outside of quoted strings and angle brackets, without the white space around them.
pub(crate) fn split(value: &[u8], separator: u8) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut inside) = (Vec::new(), 0, b' ');
    for (at, &b) in value.iter().enumerate() {
        match (inside, b) {
            (b'"', b'"') if !is_escaped(&value[..at]) => inside = b' ',
            (b'<', b'>') => inside = b' ',
            (b' ', b'"' | b'<') => inside = b,
            (b' ', _) if b == separator => parts.push(trimmed(value, std::mem::replace(&mut start, at + 1)..at)),
            _ => {}
        }
    }
    parts.push(trimmed(value, start..value.len()));
    parts
}

/// What stands between the semicolons of a value: names, empty where there is none, and values.
pub(crate) fn params(value: &[u8]) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    let param = |part: Range<usize>| match run(&value[..part.end], part.start, |b| !b"=\"[".contains(&b)) {
        end if end == part.end => (part, None),
        end if value[end] == b'=' => (trimmed(value, part.start..end), Some(trimmed(value, end + 1..part.end))),
        end => (end..end, Some(part)),
    };
    split(value, b';').into_iter().map(param).collect()
}
