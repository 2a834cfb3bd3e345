//! What the internet sends: each leniency at each place of its rule, as `corpus/leniencies` has it.

mod cases;
#[path = "../common/mod.rs"]
mod common;
mod families;
mod headers;
mod made_up;
mod places;

use sipwire::header::{Contact, Diversion};
use sipwire::{Encode, Leniency, NameAddr, Parser, Request};

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
        ("Alert-Info", "<"),
        ("Alert-Info", "<http://a b>"),
        ("Alert-Info", "http://a b"),
        ("Call-Info", "<sip:>"),
        ("Call-Info", "<text;x=1"),
        ("P-Refused-URI-List", "\"A\" sip:a@h;members=<sip:b"),
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

/// Brackets behind an `=` are those of a value, whatever a display name may hold.
#[test]
fn the_brackets_of_a_value_are_not_those_of_the_address() {
    let bytes = b"REGISTER sip:a SIP/2.0\r\nContact: sip:a@h;+sip.instance=<urn:uuid:1>\r\n\r\n";
    for (leniency, instance) in [(Leniency::ALL, Ok(&b"urn:uuid:1"[..])), (Leniency::LOOSE_DISPLAY_NAME, Err(55))] {
        let message = Parser::new().leniency(leniency).parse(bytes).unwrap();
        let contact = message.headers().first::<Contact>().unwrap().unwrap();
        assert_eq!(contact.address().unwrap().uri().unwrap().as_bytes(), b"sip:a@h", "{leniency}");
        let found = contact.instance().map(|uri| uri.map_or(&b""[..], |uri| uri.as_bytes())).map_err(|error| error.offset());
        assert_eq!(found, instance, "{leniency}");
    }
}

/// An address that is taken without brackets can be given them.
#[test]
fn a_bare_address_can_be_written_with_its_brackets() {
    let parser = Parser::new().leniency(Leniency::BARE_ADDRESS);
    let message = parser.parse(b"INVITE sip:a SIP/2.0\r\nDiversion: sip:1001@h;reason=unconditional\r\n\r\n").unwrap();
    let diversion = message.headers().first::<Diversion>().unwrap().unwrap();
    assert!(diversion.reason().unwrap().unwrap().is("unconditional"));
    let written = NameAddr::build(diversion.uri().unwrap()).to_bytes().unwrap();
    assert_eq!(written, b"<sip:1001@h>");
}
