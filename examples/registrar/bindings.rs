//! What is bound: for each user the Contacts, each with who bound it and until when.

use std::collections::HashMap;
use std::time::Duration;

use sipwire::header::Contact;
use sipwire::{MessageBuilder, NameAddr, ParamDraft, Uri};

/// The bindings of all users. Time is since the program began.
#[derive(Default)]
pub(crate) struct Bindings(HashMap<String, Vec<Binding>>);

struct Binding {
    /// The value, as it was read.
    contact: Vec<u8>,
    call_id: Vec<u8>,
    cseq: u32,
    until: Duration,
}

/// What a request asks for.
pub(crate) struct Request<'a> {
    pub(crate) user: &'a str,
    pub(crate) call_id: &'a [u8],
    pub(crate) cseq: u32,
    pub(crate) now: Duration,
}

impl Bindings {
    /// Binds each contact for so many seconds, or unbinds it for none: all of them, or nothing where one of them was bound by a later request
    /// of the same Call-ID (RFC 3261 §10.3 step 7).
    pub(crate) fn bind(&mut self, request: &Request<'_>, contacts: &[(Contact<'_>, u32)]) -> bool {
        let bindings = self.of(request);
        let is_late = |(contact, _): &(Contact<'_>, u32)| bindings.iter().any(|old| is_same(old, contact) && is_later(old, request));
        if contacts.iter().any(is_late) {
            return false;
        }
        for (contact, seconds) in contacts {
            bindings.retain(|old| !is_same(old, contact));
            if *seconds > 0 {
                let until = request.now + Duration::from_secs((*seconds).into());
                bindings.push(Binding {
                    contact: contact.as_bytes().to_vec(),
                    call_id: request.call_id.to_vec(),
                    cseq: request.cseq,
                    until,
                });
            }
        }
        true
    }

    /// Unbinds all (RFC 3261 §10.3 step 6), or nothing in the same case.
    pub(crate) fn unbind_all(&mut self, request: &Request<'_>) -> bool {
        let bindings = self.of(request);
        if bindings.iter().any(|old| is_later(old, request)) {
            return false;
        }
        bindings.clear();
        true
    }

    /// Writes what is bound now, each with the seconds that are left.
    pub(crate) fn list(&mut self, request: &Request<'_>, response: &mut MessageBuilder) {
        for binding in self.of(request) {
            let Ok(contact) = Contact::parse(&binding.contact) else { continue };
            let Some(address) = contact.address() else { continue };
            let Ok(uri) = address.uri() else { continue };
            let left = binding.until.saturating_sub(request.now).as_secs().max(1);
            let others = address.params().iter().filter(|param| !param.is("expires")).map(ParamDraft::from);
            let params: Vec<_> = others.chain([ParamDraft::number("expires", left)]).collect();
            response.header(Contact::row(NameAddr::build(uri).params(&params)));
        }
    }

    /// The bindings of a user that have not ended.
    fn of(&mut self, request: &Request<'_>) -> &mut Vec<Binding> {
        let bindings = self.0.entry(request.user.into()).or_default();
        bindings.retain(|binding| binding.until > request.now);
        bindings
    }
}

/// Whether the URIs are equal (RFC 3261 §19.1.4).
fn is_same(binding: &Binding, contact: &Contact<'_>) -> bool {
    let old = Contact::parse(&binding.contact).ok().and_then(|old| old.uri().ok()?);
    old.zip(contact.uri().ok().flatten()).is_some_and(|(old, new): (Uri<'_>, Uri<'_>)| old.equivalent(&new).is_ok())
}

fn is_later(binding: &Binding, request: &Request<'_>) -> bool {
    binding.call_id == request.call_id && binding.cseq >= request.cseq
}
