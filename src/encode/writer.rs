//! [`Writer`]: the output of values, which enforces the grammar.

use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use super::digits::{LONG, digits, dotted};
use super::error::{BuildError, BuildErrorKind};
use crate::chars::{self, Class};
use crate::error::Expected;
use crate::scan;
use crate::text::Text;

/// The output that values are written to.
///
/// Each method checks its bytes against the grammar, or escapes them. The writer stores the first error, and its output is then discarded.
/// A
/// value can therefore never emit CR, LF or NUL, whatever its [`Encode`](crate::Encode) implementation does.
pub struct Writer<'w> {
    out: &'w mut Vec<u8>,
    error: Option<BuildError>,
}

impl<'w> Writer<'w> {
    #[inline]
    pub(crate) fn new(out: &'w mut Vec<u8>) -> Self {
        Self { out, error: None }
    }

    /// Returns the first error.
    #[inline]
    pub(crate) fn error(&self) -> Option<BuildError> {
        self.error
    }

    /// Returns the number of bytes written so far.
    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.out.len()
    }

    /// Returns the output from a position on.
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        self.out.get(start..).unwrap_or_default()
    }

    /// Stores the first error.
    #[cold]
    pub(crate) fn refuse(&mut self, kind: BuildErrorKind, offset: usize) {
        self.error.get_or_insert(BuildError { kind, header: None, offset: offset as u32 });
    }

    /// Stores the error of the first byte that is not in `class`.
    #[cold]
    fn refuse_first(&mut self, bytes: &[u8], class: Class, within: Expected) {
        let at = scan::run(bytes, class);
        match bytes.get(at) {
            Some(&byte) => self.refuse(BuildErrorKind::Forbidden { within, byte }, at),
            None => self.refuse(BuildErrorKind::Empty(within), 0),
        }
    }

    /// Writes `bytes` if all of them are in `class`.
    #[inline]
    fn checked(&mut self, bytes: &[u8], class: Class, within: Expected) {
        match scan::all(bytes, class) {
            true => self.out.extend_from_slice(bytes),
            false => self.refuse_first(bytes, class, within),
        }
    }

    /// Writes `bytes` if they are not empty and all of them are in `class`.
    #[inline]
    pub(crate) fn some(&mut self, bytes: &[u8], class: Class, within: Expected) {
        match !bytes.is_empty() && scan::all(bytes, class) {
            true => self.out.extend_from_slice(bytes),
            false => self.refuse_first(bytes, class, within),
        }
    }

    /// Writes a token (RFC 3261 §25.1). Other text is an error.
    #[inline]
    pub fn token(&mut self, token: impl AsRef<[u8]>) {
        self.some(token.as_ref(), chars::TOKEN, Expected::Token);
    }

    /// Writes free text. Control bytes other than HTAB are errors.
    #[inline]
    pub fn text(&mut self, text: impl AsRef<[u8]>) {
        self.checked(text.as_ref(), chars::TEXT, Expected::Text);
    }

    /// Writes `content` as a quoted string, with a backslash before each `"` and `\`. Control bytes other than HTAB are errors.
    #[inline]
    pub fn quoted(&mut self, content: impl AsRef<[u8]>) {
        self.fixed("\"");
        self.quoted_pairs(content.as_ref());
        self.fixed("\"");
    }

    /// Writes a received text as a quoted string. The bytes of a quoted string are copied.
    pub(crate) fn quoted_again(&mut self, text: Text<'_>) {
        self.fixed("\"");
        match text.is_quoted() {
            true => self.read_pairs(text.as_bytes()),
            false => text.pieces().for_each(|piece| self.quoted_pairs(piece)),
        }
        self.fixed("\"");
    }

    /// Writes the content of a received quoted string. Drops backslashes before non-ASCII bytes, which only a lenient reader accepts.
    fn read_pairs(&mut self, raw: &[u8]) {
        let (mut rest, mut from) = (raw, 0);
        while let Some(at) = memchr::memchr(b'\\', &rest[from..]).map(|at| from + at) {
            match rest.get(at + 1) {
                Some(0x80..) => {
                    self.as_read(&rest[..at]);
                    (rest, from) = (&rest[at + 1..], 1);
                }
                _ => from = rest.len().min(at + 2),
            }
        }
        self.as_read(rest);
    }

    /// Writes the content of a quoted string.
    #[inline]
    pub(crate) fn quoted_pairs(&mut self, content: &[u8]) {
        match scan::all(content, chars::QDTEXT) {
            true => self.out.extend_from_slice(content),
            false => self.escaped_pairs(content),
        }
    }

    /// Slow path of `quoted_pairs`, for content with bytes other than qdtext.
    fn escaped_pairs(&mut self, content: &[u8]) {
        if !scan::all(content, chars::TEXT) {
            return self.refuse_first(content, chars::TEXT, Expected::QuotedString);
        }
        let mut rest = content;
        while let Some(at) = memchr::memchr2(b'"', b'\\', rest) {
            let (before, special) = rest.split_at(at);
            self.out.extend_from_slice(before);
            self.out.extend_from_slice(&[b'\\', special[0]]);
            rest = &special[1..];
        }
        self.out.extend_from_slice(rest);
    }

    /// Writes `content` as a comment in parentheses, with a backslash before each parenthesis and `\`. Control bytes other than HTAB are
    /// errors.
    pub fn comment(&mut self, content: impl AsRef<[u8]>) {
        let content = content.as_ref();
        self.fixed("(");
        match scan::all(content, chars::TEXT) {
            true => content.iter().for_each(|&b| match b {
                b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', b]),
                _ => self.out.push(b),
            }),
            false => self.refuse_first(content, chars::TEXT, Expected::Comment),
        }
        self.fixed(")");
    }

    /// Writes punctuation and words of the program itself: `;`, `=`, `Digest ` … Control bytes other than HTAB are errors.
    #[inline]
    pub fn literal(&mut self, literal: &'static str) {
        self.checked(literal.as_bytes(), chars::TEXT, Expected::Text);
    }

    /// Writes a literal of this crate without checking it.
    #[inline(always)]
    pub(crate) fn fixed(&mut self, literal: &'static str) {
        debug_assert!(scan::all(literal.as_bytes(), chars::TEXT));
        self.out.extend_from_slice(literal.as_bytes());
    }

    /// Writes bytes that were checked before and contain no white space: a method, a host.
    #[inline(always)]
    pub(crate) fn known(&mut self, bytes: &[u8]) {
        debug_assert!(scan::all(bytes, chars::VISIBLE));
        self.out.extend_from_slice(bytes);
    }

    /// Writes a body, which may contain any bytes.
    pub(crate) fn body(&mut self, body: &[u8]) {
        self.out.extend_from_slice(body);
    }

    /// Writes a row with its line end; the name is a token. No space precedes an empty value.
    #[inline]
    pub(crate) fn row(&mut self, name: &[u8], value: impl FnOnce(&mut Self)) {
        self.known(name);
        self.fixed(": ");
        let start = self.position();
        value(self);
        let is_empty = self.out.get(start).is_none_or(|&first| first <= b' ') && scan::trim(&self.out[start..]).is_empty();
        if is_empty {
            self.out.truncate(start - 1);
        }
        self.out.extend_from_slice(b"\r\n");
    }

    /// Writes a number in decimal digits.
    #[inline]
    pub fn number(&mut self, number: u64) {
        match number {
            0..10 => self.out.push(b'0' + number as u8),
            10..100 => self.out.extend_from_slice(&[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]),
            100..LONG => {
                let (digits, length) = digits(number as u32);
                self.first_of(digits, length);
            }
            _ => self.many_digits(number),
        }
    }

    /// Appends all the bytes and truncates to `length` of them, which is faster than a copy of variable length.
    #[inline(always)]
    fn first_of<const N: usize>(&mut self, bytes: [u8; N], length: usize) {
        self.out.extend_from_slice(&bytes);
        self.out.truncate(self.out.len() - (N - length));
    }

    fn many_digits(&mut self, number: u64) {
        let mut digits = [0; 20];
        let (mut at, mut left) = (digits.len(), number);
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    /// Writes a port. Port 0 is an error.
    #[inline]
    pub(crate) fn port(&mut self, port: u16) {
        if port == 0 {
            self.refuse(BuildErrorKind::OutOfRange, 0);
        }
        self.number(port.into());
    }

    /// Writes a received and parsed value unchanged, with each fold as one space. White space that a backslash quotes is not part of a
    /// fold.
    #[inline]
    pub(crate) fn as_read(&mut self, raw: &[u8]) {
        match scan::has_controls(raw) {
            false => self.out.extend_from_slice(raw),
            true => self.unfolded(raw),
        }
    }

    /// Slow path of `as_read` for values with control bytes: folds, HTABs, or quoted control bytes. Framing accepts no others.
    #[cold]
    fn unfolded(&mut self, raw: &[u8]) {
        if let Some(at) = scan::forbidden(raw, true) {
            return self.refuse(BuildErrorKind::Forbidden { within: Expected::Text, byte: raw[at] }, at);
        }
        let mut rest = raw;
        while let Some(line_feed) = memchr::memchr(b'\n', rest) {
            let (before, fold) = rest.split_at(scan::fold_start(rest, line_feed));
            self.out.extend_from_slice(before);
            self.out.push(b' ');
            rest = &fold[scan::white_space(fold).max(1)..];
        }
        self.out.extend_from_slice(rest);
    }

    /// Writes `bytes`, with bytes outside of `class` percent-escaped.
    #[inline]
    pub(crate) fn escaped(&mut self, bytes: &[u8], class: Class) {
        match scan::all(bytes, class) {
            true => self.out.extend_from_slice(bytes),
            false => self.escaped_bytes(bytes, class),
        }
    }

    fn escaped_bytes(&mut self, bytes: &[u8], class: Class) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        for &b in bytes {
            match chars::is(b, class) {
                true => self.out.push(b),
                false => self.out.extend_from_slice(&[b'%', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]),
            }
        }
    }

    /// Writes an IP address, without brackets.
    pub(crate) fn address(&mut self, address: IpAddr) {
        let IpAddr::V4(address) = address else { return self.display(address) };
        let (text, length) = dotted(address.octets());
        self.first_of(text, length);
    }

    /// Writes ASCII text through `core::fmt`, such as addresses.
    pub(crate) fn display(&mut self, what: impl fmt::Display) {
        struct Sink<'a>(&'a mut Vec<u8>);
        impl fmt::Write for Sink<'_> {
            fn write_str(&mut self, s: &str) -> fmt::Result {
                self.0.extend_from_slice(s.as_bytes());
                Ok(())
            }
        }
        // Writing to a `Vec` cannot fail.
        let _ = fmt::Write::write_fmt(&mut Sink(self.out), format_args!("{what}"));
    }
}
