//! Known answers: the call flows of RFC 3665 and RFC 6026 and two messages of RFC 4475, told anew with other names; what is refused; and
//! the stored form, byte by byte.

use sipwire::{ErrorKind, KnownParam, MergeKey, Message, Method, TransactionKey};

use super::{client, lines, request, response, sent, server};

/// Gina calls Hugo through a proxy that wants credentials, as in RFC 3665 §3.2.
const F1: &str = "INVITE sip:hugo@there.example SIP/2.0
    Via: SIP/2.0/TCP desk.here.example:5060;branch=z9hG4bK10a
    Max-Forwards: 70
    Route: <sip:p1.here.example;lr>
    From: Gina <sip:gina@here.example>;tag=g1
    To: Hugo <sip:hugo@there.example>
    Call-ID: 1000@here.example
    CSeq: 1 INVITE
    Contact: <sip:gina@desk.here.example;transport=tcp>";
const F2: &str = "SIP/2.0 407 Proxy Authentication Required
    Via: SIP/2.0/TCP desk.here.example:5060;branch=z9hG4bK10a;received=192.0.2.101
    From: Gina <sip:gina@here.example>;tag=g1
    To: Hugo <sip:hugo@there.example>;tag=p1
    Call-ID: 1000@here.example
    CSeq: 1 INVITE
    Proxy-Authenticate: Digest realm=\"here.example\", nonce=\"n\"";
const F3: &str = "ACK sip:hugo@there.example SIP/2.0
    Via: SIP/2.0/TCP desk.here.example:5060;branch=z9hG4bK10a
    Max-Forwards: 70
    From: Gina <sip:gina@here.example>;tag=g1
    To: Hugo <sip:hugo@there.example>;tag=p1
    Call-ID: 1000@here.example
    CSeq: 1 ACK";
const F15: &str = "ACK sip:hugo@phone.there.example SIP/2.0
    Via: SIP/2.0/TCP desk.here.example:5060;branch=z9hG4bK10c
    Max-Forwards: 70
    Route: <sip:p1.here.example;lr>, <sip:p2.there.example;lr>
    From: Gina <sip:gina@here.example>;tag=g1
    To: Hugo <sip:hugo@there.example>;tag=h1
    Call-ID: 1000@here.example
    CSeq: 2 ACK";

fn f4() -> String {
    F1.replace("z9hG4bK10a", "z9hG4bK10b").replace("CSeq: 1", "CSeq: 2")
}

#[test]
fn call_with_a_challenge_is_two_invite_transactions() {
    // F1 and the ACK of its 407 are one transaction, and the 407 is its response.
    assert_eq!(server(F1), server(F3));
    assert_eq!(sent(F1), client(F2));
    // F4, with credentials, is another one; F15 acknowledges its 200 and belongs to neither.
    assert_ne!(server(&f4()), server(F1));
    assert_ne!(server(F15), server(&f4()));
    assert_ne!(server(F15), server(F1));
    let ringing = F2.replace("407 Proxy Authentication Required", "180 Ringing").replace("10a", "10b").replace("CSeq: 1", "CSeq: 2");
    assert_eq!(client(&ringing), sent(&f4()));
    // What this crate makes of F1 and F2 is F3, with the Route that the flow of the RFC leaves out.
    request(&lines(F1), |invite| {
        let ack = response(&lines(F2), |busy| invite.ack(busy).finish().unwrap());
        let message = ack.as_message();
        assert_eq!(TransactionKey::server(message.as_request().unwrap()).unwrap().key, server(F3));
    });
}

#[test]
fn accepted_transaction_absorbs_repeated_invites_and_sees_acks() {
    // RFC 6026 §7.1 and §8.6: after the 2xx the server transaction lives on, so that the INVITE again finds it.
    let mut transactions = std::collections::HashMap::from([(server(F1), "Accepted")]);
    assert_eq!(transactions.get(&server(F1)), Some(&"Accepted"));
    // The ACK of a 2xx has another branch, and goes to the user of the transaction.
    assert_eq!(transactions.get(&server(F15)), None);
    // A retransmission after Timer L creates a new one.
    transactions.remove(&server(F1));
    assert_eq!(transactions.get(&server(F1)), None);
    // The client's side (§7.2): every 2xx of a fork finds the one transaction.
    let ok = F2.replace("407 Proxy Authentication Required", "200 OK");
    assert_eq!(client(&ok), client(&ok.replace("tag=p1", "tag=other")));
}

