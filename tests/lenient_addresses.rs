//! What the internet sends of addresses, hosts and URIs: each leniency at each place of its rule, as `corpus/leniencies` has it.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::tables::{read, shown};
use proptest::prelude::*;
use sipwire::header::{From, To, Via};
use sipwire::{
    AnyValue, EditScratch, Encode, Fact, Header, HeaderName, Host, Leniency, Message, NameAddr, Parser, Request, Response, StatusCode,
    Transport, Uri, Value,
};

/// The columns of the table.
const COLUMNS: &str = "flags\tplace\trow\terror\toffset\tfacts";

/// A row of the table.
struct Case {
    flags: Leniency,
    place: String,
    /// `None` for a Request-URI.
    name: Option<String>,
    value: Vec<u8>,
    error: String,
    offset: usize,
    facts: String,
}

/// The flag of that name.
fn flag(name: &str) -> Leniency {
    Leniency::ALL.flags().find(|flag| flag.names().eq([name])).unwrap_or_else(|| panic!("{name}: no leniency"))
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(common::folder("leniencies").join("addresses.tsv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    let case = |line: &str| {
        let [flags, place, row, error, offset, facts] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not six columns: {line}") };
        let (name, value) = row.split_once(": ").unwrap_or_else(|| panic!("no name: {line}"));
        Case {
            flags: flags.split('+').map(flag).fold(Leniency::NONE, Leniency::with),
            place: place.into(),
            name: (name != "Request-URI").then(|| name.into()),
            value: read(value),
            error: error.into(),
            offset: offset.parse().unwrap_or_else(|error| panic!("{error}: {line}")),
            facts: facts.into(),
        }
    };
    lines.map(case).collect()
}

impl Case {
    /// A request with the row, which takes the place of the usual one of its name. Below the Via that a proxy on the way added, if it is one.
    fn request(&self) -> Vec<u8> {
        let usual = [
            ("Via", "SIP/2.0/UDP edge.example;branch=z9hG4bKtop;rport"),
            ("Max-Forwards", "70"),
            ("From", "<sip:al@example.com>;tag=1"),
            ("To", "<sip:bo@example.com>"),
            ("Call-ID", "7@example.com"),
            ("CSeq", "5 INVITE"),
        ];
        let uri = if self.name.is_none() { &self.value[..] } else { b"sip:bo@example.com" };
        let mut bytes = [b"INVITE ", uri, b" SIP/2.0\r\n"].concat();
        let mut put = |name: &str, value: &[u8]| bytes.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        for (name, value) in usual {
            if self.name.as_deref() != Some(name) || name == "Via" {
                put(name, value.as_bytes());
            }
        }
        if let Some(name) = &self.name {
            put(name, &self.value);
        }
        bytes.extend_from_slice(b"Content-Length: 4\r\n\r\nbody");
        bytes
    }

    /// The row of the request.
    fn row<'a>(&self, message: &Message<'a>) -> Header<'a> {
        let name = self.name.as_deref().expect("a row");
        message.headers().iter().filter(|row| row.name() == name).last().expect("the row")
    }

    /// The facts of the row, or the first error: what it is, and where in the value.
    fn found(&self, message: &Message<'_>) -> Result<String, (String, usize)> {
        if self.name.is_none() {
            let request = message.as_request().unwrap();
            let at = |error: sipwire::ParseError| (error.kind().to_string(), error.offset() - request.uri_offset());
            return request.uri().map(|uri| of_uri(&uri).join(" | ")).map_err(at);
        }
        let row = self.row(message);
        let values: Result<Vec<_>, _> = row.values().map(|value| value.map(|value| facts(&value).join(" | "))).collect();
        values.map(|values| values.join(" || ")).map_err(|error| (error.kind().to_string(), error.offset() - row.value_offset()))
    }

    fn find(&self, leniency: Leniency) -> Result<String, (String, usize)> {
        self.found(&Parser::new().leniency(leniency).parse(&self.request()).unwrap())
    }
}

fn fact(fact: &Fact<'_>) -> String {
    match fact {
        Fact::Set => "true".into(),
        Fact::Number(number) => number.to_string(),
        Fact::Bytes(bytes) => shown(bytes),
        Fact::Text(text) if text.is_quoted() => format!("\"{}\"", shown(&text.unescape())),
        Fact::Text(text) => shown(&text.unescape()),
        Fact::Address(address) => address.to_string(),
        Fact::Error(error) => format!("! {}", error.kind()),
        other => panic!("{other:?}"),
    }
}

