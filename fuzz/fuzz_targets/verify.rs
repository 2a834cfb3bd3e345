//! Lines that say what a client and a server agree on, which byte is changed, and how the server proves itself.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::verify(input));
