//! AKA: passwords that a UICC and its home network make for one challenge (RFC 3310, RFC 4169).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use super::ha1::supported;
use super::{DigestError, HashFunction};
use crate::error::KnownParam;
use crate::header::{Algorithm, Credentials};
use crate::text::Text;

/// What AKA gives for one challenge: RES (the network's XRES), IK and CK. How they are made of the challenge, Milenage or another function,
/// is the UICC's business and not this crate's.
///
/// ```text
/// password = RES                                                                ; AKAv1, its bytes as they are
///          / base64( PRF( RES || IK || CK, "http-digest-akav2-password" ) )     ; AKAv2
/// PRF      = HMAC by the algorithm's hash function
/// ```
///
/// `Debug` shows nothing of it.
///
/// ```
/// use sipwire::Algorithm;
/// use sipwire::digest::Aka;
///
/// let aka = Aka::new(b"AKA-RES!", b"IIIIIIIIIIIIIIII", b"CCCCCCCCCCCCCCCC");
/// assert_eq!(aka.password(Algorithm::AkaV1Md5)?.as_ref(), b"AKA-RES!");
/// assert_eq!(aka.password(Algorithm::AkaV2Md5)?.as_ref(), b"js5acvm3s48tQ00cD/2Vxg==");
/// # Ok::<(), sipwire::digest::DigestError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Aka<'a> {
    res: &'a [u8],
    ik: &'a [u8; 16],
    ck: &'a [u8; 16],
}

impl<'a> Aka<'a> {
    /// The response and the two keys.
    pub fn new(res: &'a (impl AsRef<[u8]> + ?Sized), ik: &'a [u8; 16], ck: &'a [u8; 16]) -> Self {
        Self { res: res.as_ref(), ik, ck }
    }

    /// Returns the password for an algorithm, to be used like any other password.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not one of AKA.
    pub fn password(&self, algorithm: Algorithm<'_>) -> Result<AkaPassword<'a>, DigestError> {
        let function = supported(algorithm)?;
        match algorithm.aka_version() {
            None => Err(DigestError::Unsupported(KnownParam::Algorithm)),
            Some(1) => Ok(AkaPassword(Form::Response(self.res))),
            Some(_) => {
                let hash = prf(function, &[self.res, self.ik, self.ck], "http-digest-akav2-password")?;
                Ok(AkaPassword(Form::Digits(Zeroizing::new(Base64::encode_string(hash.as_bytes())))))
            }
        }
    }

    /// The keys IK' and CK' of AKA version 2, which protect what follows in place of IK and CK (RFC 4169 §2.2): as long as the
    /// algorithm's hash.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not one of version 2.
    pub fn session_keys(&self, algorithm: Algorithm<'_>) -> Result<[AkaKey; 2], DigestError> {
        if algorithm.aka_version() != Some(2) {
            return Err(DigestError::Unsupported(KnownParam::Algorithm));
        }
        let function = supported(algorithm)?;
        Ok([prf(function, &[self.ik], "http-digest-akav2-integritykey")?, prf(function, &[self.ck], "http-digest-akav2-cipherkey")?])
    }
}

impl fmt::Debug for Aka<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Aka(***)")
    }
}

/// A password that was made by [`Aka::password`]. `Debug` does not show it, and what was made is wiped when it is dropped.
#[derive(Clone)]
pub struct AkaPassword<'a>(Form<'a>);

#[derive(Clone)]
enum Form<'a> {
    Response(&'a [u8]),
    Digits(Zeroizing<String>),
}

impl AsRef<[u8]> for AkaPassword<'_> {
    fn as_ref(&self) -> &[u8] {
        match &self.0 {
            Form::Response(response) => response,
            Form::Digits(digits) => digits.as_bytes(),
        }
    }
}

impl fmt::Debug for AkaPassword<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AkaPassword(***)")
    }
}

/// A key that was made by [`Aka::session_keys`]. `Debug` does not show it, and it is wiped when it is dropped.
#[derive(Clone)]
pub struct AkaKey {
    bytes: Zeroizing<[u8; 32]>,
    length: usize,
}

