//! A test for each row R of `corpus/rules`.

use sipwire::header::ServiceRoute;
use sipwire::rules::{Aor, Binding, Bound, Policy, Rule, Step};
use sipwire::{Message, Response, SipUri};

use crate::store::{CHECK, INSTANCE, POLICY, Store, bound, bound_by, register, request, values};

/// The lifetimes of the bindings.
fn lifetimes(store: &Store) -> Vec<u32> {
    store.0.values().flatten().map(|timed| timed.expires).collect()
}

fn aor(uri: &'static str) -> Aor {
    SipUri::try_from(uri).unwrap().aor()
}

#[test]
fn r001_the_address_of_record_is_canonical() {
    assert_eq!(aor("sip:%61b@r;user=phone"), aor("sip:ab@R"));
    // RFC 5630 §5.2: sip and sips are one address of record.
    let mut store = Store::default();
    bound(&mut store, "7", 1, "Contact: <sip:bob@192.0.2.4>").unwrap();
    assert!(store.0.contains_key(&aor("sips:%62ob@BILOXI.example")) && !store.0.contains_key(&aor("sip:Bob@biloxi.example")));
}

#[test]
fn r002_the_parameter_counts_before_the_row_and_the_row_before_the_default() {
    let policy = Policy::new().default_expires(1800);
    for (rows, wanted) in [
        ("Contact: <sip:a>;expires=5\nExpires: 9", 5),
        ("Contact: <sip:a>\nExpires: 9", 9),
        ("Contact: <sip:a>", 1800),
        ("Contact: <sip:a>;expires=soon\nExpires: 9", 3600),
        ("Contact: <sip:a>;expires\nExpires: 9", 3600),
        ("Contact: <sip:a>;expires=99999999999", u32::MAX),
        ("Contact: sip:a;expires=7", 7),
    ] {
        let mut store = Store::default();
        bound_by(&mut store, &CHECK.policy(policy), "7", 1, rows).unwrap_or_else(|status| panic!("{rows}: {status}"));
        assert_eq!(lifetimes(&store), [wanted], "{rows}");
    }
    // A malformed row counts as an hour. A check has no fault there, only a note.
    let mut store = Store::default();
    bound(&mut store, "7", 1, "Contact: <sip:a>\nExpires: soon").unwrap();
    assert_eq!(lifetimes(&store), [3600]);
}

#[test]
fn r003_another_call_id_updates_or_removes() {
    let mut store = Store::default();
    bound(&mut store, "x", 9, "Contact: <sip:a>;expires=600").unwrap();
    assert_eq!(bound(&mut store, "y", 1, "Contact: <sip:a>;expires=60").unwrap(), ["<sip:a>;expires=60"]);
    assert_eq!(bound(&mut store, "z", 1, "Contact: <sip:a>;expires=0").unwrap(), [""; 0]);
}

#[test]
fn r004_a_request_that_is_not_later_fails() {
    let mut store = Store::default();
    bound(&mut store, "x", 5, "Contact: <sip:a>").unwrap();
    for cseq in [4, 5] {
        for expires in [0, 60] {
            assert_eq!(bound(&mut store, "x", cseq, &format!("Contact: <sip:a>;expires={expires}")), Err(500));
        }
        // Of another Contact it is no matter.
        assert!(bound(&mut store, "x", cseq, "Contact: <sip:b>;expires=0").is_ok());
    }
    assert!(bound(&mut store, "x", 6, "Contact: <sip:a>").is_ok());
    let bytes = register("x", 6, "Contact: <sip:a>");
    let fault = request(&bytes, |request| store.register(request, &CHECK, |_| {}).unwrap_err());
    assert_eq!((fault.rule(), &bytes[fault.offset()..][..10]), (Rule::RegistrationOrder, &b"6 REGISTER"[..]));
}

