//! `tel` URIs, and telephone numbers in the user parts of SIP URIs.

use core::fmt;
use core::ops::Deref;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{consumed, cut, eof, map, opt, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};

use super::params::{encode_params, or_lenient};
use super::{Escaped, UriParamDraft, UriParams};
use crate::chars::{self, Class};
use crate::encode::{BuildErrorKind, Encode, Writer, shown_as_written};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::{self, Parsed, Rule, any, before, byte, checked, escaped_run, expected, fail, limited, literal, some, within};
use crate::host;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Printable, Token, part};

/// A telephone number with its parameters: the text behind `tel:`, or the user part of a SIP URI (RFC 3966 §3).
///
/// ```text
/// telephone-subscriber = global-number / local-number
/// global-number        = global-number-digits *par
/// local-number         = local-number-digits *par context *par
/// par                  = parameter / extension / isdn-subaddress
/// global-number-digits = "+" *phonedigit DIGIT *phonedigit
/// local-number-digits  = *phonedigit-hex (HEXDIG / "*" / "#") *phonedigit-hex
/// ```
///
/// `==` compares the bytes as written.
#[derive(Clone, Copy)]
pub struct Telephone<'a> {
    raw: &'a [u8],
    /// The end of the number in `raw`, where its parameters begin.
    number_end: u32,
}

impl PartialEq for Telephone<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Telephone<'_> {}

impl<'a> Telephone<'a> {
    /// Returns the number and its parameters, as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the number as written, with visual separators, and with the `+` of a global number.
    pub const fn number(&self) -> Token<'a> {
        Token::new(part(self.raw, 0, self.number_end))
    }

    /// Iterates over the number without visual separators: `+` and digits of a global number, otherwise digits, `A` to `F`, `*` and `#`.
    pub fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.number().as_bytes().iter().copied().filter(|&b| !is_separator(b))
    }

    /// Whether the number is global: it begins with `+` (RFC 3966 §5.1.4).
    pub fn is_global(&self) -> bool {
        self.number().as_bytes().first() == Some(&b'+')
    }

    /// Whether the number is unambiguous: it is global, or it is local and has a `phone-context`.
    ///
    /// RFC 3966 §5.1.5 requires a context for each local number. A number without a context is accepted all the same, because phones send
    /// the
    /// dialled digits. The application that places the call decides how to use it.
    pub fn is_qualified(&self) -> bool {
        self.is_global() || self.phone_context().is_some()
    }

    /// Returns the parameters, in the order of the URI.
    pub const fn params(&self) -> UriParams<'a> {
        UriParams::new(part(self.raw, self.number_end, self.raw.len() as u32))
    }

    /// Returns the `phone-context` parameter: the scope of a local number, a domain name or `+` and digits (RFC 3966 §5.1.5).
    pub fn phone_context(&self) -> Option<Escaped<'a>> {
        self.value(KnownParam::PhoneContext)
    }

    /// Returns the `isub` parameter: the ISDN subaddress (RFC 3966 §5.2).
    pub fn isub(&self) -> Option<Escaped<'a>> {
        self.value(KnownParam::Isub)
    }

    /// Returns the `ext` parameter: the extension behind a PBX (RFC 3966 §5.3).
    pub fn ext(&self) -> Option<Escaped<'a>> {
        self.value(KnownParam::Ext)
    }

    /// Returns the `postd` parameter: the digits to dial after the call is answered (RFC 2806 §2.2).
    pub fn postd(&self) -> Option<Escaped<'a>> {
        self.params().get("postd")?.value()
    }

    /// Returns the `rn` parameter: the routing number of a ported number (RFC 4694 §4).
    pub fn rn(&self) -> Option<Escaped<'a>> {
        self.params().get("rn")?.value()
    }

    /// Whether the URI has an `npdi` parameter: the number portability database was queried (RFC 4694 §4).
    pub fn has_npdi(&self) -> bool {
        self.params().contains("npdi")
    }

    /// Returns the `cic` parameter: the carrier identification code (RFC 4694 §4).
    pub fn cic(&self) -> Option<Escaped<'a>> {
        self.params().get("cic")?.value()
    }

    /// Returns the `tgrp` parameter: the trunk group (RFC 4904 §5).
    pub fn tgrp(&self) -> Option<Escaped<'a>> {
        self.params().get("tgrp")?.value()
    }

    /// Returns the `trunk-context` parameter: the scope of the trunk group (RFC 4904 §5).
    pub fn trunk_context(&self) -> Option<Escaped<'a>> {
        self.params().get("trunk-context")?.value()
    }

    fn value(&self, param: KnownParam) -> Option<Escaped<'a>> {
        self.params().get(param.as_str())?.value()
    }
}

