//! [`Split`]: the separators between the elements of a list header.

use nom::Parser;

use crate::grammar::{equal, lws, sws, token};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// The separators that split the rows of a list header into elements (RFC 3261 §7.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// Commas outside of quoted strings and angle brackets. Several rows are equivalent to one row with commas.
    Comma,
    /// As [`Comma`](Split::Comma), and a row may be empty: `Supported:` has no element.
    CommaOrNone,
    /// As [`Comma`](Split::Comma), but commas in comments do not count if a Via may have comments
    /// ([`Leniency::VIA_COMMENT`](crate::Leniency::VIA_COMMENT)).
    CommaOutsideComments,
    /// Every comma: quotes and brackets have no special meaning, as in In-Reply-To.
    EveryComma,
    /// Semicolons, as in Privacy.
    Semicolon,
    /// No separators: commas are part of the value, as in Authorization.
    Row,
    /// No separators by default. If joined challenges are accepted
    /// ([`Leniency::JOINED_CHALLENGES`](crate::Leniency::JOINED_CHALLENGES)), the commas before each scheme.
    Challenge,
    /// No separators by default. If joined credentials are accepted
    /// ([`Leniency::JOINED_CREDENTIALS`](crate::Leniency::JOINED_CREDENTIALS)), the commas before each scheme.
    Credentials,
}

impl Split {
    /// Returns the end of the first element in the rest of a row: the offset of the separator, or the end of the row.
    #[inline]
    pub(crate) fn first_end(self, bytes: &[u8], profile: &Profile) -> usize {
        match self {
            Split::CommaOutsideComments if profile.allows(Leniency::VIA_COMMENT) => scan::separator_outside_comments(bytes, b','),
            Split::Comma | Split::CommaOrNone | Split::CommaOutsideComments => scan::comma(bytes),
            Split::EveryComma => memchr::memchr(b',', bytes).unwrap_or(bytes.len()),
            // The elements are tokens, which cannot contain a separator.
            Split::Semicolon if profile.allows(Leniency::COMMA_PRIVACY) => memchr::memchr2(b';', b',', bytes).unwrap_or(bytes.len()),
            Split::Semicolon => scan::separator(bytes, b';'),
            Split::Challenge | Split::Credentials if self.parts_at_schemes(profile) => scheme_end(bytes),
            Split::Row | Split::Challenge | Split::Credentials => bytes.len(),
        }
    }
}

impl Split {
    /// Whether a row is split before each scheme.
    pub(crate) fn parts_at_schemes(self, profile: &Profile) -> bool {
        match self {
            Split::Challenge => profile.allows(Leniency::JOINED_CHALLENGES),
            Split::Credentials => profile.allows(Leniency::JOINED_CREDENTIALS),
            _ => false,
        }
    }

    /// Whether an empty row may have no element under [`Leniency::EMPTY_ROWS`]. A row that is not split may be text.
    pub(crate) const fn wants_an_element(self) -> bool {
        !matches!(self, Split::CommaOrNone | Split::Row)
    }
}

/// Returns the end of the first of several challenges or credentials in one value: the offset of the comma before the next scheme.
pub(crate) fn scheme_end(value: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let comma = from + scan::separator(&value[from..], b',');
        if comma == value.len() {
            return comma;
        }
        from = comma + 1;
        if begins_scheme(&value[from..]) {
            return comma;
        }
    }
}

/// Whether the input behind a comma begins another challenge or other credentials, rather than another parameter.
pub(crate) fn begins_scheme(input: &[u8]) -> bool {
    (sws, token, lws, token, equal).parse_complete(input).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_challenges_part_at_a_scheme() {
        let joined = b"Digest realm=\"a, b c=d\", nonce=\"x\", Digest realm=\"b\"";
        assert_eq!(scheme_end(joined), 34);
        assert_eq!(scheme_end(b"Digest realm=\"a\", nonce=\"x\""), 27);
    }
}
