//! Numbers of a few digits, read by words in place of byte by byte.

/// The number that four digits write. `None` where a byte is none.
#[inline(always)]
pub(crate) fn four_digits(bytes: &[u8; 4]) -> Option<u32> {
    let digits = u32::from_le_bytes(*bytes) ^ 0x3030_3030;
    // A digit is below 10, so that 76 more leaves the highest bit alone.
    if (digits | digits.wrapping_add(0x7676_7676)) & 0x8080_8080 != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF;
    Some((pairs * 100 + (pairs >> 16)) & 0xFFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn four_digits_are_a_number_and_nothing_else_is() {
        for number in 0..10_000 {
            assert_eq!(four_digits(format!("{number:04}").as_bytes().first_chunk().unwrap()), Some(number));
        }
        for place in 0..4 {
            for byte in (0..=255u8).filter(|byte| !byte.is_ascii_digit()) {
                let mut bytes = *b"0999";
                bytes[place] = byte;
                assert_eq!(four_digits(&bytes), None, "{bytes:?}");
            }
        }
    }
}
