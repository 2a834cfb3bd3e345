use super::*;
use crate::profile::Limits;

#[test]
fn names_addresses_and_what_is_neither() {
    for (text, is_name) in [
        ("a", true),
        ("example.com", true),
        ("example.com.", true),
        ("a-b.c3", true),
        ("3com.com", true),
        ("3402000000", true),
        ("0c1d2e3f4a5b", true),
        ("3cx", true),
        ("1a", true),
        ("1a.", true),
        ("host.1a", true),
        ("1-2", true),
        ("1.2-3", true),
        ("1.2.3.4a", true),
        ("1.2.3.x4", true),
        ("192.0.2.1", false),
        ("0.0.0.0", false),
        ("255.255.255.255", false),
        ("[::]", false),
        ("[::ffff:192.0.2.1]", false),
        ("[2001:db8::9:1]", false),
        ("[2001:DB8:0:0:0:0:192.0.2.1]", false),
    ] {
        assert_eq!(Host::try_from(text).map(|host| host.is_name()), Ok(is_name), "{text}");
    }
    for text in [
        "",
        ".",
        "a..b",
        ".a",
        "-a.com",
        "a-.com",
        "a.-b",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "444.555.666.777",
        "01.2.3.4",
        "a.1",
        "a.1.",
        "1a.2",
        "1.2.3.256",
        "1-",
        "1a-",
        "-1a",
        "3402000000.",
        "a_b",
        "[",
        "[]",
        "[::1",
        "::1",
        "[:::1]",
        "[1:2:3:4:5:6:7:8:9]",
        "[::1%25eth0]",
        "[2001:db8:::192.0.2.1]",
        "[::1]x",
        "a b",
        "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]",
        "1.2.3.4.",
    ] {
        assert!(Host::try_from(text).is_err(), "{text}");
    }
}

#[test]
fn lenient_readings_are_named() {
    let read = |text: &'static str, flag| {
        let profile = Profile::new(&Limits::new(), flag);
        grammar::whole(text.as_bytes(), 0, host(&profile))
    };
    assert!(read("my_host.local", Leniency::UNDERSCORE_IN_HOST).is_ok());
    assert!(read("my_host.local", Leniency::ALL.without(Leniency::UNDERSCORE_IN_HOST)).is_err());
    let zoned = |text| read(text, Leniency::IPV6_ZONE).unwrap();
    for (text, zone) in [
        ("[fe80::1%4]", "4"),
        ("[fe80::1%25eth0]", "eth0"),
        ("[fe80::1%eth0.1~_-]", "eth0.1~_-"),
        ("[fe80::1%25]", "25"),
        ("[fe80::1%251]", "1"),
    ] {
        let host = zoned(text);
        assert_eq!((host.as_str(), host.zone().unwrap().as_str(), host.ip()), (text, zone, "fe80::1".parse().ok()), "{text}");
        assert!(read(text, Leniency::ALL.without(Leniency::IPV6_ZONE)).is_err(), "{text}");
    }
    assert!(zoned("[fe80::1%251]").equivalent(&zoned("[fe80::1%1]")) && !zoned("[fe80::1%1]").equivalent(&zoned("[fe80::1%2]")));
    assert!(!zoned("[fe80::1%1]").equivalent(&zoned("[fe80::1]")) && zoned("[fe80::1]").zone().is_none());
    for text in
        ["[fe80::1%]", "[fe80::1%a b]", "[fe80::1%a%b]", "[%1]", "[192.0.2.1%1]", "192.0.2.1%1", "[fe80::1%1", "a%1", "[fe80::1%251%]"]
    {
        assert!(read(text, Leniency::ALL).is_err(), "{text}");
    }
    let three = read("[2001:db8:::192.0.2.1]", Leniency::THREE_COLONS).unwrap();
    assert!(three.equivalent(&Host::try_from("[2001:db8::192.0.2.1]").unwrap()));
    assert!(read("[2001:db8:::1]", Leniency::ALL).is_err());
}

#[test]
fn equality_is_of_values() {
    let equal = |a: &'static str, b: &'static str| Host::try_from(a).unwrap().equivalent(&Host::try_from(b).unwrap());
    assert!(equal("EXAMPLE.com", "example.COM") && equal("[2001:db8::9:01]", "[2001:DB8::9:1]"));
    assert!(!equal("[::ffff:192.0.2.1]", "192.0.2.1") && !equal("a.com", "a.com."));
}

#[test]
fn ports_have_sixteen_bits() {
    let profile = Profile::default();
    let read = |text: &'static str| grammar::whole(text.as_bytes(), 0, hostport(&profile));
    assert_eq!(read("a:05060").unwrap().1, Some(5060));
    for (text, offset) in [("a:", 2), ("a:65536", 2), ("a:0", 2), ("a:+1", 2), ("a:x", 2)] {
        assert_eq!(read(text).unwrap_err().offset(), offset, "{text}");
    }
}
