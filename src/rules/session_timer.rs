//! Session timers, of both sides and of proxies, in seconds and without a clock (RFC 4028).

use super::fault::{Answer, Fault};
use super::peer::Peer;
use super::rule::Rule;
use crate::builder::MessageBuilder;
use crate::encode::ParamDraft;
use crate::error::ParseError;
use crate::header::{Headers, MinSe, Number, Require, SessionExpires};
use crate::message::{Request, Response};
use crate::name::HeaderId;
use crate::scan;
use crate::status::{StatusClass, StatusCode};

/// The least session interval that there is (RFC 4028 §4, §5).
const LEAST: u32 = 90;

/// The side that refreshes a session: of the request that negotiated the timer (RFC 4028 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refresher {
    /// The client of that request.
    Uac,
    /// The server of that request.
    Uas,
}

impl Refresher {
    /// The value of the parameter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Refresher::Uac => "uac",
            Refresher::Uas => "uas",
        }
    }

    fn of(expires: &SessionExpires<'_>) -> Option<Self> {
        let refresher = expires.refresher().ok().flatten()?;
        Some(if refresher.eq_ignore_ascii_case("uac") { Refresher::Uac } else { Refresher::Uas })
    }
}

/// The wishes of an element for session timers: the shortest and the longest interval, and the interval and refresher that it asks for itself.
///
/// ```
/// use sipwire::rules::{Refresher, TimerLimits};
///
/// const LIMITS: TimerLimits = TimerLimits::new().shortest(120).longest(3600).asks(1800).refresher(Refresher::Uas);
/// # let _ = LIMITS;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimerLimits {
    shortest: u32,
    longest: u32,
    asks: Option<u32>,
    refresher: Option<Refresher>,
}

impl TimerLimits {
    /// Accepts every interval from 90 seconds on, asks for none, and lets the client refresh.
    pub const fn new() -> Self {
        Self { shortest: LEAST, longest: u32::MAX, asks: None, refresher: None }
    }

    /// The shortest interval in seconds, which is 90 at least. A client that knows the extension and asks for less gets a 422.
    #[must_use]
    pub const fn shortest(mut self, seconds: u32) -> Self {
        self.shortest = if seconds < LEAST { LEAST } else { seconds };
        self
    }

    /// The longest interval in seconds. A longer one is reduced to it, but to no less than the request has in Min-SE.
    #[must_use]
    pub const fn longest(mut self, seconds: u32) -> Self {
        self.longest = seconds;
        self
    }

    /// The interval in seconds that the element asks for if the request has none.
    #[must_use]
    pub const fn asks(mut self, seconds: u32) -> Self {
        self.asks = Some(seconds);
        self
    }

    /// The side that a server chooses if the client leaves the choice open.
    #[must_use]
    pub const fn refresher(mut self, refresher: Refresher) -> Self {
        self.refresher = Some(refresher);
        self
    }
}

impl Default for TimerLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// The session timer of a dialog, as the last 2xx to an INVITE or UPDATE in it has it (RFC 4028 §7.2, §9).
///
/// ```
/// use sipwire::rules::{Refresher, SessionTimer, TimerLimits};
/// use sipwire::{Message, Response, StatusCode};
///
/// let invite = Message::parse(b"INVITE sip:a SIP/2.0\r\nSupported: timer\r\nSession-Expires: 4000\r\n\r\n")?;
/// let request = invite.as_request().unwrap();
/// let timer = SessionTimer::answer(request, &TimerLimits::new().longest(1800))?.unwrap();
/// assert_eq!((timer.interval(), timer.refresher()), (1800, Refresher::Uac));
/// // The client refreshes after half of it; the server ends the session shortly before its end.
/// assert_eq!((timer.refresh_after(), timer.end_after()), (900, 1768));
///
/// let ok = Response::builder(StatusCode::OK).session_timer(&timer).finish()?;
/// assert!(ok.as_bytes().starts_with(b"SIP/2.0 200 OK\r\nRequire: timer\r\nSession-Expires: 1800;refresher=uac\r\n"));
/// let message = ok.as_message();
/// assert_eq!(SessionTimer::adopt(message.as_response().unwrap())?, Some(timer));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionTimer {
    interval: u32,
    refresher: Refresher,
    /// Whether the 2xx requires the extension.
    is_required: bool,
}

/// The parts of a request that decide about its session timer.
struct Asked {
    interval: Option<u32>,
    refresher: Option<Refresher>,
    /// Min-SE, 90 at least.
    floor: u32,
    supports: bool,
    offset: usize,
}

