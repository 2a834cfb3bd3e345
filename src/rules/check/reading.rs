//! [`Reading`]: a message while it is checked. Each header is typed once, when a rule first needs it.

use super::contacts::{Contacts, Registration};
use super::element::{Check, Role};
use super::extensions::Extensions;
use super::lists::{Paths, Priorities, Privacies};
use super::parts::Misfits;
use super::typed::{self, Party, party};
use crate::error::ParseError;
use crate::header::{
    CSeq, CallId, ContentDisposition, ContentType, Event, Expires, From, Headers, InfoPackage, MaxForwards, Route, Single, To, TypedHeader,
    Verify, Via,
};
use crate::message::{Partial, Request, Response};
use crate::method::Method;
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::rules::fault::{Answer, Fault};
use crate::rules::rule::Rule;
use crate::scan;
use crate::status::StatusCode;
use crate::uri::Uri;
use crate::version::Version;

/// A value that is read when it is first needed.
pub(super) type Memo<T> = Option<Result<Option<T>, ParseError>>;

/// A message that is being checked.
pub(super) struct Reading<'r, 'a> {
    pub(super) check: &'r Check<'r>,
    pub(super) rows: Rows<'r, 'a>,
    pub(super) input: &'a [u8],
    pub(super) is_request: bool,
    /// The method of the request line.
    pub(super) method: Option<Method<'a>>,
    pub(super) raw_uri: Option<&'a [u8]>,
    pub(super) status: Option<StatusCode>,
    pub(super) version: Option<Version>,
    pub(super) start: usize,
    pub(super) empty_line: usize,
    pub(super) body: &'a [u8],
    /// The bytes behind the body.
    pub(super) trailing: &'a [u8],
    /// The errors of the parser.
    pub(super) errors: &'r [ParseError],
    /// Whether notes are wanted too.
    pub(super) is_for_notes: bool,
    source: Source<'r, 'a>,
    /// The names that have a second row.
    pub(super) repeated: NameSet,
    uri: Memo<Uri<'a>>,
    via: Memo<Via<'a>>,
    route: Memo<Uri<'a>>,
    to: Memo<Party<'a>>,
    from: Memo<Party<'a>>,
    call_id: Memo<()>,
    cseq: Memo<CSeq<'a>>,
    max_forwards: Memo<u32>,
    expires: Memo<u32>,
    media: Memo<ContentType<'a>>,
    disposition: Memo<ContentDisposition<'a>>,
    event: Memo<Event<'a>>,
    info: Memo<InfoPackage<'a>>,
    extensions: Option<Extensions<'a>>,
    contacts: Option<Contacts<'a>>,
    /// The parts of a multipart body that are not understood.
    pub(super) parts: Option<Misfits>,
    paths: Option<Paths>,
    privacies: Option<Privacies<'a>>,
    priorities: Option<Priorities<'a>>,
}

/// The rows of a message, and the set of their names.
#[derive(Clone, Copy)]
pub(super) struct Rows<'r, 'a> {
    pub(super) headers: Headers<'r, 'a>,
    pub(super) present: NameSet,
}

impl<'a> Rows<'_, 'a> {
    /// The first row of a single header, with all its parts checked. Whether there is a second row is another rule's matter.
    fn single<H: TypedHeader<'a> + Single + Verify>(self) -> Result<Option<H>, ParseError> {
        let header = self.cut::<H>()?;
        header.as_ref().map_or(Ok(()), H::verify)?;
        Ok(header)
    }

    /// The first row of a single header, whose parts are not checked.
    #[inline]
    fn cut<H: TypedHeader<'a> + Single>(self) -> Result<Option<H>, ParseError> {
        if !self.present.has(H::NAME.id()) {
            return Ok(None);
        }
        let Some((row, _)) = self.headers.first_rows(H::NAME) else { return Ok(None) };
        H::parse(self.headers.value(row)).map(Some)
    }
}

