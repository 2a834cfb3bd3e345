//! A byte that says where the reads cut it, then a stream: the cuts make no difference, on either side.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::stream(input));
