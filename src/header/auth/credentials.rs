//! Credentials.

use core::fmt;

use super::{Challenge, Parts, Qop, parts, write_params};
use crate::chars;
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::header::{Algorithm, Draft, Value};
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::scan::{self, same_name};
use crate::text::{Text, Token};
use crate::uri::Escaped;

/// Credentials: what a client answers a challenge with (RFC 3261 §20.7, §20.28).
///
/// ```text
/// credentials = ( "Digest" LWS digest-response ) / ( "Bearer" LWS b64token ) / other-response
/// ```
///
/// `Debug` and `Display` don't show what is secret in them.
#[derive(Clone, Copy)]
pub struct Credentials<'a>(Parts<'a>);

/// Types credentials.
pub(crate) fn credentials(value: Value<'_>) -> Result<Credentials<'_>, ParseError> {
    let is_params = |scheme: &[u8]| match scheme {
        _ if same_name(scheme, b"Digest") => Some(true),
        _ if same_name(scheme, b"Bearer") => Some(false),
        _ => None,
    };
    parts(value, is_params, Credentials)
}

common!(Credentials, credentials);

impl<'a> Challenge<'a> {
    /// Credentials that answer the challenge, to be written: realm, nonce and opaque as they were read, and the algorithm if one is
    /// named (RFC 7616 §3.4). The digest-uri and the response are still to be given.
    pub fn credentials<'u>(&self, username: &'u (impl AsRef<[u8]> + ?Sized)) -> CredentialsDraft<'u>
    where
        'a: 'u,
    {
        let (realm, nonce) = (self.realm().unwrap_or("".into()), self.nonce().unwrap_or("".into()));
        let algorithm = self.params().known(KnownParam::Algorithm).map(|_| self.algorithm());
        CredentialsDraft::of(realm, nonce, self.opaque(), algorithm).username(username)
    }
}

impl<'a> Credentials<'a> {
    /// Makes Digest credentials from parts, to be written.
    pub fn build(username: &'a (impl AsRef<[u8]> + ?Sized), realm: &'a (impl AsRef<[u8]> + ?Sized)) -> CredentialsDraft<'a> {
        CredentialsDraft::of(Text::exact(realm.as_ref()), "".into(), None, None).username(username)
    }

    /// Who it is (RFC 7616 §3.4).
    pub fn username(&self) -> Option<Text<'a>> {
        self.0.params.known(KnownParam::Username)
    }

    /// Who it is, where that can't be said in a quoted string or had better not (RFC 7616 §3.4, `username*`): UTF-8, percent-escaped.
    ///
    /// ```text
    /// ext-value = charset "'" [ language ] "'" *( pct-encoded / attr-char )   ; RFC 8187 §3.2
    /// ```
    ///
    /// # Errors
    ///
    /// When it is there and is in another charset, or is no such value.
    pub fn username_star(&self) -> Result<Option<Escaped<'a>>, ParseError> {
        let Some(value) = self.0.params.known(KnownParam::UsernameStar) else { return Ok(None) };
        let bytes = value.as_bytes();
        let at = |place: usize| self.offset() + scan::offset_of(self.0.raw, bytes) + place;
        let (charset, rest) = bytes.split_at(bytes.len().min(6));
        let language = memchr::memchr(b'\'', rest);
        let Some(language) = language.filter(|_| charset.eq_ignore_ascii_case(b"UTF-8'")) else {
            return Err(ParseError::expected(Expected::ExtValue, at(0)));
        };
        let escaped = &rest[language + 1..];
        let mut rest = escaped;
        while let [first, behind @ ..] = rest {
            rest = match behind {
                [high, low, behind @ ..] if *first == b'%' && chars::is(*high, chars::HEX) && chars::is(*low, chars::HEX) => behind,
                _ if chars::is(*first, chars::ATTR) => behind,
                _ => return Err(ParseError::expected(Expected::Escape, at(bytes.len() - rest.len()))),
            };
        }
        Ok(Some(Escaped::new(escaped)))
    }

    /// The digest-uri: what the response was computed over, byte by byte (RFC 7616 §3.4).
    pub fn uri(&self) -> Option<Text<'a>> {
        self.0.params.known(KnownParam::Uri)
    }

    /// The response: a hash in hexadecimal digits (RFC 7616 §3.4.1).
    #[inline]
    pub fn response(&self) -> Option<Text<'a>> {
        self.0.params.known(KnownParam::Response)
    }

    /// The client's nonce (RFC 7616 §3.4).
    pub fn cnonce(&self) -> Option<Text<'a>> {
        self.0.params.known(KnownParam::Cnonce)
    }

    /// The token that asks for a resynchronisation, in base64 (RFC 3310 §3.4).
    pub fn auts(&self) -> Option<Text<'a>> {
        self.0.params.known(KnownParam::Auts)
    }

    /// The quality of protection that was chosen; an empty one where a quoted string says what is no token (RFC 7616 §3.4).
    pub fn qop(&self) -> Option<Qop<'a>> {
        self.0.params.known(KnownParam::Qop).map(Qop::of_text)
    }

    /// The nonce count: how often the nonce was used, this time included (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// When there is an `nc` that is not eight hexadecimal digits.
    pub fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        self.0.params.nonce_count(self.0.raw, self.offset())
    }
}

