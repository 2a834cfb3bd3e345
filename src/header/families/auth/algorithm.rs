//! The values of a Digest challenge: algorithms, and qualities of protection.

use crate::macros::open_enum;
use crate::text::Text;

open_enum! {
    /// The algorithm of a Digest challenge (RFC 8760 §2.1), compared without regard to case.
    ///
    /// ```text
    /// algorithm = "algorithm" EQUAL ( "MD5" / "MD5-sess" / "SHA-256" / "SHA-256-sess" / "SHA-512-256" / "SHA-512-256-sess" / token )
    /// ```
    Algorithm, OtherAlgorithm, nocase, Token:
    /// MD5, the default algorithm (RFC 7616 §3.3).
    Md5 "MD5";
    /// MD5 over a session key (RFC 7616 §3.4.2).
    Md5Sess "MD5-sess";
    /// SHA-256 (RFC 8760).
    Sha256 "SHA-256";
    /// SHA-256 over a session key (RFC 7616 §3.4.2).
    Sha256Sess "SHA-256-sess";
    /// SHA-512/256 of FIPS 180-4 (RFC 8760).
    Sha512T256 "SHA-512-256";
    /// SHA-512/256 over a session key (RFC 7616 §3.4.2).
    Sha512T256Sess "SHA-512-256-sess";
    /// MD5 with a password from AKA (RFC 3310).
    AkaV1Md5 "AKAv1-MD5";
    /// MD5 over a session key, with a password from AKA (RFC 3310).
    AkaV1Md5Sess "AKAv1-MD5-sess";
    /// MD5 with a password from AKA, version 2 (RFC 4169).
    AkaV2Md5 "AKAv2-MD5";
    /// SHA-256 with a password from AKA (3GPP TS 33.203).
    AkaV1Sha256 "AKAv1-SHA-256";
    /// SHA-256 with a password from AKA, version 2 (3GPP TS 33.203).
    AkaV2Sha256 "AKAv2-SHA-256";
}

open_enum! {
    /// A quality of protection (RFC 7616 §3.3), compared without regard to case.
    ///
    /// ```text
    /// qop-value = "auth" / "auth-int" / token
    /// ```
    Qop, OtherQop, nocase, Token:
    /// The request's method and digest-uri are authenticated.
    Auth "auth";
    /// Its body too.
    AuthInt "auth-int";
}

impl<'a> Qop<'a> {
    /// The value of a parameter; empty if a quoted string holds no token.
    pub(super) fn of_text(text: Text<'a>) -> Self {
        Self::try_from(text.as_bytes()).unwrap_or(Self::of_token(b""))
    }
}
