//! The tables of RESULTS.md, and the one of the README.

use std::fmt::Write;

use crate::facts::Key;
use crate::measure::Cost;
use crate::results::{Peer, Results};

/// The peers, the fastest first: by the time of the last message's scan.
pub fn by_speed(results: &Results) -> Vec<&Peer> {
    let last = results.messages.len() - 1;
    let mut peers: Vec<_> = results.peers.iter().collect();
    let time = |peer: &Peer| peer.readings[last].scan.map_or(f64::MAX, |cost| cost.nanoseconds);
    peers.sort_by(|a, b| time(a).total_cmp(&time(b)));
    peers
}

/// Where and how it was measured, in a sentence.
pub fn circumstances(results: &Results) -> String {
    let machine = &results.machine;
    let valgrind = machine.valgrind.as_ref().map_or("no valgrind".to_owned(), |version| version.replace('-', " "));
    format!(
        "{}, {} cores, {}; {}, default target CPU; {valgrind}; {}; commit {}",
        machine.cpu, machine.cores, machine.target, machine.rustc, machine.date, machine.commit
    )
}

/// The times of every peer and message.
pub fn summary(results: &Results) -> String {
    let names: Vec<_> = results.messages.iter().map(|message| message.name.as_str()).collect();
    let mut out = format!("Measured on {}.\n\n", circumstances(results));
    let columns: String = ["scan", "typed"].iter().flat_map(|kind| names.iter().map(move |name| format!(" {kind} {name} |"))).collect();
    writeln!(out, "| parser | version |{columns} values | allocations |").unwrap();
    writeln!(out, "|---|---|{}---:|---:|", "---:|".repeat(2 * names.len())).unwrap();
    for peer in by_speed(results) {
        let strong = if peer.name == results.peers[0].name { "**" } else { "" };
        write!(out, "| {strong}{}{strong} | {} |", shown_name(peer), peer.version).unwrap();
        let readings = &peer.readings[..names.len()];
        readings.iter().for_each(|reading| write!(out, " {} |", cell(reading.scan.as_ref(), true)).unwrap());
        for reading in readings {
            let wrong = if reading.typed.is_some() && !reading.findings.is_empty() { "†" } else { "" };
            write!(out, " {}{wrong} |", cell(reading.typed.as_ref(), peer.has_types())).unwrap();
        }
        let last = readings.last().expect("there are messages");
        let allocations = last.typed.or(last.scan).and_then(|cost| cost.allocations);
        let values = if peer.has_types() { (Key::ALL.len() - peer.gives_not.len()).to_string() } else { "–".to_owned() };
        writeln!(out, " {values} | {} |", allocations.map_or("–".to_owned(), |(calls, _)| calls.to_string())).unwrap();
    }
    let titles: Vec<_> =
        results.messages.iter().map(|message| format!("**{}** {}, {} bytes", message.name, message.title, message.bytes)).collect();
    writeln!(out, "\nNanoseconds; {}. *Values*: how many of the {} have a type or accessor.", titles.join("; "), Key::ALL.len()).unwrap();
    out.push_str("*Allocations*: of typed d, or of its scan. *Refused*: the message, or one of its headers. †: some value is wrong.\n\n");
    out
}

/// The few lines of the README: this crate, the fastest scanner, and the parsers that give every value, all for the last message.
pub fn few(results: &Results) -> String {
    let place = results.messages.len() - 1;
    let message = &results.messages[place];
    let mut out = String::from("| parser | scan, ns | typed, ns | allocations |\n|---|---:|---:|---:|\n");
    let gives_all = |peer: &&Peer| peer.has_types() && peer.gives_not.is_empty() && peer.readings[place].typed.is_some();
    for peer in by_speed(results).into_iter().filter(|peer| peer.name == "httparse" || gives_all(peer)) {
        let strong = if peer.name == results.peers[0].name { "**" } else { "" };
        let reading = &peer.readings[place];
        let allocations =
            reading.typed.or(reading.scan).and_then(|cost| cost.allocations).map_or("–".to_owned(), |(calls, _)| calls.to_string());
        let (scan, typed) = (cell(reading.scan.as_ref(), true), cell(reading.typed.as_ref(), peer.has_types()));
        writeln!(out, "| {strong}{}{strong} {} | {scan} | {typed} | {allocations} |", shown_name(peer), peer.version).unwrap();
    }
    writeln!(out, "\nAn {}, {} bytes, on {}.\n", message.title, message.bytes, circumstances(results)).unwrap();
    out
}

