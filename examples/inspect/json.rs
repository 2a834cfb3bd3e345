//! The JSON that programs read. Optional parts that are absent are absent, not null; bytes that are not UTF-8 become
//! `{"base64": "…"}` in place of the string; values of parameters are unquoted and unescaped, and that of a flag is null.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sipwire::header::Via;
use sipwire::rules::Fault;
use sipwire::{AnyValue, AuthParams, Encode as _, NameAddr, Params, ParseError, SipUri, TelUri, Text, Uri, UriParams};

use crate::check::{self, Checked};
use crate::content::{self, Content};
use crate::element::{Element, Flaw, Part as Place};
use crate::problem::Problem;
use crate::stream::{Part, What};
use crate::subject::{Compared, LoneUri, LoneValue, Row, Seen, Start, Typed};

/// An object whose members stand in the order in which they were put there.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A list that is left out where it is empty.
    fn with_list(self, name: &str, list: impl Iterator<Item = Value>) -> Self {
        let list: Vec<Value> = list.collect();
        if list.is_empty() { self } else { self.with(name, list) }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Value::Object(object.0)
    }
}

/// A string, if the bytes are one.
fn bytes(bytes: impl AsRef<[u8]>) -> Value {
    match std::str::from_utf8(bytes.as_ref()) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": STANDARD.encode(bytes) }),
    }
}

fn text(text: Text<'_>) -> Value {
    bytes(text.unescape())
}

fn error(problem: &Problem) -> Value {
    json!({ "offset": problem.offset, "kind": problem.kind, "message": problem.message })
}

/// What was taken leniently, and names that stand twice.
fn diagnostics(taken: &[Problem]) -> impl Iterator<Item = Value> {
    taken.iter().map(|problem| json!({ "offset": problem.offset, "kind": problem.kind }))
}

/// The faults of a message, in the order in which they count.
pub(crate) fn checked(file: &[u8], checked: &Checked<'_>) -> Value {
    let fault = |fault: &Fault| -> Value {
        Object::default()
            .with("rule", fault.rule().name())
            .with("id", fault.rule().id())
            .with("section", fault.rule().section())
            .with("owed", check::owed(fault.owed()))
            .with("offset", fault.offset())
            .with_some("header", fault.header().map(|header| header.as_str()))
            .into()
    };
    Object::default()
        .with("file", bytes(file))
        .with_some("at", checked.at)
        .with_some("note", checked.aside)
        .with("faults", checked.seen.faults.iter().map(fault).collect::<Vec<_>>())
        .into()
}

/// A message, accepted or refused.
pub(crate) fn message(seen: &Seen<'_>) -> Value {
    let headers: Vec<Value> = seen.rows.iter().map(row).collect();
    let object = Object::default();
    if let Some(refused) = &seen.refused {
        let object = object
            .with("kind", "error")
            .with("offset", refused.problem.offset)
            .with("error_kind", &*refused.problem.kind)
            .with("message", &*refused.problem.message)
            .with_some("status", refused.status_owed.map(|status| status.as_u16()));
        let object = match &seen.start {
            Start::Request { method, uri, .. } => object.with("method", method.as_str()).with("uri", request_uri(uri)),
            Start::Response { .. } => object,
            Start::Broken { method, uri, .. } => {
                object.with_some("method", method.map(|method| method.as_str())).with_some("uri", uri.as_ref().map(request_uri))
            }
        };
        let sniffed = content::other_protocol(seen.input).map(|(name, _)| name);
        return object.with("headers", headers).with_some("sniffed", sniffed).into();
    }
    let object = match &seen.start {
        Start::Request { method, uri, version } => object
            .with("kind", "request")
            .with("method", method.as_str())
            .with("uri", request_uri(uri))
            .with("version", version.to_string()),
        Start::Response { status, reason, version } => object
            .with("kind", "response")
            .with("status", status.as_u16())
            .with("reason", text(*reason))
            .with("version", version.to_string()),
        // A fragment may have none.
        Start::Broken { .. } => object.with("kind", "headers"),
    };
    object
        .with("headers", headers)
        .with_some("content_length", seen.content_length())
        .with("body_length", seen.body.len())
        .with("trailing_length", seen.trailing.len())
        .with_some("parts", parts(&seen.content))
        .with_some("sipfrag", fragment(&seen.content))
        .with_list("diagnostics", diagnostics(&seen.diagnostics))
        .into()
}

