//! Headers that are tokens: Allow, Supported, Require, Priority, Reason and many others.

use core::fmt;

use super::{Allow, Draft, Value};
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed, expected};
use crate::method::Method;
use crate::params::{self, Params};
use crate::profile::Profile;
use crate::text::{Printable, Text};

/// A token, perhaps with parameters. In a few headers a quoted string may stand for the token.
///
/// ```text
/// token *( SEMI generic-param )
/// ```
///
/// ```
/// use sipwire::{Message, header::{Reason, Supported}};
///
/// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nReason: SIP;cause=600, Q.850;cause=16\r\nSupported: path\r\n\r\n")?;
/// let reason = message.headers().first::<Reason>()?.unwrap();
/// assert!(reason.is("SIP") && reason.params().get("cause").unwrap().value().unwrap().is("600"));
/// assert!(message.headers().all::<Supported>().all(|tag| tag.is_ok_and(|tag| tag.is("path"))));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenParams<'a> {
    raw: &'a [u8],
    token: Text<'a>,
    params: Params<'a>,
}

impl<'a> TokenParams<'a> {
    /// The token; [`Text::is_quoted`] where a quoted string stands for it.
    pub const fn token(&self) -> Text<'a> {
        self.token
    }

    /// The parameters, where the header has them.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether this is the token, without regard to case.
    pub fn is(&self, token: &str) -> bool {
        self.token.as_bytes().eq_ignore_ascii_case(token.as_bytes())
    }
}

/// Types a token alone.
#[inline]
pub(crate) fn bare(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    value.read(|input, _| {
        let (rest, token) = lexical::token(input)?;
        Ok((rest, TokenParams { raw: input, token: Text::plain(token.as_bytes()), params: Params::default() }))
    })
}

/// Types a token with parameters.
#[inline]
pub(crate) fn with_params(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    value.read(|input, profile| {
        token_params(input, profile, |input, _| lexical::token(input).map(|(rest, token)| (rest, Text::plain(token.as_bytes()))))
    })
}

#[inline]
fn token_params<'a>(
    input: &'a [u8],
    profile: &Profile,
    first: impl Fn(&'a [u8], &Profile) -> Parsed<'a, Text<'a>>,
) -> Parsed<'a, TokenParams<'a>> {
    let (rest, token) = first(input, profile)?;
    let (rest, params) = params::params(rest, profile, |_, _| Ok(()))?;
    if !rest.is_empty() && params.is_empty() {
        return Err(expected(rest, Expected::Semicolon));
    }
    Ok((rest, TokenParams { raw: input, token, params }))
}

impl<'a> Allow<'a> {
    /// The method, which is case-sensitive.
    pub fn method(&self) -> Method<'a> {
        Method::of_token(self.0.token.as_bytes())
    }
}

impl Encode for TokenParams<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl Draft<TokenParams<'static>> for TokenParams<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl Draft<TokenParams<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self);
    }
}

impl Draft<TokenParams<'static>> for Method<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self);
    }
}

/// A token and its parameters.
impl Draft<TokenParams<'static>> for (&str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self.0);
        self.1.iter().for_each(|param| out.param(param));
    }
}

impl fmt::Display for TokenParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for TokenParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_alone_and_with_parameters() {
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        assert!(bare(value("100rel")).unwrap().is("100REL"));
        for (text, offset) in [("", 0), ("a b", 1), ("a;b", 1), ("\"a\"", 0)] {
            assert_eq!(bare(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let reason = with_params(value("Q.850 ;cause=16;text=\"a;b\"")).unwrap();
        assert!(reason.is("q.850") && reason.params().get("TEXT").unwrap().value().unwrap().is("a;b"));
        for (text, offset) in [("", 0), ("a;", 2), ("a b", 2), (";a", 0)] {
            assert_eq!(with_params(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
