//! Seams: the delimiters of a value, that is, the bytes at which its parts can meet.
//!
//! Values consist of names, numbers and tokens, most of whose bytes are *plain*: letters, digits, `-` and `.`. Any other byte may be a
//! delimiter. [`Seams`] finds those, 64 bytes at a time. The fast paths thus scan plain bytes in vectors only, and visit each delimiter
//! once.

use super::blocks::{BLOCK, any_marks, label_marks, list_marks, marks, overlapping, unplain};
use crate::chars::{self, Class};

/// A byte that is not plain, with its offset. At the end of the value, a NUL, which no value of the common form contains.
#[derive(Clone, Copy)]
pub(crate) struct Seam {
    pub(crate) at: usize,
    pub(crate) byte: u8,
}

/// Iterates over the delimiters of a value.
#[derive(Clone, Copy)]
pub(crate) struct Seams<'a> {
    bytes: &'a [u8],
    /// The offset of the mask's block.
    block: usize,
    /// The remaining bits of the mask.
    mask: u64,
}

impl<'a> Seams<'a> {
    #[inline(always)]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, block: 0, mask: mask(bytes) }
    }

    /// Starts at `start`, which must be in the first block.
    #[inline(always)]
    pub(crate) fn from(bytes: &'a [u8], start: usize) -> Option<Self> {
        (start < BLOCK).then(|| Self { bytes, block: 0, mask: mask(bytes) >> start << start })
    }

    /// Returns the scanned bytes.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the next delimiter.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Seam {
        if self.mask == 0 {
            (self.block, self.mask) = next_block(self.bytes, self.block);
        }
        if self.mask == 0 {
            return Seam { at: self.bytes.len(), byte: 0 };
        }
        let at = self.block + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Seam { at, byte: self.bytes.get(at).copied().unwrap_or(0) }
    }

    /// Runs `read` out of line on a copy, so that the caller's state stays in registers.
    #[inline(always)]
    pub(crate) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut seams = *self;
        let found = read(&mut seams)?;
        (self.block, self.mask) = (seams.block, seams.mask);
        Some(found)
    }

    /// Returns the first delimiter, from `seam` on, that is not of `class`. The class must contain all plain bytes.
    #[inline(always)]
    pub(crate) fn behind(&mut self, mut seam: Seam, class: Class) -> Seam {
        while chars::is(seam.byte, class) {
            seam = self.next();
        }
        seam
    }

    /// Returns the next delimiter that is not of `class`. The class must contain all plain bytes.
    #[inline(always)]
    pub(crate) fn end_of(&mut self, class: Class) -> Seam {
        let seam = self.next();
        self.behind(seam, class)
    }

    /// Returns the offset of the closing quote of a string whose opening quote was consumed. Returns `None` if the string is not closed,
    /// or
    /// contains a backslash or a control byte; callers then fall back to the grammar.
    #[inline(always)]
    pub(crate) fn closing_quote(&mut self) -> Option<usize> {
        let end = self.end_of(chars::QDTEXT);
        (end.byte == b'"').then_some(end.at)
    }
}

/// Returns the mask of bytes that are not plain in the first 64 of `bytes`. The end of shorter input has a bit too.
#[inline(never)]
fn mask(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(block) => of_block(block, unplain),
        None => lanes(bytes, unplain) | 1 << bytes.len(),
    }
}

/// Returns the next block behind `block` that has a delimiter, and its mask. Returns the last block and an empty mask if there is none.
#[inline(never)]
fn next_block(bytes: &[u8], mut block: usize) -> (usize, u64) {
    while let Some(rest @ [_, ..]) = bytes.get(block + BLOCK..) {
        block += BLOCK;
        let mask = match bytes.last_chunk() {
            // The last sixteen bytes, shifted to drop the bytes scanned before, and a bit for the end.
            Some(sixteen) if rest.len() < 16 => u64::from(unplain(sixteen)) >> (16 - rest.len()) | 1 << rest.len(),
            _ => mask(rest),
        };
        if mask != 0 {
            return (block, mask);
        }
    }
    (block, 0)
}

