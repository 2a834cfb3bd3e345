//! The client's side, before it answers: a [`Policy`] chooses among the challenges of a response, and makes [`Question`]s of them.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

use super::ha1::supported;
use super::{DigestError, HashFunction};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Algorithm, Challenge, Headers, ProxyAuthenticate, Qop, WwwAuthenticate};
use crate::text::Text;

/// Which challenges a client answers.
///
/// Of several for one realm that is the topmost which it understands (RFC 8760 §2.4), if its hash is not weaker than what the caller
/// takes. A challenge by AKA version 2 goes before one by version 1 (RFC 4169 §4.1).
///
/// ```
/// use sipwire::digest::{HashFunction, Policy};
/// use sipwire::{Algorithm, Message};
///
/// let response = Message::parse(
///     b"SIP/2.0 401 Unauthorized\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b71\", qop=\"auth\", algorithm=MD6\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b71\", qop=\"auth\", algorithm=SHA-256\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b71\", qop=\"auth\", algorithm=MD5\r\n\r\n",
/// )?;
/// let questions = Policy::new().choose(response.headers(), |question| question.realm().is("biloxi.com"));
/// assert_eq!(questions.len(), 1);
/// assert_eq!(questions[0].algorithm(), Algorithm::Sha256);
///
/// let strict = Policy::new().at_least(HashFunction::Sha512T256);
/// assert!(strict.choose(response.headers(), |_| true).is_empty());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    minimum: HashFunction,
    prefers_auth_int: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

impl Policy {
    /// Answers every algorithm, and protects the body only where nothing else is offered: on its way through SIP it may change.
    pub const fn new() -> Self {
        Self { minimum: HashFunction::Md5, prefers_auth_int: false }
    }

    /// Answers no challenge of a weaker hash function, whatever else there is: who is on the way can take the stronger challenges out.
    #[must_use]
    pub const fn at_least(mut self, minimum: HashFunction) -> Self {
        self.minimum = minimum;
        self
    }

    /// Protects the body wherever that is offered.
    #[must_use]
    pub const fn prefer_auth_int(mut self) -> Self {
        self.prefers_auth_int = true;
        self
    }

