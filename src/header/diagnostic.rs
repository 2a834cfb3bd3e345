//! [`Diagnostic`]: what was taken leniently, and where.

use core::fmt;

use crate::profile::Leniency;

/// Something that was taken although the grammar or the RFCs forbid it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub(crate) kind: DiagnosticKind,
    pub(crate) offset: usize,
}

/// What was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// What one flag of the profile allows.
    Lenient(Leniency),
    /// A parameter whose name an earlier one of the same value, or of the same URI, has, though a name may stand once (RFC 3261
    /// §7.3.1, §19.1.1). The first counts; other readers may take the last.
    RepeatedParam,
}

impl Diagnostic {
    /// What was taken.
    pub const fn kind(&self) -> DiagnosticKind {
        self.kind
    }

    /// The leniency, alone; none where no leniency was needed.
    pub const fn leniency(&self) -> Leniency {
        match self.kind {
            DiagnosticKind::Lenient(leniency) => leniency,
            DiagnosticKind::RepeatedParam => Leniency::NONE,
        }
    }

    /// The absolute offset of the byte that would have been refused, or of the name that repeats another.
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
