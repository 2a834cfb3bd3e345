//! The accessors of the headers that are URIs in brackets: Call-Info, Alert-Info, Geolocation and others; and of the URNs of services.

use crate::grammar::number;
use crate::header::families::info_uri::SERVICE;
use crate::header::named::{AlertInfo, CallInfo, Geolocation, IdentityInfo, PAssertedService, PPreferredService, PolicyContact};
use crate::host::{self, Host};
use crate::macros::named_params;

macro_rules! services {
    ($($header:ident)*) => {$(
        impl<'a> $header<'a> {
            /// Which service, without `urn:urn-7:`: labels with dots between them (RFC 6050 §4.1).
            pub fn service(&self) -> &'a [u8] {
                self.as_bytes().get(SERVICE.len()..).unwrap_or_default()
            }
        }
    )*};
}
services!(PAssertedService PPreferredService);

named_params! {
    AlertInfo {
        /// Which appearance of a shared line rings (RFC 7463 §7).
        appearance: typed[Appearance, |_| number(u32::MAX), u32];
    }
    CallInfo {
        /// What the URI is for: `icon`, `info`, `card` … (RFC 3261 §20.9).
        purpose: text["purpose"];
        /// How the call was completed: `BS`, `NR`, `NL` … (RFC 6910 §12.5).
        mode: text["m"];
        /// Why the call is made (RFC 9796).
        call_reason: text["call-reason"];
        /// Whether what the URI tells was verified (RFC 9796).
        verified: text["verified"];
        /// A hash of what the URI tells (RFC 9796).
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
        /// Whether the policy is not to be kept (RFC 6794 §4.4.5.2).
        is_non_cacheable: flag["non-cacheable"];
        /// The host name of another policy server (RFC 6794 §4.4.5.2).
        alternative: typed[AltUri, host::host, Host<'a>];
    }
}
