//! Headers that are text: those that the grammar leaves free, read by [`text`] and [`product`], and those that are kept whole, read by
//! [`opaque`]. The list of them is in the documentation of `header`.

use super::{Draft, Value};
use crate::chars;
use crate::encode::{Encode, Writer};
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed};
use crate::name::HeaderId;
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::Text;

/// Types text.
///
/// ```text
/// TEXT-UTF8-TRIM = 1*TEXT-UTF8char *(*LWS TEXT-UTF8char)
/// ```
pub(crate) fn text(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    let bytes = value.as_bytes();
    if !scan::has_controls(bytes) {
        return Ok(value.text());
    }
    let mut at = 0;
    loop {
        at += scan::run(&bytes[at..], chars::TEXT);
        match scan::white_space(&bytes[at..]) {
            0 if at == bytes.len() => return Ok(value.text()),
            0 => return Err(value.error(Expected::Text, at)),
            space => at += space,
        }
    }
}

/// Types the names of products. Real ones break their rule so often that any text is taken (RFC 3261 §20.35, §20.41).
///
/// ```text
/// server-val *( LWS server-val )
/// server-val      = product / comment
/// product         = token [ SLASH product-version ]
/// ```
///
/// A control byte may only be quoted inside of a comment; where one is, the rule holds.
pub(crate) fn product(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    if value.as_bytes().is_empty() {
        return Err(value.error(Expected::Value, 0));
    }
    text(value).or_else(|_| value.read(server_vals).map(|()| value.text()))
}

fn server_vals<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, ()> {
    let mut rest = input;
    loop {
        rest = match rest.first() {
            Some(b'(') => lexical::comment(rest, profile)?.0,
            _ => {
                let (rest, _) = lexical::token(rest)?;
                match lexical::slash(rest) {
                    Ok((version, ())) => lexical::token(version)?.0,
                    Err(_) => rest,
                }
            }
        };
        let (behind, ()) = lexical::sws(rest)?;
        if behind.is_empty() {
            return Ok((behind, ()));
        }
        rest = behind;
    }
}

/// Takes any value, as every unknown header's.
///
/// ```text
/// header-value = *( TEXT-UTF8char / UTF8-CONT / LWS )
/// ```
pub(crate) fn opaque(value: Value<'_>) -> Result<Text<'_>, ParseError> {
    text(value)
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
