//! The table of rows: sixteen bytes for each row. The first rows are stored inline in the message.

use alloc::vec::Vec;

use crate::name::{HeaderId, HeaderName};
use crate::scan;

/// One row (field line): the offsets of its parts in the buffer.
///
/// Stored as two words, each assembled in a register: a wide load after four narrow stores would stall the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The offset of the row, and in the upper half that of its value.
    begin: u64,
    /// The end of the value, and above it the length of the name (16 bits) and its id (8 bits).
    end: u64,
}

const _: () = assert!(size_of::<Field>() == 16);

impl Field {
    const NONE: Field = Field { begin: 0, end: 0 };

    /// Makes a row that begins at `start`. Its value, without white space around it, extends from `value` to `end`.
    #[inline(always)]
    pub(crate) const fn new(start: usize, name_length: u16, id: HeaderId, value: usize, end: usize) -> Self {
        Self {
            begin: start as u32 as u64 | (value as u64) << 32,
            end: end as u32 as u64 | (name_length as u64) << 32 | (id.as_u8() as u64) << 48,
        }
    }

    /// The offset of the row, which is the offset of its name.
    #[inline(always)]
    pub(crate) const fn start(&self) -> usize {
        self.begin as u32 as usize
    }

    /// The offset of the value, behind the white space that follows the colon.
    #[inline(always)]
    pub(crate) const fn value(&self) -> usize {
        (self.begin >> 32) as usize
    }

    /// The end of the value, before trailing white space.
    #[inline(always)]
    pub(crate) const fn end(&self) -> usize {
        self.end as u32 as usize
    }

    /// The name's id.
    #[inline(always)]
    pub(crate) const fn id(&self) -> HeaderId {
        HeaderId::from_u8((self.end >> 48) as u8)
    }

    /// The length of the name in bytes.
    #[inline(always)]
    pub(crate) const fn name_length(&self) -> u16 {
        (self.end >> 32) as u16
    }

    /// Returns the row, moved by so many bytes.
    pub(crate) fn shifted(&self, by: isize) -> Self {
        self.mapped(|place| place.wrapping_add_signed(by))
    }

    /// Returns the row with each offset mapped.
    pub(crate) fn mapped(&self, place: impl Fn(usize) -> usize) -> Self {
        Self::new(place(self.start()), self.name_length(), self.id(), place(self.value()), place(self.end()))
    }

    /// The field name as written.
    #[inline]
    pub(crate) fn name_of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        let length = usize::from(self.name_length());
        buffer.get(self.start()..self.start() + length).unwrap_or_default()
    }

    /// Whether the row has that name, whose id is `id`.
    #[inline(always)]
    pub(crate) fn is_named(&self, id: HeaderId, name: HeaderName<'_>, buffer: &[u8]) -> bool {
        self.id() == id && (id != HeaderId::OTHER || self.name_of(buffer).eq_ignore_ascii_case(name.as_str().as_bytes()))
    }

    /// The field value as written, without white space around it.
    #[inline]
    pub(crate) fn value_of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        match buffer.get(self.value()..self.end()) {
            Some(value) => value,
            None => nothing(),
        }
    }
}

/// Out of line: otherwise LLVM computes this dead branch on every call.
#[cold]
#[inline(never)]
const fn nothing() -> &'static [u8] {
    &[]
}

/// Returns the index of the first row of that name.
#[inline(always)]
pub(crate) fn position(fields: &[Field], name: HeaderName<'_>, buffer: &[u8]) -> Option<usize> {
    let id = name.id();
    match id == HeaderId::OTHER {
        true => fields.iter().position(|field| field.is_named(id, name, buffer)),
        false => fields.iter().position(|field| field.id() == id),
    }
}

/// The number of rows that are stored without an allocation. Of 180 messages from real programs, 174 had at most 16 rows. Each further
/// inline
/// row adds two copies of a row to every message.
pub(crate) const INLINE: usize = 16;

/// The maximum number of rows to reserve on the heap at once, because bytes behind a message in a buffer may look like many rows.
const AT_ONCE: usize = 256;

/// The rows of a message, in the order of the wire.
///
/// A struct and not an enum, so that the large table is constructed in place.
#[derive(Clone, Debug)]
pub(crate) struct FieldTable<'t> {
    inline: [Field; INLINE],
    /// The ids of the first rows as an array, so that all rows of one name are found in one comparison.
    ids: [u8; INLINE],
    /// The number of inline rows in use.
    length: usize,
    elsewhere: Elsewhere<'t>,
}

#[derive(Clone, Debug)]
enum Elsewhere<'t> {
    /// All rows are inline.
    Nowhere,
    Heap(Vec<Field>),
    /// The rows of an owned message.
    Shared(&'t [Field]),
}

