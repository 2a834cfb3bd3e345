//! Typed values, asked for everything that they can tell.

use sipwire::header::{self, AuthInfo, Identity, SessionId, Warning};
use sipwire::{
    AnyValue, AuthParams, Challenge, Credentials, Encode as _, HeaderName, Host, KnownParam, Method, NameAddr, Params, ParseError, Parser,
    Qop, Text, Token, TypedHeader, Uri,
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
    let mut facts = Vec::new();
    match value {
        AnyValue::Via(via) => {
            prints(via);
            prints(&via.transport());
            prints(&via.host());
            facts.push(format!("{:?} {:?} {:?}", via.protocol(), via.version(), via.transport()));
            facts.push(format!("{:?} {:?} {:?} {:?}", via.host(), via.host().ip(), via.port(), via.maddr()));
            facts.push(format!("{:?} {:?} {:?}", via.branch(), via.has_magic_cookie(), via.received()));
            facts.push(format!("{:?} {:?} {:?} {:?}", via.has_rport(), via.rport(), via.has_alias(), via.ttl()));
            facts.extend(params(&via.params(), via.as_bytes()));
            is_part(input, via.as_bytes());
        }
        AnyValue::NameAddr(address) => facts = name_addr(address, input),
        AnyValue::Contact(contact) => {
            facts.extend(contact.address().map(|address| name_addr(address, input)).unwrap_or_default());
            assert!(contact.is_star() == contact.address().is_none() && contact.is_star() == contact.uri().is_none());
            facts.push(format!("{:?} {:?}", kind(contact.q(), input), kind(contact.expires(), input)));
            facts.push(format!("{:?} {:?}", kind(contact.reg_id(), input), kind(contact.instance(), input)));
            assert!(contact.q().ok().flatten().unwrap_or_default() <= 1000);
        }
        AnyValue::CSeq(cseq) => {
            prints(&cseq.method());
            is_part(input, cseq.as_bytes());
            facts.push(format!("{} {:?}", cseq.number(), cseq.method()));
        }
        AnyValue::CallId(call_id) => {
            assert_eq!(call_id.as_str().as_bytes(), call_id.as_bytes());
            is_part(input, call_id.as_bytes());
            facts.push(call_id.as_str().to_string());
        }
        AnyValue::Number(number) => {
            facts.push(format!("{} {:?}", number.value(), number.comment().map(|comment| said(comment, input))));
            facts.extend(params(&number.params(), number.as_bytes()));
            is_part(input, number.as_bytes());
        }
        AnyValue::TokenParams(token) => {
            facts.push(said(token.token(), input));
            facts.extend(params(&token.params(), token.as_bytes()));
            is_part(input, token.as_bytes());
        }
        AnyValue::MediaType(media) => {
            facts.push(format!("{:?} {:?}", media.kind(), media.subtype()));
            assert!(media.is(media.kind().as_str(), media.subtype().as_str()));
            facts.extend(params(&media.params(), media.as_bytes()));
            is_part(input, media.as_bytes());
        }
        AnyValue::Challenge(challenge) => facts = self::challenge(challenge, input),
        AnyValue::Credentials(credentials) => facts = self::credentials(credentials, input),
        AnyValue::Date(date) => {
            facts.push(format!("{:?}", [u32::from(date.year()), date.month().into(), date.day().into()]));
            facts.push(format!("{:?} {}", [date.hour(), date.minute(), date.second()], date.unix_seconds()));
            // A leap second is the first of the next minute.
            let again = header::Date::build(date.unix_seconds()).to_bytes().expect("a year of four digits");
            let again = header::Date::parse(&again).expect("what was written can be read").unix_seconds();
            assert_eq!(again, date.unix_seconds());
        }
        AnyValue::Timestamp(timestamp) => {
            facts.push(format!("{} {:?}", timestamp.time_text(), timestamp.delay_text()));
            facts.push(format!("{:?} {:?}", timestamp.time(), timestamp.delay()));
        }
        AnyValue::MimeVersion(version) => facts.push(format!("{} {}", version.major(), version.minor())),
        AnyValue::EventType(event) => {
            let parts: Vec<_> = [event.package()].into_iter().chain(event.templates()).map(|part| part.as_str()).collect();
            assert!(event.is(&parts.join(".")) && event.event_type().as_str() == parts.join("."));
            facts.push(format!("{parts:?}"));
            facts.extend(params(&event.params(), event.as_bytes()));
        }
        AnyValue::DialogRef(dialog) => {
            is_part(input, dialog.call_id().as_bytes());
            facts.push(dialog.call_id().as_str().to_string());
            facts.extend(params(&dialog.params(), dialog.as_bytes()));
        }
        AnyValue::RAck(rack) => {
            prints(&rack.method());
            facts.push(format!("{} {} {:?}", rack.response_number(), rack.cseq_number(), rack.method()));
        }
        AnyValue::Warning(warning) => facts = self::warning(warning, input),
        AnyValue::InfoUri(info) => {
            is_part(info.as_bytes(), info.uri().as_bytes());
            facts = uri::facts(&info.uri());
            facts.extend(params(&info.params(), info.as_bytes()));
        }
        AnyValue::MediaRange(range) => {
            facts.push(format!("{:?} {:?} {:?}", range.kind(), range.subtype(), kind(range.q(), input)));
            assert!(range.q().unwrap_or_default() <= 1000);
            assert!(range.matches(range.kind().as_str(), range.subtype().as_str()));
            facts.extend(params(&range.params(), range.as_bytes()));
        }
        AnyValue::FeatureSet(features) => facts = params(&features.params(), features.as_bytes()),
        AnyValue::ParamSet(set) => {
            assert!(!set.params().is_empty());
            facts = params(&set.params(), set.as_bytes());
        }
        AnyValue::Identity(identity) => facts = self::identity(identity, input),
        AnyValue::SessionId(session) => facts = session_id(session, input),
        AnyValue::ContentId(id) => {
            assert_eq!(id.id(), &*format!("{}@{}", id.left(), id.right()));
            facts.push(format!("{:?} {:?}", id.left(), id.right()));
        }
        AnyValue::AuthInfo(info) => facts = auth_info(info, input),
        AnyValue::Text(text) => facts.push(said(*text, input)),
        other => panic!("a family without facts: {other:?}"),
    }
    facts
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
printed!(bool u16 u32 Method<'_> Host<'_> Qop<'_>);

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

fn warning(warning: &Warning<'_>, input: &[u8]) -> Vec<String> {
    assert!(warning.code() <= 999 && (warning.port().is_none() || warning.host().is_some()));
    let agent = format!("{} {} {} {:?}", warning.code(), warning.agent().fact(input), warning.host().fact(input), warning.port());
    vec![agent, said(warning.text(), input)]
}

fn identity(identity: &Identity<'_>, input: &[u8]) -> Vec<String> {
    is_part(identity.as_bytes(), identity.info().as_bytes());
    let mut facts = uri::facts(&identity.info());
    facts.push(format!("{} {} {}", identity.digest().fact(input), identity.alg().fact(input), identity.ppt().fact(input)));
    facts.extend(params(&identity.params(), identity.as_bytes()));
    facts
}

fn session_id(session: &SessionId<'_>, input: &[u8]) -> Vec<String> {
    assert_eq!(session.local().as_bytes().len(), 32);
    assert_eq!(SessionId::is_nil(session.local()), session.local() == "0".repeat(32).as_str());
    let mut facts = vec![format!("{} {} {}", session.local().fact(input), session.remote().fact(input), session.is_logged())];
    facts.extend(params(&session.params(), session.as_bytes()));
    facts
}

fn auth_info(info: &AuthInfo<'_>, input: &[u8]) -> Vec<String> {
    let mut facts = auth_params(info.params(), info.as_bytes());
    facts.extend([info.next_nonce(), info.response(), info.cnonce()].map(|text| text.fact(input)));
    facts.push(format!("{} {}", info.qop().fact(input), info.nonce_count().fact(input)));
    facts
}

fn name_addr(address: &NameAddr<'_>, input: &[u8]) -> Vec<String> {
    prints(address);
    is_part(input, address.as_bytes());
    let mut facts = uri::facts(&address.uri());
    is_part(address.as_bytes(), address.uri().as_bytes());
    facts.extend(address.display_name().map(|name| said(name, address.as_bytes())));
    facts.push(format!("{:?}", address.tag()));
    facts.extend(params(&address.params(), address.as_bytes()));
    facts
}

fn challenge(challenge: &Challenge<'_>, input: &[u8]) -> Vec<String> {
    assert_eq!(offset_in(input, challenge.as_bytes()), challenge.offset());
    let mut facts = auth_params(challenge.params(), challenge.rest());
    prints(&challenge.algorithm());
    facts.push(format!("{:?} {} {:?}", challenge.scheme(), challenge.is_digest(), challenge.algorithm()));
    let texts = [challenge.realm(), challenge.nonce(), challenge.opaque(), challenge.domain()];
    facts.extend(texts.iter().map(|text| format!("{:?}", text.map(|text| said(text, input)))));
    facts.push(format!("{:?} {} {}", challenge.qop_options().collect::<Vec<_>>(), challenge.is_stale(), challenge.userhash()));
    facts.push(format!("{:?}", kind(challenge.require(KnownParam::Realm), input).map(|text| text.unescape())));
    facts
}

fn credentials(credentials: &Credentials<'_>, input: &[u8]) -> Vec<String> {
    assert_eq!(offset_in(input, credentials.as_bytes()), credentials.offset());
    let mut facts = auth_params(credentials.params(), credentials.rest());
    prints(&credentials.algorithm());
    facts.push(format!("{:?} {} {:?}", credentials.scheme(), credentials.is_digest(), credentials.algorithm()));
    let texts = [credentials.username(), credentials.realm(), credentials.nonce(), credentials.opaque(), credentials.uri()];
    facts.extend(texts.iter().map(|text| format!("{:?}", text.map(|text| said(text, input)))));
    let texts = [credentials.response(), credentials.cnonce()];
    facts.extend(texts.iter().map(|text| format!("{:?}", text.map(|text| said(text, input)))));
    facts.push(format!("{:?} {:?} {}", credentials.qop(), kind(credentials.nonce_count(), input), credentials.userhash()));
    facts.push(format!("{:?}", kind(credentials.username_star(), input).map(|name| name.map(|name| name.unescape()))));
    assert_eq!(credentials.token().is_some(), credentials.is_bearer());
    facts.push(format!("{:?}", kind(credentials.require(KnownParam::Response), input).map(|text| text.unescape())));
    facts
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
