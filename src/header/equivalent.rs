//! Whether two URIs are equal: their headers are compared by the rules of each header.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{AnyValue, NameAddr, Value};
use crate::name::HeaderName;
use crate::params::{Param, Params};
use crate::text::{Text, Token};
use crate::uri::{SipUri, Uri, UriDifference, UriHeader, UriHeaders};

impl<'a> Uri<'a> {
    /// Equality as the RFC of the scheme has it: see [`SipUri::equivalent`] and [`TelUri::equivalent`](crate::TelUri::equivalent). Of
    /// other schemes, the scheme is compared without regard to case and the rest byte by byte. Of a URN, neither the namespace nor the
    /// digits of escapes have a case, and what stands behind `?` does not count (RFC 8141 §3.1); nor have the names of UUIDs, services,
    /// alerts, 3GPP's `urn-7` and the GSM association's devices. It is not transitive; `==` asks for the same bytes.
    ///
    /// # Errors
    ///
    /// The first difference.
    ///
    /// ```
    /// use sipwire::{Uri, UriDifference};
    ///
    /// let [a, b] = ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"].map(|uri| Uri::try_from(uri).unwrap());
    /// assert_eq!(a.equivalent(&b), Ok(()));
    /// let c = Uri::try_from("sip:alice@atlanta.com:5060;transport=tcp")?;
    /// assert_eq!(a.equivalent(&c), Err(UriDifference::Port));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn equivalent(&self, other: &Uri<'a>) -> Result<(), UriDifference<'a>> {
        self.equivalent_by(other, |a, b| headers(a, b, values))
    }
}

impl<'a> SipUri<'a> {
    /// Equality as RFC 3261 §19.1.4 has it, with the addresses of RFC 5954 §4.2.
    ///
    /// User part, password, host and port must match, and be in both or in none. The parameters that are in both must match; `user`,
    /// `ttl`, `method`, `maddr` and `transport` must be in both or in none, any other may be in one alone. User part, password and
    /// `method` are compared with regard to case. An escape equals what it stands for, but for `;/?:@&=+$,`; hosts have none.
    ///
    /// Headers must be in both, in any order, and match by the rules of the header (RFC 3261 §7.3.1, §20):
    ///
    /// * A compact form is the same name as the long one.
    /// * From and To match where their URIs do, and the parameters that both have; `tag` is in both or in none. The display name and the
    ///   brackets don't matter (§20.20).
    /// * Other values that this crate types match where their parts do: the elements of lists in their order; parameters in any order, all
    ///   of them in both; numbers and dates by what they say; URIs as here. Tokens have no case, quoted strings have one. Methods, Call-IDs,
    ///   tags, event types and entity-tags have one too.
    /// * Text has a case in `body` and under names that nobody registered. A value that does not fit its header's grammar matches the same
    ///   bytes alone.
    /// * A URI inside of a header is compared in the same way, but that its own headers must say the same byte by byte.
    ///
    /// It is not transitive: a parameter may be ignored against one URI and not against the next.
    ///
    /// # Errors
    ///
    /// The first difference.
    ///
    /// ```
    /// use sipwire::SipUri;
    ///
    /// let [a, b] = ["sip:h?to=%22B%22%20%3Csip:bob%40biloxi.com%3E&Expires=060", "sip:h?expires=60&t=sip:bob%40BILOXI.com"];
    /// assert_eq!(SipUri::try_from(a)?.equivalent(&SipUri::try_from(b)?), Ok(()));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn equivalent(&self, other: &SipUri<'a>) -> Result<(), UriDifference<'a>> {
        self.equivalent_by(other, |a, b| headers(a, b, values))
    }
}

/// A header of a URI, unescaped.
struct Said<'a> {
    written: UriHeader<'a>,
    /// In lower case, and never compact.
    name: Vec<u8>,
    value: Cow<'a, [u8]>,
}

