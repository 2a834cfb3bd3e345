//! Writes what the targets begin with beside the files of the corpus: a value of every header, URIs, and pairs of requests with their keys.

#[path = "../../tests/common/tables.rs"]
mod tables;

use std::path::Path;
use std::{fs, io};

use sipwire::{MergeKey, Message, TransactionKey};
use tables::Sample;

fn main() -> io::Result<()> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let keep = |target: &str, name: &str, bytes: &[u8]| {
        let folder = crate_root.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    };
    for Sample { valid, invalid } in tables::samples(&crate_root) {
        for (kind, row) in [("value", valid), ("broken", invalid)] {
            keep("header", &format!("{kind}-of-{}", row.header), &row.seed(&row.value))?;
        }
    }
    for table in ["sip", "tel", "other", "invalid", "equal"] {
        let rows = fs::read_to_string(crate_root.join(format!("corpus/uris/{table}.tsv")))?;
        for (number, row) in rows.lines().enumerate().skip(1) {
            let target = if table == "equal" { "compare" } else { "uri" };
            let seed = if table == "equal" { row } else { row.split('\t').next().unwrap_or_default() };
            keep(target, &format!("{table}-{number}"), seed.as_bytes())?;
        }
    }
    for (name, first, second) in PAIRS {
        let [first, second] = [first, second].map(|lines| format!("{}\r\nContent-Length: 0\r\n\r\n", lines.replace('\n', "\r\n")));
        keep("key", name, format!("{first}{second}").as_bytes())?;
        let message = Message::parse(first.as_bytes()).expect("a message");
        let request = message.as_request().expect("a request");
        if let Ok(keyed) = TransactionKey::server(request) {
            keep("key", &format!("{name}-server"), keyed.key.as_bytes())?;
        }
        if let Ok(key) = TransactionKey::sent(request) {
            keep("key", &format!("{name}-client"), key.as_bytes())?;
        }
        if let Ok(Some(key)) = MergeKey::of(request) {
            keep("key", &format!("{name}-merge"), key.as_bytes())?;
        }
    }
    Ok(())
}

/// Two requests whose keys are the same, or nearly.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "ack",
        "INVITE sip:b SIP/2.0\nVia: SIP/2.0/UDP a;branch=z9hG4bK1;rport\nFrom: <sip:a>;tag=1\nTo: <sip:b>\nCall-ID: 7@a\nCSeq: 1 INVITE",
        "ACK sip:b SIP/2.0\nv: SIP/2.0/TCP A:5060;branch=Z9HG4BK1\nf: <sip:a>;tag=1\nt: <sip:b>;tag=2\ni: 7@a\nCSeq: 1 ACK",
    ),
    (
        "cancel",
        "CANCEL sip:b SIP/2.0\nVia: SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bK1\nFrom: <sip:a>;tag=1\nTo: <sip:b>\nCall-ID: 7\nCSeq: 1 CANCEL",
        "INVITE sip:b SIP/2.0\nVia: SIP/2.0/TLS [2001:DB8:0::1];branch=z9hG4bK1\nFrom: <sip:a>;tag=1\nTo: <sip:b>\nCall-ID: 7\nCSeq: 1 INVITE",
    ),
    (
        "rfc-2543",
        "BYE sip:b;x SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;x=\"A b\";y;branch=1\nFrom: <sip:a>;tag=A\nTo: <sip:b>;tag=2\nCall-ID: 7\nCSeq: 256 BYE",
        "BYE sip:b;x SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;y;X=\"A b\";branch=1;received=192.0.2.9\nFrom: <sip:a>;tag=a\nTo: <sip:b>;tag=3\nCall-ID: 7\nCSeq: 256 BYE",
    ),
    (
        "other-method",
        "LAUNCH sip:b SIP/2.0\nVia: SIP/2.0/QUIC host;branch=z9hG4bK-1\nFrom: <sip:a>\nTo: <sip:b>\nCall-ID: 7\nCSeq: 1 LAUNCH",
        "launch sip:b SIP/2.0\nVia: SIP/2.0/QUIC host;branch=z9hG4bK-1, SIP/2.0/UDP z\nFrom: <sip:a>\nTo: <sip:b>\nCall-ID: 7\nCSeq: 1 launch",
    ),
];
