//! Writing: [`Encode`], the guarded [`Writer`] that all values write through, and what can be wrong with a value.

use alloc::vec::Vec;
use core::fmt;

use crate::chars::{self, Class};
use crate::error::{ErrorKind, Expected};
use crate::name::HeaderId;
use crate::scan;
use crate::text::Text;

/// What is wrong with something that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// The byte can't stand in what was expected here.
    Forbidden {
        /// What was to be written.
        within: Expected,
        /// The byte that it can't hold.
        byte: u8,
    },
    /// Nothing was given where the grammar wants something.
    Empty(Expected),
    /// A number that its header does not allow.
    OutOfRange,
    /// The header is written by the builder itself, or was given twice and may stand once.
    Duplicate(HeaderId),
    /// The message would be larger than 4 GiB.
    TooLarge,
    /// A response over 100 has a To tag, and neither the request nor the caller gave one (RFC 3261 §8.2.6.2).
    MissingToTag,
    /// The message that this one is made of lacks a header.
    MissingHeader(HeaderId),
    /// A header of the message that this one is made of can't be read; the offset is its place there.
    Unreadable(ErrorKind),
    /// RFC 3261 has no such message: an ACK for a provisional response or a 2xx, an ACK or a CANCEL for a request other than INVITE.
    NotCalledFor,
}

/// Why a message or a value could not be written: the first thing that was wrong, in which header, and where in the part that
/// was given.
///
/// ```
/// use sipwire::{header::Subject, Method, Request};
///
/// let error = Request::builder(Method::Options, "sip:a").header(Subject::row("x\r\nVia: y")).finish().unwrap_err();
/// assert_eq!(error.to_string(), "byte 0x0d at 1 can't stand in text without control bytes (Subject)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BuildError {
    pub(crate) kind: BuildErrorKind,
    pub(crate) header: Option<HeaderId>,
    pub(crate) offset: u32,
}

impl BuildError {
    pub(crate) const fn new(kind: BuildErrorKind) -> Self {
        Self { kind, header: None, offset: 0 }
    }

    /// What is wrong.
    pub const fn kind(&self) -> BuildErrorKind {
        self.kind
    }

    /// The header whose value is wrong; `None` in a start line, and for a value that is written alone.
    pub const fn header(&self) -> Option<HeaderId> {
        self.header
    }

