//! Parameters of the usual shape, read without the grammar.

use crate::chars;
use crate::profile::{Limit, Profile};
use crate::scan::{Seam, Seams, same_name};

/// A parameter as [`quick`] reads it, by its places in the value.
pub(crate) struct QuickParam<'a> {
    bytes: &'a [u8],
    name: (usize, usize),
    value: Option<QuickValue>,
}

/// The value of a parameter: where it begins, without its quote, where it ends, and the seam behind it.
#[derive(Clone, Copy)]
pub(crate) struct QuickValue {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) behind: Seam,
}

impl<'a> QuickParam<'a> {
    /// How long the name is.
    #[inline(always)]
    pub(crate) const fn name_length(&self) -> usize {
        self.name.1 - self.name.0
    }

    /// Where the parameter begins and ends; without the closing quote of a quoted string.
    #[inline(always)]
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.name.0, self.value.map_or(self.name.1, |value| value.end))
    }

    /// Whether this is the name, without regard to case.
    #[inline(always)]
    pub(crate) fn is<const N: usize>(&self, name: &[u8; N]) -> bool {
        self.name_length() == N
            && self.bytes.get(self.name.0..).and_then(|rest| rest.first_chunk::<N>()).is_some_and(|bytes| same_name(bytes, name))
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

    /// The value, if it is a token.
    #[inline(always)]
    pub(crate) fn token(&self) -> Option<&'a [u8]> {
        let (start, end) = self.span()?;
        self.bytes.get(start as usize..end as usize)
    }
}

/// Reads the parameters that a value ends in, the first of which begins at `seam`: names, and values that are tokens or quoted strings,
/// without white space. `visit` sees each. `None` where there is anything else, and where `visit` says so: then
/// [`params_of`](super::params_of) has to say what it is.
#[inline(always)]
pub(crate) fn quick<'a>(
    seams: &mut Seams<'a>,
    mut seam: Seam,
    profile: &Profile,
    mut visit: impl FnMut(QuickParam<'a>) -> Option<()>,
) -> Option<()> {
    let bytes = seams.bytes();
    let mut count = 0;
    while seam.byte == b';' {
        let name_start = seam.at + 1;
        seam = seams.end_of(chars::TOKEN);
        let name = (name_start, seam.at);
        count += 1;
        if name.0 == name.1 || profile.exceeds(Limit::ParamName, name.1 - name.0) || profile.exceeds(Limit::Params, count) {
            return None;
        }
        let mut value = None;
        if seam.byte == b'=' {
            let found = quick_value(seams, seam.at + 1, profile)?;
            seam = found.behind;
            value = Some(found);
        }
        visit(QuickParam { bytes, name, value })?;
    }
    // Nothing else stands behind them.
    (seam.at == bytes.len()).then_some(())
}

/// The token or the quoted string that begins at `start`, behind the seam that was found last.
#[inline(always)]
pub(crate) fn quick_value(seams: &mut Seams<'_>, start: usize, profile: &Profile) -> Option<QuickValue> {
    let first = seams.next();
    if first.byte == b'"' && first.at == start {
        let end = seams.closing_quote()?;
        let (start, behind) = (start + 1, seams.next());
        let length = end - start;
        if profile.exceeds(Limit::Quoted, length) || profile.exceeds(Limit::ParamValue, length) || behind.at != end + 1 {
            return None;
        }
        return Some(QuickValue { start, end, behind });
    }
    let behind = seams.behind(first, chars::TOKEN);
    if behind.at == start || profile.exceeds(Limit::ParamValue, behind.at - start) {
        return None;
    }
    Some(QuickValue { start, end: behind.at, behind })
}
