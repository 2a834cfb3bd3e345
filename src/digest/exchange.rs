//! [`Exchange`]: what goes into a response beside the HA1.

use core::fmt;

use super::hash::{HashFunction, Hex};
use super::{DigestError, as_written};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Credentials, Qop};
use crate::method::Method;
use crate::text::Text;

/// What goes into a response beside [`Ha1`](super::Ha1): of which request it is, to which nonce, and how it is protected.
///
/// ```
/// use sipwire::digest::{Exchange, Ha1, Protection};
/// use sipwire::{Algorithm, Method};
///
/// // RFC 7616 §3.9.1
/// let protection = Protection::Auth { cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ".into(), nonce_count: 1.into() };
/// let nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
/// let exchange = Exchange::new(Method::try_from("GET")?, "/dir/index.html", nonce, protection);
/// let ha1 = Ha1::new(Algorithm::Sha256, "Mufasa", "http-auth@example.org", "Circle of Life")?;
/// let response = ha1.response(&exchange)?;
/// assert_eq!(response.as_str(), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// What A2 begins with: a request's method, or nothing where the server proves itself.
    method: &'a [u8],
    uri: Text<'a>,
    nonce: Text<'a>,
    /// As it is hashed; empty where there is none.
    qop: Text<'a>,
    protection: Protection<'a>,
}

/// How a request is protected (RFC 7616 §3.3, `qop`), with all that it takes.
#[derive(Clone, Copy)]
pub enum Protection<'a> {
    /// No `qop`, which is all that RFC 2069 had: the response is of method, digest-uri and nonce alone, and can be sent again as
    /// long as the nonce is taken.
    None,
    /// `auth`: the client's nonce and the nonce count too.
    Auth {
        /// The client's nonce.
        cnonce: Text<'a>,
        /// How often the nonce was used, this time included.
        nonce_count: NonceCount<'a>,
    },
    /// `auth-int`: the body too.
    AuthInt {
        /// The client's nonce.
        cnonce: Text<'a>,
        /// How often the nonce was used, this time included.
        nonce_count: NonceCount<'a>,
        /// The whole body; what a message without one has is an empty one (RFC 8760 §2.6).
        body: &'a [u8],
    },
}

/// Of the body, how long it is.
impl fmt::Debug for Protection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Protection::None => f.write_str("None"),
            Protection::Auth { cnonce, nonce_count } => write!(f, "Auth({cnonce:?}, {nonce_count:?})"),
            Protection::AuthInt { cnonce, nonce_count, body } => {
                write!(f, "AuthInt({cnonce:?}, {nonce_count:?}, {} bytes)", body.len())
            }
        }
    }
}

/// A nonce count: eight lower-case hexadecimal digits, from 00000001 on (RFC 7616 §3.4).
///
/// ```
/// use sipwire::digest::NonceCount;
///
/// assert_eq!(NonceCount::from(26).as_bytes(), b"0000001a");
/// assert_eq!(NonceCount::as_written("1A").as_bytes(), b"1A");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NonceCount<'a>(Count<'a>);

#[derive(Clone, Copy, Debug)]
enum Count<'a> {
    Digits([u8; 8]),
    Written(&'a [u8]),
}

impl<'a> NonceCount<'a> {
    /// A nonce count that somebody else wrote, right or wrong: what is hashed are its characters.
    pub fn as_written(digits: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self(Count::Written(digits.as_ref()))
    }

    /// The digits.
    pub const fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Count::Digits(digits) => digits,
            Count::Written(digits) => digits,
        }
    }
}

impl From<u32> for NonceCount<'_> {
    fn from(count: u32) -> Self {
        let mut digits = [0; 8];
        digits.copy_from_slice(&Hex::of(&count.to_be_bytes()).as_bytes()[..8]);
        Self(Count::Digits(digits))
    }
}

