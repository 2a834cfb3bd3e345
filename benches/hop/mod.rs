//! A proxy's hop: the message parsed, changed and written, with what can't be less beside it.

use std::hint::black_box;
use std::net::SocketAddr;

use sipwire::header::{RecordRoute, Route, Via, ViaDraft};
use sipwire::{EditScratch, Host, Message, Transport, TypedHeader, Uri, Value};

use super::messages::{Sample, httparse};

/// What a proxy knows before a message comes, and the buffers that it uses again.
pub(crate) struct Proxy {
    target: Uri<'static>,
    via: ViaDraft<'static>,
    record_route: RecordRoute<'static>,
    source: SocketAddr,
    scratch: EditScratch,
    out: Vec<u8>,
}

impl Proxy {
    pub(crate) fn new() -> Self {
        Self {
            target: Uri::parse(b"sip:bob@192.0.2.4:5066;transport=tcp").unwrap(),
            via: Via::build(Transport::Udp, Host::try_from("p1.example.com").unwrap()).port(5060).branch("z9hG4bK2f7c0a41b6d94e"),
            record_route: RecordRoute::parse(Value::new(b"<sip:p1.example.com;lr>").unwrap()).unwrap(),
            source: "192.0.2.77:50250".parse().unwrap(),
            scratch: EditScratch::new(),
            out: Vec::with_capacity(128 * 1024),
        }
    }

    /// *The hop*. Of a request: Max-Forwards counted down, `received` and `rport` filled, the topmost Route popped where there is one, a Via
    /// and a Record-Route pushed, the Request-URI set. Of a response: the topmost Via popped. How many bytes are written.
    #[inline]
    pub(crate) fn hop(&mut self, bytes: &[u8]) -> usize {
        let message = Message::parse(black_box(bytes)).unwrap();
        let mut edit = message.edit(&mut self.scratch);
        if message.as_request().is_some() {
            edit.decrement_max_forwards().unwrap();
            edit.fill_source(self.source).unwrap();
            // There may be none.
            let _ = edit.pop::<Route>();
            edit.push(self.record_route).unwrap();
            edit.push(self.via).unwrap();
            edit.set_uri(self.target).unwrap();
        } else {
            edit.pop::<Via>().unwrap();
        }
        self.out.clear();
        edit.write_to_vec(&mut self.out);
        black_box(&self.out).len()
    }

    /// What can't be less: httparse's scan of the same bytes as HTTP, and a copy of them into a buffer that is there.
    #[inline]
    pub(crate) fn scan_and_copy(&mut self, as_http: &[u8]) -> usize {
        let rows = httparse(as_http);
        self.out.clear();
        self.out.extend_from_slice(black_box(as_http));
        black_box(&self.out).len() + rows
    }
}

/// The samples that a proxy forwards.
pub(crate) fn forwarded(samples: Vec<Sample>) -> impl Iterator<Item = Sample> {
    samples.into_iter().filter(|sample| sample.bytes.len() < 10_000)
}

/// Asserts what the hop makes of a sample, by what is different in it: how many bytes that are.
pub(crate) fn check_hop(sample: &Sample) -> usize {
    let mut proxy = Proxy::new();
    let length = proxy.hop(&sample.bytes);
    let (before, after) = (std::str::from_utf8(&sample.bytes).unwrap(), std::str::from_utf8(&proxy.out).unwrap());
    let (head, body) = before.split_once("\r\n\r\n").unwrap();
    let mut rows: Vec<String> = head.split("\r\n").map(String::from).collect();
    let first = |rows: &[String], name: &str| rows.iter().position(|row| row.starts_with(name));
    let via = first(&rows, "Via: ").unwrap();
    if rows[0].starts_with("SIP/2.0") {
        rows.remove(via);
    } else {
        let method = rows[0].split(' ').next().unwrap();
        rows[0] = format!("{method} sip:bob@192.0.2.4:5066;transport=tcp SIP/2.0");
        let with_port = rows[via].replace(";rport", ";rport=50250");
        rows[via] = format!("{with_port};received=192.0.2.77");
        if let Some(route) = first(&rows, "Route: ") {
            assert!(!rows[route].contains(','), "one Route a row");
            rows.remove(route);
        }
        let hops = first(&rows, "Max-Forwards: ").unwrap();
        rows[hops] = format!("Max-Forwards: {}", rows[hops]["Max-Forwards: ".len()..].parse::<u32>().unwrap() - 1);
        let last_via = rows.iter().rposition(|row| row.starts_with("Via: ")).unwrap();
        let record_route = first(&rows, "Record-Route: ").unwrap_or(last_via + 1);
        rows.insert(record_route, "Record-Route: <sip:p1.example.com;lr>".into());
        rows.insert(via, "Via: SIP/2.0/UDP p1.example.com:5060;branch=z9hG4bK2f7c0a41b6d94e".into());
    }
    assert_eq!(after, format!("{}\r\n\r\n{body}", rows.join("\r\n")), "{}", sample.name);
    assert_eq!(proxy.scan_and_copy(&sample.as_http), sample.as_http.len() + sample.rows);
    length
}
