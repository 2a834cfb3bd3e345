//! [`Registration`]: what a REGISTER asks for.

use super::binding::Binding;
use super::key::Identity;
use super::update::Update;
use crate::error::ParseError;
use crate::header::{CSeq, CallId, Contact, Headers, Path, Supported, To};
use crate::message::Request;
use crate::name::HeaderId;
use crate::rules::aor::Aor;
use crate::rules::check::Check;
use crate::rules::fault::{Answer, Fault};
use crate::rules::policy::Policy;
use crate::rules::read;
use crate::rules::rule::Rule;
use crate::scan;
use crate::uri::SipUri;
use alloc::vec::Vec;

/// A REGISTER that a registrar processes (RFC 3261 §10.3): made by [`Request::registration`].
///
/// A registrar first looks, then changes: [`against`](Registration::against) compares the Contacts with the bindings that are stored and
/// lists the steps, [`binding`](Registration::binding) makes what is stored, and [`Response::registered`](crate::Response::registered) builds
/// the 200. No clock is needed: lifetimes are in seconds, and bindings that have ended are no longer among those that the caller gives.
///
/// ```
/// use sipwire::rules::{Binding, Bound, Check, Policy, Step};
/// use sipwire::{Message, Method, Response};
///
/// const CHECK: Check<'_> = Check::registrar().allow(&[Method::Register]).policy(Policy::new().max_expires(3600));
///
/// let message = Message::parse(
///     b"REGISTER sip:biloxi.example SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:bob@biloxi.example>;tag=1\r\n\
///       To: <sip:bob@biloxi.example>\r\nCall-ID: 7@a\r\nCSeq: 5 REGISTER\r\nContact: <sip:bob@192.0.2.4>;expires=7200\r\n\r\n",
/// )?;
/// let request = message.as_request().unwrap();
/// let registration = request.registration(&CHECK)?;
/// let (mut bindings, mut steps): (Vec<(Binding, u32)>, _) = (Vec::new(), Vec::new());
/// registration.against(&bindings, &mut steps)?;
/// for step in &steps {
///     if let Step::Add(update) = step {
///         bindings.push((registration.binding(update), update.expires()));
///     }
/// }
/// let bound = bindings.iter().map(|(binding, expires)| Bound::new(binding, *expires));
/// let response = Response::registered(&registration, bound, b"314").finish()?;
/// assert!(response.as_bytes().ends_with(b"Contact: <sip:bob@192.0.2.4>;expires=3600\r\nContent-Length: 0\r\n\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Registration<'m, 'a> {
    pub(super) headers: Headers<'m, 'a>,
    pub(super) policy: Policy,
    pub(super) tags: &'m [&'m str],
    address: SipUri<'a>,
    call_id: &'a [u8],
    cseq: u32,
    /// The place of CSeq, which an order is about.
    cseq_offset: usize,
    /// The lifetime of Contacts that name none.
    lifetime: Option<u32>,
}

impl<'a> Request<'a> {
    /// Reads what a REGISTER asks for, but for its Contacts (RFC 3261 §10.3). `check` is that of the registrar: its
    /// [`Policy`] has the lifetimes, and its tags say whether flows are taken (`outbound`).
    ///
    /// Call [`check`](Request::check) first, and refuse the request if it has a fault. Authentication, and whether the user may change these
    /// bindings, are the caller's (steps 3 and 4).
    ///
    /// # Errors
    ///
    /// Returns the fault if To, Call-ID or CSeq is missing or malformed, or if To is no SIP URI.
    pub fn registration<'m>(&'m self, check: &Check<'m>) -> Result<Registration<'m, 'a>, Fault> {
        let (input, _) = self.parts();
        let headers = self.headers();
        let of = |id: HeaderId| move |error: ParseError| unreadable(error, id);
        let to = headers.require::<To<'a>>().and_then(|to| to.uri()).map_err(of(HeaderId::To))?;
        let Some(&address) = to.as_sip() else {
            return Err(Fault::new(Rule::RegisterTo, HeaderId::To, scan::offset_of(input, to.as_bytes()), Answer::AsRuled));
        };
        let call_id = headers.require::<CallId<'a>>().map_err(of(HeaderId::CallId))?.as_bytes();
        let cseq = headers.require::<CSeq<'a>>().map_err(of(HeaderId::CSeq))?;
        Ok(Registration {
            headers,
            policy: check.policy,
            tags: check.tags,
            address,
            call_id,
            cseq: cseq.number(),
            cseq_offset: scan::offset_of(input, cseq.as_bytes()),
            lifetime: read::lifetime(headers),
        })
    }
}