/// A text that says what its bytes are, as most do, as those bytes: so that nothing is looked for whenever it is hashed.
fn plainly(text: Text<'_>) -> Text<'_> {
    if text.pieces().next() == Some(text.as_bytes()) { Text::exact(text.as_bytes()) } else { text }
}

impl<'a> Exchange<'a> {
    /// A request's method and digest-uri, the server's nonce, and how the request is protected. Of a quoted string that was received,
    /// [`Text`] says what is hashed; bytes stand for themselves.
    ///
    /// An ACK counts as the INVITE whose credentials it carries (RFC 3261 §22.1), and so does its body.
    pub fn new(method: Method<'a>, uri: impl Into<Text<'a>>, nonce: impl Into<Text<'a>>, protection: Protection<'a>) -> Self {
        let method = if method == Method::Ack { Method::Invite } else { method };
        let qop = match protection {
            Protection::None => "",
            Protection::Auth { .. } => Qop::Auth.as_str(),
            Protection::AuthInt { .. } => Qop::AuthInt.as_str(),
        };
        let protection = match protection {
            Protection::None => Protection::None,
            Protection::Auth { cnonce, nonce_count } => Protection::Auth { cnonce: plainly(cnonce), nonce_count },
            Protection::AuthInt { cnonce, nonce_count, body } => Protection::AuthInt { cnonce: plainly(cnonce), nonce_count, body },
        };
        Self { method: method.as_bytes(), uri: plainly(uri.into()), nonce: plainly(nonce.into()), qop: qop.into(), protection }
    }

    /// The exchange that credentials say they belong to, with the method and the body of the request that carries them.
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// - [`DigestError::Invalid`] if a parameter is missing or malformed;
    /// - [`DigestError::Empty`] if the nonce is empty;
    /// - [`DigestError::Unsupported`] if `qop` names a quality of protection that this crate does not know.
    pub fn of(credentials: &Credentials<'a>, method: Method<'a>, body: &'a [u8]) -> Result<Self, DigestError> {
        let (uri, nonce) = (credentials.require(KnownParam::Uri)?, credentials.require(KnownParam::Nonce)?);
        if nonce.is_empty() {
            return Err(DigestError::Empty(KnownParam::Nonce));
        }
        let counted = || -> Result<_, ParseError> {
            credentials.nonce_count()?;
            let nonce_count = NonceCount::as_written(credentials.require(KnownParam::NonceCount)?.as_bytes());
            Ok((credentials.require(KnownParam::Cnonce)?, nonce_count))
        };
        let protection = match credentials.qop()? {
            // What is said of a nonce count here counts for nothing: some clients say it anyway.
            None => Protection::None,
            Some(Qop::Auth) => counted().map(|(cnonce, nonce_count)| Protection::Auth { cnonce, nonce_count })?,
            Some(Qop::AuthInt) => counted().map(|(cnonce, nonce_count)| Protection::AuthInt { cnonce, nonce_count, body })?,
            Some(Qop::Other(_)) => return Err(DigestError::Unsupported(KnownParam::Qop)),
        };
        if credentials.algorithm()?.is_session() && matches!(protection, Protection::None) {
            return Err(ParseError::new(ErrorKind::MissingParam(KnownParam::Qop), credentials.offset()).into());
        }
        // As written: in another case it is another text to hash.
        let qop = credentials.params().known(KnownParam::Qop)?.unwrap_or("".into());
        Ok(Self { qop: plainly(qop), ..Self::new(method, uri, nonce, protection) })
    }

    /// What the server proves itself with in answer to this exchange (RFC 7616 §3.5, `rspauth`): the same without a method, and with
    /// the body of the server's response.
    #[must_use]
    pub fn proof(&self, body: &'a [u8]) -> Self {
        let protection = match self.protection {
            Protection::AuthInt { cnonce, nonce_count, .. } => Protection::AuthInt { cnonce, nonce_count, body },
            other => other,
        };
        Self { method: b"", protection, ..*self }
    }

    /// The server's nonce.
    pub const fn nonce(&self) -> Text<'a> {
        self.nonce
    }

    /// The digest-uri.
    pub const fn uri(&self) -> Text<'a> {
        self.uri
    }

    /// How the request is protected.
    pub const fn protection(&self) -> &Protection<'a> {
        &self.protection
    }

    /// The client's nonce, if there is a quality of protection.
    pub const fn cnonce(&self) -> Option<Text<'a>> {
        match self.protection {
            Protection::None => None,
            Protection::Auth { cnonce, .. } | Protection::AuthInt { cnonce, .. } => Some(cnonce),
        }
    }

    /// The nonce count, if there is a quality of protection.
    pub const fn nonce_count(&self) -> Option<NonceCount<'a>> {
        match self.protection {
            Protection::None => None,
            Protection::Auth { nonce_count, .. } | Protection::AuthInt { nonce_count, .. } => Some(nonce_count),
        }
    }

    /// The same with quoted strings as they were written, backslashes and all.
    pub(super) const fn raw(&self) -> Self {
        let protection = match self.protection {
            Protection::None => Protection::None,
            Protection::Auth { cnonce, nonce_count } => Protection::Auth { cnonce: as_written(cnonce), nonce_count },
            Protection::AuthInt { cnonce, nonce_count, body } => Protection::AuthInt { cnonce: as_written(cnonce), nonce_count, body },
        };
        Self { uri: as_written(self.uri), nonce: as_written(self.nonce), protection, ..*self }
    }

    /// ```text
    /// response = H( HA1 ":" unq(nonce) ":" nc ":" unq(cnonce) ":" qop ":" H(A2) ) / H( HA1 ":" unq(nonce) ":" H(A2) )
    /// A2       = Method ":" digest-uri [ ":" H( body ) ]
    /// ```
    #[inline]
    pub(super) fn hash(&self, function: HashFunction, ha1: Text<'_>) -> Hex {
        let method = Text::exact(self.method);
        let a2 = match self.protection {
            Protection::AuthInt { body, .. } => {
                let body = function.of_parts(&[Text::exact(body)]);
                function.of_parts(&[method, self.uri, body.as_text()])
            }
            Protection::None | Protection::Auth { .. } => function.of_parts(&[method, self.uri]),
        };
        match self.protection {
            Protection::None => function.of_parts(&[ha1, self.nonce, a2.as_text()]),
            Protection::Auth { cnonce, nonce_count } | Protection::AuthInt { cnonce, nonce_count, .. } => {
                function.of_parts(&[ha1, self.nonce, Text::exact(nonce_count.as_bytes()), cnonce, self.qop, a2.as_text()])
            }
        }
    }
}
