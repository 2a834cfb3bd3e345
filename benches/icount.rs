//! How many instructions named pieces of work take: `cargo bench --bench icount`. See benches/README.md.
//!
//! A piece is a call that says what it found, and what it must find. To measure something else, write a function that makes its group of
//! pieces, and name it in [`groups`].

mod callgrind;
mod hop;
mod messages;
mod register;
mod streams;

use std::process::ExitCode;

use bytes::BytesMut;
use hop::{Proxy, check_hop, forwarded};
use messages::{check, everything, expected_of_typed, httparse, owned, samples, scan, scan_and_copy, typed};
use register::{NEXT, REGISTER, built, filled, parts, pushed};
use sipwire::{Template, Uri};
use streams::{Stream, decode, decode_bytes, long_body, long_head, mixed, next, next_bytes, own_each, parse_each};

/// Pieces of work that belong together, in the order in which they are reported.
struct Group {
    name: &'static str,
    pieces: Vec<Piece>,
}

/// Something that is done with an input.
struct Piece {
    /// The input's name. The first piece with an input is what the others with the same are compared with.
    input: &'static str,
    /// How many bytes the input has.
    bytes: usize,
    /// What is done.
    work: &'static str,
    call: Box<dyn FnMut() -> u64>,
    /// What the call must give.
    finds: u64,
    /// What it may cost.
    most: Vec<Most>,
}

/// The most that a piece may cost, in instructions.
enum Most {
    PerByte(f64),
    /// So many times the first piece with the same input.
    Ratio(f64),
    /// For each byte so many times the first piece with the same input, which is of another size.
    Growth(f64),
}

impl Piece {
    fn new(input: &'static str, bytes: usize, work: &'static str, finds: u64, call: impl FnMut() -> u64 + 'static) -> Self {
        Self { input, bytes, work, call: Box::new(call), finds, most: Vec::new() }
    }

    fn most(mut self, most: Most) -> Self {
        self.most.push(most);
        self
    }

    /// Does the work once, counted if this is the run for it.
    fn run(&mut self) {
        let mut found = 0;
        callgrind::counted(&mut || found = (self.call)());
        assert_eq!(found, self.finds, "{}: {}", self.input, self.work);
    }
}

/// All that is measured.
fn groups() -> Vec<Group> {
    vec![reading(), keeping(), decoding(), dribbling(), forwarding(), building(), comparing_uris()]
}

/// Messages read as far as it goes, beside httparse, which does less than a scan.
fn reading() -> Group {
    let pieces = samples().into_iter().flat_map(|sample| {
        check(&sample);
        let (name, bytes, rows) = (sample.name, sample.bytes.clone(), sample.rows as u64);
        let piece = |work, finds, read: fn(&[u8]) -> u64| {
            let bytes = bytes.clone();
            Piece::new(name, bytes.len(), work, finds, move || read(&bytes))
        };
        [
            Piece::new(name, bytes.len(), "httparse", rows, move || httparse(&sample.as_http) as u64),
            piece("scan", rows, |bytes| scan(bytes) as u64),
            piece("typed", expected_of_typed(&bytes), typed),
            piece("everything typed", sample.values as u64, |bytes| everything(bytes) as u64),
        ]
    });
    Group { name: "read", pieces: pieces.collect() }
}

/// Messages that own their buffer, beside what they can't do without.
fn keeping() -> Group {
    let pieces = samples().into_iter().flat_map(|sample| {
        let (name, bytes, rows) = (sample.name, sample.bytes.clone(), sample.rows as u64);
        [
            Piece::new(name, bytes.len(), "scan and copy", rows, move || scan_and_copy(&bytes) as u64),
            Piece::new(name, sample.bytes.len(), "owned", rows, move || owned(&sample.bytes) as u64),
        ]
    });
    Group { name: "keep", pieces: pieces.collect() }
}

/// A stream of messages and keep-alives, taken apart, beside what its messages cost alone.
fn decoding() -> Group {
    const STREAM: &str = "samples and keep-alives";
    let [parsed, owned, stepped] = [(); 3].map(|()| mixed());
    let (length, finds, rows) = (stepped.bytes.len(), stepped.finds, stepped.finds % 1000);
    // Each call takes a buffer that is ready, as a read would leave it.
    let mut ready = vec![BytesMut::from(&stepped.bytes[..]); CALLS];
    let pieces = [
        Piece::new(STREAM, length, "parse each message", rows, move || parse_each(&parsed)),
        Piece::new(STREAM, length, "next", finds, move || next(&stepped)).most(Most::Ratio(1.1)),
        Piece::new("the same, owned", length, "own each message", rows, move || own_each(&owned)),
        Piece::new("the same, owned", length, "decode", finds, move || decode(ready.pop().unwrap())).most(Most::Ratio(1.1)),
    ];
    Group { name: "decode", pieces: pieces.into() }
}

/// Streams that come one byte at a time, taking it into the buffer included.
fn dribbling() -> Group {
    let inputs = [
        ("a head, by next", long_head as fn(usize) -> Stream, next_bytes as fn(&Stream) -> u64),
        ("a head, by decode", long_head, decode_bytes),
        ("a body, by next", long_body, next_bytes),
        ("a body, by decode", long_body, decode_bytes),
    ];
    let pieces = inputs.into_iter().flat_map(|(input, stream, decode)| {
        [(4_000, "4 kB"), (60_000, "60 kB")].map(|(size, work)| {
            let stream = stream(size);
            let (length, finds) = (stream.bytes.len(), stream.finds);
            Piece::new(input, length, work, finds, move || decode(&stream)).most(Most::PerByte(40.0)).most(Most::Growth(1.05))
        })
    });
    Group { name: "decode byte by byte", pieces: pieces.collect() }
}

