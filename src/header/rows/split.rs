//! [`Split`]: how the rows of a list header are cut into elements.

use nom::Parser;

use crate::grammar::{equal, lws, sws, token};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// How the rows of a list header are parted into elements (RFC 3261 §7.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// At commas outside of quoted strings and angle brackets; rows and commas are the same list.
    Comma,
    /// The same, and a row may be empty: `Supported:` has no element.
    CommaOrNone,
    /// As [`Comma`](Split::Comma), and outside of comments where a Via may have one
    /// ([`Leniency::VIA_COMMENT`](crate::Leniency::VIA_COMMENT)).
    CommaOutsideComments,
    /// At every comma: a quote or a bracket is a character like others there, as in In-Reply-To.
    EveryComma,
    /// At semicolons, as in Privacy.
    Semicolon,
    /// Not at all: commas are part of the value, as in Authorization.
    Row,
    /// Not at all, but where challenges joined by commas are taken
    /// ([`Leniency::JOINED_CHALLENGES`](crate::Leniency::JOINED_CHALLENGES)): then before each scheme.
    Challenge,
    /// Not at all, but where credentials joined by commas are taken
    /// ([`Leniency::JOINED_CREDENTIALS`](crate::Leniency::JOINED_CREDENTIALS)): then before each scheme.
    Credentials,
}

impl Split {
    /// Where the first element of what is left of a row ends: at the byte that parts it from the next, or at the end of the row.
    #[inline]
    pub(crate) fn first_end(self, bytes: &[u8], profile: &Profile) -> usize {
        match self {
            Split::CommaOutsideComments if profile.allows(Leniency::VIA_COMMENT) => scan::separator_outside_comments(bytes, b','),
            Split::Comma | Split::CommaOrNone | Split::CommaOutsideComments => scan::comma(bytes),
            Split::EveryComma => memchr::memchr(b',', bytes).unwrap_or(bytes.len()),
            // Of tokens alone: there is nothing that a separator could be inside of.
            Split::Semicolon if profile.allows(Leniency::COMMA_PRIVACY) => memchr::memchr2(b';', b',', bytes).unwrap_or(bytes.len()),
            Split::Semicolon => scan::separator(bytes, b';'),
            Split::Challenge | Split::Credentials if self.parts_at_schemes(profile) => scheme_end(bytes),
            Split::Row | Split::Challenge | Split::Credentials => bytes.len(),
        }
    }
}

impl Split {
    /// Whether a row is parted before each scheme.
    pub(crate) fn parts_at_schemes(self, profile: &Profile) -> bool {
        match self {
            Split::Challenge => profile.allows(Leniency::JOINED_CHALLENGES),
            Split::Credentials => profile.allows(Leniency::JOINED_CREDENTIALS),
            _ => false,
        }
    }

    /// Whether an empty row of such a list may have no element where [`Leniency::EMPTY_ROWS`] is taken. A row that is not parted may be text.
    pub(crate) const fn wants_an_element(self) -> bool {
        !matches!(self, Split::CommaOrNone | Split::Row)
    }
}

/// Where the first of several challenges or credentials in one value ends: at the comma before the next scheme.
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

/// Whether what stands behind a comma is the next challenge or the next credentials, and no parameter of the one before it.
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
