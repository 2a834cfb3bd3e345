//! The parameters of Accept-Contact.

use crate::header::named::AcceptContact;
use crate::macros::named_params;

named_params! {
    AcceptContact {
        /// Whether contacts that don't match are out of question (RFC 3841 §7.2.4).
        requires: flag["require"];
        /// Whether contacts that say nothing of a feature are worse than those that have it (RFC 3841 §7.2.4).
        is_explicit: flag["explicit"];
    }
}