/// The parts of a value, its parameters, and those of its URI.
fn facts(value: &AnyValue<'_>) -> Vec<String> {
    let mut facts: Vec<_> = value.facts().iter().map(|(name, found)| format!("{name}={}", fact(found))).collect();
    facts.extend(value.params().iter().map(|param| {
        format!(";{}{}", param.name(), param.value().map_or(String::new(), |value| format!("={}", fact(&Fact::Text(value)))))
    }));
    if let Some(Ok(uri)) = value.uri() {
        facts.retain(|fact| !["uri=", "user=", "host=", "port="].iter().any(|part| fact.starts_with(part)));
        facts.extend(of_uri(&uri));
    }
    facts
}

fn of_uri(uri: &Uri<'_>) -> Vec<String> {
    let mut facts = vec![format!("uri={}", shown(uri.as_bytes()))];
    let mut put = |name: &str, value: &[u8]| facts.push(format!("{name}{}", shown(value)));
    if let Some(sip) = uri.as_sip() {
        let (host, text) = (sip.host(), |text: String| Some(text.into_bytes()));
        let maddr = sip.maddr().ok().flatten().map(|maddr| maddr.ip().map_or(String::new(), |ip| ip.to_string()));
        for (name, part) in [
            ("user=", sip.user().map(|user| user.as_bytes().to_vec())),
            ("password=", sip.password().map(|password| password.as_bytes().to_vec())),
            ("host=", Some(host.as_bytes().to_vec())),
            ("ip=", host.ip().and_then(|ip| text(ip.to_string()))),
            ("zone=", host.zone().map(|zone| zone.as_bytes().to_vec())),
            ("port=", sip.port().and_then(|port| text(port.to_string()))),
            ("maddr=", maddr.and_then(text)),
        ] {
            if let Some(part) = part {
                put(name, &part);
            }
        }
    }
    for param in uri.params().iter() {
        put(&format!("uri;{}=", param.name()), &param.value().unwrap_or_default().unescape());
    }
    for header in uri.as_sip().into_iter().flat_map(|sip| sip.headers().iter()) {
        put(&format!("uri?{}=", header.name()), &header.value().unescape());
    }
    facts
}

