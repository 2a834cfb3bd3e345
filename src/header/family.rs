//! [`Family`]: what a header family says of its values; and [`Fact`], what it tells about one.

use core::net::IpAddr;
use core::time::Duration;

use crate::encode::Encode;
use crate::error::ParseError;
use crate::host::Host;
use crate::method::Method;
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::{Text, Token};
use crate::transport::Transport;
use crate::uri::{Escaped, Uri};

/// What each header family says of its values. There are no default bodies: a new family answers every question, or does not compile.
///
/// A value of a family was cut out of its element: its parts are known by their places, and each is typed when an accessor asks for it.
pub(crate) trait Family<'a>: Copy + Encode {
    /// The name of the family, which its table of test values has too.
    const NAME: &'static str;

    /// The element as read, without white space around it.
    fn as_bytes(&self) -> &'a [u8];

    /// Types every part of the value.
    ///
    /// # Errors
    ///
    /// Returns the error of the first part that the grammar forbids.
    fn verify(&self) -> Result<(), ParseError>;

    /// The leniency that the value was read with; all of them where the value does not know, since the same bytes are read alike then.
    fn leniency(&self) -> Leniency;

    /// The parameters behind the value; empty where the family has none.
    fn params(&self) -> Params<'a>;

    /// The URI of the value; `None` where the family has none.
    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>>;

    /// The name of the first authentication parameter that repeats the name of another.
    fn repeated_auth_param(&self) -> Option<Token<'a>>;

    /// Whether two values of a header match, as values inside of a URI are compared (RFC 3261 §19.1.4).
    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool;

    /// Tells what the accessors return.
    fn facts(&self, facts: &mut Facts<'_, 'a>);
}

/// What an accessor of a header value returned: made by [`AnyValue::facts`](crate::AnyValue::facts).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fact<'a> {
    /// A flag that is set.
    Set,
    /// A number.
    Number(i64),
    /// A token, a host, a URI or another part, as it was read.
    Bytes(&'a [u8]),
    /// Text, which may be folded and escaped.
    Text(Text<'a>),
    /// An address.
    Address(IpAddr),
    /// A time span.
    Duration(Duration),
    /// The error of a part that the grammar forbids.
    Error(ParseError),
}

/// Tells what the accessors of these names return.
macro_rules! tell {
    ($facts:expr, $value:expr, $($accessor:ident)*) => {
        $($facts.tell(stringify!($accessor), $value.$accessor());)*
    };
}
pub(crate) use tell;

/// Takes the facts of a value, one by one.
pub(crate) struct Facts<'f, 'a>(pub(crate) &'f mut dyn FnMut(&'static str, Fact<'a>));

impl<'a> Facts<'_, 'a> {
    /// Tells what the accessor of that name returned, unless that is nothing.
    pub(crate) fn tell(&mut self, name: &'static str, fact: impl IntoFact<'a>) {
        if let Some(fact) = fact.into_fact() {
            (self.0)(name, fact);
        }
    }

    /// Tells the parts of a URI.
    pub(crate) fn tell_uri(&mut self, uri: Result<Uri<'a>, ParseError>) {
        let sip = match uri {
            Ok(Uri::Sip(sip)) => Some(sip),
            _ => None,
        };
        self.tell("uri", uri);
        if let Some(sip) = sip {
            tell!(self, sip, user host port);
        }
    }
}

/// What can be a fact; `None` where an accessor returned nothing, or `false`.
pub(crate) trait IntoFact<'a> {
    fn into_fact(self) -> Option<Fact<'a>>;
}

impl<'a, T: IntoFact<'a>> IntoFact<'a> for Option<T> {
    fn into_fact(self) -> Option<Fact<'a>> {
        self.and_then(T::into_fact)
    }
}

impl<'a, T: IntoFact<'a>> IntoFact<'a> for Result<T, ParseError> {
    fn into_fact(self) -> Option<Fact<'a>> {
        match self {
            Ok(value) => value.into_fact(),
            Err(error) => Some(Fact::Error(error)),
        }
    }
}

macro_rules! facts_of {
    ($($type:ty, |$value:ident| $fact:expr;)*) => {$(
        impl<'a> IntoFact<'a> for $type {
            fn into_fact(self) -> Option<Fact<'a>> {
                let $value = self;
                Some($fact)
            }
        }
    )*};
}

facts_of! {
    u8, |number| Fact::Number(number.into());
    u16, |number| Fact::Number(number.into());
    u32, |number| Fact::Number(number.into());
    i16, |number| Fact::Number(number.into());
    i64, |number| Fact::Number(number);
    &'a [u8], |bytes| Fact::Bytes(bytes);
    &'a str, |text| Fact::Bytes(text.as_bytes());
    Token<'a>, |token| Fact::Bytes(token.as_bytes());
    Host<'a>, |host| Fact::Bytes(host.as_bytes());
    Method<'a>, |method| Fact::Bytes(method.as_bytes());
    Transport<'a>, |transport| Fact::Bytes(transport.as_bytes());
    Uri<'a>, |uri| Fact::Bytes(uri.as_bytes());
    Escaped<'a>, |text| Fact::Bytes(text.as_bytes());
    Text<'a>, |text| Fact::Text(text);
    IpAddr, |address| Fact::Address(address);
    Duration, |span| Fact::Duration(span);
}

impl<'a> IntoFact<'a> for bool {
    fn into_fact(self) -> Option<Fact<'a>> {
        self.then_some(Fact::Set)
    }
}
