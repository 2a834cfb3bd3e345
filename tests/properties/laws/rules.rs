//! The laws of what is made of a received message by RFC 3261's rules.

use sipwire::{Headers, Message, OwnedMessage, Response, StatusCode};

use super::message::UNLIMITED;

/// Whatever could be read of a request can be answered, and what is copied is what was read.
pub(super) fn answered(request: &Headers<'_, '_>) {
    for (status, tag) in [(StatusCode::TRYING, None), (StatusCode::OK, Some(&b"9"[..])), (StatusCode::BAD_REQUEST, Some(b"9"))] {
        let response = Response::to(*request, status, tag).finish().expect("what was read can be answered");
        made(&response);
        copied(request, &response, "Via", usize::MAX);
        for name in ["From", "Call-ID", "CSeq"] {
            copied(request, &response, name, 1);
        }
        let (before, after) = (texts(request, "To", 1), texts(&response.headers(), "To", 2));
        assert!(before == after || (after.len() == 1 && after[0] == [&before[0][..], b";tag=9"].concat()));
        let routes = response.headers().iter().filter(|row| row.name() == "Record-Route").count();
        assert!(routes == 0 || routes == request.iter().filter(|row| row.name() == "Record-Route").count());
    }
}

/// The ACK and the CANCEL of an INVITE go the way that it went.
pub(super) fn followed(message: &Message<'_>) {
    let Some(request) = message.as_request() else { return };
    let busy = Message::parse(b"SIP/2.0 486 \r\nTo: <sip:b>;tag=9\r\n\r\n").expect("a response");
    for mut builder in [request.cancel(), request.ack(busy.as_response().expect("a response"))] {
        let Ok(made_of_it) = builder.finish() else { continue };
        made(&made_of_it);
        let headers = request.headers();
        copied(&headers, &made_of_it, "Route", usize::MAX);
        for name in ["From", "Call-ID"] {
            copied(&headers, &made_of_it, name, 1);
        }
        assert_eq!(made_of_it.as_message().as_request().map(|made| made.raw_uri()), Some(request.raw_uri()));
        let (top, all) = (texts(&made_of_it.headers(), "Via", 2), texts(&headers, "Via", 1));
        assert!(top.len() == 1 && all[0].starts_with(&top[0]));
    }
}

/// What is made is a message, and its rows are where they are said to be.
fn made(message: &OwnedMessage) {
    let parsed = UNLIMITED.parse(message.as_bytes()).expect("what was made is a message");
    let place = |row: sipwire::Header<'_>| (row.offset(), row.value_offset(), row.as_bytes().len());
    assert!(parsed.headers().iter().map(place).eq(message.headers().iter().map(place)));
}

fn texts(headers: &Headers<'_, '_>, name: &str, most: usize) -> Vec<Vec<u8>> {
    headers.iter().filter(|row| row.name() == name).take(most).map(|row| row.text().unescape().into_owned()).collect()
}

fn copied(from: &Headers<'_, '_>, to: &OwnedMessage, name: &str, most: usize) {
    assert_eq!(texts(from, name, most), texts(&to.headers(), name, usize::MAX), "{name}");
}
