//! The accessors that headers have beside those of their family, as a table.

/// Hands the table to the macro named `$then`.
macro_rules! accessors {
    ($then:ident) => {
        $then! {
                AcceptContact: requires is_explicit;
                AcceptEncoding: q;
                AcceptLanguage: q;
                AcceptResourcePriority: namespace priority;
                AlertInfo: appearance;
                AlertMsgError: message;
                Allow: method;
                AnswerMode: requires;
                CallInfo: purpose mode call_reason verified integrity;
                CellularNetworkInfo: cell_info_age;
                Contact: rc mp np pub_gruu temp_gruu temp_gruu_cookie methods;
                ContentDisposition: handling is_required;
                Diversion: reason counter limit privacy screen;
                Event: id call_id to_tag from_tag includes_session_description is_shared body profile_type vendor model version
                    effective_by max_rate min_rate adaptive_min_rate;
                Geolocation: location_source;
                GeolocationError: code_text;
                GeolocationRouting: is_allowed;
                HistoryInfo: index rc mp np;
                IdentityInfo: alg;
                Join: to_tag from_tag;
                PAccessNetworkInfo: is_network_provided cgi_3gpp utran_cell_id_3gpp utran_sai_3gpp ci_3gpp2 ci_3gpp2_femto i_wlan_node_id
                    dsl_location eth_location fiber_location gstn_location dvb_rcs2_node_id local_time_zone operator_specific_gi;
                PAssertedService: service;
                PChargingFunctionAddresses: ccf ccf_2 ecf ecf_2;
                PChargingVector: icid_value icid_generated_at orig_ioi term_ioi transit_ioi related_icid related_icid_generated_at;
                PDcsTracePartyId: timestamp;
                PPreferredService: service;
                PRefusedUriList: members;
                PServedUser: session_case registration_state is_diverted;
                PolicyContact: is_non_cacheable alternative;
                PrivAnswerMode: requires;
                Reason: cause text location ppi;
                ReferredBy: cid;
                RemotePartyId: party screen privacy id_type;
                Replaces: to_tag from_tag is_early_only;
                ResourcePriority: namespace priority;
                ResponseSource: functional_entity;
                RetryAfter: duration;
                SecurityClient: q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2;
                SecurityServer: q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2;
                SecurityVerify: q digest_algorithm digest_qop digest_verify alg encryption_alg protocol mode spi port1 port2;
                SessionExpires: refresher;
                SubscriptionState: reason expires retry_after max_rate min_rate adaptive_min_rate;
                TargetDialog: local_tag remote_tag;
                UserToUser: purpose content encoding;
                Via: compression sigcomp_id has_keep keep has_overload_control overload_control overload_algorithms overload_validity
                    overload_sequence received_realm;
        }
    };
}
pub(crate) use accessors;
