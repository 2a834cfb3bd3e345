//! The elements of one row, as commas and the like part them.

use super::split::Split;
use super::value::Value;
use crate::error::{ErrorKind, ParseError};
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan;

/// The elements of one row, before they are typed.
#[derive(Clone)]
pub(in crate::header) struct Elements<'a> {
    row: Value<'a>,
    /// Where in the row the next element begins; `None` behind the last.
    next: Option<usize>,
    split: Split,
    several: bool,
    /// Whether empty elements are left out.
    skips_empty: bool,
}

impl<'a> Elements<'a> {
    /// Those of no row.
    pub(in crate::header) const NONE: Elements<'static> = Elements {
        row: Value::framed(&[], 0, Profile::new(&Limits::new(), Leniency::NONE)),
        next: None,
        split: Split::Row,
        several: false,
        skips_empty: false,
    };

    /// The elements of a row.
    #[inline]
    pub(in crate::header) fn new(row: Value<'a>, split: Split, id: HeaderId) -> Self {
        let may_be_empty =
            || split == Split::CommaOrNone || row.allows(Leniency::EMPTY_ROWS) && split.wants_an_element() && id != HeaderId::Via;
        let none = row.as_bytes().is_empty() && may_be_empty();
        // Empty elements hide nothing elsewhere; in a Via they decide where responses go.
        let skips_empty = id != HeaderId::Via && row.allows(Leniency::EMPTY_ELEMENTS);
        Self { row, next: if none { None } else { Some(0) }, split, several: !row.is_only(), skips_empty }
    }

    /// Whatever is left of the row is left out.
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

/// The error of an element that has so many before it, itself counted, if that is too many.
#[inline]
pub(in crate::header) fn one_too_many(id: HeaderId, element: &Value<'_>, count: usize) -> Option<ParseError> {
    let limit = match id {
        HeaderId::WwwAuthenticate | HeaderId::ProxyAuthenticate => Limit::Challenges,
        _ => Limit::Elements,
    };
    element.profile().exceeds(limit, count).then(|| ParseError::new(ErrorKind::Limit(limit), element.offset()))
}
