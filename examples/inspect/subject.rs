//! What is looked at: messages, accepted or refused, lone URIs and lone values. Both outputs are made from these.

use std::collections::HashSet;

use sipwire::header::{Contact, Header, Values};
use sipwire::rules::{Check, Fault};
use sipwire::{AnyValue, HeaderName, Headers, Method, ParseError, Parser, Partial, StatusCode, Text, Uri, UriDifference, Version};

use crate::check;
use crate::content::Content;
use crate::element::Element;
use crate::problem::Problem;

/// A message, as far as it could be read.
pub(crate) struct Seen<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) start: Start<'a>,
    pub(crate) rows: Vec<Row<'a>>,
    pub(crate) body: &'a [u8],
    pub(crate) trailing: &'a [u8],
    /// Why it was refused.
    pub(crate) refused: Option<Refused>,
    /// What was taken leniently, and names that stand twice.
    pub(crate) diagnostics: Vec<Problem>,
    /// What the body holds, where its type says so.
    pub(crate) content: Content<'a>,
    /// Whether it is no response, as far as it could be read.
    pub(crate) is_request: bool,
    /// The faults for the element that was asked for; for any element, those of a parsed message.
    pub(crate) faults: Vec<Fault>,
}

pub(crate) struct Refused {
    /// The first error, which decided.
    pub(crate) problem: Problem,
    /// The status to answer a request with that has it.
    pub(crate) status_owed: Option<StatusCode>,
    /// Every error that was found, by offset.
    pub(crate) all: Vec<Problem>,
}

/// The start line, as far as it could be read.
pub(crate) enum Start<'a> {
    Request { method: Method<'a>, uri: LoneUri<'a>, version: Version },
    Response { status: StatusCode, reason: Text<'a>, version: Version },
    Broken { line: &'a [u8], method: Option<Method<'a>>, uri: Option<LoneUri<'a>> },
}

/// A URI, or why it is none.
pub(crate) struct LoneUri<'a> {
    pub(crate) raw: &'a [u8],
    pub(crate) uri: Result<Uri<'a>, Problem>,
    /// What was taken leniently, and names that stand twice; that of a message is among the message's.
    pub(crate) diagnostics: Vec<Problem>,
}

pub(crate) struct Row<'a> {
    pub(crate) header: Header<'a>,
    pub(crate) typed: Typed<'a>,
}

/// The elements of a row, and what is wrong with it.
pub(crate) struct Typed<'a> {
    /// `None` where the registry does not know the header; else the elements up to the first that can't be cut into parts.
    pub(crate) values: Option<Vec<Element<'a>>>,
    /// Whether such an element came behind these.
    pub(crate) is_cut: bool,
    pub(crate) problem: Option<Problem>,
}

/// A value that stands in no message.
pub(crate) struct LoneValue<'a> {
    pub(crate) name: HeaderName<'a>,
    pub(crate) wire_name: &'a str,
    pub(crate) raw: &'a [u8],
    pub(crate) text: Option<Text<'a>>,
    pub(crate) typed: Typed<'a>,
    /// What was taken leniently, and names that stand twice.
    pub(crate) diagnostics: Vec<Problem>,
}

impl<'a> Seen<'a> {
    /// Reads a message and checks it: for the element, or for any.
    pub(crate) fn read(parser: &Parser, input: &'a [u8], check: Option<&Check<'_>>) -> Self {
        let message = match parser.parse(input) {
            Ok(message) => message,
            Err(error) => {
                let partial = parser.partial(input);
                let faults = check.map(|check| partial.faults(check).collect()).unwrap_or_default();
                return Self { faults, ..Self::partly(parser, input, &partial, error.status_owed()) };
            }
        };
        let start = match (message.as_request(), message.as_response()) {
            (Some(request), _) => Start::Request {
                method: request.method(),
                uri: LoneUri::of_message(request.raw_uri(), request.uri()),
                version: request.version(),
            },
            (_, Some(response)) => Start::Response { status: response.status(), reason: response.reason(), version: response.version() },
            (None, None) => Start::Broken { line: &[], method: None, uri: None },
        };
        Self {
            input,
            start,
            rows: rows(parser, input, message.headers(), true),
            body: message.body(),
            trailing: message.trailing(),
            refused: None,
            diagnostics: message.diagnostics().map(Problem::from).collect(),
            content: Content::read(parser, input, message.multipart(), message.sipfrag()),
            is_request: message.as_request().is_some(),
            faults: check::faults(&message, check),
        }
    }

