//! Headers that are a number: Content-Length, Max-Forwards, Expires, Session-Expires, Retry-After, RSeq and others.

use nom::Parser;
use nom::combinator::{cut, opt, peek};
use nom::sequence::preceded;

use crate::encode::{ParamDraft, Writer, shown_as_written};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::{Parsed, Rule, byte, comment, convert, delta_seconds, number, number_of, sws};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::{ParamRules, Params, params};
use crate::profile::{Leniency, Profile};
use crate::text::{Text, Token};
use crate::uri::Uri;

/// A number, perhaps with parameters.
///
/// ```text
/// 1*DIGIT [ comment ] *( SEMI generic-param )
/// ```
///
/// Only Retry-After has a comment. Leading zeros are allowed. Seconds over 2^32-1 are read as 2^32-1 (RFC 3261 §10.2, §20.19); other
/// numbers that their header does not allow are errors.
///
/// ```
/// use sipwire::{Message, header::{Expires, MaxForwards}};
///
/// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nMax-Forwards: 0068\r\nExpires: 99999999999\r\n\r\n")?;
/// assert_eq!(message.headers().require::<MaxForwards>()?.value(), 68);
/// assert_eq!(message.headers().require::<Expires>()?.value(), u32::MAX);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    raw: &'a [u8],
    value: u32,
    comment: Option<Text<'a>>,
    params: Params<'a>,
}

impl<'a> Number<'a> {
    /// Makes a number with a comment or parameters, to be written. A plain `u32` is written as it is.
    pub const fn build(value: u32) -> NumberDraft<'a> {
        NumberDraft { value, comment: None, params: &[] }
    }

    /// The number.
    pub const fn value(&self) -> u32 {
        self.value
    }

    /// The comment behind the number, without its parentheses (RFC 3261 §20.33).
    pub const fn comment(&self) -> Option<Text<'a>> {
        self.comment
    }

    /// The parameters, where the header has them.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// ```text
/// delta-seconds = 1*DIGIT
/// ```
#[inline]
pub(crate) fn seconds(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    alone(value, delta_seconds)
}

/// ```text
/// 1*3DIGIT   ; 0 to 255
/// ```
#[inline]
pub(crate) fn octet(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    alone(value, |input| number(u8::MAX.into()).parse_complete(input))
}

/// ```text
/// 1*DIGIT   ; 0 to 2^32-1
/// ```
#[inline]
pub(crate) fn length(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    alone(value, |input| number(u32::MAX).parse_complete(input))
}

/// ```text
/// 1*DIGIT   ; 0 to 2^32-1
/// ```
///
/// Content-Length never accepts anything behind the number, which delimits the message.
#[inline]
pub(crate) fn content_length(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    plain(value, number(u32::MAX))
}

/// ```text
/// delta-seconds *( SEMI generic-param )
/// ```
pub(crate) fn seconds_params(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    with_params(value, delta_seconds, no_comment)
}

/// ```text
/// Retry-After = delta-seconds [ comment ] *( SEMI retry-param )
/// ```
pub(crate) fn retry_after(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    with_params(value, delta_seconds, |input, profile| {
        opt(preceded((sws, peek(byte(b'(', Expected::Comment))), cut(comment(profile)))).parse_complete(input)
    })
}

/// ```text
/// 3DIGIT *( SEMI generic-param )
/// ```
pub(crate) fn code(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    with_params(value, |input| number_of(3, 3).parse_complete(input), no_comment)
}

/// ```text
/// 1*3DIGIT *( SEMI generic-param )
/// ```
pub(crate) fn short_code(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    with_params(value, |input| number_of(1, 3).parse_complete(input), no_comment)
}

fn no_comment<'a>(input: &'a [u8], _: &Profile) -> Parsed<'a, Option<Text<'a>>> {
    Ok((input, None))
}

/// ```text
/// RSeq = response-num
/// ```
pub(crate) fn response_number(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    alone(value, response_num)
}

/// ```text
/// response-num = 1*DIGIT   ; 1 to 2^32-1
/// ```
pub(crate) fn response_num(input: &[u8]) -> Parsed<'_, u32> {
    convert(number(u32::MAX), |number| (number > 0).then_some(number), ErrorKind::OutOfRange).parse_complete(input)
}

/// A number with nothing behind it, unless a leniency accepts parameters.
#[inline(always)]
fn alone<'a>(value: Value<'a>, number: impl Fn(&'a [u8]) -> Parsed<'a, u32>) -> Result<Number<'a>, ParseError> {
    if value.allows(Leniency::EXTRA_PARAMS) { with_params(value, number, no_comment) } else { plain(value, number) }
}

/// A number and nothing behind it.
#[inline(always)]
fn plain<'a>(value: Value<'a>, number: impl Rule<'a, u32>) -> Result<Number<'a>, ParseError> {
    let number = value.read(number)?;
    Ok(Number { raw: value.as_bytes(), value: number, comment: None, params: Params::default() })
}

/// A number, a comment where the header has one, and parameters.
fn with_params<'a>(
    value: Value<'a>,
    number: impl Fn(&'a [u8]) -> Parsed<'a, u32>,
    comment: impl Fn(&'a [u8], &Profile) -> Parsed<'a, Option<Text<'a>>>,
) -> Result<Number<'a>, ParseError> {
    let (number, comment, params) = value.cut(|input, reading| {
        let comment = |input: &'a [u8]| comment(input, reading.profile);
        (&number, comment, params(&ParamRules::GENERIC, reading)).parse_complete(input)
    })?;
    Ok(Number { raw: value.as_bytes(), value: number, comment, params: value.place(params) })
}

