//! Headers that are tokens: Allow, Supported, Require, Priority, Reason and many others.

use super::value::written_as_read;
use super::{Allow, Draft, Value};
use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::host;
use crate::lexical::{self, Parsed, expected};
use crate::method::Method;
use crate::name::HeaderId;
use crate::params::{self, Form, Params};
use crate::profile::{Leniency, Profile};
use crate::scan::{self, Seams};
use crate::text::{Text, Token, part, span_of};

/// A token, perhaps with parameters. In a few headers a quoted string may stand for the token.
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
    /// Where the token ends in `raw`, or the quoted string that stands for it, without its quotes.
    token_end: u32,
    params_start: u32,
    /// The absolute offset, and what is taken, for the parameters that are typed when asked for.
    offset: u32,
    leniency: Leniency,
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

    /// The token; [`Text::is_quoted`] where a quoted string stands for it.
    pub const fn token(&self) -> Text<'a> {
        match self.raw {
            [b'"', ..] => Text::quoted(part(self.raw, 1, self.token_end)),
            _ => Text::plain(part(self.raw, 0, self.token_end)),
        }
    }

    /// The parameters, where the header has them.
    pub const fn params(&self) -> Params<'a> {
        Params::last_of(self.raw, self.params_start, self.offset, self.leniency)
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether this is the token, without regard to case.
    pub fn is(&self, token: &str) -> bool {
        self.token().as_bytes().eq_ignore_ascii_case(token.as_bytes())
    }

    /// The whole of `value`, whose token ends there and whose parameters begin there.
    #[inline(always)]
    fn new(value: &Value<'a>, token_end: usize, params_start: usize) -> Self {
        let (raw, offset, leniency) = (value.as_bytes(), value.offset() as u32, value.profile().leniency);
        Self { raw, token_end: token_end as u32, params_start: params_start as u32, offset, leniency }
    }

    /// What stands before and behind the first dot of the token.
    pub(super) fn dotted(&self) -> (Token<'a>, Token<'a>) {
        let token = self.token().as_bytes();
        let dot = memchr::memchr(b'.', token).unwrap_or(token.len());
        (Token::new(&token[..dot]), Token::new(token.get(dot + 1..).unwrap_or_default()))
    }
}

/// Types a token alone.
pub(crate) fn bare(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    let bytes = value.as_bytes();
    if !bytes.is_empty() && scan::all(bytes, chars::TOKEN) {
        return Ok(TokenParams::new(&value, bytes.len(), bytes.len()));
    }
    alone(value, lexical::token)
}

/// Types hexadecimal digits alone (RFC 3313 §5.1).
///
/// ```text
/// 1*HEXDIG
/// ```
pub(crate) fn hex(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, |input| lexical::some(chars::HEX, Expected::Hex)(input).map(|(rest, digits)| (rest, Token::new(digits))))
}

/// Types a namespace and a priority (RFC 4412 §3.1).
///
/// ```text
/// token-nodot "." token-nodot
/// ```
pub(crate) fn dotted(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, |input| {
        let nodot = |input| -> Parsed<'_, ()> {
            let length = scan::run(input, chars::TOKEN);
            match memchr::memchr(b'.', &input[..length]).unwrap_or(length) {
                0 => Err(expected(input, Expected::Token)),
                length => Ok((&input[length..], ())),
            }
        };
        let (rest, ()) = nodot(input)?;
        let (rest, ()) = lexical::byte(b'.', Expected::Dot)(rest)?;
        let (rest, ()) = nodot(rest)?;
        Ok((rest, Token::new(&input[..input.len() - rest.len()])))
    })
}

/// Types a language tag alone.
pub(crate) fn language(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    alone(value, language_tag)
}

/// Types a language range with parameters.
///
/// ```text
/// language-range = ( ( 1*8ALPHA *( "-" 1*8ALPHA ) ) / "*" )
/// ```
pub(crate) fn language_range(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Generic, |input, _| match input {
        [b'*', rest @ ..] => Ok((rest, Text::plain(&input[..1]))),
        _ => language_tag(input).map(|(rest, tag)| (rest, Text::plain(tag.as_bytes()))),
    })
}

