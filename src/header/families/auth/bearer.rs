//! Challenges and credentials of the scheme Bearer, made from parts (RFC 8898).

use core::fmt;

use super::{Challenge, Credentials};
use crate::chars;
use crate::encode::{Encode, Writer, shown_as_written};
use crate::error::Expected;
use crate::header::draft::draft_of;

impl<'a> Challenge<'a> {
    /// Makes a challenge for a token from parts, to be written.
    pub fn bearer(realm: &'a (impl AsRef<[u8]> + ?Sized)) -> BearerChallengeDraft<'a> {
        BearerChallengeDraft { realm: realm.as_ref(), scope: None, authz_server: None, error: None }
    }
}

impl<'a> Credentials<'a> {
    /// Makes credentials of a token, to be written.
    pub fn bearer(token: &'a (impl AsRef<[u8]> + ?Sized)) -> BearerDraft<'a> {
        BearerDraft { token: token.as_ref() }
    }

    /// The token of credentials of the scheme Bearer, as it is (RFC 8898 §3). It is a secret.
    pub fn token(&self) -> Option<&'a [u8]> {
        self.is_bearer().then_some(self.rest())
    }
}

/// A challenge for a token, to be written, made from parts. Pass quoted values without their quotes.
///
/// ```
/// use sipwire::{Challenge, Encode};
///
/// let challenge = Challenge::bearer("example.com").scope("register").authz_server("https://as.example.com");
/// assert_eq!(
///     challenge.to_bytes()?,
///     b"Bearer realm=\"example.com\", scope=\"register\", authz_server=\"https://as.example.com\"",
/// );
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct BearerChallengeDraft<'a> {
    realm: &'a [u8],
    scope: Option<&'a [u8]>,
    authz_server: Option<&'a [u8]>,
    error: Option<&'a [u8]>,
}

shown_as_written!(BearerChallengeDraft);

impl<'a> BearerChallengeDraft<'a> {
    /// Sets the scope that the token must have: names separated by spaces (RFC 8898 §4).
    #[must_use]
    pub fn scope(mut self, scope: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.scope = Some(scope.as_ref());
        self
    }

    /// The `https` URI of the server that gives tokens (RFC 8898 §4).
    #[must_use]
    pub fn authz_server(mut self, uri: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.authz_server = Some(uri.as_ref());
        self
    }

    /// Sets the reason why a token was refused: `invalid_token`, `invalid_scope` (RFC 8898 §4).
    #[must_use]
    pub fn error(mut self, error: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.error = Some(error.as_ref());
        self
    }
}

impl Encode for BearerChallengeDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.literal("Bearer realm=");
        out.quoted(self.realm);
        for (name, value) in [(", scope=", self.scope), (", authz_server=", self.authz_server), (", error=", self.error)] {
            if let Some(value) = value {
                out.literal(name);
                out.quoted(value);
            }
        }
    }
}

draft_of!(BearerChallengeDraft<'_>, Challenge);

/// Credentials of a token: written, not read.
///
/// ```text
/// b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
/// ```
///
/// `Debug` does not show the token.
///
/// ```
/// use sipwire::{Credentials, Encode};
///
/// assert_eq!(Credentials::bearer("eyJhbGciOi.JSUzI1NiJ9").to_bytes()?, b"Bearer eyJhbGciOi.JSUzI1NiJ9");
/// assert!(Credentials::bearer("a b").to_bytes().is_err());
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct BearerDraft<'a> {
    token: &'a [u8],
}

impl Encode for BearerDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.literal("Bearer ");
        let padding = self.token.iter().rev().take_while(|&&b| b == b'=').count();
        let (token, padding) = self.token.split_at(self.token.len() - padding);
        out.some(token, chars::TOKEN68, Expected::Token68);
        padding.iter().for_each(|_| out.literal("="));
    }
}

draft_of!(BearerDraft<'_>, Credentials);

impl fmt::Debug for BearerDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerDraft(***)")
    }
}
