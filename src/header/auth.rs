//! Challenges and credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization.

use core::fmt;

use super::{Draft, Value};
use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed, expected, within};
use crate::macros::open_enum;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan;
use crate::text::{Printable, Text, Token};

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

/// The parameters that are read once, when the value is parsed.
const KNOWN: [KnownParam; 14] = [
    KnownParam::Username,
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
    KnownParam::Domain,
    KnownParam::Userhash,
    KnownParam::Auts,
];

/// Those of them that may stand twice: the first counts. The others say who asks or answers, or prove it; two of them are in doubt.
const REPEATABLE: [KnownParam; 6] =
    [KnownParam::Algorithm, KnownParam::Opaque, KnownParam::Stale, KnownParam::Domain, KnownParam::Userhash, KnownParam::Auts];

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
    known: [Option<Text<'a>>; KNOWN.len()],
}

impl<'a> AuthParams<'a> {
    const NONE: AuthParams<'static> = AuthParams { raw: &[], known: [None; KNOWN.len()] };

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

    /// The first parameter of that name, compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Text<'a>> {
        match KNOWN.iter().position(|known| known.as_str().eq_ignore_ascii_case(name)) {
            Some(place) => self.known[place],
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
        KNOWN.iter().position(|&known| known == param).and_then(|place| self.known[place])
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
        if let Some(place) = KNOWN.iter().position(|known| param.name.eq_ignore_ascii_case(known.as_str())) {
            let known = &mut params.known[place];
            if known.is_none() || !REPEATABLE.contains(&KNOWN[place]) {
                lexical::once(known, param.value, rest, KNOWN[place])?;
            }
        }
        rest = behind;
    }
}

/// The scheme, what follows it, and the parameters if that is what follows.
type Parts<'a> = (Token<'a>, &'a [u8], AuthParams<'a>);

/// ```text
/// auth-scheme LWS ( auth-param *( COMMA auth-param ) / token68 )
/// ```
///
/// What has to be parameters is: Digest, and a challenge of Bearer. Of schemes that are not known, either is taken.
fn parts<'a>(input: &'a [u8], profile: &Profile, is_params: impl Fn(Token<'a>) -> Option<bool>) -> Parsed<'a, Parts<'a>> {
    let (rest, scheme) = lexical::named(Expected::AuthScheme, lexical::token)(input)?;
    let (content, ()) = lexical::lws(rest)?;
    let as_params = match is_params(scheme) {
        Some(is_params) => is_params,
        None => token68(content).is_err(),
    };
    if as_params {
        let (rest, params) = auth_params(content, profile)?;
        Ok((rest, (scheme, content, params)))
    } else {
        let (rest, ()) = token68(content)?;
        Ok((rest, (scheme, content, AuthParams::NONE)))
    }
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

/// A challenge: what a server wants credentials for (RFC 3261 §20.27, §20.44).
///
/// ```text
/// challenge = ( "Digest" LWS digest-cln *( COMMA digest-cln ) ) / ( "Bearer" LWS bearer-cln … ) / other-challenge
/// ```
///
/// Each row is one challenge; its commas part parameters.
///
/// ```
/// use sipwire::{Algorithm, Challenge};
///
/// let challenge = Challenge::parse(b"Digest  realm=\"32100045\",nonce=\"0029482318be6784\",algorithm=md5")?;
/// assert!(challenge.is_digest() && challenge.realm().unwrap().is("32100045"));
/// assert_eq!(challenge.algorithm(), Algorithm::Md5);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Challenge<'a> {
    raw: &'a [u8],
    offset: u32,
    scheme: Token<'a>,
    rest: &'a [u8],
    params: AuthParams<'a>,
}

/// Credentials: what a client answers a challenge with (RFC 3261 §20.7, §20.28).
///
/// ```text
/// credentials = ( "Digest" LWS digest-response ) / ( "Bearer" LWS b64token ) / other-response
/// ```
///
/// `Debug` and `Display` don't show what is secret in them.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    raw: &'a [u8],
    offset: u32,
    scheme: Token<'a>,
    rest: &'a [u8],
    params: AuthParams<'a>,
}

