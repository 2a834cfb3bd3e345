//! Challenges and credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization.

use core::fmt;

use super::Value;
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed, expected, within};
use crate::macros::open_enum;
use crate::params;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan::{self, Seam, Seams, same_name};
use crate::text::{self, Printable, Text, Token, part, span_of};

open_enum! {
    /// The algorithm of a Digest challenge (RFC 8760 §2.1), compared without regard to case.
    ///
    /// ```text
    /// algorithm = "algorithm" EQUAL ( "MD5" / "MD5-sess" / "SHA-256" / "SHA-256-sess" / "SHA-512-256" / "SHA-512-256-sess" / token )
    /// ```
    Algorithm, OtherAlgorithm, nocase, Token:
    /// MD5, also where no algorithm is named (RFC 7616 §3.3).
    Md5 "MD5";
    /// MD5 over a session key (RFC 7616 §3.4.2).
    Md5Sess "MD5-sess";
    /// SHA-256 (RFC 8760).
    Sha256 "SHA-256";
    /// SHA-256 over a session key (RFC 7616 §3.4.2).
    Sha256Sess "SHA-256-sess";
    /// SHA-512/256 of FIPS 180-4 (RFC 8760).
    Sha512T256 "SHA-512-256";
    /// SHA-512/256 over a session key (RFC 7616 §3.4.2).
    Sha512T256Sess "SHA-512-256-sess";
    /// MD5 with a password from AKA (RFC 3310).
    AkaV1Md5 "AKAv1-MD5";
    /// MD5 over a session key, with a password from AKA (RFC 3310).
    AkaV1Md5Sess "AKAv1-MD5-sess";
    /// MD5 with a password from AKA, version 2 (RFC 4169).
    AkaV2Md5 "AKAv2-MD5";
    /// SHA-256 with a password from AKA (3GPP TS 33.203).
    AkaV1Sha256 "AKAv1-SHA-256";
    /// SHA-256 with a password from AKA, version 2 (3GPP TS 33.203).
    AkaV2Sha256 "AKAv2-SHA-256";
}

open_enum! {
    /// A quality of protection (RFC 7616 §3.3), compared without regard to case.
    ///
    /// ```text
    /// qop-value = "auth" / "auth-int" / token
    /// ```
    Qop, OtherQop, nocase, Token:
    /// The request's method and digest-uri are authenticated.
    Auth "auth";
    /// Its body too.
    AuthInt "auth-int";
}

impl<'a> Qop<'a> {
    /// The value of a parameter; an empty one where a quoted string says what is no token.
    pub(super) fn of_text(text: Text<'a>) -> Self {
        Self::try_from(text.as_bytes()).unwrap_or(Self::of_token(b""))
    }
}

/// The parameters that are read once, when the value is parsed.
const KNOWN: [KnownParam; 14] = [
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
const fn place_of(param: KnownParam) -> Option<usize> {
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
fn known_name(name: &[u8]) -> Option<KnownParam> {
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

#[cfg(test)]
impl Parts<'_> {
    /// All there is to see, for the tests of the quick reading.
    pub(super) fn shown(&self) -> alloc::string::String {
        let known = KNOWN.map(|known| self.params.known(known));
        alloc::format!(
            "{:?} {:?} {known:?}",
            (self.raw, self.scheme_end, self.rest_start, self.offset),
            (self.params.raw, self.params.known)
        )
    }
}

impl<'a> AuthParams<'a> {
    const NONE: AuthParams<'static> = AuthParams { raw: &[], known: [(0, 0); KNOWN.len()] };

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
    pub(super) fn nonce_count(&self, raw: &[u8], offset: usize) -> Result<Option<u32>, ParseError> {
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
    pub(super) fn known(&self, param: KnownParam) -> Option<Text<'a>> {
        self.value_at(self.known[place_of(param)?])
    }

    /// The value that begins and ends there, behind its opening quote if it has one.
    #[inline]
    pub(super) const fn value_at(&self, (start, end): (u32, u32)) -> Option<Text<'a>> {
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
pub(super) fn auth_params<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, AuthParams<'a>> {
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
fn quick_params<'a>(seams: &mut Seams<'a>, start: usize, mut first: Seam, profile: &Profile) -> Option<AuthParams<'a>> {
    let bytes = seams.bytes();
    let mut params = AuthParams { raw: bytes.get(start..)?, ..AuthParams::NONE };
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
            _ if value.behind.at == bytes.len() => return Some(params),
            _ => return None,
        }
    }
}

