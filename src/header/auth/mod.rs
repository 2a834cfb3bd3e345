//! Challenges and credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization.

use super::Value;
use crate::chars;
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed, expected};
use crate::macros::open_enum;
use crate::profile::Profile;
use crate::scan::{self, Seams};
use crate::text::{Text, span_of};

open_enum! {
    /// The algorithm of a Digest challenge (RFC 8760 §2.1), compared without regard to case.
    ///
    /// ```text
    /// algorithm = "algorithm" EQUAL ( "MD5" / "MD5-sess" / "SHA-256" / "SHA-256-sess" / "SHA-512-256" / "SHA-512-256-sess" / token )
    /// ```
    Algorithm, OtherAlgorithm, nocase, Token:
    /// MD5, also where no algorithm is named (RFC 7616 §3.3).
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
    /// The value of a parameter; an empty one where a quoted string says what is no token.
    pub(super) fn of_text(text: Text<'a>) -> Self {
        Self::try_from(text.as_bytes()).unwrap_or(Self::of_token(b""))
    }
}

/// What challenges and credentials are made of.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    raw: &'a [u8],
    /// Where the scheme ends, and what follows it begins.
    scheme_end: u32,
    rest_start: u32,
    /// The absolute offset.
    offset: u32,
    /// None where a token follows the scheme.
    params: AuthParams<'a>,
}

#[cfg(test)]
impl Parts<'_> {
    /// All there is to see, for the tests of the quick reading.
    pub(super) fn shown(&self) -> alloc::string::String {
        let known = params::KNOWN.map(|known| self.params.known(known).map(|text| (text.as_bytes().as_ptr_range(), text.is_quoted())));
        alloc::format!("{:?} {:?} {known:?}", (self.raw, self.scheme_end, self.rest_start, self.offset), self.params.as_bytes())
    }
}

/// Types a challenge or credentials.
#[inline(always)]
fn parts<'a, T>(value: Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>, made: impl Fn(Parts<'a>) -> T) -> Result<T, ParseError> {
    let mut parts = Parts::unread(&value);
    match parts.read(value.profile(), &is_params) {
        Some(()) => Ok(made(parts)),
        None => by_grammar(value, is_params).map(made),
    }
}

impl<'a> Parts<'a> {
    #[inline(always)]
    fn unread(value: &Value<'a>) -> Self {
        Self { raw: value.as_bytes(), scheme_end: 0, rest_start: 0, offset: value.offset() as u32, params: AuthParams::NONE }
    }

    /// Reads scheme and parameters of the usual shape, into what is large and stays where it is. `None` where they are anything else.
    #[inline(always)]
    fn read(&mut self, profile: &Profile, is_params: impl Fn(&[u8]) -> Option<bool>) -> Option<()> {
        let mut seams = Seams::new(self.raw);
        let space = seams.end_of(chars::TOKEN);
        if space.byte != b' ' || !is_params(self.raw.get(..space.at)?)? {
            return None;
        }
        let (rest_start, first) = behind_spaces(&mut seams, space.at + 1);
        (self.scheme_end, self.rest_start) = (space.at as u32, rest_start as u32);
        quick_params(&mut seams, rest_start, first, profile, &mut self.params)
    }
}

/// Scheme and parameters of the usual shape. `None` where they are anything else.
#[cfg(test)]
pub(super) fn quick<'a>(value: &Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>) -> Option<Parts<'a>> {
    let mut parts = Parts::unread(value);
    parts.read(value.profile(), is_params).map(|()| parts)
}

/// ```text
/// auth-scheme LWS ( auth-param *( COMMA auth-param ) / token68 )
/// ```
///
/// What has to be parameters is: Digest, and a challenge of Bearer. Of schemes that are not known, either is taken.
#[cold]
#[inline(never)]
pub(super) fn by_grammar<'a>(value: Value<'a>, is_params: impl Fn(&[u8]) -> Option<bool>) -> Result<Parts<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, scheme) = lexical::named(Expected::AuthScheme, lexical::token)(input)?;
        let (content, ()) = lexical::lws(rest)?;
        let as_params = match is_params(scheme.as_bytes()) {
            Some(is_params) => is_params,
            None => token68(content).is_err(),
        };
        let (rest, params) = match as_params {
            true => auth_params(content, profile)?,
            false => (token68(content)?.0, AuthParams::NONE),
        };
        let (scheme_end, rest_start) = (scheme.as_bytes().len() as u32, span_of(input, content).0);
        Ok((rest, Parts { raw: input, scheme_end, rest_start, offset: value.offset() as u32, params }))
    })
}

/// ```text
/// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
/// ```
fn token68(input: &[u8]) -> Parsed<'_, ()> {
    let (rest, _) = lexical::some(chars::TOKEN68, Expected::Token68)(input)?;
    let padding = rest.iter().take_while(|&&b| b == b'=').count();
    match &rest[padding..] {
        [] => Ok((&[], ())),
        rest => Err(expected(rest, Expected::Token68)),
    }
}

