//! [`BindingKey`]: what tells the bindings of one address of record apart.

use core::fmt;
use core::net::IpAddr;

use crate::error::ParseError;
use crate::header::Contact;
use crate::profile::{Leniency, Profile};
use crate::rules::canonical::{Canonical, Reading, Writing, compared_by_bytes};
use crate::text::Printable;
use crate::uri::Uri;

/// The kinds of these keys, as stored.
const CONTACT: u8 = 17;
const FLOW: u8 = 18;

/// A key that tells a binding from the others of its address of record: a flow, or the Contact URI.
///
/// A registrar stores it with the binding. It owns its bytes: up to 94 of them inline, more in one heap allocation.
///
/// | the Contact has | the binding is that of |
/// |---|---|
/// | `+sip.instance` and a `reg-id` that the registrar takes | the instance and the `reg-id` (RFC 5626 §6); the URI does not count |
/// | anything else | the URI (RFC 3261 §10.3 step 7); a GRUU's instance does not count (RFC 5627 §5.1) |
///
/// `==` compares what was received byte by byte, and so does `Hash`: equal keys are the same binding. Keys that differ can still be the
/// same binding, since equality of URIs ignores parts (§19.1.4) and is not transitive: [`is_same`](BindingKey::is_same) decides.
///
/// ```
/// use sipwire::header::Contact;
/// use sipwire::rules::BindingKey;
///
/// let key = |text: &'static str| BindingKey::of(&Contact::parse(text.as_bytes()).unwrap(), true).unwrap();
/// let bob = key("<sip:bob@192.0.2.4;transport=tcp>;q=0.5");
/// assert!(bob.is_same(&key("<SIP:%62ob@192.0.2.4;ob;Transport=TCP>")));
/// assert!(!bob.is_same(&key("<sip:bob@192.0.2.4>")));
/// let flow = key("<sip:bob@192.0.2.4>;reg-id=1;+sip.instance=\"<urn:uuid:0C67446E-F1A1-11D9-94D3-000A95A0E128>\"");
/// assert!(flow.is_same(&key("<sip:x>;reg-id=1;+sip.instance=\"<urn:uuid:0c67446e-f1a1-11d9-94d3-000a95a0e128>\"")));
/// ```
#[derive(Clone)]
pub struct BindingKey(Canonical);

compared_by_bytes!(BindingKey);

impl BindingKey {
    /// Returns the key of a Contact value, or `None` for `*`. `takes_flows` says whether the registrar takes `reg-id` for this request
    /// ([`Registration::takes_flows`](super::Registration::takes_flows)).
    ///
    /// A malformed `reg-id` or `+sip.instance` is ignored, as one without the other is (RFC 5626 §6), and so is a URI that is none.
    pub fn of(contact: &Contact<'_>, takes_flows: bool) -> Option<Self> {
        let uri = contact.uri().ok()??;
        Some(Identity::of(contact, uri, || takes_flows).unwrap_or(Identity::of_uri(uri)).key())
    }

    /// Whether both keys are of one binding: the same instance (RFC 5626 §4.1: equal URNs) and `reg-id`, or URIs that are equal by RFC 3261
    /// §19.1.4. `sip` and `sips` do not count, since either Contact replaces the other (RFC 5630 §5.1.1.1).
    pub fn is_same(&self, other: &Self) -> bool {
        Identity::stored(self.as_bytes()).is_some_and(|identity| identity.is_of(other.as_bytes()))
    }

    /// Whether the binding is that of a flow (RFC 5626).
    pub fn is_flow(&self) -> bool {
        matches!(self.as_bytes(), [_, FLOW, ..])
    }

    /// Returns the stored form: a byte for the version of the layout, then the kind and what was received.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form back. Returns `None` if the bytes are no such key, or of another version.
    ///
    /// ```
    /// use sipwire::{header::Contact, rules::BindingKey};
    ///
    /// let key = BindingKey::of(&Contact::parse(b"<sip:bob@192.0.2.4>")?, false).unwrap();
    /// assert_eq!(BindingKey::from_bytes(key.as_bytes()), Some(key));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let identity = Identity::stored(bytes)?;
        Some(identity.key()).filter(|key| key.as_bytes() == bytes)
    }
}

impl BindingKey {
    /// The key that a binding keeps.
    pub(super) fn kept(bytes: &[u8]) -> Self {
        let [_, kind, rest @ ..] = bytes else { return Self(Writing::new(CONTACT).finish()) };
        let mut out = Writing::new(*kind);
        out.copied(rest);
        Self(out.finish())
    }
}