/// A `tel` URI (RFC 3966).
///
/// ```text
/// telephone-uri = "tel:" telephone-subscriber
/// ```
///
/// It dereferences to the [`Telephone`] that it contains. `==` compares the bytes as written.
///
/// ```
/// use sipwire::TelUri;
///
/// let uri = TelUri::parse(b"tel:863-1234;phone-context=+1-914-555")?;
/// assert!(!uri.is_global() && uri.digits().eq(*b"8631234"));
/// assert!(uri.phone_context().unwrap().is("+1-914-555"));
/// assert!(!TelUri::parse(b"tel:112")?.is_qualified());
/// assert!(TelUri::parse(b"tel:+()").is_err());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TelUri<'a> {
    raw: &'a [u8],
    telephone: Telephone<'a>,
}

impl<'a> TelUri<'a> {
    /// Makes a draft of a `tel` URI from a number. A global number begins with `+`.
    pub fn build(number: &'a (impl AsRef<[u8]> + ?Sized)) -> TelUriDraft<'a> {
        TelUriDraft { number: number.as_ref(), phone_context: None, params: &[] }
    }

    /// Returns the URI as written.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

impl<'a> Deref for TelUri<'a> {
    type Target = Telephone<'a>;
    fn deref(&self) -> &Telephone<'a> {
        &self.telephone
    }
}

/// ```text
/// visual-separator = "-" / "." / "(" / ")"
/// ```
pub(super) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'-' | b'.' | b'(' | b')')
}

/// ```text
/// telephone-uri = "tel:" telephone-subscriber
/// ```
pub(super) fn tel_uri<'a>(profile: &Profile) -> impl Rule<'a, TelUri<'a>> {
    let number = preceded(literal(b"tel:", Expected::Scheme), cut(telephone(chars::URIC, profile)));
    map(consumed(number), |(raw, telephone)| TelUri { raw, telephone })
}

/// Parses the user part of a SIP URI as a telephone number. Returns `None` if it is no such number.
pub(super) fn of_user(user: &[u8]) -> Option<Telephone<'_>> {
    grammar::whole(user, 0, telephone(chars::USER, &Profile::default())).ok()
}

/// ```text
/// telephone-subscriber = global-number / local-number
/// global-number        = global-number-digits *par
/// local-number         = local-number-digits *par context *par
/// ```
///
/// `subaddress` is the class of an ISDN subaddress.
fn telephone<'a>(subaddress: Class, profile: &Profile) -> impl Rule<'a, Telephone<'a>> {
    move |input: &'a [u8]| {
        let (rest, number) = number(input)?;
        let is_local = number.as_bytes()[0] != b'+';
        let (rest, _) = params(is_local, subaddress, profile).parse_complete(rest)?;
        Ok((rest, Telephone { raw: &input[..input.len() - rest.len()], number_end: number.as_bytes().len() as u32 }))
    }
}

/// ```text
/// global-number-digits = "+" *phonedigit DIGIT *phonedigit
/// local-number-digits  = *phonedigit-hex (HEXDIG / "*" / "#") *phonedigit-hex
/// phonedigit           = DIGIT / [ visual-separator ]
/// phonedigit-hex       = HEXDIG / "*" / "#" / [ visual-separator ]
/// ```
///
/// At least one digit is required: `tel:+()` is no number.
fn number(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let (behind_plus, plus) = opt(byte(b'+', Expected::TelephoneNumber)).parse_complete(input)?;
    let class = if plus.is_some() { chars::PHONE } else { chars::PHONE_HEX };
    match any(class).parse_complete(behind_plus)? {
        (rest, digits) if digits.iter().all(|&b| is_separator(b)) => Err(expected(rest, Expected::TelephoneNumber)),
        (rest, _) => Ok((rest, Token::new(&input[..input.len() - rest.len()]))),
    }
}

