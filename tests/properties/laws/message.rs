//! The laws of whole messages.

use bytes::Bytes;
use sipwire::{
    BuildErrorKind, DiagnosticKind, ErrorKind, Header, HeaderName, Headers, Leniency, Limit, Limits, Message, OwnedMessage, Parser,
    Partial, Request, Response,
};

use super::{bodies, debugs, differential, headers, is_inside, is_printable, leniency, offset_in, prints, rules, uri};

pub(super) const STRICT: Parser = Parser::new();
pub(super) const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);
pub(super) const UNLIMITED: Parser = Parser::new().limits(Limits::unlimited_for_trusted_input());
/// So little that most messages are over some limit.
pub(super) const TIGHT: Parser = Parser::new().limits(
    Limits::new()
        .with(Limit::Message, 700)
        .with(Limit::Head, 600)
        .with(Limit::Body, 200)
        .with(Limit::StartLine, 60)
        .with(Limit::FieldValue, 150)
        .with(Limit::FieldName, 12)
        .with(Limit::Rows, 10)
        .with(Limit::Folds, 1)
        .with(Limit::LeadingCrlf, 4)
        .with(Limit::Elements, 2)
        .with(Limit::MultipartDepth, 1)
        .with(Limit::Parts, 2)
        .with(Limit::Params, 2)
        .with(Limit::Uri, 30)
        .with(Limit::AuthParams, 3),
);

/// The laws that every input obeys, under several profiles.
pub fn message(input: &[u8]) {
    for parser in [STRICT, LENIENT, UNLIMITED, TIGHT, Parser::new().leniency(some_leniency(input))] {
        // What is within the limits is the same without them.
        if parser == UNLIMITED && STRICT.parse(input).is_ok() {
            continue;
        }
        let partial = parser.partial(input);
        broken(&partial, input);
        rules::answered(&partial.headers());
        match parser.parse(input) {
            Ok(message) => {
                agrees(&message, &partial);
                framing(&parser, &message, input);
                owned(&parser, &message, input);
                rebuilt(&message);
                bodies::of_message(&message, input, &parser);
                rules::followed(&message);
                accessors(&message, input);
                let diagnostics = message.diagnostics().inspect(|found| assert!(found.offset() <= input.len())).inspect(prints);
                let lenient = diagnostics.filter(|found| found.kind() != DiagnosticKind::RepeatedParam).count();
                assert!(lenient == 0 || !parser.leniency_in_force().is_none());
            }
            // The error that `parse` gives is the first there is.
            Err(error) => assert_eq!(partial.errors().first(), Some(&error), "{:?}", partial.errors()),
        }
        headers::headers(&partial.headers(), input, &parser);
    }
    leniency::widens(input);
    differential(input);
}

/// Flags that follow from the bytes: about half of them.
pub(super) fn some_leniency(input: &[u8]) -> Leniency {
    let mut hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    hash ^= hash >> 29;
    let chosen = Leniency::ALL.flags().enumerate().filter(|(place, _)| hash >> (place % 64) & 1 == 1);
    chosen.fold(Leniency::NONE, |all, (_, flag)| all.with(flag))
}

/// Every row as offsets and bytes.
pub(super) fn rows<'a>(headers: &Headers<'_, 'a>, base: usize) -> Vec<(usize, &'a [u8], usize, &'a [u8])> {
    headers.iter().map(|row| (row.offset() - base, row.wire_name(), row.value_offset() - base, row.as_bytes())).collect()
}

