//! Traps 66 to 74: authentication, bodies, and rules that are printed wrong.

use sipwire::header::{
    AlertMsgError, Authorization, CSeq, Contact, ContentTransferEncoding, ContentType, PAccessNetworkInfo, PServedUser, Privacy,
    SecurityClient, WwwAuthenticate,
};
use sipwire::{Encode, ErrorKind, Expected, HeaderName, KnownParam, Leniency, Limit, Message, Parser, StatusCode};

use super::{ALL, NONE, Trap, Wrong, nth, typed, wrong};

#[test]
fn trap_66_a_response_may_be_empty() {
    let trap = Trap::read("66-empty-response.sip");
    let message = trap.strict();
    let first = typed::<Authorization>(&message, 0);
    assert!(first.response().unwrap().unwrap().is_empty() && first.nonce().unwrap().unwrap().is_empty());
    let second = typed::<Authorization>(&message, 1);
    assert_eq!(second.response().unwrap().unwrap().as_bytes(), b"0123456789ABCDEF0123456789ABCDEF");
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
    assert!(credentials.username().unwrap().is_none());
}

#[test]
fn trap_69_a_list_of_qops_is_inside_its_quotes() {
    let trap = Trap::read("69-qop-options.sip");
    let message = trap.strict();
    assert_eq!(trap.row(0, NONE), Ok(1));
    let options: Vec<_> = typed::<WwwAuthenticate>(&message, 0).qop_options().unwrap().map(|option| option.to_string()).collect();
    assert_eq!(options, ["auth-int", "auth-glow", "auth"]);
}

#[test]
fn trap_70_realm_nonce_and_opaque_come_back_as_they_were() {
    let trap = Trap::read("70-echoed-values.sip");
    let message = trap.strict();
    let challenge = typed::<WwwAuthenticate>(&message, 0);
    assert!(challenge.realm().unwrap().is_some_and(|realm| realm.is_empty()) && challenge.nonce().unwrap().unwrap().is("a=/+b=="));
    assert_eq!(
        (challenge.opaque().unwrap().unwrap().as_bytes(), &*challenge.opaque().unwrap().unwrap().unescape()),
        (&b"\\\"o\\\\"[..], &b"\"o\\"[..])
    );
    let answer = String::from_utf8(challenge.credentials("u").unwrap().uri("sip:r").response("0").to_bytes().unwrap()).unwrap();
    for part in ["realm=\"\"", "nonce=\"a=/+b==\"", "opaque=\"\\\"o\\\\\""] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
}

/// Rows and body of each part.
fn parts(message: &Message<'_>) -> Result<Vec<(usize, Vec<u8>)>, Wrong> {
    let multipart = message.multipart().map_err(wrong)?.expect("a multipart body");
    multipart.parts().map(|part| part.map(|part| (part.headers().len(), part.body().to_vec())).map_err(wrong)).collect()
}

