//! Reliable provisional responses: which may be sent so, their numbers, and their acknowledgements (RFC 3262).

use super::fault::{Answer, Fault};
use super::peer::Peer;
use super::rule::Rule;
use crate::builder::MessageBuilder;
use crate::error::{ErrorKind, ParseError};
use crate::header::{CSeq, RAck, RAckDraft, RSeq, Require, To};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::name::HeaderId;
use crate::status::StatusCode;

/// Whether a provisional response is sent reliably (RFC 3262 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reliability {
    /// It must not be: the client does not support it, or the response is no provisional one, or a 100.
    Never,
    /// It may be: the client supports it.
    MayBe,
    /// It must be: the client requires it.
    Must,
}

impl Reliability {
    /// Says how a UAS sends a response to a request.
    ///
    /// ```
    /// use sipwire::rules::Reliability;
    /// use sipwire::{Message, StatusCode};
    ///
    /// let invite = Message::parse(b"INVITE sip:a SIP/2.0\r\nRequire: 100rel\r\n\r\n")?;
    /// let request = invite.as_request().unwrap();
    /// assert_eq!(Reliability::of(request, StatusCode::RINGING), Reliability::Must);
    /// assert_eq!(Reliability::of(request, StatusCode::TRYING), Reliability::Never);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn of(request: &Request<'_>, status: StatusCode) -> Self {
        let peer = Peer::of(request.headers());
        match request.method() == Method::Invite && !status.is_final() && status != StatusCode::TRYING {
            true if peer.requires("100rel") => Reliability::Must,
            true if peer.supports("100rel") => Reliability::MayBe,
            _ => Reliability::Never,
        }
    }

    /// Says how a proxy sends a response of its own to a request: never reliably within a dialog, which a To tag tells.
    pub fn of_proxy(request: &Request<'_>, status: StatusCode) -> Self {
        let is_in_dialog = request.headers().require::<To<'_>>().and_then(|to| to.tag()) != Ok(None);
        if is_in_dialog { Reliability::Never } else { Self::of(request, status) }
    }
}

/// The reliable provisional responses to one INVITE, at the UAS: their numbers, and which are not acknowledged (RFC 3262 §3).
///
/// Retransmission is the caller's. A proxy that forks has one for each response that it makes itself.
///
/// ```
/// use sipwire::rules::Reliable;
/// use sipwire::{Message, Response, StatusCode};
///
/// let invite = Message::parse(b"INVITE sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\nSupported: 100rel\r\n\r\n")?;
/// let mut reliable = Reliable::new(invite.as_request().unwrap(), 776655)?;
/// // The session description in it makes a 2xx wait for the PRACK.
/// let number = reliable.send(true).unwrap();
/// let progress = Response::builder(StatusCode::SESSION_PROGRESS).reliable(number).finish()?;
/// assert!(progress.as_bytes().starts_with(b"SIP/2.0 183 Session Progress\r\nRequire: 100rel\r\nRSeq: 776655\r\n"));
/// assert!(!reliable.may_answer(StatusCode::OK) && reliable.send(false).is_none());
/// let prack = Message::parse(b"PRACK sip:a SIP/2.0\r\nRAck: 776655 1 INVITE\r\n\r\n")?;
/// reliable.acknowledge(prack.as_request().unwrap())?;
/// assert!(reliable.may_answer(StatusCode::OK) && reliable.send(false) == Some(776656));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reliable {
    cseq: u32,
    first: u32,
    /// The number of the next response; `None` behind 2^32-1.
    next: Option<u32>,
    /// A bit for each of the responses sent last, the lowest for the last: those that are not acknowledged, and of them those with a session
    /// description.
    waiting: u64,
    sessions: u64,
    is_answered: bool,
}

impl Reliable {
    /// Begins with the number of the first response, which should be chosen at random from 1 to 2^31-1. Others are put into that range.
    ///
    /// # Errors
    ///
    /// Returns an error if CSeq is missing or malformed.
    pub fn new(invite: &Request<'_>, first: u32) -> Result<Self, ParseError> {
        let first = (first & i32::MAX as u32).max(1);
        let cseq = invite.headers().require::<CSeq<'_>>()?.number();
        Ok(Self { cseq, first, next: Some(first), waiting: 0, sessions: 0, is_answered: false })
    }

    /// Takes the number of the next response; `has_session` says whether it has a session description. Returns `None` if it must not be sent
    /// now: the first one is not acknowledged, a final response was sent, 64 are not acknowledged, or there is no further number, since
    /// RSeq never wraps.
    pub fn send(&mut self, has_session: bool) -> Option<u32> {
        let number = self.next?;
        let is_first_waiting = self.waiting != 0 && number == self.first + 1;
        if self.is_answered || is_first_waiting || self.waiting >> 63 == 1 {
            return None;
        }
        self.next = number.checked_add(1);
        self.waiting = self.waiting << 1 | 1;
        self.sessions = self.sessions << 1 | u64::from(has_session);
        Some(number)
    }

