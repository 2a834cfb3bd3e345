//! What a Via says of where its request came from, and where it says so.

use core::net::IpAddr;

use super::Via;
use crate::params::{Param, Place};
use crate::scan;

/// What a Via says of where its request came from. Places are offsets in the message.
#[derive(Debug, Default)]
pub(crate) struct ViaSource {
    /// The address that the host of sent-by is.
    pub(crate) host: Option<IpAddr>,
    /// Whether there is an `rport`, the port that it says, and where the parameter begins and ends.
    pub(crate) has_rport: bool,
    pub(crate) rport: Option<u16>,
    pub(crate) rport_at: Option<(usize, usize)>,
    /// Whether there is a `received`, the address that it says, and where the parameter begins, its value does, and both end.
    pub(crate) has_received: bool,
    pub(crate) received: Option<IpAddr>,
    pub(crate) received_at: Option<(usize, usize, usize)>,
    /// Where the Via ends.
    pub(crate) end: usize,
}

impl ViaSource {
    /// Reads what a Via says. A part that the grammar forbids says nothing, and is found all the same.
    #[inline]
    pub(crate) fn of(via: &Via<'_>) -> Self {
        let at = via.offset as usize;
        let mut found = Self {
            host: via.host().ok().and_then(|host| host.ip()),
            has_rport: via.has_rport(),
            rport: via.rport().unwrap_or_default(),
            has_received: !via.known.received.is_absent(),
            received: via.received().unwrap_or_default(),
            end: at + via.raw.len(),
            ..Self::default()
        };
        match (param_at(via, via.known.rport, b"rport"), param_at(via, via.known.received, b"received")) {
            (Some(rport), Some(received)) => {
                found.rport_at = rport.map(|(start, _, end)| (at + start, at + end));
                found.received_at = received.map(|(start, value, end)| (at + start, at + value, at + end));
            }
            _ => found.look_up(via),
        }
        found
    }

    /// Finds the parameters one by one.
    #[cold]
    #[inline(never)]
    fn look_up(&mut self, via: &Via<'_>) {
        let at = |part: &[u8]| via.offset as usize + scan::offset_of(via.raw, part);
        let end_of = |param: &Param<'_>| {
            let last = param.value().map_or(param.name().as_bytes(), |value| value.as_bytes());
            at(last) + last.len() + usize::from(param.value().is_some_and(|value| value.is_quoted()))
        };
        for param in via.params().iter() {
            let start = at(param.name().as_bytes());
            if param.is("rport") && self.rport_at.is_none() {
                self.rport_at = Some((start, end_of(&param)));
            } else if param.is("received") && self.received_at.is_none() {
                // The opening quote of a quoted string goes with the value.
                let value = param.value().map_or(end_of(&param), |value| at(value.as_bytes()) - usize::from(value.is_quoted()));
                self.received_at = Some((start, value, end_of(&param)));
            }
        }
    }
}

/// Where the parameter begins whose value is at `place`, where its value begins, and where both end: `Some(None)` if the parameter is absent,
/// `None` if it must be looked up.
#[inline(always)]
fn param_at(via: &Via<'_>, place: Place, name: &[u8]) -> Option<Option<(usize, usize, usize)>> {
    if place.is_absent() {
        return Some(None);
    }
    let value = place.value(via.raw)?;
    let (value_start, end) = (place.start as usize, place.end as usize);
    let name_end = if value.is_empty() { end } else { value_start - 1 };
    let start = name_end.checked_sub(name.len())?;
    let is_direct = via.raw.get(start..name_end)?.eq_ignore_ascii_case(name) && (value.is_empty() || via.raw.get(name_end) == Some(&b'='));
    is_direct.then_some(Some((start, value_start, end)))
}
