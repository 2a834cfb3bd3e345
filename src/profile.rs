//! The settings of a parser: [`Limits`] on sizes and counts, and [`Leniency`] towards deviations from the grammar.
//!
//! A profile is given to the [`Parser`](crate::Parser) once. It travels with the headers of a message and with every value,
//! so that typed access obeys it too.

use core::fmt;

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $variant:ident = $default:expr, $text:literal;)*) => {
        /// What a limit is on. Ask [`Limits::get`] how much it is, and see [`Limits`] for the defaults.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Limit {$(
            $(#[doc = $doc])*
            #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
            $variant,
        )*}

        impl Limit {
            /// Every limit there is.
            pub const ALL: &'static [Limit] = &[$(Limit::$variant),*];
            const DEFAULTS: [u32; Limit::ALL.len()] = [$($default),*];

            /// What is limited, in words: `header rows`, `bytes of a URI` …
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
    /// Bytes of the body, and the largest Content-Length taken.
    Body = 1_048_576, "bytes of a body";
    /// Bytes of the start line.
    StartLine = 8_192, "bytes of a start line";
    /// Bytes of one field value, folds included.
    FieldValue = 16_384, "bytes of a field value";
    /// Bytes of a field name.
    FieldName = 256, "bytes of a field name";
    /// Lines that one row may be folded over.
    Folds = 64, "folded lines of a row";
    /// Bytes of CRLFs before the start line.
    LeadingCrlf = 1_024, "bytes of empty lines before a message";
    /// Rows (field lines) of a message, or of a part of its body.
    Rows = 256, "header rows";
    /// Elements of one list header, over all its rows.
    Elements = 128, "elements of a header";
    /// Challenges of one header (WWW-Authenticate, Proxy-Authenticate), over all its rows; [`Elements`](Limit::Elements) is for others.
    Challenges = 16, "challenges";
    /// Nesting of multipart bodies. Without a limit it is 64.
    MultipartDepth = 4, "nested multipart bodies";
    /// Parts of one multipart body.
    Parts = 64, "parts of a body";
    /// Bytes of a URI, the Request-URI among them.
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

/// The first limit that values and parts of bodies obey by themselves; those before it are the parser's.
const FIRST_OF_VALUES: usize = Limit::Rows as usize;
const OF_VALUES: usize = Limit::ALL.len() - FIRST_OF_VALUES;

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

macro_rules! leniencies {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl Leniency {
            $($(#[doc = $doc])* pub const $name: Leniency = Leniency(1 << $bit);)*

            const NAMES: &'static [(Leniency, &'static str, &'static str)] = &[$((Leniency::$name, stringify!($name), $text)),*];
        }
    };
}

/// A set of named deviations from the grammar that are taken all the same.
///
/// The default is [`Leniency::NONE`]: the grammar, and what the RFCs oblige a receiver to take. Each flag says
/// what it takes, who sends it, and why it is not taken by default. What was taken leniently, and where, is listed by
/// [`Headers::diagnostics`](crate::Headers::diagnostics).
///
/// ```
/// use sipwire::{Leniency, Parser};
///
/// let message = b"OPTIONS  sip:a  SIP/2.0 \r\n\r\n";
/// assert!(Parser::new().parse(message).is_err());
/// assert!(Parser::new().leniency(Leniency::START_LINE_SPACES).parse(message).is_ok());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Leniency(u32);

leniencies! {
    /// Lines that end in LF alone, everywhere in the head or nowhere (RFC 3261 §7 wants CRLF). Messages kept in text
    /// files have them. For datagrams and [`Parser::partial`](crate::Parser::partial) only: on a stream such a line end would
    /// leave it open where the message ends.
    LF_LINE_ENDS = 0, "line ends of LF alone";
    /// More than one space between the parts of a start line, and spaces at its end (RFC 3261 §7.1, §7.2; RFC 4475
    /// §3.1.2.8 and §3.1.2.9). Hand-written clients send them.
    START_LINE_SPACES = 1, "spaces in the start line";
    /// A status line that ends behind its code, without the space that RFC 3261 §7.2 puts there. Small stacks send it.
    NO_REASON_SPACE = 2, "no space before the reason phrase";
    /// Several Content-Length rows that say the same (RFC 3261 §7.3.1 allows one). Middleboxes that append their own send
    /// them. Different lengths are never taken.
    SAME_CONTENT_LENGTH = 3, "Content-Length given twice";
    /// Empty parameters: `;;`, and a `;` at the end (RFC 3261 §25.1). Not in a Via.
    EMPTY_PARAMS = 4, "an empty parameter";
    /// Empty elements of a list: `a,,b`, and a comma at the end (RFC 3261 §25.1, RFC 4475 §3.1.2.1). Not in a Via.
    EMPTY_ELEMENTS = 5, "an empty list element";
    /// A Route, Record-Route, Path or Service-Route value without `<` and `>` (RFC 3261 §20.34). Its `lr` then counts as a
    /// parameter of the URI.
    BARE_ROUTE = 6, "a route without angle brackets";
    /// `_` in host names, which RFC 3261 §25.1 forbids and which names of containers and Windows hosts have.
    UNDERSCORE_IN_HOST = 7, "an underscore in a host name";
    /// Display names that are neither quoted nor made of tokens (RFC 4475 §3.1.2.15), as far as they hold no comma: `J. O'Neill (home)`,
    /// and what scripts make of quotes, `\"Bob\"`.
    LOOSE_DISPLAY_NAME = 8, "a display name that wants quotes";
    /// A comment at the end of a Via value, as RFC 2543 §6.40 allowed.
    VIA_COMMENT = 9, "a comment in a Via";
    /// A parameter that has an `=` and nothing behind it: `rport=`, `tag=` (RFC 3261 §25.1). By its accessor it is a flag where it may be
    /// one, and absent where it wants a value.
    EMPTY_PARAM_VALUE = 10, "a parameter with an empty value";
    /// Three colons in a row in an IPv6 reference before an IPv4 address, which RFC 3261's own grammar allowed and RFC 5954
    /// §4.1 took back (RFC 5118 §4.10). The address is read as if there were two.
    THREE_COLONS = 11, "three colons in an IPv6 address";
    /// Several challenges in one row, parted by commas, as HTTP has them and RFC 3261 §7.3.1 forbids.
    JOINED_CHALLENGES = 12, "challenges joined by commas";
    /// Spaces inside the angle brackets of an address, around the URI (RFC 4475 §3.1.2.14).
    SPACES_IN_BRACKETS = 13, "spaces inside angle brackets";
    /// A second `=` in a URI parameter, read as part of its value (RFC 3261 §25.1 wants it escaped).
    EQUALS_IN_URI_PARAM = 14, "an unescaped = in a URI parameter";
    /// Port 0, which nothing can be sent to.
    PORT_ZERO = 15, "port 0";
    /// A Request-URI in angle brackets (RFC 4475 §3.1.2.7), which are not part of it.
    BRACKETED_REQUEST_URI = 16, "angle brackets around the Request-URI";
    /// A quality value without its leading zero: `q=.5` (RFC 3261 §25.1).
    SHORT_QVALUE = 17, "a q value without its zero";
    /// Privacy values parted by commas, where RFC 3323 §4.2 has semicolons. Stacks that treat it as any other list send them. Not by
    /// default: whoever forwards such a value and whoever reads it by the grammar would see different wishes.
    COMMA_PRIVACY = 18, "a comma in Privacy";
    /// A backslash before a byte from 80 on, in quoted strings and comments (RFC 3261 §25.1 lets it escape ASCII alone). Stacks that
    /// escape whatever is no letter send it. The byte is taken.
    ESCAPED_NON_ASCII = 19, "a backslash before a byte that is no ASCII";
    /// Several spaces, or a fold, between the code and the agent of a Warning, where RFC 3261 §20.43 has one space.
    WARNING_SPACES = 20, "spaces in a Warning";
    /// Something else than an address in the `received` of a Via, such as a host name (RFC 3261 §25.1). Old test tools send it. Not by
    /// default: nothing can be sent to it without asking DNS, which nobody wanted. It is kept as a parameter;
    /// [`Via::received`](crate::header::Via::received) has no address then.
    RECEIVED_NAME = 21, "a received that is no address";
    /// A multipart body that ends without its closing delimiter (RFC 2046 §5.1.1): its last part reaches to the end. Stacks that forget the
    /// `--` send it. Not by default: the body may as well have been cut short.
    NO_CLOSING_DELIMITER = 22, "no closing delimiter";
    /// `#` in user parts, as in `sip:*31#5550123@example.com`: what was dialled, which phones send as it is. Not by default: RFC 3261 §25.1
    /// wants what a telephone number may hold and a user part may not to be escaped, and whoever takes the `#` for the beginning of a fragment
    /// sees another URI.
    HASH_IN_USER = 23, "an unescaped # in a user part";
}

impl Leniency {
    /// Nothing but what the RFCs say.
    pub const NONE: Leniency = Leniency(0);
    /// Every leniency there is: for phones, analysers and sniffers. What forwards messages does better without.
    pub const ALL: Leniency = Leniency((1 << Self::NAMES.len()) - 1);

    /// What is taken leniently of how messages are framed. An edit makes it strict.
    pub(crate) const FRAMING: Leniency = Leniency::LF_LINE_ENDS
        .with(Leniency::START_LINE_SPACES)
        .with(Leniency::NO_REASON_SPACE)
        .with(Leniency::SAME_CONTENT_LENGTH)
        .with(Leniency::BRACKETED_REQUEST_URI);

    /// By how much a head of so many bytes grows at most when its framing is made strict: by a CR for each line end that has none.
    pub(crate) const fn growth(self, head: usize) -> u64 {
        if self.0 & Self::FRAMING.0 == 0 { 0 } else { head as u64 }
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Leniency) -> Leniency {
        Leniency(self.0 | other.0)
    }

    /// The flags of this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Leniency) -> Leniency {
        Leniency(self.0 & !other.0)
    }

    /// Whether all flags of `other` are in this set.
    #[inline(always)]
    pub const fn has(self, other: Leniency) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is no flag.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Each flag of this set, alone.
    pub fn flags(self) -> impl Iterator<Item = Leniency> {
        Self::NAMES.iter().map(|&(flag, ..)| flag).filter(move |&flag| self.has(flag))
    }

    /// The names of the flags of this set, as the constants have them: `LF_LINE_ENDS` …
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().filter(move |(flag, ..)| self.has(*flag)).map(|&(_, name, _)| name)
    }
}

