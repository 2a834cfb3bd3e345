//! [`Ha1`]: the secret that responses are made with, and the responses.

use core::fmt;

use zeroize::Zeroizing;

use super::hash::{HashFunction, Hex};
use super::{DigestError, Exchange};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::Algorithm;
use crate::text::Text;

/// The hash of a username, a realm and a password: all of a password that Digest needs, and as secret as one within its realm.
///
/// ```text
/// HA1 = H( unq(username) ":" unq(realm) ":" passwd )
/// ```
///
/// The HA1 of `MD5` is that of `MD5-sess` too; what that makes of it is a session's key, by [`session`](Ha1::session). Made for an
/// algorithm in `-sess`, an HA1 responds with the key of the session that the exchange begins; the session's own key responds to the
/// exchanges that follow.
///
/// `Debug` does not show it, and its memory is wiped when it is dropped.
///
/// ```
/// use sipwire::digest::{Exchange, Ha1, Protection};
/// use sipwire::{Algorithm, Method};
///
/// let ha1 = Ha1::new(Algorithm::Md5, "bob", "biloxi.com", "zanzibar")?;
/// assert_eq!(ha1.as_hex(), "12af60467a33e8518da5c68bbff12b11");
///
/// let exchange = Exchange::new(Method::Invite, "sip:bob@biloxi.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", Protection::None);
/// assert_eq!(ha1.response(&exchange)?.as_str(), "bf57e4e0d0bffc0fbaedce64d59add5e");
/// assert!(ha1.verify(&exchange, b"bf57e4e0d0bffc0fbaedce64d59add5e"));
/// # Ok::<(), sipwire::digest::DigestError>(())
/// ```
#[derive(Clone)]
pub struct Ha1 {
    function: HashFunction,
    key: Key,
    hex: Zeroizing<Hex>,
}

/// What an HA1 is the key of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Of each exchange.
    Plain,
    /// Of nothing yet: each exchange begins a session.
    Unbound,
    /// Of the exchanges of one session.
    Session,
}

