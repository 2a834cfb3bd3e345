//! Compares blocks of bytes in vectors, one byte in each lane. Targets without vectors use words instead.

pub(super) const LOW_BITS: u64 = 0x0101_0101_0101_0101;
pub(super) const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// The number of bytes that are compared at once: the number of bits of a mask.
pub(super) const BLOCK: usize = 64;

#[cfg(any(target_feature = "sse2", target_feature = "neon", target_feature = "simd128"))]
pub(super) use by_vectors::{
    all_plain, any_marks, controls, first, has_controls, label_marks, list_marks, marks, plain, unescaped, unplain, visible,
};
#[cfg(not(any(target_feature = "sse2", target_feature = "neon", target_feature = "simd128")))]
pub(super) use by_words::{
    all_plain, any_marks, controls, first, has_controls, label_marks, list_marks, marks, plain, unescaped, unplain, visible,
};

/// Returns the first and the last eight of eight to fifteen bytes.
#[inline(always)]
pub(super) fn overlapping(bytes: &[u8]) -> Option<[u8; 16]> {
    let (first, last) = (bytes.first_chunk::<8>()?, bytes.last_chunk::<8>()?);
    let words = u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << 64;
    Some(words.to_le_bytes())
}

#[cfg(any(target_feature = "sse2", target_feature = "neon", target_feature = "simd128"))]
mod by_vectors {
    use super::BLOCK;
    use wide::{i8x16, u8x16};

    /// Returns the mask of control bytes (00-1F or 7F) in a block: bit 0 is the first byte.
    #[inline(always)]
    pub(in crate::scan) fn controls(block: &[u8; BLOCK]) -> u64 {
        let mut mask = 0;
        for (place, lanes) in block.as_chunks::<16>().0.iter().enumerate() {
            let lanes = u8x16::new(*lanes);
            let found = lanes.min(u8x16::splat(0x1F)).simd_eq(lanes) | lanes.simd_eq(u8x16::splat(0x7F));
            mask |= u64::from(found.to_bitmask()) << (16 * place);
        }
        mask
    }

    /// Whether any of sixteen bytes is a control byte.
    #[inline(always)]
    pub(in crate::scan) fn has_controls(bytes: &[u8; 16]) -> bool {
        let lanes = u8x16::new(*bytes);
        (lanes.min(u8x16::splat(0x1F)).simd_eq(lanes) | lanes.simd_eq(u8x16::splat(0x7F))).to_bitmask() != 0
    }

    /// Returns the offset of the first `byte` in sixteen bytes.
    #[inline(always)]
    pub(in crate::scan) fn first(byte: u8, bytes: &[u8; 16]) -> Option<usize> {
        let found = u8x16::new(*bytes).simd_eq(u8x16::splat(byte)).to_bitmask();
        if found == 0 { None } else { Some(found.trailing_zeros() as usize) }
    }

    /// Returns the number of leading plain bytes (alphanum, `-`, `.`) in sixteen bytes.
    #[inline(always)]
    pub(in crate::scan) fn plain(bytes: &[u8; 16]) -> usize {
        (u32::from(unplain(bytes)) | 1 << 16).trailing_zeros() as usize
    }

    /// Returns the mask of bytes that are not plain in sixteen bytes: bit 0 is the first byte.
    #[inline(always)]
    pub(in crate::scan) fn unplain(bytes: &[u8; 16]) -> u16 {
        !plain_lanes(bytes).to_bitmask() as u16
    }

    /// Returns the lanes that are plain.
    #[inline(always)]
    fn plain_lanes(bytes: &[u8; 16]) -> u8x16 {
        let lanes = u8x16::new(*bytes);
        // The distance of each byte beyond the range from `first` to `last`. Bytes below `first` wrap to a large distance.
        let past = |lanes: u8x16, first: u8, last: u8| (lanes - u8x16::splat(first)).saturating_sub(u8x16::splat(last - first));
        let letters = past(lanes | u8x16::splat(0x20), b'a', b'z');
        // The slash is the only byte in this range that is not plain.
        let others = past(lanes, b'-', b'9').saturating_add(lanes.simd_eq(u8x16::splat(b'/')));
        letters.min(others).simd_eq(u8x16::splat(0))
    }

    /// Whether all of `bytes`, at least sixteen, are plain.
    #[inline(always)]
    pub(in crate::scan) fn all_plain(bytes: &[u8]) -> bool {
        let (blocks, rest) = bytes.as_chunks::<16>();
        let found = blocks.iter().fold(u8x16::splat(0xFF), |found, block| found & plain_lanes(block));
        match bytes.last_chunk() {
            // The last sixteen bytes, which overlap the blocks compared before.
            Some(last) if !rest.is_empty() => (found & plain_lanes(last)).to_bitmask() == 0xFFFF,
            _ => found.to_bitmask() == 0xFFFF,
        }
    }

