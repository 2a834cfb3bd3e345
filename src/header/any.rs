//! [`AnyValue`]: a value of any header, one variant for each family.

use core::fmt;

use super::elements::{Elements, one_too_many};
use super::*;
use crate::encode::{Encode, Writer};
use crate::error::keep_first;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::uri::Uri;

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident,)*) => {
        /// An element of any header, typed by the header's family.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum AnyValue<'a> {
            $($(#[$doc])* $family($family<'a>),)*
        }

        impl<'a> AnyValue<'a> {
            /// The element as read, without white space around it.
            pub fn as_bytes(&self) -> &'a [u8] {
                match self { $(AnyValue::$family(value) => value.as_bytes(),)* }
            }
        }

        impl Encode for AnyValue<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                match self { $(AnyValue::$family(value) => value.encode(out),)* }
            }
        }

        impl fmt::Display for AnyValue<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(AnyValue::$family(value) => fmt::Display::fmt(value, f),)* }
            }
        }

        impl fmt::Debug for AnyValue<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(AnyValue::$family(value) => fmt::Debug::fmt(value, f),)* }
            }
        }
    };
}

families! {
    /// Via.
    Via,
    /// An address with parameters: From, To, Route, Refer-To …
    NameAddr,
    /// Contact: an address, or `*`.
    Contact,
    /// CSeq.
    CSeq,
    /// Call-ID and In-Reply-To.
    CallId,
    /// A number with parameters: Expires, Max-Forwards, Content-Length …
    Number,
    /// A token with parameters: Allow, Supported, Reason …
    TokenParams,
    /// Content-Type.
    MediaType,
    /// WWW-Authenticate and Proxy-Authenticate.
    Challenge,
    /// Authorization and Proxy-Authorization.
    Credentials,
    /// Date.
    Date,
    /// Timestamp.
    Timestamp,
    /// MIME-Version.
    MimeVersion,
    /// Event and Allow-Events.
    EventType,
    /// A dialog: Replaces, Join, Target-Dialog.
    DialogRef,
    /// RAck.
    RAck,
    /// Warning.
    Warning,
    /// A URI in angle brackets: Alert-Info, Call-Info, Geolocation …
    InfoUri,
    /// Accept.
    MediaRange,
    /// Accept-Contact, Reject-Contact and Feature-Caps.
    FeatureSet,
    /// Parameters alone: P-Charging-Vector, Response-Source …
    ParamSet,
    /// Identity.
    Identity,
    /// Session-ID.
    SessionId,
    /// Content-ID.
    ContentId,
    /// Authentication-Info and Proxy-Authentication-Info.
    AuthInfo,
    /// Free text, and what is kept whole: Subject, Server, and every header that the registry does not have.
    Text,
}

/// The only element of a row of a family.
macro_rules! of_row {
    (Via $row:ident) => {
        via::of_row($row)
    };
    (NameAddr $row:ident) => {
        address_quick::of_row($row)
    };
    (Contact $row:ident) => {
        contact::of_row($row)
    };
    ($family:ident $row:ident) => {{
        let _ = $row;
        None::<$family<'_>>
    }};
}
pub(super) use of_row;

macro_rules! define_dispatch {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        /// How the rows of a header are parted into elements.
        pub(super) fn split_of(id: HeaderId) -> Split {
            match id {
                $(HeaderId::$variant => define_dispatch!(@split $card),)*
                _ => Split::Row,
            }
        }

        /// Types one element by the family of its header.
        pub(super) fn typed(id: HeaderId, value: Value<'_>) -> Result<AnyValue<'_>, ParseError> {
            match id {
                $(HeaderId::$variant => $($path)::+(value).map(AnyValue::$family),)*
                _ => free_text::opaque(value).map(AnyValue::Text),
            }
        }

        /// The only element of a row, where that is known without a look for what parts elements.
        #[inline(always)]
        fn only<'a>(id: HeaderId, row: &Value<'a>) -> Option<AnyValue<'a>> {
            match id {
                $(HeaderId::$variant => define_dispatch!(@only $card $family row),)*
                _ => None,
            }
        }

        /// The first error of a parameter typed on demand that `lenient`, the same value by a laxer profile, does not have.
        fn on_demand(id: HeaderId, strict: &AnyValue<'_>, lenient: &AnyValue<'_>) -> Option<ParseError> {
            match (id, strict, lenient) {
                $((HeaderId::$variant, AnyValue::$family(strict), AnyValue::$family(lenient)) => {
                    define_dispatch!(@header $form $variant strict).taken_leniently(&define_dispatch!(@header $form $variant lenient))
                })*
                _ => None,
            }
        }
    };
    (@header new $variant:ident $value:ident) => { $variant(*$value) };
    (@header own $variant:ident $value:ident) => { *$value };
    (@only commas $family:ident $row:ident) => { of_row!($family $row).map(AnyValue::$family) };
    (@only commas_outside_comments $family:ident $row:ident) => { of_row!($family $row).map(AnyValue::$family) };
    (@only $card:ident $family:ident $row:ident) => { None };
    (@split single) => { Split::Row };
    (@split rows) => { Split::Row };
    (@split challenges) => { Split::Challenge };
    (@split commas) => { Split::Comma };
    (@split commas_or_none) => { Split::CommaOrNone };
    (@split commas_outside_comments) => { Split::CommaOutsideComments };
    (@split every_comma) => { Split::EveryComma };
    (@split semicolons) => { Split::Semicolon };
}
header_registry!(define_dispatch);

