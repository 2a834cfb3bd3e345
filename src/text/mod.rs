//! The two kinds of text: [`Token`], which the grammar makes ASCII, and [`Text`], which may be anything.

mod printable;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

pub(crate) use printable::{Printable, is_secret};

use crate::scan;

/// Bytes that were checked against a rule of the grammar that allows printable ASCII alone: a token, a host name, digits.
///
/// `==` compares bytes; [`eq_ignore_ascii_case`](Token::eq_ignore_ascii_case) is there for what the RFCs compare without case.
///
/// ```text
/// token = 1*( alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token<'a>(&'a [u8]);

impl<'a> Token<'a> {
    /// `bytes` are printable ASCII.
    #[inline(always)]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether the bytes are safe to print. The name of a parameter that was cut and not yet checked may be anything.
    fn is_plain(&self) -> bool {
        self.0.iter().all(|&b| matches!(b, b' '..=b'~') && !matches!(b, b'@' | b'='))
    }

    /// The bytes.
    #[inline]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The text. That it is ASCII is proven anew, which costs a pass over it.
    pub fn as_str(&self) -> &'a str {
        core::str::from_utf8(self.0).unwrap_or_default()
    }

    /// Equality without regard to the case of ASCII letters.
    pub fn eq_ignore_ascii_case(&self, other: impl AsRef<[u8]>) -> bool {
        self.0.eq_ignore_ascii_case(other.as_ref())
    }

    /// The order without regard to the case of ASCII letters.
    pub(crate) fn cmp_ignore_ascii_case(self, other: Self) -> Ordering {
        let lower = |token: Self| token.0.iter().map(u8::to_ascii_lowercase);
        lower(self).cmp(lower(other))
    }
}

/// The bytes from `start` to `end`, which are offsets in `bytes`: a part that was found when the whole was parsed.
#[inline]
pub(crate) const fn part(bytes: &[u8], start: u32, end: u32) -> &[u8] {
    let Some((before, _)) = bytes.split_at_checked(end as usize) else { return &[] };
    let Some((_, part)) = before.split_at_checked(start as usize) else { return &[] };
    part
}

/// Where `part` begins and ends in `bytes`, which it is a part of.
#[inline]
pub(crate) fn span_of(bytes: &[u8], part: &[u8]) -> (u32, u32) {
    let start = scan::offset_of(bytes, part);
    (start as u32, (start + part.len()) as u32)
}

/// Of things that have a name, the first one whose name an earlier one has.
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
    /// Bytes that never were on the wire: all of them are what they say.
    Exact,
    /// TEXT-UTF8-TRIM and the like: only folds are not what they say. They begin behind a space that a backslash quotes, since
    /// nobody knows yet whether a whole value is text, or has quoted strings in it.
    Plain,
    /// The inside of a quoted string: quoted pairs too.
    Quoted,
}

/// Free text as it was received: a display name, a reason phrase, the inside of a quoted string.
///
/// It need not be UTF-8, it may be folded over lines, and in a quoted string bytes may be escaped by a backslash. All that is
/// undone only when asked for, and allocates only where something changes. `==` compares the bytes as received;
/// [`is`](Text::is) compares what they say.
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
    /// `bytes` stand for themselves, whatever they are.
    pub(crate) const fn exact(bytes: &'a [u8]) -> Self {
        Self { raw: bytes, form: Form::Exact }
    }

    pub(crate) const fn plain(raw: &'a [u8]) -> Self {
        Self { raw, form: Form::Plain }
    }

    /// `raw` is what stands between the quotes.
    pub(crate) const fn quoted(raw: &'a [u8]) -> Self {
        Self { raw, form: Form::Quoted }
    }

    /// The bytes as received; of a quoted string those between its quotes.
    #[inline]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether the text was made from bytes that nobody parsed.
    pub(crate) const fn is_exact(&self) -> bool {
        matches!(self.form, Form::Exact)
    }

    /// Whether the text came in quotes.
    pub const fn is_quoted(&self) -> bool {
        matches!(self.form, Form::Quoted)
    }

    /// What the text says, in pieces that follow each other: each fold has become one space, of each quoted pair the backslash
    /// is gone. Never allocates.
    pub fn pieces(&self) -> Pieces<'a> {
        Pieces { rest: self.raw, form: self.form, literal: 0 }
    }

    /// What the text says: unfolded and unescaped.
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

    /// What the text says.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not UTF-8. The grammar of SIP allows that (RFC 3261 §25.1).
    pub fn to_str(&self) -> Result<Cow<'a, str>, core::str::Utf8Error> {
        match self.unescape() {
            Cow::Borrowed(bytes) => core::str::from_utf8(bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| error.utf8_error()),
        }
    }

    /// What the text says, with U+FFFD in place of what is not UTF-8.
    pub fn to_str_lossy(&self) -> Cow<'a, str> {
        match self.unescape() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// Whether the text says `what`, unfolded and unescaped. Never allocates.
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

    /// Whether there is nothing between its ends.
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

/// Bytes that stand for themselves: what is not read but said, where a text as received would do as well.
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

/// Control bytes are escaped, what is not UTF-8 is U+FFFD.
impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one piece: a secret may stand behind a fold.
        fmt::Display::fmt(&Printable(&self.unescape()), f)
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", Printable(self.raw))
    }
}

/// What a [`Text`] says, in pieces: made by [`Text::pieces`].
#[derive(Clone)]
pub struct Pieces<'a> {
    rest: &'a [u8],
    form: Form,
    /// How many bytes at the front stand for themselves, because a backslash stood before them.
    literal: usize,
}

/// How many bytes are left: they are pieces, and what is secret may be cut in two.
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
