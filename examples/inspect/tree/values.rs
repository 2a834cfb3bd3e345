//! The parts of values, by their families.

use sipwire::header::{Via, Warning};
use sipwire::{AnyValue, AuthParams, HeaderName, NameAddr, Param, Params, ParseError, Text, Uri, UriParams, Value};

use super::{FAINT, Node, paint};
use crate::element::{Element, Part, count_params};
use crate::problem::Problem;
use crate::{safe, secrets};

/// A value on one line.
pub(super) fn shown(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Text(text) => said(*text),
        other => safe::text(other.to_string()),
    }
}

/// The parts of an element, and under each that is wrong what `tell` says of that.
pub(super) fn element(name: HeaderName<'_>, element: &Element<'_>, tell: impl Fn(&Problem) -> String) -> Vec<Node> {
    let mut nodes = parts(name, &element.value);
    // The parameters come last.
    let first_param = nodes.len().checked_sub(count_params(&element.value));
    for flaw in &element.flaws {
        let labelled = |label: &str| nodes.iter().position(|node| node.label == label);
        let place = match flaw.part {
            Part::Uri => labelled("uri"),
            Part::Named(part) => labelled(&part.replace('_', " ")),
            Part::Param(place, name) => first_param.map(|first| first + place).filter(|&place| nodes[place].is_of(name)),
        };
        let said = Node::plain(tell(&flaw.problem));
        match place.and_then(|place| nodes.get_mut(place)) {
            Some(node) => node.parts.push(said),
            None => nodes.push(said),
        }
    }
    nodes
}

/// The value without its secrets, as `Display` writes it: read again.
fn public<'s>(name: HeaderName<'_>, shown: &'s str) -> Option<AnyValue<'s>> {
    name.values(Value::new(shown.as_bytes()).ok()?).unverified().next()?.ok()
}

/// The node of a part that may be wrong: without a text then.
fn part(label: &str, text: Result<Option<impl ToString>, ParseError>) -> Option<Node> {
    match text {
        Ok(text) => text.map(|text| Node::new(label, text.to_string())),
        Err(_) => Some(Node::new(label, "")),
    }
}

fn part_uri(typed: Result<Uri<'_>, ParseError>, raw: &[u8]) -> Node {
    match typed {
        Ok(typed) => Node::new("uri", safe::text(typed.to_string())).with(uri(&typed)),
        Err(_) => Node::new("uri", safe::text(secrets::masked(raw))),
    }
}

