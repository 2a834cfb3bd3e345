//! The methods of [`Parser`] that return messages and parts of them.

use alloc::sync::Arc;

use bytes::Bytes;

use super::{Message, Multipart, OwnedMessage, Partial};
use crate::error::{ErrorKind, ParseError};
use crate::header::MediaType;
use crate::parser::{Layout, Parser, fill_message};
use crate::profile::Limit;

impl Parser {
    /// Parses one message: a datagram, a WebSocket message, or the beginning of a buffer. Use a [`Decoder`](crate::Decoder) for a stream.
    ///
    /// Checks the start line, the field boundaries and the length of the body. Values are checked when they are read. Without a
    /// Content-Length the body extends to the end of the input. Bytes behind the body are available as [`trailing`](Message::trailing)
    /// (RFC 3261 §18.3).
    ///
    /// A WebSocket message, of text or binary frames, holds one SIP message and needs no Content-Length (RFC 7118 §5). Use
    /// [`sniff`](crate::sniff()) to recognise keep-alives and STUN packets, which are no SIP messages.
    ///
    /// # Errors
    ///
    /// Returns the first error that makes the boundaries of a part ambiguous. Returns [`ErrorKind::Truncated`] if the head or the body
    /// does
    /// not end within the input. A truncated request is answered with 400, and a truncated response is dropped (RFC 3261 §18.3).
    #[inline]
    pub fn parse<'a>(&self, input: &'a [u8]) -> Result<Message<'a>, ParseError> {
        // A function that is not inlined fills the message in place, so that the message is moved only once.
        let mut message = Message::empty(input, self.profile());
        fill_message(self, message.layout_mut(), input, true)?;
        message.complete(input.len());
        Ok(message)
    }

    /// Parses the message in a datagram. The message owns the datagram.
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

    /// Returns the end of the message, and its layout unless the message extends beyond the input. Such a message is an error if it has to
    /// be `whole`.
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

    /// Parses as much as possible of a message that [`parse`](Parser::parse) may refuse. This method never fails.
    ///
    /// The result holds the start line as far as it is valid, the valid rows, the body as far as its extent is known, and the errors. It
    /// allows a server to answer a malformed request with 400 (RFC 3261 §18.3, §21.4.1).
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

    /// Parses a fragment of a message: a body of type `message/sipfrag` (RFC 3420), as in a NOTIFY that reports on a REFER. Any part of a
    /// message may be missing, and the others keep their order.
    ///
    /// ```text
    /// sipfrag = [ start-line ] *message-header [ CRLF [ message-body ] ]
    /// ```
    ///
    /// The last line needs no line end, because many stacks send `SIP/2.0 200 OK` without one. The fragment ends where `input` ends. A
    /// Content-Length in it is ignored, because the body may have been left out. [`errors`](Partial::errors) lists the errors; the list
    /// is empty if the fragment is valid.
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

    /// Splits a multipart body that was received or decoded apart from its message. `media` is its type. Offsets of errors in the body
    /// count from its first byte. Offsets of errors in the boundary count as the offsets of `media` do.
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
    /// Parses the message in a datagram with the default [`Parser`].
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
    /// Parses the message in a datagram with the default [`Parser`]. The message owns the datagram.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Parser::parse`] does.
    pub fn parse(bytes: Bytes) -> Result<Self, ParseError> {
        Parser::new().parse_owned(bytes)
    }
}

impl<'a> Multipart<'a> {
    /// Splits a multipart body that was received or decoded apart from its message, with the default profile. `media` is its type.
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
