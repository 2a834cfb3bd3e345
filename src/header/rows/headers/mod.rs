//! The header fields of a message, with typed access.

use core::fmt;
use core::marker::PhantomData;

use super::elements::{Elements, one_too_many};
use super::fields::{self, Field, FieldTable, INLINE};
use super::header::Header;
use super::split::Split;
use super::value::Value;
use crate::error::{ErrorKind, ParseError};
use crate::header::any;
use crate::header::diagnostic::{Diagnostic, DiagnosticKind};
use crate::header::traits::{List, Single, TypedHeader, Verify};
use crate::name::{HeaderId, HeaderName, NameSet};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// The header fields of a message: a `Copy` view of its rows.
///
/// `'m` is the lifetime of the message, `'a` that of its buffer. Values borrow from the *buffer* only.
///
/// ```
/// use sipwire::header::{CSeq, MaxForwards, Supported, Via};
/// use sipwire::{Message, Method};
///
/// let message = Message::parse(b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP b, SIP/2.0/UDP c\r\nCSeq: 7 OPTIONS\r\nk:\r\n\r\n")?;
/// let headers = message.headers();
/// assert_eq!(headers.require::<CSeq>()?.method(), Method::Options);
/// assert!(headers.get::<MaxForwards>()?.is_none());
/// assert_eq!(headers.first::<Via>()?.unwrap().host()?.as_str(), "b");
/// assert_eq!(headers.all::<Via>().count(), 2);
/// assert!(headers.is_present::<Supported>() && headers.first::<Supported>()?.is_none());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Headers<'m, 'a> {
    buffer: &'a [u8],
    table: &'m FieldTable<'m>,
    /// The inline rows, if all rows are inline.
    inline: Option<&'m [Field; INLINE]>,
    profile: &'m Profile,
}

impl<'m, 'a> Headers<'m, 'a> {
    #[inline]
    pub(crate) fn new(buffer: &'a [u8], table: &'m FieldTable<'m>, profile: &'m Profile) -> Self {
        Self { buffer, table, inline: table.inline(), profile }
    }

