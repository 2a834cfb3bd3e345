//! Percent-escaped text, as URIs hold it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::chars;
use crate::text::Printable;

/// A part of a URI as written: `%` and two hexadecimal digits may represent a byte (RFC 3261 §25.1, `escaped`).
///
/// `==` compares the bytes as written; [`is`](Escaped::is) compares the decoded bytes. A `%` that begins no escape represents itself. It
/// occurs in IPv6 addresses with a zone, if a leniency accepts them.
///
/// ```
/// use sipwire::{SipUri, Uri};
///
/// let uri = SipUri::parse(b"sip:sips%3Auser%40example.com@example.net")?;
/// let user = uri.user().unwrap();
/// assert_eq!(user.as_bytes(), b"sips%3Auser%40example.com");
/// assert_eq!(user.to_str()?, "sips:user@example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Escaped<'a>(&'a [u8]);

impl<'a> Escaped<'a> {
    #[inline]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Iterates over the decoded bytes. Each escape is decoded once.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        let mut rest = self.0;
        core::iter::from_fn(move || match *rest {
            [b'%', high, low, ref behind @ ..] if chars::is(high, chars::HEX) && chars::is(low, chars::HEX) => {
                rest = behind;
                Some(chars::nibble(high) << 4 | chars::nibble(low))
            }
            [byte, ref behind @ ..] => {
                rest = behind;
                Some(byte)
            }
            [] => None,
        })
    }

    /// Returns the decoded bytes. Allocates only if there is an escape.
    pub fn unescape(&self) -> Cow<'a, [u8]> {
        if memchr::memchr(b'%', self.0).is_none() {
            return Cow::Borrowed(self.0);
        }
        let mut all = Vec::with_capacity(self.0.len());
        all.extend(self.bytes());
        Cow::Owned(all)
    }

    /// Returns the decoded text.
    ///
    /// # Errors
    ///
    /// Returns an error if the unescaped text is not UTF-8.
    pub fn to_str(&self) -> Result<Cow<'a, str>, core::str::Utf8Error> {
        match self.unescape() {
            Cow::Borrowed(bytes) => core::str::from_utf8(bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => alloc::string::String::from_utf8(bytes).map(Cow::Owned).map_err(|error| error.utf8_error()),
        }
    }

    /// Whether the decoded bytes equal `what`. Never allocates.
    pub fn is(&self, what: impl AsRef<[u8]>) -> bool {
        self.bytes().eq(what.as_ref().iter().copied())
    }

    /// Whether the decoded bytes equal `what`, ignoring the case of ASCII letters. Never allocates.
    pub fn is_ignoring_case(&self, what: impl AsRef<[u8]>) -> bool {
        self.bytes().map(|b| b.to_ascii_lowercase()).eq(what.as_ref().iter().map(u8::to_ascii_lowercase))
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Shows the text as written.
impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.0).fmt(f)
    }
}

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", Printable(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        for (written, says) in
            [("a", "a"), ("%41%6a", "Aj"), ("%2541", "%41"), ("%00", "\0"), ("", ""), ("%e2%82%AC", "€"), ("%eth0%4", "%eth0%4")]
        {
            let escaped = Escaped::new(written.as_bytes());
            assert_eq!(escaped.unescape(), says.as_bytes(), "{written}");
            assert!(escaped.is(says) && escaped.is_ignoring_case(says.to_ascii_uppercase()));
        }
        assert!(Escaped::new(b"%ff").to_str().is_err());
        assert!(matches!(Escaped::new(b"abc").unescape(), Cow::Borrowed(_)));
    }
}
