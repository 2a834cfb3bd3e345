//! Whatever is printed is safe to print: no raw control byte, nothing that turns text around, no credential, no password.

#[path = "../common/mod.rs"]
mod common;
mod secrets;

use core::fmt::{Debug, Display};

use bytes::Bytes;
use sipwire::header::{Authorization, Contact, From, Subject, Via, WwwAuthenticate};
use sipwire::{AnyValue, Leniency, Message, NameAddr, OwnedMessage, Parser, Partial, Text, Uri, Value};

/// What must never be seen: the response of the fourth message, and the passwords of those below.
const SECRETS: [&str; 4] = ["f6144dbcc10d8995c0ffc1ade5a712f5", "hunter2", "sesame", "eyJhbGciOi"];

/// Whether a terminal or a log takes harm from this character.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `lines` says whether the format itself ends lines.
fn assert_safe(what: &str, printed: &str, lines: bool) {
    if let Some(c) = printed.chars().find(|&c| is_harmful(c) && !(lines && c == '\n')) {
        panic!("{what}: {c:?} in {printed:?}");
    }
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{what}: {secret} in {printed}");
    }
}

fn debug(what: &str, value: &impl Debug) {
    assert_safe(what, &format!("{value:?}"), false);
    assert_safe(what, &format!("{value:#?}"), true);
}

fn both(what: &str, value: &(impl Debug + Display)) {
    debug(what, value);
    assert_safe(what, &value.to_string(), false);
}

/// The parts of an address.
fn address(address: &NameAddr<'_>) {
    both("address", address);
    both("URI", &address.uri().unwrap());
    debug("parameters", &address.params());
    address.params().iter().for_each(|param| debug("parameter", &param));
    address.display_name().unwrap().iter().for_each(|name| both("display name", name));
    uri(address.uri().unwrap());
}

fn uri(uri: Uri<'_>) {
    both("URI", &uri);
    let Some(sip) = uri.as_sip() else { return };
    both("SIP URI", sip);
    both("host", &sip.host());
    sip.user().iter().for_each(|user| both("user", user));
    sip.params().iter().for_each(|param| debug("URI parameter", &param));
    sip.headers().iter().for_each(|header| debug("URI header", &header));
}

/// A value and its parts.
fn value(value: &AnyValue<'_>) {
    both("value", value);
    match value {
        AnyValue::Via(via) => {
            both("transport", &via.transport());
            both("host", &via.host().unwrap());
            debug("parameters", &via.params());
        }
        AnyValue::NameAddr(value) => address(value),
        AnyValue::Contact(contact) => {
            contact.address().into_iter().for_each(address);
            contact.instance().into_iter().flatten().for_each(uri);
            debug("errors", &(contact.q(), contact.expires(), contact.reg_id(), contact.instance()));
        }
        AnyValue::TokenParams(token) => both("token", &token.token()),
        AnyValue::Text(text) => both("text", text),
        _ => {}
    }
}

/// Everything that can be printed of what is left of a message.
fn partial(partial: &Partial<'_>) {
    debug("partial", partial);
    debug("headers", &partial.headers());
    partial.errors().iter().for_each(|error| both("error", error));
    partial.method().iter().for_each(|method| both("method", method));
    partial.reason().iter().for_each(|reason| both("reason", reason));
    match partial.uri() {
        Some(Ok(found)) => uri(found),
        Some(Err(error)) => both("error", &error),
        None => {}
    }
    for row in partial.headers() {
        debug("row", &row);
        both("name", &row.name());
        debug("value, not typed", &row.value());
        for found in row.values() {
            match found {
                Ok(found) => value(&found),
                Err(error) => both("error", &error),
            }
        }
    }
    let headers = partial.headers();
    debug("singles", &(headers.get::<From>(), headers.get::<Subject>()));
    debug("lists", &(headers.first::<Via>(), headers.first::<Contact>()));
    debug("secrets", &(headers.first::<Authorization>(), headers.first::<WwwAuthenticate>()));
}

/// Everything that can be printed of a message, whole or not.
fn print(name: &str, bytes: &[u8]) {
    for parser in [Parser::new(), Parser::new().leniency(Leniency::ALL)] {
        partial(&parser.partial(bytes));
        match parser.parse(bytes) {
            Ok(message) => {
                debug(name, &message);
                assert_safe(name, &message.to_string(), true);
                message.as_request().iter().for_each(|request| debug(name, request));
                message.as_response().iter().for_each(|response| debug(name, response));
                message.diagnostics().for_each(|diagnostic| both(name, &diagnostic));
                let owned = parser.parse_owned(Bytes::copy_from_slice(bytes)).unwrap();
                debug(name, &owned);
                assert_safe(name, &owned.to_string(), true);
            }
            Err(error) => both(name, &error),
        }
    }
}

