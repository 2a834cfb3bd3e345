//! A registrar over UDP and TCP, with Digest authentication by SHA-256 and MD5. Prints every message.
//!
//! ```text
//! cargo run --example registrar -- --user 32100045:secret
//! cargo run --example register -- --user 32100045 --password secret "sip:127.0.0.1:5060;transport=tcp"
//! ```
//!
//! The first line that it prints has the address it listens at (port 0 takes any that is free). Bindings are in memory, and end with the
//! program: Ctrl-C. What a real registrar has besides: TLS, more than one domain, passwords that nobody can read, a bound on what one
//! peer may ask for.

#[path = "../wire/mod.rs"]
mod wire;

mod bindings;
mod registrar;

use std::error::Error;
use std::io::{self, ErrorKind, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use clap::Parser as _;
use sipwire::{Frame, Message, OwnedMessage, Parser, Side, Sniffed, sniff};

use registrar::Registrar;
use wire::{Stream, Way, say, show};

/// A SIP registrar over UDP and TCP, with Digest authentication by SHA-256 and MD5
#[derive(clap::Parser)]
#[command(name = "registrar", arg_required_else_help = true)]
struct Cli {
    /// Where to listen, by UDP and by TCP; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:5060")]
    listen: SocketAddr,
    /// What usernames and passwords are of
    #[arg(long, default_value = "sipwire.example")]
    realm: String,
    /// A user and the password
    #[arg(long = "user", value_name = "NAME:PASSWORD", value_parser = user, required_unless_present = "users")]
    given: Vec<(String, String)>,
    /// A file of users, NAME:PASSWORD in each line; empty lines and those that begin with # say nothing
    #[arg(long, value_name = "FILE")]
    users: Option<PathBuf>,
    /// The shortest time for which anything is bound, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    least: u32,
    /// The longest
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    most: u32,
    /// How long a nonce is good, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    nonces: u64,
}

fn user(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, password)) if !name.is_empty() => Ok((name.into(), password.into())),
        _ => Err("a name, a colon and a password: bob:zanzibar, say".into()),
    }
}

/// How many connections there may be.
const CONNECTIONS: usize = 100;
/// How long one may say nothing.
const SILENCE: Duration = Duration::from_secs(180);

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("registrar: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let mut users = cli.given;
    if let Some(file) = &cli.users {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            users.push(user(line).map_err(|error| format!("{}, line {}: {error}", file.display(), number + 1))?);
        }
    }
    let in_use = |error| format!("{}: {error}", cli.listen);
    let connections = TcpListener::bind(cli.listen).map_err(in_use)?;
    let address = connections.local_addr()?;
    let datagrams = UdpSocket::bind(address).map_err(in_use)?;
    let registrar = Registrar::new(cli.realm, users, cli.least..=cli.most.max(cli.least), Duration::from_secs(cli.nonces));
    say(&format!("=== listening at {address}, by UDP and TCP\n"));

    let (registrar, open) = (&registrar, &AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| by_udp(&datagrams, registrar));
        for connection in connections.incoming() {
            let Ok((connection, peer)) = connection.and_then(|connection| connection.peer_addr().map(|peer| (connection, peer))) else {
                continue;
            };
            if open.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS {
                open.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            scope.spawn(move || {
                let ended = by_tcp(connection, peer, registrar);
                say(&format!("=== {peer}: {}\n", ended.err().map_or("closed".into(), |error| error.to_string())));
                open.fetch_sub(1, Ordering::Relaxed);
            });
        }
    });
    Ok(())
}

/// Answers datagrams, one after the other.
fn by_udp(socket: &UdpSocket, registrar: &Registrar) {
    let mut buffer = vec![0; 65_535];
    loop {
        let (length, peer) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            // Nobody is there any more to whom something was sent.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused) => continue,
            Err(error) => return say(&format!("=== {error}\n")),
        };
        let datagram = &buffer[..length];
        show(Way::Received, "UDP", peer, datagram);
        if let Sniffed::KeepAlive(_) = sniff(datagram) {
            continue;
        }
        let response = match Message::parse(datagram) {
            Ok(message) => registrar.answer_once(&message, peer),
            Err(_) => registrar.refuse(&Parser::new().partial(datagram), peer),
        };
        if let Some(response) = response {
            let to = registrar::destination(&response, peer);
            show(Way::Sent, "UDP", to, response.as_bytes());
            if let Err(error) = socket.send_to(response.as_bytes(), to) {
                say(&format!("=== {to}: {error}\n"));
            }
        }
    }
}

/// Answers what comes over one connection, until it is closed or can't be read.
fn by_tcp(connection: TcpStream, peer: SocketAddr, registrar: &Registrar) -> io::Result<()> {
    connection.set_read_timeout(Some(SILENCE))?;
    connection.set_write_timeout(Some(SILENCE))?;
    let mut stream = Stream::new(connection, Side::Accepted);
    let send = |stream: &mut Stream, bytes: &[u8]| {
        show(Way::Sent, "TCP", peer, bytes);
        stream.tcp.write_all(bytes)
    };
    let respond =
        |stream: &mut Stream, response: Option<OwnedMessage>| response.map_or(Ok(()), |response| send(stream, response.as_bytes()));
    while let Some(frame) = stream.next()? {
        match frame {
            Ok(Frame::Ping) => {
                show(Way::Received, "TCP", peer, b"\r\n\r\n");
                send(&mut stream, b"\r\n")?;
            }
            Ok(Frame::Pong) => {}
            Ok(Frame::Message(message)) => {
                show(Way::Received, "TCP", peer, message.as_bytes());
                respond(&mut stream, registrar.answer(&message.as_message(), peer))?;
            }
            Err(error) => {
                show(Way::Received, "TCP", peer, stream.rest());
                let response = registrar.refuse(&Parser::new().partial(stream.rest()), peer);
                respond(&mut stream, response)?;
                return Err(io::Error::new(ErrorKind::InvalidData, error));
            }
        }
    }
    Ok(())
}
