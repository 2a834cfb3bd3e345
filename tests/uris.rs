//! URIs against the tables of `corpus/uris`, and the laws of equality.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use sipwire::{Encode as _, Escaped, Limit, Limits, Parser, Uri, UriDifference};

/// The rows of a table, without the one that names the columns. There are some, of as many columns each.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/uris").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut rows: Vec<Vec<String>> = text.lines().map(|line| line.split('\t').map(String::from).collect()).collect();
    let columns = rows.remove(0).len();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{name}");
    rows
}

/// What a cell stands for.
fn bytes(cell: &str) -> Vec<u8> {
    let mut pieces = cell.split("\\x");
    let mut bytes = pieces.next().filter(|first| *first != "\"\"").unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}

fn cell(part: Option<&[u8]>) -> String {
    match part {
        None => "-".into(),
        Some([]) => "\"\"".into(),
        Some(part) => String::from_utf8(part.to_vec()).unwrap(),
    }
}

/// A list of which an empty one is absent.
fn list(part: &[u8]) -> String {
    cell(Some(part).filter(|part| !part.is_empty()))
}

fn escaped(part: Option<Escaped<'_>>) -> String {
    cell(part.map(|part| part.as_bytes()))
}

#[test]
fn sip_uris_have_their_parts() {
    for row in table("sip.tsv") {
        let uri = Uri::try_from(&*row[0]).unwrap_or_else(|error| panic!("{}: {error}", row[0]));
        let sip = uri.as_sip().unwrap();
        let found = [
            row[0].clone(),
            uri.scheme().to_string(),
            escaped(sip.user()),
            escaped(sip.password()),
            sip.host().as_str().into(),
            sip.port().map_or("-".into(), |port| port.to_string()),
            list(sip.params().as_bytes()),
            list(sip.headers().as_bytes()),
        ];
        assert_eq!(found, row[..]);
        assert_eq!(uri.to_bytes().unwrap(), row[0].as_bytes());
    }
}

#[test]
fn tel_uris_have_their_parts() {
    for row in table("tel.tsv") {
        let uri = Uri::try_from(&*row[0]).unwrap_or_else(|error| panic!("{}: {error}", row[0]));
        let tel = uri.as_tel().unwrap();
        let found = [
            row[0].clone(),
            tel.number().to_string(),
            String::from_utf8(tel.digits().collect()).unwrap(),
            if tel.is_global() { "yes".into() } else { "no".into() },
            escaped(tel.phone_context()),
            escaped(tel.isub()),
            escaped(tel.ext()),
            list(tel.params().as_bytes()),
        ];
        assert_eq!(found, row[..]);
        assert_eq!(uri.to_bytes().unwrap(), row[0].as_bytes());
        assert_eq!(tel.is_qualified(), tel.is_global() || row[4] != "-");
    }
}

#[test]
fn telephone_numbers_stand_in_user_parts_too() {
    for row in table("tel.tsv") {
        let number = &row[0][4..];
        // What a user part can't hold unescaped.
        if number.contains(['#', '@', '[', ':']) {
            continue;
        }
        let text = format!("sip:{number}@h;user=phone");
        let uri = Uri::try_from(&*text).unwrap();
        let telephone = uri.as_sip().unwrap().telephone().unwrap_or_else(|| panic!("{text}"));
        assert_eq!((telephone.number().as_str(), telephone.as_bytes()), (&*row[1], number.as_bytes()));
    }
    for text in ["sip:h", "sip:alice@h", "sip:+@h", "sip:1;@h", "sip:%31@h"] {
        assert!(Uri::try_from(text).unwrap().as_sip().unwrap().telephone().is_none(), "{text}");
    }
}