/// The parts of a value of any header, by its family; none where it says all in one word.
fn parts(name: HeaderName<'_>, value: &AnyValue<'_>) -> Vec<Node> {
    match value {
        AnyValue::Via(via) => self::via(via),
        AnyValue::NameAddr(address) => name_addr(address),
        AnyValue::Contact(contact) => contact.address().map_or_else(Vec::new, name_addr),
        AnyValue::CSeq(cseq) => vec![Node::new("number", cseq.number().to_string()), Node::new("method", cseq.method().as_str())],
        AnyValue::Number(number) if !number.params().is_empty() || number.comment().is_some() => {
            let mut nodes = vec![Node::new(unit(name).unwrap_or("number"), number.value().to_string())];
            nodes.extend(number.comment().map(|comment| Node::new("comment", safe::text(comment.unescape()))));
            followed(nodes, params(number.params()))
        }
        AnyValue::TokenParams(tokens) if !tokens.params().is_empty() => {
            followed(vec![Node::new("token", said(tokens.token()))], params(tokens.params()))
        }
        AnyValue::MediaType(media) => {
            let kind = vec![Node::new("type", media.kind().as_str()), Node::new("subtype", media.subtype().as_str())];
            followed(kind, params(media.params()))
        }
        AnyValue::MediaRange(range) => {
            let kind = vec![Node::new("type", range.kind().as_str()), Node::new("subtype", range.subtype().as_str())];
            followed(kind, params(range.params()))
        }
        AnyValue::Challenge(challenge) => {
            let shown = challenge.to_string();
            match public(HeaderName::WwwAuthenticate, &shown) {
                Some(AnyValue::Challenge(shown)) => authentication(shown.scheme().as_str(), shown.params()),
                _ => Vec::new(),
            }
        }
        AnyValue::Credentials(credentials) => {
            let shown = credentials.to_string();
            match public(HeaderName::Authorization, &shown) {
                Some(AnyValue::Credentials(shown)) => authentication(shown.scheme().as_str(), shown.params()),
                _ => Vec::new(),
            }
        }
        AnyValue::AuthInfo(info) => {
            let shown = info.to_string();
            match public(HeaderName::AuthenticationInfo, &shown) {
                Some(AnyValue::AuthInfo(shown)) => auth_params(shown.params()),
                _ => Vec::new(),
            }
        }
        AnyValue::Date(date) => {
            let fraction = date.milliseconds().map_or(String::new(), |milliseconds| format!(".{milliseconds:03}"));
            let zone = match date.utc_offset() {
                None => String::new(),
                Some(0) => " UTC".into(),
                Some(minutes) => format!(" UTC{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60),
            };
            let mut nodes = vec![
                Node::new("date", format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())),
                Node::new("time", format!("{:02}:{:02}:{:02}{fraction}{zone}", date.hour(), date.minute(), date.second())),
            ];
            nodes.extend(date.unix_seconds().map(|seconds| Node::new("unix", format!("{seconds} seconds"))));
            nodes
        }
        AnyValue::Timestamp(timestamp) => {
            let seconds = |text| format!("{text} seconds");
            let mut nodes = vec![Node::new("time", seconds(timestamp.time_text()))];
            let delay = timestamp.delay_text().map(|delay| delay.map(|delay| seconds(if delay.is_empty() { "0" } else { delay })));
            nodes.extend(part("delay", delay));
            nodes
        }
        AnyValue::MimeVersion(version) => {
            vec![Node::new("major", version.major().to_string()), Node::new("minor", version.minor().to_string())]
        }
        AnyValue::EventType(event) if event.templates().next().is_some() || !event.params().is_empty() => {
            let templates = event.templates().map(|template| Node::new("template", template.as_str()));
            let nodes = [Node::new("package", event.package().as_str())].into_iter().chain(templates).collect();
            followed(nodes, params(event.params()))
        }
        AnyValue::DialogRef(dialog) => followed(vec![Node::new("call_id", dialog.call_id().as_str())], params(dialog.params())),
        AnyValue::RAck(rack) => vec![
            Node::new("response", rack.response_number().to_string()),
            Node::new("cseq", rack.cseq_number().to_string()),
            Node::new("method", rack.method().as_str()),
        ],
        AnyValue::Warning(warning) => self::warning(warning),
        AnyValue::InfoUri(info) => followed(vec![part_uri(info.uri(), info.raw_uri())], params(info.params())),
        AnyValue::FeatureSet(features) => params(features.params()),
        AnyValue::ParamSet(set) => params(set.params()),
        AnyValue::Identity(identity) => {
            let raw = identity.params().value("info").map_or(&b""[..], |info| info.as_bytes());
            let nodes = vec![Node::new("digest", safe::text(identity.digest().as_bytes())), part_uri(identity.info(), raw)];
            followed(nodes, params(identity.params()))
        }
        AnyValue::SessionId(session) => followed(vec![Node::new("local", session.local().as_str())], params(session.params())),
        AnyValue::ContentId(id) => {
            vec![Node::new("left", safe::text(id.left().as_bytes())), Node::new("right", safe::text(id.right().as_bytes()))]
        }
        _ => Vec::new(),
    }
}

