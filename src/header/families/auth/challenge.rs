//! Challenges.

use core::fmt;

use super::algorithm::{Algorithm, Qop};
use super::parts::{Parts, common, parts, write_params};
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::draft::Draft;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::scan::same_name;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// A challenge: a server's request for credentials (RFC 3261 §20.27, §20.44).
///
/// ```text
/// challenge = ( "Digest" LWS digest-cln *( COMMA digest-cln ) ) / ( "Bearer" LWS bearer-cln … ) / other-challenge
/// ```
///
/// Each row is one challenge; its commas part parameters. Each parameter is read when its accessor is called: one that the grammar forbids
/// costs no other.
///
/// ```
/// use sipwire::{Algorithm, Challenge};
///
/// let challenge = Challenge::parse(b"Digest  realm=\"32100045\",nonce=\"0029482318be6784\",algorithm=md5")?;
/// assert!(challenge.is_digest() && challenge.realm()?.unwrap().is("32100045"));
/// assert_eq!(challenge.algorithm()?, Algorithm::Md5);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Challenge<'a>(Parts<'a>);

/// ```text
/// challenge = ( "Digest" LWS digest-cln *( COMMA digest-cln ) ) / ( "Bearer" LWS bearer-cln … ) / other-challenge
/// ```
#[inline]
pub(in crate::header) fn challenge(value: Value<'_>) -> Result<Challenge<'_>, ParseError> {
    parts(value, is_params, Challenge)
}

fn is_params(scheme: &[u8]) -> Option<bool> {
    (same_name(scheme, b"Digest") || same_name(scheme, b"Bearer")).then_some(true)
}

common!(Challenge, "challenge", challenge, is_params, |challenge: &Challenge<'a>, facts: &mut Facts<'_, 'a>| {
    tell!(facts, challenge, scheme is_digest realm nonce opaque);
    facts.tell("algorithm", challenge.algorithm().map(|algorithm| algorithm.as_bytes()));
    tell!(facts, challenge, userhash);
    match challenge.qop_options() {
        Ok(options) => options.for_each(|option| facts.tell("qop_options", option.as_bytes())),
        Err(error) => facts.tell("qop_options", Err::<bool, _>(error)),
    }
    tell!(facts, challenge, is_stale domain is_utf8 scope authz_server error);
});

impl<'a> Challenge<'a> {
    /// Makes a Digest challenge from parts, to be written.
    pub fn build(realm: &'a (impl AsRef<[u8]> + ?Sized), nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> ChallengeDraft<'a> {
        ChallengeDraft {
            realm: realm.as_ref(),
            nonce: nonce.as_ref(),
            opaque: None,
            algorithm: None,
            qop: &[],
            stale: false,
            userhash: false,
            charset: false,
            domain: None,
            params: &[],
        }
    }

    /// The qualities of protection that are offered, in order (RFC 7616 §3.3). Commas and white space part them; options that are no
    /// tokens are left out.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn qop_options(&self) -> Result<impl Iterator<Item = Qop<'a>> + use<'a>, ParseError> {
        let list = self.0.params.known(KnownParam::Qop)?.map(|value| value.as_bytes()).unwrap_or_default();
        let options = list.split(|b| matches!(b, b',' | b' ' | b'\t' | b'\r' | b'\n'));
        Ok(options.filter_map(|option| Qop::try_from(option).ok()))
    }

    /// Whether only the nonce was too old. The client may retry the same credentials with the new nonce (RFC 7616 §3.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn is_stale(&self) -> Result<bool, ParseError> {
        self.0.params.is_true(KnownParam::Stale)
    }

    /// The access that is wanted, in a Bearer challenge: names separated by spaces (RFC 8898 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn scope(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.text("scope")
    }

    /// The URI of the server that gives tokens, in a Bearer challenge (RFC 8898 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn authz_server(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.text("authz_server")
    }

    /// Returns the reason why the token was refused, in a Bearer challenge (RFC 8898 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn error(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.text("error")
    }

    /// The URIs that the credentials are good for, separated by spaces (RFC 7616 §3.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn domain(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.0.params.known(KnownParam::Domain)
    }

    /// Whether username and password are hashed in UTF-8: `charset=UTF-8`, the only charset there is (RFC 7616 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed. The first of several counts.
    pub fn is_utf8(&self) -> Result<bool, ParseError> {
        let charset = self.0.params.known(KnownParam::Charset)?;
        Ok(charset.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"UTF-8")))
    }
}