#[test]
fn r005_a_star_removes_all_or_fails() {
    let mut store = Store::default();
    bound(&mut store, "x", 5, "Contact: <sip:a>, <sip:b>").unwrap();
    bound(&mut store, "y", 9, "Contact: <sip:c>").unwrap();
    assert_eq!(bound(&mut store, "x", 5, "Contact: *\nExpires: 0"), Err(500));
    assert_eq!(lifetimes(&store).len(), 3);
    for rows in ["Contact: *", "Contact: *\nExpires: 5", "Contact: *, <sip:a>\nExpires: 0", "Contact: *\nContact: <sip:a>\nExpires: 0"] {
        assert_eq!(bound(&mut store, "x", 6, rows), Err(400), "{rows}");
        // The plan refuses the same without a check.
        request(&register("x", 6, rows), |request| assert!(store.register_unchecked(request, &CHECK).is_err(), "{rows}"));
    }
    assert_eq!(bound(&mut store, "x", 6, "Contact: *\nExpires: 0").unwrap(), [""; 0]);
}

#[test]
fn r006_all_contacts_or_none() {
    let mut store = Store::default();
    bound(&mut store, "x", 5, "Contact: <sip:a>").unwrap();
    let before = store.0.clone();
    for (rows, status) in [
        ("Contact: <sip:b>, <sip:c>;expires=0, <sip:a>", 500),
        ("Contact: <sip:b>, <sip:c>;expires=59", 423),
        ("Contact: <sip:b>, <sip:c:x>", 400),
    ] {
        assert_eq!(bound(&mut store, "x", 5, rows), Err(status), "{rows}");
        assert_eq!(store.0, before);
    }
    // The steps of before are not left in the caller's vector either.
    request(&register("x", 5, "Contact: <sip:b>, <sip:a>"), |request| {
        let mut steps = vec![Step::Remove(7)];
        assert!(request.registration(&CHECK).unwrap().against(store.0.values().next().unwrap(), &mut steps).is_err());
        assert!(steps.is_empty());
    });
}

#[test]
fn r007_no_more_than_asked_and_no_more_than_the_policy_has() {
    for (asked, wanted) in [(7201, Ok(7200)), (7200, Ok(7200)), (3600, Ok(3600)), (60, Ok(60)), (59, Err(423)), (1, Err(423)), (0, Ok(0))] {
        let mut store = Store::default();
        let given = bound(&mut store, "x", 1, &format!("Contact: <sip:a>;expires={asked}"));
        assert_eq!(given.map(|_| lifetimes(&store).first().copied().unwrap_or(0)), wanted, "{asked}");
    }
    // Above an hour nothing is too brief (§10.3 step 7).
    let check = CHECK.policy(Policy::new().min_expires(7200));
    let mut store = Store::default();
    assert_eq!(bound_by(&mut store, &check, "x", 1, "Contact: <sip:a>;expires=3599"), Err(423));
    assert!(bound_by(&mut store, &check, "x", 1, "Contact: <sip:a>;expires=3600").is_ok());
}

#[test]
fn r008_the_200_lists_every_binding_with_its_lifetime() {
    let mut store = Store::default();
    bound(&mut store, "x", 1, "Contact: \"B\" <sip:a;x>;q=0.5;expires=600;+sip.foo=\"<b>\"").unwrap();
    bound(&mut store, "y", 1, "m: sip:b;EXPIRES=70, <tel:+1>").unwrap();
    let wanted = ["<sip:a;x>;q=0.5;+sip.foo=\"<b>\";expires=600", "<sip:b>;expires=70", "<tel:+1>;expires=3600"];
    assert_eq!(bound(&mut store, "z", 1, "").unwrap(), wanted);
    // Another user has none of them.
    let other = String::from_utf8(register("x", 2, "")).unwrap().replace("bob", "alice");
    request(other.as_bytes(), |request| {
        assert!(request.registration(&CHECK).unwrap().is_fetch());
        assert_eq!(values(&store.register(request, &CHECK, |_| {}).unwrap(), "Contact"), [""; 0]);
    });
}

/// A REGISTER that came through an edge proxy.
fn through_an_edge(path: &str, rows: &str) -> Vec<u8> {
    let path = if path.is_empty() { String::new() } else { format!("Path: {path}\n") };
    register("x", 1, &format!("Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bK2\n{path}{rows}"))
}