/// The message that the Request-URI is read from.
#[derive(Clone, Copy)]
enum Source<'r, 'a> {
    Request(&'r Request<'a>),
    Partial(&'r Partial<'a>),
    Response,
}

/// The parts that requests, responses and partial messages have in common.
struct Parts<'r, 'a> {
    headers: Headers<'r, 'a>,
    input: &'a [u8],
    start: usize,
    body: usize,
}

impl<'r, 'a> Reading<'r, 'a> {
    #[inline(always)]
    fn new(check: &'r Check<'r>, parts: Parts<'r, 'a>, body: &'a [u8], is_request: bool) -> Self {
        let Parts { headers, input, start, body: body_start } = parts;
        // Rules that need no header field are always checked.
        let (mut present, mut repeated) = (NameSet::of(&[HeaderId::OTHER]), NameSet::default());
        for id in headers.ids() {
            if present.put(id) {
                repeated.put(id);
            }
        }
        if !repeated.is_empty() {
            repeated = repeated.without(headers.agreeing());
        }
        let head = input.get(..body_start).unwrap_or(input);
        let line_end = if head.ends_with(b"\r\n") { 2 } else { usize::from(head.ends_with(b"\n")) };
        let trailing = input.get(body_start + body.len()..).unwrap_or_default();
        Self {
            check,
            rows: Rows { headers, present },
            input,
            is_request,
            method: None,
            raw_uri: None,
            status: None,
            version: None,
            start,
            empty_line: head.len() - line_end,
            body,
            trailing,
            errors: &[],
            is_for_notes: false,
            source: Source::Response,
            repeated,
            uri: None,
            via: None,
            route: None,
            to: None,
            from: None,
            call_id: None,
            cseq: None,
            max_forwards: None,
            expires: None,
            media: None,
            disposition: None,
            event: None,
            info: None,
            extensions: None,
            contacts: None,
            parts: None,
            paths: None,
            privacies: None,
            priorities: None,
        }
    }

    /// Begins to check a request.
    #[inline(always)]
    pub(super) fn of_request(request: &'r Request<'a>, check: &'r Check<'r>) -> Self {
        let (input, layout) = request.parts();
        let parts = Parts { headers: request.headers(), input, start: layout.start(), body: layout.body.start as usize };
        let mut reading = Self::new(check, parts, request.body(), true);
        reading.source = Source::Request(request);
        reading.method = Some(request.method());
        reading.raw_uri = Some(request.raw_uri());
        reading.version = Some(request.version());
        reading
    }

    /// Begins to check a response.
    pub(super) fn of_response(response: &'r Response<'a>, check: &'r Check<'r>) -> Self {
        let (input, layout) = response.parts();
        let parts = Parts { headers: response.headers(), input, start: layout.start(), body: layout.body.start as usize };
        let mut reading = Self::new(check, parts, response.body(), false);
        reading.status = Some(response.status());
        reading.version = Some(response.version());
        reading
    }

    /// Begins to check what could be read of a message.
    pub(super) fn of_partial(partial: &'r Partial<'a>, check: &'r Check<'r>) -> Self {
        let (start, body) = partial.start_and_body();
        let parts = Parts { headers: partial.headers(), input: partial.input(), start, body };
        let mut reading = Self::new(check, parts, partial.body(), !partial.is_response());
        if reading.is_request {
            reading.method = partial.method();
            reading.raw_uri = partial.raw_uri();
            reading.source = Source::Partial(partial);
        }
        reading.status = partial.status();
        reading.version = partial.version();
        reading.errors = partial.errors();
        reading
    }

    /// The absolute offset of `part`, which is a part of the buffer.
    pub(super) fn at(&self, part: &[u8]) -> usize {
        scan::offset_of(self.input, part)
    }

    pub(super) fn is_ack(&self) -> bool {
        self.method == Some(Method::Ack)
    }

    pub(super) fn has(&self, id: HeaderId) -> bool {
        self.rows.present.has(id)
    }

