//! A URI where a Request-URI stands: without the parts that must not be there.

use crate::encode::Writer;
use crate::uri::{SipUri, Uri, UriParam};

/// Whether the URI has a part that a Request-URI must not have (RFC 3261 §19.1.1, table 1): a `method` parameter, or headers.
#[inline]
pub(super) fn has_more(uri: &Uri<'_>) -> bool {
    match uri {
        Uri::Sip(uri) => !uri.headers().is_empty() || (!uri.params().is_empty() && uri.params().iter().any(|param| is_method(&param))),
        _ => false,
    }
}

fn is_method(param: &UriParam<'_>) -> bool {
    param.name().is_ignoring_case("method")
}

/// Writes the URI as a Request-URI: as read, but for what [`has_more`] finds.
#[inline]
pub(super) fn write(uri: &Uri<'_>, out: &mut Writer<'_>) {
    match uri {
        Uri::Sip(sip) if has_more(uri) => write_without(sip, |param| !is_method(param), out),
        uri => out.as_read(uri.as_bytes()),
    }
}

/// Writes scheme, user, host and port as read, and the parameters that stay.
pub(super) fn write_without(uri: &SipUri<'_>, stays: impl Fn(&UriParam<'_>) -> bool, out: &mut Writer<'_>) {
    out.as_read(before_params(uri));
    write_params(uri, stays, out);
}

pub(super) fn write_params(uri: &SipUri<'_>, stays: impl Fn(&UriParam<'_>) -> bool, out: &mut Writer<'_>) {
    for param in uri.params().iter().filter(stays) {
        out.fixed(";");
        out.as_read(param.name().as_bytes());
        if let Some(value) = param.value() {
            out.fixed("=");
            out.as_read(value.as_bytes());
        }
    }
}

/// Scheme, user, host and port, as read.
pub(super) fn before_params<'a>(uri: &SipUri<'a>) -> &'a [u8] {
    let behind = uri.params().as_bytes().len() + uri.headers().as_bytes().len();
    let all = uri.as_bytes();
    all.get(..all.len().saturating_sub(behind)).unwrap_or(all)
}
