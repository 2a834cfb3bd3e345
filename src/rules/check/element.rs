//! [`Check`]: the element that messages are checked for.

use core::fmt;

use crate::header::Via;
use crate::method::Method;
use crate::rules::policy::Policy;

/// The part that an element plays for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A user agent server: it answers requests.
    Uas,
    /// A registrar, which is a UAS that binds addresses.
    Registrar,
    /// A proxy: it forwards requests and responses.
    Proxy,
    /// A user agent client: it receives responses.
    Uac,
}

/// An event package or an Info Package that an element knows, and the body types that belong to it.
///
/// ```
/// use sipwire::rules::Package;
///
/// const PRESENCE: Package<'_> = Package::new("presence").types(&["application/pidf+xml"]);
/// assert_eq!(PRESENCE.name(), "presence");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package<'c> {
    name: &'c str,
    pub(in crate::rules) types: Option<&'c [&'c str]>,
}

impl<'c> Package<'c> {
    /// A package of that name, with any body.
    pub const fn new(name: &'c str) -> Self {
        Self { name, types: None }
    }

    /// The same package, whose bodies have one of these types (RFC 3903 §6, RFC 6086 §4.2.2).
    #[must_use]
    pub const fn types(mut self, types: &'c [&'c str]) -> Self {
        self.types = Some(types);
        self
    }

    /// The name.
    pub const fn name(&self) -> &'c str {
        self.name
    }
}

/// The knowledge and the wishes of an element: [`Request::faults`](crate::Request::faults) and its like check messages against it.
///
/// A check can be a constant. Lists that are not given are not checked, with these exceptions: methods are those that this crate names, URI
/// schemes are `sip`, `sips` and `tel`, and no option tag is known.
///
/// ```
/// use sipwire::rules::{Check, Rule};
/// use sipwire::{Message, Method};
///
/// const METHODS: &[Method<'_>] = &[Method::Invite, Method::Ack, Method::Cancel, Method::Bye, Method::Options];
/// const CHECK: Check<'_> = Check::uas().allow(METHODS).tags(&["100rel", "timer"]).types(&["application/sdp"]);
///
/// let request = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:c>;tag=1\r\n\
///     To: <sip:a>\r\nCall-ID: 7\r\nCSeq: 5 OPTIONS\r\nRequire: timer, path\r\n\r\n";
/// let message = Message::parse(request.as_bytes())?;
/// let fault = message.as_request().unwrap().check(&CHECK).unwrap_err();
/// assert_eq!((fault.rule(), fault.offset()), (Rule::UnknownRequire, request.find("path").unwrap()));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Check<'c> {
    pub(in crate::rules) role: Role,
    pub(in crate::rules) known: &'c [Method<'c>],
    pub(in crate::rules) allowed: Option<&'c [Method<'c>]>,
    pub(in crate::rules) schemes: &'c [&'c str],
    pub(in crate::rules) tags: &'c [&'c str],
    pub(in crate::rules) types: Option<&'c [&'c str]>,
    pub(in crate::rules) codings: Option<&'c [&'c str]>,
    pub(in crate::rules) languages: Option<&'c [&'c str]>,
    pub(in crate::rules) dispositions: Option<&'c [&'c str]>,
    pub(in crate::rules) sends: Option<&'c [&'c str]>,
    pub(in crate::rules) events: Option<&'c [Package<'c>]>,
    pub(in crate::rules) infos: Option<&'c [Package<'c>]>,
    pub(in crate::rules) priorities: Option<&'c [&'c str]>,
    pub(in crate::rules) privacy: Option<&'c [&'c str]>,
    pub(in crate::rules) push: Option<&'c [&'c str]>,
    pub(in crate::rules) security_server: Option<&'c str>,
    pub(in crate::rules) agent: &'c str,
    pub(in crate::rules) own_via: Option<&'c (dyn Fn(&Via<'_>) -> bool + Sync)>,
    pub(in crate::rules) policy: Policy,
}

impl<'c> Check<'c> {
    const fn new(role: Role) -> Self {
        Self {
            role,
            known: Method::KNOWN,
            allowed: None,
            schemes: &["sip", "sips", "tel"],
            tags: &[],
            types: None,
            codings: None,
            languages: None,
            dispositions: None,
            sends: None,
            events: None,
            infos: None,
            priorities: None,
            privacy: None,
            push: None,
            security_server: None,
            agent: "localhost",
            own_via: None,
            policy: Policy::new(),
        }
    }

    /// The check of a user agent server (RFC 3261 §8.2).
    pub const fn uas() -> Self {
        Self::new(Role::Uas)
    }

    /// The check of a registrar (RFC 3261 §10.3): that of a server, and the rules of REGISTER.
    pub const fn registrar() -> Self {
        Self::new(Role::Registrar)
    }

    /// The check of a proxy (RFC 3261 §16.3, §16.7).
    pub const fn proxy() -> Self {
        Self::new(Role::Proxy)
    }

    /// The check of a user agent client (RFC 3261 §8.1.3, §18.1.2).
    pub const fn uac() -> Self {
        Self::new(Role::Uac)
    }

