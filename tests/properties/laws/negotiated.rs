//! The laws of registrations and of what is negotiated.

use sipwire::header::{Contact, Event};
use sipwire::rules::{
    Binding, BindingKey, Bound, Check, Fault, Peer, Policy, ProxyTimer, RSeqOrder, Registration, Reliability, Reliable, SessionTimer,
    TimerLimits, Wants,
};
use sipwire::{Message, Response, StatusCode};

use super::debugs;
use super::message::UNLIMITED;

const REGISTRAR: Check<'_> = Check::registrar().tags(&["outbound", "path", "gruu"]).policy(Policy::new().min_expires(60));

/// Faults have a place in the buffer. What is bound is found again, can be stored, and is what the 200 to it says.
pub(crate) fn negotiated(message: &Message<'_>, input: &[u8]) {
    let has_place = |fault: Fault| assert!(fault.offset() <= input.len() && fault.owed().is_refusal(), "{fault:?}");
    for wants in [Wants::new("session", &["application/sdp"]), Wants::new("render", &["text/*"])] {
        match message.body_for(&wants) {
            Ok(body) => assert!(body.is_none_or(|body| body.as_bytes().len() <= input.len())),
            Err(fault) => has_place(fault),
        }
    }
    let peer = Peer::of(message.headers());
    assert!(peer.unknown(&[]).all(|tag| peer.requires(tag.as_str()) && peer.knows(tag.as_str())));
    match message {
        Message::Request(request) => {
            match request.registration(&REGISTRAR) {
                Ok(registration) => registered(&registration),
                Err(fault) => has_place(fault),
            }
            let limits = TimerLimits::new().shortest(300).longest(900).asks(600);
            match SessionTimer::answer(request, &limits) {
                Ok(timer) => assert!(timer.is_none_or(|timer| timer.interval() >= 90 && timer.end_after() <= timer.interval())),
                Err(fault) => has_place(fault),
            }
            _ = ProxyTimer::of(request, &limits).map_err(has_place);
            if let Ok(Some(event)) = request.headers().get::<Event<'_>>() {
                _ = request.notified(&event).map_err(has_place);
            }
            if let Ok(mut reliable) = Reliable::new(request, 7) {
                reliable.send(true);
                _ = reliable.acknowledge(request).map_err(has_place);
            }
            assert_eq!(Reliability::of(request, StatusCode::TRYING), Reliability::Never);
        }
        Message::Response(response) => {
            _ = (SessionTimer::adopt(response), RSeqOrder::default().receive(response), response.rack().map(drop));
        }
    }
}

fn registered(registration: &Registration<'_, '_>) {
    let (mut bindings, mut steps): (Vec<(Binding, u32)>, _) = (Vec::new(), Vec::new());
    if let Err(fault) = registration.against(&bindings, &mut steps) {
        assert!(steps.is_empty() && fault.owed().is_refusal());
        return;
    }
    debugs(&steps);
    for step in steps.drain(..) {
        step.apply(&mut bindings, |update| (registration.binding(update), update.expires()));
    }
    for (binding, _) in &bindings {
        debugs(binding);
        assert_eq!(Binding::from_bytes(binding.as_bytes()).as_ref(), Some(binding));
        assert!(binding.key().is_same(&binding.key()) && BindingKey::from_bytes(binding.key().as_bytes()) == Some(binding.key()));
        // The same request again is not later than itself.
        assert!(!binding.is_before(registration.call_id(), registration.cseq()));
    }
    // No two bindings are the same.
    let keys: Vec<_> = bindings.iter().map(|(binding, _)| binding.key()).collect();
    assert!(keys.iter().enumerate().all(|(place, key)| keys[..place].iter().all(|other| !other.is_same(key) || !key.is_same(other))));
    let bound = bindings.iter().map(|(binding, expires)| Bound::new(binding, *expires));
    let Ok(ok) = Response::registered(registration, bound, b"9").finish() else { return };
    let message = UNLIMITED.parse(ok.as_bytes()).expect("an answer is a message");
    let listed = message.headers().all::<Contact<'_>>().count();
    assert_eq!(listed, bindings.len());
}
