//! Typed values, asked for everything that they can tell.

use sipwire::header::{self, SessionId};
use sipwire::{
    AnyValue, AuthParams, Encode as _, HeaderName, Host, KnownParam, Method, Params, ParseError, Parser, Text, Token, TypedHeader, Uri,
};

use super::accessors::accessors;
use super::{debugs, encoded, is_inside, is_part, offset_in, parts, prints, uri};

/// Asks a value for everything that it can tell. What is told does not depend on where the value stands, nor on how it is folded:
/// a value that was written and read again tells the same.
pub(super) fn facts(name: HeaderName<'_>, value: &AnyValue<'_>, input: &[u8], parser: &Parser) -> Vec<String> {
    prints(value);
    is_part(input, value.as_bytes());
    let mut facts = of_family(value, input);
    if parser.leniency_in_force().is_none() {
        parts::made_again(value);
    }
    facts.extend(of_header(name, value.as_bytes(), parser));
    facts.push(format!("{:?}", encoded(value)));
    facts
}

/// What the accessors of the value's family tell.
fn of_family(value: &AnyValue<'_>, input: &[u8]) -> Vec<String> {
    let mut facts: Vec<_> = value.facts().into_iter().map(|(name, fact)| told(name, fact, input)).collect();
    facts.extend(params(&value.params(), value.as_bytes()));
    if let Some(Ok(uri)) = value.uri() {
        is_part(value.as_bytes(), uri.as_bytes());
        facts.extend(uri::facts(&uri));
    }
    agree(value, input);
    match value {
        AnyValue::Challenge(challenge) => {
            facts.extend(auth_params(challenge.params(), challenge.rest()));
            facts.push(challenge.require(KnownParam::Realm).fact(input));
        }
        AnyValue::Credentials(credentials) => {
            facts.extend(auth_params(credentials.params(), credentials.rest()));
            facts.push(credentials.require(KnownParam::Response).fact(input));
        }
        AnyValue::AuthInfo(info) => facts.extend(auth_params(info.params(), info.as_bytes())),
        _ => {}
    }
    facts
}

/// Accessors whose word is of a registry: its spelling need not be a part of the value.
const WORDS: [&str; 5] = ["transport", "method", "algorithm", "qop", "qop_options"];

/// Checks what an accessor tells, and says it without where it stands.
fn told(name: &str, fact: sipwire::Fact<'_>, input: &[u8]) -> String {
    debugs(&fact);
    let says = match fact {
        sipwire::Fact::Bytes(bytes) => {
            if !WORDS.contains(&name) {
                is_part(input, bytes);
            }
            String::from_utf8_lossy(bytes).into_owned()
        }
        sipwire::Fact::Text(text) => said(text, input),
        sipwire::Fact::Error(error) => format!("{:?}", kind::<()>(Err(error), input)),
        fact => format!("{fact:?}"),
    };
    format!("{name}: {says}")
}

/// What the accessors of some families tell of each other.
fn agree(value: &AnyValue<'_>, input: &[u8]) {
    match value {
        AnyValue::Via(via) => {
            prints(via);
            prints(&via.transport());
            via.host().iter().for_each(prints);
            let received = via.received().ok().flatten();
            assert!(received.is_none() || via.params().contains("received"));
            assert!(via.has_rport() || via.rport().is_ok_and(|port| port.is_none()));
        }
        AnyValue::NameAddr(address) => prints(address),
        AnyValue::Contact(contact) => {
            contact.address().iter().for_each(|address| prints(*address));
            assert!(contact.is_star() == contact.address().is_none());
            assert!(!contact.is_star() || contact.uri().is_ok_and(|uri| uri.is_none()));
            assert!(contact.q().ok().flatten().unwrap_or_default() <= 1000);
        }
        AnyValue::CSeq(cseq) => prints(&cseq.method()),
        AnyValue::CallId(call_id) => assert_eq!(call_id.as_str().as_bytes(), call_id.as_bytes()),
        AnyValue::MediaType(media) => assert!(media.is(media.kind().as_str(), media.subtype().as_str())),
        AnyValue::Challenge(challenge) => {
            assert_eq!(offset_in(input, challenge.as_bytes()), challenge.offset());
            challenge.algorithm().iter().for_each(prints);
        }
        AnyValue::Credentials(credentials) => {
            assert_eq!(offset_in(input, credentials.as_bytes()), credentials.offset());
            credentials.algorithm().iter().for_each(prints);
            assert_eq!(credentials.token().is_some(), credentials.is_bearer());
        }
        AnyValue::Date(date) => {
            assert_eq!(date.unix_seconds().is_some(), date.utc_offset().is_some());
            // A leap second is the first of the next minute, and a zone may lead into another year.
            if let Some(Ok(again)) = date.unix_seconds().map(|seconds| header::Date::build(seconds).to_bytes()) {
                let again = header::Date::parse(&again).expect("what was written can be read").unix_seconds();
                assert_eq!(again, date.unix_seconds());
            }
        }
        AnyValue::EventType(event) => {
            let parts: Vec<_> = [event.package()].into_iter().chain(event.templates()).map(|part| part.as_str()).collect();
            assert!(event.is(&parts.join(".")) && event.event_type().as_str() == parts.join("."));
        }
        AnyValue::RAck(rack) => prints(&rack.method()),
        AnyValue::Warning(warning) => {
            assert!(warning.code() <= 999);
            assert!(!matches!((warning.host(), warning.port()), (Ok(None), Ok(Some(_)))));
        }
        AnyValue::MediaRange(range) => {
            assert!(range.q().unwrap_or_default() <= 1000);
            assert!(range.matches(range.kind().as_str(), range.subtype().as_str()));
        }
        AnyValue::ParamSet(set) => assert!(!set.params().is_empty()),
        AnyValue::SessionId(session) => {
            assert_eq!(session.local().as_bytes().len(), 32);
            assert_eq!(SessionId::is_nil(session.local()), session.local() == "0".repeat(32).as_str());
        }
        AnyValue::ContentId(id) => assert_eq!(id.id(), &*format!("{}@{}", id.left(), id.right())),
        _ => {}
    }
}

