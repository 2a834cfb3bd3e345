//! What the figures mean for whole systems. Every number is computed from what was measured, or is an assumption that stands beside it.

use std::fmt::Write;

use super::table::circumstances;
use crate::results::Results;

/// What is assumed of a registrar.
const USERS: f64 = 10_000_000.0;
const REFRESH: f64 = 1_800.0;
/// What is assumed of a proxy: an INVITE, ACK and BYE of each call, and a 100, 180 and 200 to the one, and a 200 to the other.
const CALLS: f64 = 100_000.0;
const REQUESTS_A_CALL: f64 = 3.0;
const RESPONSES_A_CALL: f64 = 4.0;

pub fn page(results: &Results) -> String {
    let mut out = String::from(
        "# Capacity on paper\n\nWritten by the command of [benches/compare](compare/README.md): every figure is computed from what it measured, or is an \
         assumption that is named.\nOnly what this library does is counted. Sockets, the kernel, TLS, timers, stores and locks cost more than all of it \
         together.\n\n",
    );
    writeln!(out, "Measured on {}.\n", circumstances(results)).unwrap();
    out.push_str("## One core\n\n| work | message | ns | a second | allocations | bytes |\n|---|---|---:|---:|---:|---:|\n");
    for (place, message) in results.messages.iter().enumerate() {
        let reading = &results.peers[0].readings[place];
        for (name, cost) in [("parsed", reading.scan), ("parsed, and its first values typed", reading.typed)] {
            let cost = cost.expect("ours reads everything");
            row(&mut out, name, &message.name, &cost);
        }
        for work in &results.works {
            let Some((verb, _)) = work.name.split_once(' ').filter(|(_, name)| **name == message.name) else { continue };
            let name = match verb {
                "keep" => "copied, and kept as an owned message",
                "decode" => "cut out of a stream, as an owned message",
                "forward" => "parsed, changed as a proxy does, and written",
                "answer" => "parsed, and a 200 made for it",
                "verify" => "its credentials compared with an HA1 (MD5, without qop)",
                other => other,
            };
            row(&mut out, name, &message.name, &work.cost);
        }
    }
    registrar(results, &mut out);
    proxy(results, &mut out);
    memory(results, &mut out);
    out
}

fn row(out: &mut String, name: &str, message: &str, cost: &crate::measure::Cost) {
    let (calls, bytes) =
        cost.allocations.map_or(("–".to_owned(), "–".to_owned()), |(calls, bytes)| (calls.to_string(), bytes.to_string()));
    let rate = grouped(1e9 / cost.nanoseconds);
    writeln!(out, "| {name} | {message} | {:.0} | {rate} | {calls} | {bytes} |", cost.nanoseconds).unwrap();
}

/// The first message with this title, as a place.
fn place(results: &Results, title: &str) -> usize {
    results.messages.iter().position(|message| message.title == title).unwrap_or_else(|| panic!("{title} was not measured"))
}

fn typed(results: &Results, title: &str) -> f64 {
    results.peers[0].readings[place(results, title)].typed.expect("ours types everything").nanoseconds
}

fn registrar(results: &Results, out: &mut String) {
    let register = place(results, "REGISTER with Authorization");
    let name = &results.messages[register].name;
    let rate = USERS / REFRESH;
    let parse = typed(results, "REGISTER with Authorization");
    let verify = results.work(&format!("verify {name}")).nanoseconds;
    // What it takes to answer beyond the parse, which is counted once.
    let scan = results.peers[0].readings[register].scan.expect("ours reads everything").nanoseconds;
    let answer = (results.work(&format!("answer {name}")).nanoseconds - scan).max(0.0);
    let each = parse + verify + answer;
    writeln!(
        out,
        "\n## A registrar with {} users\n\nEach registers again every {} seconds, with credentials: {} REGISTER a second. One is parsed and typed ({parse:.0} ns), \
         verified ({verify:.0} ns) and answered ({answer:.0} ns): {each:.0} ns, which is **{:.2} % of one core**. If all of them came back within a \
         minute after an outage, with a 401 before, it would be {:.1} % of one core.",
        grouped(USERS),
        REFRESH,
        grouped(rate),
        rate * each / 1e7,
        USERS / 60.0 * (each + parse + answer) / 1e7
    )
    .unwrap();
}

fn proxy(results: &Results, out: &mut String) {
    let invite = place(results, "INVITE with SDP");
    let request = typed(results, "INVITE with SDP");
    let response = typed(results, "401");
    let keep = results.work(&format!("keep {}", results.messages[invite].name)).nanoseconds;
    // What is written beyond the parse, which is counted once.
    let forward = |title: &str| {
        let place = place(results, title);
        let scan = results.peers[0].readings[place].scan.expect("ours reads everything").nanoseconds;
        (results.work(&format!("forward {}", results.messages[place].name)).nanoseconds - scan).max(0.0)
    };
    let (request_out, response_out) = (forward("INVITE with SDP"), forward("401"));
    let each = REQUESTS_A_CALL * (request + keep + request_out) + RESPONSES_A_CALL * (response + keep + response_out);
    writeln!(
        out,
        "\n## A proxy at {} calls a second\n\nA call is {REQUESTS_A_CALL} requests and {RESPONSES_A_CALL} responses. Each is typed, kept for its transaction, and forwarded \
         with what a proxy changes: every request at the cost of an INVITE ({request:.0} + {keep:.0} + {request_out:.0} ns), every response at that of a \
         401 ({response:.0} + {keep:.0} + {response_out:.0} ns): {:.1} µs a call, **{:.2} cores**.",
        grouped(CALLS),
        each / 1e3,
        CALLS * each / 1e9
    )
    .unwrap();
}

fn memory(results: &Results, out: &mut String) {
    let sizes = &results.sizes;
    out.push_str("\n## Memory\n\n| what | bytes |\n|---|---:|\n");
    for message in &results.messages {
        if let Some((_, bytes)) = results.work(&format!("keep {}", message.name)).allocations {
            let whole = bytes + sizes.owned_message as u64;
            writeln!(
                out,
                "| a kept message {}, {} bytes on the wire: `OwnedMessage` and its allocations | {whole} |",
                message.name, message.bytes
            )
            .unwrap();
        }
    }
    let connection = sizes.decoder + sizes.buffer;
    writeln!(out, "| a connection: `Decoder` and nothing to read | {} |", sizes.decoder).unwrap();
    writeln!(out, "| a connection with a buffer of {} bytes | {connection} |", sizes.buffer).unwrap();
    writeln!(
        out,
        "\n{} connections that are silent take {:.1} GB with a buffer each, and {:.2} GB where the buffer is lent to those that have something to read.",
        grouped(USERS),
        USERS * connection as f64 / 1e9,
        USERS * sizes.decoder as f64 / 1e9
    )
    .unwrap();
}

/// A number with a space between groups of three digits.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
