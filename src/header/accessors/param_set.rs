//! The parameters of P-Charging-Vector, P-Charging-Function-Addresses, Response-Source and Geolocation-Routing.

use crate::error::{KnownParam, ParseError, keep_first};
use crate::grammar::run;
use crate::header::families::address;
use crate::header::named::{GeolocationRouting, PChargingFunctionAddresses, PChargingVector, ResponseSource};
use crate::host::{self, Host};
use crate::macros::named_params;
use crate::text::Text;
use crate::uri::Uri;

named_params! {
    PChargingVector {
        /// The host that made the `icid-value` (RFC 7315 §5.6).
        icid_generated_at: typed[IcidGeneratedAt, host::host, Host<'a>];
        /// The operator that the request comes from: the originating inter-operator identifier (RFC 7315 §5.6).
        orig_ioi: text["orig-ioi"];
        /// The operator that the request goes to: the terminating inter-operator identifier (RFC 7315 §5.6).
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
    GeolocationRouting {
        /// Whether the location may be used to route the request, which requires the value `yes` (RFC 6442 §4.2).
        is_allowed: flag["yes"];
    }
}

impl<'a> PChargingVector<'a> {
    /// The id that correlates the charging records of this call or request (RFC 7315 §5.6).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or has no value.
    pub fn icid_value(&self) -> Result<Text<'a>, ParseError> {
        self.mandatory(KnownParam::IcidValue)
    }
}

impl<'a> ResponseSource<'a> {
    /// The URN of the functional entity that made the response, without its brackets (3GPP TS 24.229 §7.2.17).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated, or has no value.
    pub fn functional_entity(&self) -> Result<Option<Uri<'a>>, ParseError> {
        self.mandatory(KnownParam::Fe)?;
        self.params().typed(KnownParam::Fe, |input, profile| run(address::uri_in_brackets(profile), input))
    }

    /// The first error of a parameter typed on demand that `lenient`, the same value by a laxer profile, does not have.
    pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<ParseError> {
        let mut first = None;
        keep_first(&mut first, self.functional_entity().err(), lenient.functional_entity().err());
        first
    }
}
