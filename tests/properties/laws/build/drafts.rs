//! The law of drafts: what a draft writes is read back by the strict parser as the parts that it was made from, or it is not written. The parts
//! stand beside each other as they please: names twice and in another case, escaped and empty, more of them than are compared one by one.

use sipwire::header::*;
use sipwire::{
    AnyValue, AuthParams, Challenge, Credentials, Encode, EncodeHeader, Host, InfoUri, Message, NameAddr, NameAddrBuf, Number, ParamDraft,
    SipUri, TelUri, TokenParams, Transport, Uri, UriHeaderDraft, UriParamDraft, UriParams,
};

use super::super::given::Choices;
use super::values::ID;

const NAMES: [&str; 34] = [
    "x",
    "x",
    "X",
    "y",
    "z",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "",
    "a b",
    "x_y",
    "%78",
    "x=y",
    ";",
    "\r\n",
    "é",
    "transport",
    "Maddr",
    "ttl",
    "lr",
    "user",
    "method",
    "ext",
    "isub",
    "phone-context",
    "tag",
    "q",
    "expires",
    "received",
];

const VALUES: [&[u8]; 20] = [
    b"1",
    b"x",
    b"udp",
    b"",
    b" ",
    b"a b",
    b"%41",
    b"%",
    b";",
    b"=",
    b"&?",
    b"\"",
    b"a\\\"",
    b"\r\nX: y",
    b"\0",
    b"\xC3\xA9",
    b"\xFF",
    b"192.0.2.1",
    b"+1-2",
    b"0.5",
];

/// A name, and its value if there is one.
type Pair = (&'static str, Option<&'static [u8]>);

fn pairs(choices: &mut Choices) -> Vec<Pair> {
    // Mostly few, mostly harmless: of many, one that is wrong spoils all others.
    let (count, names, values) = match choices.next(4) {
        0 => (choices.next(12), NAMES.len(), VALUES.len()),
        1 => (choices.next(12), 13, 3),
        _ => (choices.next(4), NAMES.len(), VALUES.len()),
    };
    (0..count).map(|_| (NAMES[choices.next(names)], Some(VALUES[choices.next(values)]).filter(|_| choices.next(4) > 0))).collect()
}

fn same_params(params: UriParams<'_>, wanted: &[Pair]) -> bool {
    let found: Vec<_> = params.iter().map(|param| (param.name().unescape(), param.value().map(|value| value.unescape()))).collect();
    found.len() == wanted.len()
        && found.iter().zip(wanted).all(|((name, value), (wanted, said))| **name == *wanted.as_bytes() && value.as_deref() == *said)
}

/// How many drafts were written: some of each kind, or the law says nothing.
pub(crate) fn drafts(choices: &mut Choices) -> [usize; 4] {
    [sip(choices), tel(choices), rows(choices), credentials(choices)]
}

fn uri_params<'p>(pairs: &[Pair]) -> Vec<UriParamDraft<'p>> {
    let draft = |&(name, value): &Pair| value.map_or(UriParamDraft::flag(name), |value| UriParamDraft::new(name, value));
    pairs.iter().map(draft).collect()
}

