//! Challenges and credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization.

mod algorithm;
mod bearer;
mod challenge;
mod credentials;
mod fast;
pub(in crate::header) mod info;
mod other;
mod params;
mod parts;
mod shown;

pub use algorithm::{Algorithm, OtherAlgorithm, OtherQop, Qop};
pub use bearer::{BearerChallengeDraft, BearerDraft};
pub(in crate::header) use challenge::challenge;
pub use challenge::{Challenge, ChallengeDraft};
pub(in crate::header) use credentials::credentials;
pub use credentials::{Credentials, CredentialsDraft};
pub use other::OtherAuthDraft;
pub use params::{AuthParam, AuthParams};

#[cfg(test)]
mod tests;
