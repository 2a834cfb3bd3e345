//! Every setter of every draft, and how what it was given is read back.
//!
//! `tests/properties/setters.rs` fails where one is missing here.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use sipwire::header::*;
use sipwire::{
    Algorithm, Challenge, Credentials, Encode, EncodeHeader, HeaderName, Host, MessageBuilder, Method, NameAddr, ParamDraft, Params, Qop,
    SipUri, TelUri, Text, TokenParams, Transport, TypedHeader, Uri, UriHeaderDraft, UriParamDraft, Value, Writer,
};

/// What a setter is given: bytes, and what can be made of them.
pub(crate) struct Given<'g> {
    pub(super) bytes: &'g [u8],
    pub(super) text: &'g str,
    pub(super) number: u64,
}

impl<'g> Given<'g> {
    /// `text` is what the bytes are as text, as far as they are.
    pub(crate) fn new(bytes: &'g [u8], text: &'g str) -> Self {
        Self { bytes, text, number: bytes.iter().fold(0u64, |number, &b| number.rotate_left(8) ^ u64::from(b)) }
    }

    pub(super) fn or<T: TryFrom<&'g [u8]>>(&self, other: T) -> T {
        T::try_from(self.bytes).unwrap_or(other)
    }

    pub(super) fn host(&self) -> Host<'g> {
        self.or(Host::try_from("h").expect("a host"))
    }

    pub(super) fn method(&self) -> Method<'g> {
        self.or(Method::Invite)
    }

    pub(super) fn ip(&self) -> IpAddr {
        match self.number % 2 {
            0 => IpAddr::V4(Ipv4Addr::from_bits(self.number as u32)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(u128::from(self.number) << 13)),
        }
    }

    fn timestamp(&self) -> Timestamp<'g> {
        Timestamp::parse(self.bytes).unwrap_or(Timestamp::parse(b"5").expect("a time"))
    }

    fn challenge(&self) -> Challenge<'g> {
        Challenge::parse(self.bytes).unwrap_or(Challenge::parse(b"Digest realm=\"\\a\"").expect("a challenge"))
    }

    pub(super) fn u16(&self) -> u16 {
        self.number as u16
    }

    pub(super) fn u32(&self) -> u32 {
        self.number as u32
    }

    fn delay(&self) -> Duration {
        Duration::new(self.number >> 20, self.number as u32 % 1_000_000_000)
    }
}

/// A row that is made with what was given.
pub(crate) struct Setter {
    /// The functions that are called, and the implementations that are used, as the sources name them.
    pub(crate) of: &'static [&'static str],
    /// Puts the row in.
    pub(crate) put: fn(&mut MessageBuilder, &Given<'_>),
    /// Whether the value says what was given.
    pub(super) says: fn(Value<'_>, &Given<'_>) -> bool,
}

macro_rules! setters {
    ($(#[$doc:meta])* $table:ident: $([$($of:literal),*] $header:ident, |$given:ident| $row:expr => |$value:pat_param| $says:expr;)*) => {
        $(#[$doc])*
        pub(crate) const $table: &[Setter] = &[$(Setter {
            of: &[$($of),*],
            put: |builder, $given| {
                builder.header($row);
            },
            says: |value, $given| {
                let _ = $given;
                let $value = <$header<'_> as TypedHeader<'_>>::parse(value).expect("what was written can be read");
                $says
            },
        }),*];
    };
}

fn via<'a>() -> ViaDraft<'a> {
    Via::build(Transport::Udp, Host::try_from("h").expect("a host"))
}

fn sip<'a>() -> sipwire::SipUriDraft<'a> {
    SipUri::build(Host::try_from("h").expect("a host"))
}

/// The only parameter, whose value says that.
fn only(params: Params<'_>, name: &str, value: impl AsRef<[u8]>) -> bool {
    params.iter().count() == 1 && params.get(name).and_then(|param| param.value()).is_some_and(|found| found.is(value))
}

/// The only parameter, without a value.
fn flagged(params: Params<'_>, name: &str) -> bool {
    params.iter().count() == 1 && params.get(name).is_some_and(|param| param.value().is_none())
}

fn said(text: Option<Text<'_>>, what: impl AsRef<[u8]>) -> bool {
    text.is_some_and(|text| text.is(what))
}

/// The spelling of white space at the ends is no part of a value.
fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

/// An own value, written in whatever way.
pub(super) struct Written<'w>(pub(super) HeaderName<'static>, pub(super) &'w Given<'w>, pub(super) fn(&mut Writer<'_>, &Given<'_>));

impl Encode for Written<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        (self.2)(out, self.1);
    }
}

