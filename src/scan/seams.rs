//! The seams of a value: the bytes where its parts may meet.
//!
//! Values are made of names, numbers and tokens, nearly all of whose bytes are *plain*: letters, digits, `-` and `.`. Any other byte may
//! part two of them. [`Seams`] finds those, 64 bytes at a time; so the fast cutters look at their plain bytes in vectors alone,
//! and at each seam once.

use super::blocks::{BLOCK, any_marks, label_marks, list_marks, marks, overlapping, unplain};
use crate::chars::{self, Class};

/// A byte that is not plain, and where it stands. Behind the last of them, NUL at the end: a NUL is no part of what is cut fast.
#[derive(Clone, Copy)]
pub(crate) struct Seam {
    pub(crate) at: usize,
    pub(crate) byte: u8,
}

/// Walks over the seams of a value, in order.
#[derive(Clone, Copy)]
pub(crate) struct Seams<'a> {
    bytes: &'a [u8],
    /// Where the block of the mask begins.
    block: usize,
    /// What is left of the mask.
    mask: u64,
}

impl<'a> Seams<'a> {
    #[inline(always)]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, block: 0, mask: mask(bytes) }
    }

    /// The seams from `start` on, which is in the first block.
    #[inline(always)]
    pub(crate) fn from(bytes: &'a [u8], start: usize) -> Option<Self> {
        (start < BLOCK).then(|| Self { bytes, block: 0, mask: mask(bytes) >> start << start })
    }

    /// The bytes that are walked over.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The next seam.
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

    /// What is read of the seams by a function that is not compiled into the caller: so that the caller keeps its own in registers.
    #[inline(always)]
    pub(crate) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut seams = *self;
        let found = read(&mut seams)?;
        (self.block, self.mask) = (seams.block, seams.mask);
        Some(found)
    }

    /// `seam`, which was found last, or the next one that is not of `class`, to which all plain bytes belong.
    #[inline(always)]
    pub(crate) fn behind(&mut self, mut seam: Seam, class: Class) -> Seam {
        while chars::is(seam.byte, class) {
            seam = self.next();
        }
        seam
    }

    /// The next seam that is not of `class`, to which all plain bytes belong.
    #[inline(always)]
    pub(crate) fn end_of(&mut self, class: Class) -> Seam {
        let seam = self.next();
        self.behind(seam, class)
    }

    /// Where the quote is that closes a string whose opening quote was passed. `None` where there is none, and where a backslash or a
    /// control byte wants a closer look.
    #[inline(always)]
    pub(crate) fn closing_quote(&mut self) -> Option<usize> {
        let end = self.end_of(chars::QDTEXT);
        (end.byte == b'"').then_some(end.at)
    }
}

/// Which of the first 64 of `bytes` are not plain; where there are fewer, their end is among them.
#[inline(never)]
fn mask(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(block) => of_block(block, unplain),
        None => lanes(bytes, unplain) | 1 << bytes.len(),
    }
}

/// The next block behind that at `block` that has a seam, and which of its bytes are none. Without one, the last block, and no bytes.
#[inline(never)]
fn next_block(bytes: &[u8], mut block: usize) -> (usize, u64) {
    while let Some(rest @ [_, ..]) = bytes.get(block + BLOCK..) {
        block += BLOCK;
        let mask = match bytes.last_chunk() {
            // The last bytes, without those that were looked at before, and the end.
            Some(sixteen) if rest.len() < 16 => u64::from(unplain(sixteen)) >> (16 - rest.len()) | 1 << rest.len(),
            _ => mask(rest),
        };
        if mask != 0 {
            return (block, mask);
        }
    }
    (block, 0)
}

