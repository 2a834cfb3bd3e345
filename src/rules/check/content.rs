//! The rules of bodies (RFC 3261 §8.2.3).

use super::element::{self, Package};
use super::method::package;
use super::parts::{Misfits, fits};
use super::reading::Reading;
use super::step::{Step, step, with};
use super::typed;
use crate::header::{ContentEncoding, ContentLanguage, MediaType};
use crate::message::Multipart;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::Fault;
use crate::rules::read::{self, is_language};
use crate::rules::rule::Rule;

/// The rules of a request that has a body, by their ids.
pub(super) const OF_A_BODY: &[Step] = &[
    with(HeaderId::Accept, not_acceptable),
    step(missing_type),
    with(HeaderId::ContentType, content_type),
    step(content_encoding),
    step(content_language),
    step(content_disposition),
    step(info_content),
    step(publish_content),
];

pub(super) const WITHOUT_A_BODY: &[Step] = &[with(HeaderId::Accept, not_acceptable)];

/// Whether a body that is not understood is a fault. One whose handling is optional is ignored (RFC 3261 §20.11).
pub(super) fn is_required(reading: &mut Reading<'_, '_>) -> bool {
    !matches!(reading.disposition(), Ok(Some(disposition)) if disposition.is_required() == Ok(false))
}

/// Every multipart body is understood, one of an unknown subtype as `multipart/mixed` (RFC 5621 §4.2).
fn is_understood(types: &[&str], media: &MediaType<'_>) -> bool {
    media.kind().eq_ignore_ascii_case("multipart") || types.iter().any(|pattern| fits(pattern, media))
}

/// Whether a body, if there is one, is of a type that is understood, and of one part. Its other header fields are not read.
pub(super) fn is_plain(reading: &mut Reading<'_, '_>) -> bool {
    if reading.body.is_empty() {
        return true;
    }
    let types = reading.check.types;
    let is_known = |media: &MediaType<'_>| types.is_none_or(|types| types.iter().any(|pattern| fits(pattern, media)));
    matches!(reading.media(), Ok(Some(media)) if is_known(&media) && !media.kind().eq_ignore_ascii_case("multipart"))
}

fn not_acceptable(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let sends = reading.check.sends.filter(|_| matches!(reading.method, Some(Method::Invite | Method::Options)))?;
    if !reading.has(HeaderId::Accept) {
        return None;
    }
    let accepts =
        |pattern: &&str| pattern.split_once('/').is_some_and(|(kind, subtype)| read::accepts(reading.rows.headers, kind, subtype));
    if sends.iter().any(accepts) { None } else { reading.at_row(Rule::NotAcceptable, HeaderName::Accept) }
}

fn missing_type(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    if reading.has(HeaderId::ContentType) || !is_required(reading) {
        return None;
    }
    reading.missing(Rule::MissingContentType, HeaderId::ContentType)
}

fn content_type(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let media = match reading.media().transpose()? {
        Ok(media) => media,
        Err(error) => return Some(reading.unreadable(error, HeaderId::ContentType)),
    };
    let is_unknown = reading.check.types.is_some_and(|types| !is_understood(types, &media)) && is_required(reading);
    if is_unknown {
        return Some(reading.fault(Rule::ContentType, HeaderId::ContentType, reading.at(media.as_bytes())));
    }
    match parts(reading) {
        Misfits { unreadable: Some(error), .. } => Some(reading.unreadable(error, HeaderId::ContentType)),
        parts => of_part(reading, Rule::ContentType, HeaderId::ContentType, parts.media),
    }
}

/// The fault of a part of a multipart body.
fn of_part(reading: &Reading<'_, '_>, rule: Rule, header: HeaderId, place: Option<usize>) -> Option<Fault> {
    place.map(|place| reading.fault(rule, header, place))
}

/// The parts of a multipart body that are not understood. They are read once.
fn parts(reading: &mut Reading<'_, '_>) -> Misfits {
    match reading.parts {
        Some(parts) => parts,
        None => {
            let parts = read_parts(reading);
            *reading.parts.insert(parts)
        }
    }
}

/// The parts of a multipart body that has to be understood, if they can be read: a body with a content coding can't.
fn read_parts(reading: &mut Reading<'_, '_>) -> Misfits {
    let Ok(Some(media)) = reading.media() else { return Misfits::default() };
    if !media.kind().eq_ignore_ascii_case("multipart") || !is_required(reading) || has_coding(reading) {
        return Misfits::default();
    }
    let end = reading.at(reading.body) + reading.body.len();
    let input = reading.input.get(..end).unwrap_or(reading.input);
    match Multipart::of_message(&media, input, end - reading.body.len(), reading.rows.headers.profile()) {
        Ok(multipart) => Misfits::read(&multipart, &media, input, reading.check),
        Err(_) => Misfits::default(),
    }
}

