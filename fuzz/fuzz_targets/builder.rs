//! Any bytes given to a part of all that takes some for a message: the first byte says which.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::build(input));
