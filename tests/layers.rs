//! Holds the floors of ARCHITECTURE.md: imports go down only.
//!
//! Every source file is read token by token, so that a path counts wherever it stands: in `use` items with their groups, in
//! expressions, types, attributes and macro bodies, unit tests too. What a macro of the `macros` module spells is held against the
//! floors of the modules that call it.

#[path = "layers/circles.rs"]
mod circles;
#[path = "layers/interface.rs"]
mod interface;
#[path = "layers/reader.rs"]
mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use circles::{Source, circles};
use reader::{Mention, Placed, Reader};

/// The modules of each floor, those of later pieces too.
const FLOORS: [&[&str]; 7] = [
    &["chars", "error", "macros", "name", "profile", "registry"],
    &["encode", "grammar", "scan", "text"],
    &["date", "host", "media", "method", "params", "sniff", "start_line", "status", "transport", "uri", "version"],
    &["header"],
    &["buf", "message", "parser"],
    &["builder", "decoder", "digest", "edit", "template"],
    &["guide", "rules"],
];

/// The floor whose modules don't know each other.
const SIBLINGS: usize = 5;

/// An outside crate, and who may use it.
struct Outside {
    package: &'static str,
    library: &'static str,
    floors: RangeInclusive<usize>,
    modules: &'static [&'static str],
}

#[allow(clippy::reversed_empty_ranges, reason = "on no floor, but in the modules that are named")]
const OUTSIDE: [Outside; 11] = [
    // Loops over bytes are `scan`'s; a search for one certain byte is memchr's wherever it is needed.
    Outside { package: "memchr", library: "memchr", floors: 1..=5, modules: &[] },
    Outside { package: "wide", library: "wide", floors: 1..=0, modules: &["scan"] },
    Outside { package: "nom", library: "nom", floors: 2..=3, modules: &["grammar"] },
    Outside { package: "bytes", library: "bytes", floors: 5..=5, modules: &["buf", "message", "parser"] },
    Outside { package: "md-5", library: "md5", floors: 1..=0, modules: &["digest"] },
    Outside { package: "sha2", library: "sha2", floors: 1..=0, modules: &["digest"] },
    Outside { package: "hmac", library: "hmac", floors: 1..=0, modules: &["digest"] },
    Outside { package: "base64ct", library: "base64ct", floors: 1..=0, modules: &["digest"] },
    Outside { package: "zeroize", library: "zeroize", floors: 1..=0, modules: &["digest"] },
    Outside { package: "tokio-util", library: "tokio_util", floors: 1..=0, modules: &["decoder"] },
    Outside { package: "subtle", library: "subtle", floors: 1..=0, modules: &["digest"] },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// A module that the table does not have.
    NoFloor,
    /// An import from a higher floor.
    Climb,
    /// One of floor 5 imports another.
    Sibling,
    /// A name of the root: a re-export, or the root itself.
    Root,
    /// An outside crate on a floor that may not use it.
    Outside,
    /// One of nom's types in a public signature.
    NomShows,
}

#[derive(Debug)]
struct Finding {
    wrong: Wrong,
    place: String,
    what: String,
}

