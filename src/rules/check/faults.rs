//! [`Faults`]: the steps of a check, one after the other.

use super::reading::Reading;
use super::step::{Stage, Step};
use super::{fast, presence, request, response};
use crate::name::HeaderId;
use crate::rules::fault::Fault;

/// The order in which faults count. Within a stage it is that of the ids.
const REQUEST: &[Stage] = &[
    request::versions,
    presence::second_rows,
    presence::missing_rows,
    presence::unreadable_rows,
    request::sequence,
    request::methods,
    request::uris,
    request::hops,
    request::extensions,
    request::of_the_method,
    request::content,
];

const RESPONSE: &[Stage] =
    &[response::versions, presence::second_rows, presence::missing_rows, presence::unreadable_rows, request::sequence, response::vias];

/// Every finding of the rules that owe something, whatever the policy says.
pub(super) struct Findings<'r, 'a> {
    pub(super) reading: Reading<'r, 'a>,
    /// How many errors of the parser have been reported.
    errors: usize,
    stage: usize,
    steps: &'static [Step],
}

impl<'r, 'a> Findings<'r, 'a> {
    #[inline(always)]
    pub(super) fn new(reading: Reading<'r, 'a>) -> Self {
        Self { reading, errors: 0, stage: 0, steps: &[] }
    }
}

impl Iterator for Findings<'_, '_> {
    type Item = Fault;

    fn next(&mut self) -> Option<Fault> {
        if let Some(error) = self.reading.errors.get(self.errors) {
            self.errors += 1;
            return Some(self.reading.unreadable(*error, HeaderId::OTHER));
        }
        if self.stage == 0 && fast::is_fine(&mut self.reading) {
            self.stage = usize::MAX;
        }
        loop {
            while let [step, rest @ ..] = self.steps {
                self.steps = rest;
                if let Some(fault) = step.fault(&mut self.reading) {
                    return Some(fault);
                }
            }
            let stages = if self.reading.is_request { REQUEST } else { RESPONSE };
            self.steps = stages.get(self.stage)?(&mut self.reading);
            self.stage += 1;
        }
    }
}

/// The faults of a message, the one that counts first: made by [`Request::faults`](crate::Request::faults) and its like.
///
/// Each step runs when it is asked for, so that the first fault costs no more than what precedes it.
pub struct Faults<'r, 'a>(Findings<'r, 'a>);

impl<'r, 'a> Faults<'r, 'a> {
    #[inline(always)]
    pub(super) fn new(reading: Reading<'r, 'a>) -> Self {
        Self(Findings::new(reading))
    }
}

impl Iterator for Faults<'_, '_> {
    type Item = Fault;

    #[inline]
    fn next(&mut self) -> Option<Fault> {
        let policy = self.0.reading.check.policy;
        self.0.find(|fault| policy.has(fault.rule().switch()))
    }
}

impl core::fmt::Debug for Faults<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Faults(stage {})", self.0.stage)
    }
}
