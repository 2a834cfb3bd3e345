//! The output of an edit: [`Segments`], buffers, and the finished message.

use core::fmt;
use core::ops::Range;

use alloc::sync::Arc;
use alloc::vec::Vec;
use bytes::{Buf, BufMut, Bytes};

use super::change::{Change, Kind};
use super::list;
use super::{Edit, EditError, EditErrorKind};
use crate::chars;
use crate::header::fields::{Field, FieldTable};
use crate::message::OwnedMessage;
use crate::name::HeaderId;
use crate::parser::Layout;
use crate::scan;
use crate::start_line::{Span, StartLine};

/// One change: a range of bytes of the message, and its replacement. [`Edit::pending`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct Splice<'s> {
    range: Range<usize>,
    text: &'s [u8],
}

impl<'s> Splice<'s> {
    /// Returns the byte range in the message as received. The range is empty for an insertion.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns the replacement.
    pub const fn text(&self) -> &'s [u8] {
        self.text
    }
}

/// The edited message in pieces, for a write without a copy. [`Edit::segments`] returns it.
///
/// The iterator yields non-empty pieces. The [`Buf`] implementation serves writers that accept a `Buf`.
#[derive(Clone)]
pub struct Segments<'s> {
    /// The rest of the current piece.
    piece: &'s [u8],
    /// The text to be inserted next.
    text: &'s [u8],
    input: &'s [u8],
    /// The consumed offset of the input, and its end.
    at: usize,
    end: usize,
    changes: list::Iter<'s>,
    texts: &'s [u8],
    left: usize,
}

/// Shows the range and the length of the replacement, because the text may be secret.
impl fmt::Debug for Splice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Splice({:?}, {} bytes)", self.range, self.text.len())
    }
}

/// Shows the number of remaining bytes, because the text may be secret.
impl fmt::Debug for Segments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segments({} bytes)", self.left)
    }
}

impl<'s> Segments<'s> {
    /// Loads the next non-empty piece, if there is one.
    #[inline(always)]
    fn load(&mut self) {
        loop {
            self.piece = core::mem::take(&mut self.text);
            if !self.piece.is_empty() {
                return;
            }
            let Some(change) = self.changes.next() else {
                self.piece = self.input.get(self.at..self.end).unwrap_or_default();
                self.at = self.end;
                return;
            };
            self.piece = self.input.get(self.at..change.start as usize).unwrap_or_default();
            self.at = change.end as usize;
            self.text = change.text.of(self.texts);
            if !self.piece.is_empty() {
                return;
            }
        }
    }
}

impl<'s> Iterator for Segments<'s> {
    type Item = &'s [u8];

    #[inline]
    fn next(&mut self) -> Option<&'s [u8]> {
        let piece = core::mem::take(&mut self.piece);
        self.left -= piece.len();
        self.load();
        if piece.is_empty() { None } else { Some(piece) }
    }
}

impl Buf for Segments<'_> {
    #[inline]
    fn remaining(&self) -> usize {
        self.left
    }

    #[inline]
    fn chunk(&self) -> &[u8] {
        self.piece
    }

    #[inline]
    fn advance(&mut self, mut count: usize) {
        assert!(count <= self.left, "cannot advance past the end");
        self.left -= count;
        // The usual case: the writer consumed the whole piece.
        if count == self.piece.len() {
            return self.load();
        }
        while count >= self.piece.len() && !self.piece.is_empty() {
            count -= self.piece.len();
            self.piece = &[];
            self.load();
        }
        self.piece = &self.piece[count..];
    }
}

