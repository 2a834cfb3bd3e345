//! The laws of edits: what was asked for is there, and nothing else is changed.

mod model;

use sipwire::header::{MaxForwards, RecordRoute, Route, Via};
use sipwire::{
    BuildErrorKind, Edit, EditError, EditErrorKind, EditScratch, Encode, ErrorKind, HeaderName, Host, Leniency, Limits, Message, NameAddr,
    OwnedMessage, ParamDraft, Parser, Slot, Transport,
};

use super::given::{Choices, HOSTILE, Hostile, NAMES};
use super::message::some_leniency;
use super::prints;
use model::Model;

const UNLIMITED: Parser = Parser::new().limits(Limits::unlimited_for_trusted_input());

/// The laws of changing the message that `input` is, in ways that follow from what is behind it, or from its bytes.
pub fn edit(input: &[u8]) {
    for parser in [UNLIMITED, UNLIMITED.leniency(Leniency::ALL), UNLIMITED.leniency(some_leniency(input))] {
        let Ok(message) = parser.parse(input) else { continue };
        unchanged(&parser, &message);
        let mut choices = Choices::of(if message.trailing().is_empty() { input } else { message.trailing() });
        for _ in 0..4 {
            changed(&parser, &message, &mut choices);
        }
        injected(&parser, &message, message.trailing());
        injected(&parser, &message, choices.pick(&HOSTILE));
    }
}

/// Every way to take the message out says the same; the parts of what is finished are those of what is parsed.
fn outputs(parser: &Parser, message: &Message<'_>, edit: Edit<'_, '_>) -> OwnedMessage {
    // As the splices say, one after the other.
    let (whole, start) = (message.as_bytes(), offset(message));
    let (mut wanted, mut at) = (Vec::new(), start);
    for splice in edit.pending() {
        assert!(at <= splice.range().start && splice.range().start <= splice.range().end);
        wanted.extend_from_slice(&whole[at - start..splice.range().start - start]);
        wanted.extend_from_slice(splice.text());
        at = splice.range().end;
    }
    wanted.extend_from_slice(&whole[at - start..]);
    assert_eq!(edit.encoded_len(), wanted.len());
    assert!(edit.segments().all(|segment| !segment.is_empty()));
    assert_eq!(edit.segments().collect::<Vec<_>>().concat(), wanted);
    let mut written = vec![b'x'];
    edit.write_to(&mut written).expect("a buffer that grows");
    assert_eq!(written[1..], wanted);
    edit.write_to_vec(&mut written);
    assert_eq!((&written[1..1 + wanted.len()], &written[1 + wanted.len()..]), (&wanted[..], &wanted[..]));
    let mut exact = vec![0; wanted.len()];
    edit.write_to(&mut &mut exact[..]).expect("a buffer that is large enough");
    assert_eq!(exact, wanted);
    if let Some(length) = wanted.len().checked_sub(1) {
        let error = edit.write_to(&mut &mut exact[..length]).expect_err("a buffer that is too small");
        assert_eq!((error.kind(), &exact), (EditErrorKind::NoRoom, &wanted));
    }
    let finished = edit.finish();
    assert_eq!(finished.as_bytes(), wanted);
    let parsed = parser.parse(&wanted).unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(&wanted)));
    same(&finished, &parsed);
    finished
}

/// Where the message begins in its buffer.
fn offset(message: &Message<'_>) -> usize {
    let first = message.headers().iter().next();
    let request = message.as_request().map(|request| (request.uri_offset(), request.raw_uri().as_ptr()));
    let row = first.map(|row| (row.offset(), row.wire_name().as_ptr()));
    // From any part whose offset is known.
    row.or(request).map_or(0, |(offset, at)| offset - (at as usize - message.as_bytes().as_ptr() as usize))
}

