//! The requests that a client makes of its INVITE: ACK and CANCEL.

use super::{required, unreadable};
use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind};
use crate::header::{CSeq, Headers, MaxForwards};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::status::StatusCode;
use crate::uri::UriRef;

/// How many hops a new request may take (RFC 3261 §8.1.1.6).
pub(super) const HOPS: u32 = 70;

impl Request<'_> {
    /// Begins the ACK that acknowledges a response from 300 to 699 to this INVITE (RFC 3261 §17.1.1.3).
    ///
    /// It has the Request-URI, the topmost Via value, the Route rows, From and Call-ID of this request, the number of its CSeq, and the To
    /// of the response; and Max-Forwards, as any request has (§8.1.1.6). The ACK for a 2xx is another request, of the dialog's (§13.2.2.4).
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let invite = Message::parse(
    ///     b"INVITE sip:bob@biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKkjshdyff\r\n\
    ///       To: Bob <sip:bob@biloxi.com>\r\nFrom: Alice <sip:alice@atlanta.com>;tag=88sja8x\r\nMax-Forwards: 69\r\n\
    ///       Call-ID: 987asjd97y7atg\r\nCSeq: 986759 INVITE\r\n\r\n",
    /// )?;
    /// let busy = Message::parse(b"SIP/2.0 486 Busy Here\r\nTo: Bob <sip:bob@biloxi.com>;tag=99sa0xk\r\n\r\n")?;
    /// let ack = invite.as_request().unwrap().ack(busy.as_response().unwrap()).finish()?;
    /// assert_eq!(
    ///     ack.as_bytes(),
    ///     b"ACK sip:bob@biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKkjshdyff\r\nMax-Forwards: 70\r\n\
    ///       From: Alice <sip:alice@atlanta.com>;tag=88sja8x\r\nTo: Bob <sip:bob@biloxi.com>;tag=99sa0xk\r\n\
    ///       Call-ID: 987asjd97y7atg\r\nCSeq: 986759 ACK\r\nContent-Length: 0\r\n\r\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) gives [`BuildErrorKind::NotCalledFor`] for a request other than INVITE and for a response under
    /// 300, [`BuildErrorKind::MissingHeader`] for what must be copied and is not there, and [`BuildErrorKind::Unreadable`] for a CSeq that
    /// is none.
    pub fn ack(&self, response: &Response<'_>) -> MessageBuilder {
        let is_called_for = response.status() >= StatusCode::MULTIPLE_CHOICES;
        self.of_the_same_transaction(Method::Ack, is_called_for, response.headers())
    }

    /// Begins the CANCEL of this INVITE (RFC 3261 §9.1).
    ///
    /// It has the Request-URI, the topmost Via value, the Route rows, From, To and Call-ID of this request and the number of its CSeq, and
    /// Max-Forwards, as any request has (§8.1.1.6); no Require, no Proxy-Require, and no tag that the request did not have. It is sent
    /// where the request was sent, when a provisional response to it has come and no final one.
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let invite = Message::parse(
    ///     b"INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/TCP c\r\nProxy-Require: x\r\nRoute: <sip:p;lr>\r\n\
    ///       From: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: 7\r\nCSeq: 5 INVITE\r\n\r\n",
    /// )?;
    /// assert_eq!(
    ///     invite.as_request().unwrap().cancel().finish()?.as_bytes(),
    ///     b"CANCEL sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nRoute: <sip:p;lr>\r\nMax-Forwards: 70\r\n\
    ///       From: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: 7\r\nCSeq: 5 CANCEL\r\nContent-Length: 0\r\n\r\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error as [`ack`](Request::ack) does; only an INVITE can be cancelled.
    pub fn cancel(&self) -> MessageBuilder {
        self.of_the_same_transaction(Method::Cancel, true, self.headers())
    }

    /// The request of that method which a proxy takes for one of the same transaction as this INVITE; its To is that of `to`.
    fn of_the_same_transaction(&self, method: Method<'_>, is_called_for: bool, to: Headers<'_, '_>) -> MessageBuilder {
        let mut builder = Request::builder(method, UriRef::received(self.raw_uri()));
        if self.method() != Method::Invite || !is_called_for {
            builder.refuse(BuildError::new(BuildErrorKind::NotCalledFor));
        }
        let headers = self.headers();
        if let Some(row) = required(&mut builder, headers, HeaderName::Via)
            && let Some(topmost) = row.elements().next()
        {
            builder.row(HeaderId::Via, row.wire_name(), |out| out.as_read(topmost.as_bytes()));
        }
        builder.copy_all(headers.named(HeaderName::Route)).header(MaxForwards::row(HOPS));
        for (headers, name) in [(headers, HeaderName::From), (to, HeaderName::To), (headers, HeaderName::CallId)] {
            if let Some(row) = required(&mut builder, headers, name) {
                builder.copy(&row);
            }
        }
        match headers.require::<CSeq<'_>>() {
            Ok(cseq) => {
                builder.header(CSeq::build(cseq.number(), method));
            }
            Err(error) => builder.refuse(unreadable(HeaderId::CSeq, error)),
        }
        builder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::message::Message;
    use alloc::string::String;

    const INVITE: &str = "INVITE sip:b;x=y SIP/2.0\r\nRequire: z\r\nRoute: <sip:p1;lr>,\r\n <sip:p2>\r\nv:SIP/2.0/UDP a;x=\",\"\r\n\
        \t;branch=z9hG4bK1 , SIP/2.0/TCP c\r\nVia: SIP/2.0/TLS d\r\nf: A\r\n <sip:a>;tag=1\r\nTo: <sip:b>\r\ni: 7\r\nCSeq:\r\n 08 INVITE\r\n\
        ROUTE: <sip:p3>\r\nAuthorization: Digest x=\"y\"\r\nContent-Length: 1\r\n\r\nx";
    const COPIED: &str = "v: SIP/2.0/UDP a;x=\",\" ;branch=z9hG4bK1\r\nRoute: <sip:p1;lr>, <sip:p2>\r\nROUTE: <sip:p3>\r\n\
        Max-Forwards: 70\r\nf: A <sip:a>;tag=1\r\n";

    fn text(builder: &mut MessageBuilder) -> Result<String, (BuildErrorKind, Option<HeaderId>, usize)> {
        let built = builder.finish().map_err(|error| (error.kind(), error.header(), error.offset()))?;
        Ok(String::from_utf8(built.as_bytes().to_vec()).unwrap())
    }

    fn request(input: &str) -> Request<'_> {
        Message::parse(input.as_bytes()).unwrap().as_request().unwrap().clone()
    }

    fn ack(invite: &str, response: &str) -> Result<String, (BuildErrorKind, Option<HeaderId>, usize)> {
        text(&mut request(invite).ack(Message::parse(response.as_bytes()).unwrap().as_response().unwrap()))
    }

    #[test]
    fn the_topmost_via_goes_with_it_and_every_route() {
        let rest = "To: <sip:b>\r\ni: 7\r\nCSeq: 8 CANCEL\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(text(&mut request(INVITE).cancel()).unwrap(), ["CANCEL sip:b;x=y SIP/2.0\r\n", COPIED, rest].concat());
        let rest = "t: B <sip:b>;tag=9\r\ni: 7\r\nCSeq: 8 ACK\r\nContent-Length: 0\r\n\r\n";
        let busy = "SIP/2.0 486 \r\nt:B\r\n <sip:b>;tag=9\r\n\r\n";
        assert_eq!(ack(INVITE, busy).unwrap(), ["ACK sip:b;x=y SIP/2.0\r\n", COPIED, rest].concat());
    }

    #[test]
    fn what_nobody_calls_for_is_refused() {
        let not_called_for = Err((BuildErrorKind::NotCalledFor, None, 0));
        for code in [100, 180, 200, 299] {
            assert_eq!(ack(INVITE, &alloc::format!("SIP/2.0 {code} \r\nTo: <sip:b>;tag=9\r\n\r\n")), not_called_for);
        }
        for method in ["ACK", "CANCEL", "BYE", "invite"] {
            let other = INVITE.replace("INVITE", method);
            assert_eq!(text(&mut request(&other).cancel()), not_called_for);
            assert_eq!(ack(&other, "SIP/2.0 500 \r\nTo: <sip:b>;tag=9\r\n\r\n"), not_called_for);
        }
    }

    #[test]
    fn what_is_missing_or_unreadable_is_named() {
        for (row, id) in [
            ("v:SIP/2.0/UDP a;x=\",\"\r\n\t;branch=z9hG4bK1 , SIP/2.0/TCP c\r\nVia: SIP/2.0/TLS d\r\n", HeaderId::Via),
            ("f: A\r\n <sip:a>;tag=1\r\n", HeaderId::From),
            ("To: <sip:b>\r\n", HeaderId::To),
            ("i: 7\r\n", HeaderId::CallId),
            ("CSeq:\r\n 08 INVITE\r\n", HeaderId::CSeq),
        ] {
            assert!(INVITE.contains(row));
            let (kind, header, _) = text(&mut request(&INVITE.replace(row, "")).cancel()).unwrap_err();
            assert_eq!((kind, header), (BuildErrorKind::MissingHeader(id), Some(id)));
        }
        assert_eq!(ack(INVITE, "SIP/2.0 500 \r\n\r\n").unwrap_err().0, BuildErrorKind::MissingHeader(HeaderId::To));
        let unreadable = INVITE.replace("08", "x8");
        let place = unreadable.find("x8").unwrap();
        let (kind, header, offset) = text(&mut request(&unreadable).cancel()).unwrap_err();
        assert!(matches!(kind, BuildErrorKind::Unreadable(ErrorKind::Expected(_))));
        assert_eq!((header, offset), (Some(HeaderId::CSeq), place));
    }
}
