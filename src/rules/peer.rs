//! [`Peer`]: what a message says of the abilities of whoever sent it.

use core::fmt;

use super::check::has;
use super::read;
use crate::header::{Accept, AcceptEncoding, AcceptLanguage, Allow, AllowEvents, Headers, RecvInfo};
use crate::method::Method;
use crate::name::HeaderName;
use crate::text::Token;

/// The abilities of the sender of a message, as it says them (RFC 3261 §8.2.4, §20): option tags, methods, types of bodies, event packages and Info
/// Packages.
///
/// A server asks it of a request, a client of a response. It is a view of the header fields: nothing is kept, and each question reads its own
/// header field. Elements of a list that are malformed are skipped. Option tags and packages of Recv-Info are compared without case,
/// methods and event packages with it.
///
/// ```
/// use sipwire::rules::Peer;
/// use sipwire::{Message, Method};
///
/// let invite = Message::parse(
///     b"INVITE sip:bob@b SIP/2.0\r\nSupported: 100rel, timer\r\nRequire: 100rel, foo\r\nAllow: INVITE, ACK, CANCEL, BYE\r\n\r\n",
/// )?;
/// let peer = Peer::of(invite.headers());
/// assert!(peer.supports("Timer") && !peer.supports("path") && peer.requires("100rel"));
/// assert_eq!(peer.unknown(&["100rel", "timer"]).map(|tag| tag.as_str()).collect::<Vec<_>>(), ["foo"]);
/// assert_eq!((peer.allows(Method::Bye), peer.allows(Method::Update)), (Some(true), Some(false)));
/// // Without Accept, session descriptions are accepted; without Allow-Events nothing is known.
/// assert!(peer.accepts("application", "sdp") && peer.allows_event("presence").is_none());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Peer<'m, 'a>(Headers<'m, 'a>);

impl<'m, 'a> Peer<'m, 'a> {
    /// The sender of the message that has these headers.
    pub const fn of(headers: Headers<'m, 'a>) -> Self {
        Self(headers)
    }

    /// Whether Supported has the option tag. Extensions that it does not have must not be used towards this sender (RFC 3261 §8.2.4).
    pub fn supports(&self, tag: &str) -> bool {
        self.has(HeaderName::Supported, tag)
    }

    /// Whether Require has the option tag (RFC 3261 §20.32).
    pub fn requires(&self, tag: &str) -> bool {
        self.has(HeaderName::Require, tag)
    }

    /// Whether the sender knows the extension: it supports or requires it.
    pub fn knows(&self, tag: &str) -> bool {
        self.supports(tag) || self.requires(tag)
    }

    /// The option tags of Require that are not among the element's own, in their order: those that a 420 lists in Unsupported (RFC 3261
    /// §8.2.2.3). A tag that stands twice is returned twice; [`Response::refusing`](crate::Response::refusing) lists each once.
    ///
    /// Neither an ACK nor a CANCEL is refused for its tags (§8.2.2.3).
    pub fn unknown<'o>(&self, own: &'o [&'o str]) -> impl Iterator<Item = Token<'a>> + use<'m, 'a, 'o> {
        self.without(HeaderName::Require, own)
    }

    /// The option tags of Proxy-Require that are not among the proxy's own, in their order (RFC 3261 §16.3 step 5). A proxy does not look at
    /// Require.
    pub fn unknown_of_proxy<'o>(&self, own: &'o [&'o str]) -> impl Iterator<Item = Token<'a>> + use<'m, 'a, 'o> {
        self.without(HeaderName::ProxyRequire, own)
    }

