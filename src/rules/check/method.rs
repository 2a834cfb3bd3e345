//! The rules of single methods, which follow those of all requests.

use super::common::{
    identity, priority_twice, privacy, privacy_critical, push_service, resource_priority, session_interval, unreadable_route,
};
use super::element::Package;
use super::reading::Reading;
use super::step::{Step, step, with};
use crate::header::{Join, RAck, ReferTo, Replaces, Single, SipIfMatch, SubscriptionState, TypedHeader, Verify};
use crate::method::Method;
use crate::name::{HeaderId, HeaderId as Id, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::policy::Policy;
use crate::rules::rule::Rule;

/// The steps of a proxy for every request (RFC 3261 §16.3).
pub(super) const AT_A_PROXY: &[Step] = &[
    with(Id::Contact, sips_contact),
    with(Id::Route, unreadable_route),
    step(path_required),
    with(Id::Privacy, privacy),
    with(Id::Privacy, privacy_critical),
    with(Id::SessionExpires, session_interval),
    with(Id::ResourcePriority, priority_twice),
    step(identity),
    with(Id::Contact, push_service),
];

/// The steps of a server for a request of that method, sorted by the ids of the rules.
pub(super) fn at_a_server(method: Method<'_>) -> &'static [Step] {
    match method {
        Method::Invite => {
            const {
                &[
                    with(Id::Contact, sips_contact),
                    with(Id::Contact, unreadable_contact),
                    step(invite_contact),
                    with(Id::Contact, contact_count),
                    with(Id::Contact, contact_star),
                    with(Id::Contact, contact_scheme),
                    with(Id::Replaces, replaces_and_join),
                    with(Id::Replaces, replaces_tags),
                    with(Id::Join, unreadable_join),
                    with(Id::Privacy, privacy),
                    with(Id::SessionExpires, session_interval),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Subscribe => {
            const {
                &[
                    with(Id::Contact, sips_contact),
                    with(Id::Contact, unreadable_contact),
                    with(Id::Contact, contact_count),
                    with(Id::Contact, contact_star),
                    with(Id::Contact, contact_scheme),
                    step(subscribe_contact),
                    step(subscribe_event),
                    with(Id::Expires, subscription_too_brief),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Notify => {
            const {
                &[
                    with(Id::Contact, sips_contact),
                    with(Id::Contact, contact_star),
                    step(subscribe_contact),
                    step(subscription_state),
                    with(Id::Event, notify_event),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Refer => {
            const {
                &[
                    with(Id::Contact, sips_contact),
                    with(Id::Contact, unreadable_contact),
                    with(Id::Contact, contact_star),
                    with(Id::Contact, contact_scheme),
                    step(refer_contact),
                    step(refer_to),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Update => {
            const {
                &[
                    with(Id::Contact, sips_contact),
                    with(Id::Contact, unreadable_contact),
                    step(update_contact),
                    with(Id::Contact, contact_star),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::SessionExpires, session_interval),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Publish => {
            const {
                &[
                    with(Id::Contact, contact_star),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    step(publish_event),
                    with(Id::SipIfMatch, entity_tag),
                    with(Id::Expires, publication_too_brief),
                    step(empty_publish),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Prack => {
            const {
                &[
                    step(rack),
                    with(Id::Contact, contact_star),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Info => {
            const {
                &[
                    with(Id::Contact, contact_star),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::InfoPackage, info_package),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        Method::Register => {
            const {
                &[
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
        _ => {
            const {
                &[
                    with(Id::Contact, contact_star),
                    with(Id::Replaces, replaces_method),
                    with(Id::Join, join_method),
                    with(Id::Privacy, privacy),
                    with(Id::ResourcePriority, resource_priority),
                    with(Id::ResourcePriority, priority_twice),
                    step(identity),
                ]
            }
        }
    }
}

fn sips_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let refreshes = reading.method.is_some_and(Method::refreshes_target);
    let sip = if refreshes && reading.goes_to_sips() { reading.contacts().sip? } else { return None };
    Some(reading.fault(Rule::SipsContact, HeaderId::Contact, reading.at(sip)))
}

pub(super) fn unreadable_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.contacts().error?;
    Some(reading.unreadable(error, HeaderId::Contact))
}

/// Clients of RFC 2543 need not have one.
fn invite_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let fault = reading.missing(Rule::InviteContact, HeaderId::Contact)?;
    let is_modern = matches!(reading.via(), Ok(Some(via)) if via.has_magic_cookie());
    (is_modern && !reading.has_to_tag()).then_some(fault)
}

fn contact_count(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let second = reading.contacts().second.filter(|_| !reading.has_to_tag())?;
    Some(reading.fault(Rule::ContactCount, HeaderId::Contact, reading.at(second)))
}

fn contact_star(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let star = reading.contacts().star?;
    Some(reading.fault(Rule::ContactStar, HeaderId::Contact, star))
}

fn contact_scheme(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let other = reading.contacts().not_sip.filter(|_| !reading.has_to_tag())?;
    Some(reading.fault(Rule::ContactScheme, HeaderId::Contact, reading.at(other)))
}

fn refer_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (count, second) = (reading.contacts().count, reading.contacts().second);
    match (count, second) {
        (0, _) => reading.missing(Rule::ReferContact, HeaderId::Contact),
        (_, Some(second)) => Some(reading.fault(Rule::ReferContact, HeaderId::Contact, reading.at(second))),
        _ => None,
    }
}

fn subscribe_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.missing(Rule::SubscribeContact, HeaderId::Contact)
}

fn update_contact(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.missing(Rule::MissingForMethod, HeaderId::Contact)
}

/// The fault of a single header field that the method needs: it is absent or unreadable.
fn needed<'a, H: TypedHeader<'a> + Single + Verify>(reading: &Reading<'_, 'a>, absent: Rule) -> Option<Fault> {
    match reading.single::<H>() {
        Ok(None) => reading.missing(absent, H::NAME.id()),
        Ok(Some(_)) => None,
        Err(error) => Some(reading.unreadable(error, H::NAME.id())),
    }
}

fn rack(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    needed::<RAck<'_>>(reading, Rule::MissingForMethod)
}

fn path_required(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_needed = reading.method == Some(Method::Register) && reading.check.policy.has(Policy::NEEDS_PATH);
    let is_missing = is_needed && !reading.extensions().supports_path;
    is_missing.then(|| reading.fault(Rule::PathRequired, HeaderId::Supported, reading.empty_line))
}

/// Whether the list has the event package or Info Package, byte by byte (RFC 6665 §8.2.1).
pub(in crate::rules) fn package<'c>(packages: &'c [Package<'c>], name: &[u8]) -> Option<&'c Package<'c>> {
    packages.iter().find(|package| package.name().as_bytes() == name)
}

/// The fault of an Event that is absent, unreadable, or of a package that the element does not know.
fn event(reading: &mut Reading<'_, '_>, absent: Option<Rule>, unknown: Rule) -> Option<Fault> {
    match reading.event() {
        Ok(None) => absent.and_then(|rule| reading.missing(rule, HeaderId::Event)),
        Err(error) => Some(reading.unreadable(error, HeaderId::Event)),
        Ok(Some(event)) => {
            let is_unknown = reading.check.events.is_some_and(|known| package(known, event.event_type().as_bytes()).is_none());
            is_unknown.then(|| reading.fault(unknown, HeaderId::Event, reading.at(event.as_bytes())))
        }
    }
}

fn subscribe_event(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    event(reading, Some(Rule::MissingEvent), Rule::EventUnknown)
}

fn notify_event(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    event(reading, None, Rule::NotifyEvent)
}

fn publish_event(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    event(reading, Some(Rule::PublishEvent), Rule::PublishEvent)
}

/// An Expires that is over 0, under `below` and under the element's own minimum. A malformed one counts as 3600.
fn too_brief(reading: &mut Reading<'_, '_>, rule: Rule, below: u32) -> Option<Fault> {
    let least = reading.check.policy.min_expires.min(below);
    if least == 0 {
        return None;
    }
    reading.lifetime().filter(|seconds| (1..least).contains(seconds))?;
    reading.at_row(rule, HeaderName::Expires)
}

fn subscription_too_brief(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    too_brief(reading, Rule::SubscriptionTooBrief, 3600)
}

fn publication_too_brief(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    too_brief(reading, Rule::PublicationTooBrief, u32::MAX)
}

fn subscription_state(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    needed::<SubscriptionState<'_>>(reading, Rule::MissingSubscriptionState)
}

fn refer_to(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    needed::<ReferTo<'_>>(reading, Rule::MissingReferTo)
}

pub(super) fn replaces_method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.at_row(Rule::ReplacesMethod, HeaderName::Replaces)
}

pub(super) fn join_method(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.at_row(Rule::JoinMethod, HeaderName::Join)
}

fn replaces_and_join(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if !reading.has(HeaderId::Join) {
        return None;
    }
    reading.at_row(Rule::ReplacesAndJoin, HeaderName::Replaces)
}

fn replaces_tags(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let replaces = match reading.single::<Replaces<'_>>().transpose()? {
        Ok(replaces) => replaces,
        Err(error) => return Some(reading.unreadable(error, HeaderId::Replaces)),
    };
    let error = replaces.to_tag().and(replaces.from_tag()).err()?;
    Some(reading.fault(Rule::ReplacesTags, HeaderId::Replaces, error.offset()))
}

fn unreadable_join(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.single::<Join<'_>>().err()?;
    Some(reading.unreadable(error, HeaderId::Join))
}

fn info_package(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    match reading.info().transpose()? {
        Err(error) => Some(reading.unreadable(error, HeaderId::InfoPackage)),
        Ok(info) => {
            let is_unknown = reading.check.infos.is_some_and(|known| package(known, info.token().as_bytes()).is_none());
            is_unknown.then(|| reading.fault(Rule::InfoPackage, HeaderId::InfoPackage, reading.at(info.as_bytes())))
        }
    }
}

fn entity_tag(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.single::<SipIfMatch<'_>>().err()?;
    Some(reading.fault(Rule::EntityTags, HeaderId::SipIfMatch, error.offset()))
}

fn empty_publish(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let is_empty = reading.body.is_empty() && !reading.has(HeaderId::SipIfMatch);
    is_empty.then(|| reading.fault_of_none(Rule::EmptyPublish, reading.empty_line))
}
