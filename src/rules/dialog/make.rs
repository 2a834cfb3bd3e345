//! [`Dialog::uac`], [`Dialog::uas`], [`Dialog::by_notify`]: how a dialog begins.

use alloc::vec::Vec;

use super::state::{Dialog, Flags, Kept, Numbers, Part, is_loose, refresh};
use crate::encode::Writer;
use crate::error::ParseError;
use crate::header::{CSeq, CallId, Event, From, Headers, NameAddr, RecordRoute, SubscriptionState, To};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::rules::fault::{Answer, Fault};
use crate::rules::rule::Rule;
use crate::rules::{read, request_uri};
use crate::status::StatusCode;
use crate::text::Token;
use crate::uri::{Uri, UriScheme};

/// Where the parts of a new dialog are.
struct Parts<'m, 'a> {
    call_id: &'a [u8],
    local: Party<'a>,
    remote: Party<'a>,
    target: Uri<'a>,
    /// The message that has the Record-Route.
    routing: Headers<'m, 'a>,
    /// Whether the route set is the Record-Route from the last value to the first.
    is_reversed: bool,
}

/// One end of a dialog.
#[derive(Clone, Copy)]
struct Party<'a> {
    uri: Uri<'a>,
    tag: Option<&'a [u8]>,
}

impl<'a> Party<'a> {
    fn of(address: &NameAddr<'a>) -> Result<Self, ParseError> {
        Ok(Self { uri: address.uri()?, tag: address.tag()?.as_ref().map(Token::as_bytes) })
    }
}

