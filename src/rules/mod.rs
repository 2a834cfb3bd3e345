//! What RFC 3261 makes of one message for another: pure functions, each named after its rule.

mod ack_cancel;
mod response;
