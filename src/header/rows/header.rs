//! [`Header`]: one row of a message.

use core::fmt;

use super::elements::Elements;
use super::fields::Field;
use super::value::Value;
use crate::header::any::{Values, split_of};
use crate::name::HeaderName;
use crate::profile::Profile;
use crate::text::{Printable, Text};

/// One row: a field name and a field value.
#[derive(Clone, Copy)]
pub struct Header<'a> {
    pub(in crate::header) buffer: &'a [u8],
    pub(in crate::header) field: Field,
    pub(super) profile: Profile,
}

impl<'a> Header<'a> {
    /// The name.
    pub fn name(&self) -> HeaderName<'a> {
        HeaderName::of_row(self.field.id(), self.wire_name())
    }

    /// The name as written: in its compact form, in any case.
    pub fn wire_name(&self) -> &'a [u8] {
        self.field.name_of(self.buffer)
    }

    /// The value as received, without the white space around it; folds are in it.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.field.value_of(self.buffer)
    }

    /// The value as free text.
    pub fn text(&self) -> Text<'a> {
        Text::plain(self.as_bytes())
    }

    /// The whole value, to be typed.
    pub fn value(&self) -> Value<'a> {
        Value::framed(self.as_bytes(), self.value_offset(), self.profile)
    }

    /// The absolute offset of the row.
    pub const fn offset(&self) -> usize {
        self.field.start()
    }

    /// The absolute offset of the value.
    pub const fn value_offset(&self) -> usize {
        self.field.value()
    }

    /// The elements of the row, as its header parts them, before they are typed.
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

    /// The elements of the row, each typed by the family of its header.
    #[inline]
    pub fn values(&self) -> Values<'a> {
        Values::new(self.field.id(), self.value())
    }
}

/// Name and value. What is secret in credentials is not shown.
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
