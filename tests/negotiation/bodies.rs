//! Which part of a body counts (RFC 5621 §8, RFC 3261 §13.2.1).

use sipwire::rules::Wants;
use sipwire::{Limit, Limits, Message, Parser};

const SESSION: Wants<'_> = Wants::new("session", &["application/sdp"]);

/// A part, or a multipart body of parts.
enum Made {
    Part(&'static str, &'static str),
    Many(&'static str, Vec<Made>),
}

impl Made {
    /// The rows and the body.
    fn written(&self, depth: usize) -> (String, String) {
        match self {
            Made::Part(rows, body) => (rows.split(" | ").map(|row| format!("{row}\r\n")).collect(), (*body).to_owned()),
            Made::Many(rows, parts) => {
                let boundary = format!("b{depth}");
                let mut rows = rows.split(" | ");
                let mut head = format!("Content-Type: multipart/{};boundary={boundary}\r\n", rows.next().unwrap());
                rows.for_each(|row| head.push_str(&format!("{row}\r\n")));
                let part = |part: &Made| {
                    let (rows, body) = part.written(depth + 1);
                    format!("--{boundary}\r\n{rows}\r\n{body}\r\n")
                };
                (head, format!("{}--{boundary}--\r\n", parts.iter().map(part).collect::<String>()))
            }
        }
    }

