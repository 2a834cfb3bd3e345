//! The header fields that mean nothing in requests of a method: those that RFC 3261 §20, or the RFC that defines them, marks with `-`.

use crate::method::Method;
use crate::name::{HeaderId as Id, NameSet};

// The columns of those tables: a bit for each method.
const ACK: u16 = 1 << 0;
const BYE: u16 = 1 << 1;
const CAN: u16 = 1 << 2;
const INV: u16 = 1 << 3;
const OPT: u16 = 1 << 4;
const REG: u16 = 1 << 5;
const PRA: u16 = 1 << 6;
const UPD: u16 = 1 << 7;
const MSG: u16 = 1 << 8;
const REF: u16 = 1 << 9;
const PUB: u16 = 1 << 10;
const SUB: u16 = 1 << 11;
const NOT: u16 = 1 << 12;
const INF: u16 = 1 << 13;

/// Each header field, and the methods in whose requests it means nothing.
const TABLE: &[(Id, u16)] = &[
    (Id::Accept, ACK | CAN | MSG),
    (Id::AcceptContact, REG),
    (Id::AcceptEncoding, ACK | CAN | MSG),
    (Id::AcceptLanguage, ACK | CAN | MSG),
    (Id::AlertInfo, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | REF | PUB | SUB | NOT | INF),
    (Id::Allow, ACK | CAN),
    (Id::AllowEvents, CAN | UPD),
    (Id::CallInfo, ACK | BYE | CAN | PRA | REF),
    (Id::Contact, BYE | CAN | PRA | MSG | PUB | INF),
    (Id::ContentDisposition, CAN),
    (Id::ContentEncoding, CAN),
    (Id::ContentLanguage, CAN),
    (Id::ContentType, CAN),
    (Id::Event, ACK | BYE | CAN | INV | OPT | REG | PRA | UPD),
    (Id::Expires, ACK | BYE | CAN | OPT | PRA | UPD | NOT | INF),
    (Id::Identity, CAN),
    (Id::IdentityInfo, CAN),
    (Id::InfoPackage, ACK | BYE | CAN | INV | OPT | REG | PRA | UPD | MSG | REF | SUB | NOT),
    (Id::InReplyTo, ACK | BYE | CAN | OPT | REG | PRA | UPD | REF | PUB | SUB | NOT),
    (Id::MaxBreadth, INF),
    (Id::MimeVersion, CAN),
    (Id::MinExpires, UPD | REF | INF),
    (Id::MinSe, ACK | BYE | CAN | OPT | REG | PRA | SUB | NOT),
    (Id::Organization, ACK | BYE | CAN | PRA | NOT | INF),
    (Id::PAssertedIdentity, ACK | CAN | REG | PRA | UPD | INF),
    (Id::PAssertedService, ACK | BYE | CAN | REG | PRA | UPD | NOT | INF),
    (Id::Path, ACK | BYE | CAN | INV | OPT),
    (Id::PDcsBillingInfo, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PDcsLaes, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PDcsOsps, ACK | BYE | CAN | OPT | REG | PRA | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PDcsRedirect, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PDcsTracePartyId, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PEarlyMedia, ACK | BYE | CAN | OPT | REG),
    (Id::PMediaAuthorization, BYE | CAN | OPT | REG | SUB | NOT | INF),
    (Id::PolicyContact, ACK | BYE | CAN | OPT | REG | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PolicyId, ACK | BYE | CAN | OPT | REG | MSG | REF | PUB | SUB | NOT | INF),
    (Id::PPreferredIdentity, ACK | CAN | REG | PRA | UPD | INF),
    (Id::PPreferredService, ACK | BYE | CAN | REG | PRA | UPD | NOT | INF),
    (Id::Priority, ACK | BYE | CAN | OPT | REG | PRA | UPD | REF | NOT | INF),
    (Id::ProxyAuthorization, CAN),
    (Id::RAck, ACK | BYE | CAN | INV | OPT | REG | UPD | SUB | NOT),
    (Id::RecordRoute, REG | MSG | PUB),
    (Id::RecvInfo, ACK | BYE | CAN | OPT | MSG | REF | SUB | NOT | INF),
    (Id::ReferredBy, ACK | CAN),
    (Id::ReferSub, ACK | BYE | CAN | INV | OPT | REG | PRA | UPD | MSG | PUB | SUB | NOT | INF),
    (Id::ReferTo, ACK | BYE | CAN | INV | OPT | REG),
    (Id::RejectContact, REG),
    (Id::ReplyTo, ACK | BYE | CAN | OPT | REG | PRA | UPD | REF | PUB | SUB | NOT),
    (Id::RetryAfter, INF),
    (Id::SecurityClient, ACK | CAN | PRA),
    (Id::SecurityVerify, ACK | CAN | PRA),
    (Id::SessionExpires, ACK | BYE | CAN | OPT | REG | PRA | SUB | NOT),
    (Id::SipIfMatch, ACK | BYE | CAN | INV | OPT | REG | PRA | UPD | MSG | REF | SUB | NOT | INF),
    (Id::Subject, ACK | BYE | CAN | OPT | REG | PRA | UPD | REF | SUB | NOT),
    (Id::SubscriptionState, ACK | BYE | CAN | INV | OPT | REG | PRA | UPD | SUB),
    (Id::Supported, ACK),
    (Id::TargetDialog, ACK | BYE | CAN | OPT | REG | PRA | UPD | MSG | PUB | NOT | INF),
    (Id::Warning, SUB),
];

/// The header fields that are marked in a column.
const fn marked(column: u16) -> NameSet {
    let mut set = NameSet::of(&[]);
    let mut row = 0;
    while row < TABLE.len() {
        if TABLE[row].1 & column != 0 {
            set.put(TABLE[row].0);
        }
        row += 1;
    }
    set
}

/// The header fields that a server ignores in a request of that method.
pub(super) const fn in_method(method: Method<'_>) -> NameSet {
    match method {
        Method::Ack => const { marked(ACK) },
        Method::Bye => const { marked(BYE) },
        Method::Cancel => const { marked(CAN) },
        Method::Invite => const { marked(INV) },
        Method::Options => const { marked(OPT) },
        Method::Register => const { marked(REG) },
        Method::Prack => const { marked(PRA) },
        Method::Update => const { marked(UPD) },
        Method::Message => const { marked(MSG) },
        Method::Refer => const { marked(REF) },
        Method::Publish => const { marked(PUB) },
        Method::Subscribe => const { marked(SUB) },
        Method::Notify => const { marked(NOT) },
        Method::Info => const { marked(INF) },
        Method::Other(_) => NameSet::of(&[]),
    }
}
