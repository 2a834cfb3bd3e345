//! [`Value`]: one untyped element of a header.

use core::fmt;

use super::split::Split;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::cut::Reading;
use crate::grammar::{self, Parsed, Rule};
use crate::params::Params;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::Text;

/// The bytes of one element of a header, with the data needed to type them: their offset in the message, and the parser's
/// profile.
///
/// A [`TypedHeader`](crate::TypedHeader) is parsed from a `Value`.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    bytes: &'a [u8],
    offset: u32,
    /// Whether the header has no other element.
    only: bool,
    profile: Profile,
}

impl<'a> Value<'a> {
    /// Makes a value outside of a message, with the default profile. Surrounding white space is not part of the value.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that no field value can hold: a control byte other than HTAB, or a line end that is not a
    /// fold. Returns an error if the value has 4 GiB or more.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::alone(bytes, Profile::default())
    }

    /// Makes a value outside of a message.
    pub(crate) fn alone(bytes: &'a [u8], profile: Profile) -> Result<Self, ParseError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(ParseError::new(ErrorKind::Limit(Limit::FieldValue), 0));
        }
        if let Some(at) = scan::forbidden(bytes, profile.allows(Leniency::LF_LINE_ENDS)) {
            return Err(ParseError::expected(Expected::Text, at));
        }
        Ok(Self::framed(bytes, 0, profile).trimmed())
    }

    /// Makes a value of bytes that were already framed. `offset` is their offset in the message.
    #[inline]
    pub(crate) const fn framed(bytes: &'a [u8], offset: usize, profile: Profile) -> Self {
        Self { bytes, offset: offset as u32, only: true, profile }
    }

    /// Sets whether the value is the only element of its header.
    #[inline]
    pub(crate) fn with_only(mut self, only: bool) -> Self {
        self.only = only;
        self
    }

    /// Returns the part of the value from `start` to `end`, without surrounding white space.
    #[inline(always)]
    pub(crate) fn part(&self, start: usize, end: usize) -> Self {
        let bytes = self.bytes.get(start..end).unwrap_or_default();
        let is_trimmed = |bytes: &[u8]| matches!((bytes.first(), bytes.last()), (Some(b'!'..), Some(b'!'..)));
        let (space, bytes) = match bytes {
            [b' ', rest @ ..] if is_trimmed(rest) => (1, rest),
            _ if is_trimmed(bytes) => (0, bytes),
            _ => trim(bytes),
        };
        Self { bytes, offset: self.offset + (start + space) as u32, only: self.only, profile: self.profile }
    }

    /// Makes a value of bytes that were accepted before, to be re-parsed with the same leniency.
    pub(crate) const fn taken(bytes: &'a [u8], offset: u32, leniency: Leniency) -> Self {
        Self::framed(bytes, offset as usize, Profile::of_taken(leniency))
    }

    /// Whether the row is provably one element without surrounding white space. `false` means unknown.
    #[inline(always)]
    pub(crate) fn is_one_element(&self, split: Split) -> bool {
        let is_trimmed = matches!((self.bytes.first(), self.bytes.last()), (Some(b'!'..), Some(b'!'..)));
        is_trimmed && split.first_end(self.bytes, &self.profile) == self.bytes.len()
    }

    #[inline]
    pub(crate) fn trimmed(self) -> Self {
        self.part(0, self.bytes.len())
    }

    /// Returns the bytes as received, without surrounding white space.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the absolute byte offset of the value.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }

    /// Whether this is the only element of its header.
    pub const fn is_only(&self) -> bool {
        self.only
    }

    /// Whether the profile has that leniency.
    pub fn allows(&self, leniency: Leniency) -> bool {
        self.profile.allows(leniency)
    }

    /// Returns the value as free text.
    pub const fn text(&self) -> Text<'a> {
        Text::plain(self.bytes)
    }

    /// Makes an error at an offset in this value: `at` counts in bytes from its beginning.
    pub fn error(&self, expected: Expected, at: usize) -> ParseError {
        ParseError::expected(expected, self.offset() + at)
    }

    pub(crate) const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Gives parameters of this value their absolute offset and leniency.
    #[inline]
    pub(crate) fn place(&self, params: Params<'a>) -> Params<'a> {
        params.placed(self.offset() + scan::offset_of(self.bytes, params.as_bytes()), self.profile.leniency)
    }

    /// Parses the whole value by a rule of the grammar.
    #[inline(always)]
    pub(crate) fn read<T>(&self, rule: impl Rule<'a, T>) -> Result<T, ParseError> {
        grammar::whole(self.bytes, self.offset(), rule)
    }

    /// Splits the whole value into parts.
    ///
    /// # Errors
    ///
    /// Returns an error if the parts cannot be told apart: the error of the first part that the grammar forbids.
    #[inline(always)]
    pub(crate) fn cut<T>(&self, rule: impl Fn(&'a [u8], Reading<'_>) -> Parsed<'a, T>) -> Result<T, ParseError> {
        let cut = self.read(|input: &'a [u8]| rule(input, Reading::cutting(&self.profile)));
        cut.map_err(|error| self.check(rule).err().unwrap_or(error))
    }

    /// Checks every part of the value by its grammar.
    ///
    /// # Errors
    ///
    /// Returns the error of the first part that the grammar forbids.
    #[cold]
    #[inline(never)]
    pub(crate) fn check<T>(&self, rule: impl Fn(&'a [u8], Reading<'_>) -> Parsed<'a, T>) -> Result<T, ParseError> {
        self.read(|input: &'a [u8]| rule(input, Reading::checking(&self.profile)))
    }
}

/// Returns the length of the leading white space of `bytes`, and `bytes` without surrounding white space.
#[cold]
#[inline(never)]
fn trim(bytes: &[u8]) -> (usize, &[u8]) {
    let space = scan::white_space(bytes);
    (space, scan::trim_folded(&bytes[space..]))
}

impl<'a> TryFrom<&'a [u8]> for Value<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::new(bytes)
    }
}

impl<'a> TryFrom<&'a str> for Value<'a> {
    type Error = ParseError;
    fn try_from(text: &'a str) -> Result<Self, ParseError> {
        Self::new(text.as_bytes())
    }
}

/// Shows the length and the offset, but not the bytes, because values may be secret.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({} bytes at {})", self.bytes.len(), self.offset)
    }
}
