//! The laws, held against generated messages: most nearly right, some broken.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::laws;

/// How many cases, of laws that take so little time that `cases` of them are soon done; many more when asked for.
fn cases(cases: u32) -> Config {
    let times = if std::env::var_os("SIPWIRE_LONG_TESTS").is_some() { 100 } else { 1 };
    Config { failure_persistence: None, ..Config::with_cases(cases * times) }
}

/// Where a message begins.
const BEGINNINGS: [&str; 12] = [
    "OPTIONS sip:a SIP/2.0\r\n",
    "INVITE sip:a@b;lr?c=d SIP/2.0\r\n",
    "SIP/2.0 200 OK\r\n",
    "sip/7.0 699 \r\n",
    "\r\n\r\nBYE tel:1 SIP/2.0\r\n",
    "SIP/2.0 180 \u{e9}\tx\r\n",
    "SIP/2.0 99 \r\n",
    "SIP/2.0 200\r\n",
    "OPTIONS  sip:a SIP/2.0\r\n",
    "OPTIONS sip:a SIP/2.0 \r\n",
    "OPTIONS sip:a SIP/65536.0\r\n",
    "",
];

/// What it goes on with; what breaks it comes last.
const FRAGMENTS: [&str; 56] = [
    "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n",
    "v: SIP / 2.0 / TCP b:5060;rport;received=::1 , SIP/2.0/TLS [::1]\r\n",
    "From: \"A \\\" B\" <sip:a@b;c>;tag=1\r\n",
    "t:sip:a:b@c;tag=2\r\n",
    "Call-ID: 1@b\r\n",
    "CSeq : 1 \t OPTIONS\r\n",
    "Max-Forwards:070\r\n",
    "Contact: *\r\n",
    "m: <sip:a>;q=0.5;expires=60, <sips:b@c>;+sip.instance=\"<urn:uuid:0>\"\r\n",
    "Supported:\r\n",
    "k: path, outbound\r\n",
    "Allow: INVITE,ACK\r\n",
    "Authorization: Digest username=\"a\", realm=\"b\",\r\n nonce=\"c\", uri=\"sip:d\", response=\"e\"\r\n",
    "WWW-Authenticate: Digest realm=\"b\", nonce=\"\\c\", algorithm=MD5, qop=\"auth,auth-int\"\r\n",
    "Content-Type: text/plain;charset=\"utf-8\"\r\n",
    "Subject: a\r\n b\r\n\t\r\n c \r\n",
    "X-Y:\r\n\r\n",
    "X: \\\x01\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: 3\r\n",
    "l:\r\n 2\t\r\n",
    "L : 00001\r\n",
    "\r\n",
    "\r\n",
    "\r\n",
    "abc",
    "a",
    "A",
    "1",
    "Route: <sip:a;lr>,<sip:b>\r\n",
    // From here on, what may be wrong.
    "Content-Length: 99\r\n",
    "Content-Length: +1\r\n",
    "Content-Length: 1,1\r\n",
    "Content-Length: 4294967296\r\n",
    "Content-Length:\r\n",
    "Content-Lengt: 1\r\n",
    ":\r\n",
    " : x\r\n",
    "no colon\r\n",
    "A\r\n : x\r\n",
    "A\u{a0}: x\r\n",
    "A: \x7F\r\n",
    "A: \x01\r\n",
    "A: x\ry\r\n",
    "A: x\ny\r\n",
    "A: x\n",
    "A: x\r\r\n",
    "A: \\\r\n",
    "A: \u{e9}\r\n",
    "\r",
    "\n",
    " ",
    "\t",
    ":",
    "\0",
    "\\",
];

/// A message that is nearly right, from choices.
fn nearly(choices: &[u8]) -> Vec<u8> {
    let Some((&first, rest)) = choices.split_first() else { return Vec::new() };
    let few = if first < 200 { 6 } else { BEGINNINGS.len() };
    let mut message = BEGINNINGS[usize::from(first) % few].to_string();
    for &choice in rest {
        let few = if choice < 220 { 30 } else { FRAGMENTS.len() };
        message.push_str(FRAGMENTS[usize::from(choice) % few]);
    }
    message.into_bytes()
}