/// All that was measured.
pub fn all(results: &Results) -> String {
    let mut out = String::from(METHOD_BEFORE);
    writeln!(out, "\n## In short\n\n{}", few(results)).unwrap();
    writeln!(out, "## All messages\n\n{}", summary(results)).unwrap();
    for (place, message) in results.messages.iter().enumerate() {
        writeln!(out, "## {}: {}, {} bytes\n", message.name, message.title, message.bytes).unwrap();
        of_message(results, place, &mut out);
    }
    out.push_str("## What each gives\n\n");
    values(results, &mut out);
    out.push_str("\n## What is not alike\n\n");
    for peer in &results.peers {
        write!(out, "- **{}** {}: {}.", shown_name(peer), peer.version, peer.unlike).unwrap();
        if peer.has_types() && !peer.gives_not.is_empty() {
            write!(out, " Has no type or accessor for {}.", peer.gives_not.join(", ")).unwrap();
        }
        out.push('\n');
    }
    out
}

const METHOD_BEFORE: &str = "# Side by side

Written by `cargo run --release --features c --manifest-path benches/compare/Cargo.toml`; README.md beside this file says how it is measured.

- *Scan*: the whole message into the parser's own type, as its documentation shows it.
- *Typed*: the same, and of the topmost Via the transport, host, port, branch, rport and received; of From the user, host and tag; of To the tag;
  the Call-ID, the number of CSeq and Max-Forwards; of the first Contact the user, host and port; the realm, nonce and response of
  WWW-Authenticate or Authorization: as far as the parser has types or accessors for them, in whatever type it has.
";

/// What every peer costs with one message.
fn of_message(results: &Results, place: usize, out: &mut String) {
    let (own_scan, own_typed) = (results.peers[0].readings[place].scan, results.peers[0].readings[place].typed);
    out.push_str("| parser | scan ns | × | instructions | allocations | bytes | typed ns | × | instructions | allocations | bytes |\n");
    out.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    let mut peers: Vec<_> = results.peers.iter().collect();
    let time = |peer: &Peer| peer.readings[place].scan.map_or(f64::MAX, |cost| cost.nanoseconds);
    peers.sort_by(|a, b| time(a).total_cmp(&time(b)));
    for peer in peers {
        let reading = &peer.readings[place];
        write!(out, "| {} |", shown_name(peer)).unwrap();
        for (cost, own, is_there) in [(reading.scan, own_scan, true), (reading.typed, own_typed, peer.has_types())] {
            let Some(cost) = cost else {
                write!(out, " {} | – | – | – | – |", cell(None, is_there)).unwrap();
                continue;
            };
            let ratio = own.map_or("–".to_owned(), |own| format!("{:.2}", cost.nanoseconds / own.nanoseconds));
            let number = |number: Option<u64>| number.map_or("–".to_owned(), |number| number.to_string());
            let (calls, bytes) = (cost.allocations.map(|(calls, _)| calls), cost.allocations.map(|(_, bytes)| bytes));
            let instructions = match &results.machine.valgrind {
                None => "no valgrind".to_owned(),
                Some(_) => number(cost.instructions),
            };
            write!(out, " {:.0} | {ratio} | {instructions} | {} | {} |", cost.nanoseconds, number(calls), number(bytes)).unwrap();
        }
        out.push('\n');
    }
    out.push('\n');
}

/// How many values every peer with types gives rightly, of these messages and of those that are only read.
fn values(results: &Results, out: &mut String) {
    let messages: Vec<_> = results.messages.iter().chain(&results.others).collect();
    let names: String = messages.iter().map(|message| format!(" {} |", message.name)).collect();
    writeln!(out, "Values that are right, absent ones among them, of {}.\n", Key::ALL.len()).unwrap();
    writeln!(out, "| parser |{names}\n|---|{}", "---:|".repeat(messages.len())).unwrap();
    let typed = || results.peers.iter().filter(|peer| peer.has_types());
    for peer in typed() {
        write!(out, "| {} |", shown_name(peer)).unwrap();
        for reading in &peer.readings {
            let is_refused = reading.findings.iter().any(|finding| finding.starts_with("refused"));
            let right = if is_refused { "refused".to_owned() } else { reading.right.to_string() };
            write!(out, " {right} |").unwrap();
        }
        out.push('\n');
    }
    out.push('\n');
    for peer in typed() {
        for (message, reading) in messages.iter().zip(&peer.readings) {
            for finding in &reading.findings {
                writeln!(out, "- {}, {}: {finding}", shown_name(peer), message.name).unwrap();
            }
        }
    }
}

/// A time, or why there is none.
fn cell(cost: Option<&Cost>, is_there: bool) -> String {
    match cost {
        Some(cost) => format!("{:.0}", cost.nanoseconds),
        None if is_there => "refused".to_owned(),
        None => "–".to_owned(),
    }
}

/// The name, and what is special about it.
pub fn shown_name(peer: &Peer) -> String {
    if peer.language == "Rust" { peer.name.clone() } else { format!("{} ({})", peer.name, peer.language) }
}
