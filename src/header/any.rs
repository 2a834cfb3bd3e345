//! [`AnyValue`]: a value of any header, one variant for each family.

use alloc::vec::Vec;
use core::fmt;

use super::families::address::NameAddr;
use super::families::address::contact::Contact;
use super::families::auth::info::AuthInfo;
use super::families::auth::{Challenge, Credentials};
use super::families::call_id::CallId;
use super::families::content_id::ContentId;
use super::families::cseq::CSeq;
use super::families::date::Date;
use super::families::dialog_ref::DialogRef;
use super::families::event_type::EventType;
use super::families::feature_set::FeatureSet;
use super::families::identity::Identity;
use super::families::info_uri::InfoUri;
use super::families::media_range::MediaRange;
use super::families::media_type::MediaType;
use super::families::mime_version::MimeVersion;
use super::families::number::Number;
use super::families::param_set::ParamSet;
use super::families::rack::RAck;
use super::families::session_id::SessionId;
use super::families::timestamp::Timestamp;
use super::families::token_params::TokenParams;
use super::families::via::Via;
use super::families::warning::Warning;
use super::families::{self, family_list};
use super::family::{Fact, Facts, Family};
use super::named::*;
use super::rows::elements::{Elements, one_too_many};
use super::rows::split::Split;
use super::rows::value::Value;
use crate::encode::{Encode, Writer};
use crate::error::{ParseError, keep_first};
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::registry::header_registry;
use crate::text::{Text, Token};
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
            /// Returns the element as received, without surrounding white space.
            pub fn as_bytes(&self) -> &'a [u8] {
                match self { $(AnyValue::$family(value) => Family::as_bytes(value),)* }
            }

            /// Returns the name of the family: `via`, `name-addr`, `number` …
            pub fn family(&self) -> &'static str {
                match self { $(AnyValue::$family(_) => <$family<'_> as Family<'_>>::NAME,)* }
            }

            /// Checks every part of the value by its grammar.
            ///
            /// # Errors
            ///
            /// Returns the error of the first part that the grammar forbids.
            pub fn verify(&self) -> Result<(), ParseError> {
                match self { $(AnyValue::$family(value) => Family::verify(value),)* }
            }

            /// Returns the parameters behind the value. They are empty if the family has no such parameters. Challenges and credentials
            /// have
            /// [`AuthParams`](crate::AuthParams) instead.
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
                match self { $(AnyValue::$family(value) => Family::params(value),)* }
            }

            /// Returns the URI of the value. Returns `None` if the family has no URI, or if the value has text instead, which
            /// [`Leniency::TEXT_FOR_URI`](crate::Leniency::TEXT_FOR_URI) accepts.
            pub fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
                match self { $(AnyValue::$family(value) => Family::uri(value),)* }
            }

            /// The name of the first authentication parameter that repeats the name of another.
            fn repeated_auth_param(&self) -> Option<Token<'a>> {
                match self { $(AnyValue::$family(value) => Family::repeated_auth_param(value),)* }
            }

            /// Whether two values of a header match by the comparison rules for headers in URIs (RFC 3261 §19.1.4).
            pub(super) fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
                match (self, other) {
                    $((AnyValue::$family(a), AnyValue::$family(b)) => a.is_equivalent(b, header),)*
                    _ => false,
                }
            }

            fn tell(&self, facts: &mut Facts<'_, 'a>) {
                match self { $(AnyValue::$family(value) => Family::facts(value, facts),)* }
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
family_list!(families);

impl<'a> AnyValue<'a> {
    /// Returns the names and results of the value's accessors, for programs that display any header. The parameters are available with
    /// [`params`](AnyValue::params) instead.
    ///
    /// ```
    /// use sipwire::{Fact, HeaderName, Value};
    ///
    /// let cseq = HeaderName::CSeq.values(Value::new(b"7 BYE")?).next().unwrap()?;
    /// assert_eq!(cseq.facts(), [("number", Fact::Number(7)), ("method", Fact::Bytes(b"BYE"))]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn facts(&self) -> Vec<(&'static str, Fact<'a>)> {
        let mut facts = Vec::new();
        self.tell(&mut Facts(&mut |name, fact| facts.push((name, fact))));
        facts
    }

    /// Iterates over the names that repeat the name of an earlier parameter: of the value, its URI, or its authentication parameters.
    pub(super) fn repeated_params(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let of_uri = self.uri().and_then(Result::ok).and_then(|uri| uri.params().repeated()).map(|param| param.name().as_bytes());
        let of_value = self.params().repeated().map(|param| param.name().as_bytes());
        let of_auth = self.repeated_auth_param().map(|name| name.as_bytes());
        [of_uri, of_value, of_auth].into_iter().flatten()
    }
}

