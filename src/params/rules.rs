//! The grammar of parameters, and the rules that split a list of them.

use core::cell::Cell;

use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::combinator::{cut, eof, map, not, opt, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, Parser};

use super::fast;
use super::param::{NextParam, Param, is_loose_byte};
use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam};
use crate::grammar::cut::{Reading, part_text, quoted_text, text_of};
use crate::grammar::{
    Fail, Parsed, Rule, byte, checked, equal, expect, expected, fail, limited, plain, quoted_string, run, semi, sws, token, within,
};
use crate::host;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};

/// A requirement of a family on a parameter. The bytes begin with the parameter.
type ParamCheck = for<'a> fn(&Param<'a>, &'a [u8], &Profile) -> Result<(), Err<Fail>>;

/// The parameter rules of a header family.
pub(crate) struct ParamRules {
    /// The grammar of one parameter.
    pub(crate) param: for<'a> fn(&'a [u8], &Profile) -> Parsed<'a, Param<'a>>,
    /// An additional requirement of the family on a parameter, if any. The bytes begin with the parameter.
    pub(crate) check: Option<ParamCheck>,
    /// The parameters that may occur once.
    pub(crate) once: &'static [KnownParam],
}

impl ParamRules {
    /// The rules of most headers: each parameter is a generic-param.
    pub(crate) const GENERIC: ParamRules = ParamRules { param: generic_param, check: None, once: &[] };

    /// Parses a parameter by its grammar and checks the requirement of the family.
    pub(super) fn read<'a>(&self, input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
        let (rest, param) = (self.param)(input, profile)?;
        self.demand(&param, input, profile)?;
        Ok((sws(rest)?.0, param))
    }

    /// Fails if the parameter does not meet the requirement of the family.
    fn demand<'a>(&self, param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<(), Err<Fail>> {
        self.check.map_or(Ok(()), |check| check(param, at, profile))
    }

    /// Whether the family accepts any list of generic parameters.
    pub(super) const fn take_any(&self) -> bool {
        self.check.is_none() && self.once.is_empty()
    }
}

/// Parses the parameters of a list one by one.
struct Walk<'r, 'p> {
    rules: &'r ParamRules,
    reading: Reading<'p>,
    count: Cell<usize>,
    /// A bit mask of the parameters in `rules.once` that occurred.
    seen: Cell<u32>,
}

impl<'r, 'p> Walk<'r, 'p> {
    fn new(rules: &'r ParamRules, reading: Reading<'p>) -> Self {
        Self { rules, reading, count: Cell::new(0), seen: Cell::new(0) }
    }

    /// One parameter: cut, or read by its grammar.
    fn param<'a>(&self, input: &'a [u8]) -> Parsed<'a, Param<'a>> {
        let Reading { profile, checks } = self.reading;
        let (rest, param) = if checks { (self.rules.param)(input, profile)? } else { cut_param(profile).parse_complete(input)? };
        self.count.set(self.count.get() + 1);
        limited(input, profile, Limit::Params, self.count.get())?;
        if checks {
            self.rules.demand(&param, input, profile)?;
            self.once(&param, input)?;
        }
        Ok((rest, param))
    }

    /// Fails if the parameter may occur once and occurred before.
    fn once(&self, param: &Param<'_>, input: &[u8]) -> Result<(), Err<Fail>> {
        let mut seen = self.seen.get();
        let again = repeated(self.rules, param, &mut seen);
        self.seen.set(seen);
        again.map_or(Ok(()), |kind| Err(fail(input, kind)))
    }

    /// ```text
    /// *( SEMI param )
    /// ```
    ///
    /// The value is the list, from its first `;` on. White space behind the list is consumed.
    fn others<'a>(&self, mut visit: impl FnMut(&Param<'a>)) -> impl Rule<'a, &'a [u8]> {
        let Reading { profile, checks } = self.reading;
        // Only the check refuses empty parameters: they do not affect the boundaries of other parameters.
        let skips_empty = !checks || profile.allows(Leniency::EMPTY_PARAMS);
        let before_semicolon = peek(alt((map(eof, |_| ()), byte(b';', Expected::Semicolon))));
        let empty = checked(terminated(semi, before_semicolon), move |()| skips_empty, Expected::Token);
        // Not in the fold: nom's `recognize` runs its rule without values, so that no closure of a `map` or a fold is called.
        let param = move |input: &'a [u8]| self.param(input).inspect(|(_, param)| visit(param));
        let param = preceded(semi, cut(param));
        let item = alt((empty, map(param, drop)));
        let list = recognize(many0_count(item));
        delimited(sws, list, sws)
    }
}

