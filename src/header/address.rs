//! Addresses: From, To, Route, Record-Route, Path, Service-Route, Refer-To and all others that are a URI with a display name.

use super::address_quick::{plain, quick};
use super::value::written_as_read;
use super::{From, NameAddrDraft, To, Value};
use crate::chars;
use crate::error::{Expected, KnownParam, ParseError};
use crate::lexical::{self, Parsed, consumed, expected, inside, once};
use crate::params::{self, Form, Params};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token, part, span_of};
use crate::uri::{self, Uri, UriRef};

/// A URI, perhaps with a display name before it and parameters behind it (RFC 3261 §20.10, §25.1).
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
/// assert!(address.display_name().unwrap().is("Bob"));
/// assert_eq!(address.uri().as_bytes(), b"sips:bob@biloxi.example.com;x=y");
/// assert_eq!(address.tag().unwrap(), "a48s");
/// // Here x is a parameter of the header.
/// assert!(NameAddr::parse(b"sips:bob@biloxi.example.com;x=y")?.params().contains("x"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct NameAddr<'a> {
    pub(super) raw: &'a [u8],
    /// Where the display name ends, which begins with the value or behind its first quote; 0 where there is none. Here and below, an
    /// offset in `raw`.
    pub(super) name_end: u32,
    pub(super) params_start: u32,
    /// Where the value of the tag begins and ends; 0 where there is none.
    pub(super) tag: (u32, u32),
    /// The absolute offset, and what is taken, for the parameters that are typed when asked for.
    pub(super) offset: u32,
    pub(super) leniency: Leniency,
    pub(super) uri: Uri<'a>,
}

impl PartialEq for NameAddr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for NameAddr<'_> {}

impl<'a> NameAddr<'a> {
    /// Parses an address that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        either(Value::new(bytes)?)
    }

    /// Makes an address from parts, to be written.
    #[inline]
    pub fn build(uri: impl Into<UriRef<'a>>) -> NameAddrDraft<'a> {
        NameAddrDraft::new(uri.into())
    }

    /// The address as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The display name; `Some` and empty where empty quotes stand for it.
    pub const fn display_name(&self) -> Option<Text<'a>> {
        match self.raw {
            _ if self.name_end == 0 => None,
            [b'"', ..] => Some(Text::quoted(part(self.raw, 1, self.name_end))),
            _ => Some(Text::plain(part(self.raw, 0, self.name_end))),
        }
    }

    /// The URI.
    #[inline]
    pub const fn uri(&self) -> Uri<'a> {
        self.uri
    }

    /// The parameters of the header, not of the URI.
    pub const fn params(&self) -> Params<'a> {
        Params::last_of(self.raw, self.params_start, self.offset, self.leniency)
    }

    /// The `tag` parameter, which tells dialogs apart (RFC 3261 §19.3). Compared byte by byte.
    #[inline]
    pub const fn tag(&self) -> Option<Token<'a>> {
        match self.tag {
            (_, 0) => None,
            (start, end) => Some(Token::new(part(self.raw, start, end))),
        }
    }
}

/// Types one element: a name-addr or an addr-spec.
pub(crate) fn either(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    match plain(&value) {
        Some(address) => Ok(address),
        None => any(&value, either_by_grammar),
    }
}

/// Types one element that must be a name-addr: Route, Record-Route, Path, Service-Route and others.
pub(crate) fn bracketed(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    match plain(&value) {
        Some(address) => Ok(address),
        None => any(&value, bracketed_by_grammar),
    }
}

/// An address that is not [`plain`].
#[inline(never)]
fn any<'a>(value: &Value<'a>, by_grammar: fn(Value<'a>) -> Result<NameAddr<'a>, ParseError>) -> Result<NameAddr<'a>, ParseError> {
    match quick(value) {
        Some(address) => Ok(address),
        None => by_grammar(*value),
    }
}

#[cold]
#[inline(never)]
pub(super) fn either_by_grammar(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.read(|input, profile| address(&value, input, profile, Form::Generic, addr_spec))
}

