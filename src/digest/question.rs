//! The client's side: a [`Question`] is a challenge put to a request, and its [`Answer`] is written as credentials.

use core::fmt;

use super::ha1::supported;
use super::hash::Hash;
use super::{DigestError, DigestResponse, Exchange, Ha1};
use crate::encode::{Encode, Writer};
use crate::error::KnownParam;
use crate::header::{Algorithm, Challenge, Credentials, CredentialsDraft, Draft};
use crate::method::Method;
use crate::text::Text;

/// A challenge that can be answered, and the request that is to carry the answer.
///
/// Of several challenges for one realm, the topmost that makes a question is to be answered (RFC 8760 §2.4).
///
/// ```
/// use sipwire::digest::Question;
/// use sipwire::header::{Authorization, WwwAuthenticate};
/// use sipwire::{Message, Method, Request};
///
/// let response = Message::parse(
///     b"SIP/2.0 401 Unauthorized\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", algorithm=SHA-512-256\r\n\
///       WWW-Authenticate: Digest realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"\r\n\r\n",
/// )?;
///
/// let uri = "sip:bob@biloxi.com";
/// let challenges = response.headers().all::<WwwAuthenticate>().flatten();
/// let question = challenges.map(|challenge| Question::new(&challenge, Method::Invite, uri)).find_map(Result::ok).unwrap();
/// let request = Request::builder(Method::Invite, uri).header(Authorization::row(question.answer("bob", "zanzibar"))).finish()?;
/// assert_eq!(
///     request.as_bytes(),
///     b"INVITE sip:bob@biloxi.com SIP/2.0\r\n\
///       Authorization: Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
///       uri=\"sip:bob@biloxi.com\", response=\"bf57e4e0d0bffc0fbaedce64d59add5e\"\r\n\
///       Content-Length: 0\r\n\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    challenge: Challenge<'a>,
    hash: Hash,
    realm: Text<'a>,
    uri: &'a [u8],
    exchange: Exchange<'a>,
}

impl<'a> Question<'a> {
    /// Puts a challenge to a request. `uri` is the Request-URI, byte by byte as the request will have it (RFC 3261 §22.4).
    ///
    /// # Errors
    ///
    /// [`DigestError::Scheme`] when the challenge is not of Digest, [`DigestError::Unsupported`] when it wants an algorithm or a quality
    /// of protection that is not supported, and [`DigestError::Invalid`] when it has no realm or no nonce.
    pub fn new(challenge: &Challenge<'a>, method: Method<'a>, uri: &'a (impl AsRef<[u8]> + ?Sized)) -> Result<Self, DigestError> {
        if !challenge.is_digest() {
            return Err(DigestError::Scheme);
        }
        let hash = supported(challenge.algorithm())?;
        if challenge.params().get(KnownParam::Qop.as_str()).is_some() {
            return Err(DigestError::Unsupported(KnownParam::Qop));
        }
        let realm = challenge.require(KnownParam::Realm)?;
        let nonce = challenge.require(KnownParam::Nonce)?;
        let uri = uri.as_ref();
        Ok(Self { challenge: *challenge, hash, realm, uri, exchange: Exchange::new(method, uri, nonce) })
    }

