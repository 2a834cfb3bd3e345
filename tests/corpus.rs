//! The corpus: each message against its expectation, which holds every value that the public interface gives.

mod common;

use bytes::Bytes;
use common::lines;
use sipwire::{Message, OwnedMessage};
use std::fs;

/// The folders whose messages have expectations.
const FOLDERS: [&str; 1] = ["register"];

/// The lines of an expectation, without empty lines and remarks. Where there is none, those found are printed: a first draft.
fn expected(folder: &str, name: &str, found: &[String]) -> Vec<String> {
    let path = common::folder(folder).join(format!("{name}.expect"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}. To be checked by hand:\n{}", path.display(), found.join("\n")));
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(String::from).collect()
}

/// Line by line, in both directions: a line too many is as wrong as one too few.
fn assert_same_lines(name: &str, found: &[String], wanted: &[String]) {
    for line in wanted {
        assert!(found.contains(line), "{name}: expected, and not found: {line}");
    }
    for line in found {
        assert!(wanted.contains(line), "{name}: found, and not expected: {line}");
    }
    assert_eq!(found, wanted, "{name}: the same lines, in another order or number");
}

#[test]
fn every_message_has_an_expectation_and_every_expectation_a_message() {
    for folder in FOLDERS {
        let path = common::folder(folder);
        let messages: Vec<_> = common::messages(folder).into_iter().map(|case| case.name).collect();
        assert_eq!(messages, common::names(&path, ".expect"), "{}", path.display());
    }
}

#[test]
fn every_value_is_as_expected() {
    for folder in FOLDERS {
        for case in common::messages(folder) {
            let message = Message::parse(&case.bytes).unwrap_or_else(|error| panic!("{}: {error}", case.name));
            let found = lines::of(&message);
            assert_same_lines(&case.name, &found, &expected(folder, &case.name, &found));
        }
    }
}

#[test]
fn owned_messages_have_the_same_values() {
    for folder in FOLDERS {
        for case in common::messages(folder) {
            let owned = OwnedMessage::parse(Bytes::from(case.bytes.clone())).unwrap();
            let found = lines::of(&owned.as_message());
            let wanted = expected(folder, &case.name, &found);
            assert_same_lines(&case.name, &found, &wanted);
            assert_same_lines(&case.name, &lines::of(&owned.compact().as_message()), &wanted);
            assert_eq!((owned.as_bytes(), owned.body()), (&case.bytes[..], owned.as_message().body()));
            // A copy of a borrowed message is the same message.
            let copied = Message::parse(&case.bytes).unwrap().to_owned();
            assert_same_lines(&case.name, &lines::of(&copied.as_message()), &wanted);
        }
    }
}
