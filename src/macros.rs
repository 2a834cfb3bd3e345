//! The macros that tables are made with: `open_enum`, and the registry of header fields: one row for each name that IANA or practice knows.
//!
//! A row is all that a header needs: its enum variant, its spelling on the wire, its compact form, how its rows and
//! commas make elements, and the function of a family that parses one element. Everything else
//! ([`HeaderName`](crate::HeaderName)'s variants and look-up, the typed headers, [`AnyValue`](crate::AnyValue)'s dispatch) is made from here.
//!
//! ```text
//! Variant "Wire-Name" "compact" cardinality form Family path::of_its_parser;
//! ```
//!
//! * cardinality: `single` (one row, one element) · `commas` (a list over rows and commas) · `commas_or_none` (the same, and a row
//!   may be empty) · `commas_outside_comments` (the same as `commas`, and comments may hide a comma) · `every_comma` (a list over rows and commas, which quotes and brackets don't hide) · `semicolons` (a list over `;`)
//!   · `rows` (each row is one element, commas are part of it) · `challenges` (the same, unless joined challenges are taken)
//! * form: `new` makes a type named after the header around the family's type; `own` says that the family's type is the header's

/// An enum of the values that a registry has, plus `Other` for any other token.
///
/// `Other` holds a type whose field is private, so that a known value can't hide in it. The comparison of spellings is
/// `exact` or `nocase`.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident, $other:ident, $compare:ident, $expected:ident: $($(#[$vdoc:meta])* $variant:ident $wire:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name<'a> {
            $($(#[$vdoc])* #[doc = concat!("\n\nOn the wire: `", $wire, "`.")] $variant,)*
            /// Any other token.
            Other($other<'a>),
        }

        /// A token that the registry does not have. Only this crate makes one, so that a known value can't hide in it.
        #[derive(Clone, Copy)]
        pub struct $other<'a>(crate::text::Token<'a>);

        impl PartialEq for $other<'_> {
            fn eq(&self, other: &Self) -> bool {
                $crate::macros::open_enum!(@same $compare self.0.as_bytes(), other.0.as_bytes())
            }
        }

        impl Eq for $other<'_> {}

        impl core::hash::Hash for $other<'_> {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                // What differs in case alone may be equal.
                self.0.as_bytes().iter().for_each(|b| state.write_u8(b.to_ascii_lowercase()));
            }
        }

        impl<'a> $name<'a> {
            /// `bytes` are a token.
            #[inline]
            pub(crate) fn of_token(bytes: &'a [u8]) -> Self {
                $crate::macros::open_enum!(@find $compare bytes $name [$($variant $wire)*]
                    else $name::Other($other(crate::text::Token::new(bytes))))
            }

            /// The spelling: the registry's, or that of the token as it was written.
            pub fn as_str(&self) -> &'a str {
                match self { $($name::$variant => $wire,)* $name::Other(other) => other.0.as_str() }
            }

            /// The spelling's bytes.
            #[inline]
            pub fn as_bytes(&self) -> &'a [u8] {
                match self { $($name::$variant => $wire.as_bytes(),)* $name::Other(other) => other.0.as_bytes() }
            }

            /// Every value that the registry has.
            pub fn known() -> impl Iterator<Item = $name<'static>> {
                [$($name::$variant),*].into_iter()
            }
        }

        impl AsRef<[u8]> for $name<'_> {
            fn as_ref(&self) -> &[u8] {
                self.as_bytes()
            }
        }

        impl PartialEq<&str> for $name<'_> {
            fn eq(&self, other: &&str) -> bool {
                $crate::macros::open_enum!(@same $compare self.as_bytes(), other.as_bytes())
            }
        }

        impl core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'a> TryFrom<&'a [u8]> for $name<'a> {
            type Error = crate::error::ParseError;
            fn try_from(bytes: &'a [u8]) -> Result<Self, Self::Error> {
                match bytes.iter().position(|&b| !crate::chars::is(b, crate::chars::TOKEN)) {
                    None if !bytes.is_empty() => Ok(Self::of_token(bytes)),
                    place => Err(crate::error::ParseError::expected(crate::error::Expected::$expected, place.unwrap_or(0))),
                }
            }
        }

        impl<'a> TryFrom<&'a str> for $name<'a> {
            type Error = crate::error::ParseError;
            fn try_from(text: &'a str) -> Result<Self, Self::Error> {
                Self::try_from(text.as_bytes())
            }
        }
    };
    (@find exact $bytes:ident $name:ident [$($variant:ident $wire:literal)*] else $else:expr) => {
        $(if $bytes == $wire.as_bytes() { $name::$variant } else)* { $else }
    };
    (@find nocase $bytes:ident $name:ident [$($variant:ident $wire:literal)*] else $else:expr) => {
        $(if $bytes.eq_ignore_ascii_case($wire.as_bytes()) { $name::$variant } else)* { $else }
    };
    (@same exact $a:expr, $b:expr) => { $a == $b };
    (@same nocase $a:expr, $b:expr) => { $a.eq_ignore_ascii_case($b) };
}
pub(crate) use open_enum;

