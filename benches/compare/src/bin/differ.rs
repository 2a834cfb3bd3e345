//! URIs and transaction keys of real messages, as sipwire, sip-uri and sipx-sip have them: where a peer differs, it is one of its known faults.
//!
//! Each argument is a message, or a folder with messages (`.sip`) and tables of URIs (`.tsv` in a folder `uris`); without one, the corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bytes::Bytes;
use sipwire::header::Via;
use sipwire::{Message, Parser, TransactionKey, Uri, UriParams};

/// What a peer is known to read in another way.
struct Known {
    peer: &'static str,
    fault: &'static str,
    /// The differences, as they are printed.
    differences: &'static [&'static str],
    /// The only URIs, where the differences alone would say too much.
    only: &'static [&'static str],
}

const fn known(peer: &'static str, fault: &'static str, differences: &'static [&'static str]) -> Known {
    Known { peer, fault, differences, only: &[] }
}

const HOSTS: &[&str] = &["taken: expected a host name", "taken: expected a host", "taken: expected an IPv6 address in square brackets"];
const PARTS: &[&str] = &[
    "taken: expected a URI parameter",
    "taken: expected a parameter value",
    "taken: expected an equals sign",
    "taken: expected a URI header",
    "taken: expected the end of the value",
];
const USERS: &[&str] = &["taken: expected % and two hexadecimal digits", "taken: expected a user part", "taken: expected a password"];
const CONTEXTS: &[&str] = &[
    "taken: expected a phone-context",
    "taken: second ext parameter",
    "taken: second isub parameter",
    "taken: second phone-context parameter",
];
const TARGETS: &[&str] = &[
    "taken: second transport parameter",
    "taken: second maddr parameter",
    "taken: second ttl parameter",
    "taken: second user parameter",
    "taken: second method parameter",
];
const SCHEMES: &[&str] = &["taken: expected a URI", "taken: expected a URI scheme"];
const PORTS: &[&str] = &["taken: expected a port from 1 to 65535", "taken: number out of range"];

/// sip-uri 0.2.9 and sipx-sip 1.0.1. README.md has the same list.
const KNOWN: &[Known] = &[
    known("sip-uri", "takes hosts that are neither names nor addresses: `a..b`, `1.2.3.256`", HOSTS),
    known("sip-uri", "takes empty parameters and headers, and bytes that these can't have: `;;`, `?a=b=c`", PARTS),
    known("sip-uri", "takes broken escapes, and bytes that users and passwords can't have: `%4@`, NUL", USERS),
    known("sip-uri", "takes any phone-context, and `ext`, `isub` and `phone-context` twice (RFC 3966 §3)", CONTEXTS),
    known("sip-uri", "takes the parameters twice that say where a request goes (RFC 3261 §19.1.1)", TARGETS),
    known("sip-uri", "takes any text as a URI that has a colon: `:`, `1x:y`, `<sip:h>`", SCHEMES),
    known("sip-uri", "takes the ports `+5` and 0", PORTS),
    Known {
        peer: "sip-uri",
        fault: "refuses users that begin with `;`, and the `/` and `?` of an ISDN subaddress",
        differences: &["refused"],
        only: &["sip:;?/&=+$,@h", "tel:+1;isub=/?:@&=+$,x;ext=12"],
    },
    Known {
        peer: "sip-uri",
        fault: "gives the escapes of a URN in another case",
        differences: &["another user"],
        only: &["urn:example:%2C%2ca"],
    },
    known("sipx-sip", "takes hosts that are neither names nor addresses: `a..b`, `1.2.3.256`, `[2001:db8:::192.0.2.1]`", HOSTS),
    known("sipx-sip", "takes bytes that parameters and headers can't have, and headers without a value: `?a`, `;a=b=c`", PARTS),
    known("sipx-sip", "takes colons and semicolons in passwords", USERS),
    known("sipx-sip", "takes any phone-context, and `ext`, `isub` and `phone-context` twice (RFC 3966 §3)", CONTEXTS),
    known("sipx-sip", "takes schemes that begin with a digit, and bytes that no URI has: `1x:y`, `http://a/b|c`", SCHEMES),
    known("sipx-sip", "takes the port 0", PORTS),
    Known {
        peer: "sipx-sip",
        fault: "refuses ports with many zeros in front, and the `/` and `?` of an ISDN subaddress",
        differences: &["refused"],
        only: &["sip:h:0005060", "sip:lamp.example:0005060", "tel:+1;isub=/?:@&=+$,x;ext=12"],
    },
    Known {
        peer: "sipx-sip",
        fault: "refuses a second parameter of any name, as RFC 3261 §19.1.1 allows; we refuse those that say where a request goes",
        differences: &["refused"],
        only: &["sip:h;a=1;a=1", "sip:h;a=1;a=2", "sip:h;lr;LR;x=1;X=2", "sip:h;x;x;x=1"],
    },
];

