//! The parameters of challenges and credentials.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::combinator::{cond, consumed, cut, eof, map, not, opt, peek, recognize, value};
use nom::multi::{fold_many0, many0_count};
use nom::sequence::{delimited, preceded, separated_pair, terminated};

use crate::chars;
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::{Reading, quoted_text, text_of};
use crate::grammar::{
    self, Parsed, Rule, byte, equal, expect, expected, fail, limited, plain, quoted_string, run, some, sws, token, within,
};
use crate::header::rows::value::Value;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{self, same_name};
use crate::text::{self, Text, Token, part, span_of};

/// The parameters whose places are kept when the value is read.
pub(super) const KNOWN: [KnownParam; 14] = [
    KnownParam::Username,
    KnownParam::UsernameStar,
    KnownParam::Realm,
    KnownParam::Nonce,
    KnownParam::Uri,
    KnownParam::Response,
    KnownParam::Algorithm,
    KnownParam::Cnonce,
    KnownParam::Opaque,
    KnownParam::Qop,
    KnownParam::NonceCount,
    KnownParam::Stale,
    KnownParam::Userhash,
    KnownParam::Auts,
];

/// The parameters of [`KNOWN`] that may be repeated: the first counts. The others name or prove a party, and two of them contradict each other.
const REPEATABLE: [KnownParam; 5] = [KnownParam::Algorithm, KnownParam::Opaque, KnownParam::Stale, KnownParam::Userhash, KnownParam::Auts];

/// The parameter's place in [`KNOWN`].
pub(super) const fn place_of(param: KnownParam) -> Option<usize> {
    let mut place = 0;
    while place < KNOWN.len() {
        if KNOWN[place] as u8 == param as u8 {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// The parameter of [`KNOWN`] that has the name, a token. The length decides first, so that most names cost one comparison.
#[inline(always)]
pub(super) fn known_name(name: &[u8]) -> Option<KnownParam> {
    let known = match name.len() {
        2 if same_name(name, b"nc") => KnownParam::NonceCount,
        3 if same_name(name, b"uri") => KnownParam::Uri,
        3 if same_name(name, b"qop") => KnownParam::Qop,
        4 if same_name(name, b"auts") => KnownParam::Auts,
        5 if same_name(name, b"realm") => KnownParam::Realm,
        5 if same_name(name, b"nonce") => KnownParam::Nonce,
        5 if same_name(name, b"stale") => KnownParam::Stale,
        6 if same_name(name, b"cnonce") => KnownParam::Cnonce,
        6 if same_name(name, b"opaque") => KnownParam::Opaque,
        8 if same_name(name, b"username") => KnownParam::Username,
        8 if same_name(name, b"response") => KnownParam::Response,
        8 if same_name(name, b"userhash") => KnownParam::Userhash,
        9 if same_name(name, b"algorithm") => KnownParam::Algorithm,
        9 if same_name(name, b"username*") => KnownParam::UsernameStar,
        _ => return None,
    };
    Some(known)
}

/// The parameter of [`KNOWN`] that has the name, which may be any bytes.
fn known_among(name: &[u8]) -> Option<KnownParam> {
    known_name(name).filter(|known| name.eq_ignore_ascii_case(known.as_str().as_bytes()))
}

/// An authentication parameter, cut at its delimiters: a name before `=`, and a value that ends before the next comma outside of quotes.
///
/// ```text
/// auth-param = auth-param-name EQUAL ( token / quoted-string )
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthParam<'a> {
    name: Token<'a>,
    value: Text<'a>,
}

impl<'a> AuthParam<'a> {
    /// The name, compared without regard to case.
    pub const fn name(&self) -> Token<'a> {
        self.name
    }

    /// The value; [`Text::is_quoted`] tells a quoted string from a token. The value is empty if there is no `=`, which the grammar forbids.
    pub const fn value(&self) -> Text<'a> {
        self.value
    }
}

/// The parameters of a challenge or of credentials, in the order in which they were written.
///
/// The list was cut at its commas. [`iter`](AuthParams::iter) and [`get`](AuthParams::get) give the parameters as they were cut;
/// [`text`](AuthParams::text) gives the value of a parameter that fits the grammar, and an error for any other.
#[derive(Clone, Copy)]
pub struct AuthParams<'a> {
    pub(super) raw: &'a [u8],
    /// The start and end of each known parameter's value in `raw`, without its opening quote; 0 if the parameter is absent.
    known: [(u32, u32); KNOWN.len()],
    /// The absolute offset of `raw`.
    offset: u32,
    /// Whether every parameter fits the grammar.
    is_right: bool,
    /// The leniency that the list was parsed with.
    leniency: Leniency,
}