#[test]
fn r009_a_flow_is_told_by_instance_and_reg_id() {
    let mut store = Store::default();
    let flow = |uri: &str, reg_id: u32| format!("Supported: outbound, path\nContact: <{uri}>;reg-id={reg_id};{INSTANCE}");
    bound(&mut store, "x", 1, &flow("sip:a", 1)).unwrap();
    // Another URI is the same flow, another reg-id is not, whatever the URI.
    assert_eq!(bound(&mut store, "x", 2, &flow("sip:b", 1)).unwrap().len(), 1);
    assert_eq!(bound(&mut store, "x", 1, &flow("sip:b", 2)).unwrap().len(), 2);
    let lower = flow("sip:c", 2).replace("AABBCC", "aabbcc");
    assert_eq!(bound(&mut store, "x", 1, &lower), Err(500));
    assert_eq!(bound(&mut store, "x", 2, &lower).unwrap().len(), 2);
    // Through an edge proxy.
    for (path, rule) in [
        ("<sip:e;lr;ob>", None),
        ("<sip:e;lr;ob>, <sip:f;lr>", None),
        ("", Some(Rule::FirstHopNotOutbound)),
        ("<sip:e;lr>", Some(Rule::FirstHopNotOutbound)),
        ("<sip:e;lr>, <sip:f;lr;ob>", Some(Rule::FirstHopNotOutbound)),
    ] {
        let bytes = through_an_edge(path, &flow("sip:a", 1));
        let answered = request(&bytes, |request| Store::default().register(request, &CHECK, |_| {}));
        assert_eq!(answered.as_ref().err().map(|fault| fault.rule()), rule, "{path}");
        if let Ok(response) = answered {
            assert_eq!(values(&response, "Require"), ["outbound"], "{path}");
        }
    }
}

#[test]
fn r010_what_is_no_flow_is_told_by_its_uri() {
    let plain = CHECK.tags(&["path"]);
    let without = format!("Contact: <sip:a>;reg-id=1;{INSTANCE}");
    for (check, bytes, is_flow, requires) in [
        (&CHECK, register("x", 1, &without), true, false),
        (&CHECK, register("x", 1, &format!("k: outbound\n{without}")), true, true),
        (&plain, register("x", 1, &format!("k: outbound\n{without}")), false, false),
        (&CHECK, register("x", 1, "k: outbound\nContact: <sip:a>;reg-id=1"), false, false),
        (&CHECK, register("x", 1, &format!("k: outbound\nContact: <sip:a>;{INSTANCE}")), false, false),
        (&CHECK, through_an_edge("", &without), false, false),
        // What is ignored need not be right.
        (&plain, register("x", 1, "Contact: <sip:a>;reg-id=1;+sip.instance=\"x\""), false, false),
        (&CHECK, through_an_edge("<sip:e;lr;ob>", &format!("k: path\n{without}")), true, false),
    ] {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut store = Store::default();
        let response = request(&bytes, |request| store.register(request, check, |_| {}).unwrap_or_else(|fault| panic!("{fault}: {text}")));
        assert_eq!(values(&response, "Require").len(), usize::from(requires), "{text}");
        assert_eq!(store.0.values().next().unwrap()[0].binding.key().is_flow(), is_flow, "{text}");
    }
    assert_eq!(bound(&mut Store::default(), "x", 1, "Contact: <sip:a>;reg-id=1;+sip.instance=\"x\""), Err(400));
    // Both kinds stand side by side, with one URI.
    let mut store = Store::default();
    bound(&mut store, "x", 1, &without).unwrap();
    assert_eq!(bound(&mut store, "x", 1, "Contact: <sip:a>").unwrap().len(), 2);
}

#[test]
fn r011_the_path_is_kept_and_copied() {
    let bytes = register("x", 1, "Supported: path\nPath: <sip:p1;lr>, <sip:p2;lr>\nPath: <sip:p3;lr>\nContact: <sip:a>");
    let mut store = Store::default();
    let response = request(&bytes, |request| store.register(request, &CHECK, |_| {}).unwrap());
    assert_eq!(values(&response, "Path"), ["<sip:p1;lr>, <sip:p2;lr>", "<sip:p3;lr>"]);
    assert_eq!(store.0.values().next().unwrap()[0].binding.path(), b"<sip:p1;lr>, <sip:p2;lr>, <sip:p3;lr>");
    // A later request without a Path replaces it.
    bound(&mut store, "x", 2, "Contact: <sip:a>").unwrap();
    assert_eq!(store.0.values().next().unwrap()[0].binding.path(), b"");
}

