//! Many edits of one message: what each costs must not depend on how many there are, in whatever order they are made.

use std::hint::black_box;

use sipwire::header::{RecordRoute, Route, To, Via};
use sipwire::{Edit, EditScratch, HeaderName, Host, Leniency, Limits, Message, NameAddr, ParamDraft, Parser, Slot, Transport};

use super::{MOST_GROWTH, SIZES, callgrind};

/// The places of the values that are edited, in the order in which they are.
type Slots<'s, 'a> = &'s mut dyn Iterator<Item = Slot<'a>>;

/// Edits of a message of any size.
pub(crate) struct Work {
    name: String,
    before: &'static str,
    unit: &'static str,
    after: &'static str,
    leniency: Leniency,
    order: Order,
    /// Makes the edits, about as many as the message has units: how many.
    edits: fn(&mut Edit<'_, '_>, Slots<'_, '_>, usize) -> usize,
}

#[derive(Clone, Copy)]
enum Order {
    AsTheyStand,
    Reversed,
    EveryOther,
    /// Those that every other leaves out, behind those.
    OddsAndEvens,
}

impl Order {
    fn of<'a>(self, slots: &[Slot<'a>]) -> Vec<Slot<'a>> {
        match self {
            Order::AsTheyStand => slots.to_vec(),
            Order::Reversed => slots.iter().rev().copied().collect(),
            Order::EveryOther => slots.iter().step_by(2).copied().collect(),
            Order::OddsAndEvens => slots.iter().skip(1).step_by(2).chain(slots.iter().step_by(2)).copied().collect(),
        }
    }
}

fn remove(edit: &mut Edit<'_, '_>, slots: Slots<'_, '_>, _: usize) -> usize {
    slots.filter(|slot| edit.remove(slot).is_ok()).count()
}

fn replace(edit: &mut Edit<'_, '_>, slots: Slots<'_, '_>, _: usize) -> usize {
    let by = NameAddr::build("sip:c");
    slots.filter(|slot| edit.replace(slot, by).is_ok()).count()
}

fn set_param(edit: &mut Edit<'_, '_>, slots: Slots<'_, '_>, _: usize) -> usize {
    let param = ParamDraft::token("x", "y");
    slots.filter(|slot| edit.set_param(slot, &param).is_ok()).count()
}

fn push(edit: &mut Edit<'_, '_>, _: Slots<'_, '_>, count: usize) -> usize {
    for _ in 0..count / 2 {
        edit.push(Via::build(Transport::Udp, Host::try_from("p").expect("a host"))).expect("a list has room");
        edit.push(RecordRoute::row(NameAddr::build("sip:p;lr"))).expect("a list has room");
    }
    count
}

fn append(edit: &mut Edit<'_, '_>, _: Slots<'_, '_>, count: usize) -> usize {
    (0..count).filter(|_| edit.append_raw(HeaderName::custom("X-A"), "y").is_ok()).count()
}

fn remove_all(edit: &mut Edit<'_, '_>, _: Slots<'_, '_>, _: usize) -> usize {
    edit.remove_all(HeaderName::Route).expect("there are some")
}

/// As many parameters as one value may have by default.
fn params_of_one(edit: &mut Edit<'_, '_>, _: Slots<'_, '_>, count: usize) -> usize {
    let to = edit.only::<To<'_>>().expect("a To");
    for number in 0..62 {
        if edit.set_param(&to, &ParamDraft::flag(&format!("p{number}"))).is_err() {
            // By the default limits it is too long to be read.
            return 0;
        }
    }
    count
}

fn nothing(_: &mut Edit<'_, '_>, _: Slots<'_, '_>, count: usize) -> usize {
    count
}

const START: &str = "OPTIONS sip:a SIP/2.0\r\n";

/// All that is measured.
pub(crate) fn all() -> Vec<Work> {
    let mut works = Vec::new();
    let orders = [
        ("as they stand", Order::AsTheyStand),
        ("reversed", Order::Reversed),
        ("every other", Order::EveryOther),
        ("odds, then evens", Order::OddsAndEvens),
    ];
    type Change = fn(&mut Edit<'_, '_>, Slots<'_, '_>, usize) -> usize;
    let edits: [(&str, Change); 3] = [("removed", remove), ("replaced", replace), ("with a parameter", set_param)];
    let values = [
        ("values of a row", "OPTIONS sip:a SIP/2.0\r\nRoute: <sip:a;lr>", ", <sip:b;lr>", "\r\n\r\n"),
        ("rows", START, "Route: <sip:b;lr>\r\n", "\r\n"),
    ];
    for (what, before, unit, after) in values {
        for (how, edits) in edits {
            for (turn, order) in orders {
                works.push(Work { name: format!("{what} {how}, {turn}"), before, unit, after, leniency: Leniency::NONE, order, edits });
            }
        }
    }
    let mut other = |name: &str, before, unit, after, leniency, edits| {
        works.push(Work { name: name.to_owned(), before, unit, after, leniency, order: Order::AsTheyStand, edits });
    };
    other("rows removed by name", START, "Route: <sip:b;lr>\r\n", "\r\n", Leniency::NONE, remove_all);
    other("rows pushed, of two names in turn", "OPTIONS sip:a SIP/2.0\r\nX-A: ", "12345678", "\r\n\r\n", Leniency::NONE, push);
    other("rows appended", "OPTIONS sip:a SIP/2.0\r\nX-A: ", "12345678", "\r\n\r\n", Leniency::NONE, append);
    other("parameters of one value", "OPTIONS sip:a SIP/2.0\r\nTo: <sip:a>;x=\"", "12345678", "\"\r\n\r\n", Leniency::NONE, params_of_one);
    other("LF, rows removed by name", "OPTIONS sip:a SIP/2.0\n", "Route: <sip:b;lr>\n", "\n", Leniency::ALL, remove_all);
    other("LF, rows removed", "OPTIONS sip:a SIP/2.0\n", "Route: <sip:b;lr>\n", "\n", Leniency::ALL, remove);
    other("LF, the same Content-Length", "OPTIONS sip:a SIP/2.0\n", "l: 0\n", "\n", Leniency::ALL, nothing);
    works
}