impl Asked {
    fn of(request: &Request<'_>) -> Result<Self, Fault> {
        let headers = request.headers();
        let of = |id: HeaderId| move |error: ParseError| Fault::new(Rule::Unreadable(error.kind()), id, error.offset(), Answer::AsRuled);
        let expires = headers.get::<SessionExpires<'_>>().map_err(of(HeaderId::SessionExpires))?;
        let min_se = headers.get::<MinSe<'_>>().map_err(of(HeaderId::MinSe))?;
        Ok(Self {
            interval: expires.map(|expires| expires.value()),
            refresher: expires.as_ref().and_then(Refresher::of),
            floor: min_se.map_or(LEAST, |least| least.value().max(LEAST)),
            supports: Peer::of(headers).knows("timer"),
            offset: expires.map_or(0, |expires| scan::offset_of(request.parts().0, expires.as_bytes())),
        })
    }

    /// The 422 for a client that knows the extension and asks for too short an interval.
    fn too_brief(&self, limits: &TimerLimits) -> Result<(), Fault> {
        match self.interval {
            Some(interval) if self.supports && interval < limits.shortest => {
                Err(Fault::new(Rule::SessionTooBrief, HeaderId::SessionExpires, self.offset, Answer::AsRuled))
            }
            _ => Ok(()),
        }
    }
}

impl SessionTimer {
    /// Decides, as a UAS that supports the extension, on the timer that its 2xx to an INVITE or UPDATE has (RFC 4028 §9). Returns `None` if there
    /// is none.
    ///
    /// * The interval is that of the request, or shorter, but no shorter than Min-SE, than 90, and than the limits have.
    /// * The side that refreshes is the server if the client does not know the extension, otherwise the one that the request names, otherwise
    ///   that of the limits (table 2). A client that does not know the extension can name none: what it names is ignored.
    /// * Without Session-Expires there is a timer only if the limits ask for one and the client knows the extension.
    ///
    /// # Errors
    ///
    /// Returns the fault if the client knows the extension and its interval is shorter than the limits have: 422 with Min-SE, which
    /// [`Response::refusing`](crate::Response::refusing) takes from the policy of its check. Also if Session-Expires or Min-SE is malformed.
    pub fn answer(request: &Request<'_>, limits: &TimerLimits) -> Result<Option<Self>, Fault> {
        let asked = Asked::of(request)?;
        asked.too_brief(limits)?;
        let Some(wanted) = asked.interval.or(limits.asks.filter(|_| asked.supports)) else { return Ok(None) };
        let refresher = match (asked.supports, asked.refresher) {
            (false, _) => Refresher::Uas,
            (true, named) => named.or(limits.refresher).unwrap_or(Refresher::Uac),
        };
        let least = asked.floor.max(limits.shortest);
        // What is asked for counts, though it be shorter than a server wants; an interval that the client did not ask for has no upper bound.
        let bound = asked.interval.map_or(u32::MAX, |interval| interval.max(asked.floor));
        let interval = wanted.min(limits.longest).max(least).min(bound);
        Ok(Some(Self { interval, refresher, is_required: asked.supports }))
    }

    /// Reads, as the UAC, the timer of a 2xx to an INVITE or UPDATE (RFC 4028 §7.2). Returns `None` if the 2xx has no Session-Expires: then the
    /// session does not end by itself, and a timer that was there is off. Returns `None` for any other response too.
    ///
    /// Without `refresher`, which servers must write, the client refreshes.
    ///
    /// # Errors
    ///
    /// Returns an error if Session-Expires is malformed.
    pub fn adopt(response: &Response<'_>) -> Result<Option<Self>, ParseError> {
        if response.status().class() != StatusClass::Success {
            return Ok(None);
        }
        let Some(expires) = response.headers().get::<SessionExpires<'_>>()? else { return Ok(None) };
        let refresher = Refresher::of(&expires).unwrap_or(Refresher::Uac);
        Ok(Some(Self { interval: expires.value(), refresher, is_required: Peer::of(response.headers()).requires("timer") }))
    }

    /// The timer of a UAC that goes on by itself, though the server supports no timers: that of its request (RFC 4028 §7.2).
    pub const fn alone(interval: u32) -> Self {
        Self { interval, refresher: Refresher::Uac, is_required: false }
    }

    /// The session interval in seconds: so long after the 2xx the session ends, unless it is refreshed.
    pub const fn interval(&self) -> u32 {
        self.interval
    }

    /// The side that refreshes.
    pub const fn refresher(&self) -> Refresher {
        self.refresher
    }

    /// After how many seconds the side that refreshes does so: half of the interval (RFC 4028 §7.2, §9).
    pub const fn refresh_after(&self) -> u32 {
        self.interval / 2
    }

    /// After how many seconds without a refresh the other side sends a BYE: 32 seconds, or a third of the interval if that is less, before its
    /// end (RFC 4028 §10).
    pub const fn end_after(&self) -> u32 {
        let third = self.interval / 3;
        self.interval - if third < 32 { third } else { 32 }
    }
}

impl MessageBuilder {
    /// Adds the timer to a 2xx: Session-Expires with the refresher, and `Require: timer` if the client knows the extension (RFC 4028 §9).
    pub fn session_timer(&mut self, timer: &SessionTimer) -> &mut Self {
        if timer.is_required {
            self.header(Require::list(&["timer"]));
        }
        let refresher = [ParamDraft::token("refresher", timer.refresher.as_str())];
        self.header(SessionExpires::row(Number::build(timer.interval).params(&refresher)))
    }
}

