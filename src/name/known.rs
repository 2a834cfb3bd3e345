//! The names of the registry, as an enum, and their ids.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::registry::header_registry;

// The documentation of a row is that of the header's type; the variant has its first line alone.
macro_rules! define_names {
    ($(#[doc = $summary:literal] $(#[$doc:meta])* $variant:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
        /// A header field name: one of the registry's, or any other token.
        ///
        /// Names are compared without regard to case. A compact form equals the long name (RFC 3261 §7.3.3).
        ///
        /// ```
        /// use sipwire::HeaderName;
        ///
        /// assert_eq!(HeaderName::try_from("v")?, HeaderName::Via);
        /// assert_eq!(HeaderName::try_from("CALL-ID")?.as_str(), "Call-ID");
        /// const MINE: HeaderName = HeaderName::custom("X-Mine");
        /// assert_eq!(HeaderName::try_from("x-mine")?, MINE);
        /// # Ok::<(), sipwire::ParseError>(())
        /// ```
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum HeaderName<'a> {
            $(
                #[doc = $summary]
                #[doc = concat!("\n\nTyped as [`header::", stringify!($variant), "`](crate::header::", stringify!($variant), ").")]
                $variant,
            )*
            /// A name that the registry does not have.
            Other(OtherName<'a>),
        }

        /// Every name of the registry, indexed by id.
        pub(crate) static KNOWN: &[HeaderName<'static>] = &[$(HeaderName::$variant),*];
        pub(super) const SPELLINGS: &[(&str, &str)] = &[$(($wire, $compact)),*];

        #[allow(non_upper_case_globals, reason = "named after the variants of HeaderName")]
        impl HeaderId {
            $(pub(crate) const $variant: HeaderId = HeaderId(Ids::$variant as u8);)*
        }
        enum Ids { $($variant),* }

        /// Whether a name may occur in only one row, indexed by id.
        const SINGLE: &[bool] = &[$(define_names!(@single $card)),*];

        impl HeaderName<'_> {
            /// Returns the id of the name, its index in the registry.
            #[inline]
            pub(crate) const fn id(&self) -> HeaderId {
                match self {
                    $(HeaderName::$variant => HeaderId::$variant,)*
                    HeaderName::Other(_) => HeaderId::OTHER,
                }
            }
        }
    };
    (@single single) => { true };
    (@single $list:ident) => { false };
}
header_registry!(define_names);

pub(super) const COUNT: usize = SPELLINGS.len();
const _: () = assert!(COUNT < HeaderId::OTHER.0 as usize);

/// A name that is not in the registry. The field is private: a known name cannot be constructed as `Other`.
#[derive(Clone, Copy)]
pub struct OtherName<'a>(pub(super) &'a str);

/// The index of a header in the registry, as stored in errors.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HeaderId(pub(super) u8);

impl HeaderId {
    /// The id of all names that are not in the registry.
    pub(crate) const OTHER: HeaderId = HeaderId(u8::MAX);

    pub(crate) const fn as_u8(self) -> u8 {
        self.0
    }

    pub(crate) const fn from_u8(id: u8) -> Self {
        Self(id)
    }

    /// Whether the header may occur only once.
    #[inline]
    pub(crate) const fn is_single(self) -> bool {
        (self.0 as usize) < COUNT && SINGLE[self.0 as usize]
    }

    /// Returns the name, or `None` for a header that is not in the registry.
    pub fn name(self) -> Option<HeaderName<'static>> {
        KNOWN.get(self.0 as usize).copied()
    }
}

impl fmt::Display for HeaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().map_or("unregistered", |name| name.as_str()))
    }
}

impl fmt::Debug for HeaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeaderId({self})")
    }
}

impl<'a> HeaderName<'a> {
    /// Returns the name of a row from its id and its bytes, which must be a token.
    pub(crate) fn of_row(id: HeaderId, wire: &'a [u8]) -> Self {
        match id.name() {
            Some(name) => name,
            None => HeaderName::Other(OtherName(core::str::from_utf8(wire).unwrap_or_default())),
        }
    }

    /// Returns the name as spelled in the registry, or as written if it is not in the registry.
    #[inline]
    pub const fn as_str(&self) -> &'a str {
        match self {
            HeaderName::Other(other) => other.0,
            known => SPELLINGS[known.id().0 as usize].0,
        }
    }

    /// Returns the compact form, or `None` if the registry has none: `v` for Via.
    #[inline]
    pub const fn compact(&self) -> Option<&'static str> {
        match self {
            HeaderName::Other(_) => None,
            known => {
                let compact = SPELLINGS[known.id().0 as usize].1;
                if compact.is_empty() { None } else { Some(compact) }
            }
        }
    }

    /// Whether the header may occur only once: From, Call-ID, CSeq … A list header, and a header outside of the registry, may have any
    /// number of
    /// rows (RFC 3261 §7.3.1).
    pub const fn is_single(&self) -> bool {
        match self {
            HeaderName::Other(_) => false,
            known => SINGLE[known.id().0 as usize],
        }
    }

    /// Iterates over the names of the registry.
    pub fn known() -> impl Iterator<Item = HeaderName<'static>> {
        KNOWN.iter().copied()
    }
}

impl PartialEq for HeaderName<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (HeaderName::Other(a), HeaderName::Other(b)) => a.0.eq_ignore_ascii_case(b.0),
            _ => self.id() == other.id(),
        }
    }
}

impl Eq for HeaderName<'_> {}

impl Hash for HeaderName<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
        if let HeaderName::Other(other) = self {
            other.0.bytes().for_each(|b| state.write_u8(b.to_ascii_lowercase()));
        }
    }
}

impl fmt::Display for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
