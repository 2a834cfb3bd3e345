//! The parser and its naive twin say the same: of messages, of the elements of lists, of parameters, and of what is wrong first.

use std::ops::Range;

use sipwire::header::*;
use sipwire::{AnyValue, ErrorKind, Headers, List, Message, ParseError, Text, TypedHeader};

use super::message::UNLIMITED;
use super::registry::header_registry;
use super::{offset_in, twin};

/// The law of any bytes, taken for a message.
pub fn differential(input: &[u8]) {
    let (message, (start_line, rows, body)) = match (UNLIMITED.parse(input), twin::frame(input)) {
        (Ok(message), Ok(framed)) => (message, framed),
        (Err(error), Err(wrong)) if says(&error) == (wrong.0, wrong.1.to_owned()) => return,
        (parsed, framed) => panic!("parser: {:?}, naive twin: {framed:?}", parsed.map(|_| ()).map_err(|error| says(&error))),
    };
    let range = |part: &[u8]| offset_in(input, part)..offset_in(input, part) + part.len();
    let found: Vec<_> = message.headers().iter().map(|row| (range(row.wire_name()), range(row.as_bytes()))).collect();
    assert_eq!((found, range(message.body())), (rows, body));
    let line = &input[start_line.clone()];
    let version = match &message {
        Message::Request(request) => {
            let before = [request.method().as_bytes(), b" ", request.raw_uri(), b" "].concat();
            assert!(line.starts_with(&before));
            &line[before.len()..]
        }
        Message::Response(response) => {
            let behind = [format!(" {} ", response.status()).as_bytes(), response.reason().as_bytes()].concat();
            assert!(line.ends_with(&behind));
            &line[..line.len() - behind.len()]
        }
    };
    assert!(twin::version(version, 0) == Ok(version.len()) && offset_in(input, message.as_bytes()) == start_line.start);
    values(&message.headers());
}

/// An error as the twin has it.
fn says(error: &ParseError) -> (usize, String) {
    let what = match error.kind() {
        ErrorKind::Expected(what) => what.as_str().to_owned(),
        kind => kind.to_string(),
    };
    (error.offset(), what)
}

/// Every value of every row is where the twin has it, and so is what is wrong first.
fn values<'a>(headers: &Headers<'_, 'a>) {
    for row in *headers {
        // How a row of this header is cut, if it is.
        let mut cut: fn(&[u8]) -> Vec<Range<usize>> = whole;
        macro_rules! lists {
            (single $header:ident) => {};
            ($list:ident $header:ident) => {
                if row.name() == <$header<'a> as TypedHeader<'a>>::NAME {
                    cut = cut_of::<$header<'a>>();
                }
            };
            ($($(#[$doc:meta])* $header:ident $wire:literal $compact:literal $card:ident $form:ident $family:ident $($path:ident)::+;)*) => {
                $(lists!($card $header);)*
            };
        }
        header_registry!(lists);
        let whole = row.as_bytes();
        let mut elements = cut(whole).into_iter();
        for value in row.values() {
            let element = elements.next().expect("no more values than the twin has elements");
            match value {
                Ok(value) => {
                    assert_eq!(value.as_bytes(), &whole[element.clone()]);
                    params(&value);
                }
                Err(error) => {
                    let at = error.offset() - row.value_offset();
                    assert!((element.start..=element.end).contains(&at), "{error} is not in {element:?} of {row:?}");
                    elements = Vec::new().into_iter();
                }
            }
        }
        assert!(elements.all(|element| element.is_empty()), "{row:?}");
    }
}

fn cut_of<'a, H: List + TypedHeader<'a>>() -> fn(&[u8]) -> Vec<Range<usize>> {
    match H::SPLIT {
        Split::Row | Split::Challenge | Split::Credentials => whole,
        Split::Semicolon => |row| twin::split(row, b';'),
        Split::EveryComma => at_every_comma,
        _ => |row| twin::split(row, b','),
    }
}

fn whole(row: &[u8]) -> Vec<Range<usize>> {
    std::iter::once(0..row.len()).collect()
}

/// Quotes and brackets hide nothing.
fn at_every_comma(row: &[u8]) -> Vec<Range<usize>> {
    let parts = row.split(|&b| b == b',').map(|part| offset_in(row, part)..offset_in(row, part) + part.len());
    parts.map(|part| twin::trimmed(row, part)).collect()
}

/// The parameters of a value are those of the twin; a Call-ID or a comment may look like some.
fn params(value: &AnyValue<'_>) {
    match value {
        AnyValue::DialogRef(_) => return,
        AnyValue::Number(number) if number.comment().is_some() => return,
        _ => {}
    }
    let bytes = value.as_bytes();
    let params: Vec<_> = value.params().iter().collect();
    let mut wanted = twin::params(bytes);
    if params.is_empty() {
        // Of those that have some, a value of one part has none.
        assert!(
            wanted.len() == 1 || !matches!(value, AnyValue::NameAddr(_) | AnyValue::InfoUri(_) | AnyValue::MediaType(_) | AnyValue::Via(_)),
            "{value:?}"
        );
        return;
    }
    assert!((params.len()..=params.len() + 1).contains(&wanted.len()), "{params:?} {wanted:?}");
    for (param, (name, text)) in params.iter().rev().zip(wanted.drain(..).rev()) {
        let raw = text.map(|text| &bytes[text]);
        let is_quoted = param.value().is_some_and(|text: Text<'_>| text.is_quoted());
        let unquoted = raw.map(|raw| if is_quoted { &raw[1..raw.len() - 1] } else { raw });
        assert_eq!((param.name().as_bytes(), param.value().map(|text| text.as_bytes())), (&bytes[name], unquoted), "{value:?}");
        assert!(is_quoted == raw.is_some_and(|raw| raw.starts_with(b"\"")));
    }
}
