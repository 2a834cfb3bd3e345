//! The source that a Via records for its request: positions and values of `received` and `rport`.

use core::net::IpAddr;

use super::Via;
use crate::params::{Param, Place};
use crate::profile::Leniency;
use crate::scan;

/// The source that a Via records for its request. Positions are offsets in the message.
#[derive(Debug, Default)]
pub(crate) struct ViaSource {
    /// The address that the host of sent-by is.
    host: Option<IpAddr>,
    /// Whether there is an `rport`, its port, and the start and end of the parameter.
    pub(crate) has_rport: bool,
    rport: Option<u16>,
    rport_at: Option<(usize, usize)>,
    /// The address in `received`, the starts of the parameter and of its value, and their common end.
    received: Option<IpAddr>,
    received_at: Option<(usize, usize, usize)>,
    /// Whether one of the two parameters is repeated, as some leniencies allow.
    pub(crate) is_repeated: bool,
    /// The end of the Via.
    pub(crate) end: usize,
}

impl ViaSource {
    /// Reads the source from a Via. A malformed part counts as present but without a value.
    #[inline]
    pub(crate) fn of(via: &Via<'_>) -> Self {
        let at = via.offset as usize;
        let strict;
        let said = if via.leniency.is_none() {
            via
        } else {
            strict = Via { leniency: Leniency::NONE, ..*via };
            &strict
        };
        let mut found = Self {
            host: said.host().ok().and_then(|host| host.ip()),
            has_rport: via.has_rport(),
            rport: said.rport().unwrap_or_default(),
            received: said.received().unwrap_or_default(),
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

    /// Returns the position of `rport`, if its value differs from `port`.
    #[inline]
    pub(crate) fn other_rport(&self, port: u16) -> Option<(usize, usize)> {
        self.rport_at.filter(|_| self.rport != Some(port))
    }

    /// Where the value of `received` is, if it says something else than `address`. Where the value is empty, its name goes with it: that is
    /// told too.
    #[inline]
    pub(crate) fn other_received(&self, address: IpAddr) -> Option<(usize, usize, bool)> {
        let (start, value, end) = self.received_at.filter(|_| self.received != Some(address))?;
        Some(if value == end { (start, end, true) } else { (value, end, false) })
    }

    /// Whether a `received` must be added: sent-by is a name or another address, or there is an `rport` (RFC 3261 §18.2.1, RFC 3581 §4).
    #[inline]
    pub(crate) fn lacks_received(&self, address: IpAddr) -> bool {
        self.received_at.is_none() && (self.has_rport || self.host != Some(address))
    }

    /// Returns the positions of each repeated `rport` and `received` of a Via, with the preceding `;`.
    pub(crate) fn repeated(via: &Via<'_>) -> impl Iterator<Item = (usize, usize)> {
        let (raw, at) = (via.raw, via.offset as usize);
        let (mut has_rport, mut has_received) = (false, false);
        via.params().iter().filter_map(move |param| {
            let seen = match () {
                () if param.is("rport") => &mut has_rport,
                () if param.is("received") => &mut has_received,
                () => return None,
            };
            if !core::mem::replace(seen, true) {
                return None;
            }
            let before = scan::trim_behind(&raw[..scan::offset_of(raw, param.name().as_bytes())]);
            let before = scan::trim_behind(before.strip_suffix(b";").unwrap_or(before));
            Some((at + before.len(), at + end_of(raw, &param)))
        })
    }

    /// Finds the parameters one by one.
    #[cold]
    #[inline(never)]
    fn look_up(&mut self, via: &Via<'_>) {
        let at = |part: &[u8]| via.offset as usize + scan::offset_of(via.raw, part);
        for param in via.params().iter() {
            let (start, end) = (at(param.name().as_bytes()), via.offset as usize + end_of(via.raw, &param));
            if param.is("rport") {
                self.is_repeated |= self.rport_at.is_some();
                self.rport_at = self.rport_at.or(Some((start, end)));
            } else if param.is("received") {
                // The opening quote of a quoted string goes with the value.
                let value = param.value().map_or(end, |value| end.min(at(value.as_bytes()) - usize::from(value.is_quoted())));
                self.is_repeated |= self.received_at.is_some();
                self.received_at = self.received_at.or(Some((start, value, end)));
            }
        }
        if self.is_repeated {
            // The first parameter stays, although a repeated one may have supplied the value.
            (self.rport, self.received) = (None, None);
        }
    }
}

/// Returns the end of a parameter of `raw`, including its closing quote.
fn end_of(raw: &[u8], param: &Param<'_>) -> usize {
    let last = param.value().map_or(param.name().as_bytes(), |value| value.as_bytes());
    let end = scan::offset_of(raw, last) + last.len() + usize::from(param.value().is_some_and(|value| value.is_quoted()));
    // An empty value begins behind the white space that follows its `=`.
    scan::trim_behind(&raw[..end]).len()
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