#[test]
fn other_uris_have_a_scheme_and_a_rest() {
    for row in table("other.tsv") {
        match Uri::try_from(&*row[0]).unwrap_or_else(|error| panic!("{}: {error}", row[0])) {
            Uri::Absolute(uri) => {
                let found = [row[0].clone(), uri.scheme().to_string(), cell(Some(uri.rest()))];
                assert_eq!(found, row[..]);
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn what_is_no_uri_has_a_place() {
    for row in table("invalid.tsv") {
        let bytes = bytes(&row[0]);
        assert_eq!(Uri::parse(&bytes).map_err(|error| error.offset().to_string()), Err(row[1].clone()), "{}", row[0]);
    }
}

#[test]
fn pairs_are_equal_or_their_difference_has_a_name() {
    let rows = table("equal.tsv");
    assert!(rows.len() >= 100);
    for row in rows {
        let [a, b] = [&row[0], &row[1]].map(|text| Uri::try_from(&**text).unwrap_or_else(|error| panic!("{text}: {error}")));
        for (a, b) in [(a, b), (b, a)] {
            let found = match a.equivalent(&b) {
                Ok(()) => "=".into(),
                Err(difference) => difference.to_string().to_lowercase(),
            };
            assert_eq!(found, row[2].to_lowercase(), "{a} {b}");
        }
        for uri in [a, b] {
            assert_eq!(uri.equivalent(&uri), Ok(()));
        }
    }
}

#[test]
fn long_lists_are_compared_without_limits_too() {
    let parser = Parser::new().limits(Limits::unlimited_for_trusted_input());
    let listed = |numbers: &mut dyn Iterator<Item = u32>| {
        let params: String = numbers.map(|number| format!(";p{number}={number}")).collect();
        format!("sip:h{params}?a=b")
    };
    let [up, down] = [listed(&mut (0..60_000)), listed(&mut (0..60_000).rev())];
    assert!(parser.parse_uri(up.as_bytes()).unwrap().equivalent(&parser.parse_uri(down.as_bytes()).unwrap()).is_ok());
    assert!(Uri::parse(listed(&mut (0..Limits::new().get(Limit::UriParams) + 1)).as_bytes()).is_err());
}

#[test]
fn a_difference_says_its_part_and_its_name() {
    let [a, b] = ["sip:h", "sip:h;tt%6C=1"].map(|text| Uri::try_from(text).unwrap());
    let difference = a.equivalent(&b).unwrap_err();
    assert!(matches!(difference, UriDifference::Param(name) if name.is("ttl")));
    assert_eq!((difference.as_str(), difference.to_string()), ("parameter", "parameter tt%6C".into()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn equality_is_symmetric_and_reflexive(
        a in "(sip:([aA]|%61|%3b){1,2}@|sip:|sips:)(h|H|\\[::1\\]|\\[0::1\\])(:1)?(;(x|X|y|ttl|transport|lr)[12]?(=[aA1])?){0,3}(\\?([aA]=(b|%62)|to=(sip:h|sip:H;[xX]|%3Csip:h%3E%3Bx|%3Csip:h%3E%3Btag%3D1)|expires=0?6)(&c=)?)?|tel:\\+1-?2?(;[abA](=[12])?){0,2}",
        b in "(sip:([aA]|%61|%3b){1,2}@|sip:|sips:)(h|H|\\[::1\\]|\\[0::1\\])(:1)?(;(x|X|y|ttl|transport|lr)[12]?(=[aA1])?){0,3}(\\?([aA]=(b|%62)|to=(sip:h|sip:H;[xX]|%3Csip:h%3E%3Bx|%3Csip:h%3E%3Btag%3D1)|expires=0?6)(&c=)?)?|tel:\\+1-?2?(;[abA](=[12])?){0,2}",
    ) {
        let (Ok(a), Ok(b)) = (Uri::try_from(&*a), Uri::try_from(&*b)) else { return Ok(()) };
        let kind = |result: Result<(), UriDifference<'_>>| {
            result.map_err(|difference| (difference.as_str(), difference.name().map(|name| name.to_string().to_lowercase())))
        };
        prop_assert_eq!(kind(a.equivalent(&b)), kind(b.equivalent(&a)));
        prop_assert!(a.equivalent(&a).is_ok() && b.equivalent(&b).is_ok());
        prop_assert!(a.as_bytes() != b.as_bytes() || a.equivalent(&b).is_ok());
    }
}
