use super::params::{KNOWN, known_name, place_of};
use super::*;
use crate::chars;
use crate::encode::{Encode, ParamDraft};
use crate::error::{ErrorKind, KnownParam};
use crate::header::WwwAuthenticate;
use alloc::string::ToString;
use alloc::vec::Vec;

#[test]
fn of_what_neither_names_nor_proves_the_first_counts() {
    let twice = Challenge::parse(b"Digest realm=\"a\",nonce=\"b\",algorithm=MD5,algorithm=SHA-256,stale=true,stale=false").unwrap();
    assert_eq!((twice.algorithm(), twice.is_stale(), twice.params().iter().count()), (Algorithm::Md5, true, 6));
    for name in ["username", "realm", "nonce", "uri", "response", "cnonce", "qop", "nc"] {
        let text = alloc::format!("Digest {name}=a, opaque=b, {name}=a");
        let error = Credentials::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DuplicateParam(param) if param.as_str() == name), "{text}");
        assert_eq!(error.offset(), text.rfind(name).unwrap());
    }
    for name in ["opaque", "domain", "userhash", "auts"] {
        let text = alloc::format!("Digest {name}=a, {name}=b");
        assert!(Credentials::parse(text.as_bytes()).unwrap().params().get(name).unwrap().is("a"), "{text}");
    }
}

#[test]
fn a_quoted_algorithm_that_is_no_token_is_none() {
    let read = |bytes| Challenge::parse(bytes).unwrap().algorithm();
    assert_eq!(read(b"Digest algorithm=\"md5\""), Algorithm::Md5);
    for bytes in [&b"Digest algorithm=\"a\r\n b\""[..], b"Digest algorithm=\"\\\x01\"", b"Digest algorithm=\"\xFF\""] {
        assert_eq!(alloc::format!("{}", read(bytes)), "");
    }
}

#[test]
fn digest_parameters_are_read_in_any_order_and_form() {
    let text = "DIGEST Qop=auth , USERNAME = \"a\\\"b\",nc=0000001f,response=\"\", x=y,\r\n realm=\"\"";
    let credentials = Credentials::parse(text.as_bytes()).unwrap();
    assert!(credentials.is_digest() && credentials.username().unwrap().is("a\"b") && credentials.realm().unwrap().is_empty());
    assert_eq!((credentials.nonce_count(), credentials.qop().unwrap()), (Ok(Some(31)), Qop::Auth));
    assert!(credentials.params().get("X").unwrap().is("y") && credentials.params().iter().count() == 6);
    assert_eq!(credentials.require(KnownParam::Nonce).unwrap_err().kind(), ErrorKind::MissingParam(KnownParam::Nonce));
    assert_eq!(credentials.algorithm(), Algorithm::Md5);
}

#[test]
fn schemes_other_than_digest() {
    let bearer = Credentials::parse(b"Bearer eyJh.bGci-O_~+/==").unwrap();
    assert!(bearer.params().is_empty() && bearer.rest() == b"eyJh.bGci-O_~+/==");
    assert!(Credentials::parse(b"NoOneKnowsThisScheme opaque-data=here").unwrap().params().get("opaque-data").is_some());
    let wanted = Challenge::parse(b"Bearer realm=\"x\", Scope=\"y z\",authz_server=\"https://a\"").unwrap();
    assert!(wanted.scope().unwrap().is("y z") && wanted.authz_server().unwrap().is("https://a") && wanted.error().is_none());
    assert!(Credentials::parse(b"Basic QWxhZGRpbjpvcGVu").is_ok());
}

