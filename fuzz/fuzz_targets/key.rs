//! A stored key, or a message with another one behind it: its keys, and where it is sent.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::key(input));
