//! The fast cutter of Via.
//!
//! It walks over the delimiters of a value of the common form: `SIP/2.0/`, a transport, one space, sent-by of letters, digits, `-` and `.` or
//! an address in brackets, and parameters without white space, whose values are tokens or quoted strings without escapes. It ends at a comma
//! or at the end of the row, types nothing, and yields the places that the rules in [`rules`](super::rules) yield. Anything else falls back
//! to them.

use super::{Known, Via};
use crate::chars;
use crate::header::rows::value::Value;
use crate::host::{self, Host};
use crate::params::{self, FastParam, Place};
use crate::scan::{self, Seam, Seams};
use crate::transport::Transport;

/// Cuts a value that is one element.
#[inline(always)]
pub(crate) fn cut<'a>(value: &Value<'a>) -> Option<Via<'a>> {
    element(value).filter(|via| via.raw.len() == value.as_bytes().len())
}

/// Cuts the first element of a row.
#[inline(never)]
pub(crate) fn first<'a>(row: &Value<'a>) -> Option<Via<'a>> {
    element(row)
}

/// The parts of a Via value that name a transaction (RFC 3261 §17.2.3).
pub(crate) struct Sent<'a> {
    host: &'a [u8],
    port: Option<&'a [u8]>,
    transport: &'a [u8],
    pub(crate) branch: &'a [u8],
}

impl<'a> Sent<'a> {
    /// Host and port of sent-by, if they are of the common form.
    #[inline(always)]
    pub(crate) fn by(&self) -> Option<(Host<'a>, Option<u16>)> {
        let port = match self.port {
            Some(port) => Some(host::port_of_plain(port)?),
            None => None,
        };
        match self.host {
            [b'[', ..] => None,
            // The bytes between two delimiters are plain.
            host => Some((host::of_plain(host)?, port)),
        }
    }

    /// The transport.
    #[inline]
    pub(crate) fn transport(&self) -> Transport<'a> {
        Transport::of_token(self.transport)
    }
}

/// The parts of the first element of a row, as [`first`] would cut it. `None` also if there is no branch.
#[inline(always)]
pub(crate) fn sent<'a>(row: &Value<'a>) -> Option<Sent<'a>> {
    let (parts, branch) = with_branch(row)?;
    let part = |(start, end): (usize, usize)| row.as_bytes().get(start..end);
    let port = if parts.port.0 == 0 { None } else { part(parts.port) };
    Some(Sent { host: part(parts.host)?, port, transport: part(parts.transport)?, branch })
}

/// The branch of the first element of a row, as [`first`] would cut it. `None` also if there is no branch.
#[inline(always)]
pub(crate) fn branch<'a>(row: &Value<'a>) -> Option<&'a [u8]> {
    with_branch(row).map(|(_, branch)| branch)
}

#[inline(always)]
fn with_branch<'a>(row: &Value<'a>) -> Option<(Parts, &'a [u8])> {
    let mut branch = Place::default();
    let parts = parts(row, |param| {
        if param.is(b"branch") {
            branch.keep_fast(&param);
        }
    })?;
    Some((parts, branch.value(row.as_bytes()).filter(|branch| !branch.is_empty())?))
}

#[inline(always)]
fn element<'a>(value: &Value<'a>) -> Option<Via<'a>> {
    let (mut known, mut is_common) = (Known::default(), true);
    let Parts { transport, host, port, params_start, end } = parts(value, |param| {
        let place = match param.name_length() {
            6 if param.is(b"branch") => &mut known.branch,
            8 if param.is(b"received") => &mut known.received,
            5 if param.is(b"rport") => &mut known.rport,
            // It may be a `ttl` or a `maddr`.
            3 | 5 if param.begins_with(b't') || param.begins_with(b'm') => {
                is_common = false;
                return;
            }
            _ => return,
        };
        place.keep_fast(&param);
    })?;
    let place = |(start, end): (usize, usize)| (start as u32, end as u32);
    Some(Via {
        raw: value.as_bytes().get(..end)?,
        offset: value.offset() as u32,
        leniency: value.profile().leniency,
        protocol_end: 3,
        version: (4, 7),
        transport: place(transport),
        host: place(host),
        port: place(port),
        params_start: params_start as u32,
        known,
        is_common,
    })
}

/// The places of an element's parts.
struct Parts {
    transport: (usize, usize),
    host: (usize, usize),
    /// (0, 0) where no port is written.
    port: (usize, usize),
    params_start: usize,
    end: usize,
}

#[inline(always)]
fn parts<'a>(value: &Value<'a>, visit: impl FnMut(FastParam<'a>)) -> Option<Parts> {
    const PROTOCOL: &[u8; 8] = b"SIP/2.0/";
    let (raw, profile) = (value.as_bytes(), value.profile());
    let (protocol, behind) = raw.split_first_chunk()?;
    if u64::from_le_bytes(*protocol) != u64::from_le_bytes(*PROTOCOL) {
        return None;
    }
    let length = match behind {
        // Most transports have three letters.
        [_, _, _, b' ', ..] if scan::all(&behind[..3], chars::TOKEN) => 3,
        _ => match scan::run(behind, chars::TOKEN) {
            length if length > 0 && behind.get(length) == Some(&b' ') => length,
            _ => return None,
        },
    };
    let host_start = PROTOCOL.len() + length + 1;
    let mut seams = Seams::from(raw, host_start)?;
    let mut seam = seams.next();
    if seam.at == host_start {
        seam = seams.apart(|seams| behind_reference(seams, seam))?;
    }
    let host_end = seam.at;
    if host_end == host_start {
        return None;
    }
    let mut port = (0, 0);
    if seam.byte == b':' {
        let start = seam.at + 1;
        seam = seams.next();
        port = (start, seam.at);
    }
    let params_start = seam.at;
    let end = params::fast(&mut seams, seam, profile, visit)?;
    Some(Parts { transport: (PROTOCOL.len(), host_start - 1), host: (host_start, host_end), port, params_start, end })
}

/// The delimiter behind an IPv6 reference, whose opening bracket is `seam`.
#[inline(never)]
fn behind_reference(seams: &mut Seams<'_>, mut seam: Seam) -> Option<Seam> {
    if seam.byte != b'[' {
        return None;
    }
    loop {
        seam = seams.next();
        match seam.byte {
            b':' => {}
            b']' => break,
            _ => return None,
        }
    }
    let close = seam.at;
    seam = seams.next();
    (seam.at == close + 1).then_some(seam)
}
