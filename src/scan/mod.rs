//! The only place that looks for bytes by hand.
//!
//! Heads are read in blocks of 64 bytes: [`Controls`] walks over the control bytes, which are the line ends and whatever
//! must not be there; [`near`] finds the colon where a name ends. Values are read in [runs](run) of a class, and searched with memchr, or
//! byte by byte where what is looked for is near.

mod blocks;
mod controls;
mod digits;
mod seams;
mod words;

pub(crate) use digits::{four_digits, ipv4_octets, ipv6_groups};
pub(crate) use seams::{Seam, Seams, comma, top_label};
pub(crate) use words::{same_name, same_word};

use memchr::{memchr, memchr2, memchr3};

use crate::chars::{self, Class};
use blocks::{HIGH_BITS, LOW_BITS};
pub(crate) use controls::Controls;

/// The offset of the first `byte` in `line`, where that is near: farther than some words, memchr is faster.
#[inline(always)]
pub(crate) fn near(byte: u8, line: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(word) = line.get(from..).and_then(|rest| rest.first_chunk()) {
        let matches = u64::from_le_bytes(*word) ^ (LOW_BITS * byte as u64);
        // The lowest bit of this is exact; those above it need not be.
        let found = matches.wrapping_sub(LOW_BITS) & !matches & HIGH_BITS;
        if found != 0 {
            return Some(from + (found.trailing_zeros() / 8) as usize);
        }
        from += 8;
    }
    line.get(from..)?.iter().position(|&b| b == byte).map(|at| from + at)
}

/// Where the first `byte` of sixteen bytes is.
#[inline(always)]
pub(crate) fn first(byte: u8, lanes: &[u8; 16]) -> Option<usize> {
    blocks::first(byte, lanes)
}

/// Which of sixteen bytes are `byte`: bit 0 is the first.
#[inline(always)]
pub(crate) fn marks(lanes: &[u8; 16], byte: u8) -> u16 {
    blocks::marks(lanes, byte)
}

/// How many plain bytes (alphanum, `-`, `.`) sixteen bytes begin with.
#[inline(always)]
pub(crate) fn plain(lanes: &[u8; 16]) -> usize {
    blocks::plain(lanes)
}

/// How many bytes `bytes` begins with that are neither white space nor control bytes. DEL counts as none of them.
#[inline(always)]
pub(crate) fn visible(bytes: &[u8]) -> usize {
    const FIRST_VISIBLE: u64 = LOW_BITS * 0x21;
    let mut from = 0;
    while let Some(lanes) = bytes.get(from..).and_then(|rest| rest.first_chunk()) {
        let found = blocks::visible(lanes);
        from += found;
        if found < lanes.len() {
            return from;
        }
    }
    let rest = &bytes[from..];
    if let Some(word) = rest.first_chunk() {
        let word = u64::from_le_bytes(*word);
        // The lowest bit of this is exact; those above it need not be.
        let found = word.wrapping_sub(FIRST_VISIBLE) & !word & HIGH_BITS;
        if found != 0 {
            return from + (found.trailing_zeros() / 8) as usize;
        }
        from += 8;
    }
    from + bytes[from..].iter().position(|&b| b < 0x21).unwrap_or(bytes.len() - from)
}

/// The offset of the first CR or LF in `bytes` from `from` on.
#[inline(always)]
pub(crate) fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = match rest {
        // One at a time, as some streams come.
        [byte] => matches!(byte, b'\r' | b'\n').then_some(0),
        rest => memchr2(b'\r', b'\n', rest),
    };
    found.map(|at| from + at)
}

/// The offset of the first control byte but HTAB in `bytes` from `from` on.
#[inline(always)]
pub(crate) fn control(bytes: &[u8], from: usize) -> Option<usize> {
    let is_control = |&b: &u8| (b < b' ' && b != b'\t') || b == 0x7F;
    bytes.get(from..)?.iter().position(is_control).map(|at| from + at)
}

/// How many bytes of `class` `bytes` begins with.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], class: Class) -> usize {
    if class.has_plain() { long_run(bytes, class, blocks::plain) } else { short_run(bytes, class) }
}

/// How many bytes `bytes` begins with that stand for themselves in a quoted string, folds not among them.
#[inline(always)]
pub(crate) fn unescaped(bytes: &[u8]) -> usize {
    long_run(bytes, chars::QDTEXT, blocks::unescaped)
}

