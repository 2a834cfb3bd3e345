//! Traps 17 to 29: names, parameters, lists and commas.

use sipwire::header::{
    AcceptContact, Authorization, CSeq, Contact, ContentLength, Event, From, Identity, PAccessNetworkInfo, Privacy, ResponseSource, Route,
    Subject, To, Via, WwwAuthenticate,
};
use sipwire::{
    Credentials, DiagnosticKind, Encode, ErrorKind, Expected, HeaderName, KnownParam, Leniency, Method, ParamDraft, Transport, TypedHeader,
};

use super::{ALL, NONE, Trap, Wrong, nth, typed};

#[test]
fn trap_17_compact_forms_are_the_same_names() {
    let trap = Trap::read("17-compact-names.sip");
    let message = trap.strict();
    let names: Vec<_> = message.headers().iter().map(|row| row.name().as_str().to_string()).collect();
    #[rustfmt::skip]
    let long = [
        "Accept-Contact", "Referred-By", "Content-Type", "Request-Disposition", "Content-Encoding", "From", "Call-ID", "Reject-Contact",
        "Supported", "Content-Length", "Contact", "Event", "Refer-To", "Subject", "To", "Allow-Events", "Via", "Session-Expires",
        "Identity", "Identity-Info", "q", "Call-ID",
    ];
    assert_eq!(names, long);
    assert!((0..20).all(|place| trap.row(place, NONE) == Ok(1)));
    assert_eq!(nth(&message, 20).name(), HeaderName::custom("Q"));
    // Both forms together are two rows of one header.
    let error = message.headers().get::<sipwire::header::CallId>().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DuplicateHeader(_)) && error.offset() == trap.at("CALL-ID"));
    let twice = trap.with("CALL-ID: x", "CONTENT-LENGTH: 0");
    assert_eq!(twice.refused(NONE).1, twice.at("CONTENT"));
    assert_eq!(twice.lenient(Leniency::SAME_CONTENT_LENGTH).headers().require::<ContentLength>().unwrap().value(), 0);
}

#[test]
fn trap_18_which_case_counts() {
    let trap = Trap::read("18-case.sip");
    let message = trap.strict();
    let (from, to) = (typed::<From>(&message, 0), typed::<To>(&message, 1));
    assert_eq!((from.tag().unwrap().unwrap().as_str(), to.tag().unwrap().unwrap().as_str()), ("Ab", "ab"));
    assert_ne!(from.tag().unwrap(), to.tag().unwrap());
    let user = |uri: sipwire::Uri<'_>| uri.as_sip().unwrap().user().unwrap().unescape().into_owned();
    assert_ne!(user(from.uri().unwrap()), user(to.uri().unwrap()));
    assert!(from.uri().unwrap().as_sip().unwrap().host().equivalent(&to.uri().unwrap().as_sip().unwrap().host()));
    assert_ne!(typed::<CSeq>(&message, 2).method(), Method::Options);
    let event = typed::<Event>(&message, 3);
    assert_eq!((event.package().as_str(), event.params().value("id").unwrap().as_bytes()), ("Dim", &b"x"[..]));
    let via = typed::<Via>(&message, 4);
    assert_eq!((via.transport(), via.branch().unwrap().unwrap().as_str(), via.has_magic_cookie()), (Transport::Udp, "Z9HG4BKx", true));
    let contact = typed::<Contact>(&message, 5);
    assert_eq!((contact.expires(), contact.q()), (Ok(Some(60)), Ok(Some(500))));
    assert_ne!(typed::<sipwire::header::CallId>(&message, 6), "a");
}

