//! The parameters of Via that only some hops need: overload control, compression, keep-alives.

use crate::grammar::number;
use crate::header::named::Via;
use crate::macros::named_params;

named_params! {
    Via {
        /// Whether the sender compresses: `sigcomp` (RFC 3486 §8).
        compression: text["comp"];
        /// Which SigComp instance the sender is (RFC 5049 §9.1).
        sigcomp_id: text["sigcomp-id"];
        /// Whether the sender offers to send keep-alives, or is allowed to (RFC 6223 §4).
        has_keep: flag["keep"];
        /// How many seconds there are to be between keep-alives; `None` where `keep` is a flag (RFC 6223 §4.3).
        keep: optional[Keep, |_| number(u32::MAX), u32];
        /// Whether the sender takes part in overload control (RFC 7339 §4.1).
        has_overload_control: flag["oc"];
        /// How much of its traffic the hop before is to hold back, by its algorithm; `None` where `oc` is a flag (RFC 7339 §4.1).
        overload_control: optional[Oc, |_| number(u32::MAX), u32];
        /// The algorithms that the sender knows, or the one that was chosen: `loss`, `rate` … (RFC 7339 §4.2).
        overload_algorithms: text["oc-algo"];
        /// For how many milliseconds the wish holds (RFC 7339 §4.3).
        overload_validity: optional[OcValidity, |_| number(u32::MAX), u32];
        /// Which of two wishes is newer: a time with a fraction, as written (RFC 7339 §4.4).
        overload_sequence: text["oc-seq"];
        /// The operator that the request came from, and its signature (RFC 8055 §5).
        received_realm: text["received-realm"];
    }
}

#[cfg(test)]
mod tests {
    use crate::header::Via;

    #[test]
    fn flags_and_numbers() {
        let via = Via::parse(b"SIP/2.0/UDP h;keep;oc=20;oc-algo=\"loss,rate\";oc-validity=x;comp=sigcomp").unwrap();
        assert_eq!((via.has_keep(), via.keep()), (true, Ok(None)));
        assert_eq!((via.has_overload_control(), via.overload_control()), (true, Ok(Some(20))));
        assert!(via.overload_algorithms().unwrap().unwrap().is("loss,rate") && via.compression().unwrap().unwrap().is("sigcomp"));
        assert_eq!(via.overload_validity().map_err(|error| error.offset()), Err(57));
        let plain = Via::parse(b"SIP/2.0/UDP h").unwrap();
        assert_eq!((plain.has_keep(), plain.keep(), plain.overload_sequence()), (false, Ok(None), Ok(None)));
    }
}
