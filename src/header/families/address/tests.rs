use super::*;
use crate::header::rows::value::Value;
use crate::profile::Limits;
use alloc::string::ToString;

#[test]
fn display_names_of_all_kinds() {
    for (text, name) in [
        ("<sip:a@b>", None),
        ("sip:a@b", None),
        ("\"\" <sip:a@b>", Some("")),
        ("Bob <sip:a@b>", Some("Bob")),
        ("caller<sip:a@b>", Some("caller")),
        ("A. G. Bell <sip:a@b>", Some("A. G. Bell")),
        ("\"x <y>, \\\" z\"<sip:a@b>", Some("x <y>, \" z")),
        ("A\r\n B  <sip:a@b>", Some("A B")),
    ] {
        let address = NameAddr::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(address.display_name().unwrap().map(|name| name.to_str().unwrap().to_string()).as_deref(), name, "{text}");
        assert_eq!(address.uri().unwrap().as_bytes(), b"sip:a@b", "{text}");
    }
}

#[test]
fn parameters_belong_to_the_header_without_brackets() {
    let bare = NameAddr::parse(b"sip:a@b ;tag=x;lr").unwrap();
    assert_eq!((bare.tag().unwrap().unwrap().as_str(), bare.params().iter().count()), ("x", 2));
    assert!(bare.uri().unwrap().as_sip().unwrap().params().is_empty());
    assert!(NameAddr::parse(b"tel:+1-2;tag=y").unwrap().tag().unwrap().is_some());
    let instance = NameAddr::parse(b"sip:a@b;x;+sip.instance=\"<urn:uuid:1>\"").unwrap();
    assert!(instance.uri().unwrap().as_bytes() == b"sip:a@b" && instance.params().value("+sip.instance").unwrap().is("<urn:uuid:1>"));
}

