//! Timestamp.

use core::time::Duration;

use super::value::written_as_read;
use super::{Draft, Value};
use crate::chars;
use crate::encode::Writer;
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed, expected};
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::scan;
use crate::text::Token;

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
/// assert_eq!(timestamp.delay(), Some(Duration::from_millis(500)));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp<'a> {
    raw: &'a [u8],
    time: Token<'a>,
    delay: Option<Token<'a>>,
}

impl<'a> Timestamp<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        timestamp(Value::new(bytes)?)
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
    pub fn delay_text(&self) -> Option<&'a str> {
        self.delay.map(|delay| delay.as_str())
    }

    /// When the request was sent, from a beginning that only the sender knows. What is finer than a nanosecond is cut off, what is
    /// too large is the largest.
    pub fn time(&self) -> Duration {
        duration(self.time.as_bytes())
    }

    /// How long the answer took, read likewise.
    pub fn delay(&self) -> Option<Duration> {
        self.delay.map(|delay| duration(delay.as_bytes()))
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

/// Types the value.
pub(crate) fn timestamp(value: Value<'_>) -> Result<Timestamp<'_>, ParseError> {
    value.read(|input, _| {
        if !input.first().is_some_and(u8::is_ascii_digit) {
            return Err(expected(input, Expected::Timestamp));
        }
        let (rest, time) = decimal(input)?;
        if rest.is_empty() {
            return Ok((rest, Timestamp { raw: input, time, delay: None }));
        }
        let (rest, ()) = lexical::lws(rest)?;
        let (rest, delay) = decimal(rest)?;
        Ok((rest, Timestamp { raw: input, time, delay: Some(delay) }))
    })
}

/// ```text
/// *(DIGIT) [ "." *(DIGIT) ]
/// ```
fn decimal(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let mut length = scan::run(input, chars::DIGIT);
    if input.get(length) == Some(&b'.') {
        length += 1 + scan::run(&input[length + 1..], chars::DIGIT);
    }
    Ok((&input[length..], Token::new(&input[..length])))
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
            assert_eq!((timestamp.time(), timestamp.delay()), (time, delay), "{text}");
        }
        for (text, offset) in [("", 0), (".5", 0), ("x", 0), ("54.x", 3), ("54 -1", 3), ("54 1 2", 4), ("5.4.3", 3)] {
            assert_eq!(Timestamp::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn durations_are_written_without_needless_digits() {
        let written = |time, delay| header::Timestamp::row((time, delay)).to_bytes().unwrap();
        assert_eq!(written(Duration::from_millis(54_210), Duration::ZERO), b"54.21 0");
        assert_eq!(header::Timestamp::row(Duration::new(1, 1)).to_bytes().unwrap(), b"1.000000001");
    }
}
