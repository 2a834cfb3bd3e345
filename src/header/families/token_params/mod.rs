//! Headers that are tokens: Allow, Supported, Require, Priority, Reason and many others.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::combinator::{cut, eof, map, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{preceded, separated_pair, terminated};

use crate::chars;
use crate::encode::{ParamDraft, Writer, shown_as_written};
use crate::error::{Expected, ParseError};
use crate::grammar::cut::part_text;
use crate::grammar::{Parsed, Rule, byte, checked, equal, expect, literal, one_of, plain, quoted_string, some, sws, token, within};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::families::event_type::token_nodot;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::host;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::params::{Param, ParamRules, Params, gen_value, generic_param, nameless_param, params};
use crate::profile::{Leniency, Limit, Profile};
use crate::text::{Text, Token, part, span_of};
use crate::uri::Uri;

/// A token with optional parameters. In a few headers a quoted string may replace the token.
///
/// ```text
/// token *( SEMI generic-param )
/// ```
///
/// ```
/// use sipwire::{Message, header::{Reason, Supported}};
///
/// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nReason: SIP;cause=600, Q.850;cause=16\r\nSupported: path\r\n\r\n")?;
/// let reason = message.headers().first::<Reason>()?.unwrap();
/// assert!(reason.is("SIP") && reason.params().get("cause").unwrap().value().unwrap().is("600"));
/// assert!(message.headers().all::<Supported>().all(|tag| tag.is_ok_and(|tag| tag.is("path"))));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct TokenParams<'a> {
    raw: &'a [u8],
    /// The end of the token in `raw`, or of the quoted string without its quotes.
    token_end: u32,
    params_start: u32,
    /// The absolute offset and the leniency, for the parameters that are typed on access.
    offset: u32,
    leniency: Leniency,
    has_common_params: bool,
    rules: &'static ParamRules,
}

impl PartialEq for TokenParams<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for TokenParams<'_> {}

impl<'a> TokenParams<'a> {
    /// Makes a value whose quoted string stands for a token, to be written: for P-Visited-Network-ID, User-to-User and
    /// Restoration-Info.
    pub fn quoted(text: &'a (impl AsRef<[u8]> + ?Sized)) -> QuotedDraft<'a> {
        QuotedDraft { text: text.as_ref(), params: &[] }
    }

    /// Returns the token. [`Text::is_quoted`] is true if a quoted string replaces it.
    pub const fn token(&self) -> Text<'a> {
        match self.raw {
            [b'"', ..] => Text::quoted(part(self.raw, 1, self.token_end)),
            _ => Text::plain(part(self.raw, 0, self.token_end)),
        }
    }

    /// The parameters, where the header has them.
    pub const fn params(&self) -> Params<'a> {
        let params = Params::last_of(self.raw, self.params_start, self.offset, self.leniency, self.rules);
        if self.has_common_params { params.common() } else { params }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether this is the token, without regard to case.
    pub fn is(&self, token: &str) -> bool {
        self.token().as_bytes().eq_ignore_ascii_case(token.as_bytes())
    }

    /// The whole of `value`, with its token and its parameters, which are parts of it.
    #[inline(always)]
    fn new(value: &Value<'a>, token: Text<'a>, params: Params<'a>, rules: &'static ParamRules) -> Self {
        let (raw, offset, leniency) = (value.as_bytes(), value.offset() as u32, value.profile().leniency);
        let (_, token_end) = span_of(raw, token.as_bytes());
        let params_start = params.start_in(raw);
        Self { raw, token_end, params_start, offset, leniency, has_common_params: params.are_common(), rules }
    }
}

/// ```text
/// token
/// ```
#[inline]
pub(crate) fn bare(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, token)
}

/// ```text
/// priv-value = token   ; RFC 3323 §4.2
/// ```
///
/// A semicolon parts it from the next, so that it never has parameters.
#[inline]
pub(crate) fn priv_value(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    let token = value.read(plain(token))?;
    Ok(TokenParams::new(&value, token, Params::default(), &ParamRules::GENERIC))
}

/// ```text
/// 1*HEXDIG   ; RFC 3313 §5.1
/// ```
pub(crate) fn hex(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, |input| map(some(chars::HEX, Expected::Hex), Token::new).parse_complete(input))
}

