//! [`Slot`]: the position of one value in a message.

use core::fmt;

use super::elements::{Elements, one_too_many};
use super::fields::Field;
use super::header::Header;
use super::headers::Headers;
use super::split::{self, Split};
use super::value::Value;
use crate::error::{ErrorKind, ParseError};
use crate::header::any::{AnyValue, cut_element, split_of};
use crate::header::traits::{List, Single, TypedHeader};
use crate::name::{HeaderId, HeaderName};

/// The position of one value in a message: the buffer, the row, and the index of the element in the row. It identifies the value that an
/// [`Edit`](crate::Edit) changes.
///
/// ```
/// use sipwire::{Message, header::{Route, Via}};
///
/// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nRoute: <sip:p1;lr>,<sip:p2>\r\nVia: SIP/2.0/UDP b\r\n\r\n")?;
/// let second = message.headers().slots::<Route>().nth(1).unwrap();
/// assert_eq!((second.as_bytes(), second.offset()), (&b"<sip:p2>"[..], 38));
/// assert!(second.typed()?.as_bytes() == b"<sip:p2>");
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Slot<'a> {
    buffer: &'a [u8],
    field: Field,
    value: Value<'a>,
    split: Split,
    /// The end of the preceding value in the row, if there is one.
    before: Option<u32>,
}

impl<'a> Header<'a> {
    /// Returns the position of each element of the row, split by the separators of its header. Ends at the limit on elements, where
    /// [`values`](Header::values) yields an error.
    pub fn slots(&self) -> impl Iterator<Item = Slot<'a>> + use<'a> {
        within_limit(self.slots_by(split_of(self.field.id())))
    }

    /// Returns the index of the row in a message with that buffer and those rows.
    #[inline]
    pub(crate) fn row_of(&self, buffer: &[u8], fields: &[Field]) -> Option<usize> {
        row_of(self.buffer, &self.field, buffer, fields)
    }

    #[inline]
    fn slots_by(&self, split: Split) -> impl Iterator<Item = Slot<'a>> + use<'a> {
        let (buffer, field) = (self.buffer, self.field);
        let mut before = None;
        Elements::new(self.value(), split, field.id()).map(move |value| {
            let slot = Slot { buffer, field, value, split, before };
            before = Some(slot.end() as u32);
            slot
        })
    }
}

impl<'m, 'a> Headers<'m, 'a> {
    /// Returns the position of each element of a list header, topmost first, across all rows. Ends at
    /// [`Limit::Elements`](crate::Limit::Elements), where [`all`](Headers::all) yields an error.
    #[inline]
    pub fn slots<H: TypedHeader<'a> + List>(&self) -> impl Iterator<Item = Slot<'a>> + use<'m, 'a, H> {
        within_limit(self.named(H::NAME).flat_map(|row| row.slots_by(H::SPLIT)))
    }

    /// Returns the position of the topmost element of a list header.
    #[inline]
    pub(crate) fn topmost_slot<H: TypedHeader<'a> + List>(&self) -> Option<Slot<'a>> {
        let (first, _) = self.first_rows(H::NAME)?;
        // The first row may have no element.
        let others = || self.named(H::NAME).skip(1).find_map(|row| row.slots_by(H::SPLIT).next());
        self.row(first).slots_by(H::SPLIT).next().or_else(others)
    }

    /// Returns the position of the value of a header that may occur once.
    ///
    /// # Errors
    ///
    /// Returns an error if the message has a second header field of that name.
    pub fn slot<H: TypedHeader<'a> + Single>(&self) -> Result<Option<Slot<'a>>, ParseError> {
        let mut rows = self.named(H::NAME);
        match (rows.next(), rows.next()) {
            (Some(_), Some(second)) => Err(ParseError::new(ErrorKind::DuplicateHeader(H::NAME.id()), second.offset())),
            (row, _) => Ok(row.and_then(|row| row.slots_by(Split::Row).next())),
        }
    }
}

