//! [`Dialog`]: the state of a dialog at one of its ends.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::id::DialogId;
use crate::encode::Writer;
use crate::error::ParseError;
use crate::header::{NameAddr, Route, TypedHeader, Value};
use crate::profile::{Leniency, Profile};
use crate::scan;
use crate::text::Printable;
use crate::uri::Uri;

/// The state of a dialog at one of its two ends (RFC 3261 §12): plain data, without clock, lock or transaction.
///
/// | at | by | function |
/// |---|---|---|
/// | a client | a response from 101 to 299 | [`Dialog::uac`] |
/// | a server | its own response from 101 to 299 | [`Dialog::uas`] |
/// | a subscriber | a NOTIFY | [`Dialog::by_notify`] |
///
/// Requests within the dialog are made by [`request`](Dialog::request), [`ack`](Dialog::ack) and [`prack`](Dialog::prack). Of what comes in,
/// [`arrives`](Dialog::arrives) looks at a request and changes nothing; [`record`](Dialog::record) takes its number,
/// [`answered`](Dialog::answered) applies the response that was sent, and [`response`](Dialog::response) applies one that was received.
///
/// Call-ID, tags, URIs and route set are in one heap allocation. [`to_bytes`](Dialog::to_bytes) stores the dialog.
///
/// ```
/// use sipwire::rules::{Dialog, DialogState};
/// use sipwire::{Message, Method};
///
/// let invite = Message::parse(
///     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\n\
///       Call-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
/// )?;
/// let ok = Message::parse(
///     b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nRecord-Route: <sip:p2;lr>, <sip:p1;lr>\r\nFrom: <sip:alice@a>;tag=1\r\n\
///       To: <sip:bob@b>;tag=9\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:bob@192.0.2.4>\r\n\r\n",
/// )?;
/// let mut dialog = Dialog::uac(invite.as_request().unwrap(), ok.as_response().unwrap(), false)?;
/// assert_eq!((dialog.state(), dialog.remote_target().as_bytes()), (DialogState::Confirmed, &b"sip:bob@192.0.2.4"[..]));
/// assert_eq!(
///     dialog.request(Method::Bye).finish()?.as_bytes(),
///     b"BYE sip:bob@192.0.2.4 SIP/2.0\r\nRoute: <sip:p1;lr>, <sip:p2;lr>\r\nMax-Forwards: 70\r\nFrom: <sip:alice@a>;tag=1\r\n\
///       To: <sip:bob@b>;tag=9\r\nCall-ID: 7@a\r\nCSeq: 6 BYE\r\nContent-Length: 0\r\n\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Dialog {
    pub(super) text: Kept,
    pub(super) leniency: Leniency,
    pub(super) numbers: Numbers,
    pub(super) flags: Flags,
}

const _: () = assert!(size_of::<Dialog>() <= 128);

/// Whether a dialog is confirmed (RFC 3261 §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DialogState {
    /// Made by a provisional response.
    Early,
    /// Made or confirmed by a 2xx, or made by a NOTIFY.
    Confirmed,
}

/// The CSeq numbers of a dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) local: Option<u32>,
    pub(super) remote: Option<u32>,
    /// That of the request which made the dialog.
    pub(super) first: u32,
    /// The latest refresh of the remote target by a response and by a request: twice the CSeq number, plus one if the response was final.
    pub(super) refreshed: [u32; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags {
    pub(super) is_confirmed: bool,
    /// Whether this end sent the request that made the dialog.
    pub(super) is_caller: bool,
    pub(super) is_secure: bool,
    pub(super) by_invite: bool,
    /// Whether the route set is that of a NOTIFY, which no response changes.
    pub(super) by_notify: bool,
    /// Whether the first route has no `lr`.
    pub(super) is_strict: bool,
}

/// The parts of [`Kept`], in their order. An absent tag is empty, which no tag is.
#[derive(Clone, Copy)]
pub(super) enum Part {
    CallId,
    LocalTag,
    RemoteTag,
    LocalUri,
    RemoteUri,
    Target,
    Routes,
}

pub(super) const PARTS: [Part; 7] =
    [Part::CallId, Part::LocalTag, Part::RemoteTag, Part::LocalUri, Part::RemoteUri, Part::Target, Part::Routes];

/// All that a dialog keeps as text. No part has line ends or other control bytes but HTAB.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Kept {
    bytes: Box<[u8]>,
    /// Where each part ends but the last, which ends with the bytes.
    ends: [u32; 6],
}

