//! [`List`]: the changes of an edit, sorted by offset, with cheap insertion.

use alloc::vec::Vec;
use core::slice;

use super::change::Change;

/// The capacity of a chunk, which bounds the number of changes moved by an insertion.
const CHUNK: usize = 64;

/// A sorted list in chunks. In one vector, each insertion would move all changes behind it, so that edits in reverse order would take
/// quadratic time.
///
/// Only the chunk of an empty list may be empty.
#[derive(Default)]
pub(super) struct List {
    chunks: Vec<Vec<Change>>,
    /// Unused chunks, kept for their memory.
    spare: Vec<Vec<Change>>,
    /// The chunk of the last insertion, because most edits are near the previous one.
    last: usize,
}

/// A position in the list: before a change of a chunk, or at the chunk's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    chunk: usize,
    at: usize,
}

impl List {
    pub(super) const fn new() -> Self {
        Self { chunks: Vec::new(), spare: Vec::new(), last: 0 }
    }

    /// Removes all changes and keeps the memory.
    #[inline]
    pub(super) fn clear(&mut self) {
        if let [first, others @ ..] = &mut self.chunks[..] {
            first.clear();
            if !others.is_empty() {
                others.iter_mut().for_each(Vec::clear);
                self.spare.extend(self.chunks.drain(1..));
            }
        }
    }

    /// The number of changes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    #[inline]
    pub(super) fn iter(&self) -> Iter<'_> {
        match &self.chunks[..] {
            [] => Iter { chunk: [].iter(), others: [].iter() },
            [first, others @ ..] => Iter { chunk: first.iter(), others: others.iter() },
        }
    }

    /// Returns the position behind all changes for which `is_before` is true, which must be a prefix of the list.
    #[inline]
    pub(super) fn place(&self, is_before: impl Fn(&Change) -> bool) -> Place {
        let chunk = match &self.chunks[..] {
            [] | [_] => 0,
            _ if self.is_in(self.last, &is_before) => self.last,
            // The last chunk that begins with such a change.
            [_, others @ ..] => others.partition_point(|chunk| chunk.first().is_some_and(&is_before)),
        };
        Place { chunk, at: self.chunk(chunk).partition_point(is_before) }
    }

    /// Whether the position is in this chunk: `is_before` is true for its first change, and false for that of the next chunk.
    #[inline]
    fn is_in(&self, chunk: usize, is_before: impl Fn(&Change) -> bool) -> bool {
        let begins = |chunk: usize| self.chunks.get(chunk).and_then(|chunk| chunk.first()).is_some_and(&is_before);
        begins(chunk) && !begins(chunk + 1)
    }

    #[inline]
    fn chunk(&self, chunk: usize) -> &[Change] {
        self.chunks.get(chunk).map_or(&[], Vec::as_slice)
    }

    /// Iterates over the changes before a position, in reverse.
    #[inline]
    pub(super) fn before(&self, place: Place) -> impl Iterator<Item = &Change> {
        let (earlier, here) = (&self.chunks[..place.chunk], &self.chunk(place.chunk)[..place.at]);
        here.iter().rev().chain(earlier.iter().rev().flat_map(|chunk| chunk.iter().rev()))
    }

    /// Iterates over the changes behind a position.
    #[inline]
    pub(super) fn from(&self, place: Place) -> impl Iterator<Item = &Change> + Clone {
        let here = &self.chunk(place.chunk)[place.at..];
        let later = self.chunks.get(place.chunk + 1..).unwrap_or_default();
        here.iter().chain(later.iter().flatten())
    }

    /// Returns the position before all changes that begin at `start` or later, and the changes on both sides.
    #[inline]
    pub(super) fn gap(&self, start: u32) -> (Place, Option<&Change>, Option<&Change>) {
        // Most edits have one chunk.
        if let [only] = &self.chunks[..] {
            let at = only.partition_point(|change| change.start < start);
            let (before, behind) = only.split_at(at);
            return (Place { chunk: 0, at }, before.last(), behind.first());
        }
        let place = self.place(|change| change.start < start);
        (place, self.before(place).next(), self.from(place).next())
    }

    /// Inserts a change at a position.
    #[inline]
    pub(super) fn insert(&mut self, place: Place, change: Change) {
        self.last = place.chunk;
        match self.chunks.get_mut(place.chunk) {
            Some(chunk) if chunk.len() < CHUNK => chunk.insert(place.at, change),
            _ => self.insert_into_new(place, change),
        }
    }

    /// Slow path of `insert`, for a full chunk or an empty list.
    #[cold]
    fn insert_into_new(&mut self, place: Place, change: Change) {
        // The chunk behind a full one may have room.
        if place.at == CHUNK
            && let Some(next) = self.chunks.get_mut(place.chunk + 1)
            && next.len() < CHUNK
        {
            return next.insert(0, change);
        }
        let mut new = self.spare.pop().unwrap_or_default();
        let Some(full) = self.chunks.get_mut(place.chunk) else {
            new.push(change);
            return self.chunks.push(new);
        };
        new.reserve_exact(CHUNK);
        // Split at the insertion, so that sequential insertions, forwards or backwards, leave full chunks.
        let middle = match place.at {
            0 => 0,
            CHUNK => CHUNK,
            _ => CHUNK / 2,
        };
        new.extend(full.drain(middle..));
        if place.at <= middle && middle < CHUNK {
            full.insert(place.at, change);
        } else {
            new.insert(place.at - middle, change);
        }
        self.chunks.insert(place.chunk + 1, new);
    }

    /// Removes the changes behind a position for which `is_gone` is true. Stops at the first for which `is_near` is false.
    pub(super) fn remove(&mut self, place: Place, is_near: impl Fn(&Change) -> bool, is_gone: impl Fn(&Change) -> bool) {
        let Place { mut chunk, mut at } = place;
        while let Some(changes) = self.chunks.get_mut(chunk) {
            match changes.get(at) {
                Some(change) if !is_near(change) => return,
                Some(change) if is_gone(change) => {
                    changes.remove(at);
                    if changes.is_empty() && self.chunks.len() > 1 {
                        let empty = self.chunks.remove(chunk);
                        self.spare.push(empty);
                    }
                }
                Some(_) => at += 1,
                None => (chunk, at) = (chunk + 1, 0),
            }
        }
    }
}

