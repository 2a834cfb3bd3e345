//! The only place that looks for bytes by hand.
//!
//! Heads are read in words of eight bytes: [`Controls`] walks over the control bytes, which are the line ends and
//! whatever must not be there; [`name_end`] finds the colon. Values are searched with memchr, or byte by byte where
//! what is looked for is near.

use memchr::{memchr, memchr3};

use crate::chars::{self, Class};

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// A mask whose bit 7 of each byte says that the byte of `word` is a control byte (00-1F or 7F).
#[inline(always)]
const fn controls(word: u64) -> u64 {
    let low = word & !HIGH_BITS;
    // No byte carries into the next: 7F + 60 and 7F + 01 are below 100.
    let at_least_sp = low.wrapping_add(LOW_BITS * 0x60);
    let is_del = low.wrapping_add(LOW_BITS) & !word;
    (!(at_least_sp | word) | is_del) & HIGH_BITS
}

/// The offsets of all control bytes of a buffer, in order.
pub(crate) struct Controls<'a> {
    bytes: &'a [u8],
    /// Where the next word begins.
    next: usize,
    /// What is left of the mask of the word before it.
    mask: u64,
}

impl<'a> Controls<'a> {
    /// Begins at `from`, which must not be past the end.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8], from: usize) -> Self {
        Self { bytes, next: from, mask: 0 }
    }
}

impl Iterator for Controls<'_> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            let rest = self.bytes.get(self.next..)?;
            match rest.first_chunk() {
                Some(word) => self.mask = controls(u64::from_le_bytes(*word)),
                None if rest.is_empty() => return None,
                None => {
                    // The last bytes, filled up with what is no control byte.
                    let mut word = [b' '; 8];
                    word[..rest.len()].copy_from_slice(rest);
                    self.mask = controls(u64::from_le_bytes(word));
                }
            }
            self.next += 8;
        }
        let place = self.next - 8 + (self.mask.trailing_zeros() / 8) as usize;
        self.mask &= self.mask - 1;
        Some(place)
    }
}

/// The offset of the first colon in `line`.
#[inline(always)]
pub(crate) fn colon(line: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(word) = line.get(from..).and_then(|rest| rest.first_chunk()) {
        let matches = u64::from_le_bytes(*word) ^ (LOW_BITS * b':' as u64);
        // The lowest bit of this is exact; those above it need not be.
        let found = matches.wrapping_sub(LOW_BITS) & !matches & HIGH_BITS;
        if found != 0 {
            return Some(from + (found.trailing_zeros() / 8) as usize);
        }
        from += 8;
    }
    line.get(from..)?.iter().position(|&b| b == b':').map(|at| from + at)
}

/// How many bytes of `class` `bytes` begins with.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], class: Class) -> usize {
    bytes.iter().position(|&b| !chars::is(b, class)).unwrap_or(bytes.len())
}

/// `bytes` without the SP and HTAB at either end.
#[inline(always)]
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[run(bytes, chars::WSP)..];
    let end = bytes.iter().rposition(|&b| !chars::is(b, chars::WSP)).map_or(0, |last| last + 1);
    &bytes[..end]
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
    let bytes = &bytes[white_space(bytes)..];
    let end = bytes.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |last| last + 1);
    &bytes[..end]
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
            _ => return at == 0 || value[at - 1] != b'\\',
        };
        folded = end;
        !value.get(end).is_some_and(|&b| chars::is(b, chars::WSP))
    })
}

/// The end of the quoted string that begins at `open`, which is a quote: the offset behind its closing quote, or the end of
/// `bytes` where none closes it.
#[inline]
pub(crate) fn quoted_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    loop {
        match bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            Some(found) if bytes[at + found] == b'"' => return at + found + 1,
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

/// Where `part` begins in `whole`, which it is a part of: told by its address, without reading.
pub(crate) fn offset_of(whole: &[u8], part: &[u8]) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if offset <= whole.len() { offset } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn controls_are_those_of_a_byte_by_byte_look(bytes: Vec<u8>, from in 0usize..40) {
            let from = from.min(bytes.len());
            let naive: Vec<_> = (from..bytes.len()).filter(|&i| bytes[i] < 0x20 || bytes[i] == 0x7F).collect();
            prop_assert_eq!(Controls::new(&bytes, from).collect::<Vec<_>>(), naive);
        }

        #[test]
        fn the_colon_is_that_of_a_byte_by_byte_look(bytes in "[a-z9;:]{0,40}") {
            prop_assert_eq!(colon(bytes.as_bytes()), bytes.find(':'));
        }
    }

    #[test]
    fn every_byte_is_a_control_byte_or_none() {
        for b in 0..=255u8 {
            for place in 0..8 {
                let mut word = *b"\x80\xFF \x7Eabc\x20";
                word[place] = b;
                let expected = if b < 0x20 || b == 0x7F { 0x80 << (8 * place) } else { 0 };
                assert_eq!(controls(u64::from_le_bytes(word)), expected, "{b:#x} at {place}");
            }
        }
    }

    #[test]
    fn separators_in_strings_and_brackets_do_not_count() {
        for (value, at) in [
            ("a,b", 1),
            ("\"a,b\",c", 5),
            ("<a,b>,c", 5),
            ("\"<\"<\",\">,c", 8),
            ("\"\\\",\",c", 5),
            ("\"a,b", 4),
            ("<a,b", 4),
            ("\"a\\", 3),
            ("", 0),
            (",", 0),
            ("a;b", 3),
        ] {
            assert_eq!(separator(value.as_bytes(), b','), at, "{value}");
        }
    }

    #[test]
    fn forbidden_bytes_have_a_place() {
        for (value, place) in [
            ("a b\tc", None),
            ("a\r\n b", None),
            ("a\r\nb", Some(1)),
            ("a\rb", Some(1)),
            ("a\nb", Some(1)),
            ("a\n b", Some(1)),
            ("a\0", Some(1)),
            ("\"\\\0\"", None),
            ("\0", Some(0)),
            ("a\x7F", Some(1)),
            ("a\r\n", Some(1)),
            ("\r\n \r\n x", None),
        ] {
            assert_eq!(forbidden(value.as_bytes(), false), place, "{value:?}");
        }
        assert_eq!(forbidden(b"a\n b", true), None);
        assert_eq!(forbidden(b"a\nb", true), Some(1));
    }
}