/// What was written is what a parser finds.
pub(super) fn same(finished: &OwnedMessage, parsed: &Message<'_>) {
    let view = finished.as_message();
    assert_eq!(parsed.trailing(), b"");
    assert_eq!((view.body(), view.version()), (parsed.body(), parsed.version()));
    let rows = |message: &Message<'_>| {
        let slots = |row: sipwire::Header<'_>| row.slots().map(|slot| (slot.offset(), slot.as_bytes().len())).collect::<Vec<_>>();
        let places = |row: sipwire::Header<'_>| {
            (row.offset(), row.wire_name().to_vec(), row.name() == "Via", row.value_offset(), row.as_bytes().len(), slots(row))
        };
        message.headers().iter().map(places).collect::<Vec<_>>()
    };
    assert_eq!(rows(&view), rows(parsed), "{:?}", String::from_utf8_lossy(finished.as_bytes()));
    match (&view, parsed) {
        (Message::Request(a), Message::Request(b)) => {
            assert_eq!((a.method(), a.raw_uri(), a.uri_offset()), (b.method(), b.raw_uri(), b.uri_offset()));
        }
        (Message::Response(a), Message::Response(b)) => assert_eq!((a.status(), a.reason()), (b.status(), b.reason())),
        _ => panic!("a request is a request"),
    }
}

/// Without a change the message is the same, or made strict.
fn unchanged(parser: &Parser, message: &Message<'_>) {
    let mut scratch = EditScratch::new();
    let finished = outputs(parser, message, message.edit(&mut scratch));
    Model::new(message).is(&finished.as_message());
    if parser.leniency_in_force().is_none() {
        assert_eq!(finished.as_bytes(), message.as_bytes());
    }
    // What was made strict stays as it is, and the strictest framing takes it.
    let mut scratch = EditScratch::new();
    assert_eq!(finished.edit(&mut scratch).pending().count(), 0);
    assert!(UNLIMITED.parse(finished.as_bytes()).is_ok(), "{:?}", String::from_utf8_lossy(finished.as_bytes()));
}

/// Some changes: each that is taken is there, each that is refused leaves no trace.
fn changed(parser: &Parser, message: &Message<'_>, choices: &mut Choices) {
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    let mut model = Model::new(message);
    for _ in 0..choices.next(7) {
        let before: Vec<_> = edit.pending().map(|splice| (splice.range(), splice.text().to_vec())).collect();
        let outcome = one(&mut edit, message, &mut model, choices);
        if let Err(error) = outcome {
            prints(&error);
            error.status_owed();
            let after: Vec<_> = edit.pending().map(|splice| (splice.range(), splice.text().to_vec())).collect();
            assert_eq!(before, after, "{error}");
        }
    }
    let finished = outputs(parser, message, edit);
    model.is(&finished.as_message());
}

/// A value of the message.
fn any_slot<'a>(message: &Message<'a>, choices: &mut Choices) -> Option<(usize, usize, Slot<'a>)> {
    let row = choices.next(message.headers().len());
    let slots: Vec<_> = message.headers().iter().nth(row)?.slots().collect();
    let element = choices.next(slots.len());
    slots.get(element).map(|slot| (row, element, *slot))
}

