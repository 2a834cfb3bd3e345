//! The notes of responses.

use super::common::{basic, repeated_reason, trailing_bytes};
use super::reading::Reading;
use super::response::second_via;
use super::step::{Step, step, with};
use super::typed;
use crate::header::{ProxyAuthenticate, SessionExpires, SessionId, WwwAuthenticate};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::rule::Rule;
use crate::status::{StatusClass, StatusCode};

pub(super) const AT_A_PROXY: &[Step] = &[step(trailing_bytes), with(HeaderId::Reason, repeated_reason), step(last_via)];

/// By the ids of the rules.
pub(super) const AT_A_CLIENT: &[Step] = &[
    step(trailing_bytes),
    step(basic_challenge),
    with(HeaderId::Require, unreliable_trying),
    step(message_answer),
    with(HeaderId::Reason, repeated_reason),
    step(min_se),
    with(HeaderId::SessionExpires, no_refresher),
    step(session_id),
    step(unknown_final),
    step(unknown_provisional),
    step(no_challenge),
    step(|reading| absent(reading, 405, Rule::NoAllow, HeaderId::Allow)),
    step(|reading| absent(reading, 420, Rule::NoUnsupported, HeaderId::Unsupported)),
    step(|reading| absent(reading, 421, Rule::NoRequire, HeaderId::Require)),
    step(|reading| absent(reading, 422, Rule::NoMinSe, HeaderId::MinSe)),
    step(|reading| absent(reading, 423, Rule::NoMinExpires, HeaderId::MinExpires)),
    step(no_accept),
    step(|reading| absent(reading, 489, Rule::NoAllowEvents, HeaderId::AllowEvents)),
    step(|reading| absent(reading, 469, Rule::NoRecvInfo, HeaderId::RecvInfo)),
    step(|reading| absent(reading, 494, Rule::NoSecurityServer, HeaderId::SecurityServer)),
    step(|reading| answer_without(reading, Method::Subscribe, Rule::NoGrantedExpires, HeaderId::Expires)),
    step(no_entity_tag),
    step(|reading| answer_without(reading, Method::Invite, Rule::AnswerWithoutContact, HeaderId::Contact)),
    step(answer_without_tag),
    with(HeaderId::Require, require_in_answer),
];

fn last_via(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if second_via(reading).is_some() {
        return None;
    }
    reading.at_row(Rule::LastVia, HeaderName::Via)
}

fn is_status(reading: &Reading<'_, '_>, code: u16) -> bool {
    reading.status.is_some_and(|status| status.as_u16() == code)
}

fn is_success(reading: &Reading<'_, '_>) -> bool {
    reading.status.is_some_and(|status| status.class() == StatusClass::Success)
}

/// Whether the response is a 2xx to a request of that method.
fn accepts(reading: &mut Reading<'_, '_>, method: Method<'_>) -> bool {
    is_success(reading) && reading.answered_method() == Some(method)
}

/// A header field that is not there, though the status calls for it.
fn absent(reading: &Reading<'_, '_>, code: u16, rule: Rule, header: HeaderId) -> Option<Fault> {
    if is_status(reading, code) { reading.missing(rule, header) } else { None }
}

fn answer_without(reading: &mut Reading<'_, '_>, method: Method<'_>, rule: Rule, header: HeaderId) -> Option<Fault> {
    if accepts(reading, method) { reading.missing(rule, header) } else { None }
}

fn basic_challenge(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let server = typed::all::<WwwAuthenticate<'_>>(reading.rows.headers).flatten().map(|one| (HeaderId::WwwAuthenticate, one.scheme()));
    let proxy = typed::all::<ProxyAuthenticate<'_>>(reading.rows.headers).flatten().map(|one| (HeaderId::ProxyAuthenticate, one.scheme()));
    basic(reading, server.chain(proxy))
}

fn unreliable_trying(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let tag = is_status(reading, 100).then(|| reading.extensions().require.reliable)??;
    Some(reading.fault(Rule::UnreliableTrying, HeaderId::Require, reading.at(tag)))
}

fn message_answer(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !accepts(reading, Method::Message) {
        return None;
    }
    match reading.body.is_empty() {
        true => reading.at_row(Rule::MessageAnswer, HeaderName::Contact),
        false => Some(reading.fault_of_none(Rule::MessageAnswer, reading.at(reading.body))),
    }
}

fn min_se(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if is_status(reading, 422) { None } else { reading.at_row(Rule::MinSeInResponse, HeaderName::MinSe) }
}

fn no_refresher(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !is_success(reading) || !reading.has(HeaderId::SessionExpires) || !reading.extensions().require.has_timer {
        return None;
    }
    let interval = reading.single::<SessionExpires<'_>>().ok().flatten()?;
    let has_refresher = interval.params().contains("refresher");
    (!has_refresher).then(|| reading.fault(Rule::NoRefresher, HeaderId::SessionExpires, reading.at(interval.as_bytes())))
}

fn session_id(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.single::<SessionId<'_>>().err()?;
    Some(reading.fault(Rule::SessionIdMalformed, HeaderId::SessionId, error.offset()))
}

fn is_unknown(status: &StatusCode) -> bool {
    status.default_reason().is_none()
}

fn unknown_final(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.status.filter(|status| status.is_final()).filter(is_unknown)?;
    Some(reading.fault_of_none(Rule::UnknownFinal, reading.start))
}

fn unknown_provisional(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.status.filter(|status| !status.is_final()).filter(is_unknown)?;
    Some(reading.fault_of_none(Rule::UnknownProvisional, reading.start))
}

fn no_challenge(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let server = absent(reading, 401, Rule::NoChallenge, HeaderId::WwwAuthenticate);
    server.or_else(|| absent(reading, 407, Rule::NoChallenge, HeaderId::ProxyAuthenticate))
}

fn no_accept(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let has_other = reading.has(HeaderId::AcceptEncoding) || reading.has(HeaderId::AcceptLanguage);
    if has_other { None } else { absent(reading, 415, Rule::NoAccept, HeaderId::Accept) }
}

fn no_entity_tag(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let tag = answer_without(reading, Method::Publish, Rule::NoEntityTag, HeaderId::SipETag);
    tag.or_else(|| answer_without(reading, Method::Publish, Rule::NoEntityTag, HeaderId::Expires))
}

fn answer_without_tag(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_final = reading.status.is_some_and(StatusCode::is_final) && reading.answered_method() == Some(Method::Invite);
    let to = reading.to().ok().flatten().filter(|_| is_final)?;
    if to.tag.is_none() { reading.at_row(Rule::AnswerWithoutTag, HeaderName::To) } else { None }
}

fn require_in_answer(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let unknown = is_success(reading).then(|| reading.extensions().require.unknown)??;
    Some(reading.fault(Rule::RequireInAnswer, HeaderId::Require, reading.at(unknown)))
}
