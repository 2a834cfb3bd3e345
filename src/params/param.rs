//! [`Param`]: one parameter.

use core::fmt;

use crate::chars;
use crate::encode::ParamDraft;
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token, is_secret};

/// The rest of the input behind a parameter; the bytes of the parameter's split, and the parameter.
pub(super) type NextParam<'a> = (&'a [u8], (&'a [u8], Param<'a>));

/// A parameter of a header field value, as received (RFC 3261 §25.1).
///
/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// gen-value     = token / host / quoted-string
/// ```
///
/// A few headers have values in angle brackets, or values without a name, whose name is empty here.
///
/// Name and value are split at their delimiters and returned as written, even if they are malformed. The error is then returned by the
/// header's accessor for the parameter, and by [`Params::verify`](crate::Params::verify).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Param<'a> {
    pub(super) name: Token<'a>,
    pub(super) value: Option<Text<'a>>,
}

impl<'a> Param<'a> {
    /// Returns the name, which is compared without regard to case ([`is`](Param::is)).
    pub const fn name(&self) -> Token<'a> {
        self.name
    }

    /// Returns the value, or `None` for a flag, which has no `=`. [`Text::is_quoted`] distinguishes a quoted string from a token.
    pub const fn value(&self) -> Option<Text<'a>> {
        self.value
    }

    /// Whether the parameter has that name, without regard to case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns a token or host value if it is unquoted, or if a leniency accepts it in quotes.
    pub(crate) fn unquoted(&self, profile: &Profile) -> Option<&'a [u8]> {
        let may_be_quoted = profile.allows(Leniency::QUOTED_TOKEN);
        self.value.filter(|value| (may_be_quoted || !value.is_quoted()) && !value.is_empty()).map(|value| value.as_bytes())
    }

    /// Returns the value if it is a token under the profile.
    pub(crate) fn token(&self, profile: &Profile) -> Option<Token<'a>> {
        let is_loose = profile.allows(Leniency::LOOSE_PARAM_VALUE);
        let fits =
            |value: &&[u8]| scan::all(value, chars::TOKEN) || is_loose && value.is_ascii() && value.iter().copied().all(is_loose_byte);
        self.unquoted(profile).filter(fits).map(Token::new)
    }

    pub(crate) fn new(name: &'a [u8], value: Option<Text<'a>>) -> Self {
        Self { name: Token::new(name), value }
    }

    /// Makes a parameter with a value and without a name.
    pub(super) fn nameless(value: Text<'a>) -> Self {
        Self { name: Token::new(&value.as_bytes()[..0]), value: Some(value) }
    }

    /// Whether the value behind the `=` is empty, which requires [`Leniency::EMPTY_PARAM_VALUE`].
    pub(crate) fn is_blank(&self) -> bool {
        self.value.is_some_and(|value| value.is_empty() && !value.is_quoted())
    }
}

/// Whether [`Leniency::LOOSE_PARAM_VALUE`] accepts the byte: a visible byte that is no delimiter and begins no comment.
pub(super) fn is_loose_byte(byte: u8) -> bool {
    chars::is(byte, chars::PART) && chars::is(byte, chars::VISIBLE) && !matches!(byte, b'(' | b')')
}

/// Copies the parameter as received, without the white space around its `=`.
impl<'a> From<Param<'a>> for ParamDraft<'a> {
    fn from(param: Param<'a>) -> Self {
        Self::read(param.name.as_bytes(), param.value)
    }
}

impl fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(value) if self.name.as_bytes().is_empty() => write!(f, "{value:?}"),
            Some(_) if is_secret(self.name.as_bytes()) => write!(f, "{}=***", self.name),
            Some(value) => write!(f, "{}={value:?}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}
