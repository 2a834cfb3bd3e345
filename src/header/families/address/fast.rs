//! The fast cutter of addresses.
//!
//! It walks over the delimiters of a value of the common form: a display name of tokens or in quotes without escapes, a URI in angle
//! brackets, and parameters without white space, whose values are tokens or quoted strings without escapes. It ends at a comma or at the end
//! of the row, types nothing, and yields the places that the rules in [`rules`](super::rules) yield. Anything else falls back to them.

use super::NameAddr;
use super::rules::PARAMS;
use crate::chars;
use crate::header::rows::value::Value;
use crate::params::{self, Place};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{self, Seam, Seams};
use crate::uri;

/// Cuts a value that is one element.
#[inline(always)]
pub(crate) fn cut<'a>(value: &Value<'a>) -> Option<NameAddr<'a>> {
    element(value).filter(|address| address.raw.len() == value.as_bytes().len())
}

/// Cuts the first element of a row.
#[inline(never)]
pub(crate) fn first<'a>(row: &Value<'a>) -> Option<NameAddr<'a>> {
    element(row)
}

#[inline(always)]
fn element<'a>(value: &Value<'a>) -> Option<NameAddr<'a>> {
    let (raw, profile) = (value.as_bytes(), value.profile());
    let mut seams = Seams::new(raw);
    let (mut open, mut name_end) = (seams.next(), 0);
    if open.byte != b'<' || open.at != 0 {
        (open, name_end) = seams.apart(|seams| behind_name(seams, open, profile))?;
    }
    let mut close = seams.next();
    while close.byte != b'>' {
        if close.at == raw.len() {
            return None;
        }
        close = seams.next();
    }
    let (uri_start, params_start) = (open.at + 1, close.at + 1);
    let (tag, end) = tag_behind(&mut seams, params_start, profile)?;
    let uri = raw.get(uri_start..close.at)?;
    // Spaces in the brackets are no part of the URI then.
    let is_spaced = profile.allows(Leniency::SPACES_IN_BRACKETS) && matches!(uri, [b' ' | b'\t', ..] | [.., b' ' | b'\t']);
    if is_spaced || uri::may_exceed(uri, profile) {
        return None;
    }
    Some(NameAddr {
        raw: raw.get(..end)?,
        offset: value.offset() as u32,
        leniency: profile.leniency,
        name_end: name_end as u32,
        uri: (uri_start as u32, close.at as u32),
        params_start: params_start as u32,
        tag,
        rules: &PARAMS,
    })
}

/// The opening bracket behind a display name, and where the name ends.
#[inline(never)]
fn behind_name(seams: &mut Seams<'_>, mut open: Seam, profile: &Profile) -> Option<(Seam, usize)> {
    if open.byte == b'"' && open.at == 0 {
        let close = seams.closing_quote()?;
        let mut behind = close + 1;
        open = seams.next();
        if open.byte == b' ' && open.at == behind {
            behind += 1;
            open = seams.next();
        }
        let is_whole = open.byte == b'<' && open.at == behind && !profile.exceeds(Limit::Quoted, close - 1);
        return is_whole.then_some((open, close));
    }
    while open.byte == b' ' || chars::is(open.byte, chars::TOKEN) {
        open = seams.next();
    }
    // Spaces at the end are no part of it.
    let name = scan::trim(seams.bytes().get(..open.at)?);
    (open.byte == b'<').then_some((open, name.len()))
}

/// The tag among the parameters that begin at `start`, and where they end.
#[inline(always)]
fn tag_behind(seams: &mut Seams<'_>, start: usize, profile: &Profile) -> Option<(Place, usize)> {
    let raw = seams.bytes();
    match raw.get(start..)? {
        [] | [b',', ..] => Some((Place::default(), start)),
        [b';', rest @ ..] if seams.are_last(start, start + 4) && is_tag(rest, profile) => {
            Some((Place { start: start as u32 + 5, end: raw.len() as u32 }, raw.len()))
        }
        [b';', ..] => seams.apart(|seams| tag_of_params(seams, profile)),
        _ => None,
    }
}

/// Whether the only parameter is a tag of letters, digits, `-` and `.`; its name's end was found by the delimiters.
#[inline(always)]
fn is_tag(rest: &[u8], profile: &Profile) -> bool {
    let Some((name, value)) = rest.split_first_chunk() else { return false };
    let is_within =
        !profile.exceeds(Limit::ParamValue, value.len()) && !profile.exceeds(Limit::ParamName, 3) && !profile.exceeds(Limit::Params, 1);
    scan::same_word(name, b"tag=") && !value.is_empty() && is_within
}

#[inline(never)]
fn tag_of_params(seams: &mut Seams<'_>, profile: &Profile) -> Option<(Place, usize)> {
    let mut tag = Place::default();
    let first = seams.next();
    let end = params::fast(seams, first, profile, |param| {
        if param.is(b"tag") {
            tag.keep_fast(&param);
        }
    })?;
    Some((tag, end))
}
