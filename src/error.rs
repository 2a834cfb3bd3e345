//! The errors of received bytes: a kind and an offset, in eight bytes.

use core::fmt;

use crate::name::HeaderId;
use crate::profile::Limit;

macro_rules! expected {
    ($($(#[doc = $doc:literal])* $variant:ident $text:literal;)*) => {
        /// The element that the grammar expected at an error. The `Display` text follows the word "expected".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Expected {$(
            #[doc = concat!("Expected ", $text, ".")]
            $(#[doc = $doc])*
            $variant,
        )*}

        impl Expected {
            /// Returns the words for the element.
            pub const fn as_str(self) -> &'static str {
                match self { $(Expected::$variant => $text,)* }
            }
        }
    };
}

expected! {
    Message "a SIP message";
    Method "a method";
    Space "one space";
    RequestUri "a Request-URI";
    Version "SIP/ and a version";
    StatusCode "a status code from 100 to 699";
    EndOfLine "CRLF";
    FieldName "a field name";
    Colon "a colon behind the field name";
    Text "text without control bytes";
    Value "a value";
    EndOfValue "the end of the value";
    OnlyElement "* alone, without other elements";
    Token "a token";
    Digits "digits";
    InRange "a number within its range";
    Qvalue "a q value from 0 to 1 with at most three decimals";
    QuotedString "a quoted string";
    ClosingQuote "a closing quote";
    QuotedPair "an ASCII byte other than CR and LF behind the backslash";
    Comment "a comment";
    ClosingParenthesis "a closing parenthesis";
    Equal "an equals sign";
    Slash "a slash";
    Semicolon "a semicolon";
    Comma "a comma";
    Dot "a dot";
    Star "an asterisk";
    Whitespace "white space";
    Parameter "a parameter";
    ParameterValue "a parameter value";
    ParameterName "a parameter name";
    Scheme "a URI scheme and its colon, as in sip:";
    Uri "a URI";
    UriInBrackets "a URI in angle brackets";
    User "a user part";
    Password "a password";
    Escape "% and two hexadecimal digits";
    Host "a host";
    HostName "a host name";
    Ipv4 "an IPv4 address";
    Ipv6 "an IPv6 address in square brackets";
    Port "a port from 1 to 65535";
    UriParameter "a URI parameter";
    UriHeader "a URI header";
    OneAt "one @ at most";
    ClosingBracket "a closing angle bracket";
    DisplayName "a display name of tokens or in quotes";
    Address "an address";
    SentProtocol "SIP/2.0/ and a transport";
    SentBy "a host and a port that it was sent by";
    Transport "a transport";
    CallId "a Call-ID";
    MediaType "a media type";
    AuthScheme "an authentication scheme";
    AuthParam "an authentication parameter";
    Token68 "a token68";
    Digest "a hash in hexadecimal digits";
    ExtValue "UTF-8'' and text in percent escapes";
    NonceCount "a nonce count of eight hexadecimal digits";
    Date "a date as in Sat, 13 Nov 2010 23:29:00 GMT";
    Timestamp "a timestamp";
    WarningCode "a warning code of three digits";
    Number "a number";
    Index "an index of numbers and dots";
    Uuid "32 lower-case hexadecimal digits";
    Signature "a signature in base64";
    Hex "hexadecimal digits";
    Language "a language tag";
    MessageId "an id in angle brackets";
    Unfolded "a line that does not begin with white space";
    TelephoneNumber "a telephone number";
    PhoneContext "a phone-context";
    FeatureParam "a feature parameter";
    Listed "one of the values that the grammar lists";
    Boundary "a boundary of 1 to 70 characters";
    Delimiter "a delimiter before the first part";
    ClosingDelimiter "the closing delimiter of a multipart body";
}

macro_rules! known_params {
    ($($variant:ident $name:literal;)*) => {
        /// The parameters that errors can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "the names speak")]
        pub enum KnownParam { $($variant,)* }

        impl KnownParam {
            /// Returns the name of the parameter as written in messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(KnownParam::$variant => $name,)* }
            }
        }
    };
}

