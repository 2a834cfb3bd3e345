//! Leniencies that hold for every header of a kind, tried with each value of `corpus/headers` that is right.

use std::collections::BTreeSet;
use std::path::Path;

use sipwire::header::{CSeq, CallId, Date, Expires, From, Replaces, To, Via};
use sipwire::{AnyValue, DiagnosticKind, ErrorKind, HeaderName, Leniency, Parser, Response, StatusCode, Value};

use super::cases::facts;
use super::common::tables;

/// The values of a row, or the first error.
fn read(name: HeaderName<'_>, value: &[u8], leniency: Leniency) -> Result<Vec<String>, ErrorKind> {
    let value = Parser::new().leniency(leniency).parse_value(value).map_err(|error| error.kind())?;
    name.values(value).map(|value| value.map(|value| facts(&value).join(" | ")).map_err(|error| error.kind())).collect()
}

/// Each header with one of its values that is right and has one element.
fn values() -> Vec<(HeaderName<'static>, Vec<u8>)> {
    let rows = tables::rows(Path::new(env!("CARGO_MANIFEST_DIR")));
    let right = rows.iter().filter(|row| row.error.is_none() && row.elements == 1 && !row.value.is_empty());
    let known = |name: &str| HeaderName::known().find(|known| *known == name);
    right.filter_map(|row| Some((known(&row.header)?, row.value.clone()))).collect()
}

#[test]
fn every_header_with_parameters_takes_loose_ones() {
    let mut headers = BTreeSet::new();
    for (name, value) in values() {
        let with = |param: &str| [&value[..], param.as_bytes()].concat();
        let Ok(strict) = read(name, &with(";zz=1"), Leniency::NONE) else { continue };
        if !strict[0].split(" | ").any(|fact| fact == ";zz=1") {
            continue;
        }
        headers.insert(name.as_str());
        for (flag, param, taken) in [
            (Leniency::LOOSE_PARAM_VALUE, ";zz=1:1/=", ";zz=1:1/="),
            (Leniency::EMPTY_PARAMS, ";;zz=1", ";zz=1"),
            (Leniency::EMPTY_PARAMS, ";zz=1;", ";zz=1"),
            (Leniency::EMPTY_PARAM_VALUE, ";zz=", ";zz="),
        ] {
            let wanted = Ok(vec![strict[0].replace(";zz=1", taken)]);
            assert!(read(name, &with(param), Leniency::NONE).is_err(), "{name}: {param}");
            assert!(read(name, &with(param), Leniency::ALL.without(flag)).is_err(), "{name}: {param} without {flag}");
            assert_eq!(read(name, &with(param), flag), wanted, "{name}: {param}");
        }
    }
    assert!(
        headers.len() > 60 && ["Via", "From", "Contact", "Reason", "Content-Type"].iter().all(|name| headers.contains(name)),
        "{headers:?}"
    );
}

#[test]
fn every_number_and_token_takes_parameters_that_its_header_has_not() {
    let mut headers = BTreeSet::new();
    for (name, value) in values() {
        let (flag, with) = (Leniency::EXTRA_PARAMS, [&value[..], b";zz=1"].concat());
        let family = name.values(Value::new(&value).unwrap()).next().unwrap().unwrap().family();
        let is_alone = ["number", "token-params", "event-type"].contains(&family) && read(name, &with, Leniency::NONE).is_err();
        if !is_alone || [HeaderName::ContentLength, HeaderName::Privacy].contains(&name) {
            assert_eq!(read(name, &with, flag).ok(), read(name, &with, Leniency::NONE).ok(), "{name}");
            continue;
        }
        headers.insert(name.as_str());
        let strict = read(name, &value, Leniency::NONE).unwrap();
        assert_eq!(read(name, &with, flag), Ok(vec![format!("{} | ;zz=1", strict[0])]), "{name}");
        assert!(read(name, &with, Leniency::ALL.without(flag)).is_err(), "{name}");
        assert_eq!(read(name, &value, flag), Ok(strict), "{name}");
    }
    assert!(headers.len() > 20 && ["Expires", "Require", "Allow-Events"].iter().all(|name| headers.contains(name)), "{headers:?}");
}

