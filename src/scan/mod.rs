//! Byte searches: the only module with hand-written ones.
//!
//! Heads are scanned in blocks of 64 bytes. [`Controls`] iterates over the control bytes, which are line ends and forbidden bytes;
//! [`near`] finds the colon behind a name. Values are scanned in [runs](run) of a class. Searches in them use memchr, or a byte loop if
//! the
//! target is usually near.

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

/// Returns the offset of the first `byte` in `line`. Fast if it is within a few words; memchr is faster for longer distances.
#[inline(always)]
pub(crate) fn near(byte: u8, line: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(word) = line.get(from..).and_then(|rest| rest.first_chunk()) {
        let matches = u64::from_le_bytes(*word) ^ (LOW_BITS * byte as u64);
        // Only the lowest set bit is exact.
        let found = matches.wrapping_sub(LOW_BITS) & !matches & HIGH_BITS;
        if found != 0 {
            return Some(from + (found.trailing_zeros() / 8) as usize);
        }
        from += 8;
    }
    line.get(from..)?.iter().position(|&b| b == byte).map(|at| from + at)
}

/// Returns the offset of the first `byte` in sixteen bytes.
#[inline(always)]
pub(crate) fn first(byte: u8, lanes: &[u8; 16]) -> Option<usize> {
    blocks::first(byte, lanes)
}

/// Returns the mask of `byte` in sixteen bytes: bit 0 is the first.
#[inline(always)]
pub(crate) fn marks(lanes: &[u8; 16], byte: u8) -> u16 {
    blocks::marks(lanes, byte)
}

/// Returns the number of leading plain bytes (alphanum, `-`, `.`) in sixteen bytes.
#[inline(always)]
pub(crate) fn plain(lanes: &[u8; 16]) -> usize {
    blocks::plain(lanes)
}

/// Returns the number of leading bytes that are neither white space nor control bytes. DEL counts as visible here.
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
        // Only the lowest set bit is exact.
        let found = word.wrapping_sub(FIRST_VISIBLE) & !word & HIGH_BITS;
        if found != 0 {
            return from + (found.trailing_zeros() / 8) as usize;
        }
        from += 8;
    }
    from + bytes[from..].iter().position(|&b| b < 0x21).unwrap_or(bytes.len() - from)
}

/// Returns the offset of the first CR or LF in `bytes` from `from` on.
#[inline(always)]
pub(crate) fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = match rest {
        // Some streams deliver single bytes.
        [byte] => matches!(byte, b'\r' | b'\n').then_some(0),
        rest => memchr2(b'\r', b'\n', rest),
    };
    found.map(|at| from + at)
}

/// Returns the offset of the first control byte other than HTAB in `bytes` from `from` on.
#[inline(always)]
pub(crate) fn control(bytes: &[u8], from: usize) -> Option<usize> {
    let is_control = |&b: &u8| (b < b' ' && b != b'\t') || b == 0x7F;
    bytes.get(from..)?.iter().position(is_control).map(|at| from + at)
}

/// Returns the number of leading bytes of `class`.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], class: Class) -> usize {
    if class.has_plain() { long_run(bytes, class, blocks::plain) } else { short_run(bytes, class) }
}

/// Returns the number of leading bytes that need no escape in a quoted string, folds excluded.
#[inline(always)]
pub(crate) fn unescaped(bytes: &[u8]) -> usize {
    long_run(bytes, chars::QDTEXT, blocks::unescaped)
}

/// [`run`], byte by byte.
#[inline(always)]
fn short_run(bytes: &[u8], class: Class) -> usize {
    bytes.iter().position(|&b| !chars::is(b, class)).unwrap_or(bytes.len())
}

/// [`run`] for long runs. `most` returns a lower bound of the run in sixteen bytes; further bytes are looked up.
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
        // Bytes behind the first eight lanes come from the last eight bytes.
        let found = most(&lanes);
        at += if found < 8 { found } else { rest.len() + found - lanes.len() };
    }
    at + short_run(&bytes[at..], class)
}

/// Whether all of `bytes` are of `class`. Checks every byte without an early exit, because output is almost always valid.
#[inline(always)]
pub(crate) fn all(bytes: &[u8], class: Class) -> bool {
    if bytes.len() >= 16 {
        return all_of_many(bytes, class);
    }
    class.has_plain() && blocks::overlapping(bytes).is_some_and(|lanes| blocks::plain(&lanes) == 16) || all_of_few(bytes, class)
}

