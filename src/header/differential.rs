//! Differential tests: the fast path against the grammar, and `verify` of a view against a check of the whole value.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::families::address::{self, NameAddr};
use super::families::via::{self, Via};
use super::family::Family;
use super::rows::elements::Elements;
use super::rows::split::Split;
use super::rows::value::Value;
use crate::error::ParseError;
use crate::name::HeaderId;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::uri::{self, Uri};

/// The parts of a value in order, each with its alternatives, most of which are valid.
type Parts = &'static [&'static [&'static str]];

/// Values composed of parts, some of which are malformed.
fn texts(parts: Parts) -> impl Strategy<Value = String> {
    const OTHERS: &[&str] = &[
        "", " ", "\t", "\r\n ", ";", ",", ":", "@", "=", "\"", "\\", "<", ">", "%", "?", ".", "-", "_", "[", "]", "(", "\u{e9}", "0", "x",
        ";;", ">;", "; ",
    ];
    let edits = prop_oneof![3 => 0..=0usize, 2 => 1..=2usize];
    let edits = edits.prop_flat_map(|count| {
        proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>(), proptest::sample::select(OTHERS)), count)
    });
    let parts: Vec<_> = parts.iter().map(|part| proptest::sample::select(*part)).collect();
    (parts, edits).prop_map(|(parts, edits)| {
        let mut text: Vec<char> = parts.concat().chars().collect();
        for (place, replaces, other) in edits {
            let place = place.index(text.len() + 1);
            let end = (place + usize::from(replaces)).min(text.len());
            text.splice(place..end, other.chars());
        }
        text.into_iter().collect()
    })
}

/// Profiles: the default, all leniencies, very small limits, and no limits.
fn profiles() -> [Profile; 4] {
    let mut small = Limits::new();
    for (limit, most) in [
        (Limit::Params, 2),
        (Limit::ParamName, 6),
        (Limit::ParamValue, 9),
        (Limit::Quoted, 5),
        (Limit::Uri, 20),
        (Limit::UriParams, 1),
        (Limit::AuthParams, 2),
    ] {
        small = small.with(limit, most);
    }
    [
        Profile::default(),
        Profile::new(&Limits::new(), Leniency::ALL),
        Profile::new(&small, Leniency::NONE),
        Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::NONE),
    ]
}

/// `text` as a value of a message, once for each profile.
fn values(text: &str) -> impl Iterator<Item = Value<'_>> {
    let values = profiles().into_iter().filter_map(|profile| Value::alone(text.as_bytes(), profile).ok());
    values.map(|value| Value::framed(value.as_bytes(), 1000 + value.offset(), *value.profile()))
}

/// Asserts that the fast path and the grammar split `text` at the same offsets. Returns the number of profiles for which the fast path
/// succeeded.
fn compare<'a, T>(
    text: &'a str,
    fast: impl Fn(&Value<'a>) -> Option<T>,
    full: impl Fn(Value<'a>) -> Result<T, ParseError>,
    places: impl Fn(&T) -> String,
) -> usize {
    let cut = values(text).filter(|value| {
        let Some(fast) = fast(value) else { return false };
        assert_eq!(full(*value).map(|value| places(&value)), Ok(places(&fast)), "{text:?}");
        true
    });
    cut.count()
}

/// Asserts that [`Family::verify`] agrees with a check of the whole value, under each leniency. A value that cannot be split has the error
/// of the check.
fn verifies<'a, T: Family<'a>>(
    text: &'a str,
    cut: impl Fn(Value<'a>) -> Result<T, ParseError>,
    check: impl Fn(Value<'a>) -> Result<T, ParseError>,
) {
    for value in values(text) {
        let checked = check(value).map(drop);
        match cut(value) {
            Ok(cut) => assert_eq!(cut.verify(), checked, "{text:?} by {:?}", value.profile()),
            Err(error) => assert_eq!(Err(error), checked, "{text:?} by {:?}", value.profile()),
        }
    }
}

/// Asserts that the fast path splits off the same first element of a row as its separators do.
fn first<'a, T: Family<'a>>(row: &Value<'a>, split: Split, id: HeaderId, fast: impl Fn(&Value<'a>) -> Option<T>) -> Option<T> {
    let found = fast(row)?;
    let element = Elements::new(*row, split, id).next().expect("an element");
    assert_eq!(found.as_bytes().as_ptr_range(), element.as_bytes().as_ptr_range(), "{row:?}");
    Some(found)
}

fn first_via<'a>(row: &Value<'a>) -> Option<Via<'a>> {
    first(row, Split::CommaOutsideComments, HeaderId::Via, via::fast::first)
}

