//! Event and Allow-Events.

use nom::Parser;
use nom::bytes::complete::take_while1;
use nom::combinator::{cut, map, recognize};
use nom::multi::many0_count;
use nom::sequence::preceded;

use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Parsed, byte, expect};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{ParamRules, Params, params};
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

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
/// assert!(event.id()?.unwrap().is("7"));
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

/// ```text
/// event-type *( SEMI event-param )
/// event-param = generic-param / ( "id" EQUAL token )
/// ```
pub(crate) fn event(value: Value<'_>) -> Result<EventType<'_>, ParseError> {
    let (event_type, params) = value.cut(|input, reading| (event_type, params(&ParamRules::GENERIC, reading)).parse_complete(input))?;
    Ok(EventType { raw: value.as_bytes(), event_type, params: value.place(params) })
}

/// ```text
/// event-type
/// ```
pub(crate) fn bare(value: Value<'_>) -> Result<EventType<'_>, ParseError> {
    if value.allows(Leniency::EXTRA_PARAMS) {
        return event(value);
    }
    let event_type = value.read(event_type)?;
    Ok(EventType { raw: value.as_bytes(), event_type, params: Params::default() })
}

/// ```text
/// event-type = event-package *( "." event-template )
/// ```
fn event_type(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let templates = many0_count(preceded(byte(b'.', Expected::Dot), cut(token_nodot)));
    map(recognize((token_nodot, templates)), Token::new).parse_complete(input)
}

/// ```text
/// token-nodot = 1*( alphanum / "-" / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
/// ```
pub(super) fn token_nodot(input: &[u8]) -> Parsed<'_, &[u8]> {
    expect(Expected::Token, take_while1(|b| b != b'.' && chars::is(b, chars::TOKEN))).parse_complete(input)
}

impl<'a> Family<'a> for EventType<'a> {
    const NAME: &'static str = "event-type";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        self.event_type == other.event_type && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, event_type package);
        self.templates().for_each(|template| facts.tell("templates", template));
    }
}

written_as_read!(EventType);

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
    use crate::header::{Event, TypedHeader};

    /// An Event whose parts were cut, not checked.
    fn cut(text: &str) -> Result<Event<'_>, ParseError> {
        Event::parse(Value::new(text.as_bytes())?)
    }

    /// An Event, every part of which was checked.
    fn read(text: &str) -> Result<Event<'_>, ParseError> {
        let event = cut(text)?;
        event.0.verify()?;
        Ok(event)
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
        let same = |a: &'static str, b: &'static str| read(a).unwrap().equivalent(&read(b).unwrap()).unwrap();
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

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, kind, offset) in [
            ("a.b;id=@;max-rate=1;shared", Expected::ParameterValue, 7),
            ("a.b;max-rate=1;shared;id=", Expected::ParameterValue, 25),
            ("a.b;id=[::g];shared;max-rate=1", Expected::Ipv6, 7),
        ] {
            let event = cut(text).unwrap();
            assert_eq!((event.package().as_str(), event.templates().count()), ("a", 1), "{text}");
            assert!(event.is_shared() && event.max_rate().unwrap().unwrap() == "1", "{text}");
            let error = ParseError::expected(kind, offset);
            assert_eq!((event.id(), event.0.verify(), event.equivalent(&event)), (Err(error), Err(error), Err(error)), "{text}");
        }
        let event = cut("a;id=7;max-rate=1;max-rate=2").unwrap();
        assert!(event.id().unwrap().unwrap().is("7"));
        assert_eq!((event.max_rate().map_err(|error| error.offset()), event.0.verify()), (Err(18), Ok(())));
        for (text, offset) in [("a;id=\"x\"y", 8), ("a;id=\"x", 7), ("a;id=x,y", 6)] {
            assert_eq!(cut(text).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