known_params! {
    Tag "tag"; Branch "branch"; Received "received"; Rport "rport"; Ttl "ttl"; Maddr "maddr"; Alias "alias"; Keep "keep";
    Q "q"; Expires "expires"; RegId "reg-id"; Instance "+sip.instance"; PubGruu "pub-gruu"; TempGruu "temp-gruu";
    Realm "realm"; Nonce "nonce"; Opaque "opaque"; Algorithm "algorithm"; Stale "stale"; Qop "qop"; Domain "domain";
    Username "username"; UsernameStar "username*"; Userhash "userhash"; Uri "uri"; Response "response"; Cnonce "cnonce";
    NonceCount "nc"; Auts "auts"; Nextnonce "nextnonce"; Rspauth "rspauth"; Charset "charset";
    Transport "transport"; User "user"; Method "method"; PhoneContext "phone-context"; Boundary "boundary";
    ToTag "to-tag"; FromTag "from-tag"; RemoteTag "remote-tag"; LocalTag "local-tag"; Info "info"; Index "index";
    Cause "cause"; RetryAfter "retry-after"; Duration "duration"; Refresher "refresher"; Remote "remote"; IcidValue "icid-value";
    EffectiveBy "effective-by"; MaxRate "max-rate"; MinRate "min-rate"; AdaptiveMinRate "adaptive-min-rate";
    Rc "rc"; Mp "mp"; Np "np"; Counter "counter"; Limit "limit"; Appearance "appearance"; LocSrc "loc-src";
    Spi "spi"; Port1 "port1"; Port2 "port2"; IcidGeneratedAt "icid-generated-at"; RelatedIcidGeneratedAt "related-icid-generated-at";
    Fe "fe"; Oc "oc"; OcValidity "oc-validity"; AltUri "alt-uri"; Timestamp "timestamp"; Sescase "sescase"; Regstate "regstate";
    Location "location"; Isub "isub"; Ext "ext";
}

/// The kind of a parse error.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input does not match the grammar.
    Expected(Expected),
    /// The input ends before the message does. On a stream, more bytes may follow; a datagram is incomplete.
    Truncated,
    /// A number that the header does not allow, or that is too large.
    OutOfRange,
    /// A size or a count exceeds the parser's [`Limits`](crate::Limits).
    Limit(Limit),
    /// A second row of a header that may occur once.
    DuplicateHeader(HeaderId),
    /// A required header is absent.
    MissingHeader(HeaderId),
    /// A second parameter of a name that may occur once.
    DuplicateParam(KnownParam),
    /// A required parameter is absent.
    MissingParam(KnownParam),
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::Expected(what) => write!(f, "expected {}", what.as_str()),
            ErrorKind::Truncated => f.write_str("the message is cut short"),
            ErrorKind::OutOfRange => f.write_str("number out of range"),
            ErrorKind::Limit(limit) => write!(f, "too many {}", limit.as_str()),
            ErrorKind::DuplicateHeader(id) => write!(f, "second {id} row"),
            ErrorKind::MissingHeader(id) => write!(f, "no {id} row"),
            ErrorKind::DuplicateParam(param) => write!(f, "second {} parameter", param.as_str()),
            ErrorKind::MissingParam(param) => write!(f, "no {} parameter", param.as_str()),
        }
    }
}

impl fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::Expected(what) => write!(f, "Expected({what:?})"),
            ErrorKind::Truncated => f.write_str("Truncated"),
            ErrorKind::OutOfRange => f.write_str("OutOfRange"),
            ErrorKind::Limit(limit) => write!(f, "Limit({limit:?})"),
            ErrorKind::DuplicateHeader(id) => write!(f, "DuplicateHeader({id})"),
            ErrorKind::MissingHeader(id) => write!(f, "MissingHeader({id})"),
            ErrorKind::DuplicateParam(param) => write!(f, "DuplicateParam({param:?})"),
            ErrorKind::MissingParam(param) => write!(f, "MissingParam({param:?})"),
        }
    }
}

/// The reason why bytes were refused: the kind of error, and its byte offset in the input.
///
/// Offsets are absolute, also in errors of typed values: they count from the first byte of the buffer that the message
/// was parsed from. (Of a value that was parsed on its own, they count from its first byte.)
///
/// ```
/// use sipwire::{ErrorKind, Expected, Message};
///
/// let error = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1x\r\n\r\n").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Expected(Expected::EndOfValue));
/// assert_eq!(error.offset(), 40);
/// assert_eq!(error.to_string(), "expected the end of the value at byte 40");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseError {
    offset: u32,
    kind: ErrorKind,
}

const _: () = assert!(size_of::<ParseError>() == 8);

impl ParseError {
    #[inline]
    pub(crate) const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { offset: offset as u32, kind }
    }

    pub(crate) const fn expected(what: Expected, offset: usize) -> Self {
        Self::new(ErrorKind::Expected(what), offset)
    }

    /// Returns the kind of the error.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the absolute offset in bytes.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }
}

/// Stores the error of a strict parse that a lenient parse does not have, unless an earlier error is stored.
pub(crate) fn keep_first(first: &mut Option<ParseError>, strict: Option<ParseError>, lenient: Option<ParseError>) {
    if let Some(error) = strict
        && lenient != Some(error)
        && first.is_none_or(|first| error.offset < first.offset)
    {
        *first = Some(error);
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseError({:?} at {})", self.kind, self.offset)
    }
}

impl core::error::Error for ParseError {}
