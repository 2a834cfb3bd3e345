//! What holds for every input, held against the corpus and against generated messages.

mod generated;
pub mod laws;
mod replay;
mod setters;
mod source;
#[path = "../common/tables.rs"]
mod tables;

/// A right and a wrong value of each header.
fn samples() -> Vec<tables::Sample> {
    tables::samples(env!("CARGO_MANIFEST_DIR").as_ref())
}
