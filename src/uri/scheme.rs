//! The scheme of a URI.

use nom::Parser;
use nom::combinator::map;
use nom::sequence::terminated;

use crate::chars;
use crate::error::Expected;
use crate::grammar::{Parsed, as_one, byte, checked, some};
use crate::macros::open_enum;

open_enum! {
    /// The scheme of a URI, compared without regard to case.
    ///
    /// ```text
    /// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
    /// ```
    UriScheme, OtherScheme, nocase, Scheme:
    /// A SIP URI (RFC 3261 §19.1).
    Sip "sip";
    /// A SIP URI that requires TLS on every hop (RFC 3261 §19.1, RFC 5630).
    Sips "sips";
    /// A telephone number (RFC 3966).
    Tel "tel";
    /// A URN, a name that is no locator (RFC 8141), as in `urn:service:sos`.
    Urn "urn";
}

/// ```text
/// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
/// ```
///
/// With the colon behind it.
pub(super) fn scheme(input: &[u8]) -> Parsed<'_, UriScheme<'_>> {
    let name = checked(some(chars::SCHEME, Expected::Scheme), |name| name[0].is_ascii_alphabetic(), Expected::Scheme);
    map(as_one(Expected::Scheme, terminated(name, byte(b':', Expected::Scheme))), UriScheme::of_token).parse_complete(input)
}
