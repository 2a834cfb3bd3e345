//! How long messages take to read and to write, as multiples of what can hardly be less: `cargo bench --bench ratio`.
//!
//! All run in this process, in rounds that take turns; the figures are ratios of medians. Reading stands beside httparse, which knows no
//! header names, does not refuse a row for its name's sake alone, and reads no Content-Length; writing beside the same bytes copied, and
//! nothing checked or recorded.

mod hop;
mod messages;
mod register;
mod rounds;

use std::hint::black_box;

use hop::{Proxy, check_hop, forwarded};
use messages::{check, everything, httparse, owned, samples, scan, scan_and_copy, typed};
use register::{NEXT, REGISTER, built, filled, parts, pushed};
use rounds::{Rounds, medians, rounds, work};
use sipwire::Template;

fn main() {
    let rounds = rounds();
    reading(rounds);
    println!();
    writing(rounds);
}

fn reading(rounds: Rounds) {
    let samples = samples();
    let works = samples.iter().map(|sample| {
        check(sample);
        let (bytes, rows) = (&sample.bytes, sample.rows);
        [
            work(move || assert_eq!(httparse(&sample.as_http), rows)),
            work(move || assert_eq!(scan(bytes), rows)),
            work(move || assert!(typed(bytes) > 0)),
            work(move || assert_eq!(everything(bytes), sample.values)),
            work(move || assert_eq!(owned(bytes), rows)),
            work(move || assert_eq!(scan_and_copy(bytes), rows)),
        ]
    });
    let medians = medians(rounds, works.collect());
    println!("| message | bytes | httparse ns | scan | typed | everything | owned : scan and copy |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for (sample, [theirs, scan, typed, everything, owned, copied]) in samples.iter().zip(medians) {
        let [scan, typed, everything] = [scan, typed, everything].map(|ours| format!("{ours:.0} ({:.2})", ours / theirs));
        let owned = format!("{owned:.0} ({:.2})", owned / copied);
        println!("| {} | {} | {theirs:.0} | {scan} | {typed} | {everything} | {owned} |", sample.name, sample.bytes.len());
    }
}

fn writing(rounds: Rounds) {
    let parts = parts();
    assert_eq!(pushed(&parts), REGISTER.as_bytes());
    let first = built(&parts);
    assert_eq!(first.as_bytes(), REGISTER.as_bytes());
    let (mut template, mut turn) = (Template::new(&first), 0);
    let mut names = vec![("built from values".into(), "the same pieces pushed"), ("a template filled".into(), "a copy of it")];
    let mut works = vec![
        [
            work(|| assert_eq!(built(black_box(&parts)).as_bytes().len(), REGISTER.len())),
            work(|| assert_eq!(black_box(pushed(black_box(&parts))).len(), REGISTER.len())),
        ],
        [
            work(|| {
                turn ^= 1;
                filled(&mut template, black_box(NEXT[turn]));
                assert_eq!(black_box(template.as_bytes()).len(), REGISTER.len());
            }),
            work(|| assert_eq!(black_box(black_box(&first).as_bytes().to_vec()).len(), REGISTER.len())),
        ],
    ];
    for sample in forwarded(samples()) {
        let (length, scanned) = (check_hop(&sample), sample.as_http.len() + sample.rows);
        let (mut ours, mut theirs) = (Proxy::new(), Proxy::new());
        names.push((format!("hop of {}", sample.name), "httparse and a copy"));
        works.push([
            work(move || assert_eq!(ours.hop(black_box(&sample.bytes)), length)),
            work(move || assert_eq!(theirs.scan_and_copy(black_box(&sample.as_http)), scanned)),
        ]);
    }
    println!("| written | at least | ns | ns | ratio |");
    println!("|---|---|---:|---:|---:|");
    for ((what, least), [ours, theirs]) in names.into_iter().zip(medians(rounds, works)) {
        println!("| {what} | {least} | {ours:.0} | {theirs:.0} | {:.2} |", ours / theirs);
    }
}
