//! URIs in angle brackets without a display name: Alert-Info, Call-Info, Error-Info, Geolocation and others; and the URNs of services.

use super::value::written_as_read;
use super::{Draft, PAssertedService, PPreferredService, Value, address};
use crate::encode::{Encode, ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::host::{self, Host};
use crate::lexical::{self, expected};
use crate::macros::named_params;
use crate::name::HeaderId;
use crate::params::{self, Params};
use crate::profile::Leniency;
use crate::uri::{self, Uri, UriRef};

/// A URI that something can be learned from, with parameters (RFC 3261 §20.4, §20.9, §20.18, RFC 6442 §4.1 and others).
///
/// ```text
/// LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
/// ```
///
/// ```
/// use sipwire::{Message, header::CallInfo};
///
/// let message = Message::parse(b"INVITE sip:a SIP/2.0\r\nCall-Info: <http://a.example/x,y>;purpose=icon, <cid:1@b>\r\n\r\n")?;
/// let info = message.headers().first::<CallInfo>()?.unwrap();
/// assert_eq!(info.uri().as_bytes(), b"http://a.example/x,y");
/// assert!(info.purpose().unwrap().is("icon"));
/// assert_eq!(message.headers().all::<CallInfo>().count(), 2);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct InfoUri<'a> {
    raw: &'a [u8],
    uri: Uri<'a>,
    params: Params<'a>,
}

impl PartialEq for InfoUri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for InfoUri<'_> {}

impl<'a> InfoUri<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        any(Value::new(bytes)?)
    }

    /// Makes a value from parts, to be written.
    pub fn build(uri: impl Into<UriRef<'a>>) -> InfoUriDraft<'a> {
        InfoUriDraft { uri: uri.into(), params: &[] }
    }

    /// The URI, without its brackets.
    pub const fn uri(&self) -> Uri<'a> {
        self.uri
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// Types one element with any URI.
pub(crate) fn any(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, |_| true)
}

/// Types one element with a SIP or SIPS URI.
pub(crate) fn sip(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, |uri| uri.as_sip().is_some())
}

/// Types one element with the URI of a Diameter node.
///
/// ```text
/// DiameterURI = ( "aaa://" / "aaas://" ) 1*uric
/// ```
pub(crate) fn diameter(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    of(value, |uri| match uri {
        Uri::Absolute(uri) => {
            let scheme = uri.scheme();
            (scheme == "aaa" || scheme == "aaas") && uri.rest().starts_with(b"//") && uri.rest().len() > 2
        }
        _ => false,
    })
}

fn of<'a>(value: Value<'a>, fits: impl FnOnce(&Uri<'a>) -> bool) -> Result<InfoUri<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, uri) = address::uri_in_brackets(input, profile)?;
        if !fits(&uri) {
            return Err(expected(&input[1..], Expected::Scheme));
        }
        let (rest, params) = params::params(rest, profile, |_, _| Ok(()))?;
        Ok((rest, InfoUri { raw: input, uri: value.place_uri(uri), params: value.place(params) }))
    })
}

/// What the URN of a service begins with, in any case.
const SERVICE: &[u8] = b"urn:urn-7:";

/// Types the URN of a service, which stands without brackets.
///
/// ```text
/// Service-ID     = "urn:urn-7:" urn-service-id
/// urn-service-id = top-level *( "." sub-service-id )
/// ```
pub(crate) fn service(value: Value<'_>) -> Result<InfoUri<'_>, ParseError> {
    value.read(|input, profile| {
        let Some(id) = input.get(SERVICE.len()..).filter(|_| input[..SERVICE.len()].eq_ignore_ascii_case(SERVICE)) else {
            return Err(expected(input, Expected::Uri));
        };
        let length = id.iter().position(|&b| !(b.is_ascii_alphanumeric() || b == b'-' || b == b'.')).unwrap_or(id.len());
        let mut at = 0;
        for label in id[..length].split(|&b| b == b'.') {
            if label.is_empty() {
                return Err(expected(&id[at..], Expected::Uri));
            }
            at += label.len() + 1;
        }
        let (raw, rest) = input.split_at(SERVICE.len() + length);
        let uri = lexical::inside(raw, rest, |input| uri::uri(input, profile))?;
        Ok((rest, InfoUri { raw, uri, params: Params::default() }))
    })
}

macro_rules! services {
    ($($header:ident)*) => {$(
        impl<'a> $header<'a> {
            /// Which service, without `urn:urn-7:`: labels with dots between them (RFC 6050 §4.1).
            pub fn service(&self) -> &'a [u8] {
                self.as_bytes().get(SERVICE.len()..).unwrap_or_default()
            }
        }
    )*};
}
services!(PAssertedService PPreferredService);

