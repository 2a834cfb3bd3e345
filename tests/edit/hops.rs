//! What every hop changes.

use super::*;

#[test]
fn where_a_request_came_from() {
    for (via, source, wanted) in [
        ("SIP/2.0/UDP 192.0.2.1;branch=z", "192.0.2.1:5060", "SIP/2.0/UDP 192.0.2.1;branch=z"),
        ("SIP/2.0/UDP 192.0.2.1:9;branch=z", "192.0.2.2:5060", "SIP/2.0/UDP 192.0.2.1:9;branch=z;received=192.0.2.2"),
        ("SIP/2.0/UDP a.example", "192.0.2.1:5060", "SIP/2.0/UDP a.example;received=192.0.2.1"),
        ("SIP/2.0/UDP 192.0.2.1;rport", "192.0.2.1:7", "SIP/2.0/UDP 192.0.2.1;rport=7;received=192.0.2.1"),
        ("SIP/2.0/UDP 192.0.2.1;RPORT ;x", "192.0.2.1:7", "SIP/2.0/UDP 192.0.2.1;RPORT=7 ;x;received=192.0.2.1"),
        // What the sender says of itself is not believed.
        ("SIP/2.0/UDP a;received=10.0.0.1;rport=1", "192.0.2.1:7", "SIP/2.0/UDP a;received=192.0.2.1;rport=7"),
        ("SIP/2.0/UDP 192.0.2.1;received=10.0.0.1", "192.0.2.1:7", "SIP/2.0/UDP 192.0.2.1;received=192.0.2.1"),
        ("SIP/2.0/UDP a;received=192.0.2.1;rport=7", "192.0.2.1:7", "SIP/2.0/UDP a;received=192.0.2.1;rport=7"),
        ("SIP/2.0/UDP [2001:db8::9:01]", "[2001:db8::9:1]:7", "SIP/2.0/UDP [2001:db8::9:01]"),
        ("SIP/2.0/UDP [2001:db8::9:1];received=[::2]", "[::3]:7", "SIP/2.0/UDP [2001:db8::9:1];received=::3"),
        ("SIP/2.0/UDP 192.0.2.1", "[::ffff:192.0.2.1]:7", "SIP/2.0/UDP 192.0.2.1"),
        ("SIP/2.0/UDP a, SIP/2.0/UDP b;rport", "192.0.2.1:7", "SIP/2.0/UDP a;received=192.0.2.1, SIP/2.0/UDP b;rport"),
        ("SIP/2.0/UDP a;x=1 (c)", "192.0.2.1:7", "SIP/2.0/UDP a;x=1;received=192.0.2.1 (c)"),
        ("SIP/2.0/UDP a;rport=", "192.0.2.1:7", "SIP/2.0/UDP a;rport=7;received=192.0.2.1"),
    ] {
        let output = edited(&with(&format!("Via: {via}\r\n")), |edit| edit.fill_source(source.parse().unwrap()).map(drop));
        assert_eq!(output.unwrap(), with(&format!("Via: {wanted}\r\n")), "{via} from {source}");
    }
    let fill = |edit: &mut Edit<'_, '_>| edit.fill_source("192.0.2.1:7".parse().unwrap()).map(drop);
    assert_eq!(kind(edited(&with(""), fill)), EditErrorKind::Absent);
    let unreadable = edited(&with("Via: SIP/2.0/UDP\r\n"), fill).unwrap_err();
    assert!(matches!(unreadable.kind(), EditErrorKind::Unreadable(_)) && unreadable.offset() == 39);
    // Neither of the two where one of them was edited before.
    let half = edited(&with("Via: SIP/2.0/UDP a;rport\r\n"), |edit| {
        let via = edit.topmost::<Via>()?;
        edit.set_param(&via, &ParamDraft::token("rport", "1"))?;
        assert_eq!(kind(fill(edit)), EditErrorKind::EditedBefore);
        Ok(())
    });
    assert_eq!(half.unwrap(), with("Via: SIP/2.0/UDP a;rport=1\r\n"));
}

#[test]
fn hops_are_counted_down() {
    for (row, wanted) in [
        ("Max-Forwards: 70\r\n", Ok("Max-Forwards: 69\r\n")),
        ("MAX-FORWARDS:\r\n 010 \r\n", Ok("MAX-FORWARDS:\r\n 9 \r\n")),
        ("Max-Forwards: 1\r\n", Ok("Max-Forwards: 0\r\n")),
        ("", Ok("Max-Forwards: 70\r\n")),
        ("Max-Forwards: 0\r\n", Err(Some(483))),
        ("Max-Forwards: 000\r\n", Err(Some(483))),
        ("Max-Forwards: x\r\n", Err(Some(400))),
        ("Max-Forwards: 256\r\n", Err(Some(400))),
        ("Max-Forwards: 3\r\nMax-Forwards: 4\r\n", Err(Some(400))),
        // Even where rows that say the same are taken.
        ("Max-Forwards: 3\r\nMax-Forwards: 3\r\n", Err(Some(400))),
    ] {
        let output = edited(&with(row), |edit| edit.decrement_max_forwards().map(drop));
        let output = output.map_err(|error| {
            assert_eq!(error.header().and_then(|id| id.name()), Some(HeaderName::MaxForwards));
            error.status_owed().map(|status| status.as_u16())
        });
        assert_eq!(output, wanted.map(with), "{row}");
    }
}

#[test]
fn a_received_without_a_value_is_filled_or_goes_with_its_via() {
    let input = with("Via: SIP/2.0/UDP a;received=\r\n");
    let fill = |edit: &mut Edit<'_, '_>| edit.fill_source("192.0.2.1:7".parse().unwrap()).map(drop);
    let replace = |edit: &mut Edit<'_, '_>| {
        let via = edit.topmost::<Via>()?;
        edit.replace(&via, Via::build(Transport::Udp, Host::try_from("p").unwrap())).map(drop)
    };
    assert_eq!(edited(&input, fill).unwrap(), with("Via: SIP/2.0/UDP a;received=192.0.2.1\r\n"));
    assert_eq!(kind(edited(&input, |edit| replace(edit).and(fill(edit)))), EditErrorKind::EditedBefore);
    assert_eq!(kind(edited(&input, |edit| fill(edit).and(replace(edit)))), EditErrorKind::EditedBefore);
}
