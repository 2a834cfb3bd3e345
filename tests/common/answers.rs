//! What the accessors give that headers have beside those of their family, as it stands on a line.

use sipwire::{AnyValue, AuthParams, HeaderName, Host, Method, ParseError, Parser, Text, Token, TypedHeader, Uri, header};

use super::accessors::accessors;
use super::lines::{shown, text};

/// What an accessor gives, as it stands on a line.
trait Answer {
    /// `begin` is where the element stands in the message.
    fn answer(self, begin: usize) -> String;
}

impl Answer for Text<'_> {
    fn answer(self, _: usize) -> String {
        text(self)
    }
}

impl Answer for &[u8] {
    fn answer(self, _: usize) -> String {
        shown(self)
    }
}

macro_rules! displayed {
    ($($type:ty)*) => {
        $(impl Answer for $type {
            fn answer(self, _: usize) -> String {
                self.to_string()
            }
        })*
    };
}
displayed!(bool u16 u32 Method<'_> Token<'_> Host<'_> Uri<'_>);

impl<A: Answer> Answer for Option<A> {
    fn answer(self, begin: usize) -> String {
        self.map_or_else(|| "-".into(), |answer| answer.answer(begin))
    }
}

impl<A: Answer> Answer for Result<A, ParseError> {
    fn answer(self, begin: usize) -> String {
        match self {
            Ok(answer) => answer.answer(begin),
            Err(error) => format!("! {} at byte {}", error.kind(), begin + error.offset()),
        }
    }
}

/// Each accessor of the header's own: its name behind a dot, and what it gives. The element begins at byte `begin` of the message.
pub(super) fn of_header(name: HeaderName<'_>, element: &[u8], begin: usize, mut line: impl FnMut(&str, String)) {
    macro_rules! ask {
        ($($header:ident: $($accessor:ident)*;)*) => {
            match name {
                $(HeaderName::$header => {
                    let value = Parser::new().parse_value(element).expect("an element is a value");
                    let typed = <header::$header<'_> as TypedHeader<'_>>::parse(value).expect("what was taken in its row is taken alone");
                    $(line(concat!(".", stringify!($accessor)), typed.$accessor().answer(begin));)*
                })*
                _ => {}
            }
        };
    }
    accessors!(ask);
}

/// The parameters of authentication, of a value that has some.
pub(crate) fn auth_params<'v, 'a>(value: &'v AnyValue<'a>) -> Option<&'v AuthParams<'a>> {
    match value {
        AnyValue::Challenge(challenge) => Some(challenge.params()),
        AnyValue::Credentials(credentials) => Some(credentials.params()),
        AnyValue::AuthInfo(info) => Some(info.params()),
        _ => None,
    }
}