impl Dialog {
    /// Makes the dialog of a client by a response from 101 to 299 to its request (RFC 3261 §12.1.2): early by a provisional response,
    /// confirmed by a 2xx.
    ///
    /// | part | taken from |
    /// |---|---|
    /// | route set | Record-Route of the response, from the last value to the first |
    /// | remote target | Contact of the response |
    /// | local number | CSeq of the request |
    /// | id | Call-ID and From tag of the request, To tag of the response |
    /// | URIs | From and To of the request |
    ///
    /// `request` is the request as it was sent last: after a 401 it is the one with the credentials. `is_over_tls` is whether it went out
    /// over TLS; with a `sips` Request-URI the dialog is secure. The caller has matched the response with the request, by its transaction.
    ///
    /// Each To tag among the responses of a fork is a dialog of its own (§13.2.2.4). For a response to a request that was sent within a
    /// dialog, use [`Dialog::response`].
    ///
    /// # Errors
    ///
    /// Returns a fault, which is never to be answered, if
    ///
    /// * no dialog is formed: by the method, the status, or since the response has no To tag ([`Rule::FormsNoDialog`], which owes nothing),
    /// * the response has no Contact ([`Rule::AnswerWithoutContact`]); a 2xx that follows may have one,
    /// * a header field that is needed is missing or malformed.
    pub fn uac<'a>(request: &Request<'a>, response: &Response<'a>, is_over_tls: bool) -> Result<Self, Fault> {
        let (sent, received) = (request.headers(), response.headers());
        let local = party::<From<'a>>(HeaderId::From, sent.require(), Answer::Dropped)?;
        let to = party::<To<'a>>(HeaderId::To, sent.require(), Answer::Dropped)?;
        let answered = party::<To<'a>>(HeaderId::To, received.require(), Answer::Dropped)?;
        if !request.method().makes_dialog() || !response.status().makes_dialog() || to.tag.is_some() || answered.tag.is_none() {
            return Err(forms_none(received));
        }
        let call_id = unreadable(HeaderId::CallId, sent.require::<CallId<'a>>(), Answer::Dropped)?.as_bytes();
        let number = unreadable(HeaderId::CSeq, sent.require::<CSeq<'a>>(), Answer::Dropped)?.number();
        let target = unreadable(HeaderId::Contact, read::contact_uri(received), Answer::Dropped)?
            .ok_or_else(|| absent(Rule::AnswerWithoutContact, received, Answer::Dropped))?;
        let remote = Party { uri: to.uri, tag: answered.tag };
        let parts = Parts { call_id, local, remote, target, routing: received, is_reversed: true };
        let is_final = response.status().is_success();
        let numbers = Numbers { local: Some(number), remote: None, first: number, refreshed: [refresh(number, is_final), 0] };
        let flags = Flags {
            is_confirmed: is_final,
            is_caller: true,
            is_secure: is_over_tls && is_sips(request),
            by_invite: request.method() == Method::Invite,
            by_notify: false,
            is_strict: false,
        };
        Self::of(&parts, leniency(sent).with(leniency(received)), numbers, flags, Answer::Dropped)
    }

    /// Makes the dialog of a server by the response from 101 to 299 that it sends to a request (RFC 3261 §12.1.1): early by a provisional
    /// response, confirmed by a 2xx.
    ///
    /// | part | taken from |
    /// |---|---|
    /// | route set | Record-Route of the request, in order |
    /// | remote target | Contact of the request |
    /// | remote number | CSeq of the request |
    /// | id | Call-ID and From tag of the request, `local_tag` |
    /// | URIs | To and From of the request |
    ///
    /// `local_tag` is the To tag of the response. `is_over_tls` is whether the request came over TLS; with a `sips` Request-URI the dialog is
    /// secure.
    ///
    /// ```
    /// use sipwire::rules::{Dialog, DialogState};
    /// use sipwire::{Message, StatusCode};
    ///
    /// let invite = Message::parse(
    ///     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\nRecord-Route: <sip:p2;lr>, <sip:p1;lr>\r\n\
    ///       From: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// )?;
    /// let dialog = Dialog::uas(invite.as_request().unwrap(), StatusCode::RINGING, b"9", false)?;
    /// assert_eq!(dialog.state(), DialogState::Early);
    /// assert_eq!((dialog.remote_number(), dialog.local_number()), (Some(5), None));
    /// assert_eq!(dialog.next_hop().as_bytes(), b"sip:p2;lr");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a fault if
    ///
    /// * no dialog is formed: by the method, the status, or since the request was sent within a dialog ([`Rule::FormsNoDialog`], which owes
    ///   nothing), or if `local_tag` is no token,
    /// * the request has no Contact, which owes a 400,
    /// * a header field that is needed is missing or malformed, which owes a 400.
    pub fn uas(request: &Request<'_>, status: StatusCode, local_tag: &[u8], is_over_tls: bool) -> Result<Self, Fault> {
        let headers = request.headers();
        let to = party::<To<'_>>(HeaderId::To, headers.require(), Answer::AsRuled)?;
        let remote = party::<From<'_>>(HeaderId::From, headers.require(), Answer::AsRuled)?;
        if !request.method().makes_dialog() || !status.makes_dialog() || to.tag.is_some() || local_tag.is_empty() {
            return Err(forms_none(headers));
        }
        let (call_id, number, target) = of_request(request)?;
        // A tag that is no token fails when the text is written.
        let parts = Parts { call_id, local: Party { uri: to.uri, tag: None }, remote, target, routing: headers, is_reversed: false };
        let numbers = Numbers { local: None, remote: Some(number), first: number, refreshed: [0, refresh(number, status.is_success())] };
        let flags = Flags {
            is_confirmed: status.is_success(),
            is_caller: false,
            is_secure: is_over_tls && is_sips(request),
            by_invite: request.method() == Method::Invite,
            by_notify: false,
            is_strict: false,
        };
        Self::with_local_tag(&parts, local_tag, leniency(headers), numbers, flags, Answer::AsRuled)
    }

    /// Makes the dialog of a subscriber by the NOTIFY that its SUBSCRIBE or REFER brought, which may come before the 2xx (RFC 6665 §4.4.1).
    /// Each From tag among the NOTIFYs of a fork is a dialog of its own.
    ///
    /// The route set is the Record-Route of the NOTIFY, in order; the remote target is its Contact. The 2xx to the SUBSCRIBE changes
    /// neither. The dialog is confirmed. `is_over_tls` is whether the SUBSCRIBE went out over TLS.
    ///
    /// ```
    /// use sipwire::Message;
    /// use sipwire::rules::{Dialog, Rule};
    ///
    /// let subscribe = Message::parse(
    ///     b"SUBSCRIBE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\n\
    ///       Call-ID: 7@a\r\nCSeq: 5 SUBSCRIBE\r\nEvent: presence\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// )?;
    /// let notify = |event: &str| {
    ///     format!(
    ///         "NOTIFY sip:alice@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK2\r\nRecord-Route: <sip:p;lr>\r\n\
    ///          From: <sip:bob@b>;tag=9\r\nTo: <sip:alice@a>;tag=1\r\nCall-ID: 7@a\r\nCSeq: 8 NOTIFY\r\nEvent: {event}\r\n\
    ///          Subscription-State: active\r\nContact: <sip:bob@192.0.2.4>\r\n\r\n"
    ///     )
    /// };
    /// let (presence, dialog) = (notify("presence"), notify("dialog"));
    /// let (presence, other) = (Message::parse(presence.as_bytes())?, Message::parse(dialog.as_bytes())?);
    /// let subscribe = subscribe.as_request().unwrap();
    /// let dialog = Dialog::by_notify(subscribe, presence.as_request().unwrap(), false)?;
    /// assert_eq!((dialog.local_number(), dialog.remote_number()), (Some(5), Some(8)));
    /// let fault = Dialog::by_notify(subscribe, other.as_request().unwrap(), false).unwrap_err();
    /// assert_eq!(fault.rule(), Rule::OtherEvent);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a fault for the NOTIFY if
    ///
    /// * it is not of the subscription: Call-ID, tag or event differ, which owes a 481. Events are equal if their packages and their `id`
    ///   parameters are (§8.2.1),
    /// * its subscription is terminated, so that no dialog is formed ([`Rule::FormsNoDialog`], which owes nothing),
    /// * it has no Contact, or a header field that is needed is missing or malformed, which owes a 400.
    pub fn by_notify<'a>(subscribe: &Request<'a>, notify: &Request<'a>, is_over_tls: bool) -> Result<Self, Fault> {
        let (sent, received) = (subscribe.headers(), notify.headers());
        let (call_id, number, target) = of_request(notify)?;
        let local = party::<To<'a>>(HeaderId::To, received.require(), Answer::AsRuled)?;
        let remote = party::<From<'a>>(HeaderId::From, received.require(), Answer::AsRuled)?;
        let asked = party::<From<'a>>(HeaderId::From, sent.require(), Answer::AsRuled)?;
        let sent_id = unreadable(HeaderId::CallId, sent.require::<CallId<'a>>(), Answer::AsRuled)?;
        let sent_number = unreadable(HeaderId::CSeq, sent.require::<CSeq<'a>>(), Answer::AsRuled)?.number();
        let is_same_end = local.tag.zip(asked.tag).is_some_and(|(own, asked)| own.eq_ignore_ascii_case(asked));
        if notify.method() != Method::Notify || sent_id.as_bytes() != call_id || !is_same_end {
            return Err(at(Rule::NoSubscription, received, HeaderName::To));
        }
        if !is_same_event(subscribe, received)? {
            return Err(at(Rule::OtherEvent, received, HeaderName::Event));
        }
        let state = unreadable(HeaderId::SubscriptionState, received.require::<SubscriptionState<'a>>(), Answer::AsRuled)?;
        if remote.tag.is_none() || state.token().as_bytes().eq_ignore_ascii_case(b"terminated") {
            return Err(forms_none(received));
        }
        let parts = Parts { call_id, local, remote, target, routing: received, is_reversed: false };
        let refreshed = [refresh(sent_number, true), refresh(number, false)];
        let numbers = Numbers { local: Some(sent_number), remote: Some(number), first: sent_number, refreshed };
        let flags = Flags {
            is_confirmed: true,
            is_caller: true,
            is_secure: is_over_tls && is_sips(subscribe),
            by_invite: false,
            by_notify: true,
            is_strict: false,
        };
        Self::of(&parts, leniency(sent).with(leniency(received)), numbers, flags, Answer::AsRuled)
    }

    fn of(parts: &Parts<'_, '_>, leniency: Leniency, numbers: Numbers, flags: Flags, answer: Answer) -> Result<Self, Fault> {
        Self::with_local_tag(parts, parts.local.tag.unwrap_or_default(), leniency, numbers, flags, answer)
    }

    fn with_local_tag(
        parts: &Parts<'_, '_>,
        local_tag: &[u8],
        leniency: Leniency,
        numbers: Numbers,
        flags: Flags,
        answer: Answer,
    ) -> Result<Self, Fault> {
        let routes = RouteSet::of(parts.routing, answer)?;
        let remote_tag = parts.remote.tag.unwrap_or_default();
        let texts =
            [parts.call_id, local_tag, remote_tag, parts.local.uri.as_bytes(), parts.remote.uri.as_bytes(), parts.target.as_bytes()];
        let capacity = texts.iter().map(|text| text.len()).sum::<usize>() + routes.length;
        let text = Kept::write(capacity, |part, out| match part {
            Part::LocalTag if local_tag.is_empty() => {}
            Part::LocalTag => out.token(local_tag),
            Part::Target => request_uri::write(&parts.target, out),
            Part::Routes => routes.write(parts.is_reversed, out),
            part => out.as_read(texts[part as usize]),
        });
        let text = text.ok_or_else(|| forms_none(parts.routing))?;
        let flags = Flags { is_strict: routes.is_strict(parts.is_reversed), ..flags };
        let dialog = Self { text, leniency, numbers, flags };
        // What was folded, or cut, is read again.
        match dialog.text.as_bytes().len() == capacity || dialog.is_readable() {
            true => Ok(dialog),
            false => Err(forms_none(parts.routing)),
        }
    }
}

/// The number of routes that are turned round without a heap allocation.
const FEW: usize = 16;

/// The Record-Route of a message, of which a route set is made.
pub(super) struct RouteSet<'m, 'a> {
    headers: Headers<'m, 'a>,
    count: usize,
    /// The number of bytes that the values take with what parts them.
    pub(super) length: usize,
    is_first_loose: bool,
    is_last_loose: bool,
}

impl<'m, 'a> RouteSet<'m, 'a> {
    /// Reads each value. The fault is at the first that is malformed.
    pub(super) fn of(headers: Headers<'m, 'a>, answer: Answer) -> Result<Self, Fault> {
        let mut set = Self { headers, count: 0, length: 0, is_first_loose: true, is_last_loose: true };
        for route in headers.all::<RecordRoute<'a>>() {
            let route = route.and_then(|route| route.uri().map(|_| route));
            let route = unreadable(HeaderId::RecordRoute, route, answer)?;
            set.is_last_loose = is_loose(&route);
            if set.count == 0 {
                set.is_first_loose = set.is_last_loose;
            }
            set.length += route.as_bytes().len() + if set.count == 0 { 0 } else { 2 };
            set.count += 1;
        }
        Ok(set)
    }

    pub(super) fn is_strict(&self, is_reversed: bool) -> bool {
        self.count > 0 && !(if is_reversed { self.is_last_loose } else { self.is_first_loose })
    }

    pub(super) fn write(&self, is_reversed: bool, out: &mut Writer<'_>) {
        let values = || self.headers.all::<RecordRoute<'a>>().filter_map(Result::ok);
        let put = |out: &mut Writer<'_>, place: usize, route: &[u8]| {
            if place > 0 {
                out.fixed(", ");
            }
            out.as_read(route);
        };
        if !is_reversed {
            return values().enumerate().for_each(|(place, route)| put(out, place, route.as_bytes()));
        }
        let (mut few, mut many) = ([&b""[..]; FEW], Vec::new());
        let all = match few.get_mut(..self.count) {
            Some(few) => few,
            None => {
                many.resize(self.count, &b""[..]);
                &mut many[..]
            }
        };
        all.iter_mut().zip(values()).for_each(|(slot, route)| *slot = route.as_bytes());
        all.iter().rev().enumerate().for_each(|(place, route)| put(out, place, route));
    }
}

/// Call-ID, CSeq number and Contact of a request that makes a dialog.
fn of_request<'a>(request: &Request<'a>) -> Result<(&'a [u8], u32, Uri<'a>), Fault> {
    let headers = request.headers();
    let call_id = unreadable(HeaderId::CallId, headers.require::<CallId<'a>>(), Answer::AsRuled)?.as_bytes();
    let number = unreadable(HeaderId::CSeq, headers.require::<CSeq<'a>>(), Answer::AsRuled)?.number();
    let target = unreadable(HeaderId::Contact, read::contact_uri(headers), Answer::AsRuled)?;
    let rule = match request.method() {
        Method::Invite => Rule::InviteContact,
        Method::Refer => Rule::ReferContact,
        _ => Rule::SubscribeContact,
    };
    let target = target.ok_or_else(|| absent(rule, headers, Answer::AsRuled))?;
    Ok((call_id, number, target))
}

/// Whether the Event of a NOTIFY is that of the request which subscribed (RFC 6665 §8.2.1). A REFER subscribes to `refer` (RFC 3515 §2.4.4).
fn is_same_event(subscribe: &Request<'_>, notify: Headers<'_, '_>) -> Result<bool, Fault> {
    let event = unreadable(HeaderId::Event, notify.require::<Event<'_>>(), Answer::AsRuled)?;
    if subscribe.method() == Method::Refer {
        return Ok(event.event_type() == "refer");
    }
    let asked = unreadable(HeaderId::Event, subscribe.headers().require::<Event<'_>>(), Answer::AsRuled)?;
    let id = |event: &Event<'_>| event.params().get("id").and_then(|id| id.value()).map(|value| value.as_bytes().to_vec());
    Ok(event.event_type().as_bytes() == asked.event_type().as_bytes() && id(&event) == id(&asked))
}

fn is_sips(request: &Request<'_>) -> bool {
    matches!(request.uri(), Ok(uri) if uri.scheme() == UriScheme::Sips)
}

fn leniency(headers: Headers<'_, '_>) -> Leniency {
    headers.profile().leniency
}

fn party<'a, A: core::ops::Deref<Target = NameAddr<'a>>>(
    header: HeaderId,
    address: Result<A, ParseError>,
    answer: Answer,
) -> Result<Party<'a>, Fault> {
    unreadable(header, address.and_then(|address| Party::of(&address)), answer)
}

/// The value, or the fault of a header field that is needed.
pub(super) fn unreadable<T>(header: HeaderId, value: Result<T, ParseError>, answer: Answer) -> Result<T, Fault> {
    value.map_err(|error| Fault::unreadable(header, error, answer))
}

/// The fault of a message that forms no dialog.
pub(super) fn forms_none(headers: Headers<'_, '_>) -> Fault {
    at(Rule::FormsNoDialog, headers, HeaderName::To)
}

fn absent(rule: Rule, headers: Headers<'_, '_>, answer: Answer) -> Fault {
    Fault::new(rule, HeaderId::Contact, read::place_of(headers, HeaderName::Contact), answer)
}

/// The fault of a request at the first value of that name.
pub(super) fn at(rule: Rule, headers: Headers<'_, '_>, name: HeaderName<'static>) -> Fault {
    Fault::new(rule, name.id(), read::place_of(headers, name), Answer::AsRuled)
}
