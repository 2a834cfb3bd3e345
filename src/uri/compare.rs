//! Compares URIs by the rules of their RFCs, except for the headers of SIP URIs, which the `header` module compares.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::{Escaped, SipUri, TelUri, Uri, UriHeaders, UriParam, UriParams, UriScheme, tel};
use crate::host::Host;
use crate::text::Printable;

/// The difference between two URIs: the first part that does not match, in the order of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriDifference<'a> {
    /// The schemes differ; `sip` never equals `sips`.
    Scheme,
    /// The user parts differ, or only one URI has a user part.
    User,
    /// The passwords differ, or only one URI has a password.
    Password,
    /// The hosts differ.
    Host,
    /// The ports differ, or only one URI has a port: an absent port does not equal the default port.
    Port,
    /// The telephone numbers differ.
    Number,
    /// The texts behind the scheme differ, in a URI whose scheme this crate does not parse.
    Rest,
    /// The parameter of that name differs.
    Param(Escaped<'a>),
    /// The header of that name differs.
    Header(Escaped<'a>),
}

impl<'a> UriDifference<'a> {
    /// Returns the word for the part: `scheme`, `user`, `password`, `host`, `port`, `number`, `rest`, `parameter` or `header`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            UriDifference::Scheme => "scheme",
            UriDifference::User => "user",
            UriDifference::Password => "password",
            UriDifference::Host => "host",
            UriDifference::Port => "port",
            UriDifference::Number => "number",
            UriDifference::Rest => "rest",
            UriDifference::Param(_) => "parameter",
            UriDifference::Header(_) => "header",
        }
    }

    /// Returns the name of the parameter or header, as written in one of the two URIs.
    pub const fn name(&self) -> Option<Escaped<'a>> {
        match self {
            UriDifference::Param(name) | UriDifference::Header(name) => Some(*name),
            _ => None,
        }
    }
}

/// Shows the word for the part, and the name of the parameter or header.
impl fmt::Display for UriDifference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self.name() {
            Some(name) => write!(f, " {}", Printable(name.as_bytes())),
            None => Ok(()),
        }
    }
}

impl core::error::Error for UriDifference<'_> {}

impl<'a> Uri<'a> {
    /// Compares two URIs. `headers` compares the headers of SIP URIs.
    pub(crate) fn equivalent_by(
        &self,
        other: &Uri<'a>,
        headers: impl FnOnce(UriHeaders<'a>, UriHeaders<'a>) -> Result<(), UriDifference<'a>>,
    ) -> Result<(), UriDifference<'a>> {
        match (self, other) {
            (Uri::Sip(a), Uri::Sip(b)) => a.equivalent_by(b, headers),
            (Uri::Tel(a), Uri::Tel(b)) => a.equivalent(b),
            (Uri::Absolute(a), Uri::Absolute(b)) => {
                same(a.scheme().as_bytes().eq_ignore_ascii_case(b.scheme().as_bytes()), UriDifference::Scheme)?;
                let is_same = if a.scheme() == UriScheme::Urn { urns(a.rest(), b.rest()) } else { a.rest() == b.rest() };
                same(is_same, UriDifference::Rest)
            }
            _ => Err(UriDifference::Scheme),
        }
    }
}

