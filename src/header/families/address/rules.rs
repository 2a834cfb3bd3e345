//! The grammar of addresses.

use nom::branch::alt;
use nom::combinator::{consumed, cut, map, peek};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, Parser};

use super::display_name::{display_tokens, has_no_comma};
use super::params::{BRACKETED, PARAMS, has_bracketed_values};
use super::{NameAddr, fast};
use crate::chars;
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::cut::{Reading, is_text, part_text, quoted_text};
use crate::grammar::{Fail, Parsed, Rule, byte, expected, inside, quoted_string, sws, within};
use crate::header::family::Family as _;
use crate::header::rows::value::Value;
use crate::params::{Param, ParamRules, Place, visited_params};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, span_of};
use crate::uri::{self, Uri};

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
    value.cut(|input, reading| address(&value, input, reading, &PARAMS, Bare::Address))
}

impl<'a> NameAddr<'a> {
    /// Parses an address outside of a message with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let address = either(Value::new(bytes)?)?;
        address.verify()?;
        Ok(address)
    }
}

/// Checks what [`either`] reads as a whole.
#[cfg(test)]
pub(crate) fn checked_either(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.check(|input, reading| address(&value, input, reading, &PARAMS, Bare::Address))
}

/// ```text
/// name-addr *( SEMI generic-param )
/// ```
///
/// History-Info, Diversion, P-Called-Party-ID and others.
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
    value.cut(|input, reading| address(&value, input, reading, &PARAMS, Bare::LenientAddress))
}

/// Checks what [`bracketed`] reads as a whole.
#[cfg(test)]
pub(crate) fn checked_bracketed(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.check(|input, reading| address(&value, input, reading, &PARAMS, Bare::LenientAddress))
}

/// ```text
/// name-addr *( SEMI rr-param )
/// ```
///
/// Route, Record-Route, Path and Service-Route.
pub(crate) fn route(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    match fast::cut(&value) {
        Some(address) => Ok(address),
        None => full_route(value),
    }
}

/// [`route`] without the fast cutter.
#[cold]
#[inline(never)]
pub(crate) fn full_route(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.cut(|input, reading| address(&value, input, reading, &PARAMS, Bare::LenientRoute))
}

/// Checks what [`route`] reads as a whole.
#[cfg(test)]
pub(crate) fn checked_route(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.check(|input, reading| address(&value, input, reading, &PARAMS, Bare::LenientRoute))
}

/// ```text
/// uri-list-entry = ( name-addr / addr-spec ) *( SEMI refused-param )
/// refused-param  = members-param / generic-param
/// members-param  = "members" EQUAL LDQUOT *( qdtext / quoted-pair ) RDQUOT
/// ```
///
/// The examples of the same document have angle brackets instead of the quotes (RFC 5318 §7): both are accepted.
pub(crate) fn refused(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.cut(|input, reading| address(&value, input, reading, &BRACKETED, Bare::Address))
}

/// The form that a header accepts without brackets.
#[derive(Clone, Copy)]
enum Bare {
    /// An address, whose parameters are the header's.
    Address,
    /// The same, under its leniency.
    LenientAddress,
    /// A route, under its leniency: its parameters are the URI's.
    LenientRoute,
}

impl Bare {
    /// Whether the form is accepted.
    fn is_taken(self, profile: &Profile) -> bool {
        match self {
            Bare::Address => true,
            Bare::LenientAddress => profile.allows(Leniency::BARE_ADDRESS),
            Bare::LenientRoute => profile.allows(Leniency::BARE_ROUTE),
        }
    }

    /// How long the URI is that `input` begins with.
    fn length(self, input: &[u8], profile: &Profile) -> usize {
        let ends = |b: u8| match b {
            b',' | ..=b' ' => true,
            b';' => !matches!(self, Bare::LenientRoute),
            b'?' => !matches!(self, Bare::LenientRoute) && !profile.allows(Leniency::QUESTION_WITHOUT_BRACKETS),
            _ => false,
        };
        input.iter().position(|&b| ends(b)).unwrap_or(input.len())
    }
}