/// What is true of whatever is left of a message.
pub(super) fn broken(partial: &Partial<'_>, input: &[u8]) {
    debugs(partial);
    assert!(partial.errors().is_sorted_by_key(|error| error.offset()));
    partial.errors().iter().for_each(|error| is_inside(error, input));
    let start = offset_in(input, partial.start_line());
    let mut end = start + partial.start_line().len();
    for row in partial.headers() {
        assert!(end <= row.offset() && offset_in(input, row.wire_name()) == row.offset());
        assert!(row.offset() + row.wire_name().len() < row.value_offset() && offset_in(input, row.as_bytes()) == row.value_offset());
        end = row.value_offset() + row.as_bytes().len();
    }
    let body = offset_in(input, partial.body());
    assert!(end <= body && input[body..].ends_with(partial.trailing()));
    assert_eq!(body + partial.body().len() + partial.trailing().len(), input.len());
    match partial.uri() {
        Some(Ok(parsed)) => drop(uri::facts(&parsed)),
        Some(Err(error)) => is_inside(&error, input),
        None => {}
    }
    assert_eq!(partial.raw_uri().is_some(), partial.uri().is_some());
    assert!(!(partial.is_response() && partial.method().is_some()) && (partial.status().is_none() || partial.is_response()));
    partial.reason().iter().for_each(prints);
    partial.method().iter().for_each(prints);
}

/// What `parse` takes, `partial` gives too.
fn agrees(message: &Message<'_>, partial: &Partial<'_>) {
    assert_eq!(partial.errors(), []);
    assert_eq!(rows(&message.headers(), 0), rows(&partial.headers(), 0));
    assert_eq!((message.body(), message.trailing()), (partial.body(), partial.trailing()));
    assert_eq!(partial.version(), Some(message.version()));
    match message {
        Message::Request(request) => {
            assert_eq!((partial.method(), partial.raw_uri()), (Some(request.method()), Some(request.raw_uri())));
            assert!(!partial.is_response() && partial.uri() == Some(request.uri()));
        }
        Message::Response(response) => {
            assert_eq!((partial.status(), partial.reason()), (Some(response.status()), Some(response.reason())));
            assert!(partial.is_response());
        }
    }
}

/// A message is neither shorter nor longer than it says, whatever else the buffer holds.
fn framing(parser: &Parser, message: &Message<'_>, input: &[u8]) {
    let whole = message.as_bytes();
    let start = offset_in(input, whole);
    assert_eq!(&input[start + whole.len()..], message.trailing());
    assert!(input[..start].iter().all(|b| matches!(b, b'\r' | b'\n')));
    let same = |bytes: &[u8]| {
        let again = parser.parse(bytes).expect("the same message");
        assert_eq!(rows(&again.headers(), 0), rows(&message.headers(), start));
        assert_eq!((again.as_bytes(), again.body()), (whole, message.body()));
        again.trailing().len()
    };
    assert_eq!(same(whole), 0);
    let has_length = message.headers().iter().any(|row| row.name() == "Content-Length");
    if has_length {
        for behind in [&b"\r\n"[..], b" ", b"\0", input] {
            assert_eq!(same(&[whole, behind].concat()), behind.len());
        }
    } else {
        assert_eq!(message.trailing(), b"");
    }
    // Cut short, it is cut short: at every byte, or at some of a long one.
    let head = whole.len() - message.body().len();
    for cut in (0..whole.len()).step_by(1 + whole.len() / 64) {
        match parser.parse(&whole[..cut]) {
            Ok(shorter) => {
                assert!(!has_length && cut >= head);
                assert_eq!((rows(&shorter.headers(), 0), shorter.body()), (rows(&message.headers(), start), &whole[head..cut]));
            }
            Err(error) => {
                assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, cut));
                assert!(has_length || cut < head);
            }
        }
    }
}

