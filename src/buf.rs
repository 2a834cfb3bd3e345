//! [`Buf`]: a value that owns its bytes.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use bytes::Bytes;

use sealed::Read as _;

use crate::encode::{BuildError, BuildErrorKind, Encode, Writer};
use crate::error::ParseError;
use crate::header::{Family, *};
use crate::host::{Host, HostRef};
use crate::name::{HeaderId, HeaderName};
use crate::profile::{Leniency, Profile};
use crate::registry::header_registry;
use crate::uri::{SipUri, TelUri, Uri, UriRef};

/// A value that owns its bytes, and returns a typed view of them. Clones share the bytes and only count references. It can be sent between
/// threads.
///
/// The bytes are stored as received, and [`view`](Buf::view) re-parses them with the leniency that they were accepted with. Every accessor
/// therefore returns the same result as before. A view costs as much as typing the value, so call `view` once and reuse it.
///
/// `==` compares the bytes, as for views. There is no `Hash`, because URIs that are equal by RFC 3261 §19.1.4 may differ in their bytes.
///
/// ```
/// use sipwire::{Encode, Host, Message, Transport, UriBuf, ViaBuf, header::{Contact, Via}};
///
/// let target: UriBuf = {
///     let received = b"SIP/2.0 200 OK\r\nContact: <sip:bob@192.0.2.4;ob>\r\n\r\n".to_vec();
///     let message = Message::parse(&received)?;
///     message.headers().first::<Contact>()?.unwrap().uri()?.unwrap().to_buf()
/// };
/// assert!(target.view().as_sip().unwrap().is_outbound());
///
/// // From text, and from parts.
/// assert_eq!(target, "sip:bob@192.0.2.4;ob".parse()?);
/// let via = ViaBuf::build(Via::build(Transport::Udp, Host::try_from("a")?).branch("z9hG4bK7"))?;
/// assert_eq!(via.view().branch()?.unwrap(), "z9hG4bK7");
/// assert_eq!(via.to_bytes()?, b"SIP/2.0/UDP a;branch=z9hG4bK7");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Buf<V> {
    bytes: Bytes,
    /// The leniency that the bytes were accepted with.
    leniency: Leniency,
    view: PhantomData<fn() -> V>,
}

mod sealed {
    use super::{Leniency, ParseError, Value};

    /// Makes a view of bytes.
    pub trait Sealed {
        type Of<'a>: Read;
        fn read(value: Value<'_>) -> Result<Self::Of<'_>, ParseError>;
        /// Checks every part of a view.
        fn verify(view: &Self::Of<'_>) -> Result<(), ParseError>;
    }

    /// The data that a view was made of.
    pub trait Read {
        fn bytes(&self) -> &[u8];
        fn leniency(&self) -> Leniency;
    }
}

/// A type that a [`Buf`] can hold: a URI, a host, a value of a family, or a value of any header of the registry.
pub trait View: sealed::Sealed {}

/// An owned URI.
pub type UriBuf = Buf<Uri<'static>>;
/// An owned SIP or SIPS URI.
pub type SipUriBuf = Buf<SipUri<'static>>;
/// An owned `tel` URI.
pub type TelUriBuf = Buf<TelUri<'static>>;
/// An owned host.
pub type HostBuf = Buf<Host<'static>>;
/// An owned address, as in From, To, Route, Refer-To …
pub type NameAddrBuf = Buf<NameAddr<'static>>;
/// An owned Contact value.
pub type ContactBuf = Buf<Contact<'static>>;
/// An owned Via value.
pub type ViaBuf = Buf<Via<'static>>;
/// An owned Call-ID.
pub type CallIdBuf = Buf<CallId<'static>>;
/// An owned CSeq.
pub type CSeqBuf = Buf<CSeq<'static>>;
/// An owned media type.
pub type MediaTypeBuf = Buf<MediaType<'static>>;
/// An owned challenge.
pub type ChallengeBuf = Buf<Challenge<'static>>;
/// Owned credentials.
pub type CredentialsBuf = Buf<Credentials<'static>>;

impl<V: View> Buf<V> {
    /// Parses a value outside of a message, with the default profile. Surrounding white space is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let view = V::read(Value::new(bytes)?)?;
        V::verify(&view)?;
        Ok(Self::new(view.bytes(), Leniency::NONE))
    }

