//! [`Edit`]: changes parts of a message and copies the other bytes.

mod change;
mod changes;
mod error;
mod faults;
mod framing;
mod hop;
mod list;
mod output;
mod values;

pub use changes::EditScratch;
pub use error::{EditError, EditErrorKind};
pub use output::{Segments, Splice};

use core::fmt;

use crate::encode::{BuildError, BuildErrorKind, Encode, Writer};
use crate::header::{EncodeHeader, Header, Headers};
use crate::message::{Message, OwnedMessage, Request, Response};
use crate::name::{HeaderId, HeaderName};
use crate::parser::Layout;
use crate::start_line::{Span, StartLine};
use crate::uri::UriRef;
use change::{Change, Kind};

/// A message with changes, as a proxy makes them when it forwards. Bytes outside of the changes are written as received.
///
/// Each change refers to a part of the message *as received*: by the [`Slot`](crate::Slot) of a value, by name, or as the topmost value of
/// a
/// list. Changes can therefore be made in any order. Two changes of the same bytes are an error. Pushed rows stack: the last one is
/// topmost. A refused change has no effect.
///
/// Lenient framing is normalised, and nothing else. Line ends become CRLF, and single spaces separate the parts of the start line. A
/// repeated equal Content-Length and empty lines before the message are removed.
///
/// ```
/// use sipwire::header::{RecordRoute, Route, Via};
/// use sipwire::{EditScratch, Host, Message, NameAddr, Transport};
///
/// let message = Message::parse(
///     b"BYE sip:b@192.0.2.4 SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1\r\n\
///       Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>\r\nMax-Forwards: 70\r\n\r\n",
/// )?;
/// let mut scratch = EditScratch::new();
/// let mut edit = message.edit(&mut scratch);
/// edit.decrement_max_forwards()?;
/// edit.fill_source("192.0.2.1:5060".parse()?)?;
/// edit.pop::<Route>()?;
/// edit.push(Via::build(Transport::Udp, Host::try_from("p1.example.com")?).branch("z9hG4bK2"))?;
/// edit.push(RecordRoute::row(NameAddr::build("sip:p1.example.com;lr")))?;
/// assert_eq!(
///     edit.finish().as_bytes(),
///     b"BYE sip:b@192.0.2.4 SIP/2.0\r\nVia: SIP/2.0/UDP p1.example.com;branch=z9hG4bK2\r\n\
///       v: SIP/2.0/UDP 10.0.0.1;rport=5060;branch=z9hG4bK1;received=192.0.2.1\r\nRecord-Route: <sip:p1.example.com;lr>\r\n\
///       Route: <sip:p2.example.com;lr>\r\nMax-Forwards: 69\r\n\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Edit<'e, 'a> {
    input: &'a [u8],
    layout: &'e Layout<'e>,
    scratch: &'e mut EditScratch,
}

macro_rules! edit {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Starts an edit of the message.
            #[inline]
            pub fn edit<'e>(&'e self, scratch: &'e mut EditScratch) -> Edit<'e, 'a> {
                Edit::begin(self.parts(), scratch)
            }
        }
    };
}
edit!(Message);
edit!(Request);
edit!(Response);

impl OwnedMessage {
    /// Starts an edit of a copy of the message.
    #[inline]
    pub fn edit<'e>(&'e self, scratch: &'e mut EditScratch) -> Edit<'e, 'e> {
        Edit::begin(self.parts(), scratch)
    }
}

impl<'e, 'a> Edit<'e, 'a> {
    #[inline]
    fn begin((input, layout): (&'a [u8], &'e Layout<'e>), scratch: &'e mut EditScratch) -> Self {
        scratch.clear();
        if !layout.profile.leniency.is_none() {
            framing::normalise(input, layout, scratch);
        }
        Self { input, layout, scratch }
    }

    /// Returns the header fields as received.
    pub fn headers(&self) -> Headers<'e, 'a> {
        self.layout.headers(self.input)
    }

    /// Sets the Request-URI.
    ///
    /// # Errors
    ///
    /// Returns [`EditErrorKind::Absent`] if the message is a response, and an error if the URI cannot be written or the Request-URI was
    /// set before.
    pub fn set_uri<'u>(&mut self, uri: impl Into<UriRef<'u>>) -> Result<&mut Self, EditError> {
        let Some(StartLine::Request(line)) = self.layout.start_line else {
            return Err(EditError::new(EditErrorKind::Absent, None, self.layout.start()));
        };
        let text = self.written(None, |out| uri.into().encode(out))?;
        self.change(line.uri.start as usize, line.uri.end as usize, text, Kind::Value, None)
    }

    /// Inserts a row before the first row of its name, or behind the Via rows if there is none. The value that was topmost becomes the
    /// second.
    ///
    /// # Errors
    ///
    /// Returns an error if the header cannot be written, if it is a Content-Length, or if the message already has a header field of
    /// that name that may stand once ([`HeaderName::is_single`]). In the last case [`replace`](Edit::replace) its value, or remove its
    /// row first.
    #[inline]
    pub fn push(&mut self, header: impl EncodeHeader) -> Result<&mut Self, EditError> {
        let name = header.name();
        self.push_row(name, |out| header.encode(out))
    }

