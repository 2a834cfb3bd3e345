//! Each quick reading of a value beside the reading by the grammar: where the quick one says something, the other says the same.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::elements::Elements;
use super::{
    CSeq, CallId, Date, MediaType, NameAddr, ParamSet, Split, TokenParams, Value, Via, ViaSource, accept, address, address_quick, auth,
    call_id, content, cseq, date, param_set, tokens, via,
};
use crate::error::ParseError;
use crate::host::Host;
use crate::name::HeaderId;
use crate::params::{Form, Params};
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::uri::{self, Uri};

/// The parts of a value in their order, and what may stand for each: mostly what the grammar has there.
type Parts = &'static [&'static [&'static str]];

/// Values made of parts, some of which are broken here or there.
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

/// What parsers may take: the default, all leniencies, hardly anything, and no limits.
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

/// Holds a quick reading of `text` to the one by the grammar, by all that `parts` shows. Returns by how many profiles it was read quickly.
fn compare<'a, T>(
    text: &'a str,
    quick: impl Fn(&Value<'a>) -> Option<T>,
    by_grammar: impl Fn(Value<'a>) -> Result<T, ParseError>,
    parts: impl Fn(&T) -> String,
) -> usize {
    let values = profiles().into_iter().filter_map(|profile| Value::alone(text.as_bytes(), profile).ok());
    let quickly = values.filter(|value| {
        // As if it stood in a message.
        let value = Value::framed(value.as_bytes(), 1000 + value.offset(), *value.profile());
        let Some(quick) = quick(&value) else { return false };
        assert_eq!(by_grammar(value).map(|value| parts(&value)), Ok(parts(&quick)), "{text:?}");
        true
    });
    quickly.count()
}

/// Where bytes are, and what.
fn part(bytes: &[u8]) -> String {
    format!("{:?} {:?}", bytes.as_ptr_range(), String::from_utf8_lossy(bytes))
}

fn of_host(host: Host<'_>) -> String {
    format!("{} {:?}", part(host.as_bytes()), host.ip())
}

fn of_params(params: Params<'_>) -> String {
    format!("{} {:?} {params:?}", part(params.as_bytes()), params.place())
}

fn of_uri(uri: &Uri<'_>) -> String {
    let Uri::Sip(sip) = uri else { return format!("{uri:?}") };
    let escaped = [sip.user(), sip.password()].map(|escaped| escaped.map(|escaped| part(escaped.as_bytes())));
    let rest = (part(sip.params().as_bytes()), part(sip.headers().as_bytes()), sip.place());
    format!("{} {} {escaped:?} {} {:?} {rest:?}", part(sip.as_bytes()), sip.is_sips(), of_host(sip.host()), sip.port())
}

fn of_address(address: &NameAddr<'_>) -> String {
    let name = address.display_name().map(|name| (part(name.as_bytes()), name.is_quoted()));
    let tag = address.tag().map(|tag| part(tag.as_bytes()));
    format!("{} {name:?} {} {} {tag:?}", part(address.as_bytes()), of_uri(&address.uri()), of_params(address.params()))
}

fn of_via(via: &Via<'_>) -> String {
    let protocol = [via.protocol(), via.version()].map(|token| part(token.as_bytes()));
    let sent_by = (via.transport(), of_host(via.host()), via.port());
    let known = (
        via.branch().map(|branch| part(branch.as_bytes())),
        via.received(),
        via.has_rport(),
        via.rport(),
        via.ttl(),
        via.maddr().map(of_host),
    );
    format!("{} {protocol:?} {sent_by:?} {known:?} {}", part(via.as_bytes()), of_params(via.params()))
}

fn quick_uri<'a>(value: &Value<'a>) -> Option<Uri<'a>> {
    uri::quick(value.as_bytes(), value.offset(), value.profile())
}

fn of_token(token: &TokenParams<'_>) -> String {
    format!("{} {} {:?}", part(token.as_bytes()), part(token.token().as_bytes()), of_params(token.params()))
}