impl AkaKey {
    /// Its bytes: 16 or 32, by the hash function.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl fmt::Debug for AkaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AkaKey(***)")
    }
}

/// The pseudo-random function of RFC 4169 §2.1.
fn prf(function: HashFunction, secret: &[&[u8]], text: &str) -> Result<AkaKey, DigestError> {
    match function {
        HashFunction::Md5 => hmac::<Hmac<Md5>>(secret, text),
        HashFunction::Sha256 => hmac::<Hmac<Sha256>>(secret, text),
        // No algorithm of AKA has it.
        HashFunction::Sha512T256 => Err(DigestError::Unsupported(KnownParam::Algorithm)),
    }
}

fn hmac<M: Mac + KeyInit>(secret: &[&[u8]], text: &str) -> Result<AkaKey, DigestError> {
    // The key may have any length.
    let secret = Zeroizing::new(secret.concat());
    let mut mac = M::new_from_slice(&secret).map_err(|_| DigestError::Unsupported(KnownParam::Algorithm))?;
    mac.update(text.as_bytes());
    let mut hash = mac.finalize().into_bytes();
    let mut key = AkaKey { bytes: Zeroizing::new([0; 32]), length: hash.len() };
    key.bytes.iter_mut().zip(&hash).for_each(|(place, byte)| *place = *byte);
    hash.as_mut_slice().zeroize();
    Ok(key)
}

/// The nonce of a challenge by AKA: what a UICC is asked, and what the server says to itself (RFC 3310 §3.2).
///
/// ```text
/// aka-nonce-value = base64( RAND AUTN *server-data )
/// ```
///
/// ```
/// use sipwire::digest::AkaNonce;
///
/// let nonce = AkaNonce::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")?;
/// assert_eq!((nonce.rand()[15], nonce.autn()[0], nonce.server_data()), (15, 16, &b""[..]));
/// # Ok::<(), sipwire::digest::DigestError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AkaNonce {
    rand: [u8; 16],
    autn: [u8; 16],
    server_data: Vec<u8>,
}

impl AkaNonce {
    /// A nonce of the random challenge, the token that authenticates the network, and whatever the server likes.
    pub fn new(rand: [u8; 16], autn: [u8; 16], server_data: impl AsRef<[u8]>) -> Self {
        Self { rand, autn, server_data: server_data.as_ref().to_vec() }
    }

    /// Reads a challenge's nonce. How many `=` it ends in does not matter: RFC 3310 itself has one too many.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Malformed`] if the nonce is not base64, or is too short.
    pub fn parse<'a>(nonce: impl Into<Text<'a>>) -> Result<Self, DigestError> {
        let malformed = DigestError::Malformed(KnownParam::Nonce);
        let bytes = from_base64(nonce.into()).ok_or(malformed)?;
        let (rand, rest) = bytes.split_first_chunk().ok_or(malformed)?;
        let (autn, server_data) = rest.split_first_chunk().ok_or(malformed)?;
        Ok(Self::new(*rand, *autn, server_data))
    }

    /// Returns RAND, the challenge for the UICC (RFC 3310 §3.2).
    pub const fn rand(&self) -> &[u8; 16] {
        &self.rand
    }

    /// AUTN, what authenticates the network to the UICC.
    pub const fn autn(&self) -> &[u8; 16] {
        &self.autn
    }

    /// Returns the data for the server itself (RFC 3310 §3.2).
    pub fn server_data(&self) -> &[u8] {
        &self.server_data
    }

    /// The nonce, as a challenge has it.
    pub fn to_base64(&self) -> String {
        Base64::encode_string(&[&self.rand, &self.autn, &self.server_data[..]].concat())
    }
}

impl Credentials<'_> {
    /// AUTS, the token that asks for a resynchronisation, if there is one (RFC 3310 §3.4).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter does not fit the grammar, and [`DigestError::Malformed`] if its value is not base64 of 14 bytes.
    pub fn aka_auts(&self) -> Result<Option<[u8; 14]>, DigestError> {
        let Some(auts) = self.auts()? else { return Ok(None) };
        let bytes = from_base64(auts).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Some).ok_or(DigestError::Malformed(KnownParam::Auts))
    }
}

