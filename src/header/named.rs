//! The types of the registry's headers, each named after its header.

use core::fmt;
use core::ops::Deref;

use super::draft::{Draft, EncodeHeader};
use super::families::address::NameAddr;
use super::families::auth::info::AuthInfo;
use super::families::auth::{Challenge, Credentials};
use super::families::dialog_ref::DialogRef;
use super::families::event_type::EventType;
use super::families::feature_set::FeatureSet;
use super::families::info_uri::InfoUri;
use super::families::media_range::MediaRange;
use super::families::media_type::MediaType;
use super::families::number::Number;
use super::families::param_set::ParamSet;
use super::families::token_params::TokenParams;
use super::families::{self};
use super::family::Family;
use super::header_draft::{Elements, HeaderDraft};
use super::rows::split::Split;
use super::rows::value::Value;
use super::traits::{List, Single, TypedHeader, Verify};
use crate::encode::{Encode, Writer};
use crate::error::ParseError;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::registry::header_registry;
use crate::text::Text;

pub use super::families::address::contact::Contact;
pub use super::families::call_id::CallId;
pub use super::families::content_id::ContentId;
pub use super::families::cseq::CSeq;
pub use super::families::date::Date;
pub use super::families::identity::Identity;
pub use super::families::mime_version::MimeVersion;
pub use super::families::rack::RAck;
pub use super::families::session_id::SessionId;
pub use super::families::timestamp::Timestamp;
pub use super::families::via::Via;
pub use super::families::warning::Warning;

macro_rules! define_headers {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        $(define_headers!(@type $form [$(#[$doc])*] $variant $family);
        impl<'a> TypedHeader<'a> for $variant<'a> {
            const NAME: HeaderName<'static> = HeaderName::$variant;
            #[inline]
            fn parse(value: Value<'a>) -> Result<Self, ParseError> {
                define_headers!(@wrap $form $variant families::$($path)::+(value))
            }
            #[inline]
            fn fast_first(row: &Value<'a>) -> Option<Self> {
                define_headers!(@wrap $form $variant define_headers!(@fast $family row))
            }
        }
        impl Verify for $variant<'_> {
            fn verify(&self) -> Result<(), ParseError> {
                Family::verify(self.family())
            }
        }
        impl EncodeHeader for $variant<'_> {
            fn name(&self) -> HeaderName<'_> {
                HeaderName::$variant
            }
        }
        define_headers!(@cardinality $card $variant $family);
        )*
    };
    (@type own [$($doc:tt)*] $variant:ident $family:ident) => {
        impl<'a> $variant<'a> {
            /// The value as its family has it.
            pub(crate) const fn family(&self) -> &Self {
                self
            }
        }
    };
    (@type new [$($doc:tt)*] $variant:ident $family:ident) => {
        $($doc)*
        #[doc = concat!("\n\nDereferences to [`", stringify!($family), "`].")]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $variant<'a>(pub(crate) $family<'a>);

        impl<'a> $variant<'a> {
            /// The value as its family has it.
            pub(crate) const fn family(&self) -> &$family<'a> {
                &self.0
            }
        }
        impl<'a> Deref for $variant<'a> {
            type Target = $family<'a>;
            fn deref(&self) -> &$family<'a> {
                &self.0
            }
        }
        impl Encode for $variant<'_> {
            fn encode(&self, out: &mut Writer<'_>) {
                self.0.encode(out);
            }
        }
        impl Draft<$family<'static>> for $variant<'_> {
            fn write(&self, out: &mut Writer<'_>) {
                self.0.encode(out);
            }
            fn check(&self, header: HeaderId) -> Option<Leniency> {
                // Whatever was parsed, under whatever profile, can be written again.
                (header != HeaderId::$variant).then_some(Leniency::ALL)
            }
        }
        impl fmt::Display for $variant<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl fmt::Debug for $variant<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($variant), "({:?})"), self.0)
            }
        }
    };
    (@fast Via $row:ident) => { families::via::fast::first($row) };
    (@fast NameAddr $row:ident) => { families::address::fast::first($row) };
    (@fast Contact $row:ident) => { families::address::contact::fast_first($row) };
    (@fast $family:ident $row:ident) => {{
        let _ = $row;
        None::<$family<'_>>
    }};
    (@wrap own $variant:ident $parsed:expr) => { $parsed };
    (@wrap new $variant:ident $parsed:expr) => { $parsed.map($variant) };
    (@cardinality single $variant:ident $family:ident) => {
        impl Single for $variant<'_> {}
        define_headers!(@build $variant $family);
    };
    (@cardinality commas $variant:ident $family:ident) => { define_headers!(@list Comma $variant $family); };
    (@cardinality commas_or_none $variant:ident $family:ident) => { define_headers!(@list CommaOrNone $variant $family); };
    (@cardinality commas_outside_comments $variant:ident $family:ident) => { define_headers!(@list CommaOutsideComments $variant $family); };
    (@cardinality every_comma $variant:ident $family:ident) => { define_headers!(@list EveryComma $variant $family); };
    (@cardinality semicolons $variant:ident $family:ident) => { define_headers!(@several Semicolon $variant $family); };
    (@cardinality rows $variant:ident $family:ident) => { define_headers!(@several Row $variant $family); };
    (@cardinality challenges $variant:ident $family:ident) => { define_headers!(@several Challenge $variant $family); };
    (@cardinality credentials $variant:ident $family:ident) => { define_headers!(@several Credentials $variant $family); };
    (@several $split:ident $variant:ident $family:ident) => {
        impl List for $variant<'_> { const SPLIT: Split = Split::$split; }
        define_headers!(@build $variant $family);
    };
    (@list $split:ident $variant:ident $family:ident) => {
        define_headers!(@several $split $variant $family);
        impl $variant<'_> {
            /// Makes the header field with a list of values: see [what converts](crate::header#writing-header-fields).
            pub const fn list<D: Draft<$family<'static>>>(elements: &[D]) -> HeaderDraft<Elements<'_, D>, $family<'static>> {
                HeaderDraft::several(HeaderName::$variant, elements)
            }
        }
    };
    (@build $variant:ident $family:ident) => {
        impl $variant<'_> {
            /// Makes the header field with one value: see [what converts](crate::header#writing-header-fields).
            pub const fn row<D: Draft<$family<'static>>>(value: D) -> HeaderDraft<D, $family<'static>> {
                HeaderDraft::one(HeaderName::$variant, value)
            }
        }
    };
}
header_registry!(define_headers);
