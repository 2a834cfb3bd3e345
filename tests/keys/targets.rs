//! Where responses and requests are sent, step by step.

use core::net::SocketAddr;

use sipwire::header::Via;
use sipwire::{Destination, ErrorKind, Expected, Message, NaptrName, ResponseTarget, Transport, Uri, needs_stream};

use super::{lines, response};

/// A step, in short.
fn step(target: ResponseTarget<'_>) -> String {
    match target {
        ResponseTarget::SameConnection => "same connection".into(),
        ResponseTarget::SameSocket(address) => format!("same socket {address}"),
        ResponseTarget::To(destination) => place(destination),
        other => panic!("{other:?}"),
    }
}

/// A destination, in short.
fn place(destination: Destination<'_>) -> String {
    match destination {
        Destination::Address { address, transport, ttl: None } => format!("{transport} {address}"),
        Destination::Address { address, transport, ttl: Some(ttl) } => format!("{transport} {address} ttl {ttl}"),
        Destination::Name { host, port, transport } => format!("{transport} {host}:{port}"),
        Destination::Srv(name) => format!("{} {name}", name.transport()),
        Destination::Naptr(name) => format!("{}{}", if name.is_secure() { "secure " } else { "" }, name.host()),
        other => panic!("{other:?}"),
    }
}

fn back(via: &str, source: &str) -> Vec<String> {
    let via = Via::parse(via.as_bytes()).unwrap();
    via.response_targets(source.parse().unwrap()).unwrap().map(step).collect()
}

fn relayed(via: &str) -> Vec<String> {
    Via::parse(via.as_bytes()).unwrap().relay_targets().unwrap().map(step).collect()
}

#[test]
fn reliable_transports_answer_on_the_connection_first() {
    let source = "192.0.2.7:49152";
    for (via, steps) in [
        ("SIP/2.0/TCP 192.0.2.7:5070", &["same connection", "TCP 192.0.2.7:5070"][..]),
        ("SIP/2.0/TCP 192.0.2.7", &["same connection", "TCP 192.0.2.7:5060"]),
        ("SIP/2.0/TLS 10.0.0.1", &["same connection", "TLS 192.0.2.7:5061", "TLS 10.0.0.1:5061"]),
        ("SIP/2.0/TCP a.example.com:5070", &["same connection", "TCP 192.0.2.7:5070", "TCP a.example.com:5070"]),
        ("SIP/2.0/TCP a.example.com", &["same connection", "TCP 192.0.2.7:5060", "TCP _sip._tcp.a.example.com"]),
        ("SIP/2.0/TLS a.example.com", &["same connection", "TLS 192.0.2.7:5061", "TLS _sips._tcp.a.example.com"]),
        ("SIP/2.0/SCTP a", &["same connection", "SCTP 192.0.2.7:5060", "SCTP _sip._sctp.a"]),
        ("SIP/2.0/TLS-SCTP a", &["same connection", "TLS-SCTP 192.0.2.7:5061", "TLS-SCTP _sips._sctp.a"]),
        // Neither maddr nor rport leads away from the connection.
        ("SIP/2.0/TCP 192.0.2.7;maddr=239.1.1.1;rport", &["same connection", "TCP 192.0.2.7:5060"]),
        // No other connection leads back to a browser.
        ("SIP/2.0/WS x.invalid;rport", &["same connection"]),
        ("SIP/2.0/WSS x.invalid", &["same connection"]),
    ] {
        assert_eq!(back(via, source), steps, "{via}");
    }
}

