//! The grammar of parameters.

use super::{Param, Params};
use crate::chars;
use crate::error::Expected;
use crate::host;
use crate::lexical::{self, Parsed, expected, within};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};

/// What a parameter may look like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As generic-param.
    Generic,
    /// The same, or with a value in angle brackets: `info=<https://a>` (RFC 8224 §4).
    Bracketed,
    /// The same as generic-param, and `received` may be an IPv6 address without brackets (RFC 3261 §25.1).
    Via,
    /// The same as generic-param, or a value without a name (RFC 7315 §5.4).
    Nameless,
    /// All of that.
    Any,
}

/// What a list of parameters begins with, if any is left, and the input that begins at its name.
#[inline(always)]
pub(super) fn next_param<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Option<(Param<'a>, &'a [u8])>> {
    let mut from = input;
    loop {
        let (rest, ()) = lexical::sws(from)?;
        let [b';', behind @ ..] = rest else { return Ok((rest, None)) };
        let (behind, ()) = lexical::sws(behind)?;
        if matches!(behind, [] | [b';', ..]) && profile.allows(Leniency::EMPTY_PARAMS) {
            from = behind;
            continue;
        }
        let (rest, param) = param(behind, profile, form)?;
        return Ok((rest, Some((param, behind))));
    }
}

/// A parameter that is a flag, or whose value is a token, without white space; `None` where anything else may stand. Then it is
/// what [`next_param`] reads.
#[inline]
pub(super) fn plain_param(input: &[u8]) -> Option<(&[u8], Param<'_>)> {
    let [b';', behind @ ..] = input else { return None };
    let (name, rest) = behind.split_at_checked(scan::run(behind, chars::TOKEN)).filter(|(name, _)| !name.is_empty())?;
    let name = Token::new(name);
    match rest {
        [] | [b';', ..] => Some((rest, Param { name, value: None })),
        [b'=', value @ ..] => match value.split_at_checked(scan::run(value, chars::TOKEN))? {
            (value @ [_, ..], rest @ ([] | [b';', ..])) => Some((rest, Param { name, value: Some(Text::plain(value)) })),
            _ => None,
        },
        _ => None,
    }
}

/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// ```
///
/// Or what else the form allows.
#[inline(always)]
pub(super) fn param<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Param<'a>> {
    if matches!(form, Form::Nameless | Form::Any) && matches!(input, [b'"' | b'[', ..]) {
        let (rest, value) = gen_value(input, profile)?;
        within(input, profile, Limit::ParamValue, value.as_bytes().len())?;
        return Ok((rest, Param { name: Token::new(&input[..0]), value: Some(value) }));
    }
    let (rest, name) = lexical::token(input)?;
    within(input, profile, Limit::ParamName, name.as_bytes().len())?;
    let (behind_space, ()) = lexical::sws(rest)?;
    let [b'=', behind_equal @ ..] = behind_space else { return Ok((rest, Param { name, value: None })) };
    let (value_at, ()) = lexical::sws(behind_equal)?;
    let (rest, value) = match value_at {
        [b'<', ..] if matches!(form, Form::Bracketed | Form::Any) => in_brackets(value_at)?,
        _ if matches!(form, Form::Via | Form::Any) && name.eq_ignore_ascii_case("received") => received(value_at, profile)?,
        _ => gen_value(value_at, profile)?,
    };
    within(value_at, profile, Limit::ParamValue, value.as_bytes().len())?;
    Ok((rest, Param { name, value: Some(value) }))
}

/// A value in angle brackets, which are part of it; there is no white space inside.
fn in_brackets(input: &[u8]) -> Parsed<'_, Text<'_>> {
    let length = scan::run(input, chars::VISIBLE);
    match memchr::memchr(b'>', &input[..length]) {
        Some(close) => Ok((&input[close + 1..], Text::plain(&input[..=close]))),
        None => Err(expected(&input[length..], Expected::ClosingBracket)),
    }
}

/// ```text
/// gen-value = token / host / quoted-string
/// ```
#[inline]
fn gen_value<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Text<'a>> {
    if input.first() == Some(&b'"') {
        return lexical::quoted_string(input, profile);
    }
    let token = scan::run(input, chars::TOKEN);
    let (rest, length) = match input[token..] {
        [b'[', ..] if token == 0 => {
            let (rest, host) = host::host(input, profile)?;
            (rest, host.as_bytes().len())
        }
        ref rest if token > 0 => (rest, token),
        ref rest if profile.allows(Leniency::EMPTY_PARAM_VALUE) => (rest, 0),
        _ => return Err(expected(input, Expected::ParameterValue)),
    };
    Ok((rest, Text::plain(&input[..length])))
}

/// ```text
/// via-received = "received" EQUAL ( IPv4address / IPv6address )
/// ```
///
/// An IPv6 address with brackets is a gen-value too (RFC 5118 §4.5), and a token can't be confused with one without.
fn received<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Text<'a>> {
    let length = input.iter().position(|&b| !(b.is_ascii_hexdigit() || b == b':' || b == b'.')).unwrap_or(input.len());
    let (address, rest) = input.split_at(length);
    match address.contains(&b':') && host::ipv6(address).is_some() {
        true => Ok((rest, Text::plain(address))),
        false => gen_value(input, profile),
    }
}

/// The parameters that are left of a value. `visit` sees each with the input that begins at it, and may refuse it.
///
/// ```text
/// *( SEMI generic-param )
/// ```
#[inline(always)]
pub(crate) fn params<'a>(
    input: &'a [u8],
    profile: &Profile,
    visit: impl FnMut(&Param<'a>, &'a [u8]) -> Result<(), nom::Err<lexical::Fail>>,
) -> Parsed<'a, Params<'a>> {
    params_of(input, profile, Form::Generic, visit)
}

/// [`params`] of another form.
#[inline(always)]
pub(crate) fn params_of<'a>(
    input: &'a [u8],
    profile: &Profile,
    form: Form,
    mut visit: impl FnMut(&Param<'a>, &'a [u8]) -> Result<(), nom::Err<lexical::Fail>>,
) -> Parsed<'a, Params<'a>> {
    let (start, ()) = lexical::sws(input)?;
    let (mut rest, mut end, mut count) = (start, start, 0);
    loop {
        let (behind, param) = next_param(rest, profile, form)?;
        let Some((param, at)) = param else {
            let list = &start[..start.len() - end.len()];
            return Ok((behind, Params { raw: list, ..Params::default() }));
        };
        count += 1;
        within(at, profile, Limit::Params, count)?;
        visit(&param, at)?;
        (rest, end) = (behind, behind);
    }
}

/// Parameters before which no value stands. There is at least one.
///
/// ```text
/// generic-param *( SEMI generic-param )
/// ```
pub(crate) fn headless<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Params<'a>> {
    let (behind_first, _) = lexical::named(Expected::Parameter, |input| param(input, profile, form))(input)?;
    let mut count = 1;
    let (rest, others) = params_of(behind_first, profile, form, |_, at| {
        count += 1;
        within(at, profile, Limit::Params, count)
    })?;
    let end = if others.is_empty() {
        behind_first.len()
    } else {
        behind_first.len() - scan::offset_of(behind_first, others.raw) - others.raw.len()
    };
    Ok((rest, Params { raw: &input[..input.len() - end], ..Params::default() }))
}
