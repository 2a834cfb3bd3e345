//! Cutting: finds the ends of parts without parsing the parts.
//!
//! The same rule can cut or check a value. To *cut* it, each part ends at the next delimiter, and its content is not validated. To *check*
//! it,
//! each part is parsed by its grammar. A malformed part therefore does not make other parts unreadable, and the check reports the first
//! error of the value.

use nom::Parser;
use nom::sequence::delimited;

use super::{Parsed, Rule, byte};
use crate::chars::{self, Class};
use crate::error::Expected;
use crate::profile::Profile;
use crate::scan;
use crate::text::Text;

/// The mode in which a rule parses the parts of a value, and the profile.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'p> {
    pub(crate) profile: &'p Profile,
    /// Whether each part is parsed by its grammar.
    pub(crate) checks: bool,
}

impl<'p> Reading<'p> {
    /// Cuts parts at their delimiters.
    #[inline(always)]
    pub(crate) const fn cutting(profile: &'p Profile) -> Self {
        Self { profile, checks: false }
    }

    /// Parses each part by its grammar.
    #[inline(always)]
    pub(crate) const fn checking(profile: &'p Profile) -> Self {
        Self { profile, checks: true }
    }

    /// A part: `cut` finds its end, and `rule` is its grammar.
    #[inline(always)]
    pub(crate) fn part<'a, T>(self, mut cut: impl Rule<'a, T>, mut rule: impl Rule<'a, T>) -> impl Rule<'a, T> {
        move |input: &'a [u8]| if self.checks { rule.parse_complete(input) } else { cut.parse_complete(input) }
    }
}

/// The text before the next byte that is not of `class`, without trailing white space.
#[inline(always)]
pub(crate) fn text_of<'a>(class: Class) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        let (text, rest) = input.split_at(scan::run(input, class));
        Ok((rest, without_space_behind(text)))
    }
}

/// The text of a part that ends before `;`, `,`, `"` or `<`.
#[inline(always)]
pub(crate) fn part_text(input: &[u8]) -> Parsed<'_, &[u8]> {
    text_of(chars::PART).parse_complete(input)
}

/// Whether the bytes are text and folds.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|&b| matches!(b, b'\r' | b'\n') || chars::is(b, chars::TEXT))
}

/// A quoted string, cut at its end.
#[inline(always)]
pub(crate) fn quoted_text(input: &[u8]) -> Parsed<'_, Text<'_>> {
    delimited(byte(b'"', Expected::QuotedString), quoted_content, byte(b'"', Expected::ClosingQuote)).parse_complete(input)
}

fn quoted_content(input: &[u8]) -> Parsed<'_, Text<'_>> {
    let (content, rest) = input.split_at(scan::closing_quote(input));
    Ok((rest, Text::quoted(content)))
}

#[inline(always)]
fn without_space_behind(text: &[u8]) -> &[u8] {
    match text.last() {
        None | Some(b'!'..) => text,
        Some(_) => scan::trim_behind(text),
    }
}