/// A value whose parts are only cut: it tells what it can of each, and each error is in the value.
pub(super) fn cut(value: &AnyValue<'_>, input: &[u8]) {
    prints(value);
    value.facts().into_iter().for_each(|(name, fact)| drop(told(name, fact, input)));
    for param in value.params() {
        debugs(&param);
        is_part(value.as_bytes(), param.name().as_bytes());
        is_part(value.as_bytes(), param.value().map_or(&b""[..], |text| text.as_bytes()));
    }
}

/// What an accessor gives, whatever its type.
trait Fact {
    /// Checks it, and says it without where it stands.
    fn fact(self, input: &[u8]) -> String;
}

impl Fact for Text<'_> {
    fn fact(self, input: &[u8]) -> String {
        said(self, input)
    }
}

impl Fact for Token<'_> {
    fn fact(self, input: &[u8]) -> String {
        is_part(input, self.as_bytes());
        self.to_string()
    }
}

impl Fact for Uri<'_> {
    fn fact(self, input: &[u8]) -> String {
        is_part(input, self.as_bytes());
        uri::facts(&self).join(" ")
    }
}

impl Fact for &[u8] {
    fn fact(self, input: &[u8]) -> String {
        is_part(input, self);
        format!("{self:?}")
    }
}

macro_rules! printed {
    ($($type:ty)*) => {
        $(impl Fact for $type {
            fn fact(self, _: &[u8]) -> String {
                prints(&self);
                format!("{self:?}")
            }
        })*
    };
}
printed!(bool u16 u32 Method<'_> Host<'_>);

impl<F: Fact> Fact for Option<F> {
    fn fact(self, input: &[u8]) -> String {
        format!("{:?}", self.map(|fact| fact.fact(input)))
    }
}

impl<F: Fact> Fact for Result<F, ParseError> {
    fn fact(self, input: &[u8]) -> String {
        format!("{:?}", kind(self, input).map(|fact| fact.fact(input)))
    }
}

/// What the accessors tell that the header has beside those of its family.
fn of_header(name: HeaderName<'_>, element: &[u8], parser: &Parser) -> Vec<String> {
    macro_rules! ask {
        ($($header:ident: $($accessor:ident)*;)*) => {
            match name {
                $(HeaderName::$header => {
                    let value = parser.parse_value(element).expect("an element is a value");
                    let typed = <header::$header<'_> as TypedHeader<'_>>::parse(value).expect("what was taken in its row is taken alone");
                    // What is kept of it tells the same.
                    let kept = typed.to_buf();
                    $(assert_eq!(kept.view().$accessor().fact(kept.as_bytes()), typed.$accessor().fact(element));)*
                    vec![$(format!("{}: {}", stringify!($accessor), typed.$accessor().fact(element))),*]
                })*
                _ => Vec::new(),
            }
        };
    }
    accessors!(ask)
}

fn auth_params(params: &AuthParams<'_>, rest: &[u8]) -> Vec<String> {
    assert_eq!(params.is_empty(), params.iter().next().is_none());
    if !params.is_empty() {
        assert_eq!(offset_in(rest, params.as_bytes()), 0);
    }
    let named = params.iter().map(|param| {
        assert!(params.get(param.name().as_str()).is_some());
        format!("{} {}", param.name(), said(param.value(), rest))
    });
    named.collect()
}

fn params(params: &Params<'_>, value: &[u8]) -> Vec<String> {
    debugs(params);
    is_part(value, params.as_bytes());
    assert_eq!(params.is_empty(), params.iter().next().is_none());
    let named = params.iter().map(|param| {
        debugs(&param);
        assert!(param.is(param.name().as_str()) && params.contains(param.name().as_str()));
        format!("{} {:?}", param.name(), param.value().map(|value| said(value, params.as_bytes())))
    });
    named.collect()
}

/// What a text says, read in all ways.
fn said(text: Text<'_>, input: &[u8]) -> String {
    prints(&text);
    is_part(input, text.as_bytes());
    let says = text.unescape();
    assert_eq!(text.pieces().collect::<Vec<_>>().concat(), &says[..]);
    assert!(text.is(&says) && !text.is([&says[..], b"x"].concat()));
    assert_eq!(text.to_str().ok().as_deref(), core::str::from_utf8(&says).ok());
    assert_eq!(text.to_str_lossy(), String::from_utf8_lossy(&says));
    assert!(text.is_empty() == text.as_bytes().is_empty() && !says.contains(&b'\n'));
    format!("{says:?} {}", text.is_quoted())
}

/// A result without the offset of its error.
fn kind<T>(result: Result<T, ParseError>, input: &[u8]) -> Result<T, sipwire::ErrorKind> {
    result.map_err(|error| {
        is_inside(&error, input);
        error.kind()
    })
}