    /// Writes a value, from parts or as received, into a new buffer.
    ///
    /// # Errors
    ///
    /// Returns an error if the value cannot be written, or if the output would not re-parse as the same value.
    pub fn build(value: impl Encode) -> Result<Self, BuildError> {
        let bytes = value.to_bytes()?;
        let read = Value::alone(&bytes, Profile::of_taken(Leniency::NONE)).and_then(|value| {
            let view = V::read(value)?;
            V::verify(&view).map(|()| view)
        });
        let view = read.map_err(|error| BuildError::new(BuildErrorKind::refused(error, &bytes)).at(error.offset()))?;
        Ok(Self::new(view.bytes(), Leniency::NONE))
    }

    fn of(view: &V::Of<'_>) -> Self {
        Self::new(view.bytes(), view.leniency())
    }

    fn new(bytes: &[u8], leniency: Leniency) -> Self {
        Self { bytes: Bytes::copy_from_slice(bytes), leniency, view: PhantomData }
    }

    /// Returns a view of the value.
    pub fn view(&self) -> V::Of<'_> {
        match V::read(Value::framed(&self.bytes, 0, Profile::of_taken(self.leniency))) {
            Ok(view) => view,
            // The same bytes were parsed with the same leniency before.
            Err(error) => unreachable!("{error} in what was read before"),
        }
    }

    /// Returns the bytes of the value, as received or written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<V> Clone for Buf<V> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), leniency: self.leniency, view: PhantomData }
    }
}

impl<V> PartialEq for Buf<V> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<V> Eq for Buf<V> {}

impl<V: View> TryFrom<&[u8]> for Buf<V> {
    type Error = ParseError;
    fn try_from(bytes: &[u8]) -> Result<Self, ParseError> {
        Self::parse(bytes)
    }
}

impl<V: View> FromStr for Buf<V> {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text.as_bytes())
    }
}

impl<V: View> Encode for Buf<V> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(&self.bytes);
    }
}

impl<V: View + TypedHeader<'static>> EncodeHeader for Buf<V> {
    fn name(&self) -> HeaderName<'_> {
        V::NAME
    }
}

impl<F, V: View> Draft<F> for Buf<V>
where
    for<'a> V::Of<'a>: Draft<F>,
{
    fn write(&self, out: &mut Writer<'_>) {
        self.view().write(out);
    }

    fn check(&self, header: HeaderId) -> Option<Leniency> {
        self.view().check(header)
    }
}

impl<'a> core::convert::From<&'a UriBuf> for UriRef<'a> {
    fn from(uri: &'a UriBuf) -> Self {
        uri.view().into()
    }
}

impl<'a> core::convert::From<&'a HostBuf> for HostRef<'a> {
    fn from(host: &'a HostBuf) -> Self {
        host.view().into()
    }
}

impl<V: View> fmt::Display for Buf<V>
where
    for<'a> V::Of<'a>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<V: View> fmt::Debug for Buf<V>
where
    for<'a> V::Of<'a>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

macro_rules! view {
    // Families: the parts are checked, and the family knows the leniency.
    ($view:ident, |$value:ident| $read:expr, family |$of:ident| $family:expr) => {
        view!(@impl $view, |$value| $read, |$of| Family::verify($family), |$of| Family::leniency($family));
    };
    // URIs and hosts are parsed as a whole.
    ($view:ident, |$value:ident| $read:expr, whole |$of:ident| $leniency:expr) => {
        view!(@impl $view, |$value| $read, |_of| Ok(()), |$of| $leniency);
    };
    (@impl $view:ident, |$value:ident| $read:expr, |$checked:ident| $verified:expr, |$of:ident| $leniency:expr) => {
        impl sealed::Sealed for $view<'static> {
            type Of<'a> = $view<'a>;
            fn read($value: Value<'_>) -> Result<$view<'_>, ParseError> {
                $read
            }
            fn verify($checked: &$view<'_>) -> Result<(), ParseError> {
                $verified
            }
        }
        impl sealed::Read for $view<'_> {
            fn bytes(&self) -> &[u8] {
                self.as_bytes()
            }
            fn leniency(&self) -> Leniency {
                let $of = self;
                $leniency
            }
        }
        impl View for $view<'static> {}
        impl $view<'_> {
            /// Copies the value into an owned value.
            pub fn to_buf(&self) -> Buf<$view<'static>> {
                Buf::of(self)
            }
        }
        impl core::convert::From<$view<'_>> for Buf<$view<'static>> {
            fn from(view: $view<'_>) -> Self {
                view.to_buf()
            }
        }
    };
}

