//! The parameters of challenges and credentials.

use core::fmt;

use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed, expected, within};
use crate::params;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan::{self, Seam, Seams, same_name};
use crate::text::{self, Printable, Text, Token, part, span_of};

/// The parameters that are read once, when the value is parsed.
pub(super) const KNOWN: [KnownParam; 14] = [
    KnownParam::Username,
    KnownParam::UsernameStar,
    KnownParam::Realm,
    KnownParam::Nonce,
    KnownParam::Uri,
    KnownParam::Response,
    KnownParam::Algorithm,
    KnownParam::Cnonce,
    KnownParam::Opaque,
    KnownParam::Qop,
    KnownParam::NonceCount,
    KnownParam::Stale,
    KnownParam::Userhash,
    KnownParam::Auts,
];

/// Those of them that may stand twice: the first counts. The others say who asks or answers, or prove it; two of them are in doubt.
const REPEATABLE: [KnownParam; 5] = [KnownParam::Algorithm, KnownParam::Opaque, KnownParam::Stale, KnownParam::Userhash, KnownParam::Auts];

/// The parameter's place among those that are read once.
pub(super) const fn place_of(param: KnownParam) -> Option<usize> {
    let mut place = 0;
    while place < KNOWN.len() {
        if KNOWN[place] as u8 == param as u8 {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// Which of them has that name, a token: told apart by length, so that most names cost one comparison.
#[inline(always)]
pub(super) fn known_name(name: &[u8]) -> Option<KnownParam> {
    let known = match name.len() {
        2 if same_name(name, b"nc") => KnownParam::NonceCount,
        3 if same_name(name, b"uri") => KnownParam::Uri,
        3 if same_name(name, b"qop") => KnownParam::Qop,
        4 if same_name(name, b"auts") => KnownParam::Auts,
        5 if same_name(name, b"realm") => KnownParam::Realm,
        5 if same_name(name, b"nonce") => KnownParam::Nonce,
        5 if same_name(name, b"stale") => KnownParam::Stale,
        6 if same_name(name, b"cnonce") => KnownParam::Cnonce,
        6 if same_name(name, b"opaque") => KnownParam::Opaque,
        8 if same_name(name, b"username") => KnownParam::Username,
        8 if same_name(name, b"response") => KnownParam::Response,
        8 if same_name(name, b"userhash") => KnownParam::Userhash,
        9 if same_name(name, b"algorithm") => KnownParam::Algorithm,
        9 if same_name(name, b"username*") => KnownParam::UsernameStar,
        _ => return None,
    };
    Some(known)
}

/// An authentication parameter as it was read.
///
/// ```text
/// auth-param = auth-param-name EQUAL ( token / quoted-string )
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthParam<'a> {
    name: Token<'a>,
    value: Text<'a>,
}

impl<'a> AuthParam<'a> {
    /// The name, compared without regard to case.
    pub const fn name(&self) -> Token<'a> {
        self.name
    }

    /// The value; [`Text::is_quoted`] tells a quoted string from a token.
    pub const fn value(&self) -> Text<'a> {
        self.value
    }
}

/// The parameters of a challenge or of credentials, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AuthParams<'a> {
    raw: &'a [u8],
    /// Where the value of each begins and ends in `raw`, behind its opening quote; 0 where it is absent.
    known: [(u32, u32); KNOWN.len()],
}

impl<'a> AuthParams<'a> {
    pub(super) const NONE: AuthParams<'static> = AuthParams { raw: &[], known: [(0, 0); KNOWN.len()] };

    /// All of them as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Each parameter, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = AuthParam<'a>> + use<'a> {
        // What was taken once, under whatever profile, is read here.
        const TAKEN: Profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::ALL);
        let mut rest = self.raw;
        core::iter::from_fn(move || {
            let (behind, param) = next_param(rest, &TAKEN).ok()?;
            rest = behind;
            param
        })
    }

    /// The first parameter that has the name of an earlier one (RFC 3261 §7.3.1). By name, the first of them is found. Two that say
    /// who asks or answers, or prove it, are an error of the value.
    pub fn repeated(&self) -> Option<AuthParam<'a>> {
        text::repeated(self.iter(), |a, b| a.name.cmp_ignore_ascii_case(b.name))
    }

    /// The first parameter of that name, compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Text<'a>> {
        match KNOWN.iter().find(|known| known.as_str().eq_ignore_ascii_case(name)) {
            Some(&known) => self.known(known),
            None => self.iter().find(|param| param.name.eq_ignore_ascii_case(name)).map(|param| param.value),
        }
    }

    /// `nc`, of a value that is `raw` and stands at `offset`.
    pub(in crate::header) fn nonce_count(&self, raw: &[u8], offset: usize) -> Result<Option<u32>, ParseError> {
        let Some(value) = self.known(KnownParam::NonceCount) else { return Ok(None) };
        let digits = value.as_bytes();
        let text = core::str::from_utf8(digits).ok().filter(|_| digits.len() == 8 && scan::run(digits, chars::HEX) == 8);
        match text.and_then(|text| u32::from_str_radix(text, 16).ok()) {
            Some(count) => Ok(Some(count)),
            None => Err(ParseError::expected(Expected::NonceCount, offset + scan::offset_of(raw, digits))),
        }
    }

    /// A parameter that was read when the value was parsed.
    #[inline]
    pub(in crate::header) fn known(&self, param: KnownParam) -> Option<Text<'a>> {
        self.value_at(self.known[place_of(param)?])
    }

    /// The value that begins and ends there, behind its opening quote if it has one.
    #[inline]
    pub(in crate::header) const fn value_at(&self, (start, end): (u32, u32)) -> Option<Text<'a>> {
        if start == 0 {
            return None;
        }
        match part(self.raw, start - 1, start) {
            [b'"'] => Some(Text::quoted(part(self.raw, start, end))),
            _ => Some(Text::plain(part(self.raw, start, end))),
        }
    }

    /// Keeps where the value of a parameter is. `None` where it stands there already and must not.
    #[inline(always)]
    fn keep(&mut self, param: KnownParam, value: (u32, u32)) -> Option<()> {
        let place = &mut self.known[place_of(param)?];
        if place.1 == 0 {
            *place = value;
            return Some(());
        }
        REPEATABLE.contains(&param).then_some(())
    }
}

