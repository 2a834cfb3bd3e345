//! The named parameters of headers with tokens: Reason, Subscription-State, P-Access-Network-Info and others.

use crate::error::ParseError;
use crate::grammar::{delta_seconds, number, one_of, qvalue, rate};
use crate::header::named::{
    AcceptEncoding, AcceptLanguage, AcceptResourcePriority, Allow, AnswerMode, CellularNetworkInfo, ContentDisposition, PAccessNetworkInfo,
    PrivAnswerMode, Reason, ResourcePriority, SecurityClient, SecurityServer, SecurityVerify, SubscriptionState, UserToUser,
};
use crate::host;
use crate::macros::named_params;
use crate::method::Method;
use crate::text::{Text, Token};

impl<'a> Allow<'a> {
    /// The method, which is case-sensitive.
    pub fn method(&self) -> Method<'a> {
        Method::of_token(self.token().as_bytes())
    }
}

/// ```text
/// isup-location-value = "U" / "LPN" / "LN" / "TN" / "RLN" / "RPN" / "LOC-6" / "INTL" / "LOC-8" / "LOC-9" / "BI" / "LOC-11" / …
/// ```
const LOCATIONS: &[&str] =
    &["U", "LPN", "LN", "TN", "RLN", "RPN", "LOC-6", "INTL", "LOC-8", "LOC-9", "BI", "LOC-11", "LOC-12", "LOC-13", "LOC-14", "LOC-15"];

