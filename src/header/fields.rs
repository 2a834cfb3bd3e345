//! Where the rows of a message are: sixteen bytes a row, in the message itself as far as there are few.

use alloc::vec::Vec;

use crate::name::{HeaderId, HeaderName};

/// One row (field line): where its parts are in the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Where the row, and so the name, begins.
    pub(crate) start: u32,
    /// Where the value begins, behind the white space that follows the colon.
    pub(crate) value: u32,
    /// Where the value ends, before the white space at its end.
    pub(crate) end: u32,
    pub(crate) name_length: u16,
    pub(crate) id: HeaderId,
}

const _: () = assert!(size_of::<Field>() == 16);

impl Field {
    const NONE: Field = Field { start: 0, value: 0, end: 0, name_length: 0, id: HeaderId::OTHER };

    /// The field name as written.
    #[inline]
    pub(crate) fn name_of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        let start = self.start as usize;
        buffer.get(start..start + usize::from(self.name_length)).unwrap_or_default()
    }

    /// Whether the row has that name, whose id is `id`.
    #[inline(always)]
    pub(crate) fn is_named(&self, id: HeaderId, name: HeaderName<'_>, buffer: &[u8]) -> bool {
        self.id == id && (id != HeaderId::OTHER || self.name_of(buffer).eq_ignore_ascii_case(name.as_str().as_bytes()))
    }

    /// The field value as written, without white space around it.
    #[inline]
    pub(crate) fn value_of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        buffer.get(self.value as usize..self.end as usize).unwrap_or_default()
    }
}

/// How many rows are kept without an allocation. Of 180 messages that real programs sent, 179 had no more.
pub(crate) const INLINE: usize = 20;

/// The rows of a message, in the order of the wire.
///
/// A struct and not an enum, so that it is made where it stays: it is large.
#[derive(Clone, Debug)]
pub(crate) struct FieldTable<'t> {
    inline: [Field; INLINE],
    /// How many of them are rows.
    length: usize,
    elsewhere: Elsewhere<'t>,
}

#[derive(Clone, Debug)]
enum Elsewhere<'t> {
    /// All rows are inline.
    Nowhere,
    Heap(Vec<Field>),
    /// Those of an owned message.
    Shared(&'t [Field]),
}

impl<'t> FieldTable<'t> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { inline: [Field::NONE; INLINE], length: 0, elsewhere: Elsewhere::Nowhere }
    }

    /// The rows of a message that lives elsewhere.
    pub(crate) fn shared(fields: &'t [Field]) -> Self {
        Self { elsewhere: Elsewhere::Shared(fields), ..Self::new() }
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[Field] {
        match &self.elsewhere {
            Elsewhere::Nowhere => &self.inline[..self.length],
            Elsewhere::Heap(fields) => fields,
            Elsewhere::Shared(fields) => fields,
        }
    }

    /// Adds a row. `most` is how many rows there may be in all: what is moved to the heap is moved once.
    #[inline(always)]
    pub(crate) fn push(&mut self, field: Field, most: impl FnOnce() -> usize) {
        match self.inline.get_mut(self.length) {
            Some(place) => {
                *place = field;
                self.length += 1;
            }
            None => self.push_to_heap(field, most()),
        }
    }

    #[cold]
    fn push_to_heap(&mut self, field: Field, most: usize) {
        if let Elsewhere::Heap(fields) = &mut self.elsewhere {
            return fields.push(field);
        }
        let mut fields = Vec::with_capacity(most.max(INLINE + 1));
        fields.extend_from_slice(self.as_slice());
        fields.push(field);
        self.elsewhere = Elsewhere::Heap(fields);
    }

    /// The same rows, for as long as anybody likes.
    pub(crate) fn into_static(self) -> FieldTable<'static> {
        let elsewhere = match self.elsewhere {
            Elsewhere::Nowhere => Elsewhere::Nowhere,
            Elsewhere::Heap(fields) => Elsewhere::Heap(fields),
            Elsewhere::Shared(fields) => Elsewhere::Heap(fields.to_vec()),
        };
        FieldTable { inline: self.inline, length: self.length, elsewhere }
    }
}