/// A branch that is the magic cookie alone, as in RFC 4475 §3.2.1.
const BAD_BRANCH: &str = "OPTIONS sip:ida@example.org SIP/2.0
    To: sip:ida@example.org
    From: sip:jan@example.net;tag=j1
    Max-Forwards: 3
    Via: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bK
    Call-ID: bare-cookie@example.net
    CSeq: 8 OPTIONS
    l: 0";

#[test]
fn bare_cookie_is_no_unique_branch() {
    let keyed =
        |text: &str| request(&lines(text), |request| TransactionKey::server(request).map(|keyed| (keyed.key, keyed.legacy.is_some())));
    let (key, is_legacy) = keyed(BAD_BRANCH).unwrap();
    assert!(is_legacy);
    // Another client that does the same is not taken for this one.
    assert_ne!(key, keyed(&BAD_BRANCH.replace("bare-cookie", "another")).unwrap().0);
    assert_ne!(key, keyed(&BAD_BRANCH.replace("CSeq: 8", "CSeq: 9")).unwrap().0);
    assert!(!keyed(&BAD_BRANCH.replace("z9hG4bK", "z9hG4bKx")).unwrap().1);
}

/// A request of RFC 2543 without tag and branch, as in RFC 4475 §3.3.15.
const INV_2543: &str = "INVITE sip:karl@example.org SIP/2.0
    Via: SIP/2.0/UDP gw.example.net
    From: <sip:+15550123@pstn.example.net;user=phone>
    Record-Route: <sip:karl@example.org;maddr=edge.example.org>
    To: sip:+15550199@edge.example.org;user=phone
    Call-ID: old.1@pstn.example.net
    CSeq: 56 INVITE";

#[test]
fn request_without_branch_and_tag_has_a_key() {
    assert_eq!(server(INV_2543), server(INV_2543));
    assert_eq!(server(&INV_2543.replace("INVITE", "ACK")), server(INV_2543));
    assert_ne!(server(&INV_2543.replace("old.1", "old.2")), server(INV_2543));
    // No response to a request without branch has a key: a client writes one (RFC 3261 §8.1.1.7).
    let error = request(&lines(INV_2543), |request| TransactionKey::sent(request).unwrap_err());
    assert_eq!(error.kind(), ErrorKind::MissingParam(KnownParam::Branch));
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let refused = |text: &str| {
        let bytes = lines(text);
        let error = request(&bytes, |request| TransactionKey::server(request).unwrap_err());
        (error.kind().to_string(), String::from_utf8(bytes[error.offset()..].to_vec()).unwrap())
    };
    let without = |text: &str, row: &str| {
        text.lines().filter(|line| !line.trim().starts_with(row)).map(|line| [line, "\n"].concat()).collect::<String>()
    };
    let place = |text: &str, kind: &str, rest: &str| assert_eq!(refused(text), (kind.into(), rest.into()), "{text}");
    place("BYE sip:a SIP/2.0\nTo: b", "no Via row", "\r\n\r\n");
    place("BYE sip:a SIP/2.0", "no Via row", "BYE sip:a SIP/2.0\r\n\r\n");
    let (kind, rest) = refused(&INV_2543.replace("gw.example.net", "?"));
    assert!(kind == "expected a host" && rest.starts_with("?\r\nFrom"), "{kind} {rest}");
    // Of a request without cookie, four more headers count.
    for row in ["From", "To", "Call-ID", "CSeq"] {
        assert_eq!(refused(&without(INV_2543, row)).0, format!("no {row} row"));
        let key = server(&without(F1, row));
        assert_eq!(key, server(F1));
    }
    place(&INV_2543.replace("CSeq: 56", "CSeq: x"), "expected digits", "x INVITE\r\n\r\n");
    // A response needs its branch and its CSeq.
    let of_client = |text: &str| {
        let bytes = lines(text);
        let error = response(&bytes, |response| TransactionKey::client(response).unwrap_err());
        (error.kind().to_string(), String::from_utf8(bytes[error.offset()..].to_vec()).unwrap())
    };
    let via = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP a;branch=z9hG4bK1";
    assert_eq!(of_client(via), ("no CSeq row".into(), "\r\n\r\n".into()));
    assert_eq!(of_client("SIP/2.0 200 OK\nCSeq: 1 BYE"), ("no Via row".into(), "\r\n\r\n".into()));
    let no_branch = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP a ,SIP/2.0/UDP b\nCSeq: 1 BYE";
    assert_eq!(of_client(no_branch), ("no branch parameter".into(), " ,SIP/2.0/UDP b\r\nCSeq: 1 BYE\r\n\r\n".into()));
    let merge = request(&lines(&without(F1, "From")), |request| MergeKey::of(request).map_err(|error| error.kind().to_string()));
    assert_eq!(merge, Err("no From row".into()));
}

