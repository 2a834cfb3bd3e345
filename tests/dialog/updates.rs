//! What messages change in a dialog (RFC 3261 §12.2, §13.2.2.4, RFC 6141, RFC 4916).

use sipwire::rules::{Arrival, Change, Dialog, DialogState, Ends, Open, Owed, Rule};
use sipwire::{Message, StatusCode};

use crate::{INVITE, OK, both, message, response, routes, target, text, uac, uas, within};

fn arrives(dialog: &Dialog, request: &Message<'static>, open: Open) -> Result<Arrival, (Rule, Owed)> {
    dialog.arrives(request.as_request().unwrap(), open).map_err(|fault| (fault.rule(), fault.owed()))
}

fn receive(dialog: &mut Dialog, message: &Message<'static>) -> Change {
    dialog.response(message.as_response().unwrap()).unwrap()
}

fn answer(dialog: &mut Dialog, request: &Message<'static>, status: &str, more: &str) -> Change {
    let response = response(status, "1 OPTIONS", more);
    dialog.answered(request.as_request().unwrap(), response.as_response().unwrap()).unwrap()
}

fn owed(code: u16) -> Owed {
    Owed::Status(StatusCode::new(code).unwrap())
}

#[test]
fn requests_are_in_order_repeated_or_too_low() {
    let (mut alice, mut bob) = both();
    let closed = Open::default();
    assert_eq!(arrives(&bob, &within("INFO", 313, ""), closed), Err((Rule::LowCSeq, owed(500))));
    assert_eq!(arrives(&bob, &within("INFO", 314, ""), closed), Ok(Arrival::Repeated));
    let info = within("INFO", 319, "");
    let before = bob.clone();
    assert_eq!(arrives(&bob, &info, closed), Ok(Arrival::InOrder));
    assert_eq!(bob, before);
    bob.record(info.as_request().unwrap()).unwrap();
    assert_eq!(arrives(&bob, &info, closed), Ok(Arrival::Repeated));
    // ACK and CANCEL have the number of the INVITE, and leave the remote number.
    for (method, arrival) in [("ACK", Arrival::Ack), ("CANCEL", Arrival::Cancel)] {
        let late = within(method, 314, "");
        assert_eq!(arrives(&bob, &late, closed), Ok(arrival));
        bob.record(within(method, 400, "").as_request().unwrap()).unwrap();
        assert_eq!(bob.remote_number(), Some(319));
    }
    // An end that had no request yet takes any number.
    assert_eq!(alice.remote_number(), None);
    let bye = text(within("BYE", 0, "").as_bytes()).replace("1928", "x").replace("a6c8", "1928").replace("tag=x", "tag=A6C8");
    let bye = message(&bye);
    assert_eq!(arrives(&alice, &bye, closed), Ok(Arrival::InOrder));
    alice.record(bye.as_request().unwrap()).unwrap();
    assert_eq!(alice.remote_number(), Some(0));
}

#[test]
fn requests_of_another_dialog_are_refused_and_acks_dropped() {
    let (_, bob) = both();
    for (method, what) in [("BYE", owed(481)), ("ACK", Owed::Drop)] {
        for (of, by) in [("1928", "1929"), ("a6c8", "a6c9"), (";tag=a6c8", ""), ("a84b", "A84b")] {
            let request = message(&text(within(method, 315, "").as_bytes()).replace(of, by));
            assert_eq!(arrives(&bob, &request, Open::default()), Err((Rule::NoDialog, what)), "{method} {of}");
        }
    }
    // URIs do not count (RFC 4916 §4.4.1).
    let renamed = message(&text(within("BYE", 315, "").as_bytes()).replace("sip:bob@biloxi", "sip:robert@biloxi"));
    assert_eq!(arrives(&bob, &renamed, Open::default()), Ok(Arrival::InOrder));
}

