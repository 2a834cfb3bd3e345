//! Digest authentication (RFC 7616, RFC 8760, RFC 3261 §22): challenges answered and credentials checked.
//!
//! Every algorithm that is registered for SIP, and those of AKA; without a quality of protection, with `auth` and with `auth-int`. What
//! is not known is an error that names the parameter, never another algorithm.
//!
//! ```text
//! response = H( H(A1) ":" unq(nonce) ":" nc ":" unq(cnonce) ":" qop ":" H(A2) )   ; with a quality of protection
//!          / H( H(A1) ":" unq(nonce) ":" H(A2) )                                  ; without, as in RFC 2069
//! A1       = unq(username) ":" unq(realm) ":" passwd
//!          / H( unq(username) ":" unq(realm) ":" passwd ) ":" unq(nonce-prime) ":" unq(cnonce-prime)   ; algorithms in -sess
//! A2       = Method ":" digest-uri [ ":" H( body ) ]                              ; the body with auth-int
//! ```
//!
//! What is hashed of a quoted string is what it says, without its quotes and quoting backslashes (RFC 7616 §3.3). The digest-uri is
//! hashed as it was sent: it is no URI that was parsed and written again. Names, realms, nonces and passwords are bytes.
//!
//! # A client
//!
//! A [`Policy`] chooses among the challenges of a response: of each realm that there are credentials for the topmost that is understood
//! and not too weak. Each of them is a [`Question`], and begins a [`Session`], which gives an [`Answer`] for every request. A challenge
//! that says `stale` renews the session; Authentication-Info in a response confirms it.
//!
//! # A server
//!
//! [`Nonces`] makes nonces, and knows them again by a secret and the time, without keeping any. A [`Verifier`] checks credentials against
//! what it is told to expect, and the [`Outcome`] says why if they are not accepted. A [`ReplayWindow`] for each nonce that was used
//! holds off requests that were sent twice.
//!
//! ```
//! use core::time::Duration;
//! use sipwire::digest::{Expect, HashFunction, Nonces, Outcome, Policy, Session, Verifier};
//! use sipwire::header::{Authorization, WwwAuthenticate};
//! use sipwire::{Algorithm, Challenge, Method, Qop, Request, Response, StatusCode};
//!
//! // The server challenges, with the algorithm that it prefers on top.
//! let nonces = Nonces::new(&[7; 32], Duration::from_secs(300)); // 32 random bytes
//! let now = Duration::from_secs(1_790_000_000); // since 1970, say
//! let nonce = nonces.make(now, "biloxi.com", "");
//! let mut unauthorized = Response::builder(StatusCode::UNAUTHORIZED);
//! for algorithm in [Algorithm::Sha256, Algorithm::Md5] {
//!     let challenge = Challenge::build("biloxi.com", &nonce).algorithm(algorithm).qop(&[Qop::Auth]);
//!     unauthorized.header(WwwAuthenticate::row(challenge));
//! }
//! let unauthorized = unauthorized.finish()?;
//!
//! // The client answers.
//! let questions = Policy::new().choose(unauthorized.headers(), |question| question.realm().is("biloxi.com"));
//! let mut session = Session::new(&questions[0], "bob", "zanzibar", "0a4f113b"); // a random cnonce
//! let uri = "sip:biloxi.com";
//! let request = Request::builder(Method::Register, uri).header(session.answer(Method::Register, uri, b"")?).finish()?;
//!
//! // The server checks.
//! let message = request.as_message();
//! let request = message.as_request().unwrap();
//! let credentials = request.headers().first::<Authorization>()?.unwrap();
//! let expect = Expect::of(request, "biloxi.com").nonces(&nonces, now + Duration::from_secs(1), "");
//! let login = |user: sipwire::digest::User<'_>| user.is("bob").then_some(("bob", "zanzibar"));
//! let verifier = Verifier::new().at_least(HashFunction::Sha256);
//! assert_eq!(verifier.check_password(&credentials, &expect, login), Outcome::Accepted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Below that
//!
//! Both sides stand on [`Ha1`], which is what a store may keep in place of a password, and on [`Exchange`], which is what else goes into
//! a response.

mod aka;
mod exchange;
mod ha1;
mod hash;
mod nonce;
mod outcome;
mod policy;
mod session;
mod user;
mod verifier;

pub use aka::{Aka, AkaKey, AkaNonce, AkaPassword};
pub use exchange::{Exchange, NonceCount, Protection};
pub use ha1::{DigestResponse, Ha1, UserHash};
pub use hash::HashFunction;
pub use nonce::{Nonce, NonceState, Nonces, ReplayWindow};
pub use outcome::Outcome;
pub use policy::{Policy, Question};
pub use session::{Answer, Session};
pub use user::{User, Username};
pub use verifier::{Expect, Verifier};

use core::fmt;

use crate::error::{KnownParam, ParseError};
use crate::text::Text;

/// Why a challenge can't be answered, credentials can't be checked, or what a server says to them is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestError {
    /// The scheme is not Digest.
    Scheme,
    /// The parameter asks for something that this crate does not do, or is itself not known to it.
    Unsupported(KnownParam),
    /// A parameter is missing, is there twice, or is not what its grammar wants.
    Invalid(ParseError),
    /// A parameter does not say what it is to say.
    Malformed(KnownParam),
    /// A parameter that must say something is empty.
    Empty(KnownParam),
    /// The algorithm is weaker than what is taken.
    TooWeak,
    /// The HA1 is no hash of the algorithm: it is too long or too short, it has other characters than hexadecimal digits, or it was
    /// made by another algorithm.
    Ha1,
    /// The parameter is another than it was before.
    Mismatch(KnownParam),
    /// The credentials were not taken, and must not be sent again.
    Rejected,
    /// The server does not prove that it knows the password.
    WrongProof,
    /// The nonce was used as often as can be counted.
    Exhausted,
}

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DigestError::Scheme => f.write_str("the scheme is not Digest"),
            DigestError::Unsupported(param) => write!(f, "unsupported {}", param.as_str()),
            DigestError::Invalid(error) => error.fmt(f),
            DigestError::Malformed(param) => write!(f, "malformed {}", param.as_str()),
            DigestError::Empty(param) => write!(f, "the {} is empty", param.as_str()),
            DigestError::TooWeak => f.write_str("the algorithm is too weak"),
            DigestError::Ha1 => f.write_str("the HA1 is no hash of the algorithm"),
            DigestError::Mismatch(param) => write!(f, "the {} is another than before", param.as_str()),
            DigestError::Rejected => f.write_str("the credentials were rejected"),
            DigestError::WrongProof => f.write_str("the server does not know the password"),
            DigestError::Exhausted => f.write_str("the nonce was used too often"),
        }
    }
}

impl core::error::Error for DigestError {}

impl From<ParseError> for DigestError {
    fn from(error: ParseError) -> Self {
        DigestError::Invalid(error)
    }
}

/// What RFC 2617 hashed of a quoted string: all between the quotes.
const fn as_written(text: Text<'_>) -> Text<'_> {
    Text::exact(text.as_bytes())
}
