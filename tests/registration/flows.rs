//! Known answers: the flows of the RFCs, message by message.

use sipwire::header::{Contact, ServiceRoute};
use sipwire::rules::{Bound, Check, Policy, Step};
use sipwire::{Message, Method, OwnedMessage, Response, SipUri};

use crate::store::{CHECK, Store, lines, request, values};

/// What a Contact of a 200 says: its URI, instance, `reg-id` and lifetime.
type Said = (String, Option<String>, Option<u32>, Option<u32>);

fn contacts(response: &OwnedMessage) -> Vec<Said> {
    let of = |contact: Contact<'_>| {
        let uri = contact.uri().unwrap().unwrap().to_string();
        (uri, contact.instance().unwrap().map(|urn| urn.to_string()), contact.reg_id().unwrap(), contact.expires().unwrap())
    };
    response.headers().all::<Contact<'_>>().map(|contact| of(contact.unwrap())).collect()
}

fn registered(store: &mut Store, check: &Check<'_>, text: &str) -> OwnedMessage {
    request(&lines(text), |request| store.register(request, check, |_| {}).unwrap_or_else(|fault| panic!("{fault:?}: {text}")))
}

const ALLOW: &[Method<'_>] = &[Method::Register];

/// RFC 3665 §2.1 to §2.5.
#[test]
fn rfc_3665_section_2() {
    let bob = |cseq: u32, rows: &str| {
        format!(
            "REGISTER sips:ss2.biloxi.example.com SIP/2.0
             Via: SIP/2.0/TLS client.biloxi.example.com:5061;branch=z9hG4bKnashds7
             Max-Forwards: 70
             From: Bob <sips:bob@biloxi.example.com>;tag=a73kszlfl
             To: Bob <sips:bob@biloxi.example.com>
             Call-ID: 1j9FpLxk3uxtm8tn@biloxi.example.com
             CSeq: {cseq} REGISTER
             {rows}
             Content-Length: 0"
        )
    };
    let check = Check::registrar().allow(ALLOW);
    let sips = ("sips:bob@client.biloxi.example.com".to_owned(), None, None, Some(3600));
    // The second binding of the RFC never ends: the default of that registrar, or of that scheme.
    let forever = check.policy(Policy::new().default_expires(u32::MAX));
    let mail = ("mailto:bob@biloxi.example.com".to_owned(), None, None, Some(u32::MAX));
    let mut store = Store::default();
    // §2.1 F3, F4.
    let response = registered(&mut store, &check, &bob(2, "Contact: <sips:bob@client.biloxi.example.com>"));
    assert_eq!(values(&response, "Contact"), ["<sips:bob@client.biloxi.example.com>;expires=3600"]);
    // §2.2. Its CSeq is lower than that of §2.1 and its Call-ID the same; the Contact is another, so that nothing is out of order.
    let response = registered(&mut store, &forever, &bob(1, "Contact: mailto:bob@biloxi.example.com"));
    assert_eq!(values(&response, "Contact")[1], "<mailto:bob@biloxi.example.com>;expires=4294967295");
    assert_eq!(contacts(&response), [sips.clone(), mail.clone()]);
    // §2.3.
    let before = store.0.clone();
    assert_eq!(contacts(&registered(&mut store, &check, &bob(1, ""))), [sips, mail]);
    assert_eq!(store.0, before);
    // §2.4 as it is printed comes after §2.1 by its text and before it by its CSeq: RFC 3261 §10.3 step 6 refuses it.
    let rows = "Expires: 0\nContact: *";
    request(&lines(&bob(1, rows)), |request| assert_eq!(store.register(request, &check, |_| {}).unwrap_err().rule().id(), "R004"));
    assert_eq!(store.0, before);
    assert_eq!(contacts(&registered(&mut store, &check, &bob(3, rows))), []);
    // §2.5 ends in a 401, before anything is looked at: the store is as it was.
    assert!(store.0.values().all(Vec::is_empty));
}

/// RFC 3327 §5.5: P3 and P1 are on the path, P2 is not.
#[test]
fn rfc_3327_section_5_5() {
    const PATH: &str = "<sip:P3.EXAMPLEHOME.COM;lr>,<sip:P1.EXAMPLEVISITED.COM;lr>";
    let mut store = Store::default();
    let f4 = format!(
        "REGISTER sip:REGISTRAR.EXAMPLEHOME.COM SIP/2.0
         Via: SIP/2.0/UDP 19.31.97.3:5060;branch=z9hG4bKp3wer654363
         Via: SIP/2.0/UDP 178.73.76.230:5060;branch=z9hG4bKiokioukju908
         Via: SIP/2.0/UDP 112.68.155.4:5060;branch=z9hG4bK34ghi7ab04
         Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bKnashds7
         To: UA1 <sip:UA1@EXAMPLEHOME.COM>
         From: UA1 <sip:UA1@EXAMPLEHOME.COM>;tag=456248
         Call-ID: 843817637684230@998sdasdh09
         CSeq: 1826 REGISTER
         Contact: <sip:UA1@192.0.2.4>
         Supported: path
         Path: {PATH}"
    );
    // F6: the Path of the response is that of the request.
    let f6 = registered(&mut store, &CHECK.tags(&["path"]), &f4);
    assert_eq!((values(&f6, "Path"), values(&f6, "Supported"), values(&f6, "Require").len()), (vec![PATH.into()], vec!["path".into()], 0));
    assert_eq!(values(&f6, "Contact"), ["<sip:UA1@192.0.2.4>;expires=3600"]);
    // §5.5.2 F2, F3: an INVITE to the address of record finds the Contact, and the path as its Route.
    let target = SipUri::try_from("sip:UA1@examplehome.com").unwrap();
    let bound = &store.0[&target.aor()][0].binding;
    assert_eq!(bound.contact().uri().unwrap().unwrap().to_string(), "sip:UA1@192.0.2.4");
    assert_eq!(String::from_utf8_lossy(bound.path()), PATH.replace(',', ", "));
}

/// RFC 3608 §6.4.1: the registrar knows the route to the client's home.
#[test]
fn rfc_3608_section_6_4() {
    let f3 = lines(
        "REGISTER sip:HOME.EXAMPLE.COM SIP/2.0
         Via: SIP/2.0/UDP P2.HOME.EXAMPLE.COM:5060;branch=z9hG4bKvE0R2l07o2b6T
         Via: SIP/2.0/UDP P1.VISITED.EXAMPLE.ORG:5060;branch=z9hG4bKlJuB1mcr
         Via: SIP/2.0/UDP UADDR1.VISITED.EXAMPLE.ORG:5060;branch=z9hG4bKcR1ntRAp
         To: Lawyer <sip:UA1@HOME.EXAMPLE.COM>
         From: Lawyer <sip:UA1@HOME.EXAMPLE.COM>;tag=981211
         Call-ID: 843817637684230@998sdasdh09
         CSeq: 1826 REGISTER
         Contact: <sip:UA1@UADDR1.VISITED.EXAMPLE.ORG>",
    );
    let route = ["sip:P2.HOME.EXAMPLE.COM;lr", "sip:HSP.HOME.EXAMPLE.COM;lr"].map(|uri| SipUri::try_from(uri).unwrap());
    let mut store = Store::default();
    let response = request(&f3, |request| store.register(request, &CHECK, |response| _ = response.service_route(&route)).unwrap());
    // F9: the client keeps the order.
    let kept: Vec<_> = response.headers().all::<ServiceRoute<'_>>().map(|route| route.unwrap().uri().unwrap().to_string()).collect();
    assert_eq!(kept, ["sip:P2.HOME.EXAMPLE.COM;lr", "sip:HSP.HOME.EXAMPLE.COM;lr"]);
    assert_eq!(values(&response, "Contact"), ["<sip:UA1@UADDR1.VISITED.EXAMPLE.ORG>;expires=3600"]);
}

/// RFC 5626 §9.2 to §9.4: two flows of one instance through two edge proxies, and the first again after it failed.
#[test]
fn rfc_5626_section_9() {
    const INSTANCE: &str = "urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF";
    let bob = |call_id: &str, cseq: u32, reg_id: u32, path: &str| {
        format!(
            "REGISTER sip:example.com SIP/2.0
             Via: SIP/2.0/TCP 192.0.2.15;branch=z9hG4bKnuiqisi
             Via: SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKnashds7
             Max-Forwards: 69
             From: Bob <sip:bob@example.com>;tag=7F94778B653B
             To: Bob <sip:bob@example.com>
             Call-ID: {call_id}
             CSeq: {cseq} REGISTER
             Supported: path, outbound
             Path: {path}
             Contact: <sip:bob@192.0.2.2;transport=tcp>;reg-id={reg_id};+sip.instance=\"<{INSTANCE}>\"
             Content-Length: 0"
        )
    };
    let [first, second, third] = [
        "<sip:VskztcQ/S8p4WPbOnHbuyh5iJvJIW3ib@ep1.example.com;lr;ob>",
        "<sip:wazHDLdIMtUg6r0I/oRZ15zx3zHE1w1Z@ep2.example.com;lr;ob>",
        "<sip:3yJEbr1GYZK9cPYk5Snocez6DzO7w+AX@ep1.example.com;lr;ob>",
    ];
    let flow = |reg_id| ("sip:bob@192.0.2.2;transport=tcp".to_owned(), Some(INSTANCE.to_owned()), Some(reg_id), Some(3600));
    let check = CHECK.tags(&["path", "outbound"]);
    let mut store = Store::default();
    // Messages 10 and 11.
    let m11 = registered(&mut store, &check, &bob("16CB75F21C70", 1, 1, first));
    assert_eq!((values(&m11, "Require"), values(&m11, "Supported")), (vec!["outbound".into()], vec!["path, outbound".into()]));
    assert_eq!((contacts(&m11), values(&m11, "Path")), (vec![flow(1)], vec![first.into()]));
    // Messages 14 and 16: the Path of this registration alone.
    let m16 = registered(&mut store, &check, &bob("E05133BD26DD", 1, 2, second));
    assert_eq!((contacts(&m16), values(&m16, "Path")), (vec![flow(1), flow(2)], vec![second.into()]));
    // §9.4: the same flow again, by another path.
    let m40 = registered(&mut store, &check, &bob("16CB75F21C70", 2, 1, third));
    assert_eq!(contacts(&m40), [flow(1), flow(2)]);
    let paths: Vec<_> = store.0.values().flatten().map(|timed| String::from_utf8_lossy(timed.binding.path()).into_owned()).collect();
    assert_eq!(paths, [third, second]);
}

/// RFC 5627 §9: an instance gets a public GRUU that stays, and a temporary one that a new Call-ID ends.
#[test]
fn rfc_5627_section_9() {
    const URN: &str = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    const PUBLIC: &str = "sip:callee@example.com;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    let [old, new] =
        ["sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@example.com;gr", "sip:tgruu.7hatz6cn-098shfyq193=ajfux8fyg7ajqqe7@example.com;gr"];
    let callee = |address: &str, call_id: &str| {
        lines(&format!(
            "REGISTER sip:example.com SIP/2.0
             Via: SIP/2.0/UDP {address};branch=z9hG4bKnashds7
             Max-Forwards: 70
             From: Callee <sip:callee@example.com>;tag=a73kszlfl
             Supported: gruu
             To: Callee <sip:callee@example.com>
             Call-ID: {call_id}
             CSeq: 1 REGISTER
             Contact: <sip:callee@{address}>;+sip.instance=\"<{URN}>\"
             Content-Length: 0"
        ))
    };
    let check = CHECK.tags(&["gruu"]);
    let mut store = Store::default();
    let mut register = |bytes: &[u8], temp: &str, ends: bool| {
        request(bytes, |request| {
            let registration = request.registration(&check).unwrap();
            let bindings = store.0.get(&registration.aor()).cloned().unwrap_or_default();
            let mut steps = Vec::new();
            registration.against(&bindings, &mut steps).unwrap();
            let [Step::Add(update)] = &steps[..] else { panic!("{steps:?}") };
            assert_eq!(update.instance().unwrap().to_string(), URN);
            let newest_first = bindings.iter().rev().map(|timed| &timed.binding);
            assert_eq!(registration.ends_temporary_gruus(update, newest_first), ends);
            store.register(request, &check, |_| {}).unwrap();
            let bindings = &store.0[&registration.aor()];
            let bound = bindings.iter().map(|timed| Bound::new(&timed.binding, timed.expires).pub_gruu(PUBLIC).temp_gruu(temp));
            Response::registered(&registration, bound, b"b88sn").finish().unwrap()
        })
    };
    let gruus = |response: &OwnedMessage| -> Vec<_> {
        let contacts = response.headers().all::<Contact<'_>>().map(Result::unwrap);
        let text = |text: Option<sipwire::Text<'_>>| String::from_utf8(text.unwrap().unescape().into_owned()).unwrap();
        contacts
            .map(|contact| {
                (contact.uri().unwrap().unwrap().to_string(), text(contact.pub_gruu().unwrap()), text(contact.temp_gruu().unwrap()))
            })
            .collect()
    };
    let of = |address: &str, temp: &str| (format!("sip:callee@{address}"), PUBLIC.to_owned(), temp.to_owned());
    // Messages 1 and 2: `gruu` stands neither in Supported nor in Require.
    let m2 = register(&callee("192.0.2.1", "1j9FpLxk3uxtm8tn@192.0.2.1"), old, false);
    assert_eq!((gruus(&m2), values(&m2, "Supported").len(), values(&m2, "Require").len()), (vec![of("192.0.2.1", old)], 0, 0));
    // Messages 17 and 18: the client crashed and has another address and Call-ID. Both Contacts have the temporary GRUU that was made last.
    let m18 = register(&callee("192.0.2.2", "hf8asxzff8s7f@192.0.2.2"), new, true);
    assert_eq!(gruus(&m18), [of("192.0.2.1", new), of("192.0.2.2", new)]);
    // A client that does not support GRUUs is told of none.
    let plain =
        String::from_utf8(callee("192.0.2.1", "1j9FpLxk3uxtm8tn@192.0.2.1")).unwrap().replace("gruu", "path").replace("CSeq: 1", "CSeq: 2");
    let response = request(plain.as_bytes(), |request| {
        let registration = request.registration(&check).unwrap();
        let bound = store.0[&registration.aor()].iter().map(|timed| Bound::new(&timed.binding, 60).pub_gruu(PUBLIC).temp_gruu(new));
        Response::registered(&registration, bound, b"1").finish().unwrap()
    });
    assert!(!values(&response, "Contact").concat().contains("gruu"));
}

/// The published conversation of `corpus/register`: the client takes its lifetime from the 200.
#[test]
fn the_published_conversation() {
    let read = |name: &str| std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/register").join(name)).unwrap();
    let [register, authorized, ok] = ["1-register.sip", "4-register-with-authorization.sip", "5-200-ok.sip"].map(read);
    let ok = Message::parse(&ok).unwrap();
    let mut store = Store::default();
    request(&register, |request| {
        let response = store.register(request, &CHECK.policy(Policy::new()), |_| {}).unwrap();
        assert_eq!((contacts(&response)[0].2, contacts(&response)[0].3), (Some(1), Some(30)));
        assert_eq!(values(&response, "Require"), ["outbound"]);
    });
    request(&authorized, |request| assert_eq!(ok.as_response().unwrap().granted(request), Ok(Some(30))));
}
