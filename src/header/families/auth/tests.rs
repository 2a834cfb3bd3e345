use super::params::{KNOWN, known_name, place_of};
use super::parts::{Parts, scheme_and_rest};
use super::*;
use crate::chars;
use crate::encode::{Encode, ParamDraft};
use crate::error::{ErrorKind, KnownParam};
use crate::error::{Expected, ParseError};
use crate::grammar::cut::Reading;
use crate::header::family::Family;
use crate::header::rows::value::Value;
use crate::header::{AuthenticationInfo, Authorization, TypedHeader, WwwAuthenticate};
use crate::profile::{Leniency, Limit, Limits, Profile};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use proptest::prelude::*;

#[test]
fn of_what_neither_names_nor_proves_the_first_counts() {
    let twice = Challenge::parse(b"Digest realm=\"a\",nonce=\"b\",algorithm=MD5,algorithm=SHA-256,stale=true,stale=false").unwrap();
    assert_eq!((twice.algorithm(), twice.is_stale(), twice.params().iter().count()), (Ok(Algorithm::Md5), Ok(true), 6));
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
    let read = |bytes| Challenge::parse(bytes).unwrap().algorithm().unwrap();
    assert_eq!(read(b"Digest algorithm=\"md5\""), Algorithm::Md5);
    for bytes in [&b"Digest algorithm=\"a\r\n b\""[..], b"Digest algorithm=\"\\\x01\"", b"Digest algorithm=\"\xFF\""] {
        assert_eq!(alloc::format!("{}", read(bytes)), "");
    }
}

#[test]
fn digest_parameters_are_read_in_any_order_and_form() {
    let text = "DIGEST Qop=auth , USERNAME = \"a\\\"b\",nc=0000001f,response=\"\", x=y,\r\n realm=\"\"";
    let credentials = Credentials::parse(text.as_bytes()).unwrap();
    assert!(
        credentials.is_digest() && credentials.username().unwrap().unwrap().is("a\"b") && credentials.realm().unwrap().unwrap().is_empty()
    );
    assert_eq!((credentials.nonce_count(), credentials.qop()), (Ok(Some(31)), Ok(Some(Qop::Auth))));
    assert!(credentials.params().get("X").unwrap().is("y") && credentials.params().iter().count() == 6);
    assert_eq!(credentials.require(KnownParam::Nonce).unwrap_err().kind(), ErrorKind::MissingParam(KnownParam::Nonce));
    assert_eq!(credentials.algorithm(), Ok(Algorithm::Md5));
}

