//! Laws of keys that need a request and what becomes of it. Those of one message or of two are in tests/properties/laws/key.rs.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config;
use sipwire::header::Via;
use sipwire::{EditScratch, MergeKey, Message, Method, Response, StatusCode, TransactionKey};

use super::{request, response};

fn cases() -> Config {
    Config { failure_persistence: None, ..Config::with_cases(if std::env::var_os("SIPWIRE_LONG_TESTS").is_some() { 20_000 } else { 400 }) }
}

/// A request, as parts that are written in one of many ways.
#[derive(Clone, Debug)]
struct Made {
    method: &'static str,
    uri: &'static str,
    protocol: &'static str,
    sent_by: &'static str,
    params: Vec<&'static str>,
    from: &'static str,
    to: &'static str,
    call_id: &'static str,
    number: &'static str,
}

const METHODS: [&str; 8] = ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "invite", "LAUNCH", "PRACK"];
const URIS: [&str; 5] = ["sip:a", "sip:A", "sip:a;x", "sip:%00a@a", "tel:1"];
const PROTOCOLS: [&str; 7] = ["SIP/2.0/UDP", "SIP/2.0/TCP", "SIP/2.0/TLS", "SIP/2.0/udp", "SIP / 2.0 / UDP", "SIP/2.0/WS", "SIP/2.0/QUIC"];
const SENT_BY: [&str; 13] = [
    "a",
    "A",
    "a:5060",
    "a:5061",
    "a:80",
    "abcd:80",
    "97.98.99.100",
    "97.98.99.100:5060",
    "[::1]",
    "[0::0:1]",
    "[::ffff:192.0.2.1]",
    "192.0.2.1",
    "a.",
];
const PARAMS: [&str; 14] = [
    ";branch=z9hG4bK1",
    ";branch=z9hG4bKa",
    ";branch=z9hG4bKA",
    ";BRANCH=Z9HG4BK1",
    ";branch=z9hG4bK",
    ";branch=1",
    ";received=192.0.2.9",
    ";rport",
    ";rport=7",
    ";x",
    ";x=\"A\"",
    ";x=\"a\"",
    ";x=a",
    ";y=b",
];
const FROM: [&str; 4] = ["<sip:f>;tag=1", "F <sip:f>;tag=a", "sip:f;tag=A", "<sip:f>"];
const TO: [&str; 3] = ["<sip:t>", "<sip:t>;tag=9", "<sip:t>;tag=9a"];
const CALL_IDS: [&str; 4] = ["1", "a", "A", "1@a"];
const NUMBERS: [&str; 4] = ["1", "01", "2", "256"];

prop_compose! {
    fn made()(
        method in select(&METHODS[..]), uri in select(&URIS[..]), protocol in select(&PROTOCOLS[..]), sent_by in select(&SENT_BY[..]),
        params in proptest::collection::vec(select(&PARAMS[..]), 0..4), from in select(&FROM[..]), to in select(&TO[..]),
        call_id in select(&CALL_IDS[..]), number in select(&NUMBERS[..]),
    ) -> Made {
        let mut named: Vec<&'static str> = Vec::new();
        for param in params {
            let name = |param: &str| param.split('=').next().unwrap().to_lowercase();
            if named.iter().all(|other| name(other) != name(param)) {
                named.push(param);
            }
        }
        Made { method, uri, protocol, sent_by, params: named, from, to, call_id, number }
    }
}

impl Made {
    fn via(&self) -> String {
        format!("{} {}{}", self.protocol, self.sent_by, self.params.concat())
    }

    fn bytes(&self) -> Vec<u8> {
        let Made { method, uri, from, to, call_id, number, .. } = self;
        let rows = [
            format!("{method} {uri} SIP/2.0"),
            format!("Via: {}", self.via()),
            format!("From: {from}"),
            format!("To: {to}"),
            format!("Call-ID: {call_id}"),
            format!("CSeq: {number} {method}"),
        ];
        [rows.join("\r\n").as_bytes(), b"\r\n\r\n"].concat()
    }

    /// The same request in other words: compact names, folds, unknown rows, another order, and Via values below the topmost.
    fn reworded(&self, order: Index, unknown: bool, below: u8) -> Vec<u8> {
        let Made { method, uri, from, to, call_id, number, .. } = self;
        let below = match below % 3 {
            0 => String::new(),
            1 => " , SIP/2.0/UDP z;branch=z9hG4bK0".into(),
            _ => "\r\nVIA: SIP/2.0/UDP z;branch=z9hG4bK0".into(),
        };
        let mut rows = vec![
            format!("v : {}{below}", self.via().replace(';', "\r\n ;")),
            format!("f:\r\n\t{from}"),
            format!("t: {to};x=y"),
            format!("i:{call_id}"),
            format!("cseq: {number}\r\n {method}"),
        ];
        if unknown {
            rows.push("X-Via: SIP/2.0/UDP y;branch=z9hG4bK9".into());
        }
        let place = order.index(rows.len());
        rows.rotate_left(place);
        format!("{method} {uri} SIP/2.0\r\n{}\r\n\r\n", rows.join("\r\n")).into_bytes()
    }

    fn with_method(&self, method: &'static str) -> Self {
        Self { method, ..self.clone() }
    }

