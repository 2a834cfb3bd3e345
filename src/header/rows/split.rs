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
            Split::Challenge if profile.allows(Leniency::JOINED_CHALLENGES) => challenge_end(bytes),
            Split::Row | Split::Challenge => bytes.len(),
        }
    }
}

/// Where the first challenge of several in one value ends: at the comma before `token LWS token "="`.
pub(crate) fn challenge_end(value: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let comma = from + scan::separator(&value[from..], b',');
        if comma == value.len() {
            return comma;
        }
        from = comma + 1;
        if begins_challenge(&value[from..]) {
            return comma;
        }
    }
}

/// Whether what stands behind a comma is the next challenge, and no parameter of the one before it.
pub(crate) fn begins_challenge(input: &[u8]) -> bool {
    (sws, token, lws, token, equal).parse_complete(input).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_challenges_part_at_a_scheme() {
        let joined = b"Digest realm=\"a, b c=d\", nonce=\"x\", Digest realm=\"b\"";
        assert_eq!(challenge_end(joined), 34);
        assert_eq!(challenge_end(b"Digest realm=\"a\", nonce=\"x\""), 27);
    }
}
