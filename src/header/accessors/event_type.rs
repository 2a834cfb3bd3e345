//! The parameters of Event, and what tells two subscriptions apart.

use crate::error::ParseError;
use crate::grammar::{delta_seconds, rate};
use crate::header::named::Event;
use crate::macros::named_params;
use crate::text::{Text, Token};

named_params! {
    Event {
        /// Which of several subscriptions to one package this is about, compared byte by byte (RFC 6665 §8.2.1).
        id: text["id"];
        /// The Call-ID of the dialog that is asked about (RFC 4235 §3.2).
        call_id: text["call-id"];
        /// The To tag of the dialog that is asked about (RFC 4235 §3.2).
        to_tag: text["to-tag"];
        /// The From tag of the dialog that is asked about (RFC 4235 §3.2).
        from_tag: text["from-tag"];
        /// Whether session descriptions are wanted (RFC 4235 §3.2).
        includes_session_description: flag["include-session-description"];
        /// Whether the subscriber shares the line (RFC 7463 §13.1).
        is_shared: flag["shared"];
        /// Where the notified body is to be held (RFC 5989 §4.2).
        body: text["body"];
        /// The kind of profile (RFC 6080 §6.2).
        profile_type: text["profile-type"];
        /// Who made the device (RFC 6080 §6.2).
        vendor: text["vendor"];
        /// The model of the device (RFC 6080 §6.2).
        model: text["model"];
        /// The software version of the device (RFC 6080 §6.2).
        version: text["version"];
        /// Within how many seconds a profile is to be in force (RFC 6080 §6.2).
        effective_by: typed[EffectiveBy, |_| delta_seconds, u32];
        /// The most notifications a second, as written (RFC 6446 §9.2).
        max_rate: typed[MaxRate, |_| rate, Token<'a>];
        /// The fewest notifications a second, as written (RFC 6446 §9.2).
        min_rate: typed[MinRate, |_| rate, Token<'a>];
        /// The fewest notifications a second on average, as written (RFC 6446 §9.2).
        adaptive_min_rate: typed[AdaptiveMinRate, |_| rate, Token<'a>];
    }
}

impl Event<'_> {
    /// Whether the other names the same subscription: event type and `id` are equal byte by byte, or neither has an `id`
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
