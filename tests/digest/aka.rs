//! AKA between a UA and its home network, which share what a UICC would have made.

use sipwire::digest::{Aka, AkaNonce, Expect, Ha1, Outcome, Policy, Question, Session, Verifier};
use sipwire::{Algorithm, Challenge, Credentials, Encode, Method, Qop};

const USER: &str = "user@ims.example";
const REALM: &str = "ims.example";
const URI: &str = "sip:ims.example";

fn challenge(algorithm: Algorithm<'_>) -> Vec<u8> {
    let nonce = AkaNonce::new([1; 16], [2; 16], "data").to_base64();
    Challenge::build(REALM, &nonce).algorithm(algorithm).qop(&[Qop::Auth, Qop::AuthInt]).to_bytes().unwrap()
}

fn question(challenge: &[u8]) -> Question<'_> {
    Policy::new().question(&Challenge::parse(challenge).unwrap(), false).unwrap()
}

fn aka() -> Aka<'static> {
    Aka::new(b"AKA-RES!", &[b'I'; 16], &[b'C'; 16])
}

/// What the home network says, which knows XRES, IK and CK.
fn check(credentials: &[u8]) -> Outcome {
    let credentials = Credentials::parse(credentials).unwrap();
    let expect = Expect::new(Method::Register, REALM, b"");
    let by_password = Verifier::new()
        .check_password(&credentials, &expect, |user| Some((USER, aka().password(user.algorithm()).ok()?)).filter(|_| user.is(USER)));
    let by_ha1 = Verifier::new().check(&credentials, &expect, |user| {
        let password = aka().password(user.algorithm()).ok()?;
        user.is(USER).then(|| user.ha1(USER, if user.is_resynchronizing() { b"" } else { password.as_ref() }))
    });
    assert_eq!(by_password, by_ha1);
    by_ha1
}

#[test]
fn who_has_the_response_is_accepted() {
    for algorithm in Algorithm::known().filter(|algorithm| algorithm.aka_version().is_some()) {
        let challenge = challenge(algorithm);
        let question = question(&challenge);
        let nonce = AkaNonce::parse(question.nonce()).unwrap();
        assert_eq!((nonce.rand(), nonce.autn(), nonce.server_data()), (&[1; 16], &[2; 16], &b"data"[..]));
        let answer = |password: &[u8]| {
            Session::new(&question, USER, password, "0a4f113b").answer(Method::Register, URI, b"").unwrap().to_bytes().unwrap()
        };
        assert_eq!(check(&answer(aka().password(algorithm).unwrap().as_ref())), Outcome::Accepted, "{algorithm}");
        assert_eq!(check(&answer(b"AKA-RES?")), Outcome::WrongResponse, "{algorithm}");
        assert_eq!(check(&answer(b"")), Outcome::WrongResponse, "{algorithm}");
    }
}

#[test]
fn a_token_for_a_resynchronisation_authenticates_nobody() {
    let challenge = challenge(Algorithm::AkaV1Md5);
    let mut session = Session::resynchronize(&question(&challenge), USER, b"fourteen bytes", "0a4f113b");
    let answer = session.answer(Method::Register, URI, b"").unwrap().to_bytes().unwrap();
    let credentials = Credentials::parse(&answer).unwrap();
    assert_eq!(credentials.aka_auts(), Ok(Some(*b"fourteen bytes")));
    assert_eq!(check(&answer), Outcome::Resynchronize);
    assert!(!Outcome::Resynchronize.is_accepted());

    // A response that is right otherwise is wrong beside the token, and without the token the empty password is.
    let mut right = Session::new(&question(&challenge), USER, "AKA-RES!", "0a4f113b");
    let right = right.answer(Method::Register, URI, b"").unwrap().to_bytes().unwrap();
    assert_eq!(check(&[&right[..], b", auts=\"Zm91cnRlZW4gYnl0ZXM=\""].concat()), Outcome::WrongResponse);
    let text = String::from_utf8(answer).unwrap();
    assert_eq!(check(text.replace("auts=", "x=").as_bytes()), Outcome::WrongResponse);
    // What is no AKA has no such token.
    let ha1 = Ha1::new(Algorithm::Md5, USER, REALM, "").unwrap();
    let plain = text.replace("AKAv1-MD5", "MD5");
    let credentials = Credentials::parse(plain.as_bytes()).unwrap();
    let outcome = Verifier::new().check(&credentials, &Expect::new(Method::Register, REALM, b""), |_| Some(ha1));
    assert_eq!(outcome, Outcome::Accepted);
}

#[test]
fn a_token_that_is_none_is_an_error() {
    for auts in ["", "Zm91cnRlZW4gYnl0ZQ==", "Zm91cnRlZW4gYnl0ZXMh", "Zm91cnRlZW4*"] {
        let text = format!("Digest auts=\"{auts}\"");
        assert!(Credentials::parse(text.as_bytes()).unwrap().aka_auts().is_err(), "{auts}");
    }
    assert_eq!(Credentials::parse(b"Digest x=y").unwrap().aka_auts(), Ok(None));
}