/// ```text
/// *par
/// par = ";" ( parameter / extension / isdn-subaddress / context )
/// ```
///
/// `isub`, `ext` and `phone-context` may occur once. An `ext` that is no number, and an `ext` or `isub` without a value, is a generic
/// `parameter`, and so is the `phone-context` of a global number.
fn params<'a>(is_local: bool, subaddress: Class, profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    const ONCE: [KnownParam; 3] = [KnownParam::Isub, KnownParam::Ext, KnownParam::PhoneContext];
    let semicolon = || byte(b';', Expected::Semicolon);
    let skips_empty = profile.allows(Leniency::EMPTY_PARAMS);
    let empty = checked(terminated(semicolon(), peek(alt((map(eof, |_| ()), semicolon())))), move |()| skips_empty, Expected::UriParameter);
    let (mut count, mut seen) = (0, [false; ONCE.len()]);
    let par = move |input: &'a [u8]| {
        count += 1;
        limited(input, profile, Limit::UriParams, count)?;
        let (behind, name) = within(profile, Limit::ParamName, some(chars::LABEL, Expected::UriParameter)).parse_complete(input)?;
        let known = ONCE.iter().position(|known| name.eq_ignore_ascii_case(known.as_str().as_bytes()));
        if let Some(place) = known
            && core::mem::replace(&mut seen[place], true)
        {
            return Err(fail(input, ErrorKind::DuplicateParam(ONCE[place])));
        }
        match known.map(|place| ONCE[place]) {
            Some(KnownParam::Isub) => opt(preceded(equal(), cut(isdn_subaddress(subaddress, profile)))).parse_complete(behind),
            Some(KnownParam::PhoneContext) if is_local => map(preceded(equal(), cut(descriptor(profile))), Some).parse_complete(behind),
            _ => opt(preceded(equal(), cut(super::params::pvalue(profile)))).parse_complete(behind),
        }
    };
    recognize(many0_count(alt((map(empty, |()| None), preceded(semicolon(), cut(par))))))
}

fn equal<'a>() -> impl Rule<'a, ()> {
    byte(b'=', Expected::Equal)
}

/// ```text
/// pvalue = 1*paramchar
/// ```
fn pvalue<'a>(chars: impl Rule<'a, &'a [u8]>, profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    within(profile, Limit::ParamValue, or_lenient(checked(chars, |value| !value.is_empty(), Expected::ParameterValue), profile))
}

/// ```text
/// isdn-subaddress = ";isub=" 1*uric
/// ```
///
/// A `;` ends the subaddress, although `uric` contains `;`.
fn isdn_subaddress<'a>(class: Class, profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    pvalue(before(b';', escaped_run(class)), profile)
}

/// ```text
/// context    = ";phone-context=" descriptor
/// descriptor = domainname / global-number-digits
/// ```
///
/// Any value is split off; a malformed descriptor is an error at its beginning.
fn descriptor<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    checked(pvalue(escaped_run(chars::PARAM), profile), move |value: &&[u8]| is_descriptor(value, profile), Expected::PhoneContext)
}

fn is_descriptor(value: &[u8], profile: &Profile) -> bool {
    let value = value.strip_prefix(b"\"").and_then(|quoted| quoted.strip_suffix(b"\"")).unwrap_or(value);
    if value.first() == Some(&b'+') {
        return matches!(number(value), Ok(([], _)));
    }
    let has_name = matches!(host::host(profile).parse_complete(value), Ok(([], host)) if host.is_name());
    has_name && !scan::all(value, chars::DIGIT)
}

