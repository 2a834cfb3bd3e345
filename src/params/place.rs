//! [`Place`]: where a value has a parameter that is often asked for.

use super::{FastParam, Param};
use crate::profile::{Leniency, Profile};
use crate::text::{part, span_of};

/// Where the value of a parameter is that may stand once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    /// 0 where the parameter is absent.
    pub(crate) end: u32,
}

impl Place {
    /// The parameter must be looked up: its value is no token, or it is repeated.
    const UNUSUAL: Place = Place { start: 0, end: u32::MAX };

    /// Keeps the place of a value that is a token, or of the end of a flag.
    #[inline(always)]
    pub(crate) fn keep(&mut self, value: Option<(u32, u32)>) {
        *self = match value {
            Some((start, end)) if *self == Place::default() => Place { start, end },
            _ => Place::UNUSUAL,
        };
    }

    /// Keeps the place of a parameter that the rules found in `raw`.
    pub(crate) fn keep_param(&mut self, raw: &[u8], param: &Param<'_>) {
        const GRAMMAR: Profile = Profile::of_taken(Leniency::NONE);
        self.keep(match param.value {
            None => Some(span_of(raw, param.name.as_bytes())).map(|(_, end)| (end, end)),
            Some(_) => param.token(&GRAMMAR).map(|token| span_of(raw, token.as_bytes())),
        });
    }

    /// Keeps the place of a parameter that the fast cutter found.
    #[inline(always)]
    pub(crate) fn keep_fast(&mut self, param: &FastParam<'_>) {
        self.keep(if param.is_flag() { Some((param.end() as u32, param.end() as u32)) } else { param.span() });
    }

    /// The place in a value that has so many bytes before the list which this is a place in.
    #[inline(always)]
    pub(crate) const fn behind(self, length: u32) -> Place {
        if self.end == 0 || self.end == u32::MAX { self } else { Place { start: self.start + length, end: self.end + length } }
    }

    /// Whether the value has no such parameter.
    #[inline(always)]
    pub(crate) const fn is_absent(self) -> bool {
        self.end == 0
    }

    /// The value, empty for a flag; `None` if the parameter must be looked up.
    #[inline(always)]
    pub(crate) const fn value(self, raw: &[u8]) -> Option<&[u8]> {
        if self.end == u32::MAX { None } else { Some(part(raw, self.start, self.end)) }
    }
}
