//! The registered parameters of SIP URIs, by name; any other is found by [`UriParams::get`](super::UriParams::get).

use super::{Escaped, SipUri, Telephone, tel};
use crate::host::Host;
use crate::lexical;
use crate::method::Method;
use crate::transport::Transport;

impl<'a> SipUri<'a> {
    /// The `transport` parameter (RFC 3261 §19.1.1).
    pub fn transport(&self) -> Option<Transport<'a>> {
        self.params().get("transport")?.value().map(|value| Transport::of_token(value.as_bytes()))
    }

    /// The `method` parameter (RFC 3261 §19.1.1).
    pub fn method(&self) -> Option<Method<'a>> {
        self.params().get("method")?.value().map(|value| Method::of_token(value.as_bytes()))
    }

    /// The `user` parameter: `phone`, `ip`, `dialstring` … (RFC 3261 §19.1.1).
    pub fn user_param(&self) -> Option<Escaped<'a>> {
        self.params().get("user")?.value()
    }

    /// The `maddr` parameter (RFC 3261 §19.1.1), if it is a host.
    pub fn maddr(&self) -> Option<Host<'a>> {
        Host::try_from(self.params().get("maddr")?.value()?.as_bytes()).ok()
    }

    /// The `ttl` parameter (RFC 3261 §19.1.1), if it is a number from 0 to 255.
    pub fn ttl(&self) -> Option<u8> {
        let digits = self.params().get("ttl")?.value()?.as_bytes();
        let all_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        lexical::decimal(digits).filter(|_| all_digits).and_then(|ttl| u8::try_from(ttl).ok())
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

    fn value(&self, name: &str) -> Option<Escaped<'a>> {
        self.params().get(name)?.value()
    }
}
