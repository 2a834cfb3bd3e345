//! Headers that are a number: Content-Length, Max-Forwards, Expires, Min-Expires and others.

use core::fmt;

use super::{Draft, Value};
use crate::encode::{Encode, Writer};
use crate::error::ParseError;
use crate::lexical::{self, Parsed};
use crate::params::Params;
use crate::text::Printable;

/// A number, perhaps with parameters.
///
/// ```text
/// 1*DIGIT *( SEMI generic-param )
/// ```
///
/// Leading zeros are allowed. Seconds over 2^32-1 are read as 2^32-1 (RFC 3261 §10.2, §20.19); other numbers that their header does
/// not allow are errors.
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
    params: Params<'a>,
}

impl<'a> Number<'a> {
    /// The number.
    pub const fn value(&self) -> u32 {
        self.value
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

/// Types delta-seconds: whatever is too large is the largest.
#[inline]
pub(crate) fn seconds(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, _| alone(input, lexical::delta_seconds(input)?))
}

/// Types a number from 0 to 255.
#[inline]
pub(crate) fn octet(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, _| alone(input, lexical::number(u8::MAX.into())(input)?))
}

/// Types a length.
#[inline]
pub(crate) fn length(value: Value<'_>) -> Result<Number<'_>, ParseError> {
    value.read(|input, _| alone(input, lexical::number(u32::MAX)(input)?))
}

#[inline]
fn alone<'a>(input: &'a [u8], (rest, value): (&'a [u8], u32)) -> Parsed<'a, Number<'a>> {
    Ok((rest, Number { raw: input, value, params: Params::default() }))
}

impl Encode for Number<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl Draft<Number<'static>> for Number<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl Draft<Number<'static>> for u32 {
    fn write(&self, out: &mut Writer<'_>) {
        out.number((*self).into());
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!((read("10, 10", length), read("1 2", length), read("5abc", length)), (Err(2), Err(1), Err(1)));
    }
}
