//! [`Places`]: where the parts of a message are, whatever holds it.

use super::{Frame, Message, OwnedMessage, Request, Response};
use crate::header::Headers;
use crate::header::fields::{Field, FieldTable};
use crate::profile::Profile;
use crate::start_line::{Span, StartLine};

/// Where the parts of a message are: made to be copied.
#[derive(Clone, Copy)]
pub(crate) struct Places<'m, 'a> {
    pub(crate) input: &'a [u8],
    /// Where the start line begins.
    pub(crate) start: usize,
    pub(crate) start_line: StartLine,
    pub(crate) table: &'m FieldTable<'m>,
    pub(crate) body: Span,
    pub(crate) profile: &'m Profile,
}

impl<'m, 'a> Places<'m, 'a> {
    #[inline]
    fn new(frame: &'m Frame<'a>, start_line: StartLine) -> Self {
        let Frame { input, start, body, fields: ref table, ref profile } = *frame;
        Self { input, start: start as usize, start_line, table, body, profile }
    }

    /// The rows.
    #[inline]
    pub(crate) const fn fields(&self) -> &'m [Field] {
        self.table.as_slice()
    }

    #[inline]
    pub(crate) fn headers(&self) -> Headers<'m, 'a> {
        Headers::new(self.input, self.table, self.profile)
    }

    /// Behind the last byte.
    #[inline]
    pub(crate) const fn end(&self) -> usize {
        self.body.end as usize
    }

    /// Where the empty line begins, which ends the head.
    #[inline]
    pub(crate) fn empty_line(&self) -> usize {
        let body = self.body.start as usize;
        // No line ends in a CR, so that one before the LF is of this line end.
        body - if self.input[..body].ends_with(b"\r\n") { 2 } else { 1 }
    }

    /// Where a row begins and where the next line does.
    #[inline]
    pub(crate) fn row(&self, row: usize) -> (usize, usize) {
        let fields = self.fields();
        let next = fields.get(row + 1).map_or_else(|| self.empty_line(), Field::start);
        (fields[row].start(), next)
    }
}

impl<'a> Message<'a> {
    #[inline]
    pub(crate) fn places(&self) -> Places<'_, 'a> {
        Places::new(self.frame(), self.start_line())
    }
}

impl<'a> Request<'a> {
    #[inline]
    pub(crate) fn places(&self) -> Places<'_, 'a> {
        Places::new(&self.frame, StartLine::Request(self.line))
    }
}

impl<'a> Response<'a> {
    #[inline]
    pub(crate) fn places(&self) -> Places<'_, 'a> {
        Places::new(&self.frame, StartLine::Response(self.line))
    }
}

impl OwnedMessage {
    #[inline]
    pub(crate) fn places(&self) -> Places<'_, '_> {
        let layout = &*self.layout;
        let (start, start_line, body) = (layout.start as usize, layout.start_line, layout.body);
        Places { input: &self.bytes, start, start_line, table: &layout.fields, body, profile: &layout.profile }
    }
}