impl Kept {
    /// Writes each part. `capacity` is how many bytes are expected. Returns `None` if there are 4 GiB or more, or if a part can't be
    /// written.
    pub(super) fn write(capacity: usize, mut part: impl FnMut(Part, &mut Writer<'_>)) -> Option<Self> {
        let mut bytes = Vec::with_capacity(capacity);
        let mut ends = [0; 6];
        for (place, each) in PARTS.into_iter().enumerate() {
            let mut out = Writer::new(&mut bytes);
            part(each, &mut out);
            if out.error().is_some() {
                return None;
            }
            let end = u32::try_from(bytes.len()).ok()?;
            if let Some(slot) = ends.get_mut(place) {
                *slot = end;
            }
        }
        Some(Self { bytes: bytes.into_boxed_slice(), ends })
    }

    /// The same with another part. Returns `None` as [`write`](Kept::write) does.
    pub(super) fn with(&self, changed: Part, by: &[u8]) -> Option<Self> {
        Self::write(self.bytes.len() - self.get(changed).len() + by.len(), |part, out| match part as u8 == changed as u8 {
            true => out.as_read(by),
            false => out.as_read(self.get(part)),
        })
    }

    /// Reads back what was stored.
    pub(super) fn of(bytes: &[u8], ends: [u32; 6]) -> Option<Self> {
        let is_ascending = ends.is_sorted() && ends[5] as usize <= bytes.len() && u32::try_from(bytes.len()).is_ok();
        is_ascending.then(|| Self { bytes: bytes.into(), ends })
    }

    #[inline]
    pub(super) fn get(&self, part: Part) -> &[u8] {
        let place = part as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        let end = self.ends.get(place).map_or(self.bytes.len(), |&end| end as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn ends(&self) -> [u32; 6] {
        self.ends
    }
}

impl Dialog {
    /// The id of the dialog at this end. Ids never change.
    pub fn id(&self) -> DialogId {
        DialogId::new(self.call_id(), self.local_tag(), self.remote_tag())
    }

    /// The Call-ID.
    pub fn call_id(&self) -> &[u8] {
        self.text.get(Part::CallId)
    }

    /// The tag of this end; `None` only if the dialog was made with a client of RFC 2543 that is this one.
    pub fn local_tag(&self) -> Option<&[u8]> {
        Some(self.text.get(Part::LocalTag)).filter(|tag| !tag.is_empty())
    }

    /// The tag of the other end; `None` if the other end is of RFC 2543 and gave none (RFC 3261 §12.1.1, §12.1.2).
    pub fn remote_tag(&self) -> Option<&[u8]> {
        Some(self.text.get(Part::RemoteTag)).filter(|tag| !tag.is_empty())
    }

    /// The URI of this end, which stands in From of its requests.
    pub fn local_uri(&self) -> Uri<'_> {
        self.uri(Part::LocalUri)
    }

    /// The URI of the other end, which stands in To of the requests to it.
    pub fn remote_uri(&self) -> Uri<'_> {
        self.uri(Part::RemoteUri)
    }

    /// The remote target: the URI of the other end's last Contact that counted, without what a Request-URI must not have (RFC 3261 §12.1,
    /// §12.2, §19.1.1).
    pub fn remote_target(&self) -> Uri<'_> {
        self.uri(Part::Target)
    }

