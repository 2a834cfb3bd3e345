//! The laws of challenges: which are answered, and how.

use sipwire::digest::{DigestError, Expect, Ha1, HashFunction, Outcome, Policy, Question, Session, Verifier};
use sipwire::header::{ProxyAuthenticate, WwwAuthenticate};
use sipwire::{Challenge, Credentials, Encode, ErrorKind, Headers, Method, Qop};

use super::super::message::{LENIENT, STRICT};
use super::super::{debugs, encoded, is_inside, prints};
use super::naive::{self, Known};
use super::{PASSWORD, USERNAME};

const POLICIES: [Policy; 3] =
    [Policy::new(), Policy::new().at_least(HashFunction::Sha256).prefer_auth_int(), Policy::new().at_least(HashFunction::Sha512T256)];

/// The laws of a challenge, with whatever rows behind it: which are answered, and that the answer is right.
pub fn challenge(input: &[u8]) {
    for name in ["WWW-Authenticate: ", "Proxy-Authenticate: "] {
        let response = [b"SIP/2.0 401 Unauthorized\r\n", name.as_bytes(), input, b"\r\n\r\n"].concat();
        if let Ok(message) = STRICT.parse(&response) {
            POLICIES.iter().for_each(|policy| chosen(*policy, message.headers(), &response));
        }
        if let Ok(message) = LENIENT.parse(&response) {
            chosen(Policy::new(), message.headers(), &response);
        }
    }
}

/// Which challenges are chosen, against a list of all.
fn chosen<'a>(policy: Policy, headers: Headers<'_, 'a>, input: &'a [u8]) {
    let of = |is_proxy| move |challenge: Challenge<'a>| (challenge, is_proxy);
    let servers = headers.all::<WwwAuthenticate<'a>>().flatten().map(|challenge| of(false)(*challenge));
    let proxies = headers.all::<ProxyAuthenticate<'a>>().flatten().map(|challenge| of(true)(*challenge));
    let questions: Vec<_> = servers.chain(proxies).filter_map(|(challenge, is_proxy)| asked(policy, &challenge, is_proxy, input)).collect();
    let is_same_realm = |a: &Question<'_>, b: &Question<'_>| a.is_proxy() == b.is_proxy() && a.realm().is(b.realm().unescape());
    let mut wanted = Vec::new();
    for (place, first) in questions.iter().enumerate() {
        if questions[..place].iter().any(|earlier| is_same_realm(earlier, first)) {
            continue;
        }
        let better = questions[place..].iter().find(|later| {
            is_same_realm(first, later) && first.algorithm().aka_version() == Some(1) && later.algorithm().aka_version() == Some(2)
        });
        wanted.push(better.unwrap_or(first).challenge().as_bytes().as_ptr());
    }
    let chosen = policy.choose(headers, |_| true);
    assert_eq!(chosen.iter().map(|question| question.challenge().as_bytes().as_ptr()).collect::<Vec<_>>(), wanted);
    assert!(policy.choose(headers, |_| false).is_empty());
    chosen.iter().for_each(answered);
}

/// A challenge as a question, or why it is none.
fn asked<'a>(policy: Policy, challenge: &Challenge<'a>, is_proxy: bool, input: &[u8]) -> Option<Question<'a>> {
    match policy.question(challenge, is_proxy) {
        Ok(question) => {
            debugs(&question);
            assert!(challenge.is_digest() && question.is_proxy() == is_proxy && !question.nonce().is_empty());
            assert_eq!(question.algorithm().hash_function(), Some(question.hash_function()));
            match question.qop() {
                Some(qop) => assert!(challenge.qop_options().unwrap().any(|offered| offered == qop)),
                None => assert!(challenge.params().get("qop").is_none() && !question.algorithm().is_session()),
            }
            Some(question)
        }
        Err(error) => {
            prints(&error);
            if let DigestError::Invalid(error) = error {
                is_inside(&error, input);
                // A parameter is missing, or one that the challenge was cut into is wrong.
                let is_missing = matches!(error.kind(), ErrorKind::MissingParam(param) if challenge.params().get(param.as_str()).is_none());
                assert!(is_missing || Challenge::parse(challenge.as_bytes()).is_err(), "{error}");
            }
            None
        }
    }
}

/// An answer says again what was asked, and a server that knows the password takes it: the first, the second, that of a kept HA1.
fn answered(question: &Question<'_>) {
    let uri = "sip:biloxi.com;a=\"b\\c\"";
    let mut session = Session::new(question, USERNAME, PASSWORD, "0a4f\"\\");
    let written =
        [b"", &b"v=0\r\n"[..]].map(|body| session.answer(Method::Invite, uri, body).expect("an answer").to_bytes().expect("text"));
    debugs(&session);
    for (place, (written, body)) in written.iter().zip([b"", &b"v=0\r\n"[..]]).enumerate() {
        let credentials = Credentials::parse(written).expect("what was written can be read");
        let (realm, nonce) = (question.realm().unescape(), question.nonce().unescape());
        assert!(
            credentials.realm().unwrap().is_some_and(|said| said.is(&realm))
                && credentials.nonce().unwrap().is_some_and(|said| said.is(&nonce))
        );
        let opaque = question.challenge().opaque().unwrap().map(|opaque| opaque.unescape());
        assert_eq!(credentials.opaque().unwrap().map(|opaque| opaque.unescape()), opaque);
        assert_eq!((credentials.algorithm().unwrap(), credentials.qop().unwrap()), (question.algorithm(), question.qop()));
        assert_eq!(credentials.nonce_count(), Ok(question.qop().map(|_| place as u32 + 1)));
        assert_eq!(credentials.userhash(), question.challenge().userhash());
        // A session's first answer and its second have the same client's nonce.
        let right = naive::response(&credentials, Known { username: USERNAME, password: PASSWORD, method: b"INVITE", body });
        assert_eq!(credentials.response().unwrap().map(|response| response.as_bytes()), right.as_deref().map(str::as_bytes));
        let outcome = |method, body| {
            let expect = Expect::new(method, &realm, body).nonce(&nonce).uri(uri);
            Verifier::new().check_password(&credentials, &expect, |user| user.is(USERNAME).then_some((USERNAME, PASSWORD)))
        };
        assert_eq!((outcome(Method::Invite, body), outcome(Method::Bye, body)), (Outcome::Accepted, Outcome::WrongResponse));
        assert_eq!(outcome(Method::Ack, b"other").is_accepted(), question.qop() != Some(Qop::AuthInt));
    }
    let ha1 = Ha1::new(question.algorithm(), USERNAME, question.realm(), PASSWORD).expect("an algorithm that is computed");
    let mut kept = Session::with_ha1(question, USERNAME, &ha1, "0a4f\"\\").expect("an HA1 of the algorithm");
    assert_eq!(encoded(&kept.answer(Method::Invite, uri, b"").expect("an answer")), written[0]);
    let renewed = session.renew(question, "d");
    assert_eq!(renewed, if question.is_stale() { Ok(()) } else { Err(DigestError::Rejected) });
    assert_eq!(session.nonce_count(), if question.is_stale() { 0 } else { 2 });
}