fn of_call_id(id: &CallId<'_>) -> String {
    part(id.as_bytes())
}

fn of_cseq(cseq: &CSeq<'_>) -> String {
    format!("{} {} {:?}", part(cseq.as_bytes()), cseq.number(), cseq.method())
}

fn of_media(media: &MediaType<'_>) -> String {
    let tokens = [media.kind(), media.subtype()].map(|token| part(token.as_bytes()));
    format!("{} {tokens:?} {}", part(media.as_bytes()), of_params(media.params()))
}

fn of_set(set: &ParamSet<'_>) -> String {
    of_params(set.params())
}

fn of_date(date: &Date<'_>) -> String {
    let time = (date.hour(), date.minute(), date.second());
    format!("{} {:?} {time:?}", part(date.as_bytes()), (date.year(), date.month(), date.day()))
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
    "",
];
const PORTS: &[&str] = &["", "", ":5060", ":1", ":65535", ":0", ":65536", ":", ":x", ":050600"];
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
];
const URIS: Parts =
    &[&["sip:", "sips:", "SIP:", "tel:+1", "urn:a"], USERS, HOSTS, PORTS, URI_PARAMS, URI_PARAMS, URI_PARAMS, &["", "", "", "?a=b"]];
const NAMES: &[&str] = &["", "", "Bob ", "Bob", "A. G. Bell  ", "\"A, B\" ", "\"\"", "\"x\"  ", "\"x\"y", "\"a\\\"\" ", "B:b "];
const TAGS: &[&str] = &["", ";tag=88", ";TAG=a_b", ";tag=\"x\"", ";tag", ";tag="];
const ADDRESSES: Parts = &[
    NAMES,
    &["<sip:", "<sips:", "<SIP:", "sip:", "<tel:+1"],
    USERS,
    HOSTS,
    PORTS,
    URI_PARAMS,
    URI_PARAMS,
    &[">", ">", ">", " >", "?a=b>"],
    TAGS,
    PARAMS,
    TAGS,
];
const CSEQS: Parts = &[
    &["1", "0", "042", "314159", "1931847152", "2147483647", "2147483648", "9999999999", "99999999999", ""],
    &[" ", " ", "  ", ""],
    &["INVITE", "REGISTER", "ACK", "invite", "PUBLISHED", "a b", ""],
];
const CALL_IDS: Parts = &[
    &["3548dbde40f943d2bdaf41d727049ffc", "a", "a.b-c", "{a}%b<\"c\">", "a;b", ""],
    &["@", "@", "", "@@", ","],
    &["example.com", "192.0.2.1", "[::1]", "a@", "@", "", ""],
];
const MEDIA: Parts = &[
    &["application", "text", "*", "a_b", ""],
    &["/", "/", "/", " / ", ""],
    &["sdp", "reginfo+xml", "*", ""],
    PARAMS,
    &["", ";q=0.5", ";q", ";boundary=\"a b\""],
    PARAMS,
];
const SETS: Parts = &[&["a", "icid-value", "_", ""], &["", "=b", "=\"b\"", "=[::1]", "="], PARAMS, PARAMS, PARAMS];
const TWO: &[&str] = &["00", "13", "23", "29", "24", "59", "60", "61", "1", "007"];
const DATES: Parts = &[
    &["Sat, ", "Sun, ", "sat, ", "Sat,  ", "Sot, "],
    &["13", "01", "00", "28", "29", "30", "31", "32", "7"],
    &[" Nov ", " Feb ", " Feb ", " Jan ", " Dec ", " Apr ", " nov "],
    &["2010", "2000", "1900", "2024", "0000", "9999", "10"],
    &[" "],
    TWO,
    &[":"],
    TWO,
    &[":"],
    TWO,
    &[" GMT", " GMT", " UTC", " gmt"],
];
const TOKENS: Parts = &[&["a", "Q.850", "a_b", "\"q\"", ""], PARAMS, PARAMS, PARAMS];
const SCHEMES: &[&str] = &["Digest ", "Digest  ", "DIGEST ", "Bearer ", "Basic ", "Digest\t", "Digest", " "];
const AUTH_PARAMS: &[&str] = &[
    "realm=\"a b\"",
    "Realm=x",
    "nonce=\"0a==\"",
    "algorithm=MD5",
    "Algorithm=md5",
    "qop=auth",
    "nc=00000001",
    "response=\"\"",
    "username=\"b\\\"\"",
    "username*=UTF-8''b",
    "cnonce=\"c\"",
    "opaque=\"o\"",
    "opaque=p",
    "stale=true",
    "uri=\"sip:a\"",
    "other=1",
    "auts=\"\"",
    "abc==",
    "x=",
    "",
];
const COMMAS: &[&str] = &[",", ", ", ",  ", " ,", ",\r\n ", ",,", ""];
const AUTHS: Parts = &[SCHEMES, AUTH_PARAMS, COMMAS, AUTH_PARAMS, COMMAS, AUTH_PARAMS, COMMAS, AUTH_PARAMS];

