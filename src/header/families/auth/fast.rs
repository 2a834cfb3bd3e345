//! The fast cutter of challenges and credentials: of their parameters, whose rules are in [`params`](super::params).

use super::params::{AuthParams, known_name};
use crate::chars;
use crate::params;
use crate::profile::{Limit, Profile};
use crate::scan::{Seam, Seams};

/// Cuts the parameters from `start`, before the delimiter `first`, to the end: without white space but behind commas. Returns `None` for
/// any other form, which [`auth_params`](super::params::auth_params) reads: it gives the same places for what this function reads.
#[inline(always)]
pub(super) fn fast<'a>(seams: &mut Seams<'a>, start: usize, mut first: Seam, profile: &Profile, params: &mut AuthParams<'a>) -> Option<()> {
    let bytes = seams.bytes();
    params.raw = bytes.get(start..)?;
    let (mut at, mut count) = (start, 0);
    loop {
        let equal = seams.behind(first, chars::TOKEN);
        count += 1;
        let length = equal.at - at;
        if length == 0 || profile.exceeds(Limit::ParamName, length) || profile.exceeds(Limit::AuthParams, count) || equal.byte != b'=' {
            return None;
        }
        let value = params::fast_value(seams, equal.at + 1, profile)?;
        if let Some(known) = known_name(bytes.get(at..equal.at)?) {
            params.keep(known, ((value.start - start) as u32, (value.end - start) as u32))?;
        }
        match value.behind.byte {
            b',' => (at, first) = behind_spaces(seams, value.behind.at + 1),
            _ if value.behind.at == bytes.len() => return Some(()),
            _ => return None,
        }
    }
}

/// Returns the input behind the spaces at `at`, and the first delimiter there.
#[inline(always)]
pub(super) fn behind_spaces(seams: &mut Seams<'_>, mut at: usize) -> (usize, Seam) {
    let mut seam = seams.next();
    while seam.byte == b' ' && seam.at == at {
        at += 1;
        seam = seams.next();
    }
    (at, seam)
}
