//! The rules of requests: version, CSeq, method, Request-URI, hops and extensions.

use super::element::{self, Role};
use super::extensions::Required;
use super::reading::Reading;
use super::repeat::first_repeat;
use super::step::{Step, step, with};
use super::{content, method, registration};
use crate::error::ErrorKind;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::policy::Policy;
use crate::rules::rule::Rule;
use crate::uri::Uri;
use crate::version::Version;

/// Whether the method stands for another transaction, so that nothing of its own may be required of it (RFC 3261 §8.2.2.3).
pub(super) fn is_bare(method: Option<Method<'_>>) -> bool {
    matches!(method, Some(Method::Ack | Method::Cancel))
}

pub(super) fn versions(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    let is_usual = reading.version == Some(Version::SIP_2_0);
    if is_usual && matches!(reading.via(), Ok(Some(via)) if via.protocol() == "SIP" && via.version() == "2.0") {
        return &[];
    }
    const { &[step(version), step(via_protocol)] }
}

fn version(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.version.filter(|version| *version != Version::SIP_2_0)?;
    let behind_uri = reading.raw_uri.map_or(reading.start, |uri| reading.at(uri) + uri.len() + 1);
    Some(reading.fault_of_none(Rule::Version, behind_uri))
}

fn via_protocol(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let via = reading.via().ok()??;
    let (rule, part) = match (via.protocol().eq_ignore_ascii_case("SIP"), via.version() == "2.0") {
        (true, true) => return None,
        (false, _) => (Rule::ViaProtocol, via.protocol()),
        (true, false) => (Rule::ViaVersion, via.version()),
    };
    Some(reading.fault(rule, HeaderId::Via, reading.at(part.as_bytes())))
}

pub(super) fn sequence(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    let method = reading.method;
    if matches!(reading.cseq(), Ok(Some(cseq)) if Some(cseq.method()) == method) {
        return &[];
    }
    const { &[step(cseq_method), step(cseq_number)] }
}

fn cseq_method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let method = reading.method?;
    let cseq = reading.cseq().ok().flatten().filter(|cseq| cseq.method() != method)?;
    // A server that does not know the method says so rather (RFC 4475 §3.1.2.18).
    let is_unknown = reading.check.is_server() && !reading.check.known.contains(&method);
    let rule = if is_unknown { Rule::CSeqMethodUnknown } else { Rule::CSeqMethod };
    Some(reading.fault(rule, HeaderId::CSeq, reading.at(cseq.as_bytes())))
}

fn cseq_number(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.cseq().err().filter(|error| error.kind() == ErrorKind::OutOfRange)?;
    Some(reading.unreadable(error, HeaderId::CSeq))
}

/// An ACK can't be told that it is not allowed; to drop it would repeat the response that it acknowledges.
pub(super) fn methods(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    if reading.check.is_server() && !reading.is_ack() { const { &[step(method)] } } else { &[] }
}

pub(super) fn method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (method, check) = (reading.method?, reading.check);
    let rule = match (check.known.contains(&method), check.allowed) {
        (_, Some(allowed)) if allowed.contains(&method) => return None,
        (false, _) => Rule::MethodUnknown,
        (true, Some(_)) => Rule::MethodNotAllowed,
        (true, None) => return None,
    };
    Some(reading.fault_of_none(rule, reading.start))
}

pub(super) fn uris(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    let (check, policy) = (reading.check, reading.check.policy);
    if check.role == Role::Uac {
        return &[];
    }
    // The common form breaks none of these rules: a `sip` or `sips` URI with at most one parameter, and without headers.
    let is_plain = match reading.uri() {
        Ok(Some(Uri::Sip(uri))) => {
            let params = uri.params();
            let has_few = params.is_empty() || !uri.is_sips() && !params.as_bytes().iter().skip(1).any(|&b| b == b';');
            has_few && uri.headers().is_empty() && element::has(check.schemes, uri.scheme().as_bytes())
        }
        _ => false,
    };
    if is_plain && !policy.has(Policy::SIP_ONLY) && !policy.has(Policy::SIPS_ONLY) {
        return &[];
    }
    match check.role {
        Role::Proxy => {
            const { &[step(uri_scheme), step(unreadable_uri), step(uri_headers), step(repeated_uri_param), step(sips_transport)] }
        }
        _ => {
            const {
                &[
                    step(uri_scheme),
                    step(uri_security),
                    step(unreadable_uri),
                    step(uri_headers),
                    step(repeated_uri_param),
                    step(sips_transport),
                ]
            }
        }
    }
}

fn uri_scheme(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let uri = reading.readable_uri()?;
    let is_known = element::has(reading.check.schemes, uri.scheme().as_bytes());
    (!is_known).then(|| reading.fault_of_none(Rule::UriScheme, reading.at(uri.as_bytes())))
}

fn uri_security(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (policy, uri) = (reading.check.policy, reading.readable_uri()?);
    let is_sips = uri.as_sip()?.is_sips();
    let rule = match is_sips {
        true if policy.has(Policy::SIP_ONLY) => Rule::SipsNotAllowed,
        false if policy.has(Policy::SIPS_ONLY) => Rule::SipsRequired,
        _ => return None,
    };
    Some(reading.fault_of_none(rule, reading.at(uri.as_bytes())))
}

fn unreadable_uri(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.uri().err().filter(|error| !matches!(error.kind(), ErrorKind::DuplicateParam(_)))?;
    Some(reading.unreadable(error, HeaderId::OTHER))
}

