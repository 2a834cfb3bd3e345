//! The registry of header fields: one row for each name that IANA or practice knows.
//!
//! A row is all that a header of an existing family needs. [`HeaderName`](crate::HeaderName)'s variants and look-up, the header types, and
//! the dispatch of [`AnyValue`](crate::AnyValue) are made from these rows.
//!
//! ```text
//! Variant "Wire-Name" "compact" cardinality form Family file::rule;
//! ```
//!
//! * cardinality: how the rows of a header are cut into elements.
//!   - `single`: one row with one element
//!   - `commas`: a list over rows and commas
//!   - `commas_or_none`: the same, and a row may be empty
//!   - `commas_outside_comments`: as `commas`, and comments may hide a comma
//!   - `every_comma`: a list over rows and commas, which quotes and brackets don't hide
//!   - `semicolons`: a list over `;`
//!   - `rows`: each row is one element, commas are part of it
//!   - `challenges`, `credentials`: the same, unless joined ones are accepted
//! * form: `new` makes a type named after the header around the family's type; `own` says that the family's type is the header's.
//! * rule: the function in `header/families` that cuts one element.

/// Hands the whole registry to the macro named `$then`.
macro_rules! header_registry {
    ($then:ident) => {
        $then! {
            /// `Accept` (RFC 3261).
            ///
            /// ```text
            /// [accept-range *(COMMA accept-range)] ; media-range *(SEMI accept-param)
            /// ```
            Accept "Accept" "" commas_or_none new MediaRange media_range::media_range;
            /// `Accept-Contact` (RFC 3841).
            ///
            /// ```text
            /// ac-value *(COMMA ac-value) ; ac-value = "*" *(SEMI feature-param/"require"/"explicit"/generic-param)
            /// ```
            AcceptContact "Accept-Contact" "a" commas new FeatureSet feature_set::features;
            /// `Accept-Encoding` (RFC 3261).
            ///
            /// ```text
            /// [(token / "*") *(SEMI accept-param) *(COMMA ...)]
            /// ```
            AcceptEncoding "Accept-Encoding" "" commas_or_none new TokenParams token_params::with_params;
            /// `Accept-Language` (RFC 3261).
            ///
            /// ```text
            /// [language-range *(SEMI accept-param) *(COMMA ...)]
            /// ```
            AcceptLanguage "Accept-Language" "" commas_or_none new TokenParams token_params::language_range;
            /// `Accept-Resource-Priority` (RFC 4412).
            ///
            /// ```text
            /// [ns.prio *(COMMA ns.prio)]
            /// ```
            AcceptResourcePriority "Accept-Resource-Priority" "" commas_or_none new TokenParams token_params::dotted;
            /// `Additional-Identity` (3GPP TS 24.229 §7.2.20).
            ///
            /// ```text
            /// name-addr *(SEMI param) / token
            /// ```
            AdditionalIdentity "Additional-Identity" "" single new NameAddr address::either;
            /// `Alert-Info` (RFC 3261, RFC 7462).
            ///
            /// ```text
            /// LAQUOT absoluteURI RAQUOT *(SEMI generic-param) list
            /// ```
            AlertInfo "Alert-Info" "" commas new InfoUri info_uri::any;
            /// `AlertMsg-Error` (RFC 8876).
            ///
            /// ```text
            /// 3DIGIT *(SEMI error-params)
            /// ```
            AlertMsgError "AlertMsg-Error" "" single new Number number::code;
            /// `Allow` (RFC 3261).
            ///
            /// ```text
            /// [Method *(COMMA Method)]
            /// ```
            Allow "Allow" "" commas_or_none new TokenParams token_params::bare;
            /// `Allow-Events` (RFC 6665).
            ///
            /// ```text
            /// event-type *(COMMA event-type)
            /// ```
            AllowEvents "Allow-Events" "u" commas new EventType event_type::bare;
            /// `Answer-Mode` (RFC 5373).
            ///
            /// ```text
            /// ("Manual"/"Auto"/token) *(SEMI "require"/generic-param)
            /// ```
            AnswerMode "Answer-Mode" "" single new TokenParams token_params::with_params;
            /// `Attestation-Info` (3GPP TS 24.229 §7.2.18).
            ///
            /// ```text
            /// attestation-level ("A"/"B"/"C") / generic-param
            /// ```
            AttestationInfo "Attestation-Info" "" single new TokenParams token_params::with_params;
            /// `Authentication-Info` (RFC 3261, RFC 7615).
            ///
            /// ```text
            /// ainfo *(COMMA ainfo)
            /// ```
            AuthenticationInfo "Authentication-Info" "" single new AuthInfo auth::info::auth_info;
            /// `Authorization` (RFC 3261, RFC 8760, RFC 8898).
            ///
            /// ```text
            /// auth-scheme LWS (digest-response / bearer token68-like / auth-params)
            /// ```
            Authorization "Authorization" "" credentials new Credentials auth::credentials;
            /// `Call-ID` (RFC 3261).
            ///
            /// ```text
            /// word ["@" word]
            /// ```
            CallId "Call-ID" "i" single own CallId call_id::call_id;
            /// `Call-Info` (RFC 3261, RFC 9796).
            ///
            /// ```text
            /// LAQUOT absoluteURI RAQUOT *(SEMI info-param) list
            /// ```
            CallInfo "Call-Info" "" commas new InfoUri info_uri::any;
            /// `Cellular-Network-Info` (3GPP TS 24.229 §7.2.15).
            ///
            /// ```text
            /// access-type *(SEMI access-info)
            /// ```
            CellularNetworkInfo "Cellular-Network-Info" "" commas new TokenParams token_params::access_network;
            /// `Contact` (RFC 3261).
            ///
            /// ```text
            /// STAR / ((name-addr / addr-spec) *(SEMI contact-params)) list
            /// ```
            Contact "Contact" "m" commas own Contact address::contact::contact_param;
            /// `Content-Disposition` (RFC 3261, RFC 5621).
            ///
            /// ```text
            /// disp-type *(SEMI handling/generic-param)
            /// ```
            ContentDisposition "Content-Disposition" "" single new TokenParams token_params::with_params;
            /// `Content-Encoding` (RFC 3261).
            ///
            /// ```text
            /// token *(COMMA token)
            /// ```
            ContentEncoding "Content-Encoding" "e" commas new TokenParams token_params::bare;
            /// `Content-ID` (RFC 8262).
            ///
            /// ```text
            /// "<" id-left "@" id-right ">"
            /// ```
            ContentId "Content-ID" "" single own ContentId content_id::content_id;
            /// `Content-Language` (RFC 3261).
            ///
            /// ```text
            /// language-tag *(COMMA language-tag)
            /// ```
            ContentLanguage "Content-Language" "" commas new TokenParams token_params::language;
            /// `Content-Length` (RFC 3261).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            ContentLength "Content-Length" "l" single new Number number::content_length;
            /// `Content-Type` (RFC 3261).
            ///
            /// ```text
            /// m-type SLASH m-subtype *(SEMI m-parameter)
            /// ```
            ContentType "Content-Type" "c" single new MediaType media_type::media_type;
            /// `CSeq` (RFC 3261).
            ///
            /// ```text
            /// 1*DIGIT LWS Method
            /// ```
            CSeq "CSeq" "" single own CSeq cseq::cseq;
            /// `Date` (RFC 3261).
            ///
            /// ```text
            /// rfc1123-date
            /// ```
            Date "Date" "" single own Date date::date;
            /// `DC-Info` (3GPP TS 24.229 v19.4.1).
            DcInfo "DC-Info" "" rows new Text free_text::opaque;
            /// `Encryption` (RFC 2543 (deprecated)), deprecated: read, never to be sent.
            Encryption "Encryption" "" rows new Text free_text::opaque;
            /// `Error-Info` (RFC 3261).
            ///
            /// ```text
            /// LAQUOT absoluteURI RAQUOT *(SEMI generic-param) list
            /// ```
            ErrorInfo "Error-Info" "" commas new InfoUri info_uri::any;
            /// `Event` (RFC 6665, RFC 6446).
            ///
            /// ```text
            /// event-package *("." template) *(SEMI event-param)
            /// ```
            Event "Event" "o" single new EventType event_type::event;
            /// `Expires` (RFC 3261).
            ///
            /// ```text
            /// delta-seconds
            /// ```
            Expires "Expires" "" single new Number number::seconds;
            /// `Feature-Caps` (RFC 6809).
            ///
            /// ```text
            /// "*" *(SEMI "+"fcap-name[EQUAL LDQUOT..RDQUOT]) list
            /// ```
            FeatureCaps "Feature-Caps" "" commas new FeatureSet feature_set::capabilities;
            /// `Flow-Timer` (RFC 5626).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            FlowTimer "Flow-Timer" "" single new Number number::seconds;
            /// `From` (RFC 3261).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI from-param)
            /// ```
            From "From" "f" single new NameAddr address::either;
            /// `Geolocation` (RFC 6442, RFC 8787).
            ///
            /// ```text
            /// LAQUOT locationURI RAQUOT *(SEMI loc-src/generic-param) list
            /// ```
            Geolocation "Geolocation" "" commas new InfoUri info_uri::any;
            /// `Geolocation-Error` (RFC 6442).
            ///
            /// ```text
            /// 1*3DIGIT *(SEMI "code" EQUAL quoted-string / generic-param)
            /// ```
            GeolocationError "Geolocation-Error" "" single new Number number::short_code;
            /// `Geolocation-Routing` (RFC 6442).
            ///
            /// ```text
            /// "yes" / "no" / generic-param
            /// ```
            GeolocationRouting "Geolocation-Routing" "" single new ParamSet param_set::one;
            /// `Hide` (RFC 2543 (deprecated)), deprecated: read, never to be sent.
            Hide "Hide" "" rows new Text free_text::opaque;
            /// `History-Info` (RFC 7044).
            ///
            /// ```text
            /// name-addr *(SEMI index/rc/mp/np/generic-param) list
            /// ```
            HistoryInfo "History-Info" "" commas new NameAddr address::bracketed;
            /// `Identity` (RFC 8224).
            ///
            /// ```text
            /// 1*(base64-char / ".") SEMI "info" EQUAL LAQUOT absoluteURI RAQUOT *(SEMI alg/ppt/generic-param)
            /// ```
            Identity "Identity" "y" rows own Identity identity::identity;
            /// `Identity-Info` (RFC 4474 (deprecated by RFC8224)), deprecated: read, never to be sent.
            ///
            /// ```text
            /// LAQUOT absoluteURI RAQUOT *(SEMI alg/..)
            /// ```
            IdentityInfo "Identity-Info" "n" single new InfoUri info_uri::any;
            /// `Info-Package` (RFC 6086).
            ///
            /// ```text
            /// token *(SEMI generic-param)
            /// ```
            InfoPackage "Info-Package" "" single new TokenParams token_params::with_params;
            /// `In-Reply-To` (RFC 3261).
            ///
            /// ```text
            /// callid *(COMMA callid)
            /// ```
            InReplyTo "In-Reply-To" "" every_comma new CallId call_id::call_id;
            /// `Join` (RFC 3911).
            ///
            /// ```text
            /// callid *(SEMI to-tag/from-tag/generic-param)
            /// ```
            Join "Join" "" single new DialogRef dialog_ref::dialog_ref;
            /// `Max-Breadth` (RFC 5393).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            MaxBreadth "Max-Breadth" "" single new Number number::length;
            /// `Max-Forwards` (RFC 3261).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            MaxForwards "Max-Forwards" "" single new Number number::octet;
            /// `MIME-Version` (RFC 3261).
            ///
            /// ```text
            /// 1*DIGIT "." 1*DIGIT
            /// ```
            MimeVersion "MIME-Version" "" single own MimeVersion mime_version::mime_version;
            /// `Min-Expires` (RFC 3261).
            ///
            /// ```text
            /// delta-seconds
            /// ```
            MinExpires "Min-Expires" "" single new Number number::seconds;
            /// `Min-SE` (RFC 4028).
            ///
            /// ```text
            /// delta-seconds *(SEMI generic-param)
            /// ```
            MinSe "Min-SE" "" single new Number number::seconds_params;
            /// `Organization` (RFC 3261).
            ///
            /// ```text
            /// [TEXT-UTF8-TRIM]
            /// ```
            Organization "Organization" "" single new Text free_text::text;
            /// `Origination-Id` (3GPP TS 24.229 §7.2.19).
            ///
            /// ```text
            /// UUID / token
            /// ```
            OriginationId "Origination-Id" "" single new TokenParams token_params::with_params;
            /// `P-Access-Network-Info` (RFC 7315, RFC 7913, 3GPP).
            ///
            /// ```text
            /// access-net-spec *(COMMA ..) ; (access-type/class) *(SEMI access-info)
            /// ```
            PAccessNetworkInfo "P-Access-Network-Info" "" commas new TokenParams token_params::access_network;
            /// `P-Answer-State` (RFC 4964).
            ///
            /// ```text
            /// ("Confirmed"/"Unconfirmed"/token) *(SEMI generic-param)
            /// ```
            PAnswerState "P-Answer-State" "" single new TokenParams token_params::with_params;
            /// `P-Asserted-Identity` (RFC 3325, RFC 5876).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(COMMA ..)
            /// ```
            PAssertedIdentity "P-Asserted-Identity" "" commas new NameAddr address::either;
            /// `P-Asserted-Service` (RFC 6050).
            ///
            /// ```text
            /// Service-ID *(COMMA Service-ID)
            /// ```
            PAssertedService "P-Asserted-Service" "" commas new InfoUri info_uri::service;
            /// `P-Associated-URI` (RFC 7315).
            ///
            /// ```text
            /// [name-addr *(SEMI generic-param)] *(COMMA ..)
            /// ```
            PAssociatedUri "P-Associated-URI" "" commas_or_none new NameAddr address::bracketed;
            /// `P-Called-Party-ID` (RFC 7315).
            ///
            /// ```text
            /// name-addr *(SEMI generic-param)
            /// ```
            PCalledPartyId "P-Called-Party-ID" "" single new NameAddr address::bracketed;
            /// `P-Charge-Info` (RFC 8496).
            ///
            /// ```text
            /// (name-addr / addr-spec)
            /// ```
            PChargeInfo "P-Charge-Info" "" single new NameAddr address::either;
            /// `P-Charging-Function-Addresses` (RFC 7315).
            ///
            /// ```text
            /// charge-addr-param *(SEMI ..) *(COMMA ..)
            /// ```
            PChargingFunctionAddresses "P-Charging-Function-Addresses" "" commas new ParamSet param_set::set;
            /// `P-Charging-Vector` (RFC 7315).
            ///
            /// ```text
            /// icid-value *(SEMI charge-params)
            /// ```
            PChargingVector "P-Charging-Vector" "" single new ParamSet param_set::charging_vector;
            /// `P-DCS-Trace-Party-ID` (RFC 5503).
            ///
            /// ```text
            /// name-addr [SEMI timestamp-param] *(SEMI param)
            /// ```
            PDcsTracePartyId "P-DCS-Trace-Party-ID" "" single new NameAddr address::bracketed;
            /// `P-DCS-OSPS` (RFC 5503).
            ///
            /// ```text
            /// "BLV"/"EI"/"RING"/token
            /// ```
            PDcsOsps "P-DCS-OSPS" "" single new TokenParams token_params::bare;
            /// `P-DCS-Billing-Info` (RFC 5503).
            ///
            /// ```text
            /// 1*48HEXDIG "/" 1*16HEXDIG "@" host *(SEMI param)
            /// ```
            PDcsBillingInfo "P-DCS-Billing-Info" "" single new Text free_text::opaque;
            /// `P-DCS-LAES` (RFC 5503).
            ///
            /// ```text
            /// hostport *(SEMI param)
            /// ```
            PDcsLaes "P-DCS-LAES" "" single new Text free_text::opaque;
            /// `P-DCS-Redirect` (RFC 5503).
            ///
            /// ```text
            /// LDQUOT addr-spec RDQUOT *(SEMI param)
            /// ```
            PDcsRedirect "P-DCS-Redirect" "" single new Text free_text::opaque;
            /// `P-Early-Media` (RFC 5009).
            ///
            /// ```text
            /// [em-param *(COMMA em-param)]
            /// ```
            PEarlyMedia "P-Early-Media" "" commas_or_none new TokenParams token_params::bare;
            /// `P-Media-Authorization` (RFC 3313).
            ///
            /// ```text
            /// 1*HEXDIG *(COMMA ..)
            /// ```
            PMediaAuthorization "P-Media-Authorization" "" commas new TokenParams token_params::hex;
            /// `P-Preferred-Identity` (RFC 3325, RFC 5876).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(COMMA ..)
            /// ```
            PPreferredIdentity "P-Preferred-Identity" "" commas new NameAddr address::either;
            /// `P-Preferred-Service` (RFC 6050).
            ///
            /// ```text
            /// Service-ID *(COMMA ..)
            /// ```
            PPreferredService "P-Preferred-Service" "" commas new InfoUri info_uri::service;
            /// `P-Private-Network-Indication` (RFC 7316).
            ///
            /// ```text
            /// hostname *(SEMI generic-param)
            /// ```
            PPrivateNetworkIndication "P-Private-Network-Indication" "" single new TokenParams token_params::host_name;
            /// `P-Profile-Key` (RFC 5002).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI generic-param)
            /// ```
            PProfileKey "P-Profile-Key" "" single new NameAddr address::either;
            /// `P-Refused-URI-List` (RFC 5318).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI members/generic-param) list
            /// ```
            PRefusedUriList "P-Refused-URI-List" "" commas new NameAddr address::refused;
            /// `P-Served-User` (RFC 5502, RFC 8498).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI sescase/regstate/orig-cdiv/generic-param)
            /// ```
            PServedUser "P-Served-User" "" single new NameAddr address::either;
            /// `P-User-Database` (RFC 4457).
            ///
            /// ```text
            /// LAQUOT DiameterURI RAQUOT *(SEMI generic-param)
            /// ```
            PUserDatabase "P-User-Database" "" single new InfoUri info_uri::diameter;
            /// `P-Visited-Network-ID` (RFC 7315).
            ///
            /// ```text
            /// (token / quoted-string) *(SEMI generic-param) list
            /// ```
            PVisitedNetworkId "P-Visited-Network-ID" "" commas new TokenParams token_params::quoted_or_token;
            /// `Path` (RFC 3327).
            ///
            /// ```text
            /// name-addr *(SEMI rr-param) list
            /// ```
            Path "Path" "" commas new NameAddr address::route;
            /// `Permission-Missing` (RFC 5360).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI generic-param) list
            /// ```
            PermissionMissing "Permission-Missing" "" commas new NameAddr address::either;
            /// `Policy-Contact` (RFC 6794).
            ///
            /// ```text
            /// LAQUOT uri RAQUOT *(SEMI "non-cacheable"/alt-uri/generic-param) list
            /// ```
            PolicyContact "Policy-Contact" "" commas new InfoUri info_uri::any;
            /// `Policy-ID` (RFC 6794).
            ///
            /// ```text
            /// uri [SEMI token=..] *(SEMI generic-param) list
            /// ```
            PolicyId "Policy-ID" "" rows new Text free_text::opaque;
            /// `Priority` (RFC 3261, RFC 6878).
            ///
            /// ```text
            /// "emergency"/"urgent"/"normal"/"non-urgent"/"psap-callback"/token
            /// ```
            Priority "Priority" "" single new TokenParams token_params::bare;
            /// `Priority-Share` (3GPP TS 24.229 §7.2.16).
            ///
            /// ```text
            /// "allowed"/"not-allowed"/token
            /// ```
            PriorityShare "Priority-Share" "" single new TokenParams token_params::with_params;
            /// `Priority-Verstat` (3GPP TS 24.229).
            ///
            /// ```text
            /// token
            /// ```
            PriorityVerstat "Priority-Verstat" "" single new TokenParams token_params::with_params;
            /// `Priv-Answer-Mode` (RFC 5373).
            ///
            /// ```text
            /// as Answer-Mode
            /// ```
            PrivAnswerMode "Priv-Answer-Mode" "" single new TokenParams token_params::with_params;
            /// `Privacy` (RFC 3323).
            ///
            /// ```text
            /// priv-value *(";" priv-value)
            /// ```
            Privacy "Privacy" "" semicolons new TokenParams token_params::priv_value;
            /// `Proxy-Authenticate` (RFC 3261, RFC 8760, RFC 8898).
            ///
            /// ```text
            /// challenge
            /// ```
            ProxyAuthenticate "Proxy-Authenticate" "" challenges new Challenge auth::challenge;
            /// `Proxy-Authorization` (RFC 3261, RFC 8760, RFC 8898).
            ///
            /// ```text
            /// credentials
            /// ```
            ProxyAuthorization "Proxy-Authorization" "" credentials new Credentials auth::credentials;
            /// `Proxy-Require` (RFC 3261).
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// ```
            ProxyRequire "Proxy-Require" "" commas new TokenParams token_params::bare;
            /// `RAck` (RFC 3262).
            ///
            /// ```text
            /// 1*DIGIT LWS 1*DIGIT LWS Method
            /// ```
            RAck "RAck" "" single own RAck rack::rack;
            /// `Reason` (RFC 3326, RFC 8606, RFC 9366, RFC 9410).
            ///
            /// ```text
            /// protocol *(SEMI cause/text/location/ppi/generic-param) list
            /// ```
            Reason "Reason" "" commas new TokenParams token_params::reason;
            /// `Reason-Phrase` (reserved (RFC6873)).
            ReasonPhrase "Reason-Phrase" "" rows new Text free_text::opaque;
            /// `Record-Route` (RFC 3261).
            ///
            /// ```text
            /// name-addr *(SEMI rr-param) list
            /// ```
            RecordRoute "Record-Route" "" commas new NameAddr address::route;
            /// `Recv-Info` (RFC 6086).
            ///
            /// ```text
            /// [Info-package-type *(COMMA ..)]
            /// ```
            RecvInfo "Recv-Info" "" commas_or_none new TokenParams token_params::with_params;
            /// `Refer-Events-At` (RFC 7614).
            ///
            /// ```text
            /// LAQUOT (SIP-URI/SIPS-URI) RAQUOT *(SEMI generic-param)
            /// ```
            ReferEventsAt "Refer-Events-At" "" single new InfoUri info_uri::sip;
            /// `Refer-Sub` (RFC 4488).
            ///
            /// ```text
            /// "true"/"false" *(SEMI generic-param)
            /// ```
            ReferSub "Refer-Sub" "" single new TokenParams token_params::truth;
            /// `Refer-To` (RFC 3515).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI generic-param)
            /// ```
            ReferTo "Refer-To" "r" single new NameAddr address::either;
            /// `Referred-By` (RFC 3892).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI cid/generic-param)
            /// ```
            ReferredBy "Referred-By" "b" single new NameAddr address::either;
            /// `Reject-Contact` (RFC 3841).
            ///
            /// ```text
            /// "*" *(SEMI feature-param) list
            /// ```
            RejectContact "Reject-Contact" "j" commas new FeatureSet feature_set::features;
            /// `Relayed-Charge` (3GPP TS 24.229 §7.2.12).
            ///
            /// ```text
            /// (like P-Charging-Vector: params)
            /// ```
            RelayedCharge "Relayed-Charge" "" single new ParamSet param_set::set;
            /// `Replaces` (RFC 3891).
            ///
            /// ```text
            /// callid *(SEMI to-tag/from-tag/"early-only"/generic-param)
            /// ```
            Replaces "Replaces" "" single new DialogRef dialog_ref::dialog_ref;
            /// `Reply-To` (RFC 3261).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI generic-param)
            /// ```
            ReplyTo "Reply-To" "" single new NameAddr address::either;
            /// `Request-Disposition` (RFC 3841).
            ///
            /// ```text
            /// directive *(COMMA directive)
            /// ```
            RequestDisposition "Request-Disposition" "d" commas new TokenParams token_params::directive;
            /// `Require` (RFC 3261).
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// ```
            Require "Require" "" commas new TokenParams token_params::bare;
            /// `Resource-Priority` (RFC 4412).
            ///
            /// ```text
            /// ns "." prio *(COMMA ..)
            /// ```
            ResourcePriority "Resource-Priority" "" commas new TokenParams token_params::dotted;
            /// `Resource-Share` (3GPP TS 24.229 §7.2.13).
            ///
            /// ```text
            /// token *(SEMI origin/rules/timestamp/generic-param)
            /// ```
            ResourceShare "Resource-Share" "" single new TokenParams token_params::with_params;
            /// `Response-Key` (RFC 2543 (deprecated)), deprecated: read, never to be sent.
            ResponseKey "Response-Key" "" rows new Text free_text::opaque;
            /// `Response-Source` (3GPP TS 24.229 §7.2.17).
            ///
            /// ```text
            /// "fe" EQUAL LAQUOT urn RAQUOT *(SEMI generic-param)
            /// ```
            ResponseSource "Response-Source" "" single new ParamSet param_set::response_source;
            /// `Restoration-Info` (3GPP TS 24.229 §7.2.11).
            ///
            /// ```text
            /// "noresponse" / quoted IMSI *(SEMI generic-param)
            /// ```
            RestorationInfo "Restoration-Info" "" single new TokenParams token_params::quoted_or_token;
            /// `Retry-After` (RFC 3261).
            ///
            /// ```text
            /// delta-seconds [comment] *(SEMI duration/generic-param)
            /// ```
            RetryAfter "Retry-After" "" single new Number number::retry_after;
            /// `Route` (RFC 3261).
            ///
            /// ```text
            /// name-addr *(SEMI rr-param) list
            /// ```
            Route "Route" "" commas new NameAddr address::route;
            /// `RSeq` (RFC 3262).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            RSeq "RSeq" "" single new Number number::response_number;
            /// `Security-Client` (RFC 3329).
            ///
            /// ```text
            /// sec-mechanism *(COMMA ..)
            /// ```
            SecurityClient "Security-Client" "" commas new TokenParams token_params::with_params;
            /// `Security-Server` (RFC 3329).
            ///
            /// ```text
            /// sec-mechanism *(COMMA ..)
            /// ```
            SecurityServer "Security-Server" "" commas new TokenParams token_params::with_params;
            /// `Security-Verify` (RFC 3329).
            ///
            /// ```text
            /// sec-mechanism *(COMMA ..)
            /// ```
            SecurityVerify "Security-Verify" "" commas new TokenParams token_params::with_params;
            /// `Server` (RFC 3261).
            ///
            /// ```text
            /// server-val *(LWS server-val) ; product / comment
            /// ```
            Server "Server" "" single new Text free_text::product;
            /// `Service-Interact-Info` (3GPP TS 24.229 §7.2.14).
            ///
            /// ```text
            /// executed-service-params *(COMMA ..)
            /// ```
            ServiceInteractInfo "Service-Interact-Info" "" commas new ParamSet param_set::set;
            /// `Service-Route` (RFC 3608).
            ///
            /// ```text
            /// name-addr *(SEMI rr-param) list
            /// ```
            ServiceRoute "Service-Route" "" commas new NameAddr address::route;
            /// `Session-Expires` (RFC 4028).
            ///
            /// ```text
            /// delta-seconds *(SEMI refresher/generic-param)
            /// ```
            SessionExpires "Session-Expires" "x" single new Number number::seconds_params;
            /// `Session-ID` (RFC 7989, RFC 8497 (RFC7329 legacy)).
            ///
            /// ```text
            /// 32LHEX *(SEMI remote=32LHEX / logme / generic-param)
            /// ```
            SessionId "Session-ID" "" single own SessionId session_id::session_id;
            /// `SIP-ETag` (RFC 3903).
            ///
            /// ```text
            /// token
            /// ```
            SipETag "SIP-ETag" "" single new TokenParams token_params::bare;
            /// `SIP-If-Match` (RFC 3903).
            ///
            /// ```text
            /// token
            /// ```
            SipIfMatch "SIP-If-Match" "" single new TokenParams token_params::bare;
            /// `Subject` (RFC 3261).
            ///
            /// ```text
            /// [TEXT-UTF8-TRIM]
            /// ```
            Subject "Subject" "s" single new Text free_text::text;
            /// `Subscription-State` (RFC 6665, RFC 6446).
            ///
            /// ```text
            /// "active"/"pending"/"terminated"/token *(SEMI reason/expires/retry-after/generic-param)
            /// ```
            SubscriptionState "Subscription-State" "" single new TokenParams token_params::with_params;
            /// `Supported` (RFC 3261).
            ///
            /// ```text
            /// [option-tag *(COMMA option-tag)]
            /// ```
            Supported "Supported" "k" commas_or_none new TokenParams token_params::bare;
            /// `Suppress-If-Match` (RFC 5839).
            ///
            /// ```text
            /// entity-tag / "*"
            /// ```
            SuppressIfMatch "Suppress-If-Match" "" single new TokenParams token_params::bare;
            /// `Target-Dialog` (RFC 4538).
            ///
            /// ```text
            /// callid *(SEMI remote-tag/local-tag/generic-param)
            /// ```
            TargetDialog "Target-Dialog" "" single new DialogRef dialog_ref::dialog_ref;
            /// `Timestamp` (RFC 3261).
            ///
            /// ```text
            /// 1*DIGIT ["." *DIGIT] [LWS delay]
            /// ```
            Timestamp "Timestamp" "" single own Timestamp timestamp::timestamp;
            /// `To` (RFC 3261).
            ///
            /// ```text
            /// (name-addr / addr-spec) *(SEMI to-param)
            /// ```
            To "To" "t" single new NameAddr address::either;
            /// `Trigger-Consent` (RFC 5360).
            ///
            /// ```text
            /// (SIP-URI/SIPS-URI) *(SEMI target-uri/generic-param) list
            /// ```
            TriggerConsent "Trigger-Consent" "" rows new Text free_text::opaque;
            /// `Unsupported` (RFC 3261).
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// ```
            Unsupported "Unsupported" "" commas new TokenParams token_params::bare;
            /// `User-Agent` (RFC 3261).
            ///
            /// ```text
            /// server-val *(LWS server-val)
            /// ```
            UserAgent "User-Agent" "" single new Text free_text::product;
            /// `User-to-User` (RFC 7433).
            ///
            /// ```text
            /// (token / quoted-string) *(SEMI purpose/content/encoding/generic-param) list
            /// ```
            UserToUser "User-to-User" "" commas new TokenParams token_params::quoted_or_token;
            /// `Via` (RFC 3261, RFC 3581, RFC 5923, RFC 6223, RFC 7118, RFC 7339, RFC 8055).
            ///
            /// ```text
            /// via-parm *(COMMA via-parm)
            /// ```
            Via "Via" "v" commas_outside_comments own Via via::via_parm;
            /// `Warning` (RFC 3261, RFC 5630, RFC 8373).
            ///
            /// ```text
            /// 3DIGIT SP (hostport/pseudonym) SP quoted-string list
            /// ```
            Warning "Warning" "" commas own Warning warning::warning;
            /// `WWW-Authenticate` (RFC 3261, RFC 8760, RFC 8898).
            ///
            /// ```text
            /// challenge
            /// ```
            WwwAuthenticate "WWW-Authenticate" "" challenges new Challenge auth::challenge;
            /// `Diversion` (RFC 5806 (historic)), not registered by IANA.
            ///
            /// ```text
            /// name-addr *(SEMI reason/counter/limit/privacy/screen/ext) list
            /// ```
            Diversion "Diversion" "" commas new NameAddr address::bracketed;
            /// `Remote-Party-ID` (draft-ietf-sip-privacy-04), not registered by IANA.
            ///
            /// ```text
            /// [display-name] LAQUOT addr-spec RAQUOT *(SEMI party/screen/privacy/id-type/np) list
            /// ```
            RemotePartyId "Remote-Party-ID" "" commas new NameAddr address::either;
            /// `Proxy-Authentication-Info` (RFC 7615 (HTTP), sofia), not registered by IANA.
            ///
            /// ```text
            /// as Authentication-Info
            /// ```
            ProxyAuthenticationInfo "Proxy-Authentication-Info" "" single new AuthInfo auth::info::auth_info;
            /// `Content-Transfer-Encoding` (RFC 2045 (MIME part header)), a field of body parts.
            ///
            /// ```text
            /// token
            /// ```
            ContentTransferEncoding "Content-Transfer-Encoding" "" single new TokenParams token_params::bare;
            /// `Content-Description` (RFC 2045 (MIME part header)), a field of body parts.
            ///
            /// ```text
            /// text
            /// ```
            ContentDescription "Content-Description" "" single new Text free_text::text;
            /// `Accept-Disposition` (expired draft, sofia), not registered by IANA.
            ///
            /// ```text
            /// disp-type *(COMMA)
            /// ```
            AcceptDisposition "Accept-Disposition" "" commas new TokenParams token_params::with_params;
            /// `P-RTP-Stat` (vendor), not registered by IANA.
            ///
            /// ```text
            /// token=value list
            /// ```
            PRtpStat "P-RTP-Stat" "" rows new Text free_text::opaque;
        }
    };
}
pub(crate) use header_registry;
