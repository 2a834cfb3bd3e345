//! What the client reads of a 200, what is stored, and what can't be read.

use sipwire::Message;
use sipwire::header::Contact;
use sipwire::rules::{Binding, BindingKey, Check};

use crate::store::{INSTANCE, Store, bound, register, request};

/// The client finds its own Contact among those of others, and what it says before what is said of all.
#[test]
fn what_was_granted_is_that_of_the_own_contact() {
    let asked = |rows: &str, response: &str| {
        let response = format!("SIP/2.0 200 OK\r\n{response}\r\n\r\n");
        let response = Message::parse(response.as_bytes()).unwrap();
        request(&register("x", 1, rows), |request| response.as_response().unwrap().granted(request).ok())
    };
    let flow = |reg_id: u32, uri: &str, expires: u32| format!("<{uri}>;reg-id={reg_id};{INSTANCE};expires={expires}");
    for (rows, response, wanted) in [
        ("Contact: <sip:a:5062>", "Contact: <sip:a>;expires=5, <sip:a:5062>;expires=7\r\nExpires: 9", Some(Some(7))),
        ("Contact: <sip:a>", "m: <sip:A;x=y>\r\nExpires: 9", Some(Some(9))),
        ("Contact: <sip:a>\nExpires: 600", "m: <sip:a>", Some(Some(600))),
        ("Contact: <sip:a>;expires=60\nExpires: 600", "m: <sip:a>", Some(Some(60))),
        ("Contact: <sip:a>", "m: <sip:a>", Some(Some(3600))),
        ("Contact: <sip:a>", "m: <sip:a>;expires=soon", Some(Some(3600))),
        ("Contact: <sip:a>", "m: <sip:a>;expires=0", Some(None)),
        ("Contact: <sip:a>", "m: <sip:b>;expires=60", Some(None)),
        // Registrars that list nothing say nothing, though they should.
        ("Contact: <sip:a>", "Expires: 60", Some(Some(60))),
        ("Contact: <sip:a>;expires=30", "", Some(Some(30))),
        ("Contact: <sip:a>;expires=0", "", Some(None)),
        ("Contact: <sips:a>", "m: <sip:a>;expires=60", Some(Some(60))),
        ("Contact: *\nExpires: 0", "m: <sip:a>;expires=60", Some(None)),
        ("", "m: <sip:a>;expires=60", Some(None)),
        ("Contact: <sip:a>", "m: <sip:a:x>;expires=60", None),
        ("Contact: <sip:a>", "m: <sip:\r\nm: <sip:a>;expires=60", Some(Some(60))),
    ] {
        assert_eq!(asked(rows, response), wanted, "{rows} {response}");
    }
    let own = format!("Contact: {}", flow(2, "sip:a", 600));
    let listed = format!("m: {}, {}, {}", flow(1, "sip:a", 5), flow(2, "sip:old", 6), flow(2, "sip:a", 7));
    assert_eq!(asked(&own, &listed), Some(Some(7)));
    assert_eq!(asked(&own, &format!("m: {}, {}", flow(1, "sip:a", 5), flow(2, "sip:nat", 6))), Some(Some(6)));
    assert_eq!(asked(&own, "m: <sip:a>;expires=8"), Some(Some(8)));
    assert_eq!(asked("Contact: <sip:a>", &format!("m: {}", flow(1, "sip:a", 5))), Some(None));
    let trying = Message::parse(b"SIP/2.0 100 Trying\r\nContact: <sip:a>;expires=60\r\n\r\n").unwrap();
    request(&register("x", 1, "Contact: <sip:a>"), |request| assert_eq!(trying.as_response().unwrap().granted(request), Ok(None)));
}

/// What is stored can be read back, and nothing else can.
#[test]
fn bindings_and_keys_have_a_stored_form() {
    let long = format!("Contact: <sip:{}@h>;reg-id=1", "a".repeat(300));
    for rows in [
        "Contact: <sip:a>",
        "Contact: \"B\" <sip:bob:secret@h;transport=tcp?subject=x>;q=0.5",
        "Contact: <tel:+1>",
        &format!("Supported: path\nPath: <sip:p;lr>\nContact: <sip:a>;reg-id=1;{INSTANCE}"),
        &long,
    ] {
        let mut store = Store::default();
        bound(&mut store, "x", 7, rows).unwrap();
        let binding = &store.0.values().next().unwrap()[0].binding;
        assert_eq!((binding.call_id(), binding.cseq()), (&b"x"[..], 7));
        assert_eq!(Binding::from_bytes(binding.as_bytes()).as_ref(), Some(binding), "{rows}");
        let key = binding.key();
        assert_eq!(BindingKey::from_bytes(key.as_bytes()).as_ref(), Some(&key));
        assert!(key.is_same(&BindingKey::of(&binding.contact(), key.is_flow()).unwrap()));
        for length in 0..binding.as_bytes().len() {
            if let Some(shorter) = Binding::from_bytes(&binding.as_bytes()[..length]) {
                panic!("{rows}: {length} {shorter:?}");
            }
        }
        assert!(!format!("{binding:?} {key:?}").contains("secret"), "{binding:?} {key:?}");
    }
    assert_eq!(BindingKey::of(&Contact::star(), true), None);
    for bytes in
        [&b""[..], b"\x01", b"\x01\x11", b"\x01\x11\0\0\0\0\0\0\0\0sip:a", b"\x01\x12\0\0\0\x01", b"\x01\x13\0\0\0\x01\x01x\x05sip:a\0"]
    {
        assert_eq!((BindingKey::from_bytes(bytes), Binding::from_bytes(bytes)), (None, None));
    }
}

/// A check that is not a registrar's takes part too: only its policy and tags are read.
#[test]
fn a_registration_that_cannot_be_read_is_a_fault() {
    let of = |replaced: &str, by: &str| {
        let text = String::from_utf8(register("x", 1, "Contact: <sip:a>")).unwrap().replace(replaced, by);
        let message = Message::parse(text.as_bytes()).unwrap();
        let fault = message.as_request().unwrap().registration(&Check::uas()).map(drop);
        fault.map_err(|fault| (fault.rule().id(), fault.header().map(|name| name.to_string())))
    };
    assert_eq!(of("a", "a"), Ok(()));
    let unreadable = |name: &str| Err(("V034", Some(name.to_owned())));
    assert_eq!(of("To: <sip:bob@biloxi.example>", "To: <tel:+1>"), Err(("V070", Some("To".to_owned()))));
    assert_eq!(of("To: <sip:bob@biloxi.example>\r\n", ""), unreadable("To"));
    assert_eq!(of("CSeq: 1", "CSeq: x"), unreadable("CSeq"));
    assert_eq!(of("Call-ID: x\r\n", ""), unreadable("Call-ID"));
}
