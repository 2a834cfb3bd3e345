//! The progress of the search for the end of an incomplete head, so that no byte is scanned twice.

use crate::chars;
use crate::profile::{Limit, Limits};
use crate::scan;

/// What was found of a head so far: places in the buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    /// Where the head begins.
    start: usize,
    /// Where its last line begins.
    line: usize,
    /// The offset up to which the search is complete.
    searched: usize,
    /// Up to where the line, or the head, may go on.
    most: usize,
}

impl Search {
    /// Starts the search in a head that begins at `start`.
    pub(super) const fn at(start: usize) -> Self {
        Self { start, line: start, searched: start, most: start }
    }

    /// Fast path for one new byte that ends no line.
    #[inline]
    pub(super) fn passes_one(&mut self, buf: &[u8]) -> bool {
        match buf {
            [before @ .., last] if before.len() == self.searched && before.len() < self.most && chars::is(*last, chars::TEXT) => {
                self.searched = buf.len();
                true
            }
            _ => false,
        }
    }

    /// Whether the parser can decide about the head: it is whole, or something is wrong that no more bytes can mend.
    ///
    /// That is a CR or LF which is half of no line end, in the start line any control byte but HTAB, and a line or head that is
    /// too long. What is wrong with a row waits for the end of the head, so that the whole of it is there to be answered. The answer
    /// is the same for all ways to cut a stream: once it is true of some bytes, it is of all that begin with them.
    pub(super) fn is_decided(&mut self, buf: &[u8], limits: &Limits) -> bool {
        loop {
            let in_start_line = self.line == self.start;
            let most = if in_start_line { limits.get(Limit::StartLine).min(limits.get(Limit::Head)) } else { limits.get(Limit::Head) };
            self.most = self.start.saturating_add(most as usize);
            // Half a line end that was found before is not looked for again.
            if !matches!(buf.get(self.searched), None | Some(b'\r' | b'\n')) {
                let found = if in_start_line { scan::control(buf, self.searched) } else { scan::line_end(buf, self.searched) };
                self.searched = found.unwrap_or(buf.len());
            }
            if self.searched > self.most {
                return true;
            }
            match buf.get(self.searched..) {
                None | Some([] | [b'\r']) => return false,
                Some([b'\r', b'\n', ..]) if self.searched > self.line => {
                    self.searched += 2;
                    self.line = self.searched;
                }
                Some(_) => return true,
            }
        }
    }
}
