//! The macros that generate tables: `open_enum` and `named_params`.

/// Generates an enum of the values of a registry, plus `Other` for any other token.
///
/// `Other` holds a type whose field is private: `Other("INVITE")` cannot be constructed. The comparison of spellings is
/// `exact` or `nocase`.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident, $other:ident, $compare:ident, $expected:ident: $($(#[$vdoc:meta])* $variant:ident $wire:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name<'a> {
            $($(#[$vdoc])* #[doc = concat!("\n\nOn the wire: `", $wire, "`.")] $variant,)*
            /// Any other token.
            Other($other<'a>),
        }

        /// A token that is not in the registry. The field is private: a known value cannot be constructed as `Other`.
        #[derive(Clone, Copy)]
        pub struct $other<'a>(crate::text::Token<'a>);

        impl PartialEq for $other<'_> {
            fn eq(&self, other: &Self) -> bool {
                $crate::macros::open_enum!(@same $compare self.0.as_bytes(), other.0.as_bytes())
            }
        }

        impl Eq for $other<'_> {}

        impl core::hash::Hash for $other<'_> {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                // Values that differ only in case may be equal, so that the hash ignores case.
                self.0.as_bytes().iter().for_each(|b| state.write_u8(b.to_ascii_lowercase()));
            }
        }

        impl<'a> $name<'a> {
            /// Makes a value of `bytes`, which must be a token.
            #[inline]
            pub(crate) fn of_token(bytes: &'a [u8]) -> Self {
                $crate::macros::open_enum!(@find $compare bytes $name [$($variant $wire)*]
                    else $name::Other($other(crate::text::Token::new(bytes))))
            }

            /// Returns the spelling of the registry, or the token as written if it is not in the registry.
            pub fn as_str(&self) -> &'a str {
                match self { $($name::$variant => $wire,)* $name::Other(other) => other.0.as_str() }
            }

            /// Returns the bytes of the spelling.
            #[inline]
            pub fn as_bytes(&self) -> &'a [u8] {
                match self { $($name::$variant => $wire.as_bytes(),)* $name::Other(other) => other.0.as_bytes() }
            }

            pub(crate) const KNOWN: &'static [$name<'static>] = &[$($name::$variant),*];

            /// Iterates over the values of the registry.
            pub fn known() -> impl Iterator<Item = $name<'static>> {
                Self::KNOWN.iter().copied()
            }
        }

        impl AsRef<[u8]> for $name<'_> {
            fn as_ref(&self) -> &[u8] {
                self.as_bytes()
            }
        }

        impl PartialEq<&str> for $name<'_> {
            fn eq(&self, other: &&str) -> bool {
                $crate::macros::open_enum!(@same $compare self.as_bytes(), other.as_bytes())
            }
        }

        impl core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'a> TryFrom<&'a [u8]> for $name<'a> {
            type Error = crate::error::ParseError;
            fn try_from(bytes: &'a [u8]) -> Result<Self, Self::Error> {
                match bytes.iter().position(|&b| !crate::chars::is(b, crate::chars::TOKEN)) {
                    None if !bytes.is_empty() => Ok(Self::of_token(bytes)),
                    place => Err(crate::error::ParseError::expected(crate::error::Expected::$expected, place.unwrap_or(0))),
                }
            }
        }

        impl<'a> TryFrom<&'a str> for $name<'a> {
            type Error = crate::error::ParseError;
            fn try_from(text: &'a str) -> Result<Self, Self::Error> {
                Self::try_from(text.as_bytes())
            }
        }
    };
    (@find exact $bytes:ident $name:ident [$($variant:ident $wire:literal)*] else $else:expr) => {
        $(if $bytes == $wire.as_bytes() { $name::$variant } else)* { $else }
    };
    (@find nocase $bytes:ident $name:ident [$($variant:ident $wire:literal)*] else $else:expr) => {
        $(if $bytes.eq_ignore_ascii_case($wire.as_bytes()) { $name::$variant } else)* { $else }
    };
    (@same exact $a:expr, $b:expr) => { $a == $b };
    (@same nocase $a:expr, $b:expr) => { $a.eq_ignore_ascii_case($b) };
}
pub(crate) use open_enum;

/// Generates accessors for the named parameters of a header. The header type must be in scope.
///
/// * `flag["name"]`: whether the parameter is present
/// * `text["name"]`: the value of the first parameter of that name, a token or a quoted string
/// * `typed[Variant, rule, Type]`: the value, typed by a rule of the grammar; it may occur once. `rule` is called with the profile.
/// * `optional[Variant, rule, Type]`: the same, and the parameter may be a flag
macro_rules! named_params {
    ($($header:ident { $($(#[$doc:meta])* $name:ident: $kind:ident [$($how:tt)*];)* })*) => {$(
        impl<'a> $header<'a> {
            $($crate::macros::named_params!(@$kind [$(#[$doc])*] $name $($how)*);)*

            /// Returns the first error of a parameter typed on demand that `lenient`, the same value parsed with more leniencies, does not
            /// have.
            pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<crate::error::ParseError> {
                let mut first = None;
                $($crate::macros::named_params!(@taken $kind self lenient first $name);)*
                first
            }
        }
    )*};
    (@taken flag $self:ident $lenient:ident $first:ident $name:ident) => { let _ = ($self, $lenient, &mut $first); };
    (@taken $typed:ident $self:ident $lenient:ident $first:ident $name:ident) => {
        $crate::error::keep_first(&mut $first, $self.$name().err(), $lenient.$name().err());
    };
    (@flag [$($doc:tt)*] $name:ident $wire:literal) => {
        $($doc)*
        pub fn $name(&self) -> bool {
            self.params().contains($wire)
        }
    };
    (@text [$($doc:tt)*] $name:ident $wire:literal) => {
        $($doc)*
        ///
        /// # Errors
        ///
        /// Returns an error if the parameter is malformed.
        pub fn $name(&self) -> Result<Option<crate::text::Text<'a>>, crate::error::ParseError> {
            self.params().text($wire)
        }
    };
    (@optional [$($doc:tt)*] $name:ident $param:ident, $rule:expr, $type:ty) => {
        $($doc)*
        ///
        /// # Errors
        ///
        /// Returns an error if the parameter is malformed or repeated.
        pub fn $name(&self) -> Result<Option<$type>, crate::error::ParseError> {
            match self.params().once(crate::error::KnownParam::$param)?.and_then(|param| param.value()) {
                Some(_) => $crate::macros::named_params!(@read self $param, $rule),
                None => Ok(None),
            }
        }
    };
    (@typed [$($doc:tt)*] $name:ident $param:ident, $rule:expr, $type:ty) => {
        $($doc)*
        ///
        /// # Errors
        ///
        /// Returns an error if the parameter is malformed or repeated.
        pub fn $name(&self) -> Result<Option<$type>, crate::error::ParseError> {
            $crate::macros::named_params!(@read self $param, $rule)
        }
    };
    (@read $self:ident $param:ident, $rule:expr) => {
        $self.params().typed(crate::error::KnownParam::$param, |input, profile| crate::grammar::run(($rule)(profile), input))
    };
}
pub(crate) use named_params;
