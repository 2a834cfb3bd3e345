//! [`MergeKey`]: which requests are one that came by several ways.

use core::fmt;

use super::canonical::{Canonical, Reading, Writing, compared_by_bytes};
use super::read;
use crate::error::ParseError;
use crate::header::{CSeq, CallId};
use crate::message::Request;
use crate::method::Method;
use crate::text::Printable;

/// The kind of these keys, as stored. Those of transactions are below it.
const MERGE: u8 = 4;

/// What requests have in common that a fork upstream made of one: From tag, Call-ID and CSeq (RFC 3261 §8.2.2.2).
///
/// A UAS answers the first of them and refuses each other with 482, which is a request of the same `MergeKey` and of another
/// [`TransactionKey`](crate::TransactionKey) while the first transaction lasts. A proxy passes them all on (§16.3).
///
/// ```
/// use sipwire::{MergeKey, Message, TransactionKey};
///
/// let by_one_way = Message::parse(
///     b"INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: 7\r\n\
///       CSeq: 1 INVITE\r\n\r\n",
/// )?;
/// let by_another = Message::parse(
///     b"INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK2\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: 7\r\n\
///       CSeq: 1 INVITE\r\n\r\n",
/// )?;
/// let (first, second) = (by_one_way.as_request().unwrap(), by_another.as_request().unwrap());
/// assert_eq!(MergeKey::of(first)?.unwrap(), MergeKey::of(second)?.unwrap());
/// assert_ne!(TransactionKey::server(first)?.key, TransactionKey::server(second)?.key);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub struct MergeKey(Canonical);

compared_by_bytes!(MergeKey);

impl MergeKey {
    /// Returns the key of a received request, or `None` if it can't be merged: if its To has a tag (RFC 3261 §8.2.2.2), and for ACK and
    /// CANCEL, which belong to another request.
    ///
    /// # Errors
    ///
    /// Returns an error if From, To, Call-ID or CSeq is missing or malformed.
    pub fn of(request: &Request<'_>) -> Result<Option<Self>, ParseError> {
        Self::made(request, None)
    }

    /// Returns the key with the Request-URI in it, byte by byte. An element that acts as several UASs, a B2BUA say, takes requests to
    /// different targets for different requests.
    ///
    /// ```
    /// use sipwire::{MergeKey, Message};
    ///
    /// let request = |uri: &str| {
    ///     format!("INVITE {uri} SIP/2.0\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:b>\r\nCall-ID: 7\r\nCSeq: 1 INVITE\r\n\r\n")
    /// };
    /// let (b, c) = (request("sip:b"), request("sip:c"));
    /// let (b, c) = (Message::parse(b.as_bytes())?, Message::parse(c.as_bytes())?);
    /// let (b, c) = (b.as_request().unwrap(), c.as_request().unwrap());
    /// assert_eq!(MergeKey::of(b)?, MergeKey::of(c)?);
    /// assert_ne!(MergeKey::with_uri(b)?, MergeKey::with_uri(c)?);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error as [`of`](MergeKey::of) does.
    pub fn with_uri(request: &Request<'_>) -> Result<Option<Self>, ParseError> {
        Self::made(request, Some(request.raw_uri()))
    }

    fn made(request: &Request<'_>, uri: Option<&[u8]>) -> Result<Option<Self>, ParseError> {
        let headers = request.headers();
        if matches!(request.method(), Method::Ack | Method::Cancel) || read::to_tag(headers)?.is_some() {
            return Ok(None);
        }
        let cseq = headers.require::<CSeq<'_>>()?;
        let mut out = Writing::new(MERGE);
        out.method(cseq.method());
        out.number(cseq.number());
        out.optional_lower(read::from_tag(headers)?.map(|tag| tag.as_bytes()));
        out.exact(headers.require::<CallId<'_>>()?.as_bytes());
        if let Some(uri) = uri {
            out.exact(uri);
        }
        Ok(Some(Self(out.finish())))
    }

    /// Returns the stored form: a byte for the version of the layout, then the canonical bytes. They order keys as `Ord` does.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form back. Returns `None` if the bytes are no key, not canonical, or of another version.
    ///
    /// ```
    /// use sipwire::{MergeKey, Message};
    ///
    /// let request = Message::parse(b"BYE sip:b SIP/2.0\r\nFrom: <sip:a>\r\nTo: <sip:b>\r\nCall-ID: 7\r\nCSeq: 1 BYE\r\n\r\n")?;
    /// let key = MergeKey::of(request.as_request().unwrap())?.unwrap();
    /// assert_eq!(MergeKey::from_bytes(key.as_bytes()), Some(key));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (MERGE, mut reading) = Reading::new(bytes)? else { return None };
        reading.method()?;
        reading.number()?;
        reading.optional_lower()?;
        reading.exact()?;
        if !reading.rest().is_empty() {
            reading.exact().filter(|uri| !uri.is_empty())?;
        }
        reading.finish(bytes).map(Self)
    }
}

/// The method and the rest of the bytes, with control bytes escaped. Passwords of URIs are not shown.
impl fmt::Debug for MergeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reading = Reading::new(self.as_bytes());
        let Some((_, mut reading)) = reading else { return f.write_str("MergeKey") };
        write!(f, "MergeKey({}, {})", reading.method().unwrap_or(Method::Invite), Printable(reading.rest()))
    }
}
