//! [`Rule`]: the table of all that can be wrong or odd with a message by itself.

use core::fmt;

use super::owed::{Force, Owed};
use super::policy::{Policy, Switch};
use crate::error::{ErrorKind, Expected};
use crate::name::{HeaderId, HeaderName};
use crate::profile::Limit;
use crate::status::StatusCode;

/// A rule is one row:
///
/// ```text
/// Variant "id" "section" (Header) owed Force (headers that go with the status) (SWITCH) "wording";
/// ```
macro_rules! rules {
    ($($variant:ident $id:literal $section:literal ($($header:ident)?) $owed:tt $force:ident ($($with:ident)*) ($($switch:ident)?) $wording:literal;)*) => {
        /// A rule that a message can break: one name, one RFC section, one answer.
        ///
        /// The ids are those of the table in the repository's `corpus/rules`, which has a message that breaks each rule and one that keeps it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!($wording, " (`", $id, "`, ", $section, ").")] $variant,)*
            /// A header field that is needed, the start line or the framing does not fit its grammar (`V034`, RFC 3261 §8.2, §16.3).
            Unreadable(ErrorKind),
        }

        impl Rule {
            /// Every rule; [`Unreadable`](Rule::Unreadable) stands here once.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)* Rule::Unreadable(ErrorKind::Expected(Expected::Value))];

            /// The name of the variant.
            pub const fn name(self) -> &'static str {
                match self { $(Rule::$variant => stringify!($variant),)* Rule::Unreadable(_) => "Unreadable" }
            }

            /// The id in the table of rules.
            pub const fn id(self) -> &'static str {
                match self { $(Rule::$variant => $id,)* Rule::Unreadable(_) => "V034" }
            }

            /// The RFC and its section: `RFC 3261 §8.1.1.5`.
            pub const fn section(self) -> &'static str {
                match self { $(Rule::$variant => $section,)* Rule::Unreadable(_) => "RFC 3261 §8.2, §16.3" }
            }

            /// The header field that the rule is about, if it is always the same one.
            pub const fn header(self) -> Option<HeaderName<'static>> {
                match self { $(Rule::$variant => rules!(@header $($header)?),)* Rule::Unreadable(_) => None }
            }

            /// The obligation for a request that is not an ACK.
            pub const fn owed(self) -> Owed {
                match self { $(Rule::$variant => rules!(@owed $owed),)* Rule::Unreadable(_) => Owed::Status(StatusCode::BAD_REQUEST) }
            }

            /// How binding the rule is.
            pub const fn force(self) -> Force {
                match self { $(Rule::$variant => Force::$force,)* Rule::Unreadable(_) => Force::Should }
            }

            /// The header fields that must or should go with the status.
            pub const fn with(self) -> &'static [HeaderName<'static>] {
                match self { $(Rule::$variant => &[$(HeaderName::$with),*],)* Rule::Unreadable(_) => &[] }
            }

            /// The switch that turns a fault into a note.
            pub(super) const fn switch(self) -> Switch {
                match self { $(Rule::$variant => rules!(@switch $($switch)?),)* Rule::Unreadable(_) => Switch::NONE }
            }

            /// The fault in words, fit for the reason phrase of a 400.
            pub const fn as_str(self) -> &'static str {
                match self { $(Rule::$variant => $wording,)* Rule::Unreadable(_) => "Unreadable header field" }
            }
        }
    };
    (@header) => { None };
    (@header $header:ident) => { Some(HeaderName::$header) };
    (@switch) => { Switch::NONE };
    (@switch $switch:ident) => { Policy::$switch };
    (@owed drop) => { Owed::Drop };
    (@owed ignore) => { Owed::Ignore };
    (@owed none) => { Owed::Nothing };
    (@owed $code:literal) => { Owed::Status(StatusCode::new($code).unwrap()) };
}