#[test]
fn every_list_takes_an_empty_row() {
    let mut headers = BTreeSet::new();
    for (name, value) in values() {
        let (strict, lenient) = (read(name, b"", Leniency::NONE), read(name, b"", Leniency::EMPTY_ROWS));
        if name.is_single() || [HeaderName::Via, HeaderName::Identity].contains(&name) || strict.is_ok() {
            assert_eq!(lenient, strict, "{name}");
            continue;
        }
        headers.insert(name.as_str());
        assert_eq!(lenient, Ok(vec![]), "{name}");
        let bytes = [format!("OPTIONS sip:a SIP/2.0\r\n{name}:\r\n{name}: ").as_bytes(), &value, b"\r\n\r\n"].concat();
        let message = Parser::new().leniency(Leniency::EMPTY_ROWS).parse(&bytes).unwrap();
        let all: Vec<_> = message.headers().named(name).flat_map(|row| row.values()).collect();
        assert!(matches!(&all[..], [Ok(_)]), "{name}: {all:?}");
    }
    assert!(headers.len() > 30 && ["Route", "Require", "Warning"].iter().all(|name| headers.contains(name)), "{headers:?}");
}

#[test]
fn the_topmost_element_stands_below_an_empty_row() {
    let bytes = b"OPTIONS sip:a SIP/2.0\r\nRoute:\r\nRoute: <sip:b;lr>\r\nRoute:\r\n\r\n";
    let message = Parser::new().leniency(Leniency::EMPTY_ROWS).parse(bytes).unwrap();
    let topmost = message.headers().first::<sipwire::header::Route>().unwrap().unwrap();
    assert_eq!(topmost.as_bytes(), b"<sip:b;lr>");
    assert_eq!(message.headers().all::<sipwire::header::Route>().count(), 1);
    let listed: Vec<_> = message.diagnostics().map(|one| (one.leniency(), one.offset())).collect();
    assert_eq!(listed, [(Leniency::EMPTY_ROWS, 29), (Leniency::EMPTY_ROWS, 56)]);
}

/// A request in which each header of these stands twice.
fn twice(rows: &[&str]) -> Vec<u8> {
    let rows: String = rows.iter().map(|row| format!("{row}\r\n")).collect();
    format!("INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1;rport\r\n{rows}\r\n").into_bytes()
}

#[test]
fn rows_that_say_the_same_are_one() {
    let flag = Leniency::SAME_ROW_TWICE;
    let bytes = twice(&[
        "From: <sip:a>;tag=1",
        "f: <sip:a>;tag=1",
        "To: <sip:b>",
        "To:  <sip:b>",
        "Call-ID: 7",
        "Call-ID: 7",
        "CSeq: 1 INVITE",
        "CSeq: 1 INVITE",
        "Expires: 600",
        "Expires: 600",
        "Expires: 600",
        "Date: Sat, 13 Nov 2010 23:29:00 GMT",
        "Date: Sat, 13 Nov 2010 23:29:01 GMT",
    ]);
    let (strict, lenient) = (Parser::new(), Parser::new().leniency(flag));
    let message = lenient.parse(&bytes).unwrap();
    let headers = message.headers();
    assert_eq!(headers.require::<Expires>().unwrap().value(), 600);
    assert_eq!(headers.require::<From>().unwrap().tag().unwrap().unwrap().as_str(), "1");
    assert!(headers.require::<To>().is_ok() && headers.require::<CallId>().is_ok() && headers.require::<CSeq>().is_ok());
    // Rows that differ are an error where the first of them is that does.
    assert!(matches!(headers.get::<Date>().unwrap_err().kind(), ErrorKind::DuplicateHeader(_)));
    let listed: Vec<_> = headers.diagnostics().filter(|one| one.kind() == DiagnosticKind::Lenient(flag)).map(|one| one.offset()).collect();
    let again: Vec<_> =
        ["f: <sip:a>", "To:  <sip:b>", "7\r\nCall-ID: 7", "INVITE\r\nCSeq", "0\r\nExpires: 600\r\nE", "0\r\nExpires: 600\r\nD"]
            .iter()
            .map(|text| {
                let at = bytes.windows(text.len()).position(|part| part == text.as_bytes()).unwrap();
                at + text.find("\r\n").filter(|_| !text.starts_with("To")).map_or(0, |end| end + 2)
            })
            .collect();
    assert_eq!(listed, again);
    let message = strict.parse(&bytes).unwrap();
    assert!(message.headers().get::<Expires>().is_err() && message.headers().get::<CallId>().is_err());
    assert_eq!(message.headers().diagnostics().count(), 0);
}

