//! [`Partial`]: what could be read of a message that may be broken.

use alloc::vec::Vec;
use core::fmt;

use super::Frame;
use crate::chars;
use crate::error::ParseError;
use crate::header::Headers;
use crate::method::Method;
use crate::scan;
use crate::start_line::{self, Span, StartLine};
use crate::status::StatusCode;
use crate::text::Text;
use crate::uri::Uri;
use crate::version::Version;

/// What could be read of a message, however broken it is: made by [`Parser::partial`](crate::Parser::partial).
#[derive(Clone)]
pub struct Partial<'a> {
    frame: Frame<'a>,
    /// The start line, without its line end.
    line: Span,
    parsed: Option<StartLine>,
    errors: Vec<ParseError>,
}

impl<'a> Partial<'a> {
    pub(crate) fn new(frame: Frame<'a>, line: Span, parsed: Option<StartLine>, errors: Vec<ParseError>) -> Self {
        Self { frame, line, parsed, errors }
    }

    /// The first line as received, without its line end.
    pub fn start_line(&self) -> &'a [u8] {
        self.line.of(self.frame.input)
    }

    /// Whether it is a response, or was meant as one: no request begins with `SIP/`.
    pub fn is_response(&self) -> bool {
        start_line::is_status_line(self.start_line())
    }

    /// The method, where the line begins with one and a space, whatever follows.
    pub fn method(&self) -> Option<Method<'a>> {
        self.method_and_target().map(|(method, _)| Method::of_token(method))
    }

    /// The Request-URI as received, where one follows the method.
    pub fn raw_uri(&self) -> Option<&'a [u8]> {
        if let Some(StartLine::Request(line)) = self.parsed {
            return Some(line.uri.of(self.frame.input));
        }
        let (_, target) = self.method_and_target()?;
        match &target[..scan::run(target, chars::VISIBLE)] {
            [] => None,
            uri => Some(uri),
        }
    }

    /// The Request-URI.
    ///
    /// # Errors
    ///
    /// When it is no URI.
    pub fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        let raw = self.raw_uri()?;
        Some(Uri::parse_at(raw, scan::offset_of(self.frame.input, raw), &self.frame.profile))
    }

    /// The method, and what follows the spaces behind it.
    fn method_and_target(&self) -> Option<(&'a [u8], &'a [u8])> {
        let line = self.start_line();
        let (method, rest) = line.split_at(scan::run(line, chars::TOKEN));
        match rest {
            [b' ', ..] if !method.is_empty() => Some((method, &rest[scan::run(rest, chars::WSP)..])),
            _ => None,
        }
    }

    /// The version, where the start line is without error.
    pub fn version(&self) -> Option<Version> {
        self.parsed.map(|line| match line {
            StartLine::Request(line) => line.version,
            StartLine::Response(line) => line.version,
        })
    }

    /// The status code, where the line is a status line without error.
    pub fn status(&self) -> Option<StatusCode> {
        match self.parsed {
            Some(StartLine::Response(line)) => Some(line.status),
            _ => None,
        }
    }

    /// The reason phrase, where the line is a status line without error.
    pub fn reason(&self) -> Option<Text<'a>> {
        match self.parsed {
            Some(StartLine::Response(line)) => Some(Text::plain(line.reason.of(self.frame.input))),
            _ => None,
        }
    }

    /// The rows that are rows, and typed access to them.
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.frame.headers()
    }

    /// All that is wrong with start line, rows and framing, by offset.
    pub fn errors(&self) -> &[ParseError] {
        &self.errors
    }

    /// The body, as far as it is there. Where the Content-Length is wrong, all that follows the head.
    pub fn body(&self) -> &'a [u8] {
        self.frame.body()
    }

    /// What the input holds behind the body.
    pub fn trailing(&self) -> &'a [u8] {
        self.frame.trailing()
    }
}

impl fmt::Debug for Partial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Partial");
        out.field("start_line", &Text::plain(self.start_line()));
        out.field("headers", &self.headers()).field("body", &self.body().len()).field("errors", &self.errors).finish()
    }
}