/// [`run`], byte by byte.
#[inline(always)]
fn short_run(bytes: &[u8], class: Class) -> usize {
    bytes.iter().position(|&b| !chars::is(b, class)).unwrap_or(bytes.len())
}

/// [`run`] where `most` says how many of sixteen bytes are surely of the class, at their beginning; the others are looked up.
#[inline(always)]
fn long_run(bytes: &[u8], class: Class, most: impl Fn(&[u8; 16]) -> usize) -> usize {
    let mut at = 0;
    while let Some(lanes) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let found = most(lanes);
        at += found;
        if found < lanes.len() {
            if !chars::is(bytes[at], class) {
                return at;
            }
            at += 1;
        }
    }
    let rest = &bytes[at..];
    if let Some(lanes) = blocks::overlapping(rest) {
        // Those behind the first eight lanes are the last bytes.
        let found = most(&lanes);
        at += if found < 8 { found } else { rest.len() + found - lanes.len() };
    }
    at + short_run(&bytes[at..], class)
}

/// Whether all of `bytes` are of `class`. Looks at each of them: what is written is nearly always right.
#[inline(always)]
pub(crate) fn all(bytes: &[u8], class: Class) -> bool {
    if bytes.len() >= 16 {
        return all_of_many(bytes, class);
    }
    class.has_plain() && blocks::overlapping(bytes).is_some_and(|lanes| blocks::plain(&lanes) == 16) || all_of_few(bytes, class)
}

/// By words, so that the look-ups don't wait for each other.
#[inline(always)]
fn all_of_few(bytes: &[u8], class: Class) -> bool {
    let (words, rest) = bytes.as_chunks::<4>();
    let left = words.iter().fold(class, |left, [a, b, c, d]| left.common([*a, *b]).common([*c, *d]));
    rest.iter().fold(left, |left, &b| left.common([b, b])).is_some()
}

fn all_of_many(bytes: &[u8], class: Class) -> bool {
    // What is nearly always there is told in one go.
    let is_usual = match class.has_qdtext() {
        true => by_blocks(bytes, |block| blocks::unescaped(block) == block.len()),
        false => class.has_plain() && blocks::all_plain(bytes),
    };
    is_usual || by_blocks(bytes, |block| all_of_few(block, class))
}

/// Whether all blocks of sixteen bytes are right, of at least as many; the last may reach back over bytes that were looked at before.
#[inline(always)]
fn by_blocks(bytes: &[u8], is_right: impl Fn(&[u8; 16]) -> bool) -> bool {
    let (blocks, rest) = bytes.as_chunks::<16>();
    blocks.iter().all(&is_right) && (rest.is_empty() || bytes.last_chunk().is_none_or(is_right))
}

/// Whether there is a control byte in `bytes`.
#[inline]
pub(crate) fn has_controls(bytes: &[u8]) -> bool {
    if bytes.len() >= 16 {
        return !by_blocks(bytes, |block| !blocks::has_controls(block));
    }
    match blocks::overlapping(bytes) {
        Some(lanes) => blocks::has_controls(&lanes),
        None => bytes.iter().any(u8::is_ascii_control),
    }
}

/// Where `bytes` begin and end without the SP and HTAB at either end.
#[inline(always)]
pub(crate) fn trimmed(bytes: &[u8]) -> (usize, usize) {
    match bytes {
        // Nearly all there is: one space, and text that has none at its ends.
        [b' ', first, .., last] if *first > b' ' && *last > b' ' => (1, bytes.len()),
        _ => {
            let start = run(bytes, chars::WSP);
            let end = bytes.iter().rposition(|&b| !chars::is(b, chars::WSP)).map_or(start, |last| last + 1);
            (start, end)
        }
    }
}

/// `bytes` without the SP and HTAB at either end.
#[inline(always)]
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let (start, end) = trimmed(bytes);
    &bytes[start..end]
}

/// How many bytes of linear white space `bytes` begins with: SP, HTAB, and line ends that SP or HTAB follows.
///
/// A line end is CRLF, or LF alone: whether that is taken has been decided where the value was framed.
#[inline(always)]
pub(crate) fn white_space(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match bytes[at.min(bytes.len())..] {
            [b' ' | b'\t', ..] => at += 1,
            [b'\n', b' ' | b'\t', ..] => at += 2,
            [b'\r', b'\n', b' ' | b'\t', ..] => at += 3,
            _ => return at,
        }
    }
}

