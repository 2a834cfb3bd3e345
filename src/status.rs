//! Status codes, their classes and reason phrases.

use core::fmt;

use crate::error::{ErrorKind, Expected, ParseError};
use crate::profile::Limit;

/// The status code of a response (RFC 3261 §7.2, §21): 100 to 699.
///
/// ```
/// use sipwire::{StatusClass, StatusCode};
///
/// assert_eq!(StatusCode::UNAUTHORIZED.as_u16(), 401);
/// assert_eq!(StatusCode::new(486).unwrap().default_reason(), Some("Busy Here"));
/// assert_eq!(StatusCode::new(699).unwrap().class(), StatusClass::GlobalFailure);
/// assert!(StatusCode::new(700).is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusCode(u16);

/// The class of a status code, given by its first digit (RFC 3261 §7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusClass {
    /// 1xx: the request goes on.
    Provisional,
    /// 2xx: done.
    Success,
    /// 3xx: try elsewhere.
    Redirection,
    /// 4xx: this server can't do it, or not like this.
    ClientFailure,
    /// 5xx: the server failed.
    ServerFailure,
    /// 6xx: nobody can do it.
    GlobalFailure,
}

impl StatusCode {
    /// A status code; `None` outside of 100 to 699.
    pub const fn new(code: u16) -> Option<Self> {
        if code >= 100 && code <= 699 { Some(Self(code)) } else { None }
    }

    /// The number.
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// The class.
    pub const fn class(self) -> StatusClass {
        match self.0 / 100 {
            1 => StatusClass::Provisional,
            2 => StatusClass::Success,
            3 => StatusClass::Redirection,
            4 => StatusClass::ClientFailure,
            5 => StatusClass::ServerFailure,
            _ => StatusClass::GlobalFailure,
        }
    }

    /// Whether the code is from 200 to 299.
    pub const fn is_success(self) -> bool {
        self.as_u16() / 100 == 2
    }