/// An address and its parameters.
fn address<'a>(
    value: &Value<'a>,
    input: &'a [u8],
    reading: Reading<'_>,
    rules: &'static ParamRules,
    bare: Bare,
) -> Parsed<'a, NameAddr<'a>> {
    let mut tag = Place::default();
    let visit = |param: &Param<'a>| {
        if param.is("tag") {
            tag.keep_param(input, param);
        }
    };
    let named = |input: &'a [u8]| named_bare(input, reading, bare);
    let uri = map(bare_uri(reading, bare), |uri| (None, uri));
    let parts = (alt((named, name_addr(reading, has_bracketed_values(rules)), uri)), visited_params(rules, reading, visit));
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
    let mut quoted = preceded(peek(byte(b'"', Expected::QuotedString)), cut(terminated(quoted, (sws, opening()))));
    let is_loose = reading.profile.allows(Leniency::LOOSE_DISPLAY_NAME);
    let quoted = move |input: &'a [u8]| match quoted.parse_complete(input) {
        Err(Err::Failure(fail)) if is_loose && !matches!(fail.kind, ErrorKind::Limit(_)) => {
            loose_name(input, reading).ok_or(Err::Failure(fail))
        }
        found => found,
    };
    let unquoted = move |input: &'a [u8]| unquoted_name(input, reading, has_bracketed_values);
    (alt((without_name, map(quoted, Some), map(unquoted, Some))), cut(bracketed_uri(reading)))
}

/// ```text
/// display-name = *( token LWS )
/// ```
///
/// No white space is wanted before the bracket (RFC 3261 §20.10, RFC 4475 §3.1.1.6).
fn unquoted_name<'a>(input: &'a [u8], reading: Reading<'_>, has_bracketed_values: bool) -> Parsed<'a, Text<'a>> {
    let is_loose = reading.profile.allows(Leniency::LOOSE_DISPLAY_NAME);
    let Some(open) = memchr::memchr(b'<', input) else { return Err(expected(input, Expected::UriInBrackets)) };
    let name = scan::trim_folded(&input[..open]);
    // The brackets may be those of a parameter behind a URI without brackets: in quotes, as in +sip.instance, or behind an `=`.
    let is_in_quotes = memchr::memchr(b';', name).is_some_and(|params| name[params..].contains(&b'"'));
    let may_be_value = has_bracketed_values || is_loose || reading.profile.allows(Leniency::LOOSE_PARAM_VALUE);
    if is_in_quotes || may_be_value && name.ends_with(b"=") {
        return Err(expected(input, Expected::UriInBrackets));
    }
    let tokens = |name: &'a [u8]| display_tokens(reading.profile).parse_complete(name);
    let any = |name: &'a [u8]| match is_loose && has_no_comma(name) {
        true => Ok((&name[name.len()..], ())),
        false => map(part_text, |_| ()).parse_complete(name),
    };
    match inside(name, &input[name.len()..], reading.part(any, tokens)) {
        Ok(()) => Ok((&input[open..], Text::plain(name))),
        // Ambiguous: a URI without brackets, and a second URI in brackets.
        Err(error) => Err(failure(error)),
    }
}

/// An error that no other alternative mends.
fn failure(error: Err<Fail>) -> Err<Fail> {
    match error {
        Err::Error(fail) => Err::Failure(fail),
        error => error,
    }
}

