//! Values made from parts: [`Draft`] and [`EncodeHeader`].

use super::rows::value::Value;
use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::ParseError;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;
use crate::registry::header_registry;

/// Writes a value of the family `F`: implemented by drafts, by parsed values, and by plain types such as `&str` and `u32`.
///
/// The headers' `row` and `list` accept it. [Writing header fields](crate::header#writing-header-fields) lists what converts for each
/// family, with examples. A type of your own writes the value's bytes:
///
/// ```
/// use sipwire::header::{Draft, TokenParams, UserToUser};
/// use sipwire::{Encode, Writer};
///
/// /// An account number, written as eight hexadecimal digits.
/// struct Account(u32);
///
/// impl Draft<TokenParams<'static>> for Account {
///     fn write(&self, out: &mut Writer<'_>) {
///         out.token(format!("{:08x}", self.0));
///     }
/// }
///
/// assert_eq!(UserToUser::row(Account(4711)).to_bytes()?, b"00001267");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be written where a value of `{F}` stands",
    label = "make one with `build` of that type, or write a value that was parsed",
    note = "a `&str` is a token, a text, a URI or a Call-ID, as the header has it; a `u32` is a number"
)]
pub trait Draft<F> {
    /// Writes the value.
    fn write(&self, out: &mut Writer<'_>);

    /// Returns the leniency with which the output is parsed again for `header`, so that only a valid value is written. `None` skips the
    /// check, for a type whose every output is valid. By default, the output is parsed strictly.
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        let _ = header;
        Some(Leniency::NONE)
    }
}

impl<F, D: Draft<F> + ?Sized> Draft<F> for &D {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        (**self).write(out);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        (**self).check(header)
    }
}

/// Lets a type that encodes itself be written where a value of its family stands: all that it can write is allowed there. With a name it is
/// a header of its own.
macro_rules! draft_of {
    ($draft:ty, $family:ident) => {
        impl crate::header::draft::Draft<$family<'static>> for $draft {
            fn write(&self, out: &mut crate::encode::Writer<'_>) {
                crate::encode::Encode::encode(self, out);
            }

            #[inline]
            fn check(&self, _: crate::name::HeaderId) -> Option<crate::profile::Leniency> {
                None
            }
        }
    };
    ($draft:ty, $family:ident, HeaderName::$name:ident) => {
        crate::header::draft::draft_of!($draft, $family);

        impl crate::header::draft::EncodeHeader for $draft {
            fn name(&self) -> crate::name::HeaderName<'_> {
                crate::name::HeaderName::$name
            }
        }
    };
}
pub(in crate::header) use draft_of;

/// Makes a type that keeps the bytes which it was read from write and show them. What has secrets (`redacted`) has a `Display` of its own.
macro_rules! written_as_read {
    ($name:ident) => {
        crate::header::draft::written_as_read!($name redacted);

        impl core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&crate::text::Printable(self.as_bytes()), f)
            }
        }
    };
    ($name:ident redacted) => {
        impl crate::encode::Encode for $name<'_> {
            fn encode(&self, out: &mut crate::encode::Writer<'_>) {
                out.as_read(self.as_bytes());
            }
        }

        impl crate::header::draft::Draft<$name<'static>> for $name<'_> {
            fn write(&self, out: &mut crate::encode::Writer<'_>) {
                crate::encode::Encode::encode(self, out);
            }
            fn check(&self, _: crate::name::HeaderId) -> Option<crate::profile::Leniency> {
                Some(crate::header::family::Family::leniency(self))
            }
        }

        impl core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}
pub(in crate::header) use written_as_read;

/// Refuses what was written since `start` unless it is read as a value.
pub(in crate::header) fn refuse_unless(start: usize, out: &mut Writer<'_>, read: impl Fn(Value<'_>) -> Result<(), ParseError>) {
    let written = out.since(start);
    if let Err(error) = read(Value::taken(written, 0, Leniency::NONE)) {
        out.refuse(BuildErrorKind::refused(error, written), error.offset());
    }
}

/// A header field that can be written: a name with a value.
///
/// Builders and [`Edit`](crate::Edit) accept it. The headers' `row` and `list` make one (see
/// [Writing header fields](crate::header#writing-header-fields)); drafts and parsed values that know their header's name are one themselves.
///
/// ```
/// use sipwire::header::{CSeq, EncodeHeader, Supported};
/// use sipwire::{HeaderName, Method};
///
/// assert_eq!(Supported::list(&["path"]).name(), HeaderName::Supported);
/// assert_eq!(CSeq::build(1, Method::Options).name(), HeaderName::CSeq);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no header to be written",
    label = "make one with the `row` or `list` of the header's type, as in `Subject::row(\"text\")`",
    note = "values that know their header's name, such as `Via::build(…)`, are headers too"
)]
pub trait EncodeHeader: Encode {
    /// Returns the header's name.
    fn name(&self) -> HeaderName<'_>;
}

impl<T: EncodeHeader + ?Sized> EncodeHeader for &T {
    fn name(&self) -> HeaderName<'_> {
        (**self).name()
    }
}

macro_rules! define_takes {
    ($($(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        /// What a header takes of its family, without being asked value by value.
        impl HeaderId {
            /// Whether any token is a value.
            #[inline]
            pub(in crate::header) const fn takes_any_token(self) -> bool {
                match self {
                    $(HeaderId::$variant => define_takes!(@token $($path)*),)*
                    _ => false,
                }
            }

            /// Up to where any number is a value.
            #[inline]
            pub(in crate::header) const fn takes_numbers_to(self) -> Option<u32> {
                match self {
                    $(HeaderId::$variant => define_takes!(@number $($path)*),)*
                    _ => None,
                }
            }

            /// Whether any text is a value, an empty one too.
            #[inline]
            pub(in crate::header) const fn takes_any_text(self) -> bool {
                match self {
                    $(HeaderId::$variant => define_takes!(@text $($path)*),)*
                    _ => false,
                }
            }

            /// Whether any URI in brackets is a value.
            #[inline]
            pub(in crate::header) const fn takes_any_uri(self) -> bool {
                match self {
                    $(HeaderId::$variant => define_takes!(@uri $($path)*),)*
                    _ => false,
                }
            }
        }
    };
    (@token token_params bare) => { true };
    (@token token_params priv_value) => { true };
    (@token token_params with_params) => { true };
    (@token token_params reason) => { true };
    (@token token_params access_network) => { true };
    (@token token_params quoted_or_token) => { true };
    (@token $($other:ident)*) => { false };
    (@number number seconds) => { Some(u32::MAX) };
    (@number number seconds_params) => { Some(u32::MAX) };
    (@number number length) => { Some(u32::MAX) };
    (@number number content_length) => { Some(u32::MAX) };
    (@number number retry_after) => { Some(u32::MAX) };
    (@number number octet) => { Some(255) };
    (@number $($other:ident)*) => { None };
    (@text free_text text) => { true };
    (@text free_text opaque) => { true };
    (@text $($other:ident)*) => { false };
    (@uri info_uri any) => { true };
    (@uri $($other:ident)*) => { false };
}
header_registry!(define_takes);