#[test]
fn stored_form_is_frozen() {
    let of = |text: &str| server(text).as_bytes().to_vec();
    assert_eq!(
        of("ACK sip:a SIP/2.0\nVia: SIP/2.0/UDP Host.Example;branch=z9hG4bKAb"),
        b"\x01\x01\x05\x01\x0chost.example\x13\xC4z9hg4bkab"
    );
    assert_eq!(
        of("LAUNCH sip:a SIP/2.0\nVia: SIP/2.0/QUIC [::1];branch=z9hG4bK1"),
        b"\x01\x01\x00\x06LAUNCH\x16\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01z9hg4bk1"
    );
    assert_eq!(sent("CANCEL sip:a SIP/2.0\nVia: SIP/2.0/UDP a;branch=z9hG4bK1").as_bytes(), b"\x01\x03\x03z9hg4bk1");
    assert_eq!(
        of(
            "BYE sip:A SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;Y=\"Q\\\"\";x;branch=1;rport\nFrom: <sip:f>\nTo: <sip:t>\nCall-ID: Id\nCSeq: 3 BYE"
        ),
        b"\x01\x02\x02\x05sip:A\x00\x02Id\0\0\0\x03\x03sip\x032.0\x03udp\x04\xC0\x00\x02\x01\x13\xC4\
          \x06branch\x01\x011\x01x\x00\x00\x01y\x02\x02Q\""
    );
    let merge = request(&lines(F1), |request| MergeKey::with_uri(request).unwrap().unwrap());
    assert_eq!(merge.as_bytes(), b"\x01\x04\x05\0\0\0\x01\x01\x02g1\x111000@here.example\x16sip:hugo@there.example".as_slice());
}

