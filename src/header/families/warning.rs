//! Warning.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{eof, map, peek, recognize};
use nom::sequence::terminated;

use crate::chars;
use crate::encode::{BuildErrorKind, Encode, Writer, shown_as_written};
use crate::error::{Expected, ParseError};
use crate::grammar::cut::{Reading, quoted_text};
use crate::grammar::{self, Parsed, Rule, as_one, byte, checked, expect, inside, lws, number_of, quoted_string, some, sws, token, within};
use crate::header::draft::{draft_of, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::host::{self, Host};
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::{Leniency, Limit, Profile};
use crate::scan;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// One Warning value: what went wrong, for whom and in which words (RFC 3261 §20.43).
///
/// ```text
/// warning-value = warn-code SP warn-agent SP warn-text
/// warn-code     = 3DIGIT
/// warn-agent    = hostport / pseudonym
/// warn-text     = quoted-string
/// pseudonym     = token
/// ```
///
/// ```
/// use sipwire::header::Warning;
///
/// let warning = Warning::parse(b"301 isi.edu:5060 \"Incompatible network address type 'E.164'\"")?;
/// assert_eq!((warning.code(), warning.agent()?.unwrap().as_str()), (301, "isi.edu:5060"));
/// assert_eq!((warning.host()?.unwrap().as_str(), warning.port()?), ("isi.edu", Some(5060)));
/// assert!(warning.text()?.is("Incompatible network address type 'E.164'"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Warning<'a> {
    raw: &'a [u8],
    code: u16,
    agent: &'a [u8],
    /// The text in its quotes.
    text: &'a [u8],
    offset: u32,
    leniency: Leniency,
}

/// Compares the bytes and ignores their offset.
impl PartialEq for Warning<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Warning<'_> {}

impl<'a> Warning<'a> {
    /// Parses a value outside of a message, with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = warning(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// Makes a warning from parts, to be written: a code of three digits, who warns (a host, with or without a port, or a token), and
    /// the text without its quotes.
    pub const fn build(code: u16, agent: &'a str, text: &'a str) -> WarningDraft<'a> {
        WarningDraft { code, agent, text }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The code: 000 to 999.
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// Who warns, as written: a host with or without a port, or a pseudonym. `None` only with
    /// [`Leniency::NO_WARNING_AGENT`](crate::Leniency::NO_WARNING_AGENT).
    ///
    /// # Errors
    ///
    /// Returns an error if the agent is neither.
    pub fn agent(&self) -> Result<Option<Token<'a>>, ParseError> {
        self.typed_agent().map(|_| Some(Token::new(self.agent)).filter(|agent| !agent.as_bytes().is_empty()))
    }

    /// The host that warns. A pseudonym that looks like a host is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the agent is neither a host nor a pseudonym.
    pub fn host(&self) -> Result<Option<Host<'a>>, ParseError> {
        Ok(self.typed_agent()?.map(|(host, _)| host))
    }

    /// The port of the host that warns.
    ///
    /// # Errors
    ///
    /// Returns an error if the agent is neither a host nor a pseudonym.
    pub fn port(&self) -> Result<Option<u16>, ParseError> {
        Ok(self.typed_agent()?.and_then(|(_, port)| port))
    }

    /// The text, without its quotes.
    ///
    /// # Errors
    ///
    /// Returns an error if a backslash escapes what it may not.
    pub fn text(&self) -> Result<Text<'a>, ParseError> {
        grammar::whole(self.text, self.offset_of(self.text), quoted_string(&Profile::of_taken(self.leniency)))
    }

    fn typed_agent(&self) -> Result<Agent<'a>, ParseError> {
        if self.agent.is_empty() {
            return Ok(None);
        }
        grammar::whole(self.agent, self.offset_of(self.agent), warn_agent(&Profile::of_taken(self.leniency)))
    }

    /// The absolute offset of a part.
    fn offset_of(&self, part: &[u8]) -> usize {
        self.offset as usize + scan::offset_of(self.raw, part)
    }
}

/// Host and port, if the agent has some.
type Agent<'a> = Option<(Host<'a>, Option<u16>)>;

