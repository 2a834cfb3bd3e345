//! Subscriptions (RFC 6665).

use sipwire::header::Event;
use sipwire::rules::{Resubscribe, Subscription};
use sipwire::{TypedHeader, Value};

use crate::request;

fn event(text: &str) -> Event<'_> {
    Event::parse(Value::new(text.as_bytes()).unwrap()).unwrap()
}

fn notified(rows: &[&str], of: &str) -> Result<String, &'static str> {
    request("NOTIFY", rows, |request| match request.notified(&event(of)) {
        Ok(Subscription::Alive { state, expires }) => Ok(format!("{state} {expires:?}")),
        Ok(Subscription::Terminated(when)) => Ok(format!("{when:?}")),
        Err(fault) => Err(fault.rule().id()),
    })
}

/// N056: event type and id byte by byte, no other parameter.
#[test]
fn n056_event_types_and_ids_are_compared_byte_by_byte() {
    for (own, other, is_same) in [
        ("presence", "presence", true),
        ("presence", "Presence", false),
        ("presence;id=a", "presence;id=a", true),
        ("presence;id=a", "presence;id=A", false),
        ("presence;id=a", "presence", false),
        ("presence;x=a", "presence;y=b", true),
        ("presence.winfo", "presence", false),
    ] {
        assert_eq!(event(own).equivalent(&event(other)), Ok(is_same), "{own} {other}");
        let row = format!("Event: {own}");
        let wanted = if is_same { Ok("active None".to_owned()) } else { Err("V094") };
        assert_eq!(notified(&[&row, "Subscription-State: active"], other), wanted, "{own} {other}");
    }
}

/// RFC 6665 §4.1.3: each state and each reason.
#[test]
fn a_notification_says_how_the_subscription_goes_on() {
    use Resubscribe::{After, Later, Never, Now};
    for (state, wanted) in
        [("active;expires=600", "active Some(600)"), ("Pending", "Pending None"), ("waiting;expires=1;reason=rejected", "waiting Some(1)")]
    {
        assert_eq!(notified(&["Event: a", &format!("Subscription-State: {state}")], "a").as_deref(), Ok(wanted), "{state}");
    }
    for (params, wanted) in [
        ("", Now),
        (";retry-after=5", After(5)),
        (";reason=deactivated;retry-after=5", Now),
        (";reason=timeout;retry-after=5", Now),
        (";reason=probation;retry-after=5", After(5)),
        (";reason=probation", Later),
        (";reason=giveup;retry-after=5", After(5)),
        (";reason=giveup", Now),
        (";reason=Rejected;retry-after=5", Never),
        (";reason=noresource", Never),
        (";reason=invariant;retry-after=31536000", Never),
        (";reason=other;retry-after=5;expires=7", After(5)),
    ] {
        let row = format!("Subscription-State: terminated{params}");
        assert_eq!(notified(&["o: a", &row], "a"), Ok(format!("{wanted:?}")), "{params}");
    }
}

#[test]
fn a_notification_that_cannot_be_read_is_a_fault() {
    for (rows, rule) in [
        (&["Subscription-State: active"][..], "V093"),
        (&["Event: a"], "V091"),
        (&["Event: a b", "Subscription-State: active"], "V034"),
        (&["Event: a", "Subscription-State: ;"], "V034"),
        (&["Event: a", "Subscription-State: active;expires=x"], "V034"),
        (&["Event: b", "Subscription-State: ;"], "V094"),
    ] {
        assert_eq!(notified(rows, "a"), Err(rule), "{rows:?}");
    }
}
