//! What a client makes of challenges, of new nonces and of a server's proof.

use sipwire::digest::{DigestError, Exchange, Ha1, HashFunction, Policy, Question, Session};
use sipwire::header::{AuthenticationInfo, Authorization, ProxyAuthorization};
use sipwire::{
    Algorithm, AuthInfo, Challenge, Credentials, Encode, EncodeHeader, ErrorKind, HeaderName, KnownParam, Leniency, Message, Method,
    OwnedMessage, Parser, Qop, Request,
};

fn question(challenge: &str) -> Result<Question<'_>, DigestError> {
    Policy::new().question(&Challenge::parse(challenge.as_bytes()).unwrap(), false)
}

/// A response with these rows.
fn response(rows: &[&str]) -> Vec<u8> {
    format!("SIP/2.0 401 Unauthorized\r\n{}\r\n\r\n", rows.join("\r\n")).into_bytes()
}

/// What is chosen: whether a proxy asks, the realm, the algorithm.
fn chosen(policy: Policy, rows: &[&str]) -> Vec<(bool, String, String)> {
    let response = response(rows);
    let message = Message::parse(&response).unwrap();
    let questions = policy.choose(message.headers(), |question| !question.realm().is("unknown"));
    questions.iter().map(|question| (question.is_proxy(), question.realm().to_string(), question.algorithm().to_string())).collect()
}

#[test]
fn a_challenge_that_cannot_be_answered_says_why() {
    let unsupported = |param| Some(DigestError::Unsupported(param));
    for (challenge, why) in [
        ("Bearer realm=\"a\"", Some(DigestError::Scheme)),
        ("Basic realm=\"a\"", Some(DigestError::Scheme)),
        ("Digest realm=\"a\", nonce=\"n\", algorithm=MD55", unsupported(KnownParam::Algorithm)),
        ("Digest realm=\"a\", nonce=\"n\", algorithm=SHA-512", unsupported(KnownParam::Algorithm)),
        ("Digest realm=\"a\", nonce=\"n\", algorithm=\"\"", unsupported(KnownParam::Algorithm)),
        ("Digest realm=\"a\", nonce=\"n\", qop=\"auth-conf\"", unsupported(KnownParam::Qop)),
        ("Digest realm=\"a\", nonce=\"n\", QOP=\"\"", unsupported(KnownParam::Qop)),
        ("Digest realm=\"a\", nonce=\"\"", Some(DigestError::Empty(KnownParam::Nonce))),
        ("Digest realm=\"\", nonce=\"n\"", None),
        ("DIGEST nonce=\"n\" , REALM=a, Algorithm=\"md5\", stale=TRUE, x=y, userhash=true", None),
        ("Digest realm=\"a\", nonce=\"n\", qop=\"auth-conf , auth\"", None),
        ("Digest realm=\"a\", nonce=\"n\", qop=auth-int, algorithm=sha-512-256-SESS", None),
    ] {
        assert_eq!(question(challenge).err(), why, "{challenge}");
    }
    for (challenge, param) in [
        ("Digest nonce=\"n\"", KnownParam::Realm),
        ("Digest realm=\"a\"", KnownParam::Nonce),
        ("Digest realm=\"a\", nonce=\"n\", algorithm=MD5-sess", KnownParam::Qop),
    ] {
        let Err(DigestError::Invalid(error)) = question(challenge) else { panic!("{challenge}") };
        assert_eq!(error.kind(), ErrorKind::MissingParam(param));
    }
    assert_eq!(question("Digest realm=\"\"").unwrap_err().to_string(), "no nonce parameter at byte 0");
    for twice in ["realm", "nonce", "qop"] {
        let error = Challenge::parse(format!("Digest {twice}=\"a\", {twice}=\"b\"").as_bytes()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DuplicateParam(param) if param.as_str() == twice));
    }
    let weak = Policy::new().at_least(HashFunction::Sha256);
    let challenge = Challenge::parse(b"Digest realm=\"a\", nonce=\"n\"").unwrap();
    assert_eq!(weak.question(&challenge, false).unwrap_err(), DigestError::TooWeak);
}