/// A `tel` URI to be written, made from parts. Characters that are not allowed in a parameter are percent-escaped.
///
/// A local number requires a `phone_context`; writing one without it fails (RFC 3966 §5.1.5).
///
/// ```
/// use sipwire::{Encode, TelUri, UriParamDraft};
///
/// let params = [UriParamDraft::new("tgrp", "TG-1")];
/// let uri = TelUri::build("7042").phone_context("example.com").params(&params);
/// assert_eq!(uri.to_bytes()?, b"tel:7042;phone-context=example.com;tgrp=TG-1");
/// assert!(TelUri::build("7042").to_bytes().is_err());
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct TelUriDraft<'a> {
    number: &'a [u8],
    phone_context: Option<&'a [u8]>,
    params: &'a [UriParamDraft<'a>],
}

shown_as_written!(TelUriDraft);

impl<'a> TelUriDraft<'a> {
    /// Sets the scope in which the number is valid: a domain name, or `+` and digits.
    #[must_use]
    pub fn phone_context(mut self, context: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.phone_context = Some(context.as_ref());
        self
    }

    /// Sets all other parameters, written behind the context in this order. RFC 3966 §3 requires them sorted by name.
    #[must_use]
    pub const fn params(mut self, params: &'a [UriParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for TelUriDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        let is_number = |bytes: &[u8]| matches!(number(bytes), Ok(([], _)));
        let start = out.position();
        out.fixed("tel:");
        match self.number.iter().position(|&b| b != b'+' && !b.is_ascii_hexdigit() && !is_separator(b) && !matches!(b, b'*' | b'#')) {
            _ if is_number(self.number) => out.known(self.number),
            Some(at) => {
                let kind = BuildErrorKind::Forbidden { within: Expected::TelephoneNumber, byte: self.number[at] };
                out.refuse(kind, at);
            }
            None => out.refuse(BuildErrorKind::Empty(Expected::TelephoneNumber), 0),
        }
        match self.phone_context {
            Some(context) if is_descriptor(context, &Profile::default()) => {
                out.fixed(";phone-context=");
                out.known(context);
            }
            None if self.number.first() == Some(&b'+') => {}
            _ => out.refuse(BuildErrorKind::Empty(Expected::PhoneContext), 0),
        }
        if self.params.is_empty() {
            return;
        }
        encode_params(self.params, out);
        // The names and values of a telephone number are narrower than those of a SIP URI, and some have a grammar of their own.
        let written = out.since(start);
        let whole = grammar::whole(written, 0, tel_uri(&Profile::of_taken(Leniency::NONE))).map(drop);
        if let Err(error) = whole {
            out.refuse(BuildErrorKind::refused(error, written), error.offset());
        }
    }
}

impl Encode for TelUri<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.as_read(self.raw);
    }
}

impl<'a> TryFrom<&'a [u8]> for TelUri<'a> {
    type Error = ParseError;
    fn try_from(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::parse(bytes)
    }
}

impl<'a> TryFrom<&'a str> for TelUri<'a> {
    type Error = ParseError;
    fn try_from(text: &'a str) -> Result<Self, ParseError> {
        Self::parse(text.as_bytes())
    }
}

/// Shows the URI as written.
impl fmt::Display for TelUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for TelUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Shows the number as written.
impl fmt::Display for Telephone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(self.raw).fmt(f)
    }
}

impl fmt::Debug for Telephone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_numbers_with_a_context() {
        assert_eq!(TelUri::build("+1-2").to_bytes().unwrap(), b"tel:+1-2");
        let params = [UriParamDraft::new("a", "b;c")];
        let bytes = TelUri::build("*#Ab").phone_context("+4-9").params(&params).to_bytes().unwrap();
        assert_eq!(bytes, b"tel:*#Ab;phone-context=+4-9;a=b%3Bc");
        assert!(TelUri::parse(&bytes).unwrap().phone_context().unwrap().is("+4-9"));
        for number in ["", "+", "+()", "1", "+1a", "1\r\n", "+1;a", "1+"] {
            assert!(TelUri::build(number).to_bytes().is_err(), "{number:?}");
        }
        for context in ["", "+", "1", "a b", "a;b", "192.0.2.1", "[::1]"] {
            assert!(TelUri::build("1").phone_context(context).to_bytes().is_err(), "{context:?}");
        }
    }
}
