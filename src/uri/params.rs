//! The parameters of URIs.

use alloc::vec::Vec;
use core::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::combinator::{cut, eof, map, opt, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};

use super::Escaped;
use crate::chars;
use crate::encode::{BuildErrorKind, Writer, shown_as_written};
use crate::error::{ErrorKind, Expected, KnownParam};
use crate::grammar::{Parsed, Rule, byte, checked, escaped_part, escaped_run, expected, fail, limited, within};
use crate::host;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{Seam, Seams, same_name};
use crate::text::{self, Printable};

/// A parameter of a URI, as written (RFC 3261 §19.1.1).
///
/// ```text
/// other-param = pname [ "=" pvalue ]
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UriParam<'a> {
    name: Escaped<'a>,
    value: Option<Escaped<'a>>,
}

impl<'a> UriParam<'a> {
    /// Returns the name, which is compared decoded and without regard to case.
    pub const fn name(&self) -> Escaped<'a> {
        self.name
    }

    /// Returns the value, or `None` for a flag such as `lr`. Surrounding quotes, which
    /// [`Leniency::QUOTED_URI_PARAM`](crate::Leniency::QUOTED_URI_PARAM) accepts, are not part of the value.
    pub const fn value(&self) -> Option<Escaped<'a>> {
        match self.value {
            Some(value) => match value.as_bytes() {
                [b'"', inner @ .., b'"'] => Some(Escaped::new(inner)),
                _ => Some(value),
            },
            None => None,
        }
    }
}

impl fmt::Debug for UriParam<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_pair(self.name, self.value, f)
    }
}

/// The parameters of a URI, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UriParams<'a>(&'a [u8]);

impl<'a> UriParams<'a> {
    /// A `;` precedes each parameter in `bytes`.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the text from the first `;` to the end of the last parameter, as written. The text is empty if there are no parameters.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there are no parameters.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the parameters, in the order of the URI.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'a>> + use<'a> {
        self.0.split(|&b| b == b';').filter(|param| !param.is_empty()).map(|param| {
            let (name, value) = parted(param);
            UriParam { name, value }
        })
    }

    /// Returns the first parameter that has the name of an earlier one, although names must not repeat (RFC 3261 §19.1.1). Look-ups by
    /// name
    /// return the earlier one. A repeated parameter that affects routing is an error of the URI.
    pub fn repeated(&self) -> Option<UriParam<'a>> {
        let name = |param: &UriParam<'a>| param.name.bytes().map(|b| b.to_ascii_lowercase());
        text::repeated(self.iter(), |a, b| name(a).cmp(name(b)))
    }

    /// Returns the first parameter of that name. Names are compared decoded, without regard to case.
    pub fn get(&self, name: &str) -> Option<UriParam<'a>> {
        self.iter().find(|param| param.name.is_ignoring_case(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// Shows a name and its value as written, with secrets hidden.
pub(super) fn show_pair(name: Escaped<'_>, value: Option<Escaped<'_>>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Some(value) => fmt::Display::fmt(&Printable(&[name.as_bytes(), b"=", value.as_bytes()].concat()), f),
        None => fmt::Display::fmt(&name, f),
    }
}

/// Splits a parameter at the first `=`.
pub(super) fn parted(param: &[u8]) -> (Escaped<'_>, Option<Escaped<'_>>) {
    match param.iter().position(|&b| b == b'=') {
        Some(at) => (Escaped::new(&param[..at]), Some(Escaped::new(&param[at + 1..]))),
        None => (Escaped::new(param), None),
    }
}

/// ```text
/// uri-parameters = *( ";" uri-parameter )
/// uri-parameter  = pname [ "=" pvalue ]
/// ```
///
/// Each parameter that affects routing may occur once (RFC 3261 §19.1.1).
#[inline]
pub(super) fn uri_params<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    const ONCE: [KnownParam; 5] = [KnownParam::Transport, KnownParam::Maddr, KnownParam::Ttl, KnownParam::User, KnownParam::Method];
    let semicolon = || byte(b';', Expected::Semicolon);
    let before_next = peek(alt((map(eof, |_| ()), semicolon(), byte(b'?', Expected::UriHeader))));
    let skips_empty = profile.allows(Leniency::EMPTY_PARAMS);
    let empty = checked(terminated(semicolon(), before_next), move |()| skips_empty, Expected::UriParameter);
    let (mut count, mut seen) = (0, [false; ONCE.len()]);
    let param = move |input: &'a [u8]| {
        count += 1;
        limited(input, profile, Limit::UriParams, count)?;
        let (rest, name) = within(profile, Limit::ParamName, escaped_part(chars::PARAM, Expected::UriParameter)).parse_complete(input)?;
        if let Some(place) = ONCE.iter().position(|known| Escaped::new(name).is_ignoring_case(known.as_str()))
            && core::mem::replace(&mut seen[place], true)
        {
            return Err(fail(input, ErrorKind::DuplicateParam(ONCE[place])));
        }
        map(opt(preceded(byte(b'=', Expected::Equal), cut(pvalue(profile)))), |_| ()).parse_complete(rest)
    };
    recognize(many0_count(alt((empty, preceded(semicolon(), cut(param))))))
}

