//! The limits of single rules: what is just wrong, and what just isn't.

use crate::messages::{message, setting};

/// The first fault of a message, `-` for none.
fn first(cell: &str, check: &str) -> &'static str {
    setting(check).find(&message(cell)).faults.first().map_or("-", |fault| fault.rule().name())
}

/// Whether a message without faults has a note.
fn has_note(cell: &str, check: &str, rule: &str) -> bool {
    let found = setting(check).find(&message(cell));
    assert!(found.faults.is_empty(), "{cell}: {:?}", found.faults);
    found.notes.iter().any(|note| note.rule().name() == rule)
}

const FLOW: &str = "<sip:a@b>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"";

#[test]
fn lifetimes_are_too_brief_only_under_an_hour_and_the_minimum() {
    for (cell, check, rule) in [
        // An hour is never too brief for a binding or a subscription (RFC 3261 §10.3, RFC 6665 §4.2.1.1), but for a publication (RFC 3903 §6).
        ("REGISTER | Expires: 3600", "registrar min-expires=9000", "-"),
        ("REGISTER | Expires: 3599", "registrar min-expires=9000", "BindingTooBrief"),
        ("REGISTER | Expires: 3599", "registrar min-expires=3599", "-"),
        ("REGISTER | Expires: 3599", "registrar", "-"),
        ("REGISTER | Expires: soon", "registrar min-expires=9000", "-"),
        ("REGISTER | Contact: <sip:a>;expires=9000 | Expires: 1", "registrar min-expires=60", "-"),
        ("REGISTER | Contact: <sip:a>;expires=0, <sip:b>;expires=1", "registrar min-expires=60", "BindingTooBrief"),
        ("REGISTER | Expires: 1", "uas min-expires=60", "-"),
        ("SUBSCRIBE | Expires: 3600", "uas min-expires=9000", "-"),
        ("SUBSCRIBE | Expires: 3599", "uas min-expires=9000", "SubscriptionTooBrief"),
        ("PUBLISH | Expires: 3600", "uas min-expires=9000", "PublicationTooBrief"),
        ("PUBLISH | Expires: 9000", "uas min-expires=9000", "-"),
    ] {
        assert_eq!(first(cell, check), rule, "{cell} at a {check}");
    }
}

#[test]
fn contacts_are_sips_where_the_topmost_route_is() {
    for (cell, rule) in [
        ("INVITE | Route: <sips:p;lr>", "SipsContact"),
        ("INVITE | Route: <SIPS:p;lr>, <sip:q;lr>", "SipsContact"),
        ("INVITE | Route: <sip:q;lr>, <sips:p;lr>", "-"),
        ("INVITE | Route: <sips:p;lr> | Contact: <sips:ann@client.example.org>", "-"),
        ("BYE | Route: <sips:p;lr>", "-"),
    ] {
        assert_eq!([first(cell, "uas"), first(cell, "proxy")], [rule, rule], "{cell}");
    }
    // Only a proxy needs the Route.
    assert_eq!(first("INVITE | Route: <sips", "uas"), "-");
}

#[test]
fn the_most_specific_range_of_accept_decides() {
    for (accept, rule) in [
        ("application/sdp;q=0, */*", "NotAcceptable"),
        ("*/*, application/*;q=0.0", "NotAcceptable"),
        ("*/*;q=0, application/sdp;q=0.1", "-"),
        ("application/*;q=0, */*;q=0.2, APPLICATION/SDP", "-"),
        ("text/html, */*;q=0", "NotAcceptable"),
        ("", "NotAcceptable"),
    ] {
        assert_eq!(first(&format!("INVITE | Accept: {accept}"), "uas sends=application/sdp"), rule, "{accept}");
    }
    assert_eq!(first("INVITE | Accept: application/sdp;q=0, */*", "uas sends=application/sdp,text/plain"), "-");
}

