//! Messages: requests and responses, borrowed from the buffer that they were parsed from, or owning it.

mod multipart;
mod owned;
mod part;
mod partial;
mod places;

use core::fmt;

pub use multipart::{Multipart, Parts, Walk};
pub use owned::OwnedMessage;
pub use part::Part;
pub use partial::Partial;
pub(crate) use places::Places;

use crate::error::ParseError;
use crate::header::fields::FieldTable;
use crate::header::{Diagnostic, DiagnosticKind, Headers};
use crate::method::Method;
use crate::parser::{Outline, Parser};
use crate::profile::{Limits, Profile};
use crate::scan;
use crate::start_line::{self, RequestLine, Span, StartLine, StatusLine};
use crate::status::StatusCode;
use crate::text::{Printable, Text};
use crate::uri::Uri;
use crate::version::Version;

/// The parts of a message that requests and responses have in common, as places in the buffer.
#[derive(Clone)]
pub(crate) struct Frame<'a> {
    pub(crate) input: &'a [u8],
    /// Where the start line begins: line ends may stand before it.
    pub(crate) start: u32,
    pub(crate) body: Span,
    pub(crate) fields: FieldTable<'a>,
    pub(crate) profile: Profile,
}

impl<'a> Frame<'a> {
    fn headers(&self) -> Headers<'_, 'a> {
        Headers::new(self.input, &self.fields, &self.profile)
    }

    fn body(&self) -> &'a [u8] {
        self.body.of(self.input)
    }

    /// The input up to the end of the body.
    fn up_to_end(&self) -> &'a [u8] {
        self.input.get(..self.body.end as usize).unwrap_or(self.input)
    }

    fn trailing(&self) -> &'a [u8] {
        self.input.get(self.body.end as usize..).unwrap_or_default()
    }

    fn as_bytes(&self) -> &'a [u8] {
        Span { start: self.start, end: self.body.end }.of(self.input)
    }

    fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + use<'_, 'a> {
        let leniency = self.profile.leniency;
        // The Request-URI, and the first thing that is wrong with the parts of the body.
        let read = move |leniency| {
            let message = Parser::new().limits(Limits::unlimited_for_trusted_input()).leniency(leniency).parse(self.input)?;
            let of_parts = message.multipart().ok().flatten().and_then(|multipart| multipart.walk().find_map(Result::err));
            Ok((message.as_request().map(Request::uri), of_parts))
        };
        let (taken, left_in_parts) = read(leniency).unwrap_or_default();
        let framing = leniency.flags().filter_map(move |flag| {
            let error = match read(leniency.without(flag)) {
                Err(error) => error,
                Ok((uri, of_parts)) => {
                    let of_uri = uri.zip(taken).and_then(|uris| match uris {
                        (Ok(strict), Ok(lenient)) => strict.taken_leniently(&lenient),
                        // An error that stands with all flags is no leniency.
                        (Err(error), taken) => Some(error).filter(|error| taken.err() != Some(*error)),
                        (Ok(_), Err(_)) => None,
                    });
                    of_uri.or(of_parts.filter(|error| left_in_parts != Some(*error)))?
                }
            };
            Some(Diagnostic { kind: DiagnosticKind::Lenient(flag), offset: error.offset() })
        });
        let repeated = taken.and_then(Result::ok).and_then(|uri| uri.params().repeated()).map(|param| {
            let offset = scan::offset_of(self.input, param.name().as_bytes());
            Diagnostic { kind: DiagnosticKind::RepeatedParam, offset }
        });
        framing.chain(repeated).chain(self.headers().diagnostics())
    }
}

/// A message: a request or a response, borrowed from the buffer it was parsed from.
///
/// ```
/// use sipwire::{Message, Method, header::{CSeq, To}};
///
/// let buffer = b"BYE sip:bob@192.0.2.4 SIP/2.0\r\nTo: <sip:bob@biloxi.com>;tag=a6c85cf\r\nCSeq: 231 BYE\r\n\r\n";
/// let message = Message::parse(buffer)?;
/// let request = message.as_request().unwrap();
/// assert_eq!(request.method(), Method::Bye);
/// assert_eq!(request.uri()?.as_sip().unwrap().host().as_str(), "192.0.2.4");
/// assert_eq!(message.headers().require::<To>()?.tag().unwrap(), "a6c85cf");
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub enum Message<'a> {
    /// A request.
    Request(Request<'a>),
    /// A response.
    Response(Response<'a>),
}

/// A request (RFC 3261 §7.1).
#[derive(Clone)]
pub struct Request<'a> {
    frame: Frame<'a>,
    line: RequestLine,
}

/// A response (RFC 3261 §7.2).
#[derive(Clone)]
pub struct Response<'a> {
    frame: Frame<'a>,
    line: StatusLine,
}

