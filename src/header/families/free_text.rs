//! Headers that are text: those that the grammar leaves free, read by [`text`] and [`product`], and those that are kept whole, read by
//! [`opaque`]. The list of them is in the documentation of `header`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, eof, map, not, opt, recognize};
use nom::multi::{many0_count, many1_count};
use nom::sequence::{preceded, terminated};

use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Parsed, Rule, comment, expect, lws, slash, some, sws, token};
use crate::header::draft::Draft;
use crate::header::equal;
use crate::header::family::{Facts, Family};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// Types text.
#[inline]
pub(crate) fn text(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    // Nearly all text has neither folds nor escaped control bytes.
    if scan::has_controls(value.as_bytes()) {
        value.read(text_trim)?;
    }
    Ok(value.text())
}

/// ```text
/// TEXT-UTF8-TRIM = 1*TEXT-UTF8char *(*LWS TEXT-UTF8char)
/// ```
fn text_trim(input: &[u8]) -> Parsed<'_, usize> {
    let text = map(some(chars::TEXT, Expected::Text), drop);
    terminated(many0_count(alt((text, lws))), expect(Expected::Text, eof)).parse_complete(input)
}

/// Types the names of products. Real values break the rule so often that any text is accepted (RFC 3261 §20.35, §20.41).
///
/// A control byte may only be quoted inside of a comment; where one is, the rule holds.
pub(crate) fn product(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    if value.as_bytes().is_empty() {
        return Err(value.error(Expected::Value, 0));
    }
    text(value).or_else(|_| value.read(server_vals(value.profile())).map(|_| value.text()))
}

/// ```text
/// server-val *( LWS server-val )
/// server-val = product / comment
/// ```
///
/// There is no need for the white space.
fn server_vals<'a>(profile: &Profile) -> impl Rule<'a, usize> {
    let server_val = alt((map(comment(profile), drop), map(product_name, drop)));
    many1_count(preceded(not(eof), cut(terminated(server_val, sws))))
}

/// ```text
/// product = token [ SLASH product-version ]
/// ```
fn product_name(input: &[u8]) -> Parsed<'_, &[u8]> {
    recognize((token, opt(preceded(slash, cut(token))))).parse_complete(input)
}

/// Takes any value, as every unknown header's.
///
/// ```text
/// header-value = *( TEXT-UTF8char / UTF8-CONT / LWS )
/// ```
pub(crate) fn opaque(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    text(value)
}

impl<'a> Family<'a> for Text<'a> {
    const NAME: &'static str = "text";

    fn as_bytes(&self) -> &'a [u8] {
        Text::as_bytes(self)
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

    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
        equal::texts(*self, *other, matches!(header, HeaderName::Other(_)))
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        facts.tell("text", *self);
    }
}

impl Encode for Text<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if self.is_exact() {
            return out.text(self.as_bytes());
        }
        let quote = if self.is_quoted() { "\"" } else { "" };
        out.fixed(quote);
        out.as_read(self.as_bytes());
        out.fixed(quote);
    }
}

impl Draft<Text<'static>> for Text<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    fn check(&self, _: HeaderId) -> Option<Leniency> {
        Some(if self.is_exact() { Leniency::NONE } else { Leniency::ALL })
    }
}

impl Draft<Text<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.text(self);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        (!header.takes_any_text()).then_some(Leniency::NONE)
    }
}

impl Draft<Text<'static>> for [u8] {
    fn write(&self, out: &mut Writer<'_>) {
        out.text(self);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        (!header.takes_any_text()).then_some(Leniency::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_without_control_bytes() {
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        assert!(text(value(" caf\u{e9}\r\n  x\t")).unwrap().is("caf\u{e9} x"));
        assert!(text(value("")).unwrap().is_empty());
        assert_eq!(text(value("a\\\0")).unwrap_err().offset(), 2);
        assert!(product(value("")).is_err() && product(value("Cisco/SPA 1.2 [x] (((")).is_ok());
        assert!(opaque(value("")).is_ok() && opaque(value("a\\\u{1}")).is_err());
        assert!(product(value("a/1 b (c \\\u{1}) d")).is_ok() && product(value("a \\\u{1}")).is_err());
        assert!(Text::from("a\r\n b").to_bytes().is_err() && Text::from("a\0").to_bytes().is_err());
    }
}
