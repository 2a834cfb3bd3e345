//! A registrar that is written after the pseudo-code of RFC 3261 §10.3, over a `Vec` of text, and random sequences of requests to both.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use sipwire::header::Contact;
use sipwire::rules::{Check, Owed, Policy};
use sipwire::{Message, Method, Uri};

use crate::store::{Store, Timed, register, request};

/// URIs: the first five are one Contact, though the second and the third are not; no other is the same as another.
const URIS: [&str; 12] = [
    "sip:a@h",
    "sip:a@h;x=1",
    "sip:a@h;x=2",
    "SIP:%61@H;x=1",
    "sips:a@h",
    "sip:a@h;transport=tcp",
    "sip:A@h",
    "sip:b@h",
    "sip:b@h:5060",
    "sip:b@h?subject=x",
    "tel:+1-555",
    "mailto:a@h",
];
const INSTANCES: [&str; 3] =
    ["urn:uuid:00000000-0000-1000-8000-aabbccddeeff", "urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF", "urn:example:A"];

const POLICY: Policy = Policy::new().min_expires(60).max_expires(3000).default_expires(1800).max_bindings(4);
const PLAIN: Check<'_> = Check::registrar().allow(&[Method::Register]).policy(POLICY);
const OUTBOUND: Check<'_> = PLAIN.tags(&["outbound"]);

#[derive(Clone, Debug)]
struct Asked {
    uri: &'static str,
    flow: Option<(&'static str, u32)>,
    expires: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct Made {
    call_id: &'static str,
    cseq: u32,
    star: bool,
    row: Option<&'static str>,
    contacts: Vec<Asked>,
}

impl Made {
    fn bytes(&self) -> Vec<u8> {
        let mut rows = self.row.map_or(String::new(), |row| format!("Expires: {row}\n"));
        if self.star {
            rows.push_str("Contact: *\n");
        }
        for Asked { uri, flow, expires } in &self.contacts {
            rows.push_str(&format!("Contact: <{uri}>"));
            if let Some((instance, reg_id)) = flow {
                rows.push_str(&format!(";reg-id={reg_id};+sip.instance=\"<{instance}>\""));
            }
            rows.push_str(&expires.map_or("\n".to_owned(), |expires| format!(";expires={expires}\n")));
        }
        register(self.call_id, self.cseq, &rows)
    }
}

/// A binding of the twin; `is_fresh` within the request that made it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    uri: &'static str,
    flow: Option<(&'static str, u32)>,
    call_id: &'static str,
    cseq: u32,
    expires: u32,
    is_fresh: bool,
}

fn are_same(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|uri| uri.replace("sips:", "sip:"));
    Uri::try_from(&*a).unwrap().equivalent(&Uri::try_from(&*b).unwrap()).is_ok()
}

fn is_same(kept: &Kept, asked: &Asked, takes_flows: bool) -> bool {
    match (kept.flow.filter(|_| takes_flows), asked.flow.filter(|_| takes_flows)) {
        (Some((a, one)), Some((b, other))) => one == other && are_same(a, b),
        (None, None) => are_same(kept.uri, asked.uri),
        _ => false,
    }
}

fn seconds(text: &str) -> u32 {
    text.parse().unwrap_or(3600)
}

/// RFC 3261 §10.3 steps 6 and 7: the new bindings, or the status of the refusal.
fn twin(old: &[Kept], made: &Made, takes_flows: bool) -> Result<Vec<Kept>, u16> {
    let is_late = |kept: &Kept| !kept.is_fresh && kept.call_id == made.call_id && kept.cseq >= made.cseq;
    if made.star {
        return match made.row {
            Some("0") if made.contacts.is_empty() => {
                if old.iter().any(is_late) {
                    Err(500)
                } else {
                    Ok(Vec::new())
                }
            }
            _ => Err(400),
        };
    }
    let mut new = old.to_vec();
    let mut has_new = false;
    for (place, asked) in made.contacts.iter().enumerate() {
        if place == 4 {
            return Err(403);
        }
        let wanted = asked.expires.or(made.row).map_or(1800, seconds);
        if wanted > 0 && wanted < 3600 && wanted < 60 {
            return Err(423);
        }
        if new.iter().any(|kept| is_same(kept, asked, takes_flows) && is_late(kept)) {
            return Err(500);
        }
        let count = new.len();
        new.retain(|kept| !is_same(kept, asked, takes_flows));
        if wanted > 0 {
            has_new |= new.len() == count;
            let (uri, flow) = (asked.uri, asked.flow);
            new.push(Kept { uri, flow, call_id: made.call_id, cseq: made.cseq, expires: wanted.min(3000), is_fresh: true });
        }
    }
    if has_new && new.len() > 4 {
        return Err(403);
    }
    new.iter_mut().for_each(|kept| kept.is_fresh = false);
    Ok(new)
}

/// What the bindings of the crate are, as the twin has them.
fn kept(bindings: &[Timed]) -> Vec<(String, String, u32, u32)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let of = |timed: &Timed| {
        let contact = timed.binding.contact();
        let flow = contact.reg_id().unwrap().map_or(String::new(), |reg_id| format!("{reg_id} {}", contact.instance().unwrap().unwrap()));
        (format!("{} {flow}", contact.uri().unwrap().unwrap()), text(timed.binding.call_id()), timed.binding.cseq(), timed.expires)
    };
    let mut all: Vec<_> = bindings.iter().map(of).collect();
    all.sort();
    all
}