    /// Whether Allow has the method, which is compared with regard to case. Returns `None` without Allow: then nothing is known, and the sender
    /// may support any method (RFC 3261 §20.5). An UPDATE needs `Some(true)` (RFC 3311 §4, §5.1).
    pub fn allows(&self, method: Method<'_>) -> Option<bool> {
        self.0.is_present::<Allow<'a>>().then(|| self.0.all::<Allow<'a>>().flatten().any(|allow| allow.method() == method))
    }

    /// Whether the sender accepts a body of the type: by the most specific range of Accept that matches it, unless its `q` is 0. Without Accept
    /// it accepts `application/sdp` alone, with an empty one nothing (RFC 3261 §20.1).
    pub fn accepts(&self, kind: &str, subtype: &str) -> bool {
        match self.0.is_present::<Accept<'a>>() {
            true => read::accepts(self.0, kind, subtype),
            false => kind.eq_ignore_ascii_case("application") && subtype.eq_ignore_ascii_case("sdp"),
        }
    }

    /// Whether the sender accepts a body in the content coding. `identity` is accepted unless Accept-Encoding has it with a `q` of 0; without
    /// Accept-Encoding it alone is (RFC 3261 §20.2).
    pub fn accepts_encoding(&self, coding: &str) -> bool {
        let named = |name: &str| {
            let one = self.0.all::<AcceptEncoding<'a>>().flatten().find(|one| one.is(name));
            one.map(|one| one.q() != Ok(Some(0)))
        };
        named(coding).or_else(|| named("*")).unwrap_or(coding.eq_ignore_ascii_case("identity"))
    }

    /// Whether the sender accepts texts in the language, by the longest range of Accept-Language that it begins with. Without
    /// Accept-Language it accepts all (RFC 3261 §20.3).
    pub fn accepts_language(&self, language: &str) -> bool {
        if !self.0.is_present::<AcceptLanguage<'a>>() {
            return true;
        }
        let length = |range: &[u8]| match range {
            b"*" => Some(0),
            _ => read::is_language(language.as_bytes(), range).then_some(range.len()),
        };
        let ranges = self.0.all::<AcceptLanguage<'a>>().flatten();
        let fitting = ranges.filter_map(|range| Some((length(range.token().as_bytes())?, range.q() != Ok(Some(0)))));
        fitting.max().is_some_and(|(_, is_wanted)| is_wanted)
    }

    /// Whether Allow-Events has the event package, byte by byte (RFC 6665 §8.2.1, §8.2.2). Returns `None` without Allow-Events.
    pub fn allows_event(&self, package: &str) -> Option<bool> {
        let is_listed = || self.0.all::<AllowEvents<'a>>().flatten().any(|event| event.is(package));
        self.0.is_present::<AllowEvents<'a>>().then(is_listed)
    }

    /// Whether Recv-Info has the Info Package: an INFO of another must not be sent (RFC 6086 §4.2.1). Returns `None` without Recv-Info: then the
    /// sender knows no Info Packages, but perhaps the INFO of RFC 2976. An empty one wants no INFO.
    ///
    /// Recv-Info is in the first INVITE and in each message that answers one that had it (§5.2.3).
    pub fn receives_info(&self, package: &str) -> Option<bool> {
        let is_listed = || self.0.all::<RecvInfo<'a>>().flatten().any(|one| one.is(package));
        self.0.is_present::<RecvInfo<'a>>().then(is_listed)
    }

    /// Whether Request-Disposition has the directive: `no-fork`, `redirect`, `parallel` … A proxy follows those that its policy allows (RFC 3841
    /// §9.1).
    pub fn directs(&self, directive: &str) -> bool {
        self.has(HeaderName::RequestDisposition, directive)
    }

    fn has(&self, name: HeaderName<'static>, tag: &str) -> bool {
        read::tags(self.0, name).any(|one| one.eq_ignore_ascii_case(tag.as_bytes()))
    }

    /// The tags of a list that are not among the own ones.
    fn without<'o>(&self, name: HeaderName<'static>, own: &'o [&'o str]) -> impl Iterator<Item = Token<'a>> + use<'m, 'a, 'o> {
        read::tags(self.0, name).filter(|tag| !has(own, tag)).map(Token::new)
    }
}

impl fmt::Debug for Peer<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peer({} header fields)", self.0.len())
    }
}