    /// What is left of a message, or a fragment of one; `status_owed` is what to answer it with.
    pub(crate) fn partly(parser: &Parser, input: &'a [u8], partial: &Partial<'a>, status_owed: Option<StatusCode>) -> Self {
        let uri = partial.raw_uri().zip(partial.uri()).map(|(raw, uri)| LoneUri::of_message(raw, uri));
        let start = match (partial.version(), partial.status(), partial.reason(), partial.method(), uri) {
            (Some(version), Some(status), Some(reason), ..) => Start::Response { status, reason, version },
            (Some(version), .., Some(method), Some(uri)) => Start::Request { method, uri, version },
            (.., method, uri) => Start::Broken { line: partial.start_line(), method, uri },
        };
        let all: Vec<_> = partial.errors().iter().copied().map(Problem::from).collect();
        Self {
            input,
            start,
            rows: rows(parser, input, partial.headers(), false),
            body: partial.body(),
            trailing: partial.trailing(),
            refused: all.first().cloned().map(|problem| Refused { problem, status_owed, all }),
            diagnostics: Vec::new(),
            content: Content::None,
            is_request: !partial.is_response(),
            faults: Vec::new(),
        }
    }

    pub(crate) fn is_fine(&self) -> bool {
        self.refused.is_none() && self.count_problems() == 0
    }

    /// How much is wrong.
    pub(crate) fn count_problems(&self) -> usize {
        let in_values = self.rows.iter().filter_map(|row| row.typed.problem.as_ref()).filter(|problem| !self.is_framing(problem)).count();
        in_values
            + self.content.count_problems()
            + usize::from(self.uri_problem().is_some())
            + self.refused.as_ref().map_or(0, |refused| refused.all.len())
    }

    /// Whether it is among the errors for which the message was refused.
    pub(crate) fn is_framing(&self, problem: &Problem) -> bool {
        self.refused.as_ref().is_some_and(|refused| refused.all.iter().any(|other| other.offset == problem.offset))
    }

    /// What is wrong with the Request-URI alone.
    fn uri_problem(&self) -> Option<&Problem> {
        match &self.start {
            Start::Request { uri, .. } => uri.uri.as_ref().err(),
            _ => None,
        }
    }

    /// The body's length as the message says it.
    pub(crate) fn content_length(&self) -> Option<u32> {
        self.rows.iter().filter(|row| row.header.name() == HeaderName::ContentLength).find_map(|row| {
            row.typed.values.iter().flatten().find_map(|element| match element.value {
                AnyValue::Number(number) => Some(number.value()),
                _ => None,
            })
        })
    }
}

/// Every row with its elements. `is_framed` says that the message was accepted, and so are its Content-Length rows.
pub(crate) fn rows<'a>(parser: &Parser, input: &'a [u8], headers: Headers<'_, 'a>, is_framed: bool) -> Vec<Row<'a>> {
    let mut seen = HashSet::new();
    // A * that does not stand alone is an error of the list, not of its row.
    let mut of_contacts = headers.all::<Contact>().filter_map(Result::err).peekable();
    let row = |header: Header<'a>| {
        let name = header.name();
        let mut typed = Typed::of(parser, name, header.values(), input);
        let end = header.value_offset() + header.as_bytes().len();
        if name == HeaderName::Contact
            && let Some(error) = of_contacts.next_if(|error| error.offset() <= end)
        {
            typed.problem.get_or_insert(error.into());
        }
        let is_second = name.is_single() && !seen.insert(name);
        if is_second && !(is_framed && name == HeaderName::ContentLength) {
            typed.problem.get_or_insert(Problem::duplicate(name, header.offset()));
        }
        Row { header, typed }
    };
    headers.iter().map(row).collect()
}

