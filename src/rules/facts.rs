//! Facts of methods and status codes that the RFCs state once and for all, and the choice among the responses of a fork.

use crate::header::Header;
use crate::message::Response;
use crate::method::Method;
use crate::name::HeaderName;
use crate::status::{StatusClass, StatusCode};

/// What the RFCs say of a method. Of an extension method nothing is known; it counts as a request that needs neither dialog nor Contact.
///
/// | | dialog | target | response | challenge | Contact | within a dialog | body |
/// |---|---|---|---|---|---|---|---|
/// | ACK | | | no | no | | | yes |
/// | BYE, PRACK | | | yes | yes | | always | yes |
/// | CANCEL | | | yes | no | | | no |
/// | INFO | | | yes | yes | | always | yes |
/// | INVITE, REFER, SUBSCRIBE, NOTIFY | makes one | refreshes | yes | yes | needed | | yes |
/// | UPDATE | | refreshes | yes | yes | needed | always | yes |
/// | MESSAGE, OPTIONS, PUBLISH, REGISTER | | | yes | yes | | | yes |
///
/// ```
/// use sipwire::Method;
///
/// assert!(Method::Invite.makes_dialog() && !Method::Update.makes_dialog());
/// assert!(Method::Update.refreshes_target() && Method::Update.needs_dialog());
/// assert!(!Method::Ack.has_response() && !Method::Cancel.may_be_challenged());
/// assert!(Method::Invite.may_be_cancelled() && !Method::Bye.may_be_cancelled());
/// assert!(Method::Refer.needs_contact() && !Method::Cancel.allows_body());
/// ```
impl Method<'_> {
    /// Whether a 2xx response to the request makes a dialog (RFC 3261 §12.1): INVITE, SUBSCRIBE (RFC 6665 §4.1), REFER (RFC 3515 §2), and
    /// NOTIFY, whose arrival makes the dialog of a subscription (RFC 6665 §4.4.1).
    pub const fn makes_dialog(self) -> bool {
        matches!(self, Method::Invite | Method::Subscribe | Method::Refer | Method::Notify)
    }

    /// Whether the Contact of the request, or of a 2xx response to it, replaces the remote target of the dialog that it is sent in (RFC
    /// 3261 §12.2, RFC 5057 §5.4): INVITE, UPDATE, SUBSCRIBE, NOTIFY and REFER.
    pub const fn refreshes_target(self) -> bool {
        matches!(self, Method::Invite | Method::Update | Method::Subscribe | Method::Notify | Method::Refer)
    }

    /// Whether the request is sent in a dialog that exists, so that its To has a tag: BYE (RFC 3261 §15.1), INFO (RFC 6086 §4.2.1), PRACK
    /// (RFC 3262 §4) and UPDATE (RFC 3311 §5.1). Every other one but ACK and CANCEL may be sent outside of dialogs as well.
    pub const fn needs_dialog(self) -> bool {
        matches!(self, Method::Bye | Method::Info | Method::Prack | Method::Update)
    }

    /// Whether responses answer the request: any but ACK (RFC 3261 §17.1).
    pub const fn has_response(self) -> bool {
        !matches!(self, Method::Ack)
    }

    /// Whether the request may be answered with 401 or 407 (RFC 3261 §22.1): any but ACK and CANCEL.
    pub const fn may_be_challenged(self) -> bool {
        !matches!(self, Method::Ack | Method::Cancel)
    }

    /// Whether a client may cancel the request: an INVITE alone (RFC 3261 §9.1). A server takes the CANCEL of any method but ACK and CANCEL
    /// (§9.2): see [`TransactionKey::cancelled`](crate::TransactionKey::cancelled).
    pub const fn may_be_cancelled(self) -> bool {
        matches!(self, Method::Invite)
    }

    /// Whether the request must have a Contact: a request that can make a dialog (RFC 3261 §8.1.1.8; REFER: RFC 3515 §2), and UPDATE (RFC
    /// 3311 §7, table 1).
    pub const fn needs_contact(self) -> bool {
        self.refreshes_target()
    }

    /// Whether the request may have a body (RFC 3261 §7.4): any but CANCEL (§20, table 2).
    pub const fn allows_body(self) -> bool {
        !matches!(self, Method::Cancel)
    }
}

