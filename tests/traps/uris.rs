//! Traps 38 to 50: URIs.

use sipwire::header::{Contact, From, To, Via};
use sipwire::{ErrorKind, Expected, Host, KnownParam, Leniency, Message, Parser, Transport, Uri, UriScheme};

use super::{ALL, NONE, Trap, typed, wrong};

fn strict(bytes: &[u8]) -> Uri<'_> {
    Uri::parse(bytes).unwrap()
}

/// The URI of the Contact in row `place`.
fn contact<'a>(message: &Message<'a>, place: usize) -> sipwire::SipUri<'a> {
    *typed::<Contact>(message, place).uri().unwrap().unwrap().as_sip().unwrap()
}

/// Both profiles refuse the URI, at the same place.
fn never(uri: &str) -> usize {
    let error = Uri::parse(uri.as_bytes()).unwrap_err();
    assert_eq!(Parser::new().leniency(ALL).parse_uri(uri.as_bytes()).unwrap_err(), error, "{uri}");
    error.offset()
}

#[test]
fn trap_38_the_at_sign_comes_before_semicolons() {
    let trap = Trap::read("38-user-like-parameters.txt");
    let uri = strict(&trap.bytes);
    let uri = uri.as_sip().unwrap();
    assert_eq!(uri.user().unwrap().as_bytes(), b"hall;par=u%40x.example?y/&=+$,z");
    assert!(uri.params().is_empty() && uri.headers().is_empty() && uri.host().as_str() == "lamp.example");
    assert_eq!(never("sip:a@b@c"), 7);
    assert_eq!(never("sip:a@b;x=c@d"), 11);
    let in_header = b"sip:a@b?x=c@d";
    assert_eq!(Uri::parse(in_header).unwrap_err().offset(), 11);
    let in_header = Parser::new().leniency(Leniency::URI_HEADER_BYTES).parse_uri(in_header).unwrap();
    assert!(in_header.as_sip().unwrap().headers().get("x").unwrap().is("c@d"));
}

#[test]
fn trap_39_an_at_sign_behind_a_semicolon_wants_brackets() {
    let trap = Trap::read("39-at-sign-behind-a-semicolon.sip");
    assert_eq!(trap.row(0, NONE).unwrap_err().1, trap.at("@lamp"));
    assert!(trap.row(0, ALL).is_err());
    assert!(contact(&trap.strict(), 1).user().unwrap().is("a;b"));
}

#[test]
fn trap_40_a_password_may_be_empty_and_a_user_not() {
    let trap = Trap::read("40-empty-password.txt");
    let uri = strict(&trap.bytes);
    let uri = uri.as_sip().unwrap();
    assert!(uri.user().unwrap().is("hall") && uri.password().is_some_and(|password| password.is_empty()));
    assert!(strict(b"sip:hall@h").as_sip().unwrap().password().is_none());
    assert_eq!(never("sip:a:b:c@h"), 7);
    for (text, password) in [("sip:@h", None), ("sip::x@h", Some(&b"x"[..]))] {
        assert_eq!(Uri::parse(text.as_bytes()).unwrap_err().offset(), 4);
        let uri = Parser::new().leniency(Leniency::EMPTY_USER).parse_uri(text.as_bytes()).unwrap();
        let uri = uri.as_sip().unwrap();
        assert!(uri.user().unwrap().is_empty() && uri.host().as_str() == "h");
        assert_eq!(uri.password().map(|password| password.as_bytes()), password);
    }
}

#[test]
fn trap_41_escapes_are_undone_once_and_not_in_hosts() {
    let trap = Trap::read("41-escapes.txt");
    let uri = strict(&trap.bytes);
    let uri = uri.as_sip().unwrap();
    assert_eq!((uri.user().unwrap().as_bytes(), &*uri.user().unwrap().unescape()), (&b"%00%61%2562"[..], &b"\0a%62"[..]));
    assert!(uri.params().get("transport").unwrap().value().unwrap().is("tcp"));
    assert_eq!(&*uri.headers().get("X").unwrap().unescape(), b"\0");
    assert_eq!((never("sip:a@l%61mp.example"), never("sip:l%61mp"), never("sip:%6@h"), never("sip:%zz@h")), (7, 5, 4, 4));
}

#[test]
fn trap_42_schemes_that_are_not_known() {
    let trap = Trap::read("42-schemes.sip");
    let message = trap.strict();
    let uri = message.as_request().unwrap().uri().unwrap();
    assert!(uri.as_sip().is_none() && uri.scheme() != UriScheme::Sip);
    assert_eq!(uri.as_bytes(), b"novel:lamp/one?two");
    assert_eq!(typed::<To>(&message, 0).uri().unwrap().scheme(), UriScheme::Sip);
    assert_eq!(typed::<From>(&message, 1).uri().unwrap().scheme(), UriScheme::Urn);
    assert!(contact(&message, 2).is_sips());
}

#[test]
fn trap_43_hosts_are_names_or_addresses() {
    let trap = Trap::read("43-hosts.sip");
    let message = trap.strict();
    assert_eq!(contact(&message, 0).host().as_str(), "lamp.example.");
    trap.never(1, trap.wants(Expected::HostName, "444."));
    trap.only_with(2, Leniency::UNDERSCORE_IN_HOST, 1, trap.row(2, NONE).unwrap_err());
    assert_eq!(trap.row(3, ALL).unwrap_err().1, trap.at("hall@>") + 5);
    assert!(contact(&message, 4).host().is_name());
}