#[cold]
#[inline(never)]
pub(super) fn bracketed_by_grammar(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.read(|input, profile| address(&value, input, profile, Form::Generic, bare_route))
}

/// Types one element of P-Refused-URI-List.
///
/// ```text
/// uri-list-entry = ( name-addr / addr-spec ) *( SEMI refused-param )
/// refused-param  = members-param / generic-param
/// members-param  = "members" EQUAL LDQUOT *( qdtext / quoted-pair ) RDQUOT
/// ```
///
/// The examples of the same document have angle brackets in place of the quotes (RFC 5318 §7): both are taken.
pub(crate) fn refused(value: Value<'_>) -> Result<NameAddr<'_>, ParseError> {
    value.read(|input, profile| address(&value, input, profile, Form::Bracketed, addr_spec))
}

/// ```text
/// ( name-addr / addr-spec ) *( SEMI generic-param )
/// ```
///
/// `bare` reads the URI where there are no brackets.
fn address<'a>(
    value: &Value<'a>,
    input: &'a [u8],
    profile: &Profile,
    form: Form,
    bare: impl Fn(&'a [u8], &Profile) -> Parsed<'a, Uri<'a>>,
) -> Parsed<'a, NameAddr<'a>> {
    let (rest, (raw, (display_name, uri, params, tag))) = consumed(input, |input| {
        let (rest, (display_name, uri)) = match display_name(input, profile, form)? {
            (rest, Some(display_name)) => {
                let (rest, uri) = uri_in_brackets(rest, profile)?;
                (rest, (display_name, uri))
            }
            (rest, None) => {
                let (rest, uri) = bare(rest, profile)?;
                (rest, (None, uri))
            }
        };
        let mut tag = None;
        let (rest, params) = params::params_of(rest, profile, form, |param, at| {
            if param.name().as_bytes().len() == 3 && param.is("tag") {
                match param.token() {
                    Some(value) => once(&mut tag, value, at, KnownParam::Tag)?,
                    None if param.is_blank() => {}
                    None => return Err(expected(at, Expected::ParameterValue)),
                }
            }
            Ok(())
        })?;
        Ok((rest, (display_name, uri, params, tag)))
    })?;
    let (_, name_end) = display_name.map_or((0, 0), |name| span_of(raw, name.as_bytes()));
    let tag = tag.map_or((0, 0), |tag| span_of(raw, tag.as_bytes()));
    let (params_start, _) = span_of(raw, params.as_bytes());
    let (offset, leniency) = (value.offset() as u32, profile.leniency);
    Ok((rest, NameAddr { raw, name_end, params_start, tag, offset, leniency, uri: value.place_uri(uri) }))
}

/// What stands before an opening bracket: `Some` display name or none; the outer `None` where there is no bracket.
///
/// ```text
/// display-name = *(token LWS) / quoted-string
/// ```
///
/// No white space is wanted before the bracket (RFC 3261 §20.10, RFC 4475 §3.1.1.6).
#[inline]
fn display_name<'a>(input: &'a [u8], profile: &Profile, form: Form) -> Parsed<'a, Option<Option<Text<'a>>>> {
    match input.first() {
        Some(b'<') => return Ok((input, Some(None))),
        Some(b'"') => {
            let (rest, name) = lexical::quoted_string(input, profile)?;
            let (rest, ()) = lexical::sws(rest)?;
            return match rest.first() {
                Some(b'<') => Ok((rest, Some(Some(name)))),
                _ => Err(expected(rest, Expected::UriInBrackets)),
            };
        }
        _ => {}
    }
    let Some(open) = memchr::memchr(b'<', input) else { return Ok((input, None)) };
    let name = scan::trim_folded(&input[..open]);
    if memchr::memchr(b';', name).is_some_and(|params| name[params..].contains(&b'"')) {
        // A URI without brackets, whose parameters have a `<` in quotes: +sip.instance has. No display name is like that.
        return Ok((input, None));
    }
    if form == Form::Bracketed && name.ends_with(b"=") {
        // The same, and the bracket begins a parameter's value.
        return Ok((input, None));
    }
    let mut rest = name;
    loop {
        rest = &rest[scan::run(rest, chars::TOKEN)..];
        match scan::white_space(rest) {
            0 if rest.is_empty() => break,
            0 if profile.allows(Leniency::LOOSE_DISPLAY_NAME) && !name.contains(&b',') && scan::run(name, chars::TEXT) == name.len() => {
                break;
            }
            0 => {
                let wrong = name.len() - rest.len();
                // A URI without brackets, and one that is in brackets further on: which of the two is wrong can't be told.
                return Err(expected(&input[wrong..], Expected::DisplayName));
            }
            space => rest = &rest[space..],
        }
    }
    Ok((&input[open..], Some(Some(Text::plain(name)))))
}

