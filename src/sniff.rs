//! [`sniff`]: what came in, before anybody parses it.

use crate::chars;
use crate::scan;

/// How much is looked at before what has not said what it is counts as unknown: more than a start line and the CRLFs before it may have.
const MOST: usize = 16_384;

/// What a datagram, or the beginning of a stream, is: told by [`sniff`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sniffed {
    /// A SIP request, or what means to be one.
    Request,
    /// A SIP response, or what means to be one.
    Response,
    /// A datagram that only keeps a binding open.
    KeepAlive(KeepAlive),
    /// STUN (RFC 8489 §5): a keep-alive that wants an answer (RFC 5626 §3.5.2).
    Stun,
    /// The first handshake message of TLS (RFC 8446 §4).
    Tls,
    /// SIP that SigComp compressed (RFC 3320 §7).
    SigComp,
    /// An HTTP request: a browser, or a WebSocket that is to be opened (RFC 7118 §4).
    HttpRequest,
    /// An HTTP response.
    HttpResponse,
    /// A beginning of some of these. Of a datagram, which nothing follows: cut short.
    NeedMore,
    /// None of these.
    Unknown,
}

/// What is sent to keep a binding open in a NAT, and is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeepAlive {
    /// A datagram without a byte.
    Empty,
    /// One CRLF: a pong (RFC 5626 §3.5.1), or what many phones send by UDP.
    Crlf,
    /// CRLFCRLF, or more: a ping (RFC 5626 §3.5.1).
    DoubleCrlf,
    /// NULs alone, mostly two or four.
    Nul,
    /// `jaK`, with or without a NUL behind it.
    Jak,
}

/// Says what `bytes` are by how they begin: what came as a datagram or WebSocket message, or what has come of a stream so far.
///
/// Line ends before the first byte that is none are passed over, as a parser does (RFC 3261 §7.5). The first row that fits decides:
///
/// | bytes | are |
/// |---|---|
/// | none; CRLF; CRLFCRLF and more CRLFs; NULs; `jaK` and NULs or line ends | [`KeepAlive`], if nothing follows |
/// | 00 to 03, then at 3 a length in fours and at 4 the magic cookie 2112A442 | [`Stun`](Sniffed::Stun) (RFC 7983 §7, RFC 8489 §5) |
/// | 16 03, a version up to 04, a length, 01 or 02 | [`Tls`](Sniffed::Tls) |
/// | F8 to FF | [`SigComp`](Sniffed::SigComp) (RFC 3320 §7) |
/// | `SIP/` | [`Response`](Sniffed::Response) |
/// | `HTTP/` | [`HttpResponse`](Sniffed::HttpResponse) |
/// | a token, white space, a target, white space, `SIP/` | [`Request`](Sniffed::Request) |
/// | the same with `HTTP/` | [`HttpRequest`](Sniffed::HttpRequest) |
/// | the same without a version, if the target begins with `sip:`, `sips:` or `tel:` | [`Request`](Sniffed::Request), which a parser refuses with a reason |
/// | what could become one of these, up to 16,384 bytes | [`NeedMore`](Sniffed::NeedMore) |
/// | anything else | [`Unknown`](Sniffed::Unknown) |
///
/// Names are compared without regard to case. Whether a message is a right one is the parser's to say.
///
/// ```
/// use sipwire::{KeepAlive, Sniffed, sniff};
///
/// assert_eq!(sniff(b"OPTIONS sip:a SIP/2.0\r\n\r\n"), Sniffed::Request);
/// assert_eq!(sniff(b"\r\n\r\n"), Sniffed::KeepAlive(KeepAlive::DoubleCrlf));
/// assert_eq!(sniff(b"GET / HTTP/1.1\r\n"), Sniffed::HttpRequest);
/// assert_eq!(sniff(b"OPTIONS si"), Sniffed::NeedMore);
/// ```
pub fn sniff(bytes: &[u8]) -> Sniffed {
    let line_ends = 2 * bytes.as_chunks().0.iter().take_while(|pair| *pair == b"\r\n").count();
    let rest = &bytes[line_ends..];
    let sniffed = match (rest, line_ends) {
        ([], 0) => Sniffed::KeepAlive(KeepAlive::Empty),
        ([], 2) => Sniffed::KeepAlive(KeepAlive::Crlf),
        ([], _) => Sniffed::KeepAlive(KeepAlive::DoubleCrlf),
        ([b'\r'], _) => Sniffed::NeedMore,
        ([0, ..], 0) if rest.iter().all(|&b| b == 0) => Sniffed::KeepAlive(KeepAlive::Nul),
        ([b'j', b'a', b'K', rest @ ..], 0) if rest.iter().all(|b| b"\0\r\n".contains(b)) => Sniffed::KeepAlive(KeepAlive::Jak),
        ([0..=3, ..], 0) => stun(rest),
        ([0x16, ..], 0) => tls(rest),
        ([0xF8..=0xFF, ..], 0) => Sniffed::SigComp,
        _ => text(rest),
    };
    if sniffed == Sniffed::NeedMore && bytes.len() > MOST { Sniffed::Unknown } else { sniffed }
}

