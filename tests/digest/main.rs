//! Digest authentication between a client and a server that share nothing but bytes.
#![cfg(feature = "digest")]

mod aka;
mod client;
mod conversation;
mod generated;
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the other laws are held in tests/properties")]
#[path = "../properties/laws/mod.rs"]
mod laws;
mod oracle;
mod server;
mod vectors;