/// ```text
/// language-tag = primary-tag *( "-" subtag )
/// primary-tag  = 1*8ALPHA
/// subtag       = 1*8ALPHA
/// ```
///
/// Subtags may have digits, as tags have had since RFC 3066 §2.1: `es-419`.
fn language_tag(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let (tag, rest) = input.split_at(scan::run(input, chars::TOKEN));
    let mut at = 0;
    for (place, subtag) in tag.split(|&b| b == b'-').enumerate() {
        let fits = |b: &u8| b.is_ascii_alphabetic() || (place > 0 && b.is_ascii_digit());
        if !(1..=8).contains(&subtag.len()) || !subtag.iter().all(fits) {
            return Err(expected(&input[at..], Expected::Language));
        }
        at += subtag.len() + 1;
    }
    Ok((rest, Token::new(tag)))
}

/// Types a wish for how a request is to be treated (RFC 3841 §10). There are no others.
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
    let profile = *value.profile();
    alone(value, |input| lexical::one_of(DIRECTIVES)(input, &profile))
}

/// Types a truth value with parameters (RFC 4488 §4).
///
/// ```text
/// ( "true" / "false" ) *( SEMI generic-param )
/// ```
pub(crate) fn truth(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Generic, |input, profile| {
        lexical::one_of(&["true", "false"])(input, profile).map(|(rest, truth)| (rest, Text::plain(truth.as_bytes())))
    })
}

#[inline(always)]
fn alone<'a>(value: Value<'a>, rule: impl FnOnce(&'a [u8]) -> Parsed<'a, Token<'a>>) -> Result<TokenParams<'a>, ParseError> {
    value.read(|input, _| {
        let (rest, token) = rule(input)?;
        Ok((rest, TokenParams::new(&value, token.as_bytes().len(), input.len())))
    })
}

/// Types a token with parameters.
pub(crate) fn with_params(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    match quick(&value) {
        Some(token) => Ok(token),
        None => by_grammar(value),
    }
}

/// A token, and parameters without white space. `None` where it is anything else.
#[inline(always)]
pub(super) fn quick<'a>(value: &Value<'a>) -> Option<TokenParams<'a>> {
    let raw = value.as_bytes();
    let mut seams = Seams::new(raw);
    let end = seams.end_of(chars::TOKEN);
    params::quick(&mut seams, end, value.profile(), |_| Some(()))?;
    (end.at > 0).then_some(TokenParams::new(value, end.at, end.at))
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Generic, token)
}

/// Types a token with parameters, some of which may be values without a name (RFC 7315 §5.4).
///
/// ```text
/// access-net-spec       = ( access-type / access-class ) *( SEMI access-info )
/// extension-access-info = gen-value
/// ```
pub(crate) fn access_network(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Nameless, token)
}

/// Types a token or a quoted string, with parameters.
///
/// ```text
/// ( token / quoted-string ) *( SEMI generic-param )
/// ```
pub(crate) fn quoted_or_token(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Generic, |input, profile| match input {
        [b'"', ..] => lexical::quoted_string(input, profile),
        _ => token(input, profile),
    })
}

/// Types a host name with parameters (RFC 7316 §7).
///
/// ```text
/// hostname *( SEMI generic-param )
/// ```
pub(crate) fn host_name(value: Value<'_>) -> Result<TokenParams<'_>, ParseError> {
    with(value, Form::Generic, |input, profile| match host::host(input, profile)? {
        (rest, host) if host.is_name() => Ok((rest, Text::plain(host.as_bytes()))),
        _ => Err(expected(input, Expected::HostName)),
    })
}

#[inline]
fn token<'a>(input: &'a [u8], _: &Profile) -> Parsed<'a, Text<'a>> {
    lexical::token(input).map(|(rest, token)| (rest, Text::plain(token.as_bytes())))
}

#[inline]
fn with<'a>(
    value: Value<'a>,
    form: Form,
    first: impl Fn(&'a [u8], &Profile) -> Parsed<'a, Text<'a>>,
) -> Result<TokenParams<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, token) = first(input, profile)?;
        let (rest, params) = params::params_of(rest, profile, form, |_, _| Ok(()))?;
        if !rest.is_empty() && params.is_empty() {
            return Err(expected(rest, Expected::Semicolon));
        }
        let ((_, token_end), (params_start, _)) = (span_of(input, token.as_bytes()), span_of(input, params.as_bytes()));
        Ok((rest, TokenParams::new(&value, token_end as usize, params_start as usize)))
    })
}

impl<'a> Allow<'a> {
    /// The method, which is case-sensitive.
    pub fn method(&self) -> Method<'a> {
        Method::of_token(self.0.token().as_bytes())
    }
}