    /// The part that the element plays.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The methods that the element knows; others get a 501 (RFC 3261 §21.5.2). Proxies forward them (§16.3).
    #[must_use]
    pub const fn methods(mut self, known: &'c [Method<'c>]) -> Self {
        self.known = known;
        self
    }

    /// The methods that are allowed at the Request-URI; other known methods get a 405 with this list in Allow (RFC 3261 §8.2.1).
    #[must_use]
    pub const fn allow(mut self, allowed: &'c [Method<'c>]) -> Self {
        self.allowed = Some(allowed);
        self
    }

    /// The URI schemes that the element understands in a Request-URI; others get a 416 (RFC 3261 §8.2.2.1, §16.3).
    #[must_use]
    pub const fn schemes(mut self, schemes: &'c [&'c str]) -> Self {
        self.schemes = schemes;
        self
    }

    /// The option tags that the element supports; others in Require, or for a proxy in Proxy-Require, get a 420 (RFC 3261 §8.2.2.3,
    /// §16.3).
    #[must_use]
    pub const fn tags(mut self, tags: &'c [&'c str]) -> Self {
        self.tags = tags;
        self
    }

    /// The body types that the element understands, such as `application/sdp` or `text/*`; others get a 415 with this list in Accept
    /// (RFC 3261 §8.2.3). Multipart bodies are understood always (RFC 5621 §4.2), but so must be each of their parts that is not optional,
    /// and one of several alternatives. Eight bodies inside of each other are looked into.
    #[must_use]
    pub const fn types(mut self, types: &'c [&'c str]) -> Self {
        self.types = Some(types);
        self
    }

    /// The content codings that the element understands beside `identity`; others get a 415 with this list in Accept-Encoding
    /// (RFC 3261 §8.2.3).
    #[must_use]
    pub const fn codings(mut self, codings: &'c [&'c str]) -> Self {
        self.codings = Some(codings);
        self
    }

    /// The languages that the element understands, each with all that begin with it and a hyphen; others get a 415 with this list in
    /// Accept-Language (RFC 3261 §8.2.3).
    #[must_use]
    pub const fn languages(mut self, languages: &'c [&'c str]) -> Self {
        self.languages = Some(languages);
        self
    }

    /// The disposition types that the element understands: `session`, `render` … Others get a 415 (RFC 5621 §8.4).
    #[must_use]
    pub const fn dispositions(mut self, dispositions: &'c [&'c str]) -> Self {
        self.dispositions = Some(dispositions);
        self
    }

    /// The body types that the element would send in its answer. An INVITE or OPTIONS whose Accept has none of them gets a 406 (RFC 3261
    /// §20.1, §21.4.7).
    #[must_use]
    pub const fn sends(mut self, types: &'c [&'c str]) -> Self {
        self.sends = Some(types);
        self
    }

    /// The event packages that the element knows; others get a 489 with this list in Allow-Events (RFC 6665 §4.2.1.1, RFC 3903 §6).
    #[must_use]
    pub const fn events(mut self, packages: &'c [Package<'c>]) -> Self {
        self.events = Some(packages);
        self
    }

    /// The Info Packages that the element is willing to receive; others get a 469 with this list in Recv-Info (RFC 6086 §4.2.2).
    #[must_use]
    pub const fn infos(mut self, packages: &'c [Package<'c>]) -> Self {
        self.infos = Some(packages);
        self
    }

    /// The Resource-Priority values that the element knows, such as `wps.0`. A request that requires `resource-priority` and has no value of
    /// one of their namespaces gets a 417 with this list in Accept-Resource-Priority (RFC 4412 §4.6.2).
    #[must_use]
    pub const fn priorities(mut self, values: &'c [&'c str]) -> Self {
        self.priorities = Some(values);
        self
    }

    /// The privacy services that a proxy provides: `header`, `session` … A critical wish for another gets a 500 (RFC 3323 §5).
    #[must_use]
    pub const fn privacy(mut self, services: &'c [&'c str]) -> Self {
        self.privacy = Some(services);
        self
    }

    /// The push notification services that the element, or another that it knows of, supports. A registration for another gets a 555 (RFC
    /// 8599 §5.6.1), unless a Feature-Caps says that somebody does.
    #[must_use]
    pub const fn push(mut self, services: &'c [&'c str]) -> Self {
        self.push = Some(services);
        self
    }

    /// The Security-Server value of this element, which wants a security agreement of each client (RFC 3329 §2.3.2).
    #[must_use]
    pub const fn security_server(mut self, value: &'c str) -> Self {
        self.security_server = Some(value);
        self
    }

    /// The host that the element names itself by in a Warning; `localhost` by default.
    #[must_use]
    pub const fn agent(mut self, host: &'c str) -> Self {
        self.agent = host;
        self
    }

    /// A predicate for the sent-by values of the element itself. A response whose topmost Via has another is dropped (RFC 3261 §18.1.2,
    /// §16.11).
    #[must_use]
    pub const fn own_via(mut self, is_own: &'c (dyn Fn(&Via<'_>) -> bool + Sync)) -> Self {
        self.own_via = Some(is_own);
        self
    }

    /// The decisions that the RFCs leave open.
    #[must_use]
    pub const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Whether the option tag is supported.
    pub(in crate::rules) fn supports(&self, tag: &str) -> bool {
        has(self.tags, tag.as_bytes())
    }

    /// Whether the element answers requests.
    pub(in crate::rules) const fn is_server(&self) -> bool {
        matches!(self.role, Role::Uas | Role::Registrar)
    }
}

/// Whether the list has the word, without regard to case.
pub(in crate::rules) fn has(list: &[&str], word: &[u8]) -> bool {
    // Most words are written as they are listed, which is found out sooner.
    list.iter().any(|one| one.as_bytes() == word || one.as_bytes().eq_ignore_ascii_case(word))
}

impl fmt::Debug for Check<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Check");
        out.field("role", &self.role).field("known", &self.known).field("allowed", &self.allowed).field("schemes", &self.schemes);
        out.field("tags", &self.tags).field("types", &self.types).field("policy", &self.policy).finish_non_exhaustive()
    }
}
