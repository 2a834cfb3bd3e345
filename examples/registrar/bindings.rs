//! What is bound: for each address of record the Contacts, each with the time at which it ends.

use std::collections::HashMap;
use std::time::Duration;

use sipwire::rules::{Aor, Binding, Bound, Fault, Registration};
use sipwire::{MessageBuilder, Response};

/// The bindings of all users. Time is since the program began.
#[derive(Default)]
pub(crate) struct Bindings(HashMap<Aor, Vec<(Binding, Duration)>>);

impl Bindings {
    /// Does what a REGISTER asks for, all of it or nothing, and begins the 200 (RFC 3261 §10.3).
    pub(crate) fn register(&mut self, asked: &Registration<'_, '_>, now: Duration, to_tag: &[u8]) -> Result<MessageBuilder, Fault> {
        let bindings = self.0.entry(asked.aor()).or_default();
        bindings.retain(|(_, until)| *until > now);
        let mut steps = Vec::new();
        asked.against(bindings, &mut steps)?;
        for step in steps {
            step.apply(bindings, |update| (asked.binding(update), now + Duration::from_secs(update.expires().into())));
        }
        let left = |until: &Duration| until.saturating_sub(now).as_secs().clamp(1, u32::MAX.into()) as u32;
        Ok(Response::registered(asked, bindings.iter().map(|(binding, until)| Bound::new(binding, left(until))), to_tag))
    }
}
