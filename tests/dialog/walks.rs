//! Two ends of a dialog that talk to each other, with requests that are lost, doubled, late and refused.

use proptest::prelude::*;
use sipwire::rules::{Arrival, Check, Dialog, Open};
use sipwire::{Host, Message, Method, NameAddr, OwnedMessage, Response, StatusCode, Transport, header::Contact, header::Via};

use crate::both;

const METHODS: [Method<'static>; 4] = [Method::Invite, Method::Update, Method::Info, Method::Options];

/// A request of `sender`, whole, with a Contact of that number.
fn request(sender: &mut Dialog, method: Method<'_>, place: usize) -> OwnedMessage {
    let branch = format!("z9hG4bK{place}");
    let contact = format!("sip:end{place}@192.0.2.1");
    let via = Via::build(Transport::Udp, Host::try_from("192.0.2.1").unwrap()).branch(&branch);
    let mut builder = sender.request(method);
    builder.header(via).header(Contact::row(NameAddr::build(&*contact))).recommended_order();
    builder.finish().unwrap()
}

proptest! {
    #[test]
    fn requests_arrive_in_order_and_refused_ones_change_nothing(
        steps in proptest::collection::vec((any::<bool>(), 0..4_usize, 0..4_u8), 0..24),
    ) {
        let (alice, bob) = both();
        let mut ends = [alice, bob];
        for (place, (sender, method, fate)) in steps.into_iter().enumerate() {
            let (from, to) = (usize::from(sender), usize::from(!sender));
            let sent = request(&mut ends[from], METHODS[method], place);
            let message = Message::parse(sent.as_bytes()).unwrap();
            let sent = message.as_request().unwrap();
            prop_assert!(sent.check(&Check::uas()).is_ok(), "{:?}", sent.check(&Check::uas()));
            prop_assert_eq!(sent.raw_uri(), ends[from].remote_target().as_bytes());
            // Lost on the way.
            if fate == 0 {
                continue;
            }
            prop_assert_eq!(ends[to].arrives(sent, Open::default()), Ok(Arrival::InOrder));
            ends[to].record(sent).unwrap();
            prop_assert_eq!(ends[to].arrives(sent, Open::default()), Ok(Arrival::Repeated));
            let before = ends.clone();
            let status = if fate == 1 { StatusCode::NOT_ACCEPTABLE_HERE } else { StatusCode::OK };
            let response = Response::to(sent.headers(), status, None).finish().unwrap();
            let response = Message::parse(response.as_bytes()).unwrap();
            let response = response.as_response().unwrap();
            ends[to].answered(sent, response).unwrap();
            ends[from].response(response).unwrap();
            if fate == 1 || !METHODS[method].refreshes_target() {
                prop_assert_eq!(&ends, &before);
            } else {
                let contact = format!("sip:end{place}@192.0.2.1");
                prop_assert_eq!(ends[to].remote_target().as_bytes(), contact.as_bytes());
            }
            prop_assert_eq!(ends[0].id(), ends[1].id().reversed());
            prop_assert_eq!(Dialog::from_bytes(&ends[to].to_bytes()), Some(ends[to].clone()));
        }
    }
}

#[test]
fn a_dialog_is_one_heap_allocation() {
    let (invite, ok) = (crate::message(crate::INVITE), crate::message(crate::OK));
    let (invite, ok) = (invite.as_request().unwrap(), ok.as_response().unwrap());
    let info = allocation_counter::measure(|| drop(Dialog::uac(invite, ok, false).unwrap()));
    assert_eq!(info.count_total, 1);
    let info = allocation_counter::measure(|| drop(Dialog::uas(invite, StatusCode::OK, b"9", false).unwrap()));
    assert_eq!(info.count_total, 1);
}
