//! [`Response::refusing`]: the answer that a fault owes.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use super::check::{Check, Package, has, package, proxy_require, require};
use super::fault::Fault;
use super::owed::Owed;
use super::rule::Rule;
use crate::builder::MessageBuilder;
use crate::error::ParseError;
use crate::header::{Allow, Event, Headers, InfoPackage, MinExpires, MinSe, RetryAfter, Warning};
use crate::message::{Message, Partial, Request, Response};
use crate::method::Method;
use crate::name::HeaderName;
use crate::status::StatusCode;

/// A message that [`Response::refusing`] can answer: a request, a message, or a partial message.
pub trait Refusable: sealed::Sealed {}

impl Refusable for Request<'_> {}
impl Refusable for Message<'_> {}
impl Refusable for Partial<'_> {}

mod sealed {
    use super::{Headers, Message, Method, Partial, Request};

    pub trait Sealed {
        /// The headers, if the message is a request that may be answered.
        fn answerable(&self) -> Option<Headers<'_, '_>>;
    }

    impl Sealed for Request<'_> {
        fn answerable(&self) -> Option<Headers<'_, '_>> {
            (self.method() != Method::Ack).then(|| self.headers())
        }
    }

    impl Sealed for Message<'_> {
        fn answerable(&self) -> Option<Headers<'_, '_>> {
            self.as_request()?.answerable()
        }
    }

    impl Sealed for Partial<'_> {
        fn answerable(&self) -> Option<Headers<'_, '_>> {
            (!self.is_response() && self.method() != Some(Method::Ack)).then(|| self.headers())
        }
    }
}

impl Response<'_> {
    /// Begins the answer that a fault owes (RFC 3261 §8.2, §21.4): the response to the request, a reason phrase that says what is wrong,
    /// and the header fields that go with the status.
    ///
    /// These are filled from `check` and the request: Allow (405), Unsupported with exactly the tags that are not supported
    /// (420), Accept, Accept-Encoding and Accept-Language (415), Min-Expires (423), Min-SE (422), Allow-Events (489), Recv-Info (469), Warning
    /// (480), Retry-After (413), Require (421, 494), Security-Server (421, 494), Accept-Resource-Priority (417). A list that `check` does not have is left out.
    ///
    /// The request may be a [`Partial`](crate::Partial). Its Via, From, To, Call-ID and CSeq are sent back as they were received, also
    /// where they are broken; absent ones are left out. See [`Response::to`](crate::Response::to) for `to_tag`.
    ///
    /// Returns `None` where no answer is owed: for an ACK, for a response, and for a fault that owes no status.
    ///
    /// ```
    /// use sipwire::rules::Check;
    /// use sipwire::{Message, Response};
    ///
    /// let check = Check::uas().tags(&["timer"]);
    /// let message = Message::parse(
    ///     b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK1\r\nFrom: <sip:c>;tag=1\r\nTo: <sip:a>\r\n\
    ///       Call-ID: 7\r\nCSeq: 5 OPTIONS\r\nRequire: path, timer, gruu\r\n\r\n",
    /// )?;
    /// let fault = message.as_request().unwrap().check(&check).unwrap_err();
    /// let response = Response::refusing(&message, &fault, &check, b"2").unwrap().finish()?;
    /// assert_eq!(
    ///     response.as_bytes(),
    ///     b"SIP/2.0 420 Bad Extension\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK1\r\nFrom: <sip:c>;tag=1\r\nTo: <sip:a>;tag=2\r\n\
    ///       Call-ID: 7\r\nCSeq: 5 OPTIONS\r\nUnsupported: path, gruu\r\nContent-Length: 0\r\n\r\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refusing(request: &impl Refusable, fault: &Fault, check: &Check<'_>, to_tag: &[u8]) -> Option<MessageBuilder> {
        let Owed::Status(status) = fault.owed() else { return None };
        let headers = request.answerable()?;
        let mut builder = Self::to_with_reason(headers, status, &reason(fault, status), Some(to_tag));
        let refusal = Refusal { headers, rule: fault.rule(), check };
        fault.rule().with().iter().for_each(|name| refusal.add(&mut builder, *name));
        Some(builder)
    }
}

/// The reason phrase: what is wrong, where 400 alone would not say (RFC 3261 §21.4.1).
fn reason(fault: &Fault, status: StatusCode) -> Cow<'static, str> {
    let usual = Cow::Borrowed(status.default_reason().unwrap_or_default());
    if status != StatusCode::BAD_REQUEST {
        return usual;
    }
    match (fault.rule(), fault.header()) {
        (Rule::Unreadable(_), None) => usual,
        (Rule::Unreadable(_), Some(header)) => format!("Unreadable {header} header field").into(),
        (Rule::SecondRow, Some(header)) => format!("Second {header} header field").into(),
        (Rule::MissingForMethod, Some(header)) => format!("Missing {header} header field").into(),
        (Rule::RepeatedParam, Some(header)) => format!("Parameter given twice in {header}").into(),
        (rule, _) => rule.as_str().into(),
    }
}

