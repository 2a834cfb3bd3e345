//! The laws of building: a message is what was put in, in order, or an error; whatever is given changes its own value and nothing else.

mod drafts;
mod messages;
mod values;

use bytes::Bytes;
use sipwire::header::CallId;
use sipwire::{
    BuildError, EditScratch, Encode, HeaderName, Message, MessageBuilder, Method, OwnedMessage, Request, Response, StatusCode, Template,
};

use super::edit::same;
use super::given::Choices;
use super::message::UNLIMITED;
use super::prints;
pub(crate) use drafts::drafts;
pub(crate) use messages::{BASE, MESSAGES, Making};
pub(crate) use values::{Given, REFUSED, Setter, VALUES};

/// How many parts the setters are divided into: all of them at once would take long.
const PARTS: usize = 16;

/// The laws of building: the first byte says which part of the setters is given what is behind it.
pub fn build(input: &[u8]) {
    let Some((&part, bytes)) = input.split_first() else { return };
    // What is written escaped three times as long is still read.
    let bytes = &bytes[..bytes.len().min(600)];
    let text = String::from_utf8_lossy(bytes);
    let given = Given::new(bytes, &text);
    let is_given = |place: usize| place % PARTS == usize::from(part) % PARTS;
    for (_, setter) in VALUES.iter().chain(REFUSED).enumerate().filter(|(place, _)| is_given(*place)) {
        set(setter, &given);
    }
    for (_, making) in MESSAGES.iter().enumerate().filter(|(place, _)| is_given(*place)) {
        make(making, &given);
    }
    in_order(&given, &mut Choices::of(input));
    drafts(&mut Choices::of(input));
}

/// The message is what it is made of but for what is named, and says what was given; or there is none. Whether there is one.
pub(crate) fn make(making: &Making, given: &Given<'_>) -> bool {
    let base = OwnedMessage::parse(Bytes::from_static(making.base)).expect("a message");
    let Some(made) = (making.make)(&base, given).map(|made| taken(Ok(made)).expect("a message")) else { return false };
    let (of, printed) = (making.of, String::from_utf8_lossy(made.as_bytes()));
    let start_line = |message: &OwnedMessage| message.as_bytes().split(|&b| b == b'\r').next().map(<[u8]>::to_vec);
    assert!(making.start_line || start_line(&base) == start_line(&made), "{of:?}: {printed:?}");
    assert!(making.body || base.body() == made.body(), "{of:?}: {printed:?}");
    let (before, after) = (base.headers(), made.headers());
    assert_eq!(after.len() as isize, before.len() as isize + making.added, "{of:?}: {printed:?}");
    let mut rows = after.iter();
    for row in before.iter().filter(|row| !making.changed.iter().any(|name| row.name() == *name)) {
        let is_there = rows.any(|made| (made.wire_name(), made.as_bytes()) == (row.wire_name(), row.as_bytes()));
        assert!(is_there, "{of:?}: {row:?} is not in {printed:?}");
    }
    let parsed = UNLIMITED.parse(made.as_bytes()).expect("a message");
    assert!((making.says)(&parsed, given), "{of:?}: {printed:?}");
    true
}

