//! The rules about messages: `corpus/rules` has each rule, a message that breaks it and one that keeps it.

mod allocations;
mod answers;
mod cases;
mod messages;
mod order;
mod parts;
mod properties;
#[path = "../common/rfc.rs"]
mod rfc;
mod table;
mod torture;
mod twin;
