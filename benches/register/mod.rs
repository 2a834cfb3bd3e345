//! The first REGISTER of the conversation, as it is written: from typed values, pushed unchecked, and from a template.

use sipwire::header::{Allow, CSeq, CallId, Contact, Expires, From, MaxForwards, Supported, To, Via};
use sipwire::{Host, Method, NameAddr, OwnedMessage, ParamDraft, Request, SipUri, Template, Transport, UriParamDraft};

/// The first REGISTER as a builder writes it: with one space before its Content-Length.
pub(crate) const REGISTER: &str = include_str!("../../corpus/register/canonical/1-register.canonical.sip");

const METHODS: [Method<'static>; 12] = [
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

/// What a UA knows when it registers.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    registrar: Host<'a>,
    registrar_port: u16,
    ua: Host<'a>,
    ua_port: u16,
    user: &'a str,
    branch: &'a str,
    tag: &'a str,
    call_id: &'a str,
    cseq: u32,
    instance: &'a str,
    expires: u32,
}

pub(crate) fn parts() -> Parts<'static> {
    Parts {
        registrar: Host::try_from("192.168.110.237").unwrap(),
        registrar_port: 20101,
        ua: Host::try_from("192.168.110.247").unwrap(),
        ua_port: 50250,
        user: "32100045",
        branch: "z9hG4bKPjda05353a7a96446799361429235bc0e5",
        tag: "6c33309d840849cf89aeffac78fe505e",
        call_id: "3548dbde40f943d2bdaf41d727049ffc",
        cseq: 54023,
        instance: "<urn:uuid:00000000-0000-0000-0000-000041d7c640>",
        expires: 30,
    }
}

/// The request from typed values.
#[inline]
pub(crate) fn built(parts: &Parts<'_>) -> OwnedMessage {
    let tcp = [UriParamDraft::new("transport", "tcp")];
    let binding = [UriParamDraft::new("transport", "TCP"), UriParamDraft::flag("ob")];
    let flow = [ParamDraft::token("reg-id", "1"), ParamDraft::quoted("+sip.instance", parts.instance)];
    let address = SipUri::build(parts.registrar).user(parts.user);
    let contact = SipUri::build(parts.ua).user(parts.user).port(parts.ua_port).params(&binding);
    Request::builder(Method::Register, SipUri::build(parts.registrar).port(parts.registrar_port).params(&tcp))
        .header(Via::build(Transport::Tcp, parts.ua).port(parts.ua_port).rport_flag().branch(parts.branch).alias())
        .header(MaxForwards::row(70))
        .header(From::row(NameAddr::build(address).params(&[ParamDraft::token("tag", parts.tag)])))
        .header(To::row(NameAddr::build(address)))
        .header(CallId::row(parts.call_id))
        .header(CSeq::build(parts.cseq, Method::Register))
        .header(Supported::list(&["outbound", "path"]))
        .header(Contact::row(NameAddr::build(contact).params(&flow)))
        .header(Expires::row(parts.expires))
        .header(Allow::list(&METHODS))
        .finish()
        .unwrap()
}

/// Decimal digits, and nothing else.
#[inline]
fn number(out: &mut Vec<u8>, mut number: u32) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// The same pieces, pushed without a look at them, and nothing recorded.
#[inline]
pub(crate) fn pushed(parts: &Parts<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    macro_rules! push {
        ($($piece:expr),*) => { $(out.extend_from_slice($piece.as_ref());)* };
    }
    push!(Method::Register.as_bytes(), b" ", b"sip:", parts.registrar.as_bytes(), b":");
    number(&mut out, parts.registrar_port.into());
    push!(b";", b"transport", b"=", b"tcp", b" SIP/2.0", b"\r\n");
    push!(b"Via", b": ", b"SIP/2.0/", Transport::Tcp.as_bytes(), b" ", parts.ua.as_bytes(), b":");
    number(&mut out, parts.ua_port.into());
    push!(b";rport", b";branch=", parts.branch, b";alias", b"\r\n", b"Max-Forwards", b": ");
    number(&mut out, 70);
    push!(
        b"\r\n",
        b"From",
        b": ",
        b"<",
        b"sip:",
        parts.user,
        b"@",
        parts.registrar.as_bytes(),
        b">",
        b";",
        b"tag",
        b"=",
        parts.tag,
        b"\r\n"
    );
    push!(b"To", b": ", b"<", b"sip:", parts.user, b"@", parts.registrar.as_bytes(), b">", b"\r\n");
    push!(b"Call-ID", b": ", parts.call_id, b"\r\n", b"CSeq", b": ");
    number(&mut out, parts.cseq);
    push!(b" ", Method::Register.as_bytes(), b"\r\n", b"Supported", b": ", b"outbound", b", ", b"path", b"\r\n");
    push!(b"Contact", b": ", b"<", b"sip:", parts.user, b"@", parts.ua.as_bytes(), b":");
    number(&mut out, parts.ua_port.into());
    push!(b";", b"transport", b"=", b"TCP", b";", b"ob", b">", b";", b"reg-id", b"=", b"1");
    push!(b";", b"+sip.instance", b"=", b"\"", parts.instance, b"\"", b"\r\n", b"Expires", b": ");
    number(&mut out, parts.expires);
    push!(b"\r\n", b"Allow", b": ");
    for (place, method) in METHODS.iter().enumerate() {
        if place > 0 {
            push!(b", ");
        }
        push!(method.as_bytes());
    }
    push!(b"\r\n", b"Content-Length", b": ");
    number(&mut out, 0);
    push!(b"\r\n", b"\r\n");
    out
}

/// What differs from one request to the next.
pub(crate) const NEXT: [(&str, &str, u32); 2] = [
    ("z9hG4bKPj2441c1d494194a18bab63a939084bc5d", "de1d2568de394a59bc6fcd2f27731060", 54024),
    ("z9hG4bKPjda05353a7a96446799361429235bc0e5", "3548dbde40f943d2bdaf41d727049ffc", 54023),
];

/// The next request, in place of the one before.
#[inline]
pub(crate) fn filled(template: &mut Template, (branch, call_id, cseq): (&str, &str, u32)) {
    template.branch(branch).and_then(|template| template.call_id(call_id)).and_then(|template| template.cseq(cseq)).unwrap();
}