/// What stands behind the spaces at `at`, and the first seam there.
#[inline(always)]
fn behind_spaces(seams: &mut Seams<'_>, mut at: usize) -> (usize, Seam) {
    let mut seam = seams.next();
    while seam.byte == b' ' && seam.at == at {
        at += 1;
        seam = seams.next();
    }
    (at, seam)
}

/// What challenges and credentials are made of.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    raw: &'a [u8],
    /// Where the scheme ends, and what follows it begins.
    scheme_end: u32,
    rest_start: u32,
    /// The absolute offset.
    offset: u32,
    /// None where a token follows the scheme.
    params: AuthParams<'a>,
}

/// Types a challenge or credentials.
#[inline(always)]
fn parts<'a>(value: Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>) -> Result<Parts<'a>, ParseError> {
    match quick(&value, &is_params) {
        Some(parts) => Ok(parts),
        None => by_grammar(value, is_params),
    }
}

/// Scheme and parameters of the usual shape. `None` where it is anything else.
#[inline(always)]
pub(super) fn quick<'a>(value: &Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>) -> Option<Parts<'a>> {
    let raw = value.as_bytes();
    let mut seams = Seams::new(raw);
    let space = seams.end_of(chars::TOKEN);
    if space.byte != b' ' || !is_params(raw.get(..space.at)?)? {
        return None;
    }
    let (rest_start, first) = behind_spaces(&mut seams, space.at + 1);
    let params = quick_params(&mut seams, rest_start, first, value.profile())?;
    let (scheme_end, rest_start, offset) = (space.at as u32, rest_start as u32, value.offset() as u32);
    Some(Parts { raw, scheme_end, rest_start, offset, params })
}

/// ```text
/// auth-scheme LWS ( auth-param *( COMMA auth-param ) / token68 )
/// ```
///
/// What has to be parameters is: Digest, and a challenge of Bearer. Of schemes that are not known, either is taken.
#[cold]
#[inline(never)]
pub(super) fn by_grammar<'a>(value: Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>) -> Result<Parts<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, scheme) = lexical::named(Expected::AuthScheme, lexical::token)(input)?;
        let (content, ()) = lexical::lws(rest)?;
        let as_params = match is_params(scheme.as_bytes()) {
            Some(is_params) => is_params,
            None => token68(content).is_err(),
        };
        let (rest, params) = match as_params {
            true => auth_params(content, profile)?,
            false => (token68(content)?.0, AuthParams::NONE),
        };
        let (scheme_end, rest_start) = (scheme.as_bytes().len() as u32, span_of(input, content).0);
        Ok((rest, Parts { raw: input, scheme_end, rest_start, offset: value.offset() as u32, params }))
    })
}

/// ```text
/// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
/// ```
fn token68(input: &[u8]) -> Parsed<'_, ()> {
    let (rest, _) = lexical::some(chars::TOKEN68, Expected::Token68)(input)?;
    let padding = rest.iter().take_while(|&&b| b == b'=').count();
    match &rest[padding..] {
        [] => Ok((&[], ())),
        rest => Err(expected(rest, Expected::Token68)),
    }
}

/// Where the first challenge of several in one value ends: at the comma before `token LWS token "="`.
pub(super) fn challenge_end(value: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let comma = from + scan::separator(&value[from..], b',');
        if comma == value.len() {
            return comma;
        }
        from = comma + 1;
        let rest = &value[from..];
        let begins_challenge = |input| -> Parsed<'_, ()> {
            let (rest, ()) = lexical::sws(input)?;
            let (rest, _) = lexical::token(rest)?;
            let (rest, ()) = lexical::lws(rest)?;
            let (rest, _) = lexical::token(rest)?;
            lexical::equal(rest)
        };
        if begins_challenge(rest).is_ok() {
            return comma;
        }
    }
}

