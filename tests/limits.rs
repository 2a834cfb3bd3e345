//! Each limit: what is as large as it may be is taken, one more is an error of its own kind, and the parser says how much it was.

use std::iter::once;

use bytes::BytesMut;
use sipwire::header::{ProxyAuthenticate, Supported, WwwAuthenticate};
use sipwire::{Decoder, ErrorKind, Limit, Limits, Message, ParseError, Parser, Side, StatusCode, Step};

/// A limit, how much it is by default, and what to answer to more.
struct Bound {
    limit: Limit,
    default: u32,
    status: StatusCode,
    /// A message that has so much of it, and where the error stands if that is too much.
    of: fn(usize) -> (Vec<u8>, usize),
}

const REQUEST: &str = "BYE sip:a SIP/2.0\r\n";

/// A request whose rows are these; where they begin.
fn request(rows: &str) -> (Vec<u8>, usize) {
    (format!("{REQUEST}{rows}\r\nl: 0\r\n\r\n").into_bytes(), REQUEST.len())
}

/// A request with this row; where `part` begins in it.
fn row(row: String, part: &str) -> (Vec<u8>, usize) {
    let at = row.rfind(part).unwrap();
    let (bytes, start) = request(&row);
    (bytes, start + at)
}

/// So many of what `each` gives for the numbers from 0 on.
fn many(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

/// The part of the last number.
fn last(count: usize, each: impl Fn(usize) -> String) -> String {
    each(count - 1)
}

/// Rows of the length `bytes` altogether, line ends included, each shorter than a row may be.
fn filled(bytes: usize) -> String {
    let (rows, rest) = (bytes / 10_000, bytes % 10_000);
    let row = |length| format!("X-A: {}\r\n", "x".repeat(length - 7));
    // The last two share what is left.
    many(rows.saturating_sub(1), |_| row(10_000)) + &row(5_000) + &row(rest + 5_000)
}

fn multipart(depth: usize) -> Vec<u8> {
    let body = (0..depth).fold("\r\nend".to_owned(), |inner, level| {
        format!("c: multipart/mixed;boundary=b{level}\r\n\r\n--b{level}\r\n{inner}\r\n--b{level}--\r\n")
    });
    format!("{REQUEST}{body}").into_bytes()
}

const BOUNDS: &[Bound] = &[
    Bound {
        limit: Limit::Message,
        default: 65_535 + 1_048_576,
        status: StatusCode::MESSAGE_TOO_LARGE,
        of: |bytes| {
            let head = |body: usize| filled(60_000) + &format!("Content-Length: {body:07}");
            let (start, body) = (REQUEST.len() + head(0).len() + 4, "x".repeat(bytes));
            let body = &body[..bytes - start];
            (format!("{REQUEST}{}\r\n\r\n{body}", head(body.len())).into_bytes(), start)
        },
    },
    Bound {
        limit: Limit::Head,
        default: 65_535,
        status: StatusCode::MESSAGE_TOO_LARGE,
        // The empty line, which is not cut in half.
        of: |bytes| (format!("{REQUEST}{}l: 0\r\n\r\n", filled(bytes - REQUEST.len() - 8)).into_bytes(), bytes - 2),
    },
    Bound {
        limit: Limit::Body,
        default: 1_048_576,
        status: StatusCode::REQUEST_ENTITY_TOO_LARGE,
        of: |bytes| (format!("{REQUEST}l: {bytes}\r\n\r\n{}", "x".repeat(bytes)).into_bytes(), REQUEST.len() + 3),
    },
    Bound {
        limit: Limit::StartLine,
        default: 8_192,
        status: StatusCode::REQUEST_URI_TOO_LONG,
        of: |bytes| (format!("{:M<width$} sip:a SIP/2.0\r\nl: 0\r\n\r\n", "", width = bytes - 14).into_bytes(), 0),
    },
    Bound {
        limit: Limit::FieldValue,
        default: 16_384,
        status: StatusCode::MESSAGE_TOO_LARGE,
        of: |bytes| row(format!("X-A: \t {}y", "x".repeat(bytes - 1)), &format!("{}y", "x".repeat(bytes - 1))),
    },
    Bound {
        limit: Limit::FieldName,
        default: 256,
        status: StatusCode::BAD_REQUEST,
        of: |bytes| request(&format!("{}: x", "X".repeat(bytes))),
    },
    Bound {
        limit: Limit::Folds,
        default: 64,
        status: StatusCode::BAD_REQUEST,
        of: |lines| request(&format!("X-A: x{}", "\r\n x".repeat(lines))),
    },
    Bound {
        limit: Limit::LeadingCrlf,
        default: 1_024,
        status: StatusCode::BAD_REQUEST,
        // Two bytes at a time: one over is two over.
        of: |bytes| (("\r\n".repeat(bytes.div_ceil(2)) + REQUEST + "l: 0\r\n\r\n").into_bytes(), bytes.div_ceil(2) * 2),
    },
    Bound {
        limit: Limit::Rows,
        default: 256,
        status: StatusCode::MESSAGE_TOO_LARGE,
        of: |rows| {
            let before = many(rows - 1, |_| "X-A: x\r\n".into());
            (format!("{REQUEST}{before}l: 0\r\n\r\n").into_bytes(), REQUEST.len() + before.len())
        },
    },
    Bound {
        limit: Limit::Elements,
        default: 128,
        status: StatusCode::MESSAGE_TOO_LARGE,
        of: |count| {
            row(
                many(count, |place| format!("{}o{place}", ["\r\nSupported: ", ", "][place.min(1)]))[2..].into(),
                &last(count, |place| format!("o{place}")),
            )
        },
    },
    Bound {
        limit: Limit::Challenges,
        default: 16,
        status: StatusCode::BAD_REQUEST,
        of: |count| row(many(count, |_| "\r\nWWW-Authenticate: Digest a=b".into())[2..].into(), "Digest"),
    },
    Bound {
        limit: Limit::MultipartDepth,
        default: 4,
        status: StatusCode::BAD_REQUEST,
        of: |depth| {
            let bytes = multipart(depth);
            // The innermost has too much around it.
            let at = bytes.windows(9).rposition(|bytes| bytes == b";boundary").unwrap();
            (bytes, at)
        },
    },
    Bound {
        limit: Limit::Parts,
        default: 64,
        status: StatusCode::BAD_REQUEST,
        of: |parts| {
            let body = many(parts, |_| "--b\r\n\r\nx\r\n".into());
            let message = format!("{REQUEST}c: multipart/mixed;boundary=b\r\n\r\n{body}--b--");
            (message.clone().into_bytes(), message.rfind("\r\nx").unwrap())
        },
    },
    Bound {
        limit: Limit::Uri,
        default: 4_096,
        status: StatusCode::REQUEST_URI_TOO_LONG,
        of: |bytes| (format!("BYE sip:{}@a SIP/2.0\r\nl: 0\r\n\r\n", "u".repeat(bytes - 6)).into_bytes(), 4),
    },
    Bound {
        limit: Limit::Params,
        default: 64,
        status: StatusCode::MESSAGE_TOO_LARGE,
        of: |count| row("To: <sip:a>".to_owned() + &many(count, |place| format!(";p{place}")), &last(count, |place| format!("p{place}"))),
    },
    Bound {
        limit: Limit::ParamName,
        default: 256,
        status: StatusCode::BAD_REQUEST,
        of: |bytes| row(format!("To: <sip:a>;{}=x", "p".repeat(bytes)), &"p".repeat(bytes)),
    },
    Bound {
        limit: Limit::ParamValue,
        default: 8_192,
        status: StatusCode::BAD_REQUEST,
        of: |bytes| row(format!("To: <sip:a>;p={}", "v".repeat(bytes)), &"v".repeat(bytes)),
    },
    Bound {
        limit: Limit::UriParams,
        default: 64,
        status: StatusCode::BAD_REQUEST,
        of: |count| row(format!("To: <sip:a{}>", many(count, |place| format!(";p{place}"))), &last(count, |place| format!("p{place}"))),
    },
    Bound {
        limit: Limit::UriHeaders,
        default: 32,
        status: StatusCode::BAD_REQUEST,
        of: |count| {
            row(
                format!("Contact: <sip:a{}>", many(count, |place| format!("{}h{place}=x", ["?", "&"][place.min(1)]))),
                &last(count, |place| format!("h{place}")),
            )
        },
    },
    Bound {
        limit: Limit::Quoted,
        default: 8_192,
        status: StatusCode::BAD_REQUEST,
        of: |bytes| row(format!("To: \"{}\" <sip:a>", "q".repeat(bytes)), &format!("\"{}", "q".repeat(bytes))),
    },
    Bound {
        limit: Limit::CommentDepth,
        default: 8,
        status: StatusCode::BAD_REQUEST,
        of: |depth| row(format!("Retry-After: 1 {}x{}", "(".repeat(depth), ")".repeat(depth)), "("),
    },
    Bound {
        limit: Limit::AuthParams,
        default: 32,
        status: StatusCode::BAD_REQUEST,
        of: |count| {
            row(
                format!("WWW-Authenticate: Digest {}", &many(count, |place| format!(", p{place}=x"))[2..]),
                &last(count, |place| format!("p{place}")),
            )
        },
    },
];

/// The first error that whoever reads all of a message is told.
fn first_error(parser: &Parser, input: &[u8]) -> Option<ParseError> {
    let message = match parser.parse(input) {
        Ok(message) => message,
        Err(error) => return Some(error),
    };
    let headers = message.headers();
    let of_lists = [
        headers.all::<Supported>().find_map(Result::err),
        headers.all::<WwwAuthenticate>().find_map(Result::err),
        headers.all::<ProxyAuthenticate>().find_map(Result::err),
    ];
    let of_body = match message.multipart() {
        Ok(body) => body.and_then(|body| body.walk().find_map(Result::err)),
        Err(error) => Some(error),
    };
    let of_uri = message.as_request().and_then(|request| request.uri().err());
    let of_rows = headers.iter().flat_map(|row| row.values()).filter_map(Result::err);
    of_rows.chain(of_lists.into_iter().flatten()).chain(of_body).chain(of_uri).min_by_key(ParseError::offset)
}

#[test]
fn what_is_at_its_limit_is_taken_and_one_more_is_an_error_of_its_kind() {
    for &Bound { limit, default, status, of } in BOUNDS {
        // By default the head and the body have their own limits before the message has.
        let smaller = if limit == Limit::Message { 70_000 } else { default };
        for limits in [Limits::new().with(limit, smaller), Limits::unlimited_for_trusted_input().with(limit, smaller)] {
            let parser = Parser::new().limits(limits);
            let (most, (more, offset)) = (of(smaller as usize).0, of(smaller as usize + 1));
            assert_eq!(first_error(&parser, &most), None, "{limit:?}");
            let error = first_error(&parser, &more).unwrap_or_else(|| panic!("{limit:?}: one more is taken"));
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Limit(limit), offset), "{limit:?}");
            assert_eq!((error.status_owed(), parser.limits_in_force().get(limit)), (Some(status), smaller), "{limit:?}");
            assert_eq!(error.to_string(), format!("too many {} at byte {offset}", limit.as_str()));
            // Where nothing is limited, nothing is wrong.
            assert_eq!(first_error(&parser.limits(limits.with(limit, u32::MAX)), &more), None, "{limit:?}");
        }
    }
}

