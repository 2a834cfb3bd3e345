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
    /// Lines that end in LF alone, wherever they stand in a head, beside lines that end in CRLF too (RFC 3261 §7 wants CRLF). Messages kept in
    /// text files have them. For datagrams and [`Parser::partial`](crate::Parser::partial) only: on a stream such a line end would
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
    /// Empty parameters: `;;`, and a `;` at the end (RFC 3261 §25.1). Phones that build their values from parts send them. Not by default: a
    /// part may be missing there.
    EMPTY_PARAMS = 4, "an empty parameter";
    /// Empty elements of a list: `a,,b`, and a comma at the end (RFC 3261 §25.1, RFC 4475 §3.1.2.1). Not in a Via.
    EMPTY_ELEMENTS = 5, "an empty list element";
    /// A Route, Record-Route, Path or Service-Route value without `<` and `>` (RFC 3261 §20.34). Its `lr` then counts as a
    /// parameter of the URI. For these four headers alone: see [`BARE_ADDRESS`](Leniency::BARE_ADDRESS).
    BARE_ROUTE = 6, "a route without angle brackets";
    /// `_` in host names, which RFC 3261 §25.1 forbids and which names of containers and Windows hosts have.
    UNDERSCORE_IN_HOST = 7, "an underscore in a host name";
    /// Display names that are neither quoted nor made of tokens (RFC 4475 §3.1.2.15), as far as they hold no comma but in a quoted
    /// string that they begin with: `J. O'Neill (home)`, and what scripts make of quotes, `\"Bob\"`, `""Bob""` and `"Bob" B`. The name is the
    /// text as it is written.
    LOOSE_DISPLAY_NAME = 8, "a display name that wants quotes";
    /// A comment at the end of a Via value, as RFC 2543 §6.40 allowed.
    VIA_COMMENT = 9, "a comment in a Via";
    /// A parameter that has an `=` and nothing behind it: `rport=`, `tag=`, `algorithm=` (RFC 3261 §25.1). By its accessor it is a flag where it
    /// may be one, and absent where it wants a value.
    EMPTY_PARAM_VALUE = 10, "a parameter with an empty value";
    /// Three colons in a row in an IPv6 reference before an IPv4 address, which RFC 3261's own grammar allowed and RFC 5954
    /// §4.1 took back (RFC 5118 §4.10). The address is read as if there were two.
    THREE_COLONS = 11, "three colons in an IPv6 address";
    /// Several challenges in one row, parted by commas, as HTTP has them and RFC 3261 §7.3.1 forbids.
    JOINED_CHALLENGES = 12, "challenges joined by commas";
    /// Spaces and folds inside the angle brackets of an address, around the URI (RFC 4475 §3.1.2.14). Inside the URI they are never taken:
    /// what is forwarded would be another URI.
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
    /// A multipart body that ends without its closing delimiter (RFC 2046 §5.1.1): its last part reaches to the end, or to a last delimiter that
    /// lacks its two hyphens. Stacks that forget the
    /// `--` send it. Not by default: the body may as well have been cut short.
    NO_CLOSING_DELIMITER = 22, "no closing delimiter";
    /// `#` in user parts, as in `sip:*31#5550123@example.com`: what was dialled, which phones send as it is. Not by default: RFC 3261 §25.1
    /// wants what a telephone number may hold and a user part may not to be escaped, and whoever takes the `#` for the beginning of a fragment
    /// sees another URI.
    HASH_IN_USER = 23, "an unescaped # in a user part";
    /// An address without `<` and `>` in a header whose ABNF wants them and which is no route: Diversion (RFC 5806), History-Info (RFC 7044
    /// §5), P-Associated-URI and P-Called-Party-ID (RFC 7315 §5), P-DCS-Trace-Party-ID (RFC 5503), and the headers of a URI alone, such as
    /// Alert-Info and Call-Info (RFC 3261 §20.4, §20.9). The parameters are the header's, as everywhere without brackets (§20). RFC 3455 prints
    /// a P-Called-Party-ID so, and gateways send the others. Not by default: who takes the parameters for the URI's sees another URI.
    BARE_ADDRESS = 24, "an address without angle brackets";
    /// The zone of an IPv6 address: `[fe80::1%eth0]`, `[fe80::1%25eth0]` (RFC 6874 §2), `received=fe80::1%4`. Hosts whose operating system
    /// prints link-local addresses so send it. Not by default: RFC 3261 §25.1 and RFC 5954 have none, and a zone means something on the machine
    /// alone that has it. The address is read without it; [`Host::zone`](crate::Host::zone) has the zone.
    IPV6_ZONE = 25, "the zone of an IPv6 address";
    /// A display name before an address without angle brackets: `"Anon" sip:a@h;tag=x` (RFC 3261 §20.10 wants brackets then). Scripts send
    /// it. Not by default: where the name ends is a guess.
    NAME_WITHOUT_BRACKETS = 26, "a display name before an address without angle brackets";
    /// An empty user part: `sip:@example.com` (RFC 3261 §25.1). Phones without an account send it. Not by default: others refuse it, or
    /// read a URI without a user part. The user part is there, and empty.
    EMPTY_USER = 27, "an empty user part";
    /// A colon without a port: `sip:example.com:`, also in a Via and a Warning (RFC 3261 §25.1). Scripts that have no port to put in send
    /// it. Not by default: it may have been cut off. There is no port then.
    EMPTY_PORT = 28, "a colon without a port";
    /// A quoted string as value of a URI parameter: `;thinfo="VG8SeA=="` (RFC 3261 §25.1 has no quotes there). Softphones put base64 there.
    /// It may hold what no other part of a URI begins or ends with. Not by default: who knows no quotes there sees them in the value.
    QUOTED_URI_PARAM = 29, "quotes in a URI parameter";
    /// Headers of a URI in an address without angle brackets: `Refer-To: sip:1@h?Replaces=x` (RFC 3261 §20 wants brackets then). PBXs
    /// that transfer calls send it. Not by default: who ends the URI at the `?` sees another one. It ends at a `;` all the same.
    QUESTION_WITHOUT_BRACKETS = 30, "a ? in an address without angle brackets";
    /// Text that does not begin as a URI does in a header of a URI alone, with or without brackets: `Alert-Info: Ring Answer`,
    /// `Call-Info: ;answer-after=0` (RFC 3261 §20.4, §20.9). PBXs choose ring tones and intercoms so. Not by default: there is no URI then;
    /// [`InfoUri::text`](crate::header::InfoUri::text) has the text. Where the header wants a SIP or a Diameter URI it is never taken.
    TEXT_FOR_URI = 31, "text in place of a URI";
    /// Bytes in the value of a URI header that RFC 3261 §25.1 wants escaped: `?Replaces=x@y%3Bto-tag=1`, `?Replaces=x;to-tag=1`. PBXs that
    /// transfer calls send them. Not by default: others may take such a byte for the end of the URI. `&` parts headers all the same, and an
    /// `@` is taken only behind another one, since without that it ends a user part.
    URI_HEADER_BYTES = 32, "an unescaped byte in a header of a URI";
    /// A parameter value that is neither a token nor a host nor in quotes: `branch=z9hG4bK1:2/3=`, `icid-value=ab:0:0`, `boundary=----=_P`,
    /// `+sip.instance=<urn:uuid:1>` (RFC 3261 §25.1). Cameras, PBXs and mail libraries that write values as they are send it. It holds visible
    /// bytes up to the next semicolon, comma or quote, and no parentheses; or it is in angle brackets. Not by default: others end the value
    /// at the first byte that a token does not have.
    LOOSE_PARAM_VALUE = 33, "a parameter value that is no token";
    /// A quoted string where the value of a parameter must be a token, a host or a number: `tag="abc"`, `branch="z9hG4bK1"`, `rport="5060"`
    /// (RFC 3261 §25.1). Scripts that quote every value send it. The value is what stands in the quotes. Not by default: others keep the quotes
    /// as a part of the value, and then two tags differ.
    QUOTED_TOKEN = 34, "a quoted string where a token belongs";
    /// Several credentials in one row of Authorization or Proxy-Authorization, parted by commas, which RFC 3261 §7.3.1 forbids. Clients that
    /// join all rows of a name send them. Not by default: others read the second scheme as a parameter of the first.
    JOINED_CREDENTIALS = 35, "credentials joined by commas";
    /// A value of a challenge, of credentials or of Authentication-Info that is neither a token nor in quotes: `uri=sip:x`, `nonce=MTU4==`
    /// (RFC 3261 §25.1). Small clients that forget the quotes send it. The value ends before the next comma or white space. Not by default: a
    /// comma that belongs to the value would end it.
    UNQUOTED_AUTH_VALUE = 36, "an authentication parameter that wants quotes";
    /// A date as ISO 8601 writes it: `2022-01-01T00:00:00.000`, with or without a zone, where RFC 3261 §20.17 wants the form of RFC 1123. GB/T
    /// 28181 §9.10 tells cameras to send it so. Not by default: without a zone it names no instant.
    ISO_8601_DATE = 37, "a date in the form of ISO 8601";
    /// A Warning without its agent: `399 "text"` (RFC 3261 §20.43). PBXs send it. Not by default: others take the text for the agent.
    NO_WARNING_AGENT = 38, "a Warning without an agent";
    /// The `text` of a Reason without quotes, perhaps of several words: `text=Normal call clearing` (RFC 3326 §2). Gateways send it. It ends
    /// before the next semicolon, comma or quote. Not by default: others end it at the first space.
    UNQUOTED_REASON_TEXT = 39, "the text of a Reason without quotes";
    /// Several rows of a header that may stand once, all of which say the same as the first: `Expires: 600` twice (RFC 3261 §7.3.1). Proxies
    /// that add a row without looking for one send them. Rows that differ are never taken, and Content-Length is
    /// [`SAME_CONTENT_LENGTH`](Leniency::SAME_CONTENT_LENGTH)'s. Not by default: whoever changes the first row leaves the others as they are.
    /// So an [`Edit`](crate::Edit) does not count such a Max-Forwards down.
    SAME_ROW_TWICE = 40, "a header field given twice";
    /// Parameters behind a value whose header has none: `Expires: 3600;x=y`, `Require: timer;x` (RFC 3261 §25.1). Stacks that treat all headers
    /// alike send them. They are kept. Not behind a Content-Length, which ends the message.
    EXTRA_PARAMS = 41, "parameters where the header has none";
    /// A row of a list that wants at least one element, and has none: `Route:`, `Require:`, `Warning:` (RFC 3261 §25.1). Stacks that write a
    /// row before they know its value send it. There is no element then. Not in a Via, which
    /// decides where responses go, nor in an Identity.
    EMPTY_ROWS = 42, "an empty row of a list";
}

