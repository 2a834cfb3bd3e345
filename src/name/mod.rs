//! Header field names: the registry as an enum, and the look-up of a name.

mod known;
mod set;
mod table;

use crate::chars;
use crate::error::{Expected, ParseError};
pub(crate) use known::KNOWN;
pub use known::{HeaderId, HeaderName, OtherName};
pub(crate) use set::NameSet;
pub(crate) use table::{lookup, lookup_in_lanes};

impl<'a> HeaderName<'a> {
    /// Makes the name of a header that this crate does not know. In a constant, a name that is not a token fails to compile.
    ///
    /// A name that is in the registry becomes the registered variant.
    ///
    /// # Panics
    ///
    /// Panics if `name` is not a token. [`TryFrom`] returns an error instead.
    pub const fn custom(name: &'a str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a header name is a token");
        let mut i = 0;
        while i < bytes.len() {
            assert!(chars::is(bytes[i], chars::TOKEN), "a header name is a token");
            i += 1;
        }
        match lookup(bytes) {
            Some(id) => KNOWN[id.0 as usize],
            None => HeaderName::Other(OtherName(name)),
        }
    }
}

/// Compares without regard to case. A compact form equals the long name.
impl PartialEq<&str> for HeaderName<'_> {
    fn eq(&self, other: &&str) -> bool {
        match lookup(other.as_bytes()) {
            Some(id) => self.id() == id,
            None => matches!(self, HeaderName::Other(name) if name.0.eq_ignore_ascii_case(other)),
        }
    }
}

impl<'a> TryFrom<&'a [u8]> for HeaderName<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        match bytes.iter().position(|&b| !chars::is(b, chars::TOKEN)) {
            None if !bytes.is_empty() => Ok(Self::of_row(lookup(bytes).unwrap_or(HeaderId::OTHER), bytes)),
            place => Err(ParseError::expected(Expected::FieldName, place.unwrap_or(0))),
        }
    }
}

impl<'a> TryFrom<&'a str> for HeaderName<'a> {
    type Error = ParseError;
    fn try_from(name: &'a str) -> Result<Self, ParseError> {
        Self::try_from(name.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singles_are_those_of_the_registry() {
        for name in ["From", "t", "CALL-ID", "CSeq", "Max-Forwards", "l", "Expires", "Subject"] {
            assert!(HeaderName::try_from(name).unwrap().is_single(), "{name}");
        }
        for name in ["Via", "m", "Route", "k", "Allow", "Authorization", "WWW-Authenticate", "Privacy", "X-Other"] {
            assert!(!HeaderName::try_from(name).unwrap().is_single(), "{name}");
        }
    }

    #[test]
    fn other_names_are_compared_without_case() {
        let (a, b) = (HeaderName::try_from("X-Foo").unwrap(), HeaderName::try_from("x-foo").unwrap());
        assert_eq!(a, b);
        assert!(a == "X-FOO" && a != "X-Fo" && HeaderName::Via == "v" && HeaderName::Via != "Route");
        assert!(HeaderName::try_from("X Foo").unwrap_err().offset() == 1 && HeaderName::try_from("").is_err());
        assert_eq!(HeaderName::custom("route"), HeaderName::Route);
    }
}