/// What a list of parameters begins with, if any is left; the comma behind it is read too.
#[inline]
fn next_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Option<AuthParam<'a>>> {
    let mut input = input;
    while let ([b',', rest @ ..], true) = (input, profile.allows(Leniency::EMPTY_ELEMENTS)) {
        input = lexical::sws(rest)?.0;
    }
    if input.is_empty() {
        return Ok((input, None));
    }
    let (rest, name) = lexical::named(Expected::AuthParam, lexical::token)(input)?;
    within(input, profile, Limit::ParamName, name.as_bytes().len())?;
    let (rest, ()) = lexical::equal(rest)?;
    let value_at = rest;
    let (rest, value) = match rest.first() {
        Some(b'"') => lexical::quoted_string(rest, profile)?,
        _ => {
            let (rest, token) = lexical::named(Expected::ParameterValue, lexical::token)(rest)?;
            (rest, Text::plain(token.as_bytes()))
        }
    };
    within(value_at, profile, Limit::ParamValue, value.as_bytes().len())?;
    let (rest, ()) = lexical::sws(rest)?;
    let param = AuthParam { name, value };
    match rest {
        [] => Ok((rest, Some(param))),
        [b',', behind @ ..] => match lexical::sws(behind)? {
            ([], ()) if !profile.allows(Leniency::EMPTY_ELEMENTS) => Err(expected(&[], Expected::AuthParam)),
            (rest, ()) => Ok((rest, Some(param))),
        },
        _ => Err(expected(rest, Expected::Comma)),
    }
}

/// ```text
/// auth-param *( COMMA auth-param )
/// ```
pub(in crate::header) fn auth_params<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, AuthParams<'a>> {
    let mut params = AuthParams { raw: input, ..AuthParams::NONE };
    let (mut rest, mut count) = (input, 0);
    loop {
        let (behind, param) = next_param(rest, profile)?;
        let Some(param) = param else {
            return if count == 0 { Err(expected(input, Expected::AuthParam)) } else { Ok((behind, params)) };
        };
        count += 1;
        within(rest, profile, Limit::AuthParams, count)?;
        if let Some(known) = KNOWN.iter().find(|known| param.name.eq_ignore_ascii_case(known.as_str())) {
            let value = span_of(input, param.value.as_bytes());
            params.keep(*known, value).ok_or_else(|| lexical::fail(rest, ErrorKind::DuplicateParam(*known)))?;
        }
        rest = behind;
    }
}

/// The parameters of the usual shape that begin at `start`, before the seam `first`, and reach to the end: without white space but behind
/// commas. `None` where there is anything else: then [`auth_params`] has to say what it is.
#[inline(always)]
pub(super) fn quick_params<'a>(
    seams: &mut Seams<'a>,
    start: usize,
    mut first: Seam,
    profile: &Profile,
    params: &mut AuthParams<'a>,
) -> Option<()> {
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
        let value = params::quick_value(seams, equal.at + 1, profile)?;
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

/// What stands behind the spaces at `at`, and the first seam there.
#[inline(always)]
pub(super) fn behind_spaces(seams: &mut Seams<'_>, mut at: usize) -> (usize, Seam) {
    let mut seam = seams.next();
    while seam.byte == b' ' && seam.at == at {
        at += 1;
        seam = seams.next();
    }
    (at, seam)
}

/// What is secret is not shown.
impl fmt::Display for AuthParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, param) in self.iter().enumerate() {
            f.write_str(if place > 0 { ", " } else { "" })?;
            let secret = SECRETS.iter().any(|secret| param.name.eq_ignore_ascii_case(secret));
            let quote = if param.value.is_quoted() { "\"" } else { "" };
            match secret {
                true => write!(f, "{}={quote}***{quote}", param.name)?,
                false => write!(f, "{}={quote}{}{quote}", param.name, Printable(param.value.as_bytes()))?,
            }
        }
        Ok(())
    }
}

/// The parameters that are not shown: hashes of the password, and the keys that IMS cores put into challenges.
const SECRETS: [&str; 5] = ["response", "rspauth", "auts", "ik", "ck"];
