//! Parameters behind a `;`: those of Via, of addresses, and of most other values.

mod fast;
mod param;
mod place;
mod rules;
#[cfg(test)]
mod tests;

use core::fmt;
use core::hash::{Hash, Hasher};

use nom::combinator::map;

pub(crate) use fast::{FastParam, fast, fast_value};
pub use param::Param;
pub(crate) use place::Place;
pub(crate) use rules::{ParamRules, bracketed_param, gen_value, generic_param, nameless_param, token_value};

use crate::encode::{Encode, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::Reading;
use crate::grammar::{self, Fail, Parsed, Rule};
use crate::profile::{Leniency, Limits, Profile};
use crate::scan;
use crate::text::{self, Text, part};

/// The parameters of a header field value, in the order in which they were written (RFC 3261 §25.1, `generic-param`).
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
#[derive(Clone, Copy)]
pub struct Params<'a> {
    raw: &'a [u8],
    /// The absolute offset and the leniency, for the parameters that are typed on access.
    offset: u32,
    leniency: Leniency,
    /// Whether each parameter is known to be a generic parameter.
    is_common: bool,
    rules: &'static ParamRules,
}

impl Default for Params<'_> {
    /// Returns an empty list.
    fn default() -> Self {
        Self::of(&[], &ParamRules::GENERIC)
    }
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Params<'_> {}