/// What is taken, in words, parted by commas.
impl fmt::Display for Leniency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (flag, _, text) in Self::NAMES {
            if self.has(*flag) {
                f.write_str(if first { "" } else { ", " })?;
                f.write_str(text)?;
                first = false;
            }
        }
        if first { f.write_str("nothing") } else { Ok(()) }
    }
}

impl fmt::Debug for Leniency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leniency({self})")
    }
}

/// What values carry along: the limits that are inside them, and the leniencies. A few words, made to be copied.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Profile {
    limits: [u16; OF_VALUES],
    pub(crate) leniency: Leniency,
}

impl Profile {
    pub(crate) const fn new(limits: &Limits, leniency: Leniency) -> Self {
        let mut of_values = [u16::MAX; OF_VALUES];
        let mut i = 0;
        while i < OF_VALUES {
            if limits.0[FIRST_OF_VALUES + i] < u16::MAX as u32 {
                of_values[i] = limits.0[FIRST_OF_VALUES + i] as u16;
            }
            i += 1;
        }
        Self { limits: of_values, leniency }
    }

    /// The profile that a value which was accepted once is read by again: its leniency, and no limits.
    pub(crate) const fn of_taken(leniency: Leniency) -> Self {
        Self::new(&Limits::unlimited_for_trusted_input(), leniency)
    }

