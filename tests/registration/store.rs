//! A registrar that keeps its bindings in a `Vec`, and messages to ask it with.

use std::collections::HashMap;

use sipwire::rules::{Aor, Binding, Bound, Check, Fault, Policy};
use sipwire::{Message, MessageBuilder, Method, OwnedMessage, Request, Response};

pub(crate) const POLICY: Policy = Policy::new().min_expires(60).max_expires(7200);
pub(crate) const CHECK: Check<'_> = Check::registrar().allow(&[Method::Register]).tags(&["path", "outbound", "gruu"]).policy(POLICY);

/// The parameter of an instance.
pub(crate) const INSTANCE: &str = "+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";

/// The bindings of all users, each with its lifetime.
#[derive(Default)]
pub(crate) struct Store(pub(crate) HashMap<Aor, Vec<Timed>>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timed {
    pub(crate) binding: Binding,
    pub(crate) expires: u32,
}

impl AsRef<Binding> for Timed {
    fn as_ref(&self) -> &Binding {
        &self.binding
    }
}

impl Store {
    /// Registers, and lets `more` add to the 200.
    pub(crate) fn register(
        &mut self,
        request: &Request<'_>,
        check: &Check<'_>,
        more: impl FnOnce(&mut MessageBuilder),
    ) -> Result<OwnedMessage, Fault> {
        request.check(check)?;
        self.change(request, check, more)
    }

    /// The same without a check before.
    pub(crate) fn register_unchecked(&mut self, request: &Request<'_>, check: &Check<'_>) -> Result<OwnedMessage, Fault> {
        self.change(request, check, |_| {})
    }

    fn change(&mut self, request: &Request<'_>, check: &Check<'_>, more: impl FnOnce(&mut MessageBuilder)) -> Result<OwnedMessage, Fault> {
        let registration = request.registration(check)?;
        let bindings = self.0.entry(registration.aor()).or_default();
        let mut steps = Vec::new();
        registration.against(bindings, &mut steps)?;
        for step in steps {
            step.apply(bindings, |update| Timed { binding: registration.binding(update), expires: update.expires() });
        }
        let bound = bindings.iter().map(|timed| Bound::new(&timed.binding, timed.expires));
        let mut response = Response::registered(&registration, bound, b"314");
        more(&mut response);
        Ok(response.finish().unwrap())
    }
}

/// A message written line by line: each line end is a CRLF, and the empty line follows.
pub(crate) fn lines(text: &str) -> Vec<u8> {
    let rows = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut bytes: Vec<u8> = rows.flat_map(|line| [line.as_bytes(), b"\r\n"].concat()).collect();
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Reads a request and gives it to `read`.
pub(crate) fn request<T>(bytes: &[u8], read: impl FnOnce(&Request<'_>) -> T) -> T {
    let message = Message::parse(bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)));
    read(message.as_request().expect("a request"))
}

/// A REGISTER of bob's, with more rows.
pub(crate) fn register(call_id: &str, cseq: u32, rows: &str) -> Vec<u8> {
    lines(&format!(
        "REGISTER sip:biloxi.example SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1\nMax-Forwards: 70\n\
         From: <sip:bob@biloxi.example>;tag=1\nTo: <sip:bob@biloxi.example>\nCall-ID: {call_id}\nCSeq: {cseq} REGISTER\n{rows}"
    ))
}

/// The values of a header in a message.
pub(crate) fn values(message: &OwnedMessage, name: &str) -> Vec<String> {
    let name = sipwire::HeaderName::try_from(name).unwrap();
    message.headers().named(name).map(|row| String::from_utf8(row.as_bytes().to_vec()).unwrap()).collect()
}

/// Registers by text: the Contacts of the 200, or the status that is owed.
pub(crate) fn bound(store: &mut Store, call_id: &str, cseq: u32, rows: &str) -> Result<Vec<String>, u16> {
    bound_by(store, &CHECK, call_id, cseq, rows)
}

pub(crate) fn bound_by(store: &mut Store, check: &Check<'_>, call_id: &str, cseq: u32, rows: &str) -> Result<Vec<String>, u16> {
    let bytes = register(call_id, cseq, rows);
    request(&bytes, |request| match store.register(request, check, |_| {}) {
        Ok(response) => Ok(values(&response, "Contact")),
        Err(fault) => match fault.owed() {
            sipwire::rules::Owed::Status(status) => Err(status.as_u16()),
            other => panic!("{other:?}"),
        },
    })
}
