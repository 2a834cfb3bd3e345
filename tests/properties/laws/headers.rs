//! The laws of headers: typed access, and values that are written and read again.

use std::fmt::{Debug, Display};

use sipwire::header::*;
use sipwire::{Buf, ErrorKind, HeaderName, Host, Leniency, Limits, Method, Parser, Transport, UriScheme, View};

use super::registry::header_registry;
use super::{debugs, encoded, is_inside, message, offset_in, prints, values};

/// The laws of one header: the first byte says which of the registry, the rest is its value.
pub fn header(input: &[u8]) {
    let Some((&first, value)) = input.split_first() else { return };
    let known: Vec<_> = HeaderName::known().collect();
    let name = known[usize::from(first) % known.len()];
    let whole = row(name.as_str().as_bytes(), value);
    message(&whole);
    if name != "Content-Length" {
        is_framed_as_it_is_alone(&whole, value);
    }
    alone(value);
}

/// The message that has this row alone.
fn row(name: &[u8], value: &[u8]) -> Vec<u8> {
    [b"OPTIONS sip:a SIP/2.0\r\n", name, b": ", value, b"\r\n\r\n"].concat()
}

/// A value is taken alone if it is taken in a message, and is the same there.
fn is_framed_as_it_is_alone(whole: &[u8], value: &[u8]) {
    let parsed = Parser::new().limits(Limits::unlimited_for_trusted_input()).parse(whole);
    let framed = parsed.ok().filter(|message| message.headers().len() == 1 && message.body().is_empty());
    let framed = framed.as_ref().and_then(|message| message.headers().iter().next());
    match Value::new(value) {
        Ok(alone) => {
            debugs(&alone);
            assert_eq!(framed.map(|row| row.as_bytes()), Some(alone.as_bytes()));
            assert_eq!((offset_in(value, alone.as_bytes()), alone.is_only()), (alone.offset(), true));
        }
        Err(error) => {
            is_inside(&error, value);
            assert!(framed.is_none(), "{error}");
        }
    }
}

/// The laws of what can be parsed alone.
fn alone(value: &[u8]) {
    macro_rules! values {
        ($($type:ident)*) => {
            $(match $type::parse(value) {
                Ok(parsed) => {
                    prints(&parsed);
                    let bytes = encoded(&parsed);
                    let again = $type::parse(&bytes).expect("what was written can be read");
                    assert_eq!(encoded(&again), bytes);
                    assert_eq!(again, $type::parse(&bytes).expect("the same"));
                }
                Err(error) => is_inside(&error, value),
            })*
        };
    }
    values! {
        Via NameAddr Contact CSeq CallId MediaType Challenge Credentials Date Timestamp MimeVersion RAck Warning InfoUri MediaRange Identity
        SessionId ContentId AuthInfo
    }
    macro_rules! words {
        ($($type:ident)*) => {
            $(match $type::try_from(value) {
                Ok(word) => {
                    prints(&word);
                    assert!(word.as_str().as_bytes() == word.as_bytes() && word.as_bytes().eq_ignore_ascii_case(value));
                }
                Err(error) => is_inside(&error, value),
            })*
        };
    }
    words!(Method Transport UriScheme Host);
    match HeaderName::try_from(value) {
        Ok(name) => {
            prints(&name);
            assert!(name == name.as_str() && core::str::from_utf8(value).is_ok_and(|spelling| name == spelling));
        }
        Err(error) => is_inside(&error, value),
    }
}

/// The laws of the rows of a message that `parser` read.
pub(super) fn headers<'a>(headers: &Headers<'_, 'a>, input: &'a [u8], parser: &Parser) {
    debugs(headers);
    assert_eq!((headers.len(), headers.is_empty()), (headers.iter().count(), headers.iter().next().is_none()));
    assert_eq!(headers.iter().size_hint(), (headers.len(), Some(headers.len())));
    for row in *headers {
        prints(&row.name());
        debugs(&row);
        debugs(&row.value());
        assert_eq!((row.value().as_bytes(), row.value().offset()), (row.as_bytes(), row.value_offset()));
        assert!(headers.named(row.name()).any(|named| named.offset() == row.offset()));
        for value in row.values() {
            match value {
                Ok(value) => is_read_again(&value, &row, input, parser),
                Err(error) => {
                    is_inside(&error, input);
                    assert!(error.offset() >= row.value_offset() && error.offset() <= row.value_offset() + row.as_bytes().len());
                }
            }
        }
    }
    headers.iter().for_each(|row| cut(&row, input));
    typed(headers, input, parser);
}

/// Elements whose parts are only cut are those whose parts are checked, as far as these go; the check tells the same error.
fn cut(row: &Header<'_>, input: &[u8]) {
    let mut checked = row.values();
    for value in row.values().unverified() {
        match (value, checked.next()) {
            (Ok(value), Some(Ok(checked))) => assert!(value == checked && value.verify().is_ok()),
            (Ok(value), Some(Err(error))) => {
                assert_eq!(value.verify(), Err(error));
                values::cut(&value, input);
                return;
            }
            (Err(error), Some(Err(same))) => assert_eq!(error, same),
            (value, checked) => panic!("{value:?} was cut, {checked:?} was checked"),
        }
    }
    assert!(checked.next().is_none());
}

/// What a value writes is read as the same value, and writes the same again.
fn is_read_again(value: &AnyValue<'_>, row: &Header<'_>, input: &[u8], parser: &Parser) {
    let facts = values::facts(row.name(), value, input, parser);
    if row.name() == "Content-Length" {
        return;
    }
    let again = self::row(row.wire_name(), &encoded(value));
    let message = parser.parse(&again).expect("what was written is a row");
    let rows: Vec<_> = message.headers().iter().collect();
    let read: Vec<_> = rows.iter().flat_map(|row| row.values()).collect();
    let [Ok(read)] = &read[..] else { panic!("{value:?} was read as {read:?}") };
    assert_eq!(values::facts(row.name(), read, &again, parser), facts);
}

