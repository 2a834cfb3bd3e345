//! An element of a row, and which of its parts are wrong: the others are shown.

use sipwire::{AnyValue, AuthParams, HeaderName, NameAddr, ParseError, Parser};

use crate::asked;
use crate::problem::Problem;

pub(crate) struct Element<'a> {
    pub(crate) value: AnyValue<'a>,
    /// What is wrong with its parts, by offset.
    pub(crate) flaws: Vec<Flaw<'a>>,
    /// What is wrong with the first part that its grammar forbids, or else with the first that is typed when it is asked for.
    pub(crate) problem: Option<Problem>,
}

/// A part that is wrong.
pub(crate) struct Flaw<'a> {
    pub(crate) part: Part<'a>,
    pub(crate) problem: Problem,
}

pub(crate) enum Part<'a> {
    Uri,
    /// One that every value of the family has, or may have.
    Named(&'static str),
    /// A parameter: which one of them, and its name.
    Param(usize, &'a str),
}

impl<'a> Element<'a> {
    /// Asks the value for each part. The value's bytes are a part of `whole`, in which offsets count.
    pub(crate) fn read(parser: &Parser, name: HeaderName<'_>, value: AnyValue<'a>, whole: &[u8]) -> Self {
        let asked = asked::problems(parser, name, &value, whole);
        let verified = value.verify().err();
        let problem = verified.map(Problem::from).or_else(|| asked.iter().min_by_key(|problem| problem.offset).cloned());
        let mut flaws = Vec::new();
        if problem.is_some() {
            let names = param_names(&value);
            let mut found = own(&value);
            found.extend(of_params(&value, &names));
            flaws.extend(found.into_iter().map(|(part, error)| Flaw { part, problem: error.into() }));
            // What no part owns up to stands at the parameter that its offset is in.
            let place = |problem: &Problem| {
                let before = |name: &&str| offset_in(whole, name.as_bytes()) <= problem.offset;
                names.iter().take_while(|name| before(name)).count().checked_sub(1)
            };
            for problem in verified.map(Problem::from).into_iter().chain(asked) {
                let part = place(&problem).map_or(Part::Named("value"), |place| Part::Param(place, names[place]));
                flaws.push(Flaw { part, problem });
            }
            flaws.sort_by_key(|flaw| flaw.problem.offset);
            flaws.dedup_by(|again, flaw| again.problem.offset == flaw.problem.offset && again.problem.kind == flaw.problem.kind);
        }
        Self { value, flaws, problem }
    }

    pub(crate) fn has(&self, problem: &Problem) -> bool {
        self.flaws.iter().any(|flaw| flaw.problem == *problem)
    }
}

/// Where a part of `whole` begins.
fn offset_in(whole: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// The parts beside parameters.
fn own<'a>(value: &AnyValue<'a>) -> Vec<(Part<'a>, ParseError)> {
    let named = |address: &NameAddr<'_>| [("display_name", address.display_name().err())];
    let mut found: Vec<_> = value.uri().and_then(Result::err).map(|error| (Part::Uri, error)).into_iter().collect();
    let parts: &[(&'static str, Option<ParseError>)] = match value {
        AnyValue::Via(via) => &[("host", via.host().err()), ("port", via.port().err())],
        AnyValue::NameAddr(address) => &named(address),
        AnyValue::Contact(contact) => &contact.address().map_or([("display_name", None)], named),
        AnyValue::Warning(warning) => &[("agent", warning.agent().err()), ("text", warning.text().err())],
        AnyValue::Timestamp(timestamp) => &[("delay", timestamp.delay_text().err())],
        _ => &[],
    };
    found.extend(parts.iter().filter_map(|(name, error)| Some((Part::Named(name), (*error)?))));
    found
}

/// The authentication parameters of a value.
pub(crate) fn auth_params<'v, 'a>(value: &'v AnyValue<'a>) -> Option<&'v AuthParams<'a>> {
    match value {
        AnyValue::Challenge(challenge) => Some(challenge.params()),
        AnyValue::Credentials(credentials) => Some(credentials.params()),
        AnyValue::AuthInfo(info) => Some(info.params()),
        _ => None,
    }
}

/// The names of all parameters, of whichever kind, in their order.
fn param_names<'a>(value: &AnyValue<'a>) -> Vec<&'a str> {
    match auth_params(value) {
        Some(params) => params.iter().map(|param| param.name().as_str()).collect(),
        None => value.params().iter().map(|param| param.name().as_str()).collect(),
    }
}

/// How many parameters the value has, of whichever kind.
pub(crate) fn count_params(value: &AnyValue<'_>) -> usize {
    auth_params(value).map_or_else(|| value.params().iter().count(), |params| params.iter().count())
}

fn of_params<'a>(value: &AnyValue<'a>, names: &[&'a str]) -> Vec<(Part<'a>, ParseError)> {
    match auth_params(value) {
        Some(params) => {
            let error = |(place, name): (usize, &&'a str)| Some((Part::Param(place, name), params.text(name).err()?));
            names.iter().enumerate().filter_map(error).collect()
        }
        None => {
            let place = |name: &str| names.iter().position(|other| std::ptr::eq(other.as_ptr(), name.as_ptr())).unwrap_or_default();
            let part = |name: &'a str| Part::Param(place(name), name);
            value.params().errors().map(|(param, error)| (part(param.name().as_str()), error)).collect()
        }
    }
}
