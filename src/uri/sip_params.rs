//! The registered parameters of SIP URIs, by name; any other is found by [`UriParams::get`](super::UriParams::get).

use nom::combinator::map;

use super::{Escaped, SipUri, Telephone, tel};
use crate::error::{KnownParam, ParseError, keep_first};
use crate::grammar::{self, number};
use crate::host::{self, Host};
use crate::method::Method;
use crate::transport::Transport;

impl<'a> SipUri<'a> {
    /// The `transport` parameter (RFC 3261 §19.1.1).
    pub fn transport(&self) -> Option<Transport<'a>> {
        let value = self.value("transport")?;
        let known = Transport::known().find(|known| value.is_ignoring_case(known));
        Some(known.unwrap_or_else(|| Transport::of_token(value.as_bytes())))
    }

    /// The `method` parameter (RFC 3261 §19.1.1).
    pub fn method(&self) -> Option<Method<'a>> {
        let value = self.value("method")?;
        Some(Method::known().find(|known| value.is(known)).unwrap_or_else(|| Method::of_token(value.as_bytes())))
    }

    /// The `user` parameter: `phone`, `ip`, `dialstring` … (RFC 3261 §19.1.1).
    pub fn user_param(&self) -> Option<Escaped<'a>> {
        self.value("user")
    }

    /// The `maddr` parameter: where requests are sent in place of the host (RFC 3261 §19.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is not a host: requests to the URI cannot be sent then.
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

    /// The `ttl` parameter: how far a multicast reaches (RFC 3261 §19.1.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is not a number from 0 to 255.
    pub fn ttl(&self) -> Result<Option<u8>, ParseError> {
        self.typed(KnownParam::Ttl, |input, _| grammar::run(map(number(u8::MAX.into()), |ttl| ttl as u8), input))
    }

    /// Whether the element routes loosely: an `lr` parameter, with whatever value (RFC 3261 §19.1.1).
    pub fn is_loose_router(&self) -> bool {
        self.params().contains("lr")
    }

    /// Whether the URI is an outbound binding's: an `ob` parameter (RFC 5626 §5.4).
    pub fn is_outbound(&self) -> bool {
        self.params().contains("ob")
    }

    /// Whether the URI is a GRUU: a `gr` parameter, with or without a value (RFC 5627 §4.1).
    pub fn is_gruu(&self) -> bool {
        self.params().contains("gr")
    }

    /// The value of the `gr` parameter, which a public GRUU has (RFC 5627 §4.1).
    pub fn gr(&self) -> Option<Escaped<'a>> {
        self.value("gr")
    }

    /// The `comp` parameter: how messages to there are compressed (RFC 3486 §4).
    pub fn comp(&self) -> Option<Escaped<'a>> {
        self.value("comp")
    }

    /// The `target` parameter: who was called before a service was (RFC 4458 §2).
    pub fn target(&self) -> Option<Escaped<'a>> {
        self.value("target")
    }

    /// The `cause` parameter: why a service is called (RFC 4458 §2).
    pub fn cause(&self) -> Option<Escaped<'a>> {
        self.value("cause")
    }

    /// The `pn-provider` parameter: the push service (RFC 8599 §8.1); empty where it is asked for without a name.
    pub fn pn_provider(&self) -> Option<Escaped<'a>> {
        self.params().get("pn-provider").map(|param| param.value().unwrap_or_default())
    }

    /// The `pn-prid` parameter: the client at its push service (RFC 8599 §8.1). Not for logs.
    pub fn pn_prid(&self) -> Option<Escaped<'a>> {
        self.value("pn-prid")
    }

    /// The `pn-param` parameter: what the push service wants besides (RFC 8599 §8.1).
    pub fn pn_param(&self) -> Option<Escaped<'a>> {
        self.value("pn-param")
    }

    /// The user part read as a telephone number, whatever the `user` parameter says; `None` where it is none.
    ///
    /// With `user=phone` it is meant as one (RFC 3261 §19.1.1); without, `sip:1000@example.com` is most often a name of digits.
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

    /// The first error of a parameter typed on demand that `lenient`, the same URI by a laxer profile, does not have.
    pub(super) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        let mut first = None;
        keep_first(&mut first, self.maddr().err(), lenient.maddr().err());
        keep_first(&mut first, self.ttl().err(), lenient.ttl().err());
        first
    }

    /// The value of a parameter that has one.
    fn value(&self, name: &str) -> Option<Escaped<'a>> {
        self.params().get(name)?.value().filter(|value| !value.is_empty())
    }
}