#[test]
fn the_corpus_is_safe_to_print() {
    for folder in ["register", "register/as-published", "register/canonical"] {
        for case in common::messages(folder) {
            print(&case.name, &case.bytes);
        }
    }
}

#[test]
fn what_is_printed_still_says_what_was_read() {
    let cases = common::register();
    let message = Message::parse(&cases[3].bytes).unwrap();
    let printed = message.to_string();
    let mut wanted: Vec<_> = core::str::from_utf8(&cases[3].bytes).unwrap().lines().map(str::to_owned).collect();
    for line in &mut wanted {
        *line = line.replace("f6144dbcc10d8995c0ffc1ade5a712f5", "***").replace("Content-Length:  0", "Content-Length: 0");
    }
    assert_eq!(printed.lines().collect::<Vec<_>>(), wanted[..wanted.len() - 1]);
    assert_eq!(OwnedMessage::parse(Bytes::from(cases[3].bytes.clone())).unwrap().to_string(), printed);
}

/// Pieces that a terminal, a log or a reader could take harm from.
const HOSTILE: [&[u8]; 12] = [
    b"\x1b[31mred\x1b[0m",
    b"\x1b]0;title\x07",
    b"\\\x1b[2J\\\x00\\\x07",
    b"\\\n\\\r",
    b"\x00\x08\x0b\x0c\x7f",
    b"a\tb\r\n c",
    b"\xff\xfe\x80 \xc3",
    b"\xc2\x9b31m\xc2\x85",
    "\u{202e}txt.exe\u{202c}".as_bytes(),
    "\u{2066}a\u{2069}\u{200f}\u{200e}\u{61c}".as_bytes(),
    "a\u{2028}b\u{2029}c".as_bytes(),
    b"\xc2\xa0",
];

#[test]
fn a_secret_behind_a_name_without_an_equals_sign_is_not_printed() {
    for param in ["response \"hunter2\"", "response\"hunter2\"", "response:hunter2", "response;hunter2=\"x\""] {
        for row in [format!("Authorization: Digest username=\"a\", {param}"), format!("Authorization: Digest {param}, username=\"a\"")] {
            print(&row, format!("OPTIONS sip:b SIP/2.0\r\n{row}\r\n\r\n").as_bytes());
        }
    }
}

#[test]
fn hostile_bytes_are_safe_to_print() {
    for piece in HOSTILE {
        let at = |template: &str| {
            let mut bytes = Vec::new();
            for (place, part) in template.split('#').enumerate() {
                if place > 0 {
                    bytes.extend_from_slice(piece);
                }
                bytes.extend_from_slice(part.as_bytes());
            }
            bytes
        };
        for template in [
            "SIP/2.0 200 #\r\nSubject: #\r\n\r\n#",
            "#",
            "OPTIONS # SIP/2.0\r\nTo: \"#\" <sip:b>;tag=#\r\n\r\n",
            "O# sip:b SIP/2.0\r\n#: a\r\nX-#: a\r\n\r\n",
            "OPTIONS sip:b SIP/2.0\r\nFrom: \"#\" <sip:#@b;#?a=#>;x=\"#\"\r\nContact: # <sip:b>;+sip.instance=\"<#>\"\r\n\r\n",
            "OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/# b;branch=#;x=\"#\"\r\nCall-ID: #\r\nCSeq: 1 #\r\nAllow: #\r\nX-Y: #\r\n\r\n#",
            "SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm=\"#\", nonce=#\r\nProxy-Authenticate: # x=\"#\"\r\nServer: #\r\n\r\n",
            "OPTIONS sip:b SIP/2.0\r\nAuthorization: Digest username=\"#\", #=\"#\"\r\nContent-Type: text/#;a=\"#\"\r\n\r\n",
            "OPTIONS sip:b SIP/2.0\r\nReason: SIP;text=\"#\"\r\nMax-Forwards: #\r\nContent-Length: #\r\n\r\n#",
        ] {
            print(&format!("{template} with {piece:?}"), &at(template));
        }
        for text in [piece, &[b"\"", piece, b"\""].concat(), &[b"<sip:", piece, b"@b>"].concat()] {
            debug("value", &Value::new(text));
            debug("address", &NameAddr::parse(text));
            debug("URI", &Uri::parse(text));
        }
    }
}

#[test]
fn hostile_bytes_are_shown_escaped() {
    let message = b"OPTIONS sip:b SIP/2.0\r\nTo: \"\\\x1b[31m\xff\" <sip:b>\r\n\r\n";
    let message = Message::parse(message).unwrap();
    assert_eq!(format!("{:?}", message.headers()), "[To: \"\\\\u{1b}[31m\u{fffd}\" <sip:b>]");
    let name = message.headers().require::<sipwire::header::To>().unwrap().display_name().unwrap();
    assert_eq!(name.as_ref().map(Text::to_string).as_deref(), Some("\\u{1b}[31m\u{fffd}"));
}

