//! The parts of values that the rules need, each typed in one place.

use crate::error::ParseError;
use crate::header::{Headers, List, NameAddr, TypedHeader, Verify};
use crate::text::Token;
use crate::uri::Uri;

/// The elements of a list header whose parts are all what the grammar demands. After an element in error the list goes on with the next row.
pub(super) fn all<'r, 'a, H: TypedHeader<'a> + List + Verify>(
    headers: Headers<'r, 'a>,
) -> impl Iterator<Item = Result<H, ParseError>> + use<'r, 'a, H> {
    headers.all::<H>().verified()
}

/// The topmost element of a list header, with all its parts checked.
pub(super) fn first<'a, H: TypedHeader<'a> + List + Verify>(headers: Headers<'_, 'a>) -> Result<Option<H>, ParseError> {
    let first = headers.first::<H>()?;
    first.as_ref().map_or(Ok(()), H::verify)?;
    Ok(first)
}

/// The parts of To and From that rules need.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) uri: Uri<'a>,
    pub(super) tag: Option<Token<'a>>,
}

/// The URI and the tag of To or From, with all parts of the address checked.
pub(super) fn party<'a>(address: &NameAddr<'a>) -> Result<Party<'a>, ParseError> {
    Ok(Party { uri: address.verified_uri()?, tag: address.tag()? })
}