/// The parts that tell a Contact from the others, as they were received.
#[derive(Clone, Copy)]
pub(super) enum Identity<'a> {
    Contact { print: u64, uri: Uri<'a> },
    Flow { reg_id: u32, instance: Uri<'a> },
}

impl<'a> Identity<'a> {
    /// The identity of a Contact that has this URI. Whether the registrar takes flows is asked only of a Contact that is one.
    pub(super) fn of(contact: &Contact<'a>, uri: Uri<'a>, takes_flows: impl FnOnce() -> bool) -> Result<Self, ParseError> {
        // A reg-id without an instance is ignored (RFC 5626 §6).
        let params = contact.params();
        if params.contains("reg-id")
            && params.contains("+sip.instance")
            && takes_flows()
            && let Some(instance) = contact.instance()?
            && let Some(reg_id) = contact.reg_id()?
        {
            return Ok(Identity::Flow { reg_id, instance });
        }
        Ok(Self::of_uri(uri))
    }

    pub(super) fn of_uri(uri: Uri<'a>) -> Self {
        Identity::Contact { print: print(&uri), uri }
    }

    /// Reads what a key keeps.
    fn stored(key: &'a [u8]) -> Option<Self> {
        let (kind, mut reading) = Reading::new(key)?;
        match kind {
            CONTACT => {
                let print = u64::from(reading.number()?) << 32 | u64::from(reading.number()?);
                Some(Identity::Contact { print, uri: stored_uri(reading.rest())? }).filter(|stored| stored.has_own_print())
            }
            FLOW => Some(Identity::Flow { reg_id: reading.number()?, instance: stored_uri(reading.rest())? }),
            _ => None,
        }
    }

    fn has_own_print(&self) -> bool {
        matches!(self, Identity::Contact { print: stored, uri } if *stored == print(uri))
    }

    pub(super) fn is_flow(&self) -> bool {
        matches!(self, Identity::Flow { .. })
    }

    /// The key to store.
    pub(super) fn key(&self) -> BindingKey {
        match self {
            Identity::Contact { print, uri } => {
                let mut out = Writing::new(CONTACT);
                out.number((print >> 32) as u32);
                out.number(*print as u32);
                out.copied(uri.as_bytes());
                BindingKey(out.finish())
            }
            Identity::Flow { reg_id, instance } => {
                let mut out = Writing::new(FLOW);
                out.number(*reg_id);
                out.copied(instance.as_bytes());
                BindingKey(out.finish())
            }
        }
    }

    /// Whether the key is of the same binding. Keys that differ in print or `reg-id`, and parts that are written alike, are not typed.
    #[inline]
    pub(super) fn is_of(&self, key: &[u8]) -> bool {
        let Some((kind, mut reading)) = Reading::new(key) else { return false };
        match self {
            Identity::Contact { print, uri } if kind == CONTACT => {
                let is_print = (reading.number(), reading.number()) == (Some((print >> 32) as u32), Some(*print as u32));
                is_print && (reading.rest() == uri.as_bytes() || stored_uri(reading.rest()).is_some_and(|other| are_same(uri, &other)))
            }
            Identity::Flow { reg_id, instance } if kind == FLOW => {
                let is_alike =
                    |other: &[u8]| other == instance.as_bytes() || stored_uri(other).is_some_and(|other| are_same(instance, &other));
                reading.number() == Some(*reg_id) && is_alike(reading.rest())
            }
            _ => false,
        }
    }

    /// Whether both are of the same binding.
    pub(super) fn is_same(&self, other: &Identity<'_>) -> bool {
        match (self, other) {
            (Identity::Contact { print: a, uri: one }, Identity::Contact { print: b, uri: other }) => {
                a == b && (one.as_bytes() == other.as_bytes() || are_same(one, other))
            }
            (Identity::Flow { reg_id: a, instance: one }, Identity::Flow { reg_id: b, instance: other }) => {
                a == b && (one.as_bytes() == other.as_bytes() || are_same(one, other))
            }
            _ => false,
        }
    }
}

/// A URI that was taken when the key was made, by whatever profile.
fn stored_uri(bytes: &[u8]) -> Option<Uri<'_>> {
    Uri::parse_at(bytes, 0, &Profile::of_taken(Leniency::ALL)).ok()
}

/// Whether two URIs are equal (RFC 3261 §19.1.4), `sip` being `sips`.
fn are_same(one: &Uri<'_>, other: &Uri<'_>) -> bool {
    match (one, other) {
        (Uri::Sip(one), Uri::Sip(other)) => one.is_same_contact(other),
        (one, other) => one.equivalent(other).is_ok(),
    }
}

/// A number that equal URIs share: of user, host and port, which both must have. It spares most bindings a comparison of URIs.
fn print(uri: &Uri<'_>) -> u64 {
    // FNV-1a: short, and stored keys need the same value in every version.
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let add = |print: u64, byte: u8| (print ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let Uri::Sip(uri) = uri else { return START };
    let (host, port) = (uri.host(), uri.port());
    let print = uri.user().unwrap_or_default().bytes().fold(START, add);
    let print = match host.ip() {
        Some(IpAddr::V4(address)) => address.octets().into_iter().fold(print, add),
        Some(IpAddr::V6(address)) => address.octets().into_iter().fold(print, add),
        None => host.as_bytes().iter().fold(print, |print, byte| add(print, byte.to_ascii_lowercase())),
    };
    port.map_or(print, |port| port.to_be_bytes().into_iter().fold(print, add))
}

/// The kind and what was received, with control bytes escaped and without a password.
impl fmt::Debug for BindingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Identity::stored(self.as_bytes()) {
            Some(Identity::Contact { uri, .. }) => write!(f, "BindingKey({uri})"),
            Some(Identity::Flow { reg_id, instance }) => write!(f, "BindingKey({}, {reg_id})", Printable(instance.as_bytes())),
            None => f.write_str("BindingKey"),
        }
    }
}
