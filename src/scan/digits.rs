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

/// The groups of an IPv6 address that is written in hexadecimal digits alone, if `bytes` are one. An IPv4 address at its end is left to
/// others.
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
        // At least one group is left out.
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
    use core::net::Ipv6Addr;
    use proptest::prelude::*;

    proptest! {
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
