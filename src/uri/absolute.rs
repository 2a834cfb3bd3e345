//! URIs of other schemes, which are not split into parts.

use core::fmt;

use nom::Parser;
use nom::combinator::{consumed, map};

use super::scheme::{UriScheme, scheme};
use crate::chars;
use crate::error::Expected;
use crate::grammar::{Rule, escaped_part, escaped_run};
use crate::host;
use crate::profile::{Leniency, Profile};
use crate::text::Printable;

/// A URI of a scheme other than `sip`, `sips` and `tel`: the scheme, and the rest as written (RFC 3986).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AbsoluteUri<'a> {
    raw: &'a [u8],
    scheme: UriScheme<'a>,
}

impl<'a> AbsoluteUri<'a> {
    /// Returns the scheme.
    pub const fn scheme(&self) -> UriScheme<'a> {
        self.scheme
    }

    /// Returns the URI as written, with its scheme.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the text behind the scheme and its colon.
    pub fn rest(&self) -> &'a [u8] {
        self.raw.get(self.scheme.as_bytes().len() + 1..).unwrap_or_default()
    }
}

/// ```text
/// absoluteURI = scheme ":" ( hier-part / opaque-part )
/// ```
pub(super) fn absolute_uri<'a>(profile: &Profile) -> impl Rule<'a, AbsoluteUri<'a>> {
    let mut strict = escaped_part(chars::URIC, Expected::Uri);
    let rest = move |input: &'a [u8]| match strict.parse_complete(input) {
        Err(nom::Err::Failure(fail)) if profile.allows(Leniency::IPV6_ZONE) => zoned(input, profile).ok_or(nom::Err::Failure(fail)),
        found => found,
    };
    map(consumed((scheme, rest)), |(raw, (scheme, _))| AbsoluteUri { raw, scheme })
}

/// Returns the text behind a scheme with an IPv6 reference whose zone follows an unescaped `%`, and the rest of the input.
fn zoned<'a>(input: &'a [u8], profile: &Profile) -> Option<(&'a [u8], &'a [u8])> {
    let run = |input: &'a [u8]| escaped_run(chars::URIC).parse_complete(input).ok();
    let open = memchr::memchr(b'[', input)?;
    let (behind, _) = host::host(profile).parse_complete(&input[open..]).ok()?;
    let ((left, _), (rest, _)) = (run(&input[..open])?, run(behind)?);
    left.is_empty().then(|| (rest, &input[..input.len() - rest.len()]))
}

impl fmt::Display for AbsoluteUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for AbsoluteUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