impl Hash for Params<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl<'a> Params<'a> {
    /// Returns the text from the first `;` to the end of the last parameter, as written. If no value precedes the parameters, the text
    /// begins
    /// with the first name. The text is empty if there are no parameters.
    pub const fn as_bytes(&self) -> &'a [u8] {
        let mut bytes = self.raw;
        while let Some((b';' | b' ' | b'\t' | b'\r' | b'\n', rest)) = bytes.split_last() {
            bytes = rest;
        }
        bytes
    }

    /// Whether there are no parameters.
    pub const fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// Iterates over the parameters, in the order in which they were written.
    pub fn iter(&self) -> ParamsIter<'a> {
        ParamsIter { rest: self.raw, is_headless: self.is_headless(), is_common: self.is_common }
    }

    /// Returns the first parameter of that name, compared without regard to case.
    pub fn get(&self, name: &str) -> Option<Param<'a>> {
        self.iter().find(|param| param.is(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the value of the first parameter of that name. Returns `None` if the parameter is absent or a flag.
    pub fn value(&self, name: &str) -> Option<Text<'a>> {
        self.get(name)?.value
    }

    /// Returns the first parameter that has the name of an earlier one, although names must not repeat (RFC 3261 §7.3.1). Look-ups by name
    /// return the earlier one. A repeated parameter that affects routing, or identifies a dialog or transaction, is an error of the value.
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

    /// Checks each parameter by the grammar of the header, and that parameters which may occur once are not repeated.
    ///
    /// # Errors
    ///
    /// Returns the first error, at its absolute byte offset.
    ///
    /// ```
    /// use sipwire::{TypedHeader, Value, header::Reason};
    ///
    /// let reason = <Reason as TypedHeader>::parse(Value::new(b"SIP;x=@;cause=200")?)?;
    /// assert_eq!(reason.params().verify().unwrap_err().offset(), 6);
    /// assert_eq!(reason.cause()?, Some(200));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn verify(&self) -> Result<(), ParseError> {
        if self.raw.is_empty() || self.is_common && self.rules.take_any() {
            return Ok(());
        }
        self.verify_each()
    }

    #[inline(never)]
    fn verify_each(&self) -> Result<(), ParseError> {
        let profile = Profile::of_taken(self.leniency);
        let reading = Reading::checking(&profile);
        let list = if self.is_headless() {
            grammar::whole(self.raw, self.offset as usize, headless(self.rules, reading))
        } else {
            grammar::whole(self.raw, self.offset as usize, params(self.rules, reading))
        };
        list.map(drop)
    }

    /// Returns the start of the list in `value`, from which it was split. Returns the end of `value` if there is no list.
    pub(crate) fn start_in(&self, value: &[u8]) -> u32 {
        if self.raw.is_empty() { value.len() as u32 } else { scan::offset_of(value, self.raw) as u32 }
    }

    /// Iterates over the malformed or unlawfully repeated parameters, each with its error. The other parameters remain readable.
    ///
    /// ```
    /// use sipwire::{TypedHeader, Value, header::Reason};
    ///
    /// let reason = <Reason as TypedHeader>::parse(Value::new(b"SIP;x=@;cause=200;y=[")?)?;
    /// let wrong: Vec<_> = reason.params().errors().map(|(param, error)| (param.name().as_str(), error.offset())).collect();
    /// assert_eq!(wrong, [("x", 6), ("y", 20)]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn errors(&self) -> impl Iterator<Item = (Param<'a>, ParseError)> + use<'a> {
        let (params, mut seen) = (*self, 0);
        self.cuts().filter_map(move |(bytes, cut)| match params.read(bytes) {
            Ok(param) => rules::repeated(params.rules, &param, &mut seen).map(|kind| (param, params.error(kind, bytes))),
            Err(error) => Some((cut, error)),
        })
    }

    /// Whether no value precedes the parameters.
    const fn is_headless(&self) -> bool {
        !matches!(self.raw, [] | [b';', ..])
    }

    /// The leniency that the parameters are parsed with.
    pub(crate) const fn leniency(&self) -> Leniency {
        self.leniency
    }

    /// Makes a list that was split from a value. Trailing empty parameters remain for the check.
    pub(crate) const fn of(raw: &'a [u8], rules: &'static ParamRules) -> Self {
        Self { raw, offset: 0, leniency: Leniency::NONE, is_common: false, rules }
    }

    /// Marks each parameter as a generic parameter.
    pub(crate) const fn common(self) -> Self {
        Self { is_common: true, ..self }
    }

    /// Whether each parameter is known to be a generic parameter.
    pub(crate) const fn are_common(&self) -> bool {
        self.is_common
    }

    /// Returns the parameters behind a value, which begin at `start` and were split with it. The value has the offset `offset`.
    pub(crate) const fn last_of(value: &'a [u8], start: u32, offset: u32, leniency: Leniency, rules: &'static ParamRules) -> Self {
        Self { offset: offset + start, leniency, ..Self::of(part(value, start, value.len() as u32), rules) }
    }

    /// Returns the parameters with their absolute offset, from which their errors count.
    #[inline]
    pub(crate) fn placed(self, offset: usize, leniency: Leniency) -> Self {
        Self { offset: offset as u32, leniency, ..self }
    }

    /// Returns the first parameter of that name, checked by its grammar.
    ///
    /// # Errors
    ///
    /// Returns an error if the grammar of the header forbids the parameter.
    pub(crate) fn first(&self, name: &str) -> Result<Option<Param<'a>>, ParseError> {
        match self.cuts().find(|(_, param)| param.is(name)) {
            Some((bytes, _)) => self.read(bytes).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the value of the first parameter of that name, checked by its grammar. Returns `None` if it is absent or a flag.
    ///
    /// # Errors
    ///
    /// Returns an error if the grammar of the header forbids the parameter.
    pub(crate) fn text(&self, name: &str) -> Result<Option<Text<'a>>, ParseError> {
        Ok(self.first(name)?.and_then(|param| param.value))
    }

    /// Parses a parameter by its grammar from the bytes of its split.
    fn read(&self, bytes: &'a [u8]) -> Result<Param<'a>, ParseError> {
        if self.is_common
            && self.rules.check.is_none()
            && let Some((_, (_, param))) = fast::next_of_list(bytes)
        {
            return Ok(param);
        }
        let profile = Profile::of_taken(self.leniency);
        grammar::whole(bytes, self.offset_of(bytes), |input: &'a [u8]| self.rules.read(input, &profile))
    }

    /// Iterates over the parameters, each with the bytes of its split.
    fn cuts(&self) -> impl Iterator<Item = (&'a [u8], Param<'a>)> + use<'a> {
        let mut params = self.iter();
        core::iter::from_fn(move || params.next_cut())
    }

    /// Returns the parameter of that name, checked by its grammar, which may occur once.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub(crate) fn once(&self, name: KnownParam) -> Result<Option<Param<'a>>, ParseError> {
        let mut found = self.cuts().filter(|(_, param)| param.is(name.as_str()));
        let Some((bytes, _)) = found.next() else { return Ok(None) };
        let first = self.read(bytes)?;
        match found.next() {
            None => Ok(Some(first)),
            Some((second, _)) => Err(self.error(ErrorKind::DuplicateParam(name), second)),
        }
    }

    /// Types the parameter by a rule of the grammar. Returns `None` if it is absent or its value is empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is malformed or missing, or if the parameter is repeated.
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
        let mut rule = Some(rule);
        let rule = |input: &'a [u8]| match rule.take() {
            Some(rule) => rule(input, &profile),
            None => Err(grammar::expected(input, Expected::Value)),
        };
        grammar::whole(value.as_bytes(), self.offset_of(value.as_bytes()), rule).map(Some)
    }

    /// Returns the parameter of that name, checked by its grammar and typed by `read`, which may occur once. A parameter with an empty
    /// value
    /// is skipped if empty values are accepted.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub(crate) fn known<T>(
        &self,
        name: KnownParam,
        read: impl Fn(&Param<'a>, &'a [u8], &Profile) -> Result<T, nom::Err<Fail>>,
    ) -> Result<Option<T>, ParseError> {
        let profile = Profile::of_taken(self.leniency);
        let mut found = None;
        for (bytes, _) in self.cuts().filter(|(_, param)| param.is(name.as_str())) {
            let typed = grammar::whole(bytes, self.offset_of(bytes), |input: &'a [u8]| {
                let (rest, param) = self.rules.read(input, &profile)?;
                let typed = if param.is_blank() { None } else { Some(read(&param, input, &profile)?) };
                Ok((rest, typed))
            })?;
            match (typed, &found) {
                (Some(_), Some(_)) => return Err(self.error(ErrorKind::DuplicateParam(name), bytes)),
                (Some(typed), None) => found = Some(typed),
                (None, _) => {}
            }
        }
        Ok(found)
    }

    /// Returns the absolute offset of `part`, a part of the list.
    fn offset_of(&self, part: &[u8]) -> usize {
        self.offset as usize + scan::offset_of(self.raw, part)
    }

    /// Makes an error at `part`, a part of the list.
    pub(crate) fn error(&self, kind: ErrorKind, part: &[u8]) -> ParseError {
        ParseError::new(kind, self.offset_of(part))
    }
}

