//! The messages that benches read, and what reading them means. Every bench asserts what it found.

use std::hint::black_box;

use sipwire::header::{CSeq, CallId, Contact, From, MaxForwards, To, Via};
use sipwire::{HeaderName, Message};

/// A message: its name, its bytes, and the same bytes as HTTP.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
    pub(crate) rows: usize,
    /// Only `SIP/2.0` and `HTTP/1.1` are exchanged, wherever they stand.
    pub(crate) as_http: Vec<u8>,
}

/// The five messages of the REGISTER conversation.
pub(crate) fn samples() -> Vec<Sample> {
    let sample = |name, bytes: &'static [u8], rows| {
        let as_http = String::from_utf8(bytes.to_vec()).unwrap().replace("SIP/2.0", "HTTP/1.1").into_bytes();
        Sample { name, bytes, rows, as_http }
    };
    vec![
        sample("1-register", include_bytes!("../../corpus/register/1-register.sip"), 11),
        sample("2-register-with-route", include_bytes!("../../corpus/register/2-register-with-route.sip"), 12),
        sample("3-401-unauthorized", include_bytes!("../../corpus/register/3-401-unauthorized.sip"), 7),
        sample("4-register-with-authorization", include_bytes!("../../corpus/register/4-register-with-authorization.sip"), 12),
        sample("5-200-ok", include_bytes!("../../corpus/register/5-200-ok.sip"), 6),
    ]
}

/// *Scan*: the message parsed by the default parser. Names are classified, control bytes refused, the Content-Length is read and the
/// body cut.
#[inline]
pub(crate) fn scan(bytes: &[u8]) -> usize {
    let message = Message::parse(black_box(bytes)).unwrap();
    black_box(&message).headers().len()
}

/// *Typed*: scan, and the values that a stack asks for first.
#[inline]
pub(crate) fn typed(bytes: &[u8]) -> u64 {
    let message = Message::parse(black_box(bytes)).unwrap();
    let headers = message.headers();
    let via = headers.first::<Via>().unwrap().unwrap();
    let mut found = via.transport().as_bytes().len() as u64 + u64::from(via.port().unwrap_or(0));
    found += (via.host().as_bytes().len() + via.branch().unwrap().as_bytes().len()) as u64;
    found += u64::from(via.has_rport()) + u64::from(via.received().is_some());
    let from = headers.require::<From>().unwrap();
    let from_uri = from.uri();
    let from_sip = from_uri.as_sip().unwrap();
    found += (from.tag().unwrap().as_bytes().len() + from_sip.user().unwrap().as_bytes().len() + from_sip.host().as_bytes().len()) as u64;
    found += headers.require::<To>().unwrap().tag().map_or(0, |tag| tag.as_bytes().len() as u64);
    found += headers.require::<CallId>().unwrap().as_bytes().len() as u64;
    found += u64::from(headers.require::<CSeq>().unwrap().number());
    found += headers.get::<MaxForwards>().unwrap().map_or(0, |hops| u64::from(hops.value()));
    found += headers.first::<Contact>().unwrap().map_or(0, |contact| contact.uri().unwrap().as_bytes().len() as u64);
    if let Some(challenge) = headers.first::<sipwire::header::WwwAuthenticate>().unwrap() {
        found += (challenge.realm().unwrap().as_bytes().len() + challenge.nonce().unwrap().as_bytes().len()) as u64;
    }
    if let Some(credentials) = headers.first::<sipwire::header::Authorization>().unwrap() {
        found += (credentials.realm().unwrap().as_bytes().len() + credentials.nonce().unwrap().as_bytes().len()) as u64;
        found += credentials.response().unwrap().as_bytes().len() as u64;
    }
    found
}

/// What [`typed`] finds, asked of the text.
pub(crate) fn expected_of_typed(bytes: &[u8]) -> u64 {
    let text = std::str::from_utf8(bytes).unwrap();
    let row = |name: HeaderName<'_>| text.lines().find_map(|line| line.strip_prefix(name.as_str())?.strip_prefix(": "));
    let between = |text: &str, before: &str, after: &[char]| {
        let start = text.find(before).map(|at| at + before.len())?;
        Some(text[start..].split(after).next().unwrap_or("").len() as u64)
    };
    let via = row(HeaderName::Via).unwrap();
    let sent_by = via.strip_prefix("SIP/2.0/TCP ").unwrap().split(';').next().unwrap();
    let (host, port) = sent_by.split_once(':').unwrap();
    let mut found = 3 + port.parse::<u64>().unwrap() + host.len() as u64 + between(via, "branch=", &[';']).unwrap();
    found += 1 + u64::from(via.contains("received="));
    let from = row(HeaderName::From).unwrap();
    found += between(from, "tag=", &[';']).unwrap() + between(from, "sip:", &['@']).unwrap() + between(from, "@", &['>']).unwrap();
    found += between(row(HeaderName::To).unwrap(), "tag=", &[';']).unwrap_or(0);
    found += row(HeaderName::CallId).unwrap().len() as u64;
    found += row(HeaderName::CSeq).unwrap().split(' ').next().unwrap().parse::<u64>().unwrap();
    found += row(HeaderName::MaxForwards).map_or(0, |hops| hops.parse::<u64>().unwrap());
    found += row(HeaderName::Contact).map_or(0, |contact| between(contact, "<", &['>']).unwrap());
    for name in [HeaderName::WwwAuthenticate, HeaderName::Authorization] {
        if let Some(value) = row(name) {
            found += ["realm=\"", "nonce=\"", "response=\""].iter().filter_map(|param| between(value, param, &['"'])).sum::<u64>();
        }
    }
    found
}

/// httparse, by the recipe: 32 empty headers made anew each time.
#[inline]
pub(crate) fn httparse(bytes: &[u8]) -> usize {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    if bytes.starts_with(b"HTTP/") {
        let mut response = httparse::Response::new(&mut headers);
        assert!(response.parse(black_box(bytes)).unwrap().is_complete());
        black_box(&response).headers.len()
    } else {
        let mut request = httparse::Request::new(&mut headers);
        assert!(request.parse(black_box(bytes)).unwrap().is_complete());
        black_box(&request).headers.len()
    }
}

/// Asserts that every reading finds what is there.
pub(crate) fn check(sample: &Sample) {
    assert_eq!(scan(sample.bytes), sample.rows, "{}", sample.name);
    assert_eq!(httparse(&sample.as_http), sample.rows, "{}", sample.name);
    assert_eq!(typed(sample.bytes), expected_of_typed(sample.bytes), "{}", sample.name);
}
