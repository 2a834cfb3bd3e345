//! Identity.

use nom::bytes::complete::take_while1;
use nom::combinator::map;
use nom::sequence::delimited;
use nom::{Err, Parser};

use crate::encode::{BuildErrorKind, Encode, ParamDraft, Writer, shown_as_written};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::Reading;
use crate::grammar::{Fail, Parsed, before, byte, expect, expected, fail, inside};
use crate::header::draft::{draft_of, refuse_unless, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{Param, ParamRules, Params, bracketed_param, visited_params};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token};
use crate::uri::{self, Uri, UriRef};

/// Identity: a signature over who calls whom, and where the certificate is (RFC 8224 §4).
///
/// ```text
/// Identity                = "Identity" HCOLON signed-identity-digest SEMI ident-info *( SEMI ident-info-params )
/// signed-identity-digest  = 1*( base64-char / "." )
/// ident-info              = "info" EQUAL LAQUOT absoluteURI RAQUOT
/// ident-info-params       = ident-info-alg / ident-type / ident-info-extension
/// ```
///
/// The alphabet of base64url and the `=` at the end are taken too: RFC 8225 §6 signs with the one, RFC 8224's own examples have the
/// other. The form of RFC 4474, a quoted string without `info`, is not taken. In which place `info` stands is left open.
///
/// ```
/// use sipwire::header::Identity;
///
/// let identity = Identity::parse(b"eyJhbGciOiJFUzI1NiJ9..sv5CTo05KqpS;info=<https://cert.example.org/a.cer>;alg=ES256;ppt=shaken")?;
/// assert_eq!(identity.info()?.as_bytes(), b"https://cert.example.org/a.cer");
/// assert!(identity.ppt()?.unwrap().is("shaken") && identity.alg()?.unwrap().is("ES256"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Identity<'a> {
    raw: &'a [u8],
    digest: Token<'a>,
    params: Params<'a>,
    offset: u32,
}

impl PartialEq for Identity<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Identity<'_> {}

impl<'a> Identity<'a> {
    /// Parses a value outside of a message, with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or [`ErrorKind::MissingParam`] if `info` is absent.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = identity(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// Makes a value from the signature and the URI of the certificate, to be written.
    pub fn build(digest: &'a (impl AsRef<[u8]> + ?Sized), info: impl Into<UriRef<'a>>) -> IdentityDraft<'a> {
        IdentityDraft { digest: digest.as_ref(), info: info.into(), params: &[] }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The signature: a PASSporT, whole or without its first two parts (RFC 8224 §4).
    pub const fn digest(&self) -> Token<'a> {
        self.digest
    }

    /// Where the certificate is.
    ///
    /// # Errors
    ///
    /// Returns an error if the URI is malformed or not in brackets, or if there is a second `info`.
    pub fn info(&self) -> Result<Uri<'a>, ParseError> {
        let missing = ParseError::new(ErrorKind::MissingParam(KnownParam::Info), self.offset as usize);
        let info = self.params.typed(KnownParam::Info, |input, profile| {
            let uri = before(b'>', uri::uri(profile));
            delimited(byte(b'<', Expected::UriInBrackets), uri, byte(b'>', Expected::EndOfValue)).parse_complete(input)
        })?;
        let uri = info.ok_or(missing)?;
        Ok(uri.placed(self.offset as usize + scan::offset_of(self.raw, uri.as_bytes())))
    }

    /// Returns the algorithm of the signature, which is ES256 by default (RFC 8224 §4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed.
    pub fn alg(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.params.text("alg")
    }

    /// The kind of PASSporT: `shaken`, `div`, `rph` … (RFC 8225 §8.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed.
    pub fn ppt(&self) -> Result<Option<Text<'a>>, ParseError> {
        self.params.text("ppt")
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }
}

/// The value of `info` alone is in brackets, and is a URI.
static RULES: ParamRules = ParamRules { param: bracketed_param, check: Some(ident_info), once: &[KnownParam::Info] };

