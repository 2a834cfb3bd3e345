//! The rules of a registrar.

use super::common::{identity, priority_twice, privacy, push_service, resource_priority};
use super::method::{join_method, replaces_method, unreadable_contact};
use super::reading::Reading;
use super::step::{Step, step, with};
use crate::name::{HeaderId, HeaderId as Id, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::rule::Rule;
use crate::uri::Uri;

/// The steps of a registrar for a REGISTER (RFC 3261 §10.3).
pub(super) const AT_A_REGISTRAR: &[Step] = &[
    with(Id::Contact, unreadable_contact),
    step(register_user),
    step(register_to),
    with(Id::Contact, register_sips),
    with(Id::Contact, gruu_of_aor),
    with(Id::Contact, gruu_of_gruu),
    with(Id::Contact, gruu_scheme),
    with(Id::Contact, first_hop),
    with(Id::Contact, several_flows),
    with(Id::Contact, reg_id),
    with(Id::Contact, star_not_alone),
    with(Id::Contact, star_without_expires),
    with(Id::Contact, binding_too_brief),
    with(Id::Path, path_not_supported),
    with(Id::Replaces, replaces_method),
    with(Id::Join, join_method),
    with(Id::Privacy, privacy),
    with(Id::ResourcePriority, resource_priority),
    with(Id::ResourcePriority, priority_twice),
    step(identity),
    with(Id::Contact, push_service),
];

fn register_user(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let Some(Uri::Sip(uri)) = reading.readable_uri() else { return None };
    let user = uri.user()?;
    Some(reading.fault_of_none(Rule::RegisterUser, reading.at(user.as_bytes())))
}

fn register_to(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let uri = reading.to().ok().flatten()?.uri;
    uri.as_sip().is_none().then(|| reading.fault(Rule::RegisterTo, HeaderId::To, reading.at(uri.as_bytes())))
}

/// A `sips` binding needs `sips` in the Request-URI, in all Contacts and in all Path values.
fn register_sips(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let contacts = *reading.contacts();
    let sips = contacts.sips?;
    let contacts_are_sips = contacts.sip.is_none() && contacts.not_sip.is_none();
    let all_are_sips = contacts_are_sips && reading.has_sips_uri() && reading.paths().are_sips;
    (!all_are_sips).then(|| reading.fault(Rule::RegisterSips, HeaderId::Contact, reading.at(sips)))
}

/// The fault of a Contact that a rule of bindings is about.
fn binding(reading: &Reading<'_, '_>, rule: Rule, place: Option<&[u8]>) -> Option<Fault> {
    place.map(|place| reading.fault(rule, HeaderId::Contact, reading.at(place)))
}

fn gruu_of_aor(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let place = reading.contacts().bindings.of_aor;
    binding(reading, Rule::GruuOfAor, place)
}

fn gruu_of_gruu(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let place = reading.contacts().bindings.of_gruu;
    binding(reading, Rule::GruuOfGruu, place)
}

fn gruu_scheme(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let place = reading.contacts().bindings.of_no_sip_uri;
    binding(reading, Rule::GruuScheme, place)
}

/// Through an edge proxy, a flow needs that proxy's `ob`.
fn first_hop(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let flow = reading.contacts().bindings.flow?;
    if !reading.check.supports("outbound") || !reading.extensions().supports_outbound {
        return None;
    }
    super::response::second_via(reading)?;
    let is_outbound = reading.paths().is_outbound;
    (!is_outbound).then(|| reading.fault(Rule::FirstHopNotOutbound, HeaderId::Contact, reading.at(flow)))
}

fn several_flows(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let place = reading.contacts().bindings.several_flows();
    binding(reading, Rule::SeveralFlows, place)
}

fn reg_id(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let error = reading.contacts().bindings.bad_flow?;
    Some(reading.fault(Rule::RegId, HeaderId::Contact, error.offset()))
}

fn star_not_alone(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (star, is_alone) = (reading.contacts().star?, reading.contacts().is_star_alone);
    let lives = reading.has(HeaderId::Expires) && reading.lifetime() != Some(0);
    (!is_alone || lives).then(|| reading.fault(Rule::StarNotAlone, HeaderId::Contact, star))
}

fn star_without_expires(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let star = reading.contacts().star.filter(|_| !reading.has(HeaderId::Expires))?;
    Some(reading.fault(Rule::StarWithoutExpires, HeaderId::Contact, star))
}

fn binding_too_brief(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let place = reading.contacts().bindings.brief;
    binding(reading, Rule::BindingTooBrief, place)
}

fn path_not_supported(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if reading.extensions().supports_path { None } else { reading.at_row(Rule::PathNotSupported, HeaderName::Path) }
}