#[test]
fn every_limit_has_its_default_and_its_test() {
    assert!(Limit::ALL.iter().eq(BOUNDS.iter().map(|bound| &bound.limit)));
    for bound in BOUNDS {
        assert_eq!(Limits::new().get(bound.limit), bound.default, "{:?}", bound.limit);
    }
}

/// The limits that say where a message ends hold on streams too, byte by byte, and before more is buffered than they take.
#[test]
fn streams_are_refused_before_they_are_buffered() {
    let framing =
        [Limit::Message, Limit::Head, Limit::Body, Limit::StartLine, Limit::FieldValue, Limit::FieldName, Limit::Folds, Limit::Rows];
    for &Bound { limit, default, of, .. } in BOUNDS.iter().filter(|bound| framing.contains(&bound.limit)) {
        let smaller = if limit == Limit::Message { 70_000 } else { default };
        let parser = Parser::new().limits(Limits::new().with(limit, smaller));
        let (most, (more, offset)) = (of(smaller as usize).0, of(smaller as usize + 1));
        let mut decoder = Decoder::new(parser, Side::Accepted);
        let mut buffer = BytesMut::from(&most[..]);
        assert!(matches!(decoder.decode(&mut buffer), Ok(Some(_))) && buffer.is_empty(), "{limit:?}");

        let mut refused = None;
        for there in 1..=more.len() {
            match decoder.next(&more[..there]) {
                Ok(Step::Need(_)) => {}
                Ok(step) => panic!("{limit:?}: {step:?}"),
                Err(error) => {
                    refused = Some((error, there));
                    break;
                }
            }
        }
        let (error, there) = refused.unwrap_or_else(|| panic!("{limit:?}: nothing is wrong"));
        assert_eq!((error.kind(), error.at()), (ErrorKind::Limit(limit), (most.len() + offset) as u64), "{limit:?}");
        // A line or head that is too long is known by the byte that is one too many, or by the one behind what may be half a line end;
        // all else when the head is whole.
        let head = more.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
        let known = if matches!(limit, Limit::StartLine | Limit::Head) { smaller as usize + 2 } else { head };
        assert!(there <= known, "{limit:?}: {there}");
    }
}

