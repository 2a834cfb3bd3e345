//! A row of a known header: the first byte says which, the rest is its value.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::header(input));
