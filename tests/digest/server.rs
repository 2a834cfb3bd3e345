//! What a server says of credentials: each outcome, and what is asked of its store.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::Duration;

use sipwire::digest::{
    DigestError, Exchange, Expect, Ha1, HashFunction, Nonces, Outcome, Policy, Protection, ReplayWindow, Session, User, Verifier,
};
use sipwire::{Algorithm, Challenge, Credentials, Encode, ErrorKind, Expected, KnownParam, Method, Qop};

/// Without a quality of protection.
const BARE: &str = "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                    uri=\"sip:bob@biloxi.com\", response=\"bf57e4e0d0bffc0fbaedce64d59add5e\"";
/// With one.
const AUTH: &str = "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                    uri=\"sip:bob@biloxi.com\", response=\"89eb0059246c02b2f6ee02c7961d5ea3\", qop=auth, nc=00000001, cnonce=\"0a4f113b\"";

fn check_with(verifier: Verifier, credentials: &str, expect: &Expect<'_>) -> Outcome {
    let credentials = Credentials::parse(credentials.as_bytes()).unwrap();
    let by_password = verifier.check_password(&credentials, expect, |user| user.is("bob").then_some(("bob", "zanzibar")));
    let by_ha1 = verifier.check(&credentials, expect, |user| user.is("bob").then(|| user.ha1("bob", "zanzibar")));
    assert_eq!(by_password, by_ha1, "{credentials}");
    by_ha1
}

fn check(credentials: &str, expect: &Expect<'_>) -> Outcome {
    check_with(Verifier::new(), credentials, expect)
}

fn invite() -> Expect<'static> {
    Expect::new(Method::Invite, "biloxi.com", b"")
}

#[test]
fn what_was_expected_has_to_be_there() {
    for good in [BARE, AUTH] {
        assert!(check(good, &invite()).is_accepted());
        assert!(check(good, &invite().uri("sip:bob@biloxi.com").nonce("dcd98b7102dd2f0e8b11d0f600bfb0c093")).is_accepted());
        assert_eq!(check(good, &Expect::new(Method::Cancel, "biloxi.com", b"")), Outcome::WrongResponse);
        assert_eq!(check(good, &Expect::new(Method::Invite, "biloxi.org", b"")), Outcome::Mismatch(KnownParam::Realm));
        assert_eq!(check(good, &invite().uri("sip:BOB@biloxi.com")), Outcome::Mismatch(KnownParam::Uri));
        assert_eq!(check(good, &invite().nonce("")), Outcome::Mismatch(KnownParam::Nonce));
    }
}

#[test]
fn only_the_user_with_the_password_is_accepted() {
    assert_eq!(check(&BARE.replace("\"bob\"", "\"eve\""), &invite()), Outcome::UnknownUser);
    let credentials = Credentials::parse(BARE.as_bytes()).unwrap();
    let with = |password| Verifier::new().check(&credentials, &invite(), |user| Some(user.ha1("bob", password)));
    assert_eq!((with("zanzibar"), with("zanzibaR"), with("")), (Outcome::Accepted, Outcome::WrongResponse, Outcome::WrongResponse));
}

#[test]
fn what_is_computed_for_an_unknown_user_opens_nothing() {
    let exchange = Exchange::new(Method::Invite, "sip:bob@biloxi.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", Protection::None);
    let nobodies = [Ha1::new(Algorithm::Md5, "eve", "biloxi.com", "").unwrap(), Ha1::from_hex(Algorithm::Md5, [b'0'; 32]).unwrap()];
    for ha1 in nobodies {
        let response = ha1.response(&exchange).unwrap();
        let forged = BARE.replace("\"bob\"", "\"eve\"").replace("bf57e4e0d0bffc0fbaedce64d59add5e", response.as_str());
        assert_eq!(check(&forged, &invite()), Outcome::UnknownUser);
    }
}