/// One change, of the message and of its model.
fn one(edit: &mut Edit<'_, '_>, message: &Message<'_>, model: &mut Model, choices: &mut Choices) -> Result<(), EditError> {
    let host = Host::try_from("h").expect("a host");
    let params = |slot: &Slot<'_>| slot.typed().map(|value| model::params(&value)).unwrap_or_default();
    match choices.next(17) {
        0 => {
            let uri = choices.pick(&HOSTILE);
            edit.set_uri(uri)?;
            model.uri = Some(uri.to_vec());
        }
        1 => {
            let via = Via::build(Transport::Udp, host).branch(choices.pick(&HOSTILE));
            edit.push(via)?;
            model.push(HeaderName::Via, &via.to_bytes().expect("what was pushed can be written"));
        }
        2 => {
            let route = RecordRoute::row(NameAddr::build("sip:h;lr").display_name("a, \"b\""));
            edit.push(route)?;
            model.push(HeaderName::RecordRoute, b"\"a, \\\"b\\\"\" <sip:h;lr>");
        }
        3 => {
            let is_route = choices.next(2) == 0;
            let name = if is_route { HeaderName::Route } else { HeaderName::Via };
            let first = model.topmost(name);
            let popped = if is_route { edit.pop::<Route<'_>>() } else { edit.pop::<Via<'_>>() };
            match popped {
                Ok(_) => {
                    let (row, element) = first.expect("a value");
                    model.rows[row].elements[element].removed = true;
                }
                Err(error) => {
                    assert_eq!(error.kind() == EditErrorKind::Absent, first.is_none());
                    return Err(error);
                }
            }
        }
        4 | 5 => {
            let Some((row, element, slot)) = any_slot(message, choices) else { return Ok(()) };
            edit.remove(&slot)?;
            model.rows[row].elements[element].removed = true;
        }
        6 => {
            let Some((row, element, slot)) = any_slot(message, choices) else { return Ok(()) };
            let by = Hostile(choices.pick(&HOSTILE), choices.next(4));
            edit.replace(&slot, &by)?;
            model.rows[row].elements[element].replaced = by.to_bytes().ok();
        }
        7 | 8 => {
            let Some((row, element, slot)) = any_slot(message, choices) else { return Ok(()) };
            let (name, value) = (choices.pick(&NAMES), choices.pick(&HOSTILE));
            let (param, value) = match choices.next(3) {
                0 => (ParamDraft::flag(name), None),
                1 => (ParamDraft::token(name, value), Some(value)),
                _ => (ParamDraft::quoted(name, value), Some(value)),
            };
            edit.set_param(&slot, &param)?;
            model.set_param(row, element, params(&slot), name.as_bytes(), value);
        }
        9 => {
            let Some((row, element, slot)) = any_slot(message, choices) else { return Ok(()) };
            let there = params(&slot);
            let name = match there.get(choices.next(there.len())) {
                // The name of a malformed parameter may be any text.
                Some((name, _)) => String::from_utf8(name.clone()).unwrap_or_else(|_| "x".into()),
                None => "x".into(),
            };
            edit.remove_param(&slot, &name)?;
            model.remove_param(row, element, there, name.as_bytes());
        }
        10 => {
            let Some(row) = message.headers().iter().nth(choices.next(message.headers().len())) else { return Ok(()) };
            let count = edit.remove_all(row.name())?;
            assert_eq!(count, message.headers().named(row.name()).count());
            model.remove_all(row.name());
        }
        11 => {
            let at = choices.next(message.headers().len());
            let Some(row) = message.headers().iter().nth(at) else { return Ok(()) };
            edit.remove_row(&row)?;
            model.rows[at].removed = true;
        }
        12 => {
            let text = choices.pick(&HOSTILE);
            edit.append_raw(HeaderName::custom("X-New"), text)?;
            model.append(HeaderName::custom("X-New"), text.trim_ascii());
        }
        13 => {
            // What may stand once alone, in a name that messages have.
            let single = choices.pick(&[HeaderName::MaxForwards, HeaderName::CallId, HeaderName::Expires, HeaderName::Subject]);
            let is_there = model.has(single);
            let taken = edit.append_raw(single, "1").map(drop);
            if let Err(error) = taken {
                let EditErrorKind::Build(BuildErrorKind::Duplicate(id)) = error.kind() else { panic!("{error}") };
                assert_eq!((is_there, id.name()), (true, Some(single)));
                return Err(error);
            }
            assert!(!is_there, "a second {single}");
            model.append(single, b"1");
        }
        14 => {
            let hops = message.headers().get::<MaxForwards<'_>>();
            let left = edit.decrement_max_forwards();
            match (hops, left) {
                (Ok(None), Ok(left)) => {
                    assert!(!model.has(HeaderName::MaxForwards));
                    model.push(HeaderName::MaxForwards, left.to_string().as_bytes());
                }

                (Ok(Some(hops)), Ok(left)) => {
                    assert_eq!(hops.value(), left + 1);
                    let row = model.first(HeaderName::MaxForwards).expect("a row");
                    model.rows[row].elements[0].replaced = Some(left.to_string().into_bytes());
                }
                (Ok(_), Err(error)) => return Err(error),
                (Err(error), left) => {
                    let left = left.expect_err("what can't be read is not counted down");
                    assert_eq!((left.kind(), left.offset()), (EditErrorKind::Unreadable(error.kind()), error.offset()));
                    assert!(matches!(error.kind(), ErrorKind::DuplicateHeader(_)) || left.status_owed().is_some());
                    return Err(left);
                }
            }
        }
        15 => {
            let source = choices.pick(&["192.0.2.9:5060", "[2001:db8::9]:7", "192.168.110.247:50250"]).parse().expect("an address");
            edit.fill_source(source)?;
            let via = message.headers().first::<Via<'_>>().expect("a Via that can be read").expect("a Via");
            model.fill_source(model.first(HeaderName::Via).expect("a row"), &via, source);
        }
        _ => {
            if choices.next(2) == 0 {
                edit.ensure_content_length()?;
                if !model.has(HeaderName::ContentLength) {
                    model.content_length(message.body().len());
                }
            } else {
                let body = choices.pick(&HOSTILE);
                edit.replace_body(body)?;
                model.body = body.to_vec();
                model.content_length(body.len());
            }
        }
    }
    Ok(())
}

