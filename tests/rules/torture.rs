//! The messages of RFC 4475 and RFC 5118, each with the answer that its section wants.
//!
//! The messages are read from the folder that `SIPWIRE_RFC_DIR` names; the corpus' README says how to fill it. Where the variable is not
//! set, nothing is tested.

use std::path::PathBuf;

use sipwire::rules::Owed;
use sipwire::{Leniency, Parser};

use crate::messages::setting;

/// A file, a check, and what is owed: a status, `drop`, or `ok`.
const RFC_4475: &[(&str, &str, &str)] = &[
    ("wsinv", "uas", "ok"),
    ("wsinv", "proxy", "ok"),
    ("intmeth", "uas", "501"),
    ("intmeth", "proxy", "ok"),
    ("esc01", "uas", "ok"),
    ("escnull", "registrar", "ok"),
    ("esc02", "uas", "501"),
    ("esc02", "registrar", "501"),
    ("lwsdisp", "uas", "ok"),
    ("longreq", "uas", "ok"),
    ("dblreq", "registrar", "ok"),
    ("semiuri", "uas", "ok"),
    ("transports", "uas", "ok"),
    ("mpart01", "uas", "ok"),
    ("unreason", "uac", "ok"),
    ("noreason", "uac", "ok"),
    ("badinv01", "uas", "400"),
    ("clerr", "uas", "400"),
    ("ncl", "uas", "400"),
    ("scalar02", "registrar", "400"),
    ("scalarlg", "uac", "drop"),
    ("quotbal", "uas", "400"),
    ("ltgtruri", "uas", "400"),
    ("lwsruri", "uas", "400"),
    ("lwsstart", "uas", "400"),
    ("trws", "uas", "400"),
    ("escruri", "uas", "400"),
    ("escruri", "proxy", "400"),
    ("baddate", "uas", "ok"),
    ("baddate", "proxy", "ok"),
    ("regbadct", "registrar", "400"),
    ("badaspec", "uas", "400"),
    ("baddn", "uas", "400"),
    ("badvers", "uas", "505"),
    ("badvers", "proxy", "505"),
    ("mismatch01", "uas", "400"),
    ("mismatch02", "uas", "501"),
    ("mismatch02", "proxy", "400"),
    ("bigcode", "uac", "drop"),
    ("badbranch", "uas", "ok"),
    ("insuf", "uas", "400"),
    ("unkscm", "uas", "416"),
    ("novelsc", "uas", "416"),
    ("unksm2", "uas", "ok"),
    ("unksm2", "registrar", "400"),
    ("bext01", "uas", "420"),
    ("bext01", "proxy", "420"),
    ("invut", "uas types=application/sdp", "415"),
    ("invut", "proxy", "ok"),
    ("regaut01", "registrar", "ok"),
    ("multi01", "uas", "400"),
    ("mcl01", "uas", "400"),
    ("bcast", "uac", "drop"),
    ("zeromf", "proxy", "483"),
    ("zeromf", "proxy without=OPTIONS_AT_LAST_HOP", "ok"),
    ("zeromf", "uas", "ok"),
    ("cparam01", "registrar", "ok"),
    ("cparam02", "registrar", "ok"),
    ("regescrt", "registrar", "ok"),
    ("sdp01", "uas sends=application/sdp", "406"),
    ("inv2543", "uas", "ok"),
    ("test", "uas", "400"),
];

const RFC_5118: &[(&str, &str)] = &[
    ("ipv6-good", "ok"),
    ("ipv6-bad", "400"),
    ("port-ambiguous", "ok"),
    ("port-unambiguous", "ok"),
    ("via-received-param-with-delim", "ok"),
    ("via-received-param-no-delim", "ok"),
    ("ipv6-in-sdp", "ok"),
    ("mult-ip-in-header", "ok"),
    ("mult-ip-in-sdp", "ok"),
    ("ipv4-mapped-ipv6", "ok"),
    ("ipv6-bug-abnf-3-colons", "400"),
    ("ipv6-correct-abnf-2-colons", "ok"),
];

fn file(rfc: &str, name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("SIPWIRE_RFC_DIR")?;
    let inside = PathBuf::from(&folder).join("torture").join(rfc);
    let folder = if inside.is_dir() { inside } else { PathBuf::from(folder).join(rfc) };
    let path = ["", ".dat"].map(|ending| folder.join(format!("{name}{ending}"))).into_iter().find(|path| path.is_file());
    Some(std::fs::read(path.unwrap_or_else(|| panic!("{name} of {rfc}"))).unwrap())
}

fn answer(faults: &[sipwire::rules::Fault]) -> String {
    match faults.first().map(|fault| fault.owed()) {
        None => "ok".to_owned(),
        Some(Owed::Status(status)) => status.to_string(),
        Some(Owed::Drop) => "drop".to_owned(),
        Some(other) => panic!("{other:?} is no refusal"),
    }
}

#[test]
fn messages_of_rfc_4475_get_the_answer_of_their_section() {
    for (name, cell, wanted) in RFC_4475 {
        let Some(bytes) = file("rfc4475", name) else { return eprintln!("skipped: SIPWIRE_RFC_DIR is not set") };
        let found = setting(cell).find(&bytes);
        assert_eq!(answer(&found.faults), *wanted, "{name} at a {cell}: {:?}", found.faults);
    }
}

/// With CRLF line ends, an empty line, and the length that the body then has.
fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text.trim_end(), ""));
    let (rows, _) = head.rsplit_once("Content-Length: ").unwrap();
    format!("{rows}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[test]
fn messages_of_rfc_5118_get_the_answer_of_their_section() {
    for (name, wanted) in RFC_5118 {
        let Some(bytes) = file("rfc5118", name) else { return eprintln!("skipped: SIPWIRE_RFC_DIR is not set") };
        let mut setting = setting("uas");
        let found = setting.find(&with_crlf(&bytes));
        assert_eq!(answer(&found.faults), *wanted, "{name}: {:?}", found.faults);
        if *name == "ipv6-bug-abnf-3-colons" {
            setting.parser = Parser::new().leniency(Leniency::THREE_COLONS);
            assert_eq!(answer(&setting.find(&with_crlf(&bytes)).faults), "ok");
        }
    }
}
