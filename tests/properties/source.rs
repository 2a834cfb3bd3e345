//! Where a request came from, written into Vias of every spelling that some leniency accepts.

use std::net::{IpAddr, SocketAddr};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::Config;
use sipwire::header::Via;
use sipwire::{EditScratch, Leniency, Message, Parser, Response, StatusCode};

const NAMES: [&str; 8] = ["received", "Received", "rport", "RPORT", "branch", "ttl", "maddr", "x"];
const VALUES: [&str; 14] = [
    "",
    "=",
    "=\"\"",
    "=66",
    "=\"66\"",
    "=192.0.2.9",
    "=\"192.0.2.9\"",
    "=::1",
    "=[::1]",
    "=host",
    "=\"a;received=b\"",
    " = z9hG4bK1",
    "\r\n = \"\\\"\"",
    "=99999",
];

/// A Via with any parameters in any spelling.
fn via() -> impl Strategy<Value = String> {
    let param = (0..NAMES.len(), 0..VALUES.len(), 0..4_usize)
        .prop_map(|(name, value, before)| format!("{}{}{}", [";", ";", " ; ", ";\r\n "][before], NAMES[name], VALUES[value]));
    (prop::sample::select(vec!["a.example", "192.0.2.7", "[2001:db8::7]:5061"]), vec(param, 0..7))
        .prop_map(|(host, params)| format!("SIP/2.0/UDP {host}{}", params.concat()))
}

/// Some leniencies, or all.
fn leniency() -> impl Strategy<Value = Leniency> {
    let flags: Vec<_> = Leniency::ALL.flags().collect();
    let some = subsequence(flags.clone(), 0..=flags.len());
    prop_oneof![some.prop_map(|flags| flags.into_iter().fold(Leniency::NONE, Leniency::with)), Just(Leniency::ALL)]
}

/// How often a parameter stands in the topmost Via, as the strict parser sees it.
fn count(message: &Message<'_>, name: &str) -> usize {
    let via = message.headers().first::<Via>().unwrap().unwrap();
    via.params().iter().filter(|param| param.is(name)).count()
}

fn holds(output: &[u8], had_rport: bool, source: SocketAddr) -> Result<(), TestCaseError> {
    let message = Message::parse(output).unwrap();
    let via = message.headers().first::<Via>().unwrap().unwrap();
    let address: IpAddr = source.ip();
    prop_assert_eq!(count(&message, "rport"), usize::from(had_rport), "{}", output.escape_ascii());
    prop_assert_eq!(via.rport(), Ok(had_rport.then_some(source.port())), "{}", output.escape_ascii());
    match count(&message, "received") {
        0 => prop_assert!(!had_rport && via.host().unwrap().ip() == Some(address), "{}", output.escape_ascii()),
        1 => prop_assert_eq!(via.received(), Ok(Some(address)), "{}", output.escape_ascii()),
        _ => prop_assert!(false, "{}", output.escape_ascii()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn one_source_is_left_and_it_is_the_one_given(
        via in via(),
        leniency in leniency(),
        source in prop::sample::select(vec!["198.51.100.7:5060", "192.0.2.7:66", "192.0.2.9:1", "[2001:db8::7]:5061"]),
    ) {
        let source: SocketAddr = source.parse().unwrap();
        let input = format!("OPTIONS sip:a SIP/2.0\r\nVia: {via}\r\n\r\n");
        let message = Parser::new().leniency(leniency).parse(input.as_bytes()).unwrap();
        let Ok(Some(topmost)) = message.headers().first::<Via>() else { return Ok(()) };
        let had_rport = topmost.has_rport();

        let mut scratch = EditScratch::new();
        let mut edit = message.edit(&mut scratch);
        prop_assert!(edit.fill_source(source).is_ok(), "{via}");
        holds(edit.finish().as_bytes(), had_rport, source)?;

        let response = Response::to(message.headers(), StatusCode::OK, Some(b"1")).source(source).finish().unwrap();
        holds(response.as_bytes(), had_rport, source)?;
    }
}
