//! [`Response::to`]: the response to a request, or to what could be read of one.

use core::time::Duration;

use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind};
use crate::header::{CSeq, Header, Headers, Timestamp, To, TypedHeader};
use crate::message::Response;
use crate::name::{HeaderId, HeaderName};
use crate::status::StatusCode;

impl Response<'_> {
    /// Begins the response to a request (RFC 3261 §8.2.6), with the status code's own reason phrase.
    ///
    /// Copied from the request, as read, each fold as one space:
    ///
    /// * every Via row, in order (§8.2.6.2). [`source`](MessageBuilder::source) writes `received` and `rport` into the topmost (§18.2.1), if
    ///   no edit of the request did.
    /// * From, To, Call-ID and CSeq (§8.2.6.2). Where the request's To has no tag, it gets `to_tag`, which must be the same in every response
    ///   to the request; where it has one, that stays. A 100 needs none.
    /// * every Record-Route row into a response from 101 to 299 that can form a dialog (§12.1.1): to INVITE, SUBSCRIBE, NOTIFY (RFC 6665
    ///   §4.4.1) and REFER (RFC 3515 §2). Inside a dialog they change nothing (§12.2).
    /// * Timestamp into a 100 (§8.2.6.1); [`trying`](Response::trying) adds the delay.
    ///
    /// The headers may be those of a [`Partial`](crate::Partial), for the 400 that is owed: what is not there is left out, and what does not
    /// fit its grammar is sent back as it was, a To without a tag. Of a header that may stand once, the first row counts.
    ///
    /// An ACK gets no response (§17), and a CANCEL that belongs to a request has that request's tag (§9.2).
    ///
    /// ```
    /// use sipwire::{Message, Response, StatusCode};
    ///
    /// let request = Message::parse(
    ///     b"OPTIONS sip:carol@chicago.com SIP/2.0\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n\
    ///       To: <sip:carol@chicago.com>\r\nCall-ID: 7@a\r\nCSeq: 5 OPTIONS\r\n\r\n",
    /// )?;
    /// let response = Response::to(request.headers(), StatusCode::BUSY_HERE, Some(b"314")).finish()?;
    /// assert_eq!(
    ///     response.as_bytes(),
    ///     b"SIP/2.0 486 Busy Here\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n\
    ///       To: <sip:carol@chicago.com>;tag=314\r\nCall-ID: 7@a\r\nCSeq: 5 OPTIONS\r\nContent-Length: 0\r\n\r\n",
    /// );
    /// // Over 100 there must be a tag.
    /// assert!(Response::to(request.headers(), StatusCode::RINGING, None).finish().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) gives [`BuildErrorKind::MissingToTag`] where neither the request nor the caller has one and the code
    /// is over 100, and refuses a tag that is no token.
    pub fn to(request: Headers<'_, '_>, status: StatusCode, to_tag: Option<&[u8]>) -> MessageBuilder {
        Self::to_with_reason(request, status, status.default_reason().unwrap_or_default(), to_tag)
    }

    /// The same with a reason phrase of one's own, which in a 400 says what is wrong with the request (RFC 3261 §21.4.1).
    pub fn to_with_reason(request: Headers<'_, '_>, status: StatusCode, reason: &str, to_tag: Option<&[u8]>) -> MessageBuilder {
        let mut builder = begin(request, status, reason, to_tag);
        if status == StatusCode::TRYING {
            builder.copy_all(request.named(HeaderName::Timestamp).take(1));
        }
        builder
    }

    /// Begins the 100 to a request that it comes later than at once: its Timestamp, if there is one, says by how much (RFC 3261 §8.2.6.1).
    ///
    /// ```
    /// use core::time::Duration;
    /// use sipwire::{Message, Response, header::Timestamp};
    ///
    /// let request = Message::parse(b"INVITE sip:a SIP/2.0\r\nTimestamp: 54.21\r\n\r\n")?;
    /// let trying = Response::trying(request.headers(), Duration::from_millis(250)).finish()?;
    /// assert_eq!(trying.headers().require::<Timestamp>()?.as_bytes(), b"54.21 0.25");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trying(request: Headers<'_, '_>, delay: Duration) -> MessageBuilder {
        let status = StatusCode::TRYING;
        let mut builder = begin(request, status, status.default_reason().unwrap_or_default(), None);
        if let Some(row) = request.named(HeaderName::Timestamp).next() {
            match <Timestamp<'_> as TypedHeader<'_>>::parse(row.value()) {
                Ok(timestamp) => builder.header(Timestamp::row((timestamp, delay))),
                Err(_) => builder.copy(&row),
            };
        }
        builder
    }
}