#[test]
fn bindings_are_checked_one_by_one() {
    let cell = |contact: &str, rest: &str| format!("REGISTER | Contact: {contact}{rest}");
    for (cell, check, rule) in [
        (cell("*, <sip:a>", " | Expires: 0"), "registrar", "StarNotAlone"),
        (cell("<sip:a>", " | +m: * | Expires: 0"), "registrar", "StarNotAlone"),
        (cell("*", " | Expires: soon"), "registrar", "StarNotAlone"),
        (cell("<sip:a>;reg-id=0", ""), "registrar", "-"),
        (cell("<sip:a>;reg-id=2147483648;+sip.instance=\"<urn:uuid:1>\"", ""), "registrar", "RegId"),
        (cell(&format!("{FLOW};expires=0, <sip:c>, <sip:d>"), ""), "registrar", "-"),
        (cell(&format!("<sip:c>, {FLOW}"), ""), "registrar", "SeveralFlows"),
        (cell("<sip:bob@example.com>;+sip.instance=\"<urn:uuid:1>\";expires=0", ""), "registrar", "-"),
        (cell("<sip:bob@EXAMPLE.com>;+sip.instance=\"<urn:uuid:1>\"", ""), "registrar", "GruuOfAor"),
        (cell("<sip:bob@example.com;gr=x>", ""), "registrar", "-"),
        (cell("<sip:alice@example.com;gr=x>;+sip.instance=\"<urn:uuid:1>\"", ""), "registrar", "-"),
        (cell("<sips:a@b>", ", <sip:c@d> | =REGISTER sips:example.com SIP/2.0"), "registrar", "RegisterSips"),
        (cell("<sips:a@b>", " | =REGISTER sips:example.com SIP/2.0 | Path: <sips:p;lr>, <sip:q;lr>"), "registrar", "RegisterSips"),
        (cell("<sips:a@b>", " | =REGISTER sips:example.com SIP/2.0 | Path: <sips:p;lr>"), "registrar", "-"),
        (cell(FLOW, " | +Via: SIP/2.0/UDP b | Path: <sip:p;lr>, <sip:q;lr;ob>"), "registrar tags=outbound", "FirstHopNotOutbound"),
        (cell(FLOW, " | +Via: SIP/2.0/UDP b"), "registrar", "-"),
        (cell(FLOW, " | +Via: SIP/2.0/UDP b | Supported: path"), "registrar tags=outbound", "-"),
        (cell(FLOW, ""), "registrar tags=outbound", "-"),
        (cell("<sip:a;pn-provider=acme>;expires=0", ""), "registrar push=fcm", "-"),
        (cell("<sip:a;pn-provider>", ""), "registrar push=fcm", "-"),
        (cell("<sip:a;pn-provider=FCM>", ""), "proxy push=fcm", "-"),
        (cell("<sip:a;pn-provider=acme>", ""), "proxy push=fcm", "PushService"),
    ] {
        assert_eq!(first(&cell, check), rule, "{cell} at a {check}");
    }
}

#[test]
fn requests_of_a_dialog_may_do_what_those_outside_may_not() {
    let tag = "To: <sip:bob@example.com>;tag=t1";
    for (cell, rule) in [
        (format!("INVITE | -Contact | {tag}"), "-"),
        (format!("INVITE | +m: <sip:b> | {tag}"), "-"),
        (format!("INVITE | Contact: <mailto:a@b> | {tag}"), "-"),
        (format!("INVITE | Contact: * | {tag}"), "ContactStar"),
        (format!("INVITE | =INVITE sips:a SIP/2.0 | {tag}"), "SipsContact"),
        ("BYE | =BYE sips:a SIP/2.0".to_owned(), "-"),
        ("REFER | +m: <sip:b>".to_owned(), "ReferContact"),
        ("REFER | +m: *".to_owned(), "ContactStar"),
        ("MESSAGE | +Expires: 1 | +Expires: 2".to_owned(), "SecondRow"),
        ("BYE | +Expires: 1 | +Expires: 2".to_owned(), "-"),
        ("OPTIONS | Contact: <sip".to_owned(), "-"),
        ("SUBSCRIBE | Contact: <sip".to_owned(), "Unreadable"),
        ("SUBSCRIBE | Event: a b".to_owned(), "Unreadable"),
        ("NOTIFY | -Event".to_owned(), "-"),
        ("INVITE | Replaces: a;to-tag=1;from-tag=2;to-tag=3".to_owned(), "ReplacesTags"),
        ("INVITE | Replaces: a b;to-tag=1;from-tag=2".to_owned(), "Unreadable"),
        ("INVITE | Join: a b".to_owned(), "Unreadable"),
        ("INVITE | +Referred-By: <sip:a> | +Referred-By: <sip:b>".to_owned(), "-"),
    ] {
        assert_eq!(first(&cell, "uas"), rule, "{cell}");
    }
}