fn single<'a, H>(headers: &Headers<'_, 'a>, input: &[u8], parser: &Parser)
where
    H: TypedHeader<'a> + Single + EncodeHeader + Debug + Display,
{
    let rows: Vec<_> = headers.named(H::NAME).collect();
    assert_eq!(headers.is_present::<H>(), !rows.is_empty());
    let agree = parser.leniency_in_force().has(Leniency::SAME_ROW_TWICE);
    match (&rows[..], headers.get::<H>()) {
        ([], Ok(None)) => {
            let missing = headers.require::<H>().expect_err("a header that is not there");
            is_inside(&missing, input);
            assert!(matches!(missing.kind(), ErrorKind::MissingHeader(id) if id.name() == Some(H::NAME)));
        }
        ([row], Ok(Some(header))) => {
            prints(&header);
            assert!(header.name() == H::NAME && headers.require::<H>().is_ok());
            let values: Vec<_> = row.values().unverified().collect();
            assert!(matches!(&values[..], [Ok(value)] if encoded(value) == encoded(&header)), "{values:?}");
        }
        ([row], Err(error)) => assert_eq!(row.values().unverified().next().and_then(Result::err), Some(error)),
        // Of several Content-Lengths that say the same, one is taken where that is lenient.
        ([first, others @ ..], Ok(Some(_))) if H::NAME == HeaderName::ContentLength && !others.is_empty() => {
            let length = |row: &Header<'a>| String::from_utf8_lossy(row.as_bytes()).trim_start_matches('0').to_owned();
            assert!(others.iter().all(|other| length(other) == length(first)));
        }
        (rows, Err(error)) if H::NAME == HeaderName::ContentLength && matches!(error.kind(), ErrorKind::DuplicateHeader(_)) => {
            assert!(rows[1..].iter().any(|row| row.offset() == error.offset()));
        }
        // So with other headers, and the first row that differs is the error.
        ([first, others @ ..], Ok(Some(_))) if !others.is_empty() && agree => {
            assert!(others.iter().all(|other| other.as_bytes() == first.as_bytes()), "{}", H::NAME);
        }
        ([first, others @ ..], Err(error)) if agree && first.values().unverified().next().is_some_and(|value| value.is_ok()) => {
            let second = others.iter().find(|other| other.as_bytes() != first.as_bytes());
            assert_eq!(second.map(|second| second.offset()), Some(error.offset()), "{}", H::NAME);
        }
        // What is wrong with the first row comes first.
        ([first, second, ..], Err(error)) => match (first.values().unverified().next().and_then(Result::err), error.kind()) {
            (Some(wrong), _) => assert_eq!(wrong, error),
            (None, ErrorKind::DuplicateHeader(id)) => assert_eq!((id.name(), error.offset()), (Some(H::NAME), second.offset())),
            (None, kind) => panic!("{kind} of several rows"),
        },
        (rows, got) => panic!("{} rows of {}, {}", rows.len(), H::NAME, got.is_ok()),
    }
}

/// What is kept of a value writes and shows what the value does.
fn kept<V: View>(value: (Vec<u8>, String), kept: &Buf<V>)
where
    Buf<V>: Debug,
{
    assert_eq!((encoded(kept), format!("{kept:?}")), value);
}

fn list<'a, H>(headers: &Headers<'_, 'a>, input: &[u8], parser: &Parser)
where
    H: TypedHeader<'a> + List + EncodeHeader + Debug + Display,
{
    let written = |element: H| {
        prints(&element);
        assert!(element.name() == H::NAME);
        encoded(&element)
    };
    let elements: Vec<_> = headers.all::<H>().map(|element| element.map(written)).collect();
    let first = headers.first::<H>().map(|first| first.map(written)).transpose();
    assert_eq!(elements.first(), first.as_ref());
    assert!(elements.is_empty() || headers.is_present::<H>());
    let errors: Vec<_> = elements.iter().filter_map(|element| element.as_ref().err()).collect();
    errors.iter().for_each(|error| is_inside(error, input));
    // Where whether there are others counts, a row is not read alone; nor does a row know how many elements the others have.
    let alone = parser.leniency_in_force() == Leniency::NONE && H::NAME != HeaderName::Contact;
    if alone && !errors.iter().any(|error| matches!(error.kind(), ErrorKind::Limit(_))) {
        let values = headers.named(H::NAME).flat_map(|row| row.values().unverified()).map(|value| value.map(|value| encoded(&value)));
        assert_eq!(elements, values.collect::<Vec<_>>());
    }
}

/// Every header of the registry is asked for by its type.
fn typed<'a>(headers: &Headers<'_, 'a>, input: &[u8], parser: &Parser) {
    macro_rules! ask {
        (single $header:ident) => {
            single::<$header<'_>>(headers, input, parser);
            headers.get::<$header<'_>>().iter().flatten().for_each(|value| kept((encoded(value), format!("{value:?}")), &value.to_buf()));
        };
        ($list:ident $header:ident) => {
            list::<$header<'_>>(headers, input, parser);
            headers.all::<$header<'_>>().flatten().for_each(|value| kept((encoded(&value), format!("{value:?}")), &value.to_buf()));
        };
        ($($(#[$doc:meta])* $header:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
            $(ask!($card $header);)*
        };
    }
    header_registry!(ask);
}