    /// A fault at an absolute offset.
    pub(super) fn fault(&self, rule: Rule, header: HeaderId, offset: usize) -> Fault {
        let answer = if self.is_request && !self.is_ack() { Answer::AsRuled } else { Answer::Dropped };
        Fault::new(rule, header, offset.min(self.input.len()), answer)
    }

    /// A fault of the start line or the body.
    pub(super) fn fault_of_none(&self, rule: Rule, offset: usize) -> Fault {
        self.fault(rule, HeaderId::OTHER, offset)
    }

    /// The fault of a header field that is absent.
    pub(super) fn missing(&self, rule: Rule, header: HeaderId) -> Option<Fault> {
        (!self.has(header)).then(|| self.fault(rule, header, self.empty_line))
    }

    /// The fault at the value of the first row of that name.
    pub(super) fn at_row(&self, rule: Rule, name: HeaderName<'static>) -> Option<Fault> {
        let (row, _) = self.rows.headers.first_rows(name)?;
        Some(self.fault(rule, name.id(), row.value()))
    }

    /// The fault of an error, of that header field or of the start line.
    pub(super) fn unreadable(&self, error: ParseError, header: HeaderId) -> Fault {
        let (rule, header) = Rule::of_error(error.kind(), header);
        self.fault(rule, header, error.offset())
    }

