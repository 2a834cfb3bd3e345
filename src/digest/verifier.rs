//! The server's side: a [`Verifier`] checks credentials against what the request is, and says what came out.

use super::ha1::supported;
use super::hash::Hash;
use super::{DigestError, Exchange, Ha1};
use crate::error::KnownParam;
use crate::header::{Algorithm, Credentials};
use crate::method::Method;
use crate::text::Text;

/// Checks Digest credentials.
///
/// What takes memory is the caller's: whether a nonce is one of the server's and fresh, and how often it was used.
///
/// ```
/// use sipwire::digest::{Expect, Ha1, Outcome, Verifier};
/// use sipwire::{Credentials, KnownParam, Method};
///
/// let credentials = Credentials::parse(
///     b"Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
///       uri=\"sip:bob@biloxi.com\", response=\"bf57e4e0d0bffc0fbaedce64d59add5e\"",
/// )?;
/// let check = |expect| {
///     Verifier::new().check(&credentials, &expect, |user| {
///         user.username().is("bob").then(|| Ha1::from_hex(user.algorithm(), "12af60467a33e8518da5c68bbff12b11").ok())?
///     })
/// };
/// assert_eq!(check(Expect::new(Method::Invite, "biloxi.com")), Outcome::Accepted);
/// assert_eq!(check(Expect::new(Method::Bye, "biloxi.com")), Outcome::WrongResponse);
/// assert_eq!(check(Expect::new(Method::Invite, "atlanta.com")), Outcome::Mismatch(KnownParam::Realm));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Verifier {}

impl Verifier {
    /// The strict verifier: responses in lower-case digits, quoted strings hashed as RFC 7616 §3.3 has it.
    pub const fn new() -> Self {
        Self {}
    }

    /// Checks credentials. `ha1` looks the user up, and is asked only if all else fits; `None` says that there is no such user.
    ///
    /// For a user that there is not the same is computed as for one that there is and has a password, so that the answer takes no
    /// less time.
    pub fn check(&self, got: &Credentials<'_>, expect: &Expect<'_>, ha1: impl FnOnce(User<'_>) -> Option<Ha1>) -> Outcome {
        let claim = match Claim::read(got) {
            Ok(claim) => claim,
            Err(error) => return Outcome::Improper(error),
        };
        for (param, got, expected) in [
            (KnownParam::Realm, claim.user.realm, Some(expect.realm)),
            (KnownParam::Nonce, claim.nonce, expect.nonce),
            (KnownParam::Uri, claim.uri, expect.uri),
        ] {
            if expected.is_some_and(|expected| !got.is(expected)) {
                return Outcome::Mismatch(param);
            }
        }
        let found = ha1(claim.user);
        let is_known = found.is_some();
        let ha1 = found.unwrap_or_else(|| claim.user.ha1(b""));
        let is_right = ha1.verify(&Exchange::new(expect.method, claim.uri, claim.nonce), claim.response);
        match (is_known, is_right) {
            (false, _) => Outcome::UnknownUser,
            (true, false) => Outcome::WrongResponse,
            (true, true) => Outcome::Accepted,
        }
    }
}

/// What credentials have to say before they can be checked.
struct Claim<'a> {
    user: User<'a>,
    nonce: Text<'a>,
    uri: Text<'a>,
    response: &'a [u8],
}

impl<'a> Claim<'a> {
    fn read(got: &Credentials<'a>) -> Result<Self, DigestError> {
        if !got.is_digest() {
            return Err(DigestError::Scheme);
        }
        let hash = supported(got.algorithm())?;
        for param in [KnownParam::Qop, KnownParam::UsernameStar] {
            if got.params().get(param.as_str()).is_some() {
                return Err(DigestError::Unsupported(param));
            }
        }
        if got.userhash() {
            return Err(DigestError::Unsupported(KnownParam::Userhash));
        }
        let (username, realm) = (got.require(KnownParam::Username)?, got.require(KnownParam::Realm)?);
        Ok(Self {
            user: User { username, realm, algorithm: got.algorithm(), hash },
            nonce: got.require(KnownParam::Nonce)?,
            uri: got.require(KnownParam::Uri)?,
            // The digits as written: nothing in them needs a backslash.
            response: got.require(KnownParam::Response)?.as_bytes(),
        })
    }
}

