//! Registers with a registrar, keeps the flow alive, asks what is bound, and unregisters: the conversation of `corpus/register`, with any
//! registrar. Prints every message.
//!
//! ```text
//! cargo run --example registrar -- --user 32100045:secret
//! cargo run --example register -- --user 32100045 --password secret "sip:127.0.0.1:5060;transport=tcp"
//! ```
//!
//! The exit status is 0 where all of it went well, 1 where something did not, 2 where the call was wrong. What a real UA has besides: it finds
//! its registrar by DNS, registers again before the binding expires, and tries again later what did not succeed.

#[path = "../wire/mod.rs"]
mod wire;

mod agent;
mod flow;

use std::error::Error;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::process::ExitCode;

use clap::Parser as _;
use sipwire::digest::HashFunction;
use sipwire::header::Contact;
use sipwire::{SipUri, Transport};

use agent::{Account, Agent, What};
use flow::Flow;
use wire::say;

/// Registers with a SIP registrar, keeps the flow alive, asks what is bound, and unregisters
#[derive(clap::Parser)]
#[command(name = "register", arg_required_else_help = true)]
struct Cli {
    /// Where to register: a SIP URI such as sip:192.0.2.1:5060;transport=tcp
    #[arg(value_name = "URI", value_parser = uri)]
    registrar: String,
    /// The user part of the address that is registered, and the username
    #[arg(long, value_name = "NAME")]
    user: String,
    /// The password
    #[arg(long)]
    password: String,
    /// The username, where it is not the user part
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// A preloaded Route: all requests go there
    #[arg(long, value_name = "URI", value_parser = uri)]
    route: Option<String>,
    /// The transport, where the URI has none
    #[arg(long, value_parser = ["udp", "tcp"], default_value = "udp")]
    transport: String,
    /// For how many seconds to be bound
    #[arg(long, default_value_t = 30)]
    expires: u32,
    /// How many keep-alives to send before unregistering, one a second
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    keep_alives: u32,
    /// Unregister all that is bound, by Contact: *
    #[arg(long)]
    all: bool,
    /// Answer no challenge by MD5
    #[arg(long)]
    no_md5: bool,
    /// How many seconds to wait for each response
    #[arg(long, value_name = "SECONDS", default_value_t = 32)]
    timeout: u64,
}

/// A SIP URI, which is sent as it was given.
fn uri(text: &str) -> Result<String, String> {
    match SipUri::try_from(text) {
        Ok(uri) if uri.is_sips() => Err("there is no TLS here".into()),
        Ok(_) => Ok(text.into()),
        Err(error) => Err(format!("{error}, in sip:192.0.2.1:5060 for instance")),
    }
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("register: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), Box<dyn Error>> {
    let next_hop = SipUri::try_from(cli.route.as_deref().unwrap_or(&cli.registrar))?;
    let transport = match next_hop.transport() {
        Some(Transport::Udp) => Transport::Udp,
        Some(Transport::Tcp) => Transport::Tcp,
        None if cli.transport == "tcp" => Transport::Tcp,
        None => Transport::Udp,
        Some(other) => return Err(format!("no transport here is {other}").into()),
    };
    let flow = Flow::open(transport, address(&next_hop)?, cli.timeout)?;
    let account = Account {
        registrar: &cli.registrar,
        route: cli.route.as_deref(),
        user: &cli.user,
        username: cli.username.as_deref().unwrap_or(&cli.user),
        password: &cli.password,
        minimum: if cli.no_md5 { HashFunction::Sha256 } else { HashFunction::Md5 },
    };
    let mut agent = Agent::new(account, flow);

    let registered = agent.register(What::Bind(cli.expires))?;
    say(&format!("=== registered; bound now: {}\n", contacts(&registered)?));
    for _ in 0..cli.keep_alives {
        agent.keep_alive()?;
    }
    let fetched = agent.register(What::Ask)?;
    say(&format!("=== asked; bound now: {}\n", contacts(&fetched)?));
    let unregistered = agent.register(if cli.all { What::UnbindAll } else { What::Bind(0) })?;
    say(&format!("=== unregistered; bound now: {}", contacts(&unregistered)?));
    Ok(())
}

/// Where a URI leads to, without DNS's SRV records.
fn address(uri: &SipUri<'_>) -> Result<SocketAddr, Box<dyn Error>> {
    let (host, port) = (uri.host(), uri.port().unwrap_or(5060));
    match host.ip() {
        Some(ip) => Ok((ip, port).into()),
        None => (host.as_str(), port).to_socket_addrs()?.next().ok_or_else(|| format!("nothing is known of {host}").into()),
    }
}

/// What a 200 says is bound.
fn contacts(response: &sipwire::OwnedMessage) -> Result<String, sipwire::ParseError> {
    let contacts = response.headers().all::<Contact>().map(|contact| contact.map(|contact| contact.to_string()));
    let contacts = contacts.collect::<Result<Vec<_>, _>>()?;
    Ok(if contacts.is_empty() { "nothing".into() } else { contacts.join(", ") })
}