    /// The first row of a single header: see [`Rows::single`].
    pub(super) fn single<H: TypedHeader<'a> + Single + Verify>(&self) -> Result<Option<H>, ParseError> {
        self.rows.single()
    }

    pub(super) fn uri(&mut self) -> Result<Option<Uri<'a>>, ParseError> {
        let source = self.source;
        *self.uri.get_or_insert_with(|| match source {
            Source::Request(request) => request.uri().map(Some),
            Source::Partial(partial) => partial.uri().transpose(),
            Source::Response => Ok(None),
        })
    }

    /// Whether the Request-URI is a `sips` URI.
    pub(super) fn has_sips_uri(&mut self) -> bool {
        matches!(self.uri(), Ok(Some(Uri::Sip(uri))) if uri.is_sips())
    }

    /// Whether the request goes to a `sips` URI: the Request-URI or that of the topmost Route is one.
    pub(super) fn goes_to_sips(&mut self) -> bool {
        self.has_sips_uri() || self.has(HeaderId::Route) && matches!(self.route(), Ok(Some(Uri::Sip(uri))) if uri.is_sips())
    }

    /// The Request-URI, if it is one.
    pub(super) fn readable_uri(&mut self) -> Option<Uri<'a>> {
        self.uri().ok().flatten()
    }

    /// The topmost Via.
    pub(super) fn via(&mut self) -> Result<Option<Via<'a>>, ParseError> {
        let rows = self.rows;
        *self.via.get_or_insert_with(|| typed::first(rows.headers))
    }

    /// The URI of the topmost Route.
    pub(super) fn route(&mut self) -> Result<Option<Uri<'a>>, ParseError> {
        let rows = self.rows;
        *self.route.get_or_insert_with(|| rows.headers.first::<Route<'_>>()?.map(|route| route.verified_uri()).transpose())
    }

    pub(super) fn to(&mut self) -> Result<Option<Party<'a>>, ParseError> {
        let rows = self.rows;
        *self.to.get_or_insert_with(|| rows.cut::<To<'_>>()?.map(|to| party(&to)).transpose())
    }

    pub(super) fn from(&mut self) -> Result<Option<Party<'a>>, ParseError> {
        let rows = self.rows;
        *self.from.get_or_insert_with(|| rows.cut::<From<'_>>()?.map(|from| party(&from)).transpose())
    }

    /// Whether To has a tag: the request is one of a dialog.
    pub(super) fn has_to_tag(&mut self) -> bool {
        matches!(self.to(), Ok(Some(Party { tag: Some(_), .. })))
    }

    /// Whether the Call-ID can be read.
    pub(super) fn call_id(&mut self) -> Result<Option<()>, ParseError> {
        let rows = self.rows;
        *self.call_id.get_or_insert_with(|| Ok(rows.cut::<CallId<'_>>()?.map(drop)))
    }

    pub(super) fn cseq(&mut self) -> Result<Option<CSeq<'a>>, ParseError> {
        let rows = self.rows;
        *self.cseq.get_or_insert_with(|| rows.single())
    }

    /// The method that a response answers.
    pub(super) fn answered_method(&mut self) -> Option<Method<'a>> {
        self.cseq().ok().flatten().map(|cseq| cseq.method())
    }

    pub(super) fn max_forwards(&mut self) -> Result<Option<u32>, ParseError> {
        let rows = self.rows;
        *self.max_forwards.get_or_insert_with(|| rows.single::<MaxForwards<'_>>().map(|hops| hops.map(|hops| hops.value())))
    }

    pub(super) fn expires(&mut self) -> Result<Option<u32>, ParseError> {
        let rows = self.rows;
        *self.expires.get_or_insert_with(|| rows.single::<Expires<'_>>().map(|seconds| seconds.map(|seconds| seconds.value())))
    }

    pub(super) fn media(&mut self) -> Result<Option<ContentType<'a>>, ParseError> {
        let rows = self.rows;
        *self.media.get_or_insert_with(|| rows.single())
    }

    pub(super) fn disposition(&mut self) -> Result<Option<ContentDisposition<'a>>, ParseError> {
        let rows = self.rows;
        *self.disposition.get_or_insert_with(|| rows.single())
    }

    pub(super) fn event(&mut self) -> Result<Option<Event<'a>>, ParseError> {
        let rows = self.rows;
        *self.event.get_or_insert_with(|| rows.single())
    }

    pub(super) fn info(&mut self) -> Result<Option<InfoPackage<'a>>, ParseError> {
        let rows = self.rows;
        *self.info.get_or_insert_with(|| rows.single())
    }

    /// The lifetime that the Expires row asks for. A malformed one counts as 3600, as a malformed parameter does (RFC 3261 §10.2).
    pub(super) fn lifetime(&mut self) -> Option<u32> {
        self.expires().unwrap_or(Some(3600))
    }

    /// The option tags of Supported, Require and Proxy-Require.
    pub(super) fn extensions(&mut self) -> Extensions<'a> {
        match self.extensions {
            Some(extensions) => extensions,
            None => *self.extensions.insert(Extensions::read(self.rows.headers, self.check.tags)),
        }
    }

    /// The facts about the Contacts that rules need.
    pub(super) fn contacts(&mut self) -> &Contacts<'a> {
        if self.contacts.is_none() {
            self.contacts = Some(self.read_contacts());
        }
        self.contacts.get_or_insert_default()
    }

    fn read_contacts(&mut self) -> Contacts<'a> {
        if !self.has(HeaderId::Contact) {
            return Contacts::default();
        }
        let registration = (self.method == Some(Method::Register))
            .then(|| Registration { aor: self.to().ok().flatten().map(|to| to.uri), lifetime: self.lifetime() });
        Contacts::read(self.rows.headers, self.input, self.check, registration.as_ref(), self.is_for_notes)
    }

    /// The facts about Path that rules need.
    pub(super) fn paths(&mut self) -> Paths {
        let headers = self.rows.headers;
        *self.paths.get_or_insert_with(|| Paths::read(headers))
    }

    /// The facts about Privacy that rules need.
    pub(super) fn privacies(&mut self) -> Privacies<'a> {
        let (headers, check) = (self.rows.headers, self.check);
        *self.privacies.get_or_insert_with(|| Privacies::read(headers, check))
    }

    /// The facts about Resource-Priority that rules need.
    pub(super) fn priorities(&mut self) -> Priorities<'a> {
        let (headers, check) = (self.rows.headers, self.check);
        *self.priorities.get_or_insert_with(|| Priorities::read(headers, check))
    }

    /// Whether a registrar checks a REGISTER.
    pub(super) fn is_registration(&self) -> bool {
        self.check.role == Role::Registrar && self.method == Some(Method::Register)
    }
}
