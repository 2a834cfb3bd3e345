//! The notes of requests, and of single rows.

use super::common::{basic, refreshes_session, repeated_reason, trailing_bytes};
use super::element::Role;
use super::faults::Findings;
use super::reading::Reading;
use super::request::is_bare;
use super::step::{Step, step, with};
use super::{content, not_applicable, notes_of_responses, presence, typed};
use crate::header::{
    Authorization, GeolocationRouting, Header, Iter, PAssertedIdentity, ProxyAuthorization, SessionExpires, SubscriptionState,
};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::rules::fault::Fault;
use crate::rules::rule::Rule;
use crate::uri::Uri;

/// The notes of a message: made by [`Request::notes`](crate::Request::notes) and its like.
pub struct Notes<'r, 'a> {
    findings: Findings<'r, 'a>,
    rows: Iter<'r, 'a>,
    steps: &'static [Step],
}

impl<'r, 'a> Notes<'r, 'a> {
    pub(super) fn new(mut reading: Reading<'r, 'a>) -> Self {
        let steps = match (reading.is_request, reading.check.role) {
            (true, _) => REQUEST,
            (false, Role::Uac) => notes_of_responses::AT_A_CLIENT,
            (false, Role::Proxy) => notes_of_responses::AT_A_PROXY,
            (false, _) => &[],
        };
        reading.is_for_notes = true;
        Self { rows: reading.rows.headers.iter(), findings: Findings::new(reading), steps }
    }
}

impl Iterator for Notes<'_, '_> {
    type Item = Fault;

    fn next(&mut self) -> Option<Fault> {
        let policy = self.findings.reading.check.policy;
        if let Some(tolerated) = self.findings.find(|fault| !policy.has(fault.rule().switch())) {
            return Some(tolerated.tolerated());
        }
        let reading = &mut self.findings.reading;
        if let Some(note) = self.rows.find_map(|row| note_of_row(reading, &row)) {
            return Some(note);
        }
        while let [step, rest @ ..] = self.steps {
            self.steps = rest;
            if let Some(note) = step.fault(reading) {
                return Some(note);
            }
        }
        None
    }
}

impl core::fmt::Debug for Notes<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Notes({} rows left)", self.rows.len())
    }
}

/// The header fields whose grammar another rule is about.
fn judged(reading: &Reading<'_, '_>) -> NameSet {
    const ALWAYS: NameSet = NameSet::of(&[
        HeaderId::Via,
        HeaderId::From,
        HeaderId::To,
        HeaderId::CallId,
        HeaderId::CSeq,
        HeaderId::Expires,
        HeaderId::GeolocationRouting,
        HeaderId::SessionId,
    ]);
    const AT_A_PROXY: NameSet = NameSet::of(&[HeaderId::MaxForwards, HeaderId::Route, HeaderId::ProxyRequire]);
    let of_role = match reading.check.role {
        Role::Proxy => AT_A_PROXY,
        Role::Uac => NameSet::default(),
        _ if is_bare(reading.method) => NameSet::default(),
        _ => presence::needed(reading).or(NameSet::of(&[HeaderId::Require])).or(match reading.method {
            Some(Method::Invite | Method::Subscribe | Method::Refer | Method::Update) => NameSet::of(&[HeaderId::Contact]),
            Some(Method::Register) if reading.is_registration() => NameSet::of(&[HeaderId::Contact]),
            _ => NameSet::default(),
        }),
    };
    ALWAYS.or(of_role)
}

/// A row that is ignored: of an unknown name, without a meaning here, or unfit and not needed.
fn note_of_row(reading: &Reading<'_, '_>, row: &Header<'_>) -> Option<Fault> {
    let id = row.name().id();
    if id == HeaderId::OTHER {
        return Some(reading.fault(Rule::UnknownHeader, id, row.offset()));
    }
    if reading.is_request && reading.check.is_server() && reading.method.is_some_and(|method| not_applicable::in_method(method).has(id)) {
        return Some(reading.fault(Rule::NotApplicable, id, row.offset()));
    }
    if judged(reading).has(id) {
        return None;
    }
    let error = row.values().find_map(Result::err)?;
    Some(reading.fault(Rule::UnfitRow, id, error.offset()))
}

