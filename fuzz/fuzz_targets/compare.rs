//! Lines of two URIs that are compared, parted by a tab.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::compare(input));
