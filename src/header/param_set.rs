//! Headers that are parameters without a value before them: P-Charging-Vector and others.

use super::value::written_as_read;
use super::{Draft, Value, address};
use crate::chars;
use crate::encode::{ParamDraft, Writer};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::host::{self, Host};
use crate::macros::named_params;
use crate::params::{self, Form, Params, QuickParam};
use crate::profile::Limit;
use crate::scan::{self, Seams};
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
/// assert!(vector.icid_value().unwrap().is("1234bc98"));
/// assert!(vector.icid_generated_at()?.unwrap().ip().is_some());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ParamSet<'a> {
    params: Params<'a>,
}

impl<'a> ParamSet<'a> {
    /// The parameters.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.params.as_bytes()
    }
}

/// Types one element.
pub(crate) fn set(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    of(value, Form::Generic)
}

/// Types P-Charging-Vector, which must have an `icid-value`; in which place is left open.
///
/// ```text
/// P-Charging-Vector = "P-Charging-Vector" HCOLON icid-value *( SEMI charge-params )
/// ```
pub(crate) fn charging_vector(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    // Nearly all begin with it.
    if value.as_bytes().first_chunk::<10>().is_some_and(|name| scan::same_name(name, b"icid-value"))
        && value.as_bytes().get(10) == Some(&b'=')
        && let Some(set) = quick(&value, |param| (!param.is(b"icid-value")).then_some(()))
    {
        return Ok(set);
    }
    with(value, Form::Generic, KnownParam::IcidValue)
}

/// Types Response-Source.
///
/// ```text
/// "fe" EQUAL LAQUOT urn RAQUOT *( SEMI generic-param )
/// ```
pub(crate) fn response_source(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    with(value, Form::Bracketed, KnownParam::Fe)
}