/// Types one challenge.
pub(crate) fn challenge(value: Value<'_>) -> Result<Challenge<'_>, ParseError> {
    let is_params = |scheme: Token<'_>| (scheme.eq_ignore_ascii_case("Digest") || scheme.eq_ignore_ascii_case("Bearer")).then_some(true);
    value.read(|input, profile| {
        let (rest, (scheme, content, params)) = parts(input, profile, is_params)?;
        Ok((rest, Challenge { raw: input, offset: value.offset() as u32, scheme, rest: content, params }))
    })
}

/// Types credentials.
pub(crate) fn credentials(value: Value<'_>) -> Result<Credentials<'_>, ParseError> {
    let is_params = |scheme: Token<'_>| match scheme {
        _ if scheme.eq_ignore_ascii_case("Digest") => Some(true),
        _ if scheme.eq_ignore_ascii_case("Bearer") => Some(false),
        _ => None,
    };
    value.read(|input, profile| {
        let (rest, (scheme, content, params)) = parts(input, profile, is_params)?;
        Ok((rest, Credentials { raw: input, offset: value.offset() as u32, scheme, rest: content, params }))
    })
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
                self.scheme
            }

            /// Whether the scheme is Digest.
            pub fn is_digest(&self) -> bool {
                self.scheme.eq_ignore_ascii_case("Digest")
            }

            /// What follows the scheme, as written: the parameters, or a token.
            pub const fn rest(&self) -> &'a [u8] {
                self.rest
            }

            /// The parameters; none where a token follows the scheme.
            pub const fn params(&self) -> &AuthParams<'a> {
                &self.params
            }

            /// The value as read.
            pub const fn as_bytes(&self) -> &'a [u8] {
                self.raw
            }

            /// The absolute offset of the value.
            pub const fn offset(&self) -> usize {
                self.offset as usize
            }

            /// The parameter, which must be there.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::MissingParam`], at the value.
            pub fn require(&self, param: KnownParam) -> Result<Text<'a>, ParseError> {
                self.params.get(param.as_str()).ok_or(ParseError::new(ErrorKind::MissingParam(param), self.offset()))
            }

            /// What the user is known in (RFC 7616 §3.3).
            pub fn realm(&self) -> Option<Text<'a>> {
                self.params.known(KnownParam::Realm)
            }

            /// The server's nonce (RFC 7616 §3.3).
            pub fn nonce(&self) -> Option<Text<'a>> {
                self.params.known(KnownParam::Nonce)
            }

            /// What the server wants back as it is (RFC 7616 §3.3).
            pub fn opaque(&self) -> Option<Text<'a>> {
                self.params.known(KnownParam::Opaque)
            }

            /// The algorithm; MD5 where none is named, an empty one where a quoted string names what is no token (RFC 7616 §3.3).
            pub fn algorithm(&self) -> Algorithm<'a> {
                self.params
                    .known(KnownParam::Algorithm)
                    .map_or(Algorithm::Md5, |value| Algorithm::try_from(value.as_bytes()).unwrap_or(Algorithm::of_token(b"")))
            }

            /// Whether the username is hashed, or may be: `userhash=true` (RFC 7616 §3.4.4).
            pub fn userhash(&self) -> bool {
                self.params.known(KnownParam::Userhash).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
            }
        }

        /// The same bytes; where they stand is no part of it.
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.raw == other.raw
            }
        }

        impl Eq for $name<'_> {}

        impl Encode for $name<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                out.as_read(self.raw);
            }
        }

        impl Draft<$name<'static>> for $name<'_> {
            fn write(&self, out: &mut Writer<'_>) {
                self.encode(out);
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
                write!(f, "{} ", self.scheme)?;
                if self.params.is_empty() {
                    return f.write_str("***");
                }
                fmt::Display::fmt(&self.params, f)
            }
        }
    };
}
common!(Challenge, challenge);
common!(Credentials, credentials);

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

