//! Identity.

use super::draft::draft_of;
use super::value::written_as_read;
use super::{Value, draft};
use crate::encode::{BuildErrorKind, Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed, expected, inside};
use crate::name::HeaderId;
use crate::params::{self, Form, Params};
use crate::profile::Leniency;
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
/// assert_eq!(identity.info().as_bytes(), b"https://cert.example.org/a.cer");
/// assert!(identity.ppt().unwrap().is("shaken") && identity.alg().unwrap().is("ES256"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Identity<'a> {
    raw: &'a [u8],
    digest: Token<'a>,
    info: Uri<'a>,
    params: Params<'a>,
}

impl PartialEq for Identity<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Identity<'_> {}

impl<'a> Identity<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar, and [`ErrorKind::MissingParam`] where there is no `info`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        identity(Value::new(bytes)?)
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
    pub const fn info(&self) -> Uri<'a> {
        self.info
    }

    /// The algorithm of the signature; ES256 where there is none (RFC 8224 §4).
    pub fn alg(&self) -> Option<Text<'a>> {
        self.params.value("alg")
    }

    /// The kind of PASSporT: `shaken`, `div`, `rph` … (RFC 8225 §8.1).
    pub fn ppt(&self) -> Option<Text<'a>> {
        self.params.value("ppt")
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }
}

/// Types the value.
pub(crate) fn identity(value: Value<'_>) -> Result<Identity<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, digest) = signed_digest(input)?;
        let mut info = None;
        let (rest, params) = params::params_of(rest, profile, Form::Bracketed, |param, at| {
            let text = param.value().unwrap_or(Text::plain(b""));
            let bracketed = text.as_bytes().strip_prefix(b"<").filter(|_| !text.is_quoted());
            if !param.is("info") {
                return if bracketed.is_none() { Ok(()) } else { Err(expected(at, Expected::ParameterValue)) };
            }
            let Some(inner) = bracketed.and_then(|inner| inner.strip_suffix(b">")) else {
                return Err(expected(at, Expected::UriInBrackets));
            };
            // What follows the URI begins with its bracket.
            let behind = &at[crate::scan::offset_of(at, inner) + inner.len()..];
            let uri = inside(inner, behind, |inner| uri::uri(inner, profile))?;
            lexical::once(&mut info, uri, at, KnownParam::Info)
        })?;
        let Some(info) = info else {
            // What stands in its way is wrong, not that it is missing.
            return Err(if rest.is_empty() {
                lexical::fail(input, ErrorKind::MissingParam(KnownParam::Info))
            } else {
                expected(rest, Expected::Semicolon)
            });
        };
        Ok((rest, Identity { raw: input, digest, info: value.place_uri(info), params: value.place(params) }))
    })
}

/// ```text
/// signed-identity-digest = 1*( base64-char / "." )
/// ```
fn signed_digest(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let fits = |&b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+' | b'.' | b'-' | b'_' | b'=');
    match input.iter().position(|b| !fits(b)).unwrap_or(input.len()) {
        0 => Err(expected(input, Expected::Signature)),
        length => Ok((&input[length..], Token::new(&input[..length]))),
    }
}

written_as_read!(Identity with params);

/// An Identity made from parts: written, not read.
#[derive(Clone, Copy, Debug)]
pub struct IdentityDraft<'a> {
    digest: &'a [u8],
    info: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
}

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
            draft::verify(HeaderId::Identity, 1, Leniency::NONE, start, out);
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

    #[test]
    fn identities_are_written() {
        let params = [ParamDraft::token("ppt", "shaken")];
        let draft = Identity::build("a.b=", "https://a/b").params(&params);
        assert_eq!(draft.to_bytes().unwrap(), b"a.b=;info=<https://a/b>;ppt=shaken");
        assert!(Identity::build("a b", "https://a/b").to_bytes().is_err());
        assert!(Identity::build("", "https://a/b").to_bytes().is_err());
    }
}
