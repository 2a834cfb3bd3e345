//! [`Response::registered`]: the 200 to a REGISTER.

use alloc::vec::Vec;

use super::binding::Binding;
use super::registration::Registration;
use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind, ParamDraft};
use crate::header::{Contact, NameAddr, Require, ServiceRoute, Supported};
use crate::message::Response;
use crate::name::{HeaderId, HeaderName};
use crate::status::StatusCode;
use crate::uri::{SipUri, UriRef};

/// A binding as the 200 to a REGISTER lists it: with the seconds that are left of it, and with its GRUUs.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'b> {
    binding: &'b Binding,
    expires: u32,
    pub_gruu: Option<&'b str>,
    temp_gruu: Option<&'b str>,
}

impl<'b> Bound<'b> {
    /// A binding that ends after so many seconds.
    pub const fn new(binding: &'b Binding, expires: u32) -> Self {
        Self { binding, expires, pub_gruu: None, temp_gruu: None }
    }

    /// The public GRUU of its instance: the address of record with a `gr` parameter (RFC 5627 §5.1).
    #[must_use]
    pub const fn pub_gruu(mut self, uri: &'b str) -> Self {
        self.pub_gruu = Some(uri);
        self
    }

    /// The temporary GRUU of its instance that was made last (RFC 5627 §5.2).
    #[must_use]
    pub const fn temp_gruu(mut self, uri: &'b str) -> Self {
        self.temp_gruu = Some(uri);
        self
    }

    /// Adds the Contact: what was received, but for the display name and what the registrar says itself.
    fn add(&self, builder: &mut MessageBuilder, supports_gruu: bool) {
        let contact = self.binding.contact();
        let Some(address) = contact.address() else { return };
        let own = |name: &str| ["expires", "pub-gruu", "temp-gruu"].iter().any(|own| name.eq_ignore_ascii_case(own));
        let received = address.params();
        let received = received.iter().filter(|param| !own(param.name().as_str())).map(ParamDraft::from);
        let has_gruus = supports_gruu && contact.instance().is_ok_and(|instance| instance.is_some());
        let gruu = |name, uri: Option<&'b str>| uri.filter(|_| has_gruus).map(|uri| ParamDraft::quoted(name, uri));
        let gruus = [gruu("pub-gruu", self.pub_gruu), gruu("temp-gruu", self.temp_gruu)];
        let params: Vec<_> =
            received.chain(gruus.into_iter().flatten()).chain([ParamDraft::number("expires", self.expires.into())]).collect();
        builder.header(Contact::row(NameAddr::build(UriRef::received(address.raw_uri())).params(&params)));
    }
}

impl Response<'_> {
    /// Begins the 200 to a REGISTER, also to one that only asks (RFC 3261 §10.3 step 8). It has
    ///
    /// * Supported: the tags of the check but `gruu` (RFC 5627 §5.2), and `Require: outbound` if a flow was taken (RFC 5626 §6),
    /// * each binding, with its `expires`, and its GRUUs if the client supports them,
    /// * the Path of the request (RFC 3327 §5.3).
    ///
    /// The caller adds Date, which should be there, and Service-Route ([`service_route`](MessageBuilder::service_route)). `bindings` are all
    /// of the address of record that have not ended, also those that other clients made. See [`Response::to`] for `to_tag`.
    ///
    /// [`Registration`] has an example.
    pub fn registered<'b>(
        registration: &Registration<'_, '_>,
        bindings: impl IntoIterator<Item = Bound<'b>>,
        to_tag: &[u8],
    ) -> MessageBuilder {
        let headers = registration.headers;
        let mut builder = Response::to(headers, StatusCode::OK, Some(to_tag));
        let tags: Vec<&str> = registration.tags.iter().copied().filter(|tag| !tag.eq_ignore_ascii_case("gruu")).collect();
        if !tags.is_empty() {
            builder.header(Supported::list(&tags));
        }
        if registration.requires_outbound() {
            builder.header(Require::list(&["outbound"]));
        }
        let supports_gruu = registration.supports_gruu();
        bindings.into_iter().for_each(|bound| bound.add(&mut builder, supports_gruu));
        builder.copy_all(headers.named(HeaderName::Path));
        builder
    }
}

impl MessageBuilder {
    /// Adds a Service-Route: the route that the client's requests take to its home (RFC 3608 §6.3), topmost first. A registrar gives the same
    /// one to a request that only asks.
    ///
    /// ```
    /// use sipwire::{Response, SipUri, StatusCode};
    ///
    /// let home = [SipUri::try_from("sip:hsp.home.example.com;lr")?];
    /// let response = Response::builder(StatusCode::OK).service_route(&home).finish()?;
    /// assert_eq!(response.as_bytes(), b"SIP/2.0 200 OK\r\nService-Route: <sip:hsp.home.example.com;lr>\r\nContent-Length: 0\r\n\r\n");
    /// let strict = [SipUri::try_from("sip:hsp.home.example.com")?];
    /// assert!(Response::builder(StatusCode::OK).service_route(&strict).finish().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) returns [`BuildErrorKind::NotCalledFor`] if a URI has no `lr`, which each must have.
    pub fn service_route(&mut self, route: &[SipUri<'_>]) -> &mut Self {
        for uri in route {
            if !uri.is_loose_router() {
                self.refuse(BuildError { header: Some(HeaderId::ServiceRoute), ..BuildError::new(BuildErrorKind::NotCalledFor) });
            }
            self.header(ServiceRoute::row(NameAddr::build(UriRef::received(uri.as_bytes()))));
        }
        self
    }
}
