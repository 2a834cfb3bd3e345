//! Header field names: the registry as an enum, and the table that finds a name in it.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::chars;
use crate::error::{Expected, ParseError};
use crate::macros::header_registry;

macro_rules! define_names {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        /// A header field name: one of the registry's, or any other token.
        ///
        /// Names are compared without regard to case, and a compact form is the name it stands for (RFC 3261 §7.3.3).
        ///
        /// ```
        /// use sipwire::HeaderName;
        ///
        /// assert_eq!(HeaderName::try_from("v")?, HeaderName::Via);
        /// assert_eq!(HeaderName::try_from("CALL-ID")?.as_str(), "Call-ID");
        /// const MINE: HeaderName = HeaderName::custom("X-Mine");
        /// assert_eq!(HeaderName::try_from("x-mine")?, MINE);
        /// # Ok::<(), sipwire::ParseError>(())
        /// ```
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum HeaderName<'a> {
            $($(#[$doc])* $variant,)*
            /// A name that the registry does not have.
            Other(OtherName<'a>),
        }

        /// Every name of the registry; a name's id is its place here.
        pub(crate) static KNOWN: &[HeaderName<'static>] = &[$(HeaderName::$variant),*];
        const SPELLINGS: &[(&str, &str)] = &[$(($wire, $compact)),*];

        #[allow(non_upper_case_globals, reason = "named after the variants of HeaderName")]
        impl HeaderId {
            $(pub(crate) const $variant: HeaderId = HeaderId(Ids::$variant as u8);)*
        }
        enum Ids { $($variant),* }

        /// Whether a name may stand in one row alone, by its place.
        const SINGLE: &[bool] = &[$(define_names!(@single $card)),*];

        impl HeaderName<'_> {
            /// The name's place in the registry.
            #[inline]
            pub(crate) const fn id(&self) -> HeaderId {
                match self {
                    $(HeaderName::$variant => HeaderId::$variant,)*
                    HeaderName::Other(_) => HeaderId::OTHER,
                }
            }
        }
    };
    (@single single) => { true };
    (@single $list:ident) => { false };
}
header_registry!(define_names);

const COUNT: usize = SPELLINGS.len();
const _: () = assert!(COUNT < HeaderId::OTHER.0 as usize);

/// A name that the registry does not have. Only this crate makes one, so that a known name can't hide in it.
#[derive(Clone, Copy)]
pub struct OtherName<'a>(&'a str);

/// The place of a header in the registry, as errors carry it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HeaderId(u8);

impl HeaderId {
    /// The id of all names that the registry does not have.
    pub(crate) const OTHER: HeaderId = HeaderId(u8::MAX);

    pub(crate) const fn as_u8(self) -> u8 {
        self.0
    }

    pub(crate) const fn from_u8(id: u8) -> Self {
        Self(id)
    }

    /// Whether the header may stand once alone.
    #[inline]
    pub(crate) const fn is_single(self) -> bool {
        (self.0 as usize) < COUNT && SINGLE[self.0 as usize]
    }

    /// The name; `None` for a header that the registry does not have.
    pub fn name(self) -> Option<HeaderName<'static>> {
        KNOWN.get(self.0 as usize).copied()
    }
}

/// Names of the registry.
#[derive(Clone, Copy, Default)]
pub(crate) struct NameSet([u64; 4]);

impl NameSet {
    /// Adds a name, and tells whether it was there.
    #[inline]
    pub(crate) const fn put(&mut self, id: HeaderId) -> bool {
        let (word, bit) = (&mut self.0[(id.0 >> 6) as usize], 1 << (id.0 & 63));
        let was_there = *word & bit != 0;
        *word |= bit;
        was_there
    }
}

impl fmt::Display for HeaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().map_or("unregistered", |name| name.as_str()))
    }
}

impl fmt::Debug for HeaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeaderId({self})")
    }
}

impl<'a> HeaderName<'a> {
    /// The name of a header that this crate does not know. In a constant, what is no token fails to compile.
    ///
    /// A name that the registry does have gives the registry's.
    ///
    /// # Panics
    ///
    /// When `name` is not a token; [`TryFrom`] returns an error in its place.
    pub const fn custom(name: &'a str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a header name is a token");
        let mut i = 0;
        while i < bytes.len() {
            assert!(chars::is(bytes[i], chars::TOKEN), "a header name is a token");
            i += 1;
        }
        match lookup(bytes) {
            Some(id) => KNOWN[id.0 as usize],
            None => HeaderName::Other(OtherName(name)),
        }
    }

    /// The name of a row, out of its id and its bytes, which are a token.
    pub(crate) fn of_row(id: HeaderId, wire: &'a [u8]) -> Self {
        match id.name() {
            Some(name) => name,
            None => HeaderName::Other(OtherName(core::str::from_utf8(wire).unwrap_or_default())),
        }
    }

