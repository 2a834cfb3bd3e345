//! The faults of messages for an element of the network, and what the element owes.

use std::io;
use std::path::PathBuf;

use sipwire::rules::{Check, Fault, Owed, Package};
use sipwire::{Message, Method, Parser};

use crate::problem::{Mark, Problem};
use crate::stream::{self, Part, What};
use crate::subject::Seen;

/// The element that receives the messages, and what it knows
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The part that the element plays
    #[arg(long = "as", value_enum, value_name = "ROLE")]
    role: Role,
    /// Files that hold one message each; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Take each file as one direction of a TCP connection
    #[arg(long)]
    pub(crate) stream: bool,
    /// The end of the connection that reads the stream; without it the first message says so
    #[arg(long, value_enum, requires = "stream")]
    pub(crate) reader: Option<stream::Reader>,
    /// The methods that the element knows, parted by commas; without it those of the RFCs
    #[arg(long, value_delimiter = ',', value_parser = method)]
    methods: Option<Vec<String>>,
    /// The methods that are allowed
    #[arg(long, value_delimiter = ',', value_parser = method)]
    allow: Option<Vec<String>>,
    /// The option tags that the element supports
    #[arg(long, value_delimiter = ',')]
    tags: Vec<String>,
    /// The body types that the element understands
    #[arg(long, value_delimiter = ',')]
    accept: Option<Vec<String>>,
    /// The URI schemes that the element understands; without it sip, sips and tel
    #[arg(long, value_delimiter = ',')]
    schemes: Option<Vec<String>>,
    /// The event packages and Info Packages that the element knows
    #[arg(long, value_delimiter = ',')]
    packages: Option<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Role {
    /// A server that answers requests
    Uas,
    /// A proxy, which forwards requests and responses
    Proxy,
    /// A registrar
    Registrar,
    /// A client, which receives responses
    Uac,
}

fn methods(names: &[String]) -> Vec<Method<'_>> {
    names.iter().map(|name| Method::custom(name)).collect()
}

fn words(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

fn method(text: &str) -> Result<String, String> {
    Method::try_from(text).map(|method| method.to_string()).map_err(|error| error.to_string())
}

/// A message, and all that is wrong with it.
pub(crate) struct Checked<'a> {
    pub(crate) seen: Seen<'a>,
    /// The element does not receive such messages.
    pub(crate) aside: Option<&'static str>,
    /// The offset of the message in its stream.
    pub(crate) at: Option<u64>,
}

impl Checked<'_> {
    pub(crate) fn is_fine(&self) -> bool {
        !self.seen.faults.iter().any(|fault| fault.owed().is_refusal())
    }
}

/// The obligation, as programs read it.
pub(crate) fn owed(owed: Owed) -> serde_json::Value {
    match owed {
        Owed::Status(status) => status.as_u16().into(),
        Owed::Drop => "drop".into(),
        Owed::Ignore => "ignore".into(),
        Owed::Nothing => "none".into(),
    }
}

/// The fault as a problem that can be underlined.
pub(crate) fn problem(fault: &Fault) -> Problem {
    let owed = match fault.owed() {
        Owed::Status(status) => format!("{status} {}", status.default_reason().unwrap_or_default()),
        Owed::Drop => "drop".to_owned(),
        Owed::Ignore => "ignore".to_owned(),
        Owed::Nothing => "nothing".to_owned(),
    };
    let rule = fault.rule();
    let header = match (rule.header(), fault.header()) {
        (None, Some(header)) => format!(" in {header}"),
        _ => String::new(),
    };
    let message = format!("{rule}{header} ({} {}), owed: {owed}", rule.id(), rule.section());
    Problem { offset: fault.offset(), kind: rule.name().to_owned(), message, mark: Mark::Word }
}

impl Arguments {
    /// Calls `then` with the check that the arguments describe.
    pub(crate) fn with_check(&self, then: impl FnOnce(&Check<'_>) -> io::Result<()>) -> io::Result<()> {
        let (known, allowed) = (self.methods.as_deref().map(methods), self.allow.as_deref().map(methods));
        let (accept, schemes) = (self.accept.as_deref().map(words), self.schemes.as_deref().map(words));
        let tags = words(&self.tags);
        let packages = self.packages.as_ref().map(|names| names.iter().map(|name| Package::new(name)).collect::<Vec<_>>());
        let mut check = match self.role {
            Role::Uas => Check::uas(),
            Role::Proxy => Check::proxy(),
            Role::Registrar => Check::registrar(),
            Role::Uac => Check::uac(),
        }
        .tags(&tags);
        if let Some(known) = &known {
            check = check.methods(known);
        }
        if let Some(allowed) = &allowed {
            check = check.allow(allowed);
        }
        if let Some(types) = &accept {
            check = check.types(types);
        }
        if let Some(schemes) = &schemes {
            check = check.schemes(schemes);
        }
        if let Some(packages) = &packages {
            check = check.events(packages).infos(packages);
        }
        then(&check)
    }

    /// Checks the message of a datagram.
    pub(crate) fn datagram<'a>(&self, parser: &Parser, check: &Check<'_>, input: &'a [u8]) -> Checked<'a> {
        self.checked(Seen::read(parser, input, Some(check)), None)
    }

    /// A part of a stream, which was checked when it was read; `None` for keep-alives. A message that ends the stream has the fault that it
    /// was refused for.
    pub(crate) fn part<'a>(&self, part: Part<'a>) -> Option<Checked<'a>> {
        let seen = match part.what {
            What::Message(seen) => seen,
            What::Refused { error, seen } => Seen { faults: vec![Fault::from(error.in_buffer())], ..seen },
            What::Ping | What::Pong | What::Left => return None,
        };
        Some(self.checked(seen, Some(part.at)))
    }

    fn checked<'a>(&self, seen: Seen<'a>, at: Option<u64>) -> Checked<'a> {
        Checked { aside: self.aside(seen.is_request), seen, at }
    }

    fn aside(&self, is_request: bool) -> Option<&'static str> {
        match (self.role, is_request) {
            (Role::Uac, true) => Some("a client receives responses, and this is a request: what holds for all messages was checked"),
            (Role::Uas | Role::Registrar, false) => {
                Some("a server receives requests, and this is a response: what holds for all messages was checked")
            }
            _ => None,
        }
    }
}

/// The faults of a message for an element. Without one, those for any: what a client says of requests, and a server of responses.
pub(crate) fn faults(message: &Message<'_>, check: Option<&Check<'_>>) -> Vec<Fault> {
    match message {
        Message::Request(request) => request.faults(check.unwrap_or(&Check::uac())).collect(),
        Message::Response(response) => response.faults(check.unwrap_or(&Check::uas())).collect(),
    }
}
