//! [`Ha1`] and [`Exchange`]: what a response is computed from, and the response.

use core::fmt;

use subtle::ConstantTimeEq as _;

use super::DigestError;
use super::hash::{BYTES, Hash, Hex};
use crate::error::KnownParam;
use crate::header::Algorithm;
use crate::method::Method;
use crate::text::Text;

/// The hash of a username, a realm and a password: all of a password that Digest needs, and as secret as one within its realm.
///
/// ```text
/// HA1 = H( unq(username) ":" unq(realm) ":" passwd )
/// ```
///
/// `Debug` does not show it.
///
/// ```
/// use sipwire::digest::{Exchange, Ha1};
/// use sipwire::{Algorithm, Method};
///
/// let ha1 = Ha1::new(Algorithm::Md5, "bob", "biloxi.com", "zanzibar")?;
/// assert_eq!(ha1.as_hex(), "12af60467a33e8518da5c68bbff12b11");
///
/// let exchange = Exchange::new(Method::Invite, "sip:bob@biloxi.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093");
/// assert_eq!(ha1.response(&exchange).as_str(), "bf57e4e0d0bffc0fbaedce64d59add5e");
/// assert!(ha1.verify(&exchange, b"bf57e4e0d0bffc0fbaedce64d59add5e"));
/// # Ok::<(), sipwire::digest::DigestError>(())
/// ```
#[derive(Clone)]
pub struct Ha1 {
    hash: Hash,
    hex: Hex,
}

impl Ha1 {
    /// Hashes a password. Of a quoted string that was received, [`Text`] says what is hashed; bytes stand for themselves.
    ///
    /// # Errors
    ///
    /// [`DigestError::Unsupported`] when the algorithm is.
    pub fn new<'a>(
        algorithm: Algorithm<'_>,
        username: impl Into<Text<'a>>,
        realm: impl Into<Text<'a>>,
        password: impl AsRef<[u8]>,
    ) -> Result<Self, DigestError> {
        Ok(Self::of(supported(algorithm)?, username.into(), realm.into(), password.as_ref()))
    }

    pub(super) fn of(hash: Hash, username: Text<'_>, realm: Text<'_>, password: &[u8]) -> Self {
        Self { hash, hex: hash.of_parts([username, realm, Text::exact(password)]) }
    }

    /// An HA1 that a store keeps in hexadecimal digits of either case.
    ///
    /// # Errors
    ///
    /// [`DigestError::Unsupported`] when the algorithm is; [`DigestError::Ha1`] when `hex` is no hash of it.
    pub fn from_hex(algorithm: Algorithm<'_>, hex: impl AsRef<[u8]>) -> Result<Self, DigestError> {
        Ok(Self { hash: supported(algorithm)?, hex: Hex::read(hex.as_ref()).ok_or(DigestError::Ha1)? })
    }

    /// An HA1 that a store keeps as bytes.
    ///
    /// # Errors
    ///
    /// [`DigestError::Unsupported`] when the algorithm is; [`DigestError::Ha1`] when `bytes` is no hash of it.
    pub fn from_bytes(algorithm: Algorithm<'_>, bytes: &[u8]) -> Result<Self, DigestError> {
        let hash = supported(algorithm)?;
        let bytes: &[u8; BYTES] = bytes.try_into().map_err(|_| DigestError::Ha1)?;
        Ok(Self { hash, hex: Hex::of(bytes) })
    }

    /// The lower-case hexadecimal digits, for a store. They are secret.
    pub fn as_hex(&self) -> &str {
        self.hex.as_str()
    }

    pub(super) const fn hash(&self) -> Hash {
        self.hash
    }

    /// The response (RFC 2069 §2.4, RFC 3261 §22.4).
    ///
    /// ```text
    /// response = H( HA1 ":" unq(nonce) ":" H( Method ":" digest-uri ) )
    /// ```
    ///
    /// Never allocates.
    pub fn response(&self, exchange: &Exchange<'_>) -> DigestResponse {
        // An ACK carries the credentials of its INVITE (RFC 3261 §22.1).
        let method = if exchange.method == Method::Ack { Method::Invite } else { exchange.method };
        let a2 = self.hash.of_parts([Text::exact(method.as_bytes()), exchange.uri]);
        DigestResponse(self.hash.of_parts([self.hex.as_text(), exchange.nonce, a2.as_text()]))
    }

    /// Whether `got` is the response, in lower-case hexadecimal digits as RFC 7616 §3 has them. How long that takes does not depend
    /// on where they differ. Never allocates.
    pub fn verify(&self, exchange: &Exchange<'_>, got: &[u8]) -> bool {
        self.response(exchange).as_bytes().ct_eq(got).into()
    }
}

impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ha1({}, ***)", self.hash.as_str())
    }
}

/// The hash of an algorithm, which must be supported.
pub(super) fn supported(algorithm: Algorithm<'_>) -> Result<Hash, DigestError> {
    Hash::of(algorithm).ok_or(DigestError::Unsupported(KnownParam::Algorithm))
}

/// What goes into a response beside [`Ha1`]: of which request it is, and to which nonce.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    method: Method<'a>,
    uri: Text<'a>,
    nonce: Text<'a>,
}

impl<'a> Exchange<'a> {
    /// A request's method and digest-uri, and the server's nonce. Of a quoted string that was received, [`Text`] says what is
    /// hashed; bytes stand for themselves.
    ///
    /// An ACK counts as the INVITE whose credentials it carries (RFC 3261 §22.1).
    pub fn new(method: Method<'a>, uri: impl Into<Text<'a>>, nonce: impl Into<Text<'a>>) -> Self {
        Self { method, uri: uri.into(), nonce: nonce.into() }
    }
}

/// A response, in lower-case hexadecimal digits.
///
/// It is shown by [`as_str`](DigestResponse::as_str) alone: whoever has it can try passwords on it.
#[derive(Clone, Copy)]
pub struct DigestResponse(Hex);

impl DigestResponse {
    /// The digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The digits.
    pub const fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl AsRef<[u8]> for DigestResponse {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for DigestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestResponse(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    /// Username, realm, password, method, digest-uri, nonce, response.
    const KNOWN: [[&str; 7]; 3] = [
        // RFC 2069 §2.4, with the response as its erratum 749 has it.
        [
            "Mufasa",
            "testrealm@host.com",
            "CircleOfLife",
            "GET",
            "/dir/index.html",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "1949323746fe6a43ef61f9606e7febea",
        ],
        // The names of RFC 3261 §22.4 and RFC 3665 §2.1; computed with md5sum, since what the RFCs print does not fit its inputs.
        [
            "bob",
            "biloxi.com",
            "zanzibar",
            "INVITE",
            "sip:bob@biloxi.com",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "bf57e4e0d0bffc0fbaedce64d59add5e",
        ],
        [
            "alice",
            "atlanta.example.com",
            "xyzzy",
            "REGISTER",
            "sip:ss2.biloxi.example.com",
            "ea9c8e88df84f1cec4341ae6cbe5a359",
            "d0e9e300ce670208d8d2197ed008bb7f",
        ],
    ];

    #[test]
    fn known_responses() {
        for [username, realm, password, method, uri, nonce, response] in KNOWN {
            let ha1 = Ha1::new(Algorithm::Md5, username, realm, password).unwrap();
            let exchange = Exchange::new(Method::try_from(method).unwrap(), uri, nonce);
            assert_eq!(ha1.response(&exchange).as_str(), response);
            assert!(ha1.verify(&exchange, response.as_bytes()));
        }
    }

    #[test]
    fn only_the_very_digits_are_the_response() {
        let [username, realm, password, method, uri, nonce, response] = KNOWN[1];
        let ha1 = Ha1::new(Algorithm::Md5, username, realm, password).unwrap();
        let exchange = Exchange::new(Method::try_from(method).unwrap(), uri, nonce);
        for wrong in ["", &response[1..], &response[..31], &format!("{response}0"), &format!(" {response}"), &response.to_ascii_uppercase()]
        {
            assert!(!ha1.verify(&exchange, wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn quoted_strings_are_hashed_without_quoting_backslashes() {
        // printf 'b"ob:a"b\c:p' | md5sum
        let ha1 = Ha1::new(Algorithm::Md5, "b\"ob", "a\"b\\c", "p").unwrap();
        let read = Ha1::new(Algorithm::Md5, Text::quoted(b"\\b\\\"ob"), Text::quoted(b"a\\\"b\\\\c"), "p").unwrap();
        assert_eq!((ha1.as_hex(), read.as_hex()), ("ced8d2fcc4961745fd3005b72106ec22", ha1.as_hex()));
        let (exact, quoted) = (Exchange::new(Method::Options, "sip:a", "n"), Exchange::new(Method::Options, "sip:a", Text::quoted(b"\\n")));
        assert_eq!(ha1.response(&exact).as_str(), "4cc3ba842d0aa84248c19aec68512a9d");
        assert_eq!(ha1.response(&quoted).as_str(), "4cc3ba842d0aa84248c19aec68512a9d");
    }

    #[test]
    fn an_ack_counts_as_its_invite() {
        let ha1 = Ha1::new(Algorithm::Md5, "a", "b", "c").unwrap();
        let response = |method| ha1.response(&Exchange::new(method, "sip:a", "n"));
        assert_eq!(response(Method::Ack).as_str(), response(Method::Invite).as_str());
        assert_ne!(response(Method::Cancel).as_str(), response(Method::Invite).as_str());
    }

    #[test]
    fn only_supported_algorithms_are_computed() {
        assert!(Ha1::new(Algorithm::try_from("md5").unwrap(), "", "", "").is_ok());
        for algorithm in Algorithm::known().chain([Algorithm::try_from("MD6").unwrap()]).filter(|&algorithm| algorithm != Algorithm::Md5) {
            let unsupported = DigestError::Unsupported(KnownParam::Algorithm);
            assert_eq!(Ha1::new(algorithm, "", "", "").unwrap_err(), unsupported, "{algorithm}");
            assert_eq!(Ha1::from_hex(algorithm, [b'0'; 32]).unwrap_err(), unsupported);
            assert_eq!(Ha1::from_bytes(algorithm, &[0; 16]).unwrap_err(), unsupported);
        }
    }

    #[test]
    fn stores_keep_ha1_in_either_form() {
        let ha1 = Ha1::new(Algorithm::Md5, "bob", "biloxi.com", "zanzibar").unwrap();
        let bytes = 0x12af_6046_7a33_e851_8da5_c68b_bff1_2b11_u128.to_be_bytes();
        assert_eq!(Ha1::from_bytes(Algorithm::Md5, &bytes).unwrap().as_hex(), ha1.as_hex());
        assert_eq!(Ha1::from_hex(Algorithm::Md5, ha1.as_hex().to_ascii_uppercase()).unwrap().as_hex(), ha1.as_hex());
        assert_eq!(Ha1::from_bytes(Algorithm::Md5, &bytes[1..]).unwrap_err(), DigestError::Ha1);
        assert_eq!(Ha1::from_hex(Algorithm::Md5, "12af").unwrap_err(), DigestError::Ha1);
    }

    #[test]
    fn nothing_secret_is_shown() {
        let ha1 = Ha1::new(Algorithm::Md5, "a", "b", "c").unwrap();
        assert_eq!(format!("{ha1:?}"), "Ha1(MD5, ***)");
        assert_eq!(format!("{:?}", ha1.response(&Exchange::new(Method::Ack, "", ""))), "DigestResponse(***)");
    }
}
