//! Credentials.

use core::fmt;

use nom::Parser;
use nom::bytes::complete::{tag_no_case, take_till};
use nom::combinator::{eof, map};
use nom::sequence::{preceded, terminated};

use super::algorithm::{Algorithm, Qop};
use super::challenge::Challenge;
use super::parts::{Parts, common, parts, write_params};
use crate::chars;
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::{self, Parsed, as_one, byte, escaped_run, expect};
use crate::header::draft::Draft;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::scan::same_name;
use crate::text::{Text, Token};
use crate::uri::{Escaped, Uri};

/// Credentials: the answer of a client to a challenge (RFC 3261 §20.7, §20.28).
///
/// ```text
/// credentials = ( "Digest" LWS digest-response ) / ( "Bearer" LWS b64token ) / other-response
/// ```
///
/// Each parameter is read when its accessor is called: one that the grammar forbids costs no other. `Debug` and `Display` don't show
/// secrets.
///
/// ```
/// use sipwire::{Credentials, Value, header::{Authorization, TypedHeader}};
///
/// let credentials = Authorization::parse(Value::try_from("Digest username=\"bob\", realm=bad realm, response=\"89eb\"")?)?;
/// assert!(credentials.username()?.unwrap().is("bob") && credentials.response()?.unwrap().is("89eb"));
/// assert_eq!(credentials.realm().unwrap_err().offset(), 33);
/// assert_eq!(Credentials::parse(credentials.as_bytes()).unwrap_err(), credentials.realm().unwrap_err());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Credentials<'a>(Parts<'a>);

/// ```text
/// credentials = ( "Digest" LWS digest-response ) / ( "Bearer" LWS b64token ) / other-response
/// ```
#[inline]
pub(in crate::header) fn credentials(value: Value<'_>) -> Result<Credentials<'_>, ParseError> {
    parts(value, is_params, Credentials)
}

fn is_params(scheme: &[u8]) -> Option<bool> {
    match scheme {
        _ if same_name(scheme, b"Digest") => Some(true),
        _ if same_name(scheme, b"Bearer") => Some(false),
        _ => None,
    }
}

common!(Credentials, "credentials", credentials, is_params, |credentials: &Credentials<'a>, facts: &mut Facts<'_, 'a>| {
    tell!(facts, credentials, scheme is_digest username realm nonce uri response);
    facts.tell("algorithm", credentials.algorithm().map(|algorithm| algorithm.as_bytes()));
    tell!(facts, credentials, cnonce opaque);
    facts.tell("qop", credentials.qop().map(|qop| qop.map(|qop| qop.as_bytes())));
    tell!(facts, credentials, nonce_count username_star userhash auts token);
});

impl<'a> Challenge<'a> {
    /// Makes credentials that answer the challenge: realm, nonce and opaque as they were read, and the algorithm if the challenge names one
    /// (RFC 7616 §3.4). The digest-uri and the response are still to be given.
    ///
    /// # Errors
    ///
    /// Returns an error if one of these parameters is malformed or repeated.
    pub fn credentials<'u>(&self, username: &'u (impl AsRef<[u8]> + ?Sized)) -> Result<CredentialsDraft<'u>, ParseError>
    where
        'a: 'u,
    {
        let (realm, nonce) = (self.realm()?.unwrap_or("".into()), self.nonce()?.unwrap_or("".into()));
        let algorithm = self.algorithm()?;
        let algorithm = self.params().known(KnownParam::Algorithm)?.map(|_| algorithm);
        Ok(CredentialsDraft::of(realm, nonce, self.opaque()?, algorithm).username(username))
    }
}

impl<'a> Credentials<'a> {
    /// Makes Digest credentials from parts, to be written.
    pub fn build(username: &'a (impl AsRef<[u8]> + ?Sized), realm: &'a (impl AsRef<[u8]> + ?Sized)) -> CredentialsDraft<'a> {
        CredentialsDraft::of(Text::exact(realm.as_ref()), "".into(), None, None).username(username)
    }

    /// The name of the user (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn username(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Username)
    }

    /// The name of the user in UTF-8, percent-escaped, for names that do not fit a quoted string (RFC 7616 §3.4, `username*`).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or the name is in another charset.
    pub fn username_star(&self) -> Result<Option<Escaped<'a>>, ParseError> {
        let Some(value) = self.0.params.known(KnownParam::UsernameStar)? else { return Ok(None) };
        grammar::whole(value.as_bytes(), self.0.params.offset_of(value.as_bytes()), ext_value).map(Some)
    }

    /// The digest-uri: the response was computed over it, byte by byte (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn uri(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Uri)
    }

    /// The response: a hash in hexadecimal digits (RFC 7616 §3.4.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn response(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Response)
    }

    /// The client's nonce (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn cnonce(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Cnonce)
    }

    /// The token that asks for a resynchronisation, in base64 (RFC 3310 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn auts(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Auts)
    }

    /// The quality of protection that was chosen; empty if a quoted string holds no token (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn qop(&self) -> Result<Option<Qop<'a>>, ParseError> {
        Ok(self.0.params.known(KnownParam::Qop)?.map(Qop::of_text))
    }

    /// The nonce count: how often the nonce was used, this time included (RFC 7616 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or is not eight hexadecimal digits.
    pub fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        self.0.params.nonce_count()
    }
}

/// ```text
/// ext-value = charset "'" [ language ] "'" *( pct-encoded / attr-char )   ; RFC 8187 §3.2
/// charset   = "UTF-8"
/// ```
fn ext_value(input: &[u8]) -> Parsed<'_, Escaped<'_>> {
    let charset = terminated(tag_no_case("UTF-8"), byte(b'\'', Expected::ExtValue));
    let language = terminated(take_till(|b| b == b'\''), byte(b'\'', Expected::ExtValue));
    let text = terminated(escaped_run(chars::ATTR), expect(Expected::Escape, eof));
    map(preceded(as_one(Expected::ExtValue, (charset, language)), text), Escaped::new).parse_complete(input)
}

/// Digest credentials to be written, made from parts. Pass quoted values without their quotes.
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
    /// A draft with the parts of a challenge that credentials repeat.
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

    /// Sets further parameters, written behind the named ones.
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
        // A further parameter may repeat a named one, or lack a value.
        if self.params.is_empty() { None } else { Some(Leniency::NONE) }
    }
}

impl fmt::Debug for CredentialsDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Name::Plain(username) | Name::Escaped(username) | Name::Hashed(username)) = self.username;
        write!(f, "CredentialsDraft(username {:?}, realm {:?})", Text::exact(username), self.realm)
    }
}
