//! [`MessageBuilder`]: makes a message from parts, in one buffer.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use bytes::Bytes;

use crate::encode::{BuildError, BuildErrorKind, Encode, Writer};
use crate::error::Expected;
use crate::header::fields::{Field, INLINE};
use crate::header::{ContentType, Draft, EncodeHeader, Header, Headers, MediaType};
use crate::message::{OwnedMessage, Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::parser::Layout;
use crate::profile::{Leniency, Profile, end_of, most_bytes};
use crate::scan;
use crate::start_line::{RequestLine, Span, StartLine, StatusLine};
use crate::status::StatusCode;
use crate::uri::UriRef;
use crate::version::Version;

/// The initial capacity in bytes, which fits most messages.
const CAPACITY: usize = 1024;

/// Builds a message: the start line, header fields in the order of the calls, then Content-Length and the body.
///
/// The first error is stored, and [`finish`](MessageBuilder::finish) returns it instead of a message.
///
/// ```
/// use sipwire::header::{CSeq, CallId, MaxForwards, Supported, Via};
/// use sipwire::{Host, Method, Request, Transport};
///
/// let message = Request::builder(Method::Options, "sip:carol@chicago.com")
///     .header(Via::build(Transport::Udp, Host::try_from("pc33.atlanta.com")?).branch("z9hG4bKhjhs8ass877"))
///     .header(MaxForwards::row(70))
///     .header(CallId::row("a84b4c76e66710"))
///     .header(CSeq::build(63104, Method::Options))
///     .header(Supported::list(&["path", "outbound"]))
///     .finish()?;
/// assert_eq!(
///     message.as_bytes(),
///     b"OPTIONS sip:carol@chicago.com SIP/2.0\r\n\
///       Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877\r\n\
///       Max-Forwards: 70\r\n\
///       Call-ID: a84b4c76e66710\r\n\
///       CSeq: 63104 OPTIONS\r\n\
///       Supported: path, outbound\r\n\
///       Content-Length: 0\r\n\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MessageBuilder {
    out: Vec<u8>,
    layout: Layout<'static>,
    /// The names that have a row.
    written: NameSet,
    compact: bool,
    recommended_order: bool,
    error: Option<BuildError>,
}

impl Request<'_> {
    /// Starts a request.
    #[inline]
    pub fn builder<'u>(method: Method<'_>, uri: impl Into<UriRef<'u>>) -> MessageBuilder {
        let uri = uri.into();
        MessageBuilder::begin(|out| {
            let method = out.spanned(|out| out.known(method.as_bytes()));
            out.fixed(" ");
            let uri = out.spanned(|out| uri.encode(out));
            out.fixed(" SIP/2.0");
            StartLine::Request(RequestLine { method, uri, version: Version::SIP_2_0 })
        })
    }
}

impl Response<'_> {
    /// Starts a response with the default reason phrase of the status code.
    pub fn builder(status: StatusCode) -> MessageBuilder {
        Self::builder_with_reason(status, status.default_reason().unwrap_or_default())
    }

    /// Starts a response with a custom reason phrase.
    pub fn builder_with_reason(status: StatusCode, reason: impl AsRef<[u8]>) -> MessageBuilder {
        MessageBuilder::begin(|out| {
            out.fixed("SIP/2.0 ");
            out.number(status.as_u16().into());
            out.fixed(" ");
            let reason = out.spanned(|out| out.text(reason));
            StartLine::Response(StatusLine { version: Version::SIP_2_0, status, reason })
        })
    }
}

impl Writer<'_> {
    /// Returns the span of the output of `write`.
    #[inline]
    fn spanned(&mut self, write: impl FnOnce(&mut Self)) -> Span {
        let start = self.position() as u32;
        write(self);
        Span { start, end: self.position() as u32 }
    }
}

