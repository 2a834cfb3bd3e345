//! The methods of [`Parser`] that return messages and parts of them.

use alloc::sync::Arc;

use bytes::Bytes;

use super::{Message, Multipart, OwnedMessage, Partial};
use crate::error::{ErrorKind, ParseError};
use crate::header::MediaType;
use crate::parser::{Layout, Parser, fill_message};
use crate::profile::Limit;

impl Parser {
    /// Parses the message that a datagram or a WebSocket message holds, or that stands at the beginning of a buffer. A stream is cut
    /// by a [`Decoder`](crate::Decoder).
    ///
    /// Start line, field boundaries and the body's length are checked; values are when they are asked for. Without a
    /// Content-Length the body reaches to the end of the input; behind the body there may be
    /// [`trailing`](Message::trailing) bytes (RFC 3261 §18.3).
    ///
    /// A WebSocket message, of text or binary frames, is one SIP message, and needs no Content-Length (RFC 7118 §5). What is no
    /// message but keeps a binding open is told by [`sniff`](crate::sniff()).
    ///
    /// # Errors
    ///
    /// Returns the first error that leaves doubt where a part of the message begins or ends. Returns [`ErrorKind::Truncated`] if the
    /// head or the body does not end within the input: a request cut short is answered with 400, a response is dropped (RFC 3261
    /// §18.3).
    #[inline]
    pub fn parse<'a>(&self, input: &'a [u8]) -> Result<Message<'a>, ParseError> {
        // Filled in place by a function that is not inlined, so that the message is moved once.
        let mut message = Message::empty(input, self.profile());
        fill_message(self, message.layout_mut(), input, true)?;
        message.complete(input.len());
        Ok(message)
    }

    /// Parses the message that a datagram holds; the message owns the datagram.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Parser::parse`] does.
    pub fn parse_owned(&self, bytes: Bytes) -> Result<OwnedMessage, ParseError> {
        match self.parse_layout(&bytes, true)? {
            (_, Some(layout)) => Ok(OwnedMessage::new(bytes, layout)),
            (_, None) => Err(ParseError::new(ErrorKind::Truncated, bytes.len())),
        }
    }

    /// Returns the end of the message, and its layout unless the end is past that of the input. A message that has to be `whole` is refused
    /// in that case.
    pub(crate) fn parse_layout(&self, input: &[u8], whole: bool) -> Result<(usize, Option<Arc<Layout<'static>>>), ParseError> {
        let mut layout = Layout::new(self.profile());
        fill_message(self, &mut layout, input, whole)?;
        let end = layout.end();
        let shared = || {
            layout.fields.shrink();
            Arc::new(layout)
        };
        Ok((end, (end <= input.len()).then(shared)))
    }

    /// Reads what can be read of a message that [`parse`](Parser::parse) may refuse: never fails, and loses nothing.
    ///
    /// It gives the start line as far as it was read, the rows that are rows, the body as far as it is known, and the errors. Without it
    /// nobody can answer the 400 that is owed.
    ///
    /// ```
    /// use sipwire::{Parser, header::CallId};
    ///
    /// let input = b"INVITE sip:a SIP/2.0\r\nCall-ID: 7\r\nno colon\r\nContent-Length: ?\r\n\r\n";
    /// assert!(Parser::new().parse(input).is_err());
    /// let partial = Parser::new().partial(input);
    /// assert_eq!(partial.headers().require::<CallId>()?, "7");
    /// assert_eq!(partial.errors().iter().map(|error| error.offset()).collect::<Vec<_>>(), [36, 60]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn partial<'a>(&self, input: &'a [u8]) -> Partial<'a> {
        Partial::parse(self, input)
    }

    /// Reads a fragment of a message, the body of type `message/sipfrag` (RFC 3420) that a NOTIFY tells of a REFER with: any part of
    /// a message may be missing, but what is there is in order.
    ///
    /// ```text
    /// sipfrag = [ start-line ] *message-header [ CRLF [ message-body ] ]
    /// ```
    ///
    /// The last line needs no line end: many stacks send `SIP/2.0 200 OK` without one. The fragment ends where `input` does, whatever
    /// its Content-Length says: that may be one whose body was left out. What is not in order is in
    /// [`errors`](Partial::errors); they are empty if the fragment is valid.
    ///
    /// ```
    /// use sipwire::{Parser, StatusCode, header::CSeq};
    ///
    /// let fragment = Parser::new().sipfrag(b"SIP/2.0 603 Declined\r\nCSeq: 7 INVITE");
    /// assert_eq!(fragment.status(), Some(StatusCode::DECLINE));
    /// assert_eq!(fragment.headers().require::<CSeq>()?.number(), 7);
    /// assert!(fragment.errors().is_empty());
    ///
    /// let rows = Parser::new().sipfrag(b"To: <sip:bob@biloxi.com>\r\n\r\nhello");
    /// assert!(!rows.has_start_line() && rows.headers().len() == 1);
    /// assert_eq!(rows.body(), b"hello");
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn sipfrag<'a>(&self, input: &'a [u8]) -> Partial<'a> {
        Partial::fragment(self, input, 0)
    }

    /// Takes a multipart body that stands alone; `media` is its type. Offsets of what is wrong with the body count from its first
    /// byte, of what is wrong with the boundary where those of `media` do.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::MissingParam`] if `media` has no boundary, [`ErrorKind::DuplicateParam`] if it has several, and
    /// [`Expected::Boundary`](crate::Expected::Boundary) if the boundary is malformed.
    pub fn multipart<'a>(&self, media: &MediaType<'a>, body: &'a [u8]) -> Result<Multipart<'a>, ParseError> {
        if u32::try_from(body.len()).is_err() {
            return Err(ParseError::new(ErrorKind::Limit(Limit::Body), 0));
        }
        Multipart::of(media, body, 0, 1, self.profile())
    }
}

