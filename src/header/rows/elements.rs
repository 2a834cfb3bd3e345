//! Splits one row into its elements.

use super::split::Split;
use super::value::Value;
use crate::error::{ErrorKind, ParseError};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan;

/// Iterates over the elements of one row, untyped.
#[derive(Clone)]
pub(in crate::header) struct Elements<'a> {
    row: Value<'a>,
    /// The offset in the row of the next element; `None` behind the last element.
    next: Option<usize>,
    split: Split,
    several: bool,
    /// Whether empty elements are skipped.
    skips_empty: bool,
}

impl<'a> Elements<'a> {
    /// An iterator without elements.
    pub(in crate::header) const NONE: Elements<'static> = Elements {
        row: Value::framed(&[], 0, Profile::new(&Limits::new(), Leniency::NONE)),
        next: None,
        split: Split::Row,
        several: false,
        skips_empty: false,
    };

    /// Returns the elements of a row.
    #[inline]
    pub(in crate::header) fn new(row: Value<'a>, split: Split, id: HeaderId) -> Self {
        let may_be_empty =
            || split == Split::CommaOrNone || row.allows(Leniency::EMPTY_ROWS) && split.wants_an_element() && id != HeaderId::Via;
        let none = row.as_bytes().is_empty() && may_be_empty();
        // An empty element in a Via could change the destination of responses, so that it is not skipped there.
        let skips_empty = id != HeaderId::Via && row.allows(Leniency::EMPTY_ELEMENTS);
        Self { row, next: if none { None } else { Some(0) }, split, several: !row.is_only(), skips_empty }
    }

    /// Skips the rest of the row.
    pub(in crate::header) fn give_up(&mut self) {
        self.next = None;
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Value<'a>> {
        loop {
            let start = self.next.take()?;
            let rest = self.row.as_bytes().get(start..)?;
            let end = match self.split {
                // Most headers.
                Split::Row => rest.len(),
                Split::Comma | Split::CommaOrNone => scan::comma(rest),
                split => split.first_end(rest, self.row.profile()),
            };
            if end < rest.len() {
                self.several = true;
                self.next = Some(start + end + 1);
            }
            let element = self.row.part(start, start + end);
            if element.as_bytes().is_empty() && self.several && self.skips_empty {
                continue;
            }
            return Some(element.with_only(!self.several));
        }
    }
}

/// Returns the error of an element that exceeds the limit. `count` is the number of elements up to this one.
#[inline]
pub(in crate::header) fn one_too_many(id: HeaderId, element: &Value<'_>, count: usize) -> Option<ParseError> {
    let limit = match id {
        HeaderId::WwwAuthenticate | HeaderId::ProxyAuthenticate => Limit::Challenges,
        _ => Limit::Elements,
    };
    element.profile().exceeds(limit, count).then(|| ParseError::new(ErrorKind::Limit(limit), element.offset()))
}