/// Two lists are equal if they have the same bytes.
impl PartialEq for AuthParams<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for AuthParams<'_> {}

impl<'a> AuthParams<'a> {
    /// The empty list of a value that `profile` reads.
    #[inline(always)]
    pub(super) fn none(profile: &Profile) -> Self {
        Self { raw: &[], known: [(0, 0); KNOWN.len()], offset: 0, is_right: true, leniency: profile.leniency }
    }

    /// Reads a value that is a list of parameters by the grammar. If a part does not fit, the value is cut at its delimiters, so that the
    /// other parts can be read.
    pub(super) fn of(value: Value<'a>) -> Result<Self, ParseError> {
        let (mut params, is_right) = read_or_cut(&value, |input, reading| run(auth_params(reading), input))?;
        params.place(value.offset(), is_right);
        Ok(params)
    }

    /// Reads every parameter by the grammar.
    pub(super) fn verify(&self) -> Result<(), ParseError> {
        if self.is_right {
            return Ok(());
        }
        let profile = self.profile();
        grammar::whole(self.raw, self.offset(), auth_params(Reading::checking(&profile))).map(drop)
    }

    /// The list as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether there are no parameters.
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Each parameter as it was cut, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = AuthParam<'a>> + use<'a> {
        self.cuts().map(|(_, param)| param)
    }

