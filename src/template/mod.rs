//! [`Template`]: a message that is reused as the start of the next one.

mod parts;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use crate::chars::{self, Class};
use crate::encode::{self, BuildError, BuildErrorKind, Encode, Writer};
use crate::header::fields::Field;
use crate::header::{CallId, EncodeHeader, Headers, LARGEST_CSEQ};
use crate::message::{Message, OwnedMessage};
use crate::name::HeaderId;
use crate::parser::Layout;
use crate::profile::{end_of, most_bytes};
use crate::scan;
use crate::start_line::{Span, StartLine};
use crate::uri::UriRef;
use parts::Parts;

/// A reusable message with parts that are replaced before each send. For example, the requests of a load generator differ only in branch,
/// Call-ID and CSeq.
///
/// New parts are checked as by [`MessageBuilder`](crate::MessageBuilder). All other bytes stay as they are. If the new part has the length
/// of
/// the old one, no other bytes move. A refused part leaves the message unchanged.
///
/// ```
/// use sipwire::header::{CSeq, CallId, MaxForwards, Via};
/// use sipwire::{Host, Method, Request, Template, Transport};
///
/// let first = Request::builder(Method::Options, "sip:carol@chicago.com")
///     .header(Via::build(Transport::Udp, Host::try_from("pc33.atlanta.com")?).branch("z9hG4bK1"))
///     .header(MaxForwards::row(70))
///     .header(CallId::row("1@atlanta.com"))
///     .header(CSeq::build(1, Method::Options))
///     .finish()?;
/// let mut template = Template::new(&first);
/// for number in 2..12 {
///     let branch = format!("z9hG4bK{number}");
///     let call_id = format!("{number}@atlanta.com");
///     template.branch(&branch)?.call_id(&call_id)?.cseq(number)?;
///     // Ready to be sent, and to be read without being parsed.
///     assert!(template.as_bytes().starts_with(b"OPTIONS sip:carol@chicago.com SIP/2.0\r\n"));
///     assert_eq!(template.headers().require::<CallId>()?, &*call_id);
/// }
/// assert!(template.branch("z9hG4bK\r\nVia: SIP/2.0/UDP x").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Template {
    bytes: Vec<u8>,
    layout: Layout<'static>,
    parts: Parts,
    /// The buffer for parts that are not checked yet.
    scratch: Vec<u8>,
}

impl Template {
    /// Makes a template with a copy of `message`.
    pub fn new(message: &OwnedMessage) -> Self {
        let (_, layout) = message.parts();
        let (bytes, layout) = (message.as_bytes().to_vec(), layout.rebased());
        let mut template = Self { bytes, layout, parts: Parts::default(), scratch: Vec::new() };
        template.parts = Parts::of(&template.bytes, template.headers());
        template
    }

