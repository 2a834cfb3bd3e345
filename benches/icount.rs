//! How many instructions named pieces of work take: `cargo bench --bench icount`. See benches/README.md.
//!
//! A piece is a call that says what it found, and what it must find. To measure something else, write a function that makes its group of
//! pieces, and name it in [`groups`].

mod callgrind;
mod hop;
mod messages;

use std::process::ExitCode;

use hop::{Proxy, check_hop, forwarded};
use messages::{check, everything, expected_of_typed, httparse, owned, samples, scan, scan_and_copy, typed};
use sipwire::Uri;

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
}

impl Piece {
    fn new(input: &'static str, bytes: usize, work: &'static str, finds: u64, call: impl FnMut() -> u64 + 'static) -> Self {
        Self { input, bytes, work, call: Box::new(call), finds }
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
    vec![reading(), keeping(), forwarding(), comparing_uris()]
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

fn main() -> ExitCode {
    let mut groups = groups();
    if callgrind::is_asked_for("--test") || callgrind::is_counting() {
        let is_counting = callgrind::is_counting();
        for piece in groups.iter_mut().flat_map(|group| &mut group.pieces) {
            // What happens once, such as finding out what the CPU can do, is not counted.
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
    report(&groups, &counts);
    ExitCode::SUCCESS
}

/// Prints a table for each group: how many instructions, how many for each byte, and how many times those of the first piece.
fn report(groups: &[Group], mut counts: &[u64]) {
    for group in groups {
        println!("\n| {} | bytes | work | instructions | per byte | ratio |\n|---|---:|---|---:|---:|---:|", group.name);
        let mut first = ("", 0);
        for piece in &group.pieces {
            let (&count, rest) = counts.split_first().expect("a count for each piece");
            counts = rest;
            if first.0 != piece.input {
                first = (piece.input, count);
            }
            let (per_byte, ratio) = (count as f64 / piece.bytes as f64, count as f64 / first.1 as f64);
            println!("| {} | {} | {} | {count} | {per_byte:.2} | {ratio:.2} |", piece.input, piece.bytes, piece.work);
        }
    }
}
