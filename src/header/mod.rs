//! Headers: the rows of a message, and how their values are typed.
//!
//! Each header of the registry is a type of this module, named after it: [`From`], [`MaxForwards`], [`WwwAuthenticate`]. Most are
//! thin: they dereference to the type of their family, which has the accessors ([`NameAddr`], [`Number`], [`Challenge`] …).
//! Whether a header may stand once or is a list is part of its type: [`Single`] headers are asked for with
//! [`Headers::get`] and [`Headers::require`], [`List`] headers with [`Headers::first`] and [`Headers::all`].
//!
//! # Headers that are text
//!
//! Nearly all are typed by their grammar. These are [`Text`]:
//!
//! | header | why |
//! |---|---|
//! | Subject, Organization (RFC 3261), Content-Description (RFC 2045) | free text by its ABNF |
//! | Server, User-Agent (RFC 3261) | products and comments, of which real ones are loose |
//! | Policy-ID (RFC 6794), Trigger-Consent (RFC 5360) | bare URIs whose parameters can't be told from the header's |
//! | P-DCS-Billing-Info, P-DCS-LAES, P-DCS-Redirect (RFC 5503) | of one operator's network, each with a grammar of its own |
//! | DC-Info (3GPP TS 24.229, release 19) | untyped so far |
//! | Encryption, Hide, Response-Key (RFC 2543), Reason-Phrase (RFC 6873) | deprecated; a reserved name |
//! | P-RTP-Stat | vendors' own |
//! | every header that the registry does not have | any value is legal |

mod accept;
mod address;
mod address_draft;
mod address_params;
mod address_quick;
mod any;
mod auth;
mod auth_info;
mod call_id;
mod contact;
mod content;
mod content_id;
mod cseq;
mod date;
mod diagnostic;
mod dialog_ref;
mod draft;
mod elements;
mod equivalent;
mod event;
mod features;
pub(crate) mod fields;
mod free_text;
mod identity;
mod info_uri;
mod mime_version;
mod numbers;
mod param_set;
mod rack;
mod rows;
mod session_id;
mod slot;
mod timestamp;
mod token_params;
mod tokens;
#[cfg(test)]
mod twins;
mod value;
mod via;
mod via_draft;
mod via_params;
mod via_source;
mod warning;

pub use accept::MediaRange;
pub use address::NameAddr;
pub use address_draft::NameAddrDraft;
pub use any::{AnyValue, Values};
pub use auth::{
    Algorithm, AuthParam, AuthParams, BearerChallengeDraft, BearerDraft, Challenge, ChallengeDraft, Credentials, CredentialsDraft,
    OtherAlgorithm, OtherAuthDraft, OtherQop, Qop,
};
pub use auth_info::{AuthInfo, AuthInfoDraft};
pub use call_id::CallId;
pub use contact::Contact;
pub use content::MediaType;
pub use content_id::ContentId;
pub(crate) use cseq::LARGEST as LARGEST_CSEQ;
pub use cseq::{CSeq, CSeqDraft};
pub use date::{Date, DateDraft};
pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use dialog_ref::DialogRef;
pub use draft::{Draft, Elements, EncodeHeader, HeaderDraft};
pub use event::EventType;
pub use features::FeatureSet;
pub use identity::{Identity, IdentityDraft};
pub use info_uri::{InfoUri, InfoUriDraft};
pub use mime_version::MimeVersion;
pub use numbers::{Number, NumberDraft};
pub use param_set::ParamSet;
pub use rack::{RAck, RAckDraft};
pub use rows::{All, Header, Headers, Iter};
pub use session_id::SessionId;
pub use slot::Slot;
pub use timestamp::Timestamp;
pub use tokens::{QuotedDraft, TokenParams};
pub use value::Value;
pub use via::Via;
pub use via_draft::ViaDraft;
pub(crate) use via_source::ViaSource;
pub use warning::{Warning, WarningDraft};

use core::fmt;
use core::ops::Deref;

