//! What holds for every input, held against the corpus and against generated messages.

#[cfg(feature = "digest")]
mod digest;
mod generated;
pub mod laws;
#[path = "../common/registry.rs"]
mod registry;
mod replay;
mod setters;