/// ```text
/// pvalue = 1*paramchar
/// ```
pub(super) fn pvalue<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let may_be_empty = profile.allows(Leniency::EMPTY_PARAM_VALUE);
    let may_have_equals = profile.allows(Leniency::EQUALS_IN_URI_PARAM);
    let value = move |input: &'a [u8]| match escaped_run(chars::PARAM).parse_complete(input)? {
        (rest, []) if !may_be_empty || !matches!(rest, [] | [b';' | b'?' | b'=', ..]) => Err(expected(input, Expected::ParameterValue)),
        found => Ok(found),
    };
    let equals = checked(byte(b'=', Expected::Equal), move |()| may_have_equals, Expected::Equal);
    let value = recognize((value, many0_count(preceded(equals, cut(escaped_run(chars::PARAM))))));
    within(profile, Limit::ParamValue, or_lenient(value, profile))
}

/// A value by its rule, or a lenient value: a quoted string, or an IPv6 reference whose zone follows an unescaped `%`.
pub(super) fn or_lenient<'a>(mut value: impl Rule<'a, &'a [u8]>, profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| match input.first() {
        Some(b'"') if profile.allows(Leniency::QUOTED_URI_PARAM) => quoted(input),
        Some(b'[') if profile.allows(Leniency::IPV6_ZONE) => match recognize(host::host(profile)).parse_complete(input) {
            Ok(found @ ([] | [b';' | b'?', ..], _)) => Ok(found),
            _ => value.parse_complete(input),
        },
        _ => value.parse_complete(input),
    }
}

/// ```text
/// DQUOTE *( escaped / %x21-7E ) DQUOTE   ; no quote, backslash, angle bracket, ";", "?" or "@"
/// ```
fn quoted(input: &[u8]) -> Parsed<'_, &[u8]> {
    const ENDS: &[u8; 8] = b"\"\\<>;?@%";
    let others = take_while1(|b: u8| b.is_ascii_graphic() && !ENDS.contains(&b));
    let content = many0_count(alt((others, escaped_part(chars::PARAM, Expected::ParameterValue))));
    let quote = || byte(b'"', Expected::ParameterValue);
    recognize((quote(), content, cut(byte(b'"', Expected::ClosingQuote)))).parse_complete(input)
}

/// Returns the end of the parameters that begin at `seam` and have no escapes. `None` falls back to [`uri_params`].
#[inline(always)]
pub(super) fn fast_params(seams: &mut Seams<'_>, mut seam: Seam, profile: &Profile) -> Option<Seam> {
    let bytes = seams.bytes();
    let (mut count, mut seen) = (0, 0u8);
    while seam.byte == b';' {
        let start = seam.at + 1;
        seam = seams.end_of(chars::PARAM);
        let length = seam.at - start;
        count += 1;
        if length == 0 || profile.exceeds(Limit::ParamName, length) || profile.exceeds(Limit::UriParams, count) {
            return None;
        }
        // The parameters that may occur once.
        let place = match (length, bytes.get(start..seam.at)?) {
            (9, name) if same_name(name, b"transport") => 1,
            (4, name) if same_name(name, b"user") => 2,
            (5, name) if same_name(name, b"maddr") => 4,
            (6, name) if same_name(name, b"method") => 8,
            (3, name) if same_name(name, b"ttl") => 16,
            _ => 0,
        };
        if seen & place != 0 {
            return None;
        }
        seen |= place;
        if seam.byte == b'=' {
            let start = seam.at + 1;
            seam = seams.end_of(chars::PARAM);
            if seam.at == start || profile.exceeds(Limit::ParamValue, seam.at - start) {
                return None;
            }
        }
    }
    Some(seam)
}

impl fmt::Debug for UriParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A parameter of a URI to be written. Characters that are not allowed are percent-escaped.
#[derive(Clone, Copy)]
pub struct UriParamDraft<'a> {
    name: &'a [u8],
    value: Option<&'a [u8]>,
}

shown_as_written!(UriParamDraft);

impl<'a> UriParamDraft<'a> {
    /// Makes a flag, a parameter without a value: `;lr`.
    pub const fn flag(name: &'a str) -> Self {
        Self { name: name.as_bytes(), value: None }
    }

    /// Makes a parameter with a value: `;transport=tcp`.
    pub fn new(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: Some(value.as_ref()) }
    }
}

impl UriParamDraft<'_> {
    /// Writes the parameter, with the preceding `;`.
    pub(super) fn encode(&self, out: &mut Writer<'_>) {
        if self.name.is_empty() || self.value.is_some_and(<[u8]>::is_empty) {
            out.refuse(BuildErrorKind::Empty(Expected::UriParameter), 0);
        }
        out.fixed(";");
        out.escaped(self.name, chars::PARAM);
        if let Some(value) = self.value {
            out.fixed("=");
            out.escaped(value, chars::PARAM);
        }
    }
}