/// What begins with 00 to 03: the type, the length of what follows the header, which is a multiple of 4, and the cookie.
fn stun(bytes: &[u8]) -> Sniffed {
    const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
    let is_length = bytes.get(3).is_none_or(|low| low % 4 == 0);
    match bytes.get(4..).map(|rest| begins(rest, &COOKIE)) {
        _ if !is_length => Sniffed::Unknown,
        Some(Some(true)) => Sniffed::Stun,
        Some(Some(false)) => Sniffed::Unknown,
        Some(None) | None => Sniffed::NeedMore,
    }
}

/// What begins with 16: a record of the handshake, whose first message is the client's or the server's hello.
fn tls(bytes: &[u8]) -> Sniffed {
    match *bytes {
        [_] | [_, 3] | [_, 3, 0..=4] | [_, 3, 0..=4, _] | [_, 3, 0..=4, _, _] => Sniffed::NeedMore,
        [_, 3, 0..=4, _, _, 1 | 2, ..] => Sniffed::Tls,
        _ => Sniffed::Unknown,
    }
}

/// What may be a start line.
fn text(bytes: &[u8]) -> Sniffed {
    let found = [(&b"SIP/"[..], Sniffed::Response), (b"HTTP/", Sniffed::HttpResponse)];
    if let Some(sniffed) = version(bytes, found) {
        return sniffed;
    }
    let method = scan::run(bytes, chars::TOKEN);
    let behind_method = &bytes[method..];
    let target = &behind_method[scan::run(behind_method, chars::WSP)..];
    let behind_target = &target[scan::visible(target)..];
    let version_at = &behind_target[scan::run(behind_target, chars::WSP)..];
    if method == 0 || (target.len() == behind_method.len() && !target.is_empty()) {
        return Sniffed::Unknown;
    }
    if version_at.is_empty() {
        return Sniffed::NeedMore;
    }
    let found = [(&b"SIP/"[..], Sniffed::Request), (b"HTTP/", Sniffed::HttpRequest)];
    let is_uri = [&b"sip:"[..], b"sips:", b"tel:"].iter().any(|scheme| begins(target, scheme) == Some(true));
    version(version_at, found).unwrap_or(if is_uri { Sniffed::Request } else { Sniffed::Unknown })
}

/// Which of two words `bytes` begin with; `NeedMore` where they end inside of one.
fn version(bytes: &[u8], words: [(&[u8], Sniffed); 2]) -> Option<Sniffed> {
    words.into_iter().find_map(|(word, sniffed)| match begins(bytes, word) {
        Some(true) => Some(sniffed),
        Some(false) => None,
        None => Some(Sniffed::NeedMore),
    })
}

