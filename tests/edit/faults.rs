//! Parameters of values that something is wrong with: a change costs no other part anything, and brings no fault.

use sipwire::header::{Contact, Reason, To, Via};
use sipwire::{Edit, EditError, EditErrorKind, EditScratch, ParamDraft, Parser, TypedHeader};

use super::{LENIENT, with};

const STRICT: Parser = Parser::new();

/// What changes make of a row, or why one was refused.
fn changed(parser: Parser, row: &str, changes: impl FnOnce(&mut Edit<'_, '_>) -> Result<(), EditError>) -> Result<String, EditErrorKind> {
    let input = with(&format!("{row}\r\n"));
    let message = parser.parse(input.as_bytes()).unwrap();
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    changes(&mut edit).map_err(|error| error.kind())?;
    let output = String::from_utf8(edit.finish().to_bytes().to_vec()).unwrap();
    Ok(output.strip_prefix("OPTIONS sip:a SIP/2.0\r\n").unwrap().trim_end().to_owned())
}

fn set_in_via(parser: Parser, row: &str, param: &ParamDraft<'_>) -> Result<String, EditErrorKind> {
    changed(parser, row, |edit| {
        let via = edit.topmost::<Via>()?;
        edit.set_param(&via, param).map(drop)
    })
}

#[track_caller]
fn assert_unreadable(outcome: Result<String, EditErrorKind>) {
    assert!(matches!(outcome, Err(EditErrorKind::Unreadable(_))), "{outcome:?}");
}

#[test]
fn fault_of_another_part_refuses_no_change_of_a_param() {
    for parser in [STRICT, LENIENT] {
        for (row, wanted) in [
            ("Via: SIP/2.0/UDP a;ttl=999", "Via: SIP/2.0/UDP a;ttl=999;x=1"),
            ("Via: SIP/2.0/UDP a;ttl=999;x;branch=1", "Via: SIP/2.0/UDP a;ttl=999;x=1;branch=1"),
            ("Via: SIP/2.0/UDP a:x;x=2;ttl=999", "Via: SIP/2.0/UDP a:x;x=1;ttl=999"),
            ("Via: SIP/2.0/UDP a;branch=1;branch=2", "Via: SIP/2.0/UDP a;branch=1;branch=2;x=1"),
            ("Via: SIP/2.0/UDP a_b@", "Via: SIP/2.0/UDP a_b@;x=1"),
        ] {
            assert_eq!(set_in_via(parser, row, &ParamDraft::token("x", "1")), Ok(wanted.to_owned()), "{row}");
        }
        let row = "Reason: SIP;x=@;cause=200;y=[";
        let removed = changed(parser, row, |edit| {
            let reason = edit.topmost::<Reason>()?;
            edit.remove_param(&reason, "cause").map(drop)
        });
        assert_eq!(removed.unwrap(), "Reason: SIP;x=@;y=[");
        // What is wrong is mended, or goes.
        let mended = changed(parser, row, |edit| {
            let reason = edit.topmost::<Reason>()?;
            edit.set_param(&reason, &ParamDraft::token("x", "1"))?;
            edit.remove_param(&reason, "y").map(drop)
        });
        assert_eq!(mended.unwrap(), "Reason: SIP;x=1;cause=200");
    }
}

#[test]
fn fault_of_another_part_hides_none_of_the_param_that_is_set() {
    for row in ["Via: SIP/2.0/UDP a;ttl=999", "Via: SIP/2.0/UDP a:x;rport=1", "Via: SIP/2.0/UDP a;branch=1;branch=2;rport"] {
        for (name, value) in [("rport", "x"), ("ttl", "256"), ("received", "h"), ("maddr", "a_b.")] {
            for parser in [STRICT, LENIENT] {
                assert_unreadable(set_in_via(parser, row, &ParamDraft::token(name, value)));
            }
        }
    }
}

#[test]
fn leniency_lets_no_fault_into_a_value() {
    // A leniency takes a name there.
    let name = ParamDraft::token("received", "h");
    assert_unreadable(set_in_via(LENIENT, "Via: SIP/2.0/UDP a;x", &name));
    assert_unreadable(set_in_via(LENIENT, "Via: SIP/2.0/UDP a;x=", &name));
    // A parameter that was read leniently can't be copied into a value.
    let copied = <To<'_> as TypedHeader<'_>>::parse(LENIENT.parse_value(b"<sip:a>;x=").unwrap()).unwrap();
    let copied = ParamDraft::from(copied.params().get("x").unwrap());
    let copy = |row: &str| {
        changed(LENIENT, row, |edit| {
            let to = edit.only::<To>()?;
            edit.set_param(&to, &copied).map(drop)
        })
    };
    assert_unreadable(copy("To: <sip:a>;x=1"));
    assert_eq!(copy("To: <sip:a>;y;x="), Ok("To: <sip:a>;y;x=".to_owned()));
}

#[test]
fn odd_parts_of_a_lenient_message_refuse_no_change_of_a_param() {
    for (row, wanted) in [
        ("Contact: <sip:a>;x=;q=0.12345", "Contact: <sip:a>;x=;q=0.12345;expires=5"),
        ("Contact: A\u{e9} <sip:a b>;expires=", "Contact: A\u{e9} <sip:a b>;expires=5"),
        ("Contact: sip:a;;x=", "Contact: sip:a;;x=;expires=5"),
        ("Contact: <sip:@a:>;q=2;expires=9", "Contact: <sip:@a:>;q=2;expires=5"),
    ] {
        let set = changed(LENIENT, row, |edit| {
            let contact = edit.topmost::<Contact>()?;
            edit.set_param(&contact, &ParamDraft::token("expires", "5")).map(drop)
        });
        assert_eq!(set, Ok(wanted.to_owned()), "{row}");
    }
}

#[test]
fn fault_that_an_earlier_change_mended_does_not_come_back() {
    let twice = changed(STRICT, "Via: SIP/2.0/UDP a;ttl=999", |edit| {
        let via = edit.topmost::<Via>()?;
        edit.set_param(&via, &ParamDraft::token("ttl", "9"))?;
        assert!(edit.set_param(&via, &ParamDraft::token("rport", "x")).is_err());
        edit.set_param(&via, &ParamDraft::token("rport", "5"))?;
        assert!(edit.set_param(&via, &ParamDraft::token("received", "h")).is_err());
        Ok(())
    });
    assert_eq!(twice.unwrap(), "Via: SIP/2.0/UDP a;ttl=9;rport=5");
}
