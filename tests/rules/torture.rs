//! The messages of RFC 4475 and RFC 5118, each with the answer that its section wants.
//!
//! The messages are read from the folder that `SIPWIRE_RFC_DIR` names; the corpus' README says how to fill it. Where the variable is not
//! set, nothing is tested.

use std::collections::{BTreeMap, BTreeSet};

use sipwire::rules::Owed;
use sipwire::{Leniency, Parser};

use crate::messages::setting;
use crate::rfc;

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

/// The messages of an RFC by name, each of which has a row. `None` where they are not at hand.
fn messages(rfc: &str, rows: impl Iterator<Item = &'static str>) -> Option<BTreeMap<String, Vec<u8>>> {
    let messages: BTreeMap<_, _> = rfc::files(rfc)?.into_iter().collect();
    assert!(messages.keys().eq(&rows.map(str::to_owned).collect::<BTreeSet<_>>()), "the files and the rows of {rfc}");
    Some(messages)
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
    let Some(messages) = messages("rfc4475", RFC_4475.iter().map(|(name, ..)| *name)) else { return };
    for (name, cell, wanted) in RFC_4475 {
        let found = setting(cell).find(&messages[*name]);
        assert_eq!(answer(&found.faults), *wanted, "{name} at a {cell}: {:?}", found.faults);
    }
}

#[test]
fn messages_of_rfc_5118_get_the_answer_of_their_section() {
    let Some(messages) = messages("rfc5118", RFC_5118.iter().map(|(name, _)| *name)) else { return };
    for (name, wanted) in RFC_5118 {
        let bytes = rfc::with_crlf(&messages[*name]);
        let mut setting = setting("uas");
        let found = setting.find(&bytes);
        assert_eq!(answer(&found.faults), *wanted, "{name}: {:?}", found.faults);
        if *name == "ipv6-bug-abnf-3-colons" {
            setting.parser = Parser::new().leniency(Leniency::THREE_COLONS);
            assert_eq!(answer(&setting.find(&bytes).faults), "ok");
        }
    }
}