    /// The name as the registry spells it; as it was written where the registry does not have it.
    #[inline]
    pub const fn as_str(&self) -> &'a str {
        match self {
            HeaderName::Other(other) => other.0,
            known => SPELLINGS[known.id().0 as usize].0,
        }
    }

    /// The compact form, where the registry has one: `v` for Via.
    #[inline]
    pub const fn compact(&self) -> Option<&'static str> {
        match self {
            HeaderName::Other(_) => None,
            known => {
                let compact = SPELLINGS[known.id().0 as usize].1;
                if compact.is_empty() { None } else { Some(compact) }
            }
        }
    }

    /// Whether the header may stand once alone: From, Call-ID, CSeq … A list, and a name that the registry does not have, may have
    /// any number of rows (RFC 3261 §7.3.1).
    pub const fn is_single(&self) -> bool {
        match self {
            HeaderName::Other(_) => false,
            known => SINGLE[known.id().0 as usize],
        }
    }

    /// Every name of the registry.
    pub fn known() -> impl Iterator<Item = HeaderName<'static>> {
        KNOWN.iter().copied()
    }
}

impl PartialEq for HeaderName<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (HeaderName::Other(a), HeaderName::Other(b)) => a.0.eq_ignore_ascii_case(b.0),
            _ => self.id() == other.id(),
        }
    }
}

impl Eq for HeaderName<'_> {}

impl Hash for HeaderName<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
        if let HeaderName::Other(other) = self {
            other.0.bytes().for_each(|b| state.write_u8(b.to_ascii_lowercase()));
        }
    }
}

/// Without regard to case; a compact form equals the name it stands for.
impl PartialEq<&str> for HeaderName<'_> {
    fn eq(&self, other: &&str) -> bool {
        match lookup(other.as_bytes()) {
            Some(id) => self.id() == id,
            None => matches!(self, HeaderName::Other(name) if name.0.eq_ignore_ascii_case(other)),
        }
    }
}

impl fmt::Display for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'a> TryFrom<&'a [u8]> for HeaderName<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        match bytes.iter().position(|&b| !chars::is(b, chars::TOKEN)) {
            None if !bytes.is_empty() => Ok(Self::of_row(lookup(bytes).unwrap_or(HeaderId::OTHER), bytes)),
            place => Err(ParseError::expected(Expected::FieldName, place.unwrap_or(0))),
        }
    }
}

impl<'a> TryFrom<&'a str> for HeaderName<'a> {
    type Error = ParseError;
    fn try_from(name: &'a str) -> Result<Self, ParseError> {
        Self::try_from(name.as_bytes())
    }
}

// ---- the look-up ----
//
// A name is found by its length and its first and last eight bytes, mixed into a slot of a table that is made when the
// crate is compiled. No two names of the registry share a slot (checked below), so that one comparison decides.

const SLOTS: usize = 1024;
/// Found by trying: the multipliers that part all names.
const FIRST_MULTIPLIER: u64 = 0x6149_3FDC_9CF7_9BCD;
const LAST_MULTIPLIER: u64 = 0x58FA_F9F1_404C_A50F;
const CASE_BITS: u64 = 0x2020_2020_2020_2020;
const LONGEST: usize = 32;

#[inline(always)]
/// The first and the last eight bytes of `name`, which overlap in names under sixteen; little endian, filled with zeros.
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

#[inline(always)]
const fn slot(len: usize, first: u64, last: u64) -> usize {
    let mixed = (first | CASE_BITS)
        .wrapping_add(len as u64)
        .wrapping_mul(FIRST_MULTIPLIER)
        .wrapping_add((last | CASE_BITS).wrapping_mul(LAST_MULTIPLIER));
    (mixed >> 54) as usize & (SLOTS - 1)
}

/// 0 for an empty slot, else an index of [`ENTRIES`] and one.
static TABLE: [u8; SLOTS] = {
    let mut table = [0; SLOTS];
    let mut i = 0;
    while i < ENTRIES.len() {
        let entry = &ENTRIES[i];
        let slot = slot(entry.len as usize, entry.first, entry.last);
        assert!(table[slot] == 0, "two names share a slot: choose other multipliers");
        table[slot] = i as u8 + 1;
        i += 1;
    }
    table
};