/// ```text
/// *( SEMI param )
/// ```
///
/// The parameters at the end of a value.
#[inline]
pub(crate) fn params<'a>(rules: &'static ParamRules, reading: Reading<'_>) -> impl Rule<'a, Params<'a>> {
    map(rules::list(rules, reading), move |(list, is_common)| Params { is_common, ..Params::of(list, rules) })
}

/// [`params`], with a call of `visit` for each parameter.
#[inline]
pub(crate) fn visited_params<'a>(
    rules: &'static ParamRules,
    reading: Reading<'_>,
    visit: impl FnMut(&Param<'a>),
) -> impl Rule<'a, Params<'a>> {
    map(rules::visited_list(rules, reading, visit), move |list| Params::of(list, rules))
}

/// ```text
/// param *( SEMI param )
/// ```
///
/// Parameters without a preceding value. At least one is required.
pub(crate) fn headless<'a>(rules: &'static ParamRules, reading: Reading<'_>) -> impl Rule<'a, Params<'a>> {
    map(rules::headless_list(rules, reading), move |(list, is_common)| Params { is_common, ..Params::of(list, rules) })
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
        out.as_read(self.as_bytes());
    }
}

impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Iterates over the parameters of a value. [`Params::iter`] returns it.
#[derive(Clone)]
pub struct ParamsIter<'a> {
    rest: &'a [u8],
    /// Whether no `;` precedes the first parameter.
    is_headless: bool,
    /// Whether the list is of the common form.
    is_common: bool,
}

impl<'a> ParamsIter<'a> {
    /// Returns the next parameter, with the bytes of its split.
    fn next_cut(&mut self) -> Option<(&'a [u8], Param<'a>)> {
        if self.is_common {
            let (rest, found) = fast::next_of_list(self.rest)?;
            self.rest = rest;
            return Some(found);
        }
        let next = if core::mem::take(&mut self.is_headless) { rules::first_cut } else { rules::next_cut };
        let (rest, found) = next(self.rest)?;
        self.rest = rest;
        Some(found)
    }
}

/// Shows the remaining parameters.
impl fmt::Debug for ParamsIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for ParamsIter<'a> {
    type Item = Param<'a>;

    fn next(&mut self) -> Option<Param<'a>> {
        self.next_cut().map(|(_, param)| param)
    }
}
