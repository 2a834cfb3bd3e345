//! [`Body`]: which part of a body is for a purpose, such as the session description (RFC 3261 §13.2.1, RFC 5621 §8).

use super::check::fits;
use super::fault::{Answer, Fault};
use super::rule::Rule;
use crate::error::ParseError;
use crate::header::{ContentDisposition, ContentEncoding, ContentType, Headers, MediaType};
use crate::message::{Message, Multipart, Part, Parts, Request, Response};
use crate::name::{HeaderId, HeaderName};
use crate::scan;

/// How many multipart bodies inside of each other are looked into.
const DEEPEST: usize = 8;

/// The kind of body that is wanted: its purpose, and the types that are understood for that purpose.
///
/// ```
/// use sipwire::rules::Wants;
///
/// const SESSION: Wants<'_> = Wants::new("session", &["application/sdp"]);
/// const TEXT: Wants<'_> = Wants::new("render", &["text/plain", "text/html"]);
/// # let _ = (SESSION, TEXT);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wants<'w> {
    purpose: &'w str,
    types: &'w [&'w str],
}

impl<'w> Wants<'w> {
    /// A purpose, as Content-Disposition names it: `session`, `early-session` (RFC 3959), `render` … and types: `type/subtype`, `type/*` or
    /// `*/*`.
    pub const fn new(purpose: &'w str, types: &'w [&'w str]) -> Self {
        Self { purpose, types }
    }
}

/// The body, or the part of it, that is for a purpose.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    media: MediaType<'a>,
    bytes: &'a [u8],
}

impl<'a> Body<'a> {
    /// The type.
    pub const fn media_type(&self) -> &MediaType<'a> {
        &self.media
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

/// The finding about a body, or about a part of one.
#[derive(Clone, Copy)]
enum Found<'a> {
    /// It is for another purpose, or may be ignored.
    Nothing,
    One(Body<'a>),
    /// Several bodies are for the purpose.
    Several,
    /// It must be understood and is not: the offset of its Content-Type.
    Misfit(usize),
}

/// A multipart body that is being read.
struct Level<'a> {
    parts: Parts<'a>,
    /// Whether its parts are versions of the same thing, of which the last counts that is understood (RFC 5621 §6.1).
    is_alternative: bool,
    /// Whether the body must be understood. Of one that may be ignored, no part must be (RFC 5621 §8.2).
    is_required: bool,
    found: Found<'a>,
}

impl<'a> Level<'a> {
    fn new(multipart: &Multipart<'a>, media: &MediaType<'_>, is_required: bool) -> Self {
        let is_alternative = media.subtype().eq_ignore_ascii_case("alternative");
        Self { parts: multipart.parts(), is_alternative, is_required, found: Found::Nothing }
    }

    fn add(&mut self, found: Found<'a>) {
        self.found = match (self.found, found) {
            (Found::Nothing, found) | (found, Found::Nothing) => found,
            // The later alternative is the richer one, if it is understood.
            (one, Found::Misfit(_)) if self.is_alternative => one,
            (_, found) if self.is_alternative => found,
            (Found::Misfit(first), _) | (_, Found::Misfit(first)) => Found::Misfit(first),
            _ => Found::Several,
        };
    }

    fn finish(&self) -> Found<'a> {
        match self.found {
            Found::Misfit(_) if !self.is_required => Found::Nothing,
            found => found,
        }
    }
}

/// The header fields that say what a body is.
struct Kind<'a> {
    media: MediaType<'a>,
    /// The offset of Content-Type, or of the body without one.
    place: usize,
    /// Whether its purpose is the wanted one, as Content-Disposition says, or by default its type.
    is_wanted: bool,
    is_required: bool,
    has_coding: bool,
}

impl<'a> Kind<'a> {
    fn of(headers: Headers<'_, 'a>, media: MediaType<'a>, place: usize, wants: &Wants<'_>) -> Self {
        let disposition = headers.get::<ContentDisposition<'_>>().ok().flatten();
        // Without Content-Disposition, SDP describes a session and all else is rendered (RFC 3261 §20.11).
        let default = if media.is("application", "sdp") { "session" } else { "render" };
        let is_wanted = match &disposition {
            Some(disposition) => disposition.is(wants.purpose),
            None => wants.purpose.eq_ignore_ascii_case(default),
        };
        let place = headers.first_rows(HeaderName::ContentType).map_or(place, |(row, _)| row.value());
        let is_coding = |coding: ContentEncoding<'_>| !coding.is("identity");
        Self {
            media,
            place,
            is_wanted,
            is_required: disposition.is_none_or(|disposition| disposition.is_required() != Ok(false)),
            has_coding: headers.all::<ContentEncoding<'_>>().flatten().any(is_coding),
        }
    }

    fn is_multipart(&self) -> bool {
        self.media.kind().eq_ignore_ascii_case("multipart")
    }

    /// Returns the finding about a body that is no multipart body.
    fn found(&self, bytes: &'a [u8], is_alternative: bool, wants: &Wants<'_>) -> Found<'a> {
        let is_known = !self.has_coding && wants.types.iter().any(|pattern| fits(pattern, &self.media));
        match is_known {
            _ if !self.is_wanted => Found::Nothing,
            true => Found::One(Body { media: self.media, bytes }),
            false if self.is_required || is_alternative => Found::Misfit(self.place),
            false => Found::Nothing,
        }
    }
}