/// Writes the parameters of a URI. Names must not repeat (RFC 3261 §19.1.1, RFC 3966 §3).
pub(super) fn encode_params(params: &[UriParamDraft<'_>], out: &mut Writer<'_>) {
    for (place, param) in params.iter().enumerate() {
        let repeats = |other: &UriParamDraft<'_>| other.name.eq_ignore_ascii_case(param.name);
        if place < FEW && params[..place].iter().any(repeats) {
            out.refuse(BuildErrorKind::RepeatedParam, 0);
        }
        param.encode(out);
    }
    if params.len() > FEW && has_repeated(params) {
        out.refuse(BuildErrorKind::RepeatedParam, 0);
    }
}

/// Up to this number, each parameter is compared with all earlier ones; longer lists are sorted.
const FEW: usize = 8;

#[cold]
fn has_repeated(params: &[UriParamDraft<'_>]) -> bool {
    let mut names: Vec<_> = params.iter().map(|param| param.name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::encode::Encode;
    use crate::error::ParseError;
    use crate::host::Host;
    use crate::uri::{SipUri, TelUri, Uri};

    fn sip(params: &[UriParamDraft<'_>]) -> Result<Vec<u8>, BuildErrorKind> {
        SipUri::build(Host::try_from("h").unwrap()).params(params).to_bytes().map_err(|error| error.kind())
    }

    fn tel(params: &[UriParamDraft<'_>]) -> Result<Vec<u8>, BuildErrorKind> {
        TelUri::build("+1").params(params).to_bytes().map_err(|error| error.kind())
    }

    #[test]
    fn second_param_of_a_name_is_not_written() {
        for name in ["transport", "user", "maddr", "method", "ttl", "lr", "x", "ext", "isub", "a b"] {
            let upper = name.to_uppercase();
            let (first, second) = (UriParamDraft::new(name, "1"), UriParamDraft::new(&upper, "2"));
            assert_eq!(sip(&[first, UriParamDraft::flag("y"), second]), Err(BuildErrorKind::RepeatedParam), "{name}");
            assert_eq!(tel(&[first, UriParamDraft::flag("y"), second]), Err(BuildErrorKind::RepeatedParam), "{name}");
        }
        // The context has a setter of its own.
        let context = [UriParamDraft::new("phone-context", "a.b")];
        assert!(TelUri::build("7").phone_context("c.d").params(&context).to_bytes().is_err());
    }

    #[test]
    fn one_repeated_param_among_many_is_found_wherever_it_stands() {
        let names: Vec<_> = (0..40).map(|number| format!("p{number}")).collect();
        for count in [2, FEW, FEW + 1, FEW + 2, 40] {
            let params: Vec<_> = names[..count].iter().map(|name| UriParamDraft::flag(name)).collect();
            assert!(sip(&params).is_ok() && tel(&params).is_ok(), "{count}");
            for (first, second) in (0..count).flat_map(|first| (0..first).map(move |second| (first, second))) {
                let mut params = params.clone();
                let upper = names[second].to_uppercase();
                params[first] = UriParamDraft::new(&upper, "x");
                assert_eq!(sip(&params), Err(BuildErrorKind::RepeatedParam), "{first} {second} of {count}");
                assert_eq!(tel(&params), Err(BuildErrorKind::RepeatedParam), "{first} {second} of {count}");
            }
        }
    }

    #[test]
    fn tel_param_names_are_letters_digits_and_hyphens() {
        assert_eq!(tel(&[UriParamDraft::new("x-Y1", "a b")]), Ok(b"tel:+1;x-Y1=a%20b".to_vec()));
        for name in ["x_y", "a b", "x%", "x.y", "\u{e9}", ""] {
            assert!(tel(&[UriParamDraft::new(name, "1")]).is_err(), "{name}");
            assert!(tel(&[UriParamDraft::flag(name)]).is_err(), "{name}");
        }
        // A SIP URI takes them all, escaped where they have to be.
        assert_eq!(sip(&[UriParamDraft::new("x_y", "1"), UriParamDraft::flag("a b")]), Ok(b"sip:h;x_y=1;a%20b".to_vec()));
    }

    #[test]
    fn second_param_of_a_request_target_is_an_error_of_the_uri() {
        let read = |text: String| Uri::parse(text.as_bytes()).map(drop).map_err(|error: ParseError| (error.kind(), error.offset()));
        for known in [KnownParam::Transport, KnownParam::Maddr, KnownParam::Ttl, KnownParam::User, KnownParam::Method] {
            let name = known.as_str();
            assert_eq!(read(format!("sip:h;{name}=1;x;x")), Ok(()));
            assert_eq!(
                read(format!("sip:h;{name}=1;x;{}=1", name.to_uppercase())),
                Err((ErrorKind::DuplicateParam(known), 11 + name.len()))
            );
            // By the grammar, as on the fast path.
            assert_eq!(
                read(format!("sip:h;{name};%78;%{:x}{}", name.as_bytes()[0], &name[1..])).map_err(|error| error.0),
                Err(ErrorKind::DuplicateParam(known))
            );
        }
        for name in ["ext", "isub", "phone-context"] {
            assert!(read(format!("tel:+1;{name}=1;x;{name}=1")).is_err(), "{name}");
        }
    }
}