#[test]
fn unreliable_transports_answer_to_the_source() {
    let source = "192.0.2.7:49152";
    for (via, steps) in [
        ("SIP/2.0/UDP 192.0.2.7:5070", &["UDP 192.0.2.7:5070"][..]),
        ("SIP/2.0/UDP 192.0.2.7", &["UDP 192.0.2.7:5060"]),
        ("SIP/2.0/UDP 10.0.0.1:7", &["UDP 192.0.2.7:7", "UDP 10.0.0.1:7"]),
        ("SIP/2.0/UDP a.example.com", &["UDP 192.0.2.7:5060", "UDP _sip._udp.a.example.com"]),
        ("SIP/2.0/UDP a.example.com:5070", &["UDP 192.0.2.7:5070", "UDP a.example.com:5070"]),
        ("SIP/2.0/UDP 10.0.0.1:7;rport", &["same socket 192.0.2.7:49152"]),
        // What the sender wrote is not believed.
        ("SIP/2.0/UDP 10.0.0.1:7;rport=9", &["same socket 192.0.2.7:49152"]),
        ("SIP/2.0/UDP 10.0.0.1:7;received=203.0.113.66;rport=9", &["same socket 192.0.2.7:49152"]),
        ("SIP/2.0/UDP 10.0.0.1:7;received=203.0.113.66", &["UDP 192.0.2.7:7", "UDP 10.0.0.1:7"]),
        // maddr goes before both (RFC 3261 §18.2.2, RFC 3581 §4).
        ("SIP/2.0/UDP a;maddr=239.1.1.1;rport", &["UDP 239.1.1.1:5060 ttl 1"]),
        ("SIP/2.0/UDP a:5070;maddr=239.1.1.1;ttl=16", &["UDP 239.1.1.1:5070 ttl 16"]),
        ("SIP/2.0/UDP a;maddr=192.0.2.99;ttl=16", &["UDP 192.0.2.99:5060"]),
        ("SIP/2.0/UDP a;maddr=b.example.com", &["UDP b.example.com:5060"]),
        ("SIP/2.0/DTLS-UDP a", &["DTLS-UDP 192.0.2.7:5061", "DTLS-UDP a:5061"]),
        ("SIP/2.0/QUIC a", &["QUIC 192.0.2.7:5060", "QUIC _sip._QUIC.a"]),
    ] {
        assert_eq!(back(via, source), steps, "{via}");
    }
}

#[test]
fn addresses_of_sockets_are_kept_whole() {
    // The scope of a link-local address, which no Via holds.
    let source = SocketAddr::V6(core::net::SocketAddrV6::new("fe80::7".parse().unwrap(), 4000, 0, 3));
    let via = Via::parse(b"SIP/2.0/UDP [fe80::7]:5070").unwrap();
    let mut wanted = source;
    wanted.set_port(5070);
    let to = Destination::Address { address: wanted, transport: Transport::Udp, ttl: None };
    assert!(via.response_targets(source).unwrap().eq([ResponseTarget::To(to)]));
    // An IPv4 address that an IPv6 socket shows is the sent-by that says it as IPv4.
    assert_eq!(back("SIP/2.0/UDP 192.0.2.7", "[::ffff:192.0.2.7]:4000"), ["UDP [::ffff:192.0.2.7]:5060"]);
}

#[test]
fn proxy_believes_what_it_wrote_itself() {
    for (via, steps) in [
        ("SIP/2.0/UDP a;received=192.0.2.7;rport=49152", &["same socket 192.0.2.7:49152"][..]),
        ("SIP/2.0/UDP a:7;received=192.0.2.7", &["UDP 192.0.2.7:7", "UDP a:7"]),
        ("SIP/2.0/UDP a:7;received=192.0.2.7;rport", &["UDP 192.0.2.7:7", "UDP a:7"]),
        ("SIP/2.0/UDP 192.0.2.8:7", &["UDP 192.0.2.8:7"]),
        ("SIP/2.0/UDP 192.0.2.8:7;rport=9", &["UDP 192.0.2.8:7"]),
        ("SIP/2.0/UDP a", &["UDP _sip._udp.a"]),
        ("SIP/2.0/UDP a;maddr=239.1.1.1;received=192.0.2.7;rport=9", &["UDP 239.1.1.1:5060 ttl 1"]),
        ("SIP/2.0/UDP [2001:db8::1];received=[2001:db8::9]", &["UDP [2001:db8::9]:5060", "UDP [2001:db8::1]:5060"]),
        ("SIP/2.0/TCP a:7;received=192.0.2.7;rport=49152", &["same connection", "TCP 192.0.2.7:7", "TCP a:7"]),
        ("SIP/2.0/TCP 192.0.2.8", &["same connection", "TCP 192.0.2.8:5060"]),
        ("SIP/2.0/WSS x.invalid;received=192.0.2.7", &["same connection"]),
    ] {
        assert_eq!(relayed(via), steps, "{via}");
    }
}

