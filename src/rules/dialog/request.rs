//! Requests within a dialog: [`Dialog::request`], [`Dialog::ack`], [`Dialog::prack`].

use alloc::vec::Vec;

use super::state::{Dialog, Part};
use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind, Writer};
use crate::header::{CSeq, LARGEST_CSEQ, MaxForwards, NameAddr, RAck, RSeq};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::ack_cancel::HOPS;
use crate::rules::dialog::id::Tags;
use crate::rules::{request_uri, unreadable};
use crate::scan;
use crate::uri::UriRef;

/// The CSeq number of the first request of an end that had none (RFC 3261 §12.2.1.1: any below 2^31).
const FIRST: u32 = 1;

impl Dialog {
    /// Begins a request within the dialog (RFC 3261 §12.2.1.1) and takes the next CSeq number for it.
    ///
    /// | part | value |
    /// |---|---|
    /// | Request-URI | the remote target; if the first route has no `lr`, that route |
    /// | Route | the route set; if its first has no `lr`, all others and the remote target behind them |
    /// | To, From, Call-ID | URIs and tags of the dialog. A null tag is left out |
    /// | CSeq | the last number and one; 1 for the first request of this end |
    /// | Max-Forwards | 70 |
    ///
    /// The caller adds Via, and Contact to a request that [refreshes the target](Method::refreshes_target) (§12.2.1.1 wants it there, RFC 3311
    /// §5.1). [`recommended_order`](MessageBuilder::recommended_order) moves Via to the top. The request is sent to
    /// [`next_hop`](Dialog::next_hop).
    ///
    /// ```
    /// # use sipwire::rules::Dialog;
    /// # use sipwire::Message;
    /// use sipwire::{Host, Method, StatusCode, Transport, header::Via};
    ///
    /// # let invite = Message::parse(
    /// #     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\nRecord-Route: <sip:old>, <sip:p1;lr>\r\n\
    /// #       From: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// # )?;
    /// let mut dialog = Dialog::uas(invite.as_request().unwrap(), StatusCode::OK, b"9", false)?;
    /// let via = Via::build(Transport::Udp, Host::try_from("b")?).branch("z9hG4bK7");
    /// // The first route is a strict router: it becomes the Request-URI.
    /// assert_eq!(
    ///     dialog.request(Method::Bye).header(via).recommended_order().finish()?.as_bytes(),
    ///     b"BYE sip:old SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK7\r\nRoute: <sip:p1;lr>, <sip:alice@192.0.2.1>\r\n\
    ///       Max-Forwards: 70\r\nFrom: <sip:bob@b>;tag=9\r\nTo: <sip:alice@a>;tag=1\r\nCall-ID: 7@a\r\nCSeq: 1 BYE\r\n\
    ///       Content-Length: 0\r\n\r\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) returns an error, and the dialog keeps its number,
    ///
    /// * [`BuildErrorKind::OutOfRange`] if no number below 2^31 is left,
    /// * [`BuildErrorKind::NotCalledFor`] for ACK and CANCEL, which have the number of their INVITE, and for the BYE of the callee in an early
    ///   dialog (§15).
    pub fn request(&mut self, method: Method<'_>) -> MessageBuilder {
        let number = self.numbers.local.map_or(FIRST, |last| last.saturating_add(1));
        let mut builder = self.begin(method, number);
        let is_callee_early = !self.flags.is_confirmed && !self.flags.is_caller;
        let is_called_for = match method {
            Method::Ack | Method::Cancel => false,
            Method::Bye => !is_callee_early,
            _ => true,
        };
        if !is_called_for {
            builder.refuse(BuildError::new(BuildErrorKind::NotCalledFor));
        } else if number > LARGEST_CSEQ {
            builder.refuse(BuildError { header: Some(HeaderId::CSeq), ..BuildError::new(BuildErrorKind::OutOfRange) });
        } else {
            self.numbers.local = Some(number);
        }
        builder
    }