/// What never ends is not waited for.
#[test]
fn what_has_no_end_is_refused_at_a_limit() {
    let parser = Parser::new();
    let head = Limits::new().get(Limit::Head) as usize;
    let line = Limits::new().get(Limit::StartLine) as usize;
    for (name, before, again, most) in [
        ("a method", "", "M", line),
        ("a Request-URI", "BYE ", "u", line),
        ("a reason phrase", "SIP/2.0 200 ", "r", line),
        ("rows", REQUEST, "X-A: x\r\n", head),
        ("a row", REQUEST, "X", head),
        ("folds", REQUEST, "X-A: x\r\n ", head),
        ("rows without a colon", REQUEST, "x\r\n", head),
    ] {
        let mut decoder = Decoder::new(parser, Side::Accepted);
        let mut buffer = BytesMut::new();
        let bytes = before.bytes().chain(again.bytes().cycle());
        let read = bytes.take(2 * head).take_while(|&byte| {
            buffer.extend_from_slice(&[byte]);
            decoder.decode(&mut buffer).is_ok_and(|frame| frame.is_none())
        });
        let read = read.count();
        assert!(decoder.finish(&buffer).is_err() && read <= most + 2, "{name}: {read}");
    }
}

/// Bodies are not waited for either, and no Content-Length makes room for them.
#[test]
fn a_body_that_is_too_long_is_refused_with_its_head() {
    for length in once(1_048_577u64).chain([u64::from(u32::MAX), 1 << 32, u64::MAX]) {
        let head = format!("{REQUEST}l: {length}\r\n\r\n");
        let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
        assert!(matches!(decoder.next(&head.as_bytes()[..head.len() - 1]), Ok(Step::Need(1))));
        let error = decoder.next(head.as_bytes()).unwrap_err();
        let status = if length <= u64::from(u32::MAX) { StatusCode::REQUEST_ENTITY_TOO_LARGE } else { StatusCode::BAD_REQUEST };
        assert_eq!((error.at(), error.status_owed()), (REQUEST.len() as u64 + 3, Some(status)));
        assert!(Message::parse(head.as_bytes()).is_err());
    }
}