/// Cuts the value.
pub(crate) fn identity(value: Value<'_>) -> Result<Identity<'_>, ParseError> {
    let (digest, params) = value.cut(signed_identity)?;
    Ok(Identity { raw: value.as_bytes(), digest, params: value.place(params), offset: value.offset() as u32 })
}

/// ```text
/// signed-identity-digest SEMI ident-info *( SEMI ident-info-params )
/// ```
///
/// The `info` parameter may follow others.
fn signed_identity<'a>(input: &'a [u8], reading: Reading<'_>) -> Parsed<'a, (Token<'a>, Params<'a>)> {
    let mut info = None;
    let params = visited_params(&RULES, reading, |param| info = if param.is("info") { Some(*param) } else { info });
    let (rest, parts) = (signed_digest, params).parse_complete(input)?;
    if let Some(uri) = info.and_then(|info| bracketed(&info)?.strip_suffix(b">")) {
        inside(uri, &input[scan::offset_of(input, uri) + uri.len()..], |uri| {
            uri::limits(uri, reading.profile).map(|()| (&uri[uri.len()..], ()))
        })?;
    }
    match rest {
        _ if info.is_some() => Ok((rest, parts)),
        [] => Err(fail(input, ErrorKind::MissingParam(KnownParam::Info))),
        // Reports the malformed parameter rather than a missing one.
        _ => Err(expected(rest, Expected::Semicolon)),
    }
}

/// ```text
/// signed-identity-digest = 1*( base64-char / "." )
/// ```
fn signed_digest(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let digest = take_while1(|b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+' | b'.' | b'-' | b'_' | b'='));
    map(expect(Expected::Signature, digest), Token::new).parse_complete(input)
}

/// What follows the opening bracket that a value begins with.
fn bracketed<'a>(param: &Param<'a>) -> Option<&'a [u8]> {
    param.value().filter(|value| !value.is_quoted())?.as_bytes().strip_prefix(b"<")
}

/// ```text
/// ident-info = "info" EQUAL LAQUOT absoluteURI RAQUOT
/// ```
fn ident_info<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<(), Err<Fail>> {
    if !param.is("info") {
        let may_be_bracketed = profile.allows(Leniency::LOOSE_PARAM_VALUE);
        return if may_be_bracketed || bracketed(param).is_none() { Ok(()) } else { Err(expected(at, Expected::ParameterValue)) };
    }
    let uri = bracketed(param).and_then(|value| value.strip_suffix(b">")).ok_or_else(|| expected(at, Expected::UriInBrackets))?;
    // What follows the URI begins with its bracket.
    let behind = &at[scan::offset_of(at, uri) + uri.len()..];
    inside(uri, behind, uri::uri(profile)).map(drop)
}

impl<'a> Family<'a> for Identity<'a> {
    const NAME: &'static str = "identity";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        Some(self.info())
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        self.raw == other.raw
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, digest info alg ppt);
    }
}

written_as_read!(Identity);

/// An Identity to be written, made from parts.
#[derive(Clone, Copy)]
pub struct IdentityDraft<'a> {
    digest: &'a [u8],
    info: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(IdentityDraft);

impl<'a> IdentityDraft<'a> {
    /// All parameters other than `info`, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for IdentityDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        let start = out.position();
        match signed_digest(self.digest) {
            Ok(([], digest)) => out.text(digest),
            Ok((rest, _)) => {
                let kind = BuildErrorKind::Forbidden { within: Expected::Signature, byte: rest[0] };
                out.refuse(kind, self.digest.len() - rest.len());
            }
            Err(_) => out.refuse(BuildErrorKind::Empty(Expected::Signature), 0),
        }
        out.fixed(";info=<");
        self.info.encode(out);
        out.fixed(">");
        if !self.params.is_empty() {
            // One of them may be a second `info`.
            out.params(self.params);
            refuse_unless(start, out, |written| identity(written)?.verify());
        }
    }
}