/// The disagreements about transactions that are known faults of sipx-sip 1.0.1; `tests/keys.rs` has a pair of requests for each.
const KEYS: &str = "makes two transactions of one: by default ports, by the case of branches, by the Via and the To tag of RFC 2543";

/// Whether one of these faults explains that two requests are not of one transaction there: their Vias are not spelled alike, or are of RFC 2543.
fn is_spelled_otherwise(first: &[u8], second: &[u8]) -> bool {
    let spelling = |bytes: &[u8]| {
        let message = Message::parse(bytes).ok()?;
        let via = message.headers().first::<Via>().ok()??;
        let branch = via.branch().ok()?.filter(|_| via.has_magic_cookie())?;
        Some((via.port().ok()?, branch.as_bytes().to_vec()))
    };
    let (first, second) = (spelling(first), spelling(second));
    first.is_none() || first != second
}

/// The parts of a URI, escapes undone, with what has no case in lower case.
#[derive(Debug, PartialEq, Eq, Default)]
struct Parts {
    scheme: String,
    user: Option<Vec<u8>>,
    password: Option<Vec<u8>>,
    host: String,
    port: Option<u16>,
    params: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    headers: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Parts {
    /// The first part that is not the same.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        match () {
            () if self.scheme != other.scheme => Some("another scheme"),
            () if self.user != other.user => Some("another user"),
            () if self.password != other.password => Some("another password"),
            () if self.host != other.host => Some("another host"),
            () if self.port != other.port => Some("another port"),
            () if self.params != other.params => Some("other parameters"),
            () if self.headers != other.headers => Some("other headers"),
            () => None,
        }
    }
}

/// Escapes undone, once.
fn said(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let (bytes, mut said, mut at) = (bytes.as_ref(), Vec::new(), 0);
    while at < bytes.len() {
        let escape = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.filter(|_| bytes[at] == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => (said.push(byte), at += 3).1,
            None => (said.push(bytes[at]), at += 1).1,
        }
    }
    said
}

/// An address has many spellings.
fn host(written: &str) -> String {
    let bare = written.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<std::net::IpAddr>().map_or_else(|_| written.to_ascii_lowercase(), |address| address.to_string())
}

fn ours(uri: &Uri<'_>) -> Parts {
    let params = |params: UriParams<'_>| {
        params.iter().map(|param| (said(param.name().as_bytes()), param.value().map(|value| said(value.as_bytes())))).collect()
    };
    let scheme = uri.scheme().to_string().to_ascii_lowercase();
    match uri {
        Uri::Sip(sip) => Parts {
            scheme,
            user: sip.user().map(|user| said(user.as_bytes())),
            password: sip.password().map(|password| said(password.as_bytes())),
            host: host(sip.host().as_str()),
            port: sip.port(),
            params: params(sip.params()),
            headers: sip.headers().iter().map(|header| (said(header.name().as_bytes()), said(header.value().as_bytes()))).collect(),
        },
        Uri::Tel(tel) => Parts { scheme, user: Some(tel.number().as_bytes().to_vec()), params: params(tel.params()), ..Parts::default() },
        other => Parts { scheme, user: Some(other.as_bytes()[other.scheme().as_bytes().len() + 1..].to_vec()), ..Parts::default() },
    }
}