/// From the root: `None` for what is not of this crate.
fn resolve(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let mut resolved = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return None,
    };
    for name in path {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => drop(resolved.pop()),
            name => resolved.push(name.into()),
        }
    }
    Some(resolved)
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// Reads the sources, pairs of a path below `src` and a text, and what the macros of the `macros` module spell.
fn read<'s>(sources: &[(&'s str, &str)]) -> (Vec<Source<'s>>, BTreeMap<String, Vec<Placed>>) {
    let mut macros = BTreeMap::new();
    let read = |(path, text): &(&'s str, &str)| {
        let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(String::from).collect();
        if path.ends_with("/mod.rs") {
            module.pop();
        }
        let mut reader = Reader { module, ..Reader::default() };
        reader.read(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")));
        macros.append(&mut reader.macros);
        Source { path, reader }
    };
    (sources.iter().filter(|(path, _)| *path != "lib.rs").map(read).collect(), macros)
}

/// All that is wrong with the sources.
fn check(sources: &[(&str, &str)]) -> Vec<Finding> {
    let (files, macros) = read(sources);
    let mut findings = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| *path != "lib.rs") {
        findings.extend(interface::public_nom(path, text).into_iter().map(|line| Finding {
            wrong: Wrong::NomShows,
            place: format!("src/{path}:{line}"),
            what: "one of nom's types in a public item".into(),
        }));
    }
    for Source { path, reader: Reader { module, mentions, .. } } in files {
        let mut find = |wrong, line: usize, what: String| findings.push(Finding { wrong, place: format!("src/{path}:{line}"), what });
        let Some(floor) = floor_of(&module[0]) else {
            find(Wrong::NoFloor, 1, format!("{} has no floor", module[0]));
            continue;
        };
        let mut called = BTreeSet::new();
        let mut left = mentions;
        while let Some((mention, inside, line)) = left.pop() {
            match mention {
                Mention::Call(name) => {
                    if let Some(body) = macros.get(&name).filter(|_| called.insert(name)) {
                        left.extend(body.iter().map(|(mention, ..)| (mention.clone(), inside.clone(), line)));
                    }
                }
                Mention::Path(written) => {
                    let what = written.join("::");
                    match resolve(&written, &inside).as_deref() {
                        Some([top, ..]) => match floor_of(top) {
                            None => find(Wrong::Root, line, what),
                            Some(above) if above > floor => find(Wrong::Climb, line, what),
                            Some(SIBLINGS) if floor == SIBLINGS && *top != module[0] => find(Wrong::Sibling, line, what),
                            Some(_) => {}
                        },
                        Some([]) => find(Wrong::Root, line, what),
                        None => {
                            let outside = OUTSIDE.iter().find(|outside| written[0] == outside.library);
                            let allowed = |of: &Outside| of.floors.contains(&floor) || of.modules.contains(&module[0].as_str());
                            if outside.is_some_and(|outside| !allowed(outside)) {
                                find(Wrong::Outside, line, what);
                            }
                        }
                    }
                }
            }
        }
    }
    findings
}

