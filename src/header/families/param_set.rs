//! Headers that are parameters without a value before them: P-Charging-Vector and others.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{eof, map, not};
use nom::sequence::preceded;

use crate::encode::{ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::grammar::cut::Reading;
use crate::grammar::{Parsed, as_one, semi};
use crate::header::draft::{Draft, written_as_read};
use crate::header::equal;
use crate::header::family::{Facts, Family};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::{ParamRules, Params, bracketed_param, headless};
use crate::profile::Leniency;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// Parameters alone (RFC 7315 §4.5, §4.6, 3GPP TS 24.229 §7.2).
///
/// ```text
/// generic-param *( SEMI generic-param )
/// ```
///
/// ```
/// use sipwire::{Message, header::PChargingVector};
///
/// let message = Message::parse(b"BYE sip:a SIP/2.0\r\nP-Charging-Vector: icid-value=1234bc98;icid-generated-at=[2001:db8::1]\r\n\r\n")?;
/// let vector = message.headers().require::<PChargingVector>()?;
/// assert!(vector.icid_value()?.is("1234bc98"));
/// assert!(vector.icid_generated_at()?.unwrap().ip().is_some());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ParamSet<'a> {
    params: Params<'a>,
    /// The parameter that the header must have.
    mandatory: Option<KnownParam>,
}

impl PartialEq for ParamSet<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.params == other.params
    }
}

impl Eq for ParamSet<'_> {}

impl<'a> ParamSet<'a> {
    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.params.as_bytes()
    }

    /// The value of the parameter that the header must have, once.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or has no value.
    pub(in crate::header) fn mandatory(&self, name: KnownParam) -> Result<Text<'a>, ParseError> {
        match self.params.once(name)?.map(|param| (param.name(), param.value())) {
            Some((_, Some(value))) => Ok(value),
            Some((name, None)) => Err(self.params.error(ErrorKind::Expected(Expected::ParameterValue), name.as_bytes())),
            None => Err(self.params.error(ErrorKind::MissingParam(name), self.params.as_bytes())),
        }
    }
}

/// ```text
/// generic-param *( SEMI generic-param )
/// ```
pub(crate) fn set(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    of(&value, &ParamRules::GENERIC)
}

/// The place of `icid-value` among the parameters is left open.
///
/// ```text
/// P-Charging-Vector = "P-Charging-Vector" HCOLON icid-value *( SEMI charge-params )
/// icid-value        = "icid-value" EQUAL gen-value
/// ```
pub(crate) fn charging_vector(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    with(&value, &ParamRules::GENERIC, KnownParam::IcidValue)
}

/// The rules of parameters that may have a value in angle brackets.
const BRACKETED: ParamRules = ParamRules { param: bracketed_param, check: None, once: &[] };

/// The place of `fe` among the parameters is left open.
///
/// ```text
/// Response-Source = "Response-Source" HCOLON "fe" EQUAL LAQUOT urn RAQUOT *( SEMI generic-param )
/// ```
pub(crate) fn response_source(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    with(&value, &BRACKETED, KnownParam::Fe)
}

/// One parameter and nothing behind it.
///
/// ```text
/// "yes" / "no" / generic-param
/// ```
pub(crate) fn one(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    let set = set(value)?;
    match set.params.iter().nth(1) {
        None => Ok(set),
        Some(second) => {
            set.params.verify()?;
            Err(set.params.error(ErrorKind::Expected(Expected::EndOfValue), second.name().as_bytes()))
        }
    }
}

/// The parameters of `value`, by `rules`.
fn of<'a>(value: &Value<'a>, rules: &'static ParamRules) -> Result<ParamSet<'a>, ParseError> {
    let params = value.cut(|input, reading| set_of(input, rules, reading))?;
    Ok(ParamSet { params: value.place(params), mandatory: None })
}

