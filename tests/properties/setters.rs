//! The tables of setters are whole: what the sources have, they have; and every one of them takes something.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::{FnArg, GenericArgument, ImplItem, Item, PathArguments, ReceiverKind, ReturnType, Type, Visibility};

use crate::laws::build::{Given, MESSAGES, REFUSED, VALUES, make, set};

/// What takes no bytes of the caller's. The laws of edits hold those of `Edit` to a naive model, the law of order those of `MessageBuilder`.
const WITHOUT_BYTES: [&str; 23] = [
    "Date::iso_8601",
    "Iso8601Draft::milliseconds",
    "Iso8601Draft::time",
    "Edit::pop",
    "Edit::remove",
    "Edit::remove_row",
    "Edit::ensure_content_length",
    "Edit::decrement_max_forwards",
    "MessageBuilder::compact_forms",
    "MessageBuilder::recommended_order",
    "MessageBuilder::reliable",
    "MessageBuilder::session_timer",
    // URIs that were read.
    "MessageBuilder::service_route",
    "MessageBuilder::source",
    "Request::cancel",
    // Methods, and messages that were read.
    "Dialog::ack",
    "Dialog::prack",
    "Dialog::request",
    // What a session computed: credentials, whose own setters are in the table.
    "Answer::credentials",
    "Draft<Credentials> for Answer",
    // What is kept was read.
    "Draft<F> for Buf<V>",
    "From<&UriBuf> for UriRef",
    // Several values, each of which is one of the table.
    "Draft<F> for Elements<D>",
];

/// The setters that a file has: functions of what is written to and of drafts, functions that give a draft or a builder, and what drafts
/// are implemented for.
fn setters(file: &syn::File, found: &mut BTreeSet<String>) {
    let implementations = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) => Some(item),
        _ => None,
    });
    for item in implementations {
        let of = spelled(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            let (of_trait, family) = (path.segments.last().expect("a name"), arguments(path));
            // What was read, and what has setters of its own.
            let is_read = family == [of.clone()] && of != "Text" || of == "&D" || of.ends_with("Draft");
            if of_trait.ident == "Draft" && !is_read {
                found.insert(format!("Draft<{}> for {of}", family.join(", ")));
            }
            if of_trait.ident == "From" && of == "UriRef" && family[0].starts_with('&') && family[0] != "&Uri" {
                found.insert(format!("From<{}> for {of}", family.join(", ")));
            }
            continue;
        }
        for function in &item.items {
            let ImplItem::Fn(function) = function else { continue };
            if !matches!(function.vis, Visibility::Public(_)) {
                continue;
            }
            let changes = matches!(function.sig.inputs.first(), Some(FnArg::Receiver(this)) if matches!(this.kind, ReceiverKind::Reference(_, _, Some(_))));
            let given = match &function.sig.output {
                ReturnType::Type(_, given) => spelled(given),
                ReturnType::Default => String::new(),
            };
            let given = given.strip_prefix("Result<").and_then(|given| given.strip_suffix(", ParseError>")).unwrap_or(&given);
            let gives_one = given.ends_with("Draft") || given == "MessageBuilder" || given == "Result<OwnedMessage, BuildError>";
            let is_one = of.ends_with("Draft") || of == "MessageBuilder" || changes && ["Template", "Edit", "Writer"].contains(&&of[..]);
            if is_one || gives_one {
                found.insert(format!("{of}::{}", function.sig.ident));
            }
        }
    }
}

/// A type without its lifetimes.
fn spelled(of: &Type) -> String {
    match of {
        Type::Path(of) => {
            let (name, arguments) = (&of.path.segments.last().expect("a name").ident, arguments(&of.path));
            if arguments.is_empty() { name.to_string() } else { format!("{name}<{}>", arguments.join(", ")) }
        }
        Type::Reference(of) => format!("&{}", spelled(&of.elem)),
        Type::Slice(of) => format!("[{}]", spelled(&of.elem)),
        Type::Tuple(of) => format!("({})", of.elems.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        _ => String::from("_"),
    }
}

fn arguments(path: &syn::Path) -> Vec<String> {
    let PathArguments::AngleBracketed(of) = &path.segments.last().expect("a name").arguments else { return Vec::new() };
    let types = of.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(of) => Some(spelled(of)),
        _ => None,
    });
    types.collect()
}

#[test]
fn every_setter_of_the_sources_is_in_a_table() {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a file that can be read");
                setters(&syn::parse_file(&text).expect("a source file"), &mut found);
            }
        }
    }
    let named = VALUES.iter().flat_map(|setter| setter.of).chain(MESSAGES.iter().flat_map(|making| making.of));
    // The trait itself stands for whatever implements it.
    let tables: BTreeSet<_> = named.chain(&WITHOUT_BYTES).map(|name| name.to_string()).filter(|name| name != "Draft").collect();
    let missing: Vec<_> = found.difference(&tables).collect();
    let stale: Vec<_> = tables.difference(&found).collect();
    assert!(missing.is_empty() && stale.is_empty(), "in no table: {missing:#?}; in no source: {stale:#?}");
    assert!(found.len() > 100, "{}", found.len());
}

/// Words of the grammar, and what is forbidden in most places.
const WORDS: [&[u8]; 44] = [
    b"",
    b"a",
    b"1",
    b"b@c",
    b"sip:a",
    b"urn:a:b",
    b"tag",
    b"branch",
    b"TTL",
    b"info",
    b"remote",
    b"maddr",
    b"id",
    b"<sip:a>;tag=1",
    b"en-us",
    b"dsn.flash",
    b"proxy",
    b"0123456789abcdef0123456789abcdef",
    b"+1-2",
    b"Digest realm=\"x\"",
    b"*",
    b"+a",
    b"UPDATE",
    b"[::1]",
    b"\r",
    b"\n",
    b"\r\n ",
    b"\0",
    b"\"",
    b"\\",
    b"<",
    b">",
    b",",
    b";",
    b"=",
    b"%",
    b"%41",
    b":",
    b" ",
    b"\t",
    b"\x7F",
    b"\xFF",
    b"\xC3\xA9",
    b"(",
];

#[test]
fn every_setter_takes_something_or_is_said_not_to() {
    let given: Vec<_> = WORDS.iter().flat_map(|a| WORDS.iter().map(move |b| [*a, *b].concat())).collect();
    let texts: Vec<_> = given.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    let given: Vec<_> = given.iter().zip(&texts).map(|(bytes, text)| Given::new(bytes, text)).collect();
    for setter in VALUES {
        assert!(given.iter().any(|given| set(setter, given)), "{:?}", setter.of);
    }
    for setter in REFUSED {
        assert!(!given.iter().any(|given| set(setter, given)), "{:?}", setter.of);
    }
    for making in MESSAGES {
        assert!(given.iter().any(|given| make(making, given)), "{:?}", making.of);
    }
}