/// What credentials have to fit: the request that carries them, and the server's own realm.
#[derive(Clone, Copy, Debug)]
pub struct Expect<'a> {
    method: Method<'a>,
    realm: &'a [u8],
    nonce: Option<&'a [u8]>,
    uri: Option<&'a [u8]>,
}

impl<'a> Expect<'a> {
    /// The request's method, and the realm that the server challenges for. An ACK counts as the INVITE whose credentials it
    /// carries (RFC 3261 §22.1).
    pub fn new(method: Method<'a>, realm: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { method, realm: realm.as_ref(), nonce: None, uri: None }
    }

    /// The one nonce that is taken. Without it any is, and whether it is the server's is to be seen from
    /// [`Credentials::nonce`].
    #[must_use]
    pub fn nonce(mut self, nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.nonce = Some(nonce.as_ref());
        self
    }

    /// The one digest-uri that is taken, byte by byte. Without it any is: proxies change Request-URIs, so that a server may look
    /// at [`Credentials::uri`] and judge for itself (RFC 8760 §2.6).
    #[must_use]
    pub fn uri(mut self, uri: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.uri = Some(uri.as_ref());
        self
    }
}

/// Who the credentials say they are of: what an [`Ha1`] is looked up by.
#[derive(Clone, Copy, Debug)]
pub struct User<'a> {
    username: Text<'a>,
    realm: Text<'a>,
    algorithm: Algorithm<'a>,
    hash: Hash,
}

impl<'a> User<'a> {
    /// The username.
    pub const fn username(&self) -> Text<'a> {
        self.username
    }

    /// The realm, which is the one that was expected.
    pub const fn realm(&self) -> Text<'a> {
        self.realm
    }

    /// The algorithm that the [`Ha1`] has to be made by.
    pub const fn algorithm(&self) -> Algorithm<'a> {
        self.algorithm
    }

    /// The user's [`Ha1`], from the password.
    pub fn ha1(&self, password: impl AsRef<[u8]>) -> Ha1 {
        Ha1::of(self.hash, self.username, self.realm, password.as_ref())
    }
}

/// What came out of a check.
///
/// A peer need not know more of it than that it was accepted, or not: which users there are is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
#[non_exhaustive]
pub enum Outcome {
    /// The credentials are the user's.
    Accepted,
    /// They can't be checked: not of Digest, not supported, or not whole. A 400 may be owed (RFC 7616 §3.4).
    Improper(DigestError),
    /// Realm, nonce or digest-uri is another than was expected.
    Mismatch(KnownParam),
    /// There is no such user.
    UnknownUser,
    /// The response is of another password, request or nonce.
    WrongResponse,
}

impl Outcome {
    /// Whether the credentials are the user's.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        matches!(self, Outcome::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, ParseError};
    use alloc::format;
    use core::cell::Cell;

    const GOOD: &str = "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                        uri=\"sip:bob@biloxi.com\", response=\"bf57e4e0d0bffc0fbaedce64d59add5e\"";

    fn check(credentials: &str, expect: &Expect<'_>) -> Outcome {
        let credentials = Credentials::parse(credentials.as_bytes()).unwrap();
        Verifier::new().check(&credentials, expect, |user| user.username().is("bob").then(|| user.ha1("zanzibar")))
    }

    #[test]
    fn what_was_expected_has_to_be_there() {
        let expect = Expect::new(Method::Invite, "biloxi.com");
        assert!(check(GOOD, &expect).is_accepted());
        assert!(check(GOOD, &expect.uri("sip:bob@biloxi.com").nonce("dcd98b7102dd2f0e8b11d0f600bfb0c093")).is_accepted());
        assert!(check(GOOD, &Expect::new(Method::Ack, "biloxi.com")).is_accepted());
        assert_eq!(check(GOOD, &Expect::new(Method::Cancel, "biloxi.com")), Outcome::WrongResponse);
        assert_eq!(check(GOOD, &Expect::new(Method::Invite, "biloxi.org")), Outcome::Mismatch(KnownParam::Realm));
        assert_eq!(check(GOOD, &expect.uri("sip:BOB@biloxi.com")), Outcome::Mismatch(KnownParam::Uri));
        assert_eq!(check(GOOD, &expect.nonce("")), Outcome::Mismatch(KnownParam::Nonce));
    }