/// Rows come out in the order in which they were put in, or in the recommended one; the first mistake, in place of them.
fn in_order(given: &Given<'_>, choices: &mut Choices) {
    const NAMES: [&str; 8] = ["X", "Via", "Route", "Subject", "Supported", "max-forwards", "Content-Length", "Proxy-Require"];
    const FIRST: [&str; 6] = ["Via", "Route", "Record-Route", "Proxy-Require", "Max-Forwards", "Proxy-Authorization"];
    let received = Message::parse(BASE).expect("a message");
    let mut builder = match choices.next(2) {
        0 => Request::builder(Method::Options, "sip:a"),
        _ => Response::builder(StatusCode::OK),
    };
    let (mut rows, mut mistake, mut compact) = (Vec::<(HeaderName<'_>, Vec<u8>, Vec<u8>)>::new(), None, false);
    for _ in 0..choices.next(24) {
        let is_compact = |name: HeaderName<'_>| name.compact().filter(|_| compact).unwrap_or(name.as_str()).as_bytes().to_vec();
        let (name, wire, value) = match choices.next(8) {
            0 => {
                builder.compact_forms();
                compact = true;
                continue;
            }
            1 | 2 => {
                let row = received.headers().iter().nth(choices.next(received.headers().len())).expect("a row");
                builder.copy(&row);
                (row.name(), row.wire_name().to_vec(), Ok(row.as_bytes().to_vec()))
            }
            3 | 4 => {
                let name = HeaderName::try_from(choices.pick(&NAMES)).expect("a name");
                let start = choices.next(given.bytes.len() + 1);
                let part = &given.bytes[start..][..choices.next(given.bytes.len() - start + 1)];
                builder.raw(name, part);
                let alone = Response::builder(StatusCode::OK).raw(HeaderName::custom("X-Alone"), part).finish();
                (name, is_compact(name), alone.map(|_| part.trim_ascii().to_vec()))
            }
            5 => {
                builder.header(CallId::row(given.text));
                let value = CallId::row(given.text).to_bytes();
                (HeaderName::CallId, is_compact(HeaderName::CallId), value)
            }
            _ => {
                let setter = &VALUES[choices.next(VALUES.len())];
                (setter.put)(&mut builder, given);
                let mut alone = Response::builder(StatusCode::OK);
                (setter.put)(&mut alone, given);
                // The name of a row that was refused is not known.
                let Ok(alone) = alone.finish() else {
                    mistake.get_or_insert(HeaderName::custom("any"));
                    continue;
                };
                let row = alone.headers().iter().next().expect("a row");
                let name = HeaderName::known().find(|name| *name == row.name()).unwrap_or(HeaderName::custom("X-Own"));
                (name, is_compact(name), Ok(row.as_bytes().to_vec()))
            }
        };
        let is_single = name.is_single();
        if name == "Content-Length" || value.is_err() || is_single && rows.iter().any(|(other, ..)| *other == name) {
            mistake.get_or_insert(name);
        }
        rows.push((name, wire, value.unwrap_or_default()));
    }
    if choices.next(2) == 0 {
        builder.recommended_order();
        rows.sort_by_key(|(name, ..)| FIRST.iter().position(|first| name == first).unwrap_or(FIRST.len()));
    }
    let built = builder.finish_with_body(given.bytes);
    assert_eq!(built.is_err(), mistake.is_some(), "{built:?} {mistake:?}");
    let Some(message) = taken(built) else {
        return assert!(builder.finish().is_err());
    };
    let length = HeaderName::ContentLength;
    let name = length.compact().filter(|_| compact).unwrap_or(length.as_str());
    rows.push((length, name.into(), given.bytes.len().to_string().into()));
    let found: Vec<_> = message.headers().iter().map(|row| (row.name(), row.wire_name().to_vec(), row.as_bytes().to_vec())).collect();
    assert_eq!(found, rows);
    assert_eq!(message.body(), given.bytes);
    // Neither a template nor an edit changes anything by itself.
    assert_eq!(Template::new(&message).as_bytes(), message.as_bytes());
    assert_eq!(message.edit(&mut EditScratch::new()).finish().as_bytes(), message.as_bytes());
}

/// The row is there and says what was given, between what stands before and behind it; or it is refused. Whether it is there.
pub(crate) fn set(setter: &Setter, given: &Given<'_>) -> bool {
    let message = |put: &dyn Fn(&mut MessageBuilder)| {
        let mut builder = Request::builder(Method::Options, "sip:a");
        builder.raw(HeaderName::custom("X-Before"), "before");
        put(&mut builder);
        builder.raw(HeaderName::custom("X-Behind"), "behind").finish_with_body(b"body")
    };
    let Some(written) = taken(message(&|builder| (setter.put)(builder, given))) else { return false };
    let parsed = UNLIMITED.parse(written.as_bytes()).expect("a message");
    let (without, row) = (message(&|_| ()).expect("a message"), parsed.headers().iter().nth(1).expect("the row"));
    let start = row.offset();
    let end = row.value_offset() + row.as_bytes().len();
    // Its line end, and the white space that it may end in.
    let end = end + written.as_bytes()[end..].iter().position(|&b| b == b'\n').expect("a line end") + 1;
    let others = [&written.as_bytes()[..start], &written.as_bytes()[end..]].concat();
    assert_eq!(String::from_utf8_lossy(&others), String::from_utf8_lossy(without.as_bytes()), "{:?}", setter.of);
    let elements: Vec<_> = row.elements().collect();
    assert_eq!(elements.len(), 1, "{:?}: {:?}", setter.of, String::from_utf8_lossy(row.as_bytes()));
    assert!((setter.says)(elements[0], given), "{:?}: {:?}", setter.of, String::from_utf8_lossy(row.as_bytes()));
    true
}

/// What was written is what a parser finds; an error says where.
fn taken(built: Result<OwnedMessage, BuildError>) -> Option<OwnedMessage> {
    match built {
        Ok(message) => {
            let parsed = UNLIMITED.parse(message.as_bytes());
            same(&message, &parsed.unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(message.as_bytes()))));
            Some(message)
        }
        Err(error) => {
            prints(&error);
            None
        }
    }
}
