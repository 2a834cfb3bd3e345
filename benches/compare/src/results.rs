//! What was measured. It is kept in `results.json`, and every table, chart and figure is made from that.

use serde::{Deserialize, Serialize};

use crate::machine::Machine;
use crate::measure::Cost;

#[derive(Serialize, Deserialize)]
pub struct Results {
    pub machine: Machine,
    /// The messages that were measured.
    pub messages: Vec<Message>,
    /// Those that were only read.
    pub others: Vec<Message>,
    /// Ours first.
    pub peers: Vec<Peer>,
    pub works: Vec<Work>,
    pub sizes: Sizes,
}

#[derive(Serialize, Deserialize)]
pub struct Message {
    pub name: String,
    pub title: String,
    pub bytes: usize,
}

#[derive(Serialize, Deserialize)]
pub struct Peer {
    pub name: String,
    pub language: String,
    pub version: String,
    pub unlike: String,
    pub gives_not: Vec<String>,
    /// One for each message, then for each that was only read.
    pub readings: Vec<Reading>,
}

#[derive(Serialize, Deserialize)]
pub struct Reading {
    pub right: usize,
    pub findings: Vec<String>,
    /// `None` if it refuses the message.
    pub scan: Option<Cost>,
    /// `None` if it refuses the message, or has no typed values at all.
    pub typed: Option<Cost>,
}

impl Peer {
    /// Whether it has typed values, of whatever message.
    pub fn has_types(&self) -> bool {
        self.readings.iter().any(|reading| reading.right > 0)
    }
}

/// Something that sipwire alone does, for the capacity.
#[derive(Serialize, Deserialize)]
pub struct Work {
    pub name: String,
    pub cost: Cost,
}

/// How large what is kept is, in bytes.
#[derive(Serialize, Deserialize)]
pub struct Sizes {
    pub owned_message: usize,
    pub decoder: usize,
    pub buffer: usize,
}

impl Results {
    pub fn work(&self, name: &str) -> &Cost {
        &self.works.iter().find(|work| work.name == name).unwrap_or_else(|| panic!("{name} was not measured")).cost
    }
}
