//! Header fields: the rows of a message, and the types of their values.
//!
//! Each header of the registry is a type of this module with the same name: [`From`], [`MaxForwards`], [`WwwAuthenticate`]. Most of
//! these types dereference to the type of their family, which has the accessors ([`NameAddr`], [`Number`], [`Challenge`] …).
//! The type states whether a header may occur once or is a list. Read [`Single`] headers with [`Headers::get`] and
//! [`Headers::require`], and [`List`] headers with [`Headers::first`] and [`Headers::all`].
//!
//! # Writing header fields
//!
//! `row` makes a header field with one value, and `list` one with several. Single headers have `row`, list headers have both; headers whose
//! values cannot be joined with commas, such as [`Privacy`] and [`WwwAuthenticate`], have `row` alone. The result is an [`EncodeHeader`],
//! which builders and [`Edit`](crate::Edit) accept. What converts into a value depends on the family that the header's type dereferences to:
//!
//! | family | converts from |
//! |---|---|
//! | [`TokenParams`] | `&str`, [`Method`](crate::Method), `(&str, &[ParamDraft])`, [`TokenParams::quoted`] |
//! | [`Number`] | `u32`, `(u32, &[ParamDraft])`, [`Number::build`] |
//! | [`Text`](crate::Text) | `&str`, `&[u8]` |
//! | [`NameAddr`], [`Contact`] | [`NameAddr::build`]; [`Contact::star`] for `*` |
//! | [`InfoUri`] | [`InfoUri::build`] |
//! | [`MediaType`], [`MediaRange`] | `(&str, &str)`, `(&str, &str, &[ParamDraft])` |
//! | [`EventType`] | `&str`, `(&str, &[ParamDraft])` |
//! | [`CallId`], [`ContentId`] | `&str` |
//! | [`DialogRef`] | `(&str, &[ParamDraft])`: the Call-ID and the tags |
//! | [`SessionId`] | `&str`, `(&str, &str)`: the local and the remote identifier |
//! | [`MimeVersion`] | `(u32, u32)` |
//! | [`Timestamp`] | a `Duration`; with the delay, `(Duration, Duration)` or `(Timestamp, Duration)` |
//! | [`FeatureSet`], [`ParamSet`] | `&[ParamDraft]` |
//! | [`Challenge`] | [`Challenge::build`], [`Challenge::bearer`], [`Challenge::other`] |
//! | [`Credentials`] | [`Credentials::build`], [`Credentials::bearer`], [`Credentials::other`], [`Challenge::credentials`] |
//! | [`AuthInfo`] | [`AuthInfo::build`] |
//! | [`Via`], [`CSeq`], [`RAck`], [`Date`], [`Identity`], [`Warning`] | `build` of the type |
//!
//! A parsed value converts too, whatever its family: `To::row(from)` writes what was read from From.
//!
//! A draft that knows its header's name, such as `CSeq::build(…)`, and a parsed value such as [`From`] are header fields without `row`.
//!
//! ```
//! use core::{net::Ipv4Addr, time::Duration};
//! use sipwire::header::*;
//! use sipwire::{Encode, Message, Method, ParamDraft, Transport};
//!
//! // A token, a number, a text.
//! assert_eq!(Supported::list(&["path"]).to_bytes()?, b"path");
//! assert_eq!(Allow::list(&[Method::Invite, Method::Bye]).to_bytes()?, b"INVITE, BYE");
//! assert_eq!(Expires::row(60).to_bytes()?, b"60");
//! assert_eq!(RetryAfter::row(Number::build(30).comment("busy")).to_bytes()?, b"30 (busy)");
//! assert_eq!(Subject::row("text").to_bytes()?, b"text");
//!
//! // An address, a URI, a media type, an event type.
//! let tag = [ParamDraft::token("tag", "4fa3")];
//! let ana = NameAddr::build("sip:ana@example.com").display_name("Ana").params(&tag);
//! assert_eq!(From::row(ana).to_bytes()?, b"\"Ana\" <sip:ana@example.com>;tag=4fa3");
//! assert_eq!(Contact::row(Contact::star()).to_bytes()?, b"*");
//! assert_eq!(AlertInfo::row(InfoUri::build("urn:alert:tone:internal")).to_bytes()?, b"<urn:alert:tone:internal>");
//! assert_eq!(ContentType::row(("application", "sdp")).to_bytes()?, b"application/sdp");
//! assert_eq!(Accept::list(&[("text", "plain")]).to_bytes()?, b"text/plain");
//! let id = [ParamDraft::token("id", "7")];
//! assert_eq!(Event::row(("dialog", &id[..])).to_bytes()?, b"dialog;id=7");
//!
//! // Calls, dialogs and sessions.
//! assert_eq!(InReplyTo::row("a84b4c76e66710@192.0.2.4").to_bytes()?, b"a84b4c76e66710@192.0.2.4");
//! let tags = [ParamDraft::token("to-tag", "1"), ParamDraft::token("from-tag", "2")];
//! assert_eq!(Replaces::row(("a84b4c76", &tags[..])).to_bytes()?, b"a84b4c76;to-tag=1;from-tag=2");
//! assert_eq!(SessionId::row("ab30317f1a784dc48ff824d0d3715d86").to_bytes()?, b"ab30317f1a784dc48ff824d0d3715d86");
//! assert_eq!(MimeVersion::row((1, 0)).to_bytes()?, b"1.0");
//! assert_eq!(Timestamp::row(Duration::from_millis(54_210)).to_bytes()?, b"54.21");
//!
//! // Parameters alone.
//! let features = [ParamDraft::flag("audio"), ParamDraft::flag("require")];
//! assert_eq!(AcceptContact::row(&features[..]).to_bytes()?, b"*;audio;require");
//! let vector = [ParamDraft::token("icid-value", "1234bc9876e")];
//! assert_eq!(PChargingVector::row(&vector[..]).to_bytes()?, b"icid-value=1234bc9876e");
//!
//! // Authentication.
//! assert_eq!(
//!     WwwAuthenticate::row(Challenge::build("example.com", "9f1b")).to_bytes()?,
//!     b"Digest realm=\"example.com\", nonce=\"9f1b\"",
//! );
//! assert_eq!(Authorization::row(Credentials::bearer("eyJhbGci")).to_bytes()?, b"Bearer eyJhbGci");
//! assert_eq!(AuthenticationInfo::row(AuthInfo::build().next_nonce("5c7")).to_bytes()?, b"nextnonce=\"5c7\"");
//!
//! // Drafts and parsed values that know their header's name.
//! assert_eq!(CSeq::build(7, Method::Invite).to_bytes()?, b"7 INVITE");
//! let via = Via::build(Transport::Udp, Ipv4Addr::new(192, 0, 2, 4)).branch("z9hG4bK87a");
//! assert_eq!(via.to_bytes()?, b"SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK87a");
//! let message = Message::parse(b"OPTIONS sip:a@example.com SIP/2.0\r\nFrom: <sip:b@example.com>;tag=1\r\n\r\n")?;
//! let from = message.headers().require::<From>()?;
//! assert_eq!(To::row(from).to_bytes()?, b"<sip:b@example.com>;tag=1");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
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
pub(crate) use families::via::fast::{Sent, branch as via_branch, sent};
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