    /// Whether no other response follows it: 200 and above.
    pub const fn is_final(self) -> bool {
        self.0 >= 200
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<u16> for StatusCode {
    type Error = ParseError;
    fn try_from(code: u16) -> Result<Self, ParseError> {
        Self::new(code).ok_or(ParseError::expected(Expected::StatusCode, 0))
    }
}

impl ParseError {
    /// The status to answer a request with that has this error; `None` where the error is one of responses, which are dropped
    /// (RFC 3261 §8.2, §18.3, §21.4.1, §21.4.11, §21.4.12, §21.5.7).
    pub const fn status_owed(&self) -> Option<StatusCode> {
        match self.kind() {
            ErrorKind::Expected(Expected::StatusCode | Expected::Message) => None,
            ErrorKind::Limit(Limit::Uri | Limit::StartLine) => Some(StatusCode::REQUEST_URI_TOO_LONG),
            ErrorKind::Limit(Limit::Body) => Some(StatusCode::REQUEST_ENTITY_TOO_LARGE),
            ErrorKind::Limit(Limit::Message | Limit::Head | Limit::Rows | Limit::FieldValue | Limit::Elements | Limit::Params) => {
                Some(StatusCode::MESSAGE_TOO_LARGE)
            }
            _ => Some(StatusCode::BAD_REQUEST),
        }
    }
}

macro_rules! status_codes {
    ($($name:ident = $code:literal, $reason:literal, $reference:literal;)*) => {
        impl StatusCode {
            $(#[doc = concat!($code, " ", $reason, " (", $reference, ").")] pub const $name: StatusCode = StatusCode($code);)*

            /// The reason phrase that the RFCs give the code; `None` where IANA does not know it.
            pub const fn default_reason(self) -> Option<&'static str> {
                match self.0 { $($code => Some($reason),)* _ => None }
            }

            /// Every code of the registry.
            pub fn known() -> impl Iterator<Item = StatusCode> {
                [$(StatusCode::$name),*].into_iter()
            }
        }
    };
}

status_codes! {
    TRYING = 100, "Trying", "RFC 3261";
    RINGING = 180, "Ringing", "RFC 3261";
    CALL_IS_BEING_FORWARDED = 181, "Call Is Being Forwarded", "RFC 3261";
    QUEUED = 182, "Queued", "RFC 3261";
    SESSION_PROGRESS = 183, "Session Progress", "RFC 3261";
    EARLY_DIALOG_TERMINATED = 199, "Early Dialog Terminated", "RFC 6228";
    OK = 200, "OK", "RFC 3261";
    ACCEPTED = 202, "Accepted", "RFC 6665";
    NO_NOTIFICATION = 204, "No Notification", "RFC 5839";
    MULTIPLE_CHOICES = 300, "Multiple Choices", "RFC 3261";
    MOVED_PERMANENTLY = 301, "Moved Permanently", "RFC 3261";
    MOVED_TEMPORARILY = 302, "Moved Temporarily", "RFC 3261";
    USE_PROXY = 305, "Use Proxy", "RFC 3261";
    ALTERNATIVE_SERVICE = 380, "Alternative Service", "RFC 3261";
    BAD_REQUEST = 400, "Bad Request", "RFC 3261";
    UNAUTHORIZED = 401, "Unauthorized", "RFC 3261";
    PAYMENT_REQUIRED = 402, "Payment Required", "RFC 3261";
    FORBIDDEN = 403, "Forbidden", "RFC 3261";
    NOT_FOUND = 404, "Not Found", "RFC 3261";
    METHOD_NOT_ALLOWED = 405, "Method Not Allowed", "RFC 3261";
    NOT_ACCEPTABLE = 406, "Not Acceptable", "RFC 3261";
    PROXY_AUTHENTICATION_REQUIRED = 407, "Proxy Authentication Required", "RFC 3261";
    REQUEST_TIMEOUT = 408, "Request Timeout", "RFC 3261";
    GONE = 410, "Gone", "RFC 3261";
    CONDITIONAL_REQUEST_FAILED = 412, "Conditional Request Failed", "RFC 3903";
    REQUEST_ENTITY_TOO_LARGE = 413, "Request Entity Too Large", "RFC 3261";
    REQUEST_URI_TOO_LONG = 414, "Request-URI Too Long", "RFC 3261";
    UNSUPPORTED_MEDIA_TYPE = 415, "Unsupported Media Type", "RFC 3261";
    UNSUPPORTED_URI_SCHEME = 416, "Unsupported URI Scheme", "RFC 3261";
    UNKNOWN_RESOURCE_PRIORITY = 417, "Unknown Resource-Priority", "RFC 4412";
    BAD_EXTENSION = 420, "Bad Extension", "RFC 3261";
    EXTENSION_REQUIRED = 421, "Extension Required", "RFC 3261";
    SESSION_INTERVAL_TOO_SMALL = 422, "Session Interval Too Small", "RFC 4028";
    INTERVAL_TOO_BRIEF = 423, "Interval Too Brief", "RFC 3261";
    BAD_LOCATION_INFORMATION = 424, "Bad Location Information", "RFC 6442";
    BAD_ALERT_MESSAGE = 425, "Bad Alert Message", "RFC 8876";
    USE_IDENTITY_HEADER = 428, "Use Identity Header", "RFC 8224";
    PROVIDE_REFERRER_IDENTITY = 429, "Provide Referrer Identity", "RFC 3892";
    FLOW_FAILED = 430, "Flow Failed", "RFC 5626";
    ANONYMITY_DISALLOWED = 433, "Anonymity Disallowed", "RFC 5079";
    BAD_IDENTITY_INFO = 436, "Bad Identity Info", "RFC 8224";
    UNSUPPORTED_CREDENTIAL = 437, "Unsupported Credential", "RFC 8224";
    INVALID_IDENTITY_HEADER = 438, "Invalid Identity Header", "RFC 8224";
    FIRST_HOP_LACKS_OUTBOUND_SUPPORT = 439, "First Hop Lacks Outbound Support", "RFC 5626";
    MAX_BREADTH_EXCEEDED = 440, "Max-Breadth Exceeded", "RFC 5393";
    BAD_INFO_PACKAGE = 469, "Bad Info Package", "RFC 6086";
    CONSENT_NEEDED = 470, "Consent Needed", "RFC 5360";
    TEMPORARILY_UNAVAILABLE = 480, "Temporarily Unavailable", "RFC 3261";
    CALL_TRANSACTION_DOES_NOT_EXIST = 481, "Call/Transaction Does Not Exist", "RFC 3261";
    LOOP_DETECTED = 482, "Loop Detected", "RFC 3261";
    TOO_MANY_HOPS = 483, "Too Many Hops", "RFC 3261";
    ADDRESS_INCOMPLETE = 484, "Address Incomplete", "RFC 3261";
    AMBIGUOUS = 485, "Ambiguous", "RFC 3261";
    BUSY_HERE = 486, "Busy Here", "RFC 3261";
    REQUEST_TERMINATED = 487, "Request Terminated", "RFC 3261";
    NOT_ACCEPTABLE_HERE = 488, "Not Acceptable Here", "RFC 3261";
    BAD_EVENT = 489, "Bad Event", "RFC 6665";
    REQUEST_PENDING = 491, "Request Pending", "RFC 3261";
    UNDECIPHERABLE = 493, "Undecipherable", "RFC 3261";
    SECURITY_AGREEMENT_REQUIRED = 494, "Security Agreement Required", "RFC 3329";
    SERVER_INTERNAL_ERROR = 500, "Server Internal Error", "RFC 3261";
    NOT_IMPLEMENTED = 501, "Not Implemented", "RFC 3261";
    BAD_GATEWAY = 502, "Bad Gateway", "RFC 3261";
    SERVICE_UNAVAILABLE = 503, "Service Unavailable", "RFC 3261";
    SERVER_TIME_OUT = 504, "Server Time-out", "RFC 3261";
    VERSION_NOT_SUPPORTED = 505, "Version Not Supported", "RFC 3261";
    MESSAGE_TOO_LARGE = 513, "Message Too Large", "RFC 3261";
    PUSH_NOTIFICATION_SERVICE_NOT_SUPPORTED = 555, "Push Notification Service Not Supported", "RFC 8599";
    PRECONDITION_FAILURE = 580, "Precondition Failure", "RFC 3312";
    BUSY_EVERYWHERE = 600, "Busy Everywhere", "RFC 3261";
    DECLINE = 603, "Decline", "RFC 3261";
    DOES_NOT_EXIST_ANYWHERE = 604, "Does Not Exist Anywhere", "RFC 3261";
    NOT_ACCEPTABLE_ANYWHERE = 606, "Not Acceptable", "RFC 3261";
    UNWANTED = 607, "Unwanted", "RFC 8197";
    REJECTED = 608, "Rejected", "RFC 8688";
}