    /// Inserts a row behind all others.
    ///
    /// # Errors
    ///
    /// Returns an error as [`push`](Edit::push) does.
    ///
    /// ```
    /// use sipwire::header::{Expires, Subject};
    /// use sipwire::{BuildErrorKind, EditErrorKind, EditScratch, HeaderName, Message};
    ///
    /// let message = Message::parse(b"REGISTER sip:a SIP/2.0\r\nExpires: 7200\r\n\r\n")?;
    /// let mut scratch = EditScratch::new();
    /// let mut edit = message.edit(&mut scratch);
    /// let error = edit.append(Expires::row(60)).unwrap_err();
    /// assert!(matches!(error.kind(), EditErrorKind::Build(BuildErrorKind::Duplicate(_))));
    /// edit.remove_all(HeaderName::Expires)?;
    /// edit.append(Subject::row("lunch"))?.append(Expires::row(60))?;
    /// assert_eq!(edit.finish().as_bytes(), b"REGISTER sip:a SIP/2.0\r\nSubject: lunch\r\nExpires: 60\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append(&mut self, header: impl EncodeHeader) -> Result<&mut Self, EditError> {
        let name = header.name();
        self.append_row(name, |out| header.encode(out))
    }

    /// Inserts a row of any name and any text behind all others. The text is written verbatim: line ends and other control bytes are
    /// errors.
    ///
    /// # Errors
    ///
    /// Returns an error as [`push`](Edit::push) does.
    pub fn append_raw(&mut self, name: HeaderName<'_>, value: impl AsRef<[u8]>) -> Result<&mut Self, EditError> {
        self.append_row(name, |out| out.text(value))
    }

    /// Removes a row.
    ///
    /// # Errors
    ///
    /// Returns an error if the row is of another message, if it is a Content-Length, or if a part of it was edited before.
    pub fn remove_row(&mut self, row: &Header<'_>) -> Result<&mut Self, EditError> {
        let id = row.name().id();
        editable(id)?;
        let row = row.row_of(self.input, self.layout.rows()).ok_or(EditError::new(EditErrorKind::OtherMessage, Some(id), 0))?;
        let (start, end) = self.layout.row(self.input, row);
        self.change(start, end, Span::default(), Kind::RemovedRow, Some(id))
    }

    /// Removes every row of that name, and returns their number.
    ///
    /// # Errors
    ///
    /// Returns an error, and removes nothing, if the message has no such header field, if a part of one was edited before, or if `name`
    /// is Content-Length.
    pub fn remove_all(&mut self, name: HeaderName<'_>) -> Result<usize, EditError> {
        editable(name.id())?;
        let (input, layout) = (self.input, self.layout);
        let fields = layout.rows();
        let rows = || (0..fields.len()).filter(|&row| fields[row].is_named(name.id(), name, input)).map(|row| layout.row(input, row));
        let removal = |(start, end)| Change::new(start, end, Span::default(), Kind::RemovedRow, Some(name.id()));
        if let Some(at) = rows().find_map(|row| self.scratch.conflict(&removal(row))) {
            return Err(EditError::new(EditErrorKind::EditedBefore, Some(name.id()), at as usize));
        }
        let count = rows().map(|row| self.scratch.insert(removal(row))).count();
        if count == 0 { Err(EditError::absent(name.id())) } else { Ok(count) }
    }

    /// Adds a Content-Length behind all other rows if there is none. A message on a stream requires one (RFC 3261 §18.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the message would be larger than 4 GiB.
    pub fn ensure_content_length(&mut self) -> Result<&mut Self, EditError> {
        match self.has_row(HeaderId::ContentLength) {
            true => Ok(self),
            false => self.put_content_length(self.layout.body.of(self.input).len()),
        }
    }

    /// Replaces the body. The Content-Length is updated, or added if there is none. The Content-Type is neither checked nor changed.
    ///
    /// # Errors
    ///
    /// Returns [`EditErrorKind::EditedBefore`] if the body was replaced before.
    pub fn replace_body(&mut self, body: &[u8]) -> Result<&mut Self, EditError> {
        let Span { start, end } = self.layout.body;
        let text = self.written(None, |out| out.body(body))?;
        self.change(start as usize, end as usize, text, Kind::Value, None)?;
        // An inserted Content-Length holds the length of the old body.
        let is_length = |change: &Change| change.kind == Kind::Append && change.id == HeaderId::ContentLength;
        let appended = self.layout.empty_line(self.input);
        let first = self.scratch.changes.place(|change| (change.start as usize) < appended);
        self.scratch.changes.remove(first, |change| change.start as usize == appended, is_length);
        self.put_content_length(body.len())
    }

    /// Sets the first Content-Length to `length`, or adds one.
    fn put_content_length(&mut self, length: usize) -> Result<&mut Self, EditError> {
        let id = HeaderId::ContentLength;
        let Some(field) = self.layout.rows().iter().find(|field| field.id() == id) else {
            return self
                .insert_row(self.layout.empty_line(self.input), Kind::Append, HeaderName::ContentLength, |out| out.number(length as u64));
        };
        let text = self.written(Some(id), |out| out.number(length as u64))?;
        self.change(field.value(), field.end(), text, Kind::Value, Some(id))
    }

    fn append_row(&mut self, name: HeaderName<'_>, value: impl FnOnce(&mut Writer<'_>)) -> Result<&mut Self, EditError> {
        self.addable(name.id())?;
        self.insert_row(self.layout.empty_line(self.input), Kind::Append, name, value)
    }

    #[inline]
    fn push_row(&mut self, name: HeaderName<'_>, value: impl FnOnce(&mut Writer<'_>)) -> Result<&mut Self, EditError> {
        self.addable(name.id())?;
        let (input, table) = (self.input, &self.layout.fields);
        // Routing headers belong to the top of a message (RFC 3261 §7.3.1).
        let behind_vias = || table.last(HeaderId::Via).map_or(0, |last| last + 1);
        let row = table.first(name, input).unwrap_or_else(behind_vias);
        let at = table.as_slice().get(row).map_or_else(|| self.layout.empty_line(self.input), |field| field.start());
        self.insert_row(at, Kind::Push, name, value)
    }

    /// Fails for a Content-Length, and for a second row of a header that may occur once.
    #[inline]
    fn addable(&self, id: HeaderId) -> Result<(), EditError> {
        editable(id)?;
        match id.is_single() && self.has_row(id) {
            true => Err(EditError::of_build(BuildError::new(BuildErrorKind::Duplicate(id)), Some(id))),
            false => Ok(()),
        }
    }

    /// Whether the edited message has a row of that header.
    fn has_row(&self, id: HeaderId) -> bool {
        let stays = |row: usize| {
            let (start, end) = self.layout.row(self.input, row);
            !self.scratch.between(start as u32, end as u32).any(|change| change.kind == Kind::RemovedRow)
        };
        let is_added = |change: &Change| matches!(change.kind, Kind::Push | Kind::Append) && change.id == id;
        self.scratch.changes.iter().any(is_added)
            || self.layout.rows().iter().enumerate().any(|(row, field)| field.id() == id && stays(row))
    }

    /// Inserts a row.
    #[inline]
    fn insert_row(
        &mut self,
        at: usize,
        kind: Kind,
        name: HeaderName<'_>,
        value: impl FnOnce(&mut Writer<'_>),
    ) -> Result<&mut Self, EditError> {
        let id = name.id();
        let bytes = name.as_str().as_bytes();
        let Ok(name_length) = u16::try_from(bytes.len()) else {
            return Err(EditError::of_build(BuildError::new(BuildErrorKind::TooLarge), Some(id)));
        };
        let text = self.written(Some(id), |out| out.row(bytes, value))?;
        let place = at as u32;
        self.scratch.insert(Change { start: place, end: place, before: 0, text, kind, id, name_length });
        Ok(self)
    }

    /// Returns the span of the output of `write`, unless the message would become too large.
    #[inline]
    fn written(&mut self, header: Option<HeaderId>, write: impl FnOnce(&mut Writer<'_>)) -> Result<Span, EditError> {
        let text = self.scratch.write(write).map_err(|error| EditError::of_build(error, header))?;
        if !self.layout.has_room(self.scratch.text.len()) {
            self.scratch.text.truncate(text.start as usize);
            return Err(EditError::of_build(BuildError::new(BuildErrorKind::TooLarge), header));
        }
        Ok(text)
    }

    /// Replaces the bytes from `start` to `end` with `text`, the latest output.
    #[inline]
    fn change(&mut self, start: usize, end: usize, text: Span, kind: Kind, header: Option<HeaderId>) -> Result<&mut Self, EditError> {
        self.take(Change::new(start, end, text, kind, header), header)
    }

    /// Inserts a change with the latest output, unless the same bytes were edited before.
    #[inline]
    fn take(&mut self, change: Change, header: Option<HeaderId>) -> Result<&mut Self, EditError> {
        match self.scratch.take(change) {
            Ok(()) => Ok(self),
            Err(at) => {
                self.scratch.text.truncate(self.scratch.text.len() - (change.text.end - change.text.start) as usize);
                Err(EditError::new(EditErrorKind::EditedBefore, header, at as usize))
            }
        }
    }
}

/// Fails for a Content-Length, which delimits the message. All other headers can be edited.
#[inline]
fn editable(id: HeaderId) -> Result<(), EditError> {
    if id == HeaderId::ContentLength { Err(EditError::new(EditErrorKind::Computed, Some(id), 0)) } else { Ok(()) }
}

/// Shows the number of changes only, because inserted text may be secret.
impl fmt::Debug for Edit<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({} changes)", self.scratch.changes.len())
    }
}
