//! Headers that are a number: Content-Length, Max-Forwards, Expires, Session-Expires, Retry-After, RSeq and others.

use super::value::written_as_read;
use super::{Draft, Value};
use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::lexical::{self, Parsed, expected, fail};
use crate::macros::named_params;
use crate::name::HeaderId;
use crate::params::{self, Params};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token};

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

/// A number of at most nine digits, up to `most`, and nothing else. `None` where it is anything else.
#[inline(always)]
fn quick<'a>(value: &Value<'a>, most: u32) -> Option<Number<'a>> {
    let raw = value.as_bytes();
    let value = lexical::few_digits(raw).filter(|number| *number <= most)?;
    Some(Number { raw, value, comment: None, params: Params::default() })
}

/// Types delta-seconds, and other numbers whose largest is as good as any that is larger.
#[inline]
pub(crate) fn seconds(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    if let Some(number) = quick(&value, u32::MAX) {
        return Ok(number);
    }
    value.read(|input, _| alone(input, lexical::delta_seconds(input)?))
}

/// Types a number from 0 to 255.
#[inline]
pub(crate) fn octet(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    if let Some(number) = quick(&value, u8::MAX.into()) {
        return Ok(number);
    }
    value.read(|input, _| alone(input, lexical::number(u8::MAX.into())(input)?))
}

/// Types delta-seconds with parameters.
pub(crate) fn seconds_params(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, profile| with_params(&value, input, profile, lexical::delta_seconds(input)?, None))
}

/// Types Retry-After.
///
/// ```text
/// delta-seconds [ comment ] *( SEMI retry-param )
/// ```
pub(crate) fn retry_after(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, seconds) = lexical::delta_seconds(input)?;
        let (behind_space, ()) = lexical::sws(rest)?;
        let (rest, comment) = match behind_space {
            [b'(', ..] => lexical::comment(behind_space, profile).map(|(rest, comment)| (rest, Some(comment)))?,
            _ => (rest, None),
        };
        with_params(&value, input, profile, (rest, seconds), comment)
    })
}

/// Types the code of an error: three digits.
pub(crate) fn code(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, profile| with_params(&value, input, profile, digits(input, 3, 3)?, None))
}

/// Types the code of an error: up to three digits.
pub(crate) fn short_code(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, profile| with_params(&value, input, profile, digits(input, 1, 3)?, None))
}

/// Types RSeq: a number from 1 on (RFC 3262 §7.1).
pub(crate) fn response_number(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, _| alone(input, response_num(input)?))
}

/// ```text
/// response-num = 1*DIGIT   ; 1 to 2^32-1
/// ```
pub(super) fn response_num(input: &[u8]) -> Parsed<'_, u32> {
    match lexical::number(u32::MAX)(input)? {
        (_, 0) => Err(fail(input, ErrorKind::OutOfRange)),
        read => Ok(read),
    }
}

/// From `least` to `most` digits.
pub(super) fn digits(input: &[u8], least: usize, most: usize) -> Parsed<'_, u32> {
    match scan::run(input, chars::DIGIT) {
        length if length < least => Err(expected(&input[length..], Expected::Digits)),
        length if length > most => Err(fail(input, ErrorKind::OutOfRange)),
        _ => lexical::number(u32::MAX)(input),
    }
}

/// The rest of a number that may have parameters.
fn with_params<'a>(
    place: &Value<'a>,
    input: &'a [u8],
    profile: &Profile,
    (rest, value): (&'a [u8], u32),
    comment: Option<Text<'a>>,
) -> Parsed<'a, Number<'a>> {
    let (rest, params) = params::params(rest, profile, |_, _| Ok(()))?;
    Ok((rest, Number { raw: input, value, comment, params: place.place(params) }))
}

/// Types a length, or another number that has no largest but that of its type.
#[inline]
pub(crate) fn length(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    if let Some(number) = quick(&value, u32::MAX) {
        return Ok(number);
    }
    value.read(|input, _| alone(input, lexical::number(u32::MAX)(input)?))
}

#[inline]
fn alone<'a>(input: &'a [u8], (rest, value): (&'a [u8], u32)) -> Parsed<'a, Number<'a>> {
    Ok((rest, Number { raw: input, value, comment: None, params: Params::default() }))
}

named_params! {
    SessionExpires {
        /// Who is to refresh the session: `uac` or `uas`, in any case (RFC 4028 §4).
        refresher: typed[Refresher, lexical::one_of(&["uac", "uas"]), Token<'a>];
    }
    RetryAfter {
        /// For how many seconds the called party will be there then (RFC 3261 §20.33).
        duration: typed[Duration, |input, _| lexical::delta_seconds(input), u32];
    }
    GeolocationError {
        /// What is wrong with the location, in words (RFC 6442 §4.4).
        code_text: text["code"];
    }
}

impl<'a> super::AlertMsgError<'a> {
    /// What is wrong with the alert, in words: the `message` of RFC 8876 §5.2, which the registry calls `code`.
    pub fn message(&self) -> Option<Text<'a>> {
        self.params().value("message").or_else(|| self.params().value("code"))
    }
}

written_as_read!(Number with params);

impl Draft<Number<'static>> for u32 {
    fn write(&self, out: &mut Writer<'_>) {
        out.number((*self).into());
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        if header.takes_numbers_to().is_some_and(|most| *self <= most) { None } else { Some(Leniency::NONE) }
    }
}

/// A number, made from parts: written, not read.
///
/// ```
/// use sipwire::{Encode, Number, ParamDraft, header::RetryAfter};
///
/// let params = [ParamDraft::number("duration", 3600)];
/// let later = RetryAfter::row(Number::build(18000).comment("in a meeting :-)").params(&params));
/// assert_eq!(later.to_bytes()?, b"18000 (in a meeting :-\\));duration=3600");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NumberDraft<'a> {
    value: u32,
    comment: Option<&'a [u8]>,
    params: &'a [ParamDraft<'a>],
}

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
            assert_eq!(RetryAfter::parse(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let session = SessionExpires::parse(value("1800 ; Refresher = UAS ; refresher=uac")).unwrap();
        assert_eq!(session.refresher().map_err(|error| error.offset()), Err(25));
        assert_eq!(SessionExpires::parse(value("90;refresher=uac")).unwrap().refresher().unwrap().unwrap(), "uac");
        assert_eq!(SessionExpires::parse(value("90;refresher=proxy")).unwrap().refresher().map_err(|error| error.offset()), Err(13));
        assert!(SessionExpires::parse(value("90 (x)")).is_err());
        assert!(GeolocationError::parse(value("100;code=\"x\"")).unwrap().code_text().unwrap().is("x"));
        assert!(AlertMsgError::parse(value("101;message=\"x\"")).unwrap().message().unwrap().is("x"));
        assert!(AlertMsgError::parse(value("101;code=\"x\"")).unwrap().message().unwrap().is("x"));
        let params = [ParamDraft::token("refresher", "uac")];
        assert_eq!(SessionExpires::row((90, &params[..])).to_bytes().unwrap(), b"90;refresher=uac");
    }
}
