//! Fast path for SIP URIs of the common form.

use super::SipUri;
use super::params::fast_params;
use crate::chars;
use crate::host::{self, Host};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{self, Seam, Seams};

/// Returns `Some(false)` if `bytes` begin with `sip:`, `Some(true)` for `sips:`, otherwise `None`.
#[inline(always)]
fn fast_scheme(bytes: &[u8]) -> Option<bool> {
    if scan::same_word(bytes.first_chunk()?, b"sip:") {
        return Some(false);
    }
    bytes.get(..5)?.eq_ignore_ascii_case(b"sips:").then_some(true)
}

/// Parses a SIP or SIPS URI of the common form at the offset `base`: it has no password, no headers, and escapes only in the user part.
/// `None` falls back to the grammar.
#[inline(always)]
pub(crate) fn fast<'a>(bytes: &'a [u8], base: usize, profile: &Profile) -> Option<SipUri<'a>> {
    let found = fast_at(&mut Seams::new(bytes), 0, profile)?;
    if found.end.at != bytes.len() {
        return None;
    }
    let FastUri { sips, user_end, host_start, host, port, params_start, .. } = found;
    let places = [user_end, host_start, host_start + host.as_bytes().len(), params_start].map(|at| at as u32);
    Some(SipUri::without_headers(bytes, sips, places, (host, port), base as u32, profile.leniency))
}

/// The parts of a SIP or SIPS URI of the common form.
pub(crate) struct FastUri<'a> {
    sips: bool,
    user_end: usize,
    host_start: usize,
    host: Host<'a>,
    port: Option<u16>,
    params_start: usize,
    /// The seam behind the URI.
    pub(crate) end: Seam,
}

/// A SIP or SIPS URI of the common form that begins at `start`; the next seam is the colon of its scheme.
#[inline(always)]
pub(crate) fn fast_at<'a>(seams: &mut Seams<'a>, start: usize, profile: &Profile) -> Option<FastUri<'a>> {
    let bytes = seams.bytes();
    let sips = fast_scheme(bytes.get(start..)?)?;
    // Skips the colon of the scheme, which was already checked.
    seams.next();
    let scheme_end = start + if sips { 5 } else { 4 };
    let (mut user_end, mut host_start) = (scheme_end, scheme_end);
    let mut seam = seams.next();
    if !matches!(seam.byte, b'@' | b'>' | b':' | b';') {
        seam = seams.apart(|seams| fast_user(seams, seam))?;
    }
    if seam.byte == b'@' && seam.at > scheme_end {
        (user_end, host_start) = (seam.at, seam.at + 1);
        seam = seams.next();
    }
    let (behind_port, host, port) = host::fast(seams, host_start, seam, profile)?;
    let end = fast_params(seams, behind_port, profile)?;
    if profile.exceeds(Limit::Uri, end.at - start) {
        return None;
    }
    Some(FastUri { sips, user_end, host_start, host, port, params_start: behind_port.at, end })
}

/// Returns the delimiter behind a user part, or behind the plain bytes of the host if there is no user part. `seam` is the first
/// delimiter.
#[inline(never)]
fn fast_user(seams: &mut Seams<'_>, mut seam: Seam) -> Option<Seam> {
    let (bytes, behind_plain) = (seams.bytes(), seam.at);
    loop {
        match seam.byte {
            b';' | b'?' => break,
            b'%' if is_escape(bytes, seam.at) => seam = seams.next(),
            b if chars::is(b, chars::USER) => seam = seams.next(),
            _ => break,
        }
    }
    // The skipped bytes are valid in a user part only, so that an `@` must follow.
    (seam.byte == b'@' || seam.at == behind_plain).then_some(seam)
}

/// Whether a valid escape begins with the `%` at `at`.
#[inline(always)]
fn is_escape(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at..], [_, a, b, ..] if chars::is(a, chars::HEX) && chars::is(b, chars::HEX))
}

impl<'a> SipUri<'a> {
    /// A SIP URI without headers: where its user part ends, its host begins and ends, and its parameters begin; and the host.
    #[inline(always)]
    pub(crate) fn without_headers(
        raw: &'a [u8],
        sips: bool,
        [user_end, host_start, host_end, params_start]: [u32; 4],
        (host, port): (Host<'a>, Option<u16>),
        offset: u32,
        leniency: Leniency,
    ) -> Self {
        let (headers_start, ip) = (raw.len() as u32, host.ip());
        Self { raw, user_end, host_start, host_end, params_start, headers_start, offset, leniency, port, ip, sips }
    }
}