/// The notes of requests beside those of single rows, by the ids of the rules.
const REQUEST: &[Step] = &[
    step(|reading| reading.missing(Rule::MissingMaxForwards, HeaderId::MaxForwards)),
    step(uri_method),
    step(|reading| address_parts(reading, HeaderId::To)),
    step(|reading| address_parts(reading, HeaderId::From)),
    step(method_forwarded),
    step(trailing_bytes),
    step(optional_body),
    step(from_without_tag),
    step(no_magic_cookie),
    step(require_ignored),
    step(basic_credentials),
    step(malformed_expires),
    step(subscribe_without_expires),
    with(HeaderId::Contact, subscribe_contact_expires),
    with(HeaderId::SubscriptionState, terminated_expires),
    step(removal_with_body),
    with(HeaderId::PAssertedIdentity, asserted_identities),
    with(HeaderId::Reason, repeated_reason),
    with(HeaderId::SessionExpires, session_raised),
    with(HeaderId::GeolocationRouting, repeated_routing),
    with(HeaderId::Contact, push_outside_register),
    step(overload_in_request),
    with(HeaderId::Require, require_forwarded),
    with(HeaderId::SessionExpires, refresher_without_timer),
];

fn uri_method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let param = reading.readable_uri()?.as_sip()?.params().get("method")?;
    Some(reading.fault_of_none(Rule::UriMethod, reading.at(param.name().as_bytes())))
}

/// Port, `maddr`, `ttl`, `transport`, `lr`, `method` and headers mean nothing in To and From (RFC 3261 §19.1.1, Table 1).
fn address_parts(reading: &mut Reading<'_, '_>, header: HeaderId) -> Option<Fault> {
    if !reading.check.is_server() {
        return None;
    }
    let party = if header == HeaderId::To { reading.to() } else { reading.from() };
    let Uri::Sip(uri) = party.ok().flatten()?.uri else { return None };
    let param = ["maddr", "ttl", "transport", "lr", "method"].iter().find_map(|name| uri.params().get(name));
    let place = match (uri.port(), param) {
        (Some(_), _) => uri.host().as_bytes(),
        (None, Some(param)) => param.name().as_bytes(),
        (None, None) if !uri.headers().is_empty() => uri.headers().as_bytes(),
        _ => return None,
    };
    Some(reading.fault(Rule::AddressParts, header, reading.at(place)))
}

fn method_forwarded(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_unknown = reading.check.role == Role::Proxy && !reading.check.known.contains(&reading.method?);
    is_unknown.then(|| reading.fault_of_none(Rule::MethodForwarded, reading.start))
}

fn optional_body(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_ignored = reading.check.is_server() && !is_bare(reading.method) && content::is_ignored(reading);
    if is_ignored { reading.at_row(Rule::OptionalBody, HeaderName::ContentDisposition) } else { None }
}

fn from_without_tag(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let from = reading.from().ok().flatten()?;
    if from.tag.is_none() { reading.at_row(Rule::FromWithoutTag, HeaderName::From) } else { None }
}

fn no_magic_cookie(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let via = reading.via().ok()??;
    (!via.has_magic_cookie()).then(|| reading.fault(Rule::NoMagicCookie, HeaderId::Via, reading.at(via.as_bytes())))
}

fn require_ignored(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !is_bare(reading.method) || reading.check.role == Role::Uac {
        return None;
    }
    let require = reading.at_row(Rule::RequireIgnored, HeaderName::Require);
    require.or_else(|| reading.at_row(Rule::RequireIgnored, HeaderName::ProxyRequire))
}

fn basic_credentials(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let server = typed::all::<Authorization<'_>>(reading.rows.headers).flatten().map(|one| (HeaderId::Authorization, one.scheme()));
    let proxy =
        typed::all::<ProxyAuthorization<'_>>(reading.rows.headers).flatten().map(|one| (HeaderId::ProxyAuthorization, one.scheme()));
    basic(reading, server.chain(proxy))
}

fn malformed_expires(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !reading.check.is_server() || is_bare(reading.method) {
        return None;
    }
    if let Err(error) = reading.expires() {
        return Some(reading.fault(Rule::MalformedExpires, HeaderId::Expires, error.offset()));
    }
    let param = reading.is_registration().then(|| reading.contacts().malformed_lifetime)??;
    Some(reading.fault(Rule::MalformedExpires, HeaderId::Contact, reading.at(param)))
}

