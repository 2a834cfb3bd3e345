//! Authentication-Info and Proxy-Authentication-Info.

use core::fmt;

use super::{AuthParams, Qop};
use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{Expected, KnownParam, ParseError};
use crate::header::draft::{draft_of, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// What a server says to credentials that it took: the next nonce, and a proof that it knows the password too (RFC 3261 §20.6, RFC
/// 7616 §3.5).
///
/// ```text
/// Authentication-Info = "Authentication-Info" HCOLON ainfo *( COMMA ainfo )
/// ainfo               = nextnonce / message-qop / response-auth / cnonce / nonce-count
/// ```
///
/// The row is one value; its commas part parameters. Each parameter is read when its accessor is called. `Debug` and `Display` don't show the proof.
///
/// ```
/// use sipwire::{Message, Qop, header::AuthenticationInfo};
///
/// let message = Message::parse(b"SIP/2.0 200 OK\r\nAuthentication-Info: nextnonce=\"47364c23\", qop=auth, nc=00000002\r\n\r\n")?;
/// let info = message.headers().require::<AuthenticationInfo>()?;
/// assert!(info.next_nonce()?.unwrap().is("47364c23") && info.qop()? == Some(Qop::Auth));
/// assert_eq!(info.nonce_count()?, Some(2));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct AuthInfo<'a> {
    params: AuthParams<'a>,
}

/// Two values are equal if they have the same bytes.
impl PartialEq for AuthInfo<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for AuthInfo<'_> {}

impl<'a> AuthInfo<'a> {
    /// Parses a value outside of a message, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = auth_info(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// Makes a value from parts, to be written.
    pub const fn build() -> AuthInfoDraft<'a> {
        AuthInfoDraft { next_nonce: None, proof: None }
    }

    /// The nonce that the client is to use from now on (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn next_nonce(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.params.once(KnownParam::Nextnonce)
    }

    /// The proof that the server knows the password: a hash in hexadecimal digits (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn response(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.params.once(KnownParam::Rspauth)
    }

    /// The quality of protection that the proof was made with; empty if a quoted string holds no token (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn qop(&self) -> Result<Option<Qop<'a>>, ParseError> {
        Ok(self.params.known(KnownParam::Qop)?.map(Qop::of_text))
    }

    /// The client's nonce, returned (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn cnonce(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.params.known(KnownParam::Cnonce)
    }

    /// The nonce count, returned (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or is not eight hexadecimal digits.
    pub fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        self.params.nonce_count()
    }

    /// The parameters.
    pub const fn params(&self) -> &AuthParams<'a> {
        &self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.params.as_bytes()
    }
}

/// ```text
/// ainfo *( COMMA ainfo )
/// ainfo = nextnonce / message-qop / response-auth / cnonce / nonce-count
/// ```
///
/// Other parameters are taken as well.
pub(in crate::header) fn auth_info(value: Value<'_>) -> Result<AuthInfo<'_>, ParseError> {
    AuthParams::of(value).map(|params| AuthInfo { params })
}

impl<'a> Family<'a> for AuthInfo<'a> {
    const NAME: &'static str = "auth-info";

    fn as_bytes(&self) -> &'a [u8] {
        self.params.as_bytes()
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()?;
        // Of two that are repeated, the first decides.
        let errors = [self.next_nonce().err(), self.response().err()];
        errors.into_iter().flatten().min_by_key(|error| error.offset()).map_or(Ok(()), Err)
    }

    fn leniency(&self) -> Leniency {
        Leniency::ALL
    }

    fn params(&self) -> Params<'a> {
        Params::default()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        self == other
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, next_nonce response);
        facts.tell("qop", self.qop().map(|qop| qop.map(|qop| qop.as_bytes())));
        tell!(facts, self, cnonce nonce_count);
    }
}

written_as_read!(AuthInfo redacted);

/// Writes the parameters, without the proof.
impl fmt::Display for AuthInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.params.fmt(f)
    }
}

