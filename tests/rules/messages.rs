//! The messages and checks of the table, which are written as differences from good ones.

use std::path::Path;

use sipwire::header::Via;
use sipwire::rules::{Check, Fault, Package, Policy, Switch};
use sipwire::{Decoder, Leniency, Limit, Limits, Message, Method, Parser, Side};

/// The good message of that name.
pub(crate) fn good(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rules").join(format!("{name}.sip"));
    String::from_utf8(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).unwrap()
}

/// A message that is being changed: start line, rows, body, and what follows it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) start: String,
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) body: String,
    trailing: String,
    has_own_length: bool,
}

impl Draft {
    pub(crate) fn of(name: &str) -> Self {
        let text = good(name);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let start = lines.next().unwrap().to_owned();
        let row = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned())).unwrap();
        Self { start, rows: lines.map(row).collect(), body: body.to_owned(), trailing: String::new(), has_own_length: false }
    }

    /// Applies one difference: `-Name`, `Name: value`, `+Name: value`, `=start line`, `body=…`, `trailing=…`.
    pub(crate) fn change(&mut self, change: &str) {
        if let Some(line) = change.strip_prefix('=') {
            self.start = line.to_owned();
        } else if let Some(body) = change.strip_prefix("body=") {
            self.body = body.to_owned();
        } else if let Some(trailing) = change.strip_prefix("trailing=") {
            self.trailing = trailing.to_owned();
        } else if let Some(name) = change.strip_prefix('-') {
            self.has_own_length |= name == "Content-Length";
            self.rows.retain(|(row, _)| row != name);
        } else {
            let (name, value) = change.strip_prefix('+').unwrap_or(change).split_once(':').unwrap_or_else(|| panic!("{change}"));
            let (name, value) = (name.to_owned(), value.trim().to_owned());
            self.has_own_length |= name == "Content-Length";
            match self.rows.iter_mut().find(|(row, _)| *row == name && !change.starts_with('+')) {
                Some(row) => row.1 = value,
                None => self.rows.push((name, value)),
            }
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = format!("{}\r\n", self.start);
        for (name, value) in &self.rows {
            let value = if name == "Content-Length" && !self.has_own_length { self.body.len().to_string() } else { value.clone() };
            out.push_str(&format!("{name}: {value}\r\n"));
        }
        [out.as_bytes(), b"\r\n", self.body.as_bytes(), self.trailing.as_bytes()].concat()
    }
}

/// The message of a cell: a good one's name, and differences.
pub(crate) fn message(cell: &str) -> Vec<u8> {
    let mut parts = cell.split(" | ");
    let mut draft = Draft::of(parts.next().unwrap());
    parts.for_each(|change| draft.change(change));
    draft.bytes()
}

/// A check that a cell describes, and what reads the messages for it.
pub(crate) struct Setting {
    pub(crate) check: Check<'static>,
    pub(crate) parser: Parser,
    pub(crate) is_stream: bool,
}

fn leaked<T>(list: Vec<T>) -> &'static [T] {
    Vec::leak(list)
}

fn words(text: &str) -> &'static [&'static str] {
    leaked(text.split(',').map(|word| &*word.to_owned().leak()).collect())
}

fn packages(text: &str) -> &'static [Package<'static>] {
    let package = |text: &str| match text.split_once(':') {
        Some((name, kind)) => Package::new(name.to_owned().leak()).types(words(kind)),
        None => Package::new(text.to_owned().leak()),
    };
    leaked(text.split(',').map(package).collect())
}

pub(crate) fn switch(name: &str) -> Switch {
    Switch::ALL.iter().find(|(switch, _)| *switch == name).unwrap_or_else(|| panic!("{name} is a switch")).1
}

fn is_client(via: &Via<'_>) -> bool {
    via.host().is_ok_and(|host| host.as_str() == "client.example.org")
}

