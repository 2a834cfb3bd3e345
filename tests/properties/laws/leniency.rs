//! The law of leniencies: whatever is taken strictly has the same values whatever is taken besides.

use sipwire::{AnyValue, Fact, Header, Message, ParseError, Uri};

use super::message::{LENIENT, STRICT, rows};

/// The law of any bytes, taken for a message.
pub(super) fn widens(input: &[u8]) {
    let Ok(strict) = STRICT.parse(input) else { return };
    let lenient = LENIENT.parse(input).expect("what is taken strictly is taken leniently");
    assert_eq!((strict.as_bytes(), strict.body(), strict.trailing()), (lenient.as_bytes(), lenient.body(), lenient.trailing()));
    assert_eq!(rows(&strict.headers(), 0), rows(&lenient.headers(), 0));
    if let (Some(strict), Some(lenient)) = (strict.as_request(), lenient.as_request()) {
        assert_eq!((strict.method(), strict.raw_uri()), (lenient.method(), lenient.raw_uri()));
        same_uri(strict.uri(), || lenient.uri());
    }
    if let (Message::Response(strict), Message::Response(lenient)) = (&strict, &lenient) {
        assert_eq!((strict.status(), strict.reason()), (lenient.status(), lenient.reason()));
    }
    for (strict, lenient) in strict.headers().iter().zip(lenient.headers().iter()) {
        row(&strict, &lenient);
    }
}

/// Every value before the first that is refused.
fn row(strict: &Header<'_>, lenient: &Header<'_>) {
    let mut others = lenient.values();
    for value in strict.values().map_while(Result::ok) {
        match others.next() {
            Some(Ok(other)) => same(&value, &other),
            other => panic!("{value:?}, and leniently {other:?}"),
        }
    }
}

fn same<'a>(strict: &AnyValue<'a>, lenient: &AnyValue<'a>) {
    assert_eq!((strict.family(), strict.as_bytes()), (lenient.family(), lenient.as_bytes()));
    assert_eq!(strict.params().iter().collect::<Vec<_>>(), lenient.params().iter().collect::<Vec<_>>(), "{strict:?}");
    let (facts, others) = (strict.facts(), lenient.facts());
    let is_error = |fact: &Fact<'_>| matches!(fact, Fact::Error(_));
    // What a strict accessor refuses, a lenient one may give.
    let is_wrong = facts.iter().any(|(_, fact)| is_error(fact));
    for fact in facts.iter().filter(|(_, fact)| !is_error(fact)) {
        assert!(others.contains(fact), "{strict:?}: {fact:?} is not in {others:?}");
    }
    assert!(is_wrong || facts == others, "{strict:?}: {facts:?}, and leniently {others:?}");
    if let Some(uri) = strict.uri() {
        same_uri(uri, || lenient.uri().expect("a URI"));
    }
}

fn same_uri<'a>(strict: Result<Uri<'a>, ParseError>, lenient: impl FnOnce() -> Result<Uri<'a>, ParseError>) {
    let Ok(strict) = strict else { return };
    let lenient = lenient().expect("what is taken strictly is taken leniently");
    assert_eq!(parts(&strict), parts(&lenient));
    if let (Some(strict), Some(lenient)) = (strict.as_sip(), lenient.as_sip()) {
        assert!(strict.maddr().is_err() || strict.maddr() == lenient.maddr(), "{strict:?}");
        assert!(strict.ttl().is_err() || strict.ttl() == lenient.ttl(), "{strict:?}");
    }
}

/// Each part of a URI.
fn parts(uri: &Uri<'_>) -> String {
    let params: Vec<_> = uri.params().iter().map(|param| (param.name(), param.value())).collect();
    let sip = uri.as_sip().map(|sip| {
        let headers: Vec<_> = sip.headers().iter().map(|header| (header.name(), header.value())).collect();
        let (host, typed) = (sip.host(), (sip.transport(), sip.is_loose_router()));
        format!("{:?}", (sip.is_sips(), sip.user(), sip.password(), host, host.ip(), host.zone(), sip.port(), headers, typed))
    });
    format!("{:?} {:?} {params:?} {sip:?}", uri.scheme(), uri.as_bytes())
}