impl<'a> Challenge<'a> {
    /// Makes a Digest challenge from parts, to be written.
    pub fn build(realm: &'a (impl AsRef<[u8]> + ?Sized), nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> ChallengeDraft<'a> {
        ChallengeDraft { realm: realm.as_ref(), nonce: nonce.as_ref(), opaque: None, algorithm: None, stale: false }
    }

    /// The qualities of protection that are offered: `auth`, `auth-int` (RFC 7616 §3.3). Commas and white space part them.
    pub fn qop_options(&self) -> impl Iterator<Item = Token<'a>> + use<'a> {
        let list = self.params.known(KnownParam::Qop).map(|value| value.as_bytes()).unwrap_or_default();
        list.split(|b| matches!(b, b',' | b' ' | b'\t' | b'\r' | b'\n'))
            .filter(|option| !option.is_empty() && scan::run(option, chars::TOKEN) == option.len())
            .map(Token::new)
    }

    /// Whether only the nonce was too old: the same credentials may be tried with the new one (RFC 7616 §3.3).
    pub fn is_stale(&self) -> bool {
        self.params.known(KnownParam::Stale).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
    }

    /// Credentials that answer the challenge, to be written: realm, nonce and opaque as they were read, and the algorithm if one is
    /// named (RFC 7616 §3.4). The digest-uri and the response are still to be given.
    pub fn credentials<'u>(&self, username: &'u (impl AsRef<[u8]> + ?Sized)) -> CredentialsDraft<'u>
    where
        'a: 'u,
    {
        CredentialsDraft {
            username: username.as_ref(),
            realm: self.realm().unwrap_or(Text::exact(b"")),
            nonce: self.nonce().unwrap_or(Text::exact(b"")),
            uri: b"",
            response: b"",
            algorithm: self.params.known(KnownParam::Algorithm).map(|_| self.algorithm()),
            opaque: self.opaque(),
        }
    }

    /// What access is wanted for: names parted by spaces, in a Bearer challenge (RFC 8898 §4).
    pub fn scope(&self) -> Option<Text<'a>> {
        self.params.get("scope")
    }

    /// The URI of the server that gives tokens, in a Bearer challenge (RFC 8898 §4).
    pub fn authz_server(&self) -> Option<Text<'a>> {
        self.params.get("authz_server")
    }

    /// Why the token was not taken, in a Bearer challenge (RFC 8898 §4).
    pub fn error(&self) -> Option<Text<'a>> {
        self.params.get("error")
    }

    /// The URIs that the credentials are good for, parted by spaces (RFC 7616 §3.3).
    pub fn domain(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Domain)
    }
}

impl<'a> Credentials<'a> {
    /// Makes Digest credentials from parts, to be written.
    pub fn build(username: &'a (impl AsRef<[u8]> + ?Sized), realm: &'a (impl AsRef<[u8]> + ?Sized)) -> CredentialsDraft<'a> {
        CredentialsDraft {
            username: username.as_ref(),
            realm: Text::exact(realm.as_ref()),
            nonce: Text::exact(b""),
            uri: b"",
            response: b"",
            algorithm: None,
            opaque: None,
        }
    }

    /// Who it is (RFC 7616 §3.4).
    pub fn username(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Username)
    }

    /// The digest-uri: what the response was computed over, byte by byte (RFC 7616 §3.4).
    pub fn uri(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Uri)
    }

    /// The response: a hash in hexadecimal digits (RFC 7616 §3.4.1).
    pub fn response(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Response)
    }

    /// The client's nonce (RFC 7616 §3.4).
    pub fn cnonce(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Cnonce)
    }

    /// The token that asks for a resynchronisation, in base64 (RFC 3310 §3.4).
    pub fn auts(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Auts)
    }

    /// The quality of protection that was chosen (RFC 7616 §3.4).
    pub fn qop(&self) -> Option<Token<'a>> {
        let value = self.params.known(KnownParam::Qop)?.as_bytes();
        if scan::run(value, chars::TOKEN) == value.len() { Some(Token::new(value)) } else { None }
    }

    /// The nonce count: how often the nonce was used, this time included (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// When there is an `nc` that is not eight hexadecimal digits.
    pub fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        self.params.nonce_count(self.raw, self.offset())
    }
}

/// A Digest challenge made from parts: written, not read. What is quoted on the wire is given without quotes.
///
/// ```
/// use sipwire::{Algorithm, Challenge, Encode};
///
/// let challenge = Challenge::build("32100045", "0029482318be6784").algorithm(Algorithm::Md5);
/// assert_eq!(challenge.to_bytes()?, b"Digest realm=\"32100045\", nonce=\"0029482318be6784\", algorithm=MD5");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ChallengeDraft<'a> {
    realm: &'a [u8],
    nonce: &'a [u8],
    opaque: Option<&'a [u8]>,
    algorithm: Option<Algorithm<'a>>,
    stale: bool,
}

impl<'a> ChallengeDraft<'a> {
    /// What the client is to give back as it is.
    #[must_use]
    pub fn opaque(mut self, opaque: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.opaque = Some(opaque.as_ref());
        self
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(mut self, algorithm: Algorithm<'a>) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// Says that only the nonce was too old.
    #[must_use]
    pub const fn stale(mut self) -> Self {
        self.stale = true;
        self
    }
}

impl Encode for ChallengeDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.literal("Digest realm=");
        out.quoted(self.realm);
        out.literal(", nonce=");
        out.quoted(self.nonce);
        if let Some(opaque) = self.opaque {
            out.literal(", opaque=");
            out.quoted(opaque);
        }
        if self.stale {
            out.literal(", stale=true");
        }
        if let Some(algorithm) = self.algorithm {
            out.literal(", algorithm=");
            out.token(algorithm);
        }
    }
}

