//! The option tags of a message: Supported, Require and Proxy-Require, each read once.

use super::{element, typed};
use crate::error::ParseError;
use crate::header::{Headers, List, ProxyRequire, Require, Supported, TokenParams, TypedHeader, Verify};

/// The facts about Require or Proxy-Require that rules need.
#[derive(Clone, Copy, Default)]
pub(super) struct Required<'a> {
    /// The first tag that the element does not support.
    pub(super) unknown: Option<&'a [u8]>,
    /// The first error of the list.
    pub(super) error: Option<ParseError>,
    pub(super) reliable: Option<&'a [u8]>,
    pub(super) has_agreement: bool,
    pub(super) has_priority: bool,
    pub(super) has_timer: bool,
}

/// The facts about option tags that rules need.
#[derive(Clone, Copy)]
pub(super) struct Extensions<'a> {
    pub(super) require: Required<'a>,
    pub(super) proxy_require: Required<'a>,
    pub(super) supports_timer: bool,
    pub(super) supports_path: bool,
    pub(super) supports_outbound: bool,
    pub(super) supports_agreement: bool,
}

/// The option tags of a list header; a value that is none ends its row.
pub(super) fn tags<'a, H: TypedHeader<'a> + List + Verify>(
    headers: Headers<'_, 'a>,
    of: impl Fn(&H) -> TokenParams<'a>,
) -> impl Iterator<Item = Result<&'a [u8], ParseError>> {
    typed::all::<H>(headers).map(move |tag| tag.map(|tag| of(&tag).token().as_bytes()))
}

/// The tags of Require.
pub(in crate::rules) fn require<'a>(headers: Headers<'_, 'a>) -> impl Iterator<Item = Result<&'a [u8], ParseError>> {
    tags::<Require<'_>>(headers, |tag| **tag)
}

/// The tags of Proxy-Require.
pub(in crate::rules) fn proxy_require<'a>(headers: Headers<'_, 'a>) -> impl Iterator<Item = Result<&'a [u8], ParseError>> {
    tags::<ProxyRequire<'_>>(headers, |tag| **tag)
}

/// Whether two option tags are the same: they are tokens, which are compared without case (RFC 3261 §7.3.1).
pub(super) fn is(tag: &[u8], name: &str) -> bool {
    tag.eq_ignore_ascii_case(name.as_bytes())
}

impl<'a> Extensions<'a> {
    /// Reads the tags of the message, of which the element supports `known`.
    pub(super) fn read(headers: Headers<'_, 'a>, known: &[&str]) -> Self {
        let required = |tags: &mut dyn Iterator<Item = Result<&'a [u8], ParseError>>| {
            let mut required = Required::default();
            for tag in tags {
                let tag = match tag {
                    Ok(tag) => tag,
                    Err(error) => {
                        required.error.get_or_insert(error);
                        continue;
                    }
                };
                if !element::has(known, tag) {
                    required.unknown.get_or_insert(tag);
                }
                if is(tag, "100rel") {
                    required.reliable.get_or_insert(tag);
                }
                required.has_agreement |= is(tag, "sec-agree");
                required.has_priority |= is(tag, "resource-priority");
                required.has_timer |= is(tag, "timer");
            }
            required
        };
        let mut extensions = Self {
            require: required(&mut require(headers)),
            proxy_require: required(&mut proxy_require(headers)),
            supports_timer: false,
            supports_path: false,
            supports_outbound: false,
            supports_agreement: false,
        };
        for tag in tags::<Supported<'_>>(headers, |tag| **tag).flatten() {
            extensions.supports_timer |= is(tag, "timer");
            extensions.supports_path |= is(tag, "path");
            extensions.supports_outbound |= is(tag, "outbound");
            extensions.supports_agreement |= is(tag, "sec-agree");
        }
        extensions
    }

    /// Whether a security agreement is required (RFC 3329 §2.3.1).
    pub(super) const fn requires_agreement(&self) -> bool {
        self.require.has_agreement || self.proxy_require.has_agreement
    }
}