/// ```text
/// param *( SEMI param )
/// ```
///
/// Without a byte of the first parameter nothing is a list, however it is read.
fn set_of<'a>(input: &'a [u8], rules: &'static ParamRules, reading: Reading<'_>) -> Parsed<'a, Params<'a>> {
    let nothing = alt((map(eof, |_| ()), semi));
    preceded(as_one(Expected::Parameter, not(nothing)), headless(rules, reading)).parse_complete(input)
}

/// The parameters of `value`, one of which must be there. If it is absent, an error of another part comes first.
fn with<'a>(value: &Value<'a>, rules: &'static ParamRules, name: KnownParam) -> Result<ParamSet<'a>, ParseError> {
    let set = ParamSet { mandatory: Some(name), ..of(value, rules)? };
    match set.params.contains(name.as_str()) {
        true => Ok(set),
        false => set.verify().map(|()| set),
    }
}

impl<'a> Family<'a> for ParamSet<'a> {
    const NAME: &'static str = "param-set";

    fn as_bytes(&self) -> &'a [u8] {
        self.params.as_bytes()
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.params.verify()?;
        self.mandatory.map_or(Ok(()), |name| self.mandatory(name).map(drop))
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

written_as_read!(ParamSet);

/// The parameters: a name and, where there is one, a value to be quoted or written as a token.
impl Draft<ParamSet<'static>> for [ParamDraft<'_>] {
    fn write(&self, out: &mut Writer<'_>) {
        for (place, param) in self.iter().enumerate() {
            match place {
                0 => param.encode(out),
                _ => out.param(param),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::header::{GeolocationRouting, PChargingFunctionAddresses, PChargingVector, ResponseSource, TypedHeader};

    fn value(text: &'static str) -> Value<'static> {
        Value::new(text.as_bytes()).unwrap()
    }

    /// The error of a rule, or of the check of the parts.
    fn refused(text: &'static str, rule: fn(Value<'_>) -> Result<ParamSet<'_>, ParseError>) -> Option<(ErrorKind, usize)> {
        rule(value(text)).and_then(|set| set.verify()).err().map(|error| (error.kind(), error.offset()))
    }

    #[test]
    fn parameters_stand_alone() {
        let vector = PChargingVector::parse(value("orig-ioi=a ; icid-value=\"x;y\";icid-generated-at=-")).unwrap();
        assert!(vector.icid_value().unwrap().is("x;y") && vector.orig_ioi().unwrap().unwrap().is("a"));
        assert_eq!(vector.icid_generated_at().unwrap_err().offset(), 48);
        let missing = PChargingVector::parse(value(" orig-ioi=a")).unwrap_err();
        assert_eq!((missing.kind(), missing.offset()), (ErrorKind::MissingParam(KnownParam::IcidValue), 1));
        for (text, kind, offset) in [
            ("", ErrorKind::Expected(Expected::Parameter), 0),
            (";icid-value=1", ErrorKind::Expected(Expected::Parameter), 0),
            ("icid-value", ErrorKind::Expected(Expected::ParameterValue), 0),
            ("icid-value=", ErrorKind::Expected(Expected::ParameterValue), 11),
            ("icid-value=1;", ErrorKind::Expected(Expected::Token), 13),
            ("icid-value=1;icid-value=2", ErrorKind::DuplicateParam(KnownParam::IcidValue), 13),
            ("icid-value=1;icid-value=2;x=@", ErrorKind::Expected(Expected::ParameterValue), 28),
            ("orig-ioi=@", ErrorKind::Expected(Expected::ParameterValue), 9),
            ("icid-value x=1", ErrorKind::Expected(Expected::EndOfValue), 11),
        ] {
            assert_eq!(refused(text, charging_vector), Some((kind, offset)), "{text}");
        }
        for text in ["", ";icid-value=1", "orig-ioi=@", "icid-value x=1"] {
            assert!(charging_vector(value(text)).is_err(), "{text}");
        }
        let functions = PChargingFunctionAddresses::parse(value("ccf=[2001:db8::1];ccf-2=1.2.3.4")).unwrap();
        assert!(functions.ccf().unwrap().unwrap().is("[2001:db8::1]"));
        assert!(functions.ccf_2().unwrap().is_some() && functions.ecf() == Ok(None));
    }

    #[test]
    fn a_source_has_brackets() {
        let source = ResponseSource::parse(value("fe=<urn:3gpp:fe:p-cscf.orig>;x=1")).unwrap();
        assert_eq!(source.functional_entity().unwrap().unwrap().as_bytes(), b"urn:3gpp:fe:p-cscf.orig");
        assert_eq!(refused("role=<urn:a:b>", response_source), Some((ErrorKind::MissingParam(KnownParam::Fe), 0)));
        assert_eq!(ResponseSource::parse(value("fe=<urn:>")).unwrap().functional_entity().map_err(|e| e.offset()), Err(8));
        assert!(ResponseSource::parse(value("fe=urn")).unwrap().functional_entity().is_err());
        assert_eq!(refused("fe=<urn:a:b", response_source), Some((ErrorKind::Expected(Expected::ClosingBracket), 11)));
    }

    #[test]
    fn one_bad_part_costs_no_other() {
        for (text, kind, offset) in [
            ("icid-value=@;orig-ioi=a;icid-generated-at=h", ErrorKind::Expected(Expected::ParameterValue), 11),
            ("icid-value=;orig-ioi=a;icid-generated-at=h", ErrorKind::Expected(Expected::ParameterValue), 11),
            ("orig-ioi=a;icid-value;icid-generated-at=h", ErrorKind::Expected(Expected::ParameterValue), 11),
            ("icid-generated-at=h;icid-value=1;icid-value=2;orig-ioi=a", ErrorKind::DuplicateParam(KnownParam::IcidValue), 33),
        ] {
            let vector = PChargingVector::parse(value(text)).unwrap();
            assert!(vector.orig_ioi().unwrap().unwrap().is("a"), "{text}");
            assert_eq!(vector.icid_generated_at().unwrap().unwrap().as_bytes(), b"h", "{text}");
            let error = ParseError::new(kind, offset);
            assert_eq!((vector.icid_value(), vector.0.verify()), (Err(error), Err(error)), "{text}");
        }
        let vector = PChargingVector::parse(value("icid-value=1;orig-ioi=[::g];term-ioi=b")).unwrap();
        assert!(vector.icid_value().unwrap().is("1") && vector.term_ioi().unwrap().unwrap().is("b"));
        let error = ParseError::expected(Expected::Ipv6, 22);
        assert_eq!((vector.orig_ioi(), vector.0.verify()), (Err(error), Err(error)));
        let source = ResponseSource::parse(value("fe;x=1")).unwrap();
        let error = ParseError::expected(Expected::ParameterValue, 0);
        assert_eq!((source.functional_entity(), source.0.verify()), (Err(error), Err(error)));
        assert!(source.params().text("x").unwrap().unwrap().is("1"));
    }

    #[test]
    fn routing_is_one_parameter() {
        let read = |text| GeolocationRouting::parse(value(text)).map(|routing| routing.is_allowed()).map_err(|error| error.offset());
        assert_eq!((read("YES"), read("no"), read("x=y")), (Ok(true), Ok(false), Ok(false)));
        assert_eq!((read("yes;a"), read("")), (Err(4), Err(0)));
        assert_eq!(refused("yes;a", one), Some((ErrorKind::Expected(Expected::EndOfValue), 4)));
        assert_eq!(refused("yes=@;a", one), Some((ErrorKind::Expected(Expected::ParameterValue), 4)));
        assert_eq!(refused("yes;@", one), Some((ErrorKind::Expected(Expected::Token), 4)));
    }

    #[test]
    fn sets_are_written() {
        let set = [ParamDraft::token("icid-value", "1"), ParamDraft::quoted("orig-ioi", "a b")];
        assert_eq!(PChargingVector::row(&set[..]).to_bytes().unwrap(), b"icid-value=1;orig-ioi=\"a b\"");
    }
}
