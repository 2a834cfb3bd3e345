//! sipwire beside other parsers: see README.md.

#[path = "../../callgrind/mod.rs"]
mod callgrind;
mod facts;
// The benches of the library have more uses for it, and for the messages.
#[allow(dead_code)]
#[path = "../../hop/mod.rs"]
mod hop;
mod inputs;
mod machine;
mod measure;
#[allow(dead_code)]
#[path = "../../messages/mod.rs"]
mod messages;
mod peers;
mod report;
mod results;
mod works;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

use inputs::Input;
use measure::{Call, Effort};
use peers::Entry;
use results::{Message, Peer, Reading, Results, Work};

/// Measures sipwire beside other parsers, writes RESULTS.md, chart.svg and ../CAPACITY.md, and the table of the README.
#[derive(Parser)]
struct Options {
    /// Fewer rounds, and nothing is written: prints the tables.
    #[arg(long)]
    quick: bool,
    /// Does everything once, to see that it runs and that each parser gives what it is known to give. Writes nothing.
    #[arg(long)]
    test: bool,
    /// Measures nothing: checks that what is written is what results.json gives.
    #[arg(long, conflicts_with_all = ["quick", "test"])]
    check: bool,
    /// Measures nothing: writes again what results.json gives.
    #[arg(long, conflicts_with_all = ["quick", "test", "check"])]
    write: bool,
    /// The run under callgrind, which this program starts.
    #[arg(long, hide = true)]
    counted: bool,
}

/// A parser and a message that it reads: what is measured, by its place in the results.
struct Piece<'a> {
    peer: usize,
    message: usize,
    is_typed: bool,
    is_counted: bool,
    call: Call<'a>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    if options.check {
        return report::check(&report::saved()?);
    }
    if options.write {
        return report::write(&report::saved()?);
    }
    let (inputs, mut entries) = (inputs::all(), peers::all());
    if callgrind::is_counting() {
        entries.retain(|entry| entry.is_counted);
    }
    let mut results = read(&inputs, &entries)?;
    let mut groups = pieces(&inputs, &entries, &results);
    let mut works = works::all(&inputs);
    if callgrind::is_counting() {
        groups.iter_mut().flatten().for_each(|piece| measure::counted(&mut piece.call));
        works.iter_mut().for_each(|(_, call)| measure::counted(call));
        return Ok(());
    }
    let effort = match options {
        Options { test: true, .. } => Effort::ONCE,
        Options { quick: true, .. } => Effort::QUICK,
        _ => Effort::FULL,
    };
    measure_all(&mut results, &mut groups, works, effort)?;
    if options.quick || options.test {
        println!("{}", report::markdown(&results));
        return Ok(());
    }
    report::save(&results)?;
    report::write(&results)
}

/// Reads every message with every parser, once, and holds the parsers to what is known of them.
fn read(inputs: &[Input], entries: &[Entry]) -> Result<Results, Box<dyn Error>> {
    let message = |input: &Input| Message { name: input.name.to_owned(), title: input.title.to_owned(), bytes: input.bytes.len() };
    let mut unknown = Vec::new();
    let mut peer = |entry: &Entry| {
        let readings = inputs.iter().map(|input| {
            let reading = entry.read(input);
            if reading.findings != entry.known(input) {
                unknown.push(format!("{}, {}: {:?}, not {:?}", entry.name, input.name, reading.findings, entry.known(input)));
            }
            Reading { right: reading.right, findings: reading.findings, scan: None, typed: None }
        });
        Peer {
            name: entry.name.to_owned(),
            language: entry.language.to_owned(),
            version: entry.version.clone(),
            unlike: entry.unlike.to_owned(),
            gives_not: entry.gives_not.iter().map(|key| key.name().to_owned()).collect(),
            readings: readings.collect(),
        }
    };
    let peers = entries.iter().map(&mut peer).collect();
    if !unknown.is_empty() {
        return Err(format!("parsers do something else than was known:\n{}", unknown.join("\n")).into());
    }
    let (messages, others) = inputs.iter().partition::<Vec<_>, _>(|input| input.is_measured);
    Ok(Results {
        machine: machine::Machine::here(),
        messages: messages.into_iter().map(message).collect(),
        others: others.into_iter().map(message).collect(),
        peers,
        works: Vec::new(),
        sizes: works::sizes(),
    })
}

/// What is measured together: for each message every parser that reads it.
fn pieces<'a>(inputs: &'a [Input], entries: &'a [Entry], results: &Results) -> Vec<Vec<Piece<'a>>> {
    let of_message = |(message, input): (usize, &'a Input)| {
        let mut pieces = Vec::new();
        for (peer, entry) in entries.iter().enumerate() {
            if (entry.scan)(input).is_err() {
                continue;
            }
            let scan = move || assert!((entry.scan)(input).is_ok());
            pieces.push(Piece { peer, message, is_typed: false, is_counted: entry.is_counted, call: Box::new(scan) });
            if results.peers[peer].readings[message].right > 0 {
                let typed = move || assert!((entry.typed)(input).is_ok());
                pieces.push(Piece { peer, message, is_typed: true, is_counted: entry.is_counted, call: Box::new(typed) });
            }
        }
        pieces
    };
    inputs.iter().enumerate().filter(|(_, input)| input.is_measured).map(of_message).collect()
}

fn measure_all(
    results: &mut Results,
    groups: &mut [Vec<Piece<'_>>],
    works: Vec<(String, Call<'_>)>,
    effort: Effort,
) -> Result<(), Box<dyn Error>> {
    let counts = callgrind::count("compare");
    let expected = groups.iter().flatten().filter(|piece| piece.is_counted).count() + works.len();
    if counts.as_ref().is_some_and(|counts| counts.len() != expected) {
        return Err("a call was not counted".into());
    }
    let mut counts = counts.into_iter().flatten();
    for group in groups {
        let costs = measure::costs(group.iter_mut().map(|piece| &mut piece.call), effort);
        for (piece, mut cost) in group.iter().zip(costs) {
            cost.instructions = if piece.is_counted { counts.next() } else { None };
            let reading = &mut results.peers[piece.peer].readings[piece.message];
            *if piece.is_typed { &mut reading.typed } else { &mut reading.scan } = Some(cost);
        }
    }
    let (names, mut calls): (Vec<_>, Vec<_>) = works.into_iter().unzip();
    for (name, mut cost) in names.into_iter().zip(measure::costs(calls.iter_mut(), effort)) {
        cost.instructions = counts.next();
        results.works.push(Work { name, cost });
    }
    Ok(())
}
