//! What costs no allocation: parsing a message of ordinary size, reading every typed value of it, and the responses of Digest.

mod common;

use core::hint::black_box;

use allocation_counter::measure;
use bytes::{Bytes, BytesMut};
use common::accessors::accessors;
use common::answers::auth_params;
use common::tables;
use sipwire::header::{
    Allow, Authorization, CSeq, CallId, Contact, ContentLength, ContentType, Expires, From, MaxForwards, Path, ProxyAuthenticate,
    ProxyAuthorization, RecordRoute, Require, Route, Server, ServiceRoute, Supported, To, Unsupported, UserAgent, Via, WwwAuthenticate,
};
use sipwire::{
    AnyValue, AuthParams, Decoder, Fact, Frame, HeaderName, Headers, List, Message, OwnedMessage, Params, ParseError, Parser, Partial,
    Side, Single, Step, TypedHeader, Uri, header,
};

/// How often `what` allocates.
fn allocations(what: impl FnOnce()) -> u64 {
    measure(what).count_total
}

fn read_params(params: Params<'_>) {
    params.iter().for_each(|param| {
        black_box((param.name(), param.value().map(|value| value.unescape().len())));
    });
}

fn read_auth_params(params: &AuthParams<'_>) {
    params.iter().for_each(|param| {
        black_box((param.name(), param.value().unescape().len()));
    });
}

fn read_uri(uri: Uri<'_>) {
    black_box((uri.scheme(), uri.as_bytes()));
    let Some(sip) = uri.as_sip() else { return };
    black_box((sip.user(), sip.password(), sip.host(), sip.port(), sip.transport(), sip.method(), sip.user_param()));
    let _ = black_box((sip.maddr(), sip.ttl().unwrap(), sip.is_loose_router(), sip.is_outbound()));
    black_box((sip.params().iter().count(), sip.headers().iter().count(), sip.user().map(|user| user.unescape().len())));
}

/// Everything that a value tells. The list of its facts is on the heap: [`lists`] counts it.
fn read(value: &AnyValue<'_>) {
    for (name, fact) in value.facts() {
        match black_box(fact) {
            Fact::Text(text) => drop(black_box(text.unescape())),
            Fact::Error(error) => panic!("{name}: {error}"),
            _ => {}
        }
    }
    value.uri().into_iter().for_each(|uri| read_uri(uri.unwrap()));
    read_params(value.params());
    auth_params(value).into_iter().for_each(read_auth_params);
    let _ = black_box((value.verify(), value.as_bytes()));
    // What asks more than what is told.
    match value {
        AnyValue::Contact(contact) => contact.instance().unwrap().into_iter().for_each(read_uri),
        AnyValue::Identity(identity) => read_uri(identity.info().unwrap()),
        AnyValue::MediaType(media) => drop(black_box(media.is("text", "plain"))),
        AnyValue::MediaRange(range) => drop(black_box(range.matches("text", "plain"))),
        AnyValue::EventType(event) => drop(black_box(event.is("presence"))),
        AnyValue::Text(text) => drop(black_box((text.to_str().unwrap().len(), text.is("x")))),
        _ => {}
    }
}

/// How often the lists of the facts of these values allocate.
fn lists<'a>(values: impl Iterator<Item = AnyValue<'a>>) -> u64 {
    let list = |facts: Vec<(&'static str, Fact<'a>)>| {
        allocations(|| {
            let mut list = Vec::new();
            facts.iter().for_each(|fact| list.push(*black_box(fact)));
            black_box(list);
        })
    };
    values.map(|value| list(value.facts())).sum()
}

/// Every accessor that the header has beside those of its family.
fn read_own(name: HeaderName<'_>, value: &AnyValue<'_>) {
    macro_rules! ask {
        ($($header:ident: $($accessor:ident)*;)*) => {
            match name {
                $(HeaderName::$header => {
                    let value = header::Value::new(value.as_bytes()).unwrap();
                    let typed = <header::$header<'_> as TypedHeader<'_>>::parse(value).unwrap();
                    $(let _ = black_box(typed.$accessor());)*
                })*
                _ => {}
            }
        };
    }
    accessors!(ask);
}

