//! Measurements in rounds: everything that is compared takes turns.

use std::time::Instant;

/// How many rounds this run makes. `cargo bench -- --test` makes one of one call, to see that it runs.
pub(crate) fn rounds() -> Rounds {
    let once = std::env::args().any(|arg| arg == "--test");
    // Rounds are short, so that most of them are not interrupted by whatever else the machine does.
    if once { (1, 1) } else { (2_001, 50) }
}

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
pub(crate) type Rounds = (usize, u32);

/// Something that is measured: how long a call takes, over so many calls.
pub(crate) type Work<'w> = Box<dyn FnMut(u32) -> f64 + 'w>;

pub(crate) fn work<'w>(mut call: impl FnMut() + 'w) -> Work<'w> {
    Box::new(move |calls| time(calls, &mut call))
}

/// What each takes. All of them take turns, so that whatever else the machine does for a while meets them all alike.
pub(crate) fn medians<const N: usize>((rounds, calls): Rounds, mut works: Vec<[Work<'_>; N]>) -> Vec<[f64; N]> {
    let mut times: Vec<[Vec<f64>; N]> = works.iter().map(|_| [const { Vec::new() }; N]).collect();
    for _ in 0..rounds {
        for (works, times) in works.iter_mut().zip(&mut times) {
            works.iter_mut().zip(times).for_each(|(work, times)| times.push(work(calls)));
        }
    }
    times.into_iter().map(|times| times.map(median)).collect()
}
