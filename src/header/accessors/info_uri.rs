//! The accessors of headers with URIs in brackets, such as Call-Info, Alert-Info and Geolocation; and of service URNs.

use crate::grammar::number;
use crate::header::families::info_uri::SERVICE;
use crate::header::named::{AlertInfo, CallInfo, Geolocation, IdentityInfo, PAssertedService, PPreferredService, PolicyContact};
use crate::host::{self, Host};
use crate::macros::named_params;

macro_rules! services {
    ($($header:ident)*) => {$(
        impl<'a> $header<'a> {
            /// Returns the service without `urn:urn-7:`: labels separated by dots (RFC 6050 §4.1).
            pub fn service(&self) -> &'a [u8] {
                self.as_bytes().get(SERVICE.len()..).unwrap_or_default()
            }
        }
    )*};
}
services!(PAssertedService PPreferredService);

named_params! {
    AlertInfo {
        /// The appearance number of a shared line (RFC 7463 §7).
        appearance: typed[Appearance, |_| number(u32::MAX), u32];
    }
    CallInfo {
        /// The purpose of the URI: `icon`, `info`, `card` … (RFC 3261 §20.9).
        purpose: text["purpose"];
        /// The mode of call completion: `BS`, `NR`, `NL` … (RFC 6910 §12.5).
        mode: text["m"];
        /// The reason for the call (RFC 9796).
        call_reason: text["call-reason"];
        /// Whether the information behind the URI was verified (RFC 9796).
        verified: text["verified"];
        /// A hash of the information behind the URI (RFC 9796).
        integrity: text["integrity"];
    }
    Geolocation {
        /// The host that added the location (RFC 8787 §4).
        location_source: typed[LocSrc, host::host, Host<'a>];
    }
    IdentityInfo {
        /// The algorithm of the signature (RFC 4474 §9).
        alg: text["alg"];
    }
    PolicyContact {
        /// Whether the policy must not be cached (RFC 6794 §4.4.5.2).
        is_non_cacheable: flag["non-cacheable"];
        /// The host name of another policy server (RFC 6794 §4.4.5.2).
        alternative: typed[AltUri, host::host, Host<'a>];
    }
}