    /// The first parameter that has the name of an earlier one (RFC 3261 §7.3.1).
    pub fn repeated(&self) -> Option<AuthParam<'a>> {
        text::repeated(self.iter(), |a, b| a.name.cmp_ignore_ascii_case(b.name))
    }

    /// The value of the first parameter of that name, as it was cut. The name is compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Text<'a>> {
        match known_among(name.as_bytes()).and_then(place_of) {
            Some(place) => self.value_at(self.known[place]),
            None => self.iter().find(|param| param.name.eq_ignore_ascii_case(name)).map(|param| param.value),
        }
    }

    /// The value of the parameter of that name, compared without regard to case. `None` if the parameter is absent.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed, or repeated where two would contradict each other. Of other repeated parameters the
    /// first counts.
    ///
    /// ```
    /// use sipwire::{Challenge, Value, header::{TypedHeader, WwwAuthenticate}};
    ///
    /// let challenge = WwwAuthenticate::parse(Value::try_from("NTLM realm=\"a\", version=4;, gssapi-data=\"b\"")?)?;
    /// assert!(challenge.params().text("gssapi-data")?.unwrap().is("b"));
    /// assert_eq!(challenge.params().text("version").unwrap_err().offset(), 25);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn text(&self, name: &str) -> Result<Option<Text<'a>>, ParseError> {
        match known_among(name.as_bytes()) {
            Some(known) => self.known(known),
            None => self.read(name, None),
        }
    }

    /// The value of a parameter that may occur once, and whose position is not stored.
    pub(super) fn once(&self, param: KnownParam) -> Result<Option<Text<'a>>, ParseError> {
        self.read(param.as_str(), Some(param))
    }

    /// The value of a parameter whose place is kept.
    #[inline]
    pub(crate) fn known(&self, param: KnownParam) -> Result<Option<Text<'a>>, ParseError> {
        let Some(place) = place_of(param) else { return self.read(param.as_str(), None) };
        if self.is_right || self.known[place].0 == 0 {
            return Ok(self.value_at(self.known[place]).filter(says_something));
        }
        self.read(param.as_str(), Some(param).filter(|param| !REPEATABLE.contains(param)))
    }

    /// Whether a parameter with a stored position is present with the value `true`.
    pub(super) fn is_true(&self, param: KnownParam) -> Result<bool, ParseError> {
        Ok(self.known(param)?.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true")))
    }

    /// The nonce count, `nc`.
    pub(super) fn nonce_count(&self) -> Result<Option<u32>, ParseError> {
        let Some(value) = self.known(KnownParam::NonceCount)? else { return Ok(None) };
        let digits = value.as_bytes();
        let text = core::str::from_utf8(digits).ok().filter(|_| digits.len() == 8 && scan::run(digits, chars::HEX) == 8);
        match text.and_then(|text| u32::from_str_radix(text, 16).ok()) {
            Some(count) => Ok(Some(count)),
            None => Err(ParseError::expected(Expected::NonceCount, self.offset_of(digits))),
        }
    }

    /// Reads the first parameter of that name by the grammar. One that may stand `once` is an error if it is repeated.
    #[cold]
    #[inline(never)]
    fn read(&self, name: &str, once: Option<KnownParam>) -> Result<Option<Text<'a>>, ParseError> {
        let mut found = self.cuts().filter(|(_, param)| param.name.eq_ignore_ascii_case(name));
        let Some((bytes, _)) = found.next() else { return Ok(None) };
        let profile = self.profile();
        // The empty elements before a parameter are no part of it.
        let (before, behind) = (empty_elements(Reading::cutting(&profile)), (sws, expect(Expected::Comma, eof)));
        let param = grammar::whole(bytes, self.offset_of(bytes), delimited(before, auth_param(&profile), behind))?;
        match (once, found.next()) {
            (Some(known), Some((second, param))) => {
                let at = if place_of(known).is_some() { second } else { param.name.as_bytes() };
                Err(ParseError::new(ErrorKind::DuplicateParam(known), self.offset_of(at)))
            }
            _ => Ok(Some(param.value).filter(says_something)),
        }
    }

    /// Each parameter as it was cut, and the bytes it was cut from.
    fn cuts(&self) -> impl Iterator<Item = (&'a [u8], AuthParam<'a>)> + use<'a> {
        const TAKEN: Profile = Profile::of_taken(Leniency::NONE);
        let mut rest = self.raw;
        core::iter::from_fn(move || {
            let (behind, found) = consumed(element(Reading::cutting(&TAKEN))).parse_complete(rest).ok()?;
            rest = separator(Reading::cutting(&TAKEN)).parse_complete(behind).ok()?.0;
            Some(found)
        })
    }

    /// The profile that the list is read by again.
    pub(super) fn profile(&self) -> Profile {
        Profile::of_taken(self.leniency)
    }

    /// Whether every parameter is known to fit the grammar.
    pub(super) const fn is_right(&self) -> bool {
        self.is_right
    }

    /// Tells the list its absolute offset, and whether every parameter fits the grammar.
    #[inline(always)]
    pub(super) fn place(&mut self, offset: usize, is_right: bool) {
        (self.offset, self.is_right) = (offset as u32, is_right);
    }

    /// The absolute offset of the list.
    pub(super) const fn offset(&self) -> usize {
        self.offset as usize
    }

    /// The absolute offset of a part of the list.
    pub(super) fn offset_of(&self, part: &[u8]) -> usize {
        self.offset() + scan::offset_of(self.raw, part)
    }

    /// The value that begins and ends there, behind its opening quote if it has one.
    #[inline]
    const fn value_at(&self, (start, end): (u32, u32)) -> Option<Text<'a>> {
        if start == 0 {
            return None;
        }
        match part(self.raw, start - 1, start) {
            [b'"'] => Some(Text::quoted(part(self.raw, start, end))),
            _ => Some(Text::plain(part(self.raw, start, end))),
        }
    }

    /// Keeps the place of a known parameter's value. `None` if the parameter is repeated and may not be: then the first place stays.
    #[inline(always)]
    pub(super) fn keep(&mut self, param: KnownParam, value: (u32, u32)) -> Option<()> {
        let place = &mut self.known[place_of(param)?];
        if place.1 == 0 {
            *place = value;
            return Some(());
        }
        REPEATABLE.contains(&param).then_some(())
    }
}

/// Whether a value says something: a blank one, where that is taken, does not.
#[inline(always)]
fn says_something(value: &Text<'_>) -> bool {
    !value.is_empty() || value.is_quoted()
}

/// Reads a value by its grammar. If a part does not fit, cuts the value at its delimiters. Tells whether every part fits.
pub(super) fn read_or_cut<'a, T>(
    value: &Value<'a>,
    rule: impl Fn(&'a [u8], Reading<'_>) -> Parsed<'a, T>,
) -> Result<(T, bool), ParseError> {
    match value.check(&rule) {
        Ok(found) => Ok((found, true)),
        Err(_) => value.cut(&rule).map(|found| (found, false)),
    }
}

