//! A naive twin of the keys: the same rules over owned text, part by part, without a canonical form.

use sipwire::header::{CSeq, CallId, From, To, Via};
use sipwire::{Method, Request, Transport};

/// What a key of a server transaction is made of. Two are equal if all their parts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naive {
    Cookie { method: String, sent_by: (String, Option<u16>), branch: String },
    Legacy { method: String, uri: Vec<u8>, from_tag: Option<String>, call_id: Vec<u8>, number: u32, via: LegacyVia },
}

/// A Via value of RFC 2543: sent-protocol, sent-by and parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LegacyVia {
    protocol: [String; 3],
    sent_by: (String, Option<u16>),
    /// Name, whether the value is absent (`-`), plain or quoted (`"`), and the value.
    params: Vec<(String, char, Vec<u8>)>,
}

/// Each byte as a character: a name that was cut may hold any.
fn lower(text: impl AsRef<[u8]>) -> String {
    text.as_ref().iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// Each fold as one space.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let (mut rest, mut unfolded) = (bytes, Vec::new());
    while let Some((&first, behind)) = rest.split_first() {
        rest = match behind {
            [b'\n', b' ' | b'\t', folded @ ..] if first == b'\r' => {
                let end = folded.iter().position(|b| !b" \t".contains(b)).unwrap_or(folded.len());
                while unfolded.last().is_some_and(|b| b" \t".contains(b)) {
                    unfolded.pop();
                }
                unfolded.push(b' ');
                &folded[end..]
            }
            _ => {
                unfolded.push(first);
                behind
            }
        };
    }
    unfolded
}

fn method(request: &Request<'_>) -> String {
    match request.method() {
        Method::Ack => "INVITE".into(),
        other => other.as_str().into(),
    }
}

fn sent_by(via: &Via<'_>) -> (String, Option<u16>) {
    let default = match via.transport() {
        Transport::Udp | Transport::Tcp | Transport::Sctp => Some(5060),
        Transport::Tls | Transport::TlsSctp | Transport::DtlsUdp => Some(5061),
        Transport::Ws => Some(80),
        Transport::Wss => Some(443),
        _ => None,
    };
    let host = via.host().unwrap();
    (host.ip().map_or(lower(host.as_str()), |ip| ip.to_string()), via.port().unwrap().or(default))
}

impl Naive {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let headers = request.headers();
        let via = headers.first::<Via>().unwrap().unwrap();
        let branch = via
            .branch()
            .unwrap()
            .map(|branch| lower(branch.as_bytes()))
            .filter(|branch| branch.strip_prefix("z9hg4bk").is_some_and(|rest| !rest.is_empty()));
        if let Some(branch) = branch {
            return Naive::Cookie { method: method(request), sent_by: sent_by(&via), branch };
        }
        let mut params: Vec<_> = via
            .params()
            .iter()
            .filter(|param| !["received", "rport"].contains(&&*lower(param.name().as_bytes())))
            .map(|param| {
                let (mark, value) = match param.value() {
                    None => ('-', Vec::new()),
                    Some(value) if value.is_quoted() => ('"', value.unescape().into_owned()),
                    Some(value) => ('=', unfolded(value.as_bytes()).to_ascii_lowercase()),
                };
                (lower(unfolded(param.name().as_bytes())), mark, value)
            })
            .collect();
        params.sort();
        Naive::Legacy {
            method: method(request),
            uri: request.raw_uri().to_vec(),
            from_tag: headers.require::<From>().unwrap().tag().unwrap().map(|tag| lower(tag.as_bytes())),
            call_id: headers.require::<CallId>().unwrap().as_bytes().to_vec(),
            number: headers.require::<CSeq>().unwrap().number(),
            via: LegacyVia {
                protocol: [lower(via.protocol().as_bytes()), lower(via.version().as_bytes()), lower(via.transport().as_bytes())],
                sent_by: sent_by(&via),
                params,
            },
        }
    }
}

/// What a merge key is made of.
pub(crate) fn merge(request: &Request<'_>) -> Option<(Option<String>, Vec<u8>, u32, String)> {
    let headers = request.headers();
    let cseq = headers.require::<CSeq>().unwrap();
    let is_new = headers.require::<To>().unwrap().tag().unwrap().is_none() && !matches!(request.method(), Method::Ack | Method::Cancel);
    let tag = headers.require::<From>().unwrap().tag().unwrap().map(|tag| lower(tag.as_bytes()));
    is_new.then(|| (tag, headers.require::<CallId>().unwrap().as_bytes().to_vec(), cseq.number(), cseq.method().as_str().into()))
}
