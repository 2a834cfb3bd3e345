//! A message as lines `path = value`: every value that the public interface gives. `corpus/README.md` says how they read.

use core::fmt::Display;

use sipwire::header::{Contact, Via};
use sipwire::{
    AnyValue, AuthParams, Challenge, Credentials, Escaped, Fact, Header, Host, Message, NameAddr, Params, ParseError, Text, TokenParams,
    Uri,
};

use super::answers;

/// The parts of a value that was checked.
const RIGHT: &str = "a part that was checked";

/// Lines that begin with the same path.
struct Lines<'l> {
    out: &'l mut Vec<String>,
    path: String,
}

/// Bytes as they stand on a line: nothing is `""`, what is no printable ASCII is escaped, and so is what could be taken for the sign
/// of absence.
pub(super) fn shown(bytes: &[u8]) -> String {
    match bytes {
        b"" => "\"\"".into(),
        b"-" => "\\-".into(),
        _ => printable(bytes),
    }
}

/// Backslashes are doubled, what is no printable ASCII is `\xNN`.
fn printable(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&b| match b {
            b'\\' => "\\\\".into(),
            b' '..=b'~' => char::from(b).to_string(),
            _ => format!("\\x{b:02x}"),
        })
        .collect()
}

/// Text that came in quotes stands in quotes.
pub(super) fn text(text: Text<'_>) -> String {
    if text.is_quoted() { format!("\"{}\"", printable(text.as_bytes())) } else { shown(text.as_bytes()) }
}

