//! [`TransactionKey`]: which transaction a message belongs to.

use alloc::vec::Vec;
use core::fmt;

use super::canonical::{Canonical, Reading, Writing, compared_by_bytes, number_of};
use super::read;
use crate::chars;
use crate::error::ParseError;
use crate::header::{CSeq, CallId, Via};
use crate::host::Host;
use crate::message::{Request, Response};
use crate::method::Method;
use crate::params::Param;
use crate::scan;
use crate::text::{Printable, Text, Token};

/// The kinds of keys, as stored.
const SERVER: u8 = 1;
const LEGACY: u8 = 2;
const CLIENT: u8 = 3;

/// The key of a transaction: equal keys, one transaction (RFC 3261 §17.1.3, §17.2.3).
///
/// A key owns its bytes and outlives the message. Keys of up to 94 bytes are kept inline, longer ones in one heap allocation. Keys can be
/// compared, hashed, ordered, stored and sent to another node ([`as_bytes`](TransactionKey::as_bytes)).
///
/// | made by | of | compares |
/// |---|---|---|
/// | [`server`](TransactionKey::server) | a received request | branch, sent-by, method (ACK counts as INVITE) |
/// | the same, without magic cookie | a received request (RFC 2543) | Request-URI, From tag, Call-ID, CSeq, Via, method |
/// | [`sent`](TransactionKey::sent) | a request to send | branch, method |
/// | [`client`](TransactionKey::client) | a received response | branch, method of CSeq |
///
/// Server keys never equal client keys. Branches, tags, transports and host names are compared without case, since they are tokens (RFC
/// 3261 §7.3.1) or names (§19.1.4). Addresses are compared as numbers. An absent port of sent-by is the transport's default (§18.1.1).
/// The transport itself does not count.
///
/// ```
/// use std::collections::HashMap;
/// use sipwire::{Message, Method, TransactionKey};
///
/// let invite = Message::parse(b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds\r\n\r\n")?;
/// let ack = Message::parse(b"ACK sip:bob@b SIP/2.0\r\nv: SIP/2.0/UDP PC33.Atlanta.com:5060;branch=z9hG4bK776asdhds\r\n\r\n")?;
/// let cancel = Message::parse(b"CANCEL sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds\r\n\r\n")?;
/// let key = |message: &Message<'_>| TransactionKey::server(message.as_request().unwrap()).map(|keyed| keyed.key);
///
/// let mut transactions = HashMap::from([(key(&invite)?, "the INVITE")]);
/// assert_eq!(transactions.get(&key(&ack)?), Some(&"the INVITE"));
/// // A CANCEL is a transaction of its own. It names another one.
/// assert_eq!(transactions.get(&key(&cancel)?), None);
/// assert_eq!(transactions.remove(&key(&cancel)?.cancelled(Method::Invite).unwrap()), Some("the INVITE"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone)]
pub struct TransactionKey(Canonical);

compared_by_bytes!(TransactionKey);

/// The key of a received request, and what else has to match if the request is of RFC 2543: made by [`TransactionKey::server`].
#[derive(Clone, Debug)]
pub struct Keyed<'a> {
    /// The key to look the transaction up by.
    pub key: TransactionKey,
    /// The To tag to compare in addition; `None` if the branch has the magic cookie.
    pub legacy: Option<LegacyTo<'a>>,
}

/// The To tag of a request of RFC 2543, which matches a transaction by it (RFC 3261 §17.2.3).
///
/// The tag is outside of the key: the tag of an ACK is compared with that of the response sent, which nobody knows when the INVITE's key is
/// made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegacyTo<'a> {
    is_ack: bool,
    tag: Option<Token<'a>>,
}