    /// Returns the mask of hyphens and dots in sixteen plain bytes: bit 0 is the first byte.
    #[inline(always)]
    pub(in crate::scan) fn label_marks(bytes: &[u8; 16]) -> u16 {
        // All other plain bytes are greater.
        i8x16::new(bytes.map(u8::cast_signed)).simd_lt(i8x16::splat(b'0'.cast_signed())).to_bitmask() as u16
    }

    /// Returns the mask of `mark` in sixteen bytes: bit 0 is the first byte.
    #[inline(always)]
    pub(in crate::scan) fn marks(bytes: &[u8; 16], mark: u8) -> u16 {
        u8x16::new(*bytes).simd_eq(u8x16::splat(mark)).to_bitmask() as u16
    }

    /// Whether any of the bytes of a block is `mark`.
    #[inline(always)]
    pub(in crate::scan) fn any_marks(block: &[u8; BLOCK], mark: u8) -> bool {
        let found = block
            .as_chunks::<16>()
            .0
            .iter()
            .fold(u8x16::splat(0), |found, sixteen| found | u8x16::new(*sixteen).simd_eq(u8x16::splat(mark)));
        found.to_bitmask() != 0
    }

    /// Returns the mask of list delimiters in sixteen bytes: commas, quotes, backslashes and brackets. Bit 0 is the first byte.
    #[inline(always)]
    pub(in crate::scan) fn list_marks(bytes: &[u8; 16]) -> u16 {
        let lanes = u8x16::new(*bytes);
        // The two angle brackets differ in one bit.
        let brackets = (lanes & u8x16::splat(!2)).simd_eq(u8x16::splat(b'<'));
        let quotes = lanes.simd_eq(u8x16::splat(b'"')) | lanes.simd_eq(u8x16::splat(b'\\'));
        (brackets | quotes | lanes.simd_eq(u8x16::splat(b','))).to_bitmask() as u16
    }

    /// Returns the number of leading bytes that need no escape in a quoted string, without HTAB.
    #[inline(always)]
    pub(in crate::scan) fn unescaped(bytes: &[u8; 16]) -> usize {
        let lanes = u8x16::new(*bytes);
        let wrong = lanes.min(u8x16::splat(0x1F)).simd_eq(lanes)
            | lanes.simd_eq(u8x16::splat(b'"'))
            | lanes.simd_eq(u8x16::splat(b'\\'))
            | lanes.simd_eq(u8x16::splat(0x7F));
        (wrong.to_bitmask() | 1 << 16).trailing_zeros() as usize
    }

    /// Returns the number of leading bytes above SP.
    #[inline(always)]
    pub(in crate::scan) fn visible(bytes: &[u8; 16]) -> usize {
        let lanes = u8x16::new(*bytes);
        let wrong = lanes.min(u8x16::splat(b' ')).simd_eq(lanes);
        (wrong.to_bitmask() | 1 << 16).trailing_zeros() as usize
    }
}

#[cfg(any(test, not(any(target_feature = "sse2", target_feature = "neon", target_feature = "simd128"))))]
mod by_words {
    use super::{BLOCK, HIGH_BITS, LOW_BITS};
    use crate::chars;

