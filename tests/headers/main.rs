//! Tables of header values: what each header of the registry takes, what it refuses and where, and all that the typed values tell.

#[path = "../common/mod.rs"]
mod common;
mod facts;
#[allow(dead_code, unreachable_pub, unused_imports, clippy::duplicate_mod, reason = "the other laws are held in tests/properties")]
#[path = "../properties/laws/mod.rs"]
mod laws;

use std::collections::{BTreeMap, BTreeSet};

use common::tables::{self, Row};
use facts::Facts;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use sipwire::header::*;
use sipwire::{Encode, ErrorKind, HeaderName, Message};

/// The headers that are text: free by their grammar, or kept whole. Every other one has a type of its own.
const TEXT: [&str; 17] = [
    "Content-Description",
    "DC-Info",
    "Encryption",
    "Hide",
    "Organization",
    "P-DCS-Billing-Info",
    "P-DCS-LAES",
    "P-DCS-Redirect",
    "P-RTP-Stat",
    "Policy-ID",
    "Reason-Phrase",
    "Response-Key",
    "Server",
    "Subject",
    "Trigger-Consent",
    "User-Agent",
    "X-Not-In-The-Registry",
];

/// The message that has this row alone, under another name or with another value if that is wanted.
fn message(row: &Row, name: &str, value: &[u8]) -> Vec<u8> {
    let body = if row.header == "Content-Length" { &b"a body of 17 byte"[..] } else { b"" };
    let body = &body[..body.len().min(std::str::from_utf8(value).ok().and_then(|length| length.parse().ok()).unwrap_or_default())];
    [b"OPTIONS sip:a SIP/2.0\r\n", name.as_bytes(), b": ", value, b"\r\n\r\n", body].concat()
}

/// Every row of every table, in order.
fn rows() -> Vec<Row> {
    tables::rows(env!("CARGO_MANIFEST_DIR").as_ref())
}

/// What a value turns out to be.
#[derive(Debug, PartialEq)]
struct Found {
    families: BTreeSet<&'static str>,
    error: Option<usize>,
    facts: Vec<Facts>,
}

/// Reads the elements of a value whose first byte has the offset `base`.
fn found(values: Values<'_>, base: usize) -> Found {
    let mut found = Found { families: BTreeSet::new(), error: None, facts: Vec::new() };
    for value in values {
        match value {
            Ok(value) => {
                let (family, facts) = facts::of_family(&value);
                found.families.insert(family);
                found.facts.push(facts);
            }
            Err(error) => found.error = Some(error.offset() - base),
        }
    }
    found
}

/// The value as it is alone: what the family tells.
fn alone(row: &Row) -> Found {
    match Value::new(&row.value) {
        Ok(value) => found(row.name().values(value), 0),
        Err(error) => Found { families: BTreeSet::new(), error: Some(error.offset()), facts: Vec::new() },
    }
}

/// The value as it is in a message: what the family and the header's own type tell.
fn framed(row: &Row, name: &str, value: &[u8]) -> Found {
    let bytes = message(row, name, value);
    let message = match Message::parse(&bytes) {
        Ok(message) => message,
        Err(error) => {
            let base = common::first(&bytes, b"\r\n") + 2 + name.len() + 2;
            return Found { families: BTreeSet::new(), error: Some(error.offset() - base), facts: Vec::new() };
        }
    };
    let header = message.headers().iter().next().expect("the row");
    assert!(header.name() == row.name() && message.headers().len() == 1, "{row:?}");
    let mut found = found(header.values(), header.value_offset());
    if found.error.is_none() {
        for (facts, own) in found.facts.iter_mut().zip(facts::of_header(&message, row.name())) {
            facts.extend(own);
        }
    }
    found
}

/// The facts of all elements as they stand in a table.
fn written(facts: &[Facts]) -> String {
    facts.iter().map(|facts| facts.join(" | ")).collect::<Vec<_>>().join(" || ")
}

#[test]
fn every_header_has_its_rows_in_the_table_of_its_family() {
    let mut of_header = BTreeMap::<_, Vec<_>>::new();
    let rows = rows();
    for row in &rows {
        of_header.entry(row.header.as_str()).or_default().push(row);
    }
    let registry: BTreeSet<_> = HeaderName::known().map(|name| name.as_str().to_owned()).collect();
    for name in &registry {
        let rows = of_header.get(name.as_str()).unwrap_or_else(|| panic!("{name}: no rows"));
        let valid: BTreeSet<_> = rows.iter().filter(|row| row.error.is_none()).map(|row| &row.value).collect();
        assert!(valid.len() >= 2, "{name}: fewer than two valid values");
        assert!(rows.iter().any(|row| row.error.is_some()), "{name}: no invalid value");
        assert!(rows.iter().all(|row| row.family == rows[0].family), "{name}: in several tables");
        let is_text = TEXT.contains(&name.as_str());
        assert_eq!(rows[0].family == "text", is_text, "{name}: text, or not");
    }
    let unknown: Vec<_> = of_header.keys().filter(|name| !registry.contains(**name)).collect();
    assert_eq!(unknown, [&"X-Not-In-The-Registry"]);
}

