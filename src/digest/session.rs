//! The client's side, when it answers: a [`Session`] is begun by a [`Question`], and gives an [`Answer`] for each request.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding as _};

use super::policy::Chosen;
use super::{DigestError, DigestResponse, Exchange, Ha1, NonceCount, Protection, Question, UserHash};
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Algorithm, AuthInfo, Credentials, CredentialsDraft, Draft, EncodeHeader, Qop};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::text::Text;

/// What a client keeps of an authentication session with one realm: from a challenge to the next (RFC 7616 §3.6).
///
/// It counts how often the nonce was used, so that every request that is sent has an answer of its own, those that nobody challenged too.
/// The client's nonce is random and the caller's: a new one with each session.
///
/// `Debug` shows nothing secret; the password is not kept, and the HA1 is wiped when the session is dropped.
///
/// ```
/// use sipwire::digest::{Policy, Session};
/// use sipwire::header::AuthenticationInfo;
/// use sipwire::{Message, Method, Request};
///
/// let response = Message::parse(
///     b"SIP/2.0 401 Unauthorized\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", qop=\"auth\"\r\n\r\n",
/// )?;
/// let [question] = &Policy::new().choose(response.headers(), |question| question.realm().is("biloxi.com"))[..] else { panic!() };
/// let mut session = Session::new(question, "bob", "zanzibar", "0a4f113b");
///
/// let uri = "sip:bob@biloxi.com";
/// let request = Request::builder(Method::Invite, uri).header(session.answer(Method::Invite, uri, b"")?).finish()?;
/// assert_eq!(
///     request.as_bytes(),
///     b"INVITE sip:bob@biloxi.com SIP/2.0\r\n\
///       Authorization: Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
///       uri=\"sip:bob@biloxi.com\", response=\"89eb0059246c02b2f6ee02c7961d5ea3\", qop=auth, nc=00000001, cnonce=\"0a4f113b\"\r\n\
///       Content-Length: 0\r\n\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session {
    is_proxy: bool,
    /// As the challenge named it, if it did.
    algorithm: Option<Algorithm<'static>>,
    username: Vec<u8>,
    form: Form,
    realm: Kept,
    nonce: Kept,
    opaque: Option<Kept>,
    qop: Option<Chosen>,
    /// What every session of this user and realm begins with.
    ha1: Ha1,
    /// What this one responds with.
    key: Ha1,
    cnonce: Vec<u8>,
    nonce_count: u32,
    auts: Option<String>,
    /// Whether an answer to this challenge was accepted.
    is_accepted: bool,
}

/// How the username is sent.
enum Form {
    Plain,
    Escaped,
    Hashed(UserHash),
}

/// A text that was received.
struct Kept {
    bytes: Vec<u8>,
    is_quoted: bool,
}

impl Kept {
    fn new(text: Text<'_>) -> Self {
        Self { bytes: text.as_bytes().to_vec(), is_quoted: text.is_quoted() }
    }

    fn as_text(&self) -> Text<'_> {
        if self.is_quoted { Text::quoted(&self.bytes) } else { Text::plain(&self.bytes) }
    }
}

impl Session {
    /// Begins a session with a password.
    pub fn new(question: &Question<'_>, username: impl AsRef<[u8]>, password: impl AsRef<[u8]>, cnonce: impl AsRef<[u8]>) -> Self {
        let ha1 = Ha1::plain(question.hash_function(), Text::exact(username.as_ref()), question.realm(), password.as_ref());
        Self::begin(question, username.as_ref(), ha1, cnonce.as_ref())
    }

    /// Begins a session with what a store keeps in place of a password, made of the same username, this realm and this hash function. An
    /// HA1 that was made for an algorithm in `-sess` serves a plain challenge too, and the other way round: both are the same hash.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Ha1`] if the HA1 was made by another hash function, or is the [key](Ha1::session) of a session and the
    /// challenge is plain.
    pub fn with_ha1(question: &Question<'_>, username: impl AsRef<[u8]>, ha1: &Ha1, cnonce: impl AsRef<[u8]>) -> Result<Self, DigestError> {
        if !ha1.serves(question.hash_function(), question.algorithm().is_session()) {
            return Err(DigestError::Ha1);
        }
        Ok(Self::begin(question, username.as_ref(), ha1.unbound(), cnonce.as_ref()))
    }