/// Returns the offset of the first comma in `bytes` outside of quoted strings and angle brackets, as [`separator`](super::separator)
/// does. Optimised for short values.
pub(crate) fn comma(bytes: &[u8]) -> usize {
    let marks = match bytes.first_chunk() {
        Some(sixteen) => u64::from(list_marks(sixteen)),
        None if bytes.is_empty() => return 0,
        None => of_few(bytes, list_marks),
    };
    // Most elements are short, or alone in their row. Without a comma, the offset points to a byte that is not read.
    let first = marks.trailing_zeros() as usize;
    if marks != 0 && bytes.get(first) == Some(&b',') {
        return first;
    }
    let has_comma = if bytes.len() < 16 { marks != 0 } else { has_comma(bytes) };
    if has_comma { comma_by_marks(bytes) } else { bytes.len() }
}

/// Whether `bytes`, at least sixteen, contain a comma.
#[inline(always)]
fn has_comma(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let (sixteens, _) = rest.as_chunks::<16>();
    blocks.iter().any(|block| any_marks(block, b',')) || sixteens.iter().chain(bytes.last_chunk()).any(|sixteen| marks(sixteen, b',') != 0)
}

/// Slow path of [`comma`], which considers quotes, brackets and backslashes.
fn comma_by_marks(bytes: &[u8]) -> usize {
    // The byte that closes the current string or bracket, and the offset behind the last backslash.
    let (mut closing, mut escaped) = (None, 0);
    let mut start = 0;
    while let Some(rest @ [_, ..]) = bytes.get(start..) {
        let mut mask = match (rest.first_chunk(), bytes.last_chunk()) {
            (Some(sixteen), _) => u64::from(list_marks(sixteen)),
            // The last sixteen bytes, shifted to drop the bytes scanned before.
            (None, Some(sixteen)) => u64::from(list_marks(sixteen)) >> (16 - rest.len()),
            (None, None) => of_few(rest, list_marks),
        };
        while mask != 0 {
            let at = start + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            match (bytes[at], closing) {
                (b',', None) => return at,
                (b'"', None) => (closing, escaped) = (Some(b'"'), 0),
                (b'<', None) => closing = Some(b'>'),
                (_, Some(b'"')) if at < escaped => {}
                (b'\\', Some(b'"')) => escaped = at + 2,
                (byte, Some(end)) if byte == end => closing = None,
                _ => {}
            }
        }
        start += 16;
    }
    bytes.len()
}

/// Returns the start of the last label of `name`, which consists of plain bytes. Returns `None` if a label is empty or begins or ends
/// with `-`, or if the name is too long for the fast path.
#[inline(always)]
pub(crate) fn top_label(name: &[u8]) -> Option<usize> {
    if !(1..=BLOCK).contains(&name.len()) {
        return None;
    }
    let marks = lanes(name, label_marks);
    let ends = 1 | 1 << (name.len() - 1);
    // Most names have labels of several bytes, and no hyphen in the last one.
    if marks & (marks << 1 | ends) == 0 {
        let top = BLOCK - marks.leading_zeros() as usize;
        if top == 0 || name.get(top - 1) == Some(&b'.') {
            return Some(top);
        }
    }
    top_label_by_marks(name, marks)
}

/// Slow path of [`top_label`], which checks the neighbours of each dot.
fn top_label_by_marks(name: &[u8], marks_of_labels: u64) -> Option<usize> {
    let dots = lanes(name, |sixteen| marks(sixteen, b'.'));
    // The neighbours of a dot, and the ends, must be neither a dot nor a `-`.
    let ends = 1 | 1 << (name.len() - 1);
    let fits = marks_of_labels & (dots << 1 | dots >> 1 | ends) == 0;
    fits.then_some(BLOCK - dots.leading_zeros() as usize)
}

/// Returns the mask that `of_lanes` computes for the first 64 of `bytes`.
#[inline(always)]
fn lanes(bytes: &[u8], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    if let Some(block) = bytes.first_chunk() {
        return of_block(block, of_lanes);
    }
    let (sixteens, Some(last)) = (bytes.as_chunks::<16>().0, bytes.last_chunk()) else {
        return if bytes.is_empty() { 0 } else { of_few(bytes, of_lanes) };
    };
    // The last sixteen bytes, which overlap those before.
    let mut mask = u64::from(of_lanes(last)) << (bytes.len() - 16);
    if let [first, rest @ ..] = sixteens {
        mask |= u64::from(of_lanes(first));
        if let [second, rest @ ..] = rest {
            mask |= u64::from(of_lanes(second)) << 16;
            if let [third, ..] = rest {
                mask |= u64::from(of_lanes(third)) << 32;
            }
        }
    }
    mask
}

