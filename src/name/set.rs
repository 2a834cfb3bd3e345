//! Sets of header names.

use super::known::HeaderId;

/// A set of names of the registry.
#[derive(Clone, Copy, Default)]
pub(crate) struct NameSet([u64; 4]);

impl NameSet {
    /// Adds a name. Returns whether the set already contained it.
    #[inline]
    pub(crate) const fn put(&mut self, id: HeaderId) -> bool {
        let (word, bit) = (&mut self.0[(id.0 >> 6) as usize], 1 << (id.0 & 63));
        let was_there = *word & bit != 0;
        *word |= bit;
        was_there
    }

    /// Returns the set of these names.
    pub(crate) const fn of(ids: &[HeaderId]) -> Self {
        let mut set = Self([0; 4]);
        let mut i = 0;
        while i < ids.len() {
            set.put(ids[i]);
            i += 1;
        }
        set
    }

    /// Whether the set contains the name.
    #[inline]
    pub(crate) const fn has(&self, id: HeaderId) -> bool {
        self.0[(id.0 >> 6) as usize] & 1 << (id.0 & 63) != 0
    }

    /// Whether the set is empty.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.0[0] | self.0[1] | self.0[2] | self.0[3] == 0
    }

    /// Returns the names that are in both sets.
    #[inline]
    pub(crate) const fn and(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]])
    }

    /// Returns the names that are in either set.
    #[inline]
    pub(crate) const fn or(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]])
    }

    /// Returns the names of this set that are not in the other.
    #[inline]
    pub(crate) const fn without(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] & !b[0], a[1] & !b[1], a[2] & !b[2], a[3] & !b[3]])
    }
}