/// The parameters that a header has by name, as accessors of its type.
///
/// * `flag["name"]`: whether it is there
/// * `text["name"]`: its value, a token or a quoted string
/// * `typed[Variant, rule, Type]`: its value, typed by a rule of the grammar when asked for; it may stand once
/// * `optional[Variant, rule, Type]`: the same, and it may be a flag
macro_rules! named_params {
    ($($header:ident { $($(#[$doc:meta])* $name:ident: $kind:ident [$($how:tt)*];)* })*) => {$(
        impl<'a> super::$header<'a> {
            $($crate::macros::named_params!(@$kind [$(#[$doc])*] $name $($how)*);)*

            /// The first error of a parameter typed on demand that `lenient`, the same value by a laxer profile, does not have.
            pub(crate) fn taken_leniently(&self, lenient: &Self) -> Option<crate::error::ParseError> {
                let mut first = None;
                $($crate::macros::named_params!(@taken $kind self lenient first $name);)*
                first
            }
        }
    )*};
    (@taken flag $self:ident $lenient:ident $first:ident $name:ident) => { let _ = ($self, $lenient, &mut $first); };
    (@taken text $self:ident $lenient:ident $first:ident $name:ident) => { let _ = ($self, $lenient, &mut $first); };
    (@taken $typed:ident $self:ident $lenient:ident $first:ident $name:ident) => {
        $crate::error::keep_first(&mut $first, $self.$name().err(), $lenient.$name().err());
    };
    (@flag [$($doc:tt)*] $name:ident $wire:literal) => {
        $($doc)*
        pub fn $name(&self) -> bool {
            self.params().contains($wire)
        }
    };
    (@text [$($doc:tt)*] $name:ident $wire:literal) => {
        $($doc)*
        pub fn $name(&self) -> Option<crate::text::Text<'a>> {
            self.params().value($wire)
        }
    };
    (@optional [$($doc:tt)*] $name:ident $param:ident, $rule:expr, $type:ty) => {
        $($doc)*
        ///
        /// # Errors
        ///
        /// When it has a value that is none of these, and when it is there twice.
        pub fn $name(&self) -> Result<Option<$type>, crate::error::ParseError> {
            match self.params().once(crate::error::KnownParam::$param)?.and_then(|param| param.value()) {
                Some(_) => self.params().typed(crate::error::KnownParam::$param, $rule),
                None => Ok(None),
            }
        }
    };
    (@typed [$($doc:tt)*] $name:ident $param:ident, $rule:expr, $type:ty) => {
        $($doc)*
        ///
        /// # Errors
        ///
        /// When it is there and its value is none of these, and when it is there twice.
        pub fn $name(&self) -> Result<Option<$type>, crate::error::ParseError> {
            self.params().typed(crate::error::KnownParam::$param, $rule)
        }
    };
}
pub(crate) use named_params;

/// Hands the whole registry to the macro named `$then`.
macro_rules! header_registry {
    ($then:ident) => {
        $then! {
            #[doc = "`Accept` (RFC 3261)."]
            #[doc = "\n\n```text\n[accept-range *(COMMA accept-range)] ; media-range *(SEMI accept-param)\n```"]
            Accept "Accept" "" commas_or_none new MediaRange accept::media_range;
            #[doc = "`Accept-Contact` (RFC 3841)."]
            #[doc = "\n\n```text\nac-value *(COMMA ac-value) ; ac-value = \"*\" *(SEMI feature-param/\"require\"/\"explicit\"/generic-param)\n```"]
            AcceptContact "Accept-Contact" "a" commas new FeatureSet features::features;
            #[doc = "`Accept-Encoding` (RFC 3261)."]
            #[doc = "\n\n```text\n[(token / \"*\") *(SEMI accept-param) *(COMMA ...)]\n```"]
            AcceptEncoding "Accept-Encoding" "" commas_or_none new TokenParams tokens::with_params;
            #[doc = "`Accept-Language` (RFC 3261)."]
            #[doc = "\n\n```text\n[language-range *(SEMI accept-param) *(COMMA ...)]\n```"]
            AcceptLanguage "Accept-Language" "" commas_or_none new TokenParams tokens::language_range;
            #[doc = "`Accept-Resource-Priority` (RFC 4412)."]
            #[doc = "\n\n```text\n[ns.prio *(COMMA ns.prio)]\n```"]
            AcceptResourcePriority "Accept-Resource-Priority" "" commas_or_none new TokenParams tokens::dotted;
            #[doc = "`Additional-Identity` (3GPP TS 24.229 §7.2.20)."]
            #[doc = "\n\n```text\nname-addr *(SEMI param) / token\n```"]
            AdditionalIdentity "Additional-Identity" "" single new NameAddr address::either;
            #[doc = "`Alert-Info` (RFC 3261, RFC 7462)."]
            #[doc = "\n\n```text\nLAQUOT absoluteURI RAQUOT *(SEMI generic-param) list\n```"]
            AlertInfo "Alert-Info" "" commas new InfoUri info_uri::any;
            #[doc = "`AlertMsg-Error` (RFC 8876)."]
            #[doc = "\n\n```text\n3DIGIT *(SEMI error-params)\n```"]
            AlertMsgError "AlertMsg-Error" "" single new Number numbers::code;
            #[doc = "`Allow` (RFC 3261)."]
            #[doc = "\n\n```text\n[Method *(COMMA Method)]\n```"]
            Allow "Allow" "" commas_or_none new TokenParams tokens::bare;
            #[doc = "`Allow-Events` (RFC 6665)."]
            #[doc = "\n\n```text\nevent-type *(COMMA event-type)\n```"]
            AllowEvents "Allow-Events" "u" commas new EventType event::bare;
            #[doc = "`Answer-Mode` (RFC 5373)."]
            #[doc = "\n\n```text\n(\"Manual\"/\"Auto\"/token) *(SEMI \"require\"/generic-param)\n```"]
            AnswerMode "Answer-Mode" "" single new TokenParams tokens::with_params;
            #[doc = "`Attestation-Info` (3GPP TS 24.229 §7.2.18)."]
            #[doc = "\n\n```text\nattestation-level (\"A\"/\"B\"/\"C\") / generic-param\n```"]
            AttestationInfo "Attestation-Info" "" single new TokenParams tokens::with_params;
            #[doc = "`Authentication-Info` (RFC 3261, RFC 7615)."]
            #[doc = "\n\n```text\nainfo *(COMMA ainfo)\n```"]
            AuthenticationInfo "Authentication-Info" "" single new AuthInfo auth_info::auth_info;
            #[doc = "`Authorization` (RFC 3261, RFC 8760, RFC 8898)."]
            #[doc = "\n\n```text\nauth-scheme LWS (digest-response / bearer token68-like / auth-params)\n```"]
            Authorization "Authorization" "" rows new Credentials auth::credentials;
            #[doc = "`Call-ID` (RFC 3261)."]
            #[doc = "\n\n```text\nword [\"@\" word]\n```"]
            CallId "Call-ID" "i" single own CallId call_id::call_id;
            #[doc = "`Call-Info` (RFC 3261, RFC 9796)."]
            #[doc = "\n\n```text\nLAQUOT absoluteURI RAQUOT *(SEMI info-param) list\n```"]
            CallInfo "Call-Info" "" commas new InfoUri info_uri::any;
            #[doc = "`Cellular-Network-Info` (3GPP TS 24.229 §7.2.15)."]
            #[doc = "\n\n```text\naccess-type *(SEMI access-info)\n```"]
            CellularNetworkInfo "Cellular-Network-Info" "" commas new TokenParams tokens::access_network;
            #[doc = "`Contact` (RFC 3261)."]
            #[doc = "\n\n```text\nSTAR / ((name-addr / addr-spec) *(SEMI contact-params)) list\n```"]
            Contact "Contact" "m" commas own Contact contact::contact_param;
            #[doc = "`Content-Disposition` (RFC 3261, RFC 5621)."]
            #[doc = "\n\n```text\ndisp-type *(SEMI handling/generic-param)\n```"]
            ContentDisposition "Content-Disposition" "" single new TokenParams tokens::with_params;
            #[doc = "`Content-Encoding` (RFC 3261)."]
            #[doc = "\n\n```text\ntoken *(COMMA token)\n```"]
            ContentEncoding "Content-Encoding" "e" commas new TokenParams tokens::bare;
            #[doc = "`Content-ID` (RFC 8262)."]
            #[doc = "\n\n```text\n\"<\" id-left \"@\" id-right \">\"\n```"]
            ContentId "Content-ID" "" single own ContentId content_id::content_id;
            #[doc = "`Content-Language` (RFC 3261)."]
            #[doc = "\n\n```text\nlanguage-tag *(COMMA language-tag)\n```"]
            ContentLanguage "Content-Language" "" commas new TokenParams tokens::language;
            #[doc = "`Content-Length` (RFC 3261)."]
            #[doc = "\n\n```text\n1*DIGIT\n```"]
            ContentLength "Content-Length" "l" single new Number numbers::length;
            #[doc = "`Content-Type` (RFC 3261)."]
            #[doc = "\n\n```text\nm-type SLASH m-subtype *(SEMI m-parameter)\n```"]
            ContentType "Content-Type" "c" single new MediaType content::media_type;
            #[doc = "`CSeq` (RFC 3261)."]
            #[doc = "\n\n```text\n1*DIGIT LWS Method\n```"]
            CSeq "CSeq" "" single own CSeq cseq::cseq;
            #[doc = "`Date` (RFC 3261)."]
            #[doc = "\n\n```text\nrfc1123-date\n```"]
            Date "Date" "" single own Date date::date;
            #[doc = "`DC-Info` (3GPP TS 24.229 v19.4.1)."]
            DcInfo "DC-Info" "" rows new Text free_text::opaque;
            #[doc = "`Encryption` (RFC 2543 (deprecated)), deprecated: read, never to be sent."]
            Encryption "Encryption" "" rows new Text free_text::opaque;
            #[doc = "`Error-Info` (RFC 3261)."]
            #[doc = "\n\n```text\nLAQUOT absoluteURI RAQUOT *(SEMI generic-param) list\n```"]
            ErrorInfo "Error-Info" "" commas new InfoUri info_uri::any;
            #[doc = "`Event` (RFC 6665, RFC 6446)."]
            #[doc = "\n\n```text\nevent-package *(\".\" template) *(SEMI event-param)\n```"]
            Event "Event" "o" single new EventType event::event;
            #[doc = "`Expires` (RFC 3261)."]
            #[doc = "\n\n```text\ndelta-seconds\n```"]
            Expires "Expires" "" single new Number numbers::seconds;
            #[doc = "`Feature-Caps` (RFC 6809)."]
            #[doc = "\n\n```text\n\"*\" *(SEMI \"+\"fcap-name[EQUAL LDQUOT..RDQUOT]) list\n```"]
            FeatureCaps "Feature-Caps" "" commas new FeatureSet features::capabilities;
            #[doc = "`Flow-Timer` (RFC 5626)."]
            #[doc = "\n\n```text\n1*DIGIT\n```"]
            FlowTimer "Flow-Timer" "" single new Number numbers::seconds;
            #[doc = "`From` (RFC 3261)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI from-param)\n```"]
            From "From" "f" single new NameAddr address::either;
            #[doc = "`Geolocation` (RFC 6442, RFC 8787)."]
            #[doc = "\n\n```text\nLAQUOT locationURI RAQUOT *(SEMI loc-src/generic-param) list\n```"]
            Geolocation "Geolocation" "" commas new InfoUri info_uri::any;
            #[doc = "`Geolocation-Error` (RFC 6442)."]
            #[doc = "\n\n```text\n1*3DIGIT *(SEMI \"code\" EQUAL quoted-string / generic-param)\n```"]
            GeolocationError "Geolocation-Error" "" single new Number numbers::short_code;
            #[doc = "`Geolocation-Routing` (RFC 6442)."]
            #[doc = "\n\n```text\n\"yes\" / \"no\" / generic-param\n```"]
            GeolocationRouting "Geolocation-Routing" "" single new ParamSet param_set::one;
            #[doc = "`Hide` (RFC 2543 (deprecated)), deprecated: read, never to be sent."]
            Hide "Hide" "" rows new Text free_text::opaque;
            #[doc = "`History-Info` (RFC 7044)."]
            #[doc = "\n\n```text\nname-addr *(SEMI index/rc/mp/np/generic-param) list\n```"]
            HistoryInfo "History-Info" "" commas new NameAddr address::bracketed;
            #[doc = "`Identity` (RFC 8224)."]
            #[doc = "\n\n```text\n1*(base64-char / \".\") SEMI \"info\" EQUAL LAQUOT absoluteURI RAQUOT *(SEMI alg/ppt/generic-param)\n```"]
            Identity "Identity" "y" rows own Identity identity::identity;
            #[doc = "`Identity-Info` (RFC 4474 (deprecated by RFC8224)), deprecated: read, never to be sent."]
            #[doc = "\n\n```text\nLAQUOT absoluteURI RAQUOT *(SEMI alg/..)\n```"]
            IdentityInfo "Identity-Info" "n" single new InfoUri info_uri::any;
            #[doc = "`Info-Package` (RFC 6086)."]
            #[doc = "\n\n```text\ntoken *(SEMI generic-param)\n```"]
            InfoPackage "Info-Package" "" single new TokenParams tokens::with_params;
            #[doc = "`In-Reply-To` (RFC 3261)."]
            #[doc = "\n\n```text\ncallid *(COMMA callid)\n```"]
            InReplyTo "In-Reply-To" "" every_comma new CallId call_id::call_id;
            #[doc = "`Join` (RFC 3911)."]
            #[doc = "\n\n```text\ncallid *(SEMI to-tag/from-tag/generic-param)\n```"]
            Join "Join" "" single new DialogRef dialog_ref::dialog_ref;
            #[doc = "`Max-Breadth` (RFC 5393)."]
            #[doc = "\n\n```text\n1*DIGIT\n```"]
            MaxBreadth "Max-Breadth" "" single new Number numbers::length;
            #[doc = "`Max-Forwards` (RFC 3261)."]
            #[doc = "\n\n```text\n1*DIGIT\n```"]
            MaxForwards "Max-Forwards" "" single new Number numbers::octet;
            #[doc = "`MIME-Version` (RFC 3261)."]
            #[doc = "\n\n```text\n1*DIGIT \".\" 1*DIGIT\n```"]
            MimeVersion "MIME-Version" "" single own MimeVersion mime_version::mime_version;
            #[doc = "`Min-Expires` (RFC 3261)."]
            #[doc = "\n\n```text\ndelta-seconds\n```"]
            MinExpires "Min-Expires" "" single new Number numbers::seconds;
            #[doc = "`Min-SE` (RFC 4028)."]
            #[doc = "\n\n```text\ndelta-seconds *(SEMI generic-param)\n```"]
            MinSe "Min-SE" "" single new Number numbers::seconds_params;
            #[doc = "`Organization` (RFC 3261)."]
            #[doc = "\n\n```text\n[TEXT-UTF8-TRIM]\n```"]
            Organization "Organization" "" single new Text free_text::text;
            #[doc = "`Origination-Id` (3GPP TS 24.229 §7.2.19)."]
            #[doc = "\n\n```text\nUUID / token\n```"]
            OriginationId "Origination-Id" "" single new TokenParams tokens::with_params;
            #[doc = "`P-Access-Network-Info` (RFC 7315, RFC 7913, 3GPP)."]
            #[doc = "\n\n```text\naccess-net-spec *(COMMA ..) ; (access-type/class) *(SEMI access-info)\n```"]
            PAccessNetworkInfo "P-Access-Network-Info" "" commas new TokenParams tokens::access_network;
            #[doc = "`P-Answer-State` (RFC 4964)."]
            #[doc = "\n\n```text\n(\"Confirmed\"/\"Unconfirmed\"/token) *(SEMI generic-param)\n```"]
            PAnswerState "P-Answer-State" "" single new TokenParams tokens::with_params;
            #[doc = "`P-Asserted-Identity` (RFC 3325, RFC 5876)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(COMMA ..)\n```"]
            PAssertedIdentity "P-Asserted-Identity" "" commas new NameAddr address::either;
            #[doc = "`P-Asserted-Service` (RFC 6050)."]
            #[doc = "\n\n```text\nService-ID *(COMMA Service-ID)\n```"]
            PAssertedService "P-Asserted-Service" "" commas new InfoUri info_uri::service;
            #[doc = "`P-Associated-URI` (RFC 7315)."]
            #[doc = "\n\n```text\n[name-addr *(SEMI generic-param)] *(COMMA ..)\n```"]
            PAssociatedUri "P-Associated-URI" "" commas_or_none new NameAddr address::bracketed;
            #[doc = "`P-Called-Party-ID` (RFC 7315)."]
            #[doc = "\n\n```text\nname-addr *(SEMI generic-param)\n```"]
            PCalledPartyId "P-Called-Party-ID" "" single new NameAddr address::bracketed;
            #[doc = "`P-Charge-Info` (RFC 8496)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec)\n```"]
            PChargeInfo "P-Charge-Info" "" single new NameAddr address::either;
            #[doc = "`P-Charging-Function-Addresses` (RFC 7315)."]
            #[doc = "\n\n```text\ncharge-addr-param *(SEMI ..) *(COMMA ..)\n```"]
            PChargingFunctionAddresses "P-Charging-Function-Addresses" "" commas new ParamSet param_set::set;
            #[doc = "`P-Charging-Vector` (RFC 7315)."]
            #[doc = "\n\n```text\nicid-value *(SEMI charge-params)\n```"]
            PChargingVector "P-Charging-Vector" "" single new ParamSet param_set::charging_vector;
            #[doc = "`P-DCS-Trace-Party-ID` (RFC 5503)."]
            #[doc = "\n\n```text\nname-addr [SEMI timestamp-param] *(SEMI param)\n```"]
            PDcsTracePartyId "P-DCS-Trace-Party-ID" "" single new NameAddr address::bracketed;
            #[doc = "`P-DCS-OSPS` (RFC 5503)."]
            #[doc = "\n\n```text\n\"BLV\"/\"EI\"/\"RING\"/token\n```"]
            PDcsOsps "P-DCS-OSPS" "" single new TokenParams tokens::bare;
            #[doc = "`P-DCS-Billing-Info` (RFC 5503)."]
            #[doc = "\n\n```text\n1*48HEXDIG \"/\" 1*16HEXDIG \"@\" host *(SEMI param)\n```"]
            PDcsBillingInfo "P-DCS-Billing-Info" "" single new Text free_text::opaque;
            #[doc = "`P-DCS-LAES` (RFC 5503)."]
            #[doc = "\n\n```text\nhostport *(SEMI param)\n```"]
            PDcsLaes "P-DCS-LAES" "" single new Text free_text::opaque;
            #[doc = "`P-DCS-Redirect` (RFC 5503)."]
            #[doc = "\n\n```text\nLDQUOT addr-spec RDQUOT *(SEMI param)\n```"]
            PDcsRedirect "P-DCS-Redirect" "" single new Text free_text::opaque;
            #[doc = "`P-Early-Media` (RFC 5009)."]
            #[doc = "\n\n```text\n[em-param *(COMMA em-param)]\n```"]
            PEarlyMedia "P-Early-Media" "" commas_or_none new TokenParams tokens::bare;
            #[doc = "`P-Media-Authorization` (RFC 3313)."]
            #[doc = "\n\n```text\n1*HEXDIG *(COMMA ..)\n```"]
            PMediaAuthorization "P-Media-Authorization" "" commas new TokenParams tokens::hex;
            #[doc = "`P-Preferred-Identity` (RFC 3325, RFC 5876)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(COMMA ..)\n```"]
            PPreferredIdentity "P-Preferred-Identity" "" commas new NameAddr address::either;
            #[doc = "`P-Preferred-Service` (RFC 6050)."]
            #[doc = "\n\n```text\nService-ID *(COMMA ..)\n```"]
            PPreferredService "P-Preferred-Service" "" commas new InfoUri info_uri::service;
            #[doc = "`P-Private-Network-Indication` (RFC 7316)."]
            #[doc = "\n\n```text\nhostname *(SEMI generic-param)\n```"]
            PPrivateNetworkIndication "P-Private-Network-Indication" "" single new TokenParams tokens::host_name;
            #[doc = "`P-Profile-Key` (RFC 5002)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI generic-param)\n```"]
            PProfileKey "P-Profile-Key" "" single new NameAddr address::either;
            #[doc = "`P-Refused-URI-List` (RFC 5318)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI members/generic-param) list\n```"]
            PRefusedUriList "P-Refused-URI-List" "" commas new NameAddr address::refused;
            #[doc = "`P-Served-User` (RFC 5502, RFC 8498)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI sescase/regstate/orig-cdiv/generic-param)\n```"]
            PServedUser "P-Served-User" "" single new NameAddr address::either;
            #[doc = "`P-User-Database` (RFC 4457)."]
            #[doc = "\n\n```text\nLAQUOT DiameterURI RAQUOT *(SEMI generic-param)\n```"]
            PUserDatabase "P-User-Database" "" single new InfoUri info_uri::diameter;
            #[doc = "`P-Visited-Network-ID` (RFC 7315)."]
            #[doc = "\n\n```text\n(token / quoted-string) *(SEMI generic-param) list\n```"]
            PVisitedNetworkId "P-Visited-Network-ID" "" commas new TokenParams tokens::quoted_or_token;
            #[doc = "`Path` (RFC 3327)."]
            #[doc = "\n\n```text\nname-addr *(SEMI rr-param) list\n```"]
            Path "Path" "" commas new NameAddr address::bracketed;
            #[doc = "`Permission-Missing` (RFC 5360)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI generic-param) list\n```"]
            PermissionMissing "Permission-Missing" "" commas new NameAddr address::either;
            #[doc = "`Policy-Contact` (RFC 6794)."]
            #[doc = "\n\n```text\nLAQUOT uri RAQUOT *(SEMI \"non-cacheable\"/alt-uri/generic-param) list\n```"]
            PolicyContact "Policy-Contact" "" commas new InfoUri info_uri::any;
            #[doc = "`Policy-ID` (RFC 6794)."]
            #[doc = "\n\n```text\nuri [SEMI token=..] *(SEMI generic-param) list\n```"]
            PolicyId "Policy-ID" "" rows new Text free_text::opaque;
            #[doc = "`Priority` (RFC 3261, RFC 6878)."]
            #[doc = "\n\n```text\n\"emergency\"/\"urgent\"/\"normal\"/\"non-urgent\"/\"psap-callback\"/token\n```"]
            Priority "Priority" "" single new TokenParams tokens::bare;
            #[doc = "`Priority-Share` (3GPP TS 24.229 §7.2.16)."]
            #[doc = "\n\n```text\n\"allowed\"/\"not-allowed\"/token\n```"]
            PriorityShare "Priority-Share" "" single new TokenParams tokens::with_params;
            #[doc = "`Priority-Verstat` (3GPP TS 24.229)."]
            #[doc = "\n\n```text\ntoken\n```"]
            PriorityVerstat "Priority-Verstat" "" single new TokenParams tokens::with_params;
            #[doc = "`Priv-Answer-Mode` (RFC 5373)."]
            #[doc = "\n\n```text\nas Answer-Mode\n```"]
            PrivAnswerMode "Priv-Answer-Mode" "" single new TokenParams tokens::with_params;
            #[doc = "`Privacy` (RFC 3323)."]
            #[doc = "\n\n```text\npriv-value *(\";\" priv-value)\n```"]
            Privacy "Privacy" "" semicolons new TokenParams tokens::bare;
            #[doc = "`Proxy-Authenticate` (RFC 3261, RFC 8760, RFC 8898)."]
            #[doc = "\n\n```text\nchallenge\n```"]
            ProxyAuthenticate "Proxy-Authenticate" "" challenges new Challenge auth::challenge;
            #[doc = "`Proxy-Authorization` (RFC 3261, RFC 8760, RFC 8898)."]
            #[doc = "\n\n```text\ncredentials\n```"]
            ProxyAuthorization "Proxy-Authorization" "" rows new Credentials auth::credentials;
            #[doc = "`Proxy-Require` (RFC 3261)."]
            #[doc = "\n\n```text\noption-tag *(COMMA option-tag)\n```"]
            ProxyRequire "Proxy-Require" "" commas new TokenParams tokens::bare;
            #[doc = "`RAck` (RFC 3262)."]
            #[doc = "\n\n```text\n1*DIGIT LWS 1*DIGIT LWS Method\n```"]
            RAck "RAck" "" single own RAck rack::rack;
            #[doc = "`Reason` (RFC 3326, RFC 8606, RFC 9366, RFC 9410)."]
            #[doc = "\n\n```text\nprotocol *(SEMI cause/text/location/ppi/generic-param) list\n```"]
            Reason "Reason" "" commas new TokenParams tokens::with_params;
            #[doc = "`Reason-Phrase` (reserved (RFC6873))."]
            ReasonPhrase "Reason-Phrase" "" rows new Text free_text::opaque;
            #[doc = "`Record-Route` (RFC 3261)."]
            #[doc = "\n\n```text\nname-addr *(SEMI rr-param) list\n```"]
            RecordRoute "Record-Route" "" commas new NameAddr address::bracketed;
            #[doc = "`Recv-Info` (RFC 6086)."]
            #[doc = "\n\n```text\n[Info-package-type *(COMMA ..)]\n```"]
            RecvInfo "Recv-Info" "" commas_or_none new TokenParams tokens::with_params;
            #[doc = "`Refer-Events-At` (RFC 7614)."]
            #[doc = "\n\n```text\nLAQUOT (SIP-URI/SIPS-URI) RAQUOT *(SEMI generic-param)\n```"]
            ReferEventsAt "Refer-Events-At" "" single new InfoUri info_uri::sip;
            #[doc = "`Refer-Sub` (RFC 4488)."]
            #[doc = "\n\n```text\n\"true\"/\"false\" *(SEMI generic-param)\n```"]
            ReferSub "Refer-Sub" "" single new TokenParams tokens::truth;
            #[doc = "`Refer-To` (RFC 3515)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI generic-param)\n```"]
            ReferTo "Refer-To" "r" single new NameAddr address::either;
            #[doc = "`Referred-By` (RFC 3892)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI cid/generic-param)\n```"]
            ReferredBy "Referred-By" "b" single new NameAddr address::either;
            #[doc = "`Reject-Contact` (RFC 3841)."]
            #[doc = "\n\n```text\n\"*\" *(SEMI feature-param) list\n```"]
            RejectContact "Reject-Contact" "j" commas new FeatureSet features::features;
            #[doc = "`Relayed-Charge` (3GPP TS 24.229 §7.2.12)."]
            #[doc = "\n\n```text\n(like P-Charging-Vector: params)\n```"]
            RelayedCharge "Relayed-Charge" "" single new ParamSet param_set::set;
            #[doc = "`Replaces` (RFC 3891)."]
            #[doc = "\n\n```text\ncallid *(SEMI to-tag/from-tag/\"early-only\"/generic-param)\n```"]
            Replaces "Replaces" "" single new DialogRef dialog_ref::dialog_ref;
            #[doc = "`Reply-To` (RFC 3261)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI generic-param)\n```"]
            ReplyTo "Reply-To" "" single new NameAddr address::either;
            #[doc = "`Request-Disposition` (RFC 3841)."]
            #[doc = "\n\n```text\ndirective *(COMMA directive)\n```"]
            RequestDisposition "Request-Disposition" "d" commas new TokenParams tokens::directive;
            #[doc = "`Require` (RFC 3261)."]
            #[doc = "\n\n```text\noption-tag *(COMMA option-tag)\n```"]
            Require "Require" "" commas new TokenParams tokens::bare;
            #[doc = "`Resource-Priority` (RFC 4412)."]
            #[doc = "\n\n```text\nns \".\" prio *(COMMA ..)\n```"]
            ResourcePriority "Resource-Priority" "" commas new TokenParams tokens::dotted;
            #[doc = "`Resource-Share` (3GPP TS 24.229 §7.2.13)."]
            #[doc = "\n\n```text\ntoken *(SEMI origin/rules/timestamp/generic-param)\n```"]
            ResourceShare "Resource-Share" "" single new TokenParams tokens::with_params;
            #[doc = "`Response-Key` (RFC 2543 (deprecated)), deprecated: read, never to be sent."]
            ResponseKey "Response-Key" "" rows new Text free_text::opaque;
            #[doc = "`Response-Source` (3GPP TS 24.229 §7.2.17)."]
            #[doc = "\n\n```text\n\"fe\" EQUAL LAQUOT urn RAQUOT *(SEMI generic-param)\n```"]
            ResponseSource "Response-Source" "" single new ParamSet param_set::response_source;
            #[doc = "`Restoration-Info` (3GPP TS 24.229 §7.2.11)."]
            #[doc = "\n\n```text\n\"noresponse\" / quoted IMSI *(SEMI generic-param)\n```"]
            RestorationInfo "Restoration-Info" "" single new TokenParams tokens::quoted_or_token;
            #[doc = "`Retry-After` (RFC 3261)."]
            #[doc = "\n\n```text\ndelta-seconds [comment] *(SEMI duration/generic-param)\n```"]
            RetryAfter "Retry-After" "" single new Number numbers::retry_after;
            #[doc = "`Route` (RFC 3261)."]
            #[doc = "\n\n```text\nname-addr *(SEMI rr-param) list\n```"]
            Route "Route" "" commas new NameAddr address::bracketed;
            #[doc = "`RSeq` (RFC 3262)."]
            #[doc = "\n\n```text\n1*DIGIT\n```"]
            RSeq "RSeq" "" single new Number numbers::response_number;
            #[doc = "`Security-Client` (RFC 3329)."]
            #[doc = "\n\n```text\nsec-mechanism *(COMMA ..)\n```"]
            SecurityClient "Security-Client" "" commas new TokenParams tokens::with_params;
            #[doc = "`Security-Server` (RFC 3329)."]
            #[doc = "\n\n```text\nsec-mechanism *(COMMA ..)\n```"]
            SecurityServer "Security-Server" "" commas new TokenParams tokens::with_params;
            #[doc = "`Security-Verify` (RFC 3329)."]
            #[doc = "\n\n```text\nsec-mechanism *(COMMA ..)\n```"]
            SecurityVerify "Security-Verify" "" commas new TokenParams tokens::with_params;
            #[doc = "`Server` (RFC 3261)."]
            #[doc = "\n\n```text\nserver-val *(LWS server-val) ; product / comment\n```"]
            Server "Server" "" single new Text free_text::product;
            #[doc = "`Service-Interact-Info` (3GPP TS 24.229 §7.2.14)."]
            #[doc = "\n\n```text\nexecuted-service-params *(COMMA ..)\n```"]
            ServiceInteractInfo "Service-Interact-Info" "" commas new ParamSet param_set::set;
            #[doc = "`Service-Route` (RFC 3608)."]
            #[doc = "\n\n```text\nname-addr *(SEMI rr-param) list\n```"]
            ServiceRoute "Service-Route" "" commas new NameAddr address::bracketed;
            #[doc = "`Session-Expires` (RFC 4028)."]
            #[doc = "\n\n```text\ndelta-seconds *(SEMI refresher/generic-param)\n```"]
            SessionExpires "Session-Expires" "x" single new Number numbers::seconds_params;
            #[doc = "`Session-ID` (RFC 7989, RFC 8497 (RFC7329 legacy))."]
            #[doc = "\n\n```text\n32LHEX *(SEMI remote=32LHEX / logme / generic-param)\n```"]
            SessionId "Session-ID" "" single own SessionId session_id::session_id;
            #[doc = "`SIP-ETag` (RFC 3903)."]
            #[doc = "\n\n```text\ntoken\n```"]
            SipETag "SIP-ETag" "" single new TokenParams tokens::bare;
            #[doc = "`SIP-If-Match` (RFC 3903)."]
            #[doc = "\n\n```text\ntoken\n```"]
            SipIfMatch "SIP-If-Match" "" single new TokenParams tokens::bare;
            #[doc = "`Subject` (RFC 3261)."]
            #[doc = "\n\n```text\n[TEXT-UTF8-TRIM]\n```"]
            Subject "Subject" "s" single new Text free_text::text;
            #[doc = "`Subscription-State` (RFC 6665, RFC 6446)."]
            #[doc = "\n\n```text\n\"active\"/\"pending\"/\"terminated\"/token *(SEMI reason/expires/retry-after/generic-param)\n```"]
            SubscriptionState "Subscription-State" "" single new TokenParams tokens::with_params;
            #[doc = "`Supported` (RFC 3261)."]
            #[doc = "\n\n```text\n[option-tag *(COMMA option-tag)]\n```"]
            Supported "Supported" "k" commas_or_none new TokenParams tokens::bare;
            #[doc = "`Suppress-If-Match` (RFC 5839)."]
            #[doc = "\n\n```text\nentity-tag / \"*\"\n```"]
            SuppressIfMatch "Suppress-If-Match" "" single new TokenParams tokens::bare;
            #[doc = "`Target-Dialog` (RFC 4538)."]
            #[doc = "\n\n```text\ncallid *(SEMI remote-tag/local-tag/generic-param)\n```"]
            TargetDialog "Target-Dialog" "" single new DialogRef dialog_ref::dialog_ref;
            #[doc = "`Timestamp` (RFC 3261)."]
            #[doc = "\n\n```text\n1*DIGIT [\".\" *DIGIT] [LWS delay]\n```"]
            Timestamp "Timestamp" "" single own Timestamp timestamp::timestamp;
            #[doc = "`To` (RFC 3261)."]
            #[doc = "\n\n```text\n(name-addr / addr-spec) *(SEMI to-param)\n```"]
            To "To" "t" single new NameAddr address::either;
            #[doc = "`Trigger-Consent` (RFC 5360)."]
            #[doc = "\n\n```text\n(SIP-URI/SIPS-URI) *(SEMI target-uri/generic-param) list\n```"]
            TriggerConsent "Trigger-Consent" "" rows new Text free_text::opaque;
            #[doc = "`Unsupported` (RFC 3261)."]
            #[doc = "\n\n```text\noption-tag *(COMMA option-tag)\n```"]
            Unsupported "Unsupported" "" commas new TokenParams tokens::bare;
            #[doc = "`User-Agent` (RFC 3261)."]
            #[doc = "\n\n```text\nserver-val *(LWS server-val)\n```"]
            UserAgent "User-Agent" "" single new Text free_text::product;
            #[doc = "`User-to-User` (RFC 7433)."]
            #[doc = "\n\n```text\n(token / quoted-string) *(SEMI purpose/content/encoding/generic-param) list\n```"]
            UserToUser "User-to-User" "" commas new TokenParams tokens::quoted_or_token;
            #[doc = "`Via` (RFC 3261, RFC 3581, RFC 5923, RFC 6223, RFC 7118, RFC 7339, RFC 8055)."]
            #[doc = "\n\n```text\nvia-parm *(COMMA via-parm)\n```"]
            Via "Via" "v" commas_outside_comments own Via via::via_parm;
            #[doc = "`Warning` (RFC 3261, RFC 5630, RFC 8373)."]
            #[doc = "\n\n```text\n3DIGIT SP (hostport/pseudonym) SP quoted-string list\n```"]
            Warning "Warning" "" commas own Warning warning::warning;
            #[doc = "`WWW-Authenticate` (RFC 3261, RFC 8760, RFC 8898)."]
            #[doc = "\n\n```text\nchallenge\n```"]
            WwwAuthenticate "WWW-Authenticate" "" challenges new Challenge auth::challenge;
            #[doc = "`Diversion` (RFC 5806 (historic)), not registered by IANA."]
            #[doc = "\n\n```text\nname-addr *(SEMI reason/counter/limit/privacy/screen/ext) list\n```"]
            Diversion "Diversion" "" commas new NameAddr address::bracketed;
            #[doc = "`Remote-Party-ID` (draft-ietf-sip-privacy-04), not registered by IANA."]
            #[doc = "\n\n```text\n[display-name] LAQUOT addr-spec RAQUOT *(SEMI party/screen/privacy/id-type/np) list\n```"]
            RemotePartyId "Remote-Party-ID" "" commas new NameAddr address::either;
            #[doc = "`Proxy-Authentication-Info` (RFC 7615 (HTTP), sofia), not registered by IANA."]
            #[doc = "\n\n```text\nas Authentication-Info\n```"]
            ProxyAuthenticationInfo "Proxy-Authentication-Info" "" single new AuthInfo auth_info::auth_info;
            #[doc = "`Content-Transfer-Encoding` (RFC 2045 (MIME part header)), a field of body parts."]
            #[doc = "\n\n```text\ntoken\n```"]
            ContentTransferEncoding "Content-Transfer-Encoding" "" single new TokenParams tokens::bare;
            #[doc = "`Content-Description` (RFC 2045 (MIME part header)), a field of body parts."]
            #[doc = "\n\n```text\ntext\n```"]
            ContentDescription "Content-Description" "" single new Text free_text::text;
            #[doc = "`Accept-Disposition` (expired draft, sofia), not registered by IANA."]
            #[doc = "\n\n```text\ndisp-type *(COMMA)\n```"]
            AcceptDisposition "Accept-Disposition" "" commas new TokenParams tokens::with_params;
            #[doc = "`P-RTP-Stat` (vendor), not registered by IANA."]
            #[doc = "\n\n```text\ntoken=value list\n```"]
            PRtpStat "P-RTP-Stat" "" rows new Text free_text::opaque;
        }
    };
}
pub(crate) use header_registry;