/// What the header's number counts.
pub(super) fn unit(name: HeaderName<'_>) -> Option<&'static str> {
    match name {
        HeaderName::ContentLength => Some("bytes"),
        HeaderName::MaxForwards => Some("hops"),
        HeaderName::Expires
        | HeaderName::FlowTimer
        | HeaderName::MinExpires
        | HeaderName::MinSe
        | HeaderName::RetryAfter
        | HeaderName::SessionExpires => Some("seconds"),
        _ => None,
    }
}

fn warning(warning: &Warning<'_>) -> Vec<Node> {
    let mut nodes = vec![Node::new("code", format!("{:03}", warning.code()))];
    match warning.host() {
        Ok(Some(host)) => {
            nodes.push(Node::new("host", host.as_str()));
            nodes.extend(part("port", warning.port()));
        }
        _ => nodes.extend(part("agent", warning.agent().map(|agent| agent.map(|agent| safe::text(agent.as_bytes()))))),
    }
    nodes.extend(part("text", warning.text().map(|text| Some(said(text)))));
    nodes
}

fn followed(mut nodes: Vec<Node>, more: Vec<Node>) -> Vec<Node> {
    nodes.extend(more);
    nodes
}

fn said(text: Text<'_>) -> String {
    let shown = safe::text(text.unescape());
    if text.is_quoted() { format!("\"{shown}\"") } else { shown }
}

fn params(params: Params<'_>) -> Vec<Node> {
    let value = |param: Param<'_>| {
        let shown = param.value().map_or_else(String::new, said);
        let is_number = !shown.is_empty() && shown.bytes().all(|b| b.is_ascii_digit());
        let is_time = ["expires", "retry-after", "duration", "effective-by"].iter().any(|name| param.is(name));
        if is_number && is_time { format!("{shown} {}", paint(FAINT, "seconds")) } else { shown }
    };
    params.iter().map(|param| Node::new(format!(";{}", param.name()), value(param))).collect()
}

fn via(via: &Via<'_>) -> Vec<Node> {
    let mut nodes =
        vec![Node::new("protocol", format!("{}/{}", via.protocol(), via.version())), Node::new("transport", via.transport().as_str())];
    nodes.extend(part("host", via.host().map(Some)));
    nodes.extend(part("port", via.port()));
    nodes.extend(params(via.params()));
    nodes
}

fn name_addr(address: &NameAddr<'_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = part("display name", address.display_name().map(|name| name.map(said))).into_iter().collect();
    nodes.push(part_uri(address.uri(), address.raw_uri()));
    nodes.extend(params(address.params()));
    nodes
}

fn authentication(scheme: &str, params: &AuthParams<'_>) -> Vec<Node> {
    followed(vec![Node::new("scheme", scheme)], auth_params(params))
}

fn auth_params(params: &AuthParams<'_>) -> Vec<Node> {
    params.iter().map(|param| Node::new(param.name().as_str(), said(param.value()))).collect()
}

pub(super) fn uri(uri: &Uri<'_>) -> Vec<Node> {
    let mut nodes = vec![Node::new("scheme", uri.scheme().as_str())];
    match uri {
        Uri::Sip(uri) => {
            nodes.extend(uri.user().map(|user| Node::new("user", safe::text(user.unescape()))));
            nodes.extend(uri.password().map(|_| Node::new("password", "***")));
            nodes.push(Node::new("host", uri.host().as_str()));
            nodes.extend(uri.port().map(|port| Node::new("port", port.to_string())));
            nodes.extend(uri_params(uri.params()));
            nodes.extend(
                uri.headers()
                    .iter()
                    .map(|header| Node::new(format!("?{}", safe::text(header.name().unescape())), safe::text(header.value().unescape()))),
            );
        }
        Uri::Tel(uri) => {
            nodes.push(Node::new("number", uri.number().as_str()));
            nodes.extend(uri_params(uri.params()));
        }
        Uri::Absolute(uri) => nodes.push(Node::new("rest", safe::text(uri.rest()))),
        _ => {}
    }
    nodes
}

fn uri_params(params: UriParams<'_>) -> impl Iterator<Item = Node> {
    params.iter().map(|param| {
        let value = param.value().map_or_else(String::new, |value| safe::text(value.unescape()));
        Node::new(format!(";{}", safe::text(param.name().unescape())), value)
    })
}