fn has_coding(reading: &Reading<'_, '_>) -> bool {
    let mut codings = typed::all::<ContentEncoding<'_>>(reading.rows.headers).flatten();
    codings.any(|coding| !coding.token().as_bytes().eq_ignore_ascii_case(b"identity"))
}

fn content_encoding(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let own = coding(reading);
    own.or_else(|| {
        let place = parts(reading).coding;
        of_part(reading, Rule::ContentEncoding, HeaderId::ContentEncoding, place)
    })
}

fn coding(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let codings = reading.check.codings.filter(|_| reading.has(HeaderId::ContentEncoding))?;
    let is_unknown = |coding: &ContentEncoding<'_>| {
        let name = coding.token();
        !name.as_bytes().eq_ignore_ascii_case(b"identity") && !element::has(codings, name.as_bytes())
    };
    let unknown = typed::all::<ContentEncoding<'_>>(reading.rows.headers).flatten().find(is_unknown).filter(|_| is_required(reading))?;
    Some(reading.fault(Rule::ContentEncoding, HeaderId::ContentEncoding, reading.at(unknown.as_bytes())))
}

fn content_language(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let own = language(reading);
    own.or_else(|| {
        let place = parts(reading).language;
        of_part(reading, Rule::ContentLanguage, HeaderId::ContentLanguage, place)
    })
}

fn language(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let languages = reading.check.languages.filter(|_| reading.has(HeaderId::ContentLanguage))?;
    let tag = |tag: ContentLanguage<'_>| !languages.iter().any(|language| is_language(tag.as_bytes(), language.as_bytes()));
    let unknown =
        typed::all::<ContentLanguage<'_>>(reading.rows.headers).flatten().find(|one| tag(*one)).filter(|_| is_required(reading))?;
    Some(reading.fault(Rule::ContentLanguage, HeaderId::ContentLanguage, reading.at(unknown.as_bytes())))
}

fn content_disposition(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let own = disposition(reading);
    own.or_else(|| {
        let place = parts(reading).purpose;
        of_part(reading, Rule::ContentDisposition, HeaderId::ContentDisposition, place)
    })
}

fn disposition(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let disposition = match reading.disposition().transpose()? {
        Ok(disposition) => disposition,
        Err(error) => return Some(reading.unreadable(error, HeaderId::ContentDisposition)),
    };
    let is_unknown = disposition.is_required() != Ok(false) && !element::has(reading.check.dispositions?, disposition.token().as_bytes());
    is_unknown.then(|| reading.fault(Rule::ContentDisposition, HeaderId::ContentDisposition, reading.at(disposition.as_bytes())))
}

/// The fault of a body whose type its package does not have.
fn of_package(reading: &mut Reading<'_, '_>, rule: Rule, package: Option<&Package<'_>>) -> Option<Fault> {
    let types = package?.types?;
    let media = reading.media().ok().flatten()?;
    // Beside the part of the package, a multipart body may have others (RFC 6086 §12.2.2).
    let is_multipart = media.kind().eq_ignore_ascii_case("multipart");
    let is_foreign = !is_multipart && !types.iter().any(|pattern| fits(pattern, &media)) && is_required(reading);
    is_foreign.then(|| reading.fault(rule, HeaderId::ContentType, reading.at(media.as_bytes())))
}

fn info_content(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let infos = reading.check.infos.filter(|_| reading.method == Some(Method::Info))?;
    let info = reading.info().ok().flatten()?;
    of_package(reading, Rule::InfoContent, package(infos, info.token().as_bytes()))
}

fn publish_content(reading: &mut Reading<'_, '_>) -> Option<Fault> {
    let events = reading.check.events.filter(|_| reading.method == Some(Method::Publish))?;
    let event = reading.event().ok().flatten()?;
    of_package(reading, Rule::PublishContent, package(events, event.event_type().as_bytes()))
}

/// Whether the body has a type, coding, language or purpose that is not understood, and may be ignored.
pub(super) fn is_ignored(reading: &mut Reading<'_, '_>) -> bool {
    if reading.body.is_empty() || is_required(reading) {
        return false;
    }
    let check = reading.check;
    let of_type = match (check.types, reading.media()) {
        (Some(types), Ok(Some(media))) => !is_understood(types, &media),
        (_, Ok(None)) => true,
        _ => false,
    };
    let codings = || typed::all::<ContentEncoding<'_>>(reading.rows.headers).flatten();
    let of_coding = check.codings.is_some_and(|known| codings().any(|one| !element::has(known, one.token().as_bytes())));
    let purpose = reading.disposition().ok().flatten();
    let of_purpose = check.dispositions.zip(purpose).is_some_and(|(known, one)| !element::has(known, one.token().as_bytes()));
    of_type || of_coding || of_purpose
}