fn sip(choices: &mut Choices) -> usize {
    let (wanted, headers) = (pairs(choices), pairs(choices));
    let (user, password) = (choices.pick(&VALUES), choices.pick(&VALUES));
    let params = uri_params(&wanted);
    let heads: Vec<_> = headers.iter().map(|(name, value)| UriHeaderDraft::new(name, value.unwrap_or_default())).collect();
    let mut draft = SipUri::build(Host::try_from("h").expect("a host")).params(&params).headers(&heads);
    let (has_user, has_password) = (choices.next(2) > 0, choices.next(3) == 0);
    if has_user {
        draft = draft.user(user);
    }
    if has_password {
        draft = draft.password(password);
    }
    let Ok(written) = draft.to_bytes() else { return 0 };
    let shown = String::from_utf8_lossy(&written);
    let uri = SipUri::parse(&written).unwrap_or_else(|error| panic!("{error}: {shown}"));
    assert!(same_params(uri.params(), &wanted), "{shown}: {wanted:?}");
    assert_eq!(uri.params().repeated(), None, "{shown}");
    let found: Vec<_> = uri.headers().iter().map(|header| (header.name().unescape(), header.value().unescape())).collect();
    let said: Vec<_> = headers.iter().map(|(name, value)| (name.as_bytes().into(), value.unwrap_or_default().into())).collect();
    assert_eq!(found, said, "{shown}");
    assert_eq!(uri.user().map(|user| user.unescape()), has_user.then_some(user.into()), "{shown}");
    assert_eq!(uri.password().map(|password| password.unescape()), has_password.then_some(password.into()), "{shown}");
    1
}

fn tel(choices: &mut Choices) -> usize {
    let wanted = pairs(choices);
    let params = uri_params(&wanted);
    let number = choices.pick(&["+1-2", "7", "*#", "", "a"]);
    let context = choices.pick(&[None, Some("+4"), Some("h"), Some("1"), Some("")]);
    let mut draft = TelUri::build(number).params(&params);
    if let Some(context) = context {
        draft = draft.phone_context(context);
    }
    let Ok(written) = draft.to_bytes() else { return 0 };
    let shown = String::from_utf8_lossy(&written);
    let uri = TelUri::parse(&written).unwrap_or_else(|error| panic!("{error}: {shown}"));
    let context: Vec<Pair> = context.map(|context| ("phone-context", Some(context.as_bytes()))).into_iter().collect();
    assert!(same_params(uri.params(), &[&context[..], &wanted].concat()), "{shown}: {wanted:?}");
    assert_eq!(uri.params().repeated(), None, "{shown}");
    assert_eq!(uri.number().as_bytes(), number.as_bytes());
    usize::from(!wanted.is_empty())
}

fn params<'p>(choices: &mut Choices, pairs: &[Pair]) -> Vec<ParamDraft<'p>> {
    let draft = |&(name, value): &Pair| match value {
        None => ParamDraft::flag(name),
        Some(value) if choices.next(2) == 0 => ParamDraft::token(name, value),
        Some(value) => ParamDraft::quoted(name, value),
    };
    pairs.iter().map(draft).collect()
}