use any::of_row;

use crate::encode::{Encode, Writer};
use crate::error::ParseError;
use crate::macros::header_registry;
use crate::name::{HeaderId, HeaderName};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::Text;

/// A header whose values this crate, or its user, knows how to type.
///
/// A header of one's own takes a few lines:
///
/// ```
/// use sipwire::{HeaderName, Message, ParseError, Single, TypedHeader, Value, Expected};
///
/// /// `X-Floor: 1*DIGIT`
/// struct Floor(u8);
///
/// impl<'a> TypedHeader<'a> for Floor {
///     const NAME: HeaderName<'static> = HeaderName::custom("X-Floor");
///     fn parse(value: Value<'a>) -> Result<Self, ParseError> {
///         let text = value.text().to_str_lossy();
///         text.parse().map(Floor).map_err(|_| value.error(Expected::Digits, 0))
///     }
/// }
/// impl Single for Floor {}
///
/// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nx-floor: 3\r\n\r\n")?;
/// assert_eq!(message.headers().require::<Floor>()?.0, 3);
/// # Ok::<(), ParseError>(())
/// ```
pub trait TypedHeader<'a>: Sized {
    /// The header's name.
    const NAME: HeaderName<'static>;

    /// Types one element.
    ///
    /// # Errors
    ///
    /// At the first byte that the header's grammar forbids; offsets count from the beginning of the message.
    fn parse(value: Value<'a>) -> Result<Self, ParseError>;

    /// The only element of a row, where that is known without a look for what parts elements.
    #[doc(hidden)]
    #[inline]
    fn of_row(_: &Value<'a>) -> Option<Self> {
        None
    }
}

/// A header that may stand once in a message, and has one value.
pub trait Single {}

/// A header that may have several values, in one row or in several.
pub trait List {
    /// How rows are parted into elements.
    const SPLIT: Split;
}

/// How the rows of a list header are parted into elements (RFC 3261 §7.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// At commas outside of quoted strings and angle brackets; rows and commas are the same list.
    Comma,
    /// The same, and a row may be empty: `Supported:` has no element.
    CommaOrNone,
    /// As [`Comma`](Split::Comma), and outside of comments where a Via may have one
    /// ([`Leniency::VIA_COMMENT`](crate::Leniency::VIA_COMMENT)).
    CommaOutsideComments,
    /// At every comma: a quote or a bracket is a character like others there, as in In-Reply-To.
    EveryComma,
    /// At semicolons, as in Privacy.
    Semicolon,
    /// Not at all: commas are part of the value, as in Authorization.
    Row,
    /// Not at all, but where challenges joined by commas are taken
    /// ([`Leniency::JOINED_CHALLENGES`](crate::Leniency::JOINED_CHALLENGES)): then before each scheme.
    Challenge,
}

impl Split {
    /// Where the first element of what is left of a row ends: at the byte that parts it from the next, or at the end of the row.
    #[inline]
    fn first_end(self, bytes: &[u8], profile: &Profile) -> usize {
        match self {
            Split::CommaOutsideComments if profile.allows(Leniency::VIA_COMMENT) => scan::separator_outside_comments(bytes, b','),
            Split::Comma | Split::CommaOrNone | Split::CommaOutsideComments => scan::comma(bytes),
            Split::EveryComma => memchr::memchr(b',', bytes).unwrap_or(bytes.len()),
            // Of tokens alone: there is nothing that a separator could be inside of.
            Split::Semicolon if profile.allows(Leniency::COMMA_PRIVACY) => memchr::memchr2(b';', b',', bytes).unwrap_or(bytes.len()),
            Split::Semicolon => scan::separator(bytes, b';'),
            Split::Challenge if profile.allows(Leniency::JOINED_CHALLENGES) => auth::challenge_end(bytes),
            Split::Row | Split::Challenge => bytes.len(),
        }
    }
}