impl<'a> Typed<'a> {
    /// `whole` is what the offsets of errors count in.
    fn of(parser: &Parser, name: HeaderName<'_>, all: Values<'a>, whole: &'a [u8]) -> Self {
        let (mut values, mut is_cut, mut problem) = (Vec::new(), false, None);
        for value in all.unverified() {
            match value {
                Ok(value) => {
                    let element = Element::read(parser, name, value, whole);
                    problem = problem.or_else(|| element.problem.clone());
                    values.push(element);
                }
                Err(error) => (is_cut, problem) = (true, problem.or_else(|| Some(error.into()))),
            }
        }
        // A first element that can't be cut leaves nothing typed.
        let is_known = !matches!(name, HeaderName::Other(_));
        let is_typed = is_known && (!is_cut || !values.is_empty());
        Self { values: is_typed.then_some(values), is_cut, problem }
    }
}

impl<'a> LoneUri<'a> {
    pub(crate) fn read(parser: &Parser, raw: &'a [u8]) -> Self {
        let uri = parser.parse_uri(raw).map_err(Problem::from);
        let diagnostics = if uri.is_ok() { diagnostics(parser, "OPTIONS ", raw, " SIP/2.0\r\n\r\n") } else { Vec::new() };
        Self { raw, uri, diagnostics }
    }

    fn of_message(raw: &'a [u8], uri: Result<Uri<'a>, ParseError>) -> Self {
        Self { raw, uri: uri.map_err(Problem::from), diagnostics: Vec::new() }
    }
}

/// What was taken of `piece`, whose offsets count in it: asked of a message that holds nothing else.
fn diagnostics(parser: &Parser, before: &str, piece: &[u8], behind: &str) -> Vec<Problem> {
    let message = [before.as_bytes(), piece, behind.as_bytes()].concat();
    let Ok(message) = parser.parse(&message) else { return Vec::new() };
    let in_piece = |problem: Problem| Some(Problem { offset: problem.offset.checked_sub(before.len())?, ..problem });
    message.diagnostics().map(Problem::from).filter_map(in_piece).collect()
}

impl<'a> LoneValue<'a> {
    /// `wire_name` is a token.
    pub(crate) fn read(parser: &Parser, wire_name: &'a str, raw: &'a [u8]) -> Self {
        let name = HeaderName::try_from(wire_name).unwrap_or(HeaderName::Subject);
        match parser.parse_value(raw) {
            Ok(value) => Self {
                name,
                wire_name,
                raw,
                text: Some(value.text()),
                typed: Typed::of(parser, name, name.values(value), raw),
                diagnostics: diagnostics(parser, &format!("OPTIONS sip:a SIP/2.0\r\n{wire_name}: "), raw, "\r\n\r\n"),
            },
            Err(error) => Self {
                name,
                wire_name,
                raw,
                text: None,
                typed: Typed { values: None, is_cut: true, problem: Some(error.into()) },
                diagnostics: Vec::new(),
            },
        }
    }
}

/// Two URIs beside each other.
pub(crate) struct Compared<'a> {
    pub(crate) uris: [LoneUri<'a>; 2],
    /// `None` where one of them is no URI.
    pub(crate) outcome: Option<Result<(), UriDifference<'a>>>,
}

impl<'a> Compared<'a> {
    pub(crate) fn read(parser: &Parser, a: &'a [u8], b: &'a [u8]) -> Self {
        let uris = [a, b].map(|raw| LoneUri::read(parser, raw));
        let outcome = match &uris {
            [LoneUri { uri: Ok(a), .. }, LoneUri { uri: Ok(b), .. }] => Some(a.equivalent(b)),
            _ => None,
        };
        Self { uris, outcome }
    }
}
