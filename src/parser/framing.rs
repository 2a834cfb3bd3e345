//! [`Framing`]: the information in a head that determines the length of the body.

use super::Parser;
use super::layout::Layout;
use crate::error::{ErrorKind, ParseError};
use crate::grammar::{self, few_digits};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, end_of, most_bytes};
use crate::start_line::Span;

/// The state of the framing: whether the head is complete, and its Content-Length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Framing {
    content_length: Option<u32>,
    /// Whether a Content-Length was refused.
    content_length_is_bad: bool,
    /// Whether the empty line was found.
    pub(super) is_whole: bool,
}

impl Framing {
    /// Fast path for the first Content-Length: stores the length and returns `true` if the value has at most nine digits and is within its
    /// limit.
    #[inline(always)]
    pub(super) fn set_fast(&mut self, value: &[u8], limits: &Limits) -> bool {
        let is_first = self.content_length.is_none() && !self.content_length_is_bad;
        match few_digits(value) {
            Some(length) if is_first && length <= limits.get(Limit::Body) => {
                self.content_length = Some(length);
                true
            }
            _ => false,
        }
    }

    /// Stores the Content-Length of the last row. Returns an error for a second one (RFC 3261 §7.3.1, §18.3).
    #[inline(never)]
    pub(super) fn set(&mut self, parser: &Parser, layout: &Layout<'_>, input: &[u8]) -> Result<(), ParseError> {
        let Some(field) = layout.rows().last() else { return Ok(()) };
        let is_bad = core::mem::replace(&mut self.content_length_is_bad, true);
        let duplicate = ParseError::new(ErrorKind::DuplicateHeader(field.id()), field.start());
        if self.content_length.is_some() && !parser.profile.allows(Leniency::SAME_CONTENT_LENGTH) {
            return Err(duplicate);
        }
        let length = grammar::whole(field.value_of(input), field.value(), grammar::number(u32::MAX))?;
        if length > parser.limits.get(Limit::Body) {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), field.value()));
        }
        if self.content_length.replace(length).is_some_and(|first| first != length) {
            return Err(duplicate);
        }
        self.content_length_is_bad = is_bad;
        Ok(())
    }

    /// Returns the span of the body, which may reach past the `available` bytes of the input. Without a Content-Length the body is the rest
    /// of the input.
    #[inline]
    pub(super) fn body(&self, parser: &Parser, layout: &Layout<'_>, available: usize) -> Result<Span, ParseError> {
        let start = layout.body.start as usize;
        let length = match self.content_length {
            Some(length) if self.is_whole && !self.content_length_is_bad => length as usize,
            None if self.is_whole && !self.content_length_is_bad && parser.on_stream => {
                return Err(ParseError::new(ErrorKind::MissingHeader(HeaderId::ContentLength), start));
            }
            _ => available - start,
        };
        if length > parser.limits.get(Limit::Body) as usize {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), start));
        }
        let growth = parser.profile.leniency.growth(start - layout.start());
        let end = end_of(start as u64, length as u64, growth, most_bytes(usize::BITS));
        match end.filter(|&end| end as usize - layout.start() <= parser.limits.get(Limit::Message) as usize) {
            Some(end) => Ok(Span { start: start as u32, end }),
            None => Err(ParseError::new(ErrorKind::Limit(Limit::Message), start)),
        }
    }
}
