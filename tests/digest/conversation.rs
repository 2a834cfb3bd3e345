//! The REGISTER conversation: its third and fourth message, MD5 without a quality of protection.

use sipwire::digest::{Expect, Ha1, Outcome, Policy, Session, Verifier};
use sipwire::header::Authorization;
use sipwire::{Algorithm, Credentials, Encode, KnownParam, Message, Method, Request};

const CHALLENGE: &[u8] = include_bytes!("../../corpus/register/3-401-unauthorized.sip");
const ANSWER: &[u8] = include_bytes!("../../corpus/register/4-register-with-authorization.sip");
const PASSWORD: &str = "32100045";
const NONCE: &str = "0029482318be6784";
const URI: &str = "sip:192.168.110.237:20101;transport=tcp";
const RESPONSE: &str = "f6144dbcc10d8995c0ffc1ade5a712f5";

fn credentials(message: &[u8]) -> Credentials<'_> {
    *Message::parse(message).unwrap().headers().first::<Authorization>().unwrap().unwrap()
}

/// What a server that has one user says of a request, without a view of its own on nonce and digest-uri.
fn check(message: &[u8]) -> Outcome {
    let message = Message::parse(message).unwrap();
    let request = message.as_request().unwrap();
    let credentials = request.headers().first::<Authorization>().unwrap().unwrap();
    Verifier::new()
        .check_password(&credentials, &Expect::of(request, "32100045"), |user| user.is("32100045").then_some(("32100045", PASSWORD)))
}

#[test]
fn the_client_computes_the_response_of_the_conversation() {
    let message = Message::parse(ANSWER).unwrap();
    let request = message.as_request().unwrap();
    let unauthorized = Message::parse(CHALLENGE).unwrap();
    let questions = Policy::new().choose(unauthorized.headers(), |question| question.realm().is("32100045"));
    assert_eq!((questions.len(), questions[0].qop()), (1, None));
    let mut session = Session::new(&questions[0], "32100045", PASSWORD, "");
    let answer = session.answer(request.method(), request.raw_uri(), request.body()).unwrap();
    assert_eq!(answer.response().as_str(), RESPONSE);

    // As the fourth message has it, but for the registry's spelling of the algorithm.
    let row = Authorization::row(answer);
    let written = String::from_utf8(row.to_bytes().unwrap()).unwrap();
    assert_eq!(written.replace("MD5", "md5").as_bytes(), credentials(ANSWER).as_bytes());

    let built = Request::builder(request.method(), URI).header(row).finish().unwrap();
    assert_eq!(check(built.as_bytes()), Outcome::Accepted);
}

#[test]
fn the_server_accepts_the_conversation() {
    assert_eq!(check(ANSWER), Outcome::Accepted);
    let expect = Expect::new(Method::Register, "32100045", b"").nonce(NONCE).uri(URI);
    let kept = Ha1::new(Algorithm::Md5, "32100045", "32100045", PASSWORD).unwrap();
    assert!(Verifier::new().check(&credentials(ANSWER), &expect, |_| Some(kept)).is_accepted());
}

/// The fourth message with one part of it changed at one place.
fn changed(part: &str, at: usize, byte: u8) -> Vec<u8> {
    let mut message = ANSWER.to_vec();
    let place = message.windows(part.len()).rposition(|window| window == part.as_bytes()).unwrap();
    message[place + at] = byte;
    message
}

#[test]
fn the_server_refuses_every_change_of_a_character() {
    let mut count = 0;
    // The last of each stands in Authorization.
    for part in [RESPONSE, NONCE, URI] {
        for (at, was) in part.bytes().enumerate() {
            for byte in (b' '..=b'~').filter(|&byte| byte != was && byte != b'"' && byte != b'\\') {
                let message = changed(part, at, byte);
                assert_eq!(check(&message), Outcome::WrongResponse, "{part} at {at}: {}", byte.escape_ascii());
                count += 1;
            }
        }
    }
    assert_eq!(count, (32 + 16 + 39) * 92);

    // Case is a change too, of digits in hexadecimal and of what URIs compare without it.
    for (part, other) in [(RESPONSE, RESPONSE.to_uppercase()), (URI, URI.replace("=tcp", "=TCP"))] {
        let text = std::str::from_utf8(ANSWER).unwrap();
        let (before, after) = text.rsplit_once(part).unwrap();
        assert_eq!(check([before, &other, after].concat().as_bytes()), Outcome::WrongResponse, "{other}");
    }
}

#[test]
fn the_server_refuses_every_change_of_the_method() {
    for at in 0.."REGISTER".len() {
        for byte in (b'A'..=b'Z').chain(b'a'..=b'z').filter(|&byte| byte != b"REGISTER"[at]) {
            let mut message = ANSWER.to_vec();
            message[at] = byte;
            assert_eq!(check(&message), Outcome::WrongResponse, "{at}: {}", byte.escape_ascii());
        }
    }
    for method in Method::known().filter(|&method| method != Method::Register) {
        let expect = Expect::new(method, "32100045", b"");
        let outcome = Verifier::new().check(&credentials(ANSWER), &expect, |user| Some(user.ha1("32100045", PASSWORD)));
        assert_eq!(outcome, Outcome::WrongResponse, "{method}");
    }
}

#[test]
fn the_server_refuses_a_nonce_and_a_digest_uri_that_it_does_not_expect() {
    let check = |expect: Expect<'_>| Verifier::new().check(&credentials(ANSWER), &expect, |user| Some(user.ha1("32100045", PASSWORD)));
    let expect = Expect::new(Method::Register, "32100045", b"");
    assert_eq!(check(expect.uri("sip:192.168.110.237:20101;transport=TCP")), Outcome::Mismatch(KnownParam::Uri));
    assert_eq!(check(expect.nonce("0029482318be6785")), Outcome::Mismatch(KnownParam::Nonce));
}

#[test]
fn the_first_message_again_is_the_fourth() {
    let first = Message::parse(include_bytes!("../../corpus/register/1-register.sip")).unwrap();
    let unauthorized = Message::parse(CHALLENGE).unwrap();
    let request = first.as_request().unwrap();
    let questions = Policy::new().choose(unauthorized.headers(), |_| true);
    let mut session = Session::new(&questions[0], "32100045", PASSWORD, "");
    let answer = session.answer(request.method(), request.raw_uri(), request.body()).unwrap();
    let again = request.retry("z9hG4bKPj2441c1d494194a18bab63a939084bc5d", [answer]).unwrap();
    // As sent, but for the registry's spelling of the algorithm and one space.
    let sent = std::str::from_utf8(ANSWER).unwrap().replace("algorithm=md5", "algorithm=MD5").replace("Length:  0", "Length: 0");
    assert_eq!(std::str::from_utf8(again.as_bytes()).unwrap(), sent);
    assert_eq!(check(again.as_bytes()), Outcome::Accepted);
}
