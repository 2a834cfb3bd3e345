//! Numbers in decimal digits.

/// The smallest number with more than eight digits.
pub(super) const LONG: u64 = 100_000_000;

/// Returns the digits of a number below [`LONG`], and their count. The bytes behind them are unspecified.
#[inline(always)]
pub(super) fn digits(number: u32) -> ([u8; 8], usize) {
    // Converts all digits at once: halves, pairs and digits in the lanes of a word, the first digit in the lowest lane.
    let halves = u64::from(number / 10_000) | u64::from(number % 10_000) << 32;
    let hundreds = ((halves * 5243) >> 19) & 0x0000_007F_0000_007F;
    let pairs = hundreds | (halves - hundreds * 100) << 16;
    let tens = ((pairs * 103) >> 10) & 0x000F_000F_000F_000F;
    let digits = tens | (pairs - tens * 10) << 8;
    // The last digit counts even if it is 0.
    let zeros = (digits | 1 << 56).trailing_zeros() / 8;
    (((digits + 0x3030_3030_3030_3030) >> (8 * zeros)).to_le_bytes(), 8 - zeros as usize)
}

/// Writes a number of up to eight digits. Returns `false` and writes nothing if the number does not fill `place` exactly.
#[inline]
pub(crate) fn put_digits(number: u32, place: &mut [u8]) -> bool {
    if u64::from(number) >= LONG {
        return false;
    }
    let (digits, length) = digits(number);
    let fits = place.len() == length;
    if fits {
        place.copy_from_slice(&digits[..length]);
    }
    fits
}

/// Returns an IPv4 address as text, and its length. The bytes behind it are unspecified.
#[inline]
pub(super) fn dotted(octets: [u8; 4]) -> ([u8; 16], usize) {
    let (mut text, mut bits) = (0, 0);
    for octet in octets {
        // After three octets there is room for the fourth.
        text |= u128::from(u32::from_le_bytes(OCTETS[usize::from(octet)])) << bits;
        bits += 16 + 8 * u32::from(octet >= 10) + 8 * u32::from(octet >= 100);
    }
    // Without the last dot.
    (text.to_le_bytes(), bits as usize / 8 - 1)
}

/// Each octet as text with a dot.
static OCTETS: [[u8; 4]; 256] = {
    let mut octets = [[0; 4]; 256];
    let mut octet = 0;
    while octet < 256 {
        let [hundreds, tens, ones] = [b'0' + (octet / 100) as u8, b'0' + (octet / 10 % 10) as u8, b'0' + (octet % 10) as u8];
        octets[octet] = match octet {
            0..10 => [ones, b'.', 0, 0],
            10..100 => [tens, ones, b'.', 0],
            _ => [hundreds, tens, ones, b'.'],
        };
        octet += 1;
    }
    octets
};

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use core::net::Ipv4Addr;

    #[test]
    fn digits_are_those_that_the_library_prints() {
        let edges = (0..8).flat_map(|zeros| [10u32.pow(zeros) - 1, 10u32.pow(zeros), 10u32.pow(zeros) + 1]);
        for number in (0..100_000).chain((0..LONG as u32).step_by(9_973)).chain(edges) {
            let (digits, length) = digits(number);
            assert_eq!(&digits[..length], number.to_string().as_bytes());
        }
    }

    #[test]
    fn digits_are_put_where_they_fit() {
        let mut place = *b"12345";
        assert!(put_digits(70_000, &mut place) && &place == b"70000");
        for number in [0, 9_999, 100_000, 100_000_000, u32::MAX] {
            assert!(!put_digits(number, &mut place) && &place == b"70000", "{number}");
        }
    }

    #[test]
    fn addresses_are_those_that_the_library_prints() {
        for octet in 0..=255 {
            for octets in [[octet; 4], [octet, 1, 10, 255], [1, 20, octet, 9]] {
                let (text, length) = dotted(octets);
                assert_eq!(&text[..length], Ipv4Addr::from(octets).to_string().as_bytes());
            }
        }
    }
}
