//! [`Update`]: a Contact that a REGISTER binds.

use core::fmt;

use super::key::{BindingKey, Identity};
use crate::header::Contact;
use crate::uri::{Escaped, Uri};

/// A Contact that is bound, for the first time or again.
#[derive(Clone, Copy)]
pub struct Update<'a> {
    pub(super) contact: Contact<'a>,
    pub(super) uri: Uri<'a>,
    pub(super) identity: Identity<'a>,
    pub(super) expires: u32,
    /// The place of the Contact in the request.
    pub(super) place: u32,
}

impl<'a> Update<'a> {
    /// The Contact value as received.
    pub const fn contact(&self) -> &Contact<'a> {
        &self.contact
    }

    /// The URI of the Contact. Its push parameters (RFC 8599) are `pn_provider`, `pn_prid` and `pn_param` of [`SipUri`](crate::SipUri).
    pub const fn uri(&self) -> &Uri<'a> {
        &self.uri
    }

    /// For how many seconds the Contact is bound. Never 0.
    pub const fn expires(&self) -> u32 {
        self.expires
    }

    /// The preference in thousandths, 1000 if the Contact has none (RFC 3261 §20.10).
    pub fn q(&self) -> u16 {
        self.contact.q().ok().flatten().unwrap_or(1000)
    }

    /// The `reg-id` of the flow; `None` if the Contact is none, or if the registrar ignores it (RFC 5626 §6).
    pub const fn reg_id(&self) -> Option<u32> {
        match self.identity {
            Identity::Flow { reg_id, .. } => Some(reg_id),
            Identity::Contact { .. } => None,
        }
    }

    /// The instance (RFC 5626 §4.1), for which a registrar makes GRUUs (RFC 5627 §5.1).
    pub fn instance(&self) -> Option<Uri<'a>> {
        self.contact.instance().ok().flatten()
    }

    /// The push notification service that wakes the client (RFC 8599 §4.1).
    pub fn push_service(&self) -> Option<Escaped<'a>> {
        self.uri.as_sip().and_then(|uri| uri.pn_provider())
    }

    /// The key of the binding.
    pub fn key(&self) -> BindingKey {
        self.identity.key()
    }

    /// Whether a Contact is of the same instance, and of the same flow if this is one.
    pub(super) fn is_of_instance(&self, other: &Contact<'_>) -> bool {
        let (Some(own), Ok(Some(other_instance))) = (self.instance(), other.instance()) else { return false };
        let is_flow = self.reg_id().is_none_or(|reg_id| other.reg_id() == Ok(Some(reg_id)));
        is_flow && own.equivalent(&other_instance).is_ok()
    }
}

impl fmt::Debug for Update<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Update({}, {} s)", self.contact, self.expires)
    }
}