/// What a server answers to credentials, to be written, made from parts. Pass quoted values without their quotes.
///
/// `Debug` does not show the proof.
///
/// ```
/// use sipwire::{AuthInfo, Encode, Qop, header::AuthenticationInfo};
///
/// let info = AuthInfo::build().next_nonce("47364c23").proof(Qop::Auth, "0a4f113b", 1, "5ccc069c403ebaf9f0171e9517f40e41");
/// assert_eq!(
///     AuthenticationInfo::row(info).to_bytes()?,
///     b"nextnonce=\"47364c23\", qop=auth, cnonce=\"0a4f113b\", nc=00000001, rspauth=\"5ccc069c403ebaf9f0171e9517f40e41\"",
/// );
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct AuthInfoDraft<'a> {
    next_nonce: Option<&'a [u8]>,
    proof: Option<Proof<'a>>,
}

#[derive(Clone, Copy)]
struct Proof<'a> {
    qop: Qop<'a>,
    cnonce: &'a [u8],
    nonce_count: u32,
    response: &'a [u8],
}

impl<'a> AuthInfoDraft<'a> {
    /// The nonce that the client is to use from now on.
    #[must_use]
    pub fn next_nonce(mut self, nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.next_nonce = Some(nonce.as_ref());
        self
    }

    /// The proof, in hexadecimal digits, and what it was made with: the client's quality of protection, nonce and nonce count.
    #[must_use]
    pub fn proof(
        mut self,
        qop: Qop<'a>,
        cnonce: &'a (impl AsRef<[u8]> + ?Sized),
        nonce_count: u32,
        response: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        self.proof = Some(Proof { qop, cnonce: cnonce.as_ref(), nonce_count, response: response.as_ref() });
        self
    }
}

impl Encode for AuthInfoDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if let Some(nonce) = self.next_nonce {
            out.fixed("nextnonce=");
            out.quoted(nonce);
        }
        let Some(proof) = &self.proof else {
            if self.next_nonce.is_none() {
                out.refuse(BuildErrorKind::Empty(Expected::AuthParam), 0);
            }
            return;
        };
        out.fixed(if self.next_nonce.is_some() { ", qop=" } else { "qop=" });
        out.token(proof.qop);
        out.fixed(", cnonce=");
        out.quoted(proof.cnonce);
        out.fixed(", nc=");
        out.display(format_args!("{:08x}", proof.nonce_count));
        out.fixed(", rspauth=");
        out.quoted(proof.response);
    }
}

draft_of!(AuthInfoDraft<'_>, AuthInfo);

impl fmt::Debug for AuthInfoDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthInfoDraft(nextnonce {:?})", self.next_nonce.map(Text::plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn parameters_come_in_any_order() {
        let info = AuthInfo::parse(b"RSPAUTH=\"abc\" , nc=0000000G,cnonce=\"\\\"\", x=y,nextnonce=n").unwrap();
        assert!(info.response().unwrap().unwrap().is("abc") && info.next_nonce().unwrap().unwrap().is("n"));
        assert_eq!(info.nonce_count().unwrap_err().offset(), 19);
        assert!(info.cnonce().unwrap().unwrap().is("\"") && info.qop() == Ok(None) && info.params().get("x").unwrap().is("y"));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in
            [("", 0), ("NTLM x=y", 5), ("qop", 3), ("qop=auth,", 9), ("qop=auth,qop=auth", 9), ("nextnonce=a, Nextnonce=b", 13)]
        {
            assert_eq!(AuthInfo::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let twice = AuthInfo::parse(b"rspauth=a,rspauth=a").unwrap_err();
        assert_eq!(twice.kind(), ErrorKind::DuplicateParam(KnownParam::Rspauth));
    }

    #[test]
    fn the_proof_is_not_shown() {
        let info = AuthInfo::parse(b"rspauth=\"secret\",qop=auth").unwrap();
        assert_eq!(alloc::format!("{info:?}"), "AuthInfo(rspauth=\"***\", qop=auth)");
        let draft = AuthInfo::build().proof(Qop::Auth, "c", 1, "secret");
        assert!(!alloc::format!("{draft:?}").contains("secret"));
        assert!(AuthInfo::build().to_bytes().is_err());
    }
}