/// How many rows of this header there are, each typed.
fn get<'a, H: TypedHeader<'a> + Single>(headers: Headers<'_, 'a>) -> usize {
    black_box(headers.get::<H>().unwrap()).iter().count()
}

/// How many elements of this header there are, each typed.
fn all<'a, H: TypedHeader<'a> + List>(headers: Headers<'_, 'a>) -> usize {
    black_box(headers.first::<H>().unwrap());
    headers.all::<H>().filter(|element| black_box(element).is_ok()).count()
}

/// How many typed values there are, each asked for by its type.
fn by_type(headers: Headers<'_, '_>) -> usize {
    let addresses = all::<Route>(headers) + all::<RecordRoute>(headers) + all::<Path>(headers) + all::<ServiceRoute>(headers);
    let tokens = all::<Allow>(headers) + all::<Supported>(headers) + all::<Require>(headers) + all::<Unsupported>(headers);
    let challenges = all::<WwwAuthenticate>(headers) + all::<ProxyAuthenticate>(headers);
    let credentials = all::<Authorization>(headers) + all::<ProxyAuthorization>(headers);
    let lists = all::<Via>(headers) + all::<Contact>(headers) + addresses + tokens + challenges + credentials;
    let singles = get::<From>(headers) + get::<To>(headers) + get::<CallId>(headers) + get::<CSeq>(headers);
    let numbers = get::<MaxForwards>(headers) + get::<Expires>(headers) + get::<ContentLength>(headers);
    let others = get::<ContentType>(headers) + get::<Server>(headers) + get::<UserAgent>(headers);
    lists + singles + numbers + others
}

/// How many typed values there are, each asked for by its row.
fn by_row(headers: Headers<'_, '_>) -> usize {
    typed(headers).map(|value| read(&value)).count()
}

/// Each value of each row.
fn typed<'a>(headers: Headers<'_, 'a>) -> impl Iterator<Item = AnyValue<'a>> {
    headers.iter().flat_map(|row| row.values()).map(Result::unwrap)
}

/// How many typed values each message has.
const VALUES: [usize; 5] = [23, 24, 7, 24, 6];

#[test]
fn parsing_and_reading_never_allocate() {
    for (case, values) in common::register().iter().zip(VALUES) {
        assert_eq!(allocations(|| drop(black_box(Message::parse(&case.bytes).unwrap()))), 0, "{}: to parse", case.name);
        let message = Message::parse(&case.bytes).unwrap();
        let mut found = (0, 0);
        let start_line = || match &message {
            Message::Request(request) => {
                black_box(request.method());
                read_uri(request.uri().unwrap());
            }
            Message::Response(response) => {
                black_box((response.status(), response.reason().unescape().len()));
            }
        };
        assert_eq!(allocations(start_line), 0, "{}: start line", case.name);
        assert_eq!(allocations(|| found.0 = by_type(message.headers())), 0, "{}: by type", case.name);
        let lists = lists(typed(message.headers()));
        assert_eq!(allocations(|| found.1 = by_row(message.headers())), lists, "{}: by row", case.name);
        // The counter counts nothing where nothing was read.
        assert_eq!(found, (values, values), "{}", case.name);
        assert_eq!(allocations(|| drop(black_box(message.clone()))), 0, "{}: to copy the view", case.name);
    }
}

