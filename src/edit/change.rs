//! [`Change`]: one replacement of bytes in an edit.

use crate::name::HeaderId;
use crate::start_line::Span;

/// A range of bytes of the message, which may be empty, and its replacement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) start: u32,
    pub(super) end: u32,
    /// For removed values: the end of the preceding value, or 0 if they are the first values of their row.
    pub(super) before: u32,
    /// The span of the replacement in the scratch's text.
    pub(super) text: Span,
    pub(super) kind: Kind,
    /// The header. For an inserted row, also the length of its name in bytes.
    pub(super) id: HeaderId,
    pub(super) name_length: u16,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A row inserted before others.
    Push,
    /// A row inserted behind all others.
    Append,
    /// A parameter inserted behind a value.
    AddedParam,
    /// A parameter replaced or removed.
    Param,
    /// A replaced value, Request-URI or body.
    Value,
    /// Removed values, up to the start of the next value.
    Removed,
    /// Removed values at the end of a row, from the end of the preceding value.
    RemovedLast,
    /// A removed row.
    RemovedRow,
    /// A line end normalised to CRLF.
    LineEnd,
    /// Any other normalised framing.
    Framing,
}

impl Change {
    /// Replaces the bytes from `start` to `end` with `text`.
    #[inline]
    pub(super) fn new(start: usize, end: usize, text: Span, kind: Kind, header: Option<HeaderId>) -> Self {
        Self { start: start as u32, end: end as u32, before: 0, text, kind, id: header.unwrap_or(HeaderId::OTHER), name_length: 0 }
    }

    /// Whether the range is empty.
    #[inline]
    pub(super) fn is_insertion(&self) -> bool {
        self.start == self.end
    }

    /// The order of changes at the same offset. Inserted rows precede a change that begins there. Insertions behind a value precede its
    /// line end.
    #[inline]
    fn rank(&self) -> u8 {
        match self.kind {
            Kind::Push => 0,
            Kind::Append => 1,
            Kind::LineEnd => 3,
            _ if self.is_insertion() => 2,
            _ => 4,
        }
    }

    #[inline]
    pub(super) fn key(&self) -> (u32, u8) {
        (self.start, self.rank())
    }

    /// Whether this change replaces or removes a value that ends here.
    pub(super) fn takes_value(&self) -> bool {
        matches!(self.kind, Kind::Value | Kind::Removed | Kind::RemovedLast)
    }

    /// Whether this change removes the value from `start` to `end`. Values may be empty.
    pub(super) fn removes(&self, start: u32, end: u32) -> bool {
        match self.kind {
            Kind::Removed => self.start <= start && start < self.end,
            Kind::RemovedLast | Kind::RemovedRow => self.start < start && end <= self.end,
            _ => false,
        }
    }

    /// Whether this change removes values that `other` removes too.
    pub(super) fn is_part_of(&self, other: &Change) -> bool {
        matches!(self.kind, Kind::Removed | Kind::RemovedLast) && other.start <= self.start && self.end <= other.end
    }

    /// Whether this change removes a parameter.
    pub(super) fn removes_param(&self) -> bool {
        self.kind == Kind::Param && self.text.start == self.text.end
    }

    /// Whether it is an automatic normalisation, which an overlapping change absorbs.
    #[inline]
    pub(super) fn is_framing(&self) -> bool {
        matches!(self.kind, Kind::LineEnd | Kind::Framing)
    }
}
