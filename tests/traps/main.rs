//! The traps of SIP's grammar: one test for each, with a message or a value of `corpus/traps/` that steps into it. What stands in which
//! file, and where the RFCs say so, is in that folder's README.

#[path = "../common/mod.rs"]
mod common;

mod addresses;
mod auth_and_bodies;
mod diagnostics;
mod framing;
mod lists;
mod start_lines;
mod uris;
mod values;

use std::fs;

use sipwire::{ErrorKind, Expected, Header, Leniency, Message, ParseError, Parser, TypedHeader};

const NONE: Leniency = Leniency::NONE;
const ALL: Leniency = Leniency::ALL;
const TRAPS: usize = 74;

/// A kind of error, and its place.
type Wrong = (ErrorKind, usize);

fn wrong(error: ParseError) -> Wrong {
    (error.kind(), error.offset())
}

/// A file of the corpus.
struct Trap {
    bytes: Vec<u8>,
}

impl Trap {
    fn read(name: &str) -> Self {
        let path = common::folder("traps").join(name);
        Self { bytes: fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
    }

    /// The same with something else in place of the only `part`.
    fn with(&self, part: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> Self {
        let at = self.at(part.as_ref());
        assert_eq!(at, common::last(&self.bytes, part.as_ref()), "only one place");
        Self { bytes: [&self.bytes[..at], other.as_ref(), &self.bytes[at + part.as_ref().len()..]].concat() }
    }

    fn parse(&self, leniency: Leniency) -> Result<Message<'_>, Wrong> {
        Parser::new().leniency(leniency).parse(&self.bytes).map_err(wrong)
    }

    /// The message as the default parser reads it.
    fn strict(&self) -> Message<'_> {
        self.lenient(NONE)
    }

    fn lenient(&self, leniency: Leniency) -> Message<'_> {
        self.parse(leniency).unwrap_or_else(|(kind, at)| panic!("{kind} at byte {at}"))
    }

    /// What is wrong with the framing.
    fn refused(&self, leniency: Leniency) -> Wrong {
        self.parse(leniency).expect_err("the message is refused")
    }

    /// Where `part` stands first.
    fn at(&self, part: impl AsRef<[u8]>) -> usize {
        common::first(&self.bytes, part.as_ref())
    }

    /// The error of what is expected where `part` begins.
    fn wants(&self, what: Expected, part: impl AsRef<[u8]>) -> Wrong {
        (ErrorKind::Expected(what), self.at(part))
    }

    /// The error of what is expected where `part` ends.
    fn wants_behind(&self, what: Expected, part: impl AsRef<[u8]>) -> Wrong {
        (ErrorKind::Expected(what), self.at(part.as_ref()) + part.as_ref().len())
    }

    /// How many elements row `place` has, each of its type.
    fn row(&self, place: usize, leniency: Leniency) -> Result<usize, Wrong> {
        let message = self.lenient(leniency);
        nth(&message, place).values().try_fold(0, |count, value| value.map(|_| count + 1)).map_err(wrong)
    }

    /// Row `place` is taken with this leniency and with no other; without it this is the error.
    fn only_with(&self, place: usize, flag: Leniency, count: usize, without: Wrong) {
        assert_eq!(self.row(place, NONE), Err(without), "strict");
        assert_eq!(self.row(place, ALL.without(flag)), Err(without), "with all but {flag}");
        assert_eq!(self.row(place, flag), Ok(count), "with {flag}");
        let (start, end) = self.span(place);
        let listed: Vec<_> = self.listed(ALL).into_iter().filter(|&(_, at)| (start..=end).contains(&at)).collect();
        assert_eq!(listed, [(flag, without.1)]);
        assert!(self.listed(NONE).is_empty());
    }

    /// Row `place` is refused with every leniency.
    fn never(&self, place: usize, error: Wrong) {
        assert_eq!(self.row(place, NONE), Err(error), "strict");
        assert_eq!(self.row(place, ALL), Err(error), "lenient");
    }

    /// Where the value of a row begins and ends.
    fn span(&self, place: usize) -> (usize, usize) {
        let message = self.lenient(ALL);
        let row = nth(&message, place);
        (row.value_offset(), row.value_offset() + row.as_bytes().len())
    }

    fn listed(&self, leniency: Leniency) -> Vec<(Leniency, usize)> {
        self.parse(leniency)
            .into_iter()
            .flat_map(|message| message.diagnostics().collect::<Vec<_>>())
            .map(|d| (d.leniency(), d.offset()))
            .collect()
    }
}

/// Row `place`.
fn nth<'a>(message: &Message<'a>, place: usize) -> Header<'a> {
    message.headers().iter().nth(place).expect("a row")
}

/// Row `place`, as one value of its header.
fn typed<'a, H: TypedHeader<'a>>(message: &Message<'a>, place: usize) -> H {
    let row = nth(message, place);
    assert_eq!(row.name(), H::NAME);
    H::parse(row.value()).unwrap_or_else(|error| panic!("{}: {error}", row.name()))
}

const SOURCES: [&str; 7] = [
    include_str!("addresses.rs"),
    include_str!("auth_and_bodies.rs"),
    include_str!("framing.rs"),
    include_str!("lists.rs"),
    include_str!("start_lines.rs"),
    include_str!("uris.rs"),
    include_str!("values.rs"),
];

#[test]
fn every_trap_has_a_test_and_a_file_and_every_file_is_read_and_described() {
    let folder = common::folder("traps");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    files.sort();
    assert_eq!(files.len(), TRAPS);
    let described = fs::read_to_string(folder.join("README.md")).unwrap();
    for (place, file) in files.iter().enumerate() {
        let number = format!("{:02}", place + 1);
        assert!(file.starts_with(&format!("{number}-")), "{file}: not the file of trap {number}");
        let count = |what: &str| SOURCES.iter().map(|source| source.matches(what).count()).sum::<usize>();
        assert_eq!(count(&format!("fn trap_{number}_")), 1, "tests of trap {number}");
        assert_eq!(count(&format!("(\"{file}\")")), 1, "{file} is read");
        assert!(described.contains(&format!("`{file}`")), "{file} is not described");
    }
}
