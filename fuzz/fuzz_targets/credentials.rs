//! A value of credentials: what a server says of them is what a naive twin says.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::credentials(input));