written_as_read!(TokenParams with params);

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

/// A quoted string in place of a token, made from parts: written, not read.
#[derive(Clone, Copy, Debug)]
pub struct QuotedDraft<'a> {
    text: &'a [u8],
    params: &'a [ParamDraft<'a>],
}

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
mod tests {
    use super::*;
    use crate::encode::Encode;

    #[test]
    fn tokens_alone_and_with_parameters() {
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        assert!(bare(value("100rel")).unwrap().is("100REL"));
        for (text, offset) in [("", 0), ("a b", 1), ("a;b", 1), ("\"a\"", 0)] {
            assert_eq!(bare(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let reason = with_params(value("Q.850 ;cause=16;text=\"a;b\"")).unwrap();
        assert!(reason.is("q.850") && reason.params().get("TEXT").unwrap().value().unwrap().is("a;b"));
        for (text, offset) in [("", 0), ("a;", 2), ("a b", 2), (";a", 0)] {
            assert_eq!(with_params(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn tokens_of_other_kinds() {
        let offset = |text: &'static str, rule: fn(Value<'_>) -> Result<TokenParams<'_>, ParseError>| {
            rule(Value::new(text.as_bytes()).unwrap()).map(|_| ()).map_err(|error| error.offset())
        };
        for (text, place) in [("13579bDF", Ok(())), ("", Err(0)), ("1g", Err(1)), ("1;a", Err(1))] {
            assert_eq!(offset(text, hex), place, "{text}");
        }
        for (text, place) in [
            ("en", Ok(())),
            ("zh-Hant-TW", Ok(())),
            ("es-419", Ok(())),
            ("", Err(0)),
            ("e1", Err(0)),
            ("en-", Err(3)),
            ("en_gb", Err(0)),
            ("a-123456789", Err(2)),
            ("*", Err(0)),
        ] {
            assert_eq!(offset(text, language), place, "{text}");
        }
        for (text, place) in [("*;q=0.5", Ok(())), ("en-gb;q=1", Ok(())), ("**", Err(1)), ("en;", Err(3))] {
            assert_eq!(offset(text, language_range), place, "{text}");
        }
        for (text, place) in [("\"a b\";c=d", Ok(())), ("a;c", Ok(())), ("\"a", Err(2)), ("\"a\"b", Err(3)), ("", Err(0))] {
            assert_eq!(offset(text, quoted_or_token), place, "{text}");
        }
        for (text, place) in
            [("No-Fork", Ok(())), ("proxy", Ok(())), ("no-proxy", Err(0)), ("fork;x", Err(4)), ("for", Err(0)), ("", Err(0))]
        {
            assert_eq!(offset(text, directive), place, "{text}");
        }
        for (text, place) in [("TRUE", Ok(())), ("false;a=b", Ok(())), ("yes", Err(0)), ("truely", Err(0)), ("true x", Err(5))] {
            assert_eq!(offset(text, truth), place, "{text}");
        }
        for (text, place) in [("a.example;x", Ok(())), ("1.2.3.4", Err(0)), ("a..b", Err(2)), ("[::1]", Err(0))] {
            assert_eq!(offset(text, host_name), place, "{text}");
        }
    }

    #[test]
    fn quoted_strings_are_written_in_place_of_tokens() {
        let params = [ParamDraft::flag("x")];
        let row = crate::header::PVisitedNetworkId::row(TokenParams::quoted("a \"b\"").params(&params));
        assert_eq!(row.to_bytes().unwrap(), b"\"a \\\"b\\\"\";x");
    }

    #[test]
    fn privacy_is_parted_by_semicolons() {
        use crate::profile::{Leniency, Limits, Profile};
        let count = |value: &'static str, leniency| {
            let value = Value::alone(value.as_bytes(), Profile::new(&Limits::new(), leniency)).unwrap();
            crate::name::HeaderName::Privacy.values(value).collect::<Result<alloc::vec::Vec<_>, _>>().map(|all| all.len()).ok()
        };
        assert_eq!((count("id;user ; critical", Leniency::NONE), count("id", Leniency::NONE)), (Some(3), Some(1)));
        assert_eq!((count("id, user;critical", Leniency::NONE), count("id, user;critical", Leniency::COMMA_PRIVACY)), (None, Some(3)));
        assert_eq!((count("", Leniency::ALL), count("id;", Leniency::NONE)), (None, None));
    }
}
