//! The torture messages of RFC 4475 and RFC 5118, each with the verdict of its section, at the layer that it belongs to.
//!
//! The messages are read from the folder that `SIPWIRE_RFC_DIR` names; the corpus' README says how to fill it. Where the variable is not
//! set, nothing is tested.

#[path = "common/rfc.rs"]
mod rfc;

use sipwire::header::{
    Accept, Authorization, CSeq, CallId, Contact, ContentLength, ContentType, Expires, From, MaxForwards, ProxyRequire, RecordRoute,
    Require, To, Via,
};
use sipwire::{Leniency, Message, Method, Parser};
use std::collections::BTreeSet;

use rfc::{files, with_crlf};

/// What a message is.
enum Verdict {
    /// Refused by `parse`: the kind of error, and the offset.
    Refused(&'static str, usize),
    /// Framed, with these values in error: the header's name, or `Request-URI`, and the offset.
    Flawed(&'static [(&'static str, usize)]),
    /// Framed, and every value is typed.
    Whole,
}
use Verdict::{Flawed, Refused, Whole};

/// A file, its verdict, and what is read of it: what the section speaks of, for values and for the rules of whole messages.
type Case = (&'static str, Verdict, fn(&Message<'_>));

fn nothing(_: &Message<'_>) {}

fn uri(message: &Message<'_>) -> String {
    String::from_utf8(message.as_request().unwrap().raw_uri().to_vec()).unwrap()
}

fn contacts(message: &Message<'_>) -> Vec<String> {
    let all = message.headers().all::<Contact>();
    all.map(|contact| String::from_utf8(contact.unwrap().uri().unwrap().unwrap().as_bytes().to_vec()).unwrap()).collect()
}

/// Whether the methods of the start line and of CSeq differ: a matter of whole messages.
fn methods_differ(message: &Message<'_>) {
    assert_ne!(message.headers().require::<CSeq>().unwrap().method(), message.as_request().unwrap().method());
}

/// RFC 4475, in the order of its sections; the last file is in the archive alone.
fn rfc4475() -> Vec<Case> {
    vec![
        ("wsinv", Whole, |m| {
            let vias: Vec<_> = m.headers().all::<Via>().map(|via| (*via.unwrap().branch().unwrap().unwrap().as_bytes()).to_vec()).collect();
            assert_eq!(vias, [&b"390skdjuw"[..], b"z9hG4bK9ikj8", b"z9hG4bK30239"]);
            assert_eq!(m.headers().require::<MaxForwards>().unwrap().value(), 68);
            assert_eq!(m.headers().require::<CSeq>().unwrap().number(), 9);
            assert!(m.headers().iter().any(|row| row.as_bytes() == b";;,,;;,;"));
            assert_eq!(m.headers().first::<Contact>().unwrap().unwrap().q(), Ok(Some(330)));
        }),
        ("intmeth", Whole, |m| {
            assert_eq!(m.as_request().unwrap().method().as_str(), "!interesting-Method0123456789_*+`.%indeed'~");
            let to = m.headers().require::<To>().unwrap();
            assert_eq!(&*to.display_name().unwrap().unwrap().unescape(), b"BEL:\x07 NUL:\0 DEL:\x7f");
            assert_eq!(m.headers().require::<CallId>().unwrap().as_bytes(), b"intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        }),
        ("esc01", Whole, |m| {
            assert_eq!(m.as_request().unwrap().uri().unwrap().as_sip().unwrap().host().as_str(), "example.net");
            assert_eq!(contacts(m), ["sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31"]);
        }),
        ("escnull", Whole, |m| assert_eq!(contacts(m), ["sip:%00@host5.example.com", "sip:%00%00@host5.example.com"])),
        ("esc02", Whole, |m| {
            assert_ne!(m.as_request().unwrap().method(), Method::Register);
            assert_eq!(contacts(m).len(), 2);
            assert!(m.headers().require::<To>().unwrap().display_name().unwrap().unwrap().is("%Z%45"));
        }),
        ("lwsdisp", Whole, |m| assert!(m.headers().require::<From>().unwrap().display_name().unwrap().unwrap().is("caller"))),
        ("longreq", Whole, |m| assert_eq!(m.headers().all::<Via>().count(), 34)),
        ("dblreq", Whole, |m| assert!(m.body().is_empty() && m.trailing().windows(6).any(|part| part == b"INVITE"))),
        ("semiuri", Whole, |m| {
            let uri = m.as_request().unwrap().uri().unwrap();
            assert_eq!(uri.as_sip().unwrap().user().unwrap().as_bytes(), b"user;par=u%40example.net");
        }),
        ("transports", Whole, |m| {
            let names: Vec<_> = m.headers().all::<Via>().map(|via| via.unwrap().transport().to_string()).collect();
            assert_eq!(names, ["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"]);
        }),
        // The Identity is that of RFC 4474, which had no `info`; RFC 8224 §4 wants one.
        ("mpart01", Flawed(&[("Identity", 186)]), |m| assert!(m.body().contains(&0) && m.body().len() == 553)),
        ("unreason", Whole, |m| assert!(m.as_response().unwrap().reason().as_bytes().starts_with(b"= 2**3 * 5**2 \xd0\xbd\xd0\xbe"))),
        ("noreason", Whole, |m| assert!(m.as_response().unwrap().reason().is_empty())),
        ("badinv01", Flawed(&[("Via", 217), ("Contact", 261)]), nothing),
        ("clerr", Refused("the message is cut short", 498), nothing),
        ("ncl", Refused("expected digits", 326), nothing),
        // What lasts too long lasts as long as can be said (RFC 3261 §10.2).
        ("scalar02", Flawed(&[("CSeq", 174), ("Max-Forwards", 269)]), |m| {
            assert_eq!(m.headers().require::<Expires>().unwrap().value(), u32::MAX);
            assert_eq!(m.headers().first::<Contact>().unwrap().unwrap().expires(), Ok(Some(u32::MAX)));
        }),
        ("scalarlg", Flawed(&[("CSeq", 198), ("Warning", 335)]), nothing),
        ("quotbal", Flawed(&[("To", 78)]), nothing),
        ("ltgtruri", Flawed(&[("Request-URI", 7)]), nothing),
        ("lwsruri", Refused("expected SIP/ and a version", 29), nothing),
        ("lwsstart", Refused("expected a Request-URI", 7), nothing),
        ("trws", Refused("expected CRLF", 45), nothing),
        // The grammar has headers in any URI; Table 1 of RFC 3261 §19.1.1 forbids them here, which is a matter of whole messages.
        ("escruri", Whole, |m| assert!(uri(m).ends_with("?Route=%3Csip:example.com%3E"))),
        ("baddate", Flawed(&[("Date", 282)]), nothing),
        ("regbadct", Flawed(&[("Contact", 265)]), nothing),
        ("badaspec", Flawed(&[("To", 206)]), nothing),
        // The archive's file has no empty line; see below for the rest of it.
        ("baddn", Refused("the message is cut short", 331), nothing),
        ("badvers", Whole, |m| assert_eq!(m.version().to_string(), "7.0")),
        ("mismatch01", Whole, methods_differ),
        ("mismatch02", Whole, |m| {
            methods_differ(m);
            assert!(matches!(m.as_request().unwrap().method(), Method::Other(_)));
        }),
        ("bigcode", Refused("expected a status code from 100 to 699", 8), nothing),
        ("badbranch", Whole, |m| {
            let via = m.headers().first::<Via>().unwrap().unwrap();
            assert!(via.branch().unwrap().unwrap() == "z9hG4bK" && !via.has_magic_cookie());
        }),
        ("insuf", Whole, |m| {
            assert!(!m.headers().is_present::<CallId>() && !m.headers().is_present::<From>() && !m.headers().is_present::<To>());
        }),
        ("unkscm", Whole, |m| assert!(m.as_request().unwrap().uri().unwrap().as_sip().is_none())),
        ("novelsc", Whole, |m| assert!(m.as_request().unwrap().uri().unwrap().as_sip().is_none())),
        ("unksm2", Whole, |m| {
            assert_eq!(m.headers().require::<To>().unwrap().uri().unwrap().as_bytes(), b"isbn:2983792873");
            assert_eq!(contacts(m), ["name:John_Smith"]);
        }),
        ("bext01", Whole, |m| {
            assert_eq!((m.headers().all::<Require>().count(), m.headers().all::<ProxyRequire>().count()), (2, 2));
        }),
        ("invut", Whole, |m| assert_eq!(m.headers().require::<ContentType>().unwrap().as_bytes(), b"application/unknownformat")),
        ("regaut01", Whole, |m| {
            let credentials = m.headers().first::<Authorization>().unwrap().unwrap();
            assert_eq!(credentials.scheme(), "NoOneKnowsThisScheme");
        }),
        // Each row is typed; that there is a second is told to who asks for the header.
        ("multi01", Whole, |m| {
            let headers = m.headers();
            let errors = [
                headers.get::<CallId>().err(),
                headers.get::<CSeq>().err(),
                headers.get::<From>().err(),
                headers.get::<To>().err(),
                headers.get::<MaxForwards>().err(),
            ];
            assert_eq!(errors.map(|error| error.unwrap().offset()), [214, 197, 344, 317, 470]);
        }),
        ("mcl01", Refused("second Content-Length row", 268), nothing),
        ("bcast", Whole, |m| {
            let second = m.headers().all::<Via>().nth(1).unwrap().unwrap();
            assert_eq!(second.host().unwrap().as_str(), "255.255.255.255");
        }),
        ("zeromf", Whole, |m| assert_eq!(m.headers().require::<MaxForwards>().unwrap().value(), 0)),
        ("cparam01", Whole, |m| {
            let contact = m.headers().first::<Contact>().unwrap().unwrap();
            assert!(contact.params().contains("unknownparam"));
            assert_eq!(contacts(m), ["sip:+19725552222@gw1.example.net"]);
        }),
        ("cparam02", Whole, |m| {
            assert!(m.headers().first::<Contact>().unwrap().unwrap().params().is_empty());
            assert_eq!(contacts(m), ["sip:+19725552222@gw1.example.net;unknownparam"]);
        }),
        ("regescrt", Whole, |m| assert_eq!(contacts(m), ["sip:user@example.com?Route=%3Csip:sip.example.com%3E"])),
        ("sdp01", Whole, |m| assert_eq!(m.headers().first::<Accept>().unwrap().unwrap().as_bytes(), b"text/nobodyKnowsThis")),
        ("inv2543", Whole, |m| {
            let headers = m.headers();
            assert!(
                headers.first::<Via>().unwrap().unwrap().branch().unwrap().is_none()
                    && headers.require::<From>().unwrap().tag().unwrap().is_none()
            );
            assert!(!headers.is_present::<ContentLength>() && !headers.is_present::<MaxForwards>());
            assert!(headers.first::<RecordRoute>().unwrap().is_some() && m.body().starts_with(b"v=0") && m.body().len() == 105);
        }),
        ("test", Refused("expected one space", 26), nothing),
    ]
}

/// RFC 5118, in the order of its sections. The offsets are those of copies with CRLF.
fn rfc5118() -> Vec<Case> {
    fn received(m: &Message<'_>) {
        let via = m.headers().first::<Via>().unwrap().unwrap();
        assert_eq!(via.received().unwrap(), Some("2001:db8::9:255".parse().unwrap()));
    }
    fn port(m: &Message<'_>) -> Option<u16> {
        m.as_request().unwrap().uri().unwrap().as_sip().unwrap().port()
    }
    vec![
        ("ipv6-good", Whole, |m| assert_eq!(uri(m), "sip:[2001:db8::10]")),
        ("ipv6-bad", Flawed(&[("Request-URI", 18)]), nothing),
        ("port-ambiguous", Whole, |m| assert_eq!(port(m), None)),
        ("port-unambiguous", Whole, |m| assert_eq!(port(m), Some(5070))),
        ("via-received-param-with-delim", Whole, received),
        ("via-received-param-no-delim", Whole, received),
        ("ipv6-in-sdp", Whole, |m| assert!(m.body().starts_with(b"v=0") && m.trailing().is_empty())),
        ("mult-ip-in-header", Whole, |m| {
            let third = m.headers().all::<Via>().nth(2).unwrap().unwrap();
            assert_eq!(
                (third.host().unwrap().as_str(), third.received().unwrap()),
                ("[2001:db8::9:255]", Some("192.0.2.200".parse().unwrap()))
            );
        }),
        ("mult-ip-in-sdp", Whole, |m| assert!(m.body().starts_with(b"v=0") && m.trailing().is_empty())),
        ("ipv4-mapped-ipv6", Whole, |m| {
            let top = m.headers().first::<Via>().unwrap().unwrap();
            assert_eq!((top.host().unwrap().ip(), top.port().unwrap()), (Some("::ffff:192.0.2.10".parse().unwrap()), Some(19823)));
        }),
        // To be tolerated says §4.10; RFC 5954 §4.1 took the form back later, so that it is a leniency.
        ("ipv6-bug-abnf-3-colons", Flawed(&[("Request-URI", 17), ("To", 62)]), nothing),
        ("ipv6-correct-abnf-2-colons", Whole, |m| assert_eq!(uri(m), "sip:user@[2001:db8::192.0.2.1]")),
    ]
}

/// The case of each file. A file without a case, and a case without a file, are errors.
fn paired(rfc: &str, cases: Vec<Case>) -> Vec<(Case, Vec<u8>)> {
    let Some(mut files) = files(rfc) else { return Vec::new() };
    let found: BTreeSet<_> = files.iter().map(|(name, _)| name.clone()).collect();
    let wanted: BTreeSet<_> = cases.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(found, wanted, "the files and the expectations of {rfc}");
    assert_eq!(wanted.len(), cases.len());
    let mut bytes = |name| files.iter_mut().find(|(file, _)| file == name).map(|(_, bytes)| std::mem::take(bytes)).unwrap();
    cases.into_iter().map(|case| (bytes(case.0), case)).map(|(bytes, case)| (case, bytes)).collect()
}

/// Every value in error, the Request-URI's first.
fn errors(message: &Message<'_>) -> Vec<(String, usize)> {
    let of_uri = message.as_request().and_then(|request| request.uri().err());
    let of_uri = of_uri.map(|error| ("Request-URI".to_owned(), error.offset()));
    let of_rows = message.headers().iter().flat_map(|row| row.values().filter_map(Result::err).map(move |error| (row, error)));
    of_uri.into_iter().chain(of_rows.map(|(row, error)| (row.name().to_string(), error.offset()))).collect()
}

fn check(parser: Parser, (name, verdict, facts): &Case, bytes: &[u8]) {
    match (parser.parse(bytes), verdict) {
        (Err(error), Refused(kind, offset)) => {
            assert_eq!((error.kind().to_string(), error.offset()), ((*kind).to_owned(), *offset), "{name}");
            assert_eq!(parser.partial(bytes).errors().first(), Some(&error), "{name}");
        }
        (Ok(message), Flawed(_) | Whole) => {
            let wanted = if let Flawed(wanted) = verdict { wanted } else { &[][..] };
            let found = errors(&message);
            assert!(found.iter().map(|(name, at)| (&**name, *at)).eq(wanted.iter().copied()), "{name}: {found:?}");
            facts(&message);
        }
        (Ok(_), Refused(..)) => panic!("{name}: taken"),
        (Err(error), _) => panic!("{name}: {error}"),
    }
}

#[test]
fn messages_of_rfc_4475_get_the_verdict_of_their_section() {
    let cases = paired("rfc4475", rfc4475());
    for (case, bytes) in &cases {
        check(Parser::new(), case, bytes);
    }
    eprintln!("{} messages of RFC 4475", cases.len());
}

#[test]
fn unquoted_display_names_are_errors_of_their_values() {
    for (case, bytes) in paired("rfc4475", rfc4475()).into_iter().filter(|(case, _)| case.0 == "baddn") {
        let whole = [&bytes[..], b"\r\n"].concat();
        let at = |part: &str| whole.windows(part.len()).position(|window| window == part.as_bytes()).unwrap();
        let message = Message::parse(&whole).unwrap();
        let wanted = [("From".to_owned(), at("Bell, ") + 4), ("To".to_owned(), at("Watson, ") + 6)];
        assert_eq!(errors(&message), wanted, "{}", case.0);
    }
}

#[test]
fn messages_of_rfc_5118_get_the_verdict_of_their_section() {
    let cases = paired("rfc5118", rfc5118());
    for (case, bytes) in &cases {
        assert!(!bytes.contains(&b'\r'), "{}: the archive has LF alone", case.0);
        assert!(Message::parse(bytes).is_err(), "{}", case.0);
        check(Parser::new(), case, &with_crlf(bytes));
    }
    eprintln!("{} messages of RFC 5118", cases.len());
}

#[test]
fn messages_of_rfc_5118_as_they_are() {
    let lenient = Parser::new().leniency(Leniency::LF_LINE_ENDS);
    for ((name, verdict, facts), bytes) in paired("rfc5118", rfc5118()) {
        let verdict = match name {
            // Their Content-Length is larger than their body, or they have no empty line.
            "ipv6-in-sdp" | "mult-ip-in-sdp" | "ipv6-bug-abnf-3-colons" | "ipv6-correct-abnf-2-colons" => {
                Refused("the message is cut short", bytes.len())
            }
            _ => verdict,
        };
        check(lenient, &(name, verdict, facts), &bytes);
    }
}

#[test]
fn three_colons_are_two_where_that_is_asked_for() {
    let lenient = Parser::new().leniency(Leniency::THREE_COLONS);
    for ((name, _, _), bytes) in paired("rfc5118", rfc5118()) {
        if name == "ipv6-bug-abnf-3-colons" {
            check(lenient, &(name, Whole, nothing), &with_crlf(&bytes));
        }
    }
}
