//! Event and Allow-Events.

use super::value::written_as_read;
use super::{Draft, Event, Value};
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed, expected};
use crate::macros::named_params;
use crate::params::{self, Params};
use crate::text::Token;

/// An event package and its templates, perhaps with parameters (RFC 6665 §8.2.1, §8.4).
///
/// ```text
/// Event          = ( "Event" / "o" ) HCOLON event-type *( SEMI event-param )
/// event-type     = event-package *( "." event-template )
/// event-package  = token-nodot
/// event-template = token-nodot
/// ```
///
/// Event types are compared byte by byte.
///
/// ```
/// use sipwire::{Message, header::Event};
///
/// let message = Message::parse(b"NOTIFY sip:a SIP/2.0\r\nEvent: presence.winfo;id=7\r\n\r\n")?;
/// let event = message.headers().require::<Event>()?;
/// assert!(event.is("presence.winfo") && !event.is("Presence.winfo"));
/// assert_eq!((event.package().as_str(), event.templates().next().unwrap().as_str()), ("presence", "winfo"));
/// assert!(event.id().unwrap().is("7"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EventType<'a> {
    raw: &'a [u8],
    event_type: Token<'a>,
    params: Params<'a>,
}

impl<'a> EventType<'a> {
    /// Package and templates, with the dots between them.
    pub const fn event_type(&self) -> Token<'a> {
        self.event_type
    }

    /// The package: `presence`, `dialog` …
    pub fn package(&self) -> Token<'a> {
        self.parts().next().unwrap_or(self.event_type)
    }

    /// The templates: `winfo` …
    pub fn templates(&self) -> impl Iterator<Item = Token<'a>> + use<'a> {
        self.parts().skip(1)
    }

    fn parts(&self) -> impl Iterator<Item = Token<'a>> + use<'a> {
        self.event_type.as_bytes().split(|&b| b == b'.').map(Token::new)
    }

    /// The parameters, where the header has them.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether this is the event type, byte by byte.
    pub fn is(&self, event_type: &str) -> bool {
        self.event_type == event_type
    }
}

/// Types an event type with parameters.
pub(crate) fn event(value: Value<'_>) -> Result<EventType<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, event_type) = event_type(input)?;
        let (rest, params) = params::params(rest, profile, |_, _| Ok(()))?;
        Ok((rest, EventType { raw: input, event_type, params: value.place(params) }))
    })
}

/// Types an event type alone.
pub(crate) fn bare(value: Value<'_>) -> Result<EventType<'_>, ParseError> {
    value.read(|input, _| {
        let (rest, event_type) = event_type(input)?;
        Ok((rest, EventType { raw: input, event_type, params: Params::default() }))
    })
}

/// ```text
/// token-nodot *( "." token-nodot )
/// ```
fn event_type(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let (rest, event_type) = lexical::token(input)?;
    let mut at = 0;
    for part in event_type.as_bytes().split(|&b| b == b'.') {
        if part.is_empty() {
            return Err(expected(&input[at..], Expected::Token));
        }
        at += part.len() + 1;
    }
    Ok((rest, event_type))
}

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
        effective_by: typed[EffectiveBy, |input, _| lexical::delta_seconds(input), u32];
        /// The most notifications a second, as written (RFC 6446 §9.2).
        max_rate: typed[MaxRate, lexical::rate, Token<'a>];
        /// The fewest notifications a second, as written (RFC 6446 §9.2).
        min_rate: typed[MinRate, lexical::rate, Token<'a>];
        /// The fewest notifications a second on average, as written (RFC 6446 §9.2).
        adaptive_min_rate: typed[AdaptiveMinRate, lexical::rate, Token<'a>];
    }
}

impl Event<'_> {
    /// Whether the other names the same subscription: event type and `id` are equal byte by byte, or neither has an `id`
    /// (RFC 6665 §8.2.1).
    pub fn equivalent(&self, other: &Event<'_>) -> bool {
        self.event_type() == other.event_type() && self.id().map(|id| id.unescape()) == other.id().map(|id| id.unescape())
    }
}

written_as_read!(EventType with params);

impl Draft<EventType<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self);
    }
}

/// An event type and its parameters.
impl Draft<EventType<'static>> for (&str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self.0);
        out.params(self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header::TypedHeader;

    fn read(text: &str) -> Result<Event<'_>, ParseError> {
        Event::parse(Value::new(text.as_bytes())?)
    }

    #[test]
    fn packages_templates_and_parameters() {
        let event = read("presence.winfo.a ; id=1;max-rate=0.5;min-rate=1.;shared").unwrap();
        assert_eq!((event.package().as_str(), event.templates().count()), ("presence", 2));
        assert_eq!(event.max_rate().unwrap().unwrap(), "0.5");
        assert_eq!(event.min_rate().unwrap_err().offset(), 48);
        assert!(event.is_shared() && event.adaptive_min_rate() == Ok(None));
        for (text, offset) in [("", 0), (".a", 0), ("a.", 2), ("a..b", 2), ("a@b", 1), ("a;id=@", 5), ("a;;", 2), ("a b", 2), ("a,b", 1)] {
            assert_eq!(read(text).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(bare(Value::new(b"a;id=1").unwrap()).is_err() && bare(Value::new(b"a.b").unwrap()).is_ok());
    }

    #[test]
    fn subscriptions_are_told_apart_byte_by_byte() {
        let same = |a: &'static str, b: &'static str| read(a).unwrap().equivalent(&read(b).unwrap());
        assert!(same("foo; id=1234", "foo; param=abcd; ID=1234") && same("foo", "foo;x"));
        assert!(!same("foo; id=1234", "foo") && !same("foo; id=1234", "Foo; id=1234") && !same("foo;id=a", "foo;id=A"));
    }

    #[test]
    fn events_are_written() {
        assert_eq!(Event::row("dialog").to_bytes().unwrap(), b"dialog");
        let params = [ParamDraft::token("id", "7")];
        assert_eq!(Event::row(("dialog", &params[..])).to_bytes().unwrap(), b"dialog;id=7");
        assert!(Event::row("a b").to_bytes().is_err());
    }
}
