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

/// The settings of a parser: [`Limits`] and [`Leniency`]. The default accepts only what the RFCs allow or require a receiver to accept.
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
    /// Whether messages follow each other on a stream, where only a Content-Length delimits a body.
    on_stream: bool,
}

impl Parser {
    /// Returns a parser with the default limits and no leniency.
    pub const fn new() -> Self {
        let limits = Limits::new();
        Self { profile: Profile::new(&limits, Leniency::NONE), limits, on_stream: false }
    }

    /// Returns the parser with other limits.
    #[must_use]
    pub const fn limits(self, limits: Limits) -> Self {
        Self { profile: Profile::new(&limits, self.profile.leniency), limits, ..self }
    }

    /// Returns the parser with other leniencies.
    #[must_use]
    pub const fn leniency(self, leniency: Leniency) -> Self {
        let leniency = if self.on_stream { leniency.without(Leniency::LF_LINE_ENDS) } else { leniency };
        Self { profile: Profile::new(&self.limits, leniency), ..self }
    }

    /// Returns the parser for messages on a stream: it requires a Content-Length (RFC 3261 §18.3) and CRLF line ends, whatever the
    /// leniency.
    pub(crate) const fn on_stream(self) -> Self {
        Self { on_stream: true, ..self }.leniency(self.profile.leniency)
    }

    /// The limits in force. When parsing fails with [`ErrorKind::Limit`](crate::ErrorKind::Limit), look up the exceeded value here.
    pub const fn limits_in_force(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn profile(&self) -> Profile {
        self.profile
    }

    /// The leniencies in force.
    pub const fn leniency_in_force(&self) -> Leniency {
        self.profile.leniency
    }

    /// Parses a URI outside of a message.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse_uri<'a>(&self, bytes: &'a [u8]) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(bytes, 0, &self.profile)
    }

    /// Checks a field value outside of a message and returns it untyped. To type the value, pass it to
    /// [`HeaderName::values`](crate::HeaderName::values) or to the header's [`TypedHeader`](crate::TypedHeader).
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
    /// Returns an error at the first control byte that no value may contain.
    pub fn parse_value<'a>(&self, bytes: &'a [u8]) -> Result<Value<'a>, ParseError> {
        Value::alone(bytes, self.profile)
    }

    /// Returns the parser for the parts of a body, whose values are parsed with `profile`.
    pub(crate) fn of_parts(profile: Profile) -> Self {
        Self { limits: profile.limits_of_parts(), profile, on_stream: false }
    }
}