    #[inline]
    const fn fields(&self) -> &'m [Field] {
        self.table.as_slice()
    }

    /// The profile that the values are parsed with.
    pub(crate) const fn profile(&self) -> Profile {
        *self.profile
    }

    /// Returns the number of rows.
    pub const fn len(&self) -> usize {
        self.fields().len()
    }

    /// Whether the message has no rows.
    pub const fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// Iterates over the ids of the rows' names, in the order of the message.
    #[inline]
    pub(crate) fn ids(&self) -> impl Iterator<Item = HeaderId> + use<'m, 'a> {
        self.fields().iter().map(Field::id)
    }

    /// Iterates over all rows, in the order of the message.
    pub fn iter(&self) -> Iter<'m, 'a> {
        Iter { buffer: self.buffer, fields: self.fields().iter(), profile: self.profile }
    }

    /// Iterates over the rows of that name, in the order of the message.
    #[inline]
    pub fn named<'n>(&self, name: HeaderName<'n>) -> impl Iterator<Item = Header<'a>> + use<'m, 'n, 'a> {
        let headers = *self;
        self.rows_of(name).map(move |field| headers.row(field))
    }

    #[inline]
    pub(in crate::header) const fn row(&self, field: &Field) -> Header<'a> {
        Header { buffer: self.buffer, field: *field, profile: *self.profile }
    }

    #[inline]
    fn rows_of<'n>(&self, name: HeaderName<'n>) -> impl Iterator<Item = &'m Field> + use<'m, 'n, 'a> {
        rows_in(self.fields(), name, self.buffer)
    }

    /// Returns the first and the second row of that name.
    #[inline(always)]
    pub(crate) fn first_rows(&self, name: HeaderName<'_>) -> Option<(&'m Field, Option<&'m Field>)> {
        match self.inline {
            Some(rows) if name.id() != HeaderId::OTHER => {
                let marks = self.table.marks(name.id());
                let row = |marks: u16| (marks != 0).then(|| &rows[marks.trailing_zeros() as usize % INLINE]);
                Some((row(marks)?, row(marks & (marks - 1))))
            }
            _ => self.first_rows_of_many(name),
        }
    }

    #[inline(never)]
    fn first_rows_of_many(&self, name: HeaderName<'_>) -> Option<(&'m Field, Option<&'m Field>)> {
        let fields = self.fields();
        // All names outside of the registry share one id.
        let (mut marks, rest) = match name.id() {
            HeaderId::OTHER => (0, fields),
            id => (self.table.marks(id), fields.get(INLINE..).unwrap_or_default()),
        };
        let mut rest = rows_in(rest, name, self.buffer);
        let mut next = || match fields.get(marks.trailing_zeros() as usize).filter(|_| marks != 0) {
            Some(row) => {
                marks &= marks - 1;
                Some(row)
            }
            None => rest.next(),
        };
        Some((next()?, next()))
    }

    /// Whether the message has a row of this header. An empty row, such as `Supported:`, counts.
    pub fn is_present<H: TypedHeader<'a>>(&self) -> bool {
        self.first_rows(H::NAME).is_some()
    }

    /// Returns the value of the header, or `None` if the header is absent.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not fit its grammar, and [`ErrorKind::DuplicateHeader`] at the second header field of that
    /// name if there is one.
    #[inline]
    pub fn get<H: TypedHeader<'a> + Single>(&self) -> Result<Option<H>, ParseError> {
        self.first_rows(H::NAME).map(|rows| self.only(rows)).transpose()
    }

    /// Parses the header's `first` row, and checks that no `second` row conflicts with it.
    #[inline(always)]
    fn only<H: TypedHeader<'a> + Single>(&self, (first, second): (&'m Field, Option<&'m Field>)) -> Result<H, ParseError> {
        match second.and_then(|second| self.another(first, second)) {
            None => H::parse(self.value(first)),
            Some(second) => Err(self.duplicate::<H>(first, second)),
        }
    }

    /// Returns the error of a repeated header. An error in the first row precedes it.
    #[cold]
    #[inline(never)]
    fn duplicate<H: TypedHeader<'a>>(&self, first: &Field, second: &Field) -> ParseError {
        let second = ParseError::new(ErrorKind::DuplicateHeader(first.id()), second.start());
        H::parse(self.value(first)).err().unwrap_or(second)
    }

    /// Returns the second row. If equal rows are accepted, returns the first row that differs from the first one instead.
    #[cold]
    #[inline(never)]
    pub(crate) fn another(&self, first: &Field, second: &'m Field) -> Option<&'m Field> {
        let is_length = first.id() == HeaderId::ContentLength;
        if !self.profile.allows(if is_length { Leniency::SAME_CONTENT_LENGTH } else { Leniency::SAME_ROW_TWICE }) {
            return Some(second);
        }
        if !is_length {
            let (name, value) = (HeaderName::of_row(first.id(), b""), first.value_of(self.buffer));
            return self.rows_of(name).find(|other| other.value_of(self.buffer) != value);
        }
        let without_zeros = |field: &Field| {
            let digits = field.value_of(self.buffer);
            &digits[digits.iter().take_while(|&&digit| digit == b'0').count()..]
        };
        // Computed once: otherwise each of many rows would scan the leading zeros again.
        let length = without_zeros(first);
        self.rows_of(HeaderName::ContentLength).find(|other| without_zeros(other) != length)
    }

    /// Returns the value of the header, which must be present.
    ///
    /// # Errors
    ///
    /// Returns an error as [`get`](Headers::get) does, and [`ErrorKind::MissingHeader`] at the end of the head if the header is absent.
    #[inline]
    pub fn require<H: TypedHeader<'a> + Single>(&self) -> Result<H, ParseError> {
        match self.first_rows(H::NAME) {
            Some(rows) => self.only(rows),
            None => Err(self.missing(H::NAME.id())),
        }
    }

    #[cold]
    #[inline(never)]
    fn missing(&self, id: HeaderId) -> ParseError {
        ParseError::new(ErrorKind::MissingHeader(id), self.fields().last().map_or(0, |field| field.end()))
    }

    /// Returns the topmost element of a list header, or `None` if the header is absent or empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the element does not fit its grammar.
    #[inline]
    pub fn first<H: TypedHeader<'a> + List>(&self) -> Result<Option<H>, ParseError> {
        let Some((row, second)) = self.first_rows(H::NAME) else { return Ok(None) };
        let mut value = self.value(row).with_only(second.is_none());
        let is_too_many = one_too_many(H::NAME.id(), &value, 1).is_some();
        if !is_too_many && let Some(first) = H::fast_first(&value) {
            return Ok(Some(first));
        }
        if is_too_many || !value.is_one_element(H::SPLIT) {
            match self.topmost(value, H::NAME, H::SPLIT)? {
                Some(topmost) => value = topmost,
                None => return Ok(None),
            }
        }
        H::parse(value).map(Some)
    }

    /// Returns the first row of a list header if the limits allow at least one element. Other rows may follow.
    #[inline]
    pub(crate) fn topmost_row<H: TypedHeader<'a> + List>(&self) -> Option<Value<'a>> {
        let (row, _) = self.first_rows(H::NAME)?;
        let value = self.value(row);
        one_too_many(H::NAME.id(), &value, 1).is_none().then_some(value)
    }

    /// Returns the topmost element of a list header that has `row` as its first row.
    #[inline(never)]
    fn topmost(&self, row: Value<'a>, name: HeaderName<'_>, split: Split) -> Result<Option<Value<'a>>, ParseError> {
        let id = name.id();
        // The first row may have no element.
        let others = || self.rows_of(name).skip(1).find_map(|row| Elements::new(self.value(row).with_only(false), split, id).next());
        match Elements::new(row, split, id).next().or_else(others) {
            Some(element) => one_too_many(id, &element, 1).map_or(Ok(Some(element)), Err),
            None => Ok(None),
        }
    }

    /// Iterates over the elements of a list header, topmost first, across all rows. Behind a malformed element, the iteration continues
    /// with
    /// the next row.
    pub fn all<H: TypedHeader<'a> + List>(&self) -> All<'m, 'a, H> {
        let id = H::NAME.id();
        let several_rows = matches!(self.first_rows(H::NAME), Some((_, Some(_))));
        All { headers: *self, id, several_rows, elements: Elements::NONE, next: 0, count: 0, header: PhantomData }
    }

    #[inline]
    pub(crate) fn value(&self, field: &Field) -> Value<'a> {
        Value::framed(field.value_of(self.buffer), field.value(), *self.profile)
    }

    /// Returns the deviations that were accepted in the header fields, each with its offset, and each parameter that repeats the name of
    /// another.
    ///
    /// Under the default profile the result holds only repeated parameters. Each value is re-parsed once for each leniency of the profile,
    /// including the parameters that are typed on demand. [`Message::diagnostics`](crate::Message::diagnostics) also lists the deviations
    /// in
    /// the framing, which the [`Parser`](crate::Parser) accepted.
    ///
    /// ```
    /// use sipwire::{DiagnosticKind, Leniency, Parser};
    ///
    /// let parser = Parser::new().leniency(Leniency::SHORT_QVALUE);
    /// let message = parser.parse(b"REGISTER sip:a SIP/2.0\r\nContact: <sip:b>;q=.5;x;X=1\r\n\r\n")?;
    /// let found: Vec<_> = message.headers().diagnostics().map(|one| (one.kind(), one.offset())).collect();
    /// assert_eq!(found, [(DiagnosticKind::Lenient(Leniency::SHORT_QVALUE), 43), (DiagnosticKind::RepeatedParam, 48)]);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + use<'m, 'a> {
        let leniency = self.profile.leniency;
        let (agreeing, mut seen) = (self.agreeing(), NameSet::default());
        let again = self.fields().iter().filter(move |row| agreeing.has(row.id()) && seen.put(row.id()));
        let again = again.map(|row| Diagnostic { kind: DiagnosticKind::Lenient(Leniency::SAME_ROW_TWICE), offset: row.start() });
        let of_rows = self.iter().flat_map(move |header| {
            let taken = leniency.flags().filter_map(move |flag| {
                let mut stricter = header;
                stricter.profile.leniency = leniency.without(flag);
                let error = any::taken_leniently(header.field.id(), stricter.values(), header.values())?;
                Some(Diagnostic { kind: DiagnosticKind::Lenient(flag), offset: error.offset() })
            });
            let repeated = header.values().flatten().flat_map(move |value| value.repeated_params()).map(move |name| {
                let offset = header.value_offset() + scan::offset_of(header.as_bytes(), name);
                Diagnostic { kind: DiagnosticKind::RepeatedParam, offset }
            });
            taken.chain(repeated)
        });
        of_rows.chain(again)
    }

    /// Returns the headers that may occur once, but are repeated and accepted because all their rows are equal.
    #[cold]
    pub(crate) fn agreeing(&self) -> NameSet {
        let (mut seen, mut agreed, mut differ) = (NameSet::default(), NameSet::default(), NameSet::of(&[HeaderId::ContentLength]));
        let rows = if self.profile.allows(Leniency::SAME_ROW_TWICE) { self.fields() } else { &[] };
        for id in rows.iter().map(Field::id).filter(|id| id.is_single()) {
            // Processed at the second row, so that each header is compared once.
            if seen.put(id) && !agreed.has(id) && !differ.has(id) {
                let rows = self.first_rows(HeaderName::of_row(id, b""));
                let another = rows.and_then(|(first, second)| self.another(first, second?));
                if another.is_none() {
                    agreed.put(id)
                } else {
                    differ.put(id)
                };
            }
        }
        agreed
    }
}

