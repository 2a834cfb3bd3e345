//! [`Family`]: the operations of a header family; and [`Fact`], one result of an accessor.

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

/// The operations of a header family. No method has a default body, so that a new family must implement all of them.
///
/// A value of a family was split from its row. It holds the offsets of its parts, which are typed on access.
pub(crate) trait Family<'a>: Copy + Encode {
    /// The name of the family, as in its table of test values.
    const NAME: &'static str;

    /// Returns the element as received, without surrounding white space.
    fn as_bytes(&self) -> &'a [u8];

    /// Checks every part of the value by its grammar.
    ///
    /// # Errors
    ///
    /// Returns the error of the first part that the grammar forbids.
    fn verify(&self) -> Result<(), ParseError>;

    /// Returns the leniency that the value was parsed with. Values whose meaning does not depend on it return all flags.
    fn leniency(&self) -> Leniency;

    /// Returns the parameters behind the value, which are empty if the family has none.
    fn params(&self) -> Params<'a>;

    /// Returns the URI of the value, or `None` if the family has none.
    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>>;

    /// Returns the name of the first authentication parameter that repeats the name of another.
    fn repeated_auth_param(&self) -> Option<Token<'a>>;

    /// Whether two values of a header match by the comparison rules for headers in URIs (RFC 3261 §19.1.4).
    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool;

    /// Passes the results of the accessors to `facts`.
    fn facts(&self, facts: &mut Facts<'_, 'a>);
}

/// The result of an accessor of a header value. [`AnyValue::facts`](crate::AnyValue::facts) returns it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fact<'a> {
    /// A flag that is set.
    Set,
    /// A number.
    Number(i64),
    /// A token, a host, a URI or another part, as received.
    Bytes(&'a [u8]),
    /// Text, which may be folded and escaped.
    Text(Text<'a>),
    /// An address.
    Address(IpAddr),
    /// A time span.
    Duration(Duration),
    /// The error of a malformed part.
    Error(ParseError),
}

/// Passes the results of the named accessors to a [`Facts`].
macro_rules! tell {
    ($facts:expr, $value:expr, $($accessor:ident)*) => {
        $($facts.tell(stringify!($accessor), $value.$accessor());)*
    };
}
pub(crate) use tell;

/// Receives the facts of a value, one by one.
pub(crate) struct Facts<'f, 'a>(pub(crate) &'f mut dyn FnMut(&'static str, Fact<'a>));

impl<'a> Facts<'_, 'a> {
    /// Passes on the result of the accessor of that name, unless the accessor returned nothing.
    pub(crate) fn tell(&mut self, name: &'static str, fact: impl IntoFact<'a>) {
        if let Some(fact) = fact.into_fact() {
            (self.0)(name, fact);
        }
    }

    /// Passes on the parts of a URI.
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

/// A type that converts to a fact. Returns `None` if an accessor returned nothing, or `false`.
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
