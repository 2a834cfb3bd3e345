//! The hash functions, and their hexadecimal digits.

use md5::{Digest, Md5};
use sha2::{Sha256, Sha512_256};
use subtle::{Choice, ConstantTimeEq as _};
use zeroize::{Zeroize, Zeroizing};

use crate::chars;
use crate::header::Algorithm;
use crate::scan;
use crate::text::Text;

/// A hash function; the algorithms that share one differ in what they hash.
///
/// The order is that of what is to be preferred: MD5 is weaker than the others.
///
/// ```
/// use sipwire::Algorithm;
/// use sipwire::digest::HashFunction;
///
/// assert_eq!(Algorithm::Sha256Sess.hash_function(), Some(HashFunction::Sha256));
/// assert!(HashFunction::Sha256 > HashFunction::Md5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HashFunction {
    /// MD5 (RFC 1321), of 128 bits. It is there because most of SIP has nothing else.
    Md5,
    /// SHA-256 (FIPS 180-4), of 256 bits.
    Sha256,
    /// SHA-512/256 (FIPS 180-4), of 256 bits: not SHA-512 cut short, but with an initial value of its own.
    Sha512T256,
}

impl Algorithm<'_> {
    /// The hash function of an algorithm that this crate computes; none of any other.
    pub const fn hash_function(self) -> Option<HashFunction> {
        match self {
            Algorithm::Md5 | Algorithm::Md5Sess | Algorithm::AkaV1Md5 | Algorithm::AkaV1Md5Sess | Algorithm::AkaV2Md5 => {
                Some(HashFunction::Md5)
            }
            Algorithm::Sha256 | Algorithm::Sha256Sess | Algorithm::AkaV1Sha256 | Algorithm::AkaV2Sha256 => Some(HashFunction::Sha256),
            Algorithm::Sha512T256 | Algorithm::Sha512T256Sess => Some(HashFunction::Sha512T256),
            Algorithm::Other(_) => None,
        }
    }

    /// Whether the response is made with a session's key (RFC 7616 §3.4.2): one of the algorithms in `-sess`.
    pub const fn is_session(self) -> bool {
        matches!(self, Algorithm::Md5Sess | Algorithm::Sha256Sess | Algorithm::Sha512T256Sess | Algorithm::AkaV1Md5Sess)
    }

    /// Of an algorithm whose password comes from [AKA](crate::digest::Aka) its version, 1 (RFC 3310) or 2 (RFC 4169); none of any other.
    pub const fn aka_version(self) -> Option<u8> {
        match self {
            Algorithm::AkaV1Md5 | Algorithm::AkaV1Md5Sess | Algorithm::AkaV1Sha256 => Some(1),
            Algorithm::AkaV2Md5 | Algorithm::AkaV2Sha256 => Some(2),
            _ => None,
        }
    }
}

impl HashFunction {
    /// How many bytes a hash has. In hexadecimal digits it is twice as long.
    pub const fn length(self) -> usize {
        match self {
            HashFunction::Md5 => 16,
            HashFunction::Sha256 | HashFunction::Sha512T256 => 32,
        }
    }

