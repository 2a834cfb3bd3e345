use super::*;
use crate::header::rows::value::Value;
use crate::profile::Limits;

#[test]
fn white_space_and_folds_are_allowed_where_the_rfc_has_them() {
    let text = b"SIP / 2.0\r\n / UDP  first.example.com: 4000;ttl=16 ;maddr=224.2.0.1\r\n ;branch=z9hG4bKa7c6a8dlze.1";
    let via = Via::parse(text).unwrap();
    assert_eq!((via.transport(), via.host().unwrap().as_str(), via.port()), (Transport::Udp, "first.example.com", Ok(Some(4000))));
    assert_eq!((via.ttl(), via.maddr().unwrap().unwrap().as_str()), (Ok(Some(16)), "224.2.0.1"));
    assert_eq!(via.branch().unwrap().unwrap(), "z9hG4bKa7c6a8dlze.1");
    assert!(via.has_magic_cookie() && !via.has_rport());
}

#[test]
fn received_comes_in_both_forms() {
    for text in ["SIP/2.0/UDP h;received=2001:db8::9:255", "SIP/2.0/UDP h;received=[2001:db8::9:255]"] {
        assert_eq!(Via::parse(text.as_bytes()).unwrap().received(), Ok(Some("2001:db8::9:255".parse().unwrap())), "{text}");
    }
    let via = Via::parse(b"SIP/2.0/UDP [2001:db8::9:1];received=192.0.2.1;rport=5060").unwrap();
    assert_eq!((via.received(), via.rport()), (Ok(Some("192.0.2.1".parse().unwrap())), Ok(Some(5060))));
}

#[test]
fn unknown_transports_and_protocols_are_read() {
    let via = Via::parse(b"XYZ/9.x/UNKNOWN t.example.org;BRANCH=x;foo").unwrap();
    assert_eq!((via.protocol().as_str(), via.version().as_str(), via.transport().as_str()), ("XYZ", "9.x", "UNKNOWN"));
    assert!(via.params().contains("foo") && !via.has_magic_cookie());
}

#[test]
fn what_is_wrong_has_a_place() {
    for (text, offset) in [
        ("", 0),
        ("SIP", 3),
        ("SIP/2.0", 7),
        ("SIP/2.0/UDP", 11),
        ("SIP/2.0/UDP ", 11),
        ("SIP/2.0/UDPh", 12),
        ("SIP/2.0/UDP h:", 14),
        ("SIP/2.0/UDP h;", 14),
        ("SIP/2.0/UDP h;;branch=x", 14),
        ("SIP/2.0/UDP h;branch=x;branch=y", 23),
        ("SIP/2.0/UDP h;ttl=256", 14),
        ("SIP/2.0/UDP h;rport=", 20),
        ("SIP/2.0/UDP h;rport=65536", 14),
        ("SIP/2.0/UDP h;received=x", 14),
        ("SIP/2.0/UDP h;branch=\"x\"", 21),
        ("SIP/2.0/UDP h (x)", 14),
        ("SIP/2.0/UDP\u{a0}h", 11),
        ("SIP/2.0/UDP h;maddr=a_b", 14),
        ("SIP/2.0/UDP h;RPORT;rport=1", 20),
    ] {
        assert_eq!(Via::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
    }
}

#[test]
fn a_comma_in_a_comment_parts_nothing_where_comments_are_taken() {
    use crate::name::HeaderName;
    let count = |text: &'static str, leniency| {
        let value = Value::alone(text.as_bytes(), Profile::new(&Limits::new(), leniency)).unwrap();
        HeaderName::Via.values(value).collect::<Result<alloc::vec::Vec<_>, _>>().map(|all| all.len()).map_err(|error| error.offset())
    };
    let text = "SIP/2.0/UDP a;x=\"(,\" (b, \\) (c,) d), SIP/2.0/UDP e (f)";
    assert_eq!((count(text, Leniency::VIA_COMMENT), count(text, Leniency::NONE)), (Ok(2), Err(21)));
    assert_eq!(count("SIP/2.0/UDP a (b, SIP/2.0/UDP c", Leniency::VIA_COMMENT), Err(31));
    assert_eq!(count("SIP/2.0/UDP a, SIP/2.0/UDP b", Leniency::VIA_COMMENT), Ok(2));
}

