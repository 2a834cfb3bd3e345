//! [`Layout`]: where the parts of a message are in its buffer.

use crate::header::Headers;
use crate::header::fields::{Field, FieldTable};
use crate::profile::{Profile, end_of, most_bytes};
use crate::start_line::{Span, StartLine};

/// The offsets of the parts of a message in its buffer. The layout does not hold the buffer.
///
/// The parser fills the layout in place: it is large, and a copy costs as much as parsing a row.
#[derive(Clone, Debug)]
pub(crate) struct Layout<'t> {
    /// The start line without its line end. Empty line ends may precede it.
    pub(crate) line: Span,
    /// The parts of the start line: `None` if it is malformed, or if a fragment or a body part has none.
    pub(crate) start_line: Option<StartLine>,
    /// The body, which begins where the head ends.
    pub(crate) body: Span,
    /// The rows of the head.
    pub(crate) fields: FieldTable<'t>,
    /// The leniencies and limits that the values of the rows are read with.
    pub(crate) profile: Profile,
}

impl<'t> Layout<'t> {
    /// A layout without parts, to be filled.
    #[inline(always)]
    pub(crate) fn new(profile: Profile) -> Self {
        Self { line: Span::NONE, start_line: None, body: Span::NONE, fields: FieldTable::new(), profile }
    }

    /// The offset of the first byte of the message.
    #[inline]
    pub(crate) const fn start(&self) -> usize {
        self.line.start as usize
    }

    /// The offset behind the last byte of the message.
    #[inline]
    pub(crate) const fn end(&self) -> usize {
        self.body.end as usize
    }

    /// The rows.
    #[inline]
    pub(crate) const fn rows(&self) -> &[Field] {
        self.fields.as_slice()
    }

    /// The rows, and typed access to them.
    #[inline]
    pub(crate) fn headers<'m, 'a>(&'m self, input: &'a [u8]) -> Headers<'m, 'a> {
        Headers::new(input, &self.fields, &self.profile)
    }

    /// The message, from the start line to the end of the body.
    pub(crate) fn bytes_of<'a>(&self, input: &'a [u8]) -> &'a [u8] {
        Span { start: self.line.start, end: self.body.end }.of(input)
    }

    /// The input up to the end of the body.
    pub(crate) fn up_to_end<'a>(&self, input: &'a [u8]) -> &'a [u8] {
        input.get(..self.end()).unwrap_or(input)
    }

    /// The bytes of the input behind the body.
    pub(crate) fn trailing<'a>(&self, input: &'a [u8]) -> &'a [u8] {
        input.get(self.end()..).unwrap_or_default()
    }

    /// Whether the message stays within the maximum size with `more` bytes added, even when lenient framing is normalised.
    #[inline]
    pub(crate) fn has_room(&self, more: usize) -> bool {
        let growth = self.profile.leniency.growth(self.body.start as usize - self.start());
        end_of((self.end() - self.start()) as u64, more as u64, growth, most_bytes(usize::BITS)).is_some()
    }

    /// The offset of the empty line that ends the head.
    #[inline]
    pub(crate) fn empty_line(&self, input: &[u8]) -> usize {
        let body = self.body.start as usize;
        // A CR before the LF belongs to this line end, because no line ends in a CR.
        body - if input[..body].ends_with(b"\r\n") { 2 } else { 1 }
    }

    /// Returns the offset of a row, and that of the line behind it.
    #[inline]
    pub(crate) fn row(&self, input: &[u8], row: usize) -> (usize, usize) {
        let rows = self.rows();
        let next = rows.get(row + 1).map_or_else(|| self.empty_line(input), Field::start);
        (rows[row].start(), next)
    }

    /// Returns the same layout with borrowed rows.
    pub(crate) fn borrowed(&self) -> Layout<'_> {
        let Self { line, start_line, body, ref fields, profile } = *self;
        Layout { line, start_line, body, fields: FieldTable::shared(fields), profile }
    }

    /// Moves the layout out, and leaves an empty one.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Self {
        let Self { line, start_line, body, ref mut fields, profile } = *self;
        Self { line, start_line, body, fields: fields.take(), profile }
    }

    /// Converts the layout to `'static` by copying borrowed rows.
    #[inline]
    pub(crate) fn into_static(self) -> Layout<'static> {
        let Self { line, start_line, body, fields, profile } = self;
        Layout { line, start_line, body, fields: fields.into_static(), profile }
    }

    /// Returns the layout of the same message moved to the first byte of another buffer.
    pub(crate) fn rebased(&self) -> Layout<'static> {
        let Self { line, start_line, body, profile, .. } = *self;
        let mut layout = Layout { line, start_line, body, fields: FieldTable::of(self.rows()), profile };
        layout.map(|place| place - line.start);
        layout
    }

    /// Maps every offset with `moved`.
    pub(crate) fn map(&mut self, moved: impl Fn(u32) -> u32) {
        let span = |span: Span| Span { start: moved(span.start), end: moved(span.end) };
        self.line = span(self.line);
        self.start_line = self.start_line.map(|line| line.mapped(span));
        self.body = span(self.body);
        for field in self.fields.as_mut_slice() {
            *field = field.mapped(|place| moved(place as u32) as usize);
        }
    }
}