/// All headers, in the order of their names, and of their values where names repeat.
fn in_order(headers: UriHeaders<'_>) -> Vec<Said<'_>> {
    let mut all: Vec<_> = headers
        .iter()
        .map(|written| {
            let name = written.name().unescape();
            let long = HeaderName::try_from(&*name).map_or(&*name, |name| name.as_str().as_bytes()).to_ascii_lowercase();
            Said { written, name: long, value: written.value().unescape() }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.value.cmp(&b.value)));
    all
}

/// Each header must have its match, in whatever order. Of those that have a name in common, the first is held against the first.
fn headers<'a>(
    a: UriHeaders<'a>,
    b: UriHeaders<'a>,
    are_same: impl Fn(HeaderName<'_>, &[u8], &[u8]) -> bool,
) -> Result<(), UriDifference<'a>> {
    let (a, b) = (in_order(a), in_order(b));
    let differ = |(a, b): &(&Said<'a>, &Said<'a>)| {
        a.name != b.name || !HeaderName::try_from(&*a.name).map_or(a.value == b.value, |name| are_same(name, &a.value, &b.value))
    };
    match a.iter().zip(&b).find(differ) {
        // The one that comes first is not in the other list.
        Some((a, b)) => Err(UriDifference::Header(if a.name <= b.name { a.written.name() } else { b.written.name() })),
        None => match a.get(b.len()).or_else(|| b.get(a.len())) {
            Some(alone) => Err(UriDifference::Header(alone.written.name())),
            None => Ok(()),
        },
    }
}

/// Whether two values of a header match, element by element. What does not fit the grammar matches itself alone.
fn values(name: HeaderName<'_>, a: &[u8], b: &[u8]) -> bool {
    let typed = |bytes| Value::new(bytes).map(|value| name.values(value));
    match (typed(a), typed(b)) {
        _ if a == b => true,
        (Ok(mut a), Ok(mut b)) => loop {
            match (a.next(), b.next()) {
                (None, None) => break true,
                (Some(Ok(a)), Some(Ok(b))) if elements(name, &a, &b) => {}
                _ => break false,
            }
        },
        _ => false,
    }
}

/// Whether two elements of a header match.
fn elements(name: HeaderName<'_>, a: &AnyValue<'_>, b: &AnyValue<'_>) -> bool {
    let all_params = || params(a.params(), b.params(), |_| false);
    match (a, b) {
        (AnyValue::NameAddr(a), AnyValue::NameAddr(b)) => addresses(name, a, b),
        (AnyValue::Contact(a), AnyValue::Contact(b)) => match (a.address(), b.address()) {
            (Some(a), Some(b)) => addresses(name, a, b),
            (a, b) => a.is_none() && b.is_none(),
        },
        (AnyValue::InfoUri(a), AnyValue::InfoUri(b)) => uris(a.uri(), b.uri()) && all_params(),
        (AnyValue::Number(a), AnyValue::Number(b)) => (a.value(), a.comment()) == (b.value(), b.comment()) && all_params(),
        (AnyValue::TokenParams(a), AnyValue::TokenParams(b)) => {
            let has_case = matches!(name, HeaderName::Allow | HeaderName::SipETag | HeaderName::SipIfMatch | HeaderName::SuppressIfMatch);
            texts(a.token(), b.token(), has_case) && all_params()
        }
        (AnyValue::MediaType(a), AnyValue::MediaType(b)) => media((a.kind(), a.subtype()), (b.kind(), b.subtype())) && all_params(),
        (AnyValue::MediaRange(a), AnyValue::MediaRange(b)) => media((a.kind(), a.subtype()), (b.kind(), b.subtype())) && all_params(),
        (AnyValue::EventType(a), AnyValue::EventType(b)) => a.event_type() == b.event_type() && all_params(),
        (AnyValue::DialogRef(a), AnyValue::DialogRef(b)) => a.call_id() == b.call_id() && all_params(),
        (AnyValue::SessionId(a), AnyValue::SessionId(b)) => a.local() == b.local() && all_params(),
        (AnyValue::FeatureSet(_), AnyValue::FeatureSet(_)) | (AnyValue::ParamSet(_), AnyValue::ParamSet(_)) => all_params(),
        (AnyValue::Via(a), AnyValue::Via(b)) => {
            let protocol = [a.protocol(), a.version()].iter().zip([b.protocol(), b.version()]).all(|(a, b)| a.eq_ignore_ascii_case(b));
            protocol && a.transport() == b.transport() && a.host().equivalent(&b.host()) && a.port() == b.port() && all_params()
        }
        (AnyValue::CSeq(a), AnyValue::CSeq(b)) => (a.number(), a.method()) == (b.number(), b.method()),
        (AnyValue::RAck(a), AnyValue::RAck(b)) => {
            (a.response_number(), a.cseq_number(), a.method()) == (b.response_number(), b.cseq_number(), b.method())
        }
        (AnyValue::Date(a), AnyValue::Date(b)) => a.unix_seconds() == b.unix_seconds(),
        (AnyValue::Timestamp(a), AnyValue::Timestamp(b)) => (a.time(), a.delay()) == (b.time(), b.delay()),
        (AnyValue::MimeVersion(a), AnyValue::MimeVersion(b)) => (a.major(), a.minor()) == (b.major(), b.minor()),
        (AnyValue::Warning(a), AnyValue::Warning(b)) => {
            a.code() == b.code() && a.agent().eq_ignore_ascii_case(b.agent()) && texts(a.text(), b.text(), true)
        }
        (AnyValue::Text(a), AnyValue::Text(b)) => texts(*a, *b, matches!(name, HeaderName::Other(_))),
        // Signatures, and what proves who sends: byte by byte.
        (a, b) => a.as_bytes() == b.as_bytes(),
    }
}