/// ```text
/// auth-param *( COMMA auth-param )
/// ```
///
/// Elements may be empty where a leniency allows that. A cut skips empty elements too: they hide no other element.
pub(super) fn auth_params<'a>(reading: Reading<'_>) -> impl Rule<'a, AuthParams<'a>> {
    move |input: &'a [u8]| {
        let (mut params, mut count) = (AuthParams { raw: input, ..AuthParams::none(reading.profile) }, 0);
        let listed = |at: &'a [u8]| {
            let (rest, param) = terminated(element(reading), separator(reading)).parse_complete(at)?;
            count += 1;
            limited(at, reading.profile, Limit::AuthParams, count)?;
            if let Some(known) = known_among(param.name.as_bytes()) {
                let is_kept = params.keep(known, span_of(input, param.value.as_bytes())).is_some();
                if reading.checks && !is_kept {
                    return Err(fail(at, ErrorKind::DuplicateParam(known)));
                }
            }
            Ok((rest, ()))
        };
        let another = peek((empty_elements(reading), not(eof)));
        let list = fold_many0(preceded(another, cut(listed)), || (), |(), ()| ());
        let (rest, ()) = terminated(list, empty_elements(reading)).parse_complete(input)?;
        if count == 0 { Err(expected(input, Expected::AuthParam)) } else { Ok((rest, params)) }
    }
}

/// The next parameter, and the empty elements before it.
fn element<'a>(reading: Reading<'_>) -> impl Rule<'a, AuthParam<'a>> {
    preceded((empty_elements(reading), not(eof)), reading.part(cut_param(reading.profile), auth_param(reading.profile)))
}

/// The empty elements that may be skipped.
fn empty_elements<'a>(reading: Reading<'_>) -> impl Rule<'a, ()> {
    let skips = !reading.checks || reading.profile.allows(Leniency::EMPTY_ELEMENTS);
    value((), cond(skips, many0_count((byte(b',', Expected::Comma), sws))))
}

/// The comma behind an element, or the end. By the grammar an element follows the comma.
fn separator<'a>(reading: Reading<'_>) -> impl Rule<'a, ()> {
    let may_be_last = !reading.checks || reading.profile.allows(Leniency::EMPTY_ELEMENTS);
    let another = cond(!may_be_last, expect(Expected::AuthParam, not(eof)));
    let comma = value((), (byte(b',', Expected::Comma), sws, another));
    preceded(sws, expect(Expected::Comma, alt((value((), eof), comma))))
}

/// ```text
/// auth-param = auth-param-name EQUAL ( token / quoted-string )
/// ```
fn auth_param<'a>(profile: &Profile) -> impl Rule<'a, AuthParam<'a>> {
    let name = within(profile, Limit::ParamName, expect(Expected::AuthParam, token));
    let quoted = preceded(peek(byte(b'"', Expected::QuotedString)), cut(quoted_string(profile)));
    let value = alt((quoted, unquoted(profile), expect(Expected::ParameterValue, plain(token)), blank(profile)));
    let value = within(profile, Limit::ParamValue, value);
    map(separated_pair(name, equal, value), |(name, value)| AuthParam { name, value })
}

/// ```text
/// unquoted = 1*unquoted-char   ; any visible byte but "," DQUOTE "<"
/// ```
///
/// A value that should be in quotes, where that is taken. Every token is one.
fn unquoted<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    let is_taken = profile.allows(Leniency::UNQUOTED_AUTH_VALUE);
    let is_part = |byte| chars::is(byte, chars::VISIBLE) && (chars::is(byte, chars::PART) || byte == b';');
    map(expect(Expected::ParameterValue, take_while1(move |byte| is_taken && is_part(byte))), Text::plain)
}

/// Nothing, where that is taken.
fn blank<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    let is_taken = profile.allows(Leniency::EMPTY_PARAM_VALUE);
    move |input: &'a [u8]| match input {
        [] | [b',' | b' ' | b'\t' | b'\r' | b'\n', ..] if is_taken => Ok((input, Text::plain(&input[..0]))),
        _ => Err(expected(input, Expected::ParameterValue)),
    }
}

/// A parameter, cut at its delimiters.
fn cut_param<'a>(profile: &Profile) -> impl Rule<'a, AuthParam<'a>> {
    let name = within(profile, Limit::ParamName, text_of(chars::NAME_PART));
    let quoted = within(profile, Limit::Quoted, quoted_text);
    let value = within(profile, Limit::ParamValue, alt((quoted, map(value_text, Text::plain))));
    map((name, opt(preceded(equal, value))), |(name, value)| AuthParam {
        name: Token::new(name),
        value: value.unwrap_or(Text::plain(&name[name.len()..])),
    })
}

/// The text of a value without quotes: a semicolon ends nothing here.
fn value_text(input: &[u8]) -> Parsed<'_, &[u8]> {
    let some_text = alt((some(chars::PART, Expected::ParameterValue), recognize(byte(b';', Expected::Semicolon))));
    map(recognize(many0_count(some_text)), scan::trim_behind).parse_complete(input)
}