#[test]
fn bodies_that_are_optional_or_multipart_are_no_fault() {
    let check = "uas types=application/*,text/plain codings=gzip languages=en dispositions=session sends=application/sdp";
    for (cell, rule) in [
        ("INVITE | Content-Type: APPLICATION/x", "-"),
        ("INVITE | Content-Type: text/html", "ContentType"),
        ("INVITE | Content-Type: multipart/x-y;boundary=a", "-"),
        ("INVITE | Content-Type: application", "Unreadable"),
        ("INVITE | -Content-Type | Content-Disposition: x;handling=optional", "-"),
        ("INVITE | Content-Encoding: gzip, BR", "ContentEncoding"),
        ("INVITE | Content-Encoding: br | Content-Disposition: x;handling=optional", "-"),
        ("INVITE | Content-Language: eng", "ContentLanguage"),
        ("INVITE | Content-Language: EN", "-"),
        ("INVITE | Content-Disposition: x;handling=required", "ContentDisposition"),
        ("INVITE | Content-Disposition: SESSION", "-"),
        ("INVITE | -Content-Type | body=", "-"),
        ("INVITE | Accept:", "NotAcceptable"),
        ("INVITE | Accept: application/sdp;q=0", "NotAcceptable"),
        ("INVITE | Accept: */*", "-"),
        ("BYE | Accept: text/x", "-"),
    ] {
        assert_eq!(first(cell, check), rule, "{cell}");
        assert_eq!(first(cell, "proxy"), "-", "{cell}");
    }
}

#[test]
fn extensions_are_asked_of_those_who_have_them() {
    for (cell, check, rule) in [
        ("INVITE | Require: TIMER", "uas tags=timer", "-"),
        ("INVITE | Require: a b", "uas", "Unreadable"),
        ("INVITE | +Require: timer | +Require:", "uas tags=timer", "EmptyRequire"),
        ("INVITE | Proxy-Require:", "proxy", "EmptyRequire"),
        ("INVITE | Proxy-Require: foo", "uas", "-"),
        ("INVITE | Require: foo", "uac", "-"),
        ("CANCEL | Require: foo", "uas security-server=tls", "-"),
        ("OPTIONS | Require: 100rel", "uas tags=100rel", "-"),
        ("INVITE | Session-Expires: 100 | Require: timer | -Supported", "uas tags=timer min-session=120", "SessionTooBrief"),
        ("INVITE | Session-Expires: 100", "uas min-session=120", "-"),
        ("INVITE | Session-Expires: soon", "uas tags=timer", "Unreadable"),
        ("INVITE | Session-Expires: soon", "proxy tags=timer", "-"),
        ("INVITE | Session-Expires: 89", "uas tags=timer min-session=1", "SessionTooBrief"),
        ("INVITE | Require: resource-priority | Resource-Priority: WPS.9, x.y", "uas tags=resource-priority priorities=wps.0", "-"),
        ("INVITE | Privacy: critical", "uas with=STRICT_PRIVACY", "Privacy"),
        ("INVITE | Privacy: id;ID", "uas with=STRICT_PRIVACY", "Privacy"),
        ("INVITE | Privacy: none", "uas with=STRICT_PRIVACY", "-"),
        ("INVITE | Privacy: header;critical", "proxy privacy=header", "-"),
        ("INVITE | Privacy: session", "proxy privacy=header", "-"),
        ("REGISTER | Proxy-Require: sec-agree", "registrar tags=sec-agree security-server=tls", "-"),
        ("INVITE | Route: sip:p", "proxy", "Unreadable"),
        ("INVITE | Route: sip:p", "uas", "-"),
    ] {
        assert_eq!(first(cell, check), rule, "{cell} at a {check}");
    }
}

