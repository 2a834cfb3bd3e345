//! Parameters behind a `;`: those of Via, of addresses, and of most other values.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::host;
use crate::lexical::{self, Parsed, expected, within};
use crate::profile::{Leniency, Limit, Limits, Profile};
use crate::scan;
use crate::text::{Text, Token};

/// A parameter as it was read (RFC 3261 §25.1).
///
/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// gen-value     = token / host / quoted-string
/// ```
///
/// A few headers have values in angle brackets, or values without a name: then the name is empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Param<'a> {
    name: Token<'a>,
    value: Option<Text<'a>>,
}

impl<'a> Param<'a> {
    /// The name, compared without regard to case ([`is`](Param::is)).
    pub const fn name(&self) -> Token<'a> {
        self.name
    }

    /// The value; `None` for a flag, which has no `=` either. [`Text::is_quoted`] tells a quoted string from a token.
    pub const fn value(&self) -> Option<Text<'a>> {
        self.value
    }

    /// Whether this is the name, without regard to case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value if it is not in quotes: a token, or a host.
    pub(crate) fn unquoted(&self) -> Option<&'a [u8]> {
        self.value.filter(|value| !value.is_quoted() && !value.is_empty()).map(|value| value.as_bytes())
    }

    /// The value if it is a token. What is neither quoted nor a token was read as an address or in brackets: it begins with
    /// a bracket or has a colon.
    pub(crate) fn token(&self) -> Option<Token<'a>> {
        let is_token = |value: &&[u8]| chars::is(value[0], chars::TOKEN) && memchr::memchr(b':', value).is_none();
        self.unquoted().filter(is_token).map(Token::new)
    }
}

/// The parameters of a value, in the order in which they were written.
///
/// ```
/// use sipwire::NameAddr;
///
/// let contact = NameAddr::parse(b"<sip:a@b>;q=0.7;Expires=3600;ob;+sip.instance=\"<urn:uuid:0>\"")?;
/// let params = contact.params();
/// assert!(params.get("expires").unwrap().value().unwrap().is("3600"));
/// assert!(params.contains("ob") && params.get("ob").unwrap().value().is_none());
/// assert_eq!(params.iter().count(), 4);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Params<'a> {
    raw: &'a [u8],
    /// The absolute offset, and what is taken, for those that are typed when asked for.
    offset: u32,
    leniency: Leniency,
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Params<'_> {}

impl Hash for Params<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<'a> Params<'a> {
    /// From the first `;` to the end of the last parameter, as written; empty where there is none. Where no value stands before the
    /// parameters, from the first name on.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Each parameter, in the order in which they were written.
    pub fn iter(&self) -> ParamsIter<'a> {
        ParamsIter { rest: self.raw, headless: !matches!(self.raw, [] | [b';', ..]) }
    }

    /// The first parameter of that name, compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Param<'a>> {
        self.iter().find(|param| param.is(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of the first parameter of that name; `None` for a flag too.
    pub fn value(&self, name: &str) -> Option<Text<'a>> {
        self.get(name)?.value
    }

    /// The same parameters, which stand at `offset`: what their errors count from.
    #[inline]
    pub(crate) fn placed(self, offset: usize, leniency: Leniency) -> Self {
        Self { offset: offset as u32, leniency, ..self }
    }

    /// The parameter, if it is there.
    ///
    /// # Errors
    ///
    /// When there is a second of that name.
    pub(crate) fn once(&self, name: KnownParam) -> Result<Option<Param<'a>>, ParseError> {
        let mut found = self.iter().filter(|param| param.is(name.as_str()));
        let first = found.next();
        match found.next() {
            None => Ok(first),
            Some(second) => Err(self.error(ErrorKind::DuplicateParam(name), second.name.as_bytes())),
        }
    }

    /// The parameter, if it is there, typed by a rule of the grammar.
    ///
    /// # Errors
    ///
    /// When its value does not fit, when it has none, and when there is a second of that name.
    pub(crate) fn typed<T>(
        &self,
        name: KnownParam,
        rule: impl FnOnce(&'a [u8], &Profile) -> Parsed<'a, T>,
    ) -> Result<Option<T>, ParseError> {
        let Some(param) = self.once(name)? else { return Ok(None) };
        let Some(value) = param.value else {
            return Err(self.error(ErrorKind::Expected(Expected::Equal), &param.name.as_bytes()[param.name.as_bytes().len()..]));
        };
        let profile = Profile::new(&Limits::new(), self.leniency);
        let base = self.offset as usize + scan::offset_of(self.raw, value.as_bytes());
        lexical::whole(value.as_bytes(), base, |input| rule(input, &profile)).map(Some)
    }

    /// An error at `part`, which is a part of these.
    pub(crate) fn error(&self, kind: ErrorKind, part: &[u8]) -> ParseError {
        ParseError::new(kind, self.offset as usize + scan::offset_of(self.raw, part))
    }
}