/// A message of one row, for each header of the registry.
#[test]
fn reading_any_header_never_allocates() {
    let rows = tables::rows(env!("CARGO_MANIFEST_DIR").as_ref());
    for name in HeaderName::known() {
        // What is unescaped is on the heap if something in it is escaped.
        let is_plain = |row: &tables::Row| !row.value.contains(&b'\\');
        let is_wanted = |row: &&tables::Row| name == row.header.as_str() && row.error.is_none() && row.elements > 0 && is_plain(row);
        let row = rows.iter().filter(is_wanted).min_by_key(|row| row.facts.contains("=! ")).unwrap_or_else(|| panic!("{name}: no value"));
        let message = [b"OPTIONS sip:a SIP/2.0\r\n", row.header.as_bytes(), b": ", &row.value, b"\r\n\r\n"].concat();
        let lists = lists(typed(Message::parse(&message).unwrap().headers()));
        let mut values = 0;
        let read_all = || {
            let message = Message::parse(&message).unwrap();
            for value in message.headers().iter().flat_map(|row| row.values()) {
                let value = value.unwrap();
                read(&value);
                read_own(name, &value);
                values += 1;
            }
        };
        assert_eq!(allocations(read_all), lists, "{name}");
        assert!(values > 0, "{name}");
    }
}

#[test]
fn errors_do_not_allocate() {
    for case in common::messages("register/as-published") {
        let mut error: Option<ParseError> = None;
        assert_eq!(allocations(|| error = Message::parse(&case.bytes).err()), 0, "{}", case.name);
        assert!(error.is_some());
    }
    for case in common::register() {
        let parser = Parser::new();
        let mut partial: Option<Partial<'_>> = None;
        // The list of errors is empty, and its rows are those of the message.
        assert_eq!(allocations(|| partial = Some(parser.partial(&case.bytes))), 0, "{}", case.name);
        assert!(partial.unwrap().errors().is_empty());
    }
}

#[test]
fn owned_messages_allocate_once() {
    for (case, values) in common::register().iter().zip(VALUES) {
        let bytes = Bytes::from(case.bytes.clone());
        let mut owned = None;
        assert!(allocations(|| owned = Some(OwnedMessage::parse(bytes).unwrap())) <= 1, "{}", case.name);
        let owned = owned.unwrap();
        let mut found = (0, 0);
        let lists = lists(typed(owned.headers()));
        let read = || found = (by_type(owned.headers()), by_row(owned.as_message().headers()));
        assert_eq!(allocations(read), lists, "{}: to read", case.name);
        assert_eq!(found, (values, values), "{}", case.name);
        let mut copy = None;
        // What may be made is the count of references to a buffer that was a Vec.
        assert!(allocations(|| copy = Some(owned.clone())) <= 1, "{}: to clone", case.name);
        assert_eq!(allocations(|| drop(black_box(owned.clone()))), 0, "{}: to clone again", case.name);
    }
}