impl Draft<Challenge<'static>> for ChallengeDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

/// Digest credentials made from parts: written, not read. What is quoted on the wire is given without quotes.
///
/// `Debug` does not show the response.
#[derive(Clone, Copy)]
pub struct CredentialsDraft<'a> {
    username: &'a [u8],
    realm: Text<'a>,
    nonce: Text<'a>,
    uri: &'a [u8],
    response: &'a [u8],
    algorithm: Option<Algorithm<'a>>,
    opaque: Option<Text<'a>>,
}

impl<'a> CredentialsDraft<'a> {
    /// The nonce of the challenge.
    #[must_use]
    pub fn nonce(mut self, nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.nonce = Text::exact(nonce.as_ref());
        self
    }

    /// The digest-uri, as it was hashed.
    #[must_use]
    pub fn uri(mut self, uri: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.uri = uri.as_ref();
        self
    }

    /// The response, in hexadecimal digits.
    #[must_use]
    pub fn response(mut self, response: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.response = response.as_ref();
        self
    }

    /// The algorithm of the challenge.
    #[must_use]
    pub const fn algorithm(mut self, algorithm: Algorithm<'a>) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// The challenge's opaque.
    #[must_use]
    pub fn opaque(mut self, opaque: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.opaque = Some(Text::exact(opaque.as_ref()));
        self
    }
}

impl Encode for CredentialsDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.literal("Digest username=");
        out.quoted(self.username);
        out.literal(", realm=");
        out.quoted_again(self.realm);
        out.literal(", nonce=");
        out.quoted_again(self.nonce);
        out.literal(", uri=");
        out.quoted(self.uri);
        out.literal(", response=");
        out.quoted(self.response);
        if let Some(algorithm) = self.algorithm {
            out.literal(", algorithm=");
            out.token(algorithm);
        }
        if let Some(opaque) = self.opaque {
            out.literal(", opaque=");
            out.quoted_again(opaque);
        }
    }
}