/// The Min-SE that a UAC has to write: the largest that it was told (RFC 4028 §7.4).
///
/// ```
/// use sipwire::Message;
/// use sipwire::rules::SessionMinimum;
///
/// let mut minimum = SessionMinimum::default();
/// let refused = Message::parse(b"SIP/2.0 422 Session Interval Too Small\r\nMin-SE: 3600\r\n\r\n")?;
/// minimum.refused(refused.as_response().unwrap());
/// assert_eq!((minimum.min_se(), minimum.interval(1800)), (Some(3600), 3600));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SessionMinimum(Option<u32>);

impl SessionMinimum {
    /// Takes the Min-SE of a 422 to a request with the same Call-ID, or within the same dialog.
    pub fn refused(&mut self, response: &Response<'_>) {
        if response.status() == StatusCode::SESSION_INTERVAL_TOO_SMALL {
            self.take(response.headers());
        }
    }

    /// Takes the Min-SE of a request of the peer, which refreshes the session in the dialog.
    pub fn requested(&mut self, request: &Request<'_>) {
        self.take(request.headers());
    }

    fn take(&mut self, headers: Headers<'_, '_>) {
        let told = headers.get::<MinSe<'_>>().ok().flatten().map(|least| least.value());
        self.0 = self.0.max(told);
    }

    /// Forgets what was told before the dialog was there: proxies that are not on its path no longer count.
    pub const fn established(&mut self) {
        self.0 = None;
    }

    /// The Min-SE to write; without it no Min-SE is written.
    pub const fn min_se(&self) -> Option<u32> {
        self.0
    }

    /// The Session-Expires to write: the interval that is in force or wanted, but no less than Min-SE, which is 90 if it is not there.
    pub fn interval(&self, seconds: u32) -> u32 {
        seconds.max(self.0.unwrap_or(LEAST))
    }
}

/// The session timer that a proxy writes into a request, and remembers for its response (RFC 4028 §8).
///
/// ```
/// use sipwire::Message;
/// use sipwire::rules::{ProxyTimer, TimerLimits};
///
/// let invite = Message::parse(b"INVITE sip:a SIP/2.0\r\nSession-Expires: 60\r\n\r\n")?;
/// let timer = ProxyTimer::of(invite.as_request().unwrap(), &TimerLimits::new().shortest(300))?;
/// // The client does not know the extension, so that a 422 would be of no use to it.
/// assert_eq!((timer.session_expires(), timer.min_se()), (Some(300), Some(300)));
/// # Ok::<(), sipwire::rules::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProxyTimer {
    interval: Option<u32>,
    min_se: Option<u32>,
    supports: bool,
}

impl ProxyTimer {
    /// Decides what a proxy writes into an INVITE or UPDATE that it forwards (RFC 4028 §8.1). It leaves `refresher` as it is, and writes none.
    ///
    /// # Errors
    ///
    /// Returns the fault if the client knows the extension and its interval is shorter than the limits have (422), and if Session-Expires or
    /// Min-SE is malformed.
    pub fn of(request: &Request<'_>, limits: &TimerLimits) -> Result<Self, Fault> {
        let asked = Asked::of(request)?;
        asked.too_brief(limits)?;
        let Some(wanted) = asked.interval.or(limits.asks) else {
            return Ok(Self { interval: None, min_se: None, supports: asked.supports });
        };
        // Only for a client that does not know the extension, Min-SE is written: others are refused.
        let is_raised = !asked.supports && asked.interval.is_some() && asked.floor < limits.shortest && wanted < limits.shortest;
        let floor = if is_raised { limits.shortest } else { asked.floor };
        let least = if asked.interval.is_none() { floor.max(limits.shortest) } else { floor };
        let interval = wanted.min(limits.longest.max(limits.shortest)).max(least);
        Ok(Self { interval: Some(interval), min_se: is_raised.then_some(floor), supports: asked.supports })
    }

    /// The interval that Session-Expires has when the request is forwarded, whether it stood there or is put in; `None` if it has none.
    pub const fn session_expires(&self) -> Option<u32> {
        self.interval
    }

    /// The value that Min-SE is raised to, or put in with; `None` if it stays as it is.
    pub const fn min_se(&self) -> Option<u32> {
        self.min_se
    }

    /// The timer that the proxy puts into a 2xx with [`MessageBuilder::session_timer`], or by an edit: the server does not know the extension,
    /// the client does, and refreshes (RFC 4028 §8.2). Returns `None` if the response is forwarded as it is.
    pub fn completes(&self, response: &Response<'_>) -> Option<SessionTimer> {
        let is_silent = response.status().class() == StatusClass::Success && !response.headers().is_present::<SessionExpires<'_>>();
        let interval = self.interval.filter(|_| self.supports && is_silent)?;
        Some(SessionTimer { interval, refresher: Refresher::Uac, is_required: true })
    }
}
