//! The naive twin of an edit: a list of rows that is built anew, each a list of values.

use core::net::SocketAddr;

use sipwire::{AnyValue, Header, HeaderName, Message, Value, header::Via};

/// A parameter: its name, and what its value says.
pub(super) type Param = (Vec<u8>, Option<Vec<u8>>);

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    text: Vec<u8>,
    /// What stands there in place of it.
    pub(super) replaced: Option<Vec<u8>>,
    pub(super) params: Option<Vec<Param>>,
    pub(super) removed: bool,
}

/// One row that was received.
#[derive(Clone, Debug)]
pub(super) struct Row {
    name: Vec<u8>,
    value: Vec<u8>,
    pub(super) elements: Vec<Element>,
    pub(super) removed: bool,
    /// The rows that were put before it, topmost last.
    before: Vec<(Vec<u8>, Vec<u8>)>,
}

/// A message as rows.
pub(super) struct Model {
    pub(super) uri: Option<Vec<u8>>,
    pub(super) rows: Vec<Row>,
    /// Rows pushed behind all others, topmost last.
    last: Vec<(Vec<u8>, Vec<u8>)>,
    appended: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) body: Vec<u8>,
}

/// What a text says without its folds.
fn unfolded(value: &Value<'_>) -> Vec<u8> {
    value.text().unescape().into_owned()
}

fn is_named(wire: &[u8], name: HeaderName<'_>) -> bool {
    HeaderName::try_from(wire).is_ok_and(|wire| wire == name)
}

/// The parameters of a value, where its family has some.
pub(super) fn params(value: &AnyValue<'_>) -> Vec<Param> {
    let said = |text: sipwire::Text<'_>| text.unescape().into_owned();
    value.params().iter().map(|param| (param.name().as_bytes().to_ascii_lowercase(), param.value().map(said))).collect()
}

