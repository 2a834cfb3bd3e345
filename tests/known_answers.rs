//! The REGISTER conversation through typed access: what a program would ask for, with its answers.

mod common;

use core::net::{IpAddr, Ipv4Addr};

use sipwire::header::{
    Allow, Authorization, CSeq, CallId, Contact, ContentLength, Expires, From, MaxForwards, RecordRoute, Route, Supported, To, Via,
    WwwAuthenticate,
};
use sipwire::{Algorithm, ErrorKind, HeaderName, Message, Method, Response, StatusCode, Transport, UriScheme, Version};

const UA: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 110, 247));
const REGISTRAR: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 110, 237));

const METHODS: [Method<'_>; 12] = [
    Method::Prack,
    Method::Invite,
    Method::Ack,
    Method::Bye,
    Method::Cancel,
    Method::Update,
    Method::Info,
    Method::Subscribe,
    Method::Notify,
    Method::Refer,
    Method::Message,
    Method::Options,
];

/// What is different in the three requests.
struct Registration {
    place: usize,
    uri_port: u16,
    user: &'static str,
    ua_port: u16,
    branch: &'static str,
    tag: &'static str,
    call_id: &'static str,
    cseq: u32,
}

const REGISTRATIONS: [Registration; 3] = [
    Registration {
        place: 0,
        uri_port: 20101,
        user: "32100045",
        ua_port: 50250,
        branch: "z9hG4bKPjda05353a7a96446799361429235bc0e5",
        tag: "6c33309d840849cf89aeffac78fe505e",
        call_id: "3548dbde40f943d2bdaf41d727049ffc",
        cseq: 54023,
    },
    Registration {
        place: 1,
        uri_port: 5070,
        user: "101",
        ua_port: 60340,
        branch: "z9hG4bKPj77ff2e12d94343cabbdea16734441deb",
        tag: "00e15cfa6bf8488a89cef288a4795d85",
        call_id: "de1d2568de394a59bc6fcd2f27731060",
        cseq: 6317,
    },
    Registration {
        place: 3,
        uri_port: 20101,
        user: "32100045",
        ua_port: 50250,
        branch: "z9hG4bKPj2441c1d494194a18bab63a939084bc5d",
        tag: "6c33309d840849cf89aeffac78fe505e",
        call_id: "3548dbde40f943d2bdaf41d727049ffc",
        cseq: 54024,
    },
];

/// The only element of a list header.
fn only<T, E: core::fmt::Debug>(mut all: impl Iterator<Item = Result<T, E>>) -> T {
    let one = all.next().expect("an element").unwrap();
    assert!(all.next().is_none(), "another element");
    one
}

#[test]
fn the_requests() {
    let cases = common::register();
    for known in &REGISTRATIONS {
        let message = Message::parse(&cases[known.place].bytes).unwrap();
        let request = message.as_request().unwrap();
        assert_eq!((request.method(), request.version()), (Method::Register, Version::SIP_2_0));
        let uri = request.uri().unwrap();
        let uri = uri.as_sip().unwrap();
        assert_eq!((uri.host().ip(), uri.port(), uri.transport()), (Some(REGISTRAR), Some(known.uri_port), Some(Transport::Tcp)));
        assert!(uri.user().is_none() && uri.password().is_none() && uri.headers().is_empty());

        let headers = message.headers();
        let via = only(headers.all::<Via>());
        assert_eq!((via.protocol().as_str(), via.version().as_str(), via.transport()), ("SIP", "2.0", Transport::Tcp));
        assert_eq!(
            (via.host().unwrap().ip(), via.port().unwrap(), via.branch().unwrap().unwrap().as_str()),
            (Some(UA), Some(known.ua_port), known.branch)
        );
        assert_eq!((via.has_rport(), via.rport().unwrap(), via.received().unwrap(), via.has_alias()), (true, None, None, true));
        assert_eq!(headers.require::<MaxForwards>().unwrap().value(), 70);

        let from = headers.require::<From>().unwrap();
        assert_eq!(from.tag().unwrap().unwrap(), known.tag);
        let to = headers.require::<To>().unwrap();
        assert!(to.tag().unwrap().is_none());
        for address in [*from, *to] {
            let uri = address.uri().unwrap();
            let uri = uri.as_sip().unwrap();
            assert!(uri.user().unwrap().is(known.user) && address.display_name().unwrap().is_none());
            assert_eq!((uri.host().ip(), uri.port()), (Some(REGISTRAR), None));
        }
        assert_eq!(headers.require::<CallId>().unwrap(), known.call_id);
        let cseq = headers.require::<CSeq>().unwrap();
        assert_eq!((cseq.number(), cseq.method()), (known.cseq, Method::Register));
        let supported: Vec<_> = headers.all::<Supported>().map(|tag| tag.unwrap().token().to_string()).collect();
        assert_eq!(supported, ["outbound", "path"]);

        let contact = only(headers.all::<Contact>());
        let uri = contact.uri().unwrap().unwrap();
        let uri = uri.as_sip().unwrap();
        assert!(uri.user().unwrap().is(known.user) && uri.is_outbound() && !contact.is_star());
        assert_eq!((uri.host().ip(), uri.port(), uri.transport()), (Some(UA), Some(known.ua_port), Some(Transport::Tcp)));
        assert_eq!((contact.reg_id(), contact.q(), contact.expires()), (Ok(Some(1)), Ok(None), Ok(None)));
        let instance = contact.instance().unwrap().unwrap();
        assert_eq!(instance.scheme(), UriScheme::Urn);
        assert_eq!(instance.as_bytes(), b"urn:uuid:00000000-0000-0000-0000-000041d7c640");

        assert_eq!(headers.require::<Expires>().unwrap().value(), 30);
        assert!(headers.all::<Allow>().map(|allow| allow.unwrap().method()).eq(METHODS));
        assert_eq!(headers.require::<ContentLength>().unwrap().value(), 0);
        assert_eq!((message.body(), message.trailing()), (&b""[..], &b""[..]));
        assert!(headers.first::<RecordRoute>().unwrap().is_none());
    }
}

