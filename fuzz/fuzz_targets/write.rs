//! Any bytes as what values are made from.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::write(input));
