//! The laws of writing: whatever is given, what is written says that and nothing else, or nothing is written.

use sipwire::header::Via;
use sipwire::header::{CallId, Subject, Supported};
use sipwire::{
    Algorithm, Challenge, Credentials, Encode, HeaderName, Host, Limits, Method, NameAddr, OwnedMessage, ParamDraft, Parser, Request,
    Response, SipUri, StatusCode, Transport, UriParamDraft,
};

/// The laws of values that are made from any bytes.
pub fn write(input: &[u8]) {
    messages(input);
    // What is written escaped three times as long, twice in a URI, is read by default limits.
    values(&input[..input.len().min(600)]);
    if let Ok(text) = core::str::from_utf8(input) {
        texts(text);
    }
}

/// A message that was written is read as that message: so many rows, and the same.
fn read(written: &OwnedMessage, rows: usize) -> bool {
    let parser = Parser::new().limits(Limits::unlimited_for_trusted_input());
    let parsed = parser.parse(written.as_bytes()).expect("what was written is a message");
    parsed.headers().len() == rows + 1
        && parsed.trailing().is_empty()
        && parsed.headers().iter().zip(written.headers()).all(|(read, written)| {
            (read.wire_name(), read.as_bytes(), read.offset()) == (written.wire_name(), written.as_bytes(), written.offset())
        })
}

fn messages(input: &[u8]) {
    if let Ok(message) = Request::builder(Method::Options, input).finish() {
        assert!(read(&message, 0));
        assert_eq!(message.as_message().as_request().map(|request| request.raw_uri()), Some(input));
    }
    let raw = Response::builder(StatusCode::OK).raw(HeaderName::custom("X"), input).finish();
    let is_text = !input.iter().any(|&b| b != b'\t' && (b < b' ' || b == 0x7F));
    assert_eq!(raw.is_ok(), is_text);
    if let Ok(message) = raw {
        assert!(read(&message, 1));
        let value = message.headers().iter().next().map(|row| row.as_bytes().to_vec());
        assert_eq!(value.as_deref(), Some(input.trim_ascii()));
    }
    let message = Response::builder(StatusCode::OK).finish_with_body(input).expect("any bytes are a body");
    assert!(read(&message, 0) && message.body() == input);
}

fn values(input: &[u8]) {
    let is_text = !input.iter().any(|&b| b != b'\t' && (b < b' ' || b == 0x7F));
    let host = Host::try_from("a").expect("a host");

    let params = [ParamDraft::quoted("x", input)];
    let address = NameAddr::build("sip:a").display_name(input).params(&params).to_bytes();
    assert_eq!(address.is_ok(), is_text);
    if let Ok(bytes) = address {
        let address = NameAddr::parse(&bytes).expect("what was written can be read");
        assert!(address.display_name().unwrap().is_some_and(|name| name.is(input)) && address.uri().unwrap().as_bytes() == b"sip:a");
        assert!(
            address.params().iter().count() == 1
                && address.params().get("x").and_then(|param| param.value()).is_some_and(|value| value.is(input))
        );
    }

    let params = [UriParamDraft::new("x", input)];
    if let Ok(bytes) = SipUri::build(host).user(input).params(&params).to_bytes() {
        let uri = SipUri::parse(&bytes).expect("what was written can be read");
        assert!(uri.user().is_some_and(|user| user.is(input)) && uri.password().is_none() && uri.host() == host);
        let value = uri.params().get("x").and_then(|param| param.value());
        assert!(value.is_some_and(|value| value.is(input)) && uri.params().iter().count() == 1 && uri.headers().is_empty());
    } else {
        assert!(input.is_empty(), "any user part can be escaped");
    }

    let params = [ParamDraft::token("x", input)];
    if let Ok(bytes) = Via::build(Transport::Udp, host).branch(input).params(&params).to_bytes() {
        let via = Via::parse(&bytes).expect("what was written can be read");
        assert!(
            via.branch().unwrap().is_some_and(|branch| branch.as_bytes() == input)
                && via.host() == Ok(host)
                && via.params().iter().count() == 2
        );
    }

    let challenge = Challenge::build(input, input).opaque(input).algorithm(Algorithm::Md5).to_bytes();
    assert_eq!(challenge.is_ok(), is_text);
    if let Ok(bytes) = challenge {
        let challenge = Challenge::parse(&bytes).expect("what was written can be read");
        assert!(
            [challenge.realm().unwrap(), challenge.nonce().unwrap(), challenge.opaque().unwrap()]
                .iter()
                .all(|text| text.is_some_and(|text| text.is(input)))
        );
        assert_eq!((challenge.params().iter().count(), challenge.algorithm().unwrap()), (4, Algorithm::Md5));
    }
    if let Ok(bytes) = Credentials::build(input, input).nonce(input).uri(input).response(input).to_bytes() {
        let credentials = Credentials::parse(&bytes).expect("what was written can be read");
        let texts =
            [credentials.username().unwrap(), credentials.realm().unwrap(), credentials.nonce().unwrap(), credentials.response().unwrap()];
        assert!(texts.iter().all(|text| text.is_some_and(|text| text.is(input))));
        assert!(credentials.uri().unwrap().is_some_and(|uri| uri.is(input)));
    }
}

fn texts(text: &str) {
    let mut builder = Response::builder_with_reason(StatusCode::OK, text);
    if let Ok(message) = builder.finish() {
        assert!(read(&message, 0) && message.as_message().as_response().is_some_and(|response| response.reason().is(text)));
    }
    if let Ok(message) = Response::builder(StatusCode::OK).header(Subject::row(text)).finish() {
        assert!(read(&message, 1));
        let subject = message.headers().require::<Subject>().expect("a subject");
        assert!(subject.is(text.trim_matches([' ', '\t'])));
    }
    if let Ok(message) = Response::builder(StatusCode::OK).header(Supported::list(&[text, "b"])).header(CallId::row(text)).finish() {
        assert!(read(&message, 2));
        let tags: Vec<_> = message.headers().all::<Supported>().collect();
        assert!(matches!(&tags[..], [Ok(first), Ok(second)] if first.token().is(text) && second.is("b")));
        assert_eq!(message.headers().require::<CallId>().expect("a Call-ID").as_str(), text);
    }
}