#[test]
fn secrets_are_not_printed() {
    for (place, bytes) in [
        // Passwords in URIs: read, refused, in rows of all kinds, in values that are not known.
        &b"REGISTER sip:a:hunter2@b SIP/2.0\r\nFrom: <sip:a:hunter2@b>;tag=1\r\nTo: sips:a:sesame@b\r\n\
            Contact: \"x\" <sip:a:hunter2@b;ob>;q=1, <SIP:a:sesame@b>\r\nRoute: <sip:a:hunter2@b;lr>\r\n\r\n"[..],
        b"REGISTER sip:a:hunter2@b@ SIP/2.0\r\nFrom: <sip:a:hunter2@b;;>\r\nTo: sip:a:sesame@b x\r\nSubject: sip:a:sesame@b\r\n\
            X-Y: <sip:a:sesame@b>, http://a:hunter2@b\r\nCall-Info: <http://a:hunter2@b/>\r\nReason: SIP;text=\"sip:a:sesame@b\"\r\n\r\n",
        b"REGISTER sip:a:hunter2@b;a=[ SIP/2.0\r\nContact: <sip:b>;+sip.instance=\"<sip:a:sesame@b>\"\r\n\r\nsip:a:hunter2@b",
        b"REGISTER sip:a:hunter2@b",
        // Credentials: of schemes that are known and not, in error, twice.
        b"REGISTER sip:b SIP/2.0\r\nAuthorization: Digest username=\"a\", uri=\"sip:a:hunter2@b\", RESPONSE = \"hunter2\"\r\n\
            Proxy-Authorization: Bearer eyJhbGciOi\r\nAuthorization: Basic sesame==\r\nAuthorization: Bearer eyJhbGciOi x\r\n\r\n",
        b"REGISTER sip:b SIP/2.0\r\nAuthorization: Digest response=\"hunter2\r\nProxy-Authorization: Digest response=hunter2 sesame\r\n\
            Authorization: Digest hunter2\r\nAuthorization: hunter2\r\n\r\n",
        b"SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm=\"a\", ik=\"hunter2\", ck=\"sesame\"\r\n\r\n",
        b"REGISTER sip:b SIP/2.0\r\nAuthorization: Digest response=\"hunter2\", username=\"a\",\r\n response=\"sesame\"\r\n\r\n",
    ]
    .into_iter()
    .enumerate()
    {
        print(&format!("message {place}"), bytes);
    }
}

#[test]
fn the_proof_of_an_authentication_info_is_not_shown() {
    let message = sipwire::Message::parse(b"SIP/2.0 200 OK\r\nAuthentication-Info: rspauth=\"secret\"\r\n\r\n").unwrap();
    assert!(!format!("{message} {message:?} {:?}", message.headers()).contains("secret"));
}

/// Neither as text nor as the numbers that a list of bytes prints.
#[track_caller]
fn assert_hidden(what: &str, printed: &str) {
    let numbers = SECRETS[1].bytes().map(|byte| byte.to_string()).collect::<Vec<_>>();
    assert!(!printed.contains(SECRETS[1]), "{what}: {printed}");
    assert!(!printed.contains(&numbers.join(", ")) && !printed.contains(&numbers.join(",\n    ")), "{what}: {printed}");
}

#[test]
fn what_an_edit_puts_in_is_not_printed() {
    let bytes = b"REGISTER sip:b SIP/2.0\r\nAuthorization: Digest response=\"hunter2\"\r\nl: 7\r\n\r\nhunter2";
    let message = Message::parse(bytes).unwrap();
    let mut scratch = sipwire::EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    edit.append_raw(sipwire::HeaderName::ProxyAuthorization, "Bearer hunter2").unwrap();
    edit.replace_body(b"hunter2").unwrap();
    edit.pending().for_each(|splice| assert_hidden("splice", &format!("{splice:?}")));
    let mut segments = edit.segments();
    assert_hidden("segments", &format!("{segments:?}"));
    segments.next();
    assert_hidden("segments", &format!("{segments:?}"));
    assert_hidden("edit", &format!("{edit:?}"));
    assert_hidden("scratch", &format!("{scratch:?}"));
}

#[cfg(feature = "digest")]
#[test]
fn the_body_of_an_exchange_is_not_printed() {
    use sipwire::digest::{Exchange, Protection};
    let protection = Protection::AuthInt { cnonce: "c".into(), nonce_count: 1.into(), body: b"hunter2" };
    assert_hidden("protection", &format!("{protection:?}"));
    assert_hidden("exchange", &format!("{:?}", Exchange::new(sipwire::Method::Invite, "sip:a", "n", protection)));
}
