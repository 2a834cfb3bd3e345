//! The parts of multipart bodies: which of them are not understood (RFC 3261 §8.2.3, RFC 5621 §8).

use super::element::{self, Check};
use crate::error::ParseError;
use crate::header::{ContentDisposition, ContentEncoding, ContentLanguage, MediaType};
use crate::message::{Multipart, Part, Parts};
use crate::name::HeaderName;
use crate::rules::read::is_language;
use crate::scan;

/// How many multipart bodies inside of each other are looked into.
const DEEPEST: usize = 8;

/// The first thing of each kind that is not understood in the parts of a body: absolute offsets.
#[derive(Clone, Copy, Default)]
pub(super) struct Misfits {
    /// A Content-Type that can't be read.
    pub(super) unreadable: Option<ParseError>,
    pub(super) media: Option<usize>,
    pub(super) coding: Option<usize>,
    pub(super) language: Option<usize>,
    pub(super) purpose: Option<usize>,
}

impl Misfits {
    const fn is_empty(&self) -> bool {
        matches!(self, Self { unreadable: None, media: None, coding: None, language: None, purpose: None })
    }

    /// Those of a body that `other` stands behind.
    fn or(self, other: Self) -> Self {
        Self {
            unreadable: self.unreadable.or(other.unreadable),
            media: self.media.or(other.media),
            coding: self.coding.or(other.coding),
            language: self.language.or(other.language),
            purpose: self.purpose.or(other.purpose),
        }
    }
}

/// A multipart body that is being read.
struct Level<'a> {
    parts: Parts<'a>,
    /// Whether its parts are versions of the same thing, so that one of them has to be understood (RFC 5621 §6.1, §8.3).
    is_alternative: bool,
    /// Whether one of the alternatives was understood.
    has_fit: bool,
    misfits: Misfits,
}

impl<'a> Level<'a> {
    fn new(multipart: &Multipart<'a>, media: &MediaType<'_>) -> Self {
        let is_alternative = media.subtype().eq_ignore_ascii_case("alternative");
        Self { parts: multipart.parts(), is_alternative, has_fit: false, misfits: Misfits::default() }
    }

    /// Adds what a part does not fit by.
    fn add(&mut self, misfits: Misfits) {
        self.has_fit |= misfits.is_empty();
        self.misfits = self.misfits.or(misfits);
    }

    fn finish(&self) -> Misfits {
        if self.is_alternative && self.has_fit { Misfits::default() } else { self.misfits }
    }
}

impl Misfits {
    /// Reads the parts of a body that has to be understood. Parts that can't be told apart are not judged.
    pub(super) fn read(multipart: &Multipart<'_>, media: &MediaType<'_>, input: &[u8], check: &Check<'_>) -> Self {
        let mut open = [const { None }; DEEPEST];
        open[0] = Some(Level::new(multipart, media));
        let mut depth = 0;
        while let Some(level) = open.get_mut(depth).and_then(Option::as_mut) {
            match level.parts.next() {
                Some(Ok(part)) => match seen(&part, level.is_alternative, input, check) {
                    // What is too deep is not judged.
                    (_, Some(inner)) if depth + 1 < DEEPEST => {
                        depth += 1;
                        open[depth] = Some(inner);
                    }
                    (misfits, _) => level.add(misfits),
                },
                Some(Err(_)) => {}
                None => {
                    let misfits = level.finish();
                    match depth.checked_sub(1).and_then(|outer| open[outer].as_mut()) {
                        Some(outer) => outer.add(misfits),
                        None => return misfits,
                    }
                    depth -= 1;
                }
            }
        }
        Self::default()
    }
}

/// The place of the first value of a header field of a part.
fn place_of(part: &Part<'_>, name: HeaderName<'static>) -> Option<usize> {
    part.headers().first_rows(name).map(|(row, _)| row.value())
}

/// What a part does not fit by; and its body, if that has parts and the part fits so far.
fn seen<'a>(part: &Part<'a>, is_alternative: bool, input: &[u8], check: &Check<'_>) -> (Misfits, Option<Level<'a>>) {
    let (headers, mut misfits) = (part.headers(), Misfits::default());
    if let Ok(Some(disposition)) = headers.get::<ContentDisposition<'_>>() {
        let purpose = disposition.token();
        // Whether anything refers to a part, the caller knows who understands the references (RFC 5621 §9.4).
        let is_referred_to = purpose.as_bytes().eq_ignore_ascii_case(b"by-reference");
        let is_optional = !is_alternative && disposition.is_required() == Ok(false);
        if is_referred_to || is_optional {
            return (misfits, None);
        }
        let is_known = check.dispositions.is_none_or(|known| element::has(known, purpose.as_bytes()));
        misfits.purpose = if is_known { None } else { place_of(part, HeaderName::ContentDisposition) };
    }
    let codings = headers.all::<ContentEncoding<'_>>().flatten().map(|coding| coding.token().as_bytes());
    misfits.coding =
        unknown(check.codings, codings, |known, coding| coding.eq_ignore_ascii_case(b"identity") || element::has(known, coding))
            .map(|coding| scan::offset_of(input, coding));
    let languages = headers.all::<ContentLanguage<'_>>().flatten().map(|tag| tag.as_bytes());
    misfits.language = unknown(check.languages, languages, |known, tag| known.iter().any(|language| is_language(tag, language.as_bytes())))
        .map(|tag| scan::offset_of(input, tag));
    match part.media_type() {
        Err(error) => misfits.unreadable = Some(error),
        Ok(media) if media.kind().eq_ignore_ascii_case("multipart") => {
            let inner = part.multipart().ok().flatten().filter(|_| misfits.is_empty());
            return (misfits, inner.map(|inner| Level::new(&inner, &media)));
        }
        Ok(media) => {
            let is_known = check.types.is_none_or(|types| types.iter().any(|pattern| fits(pattern, &media)));
            // Without a Content-Type the type is that of plain text: the fault stands where the part begins.
            let place = place_of(part, HeaderName::ContentType).unwrap_or_else(|| scan::offset_of(input, part.as_bytes()));
            misfits.media = if is_known { None } else { Some(place) };
        }
    }
    (misfits, None)
}

/// The first of these words that the element does not know, if it says what it knows.
fn unknown<'a>(
    known: Option<&[&str]>,
    mut words: impl Iterator<Item = &'a [u8]>,
    is_known: impl Fn(&[&str], &[u8]) -> bool,
) -> Option<&'a [u8]> {
    let known = known?;
    words.find(|word| !is_known(known, word))
}

/// Whether a media type is that which `pattern` names: `type/subtype`, `type/*` or `*/*`.
pub(in crate::rules) fn fits(pattern: &str, media: &MediaType<'_>) -> bool {
    let (kind, subtype) = (media.kind().as_bytes(), media.subtype().as_bytes());
    let same = |a: &[u8], b: &[u8]| a == b || a.eq_ignore_ascii_case(b);
    let is = |pattern: &[u8], token: &[u8]| pattern == b"*" || same(pattern, token);
    match pattern.as_bytes().split_at_checked(kind.len()) {
        Some((begin, [b'/', rest @ ..])) if same(begin, kind) => is(rest, subtype),
        _ => matches!(pattern.as_bytes(), [b'*', b'/', rest @ ..] if is(rest, subtype)),
    }
}