    #[test]
    fn only_the_user_with_the_password_is_accepted() {
        let expect = Expect::new(Method::Invite, "biloxi.com");
        assert_eq!(check(&GOOD.replace("\"bob\"", "\"eve\""), &expect), Outcome::UnknownUser);
        let credentials = Credentials::parse(GOOD.as_bytes()).unwrap();
        let with = |password| Verifier::new().check(&credentials, &expect, |user| Some(user.ha1(password)));
        assert_eq!((with("zanzibar"), with("zanzibaR"), with("")), (Outcome::Accepted, Outcome::WrongResponse, Outcome::WrongResponse));
        // What is computed for an unknown user is known to everybody, and opens nothing.
        let nobody = Ha1::new(Algorithm::Md5, "eve", "biloxi.com", "").unwrap();
        let response = nobody.response(&Exchange::new(Method::Invite, "sip:bob@biloxi.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093"));
        let forged = GOOD.replace("\"bob\"", "\"eve\"").replace("bf57e4e0d0bffc0fbaedce64d59add5e", response.as_str());
        assert_eq!(check(&forged, &expect), Outcome::UnknownUser);
    }

    #[test]
    fn the_response_is_taken_as_written() {
        let expect = Expect::new(Method::Invite, "biloxi.com");
        let response = "bf57e4e0d0bffc0fbaedce64d59add5e";
        for wrong in ["", "b", &response[1..], &format!("{response}0"), "BF57E4E0D0BFFC0FBAEDCE64D59ADD5E", &format!("\\{response}")] {
            assert_eq!(check(&GOOD.replace(response, wrong), &expect), Outcome::WrongResponse, "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_checked_says_why_and_asks_for_no_user() {
        let missing = |param| DigestError::Invalid(ParseError::new(ErrorKind::MissingParam(param), 0));
        let unsupported = DigestError::Unsupported;
        for (credentials, why) in [
            ("Bearer Zm9v".into(), DigestError::Scheme),
            ("Basic Zm9vOmJhcg==".into(), DigestError::Scheme),
            (GOOD.replace("username=\"bob\", ", ""), missing(KnownParam::Username)),
            (GOOD.replace("realm=\"biloxi.com\", ", ""), missing(KnownParam::Realm)),
            (GOOD.replace("nonce=", "x="), missing(KnownParam::Nonce)),
            (GOOD.replace("uri=", "x="), missing(KnownParam::Uri)),
            (GOOD.replace("response=", "x="), missing(KnownParam::Response)),
            (format!("{GOOD}, algorithm=SHA-256"), unsupported(KnownParam::Algorithm)),
            (format!("{GOOD}, algorithm=MD5-sess"), unsupported(KnownParam::Algorithm)),
            (format!("{GOOD}, algorithm=MD"), unsupported(KnownParam::Algorithm)),
            (format!("{GOOD}, qop=auth"), unsupported(KnownParam::Qop)),
            (format!("{GOOD}, userhash=true"), unsupported(KnownParam::Userhash)),
            (format!("{GOOD}, username*=UTF-8''bob"), unsupported(KnownParam::UsernameStar)),
        ] {
            let asked = Cell::new(false);
            let outcome = Verifier::new().check(
                &Credentials::parse(credentials.as_bytes()).unwrap(),
                &Expect::new(Method::Invite, "biloxi.com"),
                |user| {
                    asked.set(true);
                    Some(user.ha1("zanzibar"))
                },
            );
            assert_eq!((outcome, asked.get()), (Outcome::Improper(why), false), "{credentials}");
        }
        for extra in ["algorithm=md5", "algorithm=\"MD5\"", "userhash=false", "opaque=\"\"", "cnonce=\"x\""] {
            assert!(check(&format!("{GOOD}, {extra}"), &Expect::new(Method::Invite, "biloxi.com")).is_accepted(), "{extra}");
        }
    }

    #[test]
    fn quoted_pairs_are_undone_before_anything_is_compared() {
        let quoted = GOOD.replace("bob\",", "\\b\\o\\b\",").replace("\"biloxi", "\"\\biloxi").replace("dcd9", "\\dcd\\9");
        let expect = Expect::new(Method::Invite, "biloxi.com").nonce("dcd98b7102dd2f0e8b11d0f600bfb0c093");
        assert_ne!(quoted, GOOD);
        assert!(check(&quoted, &expect).is_accepted());
    }
}
