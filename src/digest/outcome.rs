//! [`Outcome`]: what came out of a check.

use super::DigestError;
use crate::error::KnownParam;

/// What came out of a check.
///
/// A peer need not know more of it than that it was accepted, or not: which users there are is nobody's business.
///
/// | outcome | what a server answers |
/// |---|---|
/// | [`Accepted`](Outcome::Accepted) | the request's own answer |
/// | [`Stale`](Outcome::Stale) | a new challenge with `stale=true` |
/// | [`Resynchronize`](Outcome::Resynchronize) | a new challenge of AKA |
/// | [`Improper`](Outcome::Improper) | a 400 (RFC 7616 §3.4), or a new challenge where something is not supported |
/// | all others | a new challenge, or a 403 |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
#[non_exhaustive]
pub enum Outcome {
    /// The credentials are the user's.
    Accepted,
    /// They answer no challenge: the response is empty, as that of a UA that says who it is before it was challenged (RFC 8760 §2.7,
    /// 3GPP TS 24.229 §5.1.1.2).
    Unanswered,
    /// They can't be checked: not of Digest, not supported, or not whole.
    Improper(DigestError),
    /// The algorithm's hash is weaker than what the verifier takes.
    TooWeak,
    /// Realm, nonce or digest-uri is another than was expected.
    Mismatch(KnownParam),
    /// There is no such user.
    UnknownUser,
    /// The response is of another password, request or nonce.
    WrongResponse,
    /// The response is right, but the nonce is too old, or not one that this server made: the client knows the password and may answer
    /// another challenge without asking its user.
    Stale,
    /// The response is right, but the nonce was used with this nonce count before.
    Replayed,
    /// The user's UICC is out of step, and sends its token for a resynchronisation in `auts` (RFC 3310 §3.4). Nobody was
    /// authenticated: the response is made with an empty password.
    Resynchronize,
}

impl Outcome {
    /// Whether the credentials are the user's.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        matches!(self, Outcome::Accepted)
    }

    /// Whether the client may answer another challenge without asking its user: what `stale=true` says.
    #[must_use]
    pub const fn is_stale(self) -> bool {
        matches!(self, Outcome::Stale)
    }
}