    fn with_branch(&self) -> Self {
        let is_branch = |param: &&'static str| param.to_lowercase().starts_with(";branch");
        let others = self.params.iter().copied().filter(|param| !is_branch(param));
        Self { params: others.chain([";branch=z9hG4bK776aSdHdS"]).collect(), ..self.clone() }
    }
}

fn key(bytes: &[u8]) -> TransactionKey {
    request(bytes, |request| TransactionKey::server(request).unwrap().key)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn other_words_make_the_same_keys(made in made(), order: Index, unknown: bool, below: u8) {
        let (plain, other) = (made.bytes(), made.reworded(order, unknown, below));
        prop_assert_eq!(key(&plain), key(&other), "{}", String::from_utf8_lossy(&other));
        let merge = |bytes: &[u8]| request(bytes, |request| MergeKey::with_uri(request).unwrap());
        prop_assert_eq!(merge(&plain), merge(&other));
        let legacy = |bytes: &[u8]| request(bytes, |request| TransactionKey::server(request).unwrap().legacy.map(|to| to.fits(None, None)));
        prop_assert_eq!(legacy(&plain), legacy(&other));
    }

    #[test]
    fn responses_belong_to_their_request(made in made(), source in "(192\\.0\\.2\\.[0-9]|\\[2001:db8::[0-9]\\]):[1-9][0-9]{3}", edits: bool) {
        let bytes = made.with_branch().bytes();
        let message = Message::parse(&bytes).unwrap();
        let sent = TransactionKey::sent(message.as_request().unwrap()).unwrap();
        let mut scratch = EditScratch::new();
        let mut edit = message.edit(&mut scratch);
        if edits {
            edit.fill_source(source.parse().unwrap()).unwrap();
        }
        let received = edit.finish();
        let mut builder = Response::to(received.headers(), StatusCode::NOT_FOUND, Some(b"x"));
        if !edits {
            builder.source(source.parse().unwrap());
        }
        let answer = builder.finish().unwrap();
        response(answer.as_bytes(), |answer| {
            prop_assert_eq!(TransactionKey::client(answer).unwrap(), sent.clone());
            Ok(())
        })?;
        // Whatever the server wrote into the Via, its own key stays.
        prop_assert_eq!(key(received.as_bytes()), key(&bytes));
        prop_assert!(sent != key(&bytes));
    }

    #[test]
    fn server_keys_outlive_the_edits_of_the_source(made in made()) {
        let bytes = made.bytes();
        let message = Message::parse(&bytes).unwrap();
        let mut scratch = EditScratch::new();
        let mut edit = message.edit(&mut scratch);
        edit.fill_source("203.0.113.5:4000".parse().unwrap()).unwrap();
        prop_assert_eq!(key(edit.finish().as_bytes()), key(&bytes));
    }

    #[test]
    fn ack_and_cancel_name_their_invite(made in made(), has_branch: bool) {
        let made = if has_branch { made.with_branch() } else { made }.with_method("INVITE");
        let bytes = made.bytes();
        request(&bytes, |invite| {
            let own = TransactionKey::server(invite).unwrap();
            let refused = Response::to(invite.headers(), StatusCode::BUSY_HERE, Some(b"x9")).finish().unwrap();
            let ack = response(refused.as_bytes(), |refused| invite.ack(refused).finish().unwrap());
            request(ack.as_bytes(), |ack| {
                let keyed = TransactionKey::server(ack).unwrap();
                prop_assert_eq!(&keyed.key, &own.key);
                if let Some(to) = keyed.legacy {
                    let sent = if made.to == TO[0] { "X9" } else { made.to.split('=').next_back().unwrap() };
                    prop_assert!(to.fits(None, Some(sent.as_bytes())) && !to.fits(Some(sent.as_bytes()), Some(b"other")));
                }
                Ok(())
            })?;
            let cancel = invite.cancel().finish().unwrap();
            request(cancel.as_bytes(), |cancel| {
                let keyed = TransactionKey::server(cancel).unwrap();
                prop_assert!(keyed.key != own.key);
                prop_assert_eq!(keyed.key.cancelled(Method::Invite).unwrap(), own.key.clone());
                prop_assert_eq!(keyed.legacy, own.legacy);
                Ok(())
            })
        })?;
    }

    #[test]
    fn response_targets_never_read_what_the_sender_wrote(made in made(), other in made()) {
        // `received` and the value of `rport` change nothing; only that there is an `rport` does.
        let source = "203.0.113.5:4000".parse().unwrap();
        let targets = |made: &Made| {
            let via = made.via();
            let via = Via::parse(via.as_bytes()).unwrap();
            format!("{:?}", via.response_targets(source).unwrap().collect::<Vec<_>>())
        };
        let says = |param: &&&str| param.starts_with(";received") || param.starts_with(";rport");
        let asks = other.params.iter().any(|param| param.starts_with(";rport"));
        let mut params: Vec<_> = made.params.iter().filter(|param| !says(param)).copied().collect();
        let mut with = Made { params: params.clone(), ..made.clone() };
        with.params.extend(other.params.iter().filter(says));
        if asks {
            params.push(";rport");
        }
        let without = Made { params, ..made };
        prop_assert_eq!(targets(&with), targets(&without), "{}", with.via());
    }
}
