//! [`Fault`]: what is wrong with a message, where, and what is owed for it.

use core::fmt;

use super::owed::Owed;
use super::rule::Rule;
use crate::error::ParseError;
use crate::name::{HeaderId, HeaderName};

/// How far the rule's own answer holds for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    AsRuled,
    /// ACKs and responses get no answer (RFC 3261 §17).
    Dropped,
    /// Policy has it so.
    Tolerated,
}

/// Something that is wrong with a message, or odd about it: the rule, the header, the place, and what is owed.
///
/// ```
/// use sipwire::rules::{Check, Owed, Rule};
/// use sipwire::{HeaderName, Message, StatusCode};
///
/// let message = Message::parse(
///     b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK1\r\nFrom: <sip:c>;tag=1\r\nTo: <sip:a>\r\n\
///       Call-ID: 7\r\nCSeq: 5 INVITE\r\n\r\n",
/// )?;
/// let fault = message.as_request().unwrap().check(&Check::uas()).unwrap_err();
/// assert_eq!((fault.rule(), fault.owed()), (Rule::CSeqMethod, Owed::Status(StatusCode::BAD_REQUEST)));
/// assert_eq!((fault.header(), fault.offset()), (Some(HeaderName::CSeq), 111));
/// assert_eq!(fault.to_string(), "CSeq names another method (RFC 3261 §8.1.1.5) at byte 111");
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    offset: u32,
    rule: Rule,
    header: HeaderId,
    answer: Answer,
}

const _: () = assert!(size_of::<Fault>() == 8 && size_of::<Result<(), Fault>>() == 8);

impl Fault {
    pub(super) const fn new(rule: Rule, header: HeaderId, offset: usize, answer: Answer) -> Self {
        Self { offset: offset as u32, rule, header, answer }
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The header field in question; `None` for the start line and the body.
    pub fn header(&self) -> Option<HeaderName<'static>> {
        self.header.name()
    }

    /// The place: an absolute offset in the buffer that was parsed. A header that is absent has the offset of the empty line.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }

    /// The obligation. It is never a status for an ACK or a response: these are dropped (RFC 3261 §17, §18.3).
    pub const fn owed(&self) -> Owed {
        match (self.answer, self.rule.owed()) {
            (Answer::AsRuled, owed) => owed,
            (Answer::Dropped, Owed::Status(_)) => Owed::Drop,
            (Answer::Dropped, owed) => owed,
            (Answer::Tolerated, _) => Owed::Ignore,
        }
    }

    /// The fault of a header field that can't be read, or is absent, and is needed.
    pub(super) fn unreadable(header: HeaderId, error: ParseError, answer: Answer) -> Self {
        let (rule, header) = Rule::of_error(error.kind(), header);
        Self::new(rule, header, error.offset(), answer)
    }

    pub(super) const fn tolerated(self) -> Self {
        Self { answer: Answer::Tolerated, ..self }
    }
}

impl From<ParseError> for Fault {
    /// The fault of a request that was refused with this error, so that one path answers all; that of a status line is dropped.
    fn from(error: ParseError) -> Self {
        let (rule, header) = Rule::of_error(error.kind(), HeaderId::OTHER);
        let answer = if error.status_owed().is_some() { Answer::AsRuled } else { Answer::Dropped };
        Fault::new(rule, header, error.offset(), answer)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)?;
        // The rule speaks of no certain header.
        if let (None, Some(header)) = (self.rule.header(), self.header()) {
            write!(f, ": {header}")?;
        }
        write!(f, " ({}) at byte {}", self.rule.section(), self.offset)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.header().map_or("no header", |header| header.as_str());
        write!(f, "Fault({:?}, {:?}, {header} at {})", self.rule, self.owed(), self.offset)
    }
}

impl core::error::Error for Fault {}