#[test]
fn trap_71_parts_end_at_lines_that_are_delimiters() {
    let trap = Trap::read("71-multipart.sip");
    let message = trap.strict();
    assert!(message.body().starts_with(b"before\r\n--hall\r\n") && message.body().ends_with(b"\r\n--hall--"));
    let found = vec![(1, b"one\r\n--hallway\r\n\0".to_vec()), (0, b"two".to_vec())];
    assert_eq!(parts(&message).as_ref(), Ok(&found));
    let multipart = message.multipart().unwrap().unwrap();
    assert_eq!((multipart.preamble(), multipart.epilogue()), (&b"before"[..], Some(&b""[..])));
    // The boundary may be a token; the body may begin with a delimiter and have a line end behind the last.
    let token = trap.with("\"hall\"", "hall").with("Content-Length", "X-Length");
    assert_eq!(parts(&token.strict()).as_ref(), Ok(&found));
    assert_eq!(parts(&token.with("before\r\n--hall\r\n", "--hall\r\n").strict()).as_ref(), Ok(&found));
    assert_eq!(parts(&token.with("two\r\n--hall--", "two\r\n--hall--\r\nbehind").strict()).as_ref(), Ok(&found));
    // Without the closing delimiter the body may have been cut short.
    let open = token.with("\r\n--hall--", "");
    assert_eq!(parts(&open.strict()), Err((ErrorKind::Expected(Expected::ClosingDelimiter), open.bytes.len())));
    assert_eq!(parts(&open.lenient(Leniency::NO_CLOSING_DELIMITER)).as_ref(), Ok(&found));
    assert_eq!(open.listed(ALL), [(Leniency::NO_CLOSING_DELIMITER, open.bytes.len())]);
    // A multipart body has a boundary.
    let none = trap.with(";boundary=\"hall\"", "");
    assert_eq!(parts(&none.strict()), Err((ErrorKind::MissingParam(KnownParam::Boundary), none.at("multipart/mixed") + 15)));
    let bad = trap.with("\"hall\"", "\"hall*\"");
    assert_eq!(parts(&bad.strict()), Err((ErrorKind::Expected(Expected::Boundary), bad.at("*"))));
    // Bodies in bodies are counted.
    let deep = |levels: usize| {
        let mut body = String::new();
        for level in 1..levels {
            body += &format!("--{level}-\r\nContent-Type: multipart/mixed;boundary={}-\r\n\r\n", level + 1);
        }
        body += &format!("--{levels}-\r\n\r\n--{levels}---");
        format!("OPTIONS sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=1-\r\n\r\n{body}").into_bytes()
    };
    let deepest = |bytes: &[u8]| -> Vec<_> {
        let message = Parser::new().leniency(Leniency::NO_CLOSING_DELIMITER).parse(bytes).unwrap();
        message.multipart().unwrap().unwrap().walk().map(|part| part.map(|part| part.depth()).map_err(|error| error.kind())).collect()
    };
    assert_eq!(deepest(&deep(4)), [Ok(1), Ok(2), Ok(3), Ok(4)]);
    assert_eq!(deepest(&deep(5)), [Ok(1), Ok(2), Ok(3), Ok(4), Err(ErrorKind::Limit(Limit::MultipartDepth))]);
}

#[test]
fn trap_72_a_fragment_may_be_a_start_line_without_its_end() {
    let trap = Trap::read("72-sipfrag.sip");
    let message = trap.strict();
    let content = typed::<ContentType>(&message, 0);
    assert!(content.is("message", "sipfrag") && content.params().value("version").unwrap().is("2.0"));
    let fragment = message.sipfrag().expect("a fragment");
    assert_eq!((fragment.errors(), fragment.start_line(), fragment.headers().len()), (&[][..], &b"SIP/2.0 200 OK"[..], 0));
    assert_eq!(fragment.status(), Some(StatusCode::OK));
    // With rows alone, and with a body behind them.
    let rows = trap.with("Content-Length", "X-Length").with("SIP/2.0 200 OK", "To: <sip:a>\r\nCSeq: 1 INVITE\r\n\r\ndim");
    let message = rows.strict();
    let fragment = message.sipfrag().expect("a fragment");
    assert!(fragment.errors().is_empty() && !fragment.has_start_line());
    assert_eq!((fragment.headers().require::<CSeq>().unwrap().number(), fragment.body()), (1, &b"dim"[..]));
    // message/sip is a whole message: as one, this is cut short.
    let error = Parser::new().parse(trap.strict().body()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, 14));
}

#[test]
fn trap_73_headers_of_parts_say_nothing_of_the_message() {
    let trap = Trap::read("73-part-headers.sip");
    let message = trap.strict();
    assert_eq!((nth(&message, 0).name(), trap.row(0, NONE)), (HeaderName::ContentTransferEncoding, Ok(1)));
    assert_eq!(message.headers().len(), 3);
    // Nothing is decoded; a part without rows begins with an empty line.
    assert_eq!(parts(&message), Ok(vec![(0, b"dim".to_vec()), (1, b"\0\xFF".to_vec())]));
    let multipart = message.multipart().unwrap().unwrap();
    let [first, second] = [0, 1].map(|place| multipart.parts().nth(place).unwrap().unwrap());
    assert!(first.media_type().unwrap().is("text", "plain") && first.headers().get::<ContentTransferEncoding>().unwrap().is_none());
    assert!(second.headers().require::<ContentTransferEncoding>().unwrap().is("binary"));
}

#[test]
fn trap_74_rules_that_are_printed_wrong() {
    let trap = Trap::read("74-where-the-abnf-errs.sip");
    let message = trap.strict();
    let contact = typed::<Contact>(&message, 0);
    let uri = contact.uri().unwrap();
    assert!(uri.unwrap().as_sip().unwrap().params().get("pn-provider").unwrap().value().unwrap().is("acme"));
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
