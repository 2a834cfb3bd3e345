//! The grammar of Via.

use core::net::IpAddr;

use nom::branch::alt;
use nom::combinator::{cond, consumed, cut, map, opt, recognize};
use nom::sequence::{delimited, preceded, separated_pair, terminated};
use nom::{Err, Parser};

use super::{Known, Via, fast};
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::{Reading, part_text, text_of};
use crate::grammar::{
    self, Fail, Parsed, Rule, byte, checked, colon, comment, equal, expect, expected, fail, literal, lws, number, slash, sws, token, within,
};
use crate::header::rows::value::Value;
use crate::host::{self, Host};
use crate::params::{Param, ParamRules, generic_param, token_value, visited_params};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token, span_of};

/// ```text
/// Via = via-parm *(COMMA via-parm)
/// ```
pub(crate) fn via_parm(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    match fast::cut(&value) {
        Some(via) => Ok(via),
        None => full(value),
    }
}

/// Cuts a Via by its grammar.
#[cold]
#[inline(never)]
pub(crate) fn full(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    value.cut(|input, reading| via(&value, input, reading))
}

/// Checks a Via as a whole.
#[cfg(test)]
pub(crate) fn check_whole(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    value.check(|input, reading| via(&value, input, reading))
}

/// ```text
/// via-parm = sent-protocol LWS sent-by *( SEMI via-params ) [ comment ]
/// ```
///
/// The comment is that of RFC 2543, under its leniency.
fn via<'a>(value: &Value<'a>, input: &'a [u8], reading: Reading<'_>) -> Parsed<'a, Via<'a>> {
    let may_have_comment = value.allows(Leniency::VIA_COMMENT);
    // A part that is cut would go on into the comment.
    let end = if may_have_comment && !reading.checks { scan::separator(input, b'(') } else { input.len() };
    // Empty parameters hide nothing elsewhere; here they decide where responses go.
    let mut strict = *reading.profile;
    strict.leniency = strict.leniency.without(Leniency::EMPTY_PARAMS);
    let mut known = Known::default();
    let parts = via_params(Reading { profile: &strict, ..reading }, |param| known.keep(input, param));
    let (rest, (raw, (protocol, sent_by, params))) = consumed(parts).parse_complete(&input[..end])?;
    let rest = &input[end - rest.len()..];
    let comment = opt(terminated(comment(reading.profile), sws));
    let (rest, behind) = cond(may_have_comment, comment).parse_complete(rest)?;
    let raw = if behind.flatten().is_some() { scan::trim_folded(raw) } else { raw };
    let span = |part: &[u8]| span_of(input, part);
    let (name, version, transport) = protocol;
    let via = Via {
        raw,
        offset: value.offset() as u32,
        leniency: value.profile().leniency,
        protocol_end: span(name.as_bytes()).1,
        version: span(version.as_bytes()),
        transport: span(transport.as_bytes()),
        host: span(sent_by.0),
        port: sent_by.1.map_or((0, 0), span),
        params_start: span(params.as_bytes()).0,
        known,
        is_common: false,
    };
    Ok((rest, via))
}

type Protocol<'a> = (Token<'a>, Token<'a>, Token<'a>);
type SentBy<'a> = (&'a [u8], Option<&'a [u8]>);

/// ```text
/// sent-protocol LWS sent-by *( SEMI via-params )
/// ```
fn via_params<'a>(
    reading: Reading<'_>,
    visit: impl FnMut(&Param<'a>),
) -> impl Rule<'a, (Protocol<'a>, SentBy<'a>, crate::params::Params<'a>)> {
    (terminated(sent_protocol, lws), sent_by(reading), visited_params(&PARAMS, reading, visit))
}

/// ```text
/// sent-protocol    = protocol-name SLASH protocol-version SLASH transport
/// protocol-name    = "SIP" / token
/// protocol-version = token
/// transport        = "UDP" / "TCP" / "TLS" / "SCTP" / other-transport
/// ```
fn sent_protocol(input: &[u8]) -> Parsed<'_, Protocol<'_>> {
    let name = expect(Expected::SentProtocol, token);
    let transport = expect(Expected::Transport, token);
    (terminated(name, slash), terminated(token, slash), transport).parse_complete(input)
}

/// ```text
/// sent-by = host [ COLON port ]
/// ```
fn sent_by<'a>(reading: Reading<'_>) -> impl Rule<'a, SentBy<'a>> {
    let host = reading.part(host_text, map(host::host(reading.profile), |host| host.as_bytes()));
    let port = reading.part(part_text, recognize(host::port_behind_colon(reading.profile)));
    (host, opt(preceded(colon, cut(port))))
}

/// The text of a host: the colons of an IPv6 address stand in brackets.
fn host_text(input: &[u8]) -> Parsed<'_, &[u8]> {
    let reference = delimited(byte(b'[', Expected::Ipv6), text_of(chars::REFERENCE_PART), byte(b']', Expected::Ipv6));
    let text = map(recognize((opt(reference), text_of(chars::HOST_PART))), scan::trim_behind);
    // A part may be wrong, but not missing.
    checked(text, |text| !text.is_empty(), Expected::Host).parse_complete(input)
}