macro_rules! define_dispatch {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        /// Returns the separators of a header.
        pub(super) fn split_of(id: HeaderId) -> Split {
            match id {
                $(HeaderId::$variant => define_dispatch!(@split $card),)*
                _ => Split::Row,
            }
        }

        /// Splits one element into parts by the family of its header.
        pub(super) fn cut_element(id: HeaderId, value: Value<'_>) -> Result<AnyValue<'_>, ParseError> {
            match id {
                $(HeaderId::$variant => families::$($path)::+(value).map(AnyValue::$family),)*
                _ => families::free_text::opaque(value).map(AnyValue::Text),
            }
        }

        /// Returns the first error of a parameter typed on demand that `lenient`, the same value parsed with more leniencies, does not
        /// have.
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
    (@split single) => { Split::Row };
    (@split rows) => { Split::Row };
    (@split challenges) => { Split::Challenge };
    (@split credentials) => { Split::Credentials };
    (@split commas) => { Split::Comma };
    (@split commas_or_none) => { Split::CommaOrNone };
    (@split commas_outside_comments) => { Split::CommaOutsideComments };
    (@split every_comma) => { Split::EveryComma };
    (@split semicolons) => { Split::Semicolon };
}
header_registry!(define_dispatch);

/// Iterates over the typed elements of one row. [`Header::values`](crate::Header::values) returns it. An error ends the iteration.
///
/// Each part of an element is checked: see [`unverified`](Values::unverified).
#[derive(Clone)]
pub struct Values<'a> {
    id: HeaderId,
    elements: Elements<'a>,
    count: usize,
    verifies: bool,
}

impl<'a> Values<'a> {
    #[inline]
    pub(super) fn new(id: HeaderId, row: Value<'a>) -> Self {
        Self { id, elements: Elements::new(row, split_of(id), id), count: 0, verifies: true }
    }

    /// Yields the same elements without checking their parts, which are checked on access. Only ambiguous boundaries of parts are errors.
    ///
    /// ```
    /// use sipwire::{HeaderName, Value};
    ///
    /// let value = Value::new(b"<sip:a@>;tag=7")?;
    /// assert!(HeaderName::To.values(value).next().unwrap().is_err());
    /// let to = HeaderName::To.values(value).unverified().next().unwrap()?;
    /// assert!(to.uri().unwrap().is_err() && to.params().contains("tag"));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    #[must_use]
    pub fn unverified(self) -> Self {
        Self { verifies: false, ..self }
    }
}

/// Headers without parameters typed on demand. Other headers shadow this method with an inherent one.
trait NothingOnDemand: Sized {
    fn taken_leniently(&self, _: &Self) -> Option<ParseError> {
        None
    }
}

impl<T> NothingOnDemand for T {}

/// Returns the first error of an element that occurs with `strict` and not with `lenient`.
pub(super) fn taken_leniently<'a>(id: HeaderId, strict: Values<'a>, lenient: Values<'a>) -> Option<ParseError> {
    let mut lenient = lenient.unverified();
    for strict in strict {
        match (strict, lenient.next()) {
            // The parser did not accept a value that fails even with all flags.
            (Err(_), Some(Err(_))) => return None,
            // Nor did it accept a part that fails even with all flags, or anything behind such a part.
            (Err(error), Some(Ok(value))) if value.verify().is_err_and(|wrong| wrong.offset() <= error.offset()) => return None,
            (Err(error), _) => return Some(error),
            (Ok(strict), Some(Ok(lenient))) => {
                let mut first = None;
                keep_first(&mut first, on_demand(id, &strict, &lenient), None);
                if let (Some(Ok(strict)), Some(Ok(lenient))) = (strict.uri(), lenient.uri()) {
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
    /// Iterates over the elements of a value outside of a message, each typed by the family of this header.
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
        let value = self.elements.next()?;
        self.count += 1;
        let mut element = match one_too_many(self.id, &value, self.count) {
            None => cut_element(self.id, value),
            Some(error) => Err(error),
        };
        // No `map` here: an element is large, and this moves it less often.
        if self.verifies
            && let Ok(cut) = &element
            && let Err(error) = cut.verify()
        {
            element = Err(error);
        }
        if element.is_err() {
            self.elements.give_up();
        }
        Some(element)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::rows::value::Value;
    use crate::name::HeaderName;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    /// Pieces from which the tests compose values of all headers.
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