fn of_sip_uri(text: &str) -> Option<Parts> {
    let params = |params: &[(String, Option<String>)]| params.iter().map(|(name, value)| (said(name), value.as_ref().map(said))).collect();
    Some(match text.parse::<sip_uri::Uri>().ok()? {
        sip_uri::Uri::Sip(sip) => Parts {
            scheme: sip.scheme().to_string(),
            // What it calls parameters of the user is a part of the user by RFC 3261.
            user: sip.user().map(|user| {
                let params = sip.user_params().iter();
                let params =
                    params.map(|(name, value)| format!(";{name}{}", value.as_ref().map(|value| format!("={value}")).unwrap_or_default()));
                said([user.to_owned(), params.collect()].concat())
            }),
            password: sip.password().map(said),
            host: host(&sip.host().to_string()),
            port: sip.port(),
            params: params(sip.params()),
            headers: sip.headers().iter().map(|(name, value)| (said(name), said(value))).collect(),
        },
        sip_uri::Uri::Tel(tel) => Parts {
            scheme: "tel".to_owned(),
            user: Some(tel.number().as_bytes().to_vec()),
            params: params(tel.params()),
            ..Parts::default()
        },
        other => {
            let text = other.to_string();
            let (scheme, rest) = text.split_once(':')?;
            Parts { scheme: scheme.to_ascii_lowercase(), user: Some(rest.as_bytes().to_vec()), ..Parts::default() }
        }
    })
}

fn of_sipx(text: &str) -> Option<Parts> {
    let uri = sipx_sip::Uri::parse(Bytes::copy_from_slice(text.as_bytes())).ok()?;
    let scheme = String::from_utf8_lossy(uri.scheme().as_bytes()).to_ascii_lowercase();
    let params = |params: Option<&sipx_sip::Params>| -> Vec<_> {
        params.into_iter().flat_map(|params| params.iter()).map(|param| (said(param.name()), param.value().map(said))).collect()
    };
    if let Some(tel) = uri.tel_parts() {
        let read = tel.parsed_parameters().map(|param| param.ok().map(|param| (said(param.name()), param.value().map(said))));
        return Some(Parts { scheme, user: Some(tel.subscriber().to_vec()), params: read.collect::<Option<_>>()?, ..Parts::default() });
    }
    if let Some(rest) = uri.opaque() {
        return Some(Parts { scheme, user: Some(rest.to_vec()), ..Parts::default() });
    }
    Some(Parts {
        scheme,
        user: uri.user().map(said),
        password: uri.password().map(said),
        host: host(&String::from_utf8_lossy(&uri.host()?.to_bytes())),
        port: uri.port(),
        params: params(uri.params()),
        headers: params(uri.headers()).into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect(),
    })
}

/// How a peer reads a URI in another way.
fn difference(text: &str, theirs: Option<Parts>) -> Option<String> {
    match (Uri::parse(text.as_bytes()), theirs) {
        (Ok(uri), Some(theirs)) => ours(&uri).difference(&theirs).map(String::from),
        (Ok(_), None) => Some("refused".to_owned()),
        (Err(error), Some(_)) => Some(format!("taken: {}", error.kind())),
        (Err(_), None) => None,
    }
}

#[derive(Default)]
struct Seen {
    uris: BTreeSet<String>,
    requests: Vec<(String, Vec<u8>)>,
}

impl Seen {
    fn message(&mut self, name: &str, bytes: &[u8]) {
        let partial = Parser::new().partial(bytes);
        let mut uris: Vec<&[u8]> = partial.raw_uri().into_iter().collect();
        for value in partial.headers().iter().flat_map(|row| row.values()).flatten() {
            uris.extend(value.uri().and_then(Result::ok).map(|uri| uri.as_bytes()));
        }
        self.uris.extend(uris.into_iter().filter_map(|uri| String::from_utf8(uri.to_vec()).ok()));
        if Message::parse(bytes).is_ok_and(|message| message.as_request().is_some()) {
            self.requests.push((name.to_owned(), bytes.to_vec()));
        }
    }

