//! A proxy's hop on every message of the corpus: what it changes, and what it allocates.

mod common;

use std::fs;
use std::path::PathBuf;

use allocation_counter::measure;
use sipwire::header::{MaxForwards, RecordRoute, Route, Via, ViaDraft};
use sipwire::{
    Edit, EditError, EditErrorKind, EditScratch, Header, HeaderName, Host, Leniency, Message, NameAddr, OwnedMessage, Parser, Transport,
    Uri,
};

const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);

/// Every message of the corpus, by whichever parser takes it.
fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let mut folders = vec![common::folder("")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = fs::read(&path) {
                files.push((path, bytes));
            }
        }
    }
    files.sort();
    files.retain(|(_, bytes)| LENIENT.parse(bytes).is_ok());
    assert!(files.len() > 20, "{} messages", files.len());
    files
}

/// What a proxy forwards with.
struct Proxy {
    target: Uri<'static>,
    via: ViaDraft<'static>,
    record_route: NameAddr<'static>,
}

fn proxy() -> Proxy {
    Proxy {
        target: Uri::parse(b"sip:bob@192.0.2.4:5066;transport=tcp").unwrap(),
        via: Via::build(Transport::Udp, Host::try_from("p.example.com").unwrap()).branch("z9hG4bKhop"),
        record_route: NameAddr::parse(b"<sip:p.example.com;lr>").unwrap(),
    }
}

impl Proxy {
    /// The changes of a hop: of which bytes, by name of the row.
    fn forward(&self, edit: &mut Edit<'_, '_>) -> Result<(), EditError> {
        edit.set_uri(self.target)?;
        match edit.decrement_max_forwards() {
            Err(error) if error.status_owed().is_none() => return Err(error),
            _ => {}
        }
        match edit.fill_source("192.0.2.77:4711".parse().unwrap()) {
            Err(error) if error.kind() != EditErrorKind::Absent && error.status_owed().is_none() => return Err(error),
            _ => {}
        }
        if edit.headers().is_present::<Route>() {
            edit.pop::<Route>()?;
        }
        edit.push(RecordRoute::row(self.record_route))?;
        edit.push(self.via)?;
        Ok(())
    }

    fn hop(&self, message: &Message<'_>, edit: &mut Edit<'_, '_>) -> Result<(), EditError> {
        match message {
            Message::Request(_) => self.forward(edit),
            Message::Response(_) if edit.headers().is_present::<Via>() => edit.pop::<Via>().map(drop),
            Message::Response(_) => Ok(()),
        }
    }
}

/// The same bytes with each row that proxies look at in another form.
fn forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![bytes.to_vec()];
    if let Ok(text) = std::str::from_utf8(bytes) {
        for (from, to) in [
            ("\r\nVia: ", "\r\nv:"),
            ("\r\nVia: ", "\r\nVIA :\r\n\t"),
            ("\r\nVia: ", "\r\nVia: SIP/2.0/TCP top.example.com;rport;x=\",\"\r\n , "),
            ("\r\nRoute: ", "\r\nROUTE: \"a, b\" <sip:top,x;lr> ,\r\n\t"),
            (";branch=", "\r\n ; branch = "),
            ("\r\nMax-Forwards: ", "\r\nMax-Forwards:\r\n  0"),
        ] {
            forms.push(text.replace(from, to).into_bytes());
        }
    }
    forms
}

/// Which rows a hop may touch.
fn is_of_the_hop(row: &Header<'_>) -> bool {
    matches!(row.name(), HeaderName::Via | HeaderName::Route | HeaderName::MaxForwards)
}

