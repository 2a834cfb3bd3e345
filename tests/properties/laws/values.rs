//! Typed values, asked for everything that they can tell.

use sipwire::{AnyValue, AuthParams, Challenge, Credentials, KnownParam, NameAddr, Params, ParseError, Text};

use super::{debugs, encoded, is_inside, is_part, offset_in, prints, uri};

/// Asks a value for everything that it can tell. What is told does not depend on where the value stands, nor on how it is folded:
/// a value that was written and read again tells the same.
pub(super) fn facts(value: &AnyValue<'_>, input: &[u8]) -> Vec<String> {
    prints(value);
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
            facts.push(number.value().to_string());
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
        AnyValue::Text(text) => facts.push(said(*text, input)),
        // A family that has no accessors here yet is written and printed.
        other => prints(other),
    }
    facts.push(format!("{:?}", encoded(value)));
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
