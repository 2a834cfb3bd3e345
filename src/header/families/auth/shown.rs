//! What is shown of the parameters of challenges and credentials.

use core::fmt;

use super::params::AuthParams;
use crate::chars;
use crate::text::Printable;

/// What is secret is not shown.
impl fmt::Display for AuthParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, param) in self.iter().enumerate() {
            f.write_str(if place > 0 { ", " } else { "" })?;
            // A name that is no token may be a name and a value without the equals sign: it may end in a secret.
            let name = param.name().as_bytes();
            if let Some(end) = name.iter().position(|&b| !chars::is(b, chars::TOKEN)) {
                write!(f, "{}***", Printable(&name[..end]))?;
                continue;
            }
            if param.value().as_bytes().iter().all(|&b| b == b'=') && !param.value().is_quoted() {
                // A lone word, perhaps with its padding, which may be one too.
                f.write_str("***")?;
                continue;
            }
            let secret = !SHOWN.iter().any(|shown| param.name().eq_ignore_ascii_case(shown));
            let quote = if param.value().is_quoted() { "\"" } else { "" };
            match secret {
                true => write!(f, "{}={quote}***{quote}", param.name())?,
                false => write!(f, "{}={quote}{}{quote}", param.name(), Printable(param.value().as_bytes()))?,
            }
        }
        Ok(())
    }
}

/// The parameters of Digest that are no secret. Others are, for all we know: hashes of the password, and the keys that IMS cores put into
/// challenges, are.
const SHOWN: [&str; 17] = [
    "username",
    "username*",
    "realm",
    "nonce",
    "uri",
    "algorithm",
    "cnonce",
    "opaque",
    "qop",
    "nc",
    "stale",
    "userhash",
    "charset",
    "domain",
    "nextnonce",
    "integrity-protected",
    "auth-done",
];