fn media((a, a_subtype): (Token<'_>, Token<'_>), (b, b_subtype): (Token<'_>, Token<'_>)) -> bool {
    a.eq_ignore_ascii_case(b) && a_subtype.eq_ignore_ascii_case(b_subtype)
}

/// The URIs of two headers, whose own headers are bytes: they may hold URIs with headers again.
fn uris(a: Uri<'_>, b: Uri<'_>) -> bool {
    a.equivalent_by(&b, |a, b| headers(a, b, |_, a, b| a == b)).is_ok()
}

/// Of From and To, neither the display name nor a parameter that only one has makes a difference (RFC 3261 §20.20, §20.39).
fn addresses(name: HeaderName<'_>, a: &NameAddr<'_>, b: &NameAddr<'_>) -> bool {
    if !uris(a.uri(), b.uri()) {
        return false;
    }
    if matches!(name, HeaderName::From | HeaderName::To) {
        return params(a.params(), b.params(), |name| !name.eq_ignore_ascii_case("tag"));
    }
    let display_name = |address: &NameAddr<'_>| address.display_name().map(|name| name.unescape().into_owned()).unwrap_or_default();
    display_name(a) == display_name(b) && params(a.params(), b.params(), |_| false)
}

/// Whether both have the same parameters, in whatever order; one that may be alone may be in one of them only.
fn params(a: Params<'_>, b: Params<'_>, may_be_alone: impl Fn(Token<'_>) -> bool) -> bool {
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

/// Tags, branches and the ids of events have a case (RFC 3261 §19.3, RFC 6665 §8.2.1).
fn param_values(a: &Param<'_>, b: &Param<'_>) -> bool {
    let has_case = ["tag", "branch", "id", "to-tag", "from-tag", "local-tag", "remote-tag"].iter().any(|name| a.is(name));
    match (a.value(), b.value()) {
        (Some(a), Some(b)) => texts(a, b, has_case),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Quoted strings have a case, tokens have none; and one is not the other (RFC 3261 §7.3.1).
fn texts(a: Text<'_>, b: Text<'_>, has_case: bool) -> bool {
    let has_case = has_case || a.is_quoted();
    let is_same = |a: &[u8], b: &[u8]| if has_case { a == b } else { a.eq_ignore_ascii_case(b) };
    a.is_quoted() == b.is_quoted() && is_same(&a.unescape(), &b.unescape())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_by_the_rules_of_their_header() {
        for (name, a, b, is_same) in [
            ("To", "sip:bob@biloxi.com", "\"Bob\" <sip:bob@BILOXI.com>;x=1", true),
            ("To", "<sip:bob@biloxi.com>;tag=a", "<sip:bob@biloxi.com>", false),
            ("To", "<sip:bob@biloxi.com>;tag=a", "<sip:bob@biloxi.com>;tag=A", false),
            ("To", "<sip:bob@biloxi.com>;X=1", "<sip:bob@biloxi.com>;x=2", false),
            ("To", "sip:bob@biloxi.com", "sip:Bob@biloxi.com", false),
            ("From", "<sip:a?x=1>", "<sip:a?X=1>", true),
            ("From", "<sip:a?t=sip:b>", "<sip:a?to=sip:b>", true),
            ("From", "<sip:a?to=sip:b>", "<sip:a?to=sip:B>", false),
            ("Reply-To", "Bob <sip:a>", "\"Bob\"<sip:a>", true),
            ("Reply-To", "Bob <sip:a>", "<sip:a>", false),
            ("Reply-To", "<sip:a>;x;y", "sip:a;Y;X", true),
            ("Reply-To", "<sip:a>;x", "<sip:a>", false),
            ("Contact", "*", "*", true),
            ("Contact", "*", "<sip:a>", false),
            ("Contact", "<sip:a>;q=1, <sip:b>", "sip:A;q=1,<sip:b>", true),
            ("Contact", "<sip:a>, <sip:b>", "<sip:b>, <sip:a>", false),
            ("Contact", "<sip:a>, <sip:b>", "<sip:a>", false),
            ("Priority", "urgent", "URGENT", true),
            ("Allow", "INVITE", "invite", false),
            ("Supported", "path,  100rel", "PATH,100REL", true),
            ("Supported", "", "", true),
            ("SIP-If-Match", "a", "A", false),
            ("Expires", "60", "0060", true),
            ("Retry-After", "5 (a)", "5 (b)", false),
            ("Call-ID", "a@b", "A@b", false),
            ("CSeq", "07 INVITE", "7  INVITE", true),
            ("CSeq", "7 INVITE", "7 Invite", false),
            ("Replaces", "a@b;to-tag=1;from-tag=2", "a@b; from-tag=2;to-tag=1", true),
            ("Replaces", "a@b;to-tag=x;from-tag=2", "a@b;to-tag=X;from-tag=2", false),
            ("Event", "dialog;id=a", "Dialog;id=a", false),
            ("Event", "dialog;vendor=\"a\"", "dialog;vendor=\"A\"", false),
            ("Event", "dialog;vendor=a", "dialog;Vendor=A", true),
            ("Event", "dialog;vendor=a", "dialog;vendor=\"a\"", false),
            ("Content-Type", "text / plain;charset=UTF-8", "TEXT/Plain;charset=utf-8", true),
            ("Accept", "a/b, c/d", "a/b,c / d", true),
            ("Via", "SIP/2.0/UDP h:1;branch=z;ttl=1", "sip / 2.0 / udp H :1; TTL=1;branch=z", true),
            ("Via", "SIP/2.0/UDP h", "SIP/2.0/UDP h:5060", false),
            ("Date", "Sat, 13 Nov 2010 23:29:00 GMT", "Sun, 13 Nov 2010 23:29:00 GMT", true),
            ("Warning", "399 H \"a\"", "399 h \"a\"", true),
            ("Call-Info", "<http://a/B>;purpose=ICON", "<HTTP://a/B>;purpose=icon", true),
            ("Call-Info", "<http://a/B>", "<http://a/b>", false),
            ("Subject", "next meeting", "Next Meeting", true),
            ("Subject", "next\r\n meeting", "next meeting", true),
            ("X-Any", "a", "A", false),
            ("Expires", "soon", "Soon", false),
            ("Expires", "soon", "soon", true),
            ("Accept-Contact", "*;audio;video", "*;VIDEO;audio", true),
            ("P-Charging-Vector", "icid-value=a;orig-ioi=b", "orig-ioi=b; icid-value=a", true),
            ("Authorization", "Digest nonce=\"a\"", "Digest nonce=\"A\"", false),
            ("Timestamp", "54.50", "54.5", true),
            ("RAck", "1 2 INVITE", "01 02  INVITE", true),
            ("MIME-Version", "1.0", "01.0", true),
            ("Session-ID", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef;logme", false),
        ] {
            let name = HeaderName::try_from(name).unwrap();
            for (a, b) in [(a, b), (b, a)] {
                assert_eq!(values(name, a.as_bytes(), b.as_bytes()), is_same, "{name}: {a} | {b}");
            }
            assert!(values(name, a.as_bytes(), a.as_bytes()));
        }
    }
}
