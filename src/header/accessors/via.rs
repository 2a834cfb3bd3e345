//! Via parameters of certain hops: overload control, compression, keep-alives.

use crate::grammar::number;
use crate::header::named::Via;
use crate::macros::named_params;

named_params! {
    Via {
        /// The compression that the sender supports: `sigcomp` (RFC 3486 §8).
        compression: text["comp"];
        /// The SigComp instance of the sender (RFC 5049 §9.1).
        sigcomp_id: text["sigcomp-id"];
        /// Whether the sender offers to send keep-alives, or has permission to (RFC 6223 §4).
        has_keep: flag["keep"];
        /// The recommended time between keep-alives in seconds. `None` if `keep` is a flag (RFC 6223 §4.3).
        keep: optional[Keep, |_| number(u32::MAX), u32];
        /// Whether the sender supports overload control (RFC 7339 §4.1).
        has_overload_control: flag["oc"];
        /// The restriction of traffic for the previous hop, in the unit of the algorithm. `None` if `oc` is a flag (RFC 7339 §4.1).
        overload_control: optional[Oc, |_| number(u32::MAX), u32];
        /// The algorithms that the sender supports, or the selected one: `loss`, `rate` … (RFC 7339 §4.2).
        overload_algorithms: text["oc-algo"];
        /// The validity of the restriction in milliseconds (RFC 7339 §4.3).
        overload_validity: optional[OcValidity, |_| number(u32::MAX), u32];
        /// The sequence number that orders restrictions: a time with a fraction, as written (RFC 7339 §4.4).
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
