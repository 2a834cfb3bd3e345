//! [`OfferAnswer`]: which session descriptions are offers, which are answers, and which are ignored (RFC 3261 §13.2.1, RFC 3262 §5).

/// One of the two ends of a dialog, as this end sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// This end.
    Local,
    /// The other end.
    Remote,
}

/// The message that a session description is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// An INVITE, which begins an exchange of its own.
    Invite,
    /// A provisional response to an INVITE that is not reliable.
    Provisional,
    /// A reliable provisional response to an INVITE, or a 2xx to it.
    Reliable,
    /// An ACK, PRACK or UPDATE, or a 2xx to PRACK or UPDATE.
    Other,
}

/// The part that a session description plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Description {
    /// It is an offer: the other party owes an answer.
    Offer,
    /// It answers the offer of the other party.
    Answer,
    /// It is ignored: its offer was answered before, or nothing may be offered there.
    Ignored,
}

/// The exchange of session descriptions in a dialog: whether an offer is open, and what a further description is.
///
/// A client keeps one for each dialog that its INVITE makes. The descriptions themselves are the caller's ([`Body`](super::Body)).
///
/// ```
/// use sipwire::rules::{Carrier, Description, OfferAnswer, Party};
///
/// // The server answers in a reliable 183; what its 2xx repeats is ignored.
/// let mut exchange = OfferAnswer::new();
/// assert_eq!(exchange.take(Party::Local, Carrier::Invite), Description::Offer);
/// assert_eq!(exchange.take(Party::Remote, Carrier::Reliable), Description::Answer);
/// assert_eq!(exchange.take(Party::Remote, Carrier::Reliable), Description::Ignored);
///
/// // Without an offer in the INVITE, the 183 has it, and the PRACK must answer it.
/// let mut exchange = OfferAnswer::new();
/// assert_eq!(exchange.take(Party::Remote, Carrier::Reliable), Description::Offer);
/// assert_eq!(exchange.owes_answer(), Some(Party::Local));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OfferAnswer {
    /// The party whose offer has no answer.
    offered: Option<Party>,
    /// Whether the description that responses to the INVITE may have was there.
    is_settled: bool,
}

impl OfferAnswer {
    /// No offer is open.
    pub const fn new() -> Self {
        Self { offered: None, is_settled: false }
    }

    /// Notes an INVITE that has no description: a response to it may offer. One that has a description needs no note.
    pub const fn invited(&mut self) {
        self.is_settled = false;
    }

    /// Takes a description that was sent or received, and says what it is:
    ///
    /// * With an offer of the other party open, it is the answer, also in a provisional response that is not reliable: the client takes the
    ///   first description that it receives for the answer (RFC 3261 §13.2.1).
    /// * Once a response to the INVITE had the answer or an offer, the descriptions of further responses to it are ignored.
    /// * Otherwise it is an offer, but in a response that is not reliable, which can have none. While an own offer is open, a second is
    ///   ignored: it must not be sent (RFC 3264 §4).
    pub const fn take(&mut self, from: Party, carrier: Carrier) -> Description {
        if matches!(carrier, Carrier::Invite) && self.offered.is_none() {
            self.invited();
        }
        let is_response = matches!(carrier, Carrier::Provisional | Carrier::Reliable);
        match (self.offered, from) {
            (Some(Party::Local), Party::Remote) | (Some(Party::Remote), Party::Local) => {
                self.offered = None;
                self.is_settled |= is_response;
                Description::Answer
            }
            (None, _) if !(matches!(carrier, Carrier::Provisional) || is_response && self.is_settled) => {
                self.offered = Some(from);
                self.is_settled |= is_response;
                Description::Offer
            }
            _ => Description::Ignored,
        }
    }

    /// The party that owes an answer; `None` if no offer is open. An offer in a reliable provisional response is answered in its PRACK, one in a
    /// PRACK or UPDATE in its 2xx (RFC 3262 §5, RFC 3311 §5.2), one in a 2xx to an INVITE in its ACK (RFC 3261 §13.2.1).
    ///
    /// While an answer is owed, no further offer may be sent; one that is received gets a 491 or a 500 (RFC 3311 §5.2).
    pub const fn owes_answer(&self) -> Option<Party> {
        match self.offered {
            Some(Party::Local) => Some(Party::Remote),
            Some(Party::Remote) => Some(Party::Local),
            None => None,
        }
    }

    /// Takes back the offer that is open: the request that had it was refused. Nothing changes for the session (RFC 3261 §14.1).
    pub const fn refused(&mut self) {
        self.offered = None;
    }
}
