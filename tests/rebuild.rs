//! The five messages built again: from the values that were parsed of them, and from parts alone.

mod common;

use core::net::{IpAddr, Ipv4Addr};
use std::fs;

use sipwire::header::{
    Allow, Authorization, CSeq, CallId, Contact, Expires, From, MaxForwards, Route, Supported, To, Via, ViaDraft, WwwAuthenticate,
};
use sipwire::{
    Algorithm, BuildError, BuildErrorKind, Challenge, Credentials, Host, List, Message, MessageBuilder, Method, NameAddr, OwnedMessage,
    ParamDraft, Parser, Request, Response, SipUri, SipUriDraft, StatusCode, TypedHeader, UriParamDraft,
};

/// `bytes` with `part` replaced, which stands there once.
fn replaced(bytes: &[u8], part: &str, by: &str) -> Vec<u8> {
    let text = core::str::from_utf8(bytes).unwrap();
    assert_eq!(text.matches(part).count(), 1, "{part}");
    text.replace(part, by).into_bytes()
}

/// Every element of a list header.
fn all<'a, H: TypedHeader<'a> + List>(message: &Message<'a>) -> Vec<H> {
    message.headers().all().collect::<Result<_, _>>().unwrap()
}

/// The message from its parsed values: each row's, in order, given back to the builder.
fn again(message: &Message<'_>) -> Result<OwnedMessage, BuildError> {
    let headers = message.headers();
    let mut builder = match message {
        Message::Request(request) => Request::builder(request.method(), request.uri().unwrap()),
        Message::Response(response) => Response::builder_with_reason(response.status(), response.reason().unescape()),
    };
    for row in headers {
        match row.name().as_str() {
            "Via" => builder.header(Via::list(&all::<Via>(message))),
            "Route" => builder.header(Route::list(&all::<Route>(message))),
            "Contact" => builder.header(Contact::list(&all::<Contact>(message))),
            "Supported" => builder.header(Supported::list(&all::<Supported>(message))),
            "Allow" => builder.header(Allow::list(&all::<Allow>(message))),
            "WWW-Authenticate" => builder.header(headers.first::<WwwAuthenticate>().unwrap().unwrap()),
            "Authorization" => builder.header(headers.first::<Authorization>().unwrap().unwrap()),
            "From" => builder.header(headers.require::<From>().unwrap()),
            "To" => builder.header(headers.require::<To>().unwrap()),
            "Call-ID" => builder.header(headers.require::<CallId>().unwrap()),
            "CSeq" => builder.header(headers.require::<CSeq>().unwrap()),
            "Max-Forwards" => builder.header(headers.require::<MaxForwards>().unwrap()),
            "Expires" => builder.header(headers.require::<Expires>().unwrap()),
            // The builder's own, and last.
            "Content-Length" => &mut builder,
            name => panic!("{name}"),
        };
    }
    builder.finish_with_body(message.body())
}

#[test]
fn from_parsed_values() {
    for case in common::register() {
        let message = Message::parse(&case.bytes).unwrap();
        let built = again(&message).unwrap();
        // Challenge and credentials are as read; only the row that the builder writes has lost a space.
        assert_eq!(built.as_bytes(), replaced(&case.bytes, "Content-Length:  0", "Content-Length: 0"), "{}", case.name);
        // Built again from itself it does not change any more.
        assert_eq!(again(&built.as_message()).unwrap().as_bytes(), built.as_bytes(), "{}", case.name);
    }
}

#[test]
fn row_by_row_as_received() {
    for case in common::register() {
        let message = Message::parse(&case.bytes).unwrap();
        let mut builder = match &message {
            Message::Request(request) => Request::builder(request.method(), request.raw_uri()),
            Message::Response(response) => Response::builder(response.status()),
        };
        builder.copy_all(message.headers().iter().take(message.headers().len() - 1));
        assert_eq!(builder.finish().unwrap().as_bytes(), again(&message).unwrap().as_bytes(), "{}", case.name);
    }
}

