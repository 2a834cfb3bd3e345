//! Made-up names, passwords and bodies: what a client writes a server accepts, and nothing that differs from it by a byte.

use proptest::prelude::*;
use proptest::sample::select;
use sipwire::digest::{Exchange, Expect, Ha1, HashFunction, Outcome, Policy, Session, Verifier};
use sipwire::{Algorithm, Challenge, Credentials, Encode, Method, Qop};

const ALGORITHMS: [Algorithm<'static>; 6] =
    [Algorithm::Md5, Algorithm::Md5Sess, Algorithm::Sha256, Algorithm::Sha256Sess, Algorithm::Sha512T256, Algorithm::Sha512T256Sess];

/// What a client and a server agree on.
#[derive(Clone, Debug)]
struct Case {
    algorithm: Algorithm<'static>,
    qop: Option<Qop<'static>>,
    userhash: bool,
    utf8: bool,
    username: Vec<u8>,
    realm: Vec<u8>,
    nonce: Vec<u8>,
    opaque: Vec<u8>,
    cnonce: Vec<u8>,
    uri: Vec<u8>,
    password: Vec<u8>,
    body: Vec<u8>,
    count: u32,
}

/// Whatever a quoted string can say.
fn content(least: usize) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![4 => b' '..=b'~', 1 => Just(b'"'), 1 => Just(b'\\'), 1 => Just(b'\t'), 1 => 0x80..=0xFFu8];
    proptest::collection::vec(byte, least..24)
}

prop_compose! {
    /// All combinations of algorithm, quality of protection, session and hashed username.
    fn case()(
        (algorithm, qop) in (select(&ALGORITHMS[..]), select(vec![None, Some(Qop::Auth), Some(Qop::AuthInt)]))
            .prop_filter("an algorithm in -sess needs a client's nonce", |(algorithm, qop)| !algorithm.is_session() || qop.is_some()),
        (userhash, utf8, count) in (any::<bool>(), any::<bool>(), 1..40_u32),
        (username, realm, nonce, opaque) in (content(1), content(1), content(1), content(0)),
        (cnonce, uri, password, body) in (content(1), content(1), any::<Vec<u8>>(), any::<Vec<u8>>()),
    ) -> Case {
        Case { algorithm, qop, userhash, utf8, username, realm, nonce, opaque, cnonce, uri, password, body, count }
    }
}

impl Case {
    fn challenge(&self) -> Vec<u8> {
        let options: Vec<_> = self.qop.into_iter().collect();
        let mut draft = Challenge::build(&self.realm, &self.nonce).opaque(&self.opaque).algorithm(self.algorithm).qop(&options);
        if self.userhash {
            draft = draft.userhash();
        }
        if self.utf8 {
            draft = draft.utf8();
        }
        draft.to_bytes().unwrap()
    }

    /// What the client writes.
    fn credentials(&self) -> Vec<u8> {
        let challenge = self.challenge();
        let question = Policy::new().question(&Challenge::parse(&challenge).unwrap(), false).unwrap();
        let mut session = Session::new(&question, &self.username, &self.password, &self.cnonce);
        for _ in 1..self.count {
            let _ = session.answer(Method::Register, &self.uri, b"").unwrap();
        }
        session.answer(Method::Invite, &self.uri, &self.body).unwrap().to_bytes().unwrap()
    }

    fn expect(&self) -> Expect<'_> {
        Expect::new(Method::Invite, &self.realm, &self.body)
    }

    /// What a server says that knows this one user, by password and by HA1.
    fn check(&self, credentials: &[u8], expect: &Expect<'_>) -> Option<Outcome> {
        let credentials = Credentials::parse(credentials).ok()?;
        let by_password = Verifier::new()
            .check_password(&credentials, expect, |user| user.is(&self.username).then_some((&self.username, &self.password)));
        let by_ha1 =
            Verifier::new().check(&credentials, expect, |user| user.is(&self.username).then(|| user.ha1(&self.username, &self.password)));
        assert_eq!(by_password, by_ha1);
        Some(by_ha1)
    }
}

