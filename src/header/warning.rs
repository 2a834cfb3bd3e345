//! Warning.

use super::draft::draft_of;
use super::value::written_as_read;
use super::{Value, numbers};
use crate::chars;
use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{Expected, ParseError};
use crate::host::{self, Host};
use crate::lexical::{self, Parsed, expected};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::{Text, Token};

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
/// assert_eq!((warning.code(), warning.agent().as_str()), (301, "isi.edu:5060"));
/// assert_eq!((warning.host().unwrap().as_str(), warning.port()), ("isi.edu", Some(5060)));
/// assert!(warning.text().is("Incompatible network address type 'E.164'"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Warning<'a> {
    raw: &'a [u8],
    code: u16,
    agent: Token<'a>,
    hostport: Option<(Host<'a>, Option<u16>)>,
    text: Text<'a>,
}

impl<'a> Warning<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        warning(Value::new(bytes)?)
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

    /// Who warns, as written: a host with or without a port, or a pseudonym.
    pub const fn agent(&self) -> Token<'a> {
        self.agent
    }

    /// The host that warns. A pseudonym that looks like a host is one.
    pub fn host(&self) -> Option<Host<'a>> {
        self.hostport.map(|(host, _)| host)
    }

    /// The port of the host that warns.
    pub fn port(&self) -> Option<u16> {
        self.hostport.and_then(|(_, port)| port)
    }

    /// The text, without its quotes.
    pub const fn text(&self) -> Text<'a> {
        self.text
    }
}

/// Types one element.
pub(crate) fn warning(value: Value<'_>) -> Result<Warning<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, code) = lexical::named(Expected::WarningCode, |input| numbers::digits(input, 3, 3))(input)?;
        let (rest, ()) = match profile.allows(Leniency::WARNING_SPACES) {
            true => lexical::lws(rest)?,
            false => lexical::byte(b' ', Expected::Space)(rest)?,
        };
        let (rest, (agent, hostport)) = agent(rest, profile)?;
        let (rest, ()) = lexical::byte(b' ', Expected::Space)(rest)?;
        let (rest, ()) = lexical::sws(rest)?;
        let (rest, text) = lexical::quoted_string(rest, profile)?;
        Ok((rest, Warning { raw: input, code: code as u16, agent, hostport, text }))
    })
}

/// Who warns, and host and port if that is who.
type Agent<'a> = (Token<'a>, Option<(Host<'a>, Option<u16>)>);

/// ```text
/// warn-agent = hostport / pseudonym
/// ```
fn agent<'a>(input: &'a [u8], profile: &Profile) -> Parsed<'a, Agent<'a>> {
    let (agent, rest) = input.split_at(scan::run(input, chars::VISIBLE));
    let hostport = |agent| -> Parsed<'a, (Host<'a>, Option<u16>)> {
        match host::host(agent, profile)? {
            (behind, host) if behind.is_empty() => Ok((behind, (host, None))),
            (behind, host) => {
                let (behind, ()) = lexical::byte(b':', Expected::EndOfValue)(behind)?;
                let (behind, port) = host::port(behind, profile)?;
                Ok((behind, (host, Some(port))))
            }
        }
    };
    if scan::run(agent, chars::TOKEN) == agent.len() && !agent.is_empty() {
        let hostport = lexical::inside(agent, rest, hostport).ok();
        return Ok((rest, (Token::new(agent), hostport)));
    }
    if agent.is_empty() {
        return Err(expected(input, Expected::Host));
    }
    let hostport = lexical::inside(agent, rest, hostport)?;
    Ok((rest, (Token::new(agent), Some(hostport))))
}

written_as_read!(Warning);

/// A warning made from parts: written, not read.
#[derive(Clone, Copy, Debug)]
pub struct WarningDraft<'a> {
    code: u16,
    agent: &'a str,
    text: &'a str,
}

impl Encode for WarningDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if !(100..=999).contains(&self.code) {
            out.refuse(BuildErrorKind::OutOfRange, 0);
        }
        out.number(self.code.into());
        out.fixed(" ");
        match lexical::whole(self.agent.as_bytes(), 0, |input| agent(input, &Profile::default())) {
            Ok((agent, _)) => out.text(agent),
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
            assert_eq!((warning.host().as_ref().map(|host| host.as_str()), warning.port()), (host, port), "{text}");
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

    #[test]
    fn spaces_before_the_agent_are_taken_where_that_is_lenient() {
        let profile = Profile::new(&crate::profile::Limits::new(), Leniency::WARNING_SPACES);
        let read = |text: &'static str| warning(Value::alone(text.as_bytes(), profile).unwrap()).map_err(|error| error.offset());
        for text in ["399  h \"x\"", "399\th \"x\"", "399 \r\n h \"x\""] {
            assert_eq!(read(text).map(|warning| warning.host().unwrap().as_str()), Ok("h"), "{text}");
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