#[test]
fn an_ha1_of_another_algorithm_is_no_key() {
    let credentials = Credentials::parse(BARE.as_bytes()).unwrap();
    let other = Ha1::new(Algorithm::Sha256, "bob", "biloxi.com", "zanzibar").unwrap();
    assert_eq!(Verifier::new().check(&credentials, &invite(), |_| Some(other)), Outcome::Improper(DigestError::Ha1));
}

#[test]
fn the_response_is_taken_as_written() {
    let response = "bf57e4e0d0bffc0fbaedce64d59add5e";
    let upper = BARE.replace(response, &response.to_uppercase());
    assert_eq!(check(&upper, &invite()), Outcome::WrongResponse);
    // Unless that is asked for; other digits stay wrong.
    let lenient = Verifier::new().upper_case();
    assert_eq!(check_with(lenient, &upper, &invite()), Outcome::Accepted);
    assert_eq!(check_with(lenient, BARE, &invite()), Outcome::Accepted);
    assert_eq!(check_with(lenient, &BARE.replace(response, "BF57E4E0D0BFFC0FBAEDCE64D59ADD5G"), &invite()), Outcome::WrongResponse);
    assert_eq!(check_with(lenient, &BARE.replace(response, "BF57E4E0D0BFFC0FBAEDCE64D59ADD5F"), &invite()), Outcome::WrongResponse);
}

#[test]
fn a_response_of_the_wrong_length_is_improper() {
    let response = "bf57e4e0d0bffc0fbaedce64d59add5e";
    let sixty_four = response.repeat(2);
    for wrong in ["b", &response[1..], &format!("{response}0"), &format!("\\{response}"), &sixty_four] {
        let outcome = check(&BARE.replace(response, wrong), &invite());
        let Outcome::Improper(DigestError::Invalid(error)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Expected(Expected::Digest), BARE.find(response).unwrap()), "{wrong}");
    }
    // Each algorithm has a length of its own.
    let sha = format!("{BARE}, algorithm=SHA-256");
    assert!(matches!(check(&sha, &invite()), Outcome::Improper(DigestError::Invalid(_))));
    assert_eq!(check(&sha.replace(response, &sixty_four), &invite()), Outcome::WrongResponse);
}

#[test]
fn an_empty_response_answers_no_challenge() {
    // As a UA of IMS registers first: 3GPP TS 24.229 §5.1.1.2.
    let initial = "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"\", uri=\"sip:biloxi.com\", response=\"\"";
    assert_eq!(check(initial, &invite()), Outcome::Unanswered);
    assert_eq!(check(&format!("{initial}, algorithm=AKAv1-MD5, integrity-protected=\"no\""), &invite()), Outcome::Unanswered);
    assert_eq!(check(&BARE.replace("bf57e4e0d0bffc0fbaedce64d59add5e", ""), &invite()), Outcome::Unanswered);
}

#[test]
fn an_empty_nonce_is_improper() {
    let ha1 = Ha1::new(Algorithm::Md5, "bob", "biloxi.com", "zanzibar").unwrap();
    let response = ha1.response(&Exchange::new(Method::Invite, "sip:bob@biloxi.com", "", Protection::None)).unwrap();
    let right = BARE.replace("dcd98b7102dd2f0e8b11d0f600bfb0c093", "").replace("bf57e4e0d0bffc0fbaedce64d59add5e", response.as_str());
    assert_eq!(check(&right, &invite()), Outcome::Improper(DigestError::Empty(KnownParam::Nonce)));
}

