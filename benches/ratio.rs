//! How long messages take to read, as multiples of what httparse takes for the same bytes: `cargo bench --bench ratio`.
//!
//! All run in this process, in rounds that take turns; the figures are ratios of medians. What differs: httparse knows no
//! header names, does not refuse a row for its name's sake alone, and reads no Content-Length; sipwire does.

mod messages;

use std::time::Instant;

use messages::{check, everything, httparse, owned, samples, scan, scan_and_copy, typed};

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

fn main() {
    // `cargo bench -- --test`: one round of one call, to see that it runs.
    let once = std::env::args().any(|arg| arg == "--test");
    // Rounds are short, so that most of them are not interrupted by whatever else the machine does.
    let (rounds, calls) = if once { (1, 1) } else { (2_001, 50) };
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