impl MessageBuilder {
    #[inline]
    fn begin(start_line: impl FnOnce(&mut Writer<'_>) -> StartLine) -> Self {
        let mut out = Vec::with_capacity(CAPACITY);
        let mut writer = Writer::new(&mut out);
        let mut layout = Layout::new(Profile::default());
        layout.start_line = Some(start_line(&mut writer));
        let error = writer.error();
        layout.line.end = out.len() as u32;
        out.extend_from_slice(b"\r\n");
        Self { out, layout, written: NameSet::default(), compact: false, recommended_order: false, error }
    }

    /// Writes the names of the following rows in their compact forms, if they have one (RFC 3261 §7.3.3). This includes Content-Length.
    /// Copied
    /// rows keep their names.
    pub fn compact_forms(&mut self) -> &mut Self {
        self.compact = true;
        self
    }

    /// Sorts the rows when the message is finished: headers that proxies read come first, namely Via, Route, Record-Route, Proxy-Require,
    /// Max-Forwards and Proxy-Authorization (RFC 3261 §7.3.1). Other rows, and rows of one name, keep their order.
    pub fn recommended_order(&mut self) -> &mut Self {
        self.recommended_order = true;
        self
    }

    /// Adds a header field. Refuses a Content-Length, which is computed, and a second row of a header that may occur once.
    #[inline]
    pub fn header(&mut self, header: impl EncodeHeader) -> &mut Self {
        let name = header.name();
        self.row(name.id(), self.spelled(name), |out| header.encode(out))
    }

    /// Adds a header field of any name and text, verbatim. Line ends and other control bytes are errors.
    pub fn raw(&mut self, name: HeaderName<'_>, value: impl AsRef<[u8]>) -> &mut Self {
        self.row(name.id(), self.spelled(name), |out| out.text(value))
    }

    /// Copies a received header field: its name as written, its value with each fold as one space.
    pub fn copy(&mut self, header: &Header<'_>) -> &mut Self {
        self.row(header.name().id(), header.wire_name(), |out| out.as_read(header.as_bytes()))
    }

    /// Copies received header fields, in their order.
    ///
    /// ```
    /// use sipwire::{HeaderName, Message, Response, StatusCode};
    ///
    /// let request = Message::parse(b"BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b\r\nv: SIP/2.0/UDP c\r\nTo: <sip:a>;tag=1\r\n\r\n")?;
    /// let response = Response::builder(StatusCode::OK).copy_all(request.headers().named(HeaderName::Via)).finish()?;
    /// assert_eq!(response.as_bytes(), b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP b\r\nv: SIP/2.0/UDP c\r\nContent-Length: 0\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_all<'a>(&mut self, headers: impl IntoIterator<Item = Header<'a>>) -> &mut Self {
        headers.into_iter().for_each(|header| {
            self.copy(&header);
        });
        self
    }

