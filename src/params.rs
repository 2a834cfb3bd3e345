//! Parameters behind a `;`: those of Via, of addresses, and of most other values.

use core::fmt;

use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::Expected;
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

    /// The value if it is a token.
    pub(crate) fn token(&self) -> Option<Token<'a>> {
        self.value.filter(|value| !value.is_quoted() && !value.is_empty()).map(|value| Token::new(value.as_bytes()))
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Params<'a>(&'a [u8]);

impl<'a> Params<'a> {
    /// From the first `;` to the end of the last parameter, as written; empty where there is none.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each parameter, in the order in which they were written.
    pub fn iter(&self) -> ParamsIter<'a> {
        ParamsIter(self.0)
    }

    /// The first parameter of that name, compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Param<'a>> {
        self.iter().find(|param| param.is(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
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
        out.as_read(self.0);
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
            Some(value) => write!(f, "{}={value:?}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

/// Each parameter of a value: made by [`Params::iter`].
#[derive(Clone, Debug)]
pub struct ParamsIter<'a>(&'a [u8]);

impl<'a> Iterator for ParamsIter<'a> {
    type Item = Param<'a>;

    fn next(&mut self) -> Option<Param<'a>> {
        // What was taken once, under whatever profile, is read here.
        const TAKEN: Profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::ALL);
        let (rest, param) = next_param(self.0, &TAKEN).ok()?;
        self.0 = rest;
        param.map(|(param, _)| param)
    }
}

/// What a list of parameters begins with, if any is left, and the input that begins at its name.
#[inline(always)]
fn next_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Option<(Param<'a>, &'a [u8])>> {
    let mut from = input;
    loop {
        let (rest, ()) = lexical::sws(from)?;
        let [b';', behind @ ..] = rest else { return Ok((rest, None)) };
        let (behind, ()) = lexical::sws(behind)?;
        if matches!(behind, [] | [b';', ..]) && profile.allows(Leniency::EMPTY_PARAMS) {
            from = behind;
            continue;
        }
        let (rest, param) = generic_param(behind, profile)?;
        return Ok((rest, Some((param, behind))));
    }
}

/// ```text
/// generic-param = token [ EQUAL gen-value ]
/// ```
#[inline]
pub(crate) fn generic_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    let (rest, name) = lexical::token(input)?;
    within(input, profile, Limit::ParamName, name.as_bytes().len())?;
    let (behind_space, ()) = lexical::sws(rest)?;
    let [b'=', behind_equal @ ..] = behind_space else { return Ok((rest, Param { name, value: None })) };
    let (value_at, ()) = lexical::sws(behind_equal)?;
    let (rest, value) = gen_value(value_at, profile)?;
    within(value_at, profile, Limit::ParamValue, value.as_bytes().len())?;
    Ok((rest, Param { name, value: Some(value) }))
}

/// ```text
/// gen-value = token / host / quoted-string
/// ```
///
/// An IPv6 address is taken without its brackets too: `received` has it so (RFC 3261 §25.1, RFC 5118 §4.5), and a token can't be
/// confused with it.
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
        [b':', ..] => {
            let length = input.iter().position(|&b| !(b.is_ascii_hexdigit() || b == b':' || b == b'.')).unwrap_or(input.len());
            if length < token || host::ipv6(&input[..length]).is_none() {
                return Err(expected(&input[token..], Expected::Semicolon));
            }
            (&input[length..], length)
        }
        ref rest if token > 0 => (rest, token),
        ref rest if profile.allows(Leniency::EMPTY_PARAM_VALUE) => (rest, 0),
        _ => return Err(expected(input, Expected::ParameterValue)),
    };
    Ok((rest, Text::plain(&input[..length])))
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
    mut visit: impl FnMut(&Param<'a>, &'a [u8]) -> Result<(), nom::Err<lexical::Fail>>,
) -> Parsed<'a, Params<'a>> {
    let (start, ()) = lexical::sws(input)?;
    let (mut rest, mut end, mut count) = (start, start, 0);
    loop {
        let (behind, param) = next_param(rest, profile)?;
        let Some((param, at)) = param else {
            let list = &start[..start.len() - end.len()];
            return Ok((behind, Params(list)));
        };
        count += 1;
        within(at, profile, Limit::Params, count)?;
        visit(&param, at)?;
        (rest, end) = (behind, behind);
    }
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
            (";a=[2001:db8::1];b=2001:db8::1;c=1.2.3.4", vec!["a=\"[2001:db8::1]\"", "b=\"2001:db8::1\"", "c=\"1.2.3.4\""]),
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
            (";=b", 1),
            (";a=[::1", 3),
            ("x", 0),
        ] {
            assert_eq!(read(text, Leniency::NONE).unwrap_err().1, offset, "{text}");
        }
        assert_eq!(read(";a;b;c;d;e", Leniency::NONE), Err((ErrorKind::Limit(Limit::Params), 9)));
    }

    #[test]
    fn lenient_readings_are_named() {
        assert_eq!(read(";;a;;b;", Leniency::EMPTY_PARAMS).unwrap().len(), 2);
        assert_eq!(read(";a=;b= ", Leniency::EMPTY_PARAM_VALUE).unwrap(), ["a=\"\"", "b=\"\""]);
    }
}