fn of_twin(bindings: &[Kept]) -> Vec<(String, String, u32, u32)> {
    let of = |kept: &Kept| {
        let flow = kept.flow.map_or(String::new(), |(instance, reg_id)| format!("{reg_id} {instance}"));
        (format!("{} {flow}", kept.uri), kept.call_id.to_owned(), kept.cseq, kept.expires)
    };
    let mut all: Vec<_> = bindings.iter().map(of).collect();
    all.sort();
    all
}

fn made() -> impl Strategy<Value = Made> {
    let expires = || proptest::option::of(select(&["0", "0", "59", "60", "600", "3600", "9999", "soon"][..]));
    let flow = proptest::option::weighted(0.3, (select(&INSTANCES[..]), 1_u32..3));
    let asked = (select(&URIS[..]), flow, expires()).prop_map(|(uri, flow, expires)| Asked { uri, flow, expires });
    let contacts = prop_oneof![8 => proptest::collection::vec(asked.clone(), 0..3), 1 => proptest::collection::vec(asked, 3..6)];
    let star = proptest::bool::weighted(0.08);
    (select(&["x", "y", "z"][..]), 0_u32..8, star, expires(), contacts).prop_map(|(call_id, cseq, star, row, contacts)| Made {
        call_id,
        cseq,
        star,
        row: if star { row.or(Some("0")) } else { row },
        // Most stars stand alone.
        contacts: if star && cseq > 1 { Vec::new() } else { contacts },
    })
}

fn cases() -> Config {
    let cases = if std::env::var_os("SIPWIRE_LONG_TESTS").is_some() { 100_000 } else { 500 };
    Config { failure_persistence: None, ..Config::with_cases(cases) }
}

proptest! {
    #![proptest_config(cases())]

    /// A sequence of requests leaves the same bindings as the pseudo-code does; a refused one changes nothing; and what the 200 says is what
    /// the client reads.
    #[test]
    fn a_registrar_does_what_the_pseudo_code_does(requests in proptest::collection::vec(made(), 1..12), takes_flows: bool) {
        let check = if takes_flows { OUTBOUND } else { PLAIN };
        let (mut store, mut old): (Store, Vec<Kept>) = Default::default();
        for made in &requests {
            let bytes = made.bytes();
            let before = store.0.values().next().cloned().unwrap_or_default();
            // Without the check before: the plan refuses by itself what it can't be made of.
            let registered = request(&bytes, |request| {
                let unchecked = request.registration(&check).and_then(|registration| registration.against(&before, &mut Vec::new()));
                let registered = store.register_unchecked(request, &check);
                assert_eq!(unchecked.err(), registered.as_ref().err().copied());
                registered
            });
            let after = store.0.values().next().cloned().unwrap_or_default();
            match (twin(&old, made, takes_flows), registered) {
                (Ok(new), Ok(response)) => {
                    prop_assert_eq!(kept(&after), of_twin(&new), "{:?}", made);
                    old = new;
                    let message = response.as_message();
                    let response = message.as_response().unwrap();
                    for contact in request(&bytes, |request| granted(request, response)) {
                        let same: Vec<_> = old.iter().filter(|kept| is_same(kept, &contact.0, takes_flows)).collect();
                        // The client does not know whether the registrar takes flows: both readings must agree, or the flow decides.
                        let is_clear = |kept: &Kept| match [true, false].map(|takes_flows| is_same(kept, &contact.0, takes_flows)) {
                            [by_flow, by_uri] => by_flow == by_uri || takes_flows && (kept.flow.is_some() || contact.0.flow.is_none()),
                        };
                        if same.len() < 2 && old.iter().all(is_clear) {
                            prop_assert_eq!(contact.1, same.first().map(|kept| kept.expires), "{:?} in {:?}", contact.0, response);
                        }
                    }
                }
                (Err(status), Err(fault)) => {
                    let Owed::Status(owed) = fault.owed() else { panic!("{fault:?}") };
                    prop_assert_eq!(owed.as_u16(), status, "{:?} {:?}", fault, made);
                    prop_assert_eq!(kept(&after), kept(&before));
                    prop_assert!(fault.offset() < bytes.len());
                }
                (twin, registered) => prop_assert!(false, "{:?}: {:?}, {:?}", made, twin, registered),
            }
        }
    }
}

/// What the client reads for each Contact of its request.
fn granted(request: &sipwire::Request<'_>, response: &sipwire::Response<'_>) -> Vec<(Asked, Option<u32>)> {
    let contacts = request.headers().all::<Contact<'_>>().map(Result::unwrap).filter(|contact| !contact.is_star());
    let of = |contact: Contact<'_>| {
        let written = contact.uri().unwrap().unwrap().to_string();
        let uri = URIS.iter().find(|uri| **uri == written).unwrap();
        let flow = contact.instance().unwrap().map(|instance| {
            (*INSTANCES.iter().find(|one| instance.as_bytes() == one.as_bytes()).unwrap(), contact.reg_id().unwrap().unwrap())
        });
        (Asked { uri, flow, expires: None }, response.granted_to(&contact, 0).unwrap())
    };
    contacts.map(of).collect()
}

#[test]
fn the_twin_sees_that_equality_is_not_transitive() {
    let uris: Vec<Vec<bool>> = URIS.iter().map(|a| URIS.iter().map(|b| are_same(a, b)).collect()).collect();
    assert!(uris[0][1] && uris[0][2] && !uris[1][2] && uris[0][3] && uris[0][4] && !uris[0][5]);
    assert!(Message::parse(&register("x", 1, "")).is_ok());
}