#[test]
fn folds_become_one_space() {
    let folded = b"OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/TCP\r\n\t a;branch=\r\n  z9hG4bK1\r\nFrom: A\r\n B\r\n  <sip:a>\r\n ;tag=1\r\n\
        To: <sip:b>\r\nSupported: a\r\n , b\r\nContent-Length: 0\r\n\r\n";
    let unfolded = b"OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/TCP a;branch= z9hG4bK1\r\nFrom: A B <sip:a> ;tag=1\r\n\
        To: <sip:b>\r\nSupported: a, b\r\nContent-Length: 0\r\n\r\n";
    let built = again(&Message::parse(folded).unwrap()).unwrap();
    assert_eq!(String::from_utf8_lossy(built.as_bytes()), String::from_utf8_lossy(unfolded));
}

const UA: &str = "192.168.110.247";
const REGISTRAR: &str = "192.168.110.237";
const REALM: &str = "32100045";
const NONCE: &str = "0029482318be6784";
const FIRST_BRANCH: &str = "z9hG4bKPjda05353a7a96446799361429235bc0e5";
const SECOND_BRANCH: &str = "z9hG4bKPj2441c1d494194a18bab63a939084bc5d";

/// What is different in the three requests.
struct Parts {
    /// The registrar's port, as the Request-URI has it.
    port: u16,
    ua_port: u16,
    user: &'static str,
    branch: &'static str,
    tag: &'static str,
    call_id: &'static str,
    cseq: u32,
}

/// A hop that a preloaded Route names: its host and port.
struct Hop<'a>(&'a str, u16);

const WITHOUT_ROUTE: Parts = Parts {
    port: 20101,
    ua_port: 50250,
    user: "32100045",
    branch: FIRST_BRANCH,
    tag: "6c33309d840849cf89aeffac78fe505e",
    call_id: "3548dbde40f943d2bdaf41d727049ffc",
    cseq: 54023,
};

const WITH_ROUTE: Parts = Parts {
    port: 5070,
    ua_port: 60340,
    user: "101",
    branch: "z9hG4bKPj77ff2e12d94343cabbdea16734441deb",
    tag: "00e15cfa6bf8488a89cef288a4795d85",
    call_id: "de1d2568de394a59bc6fcd2f27731060",
    cseq: 6317,
};

const WITH_CREDENTIALS: Parts = Parts { branch: SECOND_BRANCH, cseq: 54024, ..WITHOUT_ROUTE };

fn uri(host: &str) -> SipUriDraft<'_> {
    SipUri::build(Host::try_from(host).unwrap())
}

fn via(port: u16) -> ViaDraft<'static> {
    Via::build(sipwire::Transport::Tcp, Host::try_from(UA).unwrap()).port(port)
}

impl Parts {
    /// A REGISTER up to its Allow.
    fn request(&self, route: Option<&Hop<'_>>) -> MessageBuilder {
        let tcp = [UriParamDraft::new("transport", "tcp")];
        let mut builder = Request::builder(Method::Register, uri(REGISTRAR).port(self.port).params(&tcp));
        builder.header(via(self.ua_port).rport_flag().branch(self.branch).alias());
        if let Some(Hop(host, port)) = route {
            let loose = [UriParamDraft::new("transport", "tcp"), UriParamDraft::flag("lr")];
            builder.header(Route::row(NameAddr::build(uri(host).port(*port).params(&loose))));
        }
        let binding = [UriParamDraft::new("transport", "TCP"), UriParamDraft::flag("ob")];
        let contact = NameAddr::build(uri(UA).user(self.user).port(self.ua_port).params(&binding));
        let flow =
            [ParamDraft::token("reg-id", "1"), ParamDraft::quoted("+sip.instance", "<urn:uuid:00000000-0000-0000-0000-000041d7c640>")];
        builder
            .header(MaxForwards::row(70))
            .header(From::row(NameAddr::build(uri(REGISTRAR).user(self.user)).params(&[ParamDraft::token("tag", self.tag)])))
            .header(To::row(NameAddr::build(uri(REGISTRAR).user(self.user))))
            .header(CallId::row(self.call_id))
            .header(CSeq::build(self.cseq, Method::Register))
            .header(Supported::list(&["outbound", "path"]))
            .header(Contact::row(contact.params(&flow)))
            .header(Expires::row(30))
            .header(Allow::list(&[
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
            ]));
        builder
    }