/// The same with one byte changed, put in or taken out.
fn changed(mut message: Vec<u8>, place: prop::sample::Index, change: u8, byte: u8) -> Vec<u8> {
    let at = place.index(message.len() + 1);
    match change {
        0 => message.insert(at, byte),
        1 if at < message.len() => message[at] = byte,
        2 if at < message.len() => drop(message.remove(at)),
        _ => {}
    }
    message
}

fn messages() -> impl Strategy<Value = Vec<u8>> {
    (vec(any::<u8>(), 0..12), any::<prop::sample::Index>(), 0u8..8, bytes())
        .prop_map(|(choices, place, change, byte)| changed(nearly(&choices), place, change, byte))
}

/// A byte that means something, or any.
fn bytes() -> impl Strategy<Value = u8> {
    prop_oneof![prop::sample::select(&b"\r\n\t :\\\0\x7F,;<>\"=@%*1a"[..]), any::<u8>()]
}

/// The parts of a request that keys are made of, each in spellings that mean the same or nearly.
const OF_KEYS: [&[&str]; 10] = [
    &["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "invite", "LAUNCH"],
    &["sip:a", "sip:A", "sip:a;x", "sip:%00a@a", "tel:1"],
    &["SIP/2.0/UDP", "SIP/2.0/TCP", "SIP/2.0/TLS", "SIP/2.0/udp", "SIP / 2.0 / UDP", "SIP/2.0/QUIC"],
    &[
        "a",
        "A",
        "a:5060",
        "a:5061",
        "abcd:80",
        "97.98.99.100",
        "97.98.99.100:5060",
        "[::1]",
        "[0::0:1]:5060",
        "[::ffff:192.0.2.1]",
        "192.0.2.1",
    ],
    &[";branch=z9hG4bK1", ";BRANCH=Z9HG4BK1", ";branch=z9hG4bKa", ";branch=z9hG4bKA", ";branch=z9hG4bK", ";branch=1", ""],
    &["", ";rport", ";rport=7", ";received=192.0.2.9", ";x", ";x=a", ";x=\"A\"", ";x=\"a\"", ";x=a;y=b", ";y=b;X=A"],
    &["<sip:f>;tag=1", "F <sip:f>;tag=a", "sip:f;tag=A", "<sip:f>"],
    &["<sip:t>", "<sip:t>;tag=9", "<sip:t>;tag=9a"],
    &["1", "a", "A", "1@a"],
    &["1", "01", "2", "256"],
];

/// Two requests whose keys are near each other: they differ in one part, if at all, or in all.
fn near_requests() -> impl Strategy<Value = [Vec<u8>; 2]> {
    let parts = || OF_KEYS.map(prop::sample::select);
    (parts(), parts(), 0..=OF_KEYS.len()).prop_map(|(first, other, part)| {
        let mut near = first;
        match near.get_mut(part) {
            Some(place) => *place = other[part],
            None => near = other,
        }
        [first, near].map(|[method, uri, protocol, sent_by, branch, params, from, to, call_id, number]| {
            format!(
                "{method} {uri} SIP/2.0\r\nVia: {protocol} {sent_by}{branch}{params}\r\nFrom: {from}\r\nTo: {to}\r\n\
                 Call-ID: {call_id}\r\nCSeq: {number} {method}\r\nContent-Length: 0\r\n\r\n"
            )
            .into_bytes()
        })
    })
}

/// What is given to setters, which the first byte picks: words of the grammar, with bytes that mean something between them.
fn given() -> impl Strategy<Value = Vec<u8>> {
    const WORDS: [&str; 22] = [
        "a",
        "1",
        "b@c",
        "sip:a",
        "urn:a:b",
        "tag",
        "branch",
        "received",
        "rport",
        "TTL",
        "info",
        "index",
        "q",
        "expires",
        "<sip:a>;tag=1",
        "en-us",
        "dsn.flash",
        "proxy",
        "0123456789abcdef0123456789abcdef",
        "+1-2",
        "Digest realm=\"x\"",
        "*",
    ];
    let word = prop::sample::select(&WORDS[..]).prop_map(|word| word.as_bytes().to_vec());
    let part = prop_oneof![3 => word, 2 => bytes().prop_map(|b| vec![b]), 1 => "[ -~]{1,6}|\\PC{1,3}".prop_map(String::into_bytes)];
    (any::<u8>(), vec(part, 0..5)).prop_map(|(part, parts)| [&[part][..], &parts.concat()].concat())
}

/// A header of the registry and a value of its family, which is nearly right: what the law of headers takes.
fn values() -> impl Strategy<Value = Vec<u8>> {
    let changes = vec((any::<prop::sample::Index>(), 0u8..8, bytes()), 0..3);
    (prop::sample::select(crate::samples()), changes).prop_map(|(sample, changes)| {
        let change_one = |value, (place, change, byte)| changed(value, place, change, byte);
        let value = changes.into_iter().fold(sample.valid.value.clone(), change_one);
        sample.valid.seed(&value)
    })
}

/// What bodies are made of: delimiters and what is nearly one, rows, fragments.
const OF_BODIES: [&str; 28] = [
    "--b",
    "\r\n--b\r\n",
    "\r\n--b--",
    "--bb\r\n",
    "--b--\r\n",
    "\r\n---\r\n",
    "\r\n-----",
    "--b ",
    "-",
    "--",
    "b",
    "\r\n",
    "\r\n",
    "\r",
    "\n",
    " ",
    "\t",
    "x",
    "\0",
    "A: b\r\n",
    "no colon\r\n",
    "Content-Type: multipart/mixed;boundary=bb\r\n",
    "c: multipart/digest;boundary=\"b\"\r\n",
    "Content-Type: multipart/mixed\r\n",
    "Content-Type: message/sipfrag\r\n",
    "SIP/2.0 200 OK",
    "Content-Length: 3\r\n",
    "OPTIONS sip:a SIP/2.0",
];

fn a_body() -> impl Strategy<Value = Vec<u8>> {
    let changed = |(first, parts, place, change, byte): (u8, Vec<&str>, _, u8, u8)| {
        let body = [&[first][..], parts.concat().as_bytes()].concat();
        changed(body, place, change, byte)
    };
    (0u8..5, vec(prop::sample::select(&OF_BODIES[..]), 0..16), any::<prop::sample::Index>(), 0u8..8, bytes()).prop_map(changed)
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn the_parser_and_its_naive_twin_say_the_same(message in messages()) {
        laws::differential(&message);
    }
}

/// Keep-alives, and what is nearly one.
const BETWEEN: [&str; 8] = ["", "", "\r\n\r\n", "\r\n", "\r\n\r\n\r\n", "\r", "\n", "\r\n\r"];

/// A message that a stream can hold, as long as nothing is changed in it.
fn framed(choices: &[u8], body: usize) -> Vec<u8> {
    let mut head = nearly(choices);
    if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
        head.truncate(end + 2);
    }
    [&head[..], format!("l: {body}\r\n\r\n").as_bytes(), &b"BYE sip:a SIP/2.0\r\n\r\n"[..body]].concat()
}