#[test]
fn what_is_missing_is_named_and_no_user_asked_for() {
    let missing = |good: &str, name: &str| good.replace(&format!("{name}="), "x=");
    let cases = ["username", "realm", "nonce", "uri", "response"].map(|name| (BARE, name)).into_iter();
    for (good, name) in cases.chain(["nc", "cnonce"].map(|name| (AUTH, name))) {
        // The name alone, not the end of another.
        let broken = if name == "nonce" { good.replace(" nonce=", " x=") } else { missing(good, name) };
        let credentials = Credentials::parse(broken.as_bytes()).unwrap();
        let outcome = Verifier::new().check(&credentials, &invite(), |_| panic!("asked"));
        let Outcome::Improper(DigestError::Invalid(error)) = outcome else { panic!("{broken}: {outcome:?}") };
        assert!(matches!(error.kind(), ErrorKind::MissingParam(param) if param.as_str() == name), "{broken}: {error}");
    }
    // A missing qop is the form of RFC 2069, whose response is another; or it is asked for.
    let bare = missing(AUTH, "qop");
    assert_eq!(check(&bare, &invite()), Outcome::WrongResponse);
    let outcome = check_with(Verifier::new().needs_qop(), BARE, &invite());
    assert!(matches!(outcome, Outcome::Improper(DigestError::Invalid(error)) if error.kind() == ErrorKind::MissingParam(KnownParam::Qop)));
    assert_eq!(check_with(Verifier::new().needs_qop(), AUTH, &invite()), Outcome::Accepted);
    let session = check(&format!("{BARE}, algorithm=MD5-sess"), &invite());
    assert!(matches!(session, Outcome::Improper(DigestError::Invalid(error)) if error.kind() == ErrorKind::MissingParam(KnownParam::Qop)));
}

#[test]
fn what_is_there_twice_is_no_credentials() {
    for name in ["username", "username*", "realm", "nonce", "uri", "response", "qop", "nc", "cnonce"] {
        let twice = format!("{AUTH}, username*=UTF-8''a, {name}=a");
        let error = Credentials::parse(twice.as_bytes()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DuplicateParam(param) if param.as_str() == name), "{twice}: {error}");
    }
    // Two ways to say who it is: RFC 7616 §3.4.
    for extra in ["username*=UTF-8''bob", "username*=UTF-8''bob, userhash=true"] {
        let outcome = check(&format!("{AUTH}, {extra}"), &invite());
        let duplicate = ErrorKind::DuplicateParam(KnownParam::Username);
        assert!(matches!(outcome, Outcome::Improper(DigestError::Invalid(error)) if error.kind() == duplicate), "{extra}: {outcome:?}");
    }
}

#[test]
fn a_nonce_count_has_eight_digits() {
    for wrong in ["1", "000000001", "0000000g", "+0000001", "\"\"", "\"0000 001\""] {
        let broken = AUTH.replace("nc=00000001", &format!("nc={wrong}"));
        let outcome = check(&broken, &invite());
        let Outcome::Improper(DigestError::Invalid(error)) = outcome else { panic!("{wrong}: {outcome:?}") };
        assert_eq!(error.kind(), ErrorKind::Expected(Expected::NonceCount), "{wrong}");
        assert!(error.offset() - broken.find("nc=").unwrap() - 3 <= 1);
    }
    // Some send it in quotes, and some without a quality of protection, where it counts for nothing.
    assert_eq!(check(&AUTH.replace("nc=00000001", "nc=\"00000001\""), &invite()), Outcome::Accepted);
    assert_eq!(check(&format!("{BARE}, nc=\"1\", cnonce=\"x\""), &invite()), Outcome::Accepted);
}

