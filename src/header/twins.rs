//! Each quick reading of a value beside the reading by the grammar: where the quick one says something, the other says the same.

use alloc::format;
use alloc::string::String;

use proptest::prelude::*;

use super::{CSeq, NameAddr, TokenParams, Value, Via, address, auth, cseq, tokens, via};
use crate::error::ParseError;
use crate::host::Host;
use crate::params::Params;
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::uri::{self, Uri};

/// Texts made of pieces: of those that the grammar has where it is, and of others.
fn texts(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let others = &[
        "", " ", "\t", "\r\n ", ";", ",", ":", "@", "=", "\"", "\\", "<", ">", "%", "?", ".", "-", "_", "[", "]", "(", "\u{e9}", "0", "x",
    ][..];
    let piece = prop_oneof![12 => proptest::sample::select(pieces), 1 => proptest::sample::select(others)];
    proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
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

fn of_cseq(cseq: &CSeq<'_>) -> String {
    format!("{} {} {:?}", part(cseq.as_bytes()), cseq.number(), cseq.method())
}

/// Hosts, ports and the like, which stand in many values.
macro_rules! pieces {
    ($($piece:literal)*) => {
        &[$($piece,)* "example.com", "a.b-c.de", "x--y.z", "3com.example", "192.0.2.1", "10.1.2.300", "01.2.3.4", "34020000", "h", "[2001:db8::1]", "[::g]",
          ":5060", ":0", ":65536", ":", ";", ";", "=", "=1", "=a.b", "=\"a b\"", "=\"a;\\\"b\""]
    };
}

const VIAS: &[&str] = pieces![
    "SIP/2.0/UDP " "SIP/2.0/TCP " "SIP/2.0/TLS" "sip/2.0/udp " "SIP / 2.0 / WS  " "SIP/2.0/QUIC " ";branch=z9hG4bK77ef" ";branch=z9hG4bK_1" ";rport" ";rport=5060"
    ";RPort=1" ";received=192.0.2.7" ";received=2001:db8::7" ";received=name" ";Branch" ";ttl=1" ";maddr=h" ";alias" ";x=y" " (c)"
];
const ADDRESSES: &[&str] = pieces![
    "<" ">" "<sip:" "<sips:" "sip:" "<tel:+1" "Bob " "\"A, B\" " "\"\"" "A. G. Bell" "alice" "+1-202" "a_b" "a%41" "alice@" "bob:secret@" "@" ";transport=tcp" ";lr"
    ";Method=INVITE" ";ttl=1" ";user=phone" ";%61" "?a=b" ">;tag=88" ";TAG=a_b" ";tag=\"x\"" ";+sip.instance=\"<urn:uuid:1>\"" ";ob" ";expires=60"
];
const CSEQS: &[&str] =
    &["1", "0", "42", "314159", "2147483647", "2147483648", " ", " ", "INVITE", "REGISTER", "invite", "PUBLISHED", "ACK"];

const TOKENS: &[&str] = &["a", "Q.850", "a_b", ";cause=16", ";text=\"a;b\"", ";x", ";a=[::1]", ";a=1.2.3.4", ";", "=", " ;y"];
const AUTHS: &[&str] = &[
    "Digest ",
    "DIGEST  ",
    "Bearer ",
    "Basic ",
    "Digest\t",
    "realm=",
    "nonce=\"0a==\"",
    "\"a b\"",
    "\"\"",
    "\"a\\\"\"",
    "x",
    "md5",
    ",",
    ", ",
    ",  ",
    " ,",
    ",\r\n ",
    "algorithm=",
    "Algorithm=MD5",
    "qop=auth",
    "nc=00000001",
    "response=\"\"",
    "username=\"b\"",
    "username*=UTF-8''b",
    "cnonce=\"c\"",
    "opaque=\"o\"",
    "stale=true",
    "userhash=false",
    "uri=\"sip:a\"",
    "other=1",
    "auts=\"\"",
    "abc==",
];

/// Of challenges, of credentials, and of what has either.
fn wants_params(scheme: &[u8]) -> Option<bool> {
    match scheme {
        b"Digest" | b"DIGEST" => Some(true),
        b"Bearer" => Some(false),
        _ => None,
    }
}

proptest! {
    #[test]
    fn challenges_and_credentials_are_read_as_by_the_grammar(text in texts(AUTHS)) {
        let text = format!("Digest {text}");
        compare(&text, |value| auth::quick(value, wants_params), |value| auth::by_grammar(value, wants_params), |parts| parts.shown());
        let text = text.strip_prefix("Digest ").unwrap_or_default();
        compare(text, |value| auth::quick(value, wants_params), |value| auth::by_grammar(value, wants_params), |parts| parts.shown());
    }

    #[test]
    fn vias_are_read_as_by_the_grammar(text in texts(VIAS)) {
        compare(&text, via::quick, via::by_grammar, of_via);
    }

    #[test]
    fn addresses_are_read_as_by_the_grammar(text in texts(ADDRESSES)) {
        compare(&text, address::quick, address::either_by_grammar, of_address);
        compare(&text, address::quick, address::bracketed_by_grammar, of_address);
    }

    #[test]
    fn uris_are_read_as_by_the_grammar(text in texts(ADDRESSES)) {
        let text = text.trim_start_matches('<');
        compare(text, quick_uri, |value| uri::by_grammar(value.as_bytes(), value.offset(), value.profile()), of_uri);
    }

    #[test]
    fn tokens_are_read_as_by_the_grammar(text in texts(TOKENS)) {
        compare(&text, tokens::quick, tokens::by_grammar, of_token);
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
    }
    for text in [
        "<sip:32100045@192.168.110.237>;tag=6c33309d840849cf89aeffac78fe505e",
        "\"Alice Smith\" <sip:alice@atlanta.example.com>;tag=9fxced76sl",
        "Bob <sips:+12125551212@biloxi.example.com:5061;transport=tcp;lr>",
        "<sip:34020000001320000001@3402000000>",
        "<sip:a%40b@h>",
        "<sip:32100045@192.168.110.247:50250;transport=TCP;ob>;reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000041d7c640>\"",
    ] {
        assert!(compare(text, address::quick, address::either_by_grammar, of_address) >= 2, "{text}");
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
    assert_eq!(compare("314159 INVITE", cseq::quick, cseq::by_grammar, of_cseq), 4);
}