/// Of challenges, of credentials, and of what has either.
fn wants_params(scheme: &[u8]) -> Option<bool> {
    match scheme {
        b"Digest" | b"DIGEST" => Some(true),
        b"Bearer" => Some(false),
        _ => None,
    }
}

/// Of a row, which is one element then.
fn only<'a, T>(row: &Value<'a>, split: Split, id: HeaderId, quick: impl Fn(&Value<'a>) -> Option<T>) -> Option<T> {
    let found = quick(row)?;
    assert_eq!(Elements::new(*row, split, id).count(), 1);
    Some(found)
}

/// [`only`] of a Via.
fn only_via<'a, T>(row: &Value<'a>, quick: impl Fn(&Value<'a>) -> Option<T>) -> Option<T> {
    only(row, Split::CommaOutsideComments, HeaderId::Via, quick)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn challenges_and_credentials_are_read_as_by_the_grammar(text in texts(AUTHS)) {
        compare(&text, |value| auth::quick(value, wants_params), |value| auth::by_grammar(value, wants_params), |parts| parts.shown());
    }

    #[test]
    fn vias_are_read_as_by_the_grammar(text in texts(VIAS)) {
        compare(&text, |row| only_via(row, via::of_row), via::by_grammar, of_via);
    }

    #[test]
    fn where_a_request_came_from_is_read_as_at_length(text in texts(VIAS)) {
        compare(&text, |row| only_via(row, ViaSource::quick), ViaSource::of, |source| format!("{source:?}"));
    }

    #[test]
    fn addresses_are_read_as_by_the_grammar(text in texts(ADDRESSES)) {
        compare(&text, address_quick::quick, address::either_by_grammar, of_address);
        compare(&text, address_quick::quick, address::bracketed_by_grammar, of_address);
        compare(&text, |row| only(row, Split::Comma, HeaderId::Route, address_quick::of_row), address::either_by_grammar, of_address);
    }

    #[test]
    fn uris_are_read_as_by_the_grammar(text in texts(URIS)) {
        compare(&text, quick_uri, |value| uri::by_grammar(value.as_bytes(), value.offset(), value.profile()), of_uri);
    }

    #[test]
    fn tokens_are_read_as_by_the_grammar(text in texts(TOKENS)) {
        compare(&text, tokens::quick, tokens::by_grammar, of_token);
    }

    #[test]
    fn call_ids_are_read_as_by_the_grammar(text in texts(CALL_IDS)) {
        compare(&text, call_id::quick, call_id::by_grammar, of_call_id);
    }

    #[test]
    fn media_types_are_read_as_by_the_grammar(text in texts(MEDIA)) {
        compare(&text, |value| content::quick(value, true), content::by_grammar, of_media);
        compare(&text, |value| content::quick(value, false).map(accept::MediaRange), accept::by_grammar, |range| of_media(range));
    }

    #[test]
    fn parameters_alone_are_read_as_by_the_grammar(text in texts(SETS)) {
        compare(&text, |value| param_set::quick(value, |_| Some(())), |value| param_set::by_grammar(value, Form::Generic), of_set);
    }

    #[test]
    fn dates_are_read_as_by_the_grammar(text in texts(DATES)) {
        compare(&text, |value| date::quick(value.as_bytes()), date::by_grammar, of_date);
    }

    #[test]
    fn cseqs_are_read_as_by_the_grammar(text in texts(CSEQS)) {
        compare(&text, cseq::quick, cseq::by_grammar, of_cseq);
    }
}