    /// Answers a challenge of AKA whose number was out of step: with the token for a resynchronisation, and an empty password (RFC 3310
    /// §3.4). The server challenges anew.
    pub fn resynchronize(question: &Question<'_>, username: impl AsRef<[u8]>, auts: &[u8; 14], cnonce: impl AsRef<[u8]>) -> Self {
        Self { auts: Some(Base64::encode_string(auts)), ..Self::new(question, username, b"", cnonce) }
    }

    fn begin(question: &Question<'_>, username: &[u8], ha1: Ha1, cnonce: &[u8]) -> Self {
        let challenge = question.challenge();
        // In UTF-8 where the server says that it knows that; and what no quoted string may hold is sent so in any case.
        let is_escaped = question.is_utf8 && !username.is_ascii() || username.iter().any(|b| b.is_ascii_control() && *b != b'\t');
        let form = if question.userhash {
            Form::Hashed(UserHash::of(question.hash_function(), Text::exact(username), question.realm()))
        } else if is_escaped {
            Form::Escaped
        } else {
            Form::Plain
        };
        let algorithm = question.algorithm();
        let is_named = challenge.params().get(KnownParam::Algorithm.as_str()).is_some();
        let key = if algorithm.is_session() { ha1.session(question.nonce(), Text::exact(cnonce)) } else { ha1.clone() };
        Self {
            is_proxy: question.is_proxy(),
            // A computed algorithm is always in the registry.
            algorithm: Algorithm::known().find(|&known| known == algorithm).filter(|_| is_named),
            username: username.to_vec(),
            form,
            realm: Kept::new(question.realm()),
            nonce: Kept::new(question.nonce()),
            opaque: question.opaque.map(Kept::new),
            qop: question.qop,
            ha1,
            key,
            cnonce: cnonce.to_vec(),
            nonce_count: 0,
            auts: None,
            is_accepted: false,
        }
    }

    /// Tells the session that a server accepted an answer: that the response to its request is neither 401 nor 407.
    ///
    /// Servers that forget their nonces may challenge anew without `stale`, as Kamailio does by default. The password was right before, so
    /// that such a challenge is answered, once: see [`renew`](Session::renew).
    pub const fn accepted(&mut self) {
        self.is_accepted = true;
    }

    /// Continues with the nonce of a new challenge, if the challenge says that the old nonce was too old (`stale=true`), or if an answer to the
    /// old nonce was [accepted](Session::accepted). The nonce count begins anew.
    ///
    /// # Errors
    ///
    /// * [`DigestError::Rejected`] otherwise: the credentials were wrong, and must not be sent again (RFC 3261 §22.1).
    /// * [`DigestError::Mismatch`] if the challenge is of another realm or algorithm.
    pub fn renew(&mut self, question: &Question<'_>, cnonce: impl AsRef<[u8]>) -> Result<(), DigestError> {
        if question.is_proxy() != self.is_proxy || !question.realm().is(self.realm.as_text().unescape()) {
            return Err(DigestError::Mismatch(KnownParam::Realm));
        }
        if question.algorithm() != self.algorithm.unwrap_or(Algorithm::Md5) {
            return Err(DigestError::Mismatch(KnownParam::Algorithm));
        }
        let is_other_nonce = !question.nonce().is(self.nonce.as_text().unescape());
        if !(question.is_stale() || self.is_accepted && is_other_nonce) {
            return Err(DigestError::Rejected);
        }
        *self = Self::begin(question, &core::mem::take(&mut self.username), self.ha1.clone(), cnonce.as_ref());
        Ok(())
    }

