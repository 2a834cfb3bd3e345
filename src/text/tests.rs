use super::*;
use alloc::string::ToString;
use proptest::prelude::*;

/// What a text says, byte by byte.
fn naive(raw: &[u8], quoted: bool) -> Vec<u8> {
    let (mut out, mut i, mut protected) = (Vec::new(), 0, 0);
    while i < raw.len() {
        if quoted && raw[i] == b'\\' {
            if let Some(&b) = raw.get(i + 1) {
                out.push(b);
            }
            i += 2;
            protected = out.len();
        } else if let [b'\\', second @ (b'\\' | b' ' | b'\t'), ..] = raw[i..] {
            out.extend([b'\\', second]);
            i += 2;
            protected = out.len();
        } else if raw[i] == b'\n' || raw[i..].starts_with(b"\r\n") {
            while out.len() > protected && matches!(out.last(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
                out.pop();
            }
            i += scan::white_space(&raw[i..]).max(1);
            out.push(b' ');
            protected = out.len();
        } else {
            out.push(raw[i]);
            i += 1;
        }
    }
    out
}

proptest! {
    #[test]
    fn text_says_what_a_byte_by_byte_reading_says(
        parts in proptest::collection::vec(prop_oneof!["[a-z ]{0,3}", Just("\r\n ".to_string()), "\\\\[a\" \\\\]", Just("\n\t".to_string())], 0..8),
        quoted: bool,
    ) {
        let raw = parts.concat();
        let text = if quoted { Text::quoted(raw.as_bytes()) } else { Text::plain(raw.as_bytes()) };
        let says = naive(raw.as_bytes(), quoted);
        prop_assert_eq!(text.unescape().into_owned(), says.clone());
        prop_assert!(text.is(&says));
    }
}

#[test]
fn quoted_pairs_and_folds_are_undone() {
    for (raw, says) in
        [("a\\\"b", "a\"b"), ("\\\\", "\\"), ("a \r\n\t b", "a b"), ("\\\r", "\r"), ("\\", ""), ("a\\", "a"), ("\r\n x", " x"), ("", "")]
    {
        assert_eq!(Text::quoted(raw.as_bytes()).unescape(), says.as_bytes(), "{raw:?}");
    }
    assert_eq!(Text::plain(b"a\\b").unescape(), &b"a\\b"[..]);
    assert_eq!(Text::plain(b"a\\ \t\r\n b").unescape(), &b"a\\  b"[..]);
    assert_eq!(Text::plain(b"a\\\\ \t\r\n b").unescape(), &b"a\\\\ b"[..]);
    assert!(matches!(Text::quoted(b"plain").unescape(), Cow::Borrowed(_)));
    assert_eq!(Text::from("a\\b \r\n c").unescape(), &b"a\\b \r\n c"[..]);
}

#[test]
fn output_is_safe_to_print() {
    let text = Text::plain(b"\x1B[31m\0 caf\xC3\xA9 \xFF \xE2\x80\xAE\xD8\x9C\xE2\x80\xA8");
    assert_eq!(text.to_string(), "\\u{1b}[31m\\u{0} café \u{FFFD} \u{FFFD}\u{FFFD}\u{FFFD}");
    assert!(text.to_str().is_err());
}

#[test]
fn secrets_of_uris_are_not_shown_and_what_stands_beside_them_is() {
    for (raw, shown) in [
        ("sip:a:b@c", "sip:a:***@c"),
        ("x <SIPS:a:b%20=@c;d=e>, <sip:f:@g>", "x <SIPS:a:***@c;d=e>, <sip:f:***@g>"),
        ("sip:a:b c@d", "sip:a:***@d"),
        ("<http://a:b@c>", "<http://a:***@c>"),
        // No passwords.
        ("sip:a@b:5060", "sip:a@b:5060"),
        ("<sip:a:5060>, <sip:b@c>", "<sip:a:5060>, <sip:b@c>"),
        ("<sip:a:5060>;x=\"y@z\"", "<sip:a:5060>;x=\"y@z\""),
        ("a:b@c", "a:b@c"),
        ("<sip:a@b;PN-PRID=x:y/z;pn-param=q>;pn-prid=w", "<sip:a@b;PN-PRID=***;pn-param=q>;pn-prid=***"),
        ("@@sip:@", "@@sip:@"),
        ("<sip:a%40b@c>, <sip:d@e>;pn-prid", "<sip:a%40b@c>, <sip:d@e>;pn-prid"),
        ("<sip:a@b?To=sip:c%40d&From=sip:e%40f>", "<sip:a@b?To=sip:c%40d&From=sip:e%40f>"),
        ("authorization, x-authorization=y", "authorization, x-authorization=y"),
        // An escaped @ in a password, a password in the URI of a header.
        ("<sip:a:b%40c@d>;x", "<sip:a:***@d>;x"),
        ("<sip:a@b?To=sip%3Ac%3Ad%40e&x=y>", "<sip:a@b?To=sip%3Ac%3A***%40e&x=y>"),
        ("sip:a@b?To=sip%253Ac%253Ad%2540e", "sip:a@b?To=sip%253Ac%253A***%2540e"),
        ("sip:a@b?To=sip:c:d%4x%40e", "sip:a@b?To=sip:c:***%40e"),
        // The identifier of a device.
        ("<sip:a>;pn-prid = \"b\\\"c;d\";e", "<sip:a>;pn-prid =***;e"),
        ("\"sip:a;pn-prid=\\\"b;c\\\";d\";e", "\"sip:a;pn-prid=***;d\";e"),
        ("<sip:a?b=%3Bpn%2Dprid%3Dc%3E&d=e>;f", "<sip:a?b=%3Bpn%2Dprid%3D***&d=e>;f"),
        ("a;pn-prid=", "a;pn-prid=***"),
        ("a;pn-prid=;b", "a;pn-prid=***;b"),
        // Credentials in headers of a URI.
        ("<sip:a?x=y&%41uthorization=B%20c&d=e>;f", "<sip:a?x=y&%41uthorization=***&d=e>;f"),
        ("<sip:a?Proxy-Authorization=B c>;f", "<sip:a?Proxy-Authorization=***>;f"),
        ("<sip:a?Refer-To=%3Csip:b%3FAuthorization%3DB%2520c%3E&d=e>", "<sip:a?Refer-To=%3Csip:b%3FAuthorization%3D***&d=e>"),
    ] {
        assert_eq!(Printable(raw.as_bytes()).to_string(), shown);
    }
}
