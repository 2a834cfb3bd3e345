use super::*;
use crate::transport::Transport;
use alloc::string::ToString;

#[test]
fn every_part_is_where_it_was_written() {
    let text = "SIPS:al%69ce;x=y?z/w:pa$$@[2001:db8::1]:5061;transport=UDP;lr;%74tl=7?Subject=a%20b&To=";
    let uri = SipUri::parse(text.as_bytes()).unwrap();
    assert!(uri.is_sips() && uri.user().unwrap().is("alice;x=y?z/w") && uri.password().unwrap().is("pa$$"));
    assert_eq!((uri.host().as_str(), uri.port()), ("[2001:db8::1]", Some(5061)));
    assert_eq!((uri.transport(), uri.ttl(), uri.is_loose_router()), (Some(Transport::Udp), Ok(Some(7)), true));
    assert_eq!(uri.params().iter().count(), 3);
    assert!(uri.headers().get("subject").unwrap().is("a b") && uri.headers().get("to").unwrap().is_empty());
    assert_eq!(uri.to_bytes().unwrap(), text.as_bytes());
    assert_eq!(uri.to_string(), text.replace("pa$$", "***"));
}

#[test]
fn what_is_wrong_has_a_place() {
    for (text, offset) in [
        ("sip:", 4),
        ("sip:@a", 4),
        ("sip:a b@c", 5),
        ("sip:a@b@c", 7),
        ("sip:a:b:c@d", 7),
        ("sip:a@", 6),
        ("sip:a@b:", 8),
        ("sip:a@b:70000", 8),
        ("sip:a;", 6),
        ("sip:a;;b", 6),
        ("sip:a;b=", 8),
        ("sip:a;b=c=d", 9),
        ("sip:a?", 6),
        ("sip:a?b", 7),
        ("sip:a?=b", 6),
        ("sip:a?b=c&", 10),
        ("sip:%", 4),
        ("sip:a%4@b", 5),
        ("sip:a@%61", 6),
        ("sip:a;b@", 8),
        ("sip:a@b;transport=tcp;transport=udp", 22),
        ("sip:a;%zz", 6),
        ("sip:a@b ", 7),
        ("sip: a@b", 4),
        ("sip:2001:db8::1", 9),
        ("sip:a[@b", 5),
    ] {
        assert_eq!(SipUri::parse(text.as_bytes()).map(|uri| uri.to_string()).map_err(|error| error.offset()), Err(offset), "{text}");
    }
    assert!(SipUri::parse(b"tel:+1").is_err());
}

#[test]
fn lenient_readings_are_named() {
    let read = |text: &'static str, flag| super::super::Uri::parse_at(text.as_bytes(), 0, &Profile::new(&Limits::new(), flag));
    assert!(read("sip:a;;b;", Leniency::EMPTY_PARAMS).is_ok());
    assert!(read("sip:a;b=c=d", Leniency::EQUALS_IN_URI_PARAM).is_ok());
    let blank = read("sip:a;transport=;maddr=;ttl=;lr=", Leniency::EMPTY_PARAM_VALUE).unwrap();
    let blank = blank.as_sip().unwrap();
    assert_eq!((blank.transport(), blank.maddr(), blank.ttl(), blank.is_loose_router()), (None, Ok(None), Ok(None), true));
    assert!(read("sip:a:0", Leniency::PORT_ZERO).is_ok());
    let dialled = read("sip:*31#555:x@a;lr", Leniency::HASH_IN_USER).unwrap();
    let dialled = dialled.as_sip().unwrap();
    assert!(dialled.user().unwrap().is("*31#555") && dialled.password().unwrap().is("x") && dialled.is_loose_router());
    assert_eq!(dialled.telephone().unwrap().number(), "*31#555");
    for (text, offset) in [("sip:a#b", 5), ("sip:a:#@b", 6), ("sip:a@b#c", 7), ("sip:##%4@a", 6)] {
        assert_eq!(read(text, Leniency::ALL).unwrap_err().offset(), offset, "{text}");
    }
}

#[test]
fn drafts_escape_what_they_must() {
    let host = Host::try_from("h").unwrap();
    let params = [UriParamDraft::new("a;b", "c=d")];
    let draft = SipUri::build(host).sips().user("a@b:c\r\n\0").params(&params);
    let bytes = draft.to_bytes().unwrap();
    assert_eq!(bytes, b"sips:a%40b%3Ac%0D%0A%00@h;a%3Bb=c%3Dd");
    let read = SipUri::parse(&bytes).unwrap();
    assert!(read.user().unwrap().is("a@b:c\r\n\0") && read.params().get("a;b").unwrap().value().unwrap().is("c=d"));
    assert!(SipUri::build(host).user("").to_bytes().is_err());
}
