//! References to a dialog: Replaces, Join, Target-Dialog.

use nom::Parser;

use crate::encode::{ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::families::call_id::{CallId, callid};
use crate::header::family::{Facts, Family};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{ParamRules, Params, params};
use crate::profile::{Leniency, Profile};
use crate::text::Token;
use crate::uri::Uri;

/// A dialog, named by its Call-ID and its tags (RFC 3891 §6.1, RFC 3911 §7.1, RFC 4538 §7).
///
/// ```text
/// callid *( SEMI generic-param )
/// ```
///
/// Both tags are optional by the grammar and mandatory by the text: the value is read without them, and a tag that is asked for
/// and not there is an error.
///
/// ```
/// use sipwire::{Message, header::Replaces};
///
/// let message = Message::parse(b"INVITE sip:a SIP/2.0\r\nReplaces: 98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff\r\n\r\n")?;
/// let replaces = message.headers().require::<Replaces>()?;
/// assert_eq!(replaces.call_id(), "98732@sip.example.com");
/// assert_eq!((replaces.to_tag()?.as_str(), replaces.from_tag()?.as_str()), ("ff87ff", "r33th4x0r"));
/// assert!(!replaces.is_early_only());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DialogRef<'a> {
    raw: &'a [u8],
    call_id: CallId<'a>,
    params: Params<'a>,
    offset: u32,
}

/// Compares the bytes and ignores their offset.
impl PartialEq for DialogRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for DialogRef<'_> {}

impl<'a> DialogRef<'a> {
    /// The Call-ID.
    pub const fn call_id(&self) -> CallId<'a> {
        self.call_id
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The tag of that name, which must be there once.
    pub(in crate::header) fn tag(&self, name: KnownParam) -> Result<Token<'a>, ParseError> {
        let missing = ParseError::new(ErrorKind::MissingParam(name), self.offset as usize);
        let param = self.params.once(name)?.ok_or(missing)?;
        param
            .token(&Profile::of_taken(self.params.leniency()))
            .ok_or_else(|| self.params.error(ErrorKind::Expected(Expected::ParameterValue), param.name().as_bytes()))
    }
}

/// Cuts the value.
///
/// ```text
/// callid *( SEMI generic-param )
/// ```
pub(crate) fn dialog_ref(value: Value<'_>) -> Result<DialogRef<'_>, ParseError> {
    let (call_id, params) = value.cut(|input, reading| (callid, params(&ParamRules::GENERIC, reading)).parse_complete(input))?;
    Ok(DialogRef { raw: value.as_bytes(), call_id, params: value.place(params), offset: value.offset() as u32 })
}

impl<'a> Family<'a> for DialogRef<'a> {
    const NAME: &'static str = "dialog-ref";

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
        self.call_id == other.call_id && equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        facts.tell("call_id", self.call_id.as_bytes());
    }
}

written_as_read!(DialogRef);

/// A Call-ID and the parameters.
impl Draft<DialogRef<'static>> for (&str, &[ParamDraft<'_>]) {
    fn write(&self, out: &mut Writer<'_>) {
        Draft::<CallId<'static>>::write(self.0, out);
        out.params(self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header::{Join, Replaces, TypedHeader};

    fn cut(text: &str) -> Result<Replaces<'_>, ParseError> {
        Replaces::parse(Value::new(text.as_bytes())?)
    }

    fn read(text: &str) -> Result<Replaces<'_>, ParseError> {
        let replaces = cut(text)?;
        replaces.verify()?;
        Ok(replaces)
    }

    #[test]
    fn tags_must_be_there_once() {
        let replaces = read("a@b ; TO-TAG=1;from-tag=2;early-only").unwrap();
        assert_eq!((replaces.to_tag().unwrap().as_str(), replaces.from_tag().unwrap().as_str()), ("1", "2"));
        assert!(replaces.is_early_only());
        let none = read(" a;to-tag").unwrap();
        assert_eq!(none.from_tag().map_err(|e| (e.kind(), e.offset())), Err((ErrorKind::MissingParam(KnownParam::FromTag), 1)));
        assert_eq!(none.to_tag().map_err(|e| e.offset()), Err(3));
        let twice = read("a;to-tag=1;to-tag=1").unwrap();
        assert_eq!(twice.to_tag().map_err(|e| (e.kind(), e.offset())), Err((ErrorKind::DuplicateParam(KnownParam::ToTag), 11)));
        assert!(read("a;to-tag=\"1\"").unwrap().to_tag().is_err());
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, offset) in
            [("", 0), ("a@b@c", 3), ("a;", 2), ("a;to-tag=", 9), ("a;to-tag=1@", 10), ("a;@=1", 2), ("a b", 2), ("a,b", 1)]
        {
            assert_eq!(read(text).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, to_tag, from_tag, wrong) in [
            ("a@b;to-tag=@;from-tag=2", Err(11), Ok("2"), Some(11)),
            ("a@b;to-tag=1;from-tag=[::g]", Ok("1"), Err(22), Some(22)),
            ("a@b;x=\"\\\u{e9}\";to-tag=1;from-tag=2", Ok("1"), Ok("2"), Some(8)),
            ("a@b;@;to-tag=1;from-tag", Ok("1"), Err(15), Some(4)),
            ("a@b;to-tag=1;from-tag=2;to-tag=@", Err(24), Ok("2"), Some(31)),
        ] {
            let replaces = cut(text).unwrap();
            let offset = |tag: Result<Token<'static>, ParseError>| tag.map(|tag| tag.as_str()).map_err(|error| error.offset());
            assert_eq!(replaces.call_id(), "a@b", "{text}");
            assert_eq!((offset(replaces.to_tag()), offset(replaces.from_tag())), (to_tag, from_tag), "{text}");
            assert_eq!(replaces.verify().err().map(|error| error.offset()), wrong, "{text}");
        }
    }

    #[test]
    fn references_are_written() {
        let tags = [ParamDraft::token("to-tag", "1"), ParamDraft::token("from-tag", "2")];
        assert_eq!(Replaces::row(("a@b", &tags[..])).to_bytes().unwrap(), b"a@b;to-tag=1;from-tag=2");
        assert!(Join::row(("a b", &tags[..])).to_bytes().is_err());
    }
}