/// Iterates over the changes in order. [`List::iter`] returns it.
#[derive(Clone)]
pub(super) struct Iter<'s> {
    chunk: slice::Iter<'s, Change>,
    others: slice::Iter<'s, Vec<Change>>,
}

impl<'s> Iter<'s> {
    /// Returns the next change without consuming it.
    #[inline]
    pub(super) fn peek(&self) -> Option<&'s Change> {
        match self.chunk.as_slice() {
            [next, ..] => Some(next),
            [] => self.others.as_slice().first()?.first(),
        }
    }
}

impl<'s> Iterator for Iter<'s> {
    type Item = &'s Change;

    #[inline]
    fn next(&mut self) -> Option<&'s Change> {
        loop {
            match self.chunk.next() {
                Some(change) => return Some(change),
                None => self.chunk = self.others.next()?.iter(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::change::Kind;
    use crate::name::HeaderId;
    use crate::start_line::Span;
    use proptest::prelude::*;

    /// A change at `start`, identified by `mark`.
    fn change(start: u32, mark: u16) -> Change {
        Change { start, end: start, before: 0, text: Span::default(), kind: Kind::Push, id: HeaderId::Via, name_length: mark }
    }

    fn marks(list: &List) -> Vec<(u32, u16)> {
        list.iter().map(|change| (change.start, change.name_length)).collect()
    }

    proptest! {
        /// Compares the list with one sorted vector.
        #[test]
        fn a_list_in_chunks_is_a_sorted_vector(
            steps in proptest::collection::vec((0u32..60, 0u8..8), 0..600),
            spread in 1u32..5,
        ) {
            let (mut list, mut naive) = (List::new(), Vec::<(u32, u16)>::new());
            for _ in 0..2 {
                for (mark, &(start, step)) in steps.iter().enumerate() {
                    let (start, mark) = (start * spread, mark as u16);
                    let place = list.place(|other| other.start < start);
                    let wanted = naive.partition_point(|&(other, _)| other < start);
                    let of = |change: &Change| (change.start, change.name_length);
                    prop_assert!(list.before(place).map(of).eq(naive[..wanted].iter().rev().copied()));
                    prop_assert!(list.from(place).map(of).eq(naive[wanted..].iter().copied()));
                    let (gap, before, behind) = list.gap(start);
                    prop_assert_eq!(gap, place);
                    prop_assert_eq!(before.map(of), naive[..wanted].last().copied());
                    prop_assert_eq!(behind.map(of), naive.get(wanted).copied());
                    if step == 0 {
                        list.remove(place, |other| other.start < start + 20, |other| other.name_length % 2 == 0);
                        naive.retain(|&(other, mark)| other < start || other >= start + 20 || mark % 2 != 0);
                    } else {
                        list.insert(place, change(start, mark));
                        naive.insert(wanted, (start, mark));
                    }
                    prop_assert_eq!(list.len(), naive.len());
                }
                prop_assert_eq!(marks(&list), naive.clone());
                prop_assert!(list.chunks.iter().all(|chunk| (1..=CHUNK).contains(&chunk.len()) || list.chunks.len() == 1));
                let mut iter = list.iter();
                while let Some(next) = iter.peek() {
                    prop_assert!(core::ptr::eq(next, iter.next().unwrap()));
                }
                list.clear();
                naive.clear();
                prop_assert_eq!((list.len(), list.iter().next().is_none()), (0, true));
            }
        }
    }
}
