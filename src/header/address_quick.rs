//! Addresses of the usual shape, read without the grammar.

use super::{NameAddr, Value};
use crate::chars;
use crate::host;
use crate::params;
use crate::profile::{Limit, Profile};
use crate::scan::{self, Seam, Seams};
use crate::uri::{self, SipUri, Uri};

/// The only element of a row, where it is [`plain`], which takes no comma but in brackets and strings.
#[inline(never)]
pub(super) fn of_row<'a>(row: &Value<'a>) -> Option<NameAddr<'a>> {
    plain(row)
}

/// An address of the shape that most have: a SIP URI in brackets, and perhaps a tag behind it, all but the end of which is in one block.
/// `None` where it is anything else: [`quick`] has more of what is usual, and does more for it.
#[inline(always)]
pub(super) fn plain<'a>(value: &Value<'a>) -> Option<NameAddr<'a>> {
    let (raw, profile) = (value.as_bytes(), value.profile());
    let [b'<', scheme @ ..] = raw.first_chunk::<5>()? else { return None };
    if !scan::same_word(scheme, b"sip:") {
        return None;
    }
    let (uri_start, scheme_end) = (1, 5);
    let mut seams = Seams::from(raw, scheme_end)?;
    let mut seam = seams.next_in_block()?;
    let (mut user_end, mut host_start) = (scheme_end, scheme_end);
    if seam.byte == b'@' && seam.at > scheme_end {
        (user_end, host_start) = (seam.at, seam.at + 1);
        seam = seams.next_in_block()?;
    }
    let (host_end, mut port) = (seam.at, None);
    if seam.byte == b':' {
        seam = seams.next_in_block()?;
        port = Some(host::port_of_plain(raw.get(host_end + 1..seam.at)?)?);
    }
    let uri_params = seam.at;
    if seam.byte == b';' {
        seam = seams.apart(|seams| uri::quick_params_apart(seams, seam, profile))?;
    }
    if seam.byte != b'>' {
        return None;
    }
    let host = host::of_plain(raw.get(host_start..host_end)?)?;
    let uri_end = seam.at;
    if profile.exceeds(Limit::Uri, uri_end - uri_start) {
        return None;
    }
    let params_start = uri_end + 1;
    let tag = tag_behind(&mut seams, params_start, profile)?;
    let (offset, leniency) = (value.offset() as u32, profile.leniency);
    let uri = SipUri::without_headers(
        raw.get(uri_start..uri_end)?,
        false,
        [user_end, host_start, host_end, uri_params].map(|at| (at - uri_start) as u32),
        (host, port),
        offset + uri_start as u32,
        leniency,
    );
    Some(NameAddr { raw, name_end: 0, params_start: params_start as u32, tag, offset, leniency, uri: Uri::Sip(uri) })
}

/// An address of the usual shape: a SIP URI in brackets, perhaps with a display name, and parameters without white space. `None` where it
/// is anything else.
#[inline(always)]
pub(super) fn quick<'a>(value: &Value<'a>) -> Option<NameAddr<'a>> {
    let (raw, profile) = (value.as_bytes(), value.profile());
    let mut seams = Seams::new(raw);
    let (mut open, mut name_end) = (seams.next(), 0);
    if open.byte != b'<' || open.at != 0 {
        (open, name_end) = seams.apart(|seams| quick_name(seams, open, profile))?;
    }
    let uri_start = open.at + 1;
    let (close, uri) = uri::quick_sip(&mut seams, uri_start, (value.offset() + uri_start) as u32, profile)?;
    if close.byte != b'>' {
        return None;
    }
    let params_start = close.at + 1;
    let tag = tag_behind(&mut seams, params_start, profile)?;
    let (offset, leniency) = (value.offset() as u32, profile.leniency);
    let (name_end, params_start) = (name_end as u32, params_start as u32);
    Some(NameAddr { raw, name_end, params_start, tag, offset, leniency, uri: Uri::Sip(uri) })
}

/// Where the bracket is behind a display name, whose first seam that is, and where the name ends: offsets in the value.
#[inline(never)]
fn quick_name(seams: &mut Seams<'_>, mut open: Seam, profile: &Profile) -> Option<(Seam, usize)> {
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

/// Where the value of the tag begins and ends among the parameters, which begin at `start`, behind the bracket; 0 where there is none.
#[inline(always)]
fn tag_behind(seams: &mut Seams<'_>, start: usize, profile: &Profile) -> Option<(u32, u32)> {
    let raw = seams.bytes();
    match raw.get(start..)? {
        [] => Some((0, 0)),
        [b';', rest @ ..] if seams.are_last(start, start + 4) && is_tag(rest, profile) => Some((start as u32 + 5, raw.len() as u32)),
        [b';', ..] => seams.apart(|seams| quick_tag(seams, profile)),
        _ => None,
    }
}

/// Whether `rest`, behind a semicolon, begins with the name of a tag, and its value is all that is left.
#[inline(always)]
fn is_tag(rest: &[u8], profile: &Profile) -> bool {
    let Some((name, value)) = rest.split_first_chunk() else { return false };
    let is_within =
        !profile.exceeds(Limit::ParamValue, value.len()) && !profile.exceeds(Limit::ParamName, 3) && !profile.exceeds(Limit::Params, 1);
    scan::same_word(name, b"tag=") && !value.is_empty() && is_within
}

/// Where the value of the tag begins and ends among parameters.
#[inline(never)]
fn quick_tag(seams: &mut Seams<'_>, profile: &Profile) -> Option<(u32, u32)> {
    let mut tag = (0, 0);
    let first = seams.next();
    params::quick(seams, first, profile, |param| match param.is(b"tag") {
        true if tag.1 > 0 => None,
        true => {
            tag = param.span()?;
            Some(())
        }
        false => Some(()),
    })?;
    Some(tag)
}
