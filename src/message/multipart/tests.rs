use super::*;
use crate::header::{ContentDisposition, ContentTransferEncoding};
use crate::message::Message;
use crate::profile::Limits;
use alloc::format;
use alloc::string::{String, ToString};

/// How many rows a part has, and its body; or what was expected in its place, and where.
type Found = Result<(usize, String), (Option<Expected>, usize)>;

/// What is in a body.
fn parts(boundary: &str, body: &str, leniency: Leniency) -> Vec<Found> {
    let media = format!("multipart/mixed;boundary=\"{boundary}\"");
    let media = MediaType::parse(media.as_bytes()).unwrap();
    let multipart = Parser::new().leniency(leniency).multipart(&media, body.as_bytes()).unwrap();
    let shown = |part: Part<'_>| (part.headers().len(), String::from_utf8(part.body().to_vec()).unwrap());
    let wrong = |error: ParseError| match error.kind() {
        ErrorKind::Expected(what) => (Some(what), error.offset()),
        _ => (None, error.offset()),
    };
    multipart.parts().map(|part| part.map(shown).map_err(wrong)).collect()
}

fn ok(rows: usize, body: &str) -> Found {
    Ok((rows, body.to_string()))
}

#[test]
fn parts_begin_and_end_at_delimiters() {
    for (body, found) in [
        ("--b\r\n\r\none\r\n--b--", vec![ok(0, "one")]),
        ("--b\r\n\r\none\r\n--b--\r\n", vec![ok(0, "one")]),
        ("--b \t\r\nA: 1\r\n\r\none\r\n--b-- \t \r\nend", vec![ok(1, "one")]),
        ("before\r\n--b\r\n\r\none\r\n\r\n--b\r\nA: 1\r\nB:\r\n 2\r\n\r\n\r\ntwo\r\n--b--", vec![ok(0, "one\r\n"), ok(2, "\r\ntwo")]),
        // What only begins like a delimiter, or does not begin a line.
        (
            "--b\r\n\r\n--bb\r\n --b\r\n--b-\r\n--b-- x\r\n--b x\r\n--B\r\n-b\r\n\n--b\r\n--b--",
            vec![ok(0, "--bb\r\n --b\r\n--b-\r\n--b-- x\r\n--b x\r\n--B\r\n-b\r\n\n--b")],
        ),
        // Nothing between delimiters, rows alone, an empty body.
        (
            "--b\r\n--b\r\n\r\n--b\r\nA: 1\r\n--b\r\nA: 1\r\n\r\n--b\r\nA: 1\r\n\r\n\r\n--b--",
            vec![ok(0, ""), ok(0, ""), ok(1, ""), ok(1, ""), ok(1, "")],
        ),
        // Behind the closing delimiter there is no part.
        ("--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--", vec![ok(0, "one")]),
    ] {
        assert_eq!(parts("b", body, Leniency::NONE), found, "{body:?}");
    }
}

#[test]
fn what_is_wrong_has_a_place() {
    let wrong = |what, at| Err((Some(what), at));
    for (body, found) in [
        ("", vec![wrong(Expected::Delimiter, 0)]),
        ("no delimiter", vec![wrong(Expected::Delimiter, 12)]),
        ("x\r\n--b--", vec![wrong(Expected::Delimiter, 1)]),
        ("--b", vec![wrong(Expected::Delimiter, 3)]),
        ("--b\r\n\r\none", vec![wrong(Expected::ClosingDelimiter, 10)]),
        ("--b\r\n\r\none\r\n--b", vec![wrong(Expected::ClosingDelimiter, 15)]),
        ("--b\r\n\r\none\r\n--b\r\n\r\ntwo", vec![ok(0, "one"), wrong(Expected::ClosingDelimiter, 22)]),
        // Behind a part that is wrong comes the next.
        ("--b\r\nno colon\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--", vec![wrong(Expected::Colon, 7), ok(0, "two")]),
        ("--b\r\n A: 1\r\n\r\n--b\r\n\r\ntwo\r\n--b--", vec![wrong(Expected::Unfolded, 5), ok(0, "two")]),
        ("--b\r\nA: \0\r\n\r\n--b--", vec![wrong(Expected::Text, 8)]),
        ("--b\r\nA: 1\n\r\n\r\n--b--", vec![wrong(Expected::EndOfLine, 9)]),
        ("--b\r\nA: 1\r\r\n--b--", vec![wrong(Expected::EndOfLine, 9)]),
    ] {
        assert_eq!(parts("b", body, Leniency::NONE), found, "{body:?}");
    }
}

