//! Every file of the corpus, and what fuzzing found, goes through the laws.

use std::fs;
use std::path::{Path, PathBuf};

use sipwire::{Decoder, Frame, Parser, Side, Step};

use crate::laws;
use crate::tables::Sample;

/// Every file below a folder of the corpus, in order.
fn files(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder))
}

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file that can be read");
                files.push((path, bytes));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no file in {}", folder.display());
    files
}

fn replay(folder: &str, law: fn(&[u8])) {
    for (path, bytes) in files(folder) {
        eprintln!("{}", path.display());
        law(&bytes);
    }
}

#[test]
fn messages_of_the_corpus() {
    replay("", laws::message);
}

/// Challenges and credentials stand in rows, and in files of their own; what the client and the server of a pair agree on does too.
#[cfg(feature = "digest")]
#[test]
fn challenges_and_credentials_of_the_corpus() {
    for (path, bytes) in files("") {
        eprintln!("{}", path.display());
        for law in [laws::challenge, laws::credentials, laws::verify] {
            law(&bytes);
        }
        for (at, _) in bytes.iter().enumerate().filter(|&(_, &b)| b == b':') {
            let rest = bytes[at + 1..].trim_ascii_start();
            if rest.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"Digest ")) {
                laws::challenge(rest.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end());
                laws::credentials(rest.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end());
            }
        }
    }
}

/// The targets begin with every file, whatever it was made for.
#[test]
fn every_file_of_the_corpus_under_every_law() {
    for law in [
        laws::build,
        laws::check,
        laws::write,
        laws::uri,
        laws::header,
        laws::bodies,
        laws::differential,
        laws::compare,
        laws::key,
        laws::dialog,
    ] {
        replay("", law);
    }
}

#[test]
fn edits_of_the_corpus() {
    for (path, bytes) in files("") {
        eprintln!("{}", path.display());
        laws::edit(&bytes);
        // Behind the message, or at the end of its body, what the changes follow from.
        for choices in 0u8..24 {
            laws::edit(&[&bytes[..], &[choices]].concat());
        }
    }
}

/// Every message with what may stand between two of them, then all that a stream can hold, in one.
#[test]
fn streams_of_the_corpus() {
    let mut all = vec![7];
    for (path, bytes) in files("") {
        eprintln!("{}", path.display());
        laws::stream(&bytes);
        for between in ["", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n"] {
            laws::stream(&[&[bytes.len() as u8], between.as_bytes(), &bytes, between.as_bytes(), &bytes].concat());
        }
        if let Ok(Step::Frame { len, frame: Frame::Message(_) }) = Decoder::new(Parser::new(), Side::Accepted).next(&bytes)
            && len == bytes.len()
        {
            all.extend_from_slice(&bytes);
            all.extend_from_slice(&b"\r\n\r\n\r\n"[..all.len() % 4 * 2]);
        }
    }
    assert!(all.len() > 1_000, "{}", all.len());
    laws::stream(&all);
}

#[test]
fn messages_of_the_corpus_cut_at_every_byte() {
    for (path, bytes) in files("register") {
        eprintln!("{}", path.display());
        for cut in 0..bytes.len() {
            laws::differential(&bytes[..cut]);
        }
    }
}

#[test]
fn rows_and_uris_of_the_corpus() {
    for (_, bytes) in files("") {
        for line in bytes.split(|&b| b == b'\n') {
            laws::write(line);
            for word in line.split(|b| b" \t\r,<>\"".contains(b)) {
                laws::uri(word);
            }
            let Some(colon) = line.iter().position(|&b| b == b':') else { continue };
            // Which header it is taken for does not matter much: a few.
            for which in (0..=u8::MAX).skip(line.len() % 64).step_by(64) {
                laws::header(&[&[which], line[colon + 1..].trim_ascii()].concat());
            }
        }
    }
}

#[test]
fn a_value_of_every_header() {
    for Sample { valid, invalid } in crate::samples() {
        laws::header(&valid.seed(&valid.value));
        laws::header(&invalid.seed(&invalid.value));
        // And folded wherever that is white space.
        laws::header(&valid.seed(&valid.value.split(|&b| b == b' ').collect::<Vec<_>>().join(&b"\r\n "[..])));
    }
}

/// Files of records: a name, a space and a length, a line feed, so many bytes, a line feed.
fn records(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut records, mut rest) = (Vec::new(), bytes);
    while let Some(end) = rest.iter().position(|&b| b == b'\n') {
        let line = String::from_utf8_lossy(&rest[..end]);
        let length: usize = line.rsplit(' ').next().and_then(|length| length.parse().ok()).expect("a length");
        records.push(&rest[end + 1..][..length]);
        rest = &rest[end + length + 2..];
    }
    records
}

/// What others keep to try parsers with, where `SIPWIRE_SEEDS_DIR` names a folder of it: files, and records in those that end in `.rec`.
#[test]
fn seeds_of_others() {
    let Some(folder) = std::env::var_os("SIPWIRE_SEEDS_DIR") else {
        eprintln!("SIPWIRE_SEEDS_DIR is not set: nothing is tested");
        return;
    };
    let (mut count, mut taken, mut longest) = (0, 0, 0);
    for (path, bytes) in files_below(Path::new(&folder)) {
        let inputs = if path.extension().is_some_and(|ending| ending == "rec") { records(&bytes) } else { vec![&bytes[..]] };
        for input in inputs {
            for law in [laws::message, laws::stream, laws::uri, laws::header, laws::bodies, laws::edit] {
                law(input);
            }
            count += 1;
            taken += usize::from(Parser::new().parse(input).is_ok());
            longest = longest.max(input.len());
        }
    }
    assert!(count > 0, "no seed");
    println!("{count} seeds of up to {longest} bytes, of which {taken} are messages");
}
