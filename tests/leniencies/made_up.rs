//! Made-up values: leniency adds some, and changes none.

use proptest::prelude::*;
use sipwire::{AnyValue, Encode, Leniency, Parser};

use super::cases::facts;
use super::common::tables::shown;

/// What values of addresses are made of, and what goes wrong between.
const OF_ADDRESSES: [&str; 44] = [
    "sip:",
    "sips:",
    "tel:+1",
    "http://",
    "a",
    "h",
    "1a",
    "1.2.3",
    "192.0.2.1",
    "[::1]",
    "[fe80::1%25e]",
    "[fe80::1%4]",
    "@",
    "@",
    ":",
    ":5060",
    ";",
    ";",
    "?",
    "=",
    "&",
    "%25",
    "%",
    "<",
    "<",
    ">",
    ">",
    "\"",
    "\"A\"",
    "\"\"",
    "\\",
    " ",
    " ",
    "\r\n ",
    ",",
    ";tag=1",
    ";lr",
    "x=y",
    "#",
    "_",
    "maddr=",
    "received=",
    "(c)",
    "Ring",
];

/// The headers whose values these pieces are, and what stands before them.
const ADDRESSES: [(&str, &str); 10] = [
    ("From", ""),
    ("Contact", ""),
    ("Route", ""),
    ("Diversion", ""),
    ("P-Refused-URI-List", ""),
    ("Alert-Info", ""),
    ("Refer-Events-At", ""),
    ("Identity", "a;info="),
    ("Via", "SIP/2.0/UDP "),
    ("Warning", "399 "),
];

/// What parameters are made of, and what goes wrong between.
const OF_PARAMS: [&str; 40] = [
    ";",
    ";",
    ";",
    ",",
    ",",
    "=",
    "=",
    "=",
    "branch",
    "received",
    "rport",
    "tag",
    "text",
    "realm",
    "qop",
    "nonce",
    "uri",
    "x",
    "a",
    "1",
    "5060",
    ":",
    "/",
    "@",
    "sip:a",
    "[::1]",
    "192.0.2.1",
    "\"",
    "\"a\"",
    "\"\"",
    "<",
    "<a>",
    ">",
    "(",
    "(c)",
    " ",
    " ",
    "\r\n ",
    "Digest ",
    "T00:00:00",
];

/// The headers whose values these pieces end.
const WITH_PARAMS: [(&str, &str); 18] = [
    ("Via", "SIP/2.0/UDP h;"),
    ("From", "<sip:a>;"),
    ("Contact", "sip:a;"),
    ("Call-Info", "<a:b>;"),
    ("P-Charging-Vector", "icid-value="),
    ("Content-Type", "a/b;x="),
    ("Accept", "a/b"),
    ("Reason", "SIP;text="),
    ("Session-Expires", "90"),
    ("Expires", "90"),
    ("Require", "a"),
    ("Event", "a"),
    ("Replaces", "7;to-tag=1;from-tag="),
    ("WWW-Authenticate", "Digest realm="),
    ("Authorization", "Digest username="),
    ("Authentication-Info", "nextnonce="),
    ("Warning", "399 "),
    ("Date", "2022-01-01"),
];

proptest! {
    #[test]
    fn leniency_adds_addresses_and_changes_none(pieces in prop::collection::vec(prop::sample::select(&OF_ADDRESSES[..]), 1..10)) {
        ADDRESSES.iter().try_for_each(|(name, before)| adds_and_changes_none(name, &format!("{before}{}", pieces.concat())))?;
    }

    #[test]
    fn leniency_adds_parameters_and_changes_none(pieces in prop::collection::vec(prop::sample::select(&OF_PARAMS[..]), 0..10)) {
        WITH_PARAMS.iter().try_for_each(|(name, before)| adds_and_changes_none(name, &format!("{before}{}", pieces.concat())))?;
    }
}

/// A value that is taken strictly is the same leniently, and one that is taken at all is written as it was read and read again so.
fn adds_and_changes_none(name: &str, value: &str) -> Result<(), TestCaseError> {
    let bytes = format!("INVITE sip:a SIP/2.0\r\n{name}: {value}\r\n\r\n");
    let (strict, lenient) = (Parser::new(), Parser::new().leniency(Leniency::ALL));
    let Ok(of_lenient) = lenient.parse(bytes.as_bytes()) else { return Ok(()) };
    let row = of_lenient.headers().iter().next().unwrap();
    let values: Vec<_> = row.values().map_while(Result::ok).collect();
    if let Ok(of_strict) = strict.parse(bytes.as_bytes()) {
        let of_strict = of_strict.headers().iter().next().unwrap();
        let same = of_strict.values().map_while(Result::ok).map(|value| facts(&value)).collect::<Vec<_>>();
        let found: Vec<_> = values.iter().take(same.len()).map(facts).collect();
        prop_assert_eq!(same, found, "{:?}", bytes);
    }
    for value in values {
        let written = value.to_bytes().unwrap();
        let again: Vec<_> = row.name().values(lenient.parse_value(&written).unwrap()).collect();
        let [Ok(again)] = &again[..] else { panic!("{:?}: {again:?}", shown(&written)) };
        prop_assert_eq!(unfolded_facts(again), unfolded_facts(&value), "{:?}", shown(&written));
    }
    Ok(())
}

/// Facts of which folds and spaces are one space.
fn unfolded_facts(value: &AnyValue<'_>) -> Vec<String> {
    facts(value)
        .iter()
        .map(|fact| fact.replace("\\x0d\\x0a", "").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        .collect()
}
