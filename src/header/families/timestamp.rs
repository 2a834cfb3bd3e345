//! Timestamp.

use core::hash::{Hash, Hasher};
use core::time::Duration;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{eof, map, opt, peek, recognize, rest};
use nom::sequence::preceded;

use crate::chars;
use crate::encode::Writer;
use crate::error::{Expected, ParseError};
use crate::grammar::{self, Parsed, any, byte, lws, some};
use crate::header::draft::{Draft, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::scan;
use crate::text::Token;
use crate::uri::Uri;

/// Timestamp: when a request was sent, by a clock of the sender's own, and how long the answer took (RFC 3261 §20.38, §8.2.6.1).
///
/// ```text
/// Timestamp = "Timestamp" HCOLON 1*(DIGIT) [ "." *(DIGIT) ] [ LWS delay ]
/// delay     = *(DIGIT) [ "." *(DIGIT) ]
/// ```
///
/// What goes into a response is the text; the durations are read from it.
///
/// ```
/// use core::time::Duration;
/// use sipwire::header::Timestamp;
///
/// let timestamp = Timestamp::parse(b"54.21 .5")?;
/// assert_eq!((timestamp.time_text(), timestamp.time()), ("54.21", Duration::from_millis(54_210)));
/// assert_eq!(timestamp.delay()?, Some(Duration::from_millis(500)));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timestamp<'a> {
    raw: &'a [u8],
    time: Token<'a>,
    delay: Option<&'a [u8]>,
    offset: u32,
}

/// Compares the bytes and ignores their offset.
impl PartialEq for Timestamp<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Timestamp<'_> {}

impl Hash for Timestamp<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<'a> Timestamp<'a> {
    /// Parses a value outside of a message, with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = timestamp(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// When the request was sent, as written.
    pub fn time_text(&self) -> &'a str {
        self.time.as_str()
    }

    /// How long the answer took, as written.
    ///
    /// # Errors
    ///
    /// Returns an error if the delay is no number.
    pub fn delay_text(&self) -> Result<Option<&'a str>, ParseError> {
        Ok(self.delay_token()?.map(|delay| delay.as_str()))
    }

    fn delay_token(&self) -> Result<Option<Token<'a>>, ParseError> {
        let typed = |delay| grammar::whole(delay, self.offset as usize + scan::offset_of(self.raw, delay), delay_digits);
        self.delay.map(typed).transpose()
    }

    /// When the request was sent, from a beginning that only the sender knows. What is finer than a nanosecond is cut off, what is
    /// too large is the largest.
    pub fn time(&self) -> Duration {
        duration(self.time.as_bytes())
    }

    /// How long the answer took, read likewise.
    ///
    /// # Errors
    ///
    /// Returns an error if the delay is no number.
    pub fn delay(&self) -> Result<Option<Duration>, ParseError> {
        Ok(self.delay_token()?.map(|delay| duration(delay.as_bytes())))
    }
}

/// Digits, perhaps a dot and more digits; either may be missing.
fn duration(text: &[u8]) -> Duration {
    let (whole, fraction) = text.split_at(scan::run(text, chars::DIGIT));
    let seconds = whole.iter().fold(0u64, |seconds, digit| seconds.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
    let mut worth = 1_000_000_000;
    let nanos = fraction.iter().skip(1).take(9).fold(0, |nanos, digit| {
        worth /= 10;
        nanos + u32::from(digit - b'0') * worth
    });
    Duration::new(seconds, nanos)
}

/// Cuts the value.
///
/// ```text
/// 1*(DIGIT) [ "." *(DIGIT) ] [ LWS delay ]
/// ```
pub(crate) fn timestamp(value: Value<'_>) -> Result<Timestamp<'_>, ParseError> {
    let (time, delay) = value.cut(|input, reading| {
        let delay = preceded(lws, reading.part(rest, recognize(delay_digits)));
        (time, alt((map(eof, |_| None), map(delay, Some)))).parse_complete(input)
    })?;
    Ok(Timestamp { raw: value.as_bytes(), time, delay, offset: value.offset() as u32 })
}

/// ```text
/// 1*(DIGIT) [ "." *(DIGIT) ]
/// ```
fn time(input: &[u8]) -> Parsed<'_, Token<'_>> {
    preceded(peek(some(chars::DIGIT, Expected::Timestamp)), delay_digits).parse_complete(input)
}

/// ```text
/// delay = *(DIGIT) [ "." *(DIGIT) ]
/// ```
fn delay_digits(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let digits = || any(chars::DIGIT);
    map(recognize((digits(), opt((byte(b'.', Expected::Dot), digits())))), Token::new).parse_complete(input)
}

impl<'a> Family<'a> for Timestamp<'a> {
    const NAME: &'static str = "timestamp";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.delay_token().map(drop)
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
        match (self.delay(), other.delay()) {
            (Ok(delay), Ok(others)) => (self.time(), delay) == (other.time(), others),
            _ => self.raw == other.raw,
        }
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, time_text time delay_text delay);
    }
}

