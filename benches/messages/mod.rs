//! The messages that benches read, and what reading them means. Every bench asserts what it found.

use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use sipwire::header::{Authorization, CSeq, CallId, Contact, From, MaxForwards, To, Via, WwwAuthenticate};
use sipwire::{HeaderName, Message, OwnedMessage};

/// A message: its name, its bytes, and the same bytes as HTTP.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) bytes: Bytes,
    pub(crate) rows: usize,
    /// How many elements its rows have.
    pub(crate) values: usize,
    /// Only `SIP/2.0` and `HTTP/1.1` are exchanged, wherever they stand.
    pub(crate) as_http: Vec<u8>,
}

/// Four messages of everyday life, from `a` to `d`, then what is larger or smaller than they are.
pub(crate) fn samples() -> Vec<Sample> {
    let sample = |name, bytes: &[u8], rows, values| {
        let as_http = String::from_utf8(bytes.to_vec()).unwrap().replace("SIP/2.0", "HTTP/1.1").into_bytes();
        Sample { name, bytes: Bytes::copy_from_slice(bytes), rows, values, as_http }
    };
    vec![
        sample("a: REGISTER", include_bytes!("../../corpus/register/1-register.sip"), 11, 23),
        sample("b: REGISTER with Authorization", include_bytes!("../../corpus/register/4-register-with-authorization.sip"), 12, 24),
        sample("c: 401", include_bytes!("../../corpus/register/3-401-unauthorized.sip"), 7, 7),
        sample("d: INVITE with SDP", include_bytes!("invite.sip"), 16, 26),
        sample("200 without a body", include_bytes!("minimal-200.sip"), 6, 6),
        sample("IMS REGISTER", include_bytes!("ims-register.sip"), 30, 45),
        sample("NOTIFY of 60 kB", &notify(60_000), 14, 14),
    ]
}

/// A NOTIFY of about `size` bytes, which says who is registered.
fn notify(size: usize) -> Vec<u8> {
    const HEAD: &str = "NOTIFY sip:pcscf.example.com:5060;lr SIP/2.0\r\n\
        Via: SIP/2.0/UDP scscf.example.com:6060;branch=z9hG4bK1f2e.5a7c31d4.0;rport\r\n\
        Max-Forwards: 70\r\n\
        Route: <sip:pcscf.example.com;lr>\r\n\
        From: <sip:001010000000001@example.com>;tag=b2f4c1d0\r\n\
        To: <sip:001010000000001@example.com>;tag=1931847153\r\n\
        Call-ID: 2f91c0d4-5a6b@pcscf.example.com\r\n\
        CSeq: 11 NOTIFY\r\n\
        Contact: <sip:scscf.example.com:6060>\r\n\
        Event: reg\r\n\
        Subscription-State: active;expires=600000\r\n\
        User-Agent: S-CSCF/1.0\r\n\
        Allow-Events: reg\r\n\
        Content-Type: application/reginfo+xml\r\n";
    const CONTACT: &str = "<contact id=\"1f3c\" state=\"active\" event=\"registered\" expires=\"600000\">\r\n\
        <uri>sip:001010000000001@[2001:db8:0:11::5]:50601</uri>\r\n</contact>\r\n";
    let body = CONTACT.repeat(size / CONTACT.len());
    format!("{HEAD}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
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
    let mut found = via.transport().as_bytes().len() as u64 + u64::from(via.port().unwrap().unwrap_or(0));
    found += (via.host().unwrap().as_bytes().len() + via.branch().unwrap().unwrap().as_bytes().len()) as u64;
    found += u64::from(via.has_rport()) + u64::from(via.received().unwrap().is_some());
    let from = headers.require::<From>().unwrap();
    let from_uri = from.uri().unwrap();
    let from_sip = from_uri.as_sip().unwrap();
    found += (from.tag().unwrap().unwrap().as_bytes().len() + from_sip.user().unwrap().as_bytes().len() + from_sip.host().as_bytes().len())
        as u64;
    found += headers.require::<To>().unwrap().tag().unwrap().map_or(0, |tag| tag.as_bytes().len() as u64);
    found += headers.require::<CallId>().unwrap().as_bytes().len() as u64;
    found += u64::from(headers.require::<CSeq>().unwrap().number());
    found += headers.get::<MaxForwards>().unwrap().map_or(0, |hops| u64::from(hops.value()));
    found += headers.first::<Contact>().unwrap().map_or(0, |contact| contact.uri().unwrap().unwrap().as_bytes().len() as u64);
    if let Some(challenge) = headers.first::<WwwAuthenticate>().unwrap() {
        found += (challenge.realm().unwrap().unwrap().as_bytes().len() + challenge.nonce().unwrap().unwrap().as_bytes().len()) as u64;
    }
    if let Some(credentials) = headers.first::<Authorization>().unwrap() {
        found += (credentials.realm().unwrap().unwrap().as_bytes().len() + credentials.nonce().unwrap().unwrap().as_bytes().len()) as u64;
        found += credentials.response().unwrap().unwrap().as_bytes().len() as u64;
    }
    found
}

/// The value of the first row of a name, asked of the text.
pub(crate) fn row<'a>(bytes: &'a [u8], name: HeaderName<'_>) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines().find_map(|line| line.strip_prefix(name.as_str())?.strip_prefix(": "))
}

