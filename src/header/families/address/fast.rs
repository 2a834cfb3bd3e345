//! The fast cutter of addresses.
//!
//! It walks over the delimiters of a value of the common form: a display name of tokens or in quotes without escapes, a URI in angle
//! brackets, and parameters without white space, whose values are tokens or quoted strings without escapes. It ends at a comma or at the end
//! of the row, types nothing, and yields the places that the rules in [`rules`](super::rules) yield. Anything else falls back to them.

use super::NameAddr;
use super::params::PARAMS;
use crate::chars;
use crate::header::rows::value::Value;
use crate::params::{self, Place};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{self, Seams};
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
    let (open, name_end) = if let [b'<', ..] = raw { (0, 0) } else { behind_name(raw, profile)? };
    let uri_start = open + 1;
    let close = uri_start + memchr::memchr(b'>', raw.get(uri_start..)?)?;
    let params_start = close + 1;
    let (tag, length) = tag_of(raw.get(params_start..)?, profile)?;
    let end = params_start + length;
    let uri = raw.get(uri_start..close)?;
    // Spaces in the brackets are no part of the URI then.
    let is_spaced = profile.allows(Leniency::SPACES_IN_BRACKETS) && matches!(uri, [b' ' | b'\t' | b'\r' | b'\n', ..] | [.., b' ' | b'\t']);
    if is_spaced || uri::may_exceed(uri, profile) {
        return None;
    }
    Some(NameAddr {
        raw: raw.get(..end)?,
        offset: value.offset() as u32,
        leniency: profile.leniency,
        name_end: name_end as u32,
        uri: (uri_start as u32, close as u32),
        params_start: params_start as u32,
        tag: tag.behind(params_start as u32),
        is_common: true,
        rules: &PARAMS,
    })
}

/// Whether a value is surely one address, all of whose parts are what the grammar demands, found out without cutting and typing it: a display
/// name, a SIP or SIPS URI of the common form in brackets, and perhaps a tag. `false` is no verdict.
#[inline(never)]
pub(crate) fn is_plain_address(value: &Value<'_>) -> bool {
    ends_of_plain(value.as_bytes(), value.profile()).is_some()
}

/// Where the URI of such an address begins and ends.
#[inline(always)]
fn ends_of_plain(raw: &[u8], profile: &Profile) -> Option<(usize, usize)> {
    let mut seams = Seams::new(raw);
    let mut open = seams.next();
    if open.at == 0 && open.byte == b'"' {
        let close = seams.closing_quote()?;
        let mut behind = close + 1;
        open = seams.next();
        if open.byte == b' ' && open.at == behind {
            behind += 1;
            open = seams.next();
        }
        if open.at != behind || profile.exceeds(Limit::Quoted, close - 1) {
            return None;
        }
    } else {
        while open.byte == b' ' || chars::is(open.byte, chars::TOKEN) {
            open = seams.next();
        }
    }
    let start = open.at + 1;
    let close = if open.byte == b'<' { uri::fast_at(&mut seams, start, profile)?.end } else { return None };
    let is_whole = close.byte == b'>'
        && match raw.get(close.at + 1..)? {
            [] => true,
            [b';', param @ ..] => is_tag(param, profile),
            _ => false,
        };
    is_whole.then_some((start, close.at))
}

/// The opening bracket behind a display name, and where the name ends.
#[inline(never)]
fn behind_name(raw: &[u8], profile: &Profile) -> Option<(usize, usize)> {
    let mut seams = Seams::new(raw);
    let mut open = seams.next();
    if open.byte == b'"' && open.at == 0 {
        let close = seams.closing_quote()?;
        let mut behind = close + 1;
        open = seams.next();
        if open.byte == b' ' && open.at == behind {
            behind += 1;
            open = seams.next();
        }
        let is_whole = open.byte == b'<' && open.at == behind && !profile.exceeds(Limit::Quoted, close - 1);
        return is_whole.then_some((open.at, close));
    }
    while open.byte == b' ' || chars::is(open.byte, chars::TOKEN) {
        open = seams.next();
    }
    // Spaces at the end are no part of it.
    let name = scan::trim(raw.get(..open.at)?);
    (open.byte == b'<').then_some((open.at, name.len()))
}

/// The tag among the parameters that `rest` begins with, and where they end.
#[inline(always)]
fn tag_of(rest: &[u8], profile: &Profile) -> Option<(Place, usize)> {
    match rest {
        [] | [b',', ..] => Some((Place::default(), 0)),
        [b';', param @ ..] if is_tag(param, profile) => Some((Place { start: 5, end: rest.len() as u32 }, rest.len())),
        [b';', ..] => tag_of_params(rest, profile),
        _ => None,
    }
}

/// Whether this is a tag and nothing else.
#[inline(always)]
fn is_tag(param: &[u8], profile: &Profile) -> bool {
    let Some((name, value)) = param.split_first_chunk() else { return false };
    let is_within =
        !profile.exceeds(Limit::ParamValue, value.len()) && !profile.exceeds(Limit::ParamName, 3) && !profile.exceeds(Limit::Params, 1);
    scan::same_word(name, b"tag=") && !value.is_empty() && is_within && scan::all(value, chars::TOKEN)
}

#[inline(never)]
fn tag_of_params(rest: &[u8], profile: &Profile) -> Option<(Place, usize)> {
    let mut seams = Seams::new(rest);
    let first = seams.next();
    let mut tag = Place::default();
    let end = params::fast(&mut seams, first, profile, |param| {
        if param.is(b"tag") {
            tag.keep_fast(&param);
        }
    })?;
    Some((tag, end))
}
