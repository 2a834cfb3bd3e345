//! [`Response::granted`]: what a registrar granted to a client.

use super::key::Identity;
use crate::error::ParseError;
use crate::header::{Contact, Expires, MinExpires};
use crate::message::{Request, Response};
use crate::rules::read;
use crate::status::{StatusClass, StatusCode};

/// The lifetime of a binding for which the client names none (RFC 3261 §10.2.1.1 leaves it to the registrar).
const DEFAULT: u32 = 3600;

impl Response<'_> {
    /// Returns for how many seconds the first Contact of a REGISTER is bound, as the 2xx to it says (RFC 3261 §10.2.4). The client registers
    /// again before they are over. Returns `None` if the Contact is not bound, and for any other response.
    ///
    /// The 2xx lists all bindings of the address of record, also those of other clients, in any order: so the client has to find its own,
    /// and must not take the first.
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let request = Message::parse(
    ///     b"REGISTER sip:r SIP/2.0\r\nCSeq: 1 REGISTER\r\nContact: <sip:bob@192.0.2.4:5062>\r\nExpires: 7200\r\n\r\n",
    /// )?;
    /// let response = Message::parse(
    ///     b"SIP/2.0 200 OK\r\nCSeq: 1 REGISTER\r\nContact: <sip:bob@192.0.2.9>;expires=17, <sip:bob@192.0.2.4:5062>;expires=600\r\n\
    ///       Expires: 7200\r\n\r\n",
    /// )?;
    /// assert_eq!(response.as_response().unwrap().granted(request.as_request().unwrap())?, Some(600));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the Contact of the request or the Contact that is the client's is malformed.
    pub fn granted(&self, request: &Request<'_>) -> Result<Option<u32>, ParseError> {
        let headers = request.headers();
        match headers.first::<Contact<'_>>()? {
            Some(contact) => self.granted_to(&contact, read::lifetime_of(&contact, read::lifetime(headers)).unwrap_or(DEFAULT)),
            None => Ok(None),
        }
    }

    /// Returns for how many seconds a Contact is bound, as the 2xx to a REGISTER says: its `expires` parameter, or else Expires, or else
    /// what was asked for. Returns `None` if the Contact is not bound, and for any other response.
    ///
    /// A flow is found by its instance and `reg-id` (RFC 5626 §6), any other Contact by equality of URIs, `sip` being `sips` (RFC 3261
    /// §19.1.4, RFC 5630 §5.1.1.1). A registrar that does not know flows may list one without its parameters: it is found by its URI, too.
    ///
    /// A 2xx has to list all bindings. Some registrars list none: then Expires counts, or else what was asked for.
    ///
    /// # Errors
    ///
    /// Returns an error if the Contact, or the one of the response that is the same, is malformed.
    pub fn granted_to(&self, contact: &Contact<'_>, asked: u32) -> Result<Option<u32>, ParseError> {
        let Some(uri) = contact.uri()?.filter(|_| self.status().class() == StatusClass::Success) else { return Ok(None) };
        let own = Identity::of(contact, uri, || true)?;
        let own_uri = Identity::of_uri(uri);
        let (mut best, mut error) = (None, None);
        for listed in self.headers().all::<Contact<'_>>().verified_by(Contact::verified_uri) {
            let (listed, uri) = match listed {
                Ok((listed, Some(uri))) => (listed, uri),
                Ok((_, None)) => continue,
                Err(malformed) => {
                    error.get_or_insert(malformed);
                    continue;
                }
            };
            let identity = Identity::of(&listed, uri, || true)?;
            let seconds = || read::lifetime_of(&listed, None).or(self.expires()).unwrap_or(asked);
            // A registrar that does not know flows keeps an earlier Contact of the flow beside this one, or says nothing of flows.
            let rank = match (identity.is_same(&own), Identity::of_uri(uri).is_same(&own_uri)) {
                (true, true) => 3,
                (true, false) => 2,
                (false, true) if own.is_flow() && !identity.is_flow() => 1,
                _ => continue,
            };
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, seconds()));
            }
        }
        match (best.map(|(_, seconds)| seconds), error) {
            (Some(seconds), _) => Ok(Some(seconds).filter(|seconds| *seconds > 0)),
            (None, Some(error)) => Err(error),
            (None, None) if !self.headers().is_present::<Contact<'_>>() => Ok(Some(self.expires().unwrap_or(asked)).filter(|_| asked > 0)),
            (None, None) => Ok(None),
        }
    }

    fn expires(&self) -> Option<u32> {
        self.headers().get::<Expires<'_>>().ok().flatten().map(|expires| expires.value())
    }

    /// Returns the lifetime in seconds to ask for again after a 423: what the registrar wants at least, for each Contact (RFC 3261 §10.2.8).
    /// Returns `None` for any other response, and without a Min-Expires that can be read.
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let response = Message::parse(b"SIP/2.0 423 Interval Too Brief\r\nMin-Expires: 60\r\n\r\n")?;
    /// assert_eq!(response.as_response().unwrap().least_expires(), Some(60));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn least_expires(&self) -> Option<u32> {
        let least = self.headers().get::<MinExpires<'_>>().ok().flatten();
        least.filter(|_| self.status() == StatusCode::INTERVAL_TOO_BRIEF).map(|least| least.value())
    }
}