#[test]
fn open_invites_and_offers_refuse_new_ones() {
    let (_, bob) = both();
    let (none, all) = (Open::default(), Open { own_invite: true, own_offer: true, peer_invite: true, peer_offer: true });
    let offer = message(&text(within("UPDATE", 315, "").as_bytes()));
    let with_body = Message::parse(Box::leak(bytes_with_body(&offer).into_boxed_slice())).unwrap();
    for (request, open, outcome) in [
        (within("INVITE", 315, ""), Open { own_invite: true, ..none }, Err((Rule::Glare, owed(491)))),
        (within("INVITE", 315, ""), Open { peer_invite: true, ..none }, Err((Rule::RequestUnderWay, owed(500)))),
        (within("INVITE", 315, ""), Open { own_offer: true, peer_offer: true, ..none }, Ok(Arrival::InOrder)),
        (with_body.clone(), Open { own_offer: true, ..none }, Err((Rule::Glare, owed(491)))),
        (offer.clone(), Open { own_offer: true, ..none }, Ok(Arrival::InOrder)),
        (offer, Open { peer_offer: true, ..none }, Err((Rule::RequestUnderWay, owed(500)))),
        (within("BYE", 315, ""), all, Ok(Arrival::InOrder)),
        (within("PRACK", 315, ""), all, Ok(Arrival::InOrder)),
    ] {
        assert_eq!(arrives(&bob, &request, open), outcome, "{open:?}");
    }
}

fn bytes_with_body(message: &Message<'static>) -> Vec<u8> {
    let head = text(message.as_bytes());
    format!("{}Content-Type: application/sdp\r\nContent-Length: 3\r\n\r\nv=0", head.strip_suffix("\r\n").unwrap()).into_bytes()
}

#[test]
fn the_2xx_confirms_with_its_own_routes_once() {
    let early = |rows: &str| uac(INVITE, &format!("{}\n{rows}", OK.replace("200 OK", "180 Ringing"))).unwrap();
    let ok = |rows: &str| message(&format!("{OK}\n{rows}"));
    let mut dialog = early("Record-Route: <sip:a;lr>");
    assert_eq!(receive(&mut dialog, &ok("Record-Route: <sip:a;lr>, <sip:b>")), Change::Confirmed);
    assert_eq!((routes(&dialog), dialog.state()), (vec!["<sip:b>".to_owned(), "<sip:a;lr>".to_owned()], DialogState::Confirmed));
    let mut emptied = early("Record-Route: <sip:a>");
    assert_eq!(receive(&mut emptied, &ok("")), Change::Confirmed);
    assert!(routes(&emptied).is_empty());
    // Once confirmed, no message changes the routes.
    let before = dialog.clone();
    assert_eq!(receive(&mut dialog, &ok("Record-Route: <sip:c;lr>")), Change::None);
    assert_eq!(dialog, before);
    receive(&mut dialog, &response("200 OK", "315 INVITE", "Record-Route: <sip:c;lr>\nContact: <sip:new>"));
    assert_eq!((routes(&dialog), target(&dialog)), (routes(&before), "sip:new".to_owned()));
}

#[test]
fn another_to_tag_is_another_dialog() {
    let mut dialog = uac(INVITE, &OK.replace("200 OK", "180 Ringing")).unwrap();
    let before = dialog.clone();
    assert_eq!(receive(&mut dialog, &message(&OK.replace("a6c8", "b7"))), Change::OtherDialog);
    assert_eq!(receive(&mut dialog, &message(&OK.replace("a84b", "b84b"))), Change::OtherDialog);
    assert_eq!(receive(&mut dialog, &message(&OK.replace("200 OK", "100 Trying").replace(";tag=a6c8", ""))), Change::None);
    assert_eq!(dialog, before);
}

#[test]
fn failures_end_early_dialogs_of_every_tag() {
    let busy = OK.replace("200 OK", "486 Busy Here");
    for tag in ["a6c8", "other"] {
        let mut early = uac(INVITE, &OK.replace("200 OK", "180 Ringing")).unwrap();
        assert_eq!(receive(&mut early, &message(&busy.replace("a6c8", tag))), Change::Ended(Ends::Dialog));
    }
    let mut early = uas(INVITE, 180).unwrap();
    assert_eq!(answer(&mut early, &message(INVITE), "486 Busy Here", ""), Change::Ended(Ends::Dialog));
    assert_eq!(answer(&mut early, &message(INVITE), "200 OK", ""), Change::Confirmed);
}