#[test]
fn bytes_that_no_key_has_are_refused() {
    let good = b"\x01\x01\x05\x01\x04host\x13\xC4z9hg4bk1";
    assert!(TransactionKey::from_bytes(good).is_some());
    let changed = |place: usize, byte: u8| {
        let mut bytes = good.to_vec();
        bytes[place] = byte;
        bytes
    };
    for wrong in [
        vec![],
        vec![1],
        changed(0, 2),
        changed(0, 0),
        // Another kind, an ACK, a method without a number, a host that is none, and capitals.
        changed(1, 0),
        changed(1, 9),
        changed(2, 1),
        changed(2, 200),
        changed(3, 2),
        changed(3, 5),
        changed(5, b'H'),
        changed(13, b'G'),
        // A branch without cookie, with the cookie alone, and none.
        changed(11, b'y'),
        good[..good.len() - 1].to_vec(),
        good[..11].to_vec(),
        good[..6].to_vec(),
        // A method that has a number, and a name that is no token.
        b"\x01\x01\x00\x03BYE\x01\x04host\x13\xC4z9hg4bk1".to_vec(),
        b"\x01\x01\x00\x01 \x01\x04host\x13\xC4z9hg4bk1".to_vec(),
        // Parameters out of order.
        b"\x01\x02\x02\x05sip:A\x00\x02Id\0\0\0\x03\x03sip\x032.0\x03udp\x04\xC0\x00\x02\x01\x13\xC4\x01b\0\0\x01a\0\0".to_vec(),
    ] {
        assert_eq!(TransactionKey::from_bytes(&wrong), None, "{wrong:?}");
    }
    // A key of one type is none of the other.
    assert_eq!(MergeKey::from_bytes(good), None);
    let merge = request(&lines(F1), |request| MergeKey::of(request).unwrap().unwrap());
    assert_eq!(TransactionKey::from_bytes(merge.as_bytes()), None);
    let bytes = merge.as_bytes();
    assert!((0..bytes.len()).all(|end| MergeKey::from_bytes(&bytes[..end]).is_none()));
    let longer = |key: &MergeKey, more: &[u8]| MergeKey::from_bytes(&[key.as_bytes(), more].concat());
    let with_uri = request(&lines(F1), |request| MergeKey::with_uri(request).unwrap().unwrap());
    assert_eq!(longer(&with_uri, b"x"), None);
    // A length of one byte in four, and a part that is not there.
    assert!(longer(&merge, b"\x01x").is_some());
    assert_eq!(longer(&merge, b"\xFF\0\0\0\x01x"), None);
    assert_eq!(longer(&merge, b"\0"), None);
}

#[test]
fn keys_are_shown_without_control_bytes_and_secrets() {
    let text = format!("{:?}", server(&INV_2543.replace("sip:karl@example.org SIP", "sip:karl:secret@example.org SIP")));
    assert!(text.starts_with("TransactionKey(RFC 2543 server, INVITE, ") && !text.contains("secret"), "{text}");
    assert!(text.chars().all(|c| !c.is_control()), "{text}");
    assert!(format!("{:?}", sent(F1)).ends_with("(client, INVITE, z9hg4bk10a)"));
    let merge = request(&lines(F1), |request| MergeKey::of(request).unwrap().unwrap());
    assert!(format!("{merge:?}").starts_with("MergeKey(INVITE, "));
}

#[test]
fn long_keys_are_kept_on_the_heap_and_short_ones_are_not() {
    let message = |branch: usize| format!("BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK{}\r\n\r\n", "x".repeat(branch));
    for (length, allocations) in [(1, 0), (77, 0), (78, 1), (500, 1)] {
        let text = message(length);
        let message = Message::parse(text.as_bytes()).unwrap();
        let request = message.as_request().unwrap();
        let info = allocation_counter::measure(|| {
            std::hint::black_box(TransactionKey::server(request).unwrap());
        });
        assert_eq!(info.count_total, allocations, "{length}");
        let key = TransactionKey::server(request).unwrap().key;
        assert_eq!(key.as_bytes().len(), 17 + length);
        assert_eq!(TransactionKey::from_bytes(key.as_bytes()), Some(key.clone()));
        assert_eq!(allocation_counter::measure(|| drop(key.clone())).count_total, allocations);
        // The case of a long branch does not count either, in any place of it.
        let capitals = text.replace('x', "X");
        let capitals = super::request(capitals.as_bytes(), |request| TransactionKey::server(request).unwrap().key);
        assert_eq!(capitals, key);
    }
}

#[test]
fn keys_can_be_shared_stored_and_ordered() {
    fn plain<T: Clone + Eq + std::hash::Hash + Ord + Send + Sync + std::fmt::Debug + 'static>() {}
    plain::<TransactionKey>();
    plain::<MergeKey>();
    assert_eq!(size_of::<TransactionKey>(), 96);
    assert_eq!(size_of::<MergeKey>(), 96);
    // In the order of the stored forms.
    let mut keys = ["z9hG4bK2", "z9hG4bK10", "z9hG4bK1"].map(|branch| sent(&F1.replace("z9hG4bK10a", branch)));
    keys.sort();
    assert!(keys.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
    assert!(Method::known().count() < 200);
}
