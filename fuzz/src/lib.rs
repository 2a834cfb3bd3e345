//! The laws that the targets hold against whatever comes up. They are those of the crate's own tests.

#[path = "../../tests/properties/laws/mod.rs"]
mod laws;

pub use laws::{
    bodies, build, challenge, check, compare, credentials, dialog, differential, edit, header, key, message, stream, uri, verify, write,
};
