//! Ids of dialogs (RFC 3261 §12).

use proptest::prelude::*;
use sipwire::rules::DialogId;

use crate::{message, within};

#[test]
fn call_ids_have_case_and_tags_have_none() {
    let id = |call_id: &str, local: &str, remote: &str| DialogId::new(call_id.as_bytes(), Some(local.as_bytes()), Some(remote.as_bytes()));
    assert_eq!(id("a@b", "Tag", "x1"), id("a@b", "tAG", "X1"));
    assert_ne!(id("a@b", "1", "2"), id("A@b", "1", "2"));
    assert_ne!(id("a@b", "1", "2"), id("a@b", "2", "1"));
    // The same bytes, parted elsewhere.
    assert_ne!(id("a", "b1", "2"), id("ab", "1", "2"));
    assert_ne!(id("a", "1", "22"), id("a", "12", "2"));
}

#[test]
fn a_null_tag_is_no_tag() {
    let (null, zero, empty) = (None, Some(&b"0"[..]), Some(&b""[..]));
    assert_ne!(DialogId::new(b"a", Some(b"1"), null), DialogId::new(b"a", Some(b"1"), zero));
    assert_ne!(DialogId::new(b"a", Some(b"1"), null), DialogId::new(b"a", Some(b"1"), empty));
    assert_eq!(DialogId::new(b"a", null, Some(b"1")).reversed(), DialogId::new(b"a", Some(b"1"), null));
}

#[test]
fn requests_and_responses_name_the_same_dialog() {
    let bye = within("BYE", 315, "");
    let bye = bye.as_request().unwrap();
    let at_bob = DialogId::new(b"a84b4c76e66710@pc33", Some(b"a6c8"), Some(b"1928"));
    assert_eq!(DialogId::received(bye).unwrap(), at_bob);
    assert_eq!(DialogId::sent(bye).unwrap(), at_bob.reversed());
    let ok = crate::response("200 OK", "315 BYE", "");
    assert_eq!(DialogId::of_response(ok.as_response().unwrap()).unwrap(), at_bob.reversed());
    let without = message("BYE sip:a SIP/2.0\nFrom: <sip:b>;tag=1\nTo: <sip:a>;tag=2");
    assert!(DialogId::received(without.as_request().unwrap()).is_err());
}

#[test]
fn debug_shows_no_control_bytes() {
    let shown = format!("{:?}", DialogId::new(b"a\r\nb", Some(b"\x1b[31m"), None));
    assert!(!shown.bytes().any(|b| b < b' '), "{shown}");
    assert!(shown.contains("no remote tag"));
}

proptest! {
    #[test]
    fn ids_are_injective_and_stored(
        a in (".{0,120}", proptest::option::of("[a-zA-Z0-9]{0,40}"), proptest::option::of("[a-zA-Z0-9]{0,40}")),
        b in ("[ab]{0,2}", proptest::option::of("[ab]{0,1}"), proptest::option::of("[ab]{0,1}")),
        c in ("[ab]{0,2}", proptest::option::of("[ab]{0,1}"), proptest::option::of("[ab]{0,1}")),
    ) {
        type Parts = (String, Option<String>, Option<String>);
        let id = |(call_id, local, remote): &Parts| {
            DialogId::new(call_id.as_bytes(), local.as_deref().map(str::as_bytes), remote.as_deref().map(str::as_bytes))
        };
        for parts in [&a, &b, &c] {
            let id = id(parts);
            prop_assert_eq!(DialogId::from_bytes(id.as_bytes()), Some(id.clone()));
            prop_assert_eq!(&id.reversed().reversed(), &id);
            for cut in 0..id.as_bytes().len() {
                prop_assert!(DialogId::from_bytes(&id.as_bytes()[..cut]).is_none());
            }
        }
        prop_assert_eq!(id(&b) == id(&c), b == c);
    }
}
