//! [`EditScratch`]: the changes of an edit, which do not overlap.

use alloc::vec::Vec;
use core::fmt;

use super::change::{Change, Kind};
use super::list::{List, Place};
use crate::encode::Writer;
use crate::start_line::Span;

/// The memory in which an edit collects its changes. Reuse it for many messages: it keeps its capacity, so that later edits allocate
/// nothing.
///
/// ```
/// use sipwire::{EditScratch, Message};
///
/// let mut scratch = EditScratch::new();
/// for message in [&b"BYE sip:a SIP/2.0\r\n\r\n"[..], b"BYE sip:b SIP/2.0\r\n\r\n"] {
///     let message = Message::parse(message)?;
///     let mut edit = message.edit(&mut scratch);
///     edit.set_uri("sip:c")?;
///     assert_eq!(edit.finish().as_bytes(), b"BYE sip:c SIP/2.0\r\n\r\n");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct EditScratch {
    pub(super) changes: List,
    /// The replacement texts of all changes.
    pub(super) text: Vec<u8>,
}

impl EditScratch {
    /// Returns an empty scratch, without an allocation.
    pub const fn new() -> Self {
        Self { changes: List::new(), text: Vec::new() }
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.changes.clear();
        self.text.clear();
    }

    /// Returns the span of the output of `write`. Discards the output on error.
    #[inline]
    pub(super) fn write(&mut self, write: impl FnOnce(&mut Writer<'_>)) -> Result<Span, crate::encode::BuildError> {
        let start = self.text.len();
        let mut out = Writer::new(&mut self.text);
        write(&mut out);
        match out.error() {
            None => Ok(Span { start: start as u32, end: self.text.len() as u32 }),
            Some(error) => {
                self.text.truncate(start);
                Err(error)
            }
        }
    }

    /// The position of a change in the list. A pushed row precedes rows pushed before it; other changes follow equal ones.
    #[inline]
    fn place_of(&self, change: &Change) -> Place {
        let key = change.key();
        let is_before = |other: &Change| match change.kind {
            Kind::Push => other.key() < key,
            _ => other.key() <= key,
        };
        self.changes.place(is_before)
    }

    /// Fast path: the position of a change that touches no other change, not even at its ends.
    #[inline]
    fn free_place(&self, change: &Change) -> Option<Place> {
        let (place, before, behind) = self.changes.gap(change.start);
        // Changes in the list do not overlap, so that the neighbours suffice.
        let is_free = before.is_none_or(|other| other.end < change.start) && behind.is_none_or(|other| other.start > change.end);
        is_free.then_some(place)
    }

    /// Inserts a change. If it overlaps others, returns the offset of the first byte edited before.
    #[inline]
    pub(super) fn take(&mut self, change: Change) -> Result<(), u32> {
        if let Some(place) = self.free_place(&change) {
            self.changes.insert(place, change);
            return Ok(());
        }
        let place = self.place_of(&change);
        match self.conflict_beside(place, &change, |_| false) {
            Some(at) => Err(at),
            None => {
                self.insert_beside(place, change);
                Ok(())
            }
        }
    }

    /// Returns the offset of the first byte of `change` that was edited before.
    pub(super) fn conflict(&self, change: &Change) -> Option<u32> {
        self.conflict_but(change, |_| false)
    }

    /// As [`conflict`](Self::conflict), ignoring changes that `change` will absorb.
    pub(super) fn conflict_but(&self, change: &Change, is_part: impl Fn(&Change) -> bool) -> Option<u32> {
        if self.free_place(change).is_some() {
            return None;
        }
        self.conflict_beside(self.place_of(change), change, is_part)
    }

    /// Slow path of `conflict` for a change that touches others: compares it with the changes around `place`.
    fn conflict_beside(&self, place: Place, change: &Change, is_part: impl Fn(&Change) -> bool) -> Option<u32> {
        // Changes do not nest, so that the scan can stop at the first change that ends before this one.
        let mut near = self.changes.before(place).filter(|other| !is_part(other));
        let around = near.find(|other| !other.is_insertion() || other.start < change.start).filter(|other| !other.is_insertion());
        if around.is_some_and(|other| other.end > change.start) {
            return Some(change.start);
        }
        let mut here = self.changes.before(place).take_while(|other| other.is_insertion() && other.start == change.start);
        let behind = self.changes.from(place);
        if change.is_insertion() {
            let removes = |other: &Change| other.removes(change.start, change.start);
            let is_taken = match change.kind {
                // An empty value.
                Kind::Value => {
                    let mut behind = behind.take_while(|other| other.start == change.start);
                    here.any(|other| other.kind == Kind::Value) || around.is_some_and(removes) || behind.any(removes)
                }
                Kind::AddedParam => {
                    around.is_some_and(|other| other.end == change.start && other.takes_value())
                        || here.any(|other| other.kind == Kind::AddedParam && self.has_same_name(change, other))
                }
                _ => false,
            };
            return is_taken.then_some(change.start);
        }
        let takes_empty = |other: &Change| other.kind == Kind::Value && change.removes(other.start, other.end);
        if here.any(takes_empty) {
            return Some(change.start);
        }
        let is_taken = |other: &Change| match other.kind {
            Kind::AddedParam if other.start == change.end => change.takes_value(),
            _ if other.start == change.end => takes_empty(other) && other.is_insertion(),
            _ => !other.is_framing() && !is_part(other),
        };
        behind.take_while(|other| other.start <= change.end).find(|other| is_taken(other)).map(|other| other.start)
    }

    /// Whether both changes set the same parameter.
    fn has_same_name(&self, a: &Change, b: &Change) -> bool {
        let name = |change: &Change| change.text.of(&self.text).get(1..1 + usize::from(change.name_length)).unwrap_or_default();
        name(a).eq_ignore_ascii_case(name(b))
    }

    /// Inserts a change without conflicts. Normalised framing inside of it is removed.
    pub(super) fn insert(&mut self, change: Change) {
        if let Some(place) = self.free_place(&change) {
            return self.changes.insert(place, change);
        }
        self.insert_beside(self.place_of(&change), change);
    }

    /// Slow path of `insert` for a change that touches others.
    fn insert_beside(&mut self, place: Place, change: Change) {
        self.changes.remove(place, |other| other.is_framing() && other.start < change.end, |_| true);
        self.changes.insert(place, change);
    }

    /// Inserts a change in place of those that it absorbs.
    pub(super) fn insert_for(&mut self, change: Change, is_part: impl Fn(&Change) -> bool) {
        let place = self.changes.place(|other| other.start < change.start);
        self.changes.remove(place, |other| other.start <= change.end, is_part);
        self.insert(change);
    }

    /// Whether a change of its row removes the value from `start` to `end`.
    pub(super) fn is_removed(&self, start: u32, end: u32) -> bool {
        let mut before = self.changes.before(self.changes.place(|change| change.start <= start));
        let around = before.find(|change| !change.is_insertion() || change.start < start);
        around.is_some_and(|change| change.removes(start, end))
    }

    /// Iterates over the changes that begin from `start` to `end`, inclusive.
    pub(super) fn beginning(&self, start: usize, end: usize) -> impl Iterator<Item = &Change> {
        let place = self.changes.place(|change| (change.start as usize) < start);
        self.changes.from(place).take_while(move |change| change.start as usize <= end)
    }

    /// Returns the last change that begins before an offset.
    pub(super) fn last_before(&self, place: usize) -> Option<&Change> {
        self.changes.gap(place as u32).1
    }

    /// Iterates over the changes between two offsets.
    #[inline]
    pub(super) fn between(&self, start: u32, end: u32) -> impl Iterator<Item = &Change> {
        let first = self.changes.place(|change| change.end <= start);
        self.changes.from(first).take_while(move |change| change.start < end)
    }
}

/// Shows sizes only, because inserted text may be secret.
impl fmt::Debug for EditScratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EditScratch({} changes, {} bytes)", self.changes.len(), self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::HeaderId;
    use proptest::prelude::*;

