//! [`Binding`]: what a registrar stores of a Contact.

use core::fmt;

use super::key::{BindingKey, Identity};
use crate::header::{Contact, TypedHeader, Value};
use crate::profile::Leniency;
use crate::rules::canonical::{Canonical, Reading, Writing, compared_by_bytes};
use crate::text::Printable;

/// The kind of stored bindings.
const BINDING: u8 = 19;

/// A Contact that is bound to an address of record: plain data, which a registrar stores (RFC 3261 §10.3).
///
/// It has the Contact as it was received, the key, the Path, and the Call-ID and CSeq number that later requests are compared with. When the
/// binding ends is not in it: the caller's clock knows. Its bytes are one allocation, and can be stored ([`as_bytes`](Binding::as_bytes)).
///
/// [`Registration::binding`](super::Registration::binding) makes it. A type of the caller that holds one implements `AsRef<Binding>`, so that
/// [`Registration::against`](super::Registration::against) can compare; a pair of a binding and anything else does.
#[derive(Clone)]
pub struct Binding(Canonical);

compared_by_bytes!(Binding);

/// The stored parts.
struct Parts<'b> {
    cseq: u32,
    call_id: &'b [u8],
    contact: &'b [u8],
    path: &'b [u8],
    key: &'b [u8],
}

impl Binding {
    pub(super) fn new(identity: &Identity<'_>, contact: &Contact<'_>, path: &[u8], call_id: &[u8], cseq: u32) -> Self {
        let mut out = Writing::new(BINDING);
        out.number(cseq);
        out.exact(call_id);
        out.exact(contact.as_bytes());
        out.exact(path);
        out.copied(identity.key().as_bytes());
        Self(out.finish())
    }

    fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
        let (BINDING, mut reading) = Reading::new(bytes)? else { return None };
        let (cseq, call_id) = (reading.number()?, reading.exact()?);
        Some(Parts { cseq, call_id, contact: reading.exact()?, path: reading.exact()?, key: reading.rest() })
    }

    #[inline]
    fn stored(&self) -> Parts<'_> {
        Self::parts(self.as_bytes()).unwrap_or(Parts { cseq: 0, call_id: b"", contact: b"", path: b"", key: b"" })
    }

    /// The Contact value as it was received, with all its parameters.
    pub fn contact(&self) -> Contact<'_> {
        read_contact(self.stored().contact).unwrap_or(Contact::star())
    }

    /// The key that tells the binding from the others of its address of record.
    pub fn key(&self) -> BindingKey {
        BindingKey::kept(self.stored().key)
    }

    /// The values of Path, topmost first, as the list that they are in a Route: a proxy sends requests for the Contact along them (RFC 3327
    /// §5.3). Empty if there was none.
    pub fn path(&self) -> &[u8] {
        self.stored().path
    }

    /// The Call-ID of the request that made or updated the binding.
    pub fn call_id(&self) -> &[u8] {
        self.stored().call_id
    }

    /// The CSeq number of that request.
    pub fn cseq(&self) -> u32 {
        self.stored().cseq
    }

    /// Whether the binding is that.
    #[inline]
    pub(super) fn is(&self, identity: &Identity<'_>) -> bool {
        identity.is_of(self.stored().key)
    }

    /// Whether a request with this Call-ID and CSeq number comes after the one that made or updated the binding: with another Call-ID always
    /// (RFC 3261 §10.3 steps 6 and 7).
    pub fn is_before(&self, call_id: &[u8], cseq: u32) -> bool {
        let stored = self.stored();
        stored.call_id != call_id || cseq > stored.cseq
    }

    /// Returns the stored form: a byte for the version of the layout, then the parts.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form back. Returns `None` if the bytes are no binding, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let parts = Self::parts(bytes)?;
        let contact = read_contact(parts.contact)?;
        let key = BindingKey::from_bytes(parts.key)?;
        let is_own = BindingKey::of(&contact, key.is_flow())? == key && !parts.call_id.is_empty();
        let mut copy = Writing::new(BINDING);
        copy.copied(bytes.get(2..)?);
        is_own.then(|| Self(copy.finish()))
    }
}

/// A Contact that was taken when it was stored, by whatever profile.
fn read_contact(bytes: &[u8]) -> Option<Contact<'_>> {
    <Contact<'_> as TypedHeader<'_>>::parse(Value::taken(bytes, 0, Leniency::ALL)).ok().filter(|contact| !contact.is_star())
}

impl AsRef<Binding> for Binding {
    fn as_ref(&self) -> &Binding {
        self
    }
}

/// A binding and what the caller keeps beside it: when it ends, for instance.
impl<T> AsRef<Binding> for (Binding, T) {
    fn as_ref(&self) -> &Binding {
        &self.0
    }
}

/// The Contact, Call-ID and CSeq number, with control bytes escaped and without a password.
impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binding({}, {} {})", self.contact(), Printable(self.call_id()), self.cseq())
    }
}