#[test]
fn trap_44_ipv6_addresses_have_brackets() {
    let trap = Trap::read("44-ipv6.sip");
    let message = trap.strict();
    let error = message.as_request().unwrap().uri().unwrap_err();
    assert_eq!((error.offset(), message.headers().len()), (trap.at("db8::10 SIP"), 5));
    let parts = |place| (contact(&message, place).host().ip(), contact(&message, place).port());
    assert_eq!(parts(0), ("2001:db8::10:5070".parse().ok(), None));
    assert_eq!(parts(1), ("2001:db8::10".parse().ok(), Some(5070)));
    assert_eq!(parts(2), ("::ffff:192.0.2.1".parse().ok(), None));
    trap.only_with(3, Leniency::IPV6_ZONE, 1, trap.wants(Expected::Ipv6, "[fe80"));
    trap.only_with(4, Leniency::THREE_COLONS, 1, trap.wants(Expected::Ipv6, "[2001:db8:::"));
}

#[test]
fn trap_45_received_has_brackets_or_not() {
    let trap = Trap::read("45-received.sip");
    let message = trap.strict();
    let address = "2001:db8::9".parse().ok();
    assert_eq!((typed::<Via>(&message, 0).received().unwrap(), typed::<Via>(&message, 1).received().unwrap()), (address, address));
    let draft = Via::build(Transport::Udp, Host::try_from("h").unwrap()).received("2001:db8::9".parse().unwrap());
    assert_eq!(sipwire::Encode::to_bytes(&draft).unwrap(), b"SIP/2.0/UDP h;received=2001:db8::9");
    assert_eq!(typed::<Via>(&message, 2).maddr().unwrap().unwrap().ip(), "ff02::1".parse().ok());
    assert!(trap.row(3, NONE).is_err() && trap.row(3, ALL).is_err());
}

#[test]
fn trap_46_ports_are_from_1_to_65535() {
    let trap = Trap::read("46-ports.sip");
    assert_eq!(contact(&trap.strict(), 0).port(), Some(5060));
    trap.only_with(1, Leniency::PORT_ZERO, 1, (ErrorKind::OutOfRange, trap.at(":0>") + 1));
    trap.never(2, (ErrorKind::OutOfRange, trap.at("65536")));
    trap.only_with(3, Leniency::EMPTY_PORT, 1, (ErrorKind::Expected(Expected::Port), trap.at(":>") + 1));
    assert_eq!(contact(&trap.lenient(Leniency::EMPTY_PORT), 3).port(), None);
}

#[test]
fn trap_47_parameters_of_uris() {
    let trap = Trap::read("47-uri-parameters.sip");
    let message = trap.strict();
    let uri = contact(&message, 0);
    assert!(uri.params().get("x").unwrap().value().unwrap().is("[a]/:b&c+$"));
    assert_eq!((uri.transport(), uri.is_loose_router()), (Some(Transport::Tcp), true));
    trap.only_with(1, Leniency::EQUALS_IN_URI_PARAM, 1, trap.row(1, NONE).unwrap_err());
    assert_eq!(trap.row(1, NONE).unwrap_err().1, trap.at("=b>"));
    let lenient = trap.lenient(Leniency::EQUALS_IN_URI_PARAM);
    assert!(contact(&lenient, 1).params().get("x").unwrap().value().unwrap().is("a=b"));
    trap.only_with(2, Leniency::EMPTY_PARAMS, 1, trap.wants(Expected::UriParameter, ";lr>\r\nContact: <sip:hall"));
    trap.never(3, trap.wants_behind(Expected::OneAt, "hall@lamp.example;x=a"));
    let twice = Uri::parse(b"sip:h;%74ransport=tcp;transport=udp").map_err(wrong);
    assert_eq!(twice, Err((ErrorKind::DuplicateParam(KnownParam::Transport), 22)));
}

#[test]
fn trap_48_headers_of_uris() {
    let trap = Trap::read("48-uri-headers.sip");
    let uri = contact(&trap.strict(), 0);
    let headers: Vec<_> = uri.headers().iter().map(|header| (header.name().unescape(), header.value().unescape())).collect();
    let wanted: [(&[u8], &[u8]); 3] = [(b"Subject", b"a?b"), (b"Empty", b""), (b"body", b"dim it")];
    assert!(headers.iter().map(|(name, value)| (&**name, &**value)).eq(wanted));
    let error = trap.wants(Expected::EndOfValue, "<http");
    trap.never(1, error);
}

#[test]
fn trap_49_telephone_numbers() {
    let trap = Trap::read("49-telephone-numbers.sip");
    let message = trap.strict();
    let uri = message.as_request().unwrap().uri().unwrap();
    assert_eq!((uri.scheme(), uri.as_bytes()), (UriScheme::Tel, &b"tel:+1-201-555-0123"[..]));
    assert_eq!(typed::<To>(&message, 0).uri().unwrap().as_bytes(), b"tel:7042;phone-context=lamp.example;isub=12");
    // In the user part of a SIP URI, the parameters of the number are the user's.
    let from = typed::<From>(&message, 1);
    let uri = from.uri().unwrap();
    let uri = uri.as_sip().unwrap();
    assert!(uri.user().unwrap().is("+12015550123;isub=12;postd=7;ext=1") && uri.user_param().unwrap().is("phone"));
    assert_eq!(uri.params().iter().count(), 1);
}

#[test]
fn trap_50_transports_of_uris() {
    let trap = Trap::read("50-transports.sip");
    let message = trap.strict();
    let transports: Vec<_> = (0..3).map(|place| contact(&message, place).transport().unwrap()).collect();
    assert_eq!((transports[0], transports[2]), (Transport::Tcp, Transport::Tls));
    assert!(matches!(transports[1], Transport::Other(_)) && transports[1].as_str() == "carrier-pigeon");
    assert!(contact(&message, 0).params().get("transport").unwrap().value().unwrap().as_bytes() == b"tCp");
}