draft_of!(IdentityDraft<'_>, Identity, HeaderName::Identity);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_both_alphabets() {
        for text in ["a/+=;info=<https://a>", "a.b-_.c ; alg=ES256 ; info = <https://a;b,c> ; ppt=\"div\"", "..x;INFO=<sip:a>;x"] {
            Identity::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, kind, offset) in [
            ("", ErrorKind::Expected(Expected::Signature), 0),
            ("\"abc=\"", ErrorKind::Expected(Expected::Signature), 0),
            (" abc=", ErrorKind::MissingParam(KnownParam::Info), 1),
            ("abc;alg=x", ErrorKind::MissingParam(KnownParam::Info), 0),
            ("abc;info", ErrorKind::Expected(Expected::UriInBrackets), 4),
            ("abc;info=\"<https://a>\"", ErrorKind::Expected(Expected::UriInBrackets), 4),
            ("abc;info=<https://a", ErrorKind::Expected(Expected::ClosingBracket), 19),
            ("abc;info=<https>", ErrorKind::Expected(Expected::Scheme), 10),
            ("abc;info=<a:b\">", ErrorKind::Expected(Expected::EndOfValue), 13),
            ("abc;info=<a:b>;info=<a:b>", ErrorKind::DuplicateParam(KnownParam::Info), 15),
            ("abc;alg=<a:b>;info=<a:b>", ErrorKind::Expected(Expected::ParameterValue), 4),
        ] {
            assert_eq!(Identity::parse(text.as_bytes()).map_err(|e| (e.kind(), e.offset())), Err((kind, offset)), "{text}");
        }
    }

    /// What a part returns that is wrong.
    fn error<T>(what: Expected, offset: usize) -> Result<T, ParseError> {
        Err(ParseError::expected(what, offset))
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, info, alg, wrong) in [
            ("abc;alg=x;info=<https>", error(Expected::Scheme, 16), Ok(Some("x")), error(Expected::Scheme, 16)),
            ("abc;alg=x;info", error(Expected::UriInBrackets, 10), Ok(Some("x")), error(Expected::UriInBrackets, 10)),
            ("abc;alg=x;info=a", error(Expected::UriInBrackets, 10), Ok(Some("x")), error(Expected::UriInBrackets, 10)),
            ("abc;info=<a:b\">;alg=x", error(Expected::EndOfValue, 13), Ok(Some("x")), error(Expected::EndOfValue, 13)),
            ("abc;alg=@;info=<a:b>", Ok("a:b"), error(Expected::ParameterValue, 8), error(Expected::ParameterValue, 8)),
            ("abc;alg=<x>;info=<a:b>", Ok("a:b"), error(Expected::ParameterValue, 4), error(Expected::ParameterValue, 4)),
            ("abc;@;info=<a:b>;alg=x", Ok("a:b"), Ok(Some("x")), error(Expected::Token, 4)),
        ] {
            let identity = identity(Value::new(text.as_bytes()).unwrap()).unwrap();
            assert_eq!(identity.digest(), "abc", "{text}");
            assert_eq!(identity.info().map(|info| info.as_bytes()), info.map(str::as_bytes), "{text}");
            assert_eq!(identity.alg().map(|alg| alg.map(|alg| core::str::from_utf8(alg.as_bytes()).unwrap())), alg, "{text}");
            assert_eq!((identity.verify(), Identity::parse(text.as_bytes()).map(drop)), (wrong, wrong), "{text}");
        }
    }

    #[test]
    fn identities_are_written() {
        let params = [ParamDraft::token("ppt", "shaken")];
        let draft = Identity::build("a.b=", "https://a/b").params(&params);
        assert_eq!(draft.to_bytes().unwrap(), b"a.b=;info=<https://a/b>;ppt=shaken");
        assert!(Identity::build("a b", "https://a/b").to_bytes().is_err());
        assert!(Identity::build("", "https://a/b").to_bytes().is_err());
    }

    #[test]
    fn limits_count_when_the_value_is_cut() {
        let profile = Profile::new(&crate::profile::Limits::new().with(crate::profile::Limit::Uri, 8), Leniency::NONE);
        let cut =
            |text: &'static str| identity(Value::alone(text.as_bytes(), profile).unwrap()).map(drop).map_err(|e| (e.kind(), e.offset()));
        assert_eq!(cut("abc;info=<a:345678>"), Ok(()));
        assert_eq!(cut("abc;info=<a:3456789>"), Err((ErrorKind::Limit(crate::profile::Limit::Uri), 10)));
    }
}
