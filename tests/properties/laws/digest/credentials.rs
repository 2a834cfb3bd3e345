//! The laws of credentials: what a server says of them is what a naive twin says.

use std::cell::Cell;
use std::time::Duration;

use sipwire::digest::{DigestError, Exchange, Expect, HashFunction, Nonces, Outcome, User, Username, Verifier};
use sipwire::{Credentials, KnownParam, Method};

use super::super::{debugs, is_inside, offset_in, prints};
use super::naive::{self, Known};
use super::{PASSWORD, USERNAME};

const METHODS: [Method<'static>; 3] = [Method::Register, Method::Invite, Method::Ack];

/// The laws of credentials: what can be checked is right if the twin says so, by password and by HA1, and nothing else is accepted.
pub fn credentials(input: &[u8]) {
    let Ok(credentials) = Credentials::parse(input) else { return };
    if let Err(error) = credentials.aka_auts() {
        prints(&error);
    }
    assert_eq!(credentials.token().is_some(), credentials.is_bearer());
    for (method, body) in METHODS.into_iter().flat_map(|method| [(method, &b""[..]), (method, b"v=0\r\n")]) {
        checked(&credentials, input, method, body);
        // The same with the response that is right.
        let known = Known { username: USERNAME, password: PASSWORD, method: method.as_bytes(), body };
        let (Some(right), Some(response)) = (naive::response(&credentials, known), credentials.response().ok().flatten()) else { continue };
        let start = offset_in(input, response.as_bytes());
        let righted = [&input[..start], right.as_bytes(), &input[start + response.as_bytes().len()..]].concat();
        let Ok(credentials) = Credentials::parse(&righted) else { panic!("{}", String::from_utf8_lossy(&righted)) };
        checked(&credentials, &righted, method, body);
        let outcome = outcome(&credentials, method, body, Verifier::new(), None);
        assert!(matches!(outcome, Outcome::Accepted | Outcome::Resynchronize), "{outcome:?} for {}", String::from_utf8_lossy(&righted));
    }
}

/// What a server says that knows the user, whoever it is.
fn outcome(credentials: &Credentials<'_>, method: Method<'_>, body: &[u8], verifier: Verifier, nonces: Option<&Nonces>) -> Outcome {
    let realm = credentials.realm().unwrap().map(|realm| realm.unescape()).unwrap_or_default();
    let mut expect = Expect::new(method, &realm, body);
    if let Some(nonces) = nonces {
        expect = expect.nonces(nonces, Duration::ZERO, "");
    }
    let (asked, asked_again) = (Cell::new(0), Cell::new(0));
    let by_password = verifier.check_password(credentials, &expect, |user| {
        asked.set(asked.get() + 1);
        debugs(&user);
        Some((name_of(&user), PASSWORD))
    });
    let by_ha1 = verifier.check(credentials, &expect, |user| {
        asked_again.set(asked_again.get() + 1);
        Some(user.ha1(name_of(&user), if user.is_resynchronizing() { b"" } else { PASSWORD }))
    });
    assert_eq!((by_password, asked.get()), (by_ha1, asked_again.get()));
    let of_nobody = verifier.check(credentials, &expect, |_| None);
    let without = verifier.check_password(credentials, &expect, |_| None::<(&[u8], &[u8])>);
    // Who is unknown is told apart at the end, by one who looks at the outcome alone.
    assert_eq!((of_nobody, without), if asked.get() == 1 { (Outcome::UnknownUser, Outcome::UnknownUser) } else { (by_ha1, by_ha1) });
    by_ha1
}

fn name_of(user: &User<'_>) -> Vec<u8> {
    match user.username() {
        Username::Plain(name) => name.unescape().into_owned(),
        Username::Escaped(name) => name.unescape().into_owned(),
        _ => USERNAME.to_vec(),
    }
}

/// What each verifier says is what the twin says. `input` is what the credentials were parsed from: errors count in it.
fn checked(credentials: &Credentials<'_>, input: &[u8], method: Method<'_>, body: &[u8]) {
    let known = Known { username: USERNAME, password: PASSWORD, method: method.as_bytes(), body };
    let right = naive::response(credentials, known);
    let got = credentials.response().unwrap().map(|response| response.as_bytes());
    let strict = outcome(credentials, method, body, Verifier::new(), None);
    let accepted = match credentials.algorithm().unwrap().aka_version() {
        Some(_) if credentials.auts().unwrap().is_some() => Outcome::Resynchronize,
        _ => Outcome::Accepted,
    };
    match (&right, got) {
        (Some(right), Some(got)) if right.as_bytes() == got => assert_eq!(strict, accepted),
        (Some(right), Some(got)) if right.len() == got.len() => assert_eq!(strict, Outcome::WrongResponse),
        (_, Some(b"")) => assert!(matches!(strict, Outcome::Unanswered | Outcome::Improper(_))),
        _ => assert!(matches!(strict, Outcome::Improper(_)), "{strict:?}"),
    }
    match Exchange::of(credentials, method, body) {
        Ok(exchange) => debugs(&exchange),
        Err(error) => {
            prints(&error);
            assert!(right.is_none());
        }
    }
    if let Outcome::Improper(DigestError::Invalid(error)) = strict {
        is_inside(&error, input);
    }
    let lenient = outcome(credentials, method, body, Verifier::new().upper_case(), None);
    let is_right = right.as_ref().zip(got).is_some_and(|(right, got)| right.as_bytes().eq_ignore_ascii_case(got));
    assert_eq!(lenient == accepted, is_right);
    if strict == accepted {
        assert_eq!(outcome(credentials, method, body, Verifier::new().raw_strings(), None), accepted);
        let is_weak = credentials.algorithm().unwrap().hash_function() == Some(HashFunction::Md5);
        let strong = outcome(credentials, method, body, Verifier::new().at_least(HashFunction::Sha256), None);
        assert_eq!(strong, if is_weak { Outcome::TooWeak } else { accepted });
        let counted = outcome(credentials, method, body, Verifier::new().needs_qop(), None);
        assert_eq!(counted == accepted, credentials.qop().unwrap().is_some());
        let nonces = Nonces::new(&[7; 32], Duration::from_secs(60));
        let fresh = outcome(credentials, method, body, Verifier::new(), Some(&nonces));
        assert_eq!(fresh, if accepted == Outcome::Accepted { Outcome::Stale } else { accepted });
        let other = Expect::new(method, "another realm", body);
        let outcome = Verifier::new().check(credentials, &other, |_| panic!("asked for another realm"));
        assert!(
            outcome == Outcome::Mismatch(KnownParam::Realm) || credentials.realm().unwrap().is_some_and(|realm| realm.is("another realm"))
        );
    }
}
