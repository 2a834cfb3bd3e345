//! The parts of messages that rules read, each read in one place.

use core::net::IpAddr;

use crate::chars;
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{self, Accept, Contact, Expires, From, Headers, Path, Sent, To, Via};
use crate::host::Host;
use crate::name::{HeaderId, HeaderName};
use crate::scan;
use crate::text::Token;
use crate::uri::Uri;

/// The topmost Via value, without which there is no transaction (RFC 3261 §8.1.1).
#[inline]
pub(super) fn topmost_via<'a>(headers: Headers<'_, 'a>) -> Result<Via<'a>, ParseError> {
    match headers.first::<Via<'a>>()? {
        Some(via) => Ok(via),
        None => Err(missing(headers, HeaderId::Via)),
    }
}

/// The error of a header that is not there: at the end of the last row.
#[cold]
fn missing(headers: Headers<'_, '_>, id: HeaderId) -> ParseError {
    let end = headers.iter().last().map_or(0, |row| row.value_offset() + row.as_bytes().len());
    ParseError::new(ErrorKind::MissingHeader(id), end)
}

/// Sent-by and the branch of the topmost Via value, if they are of the common form. `None` falls back to [`topmost_via`].
#[inline(always)]
pub(super) fn topmost_sent<'a>(headers: Headers<'_, 'a>) -> Option<Sent<'a>> {
    header::sent(&headers.topmost_row::<Via<'a>>()?)
}

/// The branch of the topmost Via value, which every request of RFC 3261 has (§8.1.1.7).
#[inline(always)]
pub(super) fn topmost_branch<'a>(headers: Headers<'_, 'a>) -> Result<Token<'a>, ParseError> {
    match headers.topmost_row::<Via<'a>>().and_then(|row| header::via_branch(&row)) {
        Some(branch) => Ok(Token::new(branch)),
        None => branch_of_any_form(headers),
    }
}

#[inline(never)]
fn branch_of_any_form<'a>(headers: Headers<'_, 'a>) -> Result<Token<'a>, ParseError> {
    match topmost_via(headers)?.branch()? {
        Some(branch) => Ok(branch),
        None => Err(no_branch(headers)),
    }
}

/// The error of a topmost Via value without a branch: at its end.
#[cold]
fn no_branch(headers: Headers<'_, '_>) -> ParseError {
    let topmost = headers.named(HeaderName::Via).find_map(|row| row.elements().next());
    let end = topmost.map_or(0, |value| value.offset() + value.as_bytes().len());
    ParseError::new(ErrorKind::MissingParam(KnownParam::Branch), end)
}

/// Host and port of sent-by. An absent port is the transport's default, if that is known (RFC 3261 §18.1.1).
#[inline]
pub(super) fn sent_by<'a>(via: &Via<'a>) -> Result<(Host<'a>, Option<u16>), ParseError> {
    Ok((via.host()?, via.port()?.or_else(|| via.transport().default_port())))
}

/// The parameters of a Via value that say where its response goes.
pub(super) struct Way<'a> {
    pub(super) received: Option<IpAddr>,
    pub(super) has_rport: bool,
    pub(super) rport: Option<u16>,
    pub(super) maddr: Option<Host<'a>>,
    pub(super) ttl: Option<u8>,
}

impl<'a> Way<'a> {
    pub(super) fn of(via: &Via<'a>) -> Result<Self, ParseError> {
        Ok(Self { received: via.received()?, has_rport: via.has_rport(), rport: via.rport()?, maddr: via.maddr()?, ttl: via.ttl()? })
    }
}

/// The tag of From, without which only RFC 2543 lets a request be.
pub(super) fn from_tag<'a>(headers: Headers<'_, 'a>) -> Result<Option<Token<'a>>, ParseError> {
    headers.require::<From<'a>>()?.tag()
}

/// The tag of To, which the requests of a dialog have.
pub(super) fn to_tag<'a>(headers: Headers<'_, 'a>) -> Result<Option<Token<'a>>, ParseError> {
    headers.require::<To<'a>>()?.tag()
}

/// Where the first value of that name begins; if there is none, the end of the last row.
pub(super) fn place_of(headers: Headers<'_, '_>, name: HeaderName<'static>) -> usize {
    match headers.named(name).next() {
        Some(row) => row.value_offset(),
        None => missing(headers, name.id()).offset(),
    }
}

/// The first Contact that is an address, as a URI. `None` if there is no Contact, or `*`.
pub(super) fn contact_uri<'a>(headers: Headers<'_, 'a>) -> Result<Option<Uri<'a>>, ParseError> {
    match headers.first::<Contact<'a>>()? {
        Some(contact) => contact.uri(),
        None => Ok(None),
    }
}

/// The lifetime in seconds that the Expires row asks for. A malformed one counts as 3600, as a malformed parameter does (RFC 3261 §10.2).
pub(super) fn lifetime(headers: Headers<'_, '_>) -> Option<u32> {
    headers.get::<Expires<'_>>().map_or(Some(3600), |expires| expires.map(|expires| expires.value()))
}

/// The lifetime in seconds that a Contact asks for: its parameter, or the row (RFC 3261 §10.3 step 7). A parameter that stands twice asks for
/// nothing.
#[inline]
pub(super) fn lifetime_of(contact: &Contact<'_>, row: Option<u32>) -> Option<u32> {
    contact.expires().unwrap_or(row).or(row)
}

/// The offset of the second Via value, in a row of its own or behind a comma: where it is, a proxy was between.
pub(super) fn second_via(headers: Headers<'_, '_>) -> Option<usize> {
    let mut vias = headers.named(HeaderName::Via).flat_map(|row| row.elements());
    vias.nth(1).map(|second| second.offset())
}

/// Whether the first Path value has the `ob` parameter (RFC 5626 §5.1).
pub(super) fn is_outbound_path(headers: Headers<'_, '_>) -> bool {
    let first = headers.first::<Path<'_>>().ok().flatten();
    first.and_then(|path| path.uri().ok()).is_some_and(|uri| uri.params().contains("ob"))
}

/// Whether Accept has the type: the range that names most of it decides (RFC 2616 §14.1, which RFC 3261 §20.1 follows).
pub(super) fn accepts(headers: Headers<'_, '_>, kind: &str, subtype: &str) -> bool {
    let ranges = headers.all::<Accept<'_>>().flatten().filter(|range| range.matches(kind, subtype));
    let names = |range: &Accept<'_>| u8::from(range.kind() != "*") + u8::from(range.subtype() != "*");
    ranges.map(|range| (names(&range), range.q() != Ok(0))).max().is_some_and(|(_, is_wanted)| is_wanted)
}

/// Whether a language tag is that of a language, or of a part of it.
pub(super) fn is_language(tag: &[u8], language: &[u8]) -> bool {
    let Some((begin, rest)) = tag.split_at_checked(language.len()) else { return false };
    begin.eq_ignore_ascii_case(language) && matches!(rest, [] | [b'-', ..])
}

/// The option tags of a list, or the names of its packages: over rows and commas, without those that are no tokens. Tags have no parameters
/// and no quotes, so that no element has to be cut.
#[inline]
pub(super) fn tags<'a>(headers: Headers<'_, 'a>, name: HeaderName<'static>) -> impl Iterator<Item = &'a [u8]> {
    let elements = headers.named(name).flat_map(|row| row.as_bytes().split(|&byte| byte == b','));
    elements.map(<[u8]>::trim_ascii).filter(|tag| !tag.is_empty() && scan::all(tag, chars::TOKEN))
}
