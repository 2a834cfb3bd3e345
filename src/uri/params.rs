//! The parameters of URIs.

use core::fmt;

use super::Escaped;
use crate::chars::{self, Class};
use crate::encode::{BuildErrorKind, Writer};
use crate::error::{ErrorKind, Expected, KnownParam};
use crate::lexical::{self, Parsed, expected, fail, within};
use crate::profile::{Leniency, Limit, Profile};
use crate::scan::{Seam, Seams, same_name};
use crate::text;

/// A parameter of a URI, as written (RFC 3261 §19.1.1).
///
/// ```text
/// other-param = pname [ "=" pvalue ]
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct UriParam<'a> {
    name: Escaped<'a>,
    value: Option<Escaped<'a>>,
}

impl<'a> UriParam<'a> {
    /// The name, compared without regard to case and unescaped.
    pub const fn name(&self) -> Escaped<'a> {
        self.name
    }

    /// The value; `None` for a flag such as `lr`.
    pub const fn value(&self) -> Option<Escaped<'a>> {
        self.value
    }
}

/// The parameters of a URI, in the order in which they were written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UriParams<'a>(&'a [u8]);

impl<'a> UriParams<'a> {
    /// Each parameter in `bytes` has a `;` before it.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// From the first `;` to the end of the last parameter, as written; empty where there is none.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each parameter, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'a>> + use<'a> {
        self.0.split(|&b| b == b';').filter(|param| !param.is_empty()).map(|param| {
            let (name, value) = parted(param);
            UriParam { name, value }
        })
    }

    /// The first parameter that has the name of an earlier one, though a name may stand once (RFC 3261 §19.1.1). By name, the first
    /// of them is found. Two that decide where a request goes are an error of the URI.
    pub fn repeated(&self) -> Option<UriParam<'a>> {
        let name = |param: &UriParam<'a>| param.name.bytes().map(|b| b.to_ascii_lowercase());
        text::repeated(self.iter(), |a, b| name(a).cmp(name(b)))
    }

    /// The first parameter of that name, which is compared unescaped and without regard to case.
    pub fn get(&self, name: &str) -> Option<UriParam<'a>> {
        self.iter().find(|param| param.name.is_ignoring_case(name))
    }

    /// Whether there is a parameter of that name, with or without a value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The two sides of the first `=`.
pub(super) fn parted(param: &[u8]) -> (Escaped<'_>, Option<Escaped<'_>>) {
    match param.iter().position(|&b| b == b'=') {
        Some(at) => (Escaped::new(&param[..at]), Some(Escaped::new(&param[at + 1..]))),
        None => (Escaped::new(param), None),
    }
}

/// ```text
/// uri-parameters = *( ";" uri-parameter )
/// pname          = 1*paramchar
/// pvalue         = 1*paramchar
/// ```
///
/// Of the parameters that say where a request goes, none may stand twice (RFC 3261 §19.1.1).
#[inline]
pub(super) fn uri_params<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, ()> {
    const ONCE: [KnownParam; 5] = [KnownParam::Transport, KnownParam::Maddr, KnownParam::Ttl, KnownParam::User, KnownParam::Method];
    let (mut rest, mut count, mut seen) = (input, 0, [false; ONCE.len()]);
    while let [b';', param @ ..] = rest {
        if matches!(param, [] | [b';' | b'?', ..]) && profile.allows(Leniency::EMPTY_PARAMS) {
            rest = param;
            continue;
        }
        count += 1;
        within(param, profile, Limit::UriParams, count)?;
        let (behind, name) = part(param, chars::PARAM, Expected::UriParameter)?;
        within(param, profile, Limit::ParamName, name.len())?;
        if let Some(place) = ONCE.iter().position(|known| Escaped::new(name).is_ignoring_case(known.as_str()))
            && core::mem::replace(&mut seen[place], true)
        {
            return Err(fail(param, ErrorKind::DuplicateParam(ONCE[place])));
        }
        rest = behind;
        if let [b'=', value @ ..] = behind {
            let (mut behind, read) = lexical::escaped_run(chars::PARAM)(value)?;
            if read.is_empty() && !profile.allows(Leniency::EMPTY_PARAM_VALUE) {
                return Err(expected(value, Expected::ParameterValue));
            }
            while let ([b'=', more @ ..], true) = (behind, profile.allows(Leniency::EQUALS_IN_URI_PARAM)) {
                behind = lexical::escaped_run(chars::PARAM)(more)?.0;
            }
            within(value, profile, Limit::ParamValue, value.len() - behind.len())?;
            rest = behind;
        }
    }
    Ok((rest, ()))
}

/// Where the parameters end that begin at `seam`, without escapes. `None` where they need [`uri_params`].
#[inline(always)]
pub(super) fn quick_params(seams: &mut Seams<'_>, mut seam: Seam, profile: &Profile) -> Option<Seam> {
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
        // Those that may stand once.
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

/// [`quick_params`], not compiled into the caller.
#[inline(never)]
pub(crate) fn quick_params_apart(seams: &mut Seams<'_>, seam: Seam, profile: &Profile) -> Option<Seam> {
    quick_params(seams, seam, profile)
}

/// At least one byte of a class, or an escape.
#[inline(always)]
pub(super) fn part(input: &[u8], class: Class, what: Expected) -> Parsed<'_, &[u8]> {
    match lexical::escaped_run(class)(input)? {
        (_, []) => Err(expected(input, what)),
        found => Ok(found),
    }
}

impl fmt::Debug for UriParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A parameter of a URI to be written; what its class does not hold is escaped.
#[derive(Clone, Copy, Debug)]
pub struct UriParamDraft<'a> {
    name: &'a [u8],
    value: Option<&'a [u8]>,
}

impl<'a> UriParamDraft<'a> {
    /// A name alone: `;lr`.
    pub const fn flag(name: &'a str) -> Self {
        Self { name: name.as_bytes(), value: None }
    }

    /// A name and a value: `;transport=tcp`.
    pub fn new(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), value: Some(value.as_ref()) }
    }
}

impl UriParamDraft<'_> {
    /// Writes the parameter, with the `;` before it.
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