impl<'e> Edit<'e, '_> {
    /// Returns the changes, sorted by offset, including those that normalise lenient framing.
    pub fn pending(&self) -> impl Iterator<Item = Splice<'_>> {
        let text = &self.scratch.text;
        let splice = move |change: &Change| Splice { range: change.start as usize..change.end as usize, text: change.text.of(text) };
        self.scratch.changes.iter().map(splice)
    }

    /// Returns the length of the edited message in bytes.
    #[inline]
    pub fn encoded_len(&self) -> usize {
        let whole = self.layout.end() - self.layout.start();
        // A change never removes more bytes than the message has.
        self.scratch.changes.iter().fold(whole, |length, change| {
            length.wrapping_add((change.text.end - change.text.start) as usize).wrapping_sub((change.end - change.start) as usize)
        })
    }

    /// Returns the edited message in non-empty pieces, for a vectored write. Nothing is copied.
    ///
    /// ```
    /// use sipwire::{EditScratch, Message};
    ///
    /// let message = Message::parse(b"BYE sip:a SIP/2.0\r\n\r\n")?;
    /// let mut scratch = EditScratch::new();
    /// let mut edit = message.edit(&mut scratch);
    /// edit.set_uri("sip:b")?;
    /// assert_eq!(edit.segments().collect::<Vec<_>>(), [&b"BYE "[..], b"sip:b", b" SIP/2.0\r\n\r\n"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn segments(&self) -> Segments<'_> {
        let mut segments = Segments {
            piece: &[],
            text: &[],
            input: self.input,
            at: self.layout.start(),
            end: self.layout.end(),
            changes: self.scratch.changes.iter(),
            texts: &self.scratch.text,
            left: self.encoded_len(),
        };
        segments.load();
        segments
    }

    /// Writes the edited message. A growable buffer grows at most once.
    ///
    /// # Errors
    ///
    /// Returns an error, and writes nothing, if the buffer cannot grow and is too small.
    #[inline]
    pub fn write_to(&self, out: &mut impl BufMut) -> Result<(), EditError> {
        let segments = self.segments();
        if out.remaining_mut() < segments.left {
            return Err(EditError::new(EditErrorKind::NoRoom, None, 0));
        }
        out.put(segments);
        Ok(())
    }

    /// Appends the edited message to a vector, which grows at most once. It is faster than [`write_to`](Edit::write_to) and cannot fail.
    ///
    /// ```
    /// use sipwire::{EditScratch, Message};
    ///
    /// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nMax-Forwards: 70\r\n\r\n")?;
    /// let (mut scratch, mut out) = (EditScratch::new(), Vec::new());
    /// let mut edit = message.edit(&mut scratch);
    /// edit.decrement_max_forwards()?;
    /// edit.write_to_vec(&mut out);
    /// assert_eq!(out, b"BYE sip:a SIP/2.0\r\nMax-Forwards: 69\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_to_vec(&self, out: &mut Vec<u8>) {
        // Removed bytes are not subtracted: they are few, and summing them would visit every change.
        out.reserve(self.layout.end() - self.layout.start() + self.scratch.text.len());
        self.copy_to(out);
    }

    /// Copies the edited message into reserved capacity.
    fn copy_to(&self, out: &mut Vec<u8>) {
        let (input, texts) = (self.input, &self.scratch.text[..]);
        let mut at = self.layout.start();
        for change in self.scratch.changes.iter() {
            out.extend_from_slice(input.get(at..change.start as usize).unwrap_or_default());
            out.extend_from_slice(change.text.of(texts));
            at = change.end as usize;
        }
        out.extend_from_slice(input.get(at..self.layout.end()).unwrap_or_default());
    }

    /// Returns the edited message in a new buffer. The message is not re-parsed: the offsets of its parts are computed from the changes.
    ///
    /// Makes two allocations, and a third if the message has more than 16 rows.
    pub fn finish(self) -> OwnedMessage {
        let mut out = Vec::with_capacity(self.encoded_len());
        self.copy_to(&mut out);
        let (line, start_line, mut moved) = self.start_line();
        let fields = self.fields(&out, &mut moved);
        let end = out.len() as u32;
        let body = match moved.rest.peek() {
            Some(change) => change.text.end - change.text.start,
            None => self.layout.body.end - self.layout.body.start,
        };
        let body = Span { start: end - body, end };
        let layout = Layout { line, start_line, body, fields, profile: self.layout.profile };
        OwnedMessage::new(Bytes::from(out), Arc::new(layout))
    }

    /// Returns the start line and its parts in the output, and the changes behind it.
    fn start_line(&self) -> (Span, Option<StartLine>, Moved<'_>) {
        let mut moved = Moved { by: -(self.layout.start() as isize), rest: self.scratch.changes.iter() };
        let start_line = match self.layout.start_line {
            Some(StartLine::Request(mut line)) => {
                moved.pass(|change| change.end <= line.method.start);
                line.method = moved.span(line.method);
                moved.pass(|change| change.end <= line.uri.start);
                let start = moved.place(line.uri.start as usize);
                moved.pass(|change| change.end <= line.uri.end);
                line.uri = Span { start: start as u32, end: moved.place(line.uri.end as usize) as u32 };
                Some(StartLine::Request(line))
            }
            Some(StartLine::Response(mut line)) => {
                moved.pass(|change| change.end <= line.reason.start && change.kind == Kind::Framing);
                line.reason = moved.span(line.reason);
                Some(StartLine::Response(line))
            }
            None => None,
        };
        let end = self.layout.line.end;
        moved.pass(|change| change.end <= end && change.kind == Kind::Framing);
        (Span { start: 0, end: moved.place(end as usize) as u32 }, start_line, moved)
    }

    /// Returns the table of rows of `out`.
    fn fields(&self, out: &[u8], moved: &mut Moved<'_>) -> FieldTable<'static> {
        let mut fields = FieldTable::new();
        let (rows, empty_line) = (self.layout.rows(), self.layout.empty_line(self.input));
        let most = rows.len() + self.scratch.changes.len();
        for (row, field) in rows.iter().enumerate() {
            let (start, end) = (field.start(), rows.get(row + 1).map_or(empty_line, Field::start));
            moved.pass_rows(start, out, |put_in| fields.push(put_in, || most));
            let begin = moved.place(start);
            let (mut changed, mut removed) = (false, false);
            moved.pass(|change| {
                let inside = (change.start as usize) < end;
                changed |= inside;
                removed |= inside && change.kind == Kind::RemovedRow;
                inside
            });
            match (removed, changed) {
                (true, _) => {}
                (_, true) => fields.push(framed(out, begin, field.name_length(), field.id(), moved.place(end)), || most),
                (_, false) => fields.push(field.shifted(moved.by), || most),
            }
        }
        moved.pass_rows(empty_line, out, |put_in| fields.push(put_in, || most));
        // The line end of the empty line.
        moved.pass(|change| change.kind == Kind::LineEnd);
        fields
    }
}

