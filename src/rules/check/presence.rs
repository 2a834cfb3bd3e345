//! Which header fields must be there, and which once alone.

use super::element::Role;
use super::reading::Reading;
use super::request::is_bare;
use super::step::{Step, step};
use crate::error::ErrorKind;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::rules::fault::Fault;
use crate::rules::rule::Rule;

/// The header fields of every message (RFC 3261 §8.1.1, §8.2.6); Max-Forwards may be absent (§16.3).
const MANDATORY: NameSet = NameSet::of(&[HeaderId::To, HeaderId::From, HeaderId::CallId, HeaderId::CSeq, HeaderId::Via]);

/// The header fields that may stand once in every message. The second row of another header is no matter unless the method needs it (RFC 3261 §8.2.2).
const ONCE: NameSet = NameSet::of(&[HeaderId::To, HeaderId::From, HeaderId::CallId, HeaderId::CSeq, HeaderId::MaxForwards]);

/// The single header fields by which a server treats a body (RFC 3261 §8.2.3).
const OF_BODY: NameSet = NameSet::of(&[HeaderId::ContentType, HeaderId::ContentDisposition]);

/// The single header fields that a method needs, whatever extensions the server supports.
const fn of_method(method: Method<'_>) -> NameSet {
    match method {
        Method::Invite => NameSet::of(&[HeaderId::Expires, HeaderId::Replaces, HeaderId::Join, HeaderId::SessionExpires, HeaderId::MinSe]),
        Method::Update => NameSet::of(&[HeaderId::SessionExpires, HeaderId::MinSe]),
        Method::Register | Method::Message => NameSet::of(&[HeaderId::Expires]),
        Method::Subscribe => NameSet::of(&[HeaderId::Event, HeaderId::Expires]),
        Method::Notify => NameSet::of(&[HeaderId::Event, HeaderId::SubscriptionState]),
        Method::Publish => NameSet::of(&[HeaderId::Event, HeaderId::Expires, HeaderId::SipIfMatch]),
        Method::Refer => NameSet::of(&[HeaderId::ReferTo]),
        Method::Prack => NameSet::of(&[HeaderId::RAck]),
        Method::Info => NameSet::of(&[HeaderId::InfoPackage]),
        _ => NameSet::of(&[]),
    }
}

/// The single header fields that the element needs to process the message, beside those of every message.
pub(super) fn needed(reading: &Reading<'_, '_>) -> NameSet {
    if !reading.check.is_server() || !reading.is_request || is_bare(reading.method) {
        return NameSet::default();
    }
    let of_body = if reading.body.is_empty() { NameSet::default() } else { OF_BODY };
    reading.method.map_or(NameSet::default(), of_method).or(of_body)
}

pub(super) fn second_rows(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    if reading.repeated.and(ONCE.or(needed(reading)).or(NameSet::of(&[HeaderId::ReferredBy]))).is_empty() {
        return &[];
    }
    const {
        &[
            step(|reading| second(reading, Rule::SecondTo, HeaderName::To)),
            step(|reading| second(reading, Rule::SecondFrom, HeaderName::From)),
            step(|reading| second(reading, Rule::SecondCallId, HeaderName::CallId)),
            step(|reading| second(reading, Rule::SecondCSeq, HeaderName::CSeq)),
            step(|reading| if reading.is_request { second(reading, Rule::SecondMaxForwards, HeaderName::MaxForwards) } else { None }),
            step(second_of_the_method),
            step(second_referred_by),
        ]
    }
}

/// The fault at the second row of that name.
fn second(reading: &Reading<'_, '_>, rule: Rule, name: HeaderName<'static>) -> Option<Fault> {
    if !reading.repeated.has(name.id()) {
        return None;
    }
    let (_, second) = reading.rows.headers.first_rows(name)?;
    Some(reading.fault(rule, name.id(), second?.start()))
}

/// The first second row of those that the method needs.
fn second_of_the_method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let needed = needed(reading).and(reading.repeated);
    if needed.is_empty() {
        return None;
    }
    let mut seen = NameSet::default();
    let second = reading.rows.headers.iter().find(|row| {
        let id = row.name().id();
        needed.has(id) && seen.put(id)
    })?;
    Some(reading.fault(Rule::SecondRow, second.name().id(), second.offset()))
}

fn second_referred_by(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_checked = reading.check.is_server() && reading.method == Some(Method::Refer);
    if is_checked { second(reading, Rule::SecondReferredBy, HeaderName::ReferredBy) } else { None }
}

pub(super) fn missing_rows(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    if MANDATORY.without(reading.rows.present).is_empty() {
        return &[];
    }
    const {
        &[
            step(|reading| reading.missing(Rule::MissingTo, HeaderId::To)),
            step(|reading| reading.missing(Rule::MissingFrom, HeaderId::From)),
            step(|reading| reading.missing(Rule::MissingCallId, HeaderId::CallId)),
            step(|reading| reading.missing(Rule::MissingCSeq, HeaderId::CSeq)),
            step(|reading| reading.missing(Rule::MissingVia, HeaderId::Via)),
        ]
    }
}

pub(super) fn unreadable_rows(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    let is_readable = reading.via().is_ok() && reading.from().is_ok() && reading.to().is_ok() && reading.call_id().is_ok();
    if is_readable && reading.cseq().is_ok() && (reading.check.role != Role::Proxy || reading.max_forwards().is_ok()) {
        return &[];
    }
    const {
        &[
            step(|reading| reading.via().err().map(|error| reading.unreadable(error, HeaderId::Via))),
            step(|reading| reading.from().err().map(|error| reading.unreadable(error, HeaderId::From))),
            step(|reading| reading.to().err().map(|error| reading.unreadable(error, HeaderId::To))),
            step(|reading| reading.call_id().err().map(|error| reading.unreadable(error, HeaderId::CallId))),
            step(unreadable_cseq),
            step(unreadable_max_forwards),
        ]
    }
}

/// A number that is too large is a rule of its own.
fn unreadable_cseq(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.cseq().err().filter(|error| error.kind() != ErrorKind::OutOfRange)?;
    Some(reading.unreadable(error, HeaderId::CSeq))
}

/// Nobody but a proxy needs it (RFC 3261 §8.2.2; RFC 4475 §3.1.2.4).
fn unreadable_max_forwards(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !reading.is_request || reading.check.role != Role::Proxy {
        return None;
    }
    reading.max_forwards().err().map(|error| reading.unreadable(error, HeaderId::MaxForwards))
}
