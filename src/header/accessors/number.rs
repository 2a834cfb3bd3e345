//! The parameters of headers with numbers: Session-Expires, Retry-After and others.

use crate::error::ParseError;
use crate::grammar::{delta_seconds, one_of};
use crate::header::named::{AlertMsgError, GeolocationError, RetryAfter, SessionExpires};
use crate::macros::named_params;
use crate::text::{Text, Token};

named_params! {
    SessionExpires {
        /// The side that refreshes the session: `uac` or `uas`, in any case (RFC 4028 §4).
        refresher: typed[Refresher, |_| one_of(&["uac", "uas"]), Token<'a>];
    }
    RetryAfter {
        /// The time in seconds for which the called party will be available (RFC 3261 §20.33).
        duration: typed[Duration, |_| delta_seconds, u32];
    }
    GeolocationError {
        /// The error of the location, as text (RFC 6442 §4.4).
        code_text: text["code"];
    }
}

impl<'a> AlertMsgError<'a> {
    /// The error of the alert, as text: the `message` of RFC 8876 §5.2, which the registry calls `code`.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed.
    pub fn message(&self) -> Result<Option<Text<'a>>, ParseError> {
        match self.params().text("message")? {
            Some(message) => Ok(Some(message)),
            None => self.params().text("code"),
        }
    }
}