#[test]
fn what_is_not_known_is_unsupported() {
    let unsupported = |param| Outcome::Improper(DigestError::Unsupported(param));
    for (credentials, outcome) in [
        ("Bearer Zm9v".into(), Outcome::Improper(DigestError::Scheme)),
        ("Basic Zm9vOmJhcg==".into(), Outcome::Improper(DigestError::Scheme)),
        (format!("{BARE}, algorithm=SHA-512"), unsupported(KnownParam::Algorithm)),
        (format!("{BARE}, algorithm=MD"), unsupported(KnownParam::Algorithm)),
        (format!("{BARE}, algorithm=\"\""), unsupported(KnownParam::Algorithm)),
        (AUTH.replace("qop=auth", "qop=auth-conf"), unsupported(KnownParam::Qop)),
        (AUTH.replace("qop=auth", "qop=\"auth,auth-int\""), unsupported(KnownParam::Qop)),
        (AUTH.replace("qop=auth", "qop=\"\""), unsupported(KnownParam::Qop)),
    ] {
        assert_eq!(check(&credentials, &invite()), outcome, "{credentials}");
    }
    for extra in ["algorithm=md5", "algorithm=\"MD5\"", "userhash=false", "opaque=\"\"", "x=y"] {
        assert!(check(&format!("{BARE}, {extra}"), &invite()).is_accepted(), "{extra}");
    }
    assert!(check(&AUTH.replace("qop=auth", "qop=\"auth\""), &invite()).is_accepted());
}

#[test]
fn a_weak_algorithm_may_be_too_weak() {
    let strict = Verifier::new().at_least(HashFunction::Sha256);
    assert_eq!(check_with(strict, AUTH, &invite()), Outcome::TooWeak);
    assert_eq!(check_with(Verifier::new().at_least(HashFunction::Md5), AUTH, &invite()), Outcome::Accepted);
}

#[test]
fn quoted_pairs_are_undone_before_anything_is_compared() {
    let quoted = BARE.replace("bob\",", "\\b\\o\\b\",").replace("\"biloxi", "\"\\biloxi").replace("dcd9", "\\dcd\\9");
    let expect = invite().nonce("dcd98b7102dd2f0e8b11d0f600bfb0c093");
    assert_ne!(quoted, BARE);
    assert!(check(&quoted, &expect).is_accepted());
}

#[test]
fn strings_are_hashed_raw_where_that_is_asked_for() {
    // Computed with md5sum: of all strings the bytes between their quotes, and what they say.
    let raw = "Digest username=\"bo\\\"b\", realm=\"a\\\\b\", nonce=\"n\\1\", uri=\"sip:\\a\", response=\"c582aeb2b758eb60fc1b86cf287289de\", qop=auth, nc=00000001, cnonce=\"c\\2\"";
    let right = "Digest username=\"bo\\\"b\", realm=\"a\\\\b\", nonce=\"n\\1\", uri=\"sip:\\a\", response=\"067f8b7f2152f60c137af85e545336bb\", qop=auth, nc=00000001, cnonce=\"c\\2\"";
    let expect = Expect::new(Method::Register, "a\\b", b"").nonce("n1");
    for (written, strict, lenient) in [(raw, Outcome::WrongResponse, Outcome::Accepted), (right, Outcome::Accepted, Outcome::Accepted)] {
        let credentials = Credentials::parse(written.as_bytes()).unwrap();
        let check = |verifier: Verifier, password| {
            verifier.check_password(&credentials, &expect, |user| user.is("bo\"b").then_some(("bo\"b", password)))
        };
        assert_eq!(check(Verifier::new(), "zanzibar"), strict);
        assert_eq!(check(Verifier::new().raw_strings(), "zanzibar"), lenient);
        assert_eq!(check(Verifier::new().raw_strings(), "zanzibaR"), Outcome::WrongResponse);
    }
    // A store of HA1s has those that were made of what was said or of what was written, as its clients do.
    let credentials = Credentials::parse(raw.as_bytes()).unwrap();
    let kept = || Ha1::new(Algorithm::Md5, "bo\\\"b", "a\\\\b", "zanzibar").ok();
    assert_eq!(Verifier::new().check(&credentials, &expect, |_| kept()), Outcome::WrongResponse);
    assert_eq!(Verifier::new().raw_strings().check(&credentials, &expect, |_| kept()), Outcome::Accepted);
}

/// A client that answers the server's challenges, and the server.
struct Pair {
    nonces: Nonces,
    session: Session,
    windows: RefCell<HashMap<Vec<u8>, ReplayWindow>>,
}