macro_rules! define_headers {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        $(define_headers!(@type $form [$(#[$doc])*] $variant $family);
        impl<'a> TypedHeader<'a> for $variant<'a> {
            const NAME: HeaderName<'static> = HeaderName::$variant;
            #[inline]
            fn parse(value: Value<'a>) -> Result<Self, ParseError> {
                define_headers!(@wrap $form $variant $($path)::+(value))
            }
            #[inline]
            fn of_row(row: &Value<'a>) -> Option<Self> {
                define_headers!(@wrap $form $variant of_row!($family row))
            }
        }
        impl EncodeHeader for $variant<'_> {
            fn name(&self) -> HeaderName<'_> {
                HeaderName::$variant
            }
        }
        define_headers!(@cardinality $card $variant $family);
        )*
    };
    (@type own [$($doc:tt)*] $variant:ident $family:ident) => {};
    (@type new [$($doc:tt)*] $variant:ident $family:ident) => {
        $($doc)*
        #[doc = concat!("\n\nDereferences to [`", stringify!($family), "`].")]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $variant<'a>(pub(crate) $family<'a>);

        impl<'a> Deref for $variant<'a> {
            type Target = $family<'a>;
            fn deref(&self) -> &$family<'a> {
                &self.0
            }
        }
        impl Encode for $variant<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                self.0.encode(out);
            }
        }
        impl Draft<$family<'static>> for $variant<'_> {
            fn write(&self, out: &mut Writer<'_>) {
                self.0.encode(out);
            }
            fn check(&self, header: HeaderId) -> Option<Leniency> {
                // Whatever was parsed, under whatever profile, can be written again.
                (header != HeaderId::$variant).then_some(Leniency::ALL)
            }
        }
        impl fmt::Display for $variant<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl fmt::Debug for $variant<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($variant), "({:?})"), self.0)
            }
        }
    };
    (@wrap own $variant:ident $parsed:expr) => { $parsed };
    (@wrap new $variant:ident $parsed:expr) => { $parsed.map($variant) };
    (@cardinality single $variant:ident $family:ident) => {
        impl Single for $variant<'_> {}
        define_headers!(@build $variant $family);
    };
    (@cardinality commas $variant:ident $family:ident) => { define_headers!(@list Comma $variant $family); };
    (@cardinality commas_or_none $variant:ident $family:ident) => { define_headers!(@list CommaOrNone $variant $family); };
    (@cardinality commas_outside_comments $variant:ident $family:ident) => { define_headers!(@list CommaOutsideComments $variant $family); };
    (@cardinality every_comma $variant:ident $family:ident) => { define_headers!(@list EveryComma $variant $family); };
    (@cardinality semicolons $variant:ident $family:ident) => {
        impl List for $variant<'_> { const SPLIT: Split = Split::Semicolon; }
        define_headers!(@build $variant $family);
    };
    (@cardinality rows $variant:ident $family:ident) => {
        impl List for $variant<'_> { const SPLIT: Split = Split::Row; }
        define_headers!(@build $variant $family);
    };
    (@cardinality challenges $variant:ident $family:ident) => {
        impl List for $variant<'_> { const SPLIT: Split = Split::Challenge; }
        define_headers!(@build $variant $family);
    };
    (@list $split:ident $variant:ident $family:ident) => {
        impl List for $variant<'_> { const SPLIT: Split = Split::$split; }
        define_headers!(@build $variant $family);
        impl $variant<'_> {
            /// A row of several elements, to be written.
            pub const fn list<D: Draft<$family<'static>>>(elements: &[D]) -> HeaderDraft<Elements<'_, D>, $family<'static>> {
                HeaderDraft::several(HeaderName::$variant, elements)
            }
        }
    };
    (@build $variant:ident $family:ident) => {
        impl $variant<'_> {
            /// A row of one value, to be written.
            pub const fn row<D: Draft<$family<'static>>>(value: D) -> HeaderDraft<D, $family<'static>> {
                HeaderDraft::one(HeaderName::$variant, value)
            }
        }
    };
}
header_registry!(define_headers);
