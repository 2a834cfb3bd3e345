//! Parameters behind a `;`: those of Via, of addresses, and of most other values.

mod quick;
mod rules;
#[cfg(test)]
mod tests;

use core::fmt;
use core::hash::{Hash, Hasher};

pub(crate) use quick::{QuickParam, quick, quick_value};
pub(crate) use rules::{Form, headless, params, params_of};

use crate::chars;
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed};
use crate::profile::{Leniency, Limits, Profile};
use crate::scan;
use crate::text::{self, Text, Token, part};

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

    /// Whether nothing stands behind the `=`, which [`Leniency::EMPTY_PARAM_VALUE`] alone takes.
    pub(crate) fn is_blank(&self) -> bool {
        self.value.is_some_and(|value| value.is_empty() && !value.is_quoted())
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

    /// The first parameter that has the name of an earlier one, though a name may stand once (RFC 3261 §7.3.1). By name, the first
    /// of them is found. Two that decide which dialog or transaction a message is of, or where it goes, are an error of the value.
    ///
    /// ```
    /// use sipwire::NameAddr;
    ///
    /// let address = NameAddr::parse(b"<sip:a@b>;x=1;y;X=2")?;
    /// assert!(address.params().repeated().unwrap().value().unwrap().is("2"));
    /// assert!(address.params().value("x").unwrap().is("1"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn repeated(&self) -> Option<Param<'a>> {
        let named = self.iter().filter(|param| !param.name.as_bytes().is_empty());
        text::repeated(named, |a, b| a.name.cmp_ignore_ascii_case(b.name))
    }

    /// What they are typed by when they are asked for.
    pub(crate) const fn leniency(&self) -> Leniency {
        self.leniency
    }

    /// The parameters that a value ends in, which begin at `start`: they were found when it was parsed. The value stands at `offset`.
    pub(crate) const fn last_of(value: &'a [u8], start: u32, offset: u32, leniency: Leniency) -> Self {
        let mut raw = part(value, start, value.len() as u32);
        // Empty parameters at the end, where they are taken, are none.
        while let Some((b';' | b' ' | b'\t' | b'\r' | b'\n', rest)) = raw.split_last() {
            raw = rest;
        }
        Self { raw, offset: offset + start, leniency }
    }

    /// The same parameters, which stand at `offset`: what their errors count from.
    #[inline]
    pub(crate) fn placed(self, offset: usize, leniency: Leniency) -> Self {
        Self { offset: offset as u32, leniency, ..self }
    }

    /// What [`placed`](Params::placed) told.
    #[cfg(test)]
    pub(crate) fn place(&self) -> (u32, Leniency) {
        (self.offset, self.leniency)
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

    /// The parameter, if it is there and not blank, typed by a rule of the grammar.
    ///
    /// # Errors
    ///
    /// When its value does not fit, when it has none, and when there is a second of that name.
    pub(crate) fn typed<T>(
        &self,
        name: KnownParam,
        rule: impl FnOnce(&'a [u8], &Profile) -> Parsed<'a, T>,
    ) -> Result<Option<T>, ParseError> {
        let Some(param) = self.once(name)?.filter(|param| !param.is_blank()) else { return Ok(None) };
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

/// The parameter as it was read; without the white space around its `=`.
impl<'a> From<Param<'a>> for ParamDraft<'a> {
    fn from(param: Param<'a>) -> Self {
        Self::read(param.name.as_bytes(), param.value)
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
            let (rest, param) = rules::param(self.rest, &TAKEN, Form::Any).ok()?;
            self.rest = rest;
            return Some(param);
        }
        if let Some((rest, param)) = rules::plain_param(self.rest) {
            self.rest = rest;
            return Some(param);
        }
        let (rest, param) = rules::next_param(self.rest, &TAKEN, Form::Any).ok()?;
        self.rest = rest;
        param.map(|(param, _)| param)
    }
}