    /// Takes an acknowledgement: its RAck names a response that was not acknowledged, which is not sent again. The PRACK is then answered with
    /// a 2xx. The caller has found the dialog that it is in.
    ///
    /// # Errors
    ///
    /// Returns the fault, and changes nothing, if no such response waits for it (481), or if RAck is missing or malformed (400).
    pub fn acknowledge(&mut self, prack: &Request<'_>) -> Result<(), Fault> {
        let (input, _) = prack.parts();
        let rack = prack.headers().require::<RAck<'_>>().map_err(|error| match error.kind() {
            ErrorKind::MissingHeader(_) => Fault::new(Rule::MissingForMethod, HeaderId::RAck, error.offset(), Answer::AsRuled),
            kind => Fault::new(Rule::Unreadable(kind), HeaderId::RAck, error.offset(), Answer::AsRuled),
        })?;
        let last = self.next.map_or(u32::MAX, |next| next.wrapping_sub(1));
        let bit = last.checked_sub(rack.response_number()).and_then(|back| 1_u64.checked_shl(back)).unwrap_or(0);
        if rack.method() != Method::Invite || rack.cseq_number() != self.cseq || self.waiting & bit == 0 {
            let place = crate::scan::offset_of(input, rack.as_bytes());
            return Err(Fault::new(Rule::UnmatchedPrack, HeaderId::RAck, place, Answer::AsRuled));
        }
        self.waiting &= !bit;
        self.sessions &= !bit;
        Ok(())
    }

    /// Whether a response is not acknowledged, so that it is sent again.
    pub const fn is_waiting(&self) -> bool {
        self.waiting != 0
    }

    /// Whether a final response may be sent: a 2xx waits for the acknowledgement of each response with a session description.
    pub const fn may_answer(&self, status: StatusCode) -> bool {
        !matches!(status.as_u16(), 200..=299) || self.sessions == 0
    }

    /// Notes that the final response was sent. No new response is sent reliably; acknowledgements still match.
    pub const fn answered(&mut self) {
        self.is_answered = true;
    }
}

impl MessageBuilder {
    /// Makes the response reliable: adds `Require: 100rel` and RSeq (RFC 3262 §3).
    pub fn reliable(&mut self, number: u32) -> &mut Self {
        self.header(Require::list(&["100rel"])).header(RSeq::row(number))
    }
}

/// The place of a response in the order of the reliable ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Received {
    /// It is not reliable: it is processed, and not acknowledged.
    Unreliable,
    /// It is processed and acknowledged with a PRACK.
    InOrder,
    /// It came before: it is discarded. The PRACK that acknowledged it is retransmitted by its own transaction.
    Repeated,
    /// One before it has not come: it is neither processed nor acknowledged, and comes again.
    Gap,
}

/// The order of the reliable provisional responses of one dialog, at the UAC (RFC 3262 §4).
///
/// A forked INVITE has one for each dialog: each branch numbers its own responses, and its PRACKs are sent in its own dialog.
///
/// ```
/// use sipwire::Message;
/// use sipwire::rules::{Received, RSeqOrder};
///
/// let response = |number: u32| format!("SIP/2.0 183 \r\nCSeq: 1 INVITE\r\nRequire: 100rel\r\nRSeq: {number}\r\n\r\n");
/// let mut order = RSeqOrder::default();
/// for (number, wanted) in [(5, Received::InOrder), (5, Received::Repeated), (7, Received::Gap), (6, Received::InOrder)] {
///     let text = response(number);
///     let message = Message::parse(text.as_bytes())?;
///     assert_eq!(order.receive(message.as_response().unwrap()), wanted);
/// }
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RSeqOrder {
    last: Option<u32>,
}

impl RSeqOrder {
    /// Takes a response to the INVITE. One that is in order becomes the last of the order.
    ///
    /// A response is reliable if it requires `100rel` and has an RSeq, unless it is a 100 (RFC 3262 §4) or final.
    pub fn receive(&mut self, response: &Response<'_>) -> Received {
        let Some(number) = reliable_number(response) else { return Received::Unreliable };
        match self.last {
            Some(last) if number <= last => Received::Repeated,
            Some(last) if number - last > 1 => Received::Gap,
            _ => {
                self.last = Some(number);
                Received::InOrder
            }
        }
    }
}

/// The RSeq of a response that is reliable.
fn reliable_number(response: &Response<'_>) -> Option<u32> {
    let status = response.status();
    if status.is_final() || status == StatusCode::TRYING || !Peer::of(response.headers()).requires("100rel") {
        return None;
    }
    let number = response.headers().get::<RSeq<'_>>().ok()??.value();
    (number > 0).then_some(number)
}

impl<'a> Response<'a> {
    /// Returns the RAck of the PRACK that acknowledges this response: RSeq, and number and method of CSeq (RFC 3262 §7.2). Returns `None` if the
    /// response is not reliable.
    ///
    /// ```
    /// use sipwire::{Encode, Message};
    ///
    /// let response = Message::parse(b"SIP/2.0 180 \r\nCSeq: 1 INVITE\r\nRequire: 100rel\r\nRSeq: 776656\r\n\r\n")?;
    /// assert_eq!(response.as_response().unwrap().rack()?.unwrap().to_bytes()?, b"776656 1 INVITE");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the response is reliable, and CSeq is missing or malformed.
    pub fn rack(&self) -> Result<Option<RAckDraft<'a>>, ParseError> {
        let Some(number) = reliable_number(self) else { return Ok(None) };
        let cseq = self.headers().require::<CSeq<'a>>()?;
        Ok(Some(RAck::build(number, cseq.number(), cseq.method())))
    }
}