    /// Whether `much` is more than the limit allows. Only for the limits from [`Limit::Rows`] on.
    #[inline(always)]
    pub(crate) fn exceeds(&self, limit: Limit, much: usize) -> bool {
        match self.limits.get((limit as usize).wrapping_sub(FIRST_OF_VALUES)) {
            Some(&most) if much > usize::from(most) => Self::is_limit(most),
            _ => false,
        }
    }

    /// Cold path: checks whether `most` is a limit at all.
    #[cold]
    const fn is_limit(most: u16) -> bool {
        most != u16::MAX
    }

    /// The limits that reach as far as the parts of a body: it is no longer than it may be, so that of their heads only the rows are counted.
    pub(crate) fn limits_of_parts(&self) -> Limits {
        let rows = match self.limits[Limit::Rows as usize - FIRST_OF_VALUES] {
            u16::MAX => u32::MAX,
            most => most.into(),
        };
        Limits::unlimited_for_trusted_input().with(Limit::Rows, rows)
    }

    #[inline(always)]
    pub(crate) fn allows(&self, leniency: Leniency) -> bool {
        self.leniency.has(leniency)
    }
}

impl Default for Profile {
    fn default() -> Self {
        const DEFAULT: Profile = Profile::new(&Limits::new(), Leniency::NONE);
        DEFAULT
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.leniency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leniency_has_a_bit_of_its_own() {
        let bits = Leniency::NAMES.iter().fold(0, |bits, (flag, ..)| bits | flag.0);
        assert_eq!(bits, Leniency::ALL.0);
        assert_eq!(Leniency::ALL.flags().count(), Leniency::NAMES.len());
        assert_eq!(Leniency::NONE.flags().count(), 0);
        assert!(Leniency::PORT_ZERO.with(Leniency::VIA_COMMENT).names().eq(["VIA_COMMENT", "PORT_ZERO"]));
    }

    #[test]
    fn a_value_obeys_the_limits_it_was_given() {
        let profile = Profile::new(&Limits::new().with(Limit::Params, 3), Leniency::NONE);
        assert!(!profile.exceeds(Limit::Params, 3) && profile.exceeds(Limit::Params, 4));
        let none = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::NONE);
        assert!(Limit::ALL.iter().all(|&limit| !none.exceeds(limit, usize::MAX)));
        assert!(size_of::<Profile>() <= 32);
    }

