//! The deviations from the grammar that a parser can be told to take.

use core::fmt;

macro_rules! leniencies {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl Leniency {
            $($(#[doc = $doc])* pub const $name: Leniency = Leniency::of_bits(1 << $bit);)*

            /// Every leniency there is: for phones, analysers and sniffers. What forwards messages does better without.
            pub const ALL: Leniency = Leniency::of_bits(0 $(| 1 << $bit)*);

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
pub struct Leniency([u32; 2]);

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
    pub const NONE: Leniency = Leniency::of_bits(0);

    /// Two halves, so that a value that keeps its leniency beside offsets of 32 bits has no gap.
    #[inline(always)]
    const fn of_bits(bits: u64) -> Leniency {
        Leniency([bits as u32, (bits >> 32) as u32])
    }

    #[inline(always)]
    const fn bits(self) -> u64 {
        self.0[0] as u64 | (self.0[1] as u64) << 32
    }

    /// What is taken leniently of how messages are framed. An edit makes it strict.
    pub(crate) const FRAMING: Leniency = Leniency::LF_LINE_ENDS
        .with(Leniency::START_LINE_SPACES)
        .with(Leniency::NO_REASON_SPACE)
        .with(Leniency::SAME_CONTENT_LENGTH)
        .with(Leniency::BRACKETED_REQUEST_URI);

    /// By how much a head of so many bytes grows at most when its framing is made strict: by a CR for each line end that has none.
    pub(crate) const fn growth(self, head: usize) -> u64 {
        if self.bits() & Self::FRAMING.bits() == 0 { 0 } else { head as u64 }
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Leniency) -> Leniency {
        Leniency::of_bits(self.bits() | other.bits())
    }

    /// The flags of this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Leniency) -> Leniency {
        Leniency::of_bits(self.bits() & !other.bits())
    }

    /// Whether all flags of `other` are in this set.
    #[inline(always)]
    pub const fn has(self, other: Leniency) -> bool {
        self.bits() & other.bits() == other.bits()
    }

    /// Whether there is no flag.
    pub const fn is_none(self) -> bool {
        self.bits() == 0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leniency_has_a_bit_of_its_own() {
        let bits = Leniency::NAMES.iter().fold(0, |bits, (flag, ..)| bits | flag.bits());
        assert_eq!((bits, bits.count_ones() as usize), (Leniency::ALL.bits(), Leniency::NAMES.len()));
        assert_eq!(Leniency::ALL.flags().count(), Leniency::NAMES.len());
        assert_eq!(Leniency::NONE.flags().count(), 0);
        assert!(Leniency::PORT_ZERO.with(Leniency::VIA_COMMENT).names().eq(["VIA_COMMENT", "PORT_ZERO"]));
    }
}