#[test]
fn trap_19_a_parameter_stands_once() {
    let trap = Trap::read("19-parameters-twice.sip");
    let twice = |param, part: &str| -> Wrong { (ErrorKind::DuplicateParam(param), trap.at(part)) };
    trap.never(0, twice(KnownParam::Tag, "TAG=b"));
    trap.never(1, twice(KnownParam::Branch, "branch=z9hG4bKb"));
    trap.never(2, (ErrorKind::DuplicateParam(KnownParam::Received), trap.at("received=") + "received=192.0.2.1;".len()));
    trap.never(3, twice(KnownParam::Rport, "rport=5060"));
    let message = trap.strict();
    let error = typed::<Contact>(&message, 4).expires().unwrap_err();
    assert_eq!((error.kind(), error.offset()), twice(KnownParam::Expires, "Expires=61"));
    // Of others the first counts, and none is lost.
    let params = typed::<Contact>(&message, 5).params();
    assert_eq!((params.value("x").unwrap().as_bytes(), params.iter().count()), (&b"1"[..], 2));
    assert!(params.repeated().unwrap().value().unwrap().is("2"));
    let repeated: Vec<_> = message.diagnostics().map(|one| (one.kind(), one.offset())).collect();
    assert_eq!(repeated, ["Expires=61", "X=2"].map(|part| (DiagnosticKind::RepeatedParam, trap.at(part))));
    trap.never(6, twice(KnownParam::Nonce, "Nonce=\"2\""));
    trap.never(7, (ErrorKind::DuplicateParam(KnownParam::Response), trap.at("response=") + "response=\"1\",".len()));
}

#[test]
fn trap_20_empty_parameters_and_elements() {
    let trap = Trap::read("20-empty-parameters.sip");
    trap.only_with(0, Leniency::EMPTY_PARAMS, 1, trap.wants(Expected::Token, ";q=1"));
    trap.only_with(1, Leniency::EMPTY_PARAMS, 1, trap.wants(Expected::Token, ";q=1\r\nContact: <sip:a@b>;q=1;"));
    trap.only_with(2, Leniency::EMPTY_PARAMS, 1, trap.wants_behind(Expected::Token, "q=1;"));
    assert_eq!(trap.row(3, NONE).unwrap_err().1, trap.at(",BYE"));
    assert_eq!((trap.row(3, Leniency::EMPTY_ELEMENTS), trap.row(3, ALL.without(Leniency::EMPTY_ELEMENTS)).is_err()), (Ok(2), true));
    trap.only_with(4, Leniency::EMPTY_PARAMS, 1, trap.wants(Expected::Token, ";branch"));
    // Never in a Via.
    assert_eq!(trap.row(5, NONE).unwrap_err().1, trap.at("z9hG4bKa,") + 9);
    assert!(trap.row(5, ALL).is_err());
    // A host is a value, a colon behind one is none.
    assert_eq!(trap.row(6, NONE).unwrap_err().1, trap.at("192.0.2.1:") + 9);
    let message = trap.strict();
    let params = typed::<Contact>(&message, 7).params();
    let values: Vec<_> = params.iter().map(|param| param.value().unwrap().to_string()).collect();
    assert_eq!(values, ["[2001:db8::1]", "192.0.2.1", "a;b"]);
}

#[test]
fn trap_21_a_flag_is_no_empty_value() {
    let trap = Trap::read("21-flags-and-empty-values.sip");
    trap.only_with(1, Leniency::EMPTY_PARAM_VALUE, 1, trap.wants_behind(Expected::ParameterValue, "rport="));
    let message = trap.lenient(Leniency::EMPTY_PARAM_VALUE);
    let (flag, empty) = (typed::<Via>(&message, 0), typed::<Via>(&message, 1));
    assert_eq!((flag.has_rport(), flag.rport().unwrap(), empty.has_rport(), empty.rport().unwrap()), (true, None, true, None));
    assert!(flag.params().get("rport").unwrap().value().is_none());
    assert!(empty.params().get("rport").unwrap().value().unwrap().is_empty());
    let loose: Vec<_> =
        message.headers().all::<Route>().map(|route| route.unwrap().uri().unwrap().as_sip().unwrap().is_loose_router()).collect();
    assert_eq!(loose, [true, true, false]);
}