impl<'a> SipUri<'a> {
    /// Compares two SIP URIs. `headers` compares their headers.
    pub(crate) fn equivalent_by(
        &self,
        other: &SipUri<'a>,
        headers: impl FnOnce(UriHeaders<'a>, UriHeaders<'a>) -> Result<(), UriDifference<'a>>,
    ) -> Result<(), UriDifference<'a>> {
        same(self.is_sips() == other.is_sips(), UriDifference::Scheme)?;
        self.equivalent_but_for_scheme(other, headers)
    }

    /// The same without a look at the scheme.
    pub(crate) fn equivalent_but_for_scheme(
        &self,
        other: &SipUri<'a>,
        headers: impl FnOnce(UriHeaders<'a>, UriHeaders<'a>) -> Result<(), UriDifference<'a>>,
    ) -> Result<(), UriDifference<'a>> {
        let in_both_or_none = |a: Option<Escaped<'a>>, b: Option<Escaped<'a>>| match (a, b) {
            (Some(a), Some(b)) => plain(a).eq(plain(b)),
            (a, b) => a == b,
        };
        same(in_both_or_none(self.user(), other.user()), UriDifference::User)?;
        same(in_both_or_none(self.password(), other.password()), UriDifference::Password)?;
        same(self.host().equivalent(&other.host()), UriDifference::Host)?;
        same(self.port() == other.port(), UriDifference::Port)?;
        const NEVER_IGNORED: [&str; 5] = ["user", "ttl", "method", "maddr", "transport"];
        params(self.params(), other.params(), |name| NEVER_IGNORED.iter().any(|known| name.is_ignoring_case(known)), sip_values)?;
        headers(self.headers(), other.headers())
    }
}

