//! Keys of transactions and checks, as sipwire, sipx-sip and rsipstack make them of the same parsed messages: time and allocations of each.
//!
//! `cargo run --release --manifest-path benches/compare/Cargo.toml --bin rules` prints the table. All pieces take turns in rounds, and the
//! table has the medians.

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use httparse::{EMPTY_HEADER, Request as HttpRequest};
use rsipstack::sip::SipMessage;
use rsipstack::transaction::key::{TransactionKey as RsipKey, TransactionRole};
use sipwire::rules::Check;
use sipwire::{Message, TransactionKey};

const A: &[u8] = include_bytes!("../../../../corpus/register/1-register.sip");
const D: &[u8] = include_bytes!("../../../messages/invite.sip");
const ROUNDS: usize = 2_001;

/// A piece of work by name. What it returns is what it found, so that it can't be left out.
type Piece<'a> = (&'static str, Box<dyn Fn() -> usize + 'a>);

fn as_http(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8(bytes.to_vec()).expect("these are ASCII").replace("SIP/2.0", "HTTP/1.1").into_bytes()
}

fn httparse(bytes: &[u8]) -> usize {
    let mut headers = [EMPTY_HEADER; 32];
    HttpRequest::new(&mut headers).parse(black_box(bytes)).expect("a request");
    headers.iter().filter(|header| !header.name.is_empty()).count()
}

fn sipx(bytes: &'static [u8]) -> sipx_sip::Request {
    let message = sipx_sip::parse_datagram(Bytes::from_static(bytes), &sipx_sip::Limits::datagram()).expect("a message");
    let sipx_sip::Message::Request(request) = message else { panic!("a response") };
    request
}

fn rsipstack(bytes: &[u8]) -> rsipstack::sip::Request {
    match SipMessage::try_from(bytes).expect("a message") {
        SipMessage::Request(request) => request,
        SipMessage::Response(_) => panic!("a response"),
    }
}

fn main() {
    let (http_a, http_d) = (as_http(A), as_http(D));
    let (a, d) = (Message::parse(A).expect("a message"), Message::parse(D).expect("a message"));
    let (a, d) = (a.as_request().expect("a request"), d.as_request().expect("a request"));
    let (sipx_a, sipx_d, rsip_a) = (sipx(A), sipx(D), rsipstack(A));
    let check = Check::uas();
    let pieces: Vec<Piece<'_>> = vec![
        ("httparse's scan of a", Box::new(|| httparse(&http_a))),
        ("sipwire: key of a", Box::new(|| TransactionKey::server(black_box(a)).expect("a key").key.as_bytes().len())),
        ("sipx-sip: key of a", Box::new(|| usize::from(black_box(sipx_sip::TransactionKey::from_request(black_box(&sipx_a))).is_some()))),
        (
            "rsipstack: key of a",
            Box::new(|| usize::from(black_box(RsipKey::from_request(black_box(&rsip_a), TransactionRole::Server)).is_ok())),
        ),
        ("httparse's scan of d", Box::new(|| httparse(&http_d))),
        ("sipwire: every fault of d", Box::new(|| 1 + black_box(d).faults(&check).count())),
        ("sipx-sip: its six rules, of d", Box::new(|| 1 + sipx_sip::validate_request(black_box(&sipx_d)).len())),
    ];
    let mut times = vec![Vec::with_capacity(ROUNDS); pieces.len()];
    for _ in 0..ROUNDS {
        for ((_, piece), times) in pieces.iter().zip(&mut times) {
            let begin = Instant::now();
            let found = (0..20).map(|_| black_box(piece())).sum::<usize>();
            times.push(begin.elapsed().as_nanos() as f64 / 20.0);
            assert!(found > 0);
        }
    }
    println!("| work | ns | beside httparse's scan |\n|---|---:|---:|");
    let mut base = 1.0;
    for ((name, _), mut times) in pieces.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        if name.starts_with("httparse") {
            base = median;
        }
        println!("| {name} | {median:.0} | {:.2} |", median / base);
    }
}
