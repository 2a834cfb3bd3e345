//! The protocol's version.

use core::fmt;

/// The version in a start line (RFC 3261 §7.1): `SIP/2.0`, or whatever a sender claims.
///
/// ```text
/// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
/// ```
///
/// A message of another version is parsed all the same, so that it can be answered with 505.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// Before the dot.
    pub major: u16,
    /// Behind the dot.
    pub minor: u16,
}

impl Version {
    /// The only version there is.
    pub const SIP_2_0: Version = Version { major: 2, minor: 0 };
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SIP/{self}")
    }
}
