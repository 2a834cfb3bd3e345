//! What RFC 3261 makes of one message for another: pure functions, each named after its rule.
//!
//! # Answering what is wrong
//!
//! A message that parses may still be one that must not be processed: a header field is missing, stands twice, or says what this
//! element does not know. [`Request::faults`](crate::Request::faults), [`Response::faults`](crate::Response::faults) and
//! [`Partial::faults`](crate::Partial::faults) list what is wrong, given a [`Check`] that says what the element is, knows and allows.
//! Each [`Fault`] names its [`Rule`], the RFC section, the header field, the byte, and what is [`Owed`].
//!
//! * The first fault decides: [`Request::check`](crate::Request::check) returns it.
//! * [`Response::refusing`](crate::Response::refusing) builds the answer that a fault owes, with the header fields that must go with its
//!   status: Allow, Unsupported, Accept, Min-Expires …
//! * Responses and ACKs are never answered. Their faults owe a drop.
//! * What owes nothing is no fault. [`Request::notes`](crate::Request::notes) lists what is ignored, tolerated or odd.
//! * What the RFCs leave open is a switch of the [`Policy`].
//!
//! Findings that depend on more than the message and the check are not among them: whether a transaction or a dialog exists (481), whether
//! the user is authenticated (401, 407), whether the Request-URI is served here (404).
//!
//! ```
//! use sipwire::rules::{Check, Rule};
//! use sipwire::{Message, Method, Parser, Response};
//!
//! const CHECK: Check<'_> = Check::uas().allow(&[Method::Invite, Method::Ack, Method::Cancel, Method::Bye]).tags(&["100rel"]);
//!
//! fn answer(datagram: &[u8], to_tag: &[u8]) -> Option<Vec<u8>> {
//!     let refusal = match Message::parse(datagram) {
//!         Ok(message) => {
//!             let request = message.as_request()?;
//!             let fault = request.check(&CHECK).err()?;
//!             Response::refusing(request, &fault, &CHECK, to_tag)?.finish()
//!         }
//!         // What could be read of a broken message is enough for the 400.
//!         Err(_) => {
//!             let partial = Parser::new().partial(datagram);
//!             let fault = partial.check(&CHECK).err()?;
//!             Response::refusing(&partial, &fault, &CHECK, to_tag)?.finish()
//!         }
//!     };
//!     Some(refusal.ok()?.as_bytes().to_vec())
//! }
//!
//! let request = b"MESSAGE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:alice@example.com>;tag=1\r\n\
//!     To: <sip:bob@example.com>\r\nCall-ID: 7@a\r\nCSeq: 5 MESSAGE\r\n\r\n";
//! assert_eq!(
//!     answer(request, b"314").unwrap(),
//!     b"SIP/2.0 405 Method Not Allowed\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:alice@example.com>;tag=1\r\n\
//!       To: <sip:bob@example.com>;tag=314\r\nCall-ID: 7@a\r\nCSeq: 5 MESSAGE\r\nAllow: INVITE, ACK, CANCEL, BYE\r\n\
//!       Content-Length: 0\r\n\r\n",
//! );
//! let broken = String::from_utf8(answer(b"BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nTo <sip:b>\r\n\r\n", b"314").unwrap()).unwrap();
//! assert!(broken.starts_with("SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP a\r\n"));
//! ```
//!
//! # Registrations
//!
//! [`Request::registration`](crate::Request::registration) reads a REGISTER, [`Registration::against`] plans what becomes of the stored
//! [`Binding`]s, all of it or nothing, and [`Response::registered`](crate::Response::registered) builds the 200. An [`Aor`] is the key of
//! a user's bindings. The client reads what its Contact got by [`Response::granted`](crate::Response::granted).
//!
//! # Negotiation
//!
//! | question | answered by |
//! |---|---|
//! | What does the other side support, require, allow and accept? | [`Peer`] |
//! | May, or must, this response be reliable; and which PRACK is whose? | [`Reliability`], [`Reliable`], [`RSeqOrder`] |
//! | How long does the session live, and who refreshes it? | [`SessionTimer`], [`SessionMinimum`], [`ProxyTimer`] |
//! | Which part of the body is for the session; is it an offer or an answer? | [`Wants`], [`OfferAnswer`] |
//! | Is the NOTIFY of this subscription, and does that go on? | [`Request::notified`](crate::Request::notified) |

mod ack_cancel;
mod aor;
mod body;
mod canonical;
mod check;
mod destination;
mod dialog;
mod event;
mod facts;
mod fault;
mod key;
mod merge;
mod offer;
mod owed;
mod peer;
mod policy;
mod read;
mod refuse;
mod register;
mod reliable;
mod request_uri;
mod response;
mod retry;
mod rule;
mod session_timer;
mod source;
mod target;

pub use aor::Aor;
pub use body::{Body, Wants};
pub use check::{Check, Faults, Notes, Package, Role};
pub use destination::{Destination, NaptrName, SrvName, needs_stream};
pub use dialog::{Arrival, Candidate, Change, Dialog, DialogId, DialogIds, DialogState, Open, Replacement};
pub use event::{Resubscribe, Subscription};
pub use facts::Ends;
pub use fault::Fault;
pub use key::{Keyed, LegacyTo, TransactionKey};
pub use merge::MergeKey;
pub use offer::{Carrier, Description, OfferAnswer, Party};
pub use owed::{Force, Owed};
pub use peer::Peer;
pub use policy::{Policy, Switch};
pub use refuse::Refusable;
pub use register::{Binding, BindingKey, Bound, Registration, Step, Update};
pub use reliable::{RSeqOrder, Received, Reliability, Reliable};
pub use rule::Rule;
pub use session_timer::{ProxyTimer, Refresher, SessionMinimum, SessionTimer, TimerLimits};
pub use target::{ResponseTarget, ResponseTargets};

use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind};
use crate::error::{ErrorKind, ParseError};
use crate::header::{Header, Headers};
use crate::name::{HeaderId, HeaderName};

/// The first row of that name, without which there is no such message.
fn required<'a>(builder: &mut MessageBuilder, headers: Headers<'_, 'a>, name: HeaderName<'static>) -> Option<Header<'a>> {
    let row = headers.named(name).next();
    if row.is_none() {
        builder.refuse(BuildError { header: Some(name.id()), ..BuildError::new(BuildErrorKind::MissingHeader(name.id())) });
    }
    row
}

/// What is wrong with a header that has to be read for another message.
fn unreadable(header: HeaderId, error: ParseError) -> BuildError {
    let kind = match error.kind() {
        ErrorKind::MissingHeader(id) => BuildErrorKind::MissingHeader(id),
        kind => BuildErrorKind::Unreadable(kind),
    };
    BuildError { kind, header: Some(header), offset: error.offset() as u32 }
}