#[test]
fn trap_22_values_that_are_no_generic_parameters() {
    let trap = Trap::read("22-values-of-other-shapes.sip");
    let message = trap.strict();
    let identity = typed::<Identity>(&message, 0);
    assert_eq!(identity.info().unwrap().as_bytes(), b"https://cert.example/a?b=c;d");
    assert!(identity.alg().unwrap().unwrap().is("ES256"));
    let source = typed::<ResponseSource>(&message, 1);
    assert_eq!(source.functional_entity().unwrap().unwrap().as_bytes(), b"urn:x-lamp:fe:p-cscf");
    let access = typed::<PAccessNetworkInfo>(&message, 2);
    let nameless = access.params().iter().next().unwrap();
    assert!(nameless.name().as_bytes().is_empty() && nameless.value().unwrap().is("hall 3"));
    assert!(access.params().contains("network-provided"));
    assert_eq!(trap.row(3, NONE), Ok(2));
    let contacts: Vec<_> = message.headers().all::<Contact>().take(1).map(Result::unwrap).collect();
    assert!(contacts[0].params().value("+sip.instance").unwrap().is("<urn:uuid:1,2>"));
    // A q without its zero.
    let strict = typed::<Contact>(&message, 4).q().unwrap_err();
    assert_eq!((strict.kind(), strict.offset()), trap.wants(Expected::Qvalue, ".5"));
    let lenient = trap.lenient(Leniency::SHORT_QVALUE);
    assert_eq!(typed::<Contact>(&lenient, 4).q(), Ok(Some(500)));
}

#[test]
fn trap_23_feature_values_have_a_grammar_of_their_own() {
    let trap = Trap::read("23-feature-tags.sip");
    let message = trap.strict();
    assert_eq!(trap.row(0, NONE), Ok(1));
    let params = typed::<AcceptContact>(&message, 0).params();
    assert!(params.get("AUDIO").unwrap().value().is_none());
    let own = params.value("+g.lamp.dim").unwrap();
    assert_eq!((own.as_bytes(), own.is_quoted()), (&b"#>=5,!<hall, 'side>"[..], true));
    assert!(params.value("methods").unwrap().is("INVITE,!BYE") && !params.contains("sip.methods"));
}

