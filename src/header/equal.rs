//! Compares header values inside of URIs (RFC 3261 §19.1.4).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::name::HeaderName;
use crate::params::{Param, Params};
use crate::text::{Text, Token};
use crate::uri::{Uri, UriDifference, UriHeader, UriHeaders};

/// A header of a URI, unescaped.
struct Unescaped<'a> {
    written: UriHeader<'a>,
    /// The long form of the name, in lower case.
    name: Vec<u8>,
    value: Cow<'a, [u8]>,
}

/// Returns all headers, sorted by name, and by value where names repeat.
fn in_order(headers: UriHeaders<'_>) -> Vec<Unescaped<'_>> {
    let mut all: Vec<_> = headers
        .iter()
        .map(|written| {
            let name = written.name().unescape();
            let long = HeaderName::try_from(&*name).map_or(&*name, |name| name.as_str().as_bytes()).to_ascii_lowercase();
            Unescaped { written, name: long, value: written.value().unescape() }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.value.cmp(&b.value)));
    all
}

/// Compares two lists of headers in any order. The n-th header of a name is compared with the n-th of the same name.
pub(crate) fn headers<'a>(
    a: UriHeaders<'a>,
    b: UriHeaders<'a>,
    are_same: impl Fn(HeaderName<'_>, &[u8], &[u8]) -> bool,
) -> Result<(), UriDifference<'a>> {
    let (a, b) = (in_order(a), in_order(b));
    let differ = |(a, b): &(&Unescaped<'a>, &Unescaped<'a>)| {
        a.name != b.name || !HeaderName::try_from(&*a.name).map_or(a.value == b.value, |name| are_same(name, &a.value, &b.value))
    };
    match a.iter().zip(&b).find(differ) {
        // The lesser name is missing in the other list.
        Some((a, b)) => Err(UriDifference::Header(if a.name <= b.name { a.written.name() } else { b.written.name() })),
        None => match a.get(b.len()).or_else(|| b.get(a.len())) {
            Some(alone) => Err(UriDifference::Header(alone.written.name())),
            None => Ok(()),
        },
    }
}

/// Compares the URIs of two headers. Their own headers are compared as bytes, because they may contain URIs with headers again.
pub(crate) fn uris(a: Uri<'_>, b: Uri<'_>) -> bool {
    a.equivalent_by(&b, |a, b| headers(a, b, |_, a, b| a == b)).is_ok()
}

/// Whether both lists have the same parameters in any order. A parameter for which `may_be_alone` holds may be in only one list.
pub(crate) fn params(a: Params<'_>, b: Params<'_>, may_be_alone: impl Fn(Token<'_>) -> bool) -> bool {
    let (a, b) = (by_name(a), by_name(b));
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let alone = match (a.peek(), b.peek()) {
            (None, None) => return true,
            (Some(left), Some(right)) => match left.name().cmp_ignore_ascii_case(right.name()) {
                Ordering::Equal if param_values(left, right) => {
                    a.next();
                    b.next();
                    continue;
                }
                Ordering::Equal => return false,
                Ordering::Less => a.next(),
                Ordering::Greater => b.next(),
            },
            (Some(_), None) => a.next(),
            (None, Some(_)) => b.next(),
        };
        if alone.is_some_and(|alone| !may_be_alone(alone.name())) {
            return false;
        }
    }
}

fn by_name(params: Params<'_>) -> Vec<Param<'_>> {
    let mut all: Vec<_> = params.iter().collect();
    all.sort_by(|a, b| a.name().cmp_ignore_ascii_case(b.name()));
    all
}

/// Compares parameter values. Tags, branches and the ids of events are case-sensitive (RFC 3261 §19.3, RFC 6665 §8.2.1).
fn param_values(a: &Param<'_>, b: &Param<'_>) -> bool {
    let has_case = ["tag", "branch", "id", "to-tag", "from-tag", "local-tag", "remote-tag"].iter().any(|name| a.is(name));
    match (a.value(), b.value()) {
        (Some(a), Some(b)) => texts(a, b, has_case),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Compares two texts. Quoted strings are case-sensitive, tokens are not, and a quoted string never equals a token (RFC 3261 §7.3.1).
pub(crate) fn texts(a: Text<'_>, b: Text<'_>, has_case: bool) -> bool {
    let has_case = has_case || a.is_quoted();
    let is_same = |a: &[u8], b: &[u8]| if has_case { a == b } else { a.eq_ignore_ascii_case(b) };
    a.is_quoted() == b.is_quoted() && is_same(&a.unescape(), &b.unescape())
}
