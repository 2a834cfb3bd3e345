//! List header fields that several rules are about: each is read once.

use super::element::{self, Check};
use super::repeat::first_repeat;
use super::typed;
use crate::header::{Headers, Path, Privacy, ResourcePriority};

/// The facts about Path that rules need.
#[derive(Clone, Copy)]
pub(super) struct Paths {
    /// Whether each value is a `sips` URI.
    pub(super) are_sips: bool,
    /// Whether the first value has the `ob` parameter (RFC 5626 §5.1).
    pub(super) is_outbound: bool,
}

impl Paths {
    pub(super) fn read(headers: Headers<'_, '_>) -> Self {
        let (mut are_sips, mut is_outbound) = (true, false);
        for (place, path) in headers.all::<Path<'_>>().verified_by(|path| path.verified_uri()).enumerate() {
            let uri = path.ok().map(|(_, uri)| uri);
            are_sips &= uri.is_some_and(|uri| uri.as_sip().is_some_and(|uri| uri.is_sips()));
            is_outbound |= place == 0 && uri.is_some_and(|uri| uri.params().contains("ob"));
        }
        Self { are_sips, is_outbound }
    }
}

/// The facts about Privacy that rules need; bytes are those of a value.
#[derive(Clone, Copy)]
pub(super) struct Privacies<'a> {
    pub(super) count: usize,
    pub(super) repeated: Option<&'a [u8]>,
    /// The last `none`, and the first and the last `critical`.
    pub(super) none: Option<&'a [u8]>,
    pub(super) critical: Option<&'a [u8]>,
    /// Whether there is a service that the element does not provide.
    pub(super) has_unknown: bool,
}

impl<'a> Privacies<'a> {
    pub(super) fn read(headers: Headers<'_, 'a>, check: &Check<'_>) -> Self {
        let mut facts = Self { count: 0, repeated: None, none: None, critical: None, has_unknown: false };
        let services = check.privacy.unwrap_or_default();
        let values = typed::all::<Privacy<'_>>(headers).flatten().map(|value| value.token().as_bytes()).inspect(|&value| {
            facts.count += 1;
            if value.eq_ignore_ascii_case(b"none") {
                facts.none = Some(value);
            } else if value.eq_ignore_ascii_case(b"critical") {
                facts.critical.get_or_insert(value);
            } else {
                facts.has_unknown |= !element::has(services, value);
            }
        });
        let repeated = first_of_all(values);
        Self { repeated, ..facts }
    }
}

/// The facts about Resource-Priority that rules need.
#[derive(Clone, Copy)]
pub(super) struct Priorities<'a> {
    /// The first namespace that an earlier value has.
    pub(super) repeated: Option<&'a [u8]>,
    /// Whether there is a namespace that the element knows.
    pub(super) has_known: bool,
}

impl<'a> Priorities<'a> {
    pub(super) fn read(headers: Headers<'_, 'a>, check: &Check<'_>) -> Self {
        let known = check.priorities.unwrap_or_default();
        let is_known = |name: &[u8]| {
            let mut namespaces = known.iter().map(|value| value.split_once('.').map_or(*value, |(namespace, _)| namespace));
            namespaces.any(|known| known.as_bytes().eq_ignore_ascii_case(name))
        };
        let mut has_known = false;
        let namespaces = typed::all::<ResourcePriority<'_>>(headers).flatten().map(|value| value.namespace().as_bytes());
        let repeated = first_of_all(namespaces.inspect(|name| has_known |= is_known(name)));
        Self { repeated, has_known }
    }
}

/// The first token that is the same as an earlier one. Reads the others too.
fn first_of_all<'a>(mut tokens: impl Iterator<Item = &'a [u8]>) -> Option<&'a [u8]> {
    let repeated = first_repeat(tokens.by_ref(), |a, b| a.eq_ignore_ascii_case(b));
    tokens.for_each(drop);
    repeated
}