impl Ha1 {
    /// Hashes a password. Of a quoted string that was received, [`Text`] says what is hashed; bytes stand for themselves.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not supported.
    pub fn new<'a>(
        algorithm: Algorithm<'_>,
        username: impl Into<Text<'a>>,
        realm: impl Into<Text<'a>>,
        password: impl AsRef<[u8]>,
    ) -> Result<Self, DigestError> {
        let hash = supported(algorithm)?.key_of_parts(&[username.into(), realm.into(), Text::exact(password.as_ref())]);
        Self::of(algorithm, hash)
    }

    /// An HA1 that a store keeps in hexadecimal digits of either case.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not supported, or [`DigestError::Ha1`] if `hex` is not a hash of that algorithm.
    pub fn from_hex(algorithm: Algorithm<'_>, hex: impl AsRef<[u8]>) -> Result<Self, DigestError> {
        let hash = Hex::read(supported(algorithm)?, hex.as_ref()).ok_or(DigestError::Ha1)?;
        Self::of(algorithm, Zeroizing::new(hash))
    }

    /// An HA1 that a store keeps as bytes.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not supported, or [`DigestError::Ha1`] if `bytes` is not a hash of that algorithm.
    pub fn from_bytes(algorithm: Algorithm<'_>, bytes: &[u8]) -> Result<Self, DigestError> {
        if bytes.len() == supported(algorithm)?.length() {
            Self::of(algorithm, Zeroizing::new(Hex::of(bytes)))
        } else {
            Err(DigestError::Ha1)
        }
    }

    fn of(algorithm: Algorithm<'_>, hex: Zeroizing<Hex>) -> Result<Self, DigestError> {
        let key = if algorithm.is_session() { Key::Unbound } else { Key::Plain };
        Ok(Self { function: supported(algorithm)?, key, hex })
    }

    /// An HA1 that is used as the algorithm of an exchange says.
    pub(super) fn plain(function: HashFunction, username: Text<'_>, realm: Text<'_>, password: &[u8]) -> Self {
        Self { function, key: Key::Plain, hex: function.key_of_parts(&[username, realm, Text::exact(password)]) }
    }

    /// The HA1 of nobody: no password has it.
    pub(super) fn nobody(function: HashFunction) -> Self {
        Self { function, key: Key::Plain, hex: Zeroizing::new(Hex::nobody(function)) }
    }

    /// The key of the session that a first nonce and the client's first nonce make, for the algorithms in `-sess` (RFC 7616 §3.4.2). It
    /// stays the same when later exchanges have others.
    ///
    /// ```text
    /// A1 = HA1 ":" unq(nonce-prime) ":" unq(cnonce-prime)
    /// ```
    ///
    /// A session's key stays as it is.
    #[must_use]
    pub fn session<'a>(&self, nonce: impl Into<Text<'a>>, cnonce: impl Into<Text<'a>>) -> Self {
        if self.key == Key::Session {
            return self.clone();
        }
        let hex = self.function.key_of_parts(&[self.hex.as_text(), nonce.into(), cnonce.into()]);
        Self { function: self.function, key: Key::Session, hex }
    }

    /// Whether it can respond by that algorithm: the key of one session serves no plain algorithm.
    pub(super) fn serves(&self, function: HashFunction, is_session: bool) -> bool {
        self.function == function && (is_session || self.key != Key::Session)
    }

    /// The same HA1 for the plain algorithm. What begins sessions is the same hash; the key of a session stays one.
    pub(super) fn unbound(&self) -> Self {
        let key = if self.key == Key::Session { Key::Session } else { Key::Plain };
        Self { key, ..self.clone() }
    }

    /// The hash function that it was made by.
    pub const fn hash_function(&self) -> HashFunction {
        self.function
    }

    /// The lower-case hexadecimal digits, for a store. They are secret.
    pub fn as_hex(&self) -> &str {
        self.hex.as_str()
    }

    /// The response (RFC 7616 §3.4.1; without a quality of protection RFC 2069 §2.4).
    ///
    /// ```text
    /// response = H( H(A1) ":" unq(nonce) ":" nc ":" unq(cnonce) ":" qop ":" H(A2) )
    /// ```
    ///
    /// Never allocates.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Invalid`] if the algorithm ends in `-sess` and the exchange has no quality of protection: then there is
    /// no nonce of the client to begin a session with.
    pub fn response(&self, exchange: &Exchange<'_>) -> Result<DigestResponse, DigestError> {
        self.respond(self.key == Key::Unbound, exchange)
    }

    /// The response by the plain algorithm, or by that in `-sess`.
    #[inline]
    pub(super) fn respond(&self, is_session: bool, exchange: &Exchange<'_>) -> Result<DigestResponse, DigestError> {
        if !is_session || self.key == Key::Session {
            return Ok(DigestResponse(exchange.hash(self.function, self.hex.as_text())));
        }
        let cnonce = exchange.cnonce().ok_or(ParseError::new(ErrorKind::MissingParam(KnownParam::Qop), 0))?;
        let session = self.session(exchange.nonce(), cnonce);
        Ok(DigestResponse(exchange.hash(self.function, session.hex.as_text())))
    }

    /// Whether `got` is the response, in lower-case hexadecimal digits as RFC 7616 §3 has them. How long that takes does not depend
    /// on where they differ. Never allocates.
    pub fn verify(&self, exchange: &Exchange<'_>, got: &[u8]) -> bool {
        self.response(exchange).is_ok_and(|response| response.is(got))
    }
}

impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = if self.key == Key::Plain { "" } else { "-sess" };
        write!(f, "Ha1({}{suffix}, ***)", self.function.as_str())
    }
}