/// A display name that begins with a quoted string and goes on behind it, as its leniency takes it.
fn loose_name<'a>(input: &'a [u8], reading: Reading<'_>) -> Option<(&'a [u8], Text<'a>)> {
    let (behind, _) = quoted_text(input).ok()?;
    let quoted = input.len() - behind.len();
    let open = quoted + memchr::memchr(b'<', behind)?;
    let name = scan::trim_folded(&input[..open]);
    // A lone quoted string has its own errors. Behind a `;`, the bracket may belong to a parameter.
    let is_name = name.get(quoted..).is_some_and(|behind| !behind.is_empty() && !behind.contains(&b';'));
    let fits = is_name && has_no_comma(name) && (!reading.checks || is_text(name));
    fits.then(|| (&input[open..], Text::plain(name)))
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
        let uri = if spaced { scan::trim_folded(text) } else { text };
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
/// A URI without brackets ends where the header's parameters begin, or at a comma or a question mark, which only brackets allow; a route that
/// lost its brackets ends behind its parameters.
fn bare_uri<'a>(reading: Reading<'_>, bare: Bare) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        // Input that does not begin like a URI is reported as a missing bracket.
        if !bare.is_taken(reading.profile) || !matches!(bare, Bare::Address) && !begins_uri(input) {
            return Err(expected(input, Expected::UriInBrackets));
        }
        let (uri, rest) = input.split_at(bare.length(input, reading.profile));
        // A part may be wrong, but not missing.
        if uri.is_empty() || reading.checks {
            inside(uri, rest, uri::uri(reading.profile))?;
        } else {
            uri::limits(uri, reading.profile)?;
        }
        Ok((rest, uri))
    }
}

/// Whether this begins as a URI does.
pub(crate) fn begins_uri(input: &[u8]) -> bool {
    let scheme = scan::run(input, chars::SCHEME);
    scheme > 0 && input[0].is_ascii_alphabetic() && input.get(scheme) == Some(&b':')
}

/// The URI that a header of a URI alone has without its brackets, under its leniency.
pub(crate) fn bare_info_uri<'a>(reading: Reading<'_>) -> impl Rule<'a, &'a [u8]> {
    bare_uri(reading, Bare::LenientAddress)
}

/// A display name before a URI without brackets, under its leniency.
fn named_bare<'a>(input: &'a [u8], reading: Reading<'_>, bare: Bare) -> Parsed<'a, (Option<Text<'a>>, &'a [u8])> {
    let is_taken = reading.profile.allows(Leniency::NAME_WITHOUT_BRACKETS) && bare.is_taken(reading.profile);
    let Some(start) = is_taken.then(|| named_uri_start(input)).flatten() else { return Err(expected(input, Expected::UriInBrackets)) };
    let (name, behind) = (scan::trim_folded(&input[..start]), &input[start..]);
    let outside = &input[name.len()..];
    let mut uri = cut(bare_uri(reading, bare));
    if name.starts_with(b"\"") && scan::quoted_end(name, 0) == name.len() {
        let name = inside(name, outside, reading.part(within(reading.profile, Limit::Quoted, quoted_text), quoted_string(reading.profile)));
        let name = name.map_err(failure)?;
        return uri.parse_complete(behind).map(|(rest, uri)| (rest, (Some(name), uri)));
    }
    if reading.checks {
        inside(name, outside, display_tokens(reading.profile)).map_err(failure)?;
    }
    uri.parse_complete(behind).map(|(rest, uri)| (rest, (Some(Text::plain(name)), uri)))
}

/// Where the URI begins that a display name stands before, if no bracket follows and nothing but parameters stands behind it.
fn named_uri_start(input: &[u8]) -> Option<usize> {
    let quoted = if input.starts_with(b"\"") { input.len() - quoted_text(input).ok()?.0.len() } else { 0 };
    let behind_quoted = input.len() - sws(&input[quoted..]).ok()?.0.len();
    let start = if quoted > 0 && begins_uri(&input[behind_quoted..]) {
        behind_quoted
    } else {
        // The last word before the first parameter.
        let text = scan::trim_folded(&input[..quoted + scan::run(&input[quoted..], chars::PART)]);
        quoted + text.get(quoted..)?.iter().rposition(|b| matches!(b, b' ' | b'\t'))? + 1
    };
    let behind = &input[start..];
    let word = behind.iter().position(|&b| matches!(b, b';' | b',' | b'<' | b'"' | ..=b' ')).unwrap_or(behind.len());
    let follows = sws(&behind[word..]).ok()?.0;
    (begins_uri(behind) && matches!(follows, [] | [b';', ..])).then_some(start)
}