/// Digest credentials made from parts: written, not read. What is quoted on the wire is given without quotes.
///
/// `Debug` does not show the response.
///
/// ```
/// use sipwire::{Credentials, Encode, Qop};
///
/// let credentials = Credentials::build("bob", "biloxi.com").nonce("dcd9").uri("sip:biloxi.com").response("89eb").qop(Qop::Auth, "0a4f", 1);
/// assert_eq!(
///     credentials.to_bytes()?,
///     b"Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd9\", uri=\"sip:biloxi.com\", response=\"89eb\", \
///       qop=auth, nc=00000001, cnonce=\"0a4f\"",
/// );
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct CredentialsDraft<'a> {
    username: Name<'a>,
    realm: Text<'a>,
    nonce: Text<'a>,
    uri: &'a [u8],
    response: &'a [u8],
    algorithm: Option<Algorithm<'a>>,
    opaque: Option<Text<'a>>,
    qop: Option<(Qop<'a>, &'a [u8], u32)>,
    auts: Option<&'a [u8]>,
    params: &'a [ParamDraft<'a>],
}

/// How a username is written.
#[derive(Clone, Copy)]
enum Name<'a> {
    Plain(&'a [u8]),
    Escaped(&'a [u8]),
    Hashed(&'a [u8]),
}

impl<'a> CredentialsDraft<'a> {
    /// What is to be said again of a challenge, as it was read.
    pub(crate) const fn of(realm: Text<'a>, nonce: Text<'a>, opaque: Option<Text<'a>>, algorithm: Option<Algorithm<'a>>) -> Self {
        Self { username: Name::Plain(b""), realm, nonce, uri: b"", response: b"", algorithm, opaque, qop: None, auts: None, params: &[] }
    }

    /// Writes the username as it is.
    #[must_use]
    pub fn username(mut self, username: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.username = Name::Plain(username.as_ref());
        self
    }

    /// Writes the username as `username*`: in UTF-8, percent-escaped.
    #[must_use]
    pub fn username_star(mut self, username: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.username = Name::Escaped(username.as_ref());
        self
    }

    /// Writes the hash of the username, and `userhash=true` (RFC 7616 §3.4.4).
    #[must_use]
    pub fn userhash(mut self, hash: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.username = Name::Hashed(hash.as_ref());
        self
    }

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

    /// The quality of protection, and what it takes: the client's nonce, and how often the server's nonce was used.
    #[must_use]
    pub fn qop(mut self, qop: Qop<'a>, cnonce: &'a (impl AsRef<[u8]> + ?Sized), nonce_count: u32) -> Self {
        self.qop = Some((qop, cnonce.as_ref(), nonce_count));
        self
    }

    /// Asks for a resynchronisation, by a token in base64 (RFC 3310 §3.4).
    #[must_use]
    pub fn auts(mut self, auts: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.auts = Some(auts.as_ref());
        self
    }

    /// Other parameters, written behind those above.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for CredentialsDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        match self.username {
            Name::Plain(name) | Name::Hashed(name) => {
                out.literal("Digest username=");
                out.quoted(name);
            }
            Name::Escaped(name) => {
                out.literal("Digest username*=UTF-8''");
                out.escaped(name, chars::ATTR);
            }
        }
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
        if let Some((qop, cnonce, nonce_count)) = self.qop {
            out.literal(", qop=");
            out.token(qop);
            out.literal(", nc=");
            out.display(format_args!("{nonce_count:08x}"));
            out.literal(", cnonce=");
            out.quoted(cnonce);
        }
        if matches!(self.username, Name::Hashed(_)) {
            out.literal(", userhash=true");
        }
        if let Some(auts) = self.auts {
            out.literal(", auts=");
            out.quoted(auts);
        }
        write_params(self.params, out);
    }
}

impl Draft<Credentials<'static>> for CredentialsDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        // One of them may be one of those above, or none that has a value.
        if self.params.is_empty() { None } else { Some(Leniency::NONE) }
    }
}

impl fmt::Debug for CredentialsDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Name::Plain(username) | Name::Escaped(username) | Name::Hashed(username)) = self.username;
        write!(f, "CredentialsDraft(username {:?}, realm {:?})", Text::exact(username), self.realm)
    }
}