impl Draft<Credentials<'static>> for CredentialsDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl fmt::Debug for CredentialsDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialsDraft(username {:?}, realm {:?})", Text::exact(self.username), self.realm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    #[test]
    fn of_what_neither_names_nor_proves_the_first_counts() {
        let twice = Challenge::parse(b"Digest realm=\"a\",nonce=\"b\",algorithm=MD5,algorithm=SHA-256,stale=true,stale=false").unwrap();
        assert_eq!((twice.algorithm(), twice.is_stale(), twice.params().iter().count()), (Algorithm::Md5, true, 6));
        for name in ["username", "realm", "nonce", "uri", "response", "cnonce", "qop", "nc"] {
            let text = alloc::format!("Digest {name}=a, opaque=b, {name}=a");
            let error = Credentials::parse(text.as_bytes()).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::DuplicateParam(param) if param.as_str() == name), "{text}");
            assert_eq!(error.offset(), text.rfind(name).unwrap());
        }
        for name in ["opaque", "domain", "userhash", "auts"] {
            let text = alloc::format!("Digest {name}=a, {name}=b");
            assert!(Credentials::parse(text.as_bytes()).unwrap().params().get(name).unwrap().is("a"), "{text}");
        }
    }

    #[test]
    fn a_quoted_algorithm_that_is_no_token_is_none() {
        let read = |bytes| Challenge::parse(bytes).unwrap().algorithm();
        assert_eq!(read(b"Digest algorithm=\"md5\""), Algorithm::Md5);
        for bytes in [&b"Digest algorithm=\"a\r\n b\""[..], b"Digest algorithm=\"\\\x01\"", b"Digest algorithm=\"\xFF\""] {
            assert_eq!(alloc::format!("{}", read(bytes)), "");
        }
    }

    #[test]
    fn digest_parameters_are_read_in_any_order_and_form() {
        let text = "DIGEST Qop=auth , USERNAME = \"a\\\"b\",nc=0000001f,response=\"\", x=y,\r\n realm=\"\"";
        let credentials = Credentials::parse(text.as_bytes()).unwrap();
        assert!(credentials.is_digest() && credentials.username().unwrap().is("a\"b") && credentials.realm().unwrap().is_empty());
        assert_eq!((credentials.nonce_count(), credentials.qop().unwrap().as_str()), (Ok(Some(31)), "auth"));
        assert!(credentials.params().get("X").unwrap().is("y") && credentials.params().iter().count() == 6);
        assert_eq!(credentials.require(KnownParam::Nonce).unwrap_err().kind(), ErrorKind::MissingParam(KnownParam::Nonce));
        assert_eq!(credentials.algorithm(), Algorithm::Md5);
    }

    #[test]
    fn schemes_other_than_digest() {
        let bearer = Credentials::parse(b"Bearer eyJh.bGci-O_~+/==").unwrap();
        assert!(bearer.params().is_empty() && bearer.rest() == b"eyJh.bGci-O_~+/==");
        assert!(Credentials::parse(b"NoOneKnowsThisScheme opaque-data=here").unwrap().params().get("opaque-data").is_some());
        let wanted = Challenge::parse(b"Bearer realm=\"x\", Scope=\"y z\",authz_server=\"https://a\"").unwrap();
        assert!(wanted.scope().unwrap().is("y z") && wanted.authz_server().unwrap().is("https://a") && wanted.error().is_none());
        assert!(Credentials::parse(b"Basic QWxhZGRpbjpvcGVu").is_ok());
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            ("", 0),
            ("Digest", 6),
            ("Digest ", 6),
            ("Digest realm", 12),
            ("Digest realm=", 13),
            ("Digest realm=\"x", 15),
            ("Digest realm=\"x\",", 17),
            ("Digest realm=\"x\" nonce=\"y\"", 17),
            ("Digest realm=\"x\", Realm=\"y\"", 18),
            ("Digest\u{a0} realm=\"x\"", 6),
            ("Digest ,realm=\"x\"", 7),
            ("Digest realm=x y=z", 15),
        ] {
            assert_eq!(Challenge::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let odd = Credentials::parse(b"Digest nc=1").unwrap();
        assert_eq!(odd.nonce_count().unwrap_err().offset(), 10);
        assert!(Credentials::parse(b"Digest nc=+0000001").unwrap().nonce_count().is_err());
    }

    #[test]
    fn qop_lists_are_parted_however_they_are_written() {
        let options = |text: &'static str| {
            Challenge::parse(text.as_bytes()).unwrap().qop_options().map(|option| option.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(options("Digest qop=\"auth,auth-int\""), ["auth", "auth-int"]);
        assert_eq!(options("Digest qop=\" auth , x \""), ["auth", "x"]);
        assert_eq!(options("Digest qop=auth"), ["auth"]);
        assert!(options("Digest realm=\"\"").is_empty());
    }

    #[test]
    fn credentials_say_again_what_the_challenge_said() {
        let challenge = Challenge::parse(b"Digest realm=\"a\\b\\\"\", nonce=n, opaque=\"\\o\r\n p\", algorithm=md5, qop=\"auth\"").unwrap();
        let written = challenge.credentials("bob\"").uri("sip:a").response("f").to_bytes().unwrap();
        assert_eq!(
            written,
            b"Digest username=\"bob\\\"\", realm=\"a\\b\\\"\", nonce=\"n\", uri=\"sip:a\", response=\"f\", algorithm=MD5, opaque=\"o p\""
        );
        let bare = Challenge::parse(b"Digest realm=\"\", nonce=\"\"").unwrap().credentials("").to_bytes().unwrap();
        assert_eq!(bare, b"Digest username=\"\", realm=\"\", nonce=\"\", uri=\"\", response=\"\"");
    }

    #[test]
    fn nothing_secret_is_shown() {
        let credentials = Credentials::parse(b"Digest username=\"u\", response=\"0123456789abcdef\"").unwrap();
        assert_eq!(credentials.to_string(), "Digest username=\"u\", response=\"***\"");
        assert_eq!(Credentials::parse(b"Bearer secret").unwrap().to_string(), "Bearer ***");
        assert!(!alloc::format!("{:?}", Challenge::parse(b"Digest ik=\"abcd\",ck=\"abcd\"").unwrap()).contains("abcd"));
    }

    #[test]
    fn joined_challenges_part_at_a_scheme() {
        let joined = b"Digest realm=\"a, b c=d\", nonce=\"x\", Digest realm=\"b\"";
        assert_eq!(challenge_end(joined), 34);
        assert_eq!(challenge_end(b"Digest realm=\"a\", nonce=\"x\""), 27);
    }
}