macro_rules! views {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        $(view!($variant, |value| <$variant<'_> as TypedHeader<'_>>::parse(value), family |view| view.family());)*
    };
}
header_registry!(views);

// Families without a header of the same name are parsed by a header that accepts all their values.
view!(
    @impl NameAddr,
    |value| match (value.allows(Leniency::KEPT_ROUTE), value.allows(Leniency::KEPT_REFUSED)) {
        (true, _) => <Route<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0),
        (_, true) => <PRefusedUriList<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0),
        _ => <From<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0),
    },
    |view| Family::verify(view),
    |view| view.kept_leniency()
);
view!(MediaType, |value| <ContentType<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0), family | view | view);
view!(MediaRange, |value| <Accept<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0), family | view | view);
view!(
    InfoUri,
    // The URN of a service has no brackets.
    |value| match <CallInfo<'_> as TypedHeader<'_>>::parse(value) {
        Ok(header) => Ok(header.0),
        Err(error) => <PAssertedService<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0).map_err(|_| error),
    },
    family | view | view
);
view!(Challenge, |value| <WwwAuthenticate<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0), family | view | view);
view!(Credentials, |value| <Authorization<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0), family | view | view);
view!(AuthInfo, |value| <AuthenticationInfo<'_> as TypedHeader<'_>>::parse(value).map(|header| header.0), family | view | view);
view!(Uri, |value| Uri::parse_at(value.as_bytes(), value.offset(), value.profile()), whole | view | view.leniency());
view!(SipUri, |value| SipUri::of(Uri::parse_at(value.as_bytes(), value.offset(), value.profile())?), whole | view | view.leniency());
view!(TelUri, |value| TelUri::of(Uri::parse_at(value.as_bytes(), value.offset(), value.profile())?), whole | _view | Leniency::ALL);
view!(Host, |value| Host::parse_at(value.as_bytes(), value.offset(), value.profile()), whole | _view | Leniency::ALL);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::ParamDraft;
    use crate::error::Expected;
    use crate::parser::Parser;
    use alloc::string::ToString;

    #[test]
    fn values_of_one_header_are_kept_by_their_family() {
        for text in ["sip:a;members=<sip:d>", "<sip:a>;members=<sip:d>;x"] {
            let refused = <PRefusedUriList<'_> as TypedHeader<'_>>::parse(Value::new(text.as_bytes()).unwrap()).unwrap();
            let kept = NameAddr::to_buf(&refused);
            assert_eq!((kept.view().raw_uri(), kept.view().params()), (&b"sip:a"[..], refused.params()), "{text}");
            assert_eq!(kept.view().params().verify(), Ok(()), "{text}");
        }
        let service = <PAssertedService<'_> as TypedHeader<'_>>::parse(Value::new(b"urn:urn-7:a.b").unwrap()).unwrap();
        assert_eq!(InfoUri::to_buf(&service).view().uri().unwrap().as_bytes(), b"urn:urn-7:a.b");
        // Without brackets, parameters belong to the URI in a route, and to the header in other headers.
        let lenient = Profile::of_taken(Leniency::ALL);
        for text in ["sip:a;lr", "\"A\" sip:a;lr", "sip:a?b=c", "< sip:a;lr >", "sip:a"] {
            let value = Value::alone(text.as_bytes(), lenient).unwrap();
            let (route, from) =
                (<Route<'_> as TypedHeader<'_>>::parse(value).unwrap(), <From<'_> as TypedHeader<'_>>::parse(value).unwrap());
            for address in [route.0, from.0] {
                let kept = address.to_buf();
                assert_eq!((kept.view().raw_uri(), kept.view().params()), (address.raw_uri(), address.params()), "{text}");
                assert_eq!(kept.view().to_buf().view().raw_uri(), address.raw_uri(), "{text}");
            }
        }
    }

    #[test]
    fn a_value_outlives_its_message() {
        let (route, expires, via) = {
            let input =
                b"OPTIONS sip:a SIP/2.0\r\nRoute: A\r\n <sip:p;lr> ;x, <sip:q>\r\nExpires: 07\r\nv: SIP/2.0/UDP a;rport\r\n\r\n".to_vec();
            let message = Parser::new().parse(&input).unwrap();
            let headers = message.headers();
            let (route, via) = (headers.first::<Route<'_>>().unwrap().unwrap(), headers.first::<Via<'_>>().unwrap().unwrap());
            (route.to_buf(), headers.require::<Expires<'_>>().unwrap().to_buf(), ViaBuf::from(via))
        };
        assert_eq!((route.as_bytes(), route.to_bytes().unwrap()), (&b"A\r\n <sip:p;lr> ;x"[..], b"A <sip:p;lr> ;x".to_vec()));
        assert!(route.view().display_name().unwrap().unwrap().is("A") && route.view().params().contains("x"));
        assert_eq!((expires.view().value(), expires.name(), expires.to_string()), (7, HeaderName::Expires, "07".to_string()));
        assert!(via.view().has_rport() && via.clone() == via);
        // And goes into the next one.
        assert_eq!(Route::list(&[&route, &route]).to_bytes().unwrap(), b"A <sip:p;lr> ;x, A <sip:p;lr> ;x");
    }

    #[test]
    fn what_was_taken_leniently_stays_taken() {
        let lenient = Parser::new().leniency(Leniency::ALL);
        let message = lenient.parse(b"OPTIONS sip:a SIP/2.0\nRoute: sip:p;lr\nContact: < sip:a_b >\n\n").unwrap();
        let route = message.headers().first::<Route<'_>>().unwrap().unwrap().to_buf();
        assert!(route.view().uri().unwrap().as_sip().unwrap().is_loose_router());
        let contact = message.headers().first::<Contact<'_>>().unwrap().unwrap();
        assert_eq!(contact.uri().unwrap().unwrap().to_buf().view().as_sip().unwrap().host().to_buf().view().as_str(), "a_b");
        assert!(Buf::<Route<'_>>::parse(b"sip:p;lr").is_err() && UriBuf::parse(b"sip:a_b").is_err());
    }

    #[test]
    fn what_is_built_is_checked() {
        let twice = [ParamDraft::token("tag", "1"), ParamDraft::token("tag", "2")];
        assert!(NameAddrBuf::build(NameAddr::build("sip:a").params(&twice[..1])).is_ok());
        let error = NameAddrBuf::build(NameAddr::build("sip:a").params(&twice)).unwrap_err();
        assert!(matches!(error.kind(), BuildErrorKind::Grammar(_)) && error.offset() == 14);
        let error = CallIdBuf::build(CallId::row("a b")).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (BuildErrorKind::Forbidden { within: Expected::CallId, byte: b' ' }, 1));
        assert_eq!(
            SipUriBuf::build(SipUri::build(Host::try_from("a").unwrap()).user("b c")).unwrap().view().user().unwrap().as_bytes(),
            b"b%20c"
        );
        assert!(SipUriBuf::parse(b"tel:+1").is_err() && " sip:a ".parse::<UriBuf>().is_ok() && HostBuf::parse(b"a b").is_err());
        let kept: UriBuf = "sip:a:secret@b".parse().unwrap();
        assert_eq!(NameAddr::build(&kept).to_bytes().unwrap(), b"<sip:a:secret@b>");
        assert!(!alloc::format!("{kept} {kept:?}").contains("secret"));
    }

    #[test]
    fn it_can_be_sent() {
        fn is_static<T: Send + Sync + 'static>() {}
        is_static::<UriBuf>();
        is_static::<ViaBuf>();
    }
}
