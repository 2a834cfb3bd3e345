//! What the tests over the corpus share: reading it, and the lines that a message's values make.

#![allow(dead_code, reason = "each test binary uses its part")]

pub(crate) mod accessors;
pub(crate) mod answers;
pub(crate) mod lines;
pub(crate) mod tables;

use std::fs;
use std::path::{Path, PathBuf};

/// A message of the corpus.
pub(crate) struct Case {
    /// The file's name without `.sip`.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A folder of the corpus: `register`, `register/as-published` …
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

/// The names of the files in a folder that end in `ending`, without it, in order.
pub(crate) fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> =
        entries.filter_map(|entry| entry.unwrap().file_name().into_string().unwrap().strip_suffix(ending).map(String::from)).collect();
    names.sort();
    names
}

/// The messages of a folder. An empty folder is an error.
pub(crate) fn messages(name: &str) -> Vec<Case> {
    let folder = folder(name);
    let cases: Vec<_> = names(&folder, ".sip")
        .into_iter()
        .map(|name| Case { bytes: fs::read(folder.join(format!("{name}.sip"))).unwrap(), name })
        .collect();
    assert!(!cases.is_empty(), "{}: no message", folder.display());
    cases
}

/// The five messages of the REGISTER conversation, in order.
pub(crate) fn register() -> [Case; 5] {
    let cases = messages("register");
    let count = cases.len();
    cases.try_into().unwrap_or_else(|_| panic!("{count} messages"))
}

/// The offset of the last place where `part` stands in `bytes`.
pub(crate) fn last(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).rposition(|window| window == part).expect("the part stands there")
}

/// The offset of the first place where `part` stands in `bytes`.
pub(crate) fn first(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).expect("the part stands there")
}
