//! A stored dialog, or messages behind each other: the dialogs that they make and change.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::dialog(input));
