//! References to a dialog: Replaces, Join, Target-Dialog.

use super::value::written_as_read;
use super::{CallId, Draft, Join, Replaces, TargetDialog, Value, call_id};
use crate::encode::{ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::params::{self, Params};
use crate::text::Token;

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

/// The same bytes; where they stand is no part of it.
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

    /// A tag, which must be there once.
    fn tag(&self, name: KnownParam) -> Result<Token<'a>, ParseError> {
        let missing = ParseError::new(ErrorKind::MissingParam(name), self.offset as usize);
        let param = self.params.once(name)?.ok_or(missing)?;
        param.token().ok_or_else(|| self.params.error(ErrorKind::Expected(Expected::ParameterValue), param.name().as_bytes()))
    }
}

/// Types the value.
pub(crate) fn dialog_ref(value: Value<'_>) -> Result<DialogRef<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, call_id) = call_id::callid(input)?;
        let (rest, params) = params::params(rest, profile, |_, _| Ok(()))?;
        Ok((rest, DialogRef { raw: input, call_id, params: value.place(params), offset: value.offset() as u32 }))
    })
}

macro_rules! tags {
    ($($header:ident $tag:ident $param:ident $doc:literal;)*) => {$(
        impl<'a> $header<'a> {
            #[doc = $doc]
            ///
            /// # Errors
            ///
            /// [`ErrorKind::MissingParam`] where there is none; when there are two, and when it is no token.
            pub fn $tag(&self) -> Result<Token<'a>, ParseError> {
                self.tag(KnownParam::$param)
            }
        }
    )*};
}

tags! {
    Replaces to_tag ToTag "The tag at the end that this request goes to (RFC 3891 §6.1); `0` stands for none, too.";
    Replaces from_tag FromTag "The tag at the other end (RFC 3891 §6.1); `0` stands for none, too.";
    Join to_tag ToTag "The tag at the end that this request goes to (RFC 3911 §7.1); `0` stands for none, too.";
    Join from_tag FromTag "The tag at the other end (RFC 3911 §7.1); `0` stands for none, too.";
    TargetDialog local_tag LocalTag "The tag at the end that sent this request (RFC 4538 §5).";
    TargetDialog remote_tag RemoteTag "The tag at the end that this request goes to (RFC 4538 §5).";
}

impl Replaces<'_> {
    /// Whether the dialog is to be replaced only while it is early (RFC 3891 §6.1).
    pub fn is_early_only(&self) -> bool {
        self.params().contains("early-only")
    }
}

written_as_read!(DialogRef with params);

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
    use crate::header::TypedHeader;

    fn read(text: &str) -> Result<Replaces<'_>, ParseError> {
        Replaces::parse(Value::new(text.as_bytes())?)
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
    fn references_are_written() {
        let tags = [ParamDraft::token("to-tag", "1"), ParamDraft::token("from-tag", "2")];
        assert_eq!(Replaces::row(("a@b", &tags[..])).to_bytes().unwrap(), b"a@b;to-tag=1;from-tag=2");
        assert!(Join::row(("a b", &tags[..])).to_bytes().is_err());
    }
}
