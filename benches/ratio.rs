//! How long a scan takes, as a multiple of what httparse takes for the same bytes: `cargo bench --bench ratio`.
//!
//! Both run in this process, in rounds that take turns; the figure is the ratio of the medians. What differs: httparse knows no
//! header names, does not refuse a row for its name's sake alone, and reads no Content-Length; sipwire does.

mod messages;

use std::time::Instant;

use messages::{check, httparse, samples, scan, typed};

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
    let (rounds, calls) = if once { (1, 1) } else { (5_001, 50) };
    println!("| message | bytes | httparse ns | scan ns | scan : httparse | typed ns | typed : httparse |");
    println!("|---|---|---|---|---|---|---|");
    for sample in samples() {
        check(&sample);
        let (mut theirs, mut ours, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            theirs.push(time(calls, || assert_eq!(httparse(&sample.as_http), sample.rows)));
            ours.push(time(calls, || assert_eq!(scan(sample.bytes), sample.rows)));
            values.push(time(calls, || assert!(typed(sample.bytes) > 0)));
        }
        let (theirs, ours, values) = (median(theirs), median(ours), median(values));
        println!(
            "| {} | {} | {theirs:.0} | {ours:.0} | {:.2} | {values:.0} | {:.2} |",
            sample.name,
            sample.bytes.len(),
            ours / theirs,
            values / theirs
        );
    }
}
