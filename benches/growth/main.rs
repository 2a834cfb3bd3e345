//! How the work grows with the input, in instructions: `cargo bench --bench growth`. See README.md beside this directory.
//!
//! Each shape is read at three sizes, messages of three sizes are edited as often as they have parts, and requests of three sizes are
//! checked for each element. Where an instruction count per byte
//! grows with the size, the work is not linear, and this fails.

#[path = "../callgrind/mod.rs"]
mod callgrind;
mod checks;
mod edits;
mod reading;
mod shapes;

use std::hint::black_box;
use std::process::ExitCode;

use shapes::Shape;
use sipwire::Parser;

const SIZES: [usize; 3] = [4_000, 16_000, 60_000];
/// How much more a byte may cost in the largest input than in the smallest.
const MOST_GROWTH: f64 = 1.3;
/// How much more than without limits a message may cost with them.
const MOST_OVERHEAD: f64 = 1.05;

/// One reading, counted.
fn counted_everything(input: &[u8], parser: &Parser) -> bool {
    let mut taken = false;
    callgrind::counted(&mut || taken = reading::everything(black_box(input), parser));
    taken
}

/// All readings, in the order in which they are reported.
fn readings(shapes: &[Shape]) {
    for shape in shapes {
        for size in SIZES {
            let taken = counted_everything(&shape.bytes(size), &shape.parser(false));
            assert_eq!(taken, shape.is_taken, "{}", shape.name);
        }
        counted_everything(&shape.bytes(SIZES[2]), &shape.parser(true));
    }
}

fn main() -> ExitCode {
    let (shapes, works, checks) = (shapes::all(), edits::all(), checks::all());
    if callgrind::is_asked_for("--test") {
        // One small reading of each, to see that they are taken or refused as they should be.
        for shape in &shapes {
            assert_eq!(counted_everything(&shape.bytes(400), &shape.parser(false)), shape.is_taken, "{}", shape.name);
        }
        edits::test(&works);
        checks::test(&checks);
        return ExitCode::SUCCESS;
    }
    if callgrind::is_counting() {
        // What happens once, such as finding out what the CPU can do, is no part of the first count.
        reading::everything(&shapes[0].bytes(400), &shapes[0].parser(false));
        checks::count(&checks);
        edits::count(&works);
        readings(&shapes);
        return ExitCode::SUCCESS;
    }
    let Some(counts) = callgrind::count("growth") else {
        println!("Instructions are counted by valgrind, which is not here: nothing was measured.");
        return ExitCode::SUCCESS;
    };
    let (of_checks, counts) = counts.split_at(checks::counts(&checks));
    let (of_works, of_shapes) = counts.split_at(edits::counts(&works));
    assert_eq!(of_shapes.len(), shapes.len() * (SIZES.len() + 1), "a reading was not counted");
    let mut grown: Vec<_> = report(&shapes, of_shapes).into_iter().map(str::to_owned).collect();
    grown.extend(edits::report(&works, of_works));
    grown.extend(checks::report(&checks, of_checks));
    if grown.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("Not linear: {}", grown.join(", "));
    ExitCode::FAILURE
}

/// Prints the table, and gives the names of the shapes that cost too much.
fn report(shapes: &[Shape], counts: &[u64]) -> Vec<&'static str> {
    println!("| shape | per byte at 4 kB | at 16 kB | at 60 kB | 60 : 4 | at 60 kB with default limits | which end it |");
    println!("|---|---:|---:|---:|---:|---:|---|");
    let mut grown = Vec::new();
    let mut worst = (0.0, "");
    for (shape, counts) in shapes.iter().zip(counts.chunks(SIZES.len() + 1)) {
        let per_byte = |place: usize, size| counts[place] as f64 / shape.bytes(size).len() as f64;
        let [small, middle, large] = [(0, SIZES[0]), (1, SIZES[1]), (2, SIZES[2])].map(|(place, size)| per_byte(place, size));
        let (growth, limited) = (large / small, per_byte(3, SIZES[2]));
        let ends = ending(shape);
        println!("| `{}` | {small:.0} | {middle:.0} | {large:.0} | {growth:.2} | {limited:.1} | {ends} |", shape.name);
        if growth > MOST_GROWTH || limited > large * MOST_OVERHEAD {
            grown.push(shape.name);
        }
        if limited > worst.0 {
            worst = (limited, shape.name);
        }
    }
    println!("\nWith default limits no byte costs more than {:.0} instructions (`{}`).", worst.0, worst.1);
    grown
}

/// What the default limits make of a shape's largest input.
fn ending(shape: &Shape) -> String {
    let (input, parser) = (shape.bytes(SIZES[2]), shape.parser(true));
    let error = match parser.parse(&input) {
        Err(error) => Some(error),
        Ok(message) => {
            let of_values = message.headers().iter().flat_map(|row| row.values()).find_map(Result::err);
            let of_parts = || message.multipart().transpose()?.map_or_else(Some, |body| body.walk().find_map(Result::err));
            let of_fragment = || message.sipfrag().and_then(|fragment| fragment.errors().first().copied());
            of_values.or_else(of_parts).or_else(of_fragment)
        }
    };
    error.map_or("–".to_owned(), |error| error.kind().to_string())
}
