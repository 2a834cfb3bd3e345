//! [`MessageBuilder::source`]: a response that says where its request came from.

use alloc::vec::Vec;
use core::net::{IpAddr, SocketAddr};
use core::ops::Range;

use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind, Writer};
use crate::header::{Via, ViaSource};
use crate::name::HeaderId;

impl MessageBuilder {
    /// Writes into the topmost Via of a response where its request came from, as [`Edit::fill_source`](crate::Edit::fill_source) does in
    /// the request: `received` is the address, if sent-by is a name or another address or there is an `rport` (RFC 3261 §18.2.1, RFC 3581
    /// §4), and `rport` is the port, if there is an `rport`.
    ///
    /// A server that answers a request as it came, by [`Response::to`](crate::Response::to), thus needs no edit of the request. What the
    /// sender wrote there itself is replaced. A Via that is missing or malformed is left as it is, as `Response::to` leaves it.
    ///
    /// ```
    /// use sipwire::{Message, Response, StatusCode};
    ///
    /// let request = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b;rport;branch=z9hG4bK1, SIP/2.0/TCP c\r\n\r\n")?;
    /// let response = Response::to(request.headers(), StatusCode::OK, None).source("192.0.2.7:49152".parse()?).finish()?;
    /// assert!(response.as_bytes().starts_with(
    ///     b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP b;rport=49152;branch=z9hG4bK1;received=192.0.2.7, SIP/2.0/TCP c\r\n",
    /// ));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`finish`](MessageBuilder::finish) returns [`BuildErrorKind::OutOfRange`] if there is an `rport` and the port is 0.
    pub fn source(&mut self, source: SocketAddr) -> &mut Self {
        let (address, port) = (source.ip().to_canonical(), source.port());
        let Some((is_without_port, changed)) = self.with_headers(|headers| {
            let topmost = headers.first::<Via<'_>>().ok()??;
            let found = ViaSource::of(&topmost);
            Some((found.has_rport && port == 0, changed(&topmost, &found, address, port)))
        }) else {
            return self;
        };
        if is_without_port {
            self.refuse(BuildError { header: Some(HeaderId::Via), ..BuildError::new(BuildErrorKind::OutOfRange) });
        }
        if let Some((range, text)) = changed {
            self.splice(range, &text);
        }
        self
    }
}

/// The part of a Via that changes, and what stands there then.
fn changed(via: &Via<'_>, found: &ViaSource, address: IpAddr, port: u16) -> Option<(Range<usize>, Vec<u8>)> {
    // The names stay as they were written.
    let rport = found.other_rport(port).map(|(start, end)| {
        let text = written(|out| {
            out.fixed("=");
            out.port(port);
        });
        (start + "rport".len(), end, text)
    });
    let address_behind = |before: &'static str| {
        written(|out| {
            out.fixed(before);
            out.address(address);
        })
    };
    let received = match found.other_received(address) {
        Some((start, end, true)) => Some((start + "received".len(), end, address_behind("="))),
        Some((start, end, false)) => Some((start, end, address_behind(""))),
        None if found.lacks_received(address) => Some((found.end, found.end, address_behind(";received="))),
        None => None,
    };
    let mut changes: Vec<_> = [rport, received].into_iter().flatten().collect();
    if found.is_repeated {
        changes.extend(ViaSource::repeated(via).map(|(start, end)| (start, end, Vec::new())));
    }
    changes.sort_by_key(|&(start, end, _)| (start, end));
    let range = changes.first()?.0..changes.last()?.1;
    let (raw, base) = (via.as_bytes(), found.end - via.as_bytes().len());
    let (mut text, mut at) = (Vec::new(), range.start);
    for (start, end, put) in changes {
        text.extend_from_slice(&raw[at - base..start - base]);
        text.extend_from_slice(&put);
        at = end;
    }
    Some((range, text))
}

fn written(write: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let mut text = Vec::new();
    write(&mut Writer::new(&mut text));
    text
}
