//! Any bytes as a message, checked for every element.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::check(input));