pub(crate) fn setting(cell: &str) -> Setting {
    let mut parts = cell.split(' ');
    let mut check = match parts.next().unwrap() {
        "uas" => Check::uas(),
        "registrar" => Check::registrar(),
        "proxy" => Check::proxy(),
        "uac" => Check::uac(),
        other => panic!("{other} is no role"),
    };
    let (mut policy, mut parser, mut is_stream) = (Policy::new(), Parser::new(), false);
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        check = match key {
            "tags" => check.tags(words(value)),
            "types" => check.types(words(value)),
            "codings" => check.codings(words(value)),
            "languages" => check.languages(words(value)),
            "dispositions" => check.dispositions(words(value)),
            "sends" => check.sends(words(value)),
            "priorities" => check.priorities(words(value)),
            "privacy" => check.privacy(words(value)),
            "push" => check.push(words(value)),
            "events" => check.events(packages(value)),
            "infos" => check.infos(packages(value)),
            "security-server" => check.security_server(value.to_owned().leak()),
            "own-via" => check.own_via(&is_client),
            "allow" => check.allow(leaked(words(value).iter().map(|name| Method::custom(name)).collect())),
            "with" => {
                policy = policy.with(switch(value));
                check
            }
            "without" => {
                policy = policy.without(switch(value));
                check
            }
            "min-expires" => {
                policy = policy.min_expires(value.parse().unwrap());
                check
            }
            "min-session" => {
                policy = policy.min_session(value.parse().unwrap());
                check
            }
            "stream" => {
                is_stream = true;
                check
            }
            "limit:Body" => {
                parser = parser.limits(Limits::new().with(Limit::Body, value.parse().unwrap()));
                check
            }
            "limit:StartLine" => {
                parser = parser.limits(Limits::new().with(Limit::StartLine, value.parse().unwrap()));
                check
            }
            "limit:Head" => {
                parser = parser.limits(Limits::new().with(Limit::Head, value.parse().unwrap()));
                check
            }
            other => panic!("{other} is no setting"),
        };
    }
    Setting { check: check.policy(policy), parser, is_stream }
}

/// The findings of a message.
pub(crate) struct Found {
    pub(crate) faults: Vec<Fault>,
    pub(crate) notes: Vec<Fault>,
}

impl Setting {
    /// The findings, of what could be read where the message is refused.
    pub(crate) fn find(&self, bytes: &[u8]) -> Found {
        if self.is_stream {
            let mut decoder = Decoder::new(self.parser, Side::Accepted);
            let mut buffer = bytes::BytesMut::from(bytes);
            return match decoder.decode(&mut buffer) {
                Err(error) => Found { faults: vec![Fault::from(error.in_buffer())], notes: Vec::new() },
                Ok(_) => Found { faults: Vec::new(), notes: Vec::new() },
            };
        }
        let check = &self.check;
        let found = match self.parser.parse(bytes) {
            Ok(Message::Request(request)) => {
                assert_eq!(request.check(check).err(), request.faults(check).next());
                Found { faults: request.faults(check).collect(), notes: request.notes(check).collect() }
            }
            Ok(Message::Response(response)) => {
                assert_eq!(response.check(check).err(), response.faults(check).next());
                Found { faults: response.faults(check).collect(), notes: response.notes(check).collect() }
            }
            Err(_) => {
                let partial = self.parser.partial(bytes);
                assert_eq!(partial.check(check).err(), partial.faults(check).next());
                Found { faults: partial.faults(check).collect(), notes: partial.notes(check).collect() }
            }
        };
        for finding in found.faults.iter().chain(&found.notes) {
            assert!(finding.offset() <= bytes.len(), "{finding:?} of {} bytes", bytes.len());
        }
        assert!(found.faults.iter().all(|fault| fault.owed().is_refusal()), "{:?}", found.faults);
        assert!(found.notes.iter().all(|note| !note.owed().is_refusal()), "{:?}", found.notes);
        // A partial message has the same findings as a whole one.
        if self.parser.parse(bytes).is_ok() {
            let partial = self.parser.partial(bytes);
            assert_eq!(partial.faults(check).collect::<Vec<_>>(), found.faults);
            assert_eq!(partial.notes(check).collect::<Vec<_>>(), found.notes);
        }
        found
    }
}

/// A parser with every leniency.
pub(crate) fn lenient() -> Parser {
    Parser::new().leniency(Leniency::ALL)
}
