//! [`Diagnostic`]: a deviation that the parser accepted, with its offset.

use core::fmt;

use crate::profile::Leniency;

/// A deviation from the grammar or the RFCs that the parser accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub(crate) kind: DiagnosticKind,
    pub(crate) offset: usize,
}

/// The kind of a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// A deviation that this flag of the profile allows.
    Lenient(Leniency),
    /// A parameter whose name an earlier parameter of the same value or URI has, although a name must not be repeated (RFC 3261
    /// §7.3.1, §19.1.1). This crate uses the first; other parsers may use the last.
    RepeatedParam,
}

impl Diagnostic {
    /// Returns the kind of the deviation.
    pub const fn kind(&self) -> DiagnosticKind {
        self.kind
    }

    /// Returns the one leniency that accepted the deviation, or [`Leniency::NONE`] if no leniency was needed.
    pub const fn leniency(&self) -> Leniency {
        match self.kind {
            DiagnosticKind::Lenient(leniency) => leniency,
            DiagnosticKind::RepeatedParam => Leniency::NONE,
        }
    }

    /// Returns the absolute byte offset of the byte that would have been refused, or of the repeated name.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for DiagnosticKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DiagnosticKind::Lenient(leniency) => leniency.fmt(f),
            DiagnosticKind::RepeatedParam => f.write_str("a parameter name that stood before"),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}