    fn walk(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        if path.is_dir() {
            let mut paths: Vec<_> = std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
            paths.sort();
            return paths.iter().try_for_each(|path| self.walk(path));
        }
        let is_in = |folder: &str| path.parent().is_some_and(|parent| parent.ends_with(folder));
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("sip") => self.message(&path.display().to_string(), &std::fs::read(path)?),
            Some("tsv") if is_in("uris") => {
                let table = std::fs::read_to_string(path)?;
                let firsts = table.lines().skip(1).filter_map(|line| line.split('\t').next());
                self.uris.extend(firsts.filter_map(|uri| String::from_utf8(escaped(uri)).ok()));
            }
            _ => {}
        }
        Ok(())
    }
}

/// A cell of a table, whose other bytes are written as `\\x00`.
fn escaped(cell: &str) -> Vec<u8> {
    let mut parts = cell.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(digits, 16));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

type Key = Option<(TransactionKey, sipx_sip::TransactionKey)>;

fn keys(bytes: &[u8]) -> Key {
    let message = Message::parse(bytes).ok()?;
    let keyed = TransactionKey::server(message.as_request()?).ok()?;
    let limits = sipx_sip::Limits::datagram();
    let sipx_sip::Message::Request(request) = sipx_sip::parse_datagram(Bytes::copy_from_slice(bytes), &limits).ok()? else { return None };
    Some((keyed.key, sipx_sip::TransactionKey::from_request(&request)?))
}

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus")));
    }
    match run(&paths) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Whether all differences are known.
fn run(paths: &[PathBuf]) -> Result<bool, Box<dyn Error>> {
    let mut seen = Seen::default();
    paths.iter().try_for_each(|path| seen.walk(path))?;
    let mut counts = BTreeMap::<(&str, &str), usize>::new();
    let mut is_known = true;
    for text in &seen.uris {
        for (peer, theirs) in [("sip-uri", of_sip_uri(text)), ("sipx-sip", of_sipx(text))] {
            let Some(difference) = difference(text, theirs) else { continue };
            let fault = KNOWN.iter().find(|known| {
                let is_here = known.only.is_empty() || known.only.contains(&text.as_str());
                known.peer == peer && is_here && known.differences.contains(&difference.as_str())
            });
            if fault.is_none() {
                println!("{peer}: {difference}: {text:?}");
                is_known = false;
            }
            *counts.entry((peer, fault.map_or("not known", |known| known.fault))).or_default() += 1;
        }
    }
    let read: Vec<_> = seen.requests.iter().map(|(name, bytes)| (name, bytes, keys(bytes))).collect();
    let (mut pairs, mut same) = (0, 0);
    for (place, (name, bytes, key)) in read.iter().enumerate() {
        let Some((ours, theirs)) = key else { continue };
        for (other, other_bytes, other_key) in &read[..place] {
            let Some((our_other, their_other)) = other_key else { continue };
            pairs += 1;
            same += usize::from(ours == our_other);
            match (ours == our_other, theirs == their_other) {
                (true, false) if is_spelled_otherwise(bytes, other_bytes) => *counts.entry(("sipx-sip", KEYS)).or_default() += 1,
                (ours, theirs) if ours != theirs => {
                    println!("sipx-sip: {} of {other} and {name}", if ours { "two transactions" } else { "one transaction" });
                    is_known = false;
                }
                _ => {}
            }
        }
    }
    for ((peer, fault), count) in counts {
        println!("{peer}: {count}: {fault}");
    }
    println!("{} URIs; {} requests, {pairs} pairs with keys of both, {same} in one transaction", seen.uris.len(), read.len());
    Ok(is_known)
}