#[test]
fn schemes_other_than_digest() {
    let bearer = Credentials::parse(b"Bearer eyJh.bGci-O_~+/==").unwrap();
    assert!(bearer.params().is_empty() && bearer.rest() == b"eyJh.bGci-O_~+/==");
    assert!(Credentials::parse(b"NoOneKnowsThisScheme opaque-data=here").unwrap().params().get("opaque-data").is_some());
    let wanted = Challenge::parse(b"Bearer realm=\"x\", Scope=\"y z\",authz_server=\"https://a\"").unwrap();
    assert!(wanted.scope().unwrap().unwrap().is("y z") && wanted.authz_server().unwrap().unwrap().is("https://a"));
    assert_eq!(wanted.error(), Ok(None));
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
    let options = |text: &'static str| {
        Challenge::parse(text.as_bytes()).unwrap().qop_options().unwrap().map(|option| option.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(options("Digest qop=\"auth,auth-int\""), ["auth", "auth-int"]);
    assert_eq!(options("Digest qop=\" auth , x \""), ["auth", "x"]);
    assert_eq!(options("Digest qop=auth"), ["auth"]);
    assert!(options("Digest realm=\"\"").is_empty());
}

#[test]
fn credentials_say_again_what_the_challenge_said() {
    let challenge = Challenge::parse(b"Digest realm=\"a\\b\\\"\", nonce=n, opaque=\"\\o\r\n p\", algorithm=md5, qop=\"auth\"").unwrap();
    let written = challenge.credentials("bob\"").unwrap().uri("sip:a").response("f").to_bytes().unwrap();
    assert_eq!(
        written,
        b"Digest username=\"bob\\\"\", realm=\"a\\b\\\"\", nonce=\"n\", uri=\"sip:a\", response=\"f\", algorithm=MD5, opaque=\"\\o p\""
    );
    let bare = Challenge::parse(b"Digest realm=\"\", nonce=\"\"").unwrap().credentials("").unwrap().to_bytes().unwrap();
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
    assert!(Challenge::parse(&written).unwrap().realm().unwrap().unwrap().is("a\"b"));
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

/// The error of an accessor, its kind and its offset in the value.
fn wrong<T>(part: Result<T, ParseError>) -> Option<(ErrorKind, usize)> {
    part.err().map(|error| (error.kind(), error.offset()))
}

#[test]
fn one_bad_part_costs_no_other() {
    // The bad parameter, and where its error is behind `Digest x=1, `.
    for (name, bad, kind, at) in [
        ("realm", "realm=", Expected::ParameterValue, 6),
        ("realm", "realm = ", Expected::ParameterValue, 8),
        ("realm", "realm", Expected::Equal, 5),
        ("realm", "realm ", Expected::Equal, 6),
        ("realm", "realm=a b", Expected::Comma, 8),
        ("realm", "Realm=\"\\\u{ff}\"", Expected::QuotedPair, 8),
        ("nonce", "nonce=ab==", Expected::Comma, 8),
        ("uri", "uri=sip:a;transport=tcp", Expected::Comma, 7),
        ("username", "username=@", Expected::ParameterValue, 9),
        ("response", "response=a/b", Expected::Comma, 10),
        ("cnonce", "cnonce=\u{e9}", Expected::ParameterValue, 7),
        ("opaque", "opaque==", Expected::ParameterValue, 7),
        ("algorithm", "algorithm=MD5 sess", Expected::Comma, 14),
        ("qop", "qop=(auth)", Expected::ParameterValue, 4),
        ("nc", "nc=:", Expected::ParameterValue, 3),
        ("userhash", "userhash=[true]", Expected::ParameterValue, 9),
        ("auts", "auts=", Expected::ParameterValue, 5),
        ("none", "no ne=1", Expected::Equal, 3),
        ("none", "=1", Expected::AuthParam, 0),
        ("none", ",", Expected::AuthParam, 0),
    ] {
        let parts =
            ["realm=r", "nonce=\"n\"", "uri=u", "username=\"n\"", "response=e", "cnonce=c", "opaque=o", "algorithm=SHA-256", "qop=auth"];
        let others =
            parts.into_iter().chain(["nc=0000000a", "userhash=true", "auts=a"]).filter(|part| !part.starts_with(&[name, "="].concat()));
        let text = alloc::format!("Digest x=1, {bad}, {}", others.collect::<Vec<_>>().join(", "));
        // Behind a backslash stands a byte that is not ASCII, which `&str` has no escape for.
        let bytes: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
        let value = Credentials::of(&bytes);
        let error = Some((ErrorKind::Expected(kind), 12 + at));
        let of = |part: &str, found: Option<(ErrorKind, usize)>| assert_eq!(found, error.filter(|_| part == name), "{text}: {part}");
        of("realm", wrong(value.realm()));
        of("nonce", wrong(value.nonce()));
        of("uri", wrong(value.uri()));
        of("username", wrong(value.username()));
        of("response", wrong(value.response()));
        of("cnonce", wrong(value.cnonce()));
        of("opaque", wrong(value.opaque()));
        of("algorithm", wrong(value.algorithm()));
        of("qop", wrong(value.qop()));
        of("nc", wrong(value.nonce_count()));
        of("userhash", wrong(value.userhash()));
        of("auts", wrong(value.auts()));
        assert_eq!((wrong(value.verify()), wrong(value.params().text("x"))), (error, None), "{text}");
        assert_eq!(wrong(Credentials::parse(&bytes)), error, "{text}");
        // What the others say.
        let said =
            [value.realm(), value.nonce(), value.uri(), value.username(), value.response(), value.cnonce(), value.opaque(), value.auts()];
        for (text, is) in said.into_iter().zip(["r", "n", "u", "n", "e", "c", "o", "a"]) {
            assert!(text.is_err() || text.unwrap().unwrap().is(is));
        }
        assert!(value.algorithm().is_err() || value.algorithm() == Ok(Algorithm::Sha256));
        assert!(value.nonce_count().is_err() || value.nonce_count() == Ok(Some(10)));
        assert!(value.is_digest() && value.params().get("X").unwrap().is("1"));
    }
}

impl<'a> Credentials<'a> {
    /// Credentials that are cut, and not checked.
    fn of(bytes: &'a [u8]) -> Self {
        <Authorization<'_> as TypedHeader<'_>>::parse(Value::new(bytes).unwrap()).unwrap().0
    }
}

#[test]
fn one_bad_part_of_a_challenge_costs_no_other() {
    for (bad, at) in
        [("stale=[true]", 6), ("domain=a b", 9), ("charset=", 8), ("scope=:", 6), ("error=a b", 8), ("authz_server=https://a", 18)]
    {
        let text = alloc::format!("Bearer realm=r,{bad}");
        let value = <WwwAuthenticate<'_> as TypedHeader<'_>>::parse(Value::new(text.as_bytes()).unwrap()).unwrap();
        let errors = [
            wrong(value.is_stale()),
            wrong(value.domain()),
            wrong(value.is_utf8()),
            wrong(value.scope()),
            wrong(value.error()),
            wrong(value.authz_server()),
        ];
        let [error] = errors.into_iter().flatten().collect::<Vec<_>>()[..] else { panic!("{text}: {errors:?}") };
        assert_eq!((error.1, wrong(value.verify()), value.realm().unwrap().unwrap().is("r")), (15 + at, Some(error), true), "{text}");
    }
    let info = <AuthenticationInfo<'_> as TypedHeader<'_>>::parse(Value::new(b"rspauth=a:b,qop=auth,nextnonce=n").unwrap()).unwrap();
    assert!(info.next_nonce().unwrap().unwrap().is("n") && info.qop() == Ok(Some(Qop::Auth)));
    assert_eq!((wrong(info.response()), info.response().err()), (Some((ErrorKind::Expected(Expected::Comma), 9)), info.verify().err()));
}

#[test]
fn a_repeated_parameter_costs_no_other() {
    let value = Credentials::of(b"Digest realm=a, nonce=n, opaque=o, opaque=p, Realm=b");
    let error = Some((ErrorKind::DuplicateParam(KnownParam::Realm), 45));
    assert_eq!((wrong(value.realm()), wrong(value.verify()), wrong(value.require(KnownParam::Realm))), (error, error, error));
    assert!(value.nonce().unwrap().unwrap().is("n") && value.opaque().unwrap().unwrap().is("o"));
}

#[test]
fn an_unclear_end_is_refused_as_a_whole() {
    for (text, at) in [
        ("Digest realm=\"a, nonce=b", 24),
        ("Digest realm=\"a\" b, nonce=c", 17),
        ("Digest realm=a\"b, c\"", 14),
        ("Digest realm=<a,b>", 13),
        ("Digest", 6),
        ("Digest realm=\"a\"; nonce=\"b\"", 16),
    ] {
        let value = Value::new(text.as_bytes()).unwrap();
        assert_eq!(challenge(value).map_err(|error| error.offset()).err(), Some(at), "{text}");
    }
}

/// The parts of a value in their order, and what may stand for each.
const SCHEMES: &[&str] = &["Digest ", "Digest  ", "DIGEST ", "Bearer ", "Basic ", "Digest\t", "Digest", " "];
const AUTH_PARAMS: &[&str] = &[
    "realm=\"a b\"",
    "Realm=x",
    "nonce=\"0a==\"",
    "algorithm=MD5",
    "Algorithm=md5",
    "qop=auth",
    "nc=00000001",
    "response=\"\"",
    "username=\"b\\\"\"",
    "username*=UTF-8''b",
    "cnonce=\"c\"",
    "opaque=\"o\"",
    "opaque=p",
    "stale=true",
    "uri=\"sip:a\"",
    "other=1",
    "auts=\"\"",
    "abc==",
    "x=",
    "",
];
const COMMAS: &[&str] = &[",", ", ", ",  ", " ,", ",\r\n ", ",,", ""];

/// Values made of parts, some of which are broken here or there.
fn values() -> impl Strategy<Value = String> {
    const OTHERS: &[&str] = &[
        "", " ", "\t", "\r\n ", ";", ",", ":", "@", "=", "\"", "\\", "<", ">", "%", "?", ".", "-", "_", "[", "]", "(", "\u{e9}", "0", "x",
    ];
    let parts: Vec<_> =
        [SCHEMES, AUTH_PARAMS, COMMAS, AUTH_PARAMS, COMMAS, AUTH_PARAMS, COMMAS, AUTH_PARAMS].map(proptest::sample::select).into();
    let edit = (any::<prop::sample::Index>(), any::<bool>(), proptest::sample::select(OTHERS));
    (parts, proptest::collection::vec(edit, 0..=2)).prop_map(|(parts, edits)| {
        let mut text: Vec<char> = parts.concat().chars().collect();
        for (place, replaces, other) in edits {
            let place = place.index(text.len() + 1);
            let end = (place + usize::from(replaces)).min(text.len());
            text.splice(place..end, other.chars());
        }
        text.into_iter().collect()
    })
}

/// The default, all leniencies, hardly anything, and no limits.
fn profiles() -> [Profile; 4] {
    let small = [(Limit::ParamName, 6), (Limit::ParamValue, 6), (Limit::Quoted, 5), (Limit::AuthParams, 2)];
    let small = small.into_iter().fold(Limits::new(), |limits, (limit, most)| limits.with(limit, most));
    [
        Profile::default(),
        Profile::new(&Limits::new(), Leniency::ALL),
        Profile::new(&small, Leniency::NONE),
        Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::NONE),
    ]
}

fn any_scheme(scheme: &[u8]) -> Option<bool> {
    match scheme {
        b"Digest" | b"DIGEST" => Some(true),
        b"Bearer" => Some(false),
        _ => None,
    }
}

/// Where the parts are that a reading found.
fn shown(parts: &Parts<'_>) -> String {
    let params: Vec<_> = parts.params.iter().map(|param| (param.name(), param.value().as_bytes().as_ptr_range(), param.value())).collect();
    let known = KNOWN.map(|known| parts.params.get(known.as_str()).map(|text| (text.as_bytes().as_ptr_range(), text.is_quoted())));
    alloc::format!("{:?} {params:?} {known:?}", (parts.raw, parts.scheme_end, parts.rest_start, parts.offset()))
}

/// What the fast cutter finds, the grammar accepts, and the grammar's cut has the same places. Returns how many profiles read it fast.
fn compare(text: &str) -> usize {
    let values = profiles().into_iter().filter_map(|profile| Value::alone(text.as_bytes(), profile).ok());
    let values = values.map(|value| Value::framed(value.as_bytes(), 1000 + value.offset(), *value.profile()));
    let fast = values.filter(|value| {
        let mut fast = Parts::unread(value);
        let rule = |input, reading: Reading<'_>| scheme_and_rest(input, reading, any_scheme);
        let (checked, full) = (value.check(rule), Parts::of(*value, any_scheme));
        // A value that fits the grammar can be cut.
        if let Ok(full) = &full {
            assert_eq!(full.params.is_right(), checked.is_ok(), "{text:?}");
            assert_eq!(full.verify(any_scheme).err(), checked.err(), "{text:?}");
        } else {
            assert_eq!(full.as_ref().err(), checked.as_ref().err(), "{text:?}");
        }
        if fast.fast(value, any_scheme).is_none() {
            return false;
        }
        let cut = value.cut(rule).map(|(scheme, rest_start, mut params)| {
            params.place(value.offset() + rest_start, false);
            Parts { raw: value.as_bytes(), scheme_end: scheme.as_bytes().len() as u32, rest_start: rest_start as u32, params }
        });
        let cut = cut.expect("a value that is cut");
        assert_eq!((shown(&cut), full.map(|full| shown(&full))), (shown(&fast), Ok(shown(&fast))), "{text:?}");
        for known in KNOWN {
            assert_eq!(cut.params.known(known), fast.params.known(known), "{text:?}");
        }
        true
    });
    fast.count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn fast_cuts_are_those_of_the_grammar(text in values()) {
        compare(&text);
    }
}

#[test]
fn common_values_are_cut_fast() {
    for text in [
        "Digest  realm=\"32100045\",nonce=\"0029482318be6784\",algorithm=md5",
        "Digest username=\"32100045\", realm=\"32100045\", nonce=\"00294823\", uri=\"sip:192.168.110.237:20101;transport=tcp\", response=\"f6144dbcc1\"",
        "DIGEST realm=\"a\", qop=\"auth,auth-int\", opaque=\"\", stale=FALSE, algorithm=MD5, algorithm=SHA-256",
    ] {
        assert!(compare(text) >= 2, "{text}");
    }
}

#[test]
fn what_is_wrong_is_shown_without_its_secrets() {
    for (text, shown) in [
        ("Basic tiger ]", "Basic ***"),
        ("Basic dGlnZXI=, x=]", "Basic ***"),
        ("Digest username=\"u\", tiger, response=tiger@", "Digest username=\"u\", ***, response=***"),
        ("Digest response tiger=y, realm=]", "Digest response***, realm=]"),
    ] {
        let value = <Authorization as TypedHeader>::parse(Value::new(text.as_bytes()).unwrap());
        assert_eq!(value.unwrap().to_string(), shown, "{text}");
    }
}
