//! The laws of dialogs.

use sipwire::header::Contact;
use sipwire::rules::{Dialog, DialogId, Open};
use sipwire::{Leniency, Message, Method, NameAddr, Parser, Request, Response, StatusCode};

use super::debugs;

/// The laws of dialogs: of the input as a stored dialog, and as messages that follow each other.
pub fn dialog(input: &[u8]) {
    if let Some(mut dialog) = Dialog::from_bytes(input) {
        assert_eq!(dialog.to_bytes(), input);
        used(&mut dialog);
    }
    if let Some(id) = DialogId::from_bytes(input) {
        assert_eq!(id.as_bytes(), input);
        debugs(&id);
    }
    for parser in [Parser::new(), Parser::new().leniency(Leniency::ALL)] {
        let mut messages = Vec::new();
        let mut rest = input;
        while messages.len() < 4
            && let Ok(message) = parser.parse(rest)
        {
            rest = message.trailing();
            messages.push(message);
        }
        let Some((first, others)) = messages.split_first() else { continue };
        for mut dialog in begun(first, others) {
            used(&mut dialog);
            let others: Vec<_> = messages.iter().collect();
            others.iter().for_each(|other| meets(&mut dialog, other, &others));
            used(&mut dialog);
        }
    }
}

/// Every dialog that the messages make.
fn begun(first: &Message<'_>, others: &[Message<'_>]) -> Vec<Dialog> {
    let Some(request) = first.as_request() else { return Vec::new() };
    let mut dialogs: Vec<_> = [StatusCode::RINGING, StatusCode::OK]
        .into_iter()
        .flat_map(|status| [false, true].map(|is_over_tls| Dialog::uas(request, status, b"9", is_over_tls)))
        .filter_map(Result::ok)
        .collect();
    // The two ends of a dialog agree on its id.
    let mut answer = Response::to(request.headers(), StatusCode::OK, Some(b"9"));
    answer.header(Contact::row(NameAddr::build("sip:callee@192.0.2.9")));
    if let Ok(answer) = answer.finish()
        && let Some(response) = answer.as_response()
        && let Ok(caller) = Dialog::uac(request, &response, false)
    {
        if let Ok(callee) = Dialog::uas(request, StatusCode::OK, b"9", false) {
            assert_eq!(caller.id(), callee.id().reversed());
        }
        dialogs.push(caller);
    }
    for other in others {
        match other {
            Message::Response(response) => dialogs.extend(Dialog::uac(request, response, false)),
            Message::Request(notify) => dialogs.extend(Dialog::by_notify(request, notify, true)),
        }
    }
    dialogs
}

/// What is true of any dialog: it can be read in all its parts, stored and read back, and the requests that it makes are requests of it.
fn used(dialog: &mut Dialog) {
    debugs(dialog);
    let _ = (dialog.local_uri(), dialog.remote_uri(), dialog.remote_target(), dialog.next_hop(), dialog.routes().count());
    let stored = dialog.to_bytes();
    assert_eq!(Dialog::from_bytes(&stored).as_ref(), Some(&*dialog));
    let id = dialog.id();
    assert_eq!((DialogId::from_bytes(id.as_bytes()).as_ref(), &id.reversed().reversed()), (Some(&id), &id));
    if let Ok(bye) = dialog.clone().request(Method::Bye).finish() {
        let bye = bye.as_message();
        let request = bye.as_request().expect("a request");
        assert_eq!(DialogId::sent(request).expect("an id"), id);
        assert!(request.uri().is_ok() || dialog.remote_target().as_sip().is_none());
    }
}

/// Whatever a message does to a dialog, its id stays, and looking at a request changes nothing.
fn meets(dialog: &mut Dialog, message: &Message<'_>, all: &[&Message<'_>]) {
    let (id, before) = (dialog.id(), dialog.clone());
    match message {
        Message::Request(request) => {
            let looked = dialog.arrives(request, Open::default());
            assert!(*dialog == before);
            if looked.is_err() {
                // A request that is refused is not recorded.
                return;
            }
            let _ = dialog.record(request);
            for response in all.iter().filter_map(|other| other.as_response()) {
                let _ = dialog.clone().answered(request, response);
            }
            named(request, dialog);
            let _ = dialog.ack(request).finish();
        }
        Message::Response(response) => {
            let _ = dialog.clone().prack(response).finish();
            let _ = dialog.response(response);
            id_of(response);
        }
    }
    assert!(dialog.id() == id || before.remote_tag().is_none());
}

fn id_of(response: &Response<'_>) {
    if let Ok(id) = DialogId::of_response(response) {
        debugs(&id);
    }
}

/// The dialogs that a request names.
fn named(request: &Request<'_>, dialog: &Dialog) {
    if let Ok(Some(found)) = request.targeted([dialog]) {
        assert!(found == dialog);
    }
}
