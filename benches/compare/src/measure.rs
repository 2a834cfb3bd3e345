//! What a call costs: time, allocations and their bytes, instructions.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::callgrind;

/// What one call costs.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Cost {
    /// The median of the rounds.
    pub nanoseconds: f64,
    /// Calls to malloc, calloc, realloc and their kin, and the bytes that they asked for; `None` where they can't be counted.
    pub allocations: Option<(u64, u64)>,
    /// `None` without valgrind.
    pub instructions: Option<u64>,
}

/// How thoroughly it is measured.
#[derive(Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    /// How long the calls of one round may take. Short, so that most rounds are not interrupted by whatever else the machine does.
    pub nanoseconds: f64,
}

impl Effort {
    pub const FULL: Self = Self { rounds: 3_001, nanoseconds: 15_000.0 };
    pub const QUICK: Self = Self { rounds: 301, nanoseconds: 10_000.0 };
    pub const ONCE: Self = Self { rounds: 1, nanoseconds: 0.0 };
}

/// Something that is measured.
pub type Call<'a> = Box<dyn FnMut() + 'a>;

/// Measures calls that are compared with each other: in rounds, in which each has its turn.
pub fn costs<'c, 'a: 'c>(calls: impl Iterator<Item = &'c mut Call<'a>>, effort: Effort) -> Vec<Cost> {
    let mut calls: Vec<_> = calls.collect();
    let allocations: Vec<_> = calls.iter_mut().map(|call| allocations(call)).collect();
    let numbers: Vec<_> = calls.iter_mut().map(|call| calls_that_take(effort.nanoseconds, call)).collect();
    let mut times = vec![Vec::with_capacity(effort.rounds); calls.len()];
    for _ in 0..effort.rounds {
        for ((call, &number), times) in calls.iter_mut().zip(&numbers).zip(&mut times) {
            times.push(time(number, call));
        }
    }
    let cost = |(times, allocations)| Cost { nanoseconds: median(times), allocations, instructions: None };
    times.into_iter().zip(allocations).map(cost).collect()
}

/// How many calls take about so long, once they are warm.
fn calls_that_take(nanoseconds: f64, call: &mut Call<'_>) -> u32 {
    let once = (0..3).map(|_| time(1, call)).fold(f64::MAX, f64::min);
    ((nanoseconds / once.max(1.0)) as u32).clamp(1, 100_000)
}

/// Nanoseconds a call, over `number` calls. One before them is not measured: it brings code and data into the caches.
fn time(number: u32, call: &mut Call<'_>) -> f64 {
    call();
    let start = Instant::now();
    (0..number).for_each(|_| call());
    start.elapsed().as_nanos() as f64 / f64::from(number)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

mod counter {
    unsafe extern "C" {
        pub(super) safe fn allocations_are_counted() -> i32;
        pub(super) safe fn allocations_begin();
        pub(super) safe fn allocations_end(calls: &mut u64, bytes: &mut u64);
    }
}

/// What a call allocates, once it is warm.
fn allocations(call: &mut Call<'_>) -> Option<(u64, u64)> {
    if counter::allocations_are_counted() == 0 {
        return None;
    }
    call();
    let (mut calls, mut bytes) = (0, 0);
    counter::allocations_begin();
    call();
    counter::allocations_end(&mut calls, &mut bytes);
    Some((calls, bytes))
}

/// The part of a call's costs that is counted in the run under callgrind. What happens once is not counted.
pub fn counted(call: &mut Call<'_>) {
    call();
    callgrind::counted(&mut || call());
}
