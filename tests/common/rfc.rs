//! The messages of RFC 4475 and RFC 5118, read from the folder that `SIPWIRE_RFC_DIR` names; the corpus' README says how to fill it.

use std::fs;
use std::path::PathBuf;

/// The folder of an RFC, and its files by name. `None` where the variable is not set, which is said.
pub(crate) fn files(rfc: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let Some(folder) = std::env::var_os("SIPWIRE_RFC_DIR") else {
        eprintln!("skipped: SIPWIRE_RFC_DIR is not set, so the messages of {rfc} are not at hand");
        return None;
    };
    // The variable may name the folder of the texts, or that of the messages inside of it.
    let inside = PathBuf::from(&folder).join("torture").join(rfc);
    let folder = if inside.is_dir() { inside } else { PathBuf::from(folder).join(rfc) };
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = entries.map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().trim_end_matches(".dat").to_owned(), fs::read(&path).unwrap())
    });
    Some(read.collect())
}

/// With CRLF line ends, an empty line, and the length that the body then has.
pub(crate) fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text.trim_end(), ""));
    let (rows, length) = head.rsplit_once("Content-Length: ").unwrap();
    assert!(length.bytes().all(|b| b.is_ascii_digit()), "Content-Length is the last row");
    format!("{rows}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