#[test]
fn each_place_is_strict_by_default_and_lenient_with_its_flag() {
    let mut wrong = Vec::new();
    for case in cases() {
        let what = format!("{}: {} {}", case.place, case.name.as_deref().unwrap_or("Request-URI"), shown(&case.value));
        let strict = case.find(Leniency::NONE);
        if strict != Err((case.error.clone(), case.offset)) {
            wrong.push(format!("{what}: strictly {strict:?}"));
        }
        let with_it = case.find(case.flags);
        if with_it.as_ref() != Ok(&case.facts) {
            wrong.push(format!("{what}: leniently {with_it:?}"));
        }
        let with_all = case.find(Leniency::ALL);
        if with_all != with_it {
            wrong.push(format!("{what}: with all flags {with_all:?}"));
        }
        for flag in case.flags.flags() {
            if let Ok(found) = case.find(Leniency::ALL.without(flag)) {
                wrong.push(format!("{what}: without {flag} {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn diagnostics_list_each_flag_where_the_value_would_be_refused() {
    for case in cases() {
        let bytes = case.request();
        let message = Parser::new().leniency(Leniency::ALL).parse(&bytes).unwrap();
        let start = match &case.name {
            None => message.as_request().unwrap().uri_offset(),
            Some(_) => case.row(&message).value_offset(),
        };
        let listed: Vec<_> = message.diagnostics().map(|found| (found.leniency(), found.offset())).collect();
        let all = listed.iter().fold(Leniency::NONE, |all, (flag, _)| all.with(*flag));
        assert_eq!((all, listed.len()), (case.flags, case.flags.flags().count()), "{}: {}", case.place, shown(&case.value));
        for (flag, at) in listed {
            let (_, offset) = case.find(Leniency::ALL.without(flag)).expect_err("the flag is needed");
            assert_eq!(at, start + offset, "{}: {}", case.place, shown(&case.value));
        }
    }
}

/// Folds as one space, as values are written.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replace("\r\n ", " ").replace("\r\n\t", " ").into_bytes()
}

#[test]
fn what_was_taken_is_written_as_it_was_read() {
    for case in cases() {
        let bytes = case.request();
        let parser = Parser::new().leniency(case.flags);
        let message = parser.parse(&bytes).unwrap();
        if case.name.is_none() {
            let uri = message.as_request().unwrap().uri().unwrap();
            assert_eq!(uri.to_bytes().unwrap(), case.value);
            assert_eq!(parser.parse_uri(&case.value).unwrap(), uri);
            continue;
        }
        let row = case.row(&message);
        for value in row.values() {
            let value = value.unwrap();
            let written = value.to_bytes().unwrap();
            assert_eq!(written, unfolded(value.as_bytes()));
            let again: Vec<_> = row.name().values(parser.parse_value(&written).unwrap()).collect();
            let [Ok(again)] = &again[..] else { panic!("{}: {again:?}", shown(&written)) };
            assert_eq!(facts(again), facts(&value), "{}", shown(&written));
            // What is kept knows what it was taken with.
            let kept = match value {
                AnyValue::NameAddr(address) => facts(&AnyValue::NameAddr(address.to_buf().view())),
                AnyValue::Contact(contact) => facts(&AnyValue::Contact(contact.to_buf().view())),
                AnyValue::InfoUri(uri) => facts(&AnyValue::InfoUri(uri.to_buf().view())),
                AnyValue::Via(via) => facts(&AnyValue::Via(via.to_buf().view())),
                AnyValue::Warning(warning) => facts(&AnyValue::Warning(warning.to_buf().view())),
                _ => facts(&value),
            };
            assert_eq!(kept, facts(&value), "{}", shown(&written));
            if let Some(Ok(uri)) = value.uri() {
                assert_eq!(of_uri(&uri.to_buf().view()), of_uri(&uri));
            }
        }
    }
}

/// What a proxy changes of a request on its way.
fn hop(message: &Message<'_>) -> Vec<u8> {
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    edit.fill_source("192.0.2.77:4711".parse().unwrap()).unwrap();
    edit.decrement_max_forwards().unwrap();
    edit.push(Via::build(Transport::Udp, Host::try_from("0c1d2e3f4a5b").unwrap()).branch("z9hG4bKhop")).unwrap();
    edit.finish().as_bytes().to_vec()
}

#[test]
fn a_hop_leaves_every_byte_of_it() {
    for case in cases() {
        let bytes = case.request();
        let forwarded = hop(&Parser::new().leniency(case.flags).parse(&bytes).unwrap());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let wanted = text
            .replacen("Via: ", "Via: SIP/2.0/UDP 0c1d2e3f4a5b;branch=z9hG4bKhop\r\nVia: ", 1)
            .replacen(";rport\r\n", ";rport=4711;received=192.0.2.77\r\n", 1)
            .replacen("Max-Forwards: 70", "Max-Forwards: 69", 1);
        assert_eq!(String::from_utf8_lossy(&forwarded), wanted, "{}", case.place);
    }
}

#[test]
fn a_hop_fills_a_lenient_topmost_via() {
    for (flags, via, filled) in [
        (Leniency::IPV6_ZONE, "SIP/2.0/UDP [fe80::1%4]:5060;rport", "SIP/2.0/UDP [fe80::1%4]:5060;rport=4711;received=192.0.2.77"),
        (Leniency::IPV6_ZONE, "SIP/2.0/UDP h;received=fe80::1%eth0", "SIP/2.0/UDP h;received=192.0.2.77"),
        (Leniency::EMPTY_PORT, "SIP/2.0/UDP h:;branch=z9hG4bK1", "SIP/2.0/UDP h:;branch=z9hG4bK1;received=192.0.2.77"),
    ] {
        let bytes = format!("OPTIONS sip:a SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\n\r\n");
        let forwarded = hop(&Parser::new().leniency(flags).parse(bytes.as_bytes()).unwrap());
        assert!(String::from_utf8_lossy(&forwarded).contains(&format!("\r\nVia: {filled}\r\n")), "{via}");
    }
}

/// The rows of a name, as their bytes without folds.
fn rows(message: &Message<'_>, name: HeaderName<'_>) -> Vec<Vec<u8>> {
    message.headers().named(name).map(|row| unfolded(row.as_bytes())).collect()
}

#[test]
fn it_gets_its_400_and_its_200() {
    for case in cases() {
        let bytes = case.request();
        for (leniency, status) in [(Leniency::NONE, StatusCode::BAD_REQUEST), (case.flags, StatusCode::OK)] {
            let request = Parser::new().leniency(leniency).parse(&bytes).unwrap();
            let response =
                Response::to(request.headers(), status, Some(b"314")).finish().unwrap_or_else(|error| panic!("{}: {error}", case.place));
            let response = Parser::new().leniency(case.flags).parse(response.as_bytes()).unwrap().to_owned();
            let response = response.as_message();
            for name in [HeaderName::Via, HeaderName::From, HeaderName::CallId, HeaderName::CSeq] {
                assert_eq!(rows(&response, name), rows(&request, name), "{}", case.place);
            }
            let (to, of_request) = (&rows(&response, HeaderName::To)[0], &rows(&request, HeaderName::To)[0]);
            let had_tag = request.headers().require::<To>().is_ok_and(|to| to.tag().is_ok_and(|tag| tag.is_some()));
            // What the strict parser can't read of a To gets no tag: where its parameters end can't be told.
            let is_read = request.headers().require::<To>().is_ok();
            let tagged = [&of_request[..], if had_tag || !is_read { &b""[..] } else { b";tag=314" }].concat();
            assert_eq!((to, is_read || status == StatusCode::BAD_REQUEST), (&tagged, true), "{}: {}", case.place, shown(to));
            if status == StatusCode::OK {
                let to = response.headers().require::<To>().unwrap();
                assert!(to.tag().unwrap().is_some_and(|tag| had_tag || tag == "314"), "{}", case.place);
                assert!(response.headers().require::<From>().unwrap().tag().unwrap().is_some(), "{}", case.place);
            }
        }
    }
}

/// Which headers have addresses or URIs: by their families, and whether they want brackets.
fn headers_of(family: &str) -> Vec<HeaderName<'static>> {
    let of_family = |name: &HeaderName<'static>| {
        let values: Vec<_> = name.values(Value::new(b"<sip:a@h>").unwrap()).collect();
        matches!(&values[..], [Ok(value)] if value.family() == family)
    };
    HeaderName::known().filter(of_family).collect()
}

#[test]
fn every_header_of_a_family_takes_what_one_of_it_takes() {
    const ROUTES: [&str; 4] = ["Route", "Record-Route", "Path", "Service-Route"];
    const WANT_BRACKETS: [&str; 5] = ["Diversion", "History-Info", "P-Associated-URI", "P-Called-Party-ID", "P-DCS-Trace-Party-ID"];
    let (addresses, contacts, infos) = (headers_of("name-addr"), headers_of("contact"), headers_of("info-uri"));
    assert!(addresses.len() > 20 && contacts.len() == 1 && infos.len() > 5, "{addresses:?} {contacts:?} {infos:?}");
    let all: Vec<_> = addresses.iter().chain(&contacts).chain(&infos).copied().collect();
    let named: Vec<_> = addresses.iter().chain(&contacts).copied().collect();
    let only = |names: &[&str]| all.iter().copied().filter(|name| names.contains(&name.as_str())).collect::<Vec<_>>();
    let without = |names: &[&str]| named.iter().copied().filter(|name| !names.contains(&name.as_str())).collect::<Vec<_>>();
    let bare: Vec<_> = without(&ROUTES).into_iter().filter(|name| !WANT_BRACKETS.contains(&name.as_str())).collect();
    let wants: Vec<_> = only(&WANT_BRACKETS).into_iter().chain(infos.iter().copied()).collect();
    let texts: Vec<_> = infos.iter().copied().filter(|name| name.as_str() != "Refer-Events-At").collect();
    let mut seen = BTreeSet::new();
    let mut check = |flags: Leniency, headers: &[HeaderName<'_>], value: &str, wanted: &str| {
        assert!(!headers.is_empty());
        for name in headers {
            let bytes = format!("INVITE sip:a SIP/2.0\r\n{name}: {value}\r\n\r\n");
            let read = |leniency| {
                let message = Parser::new().leniency(leniency).parse(bytes.as_bytes()).unwrap();
                let row = message.headers().iter().next().unwrap();
                row.values().map(|value| value.map(|value| facts(&value).join(" | "))).collect::<Result<Vec<_>, _>>().map_err(|_| ())
            };
            // Info headers have no tag of their own.
            let wanted = if infos.contains(name) { wanted.trim_start_matches("tag=1 | ").to_owned() } else { wanted.into() };
            assert_eq!(read(flags), Ok(vec![wanted.clone()]), "{name}: {value}");
            assert_eq!(read(Leniency::ALL), Ok(vec![wanted]), "{name}: {value} with all flags");
            for flag in flags.flags() {
                assert_eq!(read(flags.without(flag)), Err(()), "{name}: {value} without {flag}");
                seen.insert(flag.to_string());
            }
        }
    };
    let of_host = "tag=1 | ;tag=1 | uri=";
    for (flag, uri, parts) in [
        (Leniency::IPV6_ZONE, "sip:[fe80::1%25eth0]", "host=[fe80::1%25eth0] | ip=fe80::1 | zone=eth0"),
        (Leniency::IPV6_ZONE, "sip:a@[fe80::1%4]:5070", "user=a | host=[fe80::1%4] | ip=fe80::1 | zone=4 | port=5070"),
        (Leniency::EMPTY_USER, "sip:@h", "user= | host=h"),
        (Leniency::EMPTY_PORT, "sip:a@h:", "user=a | host=h"),
        (Leniency::QUOTED_URI_PARAM, "sip:h;thinfo=\"VG8SeA==\"", "host=h | uri;thinfo=VG8SeA=="),
        (
            Leniency::URI_HEADER_BYTES,
            "sip:1@h?Replaces=x@y%3Bto-tag=1;early-only",
            "user=1 | host=h | uri?Replaces=x@y;to-tag=1;early-only",
        ),
        (Leniency::HASH_IN_USER, "sip:*31#5@h", "user=*31#5 | host=h"),
        (Leniency::UNDERSCORE_IN_HOST, "sip:a_b", "host=a_b"),
        (Leniency::PORT_ZERO, "sip:a:0", "host=a | port=0"),
        (Leniency::EQUALS_IN_URI_PARAM, "sip:a;b=c=d", "host=a | uri;b=c=d"),
        (Leniency::THREE_COLONS, "sip:[2001:db8:::192.0.2.1]", "host=[2001:db8:::192.0.2.1] | ip=2001:db8::c000:201"),
    ] {
        check(flag, &all, &format!("<{uri}>;tag=1"), &format!("{of_host}{uri} | {parts}"));
    }
    for (inside, uri) in [(" sip:a ", "sip:a"), ("\r\n sip:a", "sip:a"), ("sip:a\r\n\t", "sip:a")] {
        check(Leniency::SPACES_IN_BRACKETS, &all, &format!("<{inside}>;tag=1"), &format!("{of_host}{uri} | host=a"));
    }
    for name in ["\"A\" B", "\"\"unknown\"\"", "J. O'Neill (home)"] {
        check(
            Leniency::LOOSE_DISPLAY_NAME,
            &named,
            &format!("{name} <sip:h>;tag=1"),
            &format!("display_name={name} | {of_host}sip:h | host=h"),
        );
    }
    check(
        Leniency::NAME_WITHOUT_BRACKETS,
        &bare,
        "\"Anon\" sip:a@h;tag=1",
        &format!("display_name=\"Anon\" | {of_host}sip:a@h | user=a | host=h"),
    );
    check(
        Leniency::NAME_WITHOUT_BRACKETS,
        &bare,
        "Anon X sip:a@h ;tag=1",
        &format!("display_name=Anon X | {of_host}sip:a@h | user=a | host=h"),
    );
    check(Leniency::QUESTION_WITHOUT_BRACKETS, &bare, "sip:a?b=c;tag=1", &format!("{of_host}sip:a?b=c | host=a | uri?b=c"));
    check(Leniency::BARE_ADDRESS, &wants, "sip:a@h;tag=1", &format!("{of_host}sip:a@h | user=a | host=h"));
    check(Leniency::BARE_ADDRESS, &wants, "sips:h ; tag=1", &format!("{of_host}sips:h | host=h"));
    check(Leniency::BARE_ROUTE, &only(&ROUTES), "sip:a@h;lr", "uri=sip:a@h;lr | user=a | host=h | uri;lr=");
    let with_name = Leniency::BARE_ROUTE.with(Leniency::NAME_WITHOUT_BRACKETS);
    check(with_name, &only(&ROUTES), "\"A\" sip:h;lr", "display_name=\"A\" | uri=sip:h;lr | host=h | uri;lr=");
    let with_name = Leniency::BARE_ADDRESS.with(Leniency::NAME_WITHOUT_BRACKETS);
    check(with_name, &only(&WANT_BRACKETS), "\"A\" sip:h;tag=1", &format!("display_name=\"A\" | {of_host}sip:h | host=h"));
    for (value, text) in [
        ("Ring Answer;x=1", "text=Ring Answer | ;x=1"),
        ("<Bellcore-dr2>", "text=Bellcore-dr2"),
        (";answer-after=0", "text= | ;answer-after=0"),
        ("<>;answer-after=0", "text= | ;answer-after=0"),
        ("info=alert-autoanswer", "text=info=alert-autoanswer"),
        ("\"Ring; Answer\"", "text=\"Ring; Answer\""),
    ] {
        check(Leniency::TEXT_FOR_URI, &texts, value, text);
    }
    // The flags that this family of leniencies has, and no other.
    assert_eq!(seen.len(), 17, "{seen:?}");
}

/// What no leniency takes, whatever is near it.
#[test]
fn what_leaves_doubt_is_refused_with_all_flags() {
    for (name, value) in [
        ("From", "\"Bob <sip:a@b>"),
        ("From", "Bell, A <sip:a@b>"),
        ("From", "\"A\" Bell, B <sip:a@b>"),
        ("Contact", "\\\"Bob\\\" <sip:x@h>, \"A\" B <sip:y@h>"),
        ("Contact", "\"\" a\" <sip:x@h>, \"\" <sip:y@h>"),
        ("From", "\"\"A, B\" <c>\" x <sip:x@h>"),
        ("P-Refused-URI-List", "\"A\" sip:a@h\"\";members=<sip:d>"),
        ("From", "<sip:hall@ lamp.example>"),
        ("From", "<sip:a@\r\n lamp.example>"),
        ("From", "<sip:a@h@i>"),
        ("From", "<sip:a@h;x=\"a;b\">"),
        ("From", "<sip:a@h;x=\"b>"),
        ("From", "<sip:a@>"),
        ("From", "<sip:h:x>"),
        ("From", "<sip:[fe80::1%]>"),
        ("From", "<sip:[fe80::1%eth 0]>"),
        ("From", "<sip:192.0.2.1%eth0>"),
        ("From", "<sip:1.2.3>"),
        ("From", "<sip:1.2.3.256>"),
        ("From", "<sip:1.2.3.4.5>"),
        ("From", "<unknown>"),
        ("Route", "sip:a;lr;x=\"b"),
        ("Refer-Events-At", "<text>"),
        ("P-User-Database", "text"),
        ("Alert-Info", ""),
        ("Alert-Info", "<http://a b>"),
        ("Alert-Info", "http://a b"),
        ("Call-Info", "<sip:>"),
        ("Call-Info", "<text;x=1"),
        ("From", "\"A\" sip:a@h;x=<sip:b>"),
        ("Alert-Info", "Ring <http://a>"),
        ("Via", "SIP/2.0/UDP [fe80::1%]"),
        ("Via", "SIP/2.0/UDP h:x"),
        ("Via", "SIP/2.0/UDP 1.2.3"),
    ] {
        let bytes = format!("INVITE sip:a SIP/2.0\r\n{name}: {value}\r\n\r\n");
        let message = Parser::new().leniency(Leniency::ALL).parse(bytes.as_bytes()).unwrap();
        let mut values = message.headers().iter().next().unwrap().values();
        assert!(values.any(|value| value.is_err()), "{name}: {value}");
    }
}

/// The preset takes nothing that decides where a message ends or goes.
#[test]
fn the_preset_of_the_internet_leaves_framing_and_routing_alone() {
    let preset = Leniency::INTERNET;
    for flag in [
        Leniency::LF_LINE_ENDS,
        Leniency::START_LINE_SPACES,
        Leniency::NO_REASON_SPACE,
        Leniency::SAME_CONTENT_LENGTH,
        Leniency::BRACKETED_REQUEST_URI,
        Leniency::NO_CLOSING_DELIMITER,
        Leniency::BARE_ROUTE,
        Leniency::RECEIVED_NAME,
        Leniency::PORT_ZERO,
    ] {
        assert!(!preset.has(flag), "{flag}");
    }
    assert!(Leniency::ALL.has(preset) && preset.flags().count() > 3);
    let bytes = b"INVITE sip:a;x= SIP/2.0\r\nAlert-Info: Ring Answer\r\nP-Called-Party-ID: sip:1@h;x=1\r\n\r\n";
    let message = Parser::new().leniency(preset).parse(bytes).unwrap();
    assert!(message.as_request().map(Request::uri).is_some_and(|uri| uri.is_ok()));
    assert!(message.headers().iter().all(|row| row.values().all(|value| value.is_ok())));
}

/// An address that is taken without brackets can be given them.
#[test]
fn a_bare_address_can_be_written_with_its_brackets() {
    let parser = Parser::new().leniency(Leniency::BARE_ADDRESS);
    let message = parser.parse(b"INVITE sip:a SIP/2.0\r\nDiversion: sip:1001@h;reason=unconditional\r\n\r\n").unwrap();
    let diversion = message.headers().first::<sipwire::header::Diversion>().unwrap().unwrap();
    assert!(diversion.reason().unwrap().unwrap().is("unconditional"));
    let written = NameAddr::build(diversion.uri().unwrap()).to_bytes().unwrap();
    assert_eq!(written, b"<sip:1001@h>");
}

/// What values of addresses are made of, and what goes wrong between.
const PIECES: [&str; 44] = [
    "sip:",
    "sips:",
    "tel:+1",
    "http://",
    "a",
    "h",
    "1a",
    "1.2.3",
    "192.0.2.1",
    "[::1]",
    "[fe80::1%25e]",
    "[fe80::1%4]",
    "@",
    "@",
    ":",
    ":5060",
    ";",
    ";",
    "?",
    "=",
    "&",
    "%25",
    "%",
    "<",
    "<",
    ">",
    ">",
    "\"",
    "\"A\"",
    "\"\"",
    "\\",
    " ",
    " ",
    "\r\n ",
    ",",
    ";tag=1",
    ";lr",
    "x=y",
    "#",
    "_",
    "maddr=",
    "received=",
    "(c)",
    "Ring",
];

/// The headers whose values these pieces are, and what stands before them.
const ROWS: [(&str, &str); 10] = [
    ("From", ""),
    ("Contact", ""),
    ("Route", ""),
    ("Diversion", ""),
    ("P-Refused-URI-List", ""),
    ("Alert-Info", ""),
    ("Refer-Events-At", ""),
    ("Identity", "a;info="),
    ("Via", "SIP/2.0/UDP "),
    ("Warning", "399 "),
];

proptest! {
    /// A value that is taken strictly is the same leniently, and one that is taken at all is written as it was read and read again so.
    #[test]
    fn leniency_adds_values_and_changes_none(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..10)) {
        for (name, before) in ROWS {
            let bytes = format!("INVITE sip:a SIP/2.0\r\n{name}: {before}{}\r\n\r\n", pieces.concat());
            let (strict, lenient) = (Parser::new(), Parser::new().leniency(Leniency::ALL));
            let Ok(of_lenient) = lenient.parse(bytes.as_bytes()) else { continue };
            let row = of_lenient.headers().iter().next().unwrap();
            let values: Vec<_> = row.values().map_while(Result::ok).collect();
            if let Ok(of_strict) = strict.parse(bytes.as_bytes()) {
                let same = of_strict.headers().iter().next().unwrap().values().map_while(Result::ok).map(|value| facts(&value)).collect::<Vec<_>>();
                let found: Vec<_> = values.iter().take(same.len()).map(facts).collect();
                prop_assert_eq!(same, found, "{:?}", bytes);
            }
            for value in values {
                let written = value.to_bytes().unwrap();
                let again: Vec<_> = row.name().values(lenient.parse_value(&written).unwrap()).collect();
                let [Ok(again)] = &again[..] else { panic!("{:?}: {again:?}", shown(&written)) };
                prop_assert_eq!(unfolded_facts(again), unfolded_facts(&value), "{:?}", shown(&written));
            }
        }
    }
}

/// Facts of which folds and spaces are one space.
fn unfolded_facts(value: &AnyValue<'_>) -> Vec<String> {
    facts(value)
        .iter()
        .map(|fact| fact.replace("\\x0d\\x0a", "").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        .collect()
}