/// Whether a server checks a request of that method.
fn is_at_a_server(reading: &Reading<'_, '_>, method: Method<'_>) -> bool {
    reading.check.is_server() && reading.method == Some(method)
}

fn subscribe_without_expires(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !is_at_a_server(reading, Method::Subscribe) {
        return None;
    }
    reading.missing(Rule::SubscribeWithoutExpires, HeaderId::Expires)
}

fn subscribe_contact_expires(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let param = is_at_a_server(reading, Method::Subscribe).then(|| reading.contacts().lifetime)??;
    Some(reading.fault(Rule::SubscribeContactExpires, HeaderId::Contact, reading.at(param)))
}

fn terminated_expires(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !is_at_a_server(reading, Method::Notify) {
        return None;
    }
    let state = reading.single::<SubscriptionState<'_>>().ok().flatten().filter(|state| state.is("terminated"))?;
    let param = state.params().get("expires")?;
    Some(reading.fault(Rule::TerminatedExpires, HeaderId::SubscriptionState, reading.at(param.name().as_bytes())))
}

fn removal_with_body(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let removes = is_at_a_server(reading, Method::Publish) && !reading.body.is_empty() && reading.lifetime() == Some(0);
    removes.then(|| reading.fault_of_none(Rule::RemovalWithBody, reading.at(reading.body)))
}

/// At most one `sip` or `sips` URI and one `tel` URI.
fn asserted_identities(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (mut sip, mut tel) = (false, false);
    let mut identities = typed::all::<PAssertedIdentity<'_>>(reading.rows.headers).flatten();
    let beyond = identities.find(|identity| match identity.uri() {
        Ok(Uri::Sip(_)) => core::mem::replace(&mut sip, true),
        Ok(Uri::Tel(_)) => core::mem::replace(&mut tel, true),
        _ => true,
    })?;
    Some(reading.fault(Rule::AssertedIdentities, HeaderId::PAssertedIdentity, reading.at(beyond.as_bytes())))
}

/// The Session-Expires of a client that does not support the extension.
fn interval_without_timer<'a>(reading: &mut Reading<'_, 'a>) -> Option<SessionExpires<'a>> {
    if !refreshes_session(reading) || reading.check.role == Role::Uac || !reading.has(HeaderId::SessionExpires) {
        return None;
    }
    let extensions = reading.extensions();
    if extensions.supports_timer || extensions.require.has_timer {
        return None;
    }
    reading.single().ok().flatten()
}

fn session_raised(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let interval = interval_without_timer(reading)?;
    let is_brief = interval.value() < reading.check.policy.min_session;
    is_brief.then(|| reading.fault(Rule::SessionRaised, HeaderId::SessionExpires, reading.at(interval.as_bytes())))
}

fn refresher_without_timer(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let param = interval_without_timer(reading)?.params().get("refresher")?;
    Some(reading.fault(Rule::RefresherWithoutTimer, HeaderId::SessionExpires, reading.at(param.name().as_bytes())))
}

fn repeated_routing(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (first, second) = reading.rows.headers.first_rows(HeaderName::GeolocationRouting)?;
    let place = match (second, reading.single::<GeolocationRouting<'_>>()) {
        (Some(second), _) => second.start(),
        (None, Err(_)) => first.start(),
        (None, Ok(_)) => return None,
    };
    Some(reading.fault(Rule::RepeatedRouting, HeaderId::GeolocationRouting, place))
}

fn push_outside_register(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if reading.method == Some(Method::Register) || !reading.has(HeaderId::Contact) {
        return None;
    }
    let param = reading.contacts().push_id?;
    Some(reading.fault(Rule::PushOutsideRegister, HeaderId::Contact, reading.at(param)))
}

fn overload_in_request(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let params = reading.via().ok()??.params();
    let param = params.get("oc-validity").or_else(|| params.get("oc-seq"))?;
    Some(reading.fault(Rule::OverloadInRequest, HeaderId::Via, reading.at(param.name().as_bytes())))
}

fn require_forwarded(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if reading.check.role != Role::Proxy || is_bare(reading.method) {
        return None;
    }
    reading.at_row(Rule::RequireForwarded, HeaderName::Require)
}