impl<'a> Message<'a> {
    /// Parses the message that a datagram holds, by the default [`Parser`].
    ///
    /// # Errors
    ///
    /// Returns an error as [`Parser::parse`] does.
    #[inline]
    pub fn parse(input: &'a [u8]) -> Result<Self, ParseError> {
        const DEFAULT: Parser = Parser::new();
        DEFAULT.parse(input)
    }
}

impl OwnedMessage {
    /// Parses the message that a datagram holds, by the default [`Parser`].
    ///
    /// # Errors
    ///
    /// Returns an error as [`Parser::parse`] does.
    pub fn parse(bytes: Bytes) -> Result<Self, ParseError> {
        Parser::new().parse_owned(bytes)
    }
}

impl<'a> Multipart<'a> {
    /// Takes a body that stands alone, by the default profile: one that was decoded, or that came another way. `media` is its type.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Parser::multipart`] does.
    pub fn parse(media: &MediaType<'a>, body: &'a [u8]) -> Result<Self, ParseError> {
        Parser::new().multipart(media, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Response;
    use crate::profile::{Leniency, Limits};
    use crate::status::StatusCode;

    #[test]
    fn what_parse_refuses_is_the_first_error_of_partial() {
        let limits = Limits::new().with(Limit::StartLine, 20).with(Limit::LeadingCrlf, 2).with(Limit::Body, 8).with(Limit::Rows, 0);
        let parser = Parser::new().limits(limits);
        for (input, offset) in [
            (&b"OPTIONS sip:a\0b SIP/2.0\r\n\r\n"[..], 13),
            (b"OPTIONS sip:abcdef SIP/2.0\r\n\r\n", 0),
            (b"\r\n\r\nOPTIONS sip:a SIP/2.0\r\n\r\n", 4),
            (b"OPTIONS\r\n\r\n", 7),
        ] {
            let error = parser.parse(input).map(|_| ()).unwrap_err();
            assert_eq!((error.offset(), parser.partial(input).errors().first()), (offset, Some(&error)));
        }
    }

    #[test]
    fn a_doubled_content_length_is_one_where_that_is_lenient() {
        use crate::header::ContentLength;
        let lenient = Parser::new().leniency(Leniency::SAME_CONTENT_LENGTH);
        let same = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 01\r\n\r\nx";
        assert_eq!(lenient.parse(same).unwrap().headers().require::<ContentLength>().unwrap().value(), 1);
        assert_eq!(Parser::new().parse(same).map(|_| ()).unwrap_err().offset(), 42);
        let other = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\nxy";
        assert_eq!(lenient.parse(other).map(|_| ()).unwrap_err().offset(), 42);
        assert!(lenient.partial(other).headers().get::<ContentLength>().is_err());
    }

    #[test]
    fn what_begins_with_empty_lines_is_a_request_or_a_response_all_the_same() {
        let text = b"\r\n\r\nSIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n\r\nx";
        let message = Message::parse(text).unwrap();
        assert_eq!(message.as_response().map(Response::status), Some(StatusCode::OK));
        assert_eq!((message.headers().len(), message.body(), message.as_bytes()), (1, &b"x"[..], &text[4..]));
    }
}