#[test]
fn r012_each_value_of_service_route_is_a_loose_router() {
    let uris = |list: [&'static str; 2]| list.map(|uri| SipUri::try_from(uri).unwrap());
    for (route, is_right) in [(["sip:p;lr", "sip:h;lr"], true), (["sip:p;lr", "sip:h"], false), (["sip:p;lrx", "sip:h;lr"], false)] {
        // The same for a request that only asks.
        for rows in ["Contact: <sip:a>", ""] {
            let built = request(&register("x", 1, rows), |request| {
                let registration = request.registration(&CHECK).unwrap();
                Response::registered(&registration, [], b"1").service_route(&uris(route)).finish()
            });
            assert_eq!(built.is_ok(), is_right, "{route:?}");
            if let Ok(built) = built {
                assert_eq!(values(&built, "Service-Route"), ["<sip:p;lr>", "<sip:h;lr>"]);
            }
        }
    }
}

#[test]
fn r013_the_service_route_of_the_last_2xx_counts() {
    let route = |text: &'static str| -> Vec<String> {
        let message = Message::parse(text.as_bytes()).unwrap();
        message.headers().all::<ServiceRoute<'_>>().map(|route| route.unwrap().to_string()).collect()
    };
    assert_eq!(
        route("SIP/2.0 200 OK\r\nService-Route: <sip:p;lr>\r\nService-Route: <sip:h;lr>, <sip:i;lr>\r\n\r\n"),
        ["<sip:p;lr>", "<sip:h;lr>", "<sip:i;lr>"]
    );
    assert_eq!(route("SIP/2.0 200 OK\r\n\r\n"), [""; 0]);
}

#[test]
fn r014_a_new_call_id_ends_the_temporary_gruus() {
    let contact = |reg_id: &str| format!("Contact: <sip:a>{reg_id};{INSTANCE}");
    let other = "Contact: <sip:a>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000000000000>\"";
    let mut store = Store::default();
    bound(&mut store, "x", 1, &contact(";reg-id=1")).unwrap();
    for (call_id, rows, ends) in [
        ("x", contact(";reg-id=1"), false),
        ("y", contact(";reg-id=1"), true),
        // Of another flow there is no binding.
        ("y", contact(";reg-id=2"), false),
        // What is no flow is compared with all flows of its instance.
        ("y", contact(""), true),
        ("x", contact(""), false),
        ("y", other.to_owned(), false),
        ("y", "Contact: <sip:a>".to_owned(), false),
    ] {
        request(&register(call_id, 2, &rows), |request| {
            let (registration, bindings) = (request.registration(&CHECK).unwrap(), store.0.values().next().unwrap());
            let mut steps = Vec::new();
            registration.against(bindings, &mut steps).unwrap();
            let (Step::Add(update) | Step::Replace(_, update)) = &steps[0] else { panic!("{steps:?}") };
            let newest_first = bindings.iter().map(|timed| &timed.binding);
            assert_eq!(registration.ends_temporary_gruus(update, newest_first), ends, "{call_id} {rows}");
        });
    }
}

/// The Contacts of a 200 to a request, whose bindings have GRUUs.
fn with_gruus(rows: &str) -> Vec<String> {
    let mut store = Store::default();
    request(&register("x", 1, rows), |request| {
        store.register(request, &CHECK, |_| {}).unwrap();
        let registration = request.registration(&CHECK).unwrap();
        let bound =
            store.0.values().flatten().map(|timed| Bound::new(&timed.binding, 60).pub_gruu("sip:bob@r;gr=1").temp_gruu("sip:t@r;gr"));
        let response = Response::registered(&registration, bound, b"1").finish().unwrap();
        assert!(!values(&response, "Supported").concat().contains("gruu"));
        values(&response, "Contact")
    })
}

#[test]
fn r015_gruus_are_for_instances_whose_client_supports_them() {
    let instance = format!("Contact: <sip:a>;{INSTANCE}");
    let gruus = ";pub-gruu=\"sip:bob@r;gr=1\";temp-gruu=\"sip:t@r;gr\"";
    assert_eq!(with_gruus(&format!("Supported: gruu\n{instance}")), [format!("<sip:a>;{INSTANCE}{gruus};expires=60")]);
    assert_eq!(with_gruus(&instance), [format!("<sip:a>;{INSTANCE};expires=60")]);
    assert_eq!(with_gruus("Supported: gruu\nContact: <sip:a>"), ["<sip:a>;expires=60"]);
}

