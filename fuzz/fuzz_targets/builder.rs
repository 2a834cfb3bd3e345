//! Any bytes given to everything that takes some for a message.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::build(input));