/// Iterates over the rows in `rest` that have that name.
#[inline]
fn rows_in<'m, 'n, 'a>(mut rest: &'m [Field], name: HeaderName<'n>, buffer: &'a [u8]) -> impl Iterator<Item = &'m Field> + use<'m, 'n, 'a> {
    core::iter::from_fn(move || {
        let (field, behind) = rest.get(fields::position(rest, name, buffer)?..)?.split_first()?;
        rest = behind;
        Some(field)
    })
}

impl<'m, 'a> IntoIterator for Headers<'m, 'a> {
    type Item = Header<'a>;
    type IntoIter = Iter<'m, 'a>;
    fn into_iter(self) -> Iter<'m, 'a> {
        self.iter()
    }
}

impl fmt::Debug for Headers<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Iterates over the rows of a message. [`Headers::iter`] returns it.
#[derive(Clone)]
pub struct Iter<'m, 'a> {
    buffer: &'a [u8],
    fields: core::slice::Iter<'m, Field>,
    profile: &'m Profile,
}

impl<'a> Iterator for Iter<'_, 'a> {
    type Item = Header<'a>;

    #[inline]
    fn next(&mut self) -> Option<Header<'a>> {
        let field = *self.fields.next()?;
        Some(Header { buffer: self.buffer, field, profile: *self.profile })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.fields.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_, '_> {}

