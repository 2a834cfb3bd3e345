//! [`Parser`]: settings, and the functions that parse a message into a [`Layout`].
//!
//! The parser does not know `Message`: the methods of [`Parser`] that return messages are written in `message::parse`.

mod fast;
mod fill;
mod framing;
mod layout;
mod lines;
mod row;
#[cfg(test)]
mod tests;

pub(crate) use fill::{fill_fragment, fill_message, fill_part, fill_partial};
pub(crate) use layout::Layout;
pub(crate) use lines::parse_start_line;

use crate::error::ParseError;
use crate::header::Value;
use crate::profile::{Leniency, Limits, Profile};
use crate::uri::Uri;

/// What messages are parsed with: [`Limits`] and [`Leniency`]. The default takes what the RFCs allow or oblige a receiver to take.
///
/// ```
/// use sipwire::{Leniency, Parser};
///
/// const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);
///
/// let message = LENIENT.parse(b"OPTIONS sip:a SIP/2.0\nTo: <sip:b>\n\n")?;
/// assert_eq!(message.headers().len(), 1);
/// assert_eq!(message.diagnostics().next().unwrap().leniency(), Leniency::LF_LINE_ENDS);
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parser {
    limits: Limits,
    profile: Profile,
    /// Whether messages follow each other, so that nothing but a Content-Length says where a body ends.
    on_stream: bool,
}

impl Parser {
    /// The default limits, no leniency.
    pub const fn new() -> Self {
        let limits = Limits::new();
        Self { profile: Profile::new(&limits, Leniency::NONE), limits, on_stream: false }
    }

    /// The same parser with other limits.
    #[must_use]
    pub const fn limits(self, limits: Limits) -> Self {
        Self { profile: Profile::new(&limits, self.profile.leniency), limits, ..self }
    }

    /// The same parser with other leniencies.
    #[must_use]
    pub const fn leniency(self, leniency: Leniency) -> Self {
        let leniency = if self.on_stream { leniency.without(Leniency::LF_LINE_ENDS) } else { leniency };
        Self { profile: Profile::new(&self.limits, leniency), ..self }
    }

    /// The same parser for messages that follow each other: their Content-Length must be there (RFC 3261 §18.3), and a line ends in
    /// CRLF whatever the leniency.
    pub(crate) const fn on_stream(self) -> Self {
        Self { on_stream: true, ..self }.leniency(self.profile.leniency)
    }

    /// The size limits: those that an [`ErrorKind::Limit`](crate::ErrorKind::Limit) was over.
    pub const fn limits_in_force(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn profile(&self) -> Profile {
        self.profile
    }

    /// What is taken leniently.
    pub const fn leniency_in_force(&self) -> Leniency {
        self.profile.leniency
    }

    /// Parses a URI that stands alone.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse_uri<'a>(&self, bytes: &'a [u8]) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(bytes, 0, &self.profile)
    }

    /// Takes a field value that stands alone, to be typed: by [`HeaderName::values`](crate::HeaderName::values), or by the
    /// header's own [`TypedHeader`](crate::TypedHeader).
    ///
    /// ```
    /// use sipwire::{Leniency, Parser, TypedHeader, header::Contact};
    ///
    /// let lenient = Parser::new().leniency(Leniency::SHORT_QVALUE);
    /// assert_eq!(<Contact as TypedHeader>::parse(lenient.parse_value(b"<sip:a>;q=.5")?)?.q(), Ok(Some(500)));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error at the first control byte that no value may hold.
    pub fn parse_value<'a>(&self, bytes: &'a [u8]) -> Result<Value<'a>, ParseError> {
        Value::alone(bytes, self.profile)
    }

    /// The parser of the parts of a body, whose values are read with `profile`.
    pub(crate) fn of_parts(profile: Profile) -> Self {
        Self { limits: profile.limits_of_parts(), profile, on_stream: false }
    }
}