/// However it is padded.
fn from_base64(text: Text<'_>) -> Option<Vec<u8>> {
    let text = text.to_str().ok()?;
    Base64Unpadded::decode_vec(text.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::hash::Hex;
    use alloc::borrow::ToOwned as _;
    use alloc::format;

    const AKA: ([u8; 8], [u8; 16], [u8; 16]) = (*b"AKA-RES!", [b'I'; 16], [b'C'; 16]);

    #[test]
    fn known_passwords_and_keys() {
        let aka = Aka::new(&AKA.0, &AKA.1, &AKA.2);
        let hex = |bytes: &[u8]| Hex::of(bytes).as_str().to_owned();
        // python3: hmac.new(b"AKA-RES!" + 16 * b"I" + 16 * b"C", b"http-digest-akav2-password", "md5"), and so on.
        for (algorithm, password, ik, ck) in [
            (
                Algorithm::AkaV2Md5,
                "8ece5a72f9b7b38f2d434d1c0ffd95c6",
                "2b664f7248b9c649ce07babdddbb2b19",
                "7905bdc31a6a3e90774220ba4f9d2530",
            ),
            (
                Algorithm::AkaV2Sha256,
                "eae1e98641792f836ae772df26c873f68a6f0cd83a71708f88abeba413ccea20",
                "cdbae5fd50ff4a210cbeddfd7cb0afd59f0790feb82b1bc6a8198d20cf460372",
                "41351c47d2cb1bacc024271f9d502fea3ba92cc0130b706feab349ca564c55ee",
            ),
        ] {
            let made = aka.password(algorithm).unwrap();
            assert_eq!(hex(&Base64::decode_vec(core::str::from_utf8(made.as_ref()).unwrap()).unwrap()), password);
            let keys = aka.session_keys(algorithm).unwrap();
            assert_eq!(keys.each_ref().map(|key| hex(key.as_bytes())), [ik, ck]);
        }
        for algorithm in [Algorithm::AkaV1Md5, Algorithm::AkaV1Md5Sess, Algorithm::AkaV1Sha256] {
            assert_eq!(aka.password(algorithm).unwrap().as_ref(), AKA.0);
            assert_eq!(aka.session_keys(algorithm).unwrap_err(), DigestError::Unsupported(KnownParam::Algorithm));
        }
        assert_eq!(aka.password(Algorithm::Md5).unwrap_err(), DigestError::Unsupported(KnownParam::Algorithm));
        assert_eq!(aka.password(Algorithm::Sha512T256).unwrap_err(), DigestError::Unsupported(KnownParam::Algorithm));
    }

    #[test]
    fn nonces_are_read_and_made() {
        // RFC 3310 §3.2, whose last character is one too many.
        let nonce = AkaNonce::parse("MzQ0a2xrbGtmbGtsZm9wb2tsc2tqaHJzZXNy9uQyMzMzMzQK=").unwrap();
        assert_eq!((nonce.rand(), nonce.server_data()), (b"344klklkflklfopo", &b"334\n"[..]));
        assert_eq!(nonce.to_base64(), "MzQ0a2xrbGtmbGtsZm9wb2tsc2tqaHJzZXNy9uQyMzMzMzQK");
        assert_eq!(AkaNonce::parse(&*nonce.to_base64()).unwrap(), nonce);
        for wrong in ["", "====", "AAEC", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8*"] {
            assert_eq!(AkaNonce::parse(wrong).unwrap_err(), DigestError::Malformed(KnownParam::Nonce), "{wrong}");
        }
    }

    #[test]
    fn nothing_secret_is_shown() {
        let aka = Aka::new(&AKA.0, &AKA.1, &AKA.2);
        let keys = aka.session_keys(Algorithm::AkaV2Md5).unwrap();
        let shown = format!("{aka:?} {:?} {keys:?}", aka.password(Algorithm::AkaV1Md5).unwrap());
        assert_eq!(shown, "Aka(***) AkaPassword(***) [AkaKey(***), AkaKey(***)]");
    }
}
