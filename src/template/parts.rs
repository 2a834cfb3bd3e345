//! The positions of the parts that most messages of a template differ in.

use crate::chars;
use crate::header::{From, Headers, To, Via};
use crate::name::{HeaderId, HeaderName};
use crate::scan;
use crate::start_line::Span;
use crate::text::{Token, span_of};

/// The positions, stored so that they need not be searched for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) branch: Option<Span>,
    pub(super) from_tag: Option<Span>,
    pub(super) to_tag: Option<Span>,
    /// The value of the first Call-ID.
    pub(super) call_id: Option<Span>,
    /// The number of the first CSeq.
    pub(super) cseq: Option<Span>,
}

impl Parts {
    pub(super) fn of(bytes: &[u8], headers: Headers<'_, '_>) -> Self {
        let each = [HeaderId::Via, HeaderId::From, HeaderId::To, HeaderId::CallId, HeaderId::CSeq];
        each.into_iter().fold(Self::default(), |parts, id| parts.with(id, bytes, headers))
    }

    /// Returns the positions with those in the given header updated.
    pub(super) fn with(mut self, id: HeaderId, bytes: &[u8], headers: Headers<'_, '_>) -> Self {
        let span = |token: Token<'_>| {
            let (start, end) = span_of(bytes, token.as_bytes());
            Span { start, end }
        };
        let value = |name, length: fn(&[u8]) -> usize| {
            let row = headers.named(name).next()?;
            let start = row.value_offset() as u32;
            Some(Span { start, end: start + length(row.as_bytes()) as u32 })
        };
        match id {
            HeaderId::Via => self.branch = headers.first::<Via<'_>>().ok().flatten().and_then(|via| via.branch().ok().flatten()).map(span),
            HeaderId::From => self.from_tag = headers.get::<From<'_>>().ok().flatten().and_then(|from| from.tag().ok().flatten()).map(span),
            HeaderId::To => self.to_tag = headers.get::<To<'_>>().ok().flatten().and_then(|to| to.tag().ok().flatten()).map(span),
            HeaderId::CallId => self.call_id = value(HeaderName::CallId, <[u8]>::len),
            HeaderId::CSeq => {
                let digits = value(HeaderName::CSeq, |value| scan::run(value, chars::DIGIT));
                self.cseq = digits.filter(|digits| digits.start < digits.end);
            }
            _ => {}
        }
        self
    }

    /// Moves all positions.
    pub(super) fn shift(&mut self, to: impl Fn(Span) -> Span) {
        let Self { branch, from_tag, to_tag, call_id, cseq } = self;
        for span in [branch, from_tag, to_tag, call_id, cseq].into_iter().flatten() {
            *span = to(*span);
        }
    }
}
