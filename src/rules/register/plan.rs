//! [`Registration::against`]: the steps that a REGISTER makes of the bindings that are stored.

use alloc::vec::Vec;

use super::binding::Binding;
use super::key::Identity;
use super::registration::{Registration, unreadable};
use super::update::Update;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::Contact;
use crate::name::HeaderId;
use crate::rules::fault::{Answer, Fault};
use crate::rules::rule::Rule;

/// A step that a registrar takes for a REGISTER.
///
/// Indices are those of the bindings that [`Registration::against`] was given. Steps that are taken in their order on a `Vec` are right: first
/// come all replacements, then removals from the last to the first, then additions.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The binding of that index gets another Contact, lifetime, Call-ID and CSeq number.
    Replace(usize, Update<'a>),
    /// The binding of that index ends.
    Remove(usize),
    /// A binding that did not exist.
    Add(Update<'a>),
}

impl<'a> Registration<'_, 'a> {
    /// Compares the Contacts with the bindings of the address of record that have not ended, and lists the steps to take (RFC 3261 §10.3
    /// steps 6 and 7, RFC 5626 §6).
    ///
    /// `steps` is cleared first; it alone allocates, but for URIs that are equal without being written alike. Nothing is changed: either all
    /// steps are taken, or none. Without a Contact there is no step.
    ///
    /// * A Contact is bound for its `expires`, or for Expires, or for the default of the [`Policy`](crate::rules::Policy); malformed values
    ///   count as 3600. The policy may shorten it. 0 ends the binding.
    /// * A Contact replaces each binding that is [the same](super::BindingKey::is_same): it takes the place of one, and others end.
    /// * A Contact that stands twice in the request counts as if the second came in a request of its own.
    /// * `*` ends all bindings.
    ///
    /// The time is proportional to the bindings, times the Contacts, both of which [`Policy::max_bindings`](crate::rules::Policy::max_bindings)
    /// limits.
    ///
    /// # Errors
    ///
    /// Returns the fault, and no step, if
    ///
    /// * a binding in question was made or updated with the same Call-ID and no lower CSeq number: 500,
    /// * a Contact is to live for less than an hour and less than the policy has: 423,
    /// * there would be more bindings, or there are more Contacts, than the policy has: 403,
    /// * a Contact is malformed, or `*` does not stand alone with `Expires: 0`: 400.
    pub fn against<B: AsRef<Binding>>(&self, bindings: &[B], steps: &mut Vec<Step<'a>>) -> Result<(), Fault> {
        steps.clear();
        let planned = self.plan(bindings, steps);
        if planned.is_err() {
            steps.clear();
        }
        planned
    }

    fn plan<B: AsRef<Binding>>(&self, bindings: &[B], steps: &mut Vec<Step<'a>>) -> Result<(), Fault> {
        let is_before = |binding: &Binding| binding.is_before(self.call_id(), self.cseq());
        let mut place = 0;
        for contact in self.headers.all::<Contact<'a>>().verified_by(Contact::verified_uri) {
            place += 1;
            if place > self.policy.max_bindings {
                return Err(self.too_many());
            }
            let (contact, uri) = contact.map_err(of_contact)?;
            let Some(uri) = uri else { return self.remove_all(bindings, steps) };
            let identity = Identity::of(&contact, uri, || self.takes_flows()).map_err(of_contact)?;
            let (asked, expires) = self.granted(&contact);
            if asked > 0 && asked < 3600 && asked < self.policy.min_expires {
                return Err(self.fault(Rule::BindingTooBrief, HeaderId::Contact));
            }
            let update = (expires > 0).then_some(Update { contact, uri, identity, expires, place });
            // The Contact takes the first place that it finds, and other bindings that are the same end: equality of URIs is not transitive.
            let mut left = update;
            end_or_take(&identity, &mut left, steps);
            for (index, binding) in bindings.iter().enumerate().filter(|(_, binding)| binding.as_ref().is(&identity)) {
                if is_touched(steps, index) {
                    continue;
                }
                if !is_before(binding.as_ref()) {
                    return Err(self.out_of_order());
                }
                steps.push(match left.take() {
                    Some(update) => Step::Replace(index, update),
                    None => Step::Remove(index),
                });
            }
            steps.extend(left.map(Step::Add));
        }
        let count = |is: fn(&Step<'_>) -> bool| steps.iter().filter(|step| is(step)).count();
        let added = count(|step| matches!(step, Step::Add(_)));
        let bound = (bindings.len() + added).saturating_sub(count(|step| matches!(step, Step::Remove(_))));
        if added > 0 && bound > self.policy.max_bindings as usize {
            return Err(self.too_many());
        }
        steps.sort_unstable_by_key(Step::order);
        Ok(())
    }

    /// The steps of `*`.
    fn remove_all<B: AsRef<Binding>>(&self, bindings: &[B], steps: &mut Vec<Step<'a>>) -> Result<(), Fault> {
        let rule = match self.row() {
            Some(0) => None,
            None => Some(Rule::StarWithoutExpires),
            Some(_) => Some(Rule::StarNotAlone),
        };
        if let Some(rule) = rule {
            return Err(self.fault(rule, HeaderId::Contact));
        }
        if !bindings.iter().all(|binding| binding.as_ref().is_before(self.call_id(), self.cseq())) {
            return Err(self.out_of_order());
        }
        steps.extend((0..bindings.len()).rev().map(Step::Remove));
        Ok(())
    }

    fn too_many(&self) -> Fault {
        self.fault(Rule::TooManyBindings, HeaderId::Contact)
    }

    /// A fault at the first row of that name.
    fn fault(&self, rule: Rule, id: HeaderId) -> Fault {
        let row = id.name().and_then(|name| self.headers.named(name).next());
        Fault::new(rule, id, row.map_or(0, |row| row.value_offset()), Answer::AsRuled)
    }
}