#[test]
fn notes_have_limits_too() {
    for (cell, check, rule, is_noted) in [
        ("INVITE | P-Asserted-Identity: <tel:+1>, <tel:+2>", "uas", "AssertedIdentities", true),
        ("INVITE | P-Asserted-Identity: <mailto:a@b>", "uas", "AssertedIdentities", true),
        ("INVITE | P-Asserted-Identity: <sips:a>", "uas", "AssertedIdentities", false),
        ("INVITE | Geolocation-Routing:", "uas", "RepeatedRouting", true),
        ("OPTIONS | From: <sip:ann@example.org;lr>;tag=1", "uas", "AddressParts", true),
        ("OPTIONS | From: <sip:ann@example.org;lr>;tag=1", "proxy", "AddressParts", false),
        ("OPTIONS | To: <sip:bob@example.com?a=b>", "uas", "AddressParts", true),
        ("OPTIONS | Proxy-Authorization: basic x", "proxy", "BasicCredentials", true),
        ("OPTIONS | Max-Forwards: many", "uas", "UnfitRow", true),
        ("OPTIONS | Priority: a b", "proxy", "UnfitRow", true),
        ("PUBLISH | Expires: soon", "uas", "MalformedExpires", true),
        ("BYE | -Max-Forwards", "uas", "MissingMaxForwards", true),
        ("ACK | Proxy-Require: foo", "uas", "RequireIgnored", true),
        ("response | =SIP/2.0 401 x | -Contact | Proxy-Authenticate: Digest realm=\"a\"", "uac", "NoChallenge", true),
        ("response | =SIP/2.0 407 x | -Contact | Proxy-Authenticate: Digest realm=\"a\"", "uac", "NoChallenge", false),
        ("response | =SIP/2.0 407 x | Proxy-Authenticate: Basic realm=\"a\"", "uac", "BasicCredentials", true),
        ("response | CSeq: 7 PUBLISH | SIP-ETag: a", "uac", "NoEntityTag", true),
        ("response | CSeq: 7 MESSAGE", "uac", "MessageAnswer", true),
        ("response | =SIP/2.0 180 Ringing | To: <sip:b>", "uac", "AnswerWithoutTag", false),
        ("response | CSeq: 7 BYE | -Contact", "uac", "AnswerWithoutContact", false),
        ("response | =SIP/2.0 100 Trying", "uac", "UnknownProvisional", false),
    ] {
        assert_eq!(has_note(cell, check, rule), is_noted, "{cell} at a {check}: {rule}");
    }
}