/// How far a failure reaches (RFC 5057 §5.1): see [`StatusCode::ends`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ends {
    /// Its transaction.
    Transaction,
    /// The usage of the dialog that the request belongs to: the session of an INVITE, or one subscription.
    Usage,
    /// The dialog.
    Dialog,
}

impl StatusCode {
    /// Whether a response with this code to a request that [makes dialogs](Method::makes_dialog) makes one: 101 to 199 an early one, 200
    /// to 299 a confirmed one (RFC 3261 §12.1).
    pub const fn makes_dialog(self) -> bool {
        self.as_u16() > 100 && self.as_u16() < 300
    }

    /// What the response ends if it answers a request within a dialog (RFC 5057 §5.1, table 1): the request's transaction alone, the usage
    /// that the request belongs to, or the dialog with all its usages. A 405 and a 501 end a usage that can't do without the method. A 408 is
    /// a timeout; by RFC 3261 §12.2.1.2 it ends the dialog, and [`Dialog::response`](crate::rules::Dialog::response) says so.
    ///
    /// ```
    /// use sipwire::StatusCode;
    /// use sipwire::rules::Ends;
    ///
    /// let ends = |code| StatusCode::new(code).unwrap().ends();
    /// assert_eq!((ends(488), ends(481), ends(404)), (Ends::Transaction, Ends::Usage, Ends::Dialog));
    /// ```
    pub const fn ends(self) -> Ends {
        match self.as_u16() {
            404 | 410 | 416 | 482..=485 | 502 | 604 => Ends::Dialog,
            405 | 480 | 481 | 489 | 501 => Ends::Usage,
            _ => Ends::Transaction,
        }
    }

    /// Whether the response asks for credentials: 401 and 407 (RFC 3261 §22.1).
    pub const fn is_challenge(self) -> bool {
        matches!(self, StatusCode::UNAUTHORIZED | StatusCode::PROXY_AUTHENTICATION_REQUIRED)
    }

    /// Returns the code that a client treats this one as (RFC 3261 §8.1.3.2): the code itself if the registry has it, otherwise the x00 of
    /// its class, or 183 for a provisional response.
    ///
    /// ```
    /// use sipwire::StatusCode;
    ///
    /// let code = |code| StatusCode::new(code).unwrap();
    /// assert_eq!(code(486).treated_as(), StatusCode::BUSY_HERE);
    /// assert_eq!(code(431).treated_as(), StatusCode::BAD_REQUEST);
    /// assert_eq!(code(150).treated_as(), StatusCode::SESSION_PROGRESS);
    /// ```
    pub fn treated_as(self) -> Self {
        match (self.default_reason(), self.class()) {
            (Some(_), _) => self,
            (None, StatusClass::Provisional) => StatusCode::SESSION_PROGRESS,
            (None, _) => StatusCode::new(self.as_u16() / 100 * 100).unwrap_or(self),
        }
    }

    /// Whether a proxy that forked a request passes on this final response rather than the other one (RFC 3261 §16.7 step 6):
    ///
    /// * a 2xx before all others: it was forwarded at once (step 5),
    /// * then a 6xx, then the lowest class,
    /// * among 4xx, those first that help the client to send the request again: 401, 407, 415, 420 and 484,
    /// * a 503 after all other 5xx: it is not to be forwarded as it is ([`forwarded`](StatusCode::forwarded)).
    ///
    /// Neither of two codes outranks the other if the RFC leaves the choice open. A provisional response is outranked by every final one.
    ///
    /// ```
    /// use sipwire::StatusCode;
    ///
    /// assert!(StatusCode::DECLINE.outranks(StatusCode::MOVED_TEMPORARILY));
    /// assert!(StatusCode::PROXY_AUTHENTICATION_REQUIRED.outranks(StatusCode::NOT_FOUND));
    /// assert!(!StatusCode::BUSY_HERE.outranks(StatusCode::NOT_FOUND) && !StatusCode::NOT_FOUND.outranks(StatusCode::BUSY_HERE));
    /// ```
    pub const fn outranks(self, other: Self) -> bool {
        self.rank() < other.rank()
    }

