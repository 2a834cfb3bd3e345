//! [`Place`]: the position of a parameter that is read often.

use super::{FastParam, Param};
use crate::profile::{Leniency, Profile};
use crate::text::{part, span_of};

/// The position of the value of a parameter that may occur once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    /// 0 if the parameter is absent.
    pub(crate) end: u32,
}

impl Place {
    /// The value is no token, or the parameter is repeated. Callers look up the parameter in the list.
    const UNUSUAL: Place = Place { start: 0, end: u32::MAX };

    /// Stores the position of a token value, or the end of a flag.
    #[inline(always)]
    pub(crate) fn keep(&mut self, value: Option<(u32, u32)>) {
        *self = match value {
            Some((start, end)) if *self == Place::default() => Place { start, end },
            _ => Place::UNUSUAL,
        };
    }

    /// Stores the position of a parameter that the grammar found in `raw`.
    pub(crate) fn keep_param(&mut self, raw: &[u8], param: &Param<'_>) {
        const GRAMMAR: Profile = Profile::of_taken(Leniency::NONE);
        self.keep(match param.value {
            None => Some(span_of(raw, param.name.as_bytes())).map(|(_, end)| (end, end)),
            Some(_) => param.token(&GRAMMAR).map(|token| span_of(raw, token.as_bytes())),
        });
    }

    /// Stores the position of a parameter that the fast path found.
    #[inline(always)]
    pub(crate) fn keep_fast(&mut self, param: &FastParam<'_>) {
        self.keep(if param.is_flag() { Some((param.end() as u32, param.end() as u32)) } else { param.span() });
    }

    /// Returns the position in a value in which `length` bytes precede the list.
    #[inline(always)]
    pub(crate) const fn behind(self, length: u32) -> Place {
        if self.end == 0 || self.end == u32::MAX { self } else { Place { start: self.start + length, end: self.end + length } }
    }

    /// Whether the parameter is absent.
    #[inline(always)]
    pub(crate) const fn is_absent(self) -> bool {
        self.end == 0
    }

    /// Returns the value, which is empty for a flag. Returns `None` if the parameter must be looked up.
    #[inline(always)]
    pub(crate) const fn value(self, raw: &[u8]) -> Option<&[u8]> {
        if self.end == u32::MAX { None } else { Some(part(raw, self.start, self.end)) }
    }
}
