//! [`Param`]: one parameter.

use core::fmt;

use crate::chars;
use crate::encode::ParamDraft;
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token, is_secret};

/// What follows a parameter; the bytes that it was cut from, and the parameter.
pub(super) type NextParam<'a> = (&'a [u8], (&'a [u8], Param<'a>));

/// A parameter as it was read (RFC 3261 §25.1).
///
/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// gen-value     = token / host / quoted-string
/// ```
///
/// A few headers have values in angle brackets, or values without a name: then the name is empty.
///
/// Name and value are cut at their delimiters and shown as they were written, even where the grammar forbids them: the accessor that a
/// header has for a parameter returns the error then, and so does [`Params::verify`](crate::Params::verify).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Param<'a> {
    pub(super) name: Token<'a>,
    pub(super) value: Option<Text<'a>>,
}

impl<'a> Param<'a> {
    /// The name, compared without regard to case ([`is`](Param::is)).
    pub const fn name(&self) -> Token<'a> {
        self.name
    }

    /// The value; `None` for a flag, which has no `=` either. [`Text::is_quoted`] tells a quoted string from a token.
    pub const fn value(&self) -> Option<Text<'a>> {
        self.value
    }

    /// Whether this is the name, without regard to case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value if it is not in quotes, or may be in quotes all the same: a token, or a host.
    pub(crate) fn unquoted(&self, profile: &Profile) -> Option<&'a [u8]> {
        let may_be_quoted = profile.allows(Leniency::QUOTED_TOKEN);
        self.value.filter(|value| (may_be_quoted || !value.is_quoted()) && !value.is_empty()).map(|value| value.as_bytes())
    }

    /// The value if it is a token by the profile.
    pub(crate) fn token(&self, profile: &Profile) -> Option<Token<'a>> {
        let is_loose = profile.allows(Leniency::LOOSE_PARAM_VALUE);
        let fits =
            |value: &&[u8]| scan::all(value, chars::TOKEN) || is_loose && value.is_ascii() && value.iter().copied().all(is_loose_byte);
        self.unquoted(profile).filter(fits).map(Token::new)
    }

    pub(crate) fn new(name: &'a [u8], value: Option<Text<'a>>) -> Self {
        Self { name: Token::new(name), value }
    }

    /// A value without a name.
    pub(super) fn nameless(value: Text<'a>) -> Self {
        Self { name: Token::new(&value.as_bytes()[..0]), value: Some(value) }
    }

    /// Whether nothing stands behind the `=`, which [`Leniency::EMPTY_PARAM_VALUE`] alone takes.
    pub(crate) fn is_blank(&self) -> bool {
        self.value.is_some_and(|value| value.is_empty() && !value.is_quoted())
    }
}

/// Whether [`Leniency::LOOSE_PARAM_VALUE`] takes the byte: a visible one that ends no part of a value, and begins no comment.
pub(super) fn is_loose_byte(byte: u8) -> bool {
    chars::is(byte, chars::PART) && chars::is(byte, chars::VISIBLE) && !matches!(byte, b'(' | b')')
}

/// The parameter as it was read; without the white space around its `=`.
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