const MADE: Duration = Duration::from_secs(1_790_000_000);
const URI: &str = "sip:biloxi.com";

impl Pair {
    fn new() -> Self {
        let nonces = Nonces::new(&[7; 32], Duration::from_secs(60));
        let nonce = nonces.make(MADE, "biloxi.com", "call");
        let sent = Challenge::build("biloxi.com", &nonce).algorithm(Algorithm::Sha256).qop(&[Qop::Auth]).to_bytes().unwrap();
        let question = Policy::new().question(&Challenge::parse(&sent).unwrap(), false).unwrap();
        let session = Session::new(&question, "bob", "zanzibar", "0a4f113b");
        Self { nonces, session, windows: RefCell::default() }
    }

    fn answer(&mut self, method: Method<'_>) -> Vec<u8> {
        self.session.answer(method, URI, b"").unwrap().to_bytes().unwrap()
    }

    fn check(&self, credentials: &[u8], method: Method<'_>, after: u64, bound: &str) -> Outcome {
        let is_new = |nonce: sipwire::Text<'_>, count| self.windows.borrow_mut().entry(nonce.as_bytes().to_vec()).or_default().take(count);
        let now = MADE + Duration::from_secs(after);
        let expect = Expect::new(method, "biloxi.com", b"").nonces(&self.nonces, now, bound).counts(&is_new);
        let credentials = Credentials::parse(credentials).unwrap();
        Verifier::new().check_password(&credentials, &expect, |user| user.is("bob").then_some(("bob", "zanzibar")))
    }
}

#[test]
fn a_nonce_is_taken_while_it_is_fresh_and_each_count_once() {
    let mut pair = Pair::new();
    let [first, second, third] = [(); 3].map(|()| pair.answer(Method::Register));
    let check = |credentials: &[u8], after| pair.check(credentials, Method::Register, after, "call");
    assert_eq!(check(&first, 0), Outcome::Accepted);
    assert_eq!(check(&first, 0), Outcome::Replayed);
    // They may overtake each other.
    assert_eq!((check(&third, 1), check(&second, 1), check(&second, 1)), (Outcome::Accepted, Outcome::Accepted, Outcome::Replayed));
    assert_eq!(check(&first, 61), Outcome::Stale);
    assert!(Outcome::Stale.is_stale() && !Outcome::Replayed.is_stale());
}

#[test]
fn only_who_knows_the_password_learns_that_the_nonce_is_stale() {
    let mut pair = Pair::new();
    let first = String::from_utf8(pair.answer(Method::Register)).unwrap();
    let wrong = first.replace("uri=\"sip:b", "uri=\"sip:B");
    assert_eq!(pair.check(wrong.as_bytes(), Method::Register, 61, "call"), Outcome::WrongResponse);
    assert_eq!(pair.check(first.as_bytes(), Method::Register, 61, "call"), Outcome::Stale);
    // Bound to something else: not this server's, and as good as stale to a client that knows the password.
    assert_eq!(pair.check(first.as_bytes(), Method::Register, 0, "other call"), Outcome::Stale);
    // What was refused was not counted.
    assert_eq!(pair.check(first.as_bytes(), Method::Register, 0, "call"), Outcome::Accepted);
}

#[test]
fn an_ack_is_checked_like_its_invite() {
    let mut pair = Pair::new();
    let invite = pair.answer(Method::Invite);
    assert_eq!(pair.check(&invite, Method::Invite, 0, "call"), Outcome::Accepted);
    // The same credentials again, however late; but only with an ACK.
    assert_eq!(pair.check(&invite, Method::Ack, 0, "call"), Outcome::Accepted);
    assert_eq!(pair.check(&invite, Method::Ack, 61, "call"), Outcome::Accepted);
    assert_eq!(pair.check(&invite, Method::Ack, 0, "other call"), Outcome::Stale);
    assert_eq!(pair.check(&invite, Method::Bye, 0, "call"), Outcome::WrongResponse);
}

