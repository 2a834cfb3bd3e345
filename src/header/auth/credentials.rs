//! Credentials.

use core::fmt;

use super::{AuthParams, Challenge, parts};
use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Algorithm, Draft, Value};
use crate::scan;
use crate::text::{Text, Token};

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

common!(Credentials, credentials);

impl<'a> Challenge<'a> {
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
            algorithm: self.params().known(KnownParam::Algorithm).map(|_| self.algorithm()),
            opaque: self.opaque(),
        }
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