#[cfg(feature = "digest")]
#[test]
fn digest_never_allocates() {
    use core::time::Duration;
    use sipwire::digest::{Exchange, Expect, Ha1, Nonces, Outcome, Policy, Session, Verifier};
    use sipwire::{Algorithm, Challenge, Encode, Method, Qop};

    let (nonces, now) = (Nonces::new(&[7; 32], Duration::from_secs(60)), Duration::from_secs(1));
    let nonce = nonces.make(now, "a\"b\\", "");
    for algorithm in Algorithm::known() {
        let mut challenge = Challenge::build("a\"b\\", &nonce).algorithm(algorithm).qop(&[Qop::AuthInt]);
        if algorithm.is_session() {
            challenge = challenge.userhash();
        }
        let challenge = challenge.to_bytes().unwrap();
        let question = Policy::new().question(&Challenge::parse(&challenge).unwrap(), false).unwrap();
        let mut session = Session::new(&question, "b\"ob", "zanzibar", "0a4f113b");
        assert_eq!(
            allocations(|| assert!(black_box(session.answer(Method::Invite, "sip:a", b"body")).is_ok())),
            0,
            "{algorithm}: to answer"
        );
        let written = session.answer(Method::Invite, "sip:a", b"body").unwrap().to_bytes().unwrap();

        let credentials = sipwire::Credentials::parse(&written).unwrap();
        let exchange = Exchange::of(&credentials, Method::Invite, b"body").unwrap();
        let ha1 = Ha1::new(algorithm, "b\"ob", "a\"b\\", "zanzibar").unwrap();
        let response = credentials.response().unwrap().unwrap().as_bytes();
        assert_eq!(allocations(|| assert!(black_box(ha1.response(&exchange)).is_ok())), 0, "{algorithm}: to respond");
        assert_eq!(allocations(|| assert!(black_box(ha1.verify(&exchange, response)))), 0, "{algorithm}: to verify");

        let expect = Expect::new(Method::Invite, "a\"b\\", b"body").nonces(&nonces, now, "").uri("sip:a").counts(&|_, count| count == 2);
        let verifier = Verifier::new().raw_strings().upper_case();
        for (name, outcome) in [("b\"ob", Outcome::Accepted), ("eve", Outcome::UnknownUser)] {
            let check = || {
                let by_ha1 = verifier.check(&credentials, &expect, |user| user.is(name).then(|| ha1.clone()));
                let by_password = verifier.check_password(&credentials, &expect, |user| user.is(name).then_some((name, "zanzibar")));
                assert_eq!((by_ha1, by_password), (outcome, outcome), "{algorithm}");
            };
            assert_eq!(allocations(check), 0, "{algorithm}: to check");
        }
        let wrong = || assert_eq!(verifier.check_password(&credentials, &expect, |_| Some(("b\"ob", "x"))), Outcome::WrongResponse);
        assert_eq!(allocations(wrong), 0, "{algorithm}: to refuse");
    }
}

/// What a connection holds: a decoder of 176 bytes, which has nothing on the heap in whatever state it is, and the buffer.
#[test]
fn a_decoder_holds_no_memory() {
    // More rows than stay on the stack.
    let head = [&b"MESSAGE sip:a SIP/2.0\r\n"[..], &b"X-A: b\r\n".repeat(100), b"l: 1000\r\n\r\n"].concat();
    let message = [&head[..], &[b'x'; 1000]].concat();
    let stream = [&message[..], b"\r\n\r\n", &message, b"\r\n\r"].concat();
    let (first, second) = (message.len(), 2 * message.len() + 4);
    for (state, there) in [
        ("before all", 0),
        ("in a start line", 9),
        ("in a head", first + 4 + head.len() / 2),
        ("in an empty line", first + 4 + head.len() - 1),
        ("behind a head", first + 4 + head.len()),
        ("in a body", first + 4 + head.len() + 500),
        ("between messages", second),
        ("in a ping", stream.len()),
    ] {
        let (mut kept, mut begin, mut frames) = (None, 0, 0);
        let held = measure(|| {
            let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
            for end in (0..=there).step_by(100).chain([there]) {
                while let Step::Frame { len, .. } = decoder.next(&stream[begin..end]).unwrap() {
                    (begin, frames) = (begin + len, frames + 1);
                }
            }
            kept = Some(decoder);
        });
        assert_eq!((held.bytes_current, kept.unwrap().position()), (0, begin as u64), "{state}");
        assert_eq!(frames, [0, 2, 3][usize::from(there > first) + usize::from(there >= second)], "{state}");
    }

    // What is refused is not kept either.
    let mut kept = None;
    let held = measure(|| {
        let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
        assert!(decoder.next(b"BYE sip:a SIP/2.0\r\n\r\n").is_err());
        kept = Some(decoder);
    });
    assert!(held.bytes_current == 0 && kept.is_some());
}

