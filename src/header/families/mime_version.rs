//! MIME-Version.

use nom::sequence::separated_pair;

use crate::encode::Writer;
use crate::error::{Expected, ParseError};
use crate::grammar::{byte, number};
use crate::header::draft::{Draft, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// MIME-Version: by which version of MIME the body was made (RFC 3261 §20.24). There is none but 1.0.
///
/// ```text
/// MIME-Version = "MIME-Version" HCOLON 1*DIGIT "." 1*DIGIT
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MimeVersion<'a> {
    raw: &'a [u8],
    major: u32,
    minor: u32,
}

impl<'a> MimeVersion<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or if a number is 2^32 or more.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        mime_version(Value::new(bytes)?)
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The number before the dot.
    pub const fn major(&self) -> u32 {
        self.major
    }

    /// The number behind the dot.
    pub const fn minor(&self) -> u32 {
        self.minor
    }
}

/// Types the value.
///
/// ```text
/// 1*DIGIT "." 1*DIGIT
/// ```
pub(crate) fn mime_version(value: Value<'_>) -> Result<MimeVersion<'_>, ParseError> {
    let (major, minor) = value.read(separated_pair(number(u32::MAX), byte(b'.', Expected::Dot), number(u32::MAX)))?;
    Ok(MimeVersion { raw: value.as_bytes(), major, minor })
}

impl<'a> Family<'a> for MimeVersion<'a> {
    const NAME: &'static str = "mime-version";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        Ok(())
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
        (self.major, self.minor) == (other.major, other.minor)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, major minor);
    }
}

written_as_read!(MimeVersion);

/// The numbers before and behind the dot.
impl Draft<MimeVersion<'static>> for (u32, u32) {
    fn write(&self, out: &mut Writer<'_>) {
        out.number(self.0.into());
        out.fixed(".");
        out.number(self.1.into());
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;

    #[test]
    fn two_numbers_and_a_dot() {
        let version = MimeVersion::parse(b"1.0").unwrap();
        assert_eq!((version.major(), version.minor()), (1, 0));
        assert_eq!(MimeVersion::row((1, 0)).to_bytes().unwrap(), b"1.0");
        for (text, offset) in [("", 0), ("1", 1), ("1.", 2), (".0", 0), ("1 .0", 1), ("1.0 (x)", 3), ("1.0.0", 3), ("4294967296.0", 0)] {
            assert_eq!(MimeVersion::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