/// What [`typed`] finds, asked of the text.
pub(crate) fn expected_of_typed(bytes: &[u8]) -> u64 {
    let row = |name: HeaderName<'_>| row(bytes, name);
    let between = |text: &str, before: &str, after: &[char]| {
        let start = text.find(before).map(|at| at + before.len())?;
        Some(text[start..].split(after).next().unwrap_or("").len() as u64)
    };
    let via = row(HeaderName::Via).unwrap();
    let (protocol, sent_by) = via.split_once(' ').unwrap();
    let sent_by = sent_by.split(';').next().unwrap();
    let (host, port) = sent_by.split_once(':').unwrap_or((sent_by, "0"));
    let mut found = (protocol.len() - "SIP/2.0/".len() + host.len()) as u64 + port.parse::<u64>().unwrap();
    found += between(via, "branch=", &[';']).unwrap() + u64::from(via.contains(";rport")) + u64::from(via.contains(";received="));
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

/// *Everything*: scan, and every value of every row typed and checked. How many there are.
#[inline]
pub(crate) fn everything(bytes: &[u8]) -> usize {
    let message = Message::parse(black_box(bytes)).unwrap();
    let mut count = 0;
    for row in message.headers() {
        for value in row.values() {
            // Looked at where it is: what a caller makes of it is the caller's.
            assert!(black_box(&value).is_ok());
            count += 1;
        }
    }
    count
}

/// *Owned*: a message that is kept.
#[inline]
pub(crate) fn owned(bytes: &Bytes) -> usize {
    let message = OwnedMessage::parse(black_box(bytes).clone()).unwrap();
    black_box(&message).headers().len()
}

/// What [`owned`] can't do without: scan, and one allocation with a copy of the table, which has 16 bytes for each row.
#[inline]
pub(crate) fn scan_and_copy(bytes: &[u8]) -> usize {
    const TABLE: [[u64; 2]; 32] = [[0; 2]; 32];
    let rows = scan(bytes);
    black_box(Arc::<[_]>::from(&TABLE[..rows])).len()
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
    let Sample { name, bytes, rows, values, as_http } = sample;
    assert_eq!([scan(bytes), owned(bytes), scan_and_copy(bytes), httparse(as_http)], [*rows; 4], "{name}");
    assert_eq!(typed(bytes), expected_of_typed(bytes), "{name}");
    assert_eq!(everything(bytes), *values, "{name}");
}
