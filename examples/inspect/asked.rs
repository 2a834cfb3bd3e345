//! What is typed when it is asked for: parameters that have accessors of their own, which the header's value does without.

use sipwire::{AnyValue, ErrorKind, HeaderName, Parser, TypedHeader, header};

use crate::problem::Problem;

/// Every accessor that may fail, by header: what is wrong, and where it stands in the value. Contact's `instance` is not among
/// them: what it refuses is still a feature parameter.
macro_rules! accessors {
    ($($header:ident: $($accessor:ident)*;)*) => {
        fn errors<'a>(parser: &Parser, name: HeaderName<'_>, value: &'a [u8]) -> Option<Vec<sipwire::ParseError>> {
            let value = parser.parse_value(value).ok()?;
            match name {
                $(HeaderName::$header => {
                    let typed = <header::$header<'a> as TypedHeader<'a>>::parse(value).ok()?;
                    let errors = [$(typed.$accessor().err()),*].into_iter().flatten();
                    // What a request must have is more than its grammar wants: it is for those to ask who act upon it.
                    Some(errors.filter(|error| !matches!(error.kind(), ErrorKind::MissingParam(_))).collect())
                })*
                _ => None,
            }
        }
    };
}

accessors! {
    Accept: q;
    AcceptEncoding: q;
    AcceptLanguage: q;
    AlertInfo: appearance;
    AuthenticationInfo: nonce_count;
    Authorization: nonce_count;
    Contact: q expires reg_id rc mp np;
    Diversion: counter limit;
    Event: effective_by max_rate min_rate adaptive_min_rate;
    Geolocation: location_source;
    HistoryInfo: index rc mp np;
    Join: to_tag from_tag;
    PChargingVector: icid_generated_at related_icid_generated_at;
    PServedUser: session_case registration_state;
    PolicyContact: alternative;
    ProxyAuthenticationInfo: nonce_count;
    ProxyAuthorization: nonce_count;
    Reason: cause location;
    Replaces: to_tag from_tag;
    ResponseSource: functional_entity;
    RetryAfter: duration;
    SecurityClient: q spi port1 port2;
    SecurityServer: q spi port1 port2;
    SecurityVerify: q spi port1 port2;
    SessionExpires: refresher;
    SessionId: remote;
    SubscriptionState: expires retry_after max_rate min_rate adaptive_min_rate;
    TargetDialog: local_tag remote_tag;
    Via: keep overload_control overload_validity;
}

/// What is wrong with one element beside its grammar; its bytes are a part of `whole`, in which the offsets count.
pub(crate) fn problems(parser: &Parser, name: HeaderName<'_>, element: &AnyValue<'_>, whole: &[u8]) -> Vec<Problem> {
    let begin = (element.as_bytes().as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let in_whole = |error| {
        let problem = Problem::from(error);
        Problem { offset: begin + problem.offset, ..problem }
    };
    errors(parser, name, element.as_bytes()).unwrap_or_default().into_iter().map(in_whole).collect()
}