    /// The place in the order of [`outranks`](StatusCode::outranks): the best has 0.
    const fn rank(self) -> u8 {
        match (self.class(), self.as_u16()) {
            (StatusClass::Success, _) => 0,
            (StatusClass::GlobalFailure, _) => 1,
            (StatusClass::Redirection, _) => 2,
            (StatusClass::ClientFailure, 401 | 407 | 415 | 420 | 484) => 3,
            (StatusClass::ClientFailure, _) => 4,
            (StatusClass::ServerFailure, 503) => 6,
            (StatusClass::ServerFailure, _) => 5,
            (StatusClass::Provisional, _) => 7,
        }
    }

    /// Returns the code that a proxy forwards if this was the best one: 500 for a 503, which says that the proxy itself can't serve any
    /// request (RFC 3261 §16.7 step 6); any other as it is.
    pub const fn forwarded(self) -> Self {
        match self {
            StatusCode::SERVICE_UNAVAILABLE => StatusCode::SERVER_INTERNAL_ERROR,
            other => other,
        }
    }
}

impl<'a> Response<'a> {
    /// Returns the response that a proxy forwards of those that the branches of a fork ended in (RFC 3261 §16.7 step 6): the first that no
    /// other one [outranks](StatusCode::outranks). Provisional responses are skipped. Returns `None` if no response is final: then a 408
    /// is owed.
    ///
    /// ```
    /// use sipwire::{Message, Response, StatusCode};
    ///
    /// let texts = ["SIP/2.0 503 \r\n\r\n", "SIP/2.0 407 \r\n\r\n", "SIP/2.0 501 \r\n\r\n", "SIP/2.0 404 \r\n\r\n"];
    /// let messages = texts.map(|text| Message::parse(text.as_bytes()).unwrap());
    /// let best = Response::best(messages.iter().filter_map(|message| message.as_response())).unwrap();
    /// assert_eq!(best.status(), StatusCode::PROXY_AUTHENTICATION_REQUIRED);
    /// ```
    pub fn best<'r>(responses: impl IntoIterator<Item = &'r Response<'a>>) -> Option<&'r Response<'a>>
    where
        'a: 'r,
    {
        let finals = responses.into_iter().filter(|response| response.status().is_final());
        finals.reduce(|best, next| if next.status().outranks(best.status()) { next } else { best })
    }

    /// Returns the challenges that a proxy adds to a 401 or 407 that it forwards: each WWW-Authenticate and Proxy-Authenticate row of the
    /// other 401 and 407 responses that the fork ended in (RFC 3261 §16.7 step 7). Rows keep their order, since clients answer the first
    /// challenge that they support (RFC 8760 §2.4); [`MessageBuilder::copy_all`](crate::MessageBuilder::copy_all) adds them.
    ///
    /// ```
    /// use sipwire::{Message, Response};
    ///
    /// let other = Message::parse(b"SIP/2.0 401 \r\nWWW-Authenticate: Digest realm=\"b\", nonce=\"1\"\r\nSubject: x\r\n\r\n")?;
    /// let busy = Message::parse(b"SIP/2.0 486 \r\nWWW-Authenticate: Digest realm=\"c\", nonce=\"2\"\r\n\r\n")?;
    /// let rows: Vec<_> = Response::challenges([&other, &busy].map(|message| message.as_response().unwrap())).collect();
    /// assert_eq!(rows.len(), 1);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn challenges<'r>(others: impl IntoIterator<Item = &'r Response<'a>>) -> impl Iterator<Item = Header<'a>>
    where
        'a: 'r,
    {
        let challenging = others.into_iter().filter(|response| response.status().is_challenge());
        challenging.flat_map(|response| {
            let is_challenge = |row: &Header<'_>| matches!(row.name(), HeaderName::WwwAuthenticate | HeaderName::ProxyAuthenticate);
            response.headers().iter().filter(is_challenge)
        })
    }
}
