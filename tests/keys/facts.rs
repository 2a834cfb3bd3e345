//! Facts of methods and status codes, and the choice among the responses of a fork.

use sipwire::{HeaderName, Message, Method, Response, StatusCode};

use super::lines;

/// The facts of a method, in the order of the columns of its documentation: makes a dialog, refreshes the target, has a response, may be
/// challenged, needs a Contact, needs a dialog, allows a body, may be cancelled.
fn facts(method: Method<'_>) -> String {
    let facts = [
        method.makes_dialog(),
        method.refreshes_target(),
        method.has_response(),
        method.may_be_challenged(),
        method.needs_contact(),
        method.needs_dialog(),
        method.allows_body(),
        method.may_be_cancelled(),
    ];
    facts.map(|is_so| if is_so { 'y' } else { '-' }).into_iter().collect()
}

#[test]
fn methods_are_as_the_rfcs_define_them() {
    for (name, wanted) in [
        ("ACK", "------y-"),
        ("BYE", "--yy-yy-"),
        ("CANCEL", "--y-----"),
        ("INFO", "--yy-yy-"),
        ("INVITE", "yyyyy-yy"),
        ("MESSAGE", "--yy--y-"),
        ("NOTIFY", "yyyyy-y-"),
        ("OPTIONS", "--yy--y-"),
        ("PRACK", "--yy-yy-"),
        ("PUBLISH", "--yy--y-"),
        ("REFER", "yyyyy-y-"),
        ("REGISTER", "--yy--y-"),
        ("SUBSCRIBE", "yyyyy-y-"),
        ("UPDATE", "-yyyyyy-"),
        ("LAUNCH", "--yy--y-"),
        // Methods have case.
        ("invite", "--yy--y-"),
    ] {
        assert_eq!(facts(Method::try_from(name).unwrap()), wanted, "{name}");
    }
}

fn code(code: u16) -> StatusCode {
    StatusCode::new(code).unwrap()
}

#[test]
fn codes_are_ranked_as_a_proxy_chooses() {
    // In groups, the best first. Within a group none outranks another.
    let groups: [&[u16]; 8] = [
        &[200, 202],
        &[600, 603, 699],
        &[300, 302, 380],
        &[401, 407, 415, 420, 484],
        &[400, 404, 486, 499],
        &[500, 501, 504, 580],
        &[503],
        &[100, 180, 199],
    ];
    for (place, group) in groups.iter().enumerate() {
        for &a in *group {
            assert!(group.iter().all(|&b| !code(a).outranks(code(b))), "{a}");
            for &b in groups[place + 1..].iter().copied().flatten() {
                assert!(code(a).outranks(code(b)) && !code(b).outranks(code(a)), "{a} {b}");
            }
        }
    }
}

#[test]
fn unknown_codes_are_treated_as_their_class() {
    for (given, wanted) in
        [(100, 100), (101, 183), (180, 180), (204, 204), (299, 200), (399, 300), (431, 400), (599, 500), (699, 600), (486, 486)]
    {
        assert_eq!(code(given).treated_as(), code(wanted), "{given}");
    }
    for number in 100..=699 {
        let treated = code(number).treated_as();
        assert!(treated.default_reason().is_some() && treated.class() == code(number).class(), "{number}");
    }
}

#[test]
fn codes_have_their_facts() {
    for (number, makes_dialog, is_challenge) in [
        (100, false, false),
        (101, true, false),
        (199, true, false),
        (299, true, false),
        (300, false, false),
        (401, false, true),
        (407, false, true),
        (403, false, false),
    ] {
        assert_eq!((code(number).makes_dialog(), code(number).is_challenge()), (makes_dialog, is_challenge), "{number}");
    }
    assert_eq!(code(503).forwarded(), code(500));
    assert_eq!(code(504).forwarded(), code(504));
}

fn best(numbers: &[u16]) -> Option<(u16, String)> {
    let texts: Vec<_> = numbers.iter().enumerate().map(|(place, number)| lines(&format!("SIP/2.0 {number} x\nSubject: {place}"))).collect();
    let messages: Vec<_> = texts.iter().map(|text| Message::parse(text).unwrap()).collect();
    let best = Response::best(messages.iter().filter_map(Message::as_response))?;
    Some((best.status().as_u16(), String::from_utf8_lossy(best.headers().named(HeaderName::Subject).next().unwrap().as_bytes()).into()))
}

#[test]
fn best_response_of_a_fork_is_chosen() {
    // The example of RFC 3261 §16.7 step 6.
    assert_eq!(best(&[503, 407, 501, 404]), Some((407, "1".into())));
    assert_eq!(best(&[404, 603, 200]), Some((200, "2".into())));
    assert_eq!(best(&[404, 302, 603]), Some((603, "2".into())));
    assert_eq!(best(&[486, 302]), Some((302, "1".into())));
    // The first of those that are equal.
    assert_eq!(best(&[503, 486, 404]), Some((486, "1".into())));
    assert_eq!(best(&[503, 503]), Some((503, "0".into())));
    // A 408 is owed.
    assert_eq!(best(&[180, 183]), None);
    assert_eq!(best(&[]), None);
}

#[test]
fn challenges_of_all_branches_are_gathered_in_order() {
    let texts = [
        "SIP/2.0 401 x\nWWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=SHA-256\nSubject: x\nWWW-Authenticate: Digest realm=\"a\", nonce=\"2\"",
        "SIP/2.0 486 x\nWWW-Authenticate: Digest realm=\"b\", nonce=\"3\"",
        "SIP/2.0 407 x\nProxy-Authenticate: Digest realm=\"c\", nonce=\"4\"\nWWW-Authenticate: Digest realm=\"d\", nonce=\"5\"",
    ]
    .map(lines);
    let messages = texts.each_ref().map(|text| Message::parse(text).unwrap());
    let responses: Vec<_> = messages.iter().filter_map(Message::as_response).collect();
    let mut builder = Response::builder(StatusCode::UNAUTHORIZED);
    let built = builder.copy_all(Response::challenges(responses)).finish().unwrap();
    let rows: Vec<_> = built.headers().iter().map(|row| (row.name(), String::from_utf8_lossy(row.as_bytes()).into_owned())).collect();
    let nonces: Vec<_> = rows.iter().map(|(name, value)| (*name, value.split("nonce=\"").nth(1).map(|nonce| &nonce[..1]))).collect();
    let wanted = [
        (HeaderName::WwwAuthenticate, Some("1")),
        (HeaderName::WwwAuthenticate, Some("2")),
        (HeaderName::ProxyAuthenticate, Some("4")),
        (HeaderName::WwwAuthenticate, Some("5")),
        (HeaderName::ContentLength, None),
    ];
    assert_eq!(nonces, wanted);
}
