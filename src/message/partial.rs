//! [`Partial`]: the readable parts of a message that may be malformed.

use alloc::vec::Vec;
use core::fmt;

use super::{Message, Part, Request, Response};
use crate::chars;
use crate::error::ParseError;
use crate::header::{ContentType, Headers};
use crate::method::Method;
use crate::parser::{Layout, Parser, fill_fragment, fill_partial};
use crate::scan;
use crate::start_line::{self, StartLine};
use crate::status::StatusCode;
use crate::text::Text;
use crate::uri::Uri;
use crate::version::Version;

/// The readable parts of a message that may be malformed. [`Parser::partial`](crate::Parser::partial) returns it.
#[derive(Clone)]
pub struct Partial<'a> {
    input: &'a [u8],
    layout: Layout<'a>,
    errors: Vec<ParseError>,
}

impl<'a> Partial<'a> {
    /// Parses as much as possible of the message in `input`.
    pub(super) fn parse(parser: &Parser, input: &'a [u8]) -> Self {
        let mut layout = Layout::new(parser.profile());
        let errors = fill_partial(parser, &mut layout, input);
        Self::new(input, layout, errors)
    }

    /// Parses the fragment that begins at `start` and ends with `input`.
    pub(super) fn fragment(parser: &Parser, input: &'a [u8], start: usize) -> Self {
        let mut layout = Layout::new(parser.profile());
        let errors = fill_fragment(parser, &mut layout, input, start);
        Self::new(input, layout, errors)
    }

    fn new(input: &'a [u8], layout: Layout<'a>, mut errors: Vec<ParseError>) -> Self {
        errors.sort_by_key(ParseError::offset);
        errors.dedup();
        Self { input, layout, errors }
    }

    /// The buffer that the message was parsed from.
    pub(crate) const fn input(&self) -> &'a [u8] {
        self.input
    }

    /// The offsets of the start line and of the body.
    pub(crate) const fn start_and_body(&self) -> (usize, usize) {
        (self.layout.start(), self.layout.body.start as usize)
    }

    /// Returns the first line as received, without its line end.
    pub fn start_line(&self) -> &'a [u8] {
        self.layout.line.of(self.input)
    }

    /// Whether a line stands at the place of the start line. A [fragment](crate::Parser::sipfrag) may have none.
    pub fn has_start_line(&self) -> bool {
        self.layout.line.start < self.layout.line.end
    }

    /// Whether the message is or was intended as a response: the first line begins with `SIP/`, as no request does.
    pub fn is_response(&self) -> bool {
        start_line::is_status_line(self.start_line())
    }

    /// Returns the method if the first line begins with a method and a space, even if the rest of the line is malformed.
    pub fn method(&self) -> Option<Method<'a>> {
        self.method_and_target().map(|(method, _)| Method::of_token(method))
    }

    /// Returns the Request-URI as received, if one follows the method.
    pub fn raw_uri(&self) -> Option<&'a [u8]> {
        if let Some(StartLine::Request(line)) = self.layout.start_line {
            return Some(line.uri.of(self.input));
        }
        let (_, target) = self.method_and_target()?;
        match &target[..scan::run(target, chars::VISIBLE)] {
            [] => None,
            uri => Some(uri),
        }
    }

    /// Parses the Request-URI. Returns `None` if no Request-URI follows a method.
    ///
    /// # Errors
    ///
    /// Returns an error if the Request-URI is malformed.
    pub fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        let raw = self.raw_uri()?;
        Some(Uri::parse_at(raw, scan::offset_of(self.input, raw), &self.layout.profile))
    }

    /// The method, and the text behind the spaces that follow it.
    fn method_and_target(&self) -> Option<(&'a [u8], &'a [u8])> {
        let line = self.start_line();
        let (method, rest) = line.split_at(scan::run(line, chars::TOKEN));
        match rest {
            [b' ', ..] if !method.is_empty() => Some((method, &rest[scan::run(rest, chars::WSP)..])),
            _ => None,
        }
    }

    /// Returns the SIP version, or `None` if the start line is malformed.
    pub fn version(&self) -> Option<Version> {
        self.layout.start_line.map(|line| match line {
            StartLine::Request(line) => line.version,
            StartLine::Response(line) => line.version,
        })
    }

    /// Returns the status code, or `None` if the first line is no valid status line.
    pub fn status(&self) -> Option<StatusCode> {
        match self.layout.start_line {
            Some(StartLine::Response(line)) => Some(line.status),
            _ => None,
        }
    }

    /// Returns the reason phrase, or `None` if the first line is no valid status line.
    pub fn reason(&self) -> Option<Text<'a>> {
        match self.layout.start_line {
            Some(StartLine::Response(line)) => Some(Text::plain(line.reason.of(self.input))),
            _ => None,
        }
    }

    /// Returns the well-formed header fields, with typed access.
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.layout.headers(self.input)
    }

    /// Returns all errors of the start line, the rows and the framing, in the order of their offsets.
    pub fn errors(&self) -> &[ParseError] {
        &self.errors
    }

    /// Returns the body, which may be truncated. If the Content-Length is malformed or repeated, returns everything behind the head.
    pub fn body(&self) -> &'a [u8] {
        self.layout.body.of(self.input)
    }

    /// Returns the bytes of the input behind the body.
    pub fn trailing(&self) -> &'a [u8] {
        self.layout.trailing(self.input)
    }
}