impl Model {
    pub(super) fn new(message: &Message<'_>) -> Self {
        let lengths = |row: &Header<'_>| row.name() == HeaderName::ContentLength;
        let mut seen = false;
        let row = |row: Header<'_>| {
            let element = |value: Value<'_>| Element { text: unfolded(&value), replaced: None, params: None, removed: false };
            Row {
                name: row.wire_name().to_vec(),
                value: unfolded(&row.value()),
                elements: row.elements().map(element).collect(),
                // A second Content-Length goes by itself.
                removed: lengths(&row) && core::mem::replace(&mut seen, true),
                before: Vec::new(),
            }
        };
        Self {
            uri: message.as_request().map(|request| request.raw_uri().to_vec()),
            rows: message.headers().iter().map(row).collect(),
            last: Vec::new(),
            appended: Vec::new(),
            body: message.body().to_vec(),
        }
    }

    pub(super) fn push(&mut self, name: HeaderName<'_>, value: &[u8]) {
        let row = (name.as_str().as_bytes().to_vec(), value.to_vec());
        let first = self.rows.iter().position(|row| is_named(&row.name, name));
        let behind_vias = self.rows.iter().rposition(|row| is_named(&row.name, HeaderName::Via)).map_or(0, |last| last + 1);
        match self.rows.get_mut(first.unwrap_or(behind_vias)) {
            Some(below) => below.before.push(row),
            None => self.last.push(row),
        }
    }

    pub(super) fn append(&mut self, name: HeaderName<'_>, value: &[u8]) {
        self.appended.push((name.as_str().as_bytes().to_vec(), value.to_vec()));
    }

    pub(super) fn first(&self, name: HeaderName<'_>) -> Option<usize> {
        self.rows.iter().position(|row| is_named(&row.name, name))
    }

    /// The first value of a header that was received and is left: its row, and which of its values it is.
    pub(super) fn topmost(&self, name: HeaderName<'_>) -> Option<(usize, usize)> {
        let named = |row: &&Row| !row.removed && is_named(&row.name, name);
        let first = |row: &Row| row.elements.iter().position(|element| !element.removed);
        self.rows.iter().enumerate().filter(|(_, row)| named(row)).find_map(|(at, row)| Some((at, first(row)?)))
    }

    pub(super) fn remove_all(&mut self, name: HeaderName<'_>) {
        self.rows.iter_mut().filter(|row| is_named(&row.name, name)).for_each(|row| row.removed = true);
    }

    pub(super) fn set_param(&mut self, row: usize, element: usize, before: Vec<Param>, name: &[u8], value: Option<&[u8]>) {
        let params = self.rows[row].elements[element].params.get_or_insert(before);
        let value = value.map(<[u8]>::to_vec);
        match params.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some(param) => param.1 = value,
            None => params.push((name.to_ascii_lowercase(), value)),
        }
    }

    pub(super) fn remove_param(&mut self, row: usize, element: usize, before: Vec<Param>, name: &[u8]) {
        self.rows[row].elements[element].params.get_or_insert(before).retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    }

    /// RFC 3261 §18.2.1 and RFC 3581 §4.
    pub(super) fn fill_source(&mut self, row: usize, via: &Via<'_>, source: SocketAddr) {
        let before = params(&AnyValue::Via(*via));
        let has = |name: &str| via.params().contains(name);
        let address = source.ip().to_string();
        let differs = !via.host().is_ok_and(|host| host.as_str().trim_matches(['[', ']']).parse() == Ok(source.ip()));
        let is_repeated = ["rport", "received"].iter().any(|name| via.params().iter().filter(|param| param.is(name)).count() > 1);
        if has("rport") && (is_repeated || via.rport() != Ok(Some(source.port()))) {
            self.set_param(row, 0, before.clone(), b"rport", Some(source.port().to_string().as_bytes()));
        }
        if (differs || has("rport") || has("received")) && (is_repeated || via.received() != Ok(Some(source.ip()))) {
            self.set_param(row, 0, before, b"received", Some(address.as_bytes()));
        }
        if is_repeated && let Some(params) = &mut self.rows[row].elements[0].params {
            // The first of each stays.
            let mut seen = Vec::new();
            params.retain(|(name, _)| {
                if !["rport", "received"].iter().any(|known| name == known.as_bytes()) {
                    return true;
                }
                let is_first = !seen.contains(name);
                seen.push(name.clone());
                is_first
            });
        }
    }

    /// Whether there is a row of that name now.
    pub(super) fn has(&self, name: HeaderName<'_>) -> bool {
        let received = |row: &Row| row.stays() && is_named(&row.name, name);
        let added = self.rows.iter().flat_map(|row| &row.before).chain(&self.last).chain(&self.appended);
        self.rows.iter().any(received) || added.into_iter().any(|(other, _)| is_named(other, name))
    }

    /// Sets the length, or adds one.
    pub(super) fn content_length(&mut self, length: usize) {
        let length = length.to_string().into_bytes();
        match self.rows.iter_mut().find(|row| is_named(&row.name, HeaderName::ContentLength)) {
            Some(row) => row.elements[0].replaced = Some(length),
            None => {
                self.appended.retain(|(name, _)| !is_named(name, HeaderName::ContentLength));
                self.append(HeaderName::ContentLength, &length);
            }
        }
    }

    /// Whether `message` is what the model is.
    pub(super) fn is(&self, message: &Message<'_>) {
        assert_eq!(message.as_request().map(|request| request.raw_uri()), self.uri.as_deref());
        assert_eq!(message.body(), self.body);
        let mut wanted = Vec::new();
        for row in &self.rows {
            wanted.extend(row.before.iter().rev().map(Wanted::Whole));
            if row.stays() {
                wanted.push(Wanted::Received(row));
            }
        }
        wanted.extend(self.last.iter().rev().chain(&self.appended).map(Wanted::Whole));
        assert_eq!(message.headers().len(), wanted.len());
        for (row, wanted) in message.headers().iter().zip(wanted) {
            match wanted {
                Wanted::Whole((name, value)) => assert_eq!((row.wire_name(), &unfolded(&row.value())), (&name[..], value)),
                Wanted::Received(received) => received.is(&row),
            }
        }
    }
}

/// A row that is to be there.
enum Wanted<'w> {
    Whole(&'w (Vec<u8>, Vec<u8>)),
    Received(&'w Row),
}

impl Row {
    fn stays(&self) -> bool {
        !self.removed && (self.elements.is_empty() || self.elements.iter().any(|element| !element.removed))
    }

    fn is(&self, row: &Header<'_>) {
        assert_eq!(row.wire_name(), self.name);
        let is_same = |element: &Element| !element.removed && element.replaced.is_none() && element.params.is_none();
        if self.elements.iter().all(is_same) {
            return assert_eq!(unfolded(&row.value()), self.value);
        }
        let left: Vec<_> = self.elements.iter().filter(|element| !element.removed).collect();
        let found: Vec<_> = row.elements().collect();
        // What is left of `Supported: ,` is no element any more.
        if found.is_empty() && matches!(left[..], [element] if element.text.is_empty()) {
            return;
        }
        assert_eq!(found.len(), left.len(), "{:?}", String::from_utf8_lossy(row.as_bytes()));
        for ((element, found), typed) in left.iter().zip(&found).zip(row.values().map(Some).chain(std::iter::repeat_with(|| None))) {
            match (&element.replaced, &element.params) {
                (Some(text), _) => assert_eq!(found.as_bytes(), text.trim_ascii()),
                (None, None) => assert_eq!(unfolded(found), element.text, "{:?} {:?}", self, String::from_utf8_lossy(row.as_bytes())),
                // An element before it may be one that can't be read.
                (None, Some(wanted)) => match typed {
                    Some(Ok(typed)) => assert_eq!(&params(&typed), wanted),
                    _ => assert!(row.values().any(|value| value.is_err())),
                },
            }
        }
    }
}
