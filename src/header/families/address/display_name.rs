//! The grammar of display names without quotes.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::many0_count;

use crate::error::Expected;
use crate::grammar::cut::is_text;
use crate::grammar::{Rule, expected, lws, token};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// ```text
/// *( token LWS )
/// ```
///
/// Under its leniency, any text without a comma behind a quoted string that it may begin with.
pub(super) fn display_tokens<'a>(profile: &Profile) -> impl Rule<'a, ()> {
    let is_loose = profile.allows(Leniency::LOOSE_DISPLAY_NAME);
    move |name: &'a [u8]| {
        let (rest, _) = (opt(token), many0_count((lws, opt(token)))).parse_complete(name)?;
        match rest {
            [] => Ok((rest, ())),
            _ if is_loose && has_no_comma(name) && is_text(name) => Ok((&name[name.len()..], ())),
            _ => Err(expected(rest, Expected::DisplayName)),
        }
    }
}

/// Whether a display name has no comma, which may part elements of a list, but in a quoted string that it begins with.
pub(super) fn has_no_comma(name: &[u8]) -> bool {
    let quoted = if name.starts_with(b"\"") { scan::quoted_end(name, 0) } else { 0 };
    !name[quoted..].contains(&b',')
}