/// The remaining changes, and the displacement that the consumed ones cause.
struct Moved<'s> {
    by: isize,
    rest: list::Iter<'s>,
}

impl Moved<'_> {
    /// Maps an offset of the message to its offset in the output.
    #[inline]
    fn place(&self, place: usize) -> usize {
        place.wrapping_add_signed(self.by)
    }

    fn span(&self, span: Span) -> Span {
        Span { start: self.place(span.start as usize) as u32, end: self.place(span.end as usize) as u32 }
    }

    /// Consumes the changes for which `is_before` is true.
    #[inline]
    fn pass(&mut self, mut is_before: impl FnMut(&Change) -> bool) {
        while let Some(change) = self.rest.peek()
            && is_before(change)
        {
            self.by += (change.text.end - change.text.start) as isize - (change.end - change.start) as isize;
            self.rest.next();
        }
    }

    /// Consumes the changes before `start`. Calls `put` for each row inserted there, as a row of `out`.
    #[inline]
    fn pass_rows(&mut self, start: usize, out: &[u8], mut put: impl FnMut(Field)) {
        loop {
            self.pass(|change| (change.start as usize) < start);
            match self.rest.peek() {
                Some(change) if change.start as usize == start && matches!(change.kind, Kind::Push | Kind::Append) => {
                    let begin = self.place(start);
                    let end = begin + (change.text.end - change.text.start) as usize;
                    put(framed(out, begin, change.name_length, change.id, end));
                    self.pass(|passed| core::ptr::eq(passed, change));
                }
                _ => return,
            }
        }
    }
}

/// Returns the row of `out` from `start` to `end`, where `end` is behind its line end.
fn framed(out: &[u8], start: usize, name_length: u16, id: HeaderId, end: usize) -> Field {
    let behind_name = start + usize::from(name_length);
    let line = &out[behind_name..end - 2];
    // White space, then the colon.
    let colon = scan::run(line, chars::WSP) + 1;
    let value = colon + scan::white_space(&line[colon..]);
    let length = scan::trim_folded(&line[value..]).len();
    Field::new(start, name_length, id, behind_name + value, behind_name + value + length)
}

#[cfg(test)]
mod tests {
    use crate::edit::EditScratch;
    use crate::header::{Subject, Supported};
    use crate::message::Message;
    use crate::parser::{Layout, Parser};
    use crate::profile::Leniency;

    #[test]
    fn layout_of_an_edited_message_is_the_one_that_the_parser_fills() {
        for input in [
            "\r\nBYE sip:a SIP/2.0\r\nTo: <sip:a>\r\nSupported: a, b\r\n\r\nx",
            "\nBYE  <sip:a>   sip/2.0  \nTo: <sip:a>\nSupported: a,\n b\n\nx",
            "SIP/2.0 200 OK\r\nTo: <sip:a>\r\nSupported: a, b\r\n\r\nx",
            "SIP/2.0  200   fine\nTo: <sip:a>\nl: 1\nl: 1\nSupported: a\n\nx",
            "SIP/2.0 200\nTo: <sip:a>\nSupported: a\n\nx",
        ] {
            let message = Parser::new().leniency(Leniency::ALL).parse(input.as_bytes()).unwrap();
            let mut scratch = EditScratch::new();
            let mut edit = message.edit(&mut scratch);
            edit.push(Supported::row("path")).unwrap().append(Subject::row("x")).unwrap();
            edit.replace_body(b"hello").unwrap();
            // Absent in a response.
            let _ = edit.set_uri("sip:another@example.com");
            let written = edit.finish();
            let parsed = Message::parse(written.as_bytes()).unwrap();
            let parts = |layout: &Layout<'_>| (layout.line, layout.start_line, layout.body, layout.rows().to_vec());
            assert_eq!(parts(written.parts().1), parts(parsed.layout()), "{input:?}");
        }
    }
}
