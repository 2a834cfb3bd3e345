//! The rules that many methods have in common: privacy, session timers, priorities, identity, push notifications and routes. And the notes
//! that requests and responses have in common.

use super::element::Role;
use super::reading::Reading;
use super::repeat::first_repeat;
use super::typed;
use crate::header::{Reason, SessionExpires};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::policy::Policy;
use crate::rules::rule::Rule;
use crate::text::Token;

pub(super) fn privacy(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let privacies = reading.privacies();
    let none = privacies.none.filter(|_| privacies.count > 1);
    let critical = privacies.critical.filter(|_| privacies.count == 1);
    let place = privacies.repeated.or(none).or(critical)?;
    Some(reading.fault(Rule::Privacy, HeaderId::Privacy, reading.at(place)))
}

pub(super) fn privacy_critical(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.check.privacy?;
    let privacies = reading.privacies();
    let place = privacies.critical.filter(|_| privacies.has_unknown)?;
    Some(reading.fault(Rule::PrivacyCritical, HeaderId::Privacy, reading.at(place)))
}

/// Whether the request may begin or refresh a session (RFC 4028 §4).
pub(super) fn refreshes_session(reading: &Reading<'_, '_>) -> bool {
    matches!(reading.method, Some(Method::Invite | Method::Update))
}

/// A 422 is for clients that know the extension, and from elements that do (RFC 4028 §8.1, §9).
pub(super) fn session_interval(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !refreshes_session(reading) || !reading.check.supports("timer") {
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
    reading.check.priorities?;
    if !reading.extensions().require.has_priority || reading.priorities().has_known {
        return None;
    }
    reading.at_row(Rule::ResourcePriority, HeaderName::ResourcePriority)
}

pub(super) fn priority_twice(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let second = reading.priorities().repeated?;
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
    let error = reading.route().err()?;
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