impl<'a> Message<'a> {
    #[inline]
    pub(crate) fn new(frame: Frame<'a>, line: StartLine) -> Self {
        match line {
            StartLine::Request(line) => Message::Request(Request { frame, line }),
            StartLine::Response(line) => Message::Response(Response { frame, line }),
        }
    }

    /// A message of which nothing has been read. It is filled where it is, because it is large.
    #[inline(always)]
    pub(crate) fn unread(input: &'a [u8], profile: Profile) -> Self {
        let frame = Frame { input, start: 0, body: Span::default(), fields: FieldTable::new(), profile };
        // Nearly all are what they begin as.
        match start_line::is_status_line(input) {
            true => Message::Response(Response { frame, line: StatusLine::NONE }),
            false => Message::Request(Request { frame, line: RequestLine::NONE }),
        }
    }

    /// The table of its rows, to be filled.
    #[inline(always)]
    pub(crate) fn table(&mut self) -> &mut FieldTable<'a> {
        match self {
            Message::Request(request) => &mut request.frame.fields,
            Message::Response(response) => &mut response.frame.fields,
        }
    }

    /// What was read, but for the rows, which are in the table.
    #[inline(always)]
    pub(crate) fn settle(&mut self, input: &'a [u8], outline: Outline) {
        let Outline { start, body, start_line } = outline;
        let frame = match (&mut *self, start_line) {
            (Message::Request(request), StartLine::Request(line)) => {
                request.line = line;
                &mut request.frame
            }
            (Message::Response(response), StartLine::Response(line)) => {
                response.line = line;
                &mut response.frame
            }
            _ => self.turn(start_line),
        };
        (frame.input, frame.start, frame.body) = (input, start, body);
    }

    /// Makes a request of a response, or the other way round.
    #[cold]
    #[inline(never)]
    fn turn(&mut self, start_line: StartLine) -> &mut Frame<'a> {
        let Frame { input, start, body, profile, .. } = *self.frame();
        let fields = self.table().take();
        *self = Message::new(Frame { input, start, body, fields, profile }, start_line);
        match self {
            Message::Request(request) => &mut request.frame,
            Message::Response(response) => &mut response.frame,
        }
    }

    /// Parses the message that a datagram holds, by the default [`Parser`].
    ///
    /// # Errors
    ///
    /// See [`Parser::parse`].
    #[inline]
    pub fn parse(input: &'a [u8]) -> Result<Self, ParseError> {
        const DEFAULT: Parser = Parser::new();
        DEFAULT.parse(input)
    }

    #[inline]
    fn frame(&self) -> &Frame<'a> {
        match self {
            Message::Request(request) => &request.frame,
            Message::Response(response) => &response.frame,
        }
    }

    fn start_line(&self) -> StartLine {
        match self {
            Message::Request(request) => StartLine::Request(request.line),
            Message::Response(response) => StartLine::Response(response.line),
        }
    }

    /// The request, if it is one.
    pub const fn as_request(&self) -> Option<&Request<'a>> {
        match self {
            Message::Request(request) => Some(request),
            Message::Response(_) => None,
        }
    }

    /// The response, if it is one.
    pub const fn as_response(&self) -> Option<&Response<'a>> {
        match self {
            Message::Request(_) => None,
            Message::Response(response) => Some(response),
        }
    }

    /// The version of the start line.
    pub const fn version(&self) -> Version {
        match self {
            Message::Request(request) => request.line.version,
            Message::Response(response) => response.line.version,
        }
    }

    /// The rows, and typed access to them.
    #[inline]
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.frame().headers()
    }

    /// The body.
    pub fn body(&self) -> &'a [u8] {
        self.frame().body()
    }

    /// What the input holds behind the message. In a datagram it is to be discarded (RFC 3261 §18.3).
    pub fn trailing(&self) -> &'a [u8] {
        self.frame().trailing()
    }

    /// The parts of the body, where its type is `multipart` (RFC 5621 §3). A body with a Content-Encoding is to be decoded first: see
    /// [`Multipart::parse`].
    ///
    /// # Errors
    ///
    /// When the Content-Type is none or stands twice, and when it has no boundary that is one.
    pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
        self.frame().multipart(1)
    }

    /// The fragment of a message that the body holds, where its type is `message/sipfrag`: see [`Parser::sipfrag`].
    ///
    /// ```
    /// use sipwire::{Message, StatusCode};
    ///
    /// let notify = Message::parse(b"NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 100 Trying")?;
    /// assert_eq!(notify.sipfrag().unwrap().status(), Some(StatusCode::TRYING));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn sipfrag(&self) -> Option<Partial<'a>> {
        self.frame().sipfrag()
    }

    /// The message as received, from the start line to the end of the body.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.frame().as_bytes()
    }

    /// What was taken leniently, and where, in framing and values, and each parameter that repeats the name of another; under the
    /// default profile only those. Each leniency costs a reading of its own.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + use<'_, 'a> {
        self.frame().diagnostics()
    }

    /// The same message with a buffer of its own.
    pub fn to_owned(&self) -> OwnedMessage {
        OwnedMessage::copied(self)
    }
}

