//! The costs of checks, of the keys of transactions, of the addresses that messages are sent to, of registrations, and of what is negotiated:
//! `cargo bench --bench rules`.
//!
//! Each piece of work is compared with httparse's scan of its message, in time, by the ratio of medians, and in instructions, which
//! valgrind counts. Messages and URIs are parsed before, so that a piece is the work on the parsed values alone. A key types the topmost
//! Via, which is most of its cost and is shown by itself. A piece with a bar fails the bench if it costs more instructions than that.

mod callgrind;
#[allow(dead_code, reason = "the other benches use the rest")]
mod messages;
mod rounds;

use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;

use messages::{Sample, httparse, samples};
use rounds::{medians, rounds, work};
use sipwire::header::{Contact, Via};
use sipwire::rules::{Binding, Check, Peer, Policy, Step};
use sipwire::{MergeKey, Message, Method, Request, Response, TransactionKey, Uri};

/// Something that is done, with what it must find.
struct Piece {
    work: &'static str,
    call: Box<dyn FnMut() -> u64>,
    finds: u64,
    /// The piece that it is compared with.
    base: &'static str,
    /// The most instructions that it may take, as a multiple of its base.
    most: f64,
}

/// The pieces that others are compared with.
const SCAN_OF_A: &str = "httparse, message a";
const SCAN_OF_D: &str = "httparse, message d";
const CONTACT: &str = "Contact read, message a";
const PLAN_OF_100: &str = "Contact planned against 100 bindings";

impl Piece {
    fn new(work: &'static str, finds: u64, call: impl FnMut() -> u64 + 'static) -> Self {
        Self { work, call: Box::new(call), finds, base: SCAN_OF_A, most: f64::INFINITY }
    }

    fn beside(mut self, base: &'static str) -> Self {
        self.base = base;
        self
    }

    fn most(mut self, most: f64) -> Self {
        self.most = most;
        self
    }

    /// Does the work once, counted if this is the run for it.
    fn run(&mut self) {
        let mut found = 0;
        callgrind::counted(&mut || found = (self.call)());
        assert_eq!(found, self.finds, "{}", self.work);
    }
}

/// A sample's message, which lives as long as the bench.
fn parsed(sample: &Sample) -> &'static Message<'static> {
    let bytes = Box::leak(sample.bytes.to_vec().into_boxed_slice());
    Box::leak(Box::new(Message::parse(bytes).unwrap()))
}

fn server(request: &Request<'_>) -> TransactionKey {
    TransactionKey::server(black_box(request)).unwrap().key
}

fn client(response: &Response<'_>) -> TransactionKey {
    TransactionKey::client(black_box(response)).unwrap()
}