/// What challenges and credentials have in common.
macro_rules! common {
    ($name:ident, $rule:ident) => {
        impl<'a> $name<'a> {
            /// Parses a value that stands alone, by the default profile.
            ///
            /// # Errors
            ///
            /// At the first byte that does not fit the grammar.
            pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
                $rule(Value::new(bytes)?)
            }

            /// The scheme: `Digest`, `Bearer` …, compared without regard to case.
            pub const fn scheme(&self) -> Token<'a> {
                Token::new(crate::text::part(self.0.raw, 0, self.0.scheme_end))
            }

            /// Whether the scheme is Digest.
            pub fn is_digest(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Digest")
            }

            /// Whether the scheme is Bearer (RFC 8898).
            pub fn is_bearer(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Bearer")
            }

            /// What follows the scheme, as written: the parameters, or a token.
            pub const fn rest(&self) -> &'a [u8] {
                crate::text::part(self.0.raw, self.0.rest_start, self.0.raw.len() as u32)
            }

            /// The parameters; none where a token follows the scheme.
            pub const fn params(&self) -> &super::AuthParams<'a> {
                &self.0.params
            }

            /// The value as read.
            pub const fn as_bytes(&self) -> &'a [u8] {
                self.0.raw
            }

            /// The absolute offset of the value.
            pub const fn offset(&self) -> usize {
                self.0.offset as usize
            }

            /// The parameter, which must be there.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::MissingParam`], at the value.
            pub fn require(&self, param: KnownParam) -> Result<Text<'a>, ParseError> {
                self.0.params.get(param.as_str()).ok_or(ParseError::new(ErrorKind::MissingParam(param), self.offset()))
            }

            /// What the user is known in (RFC 7616 §3.3).
            pub fn realm(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Realm)
            }

            /// The server's nonce (RFC 7616 §3.3).
            pub fn nonce(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Nonce)
            }

            /// What the server wants back as it is (RFC 7616 §3.3).
            pub fn opaque(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Opaque)
            }

            /// The algorithm; MD5 where none is named, an empty one where a quoted string names what is no token (RFC 7616 §3.3).
            pub fn algorithm(&self) -> Algorithm<'a> {
                self.0
                    .params
                    .known(KnownParam::Algorithm)
                    .map_or(Algorithm::Md5, |value| Algorithm::try_from(value.as_bytes()).unwrap_or(Algorithm::of_token(b"")))
            }

            /// Whether the username is hashed, or may be: `userhash=true` (RFC 7616 §3.4.4).
            pub fn userhash(&self) -> bool {
                self.0.params.known(KnownParam::Userhash).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
            }
        }

        /// The same bytes; where they stand is no part of it.
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.0.raw == other.0.raw
            }
        }

        impl Eq for $name<'_> {}

        impl Encode for $name<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                out.as_read(self.0.raw);
            }
        }

        impl Draft<$name<'static>> for $name<'_> {
            fn write(&self, out: &mut Writer<'_>) {
                self.encode(out);
            }

            fn check(&self, _: HeaderId) -> Option<Leniency> {
                Some(Leniency::ALL)
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        /// Scheme and parameters. What is secret is not shown.
        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} ", self.scheme())?;
                if self.0.params.is_empty() {
                    return f.write_str("***");
                }
                fmt::Display::fmt(&self.0.params, f)
            }
        }
    };
}

mod bearer;
mod challenge;
mod credentials;

pub use bearer::{BearerChallengeDraft, BearerDraft};
pub(crate) use challenge::challenge;
pub use challenge::{Challenge, ChallengeDraft};
pub(crate) use credentials::credentials;
pub use credentials::{Credentials, CredentialsDraft};

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

#[cfg(test)]
mod tests;
