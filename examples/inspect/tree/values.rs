//! The parts of values, by their families.

use sipwire::header::{AuthInfo, Challenge, Credentials, Via, Warning};
use sipwire::{AnyValue, AuthParams, HeaderName, NameAddr, Param, Params, Text, Uri, UriParams};

use super::{FAINT, Node, paint};
use crate::safe;

/// A value on one line.
pub(super) fn shown(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Text(text) => said(*text),
        other => safe::text(other.to_string()),
    }
}

/// The parts of a value of any header, by its family; none where it says all in one word.
pub(super) fn parts(name: HeaderName<'_>, value: &AnyValue<'_>) -> Vec<Node> {
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
            // What Display writes has its secrets taken out.
            let shown = challenge.to_string();
            Challenge::parse(shown.as_bytes()).map_or_else(|_| Vec::new(), |shown| authentication(shown.scheme().as_str(), shown.params()))
        }
        AnyValue::Credentials(credentials) => {
            let shown = credentials.to_string();
            Credentials::parse(shown.as_bytes())
                .map_or_else(|_| Vec::new(), |shown| authentication(shown.scheme().as_str(), shown.params()))
        }
        AnyValue::AuthInfo(info) => {
            let shown = info.to_string();
            AuthInfo::parse(shown.as_bytes()).map_or_else(|_| Vec::new(), |shown| auth_params(shown.params()))
        }
        AnyValue::Date(date) => vec![
            Node::new("date", format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())),
            Node::new("time", format!("{:02}:{:02}:{:02} UTC", date.hour(), date.minute(), date.second())),
            Node::new("unix", format!("{} seconds", date.unix_seconds())),
        ],
        AnyValue::Timestamp(timestamp) => {
            let seconds = |text| format!("{text} seconds");
            let mut nodes = vec![Node::new("time", seconds(timestamp.time_text()))];
            nodes.extend(timestamp.delay_text().map(|delay| Node::new("delay", seconds(if delay.is_empty() { "0" } else { delay }))));
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
        AnyValue::InfoUri(info) => {
            followed(vec![Node::new("uri", safe::text(info.uri().to_string())).with(uri(&info.uri()))], params(info.params()))
        }
        AnyValue::FeatureSet(features) => params(features.params()),
        AnyValue::ParamSet(set) => params(set.params()),
        AnyValue::Identity(identity) => {
            let nodes = vec![
                Node::new("digest", safe::text(identity.digest().as_bytes())),
                Node::new("uri", safe::text(identity.info().to_string())).with(uri(&identity.info())),
            ];
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
        Some(host) => {
            nodes.push(Node::new("host", host.as_str()));
            nodes.extend(warning.port().map(|port| Node::new("port", port.to_string())));
        }
        None => nodes.push(Node::new("agent", safe::text(warning.agent().as_bytes()))),
    }
    nodes.push(Node::new("text", said(warning.text())));
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
    let mut nodes = vec![
        Node::new("protocol", format!("{}/{}", via.protocol(), via.version())),
        Node::new("transport", via.transport().as_str()),
        Node::new("host", via.host().as_str()),
    ];
    nodes.extend(via.port().map(|port| Node::new("port", port.to_string())));
    nodes.extend(params(via.params()));
    nodes
}

fn name_addr(address: &NameAddr<'_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = address.display_name().map(|name| Node::new("display name", said(name))).into_iter().collect();
    nodes.push(Node::new("uri", safe::text(address.uri().to_string())).with(uri(&address.uri())));
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
