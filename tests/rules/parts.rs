//! Parts of multipart bodies that are not understood (RFC 3261 §8.2.3, RFC 5621 §8.4).

use allocation_counter::measure;

use crate::messages::{message, setting};

/// A request whose body has these parts: each is its header fields and its text.
fn with_parts(kind: &str, changes: &str, parts: &[&str]) -> Vec<u8> {
    let body: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
    message(&format!("INVITE | Content-Type: multipart/{kind};boundary=b{changes} | body={body}--b--\r\n"))
}

/// The rules that are broken, each with the bytes where it is.
fn found(bytes: &[u8], check: &str) -> Vec<(&'static str, String)> {
    let found = setting(check).find(bytes);
    let at = |offset: usize| String::from_utf8_lossy(&bytes[offset..]).split("\r\n").next().unwrap().to_owned();
    found.faults.iter().map(|fault| (fault.rule().name(), at(fault.offset()))).collect()
}

const SDP: &str = "Content-Type: application/sdp\r\n\r\nv=0";
const ISUP: &str = "Content-Type: application/ISUP;version=nxv3\r\n\r\n\x01";
const OPTIONAL_ISUP: &str = "Content-Type: application/ISUP\r\nContent-Disposition: signal;handling=optional\r\n\r\n\x01";
const TEXT: &str = "\r\nhello";
const CHECK: &str = "uas types=application/sdp";

#[test]
fn a_part_of_an_unknown_type_is_a_fault_at_its_type() {
    let unknown = ("ContentType", "application/ISUP;version=nxv3".to_owned());
    for (kind, parts, wanted) in [
        ("mixed", &[SDP][..], None),
        ("mixed", &[SDP, ISUP], Some(&unknown)),
        ("mixed", &[ISUP, SDP, ISUP], Some(&unknown)),
        ("mixed", &[SDP, OPTIONAL_ISUP], None),
        ("x-unknown", &[SDP, ISUP], Some(&unknown)),
        ("related", &[SDP, ISUP], Some(&unknown)),
        ("Mixed", &["c: APPLICATION/SDP\r\n\r\nv=0"], None),
        ("mixed", &["c: application/\r\n sdp\r\n\r\nv=0"], None),
    ] {
        assert_eq!(found(&with_parts(kind, "", parts), CHECK), Vec::from_iter(wanted.cloned()), "{kind} {parts:?}");
    }
    // A part without a type is plain text.
    let bytes = with_parts("mixed", "", &[SDP, TEXT]);
    assert_eq!(found(&bytes, CHECK), [("ContentType", String::new())]);
    assert_eq!(found(&bytes, "uas types=application/sdp,text/plain"), []);
    assert_eq!(found(&with_parts("mixed", "", &["c: a b\r\n\r\n"]), CHECK), [("Unreadable", "b".to_owned())]);
}

#[test]
fn one_alternative_has_to_be_understood() {
    assert_eq!(found(&with_parts("alternative", "", &[ISUP, SDP]), CHECK), []);
    assert_eq!(found(&with_parts("alternative", "", &[SDP, TEXT]), CHECK), []);
    let unknown = [("ContentType", "application/ISUP;version=nxv3".to_owned())];
    assert_eq!(found(&with_parts("alternative", "", &[ISUP, TEXT]), CHECK), unknown);
    // The handling of an alternative is no matter (RFC 5621 §8.3).
    assert_eq!(found(&with_parts("alternative", "", &[OPTIONAL_ISUP]), CHECK), [("ContentType", "application/ISUP".to_owned())]);
}

#[test]
fn bodies_are_looked_into_as_they_nest() {
    let nested = |kind: &str, parts: &[&str]| {
        let parts: String = parts.iter().map(|part| format!("--c\r\n{part}\r\n")).collect();
        format!("Content-Type: multipart/{kind};boundary=c\r\n\r\n{parts}--c--")
    };
    let of = |kind: &str, parts: &[&str]| found(&with_parts(kind, "", parts), CHECK);
    let unknown = [("ContentType", "application/ISUP;version=nxv3".to_owned())];
    assert_eq!(of("mixed", &[&nested("alternative", &[ISUP, SDP]), SDP]), []);
    assert_eq!(of("mixed", &[&nested("mixed", &[SDP, ISUP]), SDP]), unknown);
    assert_eq!(of("alternative", &[&nested("mixed", &[SDP, ISUP]), SDP]), []);
    assert_eq!(of("alternative", &[&nested("mixed", &[SDP, ISUP])]), unknown);
}

#[test]
fn an_optional_body_is_not_looked_into() {
    assert_eq!(found(&with_parts("mixed", " | Content-Disposition: render;handling=optional", &[ISUP]), CHECK), []);
    // By the default, no type is unknown.
    assert_eq!(found(&with_parts("mixed", "", &[ISUP]), "uas"), []);
    assert_eq!(found(&with_parts("mixed", "", &[ISUP]), "proxy types=application/sdp"), []);
    // The parts of a body that is encoded can't be read.
    assert_eq!(found(&with_parts("mixed", " | Content-Encoding: gzip", &[ISUP]), "uas types=application/sdp codings=gzip"), []);
    // Only those who understand the reference know whether the part is needed (RFC 5621 §9.4).
    assert_eq!(found(&with_parts("mixed", "", &["c: a/b\r\nContent-Disposition: by-reference\r\n\r\n"]), CHECK), []);
}

#[test]
fn codings_languages_and_purposes_of_parts_are_checked() {
    let check = "uas codings=gzip languages=en dispositions=session";
    for (part, rule, at) in [
        ("Content-Encoding: identity, br\r\n\r\n", "ContentEncoding", "br"),
        ("e: br\r\n\r\n", "ContentEncoding", "br"),
        ("Content-Language: en-GB, tlh\r\n\r\n", "ContentLanguage", "tlh"),
        ("Content-Disposition: teapot;x=y\r\n\r\n", "ContentDisposition", "teapot;x=y"),
    ] {
        let bytes = with_parts("mixed", " | Content-Disposition: session", &[SDP, part]);
        assert_eq!(found(&bytes, check), [(rule, at.to_owned())], "{part}");
    }
}

#[test]
fn parts_are_checked_without_allocation() {
    let bytes = with_parts("mixed", "", &[SDP, ISUP, "c: multipart/mixed;boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--"]);
    let setting = setting(CHECK);
    let message = setting.parser.parse(&bytes).unwrap();
    let request = message.as_request().unwrap();
    let counted = measure(|| assert_eq!(request.faults(&setting.check).count(), 1));
    assert_eq!(counted.count_total, 0);
}

/// A body for an Info Package may stand beside others (RFC 6086 §12.2.2).
#[test]
fn a_multipart_body_is_not_of_the_wrong_type_for_its_package() {
    for (cell, check) in [
        (
            "INFO | Content-Type: multipart/mixed;boundary=b | body=--b\r\nc: application/weather\r\n\r\n--b--",
            "uas infos=weather:application/weather",
        ),
        (
            "PUBLISH | Content-Type: multipart/related;boundary=b | body=--b\r\nc: application/pidf+xml\r\n\r\n--b--",
            "uas events=presence:application/pidf+xml",
        ),
    ] {
        assert_eq!(found(&message(cell), check), [], "{cell}");
    }
}