impl Case {
    /// Each byte of each parameter as another byte: the server expects nothing of nonce and digest-uri, so that the response alone has to
    /// tell. And another method, and each byte of the body.
    fn refuses_changes(&self, mut other: impl FnMut(u8) -> u8) {
        let written = self.credentials();
        for name in ["username", "username*", "realm", "nonce", "cnonce", "nc", "qop", "uri", "response"] {
            for at in value(&written, name).into_iter().flatten() {
                let mut changed = written.clone();
                changed[at] = other(written[at]);
                if let Some(outcome) = self.check(&changed, &self.expect()) {
                    // What is quoted in vain says the same, and so do the digits of an escape in either case.
                    let same = says_the_same(&changed, &written);
                    assert_eq!(outcome.is_accepted(), same, "{name} at {at}: {}", String::from_utf8_lossy(&changed));
                }
            }
        }
        for (method, is_invite) in [(Method::Ack, true), (Method::Bye, false), (Method::try_from("INVITe").unwrap(), false)] {
            let outcome = self.check(&written, &Expect::new(method, &self.realm, &self.body)).unwrap();
            assert_eq!(outcome.is_accepted(), is_invite);
        }
        for at in 0..self.body.len() {
            let mut body = self.body.clone();
            body[at] = other(body[at]);
            let outcome = self.check(&written, &Expect::new(Method::Invite, &self.realm, &body)).unwrap();
            assert_eq!(outcome.is_accepted(), self.qop != Some(Qop::AuthInt) || body == self.body);
        }
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
                let case = Case { algorithm, qop, userhash, utf8, username, realm, nonce, opaque, cnonce, uri, password, body, count: 26 };
                assert_eq!(case.check(&case.credentials(), &case.expect()), Some(Outcome::Accepted));
                for bit in [1, 2, 0x20, 0x80] {
                    case.refuses_changes(|byte| byte ^ bit);
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
    fn what_the_client_writes_is_what_the_server_accepts(case in case()) {
        let written = case.credentials();
        let credentials = Credentials::parse(&written).unwrap();
        prop_assert!(credentials.opaque().unwrap().is(&case.opaque));
        let expect = case.expect().nonce(&case.nonce).uri(&case.uri);
        prop_assert_eq!(case.check(&written, &expect), Some(Outcome::Accepted));
        // What was read says the same as what was given.
        let kept = Ha1::new(case.algorithm, &*case.username, &*case.realm, &case.password).unwrap();
        let exchange = Exchange::of(&credentials, Method::Invite, &case.body).unwrap();
        prop_assert!(kept.verify(&exchange, credentials.response().unwrap().as_bytes()));
        prop_assert_eq!(Verifier::new().check(&credentials, &expect, |_| Some(kept)), Outcome::Accepted);
        let strict = Verifier::new().at_least(HashFunction::Sha256).needs_qop();
        let strict = strict.check(&credentials, &expect, |user| Some(user.ha1(&case.username, &case.password)));
        let is_strong = case.algorithm.hash_function() > Some(HashFunction::Md5) && case.qop.is_some();
        prop_assert_eq!(strict.is_accepted(), is_strong);
    }

    #[test]
    fn no_byte_can_be_changed(case in case(), bytes in proptest::collection::vec(any::<u8>(), 600), other_body: Vec<u8>) {
        let mut bytes = bytes.into_iter().cycle();
        case.refuses_changes(|_| bytes.next().unwrap_or(0));
        let written = case.credentials();
        let outcome = case.check(&written, &Expect::new(Method::Invite, &case.realm, &other_body)).unwrap();
        prop_assert_eq!(outcome.is_accepted(), case.qop != Some(Qop::AuthInt) || other_body == case.body);
    }

    #[test]
    fn what_others_quote_is_said_again(realm in quoted(), nonce in quoted(), opaque in quoted()) {
        let sent = format!("Digest realm={realm}, nonce={nonce}, opaque={opaque}");
        let challenge = Challenge::parse(sent.as_bytes()).unwrap();
        let Ok(question) = Policy::new().question(&challenge, false) else {
            prop_assert!(challenge.nonce().unwrap().is_empty());
            return Ok(());
        };
        let row = Session::new(&question, "bob", "p", "c").answer(Method::Invite, "sip:a", b"").unwrap().to_bytes().unwrap();
        let credentials = Credentials::parse(&row).unwrap();
        let [realm, nonce, opaque] = [challenge.realm(), challenge.nonce(), challenge.opaque()].map(|text| text.unwrap().unescape());
        prop_assert!(credentials.opaque().unwrap().is(opaque));
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
