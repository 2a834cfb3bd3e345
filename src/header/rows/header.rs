//! [`Header`]: one row of a message.

use core::fmt;

use super::elements::Elements;
use super::fields::Field;
use super::value::Value;
use crate::header::any::{Values, split_of};
use crate::name::HeaderName;
use crate::profile::Profile;
use crate::text::{Printable, Text};

/// One header field: a field name and a field value (RFC 3261 §7.3).
#[derive(Clone, Copy)]
pub struct Header<'a> {
    pub(in crate::header) buffer: &'a [u8],
    pub(in crate::header) field: Field,
    pub(super) profile: Profile,
}

impl<'a> Header<'a> {
    /// Returns the field name.
    pub fn name(&self) -> HeaderName<'a> {
        HeaderName::of_row(self.field.id(), self.wire_name())
    }

    /// Returns the field name as written: possibly compact, in any case.
    pub fn wire_name(&self) -> &'a [u8] {
        self.field.name_of(self.buffer)
    }

    /// Returns the value as received, without surrounding white space; folds are included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.field.value_of(self.buffer)
    }

    /// Returns the value as free text.
    pub fn text(&self) -> Text<'a> {
        Text::plain(self.as_bytes())
    }

    /// Returns the whole value, untyped.
    pub fn value(&self) -> Value<'a> {
        Value::framed(self.as_bytes(), self.value_offset(), self.profile)
    }

    /// Returns the absolute byte offset of the row.
    pub const fn offset(&self) -> usize {
        self.field.start()
    }

    /// Returns the absolute byte offset of the value.
    pub const fn value_offset(&self) -> usize {
        self.field.value()
    }

    /// Splits the row into its elements by the separators of its header. The elements are untyped.
    ///
    /// ```
    /// use sipwire::Message;
    ///
    /// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;x=\",\" , SIP/2.0/UDP b\r\n\r\n")?;
    /// let row = message.headers().iter().next().unwrap();
    /// let elements: Vec<_> = row.elements().map(|element| (element.offset(), element.as_bytes())).collect();
    /// assert_eq!(elements, [(28, &b"SIP/2.0/TCP a;x=\",\""[..]), (50, b"SIP/2.0/UDP b")]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn elements(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        Elements::new(self.value(), split_of(self.field.id()), self.field.id())
    }

    /// Iterates over the elements of the row, each typed by the family of its header.
    #[inline]
    pub fn values(&self) -> Values<'a> {
        Values::new(self.field.id(), self.value())
    }
}

/// Shows name and value. Secrets in credentials are hidden.
impl fmt::Debug for Header<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.name())?;
        match self.name() {
            HeaderName::Authorization
            | HeaderName::ProxyAuthorization
            | HeaderName::WwwAuthenticate
            | HeaderName::ProxyAuthenticate
            | HeaderName::AuthenticationInfo
            | HeaderName::ProxyAuthenticationInfo => {
                for (place, value) in self.values().enumerate() {
                    f.write_str(if place > 0 { ", " } else { "" })?;
                    match value {
                        Ok(value) => fmt::Display::fmt(&value, f)?,
                        Err(_) => f.write_str("***")?,
                    }
                }
                Ok(())
            }
            _ => write!(f, "{}", Printable(self.as_bytes())),
        }
    }
}
