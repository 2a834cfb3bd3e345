//! Call-ID, and the lists of them in In-Reply-To.

use super::value::written_as_read;
use super::{Draft, Value};
use crate::chars;
use crate::encode::Writer;
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Parsed};
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::scan::{self, Seams};
use crate::text::Token;

/// A Call-ID: which call or registration a message belongs to, compared byte by byte (RFC 3261 §20.8).
///
/// ```text
/// Call-ID = ( "Call-ID" / "i" ) HCOLON callid
/// callid  = word [ "@" word ]
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId<'a>(Token<'a>);

impl<'a> CallId<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        call_id(Value::new(bytes)?)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0.as_bytes()
    }

    /// The text.
    pub fn as_str(&self) -> &'a str {
        self.0.as_str()
    }
}

/// Types one element.
#[inline]
pub(crate) fn call_id(value: Value<'_>) -> Result<CallId<'_>, ParseError> {
    match quick(&value) {
        Some(call_id) => Ok(call_id),
        None => by_grammar(value),
    }
}

/// Words, as far as their bytes that are not plain tell. `None` where they may be none.
pub(super) fn quick<'a>(value: &Value<'a>) -> Option<CallId<'a>> {
    let bytes = value.as_bytes();
    let mut seams = Seams::new(bytes);
    let mut end = seams.end_of(chars::WORD);
    if end.byte == b'@' && end.at > 0 && end.at + 1 < bytes.len() {
        end = seams.end_of(chars::WORD);
    }
    (end.at == bytes.len() && !bytes.is_empty()).then(|| CallId(Token::new(bytes)))
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<CallId<'_>, ParseError> {
    value.read(|input, _| callid(input))
}

/// ```text
/// callid = word [ "@" word ]
/// ```
#[inline]
pub(crate) fn callid(input: &[u8]) -> Parsed<'_, CallId<'_>> {
    let word = lexical::some(chars::WORD, Expected::CallId);
    let (mut rest, _) = word(input)?;
    if let [b'@', behind @ ..] = rest {
        (rest, _) = word(behind)?;
    }
    Ok((rest, CallId(Token::new(&input[..input.len() - rest.len()]))))
}

written_as_read!(CallId);

impl Draft<CallId<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        // An `@` is of no word.
        if !self.is_empty() && scan::all(self.as_bytes(), chars::WORD) {
            return out.known(self.as_bytes());
        }
        let (left, right) = self.split_once('@').map_or((self, None), |(left, right)| (left, Some(right)));
        out.some(left.as_bytes(), chars::WORD, Expected::CallId);
        if let Some(right) = right {
            out.fixed("@");
            out.some(right.as_bytes(), chars::WORD, Expected::CallId);
        }
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

impl PartialEq<&str> for CallId<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::HeaderName;
    use alloc::vec::Vec;

    #[test]
    fn quotes_and_brackets_hide_no_comma() {
        let ids = HeaderName::InReplyTo.values(Value::new(b"{\"a}@[b], <\"c").unwrap());
        assert_eq!(ids.map(|id| alloc::format!("{}", id.unwrap())).collect::<Vec<_>>(), ["{\"a}@[b]", "<\"c"]);
    }

    #[test]
    fn words_with_at_most_one_at() {
        for text in ["a", "f81d4fae-7dec-11d0@foo.bar.com", "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"] {
            assert_eq!(CallId::parse(text.as_bytes()).unwrap(), text);
        }
        for (text, offset) in [("", 0), ("@a", 0), ("a@", 2), ("a@b@c", 3), ("a b", 1), ("a;b", 1), ("a,b", 1), ("a=b", 1)] {
            assert_eq!(CallId::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