/// A Digest challenge to be written, made from parts. Pass quoted values without their quotes.
///
/// ```
/// use sipwire::{Algorithm, Challenge, Encode, Qop};
///
/// let challenge = Challenge::build("32100045", "0029482318be6784").algorithm(Algorithm::Md5);
/// assert_eq!(challenge.to_bytes()?, b"Digest realm=\"32100045\", nonce=\"0029482318be6784\", algorithm=MD5");
///
/// let challenge = Challenge::build("biloxi.com", "dcd98b71").qop(&[Qop::Auth, Qop::AuthInt]).stale();
/// assert_eq!(challenge.to_bytes()?, b"Digest realm=\"biloxi.com\", nonce=\"dcd98b71\", qop=\"auth,auth-int\", stale=true");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ChallengeDraft<'a> {
    realm: &'a [u8],
    nonce: &'a [u8],
    opaque: Option<&'a [u8]>,
    algorithm: Option<Algorithm<'a>>,
    qop: &'a [Qop<'a>],
    stale: bool,
    userhash: bool,
    charset: bool,
    domain: Option<&'a [u8]>,
    params: &'a [ParamDraft<'a>],
}

impl<'a> ChallengeDraft<'a> {
    /// Sets the text that the client must return unchanged.
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

    /// The qualities of protection that the client may choose from; a server always offers some (RFC 8760 §2.6). None are written
    /// where the list is empty.
    #[must_use]
    pub const fn qop(mut self, options: &'a [Qop<'a>]) -> Self {
        self.qop = options;
        self
    }

    /// Says that only the nonce was too old.
    #[must_use]
    pub const fn stale(mut self) -> Self {
        self.stale = true;
        self
    }

    /// Wants the username hashed (RFC 7616 §3.4.4).
    #[must_use]
    pub const fn userhash(mut self) -> Self {
        self.userhash = true;
        self
    }

    /// Says that username and password are hashed in UTF-8 (RFC 7616 §4).
    #[must_use]
    pub const fn utf8(mut self) -> Self {
        self.charset = true;
        self
    }

    /// The URIs that the credentials are good for, parted by spaces (RFC 7616 §3.3).
    #[must_use]
    pub fn domain(mut self, domain: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.domain = Some(domain.as_ref());
        self
    }

    /// Sets further parameters, written behind the named ones.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
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
        if let [first, others @ ..] = self.qop {
            out.literal(", qop=\"");
            out.token(first);
            others.iter().for_each(|other| {
                out.literal(",");
                out.token(other);
            });
            out.literal("\"");
        }
        if self.stale {
            out.literal(", stale=true");
        }
        if let Some(algorithm) = self.algorithm {
            out.literal(", algorithm=");
            out.token(algorithm);
        }
        if self.userhash {
            out.literal(", userhash=true");
        }
        if self.charset {
            out.literal(", charset=UTF-8");
        }
        if let Some(domain) = self.domain {
            out.literal(", domain=");
            out.quoted(domain);
        }
        write_params(self.params, out);
    }
}

/// The challenge that it writes, without its secrets.
impl fmt::Debug for ChallengeDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_bytes().ok().as_deref().map(Challenge::parse) {
            Some(Ok(challenge)) => write!(f, "ChallengeDraft({challenge})"),
            _ => f.write_str("ChallengeDraft(***)"),
        }
    }
}

impl Draft<Challenge<'static>> for ChallengeDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        // A further parameter may repeat a named one, or lack a value.
        if self.params.is_empty() { None } else { Some(Leniency::NONE) }
    }
}