fn first_address<'a>(row: &Value<'a>) -> Option<NameAddr<'a>> {
    first(row, Split::Comma, HeaderId::Route, address::fast::first)
}

fn fast_uri<'a>(value: &Value<'a>) -> Option<Uri<'a>> {
    uri::fast(value.as_bytes(), value.offset(), value.profile()).map(Uri::Sip)
}

fn of_uri(uri: &Uri<'_>) -> String {
    let place = |bytes: &[u8]| format!("{:?}", bytes.as_ptr_range());
    let Uri::Sip(sip) = uri else { return format!("{uri:?}") };
    let escaped = [sip.user(), sip.password()].map(|escaped| escaped.map(|escaped| place(escaped.as_bytes())));
    let rest = (place(sip.params().as_bytes()), place(sip.headers().as_bytes()), sip.place());
    format!("{} {} {escaped:?} {:?} {:?} {rest:?}", place(sip.as_bytes()), sip.is_sips(), sip.host(), sip.port())
}

const HOSTS: &[&str] = &[
    "example.com",
    "a.b-c.de",
    "x--y.z",
    "192.0.2.1",
    "0.255.10.9",
    "[2001:db8::1]",
    "h",
    "34020000",
    "3com.example",
    "example.com.",
    "10.1.2.300",
    "01.2.3.4",
    "1.2.3",
    "1.2.3.4.5",
    "a.1",
    "a-.b",
    ".a",
    "a..b",
    "a_b",
    "[::g]",
    "[fe80::1%25eth0]",
    "[fe80::1%4]",
    "1a",
    "0c1d2e3f",
    "",
];
const PORTS: &[&str] = &["", "", ":5060", ":1", ":65535", ":0", ":65536", ":", ":x", ":050600", ": "];
const PARAMS: &[&str] = &[
    "",
    ";x",
    ";a=b.c",
    ";A=\"b c;d\"",
    ";a=\"\"",
    ";long-name=a_longer-value",
    ";a=",
    ";a=\"\\\"\"",
    ";a=[::1]",
    ";a=1.2.3.4",
    " ;a",
    ";a = b",
];
const VIA_PARAMS: &[&str] = &[
    "",
    ";branch=z9hG4bK77ef",
    ";Branch=z9hG4bK_1",
    ";branch=\"x\"",
    ";branch",
    ";rport",
    ";rport=5060",
    ";RPort=0",
    ";received=192.0.2.7",
    ";received=2001:db8::7",
    ";received=name",
    ";received=fe80::1%eth0",
    ";received=[fe80::1%4]",
    ";ttl=1",
    ";maddr=h",
    ";alias",
    ";x=\"y z\"",
];
const VIAS: Parts = &[
    &["SIP/2.0/UDP ", "SIP/2.0/TCP ", "SIP/2.0/quic ", "sip/2.0/UDP ", "SIP / 2.0 / WS  ", "SIP/2.0/ "],
    HOSTS,
    PORTS,
    VIA_PARAMS,
    VIA_PARAMS,
    VIA_PARAMS,
    PARAMS,
];
const USERS: &[&str] = &["", "", "alice@", "+1-202@", "a_b@", "a%41@", "a%4@", "bob:secret@", "bob:@", "@", "a;b?c@", "a_b", "a$b"];
const URI_PARAMS: &[&str] = &[
    "",
    "",
    ";transport=tcp",
    ";Transport=udp",
    ";lr",
    ";method=INVITE",
    ";ttl=1",
    ";TTL=2",
    ";user=phone",
    ";maddr=h",
    ";%61",
    ";a=b=c",
    ";a=",
    ";a=\"b=,c\"",
    ";maddr=[fe80::1%eth0]",
];
const URIS: Parts = &[
    &["sip:", "sips:", "SIP:", "tel:+1", "urn:a"],
    USERS,
    HOSTS,
    PORTS,
    URI_PARAMS,
    URI_PARAMS,
    URI_PARAMS,
    &["", "", "", "?a=b", "?a=b@c;d=e"],
];
const NAMES: &[&str] =
    &["", "", "Bob ", "Bob", "A. G. Bell  ", "\"A, B\" ", "\"\"", "\"x\"  ", "\"x\"y", "\"a\\\"\" ", "B:b ", "\"\"B\"\" ", "\"A, <B>\" B "];
