//! Any bytes as a URI, and as a host.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::uri(input));