/// The first half of a line end is no part of the line.
#[test]
fn a_start_line_may_be_cut_behind_its_last_byte() {
    let parser = Parser::new().limits(Limits::new().with(Limit::StartLine, REQUEST.len() as u32 - 2));
    let line = REQUEST.as_bytes();
    for cut in [line.len() - 2, line.len() - 1, line.len()] {
        assert_eq!(parser.parse(&line[..cut]).unwrap_err().kind(), ErrorKind::Truncated, "{cut}");
    }
    assert_eq!(parser.parse(b"BYE sip:ab SIP/2.0").unwrap_err().kind(), ErrorKind::Limit(Limit::StartLine));
}

/// A fragment is as long as a message may be.
#[test]
fn a_fragment_over_the_limit_on_messages_is_not_read() {
    let parser = Parser::new().limits(Limits::new().with(Limit::Message, 28));
    let fragment = "To: <sip:a>\r\nCSeq: 1 BYE\r\n\r\nx";
    let taken = parser.sipfrag(&fragment.as_bytes()[..28]);
    assert_eq!((taken.headers().len(), taken.body(), taken.errors()), (2, &b"x"[..0], &[][..]));
    let refused = parser.sipfrag(fragment.as_bytes());
    assert!(matches!(refused.errors(), [error] if (error.kind(), error.offset()) == (ErrorKind::Limit(Limit::Message), 0)));
    assert_eq!((refused.headers().len(), refused.has_start_line(), refused.body()), (0, false, fragment.as_bytes()));
    // By default that is more than a mebibyte.
    let long = [b"X: y\r\n\r\n", &[b'x'; 1_114_200][..]].concat();
    assert_eq!(Parser::new().sipfrag(&long).errors()[0].kind(), ErrorKind::Limit(Limit::Message));
    // The fragment that a message has for its body is as long as that.
    let message = format!("NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\n\r\n{fragment}");
    assert!(Message::parse(message.as_bytes()).unwrap().sipfrag().unwrap().errors().is_empty());
}