/// The hash function of an algorithm, which must be supported.
pub(super) fn supported(algorithm: Algorithm<'_>) -> Result<HashFunction, DigestError> {
    algorithm.hash_function().ok_or(DigestError::Unsupported(KnownParam::Algorithm))
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
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether `got` equals the digits. The time does not depend on where they differ.
    pub fn is(&self, got: impl AsRef<[u8]>) -> bool {
        self.0.is(got.as_ref()).into()
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

/// A username as it is sent where nobody on the way is to read it (RFC 7616 §3.4.4): a hash in lower-case hexadecimal digits.
///
/// ```text
/// username = H( unq(username) ":" unq(realm) )
/// ```
///
/// A store that is asked for hashed usernames keeps them beside its HA1s.
///
/// ```
/// use sipwire::Algorithm;
/// use sipwire::digest::UserHash;
///
/// // RFC 7616 §3.9.2 prints a hash by SHA-512 cut short; this is the one by SHA-512/256.
/// let hash = UserHash::new(Algorithm::Sha512T256, "J\u{e4}s\u{f8}n Doe", "api@example.org")?;
/// assert_eq!(hash.as_str(), "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
/// # Ok::<(), sipwire::digest::DigestError>(())
/// ```
#[derive(Clone, Copy)]
pub struct UserHash(Hex);

impl UserHash {
    /// Hashes a username.
    ///
    /// # Errors
    ///
    /// Returns [`DigestError::Unsupported`] if the algorithm is not supported.
    pub fn new<'a>(algorithm: Algorithm<'_>, username: impl Into<Text<'a>>, realm: impl Into<Text<'a>>) -> Result<Self, DigestError> {
        Ok(Self::of(supported(algorithm)?, username.into(), realm.into()))
    }

    pub(super) fn of(function: HashFunction, username: Text<'_>, realm: Text<'_>) -> Self {
        Self(function.of_parts(&[username, realm]))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The digits.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl AsRef<[u8]> for UserHash {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Display for UserHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for UserHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserHash({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Protection;
    use crate::method::Method;
    use alloc::format;
    use alloc::string::ToString as _;

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
            let exchange = Exchange::new(Method::try_from(method).unwrap(), uri, nonce, Protection::None);
            assert_eq!(ha1.response(&exchange).unwrap().as_str(), response);
            assert!(ha1.verify(&exchange, response.as_bytes()));
        }
    }

    #[test]
    fn only_the_very_digits_are_the_response() {
        let [username, realm, password, method, uri, nonce, response] = KNOWN[1];
        let ha1 = Ha1::new(Algorithm::Md5, username, realm, password).unwrap();
        let exchange = Exchange::new(Method::try_from(method).unwrap(), uri, nonce, Protection::None);
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
        let (exact, quoted) = (
            Exchange::new(Method::Options, "sip:a", "n", Protection::None),
            Exchange::new(Method::Options, "sip:a", Text::quoted(b"\\n"), Protection::None),
        );
        assert_eq!(ha1.response(&exact).unwrap().as_str(), "4cc3ba842d0aa84248c19aec68512a9d");
        assert_eq!(ha1.response(&quoted).unwrap().as_str(), "4cc3ba842d0aa84248c19aec68512a9d");
    }

    #[test]
    fn an_ack_counts_as_its_invite() {
        let ha1 = Ha1::new(Algorithm::Md5, "a", "b", "c").unwrap();
        let response = |method| ha1.response(&Exchange::new(method, "sip:a", "n", Protection::None)).unwrap();
        assert_eq!(response(Method::Ack).as_str(), response(Method::Invite).as_str());
        assert_ne!(response(Method::Cancel).as_str(), response(Method::Invite).as_str());
    }

    #[test]
    fn only_supported_algorithms_are_computed() {
        assert!(Ha1::new(Algorithm::try_from("md5").unwrap(), "", "", "").is_ok());
        for algorithm in ["SHA-512", "MD6", "AKAv3-MD5", "MD5-"].map(|name| Algorithm::try_from(name).unwrap()) {
            let unsupported = DigestError::Unsupported(KnownParam::Algorithm);
            assert_eq!(Ha1::new(algorithm, "", "", "").unwrap_err(), unsupported, "{algorithm}");
            assert_eq!(Ha1::from_hex(algorithm, [b'0'; 32]).unwrap_err(), unsupported);
            assert_eq!(Ha1::from_bytes(algorithm, &[0; 16]).unwrap_err(), unsupported);
            assert_eq!(UserHash::new(algorithm, "", "").unwrap_err(), unsupported);
        }
    }

    #[test]
    fn a_session_keeps_its_first_nonce_and_cnonce() {
        let auth = |cnonce: &'static str, count: u32| Protection::Auth { cnonce: cnonce.into(), nonce_count: count.into() };
        let exchange = |nonce, protection| Exchange::new(Method::Register, "sip:a", nonce, protection);
        let ha1 = Ha1::new(Algorithm::Sha256Sess, "bob", "a", "p").unwrap();
        let session = ha1.session("n1", "c1");
        let respond = |ha1: &Ha1, exchange: &Exchange<'_>| ha1.response(exchange).unwrap().as_str().to_string();
        // The first exchange begins the session that the key is of; the next would begin another.
        let (first, next) = (exchange("n1", auth("c1", 1)), exchange("n2", auth("c2", 1)));
        assert_eq!(respond(&ha1, &first), respond(&session, &first));
        assert_ne!(respond(&ha1, &next), respond(&session, &next));
        assert_eq!(respond(&session.session("n2", "c2"), &next), respond(&session, &next));
        // python3: h = lambda *p: sha256(":".join(p).encode()).hexdigest()
        // h(h(h("bob", "a", "p"), "n1", "c1"), "n2", "00000001", "c2", "auth", h("REGISTER", "sip:a"))
        assert_eq!(respond(&session, &next), "a22419fc999f4275a8db7f175843b372abc30aa7a4ef19f4334a82adc1125db3");
        // Without a client's nonce nothing begins, but a session goes on.
        let bare = exchange("n1", Protection::None);
        assert_eq!(ha1.response(&bare).unwrap_err(), ParseError::new(ErrorKind::MissingParam(KnownParam::Qop), 0).into());
        assert!(!ha1.verify(&bare, b"") && session.response(&bare).is_ok());
        assert_eq!(format!("{ha1:?} {session:?}"), "Ha1(SHA-256-sess, ***) Ha1(SHA-256-sess, ***)");
    }

    #[test]
    fn stores_keep_ha1_in_either_form() {
        let ha1 = Ha1::new(Algorithm::Md5, "bob", "biloxi.com", "zanzibar").unwrap();
        let bytes = 0x12af_6046_7a33_e851_8da5_c68b_bff1_2b11_u128.to_be_bytes();
        assert_eq!(Ha1::from_bytes(Algorithm::Md5, &bytes).unwrap().as_hex(), ha1.as_hex());
        assert_eq!(Ha1::from_hex(Algorithm::Md5, ha1.as_hex().to_ascii_uppercase()).unwrap().as_hex(), ha1.as_hex());
        assert_eq!(Ha1::from_bytes(Algorithm::Md5, &bytes[1..]).unwrap_err(), DigestError::Ha1);
        assert_eq!(Ha1::from_hex(Algorithm::Md5, "12af").unwrap_err(), DigestError::Ha1);
        assert_eq!(Ha1::from_bytes(Algorithm::Sha256, &bytes).unwrap_err(), DigestError::Ha1);
    }

    #[test]
    fn nothing_secret_is_shown() {
        let ha1 = Ha1::new(Algorithm::Md5, "a", "b", "c").unwrap();
        assert_eq!(format!("{ha1:?}"), "Ha1(MD5, ***)");
        assert_eq!(format!("{:?}", ha1.response(&Exchange::new(Method::Ack, "", "", Protection::None)).unwrap()), "DigestResponse(***)");
    }
}
