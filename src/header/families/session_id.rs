//! Session-ID.

use nom::Parser;
use nom::bytes::complete::take_while_m_n;

use crate::encode::{BuildErrorKind, ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::{Parsed, expected};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::{ParamRules, Params, params};
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// Session-ID: what a call is known by from end to end (RFC 7989 §5).
///
/// ```text
/// session-id-value = local-uuid *( SEMI sess-id-param )
/// local-uuid       = 32( DIGIT / %x61-66 )
/// sess-id-param    = ( "remote" EQUAL remote-uuid ) / "logme" / generic-param
/// ```
///
/// RFC 7329 had no `remote`. Upper-case digits are none.
///
/// ```
/// use sipwire::header::SessionId;
///
/// let id = SessionId::parse(b"ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000;logme")?;
/// assert_eq!(id.local(), "ab30317f1a784dc48ff824d0d3715d86");
/// assert!(SessionId::is_nil(id.remote()?.unwrap()) && id.is_logged());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionId<'a> {
    raw: &'a [u8],
    local: Token<'a>,
    params: Params<'a>,
}

impl<'a> SessionId<'a> {
    /// Parses a value outside of a message, with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let value = session_id(Value::new(bytes)?)?;
        value.verify()?;
        Ok(value)
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The UUID of whoever sent the message.
    pub const fn local(&self) -> Token<'a> {
        self.local
    }

    /// The UUID of whoever the message is for, as far as its sender knows it (RFC 7989 §5).
    ///
    /// # Errors
    ///
    /// Returns an error if there is a `remote` that is no UUID, or a second one.
    pub fn remote(&self) -> Result<Option<Token<'a>>, ParseError> {
        self.params.typed(KnownParam::Remote, |input, _| uuid(input))
    }

    /// Whether the message is marked to be logged (RFC 8497 §3.1).
    pub fn is_logged(&self) -> bool {
        self.params.contains("logme")
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// Whether the UUID is the null UUID, all zeros (RFC 7989 §5).
    pub fn is_nil(uuid: Token<'_>) -> bool {
        uuid.as_bytes().iter().all(|&b| b == b'0')
    }
}

/// Cuts the value.
///
/// ```text
/// local-uuid *( SEMI sess-id-param )
/// ```
pub(crate) fn session_id(value: Value<'_>) -> Result<SessionId<'_>, ParseError> {
    let (local, params) = value.cut(|input, reading| (uuid, params(&ParamRules::GENERIC, reading)).parse_complete(input))?;
    Ok(SessionId { raw: value.as_bytes(), local, params: value.place(params) })
}

/// ```text
/// 32( DIGIT / %x61-66 )
/// ```
///
/// Too few digits are an error behind the last of them.
fn uuid(input: &[u8]) -> Parsed<'_, Token<'_>> {
    let digits = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    match take_while_m_n(0, 32, digits).parse_complete(input)? {
        (rest, id) if id.len() == 32 => Ok((rest, Token::new(id))),
        (rest, _) => Err(expected(rest, Expected::Uuid)),
    }
}

impl<'a> Family<'a> for SessionId<'a> {
    const NAME: &'static str = "session-id";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()
    }

    fn leniency(&self) -> Leniency {
        self.params.leniency()
    }

    fn params(&self) -> Params<'a> {
        self.params
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        self.local == other.local && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, local remote is_logged);
        facts.tell("is_nil", Self::is_nil(self.local));
    }
}

written_as_read!(SessionId);

fn write_uuid(id: &str, out: &mut Writer<'_>) {
    match uuid(id.as_bytes()) {
        Ok(([], id)) => out.token(id),
        _ => out.refuse(BuildErrorKind::Empty(Expected::Uuid), 0),
    }
}

/// The UUID of whoever sends, alone.
impl Draft<SessionId<'static>> for str {
    fn write(&self, out: &mut Writer<'_>) {
        write_uuid(self, out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

/// The UUIDs of whoever sends and of whoever it is for.
impl Draft<SessionId<'static>> for (&str, &str) {
    fn write(&self, out: &mut Writer<'_>) {
        write_uuid(self.0, out);
        out.fixed(";remote=");
        write_uuid(self.1, out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        None
    }
}

/// The UUIDs of whoever sends and of whoever it is for, and other parameters.
impl Draft<SessionId<'static>> for (&str, &str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        Draft::<SessionId<'static>>::write(&(self.0, self.1), out);
        if self.2.iter().any(|param| param.is("remote")) {
            out.refuse(BuildErrorKind::Grammar(ErrorKind::DuplicateParam(KnownParam::Remote)), 0);
        }
        out.params(self.2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn uuids_are_lower_case() {
        let text = alloc::format!("{ID} ; remote={ID};LOGME");
        let id = SessionId::parse(text.as_bytes()).unwrap();
        assert!(id.remote() == Ok(Some(id.local())) && id.is_logged() && !SessionId::is_nil(id.local()));
        assert_eq!(SessionId::parse(ID.as_bytes()).unwrap().remote(), Ok(None));
        for (text, offset) in [
            (alloc::string::String::new(), 0),
            (ID.to_uppercase(), 10),
            (ID[..31].into(), 31),
            (ID.replace('f', "g"), 15),
            (alloc::format!("{ID}0"), 32),
            (alloc::format!("{ID};"), 33),
            (alloc::format!("{ID} x"), 33),
        ] {
            assert_eq!(SessionId::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let text = alloc::format!("{ID};remote=0-");
        assert_eq!(SessionId::parse(text.as_bytes()).unwrap().remote().unwrap_err().offset(), 41);
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (rest, remote, wrong) in [
            (";logme=@;remote=0-", Err(Expected::Uuid), Some((Expected::ParameterValue, 39))),
            (";logme;remote", Err(Expected::Equal), None),
            (";@;logme", Ok(None), Some((Expected::Token, 33))),
            (";logme;x=\"\\\u{e9}\"", Ok(None), Some((Expected::QuotedPair, 43))),
        ] {
            let text = alloc::format!("{ID}{rest}");
            let id = session_id(Value::new(text.as_bytes()).unwrap()).unwrap();
            assert!(id.local() == ID && id.is_logged(), "{rest}");
            assert_eq!(id.remote(), remote.map_err(|what| ParseError::expected(what, id.remote().unwrap_err().offset())), "{rest}");
            assert_eq!(id.verify().err(), wrong.map(|(what, offset)| ParseError::expected(what, offset)), "{rest}");
            assert_eq!(SessionId::parse(text.as_bytes()).err(), id.verify().err(), "{rest}");
        }
    }

    #[test]
    fn ids_are_written() {
        assert_eq!(SessionId::row(ID).to_bytes().unwrap(), ID.as_bytes());
        assert_eq!(SessionId::row((ID, ID)).to_bytes().unwrap(), alloc::format!("{ID};remote={ID}").as_bytes());
        assert!(SessionId::row("x").to_bytes().is_err() && SessionId::row((ID, "")).to_bytes().is_err());
    }
}
