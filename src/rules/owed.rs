//! [`Owed`] and [`Force`]: what a rule obliges an element to, and how strongly.

use crate::status::StatusCode;

/// The obligation that a finding puts on the element that received the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owed {
    /// The request is answered with this status.
    Status(StatusCode),
    /// The message is dropped without an answer.
    Drop,
    /// The element goes on as if the part in question were absent.
    Ignore,
    /// The element need do nothing.
    Nothing,
}

impl Owed {
    /// Whether the message can't be processed: a status or a drop is owed.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Owed::Status(_) | Owed::Drop)
    }
}

/// How binding a rule is: the RFC 2119 word of its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Force {
    /// MUST or MUST NOT.
    Must,
    /// SHOULD, SHOULD NOT or RECOMMENDED.
    Should,
    /// MAY or OPTIONAL.
    May,
    /// Plain text without such a word.
    Plain,
    /// The RFC obliges the sender and names no answer: [`Policy`](super::Policy) decides.
    Arguable,
}
