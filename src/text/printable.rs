//! [`Printable`]: displays bytes, and decides in one place which of them are secret.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::chars;

/// Any bytes, displayed safely for terminals and logs. Control bytes are escaped as in Rust's strings. Invalid UTF-8, and characters that
/// end lines or change the direction of text, become U+FFFD.
///
/// `***` replaces secrets wherever they occur: the password of a URI, and the values of the parameters and URI headers that [`is_secret`]
/// names. The search does not use the grammar, because malformed text is displayed too. It decodes nested escapes, because a header of a
/// URI may contain a URI. In doubt, it hides more.
pub(crate) struct Printable<'a>(pub(crate) &'a [u8]);

/// Whether the value of a parameter or URI header is hidden: it identifies a device (RFC 8599 §4), or contains credentials.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    secret(Unescaped { bytes: name, at: 0 }).is_some()
}

/// The kinds of secrets, by the end of their value.
#[derive(Clone, Copy)]
enum Secret {
    Param,
    Header,
}

fn secret(name: Unescaped<'_>) -> Option<Secret> {
    const HEADERS: [&str; 6] = [
        "authorization",
        "proxy-authorization",
        "www-authenticate",
        "proxy-authenticate",
        "authentication-info",
        "proxy-authentication-info",
    ];
    let is = |wanted: &str| name.clone().map(|unit| unit.byte.to_ascii_lowercase()).eq(wanted.bytes());
    match () {
        () if is("pn-prid") => Some(Secret::Param),
        () if HEADERS.into_iter().any(is) => Some(Secret::Header),
        () => None,
    }
}

/// Iterates over bytes with percent-escapes and quoted pairs decoded.
#[derive(Clone)]
struct Unescaped<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A byte, and its offset as written.
#[derive(Clone, Copy)]
struct Unit {
    byte: u8,
    is_escaped: bool,
    start: usize,
    end: usize,
}

impl Iterator for Unescaped<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let is_escape = |rest: &[u8]| matches!(*rest, [high, low, ..] if chars::is(high, chars::HEX) && chars::is(low, chars::HEX));
        let (byte, length) = match *self.bytes.get(self.at..)? {
            [b'%', ref rest @ ..] if is_escape(rest) => {
                // `%2540` is `%40`, escaped twice.
                let mut digits = 0;
                while rest[digits..].starts_with(b"25") && is_escape(&rest[digits + 2..]) {
                    digits += 2;
                }
                (chars::nibble(rest[digits]) << 4 | chars::nibble(rest[digits + 1]), digits + 3)
            }
            [b'\\', byte, ..] => (byte, 2),
            [byte, ..] => (byte, 1),
            [] => return None,
        };
        let start = self.at;
        self.at += length;
        Some(Unit { byte, is_escaped: length > 1, start, end: self.at })
    }
}

/// The ranges of hidden bytes.
type Hidden = Vec<(usize, usize)>;

/// Hides the passwords of URIs: from the first colon behind a scheme to an `@`. An escaped `@` may belong to the password, or to a URI in
/// a header.
fn hide_passwords(bytes: &[u8], hidden: &mut Hidden) {
    let (mut is_in_uri, mut password, mut latest) = (false, None, [0; 5]);
    for Unit { byte, is_escaped, start, end } in (Unescaped { bytes, at: 0 }) {
        latest = [latest[1], latest[2], latest[3], latest[4], byte.to_ascii_lowercase()];
        let ends_scheme = latest.ends_with(b"sip:") || latest.ends_with(b"sips:") || latest.ends_with(b"://");
        match byte {
            _ if ends_scheme => is_in_uri = true,
            b':' if is_in_uri && password.is_none() => password = Some(end),
            b'@' => {
                if let Some(begin) = password {
                    hidden.pop_if(|last| last.0 == begin);
                    hidden.push((begin, start));
                }
                if !is_escaped {
                    (is_in_uri, password) = (false, None);
                }
            }
            b'<' | b'>' | b'"' if !is_escaped => (is_in_uri, password) = (false, None),
            _ => {}
        }
    }
}

/// Hides the values behind a secret name and an equals sign.
fn hide_values(bytes: &[u8], hidden: &mut Hidden) {
    let is_space = |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let mut units = Unescaped { bytes, at: 0 };
    // The latest name, and whether white space follows it.
    let (mut name, mut is_over) = (0..0, false);
    while let Some(unit) = units.next() {
        match unit.byte {
            byte if is_space(byte) => is_over = true,
            b'=' => {
                let found = secret(Unescaped { bytes: &bytes[name.clone()], at: 0 });
                if let Some(secret) = found {
                    let end = end_of_value(units.clone(), secret, is_space);
                    hidden.push((unit.end, end));
                    units.at = end;
                }
                (name, is_over) = (units.at..units.at, false);
            }
            byte if chars::is(byte, chars::TOKEN) => {
                let start = if is_over { unit.start } else { name.start };
                (name, is_over) = (start..unit.end, false);
            }
            _ => (name, is_over) = (unit.end..unit.end, false),
        }
    }
}

/// Returns the end of a value. A parameter ends at its delimiter or closing quote, a URI header at the next header or the end of the URI.
fn end_of_value(mut units: Unescaped<'_>, secret: Secret, is_space: impl Fn(u8) -> bool) -> usize {
    let length = units.bytes.len();
    let ends = |unit: &Unit| match secret {
        Secret::Param => !unit.is_escaped && (is_space(unit.byte) || b";?&>,\"".contains(&unit.byte)),
        Secret::Header => !unit.is_escaped && matches!(unit.byte, b'&' | b'>'),
    };
    match units.find(|unit| !is_space(unit.byte)) {
        None => length,
        Some(first) if matches!(secret, Secret::Param) && first.byte == b'"' => {
            let closing = units.find(|unit| unit.byte == b'"' && unit.is_escaped == first.is_escaped);
            closing.map_or(length, |unit| unit.end)
        }
        Some(first) if ends(&first) => first.start,
        Some(_) => units.find(ends).map_or(length, |unit| unit.start),
    }
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = *self;
        let mut hidden = Hidden::new();
        hide_passwords(bytes, &mut hidden);
        hide_values(bytes, &mut hidden);
        hidden.sort_unstable();
        let mut shown = 0;
        for (start, end) in hidden {
            if start >= shown {
                escape(&bytes[shown..start], f)?;
                f.write_str("***")?;
            }
            shown = shown.max(end);
        }
        escape(&bytes[shown..], f)
    }
}

fn escape(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => f.write_char('\u{FFFD}')?,
                c if c.is_control() => write!(f, "{}", c.escape_default())?,
                c => f.write_char(c)?,
            }
        }
        if !chunk.invalid().is_empty() {
            f.write_char('\u{FFFD}')?;
        }
    }
    Ok(())
}
