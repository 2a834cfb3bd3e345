//! Addresses: From, To, Route, Refer-To and others.

pub(crate) mod contact;
mod display_name;
mod draft;
pub(crate) mod fast;
mod params;
mod rules;
#[cfg(test)]
mod tests;

pub use draft::NameAddrDraft;
pub(crate) use rules::{bare_info_uri, begins_uri, bracketed, bracketed_uri, either, refused, route, uri_in_brackets};
#[cfg(test)]
pub(crate) use rules::{checked_bracketed, checked_either, checked_route, full_bracketed, full_either, full_route};

use crate::chars;
use crate::error::{KnownParam, ParseError};
use crate::grammar;
use crate::header::draft::written_as_read;
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::name::HeaderName;
use crate::params::{ParamRules, Params, Place, token_value};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token, part};
use crate::uri::Uri;

/// A URI with an optional display name and optional parameters (RFC 3261 §20.10, §25.1).
///
/// ```text
/// ( name-addr / addr-spec ) *( SEMI generic-param )
/// name-addr    = [ display-name ] LAQUOT addr-spec RAQUOT
/// display-name = *(token LWS) / quoted-string
/// ```
///
/// Without angle brackets, all that follows the first `;` is a parameter of the header, not of the URI; a URI that has `;`, `?` or `,`
/// of its own must be in brackets (RFC 3261 §20).
///
/// ```
/// use sipwire::NameAddr;
///
/// let address = NameAddr::parse(b"Bob <sips:bob@biloxi.example.com;x=y>;tag=a48s")?;
/// assert!(address.display_name()?.unwrap().is("Bob"));
/// assert_eq!(address.uri()?.as_bytes(), b"sips:bob@biloxi.example.com;x=y");
/// assert_eq!(address.tag()?.unwrap(), "a48s");
/// // Here x is a parameter of the header.
/// assert!(NameAddr::parse(b"sips:bob@biloxi.example.com;x=y")?.params().contains("x"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct NameAddr<'a> {
    raw: &'a [u8],
    /// The absolute offset and the leniency, for the parts that are typed on access.
    offset: u32,
    leniency: Leniency,
    /// Where the display name ends, which begins with the value or behind its first quote; 0 where there is none. Here and below, an
    /// offset in `raw`.
    name_end: u32,
    uri: (u32, u32),
    params_start: u32,
    tag: Place,
    /// Whether each parameter is surely a generic one.
    is_common: bool,
    rules: &'static ParamRules,
}

impl PartialEq for NameAddr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for NameAddr<'_> {}

