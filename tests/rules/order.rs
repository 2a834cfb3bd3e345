//! A mutation of a good message breaks exactly its rule; of two broken rules, the earlier counts.

use crate::messages::{Draft, setting};

/// A rule, a part of the message that the mutation is about, and the mutation; in the order in which they count.
const OF_AN_INVITE: &[(&str, &str, &str)] = &[
    ("Truncated", "length", "Content-Length: 9999"),
    ("Version", "line", "=INVITE sip:bob@example.com SIP/3.1"),
    ("ViaVersion", "via", "Via: SIP/1.0/UDP a;branch=z9hG4bK1"),
    ("SecondTo", "to", "+t: <sip:x@y>"),
    ("SecondFrom", "from", "+f: <sip:x@y>"),
    ("SecondCallId", "call-id", "+i: x"),
    ("SecondCSeq", "cseq", "+CSeq: 8 INVITE"),
    ("SecondMaxForwards", "hops", "+Max-Forwards: 1"),
    ("SecondRow", "expires", "+Expires: 1 | +Expires: 1"),
    ("MissingTo", "to", "-To"),
    ("MissingFrom", "from", "-From"),
    ("MissingCallId", "call-id", "-Call-ID"),
    ("MissingCSeq", "cseq", "-CSeq"),
    ("MissingVia", "via", "-Via"),
    ("Unreadable", "via", "Via: SIP/2.0"),
    ("Unreadable", "from", "From: <sip"),
    ("RepeatedParam", "to", "To: <sip:a>;tag=1;tag=1"),
    ("Unreadable", "call-id", "Call-ID: a b"),
    ("Unreadable", "cseq", "CSeq: x"),
    ("CSeqMethod", "cseq", "CSeq: 7 BYE"),
    ("CSeqNumber", "cseq", "CSeq: 4294967295 INVITE"),
    ("UriScheme", "line", "=INVITE x-y:z SIP/2.0"),
    ("Unreadable", "line", "=INVITE sip: SIP/2.0"),
    ("UriHeaders", "line", "=INVITE sip:a?b=c SIP/2.0"),
    ("RepeatedUriParam", "line", "=INVITE sip:a;transport=udp;transport=tcp SIP/2.0"),
    ("SipsTransport", "line", "=INVITE sips:a;transport=UDP SIP/2.0 | Contact: <sips:b>"),
    ("UnknownRequire", "require", "Require: foo"),
    ("EmptyRequire", "require", "Require:"),
    ("Unreadable", "contact", "Contact: <sip"),
    ("InviteContact", "contact", "-Contact"),
    ("ContactCount", "contact", "+m: <sip:b>"),
    ("ContactStar", "contact", "Contact: *"),
    ("ContactScheme", "contact", "Contact: <mailto:a@b>"),
    ("ReplacesAndJoin", "dialog", "Replaces: a;to-tag=1;from-tag=2 | Join: a;to-tag=1;from-tag=2"),
    ("ReplacesTags", "dialog", "Replaces: a;to-tag=1"),
    ("MissingContentType", "type", "-Content-Type"),
    ("ContentType", "type", "Content-Type: a/b"),
    ("ContentEncoding", "encoding", "Content-Encoding: br"),
    ("ContentLanguage", "language", "Content-Language: tlh"),
    ("ContentDisposition", "disposition", "Content-Disposition: x"),
];

const OF_A_REGISTER: &[(&str, &str, &str)] = &[
    ("SecondRow", "expires", "+Expires: 0"),
    ("MissingTo", "to", "-To"),
    ("UnknownRequire", "require", "Require: gruu"),
    ("Unreadable", "contact", "Contact: <sip"),
    ("RegisterUser", "line", "=REGISTER sip:a@b SIP/2.0"),
    ("RegisterTo", "to", "To: <tel:+1>"),
    ("RegisterSips", "contact", "Contact: <sips:a>"),
    ("GruuOfAor", "contact", "Contact: <sip:bob@example.com>;+sip.instance=\"<urn:x:1>\""),
    ("GruuScheme", "contact", "Contact: <mailto:a@b>;+sip.instance=\"<urn:x:1>\""),
    ("SeveralFlows", "contact", "Contact: <sip:a>;reg-id=1;+sip.instance=\"<urn:x:1>\", <sip:b>"),
    ("RegId", "contact", "Contact: <sip:a>;reg-id=0;+sip.instance=\"<urn:x:1>\""),
    ("StarNotAlone", "contact", "Contact: *"),
    ("BindingTooBrief", "contact", "Contact: <sip:a>;expires=1"),
    ("PathNotSupported", "path", "Path: <sip:p;lr> | -Supported"),
    ("ReplacesMethod", "replaces", "Replaces: a;to-tag=1;from-tag=2"),
];

fn pairs(base: &str, check: &str, mutations: &[(&str, &str, &str)]) {
    let setting = setting(check);
    let first = |changes: &[&str]| {
        let mut draft = Draft::of(base);
        changes.iter().flat_map(|changes| changes.split(" | ")).for_each(|change| draft.change(change));
        setting.find(&draft.bytes()).faults
    };
    for (place, (rule, part, mutation)) in mutations.iter().enumerate() {
        let alone = first(&[mutation]);
        assert_eq!(alone.iter().map(|fault| fault.rule().name()).collect::<Vec<_>>(), [*rule], "{mutation}");
        for (later, other, second) in &mutations[place + 1..] {
            if part != other {
                let faults = first(&[mutation, second]);
                assert_eq!(faults.first().map(|fault| fault.rule().name()), Some(*rule), "{mutation} and {second} ({later}): {faults:?}");
            }
        }
    }
}

#[test]
fn of_two_faults_of_an_invite_the_earlier_counts() {
    pairs("INVITE", "uas types=application/sdp codings=gzip languages=en dispositions=session", OF_AN_INVITE);
}

#[test]
fn of_two_faults_of_a_register_the_earlier_counts() {
    pairs("REGISTER", "registrar with=REGISTER_USER min-expires=60", OF_A_REGISTER);
}