/// A value with parameters, of each header that has a draft with them; alone too, where the draft can stand alone.
fn rows(choices: &mut Choices) -> usize {
    let wanted = pairs(choices);
    let params = &params(choices, &wanted)[..];
    let address = NameAddr::build("sip:a").params(params);
    let via = Via::build(Transport::Udp, Host::try_from("h").expect("a host")).params(params);
    let info = InfoUri::build("urn:a:b").params(params);
    let rows: [&dyn EncodeHeader; 26] = [
        &From::row(address),
        &To::row(address),
        &Route::row(address),
        &Contact::row(address),
        &ReferTo::row(address),
        &PAssertedIdentity::row(address),
        &HistoryInfo::row(address),
        &via,
        &CallInfo::row(info),
        &AlertInfo::row(info),
        &Identity::build("a", "https://a").params(params),
        &UserToUser::row(TokenParams::quoted("a").params(params)),
        &PVisitedNetworkId::row(TokenParams::quoted("a").params(params)),
        &Reason::row(("SIP", params)),
        &Supported::row(("a", params)),
        &Event::row(("a", params)),
        &SubscriptionState::row(("active", params)),
        &SessionExpires::row((90, params)),
        &RetryAfter::row(Number::build(1).comment("a").params(params)),
        &Expires::row((90, params)),
        &Accept::row(("a", "b", params)),
        &ContentType::row(("a", "b", params)),
        &Replaces::row(("a", params)),
        &PChargingVector::row(params),
        &AcceptContact::row(params),
        &SessionId::row((ID, ID, params)),
    ];
    let mut count = 0;
    for row in rows {
        let Ok(value) = row.to_bytes() else { continue };
        let message = [b"OPTIONS sip:a SIP/2.0\r\n", row.name().as_str().as_bytes(), b": ", &value, b"\r\n\r\n"].concat();
        let shown = String::from_utf8_lossy(&message);
        let message = Message::parse(&message).unwrap_or_else(|error| panic!("{error}: {shown}"));
        let values: Vec<_> = message.headers().iter().flat_map(|row| row.values()).collect();
        assert_eq!((message.headers().len(), values.len()), (1, 1), "{shown}");
        let value = values[0].unwrap_or_else(|error| panic!("{error}: {shown}"));
        value.verify().unwrap_or_else(|error| panic!("{error}: {shown}"));
        // What the draft has itself stands before what it was given.
        let found: Vec<_> = value.params().iter().map(|param| (param.name(), param.value())).collect();
        let own = usize::from(matches!(value, AnyValue::Identity(_) | AnyValue::SessionId(_)));
        assert_eq!(found.len(), wanted.len() + own, "{shown}");
        for ((name, value), (wanted, said)) in found[own..].iter().zip(&wanted) {
            assert!(*name == *wanted && value.map(|value| value.unescape()) == said.map(Into::into), "{shown}");
        }
        count += usize::from(!wanted.is_empty());
    }
    // A draft that stands alone. Whether a tag has to be a token, the header decides.
    for draft in [&address as &dyn Encode, &info] {
        let Ok(value) = draft.to_bytes() else { continue };
        let shown = String::from_utf8_lossy(&value);
        assert_eq!(NameAddrBuf::build(draft).is_ok(), NameAddr::parse(&value).is_ok(), "{shown}");
        if wanted.iter().any(|(name, _)| *name == "tag") {
            continue;
        }
        let read = NameAddr::parse(&value).unwrap_or_else(|error| panic!("{error}: {shown}"));
        assert_eq!(read.uri().map(|uri: Uri<'_>| uri.scheme().as_bytes().len()), Ok(3), "{shown}");
        assert!(read.params().iter().map(|param| param.name()).eq(wanted.iter().map(|(name, _)| *name)), "{shown}");
    }
    count
}

/// Challenges and credentials, of Digest and of any scheme.
fn credentials(choices: &mut Choices) -> usize {
    let wanted = pairs(choices);
    let params = &params(choices, &wanted)[..];
    let rows: [(&dyn Encode, bool); 4] = [
        (&WwwAuthenticate::row(Challenge::build("a", "b").params(params)), true),
        (&ProxyAuthenticate::row(Challenge::other("NTLM", params)), true),
        (&Authorization::row(Credentials::build("a", "b").params(params)), false),
        (&ProxyAuthorization::row(Credentials::other("NTLM", params)), false),
    ];
    let mut count = 0;
    for (row, is_challenge) in rows {
        let Ok(value) = row.to_bytes() else { continue };
        let shown = String::from_utf8_lossy(&value);
        let pairs = |params: &AuthParams<'_>| -> Vec<_> {
            params.iter().map(|param| (param.name().as_str().to_owned(), param.value().unescape().into_owned())).collect()
        };
        let found = match is_challenge {
            true => Challenge::parse(&value).map(|challenge| pairs(challenge.params())),
            false => Credentials::parse(&value).map(|credentials| pairs(credentials.params())),
        };
        let found = found.unwrap_or_else(|error| panic!("{error}: {shown}"));
        let behind = found.len().checked_sub(wanted.len()).map(|own| &found[own..]).unwrap_or_else(|| panic!("{shown}"));
        let is_said = |(found, wanted): (&(String, Vec<u8>), &Pair)| found.0 == wanted.0 && wanted.1 == Some(&found.1[..]);
        assert!(behind.iter().zip(&wanted).all(is_said), "{shown}: {wanted:?}");
        count += usize::from(!wanted.is_empty());
    }
    count
}