fn sources(directory: &Path, below: &str, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            sources(&path, &format!("{name}/"), found);
        } else if name.ends_with(".rs") {
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn imports_go_down_only() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    assert!(found.len() > 30, "the sources were not found");
    let findings = check(&found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    for finding in &findings {
        eprintln!("{}: {:?}: {}", finding.place, finding.wrong, finding.what);
    }
    assert!(findings.is_empty());
}

#[test]
fn files_do_not_import_each_other() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    let (files, macros) = read(&found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let circles = circles(&files, &macros);
    for circle in &circles {
        eprintln!("{:?}\n{}", circle.files, circle.imports.join("\n"));
    }
    assert!(circles.is_empty());
}

#[test]
fn every_circle_is_found() {
    for (sources, circle) in [
        // Two files, three files, a file and the module that it is in.
        (&[("scan.rs", "use crate::text::X;"), ("text.rs", "fn f(_: crate::scan::Y) {}")][..], &["scan.rs", "text.rs"][..]),
        (
            &[("uri/a.rs", "use super::b::X;"), ("uri/b.rs", "use super::c;"), ("uri/c.rs", "fn f() { super::a::f() }")],
            &["uri/a.rs", "uri/b.rs", "uri/c.rs"],
        ),
        (&[("uri/mod.rs", "mod a; use a::X;"), ("uri/a.rs", "use super::Y;")], &["uri/a.rs", "uri/mod.rs"]),
        (&[("uri/mod.rs", "mod a; fn f() { a::f() }"), ("uri/a.rs", "use super::Y;")], &["uri/a.rs", "uri/mod.rs"]),
        // A re-export that the file uses itself, and one that is followed from elsewhere.
        (&[("uri/mod.rs", "mod a; pub use a::X; fn f() -> X {}"), ("uri/a.rs", "use super::Y;")], &["uri/a.rs", "uri/mod.rs"]),
        (
            &[("uri/mod.rs", "mod a; pub(crate) use a::{X as Z};"), ("uri/a.rs", "use crate::host::H;"), ("host.rs", "use crate::uri::Z;")],
            &["host.rs", "uri/a.rs"],
        ),
        (
            &[
                ("uri/mod.rs", "mod a; pub use a::X;"),
                ("uri/a.rs", "use crate::host::H;"),
                ("host.rs", "use crate::uri; fn f() { uri::X::f() }"),
            ],
            &["host.rs", "uri/a.rs"],
        ),
        // What a macro spells counts for its caller.
        (
            &[("macros.rs", "macro_rules! m { () => { crate::host::H } }"), ("uri.rs", "m!();"), ("host.rs", "use crate::uri::U;")],
            &["host.rs", "uri.rs"],
        ),
        // No circles: a re-export for others, a variant of the same name, unit tests.
        (&[("uri/mod.rs", "mod a; pub use a::X; pub struct Y;"), ("uri/a.rs", "use super::Y;")], &[]),
        (&[("uri/mod.rs", "mod a; pub use a::X; pub enum Y { X } fn f() { Y::X }"), ("uri/a.rs", "use super::Y;")], &[]),
        (&[("uri/mod.rs", "mod a; #[cfg(test)] mod tests { use super::a::X; }"), ("uri/a.rs", "use super::Y;")], &[]),
        (&[("scan.rs", "use crate::text::X;"), ("text.rs", "use crate::error::Y;"), ("error.rs", "")], &[]),
    ] {
        let (files, macros) = read(sources);
        let found: Vec<_> = circles(&files, &macros).into_iter().flat_map(|circle| circle.files).collect();
        assert_eq!(found, circle, "{sources:?}");
    }
}

#[test]
fn every_dependency_has_its_place() {
    // In a package Cargo puts its own form of the manifest beside the one that was written.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(folder.join("Cargo.toml.orig"));
    let manifest = written.or_else(|_| std::fs::read_to_string(folder.join("Cargo.toml"))).unwrap();
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    let written: BTreeSet<_> = dependencies
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(written, OUTSIDE.iter().map(|outside| outside.package).collect());
}

#[test]
fn every_climb_is_found() {
    for (path, text, wrong, what) in [
        // An import, in each form that it has.
        ("host.rs", "use crate::message::Message;", Wrong::Climb, "crate::message::Message"),
        ("host.rs", "use crate::message;", Wrong::Climb, "crate::message"),
        ("host.rs", "pub(crate) use crate::message::Message as M;", Wrong::Climb, "crate::message::Message"),
        ("host.rs", "use crate::{scan, header::{via::{self, Via}}};", Wrong::Climb, "crate::header::via::Via"),
        ("host.rs", "use {core::fmt, crate::parser::*};", Wrong::Climb, "crate::parser::*"),
        ("host.rs", "use super::header::Via;", Wrong::Climb, "super::header::Via"),
        ("host.rs", "use self::super::header::Via;", Wrong::Climb, "self::super::header::Via"),
        ("uri/sip.rs", "use super::super::{params, header::Via};", Wrong::Climb, "super::super::header::Via"),
        ("host.rs", "mod inner { mod most { use super::super::super::header::Via; } }", Wrong::Climb, "super::super::super::header::Via"),
        ("host.rs", "#[cfg(test)] mod tests { use crate::message::Message; }", Wrong::Climb, "crate::message::Message"),
        // A path anywhere else.
        ("host.rs", "fn f() { let _ = crate::parser::Parser::new(); }", Wrong::Climb, "crate::parser::Parser::new"),
        ("host.rs", "fn f() { crate::parser::parse::<u8>(1) }", Wrong::Climb, "crate::parser::parse"),
        ("host.rs", "fn f() -> Option<crate::header::Via<'static>> { None }", Wrong::Climb, "crate::header::Via"),
        ("host.rs", "struct S<T: crate::header::List>(T);", Wrong::Climb, "crate::header::List"),
        ("host.rs", "impl crate::header::List for S {}", Wrong::Climb, "crate::header::List"),
        ("host.rs", "impl<'a> From<super::header::Via<'a>> for S {}", Wrong::Climb, "super::header::Via"),
        ("host.rs", "fn f(x: u8) { match x { crate::header::MOST => {} _ => {} } }", Wrong::Climb, "crate::header::MOST"),
        ("host.rs", "#[derive(crate::header::Made)] struct S;", Wrong::Climb, "crate::header::Made"),
        ("host.rs", "fn f() { assert!(crate::header::most() > 1); }", Wrong::Climb, "crate::header::most"),
        ("host.rs", "macro_rules! m { () => { $crate::header::most() } }", Wrong::Climb, "crate::header::most"),
        ("host.rs", "macro_rules! m { () => { use $crate::header::Via; } }", Wrong::Climb, "crate::header::Via"),
        ("error.rs", "use crate::text::Token;", Wrong::Climb, "crate::text::Token"),
        ("uri/mod.rs", "use crate::r#header::Via;", Wrong::Climb, "crate::header::Via"),
        // The root.
        ("parser.rs", "use crate::Via;", Wrong::Root, "crate::Via"),
        ("parser.rs", "use crate::{error::ParseError, Via};", Wrong::Root, "crate::Via"),
        ("parser.rs", "fn f(_: crate::Via<'_>) {}", Wrong::Root, "crate::Via"),
        ("parser.rs", "fn f() { super::Message::parse(b\"\") }", Wrong::Root, "super::Message::parse"),
        ("parser.rs", "use super::*;", Wrong::Root, "super::*"),
        ("parser.rs", "use crate::*;", Wrong::Root, "crate::*"),
        ("parser.rs", "use crate as root;", Wrong::Root, "crate"),
        ("parser.rs", "use crate::{self as root};", Wrong::Root, "crate::self"),
        // The siblings.
        ("digest/mod.rs", "use crate::builder::MessageBuilder;", Wrong::Sibling, "crate::builder::MessageBuilder"),
        ("builder.rs", "fn f() { super::edit::splice() }", Wrong::Sibling, "super::edit::splice"),
        // Outside crates.
        ("chars.rs", "fn f() { memchr::memchr(b'a', b\"\"); }", Wrong::Outside, "memchr::memchr"),
        ("chars.rs", "use memchr;", Wrong::Outside, "memchr"),
        ("chars.rs", "extern crate memchr;", Wrong::Outside, "memchr"),
        ("scan.rs", "use nom::Parser as _;", Wrong::Outside, "nom::Parser"),
        ("parser.rs", "use ::nom::{IResult};", Wrong::Outside, "nom::IResult"),
        ("host.rs", "struct S(Option<bytes::Bytes>);", Wrong::Outside, "bytes::Bytes"),
        ("builder.rs", "use tokio_util::codec::Encoder;", Wrong::Outside, "tokio_util::codec::Encoder"),
        ("header/auth.rs", "fn f() -> md5::Md5 { md5::Md5::new() }", Wrong::Outside, "md5::Md5"),
        ("builder.rs", "use {alloc::vec::Vec, subtle::Choice};", Wrong::Outside, "subtle::Choice"),
        // What nobody gave a floor.
        ("socket.rs", "", Wrong::NoFloor, "socket has no floor"),
    ] {
        let findings = check(&[(path, text)]);
        assert!(findings.iter().any(|finding| finding.wrong == wrong && finding.what == what), "{path}: {text}: {findings:?}");
        assert!(findings.iter().all(|finding| finding.wrong == wrong), "{path}: {text}: {findings:?}");
    }
}

#[test]
fn a_macro_is_held_against_the_floor_of_its_caller() {
    let macros =
        ("macros.rs", "macro_rules! outer { () => { $crate::macros::inner!(); } } macro_rules! inner { () => { crate::params::x() } }");
    assert!(check(&[macros]).is_empty());
    assert!(check(&[macros, ("host.rs", "outer!();")]).is_empty());
    for text in ["outer!();", "fn f() { crate::macros::outer! {} }", "macro_rules! m { () => { inner!() } }"] {
        let findings = check(&[("scan.rs", text), macros]);
        assert!(matches!(&findings[..], [Finding { wrong: Wrong::Climb, place, .. }] if place == "src/scan.rs:1"), "{text}: {findings:?}");
    }
}

#[test]
fn noms_types_are_found_where_they_show() {
    for text in [
        "pub fn f(input: &[u8]) -> nom::IResult<&[u8], ()> { todo!() }",
        "use nom::{error::{self, Error as E}, IResult}; pub fn f() -> Result<(), E<u8>> { todo!() }",
        "use crate::grammar::Parsed; pub struct S; impl S { pub fn f(&self) -> Parsed<'_, ()> { todo!() } }",
        "type Checked<T> = Result<T, nom::Err<()>>; pub fn f() -> Checked<()> { Ok(()) }",
        "pub struct S { pub kind: nom::error::ErrorKind }",
        "pub enum E { Nom(nom::error::ErrorKind) }",
        "pub use nom::IResult;",
        "pub type Parsed<'a> = nom::IResult<&'a [u8], ()>;",
        "pub trait T { fn f(&self) -> crate::grammar::Fail; }",
        "pub trait T: nom::Parser<u8> {}",
        "pub struct S; impl From<nom::Err<()>> for S { fn from(_: nom::Err<()>) -> S { S } }",
        "pub struct S; impl Iterator for S { type Item = nom::Err<()>; fn next(&mut self) -> Option<Self::Item> { None } }",
        "macro_rules! m { ($name:ident) => { pub fn $name(input: &[u8]) -> nom::IResult<&[u8], ()> { todo!() } } }",
        "macro_rules! m { ($name:ident) => { pub fn $name(error: nom::Err<()>) {} } }",
    ] {
        let findings = check(&[("host.rs", text)]);
        assert!(!findings.is_empty() && findings.iter().all(|finding| finding.wrong == Wrong::NomShows), "{text}: {findings:?}");
    }
}

#[test]
fn what_is_right_is_not_found() {
    for (path, text) in [
        ("host.rs", "use crate::{error::ParseError, scan, uri::{self, Uri}}; use nom::Parser as _; use super::text::Token;"),
        ("host.rs", "pub(super) fn f() -> impl Iterator<Item = u8> + use<> { core::iter::empty() }"),
        ("host.rs", "mod inner { pub(in super::super) use super::*; pub(crate) struct S(pub(crate) u8); }"),
        ("uri/sip.rs", "use super::{Uri, escape::Escaped}; fn f() { super::Uri::parse(self::x()) } mod tests { use super::*; }"),
        ("uri/mod.rs", "// crate::message::Message\n/// crate::Via\nfn f() -> &'static str { \"crate::message::Message\" }"),
        ("text.rs", "fn f(bytes: &[u8]) -> Option<usize> { let nom = S { bytes: 1 }; memchr::memchr(b' ', bytes) }"),
        ("text.rs", "fn f() { self::bytes::Bytes::new() } struct S { nom: u8, }"),
        ("message/owned.rs", "use bytes::Bytes; use super::Message; use crate::parser::Parser;"),
        ("digest/mod.rs", "use md5::Digest; use subtle::ConstantTimeEq as _; use crate::header::Challenge; mod ha1;"),
        ("rules/reply.rs", "use crate::builder::MessageBuilder; use crate::digest::Ha1;"),
        (
            "grammar.rs",
            "pub(crate) type Parsed<'a> = nom::IResult<&'a [u8], ()>; pub(crate) struct Fail; impl From<nom::Err<()>> for Fail {}",
        ),
        ("host.rs", "pub struct S; impl S { fn f() -> nom::IResult<(), ()> { todo!() } }"),
    ] {
        let findings = check(&[(path, text)]);
        assert!(findings.is_empty(), "{path}: {text}: {findings:?}");
    }
}
