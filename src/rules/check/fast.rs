//! The fast path: decides that a request of the common form breaks no rule, without typing what needs no typing.

use super::element::Role;
use super::reading::Reading;
use super::request::is_bare;
use super::{content, presence, request};
use crate::header::is_plain_address;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::rules::policy::Policy;

/// The header fields that have rules of their own, beside those which the fast path knows.
const OTHERS: NameSet = NameSet::of(&[
    HeaderId::Accept,
    HeaderId::ContentDisposition,
    HeaderId::ContentEncoding,
    HeaderId::ContentLanguage,
    HeaderId::InfoPackage,
    HeaderId::Join,
    HeaderId::Path,
    HeaderId::Privacy,
    HeaderId::ProxyRequire,
    HeaderId::Replaces,
    HeaderId::Require,
    HeaderId::ResourcePriority,
    HeaderId::SessionExpires,
    HeaderId::SipIfMatch,
]);

/// Whether the message is a request that surely breaks no rule, whatever the policy tolerates. `false` is no verdict.
pub(super) fn is_fine(reading: &mut Reading<'_, '_>) -> bool {
    reading.is_request
        && reading.errors.is_empty()
        && reading.rows.present.and(OTHERS).is_empty()
        && has_common_rules(reading)
        && request::versions(reading).is_empty()
        && presence::second_rows(reading).is_empty()
        && presence::missing_rows(reading).is_empty()
        && has_plain_addresses(reading)
        && reading.call_id().is_ok()
        && request::sequence(reading).is_empty()
        && (reading.check.role == Role::Proxy || reading.is_ack() || request::method(reading).is_none())
        && request::uris(reading).is_empty()
        && !reading.goes_to_sips()
        && match reading.check.role {
            Role::Proxy => reading.route().is_ok() && matches!(reading.max_forwards(), Ok(None | Some(1..))),
            _ => is_bare(reading.method) || content::is_plain(reading),
        }
}

/// Whether the element has no rules beside those for all messages, bodies and Contacts.
fn has_common_rules(reading: &Reading<'_, '_>) -> bool {
    let (check, policy) = (reading.check, reading.check.policy);
    let wants_more = policy.has(Policy::NEEDS_IDENTITY) || policy.has(Policy::NEEDS_PATH);
    let is_common = match check.role {
        Role::Uas | Role::Registrar => reading.method.is_some_and(is_common),
        Role::Proxy => true,
        Role::Uac => false,
    };
    is_common && !wants_more && check.push.is_none() && check.security_server.is_none()
}

/// Whether a server has no rules for that method but those about Contact.
const fn is_common(method: Method<'_>) -> bool {
    matches!(method, Method::Invite | Method::Ack | Method::Bye | Method::Cancel | Method::Message | Method::Options)
}

/// Whether the addresses that are needed are of the common form.
fn has_plain_addresses(reading: &Reading<'_, '_>) -> bool {
    let headers = reading.rows.headers;
    let is_plain = |name| headers.first_rows(name).is_some_and(|(row, _)| is_plain_address(&headers.value(row)));
    let is_contact_plain = match reading.has(HeaderId::Contact) {
        true => !reading.repeated.has(HeaderId::Contact) && is_plain(HeaderName::Contact),
        false => reading.method != Some(Method::Invite),
    };
    // Only a `sips` URI to go to lets a proxy read the Contact.
    let is_contact_read = reading.check.role != Role::Proxy && !is_bare(reading.method);
    (is_contact_plain || !is_contact_read) && is_plain(HeaderName::From) && is_plain(HeaderName::To)
}