    /// The realm.
    pub fn realm(&self) -> Text<'_> {
        self.realm.as_text()
    }

    /// The server's nonce that is answered.
    pub fn nonce(&self) -> Text<'_> {
        self.nonce.as_text()
    }

    /// Whether the answers are Proxy-Authorization.
    pub const fn is_proxy(&self) -> bool {
        self.is_proxy
    }

    /// How often the nonce was used.
    pub const fn nonce_count(&self) -> u32 {
        self.nonce_count
    }

    /// The answer for a request: its method, its Request-URI byte by byte as it will have it (RFC 3261 §22.4), and its whole body. The
    /// nonce is used once more. An ACK repeats the answer of its INVITE instead (RFC 3261 §22.1).
    ///
    /// Never allocates.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Exhausted`] if the nonce was used 2^32 - 1 times.
    pub fn answer<'s>(
        &'s mut self,
        method: Method<'_>,
        uri: &'s (impl AsRef<[u8]> + ?Sized),
        body: &[u8],
    ) -> Result<Answer<'s>, DigestError> {
        self.nonce_count = self.nonce_count.checked_add(1).ok_or(DigestError::Exhausted)?;
        let (uri, cnonce, nonce_count) = (uri.as_ref(), Text::exact(&self.cnonce), NonceCount::from(self.nonce_count));
        let protection = match self.qop {
            None => Protection::None,
            Some(Chosen::Auth) => Protection::Auth { cnonce, nonce_count },
            Some(Chosen::AuthInt) => Protection::AuthInt { cnonce, nonce_count, body },
        };
        let response = self.key.response(&Exchange::new(method, uri, self.nonce.as_text(), protection))?;
        let opaque = self.opaque.as_ref().map(Kept::as_text);
        let mut credentials = CredentialsDraft::of(self.realm.as_text(), self.nonce.as_text(), opaque, self.algorithm).uri(uri);
        credentials = match &self.form {
            Form::Plain => credentials.username(&self.username),
            Form::Escaped => credentials.username_star(&self.username),
            Form::Hashed(hash) => credentials.userhash(hash),
        };
        if let Some(qop) = self.qop {
            let qop = if qop == Chosen::AuthInt { Qop::AuthInt } else { Qop::Auth };
            credentials = credentials.qop(qop, &self.cnonce, self.nonce_count);
        }
        if let Some(auts) = &self.auts {
            credentials = credentials.auts(auts);
        }
        Ok(Answer { is_proxy: self.is_proxy, credentials, response })
    }

    /// Reads what a server says to credentials that it took: whether it proves that it knows the password too, and which nonce is to be
    /// used next. `sent` are the credentials of the request, `body` is the whole body of the response.
    ///
    /// Gives whether there was a proof. A nonce from a server whose proof is wrong is not taken.
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// - [`DigestError::WrongProof`] if the proof is not that of a server that knows the password;
    /// - [`DigestError::Mismatch`] if the quality of protection, the nonce of the client or the nonce count differ from those that were
    ///   sent;
    /// - [`DigestError::Invalid`] if one of them is missing beside a proof, if a parameter is malformed, or if `sent` cannot be read;
    /// - [`DigestError::Empty`] if the next nonce is empty.
    pub fn confirm(&mut self, sent: &Credentials<'_>, info: &AuthInfo<'_>, body: &[u8]) -> Result<bool, DigestError> {
        let exchange = Exchange::of(sent, Method::Options, b"")?.proof(body);
        let has_qop = exchange.cnonce().is_some();
        let proof = info.response()?;
        for param in [KnownParam::Qop, KnownParam::Cnonce, KnownParam::NonceCount] {
            match (info.params().text(param.as_str())?, sent.params().text(param.as_str())?) {
                (Some(said), Some(sent)) if !said.is(sent.unescape()) => return Err(DigestError::Mismatch(param)),
                (None, Some(_)) if has_qop && proof.is_some() => {
                    return Err(ParseError::new(ErrorKind::MissingParam(param), 0).into());
                }
                _ => {}
            }
        }
        if let Some(proof) = proof
            && !self.key.verify(&exchange, proof.as_bytes())
        {
            return Err(DigestError::WrongProof);
        }
        self.accepted();
        if let Some(nonce) = info.next_nonce()? {
            if nonce.is_empty() {
                return Err(DigestError::Empty(KnownParam::Nextnonce));
            }
            // The key stays that of the session's first nonce.
            (self.nonce, self.nonce_count) = (Kept::new(nonce), 0);
        }
        Ok(proof.is_some())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session(realm {:?}, nonce {:?}, {} answers)", self.realm(), self.nonce(), self.nonce_count)
    }
}

/// The answer to a [`Question`]: credentials, to be written. As a header it is Authorization or Proxy-Authorization, as it was asked.
///
/// `Debug` does not show the response.
#[derive(Clone, Copy)]
pub struct Answer<'s> {
    is_proxy: bool,
    credentials: CredentialsDraft<'s>,
    response: DigestResponse,
}

impl Answer<'_> {
    /// The credentials, to be changed before they are written.
    pub fn credentials(&self) -> CredentialsDraft<'_> {
        self.credentials.response(&self.response)
    }

    /// The response.
    pub const fn response(&self) -> &DigestResponse {
        &self.response
    }
}

impl Encode for Answer<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        self.credentials().encode(out);
    }
}

impl EncodeHeader for Answer<'_> {
    fn name(&self) -> HeaderName<'_> {
        if self.is_proxy { HeaderName::ProxyAuthorization } else { HeaderName::Authorization }
    }
}

impl Draft<Credentials<'static>> for Answer<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({:?})", self.credentials)
    }
}