/// The offset of the first comma in `bytes` that is outside quoted strings and angle brackets: as [`separator`](super::separator) finds it,
/// for values that are short.
pub(crate) fn comma(bytes: &[u8]) -> usize {
    let marks = match bytes.first_chunk() {
        Some(sixteen) => u64::from(list_marks(sixteen)),
        None if bytes.is_empty() => return 0,
        None => of_few(bytes, list_marks),
    };
    // Most elements are short, or alone in their row. Without a mark, the place is that of a byte which nobody looked at.
    let first = marks.trailing_zeros() as usize;
    if marks != 0 && bytes.get(first) == Some(&b',') {
        return first;
    }
    let has_comma = if bytes.len() < 16 { marks != 0 } else { has_comma(bytes) };
    if has_comma { comma_by_marks(bytes) } else { bytes.len() }
}

/// Whether there is a comma in `bytes`, of which there are sixteen or more.
#[inline(always)]
fn has_comma(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let (sixteens, _) = rest.as_chunks::<16>();
    blocks.iter().any(|block| any_marks(block, b',')) || sixteens.iter().chain(bytes.last_chunk()).any(|sixteen| marks(sixteen, b',') != 0)
}

/// [`comma`], told by all that may hide one.
fn comma_by_marks(bytes: &[u8]) -> usize {
    // What ends what the walk is inside of, and what stands behind the last backslash.
    let (mut closing, mut escaped) = (None, 0);
    let mut start = 0;
    while let Some(rest @ [_, ..]) = bytes.get(start..) {
        let mut mask = match (rest.first_chunk(), bytes.last_chunk()) {
            (Some(sixteen), _) => u64::from(list_marks(sixteen)),
            // The last bytes, without those that were looked at before.
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

/// Where the last label of `name` begins, which is made of plain bytes: `None` where a label is empty or begins or ends with `-`, and
/// where the name is too long to say so quickly.
#[inline(always)]
pub(crate) fn top_label(name: &[u8]) -> Option<usize> {
    if !(1..=BLOCK).contains(&name.len()) {
        return None;
    }
    let marks = lanes(name, label_marks);
    let ends = 1 | 1 << (name.len() - 1);
    // Nearly all names have labels of several bytes, and the last of them has no hyphen.
    if marks & (marks << 1 | ends) == 0 {
        let top = BLOCK - marks.leading_zeros() as usize;
        if top == 0 || name.get(top - 1) == Some(&b'.') {
            return Some(top);
        }
    }
    top_label_by_marks(name, marks)
}

/// [`top_label`], told by each dot and its neighbours.
fn top_label_by_marks(name: &[u8], marks_of_labels: u64) -> Option<usize> {
    let dots = lanes(name, |sixteen| marks(sixteen, b'.'));
    // What stands beside a dot, or at an end, is neither a dot nor a `-`.
    let ends = 1 | 1 << (name.len() - 1);
    let fits = marks_of_labels & (dots << 1 | dots >> 1 | ends) == 0;
    fits.then_some(BLOCK - dots.leading_zeros() as usize)
}

/// What `of_lanes` says of the first 64 of `bytes`, of which there may be fewer: a bit for each of them.
#[inline(always)]
fn lanes(bytes: &[u8], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    if let Some(block) = bytes.first_chunk() {
        return of_block(block, of_lanes);
    }
    let (sixteens, Some(last)) = (bytes.as_chunks::<16>().0, bytes.last_chunk()) else {
        return if bytes.is_empty() { 0 } else { of_few(bytes, of_lanes) };
    };
    // The last bytes, with some of those that are looked at besides.
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

/// [`lanes`] of as many bytes as there are bits.
#[inline(always)]
fn of_block(block: &[u8; BLOCK], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    block.as_chunks::<16>().0.iter().rev().fold(0, |mask, sixteen| mask << 16 | u64::from(of_lanes(sixteen)))
}

/// [`lanes`] of one to fifteen bytes.
#[inline(always)]
fn of_few(bytes: &[u8], of_lanes: impl Fn(&[u8; 16]) -> u16) -> u64 {
    // The first and the last of them, which may be the same.
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
