//! The parsers that are compared. One file calls one library, in the way that its documentation shows.

#[cfg(feature = "c")]
mod c;
mod ezk;
mod http;
mod lines;
mod parsip;
mod rsip;
mod rsiprtp;
mod rsipstack;
mod rvoip;
mod sip_core;
mod sip_header;
mod sipmsg;
mod sipwire;

use std::error::Error;

use crate::facts::{Forget, Key, See, Seen};
use crate::inputs::Input;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A parser.
trait Peer {
    const NAME: &'static str;
    /// The language it is written in.
    const LANGUAGE: &'static str = "Rust";
    /// How it differs from the others in what it does, and what it takes to use it.
    const UNLIKE: &'static str;
    /// Whether valgrind knows its instructions.
    const IS_COUNTED: bool = true;
    /// Which values it has no type or accessor for, in the order of [`Key::ALL`].
    const GIVES_NOT: &'static [Key] = &[];
    /// What it gets wrong: the message, and what [`Entry::findings`] says. Held to it, so that it stays true.
    const FINDINGS: &'static [(&'static str, &'static str)] = &[];

    fn version() -> String {
        crate::machine::locked_version(Self::NAME)
    }

    /// Parses the whole message; gives how many rows it found, if it can say.
    fn scan(input: &Input) -> Result<Option<usize>>;

    /// The same, and shows the values that it has types or accessors for. `None` if it has none.
    fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>>;
}

/// A parser, without its type.
pub struct Entry {
    pub name: &'static str,
    pub language: &'static str,
    pub version: String,
    pub unlike: &'static str,
    pub is_counted: bool,
    pub gives_not: &'static [Key],
    pub known: &'static [(&'static str, &'static str)],
    pub scan: fn(&Input) -> Result<Option<usize>>,
    pub typed: fn(&Input) -> Result<Option<()>>,
    look: fn(&Input, &mut Seen) -> Result<Option<()>>,
}

/// Every parser, ours first.
pub fn all() -> Vec<Entry> {
    vec![
        entry::<sipwire::Sipwire>(),
        entry::<lines::Lines>(),
        entry::<http::Pico>(),
        entry::<http::Httparse>(),
        #[cfg(feature = "c")]
        entry::<c::Sofia>(),
        #[cfg(feature = "c")]
        entry::<c::Osip>(),
        #[cfg(feature = "c")]
        entry::<c::Re>(),
        entry::<parsip::Parsip>(),
        entry::<sip_core::SipCore>(),
        entry::<sip_header::SipHeader>(),
        entry::<rsipstack::Rsipstack>(),
        entry::<rsiprtp::Rsiprtp>(),
        entry::<rsip::Rsip>(),
        entry::<ezk::Ezk>(),
        entry::<sipmsg::Sipmsg>(),
        entry::<rvoip::Rvoip>(),
    ]
}

fn entry<P: Peer>() -> Entry {
    Entry {
        name: P::NAME,
        language: P::LANGUAGE,
        version: P::version(),
        unlike: P::UNLIKE,
        is_counted: P::IS_COUNTED,
        gives_not: P::GIVES_NOT,
        known: P::FINDINGS,
        scan: P::scan,
        typed: |input| P::typed(input, &mut Forget),
        look: |input, seen| P::typed(input, seen),
    }
}

/// What a parser makes of a message.
pub struct Reading {
    /// It reads the message at all.
    pub scans: bool,
    /// It has typed values, and gives them for this message.
    pub types: bool,
    /// How many values it gives rightly, absent ones among them.
    pub right: usize,
    /// What is wrong, in words, and in the order in which it shows.
    pub findings: Vec<String>,
}

impl Entry {
    /// Reads a message once, and compares everything with what is right.
    pub fn read(&self, input: &Input) -> Reading {
        let mut reading = Reading { scans: true, types: false, right: 0, findings: Vec::new() };
        match (self.scan)(input) {
            Err(error) => {
                reading.scans = false;
                reading.findings.push(format!("refused: {}", one_line(&*error)));
            }
            Ok(Some(rows)) if rows != input.rows => reading.findings.push(format!("{rows} rows of {}", input.rows)),
            Ok(_) => {}
        }
        let mut seen = Seen::default();
        match (self.look)(input, &mut seen) {
            Ok(types) => reading.types = types.is_some(),
            // A scan that fails was reported.
            Err(error) if reading.scans => reading.findings.push(format!("refused: {}", one_line(&*error))),
            Err(_) => {}
        }
        if !reading.types {
            return reading;
        }
        for key in Key::ALL {
            match seen.of(key) {
                None => assert!(self.gives_not.contains(&key), "{}, {}: {} was not given", self.name, input.name, key.name()),
                Some(value) if is_right(value.as_deref(), input.fact(key)) => reading.right += 1,
                Some(value) => {
                    let words = |value: Option<&str>| match value {
                        None => "nothing".to_owned(),
                        Some("") => "a flag".to_owned(),
                        Some(value) => format!("`{value}`"),
                    };
                    let (is, ought) = (words(value.as_deref()), words(input.fact(key)));
                    reading.findings.push(format!("{}: {is}, not {ought}", key.name()));
                }
            }
        }
        reading
    }

    /// What is said to be wrong with this parser and this message.
    pub fn known(&self, input: &Input) -> Vec<&'static str> {
        self.known.iter().filter(|(name, _)| *name == input.name).map(|(_, finding)| *finding).collect()
    }
}

/// A transport's name may be of any case.
fn is_right(is: Option<&str>, ought: Option<&str>) -> bool {
    match (is, ought) {
        (Some(is), Some(ought)) => is == ought || (is.len() == 3 && is.eq_ignore_ascii_case(ought)),
        (is, ought) => is == ought,
    }
}

/// An error without the input that it shows.
fn one_line(error: &dyn Error) -> String {
    let text = error.to_string();
    let text = text.split(" tokenizing").next().unwrap_or(&text);
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).take(120).collect::<String>().trim().to_owned()
}

/// An error of a parser that can't leave it, in words.
fn refused(error: impl std::fmt::Debug) -> Box<dyn Error> {
    format!("{error:?}").into()
}
