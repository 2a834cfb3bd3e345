//! The common parts of challenges and credentials: a scheme, and parameters or a token.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{eof, map, value};
use nom::multi::many0_count;
use nom::sequence::terminated;

use super::fast::{behind_spaces, fast};
use super::params::{AuthParams, auth_params, read_or_cut};
use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::cut::Reading;
use crate::grammar::{Parsed, byte, expect, lws, run, some, token};
use crate::header::rows::value::Value;
use crate::scan::Seams;
use crate::text::{Token, part};

/// The parts of a challenge or of credentials.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) raw: &'a [u8],
    /// The end of the scheme, and the start of the text behind it.
    pub(super) scheme_end: u32,
    pub(super) rest_start: u32,
    /// Empty if a token follows the scheme.
    pub(super) params: AuthParams<'a>,
}

/// Whether parameters follow a scheme, or a token; `None` if either may.
pub(super) type IsParams = fn(&[u8]) -> Option<bool>;

/// Cuts a challenge or credentials.
#[inline(always)]
pub(super) fn parts<'a, T>(value: Value<'a>, is_params: IsParams, made: impl Fn(Parts<'a>) -> T) -> Result<T, ParseError> {
    let mut parts = Parts::unread(&value);
    match parts.fast(&value, is_params) {
        Some(()) => Ok(made(parts)),
        None => Parts::of(value, is_params).map(made),
    }
}

impl<'a> Parts<'a> {
    #[inline(always)]
    pub(super) fn unread(value: &Value<'a>) -> Self {
        Self { raw: value.as_bytes(), scheme_end: 0, rest_start: 0, params: AuthParams::none(value.profile()) }
    }

    /// Cuts scheme and parameters of the common form, in place because the value is large. Returns `None` for any other form.
    #[inline(always)]
    pub(super) fn fast(&mut self, value: &Value<'a>, is_params: IsParams) -> Option<()> {
        let mut seams = Seams::new(self.raw);
        let space = seams.end_of(chars::TOKEN);
        if space.byte != b' ' || !is_params(self.raw.get(..space.at)?)? {
            return None;
        }
        let (rest_start, first) = behind_spaces(&mut seams, space.at + 1);
        (self.scheme_end, self.rest_start) = (space.at as u32, rest_start as u32);
        self.params.place(value.offset() + rest_start, true);
        fast(&mut seams, rest_start, first, value.profile(), &mut self.params)
    }

    /// Reads the value by its grammar. If a part does not fit, the value is cut at its delimiters, so that the other parts can be read.
    #[cold]
    #[inline(never)]
    pub(super) fn of(value: Value<'a>, is_params: IsParams) -> Result<Self, ParseError> {
        let rule = |input: &'a [u8], reading: Reading<'_>| scheme_and_rest(input, reading, is_params);
        let ((scheme, rest_start, mut params), is_right) = read_or_cut(&value, rule)?;
        params.place(value.offset() + rest_start, is_right);
        Ok(Self { raw: value.as_bytes(), scheme_end: scheme.as_bytes().len() as u32, rest_start: rest_start as u32, params })
    }

    pub(super) fn verify(&self, is_params: IsParams) -> Result<(), ParseError> {
        if self.params.is_right() {
            return Ok(());
        }
        let value = Value::framed(self.raw, self.offset(), self.params.profile());
        value.check(|input, reading| scheme_and_rest(input, reading, is_params)).map(drop)
    }

    pub(super) const fn scheme(&self) -> Token<'a> {
        Token::new(part(self.raw, 0, self.scheme_end))
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        part(self.raw, self.rest_start, self.raw.len() as u32)
    }

    pub(super) const fn offset(&self) -> usize {
        self.params.offset().saturating_sub(self.rest_start as usize)
    }
}

/// ```text
/// auth-scheme LWS ( auth-param *( COMMA auth-param ) / token68 )
/// ```
///
/// Digest has parameters, and so has a challenge of Bearer. Schemes that are not known may have either. The number is where the scheme's
/// rest begins.
pub(super) fn scheme_and_rest<'a>(
    input: &'a [u8],
    reading: Reading<'_>,
    is_params: IsParams,
) -> Parsed<'a, (Token<'a>, usize, AuthParams<'a>)> {
    let (rest, scheme) = terminated(expect(Expected::AuthScheme, token), lws).parse_complete(input)?;
    let token = || map(token68, |()| AuthParams::none(reading.profile));
    let (behind, params) = match is_params(scheme.as_bytes()) {
        Some(true) => run(auth_params(reading), rest),
        Some(false) => run(token(), rest),
        None => run(alt((token(), auth_params(reading))), rest),
    }?;
    Ok((behind, (scheme, input.len() - rest.len(), params)))
}

/// ```text
/// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
/// ```
///
/// Nothing may follow.
fn token68(input: &[u8]) -> Parsed<'_, ()> {
    let padding = many0_count(byte(b'=', Expected::Token68));
    value((), (some(chars::TOKEN68, Expected::Token68), padding, expect(Expected::Token68, eof))).parse_complete(input)
}

