use super::*;
use alloc::vec::Vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_colon_is_that_of_a_byte_by_byte_look(bytes in "[a-z9;:]{0,40}") {
        prop_assert_eq!(near(b':', bytes.as_bytes()), bytes.find(':'));
    }

    #[test]
    fn visible_bytes_are_those_of_a_byte_by_byte_look(bytes in proptest::collection::vec(prop_oneof![9 => any::<u8>(), 1 => 0u8..0x24], 0..60)) {
        prop_assert_eq!(visible(&bytes), bytes.iter().position(|&b| b < 0x21).unwrap_or(bytes.len()));
    }
}

#[test]
fn words_are_of_a_class_if_each_of_their_bytes_is() {
    for class in [chars::TOKEN, chars::TEXT, chars::QDTEXT, chars::WORD, chars::PARAM, chars::DIGIT, chars::HEX] {
        for length in 0..50 {
            for place in 0..length {
                for b in 0..=255u8 {
                    let mut bytes: Vec<u8> = b"0a9F".iter().copied().cycle().take(length).collect();
                    if class.has_plain() {
                        bytes[length / 2] = b'.';
                    } else {
                        bytes.fill(b'7');
                    }
                    bytes[place] = b;
                    assert_eq!(all(&bytes, class), run(&bytes, class) == length, "{bytes:?}");
                }
            }
        }
        assert!(all(b"", class));
    }
}

#[test]
fn a_control_byte_is_found_wherever_it_is() {
    for length in 0..70 {
        for place in 0..length {
            for b in 0..=255u8 {
                let mut bytes = [b' '; 70];
                bytes[place] = b;
                assert_eq!(has_controls(&bytes[..length]), b.is_ascii_control(), "{b:#x} at {place} of {length}");
            }
        }
    }
}

#[test]
fn runs_are_those_of_a_byte_by_byte_look() {
    let mut bytes = [b'a'; 40];
    for class in [chars::TOKEN, chars::WORD, chars::USER, chars::PARAM, chars::URIC, chars::VISIBLE, chars::QDTEXT, chars::DIGIT] {
        for b in 0..=255 {
            for (place, length) in (0..40).flat_map(|length| (0..length).map(move |place| (place, length))) {
                bytes[place] = b;
                assert_eq!(run(&bytes[..length], class), short_run(&bytes[..length], class), "{b:#x} at {place} of {length}");
                assert_eq!(unescaped(&bytes[..length]), short_run(&bytes[..length], chars::QDTEXT), "{b:#x} at {place} of {length}");
                bytes[place] = [b'a', b'-', b'_', b'7'][place % 4];
            }
        }
    }
}

#[test]
fn separators_in_strings_and_brackets_do_not_count() {
    for (value, at) in [
        ("a,b", 1),
        ("\"a,b\",c", 5),
        ("<a,b>,c", 5),
        ("\"<\"<\",\">,c", 8),
        ("\"\\\",\",c", 5),
        ("\"a,b", 4),
        ("<a,b", 4),
        ("\"a\\", 3),
        ("", 0),
        (",", 0),
        ("a;b", 3),
    ] {
        assert_eq!(separator(value.as_bytes(), b','), at, "{value}");
    }
}

#[test]
fn forbidden_bytes_have_a_place() {
    for (value, place) in [
        ("a b\tc", None),
        ("a\r\n b", None),
        ("a\r\nb", Some(1)),
        ("a\rb", Some(1)),
        ("a\nb", Some(1)),
        ("a\n b", Some(1)),
        ("a\0", Some(1)),
        ("\"\\\0\"", None),
        ("\\\\\0", Some(2)),
        ("\0", Some(0)),
        ("a\x7F", Some(1)),
        ("a\r\n", Some(1)),
        ("\r\n \r\n x", None),
    ] {
        assert_eq!(forbidden(value.as_bytes(), false), place, "{value:?}");
    }
    assert_eq!(forbidden(b"a\n b", true), None);
    assert_eq!(forbidden(b"a\nb", true), Some(1));
}
