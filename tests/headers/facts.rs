//! What the values of a row tell, as `name=value`. `corpus/headers/README.md` says how they read.

use sipwire::header::*;
use sipwire::{Fact, HeaderName, Host, Message, Method, Params, ParseError, Text, Token, Uri};

use super::common::answers::auth_params;
use super::tables::shown;

/// The facts of one element.
pub(crate) type Facts = Vec<String>;

/// A fact as it is written; an accessor's error without the place, which folds move. Text is in quotes where it came in quotes; durations
/// have nanoseconds after the point.
fn written(fact: Fact<'_>) -> String {
    match fact {
        Fact::Set => "true".into(),
        Fact::Number(number) => number.to_string(),
        Fact::Bytes(bytes) => shown(bytes),
        Fact::Text(text) if text.is_quoted() => format!("\"{}\"", shown(&text.unescape())),
        Fact::Text(text) => shown(&text.unescape()),
        Fact::Address(address) => address.to_string(),
        Fact::Duration(span) => format!("{}.{:09}", span.as_secs(), span.subsec_nanos()),
        Fact::Error(error) => format!("! {}", error.kind()),
        other => panic!("{other:?}: a fact that nobody knows"),
    }
}

/// Each parameter as it would be written: `;name`, `;name=value`.
fn params(facts: &mut Facts, params: Params<'_>) {
    for param in params.iter() {
        let value = param.value().map_or(String::new(), |value| format!("={}", written(Fact::Text(value))));
        facts.push(format!(";{}{value}", param.name()));
        assert!(params.contains(param.name().as_str()), "{} is there", param.name());
    }
}

/// What the type of the family tells, with the family's name. Facts of the same name, of an accessor that gives several, are one.
pub(crate) fn of_family(value: &AnyValue<'_>) -> (&'static str, Facts) {
    let (mut facts, mut last) = (Facts::new(), "");
    for (name, fact) in value.facts() {
        let fact = written(fact);
        match facts.last_mut() {
            Some(before) if name == last => *before = format!("{before} {fact}"),
            _ => facts.push(format!("{name}={fact}")),
        }
        last = name;
    }
    params(&mut facts, value.params());
    for param in auth_params(value).into_iter().flat_map(|params| params.iter()) {
        facts.push(format!(",{}={}", param.name(), written(Fact::Text(param.value()))));
    }
    (value.family(), facts)
}

/// What an accessor of a header's own type gives: `None` where that is nothing, or `false`.
trait Own {
    fn fact(&self) -> Option<String>;
}

impl Own for bool {
    fn fact(&self) -> Option<String> {
        self.then(|| "true".into())
    }
}

impl<T: Own> Own for Option<T> {
    fn fact(&self) -> Option<String> {
        self.as_ref().and_then(Own::fact)
    }
}

impl<T: Own> Own for Result<T, ParseError> {
    fn fact(&self) -> Option<String> {
        self.as_ref().map_or_else(|&error| Some(written(Fact::Error(error))), Own::fact)
    }
}

impl Own for Text<'_> {
    fn fact(&self) -> Option<String> {
        Some(written(Fact::Text(*self)))
    }
}

impl Own for &[u8] {
    fn fact(&self) -> Option<String> {
        Some(shown(self))
    }
}

macro_rules! printed {
    ($($type:ty)*) => {$(impl Own for $type {
        fn fact(&self) -> Option<String> {
            Some(shown(self.to_string().as_bytes()))
        }
    })*};
}
printed!(u16 u32 Token<'_> Host<'_> Method<'_> Uri<'_>);

/// Asks for each of the accessors.
macro_rules! ask {
    ($value:expr, $($accessor:ident)*) => {{
        let facts = [$((stringify!($accessor), $value.$accessor().fact())),*];
        facts.into_iter().filter_map(|(name, fact)| fact.map(|fact| format!("{name}={fact}"))).collect()
    }};
}

const TYPED: &str = "a value that was typed before";

/// What the header's own type tells beside that.
macro_rules! own {
    ($(each $list:ident { $($of_list:ident)* })* $(one $single:ident { $($of_single:ident)* })*) => {
        /// What the header's own type tells of each element of a message's row, beside what the family tells.
        pub(crate) fn of_header(message: &Message<'_>, name: HeaderName<'_>) -> Vec<Facts> {
            match name {
                $(HeaderName::$list => message.headers().all::<$list<'_>>().map(|value| {
                    let value = value.expect(TYPED);
                    ask!(value, $($of_list)*)
                }).collect(),)*
                $(HeaderName::$single => {
                    let value = message.headers().require::<$single<'_>>().expect(TYPED);
                    vec![ask!(value, $($of_single)*)]
                })*
                _ => Vec::new(),
            }
        }
    };
}
own! {
    each AcceptContact { requires is_explicit }
    each AcceptEncoding { q }
    each AcceptLanguage { q }
    each AcceptResourcePriority { namespace priority }
    each AlertInfo { appearance }
    each Allow { method }
    each CallInfo { purpose mode call_reason verified integrity }
    each CellularNetworkInfo { cell_info_age }
    each Diversion { reason counter limit privacy screen }
    each Geolocation { location_source }
    each HistoryInfo { index rc mp np }
    each PAccessNetworkInfo {
        is_network_provided cgi_3gpp utran_cell_id_3gpp utran_sai_3gpp ci_3gpp2 ci_3gpp2_femto i_wlan_node_id dsl_location eth_location
        fiber_location gstn_location dvb_rcs2_node_id local_time_zone operator_specific_gi
    }
    each PAssertedService { service }
    each PChargingFunctionAddresses { ccf ccf_2 ecf ecf_2 }
    each PPreferredService { service }
    each PRefusedUriList { members }
    each PolicyContact { is_non_cacheable alternative }
    each Reason { cause text location ppi }
    each RemotePartyId { party screen privacy id_type }
    each ResourcePriority { namespace priority }
    each SecurityClient { q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2 }
    each SecurityServer { q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2 }
    each SecurityVerify { q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2 }
    each UserToUser { purpose content encoding }
    one AlertMsgError { message }
    one AnswerMode { requires }
    one ContentDisposition { handling is_required }
    one Event {
        id call_id to_tag from_tag includes_session_description is_shared body profile_type vendor model version effective_by max_rate
        min_rate adaptive_min_rate
    }
    one GeolocationError { code_text }
    one GeolocationRouting { is_allowed }
    one IdentityInfo { alg }
    one Join { to_tag from_tag }
    one PChargingVector { icid_value icid_generated_at orig_ioi term_ioi transit_ioi related_icid related_icid_generated_at }
    one PDcsTracePartyId { timestamp }
    one PServedUser { session_case registration_state is_diverted }
    one PrivAnswerMode { requires }
    one ReferredBy { cid }
    one Replaces { to_tag from_tag is_early_only }
    one ResponseSource { functional_entity }
    one RetryAfter { duration }
    one SessionExpires { refresher }
    one SubscriptionState { reason expires retry_after max_rate min_rate adaptive_min_rate }
    one TargetDialog { local_tag remote_tag }
}
