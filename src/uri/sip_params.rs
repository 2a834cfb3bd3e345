//! Accessors for the registered parameters of SIP URIs. Use [`UriParams::get`](super::UriParams::get) for other parameters.

use nom::combinator::map;

use super::{Escaped, SipUri, Telephone, tel};
use crate::error::{KnownParam, ParseError, keep_first};
use crate::grammar::{self, number};
use crate::host::{self, Host};
use crate::method::Method;
use crate::transport::Transport;

impl<'a> SipUri<'a> {
    /// Returns the `transport` parameter (RFC 3261 §19.1.1).
    pub fn transport(&self) -> Option<Transport<'a>> {
        let value = self.value("transport")?;
        let known = Transport::known().find(|known| value.is_ignoring_case(known));
        Some(known.unwrap_or_else(|| Transport::of_token(value.as_bytes())))
    }

    /// Returns the `method` parameter (RFC 3261 §19.1.1).
    pub fn method(&self) -> Option<Method<'a>> {
        let value = self.value("method")?;
        Some(Method::known().find(|known| value.is(known)).unwrap_or_else(|| Method::of_token(value.as_bytes())))
    }

    /// Returns the `user` parameter: `phone`, `ip`, `dialstring` … (RFC 3261 §19.1.1).
    pub fn user_param(&self) -> Option<Escaped<'a>> {
        self.value("user")
    }

    /// Returns the `maddr` parameter: the address to send requests to instead of the host (RFC 3261 §19.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is not a host. Requests to such a URI cannot be sent.
    ///
    /// ```
    /// use sipwire::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:alice@atlanta.com;maddr=239.255.255.1;ttl=15")?;
    /// assert_eq!((uri.maddr()?.unwrap().as_str(), uri.ttl()?), ("239.255.255.1", Some(15)));
    /// assert_eq!(SipUri::parse(b"sip:alice@atlanta.com;maddr=-")?.maddr().unwrap_err().offset(), 28);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn maddr(&self) -> Result<Option<Host<'a>>, ParseError> {
        self.typed(KnownParam::Maddr, |input, profile| grammar::run(host::host(profile), input))
    }

    /// Returns the `ttl` parameter: the time to live of multicast packets, from 0 to 255 (RFC 3261 §19.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is not a number from 0 to 255.
    pub fn ttl(&self) -> Result<Option<u8>, ParseError> {
        self.typed(KnownParam::Ttl, |input, _| grammar::run(map(number(u8::MAX.into()), |ttl| ttl as u8), input))
    }

    /// Whether the URI has an `lr` parameter, with any value: the element is a loose router (RFC 3261 §19.1.1).
    pub fn is_loose_router(&self) -> bool {
        self.params().contains("lr")
    }

    /// Whether the URI has an `ob` parameter: it belongs to an outbound binding (RFC 5626 §5.4).
    pub fn is_outbound(&self) -> bool {
        self.params().contains("ob")
    }

    /// Whether the URI has a `gr` parameter, with or without a value: it is a GRUU (RFC 5627 §4.1).
    pub fn is_gruu(&self) -> bool {
        self.params().contains("gr")
    }

    /// Returns the value of the `gr` parameter, which a public GRUU has (RFC 5627 §4.1).
    pub fn gr(&self) -> Option<Escaped<'a>> {
        self.value("gr")
    }

    /// Returns the `comp` parameter: the compression of messages to this URI (RFC 3486 §4).
    pub fn comp(&self) -> Option<Escaped<'a>> {
        self.value("comp")
    }

    /// Returns the `target` parameter: the user who was called before the call was sent to a service (RFC 4458 §2).
    pub fn target(&self) -> Option<Escaped<'a>> {
        self.value("target")
    }

    /// Returns the `cause` parameter: the reason for the call to a service (RFC 4458 §2).
    pub fn cause(&self) -> Option<Escaped<'a>> {
        self.value("cause")
    }

    /// Returns the `pn-provider` parameter: the push notification service (RFC 8599 §8.1). A parameter without a value yields an empty
    /// text.
    pub fn pn_provider(&self) -> Option<Escaped<'a>> {
        self.params().get("pn-provider").map(|param| param.value().unwrap_or_default())
    }

    /// Returns the `pn-prid` parameter: the client's id at its push notification service (RFC 8599 §8.1). Keep it out of logs.
    pub fn pn_prid(&self) -> Option<Escaped<'a>> {
        self.value("pn-prid")
    }

    /// Returns the `pn-param` parameter: additional data for the push notification service (RFC 8599 §8.1).
    pub fn pn_param(&self) -> Option<Escaped<'a>> {
        self.value("pn-param")
    }

    /// Parses the user part as a telephone number, whatever the `user` parameter is. Returns `None` if the user part is no such number.
    ///
    /// With `user=phone` the user part is a telephone number (RFC 3261 §19.1.1). Without it, `sip:1000@example.com` is most often a user
    /// name.
    ///
    /// ```
    /// use sipwire::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:+1-212-555-1212;isub=1411@example.com;user=phone")?;
    /// let telephone = uri.telephone().unwrap();
    /// assert!(telephone.is_global() && telephone.digits().eq(*b"+12125551212"));
    /// assert!(telephone.isub().unwrap().is("1411"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn telephone(&self) -> Option<Telephone<'a>> {
        tel::of_user(self.user()?.as_bytes())
    }

    /// Returns the first error of a parameter typed on demand that `lenient`, the same URI parsed with more leniencies, does not have.
    pub(super) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        let mut first = None;
        keep_first(&mut first, self.maddr().err(), lenient.maddr().err());
        keep_first(&mut first, self.ttl().err(), lenient.ttl().err());
        first
    }

    /// Returns the value of a parameter that has one.
    fn value(&self, name: &str) -> Option<Escaped<'a>> {
        self.params().get(name)?.value().filter(|value| !value.is_empty())
    }
}