impl Leniency {
    /// Nothing but what the RFCs say.
    pub const NONE: Leniency = Leniency::of_bits(0);

    /// What PJSIP, Kamailio and Asterisk all take as they are installed, and what leaves no doubt where a message ends or where it goes. For
    /// servers that meet the internet. No leniency of framing is among them.
    ///
    /// | flag | why it is here |
    /// |---|---|
    /// | [`EMPTY_PARAM_VALUE`](Leniency::EMPTY_PARAM_VALUE) | the parameter says nothing, wherever it stands |
    /// | [`QUOTED_URI_PARAM`](Leniency::QUOTED_URI_PARAM) | the value holds nothing that a URI's parts begin with |
    /// | [`BARE_ADDRESS`](Leniency::BARE_ADDRESS) | whose the parameters are, RFC 3261 §20 says; nothing is sent to these addresses |
    /// | [`TEXT_FOR_URI`](Leniency::TEXT_FOR_URI) | nothing is sent there; the text chooses how a phone rings |
    /// | [`VIA_COMMENT`](Leniency::VIA_COMMENT) | RFC 2543 §6.40 allowed it, and it says nothing |
    /// | [`SHORT_QVALUE`](Leniency::SHORT_QVALUE) | the number is the same |
    /// | [`ESCAPED_NON_ASCII`](Leniency::ESCAPED_NON_ASCII) | the quoted string ends at the same quote for everybody |
    /// | [`WARNING_SPACES`](Leniency::WARNING_SPACES), [`NO_WARNING_AGENT`](Leniency::NO_WARNING_AGENT) | a Warning is for the eye |
    /// | [`UNQUOTED_REASON_TEXT`](Leniency::UNQUOTED_REASON_TEXT) | so is the text of a Reason |
    /// | [`ISO_8601_DATE`](Leniency::ISO_8601_DATE) | a Date decides nothing, and one without a zone names no instant here |
    /// | [`SAME_ROW_TWICE`](Leniency::SAME_ROW_TWICE) | whichever row is read, it says the same |
    ///
    /// Left out are those that one of the three refuses, such as [`EMPTY_PORT`](Leniency::EMPTY_PORT) (PJSIP) and
    /// [`UNDERSCORE_IN_HOST`](Leniency::UNDERSCORE_IN_HOST) (Kamailio, unless it is told otherwise), and those that two of them read in two
    /// ways, such as [`NAME_WITHOUT_BRACKETS`](Leniency::NAME_WITHOUT_BRACKETS) and [`QUOTED_TOKEN`](Leniency::QUOTED_TOKEN).
    ///
    /// ```
    /// use sipwire::{Leniency, Parser, header::AlertInfo};
    ///
    /// let parser = Parser::new().leniency(Leniency::INTERNET);
    /// let message = parser.parse(b"INVITE sip:a SIP/2.0\r\nAlert-Info: Ring Answer\r\n\r\n")?;
    /// assert!(message.headers().first::<AlertInfo>()?.unwrap().text().unwrap().is("Ring Answer"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub const INTERNET: Leniency = Leniency::EMPTY_PARAM_VALUE
        .with(Leniency::QUOTED_URI_PARAM)
        .with(Leniency::BARE_ADDRESS)
        .with(Leniency::TEXT_FOR_URI)
        .with(Leniency::VIA_COMMENT)
        .with(Leniency::SHORT_QVALUE)
        .with(Leniency::ESCAPED_NON_ASCII)
        .with(Leniency::WARNING_SPACES)
        .with(Leniency::NO_WARNING_AGENT)
        .with(Leniency::UNQUOTED_REASON_TEXT)
        .with(Leniency::ISO_8601_DATE)
        .with(Leniency::SAME_ROW_TWICE);

