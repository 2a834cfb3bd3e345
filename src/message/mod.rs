//! Messages: requests and responses, borrowed from the buffer that they were parsed from, or owning it.
//!
//! Each file builds on those before it: this one, `part`, `partial`, `multipart`, `owned`, `diagnostics`, `parse`.

mod diagnostics;
mod multipart;
mod owned;
mod parse;
mod part;
mod partial;

use core::fmt;

pub use multipart::{Multipart, Parts, Walk};
pub use owned::OwnedMessage;
pub use part::Part;
pub use partial::Partial;

use crate::error::ParseError;
use crate::header::Headers;
use crate::method::Method;
use crate::parser::Layout;
use crate::profile::Profile;
use crate::start_line::{self, RequestLine, StartLine, StatusLine};
use crate::status::StatusCode;
use crate::text::{Printable, Text};
use crate::uri::Uri;
use crate::version::Version;

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
/// assert_eq!(message.headers().require::<To>()?.tag()?.unwrap(), "a6c85cf");
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
    input: &'a [u8],
    /// The layout has a request line as its start line.
    layout: Layout<'a>,
}

/// A response (RFC 3261 §7.2).
#[derive(Clone)]
pub struct Response<'a> {
    input: &'a [u8],
    /// The layout has a status line as its start line.
    layout: Layout<'a>,
}

impl<'a> Message<'a> {
    /// Makes a message of `input` and a layout that has a start line.
    #[inline]
    pub(crate) fn new(input: &'a [u8], layout: Layout<'a>) -> Self {
        match layout.start_line {
            Some(StartLine::Response(_)) => Message::Response(Response { input, layout }),
            _ => Message::Request(Request { input, layout }),
        }
    }

    /// Returns a message with an empty layout, to be filled. The first bytes of `input` decide whether it is probably a response.
    #[inline(always)]
    pub(crate) fn empty(input: &'a [u8], profile: Profile) -> Self {
        let layout = Layout::new(profile);
        match start_line::is_status_line(input) {
            true => Message::Response(Response { input, layout }),
            false => Message::Request(Request { input, layout }),
        }
    }

    /// Truncates the input at `end`, and makes the message a request or a response by the start line of its layout.
    #[inline(always)]
    pub(crate) fn complete(&mut self, end: usize) {
        let (input, layout) = match self {
            Message::Request(Request { input, layout }) | Message::Response(Response { input, layout }) => (input, layout),
        };
        *input = input.get(..end).unwrap_or(input);
        let is_response = matches!(layout.start_line, Some(StartLine::Response(_)));
        if is_response != matches!(self, Message::Response(_)) {
            self.change_kind();
        }
    }

    /// Makes a response of a message that [`empty`](Message::empty) took for a request because line ends precede it.
    #[cold]
    #[inline(never)]
    fn change_kind(&mut self) {
        *self = Message::new(self.input(), self.layout_mut().take());
    }

    /// The input and the layout.
    #[inline]
    pub(crate) const fn parts(&self) -> (&'a [u8], &Layout<'a>) {
        (self.input(), self.layout())
    }

    #[inline]
    const fn input(&self) -> &'a [u8] {
        match self {
            Message::Request(Request { input, .. }) | Message::Response(Response { input, .. }) => input,
        }
    }

    #[inline]
    pub(crate) const fn layout(&self) -> &Layout<'a> {
        match self {
            Message::Request(Request { layout, .. }) | Message::Response(Response { layout, .. }) => layout,
        }
    }

    #[inline(always)]
    pub(crate) fn layout_mut(&mut self) -> &mut Layout<'a> {
        match self {
            Message::Request(Request { layout, .. }) | Message::Response(Response { layout, .. }) => layout,
        }
    }

    /// Returns the request, or `None` if the message is a response.
    pub const fn as_request(&self) -> Option<&Request<'a>> {
        match self {
            Message::Request(request) => Some(request),
            Message::Response(_) => None,
        }
    }

    /// Returns the response, or `None` if the message is a request.
    pub const fn as_response(&self) -> Option<&Response<'a>> {
        match self {
            Message::Request(_) => None,
            Message::Response(response) => Some(response),
        }
    }

    /// Returns the SIP version in the start line.
    pub const fn version(&self) -> Version {
        match self {
            Message::Request(request) => request.version(),
            Message::Response(response) => response.version(),
        }
    }

    /// Returns the header fields, with typed access.
    #[inline]
    pub fn headers(&self) -> Headers<'_, 'a> {
        self.layout().headers(self.input())
    }

    /// Returns the body.
    pub fn body(&self) -> &'a [u8] {
        self.layout().body.of(self.input())
    }

    /// Returns the bytes of the input behind the message. In a datagram the receiver discards them (RFC 3261 §18.3).
    pub fn trailing(&self) -> &'a [u8] {
        self.layout().trailing(self.input())
    }

    /// Returns the message as received, from the start line to the end of the body.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.layout().bytes_of(self.input())
    }
}

macro_rules! common {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Returns the SIP version in the start line.
            pub const fn version(&self) -> Version {
                self.line().version
            }

            /// Returns the header fields, with typed access.
            #[inline]
            pub fn headers(&self) -> Headers<'_, 'a> {
                self.layout.headers(self.input)
            }

            #[inline]
            pub(crate) const fn parts(&self) -> (&'a [u8], &Layout<'a>) {
                (self.input, &self.layout)
            }

            /// Returns the body.
            pub fn body(&self) -> &'a [u8] {
                self.layout.body.of(self.input)
            }

            /// Returns the message as received, from the start line to the end of the body.
            pub fn as_bytes(&self) -> &'a [u8] {
                self.layout.bytes_of(self.input)
            }
        }
    };
}
common!(Request);
common!(Response);

impl<'a> Request<'a> {
    #[inline]
    const fn line(&self) -> RequestLine {
        match self.layout.start_line {
            Some(StartLine::Request(line)) => line,
            _ => RequestLine::NONE,
        }
    }

    /// Returns the method of the request line.
    pub fn method(&self) -> Method<'a> {
        Method::of_token(self.line().method.of(self.input))
    }

    /// Parses the Request-URI.
    ///
    /// # Errors
    ///
    /// Returns an error if the Request-URI is malformed. The other parts of the request remain readable.
    pub fn uri(&self) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(self.raw_uri(), self.uri_offset(), &self.layout.profile)
    }

    /// Returns the Request-URI as received, unparsed.
    pub fn raw_uri(&self) -> &'a [u8] {
        self.line().uri.of(self.input)
    }

    /// Returns the absolute byte offset of the Request-URI.
    pub const fn uri_offset(&self) -> usize {
        self.line().uri.start as usize
    }
}

impl<'a> Response<'a> {
    #[inline]
    const fn line(&self) -> StatusLine {
        match self.layout.start_line {
            Some(StartLine::Response(line)) => line,
            _ => StatusLine::NONE,
        }
    }

    /// Returns the status code.
    pub const fn status(&self) -> StatusCode {
        self.line().status
    }

    /// Returns the reason phrase, which may be empty (RFC 3261 §25.1).
    pub fn reason(&self) -> Text<'a> {
        Text::plain(self.line().reason.of(self.input))
    }
}

/// Shows the head, row by row, and the length of the body in bytes. Secrets are hidden, and control bytes are escaped.
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
