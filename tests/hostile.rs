//! What somebody does who means harm, by the class of the attack, whose number the tests are named by; SECURITY.md has the list.
//!
//! Where a message begins and ends under every doubt is in `tests/ambiguity.rs`, what is over a limit in `tests/limits.rs`, how the work
//! grows (classes 3 and 4) in `benches/growth`.

mod common;

use std::fs;

use allocation_counter::measure;
use sipwire::header::{
    CSeq, CallId, Contact, Expires, From, MaxForwards, PAssertedIdentity, RecordRoute, ReferTo, Route, Subject, Supported, To, Via,
};
use sipwire::{
    Decoder, EditScratch, Encode, ErrorKind, Expected, Frame, HeaderName, Limit, Limits, Message, Method, NameAddr, ParamDraft, ParseError,
    Parser, Request, Response, Side, SipUri, Sniffed, StatusCode, Step, UriParamDraft, sniff,
};

/// A message of `corpus/hostile`.
fn hostile(name: &str) -> Vec<u8> {
    fs::read(common::folder("hostile").join(format!("{name}.sip"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The kind of an error, and what stands where it is.
#[track_caller]
fn wrong<T>(input: &[u8], result: Result<T, ParseError>) -> (ErrorKind, String) {
    let error = result.err().expect("an error");
    (error.kind(), String::from_utf8_lossy(&input[error.offset()..]).chars().take(8).collect())
}

fn is_duplicate<T>(result: Result<T, ParseError>) -> bool {
    matches!(result, Err(error) if matches!(error.kind(), ErrorKind::DuplicateHeader(_)))
}

/// Whatever a stream is cut into, it ends in this error, and nothing comes out of it.
fn dies(stream: &[u8], kind: ErrorKind) {
    for size in [1, 7, stream.len()] {
        let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
        let first = (size..=stream.len()).step_by(size).chain([stream.len()]).find_map(|there| match decoder.next(&stream[..there]) {
            Ok(Step::Need(_)) => None,
            Ok(Step::Frame { frame: Frame::Message(message), .. }) => panic!("{message:?}"),
            Ok(step) => panic!("{step:?}"),
            Err(error) => Some(error),
        });
        assert_eq!(first.expect("an error").kind(), kind, "in pieces of {size}");
        // Whatever comes behind it on this connection is no message.
        assert!(decoder.next(b"BYE sip:b SIP/2.0\r\nContent-Length: 0\r\n\r\n").is_err());
    }
}

#[test]
fn attack_01_no_body_is_read_as_a_request() {
    let input = hostile("01-request-in-a-body-of-two-lengths");
    assert!(is_duplicate(Message::parse(&input)));
    dies(&input, Message::parse(&input).unwrap_err().kind());

    let input = hostile("01-length-over-64-bits");
    assert_eq!(wrong(&input, Message::parse(&input)), (ErrorKind::OutOfRange, "18446744".into()));
    dies(&input, ErrorKind::OutOfRange);

    // The line of white space goes on with the row before it, so that the head ends where everybody sees it end.
    let input = hostile("01-request-behind-a-line-of-white-space");
    let message = Message::parse(&input).unwrap();
    assert_eq!((message.body(), &message.trailing()[..4]), (&b""[..], &b"BYE "[..]));
}

#[test]
fn attack_01_a_row_that_is_taken_out_is_out_however_its_name_is_written() {
    let input = hostile("01-name-before-a-space-and-a-colon");
    let message = Message::parse(&input).unwrap();
    assert_eq!(message.headers().all::<PAssertedIdentity>().count(), 2);
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    assert_eq!(edit.remove_all(HeaderName::PAssertedIdentity).unwrap(), 2);
    let sent = edit.finish();
    assert_eq!(sent.headers().len(), message.headers().len() - 2);
    assert!(!sent.as_bytes().to_ascii_lowercase().windows(8).any(|part| part == b"asserted"));
}

#[test]
fn attack_02_nothing_is_chosen_of_rows_that_stand_twice() {
    let input = hostile("02-rows-twice");
    let message = Message::parse(&input).unwrap();
    let headers = message.headers();
    assert!(is_duplicate(headers.get::<From>()) && is_duplicate(headers.get::<CSeq>()) && is_duplicate(headers.require::<From>()));
    // Of a list, both are given.
    let contacts: Vec<_> = headers.all::<Contact>().map(|contact| contact.unwrap().to_string()).collect();
    assert_eq!(contacts, ["<sip:a@a.example>", "<sip:eve@e.example>"]);
    // Of parameters the first counts, and a look over the message tells of the other.
    for (row, repeated) in [
        ("To: <sip:b>;x=1;X=2", 1),
        ("Route: <sip:b;lr;lr>", 1),
        ("To: <sip:b;x;x=1>;x", 1),
        ("To: <sip:b>;tag=1;tag=2", 0),
        ("Via: SIP/2.0/UDP b;branch=z9hG4bK1;branch=z9hG4bK2", 0),
        ("Authorization: Digest username=\"a\", username=\"b\"", 0),
        ("Route: <sip:b;maddr=a;maddr=b>", 0),
    ] {
        let input = format!("BYE sip:b SIP/2.0\r\n{row}\r\n\r\n");
        let message = Message::parse(input.as_bytes()).unwrap();
        let is_refused = message.headers().iter().any(|row| row.values().any(|value| value.is_err()));
        assert_eq!((message.diagnostics().count(), is_refused), (repeated, repeated == 0), "{row}");
    }
}

#[test]
fn attack_02_an_address_is_where_the_grammar_has_it() {
    let input = hostile("02-address-in-a-display-name");
    let message = Message::parse(&input).unwrap();
    let from = message.headers().require::<From>().unwrap();
    let uri = from.uri().unwrap();
    let sip = uri.as_sip().unwrap();
    assert_eq!((sip.user().unwrap().as_bytes(), sip.host().as_bytes(), sip.port()), (&b"a;x=ceo"[..], &b"a.example"[..], Some(5060)));
}

#[test]
fn attack_02_what_two_readers_would_cut_apart_in_two_ways_is_refused() {
    let input = hostile("02-two-at-signs");
    let message = Message::parse(&input).unwrap();
    let headers = message.headers();
    assert_eq!(wrong(&input, headers.require::<To>().unwrap().uri()), (ErrorKind::Expected(Expected::OneAt), "@b.examp".into()));
    // Without brackets a parameter is the header's; the escaped @ is a part of the user.
    let contacts: Vec<_> = headers.all::<Contact>().map(Result::unwrap).collect();
    let users: Vec<_> =
        contacts.iter().map(|contact| contact.uri().unwrap().unwrap().as_sip().unwrap().user().unwrap().unescape()).collect();
    assert_eq!(users, [&b"a"[..], b"c@"]);
    assert!(contacts[0].uri().unwrap().unwrap().as_sip().unwrap().params().is_empty() && contacts[0].params().contains("x"));
    // A comma wants brackets (RFC 3261 §20.10).
    assert!(headers.get::<ReferTo>().is_err());
}

#[test]
fn attack_05_no_number_wraps() {
    let input = hostile("05-numbers-too-large");
    let message = Message::parse(&input).unwrap();
    let headers = message.headers();
    let range = |at: &str| (ErrorKind::OutOfRange, at.to_owned());
    assert_eq!(wrong(&input, headers.get::<CSeq>()), range("42949672"));
    assert_eq!(wrong(&input, headers.get::<MaxForwards>()), range("326\r\nExp"));
    // Of seconds, what is too large is the largest.
    assert_eq!(headers.require::<Expires>().unwrap().value(), u32::MAX);
    assert_eq!(Contact::parse(b"<sip:a>;expires=4294967296").unwrap().expires(), Ok(Some(u32::MAX)));
    assert_eq!(wrong(&input, headers.first::<Via>().unwrap().unwrap().port()), range("65536;br"));
    assert_eq!(wrong(&input, headers.first::<Contact>().unwrap().unwrap().uri()), range("65616>;q"));
    for (row, at) in [("<sip:a>;q=1.001", "1.001"), ("<sip:a>;reg-id=4294967296", "42949672")] {
        let contact = Contact::parse(row.as_bytes()).unwrap();
        let errors = [contact.q().map(drop), contact.expires().map(drop), contact.reg_id().map(drop)];
        assert!(errors.into_iter().any(|error| error.is_err() && wrong(row.as_bytes(), error).1 == at), "{row}");
    }
    for uri in ["sip:a;ttl=256", "sip:a;ttl=-1"] {
        assert!(SipUri::parse(uri.as_bytes()).map_or(true, |uri| uri.ttl().is_err()), "{uri}");
    }
    for line in ["SIP/2.0 65736 OK", "SIP/2.0 -200 OK", "SIP/65538.0 200 OK", "SIP/2.0 0200 OK"] {
        assert!(Message::parse(format!("{line}\r\n\r\n").as_bytes()).is_err(), "{line}");
    }
}

#[test]
fn attack_06_nul_ends_nothing_and_bytes_stay_what_they_are() {
    let input = hostile("06-nul-and-bytes-that-are-no-utf-8");
    let message = Message::parse(&input).unwrap();
    let from = message.headers().require::<From>().unwrap();
    assert_eq!(&from.display_name().unwrap().unwrap().unescape()[..], b"a\0b");
    let uri = from.uri();
    assert_eq!(&uri.unwrap().as_sip().unwrap().user().unwrap().unescape()[..], b"a\0b");
    let to = message.headers().require::<To>().unwrap();
    let name = to.display_name().unwrap().unwrap();
    assert_eq!(name.as_bytes(), b"\xc0\xaf\xed\xa0\x80\xff");
    assert!(name.to_str().is_err() && !name.to_str_lossy().contains('/'));
    // Bare, it is refused, wherever it stands.
    let good = b"OPTIONS sip:a SIP/2.0\r\nSubject: a\r\n\r\n";
    for at in 0..good.len() {
        let mut input = good.to_vec();
        input.insert(at, 0);
        assert!(Message::parse(&input).is_err(), "{at}");
    }
}

#[test]
fn attack_06_an_escape_that_is_cut_short_is_an_error_at_its_place() {
    let input = hostile("06-escape-that-is-cut-short");
    let message = Message::parse(&input).unwrap();
    let headers = message.headers();
    let escape = |at: &str| (ErrorKind::Expected(Expected::Escape), at.to_owned());
    assert_eq!(wrong(&input, headers.first::<Contact>().unwrap().unwrap().uri()), escape("%4@b.exa"));
    assert_eq!(wrong(&input, headers.first::<Route>().unwrap().unwrap().uri()), escape("%>\r\nReco"));
    assert!(headers.first::<RecordRoute>().unwrap().unwrap().uri().is_err());
    assert_eq!(wrong(&input, headers.require::<ReferTo>().unwrap().uri()), escape("%a>\r\nCon"));
    for cut in ["sip:%", "sip:%4", "sip:a@b;x=%", "sip:a@b?a=%4", "tel:1;x=%4", "sip:a:%4@b"] {
        assert!(sipwire::Uri::parse(cut.as_bytes()).is_err(), "{cut}");
    }
}

#[test]
fn attack_07_no_value_of_a_program_begins_a_row_or_a_body() {
    for evil in ["a\r\nRoute: <sip:e>", "a\r\n\r\nBYE sip:e SIP/2.0", "a\nRoute: x", "a\rb", "a\0b", "a\r\n b"] {
        let refused = [
            Response::builder(StatusCode::OK).raw(HeaderName::custom("X"), evil).finish().is_err(),
            Response::builder(StatusCode::OK).header(Subject::row(evil)).finish().is_err(),
            Response::builder(StatusCode::OK).header(CallId::row(evil)).finish().is_err(),
            Response::builder(StatusCode::OK).header(Supported::list(&[evil])).finish().is_err(),
            Response::builder_with_reason(StatusCode::OK, evil).finish().is_err(),
            Request::builder(Method::Options, evil).finish().is_err(),
            Method::try_from(evil).is_err(),
            HeaderName::try_from(evil).is_err(),
            NameAddr::build("sip:a").params(&[ParamDraft::token("x", evil)]).to_bytes().is_err(),
            NameAddr::build("sip:a").display_name(evil).to_bytes().is_err(),
            NameAddr::build(evil).to_bytes().is_err(),
            sipwire::Challenge::build(evil, "n").to_bytes().is_err(),
        ];
        assert!(refused.iter().all(|refused| *refused), "{evil:?}: {refused:?}");
        // What can be escaped is.
        let host = sipwire::Host::try_from("a").unwrap();
        let uri = SipUri::build(host).user(evil).params(&[UriParamDraft::new("x", evil)]).to_bytes().unwrap();
        assert!(uri.iter().all(|b| !b.is_ascii_control()));
        assert!(SipUri::parse(&uri).unwrap().user().unwrap().is(evil));
    }
    // A quote and a comma end nothing either.
    let address = NameAddr::build("sip:a").display_name("\" <sip:e>, \"").to_bytes().unwrap();
    assert_eq!(address, b"\"\\\" <sip:e>, \\\"\" <sip:a>");
}

#[test]
fn attack_07_no_edit_of_a_received_message_begins_a_row() {
    let input = hostile("10-no-branch");
    let message = Message::parse(&input).unwrap();
    for evil in ["a\r\nRoute: <sip:e>", "a\0", "a\n"] {
        let mut scratch = EditScratch::new();
        let mut edit = message.edit(&mut scratch);
        assert!(edit.append_raw(HeaderName::custom("X"), evil).is_err() && edit.set_uri(evil).is_err());
        assert!(edit.push(Subject::row(evil)).is_err());
        assert_eq!(edit.finish().as_bytes().len(), input.len());
    }
}

#[test]
fn attack_08_what_is_logged_is_one_line_without_secrets() {
    for name in common::names(&common::folder("hostile"), ".sip") {
        let input = hostile(&name);
        let partial = Parser::new().partial(&input);
        let errors: Vec<_> = partial.errors().iter().map(|error| error.to_string()).collect();
        let rows: Vec<_> = partial.headers().iter().map(|row| format!("{row:?} {row:?}")).collect();
        let said = format!("{partial:?} {errors:?} {rows:?}");
        assert!(!said.contains(|c: char| c.is_control()), "{name}");
    }
    let secret = "Digest username=\"a\", response=\"0123456789abcdef0123456789abcdef\", cnonce=\"c0ffee\"";
    let input = format!("BYE sip:a:hunter2@b SIP/2.0\r\nAuthorization: {secret}\r\nFrom: <sip:a:hunter2@b>\r\n\r\nbody");
    let message = Message::parse(input.as_bytes()).unwrap();
    let said = format!("{message:?} {message} {:?} {:?}", message.headers(), Parser::new().partial(input.as_bytes()));
    assert!(!said.contains("hunter2") && !said.contains("0123456789abcdef"), "{said}");
}

#[test]
fn attack_09_parameters_without_names_are_errors_at_their_place() {
    let input = hostile("09-parameters-without-names");
    let message = Message::parse(&input).unwrap();
    let found: Vec<_> =
        message.headers().named(HeaderName::Authorization).chain(message.headers().named(HeaderName::ProxyAuthorization)).collect();
    assert_eq!(found.len(), 6);
    for row in found {
        assert!(row.values().next().is_some());
        for value in row.values() {
            let error = value.err().unwrap_or_else(|| panic!("{row:?} is taken"));
            assert!((row.value_offset()..=row.value_offset() + row.as_bytes().len()).contains(&error.offset()));
        }
    }
}

#[cfg(feature = "digest")]
#[test]
fn attack_09_credentials_are_for_who_asked_and_no_weaker_than_was_asked_for() {
    use sipwire::Credentials;
    use sipwire::digest::{Expect, HashFunction, Outcome, Policy, Verifier};

    // A realm that the program does not know, an algorithm that is too weak, Basic: none is answered.
    let asked = b"SIP/2.0 407 \r\nProxy-Authenticate: Digest realm=\"e\", nonce=\"1\"\r\nProxy-Authenticate: Basic realm=\"a\"\r\n\
                  WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=MD5\r\n\r\n";
    let message = Message::parse(asked).unwrap();
    let policy = Policy::new().at_least(HashFunction::Sha256);
    assert!(policy.choose(message.headers(), |question| question.realm().is("a")).is_empty());
    let known: Vec<_> = Policy::new().choose(message.headers(), |question| question.realm().is("a"));
    assert!(matches!(&known[..], [question] if question.realm().is("a") && !question.is_proxy()));

    // Made for another method, realm or URI, without its qop, or of a weaker algorithm, they are taken by no server.
    let credentials = "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                       uri=\"sip:bob@biloxi.com\", response=\"89eb0059246c02b2f6ee02c7961d5ea3\", qop=auth, nc=00000001, cnonce=\"0a4f113b\"";
    let check = |verifier: Verifier, credentials: &str, expect: &Expect<'_>| {
        let credentials = Credentials::parse(credentials.as_bytes()).unwrap();
        verifier.check_password(&credentials, expect, |user| user.is("bob").then_some(("bob", "zanzibar")))
    };
    let expect = || Expect::new(Method::Invite, "biloxi.com", b"");
    assert_eq!(check(Verifier::new(), credentials, &expect()), Outcome::Accepted);
    let stripped = credentials.replace(", qop=auth", "");
    for outcome in [
        check(Verifier::new(), credentials, &Expect::new(Method::Bye, "biloxi.com", b"")),
        check(Verifier::new(), credentials, &Expect::new(Method::Invite, "e.example", b"")),
        check(Verifier::new(), credentials, &expect().uri("sip:eve@biloxi.com")),
        check(Verifier::new(), credentials, &expect().nonce("another")),
        check(Verifier::new(), credentials, &expect().counts(&|_, count| count > 1)),
        check(Verifier::new(), &credentials.replace("00000001", "00000002"), &expect()),
        check(Verifier::new(), &stripped, &expect()),
        check(Verifier::new().needs_qop(), &stripped, &expect()),
        check(Verifier::new().at_least(HashFunction::Sha256), credentials, &expect()),
    ] {
        assert!(!outcome.is_accepted(), "{outcome:?}");
    }
}

#[test]
fn attack_10_a_key_of_what_is_missing_is_nothing_not_a_guess() {
    let input = hostile("10-no-branch");
    let message = Message::parse(&input).unwrap();
    let headers = message.headers();
    let via = headers.first::<Via>().unwrap().unwrap();
    assert!(via.branch().unwrap().is_none() && !via.has_magic_cookie() && via.received().unwrap().is_none());
    let (from, cseq) = (headers.require::<From>().unwrap(), headers.get::<CSeq>());
    assert!(from.tag().unwrap().is_none() && from.uri().unwrap().as_sip().unwrap().user().is_none());
    // 2^31 and more is no sequence number (RFC 3261 §8.1.1.5).
    assert_eq!(wrong(&input, cseq), (ErrorKind::OutOfRange, "21474836".into()));
}

#[test]
fn attack_10_what_a_uri_asks_for_is_told_and_not_done() {
    let input = hostile("10-dangerous-headers-in-a-uri");
    let message = Message::parse(&input).unwrap();
    let refer = message.headers().require::<ReferTo>().unwrap();
    let uri = refer.uri().unwrap();
    let names: Vec<_> = uri.as_sip().unwrap().headers().iter().map(|header| header.name().unescape().into_owned()).collect();
    assert_eq!(names, [&b"Route"[..], b"Via", b"From", b"body"]);
    // As a Request-URI it is written whole, with its escapes, and adds no row.
    let built = Request::builder(Method::Invite, uri).finish();
    assert!(built.is_err() || built.unwrap().headers().len() == 1);
    // One number of hops is no wider than the field.
    for (hops, is_taken) in [("0", true), ("255", true), ("256", false), ("-1", false), ("", false)] {
        let input = format!("BYE sip:b SIP/2.0\r\nMax-Forwards: {hops}\r\n\r\n");
        assert_eq!(Message::parse(input.as_bytes()).unwrap().headers().require::<MaxForwards>().is_ok(), is_taken, "{hops}");
    }
}

#[test]
fn attack_11_no_part_reaches_behind_its_body() {
    for (name, count, error) in [
        ("11-delimiter-at-the-end", 0, Some(Expected::Delimiter)),
        ("11-boundary-longer-than-the-body", 0, Some(Expected::Delimiter)),
        ("11-part-that-is-nothing", 2, None),
    ] {
        let input = hostile(name);
        let message = Message::parse(&input).unwrap();
        let multipart = message.multipart().unwrap().unwrap();
        let (parts, errors): (Vec<_>, Vec<_>) = multipart.parts().partition(Result::is_ok);
        assert_eq!(
            (parts.len(), errors.first().map(|error| error.as_ref().unwrap_err().kind())),
            (count, error.map(ErrorKind::Expected)),
            "{name}"
        );
        assert!(parts.iter().all(|part| part.as_ref().unwrap().body().is_empty()));
    }
}

#[test]
fn attack_11_memory_is_in_proportion_to_the_input() {
    // What is kept is sixteen bytes for each row, and a row has four bytes at least; while the room grows, there is the old one too.
    let many = |count: usize| format!("BYE sip:b SIP/2.0\r\n{}\r\n", "a:\r\n".repeat(count)).into_bytes();
    let unlimited = Parser::new().limits(Limits::unlimited_for_trusted_input());
    for (parser, rows, most) in
        [(unlimited, 10_000, 10 * 40_000), (Parser::new(), 10_000, 5 * 4 * 256 + 16 * 256), (Parser::new(), 256, 16 * 300)]
    {
        let input = many(rows);
        let used = measure(|| drop(parser.parse(&input)));
        assert!(used.bytes_max <= most, "{rows} rows: {} bytes of {}", used.bytes_max, input.len());
        let used = measure(|| drop(parser.partial(&input)));
        assert!(used.bytes_max <= 2 * most, "{rows} rows in part: {} bytes of {}", used.bytes_max, input.len());
    }
    // Nothing is allocated for what a length promises.
    let used = measure(|| {
        let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
        assert!(matches!(decoder.next(b"BYE sip:b SIP/2.0\r\nl: 1048576\r\n\r\n"), Ok(Step::Need(_))));
    });
    assert_eq!(used.bytes_max, 0);
    dies(b"BYE sip:b SIP/2.0\r\nl: 1048577\r\n\r\n", ErrorKind::Limit(Limit::Body));
}

#[test]
fn attack_12_names_that_share_a_slot_cost_no_more_than_others() {
    // There is no map that grows: one slot is looked at for each name, whatever was sent before.
    let rows: String = (0..256).map(|number| format!("X-{number:04}: a\r\n")).collect();
    let same: String = "X-0000: a\r\n".repeat(256);
    for rows in [rows, same] {
        let input = format!("BYE sip:b SIP/2.0\r\n{rows}\r\n");
        let message = Message::parse(input.as_bytes()).unwrap();
        let used = measure(|| assert!(message.headers().named(HeaderName::custom("X-0000")).count() > 0));
        assert_eq!(used.count_total, 0);
    }
}

#[test]
fn attack_13_other_protocols_are_told_before_they_are_parsed() {
    for (bytes, kind) in [
        (&b"\x00\x01\x00\x08\x21\x12\xa4\x42aaaaaaaaaaaa"[..], Sniffed::Stun),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", Sniffed::Tls),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Sniffed::HttpRequest),
        (b"\xf8\x00\x00", Sniffed::SigComp),
    ] {
        assert_eq!(sniff(bytes), kind, "{}", bytes.escape_ascii());
        assert!(Message::parse(bytes).is_err());
    }
}

#[test]
fn every_short_input_is_refused_without_a_panic() {
    for first in 0..=u8::MAX {
        for second in 0..=u8::MAX {
            for input in [&[first][..], &[first, second]] {
                assert!(Message::parse(input).is_err());
                let partial = Parser::new().partial(input);
                assert!(!partial.errors().is_empty() && partial.headers().is_empty());
                let _ = (sipwire::Uri::parse(input), NameAddr::parse(input));
            }
        }
    }
}