/// ```text
/// LAQUOT addr-spec RAQUOT
/// ```
#[inline]
pub(super) fn uri_in_brackets<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Uri<'a>> {
    let (inner, ()) = lexical::byte(b'<', Expected::UriInBrackets)(input)?;
    let close = memchr::memchr(b'>', inner).ok_or_else(|| expected(&[], Expected::ClosingBracket))?;
    let (bytes, rest) = inner.split_at(close);
    let spaced = profile.allows(Leniency::SPACES_IN_BRACKETS);
    let after_spaces = if spaced { scan::run(bytes, chars::WSP) } else { 0 };
    let bytes = &bytes[after_spaces..];
    let trimmed = if spaced { scan::trim(bytes) } else { bytes };
    let uri = inside(trimmed, &inner[after_spaces + trimmed.len()..], |bytes| uri::uri(bytes, profile))?;
    let (rest, ()) = lexical::sws(&rest[1..])?;
    Ok((rest, uri))
}

/// A URI without brackets ends where the header's parameters begin, or at a comma or a question mark, which only brackets allow.
#[inline]
fn addr_spec<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Uri<'a>> {
    let end = input.iter().position(|&b| matches!(b, b';' | b',' | b'?') || b <= b' ').unwrap_or(input.len());
    let (bytes, rest) = input.split_at(end);
    Ok((rest, inside(bytes, rest, |bytes| uri::uri(bytes, profile))?))
}

/// A route that lost its brackets, where that is taken: its parameters are the URI's.
fn bare_route<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Uri<'a>> {
    if !profile.allows(Leniency::BARE_ROUTE) {
        return Err(expected(input, Expected::UriInBrackets));
    }
    let end = input.iter().position(|&b| b == b',' || b <= b' ').unwrap_or(input.len());
    let (bytes, rest) = input.split_at(end);
    Ok((rest, inside(bytes, rest, |bytes| uri::uri(bytes, profile))?))
}

impl<'a> From<'a> {
    /// The tag of whoever sent the request (RFC 3261 §20.20).
    #[inline]
    pub const fn tag(&self) -> Option<Token<'a>> {
        self.0.tag()
    }
}

impl<'a> To<'a> {
    /// The tag of whoever the request is for; absent in a request that begins a dialog (RFC 3261 §20.39).
    #[inline]
    pub const fn tag(&self) -> Option<Token<'a>> {
        self.0.tag()
    }
}

