//! Shows what the crate sees in SIP messages, URIs and header values: as a tree for people, as JSON for programs.
//!
//! ```text
//! inspect FILE…               each file holds one message, as a datagram does; - is standard input
//! inspect --stream FILE…      each file holds one direction of a connection: every message, ping and pong of it, and what it ends in
//! inspect check --as uas|proxy|registrar|uac FILE…
//!                             what is wrong with each message for such an element: rule, RFC section, byte, and what is owed;
//!                             --methods --allow --tags --accept --schemes --packages say what the element knows
//! inspect uri URI…            the parts of URIs
//! inspect compare URI URI     whether two URIs are equal by RFC 3261 §19.1.4, and why not
//! inspect header NAME VALUE   one header value, typed
//! inspect digest --username U --realm R --nonce N --method M --uri URI [--algorithm A] [--qop Q --nc NC --cnonce C [--body FILE]]
//!                             the response; the password comes on standard input, or the HA1 with --ha1; with --rspauth
//!                             the server's proof
//!   --json                    one JSON object a line
//!   --lenient                 with every leniency there is
//!   --reader accepted|opened  which end of the connection reads the stream; without it the first message says so
//! ```
//!
//! The exit status is 0 where all was parsed, nothing is owed and URIs are equal, 1 where something was not, is owed or they differ, 2 where
//! the call was wrong.

mod asked;
mod check;
mod content;
#[cfg(feature = "digest")]
mod digest;
mod element;
mod excerpt;
mod json;
mod problem;
mod safe;
mod secrets;
mod stream;
mod subject;
mod tree;

use std::ffi::OsString;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use sipwire::{HeaderName, Leniency, Parser};

use subject::{Compared, LoneUri, LoneValue, Seen};

/// Shows what sipwire sees in SIP messages, URIs and header values
#[derive(clap::Parser)]
#[command(name = "inspect", arg_required_else_help = true, subcommand_negates_reqs = true)]
#[command(
    override_usage = "inspect [OPTIONS] FILE...\n       inspect [OPTIONS] --stream FILE...\n       inspect [OPTIONS] check --as ROLE FILE...\n       inspect [OPTIONS] uri URI...\n       inspect [OPTIONS] compare URI URI\n       inspect [OPTIONS] header NAME VALUE\n       inspect [OPTIONS] digest ..."
)]
#[command(after_help = "Exit status: 0 all was parsed or is equal, 1 something was not or has a fault, 2 the call was wrong.")]
struct Cli {
    /// Files that hold one message each; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Take each file as one direction of a TCP connection: messages and keep-alives that follow each other
    #[arg(long)]
    stream: bool,
    /// The end of the connection that reads the stream; without it the first message says so
    #[arg(long, value_enum, requires = "stream")]
    reader: Option<stream::Reader>,
    /// Print one JSON object a line
    #[arg(long, global = true)]
    json: bool,
    /// Take what the grammar forbids, as far as there is a leniency for it, and list it
    #[arg(long, global = true)]
    lenient: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Say what is wrong with messages, and what an element owes for it
    Check(Box<check::Arguments>),
    /// Show the parts of URIs
    Uri {
        #[arg(value_name = "URI", required = true, allow_hyphen_values = true)]
        uris: Vec<OsString>,
    },
    /// Say whether two URIs are equal, and why not
    Compare {
        #[arg(value_name = "URI", allow_hyphen_values = true)]
        a: OsString,
        #[arg(value_name = "URI", allow_hyphen_values = true)]
        b: OsString,
    },
    /// Type one header value
    Header {
        /// The header's name, in its long or compact form
        #[arg(value_parser = name)]
        name: String,
        #[arg(allow_hyphen_values = true)]
        value: OsString,
    },
    /// Give the response of Digest authentication; the password comes on standard input
    #[cfg(feature = "digest")]
    Digest(digest::Arguments),
}