    /// The offset of the offending byte in the part that was given.
    pub const fn offset(&self) -> usize {
        self.offset as usize
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            BuildErrorKind::Forbidden { within, byte } => {
                write!(f, "byte {byte:#04x} at {} can't stand in {}", self.offset, within.as_str())?;
            }
            BuildErrorKind::Empty(what) => write!(f, "{} can't be empty", what.as_str())?,
            BuildErrorKind::OutOfRange => f.write_str("number out of range")?,
            BuildErrorKind::Duplicate(id) => write!(f, "a second {id}")?,
            BuildErrorKind::TooLarge => f.write_str("a message over 4 GiB")?,
            BuildErrorKind::MissingToTag => f.write_str("no To tag")?,
            BuildErrorKind::MissingHeader(id) => write!(f, "no {id} row to copy")?,
            BuildErrorKind::Unreadable(kind) => write!(f, "{kind} at byte {} of the message that was given", self.offset)?,
            BuildErrorKind::NotCalledFor => f.write_str("no such message is called for")?,
        }
        match self.header {
            Some(header) => write!(f, " ({header})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for BuildError {}

/// What can be written into a message.
///
/// A value that was parsed writes the bytes that it was read from, each fold as one space; a draft, made from parts, writes its
/// canonical form. There is no implementation for `&str`: whether it is a token, free text or something to be quoted is said by
/// the method of [`Writer`] that takes it.
///
/// ```
/// use sipwire::{Encode, Writer};
///
/// struct Geohash<'a>(&'a str);
/// impl Encode for Geohash<'_> {
///     fn encode(&self, out: &mut Writer<'_>) {
///         out.token(self.0);
///         out.literal(";precision=");
///         out.number(self.0.len() as u64);
///     }
/// }
///
/// assert_eq!(Geohash("u4pruyd").to_bytes()?, b"u4pruyd;precision=7");
/// assert!(Geohash("u4\r\n").to_bytes().is_err());
/// # Ok::<(), sipwire::BuildError>(())
/// ```
pub trait Encode {
    /// Writes the value.
    fn encode(&self, out: &mut Writer<'_>);

    /// The bytes of the value, alone.
    ///
    /// # Errors
    ///
    /// The first thing that the value wrote and the grammar forbids.
    fn to_bytes(&self) -> Result<Vec<u8>, BuildError> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        self.encode(&mut out);
        match out.error {
            Some(error) => Err(error),
            None => Ok(bytes),
        }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Writer<'_>) {
        (**self).encode(out);
    }
}

/// The sink that values write through.
///
/// Each method checks its bytes against the grammar, or escapes them. The first mistake is kept, and then nothing of what
/// was written is used: no CR, LF or NUL can reach the wire through a value, whoever wrote its [`Encode`].
pub struct Writer<'w> {
    out: &'w mut Vec<u8>,
    pub(crate) error: Option<BuildError>,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(out: &'w mut Vec<u8>) -> Self {
        Self { out, error: None }
    }

    /// How many bytes were written into the sink so far.
    pub(crate) fn position(&self) -> usize {
        self.out.len()
    }

    /// Keeps the first mistake.
    #[cold]
    pub(crate) fn refuse(&mut self, kind: BuildErrorKind, offset: usize) {
        self.error.get_or_insert(BuildError { kind, header: None, offset: offset as u32 });
    }

    /// Writes `bytes` if all of them are in `class`.
    #[inline]
    fn checked(&mut self, bytes: &[u8], class: Class, within: Expected) {
        match bytes.iter().position(|&b| !chars::is(b, class)) {
            None => self.out.extend_from_slice(bytes),
            Some(at) => self.refuse(BuildErrorKind::Forbidden { within, byte: bytes[at] }, at),
        }
    }

    /// Writes `bytes` if there are some and all of them are in `class`.
    pub(crate) fn some(&mut self, bytes: &[u8], class: Class, within: Expected) {
        if bytes.is_empty() {
            self.refuse(BuildErrorKind::Empty(within), 0);
        }
        self.checked(bytes, class, within);
    }

    /// A token (RFC 3261 §25.1); anything else is an error.
    pub fn token(&mut self, token: impl AsRef<[u8]>) {
        self.some(token.as_ref(), chars::TOKEN, Expected::Token);
    }

    /// Free text; control bytes other than HTAB are errors.
    pub fn text(&mut self, text: impl AsRef<[u8]>) {
        self.checked(text.as_ref(), chars::TEXT, Expected::Text);
    }

    /// A quoted string that says `content`: in quotes, with a backslash before each `"` and `\`. Control bytes other than HTAB are
    /// errors.
    pub fn quoted(&mut self, content: impl AsRef<[u8]>) {
        self.out.push(b'"');
        self.quoted_pairs(content.as_ref());
        self.out.push(b'"');
    }

    /// A quoted string that says what `text` says: the bytes as they were read, if they were read between quotes.
    pub(crate) fn quoted_again(&mut self, text: Text<'_>) {
        self.out.push(b'"');
        if text.is_quoted() && memchr::memchr(b'\n', text.as_bytes()).is_none() {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            text.pieces().for_each(|piece| self.quoted_pairs(piece));
        }
        self.out.push(b'"');
    }

    /// The inside of a quoted string.
    fn quoted_pairs(&mut self, content: &[u8]) {
        if let Some(at) = content.iter().position(|&b| !chars::is(b, chars::TEXT)) {
            return self.refuse(BuildErrorKind::Forbidden { within: Expected::QuotedString, byte: content[at] }, at);
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

    /// Punctuation and words that the program itself writes: `;`, `=`, `Digest ` …
    pub fn literal(&mut self, literal: &'static str) {
        self.checked(literal.as_bytes(), chars::TEXT, Expected::Text);
    }

    /// A number, in decimal digits.
    pub fn number(&mut self, number: u64) {
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

    /// A parameter, with the `;` before it.
    pub fn param(&mut self, param: &ParamDraft<'_>) {
        self.literal(";");
        self.first_param(param);
    }

    /// A parameter without a `;` before it.
    pub(crate) fn first_param(&mut self, param: &ParamDraft<'_>) {
        self.token(param.name);
        match param.value {
            DraftValue::Flag => {}
            DraftValue::Token(token) => {
                self.literal("=");
                self.token(token);
            }
            DraftValue::Quoted(content) => {
                self.literal("=");
                self.quoted(content);
            }
        }
    }

    /// What was read from the wire and parsed: written as it was, folds as one space. White space that a backslash quotes is
    /// no part of a fold.
    pub(crate) fn as_read(&mut self, raw: &[u8]) {
        let mut rest = raw;
        while let Some(line_feed) = memchr::memchr(b'\n', rest) {
            let mut end = rest[..line_feed].iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'\r')).map_or(0, |last| last + 1);
            if matches!(rest[end], b' ' | b'\t') && scan::is_escaped(rest, end) {
                end += 1;
            }
            let (before, fold) = rest.split_at(end);
            self.out.extend_from_slice(before);
            self.out.push(b' ');
            rest = &fold[scan::white_space(fold).max(1)..];
        }
        self.out.extend_from_slice(rest);
    }

    /// `bytes`, with `%` escapes for all that is not in `class`.
    pub(crate) fn escaped(&mut self, bytes: &[u8], class: Class) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        for &b in bytes {
            if chars::is(b, class) {
                self.out.push(b);
            } else {
                self.out.extend_from_slice(&[b'%', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]);
            }
        }
    }

    /// Writes through `core::fmt`, for what prints itself in ASCII: addresses.
    pub(crate) fn display(&mut self, what: impl fmt::Display) {
        struct Sink<'a>(&'a mut Vec<u8>);
        impl fmt::Write for Sink<'_> {
            fn write_str(&mut self, s: &str) -> fmt::Result {
                self.0.extend_from_slice(s.as_bytes());
                Ok(())
            }
        }
        // A Vec takes whatever it is given.
        let _ = fmt::Write::write_fmt(&mut Sink(self.out), format_args!("{what}"));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DraftValue<'a> {
    Flag,
    Token(&'a [u8]),
    Quoted(&'a [u8]),
}

/// A parameter to be written: `;name`, `;name=token` or `;name="quoted"`.
///
/// What it is made from is checked when it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamDraft<'a> {
    name: &'a [u8],
    value: DraftValue<'a>,
}

impl<'a> ParamDraft<'a> {
    /// A name alone: `;lr`.
    pub const fn flag(name: &'a str) -> Self {
        Self { name: name.as_bytes(), value: DraftValue::Flag }
    }

    /// A token as value: `;tag=a6c85cf`.
    pub fn token(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: DraftValue::Token(value.as_ref()) }
    }

    /// A quoted string as value; quotes and backslashes are added.
    pub fn quoted(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: DraftValue::Quoted(value.as_ref()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn written(write: impl Fn(&mut Writer<'_>)) -> Result<Vec<u8>, BuildErrorKind> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        write(&mut out);
        match out.error {
            Some(error) => Err(error.kind),
            None => Ok(bytes),
        }
    }

    #[test]
    fn nothing_passes_that_its_rule_forbids() {
        for b in [b'\r', b'\n', 0, 0x7F, 0x1B] {
            for bytes in [vec![b], vec![b'a', b, b'c'], vec![b'\\', b]] {
                assert!(written(|out| out.token(&bytes)).is_err());
                assert!(written(|out| out.text(&bytes)).is_err());
                assert!(written(|out| out.quoted(&bytes)).is_err());
                assert!(written(|out| out.param(&ParamDraft::quoted("a", &bytes))).is_err());
                assert!(written(|out| out.param(&ParamDraft::token("a", &bytes))).is_err());
            }
        }
        assert_eq!(written(|out| out.token("")), Err(BuildErrorKind::Empty(Expected::Token)));
        assert_eq!(written(|out| out.token("a b")), Err(BuildErrorKind::Forbidden { within: Expected::Token, byte: b' ' }));
    }

    #[test]
    fn quoting_and_numbers() {
        assert_eq!(written(|out| out.quoted("a\"b\\")).unwrap(), b"\"a\\\"b\\\\\"");
        for (text, again) in [
            (Text::quoted(b"a\\b\\\""), &b"\"a\\b\\\"\""[..]),
            (Text::quoted(b"a\\ \r\n \\b"), b"\"a  b\""),
            (Text::plain(b"token"), b"\"token\""),
            (Text::from("a\\"), b"\"a\\\\\""),
        ] {
            assert_eq!(written(|out| out.quoted_again(text)).unwrap(), again, "{text:?}");
        }
        assert!(written(|out| out.quoted_again(Text::from("a\r\n b"))).is_err());
        assert_eq!(written(|out| out.number(0)).unwrap(), b"0");
        assert_eq!(written(|out| out.number(u64::MAX)).unwrap(), b"18446744073709551615");
        assert_eq!(written(|out| out.as_read(b"a \r\n\tb")).unwrap(), b"a b");
        assert_eq!(written(|out| out.as_read(b"\"a\\ \r\n b\\\\ \r\n c\"\r\n \r\n d")).unwrap(), b"\"a\\  b\\\\ c\" d");
        assert_eq!(written(|out| out.escaped(b"a b%\0", chars::UNRESERVED)).unwrap(), b"a%20b%25%00");
    }
}
