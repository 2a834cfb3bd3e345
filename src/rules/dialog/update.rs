//! What a message changes in a dialog: [`Dialog::arrives`], [`Dialog::record`], [`Dialog::answered`], [`Dialog::response`].

use alloc::vec::Vec;

use super::id::Tags;
use super::make::{RouteSet, at, forms_none, unreadable};
use super::request::same;
use super::state::{Dialog, Kept, Part, refresh};
use crate::encode::Writer;
use crate::header::{CSeq, From, Headers, RSeq};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::rules::facts::Ends;
use crate::rules::fault::{Answer, Fault};
use crate::rules::rule::Rule;
use crate::rules::{read, request_uri};
use crate::status::StatusCode;
use crate::uri::Uri;

/// What a request within a dialog is, as [`Dialog::arrives`] finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// A request whose number is higher than all before it, by one or by more (RFC 3261 §12.2.2).
    InOrder,
    /// A request of the last number. RFC 3261 names no answer. It is a retransmission if its transaction is known; otherwise most UASs
    /// answer 500.
    Repeated,
    /// An ACK. Its number is that of the INVITE and does not count.
    Ack,
    /// A CANCEL. It belongs to a transaction, not to the dialog (RFC 3261 §9.2).
    Cancel,
}

/// What is not answered yet in a dialog: transactions are the caller's to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Open {
    /// An INVITE of this end has no final response (RFC 3261 §14.2).
    pub own_invite: bool,
    /// An offer of this end has no answer (RFC 3311 §5.2).
    pub own_offer: bool,
    /// An INVITE of the other end has no final response (RFC 3261 §14.2).
    pub peer_invite: bool,
    /// An UPDATE of the other end has no final response, or its offer has no answer (RFC 3311 §5.2).
    pub peer_offer: bool,
}

/// What a message changed in a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Neither the state nor the remote target.
    None,
    /// An early dialog is confirmed.
    Confirmed,
    /// The remote target is another one.
    Retargeted,
    /// The dialog, or the usage that the request belongs to, is over (RFC 3261 §12.3, RFC 5057 §5.1).
    Ended(Ends),
    /// None here: the message is of another dialog of the same call. [`Dialog::uac`] makes it.
    OtherDialog,
}

