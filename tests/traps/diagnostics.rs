//! Each leniency, where it was used: listed by [`Message::diagnostics`](sipwire::Message::diagnostics), and needed.

use sipwire::{DiagnosticKind, Leniency, Parser};

use super::{ALL, NONE};

const LINE: &str = "OPTIONS sip:a SIP/2.0\r\n";

/// A message that wants the leniency and no other, as a row behind [`LINE`] or whole, and the offset of what is lenient in it.
#[rustfmt::skip]
const CASES: [(Leniency, &str, usize); 43] = [
    (Leniency::LF_LINE_ENDS, "OPTIONS sip:a SIP/2.0\nA: b\n\n", 21),
    (Leniency::START_LINE_SPACES, "OPTIONS  sip:a SIP/2.0\r\n\r\n", 8),
    (Leniency::NO_REASON_SPACE, "SIP/2.0 200\r\n\r\n", 11),
    (Leniency::SAME_CONTENT_LENGTH, "l: 0\r\nl: 0", 6),
    (Leniency::EMPTY_PARAMS, "m: <sip:a>;;b", 11),
    (Leniency::EMPTY_ELEMENTS, "m: <sip:a>,,<sip:b>", 11),
    (Leniency::BARE_ROUTE, "Route: sip:a", 7),
    (Leniency::UNDERSCORE_IN_HOST, "m: <sip:a_b>", 9),
    (Leniency::LOOSE_DISPLAY_NAME, "m: a@b <sip:a>", 4),
    (Leniency::VIA_COMMENT, "v: SIP/2.0/UDP a (b)", 17),
    (Leniency::EMPTY_PARAM_VALUE, "m: <sip:a>;b=", 13),
    (Leniency::THREE_COLONS, "m: <sip:[2001:db8:::192.0.2.1]>", 8),
    (Leniency::JOINED_CHALLENGES, "WWW-Authenticate: Digest realm=\"a\", Digest realm=\"b\"", 43),
    (Leniency::SPACES_IN_BRACKETS, "m: < sip:a >", 4),
    (Leniency::EQUALS_IN_URI_PARAM, "m: <sip:a;b=c=d>", 13),
    (Leniency::PORT_ZERO, "m: <sip:a:0>", 10),
    (Leniency::BRACKETED_REQUEST_URI, "OPTIONS <sip:a> SIP/2.0\r\n\r\n", 8),
    (Leniency::SHORT_QVALUE, "m: <sip:a>;q=.5", 13),
    (Leniency::COMMA_PRIVACY, "Privacy: id,user", 11),
    (Leniency::ESCAPED_NON_ASCII, "m: \"\\\u{e9}\" <sip:a>", 5),
    (Leniency::RECEIVED_NAME, "v: SIP/2.0/UDP a;received=b.example", 17),
    (Leniency::WARNING_SPACES, "Warning: 399  a \"b\"", 13),
    (Leniency::NO_CLOSING_DELIMITER, "OPTIONS sip:a SIP/2.0\r\nc: multipart/mixed;boundary=b\r\n\r\n--b\r\n\r\none", 66),
    (Leniency::HASH_IN_USER, "m: <sip:*31#5@a>", 11),
    (Leniency::BARE_ADDRESS, "Diversion: sip:a;reason=away", 11),
    (Leniency::IPV6_ZONE, "m: <sip:[fe80::1%25eth0]>", 8),
    (Leniency::NAME_WITHOUT_BRACKETS, "m: \"a\" sip:a", 7),
    (Leniency::EMPTY_USER, "m: <sip:@a>", 8),
    (Leniency::EMPTY_PORT, "m: <sip:a:>", 10),
    (Leniency::QUOTED_URI_PARAM, "m: <sip:a;b=\"c\">", 12),
    (Leniency::QUESTION_WITHOUT_BRACKETS, "Refer-To: sip:a?b=c", 15),
    (Leniency::TEXT_FOR_URI, "Call-Info: ;answer-after=0", 11),
    (Leniency::URI_HEADER_BYTES, "m: <sip:a@b?c=d@e>", 15),
    (Leniency::LOOSE_PARAM_VALUE, "m: <sip:a>;b=c:d", 14),
    (Leniency::QUOTED_TOKEN, "f: <sip:a>;tag=\"b\"", 15),
    (Leniency::JOINED_CREDENTIALS, "Authorization: Digest realm=\"a\", Digest realm=\"b\"", 40),
    (Leniency::UNQUOTED_AUTH_VALUE, "Authorization: Digest uri=sip:a", 29),
    (Leniency::ISO_8601_DATE, "Date: 2022-01-01T00:00:00", 6),
    (Leniency::NO_WARNING_AGENT, "Warning: 399 \"b\"", 13),
    (Leniency::UNQUOTED_REASON_TEXT, "Reason: SIP;text=b c", 19),
    (Leniency::SAME_ROW_TWICE, "Expires: 1\r\nExpires: 1", 12),
    (Leniency::EXTRA_PARAMS, "Expires: 1;b", 10),
    (Leniency::EMPTY_ROWS, "Require:", 8),
];