/// What real programs send is read quickly; otherwise nothing would be held to anything above.
#[test]
fn the_usual_shapes_are_read_quickly() {
    for text in [
        "SIP/2.0/UDP proxy2.biloxi.example.com:5060;branch=z9hG4bK4b43c2ff8.1;rport",
        "SIP/2.0/TCP 192.168.110.247:50250;rport=50250;received=192.168.110.247;branch=z9hG4bKPjda05;alias",
        "SIP/2.0/TCP [2001:db8:0:11::5]:50601;branch=z9hG4bK1931847165smg;rport;transport=TCP",
        "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks",
    ] {
        assert!(compare(text, via::quick, via::by_grammar, of_via) >= 2, "{text}");
        assert!(compare(text, |row| only_via(row, ViaSource::quick), ViaSource::of, |source| format!("{source:?}")) >= 2, "{text}");
    }
    for text in [
        "<sip:32100045@192.168.110.237>;tag=6c33309d840849cf89aeffac78fe505e",
        "\"Alice Smith\" <sip:alice@atlanta.example.com>;tag=9fxced76sl",
        "Bob <sips:+12125551212@biloxi.example.com:5061;transport=tcp;lr>",
        "<sip:34020000001320000001@3402000000>",
        "<sip:a%40b@h>",
    ] {
        assert!(compare(text, address_quick::quick, address::either_by_grammar, of_address) >= 2, "{text}");
    }
    for text in [
        "<sip:32100045@192.168.110.237>;tag=6c33309d840849cf89aeffac78fe505e",
        "<sip:proxy2.biloxi.example.com;lr;ftag=9fxced76sl>",
        "<sip:32100045@192.168.110.247:50250;transport=TCP;ob>;reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000041d7c640>\"",
    ] {
        assert!(compare(text, address_quick::of_row, address::either_by_grammar, of_address) >= 2, "{text}");
    }
    for text in [
        "Digest  realm=\"32100045\",nonce=\"0029482318be6784\",algorithm=md5",
        "Digest username=\"32100045\", realm=\"32100045\", nonce=\"00294823\", uri=\"sip:192.168.110.237:20101;transport=tcp\", response=\"f6144dbcc1\"",
        "DIGEST realm=\"a\", qop=\"auth,auth-int\", opaque=\"\", stale=FALSE, algorithm=MD5, algorithm=SHA-256",
    ] {
        let quickly =
            compare(text, |value| auth::quick(value, wants_params), |value| auth::by_grammar(value, wants_params), |parts| parts.shown());
        assert!(quickly >= 2, "{text}");
    }
    assert!(compare("Q.850;cause=16;text=\"Terminated\"", tokens::quick, tokens::by_grammar, of_token) >= 2);
    assert_eq!(compare("f81d4fae-7dec-11d0-a765-00a0c91e6bf6@foo.bar.com", call_id::quick, call_id::by_grammar, of_call_id), 4);
    assert_eq!(compare("314159 INVITE", cseq::quick, cseq::by_grammar, of_cseq), 4);
    assert_eq!(compare("application/sdp", |value| content::quick(value, true), content::by_grammar, of_media), 4);
    assert_eq!(compare("Sat, 13 Nov 2010 23:29:00 GMT", |value| date::quick(value.as_bytes()), date::by_grammar, of_date), 4);
}
