//! Authentication-Info and Proxy-Authentication-Info.

use core::fmt;

use super::draft::draft_of;
use super::{AuthParams, Draft, Qop, Value, auth};
use crate::encode::{Encode, Writer};
use crate::error::{Expected, KnownParam, ParseError};
use crate::lexical;
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::scan;
use crate::text::{Text, span_of};

/// What a server says to credentials that it took: the next nonce, and a proof that it knows the password too (RFC 3261 §20.6, RFC
/// 7616 §3.5).
///
/// ```text
/// Authentication-Info = "Authentication-Info" HCOLON ainfo *( COMMA ainfo )
/// ainfo               = nextnonce / message-qop / response-auth / cnonce / nonce-count
/// ```
///
/// The row is one value; its commas part parameters. `Debug` and `Display` don't show the proof.
///
/// ```
/// use sipwire::{Message, Qop, header::AuthenticationInfo};
///
/// let message = Message::parse(b"SIP/2.0 200 OK\r\nAuthentication-Info: nextnonce=\"47364c23\", qop=auth, nc=00000002\r\n\r\n")?;
/// let info = message.headers().require::<AuthenticationInfo>()?;
/// assert!(info.next_nonce().unwrap().is("47364c23") && info.qop() == Some(Qop::Auth));
/// assert_eq!(info.nonce_count()?, Some(2));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct AuthInfo<'a> {
    raw: &'a [u8],
    offset: u32,
    /// Where the values of `nextnonce` and `rspauth` begin and end in the parameters, as those have it.
    next_nonce: (u32, u32),
    response: (u32, u32),
    params: AuthParams<'a>,
}

/// The same bytes; where they stand is no part of it.
impl PartialEq for AuthInfo<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for AuthInfo<'_> {}

impl<'a> AuthInfo<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        auth_info(Value::new(bytes)?)
    }

    /// Makes a value from parts, to be written.
    pub const fn build() -> AuthInfoDraft<'a> {
        AuthInfoDraft { next_nonce: None, proof: None }
    }

    /// The nonce that the client is to use from now on (RFC 7616 §3.5).
    pub const fn next_nonce(&self) -> Option<Text<'a>> {
        self.params.value_at(self.next_nonce)
    }

    /// The proof that the server knows the password: a hash in hexadecimal digits (RFC 7616 §3.5).
    pub const fn response(&self) -> Option<Text<'a>> {
        self.params.value_at(self.response)
    }

    /// The quality of protection that the proof was made with; an empty one where a quoted string says what is no token (RFC 7616 §3.5).
    pub fn qop(&self) -> Option<Qop<'a>> {
        self.params.known(KnownParam::Qop).map(Qop::of_text)
    }

    /// The client's nonce, given back (RFC 7616 §3.5).
    pub fn cnonce(&self) -> Option<Text<'a>> {
        self.params.known(KnownParam::Cnonce)
    }

    /// The nonce count, given back (RFC 7616 §3.5).
    ///
    /// # Errors
    ///
    /// When there is an `nc` that is not eight hexadecimal digits.
    pub fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        self.params.nonce_count(self.raw, self.offset as usize)
    }

    /// The parameters.
    pub const fn params(&self) -> &AuthParams<'a> {
        &self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// Types the value.
pub(crate) fn auth_info(value: Value<'_>) -> Result<AuthInfo<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, params) = auth::auth_params(input, profile)?;
        let (mut next_nonce, mut response) = (None, None);
        for param in params.iter() {
            let at = &input[scan::offset_of(input, param.name().as_bytes())..];
            if param.name().eq_ignore_ascii_case(KnownParam::Nextnonce.as_str()) {
                lexical::once(&mut next_nonce, param.value(), at, KnownParam::Nextnonce)?;
            } else if param.name().eq_ignore_ascii_case(KnownParam::Rspauth.as_str()) {
                lexical::once(&mut response, param.value(), at, KnownParam::Rspauth)?;
            }
        }
        let place = |value: Option<Text<'_>>| value.map_or((0, 0), |value| span_of(input, value.as_bytes()));
        let (next_nonce, response) = (place(next_nonce), place(response));
        Ok((rest, AuthInfo { raw: input, offset: value.offset() as u32, next_nonce, response, params }))
    })
}

impl Encode for AuthInfo<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl Draft<AuthInfo<'static>> for AuthInfo<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    fn check(&self, _: HeaderId) -> Option<Leniency> {
        Some(Leniency::ALL)
    }
}

/// The parameters. The proof is not shown.
impl fmt::Display for AuthInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.params.fmt(f)
    }
}

impl fmt::Debug for AuthInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthInfo({self})")
    }
}

/// What a server answers to credentials, made from parts: written, not read. What is quoted on the wire is given without quotes.
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
                out.refuse(crate::encode::BuildErrorKind::Empty(Expected::AuthParam), 0);
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
        assert!(info.response().unwrap().is("abc") && info.next_nonce().unwrap().is("n") && info.cnonce().unwrap().is("\""));
        assert_eq!(info.nonce_count().unwrap_err().offset(), 19);
        assert!(info.qop().is_none() && info.params().get("x").unwrap().is("y"));
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