/// The response without a Timestamp.
fn begin(request: Headers<'_, '_>, status: StatusCode, reason: &str, to_tag: Option<&[u8]>) -> MessageBuilder {
    let mut builder = Response::builder_with_reason(status, reason);
    let first = |name| request.named(name).take(1);
    builder.copy_all(request.named(HeaderName::Via));
    if status.makes_dialog() && forms_dialog(request) {
        builder.copy_all(request.named(HeaderName::RecordRoute));
    }
    builder.copy_all(first(HeaderName::From));
    if let Some(row) = request.named(HeaderName::To).next() {
        to(&mut builder, &row, status, to_tag);
    }
    builder.copy_all(first(HeaderName::CallId)).copy_all(first(HeaderName::CSeq));
    builder
}

/// Whether a response from 101 to 299 forms a dialog, or a dialog's request is answered.
fn forms_dialog(request: Headers<'_, '_>) -> bool {
    let cseq = request.get::<CSeq<'_>>().ok().flatten();
    cseq.is_some_and(|cseq| cseq.method().makes_dialog())
}

/// The To of the request, with a tag.
fn to(builder: &mut MessageBuilder, row: &Header<'_>, status: StatusCode, to_tag: Option<&[u8]>) {
    let has_tag = match <To<'_> as TypedHeader<'_>>::parse(row.value()) {
        // A malformed tag is one.
        Ok(to) => to.tag() != Ok(None),
        // Whether the value has a tag can't be told, nor where one would go.
        Err(_) => true,
    };
    match to_tag {
        Some(tag) if !has_tag => {
            builder.row(HeaderId::To, row.wire_name(), |out| {
                out.as_read(row.as_bytes());
                out.fixed(";tag=");
                out.token(tag);
            });
        }
        None if !has_tag && status != StatusCode::TRYING => {
            builder.refuse(BuildError { header: Some(HeaderId::To), ..BuildError::new(BuildErrorKind::MissingToTag) });
        }
        _ => {
            builder.copy(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;
    use crate::parser::Parser;
    use crate::profile::Leniency;
    use alloc::string::{String, ToString};

    const INVITE: &str = "INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n ;received=192.0.2.1 , SIP/2.0/TCP b\r\nTo:\r\n <sip:b>\r\n\
        v:SIP / 2.0 / TLS c\r\nRecord-Route: <sip:p1;lr>;x,<sip:p2>\r\nf: A <sip:a>;tag=1\r\nCALL-ID : 7\r\nTimestamp: 5 .5\r\nCSeq: 08 INVITE\r\n\
        record-route:<sip:p3>\r\n\r\n";

    fn answer(request: &str, code: u16, tag: Option<&[u8]>) -> Result<String, BuildErrorKind> {
        let status = StatusCode::new(code).unwrap();
        let answer = |headers| Response::to(headers, status, tag).finish().map_err(|error| error.kind());
        let (message, partial) = (Message::parse(request.as_bytes()).unwrap(), Parser::new().partial(request.as_bytes()));
        let response = answer(message.headers())?;
        // What is left of a message is answered alike.
        assert_eq!(answer(partial.headers()).unwrap().as_bytes(), response.as_bytes());
        Ok(String::from_utf8(response.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn rows_are_copied_as_they_were_read() {
        const VIAS: &str = "Via: SIP/2.0/UDP a;branch=z9hG4bK1 ;received=192.0.2.1 , SIP/2.0/TCP b\r\nv: SIP / 2.0 / TLS c\r\n";
        const ROUTES: &str = "Record-Route: <sip:p1;lr>;x,<sip:p2>\r\nrecord-route: <sip:p3>\r\n";
        for (code, line, routes, tag, timestamp) in [
            (100, "100 Trying", "", "", "Timestamp: 5 .5\r\n"),
            (180, "180 Ringing", ROUTES, ";tag=x", ""),
            (200, "200 OK", ROUTES, ";tag=x", ""),
            (302, "302 Moved Temporarily", "", ";tag=x", ""),
            (699, "699 ", "", ";tag=x", ""),
        ] {
            let wanted = [
                &["SIP/2.0 ", line, "\r\n", VIAS, routes, "f: A <sip:a>;tag=1\r\nTo: <sip:b>", tag][..],
                &["\r\nCALL-ID: 7\r\nCSeq: 08 INVITE\r\n", timestamp, "Content-Length: 0\r\n\r\n"],
            ]
            .concat()
            .concat();
            let given = if code == 100 { None } else { Some(&b"x"[..]) };
            assert_eq!(answer(INVITE, code, given).unwrap(), wanted);
        }
    }

    #[test]
    fn only_what_can_form_a_dialog_gets_the_routes() {
        for (method, forms) in [("INVITE", true), ("SUBSCRIBE", true), ("NOTIFY", true), ("REFER", true), ("BYE", false), ("invite", false)]
        {
            let request = INVITE.replace("INVITE", method);
            assert_eq!(answer(&request, 200, Some(b"x")).unwrap().contains("p3"), forms, "{method}");
            assert!(!answer(&request, 100, Some(b"x")).unwrap().contains("p3"));
        }
    }

    #[test]
    fn a_tag_is_added_where_there_is_none() {
        for (to, tag, wanted) in [
            ("<sip:b>", Some("x"), Ok("<sip:b>;tag=x")),
            ("<sip:b>;tag=y", Some("x"), Ok("<sip:b>;tag=y")),
            ("<sip:b>;tag=y", None, Ok("<sip:b>;tag=y")),
            ("<sip:b;tag=y>", Some("x"), Ok("<sip:b;tag=y>;tag=x")),
            ("sip:b", Some("x"), Ok("sip:b;tag=x")),
            ("\"<sip:c>;tag=z\" <sip:b>\r\n ;y", Some("x"), Ok("\"<sip:c>;tag=z\" <sip:b> ;y;tag=x")),
            ("<sip:b>", None, Err(BuildErrorKind::MissingToTag)),
            // No grammar says where a tag would go.
            ("\"b <sip:b>", Some("x"), Ok("\"b <sip:b>")),
            ("", None, Ok("")),
        ] {
            let request = ["OPTIONS sip:b SIP/2.0\r\nt: ", to, "\r\n\r\n"].concat();
            let answered = answer(&request, 200, tag.map(str::as_bytes));
            let value = answered.map(|response| response.lines().nth(1).unwrap()[2..].trim().to_string());
            assert_eq!(value, wanted.map(String::from), "{to}");
        }
        let request = Message::parse(b"OPTIONS sip:b SIP/2.0\r\nTo: <sip:b>\r\n\r\n").unwrap();
        let injected = Response::to(request.headers(), StatusCode::OK, Some(b"x\r\nVia: y")).finish().unwrap_err();
        assert_eq!((injected.header(), injected.offset()), (Some(HeaderId::To), 1));
        assert!(Response::to_with_reason(request.headers(), StatusCode::OK, "a\nb", Some(b"x")).finish().is_err());
    }

    #[test]
    fn what_is_left_of_a_message_is_answered() {
        let input = b"INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nno colon\r\nTo: <sip:b>\r\nTo: <sip:c>;tag=1\r\nCall-ID: 7\r\n\
            Via: broken\0\r\nFrom: <sip:\r\nCSeq: x\r\nContent-Length: ?\r\n\r\n";
        let partial = Parser::new().partial(input);
        let reason = "No colon in line 3";
        let response = Response::to_with_reason(partial.headers(), StatusCode::BAD_REQUEST, reason, Some(b"9")).finish().unwrap();
        assert_eq!(
            String::from_utf8_lossy(response.as_bytes()),
            "SIP/2.0 400 No colon in line 3\r\nVia: SIP/2.0/UDP a\r\nFrom: <sip:\r\nTo: <sip:b>;tag=9\r\nCall-ID: 7\r\nCSeq: x\r\n\
             Content-Length: 0\r\n\r\n"
        );
        // Nothing at all can be read.
        let nothing = Parser::new().partial(b"\0");
        assert!(Response::to(nothing.headers(), StatusCode::BAD_REQUEST, None).finish().is_ok());
    }

    #[test]
    fn lenient_folds_become_one_space_too() {
        let lenient = Parser::new().leniency(Leniency::LF_LINE_ENDS);
        let request = lenient.parse(b"OPTIONS sip:b SIP/2.0\nTo: B\n <sip:b>\n\t;x\n\n").unwrap();
        let response = Response::to(request.headers(), StatusCode::OK, Some(b"1")).finish().unwrap();
        assert_eq!(response.as_bytes(), b"SIP/2.0 200 OK\r\nTo: B <sip:b> ;x;tag=1\r\nContent-Length: 0\r\n\r\n");
    }

    #[test]
    fn a_delay_is_added_to_the_time() {
        for (timestamp, wanted) in [("5", "5 0.5"), ("5 1", "5 0.5"), ("x", "x")] {
            let request = ["INVITE sip:b SIP/2.0\r\nTimestamp: ", timestamp, "\r\n\r\n"].concat();
            let request = Message::parse(request.as_bytes()).unwrap();
            let trying = Response::trying(request.headers(), Duration::from_millis(500)).finish().unwrap();
            assert_eq!(trying.headers().iter().next().unwrap().as_bytes(), wanted.as_bytes());
        }
    }
}