/// What a name is compared with: its ends in lower case, and which of their bits are case.
#[derive(Clone, Copy)]
struct Entry {
    first: u64,
    last: u64,
    first_case: u64,
    last_case: u64,
    len: u8,
    id: u8,
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

static ENTRIES: [Entry; COUNT + COMPACT_COUNT] = {
    let mut entries = [Entry { first: 0, last: 0, first_case: 0, last_case: 0, len: 0, id: 0 }; COUNT + COMPACT_COUNT];
    let (mut i, mut next) = (0, COUNT);
    while i < COUNT {
        entries[i] = entry(SPELLINGS[i].0.as_bytes(), i as u8);
        if !SPELLINGS[i].1.is_empty() {
            entries[next] = entry(SPELLINGS[i].1.as_bytes(), i as u8);
            next += 1;
        }
        i += 1;
    }
    entries
};

const fn entry(name: &[u8], id: u8) -> Entry {
    assert!(name.len() <= LONGEST);
    let (mut lower, mut case) = ([0; LONGEST], [0; LONGEST]);
    let mut i = 0;
    while i < name.len() {
        lower[i] = name[i].to_ascii_lowercase();
        case[i] = if name[i].is_ascii_alphabetic() { 0x20 } else { 0 };
        i += 1;
    }
    let (first, last) = ends(lower.split_at(name.len()).0);
    let (first_case, last_case) = ends(case.split_at(name.len()).0);
    Entry { first, last, first_case, last_case, len: name.len() as u8, id }
}

/// The registry's id of a name, in any case and in either form.
#[inline]
pub(crate) const fn lookup(name: &[u8]) -> Option<HeaderId> {
    let (first, last) = ends(name);
    lookup_by_ends(name, first, last)
}

/// [`lookup`] of the name that a row begins with: short names are cut out of a whole word.
#[inline(always)]
pub(crate) fn lookup_in_row(row: &[u8], length: usize) -> Option<HeaderId> {
    let name = row.get(..length)?;
    let (first, last) = match row.first_chunk() {
        Some(word) if length < 8 => {
            let word = u64::from_le_bytes(*word) & !(u64::MAX << (8 * length));
            (word, word)
        }
        _ => ends(name),
    };
    lookup_by_ends(name, first, last)
}

/// [`lookup`] of the name that sixteen bytes of a row begin with.
#[inline(always)]
pub(crate) fn lookup_in_lanes(lanes: &[u8; 16], length: usize) -> Option<HeaderId> {
    let name = lanes.get(..length)?;
    let first = u64::from_le_bytes(*lanes.first_chunk()?);
    match name.last_chunk() {
        Some(last) => lookup_by_ends(name, first, u64::from_le_bytes(*last)),
        None => {
            let word = first & !(u64::MAX << (8 * length));
            lookup_by_ends(name, word, word)
        }
    }
}

/// [`lookup`] for whoever has the ends of the name already.
#[inline(always)]
const fn lookup_by_ends(name: &[u8], first: u64, last: u64) -> Option<HeaderId> {
    let place = TABLE[slot(name.len(), first, last)];
    if place == 0 {
        return None;
    }
    let entry = &ENTRIES[place as usize - 1];
    if entry.len as usize == name.len()
        && first | entry.first_case == entry.first
        && last | entry.last_case == entry.last
        && (name.len() <= 16 || middle_is(name, SPELLINGS[entry.id as usize].0.as_bytes()))
    {
        return Some(HeaderId(entry.id));
    }
    None
}

/// Whether the bytes that neither end covers are those of `spelling`, which is as long as `name`.
const fn middle_is(name: &[u8], spelling: &[u8]) -> bool {
    let mut i = 8;
    while i + 8 < name.len() && i < spelling.len() {
        if !name[i].eq_ignore_ascii_case(&spelling[i]) {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_any_case() {
        let mut name = [0; LONGEST];
        for known in HeaderName::known() {
            for spelling in [Some(known.as_str()), known.compact()].into_iter().flatten() {
                for change in [u8::to_ascii_lowercase, u8::to_ascii_uppercase] {
                    let name = &mut name[..spelling.len()];
                    name.iter_mut().zip(spelling.bytes()).for_each(|(to, from)| *to = change(&from));
                    assert_eq!(lookup(name), Some(known.id()), "{spelling}");
                    let row = [&name[..], b": value"].concat();
                    assert_eq!(lookup_in_row(&row, name.len()), Some(known.id()), "{spelling}");
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

    #[test]
    fn singles_are_those_of_the_registry() {
        for name in ["From", "t", "CALL-ID", "CSeq", "Max-Forwards", "l", "Expires", "Subject"] {
            assert!(HeaderName::try_from(name).unwrap().is_single(), "{name}");
        }
        for name in ["Via", "m", "Route", "k", "Allow", "Authorization", "WWW-Authenticate", "Privacy", "X-Other"] {
            assert!(!HeaderName::try_from(name).unwrap().is_single(), "{name}");
        }
    }

    #[test]
    fn other_names_are_compared_without_case() {
        let (a, b) = (HeaderName::try_from("X-Foo").unwrap(), HeaderName::try_from("x-foo").unwrap());
        assert_eq!(a, b);
        assert!(a == "X-FOO" && a != "X-Fo" && HeaderName::Via == "v" && HeaderName::Via != "Route");
        assert!(HeaderName::try_from("X Foo").unwrap_err().offset() == 1 && HeaderName::try_from("").is_err());
        assert_eq!(HeaderName::custom("route"), HeaderName::Route);
    }
}
