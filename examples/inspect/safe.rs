//! Bytes made safe to print: whatever can't be seen, or would move a terminal's cursor, is shown as what it is.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

/// Longer texts are cut in the tree; the JSON has them whole.
const LONGEST: usize = 400;

/// What stands for one character of the input, or for one byte that belongs to none.
pub(crate) struct Cell {
    pub(crate) shown: Cow<'static, str>,
    /// How many bytes of the input it stands for.
    pub(crate) length: usize,
}

impl Cell {
    /// In columns of a terminal.
    pub(crate) fn width(&self) -> usize {
        self.shown.width()
    }
}

/// The cells of `bytes`. Printable characters are shown as they are; the others between `⟨` and `⟩`: control bytes by name or
/// number, characters that can't be seen as U+XXXX, bytes that are not UTF-8 by number.
pub(crate) fn cells(bytes: &[u8]) -> impl Iterator<Item = Cell> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|c| Cell { shown: character(c), length: c.len_utf8() });
        let invalid = chunk.invalid().iter().map(|b| Cell { shown: format!("⟨{b:02X}⟩").into(), length: 1 });
        valid.chain(invalid)
    })
}

fn character(c: char) -> Cow<'static, str> {
    match c {
        ' '..='~' => c.to_string().into(),
        '\0' => "⟨NUL⟩".into(),
        '\t' => "⟨TAB⟩".into(),
        '\n' => "⟨LF⟩".into(),
        '\r' => "⟨CR⟩".into(),
        '\x1b' => "⟨ESC⟩".into(),
        '\x7f' => "⟨DEL⟩".into(),
        '\0'..='\x1f' => format!("⟨{:02X}⟩", u32::from(c)).into(),
        // What Rust would print in a string as it is can be seen.
        c if c.escape_debug().len() == 1 => c.to_string().into(),
        c => format!("⟨U+{:04X}⟩", u32::from(c)).into(),
    }
}

/// All of `bytes` on one line, cut where they are very long.
pub(crate) fn text(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    let mut shown = String::new();
    let mut taken = 0;
    for (place, cell) in cells(bytes).enumerate() {
        if place == LONGEST {
            shown.push_str(&format!("… ({} more bytes)", bytes.len() - taken));
            break;
        }
        shown.push_str(&cell.shown);
        taken += cell.length;
    }
    shown
}

/// The lines of a body: as text if it is text, else as bytes in hexadecimal digits. Cut after some lines.
pub(crate) fn body(bytes: &[u8]) -> Vec<String> {
    const LINES: usize = 48;
    const ROW: usize = 16;
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t')));
    let mut lines: Vec<String>;
    let left;
    if is_text {
        let mut all = bytes.split_inclusive(|&b| b == b'\n');
        lines =
            all.by_ref().take(LINES).map(|line| text(line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).unwrap_or(line))).collect();
        left = all.map(<[u8]>::len).sum::<usize>();
    } else {
        let shown = bytes.len().min(ROW * LINES / 4);
        lines = bytes[..shown].chunks(ROW).enumerate().map(|(place, row)| hex(place * ROW, row)).collect();
        left = bytes.len() - shown;
    }
    if left > 0 {
        lines.push(format!("… ({left} more bytes)"));
    }
    lines
}

fn hex(offset: usize, row: &[u8]) -> String {
    let digits: Vec<String> = row.iter().map(|b| format!("{b:02x}")).collect();
    let characters: String = row.iter().map(|&b| if matches!(b, b' '..=b'~') { char::from(b) } else { '·' }).collect();
    format!("{offset:04x}  {:<47}  {characters}", digits.join(" "))
}