/// A proxy's hop, parsing and writing included, beside httparse's scan and a copy.
fn forwarding() -> Group {
    let pieces = forwarded(samples()).flat_map(|sample| {
        let (name, length, hops) = (sample.name, sample.bytes.len(), check_hop(&sample) as u64);
        let copied = (sample.as_http.len() + sample.rows) as u64;
        let (mut proxy, mut other) = (Proxy::new(), Proxy::new());
        [
            Piece::new(name, length, "httparse and copy", copied, move || proxy.scan_and_copy(&sample.as_http) as u64),
            Piece::new(name, length, "hop", hops, move || other.hop(&sample.bytes) as u64),
        ]
    });
    Group { name: "forward", pieces: pieces.collect() }
}

/// The first REGISTER built, beside its pieces pushed unchecked; and made from a template, beside a copy.
fn building() -> Group {
    let parts = parts();
    let first = built(&parts);
    let mut template = Template::new(&first);
    let length = REGISTER.len();
    let (mut turn, finds) = (0, length as u64);
    let pieces = vec![
        Piece::new("from values", length, "pushed", finds, move || pushed(std::hint::black_box(&parts)).len() as u64),
        Piece::new("from values", length, "built", finds, move || built(std::hint::black_box(&parts)).as_bytes().len() as u64),
        Piece::new("from a template", length, "copied", finds, move || {
            std::hint::black_box(std::hint::black_box(&first).as_bytes().to_vec()).len() as u64
        }),
        Piece::new("from a template", length, "filled", finds, move || {
            turn ^= 1;
            filled(&mut template, std::hint::black_box(NEXT[turn]));
            std::hint::black_box(template.as_bytes()).len() as u64
        }),
    ];
    Group { name: "write", pieces }
}

/// Two URIs, read and compared by RFC 3261 §19.1.4.
fn comparing_uris() -> Group {
    let pairs = [
        ("the same bytes", "sip:alice@atlanta.example.com", "sip:alice@atlanta.example.com", true),
        ("other case", "sip:alice@AtLanTa.CoM;Transport=tcp", "sip:alice@atlanta.com;transport=TCP", true),
        (
            "escapes and headers",
            "sip:%61lice@biloxi.com;method=REGISTER?to=a&subject=b",
            "sip:alice@biloxi.com;method=REGISTER?subject=b&to=a",
            true,
        ),
        ("another host", "sip:bob@biloxi.com", "sip:bob@biloxi.org", false),
        ("addresses", "sip:bob@192.0.2.4:5060;transport=udp", "sip:bob@192.0.2.4:5060;transport=udp", true),
    ];
    let pieces = pairs.into_iter().flat_map(|(name, a, b, is_same)| {
        let read = move || [a, b].map(|uri| Uri::try_from(std::hint::black_box(uri)).unwrap());
        let length = a.len() + b.len();
        [
            Piece::new(name, length, "read both", length as u64, move || read().map(|uri| uri.as_bytes().len() as u64).iter().sum()),
            Piece::new(name, length, "read and compare", u64::from(is_same), move || {
                let [a, b] = read();
                u64::from(a.equivalent(&b).is_ok())
            }),
        ]
    });
    Group { name: "compare URIs", pieces: pieces.collect() }
}

/// How often a piece is called: once for what happens once, such as finding out what the CPU can do, and once to be counted.
const CALLS: usize = 2;

fn main() -> ExitCode {
    let mut groups = groups();
    if callgrind::is_asked_for("--test") || callgrind::is_counting() {
        let is_counting = callgrind::is_counting();
        for piece in groups.iter_mut().flat_map(|group| &mut group.pieces) {
            assert_eq!((piece.call)(), piece.finds, "{}: {}", piece.input, piece.work);
            if is_counting {
                piece.run();
            }
        }
        return ExitCode::SUCCESS;
    }
    let Some(counts) = callgrind::count("icount") else {
        println!("Instructions are counted by valgrind, which is not here: nothing was measured.");
        return ExitCode::SUCCESS;
    };
    assert_eq!(counts.len(), groups.iter().map(|group| group.pieces.len()).sum::<usize>(), "a piece was not counted");
    let over = report(&groups, &counts);
    for line in &over {
        println!("{line}");
    }
    if over.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints a table for each group: how many instructions, how many for each byte, and how many times those of the first piece. Gives what
/// costs more than it may.
fn report(groups: &[Group], mut counts: &[u64]) -> Vec<String> {
    let mut over = Vec::new();
    for group in groups {
        println!("\n| {} | bytes | work | instructions | per byte | ratio |\n|---|---:|---|---:|---:|---:|", group.name);
        let (mut first, mut first_count, mut first_per_byte) = ("", 0.0, 0.0);
        for piece in &group.pieces {
            let (&count, rest) = counts.split_first().expect("a count for each piece");
            counts = rest;
            let (count, per_byte) = (count as f64, count as f64 / piece.bytes as f64);
            if first != piece.input {
                (first, first_count, first_per_byte) = (piece.input, count, per_byte);
            }
            let ratio = count / first_count;
            println!("| {} | {} | {} | {count} | {per_byte:.2} | {ratio:.2} |", piece.input, piece.bytes, piece.work);
            for most in &piece.most {
                let (what, is, may) = match *most {
                    Most::PerByte(may) => ("instructions a byte", per_byte, may),
                    Most::Ratio(may) => ("times the first of its input", ratio, may),
                    Most::Growth(may) => ("times the first of its input for each byte", per_byte / first_per_byte, may),
                };
                if is > may {
                    over.push(format!("{}, {}: {is:.3} {what}, more than {may}", piece.input, piece.work));
                }
            }
        }
    }
    over
}
