//! The grammar of addresses.

use nom::branch::alt;
use nom::bytes::complete::take_till;
use nom::combinator::{consumed, cut, map, opt, peek};
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, Parser};

use super::{NameAddr, fast};
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::{Reading, part_text, quoted_text};
use crate::grammar::{self, Fail, Parsed, Rule, byte, expected, inside, lws, quoted_string, sws, token, within};
use crate::header::rows::value::Value;
use crate::params::{Param, ParamRules, Place, bracketed_param, generic_param, token_value, visited_params};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, span_of};
use crate::uri::{self, Uri};

/// The parameters of an address: a tag is a token, and stands once.
pub(super) static PARAMS: ParamRules = ParamRules { param: generic_param, check: Some(check_tag), once: &[KnownParam::Tag] };

/// The same, and a value may be in angle brackets.
static BRACKETED: ParamRules = ParamRules { param: bracketed_param, check: Some(check_tag), once: &[KnownParam::Tag] };

fn check_tag<'a>(param: &Param<'a>, at: &'a [u8], _: &Profile) -> Result<(), Err<Fail>> {
    match param.name().as_bytes().len() == 3 && param.is("tag") && !param.is_blank() {
        true => token_value(param, at).map(drop),
        false => Ok(()),
    }
}

/// ```text
/// ( name-addr / addr-spec ) *( SEMI generic-param )
/// ```
pub(crate) fn either(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    match fast::cut(&value) {
        Some(address) => Ok(address),
        None => full_either(value),
    }
}

/// [`either`] without the fast cutter.
#[cold]
#[inline(never)]
pub(crate) fn full_either(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.cut(|input, reading| address(&value, input, reading, &PARAMS, |input, reading| addr_spec(reading).parse_complete(input)))
}

/// Checks what [`either`] reads as a whole.
#[cfg(test)]
pub(crate) fn checked_either(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.check(|input, reading| address(&value, input, reading, &PARAMS, |input, reading| addr_spec(reading).parse_complete(input)))
}

/// ```text
/// name-addr *( SEMI generic-param )
/// ```
///
/// Route, Record-Route, Path, Service-Route and others.
pub(crate) fn bracketed(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    match fast::cut(&value) {
        Some(address) => Ok(address),
        None => full_bracketed(value),
    }
}

/// [`bracketed`] without the fast cutter.
#[cold]
#[inline(never)]
pub(crate) fn full_bracketed(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.cut(|input, reading| address(&value, input, reading, &PARAMS, |input, reading| bare_route(reading).parse_complete(input)))
}

/// ```text
/// uri-list-entry = ( name-addr / addr-spec ) *( SEMI refused-param )
/// refused-param  = members-param / generic-param
/// members-param  = "members" EQUAL LDQUOT *( qdtext / quoted-pair ) RDQUOT
/// ```
///
/// The examples of the same document have angle brackets instead of the quotes (RFC 5318 §7): both are accepted.
pub(crate) fn refused(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.cut(|input, reading| address(&value, input, reading, &BRACKETED, |input, reading| addr_spec(reading).parse_complete(input)))
}

/// An address and its parameters; `bare` reads the URI where there are no brackets.
fn address<'a>(
    value: &Value<'a>,
    input: &'a [u8],
    reading: Reading<'_>,
    rules: &'static ParamRules,
    bare: impl Fn(&'a [u8], Reading<'_>) -> Parsed<'a, &'a [u8]>,
) -> Parsed<'a, NameAddr<'a>> {
    let mut tag = Place::default();
    let visit = |param: &Param<'a>| {
        if param.is("tag") {
            tag.keep_param(input, param);
        }
    };
    let bare = map(|input: &'a [u8]| bare(input, reading), |uri| (None, uri));
    let parts = (alt((name_addr(reading, core::ptr::eq(rules, &BRACKETED)), bare)), visited_params(rules, reading, visit));
    let (rest, (raw, ((name, uri), params))) = consumed(parts).parse_complete(input)?;
    let span = |part: &[u8]| span_of(input, part);
    let address = NameAddr {
        raw,
        offset: value.offset() as u32,
        leniency: value.profile().leniency,
        name_end: name.map_or(0, |name: Text<'a>| span(name.as_bytes()).1),
        uri: span(uri),
        params_start: span(params.as_bytes()).0,
        tag,
        is_common: false,
        rules,
    };
    Ok((rest, address))
}

/// ```text
/// name-addr = [ display-name ] LAQUOT addr-spec RAQUOT
/// ```
fn name_addr<'a>(reading: Reading<'_>, has_bracketed_values: bool) -> impl Rule<'a, (Option<Text<'a>>, &'a [u8])> {
    let opening = || peek(byte(b'<', Expected::UriInBrackets));
    let without_name = map(opening(), |()| None);
    let text = within(reading.profile, Limit::Quoted, quoted_text);
    let quoted = reading.part(text, quoted_string(reading.profile));
    let quoted = preceded(peek(byte(b'"', Expected::QuotedString)), cut(terminated(quoted, (sws, opening()))));
    let unquoted = move |input: &'a [u8]| unquoted_name(input, reading, has_bracketed_values);
    (alt((without_name, map(quoted, Some), map(unquoted, Some))), cut(bracketed_uri(reading)))
}