/// Each part of a multipart body: a part, or an error.
fn parts(content: &Content<'_>) -> Option<Vec<Value>> {
    let Content::Parts(parts) = content else { return None };
    let part = |part: &Result<content::Part<'_>, Problem>| match part {
        Ok(part) => Object::default()
            .with("headers", part.rows.iter().map(row).collect::<Vec<_>>())
            .with("body_length", part.body.len())
            .with_some("parts", self::parts(&part.content))
            .with_some("sipfrag", fragment(&part.content))
            .into(),
        Err(problem) => json!({ "error": error(problem) }),
    };
    Some(parts.iter().map(part).collect())
}

fn fragment(content: &Content<'_>) -> Option<Value> {
    match content {
        Content::Fragment(seen) => Some(message(seen)),
        _ => None,
    }
}

/// A part of a stream. `at` counts from the beginning of the stream, and what else has a place from that of the message.
pub(crate) fn part(part: &Part<'_>) -> Value {
    let alone = |kind: &str| json!({ "kind": kind });
    let mut object = match &part.what {
        What::Message(seen) | What::Refused { seen, .. } => message(seen),
        What::Ping => alone("ping"),
        What::Pong => alone("pong"),
        What::Left => alone("left"),
    };
    object["at"] = match &part.what {
        What::Refused { error, .. } => error.at().into(),
        _ => part.at.into(),
    };
    object["length"] = part.length.into();
    object
}

/// A datagram that keeps a binding open.
pub(crate) fn keep_alive(name: &str, input: &[u8]) -> Value {
    json!({ "kind": "keep_alive", "form": name, "length": input.len() })
}

fn row(row: &Row<'_>) -> Value {
    let header = &row.header;
    let object = Object::default().with("name", header.name().as_str()).with("wire_name", bytes(header.wire_name()));
    typed(object.with("value", text(header.text())), &row.typed).into()
}

fn typed(object: Object, typed: &Typed<'_>) -> Object {
    let values = typed.values.as_ref().map(|values| values.iter().map(element).collect::<Vec<_>>());
    object.with_some("typed", values).with_some("error", typed.problem.as_ref().map(error))
}

/// A value that stands in no message, in the shape of a row.
pub(crate) fn lone_value(seen: &LoneValue<'_>) -> Value {
    let value = seen.text.map_or_else(|| bytes(seen.raw), text);
    let object = Object::default().with("name", seen.name.as_str()).with("wire_name", seen.wire_name);
    typed(object.with("value", value), &seen.typed).with_list("diagnostics", diagnostics(&seen.diagnostics)).into()
}

/// A URI that stands alone.
pub(crate) fn lone_uri(seen: &LoneUri<'_>) -> Value {
    match request_uri(seen) {
        Value::Object(members) => Object(members).with_list("diagnostics", diagnostics(&seen.diagnostics)).into(),
        other => other,
    }
}

/// Whether two URIs are equal; those that are none, as they stand.
pub(crate) fn compared(seen: &Compared<'_>) -> Value {
    match &seen.outcome {
        Some(Ok(())) => json!({ "equal": true }),
        Some(Err(difference)) => Object::default()
            .with("equal", false)
            .with("difference", difference.as_str())
            .with_some("name", difference.name().map(|name| bytes(name.unescape())))
            .into(),
        None => json!({ "equal": false, "uris": seen.uris.iter().map(request_uri).collect::<Vec<_>>() }),
    }
}

/// A response of Digest authentication.
#[cfg(feature = "digest")]
pub(crate) fn response(response: &Result<String, sipwire::digest::DigestError>) -> Value {
    match response {
        Ok(response) => json!({ "response": response }),
        Err(error) => json!({ "error": { "message": error.to_string() } }),
    }
}