    /// The name, which is that of the plain algorithm.
    pub const fn as_str(self) -> &'static str {
        match self {
            HashFunction::Md5 => "MD5",
            HashFunction::Sha256 => "SHA-256",
            HashFunction::Sha512T256 => "SHA-512-256",
        }
    }

    /// ```text
    /// H( part *( ":" part ) )
    /// ```
    ///
    /// Of each part what it says.
    #[inline]
    pub(super) fn of_parts(self, parts: &[Text<'_>]) -> Hex {
        self.wiped(parts, false)
    }

    /// The same of what makes a key: nothing of it stays behind in memory but the digits.
    pub(super) fn key_of_parts(self, parts: &[Text<'_>]) -> Zeroizing<Hex> {
        Zeroizing::new(self.wiped(parts, true))
    }

    #[inline]
    fn wiped(self, parts: &[Text<'_>], wipes: bool) -> Hex {
        match self {
            HashFunction::Md5 => of_parts::<Md5>(parts, wipes),
            HashFunction::Sha256 => of_parts::<Sha256>(parts, wipes),
            HashFunction::Sha512T256 => of_parts::<Sha512_256>(parts, wipes),
        }
    }
}

fn of_parts<D: Digest>(parts: &[Text<'_>], wipes: bool) -> Hex {
    let mut hash = D::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            hash.update(b":");
        }
        match part.is_exact() {
            true => hash.update(part.as_bytes()),
            false => part.pieces().for_each(|piece| hash.update(piece)),
        }
    }
    let mut bytes = hash.finalize();
    let hex = Hex::of(&bytes);
    if wipes {
        bytes.as_mut_slice().zeroize();
    }
    hex
}

/// As many digits as the longest hash has.
const MOST: usize = 64;

/// A hash in lower-case hexadecimal digits, which is how hashes are hashed again, compared and written.
#[derive(Clone, Copy)]
pub(super) struct Hex {
    digits: [u8; MOST],
    length: usize,
}

impl Hex {
    /// The digits of a hash's bytes.
    #[inline]
    pub(super) fn of(bytes: &[u8]) -> Self {
        // Neither a look-up nor a branch, which would depend on what is secret: `a` stands 39 behind what follows `9`.
        let digit = |half: u8| b'0' + half + 39 * ((half + 6) >> 4);
        let mut hex = Self { digits: [0; MOST], length: MOST.min(2 * bytes.len()) };
        for (pair, byte) in hex.digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        hex
    }

    /// Digits of either case, as many as a hash of the function has.
    pub(super) fn read(function: HashFunction, digits: &[u8]) -> Option<Self> {
        let length = 2 * function.length();
        if digits.len() != length || scan::run(digits, chars::HEX) != length {
            return None;
        }
        let mut hex = Self { digits: [0; MOST], length };
        hex.digits.iter_mut().zip(digits).for_each(|(place, digit)| *place = digit.to_ascii_lowercase());
        Some(hex)
    }

    /// As long as a hash of the function, and the hash of nothing.
    pub(super) const fn nobody(function: HashFunction) -> Self {
        Self { digits: [b'0'; MOST], length: 2 * function.length() }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        // It never is longer.
        self.digits.get(..self.length).unwrap_or(&self.digits)
    }

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(super) fn as_text(&self) -> Text<'_> {
        Text::exact(self.as_bytes())
    }

    /// Whether `got` equals the digits. The time does not depend on where they differ.
    #[inline]
    pub(super) fn is(&self, got: &[u8]) -> Choice {
        // Eight at a time, of which every hash has some.
        let (own, own_rest) = self.as_bytes().as_chunks();
        let (got, got_rest) = got.as_chunks();
        let mut same = own.len().ct_eq(&got.len()) & own_rest.ct_eq(got_rest);
        for (own, got) in own.iter().zip(got) {
            same &= u64::from_ne_bytes(*own).ct_eq(&u64::from_ne_bytes(*got));
        }
        same
    }
}

impl Zeroize for Hex {
    fn zeroize(&mut self) {
        self.digits.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_hashes() {
        for (function, text, hash) in [
            // RFC 1321 §A.5.
            (HashFunction::Md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
            (HashFunction::Md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
            (HashFunction::Md5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            // FIPS 180-4's examples; that of nothing stands in RFC 8760 §2.6 too.
            (HashFunction::Sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (HashFunction::Sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (HashFunction::Sha512T256, "", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a"),
            (HashFunction::Sha512T256, "abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        ] {
            assert_eq!(function.of_parts(&[Text::exact(text.as_bytes())]).as_str(), hash);
            assert_eq!(hash.len(), 2 * function.length());
        }
    }

    #[test]
    fn parts_are_joined_and_unquoted() {
        let joined = HashFunction::Md5.of_parts(&[Text::exact(b"a:\"b")]);
        assert_eq!(HashFunction::Md5.of_parts(&[Text::exact(b"a"), Text::quoted(b"\\\"b")]).as_str(), joined.as_str());
    }

    #[test]
    fn a_hash_that_is_wiped_is_gone() {
        let mut hash = HashFunction::Sha256.of_parts(&[Text::exact(b"secret")]);
        hash.zeroize();
        assert_eq!(hash.digits, [0; MOST]);
    }

    #[test]
    fn digits_are_read_whole() {
        let read = |digits| Hex::read(HashFunction::Md5, digits);
        let hex = read(&b"0123456789ABCDEFfedcba9876543210"[..]).unwrap();
        assert_eq!(hex.as_str(), "0123456789abcdeffedcba9876543210");
        for wrong in
            [&b""[..], b"0123456789abcdeffedcba987654321", b"0123456789abcdeffedcba98765432100", b"0123456789abcdeffedcba987654321g"]
        {
            assert!(read(wrong).is_none());
        }
        assert!(Hex::read(HashFunction::Sha256, &[b'F'; 64]).unwrap().is(&[b'f'; 64]).unwrap_u8() == 1);
        assert!(Hex::read(HashFunction::Sha512T256, &[b'F'; 32]).is_none());
    }

    #[test]
    fn every_algorithm_of_the_registry_is_computed() {
        for algorithm in Algorithm::known() {
            let function = algorithm.hash_function().unwrap();
            assert!(algorithm.as_str().replace("-sess", "").ends_with(function.as_str()), "{algorithm}");
            assert_eq!(algorithm.is_session(), algorithm.as_str().ends_with("-sess"));
        }
        assert_eq!(Algorithm::try_from("SHA-512").unwrap().hash_function(), None);
        assert_eq!(Algorithm::try_from("sha-512-256-SESS").unwrap(), Algorithm::Sha512T256Sess);
    }
}