/// The common methods of challenges and credentials.
macro_rules! common {
    ($name:ident, $family:literal, $rule:ident, $is_params:ident, $facts:expr) => {
        impl<'a> $name<'a> {
            /// Parses a value outside of a message, and checks every part.
            ///
            /// # Errors
            ///
            /// Returns an error at the first byte that does not fit the grammar.
            pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
                let value = $rule(Value::new(bytes)?)?;
                value.verify()?;
                Ok(value)
            }

            /// The scheme: `Digest`, `Bearer` …, compared without regard to case.
            pub const fn scheme(&self) -> Token<'a> {
                self.0.scheme()
            }

            /// Whether the scheme is Digest.
            pub fn is_digest(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Digest")
            }

            /// Whether the scheme is Bearer (RFC 8898).
            pub fn is_bearer(&self) -> bool {
                self.scheme().eq_ignore_ascii_case("Bearer")
            }

            /// Returns the bytes behind the scheme, as written: the parameters, or a token.
            pub const fn rest(&self) -> &'a [u8] {
                self.0.rest()
            }

            /// The parameters; empty if a token follows the scheme.
            pub const fn params(&self) -> &crate::header::AuthParams<'a> {
                &self.0.params
            }

            /// The value as read.
            pub const fn as_bytes(&self) -> &'a [u8] {
                self.0.raw
            }

            /// The absolute offset of the value.
            pub const fn offset(&self) -> usize {
                self.0.offset()
            }

            /// The value of a parameter that must be present.
            ///
            /// # Errors
            ///
            /// Returns [`ErrorKind::MissingParam`] at the value if the parameter is absent, and an error if the parameter is malformed or
            /// repeated.
            pub fn require(&self, param: KnownParam) -> Result<Text<'a>, ParseError> {
                self.0.params.known(param)?.ok_or(ParseError::new(ErrorKind::MissingParam(param), self.offset()))
            }

            /// The realm: the domain that the user is known in (RFC 7616 §3.3).
            ///
            /// # Errors
            ///
            /// Returns an error if the parameter is malformed or repeated.
            #[inline]
            pub fn realm(&self) -> Result<Option<Text<'a>>, ParseError> {
                self.0.params.known(KnownParam::Realm)
            }

            /// The server's nonce (RFC 7616 §3.3).
            ///
            /// # Errors
            ///
            /// Returns an error if the parameter is malformed or repeated.
            #[inline]
            pub fn nonce(&self) -> Result<Option<Text<'a>>, ParseError> {
                self.0.params.known(KnownParam::Nonce)
            }

            /// The server's data that the client returns unchanged (RFC 7616 §3.3).
            ///
            /// # Errors
            ///
            /// Returns an error if the parameter is malformed. The first of several counts.
            pub fn opaque(&self) -> Result<Option<Text<'a>>, ParseError> {
                self.0.params.known(KnownParam::Opaque)
            }

            /// The algorithm: MD5 if the parameter is absent, empty if the quoted algorithm is not a token (RFC 7616 §3.3).
            ///
            /// # Errors
            ///
            /// Returns an error if the parameter is malformed. The first of several counts.
            pub fn algorithm(&self) -> Result<Algorithm<'a>, ParseError> {
                let named = self.0.params.known(KnownParam::Algorithm)?;
                Ok(named.map_or(Algorithm::Md5, |value| Algorithm::try_from(value.as_bytes()).unwrap_or(Algorithm::of_token(b""))))
            }

            /// Whether the username is hashed, or may be: `userhash=true` (RFC 7616 §3.4.4).
            ///
            /// # Errors
            ///
            /// Returns an error if the parameter is malformed. The first of several counts.
            pub fn userhash(&self) -> Result<bool, ParseError> {
                self.0.params.is_true(KnownParam::Userhash)
            }
        }

        impl<'a> Family<'a> for $name<'a> {
            const NAME: &'static str = $family;

            fn as_bytes(&self) -> &'a [u8] {
                self.0.raw
            }

            fn verify(&self) -> Result<(), ParseError> {
                self.0.verify($is_params)
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
                self.0.params.repeated().map(|param| param.name())
            }

            fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
                self == other
            }

            fn facts(&self, facts: &mut Facts<'_, 'a>) {
                $facts(self, facts);
                if self.0.params.is_empty() {
                    tell!(facts, self, rest);
                }
            }
        }

        /// Two values are equal if they have the same bytes.
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.0.raw == other.0.raw
            }
        }

        impl Eq for $name<'_> {}

        crate::header::draft::written_as_read!($name redacted);

        /// Writes scheme and parameters, without their secrets. Of another scheme than Digest, any parameter may be one.
        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} ", self.scheme())?;
                if self.0.params.is_empty() || !self.is_digest() {
                    return f.write_str("***");
                }
                fmt::Display::fmt(&self.0.params, f)
            }
        }
    };
}

pub(super) use common;

/// Writes parameters behind others.
pub(super) fn write_params(params: &[ParamDraft<'_>], out: &mut Writer<'_>) {
    for param in params {
        out.fixed(", ");
        param.encode(out);
    }
}