/// Iterates over the elements of a list header. [`Headers::all`] returns it.
pub struct All<'m, 'a, H> {
    headers: Headers<'m, 'a>,
    id: HeaderId,
    several_rows: bool,
    elements: Elements<'a>,
    /// The index of the next row.
    next: usize,
    count: usize,
    header: PhantomData<fn() -> H>,
}

impl<H> Clone for All<'_, '_, H> {
    fn clone(&self) -> Self {
        Self { elements: self.elements.clone(), header: PhantomData, ..*self }
    }
}

impl<'a, H: TypedHeader<'a> + List> Iterator for All<'_, 'a, H> {
    type Item = Result<H, ParseError>;

    fn next(&mut self) -> Option<Result<H, ParseError>> {
        loop {
            if let Some(value) = self.elements.next() {
                self.count += 1;
                if let Some(error) = one_too_many(self.id, &value, self.count) {
                    self.elements.give_up();
                    self.next = usize::MAX;
                    return Some(Err(error));
                }
                let element = H::parse(value);
                if element.is_err() {
                    self.elements.give_up();
                }
                return Some(element);
            }
            let rest = self.headers.fields().get(self.next..)?;
            let place = rest.iter().position(|field| field.is_named(self.id, H::NAME, self.headers.buffer))?;
            self.next += place + 1;
            self.elements = Elements::new(self.headers.value(&rest[place]).with_only(!self.several_rows), H::SPLIT, self.id);
        }
    }
}

impl<'m, 'a, H> All<'m, 'a, H> {
    /// Yields the same elements, with all parts checked. Behind a malformed element, the iteration continues with the next row.
    pub(crate) fn verified(self) -> impl Iterator<Item = Result<H, ParseError>> + use<'m, 'a, H>
    where
        H: TypedHeader<'a> + List + Verify,
    {
        self.verified_by(H::verify).map(|element| element.map(|(element, ())| element))
    }

    /// Yields the same elements, each with the result of `verify`. Behind a malformed element, the iteration continues with the next row.
    pub(crate) fn verified_by<T, F>(mut self, verify: F) -> impl Iterator<Item = Result<(H, T), ParseError>> + use<'m, 'a, H, T, F>
    where
        H: TypedHeader<'a> + List,
        F: Fn(&H) -> Result<T, ParseError>,
    {
        core::iter::from_fn(move || {
            let element = self.next()?.and_then(|element| verify(&element).map(|verified| (element, verified)));
            if element.is_err() {
                self.elements.give_up();
            }
            Some(element)
        })
    }
}

#[cfg(test)]
mod tests;
