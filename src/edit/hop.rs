//! What every hop changes: Max-Forwards, and where a request came from.

use core::net::SocketAddr;

use super::changes::{Change, Kind};
use super::{Edit, EditError, EditErrorKind, change};
use crate::encode::{BuildError, BuildErrorKind};
use crate::header::{MaxForwards, TypedHeader, Via};
use crate::name::{HeaderId, HeaderName};
use crate::scan;

/// What a request may still take that does not say (RFC 3261 §16.6 step 3).
const HOPS: u32 = 70;

impl Edit<'_, '_> {
    /// Takes one from Max-Forwards, or puts in 70 where there is none (RFC 3261 §16.6 step 3): what it is then.
    ///
    /// # Errors
    ///
    /// [`EditErrorKind::NoHopsLeft`] where it is 0: the request is answered with 483, an OPTIONS perhaps otherwise (§16.3 step 3). Where
    /// it is none, or stands twice; and where it was edited before.
    pub fn decrement_max_forwards(&mut self) -> Result<u32, EditError> {
        let id = HeaderId::MaxForwards;
        let hops = self.headers().get::<MaxForwards<'_>>().map_err(|error| EditError::unreadable(error, id))?;
        let Some(hops) = hops else {
            self.push_row(HeaderName::MaxForwards, |out| out.number(HOPS.into()))?;
            return Ok(HOPS);
        };
        let start = scan::offset_of(self.places.input, hops.as_bytes());
        let Some(left) = hops.value().checked_sub(1) else {
            return Err(EditError::new(EditErrorKind::NoHopsLeft, Some(id), start));
        };
        let text = self.written(Some(id), |out| out.number(left.into()))?;
        self.change(start, start + hops.as_bytes().len(), text, Kind::Value, Some(id))?;
        Ok(left)
    }

    /// Writes into the topmost Via where the request came from, so that its response goes back there.
    ///
    /// * `received` is the address, where the host of sent-by is a name or another address (RFC 3261 §18.2.1), and wherever there is an
    ///   `rport` (RFC 3581 §4).
    /// * `rport` is the port, where there is one: it asks for that.
    ///
    /// What a sender wrote there itself is not believed. Where nothing is to be changed, nothing is. An IPv4 address that an IPv6 socket shows
    /// (`::ffff:192.0.2.1`) is an IPv4 address.
    ///
    /// # Errors
    ///
    /// Where there is no Via, where it can't be read, and where these parameters were edited before; and for the port 0, where it is asked for.
    #[inline]
    pub fn fill_source(&mut self, source: SocketAddr) -> Result<&mut Self, EditError> {
        let id = Some(HeaderId::Via);
        let slot = self.topmost::<Via<'_>>()?;
        let via = <Via<'_> as TypedHeader<'_>>::parse(slot.value()).map_err(|error| EditError::unreadable(error, slot.id()))?;
        let (address, port) = (source.ip().to_canonical(), source.port());
        let at = |part: &[u8]| slot.offset() + scan::offset_of(slot.as_bytes(), part);
        if via.has_rport() && port == 0 {
            return Err(EditError::of_build(BuildError::new(BuildErrorKind::OutOfRange), id));
        }
        let mark = self.scratch.text.len();
        let (mut changes, mut has_received) = ([None; 2], false);
        // How many there are of the two. A lenient profile takes some that the Via does not know.
        let mut left = match self.places.profile.leniency.is_none() {
            true => usize::from(via.has_rport()) + usize::from(via.has_received()),
            false if via.has_rport() || via.params().contains("received") => usize::MAX,
            false => 0,
        };
        let mut params = via.params().iter();
        while left > 0
            && let Some(param) = params.next()
        {
            let name = param.name();
            let value_end = param.value().map(|value| at(value.as_bytes()) + value.as_bytes().len());
            if param.is("rport") {
                left -= 1;
                if via.rport() == Some(port) {
                    continue;
                }
                let text = self.written(id, |out| {
                    out.known(name.as_bytes());
                    out.fixed("=");
                    out.port(port);
                })?;
                let start = at(name.as_bytes());
                changes[0] = Some(change(start, value_end.unwrap_or(start + name.as_bytes().len()), text, Kind::Param, id));
            } else if param.is("received") {
                has_received = true;
                left -= 1;
                if via.received() != Some(address)
                    && let (Some(value), Some(end)) = (param.value(), value_end)
                {
                    // An empty value is no bytes that another edit could be of: the name goes with it.
                    let is_empty = value.as_bytes().is_empty();
                    let text = self.written(id, |out| {
                        if is_empty {
                            out.known(name.as_bytes());
                            out.fixed("=");
                        }
                        out.address(address);
                    })?;
                    let start = if is_empty { at(name.as_bytes()) } else { at(value.as_bytes()) };
                    changes[1] = Some(change(start, end, text, Kind::Param, id));
                }
            }
        }
        if !has_received && (via.has_rport() || via.host().ip() != Some(address)) {
            let end = at(via.as_bytes()) + via.as_bytes().len();
            let text = self.written(id, |out| {
                out.fixed(";received=");
                out.address(address);
            })?;
            changes[1] = Some(Change { name_length: 8, ..change(end, end, text, Kind::AddedParam, id) });
        }
        if let Some(at) = changes.iter().flatten().find_map(|change| self.scratch.conflict(change)) {
            self.scratch.text.truncate(mark);
            return Err(EditError::new(EditErrorKind::EditedBefore, id, at as usize));
        }
        changes.into_iter().flatten().for_each(|change| self.scratch.insert(change));
        Ok(self)
    }
}