written_as_read!(NameAddr with params);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Limits;
    use alloc::string::ToString;

    #[test]
    fn display_names_of_all_kinds() {
        for (text, name) in [
            ("<sip:a@b>", None),
            ("sip:a@b", None),
            ("\"\" <sip:a@b>", Some("")),
            ("Bob <sip:a@b>", Some("Bob")),
            ("caller<sip:a@b>", Some("caller")),
            ("A. G. Bell <sip:a@b>", Some("A. G. Bell")),
            ("\"x <y>, \\\" z\"<sip:a@b>", Some("x <y>, \" z")),
            ("A\r\n B  <sip:a@b>", Some("A B")),
        ] {
            let address = NameAddr::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(address.display_name().map(|name| name.to_str().unwrap().to_string()).as_deref(), name, "{text}");
            assert_eq!(address.uri().as_bytes(), b"sip:a@b", "{text}");
        }
    }

    #[test]
    fn parameters_belong_to_the_header_without_brackets() {
        let bare = NameAddr::parse(b"sip:a@b ;tag=x;lr").unwrap();
        assert_eq!((bare.tag().unwrap().as_str(), bare.params().iter().count()), ("x", 2));
        assert!(bare.uri().as_sip().unwrap().params().is_empty());
        assert!(NameAddr::parse(b"tel:+1-2;tag=y").unwrap().tag().is_some());
        let instance = NameAddr::parse(b"sip:a@b;x;+sip.instance=\"<urn:uuid:1>\"").unwrap();
        assert!(instance.uri().as_bytes() == b"sip:a@b" && instance.params().value("+sip.instance").unwrap().is("<urn:uuid:1>"));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            ("", 0),
            ("<", 1),
            ("<sip:a@b", 8),
            ("<>", 1),
            ("Bell, A <sip:a@b>", 4),
            ("\"Bob <sip:a@b>", 14),
            ("\"Bob\" sip:a@b", 6),
            ("sip:a@b?x=y", 7),
            ("sip:a@b,c", 7),
            ("<sip:a@b>x", 9),
            ("< sip:a@b>", 1),
            ("<sip:a@b >", 8),
            ("<sip:a@b>;tag=x;tag=y", 16),
            ("<sip:a@b>;tag=\"x\"", 10),
            ("<sip:a@b>;tag", 10),
            ("<sip:a@b>;", 10),
            ("Bob\u{a0}<sip:a@b>", 3),
            ("<sip:a b>", 6),
            ("<<sip:a@b>>", 1),
        ] {
            assert_eq!(NameAddr::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(bracketed(Value::new(b"sip:a;lr").unwrap()).is_err());
    }

    #[test]
    fn lenient_readings_are_named() {
        let value = |text: &'static str, flag| Value::alone(text.as_bytes(), Profile::new(&Limits::new(), flag)).unwrap();
        let route = bracketed(value("sip:a;lr", Leniency::BARE_ROUTE)).unwrap();
        assert!(route.uri().as_sip().unwrap().is_loose_router());
        let behind_space = bracketed(value("sip:a;lr ;x=1", Leniency::BARE_ROUTE)).unwrap();
        assert_eq!((behind_space.uri().as_bytes(), behind_space.params().iter().count()), (&b"sip:a;lr"[..], 1));
        assert!(either(value("Bell: A <sip:a@b>", Leniency::LOOSE_DISPLAY_NAME)).unwrap().display_name().unwrap().is("Bell: A"));
        let scripted = either(value("\\\"Bob\\\" <sip:a@b>;tag=1", Leniency::LOOSE_DISPLAY_NAME)).unwrap();
        assert_eq!((scripted.display_name().unwrap().as_bytes(), scripted.tag().unwrap().as_str()), (&b"\\\"Bob\\\""[..], "1"));
        assert!(
            either(value("Bob \"B.\" Bell <sip:a@b>", Leniency::LOOSE_DISPLAY_NAME)).unwrap().display_name().unwrap().is("Bob \"B.\" Bell")
        );
        for text in ["Bell, A <sip:a@b>", "\"Bob <sip:a@b>", "\"Bob\" B <sip:a@b>"] {
            assert!(either(value(text, Leniency::ALL)).is_err(), "{text}");
        }
        let blank = either(value("<sip:a@b>;tag=;x=1", Leniency::EMPTY_PARAM_VALUE)).unwrap();
        assert!(blank.tag().is_none() && blank.params().iter().count() == 2);
        let spaced = either(value("< sip:a@b >;tag=1", Leniency::SPACES_IN_BRACKETS)).unwrap();
        assert_eq!((spaced.uri().as_bytes(), spaced.tag().unwrap().as_str()), (&b"sip:a@b"[..], "1"));
    }

    #[test]
    fn passwords_are_not_shown() {
        let address = NameAddr::parse(b"x <sip:a:secret@b>;tag=1").unwrap();
        assert_eq!(address.to_string(), "x <sip:a:***@b>;tag=1");
        assert!(!alloc::format!("{address:?}").contains("secret"));
    }
}