impl<'a> TelUri<'a> {
    /// Equality as RFC 3966 §4 has it.
    ///
    /// The numbers must match without their visual separators, and all parameters must be in both, in any order. Nothing
    /// is compared with regard to case. Visual separators don't count in an `ext` nor in a `phone-context` of digits either.
    ///
    /// # Errors
    ///
    /// Returns the first difference.
    pub fn equivalent(&self, other: &TelUri<'a>) -> Result<(), UriDifference<'a>> {
        let digits = |uri: &TelUri<'a>| uri.digits().map(|b| b.to_ascii_lowercase());
        same(digits(self).eq(digits(other)), UriDifference::Number)?;
        params(self.params(), other.params(), |_| true, tel_values)
    }
}

fn same(is_same: bool, difference: UriDifference<'_>) -> Result<(), UriDifference<'_>> {
    if is_same { Ok(()) } else { Err(difference) }
}

/// Compares two URNs by RFC 8141 §3.1: escapes are not decoded, and components behind the name are ignored.
///
/// ```text
/// namestring    = assigned-name [ "?+" r-component ] [ "?=" q-component ]
/// assigned-name = "urn" ":" NID ":" NSS
/// ```
fn urns(a: &[u8], b: &[u8]) -> bool {
    // Namespaces with case-insensitive names: RFC 4122 §3, RFC 5031 §3, RFC 6050 §4.4, RFC 7254 §3, RFC 7462 §7.
    const CASELESS: [&[u8]; 5] = [b"uuid", b"service", b"urn-7", b"gsma", b"alert"];
    let ((a, a_name), (b, b_name)) = (assigned_name(a), assigned_name(b));
    let is_same_name = if CASELESS.iter().any(|namespace| a.eq_ignore_ascii_case(namespace)) {
        a_name.eq_ignore_ascii_case(b_name)
    } else {
        escapes_in_upper_case(a_name).eq(escapes_in_upper_case(b_name))
    };
    a.eq_ignore_ascii_case(b) && is_same_name
}

/// Returns the namespace of a URN, and the name in it with the preceding colon.
fn assigned_name(urn: &[u8]) -> (&[u8], &[u8]) {
    let until = |part: &[u8], byte: u8| memchr::memchr(byte, part).unwrap_or(part.len());
    let assigned = &urn[..until(urn, b'?')];
    assigned.split_at(until(assigned, b':'))
}

/// Returns the bytes, with the hexadecimal digits of escapes in upper case.
fn escapes_in_upper_case(part: &[u8]) -> impl Iterator<Item = u8> {
    let mut digits = 0;
    part.iter().map(move |&byte| match byte {
        b'%' => {
            digits = 2;
            byte
        }
        _ if digits > 0 => {
            digits -= 1;
            byte.to_ascii_uppercase()
        }
        _ => byte,
    })
}

/// Decodes escaped text. An escaped reserved character of RFC 2396 remains distinct from the unescaped character.
fn plain(part: Escaped<'_>) -> impl Iterator<Item = u16> {
    let mut rest = part;
    core::iter::from_fn(move || {
        let is_escape = rest.as_bytes().first() == Some(&b'%');
        let byte = rest.bytes().next()?;
        rest = Escaped::new(rest.as_bytes().get(if is_escape { 3 } else { 1 }..).unwrap_or_default());
        let is_reserved = matches!(byte, b';' | b'/' | b'?' | b':' | b'@' | b'&' | b'=' | b'+' | b'$' | b',');
        Some(u16::from(byte) | u16::from(is_escape && is_reserved) << 8)
    })
}

/// Decodes escaped text and converts it to lower case.
fn lower(part: Escaped<'_>) -> impl Iterator<Item = u16> {
    plain(part).map(|b| u8::try_from(b).map_or(b, |b| b.to_ascii_lowercase().into()))
}

/// Whether the values of a parameter in both URIs match. `maddr` is compared as a host, and `method` is case-sensitive.
fn sip_values(name: Escaped<'_>, a: Escaped<'_>, b: Escaped<'_>) -> bool {
    if name.is_ignoring_case("method") {
        return plain(a).eq(plain(b));
    }
    if name.is_ignoring_case("maddr")
        && let (Ok(a), Ok(b)) = (Host::try_from(a.as_bytes()), Host::try_from(b.as_bytes()))
    {
        return a.equivalent(&b);
    }
    lower(a).eq(lower(b))
}

fn tel_values(name: Escaped<'_>, a: Escaped<'_>, b: Escaped<'_>) -> bool {
    let is_number = |part: Escaped<'_>| part.as_bytes().iter().all(|&b| b.is_ascii_digit() || b == b'+' || tel::is_separator(b));
    if (name.is_ignoring_case("phone-context") || name.is_ignoring_case("ext")) && is_number(a) && is_number(b) {
        let digits = |part| plain(part).filter(|&b| u8::try_from(b).is_ok_and(|b| !tel::is_separator(b)));
        return digits(a).eq(digits(b));
    }
    lower(a).eq(lower(b))
}

/// Iterates over both lists in parallel, sorted by name, and by value where names repeat.
fn params<'a>(
    a: UriParams<'a>,
    b: UriParams<'a>,
    is_never_ignored: impl Fn(Escaped<'a>) -> bool,
    are_same: impl Fn(Escaped<'a>, Escaped<'a>, Escaped<'a>) -> bool,
) -> Result<(), UriDifference<'a>> {
    let by_name = |a: &UriParam<'a>, b: &UriParam<'a>| lower(a.name()).cmp(lower(b.name()));
    let value = |param: &UriParam<'a>| param.value().unwrap_or_default();
    let sorted = |params: UriParams<'a>| {
        let mut all: Vec<_> = params.iter().collect();
        all.sort_by(|a, b| by_name(a, b).then_with(|| lower(value(a)).cmp(lower(value(b)))));
        all
    };
    let (a, b) = (sorted(a), sorted(b));
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut matched: Option<&UriParam<'a>> = None;
    loop {
        let alone = match (a.peek(), b.peek()) {
            (None, None) => return Ok(()),
            (Some(left), Some(right)) => match by_name(left, right) {
                Ordering::Equal => {
                    let name = left.name();
                    let is_same = match (left.value(), right.value()) {
                        (Some(left), Some(right)) => are_same(name, left, right),
                        (left, right) => left.is_none() && right.is_none(),
                    };
                    same(is_same, UriDifference::Param(name))?;
                    matched = a.next();
                    b.next();
                    continue;
                }
                Ordering::Less => a.next(),
                Ordering::Greater => b.next(),
            },
            (Some(_), None) => a.next(),
            (None, Some(_)) => b.next(),
        };
        // A surplus parameter of a name that both lists have is not alone in one list.
        if let Some(alone) = alone
            && (is_never_ignored(alone.name()) || matched.is_some_and(|matched| by_name(matched, alone).is_eq()))
        {
            return Err(UriDifference::Param(alone.name()));
        }
    }
}