/// Types a parameter alone.
///
/// ```text
/// "yes" / "no" / generic-param
/// ```
pub(crate) fn one(value: Value<'_>) -> Result<ParamSet<'_>, ParseError> {
    let set = set(value)?;
    match set.params.iter().nth(1) {
        None => Ok(set),
        Some(second) => Err(set.params.error(ErrorKind::Expected(Expected::EndOfValue), second.name().as_bytes())),
    }
}

fn of(value: Value<'_>, form: Form) -> Result<ParamSet<'_>, ParseError> {
    match quick(&value, |_| Some(())) {
        Some(set) => Ok(set),
        None => by_grammar(value, form),
    }
}

/// Parameters without white space, whose values are tokens or quoted strings. `visit` sees each but for the first. `None` where there is
/// anything else, and where `visit` says so.
#[inline(always)]
pub(super) fn quick<'a>(value: &Value<'a>, mut visit: impl FnMut(&QuickParam<'a>) -> Option<()>) -> Option<ParamSet<'a>> {
    let (raw, profile) = (value.as_bytes(), value.profile());
    let mut seams = Seams::new(raw);
    let mut behind = seams.end_of(chars::TOKEN);
    if behind.at == 0 || profile.exceeds(Limit::ParamName, behind.at) {
        return None;
    }
    if behind.byte == b'=' {
        behind = params::quick_value(&mut seams, behind.at + 1, profile)?.behind;
    }
    let mut count = 1;
    params::quick(&mut seams, behind, profile, |param| {
        count += 1;
        visit(&param)
    })?;
    let params = Params::last_of(raw, 0, value.offset() as u32, profile.leniency);
    (!profile.exceeds(Limit::Params, count)).then_some(ParamSet { params })
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>, form: Form) -> Result<ParamSet<'_>, ParseError> {
    value.read(|input, profile| {
        let (rest, params) = params::headless(input, profile, form)?;
        Ok((rest, ParamSet { params: value.place(params) }))
    })
}

/// With a parameter that must be there and have a value.
fn with(value: Value<'_>, form: Form, name: KnownParam) -> Result<ParamSet<'_>, ParseError> {
    let set = of(value, form)?;
    match set.params.once(name)? {
        Some(param) if param.value().is_some() => Ok(set),
        Some(param) => Err(set.params.error(ErrorKind::Expected(Expected::ParameterValue), param.name().as_bytes())),
        None => Err(ParseError::new(ErrorKind::MissingParam(name), value.offset())),
    }
}

named_params! {
    PChargingVector {
        /// What the records of this call or this request are known by (RFC 7315 §5.6).
        icid_value: text["icid-value"];
        /// The host that made the `icid-value` (RFC 7315 §5.6).
        icid_generated_at: typed[IcidGeneratedAt, host::host, Host<'a>];
        /// The operator that the request comes from (RFC 7315 §5.6).
        orig_ioi: text["orig-ioi"];
        /// The operator that the request goes to (RFC 7315 §5.6).
        term_ioi: text["term-ioi"];
        /// The operators in between: a list of names with indexes (RFC 7315 §5.6).
        transit_ioi: text["transit-ioi"];
        /// The `icid-value` of a related call (RFC 7315 §5.6).
        related_icid: text["related-icid"];
        /// The host that made the `related-icid` (RFC 7315 §5.6).
        related_icid_generated_at: typed[RelatedIcidGeneratedAt, host::host, Host<'a>];
    }
    PChargingFunctionAddresses {
        /// The function that collects charging data (RFC 7315 §5.5).
        ccf: text["ccf"];
        /// The second function that collects charging data (RFC 7315 §5.5).
        ccf_2: text["ccf-2"];
        /// The function that handles charging events (RFC 7315 §5.5).
        ecf: text["ecf"];
        /// The second function that handles charging events (RFC 7315 §5.5).
        ecf_2: text["ecf-2"];
    }
    ResponseSource {
        /// The URN of the functional entity that made the response, without its brackets (3GPP TS 24.229 §7.2.17).
        functional_entity: typed[Fe, address::uri_in_brackets, Uri<'a>];
    }
    GeolocationRouting {
        /// Whether the location may be used to route the request: only where the value is `yes` (RFC 6442 §4.2).
        is_allowed: flag["yes"];
    }
}

written_as_read!(ParamSet with params);

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

    #[test]
    fn parameters_stand_alone() {
        let vector = PChargingVector::parse(value("orig-ioi=a ; icid-value=\"x;y\";icid-generated-at=-")).unwrap();
        assert!(vector.icid_value().unwrap().is("x;y") && vector.orig_ioi().unwrap().is("a"));
        assert_eq!(vector.icid_generated_at().unwrap_err().offset(), 48);
        let missing = PChargingVector::parse(value(" orig-ioi=a")).unwrap_err();
        assert_eq!((missing.kind(), missing.offset()), (ErrorKind::MissingParam(KnownParam::IcidValue), 1));
        for (text, offset) in [
            ("", 0),
            (";icid-value=1", 0),
            ("icid-value", 0),
            ("icid-value=", 11),
            ("icid-value=1;", 13),
            ("icid-value=1;icid-value=2", 13),
        ] {
            assert_eq!(PChargingVector::parse(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
        }
        let functions = PChargingFunctionAddresses::parse(value("ccf=[2001:db8::1];ccf-2=1.2.3.4")).unwrap();
        assert!(functions.ccf().unwrap().is("[2001:db8::1]") && functions.ccf_2().is_some() && functions.ecf().is_none());
    }

    #[test]
    fn a_source_has_brackets() {
        let source = ResponseSource::parse(value("fe=<urn:3gpp:fe:p-cscf.orig>;x=1")).unwrap();
        assert_eq!(source.functional_entity().unwrap().unwrap().as_bytes(), b"urn:3gpp:fe:p-cscf.orig");
        assert!(ResponseSource::parse(value("role=<urn:a:b>")).is_err());
        assert_eq!(ResponseSource::parse(value("fe=<urn:>")).unwrap().functional_entity().map_err(|e| e.offset()), Err(8));
        assert!(ResponseSource::parse(value("fe=urn")).unwrap().functional_entity().is_err());
    }

    #[test]
    fn routing_is_one_parameter() {
        let read = |text| GeolocationRouting::parse(value(text)).map(|routing| routing.is_allowed()).map_err(|error| error.offset());
        assert_eq!((read("YES"), read("no"), read("x=y")), (Ok(true), Ok(false), Ok(false)));
        assert_eq!((read("yes;a"), read("")), (Err(4), Err(0)));
    }

    #[test]
    fn sets_are_written() {
        let set = [ParamDraft::token("icid-value", "1"), ParamDraft::quoted("orig-ioi", "a b")];
        assert_eq!(PChargingVector::row(&set[..]).to_bytes().unwrap(), b"icid-value=1;orig-ioi=\"a b\"");
    }
}
