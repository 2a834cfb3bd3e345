//! What is wrong with a message for a certain element: `faults`, `check` and `notes` of requests, responses and partial messages.

mod common;
mod contacts;
mod content;
mod element;
mod extensions;
mod fast;
mod faults;
mod lists;
mod method;
mod not_applicable;
mod notes;
mod notes_of_responses;
mod parts;
mod presence;
mod reading;
mod registration;
mod repeat;
mod request;
mod response;
mod step;
mod typed;

pub(super) use element::has;
pub use element::{Check, Package, Role};
pub(super) use extensions::{proxy_require, require};
pub use faults::Faults;
pub(super) use method::package;
pub use notes::Notes;
pub(super) use parts::fits;

use super::fault::Fault;
use crate::message::{Partial, Request, Response};
use reading::Reading;

macro_rules! checked {
    ($($name:ident $read:ident)*) => {$(
        impl<'a> $name<'a> {
            /// Lists all that is wrong with the message for the element that `check` describes, and that owes a status or a drop.
            ///
            /// The first is the answer: the order is that of RFC 3261 §8.2 and §16.3. First come errors of framing, then the version, second rows,
            /// missing and unreadable mandatory header fields, CSeq, the method, the Request-URI, hops, required extensions, the method's
            /// own rules, and the body. Each rule is reported once, at the first place that breaks it. Header fields that are not needed
            /// have no faults (§8.2.2). The cost is linear, and nothing is allocated, unless a part of a multipart body has more than 16
            /// header fields.
            pub fn faults<'r>(&'r self, check: &'r Check<'r>) -> Faults<'r, 'a> {
                Faults::new(Reading::$read(self, check))
            }

            /// Checks the message: see [`faults`](Self::faults).
            ///
            /// # Errors
            ///
            /// Returns the first fault.
            pub fn check(&self, check: &Check<'_>) -> Result<(), Fault> {
                self.faults(check).next().map_or(Ok(()), Err)
            }

            /// Lists the parts of the message that are ignored, tolerated or unusual, and owe no answer.
            ///
            /// Each header field is typed once, so that this costs more than [`faults`](Self::faults). First come the findings that a
            /// [`Policy`](crate::rules::Policy) tolerates, then those of single header fields in the order of the wire, then all others.
            pub fn notes<'r>(&'r self, check: &'r Check<'r>) -> Notes<'r, 'a> {
                Notes::new(Reading::$read(self, check))
            }
        }
    )*};
}
checked!(Request of_request Response of_response Partial of_partial);
