//! What the values of a row tell, as `name=value`. `corpus/headers/README.md` says how they read.

use std::net::IpAddr;
use std::time::Duration;

use sipwire::header::*;
use sipwire::{Algorithm, Escaped, HeaderName, Host, Message, Method, Params, ParseError, Qop, Text, Token, Transport, Uri};

/// The facts of one element.
pub(crate) type Facts = Vec<String>;

/// What an accessor gives: `None` where that is nothing, or `false`.
trait Fact {
    fn fact(&self) -> Option<String>;
}

/// Backslashes are doubled; what is no printable ASCII, and what parts facts, is `\xNN`.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let shown = |&b: &u8| match b {
        b'\\' => "\\\\".into(),
        b' '..=b'~' if b != b'|' => char::from(b).to_string(),
        _ => format!("\\x{b:02x}"),
    };
    bytes.iter().map(shown).collect()
}

/// What `shown` made of bytes.
pub(crate) fn read(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let (byte, behind) = match (first, behind) {
            (b'\\', [b'\\', behind @ ..]) => (b'\\', behind),
            (b'\\', [b'x', _, _, behind @ ..]) => {
                let at = text.len() - behind.len();
                (u8::from_str_radix(&text[at - 2..at], 16).unwrap_or_else(|error| panic!("{text}: {error}")), behind)
            }
            (b'\\', _) => panic!("{text}: a backslash that escapes nothing"),
            _ => (first, behind),
        };
        bytes.push(byte);
        rest = behind;
    }
    bytes
}

impl Fact for bool {
    fn fact(&self) -> Option<String> {
        self.then(|| "true".into())
    }
}

impl<T: Fact> Fact for Option<T> {
    fn fact(&self) -> Option<String> {
        self.as_ref().and_then(Fact::fact)
    }
}

/// An accessor's error, without the place, which folds move.
impl<T: Fact> Fact for Result<T, ParseError> {
    fn fact(&self) -> Option<String> {
        self.as_ref().map_or_else(|error| Some(format!("! {}", error.kind())), Fact::fact)
    }
}

/// What the text says; in quotes where it came in quotes.
impl Fact for Text<'_> {
    fn fact(&self) -> Option<String> {
        let says = shown(&self.unescape());
        Some(if self.is_quoted() { format!("\"{says}\"") } else { says })
    }
}

impl Fact for [u8] {
    fn fact(&self) -> Option<String> {
        Some(shown(self))
    }
}

impl Fact for &[u8] {
    fn fact(&self) -> Option<String> {
        Some(shown(self))
    }
}

macro_rules! printed {
    ($($type:ty)*) => {$(impl Fact for $type {
        fn fact(&self) -> Option<String> {
            Some(shown(self.to_string().as_bytes()))
        }
    })*};
}
printed!(u8 u16 u32 i64 &str IpAddr Token<'_> Host<'_> Method<'_> Transport<'_> Algorithm<'_> Qop<'_> Uri<'_> CallId<'_>);

impl Fact for Escaped<'_> {
    fn fact(&self) -> Option<String> {
        Some(shown(self.as_bytes()))
    }
}

/// Nanoseconds after the point.
impl Fact for Duration {
    fn fact(&self) -> Option<String> {
        Some(format!("{}.{:09}", self.as_secs(), self.subsec_nanos()))
    }
}

/// Asks for each of the accessors.
macro_rules! ask {
    ($facts:ident, $value:expr, $($accessor:ident)*) => {
        $(tell($facts, stringify!($accessor), &$value.$accessor());)*
    };
}

fn tell(facts: &mut Facts, name: &str, value: &(impl Fact + ?Sized)) {
    facts.extend(value.fact().map(|value| format!("{name}={value}")));
}

/// Each parameter as it would be written: `;name`, `;name=value`.
fn params(facts: &mut Facts, params: Params<'_>) {
    for param in params.iter() {
        let value = param.value().fact().map_or(String::new(), |value| format!("={value}"));
        facts.push(format!(";{}{value}", param.name()));
        assert!(params.contains(param.name().as_str()), "{} is there", param.name());
    }
}

fn auth_params(facts: &mut Facts, params: &AuthParams<'_>, rest: &[u8]) {
    if params.is_empty() {
        tell(facts, "rest", rest);
    }
    for param in params.iter() {
        tell(facts, &format!(",{}", param.name()), &param.value());
    }
}

fn uri(facts: &mut Facts, uri: Uri<'_>) {
    tell(facts, "uri", uri.as_bytes());
    if let Some(sip) = uri.as_sip() {
        ask!(facts, sip, user host port);
    }
}

fn address(facts: &mut Facts, address: &NameAddr<'_>) {
    ask!(facts, address, display_name);
    uri(facts, address.uri());
    ask!(facts, address, tag);
    params(facts, address.params());
}