#[test]
fn leniencies() {
    for (body, found) in [
        ("--b\r\n\r\none", vec![ok(0, "one")]),
        // A last delimiter without its hyphens closes all the same: no part begins behind it.
        ("--b\r\n\r\none\r\n--b", vec![ok(0, "one")]),
        ("--b\r\n\r\none\r\n--b \t", vec![ok(0, "one")]),
        ("--b\r\n\r\none\r\n--b\r\n", vec![ok(0, "one")]),
        ("--b\r\n\r\none\r\n--b \r\n", vec![ok(0, "one")]),
        ("--b\r\n--b\r\n", vec![ok(0, "")]),
        ("--b\r\n--b", vec![ok(0, "")]),
        ("--b\r\n\r\none\r\n--b\r\n\r\n", vec![ok(0, "one"), ok(0, "")]),
        ("--b\r\n\r\none\r\n--b\r\n\r\ntwo", vec![ok(0, "one"), ok(0, "two")]),
        // No delimiter: LF alone, and a longer boundary.
        ("--b\r\n\r\none\n--b", vec![ok(0, "one\n--b")]),
        ("--b\r\n\r\none\r\n--bc", vec![ok(0, "one\r\n--bc")]),
    ] {
        assert_eq!(parts("b", body, Leniency::NO_CLOSING_DELIMITER), found, "{body:?}");
    }
    let feeds = "x\n--b\nA: 1\n\none\n\n--b \n\ntwo\r\n--b--\n";
    assert_eq!(parts("b", feeds, Leniency::LF_LINE_ENDS), [ok(1, "one\n"), ok(0, "two")]);
    assert_eq!(parts("b", feeds, Leniency::NONE), [Err((Some(Expected::Delimiter), feeds.len()))]);
}

#[test]
fn boundaries() {
    let of = |value: &str| {
        let media = format!("multipart/mixed;a=b;boundary={value}");
        let media = MediaType::parse(media.as_bytes()).unwrap();
        Multipart::parse(&media, b"--a b\\?\r\n\r\n\r\n--a b\\?--")
            .map(|found| found.boundary().to_string())
            .map_err(|error| error.offset() - 29)
    };
    let longest = "b".repeat(70);
    for value in ["b", "'()+_,-./:=?", "a b", &longest, "++"] {
        assert_eq!(of(&format!("\"{value}\"")).as_deref(), Ok(value));
    }
    assert_eq!(of("token").as_deref(), Ok("token"));
    for (value, at) in [
        ("\"\"", 1),
        ("\"b \"", 1),
        ("\"a\\\\\"", 3),
        ("\"a*b\"", 2),
        ("\"\u{e9}\"", 1),
        ("\"a\\\0\"", 3),
        ("a%b", 1),
        (&longest.replace("bb", "bbb"), 70),
        ("b;Boundary=b", 2),
    ] {
        assert_eq!(of(value), Err(at), "{value}");
    }
    let missing = MediaType::parse(b"multipart/mixed;a=b").unwrap();
    let error = Multipart::parse(&missing, b"").unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::MissingParam(KnownParam::Boundary), 15));
    // A quoted pair in a boundary stands for its byte.
    assert_eq!(parts("\\b", "--b\r\n\r\none\r\n--b--", Leniency::NONE), [ok(0, "one")]);
}

const NESTED: &[u8] = b"INVITE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=out\r\n\r\n\
    --out\r\nContent-Type: multipart/related;boundary=outer\r\nContent-Disposition: session;handling=optional\r\n\r\n\
    --outer\r\nContent-ID: <1@a>\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\r\r\n--outer--\r\n--out\r\n\
    Content-Type: multipart/mixed\r\n\r\n--x--\r\n--out\r\nl: 700\r\nc: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n--out--";