    /// Returns the message, ready to be sent.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the message without parsing it.
    pub fn as_message(&self) -> Message<'_> {
        Message::new(&self.bytes, self.layout.borrowed())
    }

    /// Returns the header fields, with typed access.
    #[inline]
    pub fn headers(&self) -> Headers<'_, '_> {
        self.layout.headers(&self.bytes)
    }

    /// Copies the message into an owned message.
    pub fn to_message(&self) -> OwnedMessage {
        OwnedMessage::new(Bytes::copy_from_slice(&self.bytes), Arc::new(self.layout.borrowed().into_static()))
    }

    /// Replaces the Request-URI.
    ///
    /// # Errors
    ///
    /// Returns an error if the URI cannot be written, and [`BuildErrorKind::Absent`] if the template is a response.
    pub fn uri<'u>(&mut self, uri: impl Into<UriRef<'u>>) -> Result<&mut Self, BuildError> {
        let place = match self.layout.start_line {
            Some(StartLine::Request(line)) => Some(line.uri),
            _ => None,
        };
        let uri = uri.into();
        self.fill(place, None, |out| uri.encode(out))
    }

    /// Replaces the branch of the topmost Via: a token that begins with `z9hG4bK` (RFC 3261 §8.1.1.7).
    ///
    /// # Errors
    ///
    /// Returns an error if the branch is not a token, and [`BuildErrorKind::Absent`] if the template has no branch.
    #[inline]
    pub fn branch(&mut self, branch: impl AsRef<[u8]>) -> Result<&mut Self, BuildError> {
        self.fill_token(self.parts.branch, HeaderId::Via, branch.as_ref())
    }

    /// Replaces the tag of From, a token (RFC 3261 §19.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is not a token, and [`BuildErrorKind::Absent`] if the template has no such tag.
    #[inline]
    pub fn from_tag(&mut self, tag: impl AsRef<[u8]>) -> Result<&mut Self, BuildError> {
        self.fill_token(self.parts.from_tag, HeaderId::From, tag.as_ref())
    }

    /// Replaces the tag of To, a token (RFC 3261 §19.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is not a token, and [`BuildErrorKind::Absent`] if the template has no such tag.
    #[inline]
    pub fn to_tag(&mut self, tag: impl AsRef<[u8]>) -> Result<&mut Self, BuildError> {
        self.fill_token(self.parts.to_tag, HeaderId::To, tag.as_ref())
    }

    /// Replaces the Call-ID.
    ///
    /// # Errors
    ///
    /// Returns an error if the Call-ID is malformed, and [`BuildErrorKind::Absent`] if the template has none.
    #[inline]
    pub fn call_id(&mut self, call_id: &str) -> Result<&mut Self, BuildError> {
        if self.put(self.parts.call_id, call_id.as_bytes(), chars::WORD) { Ok(self) } else { self.header(CallId::row(call_id)) }
    }

    /// Replaces the sequence number of the CSeq, and keeps its method.
    ///
    /// # Errors
    ///
    /// Returns an error if the number is 2^31 or more, and [`BuildErrorKind::Absent`] if the template has no CSeq.
    #[inline]
    pub fn cseq(&mut self, number: u32) -> Result<&mut Self, BuildError> {
        let place = self.parts.cseq;
        if let Some(there) = place.and_then(|place| self.bytes.get_mut(place.range()))
            && number <= LARGEST_CSEQ
            && encode::put_digits(number, there)
        {
            return Ok(self);
        }
        self.fill(place, Some(HeaderId::CSeq), |out| out.sequence_number(number))
    }

    /// Replaces the first row of that header with all its elements: `Expires::row(60)`, `CSeq::build(2, Method::Invite)`. The row keeps
    /// its name
    /// as written.
    ///
    /// # Errors
    ///
    /// Returns an error if the value cannot be written, and [`BuildErrorKind::Absent`] if the template has no such header field.
    /// Content-Length cannot be set: it follows from the [`body`](Template::body).
    #[inline]
    pub fn header(&mut self, header: impl EncodeHeader) -> Result<&mut Self, BuildError> {
        let name = header.name();
        let id = name.id();
        let row = self.layout.fields.first(name, &self.bytes);
        self.write(Some(id), |out| header.encode(out))?;
        let (Some(row), false) = (row, id == HeaderId::ContentLength) else {
            let kind = if id == HeaderId::ContentLength { BuildErrorKind::Duplicate(id) } else { BuildErrorKind::Absent };
            return Err(BuildError { kind, header: Some(id), offset: 0 });
        };
        let field = self.layout.rows()[row];
        match self.bytes.get_mut(field.value()..field.end()) {
            Some(there) if there.len() == self.scratch.len() && scan::trimmed(&self.scratch) == (0, there.len()) => {
                there.copy_from_slice(&self.scratch);
            }
            _ => self.write_row(row, field)?,
        }
        self.parts = self.parts.with(id, &self.bytes, self.headers());
        Ok(self)
    }

    /// Replaces the body, and updates each Content-Length.
    ///
    /// # Errors
    ///
    /// Returns [`BuildErrorKind::TooLarge`] if the message would have 4 GiB or more.
    pub fn body(&mut self, body: &[u8]) -> Result<&mut Self, BuildError> {
        self.has_room(body.len())?;
        let end = self.layout.body.end as usize;
        self.bytes.truncate(self.layout.body.start as usize);
        self.bytes.extend_from_slice(body);
        self.layout.body.end = self.bytes.len() as u32;
        if end == self.bytes.len() {
            return Ok(self);
        }
        for row in 0..self.layout.rows().len() {
            if self.layout.rows()[row].id() == HeaderId::ContentLength {
                self.write(None, |out| out.number(body.len() as u64))?;
                self.write_row(row, self.layout.rows()[row])?;
            }
        }
        Ok(self)
    }

    /// Writes a part into the scratch buffer.
    #[inline]
    fn write(&mut self, header: Option<HeaderId>, part: impl FnOnce(&mut Writer<'_>)) -> Result<(), BuildError> {
        self.scratch.clear();
        let mut out = Writer::new(&mut self.scratch);
        part(&mut out);
        match out.error() {
            Some(error) => Err(BuildError { header, ..error }),
            None => Ok(()),
        }
    }

    /// Replaces a token.
    #[inline]
    fn fill_token(&mut self, place: Option<Span>, header: HeaderId, token: &[u8]) -> Result<&mut Self, BuildError> {
        if self.put(place, token, chars::TOKEN) { Ok(self) } else { self.fill(place, Some(header), |out| out.token(token)) }
    }

    /// Fast path: replaces a part of the same length in place. Returns whether it succeeded.
    #[inline]
    fn put(&mut self, place: Option<Span>, part: &[u8], class: Class) -> bool {
        if let Some(there) = place.and_then(|place| self.bytes.get_mut(place.range()))
            && there.len() == part.len()
            && !part.is_empty()
            && scan::all(part, class)
        {
            there.copy_from_slice(part);
            return true;
        }
        false
    }

    /// Replaces a part, which is not empty.
    #[inline]
    fn fill(&mut self, place: Option<Span>, header: Option<HeaderId>, part: impl FnOnce(&mut Writer<'_>)) -> Result<&mut Self, BuildError> {
        let absent = BuildError { kind: BuildErrorKind::Absent, header, offset: 0 };
        self.write(header, part)?;
        let place = place.ok_or(absent)?;
        let (start, end) = (place.start as usize, place.end as usize);
        if end - start == self.scratch.len() {
            self.bytes[start..end].copy_from_slice(&self.scratch);
        } else {
            self.splice(start, end)?;
        }
        Ok(self)
    }

    /// Returns the offset of a row's line end, behind white space that follows the value.
    fn line_end(&self, row: usize) -> usize {
        let (_, next) = self.layout.row(&self.bytes, row);
        next - if self.bytes[..next].ends_with(b"\r\n") { 2 } else { 1 }
    }

    /// Writes the scratch buffer as the value of a row, replacing everything behind its name.
    #[cold]
    fn write_row(&mut self, row: usize, field: Field) -> Result<(), BuildError> {
        let (value, end) = scan::trimmed(&self.scratch);
        let name_end = field.start() + field.name_of(&self.bytes).len();
        self.scratch.splice(..0, if value == end { &b":"[..] } else { b": " }.iter().copied());
        self.splice(name_end, self.line_end(row))?;
        let begin = if value == end { name_end + 1 } else { name_end + 2 };
        self.layout.fields.as_mut_slice()[row] =
            Field::new(field.start(), field.name_of(&self.bytes).len() as u16, field.id(), begin + value, begin + end);
        Ok(())
    }

    fn has_room(&self, length: usize) -> Result<(), BuildError> {
        match end_of(self.bytes.len() as u64, length as u64, 0, most_bytes(usize::BITS)) {
            Some(_) => Ok(()),
            None => Err(BuildError::new(BuildErrorKind::TooLarge)),
        }
    }

    /// Replaces the range `start..end`, which is not empty, with the scratch buffer. Moves the bytes behind it.
    #[cold]
    fn splice(&mut self, start: usize, end: usize) -> Result<(), BuildError> {
        self.has_room(self.scratch.len())?;
        let by = self.scratch.len() as isize - (end - start) as isize;
        self.bytes.splice(start..end, self.scratch.iter().copied());
        let moved = |place: u32| if (place as usize) < end { place } else { (place as isize + by) as u32 };
        self.layout.map(moved);
        self.parts.shift(|span| Span { start: moved(span.start), end: moved(span.end) });
        Ok(())
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_message().fmt(f)
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_message(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{CSeq, ContentLength, Subject};
    use crate::method::Method;

    const MESSAGE: &[u8] = b"INVITE sip:a SIP/2.0\r\nv : SIP/2.0/UDP h;branch=1;x  \r\nFrom: <sip:b>;tag=2\r\nTo: <sip:a>;tag=3\r\n\
        Call-ID: 4\r\nCSeq:5 INVITE\r\nSubject:\r\nContent-Length: 3\r\n\r\nabc";

    fn template() -> Template {
        Template::new(&OwnedMessage::parse(Bytes::from_static(MESSAGE)).unwrap())
    }

    /// The template has the same bytes and offsets as a parser finds.
    #[track_caller]
    fn is(template: &Template, bytes: &str) {
        assert_eq!(core::str::from_utf8(template.as_bytes()).unwrap(), bytes);
        let parsed = Message::parse(template.as_bytes()).unwrap();
        let rows = |headers: Headers<'_, '_>| {
            headers.iter().map(|row| (row.offset(), row.value_offset(), row.as_bytes().to_vec())).collect::<Vec<_>>()
        };
        assert_eq!(rows(template.headers()), rows(parsed.headers()));
        assert_eq!(
            (template.as_message().body(), template.as_message().as_request().unwrap().raw_uri()),
            (parsed.body(), parsed.as_request().unwrap().raw_uri())
        );
        let parts = |layout: &Layout<'_>| (layout.line, layout.start_line, layout.body, layout.rows().to_vec());
        assert_eq!(parts(&template.layout), parts(parsed.layout()));
        assert_eq!(template.parts, Parts::of(template.as_bytes(), parsed.headers()));
        assert_eq!(template.to_message().as_bytes(), template.as_bytes());
    }

    #[test]
    fn parts_are_filled_where_they_stand() {
        let mut template = template();
        let text = core::str::from_utf8(MESSAGE).unwrap();
        is(&template, text);
        template.branch("7").unwrap().from_tag("8").unwrap().call_id("5").unwrap().cseq(7).unwrap();
        let filled = text.replace("branch=1", "branch=7").replace("tag=2", "tag=8").replace("Call-ID: 4", "Call-ID: 5");
        is(&template, &filled.replace("CSeq:5", "CSeq:7"));
        template.cseq(2_147_483_647).unwrap().call_id("a@b").unwrap();
        is(&template, &filled.replace("CSeq:5", "CSeq:2147483647").replace("Call-ID: 5", "Call-ID: a@b"));
        template.call_id("4").unwrap().header(CSeq::build(6, Method::Invite)).unwrap();
        is(&template, &filled.replace("CSeq:5", "CSeq: 6").replace("Call-ID: 5", "Call-ID: 4"));
        template.cseq(6).unwrap();
        let same_length = text.replace("branch=1", "branch=7").replace("tag=2", "tag=8").replace("CSeq:5", "CSeq: 6");
        is(&template, &same_length);
        template.branch("z9hG4bK7").unwrap().to_tag("x.y").unwrap().uri("sip:a@b").unwrap().body(b"0123456789").unwrap();
        let longer =
            same_length.replace("branch=7", "branch=z9hG4bK7").replace("tag=3", "tag=x.y").replace("INVITE sip:a ", "INVITE sip:a@b ");
        let longer = longer.replace("th: 3", "th: 10").replace("abc", "0123456789");
        is(&template, &longer);
        template.header(Subject::row(" x ")).unwrap().header(CallId::row("1@2")).unwrap();
        let with_subject = longer.replace("Subject:", "Subject:  x ").replace("Call-ID: 4", "Call-ID: 1@2");
        is(&template, &with_subject);
        template.header(Subject::row("")).unwrap().body(b"").unwrap().header(CSeq::build(70, Method::Invite)).unwrap();
        let shorter = longer.replace("Call-ID: 4", "Call-ID: 1@2").replace("th: 10", "th: 0").replace("0123456789", "");
        is(&template, &shorter.replace("CSeq: 6", "CSeq: 70"));
    }

    #[test]
    fn what_is_refused_changes_nothing() {
        let mut template = template();
        for error in [
            template.branch("a b").unwrap_err(),
            template.from_tag("").unwrap_err(),
            template.uri("sip:a b").unwrap_err(),
            template.header(Subject::row("a\r\nb")).unwrap_err(),
            template.header(ContentLength::row(5)).unwrap_err(),
            template.header(crate::header::Expires::row(5)).unwrap_err(),
            template.header(CSeq::build(u32::MAX, Method::Invite)).unwrap_err(),
            template.cseq(1 << 31).unwrap_err(),
            template.call_id("").unwrap_err(),
            template.call_id("a b").unwrap_err(),
            template.call_id("a@b@c").unwrap_err(),
        ] {
            is(&template, core::str::from_utf8(MESSAGE).unwrap());
            assert!(!matches!(error.kind(), BuildErrorKind::TooLarge));
        }
        let ok = OwnedMessage::parse(Bytes::from_static(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h\r\n\r\n")).unwrap();
        let mut response = Template::new(&ok);
        assert_eq!(response.uri("sip:a").unwrap_err().kind(), BuildErrorKind::Absent);
        let error = response.branch("a").unwrap_err();
        assert_eq!((error.kind(), error.header()), (BuildErrorKind::Absent, Some(HeaderId::Via)));
        let errors = [response.call_id("1").unwrap_err(), response.cseq(1).unwrap_err()];
        let absent = |header| (BuildErrorKind::Absent, Some(header));
        assert_eq!(errors.map(|error| (error.kind(), error.header())), [absent(HeaderId::CallId), absent(HeaderId::CSeq)]);
    }
}
