//! [`MessageBuilder`]: a message from parts, in one buffer.

use alloc::vec::Vec;

use bytes::Bytes;

use crate::chars;
use crate::encode::{BuildError, BuildErrorKind, Encode, Writer};
use crate::error::Expected;
use crate::header::fields::{Field, FieldTable};
use crate::header::{EncodeHeader, Header};
use crate::message::{OwnedMessage, Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::scan;
use crate::start_line::{RequestLine, Span, StartLine, StatusLine};
use crate::status::StatusCode;
use crate::uri::UriRef;
use crate::version::Version;

/// What most messages fit into.
const CAPACITY: usize = 1024;

/// Writes a message: the start line, rows in the order in which they are given, then Content-Length and the body.
///
/// The first mistake is kept and comes out of [`finish`](MessageBuilder::finish); nothing that was half written does.
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
#[derive(Debug)]
pub struct MessageBuilder {
    out: Vec<u8>,
    start_line: StartLine,
    fields: FieldTable<'static>,
    error: Option<BuildError>,
}

impl Request<'_> {
    /// Begins a request.
    pub fn builder<'u>(method: Method<'_>, uri: impl Into<UriRef<'u>>) -> MessageBuilder {
        let (mut method_span, mut uri_span) = (Span::default(), Span::default());
        let mut builder = MessageBuilder::begin(|out| {
            method_span = out.spanned(|out| out.token(method));
            out.literal(" ");
            uri_span = out.spanned(|out| uri.into().encode(out));
            out.literal(" SIP/2.0");
        });
        builder.start_line = StartLine::Request(RequestLine { method: method_span, uri: uri_span, version: Version::SIP_2_0 });
        builder
    }
}

impl Response<'_> {
    /// Begins a response with the status code's own reason phrase.
    pub fn builder(status: StatusCode) -> MessageBuilder {
        Self::builder_with_reason(status, status.default_reason().unwrap_or_default())
    }

    /// Begins a response with a reason phrase of one's own.
    pub fn builder_with_reason(status: StatusCode, reason: &str) -> MessageBuilder {
        let mut span = Span::default();
        let mut builder = MessageBuilder::begin(|out| {
            out.literal("SIP/2.0 ");
            out.number(status.as_u16().into());
            out.literal(" ");
            span = out.spanned(|out| out.text(reason));
        });
        builder.start_line = StartLine::Response(StatusLine { version: Version::SIP_2_0, status, reason: span });
        builder
    }
}

impl Writer<'_> {
    /// Where `write` wrote.
    fn spanned(&mut self, write: impl FnOnce(&mut Self)) -> Span {
        let start = self.position() as u32;
        write(self);
        Span { start, end: self.position() as u32 }
    }
}

impl MessageBuilder {
    fn begin(start_line: impl FnOnce(&mut Writer<'_>)) -> Self {
        let mut out = Vec::with_capacity(CAPACITY);
        let mut writer = Writer::new(&mut out);
        start_line(&mut writer);
        let error = writer.error;
        out.extend_from_slice(b"\r\n");
        let unset = StartLine::Request(RequestLine { method: Span::default(), uri: Span::default(), version: Version::SIP_2_0 });
        Self { out, start_line: unset, fields: FieldTable::new(), error }
    }

    /// Adds a row. Content-Length is not taken: it is computed.
    pub fn header(&mut self, header: impl EncodeHeader) -> &mut Self {
        let name = header.name();
        self.row(name.id(), name.as_str().as_bytes(), |out| header.encode(out))
    }

    /// Adds a row of any name and any text, as it is: line ends and other control bytes are errors.
    pub fn raw(&mut self, name: HeaderName<'_>, value: impl AsRef<[u8]>) -> &mut Self {
        self.row(name.id(), name.as_str().as_bytes(), |out| out.text(value))
    }

    /// Adds a row that was received: its name as written, its value with folds as one space.
    pub fn copy(&mut self, header: &Header<'_>) -> &mut Self {
        self.row(header.name().id(), header.wire_name(), |out| out.as_read(header.as_bytes()))
    }

    /// Adds the rows of that name that were received, in their order.
    pub fn copy_all<'a>(&mut self, headers: impl IntoIterator<Item = Header<'a>>) -> &mut Self {
        headers.into_iter().for_each(|header| {
            self.copy(&header);
        });
        self
    }