impl Rule {
    /// The rule that an error of the parser or of a value breaks, and the header field that it names.
    pub(super) fn of_error(kind: ErrorKind, header: HeaderId) -> (Rule, HeaderId) {
        match kind {
            ErrorKind::Truncated => (Rule::Truncated, header),
            ErrorKind::MissingHeader(HeaderId::ContentLength) => (Rule::MissingContentLength, HeaderId::ContentLength),
            ErrorKind::DuplicateHeader(id) => (Rule::SecondRow, id),
            ErrorKind::DuplicateParam(_) => (Rule::RepeatedParam, header),
            ErrorKind::OutOfRange if header == HeaderId::CSeq => (Rule::CSeqNumber, header),
            ErrorKind::Limit(Limit::Uri | Limit::StartLine) if header == HeaderId::OTHER => (Rule::UriTooLong, header),
            ErrorKind::Limit(Limit::Body) => (Rule::BodyTooLarge, header),
            ErrorKind::Limit(Limit::Message | Limit::Head | Limit::Rows | Limit::FieldValue | Limit::Elements | Limit::Params) => {
                (Rule::MessageTooLarge, header)
            }
            kind => (Rule::Unreadable(kind), header),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Unreadable(kind) => kind.fmt(f),
            rule => f.write_str(rule.as_str()),
        }
    }
}

