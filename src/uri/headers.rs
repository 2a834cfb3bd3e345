//! The headers of URIs.

use core::cell::Cell;
use core::fmt;

use nom::Parser;
use nom::combinator::{cut, opt, recognize};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};

use super::Escaped;
use super::params::{parted, show_pair};
use crate::chars;
use crate::encode::{BuildErrorKind, Writer, shown_as_written};
use crate::error::Expected;
use crate::grammar::{Rule, byte, escaped_part, escaped_run, limited};
use crate::profile::{Leniency, Limit, Profile};

/// A header of a URI, as written: a header field for a request that is made from the URI (RFC 3261 §19.1.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UriHeader<'a> {
    name: Escaped<'a>,
    value: Escaped<'a>,
}

impl<'a> UriHeader<'a> {
    /// Returns the name. The name `body` denotes the message body.
    pub const fn name(&self) -> Escaped<'a> {
        self.name
    }

    /// Returns the value, which may be empty.
    pub const fn value(&self) -> Escaped<'a> {
        self.value
    }
}

impl fmt::Debug for UriHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_pair(self.name, Some(self.value), f)
    }
}

/// The headers of a URI, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UriHeaders<'a>(&'a [u8]);

impl<'a> UriHeaders<'a> {
    /// A `?` precedes the first header, if there is any.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the text from the `?` to the end, as written. The text is empty if there are no headers.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there are no headers.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the headers, in the order of the URI.
    pub fn iter(&self) -> impl Iterator<Item = UriHeader<'a>> + use<'a> {
        let list = self.0.strip_prefix(b"?").unwrap_or_default();
        list.split(|&b| b == b'&').filter(|header| !header.is_empty()).map(|header| {
            let (name, value) = parted(header);
            UriHeader { name, value: value.unwrap_or_default() }
        })
    }

    /// Returns the value of the first header of that name. Names are compared decoded, without regard to case.
    pub fn get(&self, name: &str) -> Option<Escaped<'a>> {
        self.iter().find(|header| header.name.is_ignoring_case(name)).map(|header| header.value)
    }
}

/// ```text
/// headers = "?" header *( "&" header )
/// header  = hname "=" hvalue
/// hname   = 1*( hnv-unreserved / unreserved / escaped )
/// hvalue  = *( hnv-unreserved / unreserved / escaped )
/// ```
#[inline]
pub(super) fn uri_headers<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let takes_any = profile.allows(Leniency::URI_HEADER_BYTES);
    // Two loops, each with a class that is a compile-time constant.
    let value = move |input: &'a [u8]| match takes_any {
        false => escaped_run(chars::HNV).parse_complete(input),
        true => escaped_run(chars::HVALUE).parse_complete(input),
    };
    move |input: &'a [u8]| {
        let count = Cell::new(0);
        let header = |input: &'a [u8]| {
            count.set(count.get() + 1);
            limited(input, profile, Limit::UriHeaders, count.get())?;
            let name = terminated(escaped_part(chars::HNV, Expected::UriHeader), byte(b'=', Expected::Equal));
            (name, value).parse_complete(input)
        };
        let others = many0_count(preceded(byte(b'&', Expected::UriHeader), cut(&header)));
        recognize(opt(preceded(byte(b'?', Expected::UriHeader), cut((&header, others))))).parse_complete(input)
    }
}

/// A header of a URI to be written. Characters that are not allowed are percent-escaped.
///
/// ```
/// use sipwire::{Encode, Host, SipUri, UriHeaderDraft};
///
/// let headers = [UriHeaderDraft::new("subject", "project x"), UriHeaderDraft::new("priority", "urgent")];
/// let uri = SipUri::build(Host::try_from("atlanta.com")?).user("alice").headers(&headers);
/// assert_eq!(uri.to_bytes()?, b"sip:alice@atlanta.com?subject=project%20x&priority=urgent");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct UriHeaderDraft<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

shown_as_written!(UriHeaderDraft);

impl<'a> UriHeaderDraft<'a> {
    /// Makes a header from a name and a value, which may be empty. The name `body` denotes the message body.
    pub fn new(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: value.as_ref() }
    }

    /// Writes the header, without the preceding `?` or `&`.
    pub(super) fn encode(&self, out: &mut Writer<'_>) {
        if self.name.is_empty() {
            out.refuse(BuildErrorKind::Empty(Expected::UriHeader), 0);
        }
        out.escaped(self.name, chars::HNV);
        out.fixed("=");
        out.escaped(self.value, chars::HNV);
    }
}

impl fmt::Debug for UriHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