named_params! {
    AcceptEncoding {
        /// The preference, in thousandths (RFC 3261 §20.2).
        q: typed[Q, qvalue, u16];
    }
    AcceptLanguage {
        /// The preference, in thousandths (RFC 3261 §20.3).
        q: typed[Q, qvalue, u16];
    }
    AnswerMode {
        /// Whether the call must be refused if it cannot be answered in this mode (RFC 5373 §4.2).
        requires: flag["require"];
    }
    PrivAnswerMode {
        /// Whether the call must be refused if it cannot be answered in this mode (RFC 5373 §4.2).
        requires: flag["require"];
    }
    Reason {
        /// The cause, numbered by its protocol: a status code for `SIP`, a cause value for `Q.850` (RFC 3326 §2).
        cause: typed[Cause, |_| number(u32::MAX), u32];
        /// The cause as text (RFC 3326 §2).
        text: text["text"];
        /// The location in the telephone network where the cause arose: `U`, `LN`, `RLN` … (RFC 8606 §4). The list is closed.
        location: typed[Location, |_| one_of(LOCATIONS), Token<'a>];
        /// The PASSporT that the cause refers to (RFC 9410).
        ppi: text["ppi"];
    }
    SubscriptionState {
        /// The reason why the subscription ended: `deactivated`, `timeout`, `noresource` … (RFC 6665 §4.1.3).
        reason: text["reason"];
        /// The remaining lifetime of the subscription in seconds (RFC 6665 §4.1.3).
        expires: typed[Expires, |_| delta_seconds, u32];
        /// The delay in seconds before a new subscription (RFC 6665 §4.1.3).
        retry_after: typed[RetryAfter, |_| delta_seconds, u32];
        /// The maximum rate in notifications per second, as written (RFC 6446 §9.2).
        max_rate: typed[MaxRate, |_| rate, Token<'a>];
        /// The minimum rate in notifications per second, as written (RFC 6446 §9.2).
        min_rate: typed[MinRate, |_| rate, Token<'a>];
        /// The minimum average rate in notifications per second, as written (RFC 6446 §9.2).
        adaptive_min_rate: typed[AdaptiveMinRate, |_| rate, Token<'a>];
    }
    UserToUser {
        /// The purpose of the data (RFC 7433 §4.1).
        purpose: text["purpose"];
        /// The kind of the data (RFC 7433 §4.1).
        content: text["content"];
        /// The encoding of the data: `hex`, which is also the default (RFC 7433 §4.1).
        encoding: text["encoding"];
    }
    PAccessNetworkInfo {
        /// Whether the network provided the information, rather than the UA (RFC 7315 §5.4).
        is_network_provided: flag["network-provided"];
        /// The cell of a GSM network (RFC 7315 §5.4).
        cgi_3gpp: text["cgi-3gpp"];
        /// The cell of a UMTS or LTE network (RFC 7315 §5.4).
        utran_cell_id_3gpp: text["utran-cell-id-3gpp"];
        /// The service area of a UMTS network (RFC 7315 §5.4).
        utran_sai_3gpp: text["utran-sai-3gpp"];
        /// The cell of a CDMA network (RFC 7315 §5.4).
        ci_3gpp2: text["ci-3gpp2"];
        /// The femtocell of a CDMA network (RFC 7315 §5.4).
        ci_3gpp2_femto: text["ci-3gpp2-femto"];
        /// The node of a wireless LAN (RFC 7315 §5.4).
        i_wlan_node_id: text["i-wlan-node-id"];
        /// The location of a DSL line (RFC 7315 §5.4).
        dsl_location: text["dsl-location"];
        /// The location of an Ethernet line (RFC 7315 §5.4).
        eth_location: text["eth-location"];
        /// The location of a fibre line (RFC 7315 §5.4).
        fiber_location: text["fiber-location"];
        /// The location in the telephone network (RFC 7315 §5.4).
        gstn_location: text["gstn-location"];
        /// The node of a satellite network (RFC 7315 §5.4).
        dvb_rcs2_node_id: text["dvb-rcs2-node-id"];
        /// The local time zone (RFC 7315 §5.4).
        local_time_zone: text["local-time-zone"];
        /// The location in an operator-specific form (RFC 7315 §5.4).
        operator_specific_gi: text["operator-specific-GI"];
    }
    CellularNetworkInfo {
        /// The age of the cell information in seconds (3GPP TS 24.229 §7.2.15).
        cell_info_age: text["cell-info-age"];
    }
}

macro_rules! security {
    ($($header:ident)*) => {
        named_params! {$(
            $header {
                /// The preference, in thousandths (RFC 3329 §2.2).
                q: typed[Q, qvalue, u16];
                /// The Digest algorithm (RFC 3329 §2.2).
                digest_algorithm: text["d-alg"];
                /// The Digest quality of protection (RFC 3329 §2.2).
                digest_qop: text["d-qop"];
                /// The digest that protects this list (RFC 3329 §2.2).
                digest_verify: text["d-ver"];
                /// The integrity algorithm of IPsec (RFC 3329 §A).
                alg: text["alg"];
                /// The encryption algorithm of IPsec (RFC 3329 §A).
                encryption_alg: text["ealg"];
                /// The protocol of IPsec: `ah`, `esp` (RFC 3329 §A).
                protocol: text["prot"];
                /// The mode of IPsec: `trans`, `tun` (RFC 3329 §A).
                mode: text["mod"];
                /// The security parameter index (RFC 3329 §A). Fewer than ten digits are accepted.
                spi: typed[Spi, |_| number(u32::MAX), u32];
                /// The port of the client (RFC 3329 §A).
                port1: typed[Port1, host::port, u16];
                /// The port of the server (RFC 3329 §A).
                port2: typed[Port2, host::port, u16];
            }
        )*}
    };
}
security!(SecurityClient SecurityServer SecurityVerify);

named_params! {
    ContentDisposition {
        /// The handling of the body by a recipient that does not understand it: `optional`, `required` … (RFC 3261 §20.11).
        handling: text["handling"];
    }
}

impl ContentDisposition<'_> {
    /// Whether the recipient must understand the body. This is the default; `handling=optional` lifts it (RFC 3261 §20.11).
    ///
    /// # Errors
    ///
    /// Returns an error if the `handling` parameter is malformed.
    pub fn is_required(&self) -> Result<bool, ParseError> {
        Ok(!self.handling()?.is_some_and(|handling| handling.as_bytes().eq_ignore_ascii_case(b"optional")))
    }
}

macro_rules! resource_priority {
    ($($header:ident)*) => {$(
        impl<'a> $header<'a> {
            /// Returns the namespace, the text before the dot (RFC 4412 §3.1). Compared without regard to case.
            pub fn namespace(&self) -> Token<'a> {
                dotted(self.token()).0
            }

            /// Returns the priority within the namespace, the text behind the dot (RFC 4412 §3.1). Compared without regard to case.
            pub fn priority(&self) -> Token<'a> {
                dotted(self.token()).1
            }
        }
    )*};
}
resource_priority!(ResourcePriority AcceptResourcePriority);

/// Splits the token at its first dot.
fn dotted(token: Text<'_>) -> (Token<'_>, Token<'_>) {
    let token = token.as_bytes();
    let dot = memchr::memchr(b'.', token).unwrap_or(token.len());
    (Token::new(&token[..dot]), Token::new(token.get(dot + 1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use crate::encode::{Encode, ParamDraft};
    use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
    use crate::header::*;

    fn read<'a, H: TypedHeader<'a>>(text: &'a str) -> Result<H, ParseError> {
        H::parse(Value::new(text.as_bytes())?)
    }

    #[test]
    fn reasons_and_states() {
        let reason: Reason<'_> = read("Q.850 ;cause=016;text=\"a;b\";location=LN").unwrap();
        assert_eq!(reason.cause(), Ok(Some(16)));
        assert!(reason.text().unwrap().unwrap().is("a;b") && reason.location().unwrap().unwrap() == "LN" && reason.ppi() == Ok(None));
        let state: SubscriptionState<'_> = read("active;expires=99999999999;retry-after=-1;max-rate=1;max-rate=1").unwrap();
        assert_eq!((state.expires(), state.retry_after().map_err(|e| e.offset())), (Ok(Some(u32::MAX)), Err(39)));
        assert_eq!(state.max_rate().unwrap_err().kind(), ErrorKind::DuplicateParam(KnownParam::MaxRate));
        assert_eq!(state.reason(), Ok(None));
    }

    #[test]
    fn dispositions_are_required_unless_they_say_otherwise() {
        for (text, required) in
            [("render", true), ("render;handling=Optional", false), ("session;handling=required", true), ("x;handling=y", true)]
        {
            assert_eq!(read::<ContentDisposition<'_>>(text).unwrap().is_required(), Ok(required), "{text}");
        }
    }

    #[test]
    fn networks_and_priorities() {
        let network: PAccessNetworkInfo<'_> = read("3GPP-UTRAN;\"x;y\";utran-cell-id-3gpp=1;network-provided;a").unwrap();
        assert!(
            network.is_network_provided() && network.utran_cell_id_3gpp().unwrap().unwrap().is("1") && network.params().iter().count() == 4
        );
        assert!(read::<PAccessNetworkInfo<'_>>("\"3GPP\"").is_err());
        let priority: ResourcePriority<'_> = read("dsn.flash-override").unwrap();
        assert_eq!((priority.namespace().as_str(), priority.priority().as_str()), ("dsn", "flash-override"));
        for (text, offset) in [("dsn", 3), ("dsn.", 4), (".x", 0), ("a.b.c", 3), ("", 0), ("a.b;c", 3)] {
            assert_eq!(read::<ResourcePriority<'_>>(text).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }

    #[test]
    fn security_mechanisms() {
        let server: SecurityServer<'_> = read("ipsec-3gpp;alg=hmac-sha-1-96;q=0.1;spi=4294967295;port1=5060;port2=0").unwrap();
        assert_eq!((server.q(), server.spi(), server.port1()), (Ok(Some(100)), Ok(Some(u32::MAX)), Ok(Some(5060))));
        assert!(server.port2().is_err() && server.alg().unwrap().unwrap().is("hmac-sha-1-96"));
    }

    #[test]
    fn one_bad_parameter_costs_no_other() {
        let reason: Reason<'_> = read("Q.850;cause=016;text=@;location=XX").unwrap();
        assert_eq!((reason.cause(), reason.ppi()), (Ok(Some(16)), Ok(None)));
        assert_eq!(reason.text(), Err(ParseError::expected(Expected::ParameterValue, 21)));
        assert_eq!(reason.location(), Err(ParseError::expected(Expected::Listed, 32)));
        let unknown: ContentDisposition<'_> = read("render;handling=@;x=1").unwrap();
        assert_eq!(unknown.is_required(), Err(ParseError::expected(Expected::ParameterValue, 16)));
        assert!(unknown.is("render") && unknown.params().text("x").unwrap().unwrap().is("1"));
    }

    #[test]
    fn quoted_strings_are_written_in_place_of_tokens() {
        let params = [ParamDraft::flag("x")];
        let row = PVisitedNetworkId::row(TokenParams::quoted("a \"b\"").params(&params));
        assert_eq!(row.to_bytes().unwrap(), b"\"a \\\"b\\\"\";x");
    }

    #[test]
    fn privacy_is_parted_by_semicolons() {
        use crate::profile::{Leniency, Limits, Profile};
        let count = |value: &'static str, leniency| {
            let value = Value::alone(value.as_bytes(), Profile::new(&Limits::new(), leniency)).unwrap();
            crate::name::HeaderName::Privacy.values(value).collect::<Result<alloc::vec::Vec<_>, _>>().map(|all| all.len()).ok()
        };
        assert_eq!((count("id;user ; critical", Leniency::NONE), count("id", Leniency::NONE)), (Some(3), Some(1)));
        assert_eq!((count("id, user;critical", Leniency::NONE), count("id, user;critical", Leniency::COMMA_PRIVACY)), (None, Some(3)));
        assert_eq!((count("", Leniency::NONE), count("id;", Leniency::NONE)), (None, None));
    }
}