named_params! {
    AlertInfo {
        /// Which appearance of a shared line rings (RFC 7463 §7).
        appearance: typed[Appearance, |input, _| lexical::number(u32::MAX)(input), u32];
    }
    CallInfo {
        /// What the URI is for: `icon`, `info`, `card` … (RFC 3261 §20.9).
        purpose: text["purpose"];
        /// How the call was completed: `BS`, `NR`, `NL` … (RFC 6910 §12.5).
        mode: text["m"];
        /// Why the call is made (RFC 9796).
        call_reason: text["call-reason"];
        /// Whether what the URI tells was verified (RFC 9796).
        verified: text["verified"];
        /// A hash of what the URI tells (RFC 9796).
        integrity: text["integrity"];
    }
    Geolocation {
        /// The host that added the location (RFC 8787 §4).
        location_source: typed[LocSrc, host::host, Host<'a>];
    }
    IdentityInfo {
        /// The algorithm of the signature (RFC 4474 §9).
        alg: text["alg"];
    }
    PolicyContact {
        /// Whether the policy is not to be kept (RFC 6794 §4.4.5.2).
        is_non_cacheable: flag["non-cacheable"];
        /// The host name of another policy server (RFC 6794 §4.4.5.2).
        alternative: typed[AltUri, host::host, Host<'a>];
    }
}

written_as_read!(InfoUri with params);

/// A URI in brackets with parameters, made from parts: written, not read.
///
/// ```
/// use sipwire::{Encode, ParamDraft, header::{AlertInfo, InfoUri}};
///
/// let params = [ParamDraft::token("appearance", "2")];
/// let ring = AlertInfo::row(InfoUri::build("urn:alert:service:call-waiting").params(&params));
/// assert_eq!(ring.to_bytes()?, b"<urn:alert:service:call-waiting>;appearance=2");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct InfoUriDraft<'a> {
    uri: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
}

impl<'a> InfoUriDraft<'a> {
    /// All parameters, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for InfoUriDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.fixed("<");
        self.uri.encode(out);
        out.fixed(">");
        out.params(self.params);
    }
}

impl Draft<InfoUri<'static>> for InfoUriDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        if header.takes_any_uri() && self.params.is_empty() { None } else { Some(Leniency::NONE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::header::{AlertInfo, Geolocation, TypedHeader};

    fn value(text: &'static str) -> Value<'static> {
        Value::new(text.as_bytes()).unwrap()
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        assert!(any(value("<http://a/b;c?d> ; x = y")).unwrap().params().value("x").unwrap().is("y"));
        for (text, offset) in [
            ("", 0),
            ("http://a", 0),
            ("x <http://a>", 0),
            ("<>", 1),
            ("<http://a", 9),
            ("<a b>", 1),
            ("<http://a>x", 10),
            ("<http://a>;", 11),
        ] {
            assert_eq!(any(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(sip(value("<sips:a>")).is_ok() && sip(value("<tel:+1>")).unwrap_err().offset() == 1);
        assert!(diameter(value("<aaas://a.b;transport=tcp>")).is_ok());
        assert!(diameter(value("<aaa:a>")).is_err() && diameter(value("<http://a>")).is_err() && diameter(value("<sip:a>")).is_err());
    }

    #[test]
    fn services_are_urns() {
        let service_of = |text: &'static str| PAssertedService::parse(value(text)).map(|header| header.service()).map_err(|e| e.offset());
        assert_eq!(service_of("URN:urn-7:3gpp-service.ims.icsi.mmtel"), Ok(&b"3gpp-service.ims.icsi.mmtel"[..]));
        for (text, offset) in
            [("", 0), ("urn:urn-7:", 10), ("urn:urn-7:a..b", 12), ("urn:urn-7:a;b", 11), ("urn:service:sos", 0), ("<urn:urn-7:a>", 0)]
        {
            assert_eq!(service_of(text), Err(offset), "{text}");
        }
    }

    #[test]
    fn parameters_are_typed_when_asked_for() {
        let alert = AlertInfo::parse(value("<urn:alert:x>;appearance=0x")).unwrap();
        assert_eq!(
            alert.appearance().map_err(|error| (error.kind(), error.offset())),
            Err((ErrorKind::Expected(Expected::EndOfValue), 26))
        );
        let place = Geolocation::parse(value("<cid:1@a>;loc-src=\"b.example\"")).unwrap();
        assert_eq!(place.location_source().unwrap().unwrap().as_str(), "b.example");
    }

    #[test]
    fn a_password_is_not_shown() {
        let text = alloc::format!("{:?} {}", any(value("<sip:a:secret@b>;x")).unwrap(), any(value("<sip:a:secret@b>;x")).unwrap());
        assert!(!text.contains("secret") && text.contains("<sip:a:***@b>;x"), "{text}");
    }
}