    const KINDS: [Kind; 10] = [
        Kind::Push,
        Kind::Append,
        Kind::AddedParam,
        Kind::Param,
        Kind::Value,
        Kind::Removed,
        Kind::RemovedLast,
        Kind::RemovedRow,
        Kind::LineEnd,
        Kind::Framing,
    ];

    proptest! {
        #[test]
        fn a_place_that_nothing_touches_is_the_one_that_a_look_at_all_finds(changes in proptest::collection::vec((0u32..40, 0u32..4, 0usize..10), 0..20)) {
            let mut scratch = EditScratch::new();
            for (start, length, kind) in changes {
                let kind = KINDS[kind];
                let length = if matches!(kind, Kind::Push | Kind::Append | Kind::AddedParam | Kind::LineEnd) { 0 } else { length };
                let change = Change { start, end: start + length, before: 0, text: Span::default(), kind, id: HeaderId::Via, name_length: 0 };
                let conflict = scratch.conflict_beside(scratch.place_of(&change), &change, |_| false);
                if let Some(place) = scratch.free_place(&change) {
                    prop_assert_eq!((conflict, place), (None, scratch.place_of(&change)));
                }
                let count = scratch.changes.len();
                prop_assert_eq!(scratch.take(change).err(), conflict);
                // Normalised framing is removed with the bytes around it.
                prop_assert!(conflict.is_none() || scratch.changes.len() == count);
                prop_assert!(scratch.changes.iter().is_sorted_by_key(Change::key));
            }
        }
    }
}
