//! The tables of `corpus/leniencies`, and what a value tells.

use std::fs;

use sipwire::{AnyValue, Fact, Header, Leniency, Message, Parser, Uri};

use super::common;
use super::common::tables::{read, shown};

/// The columns of the tables.
const COLUMNS: &str = "flags\tplace\trow\terror\toffset\tfacts";

/// A row of a table.
pub(crate) struct Case {
    pub(crate) flags: Leniency,
    pub(crate) place: String,
    /// `None` for a Request-URI.
    pub(crate) name: Option<String>,
    pub(crate) value: Vec<u8>,
    pub(crate) error: String,
    pub(crate) offset: usize,
    pub(crate) facts: String,
}

/// The flag of that name.
fn flag(name: &str) -> Leniency {
    Leniency::ALL.flags().find(|flag| flag.names().eq([name])).unwrap_or_else(|| panic!("{name}: no leniency"))
}

pub(crate) fn cases() -> Vec<Case> {
    ["addresses.tsv", "values.tsv"].into_iter().flat_map(cases_of).collect()
}

fn cases_of(table: &str) -> Vec<Case> {
    let text = fs::read_to_string(common::folder("leniencies").join(table)).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    let case = |line: &str| {
        let [flags, place, row, error, offset, facts] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not six columns: {line}") };
        let (name, value) = row.split_once(": ").unwrap_or_else(|| panic!("no name: {line}"));
        Case {
            flags: flags.split('+').map(flag).fold(Leniency::NONE, Leniency::with),
            place: place.into(),
            name: (name != "Request-URI").then(|| name.into()),
            value: read(value),
            error: error.into(),
            offset: offset.parse().unwrap_or_else(|error| panic!("{error}: {line}")),
            facts: facts.into(),
        }
    };
    lines.map(case).collect()
}

impl Case {
    /// A request with the row, which takes the place of the usual one of its name. Below the Via that a proxy on the way added, if it is one.
    pub(crate) fn request(&self) -> Vec<u8> {
        let usual = [
            ("Via", "SIP/2.0/UDP edge.example;branch=z9hG4bKtop;rport"),
            ("Max-Forwards", "70"),
            ("From", "<sip:al@example.com>;tag=1"),
            ("To", "<sip:bo@example.com>"),
            ("Call-ID", "7@example.com"),
            ("CSeq", "5 INVITE"),
        ];
        let uri = if self.name.is_none() { &self.value[..] } else { b"sip:bo@example.com" };
        let mut bytes = [b"INVITE ", uri, b" SIP/2.0\r\n"].concat();
        let mut put = |name: &str, value: &[u8]| bytes.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        for (name, value) in usual {
            if self.name.as_deref() != Some(name) || name == "Via" {
                put(name, value.as_bytes());
            }
        }
        if let Some(name) = &self.name {
            put(name, &self.value);
        }
        bytes.extend_from_slice(b"Content-Length: 4\r\n\r\nbody");
        bytes
    }

    /// The row of the request.
    pub(crate) fn row<'a>(&self, message: &Message<'a>) -> Header<'a> {
        let name = self.name.as_deref().expect("a row");
        message.headers().iter().filter(|row| row.name() == name).last().expect("the row")
    }

    /// The facts of the row, or the first error: what it is, and where in the value.
    fn found(&self, message: &Message<'_>) -> Result<String, (String, usize)> {
        if self.name.is_none() {
            let request = message.as_request().unwrap();
            let at = |error: sipwire::ParseError| (error.kind().to_string(), error.offset() - request.uri_offset());
            return request.uri().map(|uri| of_uri(&uri).join(" | ")).map_err(at);
        }
        let row = self.row(message);
        let values: Result<Vec<_>, _> = row.values().map(|value| value.map(|value| facts(&value).join(" | "))).collect();
        values.map(|values| values.join(" || ")).map_err(|error| (error.kind().to_string(), error.offset() - row.value_offset()))
    }

    pub(crate) fn find(&self, leniency: Leniency) -> Result<String, (String, usize)> {
        self.found(&Parser::new().leniency(leniency).parse(&self.request()).unwrap())
    }
}

fn fact(fact: &Fact<'_>) -> String {
    match fact {
        Fact::Set => "true".into(),
        Fact::Number(number) => number.to_string(),
        Fact::Bytes(bytes) => shown(bytes),
        Fact::Text(text) if text.is_quoted() => format!("\"{}\"", shown(&text.unescape())),
        Fact::Text(text) => shown(&text.unescape()),
        Fact::Address(address) => address.to_string(),
        Fact::Error(error) => format!("! {}", error.kind()),
        other => panic!("{other:?}"),
    }
}

/// The parts of a value, its parameters, and those of its URI.
pub(crate) fn facts(value: &AnyValue<'_>) -> Vec<String> {
    let mut facts: Vec<_> = value.facts().iter().map(|(name, found)| format!("{name}={}", fact(found))).collect();
    facts.extend(value.params().iter().map(|param| {
        format!(";{}{}", param.name(), param.value().map_or(String::new(), |value| format!("={}", fact(&Fact::Text(value)))))
    }));
    if let Some(Ok(uri)) = value.uri() {
        facts.retain(|fact| !["uri=", "user=", "host=", "port="].iter().any(|part| fact.starts_with(part)));
        facts.extend(of_uri(&uri));
    }
    facts
}

pub(crate) fn of_uri(uri: &Uri<'_>) -> Vec<String> {
    let mut facts = vec![format!("uri={}", shown(uri.as_bytes()))];
    let mut put = |name: &str, value: &[u8]| facts.push(format!("{name}{}", shown(value)));
    if let Some(sip) = uri.as_sip() {
        let (host, text) = (sip.host(), |text: String| Some(text.into_bytes()));
        let maddr = sip.maddr().ok().flatten().map(|maddr| maddr.ip().map_or(String::new(), |ip| ip.to_string()));
        for (name, part) in [
            ("user=", sip.user().map(|user| user.as_bytes().to_vec())),
            ("password=", sip.password().map(|password| password.as_bytes().to_vec())),
            ("host=", Some(host.as_bytes().to_vec())),
            ("ip=", host.ip().and_then(|ip| text(ip.to_string()))),
            ("zone=", host.zone().map(|zone| zone.as_bytes().to_vec())),
            ("port=", sip.port().and_then(|port| text(port.to_string()))),
            ("maddr=", maddr.and_then(text)),
        ] {
            if let Some(part) = part {
                put(name, &part);
            }
        }
    }
    for param in uri.params().iter() {
        put(&format!("uri;{}=", param.name()), &param.value().unwrap_or_default().unescape());
    }
    for header in uri.as_sip().into_iter().flat_map(|sip| sip.headers().iter()) {
        put(&format!("uri?{}=", header.name()), &header.value().unescape());
    }
    facts
}