    /// Returns the mask of control bytes (00-1F or 7F) in a block: bit 0 is the first byte.
    pub(in crate::scan) fn controls(block: &[u8; BLOCK]) -> u64 {
        /// Multiplying by this gathers bit 7 of each byte in the highest byte, in order.
        const GATHER: u64 = 0x0002_0408_1020_4081;
        let mut mask = 0;
        for (place, word) in block.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let low = word & !HIGH_BITS;
            // No byte carries into the next: 7F + 60 and 7F + 01 are below 100.
            let at_least_sp = low.wrapping_add(LOW_BITS * 0x60);
            let is_del = low.wrapping_add(LOW_BITS) & !word;
            let found = (!(at_least_sp | word) | is_del) & HIGH_BITS;
            mask |= (found.wrapping_mul(GATHER) >> 56) << (8 * place);
        }
        mask
    }

    /// Whether any of sixteen bytes is a control byte.
    pub(in crate::scan) fn has_controls(bytes: &[u8; 16]) -> bool {
        bytes.iter().any(u8::is_ascii_control)
    }

    /// Returns the offset of the first `byte` in sixteen bytes.
    pub(in crate::scan) fn first(byte: u8, bytes: &[u8; 16]) -> Option<usize> {
        bytes.iter().position(|&b| b == byte)
    }

    /// Returns the number of leading plain bytes (alphanum, `-`, `.`) in sixteen bytes.
    pub(in crate::scan) fn plain(bytes: &[u8; 16]) -> usize {
        bytes.iter().take_while(|&&b| chars::is(b, chars::HOST)).count()
    }

    /// Returns the mask of bytes that are not plain in sixteen bytes: bit 0 is the first byte.
    pub(in crate::scan) fn unplain(bytes: &[u8; 16]) -> u16 {
        bytes.iter().rev().fold(0, |mask, &b| mask << 1 | u16::from(!chars::is(b, chars::HOST)))
    }

    /// Returns the mask of hyphens and dots in sixteen plain bytes: bit 0 is the first byte.
    pub(in crate::scan) fn label_marks(bytes: &[u8; 16]) -> u16 {
        bytes.iter().rev().fold(0, |found, &b| found << 1 | u16::from(matches!(b, b'-' | b'.')))
    }

    /// Whether all of `bytes`, at least sixteen, are plain.
    pub(in crate::scan) fn all_plain(bytes: &[u8]) -> bool {
        bytes.iter().all(|&b| chars::is(b, chars::HOST))
    }

    /// Returns the mask of `mark` in sixteen bytes: bit 0 is the first byte.
    pub(in crate::scan) fn marks(bytes: &[u8; 16], mark: u8) -> u16 {
        bytes.iter().rev().fold(0, |found, &b| found << 1 | u16::from(b == mark))
    }

    /// Whether any of the bytes of a block is `mark`.
    pub(in crate::scan) fn any_marks(block: &[u8; BLOCK], mark: u8) -> bool {
        block.contains(&mark)
    }

    /// Returns the mask of list delimiters in sixteen bytes: commas, quotes, backslashes and brackets. Bit 0 is the first byte.
    pub(in crate::scan) fn list_marks(bytes: &[u8; 16]) -> u16 {
        bytes.iter().rev().fold(0, |found, b| found << 1 | u16::from(b",<>\"\\".contains(b)))
    }

    /// Returns the number of leading bytes that need no escape in a quoted string, without HTAB.
    pub(in crate::scan) fn unescaped(bytes: &[u8; 16]) -> usize {
        bytes.iter().take_while(|&&b| b != b'\t' && chars::is(b, chars::QDTEXT)).count()
    }

    /// Returns the number of leading bytes above SP.
    pub(in crate::scan) fn visible(bytes: &[u8; 16]) -> usize {
        bytes.iter().take_while(|&&b| b > b' ').count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars;

    #[test]
    fn every_byte_is_a_control_byte_or_none() {
        for b in 0..=255u8 {
            for place in 0..BLOCK {
                let mut block = core::array::from_fn(|i| [0x80, 0xFF, b' ', 0x7E, b'a', 0xA0][i % 6]);
                block[place] = b;
                let expected = if b < 0x20 || b == 0x7F { 1 << place } else { 0 };
                assert_eq!((controls(&block), by_words::controls(&block)), (expected, expected), "{b:#x} at {place}");
            }
        }
    }

    #[test]
    fn every_byte_is_plain_or_not_as_the_table_has_it() {
        for b in 0..=255u8 {
            for place in 0..16 {
                let mut bytes: [u8; 16] = *b"azAZ09-.mM5BxY.-";
                bytes[place] = b;
                assert_eq!(plain(&bytes), by_words::plain(&bytes), "{b:#x} at {place}");
                assert_eq!(unplain(&bytes), by_words::unplain(&bytes), "{b:#x} at {place}");
                assert_eq!(all_plain(&bytes), by_words::all_plain(&bytes), "{b:#x} at {place}");
                assert_eq!(list_marks(&bytes), by_words::list_marks(&bytes), "{b:#x} at {place}");
                assert_eq!(marks(&bytes, b'.'), by_words::marks(&bytes, b'.'), "{b:#x} at {place}");
                if chars::is(b, chars::HOST) {
                    assert_eq!(label_marks(&bytes), by_words::label_marks(&bytes), "{b:#x} at {place}");
                }
                assert_eq!(unescaped(&bytes), by_words::unescaped(&bytes), "{b:#x} at {place}");
                assert_eq!(has_controls(&bytes), by_words::has_controls(&bytes), "{b:#x} at {place}");
                assert_eq!(visible(&bytes), by_words::visible(&bytes), "{b:#x} at {place}");
                assert_eq!(first(b'-', &bytes), by_words::first(b'-', &bytes), "{b:#x} at {place}");
            }
        }
    }

    #[test]
    fn a_mark_is_found_wherever_it_is() {
        for place in 0..BLOCK {
            let mut block = [b'-'; BLOCK];
            assert!(!any_marks(&block, b',') && !by_words::any_marks(&block, b','));
            block[place] = b',';
            assert!(any_marks(&block, b',') && by_words::any_marks(&block, b','), "{place}");
        }
    }

    #[test]
    fn no_byte_of_many_is_left_out() {
        for length in 16..80 {
            let mut bytes = alloc::vec![b'a'; length];
            assert!(all_plain(&bytes));
            for place in 0..length {
                bytes[place] = b'/';
                assert!(!all_plain(&bytes), "{place} of {length}");
                bytes[place] = b'9';
            }
        }
    }

    #[test]
    fn eight_to_fifteen_bytes_fill_sixteen_lanes() {
        assert_eq!(overlapping(b"01234567").as_ref(), Some(b"0123456701234567"));
        assert_eq!(overlapping(b"0123456789ABCDE").as_ref(), Some(b"01234567789ABCDE"));
        assert_eq!(overlapping(b"0123456"), None);
    }
}