/// A namespace and a priority (RFC 4412 §3.1).
///
/// ```text
/// token-nodot "." token-nodot
/// ```
pub(crate) fn dotted(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, |input| map(recognize((token_nodot, byte(b'.', Expected::Dot), token_nodot)), Token::new).parse_complete(input))
}

/// ```text
/// language-tag
/// ```
pub(crate) fn language(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, language_tag)
}

/// A language range with parameters. Subtags may have digits here too.
///
/// ```text
/// language-range *( SEMI accept-param )
/// language-range = ( ( 1*8ALPHA *( "-" 1*8ALPHA ) ) / "*" )
/// ```
pub(crate) fn language_range(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    let any = || map(recognize(byte(b'*', Expected::Language)), Token::new);
    with(value, &ParamRules::GENERIC, |input, _| plain(alt((any(), language_tag))).parse_complete(input))
}

/// ```text
/// language-tag = primary-tag *( "-" subtag )
/// primary-tag  = 1*8ALPHA
/// subtag       = 1*8ALPHA
/// ```
///
/// Subtags may have digits, as tags have had since RFC 3066 §2.1: `es-419`.
fn language_tag(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let primary_tag = part_of_tag(|b| b.is_ascii_alphabetic());
    let subtag = part_of_tag(|b| b.is_ascii_alphanumeric());
    let subtags = many0_count(preceded(byte(b'-', Expected::Language), cut(subtag)));
    map(recognize((primary_tag, subtags)), Token::new).parse_complete(input)
}

/// The part of a token up to the next hyphen: one to eight bytes that fit. Any other is an error where the part begins.
fn part_of_tag<'a>(fits: fn(&u8) -> bool) -> impl Rule<'a, &'a [u8]> {
    let part = expect(Expected::Language, take_while1(|b| b != b'-' && chars::is(b, chars::TOKEN)));
    checked(part, move |part| part.len() <= 8 && part.iter().all(fits), Expected::Language)
}

/// How a request is to be treated (RFC 3841 §10). The list is closed.
///
/// ```text
/// directive = "proxy" / "redirect" / "cancel" / "no-cancel" / "fork" / "no-fork" / "recurse" / "no-recurse" / "parallel" / "sequential" /
///             "queue" / "no-queue"
/// ```
pub(crate) fn directive(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    const DIRECTIVES: &[&str] = &[
        "proxy",
        "redirect",
        "cancel",
        "no-cancel",
        "fork",
        "no-fork",
        "recurse",
        "no-recurse",
        "parallel",
        "sequential",
        "queue",
        "no-queue",
    ];
    alone(value, |input| one_of(DIRECTIVES).parse_complete(input))
}

/// A truth value with parameters (RFC 4488 §4).
///
/// ```text
/// ( "true" / "false" ) *( SEMI generic-param )
/// ```
pub(crate) fn truth(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &ParamRules::GENERIC, |input, _| plain(one_of(&["true", "false"])).parse_complete(input))
}

/// ```text
/// token *( SEMI generic-param )
/// ```
pub(crate) fn with_params(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &ParamRules::GENERIC, |input, _| plain(token).parse_complete(input))
}

/// The rules of a Reason's parameters.
const REASON_PARAMS: ParamRules = ParamRules { param: reason_param, check: None, once: &[] };

/// Why a request was sent (RFC 3326 §2).
///
/// ```text
/// reason-value = protocol *( SEMI reason-params )
/// ```
pub(crate) fn reason(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &REASON_PARAMS, |input, _| plain(token).parse_complete(input))
}

/// ```text
/// reason-params = protocol-cause / reason-text / reason-extension
/// reason-text   = "text" EQUAL quoted-string
/// ```
///
/// Each is a generic-param too. Whether the text may lack its quotes is for one leniency alone to say.
fn reason_param<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Param<'a>> {
    let mut strict = *profile;
    strict.leniency = profile.leniency.without(Leniency::LOOSE_PARAM_VALUE);
    let name = within(profile, Limit::ParamName, literal(b"text", Expected::Parameter));
    let text = separated_pair(name, equal, within(profile, Limit::ParamValue, alt((unquoted_text(profile), gen_value(&strict)))));
    let text = map(text, |(name, text)| Param::new(name, Some(text)));
    alt((text, |input: &'a [u8]| generic_param(input, profile))).parse_complete(input)
}

/// The text of a Reason without its quotes, where that is taken.
fn unquoted_text<'a>(profile: &Profile) -> impl Rule<'a, Text<'a>> {
    let is_taken = profile.allows(Leniency::UNQUOTED_REASON_TEXT);
    let text = checked(part_text, move |text| is_taken && !text.is_empty(), Expected::QuotedString);
    map(text, Text::plain)
}