    const FOUR_GIB: u64 = 1 << 32;

    #[test]
    fn messages_end_where_no_width_of_addresses_wraps() {
        assert_eq!([16, 32, 64].map(most_bytes), [(1 << 15) - 1, (1 << 31) - 1, FOUR_GIB - 1]);
        for width in [32, 64] {
            let most = most_bytes(width);
            assert_eq!(end_of(38, most - 38, 0, most), Some(most as u32), "{width}");
            for (start, length, growth) in [
                // With 32 bits this sum was taken for the largest number there is.
                (38, FOUR_GIB - 1, 0),
                (38, most - 37, 0),
                (38, most - 38, 1),
                (most, 0, most),
                (u64::MAX, u64::MAX, u64::MAX),
            ] {
                assert_eq!(end_of(start, length, growth, most), None, "{start} {length} {growth} of {width}");
            }
        }
    }

    #[test]
    fn a_head_that_is_made_strict_has_room_to_grow() {
        assert_eq!((Leniency::NONE.growth(100), Leniency::ALL.without(Leniency::FRAMING).growth(100)), (0, 0));
        for flag in Leniency::FRAMING.flags() {
            assert_eq!(flag.growth(100), 100);
        }
        // Nothing but LF: a message that is as long as it may be would not fit behind an edit.
        let (most, head) = (most_bytes(64), 600);
        assert_eq!(end_of(head, most - head, Leniency::NONE.growth(head as usize), most), Some(u32::MAX));
        assert_eq!(end_of(head, most - head, Leniency::LF_LINE_ENDS.growth(head as usize), most), None);
        assert_eq!(end_of(head, most - 2 * head, Leniency::LF_LINE_ENDS.growth(head as usize), most), Some((most - head) as u32));
    }
}
