//! What a body holds: parts, or a fragment of a message; and datagrams that hold no message.

use sipwire::{KeepAlive, Multipart, ParseError, Parser, Partial, Sniffed};

use crate::problem::Problem;
use crate::subject::{Row, Seen, rows};

/// What a body holds, where its type says so.
pub(crate) enum Content<'a> {
    None,
    /// Of a multipart body. A part in error is an error; an error of the body itself comes last.
    Parts(Vec<Result<Part<'a>, Problem>>),
    /// Of a body of type message/sipfrag.
    Fragment(Box<Seen<'a>>),
}

pub(crate) struct Part<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    pub(crate) body: &'a [u8],
    pub(crate) content: Content<'a>,
}

impl<'a> Content<'a> {
    /// Bodies nest no deeper than the parser lets them.
    pub(crate) fn read(
        parser: &Parser,
        input: &'a [u8],
        multipart: Result<Option<Multipart<'a>>, ParseError>,
        fragment: Option<Partial<'a>>,
    ) -> Self {
        let part = |part: sipwire::Part<'a>| Part {
            rows: rows(parser, input, part.headers(), true),
            body: part.body(),
            content: Self::read(parser, input, part.multipart(), part.sipfrag()),
        };
        match (multipart, fragment) {
            (Ok(Some(multipart)), _) => Content::Parts(multipart.parts().map(|found| found.map(part).map_err(Problem::from)).collect()),
            (Err(error), _) => Content::Parts(vec![Err(error.into())]),
            (Ok(None), Some(fragment)) => Content::Fragment(Box::new(Seen::partly(parser, input, &fragment, None))),
            (Ok(None), None) => Content::None,
        }
    }

    /// How much is wrong. What is wrong with a Content-Type is counted where it stands.
    pub(crate) fn count_problems(&self) -> usize {
        let in_part = |part: &Result<Part<'_>, Problem>| match part {
            Ok(part) => part.rows.iter().filter(|row| row.typed.problem.is_some()).count() + part.content.count_problems(),
            Err(_) => 1,
        };
        match self {
            Content::None => 0,
            Content::Parts(parts) => parts.iter().map(in_part).sum(),
            Content::Fragment(seen) => seen.count_problems(),
        }
    }
}

/// A name for programs and one for people of what keeps a binding open; `None` for a file without a byte, which is more likely a mistake.
pub(crate) fn keep_alive(input: &[u8]) -> Option<(&'static str, &'static str)> {
    match sipwire::sniff(input) {
        Sniffed::KeepAlive(KeepAlive::Crlf) => Some(("crlf", "CRLF")),
        Sniffed::KeepAlive(KeepAlive::DoubleCrlf) => Some(("double_crlf", "CRLFCRLF")),
        Sniffed::KeepAlive(KeepAlive::Nul) => Some(("nul", "NULs")),
        Sniffed::KeepAlive(KeepAlive::Jak) => Some(("jak", "jaK")),
        _ => None,
    }
}

/// The same of what is no SIP, and known.
pub(crate) fn other_protocol(input: &[u8]) -> Option<(&'static str, &'static str)> {
    match sipwire::sniff(input) {
        Sniffed::Stun => Some(("stun", "STUN")),
        Sniffed::Tls => Some(("tls", "TLS")),
        Sniffed::SigComp => Some(("sigcomp", "SigComp")),
        Sniffed::HttpRequest => Some(("http_request", "an HTTP request")),
        Sniffed::HttpResponse => Some(("http_response", "an HTTP response")),
        _ => None,
    }
}
