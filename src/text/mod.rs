//! The two kinds of text: [`Token`], which is ASCII by its grammar, and [`Text`], which may contain any bytes.

mod printable;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

pub(crate) use printable::{Printable, is_secret};

use crate::scan;

/// Bytes that match a rule of the grammar which allows only printable ASCII: a token, a host name, digits.
///
/// `==` compares bytes; use [`eq_ignore_ascii_case`](Token::eq_ignore_ascii_case) for elements that the RFCs compare without case.
///
/// ```text
/// token = 1*( alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token<'a>(&'a [u8]);

impl<'a> Token<'a> {
    /// Makes a token of `bytes`, which must be printable ASCII.
    #[inline(always)]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether the bytes are safe to print. The unchecked name of a parameter may contain any bytes.
    fn is_plain(&self) -> bool {
        self.0.iter().all(|&b| matches!(b, b' '..=b'~') && !matches!(b, b'@' | b'='))
    }

    /// Returns the bytes.
    #[inline]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Returns the text. The conversion checks again that it is ASCII, which costs a scan of the text.
    pub fn as_str(&self) -> &'a str {
        core::str::from_utf8(self.0).unwrap_or_default()
    }

    /// Compares without regard to the case of ASCII letters.
    pub fn eq_ignore_ascii_case(&self, other: impl AsRef<[u8]>) -> bool {
        self.0.eq_ignore_ascii_case(other.as_ref())
    }

    /// Orders without regard to the case of ASCII letters.
    pub(crate) fn cmp_ignore_ascii_case(self, other: Self) -> Ordering {
        let lower = |token: Self| token.0.iter().map(u8::to_ascii_lowercase);
        lower(self).cmp(lower(other))
    }
}

/// Returns the bytes from `start` to `end`, which are offsets in `bytes` found when `bytes` were parsed.
#[inline]
pub(crate) const fn part(bytes: &[u8], start: u32, end: u32) -> &[u8] {
    let Some((before, _)) = bytes.split_at_checked(end as usize) else { return &[] };
    let Some((_, part)) = before.split_at_checked(start as usize) else { return &[] };
    part
}

/// Returns the start and the end of `part` in `bytes`, which must contain `part`.
#[inline]
pub(crate) fn span_of(bytes: &[u8], part: &[u8]) -> (u32, u32) {
    let start = scan::offset_of(bytes, part);
    (start as u32, (start + part.len()) as u32)
}

/// Returns the first item whose name an earlier item has.
pub(crate) fn repeated<T>(things: impl Iterator<Item = T>, by_name: impl Fn(&T, &T) -> Ordering) -> Option<T> {
    let mut all: Vec<_> = things.enumerate().collect();
    all.sort_by(|(a_place, a), (b_place, b)| by_name(a, b).then(a_place.cmp(b_place)));
    let second = |pair: &[(usize, T)]| by_name(&pair[0].1, &pair[1].1).is_eq().then_some(pair[1].0);
    let first = all.windows(2).filter_map(second).min()?;
    all.into_iter().find(|(place, _)| *place == first).map(|(_, thing)| thing)
}

impl AsRef<[u8]> for Token<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0
    }
}

impl PartialEq<str> for Token<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Token<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() { f.pad(self.as_str()) } else { fmt::Display::fmt(&Printable(self.0), f) }
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() { fmt::Debug::fmt(self.as_str(), f) } else { write!(f, "\"{}\"", Printable(self.0)) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    /// Bytes that were not received: they stand for themselves.
    Exact,
    /// TEXT-UTF8-TRIM and similar: only folds are decoded. A fold begins behind a space that a backslash quotes, because the text may
    /// contain quoted strings.
    Plain,
    /// The content of a quoted string: folds and quoted pairs are decoded.
    Quoted,
}

/// Free text as received: a display name, a reason phrase, the content of a quoted string.
///
/// The text may be invalid UTF-8 and folded over several lines, and a quoted string may contain backslash escapes. Accessors decode it on
/// demand and allocate only if the text changes. `==` compares the bytes as received; [`is`](Text::is) compares the decoded text.
///
/// ```
/// use sipwire::NameAddr;
///
/// let bell = NameAddr::parse(b"\"A. \\\"Graham\\\" Bell\" <sip:agb@bell-telephone.com>")?;
/// let name = bell.display_name()?.unwrap();
/// assert_eq!(name.as_bytes(), b"A. \\\"Graham\\\" Bell");
/// assert_eq!(name.to_str()?, "A. \"Graham\" Bell");
/// assert!(name.is("A. \"Graham\" Bell"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'a> {
    raw: &'a [u8],
    form: Form,
}