#[test]
fn a_user_is_known_by_name_escaped_name_and_hash() {
    let name = "J\u{e4}s\u{f8}n Doe";
    for (challenge, written) in [
        ("", "username=\"J\u{e4}s\u{f8}n Doe\""),
        (", charset=UTF-8", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe"),
        (", userhash=true", "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\""),
    ] {
        let sent = format!("Digest realm=\"api@example.org\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512-256{challenge}");
        let question = Policy::new().question(&Challenge::parse(sent.as_bytes()).unwrap(), false).unwrap();
        let mut session = Session::new(&question, name, "Secret, or not?", "c");
        let answer = session.answer(Method::Register, URI, b"").unwrap().to_bytes().unwrap();
        let text = String::from_utf8(answer.clone()).unwrap();
        assert!(text.contains(written) && text.contains("userhash=true") == challenge.contains("userhash"), "{text}");
        let credentials = Credentials::parse(&answer).unwrap();
        let asked = Cell::new(0);
        let check = |known: &'static str| {
            Verifier::new().check_password(&credentials, &Expect::new(Method::Register, "api@example.org", b""), |user| {
                asked.set(asked.get() + 1);
                user.is(known).then_some((known, "Secret, or not?"))
            })
        };
        assert_eq!((check("J\u{e4}s\u{f8}n Doe"), check("Jason Doe"), asked.get()), (Outcome::Accepted, Outcome::UnknownUser, 2), "{text}");
    }
}

#[test]
fn a_nonce_in_quoted_pairs_is_the_nonce_that_was_counted() {
    let mut pair = Pair::new();
    let first = String::from_utf8(pair.answer(Method::Register)).unwrap();
    let check = |credentials: &str| pair.check(credentials.as_bytes(), Method::Register, 0, "call");
    assert_eq!(check(&first), Outcome::Accepted);
    let (before, nonce) = first.split_at(first.find("nonce=\"").unwrap() + 7);
    for spelled in [format!("{before}\\{nonce}"), format!("{before}{}\\{}", &nonce[..47], &nonce[47..])] {
        assert_eq!(check(&spelled), Outcome::Replayed, "{spelled}");
    }
    // Whoever else knows the nonce, and where nobody does, its text counts.
    let seen = RefCell::new(HashMap::<Vec<u8>, ReplayWindow>::new());
    let is_new = |nonce: sipwire::Text<'_>, count| seen.borrow_mut().entry(nonce.as_bytes().to_vec()).or_default().take(count);
    let known = pair.session.nonce().unescape().into_owned();
    let expect = Expect::new(Method::Register, "biloxi.com", b"").counts(&is_new);
    for expect in [expect, expect.nonce(&known)] {
        seen.borrow_mut().clear();
        for (text, outcome) in [(first.clone(), Outcome::Accepted), (format!("{before}\\{nonce}"), Outcome::Replayed)] {
            let credentials = Credentials::parse(text.as_bytes()).unwrap();
            let login = |user: User<'_>| user.is("bob").then_some(("bob", "zanzibar"));
            assert_eq!(Verifier::new().check_password(&credentials, &expect, login), outcome, "{text}");
        }
    }
}

#[test]
fn the_key_of_a_session_is_no_ha1_for_a_plain_algorithm() {
    let expect = Expect::new(Method::Invite, "biloxi.com", b"");
    let credentials = Credentials::parse(AUTH.as_bytes()).unwrap();
    let check = |ha1: Ha1| Verifier::new().check(&credentials, &expect, |_| Some(ha1));
    let ha1 = Ha1::new(Algorithm::Md5Sess, "bob", "biloxi.com", "zanzibar").unwrap();
    assert_eq!(check(ha1.session("n", "c")), Outcome::Improper(DigestError::Ha1));
    assert_eq!(check(ha1), Outcome::Accepted);
}
