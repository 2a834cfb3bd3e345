//! The grammar of the parameters of a Via.

use core::net::IpAddr;

use nom::branch::alt;
use nom::combinator::map;
use nom::sequence::separated_pair;
use nom::{Err, Parser};

use crate::error::{ErrorKind, Expected, KnownParam};
use crate::grammar::{self, Fail, Parsed, Rule, equal, expected, fail, literal, number, within};
use crate::host::{self, Host};
use crate::params::{Param, ParamRules, generic_param, token_value};
use crate::profile::{Leniency, Limit, Profile};
use crate::text::{Text, Token};

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
pub(super) fn branch<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Token<'a>, Err<Fail>> {
    token_value(param, at, profile)
}

/// ```text
/// via-received = "received" EQUAL (IPv4address / IPv6address)
/// ```
///
/// In brackets too (RFC 5118 §4.5).
pub(super) fn received<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Option<IpAddr>, Err<Fail>> {
    const LENIENT: Profile = Profile::of_taken(Leniency::ALL);
    let text = param.unquoted(profile).ok_or_else(|| expected(at, Expected::ParameterValue))?;
    match address(text, profile) {
        Some(address) => Ok(Some(address)),
        // What another leniency takes for an address is no name.
        None if profile.allows(Leniency::RECEIVED_NAME) && address(text, &LENIENT).is_none() => Ok(None),
        None => Err(expected(at, Expected::Ipv4)),
    }
}

/// The address that is written, with brackets or without.
fn address(text: &[u8], profile: &Profile) -> Option<IpAddr> {
    match text {
        [b'[', ..] => Host::parse_at(text, 0, profile).ok()?.ip(),
        text if text.contains(&b':') => host::ipv6(text, profile).map(IpAddr::V6),
        text => Host::try_from(text).ok()?.ip(),
    }
}

/// ```text
/// response-port = "rport" [EQUAL 1*DIGIT]
/// ```
pub(super) fn rport<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Option<u16>, Err<Fail>> {
    match param.value() {
        None => Ok(None),
        Some(_) => value(param, at, profile, host::port(profile)).map(Some),
    }
}

/// ```text
/// ttl = 1*3DIGIT   ; 0 to 255
/// ```
pub(super) fn ttl<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<u8, Err<Fail>> {
    match value(param, at, profile, number(u8::MAX.into()))? {
        ttl if param.unquoted(profile).is_some_and(|digits| digits.len() <= 3) => Ok(ttl as u8),
        _ => Err(fail(at, ErrorKind::OutOfRange)),
    }
}

/// ```text
/// via-maddr = "maddr" EQUAL host
/// ```
pub(super) fn maddr<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<Host<'a>, Err<Fail>> {
    value(param, at, profile, host::host(profile))
}

/// The value of a parameter by a rule; an error is at the beginning of the parameter.
fn value<'a, T>(param: &Param<'a>, at: &[u8], profile: &Profile, rule: impl Rule<'a, T>) -> Result<T, Err<Fail>> {
    let text = param.unquoted(profile).ok_or_else(|| expected(at, Expected::ParameterValue))?;
    grammar::whole(text, 0, rule).map_err(|error| fail(at, error.kind()))
}
