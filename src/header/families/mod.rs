//! The families: headers whose values have one grammar. One file or folder for each, in the shape that CONTRIBUTING.md describes.

pub(crate) mod address;
pub(crate) mod auth;
pub(crate) mod call_id;
pub(crate) mod content_id;
pub(crate) mod cseq;
pub(crate) mod date;
pub(crate) mod dialog_ref;
pub(crate) mod event_type;
pub(crate) mod feature_set;
pub(crate) mod free_text;
pub(crate) mod identity;
pub(crate) mod info_uri;
pub(crate) mod media_range;
pub(crate) mod media_type;
pub(crate) mod mime_version;
pub(crate) mod number;
pub(crate) mod param_set;
pub(crate) mod rack;
pub(crate) mod session_id;
pub(crate) mod timestamp;
pub(crate) mod token_params;
pub(crate) mod via;
pub(crate) mod warning;

/// Hands the list of families to the macro named `$then`: the type of each, which is a variant of [`AnyValue`](crate::AnyValue) too.
macro_rules! family_list {
    ($then:ident) => {
        $then! {
            /// Via.
            Via,
            /// An address with parameters: From, To, Route, Refer-To …
            NameAddr,
            /// Contact: an address, or `*`.
            Contact,
            /// CSeq.
            CSeq,
            /// Call-ID and In-Reply-To.
            CallId,
            /// A number with parameters: Expires, Max-Forwards, Content-Length …
            Number,
            /// A token with parameters: Allow, Supported, Reason …
            TokenParams,
            /// Content-Type.
            MediaType,
            /// WWW-Authenticate and Proxy-Authenticate.
            Challenge,
            /// Authorization and Proxy-Authorization.
            Credentials,
            /// Date.
            Date,
            /// Timestamp.
            Timestamp,
            /// MIME-Version.
            MimeVersion,
            /// Event and Allow-Events.
            EventType,
            /// A dialog: Replaces, Join, Target-Dialog.
            DialogRef,
            /// RAck.
            RAck,
            /// Warning.
            Warning,
            /// A URI in angle brackets: Alert-Info, Call-Info, Geolocation …
            InfoUri,
            /// Accept.
            MediaRange,
            /// Accept-Contact, Reject-Contact and Feature-Caps.
            FeatureSet,
            /// Parameters alone: P-Charging-Vector, Response-Source …
            ParamSet,
            /// Identity.
            Identity,
            /// Session-ID.
            SessionId,
            /// Content-ID.
            ContentId,
            /// Authentication-Info and Proxy-Authentication-Info.
            AuthInfo,
            /// Free text, and headers that are kept whole: Subject, Server, and every header that the registry does not have.
            Text,
        }
    };
}
pub(crate) use family_list;
