//! What the crate's own output hides, found in lines that it could not read: values of credentials, passwords of URIs.

use std::ops::Range;

/// The line with `*` for every byte that is secret.
pub(crate) fn masked(line: &[u8]) -> Vec<u8> {
    let mut masked = line.to_vec();
    places(line).into_iter().for_each(|place| masked[place].fill(b'*'));
    masked
}

/// Where what is secret stands in a row or a start line.
pub(crate) fn places(line: &[u8]) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let name: &[u8] = line.split(|&b| b == b':').next().unwrap_or_default().trim_ascii();
    let is_named = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other.as_bytes()));
    if is_named(&["Authorization", "Proxy-Authorization", "Authentication-Info", "Proxy-Authentication-Info"]) {
        // All but the scheme and the names of parameters; what is not Digest has none.
        let start = name.len() + 1;
        let is_digest =
            line.get(start..).unwrap_or_default().trim_ascii_start().get(..6).is_some_and(|s| s.eq_ignore_ascii_case(b"Digest"));
        let mut words = 0;
        let mut at = start;
        while at < line.len() {
            let length = line[at..].iter().take_while(|b| !b" \t,=\"".contains(b)).count();
            let is_name = is_digest && line.get(at + length) == Some(&b'=');
            words += usize::from(length > 0);
            if words > 1 && !is_name && length > 0 {
                secrets.push(at..at + length);
            }
            at += length.max(1);
        }
    }
    // sip:user:password@
    let mut at = 0;
    while let Some(place) = line[at..].iter().position(|&b| b == b':') {
        let colon = at + place;
        let word = line[..colon].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        at = colon + 1;
        if !matches!(&line[colon - word..colon].to_ascii_lowercase()[..], b"sip" | b"sips") {
            continue;
        }
        // Whatever ends it, no other userinfo ends before.
        let end = line[at..].iter().position(|b| b"@ \t<>\"\r\n".contains(b)).map_or(line.len(), |end| at + end);
        if line.get(end) == Some(&b'@')
            && let Some(password) = line[at..end].iter().position(|&b| b == b':')
        {
            secrets.push(at + password + 1..end);
        }
        at = end;
    }
    secrets
}
