//! Every header of the registry by the name of its type: those that may stand once, and lists.

/// Hands every [`Single`](sipwire::Single) header to the macro named `$then`.
macro_rules! every_single {
    ($then:ident) => {
        $then! {
            AdditionalIdentity AlertMsgError AnswerMode AttestationInfo AuthenticationInfo CSeq CallId ContentDescription
            ContentDisposition ContentId ContentLength ContentTransferEncoding ContentType Date Event Expires FlowTimer From
            GeolocationError GeolocationRouting IdentityInfo InfoPackage Join MaxBreadth MaxForwards MimeVersion MinExpires MinSe
            Organization OriginationId PAnswerState PCalledPartyId PChargeInfo PChargingVector PDcsBillingInfo PDcsLaes PDcsOsps
            PDcsRedirect PDcsTracePartyId PPrivateNetworkIndication PProfileKey PServedUser PUserDatabase Priority PriorityShare
            PriorityVerstat PrivAnswerMode ProxyAuthenticationInfo RAck RSeq ReferEventsAt ReferSub ReferTo ReferredBy RelayedCharge
            Replaces ReplyTo ResourceShare ResponseSource RestorationInfo RetryAfter Server SessionExpires SessionId SipETag SipIfMatch
            Subject SubscriptionState SuppressIfMatch TargetDialog Timestamp To UserAgent
        }
    };
}
pub(crate) use every_single;

/// Hands every [`List`](sipwire::List) header to the macro named `$then`.
macro_rules! every_list {
    ($then:ident) => {
        $then! {
            Accept AcceptContact AcceptDisposition AcceptEncoding AcceptLanguage AcceptResourcePriority AlertInfo Allow AllowEvents
            Authorization CallInfo CellularNetworkInfo Contact ContentEncoding ContentLanguage DcInfo Diversion Encryption ErrorInfo
            FeatureCaps Geolocation Hide HistoryInfo Identity InReplyTo PAccessNetworkInfo PAssertedIdentity PAssertedService
            PAssociatedUri PChargingFunctionAddresses PEarlyMedia PMediaAuthorization PPreferredIdentity PPreferredService PRefusedUriList
            PRtpStat PVisitedNetworkId Path PermissionMissing PolicyContact PolicyId Privacy ProxyAuthenticate ProxyAuthorization
            ProxyRequire Reason ReasonPhrase RecordRoute RecvInfo RejectContact RemotePartyId RequestDisposition Require ResourcePriority
            ResponseKey Route SecurityClient SecurityServer SecurityVerify ServiceInteractInfo ServiceRoute Supported TriggerConsent
            Unsupported UserToUser Via Warning WwwAuthenticate
        }
    };
}
pub(crate) use every_list;