    /// Returns the spelling of the name for the output.
    #[inline]
    fn spelled<'n>(&self, name: HeaderName<'n>) -> &'n [u8] {
        let compact = if self.compact { name.compact() } else { None };
        compact.unwrap_or(name.as_str()).as_bytes()
    }

    /// Writes a row with that name, which must be a token.
    #[inline]
    pub(crate) fn row(&mut self, id: HeaderId, name: &[u8], value: impl FnOnce(&mut Writer<'_>)) -> &mut Self {
        if self.written.put(id) && id.is_single() || id == HeaderId::ContentLength {
            self.refuse(BuildError { kind: BuildErrorKind::Duplicate(id), header: Some(id), offset: 0 });
        }
        self.write_row(id, name, value);
        self
    }

    #[inline]
    fn write_row(&mut self, id: HeaderId, name: &[u8], value: impl FnOnce(&mut Writer<'_>)) {
        let start = self.out.len();
        self.out.extend_from_slice(name);
        self.out.extend_from_slice(b": ");
        let mut writer = Writer::new(&mut self.out);
        value(&mut writer);
        if let Some(error) = writer.error() {
            self.refuse(BuildError { header: Some(id), ..error });
        }
        self.end_row(id, start, name.len());
    }

    /// Ends the row that begins at `start`, and records it.
    #[inline(always)]
    fn end_row(&mut self, id: HeaderId, start: usize, name: usize) {
        let Ok(name_length) = u16::try_from(name) else {
            return self.refuse(BuildError { kind: BuildErrorKind::TooLarge, header: Some(id), offset: 0 });
        };
        let value = start + name + 2;
        let (value, end) = match self.out.get(value..) {
            // The common case: a value without white space at its ends.
            Some([only]) if *only > b' ' => (value, self.out.len()),
            Some([first, .., last]) if *first > b' ' && *last > b' ' => (value, self.out.len()),
            _ => self.spaced(value),
        };
        self.out.extend_from_slice(b"\r\n");
        self.layout.fields.push(Field::new(start, name_length, id, value, end), || 2 * INLINE);
    }

    /// Returns the span of a value written from `start` on, without white space at its ends. An empty value has no space before it.
    #[cold]
    fn spaced(&mut self, start: usize) -> (usize, usize) {
        let (value, end) = scan::trimmed(self.out.get(start..).unwrap_or_default());
        if value == end {
            self.out.truncate(start - 1);
            return (start - 1, start - 1);
        }
        (start + value, start + end)
    }

    /// Calls `read` with the rows written so far, which may be copies of rows accepted under any profile.
    pub(crate) fn with_headers<T>(&self, read: impl FnOnce(Headers<'_, '_>) -> T) -> T {
        let profile = Profile::of_taken(Leniency::ALL);
        read(Headers::new(&self.out, &self.layout.fields, &profile))
    }

    /// Replaces bytes within the value of a row, or inserts bytes at its end.
    pub(crate) fn splice(&mut self, range: Range<usize>, text: &[u8]) {
        let (end, growth) = (range.end, text.len() as isize - range.len() as isize);
        self.out.splice(range, text.iter().copied());
        for field in self.layout.fields.as_mut_slice() {
            *field = field.mapped(|place| if place < end { place } else { place.wrapping_add_signed(growth) });
        }
    }

    /// Stores the first error.
    #[cold]
    pub(crate) fn refuse(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Finishes the message without a body.
    ///
    /// # Errors
    ///
    /// Returns the first error of the builder.
    pub fn finish(&mut self) -> Result<OwnedMessage, BuildError> {
        self.finish_with_body(b"")
    }

    /// Finishes the message with a body. Add its Content-Type before.
    ///
    /// # Errors
    ///
    /// Returns the first error of the builder.
    pub fn finish_with_body(&mut self, body: &[u8]) -> Result<OwnedMessage, BuildError> {
        let length = body.len() as u64;
        self.write_row(HeaderId::ContentLength, self.spelled(HeaderName::ContentLength), |out| out.number(length));
        if end_of(self.out.len() as u64, length, 2, most_bytes(usize::BITS)).is_none() {
            self.refuse(BuildError::new(BuildErrorKind::TooLarge));
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.recommended_order {
            self.put_in_order();
        }
        self.out.reserve_exact(2 + body.len());
        self.out.extend_from_slice(b"\r\n");
        let start = self.out.len() as u32;
        self.out.extend_from_slice(body);
        self.layout.body = Span { start, end: self.out.len() as u32 };
        // The remaining state is no valid message.
        self.error = Some(BuildError::new(BuildErrorKind::Empty(Expected::Message)));
        Ok(OwnedMessage::new(Bytes::from(core::mem::take(&mut self.out)), Arc::new(self.layout.take())))
    }

    /// Finishes the message with a body of that type: writes its Content-Type, then its Content-Length.
    ///
    /// ```
    /// use sipwire::{Method, Request};
    ///
    /// let message = Request::builder(Method::Message, "sip:a").finish_with_content(("text", "plain"), b"hello")?;
    /// assert!(message.as_bytes().ends_with(b"Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"));
    /// # Ok::<(), sipwire::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the first error of the builder. A second Content-Type is an error.
    pub fn finish_with_content(&mut self, content_type: impl Draft<MediaType<'static>>, body: &[u8]) -> Result<OwnedMessage, BuildError> {
        self.header(ContentType::row(content_type)).finish_with_body(body)
    }

    /// Sorts the rows: headers that proxies read come first.
    fn put_in_order(&mut self) {
        const FIRST: [HeaderId; 6] = [
            HeaderId::Via,
            HeaderId::Route,
            HeaderId::RecordRoute,
            HeaderId::ProxyRequire,
            HeaderId::MaxForwards,
            HeaderId::ProxyAuthorization,
        ];
        let rank = |field: &Field| FIRST.iter().position(|&first| first == field.id()).unwrap_or(FIRST.len());
        let fields = self.layout.fields.take();
        let rows = fields.as_slice();
        let end_of = |place: usize| rows.get(place + 1).map_or(self.out.len(), Field::start);
        let mut ordered = Vec::with_capacity(self.out.capacity());
        ordered.extend_from_slice(&self.out[..rows.first().map_or(self.out.len(), Field::start)]);
        for wanted in 0..=FIRST.len() {
            for (place, field) in rows.iter().enumerate().filter(|(_, field)| rank(field) == wanted) {
                self.layout.fields.push(field.shifted(ordered.len() as isize - field.start() as isize), || rows.len());
                ordered.extend_from_slice(&self.out[field.start()..end_of(place)]);
            }
        }
        self.out = ordered;
    }
}

/// Shows sizes only, because values may be secret.
impl fmt::Debug for MessageBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageBuilder({} rows, {} bytes)", self.layout.rows().len(), self.out.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{MaxForwards, Route, Subject, Supported, Via};
    use crate::message::Message;

    #[test]
    fn what_was_written_is_what_a_parser_finds() {
        let mut builder = Request::builder(Method::Message, "sip:a@b;x=y");
        builder.header(Subject::row(" x \t")).header(Supported::row("path")).raw(HeaderName::custom("X-Empty"), "");
        let written = builder.finish_with_body(b"hello\r\n").unwrap();
        assert_eq!(
            written.as_bytes(),
            b"MESSAGE sip:a@b;x=y SIP/2.0\r\nSubject:  x \t\r\nSupported: path\r\nX-Empty:\r\nContent-Length: 7\r\n\r\nhello\r\n"
        );
        let parsed = Message::parse(written.as_bytes()).unwrap();
        let message = written.as_message();
        let rows = |message: &Message<'_>| {
            message
                .headers()
                .iter()
                .map(|row| (row.offset(), row.value_offset(), row.as_bytes().to_vec(), row.name().as_str().len()))
                .collect::<Vec<_>>()
        };
        let parts = |message: &Message<'_>| (message.layout().line, message.layout().start_line, message.layout().body);
        assert_eq!(parts(&message), parts(&parsed));
        assert_eq!(rows(&message), rows(&parsed));
        assert_eq!((message.body(), message.as_request().unwrap().raw_uri()), (&b"hello\r\n"[..], &b"sip:a@b;x=y"[..]));
    }

    #[test]
    fn more_rows_than_are_kept_inline() {
        let mut builder = Response::builder(StatusCode::OK);
        for _ in 0..100 {
            builder.header(Supported::row("x"));
        }
        assert_eq!(builder.finish().unwrap().headers().len(), 101);
    }

    #[test]
    fn the_first_mistake_is_kept() {
        let build = |f: &dyn Fn(&mut MessageBuilder)| {
            let mut builder = Response::builder(StatusCode::OK);
            f(&mut builder);
            builder.finish().unwrap_err()
        };
        let injected = build(&|builder| {
            builder.header(Subject::row("x\r\nVia: y")).header(Supported::row("a b"));
        });
        assert_eq!((injected.header(), injected.offset()), (Some(HeaderId::Subject), 1));
        let doubled = build(&|builder| {
            builder.raw(HeaderName::ContentLength, "5");
        });
        assert_eq!(doubled.kind(), BuildErrorKind::Duplicate(HeaderId::ContentLength));
        let single = build(&|builder| {
            builder.header(Subject::row("x")).raw(HeaderName::Subject, "y");
        });
        assert_eq!((single.kind(), single.header()), (BuildErrorKind::Duplicate(HeaderId::Subject), Some(HeaderId::Subject)));
        let long = "x".repeat(1 << 16);
        let long = build(&|builder| {
            builder.raw(HeaderName::try_from(&long[..]).unwrap(), "y");
        });
        assert_eq!(long.kind(), BuildErrorKind::TooLarge);
        assert!(Response::builder_with_reason(StatusCode::OK, "a\nb").finish().is_err());
        assert!(Request::builder(Method::Invite, "sip:a b").finish().is_err());
        let mut twice = Response::builder(StatusCode::OK);
        assert!(twice.finish().is_ok() && twice.finish().is_err());
    }

    #[test]
    fn what_proxies_look_at_can_come_first() {
        let mut builder = Request::builder(Method::Options, "sip:a");
        builder.recommended_order().header(Subject::row("x")).header(MaxForwards::row(7)).compact_forms();
        builder
            .raw(HeaderName::Route, "<sip:r>")
            .raw(HeaderName::custom("X-Y"), "")
            .raw(HeaderName::Via, "SIP/2.0/UDP b")
            .raw(HeaderName::Via, "c");
        let written = builder.finish_with_content(("text", "plain"), b"hello").unwrap();
        assert_eq!(
            written.as_bytes(),
            b"OPTIONS sip:a SIP/2.0\r\nv: SIP/2.0/UDP b\r\nv: c\r\nRoute: <sip:r>\r\nMax-Forwards: 7\r\nSubject: x\r\nX-Y:\r\n\
              c: text/plain\r\nl: 5\r\n\r\nhello"
        );
        assert!(written.headers().first::<Via>().is_ok() && written.headers().first::<Route>().unwrap().is_some());
        let rows = |message: &Message<'_>| {
            message.headers().iter().map(|row| (row.offset(), row.value_offset(), row.as_bytes().to_vec())).collect::<Vec<_>>()
        };
        assert_eq!(rows(&written.as_message()), rows(&Message::parse(written.as_bytes()).unwrap()));
    }
}