#[test]
fn what_is_wrong_has_a_place() {
    for (text, offset) in [
        ("", 0),
        ("Digest", 6),
        ("Digest ", 6),
        ("Digest realm", 12),
        ("Digest realm=", 13),
        ("Digest realm=\"x", 15),
        ("Digest realm=\"x\",", 17),
        ("Digest realm=\"x\" nonce=\"y\"", 17),
        ("Digest realm=\"x\", Realm=\"y\"", 18),
        ("Digest\u{a0} realm=\"x\"", 6),
        ("Digest ,realm=\"x\"", 7),
        ("Digest realm=x y=z", 15),
    ] {
        assert_eq!(Challenge::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
    }
    let odd = Credentials::parse(b"Digest nc=1").unwrap();
    assert_eq!(odd.nonce_count().unwrap_err().offset(), 10);
    assert!(Credentials::parse(b"Digest nc=+0000001").unwrap().nonce_count().is_err());
}

#[test]
fn qop_lists_are_parted_however_they_are_written() {
    let options =
        |text: &'static str| Challenge::parse(text.as_bytes()).unwrap().qop_options().map(|option| option.to_string()).collect::<Vec<_>>();
    assert_eq!(options("Digest qop=\"auth,auth-int\""), ["auth", "auth-int"]);
    assert_eq!(options("Digest qop=\" auth , x \""), ["auth", "x"]);
    assert_eq!(options("Digest qop=auth"), ["auth"]);
    assert!(options("Digest realm=\"\"").is_empty());
}

#[test]
fn credentials_say_again_what_the_challenge_said() {
    let challenge = Challenge::parse(b"Digest realm=\"a\\b\\\"\", nonce=n, opaque=\"\\o\r\n p\", algorithm=md5, qop=\"auth\"").unwrap();
    let written = challenge.credentials("bob\"").uri("sip:a").response("f").to_bytes().unwrap();
    assert_eq!(
        written,
        b"Digest username=\"bob\\\"\", realm=\"a\\b\\\"\", nonce=\"n\", uri=\"sip:a\", response=\"f\", algorithm=MD5, opaque=\"\\o p\""
    );
    let bare = Challenge::parse(b"Digest realm=\"\", nonce=\"\"").unwrap().credentials("").to_bytes().unwrap();
    assert_eq!(bare, b"Digest username=\"\", realm=\"\", nonce=\"\", uri=\"\", response=\"\"");
}

#[test]
fn known_names_are_those_of_the_list() {
    for known in KNOWN {
        let mut name = known.as_str().as_bytes().to_vec();
        assert_eq!(place_of(known).map(|place| KNOWN[place]), Some(known));
        for place in 0..name.len() {
            for byte in (0..=255u8).filter(|&byte| chars::is(byte, chars::TOKEN)) {
                let was = core::mem::replace(&mut name[place], byte);
                let naive = KNOWN.iter().find(|known| name.eq_ignore_ascii_case(known.as_str().as_bytes())).copied();
                assert_eq!(known_name(&name), naive, "{name:?}");
                name[place] = was;
            }
        }
        name.push(b'a');
        assert_eq!(known_name(&name), None);
    }
}

#[test]
fn nothing_secret_is_shown() {
    let credentials = Credentials::parse(b"Digest username=\"u\", response=\"0123456789abcdef\"").unwrap();
    assert_eq!(credentials.to_string(), "Digest username=\"u\", response=\"***\"");
    assert_eq!(Credentials::parse(b"Bearer secret").unwrap().to_string(), "Bearer ***");
    assert!(!alloc::format!("{:?}", Challenge::parse(b"Digest ik=\"abcd\",ck=\"abcd\"").unwrap()).contains("abcd"));
}

#[test]
fn joined_challenges_part_at_a_scheme() {
    let joined = b"Digest realm=\"a, b c=d\", nonce=\"x\", Digest realm=\"b\"";
    assert_eq!(challenge_end(joined), 34);
    assert_eq!(challenge_end(b"Digest realm=\"a\", nonce=\"x\""), 27);
}

#[test]
fn an_extended_name_is_of_attr_chars_and_escapes() {
    let read = |name: &str| {
        let text = alloc::format!("Digest username*={name}, realm=\"a\"");
        let credentials = Credentials::parse(text.as_bytes()).unwrap();
        credentials.username_star().map(|name| name.unwrap().unescape().into_owned()).map_err(|error| (error.kind(), error.offset() - 17))
    };
    assert_eq!(read("UTF-8''a!b%C3%A4"), Ok(b"a!b\xc3\xa4".to_vec()));
    assert_eq!(read("utf-8'en'a"), Ok(b"a".to_vec()));
    // What a token may hold and an attr-char is not, and escapes that are none.
    for (name, at) in [("UTF-8''a*b", 8), ("UTF-8''a'b", 8), ("UTF-8''%4", 7), ("UTF-8''a%4g", 8)] {
        assert_eq!(read(name), Err((ErrorKind::Expected(Expected::Escape), at)), "{name}");
    }
    for name in ["a", "UTF-8'a", "UTF-16''a"] {
        assert_eq!(read(name), Err((ErrorKind::Expected(Expected::ExtValue), 0)), "{name}");
    }
}

#[test]
fn what_other_schemes_are_made_of_is_read_again() {
    let realm = ParamDraft::quoted("realm", "a\"b");
    let written = Challenge::other("NTLM", &[realm, ParamDraft::token("gssapi-data", "x")]).to_bytes().unwrap();
    assert_eq!(written, b"NTLM realm=\"a\\\"b\", gssapi-data=x");
    let secret = [ParamDraft::token("gssapi-data", "hunter2")];
    assert_eq!(alloc::format!("{:?}", Credentials::other("NTLM", &secret)), "OtherAuthDraft(NTLM ***)");
    assert!(Challenge::parse(&written).unwrap().realm().unwrap().is("a\"b"));
    for (scheme, params, offset) in [
        ("NTLM", &[][..], 0),
        ("N TLM", &[realm], 1),
        ("", &[realm], 0),
        ("NTLM", &[ParamDraft::flag("realm")], 0),
        ("NTLM", &[realm, realm], 19),
    ] {
        let error = WwwAuthenticate::row(Challenge::other(scheme, params)).to_bytes().expect_err(&alloc::format!("{scheme} {params:?}"));
        assert_eq!(error.offset(), offset, "{scheme} {params:?}: {error}");
    }
}
