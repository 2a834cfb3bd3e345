//! The traits of header types: [`TypedHeader`], [`Single`] and [`List`].

use super::rows::split::Split;
use super::rows::value::Value;
use crate::error::ParseError;
use crate::name::HeaderName;

/// A header with a value type, defined in this crate or by the user.
///
/// A user-defined header takes a few lines:
///
/// ```
/// use sipwire::{HeaderName, Message, ParseError, Single, TypedHeader, Value, Expected};
///
/// /// `X-Floor: 1*DIGIT`
/// struct Floor(u8);
///
/// impl<'a> TypedHeader<'a> for Floor {
///     const NAME: HeaderName<'static> = HeaderName::custom("X-Floor");
///     fn parse(value: Value<'a>) -> Result<Self, ParseError> {
///         let text = value.text().to_str_lossy();
///         text.parse().map(Floor).map_err(|_| value.error(Expected::Digits, 0))
///     }
/// }
/// impl Single for Floor {}
///
/// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nx-floor: 3\r\n\r\n")?;
/// assert_eq!(message.headers().require::<Floor>()?.0, 3);
/// # Ok::<(), ParseError>(())
/// ```
pub trait TypedHeader<'a>: Sized {
    /// The header's name.
    const NAME: HeaderName<'static>;

    /// Parses one element. The headers of this crate split the element into parts, which are typed on access.
    ///
    /// # Errors
    ///
    /// Returns an error if the parts of the element cannot be delimited by the header's grammar. Offsets count from the beginning of the
    /// message.
    fn parse(value: Value<'a>) -> Result<Self, ParseError>;

    /// Parses the first element of a row with a fast path that ends at the comma behind it. `None` falls back to [`parse`](Self::parse).
    #[doc(hidden)]
    #[inline]
    fn fast_first(_: &Value<'a>) -> Option<Self> {
        None
    }
}

/// A header of the registry, whose parts can be checked by their grammar.
pub(crate) trait Verify {
    /// Checks every part of the value.
    ///
    /// # Errors
    ///
    /// Returns the error of the first part that the grammar forbids.
    fn verify(&self) -> Result<(), ParseError>;
}

/// A header that may occur once in a message, with one value. [`Headers::get`](crate::Headers::get) and
/// [`require`](crate::Headers::require) read it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a header of several values",
    label = "use `first` for the topmost value or `all` for each",
    note = "`get`, `require` and `only` are for headers that may stand once in a message"
)]
pub trait Single {}

/// A header that may have several values, in one row or in several rows. [`Headers::first`](crate::Headers::first) and
/// [`all`](crate::Headers::all) read it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a header that may stand once",
    label = "use `get`, or `require` if the message must have it",
    note = "`first`, `all`, `topmost` and `pop` are for headers of several values"
)]
pub trait List {
    /// The separators that split the rows into elements.
    const SPLIT: Split;
}