#[test]
fn bodies_in_bodies() {
    let message = Message::parse(NESTED).unwrap();
    let multipart = message.multipart().unwrap().unwrap();
    let walked: Vec<_> =
        multipart.walk().map(|part| part.map(|part| (part.depth(), part.body().len())).map_err(|error| error.kind())).collect();
    assert_eq!(walked, [Ok((1, 78)), Ok((2, 2)), Ok((1, 5)), Err(ErrorKind::MissingParam(KnownParam::Boundary)), Ok((1, 14))]);
    let inner = multipart.part_with_id("1@a").unwrap();
    assert_eq!((inner.body(), inner.depth()), (&b"\0\r"[..], 2));
    assert!(inner.headers().require::<ContentTransferEncoding<'_>>().unwrap().as_bytes() == b"binary");
    assert!(multipart.part_with_id("2@a").is_none());
    let first = multipart.parts().next().unwrap().unwrap();
    assert_eq!(first.headers().require::<ContentDisposition<'_>>().unwrap().is_required(), Ok(false));
    assert_eq!(first.multipart().unwrap().unwrap().depth(), 2);
    let last = multipart.parts().last().unwrap().unwrap();
    assert_eq!(last.sipfrag().unwrap().status().unwrap().as_u16(), 200);
    assert!(first.sipfrag().is_none() && last.multipart().unwrap().is_none());
    // Offsets are those of the message.
    let row = first.headers().iter().next().unwrap();
    assert!(NESTED[row.offset()..].starts_with(b"Content-Type: multipart/related"));
}

#[test]
fn depth_and_parts_are_limited() {
    let parser = |limit, most| Parser::new().limits(Limits::new().with(limit, most));
    let error = |parser: Parser| {
        let message = parser.parse(NESTED).unwrap();
        message.multipart().map(|multipart| multipart.unwrap().walk().find_map(Result::err)).unwrap_or_else(Some)
    };
    assert_eq!(error(parser(Limit::MultipartDepth, 0)).map(|error| error.kind()), Some(ErrorKind::Limit(Limit::MultipartDepth)));
    let deep = error(parser(Limit::MultipartDepth, 1)).unwrap();
    assert_eq!((deep.kind(), &NESTED[deep.offset()..][..9]), (ErrorKind::Limit(Limit::MultipartDepth), &b";boundary"[..]));
    let many = error(parser(Limit::Parts, 1)).unwrap();
    assert_eq!((many.kind(), &NESTED[many.offset()..][..13]), (ErrorKind::Limit(Limit::Parts), &b"Content-Type:"[..]));
}

#[test]
fn what_stands_around_the_parts() {
    let media = MediaType::parse(b"multipart/digest;boundary=b").unwrap();
    for (body, preamble, epilogue) in [
        (&b"pre\r\n--b\r\n\r\n--b--\r\nepi\r\n--b"[..], &b"pre"[..], Some(&b"epi\r\n--b"[..])),
        (b"--b\r\n\r\n--b--", b"", Some(b"")),
        (b"\r\n--b\r\n\r\n", b"", None),
        (b"none", b"none", None),
    ] {
        let multipart = Multipart::parse(&media, body).unwrap();
        assert_eq!((multipart.preamble(), multipart.epilogue(), multipart.as_bytes()), (preamble, epilogue, body));
    }
    let part = Multipart::parse(&media, b"--b\r\n\r\n--b--").unwrap().parts().next().unwrap().unwrap();
    assert!(part.media_type().unwrap().is("message", "rfc822") && part.as_bytes().is_empty());
}

#[test]
fn what_is_taken_of_a_body_is_listed_for_requests_and_responses() {
    let parser = Parser::new().leniency(Leniency::ALL);
    for line in ["INFO sip:a SIP/2.0", "SIP/2.0 200 OK"] {
        let input = format!("{line}\r\nc: multipart/mixed;boundary=b\r\n\r\n--b\r\n\r\none");
        let message = parser.parse(input.as_bytes()).unwrap();
        let listed: Vec<_> = message.diagnostics().map(|found| (found.leniency(), found.offset())).collect();
        assert_eq!(listed, [(Leniency::NO_CLOSING_DELIMITER, input.len())]);
    }
}
