//! The parameters of Accept-Contact.

use crate::header::named::AcceptContact;
use crate::macros::named_params;

named_params! {
    AcceptContact {
        /// Whether contacts that do not match are excluded (RFC 3841 §7.2.4).
        requires: flag["require"];
        /// Whether contacts that do not mention a feature rank below those that have it (RFC 3841 §7.2.4).
        is_explicit: flag["explicit"];
    }
}
