//! A guide to this crate: one page for each task. The code of every page is compiled and run by `cargo test`.
//!
//! | you want to | page |
//! |---|---|
//! | parse a message and read its header fields | [`reading`] |
//! | build a request, and respond to one | [`writing`] |
//! | read messages from a TCP or TLS stream | [`streams`] |
//! | answer the challenge of a server | [`authentication`] |
//! | find out what is wrong with a message and refuse it | [`refusing`] |
//! | write the core of a registrar | [`registrar`] |
//! | forward a request as a proxy | [`proxy`] |
//! | keep values longer than the buffer | [`keeping`] |
//! | accept what the RFCs forbid and the internet sends | [`leniency`] |
//! | make it fast: what allocates, and what to reuse | [`speed`] |
//! | translate what you know from PJSIP, Kamailio or rsip | [`other_stacks`] |

#[cfg(feature = "digest")]
#[doc = include_str!("authentication.md")]
pub mod authentication {}
#[doc = include_str!("keeping.md")]
pub mod keeping {}
#[doc = include_str!("leniency.md")]
pub mod leniency {}
#[doc = include_str!("other_stacks.md")]
pub mod other_stacks {}
#[doc = include_str!("proxy.md")]
pub mod proxy {}
#[doc = include_str!("reading.md")]
pub mod reading {}
#[doc = include_str!("refusing.md")]
pub mod refusing {}
#[doc = include_str!("registrar.md")]
pub mod registrar {}
#[doc = include_str!("speed.md")]
pub mod speed {}
#[doc = include_str!("streams.md")]
pub mod streams {}
#[doc = include_str!("writing.md")]
pub mod writing {}
