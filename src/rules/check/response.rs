//! The rules of responses: what is dropped.

use super::element::Role;
use super::reading::Reading;
use super::step::{Step, step};
use crate::name::HeaderId;
use crate::rules::fault::Fault;
use crate::rules::read;
use crate::rules::rule::Rule;
use crate::version::Version;

pub(super) fn versions(_: &mut Reading<'_, '_>) -> &'static [Step] {
    const { &[step(version)] }
}

fn version(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    reading.version.filter(|version| *version != Version::SIP_2_0)?;
    Some(reading.fault_of_none(Rule::Version, reading.start))
}

pub(super) fn vias(reading: &mut Reading<'_, '_>) -> &'static [Step] {
    match reading.check.role {
        Role::Uac => const { &[step(foreign_via), step(several_vias)] },
        Role::Proxy => const { &[step(foreign_via)] },
        _ => &[],
    }
}

fn foreign_via(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let (is_own, via) = (reading.check.own_via?, reading.via().ok()??);
    (!is_own(&via)).then(|| reading.fault(Rule::ForeignVia, HeaderId::Via, reading.at(via.as_bytes())))
}

fn several_vias(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let second = second_via(reading)?;
    Some(reading.fault(Rule::SeveralVias, HeaderId::Via, second))
}

/// The offset of the second Via value.
pub(super) fn second_via(reading: &Reading<'_, '_>) -> Option<usize> {
    read::second_via(reading.rows.headers)
}
