//! Changes that every hop makes: Max-Forwards, and the source of a request in its topmost Via.

use core::net::SocketAddr;

use super::change::{Change, Kind};
use super::{Edit, EditError, EditErrorKind};
use crate::encode::{BuildError, BuildErrorKind, Writer};
use crate::error::ErrorKind;
use crate::header::{MaxForwards, Via, ViaSource};
use crate::name::{HeaderId, HeaderName};
use crate::scan;
use crate::start_line::Span;

/// The initial Max-Forwards of a request that has none (RFC 3261 §16.6 step 3).
const HOPS: u32 = 70;

impl<'a> Edit<'_, 'a> {
    /// Decrements Max-Forwards, adding it with 70 if it is absent (RFC 3261 §16.6 step 3). Returns the new value.
    ///
    /// # Errors
    ///
    /// Returns an error, and changes nothing,
    ///
    /// - [`EditErrorKind::NoHopsLeft`] if Max-Forwards is 0. The request is answered with 483; a proxy may answer an OPTIONS itself
    ///   (§16.3 step 3);
    /// - [`EditErrorKind::Unreadable`] if Max-Forwards is malformed or repeated;
    /// - [`EditErrorKind::EditedBefore`] if Max-Forwards was edited before.
    pub fn decrement_max_forwards(&mut self) -> Result<u32, EditError> {
        let id = HeaderId::MaxForwards;
        let hops = self.headers().get::<MaxForwards<'_>>().map_err(|error| EditError::unreadable(error, id))?;
        let Some(hops) = hops else {
            self.push_row(HeaderName::MaxForwards, |out| out.number(HOPS.into()))?;
            return Ok(HOPS);
        };
        // If equal repeated rows are accepted, each of them would need the decrement.
        if let Some((_, Some(second))) = self.headers().first_rows(HeaderName::MaxForwards) {
            return Err(EditError::new(EditErrorKind::Unreadable(ErrorKind::DuplicateHeader(id)), Some(id), second.start()));
        }
        let start = scan::offset_of(self.input, hops.as_bytes());
        let Some(left) = hops.value().checked_sub(1) else {
            return Err(EditError::new(EditErrorKind::NoHopsLeft, Some(id), start));
        };
        let text = self.written(Some(id), |out| out.number(left.into()))?;
        self.change(start, start + hops.as_bytes().len(), text, Kind::Value, Some(id))?;
        Ok(left)
    }

    /// Writes the source address of the request into the topmost Via, so that the response returns there.
    ///
    /// * `received` gets the address if the host of sent-by is a name or another address (RFC 3261 §18.2.1), and always if the Via has
    ///   an `rport` (RFC 3581 §4).
    /// * `rport` gets the port if the parameter is present, which requests it.
    ///
    /// Values that the sender wrote there itself are overwritten. A second `received` or `rport`, which some leniencies accept, is
    /// removed.
    /// If the Via is correct already, nothing changes. An IPv4-mapped address of an IPv6 socket
    /// (`::ffff:192.0.2.1`) counts as an IPv4 address.
    ///
    /// # Errors
    ///
    /// Returns an error if the topmost Via is absent or malformed, if `received` or `rport` was edited before, or if the Via asks for
    /// the port and that is 0.
    #[inline]
    pub fn fill_source(&mut self, source: SocketAddr) -> Result<&mut Self, EditError> {
        let id = Some(HeaderId::Via);
        let topmost = self.topmost_via()?;
        let via = ViaSource::of(&topmost);
        let (address, port) = (source.ip().to_canonical(), source.port());
        if via.has_rport && port == 0 {
            return Err(EditError::of_build(BuildError::new(BuildErrorKind::OutOfRange), id));
        }
        let (input, mark) = (self.input, self.scratch.text.len());
        let name = |out: &mut Writer<'_>, start: usize, name: &str| {
            out.known(&input[start..start + name.len()]);
            out.fixed("=");
        };
        let rport = match via.other_rport(port) {
            Some((start, end)) => {
                let text = self.written(id, |out| {
                    name(out, start, "rport");
                    out.port(port);
                })?;
                Some(Change::new(start, end, text, Kind::Param, id))
            }
            None => None,
        };
        let received = match via.other_received(address) {
            Some((start, end, is_named)) => {
                let text = self.written(id, |out| {
                    if is_named {
                        name(out, start, "received");
                    }
                    out.address(address);
                })?;
                Some(Change::new(start, end, text, Kind::Param, id))
            }
            None if via.lacks_received(address) => {
                let text = self.written(id, |out| {
                    out.fixed(";received=");
                    out.address(address);
                })?;
                Some(Change { name_length: 8, ..Change::new(via.end, via.end, text, Kind::AddedParam, id) })
            }
            None => None,
        };
        // All changes are checked for conflicts before any is made.
        let removal = |(start, end)| Change::new(start, end, Span::default(), Kind::Param, id);
        let removals = || ViaSource::repeated(&topmost).map(removal);
        let conflict = received.and_then(|change| self.scratch.conflict(&change));
        let conflict = match via.is_repeated {
            true => conflict.or_else(|| removals().find_map(|change| self.scratch.conflict(&change))),
            false => conflict,
        };
        if let Some(at) = conflict.or_else(|| self.scratch.take(rport?).err()) {
            self.scratch.text.truncate(mark);
            return Err(EditError::new(EditErrorKind::EditedBefore, id, at as usize));
        }
        if let Some(change) = received {
            self.scratch.insert(change);
        }
        if via.is_repeated {
            removals().for_each(|change| self.scratch.insert(change));
        }
        Ok(self)
    }

    #[inline]
    fn topmost_via(&self) -> Result<Via<'a>, EditError> {
        match self.headers().first::<Via<'_>>() {
            Ok(Some(via)) => Ok(via),
            Ok(None) => Err(EditError::absent(HeaderId::Via)),
            Err(error) => Err(EditError::unreadable(error, HeaderId::Via)),
        }
    }
}