/// Messages and keep-alives one behind the other, in front of them the byte that says where they are cut.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let part = (vec(0u8..200, 0..6), 0usize..20, prop::sample::select(&BETWEEN[..]));
    let change = (any::<prop::sample::Index>(), 0u8..12, bytes());
    (any::<u8>(), vec(part, 1..5), change).prop_map(|(seed, parts, (place, change, byte))| {
        let stream = parts.iter().flat_map(|(choices, body, between)| [between.as_bytes().to_vec(), framed(choices, *body)]);
        let mut stream = changed(stream.flatten().collect(), place, change, byte);
        stream.insert(0, seed);
        stream
    })
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn streams_obey_the_laws(stream in streams()) {
        laws::stream(&stream);
    }
}

/// How many drafts of each kind were written.
fn drafts(seed: u32) -> [usize; 4] {
    laws::build::drafts(&mut laws::given::Choices::of(&seed.to_be_bytes()))
}

#[test]
fn drafts_of_each_kind_are_written_and_read_back() {
    let written = (0..500).map(drafts).fold([0; 4], |all, some| core::array::from_fn(|kind| all[kind] + some[kind]));
    assert!(written.iter().all(|&count| count > 20), "{written:?}");
}

/// A URI that has much of what two of them may differ in.
const URI: &str = "sip:(%?[aA41]{1,3}(:[p%]?4?1?)?@)?(a\\.b|1.2.3.4|\\[::1\\])(:5060)?(;(transport=(tcp|UDP)|maddr=a|ttl=1|lr|x=[aA]|method=[aA]|user=a)){0,3}(\\?a=b)?";