#[test]
fn parameters_of_other_names_hold_what_they_like() {
    for name in ["branches", "receipts", "oc", "ttt", "rport2", "raddr", "brunch", "keeps"] {
        // The usual shape, and one that only the grammar reads.
        for (space, value) in [("", "=x.y"), (" ", "=x.y"), ("", "=192.0.2.1"), (" ", "=192.0.2.1"), ("", "")] {
            let text = alloc::format!("SIP/2.0/UDP h{space};{name}{value}");
            let via = via_parm(Value::new(text.as_bytes()).unwrap()).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(
                (via.received(), via.branch(), via.ttl(), via.has_rport(), via.has_keep()),
                (Ok(None), Ok(None), Ok(None), false, false),
                "{text}"
            );
        }
    }
}

#[test]
fn lenient_readings_are_named() {
    let read = |text: &'static str, flag| {
        let via = via_parm(Value::alone(text.as_bytes(), Profile::new(&Limits::new(), flag)).unwrap())?;
        via.verify().map(|()| via)
    };
    assert_eq!(read("SIP/2.0/UDP h;a (x (y))", Leniency::VIA_COMMENT).unwrap().as_bytes(), b"SIP/2.0/UDP h;a");
    let name = read("SIP/2.0/UDP h;received=stinkbug.example;a", Leniency::RECEIVED_NAME).unwrap();
    assert!(name.received() == Ok(None) && name.params().value("received").unwrap().is("stinkbug.example"));
    assert!(read("SIP/2.0/UDP h;received=a;received=192.0.2.1", Leniency::ALL).is_err());
    assert!(read("SIP/2.0/UDP h;;a", Leniency::ALL.without(Leniency::EMPTY_PARAMS)).is_err());
    assert!(read("SIP/2.0/UDP h;;a;", Leniency::EMPTY_PARAMS).unwrap().params().contains("a"));
    let blank = read("SIP/2.0/UDP h;rport=;branch=;received=;ttl=;maddr=;keep=;x=", Leniency::EMPTY_PARAM_VALUE).unwrap();
    assert_eq!((blank.has_rport(), blank.rport(), blank.has_keep(), blank.keep()), (true, Ok(None), true, Ok(None)));
    assert_eq!((blank.branch(), blank.received(), blank.ttl(), blank.maddr()), (Ok(None), Ok(None), Ok(None), Ok(None)));
    assert!(read("SIP/2.0/UDP h;branch=\"\"", Leniency::ALL).is_err());
}

#[test]
fn blank_second_param_never_hides_the_first() {
    for (first, name) in
        [("rport=66", "rport"), ("received=192.0.2.1", "received"), ("branch=z9hG4bK1", "branch"), ("ttl=5", "ttl"), ("maddr=a", "maddr")]
    {
        for leniency in [Leniency::NONE, Leniency::EMPTY_PARAM_VALUE, Leniency::ALL] {
            for second in ["=", "=7", "", "=\"\""] {
                let text = alloc::format!("SIP/2.0/UDP h;{first};x;{name}{second}");
                let value = Value::alone(text.as_bytes(), Profile::new(&Limits::new(), leniency)).unwrap();
                let Ok(via) = via_parm(value) else { continue };
                let is_there = match name {
                    "rport" => via.rport().map(|port| port == Some(66)),
                    "received" => via.received().map(|address| address == "192.0.2.1".parse().ok()),
                    "branch" => via.branch().map(|branch| branch.is_some_and(|branch| branch == "z9hG4bK1")),
                    "ttl" => via.ttl().map(|ttl| ttl == Some(5)),
                    _ => via.maddr().map(|host| host.is_some_and(|host| host.as_str() == "a")),
                };
                // Where a leniency takes a blank one, it does not count.
                let may_be_blank = leniency.has(Leniency::EMPTY_PARAM_VALUE) && second == "=";
                assert!(is_there == Ok(true) && may_be_blank || is_there.is_err(), "{text} by {leniency}: {is_there:?}");
            }
        }
    }
}