/// ```text
/// via-params        = via-ttl / via-maddr / via-received / via-branch / response-port / via-extension
/// via-ttl           = "ttl" EQUAL ttl
/// via-maddr         = "maddr" EQUAL host
/// via-received      = "received" EQUAL (IPv4address / IPv6address)   ; a token can't be confused with the second: it has no colon
/// via-branch        = "branch" EQUAL token
/// response-port     = "rport" [EQUAL 1*DIGIT]   ; RFC 3581 §5
/// via-extension     = generic-param
/// ```
pub(super) static PARAMS: ParamRules = ParamRules {
    param: via_param,
    check: Some(check_known),
    once: &[KnownParam::Branch, KnownParam::Received, KnownParam::Rport, KnownParam::Ttl, KnownParam::Maddr],
};

fn via_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    let name = within(profile, Limit::ParamName, literal(b"received", Expected::Parameter));
    let received = separated_pair(name, equal, within(profile, Limit::ParamValue, host::ipv6_text(profile)));
    let received = map(received, |(name, address)| Param::new(name, Some(Text::plain(address))));
    alt((received, |input: &'a [u8]| generic_param(input, profile))).parse_complete(input)
}

/// Types a parameter that decides where a response goes. One with an empty value, where that is accepted, says nothing.
fn check_known<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<(), Err<Fail>> {
    if param.is_blank() {
        return Ok(());
    }
    // The length tells most names apart.
    match param.name().as_bytes().len() {
        6 if param.is("branch") => branch(param, at, profile).map(drop),
        8 if param.is("received") => received(param, at, profile).map(drop),
        5 if param.is("rport") => rport(param, at, profile).map(drop),
        3 if param.is("ttl") => ttl(param, at, profile).map(drop),
        5 if param.is("maddr") => maddr(param, at, profile).map(drop),
        _ => Ok(()),
    }
}

/// ```text
/// via-branch = "branch" EQUAL token
/// ```
pub(super) fn branch<'a>(param: &Param<'a>, at: &'a [u8], _: &Profile) -> Result<Token<'a>, Err<Fail>> {
    token_value(param, at)
}

/// ```text
/// via-received = "received" EQUAL (IPv4address / IPv6address)
/// ```
///
/// In brackets too (RFC 5118 §4.5).
pub(super) fn received<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Option<IpAddr>, Err<Fail>> {
    let takes_any = profile.allows(Leniency::RECEIVED_NAME);
    let Some(text) = param.unquoted() else {
        return if takes_any && param.value().is_some() { Ok(None) } else { Err(expected(at, Expected::ParameterValue)) };
    };
    let address = match text {
        [b'[', ..] => Host::parse_at(text, 0, profile).ok().and_then(|host| host.ip()),
        text if text.contains(&b':') => host::ipv6(text, profile).map(IpAddr::V6),
        text => Host::try_from(text).ok().and_then(|host| host.ip()),
    };
    if address.is_none() && !takes_any { Err(expected(at, Expected::Ipv4)) } else { Ok(address) }
}

/// ```text
/// response-port = "rport" [EQUAL 1*DIGIT]
/// ```
pub(super) fn rport<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Option<u16>, Err<Fail>> {
    match param.value() {
        None => Ok(None),
        Some(_) => value(param, at, host::port(profile)).map(Some),
    }
}

/// ```text
/// ttl = 1*3DIGIT   ; 0 to 255
/// ```
pub(super) fn ttl<'a>(param: &Param<'a>, at: &'a [u8], _: &Profile) -> Result<u8, Err<Fail>> {
    match value(param, at, number(u8::MAX.into()))? {
        ttl if param.unquoted().is_some_and(|digits| digits.len() <= 3) => Ok(ttl as u8),
        _ => Err(fail(at, ErrorKind::OutOfRange)),
    }
}

/// ```text
/// via-maddr = "maddr" EQUAL host
/// ```
pub(super) fn maddr<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Host<'a>, Err<Fail>> {
    value(param, at, host::host(profile))
}

/// The value of a parameter by a rule; an error is at the beginning of the parameter.
fn value<'a, T>(param: &Param<'a>, at: &[u8], rule: impl Rule<'a, T>) -> Result<T, Err<Fail>> {
    let text = param.unquoted().ok_or_else(|| expected(at, Expected::ParameterValue))?;
    grammar::whole(text, 0, rule).map_err(|error| fail(at, error.kind()))
}

impl Known {
    /// Keeps the place of a parameter that the rules found in `raw`.
    fn keep(&mut self, raw: &[u8], param: &Param<'_>) {
        let place = match param.name().as_bytes() {
            name if name.eq_ignore_ascii_case(b"branch") => &mut self.branch,
            name if name.eq_ignore_ascii_case(b"received") => &mut self.received,
            name if name.eq_ignore_ascii_case(b"rport") => &mut self.rport,
            _ => return,
        };
        place.keep_param(raw, param);
    }
}