/// Checks by words, so that the table look-ups are independent.
#[inline(always)]
fn all_of_few(bytes: &[u8], class: Class) -> bool {
    let (words, rest) = bytes.as_chunks::<4>();
    let left = words.iter().fold(class, |left, [a, b, c, d]| left.common([*a, *b]).common([*c, *d]));
    rest.iter().fold(left, |left, &b| left.common([b, b])).is_some()
}

fn all_of_many(bytes: &[u8], class: Class) -> bool {
    // The usual bytes are checked in one comparison.
    let is_usual = match class.has_qdtext() {
        true => by_blocks(bytes, |block| blocks::unescaped(block) == block.len()),
        false => class.has_plain() && blocks::all_plain(bytes),
    };
    is_usual || by_blocks(bytes, |block| all_of_few(block, class))
}

/// Checks at least sixteen bytes in blocks of sixteen. The last block may overlap the one before.
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

/// Returns the start and end of `bytes` without surrounding SP and HTAB.
#[inline(always)]
pub(crate) fn trimmed(bytes: &[u8]) -> (usize, usize) {
    match bytes {
        // The common case: one leading space, and no trailing white space.
        [b' ', first, .., last] if *first > b' ' && *last > b' ' => (1, bytes.len()),
        _ => {
            let start = run(bytes, chars::WSP);
            let end = bytes.iter().rposition(|&b| !chars::is(b, chars::WSP)).map_or(start, |last| last + 1);
            (start, end)
        }
    }
}

/// Returns `bytes` without surrounding SP and HTAB.
#[inline(always)]
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let (start, end) = trimmed(bytes);
    &bytes[start..end]
}

/// Returns the length of leading linear white space: SP, HTAB, and line ends before SP or HTAB.
///
/// A line end is CRLF or LF. Framing has already checked whether LF alone is accepted.
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

/// Returns `bytes` without surrounding linear white space, folds included.
pub(crate) fn trim_folded(bytes: &[u8]) -> &[u8] {
    trim_behind(&bytes[white_space(bytes)..])
}

/// Returns `bytes` without trailing white space and line ends.
pub(crate) fn trim_behind(bytes: &[u8]) -> &[u8] {
    &bytes[..text_end(bytes)]
}

/// Returns the start of the trailing white space of `bytes`.
fn text_end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |last| last + 1)
}

/// Whether the byte at `at` is the second half of a quoted pair: an odd number of backslashes precedes it.
pub(crate) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

/// Returns the start of the white space of a fold that has its LF at `line_feed`. Escaped white space is not part of the fold.
pub(crate) fn fold_start(bytes: &[u8], line_feed: usize) -> usize {
    let start = text_end(&bytes[..line_feed]);
    start + usize::from(matches!(bytes[start], b' ' | b'\t') && is_escaped(bytes, start))
}

/// Returns the offset of the first byte in `value` that no field value can contain: a control byte that is neither HTAB, nor part of a
/// fold, nor behind a backslash. `line_feeds` accepts folds that begin with a lone LF.
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

/// Returns the end of the quoted string that begins with the quote at `open`: the offset behind its closing quote, or the length of
/// `bytes` if the string is not closed.
#[inline]
pub(crate) fn quoted_end(bytes: &[u8], open: usize) -> usize {
    let content = open + 1;
    (content + closing_quote(bytes.get(content..).unwrap_or_default()) + 1).min(bytes.len())
}

/// Returns the offset of the closing quote of a quoted string whose content begins with `bytes`, or their length if it is not closed.
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

/// Returns the offset of the first `separator` in `bytes` outside of quoted strings and angle brackets, or the length of `bytes` if there
/// is none (RFC 3261 §7.3.1, §20).
///
/// A `"` inside of `<>` opens no string, and a `<` inside of a string opens no bracket.
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

/// As [`separator`](fn@separator), and skips comments too.
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

/// Returns the end of the comment that begins with the parenthesis at `open`: the offset behind its closing parenthesis, or the length of
/// `bytes` if the comment is not closed.
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

/// Returns the offset of `part` in `whole`, which must contain it. Compares addresses only.
pub(crate) fn offset_of(whole: &[u8], part: &[u8]) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if offset <= whole.len() { offset } else { 0 }
}

#[cfg(test)]
mod tests;