#[test]
fn what_is_wrong_has_a_place() {
    for (text, offset) in [
        ("", 0),
        ("<", 1),
        ("<sip:a@b", 8),
        ("<>", 1),
        ("Bell, A <sip:a@b>", 4),
        ("\"Bob <sip:a@b>", 14),
        ("\"Bob\" sip:a@b", 6),
        ("sip:a@b?x=y", 7),
        ("sip:a@b,c", 7),
        ("<sip:a@b>x", 9),
        ("< sip:a@b>", 1),
        ("<sip:a@b >", 8),
        ("<sip:a@b>;tag=x;tag=y", 16),
        ("<sip:a@b>;tag=\"x\"", 14),
        ("<sip:a@b>;tag", 13),
        ("<sip:a@b>;", 10),
        ("Bob\u{a0}<sip:a@b>", 3),
        ("<sip:a b>", 6),
        ("<<sip:a@b>>", 1),
    ] {
        assert_eq!(NameAddr::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
    }
    assert!(bracketed(Value::new(b"sip:a;lr").unwrap()).is_err());
}

#[test]
fn lenient_readings_are_named() {
    let value = |text: &'static str, flag| Value::alone(text.as_bytes(), Profile::new(&Limits::new(), flag)).unwrap();
    let route = route(value("sip:a;lr", Leniency::BARE_ROUTE)).unwrap();
    assert!(route.uri().unwrap().as_sip().unwrap().is_loose_router());
    let behind_space = super::route(value("sip:a;lr ;x=1", Leniency::BARE_ROUTE)).unwrap();
    assert_eq!((behind_space.uri().unwrap().as_bytes(), behind_space.params().iter().count()), (&b"sip:a;lr"[..], 1));
    assert!(either(value("Bell: A <sip:a@b>", Leniency::LOOSE_DISPLAY_NAME)).unwrap().display_name().unwrap().unwrap().is("Bell: A"));
    let scripted = either(value("\\\"Bob\\\" <sip:a@b>;tag=1", Leniency::LOOSE_DISPLAY_NAME)).unwrap();
    assert_eq!(
        (scripted.display_name().unwrap().unwrap().as_bytes(), scripted.tag().unwrap().unwrap().as_str()),
        (&b"\\\"Bob\\\""[..], "1")
    );
    assert!(
        either(value("Bob \"B.\" Bell <sip:a@b>", Leniency::LOOSE_DISPLAY_NAME))
            .unwrap()
            .display_name()
            .unwrap()
            .unwrap()
            .is("Bob \"B.\" Bell")
    );
    for (text, name) in [
        ("\"Bob\" B <sip:a@b>", "\"Bob\" B"),
        ("\"\"Bob\"\" <sip:a@b>", "\"\"Bob\"\""),
        ("\"Bell, <A>\" B<sip:a@b>", "\"Bell, <A>\" B"),
        ("\"\" Bob\" <sip:a@b>", "\"\" Bob\""),
        ("J. (x)\r\n B <sip:a@b>", "J. (x) B"),
    ] {
        let address = either(value(text, Leniency::LOOSE_DISPLAY_NAME)).unwrap();
        assert_eq!(address.display_name().unwrap().unwrap().to_str().unwrap(), name);
        assert_eq!((address.uri().unwrap().as_bytes(), address.verify()), (&b"sip:a@b"[..], Ok(())), "{text}");
        assert!(either(value(text, Leniency::NONE)).and_then(|address| address.verify()).is_err(), "{text}");
    }
    for text in [
        "Bob \"B, x\" <sip:a@b>",
        "\\\"Bob\\\" <sip:a@b>, \"A\" B <sip:c@d>",
        "\"\" a\" <sip:a@b>, \"\" <sip:c@d>",
        "Bell, A <sip:a@b>",
        "\"Bob <sip:a@b>",
        "\"B\" Bell, A <sip:a@b>",
        "\"B\" \x01 <sip:a@b>",
    ] {
        let Ok(value) = Value::alone(text.as_bytes(), Profile::new(&Limits::new(), Leniency::ALL)) else { continue };
        assert!(either(value).and_then(|address| address.verify()).is_err(), "{text}");
    }
    let blank = either(value("<sip:a@b>;tag=;x=1", Leniency::EMPTY_PARAM_VALUE)).unwrap();
    assert!(blank.tag().unwrap().is_none() && blank.params().iter().count() == 2);
    let spaced = either(value("< sip:a@b >;tag=1", Leniency::SPACES_IN_BRACKETS)).unwrap();
    assert_eq!((spaced.uri().unwrap().as_bytes(), spaced.tag().unwrap().unwrap().as_str()), (&b"sip:a@b"[..], "1"));
}

#[test]
fn passwords_are_not_shown() {
    let address = NameAddr::parse(b"x <sip:a:secret@b>;tag=1").unwrap();
    assert_eq!(address.to_string(), "x <sip:a:***@b>;tag=1");
    assert!(!alloc::format!("{address:?}").contains("secret"));
}

#[test]
fn hosts_that_begin_with_a_digit_are_written_and_read() {
    use crate::encode::Encode as _;
    use crate::header::families::via::Via;
    use crate::host::Host;
    use crate::transport::Transport;
    use crate::uri::SipUri;
    for name in ["0c1d2e3f4a5b", "3cx", "1a", "host.1a", "1-2"] {
        let host = Host::try_from(name).unwrap();
        let contact = NameAddr::build(SipUri::build(host).user("al").port(5060)).to_bytes().unwrap();
        let contact = contact::Contact::parse(&contact).unwrap().uri().unwrap().unwrap();
        assert_eq!(contact.as_sip().unwrap().host(), host);
        let via = Via::build(Transport::Udp, host).branch("z9hG4bK1").to_bytes().unwrap();
        assert_eq!(Via::parse(&via).unwrap().host(), Ok(host));
    }
    for name in ["1.2.3", "1.2.3.256", "1.2.3.4.5", "a.1"] {
        assert!(Host::try_from(name).is_err(), "{name}");
    }
}

#[test]
fn draft_of_an_address_changes_what_it_sets_and_nothing_else() {
    use super::NameAddrDraft;
    use crate::encode::{Encode, ParamDraft};
    let of = |text: &str, change: fn(NameAddrDraft<'_>) -> alloc::vec::Vec<u8>| {
        let address = NameAddr::parse(text.as_bytes()).unwrap();
        alloc::string::String::from_utf8(change(NameAddrDraft::from(&address))).unwrap()
    };
    for (text, wanted) in [
        ("sip:a@h", "<sip:a@h>;tag=1"),
        ("<sip:a@h>;TAG=2;x", "<sip:a@h>;x;tag=1"),
        ("\"A \\\" B\"<sip:a@h;lr?b=c> ;x=\"y;z\" ; tag=2", "\"A \\\" B\" <sip:a@h;lr?b=c>;x=\"y;z\";tag=1"),
        ("\"\" <tel:+1>", "\"\" <tel:+1>;tag=1"),
        ("A\r\n B <sip:a>", "A B <sip:a>;tag=1"),
    ] {
        assert_eq!(of(text, |draft| draft.tag("1").to_bytes().unwrap()), wanted, "{text}");
    }
    assert_eq!(of("<sip:a>;expires=5;q=0.1", |draft| draft.expires(0).q(1000).to_bytes().unwrap()), "<sip:a>;expires=0;q=1");
    for (q, wanted) in [(0, "0"), (1, "0.001"), (10, "0.01"), (500, "0.5"), (999, "0.999"), (1000, "1")] {
        let bytes = NameAddr::build("sip:a").q(q).to_bytes().unwrap();
        assert_eq!(bytes, [b"<sip:a>;q=", wanted.as_bytes()].concat());
        let contact = <crate::header::Contact<'_> as crate::header::TypedHeader<'_>>::parse(Value::new(&bytes).unwrap()).unwrap();
        assert_eq!(contact.q(), Ok(Some(q)));
    }
    assert!(NameAddr::build("sip:a").q(1001).to_bytes().is_err());
    let named = of("A <sip:a>;x=1;y", |draft| draft.display_name("B").params(&[ParamDraft::token("X", "2")]).to_bytes().unwrap());
    assert_eq!(named, "\"B\" <sip:a>;y;X=2");
    for bytes in [NameAddr::build("sip:a").tag("a b").to_bytes(), NameAddr::build("sip:a").tag("").to_bytes()] {
        assert!(bytes.is_err());
    }
    // Two tags are none.
    let twice = crate::header::To::row(NameAddr::build("sip:a").tag("1").params(&[ParamDraft::token("tag", "2")])).to_bytes();
    assert!(twice.is_err());
}