/// All that is measured; what the others are compared with is the first.
fn pieces(keys_in_map: usize) -> Vec<Piece> {
    let samples = samples();
    let sample = |name: &str| samples.iter().find(|sample| sample.name.starts_with(name)).unwrap();
    let [a, c, d] = ["a:", "c:", "d:"].map(sample);
    let (register, refused, invite) = (parsed(a), parsed(c), parsed(d));
    let (register, refused) = (register.as_request().unwrap(), refused.as_response().unwrap());
    let invite = invite.as_request().unwrap();
    let again = parsed(a).as_request().unwrap();
    // Version, kind, method, then sent-by: an address and a port, or the length of a name, the name and a port. The branch is the rest.
    let branch = |message: &str| message.split("branch=").nth(1).unwrap().split([';', '\r']).next().unwrap().len() as u64;
    let text = |sample: &Sample| String::from_utf8(sample.bytes.to_vec()).unwrap();
    let of_a = 3 + (1 + 4 + 2) + branch(&text(a));
    let of_c = 3 + branch(&text(c));
    let of_d = 3 + (2 + "proxy2.biloxi.example.com".len() as u64 + 2) + branch(&text(d));
    let (key, same) = (server(register), server(again));
    assert_eq!(key, same);
    let other = server(invite);
    let cancel = request("CANCEL sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK776asdhds\r\n\r\n");
    let cancel = server(cancel);
    let as_stored = key.as_bytes().to_vec();
    let legacy = request(
        "BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nFrom: <sip:f>;tag=1\r\nTo: <sip:t>;tag=2\r\nCall-ID: 7\r\nCSeq: 1 BYE\r\n\r\n",
    );
    let length_of_legacy = server(legacy).as_bytes().len() as u64;
    let twenty = request(
        "INVITE sip:a SIP/2.0\r\nRequire: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19\r\n\r\n",
    );
    let source = "192.0.2.7:49152".parse().unwrap();
    let via = |text: &'static str| Via::parse(text.as_bytes()).unwrap();
    let (udp, tcp) = (via("SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1"), via("SIP/2.0/TCP a.example.com;branch=z9hG4bK1"));
    let uri = |text: &'static str| Uri::parse(text.as_bytes()).unwrap();
    let (numeric, named) = (uri("sip:bob@192.0.2.4:5060;transport=tcp"), uri("sips:bob@example.com"));
    let map = map(keys_in_map);
    let (stored, others) = (vec![binding(register)], bindings(100));
    vec![
        scan(SCAN_OF_A, a),
        scan(SCAN_OF_D, d),
        faults("no faults at a UAS, message d", invite, &UAS),
        faults("no faults at a proxy, message d", invite, &PROXY),
        Piece::new("topmost Via read, message a", 1, move || u64::from(black_box(register).headers().first::<Via>().unwrap().is_some())),
        Piece::new("topmost Via read, message c", 1, move || u64::from(black_box(refused).headers().first::<Via>().unwrap().is_some())),
        Piece::new("key made, server, message a", of_a, move || server(register).as_bytes().len() as u64).most(0.35),
        Piece::new("key made, server, message d", of_d, move || server(invite).as_bytes().len() as u64).most(0.35),
        Piece::new("key made, client, message c", of_c, move || client(refused).as_bytes().len() as u64).most(0.35),
        Piece::new("key made, RFC 2543", length_of_legacy, move || server(legacy).as_bytes().len() as u64),
        Piece::new("merge key made, message d", 1, move || u64::from(MergeKey::of(black_box(invite)).unwrap().is_some())),
        Piece::new("keys compared, equal", 1, {
            let key = key.clone();
            move || u64::from(black_box(&key) == black_box(&same))
        })
        .most(0.03),
        Piece::new("keys compared, different", 0, move || u64::from(black_box(&key) == black_box(&other))).most(0.03),
        Piece::new("the key that a CANCEL names", 1, move || u64::from(black_box(&cancel).cancelled(Method::Invite).is_some())),
        Piece::new("key read back", of_a, move || TransactionKey::from_bytes(black_box(&as_stored)).unwrap().as_bytes().len() as u64),
        Piece::new("key made and looked up in a map", keys_in_map as u64, move || *map.get(&server(register)).unwrap() as u64),
        Piece::new("response targets, UDP with rport", 1, move || black_box(&udp).response_targets(source).unwrap().count() as u64),
        Piece::new("response targets, TCP", 3, move || black_box(&tcp).response_targets(source).unwrap().count() as u64),
        Piece::new(CONTACT, 30, move || contact_read(black_box(register))),
        plan("Contact planned, for the first time", register, Vec::new(), 1).beside(CONTACT).most(2.0),
        plan("Contact planned, of a flow that is bound", again, stored, 1).beside(CONTACT).most(2.0),
        plan(PLAN_OF_100, register, others, 1).beside(CONTACT),
        plan("Contact planned against 1000 bindings", register, bindings(1000), 1).beside(PLAN_OF_100).most(10.5),
        Piece::new("registration read, message a", 1, move || u64::from(black_box(register).registration(&REGISTRAR).is_ok())),
        Piece::new("Supported asked for one of its tags", 1, move || u64::from(Peer::of(black_box(invite).headers()).supports("timer"))),
        Piece::new("unknown tags of 20 in Require", 18, move || {
            Peer::of(black_box(twenty).headers()).unknown(&["t0", "t19"]).count() as u64
        }),
        Piece::new("destination, an address", 1, move || u64::from(black_box(&numeric).destination().is_ok())),
        Piece::new("destination, a name", 1, move || u64::from(black_box(&named).destination().is_ok())),
    ]
}

/// httparse's scan of a sample, which other pieces are compared with.
fn scan(name: &'static str, sample: &Sample) -> Piece {
    let as_http = sample.as_http.clone();
    Piece::new(name, sample.rows as u64, move || httparse(&as_http) as u64)
}