    /// Begins the ACK for a 2xx to an INVITE of this dialog (RFC 3261 §13.2.2.4): a request within the dialog with the CSeq number of the
    /// INVITE, its credentials, and its Require and Proxy-Require (§8.2.2.3).
    ///
    /// The ACK is a request of its own: its Via has a new branch (§17). A repeated 2xx is answered with the same ACK again. `invite` is the
    /// INVITE as it was sent last.
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) returns [`BuildErrorKind::NotCalledFor`] if the request is no INVITE, or of another dialog, and
    /// [`BuildErrorKind::MissingHeader`] or [`BuildErrorKind::Unreadable`] for its Call-ID, From, To and CSeq.
    pub fn ack(&self, invite: &Request<'_>) -> MessageBuilder {
        let headers = invite.headers();
        let cseq = headers.require::<CSeq<'_>>();
        let mut builder = self.begin(Method::Ack, cseq.map_or(FIRST, |cseq| cseq.number()));
        if let Err(error) = cseq {
            builder.refuse(unreadable(HeaderId::CSeq, error));
        }
        match Tags::of(headers) {
            Ok(tags) if invite.method() == Method::Invite && tags.call_id == self.call_id() && same(tags.from(), self.local_tag()) => {}
            Ok(_) => builder.refuse(BuildError::new(BuildErrorKind::NotCalledFor)),
            Err(error) => builder.refuse(unreadable(HeaderId::OTHER, error)),
        }
        for name in [HeaderName::Require, HeaderName::ProxyRequire, HeaderName::Authorization, HeaderName::ProxyAuthorization] {
            builder.copy_all(headers.named(name));
        }
        builder
    }

    /// Begins the PRACK for a reliable provisional response (RFC 3262 §4), with its RAck. It takes the next CSeq number. That the response
    /// is the next in order, by its RSeq, is the caller's to see.
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) returns [`BuildErrorKind::NotCalledFor`] if the response is not from 101 to 199, and
    /// [`BuildErrorKind::MissingHeader`] or [`BuildErrorKind::Unreadable`] for its RSeq and CSeq; and as [`request`](Dialog::request) does.
    pub fn prack(&mut self, response: &Response<'_>) -> MessageBuilder {
        let headers = response.headers();
        let (numbers, parts) = (self.numbers, (headers.require::<RSeq<'_>>(), headers.require::<CSeq<'_>>()));
        let mut builder = self.request(Method::Prack);
        let refused = match parts {
            _ if !(101..200).contains(&response.status().as_u16()) => BuildError::new(BuildErrorKind::NotCalledFor),
            (Ok(rseq), Ok(cseq)) => {
                builder.header(RAck::build(rseq.value(), cseq.number(), cseq.method()));
                return builder;
            }
            (Err(error), _) => unreadable(HeaderId::RSeq, error),
            (_, Err(error)) => unreadable(HeaderId::CSeq, error),
        };
        self.numbers = numbers;
        builder.refuse(refused);
        builder
    }

    fn begin(&self, method: Method<'_>, number: u32) -> MessageBuilder {
        let (target, routes) = (self.text.get(Part::Target), self.text.get(Part::Routes));
        let mut builder = match (self.flags.is_strict, self.routes().next()) {
            (true, Some(first)) => {
                let mut builder = strict(method, &first);
                let others = routes.get(scan::comma(routes)..).unwrap_or_default();
                builder.row(HeaderId::Route, b"Route", |out| {
                    if let Some(others) = others.get(1..) {
                        out.as_read(scan::trim(others));
                        out.fixed(", ");
                    }
                    in_brackets(target, out);
                });
                builder
            }
            _ => {
                let mut builder = Request::builder(method, UriRef::read(target));
                if !routes.is_empty() {
                    builder.row(HeaderId::Route, b"Route", |out| out.as_read(routes));
                }
                builder
            }
        };
        builder.header(MaxForwards::row(HOPS));
        builder.row(HeaderId::From, b"From", |out| party(self.text.get(Part::LocalUri), self.text.get(Part::LocalTag), out));
        builder.row(HeaderId::To, b"To", |out| party(self.text.get(Part::RemoteUri), self.text.get(Part::RemoteTag), out));
        builder.row(HeaderId::CallId, b"Call-ID", |out| out.as_read(self.call_id()));
        builder.header(CSeq::build(number.min(LARGEST_CSEQ), method));
        builder
    }
}

/// A request to a strict router: its URI without what a Request-URI must not have.
fn strict(method: Method<'_>, route: &NameAddr<'_>) -> MessageBuilder {
    match route.uri() {
        Ok(uri) if request_uri::has_more(&uri) => {
            let mut text = Vec::new();
            request_uri::write(&uri, &mut Writer::new(&mut text));
            Request::builder(method, UriRef::read(&text))
        }
        _ => Request::builder(method, UriRef::read(route.raw_uri())),
    }
}

fn in_brackets(uri: &[u8], out: &mut Writer<'_>) {
    out.fixed("<");
    out.as_read(uri);
    out.fixed(">");
}

fn party(uri: &[u8], tag: &[u8], out: &mut Writer<'_>) {
    in_brackets(uri, out);
    if !tag.is_empty() {
        out.fixed(";tag=");
        out.as_read(tag);
    }
}

/// Whether two tags are one: tokens have no case, and a null tag equals itself alone.
pub(super) fn same(one: Option<&[u8]>, other: Option<&[u8]>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}