/// Returns the error of a repeated parameter that may occur once; `seen` is the mask of those that occurred.
pub(super) fn repeated(rules: &ParamRules, param: &Param<'_>, seen: &mut u32) -> Option<ErrorKind> {
    let place = rules.once.iter().position(|known| param.is(known.as_str())).filter(|_| !param.is_blank())?;
    let bit = 1 << place;
    let is_again = *seen & bit != 0;
    *seen |= bit;
    is_again.then(|| ErrorKind::DuplicateParam(rules.once[place]))
}

/// ```text
/// *( SEMI param )
/// ```
///
/// The list of parameters at the end of a value, and whether it is of the common form.
#[inline]
pub(super) fn list<'a>(rules: &'static ParamRules, reading: Reading<'_>) -> impl Rule<'a, (&'a [u8], bool)> {
    move |input: &'a [u8]| {
        if (!reading.checks || rules.take_any()) && (input.is_empty() || fast::is_list(input, reading.profile)) {
            return Ok((&input[input.len()..], (input, true)));
        }
        map(visited_list(rules, reading, |_| ()), |list| (list, false)).parse_complete(input)
    }
}

/// [`list`], with a call of `visit` for each parameter.
#[inline]
pub(super) fn visited_list<'a>(
    rules: &'static ParamRules,
    reading: Reading<'_>,
    mut visit: impl FnMut(&Param<'a>),
) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        if input.is_empty() {
            return Ok((input, input));
        }
        Walk::new(rules, reading).others(&mut visit).parse_complete(input)
    }
}

/// ```text
/// param *( SEMI param )
/// ```
///
/// A list of parameters without a preceding value, and whether it is of the common form.
pub(super) fn headless_list<'a>(rules: &'static ParamRules, reading: Reading<'_>) -> impl Rule<'a, (&'a [u8], bool)> {
    move |input: &'a [u8]| {
        if (!reading.checks || rules.take_any()) && fast::is_headless_list(input, reading.profile) {
            return Ok((&input[input.len()..], (input, true)));
        }
        let walk = Walk::new(rules, reading);
        let first = expect(Expected::Parameter, |input: &'a [u8]| walk.param(input));
        map(recognize((first, walk.others(|_| ()))), |list| (list, false)).parse_complete(input)
    }
}

/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// ```
pub(crate) fn generic_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    run(named(profile, gen_value(profile)), input)
}

/// ```text
/// generic-param / token EQUAL LAQUOT … RAQUOT   ; as info=<https://a> (RFC 8224 §4)
/// ```
pub(crate) fn bracketed_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    run(named(profile, alt((in_brackets, gen_value(profile)))), input)
}

/// ```text
/// generic-param / gen-value   ; RFC 7315 §5.4
/// ```
pub(crate) fn nameless_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    match input {
        [b'"' | b'[', ..] => map(within(profile, Limit::ParamValue, gen_value(profile)), Param::nameless).parse_complete(input),
        _ => generic_param(input, profile),
    }
}

/// ```text
/// token [ EQUAL value ]
/// ```
#[inline]
pub(crate) fn named<'a>(profile: &Profile, value: impl Rule<'a, Text<'a>>) -> impl Rule<'a, Param<'a>> {
    let name = within(profile, Limit::ParamName, token);
    // A value is required behind the `=`.
    let value = preceded(equal, cut(within(profile, Limit::ParamValue, value)));
    map((name, opt(value)), |(name, value)| Param { name, value })
}