/// Version, method and Request-URI stand in one line: their order is that of RFC 3261 §8.2 all the same.
#[test]
fn faults_of_the_start_line_are_in_order() {
    for (line, check, rule) in [
        ("DANCE x-y:z SIP/9.0", "uas", "Version"),
        ("DANCE x-y:z SIP/2.0", "uas", "MethodUnknown"),
        ("OPTIONS x-y:z SIP/2.0", "uas allow=BYE", "MethodNotAllowed"),
        ("OPTIONS sip:a?b=c;transport=udp SIP/2.0", "uas allow=BYE", "MethodNotAllowed"),
        ("DANCE x-y:z SIP/2.0", "proxy", "UriScheme"),
        ("OPTIONS sips:a;x;x?b=c SIP/2.0", "uas with=SIP_ONLY", "SipsNotAllowed"),
        ("OPTIONS sips:a;x;x;transport=udp?b=c SIP/2.0", "uas", "UriHeaders"),
        ("OPTIONS sips:a;x;x;transport=udp SIP/2.0", "uas", "RepeatedUriParam"),
    ] {
        let method = line.split(' ').next().unwrap();
        assert_eq!(first(&format!("OPTIONS | ={line} | CSeq: 7 {method}"), check), rule, "{line} at a {check}");
    }
}

#[test]
fn one_malformed_part_makes_a_needed_header_field_unreadable() {
    for (cell, check, rule, part) in [
        ("OPTIONS | Via: SIP/2.0/UDP a:x;branch=z9hG4bK1", "uas", "Unreadable", ":x"),
        ("OPTIONS | Via: SIP/2.0/UDP a;branch=z9hG4bK1;received=b", "uas", "Unreadable", "received=b"),
        ("OPTIONS | Via: SIP/2.0/UDP a;branch=z9hG4bK1;x=@", "uas", "Unreadable", "@"),
        ("OPTIONS | From: <sip:a@>;tag=1", "uas", "Unreadable", "a@>"),
        ("OPTIONS | To: <sip:a>;tag=", "uas", "Unreadable", "tag="),
        ("INVITE | Contact: <sip:a@>", "uas", "Unreadable", "a@>"),
        ("INVITE | Contact: <sip:a>;x=@", "uas", "Unreadable", "@"),
        ("NOTIFY | Subscription-State: active;x=@", "uas", "Unreadable", "@"),
        ("SUBSCRIBE | Event: presence;x=@", "uas", "Unreadable", "@"),
        ("REFER | Refer-To: <sip:a@>", "uas", "Unreadable", "a@>"),
        // Not the topmost one, and not a header field that the element needs (RFC 3261 §8.2.2).
        ("OPTIONS | +Via: SIP/2.0/UDP a:x", "uas", "-", ""),
        ("OPTIONS | Contact: <sip:a@>", "uas", "-", ""),
        ("INVITE | Route: <sip:a@>", "uas", "-", ""),
        ("INVITE | Route: <sip:a@>", "proxy", "Unreadable", "a@>"),
    ] {
        let bytes = message(cell);
        let fault = setting(check).find(&bytes).faults.first().copied();
        assert_eq!(fault.map_or("-", |fault| fault.rule().name()), rule, "{cell} at a {check}");
        if let Some(fault) = fault {
            let value = cell.split(" | ").nth(1).unwrap();
            let row = bytes.windows(value.len()).position(|window| window == value.as_bytes()).unwrap();
            let place = row + value.rfind(part).unwrap();
            assert!((place..place + part.len() + 2).contains(&fault.offset()), "{cell}: {} is not in {place}", fault.offset());
        }
    }
}

#[test]
fn a_malformed_element_ends_its_row() {
    for (cell, rules) in [
        ("OPTIONS | Require: timer, a@b, foo", &["Unreadable"][..]),
        ("OPTIONS | Require: timer, a@b | +Require: foo", &["UnknownRequire", "Unreadable"]),
        ("INVITE | Contact: <sip:a@>, <mailto:c@d>", &["Unreadable"]),
        ("INVITE | Contact: <sip:a>;x=@, <mailto:c@d>", &["Unreadable"]),
        ("INVITE | Contact: <sip:a@> | +m: <mailto:c@d>", &["Unreadable", "ContactCount", "ContactScheme"]),
    ] {
        let found = setting("uas tags=timer").find(&message(cell)).faults;
        assert_eq!(found.iter().map(|fault| fault.rule().name()).collect::<Vec<_>>(), rules, "{cell}");
    }
}