/// Whatever is given is refused, or there, in its place; and all else stays.
fn injected(parser: &Parser, message: &Message<'_>, bytes: &[u8]) {
    let mut scratch = EditScratch::new();
    let count = message.headers().len() - lengths(message).saturating_sub(1);
    let all = |message: &Message<'_>| message.headers().iter().map(|row| row.as_bytes().to_vec()).collect::<Vec<_>>();
    for way in 0..4 {
        let hostile = Hostile(bytes, way);
        let written = hostile.to_bytes();
        for place in 0..3 {
            let mut edit = message.edit(&mut scratch);
            let taken = match place {
                0 => edit.push(&hostile).is_ok(),
                1 => edit.append(&hostile).is_ok(),
                _ => edit.append_raw(HeaderName::custom("X"), bytes).is_ok(),
            };
            assert!(place == 2 || taken == written.is_ok());
            let finished = outputs(parser, message, edit);
            let rows = all(&finished.as_message());
            assert_eq!(rows.len(), count + usize::from(taken));
            assert_eq!(finished.body(), message.body());
            let wanted = if place == 2 { bytes } else { written.as_deref().unwrap_or_default() };
            assert!(!taken || rows.iter().any(|row| row == wanted.trim_ascii()));
        }
        for row in message.headers().iter().take(4) {
            let Some(slot) = row.slots().next() else { continue };
            let mut edit = message.edit(&mut scratch);
            let taken = edit.replace(&slot, &hostile).is_ok();
            let finished = outputs(parser, message, edit);
            assert_eq!((finished.headers().len(), finished.body()), (count, message.body()));
            assert!(!taken || written.is_ok());
        }
    }
    let mut edit = message.edit(&mut scratch);
    if edit.set_uri(bytes).is_ok() {
        let finished = outputs(parser, message, edit);
        assert_eq!(finished.as_message().as_request().map(|request| request.raw_uri()), Some(bytes));
    }
    if let Ok(name) = core::str::from_utf8(bytes)
        && let Some(slot) = message.headers().slots::<Via<'_>>().next()
    {
        for param in [ParamDraft::flag(name), ParamDraft::token(name, bytes), ParamDraft::quoted("x", bytes)] {
            let mut edit = message.edit(&mut scratch);
            if edit.set_param(&slot, &param).is_ok() {
                assert_eq!(outputs(parser, message, edit).headers().len(), count);
            }
        }
    }
    let mut edit = message.edit(&mut scratch);
    edit.replace_body(bytes).expect("any bytes are a body");
    let finished = outputs(parser, message, edit);
    assert_eq!((finished.body(), finished.headers().len()), (bytes, count + usize::from(lengths(message) == 0)));
}

/// How many Content-Lengths there are.
fn lengths(message: &Message<'_>) -> usize {
    message.headers().named(HeaderName::ContentLength).count()
}
