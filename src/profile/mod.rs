//! The settings of a parser: [`Limits`] on sizes and counts, and [`Leniency`] towards deviations from the grammar.
//!
//! The [`Parser`](crate::Parser) is configured with a profile. The headers of a message and every value carry a copy, so that typed access
//! applies the same settings.

mod leniency;
mod limits;

use core::fmt;
use limits::{FIRST_OF_VALUES, OF_VALUES};

pub use leniency::Leniency;
pub use limits::{Limit, Limits};
pub(crate) use limits::{end_of, most_bytes};

/// The settings that each value carries: the limits inside of values, and the leniencies. `Copy`, a few words in size.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Profile {
    limits: [u16; OF_VALUES],
    pub(crate) leniency: Leniency,
}

impl Profile {
    pub(crate) const fn new(limits: &Limits, leniency: Leniency) -> Self {
        let mut of_values = [u16::MAX; OF_VALUES];
        let mut i = 0;
        while i < OF_VALUES {
            if limits.get(Limit::ALL[FIRST_OF_VALUES + i]) < u16::MAX as u32 {
                of_values[i] = limits.get(Limit::ALL[FIRST_OF_VALUES + i]) as u16;
            }
            i += 1;
        }
        Self { limits: of_values, leniency }
    }

    /// Returns the profile that re-parses a value accepted before: its leniency, and no limits.
    pub(crate) const fn of_taken(leniency: Leniency) -> Self {
        // A constant: otherwise every limit would be looked up each time that a part is typed.
        const UNLIMITED: Profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::NONE);
        Self { limits: UNLIMITED.limits, leniency }
    }

    /// Whether `much` exceeds the limit. Supports only the limits from [`Limit::Rows`] on.
    #[inline(always)]
    pub(crate) fn exceeds(&self, limit: Limit, much: usize) -> bool {
        match self.limits.get((limit as usize).wrapping_sub(FIRST_OF_VALUES)) {
            Some(&most) if much > usize::from(most) => Self::is_limit(most),
            _ => false,
        }
    }

    /// Cold path: checks whether `most` is a limit at all.
    #[cold]
    const fn is_limit(most: u16) -> bool {
        most != u16::MAX
    }

    /// Returns the limits for the parts of a body. Only their rows are limited, because the length of the body is already limited.
    pub(crate) fn limits_of_parts(&self) -> Limits {
        let rows = match self.limits[Limit::Rows as usize - FIRST_OF_VALUES] {
            u16::MAX => u32::MAX,
            most => most.into(),
        };
        Limits::unlimited_for_trusted_input().with(Limit::Rows, rows)
    }

    /// Returns the same limits without leniencies.
    pub(crate) const fn strict(self) -> Self {
        Self { leniency: Leniency::NONE, ..self }
    }

    #[inline(always)]
    pub(crate) fn allows(&self, leniency: Leniency) -> bool {
        self.leniency.has(leniency)
    }
}

impl Default for Profile {
    fn default() -> Self {
        const DEFAULT: Profile = Profile::new(&Limits::new(), Leniency::NONE);
        DEFAULT
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.leniency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_obeys_the_limits_it_was_given() {
        let profile = Profile::new(&Limits::new().with(Limit::Params, 3), Leniency::NONE);
        assert!(!profile.exceeds(Limit::Params, 3) && profile.exceeds(Limit::Params, 4));
        let none = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::NONE);
        assert!(Limit::ALL.iter().all(|&limit| !none.exceeds(limit, usize::MAX)));
        assert!(size_of::<Profile>() <= 36);
    }

    const FOUR_GIB: u64 = 1 << 32;

    #[test]
    fn messages_end_where_no_width_of_addresses_wraps() {
        assert_eq!([16, 32, 64].map(most_bytes), [(1 << 15) - 1, (1 << 31) - 1, FOUR_GIB - 1]);
        for width in [32, 64] {
            let most = most_bytes(width);
            assert_eq!(end_of(38, most - 38, 0, most), Some(most as u32), "{width}");
            for (start, length, growth) in [
                // With 32 bits, this sum was once mistaken for the maximum.
                (38, FOUR_GIB - 1, 0),
                (38, most - 37, 0),
                (38, most - 38, 1),
                (most, 0, most),
                (u64::MAX, u64::MAX, u64::MAX),
            ] {
                assert_eq!(end_of(start, length, growth, most), None, "{start} {length} {growth} of {width}");
            }
        }
    }

    #[test]
    fn a_head_that_is_made_strict_has_room_to_grow() {
        assert_eq!((Leniency::NONE.growth(100), Leniency::ALL.without(Leniency::FRAMING).growth(100)), (0, 0));
        for flag in Leniency::FRAMING.flags() {
            assert_eq!(flag.growth(100), 100);
        }
        // A message of LFs at the maximum size, which would not fit after normalisation.
        let (most, head) = (most_bytes(64), 600);
        assert_eq!(end_of(head, most - head, Leniency::NONE.growth(head as usize), most), Some(u32::MAX));
        assert_eq!(end_of(head, most - head, Leniency::LF_LINE_ENDS.growth(head as usize), most), None);
        assert_eq!(end_of(head, most - 2 * head, Leniency::LF_LINE_ENDS.growth(head as usize), most), Some((most - head) as u32));
    }
}