/// The body as a fragment of a message, if its type is `message/sipfrag`.
fn of_body<'a>(input: &'a [u8], layout: &Layout<'_>) -> Option<Partial<'a>> {
    let content = layout.headers(input).get::<ContentType<'_>>().ok()??;
    let fragment = || Partial::fragment(&Parser::of_parts(layout.profile), layout.up_to_end(input), layout.body.start as usize);
    content.is("message", "sipfrag").then(fragment)
}

impl<'a> Message<'a> {
    /// Parses the body as a fragment of a message if its type is `message/sipfrag` (RFC 3420): see [`Parser::sipfrag`].
    ///
    /// ```
    /// use sipwire::{Message, StatusCode};
    ///
    /// let notify = Message::parse(b"NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 100 Trying")?;
    /// assert_eq!(notify.sipfrag().unwrap().status(), Some(StatusCode::TRYING));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn sipfrag(&self) -> Option<Partial<'a>> {
        of_body(self.input(), self.layout())
    }
}

macro_rules! sipfrag {
    ($($name:ident)*) => {$(
        impl<'a> $name<'a> {
            /// Parses the body as a fragment of a message: see [`Message::sipfrag`].
            pub fn sipfrag(&self) -> Option<Partial<'a>> {
                let (input, layout) = self.parts();
                of_body(input, layout)
            }
        }
    )*};
}
sipfrag!(Request Response);

impl<'a> Part<'a> {
    /// Parses the body as a fragment of a message if its type is `message/sipfrag`: see [`Message::sipfrag`](crate::Message::sipfrag).
    pub fn sipfrag(&self) -> Option<Partial<'a>> {
        let (input, layout) = self.parts();
        of_body(input, layout)
    }
}

