//! The Contacts of a message: each is typed once, for all rules that are about them.

use super::element::{self, Check};
use crate::chars;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::header::{Contact, Headers};
use crate::rules::read;
use crate::scan;
use crate::uri::{SipUri, Uri};

/// The facts about the Contacts that rules need; bytes are those of the first Contact that a rule is about.
#[derive(Clone, Copy, Default)]
pub(super) struct Contacts<'a> {
    pub(super) count: usize,
    pub(super) error: Option<ParseError>,
    /// The offset of a `*`.
    pub(super) star: Option<usize>,
    pub(super) is_star_alone: bool,
    pub(super) second: Option<&'a [u8]>,
    /// A URI that is neither `sip` nor `sips`.
    pub(super) not_sip: Option<&'a [u8]>,
    /// A `sip` URI, and a `sips` URI.
    pub(super) sip: Option<&'a [u8]>,
    pub(super) sips: Option<&'a [u8]>,
    /// A `pn-prid` parameter. It is kept only where notes are wanted, and so are those that follow.
    pub(super) push_id: Option<&'a [u8]>,
    /// An `expires` parameter, and one that is malformed.
    pub(super) lifetime: Option<&'a [u8]>,
    pub(super) malformed_lifetime: Option<&'a [u8]>,
    pub(super) bindings: Bindings<'a>,
}

/// The facts that a registrar needs.
#[derive(Clone, Copy, Default)]
pub(super) struct Bindings<'a> {
    pub(super) of_aor: Option<&'a [u8]>,
    pub(super) of_gruu: Option<&'a [u8]>,
    pub(super) of_no_sip_uri: Option<&'a [u8]>,
    /// How many live longer than not at all.
    alive: usize,
    second_alive: Option<&'a [u8]>,
    pub(super) flow: Option<&'a [u8]>,
    has_live_flow: bool,
    pub(super) bad_flow: Option<ParseError>,
    pub(super) brief: Option<&'a [u8]>,
    pub(super) unknown_push: Option<&'a [u8]>,
}

/// The parts of a registration that decide about its Contacts.
pub(super) struct Registration<'a> {
    /// The address of record.
    pub(super) aor: Option<Uri<'a>>,
    /// The lifetime of Contacts that name none.
    pub(super) lifetime: Option<u32>,
}

impl<'a> Bindings<'a> {
    /// The second binding of several, if one of them is a flow (RFC 5626 §6).
    pub(super) fn several_flows(&self) -> Option<&'a [u8]> {
        self.second_alive.filter(|_| self.has_live_flow)
    }
}

impl<'a> Contacts<'a> {
    pub(super) fn read(
        headers: Headers<'_, 'a>,
        input: &[u8],
        check: &Check<'_>,
        registration: Option<&Registration<'a>>,
        is_for_notes: bool,
    ) -> Self {
        let mut contacts = Self::default();
        for contact in headers.all::<Contact<'_>>().verified_by(Contact::verified_uri) {
            contacts.count += 1;
            let (contact, uri) = match contact {
                Ok(contact) => contact,
                // A star beside others is a rule of its own.
                Err(error) if error.kind() == ErrorKind::Expected(Expected::OnlyElement) => {
                    contacts.star.get_or_insert(error.offset());
                    contacts.is_star_alone = false;
                    continue;
                }
                Err(error) => {
                    contacts.error.get_or_insert(error);
                    continue;
                }
            };
            if contacts.count == 2 {
                contacts.second = Some(contact.as_bytes());
            }
            match uri {
                None => {
                    contacts.is_star_alone = contacts.star.is_none();
                    contacts.star.get_or_insert(scan::offset_of(input, contact.as_bytes()));
                }
                Some(uri) => {
                    contacts.see(&uri);
                    if is_for_notes {
                        contacts.note(&contact, &uri);
                    }
                    if let Some(registration) = registration {
                        contacts.bindings.see(&contact, &uri, registration, check);
                    }
                }
            }
        }
        contacts
    }

    fn see(&mut self, uri: &Uri<'a>) {
        match uri {
            Uri::Sip(sip) if sip.is_sips() => _ = self.sips.get_or_insert(uri.as_bytes()),
            Uri::Sip(_) => _ = self.sip.get_or_insert(uri.as_bytes()),
            _ => _ = self.not_sip.get_or_insert(uri.as_bytes()),
        }
    }

    /// Keeps the facts that only notes are about.
    fn note(&mut self, contact: &Contact<'a>, uri: &Uri<'a>) {
        if let Some(param) = uri.params().get("pn-prid") {
            self.push_id.get_or_insert(param.name().as_bytes());
        }
        if let Some(param) = contact.params().get("expires") {
            self.lifetime.get_or_insert(param.name().as_bytes());
            let is_number = param.value().is_some_and(|value| !value.is_empty() && scan::all(value.as_bytes(), chars::DIGIT));
            if !is_number {
                self.malformed_lifetime.get_or_insert(param.name().as_bytes());
            }
        }
    }
}

impl<'a> Bindings<'a> {
    fn see(&mut self, contact: &Contact<'a>, uri: &Uri<'a>, registration: &Registration<'a>, check: &Check<'_>) {
        let (aor, row) = (registration.aor.as_ref(), registration.lifetime);
        let lifetime = read::lifetime_of(contact, row).unwrap_or(check.policy.default_expires);
        let params = contact.params();
        let has_instance = params.contains("+sip.instance");
        if lifetime > 0 {
            self.alive += 1;
            if self.alive == 2 {
                self.second_alive = Some(contact.as_bytes());
            }
            if has_instance {
                match (uri, aor) {
                    (Uri::Sip(contact), Some(Uri::Sip(aor))) if is_gruu_of(contact, aor) => {
                        self.of_gruu.get_or_insert(contact.as_bytes());
                    }
                    (Uri::Sip(contact), Some(Uri::Sip(aor))) if contact.equivalent(aor).is_ok() => {
                        self.of_aor.get_or_insert(contact.as_bytes());
                    }
                    (Uri::Sip(_), _) => {}
                    (other, _) => _ = self.of_no_sip_uri.get_or_insert(other.as_bytes()),
                }
            }
            let is_brief = lifetime < 3600 && lifetime < check.policy.min_expires;
            if is_brief {
                self.brief.get_or_insert(params.get("expires").map_or(contact.as_bytes(), |param| param.name().as_bytes()));
            }
            if let (Some(services), Some(service)) = (check.push, uri.params().get("pn-provider"))
                && service.value().is_some_and(|service| !element::has(services, service.as_bytes()))
            {
                self.unknown_push.get_or_insert(service.name().as_bytes());
            }
        }
        // A reg-id without an instance is ignored (RFC 5626 §6).
        if has_instance && let Some(param) = params.get("reg-id") {
            self.flow.get_or_insert(param.name().as_bytes());
            self.has_live_flow |= lifetime > 0;
            match contact.reg_id() {
                Err(error) if !matches!(error.kind(), ErrorKind::DuplicateParam(_)) => _ = self.bad_flow.get_or_insert(error),
                _ => {}
            }
        }
    }
}

/// Whether a Contact is the address of record with a `gr` parameter (RFC 5627 §3.1).
fn is_gruu_of(contact: &SipUri<'_>, aor: &SipUri<'_>) -> bool {
    let same_user = match (contact.user(), aor.user()) {
        (Some(a), Some(b)) => a.bytes().eq(b.bytes()),
        (a, b) => a.is_none() && b.is_none(),
    };
    let same_host = contact.host().as_bytes().eq_ignore_ascii_case(aor.host().as_bytes());
    contact.params().contains("gr") && same_user && same_host && contact.port() == aor.port()
}
