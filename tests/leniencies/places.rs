//! Each row of the table: refused, taken, listed, written, forwarded and answered.

use sipwire::header::{From, To, Via};
use sipwire::{AnyValue, EditScratch, Encode, HeaderName, Host, Leniency, Message, Parser, Response, StatusCode, Transport};

use super::cases::{cases, facts, of_uri};
use super::common::tables::shown;

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
            // A value that is changed is written as the grammar has it.
            .replacen("Max-Forwards: 70;x", "Max-Forwards: 70", 1)
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
            let had_tag = request.headers().require::<To>().is_ok_and(|to| to.params().contains("tag"));
            // What the strict parser can't read of a To gets no tag: where its parameters end can't be told.
            let is_read = request.headers().require::<To>().is_ok();
            let tagged = [&of_request[..], if had_tag || !is_read { &b""[..] } else { b";tag=314" }].concat();
            assert_eq!((to, is_read || status == StatusCode::BAD_REQUEST), (&tagged, true), "{}: {}", case.place, shown(to));
            if status == StatusCode::OK {
                let to = response.headers().require::<To>().unwrap();
                assert!(had_tag || to.tag().unwrap().is_some_and(|tag| tag == "314"), "{}", case.place);
                let from = response.headers().require::<From>().unwrap();
                assert!(from.tag().unwrap().is_some() || from.params().value("tag").unwrap().is_empty(), "{}", case.place);
            }
        }
    }
}