impl Dialog {
    /// Looks at a request that was received: whether it is of this dialog, and in order (RFC 3261 §12.2.2). Changes nothing.
    ///
    /// A request that is accepted for processing goes to [`record`](Dialog::record), and with its response to
    /// [`answered`](Dialog::answered).
    ///
    /// ```
    /// # use sipwire::Message;
    /// use sipwire::StatusCode;
    /// use sipwire::rules::{Arrival, Dialog, Open, Rule};
    ///
    /// # let invite = Message::parse(
    /// #     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\n\
    /// #       From: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// # )?;
    /// let dialog = Dialog::uas(invite.as_request().unwrap(), StatusCode::OK, b"9", false)?;
    /// let arrives = |method: &str, number: u32| {
    ///     let bytes = format!(
    ///         "{method} sip:bob@192.0.2.4 SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK2\r\nFrom: <sip:alice@a>;tag=1\r\n\
    ///          To: <sip:bob@b>;tag=9\r\nCall-ID: 7@a\r\nCSeq: {number} {method}\r\n\r\n"
    ///     );
    ///     let message = Message::parse(bytes.as_bytes()).unwrap();
    ///     dialog.arrives(message.as_request().unwrap(), Open::default()).map_err(|fault| fault.rule())
    /// };
    /// assert_eq!(arrives("BYE", 9), Ok(Arrival::InOrder));
    /// assert_eq!(arrives("BYE", 5), Ok(Arrival::Repeated));
    /// assert_eq!(arrives("BYE", 4), Err(Rule::LowCSeq));
    /// assert_eq!(arrives("ACK", 5), Ok(Arrival::Ack));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a fault that owes
    ///
    /// * 481 if the request is not of this dialog; an ACK is dropped,
    /// * 500 if its number is lower than that of an earlier one,
    /// * 491 for an INVITE while [`Open::own_invite`], and for an UPDATE with a body while [`Open::own_offer`],
    /// * 500 with Retry-After for an INVITE while [`Open::peer_invite`], and for an UPDATE while [`Open::peer_offer`],
    /// * 400 if Call-ID, From, To or CSeq is missing or malformed.
    pub fn arrives(&self, request: &Request<'_>, open: Open) -> Result<Arrival, Fault> {
        let (headers, method) = (request.headers(), request.method());
        let answer = if method.has_response() { Answer::AsRuled } else { Answer::Dropped };
        let tags = unreadable(HeaderId::OTHER, Tags::of(headers), answer)?;
        if tags.call_id != self.call_id() || !same(tags.to(), self.local_tag()) || !same(tags.from(), self.remote_tag()) {
            return Err(Fault::new(Rule::NoDialog, HeaderId::To, read::place_of(headers, HeaderName::To), answer));
        }
        match method {
            Method::Ack => return Ok(Arrival::Ack),
            Method::Cancel => return Ok(Arrival::Cancel),
            _ => {}
        }
        let number = unreadable(HeaderId::CSeq, headers.require::<CSeq<'_>>(), answer)?.number();
        match self.numbers.remote {
            Some(last) if number < last => return Err(at(Rule::LowCSeq, headers, HeaderName::CSeq)),
            Some(last) if number == last => return Ok(Arrival::Repeated),
            _ => {}
        }
        let has_offer = !request.body().is_empty();
        let rule = match method {
            Method::Invite if open.own_invite => Rule::Glare,
            Method::Update if open.own_offer && has_offer => Rule::Glare,
            Method::Invite if open.peer_invite => Rule::RequestUnderWay,
            Method::Update if open.peer_offer => Rule::RequestUnderWay,
            _ => return Ok(Arrival::InOrder),
        };
        Err(at(rule, headers, HeaderName::CSeq))
    }

    /// Takes the number of a request that [arrived](Dialog::arrives) in order, before it is processed (RFC 3261 §12.2.2): another request
    /// of the same number then arrives as repeated. An ACK, a CANCEL, and a number that is not higher change nothing.
    ///
    /// # Errors
    ///
    /// Returns a fault that owes a 400 if CSeq is missing or malformed.
    pub fn record(&mut self, request: &Request<'_>) -> Result<(), Fault> {
        if matches!(request.method(), Method::Ack | Method::Cancel) {
            return Ok(());
        }
        let number = unreadable(HeaderId::CSeq, request.headers().require::<CSeq<'_>>(), Answer::AsRuled)?.number();
        self.numbers.remote = self.numbers.remote.max(Some(number));
        Ok(())
    }

    /// Applies the response that this end sends to a request of the dialog, or to the request that made it.
    ///
    /// | response | changes |
    /// |---|---|
    /// | 2xx to the request that made the dialog | confirmed (RFC 3261 §12.1) |
    /// | 2xx, or a provisional one with RSeq, to a request that [refreshes the target](Method::refreshes_target) | the remote target is the Contact of the request (§12.2.2, RFC 6141 §4.6) |
    /// | 2xx to any request | the remote URI is that of the request's From (RFC 4916 §4.4.2) |
    /// | 2xx to BYE | the usage is over (§15.1.2) |
    /// | from 300 to 699 to the request that made the dialog, while it is early | the dialog is over (§12.3) |
    /// | any other | nothing (§8.2) |
    ///
    /// A request that was sent before one which refreshed the target already changes it no more.
    ///
    /// # Errors
    ///
    /// Returns a fault, and changes nothing, if CSeq, From or Contact of the request is malformed.
    pub fn answered(&mut self, request: &Request<'_>, response: &Response<'_>) -> Result<Change, Fault> {
        let (headers, method, status) = (request.headers(), request.method(), response.status());
        let number = unreadable(HeaderId::CSeq, headers.require::<CSeq<'_>>(), Answer::AsRuled)?.number();
        let is_first = !self.flags.is_caller && !self.flags.is_confirmed && number == self.numbers.first && method.makes_dialog();
        if matches!(method, Method::Ack | Method::Cancel) || !changes(response) {
            return Ok(match status.is_final() && is_first {
                true => Change::Ended(Ends::Dialog),
                false => Change::None,
            });
        }
        let target = match method.refreshes_target() && self.numbers.refreshed[1] <= refresh(number, status.is_success()) {
            true => unreadable(HeaderId::Contact, read::contact_uri(headers), Answer::AsRuled)?,
            false => None,
        };
        let from = match status.is_success() {
            true => Some(unreadable(HeaderId::From, headers.require::<From<'_>>().and_then(|from| from.uri()), Answer::AsRuled)?),
            false => None,
        };
        let mut next = self.clone_with(headers);
        if let Some(from) = from.filter(|from| from.as_bytes() != next.text.get(Part::RemoteUri)) {
            next.put(Part::RemoteUri, &from, headers)?;
        }
        let is_retargeted = match target {
            Some(target) => {
                next.numbers.refreshed[1] = refresh(number, status.is_success());
                next.retarget(&target, headers)?
            }
            None => false,
        };
        next.flags.is_confirmed |= is_first && status.is_success();
        *self = next;
        Ok(match () {
            () if is_first && status.is_success() => Change::Confirmed,
            () if method == Method::Bye && status.is_success() => Change::Ended(Ends::Usage),
            () if is_retargeted => Change::Retargeted,
            () => Change::None,
        })
    }

    /// Applies a response that was received to a request of this dialog, or to the request that made it.
    ///
    /// | response | changes |
    /// |---|---|
    /// | 2xx to the request that made the dialog, with its To tag | confirmed; route set and remote target are those of the 2xx (RFC 3261 §13.2.2.4) |
    /// | 2xx, or a provisional one with RSeq, to a request that [refreshes the target](Method::refreshes_target) | the remote target is its Contact (§12.2.1.2, RFC 6141 §4.7) |
    /// | from 300 to 699 to the request that made the dialog, while it is early, with any To tag | the dialog is over (§12.3, §13.2.2.3) |
    /// | 2xx to BYE | the usage is over (§15.1.1) |
    /// | 408, 481, and others that RFC 5057 names | as [`StatusCode::ends`] says; a 408 ends the dialog (§12.2.1.2) |
    /// | with another To tag | [`Change::OtherDialog`] |
    ///
    /// The route set is recomputed once, even to an empty one, and never changes then (§12.2). A response without To tag, as a 100 is,
    /// changes nothing. A repeated 2xx, and one to an earlier request than the last that refreshed the target, changes nothing either.
    ///
    /// # Errors
    ///
    /// Returns a fault, which is never to be answered, and changes nothing, if a header field that is needed is missing or malformed.
    pub fn response(&mut self, response: &Response<'_>) -> Result<Change, Fault> {
        let (headers, status) = (response.headers(), response.status());
        let tags = unreadable(HeaderId::OTHER, Tags::of(headers), Answer::Dropped)?;
        let cseq = unreadable(HeaderId::CSeq, headers.require::<CSeq<'_>>(), Answer::Dropped)?;
        let (number, method) = (cseq.number(), cseq.method());
        if tags.call_id != self.call_id() || !same(tags.from(), self.local_tag()) {
            return Ok(Change::OtherDialog);
        }
        let is_first = self.flags.is_caller && number == self.numbers.first && method.makes_dialog();
        let is_early = !self.flags.is_confirmed;
        if is_first && is_early && status.is_final() && !status.is_success() {
            return Ok(Change::Ended(Ends::Dialog));
        }
        if tags.to().is_none() && !status.is_success() {
            return Ok(self.failed(method, status));
        }
        if !same(tags.to(), self.remote_tag()) {
            return Ok(Change::OtherDialog);
        }
        if !changes(response) {
            return Ok(self.failed(method, status));
        }
        if method == Method::Bye {
            return Ok(if status.is_success() { Change::Ended(Ends::Usage) } else { Change::None });
        }
        let turn = refresh(number, status.is_success());
        let is_new = match status.is_success() {
            true => self.numbers.refreshed[0] < turn,
            false => self.numbers.refreshed[0] <= turn,
        };
        if !method.refreshes_target() || !is_new {
            return Ok(Change::None);
        }
        let is_confirming = is_first && is_early && status.is_success();
        let target = unreadable(HeaderId::Contact, read::contact_uri(headers), Answer::Dropped)?;
        let mut next = self.clone_with(headers);
        if is_confirming {
            next.reroute(headers)?;
            next.flags.is_confirmed = true;
        }
        next.numbers.refreshed[0] = turn;
        let is_retargeted = match target {
            Some(target) => next.retarget(&target, headers)?,
            None => false,
        };
        *self = next;
        Ok(match (is_confirming, is_retargeted) {
            (true, _) => Change::Confirmed,
            (false, true) => Change::Retargeted,
            (false, false) => Change::None,
        })
    }

    /// What a response that is no success ends.
    fn failed(&self, method: Method<'_>, status: StatusCode) -> Change {
        if !status.is_final() || status.is_success() || method == Method::Cancel {
            return Change::None;
        }
        match (status, status.ends()) {
            (StatusCode::REQUEST_TIMEOUT, _) => Change::Ended(Ends::Dialog),
            (_, Ends::Transaction) => Change::None,
            (_, ends) => Change::Ended(ends),
        }
    }

    /// A copy, to be changed by a message with those headers.
    fn clone_with(&self, headers: Headers<'_, '_>) -> Self {
        let leniency: Leniency = self.leniency.with(headers.profile().leniency);
        Self { leniency, ..self.clone() }
    }

    fn retarget(&mut self, target: &Uri<'_>, headers: Headers<'_, '_>) -> Result<bool, Fault> {
        let before = self.text.get(Part::Target).to_vec();
        self.put(Part::Target, target, headers)?;
        Ok(self.text.get(Part::Target) != before)
    }

    /// Puts a URI in the place of one.
    fn put(&mut self, part: Part, uri: &Uri<'_>, headers: Headers<'_, '_>) -> Result<(), Fault> {
        let mut text = Vec::new();
        request_uri::write(uri, &mut Writer::new(&mut text));
        self.text =
            self.text.with(part, if matches!(part, Part::Target) { &text } else { uri.as_bytes() }).ok_or_else(|| forms_none(headers))?;
        if self.is_readable() { Ok(()) } else { Err(forms_none(headers)) }
    }

    /// Takes the route set of the 2xx that confirms the dialog.
    fn reroute(&mut self, headers: Headers<'_, '_>) -> Result<(), Fault> {
        let routes = RouteSet::of(headers, Answer::Dropped)?;
        let old = &self.text;
        let capacity = old.as_bytes().len() - old.get(Part::Routes).len() + routes.length;
        let text = Kept::write(capacity, |part, out| match part {
            Part::Routes => routes.write(true, out),
            part => out.as_read(old.get(part)),
        });
        self.text = text.ok_or_else(|| forms_none(headers))?;
        self.flags.is_strict = routes.is_strict(true);
        if self.is_readable() { Ok(()) } else { Err(forms_none(headers)) }
    }
}

/// Whether a response can change more than its transaction: a 2xx, or a provisional one that is reliable (RFC 3262 §3).
fn changes(response: &Response<'_>) -> bool {
    let status = response.status();
    status.is_success() || (status.makes_dialog() && response.headers().is_present::<RSeq<'_>>())
}
