//! Header fields: the rows of a message, and the types of their values.
//!
//! Each header of the registry is a type of this module with the same name: [`From`], [`MaxForwards`], [`WwwAuthenticate`]. Most of
//! these types dereference to the type of their family, which has the accessors ([`NameAddr`], [`Number`], [`Challenge`] …).
//! The type states whether a header may occur once or is a list. Read [`Single`] headers with [`Headers::get`] and
//! [`Headers::require`], and [`List`] headers with [`Headers::first`] and [`Headers::all`].
//!
//! # Headers typed as text
//!
//! Most headers are typed by their grammar. The following headers are [`Text`](crate::Text):
//!
//! | header | why |
//! |---|---|
//! | Subject, Organization (RFC 3261), Content-Description (RFC 2045) | free text by its ABNF |
//! | Server, User-Agent (RFC 3261) | products and comments; real values often violate the grammar |
//! | Policy-ID (RFC 6794), Trigger-Consent (RFC 5360) | bare URIs, whose parameters cannot be distinguished from those of the header |
//! | P-DCS-Billing-Info, P-DCS-LAES, P-DCS-Redirect (RFC 5503) | used in one operator's network, each with its own grammar |
//! | DC-Info (3GPP TS 24.229, release 19) | not typed yet |
//! | Encryption, Hide, Response-Key (RFC 2543), Reason-Phrase (RFC 6873) | deprecated; a reserved name |
//! | P-RTP-Stat | vendor-specific |
//! | every header that is not in the registry | any value is legal |

mod accessors;
mod any;
mod diagnostic;
#[cfg(test)]
mod differential;
mod draft;
mod equal;
mod equivalent;
mod families;
mod family;
mod header_draft;
mod named;
mod rows;
mod traits;
mod written;

pub use any::{AnyValue, Values};
pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use draft::{Draft, EncodeHeader};
pub(crate) use families::address::fast::is_plain_address;
pub use families::address::{NameAddr, NameAddrDraft};
pub use families::auth::info::{AuthInfo, AuthInfoDraft};
pub use families::auth::{
    Algorithm, AuthParam, AuthParams, BearerChallengeDraft, BearerDraft, Challenge, ChallengeDraft, Credentials, CredentialsDraft,
    OtherAlgorithm, OtherAuthDraft, OtherQop, Qop,
};
pub use families::cseq::CSeqDraft;
pub(crate) use families::cseq::LARGEST as LARGEST_CSEQ;
pub use families::date::{DateDraft, Iso8601Draft};
pub use families::dialog_ref::DialogRef;
pub use families::event_type::EventType;
pub use families::feature_set::FeatureSet;
pub use families::identity::IdentityDraft;
pub use families::info_uri::{InfoUri, InfoUriDraft};
pub use families::media_range::MediaRange;
pub use families::media_type::MediaType;
pub use families::number::{Number, NumberDraft};
pub use families::param_set::ParamSet;
pub use families::rack::RAckDraft;
pub use families::token_params::{QuotedDraft, TokenParams};
pub use families::via::ViaDraft;
pub(crate) use families::via::ViaSource;
pub(crate) use families::via::fast::{Sent, sent};
pub use families::warning::WarningDraft;
pub use family::Fact;
pub(crate) use family::Family;
pub use header_draft::{Elements, HeaderDraft};
pub use named::*;
pub(crate) use rows::fields;
pub use rows::header::Header;
pub use rows::headers::{All, Headers, Iter};
pub use rows::slot::Slot;
pub use rows::split::Split;
pub use rows::value::Value;
pub(crate) use traits::Verify;
pub use traits::{List, Single, TypedHeader};
