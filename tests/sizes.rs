//! How large the values are that a program holds: what is passed around by copy stays small.

use sipwire::header::{CSeq, CallId, Contact, Via};
use sipwire::rules::Fault;
use sipwire::{
    AnyValue, Challenge, Credentials, Decoder, Header, Headers, Message, NameAddr, OwnedMessage, ParseError, Text, Token, Uri, Value,
};

#[test]
fn sizes_have_ceilings() {
    for (name, size, most) in [
        ("ParseError", size_of::<ParseError>(), 8),
        ("Result<(), ParseError>", size_of::<Result<(), ParseError>>(), 8),
        ("Fault", size_of::<Fault>(), 8),
        ("Result<(), Fault>", size_of::<Result<(), Fault>>(), 8),
        ("Option<Fault>", size_of::<Option<Fault>>(), 8),
        ("Option<ParseError>", size_of::<Option<ParseError>>(), 8),
        ("Message", size_of::<Message<'_>>(), 640),
        ("Result<Message, ParseError>", size_of::<Result<Message<'_>, ParseError>>(), 640),
        ("OwnedMessage", size_of::<OwnedMessage>(), 40),
        ("Decoder", size_of::<Decoder>(), 184),
        ("Headers", size_of::<Headers<'_, '_>>(), 40),
        ("Header", size_of::<Header<'_>>(), 72),
        ("Value", size_of::<Value<'_>>(), 64),
        ("AnyValue", size_of::<AnyValue<'_>>(), 176),
        ("Via", size_of::<Via<'_>>(), 128),
        ("NameAddr", size_of::<NameAddr<'_>>(), 112),
        ("Contact", size_of::<Contact<'_>>(), 112),
        ("CSeq", size_of::<CSeq<'_>>(), 48),
        ("CallId", size_of::<CallId<'_>>(), 16),
        ("Uri", size_of::<Uri<'_>>(), 72),
        ("Challenge", size_of::<Challenge<'_>>(), 168),
        ("Credentials", size_of::<Credentials<'_>>(), 168),
        ("Token", size_of::<Token<'_>>(), 16),
        ("Text", size_of::<Text<'_>>(), 24),
    ] {
        assert!(size <= most, "{name}: {size} bytes, more than {most}");
    }
}