#[test]
fn response_is_relayed_by_its_second_via() {
    let relayed = |text: &str| {
        response(&lines(text), |response| {
            response.relay_targets().map(|targets| targets.map(|targets| targets.map(step).collect::<Vec<_>>()))
        })
    };
    let both = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP me, SIP/2.0/UDP 192.0.2.8:7\nVia: SIP/2.0/TCP c";
    assert_eq!(relayed(both), Ok(Some(vec!["UDP 192.0.2.8:7".into()])));
    assert_eq!(relayed("SIP/2.0 200 OK\nv: SIP/2.0/UDP me\nVia: SIP/2.0/UDP 192.0.2.8:7"), Ok(Some(vec!["UDP 192.0.2.8:7".into()])));
    // It was for this element.
    assert_eq!(relayed("SIP/2.0 200 OK\nVia: SIP/2.0/UDP me"), Ok(None));
    assert_eq!(relayed("SIP/2.0 200 OK\nTo: <sip:a>"), Ok(None));
    assert!(relayed("SIP/2.0 200 OK\nVia: SIP/2.0/UDP me, ?").is_err());
    assert!(relayed("SIP/2.0 200 OK\nVia: ?\nVia: SIP/2.0/UDP 192.0.2.8:7").is_err());
}

fn sent_to(uri: &str) -> String {
    place(Uri::parse(uri.as_bytes()).unwrap().destination().unwrap_or_else(|error| panic!("{uri}: {error}")))
}

#[test]
fn uri_says_what_is_to_be_looked_up() {
    for (uri, wanted) in [
        ("sip:192.0.2.1", "UDP 192.0.2.1:5060"),
        ("sip:alice@192.0.2.1:5070", "UDP 192.0.2.1:5070"),
        ("sip:[2001:db8::1]", "UDP [2001:db8::1]:5060"),
        ("sip:192.0.2.1;transport=tcp", "TCP 192.0.2.1:5060"),
        ("sip:192.0.2.1;transport=TLS", "TLS 192.0.2.1:5061"),
        ("sips:192.0.2.1", "TLS 192.0.2.1:5061"),
        ("sips:192.0.2.1:5060;transport=tcp", "TLS 192.0.2.1:5060"),
        ("sips:192.0.2.1;transport=sctp", "TLS-SCTP 192.0.2.1:5061"),
        ("sip:192.0.2.1;transport=ws", "WS 192.0.2.1:80"),
        ("sips:192.0.2.1;transport=ws", "WSS 192.0.2.1:443"),
        ("sips:192.0.2.1;transport=wss", "WSS 192.0.2.1:443"),
        ("sip:192.0.2.1;transport=quic", "quic 192.0.2.1:5060"),
        ("sips:192.0.2.1;transport=quic", "quic 192.0.2.1:5061"),
        ("sip:example.com:5060", "UDP example.com:5060"),
        ("sip:example.com:5060;transport=tcp", "TCP example.com:5060"),
        ("sips:example.com:5061", "TLS example.com:5061"),
        ("sip:example.com;transport=udp", "UDP _sip._udp.example.com"),
        ("sip:example.com;transport=tcp", "TCP _sip._tcp.example.com"),
        ("sip:example.com;transport=tls", "TLS _sips._tcp.example.com"),
        ("sips:example.com;transport=tcp", "TLS _sips._tcp.example.com"),
        ("sips:example.com;transport=sctp", "TLS-SCTP _sips._sctp.example.com"),
        ("sip:example.com;transport=ws", "WS _sip._ws.example.com"),
        ("sips:example.com;transport=ws", "WSS _sips._ws.example.com"),
        ("sip:example.com;transport=dtls-udp", "DTLS-UDP example.com:5061"),
        ("sips:example.com;transport=quic", "quic _sips._quic.example.com"),
        ("sip:example.com", "example.com"),
        ("sips:bob@example.com;lr", "secure example.com"),
        // maddr takes the place of the host.
        ("sip:example.com;maddr=192.0.2.9", "UDP 192.0.2.9:5060"),
        ("sip:192.0.2.1:5070;maddr=b.example.com", "UDP b.example.com:5070"),
        ("sip:192.0.2.1;maddr=b.example.com", "b.example.com"),
        ("sip:a;maddr=239.1.1.1", "UDP 239.1.1.1:5060 ttl 1"),
        ("sip:a;maddr=239.1.1.1;ttl=15", "UDP 239.1.1.1:5060 ttl 15"),
        ("sip:a;maddr=192.0.2.1;ttl=15", "UDP 192.0.2.1:5060"),
    ] {
        assert_eq!(sent_to(uri), wanted, "{uri}");
    }
}

