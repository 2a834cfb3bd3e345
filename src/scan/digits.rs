//! Parses short numbers by words instead of byte by byte.

/// Parses four digits. Returns `None` if a byte is no digit.
#[inline(always)]
pub(crate) fn four_digits(bytes: &[u8; 4]) -> Option<u32> {
    let digits = u32::from_le_bytes(*bytes) ^ 0x3030_3030;
    // A digit is below 10, so that adding 76 does not set the highest bit.
    if (digits | digits.wrapping_add(0x7676_7676)) & 0x8080_8080 != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF;
    Some((pairs * 100 + (pairs >> 16)) & 0xFFFF)
}

/// Parses an IPv4 address into its octets.
///
/// ```text
/// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet   ; RFC 5954: no leading zeros
/// ```
#[inline]
pub(crate) fn ipv4_octets(bytes: &[u8]) -> Option<[u8; 4]> {
    let (a, rest) = octet_before_dot(bytes)?;
    let (b, rest) = octet_before_dot(rest)?;
    let (c, rest) = octet_before_dot(rest)?;
    let d = match *rest {
        [hundreds, tens, ones] => three_digits(hundreds, tens, ones)?,
        [tens, ones] => two_digits(tens, ones)?,
        [ones] => one_digit(ones)?,
        _ => return None,
    };
    Some([a, b, c, d])
}

/// Parses the number before a dot among the first bytes of `input`, and returns the rest behind the dot.
#[inline(always)]
fn octet_before_dot(input: &[u8]) -> Option<(u8, &[u8])> {
    if let [hundreds, tens, ones, b'.', rest @ ..] = input
        && let Some(octet) = three_digits(*hundreds, *tens, *ones)
    {
        return Some((octet, rest));
    }
    match input {
        [ones, b'.', rest @ ..] => Some((one_digit(*ones)?, rest)),
        [tens, ones, b'.', rest @ ..] => Some((two_digits(*tens, *ones)?, rest)),
        _ => None,
    }
}

/// ```text
/// dec-octet = DIGIT / %x31-39 DIGIT / "1" 2DIGIT / "2" %x30-34 DIGIT / "25" %x30-35
/// ```
#[inline(always)]
fn three_digits(hundreds: u8, tens: u8, ones: u8) -> Option<u8> {
    if !matches!((hundreds, tens, ones), (b'1'..=b'9', b'0'..=b'9', b'0'..=b'9')) {
        return None;
    }
    // The value of each digit is its byte minus that of `0`.
    let octet = u32::from(hundreds) * 100 + u32::from(tens) * 10 + u32::from(ones) - u32::from(b'0') * 111;
    u8::try_from(octet).ok()
}

#[inline(always)]
fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    matches!((tens, ones), (b'1'..=b'9', b'0'..=b'9')).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

#[inline(always)]
fn one_digit(ones: u8) -> Option<u8> {
    ones.is_ascii_digit().then(|| ones - b'0')
}

/// Parses an IPv6 address in hexadecimal groups. Returns `None` if the address ends in an IPv4 address, which the caller parses.
#[inline]
pub(crate) fn ipv6_groups(bytes: &[u8]) -> Option<[u16; 8]> {
    let (mut groups, mut count, mut gap) = ([0; 8], 0, None);
    let mut rest = bytes;
    if let [b':', b':', behind @ ..] = rest {
        (gap, rest) = (Some(0), behind);
    }
    while !rest.is_empty() || gap.is_none() {
        let group = groups.get_mut(count)?;
        let mut digits = 0;
        while let Some(digit) = rest.first().and_then(|b| hex(*b)) {
            *group = *group << 4 | digit;
            (digits, rest) = (digits + 1, &rest[1..]);
        }
        if !(1..=4).contains(&digits) {
            return None;
        }
        count += 1;
        rest = match (rest, gap) {
            ([], _) => break,
            ([b':', b':', behind @ ..], None) => {
                gap = Some(count);
                behind
            }
            ([b':', behind @ ..], _) if !behind.is_empty() => behind,
            _ => return None,
        };
    }
    match gap {
        None => (count == 8).then_some(groups),
        // `::` replaces at least one group.
        Some(_) if count == 8 => None,
        Some(gap) => {
            groups[gap..].rotate_right(8 - count);
            Some(groups)
        }
    }
}

#[inline(always)]
fn hex(byte: u8) -> Option<u16> {
    match byte {
        b'0'..=b'9' => Some(u16::from(byte - b'0')),
        b'a'..=b'f' | b'A'..=b'F' => Some(u16::from((byte | 0x20) - b'a' + 10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use core::net::{Ipv4Addr, Ipv6Addr};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn octets_are_those_of_an_address(text in "([0-9]{1,3}[.]){3}[0-9]{1,3}|([0-9]{0,4}[.x]?){0,5}") {
            prop_assert_eq!(ipv4_octets(text.as_bytes()).map(Ipv4Addr::from), text.parse().ok(), "{}", text);
        }

        #[test]
        fn groups_are_those_of_an_address(text in "([0-9a-fA-F]{0,5}:{0,3}){0,9}|[0-9a-f:.x]{0,12}") {
            let naive = text.parse::<Ipv6Addr>().ok().filter(|_| !text.contains('.'));
            prop_assert_eq!(ipv6_groups(text.as_bytes()).map(Ipv6Addr::from), naive, "{}", text);
        }

        #[test]
        fn groups_are_read_as_they_are_written(groups in proptest::array::uniform8(prop_oneof![Just(0u16), any::<u16>()])) {
            let text = format!("{}", Ipv6Addr::from(groups));
            prop_assert!(text.contains('.') || ipv6_groups(text.as_bytes()) == Some(groups), "{}", text);
        }
    }

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