impl<'a> Family<'a> for Number<'a> {
    const NAME: &'static str = "number";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        (self.value, self.comment) == (other.value, other.comment) && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, value comment);
    }
}

written_as_read!(Number);

impl Draft<Number<'static>> for u32 {
    fn write(&self, out: &mut Writer<'_>) {
        out.number((*self).into());
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        if header.takes_numbers_to().is_some_and(|most| *self <= most) { None } else { Some(Leniency::NONE) }
    }
}

/// A number, to be written, made from parts.
///
/// ```
/// use sipwire::{Encode, Number, ParamDraft, header::RetryAfter};
///
/// let params = [ParamDraft::number("duration", 3600)];
/// let later = RetryAfter::row(Number::build(18000).comment("in a meeting :-)").params(&params));
/// assert_eq!(later.to_bytes()?, b"18000 (in a meeting :-\\));duration=3600");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct NumberDraft<'a> {
    value: u32,
    comment: Option<&'a [u8]>,
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(NumberDraft, write);

impl<'a> NumberDraft<'a> {
    /// A comment behind the number, without its parentheses: only Retry-After has some (RFC 3261 §20.33).
    #[must_use]
    pub fn comment(mut self, comment: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.comment = Some(comment.as_ref());
        self
    }

    /// All parameters, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Draft<Number<'static>> for NumberDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        out.number(self.value.into());
        if let Some(comment) = self.comment {
            out.fixed(" ");
            out.comment(comment);
        }
        out.params(self.params);
    }
}

/// A number and its parameters.
impl Draft<Number<'static>> for (u32, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        out.number(self.0.into());
        out.params(self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;

    #[test]
    fn each_number_has_its_range() {
        let read = |text: &'static str, rule: fn(Value<'_>) -> Result<Number<'_>, ParseError>| {
            rule(Value::new(text.as_bytes()).unwrap()).map(|number| number.value()).map_err(|error| error.offset())
        };
        assert_eq!((read("255", octet), read("256", octet)), (Ok(255), Err(0)));
        assert_eq!((read("4294967296", seconds), read("4294967296", length)), (Ok(u32::MAX), Err(0)));
        for text in ["", "-1", "+5", "0x1", "\u{a0}1"] {
            assert_eq!(read(text, seconds), Err(if text == "0x1" { 1 } else { 0 }), "{text}");
        }
        assert_eq!((read("0", response_number), read("4294967295", response_number)), (Err(0), Ok(u32::MAX)));
        assert_eq!((read("100", code), read("10", code), read("1000", code), read("1x", code)), (Ok(100), Err(2), Err(0), Err(1)));
        assert_eq!((read("1", short_code), read("", short_code), read("0100", short_code)), (Ok(1), Err(0), Err(0)));
        assert_eq!((read("10, 10", length), read("1 2", length), read("5abc", length)), (Err(2), Err(1), Err(1)));
    }

    #[test]
    fn counts_are_not_cut_to_the_largest() {
        use crate::header::{MaxBreadth, RSeq, TypedHeader};
        let value = Value::new(b"4294967296").unwrap();
        assert_eq!(MaxBreadth::parse(value).unwrap_err().kind(), ErrorKind::OutOfRange);
        assert_eq!(RSeq::parse(value).unwrap_err().kind(), ErrorKind::OutOfRange);
    }

    #[test]
    fn comments_and_parameters_follow() {
        use crate::header::{AlertMsgError, GeolocationError, RetryAfter, SessionExpires, TypedHeader};
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        let retry = RetryAfter::parse(value("18000 (I'm in a (long) meeting);duration=3600")).unwrap();
        assert_eq!((retry.value(), retry.duration()), (18_000, Ok(Some(3600))));
        assert!(retry.comment().unwrap().is("I'm in a (long) meeting"));
        for (text, offset) in [("5 (a", 4), ("5 (a) (b)", 6), ("5;", 2), ("(a)", 0), ("5 x", 2)] {
            assert_eq!(
                RetryAfter::parse(value(text)).and_then(|retry| retry.verify()).map_err(|error| error.offset()),
                Err(offset),
                "{text}"
            );
        }
        let session = SessionExpires::parse(value("1800 ; Refresher = UAS ; refresher=uac")).unwrap();
        assert_eq!(session.refresher().map_err(|error| error.offset()), Err(25));
        assert_eq!(SessionExpires::parse(value("90;refresher=uac")).unwrap().refresher().unwrap().unwrap(), "uac");
        assert_eq!(SessionExpires::parse(value("90;refresher=proxy")).unwrap().refresher().map_err(|error| error.offset()), Err(13));
        assert!(SessionExpires::parse(value("90 (x)")).is_err());
        assert!(GeolocationError::parse(value("100;code=\"x\"")).unwrap().code_text().unwrap().unwrap().is("x"));
        assert!(AlertMsgError::parse(value("101;message=\"x\"")).unwrap().message().unwrap().unwrap().is("x"));
        assert!(AlertMsgError::parse(value("101;code=\"x\"")).unwrap().message().unwrap().unwrap().is("x"));
        let params = [ParamDraft::token("refresher", "uac")];
        assert_eq!(SessionExpires::row((90, &params[..])).to_bytes().unwrap(), b"90;refresher=uac");
    }
}