#[test]
fn r016_gruus_of_the_request_are_ignored() {
    let rows = format!("Contact: <sip:a>;pub-gruu=\"sip:x@r;gr\";{INSTANCE};Temp-GRUU=\"sip:y@r;gr\"");
    assert_eq!(with_gruus(&rows), [format!("<sip:a>;{INSTANCE};expires=60")]);
    assert!(with_gruus(&format!("Supported: gruu\n{rows}"))[0].contains("temp-gruu=\"sip:t@r;gr\""));
}

#[test]
fn r017_after_a_423_the_client_asks_for_what_the_registrar_wants() {
    let bytes = register("x", 1, "Contact: <sip:a>;expires=10");
    request(&bytes, |request| {
        let fault = Store::default().register(request, &CHECK, |_| {}).unwrap_err();
        let refusal = Response::refusing(request, &fault, &CHECK, b"1").unwrap().finish().unwrap();
        let message = refusal.as_message();
        let response = message.as_response().unwrap();
        assert_eq!((response.status().as_u16(), response.least_expires(), response.granted(request)), (423, Some(60), Ok(None)));
    });
    for text in ["SIP/2.0 423 \r\n\r\n", "SIP/2.0 423 \r\nMin-Expires: x\r\n\r\n", "SIP/2.0 200 \r\nMin-Expires: 60\r\n\r\n"] {
        assert_eq!(Message::parse(text.as_bytes()).unwrap().as_response().unwrap().least_expires(), None, "{text}");
    }
}

#[test]
fn r018_a_request_that_is_sent_again_has_the_next_number() {
    request(&register("x", 5, "Contact: <sip:a>"), |request| {
        let again = request.retry("z9hG4bK2", [] as [sipwire::header::Authorization<'_>; 0]).unwrap();
        assert_eq!((values(&again, "CSeq"), values(&again, "Call-ID")), (vec!["6 REGISTER".into()], vec!["x".into()]));
    });
}

/// RFC 8599 §4.1.2: whoever unregisters leaves `pn-prid` out, and the binding is found nevertheless.
#[test]
fn r019_a_binding_is_ended_without_its_push_resource() {
    let mut store = Store::default();
    let bytes = register("x", 1, "Contact: <sip:a@h;pn-provider=acme;pn-param=p;pn-prid=00fc13adff78512>");
    request(&bytes, |request| {
        let mut steps = Vec::new();
        request.registration(&CHECK).unwrap().against::<Binding>(&[], &mut steps).unwrap();
        let Step::Add(update) = &steps[0] else { panic!("{steps:?}") };
        assert!(update.push_service().unwrap().is("acme"));
        store.register(request, &CHECK, |_| {}).unwrap();
    });
    assert_eq!(bound(&mut store, "x", 2, "Contact: <sip:a@h;pn-provider=acme;pn-param=p>;expires=0").unwrap(), [""; 0]);
}

/// RFC 5626 §4.2.3: `*` has no parameters, so that it can name no instance and no flow.
#[test]
fn r020_a_star_has_no_instance() {
    for rows in ["Contact: *;reg-id=1\nExpires: 0", &format!("Contact: *;{INSTANCE}\nExpires: 0")] {
        assert_eq!(bound(&mut Store::default(), "x", 1, rows), Err(400), "{rows}");
    }
}

#[test]
fn r021_there_are_no_more_bindings_than_the_policy_has() {
    let check = CHECK.policy(POLICY.max_bindings(2));
    let mut store = Store::default();
    let rows = [
        ("Contact: <sip:a>", Ok(1)),
        ("Contact: <sip:b>, <sip:c>", Err(403)),
        ("Contact: <sip:b>", Ok(2)),
        ("Contact: <sip:c>", Err(403)),
        ("Contact: <sip:b>;expires=600", Ok(2)),
        ("Contact: <sip:b>;expires=0, <sip:c>", Ok(2)),
        ("Contact: <sip:c>;expires=0, <sip:d>;expires=0, <sip:e>;expires=0", Err(403)),
    ];
    for (cseq, (rows, wanted)) in (1..).zip(rows) {
        let given = bound_by(&mut store, &check, "x", cseq, rows);
        assert_eq!(given.map(|contacts| contacts.len()), wanted, "{rows}");
    }
}