impl fmt::Debug for Partial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Partial");
        out.field("start_line", &Text::plain(self.start_line()));
        out.field("headers", &self.headers()).field("body", &self.body().len()).field("errors", &self.errors).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, Expected};
    use crate::header::{From, To};
    use crate::profile::Leniency;

    fn fragment(input: &str) -> Partial<'_> {
        Parser::new().sipfrag(input.as_bytes())
    }

    /// The examples of RFC 3420 §3.1, with and without their last line end.
    #[test]
    fn valid_fragments() {
        for (input, line, rows, body) in [
            ("INVITE sip:alice@atlanta.com SIP/2.0\r\n", "INVITE sip:alice@atlanta.com SIP/2.0", 0, ""),
            ("SIP/2.0 603 Declined\r\n", "SIP/2.0 603 Declined", 0, ""),
            (
                "REGISTER sip:b SIP/2.0\r\nTo: sip:a@b\r\nContact: <sip:c>;q=0.9,\r\n          <sip:d>;q=0.1\r\n",
                "REGISTER sip:b SIP/2.0",
                2,
                "",
            ),
            ("From: Alice <sip:a>\r\nTo: Bob <sip:b>\r\nCseq: 314159 INVITE\r\n", "", 3, ""),
            ("SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\nContent-Length: 247\r\n\r\nv=0\r\n", "SIP/2.0 200 OK", 2, "v=0\r\n"),
            ("Content-Type: text/plain\r\nContent-Length: 11\r\n\r\nHi There!\r\n", "", 2, "Hi There!\r\n"),
            // A body without rows, an empty fragment, a Content-Length whose body was left out.
            ("\r\nHi There!", "", 0, "Hi There!"),
            ("", "", 0, ""),
            ("Content-Length: 142\r\n", "", 1, ""),
            ("INVITE : SIP/2.0\r\n", "", 1, ""),
        ] {
            for input in [input, if body.is_empty() { input.trim_end() } else { input }] {
                let found = fragment(input);
                assert_eq!(found.errors(), [], "{input:?}");
                assert_eq!(
                    (found.start_line(), found.headers().len(), found.body()),
                    (line.as_bytes(), rows, body.as_bytes()),
                    "{input:?}"
                );
                assert_eq!((found.has_start_line(), found.version().is_some()), (!line.is_empty(), !line.is_empty()));
                assert!(found.trailing().is_empty());
            }
        }
    }

    /// The examples of RFC 3420 §3.2, and others.
    #[test]
    fn invalid_fragments() {
        for (input, what, at) in [
            ("INVITE", Expected::Space, 6),
            ("INVITE sip:alice@atlanta.com", Expected::Space, 28),
            ("SIP/2.0\r\n", Expected::Space, 7),
            ("404 Not Found\r\n", Expected::Version, 8),
            ("MESSAGE sip:alice@atlanta.com SIP/2.0\r\nHi There!\r\n", Expected::Colon, 41),
            ("To: <sip:a>\r\nno colon", Expected::Colon, 15),
            (" To: <sip:a>", Expected::Unfolded, 0),
            ("SIP/2.0 200 OK\r\n To: <sip:a>", Expected::Unfolded, 16),
            ("SIP/2.0 200 OK\r", Expected::EndOfLine, 14),
            ("To: <sip:a>\n", Expected::EndOfLine, 11),
            ("To: <sip:a>\r\n: x", Expected::FieldName, 13),
        ] {
            let found = fragment(input);
            let error = *found.errors().first().unwrap_or_else(|| panic!("{input:?}"));
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Expected(what), at), "{input:?}");
        }
        // An error inside of a value is reported when the value is read.
        let found = fragment("To: <>;tag=39234\r\nFrom: <sip:b>;tag=1;tag=2");
        let to = found.headers().require::<To<'_>>().unwrap();
        assert!(found.errors().is_empty() && to.uri().is_err() && to.tag().unwrap().unwrap() == "39234");
        let from = found.headers().require::<From<'_>>().unwrap();
        assert!(from.tag().is_err() && from.uri().is_ok());
        let feeds = Parser::new().leniency(Leniency::LF_LINE_ENDS).sipfrag(b"SIP/2.0 200 OK\nTo: <sip:a>\n\nx\n");
        assert_eq!((feeds.errors(), feeds.headers().len(), feeds.body()), (&[][..], 1, &b"x\n"[..]));
    }

    #[test]
    fn the_fragment_of_a_message_has_the_offsets_of_the_message() {
        let input = b"NOTIFY sip:a SIP/2.0\r\nc: Message/SIPFrag;version=2.0\r\nl: 25\r\n\r\nSIP/2.0 200 OK\r\nTo: sip:btrailing";
        let message = Message::parse(input).unwrap();
        let found = message.sipfrag().unwrap();
        let to = found.headers().iter().next().unwrap();
        assert_eq!((to.as_bytes(), &input[to.offset()..to.value_offset()]), (&b"sip:b"[..], &b"To: "[..]));
        assert_eq!((found.start_line(), found.trailing(), message.trailing()), (&b"SIP/2.0 200 OK"[..], &b""[..], &b"trailing"[..]));
        assert!(Message::parse(b"NOTIFY sip:a SIP/2.0\r\nc: text/plain\r\n\r\n").unwrap().sipfrag().is_none());
    }
}
