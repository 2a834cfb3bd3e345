//! Made-up names, passwords and bodies: what a client writes a server accepts, and nothing that differs from it by a byte.

use proptest::prelude::*;
use proptest::sample::select;
use sipwire::digest::{Exchange, Expect, Ha1, HashFunction, Outcome, Policy, Session, Verifier};
use sipwire::{Algorithm, Challenge, Credentials, Encode, Method, Qop};

use crate::laws::digest::pair::Pair;

const ALGORITHMS: [Algorithm<'static>; 6] =
    [Algorithm::Md5, Algorithm::Md5Sess, Algorithm::Sha256, Algorithm::Sha256Sess, Algorithm::Sha512T256, Algorithm::Sha512T256Sess];

/// Whatever a quoted string can say.
fn content(least: usize) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![4 => b' '..=b'~', 1 => Just(b'"'), 1 => Just(b'\\'), 1 => Just(b'\t'), 1 => 0x80..=0xFFu8];
    proptest::collection::vec(byte, least..24)
}

prop_compose! {
    /// All combinations of algorithm, quality of protection, session and hashed username.
    fn pair()(
        (algorithm, qop) in (select(&ALGORITHMS[..]), select(vec![None, Some(Qop::Auth), Some(Qop::AuthInt)]))
            .prop_filter("an algorithm in -sess needs a client's nonce", |(algorithm, qop)| !algorithm.is_session() || qop.is_some()),
        (userhash, utf8, used) in (any::<bool>(), any::<bool>(), 0..40_u32),
        (username, realm, nonce, opaque) in (content(1), content(1), content(1), content(0)),
        (cnonce, uri, password, body) in (content(1), content(1), any::<Vec<u8>>(), any::<Vec<u8>>()),
    ) -> Pair {
        Pair { algorithm, qop, userhash, utf8, username, realm, nonce, opaque, cnonce, uri, password, body, used }
    }
}

/// Each byte of each parameter as another byte: the server expects nothing of nonce and digest-uri, so that the response alone has to
/// tell. And another method, and each byte of the body.
fn refuses_changes(pair: &Pair, mut other: impl FnMut(u8) -> u8) {
    let written = pair.credentials();
    for name in ["username", "username*", "realm", "nonce", "cnonce", "nc", "qop", "uri", "response"] {
        for at in value(&written, name).into_iter().flatten() {
            let mut changed = written.clone();
            changed[at] = other(written[at]);
            if let Some(outcome) = pair.check(&changed, &pair.expect()) {
                // What is quoted in vain says the same, and so do the digits of an escape in either pair.
                let same = says_the_same(&changed, &written);
                assert_eq!(outcome.is_accepted(), same, "{name} at {at}: {}", String::from_utf8_lossy(&changed));
            }
        }
    }
    for (method, is_invite) in [(Method::Ack, true), (Method::Bye, false), (Method::try_from("INVITe").unwrap(), false)] {
        let outcome = pair.check(&written, &Expect::new(method, &pair.realm, &pair.body)).unwrap();
        assert_eq!(outcome.is_accepted(), is_invite);
    }
    for at in 0..pair.body.len() {
        let mut body = pair.body.clone();
        body[at] = other(body[at]);
        let outcome = pair.check(&written, &Expect::new(Method::Invite, &pair.realm, &body)).unwrap();
        assert_eq!(outcome.is_accepted(), pair.qop != Some(Qop::AuthInt) || body == pair.body);
    }
}

#[test]
fn no_byte_can_be_changed_in_any_combination() {
    let mut count = 0;
    for algorithm in ALGORITHMS {
        for qop in [None, Some(Qop::Auth), Some(Qop::AuthInt)] {
            for (userhash, utf8) in [(false, false), (false, true), (true, false)] {
                if algorithm.is_session() && qop.is_none() {
                    continue;
                }
                let [username, realm, nonce, opaque, cnonce, uri, password, body] =
                    ["J\u{f6}rg \"J\"", "biloxi.com", "dcd98b71", "5ccc", "0a4f", "sip:biloxi.com", "zanzibar", "v=0\r\n"]
                        .map(|text| text.into());
                let pair = Pair { algorithm, qop, userhash, utf8, username, realm, nonce, opaque, cnonce, uri, password, body, used: 25 };
                assert_eq!(pair.check(&pair.credentials(), &pair.expect()), Some(Outcome::Accepted));
                for bit in [1, 2, 0x20, 0x80] {
                    refuses_changes(&pair, |byte| byte ^ bit);
                }
                count += 1;
            }
        }
    }
    assert_eq!(count, (3 * 3 + 3 * 2) * 3);
}