/// The fault of a Contact that can't be read.
fn of_contact(error: ParseError) -> Fault {
    match error.kind() {
        ErrorKind::Expected(Expected::OnlyElement) => Fault::new(Rule::StarNotAlone, HeaderId::Contact, error.offset(), Answer::AsRuled),
        _ => unreadable(error, HeaderId::Contact),
    }
}

/// Compares a Contact with those before it in the request: it takes the place of the first that is the same, and others end.
fn end_or_take<'a>(identity: &Identity<'a>, left: &mut Option<Update<'a>>, steps: &mut Vec<Step<'a>>) {
    steps.retain_mut(|step| match step {
        Step::Replace(index, earlier) if earlier.identity.is_same(identity) => {
            *step = match left.take() {
                Some(update) => Step::Replace(*index, update),
                None => Step::Remove(*index),
            };
            true
        }
        Step::Add(earlier) if earlier.identity.is_same(identity) => match left.take() {
            Some(update) => {
                *earlier = Update { place: earlier.place, ..update };
                true
            }
            None => false,
        },
        _ => true,
    });
}

/// Whether an earlier Contact of the request replaced or removed that binding.
fn is_touched(steps: &[Step<'_>], index: usize) -> bool {
    steps.iter().any(|step| matches!(step, Step::Replace(other, _) | Step::Remove(other) if *other == index))
}

impl<'a> Step<'a> {
    /// Takes the step on the bindings that it was planned for; `bind` makes what is stored. All steps must be taken, in their order.
    ///
    /// ```
    /// use sipwire::Message;
    /// use sipwire::rules::{Binding, Check};
    ///
    /// let message = Message::parse(
    ///     b"REGISTER sip:r SIP/2.0\r\nTo: <sip:bob@r>\r\nCall-ID: 7\r\nCSeq: 1 REGISTER\r\nContact: <sip:bob@192.0.2.4>\r\n\r\n",
    /// )?;
    /// let registration = message.as_request().unwrap().registration(&Check::registrar())?;
    /// let (mut bindings, mut steps): (Vec<Binding>, _) = (Vec::new(), Vec::new());
    /// registration.against(&bindings, &mut steps)?;
    /// for step in steps {
    ///     step.apply(&mut bindings, |update| registration.binding(update));
    /// }
    /// assert_eq!(bindings[0].contact().as_bytes(), b"<sip:bob@192.0.2.4>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply<B>(self, bindings: &mut Vec<B>, bind: impl FnOnce(&Update<'a>) -> B) {
        match self {
            Step::Replace(index, update) => {
                if let Some(binding) = bindings.get_mut(index) {
                    *binding = bind(&update);
                }
            }
            Step::Remove(index) if index < bindings.len() => _ = bindings.remove(index),
            Step::Remove(_) => {}
            Step::Add(update) => bindings.push(bind(&update)),
        }
    }

    /// The order in which steps are right on a `Vec`.
    const fn order(&self) -> (u8, usize) {
        match self {
            Step::Replace(index, _) => (0, *index),
            Step::Remove(index) => (1, usize::MAX - *index),
            Step::Add(update) => (2, update.place as usize),
        }
    }
}
