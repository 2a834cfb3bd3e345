//! Digest authentication (RFC 7616, RFC 8760, RFC 3261 §22): challenges answered and credentials checked.
//!
//! A client puts a challenge to the request that it is to send again, as a [`Question`], and gives the [`Answer`]. A server has a
//! [`Verifier`] check credentials. Both stand on [`Ha1`], which is what a store may keep in place of a password, and on
//! [`Exchange`], which is what else goes into a response.
//!
//! So far there is MD5 in the form without a quality of protection, which is all that RFC 2069 had. What is not supported is
//! an error that names the parameter, never another algorithm.
//!
//! ```text
//! response = H( H(A1) ":" unq(nonce) ":" H(A2) )
//! A1       = unq(username) ":" unq(realm) ":" passwd
//! A2       = Method ":" digest-uri
//! ```
//!
//! What is hashed of a quoted string is what it says, without its quotes and quoting backslashes (RFC 7616 §3.3). The digest-uri is
//! hashed as it was sent: it is no URI that was parsed and written again.
//!
//! ```
//! use sipwire::digest::{Expect, Outcome, Question, Verifier};
//! use sipwire::header::Authorization;
//! use sipwire::{Challenge, Credentials, Encode, Method};
//!
//! // The client was sent a challenge.
//! let challenge = Challenge::parse(b"Digest realm=\"biloxi.com\", nonce=\"dcd98b71\", algorithm=MD5")?;
//! let question = Question::new(&challenge, Method::Register, "sip:biloxi.com")?;
//! let row = Authorization::row(question.answer("bob", "zanzibar")).to_bytes()?;
//!
//! // The server gets it back.
//! let credentials = Credentials::parse(&row)?;
//! let expect = Expect::new(Method::Register, "biloxi.com").nonce("dcd98b71").uri("sip:biloxi.com");
//! let outcome = Verifier::new().check(&credentials, &expect, |user| user.username().is("bob").then(|| user.ha1("zanzibar")));
//! assert_eq!(outcome, Outcome::Accepted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ha1;
mod hash;
mod question;
mod verifier;

pub use ha1::{DigestResponse, Exchange, Ha1};
pub use question::{Answer, Question};
pub use verifier::{Expect, Outcome, User, Verifier};

use core::fmt;

use crate::error::{KnownParam, ParseError};

/// Why a challenge can't be answered, or credentials can't be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestError {
    /// The scheme is not Digest.
    Scheme,
    /// The parameter asks for something that this crate does not do, or is itself not known to it.
    Unsupported(KnownParam),
    /// A parameter is missing, or is not what its grammar wants.
    Invalid(ParseError),
    /// The HA1 is no hash of the algorithm: it is too long or too short, it has other characters than hexadecimal digits, or it was
    /// made by another algorithm.
    Ha1,
}

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DigestError::Scheme => f.write_str("the scheme is not Digest"),
            DigestError::Unsupported(param) => write!(f, "unsupported {}", param.as_str()),
            DigestError::Invalid(error) => error.fmt(f),
            DigestError::Ha1 => f.write_str("the HA1 is no hash of the algorithm"),
        }
    }
}

impl core::error::Error for DigestError {}

impl From<ParseError> for DigestError {
    fn from(error: ParseError) -> Self {
        DigestError::Invalid(error)
    }
}
