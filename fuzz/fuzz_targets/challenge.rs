//! A challenge, with whatever rows behind it: which are answered, and how.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::challenge(input));