/// Cuts one element.
pub(crate) fn warning(value: Value<'_>) -> Result<Warning<'_>, ParseError> {
    let (code, agent, text) = value.cut(warning_value)?;
    let (raw, offset, leniency) = (value.as_bytes(), value.offset() as u32, value.profile().leniency);
    Ok(Warning { raw, code, agent, text, offset, leniency })
}

/// ```text
/// warning-value = warn-code SP warn-agent SP warn-text
/// ```
///
/// The text may be preceded by more white space.
fn warning_value<'a>(input: &'a [u8], reading: Reading<'_>) -> Parsed<'a, (u16, &'a [u8], &'a [u8])> {
    let profile = reading.profile;
    let agent = some(chars::VISIBLE, Expected::Host);
    let agent = terminated(reading.part(agent, checked_agent(profile)), (byte(b' ', Expected::Space), sws));
    let text = reading.part(within(profile, Limit::Quoted, quoted_text), quoted_string(profile));
    (terminated(warn_code, space(profile)), alt((no_agent(profile), agent)), recognize(text)).parse_complete(input)
}

/// Nothing before the text, where that is taken.
fn no_agent<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    let is_taken = profile.allows(Leniency::NO_WARNING_AGENT);
    checked(recognize(peek(byte(b'"', Expected::Host))), move |_| is_taken, Expected::Host)
}

/// ```text
/// warn-code = 3DIGIT
/// ```
fn warn_code(input: &[u8]) -> Parsed<'_, u16> {
    map(expect(Expected::WarningCode, number_of(3, 3)), |code| code as u16).parse_complete(input)
}

/// ```text
/// SP
/// ```
///
/// Or any white space, where that is taken.
fn space<'a>(profile: &Profile) -> impl Rule<'a, ()> {
    let is_any = profile.allows(Leniency::WARNING_SPACES);
    move |input: &'a [u8]| if is_any { lws(input) } else { byte(b' ', Expected::Space).parse_complete(input) }
}

/// The bytes of an agent, read by its grammar.
fn checked_agent<'a>(profile: &Profile) -> impl Rule<'a, &'a [u8]> {
    move |input: &'a [u8]| {
        let (rest, agent) = some(chars::VISIBLE, Expected::Host).parse_complete(input)?;
        inside(agent, rest, warn_agent(profile)).map(|_| (rest, agent))
    }
}

/// ```text
/// warn-agent = hostport / pseudonym
/// pseudonym  = token
/// ```
///
/// A pseudonym ends the input. A leniency never parses a valid pseudonym as a host.
fn warn_agent<'a>(profile: &Profile) -> impl Rule<'a, Agent<'a>> {
    const STRICT: Profile = Profile::of_taken(Leniency::NONE);
    let strict = as_one(Expected::Host, terminated(host::hostport(&STRICT), eof));
    alt((map(strict, Some), map(terminated(token, eof), |_| None), map(host::hostport(profile), Some)))
}

impl<'a> Family<'a> for Warning<'a> {
    const NAME: &'static str = "warning";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.typed_agent()?;
        self.text().map(drop)
    }

    fn leniency(&self) -> Leniency {
        self.leniency
    }

    fn params(&self) -> Params<'a> {
        Params::default()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        let parts = |warning: &Self| Some((warning.agent().ok()?.map_or(&b""[..], |agent| agent.as_bytes()), warning.text().ok()?));
        match (parts(self), parts(other)) {
            (Some((agent, text)), Some((others, other_text))) => {
                self.code == other.code && agent.eq_ignore_ascii_case(others) && equal::texts(text, other_text, true)
            }
            _ => self.raw == other.raw,
        }
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, code agent host port text);
    }
}

written_as_read!(Warning);

/// A warning to be written, made from parts.
#[derive(Clone, Copy)]
pub struct WarningDraft<'a> {
    code: u16,
    agent: &'a str,
    text: &'a str,
}

shown_as_written!(WarningDraft);

impl Encode for WarningDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if !(100..=999).contains(&self.code) {
            out.refuse(BuildErrorKind::OutOfRange, 0);
        }
        out.number(self.code.into());
        out.fixed(" ");
        match grammar::whole(self.agent.as_bytes(), 0, warn_agent(&Profile::default())) {
            Ok(_) => out.text(self.agent),
            Err(_) => out.token(self.agent),
        }
        out.fixed(" ");
        out.quoted(self.text);
    }
}

