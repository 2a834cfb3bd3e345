//! The limits on sizes and counts.

use core::fmt;

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $variant:ident = $default:expr, $text:literal;)*) => {
        /// A size or count that is limited. [`Limits::get`] returns its limit; see [`Limits`] for the defaults.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Limit {$(
            $(#[doc = $doc])*
            #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
            $variant,
        )*}

        impl Limit {
            /// Every limit.
            pub const ALL: &'static [Limit] = &[$(Limit::$variant),*];
            const DEFAULTS: [u32; Limit::ALL.len()] = [$($default),*];

            /// Returns the limited quantity in words: `header rows`, `bytes of a URI` …
            pub const fn as_str(self) -> &'static str {
                match self { $(Limit::$variant => $text,)* }
            }
        }
    };
}

limits! {
    /// Bytes of a whole message, head and body.
    Message = 65_535 + 1_048_576, "bytes of a message";
    /// Bytes of the head: from the start line to the empty line.
    Head = 65_535, "bytes of a head";
    /// Bytes of the body, and the largest accepted Content-Length.
    Body = 1_048_576, "bytes of a body";
    /// Bytes of the start line.
    StartLine = 8_192, "bytes of a start line";
    /// Bytes of one field value, folds included.
    FieldValue = 16_384, "bytes of a field value";
    /// Bytes of a field name.
    FieldName = 256, "bytes of a field name";
    /// Continuation lines of one folded row.
    Folds = 64, "folded lines of a row";
    /// Bytes of CRLFs before the start line.
    LeadingCrlf = 1_024, "bytes of empty lines before a message";
    /// Rows (field lines) of a message, or of a part of its body.
    Rows = 256, "header rows";
    /// Elements of one list header, over all its rows.
    Elements = 128, "elements of a header";
    /// Challenges of one header (WWW-Authenticate, Proxy-Authenticate), over all its rows. Other headers have
    /// [`Elements`](Limit::Elements).
    Challenges = 16, "challenges";
    /// Nesting of multipart bodies. Without this limit the maximum is 64.
    MultipartDepth = 4, "nested multipart bodies";
    /// Parts of one multipart body.
    Parts = 64, "parts of a body";
    /// Bytes of a URI, including the Request-URI.
    Uri = 4_096, "bytes of a URI";
    /// Parameters of one element.
    Params = 64, "parameters";
    /// Bytes of a parameter name.
    ParamName = 256, "bytes of a parameter name";
    /// Bytes of a parameter value.
    ParamValue = 8_192, "bytes of a parameter value";
    /// Parameters of a URI.
    UriParams = 64, "URI parameters";
    /// Headers of a URI (the part behind its `?`).
    UriHeaders = 32, "URI headers";
    /// Bytes of a quoted string.
    Quoted = 8_192, "bytes of a quoted string";
    /// Nesting of comments.
    CommentDepth = 8, "nested comments";
    /// Parameters of a challenge or of credentials.
    AuthParams = 32, "authentication parameters";
}

/// The first limit that values and parts of bodies check. The parser checks the limits before it.
pub(super) const FIRST_OF_VALUES: usize = Limit::Rows as usize;
pub(super) const OF_VALUES: usize = Limit::ALL.len() - FIRST_OF_VALUES;

/// How much of everything is taken, all of it finite by default.
///
/// Every limit is checked before the work that it bounds. What is over a limit is an error of its own kind,
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit), so that the right status can be answered
/// ([`ParseError::status_owed`](crate::ParseError::status_owed)).
///
/// ```
/// use sipwire::{Limit, Limits, Message, Parser, ErrorKind};
///
/// let parser = Parser::new().limits(Limits::new().with(Limit::Rows, 2));
/// assert_eq!(parser.limits_in_force().get(Limit::Rows), 2);
///
/// let error = parser.parse(b"OPTIONS sip:a SIP/2.0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Limit(Limit::Rows));
/// assert_eq!(error.offset(), 35);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits([u32; Limit::ALL.len()]);

impl Limits {
    /// The defaults, as they stand at each [`Limit`].
    pub const fn new() -> Self {
        Self(Limit::DEFAULTS)
    }

    /// No limits but those of the data types: messages of up to 4 GiB, and 65,534 of what is counted inside a value.
    ///
    /// For input that was made by whoever reads it, such as test data. Never for what comes from a network.
    pub const fn unlimited_for_trusted_input() -> Self {
        Self([u32::MAX; Limit::ALL.len()])
    }

    /// The same limits with one of them set. Those of [`Limit::Rows`] and below it in the list count up to 65,534 where values and
    /// parts of bodies obey them; more than that is no limit there.
    #[must_use]
    pub const fn with(mut self, limit: Limit, most: u32) -> Self {
        self.0[limit as usize] = most;
        self
    }

    /// How much is taken.
    pub const fn get(&self, limit: Limit) -> u32 {
        self.0[limit as usize]
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(Limit::ALL.iter().map(|&limit| (limit, self.get(limit)))).finish()
    }
}

/// The most bytes of a message where addresses have `width` bits: offsets have 32 bits, and no buffer is longer than half of the address
/// space. A message that could never come whole is not waited for.
pub(crate) const fn most_bytes(width: u32) -> u64 {
    match 1_u64.checked_shl(width - 1) {
        Some(half) if half <= u32::MAX as u64 => half - 1,
        _ => u32::MAX as u64,
    }
}

/// Where a message ends that goes on for `length` bytes behind `start`. Returns `None` if it would have more than `most` bytes, or could
/// have them once that its head is `growth` bytes longer.
pub(crate) const fn end_of(start: u64, length: u64, growth: u64, most: u64) -> Option<u32> {
    match start.saturating_add(length).saturating_add(growth) <= most {
        true => Some((start + length) as u32),
        false => None,
    }
}