/// Elements that know what message d is made of.
const METHODS: &[Method<'_>] = &[Method::Invite, Method::Ack, Method::Cancel, Method::Bye, Method::Options, Method::Update, Method::Prack];
const UAS: Check<'_> = Check::uas().allow(METHODS).tags(&["100rel", "timer", "replaces"]).types(&["application/sdp"]);
const PROXY: Check<'_> = Check::proxy().tags(&["path", "sec-agree"]);

/// A check of message d that finds nothing.
fn faults(name: &'static str, request: &'static Request<'static>, check: &'static Check<'static>) -> Piece {
    Piece::new(name, 0, move || black_box(request).faults(black_box(check)).count() as u64).beside(SCAN_OF_D).most(1.3)
}

const REGISTRAR: Check<'_> = Check::registrar().tags(&["path", "outbound"]).policy(Policy::new().max_bindings(2000));

/// All that a registrar reads of the one Contact of a REGISTER: its parts, its URI, its lifetime and its flow.
fn contact_read(request: &Request<'_>) -> u64 {
    let contact = request.headers().first::<Contact<'_>>().unwrap().unwrap();
    let uri = contact.uri().unwrap();
    assert!(uri.is_some() && contact.instance().unwrap().is_some() && contact.reg_id().unwrap() == Some(1));
    u64::from(contact.expires().unwrap().unwrap_or(30))
}

/// The Contacts of a REGISTER planned against what is bound, into a vector that has room.
fn plan(work: &'static str, request: &'static Request<'static>, bindings: Vec<Binding>, finds: u64) -> Piece {
    let registration = request.registration(&REGISTRAR).unwrap();
    let mut steps: Vec<Step<'static>> = Vec::with_capacity(8);
    Piece::new(work, finds, move || {
        black_box(&registration).against(black_box(&bindings), &mut steps).unwrap();
        steps.len() as u64
    })
}

/// What the first Contact of a request is stored as; a later request may replace it.
fn binding(request: &Request<'_>) -> Binding {
    let text = String::from_utf8(request.as_bytes().to_vec()).unwrap().replace("Call-ID: ", "Call-ID: earlier-");
    let message = Message::parse(text.as_bytes()).unwrap();
    let registration = message.as_request().unwrap().registration(&REGISTRAR).unwrap();
    let mut steps = Vec::new();
    registration.against::<Binding>(&[], &mut steps).unwrap();
    let Some(Step::Add(update)) = steps.first() else { panic!("{steps:?}") };
    registration.binding(update)
}

/// So many bindings of other flows and Contacts.
fn bindings(count: usize) -> Vec<Binding> {
    let contact = |number: usize| match number % 2 {
        0 => format!("<sip:bob@192.0.2.{};transport=tcp>", number % 256),
        _ => format!("<sip:bob@192.0.2.4>;reg-id={number};+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-{number:012}>\""),
    };
    let of = |number: usize| {
        let text = format!(
            "REGISTER sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nTo: <sip:bob@a>\r\nCall-ID: {number}\r\nCSeq: 1 REGISTER\r\nContact: {}\r\n\r\n",
            contact(number)
        );
        binding(Message::parse(text.as_bytes()).unwrap().as_request().unwrap())
    };
    (2..count + 2).map(of).collect()
}

/// A request that lives as long as the bench.
fn request(text: &'static str) -> &'static Request<'static> {
    Box::leak(Box::new(Message::parse(text.as_bytes()).unwrap())).as_request().unwrap()
}

/// So many transactions, message a's with the last number.
fn map(count: usize) -> HashMap<TransactionKey, usize> {
    let mut map = HashMap::with_capacity(count);
    for number in 1..count {
        let text = format!("BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKPjda05353a7a96446799{number:010}\r\n\r\n");
        let message = Message::parse(text.as_bytes()).unwrap();
        map.insert(server(message.as_request().unwrap()), number);
    }
    let samples = samples();
    map.insert(server(parsed(&samples[0]).as_request().unwrap()), count);
    assert_eq!(map.len(), count);
    map
}

/// How many keys the map has: a busy proxy's, unless time or instructions would go into making it.
const MANY: usize = 1_000_000;
const FEW: usize = 1_000;

fn main() -> ExitCode {
    let is_counting = callgrind::is_counting();
    let is_test = callgrind::is_asked_for("--test");
    let mut pieces = pieces(if is_counting || is_test { FEW } else { MANY });
    for piece in &mut pieces {
        // What happens once, such as finding out what the CPU can do, is not counted.
        assert_eq!((piece.call)(), piece.finds, "{}", piece.work);
        if is_counting {
            piece.run();
        }
    }
    if is_counting || is_test {
        return ExitCode::SUCCESS;
    }
    let counts = callgrind::count("rules").unwrap_or_default();
    let names: Vec<_> = pieces.iter().map(|piece| (piece.work, piece.base, piece.most)).collect();
    let works = pieces.into_iter().map(|mut piece| [work(move || assert_eq!((piece.call)(), piece.finds))]);
    let times = medians(rounds(), works.collect());
    println!("| work | ns | ratio | instructions | ratio | bar |\n|---|---:|---:|---:|---:|---:|");
    let mut is_over = false;
    for (place, ((work, base, most), [time])) in names.iter().zip(&times).enumerate() {
        let base = names.iter().position(|(work, ..)| work == base).expect("a base is a piece");
        let [of_base] = times[base];
        let bar = if most.is_finite() { most.to_string() } else { String::new() };
        let (count, ratio) = match (counts.get(place), counts.get(base)) {
            (Some(&count), Some(&of_base)) => (count.to_string(), count as f64 / of_base as f64),
            _ => ("not counted".into(), 0.0),
        };
        println!("| {work} | {time:.0} | {:.3} | {count} | {ratio:.3} | {bar} |", time / of_base);
        is_over |= ratio > *most;
    }
    if is_over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
