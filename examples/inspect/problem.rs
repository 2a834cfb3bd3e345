//! What is wrong: an error of the crate, with a name that programs can rely on.
//!
//! | kind | says |
//! |---|---|
//! | `expected:…` | the grammar wanted something else: `expected:digits`, `expected:end_of_line` … ([`Expected`](sipwire::Expected)) |
//! | `truncated` | the input ends before the message does |
//! | `out_of_range` | a number that its header does not allow |
//! | `limit:…` | more than the limits take: `limit:rows`, `limit:uri` … ([`Limit`](sipwire::Limit)) |
//! | `duplicate_header:…` | a second row of a header that may stand once: `duplicate_header:From` |
//! | `missing_header:…` | a header that must be there: `missing_header:To` |
//! | `duplicate_param:…` | a second parameter of a name that may stand once: `duplicate_param:tag` |
//! | `missing_param:…` | a parameter without which the value means nothing: `missing_param:realm` |
//!
//! Behind the colon stand the enum's variant in snake case, and the names of headers and parameters as the registry has them.
//! What was taken leniently has the name of its leniency in lower case: `lf_line_ends`, `empty_params` … A parameter whose name stood
//! before is a `repeated_param`.

use heck::ToSnakeCase as _;
use sipwire::{Diagnostic, DiagnosticKind, ErrorKind, HeaderName, ParseError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) offset: usize,
    pub(crate) kind: String,
    pub(crate) message: String,
    /// What underlines it.
    pub(crate) mark: Mark,
}

/// How much of the input is to be underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The character that should have been another.
    Character,
    /// The whole word: it is well-formed, and still wrong.
    Word,
}

impl Problem {
    /// A second row of a header that may stand once; `offset` is that row's.
    pub(crate) fn duplicate(name: HeaderName<'_>, offset: usize) -> Self {
        let (kind, message) = (format!("duplicate_header:{name}"), format!("second {name} row"));
        Self { offset, kind, message, mark: Mark::Word }
    }
}

impl From<ParseError> for Problem {
    fn from(error: ParseError) -> Self {
        let mark = if matches!(error.kind(), ErrorKind::Expected(_)) { Mark::Character } else { Mark::Word };
        Self { offset: error.offset(), kind: kind(error.kind()), message: error.kind().to_string(), mark }
    }
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        let (kind, mark) = match diagnostic.kind() {
            DiagnosticKind::Lenient(flag) => (flag.names().collect::<Vec<_>>().join("+").to_lowercase(), Mark::Character),
            other => (format!("{other:?}").to_snake_case(), Mark::Word),
        };
        Self { offset: diagnostic.offset(), kind, message: diagnostic.kind().to_string(), mark }
    }
}

fn kind(kind: ErrorKind) -> String {
    let snake = |variant: &dyn std::fmt::Debug| format!("{variant:?}").to_snake_case();
    match kind {
        ErrorKind::Expected(what) => format!("expected:{}", snake(&what)),
        ErrorKind::Limit(limit) => format!("limit:{}", snake(&limit)),
        ErrorKind::DuplicateHeader(id) => format!("duplicate_header:{id}"),
        ErrorKind::MissingHeader(id) => format!("missing_header:{id}"),
        ErrorKind::DuplicateParam(param) => format!("duplicate_param:{}", param.as_str()),
        ErrorKind::MissingParam(param) => format!("missing_param:{}", param.as_str()),
        // Those that carry nothing: Truncated, OutOfRange.
        other => snake(&other),
    }
}