/// A field name is a token.
fn name(text: &str) -> Result<String, String> {
    match HeaderName::try_from(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// How a call ended; the worst of several is the exit status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Parsed = 0,
    Refused = 1,
    WrongCall = 2,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.command.is_some() && !cli.files.is_empty() {
        let conflict = "files can't be given together with a subcommand";
        Cli::command().error(clap::error::ErrorKind::ArgumentConflict, conflict).exit();
    }
    let leniency = if cli.lenient { Leniency::ALL } else { Leniency::NONE };
    let mut printer = Printer { out: anstream::stdout().lock(), json: cli.json, worst: Outcome::Parsed, count: 0 };
    match inspect(&cli, &Parser::new().leniency(leniency), &mut printer).and_then(|()| printer.out.flush()) {
        Ok(()) => {}
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => {
            printer.worst = Outcome::WrongCall;
            eprintln!("inspect: {error}");
        }
    }
    ExitCode::from(printer.worst as u8)
}

fn inspect(cli: &Cli, parser: &Parser, printer: &mut Printer<impl Write>) -> io::Result<()> {
    match &cli.command {
        None => cli.files.iter().try_for_each(|file| {
            let name = file.as_os_str().as_encoded_bytes();
            let shown = if cli.stream { stream(file, name, parser, cli.reader, printer) } else { datagram(file, name, parser, printer) };
            shown.or_else(|failure| failure.of_file(name, printer))
        }),
        Some(Command::Check(arguments)) => arguments.with_check(|check| checked(arguments, check, parser, printer)),
        Some(Command::Uri { uris }) => uris.iter().try_for_each(|uri| {
            let seen = LoneUri::read(parser, uri.as_encoded_bytes());
            printer.print(seen.uri.is_ok(), || json::lone_uri(&seen), || tree::lone_uri(&seen))
        }),
        Some(Command::Compare { a, b }) => {
            let seen = Compared::read(parser, a.as_encoded_bytes(), b.as_encoded_bytes());
            printer.print(seen.outcome == Some(Ok(())), || json::compared(&seen), || tree::compared(&seen))
        }
        Some(Command::Header { name, value }) => {
            let seen = LoneValue::read(parser, name, value.as_encoded_bytes());
            printer.print(seen.typed.problem.is_none(), || json::lone_value(&seen), || tree::lone_value(&seen))
        }
        #[cfg(feature = "digest")]
        Some(Command::Digest(arguments)) => {
            let response = arguments.response(&digest::password()?, &arguments.body()?);
            printer.print(response.is_ok(), || json::response(&response), || tree::response(&response))
        }
    }
}

/// What went wrong with a file.
enum Failure {
    Reading(io::Error),
    Printing(io::Error),
}

impl Failure {
    /// Tells of a file that can't be read, and goes on with the next.
    fn of_file(self, name: &[u8], printer: &mut Printer<impl Write>) -> io::Result<()> {
        match self {
            Failure::Reading(error) => {
                printer.worst = Outcome::WrongCall;
                eprintln!("inspect: {}: {error}", safe::text(name));
                Ok(())
            }
            Failure::Printing(error) => Err(error),
        }
    }
}

/// The faults of the messages of all files.
fn checked(
    arguments: &check::Arguments,
    check: &sipwire::rules::Check<'_>,
    parser: &Parser,
    printer: &mut Printer<impl Write>,
) -> io::Result<()> {
    arguments.files.iter().try_for_each(|file| {
        let name = file.as_os_str().as_encoded_bytes();
        let shown = match arguments.stream {
            true => checked_stream(arguments, check, file, parser, printer),
            false => checked_datagram(arguments, check, file, parser, printer),
        };
        shown.or_else(|failure| failure.of_file(name, printer))
    })
}

fn checked_datagram(
    arguments: &check::Arguments,
    check: &sipwire::rules::Check<'_>,
    file: &Path,
    parser: &Parser,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let (name, input) = (file.as_os_str().as_encoded_bytes(), read(file).map_err(Failure::Reading)?);
    if let Some((form, what)) = content::keep_alive(&input) {
        let printed = printer.print(true, || json::keep_alive(form, &input), || tree::keep_alive(name, what, &input));
        return printed.map_err(Failure::Printing);
    }
    let checked = arguments.datagram(parser, check, &input);
    let print = printer.print(checked.is_fine(), || json::checked(name, &checked), || tree::checked(name, &checked));
    print.map_err(Failure::Printing)
}

fn checked_stream(
    arguments: &check::Arguments,
    check: &sipwire::rules::Check<'_>,
    file: &Path,
    parser: &Parser,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let name = file.as_os_str().as_encoded_bytes();
    let mut stream = stream::Stream::open(file, *parser, arguments.reader).map_err(Failure::Reading)?;
    while let Some(found) = stream.next().map_err(Failure::Reading)? {
        let parser = stream.parser();
        let Some(checked) = arguments.part(found.read(&parser, Some(check))) else { continue };
        let print = || printer.print(checked.is_fine(), || json::checked(name, &checked), || tree::checked(name, &checked));
        stream.aside(print).map_err(Failure::Printing)?;
    }
    Ok(())
}

/// A file that holds one message, or what keeps a binding open.
fn datagram(file: &Path, name: &[u8], parser: &Parser, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    let input = read(file).map_err(Failure::Reading)?;
    let printed = match content::keep_alive(&input) {
        Some((form, what)) => printer.print(true, || json::keep_alive(form, &input), || tree::keep_alive(name, what, &input)),
        None => {
            let seen = Seen::read(parser, &input, None);
            printer.print(seen.is_fine(), || json::message(&seen), || tree::message(name, &seen))
        }
    };
    printed.map_err(Failure::Printing)
}

/// A file that holds one direction of a connection.
fn stream(
    file: &Path,
    name: &[u8],
    parser: &Parser,
    reader: Option<stream::Reader>,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let mut stream = stream::Stream::open(file, *parser, reader).map_err(Failure::Reading)?;
    while let Some(found) = stream.next().map_err(Failure::Reading)? {
        let part = found.read(&stream.parser(), None);
        let print = || printer.print(part.is_fine(), || json::part(&part), || tree::part(name, &part));
        stream.aside(print).map_err(Failure::Printing)?;
    }
    Ok(())
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file != Path::new("-") {
        return std::fs::read(file);
    }
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    Ok(input)
}

/// Where everything goes, in one of the two forms.
struct Printer<W> {
    out: W,
    json: bool,
    worst: Outcome,
    count: usize,
}

impl<W: Write> Printer<W> {
    fn print(&mut self, is_fine: bool, json: impl FnOnce() -> serde_json::Value, tree: impl FnOnce() -> String) -> io::Result<()> {
        self.worst = self.worst.max(if is_fine { Outcome::Parsed } else { Outcome::Refused });
        self.count += 1;
        if self.json {
            return json::write_line(&mut self.out, &json());
        }
        if self.count > 1 {
            writeln!(self.out)?;
        }
        self.out.write_all(tree().as_bytes())
    }
}