/// Where the first challenge of several in one value ends: at the comma before `token LWS token "="`.
pub(super) fn challenge_end(value: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let comma = from + scan::separator(&value[from..], b',');
        if comma == value.len() {
            return comma;
        }
        from = comma + 1;
        if begins_challenge(&value[from..]) {
            return comma;
        }
    }
}

/// Whether what stands behind a comma is the next challenge, and no parameter of the one before it.
pub(super) fn begins_challenge(input: &[u8]) -> bool {
    let begins = |input| -> Parsed<'_, ()> {
        let (rest, ()) = lexical::sws(input)?;
        let (rest, _) = lexical::token(rest)?;
        let (rest, ()) = lexical::lws(rest)?;
        let (rest, _) = lexical::token(rest)?;
        lexical::equal(rest)
    };
    begins(input).is_ok()
}

/// What challenges and credentials have in common.
macro_rules! common {
    ($name:ident, $rule:ident) => {
        impl<'a> $name<'a> {
            /// Parses a value that stands alone, by the default profile.
            ///
            /// # Errors
            ///
            /// At the first byte that does not fit the grammar.
            pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
                $rule(Value::new(bytes)?)
            }

            /// The scheme: `Digest`, `Bearer` …, compared without regard to case.
            pub const fn scheme(&self) -> Token<'a> {
                Token::new(crate::text::part(self.0.raw, 0, self.0.scheme_end))
            }

            /// Whether the scheme is Digest.
            pub fn is_digest(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Digest")
            }

            /// Whether the scheme is Bearer (RFC 8898).
            pub fn is_bearer(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Bearer")
            }

            /// What follows the scheme, as written: the parameters, or a token.
            pub const fn rest(&self) -> &'a [u8] {
                crate::text::part(self.0.raw, self.0.rest_start, self.0.raw.len() as u32)
            }

            /// The parameters; none where a token follows the scheme.
            pub const fn params(&self) -> &super::AuthParams<'a> {
                &self.0.params
            }

            /// The value as read.
            pub const fn as_bytes(&self) -> &'a [u8] {
                self.0.raw
            }

            /// The absolute offset of the value.
            pub const fn offset(&self) -> usize {
                self.0.offset as usize
            }

            /// The parameter, which must be there.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::MissingParam`], at the value.
            pub fn require(&self, param: KnownParam) -> Result<Text<'a>, ParseError> {
                self.0.params.get(param.as_str()).ok_or(ParseError::new(ErrorKind::MissingParam(param), self.offset()))
            }

            /// What the user is known in (RFC 7616 §3.3).
            #[inline]
            pub fn realm(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Realm)
            }

            /// The server's nonce (RFC 7616 §3.3).
            #[inline]
            pub fn nonce(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Nonce)
            }

            /// What the server wants back as it is (RFC 7616 §3.3).
            pub fn opaque(&self) -> Option<Text<'a>> {
                self.0.params.known(KnownParam::Opaque)
            }

            /// The algorithm; MD5 where none is named, an empty one where a quoted string names what is no token (RFC 7616 §3.3).
            pub fn algorithm(&self) -> Algorithm<'a> {
                self.0
                    .params
                    .known(KnownParam::Algorithm)
                    .map_or(Algorithm::Md5, |value| Algorithm::try_from(value.as_bytes()).unwrap_or(Algorithm::of_token(b"")))
            }

            /// Whether the username is hashed, or may be: `userhash=true` (RFC 7616 §3.4.4).
            pub fn userhash(&self) -> bool {
                self.0.params.known(KnownParam::Userhash).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
            }
        }

        /// The same bytes; where they stand is no part of it.
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.0.raw == other.0.raw
            }
        }

        impl Eq for $name<'_> {}

        impl Encode for $name<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                out.as_read(self.0.raw);
            }
        }

        impl Draft<$name<'static>> for $name<'_> {
            fn write(&self, out: &mut Writer<'_>) {
                self.encode(out);
            }

            fn check(&self, _: HeaderId) -> Option<Leniency> {
                Some(Leniency::ALL)
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        /// Scheme and parameters. What is secret is not shown.
        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} ", self.scheme())?;
                if self.0.params.is_empty() {
                    return f.write_str("***");
                }
                fmt::Display::fmt(&self.0.params, f)
            }
        }
    };
}

/// Parameters of one's own, behind others.
fn write_params(params: &[crate::encode::ParamDraft<'_>], out: &mut crate::encode::Writer<'_>) {
    for param in params {
        out.fixed(", ");
        param.encode(out);
    }
}

mod bearer;
mod challenge;
mod credentials;
mod other;
mod params;

pub use bearer::{BearerChallengeDraft, BearerDraft};
pub(crate) use challenge::challenge;
pub use challenge::{Challenge, ChallengeDraft};
pub(crate) use credentials::credentials;
pub use credentials::{Credentials, CredentialsDraft};
pub use other::OtherAuthDraft;
pub(super) use params::auth_params;
pub use params::{AuthParam, AuthParams};
use params::{behind_spaces, quick_params};

#[cfg(test)]
mod tests;
