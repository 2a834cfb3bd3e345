//! Where a Via says that its request came from, and where it says so.

use core::net::IpAddr;

use super::{Value, via};
use crate::error::{KnownParam, ParseError};
use crate::params::Param;
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
    /// Where the value ends.
    pub(crate) end: usize,
}

impl ViaSource {
    /// That of a Via of the usual shape, which the whole row is. `None` where it is anything else.
    #[inline(always)]
    pub(crate) fn quick(row: &Value<'_>) -> Option<Self> {
        let mut found = Self::default();
        let at = row.offset();
        let via = via::quick_with(row, |name, param| {
            let (start, end) = param.place();
            match name {
                KnownParam::Rport => found.rport_at = Some((at + start, at + end)),
                // One that is read quickly has a value, directly behind the `=`.
                _ => found.received_at = Some((at + start, at + start + "received=".len(), at + end)),
            }
        })?;
        found.host = via.host().ip();
        (found.has_rport, found.rport) = (via.has_rport(), via.rport());
        (found.has_received, found.received) = (via.has_received(), via.received());
        found.end = at + row.as_bytes().len();
        Some(found)
    }

    /// That of any Via.
    ///
    /// # Errors
    ///
    /// Where it can't be read.
    pub(crate) fn of(value: Value<'_>) -> Result<Self, ParseError> {
        let via = via::via_parm(value)?;
        let at = |part: &[u8]| value.offset() + scan::offset_of(value.as_bytes(), part);
        let end_of = |param: &Param<'_>| param.value().map(|value| at(value.as_bytes()) + value.as_bytes().len());
        let mut found = Self {
            host: via.host().ip(),
            has_rport: via.has_rport(),
            rport: via.rport(),
            received: via.received(),
            end: at(via.as_bytes()) + via.as_bytes().len(),
            ..Self::default()
        };
        // A lenient profile takes some that the Via does not know.
        if !(via.has_rport() || via.has_received() || via.params().contains("received")) {
            return Ok(found);
        }
        for param in via.params().iter() {
            let start = at(param.name().as_bytes());
            if param.is("rport") {
                found.rport_at = Some((start, end_of(&param).unwrap_or(start + param.name().as_bytes().len())));
            } else if param.is("received") {
                found.has_received = true;
                if let (Some(value), Some(end)) = (param.value(), end_of(&param)) {
                    found.received_at = Some((start, at(value.as_bytes()), end));
                }
            }
        }
        Ok(found)
    }
}