/// What the type of the family tells, with the family's name.
pub(crate) fn of_family(value: &AnyValue<'_>) -> (&'static str, Facts) {
    let mut all = Facts::new();
    let facts = &mut all;
    let family = match value {
        AnyValue::Via(via) => {
            ask!(facts, via, protocol version transport host port branch has_magic_cookie received has_rport rport has_alias ttl maddr);
            ask!(facts, via, compression sigcomp_id has_keep keep has_overload_control overload_control overload_algorithms);
            ask!(facts, via, overload_validity overload_sequence received_realm);
            params(facts, via.params());
            "via"
        }
        AnyValue::NameAddr(value) => {
            address(facts, value);
            "name-addr"
        }
        AnyValue::Contact(contact) => {
            contact.address().into_iter().for_each(|value| address(facts, value));
            ask!(facts, contact, is_star q expires reg_id instance rc mp np pub_gruu temp_gruu temp_gruu_cookie methods);
            "contact"
        }
        AnyValue::CSeq(cseq) => {
            ask!(facts, cseq, number method);
            "cseq"
        }
        AnyValue::CallId(call_id) => {
            ask!(facts, call_id, as_str);
            "call-id"
        }
        AnyValue::Number(number) => {
            ask!(facts, number, value comment);
            params(facts, number.params());
            "number"
        }
        AnyValue::TokenParams(token) => {
            ask!(facts, token, token);
            params(facts, token.params());
            "token-params"
        }
        AnyValue::MediaType(media) => {
            ask!(facts, media, kind subtype);
            params(facts, media.params());
            "media-type"
        }
        AnyValue::Challenge(challenge) => {
            let options: Vec<_> = challenge.qop_options().map(|option| option.to_string()).collect();
            ask!(facts, challenge, scheme is_digest realm nonce opaque algorithm userhash);
            tell(facts, "qop_options", &Some(options.join(" ").as_str()).filter(|options| !options.is_empty()));
            ask!(facts, challenge, is_stale domain is_utf8 scope authz_server error);
            auth_params(facts, challenge.params(), challenge.rest());
            "challenge"
        }
        AnyValue::Credentials(credentials) => {
            ask!(facts, credentials, scheme is_digest username realm nonce uri response algorithm cnonce opaque qop nonce_count);
            ask!(facts, credentials, username_star userhash auts token);
            auth_params(facts, credentials.params(), credentials.rest());
            "credentials"
        }
        AnyValue::Date(date) => {
            ask!(facts, date, year month day hour minute second unix_seconds);
            "date"
        }
        AnyValue::Timestamp(timestamp) => {
            ask!(facts, timestamp, time_text time delay_text delay);
            "timestamp"
        }
        AnyValue::MimeVersion(version) => {
            ask!(facts, version, major minor);
            "mime-version"
        }
        AnyValue::EventType(event) => {
            let templates: Vec<_> = event.templates().map(|template| template.to_string()).collect();
            ask!(facts, event, event_type package);
            tell(facts, "templates", &Some(templates.join(" ").as_str()).filter(|templates| !templates.is_empty()));
            params(facts, event.params());
            "event-type"
        }
        AnyValue::DialogRef(dialog) => {
            ask!(facts, dialog, call_id);
            params(facts, dialog.params());
            "dialog-ref"
        }
        AnyValue::RAck(rack) => {
            ask!(facts, rack, response_number cseq_number method);
            "rack"
        }
        AnyValue::Warning(warning) => {
            ask!(facts, warning, code agent host port text);
            "warning"
        }
        AnyValue::InfoUri(info) => {
            uri(facts, info.uri());
            params(facts, info.params());
            "info-uri"
        }
        AnyValue::MediaRange(range) => {
            ask!(facts, range, kind subtype q);
            params(facts, range.params());
            "media-range"
        }
        AnyValue::FeatureSet(features) => {
            params(facts, features.params());
            "feature-set"
        }
        AnyValue::ParamSet(set) => {
            params(facts, set.params());
            "param-set"
        }
        AnyValue::Identity(identity) => {
            ask!(facts, identity, digest info alg ppt);
            params(facts, identity.params());
            "identity"
        }
        AnyValue::SessionId(session) => {
            ask!(facts, session, local remote is_logged);
            tell(facts, "is_nil", &SessionId::is_nil(session.local()));
            params(facts, session.params());
            "session-id"
        }
        AnyValue::ContentId(content) => {
            ask!(facts, content, id left right);
            "content-id"
        }
        AnyValue::AuthInfo(info) => {
            ask!(facts, info, next_nonce response qop cnonce nonce_count);
            auth_params(facts, info.params(), info.as_bytes());
            "auth-info"
        }
        AnyValue::Text(text) => {
            tell(facts, "text", text);
            "text"
        }
        other => panic!("{other:?}: a family without facts"),
    };
    (family, all)
}

const TYPED: &str = "a value that was typed before";

/// What the header's own type tells beside that.
macro_rules! own {
    ($(each $list:ident { $($of_list:ident)* })* $(one $single:ident { $($of_single:ident)* })*) => {
        /// What the header's own type tells of each element of a message's row, beside what the family tells.
        pub(crate) fn of_header(message: &Message<'_>, name: HeaderName<'_>) -> Vec<Facts> {
            match name {
                $(HeaderName::$list => message.headers().all::<$list<'_>>().map(|value| {
                    let (mut all, value) = (Facts::new(), value.expect(TYPED));
                    let facts = &mut all;
                    ask!(facts, value, $($of_list)*);
                    all
                }).collect(),)*
                $(HeaderName::$single => {
                    let (mut all, value) = (Facts::new(), message.headers().require::<$single<'_>>().expect(TYPED));
                    let facts = &mut all;
                    ask!(facts, value, $($of_single)*);
                    vec![all]
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
