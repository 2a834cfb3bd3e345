//! [`Step`]: a rule, and whether a message can break it at all.

use super::reading::Reading;
use crate::name::HeaderId;
use crate::rules::fault::Fault;

/// A rule, or a few rules that exclude each other.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// The header field without which the rule can't be broken. [`HeaderId::OTHER`] is none: the rule is always checked.
    needs: HeaderId,
    run: Rules,
}

/// Finds out whether the rules are broken.
type Rules = for<'r, 'a> fn(&mut Reading<'r, 'a>) -> Option<Fault>;

/// Rules that are always checked.
pub(super) const fn step(run: Rules) -> Step {
    Step { needs: HeaderId::OTHER, run }
}

/// Rules that only a message with that header field can break.
pub(super) const fn with(needs: HeaderId, run: Rules) -> Step {
    Step { needs, run }
}

impl Step {
    /// The fault, if the rules are broken.
    #[inline(always)]
    pub(super) fn fault(&self, reading: &mut Reading<'_, '_>) -> Option<Fault> {
        if reading.has(self.needs) { (self.run)(reading) } else { None }
    }
}

/// Chooses the rules of one stage that a message can break at all.
pub(super) type Stage = for<'r, 'a> fn(&mut Reading<'r, 'a>) -> &'static [Step];
