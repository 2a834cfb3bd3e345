//! The laws of checked messages.

use sipwire::rules::{Check, Fault, Owed, Package, Policy, Switch};
use sipwire::{Message, Method, Partial, Response};

use super::message::UNLIMITED;
use super::negotiated::negotiated;

const LISTS: &[&str] = &["timer", "path", "outbound", "sec-agree", "resource-priority", "text/plain", "presence", "en", "gzip", "session"];
const PACKAGES: &[Package<'_>] = &[Package::new("presence").types(&["text/*"]), Package::new("dialog")];

/// A check with every list, and one with none; each with all switches on, and with none.
fn checks(role: Check<'static>) -> [Check<'static>; 3] {
    let all = Switch::ALL.iter().fold(Policy::new(), |policy, (_, switch)| policy.with(*switch)).min_expires(600).min_session(600);
    let none = Switch::ALL.iter().fold(Policy::new(), |policy, (_, switch)| policy.without(*switch));
    let lists = role.tags(LISTS).types(LISTS).codings(LISTS).languages(LISTS).dispositions(LISTS).sends(LISTS).priorities(&["wps.1"]);
    let lists = lists.privacy(LISTS).push(LISTS).events(PACKAGES).infos(PACKAGES).allow(&[Method::Invite, Method::Register]);
    [role, lists.policy(all).security_server("tls"), lists.policy(none).own_via(&|via| via.host().is_ok_and(|host| host.is_name()))]
}

/// What is negotiated keeps its laws; every finding has a place in the buffer, faults owe a refusal and notes do not, and the answer that can be built says what is owed.
pub fn check(input: &[u8]) {
    let parsed = UNLIMITED.parse(input);
    let partial = UNLIMITED.partial(input);
    if let Ok(message) = &parsed {
        negotiated(message, input);
    }
    for role in [Check::uas(), Check::registrar(), Check::proxy(), Check::uac()] {
        for check in &checks(role) {
            let faults: Vec<_> = partial.faults(check).collect();
            let notes: Vec<_> = partial.notes(check).collect();
            assert!(faults.iter().chain(&notes).all(|finding| finding.offset() <= input.len()));
            assert!(faults.iter().all(|fault| fault.owed().is_refusal()) && notes.iter().all(|note| !note.owed().is_refusal()));
            assert_eq!(partial.check(check).err(), faults.first().copied());
            match &parsed {
                Ok(Message::Request(request)) => {
                    assert!(request.faults(check).eq(faults.iter().copied()) && request.notes(check).eq(notes.iter().copied()));
                    assert!(request.method() != Method::Ack || faults.iter().all(|fault| fault.owed() == Owed::Drop));
                }
                Ok(Message::Response(response)) => {
                    assert!(response.faults(check).eq(faults.iter().copied()) && response.notes(check).eq(notes.iter().copied()));
                    assert!(faults.iter().all(|fault| fault.owed() == Owed::Drop));
                }
                Err(_) => assert!(!faults.is_empty()),
            }
            faults.iter().for_each(|fault| refused(&partial, fault, check));
        }
    }
}

fn refused(partial: &Partial<'_>, fault: &Fault, check: &Check<'_>) {
    let answer = Response::refusing(partial, fault, check, b"9");
    assert_eq!(answer.is_some(), matches!(fault.owed(), Owed::Status(_)));
    let Some(Ok(answer)) = answer.map(|mut answer| answer.finish()) else { return };
    let message = UNLIMITED.parse(answer.as_bytes()).expect("an answer is a message");
    let status = message.as_response().expect("an answer is a response").status();
    assert_eq!(fault.owed(), Owed::Status(status));
}