fn request_uri(seen: &LoneUri<'_>) -> Value {
    match &seen.uri {
        Ok(known) => uri(known),
        Err(problem) => Object::default().with("raw", bytes(seen.raw)).with("error", error(problem)).into(),
    }
}

fn uri(uri: &Uri<'_>) -> Value {
    let object = Object::default().with("scheme", uri.scheme().as_str());
    let object = match uri {
        Uri::Sip(uri) => sip_uri(object, uri),
        Uri::Tel(uri) => tel_uri(object, uri),
        _ => object,
    };
    object.with("raw", bytes(uri.as_bytes())).into()
}

fn sip_uri(object: Object, uri: &SipUri<'_>) -> Object {
    let headers = uri.headers().iter().map(|header| json!([bytes(header.name().unescape()), bytes(header.value().unescape())]));
    object
        .with_some("user", uri.user().map(|user| bytes(user.unescape())))
        .with_some("password", uri.password().map(|password| bytes(password.unescape())))
        .with("host", uri.host().as_str())
        .with_some("port", uri.port())
        .with_list("params", uri_params(uri.params()))
        .with_list("headers", headers)
}

fn uri_params(params: UriParams<'_>) -> impl Iterator<Item = Value> {
    params.iter().map(|param| json!([bytes(param.name().unescape()), param.value().map(|value| bytes(value.unescape()))]))
}

/// The number with its visual separators, as it was written.
fn tel_uri(object: Object, uri: &TelUri<'_>) -> Object {
    object.with("number", uri.number().as_str()).with_list("params", uri_params(uri.params()))
}

/// An element: its parts, and beside them what is wrong with others. That of a URI stands in its place.
fn element(element: &Element<'_>) -> Value {
    let error = |Flaw { part, problem }: &Flaw<'_>| {
        let object = match part {
            Place::Uri => return None,
            Place::Named(name) => Object::default().with("part", *name),
            Place::Param(_, name) => Object::default().with("param", *name),
        };
        Some(object.with("offset", problem.offset).with("kind", &*problem.kind).into())
    };
    value(&element.value).with_list("errors", element.flaws.iter().filter_map(error)).into()
}

/// The URI of a value, or the bytes in its place.
fn part_uri(typed: Result<Uri<'_>, ParseError>, raw: &[u8]) -> Value {
    match typed {
        Ok(typed) => uri(&typed),
        Err(problem) => Object::default().with("raw", bytes(raw)).with("error", error(&problem.into())).into(),
    }
}