/// `bytes` without the linear white space, folds included, at either end.
pub(crate) fn trim_folded(bytes: &[u8]) -> &[u8] {
    trim_behind(&bytes[white_space(bytes)..])
}

/// `bytes` without the white space and line ends behind them.
pub(crate) fn trim_behind(bytes: &[u8]) -> &[u8] {
    &bytes[..text_end(bytes)]
}

/// Where the white space begins that `bytes` end with.
fn text_end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |last| last + 1)
}

/// Whether the byte at `at` is the second half of a quoted pair: behind a backslash that is none itself.
pub(crate) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

/// Where the white space begins that a fold with its LF at `line_feed` is. What a backslash quotes is no part of it.
pub(crate) fn fold_start(bytes: &[u8], line_feed: usize) -> usize {
    let start = text_end(&bytes[..line_feed]);
    start + usize::from(matches!(bytes[start], b' ' | b'\t') && is_escaped(bytes, start))
}

/// The offset of the first byte in `value` that can't be in any field value: a control byte that is neither HTAB, nor part of a
/// fold, nor behind a backslash. `line_feeds` takes folds that begin with LF alone.
pub(crate) fn forbidden(value: &[u8], line_feeds: bool) -> Option<usize> {
    let mut folded = 0;
    Controls::new(value, 0).find(|&at| {
        if at < folded {
            return false;
        }
        let end = match value[at..] {
            [b'\t', ..] => return false,
            [b'\r', b'\n', ..] => at + 2,
            [b'\n', ..] if line_feeds => at + 1,
            [b'\r' | b'\n', ..] => return true,
            _ => return !is_escaped(value, at),
        };
        folded = end;
        !value.get(end).is_some_and(|&b| chars::is(b, chars::WSP))
    })
}

/// The end of the quoted string that begins at `open`, which is a quote: the offset behind its closing quote, or the end of
/// `bytes` where none closes it.
#[inline]
pub(crate) fn quoted_end(bytes: &[u8], open: usize) -> usize {
    let content = open + 1;
    (content + closing_quote(bytes.get(content..).unwrap_or_default()) + 1).min(bytes.len())
}

/// The offset of the quote that closes a quoted string whose content begins with `bytes`; their length where none closes it.
#[inline]
pub(crate) fn closing_quote(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            Some(found) if bytes[at + found] == b'"' => return at + found,
            Some(found) => at += found + 2,
            None => return bytes.len(),
        }
    }
}

/// The offset of the first `separator` in `bytes` that is outside quoted strings and angle brackets; the length of
/// `bytes` where there is none (RFC 3261 §7.3.1, §20).
///
/// A `"` inside of `<>` opens no string, and a `<` inside a string no bracket.
#[inline]
pub(crate) fn separator(bytes: &[u8], separator: u8) -> usize {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr3(separator, b'"', b'<', rest)) {
        let place = at + found;
        match bytes[place] {
            b'"' => at = quoted_end(bytes, place),
            b'<' => match memchr(b'>', &bytes[place..]) {
                Some(close) => at = place + close + 1,
                None => return bytes.len(),
            },
            _ => return place,
        }
    }
    bytes.len()
}

/// [`separator`], which does not look into comments either.
pub(crate) fn separator_outside_comments(bytes: &[u8], separator: u8) -> usize {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == separator || matches!(b, b'"' | b'('))) {
        let place = at + found;
        at = match bytes[place] {
            b'"' => quoted_end(bytes, place),
            b'(' => comment_end(bytes, place),
            _ => return place,
        };
    }
    bytes.len()
}

/// The end of the comment that begins at `open`, which is a parenthesis: the offset behind the one that closes it, or the end of
/// `bytes` where none does.
fn comment_end(bytes: &[u8], open: usize) -> usize {
    let (mut at, mut depth) = (open, 0usize);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr3(b'(', b')', b'\\', rest)) {
        at += found + 1;
        match bytes[at - 1] {
            b'(' => depth += 1,
            b')' if depth == 1 => return at,
            b')' => depth -= 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where `part` begins in `whole`, which it is a part of: told by its address, without reading.
pub(crate) fn offset_of(whole: &[u8], part: &[u8]) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if offset <= whole.len() { offset } else { 0 }
}

#[cfg(test)]
mod tests;
