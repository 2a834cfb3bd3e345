//! Checks of messages of any size: what a byte costs must not depend on how many there are.

use std::hint::black_box;

use sipwire::rules::{Check, Package, Policy};
use sipwire::{Limits, Parser, Request};

use super::{MOST_GROWTH, SIZES, callgrind};

/// A request in which something repeats.
pub(crate) struct Shape {
    name: &'static str,
    method: &'static str,
    before: &'static str,
    unit: &'static str,
    after: &'static str,
}

/// All that is measured.
pub(crate) fn all() -> Vec<Shape> {
    let shape = |name, method, before, unit, after| Shape { name, method, before, unit, after };
    vec![
        shape("unknown rows", "INVITE", "", "X-A: b\r\n", "\r\n"),
        shape("rows of To", "INVITE", "", "t: <sip:a>\r\n", "\r\n"),
        shape("rows of Expires", "REGISTER", "", "Expires: 7\r\n", "\r\n"),
        shape("rows that don't fit", "INVITE", "", "Date: x\r\n", "\r\n"),
        shape("Vias", "INVITE", "Via: SIP/2.0/UDP b", ", SIP/2.0/UDP c;branch=z9hG4bK1", "\r\n\r\n"),
        shape("Contacts of an INVITE", "INVITE", "m: <sip:a>", ", <sip:b>;x=y", "\r\n\r\n"),
        shape(
            "Contacts of a REGISTER",
            "REGISTER",
            "m: <sips:a>",
            ", <sip:b;pn-prid=c>;expires=5;reg-id=1;+sip.instance=\"<urn:d>\"",
            "\r\n\r\n",
        ),
        shape("Paths", "REGISTER", "m: <sips:a>\r\nPath: <sips:p;lr>", ", <sips:q;lr;ob>", "\r\n\r\n"),
        shape("Routes", "BYE", "", "Route: <sip:r;lr>\r\n", "\r\n"),
        shape("parameters of a Contact", "REGISTER", "m: <sip:a>;x", ";a=b", "\r\n\r\n"),
        shape("tags of Require", "INVITE", "Require: timer", ", foo", "\r\n\r\n"),
        shape("tags of Supported", "INVITE", "Supported: timer", ", foo", "\r\n\r\n"),
        shape("types of Accept", "INVITE", "Accept: a/b", ", c/d;q=0.5", "\r\n\r\n"),
        shape("values of Privacy", "INVITE", "Privacy: id", ";session", "\r\n\r\n"),
        shape("values of Resource-Priority", "INVITE", "Require: resource-priority\r\nResource-Priority: a.0", ", b.1", "\r\n\r\n"),
        shape("values of Reason", "BYE", "Reason: a", ", b;cause=1", "\r\n\r\n"),
        shape("codings", "MESSAGE", "c: text/plain\r\nl: 1\r\ne: gzip", ", br", "\r\n\r\nx"),
        shape("languages", "MESSAGE", "c: text/plain\r\nl: 1\r\nContent-Language: en", ", tlh", "\r\n\r\nx"),
        shape("parts", "INVITE", "c: multipart/mixed;boundary=b\r\n\r\n", "--b\r\nc: text/html\r\n\r\nx\r\n", "--b--"),
        shape("alternatives", "INVITE", "c: multipart/alternative;boundary=b\r\n\r\n", "--b\r\nc: text/html\r\n\r\nx\r\n", "--b--"),
        shape("a body without delimiters", "INVITE", "c: multipart/mixed;boundary=b\r\n\r\n", "\r\n--", ""),
    ]
}

/// Elements that want much.
const POLICY: Policy = Policy::new()
    .with(Policy::STRICT_PRIVACY)
    .with(Policy::STRICT_PRIORITY)
    .with(Policy::REGISTER_USER)
    .with(Policy::NEEDS_IDENTITY)
    .min_expires(60);
const PRESENCE: &[Package<'_>] = &[Package::new("presence").types(&["application/pidf+xml"])];

const fn wants_much(check: Check<'static>) -> Check<'static> {
    let check = check.tags(&["timer", "outbound", "resource-priority"]).types(&["text/plain"]).codings(&["gzip"]).languages(&["en"]);
    let check = check.dispositions(&["render"]).sends(&["application/sdp"]).events(PRESENCE).infos(PRESENCE).priorities(&["wps.0"]);
    check.privacy(&["id"]).push(&["apns"]).policy(POLICY)
}

const CHECKS: [Check<'_>; 4] =
    [wants_much(Check::uas()), wants_much(Check::registrar()), wants_much(Check::proxy()), wants_much(Check::uac())];

impl Shape {
    fn bytes(&self, size: usize) -> Vec<u8> {
        let Self { method, before, unit, after, .. } = self;
        let head = format!(
            "{method} sip:a SIP/2.0\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nf: <sip:a>;tag=1\r\nt: <sip:a>\r\ni: 7\r\n\
             CSeq: 1 {method}\r\n{before}"
        );
        let count = (size - head.len() - after.len()) / unit.len();
        (head + &unit.repeat(count) + after).into_bytes()
    }

    /// Checks a message of about `size` bytes for all elements, counted. How many findings there are.
    fn run(&self, size: usize) -> usize {
        let bytes = self.bytes(size);
        let message = Parser::new().limits(Limits::unlimited_for_trusted_input()).parse(&bytes).expect(self.name);
        let request = message.as_request().expect("a request");
        let mut found = 0;
        callgrind::counted(&mut || found = findings(black_box(request)));
        found
    }
}

fn findings(request: &Request<'_>) -> usize {
    CHECKS.iter().map(|check| request.faults(check).count() + request.notes(check).count()).sum()
}

/// All shapes, counted in the order in which they are reported.
pub(crate) fn count(shapes: &[Shape]) {
    for shape in shapes {
        for size in SIZES {
            shape.run(size);
        }
    }
}

/// Each shape once and small.
pub(crate) fn test(shapes: &[Shape]) {
    for shape in shapes {
        assert!(shape.run(600) > 0, "{}", shape.name);
    }
}

/// How many counts there are.
pub(crate) fn counts(shapes: &[Shape]) -> usize {
    shapes.len() * SIZES.len()
}

/// Prints the table, and gives the names of the shapes that cost too much.
pub(crate) fn report(shapes: &[Shape], counts: &[u64]) -> Vec<String> {
    println!("\n| checked, by four elements | per byte at 4 kB | at 16 kB | at 60 kB | 60 : 4 |\n|---|---:|---:|---:|---:|");
    let mut grown = Vec::new();
    for (shape, counts) in shapes.iter().zip(counts.chunks(SIZES.len())) {
        let mut per_byte = [0.0; SIZES.len()];
        for ((cost, &size), &count) in per_byte.iter_mut().zip(&SIZES).zip(counts) {
            *cost = count as f64 / shape.bytes(size).len() as f64;
        }
        let [small, middle, large] = per_byte;
        println!("| {} | {small:.0} | {middle:.0} | {large:.0} | {:.2} |", shape.name, large / small);
        if large / small > MOST_GROWTH {
            grown.push(shape.name.to_owned());
        }
    }
    grown
}