/// The rules of an access network's parameters, some of which may be values without a name (RFC 7315 §5.4).
const ACCESS_INFO: ParamRules = ParamRules { param: nameless_param, check: None, once: &[] };

/// ```text
/// access-net-spec       = ( access-type / access-class ) *( SEMI access-info )
/// extension-access-info = gen-value
/// ```
pub(crate) fn access_network(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &ACCESS_INFO, |input, _| plain(token).parse_complete(input))
}

/// ```text
/// ( token / quoted-string ) *( SEMI generic-param )
/// ```
pub(crate) fn quoted_or_token(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &ParamRules::GENERIC, |input, profile| alt((quoted_string(profile), plain(token))).parse_complete(input))
}

/// A host name with parameters (RFC 7316 §7).
///
/// ```text
/// hostname *( SEMI generic-param )
/// ```
pub(crate) fn host_name(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, &ParamRules::GENERIC, |input, profile| {
        let name = checked(host::host(profile), |host| host.is_name(), Expected::HostName);
        map(name, |host| Text::plain(host.as_bytes())).parse_complete(input)
    })
}

/// A token with nothing behind it, unless a leniency accepts parameters.
#[inline(always)]
fn alone<'a>(value: Value<'a>, rule: impl Fn(&'a [u8]) -> Parsed<'a, Token<'a>>) -> Result<TokenParams<'a>, ParseError> {
    if value.allows(Leniency::EXTRA_PARAMS) {
        return with(value, &ParamRules::GENERIC, |input, _| plain(&rule).parse_complete(input));
    }
    let token = value.read(plain(rule))?;
    Ok(TokenParams::new(&value, token, Params::default(), &ParamRules::GENERIC))
}

/// What stands for the token, and parameters, by `rules`. What follows the token without being a parameter is an error where a `;` was
/// expected.
#[inline]
fn with<'a>(
    value: Value<'a>,
    rules: &'static ParamRules,
    first: impl Fn(&'a [u8], &Profile) -> Parsed<'a, Text<'a>>,
) -> Result<TokenParams<'a>, ParseError> {
    let (token, params) = value.cut(|input, reading| {
        let end_or_semicolon = preceded(sws, peek(alt((map(eof, |_| ()), byte(b';', Expected::Semicolon)))));
        let token = terminated(|input: &'a [u8]| first(input, reading.profile), end_or_semicolon);
        (token, params(rules, reading)).parse_complete(input)
    })?;
    Ok(TokenParams::new(&value, token, params, rules))
}

impl<'a> Family<'a> for TokenParams<'a> {
    const NAME: &'static str = "token-params";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params().verify()
    }

    fn leniency(&self) -> Leniency {
        self.leniency
    }

    fn params(&self) -> Params<'a> {
        self.params()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
        let has_case = matches!(header, HeaderName::Allow | HeaderName::SipETag | HeaderName::SipIfMatch | HeaderName::SuppressIfMatch);
        equal::texts(self.token(), other.token(), has_case) && equal::params(self.params(), other.params(), |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, token);
    }
}

written_as_read!(TokenParams);

impl Draft<TokenParams<'static>> for str {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        (!header.takes_any_token()).then_some(Leniency::NONE)
    }
}

impl Draft<TokenParams<'static>> for Method<'_> {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.known(self.as_bytes());
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        (!header.takes_any_token()).then_some(Leniency::NONE)
    }
}

/// A token and its parameters.
impl Draft<TokenParams<'static>> for (&str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        out.token(self.0);
        out.params(self.1);
    }
}

/// A quoted string in place of a token, to be written, made from parts.
#[derive(Clone, Copy)]
pub struct QuotedDraft<'a> {
    text: &'a [u8],
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(QuotedDraft, write);

impl<'a> QuotedDraft<'a> {
    /// All parameters, in the order in which they are to be written.
    #[must_use]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Draft<TokenParams<'static>> for QuotedDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        out.quoted(self.text);
        out.params(self.params);
    }
}

#[cfg(test)]
mod tests;