draft_of!(WarningDraft<'_>, Warning, HeaderName::Warning);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_of_all_kinds() {
        for (text, host, port) in [
            ("399 h \"\"", Some("h"), None),
            ("399 [2001:db8::1]:5060 \"x\"", Some("[2001:db8::1]"), Some(5060)),
            ("399 192.0.2.1:1 \r\n \"x\"", Some("192.0.2.1"), Some(1)),
            ("399 a_b \"x\"", None, None),
            ("399 -%- \"x\"", None, None),
        ] {
            let warning = Warning::parse(text.as_bytes()).unwrap();
            let found = warning.host().unwrap();
            assert_eq!((found.as_ref().map(|host| host.as_str()), warning.port()), (host, Ok(port)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in [
            ("", 0),
            ("39 h \"x\"", 2),
            ("3999 h \"x\"", 0),
            ("399", 3),
            ("399  h \"x\"", 4),
            ("399\th \"x\"", 3),
            ("399 h", 5),
            ("399 h\"x\"", 5),
            ("399 h x", 6),
            ("399 h \"x", 8),
            ("399 h \"x\" y", 9),
            ("399 h: \"x\"", 6),
            ("399 h:70000 \"x\"", 6),
            ("399 h;x \"x\"", 5),
        ] {
            assert_eq!(Warning::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    /// What a part returns that is wrong.
    fn error<T>(what: Expected, offset: usize) -> Result<T, ParseError> {
        Err(ParseError::expected(what, offset))
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, agent, words, wrong) in [
            ("399 h; \"x\"", error(Expected::EndOfValue, 5), Ok("x"), error(Expected::EndOfValue, 5)),
            ("399 h: \"x\"", error(Expected::Port, 6), Ok("x"), error(Expected::Port, 6)),
            ("399 [::g] \"x\"", error(Expected::Ipv6, 4), Ok("x"), error(Expected::Ipv6, 4)),
            ("399 a.12:1 \"x\"", error(Expected::HostName, 4), Ok("x"), error(Expected::HostName, 4)),
            ("399 h:5 \"\\\u{e9}\"", Ok("h:5"), error(Expected::QuotedPair, 10), error(Expected::QuotedPair, 10)),
        ] {
            let warning = warning(Value::new(text.as_bytes()).unwrap()).unwrap();
            let written = |text: Text<'static>| core::str::from_utf8(text.as_bytes()).unwrap();
            assert_eq!(warning.code(), 399, "{text}");
            assert_eq!(warning.agent().map(|agent| agent.unwrap().as_str()), agent, "{text}");
            assert_eq!((warning.host().map(drop), warning.port().map(drop)), (agent.map(drop), agent.map(drop)), "{text}");
            assert_eq!(warning.text().map(written), words, "{text}");
            assert_eq!((warning.verify(), Warning::parse(text.as_bytes()).map(drop)), (wrong, wrong), "{text}");
        }
    }

    #[test]
    fn a_pseudonym_is_no_host_whatever_is_taken() {
        for leniency in [Leniency::NONE, Leniency::ALL] {
            let profile = Profile::new(&crate::profile::Limits::new(), leniency);
            let warning = warning(Value::alone(b"307 me_ \"x\"", profile).unwrap()).unwrap();
            assert_eq!((warning.host(), warning.agent().unwrap().unwrap().as_str()), (Ok(None), "me_"));
        }
    }

    #[test]
    fn spaces_before_the_agent_are_taken_where_that_is_lenient() {
        let profile = Profile::new(&crate::profile::Limits::new(), Leniency::WARNING_SPACES);
        let read = |text: &'static str| warning(Value::alone(text.as_bytes(), profile).unwrap()).map_err(|error| error.offset());
        let host = |warning: Warning<'static>| warning.host().unwrap().unwrap().as_str();
        for text in ["399  h \"x\"", "399\th \"x\"", "399 \r\n h \"x\""] {
            assert_eq!(read(text).map(host), Ok("h"), "{text}");
        }
        assert_eq!((read("399h \"x\""), read("399  h\"x\"")), (Err(3), Err(6)));
    }

    #[test]
    fn warnings_are_written() {
        let warning = Warning::build(307, "isi.edu:5060", "Session \"x\"").to_bytes().unwrap();
        assert_eq!(warning, b"307 isi.edu:5060 \"Session \\\"x\\\"\"");
        assert!(Warning::build(7, "h", "x").to_bytes().is_err());
        assert!(Warning::build(399, "a b", "x").to_bytes().is_err());
        assert!(Warning::build(399, "a\r\nb", "x").to_bytes().is_err());
        assert!(Warning::build(399, "h", "x\r\ny").to_bytes().is_err());
    }
}