impl<'a> NameAddr<'a> {
    /// The address as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the display name. Returns an empty text for a pair of quotes, and `None` if the address has no display name.
    ///
    /// # Errors
    ///
    /// Returns an error if the name is neither tokens nor a quoted string.
    pub fn display_name(&self) -> Result<Option<Text<'a>>, ParseError> {
        if self.name_end == 0 {
            return Ok(None);
        }
        let (name, base) = (self.display_text(), self.offset as usize);
        let is_usual = match name.is_quoted() {
            true => scan::unescaped(name.as_bytes()) == name.as_bytes().len(),
            false => name.as_bytes().iter().all(|&b| b == b' ' || chars::is(b, chars::TOKEN)),
        };
        if is_usual {
            return Ok(Some(name));
        }
        let checked = match name.is_quoted() {
            true => grammar::whole(part(self.raw, 0, self.name_end + 1), base, grammar::quoted_string(&self.profile())).map(drop),
            false => grammar::whole(name.as_bytes(), base, display_name::display_tokens(&self.profile())),
        };
        checked.map(|()| Some(name))
    }

    /// The bytes of the display name.
    const fn display_text(&self) -> Text<'a> {
        match (self.raw, part(self.raw, self.name_end, self.name_end + 1)) {
            // Behind a name that begins with a quoted string and goes on, there is no quote.
            ([b'"', ..], [b'"']) => Text::quoted(part(self.raw, 1, self.name_end)),
            _ => Text::plain(part(self.raw, 0, self.name_end)),
        }
    }

    /// The display name as it was written, with its quotes if it has any; empty if the address has none.
    const fn raw_display_name(&self) -> &'a [u8] {
        if self.name_end == 0 {
            return &[];
        }
        part(self.raw, 0, self.name_end + self.display_text().is_quoted() as u32)
    }

    /// The URI.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes in its place are not a URI; see [`raw_uri`](NameAddr::raw_uri).
    #[inline]
    pub fn uri(&self) -> Result<Uri<'a>, ParseError> {
        Uri::parse_at(self.raw_uri(), (self.offset + self.uri.0) as usize, &self.profile())
    }

    /// Returns the bytes of the URI, unparsed.
    #[inline]
    pub const fn raw_uri(&self) -> &'a [u8] {
        part(self.raw, self.uri.0, self.uri.1)
    }

    /// The parameters of the header, not of the URI.
    pub const fn params(&self) -> Params<'a> {
        let params = Params::last_of(self.raw, self.params_start, self.offset, self.leniency, self.rules);
        if self.is_common { params.common() } else { params }
    }

    /// The `tag` parameter, which tells dialogs apart (RFC 3261 §19.3). Tokens have no case (§7.3.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn tag(&self) -> Result<Option<Token<'a>>, ParseError> {
        match self.tag {
            place if place.is_absent() => Ok(None),
            place => match place.value(self.raw) {
                Some(tag @ [_, ..]) => Ok(Some(Token::new(tag))),
                _ => self.unusual_tag(),
            },
        }
    }

    #[cold]
    #[inline(never)]
    fn unusual_tag(&self) -> Result<Option<Token<'a>>, ParseError> {
        self.params().known(KnownParam::Tag, token_value)
    }

    /// The leniency that the address is read again with where it is kept, with the mark of the rule that reads it: a route without brackets
    /// has in its URI what ends an address without brackets elsewhere, and a refused one values in brackets.
    pub(crate) fn kept_leniency(&self) -> Leniency {
        if params::has_bracketed_values(self.rules) {
            return self.leniency.with(Leniency::KEPT_REFUSED);
        }
        let (uri, before) = (self.raw_uri(), part(self.raw, 0, self.uri.0));
        let goes_on = uri.contains(&b';') || uri.contains(&b'?') && !self.leniency.has(Leniency::QUESTION_WITHOUT_BRACKETS);
        let is_route = goes_on && !scan::trim_folded(before).ends_with(b"<");
        if is_route { self.leniency.with(Leniency::KEPT_ROUTE) } else { self.leniency }
    }

    /// The URI, with all parts of the address checked.
    pub(crate) fn verified_uri(&self) -> Result<Uri<'a>, ParseError> {
        self.display_name()?;
        let uri = self.uri()?;
        if !self.is_common || self.tag().is_err() {
            self.params().verify()?;
        }
        Ok(uri)
    }

    /// Returns the offsets of all parts.
    #[cfg(test)]
    pub(crate) fn places(&self) -> alloc::string::String {
        let Self { raw, offset, leniency, name_end, uri, params_start, tag, is_common: _, rules: _ } = self;
        alloc::format!("{:?} {offset} {leniency} {:?}", raw.as_ptr_range(), (name_end, uri, params_start, tag))
    }

    /// The profile that the parts are typed by.
    const fn profile(&self) -> Profile {
        Profile::of_taken(self.leniency)
    }
}

impl<'a> Family<'a> for NameAddr<'a> {
    const NAME: &'static str = "name-addr";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.verified_uri().map(drop)
    }

    fn leniency(&self) -> Leniency {
        self.leniency
    }

    fn params(&self) -> Params<'a> {
        self.params()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        Some(self.uri())
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    /// Of From and To, neither the display name nor a parameter that only one has makes a difference (RFC 3261 §20.20, §20.39).
    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
        let (Ok(a), Ok(b)) = (self.uri(), other.uri()) else { return false };
        if !equal::uris(a, b) {
            return false;
        }
        if matches!(header, HeaderName::From | HeaderName::To) {
            return equal::params(self.params(), other.params(), |name| !name.eq_ignore_ascii_case("tag"));
        }
        self.display_text().unescape() == other.display_text().unescape() && equal::params(self.params(), other.params(), |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, display_name);
        facts.tell_uri(self.uri());
        tell!(facts, self, tag);
    }
}

written_as_read!(NameAddr);