#[test]
fn trap_24_quotes_are_taken_either_way_and_written_the_right_way() {
    let trap = Trap::read("24-quotes-in-digest.sip");
    let message = trap.strict();
    let credentials = typed::<Authorization>(&message, 0);
    assert!(credentials.username().unwrap().unwrap().is("hall") && credentials.realm().unwrap().unwrap().is("lamp"));
    assert_eq!((credentials.nonce_count(), credentials.qop().unwrap().unwrap().as_str()), (Ok(Some(1)), "auth"));
    assert_eq!(credentials.algorithm().unwrap(), sipwire::Algorithm::Md5);
    let draft =
        Credentials::build("hall", "lamp").nonce("n1").uri("sip:lamp.example").response("0").algorithm(credentials.algorithm().unwrap());
    let text = String::from_utf8(draft.to_bytes().unwrap()).unwrap();
    for part in ["username=\"hall\"", "realm=\"lamp\"", "nonce=\"n1\"", "uri=\"sip:lamp.example\"", "response=\"0\"", "algorithm=MD5"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    trap.only_with(1, Leniency::UNQUOTED_AUTH_VALUE, 1, trap.wants(Expected::Comma, ":lamp.example\r\n\r\n"));
}

#[test]
fn trap_25_commas_in_strings_and_brackets_part_nothing() {
    let trap = Trap::read("25-commas.sip");
    assert_eq!((trap.row(0, NONE), trap.row(1, NONE), trap.row(3, NONE)), (Ok(2), Ok(2), Ok(2)));
    let message = trap.strict();
    let first = message.headers().first::<Contact>().unwrap().unwrap();
    assert_eq!(first.address().unwrap().display_name().unwrap().unwrap().unescape(), &b"a, \", <"[..]);
    assert!(first.uri().unwrap().unwrap().as_sip().unwrap().user().unwrap().is("a,b") && first.params().value("x").unwrap().is("1,2"));
    // A quote in brackets opens no string: the error is in the URI, and no later.
    assert_eq!(trap.row(2, ALL).unwrap_err().1, trap.at("\"b@c"));
}

#[test]
fn trap_26_rows_and_commas_are_one_list_but_not_of_every_header() {
    let trap = Trap::read("26-rows-and-commas.sip");
    let message = trap.strict();
    let hosts: Vec<_> = message.headers().all::<Via>().map(|via| via.unwrap().host().unwrap().as_str()).collect();
    assert_eq!(hosts, ["a", "b", "c"]);
    let realms: Vec<_> = message.headers().all::<WwwAuthenticate>().map(|one| one.unwrap().realm().unwrap().unwrap().to_string()).collect();
    assert_eq!(realms, ["a", "b"]);
    // Each row is one value, whatever commas it has.
    for place in 2..message.headers().len() {
        assert_eq!((trap.row(place, NONE), trap.row(place, ALL)), (Ok(1), Ok(1)), "row {place}");
    }
    assert_eq!(typed::<Subject>(&message, 6).as_bytes(), b"dim, please");
    let own: Vec<_> = message.headers().named(HeaderName::custom("x-own")).map(|row| row.as_bytes().to_vec()).collect();
    assert_eq!(own, [&b"a, b"[..], b"c"]);
}

#[test]
fn trap_27_challenges_joined_by_commas() {
    let trap = Trap::read("27-joined-challenges.sip");
    let error = trap.row(0, NONE).unwrap_err();
    assert_eq!(error, trap.wants(Expected::Equal, "realm=\"c\""));
    trap.only_with(0, Leniency::JOINED_CHALLENGES, 2, error);
    let message = trap.lenient(Leniency::JOINED_CHALLENGES);
    let challenges: Vec<_> = message.headers().all::<WwwAuthenticate>().map(Result::unwrap).collect();
    assert!(challenges[0].realm().unwrap().unwrap().is("a, b") && challenges[1].realm().unwrap().unwrap().is("c"));
    assert_eq!(challenges[0].qop_options().unwrap().count(), 2);
}

#[test]
fn trap_28_privacy_is_parted_by_semicolons() {
    let trap = Trap::read("28-privacy.sip");
    assert_eq!(trap.row(0, NONE), Ok(2));
    trap.only_with(1, Leniency::COMMA_PRIVACY, 2, trap.wants(Expected::EndOfValue, ",critical"));
    let message = trap.lenient(Leniency::COMMA_PRIVACY);
    let values: Vec<_> = message.headers().all::<Privacy>().map(|value| value.unwrap().token().to_string()).collect();
    assert_eq!(values, ["id", "user", "header", "critical"]);
}

#[test]
fn trap_29_routes_have_brackets() {
    let trap = Trap::read("29-bare-route.sip");
    trap.only_with(0, Leniency::BARE_ROUTE, 2, trap.wants(Expected::UriInBrackets, "sip:edge"));
    let message = trap.lenient(Leniency::BARE_ROUTE);
    let routes: Vec<_> = message.headers().all::<Route>().map(Result::unwrap).collect();
    assert!(routes.iter().all(|route| route.uri().unwrap().as_sip().unwrap().is_loose_router() && route.params().is_empty()));
    // As written it is in brackets.
    let param = [ParamDraft::flag("x")];
    assert_eq!(Route::row(sipwire::NameAddr::build("sip:edge.example;lr").params(&param)).to_bytes().unwrap(), b"<sip:edge.example;lr>;x");
    assert_eq!(Route::NAME, HeaderName::Route);
}