#[test]
fn uri_without_a_destination_is_an_error() {
    for (uri, kind, offset) in [
        ("tel:+15550100", ErrorKind::Expected(Expected::Scheme), 0),
        ("urn:service:sos", ErrorKind::Expected(Expected::Scheme), 0),
        ("sips:a;x=y;transport=udp", ErrorKind::Expected(Expected::Transport), 21),
        ("sips:a;transport=dtls-udp", ErrorKind::Expected(Expected::Transport), 17),
        ("sip:a;maddr=-", ErrorKind::Expected(Expected::HostName), 12),
        ("sip:239.1.1.1;ttl=256", ErrorKind::OutOfRange, 18),
    ] {
        let error = Uri::parse(uri.as_bytes()).unwrap().destination().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{uri}");
    }
    // In a message, the place is that of the message.
    let bytes = lines("OPTIONS sips:a;transport=udp SIP/2.0\nTo: <sip:a>");
    let message = Message::parse(&bytes).unwrap();
    let error = message.as_request().unwrap().uri().unwrap().destination().unwrap_err();
    assert_eq!(&bytes[error.offset()..][..3], b"udp");
}

#[test]
fn names_without_records_have_a_fallback() {
    let naptr = |uri: &'static str| match Uri::parse(uri.as_bytes()).unwrap().destination().unwrap() {
        Destination::Naptr(name) => name,
        other => panic!("{other:?}"),
    };
    let (plain, secure) = (naptr("sip:example.com"), naptr("sips:example.com"));
    assert_eq!(place(plain.without_records()), "UDP example.com:5060");
    assert_eq!(place(secure.without_records()), "TLS example.com:5061");
    let srv = |name: NaptrName<'_>, transport| name.srv(transport).to_string();
    assert_eq!(srv(plain, Transport::Tls), "_sips._tcp.example.com");
    assert_eq!(srv(plain, Transport::Tcp), "_sip._tcp.example.com");
    assert_eq!(srv(secure, Transport::Tls), "_sips._tcp.example.com");
    for (service, of_plain, of_secure) in [
        ("SIP+D2U", Some(Transport::Udp), None),
        ("sip+d2t", Some(Transport::Tcp), None),
        ("SIPS+D2T", Some(Transport::Tls), Some(Transport::Tls)),
        ("SIP+D2S", Some(Transport::Sctp), None),
        ("SIPS+D2S", Some(Transport::TlsSctp), Some(Transport::TlsSctp)),
        ("SIP+D2W", Some(Transport::Ws), None),
        ("SIPS+D2W", Some(Transport::Wss), Some(Transport::Wss)),
        ("SIPS+D2U", None, None),
        ("SIP", None, None),
        ("", None, None),
    ] {
        assert_eq!((plain.transport_of(service), secure.transport_of(service)), (of_plain, of_secure), "{service}");
    }
}

#[test]
fn large_requests_go_over_a_stream() {
    assert!(!needs_stream(1300, None) && needs_stream(1301, None));
    // Within 200 bytes of the MTU, which 200 bytes less than it is.
    for (length, mtu, needs) in
        [(1299, 1500, false), (1300, 1500, true), (1500, 9000, false), (8800, 9000, true), (1, 100, true), (0, 201, false)]
    {
        assert_eq!(needs_stream(length, Some(mtu)), needs, "{length} {mtu}");
    }
    assert!(needs_stream(usize::MAX, Some(usize::MAX)));
    for (uri, wanted) in [
        ("sip:192.0.2.1", "TCP 192.0.2.1:5060"),
        ("sip:192.0.2.1;transport=udp", "TCP 192.0.2.1:5060"),
        ("sip:example.com:7", "TCP example.com:7"),
        ("sip:example.com;transport=udp", "TCP _sip._tcp.example.com"),
        ("sip:192.0.2.1;transport=dtls-udp", "TLS 192.0.2.1:5061"),
        ("sip:192.0.2.1;transport=ws", "WS 192.0.2.1:80"),
        ("sip:example.com", "example.com"),
        ("sip:239.1.1.1", "UDP 239.1.1.1:5060 ttl 1"),
    ] {
        assert_eq!(place(Uri::parse(uri.as_bytes()).unwrap().destination().unwrap().over_stream()), wanted, "{uri}");
    }
}

#[test]
fn nothing_is_allocated() {
    let via = Via::parse(b"SIP/2.0/TCP a.example.com;received=192.0.2.7").unwrap();
    let uri = Uri::parse(b"sips:example.com;transport=tcp").unwrap();
    let source = "192.0.2.7:4000".parse().unwrap();
    let info = allocation_counter::measure(|| {
        assert_eq!(via.response_targets(source).unwrap().count(), 3);
        assert_eq!(via.relay_targets().unwrap().count(), 3);
        assert!(uri.destination().is_ok());
    });
    assert_eq!(info.count_total, 0);
}
