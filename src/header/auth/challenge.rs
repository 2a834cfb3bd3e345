//! Challenges.

use core::fmt;

use super::{AuthParams, parts};
use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Algorithm, Draft, Value};
use crate::scan;
use crate::text::{Text, Token};

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

/// Types one challenge.
pub(crate) fn challenge(value: Value<'_>) -> Result<Challenge<'_>, ParseError> {
    let is_params = |scheme: Token<'_>| (scheme.eq_ignore_ascii_case("Digest") || scheme.eq_ignore_ascii_case("Bearer")).then_some(true);
    value.read(|input, profile| {
        let (rest, (scheme, content, params)) = parts(input, profile, is_params)?;
        Ok((rest, Challenge { raw: input, offset: value.offset() as u32, scheme, rest: content, params }))
    })
}

common!(Challenge, challenge);

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