written_as_read!(Timestamp);

/// The time alone, as the sender of a request writes it.
impl Draft<Timestamp<'static>> for Duration {
    fn write(&self, out: &mut Writer<'_>) {
        write_decimal(self, out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

/// The time and the delay.
impl Draft<Timestamp<'static>> for (Duration, Duration) {
    fn write(&self, out: &mut Writer<'_>) {
        write_decimal(&self.0, out);
        out.fixed(" ");
        write_decimal(&self.1, out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

/// The time that a request has, as written, and the delay of the response.
impl Draft<Timestamp<'static>> for (Timestamp<'_>, Duration) {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self.0.time);
        out.fixed(" ");
        write_decimal(&self.1, out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

fn write_decimal(duration: &Duration, out: &mut Writer<'_>) {
    out.number(duration.as_secs());
    let (mut fraction, mut width) = (duration.subsec_nanos(), 9);
    if fraction > 0 {
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        out.display(format_args!(".{fraction:0width$}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header;

    #[test]
    fn times_and_delays_of_all_kinds() {
        let nanos = |seconds, nanos| Duration::new(seconds, nanos);
        for (text, time, delay) in [
            ("54", nanos(54, 0), None),
            ("54.", nanos(54, 0), None),
            ("54.21 0.3", nanos(54, 210_000_000), Some(nanos(0, 300_000_000))),
            ("54 .5", nanos(54, 0), Some(nanos(0, 500_000_000))),
            ("54 .", nanos(54, 0), Some(nanos(0, 0))),
            ("1\r\n 2.", nanos(1, 0), Some(nanos(2, 0))),
            ("0.0000000019", nanos(0, 1), None),
            ("99999999999999999999999.9", nanos(u64::MAX, 900_000_000), None),
        ] {
            let timestamp = Timestamp::parse(text.as_bytes()).unwrap();
            assert_eq!((timestamp.time(), timestamp.delay()), (time, Ok(delay)), "{text}");
        }
        for (text, offset) in [("", 0), (".5", 0), ("x", 0), ("54.x", 3), ("54 -1", 3), ("54 1 2", 4), ("5.4.3", 3)] {
            assert_eq!(Timestamp::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, offset) in [("54 -1", 3), ("54.5 1 2", 6), ("54 1.2.3", 6), ("54 x", 3)] {
            let timestamp = timestamp(Value::new(text.as_bytes()).unwrap()).unwrap();
            let wrong = Err(ParseError::expected(Expected::EndOfValue, offset));
            assert_eq!(timestamp.time().as_secs(), 54, "{text}");
            assert_eq!((timestamp.delay().map(drop), timestamp.delay_text().map(drop)), (wrong, wrong), "{text}");
            assert_eq!((timestamp.verify(), Timestamp::parse(text.as_bytes()).map(drop)), (wrong, wrong), "{text}");
        }
    }

    #[test]
    fn durations_are_written_without_needless_digits() {
        let written = |time, delay| header::Timestamp::row((time, delay)).to_bytes().unwrap();
        assert_eq!(written(Duration::from_millis(54_210), Duration::ZERO), b"54.21 0");
        assert_eq!(header::Timestamp::row(Duration::new(1, 1)).to_bytes().unwrap(), b"1.000000001");
    }
}
