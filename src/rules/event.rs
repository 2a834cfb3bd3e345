//! Notifications: whether a NOTIFY is of a subscription, and what it says of its state (RFC 6665 §4.1.3).

use super::fault::{Answer, Fault};
use super::rule::Rule;
use crate::error::{ErrorKind, ParseError};
use crate::header::{Event, SubscriptionState};
use crate::message::Request;
use crate::name::HeaderId;
use crate::scan;
use crate::text::Token;

/// The state of a subscription, as a NOTIFY says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subscription<'a> {
    /// The subscription lives. The state is `active`, `pending`, or one that another RFC defines; `expires` are the seconds that are left, if the
    /// notifier says so.
    Alive {
        /// The state as written.
        state: Token<'a>,
        /// The seconds that are left, which replace those that the subscriber knows.
        expires: Option<u32>,
    },
    /// The subscription has ended.
    Terminated(Resubscribe),
}

/// When a subscriber may subscribe again after its subscription was terminated (RFC 6665 §4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resubscribe {
    /// At once, with a new subscription: `deactivated`, `timeout`; `giveup`, any other reason and none without `retry-after`.
    Now,
    /// Later, after so many seconds at least: `probation`, `giveup`, any other reason and none with `retry-after`.
    After(u32),
    /// At some later time: `probation` without `retry-after`.
    Later,
    /// Not at all: `rejected`, `noresource`, `invariant`.
    Never,
}

impl<'a> Request<'a> {
    /// Reads what a NOTIFY says of the subscription that `event` is the Event of. The caller has found the subscription by its dialog, or by
    /// the From tag of the SUBSCRIBE (RFC 6665 §4.4.1). Event types and `id` are compared byte by byte, and no other parameter (§8.2.1).
    ///
    /// ```
    /// use sipwire::header::Event;
    /// use sipwire::rules::{Resubscribe, Subscription};
    /// use sipwire::{Message, TypedHeader, Value};
    ///
    /// let notify = Message::parse(
    ///     b"NOTIFY sip:a SIP/2.0\r\nEvent: dialog;id=7\r\nSubscription-State: terminated;reason=probation;retry-after=60\r\n\r\n",
    /// )?;
    /// let request = notify.as_request().unwrap();
    /// let mine = Event::parse(Value::new(b"dialog;id=7")?)?;
    /// assert_eq!(request.notified(&mine), Ok(Subscription::Terminated(Resubscribe::After(60))));
    /// let other = Event::parse(Value::new(b"dialog;id=8")?)?;
    /// assert_eq!(request.notified(&other).unwrap_err().rule().id(), "V094");
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the fault if Event is of another subscription (481), if it is missing (489), and if it or Subscription-State is malformed or
    /// Subscription-State is missing (400).
    pub fn notified(&self, event: &Event<'_>) -> Result<Subscription<'a>, Fault> {
        let (input, _) = self.parts();
        let headers = self.headers();
        let of = |missing: Rule, id: HeaderId| {
            move |error: ParseError| match error.kind() {
                ErrorKind::MissingHeader(_) => Fault::new(missing, id, error.offset(), Answer::AsRuled),
                kind => Fault::new(Rule::Unreadable(kind), id, error.offset(), Answer::AsRuled),
            }
        };
        let own = headers.require::<Event<'a>>().map_err(of(Rule::NotifyEvent, HeaderId::Event))?;
        if !own.equivalent(event).map_err(of(Rule::NotifyEvent, HeaderId::Event))? {
            return Err(Fault::new(Rule::OtherEvent, HeaderId::Event, scan::offset_of(input, own.as_bytes()), Answer::AsRuled));
        }
        let of_state = of(Rule::MissingSubscriptionState, HeaderId::SubscriptionState);
        let state = headers.require::<SubscriptionState<'a>>().map_err(of_state)?;
        if state.is("terminated") {
            let reason = state.reason().map_err(of_state)?;
            let after = state.retry_after().map_err(of_state)?;
            let is = |names: &[&str]| {
                reason.is_some_and(|reason| names.iter().any(|name| reason.as_bytes().eq_ignore_ascii_case(name.as_bytes())))
            };
            return Ok(Subscription::Terminated(match after {
                _ if is(&["rejected", "noresource", "invariant"]) => Resubscribe::Never,
                _ if is(&["deactivated", "timeout"]) => Resubscribe::Now,
                Some(seconds) => Resubscribe::After(seconds),
                None if is(&["probation"]) => Resubscribe::Later,
                None => Resubscribe::Now,
            }));
        }
        let token = Token::new(state.token().as_bytes());
        Ok(Subscription::Alive { state: token, expires: state.expires().map_err(of_state)? })
    }
}
