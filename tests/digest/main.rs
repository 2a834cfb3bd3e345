//! Digest authentication between a client and a server that share nothing but bytes.
#![cfg(feature = "digest")]

mod client;
mod conversation;
mod server;
mod vectors;