    fn message(&self) -> Vec<u8> {
        let (rows, body) = self.written(0);
        format!("INVITE sip:bob@b SIP/2.0\r\n{rows}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }
}

/// The body that is found, or the text at the place of the 415.
fn found(made: &Made, wants: &Wants<'_>) -> Result<Option<String>, String> {
    let bytes = made.message();
    let message = Message::parse(&bytes).unwrap();
    let found = message.body_for(wants);
    assert_eq!(
        message.as_request().unwrap().body_for(wants).map(|body| body.map(|body| body.as_bytes())),
        found.map(|body| body.map(|body| body.as_bytes()))
    );
    match found {
        Ok(body) => Ok(body.map(|body| String::from_utf8(body.as_bytes().to_vec()).unwrap())),
        Err(fault) => {
            assert_eq!(fault.rule().id(), "V042");
            Err(String::from_utf8_lossy(&bytes[fault.offset()..]).lines().next().unwrap().to_owned())
        }
    }
}

fn sdp(body: &'static str) -> Made {
    Made::Part("Content-Type: application/sdp", body)
}

const ISUP: &str = "Content-Type: application/ISUP | Content-Disposition: signal;handling=optional";

#[test]
fn a_body_of_one_part_is_for_its_purpose() {
    let ok = |body: &str| Ok(Some(body.to_owned()));
    for (made, wanted) in [
        (sdp("a"), ok("a")),
        (Made::Part("c: Application/SDP;charset=x", "a"), ok("a")),
        (Made::Part("Content-Type: application/sdp | Content-Disposition: SESSION", "a"), ok("a")),
        // N062.
        (Made::Part("Content-Type: application/sdp | Content-Disposition: early-session", "a"), Ok(None)),
        (Made::Part("Content-Type: application/sdp | Content-Disposition: render", "a"), Ok(None)),
        (Made::Part("Content-Type: text/plain", "a"), Ok(None)),
        (Made::Part("Content-Type: application/sdpng | Content-Disposition: session", "a"), Err("application/sdpng".into())),
        (
            Made::Part("Content-Type: application/sdpng | Content-Disposition: session;handling=required", "a"),
            Err("application/sdpng".into()),
        ),
        (Made::Part("Content-Type: application/sdpng | Content-Disposition: session;handling=optional", "a"), Ok(None)),
        (Made::Part("Content-Type: application/sdp | Content-Encoding: gzip", "a"), Err("application/sdp".into())),
        (Made::Part("Content-Type: application/sdp | Content-Encoding: identity", "a"), ok("a")),
        (sdp(""), Ok(None)),
    ] {
        assert_eq!(found(&made, &SESSION), wanted, "{:?}", made.written(0));
    }
    let early = Made::Part("Content-Type: application/sdp | Content-Disposition: early-session", "a");
    assert_eq!(found(&early, &Wants::new("early-session", &["application/*"])), ok("a"));
    assert_eq!(found(&Made::Part("Content-Type: text/html", "a"), &Wants::new("render", &["text/plain"])), Err("text/html".into()));
    assert!(Message::parse(b"INVITE sip:a SIP/2.0\r\nl: 1\r\n\r\na").unwrap().body_for(&SESSION).unwrap().is_none());
    assert!(Message::parse(b"INVITE sip:a SIP/2.0\r\nc: x\r\nl: 1\r\n\r\na").unwrap().body_for(&SESSION).is_err());
}

/// N059 to N061, and RFC 5621 §8.2 to §8.4.
#[test]
fn rfc_5621_section_8() {
    let mixed = |parts| Made::Many("mixed", parts);
    let alternative = |parts| Made::Many("alternative", parts);
    let ok = |body: &str| Ok(Some(body.to_owned()));
    let other = || Made::Part("Content-Type: application/sdpng | Content-Disposition: session", "n");
    let optional = || Made::Part("Content-Type: application/sdpng | Content-Disposition: session;handling=optional", "n");
    for (made, wanted) in [
        (mixed(vec![sdp("a"), Made::Part(ISUP, "i")]), ok("a")),
        (mixed(vec![Made::Part(ISUP, "i"), sdp("a")]), ok("a")),
        // A multipart body of an unknown subtype is as a mixed one (§4.2).
        (Made::Many("x-y", vec![sdp("a")]), ok("a")),
        (Made::Many("related", vec![sdp("a")]), ok("a")),
        // Two session descriptions: neither is the one.
        (mixed(vec![sdp("a"), sdp("b")]), Ok(None)),
        // The required part that is not understood decides (§8.4), wherever it stands.
        (mixed(vec![sdp("a"), other()]), Err("application/sdpng".into())),
        (mixed(vec![other(), sdp("a")]), Err("application/sdpng".into())),
        (mixed(vec![sdp("a"), optional()]), ok("a")),
        // What is required of a body that may be ignored is not (§8.2).
        (Made::Many("mixed | Content-Disposition: render;handling=optional", vec![other()]), Ok(None)),
        (mixed(vec![Made::Many("mixed | Content-Disposition: render;handling=optional", vec![other()]), sdp("a")]), ok("a")),
        // The last alternative that is understood (§6.1), whatever its handling (§8.3).
        (alternative(vec![sdp("a"), other()]), ok("a")),
        (alternative(vec![other(), sdp("a")]), ok("a")),
        (alternative(vec![sdp("a"), sdp("b")]), ok("b")),
        (alternative(vec![other(), optional()]), Err("application/sdpng".into())),
        (alternative(vec![optional()]), Err("application/sdpng".into())),
        (
            alternative(vec![Made::Many("mixed | Content-Disposition: render;handling=optional", vec![other()])]),
            Err("application/sdpng".into()),
        ),
        (Made::Many("alternative | Content-Disposition: session;handling=optional", vec![other()]), Ok(None)),
        // §4.1: a location object beside the alternatives.
        (mixed(vec![Made::Part("Content-Type: application/pidf+xml", "p"), alternative(vec![sdp("a"), other()])]), ok("a")),
        (alternative(vec![mixed(vec![sdp("a"), Made::Part(ISUP, "i")]), mixed(vec![other()])]), ok("a")),
        // A part of another purpose is another's matter; one that is referred to is the reference's (§9.4).
        (mixed(vec![Made::Part("Content-Type: application/sdp | Content-Disposition: by-reference", "r")]), Ok(None)),
        // Without a Content-Type a part is text.
        (mixed(vec![Made::Part("Content-Disposition: session", "t")]), Err("--b0".into())),
    ] {
        let found = found(&made, &SESSION);
        // The fault of a part without a Content-Type stands where the part begins.
        let found = found.map_err(|place| if place.starts_with("Content-Disposition") { "--b0".to_owned() } else { place });
        assert_eq!(found, wanted, "{}", made.written(0).1);
    }
    // The texts of a MESSAGE.
    let texts = alternative(vec![Made::Part("Content-Type: text/plain", "t"), Made::Part("Content-Type: text/html", "h")]);
    assert_eq!(found(&texts, &Wants::new("render", &["text/plain", "text/html"])), ok("h"));
    assert_eq!(found(&texts, &Wants::new("render", &["text/plain"])), ok("t"));
    assert_eq!(found(&texts, &SESSION), Ok(None));
}

/// The parser's limit is 4 by default; more than 8 are never looked into.
#[test]
fn what_is_too_deep_is_not_looked_into() {
    let nested = |depth: usize| (0..depth).fold(sdp("a"), |inner, _| Made::Many("mixed", vec![inner]));
    assert_eq!((found(&nested(4), &SESSION), found(&nested(5), &SESSION)), (Ok(Some("a".into())), Ok(None)));
    let parser = Parser::new().limits(Limits::new().with(Limit::MultipartDepth, 60));
    for (depth, is_found) in [(8, true), (9, false), (60, false)] {
        let bytes = nested(depth).message();
        assert_eq!(parser.parse(&bytes).unwrap().body_for(&SESSION).unwrap().is_some(), is_found, "{depth}");
    }
}