#[test]
fn every_row_reads_as_its_table_says() {
    let mut wrong = Vec::new();
    for row in rows() {
        let found = framed(&row, &row.header, &row.value);
        let families: Vec<_> = found.families.iter().copied().collect();
        let facts = if row.error.is_none() { written(&found.facts) } else { "-".into() };
        let same = found.error == row.error
            && found.facts.len() == row.elements
            && facts == row.facts
            && (families.is_empty() || families == [row.family.as_str()]);
        if !same {
            let shown = tables::shown(&row.value);
            wrong.push(format!("{families:?}\t{}\t{shown}\t{:?}\t{}\t{facts}", row.header, found.error, found.facts.len()));
        }
    }
    assert!(wrong.is_empty(), "{} rows read otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_value_alone_reads_as_in_a_message() {
    for row in rows() {
        let (alone, framed) = (alone(&row), framed(&row, &row.header, &row.value));
        assert_eq!(alone.error, framed.error, "{row:?}");
        // Content-Length is read with the rows, before any element is.
        if row.error.is_none() {
            assert_eq!(alone.families, framed.families, "{row:?}");
            let begins = |(alone, framed): (&Facts, &Facts)| framed.starts_with(alone);
            assert!(alone.facts.iter().zip(&framed.facts).all(begins) && alone.facts.len() == framed.facts.len(), "{row:?}");
        }
    }
}

/// The value is written as it was read, element by element.
#[test]
fn what_was_read_is_written_as_it_was() {
    for row in rows().iter().filter(|row| row.error.is_none() && row.elements == 1) {
        let value = row.name().values(Value::new(&row.value).unwrap()).next().unwrap().unwrap();
        assert_eq!(value.to_bytes().unwrap(), row.value, "{row:?}");
    }
}

#[test]
fn names_are_the_same_in_any_spelling() {
    for row in rows().iter().filter(|row| row.error.is_none()) {
        let as_is = framed(row, &row.header, &row.value);
        let mut spellings = vec![row.header.to_lowercase(), row.header.to_uppercase()];
        if let Some(compact) = row.name().compact() {
            spellings.extend([compact.to_string(), compact.to_uppercase()]);
        }
        for name in spellings {
            assert_eq!(framed(row, &name, &row.value), as_is, "{name}: {row:?}");
        }
    }
}

/// Where a value may be folded: at every space, and before what parts parameters and elements. `true` where it may, `false` where the
/// grammar has a space that is no LWS.
fn folds(row: &Row) -> Vec<(Vec<u8>, bool)> {
    let (mut quoted, mut depth, mut folds) = (false, 0, Vec::new());
    let parts = !matches!(row.family.as_str(), "text" | "call-id" | "date");
    let mut escaped = false;
    for (at, &b) in row.value.iter().enumerate() {
        let (before, behind) = row.value.split_at(at);
        match b {
            _ if escaped => {}
            b'"' if row.family != "call-id" => quoted = !quoted,
            b'<' if !quoted => depth += 1,
            b'>' if !quoted => depth -= 1,
            b' ' => {
                let is_fixed = row.family == "date" || (row.family == "warning" && !quoted && before.last() != Some(&b','));
                folds.push(([before, b"\r\n", behind].concat(), !is_fixed));
            }
            b';' | b',' if !quoted && depth == 0 && parts => folds.push(([before, b"\r\n\t", behind].concat(), true)),
            _ => {}
        }
        escaped = b == b'\\' && !escaped;
    }
    folds
}

#[test]
fn folds_change_nothing() {
    let mut count = 0;
    for row in rows().iter().filter(|row| row.error.is_none()) {
        let as_is = framed(row, &row.header, &row.value);
        for (value, may_be) in folds(row) {
            let folded = framed(row, &row.header, &value);
            count += 1;
            if may_be {
                assert_eq!(folded, as_is, "{:?} of {row:?}", String::from_utf8_lossy(&value));
            } else {
                assert!(folded.error.is_some(), "{:?} of {row:?}", String::from_utf8_lossy(&value));
            }
        }
    }
    assert!(count > 100, "only {count} folds");
}

#[test]
fn a_second_row_of_what_stands_once_is_an_error() {
    let rows = rows();
    let mut asked = BTreeSet::new();
    macro_rules! twice {
        (single $header:ident) => {{
            let name = $header::NAME;
            let row = rows.iter().find(|row| row.header == name.as_str() && row.error.is_none()).expect("a row");
            let line = [name.as_str().as_bytes(), b": ", &row.value[..], b"\r\n"].concat();
            let bytes = [b"OPTIONS sip:a SIP/2.0\r\n", &line[..], &line[..], b"\r\n"].concat();
            let error = Message::parse(&bytes).and_then(|message| message.headers().get::<$header<'_>>().map(drop)).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::DuplicateHeader(id) if id.name() == Some(name)), "{name}: {error}");
            assert_eq!(error.offset(), b"OPTIONS sip:a SIP/2.0\r\n".len() + line.len(), "{name}");
            asked.insert(name.as_str());
        }};
        ($list:ident $header:ident) => {};
        ($($(#[$doc:meta])* $header:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
            $(twice!($card $header);)*
        };
    }
    laws::registry::header_registry!(twice);
    let once: BTreeSet<_> = HeaderName::known().filter(HeaderName::is_single).map(|name| name.as_str()).collect();
    assert_eq!(asked, once);
}

#[test]
fn the_tables_obey_the_laws() {
    for row in rows() {
        laws::header(&row.seed(&row.value));
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(200) })]

    /// The laws hold for what is nearly a value of each header: a row of a table, with bytes put into it.
    #[test]
    fn broken_values_obey_the_laws(which: prop::sample::Index, at: prop::sample::Index, out in 0..4usize, bytes in vec(any::<u8>(), 0..4)) {
        let rows = rows();
        let row = which.get(&rows);
        let from = at.index(row.value.len() + 1);
        let to = (from + out).min(row.value.len());
        let value = [&row.value[..from], &bytes, &row.value[to..]].concat();
        laws::header(&row.seed(&value));
    }
}