/// The value of a parameter, between its quotes if it has some, as a range of what was written.
fn value(written: &[u8], name: &str) -> Option<std::ops::Range<usize>> {
    let credentials = Credentials::parse(written).unwrap();
    let value = credentials.params().get(name)?.as_bytes();
    let start = value.as_ptr() as usize - written.as_ptr() as usize;
    Some(start..start + value.len())
}

proptest! {
    #[test]
    fn what_the_client_writes_is_what_the_server_accepts(pair in pair()) {
        let written = pair.credentials();
        let credentials = Credentials::parse(&written).unwrap();
        prop_assert!(credentials.opaque().unwrap().unwrap().is(&pair.opaque));
        let expect = pair.expect().nonce(&pair.nonce).uri(&pair.uri);
        prop_assert_eq!(pair.check(&written, &expect), Some(Outcome::Accepted));
        // What was read says the same as what was given.
        let kept = Ha1::new(pair.algorithm, &*pair.username, &*pair.realm, &pair.password).unwrap();
        let exchange = Exchange::of(&credentials, Method::Invite, &pair.body).unwrap();
        prop_assert!(kept.verify(&exchange, credentials.response().unwrap().unwrap().as_bytes()));
        prop_assert_eq!(Verifier::new().check(&credentials, &expect, |_| Some(kept)), Outcome::Accepted);
        let strict = Verifier::new().at_least(HashFunction::Sha256).needs_qop();
        let strict = strict.check(&credentials, &expect, |user| Some(user.ha1(&pair.username, &pair.password)));
        let is_strong = pair.algorithm.hash_function() > Some(HashFunction::Md5) && pair.qop.is_some();
        prop_assert_eq!(strict.is_accepted(), is_strong);
    }

    #[test]
    fn no_byte_can_be_changed(pair in pair(), bytes in proptest::collection::vec(any::<u8>(), 600), other_body: Vec<u8>) {
        let mut bytes = bytes.into_iter().cycle();
        refuses_changes(&pair, |_| bytes.next().unwrap_or(0));
        let written = pair.credentials();
        let outcome = pair.check(&written, &Expect::new(Method::Invite, &pair.realm, &other_body)).unwrap();
        prop_assert_eq!(outcome.is_accepted(), pair.qop != Some(Qop::AuthInt) || other_body == pair.body);
    }

    #[test]
    fn what_others_quote_is_said_again(realm in quoted(), nonce in quoted(), opaque in quoted()) {
        let sent = format!("Digest realm={realm}, nonce={nonce}, opaque={opaque}");
        let challenge = Challenge::parse(sent.as_bytes()).unwrap();
        let Ok(question) = Policy::new().question(&challenge, false) else {
            prop_assert!(challenge.nonce().unwrap().unwrap().is_empty());
            return Ok(());
        };
        let row = Session::new(&question, "bob", "p", "c").answer(Method::Invite, "sip:a", b"").unwrap().to_bytes().unwrap();
        let credentials = Credentials::parse(&row).unwrap();
        let [realm, nonce, opaque] = [challenge.realm().unwrap(), challenge.nonce().unwrap(), challenge.opaque().unwrap()].map(|text| text.unwrap().unescape());
        prop_assert!(credentials.opaque().unwrap().unwrap().is(opaque));
        let expect = Expect::new(Method::Invite, &realm, b"").nonce(&nonce);
        prop_assert_eq!(Verifier::new().check(&credentials, &expect, |user| Some(user.ha1("bob", "p"))), Outcome::Accepted);
    }
}

/// Whether two values of credentials say the same, all parameters of both.
fn says_the_same(one: &[u8], other: &[u8]) -> bool {
    let says = |bytes: &[u8]| {
        let credentials = Credentials::parse(bytes).unwrap();
        let params = credentials.params().iter().map(|param| (param.name().as_str().to_owned(), param.value().unescape().into_owned()));
        let name = credentials.username_star().ok().flatten().map(|name| name.unescape().into_owned());
        (params.filter(|(param, _)| param != "username*").collect::<Vec<_>>(), name)
    };
    says(one) == says(other)
}

/// A quoted string as somebody else may write it: with folds, and with backslashes where none is needed.
fn quoted() -> impl Strategy<Value = String> {
    let part = prop_oneof!["[ -!#-\\[\\]-~]{0,4}", Just("\r\n ".to_owned()), Just(" \r\n\t".to_owned()), "\\\\[ -~]", Just("é".to_owned())];
    proptest::collection::vec(part, 0..6).prop_map(|parts| format!("\"{}\"", parts.concat()))
}