    /// The challenge.
    pub const fn challenge(&self) -> &Challenge<'a> {
        &self.challenge
    }

    /// The algorithm that an [`Ha1`] has to be made by.
    pub fn algorithm(&self) -> Algorithm<'a> {
        self.challenge.algorithm()
    }

    /// The realm that username and password have to be of.
    pub const fn realm(&self) -> Text<'a> {
        self.realm
    }

    /// What goes into the response beside an [`Ha1`].
    pub const fn exchange(&self) -> &Exchange<'a> {
        &self.exchange
    }

    /// Answers with a password.
    pub fn answer<'u>(&self, username: &'u (impl AsRef<[u8]> + ?Sized), password: impl AsRef<[u8]>) -> Answer<'u>
    where
        'a: 'u,
    {
        let username = username.as_ref();
        self.respond(username, &Ha1::of(self.hash, Text::exact(username), self.realm, password.as_ref()))
    }

    /// Answers with what a store keeps in place of a password, made of the same username, this realm and this algorithm.
    ///
    /// # Errors
    ///
    /// [`DigestError::Ha1`] when it was made by another algorithm.
    pub fn answer_with<'u>(&self, username: &'u (impl AsRef<[u8]> + ?Sized), ha1: &Ha1) -> Result<Answer<'u>, DigestError>
    where
        'a: 'u,
    {
        if ha1.hash() == self.hash { Ok(self.respond(username.as_ref(), ha1)) } else { Err(DigestError::Ha1) }
    }

    fn respond<'u>(&self, username: &'u [u8], ha1: &Ha1) -> Answer<'u>
    where
        'a: 'u,
    {
        Answer { credentials: self.challenge.credentials(username).uri(self.uri), response: ha1.response(&self.exchange) }
    }
}

/// The answer to a [`Question`]: credentials, to be written.
///
/// `Debug` does not show the response.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    credentials: CredentialsDraft<'a>,
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

impl Draft<Credentials<'static>> for Answer<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({:?})", self.credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, ParseError};
    use alloc::format;

    fn question(challenge: &str) -> Result<Question<'_>, DigestError> {
        Question::new(&Challenge::parse(challenge.as_bytes()).unwrap(), Method::Register, "sip:a")
    }

    #[test]
    fn a_challenge_that_cannot_be_answered_says_why() {
        let missing = |param| DigestError::Invalid(ParseError::new(ErrorKind::MissingParam(param), 0));
        for (challenge, why) in [
            ("Bearer realm=\"a\"", DigestError::Scheme),
            ("Basic realm=\"a\"", DigestError::Scheme),
            ("Digest realm=\"a\", nonce=\"n\", algorithm=MD5-sess", DigestError::Unsupported(KnownParam::Algorithm)),
            ("Digest realm=\"a\", nonce=\"n\", algorithm=MD55", DigestError::Unsupported(KnownParam::Algorithm)),
            ("Digest realm=\"a\", nonce=\"n\", algorithm=\"\"", DigestError::Unsupported(KnownParam::Algorithm)),
            ("Digest realm=\"a\", nonce=\"n\", qop=\"auth\"", DigestError::Unsupported(KnownParam::Qop)),
            ("Digest realm=\"a\", nonce=\"n\", QOP=\"\"", DigestError::Unsupported(KnownParam::Qop)),
            ("Digest nonce=\"n\"", missing(KnownParam::Realm)),
            ("Digest realm=\"a\"", missing(KnownParam::Nonce)),
        ] {
            assert_eq!(question(challenge).map(|_| ()), Err(why), "{challenge}");
        }
        assert_eq!(format!("{}", question("Digest realm=\"\"").unwrap_err()), "no nonce parameter at byte 0");
        assert_eq!(format!("{}", DigestError::Unsupported(KnownParam::Qop)), "unsupported qop");
    }

    #[test]
    fn what_need_not_be_there_need_not_be_there() {
        for challenge in
            ["Digest realm=\"\", nonce=\"\"", "DIGEST nonce=\"n\" , REALM=a, Algorithm=\"md5\", stale=TRUE, x=y, userhash=true"]
        {
            assert!(question(challenge).is_ok(), "{challenge}");
        }
    }

    #[test]
    fn a_kept_ha1_answers_like_its_password() {
        let question = question("Digest realm=\"a\\\"b\", nonce=\"n\", opaque=\"\\o\"").unwrap();
        let ha1 = Ha1::new(question.algorithm(), "bob", question.realm(), "p").unwrap();
        let (kept, fresh) = (question.answer_with("bob", &ha1).unwrap(), question.answer("bob", "p"));
        assert_eq!(kept.to_bytes().unwrap(), fresh.to_bytes().unwrap());
        assert_eq!(kept.response().as_str(), ha1.response(question.exchange()).as_str());
        assert!(!format!("{kept:?} {question:?}").contains(kept.response().as_str()));
    }
}
