//! The laws of Digest: what a client answers a server takes, nothing else, and what both compute is what a naive twin does.

mod challenge;
mod credentials;
mod naive;
pub(crate) mod pair;

pub use challenge::challenge;
pub use credentials::credentials;
pub use pair::verify;

const USERNAME: &[u8] = b"bob";
const PASSWORD: &[u8] = b"zanzibar";