impl Lines<'_> {
    fn within(&mut self, part: impl Display) -> Lines<'_> {
        Lines { path: format!("{}{part}", self.path), out: self.out }
    }

    fn line(&mut self, name: &str, value: impl Display) {
        let path = format!("{}{name}", self.path);
        self.out.push(format!("{} = {value}", path.trim_start_matches('.')));
    }

    fn bytes(&mut self, name: &str, value: &[u8]) {
        self.line(name, shown(value));
    }

    fn optional(&mut self, name: &str, value: Option<impl Display>) {
        match value {
            Some(value) => self.line(name, value),
            None => self.line(name, "-"),
        }
    }

    /// What may be wrong although the value is not.
    fn fallible(&mut self, name: &str, value: Result<Option<impl Display>, ParseError>) {
        match value {
            Ok(value) => self.optional(name, value),
            Err(error) => self.line(name, format_args!("! {error}")),
        }
    }

    fn escaped(&mut self, name: &str, value: Option<Escaped<'_>>) {
        self.optional(name, value.map(|value| shown(value.as_bytes())));
    }

    fn text(&mut self, name: &str, value: Option<Text<'_>>) {
        self.optional(name, value.map(text));
    }

    fn host(&mut self, name: &str, host: Option<Host<'_>>) {
        self.optional(name, host.map(|host| shown(host.as_bytes())));
        if let Some(host) = host {
            self.within(name).optional(".ip", host.ip());
            self.within(name).line(".is_name", host.is_name());
        }
    }

    fn params(&mut self, params: Params<'_>) {
        self.bytes(".params", params.as_bytes());
        for (place, param) in params.iter().enumerate() {
            let mut lines = self.within(format_args!(".params[{place}]"));
            lines.line(".name", param.name());
            lines.text(".value", param.value());
        }
    }

    fn uri(&mut self, uri: Uri<'_>) {
        self.line(".scheme", uri.scheme());
        let Some(sip) = uri.as_sip() else {
            if let Uri::Tel(uri) = uri {
                self.line(".number", uri.number());
                self.bytes(".params", uri.params().as_bytes());
            }
            if let Uri::Absolute(uri) = uri {
                self.bytes(".rest", uri.rest());
            }
            return;
        };
        self.line(".is_sips", sip.is_sips());
        self.escaped(".user", sip.user());
        self.escaped(".password", sip.password());
        self.host(".host", Some(sip.host()));
        self.optional(".port", sip.port());
        self.bytes(".params", sip.params().as_bytes());
        for (place, param) in sip.params().iter().enumerate() {
            let mut lines = self.within(format_args!(".params[{place}]"));
            lines.escaped(".name", Some(param.name()));
            lines.escaped(".value", param.value());
        }
        self.optional(".transport", sip.transport());
        self.optional(".method", sip.method());
        self.escaped(".user_param", sip.user_param());
        match sip.maddr() {
            Ok(host) => self.host(".maddr", host),
            Err(error) => self.line(".maddr", format_args!("! {error}")),
        }
        self.fallible(".ttl", sip.ttl());
        self.line(".is_loose_router", sip.is_loose_router());
        self.line(".is_outbound", sip.is_outbound());
        self.bytes(".headers", sip.headers().as_bytes());
        for (place, header) in sip.headers().iter().enumerate() {
            let mut lines = self.within(format_args!(".headers[{place}]"));
            lines.escaped(".name", Some(header.name()));
            lines.escaped(".value", Some(header.value()));
        }
    }

    fn via(&mut self, via: &Via<'_>) {
        self.bytes("", via.as_bytes());
        self.line(".protocol", via.protocol());
        self.line(".version", via.version());
        self.line(".transport", via.transport());
        self.host(".host", Some(via.host().expect(RIGHT)));
        self.optional(".port", via.port().expect(RIGHT));
        self.optional(".branch", via.branch().expect(RIGHT));
        self.line(".has_magic_cookie", via.has_magic_cookie());
        self.optional(".received", via.received().expect(RIGHT));
        self.line(".has_rport", via.has_rport());
        self.optional(".rport", via.rport().expect(RIGHT));
        self.line(".has_alias", via.has_alias());
        self.optional(".ttl", via.ttl().expect(RIGHT));
        self.host(".maddr", via.maddr().expect(RIGHT));
        self.params(via.params());
    }

    fn address(&mut self, address: &NameAddr<'_>) {
        self.bytes("", address.as_bytes());
        self.text(".display_name", address.display_name().expect(RIGHT));
        self.bytes(".uri", address.uri().expect(RIGHT).as_bytes());
        self.within(".uri").uri(address.uri().expect(RIGHT));
        self.optional(".tag", address.tag().expect(RIGHT));
        self.params(address.params());
    }

    fn contact(&mut self, contact: &Contact<'_>) {
        match contact.address() {
            Some(address) => self.address(address),
            None => self.bytes("", contact.as_bytes()),
        }
        self.line(".is_star", contact.is_star());
        self.fallible(".q", contact.q());
        self.fallible(".expires", contact.expires());
        self.fallible(".reg_id", contact.reg_id());
        let instance = contact.instance();
        self.fallible(".instance", instance.map(|instance| instance.map(|uri| shown(uri.as_bytes()))));
        if let Ok(Some(uri)) = instance {
            self.within(".instance").uri(uri);
        }
    }

    fn token(&mut self, value: &TokenParams<'_>) {
        self.bytes("", value.as_bytes());
        self.text(".token", Some(value.token()));
        self.params(value.params());
    }

    fn auth_params(&mut self, params: &AuthParams<'_>) {
        self.bytes(".params", params.as_bytes());
        for (place, param) in params.iter().enumerate() {
            let mut lines = self.within(format_args!(".params[{place}]"));
            lines.line(".name", param.name());
            lines.text(".value", Some(param.value()));
        }
    }

    fn challenge(&mut self, challenge: &Challenge<'_>) {
        self.bytes("", challenge.as_bytes());
        self.line(".offset", challenge.offset());
        self.line(".scheme", challenge.scheme());
        self.line(".is_digest", challenge.is_digest());
        self.bytes(".rest", challenge.rest());
        self.auth_params(challenge.params());
        self.text(".realm", challenge.realm().expect(RIGHT));
        self.text(".nonce", challenge.nonce().expect(RIGHT));
        self.text(".opaque", challenge.opaque().expect(RIGHT));
        self.line(".algorithm", challenge.algorithm().expect(RIGHT));
        self.line(".userhash", challenge.userhash().expect(RIGHT));
        let options: Vec<_> = challenge.qop_options().expect(RIGHT).map(|option| option.to_string()).collect();
        self.optional(".qop_options", Some(options.join(" ")).filter(|options| !options.is_empty()));
        self.line(".is_stale", challenge.is_stale().expect(RIGHT));
        self.text(".domain", challenge.domain().expect(RIGHT));
    }

    fn credentials(&mut self, credentials: &Credentials<'_>) {
        self.bytes("", credentials.as_bytes());
        self.line(".offset", credentials.offset());
        self.line(".scheme", credentials.scheme());
        self.line(".is_digest", credentials.is_digest());
        self.bytes(".rest", credentials.rest());
        self.auth_params(credentials.params());
        self.text(".username", credentials.username().expect(RIGHT));
        self.text(".realm", credentials.realm().expect(RIGHT));
        self.text(".nonce", credentials.nonce().expect(RIGHT));
        self.text(".uri", credentials.uri().expect(RIGHT));
        self.text(".response", credentials.response().expect(RIGHT));
        self.line(".algorithm", credentials.algorithm().expect(RIGHT));
        self.text(".cnonce", credentials.cnonce().expect(RIGHT));
        self.text(".opaque", credentials.opaque().expect(RIGHT));
        self.optional(".qop", credentials.qop().expect(RIGHT));
        self.fallible(".nonce_count", credentials.nonce_count());
        self.line(".userhash", credentials.userhash().expect(RIGHT));
    }

    fn value(&mut self, value: &AnyValue<'_>) {
        match value {
            AnyValue::Via(via) => self.via(via),
            AnyValue::NameAddr(address) => self.address(address),
            AnyValue::Contact(contact) => self.contact(contact),
            AnyValue::CSeq(cseq) => {
                self.bytes("", cseq.as_bytes());
                self.line(".number", cseq.number());
                self.line(".method", cseq.method());
            }
            AnyValue::CallId(call_id) => self.bytes("", call_id.as_bytes()),
            AnyValue::Number(number) => {
                self.bytes("", number.as_bytes());
                self.line(".value", number.value());
                self.text(".comment", number.comment());
                self.params(number.params());
            }
            AnyValue::TokenParams(token) => self.token(token),
            AnyValue::Challenge(challenge) => self.challenge(challenge),
            AnyValue::Credentials(credentials) => self.credentials(credentials),
            AnyValue::Text(value) => self.text("", Some(*value)),
            other => self.facts(other),
        }
    }

    /// What a family tells that none of the messages has: its facts and its parameters.
    fn facts(&mut self, value: &AnyValue<'_>) {
        self.bytes("", value.as_bytes());
        for (name, fact) in value.facts() {
            match fact {
                Fact::Bytes(bytes) => self.bytes(&format!(".{name}"), bytes),
                Fact::Text(text) => self.text(&format!(".{name}"), Some(text)),
                fact => self.line(&format!(".{name}"), format_args!("{fact:?}")),
            }
        }
        self.params(value.params());
    }

    fn row(&mut self, row: &Header<'_>) {
        self.line(".name", row.name());
        self.bytes(".wire_name", row.wire_name());
        self.line(".offset", row.offset());
        self.line(".value_offset", row.value_offset());
        self.bytes(".value", row.as_bytes());
        for (place, value) in row.values().enumerate() {
            let mut lines = self.within(format_args!("[{place}]"));
            match value {
                Ok(value) => {
                    lines.value(&value);
                    let begin = row.value_offset() + value.as_bytes().as_ptr() as usize - row.as_bytes().as_ptr() as usize;
                    answers::of_header(row.name(), value.as_bytes(), begin, |name, answer| lines.line(name, answer));
                }
                Err(error) => lines.line("", format_args!("! {error}")),
            }
        }
    }
}

/// The lines of a message.
pub(crate) fn of(message: &Message<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = Lines { out: &mut out, path: String::new() };
    match message {
        Message::Request(request) => {
            lines.line("kind", "request");
            lines.line("method", request.method());
            lines.bytes("uri", request.raw_uri());
            lines.line("uri_offset", request.uri_offset());
            match request.uri() {
                Ok(uri) => lines.within("uri").uri(uri),
                Err(error) => lines.line("uri", format_args!("! {error}")),
            }
        }
        Message::Response(response) => {
            lines.line("kind", "response");
            lines.line("status", response.status());
            lines.text("reason", Some(response.reason()));
        }
    }
    lines.line("version", message.version());
    lines.line("rows", message.headers().len());
    for (place, row) in message.headers().iter().enumerate() {
        lines.within(format_args!("{}.{}", place + 1, row.name())).row(&row);
    }
    lines.line("length", message.as_bytes().len());
    lines.line("body.length", message.body().len());
    lines.bytes("body", message.body());
    lines.bytes("trailing", message.trailing());
    out
}