    /// The stored form, in which a flag keeps its place as long as the version of what it is stored with is the same.
    pub(crate) const fn words(self) -> [u32; 2] {
        self.0
    }

    /// Reads the stored form. Returns `None` if there is a flag that this version does not have.
    pub(crate) const fn of_words(words: [u32; 2]) -> Option<Leniency> {
        let known = Leniency::ALL.with(Leniency::KEPT_ROUTE).with(Leniency::KEPT_REFUSED);
        match (words[0] & !known.0[0], words[1] & !known.0[1]) {
            (0, 0) => Some(Leniency(words)),
            _ => None,
        }
    }

    /// Two halves, so that a value that keeps its leniency beside offsets of 32 bits has no gap.
    #[inline(always)]
    const fn of_bits(bits: u64) -> Leniency {
        Leniency([bits as u32, (bits >> 32) as u32])
    }

    #[inline(always)]
    const fn bits(self) -> u64 {
        self.0[0] as u64 | (self.0[1] as u64) << 32
    }

    /// No leniencies, but marks of addresses that are kept: of a route without brackets, and of one whose parameters have values in brackets.
    pub(crate) const KEPT_ROUTE: Leniency = Leniency::of_bits(1 << 63);
    pub(crate) const KEPT_REFUSED: Leniency = Leniency::of_bits(1 << 62);

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