/// Walks over the parts of a multipart body.
fn walk<'a>(outer: Level<'a>, input: &[u8], wants: &Wants<'_>) -> Found<'a> {
    let mut open = [const { None }; DEEPEST];
    open[0] = Some(outer);
    let mut depth = 0;
    while let Some(level) = open.get_mut(depth).and_then(Option::as_mut) {
        match level.parts.next() {
            Some(Ok(part)) => match of_part(&part, level, input, wants) {
                (_, Some(inner)) if depth + 1 < DEEPEST => {
                    depth += 1;
                    open[depth] = Some(inner);
                }
                (found, _) => level.add(found),
            },
            Some(Err(_)) => {}
            None => {
                let found = level.finish();
                match depth.checked_sub(1).and_then(|outer| open[outer].as_mut()) {
                    Some(outer) => outer.add(found),
                    None => return found,
                }
                depth -= 1;
            }
        }
    }
    Found::Nothing
}

/// Returns the finding about a part, or its body if that has parts.
fn of_part<'a>(part: &Part<'a>, level: &Level<'a>, input: &[u8], wants: &Wants<'_>) -> (Found<'a>, Option<Level<'a>>) {
    let Ok(media) = part.media_type() else { return (Found::Nothing, None) };
    let kind = Kind::of(part.headers(), media, scan::offset_of(input, part.as_bytes()), wants);
    if kind.is_multipart() && !kind.has_coding {
        let inner = part.multipart().ok().flatten();
        // The handling of alternatives does not count (RFC 5621 §8.3).
        let is_required = kind.is_required || level.is_alternative;
        return (Found::Nothing, inner.map(|inner| Level::new(&inner, &media, is_required)));
    }
    (kind.found(part.body(), level.is_alternative, wants), None)
}

/// The body of a message, whose parts are `multipart`.
fn of_message<'a>(
    headers: Headers<'_, 'a>,
    bytes: &'a [u8],
    input: &'a [u8],
    multipart: impl FnOnce() -> Result<Option<Multipart<'a>>, ParseError>,
    wants: &Wants<'_>,
) -> Result<Option<Body<'a>>, Fault> {
    let of = |error: ParseError| Fault::new(Rule::Unreadable(error.kind()), HeaderId::ContentType, error.offset(), Answer::AsRuled);
    if bytes.is_empty() {
        return Ok(None);
    }
    let Some(content) = headers.get::<ContentType<'a>>().map_err(of)? else { return Ok(None) };
    let kind = Kind::of(headers, *content, scan::offset_of(input, bytes), wants);
    let found = if kind.is_multipart() && !kind.has_coding {
        match multipart().map_err(of)? {
            Some(multipart) => walk(Level::new(&multipart, &kind.media, kind.is_required), input, wants),
            None => Found::Nothing,
        }
    } else {
        kind.found(bytes, false, wants)
    };
    match found {
        Found::Nothing | Found::Several => Ok(None),
        Found::One(body) => Ok(Some(body)),
        Found::Misfit(place) => Err(Fault::new(Rule::ContentType, HeaderId::ContentType, place, Answer::AsRuled)),
    }
}

macro_rules! body_for {
    ($($message:ident)*) => {$(
        impl<'a> $message<'a> {
            /// Returns the body that is for a purpose, or the one part of a multipart body that is (RFC 3261 §13.2.1, §20.11, RFC 5621).
            ///
            /// * The purpose is that of Content-Disposition; without it SDP is for the `session`, and all else is to `render`.
            /// * Multipart bodies are read to a depth of eight, one of an unknown subtype as `multipart/mixed` (RFC 5621 §4.2).
            /// * Of alternatives the last one counts that is understood (§6.1); their own handling does not count (§8.3).
            /// * What is for another purpose is none, and so is what is not understood and has `handling=optional`.
            ///
            /// Returns `None` if no part, or more than one, is for the purpose, and without a Content-Type.
            ///
            /// ```
            /// use sipwire::Message;
            /// use sipwire::rules::Wants;
            ///
            /// let invite = Message::parse(
            ///     b"INVITE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=b\r\nContent-Length: 104\r\n\r\n\
            ///       --b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b\r\n\
            ///       Content-Type: application/pidf+xml\r\n\r\n<presence/>\r\n--b--",
            /// )?;
            /// let offer = invite.body_for(&Wants::new("session", &["application/sdp"]))?;
            /// assert_eq!(offer.unwrap().as_bytes(), b"v=0");
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            ///
            /// # Errors
            ///
            /// Returns the fault if a body for the purpose has to be understood and is not of a known type, or has a content coding: 415, at its
            /// Content-Type. Also if the Content-Type of the message is malformed.
            pub fn body_for(&self, wants: &Wants<'_>) -> Result<Option<Body<'a>>, Fault> {
                of_message(self.headers(), self.body(), self.parts().0, || self.multipart(), wants)
            }
        }
    )*};
}
body_for!(Message Request Response);