fn uri_headers(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let Some(Uri::Sip(uri)) = reading.readable_uri() else { return None };
    let headers = uri.headers();
    (!headers.is_empty()).then(|| reading.fault_of_none(Rule::UriHeaders, reading.at(headers.as_bytes())))
}

/// Two parameters that decide where the request goes make the URI unreadable; two others do not.
fn repeated_uri_param(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let offset = match reading.uri() {
        Err(error) if matches!(error.kind(), ErrorKind::DuplicateParam(_)) => error.offset(),
        Ok(Some(uri)) if !uri.params().is_empty() => {
            let names = uri.params().iter().map(|param| param.name());
            let repeated =
                first_repeat(names, |a, b| a.bytes().map(|b| b.to_ascii_lowercase()).eq(b.bytes().map(|b| b.to_ascii_lowercase())))?;
            reading.at(repeated.as_bytes())
        }
        _ => return None,
    };
    Some(reading.fault_of_none(Rule::RepeatedUriParam, offset))
}

fn sips_transport(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let Some(Uri::Sip(uri)) = reading.readable_uri().filter(|uri| !uri.params().is_empty()) else { return None };
    let transport = uri.params().get("transport").filter(|_| uri.is_sips())?;
    let is_udp = transport.value().is_some_and(|value| value.is_ignoring_case("udp"));
    is_udp.then(|| reading.fault_of_none(Rule::SipsTransport, reading.at(transport.name().as_bytes())))
}

pub(super) fn hops(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    if reading.check.role == Role::Proxy { const { &[with(HeaderId::MaxForwards, no_more_hops)] } } else { &[] }
}

fn no_more_hops(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.max_forwards().ok().flatten().filter(|hops| *hops == 0)?;
    let rule = if reading.method == Some(Method::Options) { Rule::OptionsAtLastHop } else { Rule::TooManyHops };
    reading.at_row(rule, HeaderName::MaxForwards)
}

pub(super) fn extensions(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    let is_asked = reading.has(HeaderId::Require) || reading.has(HeaderId::ProxyRequire) || reading.check.security_server.is_some();
    if is_bare(reading.method) || !is_asked {
        return &[];
    }
    match reading.check.role {
        Role::Uac => &[],
        Role::Proxy => {
            const {
                &[
                    with(HeaderId::ProxyRequire, unknown_proxy_require),
                    with(HeaderId::ProxyRequire, empty_proxy_require),
                    step(not_first_hop),
                    step(agreement),
                ]
            }
        }
        _ => {
            const {
                &[
                    with(HeaderId::Require, unknown_require),
                    with(HeaderId::Require, empty_require),
                    with(HeaderId::Require, reliable_outside_invite),
                    step(not_first_hop),
                    step(agreement),
                ]
            }
        }
    }
}

fn unknown_require(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let unknown = reading.extensions().require.unknown?;
    Some(reading.fault(Rule::UnknownRequire, HeaderId::Require, reading.at(unknown)))
}

fn unknown_proxy_require(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let unknown = reading.extensions().proxy_require.unknown?;
    Some(reading.fault(Rule::UnknownProxyRequire, HeaderId::ProxyRequire, reading.at(unknown)))
}

fn empty_require(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let required = reading.extensions().require;
    malformed(reading, required, HeaderName::Require)
}

fn empty_proxy_require(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let required = reading.extensions().proxy_require;
    malformed(reading, required, HeaderName::ProxyRequire)
}

/// A list that has an empty row, or that does not fit its grammar.
fn malformed(reading: &Reading<'_, '_>, required: Required<'_>, name: HeaderName<'static>) -> Option<Fault> {
    let error = required.error?;
    match reading.rows.headers.named(name).find(|row| row.as_bytes().is_empty()) {
        Some(row) => Some(reading.fault(Rule::EmptyRequire, name.id(), row.offset())),
        None => Some(reading.unreadable(error, name.id())),
    }
}

fn reliable_outside_invite(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if reading.method == Some(Method::Invite) {
        return None;
    }
    let tag = reading.extensions().require.reliable?;
    Some(reading.fault(Rule::ReliableOutsideInvite, HeaderId::Require, reading.at(tag)))
}

fn not_first_hop(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.check.security_server?;
    let second = super::response::second_via(reading)?;
    Some(reading.fault(Rule::NotFirstHop, HeaderId::Via, second))
}

fn agreement(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.check.security_server?;
    let extensions = reading.extensions();
    match (extensions.requires_agreement(), extensions.supports_agreement) {
        (true, _) => None,
        (false, true) => Some(reading.fault(Rule::AgreementNotRequired, HeaderId::Require, reading.empty_line)),
        (false, false) => Some(reading.fault(Rule::AgreementRequired, HeaderId::Require, reading.empty_line)),
    }
}

pub(super) fn of_the_method(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    match reading.check.role {
        _ if is_bare(reading.method) => &[],
        Role::Uac => &[],
        Role::Proxy => method::AT_A_PROXY,
        Role::Registrar if reading.is_registration() => registration::AT_A_REGISTRAR,
        _ => reading.method.map_or(&[], method::at_a_server),
    }
}

pub(super) fn content(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    match reading.check.is_server() && !is_bare(reading.method) {
        true if !reading.body.is_empty() => content::OF_A_BODY,
        true => content::WITHOUT_A_BODY,
        false => &[],
    }
}