/// A value in angle brackets, which are part of it. White space is not allowed inside.
fn in_brackets(input: &[u8]) -> Parsed<'_, Text<'_>> {
    peek(byte(b'<', Expected::UriInBrackets)).parse_complete(input)?;
    let visible = scan::run(input, chars::VISIBLE);
    match memchr::memchr(b'>', &input[..visible]) {
        Some(close) => Ok((&input[close + 1..], Text::plain(&input[..=close]))),
        None => Err(Err::Failure(Fail { left: input.len() - visible, kind: ErrorKind::Expected(Expected::ClosingBracket) })),
    }
}

/// ```text
/// gen-value = token / host / quoted-string
/// ```
///
/// The only hosts that are not tokens are IPv6 references.
#[inline]
pub(crate) fn gen_value<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    let is_blank_allowed = profile.allows(Leniency::EMPTY_PARAM_VALUE);
    let is_loose = profile.allows(Leniency::LOOSE_PARAM_VALUE);
    let loose = move |input: &'a [u8]| if is_loose { loose_value(input) } else { Err(expected(input, Expected::Token)) };
    let address = map(preceded(peek(byte(b'[', Expected::Ipv6)), cut(host::host(profile))), |host| Text::plain(host.as_bytes()));
    let quoted = preceded(peek(byte(b'"', Expected::QuotedString)), cut(quoted_string(profile)));
    let blank =
        move |input: &'a [u8]| if is_blank_allowed { Ok((input, Text::plain(&input[..0]))) } else { Err(expected(input, Expected::Token)) };
    expect(Expected::ParameterValue, alt((loose, plain(token), quoted, address, blank)))
}

/// ```text
/// loose-value = 1*loose-char / LAQUOT *VCHAR RAQUOT   ; loose-char: any visible byte but ";" "," "(" ")" DQUOTE "<"
/// ```
///
/// Includes every token and every host except IPv6 references, which the grammar of hosts parses.
#[cold]
fn loose_value(input: &[u8]) -> Parsed<'_, Text<'_>> {
    let text = map(take_while1(is_loose_byte), Text::plain);
    preceded(not(byte(b'[', Expected::Ipv6)), alt((in_brackets, text))).parse_complete(input)
}

/// A parameter, split at its delimiters: a name before `=`, and a value that ends before `;` unless it is in quotes or brackets.
#[inline]
fn cut_param<'a>(profile: &Profile) -> impl Rule<'a, Param<'a>> {
    let name = within(profile, Limit::ParamName, text_of(chars::NAME_PART));
    let value =
        || within(profile, Limit::ParamValue, alt((within(profile, Limit::Quoted, quoted_text), in_brackets, map(part_text, Text::plain))));
    let named = map((name, opt(preceded(equal, value()))), |(name, value)| Param { name: Token::new(name), value });
    let nameless = map(preceded(peek(alt((byte(b'"', Expected::QuotedString), byte(b'[', Expected::Ipv6)))), value()), Param::nameless);
    alt((nameless, named))
}

/// Returns the next parameter of a list that was split before, with its bytes.
#[inline]
pub(super) fn next_cut(input: &[u8]) -> Option<NextParam<'_>> {
    let mut input = input;
    loop {
        let (rest, ()) = semi(input).ok()?;
        if rest.is_empty() {
            return None;
        }
        if rest[0] != b';' {
            return first_cut(rest);
        }
        input = rest;
    }
}

/// Returns the first parameter of a list without a preceding value.
pub(super) fn first_cut(input: &[u8]) -> Option<NextParam<'_>> {
    const TAKEN: Profile = Profile::of_taken(Leniency::NONE);
    nom::combinator::consumed(cut_param(&TAKEN)).parse_complete(input).ok()
}

/// Returns the value of a parameter that must be a token. The bytes begin with the parameter.
pub(crate) fn token_value<'a>(param: &Param<'a>, at: &[u8], profile: &Profile) -> Result<Token<'a>, Err<Fail>> {
    param.token(profile).ok_or_else(|| match param.value() {
        Some(value) => expected(&at[scan::offset_of(at, value.as_bytes()) - usize::from(value.is_quoted())..], Expected::Token),
        None => expected(&at[param.name().as_bytes().len()..], Expected::Equal),
    })
}
