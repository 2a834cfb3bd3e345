//! Traps 66 to 74: authentication, bodies, and rules that are printed wrong.

use sipwire::header::{
    AlertMsgError, Authorization, Contact, ContentType, PAccessNetworkInfo, PServedUser, Privacy, SecurityClient, WwwAuthenticate,
};
use sipwire::{Encode, ErrorKind, Expected, HeaderName, Parser};

use super::{ALL, NONE, Trap, nth, typed};

#[test]
fn trap_66_a_response_may_be_empty() {
    let trap = Trap::read("66-empty-response.sip");
    let message = trap.strict();
    let first = typed::<Authorization>(&message, 0);
    assert!(first.response().unwrap().is_empty() && first.nonce().unwrap().is_empty());
    let second = typed::<Authorization>(&message, 1);
    assert_eq!(second.response().unwrap().as_bytes(), b"0123456789ABCDEF0123456789ABCDEF");
}

#[test]
fn trap_67_bearer_credentials_are_no_parameters() {
    let trap = Trap::read("67-bearer.sip");
    let message = trap.strict();
    let bearer = typed::<Authorization>(&message, 0);
    assert_eq!((bearer.scheme().as_str(), bearer.rest(), bearer.params().is_empty()), ("Bearer", &b"abc.DEF-_~+/123=="[..], true));
    let unknown = typed::<Authorization>(&message, 1);
    assert_eq!((unknown.scheme().as_str(), unknown.rest()), ("Lantern", &b"flame=\"high\", wick=2"[..]));
    assert!(unknown.params().get("flame").unwrap().is("high"));
    trap.never(2, trap.wants(Expected::Token68, "\"b\""));
}

#[test]
fn trap_68_the_name_of_a_parameter_may_end_in_a_star() {
    let trap = Trap::read("68-username-star.sip");
    let message = trap.strict();
    let credentials = typed::<Authorization>(&message, 0);
    let name = credentials.params().get("username*").unwrap();
    assert_eq!((name.as_bytes(), name.is_quoted()), (&b"UTF-8''H%C3%A4ll"[..], false));
    assert!(credentials.username().is_none());
}

#[test]
fn trap_69_a_list_of_qops_is_inside_its_quotes() {
    let trap = Trap::read("69-qop-options.sip");
    let message = trap.strict();
    assert_eq!(trap.row(0, NONE), Ok(1));
    let options: Vec<_> = typed::<WwwAuthenticate>(&message, 0).qop_options().map(|option| option.to_string()).collect();
    assert_eq!(options, ["auth-int", "auth-glow", "auth"]);
}

#[test]
fn trap_70_realm_nonce_and_opaque_come_back_as_they_were() {
    let trap = Trap::read("70-echoed-values.sip");
    let message = trap.strict();
    let challenge = typed::<WwwAuthenticate>(&message, 0);
    assert!(challenge.realm().is_some_and(|realm| realm.is_empty()) && challenge.nonce().unwrap().is("a=/+b=="));
    assert_eq!((challenge.opaque().unwrap().as_bytes(), &*challenge.opaque().unwrap().unescape()), (&b"\\\"o\\\\"[..], &b"\"o\\"[..]));
    let answer = String::from_utf8(challenge.credentials("u").uri("sip:r").response("0").to_bytes().unwrap()).unwrap();
    for part in ["realm=\"\"", "nonce=\"a=/+b==\"", "opaque=\"\\\"o\\\\\""] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
}

#[test]
fn trap_71_a_multipart_body_is_left_as_it_is() {
    let trap = Trap::read("71-multipart.sip");
    let message = trap.strict();
    assert!(message.body().starts_with(b"before\r\n--hall\r\n") && message.body().ends_with(b"\r\n--hall--"));
    let content = typed::<ContentType>(&message, 0);
    assert!(content.is("multipart", "mixed") && content.params().value("boundary").unwrap().is("hall"));
    let token = trap.with("\"hall\"", "hall");
    assert!(typed::<ContentType>(&token.with("Content-Length", "X-Length").strict(), 0).params().value("boundary").unwrap().is("hall"));
}

#[test]
fn trap_72_a_fragment_may_be_a_start_line_without_its_end() {
    let trap = Trap::read("72-sipfrag.sip");
    let message = trap.strict();
    assert_eq!(message.body(), b"SIP/2.0 200 OK");
    let content = typed::<ContentType>(&message, 0);
    assert!(content.is("message", "sipfrag") && content.params().value("version").unwrap().is("2.0"));
    // As a whole message it is cut short, and what there is of it is kept.
    let error = Parser::new().parse(message.body()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, message.body().len()));
    assert_eq!(Parser::new().partial(message.body()).start_line(), message.body());
}

#[test]
fn trap_73_headers_of_parts_say_nothing_of_the_message() {
    let trap = Trap::read("73-part-headers.sip");
    let message = trap.strict();
    assert_eq!((nth(&message, 0).name(), trap.row(0, NONE)), (HeaderName::custom("Content-Transfer-Encoding"), Ok(1)));
    assert!(message.body().starts_with(b"--hall\r\n\r\ndim\r\n") && message.headers().len() == 3);
}

#[test]
fn trap_74_rules_that_are_printed_wrong() {
    let trap = Trap::read("74-where-the-abnf-errs.sip");
    let message = trap.strict();
    let contact = typed::<Contact>(&message, 0);
    let uri = contact.uri().unwrap();
    assert!(uri.as_sip().unwrap().params().get("pn-provider").unwrap().value().unwrap().is("acme"));
    // Parameters of a URI have no white space around their equals sign.
    assert!(trap.with("pn-provider=acme", "pn-provider = acme").row(0, ALL).is_err());
    let served = typed::<PServedUser>(&message, 1);
    assert!(served.params().value("sescase").unwrap().is("term") && served.params().value("regstate").unwrap().is("reg"));
    let error = typed::<AlertMsgError>(&message, 2);
    assert!(error.value() == 102 && error.params().value("message").unwrap().is("a") && error.params().value("code").unwrap().is("b"));
    let security = typed::<SecurityClient>(&message, 3);
    assert_eq!(security.spi(), Ok(Some(12)));
    assert!(security.params().value("spi-c").unwrap().is("98765432") && security.params().value("port-s").unwrap().is("2"));
    assert_eq!(trap.row(4, NONE), Ok(1));
    let privacy: Vec<_> = message.headers().all::<Privacy>().map(|value| value.unwrap().token().to_string()).collect();
    assert_eq!(privacy, ["id", "user"]);
    let access = typed::<PAccessNetworkInfo>(&message, 6);
    assert!(access.is("XGPON1") && access.params().iter().count() == 1);
}