impl EncodeHeader for Written<'_> {
    fn name(&self) -> HeaderName<'_> {
        self.0
    }
}

impl<F> Draft<F> for Written<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

/// A header that this crate does not know.
struct Own<'a>(Value<'a>);

impl<'a> TypedHeader<'a> for Own<'a> {
    const NAME: HeaderName<'static> = HeaderName::custom("X-Own");
    fn parse(value: Value<'a>) -> Result<Self, sipwire::ParseError> {
        Ok(Self(value))
    }
}

pub(super) const OWN: HeaderName<'static> = <Own<'_> as TypedHeader<'_>>::NAME;

setters! {
    /// Every setter, at least once.
    VALUES:
    ["Via::build", "ViaDraft::port", "ViaDraft::rport_flag", "ViaDraft::received", "ViaDraft::alias"]
        Via, |g| Via::build(g.or(Transport::Tls), g.host()).port(g.u16()).rport_flag().received(g.ip()).alias()
        => |via| via.transport() == g.or(Transport::Tls) && via.host().unwrap() == g.host() && via.port().unwrap() == Some(g.u16()) && via.has_rport()
            && via.rport().unwrap().is_none() && via.received().unwrap() == Some(g.ip()) && via.has_alias() && via.params().iter().count() == 3;
    ["Via::build"] Via, |g| Via::build(Transport::Udp, g.ip()).port(g.u16())
        => |via| via.host().unwrap().ip() == Some(g.ip()) && via.port().unwrap() == Some(g.u16()) && via.params().is_empty();
    ["SipUri::build"] Route, |g| Route::row(NameAddr::build(SipUri::build(g.ip()).params(&[UriParamDraft::flag("lr")])))
        => |route| route.uri().unwrap().as_sip().is_some_and(|uri| uri.host().ip() == Some(g.ip()) && uri.port().is_none() && uri.is_loose_router());
    ["ViaDraft::rport"] Via, |g| via().rport(g.u16()) => |via| via.rport().unwrap() == Some(g.u16()) && only(via.params(), "rport", g.u16().to_string());
    ["ViaDraft::branch"] Via, |g| via().branch(g.bytes) => |via| via.branch().unwrap().is_some_and(|branch| branch.as_bytes() == g.bytes);
    ["ViaDraft::params", "ParamDraft::flag"]
        Via, |g| via().params(&[ParamDraft::flag(g.text)]) => |via| flagged(via.params(), g.text);
    ["ParamDraft::token"]
        Via, |g| via().params(&[ParamDraft::token("x", g.bytes)]) => |via| only(via.params(), "x", g.bytes);
    ["ParamDraft::token"]
        Via, |g| via().params(&[ParamDraft::token(g.text, "1")]) => |via| only(via.params(), g.text, "1");
    ["ParamDraft::quoted"]
        Via, |g| via().params(&[ParamDraft::quoted("x", g.bytes)]) => |via| only(via.params(), "x", g.bytes);
    ["ParamDraft::quoted"]
        Via, |g| via().params(&[ParamDraft::quoted(g.text, g.bytes)]) => |via| only(via.params(), g.text, g.bytes);
    ["ParamDraft::number"]
        Via, |g| via().params(&[ParamDraft::number(g.text, g.number)]) => |via| only(via.params(), g.text, g.number.to_string());
    ["ParamDraft::host"]
        Via, |g| via().params(&[ParamDraft::host("maddr", g.host())]) => |via| via.maddr().unwrap() == Some(g.host());
    ["ParamDraft::uri"]
        ResponseSource, |g| ResponseSource::row(&[ParamDraft::uri("fe", g.or(Uri::parse(b"urn:a:b").expect("a URI")))][..])
        => |source| source.functional_entity() == Ok(Some(g.or(Uri::parse(b"urn:a:b").expect("a URI"))));
    ["NameAddr::build", "SipUri::build", "SipUriDraft::sips", "SipUriDraft::port"]
        From, |g| From::row(NameAddr::build(SipUri::build(g.host()).sips().port(g.u16())))
        => |from| from.uri().unwrap().as_sip().is_some_and(|uri| uri.is_sips() && uri.host() == g.host() && uri.port() == Some(g.u16()) && uri.user().is_none())
            && from.display_name().unwrap().is_none() && from.params().is_empty();
    ["SipUriDraft::user"]
        From, |g| From::row(NameAddr::build(sip().user(g.bytes)))
        => |from| from.uri().unwrap().as_sip().and_then(|uri| uri.user()).is_some_and(|user| user.is(g.bytes));
    ["SipUriDraft::password"]
        From, |g| From::row(NameAddr::build(sip().user("u").password(g.bytes)))
        => |from| from.uri().unwrap().as_sip().and_then(|uri| uri.password()).is_some_and(|password| password.is(g.bytes));
    ["SipUriDraft::headers", "UriHeaderDraft::new"]
        ReferTo, |g| ReferTo::row(NameAddr::build(sip().headers(&[UriHeaderDraft::new(g.text, g.bytes), UriHeaderDraft::new("x", "")])))
        => |to| to.uri().unwrap().as_sip().is_some_and(|uri| uri.headers().iter().count() == 2
            && uri.headers().iter().take(1).all(|header| header.name().is(g.text) && header.value().is(g.bytes)));
    ["SipUriDraft::params", "UriParamDraft::flag"]
        Route, |g| Route::row(NameAddr::build(sip().params(&[UriParamDraft::flag(g.text)])))
        => |route| route.uri().unwrap().as_sip().is_some_and(|uri| uri.params().iter().count() == 1
            && uri.params().iter().all(|param| param.name().is(g.text) && param.value().is_none()));
    ["UriParamDraft::new"]
        Route, |g| Route::row(NameAddr::build(sip().params(&[UriParamDraft::new("x", g.bytes)])))
        => |route| route.uri().unwrap().as_sip().is_some_and(|uri| uri.params().iter().count() == 1
            && uri.params().get("x").and_then(|param| param.value()).is_some_and(|value| value.is(g.bytes)));
    ["UriParamDraft::new"]
        Route, |g| Route::row(NameAddr::build(sip().params(&[UriParamDraft::new(g.text, g.bytes)])))
        => |route| route.uri().unwrap().as_sip().is_some_and(|uri| uri.params().iter().count() == 1
            && uri.params().iter().all(|param| param.name().is(g.text) && param.value().is_some_and(|value| value.is(g.bytes))));
    ["TelUri::build"]
        To, |g| To::row(NameAddr::build(TelUri::build(g.bytes).phone_context("a.b")))
        => |to| to.uri().unwrap().as_tel().is_some_and(|uri| uri.number().as_bytes() == g.bytes);
    ["TelUriDraft::phone_context"]
        To, |g| To::row(NameAddr::build(TelUri::build("7").phone_context(g.bytes)))
        => |to| to.uri().unwrap().as_tel().and_then(|uri| uri.phone_context()).is_some_and(|context| context.as_bytes() == g.bytes);
    ["TelUriDraft::params"]
        To, |g| To::row(NameAddr::build(TelUri::build("+7").params(&[UriParamDraft::new("x", g.bytes)])))
        => |to| to.uri().unwrap().as_tel().is_some_and(|uri| uri.params().iter().count() == 1
            && uri.params().get("x").and_then(|param| param.value()).is_some_and(|value| value.is(g.bytes)));
    ["From<&[u8]> for UriRef"] From, |g| From::row(NameAddr::build(g.bytes)) => |from| from.uri().unwrap().as_bytes() == g.bytes;
    ["From<&str> for UriRef"] ReferTo, |g| ReferTo::row(NameAddr::build(g.text)) => |to| to.uri().unwrap().as_bytes() == g.text.as_bytes();
    ["NameAddrDraft::display_name"]
        From, |g| From::row(NameAddr::build("sip:a").display_name(g.bytes))
        => |from| said(from.display_name().unwrap(), g.bytes) && from.uri().unwrap().as_bytes() == b"sip:a";
    ["NameAddrDraft::tag"] To, |g| To::row(NameAddr::build("sip:a").tag(g.bytes))
        => |to| to.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes) && only(to.params(), "tag", g.bytes);
    ["NameAddrDraft::expires", "NameAddrDraft::q"] Contact, |g| Contact::row(NameAddr::build("sip:a").expires(g.u32()).q(g.u16()))
        => |contact| contact.params().value("expires").unwrap().is(g.u32().to_string()) && contact.q() == Ok(Some(g.u16()));
    ["NameAddr::with_tag"] From, |g| From::row(NameAddr::parse(b"A <sip:a>;tag=1;y").unwrap().with_tag(g.bytes))
        => |from| from.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes) && from.params().iter().count() == 2;
    ["NameAddrDraft::params"]
        From, |g| From::row(NameAddr::build("sip:a").params(&[ParamDraft::token("tag", g.bytes)]))
        => |from| from.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes) && only(from.params(), "tag", g.bytes);
    ["NameAddrDraft::params"]
        To, |g| To::row(NameAddr::build("sip:a").params(&[ParamDraft::quoted(g.text, g.bytes), ParamDraft::flag("y")]))
        => |to| said(to.params().value(g.text), g.bytes) && to.params().iter().count() == 2;
    ["NameAddrDraft::params"]
        RecordRoute, |g| RecordRoute::row(NameAddr::build("sip:a").params(&[ParamDraft::flag(g.text)]))
        => |route| flagged(route.params(), g.text);
    ["NameAddrDraft::params", "MessageBuilder::header"]
        Contact, |g| Contact::row(NameAddr::build("sip:a").display_name(g.bytes).params(&[ParamDraft::quoted(g.text, g.bytes)]))
        => |contact| contact.address().is_some_and(|address| said(address.display_name().unwrap(), g.bytes) && only(address.params(), g.text, g.bytes));
    ["CSeq::build"] CSeq, |g| CSeq::build(g.u32(), g.method()) => |cseq| (cseq.number(), cseq.method()) == (g.u32(), g.method());
    ["RAck::build"] RAck, |g| RAck::build(g.u32(), g.u32() >> 2, g.method())
        => |rack| (rack.response_number(), rack.cseq_number(), rack.method()) == (g.u32(), g.u32() >> 2, g.method());
    ["Draft<CallId> for str"] CallId, |g| CallId::row(g.text) => |id| id.as_str() == g.text;
    ["Draft<CallId> for str"] InReplyTo, |g| InReplyTo::row(g.text) => |id| id.as_str() == g.text;
    ["Date::build"] Date, |g| Date::build(g.number as i64 >> 20) => |date| date.unix_seconds() == Some(g.number as i64 >> 20);
    ["Warning::build"] Warning, |g| Warning::build(g.u16(), "h", g.text) => |warning| warning.code() == g.u16() && warning.text().unwrap().is(g.text);
    ["Warning::build"] Warning, |g| Warning::build(399, g.text, "") => |warning| warning.agent().unwrap().unwrap() == g.text;
    ["InfoUri::build"] CallInfo, |g| CallInfo::row(InfoUri::build(g.bytes)) => |info| info.uri().unwrap().as_bytes() == g.bytes && info.params().is_empty();
    ["InfoUri::build"] ReferEventsAt, |g| ReferEventsAt::row(InfoUri::build(g.bytes)) => |info| info.uri().unwrap().as_bytes() == g.bytes;
    ["InfoUriDraft::params"]
        AlertInfo, |g| AlertInfo::row(InfoUri::build("urn:a:b").params(&[ParamDraft::quoted(g.text, g.bytes)]))
        => |info| only(info.params(), g.text, g.bytes);
    ["Identity::build"] Identity, |g| Identity::build(g.bytes, "https://a") => |identity| identity.digest().as_bytes() == g.bytes;
    ["Identity::build"] Identity, |g| Identity::build("a", g.bytes) => |identity| identity.info().unwrap().as_bytes() == g.bytes;
    ["IdentityDraft::params"]
        Identity, |g| Identity::build("a", "https://a").params(&[ParamDraft::token(g.text, g.bytes)])
        => |identity| said(identity.params().value(g.text), g.bytes) && identity.params().iter().count() == 2;
    ["TokenParams::quoted"] UserToUser, |g| UserToUser::row(TokenParams::quoted(g.bytes)) => |value| value.token().is_quoted() && value.token().is(g.bytes);
    ["QuotedDraft::params"]
        PVisitedNetworkId, |g| PVisitedNetworkId::row(TokenParams::quoted("a, b").params(&[ParamDraft::quoted(g.text, g.bytes)]))
        => |value| value.token().is("a, b") && only(value.params(), g.text, g.bytes);
    ["Draft<TokenParams> for str"] Supported, |g| Supported::row(g.text) => |tag| tag.token().as_bytes() == g.text.as_bytes();
    ["Draft<TokenParams> for str"] Privacy, |g| Privacy::row(g.text) => |value| value.token().as_bytes() == g.text.as_bytes();
    ["Draft<TokenParams> for str"] ContentLanguage, |g| ContentLanguage::row(g.text) => |tag| tag.token().as_bytes() == g.text.as_bytes();
    ["Draft<TokenParams> for str"] ResourcePriority, |g| ResourcePriority::row(g.text) => |value| value.token().as_bytes() == g.text.as_bytes();
    ["Draft<TokenParams> for str"] RequestDisposition, |g| RequestDisposition::row(g.text) => |value| value.is(g.text);
    ["Draft<TokenParams> for Method"] Allow, |g| Allow::row(g.method()) => |allow| allow.method() == g.method();
    ["Draft<TokenParams> for (&str, &[ParamDraft])"]
        Reason, |g| Reason::row((g.text, &[ParamDraft::quoted("text", g.bytes)][..]))
        => |reason| reason.token().as_bytes() == g.text.as_bytes() && only(reason.params(), "text", g.bytes);
    ["Draft<EventType> for str"] AllowEvents, |g| AllowEvents::row(g.text) => |event| event.is(g.text);
    ["Draft<EventType> for (&str, &[ParamDraft])"]
        Event, |g| Event::row((g.text, &[ParamDraft::token("id", g.bytes)][..])) => |event| event.is(g.text) && only(event.params(), "id", g.bytes);
    ["Draft<DialogRef> for (&str, &[ParamDraft])"]
        Replaces, |g| Replaces::row((g.text, &[ParamDraft::token("to-tag", g.bytes), ParamDraft::token("from-tag", "1")][..]))
        => |replaces| replaces.call_id().as_str() == g.text && replaces.to_tag().is_ok_and(|tag| tag.as_bytes() == g.bytes);
    ["Draft<Number> for u32"] Expires, |g| Expires::row(g.u32()) => |number| number.value() == g.u32();
    ["Draft<Number> for u32"] MaxForwards, |g| MaxForwards::row(g.u32()) => |number| number.value() == g.u32();
    ["Draft<Number> for u32"] RSeq, |g| RSeq::row(g.u32() % 3) => |number| number.value() == g.u32() % 3;
    ["Draft<Number> for u32"] AlertMsgError, |g| AlertMsgError::row(g.u32() % 1200) => |number| number.value() == g.u32() % 1200;
    ["Draft<Number> for (u32, &[ParamDraft])"]
        SessionExpires, |g| SessionExpires::row((g.u32(), &[ParamDraft::token("refresher", g.bytes)][..]))
        => |number| number.value() == g.u32() && only(number.params(), "refresher", g.bytes);
    ["Number::build", "NumberDraft::comment", "NumberDraft::params"]
        RetryAfter, |g| RetryAfter::row(Number::build(g.u32()).comment(g.bytes).params(&[ParamDraft::quoted(g.text, g.bytes)]))
        => |number| number.value() == g.u32() && said(number.comment(), g.bytes) && only(number.params(), g.text, g.bytes);
    ["Draft<MimeVersion> for (u32, u32)"]
        MimeVersion, |g| MimeVersion::row((g.u32(), 7)) => |version| (version.major(), version.minor()) == (g.u32(), 7);
    ["Draft<Timestamp> for Duration"] Timestamp, |g| Timestamp::row(g.delay()) => |time| time.time() == g.delay();
    ["Draft<Timestamp> for (Duration, Duration)"]
        Timestamp, |g| Timestamp::row((Duration::from_secs(1), g.delay())) => |time| time.delay().unwrap() == Some(g.delay());
    ["Draft<Timestamp> for (Timestamp, Duration)"]
        Timestamp, |g| Timestamp::row((g.timestamp(), g.delay()))
        => |time| time.time_text() == g.timestamp().time_text() && time.delay().unwrap() == Some(g.delay());
    ["Draft<MediaType> for (&str, &str)"]
        ContentType, |g| ContentType::row((g.text, "plain")) => |media| media.kind() == g.text && media.subtype() == "plain";
    ["Draft<MediaType> for (&str, &str, &[ParamDraft])"]
        ContentType, |g| ContentType::row(("text", g.text, &[ParamDraft::quoted("charset", g.bytes)][..]))
        => |media| media.subtype() == g.text && only(media.params(), "charset", g.bytes);
    ["Draft<MediaRange> for (&str, &str)"]
        Accept, |g| Accept::row((g.text, "*")) => |range| range.kind() == g.text && range.subtype() == "*";
    ["Draft<MediaRange> for (&str, &str, &[ParamDraft])"]
        Accept, |g| Accept::row(("a", g.text, &[ParamDraft::token(g.text, g.bytes)][..]))
        => |range| range.subtype() == g.text && only(range.params(), g.text, g.bytes);
    ["Draft<FeatureSet> for [ParamDraft]"]
        AcceptContact, |g| AcceptContact::row(&[ParamDraft::quoted(g.text, g.bytes)][..]) => |set| only(set.params(), g.text, g.bytes);
    ["Draft<FeatureSet> for [ParamDraft]"]
        FeatureCaps, |g| FeatureCaps::row(&[ParamDraft::quoted(g.text, g.bytes)][..]) => |set| only(set.params(), g.text, g.bytes);
    ["Draft<ParamSet> for [ParamDraft]"]
        PChargingVector, |g| PChargingVector::row(&[ParamDraft::quoted("icid-value", g.bytes), ParamDraft::token("x", g.bytes)][..])
        => |set| said(set.params().value("icid-value"), g.bytes) && said(set.params().value("x"), g.bytes);
    ["Draft<ParamSet> for [ParamDraft]"]
        RelayedCharge, |g| RelayedCharge::row(&[ParamDraft::token(g.text, g.bytes)][..]) => |set| only(set.params(), g.text, g.bytes);
    ["Draft<SessionId> for str"] SessionId, |g| SessionId::row(g.text) => |id| id.local() == g.text;
    ["Draft<SessionId> for (&str, &str)"]
        SessionId, |g| SessionId::row((g.text, g.text)) => |id| id.remote().is_ok_and(|remote| remote.is_some_and(|remote| remote == g.text));
    ["Draft<SessionId> for (&str, &str, &[ParamDraft])"]
        SessionId, |g| SessionId::row((ID, ID, &[ParamDraft::quoted(g.text, g.bytes)][..]))
        => |id| id.local() == ID && said(id.params().value(g.text), g.bytes) && id.params().iter().count() == 2;
    ["Draft<ContentId> for str"] ContentId, |g| ContentId::row(g.text) => |id| id.id() == g.text;
    ["Draft<Text> for str"] Subject, |g| Subject::row(g.text) => |text| text.is(trimmed(g.text.as_bytes()));
    ["Draft<Text> for [u8]"] Organization, |g| Organization::row(g.bytes) => |text| text.is(trimmed(g.bytes));
    ["Draft<Text> for Text"] Subject, |g| Subject::row(Text::from(g.text)) => |text| text.is(trimmed(g.text.as_bytes()));
    ["Draft<Text> for str"] Server, |g| Server::row(g.text) => |text| text.is(trimmed(g.text.as_bytes()));
    ["Challenge::build"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::build(g.bytes, g.bytes))
        => |challenge| said(challenge.realm().unwrap(), g.bytes) && said(challenge.nonce().unwrap(), g.bytes) && challenge.params().iter().count() == 2;
    ["ChallengeDraft::opaque", "ChallengeDraft::algorithm", "ChallengeDraft::stale", "ChallengeDraft::userhash", "ChallengeDraft::utf8"]
        ProxyAuthenticate, |g| ProxyAuthenticate::row(Challenge::build("a", "b").opaque(g.bytes).algorithm(g.or(Algorithm::Md5)).stale().userhash().utf8())
        => |challenge| said(challenge.opaque().unwrap(), g.bytes) && challenge.algorithm() == Ok(g.or(Algorithm::Md5)) && challenge.is_stale().unwrap()
            && challenge.userhash().unwrap() && challenge.is_utf8().unwrap() && challenge.params().iter().count() == 7;
    ["ChallengeDraft::domain", "ChallengeDraft::params"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::build("a", "b").domain(g.bytes).params(&[ParamDraft::quoted(g.text, g.bytes)]))
        => |challenge| said(challenge.domain().unwrap(), g.bytes) && said(challenge.params().get(g.text), g.bytes) && challenge.params().iter().count() == 4;
    ["CredentialsDraft::params"]
        Authorization, |g| Authorization::row(Credentials::build("a", "b").params(&[ParamDraft::token(g.text, g.bytes)]))
        => |is| said(is.params().get(g.text), g.bytes) && is.params().iter().count() == 6;
    ["ChallengeDraft::qop"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::build("a", "b").qop(&[Qop::Auth, g.or(Qop::AuthInt)]))
        => |challenge| challenge.qop_options().unwrap().eq([Qop::Auth, g.or(Qop::AuthInt)]);
    ["Challenge::bearer"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::bearer(g.bytes)) => |challenge| challenge.is_bearer() && said(challenge.realm().unwrap(), g.bytes);
    ["BearerChallengeDraft::scope", "BearerChallengeDraft::authz_server", "BearerChallengeDraft::error"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::bearer("a").scope(g.bytes).authz_server(g.bytes).error(g.bytes))
        => |challenge| said(challenge.scope().unwrap(), g.bytes) && said(challenge.authz_server().unwrap(), g.bytes) && said(challenge.error().unwrap(), g.bytes);
    ["Challenge::other"]
        WwwAuthenticate, |g| WwwAuthenticate::row(Challenge::other(g.text, &[ParamDraft::quoted("realm", g.bytes), ParamDraft::token("x", g.text)]))
        => |challenge| challenge.scheme() == g.text && said(challenge.realm().unwrap(), g.bytes) && said(challenge.params().get("x"), g.text.as_bytes())
            && challenge.params().iter().count() == 2;
    ["Credentials::other"]
        ProxyAuthorization, |g| ProxyAuthorization::row(Credentials::other("NTLM", &[ParamDraft::quoted(g.text, g.bytes)]))
        => |is| is.scheme() == "NTLM" && said(is.params().get(g.text), g.bytes) && is.params().iter().count() == 1;
    ["Credentials::build", "CredentialsDraft::nonce", "CredentialsDraft::uri", "CredentialsDraft::response"]
        Authorization, |g| Authorization::row(Credentials::build(g.bytes, g.bytes).nonce(g.bytes).uri(g.bytes).response(g.bytes))
        => |is| [is.username(), is.realm(), is.nonce(), is.uri(), is.response()].into_iter().all(|text| said(text.unwrap(), g.bytes));
    ["CredentialsDraft::username", "CredentialsDraft::opaque", "CredentialsDraft::algorithm", "CredentialsDraft::auts"]
        ProxyAuthorization, |g| ProxyAuthorization::row(Credentials::build("", "").username(g.bytes).opaque(g.bytes).algorithm(g.or(Algorithm::Md5)).auts(g.bytes))
        => |is| [is.username(), is.opaque(), is.auts()].into_iter().all(|text| said(text.unwrap(), g.bytes)) && is.algorithm() == Ok(g.or(Algorithm::Md5));
    ["CredentialsDraft::qop"]
        Authorization, |g| Authorization::row(Credentials::build("", "").qop(g.or(Qop::Auth), g.bytes, g.u32()))
        => |is| is.qop().unwrap() == Some(g.or(Qop::Auth)) && said(is.cnonce().unwrap(), g.bytes) && is.nonce_count() == Ok(Some(g.u32()));
    ["CredentialsDraft::username_star"]
        Authorization, |g| Authorization::row(Credentials::build("", "").username_star(g.bytes))
        => |is| is.username_star().is_ok_and(|name| name.is_some_and(|name| name.is(g.bytes))) && is.username().unwrap().is_none();
    ["CredentialsDraft::userhash"]
        Authorization, |g| Authorization::row(Credentials::build("", "").userhash(g.bytes)) => |is| is.userhash().unwrap() && said(is.username().unwrap(), g.bytes);
    ["Challenge::credentials"]
        Authorization, |g| Authorization::row(g.challenge().credentials(g.bytes).unwrap())
        => |is| said(is.username().unwrap(), g.bytes)
            && is.realm().unwrap().map(|realm| realm.unescape()) == g.challenge().realm().unwrap().or(Some("".into())).map(|realm| realm.unescape());
    ["Credentials::bearer"] Authorization, |g| Authorization::row(Credentials::bearer(g.bytes)) => |is| is.token() == Some(g.bytes);
    ["AuthInfo::build", "AuthInfoDraft::next_nonce"]
        AuthenticationInfo, |g| AuthenticationInfo::row(AuthInfo::build().next_nonce(g.bytes)) => |info| said(info.next_nonce().unwrap(), g.bytes) && info.response().unwrap().is_none();
    ["AuthInfoDraft::proof"]
        ProxyAuthenticationInfo, |g| ProxyAuthenticationInfo::row(AuthInfo::build().proof(g.or(Qop::Auth), g.bytes, g.u32(), g.bytes))
        => |info| info.qop().unwrap() == Some(g.or(Qop::Auth)) && said(info.cnonce().unwrap(), g.bytes) && info.nonce_count() == Ok(Some(g.u32())) && said(info.response().unwrap(), g.bytes);

    // Values of one's own, written in whatever way; `text` and `quoted` hold what a list parts, the others don't.
    ["Writer::token"] Supported, |g| Written(HeaderName::Supported, g, |out, g| out.token(g.bytes)) => |tag| tag.token().as_bytes() == g.bytes;
    ["Writer::text"] Own, |g| Written(OWN, g, |out, g| out.text(g.bytes)) => |own| own.0.as_bytes() == trimmed(g.bytes);
    ["Writer::quoted"] UserToUser, |g| Written(HeaderName::UserToUser, g, |out, g| out.quoted(g.bytes)) => |value| value.token().is(g.bytes);
    ["Writer::comment"] RetryAfter, |g| Written(HeaderName::RetryAfter, g, |out, g| { out.number(1); out.comment(g.bytes); }) => |number| said(number.comment(), g.bytes);
    ["Writer::number"] Expires, |g| Written(HeaderName::Expires, g, |out, g| out.number(g.number)) => |is| u64::from(is.value()) == g.number.min(u32::MAX.into());
    ["Writer::literal"] Own, |g| Written(OWN, g, |out, g| out.literal(["\r", "a\nb", "\0", "x"][(g.number % 4) as usize])) => |own| own.0.as_bytes() == b"x";
    ["Writer::uri"] Own, |g| Written(OWN, g, |out, g| out.uri(g.bytes)) => |own| own.0.as_bytes() == g.bytes;
    ["Writer::param"]
        Reason, |g| Written(HeaderName::Reason, g, |out, g| { out.token("SIP"); out.param(&ParamDraft::quoted(g.text, g.bytes)); })
        => |reason| reason.is("SIP") && only(reason.params(), g.text, g.bytes);
    ["Draft"] From, |g| From::row(Written(OWN, g, |out, g| out.text(g.bytes))) => |from| from.as_bytes() == trimmed(g.bytes);
    ["Draft"] Contact, |g| Contact::row(Written(OWN, g, |out, g| out.text(g.bytes))) => |contact| contact.as_bytes() == trimmed(g.bytes);
    ["Draft"] Allow, |g| Allow::row(Written(OWN, g, |out, g| out.text(g.bytes))) => |allow| allow.as_bytes() == trimmed(g.bytes);
}

setters! {
    /// What no header takes, whatever is given.
    REFUSED:
    ["TokenParams::quoted"] Supported, |g| Supported::row(TokenParams::quoted(g.bytes)) => |_| false;
    ["Draft<TokenParams> for (&str, &[ParamDraft])"]
        Require, |g| Require::row((g.text, &[ParamDraft::flag("x")][..])) => |_| false;
    ["Draft<Number> for (u32, &[ParamDraft])"]
        MinExpires, |g| MinExpires::row((g.u32(), &[ParamDraft::flag(g.text)][..])) => |_| false;
}

pub(super) const ID: &str = "0123456789abcdef0123456789abcdef";
