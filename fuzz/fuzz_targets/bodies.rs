//! Any bytes as a body, whose boundary the first byte picks.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::bodies(input));