impl Work {
    /// A message of about `size` bytes, and how often it has the unit.
    fn message(&self, size: usize) -> (Vec<u8>, usize) {
        let count = (size - self.before.len() - self.after.len()) / self.unit.len();
        ([self.before, &self.unit.repeat(count), self.after].concat().into_bytes(), count)
    }

    fn parser(&self, limited: bool) -> Parser {
        let limits = if limited { Limits::new() } else { Limits::unlimited_for_trusted_input() };
        Parser::new().limits(limits).leniency(self.leniency)
    }

    /// Makes all edits of a message of that size and writes it, counted; once before, so that the scratch is warm. How many edits.
    fn run(&self, size: usize, limited: bool, counted: bool) -> usize {
        let (bytes, count) = self.message(size);
        let Ok(message) = self.parser(limited).parse(&bytes) else { return 0 };
        let slots = self.order.of(&message.headers().slots::<Route<'_>>().collect::<Vec<_>>());
        let mut scratch = EditScratch::new();
        let mut work = |message: &Message<'_>| {
            let mut edit = message.edit(&mut scratch);
            let made = (self.edits)(&mut edit, &mut slots.iter().copied(), count);
            black_box(edit.finish());
            made
        };
        let made = work(&message);
        if counted && made > 0 {
            callgrind::counted(&mut || assert_eq!(work(black_box(&message)), made));
        }
        made
    }
}

/// Without limits at each size, then with the default ones where they take the message.
fn runs() -> impl Iterator<Item = (usize, bool)> {
    SIZES.into_iter().map(|size| (size, false)).chain(SIZES.into_iter().map(|size| (size, true)))
}

/// All works, counted in the order in which they are reported.
pub(crate) fn count(works: &[Work]) {
    for work in works {
        for (size, limited) in runs() {
            work.run(size, limited, true);
        }
    }
}

/// Each work once and small, uncounted.
pub(crate) fn test(works: &[Work]) {
    for work in works {
        assert!(work.run(400, false, false) > 0 && work.run(400, true, false) > 0, "{}", work.name);
    }
}

/// How many counts there are.
pub(crate) fn counts(works: &[Work]) -> usize {
    works.iter().map(|work| runs().filter(|&(size, limited)| work.run(size, limited, false) > 0).count()).sum()
}

/// Prints the table, and gives the names of the works that cost too much.
pub(crate) fn report(works: &[Work], mut counts: &[u64]) -> Vec<String> {
    println!(
        "\n| edits | of 60 kB | per edit at 4 kB | at 16 kB | at 60 kB | 60 : 4 | per byte, 60 : 4 | per byte with default limits, largest : 4 kB |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut grown = Vec::new();
    for work in works {
        let (mut per_edit, mut per_byte, mut limited_per_byte, mut edits) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (size, limited) in runs() {
            let made = work.run(size, limited, false);
            if made == 0 {
                continue;
            }
            let (&instructions, rest) = counts.split_first().expect("a count for each");
            counts = rest;
            let of_byte = instructions as f64 / size as f64;
            if limited {
                limited_per_byte.push(of_byte);
            } else {
                per_edit.push(instructions as f64 / made as f64);
                per_byte.push(of_byte);
                edits = made;
            }
        }
        let growth = |costs: &[f64]| costs.last().zip(costs.first()).map_or(1.0, |(last, first)| last / first);
        let ratios = [growth(&per_edit), growth(&per_byte), growth(&limited_per_byte)];
        let [small, middle, large] = per_edit[..] else { panic!("three sizes without limits") };
        let [of_edit, of_byte, limited] = ratios;
        println!("| {} | {edits} | {small:.0} | {middle:.0} | {large:.0} | {of_edit:.2} | {of_byte:.2} | {limited:.2} |", work.name);
        if ratios.iter().any(|&ratio| ratio > MOST_GROWTH) {
            grown.push(work.name.clone());
        }
    }
    grown
}