impl<'a> Text<'a> {
    /// Makes a text of any bytes, which stand for themselves.
    pub(crate) const fn exact(bytes: &'a [u8]) -> Self {
        Self { raw: bytes, form: Form::Exact }
    }

    pub(crate) const fn plain(raw: &'a [u8]) -> Self {
        Self { raw, form: Form::Plain }
    }

    /// Makes a text of `raw`, the bytes between the quotes.
    pub(crate) const fn quoted(raw: &'a [u8]) -> Self {
        Self { raw, form: Form::Quoted }
    }

    /// Returns the bytes as received, without the quotes of a quoted string.
    #[inline]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether the text was made from bytes that were not received.
    pub(crate) const fn is_exact(&self) -> bool {
        matches!(self.form, Form::Exact)
    }

    /// Whether the text was a quoted string.
    pub const fn is_quoted(&self) -> bool {
        matches!(self.form, Form::Quoted)
    }

    /// Iterates over the decoded text in pieces: each fold becomes one space, and the backslash of each quoted pair is dropped. Never
    /// allocates.
    pub fn pieces(&self) -> Pieces<'a> {
        Pieces { rest: self.raw, form: self.form, literal: 0 }
    }

    /// Returns the decoded text: unfolded and unescaped. Allocates only if the text changes.
    pub fn unescape(&self) -> Cow<'a, [u8]> {
        let mut pieces = self.pieces();
        let first = pieces.next().unwrap_or_default();
        if first.len() == self.raw.len() {
            return Cow::Borrowed(first);
        }
        let mut all = Vec::with_capacity(self.raw.len());
        all.extend_from_slice(first);
        pieces.for_each(|piece| all.extend_from_slice(piece));
        Cow::Owned(all)
    }

    /// Returns the decoded text as a string.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not UTF-8. The grammar of SIP allows other bytes (RFC 3261 §25.1).
    pub fn to_str(&self) -> Result<Cow<'a, str>, core::str::Utf8Error> {
        match self.unescape() {
            Cow::Borrowed(bytes) => core::str::from_utf8(bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| error.utf8_error()),
        }
    }

    /// Returns the decoded text, with U+FFFD instead of invalid UTF-8.
    pub fn to_str_lossy(&self) -> Cow<'a, str> {
        match self.unescape() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// Whether the decoded text equals `what`. Never allocates.
    pub fn is(&self, what: impl AsRef<[u8]>) -> bool {
        let mut rest = what.as_ref();
        for piece in self.pieces() {
            match rest.strip_prefix(piece) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

/// Makes a text of bytes that stand for themselves, for functions that also accept a received text.
impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::exact(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Text<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::exact(bytes)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::exact(text.as_bytes())
    }
}

/// Escapes control bytes, and shows U+FFFD instead of invalid UTF-8.
impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Shown as one piece, because a fold may separate the name of a secret from its value.
        fmt::Display::fmt(&Printable(&self.unescape()), f)
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", Printable(self.raw))
    }
}

/// Iterates over the decoded [`Text`] in pieces. [`Text::pieces`] returns it.
#[derive(Clone)]
pub struct Pieces<'a> {
    rest: &'a [u8],
    form: Form,
    /// The number of bytes at the front that stand for themselves, because a backslash preceded them.
    literal: usize,
}

/// Shows the number of remaining bytes only: a secret could be split between pieces.
impl fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pieces({} bytes)", self.rest.len())
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        while !self.rest.is_empty() {
            let literal = core::mem::take(&mut self.literal);
            let special = match self.form {
                Form::Exact => None,
                Form::Plain => memchr::memchr(b'\n', &self.rest[literal..]),
                Form::Quoted => memchr::memchr2(b'\n', b'\\', &self.rest[literal..]),
            };
            let Some(special) = special.map(|at| literal + at) else {
                return Some(core::mem::take(&mut self.rest));
            };
            let piece;
            if self.rest[special] == b'\\' {
                piece = &self.rest[..special];
                self.rest = &self.rest[special + 1..];
                self.literal = usize::from(!self.rest.is_empty());
            } else {
                // A fold: the white space around it becomes one space.
                let (before, fold) = self.rest.split_at(literal + scan::fold_start(&self.rest[literal..], special - literal));
                if before.is_empty() {
                    self.rest = &fold[scan::white_space(fold).max(1)..];
                    return Some(b" ");
                }
                (piece, self.rest) = (before, fold);
            }
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