    /// A row of that name, which is a token.
    pub(crate) fn row(&mut self, id: HeaderId, name: &[u8], value: impl FnOnce(&mut Writer<'_>)) -> &mut Self {
        if id == HeaderId::ContentLength {
            self.refuse(BuildError { kind: BuildErrorKind::Duplicate(id), header: Some(id), offset: 0 });
            return self;
        }
        self.write_row(id, name, value);
        self
    }

    fn write_row(&mut self, id: HeaderId, name: &[u8], value: impl FnOnce(&mut Writer<'_>)) {
        let start = self.out.len();
        self.out.extend_from_slice(name);
        self.out.extend_from_slice(b": ");
        let value_start = self.out.len();
        let mut writer = Writer::new(&mut self.out);
        value(&mut writer);
        if let Some(error) = writer.error {
            self.refuse(BuildError { header: Some(id), ..error });
        }
        let written = &self.out[value_start..];
        let leading = scan::run(written, chars::WSP);
        let length = scan::trim(written).len();
        if length == 0 {
            self.out.truncate(value_start - 1);
        }
        let value = if length == 0 { value_start - 1 } else { value_start + leading };
        self.out.extend_from_slice(b"\r\n");
        let field = Field::new(start, name.len() as u16, id, value, value + length);
        let most = 2 * self.fields.as_slice().len();
        self.fields.push(field, || most);
    }

    /// Keeps the first mistake.
    pub(crate) fn refuse(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Ends the message, without a body.
    ///
    /// # Errors
    ///
    /// The first thing that could not be written.
    pub fn finish(&mut self) -> Result<OwnedMessage, BuildError> {
        self.finish_with_body(b"")
    }

    /// Ends the message, with a body.
    ///
    /// # Errors
    ///
    /// The first thing that could not be written.
    pub fn finish_with_body(&mut self, body: &[u8]) -> Result<OwnedMessage, BuildError> {
        let length = body.len() as u64;
        self.write_row(HeaderId::ContentLength, b"Content-Length", |out| out.number(length));
        if self.out.len() as u64 + length + 2 > u64::from(u32::MAX) {
            self.refuse(BuildError::new(BuildErrorKind::TooLarge));
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        self.out.reserve_exact(2 + body.len());
        self.out.extend_from_slice(b"\r\n");
        let start = self.out.len() as u32;
        self.out.extend_from_slice(body);
        let body = Span { start, end: self.out.len() as u32 };
        let fields = core::mem::replace(&mut self.fields, FieldTable::new());
        // What is left is no message any more.
        self.error = Some(BuildError::new(BuildErrorKind::Empty(Expected::Message)));
        Ok(OwnedMessage::written(Bytes::from(core::mem::take(&mut self.out)), self.start_line, fields, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{Subject, Supported, UserAgent};
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
        assert_eq!(rows(&message), rows(&parsed));
        assert_eq!((message.body(), message.as_request().unwrap().raw_uri()), (&b"hello\r\n"[..], &b"sip:a@b;x=y"[..]));
    }

    #[test]
    fn more_rows_than_are_kept_inline() {
        let mut builder = Response::builder(StatusCode::OK);
        for _ in 0..100 {
            builder.header(UserAgent::row("x"));
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
        assert!(Response::builder_with_reason(StatusCode::OK, "a\nb").finish().is_err());
        assert!(Request::builder(Method::Invite, "sip:a b").finish().is_err());
        let mut twice = Response::builder(StatusCode::OK);
        assert!(twice.finish().is_ok() && twice.finish().is_err());
    }
}