    /// The challenges of a response that are to be answered: one for each realm, of WWW-Authenticate and of Proxy-Authenticate, in the
    /// order of the rows. `has_credentials` says whether the caller can answer: for that realm, by that algorithm.
    ///
    /// What is not understood is left out (RFC 8760 §2.4). Where nothing is left, the request is to be given up.
    pub fn choose<'a>(&self, headers: Headers<'_, 'a>, mut has_credentials: impl FnMut(&Question<'a>) -> bool) -> Vec<Question<'a>> {
        let servers = headers.all::<WwwAuthenticate<'a>>().flatten().map(|challenge| (false, *challenge));
        let proxies = headers.all::<ProxyAuthenticate<'a>>().flatten().map(|challenge| (true, *challenge));
        let mut chosen: Vec<Question<'a>> = Vec::new();
        let mut realms: BTreeMap<(bool, Cow<'a, [u8]>), usize> = BTreeMap::new();
        for (is_proxy, challenge) in servers.chain(proxies) {
            let Ok(question) = self.question(&challenge, is_proxy) else { continue };
            if !has_credentials(&question) {
                continue;
            }
            match realms.entry((is_proxy, question.realm.unescape())) {
                Entry::Vacant(entry) => {
                    entry.insert(chosen.len());
                    chosen.push(question);
                }
                // The one exception to their order.
                Entry::Occupied(entry) => {
                    if let Some(earlier) = chosen.get_mut(*entry.get())
                        && (earlier.algorithm().aka_version(), question.algorithm().aka_version()) == (Some(1), Some(2))
                    {
                        *earlier = question;
                    }
                }
            }
        }
        chosen
    }

    /// A challenge as a question, if this policy answers it. `is_proxy` says whether it comes from Proxy-Authenticate.
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// - [`DigestError::Scheme`] if the scheme of the challenge is not Digest;
    /// - [`DigestError::Unsupported`] if this crate does not know the algorithm or the quality of protection;
    /// - [`DigestError::TooWeak`] if the policy refuses the algorithm as too weak;
    /// - [`DigestError::Invalid`] if realm or nonce is missing, if the algorithm ends in `-sess` and `qop` is missing, or if a
    ///   parameter that the answer depends on is malformed;
    /// - [`DigestError::Empty`] if the nonce is empty.
    pub fn question<'a>(&self, challenge: &Challenge<'a>, is_proxy: bool) -> Result<Question<'a>, DigestError> {
        if !challenge.is_digest() {
            return Err(DigestError::Scheme);
        }
        let algorithm = challenge.algorithm()?;
        let function = supported(algorithm)?;
        if function < self.minimum {
            return Err(DigestError::TooWeak);
        }
        let (realm, nonce) = (challenge.require(KnownParam::Realm)?, challenge.require(KnownParam::Nonce)?);
        if nonce.is_empty() {
            return Err(DigestError::Empty(KnownParam::Nonce));
        }
        let qop = self.qop(challenge)?;
        if algorithm.is_session() && qop.is_none() {
            return Err(ParseError::new(ErrorKind::MissingParam(KnownParam::Qop), challenge.offset()).into());
        }
        Ok(Question {
            challenge: *challenge,
            is_proxy,
            algorithm,
            function,
            realm,
            nonce,
            qop,
            opaque: challenge.opaque()?,
            is_stale: challenge.is_stale()?,
            userhash: challenge.userhash()?,
            is_utf8: challenge.is_utf8()?,
        })
    }

    /// The quality of protection to choose; none where none is offered, as before RFC 2617.
    fn qop(&self, challenge: &Challenge<'_>) -> Result<Option<Chosen>, DigestError> {
        if challenge.params().text(KnownParam::Qop.as_str())?.is_none() {
            return Ok(None);
        }
        let offers = |qop| challenge.qop_options().map(|mut options| options.any(|option| option == qop));
        match (offers(Qop::Auth)?, offers(Qop::AuthInt)?) {
            (false, false) => Err(DigestError::Unsupported(KnownParam::Qop)),
            (false, true) => Ok(Some(Chosen::AuthInt)),
            (true, true) if self.prefers_auth_int => Ok(Some(Chosen::AuthInt)),
            (true, _) => Ok(Some(Chosen::Auth)),
        }
    }
}

/// The qualities of protection that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    Auth,
    AuthInt,
}

/// A challenge that can be answered: by a [`Session`](super::Session).
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    challenge: Challenge<'a>,
    is_proxy: bool,
    algorithm: Algorithm<'a>,
    function: HashFunction,
    realm: Text<'a>,
    nonce: Text<'a>,
    pub(super) qop: Option<Chosen>,
    pub(super) opaque: Option<Text<'a>>,
    is_stale: bool,
    pub(super) userhash: bool,
    pub(super) is_utf8: bool,
}

impl<'a> Question<'a> {
    /// The challenge.
    pub const fn challenge(&self) -> &Challenge<'a> {
        &self.challenge
    }

    /// Whether a proxy asks: then the answer is Proxy-Authorization.
    pub const fn is_proxy(&self) -> bool {
        self.is_proxy
    }

    /// The algorithm that an [`Ha1`](super::Ha1) has to be made by.
    pub const fn algorithm(&self) -> Algorithm<'a> {
        self.algorithm
    }

    /// Its hash function.
    pub const fn hash_function(&self) -> HashFunction {
        self.function
    }

    /// The realm that username and password have to be of.
    pub const fn realm(&self) -> Text<'a> {
        self.realm
    }

    /// The server's nonce.
    pub const fn nonce(&self) -> Text<'a> {
        self.nonce
    }

    /// The quality of protection that was chosen.
    pub const fn qop(&self) -> Option<Qop<'static>> {
        match self.qop {
            None => None,
            Some(Chosen::Auth) => Some(Qop::Auth),
            Some(Chosen::AuthInt) => Some(Qop::AuthInt),
        }
    }

    /// Whether only the nonce was too old: then the credentials were right ([`Session::renew`](super::Session::renew)).
    pub const fn is_stale(&self) -> bool {
        self.is_stale
    }
}