/// The typed elements of one row: made by [`Header::values`]. After an element in error there is no other.
#[derive(Clone)]
pub struct Values<'a> {
    id: HeaderId,
    elements: Elements<'a>,
    count: usize,
}

impl<'a> Values<'a> {
    #[inline]
    pub(super) fn new(id: HeaderId, row: Value<'a>) -> Self {
        Self { id, elements: Elements::new(row, split_of(id), id), count: 0 }
    }
}

/// Values that have no parameters typed on demand: those that have some say what was taken leniently by a method of their own.
trait NothingOnDemand: Sized {
    fn taken_leniently(&self, _: &Self) -> Option<ParseError> {
        None
    }
}

impl<T> NothingOnDemand for T {}

impl<'a> AnyValue<'a> {
    /// The URI of a value that has one.
    fn uri(&self) -> Option<Uri<'a>> {
        match self {
            AnyValue::NameAddr(address) => Some(address.uri()),
            AnyValue::Contact(contact) => contact.uri(),
            AnyValue::InfoUri(info) => Some(info.uri()),
            AnyValue::Identity(identity) => Some(identity.info()),
            _ => None,
        }
    }

    /// The parameters behind the value, whatever its family; none where the family has none of that kind. Those of challenges and
    /// credentials are [`AuthParams`](crate::AuthParams).
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nTo: <sip:b>;tag=7\r\n\r\n")?;
    /// let row = message.headers().iter().next().unwrap();
    /// let value = row.values().next().unwrap()?;
    /// assert!(value.params().contains("tag"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn params(&self) -> Params<'a> {
        match self {
            AnyValue::Via(via) => via.params(),
            AnyValue::NameAddr(address) => address.params(),
            AnyValue::Contact(contact) => contact.params(),
            AnyValue::Number(number) => number.params(),
            AnyValue::TokenParams(token) => token.params(),
            AnyValue::MediaType(media) => media.params(),
            AnyValue::MediaRange(range) => range.params(),
            AnyValue::EventType(event) => event.params(),
            AnyValue::DialogRef(dialog) => dialog.params(),
            AnyValue::InfoUri(info) => info.params(),
            AnyValue::FeatureSet(set) => set.params(),
            AnyValue::ParamSet(set) => set.params(),
            AnyValue::Identity(identity) => identity.params(),
            AnyValue::SessionId(id) => id.params(),
            _ => Params::default(),
        }
    }

    /// The name of the first parameter that has the name of an earlier one: of the value, of its URI.
    pub(super) fn repeated_params(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let of_auth = match self {
            AnyValue::Challenge(challenge) => challenge.params().repeated(),
            AnyValue::Credentials(credentials) => credentials.params().repeated(),
            _ => None,
        };
        let of_uri = self.uri().and_then(|uri| uri.params().repeated());
        let names = [of_uri.map(|param| param.name().as_bytes()), self.params().repeated().map(|param| param.name().as_bytes())];
        names.into_iter().chain([of_auth.map(|param| param.name().as_bytes())]).flatten()
    }
}

/// The first error that an element has when it is read by `strict`, and not when it is read by `lenient`.
pub(super) fn taken_leniently<'a>(id: HeaderId, strict: Values<'a>, mut lenient: Values<'a>) -> Option<ParseError> {
    for strict in strict {
        match (strict, lenient.next()) {
            // An error that stands with all flags is no leniency.
            (Err(error), Some(Err(same))) if error == same => return None,
            (Err(error), _) => return Some(error),
            (Ok(strict), Some(Ok(lenient))) => {
                let mut first = None;
                keep_first(&mut first, on_demand(id, &strict, &lenient), None);
                if let (Some(strict), Some(lenient)) = (strict.uri(), lenient.uri()) {
                    keep_first(&mut first, strict.taken_leniently(&lenient), None);
                }
                if first.is_some() {
                    return first;
                }
            }
            (Ok(_), _) => {}
        }
    }
    None
}

impl HeaderName<'_> {
    /// The elements of a value that stands in no message, each typed by the family of this header.
    ///
    /// ```
    /// use sipwire::{AnyValue, HeaderName, Value};
    ///
    /// let mut values = HeaderName::Expires.values(Value::try_from("3600")?);
    /// assert!(matches!(values.next(), Some(Ok(AnyValue::Number(seconds))) if seconds.value() == 3600));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn values<'a>(&self, value: Value<'a>) -> Values<'a> {
        Values::new(self.id(), value)
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Result<AnyValue<'a>, ParseError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.elements.are_over() { None } else { self.next_of_row() }
    }
}

