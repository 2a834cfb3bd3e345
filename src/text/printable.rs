//! [`Printable`]: bytes as they are shown, the one place that decides what is secret in them.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::chars;

/// Any bytes, shown so that a terminal or a log takes no harm: control bytes are escaped as in Rust's strings, what is not
/// UTF-8 becomes U+FFFD, and so do the characters that end lines or change the direction of text.
///
/// `***` stands for what is secret, wherever it stands: the password of a URI, the value of a parameter or of a header in a URI that
/// [`is_secret`] names. The grammar is not asked, because what is wrong is shown too, and escapes are undone to find a secret, however
/// often they are escaped, because a header of a URI may hold a URI. When in doubt, more is hidden.
pub(crate) struct Printable<'a>(pub(crate) &'a [u8]);

/// Whether the value of a parameter, or of a header in a URI, is not shown: it identifies a device (RFC 8599 §4), or holds credentials.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    secret(Unescaped { bytes: name, at: 0 }).is_some()
}

/// What is secret, by where its value ends.
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

/// Bytes one after the other, each with its escapes undone: percent-escapes, and quoted pairs.
#[derive(Clone)]
struct Unescaped<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A byte, and where it stands as written.
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
                // `%2540` is `%40`, escaped once more.
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

/// Where the bytes stand that are not shown.
type Hidden = Vec<(usize, usize)>;

/// The passwords of URIs: from the first colon behind a scheme to an `@`. An escaped `@` may be of the password, or of a URI in a header.
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

/// The values that stand behind a secret name and an equals sign.
fn hide_values(bytes: &[u8], hidden: &mut Hidden) {
    let is_space = |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let mut units = Unescaped { bytes, at: 0 };
    // The latest name, and whether white space stands behind it.
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

/// Where a value ends: a parameter at its delimiters or its closing quote, a header of a URI with the URI or before the next header.
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
