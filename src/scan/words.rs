//! Compares names by words instead of byte by byte.

/// Whether `bytes` equal `name` without regard to case, if neither contains a control byte. Under that condition, setting bit 5 of each
/// byte
/// maps only capital letters to other bytes.
#[inline(always)]
pub(crate) fn same_name<const N: usize>(bytes: &[u8], name: &[u8; N]) -> bool {
    const CASE: u64 = 0x2020_2020_2020_2020;
    if bytes.len() != N {
        return false;
    }
    // The two loads of each pair overlap, so that they cover all bytes.
    if let (Some(a), Some(b), Some(c), Some(d)) = (bytes.first_chunk(), bytes.last_chunk(), name.first_chunk(), name.last_chunk()) {
        let differ = |a: &[u8; 8], b: &[u8; 8]| (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)) & !CASE;
        const { assert!(N <= 16, "two words hold the name") };
        return differ(a, c) | differ(b, d) == 0;
    }
    if let (Some(a), Some(b), Some(c), Some(d)) = (bytes.first_chunk(), bytes.last_chunk(), name.first_chunk(), name.last_chunk()) {
        let differ = |a: &[u8; 4], b: &[u8; 4]| (u32::from_le_bytes(*a) ^ u32::from_le_bytes(*b)) & !(CASE as u32);
        return differ(a, c) | differ(b, d) == 0;
    }
    bytes.iter().zip(name).all(|(a, b)| (a ^ b) & !(CASE as u8) == 0)
}

/// Whether `word` equals `name`, three lower-case letters and a final byte, without regard to case.
#[inline(always)]
pub(crate) fn same_word(word: &[u8; 4], name: &[u8; 4]) -> bool {
    const CASE: u32 = u32::from_le_bytes(*b"\x20\x20\x20\0");
    u32::from_le_bytes(*word) | CASE == u32::from_le_bytes(*name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn differs_as_it_should<const N: usize>(name: &[u8; N]) {
        for place in 0..N {
            for byte in (0x20..=0xFF).filter(|&byte| byte != 0x7F) {
                let mut other = *name;
                other[place] = byte;
                assert_eq!(same_name(&other, name), other.eq_ignore_ascii_case(name), "{other:?}");
            }
        }
        let longer: Vec<u8> = name.iter().copied().chain([b'a']).collect();
        assert!(!same_name(&longer, name) && !same_name(&name[1..], name));
    }

    #[test]
    fn a_name_with_one_byte_changed_is_another() {
        differs_as_it_should(b"q");
        differs_as_it_should(b"nc");
        differs_as_it_should(b"Ttl");
        differs_as_it_should(b"user");
        differs_as_it_should(b"rport");
        differs_as_it_should(b"received");
        differs_as_it_should(b"username*");
        differs_as_it_should(b"SHA-512-256-sess");
    }

    #[test]
    fn a_word_with_one_byte_changed_is_another() {
        for (place, b) in (0..4).flat_map(|place| (0..=255).map(move |b| (place, b))) {
            let mut word = *b"TaG=";
            word[place] = b;
            let is_same = if place < 3 { b.eq_ignore_ascii_case(&b"tag"[place]) } else { b == b'=' };
            assert_eq!(same_word(&word, b"tag="), is_same, "{word:?}");
        }
    }
}