/// Taking a message out of a buffer copies nothing: it costs the table of its rows, and once for each buffer its count of references.
#[test]
fn decoding_copies_nothing() {
    let body = [b'x'; 50_000];
    let message = [&b"MESSAGE sip:a SIP/2.0\r\nl: 50000\r\n\r\n"[..], &body].concat();
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let mut buffer = BytesMut::from(&[&message[..], &message, b"BYE sip:a"].concat()[..]);
    let begin = buffer.as_ptr() as usize;
    let mut messages = Vec::with_capacity(2);
    for most in [2, 1] {
        let cost = measure(|| match decoder.decode(&mut buffer) {
            Ok(Some(Frame::Message(message))) => messages.push(message),
            other => panic!("{other:?}"),
        });
        assert!(cost.count_total <= most && cost.bytes_total < 1_000, "{cost:?}");
    }
    // They share the memory that was read into, and so does what comes behind them.
    let places = messages.iter().map(|message| message.as_bytes().as_ptr() as usize - begin);
    assert!(places.eq([0, message.len()]) && buffer.as_ptr() as usize - begin == 2 * message.len());
    assert_eq!(measure(|| assert!(matches!(decoder.decode(&mut buffer), Ok(None)))).count_total, 0);
    // A message that is kept has a buffer of its own if it wants one.
    let own = messages[0].compact();
    assert!(own.as_bytes() == &message[..] && own.as_bytes().as_ptr() as usize != begin);
}

/// What follows a message in a buffer makes its table of rows no larger.
#[test]
fn a_table_of_rows_is_as_large_as_its_message() {
    let message = [&b"BYE sip:a SIP/2.0\r\n"[..], &b"X-A: b\r\n".repeat(19), b"l: 0\r\n\r\n"].concat();
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let mut buffer = BytesMut::from(&message.repeat(400)[..]);
    // The first message makes the buffer one that is shared.
    drop(decoder.decode(&mut buffer).unwrap());
    let mut kept = None;
    let cost = measure(|| kept = decoder.decode(&mut buffer).unwrap());
    assert!(matches!(&kept, Some(Frame::Message(message)) if message.headers().len() == 20) && buffer.len() > 60_000);
    assert!(cost.bytes_max < 6_000 && cost.bytes_current < 1_000, "{cost:?}");
}

/// A copy of a message has none of the bytes behind it: otherwise reading a buffer of messages one by one would be quadratic.
#[test]
fn a_copy_of_a_message_leaves_out_what_follows_it() {
    let message = b"\r\nBYE sip:a SIP/2.0\r\nX-A: b\r\nl: 1\r\n\r\nx";
    let buffer = message.repeat(10_000);
    let first = Message::parse(&buffer).unwrap();
    let mut copy = None;
    let cost = measure(|| copy = Some(first.to_owned()));
    assert!(cost.bytes_total < 2_000, "{cost:?}");
    let copy = copy.unwrap();
    assert_eq!((copy.as_bytes(), copy.body(), copy.headers().iter().next().unwrap().offset()), (&message[2..], &b"x"[..], 19));
}

/// A buffer that messages leave is used again: it grows to what one of them needs, however many there are.
#[test]
fn a_buffer_does_not_grow_with_the_stream() {
    let message = [&b"MESSAGE sip:a SIP/2.0\r\nl: 3000\r\n\r\n"[..], &[b'x'; 3_000], b"\r\n\r\n"].concat();
    let mut decoder = Decoder::new(Parser::new(), Side::Accepted);
    let (mut buffer, mut frames, mut largest) = (BytesMut::new(), 0, 0);
    for read in message.repeat(1_000).chunks(1_460) {
        buffer.extend_from_slice(read);
        while let Some(frame) = decoder.decode(&mut buffer).unwrap() {
            black_box(frame);
            frames += 1;
        }
        largest = largest.max(buffer.capacity());
    }
    assert_eq!((frames, buffer.len(), decoder.position()), (2_000, 0, message.len() as u64 * 1_000));
    assert!(largest <= 16_384, "{largest}");
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(7)))), 1);
    let many = [&b"OPTIONS sip:a SIP/2.0\r\n"[..], &b"Via: SIP/2.0/UDP a\r\n".repeat(200), b"\r\n"].concat();
    assert!(allocations(|| drop(Message::parse(&many).unwrap())) > 0);
}