#[test]
fn a_hop_changes_what_it_names_and_nothing_else() {
    let proxy = proxy();
    let mut scratch = EditScratch::new();
    let (mut requests, mut responses) = (0, 0);
    for (path, bytes) in corpus() {
        for bytes in forms(&bytes) {
            // What is read strictly stays as it is.
            let Ok(message) = Message::parse(&bytes) else { continue };
            let mut edit = message.edit(&mut scratch);
            proxy.hop(&message, &mut edit).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let start = bytes.len() - message.as_bytes().len() - message.trailing().len();
            let rows: Vec<_> = message.headers().iter().collect();
            for splice in edit.pending() {
                let range = splice.range();
                let is_uri = message
                    .as_request()
                    .is_some_and(|request| range == (request.uri_offset()..request.uri_offset() + request.raw_uri().len()));
                // Behind the end of a row there is its line end, and the next row.
                let row = rows.iter().rev().find(|row| row.offset() <= range.start);
                let is_inside = row.is_some_and(|row| {
                    let next = rows.iter().find(|next| next.offset() > row.offset());
                    let end = next.map_or(start + message.as_bytes().len() - message.body().len() - 2, |next| next.offset());
                    range.end <= end && is_of_the_hop(row)
                });
                assert!(is_uri || range.is_empty() || is_inside, "{}: {range:?}", path.display());
            }
            let output = edit.finish();
            let parsed = Message::parse(output.as_bytes()).unwrap();
            assert_eq!(parsed.body(), message.body());
            let others = |message: &Message<'_>| {
                let others = message.headers().iter().filter(|row| !is_of_the_hop(row) && row.name() != HeaderName::RecordRoute);
                others.map(|row| (row.wire_name().to_vec(), row.as_bytes().to_vec())).collect::<Vec<_>>()
            };
            assert_eq!(others(&parsed), others(&message), "{}", path.display());
            let slots = |message: &Message<'_>, name: HeaderName<'_>| {
                let rows = message.headers().named(name).collect::<Vec<_>>();
                rows.iter().flat_map(|row| row.elements()).map(|value| value.as_bytes().to_vec()).collect::<Vec<_>>()
            };
            let (before, after) = (slots(&message, HeaderName::Via), slots(&parsed, HeaderName::Via));
            match &parsed {
                Message::Request(request) => {
                    requests += 1;
                    assert_eq!(request.raw_uri(), proxy.target.as_bytes());
                    assert_eq!(after[0], b"SIP/2.0/UDP p.example.com;branch=z9hG4bKhop");
                    assert_eq!(after[2.min(after.len())..], before[1.min(before.len())..]);
                    assert_eq!(after.len(), before.len() + 1);
                    let (before, after) = (slots(&message, HeaderName::Route), slots(&parsed, HeaderName::Route));
                    assert_eq!(before[1.min(before.len())..], after);
                    let (before, after) = (slots(&message, HeaderName::RecordRoute), slots(&parsed, HeaderName::RecordRoute));
                    assert_eq!((&after[0][..], &after[1..]), (proxy.record_route.as_bytes(), &before[..]));
                    if let Ok(Some(hops)) = message.headers().get::<MaxForwards>()
                        && hops.value() > 0
                    {
                        assert_eq!(parsed.headers().require::<MaxForwards>().unwrap().value(), hops.value() - 1);
                    }
                    if message.headers().first::<Via>().is_ok_and(|via| via.is_some()) {
                        let via = parsed.headers().all::<Via>().nth(1).unwrap().unwrap();
                        assert!(
                            via.received().unwrap() == Some("192.0.2.77".parse().unwrap()) || via.host().unwrap().as_str() == "192.0.2.77"
                        );
                        assert!(!via.has_rport() || via.rport().unwrap() == Some(4711));
                    }
                }
                Message::Response(_) => {
                    responses += 1;
                    assert_eq!(after, before[1.min(before.len())..]);
                }
            }
        }
    }
    assert!(requests > 40 && responses > 20, "{requests} requests, {responses} responses");
}

#[test]
fn a_hop_allocates_nothing_and_a_finished_one_twice() {
    let proxy = proxy();
    let (mut scratch, mut out) = (EditScratch::new(), Vec::with_capacity(1 << 20));
    let allocations = |what: &mut dyn FnMut()| measure(what).count_total;
    let mut count = 0;
    for (path, bytes) in corpus() {
        for bytes in forms(&bytes) {
            let Ok(message) = Message::parse(&bytes) else { continue };
            let mut hop = || {
                let mut edit = message.edit(&mut scratch);
                proxy.hop(&message, &mut edit).unwrap();
                out.clear();
                edit.write_to(&mut out).unwrap();
            };
            // The scratch gets warm.
            hop();
            assert_eq!(allocations(&mut hop), 0, "{}", path.display());
            count += 1;
            let mut edit = message.edit(&mut scratch);
            proxy.hop(&message, &mut edit).unwrap();
            let (mut edit, mut finished) = (Some(edit), None::<OwnedMessage>);
            let rows = message.headers().len() + 3;
            let made = allocations(&mut || finished = edit.take().map(Edit::finish));
            assert!(made == 2 || made == 3 && rows > 16, "{}: {made}", path.display());
            assert_eq!(finished.unwrap().as_bytes(), out);
        }
    }
    assert!(count > 60, "{count}");
}
