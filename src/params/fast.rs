//! Parameters of the common form, read without the grammar.

use super::param::{NextParam, Param};
use crate::chars;
use crate::profile::{Limit, Profile};
use crate::scan::{self, Seam, Seams, same_name};
use crate::text::Text;

/// A parameter as [`fast`] reads it, by its places in the value.
pub(crate) struct FastParam<'a> {
    bytes: &'a [u8],
    name: (usize, usize),
    value: Option<FastValue>,
}

/// The value of a parameter: where it begins, without its quote, where it ends, and the seam behind it.
#[derive(Clone, Copy)]
pub(crate) struct FastValue {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) behind: Seam,
}

impl<'a> FastParam<'a> {
    /// How long the name is.
    #[inline(always)]
    pub(crate) const fn name_length(&self) -> usize {
        self.name.1 - self.name.0
    }

    /// Where the name ends.
    #[inline(always)]
    pub(crate) const fn end(&self) -> usize {
        self.name.1
    }

    /// Whether this is the name, without regard to case.
    #[inline(always)]
    pub(crate) fn is<const N: usize>(&self, name: &[u8; N]) -> bool {
        self.name_length() == N
            && self.bytes.get(self.name.0..).and_then(|rest| rest.first_chunk::<N>()).is_some_and(|bytes| same_name(bytes, name))
    }

    /// Whether the name begins with this letter, without regard to case.
    #[inline(always)]
    pub(crate) fn begins_with(&self, letter: u8) -> bool {
        self.bytes.get(self.name.0).is_some_and(|byte| byte.eq_ignore_ascii_case(&letter))
    }

    /// Whether there is no value.
    #[inline(always)]
    pub(crate) const fn is_flag(&self) -> bool {
        self.value.is_none()
    }

    /// Where the value begins and ends, if it is a token.
    #[inline(always)]
    pub(crate) fn span(&self) -> Option<(u32, u32)> {
        // A quote stands between the end and what is behind.
        self.value.filter(|value| value.end == value.behind.at).map(|value| (value.start as u32, value.end as u32))
    }
}

/// Whether `bytes` are a list of parameters of the common form.
#[inline(never)]
pub(super) fn is_list(bytes: &[u8], profile: &Profile) -> bool {
    let mut seams = Seams::new(bytes);
    let first = seams.next();
    first.at == 0 && fast(&mut seams, first, profile, |_| ()) == Some(bytes.len())
}

/// Whether `bytes` are a list of parameters of the common form without a preceding value.
#[inline(never)]
pub(super) fn is_headless_list(bytes: &[u8], profile: &Profile) -> bool {
    fast_from(&mut Seams::new(bytes), 0, profile, |_| ()) == Some(bytes.len())
}

/// Returns the next parameter of a list of the common form that was parsed before, its bytes, and the rest.
#[inline]
pub(super) fn next_of_list(list: &[u8]) -> Option<NextParam<'_>> {
    let list = list.strip_prefix(b";").unwrap_or(list);
    let name = scan::run(list, chars::TOKEN);
    let (end, value) = match &list[name..] {
        [b'=', b'"', value @ ..] => {
            let length = scan::unescaped(value);
            (name + 3 + length, Some(Text::quoted(&value[..length])))
        }
        [b'=', value @ ..] => {
            let length = scan::run(value, chars::TOKEN);
            (name + 1 + length, Some(Text::plain(&value[..length])))
        }
        _ => (name, None),
    };
    let bytes = list.get(..end).filter(|_| name > 0)?;
    Some((&list[end..], (bytes, Param::new(&list[..name], value))))
}

/// Parses parameters of the common form, the first of which begins at `seam`. They have no white space, and their values are tokens or
/// quoted strings without escapes. Calls `visit` for each. Returns their end: a comma, or the end of the value. `None` falls back to the
/// grammar.
#[inline(always)]
pub(crate) fn fast<'a>(seams: &mut Seams<'a>, seam: Seam, profile: &Profile, visit: impl FnMut(FastParam<'a>)) -> Option<usize> {
    match seam.byte {
        b';' => fast_from(seams, seam.at + 1, profile, visit),
        byte => (byte == b',' || seam.at == seams.bytes().len()).then_some(seam.at),
    }
}

/// [`fast`], where the name of the first parameter begins at `name_start`.
#[inline(always)]
fn fast_from<'a>(seams: &mut Seams<'a>, mut name_start: usize, profile: &Profile, mut visit: impl FnMut(FastParam<'a>)) -> Option<usize> {
    let bytes = seams.bytes();
    let mut count = 0;
    loop {
        let mut seam = seams.end_of(chars::TOKEN);
        let name = (name_start, seam.at);
        count += 1;
        if name.0 == name.1 || profile.exceeds(Limit::ParamName, name.1 - name.0) || profile.exceeds(Limit::Params, count) {
            return None;
        }
        let mut value = None;
        if seam.byte == b'=' {
            let found = fast_value(seams, seam.at + 1, profile)?;
            seam = found.behind;
            value = Some(found);
        }
        visit(FastParam { bytes, name, value });
        if seam.byte != b';' {
            return (seam.byte == b',' || seam.at == bytes.len()).then_some(seam.at);
        }
        name_start = seam.at + 1;
    }
}

/// The token or the quoted string that begins at `start`, behind the seam that was found last.
#[inline(always)]
pub(crate) fn fast_value(seams: &mut Seams<'_>, start: usize, profile: &Profile) -> Option<FastValue> {
    let first = seams.next();
    if first.byte == b'"' && first.at == start {
        let end = seams.closing_quote()?;
        let (start, behind) = (start + 1, seams.next());
        let length = end - start;
        if profile.exceeds(Limit::Quoted, length) || profile.exceeds(Limit::ParamValue, length) || behind.at != end + 1 {
            return None;
        }
        return Some(FastValue { start, end, behind });
    }
    let behind = seams.behind(first, chars::TOKEN);
    if behind.at == start || profile.exceeds(Limit::ParamValue, behind.at - start) {
        return None;
    }
    Some(FastValue { start, end: behind.at, behind })
}
