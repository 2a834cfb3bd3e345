//! A message that is changed, in ways that follow from its bytes or from what is behind it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::edit(input));