#[test]
fn rows_that_say_the_same_break_no_rule_and_are_answered() {
    use sipwire::rules::{Check, Rule};
    let rows = ["From: <sip:a>;tag=1", "To: <sip:b>", "Call-ID: 7", "Call-ID: 7", "CSeq: 1 INVITE", "Max-Forwards: 70", "Contact: <sip:a>"];
    let bytes = twice(&rows);
    let strict = Parser::new().parse(&bytes).unwrap();
    let lenient = Parser::new().leniency(Leniency::SAME_ROW_TWICE).parse(&bytes).unwrap();
    let first = |message: &sipwire::Message<'_>| message.as_request().unwrap().faults(&Check::uas()).next().map(|fault| fault.rule());
    assert_eq!((first(&strict), first(&lenient)), (Some(Rule::SecondCallId), None));
    let answer = Response::to(lenient.headers(), StatusCode::OK, Some(b"9")).finish().unwrap();
    let answer = Parser::new().leniency(Leniency::SAME_ROW_TWICE).parse(answer.as_bytes()).unwrap().to_owned();
    let answer = answer.as_message();
    assert_eq!(answer.headers().require::<CallId>().unwrap().as_str(), "7");
    assert_eq!(answer.headers().first::<Via>().unwrap().unwrap().branch().unwrap().unwrap().as_str(), "z9hG4bK1");
}

#[test]
fn a_header_that_stands_twice_in_a_long_message_is_found() {
    let rows: Vec<_> = (0..40).map(|n| format!("X-{n}: 1\r\n")).collect();
    let of = |second: &str| {
        format!("BYE sip:a SIP/2.0\r\n{}Expires: 1\r\n{}Expires: {second}\r\n\r\n", rows[..20].concat(), rows[20..].concat())
    };
    let parser = Parser::new().leniency(Leniency::SAME_ROW_TWICE);
    let expires = |text: &str| parser.parse(text.as_bytes()).unwrap().headers().get::<Expires>().map(|expires| expires.unwrap().value());
    assert_eq!(expires(&of("1")), Ok(1));
    assert!(expires(&of("2")).is_err());
}

/// The tags of a Replaces are read when they are asked for.
#[test]
fn tags_of_replaces_may_be_in_quotes() {
    let value = b"7@a;to-tag=\"1\";from-tag=\"2\"";
    let read = |leniency| {
        let value = Parser::new().leniency(leniency).parse_value(value).unwrap();
        let replaces = <Replaces<'_> as sipwire::TypedHeader>::parse(value).unwrap();
        (replaces.to_tag().map(|tag| tag.as_str()), replaces.from_tag().map(|tag| tag.as_str()))
    };
    assert_eq!(read(Leniency::QUOTED_TOKEN), (Ok("1"), Ok("2")));
    assert_eq!(read(Leniency::NONE).0.map_err(|error| error.offset()), Err(4));
}

/// Whether there is a part that is wrong whatever is taken.
#[test]
fn what_was_refused_is_not_listed_as_taken() {
    let listed = |row: &str| {
        let bytes = format!("INVITE sip:a SIP/2.0\r\n{row}\r\n\r\n");
        let message = Parser::new().leniency(Leniency::ALL).parse(bytes.as_bytes()).unwrap();
        message.diagnostics().map(|one| one.leniency()).collect::<Vec<_>>()
    };
    // The attempts that failed: of a name, of a URI, of a date.
    assert_eq!(listed("From: \"A\" B <sip:a@>;tag=1"), [Leniency::LOOSE_DISPLAY_NAME]);
    assert_eq!(listed("From: A, B <sip:a>"), []);
    assert_eq!(listed("Date: 2022-01-01T00:00:0"), []);
    assert_eq!(listed("Warning: 399 \"x"), []);
    // What stands before a wrong part was taken; what stands behind it was not read.
    assert_eq!(listed("From: <sip:h:>;x=[;tag=a:b"), [Leniency::EMPTY_PORT]);
    let bytes = b"INVITE sip:h:;x=\" SIP/2.0\r\n\r\n";
    let message = Parser::new().leniency(Leniency::ALL).parse(bytes).unwrap();
    assert_eq!(message.diagnostics().count(), 0);
}

/// A challenge whose qop offers nothing is one without qop.
#[test]
fn an_empty_qop_offers_nothing() {
    let challenge = sipwire::Challenge::parse(b"Digest realm=\"a\", nonce=\"b\", qop=\"\"").unwrap();
    assert_eq!(challenge.qop_options().unwrap().count(), 0);
    assert!(matches!(
        HeaderName::WwwAuthenticate.values(Value::new(challenge.as_bytes()).unwrap()).next(),
        Some(Ok(AnyValue::Challenge(_)))
    ));
}