/// The byte at a place written as an escape.
fn escaped(mut uri: Vec<u8>, place: prop::sample::Index) -> Vec<u8> {
    let at = place.index(uri.len());
    let escape = format!("%{:02x}", uri[at]);
    uri.splice(at..=at, escape.into_bytes());
    uri
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn messages_obey_the_laws(message in messages()) {
        laws::message(&message);
    }

    #[test]
    fn bodies_obey_the_laws(body in a_body()) {
        laws::bodies(&body);
    }

    #[test]
    fn messages_with_bodies_obey_the_laws(body in a_body()) {
        laws::message(&[&b"MESSAGE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n"[..], &body].concat());
        laws::message(&[&b"NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\n\r\n"[..], &body].concat());
    }

    #[test]
    fn keys_obey_the_laws(first in messages(), second in messages()) {
        laws::key(&[&first[..], &second].concat());
        laws::dialog(&[first, second].concat());
    }

    #[test]
    fn keys_of_near_requests_obey_the_laws(
        [first, second] in near_requests(),
        (place, change, byte) in (any::<prop::sample::Index>(), 0u8..4, bytes()),
    ) {
        laws::key(&[&first[..], &second].concat());
        let message = sipwire::Message::parse(&first).unwrap();
        let request = message.as_request().unwrap();
        let stored = sipwire::TransactionKey::server(request).map(|keyed| keyed.key.as_bytes().to_vec());
        let merged = sipwire::MergeKey::of(request).map(|key| key.map(|key| key.as_bytes().to_vec()));
        for key in stored.into_iter().chain(merged.into_iter().flatten()) {
            laws::key(&key);
            laws::key(&changed(key, place, change, byte));
        }
    }

    #[test]
    fn edits_obey_the_laws(message in messages()) {
        laws::edit(&message);
    }

    #[test]
    fn uris_obey_the_laws(uri in "(sips?:|tel:)?([a-z%@:;?=&\\[\\].0-9/+ ]|%[0-9A-F]{2}|@|transport=|;lr|:5060){0,12}") {
        laws::uri(uri.as_bytes());
    }

    #[test]
    fn uris_are_compared_by_the_laws(a in URI, changes in vec((any::<prop::sample::Index>(), 0u8..6, bytes()), 0..3), b in URI) {
        let near = changes.into_iter().fold(a.clone().into_bytes(), |uri, (place, change, byte)| match change {
            4 => uri.to_ascii_uppercase(),
            5 => escaped(uri, place),
            _ => changed(uri, place, change, byte),
        });
        laws::compare(&[a.as_bytes(), b"\t", &near, b"\n", a.as_bytes(), b"\t", b.as_bytes()].concat());
    }

    #[test]
    fn headers_obey_the_laws(which: u8, value in "([ -~]|[\"<>;,=@:*\\\\]|\r\n |sip:a|;tag=|Digest |SIP/2.0/|1 ){0,12}") {
        laws::header(&[&[which], value.as_bytes()].concat());
    }

    #[test]
    fn values_of_all_families_obey_the_laws(header in values()) {
        laws::header(&header);
    }

    #[test]
    fn what_is_built_obeys_the_laws(bytes in given()) {
        laws::build(&bytes);
    }

    #[test]
    fn drafts_of_many_parts_obey_the_laws(seeds: [u32; 4]) {
        for seed in seeds {
            drafts(seed);
        }
    }

    #[test]
    fn what_is_written_obeys_the_laws(bytes in vec(any::<u8>(), 0..12), text in "[ -~\t]{0,12}|\\PC{0,8}") {
        laws::write(&bytes);
        laws::write(text.as_bytes());
    }
}