/// ```text
/// display-name = *( token LWS )
/// ```
///
/// No white space is wanted before the bracket (RFC 3261 §20.10, RFC 4475 §3.1.1.6).
fn unquoted_name<'a>(input: &'a [u8], reading: Reading<'_>, has_bracketed_values: bool) -> Parsed<'a, Text<'a>> {
    let Some(open) = memchr::memchr(b'<', input) else { return Err(expected(input, Expected::UriInBrackets)) };
    let name = scan::trim_folded(&input[..open]);
    // The brackets may be those of a parameter behind a URI without brackets: in quotes, as in +sip.instance, or behind an `=`.
    let is_in_quotes = memchr::memchr(b';', name).is_some_and(|params| name[params..].contains(&b'"'));
    if is_in_quotes || has_bracketed_values && name.ends_with(b"=") {
        return Err(expected(input, Expected::UriInBrackets));
    }
    let tokens = |name: &'a [u8]| display_tokens(reading.profile).parse_complete(name);
    let is_loose = reading.profile.allows(Leniency::LOOSE_DISPLAY_NAME);
    let any = |name: &'a [u8]| match is_loose && !name.contains(&b',') {
        true => Ok((&name[name.len()..], ())),
        false => map(part_text, |_| ()).parse_complete(name),
    };
    match inside(name, &input[name.len()..], reading.part(any, tokens)) {
        Ok(()) => Ok((&input[open..], Text::plain(name))),
        // A URI without brackets, and one that is in brackets further on: which of the two is wrong can't be told.
        Err(Err::Error(error)) => Err(Err::Failure(error)),
        Err(error) => Err(error),
    }
}

/// ```text
/// *( token LWS )
/// ```
///
/// Under its leniency, any text without a comma.
pub(super) fn display_tokens<'a>(profile: &Profile) -> impl Rule<'a, ()> {
    let is_loose = profile.allows(Leniency::LOOSE_DISPLAY_NAME);
    move |name: &'a [u8]| {
        let (rest, _) = (opt(token), many0_count((lws, opt(token)))).parse_complete(name)?;
        match rest {
            [] => Ok((rest, ())),
            _ if is_loose && !name.contains(&b',') && scan::all(name, chars::TEXT) => Ok((&name[name.len()..], ())),
            _ => Err(expected(rest, Expected::DisplayName)),
        }
    }
}

/// ```text
/// LAQUOT addr-spec RAQUOT
/// ```
///
/// The bytes of the URI.
pub(crate) fn bracketed_uri<'a>(reading: Reading<'_>) -> impl Rule<'a, &'a [u8]> {
    let spaced = reading.profile.allows(Leniency::SPACES_IN_BRACKETS);
    let content = move |input: &'a [u8]| {
        let Some(close) = memchr::memchr(b'>', input) else {
            return Err(Err::Failure(Fail { left: 0, kind: ErrorKind::Expected(Expected::ClosingBracket) }));
        };
        let (text, rest) = input.split_at(close);
        let uri = if spaced { scan::trim(text) } else { text };
        if reading.checks {
            inside(uri, &input[scan::offset_of(input, uri) + uri.len()..], uri::uri(reading.profile))?;
        } else {
            uri::limits(uri, reading.profile)?;
        }
        Ok((rest, uri))
    };
    delimited(byte(b'<', Expected::UriInBrackets), content, (byte(b'>', Expected::ClosingBracket), sws))
}

/// A URI in angle brackets.
pub(crate) fn uri_in_brackets<'a>(profile: &Profile) -> impl Rule<'a, Uri<'a>> {
    move |input: &'a [u8]| {
        let (rest, text) = bracketed_uri(Reading::checking(profile)).parse_complete(input)?;
        inside(text, &[], uri::uri(profile)).map(|uri| (rest, uri))
    }
}

/// ```text
/// addr-spec = SIP-URI / SIPS-URI / absoluteURI
/// ```
///
/// A URI without brackets ends where the header's parameters begin, or at a comma or a question mark, which only brackets allow.
fn addr_spec<'a>(reading: Reading<'_>) -> impl Rule<'a, &'a [u8]> {
    bare_uri(reading, |b| matches!(b, b';' | b',' | b'?') || b <= b' ')
}

/// A route that lost its brackets, under its leniency: its parameters are the URI's.
fn bare_route<'a>(reading: Reading<'_>) -> impl Rule<'a, &'a [u8]> {
    let is_allowed = reading.profile.allows(Leniency::BARE_ROUTE);
    let uri = bare_uri(reading, |b| b == b',' || b <= b' ');
    preceded(grammar::checked(|input: &'a [u8]| Ok((input, ())), move |()| is_allowed, Expected::UriInBrackets), uri)
}

/// A URI that ends before certain bytes.
fn bare_uri<'a>(reading: Reading<'_>, ends: impl Fn(u8) -> bool) -> impl Rule<'a, &'a [u8]> {
    let mut text = take_till(ends);
    move |input: &'a [u8]| {
        let (rest, uri) = text.parse_complete(input)?;
        // A part may be wrong, but not missing.
        if uri.is_empty() || reading.checks {
            inside(uri, rest, uri::uri(reading.profile))?;
        } else {
            uri::limits(uri, reading.profile)?;
        }
        Ok((rest, uri))
    }
}