#[test]
fn failures_within_a_dialog_end_what_rfc_5057_says() {
    for (status, change) in [
        ("481 X", Change::Ended(Ends::Usage)),
        ("408 X", Change::Ended(Ends::Dialog)),
        ("404 X", Change::Ended(Ends::Dialog)),
        ("488 X", Change::None),
        ("401 X", Change::None),
        ("500 X", Change::None),
    ] {
        let (mut alice, _) = both();
        let before = alice.clone();
        assert_eq!(receive(&mut alice, &response(status, "315 INVITE", "Contact: <sip:new>")), change, "{status}");
        assert_eq!(alice, before);
    }
    let (mut alice, mut bob) = both();
    assert_eq!(receive(&mut alice, &response("200 OK", "315 BYE", "")), Change::Ended(Ends::Usage));
    assert_eq!(answer(&mut bob, &within("BYE", 315, ""), "200 OK", ""), Change::Ended(Ends::Usage));
}

#[test]
fn the_server_takes_the_contact_of_an_accepted_refresh_alone() {
    let contact = "Contact: <sip:new@192.0.2.9>";
    for (method, status, more, is_taken) in [
        ("INVITE", "200 OK", "", true),
        ("UPDATE", "200 OK", "", true),
        ("INVITE", "183 X", "RSeq: 1", true),
        ("INVITE", "183 X", "", false),
        ("INVITE", "488 X", "", false),
        ("INFO", "200 OK", "", false),
        ("BYE", "200 OK", "", false),
    ] {
        let (_, mut bob) = both();
        let before = bob.clone();
        answer(&mut bob, &within(method, 315, contact), status, more);
        assert_eq!(target(&bob) == "sip:new@192.0.2.9", is_taken, "{method} {status} {more}");
        assert!(is_taken || bob == before, "{method} {status}");
    }
    // An earlier request that is answered later takes nothing back.
    let (_, mut bob) = both();
    answer(&mut bob, &within("UPDATE", 316, contact), "200 OK", "");
    answer(&mut bob, &within("INVITE", 315, "Contact: <sip:old>"), "200 OK", "");
    assert_eq!(target(&bob), "sip:new@192.0.2.9");
}

#[test]
fn the_client_takes_the_contact_of_a_2xx_or_reliable_response_to_a_refresh_alone() {
    for (cseq, status, more, is_taken) in [
        ("315 UPDATE", "200 OK", "", true),
        ("315 INVITE", "183 X", "RSeq: 1", true),
        ("315 INVITE", "183 X", "", false),
        ("315 OPTIONS", "200 OK", "", false),
        ("314 INVITE", "200 OK", "", false),
    ] {
        let (mut alice, _) = both();
        receive(&mut alice, &response(status, cseq, &format!("Contact: <sip:new>\n{more}")));
        assert_eq!(target(&alice) == "sip:new", is_taken, "{cseq} {status}");
    }
}

#[test]
fn a_changed_from_uri_becomes_the_remote_uri_with_the_2xx() {
    let request = message(&text(within("UPDATE", 315, "").as_bytes()).replace("sip:alice@atlanta", "sip:carol@atlanta"));
    let (_, mut bob) = both();
    answer(&mut bob, &request, "488 X", "");
    assert_eq!(bob.remote_uri().as_bytes(), b"sip:alice@atlanta.example");
    answer(&mut bob, &request, "200 OK", "");
    assert_eq!(bob.remote_uri().as_bytes(), b"sip:carol@atlanta.example");
    let id = bob.id();
    assert_eq!(id, both().1.id());
}

#[test]
fn malformed_messages_change_nothing() {
    let (mut alice, mut bob) = both();
    let before = (alice.clone(), bob.clone());
    let ok = response("200 OK", "315 UPDATE", "Contact: <sip:\u{1F980}>");
    assert_eq!(alice.response(ok.as_response().unwrap()).unwrap_err().owed(), Owed::Drop);
    let update = within("UPDATE", 315, "Contact: <sip:\u{1F980}>");
    assert!(bob.answered(update.as_request().unwrap(), ok.as_response().unwrap()).is_err());
    assert_eq!((alice, bob), before);
}
