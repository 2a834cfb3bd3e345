//! IPv6 addresses, and their lenient forms.

use core::net::Ipv6Addr;

use nom::bytes::complete::take_while1;
use nom::combinator::{cond, opt, recognize};
use nom::sequence::preceded;

use crate::error::Expected;
use crate::grammar::{Rule, byte, checked};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// Parses an IPv6 address without brackets, as in `received`.
pub(crate) fn ipv6(bytes: &[u8], profile: &Profile) -> Option<Ipv6Addr> {
    match scan::ipv6_groups(bytes) {
        Some(groups) => Some(Ipv6Addr::from(groups)),
        None => match core::str::from_utf8(bytes).ok()?.parse().ok() {
            None => lenient_ipv6(bytes, profile),
            address => address,
        },
    }
}

/// Parses an IPv6 address in a form that a leniency accepts.
#[cold]
fn lenient_ipv6(bytes: &[u8], profile: &Profile) -> Option<Ipv6Addr> {
    match zoned(bytes) {
        Some((address, _)) => ipv6(address, profile).filter(|_| profile.allows(Leniency::IPV6_ZONE)),
        None => three_colons(bytes, profile),
    }
}

/// Splits an IPv6 address from its zone, which follows `%25` and is not empty (RFC 6874 §2), or follows `%`.
pub(super) fn zoned(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (address, rest) = bytes.split_at(memchr::memchr(b'%', bytes)?);
    let zone = match &rest[1..] {
        [b'2', b'5', zone @ ..] if !zone.is_empty() => zone,
        zone => zone,
    };
    (!zone.is_empty() && zone.iter().all(|&b| is_of_zone(b))).then_some((address, zone))
}

/// `unreserved` of RFC 3986.
fn is_of_zone(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// ```text
/// IPv6address [ "%" ZoneID ]
/// ```
///
/// The address without brackets, as in `received`.
pub(crate) fn ipv6_text<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let may_have_zone = profile.allows(Leniency::IPV6_ZONE);
    let address = take_while1(|b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    let zone = preceded(byte(b'%', Expected::Ipv6), take_while1(is_of_zone));
    let text = recognize((address, cond(may_have_zone, opt(zone))));
    checked(text, |address: &&[u8]| address.contains(&b':') && ipv6(address, profile).is_some(), Expected::Ipv6)
}

/// `2001:db8:::192.0.2.1`, which RFC 3261 §25.1 allowed by mistake.
fn three_colons(address: &[u8], profile: &Profile) -> Option<Ipv6Addr> {
    if !profile.allows(Leniency::THREE_COLONS) {
        return None;
    }
    let at = address.windows(3).position(|three| three == b":::")?;
    let mut buffer = [0; 45];
    let fixed = buffer.get_mut(..address.len() - 1)?;
    fixed[..at].copy_from_slice(&address[..at]);
    fixed[at..].copy_from_slice(&address[at + 1..]);
    let found = ipv6(fixed, &Profile::of_taken(Leniency::NONE))?;
    // Only before an IPv4 address: elsewhere the third colon hides an error.
    if address.contains(&b'.') { Some(found) } else { None }
}
