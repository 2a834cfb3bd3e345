//! Cutting: how the ends of parts are found without reading the parts.
//!
//! A value is read in one of two ways by the same rule. To *cut* it, each part ends at the next delimiter; nothing is said of what is inside.
//! To *check* it, each part is read by its grammar. So a part that the grammar forbids costs no other part, and the check says what is wrong
//! with the value, and where, in the order of its bytes.

use nom::Parser;
use nom::sequence::delimited;

use super::{Parsed, Rule, byte};
use crate::chars::{self, Class};
use crate::error::Expected;
use crate::profile::Profile;
use crate::scan;
use crate::text::Text;

/// How a rule reads the parts of a value, and by which profile.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'p> {
    pub(crate) profile: &'p Profile,
    /// Whether each part is read by its grammar.
    pub(crate) checks: bool,
}

impl<'p> Reading<'p> {
    /// Parts are cut at their delimiters.
    #[inline(always)]
    pub(crate) const fn cutting(profile: &'p Profile) -> Self {
        Self { profile, checks: false }
    }

    /// Each part is read by its grammar.
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

/// The text before the next byte that is not of `class`, without the white space it ends in.
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

/// Whether these are bytes of text, and folds.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|&b| matches!(b, b'\r' | b'\n') || chars::is(b, chars::TEXT))
}

/// A quoted string, of which only the end is looked for.
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
