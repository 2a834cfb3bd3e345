//! [`Change`]: what an edit puts in place of some bytes.

use crate::name::HeaderId;
use crate::start_line::Span;

/// Bytes of the message, which may be none, and what stands in place of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of values taken out: where the value before them ends, or 0 if they are the first of their row.
    pub(super) before: u32,
    /// In the scratch's text.
    pub(super) text: Span,
    pub(super) kind: Kind,
    /// The header; of a row that is put in, with the length of its name.
    pub(super) id: HeaderId,
    pub(super) name_length: u16,
}

/// What a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A row put in before others.
    Push,
    /// A row put in behind all others.
    Append,
    /// A parameter put in behind a value.
    AddedParam,
    /// A parameter changed or taken out.
    Param,
    /// A value replaced, the Request-URI or the body.
    Value,
    /// Values taken out, up to the one behind them.
    Removed,
    /// The last values of a row taken out, from the end of the one before them.
    RemovedLast,
    /// A row taken out.
    RemovedRow,
    /// A line end made whole.
    LineEnd,
    /// Anything else that was framed leniently.
    Framing,
}

impl Change {
    /// Puts `text` in place of the bytes from `start` to `end`.
    #[inline]
    pub(super) fn new(start: usize, end: usize, text: Span, kind: Kind, header: Option<HeaderId>) -> Self {
        Self { start: start as u32, end: end as u32, before: 0, text, kind, id: header.unwrap_or(HeaderId::OTHER), name_length: 0 }
    }

    /// Whether nothing is taken away.
    #[inline]
    pub(super) fn is_insertion(&self) -> bool {
        self.start == self.end
    }

    /// What comes first of what has one place. Rows stand before what begins there; what is put in behind a value, before its line end.
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

    /// Whether the value from `start` to `end` was taken out by it. Values may be empty.
    pub(super) fn removes(&self, start: u32, end: u32) -> bool {
        match self.kind {
            Kind::Removed => self.start <= start && start < self.end,
            Kind::RemovedLast | Kind::RemovedRow => self.start < start && end <= self.end,
            _ => false,
        }
    }

    /// Whether it takes values out that `other` takes out too.
    pub(super) fn is_part_of(&self, other: &Change) -> bool {
        matches!(self.kind, Kind::Removed | Kind::RemovedLast) && other.start <= self.start && self.end <= other.end
    }

    /// Whether a parameter was taken out by it.
    pub(super) fn removes_param(&self) -> bool {
        self.kind == Kind::Param && self.text.start == self.text.end
    }

    /// Whether it is an automatic normalisation, which an overlapping change absorbs.
    #[inline]
    pub(super) fn is_framing(&self) -> bool {
        matches!(self.kind, Kind::LineEnd | Kind::Framing)
    }
}
