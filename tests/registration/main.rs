//! Registration: the flows of the RFCs, message by message, each rule of a registrar and of its client, and a registrar written after the
//! pseudo-code of RFC 3261 §10.3.

mod costs;
mod flows;
mod rows;
mod store;
mod twin;
mod values;
