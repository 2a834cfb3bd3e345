//! The grammar of Via.

use nom::Parser;
use nom::combinator::{cond, consumed, cut, map, opt, recognize};
use nom::sequence::{delimited, preceded, terminated};

use super::params::PARAMS;
use super::{Known, Via, fast};
use crate::chars;
use crate::error::{Expected, ParseError};
use crate::grammar::cut::{Reading, part_text, text_of};
use crate::grammar::{Parsed, Rule, byte, checked, colon, comment, expect, lws, slash, sws, token};
use crate::header::family::Family as _;
use crate::header::rows::value::Value;
use crate::host::{self};
use crate::params::{Param, visited_params};
use crate::profile::Leniency;
use crate::scan;
use crate::text::{Token, span_of};

/// ```text
/// Via = via-parm *(COMMA via-parm)
/// ```
pub(crate) fn via_parm(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    match fast::cut(&value) {
        Some(via) => Ok(via),
        None => full(value),
    }
}

/// Cuts a Via by its grammar.
#[cold]
#[inline(never)]
pub(crate) fn full(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    value.cut(|input, reading| via(&value, input, reading))
}

impl<'a> Via<'a> {
    /// Parses a value outside of a message with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let via = via_parm(Value::new(bytes)?)?;
        via.verify()?;
        Ok(via)
    }
}

/// Checks a Via as a whole.
#[cfg(test)]
pub(crate) fn check_whole(value: Value<'_>) -> Result<Via<'_>, ParseError> {
    value.check(|input, reading| via(&value, input, reading))
}

/// ```text
/// via-parm = sent-protocol LWS sent-by *( SEMI via-params ) [ comment ]
/// ```
///
/// The comment is that of RFC 2543, under its leniency.
fn via<'a>(value: &Value<'a>, input: &'a [u8], reading: Reading<'_>) -> Parsed<'a, Via<'a>> {
    let may_have_comment = value.allows(Leniency::VIA_COMMENT);
    // A part that is cut would go on into the comment.
    let end = if may_have_comment && !reading.checks { scan::separator(input, b'(') } else { input.len() };
    let mut known = Known::default();
    let parts = via_params(reading, |param| known.keep(input, param));
    let (rest, (raw, (protocol, sent_by, params))) = consumed(parts).parse_complete(&input[..end])?;
    let rest = &input[end - rest.len()..];
    let comment = opt(terminated(comment(reading.profile), sws));
    let (rest, behind) = cond(may_have_comment, comment).parse_complete(rest)?;
    let raw = if behind.flatten().is_some() { scan::trim_folded(raw) } else { raw };
    let span = |part: &[u8]| span_of(input, part);
    let (name, version, transport) = protocol;
    let via = Via {
        raw,
        offset: value.offset() as u32,
        leniency: value.profile().leniency,
        protocol_end: span(name.as_bytes()).1,
        version: span(version.as_bytes()),
        transport: span(transport.as_bytes()),
        host: span(sent_by.0),
        port: sent_by.1.map_or((0, 0), span),
        params_start: span(params.as_bytes()).0,
        known,
        is_common: false,
    };
    Ok((rest, via))
}

type Protocol<'a> = (Token<'a>, Token<'a>, Token<'a>);
type SentBy<'a> = (&'a [u8], Option<&'a [u8]>);

/// ```text
/// sent-protocol LWS sent-by *( SEMI via-params )
/// ```
fn via_params<'a>(
    reading: Reading<'_>,
    visit: impl FnMut(&Param<'a>),
) -> impl Rule<'a, (Protocol<'a>, SentBy<'a>, crate::params::Params<'a>)> {
    (terminated(sent_protocol, lws), sent_by(reading), visited_params(&PARAMS, reading, visit))
}

/// ```text
/// sent-protocol    = protocol-name SLASH protocol-version SLASH transport
/// protocol-name    = "SIP" / token
/// protocol-version = token
/// transport        = "UDP" / "TCP" / "TLS" / "SCTP" / other-transport
/// ```
fn sent_protocol(input: &[u8]) -> Parsed<'_, Protocol<'_>> {
    let name = expect(Expected::SentProtocol, token);
    let transport = expect(Expected::Transport, token);
    (terminated(name, slash), terminated(token, slash), transport).parse_complete(input)
}

/// ```text
/// sent-by = host [ COLON port ]
/// ```
fn sent_by<'a>(reading: Reading<'_>) -> impl Rule<'a, SentBy<'a>> {
    let host = reading.part(host_text, map(host::host(reading.profile), |host| host.as_bytes()));
    let port = reading.part(part_text, recognize(host::port_behind_colon(reading.profile)));
    (host, opt(preceded(colon, cut(port))))
}

/// The text of a host: the colons of an IPv6 address stand in brackets.
fn host_text(input: &[u8]) -> Parsed<'_, &[u8]> {
    let reference = delimited(byte(b'[', Expected::Ipv6), text_of(chars::REFERENCE_PART), byte(b']', Expected::Ipv6));
    let text = map(recognize((opt(reference), text_of(chars::HOST_PART))), scan::trim_behind);
    // A part may be wrong, but not missing.
    checked(text, |text| !text.is_empty(), Expected::Host).parse_complete(input)
}

impl Known {
    /// Keeps the place of a parameter that the rules found in `raw`.
    fn keep(&mut self, raw: &[u8], param: &Param<'_>) {
        let place = match param.name().as_bytes() {
            name if name.eq_ignore_ascii_case(b"branch") => &mut self.branch,
            name if name.eq_ignore_ascii_case(b"received") => &mut self.received,
            name if name.eq_ignore_ascii_case(b"rport") => &mut self.rport,
            _ => return,
        };
        place.keep_param(raw, param);
    }
}
