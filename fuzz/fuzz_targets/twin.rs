//! Any bytes as a message, framed by the parser and by its naive twin: fast, so that it sees much.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sipwire_fuzz::differential(input));