/// The fault of a value that can't be read.
pub(super) fn unreadable(error: ParseError, id: HeaderId) -> Fault {
    Fault::new(Rule::Unreadable(error.kind()), id, error.offset(), Answer::AsRuled)
}

impl<'a> Registration<'_, 'a> {
    /// The address of record, under which the bindings are stored (RFC 3261 §10.3 step 5).
    pub fn aor(&self) -> Aor {
        self.address.aor()
    }

    /// The address of record as To has it. Whether it is one of this domain, the caller knows (404).
    pub const fn address(&self) -> &SipUri<'a> {
        &self.address
    }

    /// The Call-ID.
    pub const fn call_id(&self) -> &'a [u8] {
        self.call_id
    }

    /// The CSeq number.
    pub const fn cseq(&self) -> u32 {
        self.cseq
    }

    /// Whether the request only asks what is bound: it has no Contact (RFC 3261 §10.2.3).
    pub fn is_fetch(&self) -> bool {
        !self.headers.is_present::<Contact<'_>>()
    }

    /// Whether a `reg-id` makes a flow of a Contact: the registrar supports `outbound`, and the request came from the client itself or through
    /// an edge proxy whose `ob` is in the first Path value (RFC 5626 §6). Otherwise a `reg-id` is ignored.
    pub fn takes_flows(&self) -> bool {
        let is_supported = self.tags.iter().any(|tag| tag.eq_ignore_ascii_case("outbound"));
        is_supported && (read::second_via(self.headers).is_none() || read::is_outbound_path(self.headers))
    }

    /// Whether the 200 requires `outbound`: a Contact is a flow, and the client supports the extension (RFC 5626 §6).
    pub fn requires_outbound(&self) -> bool {
        let mut contacts = self.headers.all::<Contact<'a>>().flatten();
        let is_flow = |contact: Contact<'a>| {
            let identity = contact.uri().ok().flatten().map(|uri| Identity::of(&contact, uri, || true));
            matches!(identity, Some(Ok(identity)) if identity.is_flow())
        };
        self.supports("outbound") && contacts.any(is_flow) && self.takes_flows()
    }

    /// Whether the client supports GRUUs, so that the 200 has those that the registrar made (RFC 5627 §5.2).
    pub fn supports_gruu(&self) -> bool {
        self.supports("gruu")
    }

    fn supports(&self, tag: &str) -> bool {
        self.headers.all::<Supported<'_>>().flatten().any(|supported| supported.is(tag))
    }

    /// The lifetime in seconds that a Contact is granted: what was asked for, or the default, but no more than the policy has (RFC 3261 §10.3
    /// step 7). It is never more than was asked for.
    pub(super) fn granted(&self, contact: &Contact<'_>) -> (u32, u32) {
        let asked = read::lifetime_of(contact, self.lifetime).unwrap_or(self.policy.default_expires);
        (asked, asked.min(self.policy.max_expires))
    }

    /// Whether the Expires row removes all bindings, and whether there is none.
    pub(super) const fn row(&self) -> Option<u32> {
        self.lifetime
    }

    /// The fault of a request that comes after a later one with the same Call-ID.
    pub(super) const fn out_of_order(&self) -> Fault {
        Fault::new(Rule::RegistrationOrder, HeaderId::CSeq, self.cseq_offset, Answer::AsRuled)
    }

    /// Makes the binding that is stored for an update: the Contact as it was received, the Path, the Call-ID and the CSeq number.
    pub fn binding(&self, update: &Update<'_>) -> Binding {
        let mut path = Vec::new();
        for value in self.headers.all::<Path<'_>>().flatten() {
            if !path.is_empty() {
                path.extend_from_slice(b", ");
            }
            path.extend_from_slice(value.as_bytes());
        }
        Binding::new(&update.identity, &update.contact, &path, self.call_id, self.cseq)
    }

    /// Whether the update ends the temporary GRUUs that were made for its instance: the binding of the instance, and of the flow if it is
    /// one, that was registered last has another Call-ID (RFC 5627 §5.1). `newest_first` are the bindings of the address of record.
    pub fn ends_temporary_gruus<'b>(&self, update: &Update<'_>, newest_first: impl IntoIterator<Item = &'b Binding>) -> bool {
        let of_instance = |binding: &&'b Binding| update.is_of_instance(&binding.contact());
        newest_first.into_iter().find(of_instance).is_some_and(|last| last.call_id() != self.call_id)
    }
}

impl core::fmt::Debug for Registration<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Registration({:?}, {})", self.aor(), self.cseq)
    }
}