impl<'a> Slot<'a> {
    /// Returns the header's name.
    pub fn name(&self) -> HeaderName<'a> {
        HeaderName::of_row(self.field.id(), self.field.name_of(self.buffer))
    }

    /// Returns the value, untyped.
    pub const fn value(&self) -> Value<'a> {
        self.value
    }

    /// Types the value by the family of its header.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that the header's grammar forbids.
    pub fn typed(&self) -> Result<AnyValue<'a>, ParseError> {
        self.typed_as(self.value)
    }

    /// Returns the value as received, without surrounding white space; folds are included.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.value.as_bytes()
    }

    /// Returns the absolute byte offset of the value.
    pub const fn offset(&self) -> usize {
        self.value.offset()
    }

    /// The offset behind the last byte.
    pub(crate) const fn end(&self) -> usize {
        self.offset() + self.as_bytes().len()
    }

    /// Whether the row has no other element, not even an empty one.
    #[inline]
    pub(crate) const fn is_whole_row(&self) -> bool {
        self.offset() == self.field.value() && self.end() == self.field.end()
    }

    pub(crate) const fn id(&self) -> HeaderId {
        self.field.id()
    }

    /// Types another value as if it had this position.
    pub(crate) fn typed_as<'b>(&self, value: Value<'b>) -> Result<AnyValue<'b>, ParseError> {
        cut_element(self.field.id(), value)
    }

    /// Returns the index of the row in a message with that buffer and those rows.
    #[inline]
    pub(crate) fn row_of(&self, buffer: &[u8], fields: &[Field]) -> Option<usize> {
        row_of(self.buffer, &self.field, buffer, fields)
    }

    /// Returns the end of the preceding value in the row, if there is one.
    pub(crate) fn before(&self) -> Option<usize> {
        self.before.map(|end| end as usize)
    }

    /// Returns the start of the following value in the row, if there is one. Parses only these two values.
    pub(crate) fn behind(&self) -> Option<usize> {
        let rest = &self.buffer[self.offset()..self.field.end()];
        self.siblings_in(Value::framed(rest, self.offset(), *self.value.profile())).nth(1).map(|value| value.offset())
    }

    #[inline]
    fn siblings_in<'b>(&self, row: Value<'b>) -> impl Iterator<Item = Value<'b>> + use<'b> {
        Elements::new(row, self.split, self.field.id())
    }

    /// Whether `bytes` are exactly one element, with the next element behind them. They end with the [`separator`](Slot::separator).
    pub(crate) fn is_one(&self, bytes: &[u8]) -> bool {
        let value = Value::framed(bytes, 0, *self.value.profile());
        match self.split {
            Split::Row => true,
            // Joined challenges have no unique separator: the grammar delimits the first, and the scheme marks the next.
            Split::Challenge | Split::Credentials => {
                let is_seen = self.offset() == self.field.value() || split::begins_scheme(bytes);
                !self.split.parts_at_schemes(value.profile())
                    || is_seen && self.siblings_in(value).count() == 1 && self.typed_as(value).is_ok()
            }
            _ => self.split.first_end(bytes, value.profile()) + 1 == bytes.len(),
        }
    }

    /// Returns the separator between the elements of the row: one byte, or nothing.
    pub(crate) const fn separator(&self) -> &'static [u8] {
        match self.split {
            Split::Comma | Split::CommaOrNone | Split::CommaOutsideComments | Split::EveryComma => b",",
            Split::Semicolon => b";",
            Split::Row | Split::Challenge | Split::Credentials => b"",
        }
    }
}

/// Truncates the positions at the limit on elements.
fn within_limit<'a>(slots: impl Iterator<Item = Slot<'a>>) -> impl Iterator<Item = Slot<'a>> {
    slots.zip(1..).map_while(|(slot, count)| one_too_many(slot.id(), &slot.value, count).is_none().then_some(slot))
}

/// Returns the index of `field` in `fields`, if it belongs to that buffer.
#[inline]
fn row_of(of: &[u8], field: &Field, buffer: &[u8], fields: &[Field]) -> Option<usize> {
    let row = fields.binary_search_by_key(&field.start(), Field::start).ok()?;
    (core::ptr::eq(of.as_ptr(), buffer.as_ptr()) && fields[row] == *field).then_some(row)
}

/// Shows the name of the header and the offset, but no value, because values may be secret.
impl fmt::Debug for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot({} at {})", self.name(), self.offset())
    }
}
