//! What one header of a family takes, every header of it does.

use std::collections::BTreeSet;

use sipwire::{HeaderName, Leniency, Parser, Value};

use super::cases::facts;

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
