//! The hashes, and their hexadecimal digits.

use md5::{Digest as _, Md5};

use crate::header::Algorithm;
use crate::text::Text;

/// A hash function; the algorithms that share one differ in what they hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
}

impl Hash {
    /// The hash of an algorithm, if it is supported.
    pub(super) const fn of(algorithm: Algorithm<'_>) -> Option<Self> {
        match algorithm {
            Algorithm::Md5 => Some(Hash::Md5),
            _ => None,
        }
    }

    /// The algorithm's name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Hash::Md5 => "MD5",
        }
    }

    /// ```text
    /// H( part *( ":" part ) )
    /// ```
    ///
    /// Of each part what it says.
    pub(super) fn of_parts<const N: usize>(self, parts: [Text<'_>; N]) -> Hex {
        match self {
            Hash::Md5 => {
                let mut hash = Md5::new();
                for (place, part) in parts.iter().enumerate() {
                    if place > 0 {
                        hash.update(b":");
                    }
                    part.pieces().for_each(|piece| hash.update(piece));
                }
                Hex::of(&hash.finalize().into())
            }
        }
    }
}

/// How many bytes a hash has.
pub(super) const BYTES: usize = 16;

/// A hash in lower-case hexadecimal digits, which is how hashes are hashed again, compared and written.
#[derive(Clone, Copy)]
pub(super) struct Hex([u8; 2 * BYTES]);

impl Hex {
    pub(super) fn of(bytes: &[u8; BYTES]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 2 * BYTES];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        Self(digits)
    }

    /// Digits of either case.
    pub(super) fn read(digits: &[u8]) -> Option<Self> {
        let digits: [u8; 2 * BYTES] = digits.try_into().ok()?;
        digits.iter().all(u8::is_ascii_hexdigit).then(|| Self(digits.map(|digit| digit.to_ascii_lowercase())))
    }

    pub(super) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(super) const fn as_text(&self) -> Text<'_> {
        Text::exact(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_suite_of_rfc_1321() {
        for (text, hash) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ] {
            assert_eq!(Hash::Md5.of_parts([Text::exact(text.as_bytes())]).as_str(), hash);
        }
    }

    #[test]
    fn parts_are_joined_and_unquoted() {
        let joined = Hash::Md5.of_parts([Text::exact(b"a:\"b")]);
        assert_eq!(Hash::Md5.of_parts([Text::exact(b"a"), Text::quoted(b"\\\"b")]).as_str(), joined.as_str());
    }

    #[test]
    fn digits_are_read_whole() {
        let hex = Hex::read(b"0123456789ABCDEFfedcba9876543210").unwrap();
        assert_eq!(hex.as_str(), "0123456789abcdeffedcba9876543210");
        for wrong in
            [&b""[..], b"0123456789abcdeffedcba987654321", b"0123456789abcdeffedcba98765432100", b"0123456789abcdeffedcba987654321g"]
        {
            assert!(Hex::read(wrong).is_none());
        }
    }
}