impl LegacyTo<'_> {
    /// Whether a request with this To tag belongs to a transaction that has the same key (RFC 3261 §17.2.3).
    ///
    /// `of_request` is the To tag of the request that created the transaction, `of_response` the To tag of the response sent, if one was.
    /// An ACK is compared with the response, any other request with the request.
    ///
    /// ```
    /// use sipwire::{Message, TransactionKey};
    ///
    /// let ack = Message::parse(
    ///     b"ACK sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:b>;tag=9\r\nCall-ID: 7\r\nCSeq: 1 ACK\r\n\r\n",
    /// )?;
    /// let to = TransactionKey::server(ack.as_request().unwrap())?.legacy.unwrap();
    /// assert!(to.fits(None, Some(b"9")));
    /// assert!(!to.fits(None, Some(b"8")));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn fits(&self, of_request: Option<&[u8]>, of_response: Option<&[u8]>) -> bool {
        let other = if self.is_ack { of_response } else { of_request };
        match (self.tag, other) {
            (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

impl TransactionKey {
    /// Returns the key of the server transaction that a received request creates or belongs to (RFC 3261 §17.2.3).
    ///
    /// * A retransmission has the key of the request. So has the ACK for a response from 300 to 699; the ACK for a 2xx has a branch of its
    ///   own and so matches nothing (§13.2.2.4).
    /// * A CANCEL has a key of its own ([`cancelled`](TransactionKey::cancelled)).
    /// * `received` and `rport`, which the server writes itself, change nothing.
    /// * Without a branch, or if nothing follows the magic cookie (RFC 4475 §3.2.1), the request is compared by the rules for RFC 2543.
    ///   Then [`Keyed::legacy`] has to [fit](LegacyTo::fits) as well. The Request-URI counts byte by byte, because URI equality is not
    ///   transitive: a retransmission and an ACK repeat it as it was. Via values count by their own rule (§20.42). Such a key may
    ///   allocate.
    ///
    /// # Errors
    ///
    /// Returns an error if the topmost Via is missing or malformed. Without magic cookie, the same holds for From, To, Call-ID and CSeq.
    pub fn server<'a>(request: &Request<'a>) -> Result<Keyed<'a>, ParseError> {
        if let Some(sent) = read::topmost_sent(request.headers())
            && let Some((host, port)) = sent.by()
            && has_cookie(sent.branch)
        {
            return Ok(Self::of_server(request.method(), host, port.or_else(|| sent.transport().default_port()), sent.branch));
        }
        Self::server_of_any_form(request)
    }

    #[inline(never)]
    fn server_of_any_form<'a>(request: &Request<'a>) -> Result<Keyed<'a>, ParseError> {
        let via = read::topmost_via(request.headers())?;
        match via.branch()? {
            Some(branch) if has_cookie(branch.as_bytes()) => {
                let (host, port) = read::sent_by(&via)?;
                Ok(Self::of_server(request.method(), host, port, branch.as_bytes()))
            }
            _ => Self::legacy(request, &via),
        }
    }

    #[inline(always)]
    fn of_server<'a>(method: Method<'_>, host: Host<'_>, port: Option<u16>, branch: &[u8]) -> Keyed<'a> {
        let mut out = Writing::new(SERVER);
        out.method(matched(method));
        out.sent_by(host, port);
        out.lower_rest(branch);
        Keyed { key: Self(out.finish()), legacy: None }
    }

    #[cold]
    fn legacy<'a>(request: &Request<'a>, via: &Via<'a>) -> Result<Keyed<'a>, ParseError> {
        let headers = request.headers();
        let mut out = Writing::new(LEGACY);
        out.method(matched(request.method()));
        out.exact(request.raw_uri());
        out.optional_lower(read::from_tag(headers)?.map(|tag| tag.as_bytes()));
        let tag = read::to_tag(headers)?;
        out.exact(headers.require::<CallId<'a>>()?.as_bytes());
        out.number(headers.require::<CSeq<'a>>()?.number());
        write_via(&mut out, via)?;
        let legacy = LegacyTo { is_ack: request.method() == Method::Ack, tag };
        Ok(Keyed { key: Self(out.finish()), legacy: Some(legacy) })
    }

    /// Returns the key of the client transaction that a received response belongs to (RFC 3261 §17.1.3): the branch of the topmost Via and
    /// the method of CSeq. Whether the topmost Via is the receiver's own is to be checked before (§18.1.2).
    ///
    /// ```
    /// use sipwire::{Message, Response, StatusCode, TransactionKey};
    ///
    /// let request = Message::parse(
    ///     b"BYE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nTo: <sip:b>;tag=1\r\nCSeq: 2 BYE\r\n\r\n",
    /// )?;
    /// let response = Response::to(request.headers(), StatusCode::OK, None).finish()?;
    /// let key = TransactionKey::client(response.as_message().as_response().unwrap())?;
    /// assert_eq!(key, TransactionKey::sent(request.as_request().unwrap())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the topmost Via, its branch or CSeq is missing or malformed.
    pub fn client(response: &Response<'_>) -> Result<Self, ParseError> {
        let branch = read::topmost_branch(response.headers())?;
        Ok(Self::of_client(response.headers().require::<CSeq<'_>>()?.method(), branch))
    }

    /// Returns the key of the client transaction that a request creates: the key that [`client`](TransactionKey::client) returns for each
    /// of its responses. An ACK creates none, since no response answers it (RFC 3261 §17.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the topmost Via or its branch is missing or malformed.
    pub fn sent(request: &Request<'_>) -> Result<Self, ParseError> {
        Ok(Self::of_client(request.method(), read::topmost_branch(request.headers())?))
    }

    #[inline(always)]
    fn of_client(method: Method<'_>, branch: Token<'_>) -> Self {
        let mut out = Writing::new(CLIENT);
        out.method(method);
        out.lower_rest(branch.as_bytes());
        Self(out.finish())
    }

    /// Returns the key of the transaction that a CANCEL cancels, if the cancelled request has that method (RFC 3261 §9.2): the same but for
    /// the method. A client cancels an INVITE alone (§9.1); a server may be asked to cancel any method but ACK and CANCEL, and looks up
    /// each method that it has pending.
    ///
    /// Returns `None` if this is not the key of a CANCEL, or if `method` is ACK or CANCEL. An example is at [`TransactionKey`].
    pub fn cancelled(&self, method: Method<'_>) -> Option<Self> {
        let (kind, mut reading) = Reading::new(self.as_bytes())?;
        if reading.method() != Some(Method::Cancel) || matches!(method, Method::Ack | Method::Cancel) {
            return None;
        }
        let mut out = Writing::new(kind);
        out.method(method);
        out.copied(reading.rest());
        Some(Self(out.finish()))
    }

    /// Returns the stored form: a byte for the version of the layout, then the canonical bytes. They order keys as `Ord` does.
    ///
    /// ```
    /// use sipwire::{Message, TransactionKey};
    ///
    /// let request = Message::parse(b"BYE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n\r\n")?;
    /// let key = TransactionKey::server(request.as_request().unwrap())?.key;
    /// assert_eq!(key.as_bytes(), b"\x01\x01\x02\x04\xC0\x00\x02\x01\x13\xC4z9hg4bk1");
    /// assert_eq!(TransactionKey::from_bytes(key.as_bytes()), Some(key));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form back. Returns `None` if the bytes are no key, not canonical, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, mut reading) = Reading::new(bytes)?;
        let method = reading.method()?;
        if kind != CLIENT && method == Method::Ack {
            return None;
        }
        match kind {
            SERVER => {
                reading.sent_by()?;
                let branch = reading.lower_rest()?;
                (branch.len() > COOKIE.len() && branch.starts_with(COOKIE)).then_some(())?;
            }
            LEGACY => read_legacy(&mut reading)?,
            CLIENT => {
                reading.lower_rest().filter(|branch| !branch.is_empty())?;
            }
            _ => return None,
        }
        reading.finish(bytes).map(Self)
    }
}

/// The magic cookie of RFC 3261 §8.1.1.7, in lower case.
const COOKIE: &[u8; 7] = b"z9hg4bk";

/// Whether the branch is one of RFC 3261: the magic cookie, and something behind it (RFC 4475 §3.2.1).
#[inline]
fn has_cookie(branch: &[u8]) -> bool {
    let cookie = branch.split_first_chunk::<{ COOKIE.len() }>();
    cookie.is_some_and(|(cookie, rest)| scan::same_name(cookie, COOKIE) && !rest.is_empty())
}

/// The method of the request that created the transaction: an ACK belongs to an INVITE (RFC 3261 §17.2.3).
#[inline]
fn matched(method: Method<'_>) -> Method<'_> {
    if method == Method::Ack { Method::Invite } else { method }
}

/// The marks of parameter values: none, any but a quoted string, a quoted string.
const FLAG: u8 = 0;
const PLAIN: u8 = 1;
const QUOTED: u8 = 2;

/// Writes a Via value so that equal bytes are equality by RFC 3261 §20.42: sent-protocol, sent-by and the set of parameters. `received` and
/// `rport` are left out, because the server that compares writes them itself.
fn write_via(out: &mut Writing, via: &Via<'_>) -> Result<(), ParseError> {
    out.lower(via.protocol().as_bytes());
    out.lower(via.version().as_bytes());
    out.lower(via.transport().as_bytes());
    let (host, port) = read::sent_by(via)?;
    out.sent_by(host, port);
    let of_sender = |param: &Param<'_>| !param.is("received") && !param.is("rport");
    let mut params: Vec<_> = via.params().iter().filter(of_sender).map(written).collect();
    params.sort_unstable();
    for (name, mark, value) in params {
        out.exact(&name);
        out.byte(mark);
        out.exact(&value);
    }
    Ok(())
}

/// A parameter as it is compared: its name in lower case, the mark of its value, and the value. Quoted strings keep their case. A malformed
/// parameter may hold folds, which whoever forwards the Via may write as spaces.
fn written(param: Param<'_>) -> (Vec<u8>, u8, Vec<u8>) {
    let name = Text::plain(param.name().as_bytes()).unescape().to_ascii_lowercase();
    match param.value() {
        None => (name, FLAG, Vec::new()),
        Some(value) if value.is_quoted() => (name, QUOTED, value.unescape().into_owned()),
        Some(value) => (name, PLAIN, value.unescape().to_ascii_lowercase()),
    }
}

/// Reads what `legacy` writes behind the method.
fn read_legacy(reading: &mut Reading<'_>) -> Option<()> {
    reading.exact().filter(|uri| !uri.is_empty())?;
    reading.optional_lower()?;
    reading.exact()?;
    reading.number()?;
    for _ in ["protocol", "version", "transport"] {
        reading.lower().filter(|part| !part.is_empty() && scan::all(part, chars::TOKEN))?;
    }
    reading.sent_by()?;
    let mut last = None;
    while !reading.rest().is_empty() {
        let (name, mark) = (reading.lower()?, reading.byte()?);
        let value = match mark {
            FLAG => reading.exact().filter(|value| value.is_empty())?,
            PLAIN => reading.lower()?,
            QUOTED => reading.exact()?,
            _ => return None,
        };
        let param = Some((name, mark, value));
        if param < last {
            return None;
        }
        last = param;
    }
    Some(())
}

/// Kind, method and the rest of the bytes, with control bytes escaped. Passwords of URIs are not shown.
impl fmt::Debug for TransactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((kind, mut reading)) = Reading::new(self.as_bytes()) else { return f.write_str("TransactionKey") };
        let kind = match kind {
            SERVER => "server",
            LEGACY => "RFC 2543 server",
            _ => "client",
        };
        let method = reading.method().unwrap_or(Method::Invite);
        write!(f, "TransactionKey({kind}, {method}, {})", Printable(reading.rest()))
    }
}

const _: () = assert!(size_of::<TransactionKey>() == 96 && number_of(Method::Cancel) != 0);