impl<'a> IntoIterator for Params<'a> {
    type Item = Param<'a>;
    type IntoIter = ParamsIter<'a>;
    fn into_iter(self) -> ParamsIter<'a> {
        self.iter()
    }
}

impl Encode for Params<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(value) if self.name.as_bytes().is_empty() => write!(f, "{value:?}"),
            Some(value) => write!(f, "{}={value:?}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

/// Each parameter of a value: made by [`Params::iter`].
#[derive(Clone, Debug)]
pub struct ParamsIter<'a> {
    rest: &'a [u8],
    /// Whether no `;` stands before the first.
    headless: bool,
}

impl<'a> Iterator for ParamsIter<'a> {
    type Item = Param<'a>;

    fn next(&mut self) -> Option<Param<'a>> {
        // What was taken once, under whatever profile, is read here.
        const TAKEN: Profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::ALL);
        if core::mem::take(&mut self.headless) {
            let (rest, param) = param(self.rest, &TAKEN, Form::Any).ok()?;
            self.rest = rest;
            return Some(param);
        }
        let (rest, param) = next_param(self.rest, &TAKEN, Form::Any).ok()?;
        self.rest = rest;
        param.map(|(param, _)| param)
    }
}

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
fn next_param<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Option<(Param<'a>, &'a [u8])>> {
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

/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// ```
///
/// Or what else the form allows.
#[inline(always)]
fn param<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Param<'a>> {
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
pub(crate) fn gen_value<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Text<'a>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    fn read(text: &str, leniency: Leniency) -> Result<Vec<String>, (ErrorKind, usize)> {
        let profile = Profile::new(&Limits::new().with(Limit::Params, 4), leniency);
        let mut seen = Vec::new();
        let read = |input| {
            params(input, &profile, |param, _| {
                seen.push(alloc::format!("{param:?}"));
                Ok(())
            })
        };
        let list = lexical::whole(text.as_bytes(), 0, read).map_err(|error| (error.kind(), error.offset()))?;
        let again: Vec<_> = list.iter().map(|param| alloc::format!("{param:?}")).collect();
        assert_eq!(seen, again, "{text}");
        Ok(seen)
    }

    #[test]
    fn parameters_come_in_their_order() {
        for (text, names) in [
            ("", vec![]),
            (";a", vec!["a"]),
            (" ; a = b ;c=\"d;\\\"e\"", vec!["a=\"b\"", "c=\"d;\\\"e\""]),
            (";\r\n a\r\n =\r\n b", vec!["a=\"b\""]),
            (";a=[2001:db8::1];c=1.2.3.4", vec!["a=\"[2001:db8::1]\"", "c=\"1.2.3.4\""]),
        ] {
            assert_eq!(read(text, Leniency::NONE).as_deref(), Ok(&*names.into_iter().map(String::from).collect::<Vec<_>>()), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            (";", 1),
            (";;a", 1),
            (";a=", 3),
            (";a=;b", 3),
            (";a=b c", 5),
            (";a=\"b", 5),
            (";a=b:c", 4),
            (";a=::1", 3),
            (";received=2001:db8::1", 14),
            (";=b", 1),
            (";a=[::1", 3),
            ("x", 0),
        ] {
            assert_eq!(read(text, Leniency::NONE).unwrap_err().1, offset, "{text}");
        }
        assert_eq!(read(";a;b;c;d;e", Leniency::NONE), Err((ErrorKind::Limit(Limit::Params), 9)));
    }

    #[test]
    fn other_forms_are_read_again() {
        let profile = Profile::default();
        let shown = |params: Params<'_>| alloc::format!("{params:?}");
        let bracketed = |input| params_of(input, &profile, Form::Bracketed, |_, _| Ok(()));
        assert_eq!(shown(lexical::whole(b";info=<sip:a;b,c>;x", 0, bracketed).unwrap()), "[info=\"<sip:a;b,c>\", x]");
        let nameless = |input| params_of(input, &profile, Form::Nameless, |_, _| Ok(()));
        assert_eq!(shown(lexical::whole(b";\"a;b\";x;[::1]", 0, nameless).unwrap()), "[\"a;b\", x, \"[::1]\"]");
        let via = |input| params_of(input, &profile, Form::Via, |_, _| Ok(()));
        assert_eq!(shown(lexical::whole(b";Received=2001:db8::1;x", 0, via).unwrap()), "[Received=\"2001:db8::1\", x]");
        for text in [&b";received=2001:db8::g"[..], b";x=::1", b";received=::1::"] {
            assert!(lexical::whole(text, 0, via).is_err());
        }
        let first = |input| headless(input, &profile, Form::Generic);
        assert_eq!(shown(lexical::whole(b"a=1 ; b", 0, first).unwrap()), "[a=\"1\", b]");
        assert_eq!(lexical::whole(b"a ", 0, |input| headless(input, &profile, Form::Generic)).unwrap().as_bytes(), b"a");
        for (text, offset) in [("", 0), (";a", 0), ("a;", 2), ("a b", 2), ("a=<b>", 2)] {
            assert_eq!(lexical::whole(text.as_bytes(), 0, first).unwrap_err().offset(), offset, "{text}");
        }
        assert!(lexical::whole(b";info=<sip:a b>", 0, bracketed).is_err() && lexical::whole(b";info=<sip:a", 0, bracketed).is_err());
    }

    #[test]
    fn a_host_is_no_token() {
        let profile = Profile::default();
        let params = lexical::whole(b";a=[::1];b=1.2.3.4;c=\"x\";d", 0, |input| params(input, &profile, |_, _| Ok(()))).unwrap();
        let tokens: Vec<_> = params.iter().map(|param| (param.unquoted().is_some(), param.token().is_some())).collect();
        assert_eq!(tokens, [(true, false), (true, true), (false, false), (false, false)]);
    }

    #[test]
    fn typed_parameters_have_a_place_in_the_message() {
        let profile = Profile::default();
        let params = lexical::whole(b";q=0.5;cause=x;index=1;INDEX=2;expires", 0, |input| params(input, &profile, |_, _| Ok(()))).unwrap();
        let params = params.placed(100, Leniency::NONE);
        assert_eq!(params.typed(KnownParam::Q, lexical::qvalue), Ok(Some(500)));
        assert_eq!(params.typed(KnownParam::RegId, lexical::qvalue), Ok(None));
        let seconds = |name| params.typed(name, |input, _| lexical::delta_seconds(input)).map_err(|error| (error.kind(), error.offset()));
        assert_eq!(seconds(KnownParam::Cause), Err((ErrorKind::Expected(Expected::Digits), 113)));
        assert_eq!(seconds(KnownParam::Index), Err((ErrorKind::DuplicateParam(KnownParam::Index), 123)));
        assert_eq!(seconds(KnownParam::Expires), Err((ErrorKind::Expected(Expected::Equal), 138)));
    }

    #[test]
    fn lenient_readings_are_named() {
        assert_eq!(read(";;a;;b;", Leniency::EMPTY_PARAMS).unwrap().len(), 2);
        assert_eq!(read(";a=;b= ", Leniency::EMPTY_PARAM_VALUE).unwrap(), ["a=\"\"", "b=\"\""]);
    }
}