#[test]
fn of_each_realm_the_topmost_that_is_understood() {
    let rows = [
        "WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=MD6, qop=\"auth\"",
        "WWW-Authenticate: Bearer realm=\"a\"",
        "WWW-Authenticate: Digest realm=\"unknown\", nonce=\"2\", algorithm=MD5",
        "WWW-Authenticate: Digest realm=\"a\", nonce=\"3\", algorithm=MD5, qop=\"auth\"",
        "Proxy-Authenticate: Digest realm=\"a\", nonce=\"4\", algorithm=SHA-256, qop=\"auth\"",
        "WWW-Authenticate: Digest realm=\"a\", nonce=\"5\", algorithm=SHA-256, qop=\"auth\"",
        "WWW-Authenticate: Digest realm",
        "WWW-Authenticate: Digest realm=\"b\", nonce=\"6\", algorithm=SHA-512-256, qop=\"auth\"",
        "Proxy-Authenticate: Digest realm=\"\\a\", nonce=\"7\", algorithm=MD5, qop=\"auth\"",
    ];
    let said = |is_proxy, realm: &str, algorithm: &str| (is_proxy, realm.to_owned(), algorithm.to_owned());
    // The server's order counts, not the strength; and a realm is what it says, however it is quoted.
    assert_eq!(chosen(Policy::new(), &rows), [said(false, "a", "MD5"), said(false, "b", "SHA-512-256"), said(true, "a", "SHA-256")]);
    let strict = Policy::new().at_least(HashFunction::Sha256);
    assert_eq!(chosen(strict, &rows), [said(false, "a", "SHA-256"), said(false, "b", "SHA-512-256"), said(true, "a", "SHA-256")]);
    assert_eq!(chosen(Policy::new().at_least(HashFunction::Sha512T256), &rows), [said(false, "b", "SHA-512-256")]);
    assert_eq!(chosen(Policy::new(), &rows[..3]), []);
}

#[test]
fn aka_version_2_goes_before_version_1() {
    let [one, two, md5] =
        ["AKAv1-MD5", "AKAv2-MD5", "MD5"].map(|name| format!("WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm={name}"));
    let algorithm = |rows: &[&str]| chosen(Policy::new(), rows).pop().unwrap().2;
    assert_eq!(algorithm(&[&one, &two]), "AKAv2-MD5");
    assert_eq!(algorithm(&[&two, &one]), "AKAv2-MD5");
    assert_eq!(algorithm(&[&md5, &one, &two]), "MD5");
}

#[test]
fn joined_challenges_are_chosen_among_where_they_are_taken() {
    let bytes =
        response(&["WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=MD6, Digest realm=\"a\", nonce=\"2\", algorithm=SHA-256"]);
    let lenient = Parser::new().leniency(Leniency::JOINED_CHALLENGES);
    let message = lenient.parse(&bytes).unwrap();
    let questions = Policy::new().choose(message.headers(), |_| true);
    assert!(questions.len() == 1 && questions[0].nonce().is("2"));
    assert!(Policy::new().choose(Message::parse(&bytes).unwrap().headers(), |_| true).is_empty());
}

#[test]
fn the_quality_of_protection_is_one_that_was_offered() {
    let qop = |policy: Policy, offered: &str| {
        let challenge = format!("Digest realm=\"a\", nonce=\"n\"{offered}");
        policy.question(&Challenge::parse(challenge.as_bytes()).unwrap(), false).unwrap().qop()
    };
    let careful = Policy::new().prefer_auth_int();
    for (offered, usual, with_body) in [
        ("", None, None),
        (", qop=\"auth\"", Some(Qop::Auth), Some(Qop::Auth)),
        (", qop=\"auth-int\"", Some(Qop::AuthInt), Some(Qop::AuthInt)),
        (", qop=\"auth-int, x auth\"", Some(Qop::Auth), Some(Qop::AuthInt)),
        (", qop=AUTH", Some(Qop::Auth), Some(Qop::Auth)),
    ] {
        assert_eq!((qop(Policy::new(), offered), qop(careful, offered)), (usual, with_body), "{offered}");
    }
}

fn written(session: &mut Session) -> String {
    String::from_utf8(session.answer(Method::Register, "sip:a", b"").unwrap().to_bytes().unwrap()).unwrap()
}