/// A value of any header, by its family.
fn value(value: &AnyValue<'_>) -> Object {
    let object = Object::default();
    match value {
        AnyValue::Via(via) => self::via(object, via),
        AnyValue::NameAddr(address) => name_addr(object, address),
        AnyValue::Contact(contact) => match contact.address() {
            Some(address) => name_addr(object, address),
            None => object.with("star", true),
        },
        AnyValue::CSeq(cseq) => object.with("number", cseq.number()).with("method", cseq.method().as_str()),
        AnyValue::CallId(id) => object.with("id", id.as_str()),
        AnyValue::Number(number) => {
            with_params(object.with("value", number.value()).with_some("comment", number.comment().map(text)), number.params())
        }
        AnyValue::TokenParams(tokens) => with_params(object.with("token", text(tokens.token())), tokens.params()),
        AnyValue::MediaType(media) => {
            let object = object.with("type", media.kind().as_str()).with("subtype", media.subtype().as_str());
            with_params(object, media.params())
        }
        AnyValue::MediaRange(range) => {
            let object = object.with("type", range.kind().as_str()).with("subtype", range.subtype().as_str());
            with_params(object, range.params())
        }
        AnyValue::Challenge(challenge) => {
            authentication(object.with("scheme", challenge.scheme().as_str()), challenge.is_digest(), challenge.params(), challenge.rest())
        }
        AnyValue::Credentials(credentials) => authentication(
            object.with("scheme", credentials.scheme().as_str()),
            credentials.is_digest(),
            credentials.params(),
            credentials.rest(),
        ),
        AnyValue::AuthInfo(info) => object.with_list("params", auth_params(info.params())),
        AnyValue::Date(date) => object.with_some("unix", date.unix_seconds()),
        AnyValue::Timestamp(timestamp) => {
            object.with("value", timestamp.time_text()).with_some("delay", timestamp.delay_text().ok().flatten())
        }
        AnyValue::MimeVersion(version) => object.with("version", format!("{}.{}", version.major(), version.minor())),
        // With its templates, as it is compared: presence.winfo.
        AnyValue::EventType(event) => with_params(object.with("package", event.event_type().as_str()), event.params()),
        AnyValue::DialogRef(dialog) => with_params(object.with("id", dialog.call_id().as_str()), dialog.params()),
        AnyValue::RAck(rack) => {
            object.with("rseq", rack.response_number()).with("cseq", rack.cseq_number()).with("method", rack.method().as_str())
        }
        AnyValue::Warning(warning) => {
            let object = object.with("code", warning.code()).with_some("agent", warning.agent().ok().flatten().map(|agent| agent.as_str()));
            object.with_some("text", warning.text().ok().map(text))
        }
        AnyValue::InfoUri(info) => with_params(object.with("uri", part_uri(info.uri(), info.raw_uri())), info.params()),
        AnyValue::FeatureSet(features) => with_params(object, features.params()),
        AnyValue::ParamSet(set) => with_params(object, set.params()),
        AnyValue::Identity(identity) => {
            let raw = identity.params().value("info").map_or(&b""[..], |info| info.as_bytes());
            let object = object.with("digest", identity.digest().as_str()).with("uri", part_uri(identity.info(), raw));
            with_params(object, identity.params())
        }
        AnyValue::SessionId(session) => with_params(object.with("token", session.local().as_str()), session.params()),
        AnyValue::ContentId(id) => object.with("id", id.id().as_str()),
        AnyValue::Text(free) => object.with("text", text(*free)),
        // A family that is newer than this program.
        other => object.with("text", bytes(other.to_bytes().unwrap_or_default())),
    }
}

fn via(object: Object, via: &Via<'_>) -> Object {
    let object = object
        .with("protocol", via.protocol().as_str())
        .with("version", via.version().as_str())
        .with("transport", via.transport().as_str())
        .with_some("host", via.host().ok().map(|host| host.as_str()))
        .with_some("port", via.port().ok().flatten());
    with_params(object, via.params())
}

fn name_addr(object: Object, address: &NameAddr<'_>) -> Object {
    let object = object.with_some("display_name", address.display_name().ok().flatten().map(text));
    with_params(object.with("uri", part_uri(address.uri(), address.raw_uri())), address.params())
}

/// The parameters of Digest; of other schemes what stands behind their name.
fn authentication(object: Object, is_digest: bool, params: &AuthParams<'_>, rest: &[u8]) -> Object {
    if is_digest { object.with_list("params", auth_params(params)) } else { object.with("rest", bytes(rest)) }
}

fn auth_params<'p>(params: &'p AuthParams<'_>) -> impl Iterator<Item = Value> + use<'p> {
    params.iter().map(|param| json!([param.name().as_str(), text(param.value())]))
}

fn with_params(object: Object, params: Params<'_>) -> Object {
    object.with_list("params", params.iter().map(|param| json!([param.name().as_str(), param.value().map(text)])))
}

/// Writes one line. What JSON allows in strings and a terminal may obey is escaped like other control characters: DEL, U+0080 to
/// U+009F, line separators, and the marks that change the direction of text.
pub(crate) fn write_line(out: &mut impl Write, value: &Value) -> io::Result<()> {
    struct Escaping;
    impl serde_json::ser::Formatter for Escaping {
        fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
            let is_obeyed = |c: char| {
                matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}') || c.is_control()
            };
            for part in fragment.split_inclusive(is_obeyed) {
                let plain = part.trim_end_matches(is_obeyed);
                out.write_all(plain.as_bytes())?;
                part[plain.len()..].chars().try_for_each(|c| write!(out, "\\u{:04x}", u32::from(c)))?;
            }
            Ok(())
        }
    }
    serde::Serialize::serialize(value, &mut serde_json::Serializer::with_formatter(&mut *out, Escaping))?;
    writeln!(out)
}