#[test]
fn each_leniency_is_listed_where_it_was_used_and_nothing_by_default() {
    let of_cases = CASES.iter().fold(NONE, |all, (flag, ..)| all.with(*flag));
    assert_eq!(of_cases, ALL);
    for (flag, text, at) in CASES {
        let (text, at) = match text.starts_with("OPTIONS") || text.starts_with("SIP/") {
            true => (text.to_string(), at),
            false => (format!("{LINE}{text}\r\n\r\n"), LINE.len() + at),
        };
        let listed = |leniency: Leniency| {
            let message = Parser::new().leniency(leniency).parse(text.as_bytes());
            message.map(|message| message.diagnostics().map(|one| (one.leniency(), one.offset())).collect::<Vec<_>>())
        };
        for leniency in [flag, ALL] {
            assert_eq!(listed(leniency), Ok(vec![(flag, at)]), "{text:?}");
        }
        // Without the flag there is an error, of the message or of a value, and nothing is listed.
        for leniency in [NONE, ALL.without(flag)] {
            if let Ok(listed) = listed(leniency) {
                assert_eq!(listed, [], "{text:?}");
            }
        }
    }
    // Of parameters that are typed on demand, in URIs too.
    for (flag, row, at) in [
        (Leniency::SHORT_QVALUE, "Accept: a/b;q=.5", 14),
        (Leniency::SHORT_QVALUE, "Security-Client: tls;q=.5", 23),
        (Leniency::PORT_ZERO, "Security-Server: ipsec-3gpp;port2=0", 34),
        (Leniency::UNDERSCORE_IN_HOST, "m: <sip:a;maddr=b_c>", 17),
        (Leniency::UNDERSCORE_IN_HOST, "P-Charging-Vector: icid-value=1;icid-generated-at=b_c", 51),
        (Leniency::IPV6_ZONE, "m: <sip:a;maddr=[fe80::1%25eth0]>", 16),
        (Leniency::IPV6_ZONE, "P-Charging-Vector: icid-value=1;icid-generated-at=\"[fe80::1%1]\"", 51),
        (Leniency::SPACES_IN_BRACKETS, "m: <sip:a>;+sip.instance=\"< urn:uuid:1>\"", 27),
        (Leniency::UNDERSCORE_IN_HOST, "Response-Source: fe=<sip:a_b>", 26),
    ] {
        let text = format!("{LINE}{row}\r\n\r\n");
        let message = Parser::new().leniency(ALL).parse(text.as_bytes()).unwrap();
        let listed: Vec<_> = message.diagnostics().map(|one| (one.leniency(), one.offset() - LINE.len())).collect();
        assert_eq!(listed, [(flag, at)], "{row}");
    }
    let request = Parser::new().leniency(ALL).parse(b"OPTIONS sip:a;maddr=b_c SIP/2.0\r\n\r\n").unwrap();
    assert_eq!(request.diagnostics().map(|one| (one.leniency(), one.offset())).collect::<Vec<_>>(), [(Leniency::UNDERSCORE_IN_HOST, 21)]);
    let plain = Parser::new().leniency(ALL);
    assert_eq!(plain.parse(b"OPTIONS sip:a SIP/2.0\r\nm: <sip:a;b=c>;q=0.5\r\n\r\n").unwrap().diagnostics().count(), 0);
}

#[test]
fn a_parameter_that_stands_twice_is_listed_whatever_it_is_of() {
    for row in [
        "Via: SIP/2.0/UDP a;x;X",
        "To: <sip:a>;x;X",
        "To: <sip:a;x;X>",
        "Contact: <sip:a>;x;X",
        "Refer-To: <sip:a>;x;X",
        "Retry-After: 5;x;X",
        "Event: a;x;X",
        "Reason: SIP;x;X",
        "Accept-Encoding: gzip;x;X",
        "Content-Type: a/b;x=1;X=2",
        "Accept: a/b;x=1;X=2",
        "Call-Info: <http://a>;x;X",
        "Accept-Contact: *;x;X",
        "P-Charging-Vector: icid-value=1;x;X",
        "Replaces: 1;to-tag=2;from-tag=3;x;X",
        "Identity: a;info=<http://a>;x=1;X=2",
        "Session-ID: 0123456789abcdef0123456789abcdef;x;X",
        "WWW-Authenticate: Digest realm=\"a\", x=1, X=2",
        "Authorization: Digest username=\"a\", x=1, X=2",
        "Proxy-Authorization: Other x=1, X=2",
    ] {
        let text = format!("{LINE}{row}\r\n\r\n");
        let message = Parser::new().parse(text.as_bytes()).unwrap();
        let listed: Vec<_> = message.diagnostics().map(|one| (one.kind(), one.offset() - LINE.len())).collect();
        assert_eq!(listed, [(DiagnosticKind::RepeatedParam, row.rfind('X').unwrap())], "{row}");
    }
}