#[test]
fn what_the_challenge_says_is_said_again_as_it_was() {
    let asked = question("Digest realm=\"a\\b\\\"\", nonce=n, opaque=\"\\\"o\\\\ p\", algorithm=sha-256, qop=\"auth,auth-int\"").unwrap();
    let mut session = Session::new(&asked, "bob", "p", "c\"");
    let answer = written(&mut session);
    for part in
        ["realm=\"a\\b\\\"\"", "nonce=\"n\"", "opaque=\"\\\"o\\\\ p\"", "algorithm=SHA-256", "qop=auth, nc=00000001, cnonce=\"c\\\"\""]
    {
        assert!(answer.contains(part), "{part} in {answer}");
    }
    // What it does not say, nobody does.
    let bare = written(&mut Session::new(&question("Digest realm=\"\", nonce=\"n\"").unwrap(), "bob", "p", "c"));
    assert!(bare.starts_with("Digest username=\"bob\", realm=\"\", nonce=\"n\", uri=\"sip:a\", response=\""), "{bare}");
    assert_eq!(bare.split(", ").count(), 5, "{bare}");
}

#[test]
fn a_name_that_no_quoted_string_can_hold_is_escaped() {
    let name = |challenge: &str, name: &str| written(&mut Session::new(&question(challenge).unwrap(), name, "p", "c"));
    let (plain, utf8) = ("Digest realm=\"a\", nonce=\"n\"", "Digest realm=\"a\", nonce=\"n\", charset=utf-8");
    assert!(name(plain, "J\u{f6}rg").contains("username=\"J\u{f6}rg\""));
    assert!(name(utf8, "J\u{f6}rg").contains("username*=UTF-8''J%C3%B6rg,"));
    assert!(name(utf8, "Jorg").contains("username=\"Jorg\""));
    assert!(name(plain, "a\r\nb").contains("username*=UTF-8''a%0D%0Ab,"));
}

#[test]
fn a_kept_ha1_answers_like_its_password() {
    let asked = question("Digest realm=\"a\\\"b\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256-sess").unwrap();
    let ha1 = Ha1::new(asked.algorithm(), "bob", asked.realm(), "p").unwrap();
    let mut kept = Session::with_ha1(&asked, "bob", &ha1, "c").unwrap();
    assert_eq!(written(&mut kept), written(&mut Session::new(&asked, "bob", "p", "c")));
    let other = Ha1::new(Algorithm::Md5, "bob", asked.realm(), "p").unwrap();
    assert_eq!(Session::with_ha1(&asked, "bob", &other, "c").unwrap_err(), DigestError::Ha1);
    let answer = kept.answer(Method::Invite, "sip:a", b"").unwrap();
    let shown = format!("{answer:?} {asked:?}");
    assert!(!shown.contains(answer.response().as_str()) && !shown.contains(ha1.as_hex()) && !format!("{kept:?}").contains(ha1.as_hex()));
}

#[test]
fn answers_go_into_the_header_that_was_asked_for() {
    let challenge = Challenge::parse(b"Digest realm=\"a\", nonce=\"n\"").unwrap();
    for (is_proxy, name) in [(false, HeaderName::Authorization), (true, HeaderName::ProxyAuthorization)] {
        let question = Policy::new().question(&challenge, is_proxy).unwrap();
        let mut session = Session::new(&question, "bob", "p", "c");
        assert_eq!(session.is_proxy(), is_proxy);
        let answer = session.answer(Method::Invite, "sip:a", b"").unwrap();
        assert_eq!(answer.name(), name);
        let request: OwnedMessage = Request::builder(Method::Invite, "sip:a").header(answer).finish().unwrap();
        let headers = request.headers();
        assert_eq!(headers.first::<Authorization>().unwrap().is_some(), !is_proxy);
        assert_eq!(headers.first::<ProxyAuthorization>().unwrap().is_some(), is_proxy);
    }
}

