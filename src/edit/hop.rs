//! What every hop changes: Max-Forwards, and where a request came from.

use core::net::SocketAddr;

use super::changes::{Change, Kind};
use super::{Edit, EditError, EditErrorKind, change};
use crate::encode::{BuildError, BuildErrorKind, Writer};
use crate::header::{MaxForwards, Via, ViaSource};
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
    /// it is none, or stands twice; and where it was edited or put in before.
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
        let said = self.said_source()?;
        let (address, port) = (source.ip().to_canonical(), source.port());
        if said.has_rport && port == 0 {
            return Err(EditError::of_build(BuildError::new(BuildErrorKind::OutOfRange), id));
        }
        let (input, mark) = (self.places.input, self.scratch.text.len());
        let name = |out: &mut Writer<'_>, start: usize, name: &str| {
            out.known(&input[start..start + name.len()]);
            out.fixed("=");
        };
        let rport = match said.rport_at {
            Some((start, end)) if said.rport != Some(port) => {
                let text = self.written(id, |out| {
                    name(out, start, "rport");
                    out.port(port);
                })?;
                Some(change(start, end, text, Kind::Param, id))
            }
            _ => None,
        };
        let received = match said.received_at {
            Some((start, value, end)) if said.received != Some(address) => {
                // An empty value is no bytes that another edit could be of: the name goes with it.
                let is_empty = value == end;
                let text = self.written(id, |out| {
                    if is_empty {
                        name(out, start, "received");
                    }
                    out.address(address);
                })?;
                Some(change(if is_empty { start } else { value }, end, text, Kind::Param, id))
            }
            None if !said.has_received && (said.has_rport || said.host != Some(address)) => {
                let text = self.written(id, |out| {
                    out.fixed(";received=");
                    out.address(address);
                })?;
                Some(Change { name_length: 8, ..change(said.end, said.end, text, Kind::AddedParam, id) })
            }
            _ => None,
        };
        for change in [rport, received].into_iter().flatten() {
            if let Err(at) = self.scratch.take(change) {
                return Err(self.not_filled(mark, at));
            }
        }
        Ok(self)
    }

    /// What the topmost Via says of where the request came from.
    #[inline]
    fn said_source(&self) -> Result<ViaSource, EditError> {
        let headers = self.headers();
        let topmost = headers.first_rows(HeaderName::Via);
        match topmost.and_then(|(row, _)| ViaSource::quick(&headers.value(row))) {
            Some(said) => Ok(said),
            None => {
                let slot = self.topmost::<Via<'_>>()?;
                ViaSource::of(slot.value()).map_err(|error| EditError::unreadable(error, HeaderId::Via))
            }
        }
    }

    /// Takes back what was put in since there was `mark` bytes of text: what stands at `at` was edited before.
    #[cold]
    fn not_filled(&mut self, mark: usize, at: u32) -> EditError {
        self.scratch.text.truncate(mark);
        self.scratch.changes.retain(|change| (change.text.start as usize) < mark || change.text.end as usize == mark);
        EditError::new(EditErrorKind::EditedBefore, Some(HeaderId::Via), at as usize)
    }
}