    /// The route set, in the order in which requests of this end go through it (RFC 3261 §12.1).
    pub fn routes(&self) -> impl Iterator<Item = NameAddr<'_>> {
        let mut rest = self.text.get(Part::Routes);
        core::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (route, behind) = rest.split_at(scan::comma(rest));
            rest = behind.get(1..).unwrap_or_default();
            self.route(scan::trim(route)).ok()
        })
    }

    /// The URI that decides where the next request goes (RFC 3261 §8.1.2): that of the first route, or the remote target if there is none.
    pub fn next_hop(&self) -> Uri<'_> {
        let first = self.routes().next().and_then(|route| route.uri().ok());
        first.unwrap_or_else(|| self.remote_target())
    }

    /// Whether the dialog is early or confirmed.
    pub const fn state(&self) -> DialogState {
        if self.flags.is_confirmed { DialogState::Confirmed } else { DialogState::Early }
    }

    /// Whether the dialog is secure: its first request went over TLS to a `sips` URI (RFC 3261 §12.1.1).
    pub const fn is_secure(&self) -> bool {
        self.flags.is_secure
    }

    /// Whether this end sent the request that made the dialog.
    pub const fn is_caller(&self) -> bool {
        self.flags.is_caller
    }

    /// Whether an INVITE made the dialog.
    pub const fn is_by_invite(&self) -> bool {
        self.flags.by_invite
    }

    /// The CSeq number of the last request of this end; `None` if there was none.
    pub const fn local_number(&self) -> Option<u32> {
        self.numbers.local
    }

    /// The highest CSeq number of the requests of the other end; `None` if there was none.
    pub const fn remote_number(&self) -> Option<u32> {
        self.numbers.remote
    }

    fn profile(&self) -> Profile {
        Profile::of_taken(self.leniency)
    }

    fn uri(&self, part: Part) -> Uri<'_> {
        match Uri::parse_at(self.text.get(part), 0, &self.profile()) {
            Ok(uri) => uri,
            // The same bytes were read with the same leniency.
            Err(error) => unreachable!("{error} in what was read before"),
        }
    }

    fn route<'d>(&self, bytes: &'d [u8]) -> Result<NameAddr<'d>, ParseError> {
        let route = Route::parse(Value::framed(bytes, 0, self.profile()))?;
        route.uri()?;
        Ok(*route)
    }

    /// Whether all that is kept as text can be read: it may have been stored, or written without the folds that it was read with.
    pub(super) fn is_readable(&self) -> bool {
        let uris = [Part::LocalUri, Part::RemoteUri, Part::Target];
        let are_uris = uris.into_iter().all(|part| Uri::parse_at(self.text.get(part), 0, &self.profile()).is_ok());
        let mut rest = self.text.get(Part::Routes);
        let mut is_first = true;
        while !rest.is_empty() {
            let (route, behind) = rest.split_at(scan::comma(rest));
            let Ok(route) = self.route(scan::trim(route)) else { return false };
            if is_first && self.flags.is_strict == is_loose(&route) {
                return false;
            }
            (rest, is_first) = (behind.get(1..).unwrap_or_default(), false);
            if !behind.is_empty() && rest.is_empty() {
                return false;
            }
        }
        are_uris && (!is_first || !self.flags.is_strict)
    }
}

/// How late a refresh of the remote target is: by the CSeq number of its request, and at a provisional response before the final one.
pub(super) const fn refresh(number: u32, is_final: bool) -> u32 {
    number.saturating_mul(2).saturating_add(is_final as u32)
}

/// Whether a route is that of a loose router (RFC 3261 §16.12): `lr` counts with any value and with none.
pub(super) fn is_loose(route: &NameAddr<'_>) -> bool {
    matches!(route.uri(), Ok(Uri::Sip(uri)) if uri.is_loose_router())
}

/// Id, state and numbers, with control bytes escaped.
impl fmt::Debug for Dialog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dialog({:?}, {:?}, target {}", self.id(), self.state(), Printable(self.text.get(Part::Target)))?;
        write!(f, ", local CSeq {:?}, remote CSeq {:?})", self.numbers.local, self.numbers.remote)
    }
}
