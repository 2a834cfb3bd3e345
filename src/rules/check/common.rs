//! The rules that many methods have in common: privacy, session timers, priorities, identity, push notifications and routes. And the notes
//! that requests and responses have in common.

use super::element::{self, Role};
use super::reading::Reading;
use super::repeat::first_repeat;
use super::typed;
use crate::header::{List, Privacy, Reason, ResourcePriority, Route, SessionExpires, TypedHeader, Verify};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::policy::Policy;
use crate::rules::rule::Rule;
use crate::text::Token;

/// The values of a list of tokens; a value that is none ends its row.
fn tokens<'a, H: TypedHeader<'a> + List + Verify>(
    reading: &Reading<'_, 'a>,
    of: impl Fn(&H) -> &'a [u8],
) -> impl Iterator<Item = &'a [u8]> {
    typed::all::<H>(reading.rows.headers).flatten().map(move |value| of(&value))
}

pub(super) fn privacy(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !reading.has(HeaderId::Privacy) {
        return None;
    }
    let (mut count, mut none, mut critical) = (0, None, None);
    let values = tokens::<Privacy<'_>>(reading, |value| value.token().as_bytes()).inspect(|value| {
        count += 1;
        match value {
            value if value.eq_ignore_ascii_case(b"none") => none = Some(*value),
            value if value.eq_ignore_ascii_case(b"critical") => critical = Some(*value),
            _ => {}
        }
    });
    let repeated = first_repeat(values, |a, b| a.eq_ignore_ascii_case(b));
    let place = repeated.or(none.filter(|_| count > 1)).or(critical.filter(|_| count == 1))?;
    Some(reading.fault(Rule::Privacy, HeaderId::Privacy, reading.at(place)))
}

pub(super) fn privacy_critical(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let services = reading.check.privacy.filter(|_| reading.has(HeaderId::Privacy))?;
    let (mut critical, mut unknown) = (None, false);
    for value in tokens::<Privacy<'_>>(reading, |value| value.token().as_bytes()) {
        match value.eq_ignore_ascii_case(b"critical") {
            true => critical = critical.or(Some(value)),
            false => unknown |= !value.eq_ignore_ascii_case(b"none") && !element::has(services, value),
        }
    }
    critical.filter(|_| unknown).map(|place| reading.fault(Rule::PrivacyCritical, HeaderId::Privacy, reading.at(place)))
}

/// Whether the request may begin or refresh a session (RFC 4028 §4).
pub(super) fn refreshes_session(reading: &Reading<'_, '_>) -> bool {
    matches!(reading.method, Some(Method::Invite | Method::Update))
}

/// A 422 is for clients that know the extension, and from elements that do (RFC 4028 §8.1, §9).
pub(super) fn session_interval(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !refreshes_session(reading) || !reading.has(HeaderId::SessionExpires) || !reading.check.supports("timer") {
        return None;
    }
    let extensions = reading.extensions();
    if !extensions.supports_timer && !extensions.require.has_timer {
        return None;
    }
    match reading.single::<SessionExpires<'_>>().transpose()? {
        Err(_) if reading.check.role == Role::Proxy => None,
        Err(error) => Some(reading.unreadable(error, HeaderId::SessionExpires)),
        Ok(interval) => {
            let is_brief = interval.value() < reading.check.policy.min_session;
            is_brief.then(|| reading.fault(Rule::SessionTooBrief, HeaderId::SessionExpires, reading.at(interval.as_bytes())))
        }
    }
}

pub(super) fn resource_priority(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let known = reading.check.priorities.filter(|_| reading.has(HeaderId::ResourcePriority))?;
    if !reading.extensions().require.has_priority {
        return None;
    }
    let is_known = |name: &[u8]| {
        let mut namespaces = known.iter().map(|value| value.split_once('.').map_or(*value, |(namespace, _)| namespace));
        namespaces.any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    };
    let mut namespaces = tokens::<ResourcePriority<'_>>(reading, |value| value.namespace().as_bytes());
    if namespaces.any(is_known) { None } else { reading.at_row(Rule::ResourcePriority, HeaderName::ResourcePriority) }
}

pub(super) fn priority_twice(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !reading.has(HeaderId::ResourcePriority) {
        return None;
    }
    let namespaces = tokens::<ResourcePriority<'_>>(reading, |value| value.namespace().as_bytes());
    let second = first_repeat(namespaces, |a, b| a.eq_ignore_ascii_case(b))?;
    Some(reading.fault(Rule::PriorityTwice, HeaderId::ResourcePriority, reading.at(second)))
}

pub(super) fn identity(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_wanted = reading.check.policy.has(Policy::NEEDS_IDENTITY);
    is_wanted.then(|| reading.missing(Rule::MissingIdentity, HeaderId::Identity))?
}

/// Another proxy may have said that it supports the service (RFC 8599 §5.6.1.2).
pub(super) fn push_service(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_checked = reading.method == Some(Method::Register) && reading.check.push.is_some();
    if !is_checked || reading.has(HeaderId::FeatureCaps) {
        return None;
    }
    let place = reading.contacts().bindings.unknown_push;
    place.map(|place| reading.fault(Rule::PushService, HeaderId::Contact, reading.at(place)))
}

pub(super) fn unreadable_route(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = typed::first::<Route<'_>>(reading.rows.headers).err()?;
    Some(reading.unreadable(error, HeaderId::Route))
}

pub(super) fn trailing_bytes(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_there = !reading.trailing.is_empty();
    is_there.then(|| reading.fault_of_none(Rule::TrailingBytes, reading.input.len() - reading.trailing.len()))
}

pub(super) fn repeated_reason(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let reasons = typed::all::<Reason<'_>>(reading.rows.headers).flatten().map(|reason| reason.token().as_bytes());
    let second = first_repeat(reasons, |a, b| a.eq_ignore_ascii_case(b))?;
    Some(reading.fault(Rule::RepeatedReason, HeaderId::Reason, reading.at(second)))
}

/// The first of these authentication schemes that is Basic, which RFC 3261 §22 takes back.
pub(super) fn basic<'a>(reading: &Reading<'_, '_>, mut schemes: impl Iterator<Item = (HeaderId, Token<'a>)>) -> Option<Fault> {
    let (header, scheme) = schemes.find(|(_, scheme)| scheme.eq_ignore_ascii_case("Basic"))?;
    Some(reading.fault(Rule::BasicCredentials, header, reading.at(scheme.as_bytes())))
}
