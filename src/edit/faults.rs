//! Whether a change of parameters adds an error to a value. Errors that the value had before are no reason to refuse the change.

use crate::error::ParseError;
use crate::header::{AnyValue, Slot, Value};
use crate::profile::Profile;

/// A value before and after a change of its parameters.
pub(super) struct Changed<'v> {
    pub(super) before: &'v [u8],
    pub(super) after: &'v [u8],
}

impl Changed<'_> {
    /// Fails if the change adds an error, under the profile of the message or under the strict grammar. A lenient message may have
    /// violated the
    /// strict grammar before.
    pub(super) fn check(&self, slot: &Slot<'_>, profile: Profile) -> Result<(), ParseError> {
        self.check_by(slot, profile)?;
        if profile == profile.strict() { Ok(()) } else { self.check_by(slot, profile.strict()) }
    }

    fn check_by(&self, slot: &Slot<'_>, profile: Profile) -> Result<(), ParseError> {
        let after = match read(self.after, slot, profile) {
            Ok(after) => after,
            // A value that could not be split before cannot get worse.
            Err(_) if read(self.before, slot, profile).is_err() => return Ok(()),
            Err(error) => return Err(error),
        };
        let Err(first) = after.verify() else { return Ok(()) };
        let Ok(before) = read(self.before, slot, profile) else { return Ok(()) };
        // The parts before the parameters are unchanged. The change keeps the order of the parameters, so that one pass over both lists of
        // errors
        // suffices.
        let (params, old) = (after.params(), before.params());
        let (mut is_of_param, mut faults) = (false, old.errors());
        for (param, error) in params.errors() {
            is_of_param |= error == first;
            if !faults.any(|(old, fault)| old == param && fault.kind() == error.kind()) {
                return Err(error);
            }
        }
        if is_of_param || before.verify() == Err(first) { Ok(()) } else { Err(first) }
    }
}

fn read<'v>(bytes: &'v [u8], slot: &Slot<'_>, profile: Profile) -> Result<AnyValue<'v>, ParseError> {
    slot.typed_as(Value::framed(bytes, slot.offset(), profile).with_only(slot.value().is_only()))
}
