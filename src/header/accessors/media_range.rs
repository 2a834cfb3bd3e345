//! The deviations that were accepted in an Accept value.

use crate::error::{ParseError, keep_first};
use crate::header::named::Accept;

impl Accept<'_> {
    /// The first error of a parameter typed on demand that `lenient`, the same value by a laxer profile, does not have.
    pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        let mut first = None;
        keep_first(&mut first, self.q().err(), lenient.q().err());
        first
    }
}