/// [`lanes`] for a whole block.
#[inline(always)]
fn of_block(block: &[u8; BLOCK], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    block.as_chunks::<16>().0.iter().rev().fold(0, |mask, sixteen| mask << 16 | u64::from(of_lanes(sixteen)))
}

/// [`lanes`] for one to fifteen bytes.
#[inline(always)]
fn of_few(bytes: &[u8], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    // The first and the last bytes, which may overlap.
    let (filled, half) = match overlapping(bytes) {
        Some(filled) => (filled, 8),
        None => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(&[a, b, c, d]), Some(&[e, f, g, h])) => ([a, b, c, d, e, f, g, h, 0, 0, 0, 0, 0, 0, 0, 0], 4),
            _ => {
                let word = bytes.iter().rev().fold(0, |word, &b| word << 8 | u128::from(b));
                return u64::from(of_lanes(&word.to_le_bytes())) & ((1 << bytes.len()) - 1);
            }
        },
    };
    let found = u64::from(of_lanes(&filled));
    let first = found & ((1 << half) - 1);
    first | ((found >> half) & ((1 << half) - 1)) << (bytes.len() - half)
}

#[cfg(test)]
mod tests {
    use super::super::separator;
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn all(bytes: &[u8], next: impl Fn(&mut Seams<'_>) -> Seam) -> Vec<usize> {
        let mut seams = Seams::new(bytes);
        let found = core::iter::from_fn(|| {
            let seam = next(&mut seams);
            assert_eq!(seam.byte, bytes.get(seam.at).copied().unwrap_or(0));
            (seam.at < bytes.len()).then_some(seam.at)
        });
        let found = found.collect();
        assert_eq!(next(&mut seams).at, bytes.len());
        found
    }

    proptest! {
        #[test]
        fn seams_are_those_of_a_byte_by_byte_look(bytes in proptest::collection::vec(prop_oneof![8 => b'-'..b'z', 1 => any::<u8>()], 0..200)) {
            let naive = |class| (0..bytes.len()).filter(|&at| !chars::is(bytes[at], class)).collect::<Vec<_>>();
            prop_assert_eq!(all(&bytes, |seams| seams.next()), naive(chars::HOST));
            prop_assert_eq!(all(&bytes, |seams| seams.end_of(chars::TOKEN)), naive(chars::TOKEN));
        }

        #[test]
        fn commas_are_those_that_separate(text in "([a-c,]|[a-c]{20,40}|[\"<>\\\\ ;,]){0,20}") {
            prop_assert_eq!(comma(text.as_bytes()), separator(text.as_bytes(), b','), "{}", text);
        }
    }

    #[test]
    fn a_quote_hides_a_comma_wherever_both_are() {
        for place in 1..200 {
            let mut bytes = [b'a'; 200];
            (bytes[place - 1], bytes[place]) = (b'"', b',');
            assert_eq!(comma(&bytes), 200, "{place}");
        }
    }

    #[test]
    fn every_place_of_every_length_has_its_bit() {
        for length in 0..200 {
            for place in 0..length {
                let mut bytes = [b'a'; 200];
                bytes[place] = b',';
                assert_eq!((Seams::new(&bytes[..length]).next().at, comma(&bytes[..length])), (place, place), "{length}");
            }
        }
    }

    proptest! {
        #[test]
        fn labels_are_those_between_dots(name in "[a-c0-1.-]{0,70}") {
            let fits = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
            let naive = name.split('.').all(fits).then(|| name.rfind('.').map_or(0, |dot| dot + 1));
            prop_assert_eq!(top_label(name.as_bytes()), naive.filter(|_| name.len() <= BLOCK));
        }
    }

    #[test]
    fn strings_close_at_their_quote_or_want_a_closer_look() {
        for (text, close) in
            [("\"a b\"", Some(4)), ("\"\"", Some(1)), ("\"a", None), ("\"a\\\"\"", None), ("\"\r\n \"", None), ("\"\x7F\"", None)]
        {
            let mut seams = Seams::new(text.as_bytes());
            assert_eq!((seams.next().at, seams.closing_quote()), (0, close), "{text:?}");
        }
    }
}