impl<'t> FieldTable<'t> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { inline: [Field::NONE; INLINE], ids: Self::NO_IDS, length: 0, elsewhere: Elsewhere::Nowhere }
    }

    /// The ids of unused places: an id that is never searched for.
    const NO_IDS: [u8; INLINE] = [HeaderId::OTHER.as_u8(); INLINE];

    /// Copies rows into a new table.
    pub(crate) fn of(fields: &[Field]) -> Self {
        let mut table = Self::new();
        fields.iter().for_each(|field| table.push(*field, || fields.len()));
        table
    }

    /// Borrows the rows of a table elsewhere.
    pub(crate) fn shared(table: &'t FieldTable<'_>) -> Self {
        Self { ids: table.ids, elsewhere: Elsewhere::Shared(table.as_slice()), ..Self::new() }
    }

    #[inline]
    pub(crate) const fn as_slice(&self) -> &[Field] {
        match &self.elsewhere {
            Elsewhere::Nowhere => self.inline.split_at(self.length).0,
            Elsewhere::Heap(fields) => fields.as_slice(),
            Elsewhere::Shared(fields) => fields,
        }
    }

    /// The rows, mutable. Callers must change neither their number nor their names.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [Field] {
        if let Elsewhere::Shared(fields) = self.elsewhere {
            self.elsewhere = Elsewhere::Heap(fields.to_vec());
        }
        match &mut self.elsewhere {
            Elsewhere::Heap(fields) => fields,
            _ => &mut self.inline[..self.length],
        }
    }

    /// Returns all inline places, used or not, if all rows are inline.
    #[inline(always)]
    pub(crate) const fn inline(&self) -> Option<&[Field; INLINE]> {
        match self.elsewhere {
            Elsewhere::Nowhere => Some(&self.inline),
            _ => None,
        }
    }

    /// Returns a bit mask of the first rows that have that id; bit 0 is the first row. Must not be used for [`HeaderId::OTHER`], which
    /// unused places have too.
    #[inline(always)]
    pub(crate) fn marks(&self, id: HeaderId) -> u16 {
        scan::marks(&self.ids, id.as_u8())
    }

    /// Returns the index of the first row of that name.
    #[inline(always)]
    pub(crate) fn first(&self, name: HeaderName<'_>, buffer: &[u8]) -> Option<usize> {
        let id = name.id();
        match (self.inline(), self.marks(id)) {
            (Some(_), marks) if id != HeaderId::OTHER => (marks != 0).then(|| marks.trailing_zeros() as usize),
            _ => position(self.as_slice(), name, buffer),
        }
    }

    /// Returns the index of the last row of a header in the registry.
    #[inline(always)]
    pub(crate) fn last(&self, id: HeaderId) -> Option<usize> {
        match self.inline() {
            Some(_) => self.marks(id).checked_ilog2().map(|place| place as usize),
            None => self.as_slice().iter().rposition(|field| field.id() == id),
        }
    }

    /// Adds a row. `most` is an upper bound of the number of rows, so that rows move to the heap only once, unless there are very many.
    #[inline(always)]
    pub(crate) fn push(&mut self, field: Field, most: impl FnOnce() -> usize) {
        match (self.inline.get_mut(self.length), self.ids.get_mut(self.length)) {
            (Some(place), Some(id)) => {
                *place = field;
                *id = field.id().as_u8();
                self.length += 1;
            }
            _ => self.push_to_heap(field, most()),
        }
    }

    #[cold]
    fn push_to_heap(&mut self, field: Field, most: usize) {
        if let Elsewhere::Heap(fields) = &mut self.elsewhere {
            return fields.push(field);
        }
        let mut fields = Vec::with_capacity(most.clamp(INLINE + 1, AT_ONCE));
        fields.extend_from_slice(self.as_slice());
        fields.push(field);
        self.elsewhere = Elsewhere::Heap(fields);
    }

    /// Frees unused capacity before the rows are stored.
    #[inline]
    pub(crate) fn shrink(&mut self) {
        if let Elsewhere::Heap(fields) = &mut self.elsewhere {
            fields.shrink_to_fit();
        }
    }

    /// Moves the rows out, and leaves an empty table.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Self {
        let length = core::mem::take(&mut self.length);
        let ids = core::mem::replace(&mut self.ids, Self::NO_IDS);
        Self { inline: self.inline, ids, length, elsewhere: core::mem::replace(&mut self.elsewhere, Elsewhere::Nowhere) }
    }

    /// Converts to `'static`.
    pub(crate) fn into_static(self) -> FieldTable<'static> {
        let elsewhere = match self.elsewhere {
            Elsewhere::Nowhere => Elsewhere::Nowhere,
            Elsewhere::Heap(fields) => Elsewhere::Heap(fields),
            Elsewhere::Shared(fields) => Elsewhere::Heap(fields.to_vec()),
        };
        FieldTable { inline: self.inline, ids: self.ids, length: self.length, elsewhere }
    }
}
