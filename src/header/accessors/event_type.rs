//! The parameters of Event, and what tells two subscriptions apart.

use crate::error::ParseError;
use crate::grammar::{delta_seconds, rate};
use crate::header::named::Event;
use crate::macros::named_params;
use crate::text::{Text, Token};

named_params! {
    Event {
        /// The id that distinguishes several subscriptions to one package, compared byte by byte (RFC 6665 §8.2.1).
        id: text["id"];
        /// The Call-ID of the dialog that the subscriber wants to observe (RFC 4235 §3.2).
        call_id: text["call-id"];
        /// The To tag of the dialog that the subscriber wants to observe (RFC 4235 §3.2).
        to_tag: text["to-tag"];
        /// The From tag of the dialog that the subscriber wants to observe (RFC 4235 §3.2).
        from_tag: text["from-tag"];
        /// Whether the subscriber wants session descriptions (RFC 4235 §3.2).
        includes_session_description: flag["include-session-description"];
        /// Whether the subscriber shares the line (RFC 7463 §13.1).
        is_shared: flag["shared"];
        /// Where the notified body is to be held (RFC 5989 §4.2).
        body: text["body"];
        /// The kind of profile (RFC 6080 §6.2).
        profile_type: text["profile-type"];
        /// The vendor of the device (RFC 6080 §6.2).
        vendor: text["vendor"];
        /// The model of the device (RFC 6080 §6.2).
        model: text["model"];
        /// The software version of the device (RFC 6080 §6.2).
        version: text["version"];
        /// The time in seconds within which a changed profile becomes effective (RFC 6080 §6.2).
        effective_by: typed[EffectiveBy, |_| delta_seconds, u32];
        /// The maximum rate in notifications per second, as written (RFC 6446 §9.2).
        max_rate: typed[MaxRate, |_| rate, Token<'a>];
        /// The minimum rate in notifications per second, as written (RFC 6446 §9.2).
        min_rate: typed[MinRate, |_| rate, Token<'a>];
        /// The minimum average rate in notifications per second, as written (RFC 6446 §9.2).
        adaptive_min_rate: typed[AdaptiveMinRate, |_| rate, Token<'a>];
    }
}

impl Event<'_> {
    /// Whether both values name the same subscription: event type and `id` are equal byte by byte, or neither has an `id`
    /// (RFC 6665 §8.2.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the event types are equal and the `id` of either is malformed.
    pub fn equivalent(&self, other: &Event<'_>) -> Result<bool, ParseError> {
        let unescape = |id: Option<Text<'_>>| id.map(|id| id.unescape().into_owned());
        Ok(self.event_type() == other.event_type() && unescape(self.id()?) == unescape(other.id()?))
    }
}
