//! The tables of `corpus/headers`: values of every header of the registry, right and wrong. `corpus/headers/README.md` says how they read.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::fs;
use std::path::Path;

use sipwire::HeaderName;

/// The columns of a table.
const COLUMNS: &str = "header\tvalue\tverdict\toffset\telements\tfacts";

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The table, which is named after the family.
    pub(crate) family: String,
    pub(crate) header: String,
    pub(crate) value: Vec<u8>,
    /// Where the error is, if the value is wrong.
    pub(crate) error: Option<usize>,
    /// How many elements there are, before the error if there is one.
    pub(crate) elements: usize,
    pub(crate) facts: String,
}

impl Row {
    fn of(family: &str, line: &str) -> Self {
        let columns: Vec<_> = line.split('\t').collect();
        let [header, value, verdict, offset, elements, facts] = columns[..] else { panic!("{family}: not six columns: {line}") };
        let number = |text: &str| text.parse::<usize>().unwrap_or_else(|error| panic!("{family}: {error}: {line}"));
        let error = match verdict {
            "valid" => {
                assert_eq!(offset, "-", "{family}: {line}");
                None
            }
            "invalid" => Some(number(offset)),
            _ => panic!("{family}: neither valid nor invalid: {line}"),
        };
        Row { family: family.into(), header: header.into(), value: read(value), error, elements: number(elements), facts: facts.into() }
    }

    pub(crate) fn name(&self) -> HeaderName<'_> {
        HeaderName::try_from(self.header.as_str()).expect("a header's name")
    }

    /// The place of the header in the registry, as the law of headers takes it: the first header's if the registry does not have it.
    pub(crate) fn place(&self) -> u8 {
        HeaderName::known().position(|name| name == self.name()).unwrap_or_default() as u8
    }

    /// What the law of headers takes: the place of the header, and a value.
    pub(crate) fn seed(&self, value: &[u8]) -> Vec<u8> {
        [&[self.place()], value].concat()
    }
}

/// Every row of every table, in order. The crate, whose corpus it is, is in `root`.
pub(crate) fn rows(root: &Path) -> Vec<Row> {
    let folder = root.join("corpus/headers");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|ending| ending == "tsv"));
    let mut tables: Vec<_> = files.collect();
    tables.sort();
    assert!(!tables.is_empty(), "{}: no table", folder.display());
    let mut rows = Vec::new();
    for path in tables {
        let table = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(COLUMNS), "{table}");
        let before = rows.len();
        rows.extend(lines.map(|line| Row::of(table, line)));
        assert!(rows.len() > before, "{table}: an empty table");
    }
    rows
}

/// A right and a wrong value of a header.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// The first row of a value that has elements.
    pub(crate) valid: Row,
    /// The first row of a wrong value.
    pub(crate) invalid: Row,
}

/// A sample of each header of the registry, in the registry's order.
pub(crate) fn samples(root: &Path) -> Vec<Sample> {
    let rows = rows(root);
    let first = |name: HeaderName<'_>, what: &str, is_wanted: &dyn Fn(&Row) -> bool| {
        let row = rows.iter().find(|row| name == row.header.as_str() && is_wanted(row));
        row.unwrap_or_else(|| panic!("{name}: no {what} value in corpus/headers")).clone()
    };
    let sample = |name| Sample {
        valid: first(name, "valid", &|row| row.error.is_none() && row.elements > 0 && !row.value.is_empty()),
        invalid: first(name, "invalid", &|row| row.error.is_some()),
    };
    HeaderName::known().map(sample).collect()
}

/// Backslashes are doubled; what is no printable ASCII, and what parts facts, is `\xNN`.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let shown = |&b: &u8| match b {
        b'\\' => "\\\\".into(),
        b' '..=b'~' if b != b'|' => char::from(b).to_string(),
        _ => format!("\\x{b:02x}"),
    };
    bytes.iter().map(shown).collect()
}

/// What `shown` made of bytes.
pub(crate) fn read(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let (byte, behind) = match (first, behind) {
            (b'\\', [b'\\', behind @ ..]) => (b'\\', behind),
            (b'\\', [b'x', _, _, behind @ ..]) => {
                let at = text.len() - behind.len();
                (u8::from_str_radix(&text[at - 2..at], 16).unwrap_or_else(|error| panic!("{text}: {error}")), behind)
            }
            (b'\\', _) => panic!("{text}: a backslash that escapes nothing"),
            _ => (first, behind),
        };
        bytes.push(byte);
        rest = behind;
    }
    bytes
}