/// Whether `bytes` begin with `word`, without regard to case; `None` where they end inside of it.
fn begins(bytes: &[u8], word: &[u8]) -> Option<bool> {
    let (length, both) = (bytes.len().min(word.len()), bytes.iter().zip(word));
    match both.into_iter().all(|(a, b)| a.eq_ignore_ascii_case(b)) {
        true if length < word.len() => None,
        same => Some(same),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const STUN: &[u8] = b"\0\x01\0\x08\x21\x12\xA4\x42abcdefghijkl\0\x20\0\x04abcd";
    const HELLO: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03";

    /// What each is, and what its prefixes are from which byte on, beside `NeedMore`.
    #[test]
    fn every_prefix_is_a_beginning_of_the_whole() {
        use Sniffed::*;
        for (whole, sniffed, from) in [
            (&b"OPTIONS sip:a SIP/2.0\r\n\r\n"[..], Request, 18),
            (b"\r\n\r\nBYE tel:1 sip/7.0\r\n", Request, 18),
            (b"!x%' urn:b \t SIP/", Request, 17),
            (b"SIPPING SIP:a SIP/2.0", Request, 18),
            (b"SIP sip:a SIP/2.0", Request, 14),
            (b"jaK sip:a SIP/2.0", Request, 14),
            (b"SIP/2.0 200 OK\r\n", Response, 4),
            (b"\r\nsip/x", Response, 6),
            (b"GET /chat HTTP/1.1\r\n", HttpRequest, 15),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HttpRequest, 11),
            (b"GET sip:a HTTP/1.1\r\n", HttpRequest, 15),
            (b"HTTP/1.1 101 Switching Protocols\r\n", HttpResponse, 5),
            (b"HTTP sip:a SIP/2.0", Request, 15),
            (STUN, Stun, 8),
            (HELLO, Tls, 6),
            (b"\xF8\x01", SigComp, 1),
            (b"OPTIONS sip:a\r\n", Request, 14),
            (b"OPTIONS sip:a SIPS/2.0\r\n", Request, 18),
            (b"OPTIONS SIPS:a b SIP/2.0\r\n", Request, 16),
            (b"HELO example.com\r\n", Unknown, 17),
            (b"GET /\r\n", Unknown, 6),
            (b" SIP/2.0", Unknown, 1),
            (b"\n", Unknown, 1),
            (b"\r\r\n", Unknown, 2),
            (b"<xml>", Unknown, 1),
            (b"OPTIONS:", Unknown, 8),
            (b"\x80", Unknown, 1),
            (b"\0\x01\0\x07", Unknown, 4),
            (b"\0\x01\0\x08\x21\x12\xA4\x43", Unknown, 8),
            (b"\0\0\0\0\0\0\0\x01", Unknown, 8),
            (b"\x16\x02", Unknown, 2),
            (b"\x16\x03\x05", Unknown, 3),
            (b"\x16\x03\x01\0\0\x03", Unknown, 6),
            (b"\r\n\0", Unknown, 3),
        ] {
            assert_eq!(sniff(whole), sniffed, "{whole:?}");
            for length in 0..whole.len() {
                match sniff(&whole[..length]) {
                    KeepAlive(_) | NeedMore if length < from => {}
                    found => assert!(found == sniffed && length >= from, "{found:?}: {length} bytes of {whole:?}"),
                }
            }
        }
    }

    #[test]
    fn keep_alives_are_told_apart() {
        use KeepAlive::*;
        for (bytes, kind) in [
            (&b""[..], Empty),
            (b"\r\n", Crlf),
            (b"\r\n\r\n", DoubleCrlf),
            (b"\r\n\r\n\r\n", DoubleCrlf),
            (b"\0", Nul),
            (b"\0\0", Nul),
            (b"\0\0\0\0", Nul),
            (&[0; 100], Nul),
            (b"jaK", Jak),
            (b"jaK\0", Jak),
            (b"jaK\r\n", Jak),
        ] {
            assert_eq!(sniff(bytes), Sniffed::KeepAlive(kind), "{bytes:?}");
        }
        for bytes in [&b"\r"[..], b"\r\n\r", b"ja", b"jak", b"jaK\0a", b"\0\0\x01"] {
            assert!(matches!(sniff(bytes), Sniffed::NeedMore | Sniffed::Unknown), "{bytes:?}");
        }
    }

    #[test]
    fn what_never_says_what_it_is_is_unknown() {
        for (before, byte) in [(&b""[..], b'a'), (b"a ", b'b'), (b"a", b' '), (b"a b", b' ')] {
            let bytes = |length| [before, &Vec::from_iter(core::iter::repeat_n(byte, length))[..]].concat();
            assert_eq!((sniff(&bytes(1000)), sniff(&bytes(MOST + 1))), (Sniffed::NeedMore, Sniffed::Unknown));
        }
    }
}
