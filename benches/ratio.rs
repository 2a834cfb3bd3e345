//! How long messages take to read and to write, as multiples of what can hardly be less: `cargo bench --bench ratio`.
//!
//! All run in this process, in rounds that take turns; the figures are ratios of medians. Reading stands beside httparse, which knows no
//! header names, does not refuse a row for its name's sake alone, and reads no Content-Length; writing beside the same bytes copied, and
//! nothing checked or recorded.

mod hop;
mod messages;
mod register;

use std::hint::black_box;
use std::time::Instant;

use hop::{Proxy, check_hop, forwarded};
use messages::{check, everything, httparse, owned, samples, scan, scan_and_copy, typed};
use register::{NEXT, REGISTER, built, filled, parts, pushed};
use sipwire::Template;

/// Nanoseconds a call, over `calls` calls.
fn time(calls: u32, mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| call());
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// How often is measured, and how many calls each time.
type Rounds = (usize, u32);

fn main() {
    // `cargo bench -- --test`: one round of one call, to see that it runs.
    let once = std::env::args().any(|arg| arg == "--test");
    // Rounds are short, so that most of them are not interrupted by whatever else the machine does.
    let rounds = if once { (1, 1) } else { (2_001, 50) };
    reading(rounds);
    println!();
    writing(rounds);
}

fn reading((rounds, calls): Rounds) {
    println!("| message | bytes | httparse ns | scan | typed | everything | owned : scan and copy |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for sample in samples() {
        check(&sample);
        let (bytes, rows) = (&sample.bytes, sample.rows);
        let mut times: [Vec<f64>; 6] = Default::default();
        for _ in 0..rounds {
            times[0].push(time(calls, || assert_eq!(httparse(&sample.as_http), rows)));
            times[1].push(time(calls, || assert_eq!(scan(bytes), rows)));
            times[2].push(time(calls, || assert!(typed(bytes) > 0)));
            times[3].push(time(calls, || assert_eq!(everything(bytes), sample.values)));
            times[4].push(time(calls, || assert_eq!(owned(bytes), rows)));
            times[5].push(time(calls, || assert_eq!(scan_and_copy(bytes), rows)));
        }
        let [theirs, scan, typed, everything, owned, copied] = times.map(median);
        let [scan, typed, everything] = [scan, typed, everything].map(|ours| format!("{ours:.0} ({:.2})", ours / theirs));
        let owned = format!("{owned:.0} ({:.2})", owned / copied);
        println!("| {} | {} | {theirs:.0} | {scan} | {typed} | {everything} | {owned} |", sample.name, bytes.len());
    }
}

fn writing(rounds: Rounds) {
    println!("| written | at least | ns | ns | ratio |");
    println!("|---|---|---:|---:|---:|");
    let parts = parts();
    assert_eq!(pushed(&parts), REGISTER.as_bytes());
    beside(
        rounds,
        "built from values",
        "the same pieces pushed",
        || assert_eq!(built(black_box(&parts)).as_bytes().len(), REGISTER.len()),
        || assert_eq!(black_box(pushed(black_box(&parts))).len(), REGISTER.len()),
    );
    let first = built(&parts);
    assert_eq!(first.as_bytes(), REGISTER.as_bytes());
    let (mut template, mut turn) = (Template::new(&first), 0);
    let next = || {
        turn ^= 1;
        filled(&mut template, black_box(NEXT[turn]));
        assert_eq!(black_box(template.as_bytes()).len(), REGISTER.len());
    };
    beside(rounds, "a template filled", "a copy of it", next, || {
        assert_eq!(black_box(black_box(&first).as_bytes().to_vec()).len(), REGISTER.len());
    });
    for sample in forwarded(samples()) {
        let length = check_hop(&sample);
        let (mut ours, mut theirs) = (Proxy::new(), Proxy::new());
        let scanned = sample.as_http.len() + sample.rows;
        beside(
            rounds,
            &format!("hop of {}", sample.name),
            "httparse and a copy",
            || assert_eq!(ours.hop(black_box(&sample.bytes)), length),
            || assert_eq!(theirs.scan_and_copy(black_box(&sample.as_http)), scanned),
        );
    }
}

/// What something takes, and what can hardly be less, in turns.
fn beside((rounds, calls): Rounds, what: &str, least: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..rounds {
        times[0].push(time(calls, &mut ours));
        times[1].push(time(calls, &mut theirs));
    }
    let [ours, theirs] = times.map(median);
    println!("| {what} | {least} | {ours:.0} | {theirs:.0} | {:.2} |", ours / theirs);
}
