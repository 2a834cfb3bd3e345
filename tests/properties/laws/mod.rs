//! What holds for every input: each law is a function that panics where it is broken.
//!
//! `cargo test` holds them against the corpus and against generated messages, the targets in `fuzz/` against whatever comes up.

#[path = "../../common/accessors.rs"]
mod accessors;
mod bodies;
pub(crate) mod build;
mod check;
mod compare;
mod dialog;
mod differential;
#[cfg(feature = "digest")]
pub(crate) mod digest;
mod edit;
pub(crate) mod given;
mod headers;
mod key;
mod leniency;
mod message;
mod negotiated;
mod parts;
// The crate's own list of headers: whatever it has is asked for by its type.
#[path = "../../../src/registry.rs"]
pub(crate) mod registry;
mod rules;
mod stream;
#[path = "../../common/twin.rs"]
mod twin;
mod uri;
mod values;
mod write;

use std::fmt::{Debug, Display};

pub use bodies::bodies;
pub use build::build;
pub use check::check;
pub use compare::compare;
pub use dialog::dialog;
pub use differential::differential;
#[cfg(feature = "digest")]
pub use digest::{challenge, credentials, verify};
pub use edit::edit;
pub use headers::header;
pub use key::key;
pub use message::message;
pub use stream::stream;
pub use uri::uri;
pub use write::write;

use sipwire::{Encode, ParseError};

/// Prints a value in all ways: no way gives a control byte (of several lines, only their ends).
fn prints(value: &(impl Debug + Display)) {
    debugs(value);
    is_printable(&format!("{value}"), false);
}

fn debugs(value: &impl Debug) {
    is_printable(&format!("{value:?}"), false);
    is_printable(&format!("{value:#?}"), true);
}

fn is_printable(text: &str, lines: bool) {
    assert!(!text.chars().any(|c| c.is_control() && !(lines && c == '\n')), "a control byte in {text:?}");
}

/// An error stands within the input, and prints.
fn is_inside(error: &ParseError, input: &[u8]) {
    assert!(error.offset() <= input.len(), "{error} in {} bytes", input.len());
    prints(error);
    prints(&error.kind().to_string());
    error.status_owed();
}

/// What was parsed can be written, and no line end is in it.
fn encoded(value: &impl Encode) -> Vec<u8> {
    let bytes = value.to_bytes().expect("what was parsed can be written");
    assert!(!bytes.iter().any(|b| matches!(b, b'\r' | b'\n')), "a line end in {:?}", String::from_utf8_lossy(&bytes));
    bytes
}

/// Where `part` stands in `whole`.
#[track_caller]
fn offset_in(whole: &[u8], part: &[u8]) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    assert!(offset <= whole.len() && part.len() <= whole.len() - offset, "a part that is not in its whole");
    offset
}

/// `part` is a part of `whole`, or nothing.
#[track_caller]
fn is_part(whole: &[u8], part: &[u8]) {
    assert!(part.is_empty() || offset_in(whole, part) < whole.len());
}