rules! {
    MissingTo "V001" "RFC 3261 §8.1.1" (To) 400 Must () () "Missing To header field";
    MissingFrom "V002" "RFC 3261 §8.1.1" (From) 400 Must () () "Missing From header field";
    MissingCallId "V003" "RFC 3261 §8.1.1" (CallId) 400 Must () () "Missing Call-ID header field";
    MissingCSeq "V004" "RFC 3261 §8.1.1" (CSeq) 400 Must () () "Missing CSeq header field";
    MissingVia "V005" "RFC 3261 §8.1.1, §18.2.2" (Via) drop Must () () "Missing Via header field";
    MissingMaxForwards "V006" "RFC 3261 §16.3" (MaxForwards) none Must () () "No Max-Forwards header field";
    Version "V007" "RFC 3261 §7.1, §21.5.6" () 505 Must () () "SIP version other than 2.0";
    ViaVersion "V008" "RFC 3261 §8.1.1.7" (Via) 505 Arguable () (VIA_PROTOCOL) "Via of another SIP version";
    ViaProtocol "V008" "RFC 3261 §8.1.1.7" (Via) 400 Arguable () (VIA_PROTOCOL) "Via of another protocol";
    CSeqMethod "V009" "RFC 3261 §8.1.1.5" (CSeq) 400 Must () () "CSeq names another method";
    CSeqMethodUnknown "V010" "RFC 3261 §21.5.2" (CSeq) 501 Should () () "CSeq names another method than the unknown one of the request";
    CSeqNumber "V011" "RFC 3261 §8.1.1.5" (CSeq) 400 Must () () "CSeq number of 2^31 or more";
    SecondTo "V012" "RFC 3261 §7.3.1" (To) 400 Must () () "Second To header field";
    SecondFrom "V013" "RFC 3261 §7.3.1" (From) 400 Must () () "Second From header field";
    SecondCallId "V014" "RFC 3261 §7.3.1" (CallId) 400 Must () () "Second Call-ID header field";
    SecondCSeq "V015" "RFC 3261 §7.3.1" (CSeq) 400 Must () () "Second CSeq header field";
    SecondMaxForwards "V016" "RFC 3261 §7.3.1" (MaxForwards) 400 Must () () "Second Max-Forwards header field";
    SecondRow "V017" "RFC 3261 §7.3.1" () 400 Must () () "Second header field where one may stand";
    RepeatedParam "V018" "RFC 3261 §7.3.1" () 400 Must () () "Parameter given twice";
    UriHeaders "V019" "RFC 3261 §19.1.1" () 400 Arguable () (URI_HEADERS) "Request-URI with headers";
    UriMethod "V020" "RFC 3261 §19.1.1" () ignore Should () () "Request-URI with a method parameter";
    AddressParts "V021" "RFC 3261 §19.1.1" () ignore Should () () "To or From URI with parts that mean nothing there";
    RepeatedUriParam "V022" "RFC 3261 §19.1.1" () 400 Arguable () (REPEATED_URI_PARAMS) "Request-URI with a parameter given twice";
    SipsTransport "V023" "RFC 3261 §19.1.1" () 400 Arguable () (SIPS_TRANSPORT) "sips Request-URI over an unreliable transport";
    UriScheme "V024" "RFC 3261 §8.2.2.1, §16.3" () 416 Should () () "Request-URI of an unknown scheme";
    SipsNotAllowed "V026" "RFC 5630 §5.1.2" () 480 Must (Warning) () "sips Request-URI where sip is wanted";
    SipsRequired "V027" "RFC 5630 §5.1.2" () 480 Must (Warning) () "sip Request-URI where sips is wanted";
    SipsContact "V028" "RFC 5630 §5.1.2, §5.3" (Contact) 400 Arguable () (SIPS_CONTACT) "sip Contact in a request to a sips URI";
    MethodNotAllowed "V029" "RFC 3261 §8.2.1" () 405 Must (Allow) () "Method that is not allowed here";
    MethodUnknown "V030" "RFC 3261 §21.5.2" () 501 Should () () "Unknown method";
    MethodForwarded "V031" "RFC 3261 §16.3" () none Must () () "Unknown method, which a proxy forwards";
    UnknownHeader "V032" "RFC 3261 §8.2.2" () ignore Must () () "Unknown header field";
    UnfitRow "V033" "RFC 3261 §8.2.2, §16.3" () ignore Should () () "Header field that does not fit its grammar and is not needed";
    NotApplicable "V035" "RFC 3261 §20" () ignore Must () () "Header field that means nothing in this method";
    MissingForMethod "V036" "RFC 3261 §20" () 400 Arguable () (MISSING_FOR_METHOD) "Missing header field that the method needs";
    TrailingBytes "V037" "RFC 3261 §18.3" () ignore Must () () "Bytes behind the message";
    Truncated "V038" "RFC 3261 §18.3" () 400 Should () () "Message cut short";
    MissingContentLength "V040" "RFC 3261 §18.3, §20.14" (ContentLength) 400 Arguable () () "No Content-Length on a stream";
    MissingContentType "V041" "RFC 3261 §20.15" (ContentType) 415 Arguable (Accept) (MISSING_CONTENT_TYPE) "Body without Content-Type";
    ContentType "V042" "RFC 3261 §8.2.3" (ContentType) 415 Must (Accept) () "Body of a type that is not understood";
    ContentEncoding "V043" "RFC 3261 §8.2.3" (ContentEncoding) 415 Must (AcceptEncoding) () "Body in an encoding that is not understood";
    ContentLanguage "V044" "RFC 3261 §8.2.3" (ContentLanguage) 415 Must (AcceptLanguage) () "Body in a language that is not understood";
    OptionalBody "V045" "RFC 3261 §8.2.3, §20.11" (ContentDisposition) ignore Must () () "Optional body that is not understood";
    ContentDisposition "V046" "RFC 5621 §8.4" (ContentDisposition) 415 Should (Accept) () "Body for a purpose that is not understood";
    BodyTooLarge "V050" "RFC 3261 §21.4.11" () 413 Should (RetryAfter) () "Body larger than this server accepts";
    UriTooLong "V051" "RFC 3261 §21.4.12" () 414 Should () () "Request-URI longer than this server accepts";
    MessageTooLarge "V052" "RFC 3261 §21.5.7" () 513 Should () () "Message larger than this server accepts";
    FromWithoutTag "V053" "RFC 3261 §12.1.1" (From) none Must () () "From without a tag";
    NoMagicCookie "V054" "RFC 3261 §8.1.1.7, §17.2.3" (Via) none Must () () "Branch of RFC 2543, or none";
    RequireIgnored "V057" "RFC 3261 §8.2.2.3, §20.32" () ignore Must () () "Require or Proxy-Require in an ACK or CANCEL";
    BasicCredentials "V058" "RFC 3261 §22.4" () ignore Must () () "Basic authentication";
    InviteContact "V059" "RFC 3261 §8.1.1.8, §12.1.1" (Contact) 400 Arguable () (INVITE_CONTACT) "INVITE without Contact";
    ContactCount "V060" "RFC 3261 §8.1.1.8" (Contact) 400 Arguable () (CONTACT_COUNT) "More than one Contact in a request that forms a dialog";
    ContactStar "V061" "RFC 3261 §10.2.2, §20.10" (Contact) 400 Must () () "Contact of * outside a REGISTER";
    ContactScheme "V062" "RFC 3261 §8.1.1.8" (Contact) 400 Arguable () (CONTACT_SCHEME) "Contact that is no sip or sips URI";
    ReferContact "V064" "RFC 3515 §2" (Contact) 400 Arguable () (CONTACT_COUNT) "REFER without exactly one Contact";
    SubscribeContact "V065" "RFC 6665 §4.1" (Contact) 400 Arguable () (SUBSCRIBE_CONTACT) "SUBSCRIBE or NOTIFY without Contact";
    RegisterUser "V069" "RFC 3261 §10.2" () 400 Arguable () (REGISTER_USER) "User part in the Request-URI of a REGISTER";
    RegisterTo "V070" "RFC 3261 §10.2" (To) 400 Must () () "To of a REGISTER that is no sip or sips URI";
    RegisterSips "V071" "RFC 5630 §5.2" (Contact) 400 Must () () "sips binding through a URI that is not sips";
    GruuOfAor "V072" "RFC 5627 §5.1" (Contact) 403 Must () () "Contact that is the address of record itself";
    GruuOfGruu "V073" "RFC 5627 §5.1" (Contact) 403 Must () () "Contact that is a GRUU of the address of record";
    GruuScheme "V074" "RFC 5627 §5.1" (Contact) 403 Must () () "Instance at a Contact that is no SIP URI";
    FirstHopNotOutbound "V075" "RFC 5626 §6" (Contact) 439 Must () () "Flow through a first hop that does not support outbound";
    SeveralFlows "V076" "RFC 5626 §6" (Contact) 400 Should () () "Several Contacts, one of them a flow";
    RegId "V077" "RFC 5626 §10" (Contact) 400 Must () () "reg-id outside 1 to 2^31-1";
    StarNotAlone "V078" "RFC 3261 §10.2.2, §10.3" (Contact) 400 Must () () "Contact of * with another Contact, or with a lifetime";
    StarWithoutExpires "V079" "RFC 3261 §10.2.2, §10.3" (Contact) 400 Must () () "Contact of * without Expires";
    MalformedExpires "V080" "RFC 3261 §10.2, §8.3" () none Should () () "Malformed lifetime, which counts as 3600";
    BindingTooBrief "V081" "RFC 3261 §10.3" (Contact) 423 May (MinExpires) () "Binding shorter than this registrar accepts";
    PathNotSupported "V083" "RFC 3327 §5.3" (Path) 420 Arguable (Unsupported) (PATH_NOT_SUPPORTED) "Path that the client does not support";
    PathRequired "V084" "RFC 3327 §5.2" (Supported) 421 Should (Require) () "Client without support for Path";
    MissingEvent "V085" "RFC 6665 §3.1.2, §4.2.3" (Event) 489 Should (AllowEvents) () "SUBSCRIBE without Event";
    EventUnknown "V086" "RFC 6665 §4.2.1.1" (Event) 489 Must (AllowEvents) () "Event package that is not known";
    SubscribeWithoutExpires "V088" "RFC 6665 §3.1.1" (Expires) none Must () () "SUBSCRIBE without Expires";
    SubscriptionTooBrief "V089" "RFC 6665 §4.2.1.1" (Expires) 423 May (MinExpires) () "Subscription shorter than this notifier accepts";
    SubscribeContactExpires "V090" "RFC 6665 §3.1.1" (Contact) ignore Plain () () "Lifetime in the Contact of a SUBSCRIBE";
    MissingSubscriptionState "V091" "RFC 6665 §4.1.3" (SubscriptionState) 400 Must () () "NOTIFY without Subscription-State";
    NotifyEvent "V093" "RFC 6665 §4.1.3" (Event) 489 Plain (AllowEvents) () "NOTIFY of a package that is not known";
    TerminatedExpires "V095" "RFC 6665 §4.1.3" (SubscriptionState) ignore Must () () "Lifetime of a terminated subscription";
    MissingReferTo "V098" "RFC 3515 §2.4.2" (ReferTo) 400 Must () () "REFER without Refer-To";
    SecondReferredBy "V101" "RFC 3892 §2.1" (ReferredBy) 400 Arguable () (SECOND_REFERRED_BY) "Second Referred-By header field in a REFER";
    ReplacesMethod "V104" "RFC 3891 §3" (Replaces) 400 Must () () "Replaces outside an INVITE";
    ReplacesAndJoin "V106" "RFC 3891 §3, RFC 3911 §4" () 400 Must () () "Replaces together with Join";
    ReplacesTags "V107" "RFC 3891 §6.1" (Replaces) 400 Must () () "Replaces without exactly one to-tag and from-tag";
    JoinMethod "V113" "RFC 3911 §4" (Join) 400 Must () () "Join outside an INVITE";
    ReliableOutsideInvite "V118" "RFC 3262 §4" (Require) 420 Arguable (Unsupported) (RELIABLE_OUTSIDE_INVITE) "100rel required outside an INVITE";
    UnreliableTrying "V120" "RFC 3262 §4" (Require) ignore Must () () "100 that claims to be reliable";
    InfoPackage "V124" "RFC 6086 §4.2.2" (InfoPackage) 469 Must (RecvInfo) () "Info Package that is not known";
    InfoContent "V126" "RFC 6086 §4.2.2" (ContentType) 415 Should (Accept) () "Body of a type that the Info Package does not have";
    MessageAnswer "V128" "RFC 3428 §7" () ignore Must () () "Body or Contact in a 2xx to MESSAGE";
    PublishEvent "V129" "RFC 3903 §6" (Event) 489 Must (AllowEvents) () "PUBLISH without a known event package";
    EntityTags "V130" "RFC 3903 §6" (SipIfMatch) 400 Must () () "SIP-If-Match without exactly one entity-tag";
    PublicationTooBrief "V132" "RFC 3903 §6" (Expires) 423 May (MinExpires) () "Publication shorter than this server accepts";
    PublishContent "V133" "RFC 3903 §6" (ContentType) 415 Must (Accept) () "Body of a type that the event package does not have";
    EmptyPublish "V134" "RFC 3903 §6" () 400 Should () (EMPTY_PUBLISH) "PUBLISH with neither a body nor SIP-If-Match";
    RemovalWithBody "V135" "RFC 3903 §4.5" () ignore Must () () "Body in a PUBLISH that removes";
    Privacy "V136" "RFC 3323 §4.2" (Privacy) 400 Arguable () (STRICT_PRIVACY) "Privacy values that exclude each other";
    PrivacyCritical "V137" "RFC 3323 §5" (Privacy) 500 Must () () "Critical privacy that this element can't provide";
    AssertedIdentities "V138" "RFC 3325 §9.1" (PAssertedIdentity) ignore Must () () "P-Asserted-Identity values beyond one of each kind";
    RepeatedReason "V141" "RFC 3326 §2" (Reason) none Must () () "Two reasons of one protocol";
    NotFirstHop "V144" "RFC 3329 §2.3.2" (Via) 502 Plain () () "Security agreement beyond the first hop";
    AgreementRequired "V145" "RFC 3329 §2.3.2" (Require) 421 Must (Require SecurityServer) () "Client without security agreement";
    AgreementNotRequired "V146" "RFC 3329 §2.3.2" (Require) 494 Must (SecurityServer Require) () "Security agreement supported, but not required";
    SessionTooBrief "V147" "RFC 4028 §8.1, §9" (SessionExpires) 422 May (MinSe) () "Session interval shorter than this element accepts";
    SessionRaised "V149" "RFC 4028 §8.1, §9" (SessionExpires) none Plain () () "Short session interval of a client without timer";
    MinSeInResponse "V150" "RFC 4028 §5" (MinSe) ignore Must () () "Min-SE in a response other than 422";
    NoRefresher "V151" "RFC 4028 §9" (SessionExpires) none Must () () "Session-Expires in a 2xx without refresher";
    ResourcePriority "V156" "RFC 4412 §4.6.2" (ResourcePriority) 417 Plain (AcceptResourcePriority) () "No priority namespace that is known";
    PriorityTwice "V157" "RFC 4412 §3.1" (ResourcePriority) 400 Arguable () (STRICT_PRIORITY) "Two priorities of one namespace";
    RepeatedRouting "V160" "RFC 6442 §4.2.1" (GeolocationRouting) ignore Must () () "Geolocation-Routing twice or empty";
    MissingIdentity "V161" "RFC 8224 §6.2" (Identity) 428 Must () () "Request without Identity";
    PushService "V166" "RFC 8599 §5.6.1" (Contact) 555 May () () "Push service that is not known";
    PushOutsideRegister "V167" "RFC 8599 §4.1" (Contact) ignore Must () () "Push parameters outside a REGISTER";
    OverloadInRequest "V168" "RFC 7339 §4.3, §5.2" (Via) ignore Must () () "Overload report in a request";
    SessionIdMalformed "V169" "RFC 7989 §6" (SessionId) ignore Must () () "Session-ID that is no UUID";
    ForeignVia "V190" "RFC 3261 §18.1.2, §16.11" (Via) drop Must () () "Response to somebody else's request";
    SeveralVias "V191" "RFC 3261 §8.1.3.3" (Via) drop Should () () "Response with more than one Via";
    LastVia "V194" "RFC 3261 §16.7" (Via) none Must () () "Response that a proxy has to keep";
    UnknownFinal "V195" "RFC 3261 §8.1.3.2" () none Must () () "Unknown final status";
    UnknownProvisional "V196" "RFC 3261 §8.1.3.2" () none Must () () "Unknown provisional status";
    NoChallenge "V198" "RFC 3261 §22.2, §22.3" () none Arguable () () "401 or 407 without a challenge";
    NoAllow "V199" "RFC 3261 §21.4.6" (Allow) none Arguable () () "405 without Allow";
    NoUnsupported "V200" "RFC 3261 §21.4.15" (Unsupported) none Arguable () () "420 without Unsupported";
    NoRequire "V201" "RFC 3261 §21.4.16" (Require) none Arguable () () "421 without Require";
    NoMinSe "V202" "RFC 4028 §6" (MinSe) none Arguable () () "422 without Min-SE";
    NoMinExpires "V203" "RFC 3261 §10.3" (MinExpires) none Arguable () () "423 without Min-Expires";
    NoAccept "V204" "RFC 3261 §21.4.13" (Accept) none Arguable () () "415 without Accept, Accept-Encoding and Accept-Language";
    NoAllowEvents "V205" "RFC 3903 §6, RFC 6665 §8.3.2" (AllowEvents) none Arguable () () "489 without Allow-Events";
    NoRecvInfo "V206" "RFC 6086 §4.2.2" (RecvInfo) none Arguable () () "469 without Recv-Info";
    NoSecurityServer "V207" "RFC 3329 §2.3.1" (SecurityServer) none Arguable () () "494 without Security-Server";
    NoGrantedExpires "V208" "RFC 6665 §3.1.1" (Expires) none Must () () "2xx to SUBSCRIBE without Expires";
    NoEntityTag "V209" "RFC 3903 §6" () none Must () () "2xx to PUBLISH without SIP-ETag or Expires";
    AnswerWithoutContact "V210" "RFC 3261 §12.1.1" (Contact) none Must () () "2xx to INVITE without Contact";
    AnswerWithoutTag "V211" "RFC 3261 §12.1.2" (To) none Must () () "Final response without a To tag";
    RequireInAnswer "V214" "RFC 3261 §20.32" (Require) none Plain () () "2xx that requires what is not known";
    TooManyHops "V232" "RFC 3261 §16.3" (MaxForwards) 483 Must () () "Max-Forwards of 0";
    OptionsAtLastHop "V232" "RFC 3261 §16.3" (MaxForwards) 483 May () (OPTIONS_AT_LAST_HOP) "OPTIONS with Max-Forwards of 0";
    UnknownRequire "N001" "RFC 3261 §8.2.2.3, §20.32" (Require) 420 Must (Unsupported) () "Extension that is not known";
    UnknownProxyRequire "N002" "RFC 3261 §16.3, §20.29" (ProxyRequire) 420 Must (Unsupported) () "Proxy extension that is not known";
    RequireForwarded "N003" "RFC 3261 §16.3" (Require) none Plain () () "Require, which is no matter of a proxy";
    EmptyRequire "N004" "RFC 3261 §20.32, §25.1" () 400 Must () () "Require without an option tag";
    NotAcceptable "N017" "RFC 3261 §20.1, §21.4.7" (Accept) 406 Plain () () "Client that accepts no type which this server sends";
    UnmatchedPrack "N034" "RFC 3262 §3" (RAck) 481 Must () () "PRACK that acknowledges no response";
    RegistrationOrder "R004" "RFC 3261 §10.3" (CSeq) 500 Arguable () () "Registration that comes after a later one";
    TooManyBindings "R021" "RFC 3261 §21.4.4" (Contact) 403 Arguable () () "More bindings than this registrar keeps";
    RefresherWithoutTimer "N040" "RFC 4028 §9" (SessionExpires) ignore Plain () () "Refresher of a client without timer";
    NoDialog "V175" "RFC 3261 §12.2.2" (To) 481 Must () () "Request within a dialog that does not exist";
    LowCSeq "V179" "RFC 3261 §12.2.2" (CSeq) 500 Must () () "CSeq number below that of an earlier request of the dialog";
    RequestUnderWay "V171" "RFC 3261 §14.2, RFC 3311 §5.2" () 500 Must (RetryAfter) () "Request of the peer that is not answered yet";
    Glare "V172" "RFC 3261 §14.2, RFC 3311 §5.2" () 491 Must () () "Own request or offer that is not answered yet";
    NoSubscription "V092" "RFC 6665 §4.1.3, §4.4.1" () 481 Must () () "NOTIFY without its subscription";
    OtherEvent "V094" "RFC 6665 §8.2.1" (Event) 481 Must () () "NOTIFY of another event than the subscription's";
    ReplacesUnknown "V108" "RFC 3891 §3" (Replaces) 481 Must () () "Replaces that names no dialog, or several";
    ReplacesOther "V109" "RFC 3891 §3" (Replaces) 481 Must () () "Replaces that names a dialog not made by an INVITE";
    ReplacesEnded "V110" "RFC 3891 §3" (Replaces) 603 Should () () "Replaces that names a dialog which has ended";
    ReplacesConfirmed "V111" "RFC 3891 §3" (Replaces) 486 Plain () () "Replaces with early-only that names a confirmed dialog";
    ReplacesEarly "V112" "RFC 3891 §3" (Replaces) 481 Plain () () "Replaces that names an early dialog begun by the peer";
    JoinUnknown "V114" "RFC 3911 §4" (Join) 481 Must () () "Join that names no dialog, or several";
    JoinOther "V229" "RFC 3911 §4" (Join) 481 Must () () "Join that names a dialog not made by an INVITE";
    JoinEnded "V229" "RFC 3911 §4" (Join) 603 Should () () "Join that names a dialog which has ended";
    FormsNoDialog "D009" "RFC 3261 §12.1, RFC 6665 §4.4.1" () none Plain () () "Message that forms no dialog";
}