#[test]
fn the_nonce_is_counted_until_a_new_one_comes() {
    let mut session = Session::new(&question("Digest realm=\"a\", nonce=\"n\", qop=\"auth\"").unwrap(), "bob", "p", "c");
    assert!((1..=11).all(|count| written(&mut session).contains(&format!("nc={count:08x}"))));
    assert_eq!(session.nonce_count(), 11);
    // Stale: with the new nonce, and without asking anybody.
    let stale = question("Digest realm=\"\\a\", nonce=\"m\", qop=\"auth,auth-int\", STALE=True, opaque=\"o\"").unwrap();
    assert!(stale.is_stale());
    session.renew(&stale, "d").unwrap();
    let answer = written(&mut session);
    assert!(
        answer.contains("username=\"bob\"") && answer.contains("nonce=\"m\"") && answer.contains("nc=00000001, cnonce=\"d\""),
        "{answer}"
    );
    assert!(answer.contains("opaque=\"o\""));
    // Not stale: the credentials were wrong, and are not sent again.
    for (challenge, why) in [
        ("Digest realm=\"a\", nonce=\"l\", qop=\"auth\"", DigestError::Rejected),
        ("Digest realm=\"a\", nonce=\"l\", qop=\"auth\", stale=false", DigestError::Rejected),
        ("Digest realm=\"b\", nonce=\"l\", qop=\"auth\", stale=true", DigestError::Mismatch(KnownParam::Realm)),
        ("Digest realm=\"a\", nonce=\"l\", qop=\"auth\", stale=true, algorithm=SHA-256", DigestError::Mismatch(KnownParam::Algorithm)),
    ] {
        assert_eq!(session.renew(&question(challenge).unwrap(), "e"), Err(why), "{challenge}");
    }
    assert!(session.nonce().is("m") && session.nonce_count() == 1);
    let proxy = Policy::new().question(stale.challenge(), true).unwrap();
    assert_eq!(session.renew(&proxy, "e"), Err(DigestError::Mismatch(KnownParam::Realm)));
}

#[test]
fn challenge_without_stale_is_answered_once_after_an_accepted_answer() {
    let challenge = |nonce: &str| format!("Digest realm=\"a\", nonce=\"{nonce}\", qop=\"auth\"");
    let renewed = |session: &mut Session, nonce: &str| session.renew(&question(&challenge(nonce)).unwrap(), "d");
    let mut session = Session::new(&question(&challenge("n")).unwrap(), "bob", "p", "c");
    written(&mut session);
    // Nothing was accepted yet: the password is wrong.
    assert_eq!(renewed(&mut session, "m"), Err(DigestError::Rejected));
    session.accepted();
    // The same nonce again is no new one.
    assert_eq!(renewed(&mut session, "n"), Err(DigestError::Rejected));
    assert_eq!(renewed(&mut session, "m"), Ok(()));
    assert!(written(&mut session).contains("nonce=\"m\"") && session.nonce_count() == 1);
    // The answer to the new nonce was challenged again: no loop.
    assert_eq!(renewed(&mut session, "l"), Err(DigestError::Rejected));
    // A proof of the server says that the answer was accepted, too.
    let sent = Credentials::parse(b"Digest username=\"bob\", realm=\"a\", nonce=\"m\", uri=\"sip:a\", response=\"x\"").unwrap();
    assert_eq!(session.confirm(&sent, &AuthInfo::parse(b"x=y").unwrap(), b""), Ok(false));
    assert_eq!(renewed(&mut session, "l"), Ok(()));
    assert_eq!(renewed(&mut session, "k"), Err(DigestError::Rejected));
}

/// What a server that knows the password says to credentials.
fn proof(ha1: &Ha1, sent: &Credentials<'_>, body: &[u8], next: Option<&str>) -> Vec<u8> {
    let exchange = Exchange::of(sent, Method::Register, b"").unwrap().proof(body);
    let response = ha1.response(&exchange).unwrap();
    let cnonce = sent.cnonce().unwrap().unwrap().unescape();
    let mut info = AuthInfo::build().proof(sent.qop().unwrap().unwrap(), &cnonce, sent.nonce_count().unwrap().unwrap(), &response);
    if let Some(next) = next {
        info = info.next_nonce(next);
    }
    AuthenticationInfo::row(info).to_bytes().unwrap()
}

