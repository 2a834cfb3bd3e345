//! Sets of features: Accept-Contact, Reject-Contact, Feature-Caps.

use nom::bytes::complete::{take_while, take_while_m_n};
use nom::combinator::{all_consuming, recognize};
use nom::sequence::preceded;
use nom::{Err, Parser};

use crate::encode::{ParamDraft, Writer};
use crate::error::{Expected, ParseError};
use crate::grammar::{Fail, Parsed, byte, expected, run};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{Param, ParamRules, Params, generic_param, params};
use crate::profile::{Leniency, Profile};
use crate::text::Token;
use crate::uri::Uri;

/// `*` and the features that are wanted, refused or had (RFC 3841 §9.2, RFC 6809 §6.2).
///
/// ```text
/// "*" *( SEMI feature-param )
/// feature-param = enc-feature-tag [ EQUAL LDQUOT ( tag-value-list / string-value ) RDQUOT ]
/// ```
///
/// The quoted value of a feature tag has its own grammar (RFC 3840 §9) and is returned as text.
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
    /// The features, and the other parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }
}

/// ```text
/// "*" *( SEMI feature-param )
/// ```
pub(crate) fn features(value: Value<'_>) -> Result<FeatureSet<'_>, ParseError> {
    feature_set(value, &ParamRules::GENERIC)
}

/// ```text
/// fc-value = "*" *( SEMI feature-cap )
/// ```
pub(crate) fn capabilities(value: Value<'_>) -> Result<FeatureSet<'_>, ParseError> {
    feature_set(value, &FEATURE_CAPS)
}

/// The rules of the parameters of Feature-Caps.
const FEATURE_CAPS: ParamRules = ParamRules { param: generic_param, check: Some(feature_cap), once: &[] };

/// ```text
/// feature-cap = "+" fcap-name [ EQUAL LDQUOT ( fcap-value-list / fcap-string-value ) RDQUOT ]
/// ```
fn feature_cap(param: &Param<'_>, at: &[u8], _: &Profile) -> Result<(), Err<Fail>> {
    let is_named = run(all_consuming(feature_name), param.name().as_bytes()).is_ok();
    let is_quoted = param.value().is_none_or(|value| value.is_quoted());
    if is_named && is_quoted { Ok(()) } else { Err(expected(at, Expected::FeatureParam)) }
}

/// ```text
/// "+" fcap-name
/// fcap-name = ALPHA *( ALPHA / DIGIT / "!" / "'" / "." / "-" / "%" )
/// ```
fn feature_name(input: &[u8]) -> Parsed<'_, &[u8]> {
    let first = take_while_m_n(1, 1, |b: u8| b.is_ascii_alphabetic());
    let others = take_while(|b: u8| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'\'' | b'.' | b'-' | b'%'));
    recognize((byte(b'+', Expected::FeatureParam), first, others)).parse_complete(input)
}

/// ```text
/// "*" *( SEMI param )
/// ```
fn feature_set<'a>(value: Value<'a>, rules: &'static ParamRules) -> Result<FeatureSet<'a>, ParseError> {
    let params = value.cut(|input, reading| preceded(byte(b'*', Expected::Star), params(rules, reading)).parse_complete(input))?;
    Ok(FeatureSet { raw: value.as_bytes(), params: value.place(params) })
}

impl<'a> Family<'a> for FeatureSet<'a> {
    const NAME: &'static str = "feature-set";

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
        equal::params(self.params, other.params, |_| false)
    }

    fn facts(&self, _: &mut Facts<'_, 'a>) {}
}

written_as_read!(FeatureSet);

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

    fn value(text: &'static str) -> Value<'static> {
        Value::new(text.as_bytes()).unwrap()
    }

    /// The offset at which a rule, or the check of the parts, refuses the text.
    fn refused(text: &'static str, rule: fn(Value<'_>) -> Result<FeatureSet<'_>, ParseError>) -> Option<usize> {
        rule(value(text)).and_then(|set| set.verify()).err().map(|error| error.offset())
    }

    #[test]
    fn a_star_and_features() {
        let set = features(value("* ; schemes=\"sip,tel\";+g.a=\"#>=5\";explicit")).unwrap();
        assert_eq!(set.params().iter().count(), 3);
        assert!(features(value("*")).unwrap().params().is_empty());
        for (text, offset) in [("", 0), ("a", 0), (";a", 0), ("*a", 1), ("*;", 2), ("**", 1), ("* a", 2)] {
            assert_eq!(refused(text, features), Some(offset), "{text}");
        }
        assert_eq!(refused("*;+g.3gpp.x=\"<urn:a>\";+b", capabilities), None);
        for (text, offset) in [("*;a", 2), ("*;+a;+1", 5), ("*;+", 2), ("*;+a=b", 2), ("*;+a_b", 2)] {
            assert_eq!(refused(text, capabilities), Some(offset), "{text}");
        }
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, kind, offset) in [
            ("*;+bad=x;+g.a=\"1\"", Expected::FeatureParam, 2),
            ("*;+g.a=\"1\";+bad=[::1]", Expected::FeatureParam, 11),
            ("*;+bad=@;+g.a=\"1\"", Expected::ParameterValue, 7),
            ("*;bad;+g.a=\"1\"", Expected::FeatureParam, 2),
        ] {
            let set = capabilities(value(text)).unwrap();
            let error = ParseError::expected(kind, offset);
            assert!(set.params().text("+g.a").unwrap().unwrap().is("1"), "{text}");
            let bad = set.params().text("+bad").and(set.params().text("bad"));
            assert_eq!((bad, set.verify()), (Err(error), Err(error)), "{text}");
        }
        let wanted = AcceptContact(features(value("*;+bad=@;require")).unwrap());
        assert!(wanted.requires() && !wanted.is_explicit() && wanted.0.verify().is_err());
        assert!(features(value("*;a=\"b;c")).is_err() && features(value("*;a=<b")).is_err());
    }

    #[test]
    fn sets_are_written() {
        let set = [ParamDraft::quoted("+sip.pns", "apns"), ParamDraft::flag("+a")];
        assert_eq!(FeatureCaps::row(&set[..]).to_bytes().unwrap(), b"*;+sip.pns=\"apns\";+a");
        assert_eq!(AcceptContact::row(&set[..0]).to_bytes().unwrap(), b"*");
    }
}