#[test]
fn the_preloaded_route() {
    let cases = common::register();
    for (place, case) in cases.iter().enumerate() {
        let message = Message::parse(&case.bytes).unwrap();
        assert_eq!(message.headers().is_present::<Route>(), place == 1);
    }
    let message = Message::parse(&cases[1].bytes).unwrap();
    let route = only(message.headers().all::<Route>());
    let uri = route.uri().unwrap();
    let uri = uri.as_sip().unwrap();
    assert_eq!((uri.host().as_str(), uri.port(), uri.transport()), ("192.168.110.230", Some(5060), Some(Transport::Tcp)));
    assert!(uri.is_loose_router() && route.params().is_empty());
}

#[test]
fn the_responses() {
    let cases = common::register();
    let parsed = [2, 4].map(|place| Message::parse(&cases[place].bytes).unwrap());
    let [unauthorized, ok] = &parsed;
    let line = |response: &Response<'_>| (response.status(), response.reason().to_string(), response.version());
    assert_eq!(line(unauthorized.as_response().unwrap()), (StatusCode::UNAUTHORIZED, "Unauthorized".into(), Version::SIP_2_0));
    assert_eq!(line(ok.as_response().unwrap()), (StatusCode::OK, "OK".into(), Version::SIP_2_0));

    for (response, known) in [(unauthorized, &REGISTRATIONS[0]), (ok, &REGISTRATIONS[2])] {
        let headers = response.headers();
        let via = only(headers.all::<Via>());
        assert_eq!(
            (via.host().unwrap().ip(), via.port().unwrap(), via.branch().unwrap().unwrap().as_str()),
            (Some(UA), Some(50250), known.branch)
        );
        assert_eq!((via.received().unwrap(), via.rport().unwrap(), via.has_alias()), (Some(UA), Some(50250), true));
        assert_eq!(headers.require::<CallId>().unwrap(), known.call_id);
        assert_eq!(headers.require::<From>().unwrap().tag().unwrap().unwrap(), known.tag);
        // This registrar makes the tag from the branch.
        assert_eq!(headers.require::<To>().unwrap().tag().unwrap().unwrap(), known.branch);
        let cseq = headers.require::<CSeq>().unwrap();
        assert_eq!((cseq.number(), cseq.method()), (known.cseq, Method::Register));
        assert_eq!(headers.require::<ContentLength>().unwrap().value(), 0);
        // Asked for and not there: an error at the end of the last row.
        let missing = headers.require::<MaxForwards>().unwrap_err();
        assert!(matches!(missing.kind(), ErrorKind::MissingHeader(id) if id.name() == Some(HeaderName::MaxForwards)));
        assert_eq!(missing.offset(), response.as_bytes().len() - 4);
    }
}

#[test]
fn challenge_and_credentials() {
    let cases = common::register();
    let message = Message::parse(&cases[2].bytes).unwrap();
    let challenge = only(message.headers().all::<WwwAuthenticate>());
    assert!(challenge.is_digest() && !challenge.is_stale().unwrap() && !challenge.userhash().unwrap());
    assert!(challenge.realm().unwrap().unwrap().is("32100045") && challenge.nonce().unwrap().unwrap().is("0029482318be6784"));
    assert_eq!((challenge.algorithm().unwrap(), challenge.qop_options().unwrap().count()), (Algorithm::Md5, 0));
    assert!(challenge.opaque().unwrap().is_none() && challenge.domain().unwrap().is_none());

    let message = Message::parse(&cases[3].bytes).unwrap();
    let credentials = only(message.headers().all::<Authorization>());
    assert!(
        credentials.is_digest()
            && credentials.username().unwrap().unwrap().is("32100045")
            && credentials.realm().unwrap() == challenge.realm().unwrap()
    );
    assert_eq!((credentials.nonce().unwrap(), credentials.algorithm()), (challenge.nonce().unwrap(), challenge.algorithm()));
    assert_eq!(credentials.uri().unwrap().unwrap().as_bytes(), message.as_request().unwrap().raw_uri());
    assert!(credentials.response().unwrap().unwrap().is("f6144dbcc10d8995c0ffc1ade5a712f5"));
    assert_eq!(
        (credentials.qop().unwrap(), credentials.cnonce().unwrap(), credentials.opaque().unwrap(), credentials.nonce_count()),
        (None, None, None, Ok(None))
    );
}

#[test]
fn rows_come_by_any_name() {
    let cases = common::register();
    let message = Message::parse(&cases[0].bytes).unwrap();
    let names: Vec<_> = message.headers().iter().map(|row| row.name().as_str()).collect();
    assert_eq!(
        names,
        ["Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Supported", "Contact", "Expires", "Allow", "Content-Length"]
    );
    for name in ["Expires", "expires", "EXPIRES"] {
        let rows: Vec<_> = message.headers().named(HeaderName::try_from(name).unwrap()).collect();
        assert_eq!((rows.len(), rows[0].as_bytes(), rows[0].wire_name()), (1, &b"30"[..], &b"Expires"[..]), "{name}");
    }
    assert_eq!(message.headers().named(HeaderName::try_from("X-Expires").unwrap()).count(), 0);
}