/// A refusal that is being written.
struct Refusal<'r, 'a> {
    headers: Headers<'r, 'a>,
    rule: Rule,
    check: &'r Check<'r>,
}

impl<'r, 'a> Refusal<'r, 'a> {
    /// Adds a header field that goes with the status.
    fn add(&self, builder: &mut MessageBuilder, name: HeaderName<'static>) {
        let check = self.check;
        match name {
            HeaderName::Allow => match check.allowed.unwrap_or(check.known) {
                [] => _ = builder.raw(name, ""),
                methods => _ = builder.header(Allow::list(methods)),
            },
            HeaderName::Unsupported => self.unsupported(builder),
            HeaderName::Accept => list(builder, name, self.types()),
            HeaderName::AcceptEncoding => match check.codings {
                Some([]) => list(builder, name, Some(&["identity"])),
                codings => list(builder, name, codings),
            },
            HeaderName::AcceptLanguage => list(builder, name, check.languages),
            HeaderName::AcceptResourcePriority => list(builder, name, check.priorities),
            HeaderName::AllowEvents => packages(builder, name, check.events.filter(|known| !known.is_empty())),
            HeaderName::RecvInfo => packages(builder, name, check.infos),
            HeaderName::MinExpires => _ = builder.header(MinExpires::row(check.policy.min_expires)),
            HeaderName::MinSe => _ = builder.header(MinSe::row(check.policy.min_session)),
            HeaderName::RetryAfter => {
                if let Some(seconds) = check.policy.retry_after {
                    builder.header(RetryAfter::row(seconds));
                }
            }
            HeaderName::Require => list(builder, name, Some(&[if self.rule == Rule::PathRequired { "path" } else { "sec-agree" }])),
            HeaderName::SecurityServer => list(builder, name, check.security_server.as_ref().map(core::slice::from_ref)),
            HeaderName::Warning => {
                let (code, text) = if self.rule == Rule::SipsRequired { (381, "SIPS Required") } else { (380, "SIPS Not Allowed") };
                builder.header(Warning::row(Warning::build(code, check.agent, text)));
            }
            _ => {}
        }
    }

    /// Each tag that is not supported, once, in order (RFC 3261 §8.2.2.3).
    fn unsupported(&self, builder: &mut MessageBuilder) {
        let mut known = BTreeSet::new();
        let mut tags: Vec<&[u8]> = Vec::new();
        let mut see = |tag: Result<&'a [u8], ParseError>| {
            if let Ok(tag) = tag
                && !has(self.check.tags, tag)
                && known.insert(tag.to_ascii_lowercase())
            {
                tags.push(tag);
            }
        };
        match self.rule {
            Rule::UnknownRequire => require(self.headers).for_each(&mut see),
            Rule::UnknownProxyRequire => proxy_require(self.headers).for_each(&mut see),
            Rule::PathNotSupported => tags.push(b"path"),
            _ => tags.push(b"100rel"),
        }
        builder.raw(HeaderName::Unsupported, tags.join(&b", "[..]));
    }

    /// The body types that are accepted: those of the package, if it has some.
    fn types(&self) -> Option<&'r [&'r str]> {
        let of_package = match self.rule {
            Rule::InfoContent => {
                let info = self.headers.get::<InfoPackage<'_>>().ok().flatten();
                info.zip(self.check.infos).and_then(|(info, known)| package(known, info.token().as_bytes()))
            }
            Rule::PublishContent => {
                let event = self.headers.get::<Event<'_>>().ok().flatten();
                event.zip(self.check.events).and_then(|(event, known)| package(known, event.event_type().as_bytes()))
            }
            _ => None,
        };
        of_package.and_then(|package| package.types).or(self.check.types)
    }
}

/// A row of words, if there is a list of them.
fn list(builder: &mut MessageBuilder, name: HeaderName<'static>, words: Option<&[&str]>) {
    if let Some(words) = words {
        builder.raw(name, words.join(", "));
    }
}

/// A row of the names of packages.
fn packages(builder: &mut MessageBuilder, name: HeaderName<'static>, packages: Option<&[Package<'_>]>) {
    if let Some(packages) = packages {
        builder.raw(name, packages.iter().map(Package::name).collect::<Vec<_>>().join(", "));
    }
}
