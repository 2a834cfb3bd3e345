//! The hash table of the names in the registry.
//!
//! The hash combines the length of a name and its first and last eight bytes. The table is built at compile time. No two names of the
//! registry share a slot (checked below), so that one comparison suffices.

use super::known::{COUNT, HeaderId, SPELLINGS};

const SLOT_BITS: u32 = 10;
/// Found by trial: with these numbers, no two names collide.
const ROTATION: u32 = 45;
const MULTIPLIER: u64 = 0x01ED_75C9_048E_B9E9;
/// The case bit of each byte. Setting it makes two bytes equal only if they are the same letter, or if one is a control byte or does not
/// occur in names of the registry.
const CASE_BITS: u64 = 0x2020_2020_2020_2020;
const LONGEST: usize = 32;

/// The first and the last eight bytes of `name`, which overlap in names under sixteen bytes. Little-endian, padded with zeros.
#[inline(always)]
const fn ends(name: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let mut word = 0;
    let mut i = name.len();
    while i > 0 {
        i -= 1;
        word = word << 8 | name[i] as u64;
    }
    (word, word)
}

/// The slot of a name in [`TABLE`], by its length and its case-folded ends.
#[inline(always)]
const fn slot(length: usize, first: u64, last: u64) -> usize {
    let mixed = first.wrapping_add(length as u64) ^ last.rotate_left(ROTATION);
    (mixed.wrapping_mul(MULTIPLIER) >> (u64::BITS - SLOT_BITS)) as usize
}

/// The index in [`ENTRIES`] of each slot: 0 for an empty one.
static TABLE: [u8; 1 << SLOT_BITS] = {
    let mut table = [0; 1 << SLOT_BITS];
    let mut i = 1;
    while i < ENTRIES.len() {
        let entry = &ENTRIES[i];
        let slot = slot(entry.length as usize, entry.first, entry.last);
        assert!(table[slot] == 0, "two names share a slot: choose other numbers");
        table[slot] = i as u8;
        i += 1;
    }
    table
};

/// The data that a name is compared with: its case-folded ends.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Entry {
    first: u64,
    last: u64,
    length: u8,
    id: u8,
}

impl Entry {
    /// An entry that equals no name, because all case-folded ends have the case bits.
    const NONE: Entry = Entry { first: 0, last: 0, length: 0, id: u8::MAX };

    const fn new(name: &[u8], id: u8) -> Self {
        assert!(name.len() <= LONGEST);
        let mut i = 0;
        while i < name.len() {
            assert!(
                name[i].is_ascii_alphanumeric() || name[i] == b'-',
                "another byte may be the same as one of a name without its bit of case"
            );
            i += 1;
        }
        let (first, last) = ends(name);
        Entry { first: first | CASE_BITS, last: last | CASE_BITS, length: name.len() as u8, id }
    }
}

const COMPACT_COUNT: usize = {
    let (mut count, mut i) = (0, 0);
    while i < COUNT {
        if !SPELLINGS[i].1.is_empty() {
            count += 1;
        }
        i += 1;
    }
    count
};

static ENTRIES: [Entry; 1 + COUNT + COMPACT_COUNT] = {
    let mut entries = [Entry::NONE; 1 + COUNT + COMPACT_COUNT];
    let (mut i, mut compact) = (0, 1 + COUNT);
    while i < COUNT {
        entries[1 + i] = Entry::new(SPELLINGS[i].0.as_bytes(), i as u8);
        if !SPELLINGS[i].1.is_empty() {
            entries[compact] = Entry::new(SPELLINGS[i].1.as_bytes(), i as u8);
            compact += 1;
        }
        i += 1;
    }
    entries
};

/// Returns the id of a name in the registry, in any case, long or compact.
#[inline]
pub(crate) const fn lookup(name: &[u8]) -> Option<HeaderId> {
    let (first, last) = ends(name);
    let HeaderId(id) = only(name.len(), first, last);
    if id as usize >= COUNT {
        return None;
    }
    let (long, compact) = SPELLINGS[id as usize];
    let is_it = name.eq_ignore_ascii_case(long.as_bytes()) || name.eq_ignore_ascii_case(compact.as_bytes());
    if is_it { Some(HeaderId(id)) } else { None }
}

/// Looks up the first `length` bytes of sixteen bytes of a row. The name has at most sixteen bytes and no control bytes. Returns
/// [`HeaderId::OTHER`] if the name is not in the registry.
#[inline(always)]
pub(crate) fn lookup_in_lanes(lanes: &[u8; 16], length: usize) -> HeaderId {
    // Reuses the low half of the loaded bytes.
    let first = u128::from_le_bytes(*lanes) as u64;
    match lanes.get(..length).and_then(|name| name.last_chunk()) {
        Some(last) => only(length, first, u64::from_le_bytes(*last)),
        None => {
            let word = first & !(u64::MAX << (8 * length % 64));
            only(length, word, word)
        }
    }
}

/// Returns the only name of the registry with this length and these ends. The caller must ensure that the ends cover the whole name, and
/// that
/// no byte is a control byte.
#[inline(always)]
const fn only(length: usize, first: u64, last: u64) -> HeaderId {
    let (first, last) = (first | CASE_BITS, last | CASE_BITS);
    let entry = &ENTRIES[TABLE[slot(length, first, last)] as usize];
    if entry.first == first && entry.last == last && entry.length as usize == length { HeaderId(entry.id) } else { HeaderId::OTHER }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::HeaderName;

    #[test]
    fn every_name_is_found_in_any_case() {
        let mut name = [0; LONGEST];
        for known in HeaderName::known() {
            for spelling in [Some(known.as_str()), known.compact()].into_iter().flatten() {
                for change in [u8::to_ascii_lowercase, u8::to_ascii_uppercase] {
                    let name = &mut name[..spelling.len()];
                    name.iter_mut().zip(spelling.bytes()).for_each(|(to, from)| *to = change(&from));
                    assert_eq!(lookup(name), Some(known.id()), "{spelling}");
                    if let Some(lanes) = [&name[..], b": value of a row".as_slice()].concat().first_chunk()
                        && name.len() <= 16
                    {
                        assert_eq!(lookup_in_lanes(lanes, name.len()), known.id(), "{spelling}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_name_with_one_byte_changed_is_another() {
        for known in HeaderName::known() {
            let mut name = [0; LONGEST];
            let name = &mut name[..known.as_str().len()];
            name.copy_from_slice(known.as_str().as_bytes());
            for i in 0..name.len() {
                for byte in 0..=255 {
                    let was = core::mem::replace(&mut name[i], byte);
                    let naive = SPELLINGS
                        .iter()
                        .any(|(long, compact)| name.eq_ignore_ascii_case(long.as_bytes()) || name.eq_ignore_ascii_case(compact.as_bytes()));
                    assert_eq!(lookup(name).is_some(), naive, "{name:?}");
                    if let Some(lanes) = [&name[..], b": value of a row".as_slice()].concat().first_chunk()
                        && name.len() <= 16
                        && byte >= b' '
                    {
                        assert_eq!(lookup_in_lanes(lanes, name.len()) != HeaderId::OTHER, naive, "{name:?}");
                    }
                    name[i] = was;
                }
            }
        }
    }

    #[test]
    fn near_misses_are_other_names() {
        for name in ["", "Vi", "Viaa", "To\u{1}", "-", "Content-Lengt", "Content-Length2", "Contentxlength", "\rontact", "w"] {
            assert_eq!(lookup(name.as_bytes()), None, "{name:?}");
        }
    }
}