#[test]
fn a_proof_is_checked_before_the_next_nonce_is_taken() {
    for algorithm in ["MD5", "SHA-256-sess"] {
        for qop in ["auth", "auth-int"] {
            let challenge = format!("Digest realm=\"a\", nonce=\"n\", qop=\"{qop}\", algorithm={algorithm}");
            let asked = question(&challenge).unwrap();
            let mut session = Session::new(&asked, "bob", "p", "c");
            let ha1 = Ha1::new(asked.algorithm(), "bob", "a", "p").unwrap();
            // What a server of algorithms in -sess keeps is the key of the session.
            let ha1 = if asked.algorithm().is_session() { ha1.session("n", "c") } else { ha1 };
            let [first, second] = [(); 2].map(|()| written(&mut session));
            let [first, second] = [&first, &second].map(|sent| Credentials::parse(sent.as_bytes()).unwrap());

            let right = proof(&ha1, &first, b"body", Some("m"));
            let info = AuthInfo::parse(&right).unwrap();
            assert_eq!(session.confirm(&second, &info, b"body"), Err(DigestError::Mismatch(KnownParam::NonceCount)));
            if qop == "auth-int" {
                assert_eq!(session.confirm(&first, &info, b"bodY"), Err(DigestError::WrongProof));
            }
            let forged = String::from_utf8(right.clone()).unwrap().replace("\"m\"", "\"x\"");
            let wrong = forged.replace("rspauth=\"", "rspauth=\"0");
            assert_eq!(session.confirm(&first, &AuthInfo::parse(wrong.as_bytes()).unwrap(), b"body"), Err(DigestError::WrongProof));
            assert!(session.nonce().is("n"));
            assert_eq!(session.confirm(&first, &info, b"body"), Ok(true));
            assert!(session.nonce().is("m") && session.nonce_count() == 0);

            // The answer to a request that went out before is late, and right; the session goes on with its first key.
            let late = proof(&ha1, &second, b"", None);
            assert_eq!(session.confirm(&second, &AuthInfo::parse(&late).unwrap(), b""), Ok(true));
            let third = written(&mut session);
            assert!(third.contains("nonce=\"m\"") && third.contains("nc=00000001"));
            let third = Credentials::parse(third.as_bytes()).unwrap();
            assert!(ha1.verify(&Exchange::of(&third, Method::Register, b"").unwrap(), third.response().unwrap().unwrap().as_bytes()));
        }
    }
}

#[test]
fn a_proof_comes_with_what_it_was_made_of() {
    let asked = question("Digest realm=\"a\", nonce=\"n\", qop=\"auth\"").unwrap();
    let mut session = Session::new(&asked, "bob", "p", "c");
    let sent = written(&mut session);
    let sent = Credentials::parse(sent.as_bytes()).unwrap();
    let ha1 = Ha1::new(Algorithm::Md5, "bob", "a", "p").unwrap();
    let right = String::from_utf8(proof(&ha1, &sent, b"", None)).unwrap();
    let mut confirm = |info: &str| session.confirm(&sent, &AuthInfo::parse(info.as_bytes()).unwrap(), b"");
    for (part, other, param) in [
        ("qop=auth,", "qop=auth-int,", KnownParam::Qop),
        ("cnonce=\"c\"", "cnonce=\"d\"", KnownParam::Cnonce),
        ("nc=00000001", "nc=00000002", KnownParam::NonceCount),
    ] {
        assert_eq!(confirm(&right.replace(part, other)), Err(DigestError::Mismatch(param)));
        let missing = confirm(&right.replace(part, "x=y,").replace(",,", ","));
        assert!(
            matches!(missing, Err(DigestError::Invalid(error)) if error.kind() == ErrorKind::MissingParam(param)),
            "{param:?}: {missing:?}"
        );
    }
    assert_eq!(confirm(&right), Ok(true));
    assert_eq!(confirm("nextnonce=\"\""), Err(DigestError::Empty(KnownParam::Nextnonce)));
    // A next nonce need not come with a proof.
    assert_eq!(confirm("nextnonce=\"m\""), Ok(false));
    assert!(session.nonce().is("m"));
}

#[test]
fn a_stored_ha1_answers_by_the_algorithm_of_the_challenge() {
    for asked in ["MD5", "MD5-sess"] {
        let challenge = format!("Digest realm=\"a\", nonce=\"n\", qop=\"auth\", algorithm={asked}");
        let asked = question(&challenge).unwrap();
        let by_password = written(&mut Session::new(&asked, "bob", "p", "c"));
        for stored in [Algorithm::Md5, Algorithm::Md5Sess] {
            let ha1 = Ha1::new(stored, "bob", "a", "p").unwrap();
            let mut session = Session::with_ha1(&asked, "bob", &ha1, "c").unwrap();
            assert_eq!(written(&mut session), by_password, "{stored} for {}", asked.algorithm());
        }
        // The key of a session is none of a plain algorithm.
        let key = Ha1::new(Algorithm::Md5Sess, "bob", "a", "p").unwrap().session("n", "c");
        match Session::with_ha1(&asked, "bob", &key, "c") {
            Ok(mut session) => assert!(asked.algorithm().is_session() && written(&mut session) == by_password),
            Err(error) => assert!(!asked.algorithm().is_session() && error == DigestError::Ha1),
        }
    }
}