impl<'a> Values<'a> {
    /// [`next`](Iterator::next), where there may be another element.
    fn next_of_row(&mut self) -> Option<Result<AnyValue<'a>, ParseError>> {
        if self.count == 0 && self.elements.is_list() {
            let row = self.elements.row();
            if let Some(value) = only(self.id, row)
                && one_too_many(self.id, row, 1).is_none()
            {
                self.elements.give_up();
                return Some(Ok(value));
            }
        }
        // One value, which is made where it is returned: it is large.
        let mut found = None;
        if let Some(value) = self.elements.next() {
            self.count += 1;
            found = match one_too_many(self.id, &value, self.count) {
                Some(error) => Some(Err(error)),
                None => Some(typed(self.id, value)),
            };
            if let Some(Err(_)) = found {
                self.elements.give_up();
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::value::Value;
    use crate::name::HeaderName;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    /// The pieces that values of all headers are made of.
    const PIECES: [&str; 44] = [
        "a",
        "b.c",
        "1",
        "0",
        "60",
        "300",
        "GMT",
        ";",
        ";",
        ",",
        "=",
        "=",
        " ",
        "\r\n ",
        "\"",
        "\"x\"",
        "<",
        ">",
        "<sip:a@b>",
        "sip:a",
        "@",
        "*",
        "/",
        ":",
        ".",
        "q",
        "0.5",
        "(",
        ")",
        "(c)",
        "[::1]",
        "info=<a:b>",
        "icid-value=1",
        "INVITE",
        "<a@b>",
        "urn:urn-7:a",
        "-",
        "+a",
        "\\",
        "h",
        "Digest ",
        "index=1",
        "0123456789abcdef0123456789abcdef",
        "Sat, 13 Nov 2010 23:29:00 GMT",
    ];

    proptest! {
        #[test]
        fn what_is_read_is_written_and_read_again(pieces in proptest::collection::vec(0..PIECES.len(), 0..9)) {
            let text: String = pieces.iter().map(|&piece| PIECES[piece]).collect();
            for name in HeaderName::known() {
                let Ok(row) = Value::new(text.as_bytes()) else { return Ok(()) };
                for value in Values::new(name.id(), row) {
                    let Ok(value) = value else { break };
                    let bytes = value.to_bytes().unwrap();
                    let again: Vec<_> = Values::new(name.id(), Value::new(&bytes).unwrap()).collect();
                    let same = matches!(&again[..], [Ok(again)] if again.to_bytes().as_ref() == Ok(&bytes));
                    prop_assert!(same, "{}: {:?} gives {:?}", name, text, again);
                    prop_assert!(value.as_bytes().is_empty() || text.as_bytes().windows(value.as_bytes().len()).any(|part| part == value.as_bytes()));
                    let shown = alloc::format!("{value} {value:?}");
                    prop_assert!(!shown.contains(|c: char| c.is_control()));
                }
            }
        }
    }

    #[test]
    fn errors_point_into_the_message() {
        let at = |name: HeaderName<'_>, text: &'static str| {
            let row = Value::framed(text.as_bytes(), 100, crate::profile::Profile::default());
            Values::new(name.id(), row).find_map(Result::err).map(|error| error.offset())
        };
        assert_eq!(at(HeaderName::Warning, "399 h \"x\", 39 h \"x\""), Some(113));
        assert_eq!(at(HeaderName::PChargingVector, "orig-ioi=a"), Some(100));
        assert_eq!(at(HeaderName::Identity, "abc"), Some(100));
        assert_eq!(at(HeaderName::Accept, "a/b, c"), Some(106));
    }

    #[test]
    fn a_via_has_no_empty_elements_whatever_is_taken() {
        use crate::profile::{Leniency, Limits, Profile};
        let profile = Profile::new(&Limits::new(), Leniency::ALL);
        let read = |name: HeaderName<'_>, text: &'static str| {
            let row = Value::framed(text.as_bytes(), 0, profile);
            Values::new(name.id(), row).try_fold(0, |count, value| value.map(|_| count + 1)).map_err(|error| error.offset())
        };
        assert_eq!((read(HeaderName::Allow, "A,,B,"), read(HeaderName::Allow, "A,B")), (Ok(2), Ok(2)));
        assert_eq!(read(HeaderName::Via, "SIP/2.0/UDP a, SIP/2.0/UDP b"), Ok(2));
        for (text, offset) in [("SIP/2.0/UDP a,", 14), ("SIP/2.0/UDP a,,SIP/2.0/UDP b", 14), (",SIP/2.0/UDP a", 0)] {
            assert_eq!(read(HeaderName::Via, text), Err(offset), "{text}");
        }
    }
}