const TAGS: &[&str] = &["", ";tag=88", ";TAG=a_b", ";tag=\"x\"", ";tag", ";tag="];
const ADDRESSES: Parts = &[
    NAMES,
    &["<sip:", "<sips:", "<SIP:", "sip:", "<tel:+1"],
    USERS,
    HOSTS,
    PORTS,
    URI_PARAMS,
    URI_PARAMS,
    &[">", ">", ">", " >", "?a=b>", "\r\n >", "?a=b@c;d>", "", "?a=b"],
    TAGS,
    PARAMS,
    TAGS,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn fast_cuts_of_vias_are_those_of_the_rules(text in texts(VIAS)) {
        compare(&text, via::fast::cut, via::full, Via::places);
        // A row that has the value as its first element.
        let row = format!("{text},SIP/2.0/UDP b");
        for value in values(&row) {
            first_via(&value);
        }
    }

    #[test]
    fn vias_verify_as_they_check(text in texts(VIAS)) {
        verifies(&text, via::full, via::check_whole);
        verifies(&text, via::via_parm, via::check_whole);
    }

    #[test]
    fn fast_cuts_of_addresses_are_those_of_the_rules(text in texts(ADDRESSES)) {
        compare(&text, address::fast::cut, address::full_either, NameAddr::places);
        compare(&text, address::fast::cut, address::full_bracketed, NameAddr::places);
        compare(&text, address::fast::cut, address::full_route, NameAddr::places);
        let row = format!("{text},<sip:b>");
        for value in values(&row) {
            first_address(&value);
        }
    }

    #[test]
    fn plain_addresses_are_whole_and_without_errors(text in texts(ADDRESSES)) {
        for value in values(&text).filter(address::fast::is_plain_address) {
            let mut elements = Elements::new(value, Split::Comma, HeaderId::Route);
            let address = address::full_either(value).expect("an address");
            prop_assert!(elements.next().is_some_and(|element| element.as_bytes() == value.as_bytes()) && elements.next().is_none());
            prop_assert_eq!(address.verify(), Ok(()));
            prop_assert!(matches!(address.uri(), Ok(Uri::Sip(_))));
        }
    }

    #[test]
    fn addresses_verify_as_they_check(text in texts(ADDRESSES)) {
        verifies(&text, address::full_either, address::checked_either);
        verifies(&text, address::either, address::checked_either);
        verifies(&text, address::bracketed, address::checked_bracketed);
        verifies(&text, address::route, address::checked_route);
    }

    #[test]
    fn uris_are_read_fast_as_by_the_grammar(text in texts(URIS)) {
        compare(&text, fast_uri, |value| uri::full(value.as_bytes(), value.offset(), value.profile()), of_uri);
    }
}

/// The fast path accepts real values; otherwise the tests above would compare nothing.
#[test]
fn common_values_are_cut_fast() {
    for text in [
        "SIP/2.0/UDP proxy2.biloxi.example.com:5060;branch=z9hG4bK4b43c2ff8.1;rport",
        "SIP/2.0/TCP 192.168.110.247:50250;rport=50250;received=192.168.110.247;branch=z9hG4bKPjda05;alias",
        "SIP/2.0/TCP [2001:db8:0:11::5]:50601;branch=z9hG4bK1931847165smg;rport;transport=TCP",
        "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks",
    ] {
        assert!(compare(text, via::fast::cut, via::full, Via::places) >= 2, "{text}");
        assert!(compare(text, first_via, via::full, Via::places) >= 2, "{text}");
    }
    for text in [
        "<sip:32100045@192.168.110.237>;tag=6c33309d840849cf89aeffac78fe505e",
        "\"Alice Smith\" <sip:alice@atlanta.example.com>;tag=9fxced76sl",
        "Bob <sips:+12125551212@biloxi.example.com:5061;transport=tcp;lr>",
        "<sip:34020000001320000001@3402000000>",
        "<sip:a%40b@h>",
        "<sip:proxy2.biloxi.example.com;lr;ftag=9fxced76sl>",
        "<sip:32100045@192.168.110.247:50250;transport=TCP;ob>;reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000041d7c640>\"",
    ] {
        assert!(compare(text, address::fast::cut, address::full_either, NameAddr::places) >= 2, "{text}");
        assert!(compare(text, first_address, address::full_either, NameAddr::places) >= 2, "{text}");
        let has_params = text.contains(">;") && !text.contains(">;tag=");
        assert_eq!(values(text).filter(address::fast::is_plain_address).count() >= 2, !has_params, "{text}");
    }
}
