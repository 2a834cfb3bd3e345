//! RAck.

use nom::sequence::{separated_pair, terminated};

use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::ParseError;
use crate::grammar::lws;
use crate::header::draft::{draft_of, written_as_read};
use crate::header::families::cseq::{self, cseq_num, method};
use crate::header::families::number::response_num;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::method::Method;
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// RAck: which provisional response a PRACK acknowledges (RFC 3262 §7.2).
///
/// ```text
/// RAck         = "RAck" HCOLON response-num LWS CSeq-num LWS Method
/// response-num = 1*DIGIT
/// CSeq-num     = 1*DIGIT
/// ```
///
/// ```
/// use sipwire::{Method, header::RAck};
///
/// let rack = RAck::parse(b"776656 1 INVITE")?;
/// assert_eq!((rack.response_number(), rack.cseq_number(), rack.method()), (776656, 1, Method::Invite));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RAck<'a> {
    raw: &'a [u8],
    response_number: u32,
    cseq_number: u32,
    method: Method<'a>,
}

impl<'a> RAck<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or if a number is out of the range of RSeq or CSeq.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        rack(Value::new(bytes)?)
    }

    /// Makes a RAck from parts, to be written: the RSeq, and the number and the method of the CSeq.
    pub const fn build(response_number: u32, cseq_number: u32, method: Method<'a>) -> RAckDraft<'a> {
        RAckDraft { response_number, cseq_number, method }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The RSeq of the response: 1 to 2^32-1.
    pub const fn response_number(&self) -> u32 {
        self.response_number
    }

    /// The CSeq number of the response, below 2^31.
    pub const fn cseq_number(&self) -> u32 {
        self.cseq_number
    }

    /// The CSeq method of the response.
    pub const fn method(&self) -> Method<'a> {
        self.method
    }
}

/// Types the value.
///
/// ```text
/// response-num LWS CSeq-num LWS Method
/// ```
pub(crate) fn rack(value: Value<'_>) -> Result<RAck<'_>, ParseError> {
    let rule = (terminated(response_num, lws), separated_pair(cseq_num, lws, method));
    let (response_number, (cseq_number, method)) = value.read(rule)?;
    Ok(RAck { raw: value.as_bytes(), response_number, cseq_number, method })
}

impl<'a> Family<'a> for RAck<'a> {
    const NAME: &'static str = "rack";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        Ok(())
    }

    fn leniency(&self) -> Leniency {
        Leniency::ALL
    }

    fn params(&self) -> Params<'a> {
        Params::default()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        let parts = |rack: &Self| (rack.response_number, rack.cseq_number);
        parts(self) == parts(other) && self.method == other.method
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, response_number cseq_number method);
    }
}

written_as_read!(RAck);

/// A RAck to be written, made from parts.
#[derive(Clone, Copy, Debug)]
pub struct RAckDraft<'a> {
    response_number: u32,
    cseq_number: u32,
    method: Method<'a>,
}

impl Encode for RAckDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if self.response_number == 0 || self.cseq_number > cseq::LARGEST {
            out.refuse(BuildErrorKind::OutOfRange, 0);
        }
        out.number(self.response_number.into());
        out.fixed(" ");
        out.number(self.cseq_number.into());
        out.fixed(" ");
        out.known(self.method.as_bytes());
    }
}

draft_of!(RAckDraft<'_>, RAck, HeaderName::RAck);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_and_a_method() {
        let rack = RAck::parse(b"4294967295\r\n 01\t invite").unwrap();
        assert_eq!((rack.response_number(), rack.cseq_number(), rack.method().as_str()), (u32::MAX, 1, "invite"));
        assert_eq!(RAck::build(1, 2, Method::Invite).to_bytes().unwrap(), b"1 2 INVITE");
        assert!(RAck::build(0, 2, Method::Invite).to_bytes().is_err());
        assert!(RAck::build(1, 1 << 31, Method::Invite).to_bytes().is_err());
        for (text, offset) in [
            ("", 0),
            ("1", 1),
            ("1 2", 3),
            ("1 2 ", 3),
            ("0 2 A", 0),
            ("4294967296 2 A", 0),
            ("1 2147483648 A", 2),
            ("-1 1 A", 0),
            ("1 2 A, 1 3 A", 5),
            ("1 A", 2),
        ] {
            assert_eq!(RAck::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