    /// A response up to its CSeq. This registrar makes the tag from the branch.
    fn response(&self, status: StatusCode) -> MessageBuilder {
        let mut builder = Response::builder(status);
        let address = || NameAddr::build(uri(REGISTRAR).user(self.user));
        let received = IpAddr::V4(Ipv4Addr::new(192, 168, 110, 247));
        builder
            .header(via(self.ua_port).rport(self.ua_port).received(received).branch(self.branch).alias())
            .header(CallId::row(self.call_id))
            .header(From::row(address().params(&[ParamDraft::token("tag", self.tag)])))
            .header(To::row(address().params(&[ParamDraft::token("tag", self.branch)])))
            .header(CSeq::build(self.cseq, Method::Register));
        builder
    }
}

/// The five messages from parts, in order.
fn from_parts() -> [OwnedMessage; 5] {
    let challenge = Challenge::build(REALM, NONCE).algorithm(Algorithm::Md5);
    let credentials = Credentials::build("32100045", REALM)
        .nonce(NONCE)
        .uri("sip:192.168.110.237:20101;transport=tcp")
        .response("f6144dbcc10d8995c0ffc1ade5a712f5")
        .algorithm(Algorithm::Md5);
    [
        WITHOUT_ROUTE.request(None).finish(),
        WITH_ROUTE.request(Some(&Hop("192.168.110.230", 5060))).finish(),
        WITHOUT_ROUTE.response(StatusCode::UNAUTHORIZED).header(WwwAuthenticate::row(challenge)).finish(),
        WITH_CREDENTIALS.request(None).header(Authorization::row(credentials)).finish(),
        WITH_CREDENTIALS.response(StatusCode::OK).finish(),
    ]
    .map(Result::unwrap)
}

/// What the canonical form changes, message by message: `canonical/README.md` lists the same.
const DIFFERENCES: [&[(&str, &str)]; 5] = [
    &[("Content-Length:  0", "Content-Length: 0")],
    &[("Content-Length:  0", "Content-Length: 0")],
    &[
        ("Content-Length:  0", "Content-Length: 0"),
        ("Digest  realm", "Digest realm"),
        (",nonce=", ", nonce="),
        (",algorithm=", ", algorithm="),
        ("algorithm=md5", "algorithm=MD5"),
    ],
    &[("Content-Length:  0", "Content-Length: 0"), ("algorithm=md5", "algorithm=MD5")],
    &[("Content-Length:  0", "Content-Length: 0")],
];

#[test]
fn from_parts_alone() {
    let folder = common::folder("register/canonical");
    let cases = common::register();
    let names: Vec<_> = cases.iter().map(|case| case.name.clone()).collect();
    assert_eq!(common::names(&folder, ".canonical.sip"), names);
    for ((case, built), differences) in cases.iter().zip(from_parts()).zip(DIFFERENCES) {
        let canonical = fs::read(folder.join(format!("{}.canonical.sip", case.name))).unwrap();
        assert_eq!(String::from_utf8_lossy(built.as_bytes()), String::from_utf8_lossy(&canonical), "{}", case.name);
        let changed = differences.iter().fold(case.bytes.clone(), |bytes, (part, by)| replaced(&bytes, part, by));
        assert_eq!(canonical, changed, "{}: differences that are not listed", case.name);
    }
}

#[test]
fn what_was_built_is_what_a_parser_finds() {
    for (case, built) in common::register().iter().zip(from_parts()) {
        let parsed = Message::parse(built.as_bytes()).unwrap();
        let lines = common::lines::of(&parsed);
        assert_eq!(common::lines::of(&built.as_message()), lines, "{}", case.name);
        assert_eq!(common::lines::of(&Parser::new().parse_owned(built.to_bytes()).unwrap().as_message()), lines, "{}", case.name);
        // Built again from its values, a canonical message is the same.
        assert_eq!(again(&parsed).unwrap().as_bytes(), built.as_bytes(), "{}", case.name);
    }
}

#[test]
fn a_content_length_of_ones_own_is_refused() {
    let cases = common::register();
    let message = Message::parse(&cases[0].bytes).unwrap();
    let row = message.headers().iter().last().unwrap();
    let error = Request::builder(Method::Register, "sip:a").copy(&row).finish().unwrap_err();
    assert!(matches!(error.kind(), BuildErrorKind::Duplicate(id) if id.name() == Some(row.name())));
}