macro_rules! common {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// The version of the start line.
            pub const fn version(&self) -> Version {
                self.line.version
            }

            /// The rows, and typed access to them.
            #[inline]
            pub fn headers(&self) -> Headers<'_, 'a> {
                self.frame.headers()
            }

            /// The body.
            pub fn body(&self) -> &'a [u8] {
                self.frame.body()
            }

            /// The parts of the body: see [`Message::multipart`].
            ///
            /// # Errors
            ///
            /// See [`Message::multipart`].
            pub fn multipart(&self) -> Result<Option<Multipart<'a>>, ParseError> {
                self.frame.multipart(1)
            }

            /// The fragment of a message that the body holds: see [`Message::sipfrag`].
            pub fn sipfrag(&self) -> Option<Partial<'a>> {
                self.frame.sipfrag()
            }

            /// The message as received, from the start line to the end of the body.
            pub fn as_bytes(&self) -> &'a [u8] {
                self.frame.as_bytes()
            }
        }
    };
}
common!(Request);
common!(Response);

impl<'a> Request<'a> {
    /// The method.
    pub fn method(&self) -> Method<'a> {
        Method::of_token(self.line.method.of(self.frame.input))
    }

    /// The Request-URI.
    ///
    /// # Errors
    ///
    /// When it is no URI. The message is one all the same.
    pub fn uri(&self) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(self.raw_uri(), self.line.uri.start as usize, &self.frame.profile)
    }

    /// The Request-URI as received.
    pub fn raw_uri(&self) -> &'a [u8] {
        self.line.uri.of(self.frame.input)
    }

    /// The absolute offset of the Request-URI.
    pub const fn uri_offset(&self) -> usize {
        self.line.uri.start as usize
    }
}

impl<'a> Response<'a> {
    /// The status code.
    pub const fn status(&self) -> StatusCode {
        self.line.status
    }

    /// The reason phrase, which may be empty.
    pub fn reason(&self) -> Text<'a> {
        Text::plain(self.line.reason.of(self.frame.input))
    }
}

/// The head, row by row, and how long the body is; nothing secret, no raw control bytes.
impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Request(request) => {
                write!(f, "{} ", request.method())?;
                match request.uri() {
                    Ok(uri) => write!(f, "{uri}")?,
                    Err(_) => write!(f, "{}", Printable(request.raw_uri()))?,
                }
                writeln!(f, " SIP/{}", request.version())?;
            }
            Message::Response(response) => writeln!(f, "SIP/{} {} {}", response.version(), response.status(), response.reason())?,
        }
        for header in self.headers() {
            writeln!(f, "{header:?}")?;
        }
        match self.body() {
            [] => Ok(()),
            body => write!(f, "\n({} bytes of body)", body.len()),
        }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Request(request) => request.fmt(f),
            Message::Response(response) => response.fmt(f),
        }
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Request");
        out.field("method", &self.method());
        match self.uri() {
            Ok(uri) => out.field("uri", &uri),
            Err(error) => out.field("uri", &error),
        };
        out.field("headers", &self.headers()).field("body", &self.body().len()).finish()
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Response");
        out.field("status", &self.status()).field("reason", &self.reason());
        out.field("headers", &self.headers()).field("body", &self.body().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Leniency;
    use alloc::vec::Vec;

    #[test]
    fn what_begins_with_empty_lines_is_a_request_or_a_response_all_the_same() {
        let text = b"\r\n\r\nSIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n\r\nx";
        let message = Message::parse(text).unwrap();
        assert_eq!(message.as_response().map(Response::status), Some(StatusCode::OK));
        assert_eq!((message.headers().len(), message.body(), message.as_bytes()), (1, &b"x"[..], &text[4..]));
    }

    #[test]
    fn what_is_taken_of_a_request_uri_is_listed() {
        let taken = |input| {
            let message = Parser::new().leniency(Leniency::ALL).parse(input).unwrap();
            message.diagnostics().map(|diagnostic| (diagnostic.leniency(), diagnostic.offset())).collect::<Vec<_>>()
        };
        assert_eq!(taken(b"BYE <sip:a> SIP/2.0\r\n\r\n"), [(Leniency::BRACKETED_REQUEST_URI, 4)]);
        assert_eq!(taken(b"BYE sip:a_b:0 SIP/2.0\r\n\r\n"), [(Leniency::UNDERSCORE_IN_HOST, 9), (Leniency::PORT_ZERO, 12)]);
        assert_eq!(taken(b"BYE no-uri SIP/2.0\r\n\r\n"), []);
    }
}
