//! Sets of features: Accept-Contact, Reject-Contact, Feature-Caps.

use super::value::written_as_read;
use super::{Draft, Value};
use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::lexical::{self, Fail, expected};
use crate::macros::named_params;
use crate::params::{self, Param, Params};

/// `*` and the features that are wanted, refused or had (RFC 3841 §9.2, RFC 6809 §6.2).
///
/// ```text
/// "*" *( SEMI feature-param )
/// feature-param = enc-feature-tag [ EQUAL LDQUOT ( tag-value-list / string-value ) RDQUOT ]
/// ```
///
/// What a feature tag's quotes hold has a grammar of its own (RFC 3840 §9) and is kept as text.
///
/// ```
/// use sipwire::{Message, header::AcceptContact};
///
/// let message = Message::parse(b"INVITE sip:a SIP/2.0\r\na: *;mobility=\"fixed\";audio;require\r\n\r\n")?;
/// let wanted = message.headers().first::<AcceptContact>()?.unwrap();
/// assert!(wanted.requires() && !wanted.is_explicit() && wanted.params().contains("audio"));
/// assert!(wanted.params().value("mobility").unwrap().is("fixed"));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FeatureSet<'a> {
    raw: &'a [u8],
    params: Params<'a>,
}

impl<'a> FeatureSet<'a> {
    /// The features, and what else is said of them.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// Types one element.
pub(crate) fn features(value: Value<'_>) -> Result<FeatureSet<'_>, ParseError> {
    feature_set(value, |_, _| Ok(()))
}

/// Types one element of Feature-Caps.
///
/// ```text
/// fc-value    = "*" *( SEMI feature-cap )
/// feature-cap = "+" fcap-name [ EQUAL LDQUOT ( fcap-value-list / fcap-string-value ) RDQUOT ]
/// fcap-name   = ALPHA *( ALPHA / DIGIT / "!" / "'" / "." / "-" / "%" )
/// ```
pub(crate) fn capabilities(value: Value<'_>) -> Result<FeatureSet<'_>, ParseError> {
    feature_set(value, |param, at| {
        let named = match param.name().as_bytes() {
            [b'+', first, rest @ ..] => {
                first.is_ascii_alphabetic()
                    && rest.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'\'' | b'.' | b'-' | b'%'))
            }
            _ => false,
        };
        if named && param.value().is_none_or(|value| value.is_quoted()) { Ok(()) } else { Err(expected(at, Expected::FeatureParam)) }
    })
}

fn feature_set<'a>(
    value: Value<'a>,
    visit: impl FnMut(&Param<'a>, &'a [u8]) -> Result<(), nom::Err<Fail>>,
) -> Result<FeatureSet<'a>, ParseError> {
    value.read(|input, profile| {
        let (rest, ()) = lexical::byte(b'*', Expected::Star)(input)?;
        let (rest, params) = params::params(rest, profile, visit)?;
        Ok((rest, FeatureSet { raw: input, params: value.place(params) }))
    })
}

named_params! {
    AcceptContact {
        /// Whether contacts that don't match are out of question (RFC 3841 §7.2.4).
        requires: flag["require"];
        /// Whether contacts that say nothing of a feature are worse than those that have it (RFC 3841 §7.2.4).
        is_explicit: flag["explicit"];
    }
}

written_as_read!(FeatureSet with params);

/// The features.
impl Draft<FeatureSet<'static>> for [ParamDraft<'_>] {
    fn write(&self, out: &mut Writer<'_>) {
        out.fixed("*");
        out.params(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header::{AcceptContact, FeatureCaps};

    #[test]
    fn a_star_and_features() {
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        let set = features(value("* ; schemes=\"sip,tel\";+g.a=\"#>=5\";explicit")).unwrap();
        assert_eq!(set.params().iter().count(), 3);
        assert!(features(value("*")).unwrap().params().is_empty());
        for (text, offset) in [("", 0), ("a", 0), (";a", 0), ("*a", 1), ("*;", 2), ("**", 1), ("* a", 2)] {
            assert_eq!(features(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        assert!(capabilities(value("*;+g.3gpp.x=\"<urn:a>\";+b")).is_ok());
        for (text, offset) in [("*;a", 2), ("*;+a;+1", 5), ("*;+", 2), ("*;+a=b", 2), ("*;+a_b", 2)] {
            assert_eq!(capabilities(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn sets_are_written() {
        let set = [ParamDraft::quoted("+sip.pns", "apns"), ParamDraft::flag("+a")];
        assert_eq!(FeatureCaps::row(&set[..]).to_bytes().unwrap(), b"*;+sip.pns=\"apns\";+a");
        assert_eq!(AcceptContact::row(&set[..0]).to_bytes().unwrap(), b"*");
    }
}