/// The owned message is the borrowed one.
fn owned(parser: &Parser, message: &Message<'_>, input: &[u8]) {
    let start = offset_in(input, message.as_bytes());
    let same = |owned: &OwnedMessage, base: usize| {
        let view = owned.as_message();
        assert_eq!(rows(&owned.headers(), 0), rows(&view.headers(), 0));
        assert_eq!(rows(&owned.headers(), base), rows(&message.headers(), start));
        assert_eq!((owned.as_bytes(), owned.body()), (message.as_bytes(), message.body()));
        assert_eq!((view.as_bytes(), view.body(), view.version()), (message.as_bytes(), message.body(), message.version()));
        assert_eq!(owned.to_bytes(), message.as_bytes());
        assert_eq!(owned.to_string(), message.to_string());
        assert!(base != start || format!("{owned:?}") == format!("{message:?}"));
        for row in owned.headers() {
            assert_eq!(owned.slice_ref(row.as_bytes()).expect("a part of the buffer"), row.as_bytes());
        }
    };
    let owned = parser.parse_owned(Bytes::copy_from_slice(input)).expect("the same message");
    same(&owned, start);
    same(&owned.clone(), start);
    same(&owned.compact(), 0);
    same(&message.to_owned(), 0);
    assert_eq!(owned.compact().as_message().trailing(), b"");
}

/// The first row of a header that has a row before it and may stand once.
fn second<'a>(rows: &[Header<'a>]) -> Option<HeaderName<'a>> {
    let is_second = |place: usize| rows[place].name().is_single() && rows[..place].iter().any(|row| row.name() == rows[place].name());
    (0..rows.len()).find(|&place| is_second(place)).map(|place| rows[place].name())
}

/// A message built from the rows of another has its rows, in their order; a second row of a header that may stand once is not written.
fn rebuilt(message: &Message<'_>) {
    let mut builder = match message {
        Message::Request(request) => match request.uri() {
            Ok(uri) => Request::builder(request.method(), uri),
            Err(_) => Request::builder(request.method(), "sip:a"),
        },
        Message::Response(response) => Response::builder(response.status()),
    };
    let kept: Vec<_> = message.headers().iter().filter(|row| row.name() != "Content-Length").collect();
    builder.copy_all(kept.iter().copied());
    let built = match (builder.finish_with_body(message.body()), second(&kept)) {
        (Ok(built), None) => built,
        (Err(error), Some(name)) => {
            assert!(matches!(error.kind(), BuildErrorKind::Duplicate(id) if id.name() == Some(name)));
            return;
        }
        (built, name) => panic!("{built:?}, though {name:?} stands twice"),
    };
    let parsed = UNLIMITED.parse(built.as_bytes()).expect("what was written is a message");
    assert_eq!(rows(&built.headers(), 0), rows(&parsed.headers(), 0));
    assert_eq!((parsed.body(), parsed.trailing()), (message.body(), &b""[..]));
    assert_eq!(parsed.headers().len(), kept.len() + 1);
    for (before, after) in kept.iter().zip(parsed.headers()) {
        assert_eq!((before.wire_name(), &before.text().unescape()[..]), (after.wire_name(), after.as_bytes()));
    }
    match (message, &parsed) {
        (Message::Request(before), Message::Request(after)) => {
            assert_eq!(before.method(), after.method());
            assert!(before.uri().is_err() || before.raw_uri() == after.raw_uri());
        }
        (Message::Response(before), Message::Response(after)) => assert_eq!(before.status(), after.status()),
        _ => panic!("a request is a request"),
    }
}

fn accessors(message: &Message<'_>, input: &[u8]) {
    debugs(message);
    is_printable(&message.to_string(), true);
    match message {
        Message::Request(request) => {
            debugs(request);
            prints(&request.method());
            assert_eq!(offset_in(input, request.raw_uri()), request.uri_offset());
            match request.uri() {
                Ok(parsed) => drop(uri::facts(&parsed)),
                Err(error) => is_inside(&error, input),
            }
            assert_eq!((request.body(), request.as_bytes()), (message.body(), message.as_bytes()));
        }
        Message::Response(response) => {
            debugs(response);
            prints(&response.reason());
            prints(&response.status());
            assert_eq!((response.body(), response.as_bytes()), (message.body(), message.as_bytes()));
        }
    }
    assert_eq!(message.as_request().is_some(), message.as_response().is_none());
}
