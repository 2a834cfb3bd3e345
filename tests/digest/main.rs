//! Digest authentication between a client and a server that share nothing but bytes.
#![cfg(feature = "digest")]

mod aka;
mod client;
mod conversation;

mod oracle;
mod server;
mod vectors;
