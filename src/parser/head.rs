//! What a head is read as, and what it was found to be.

use crate::start_line::{Span, StartLine};

/// Whether to go on after an error.
pub(crate) enum Flow {
    GoOn,
    Stop,
}

/// What a head belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A message: it begins with a start line, and its head has an end. `is_cut` says that the region ends where the input does, so
    /// that more may come.
    Message { is_cut: bool },
    /// `message/sipfrag`: anything but the order may be missing (RFC 3420 §2).
    Fragment,
    /// A part of a multipart body: rows alone (RFC 2046 §5.1).
    Part,
}

/// What a head was found to be.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) start: usize,
    pub(crate) start_line_end: usize,
    pub(crate) start_line: Option<StartLine>,
    pub(super) content_length: Option<u32>,
    pub(super) content_length_is_bad: bool,
    /// The beginning of the body.
    pub(super) end: usize,
    /// Whether the empty line was found.
    pub(super) is_whole: bool,
}

impl Head {
    /// Everything behind it.
    pub(crate) fn rest(&self, input: &[u8]) -> Span {
        Span { start: self.end as u32, end: input.len() as u32 }
    }
}
