//! The server's side: a [`Verifier`] checks credentials against what the request is, and says what came out.

use core::fmt;
use core::time::Duration;

use super::ha1::supported;
use super::hash::Hex;
use super::{DigestError, Exchange, Ha1, HashFunction, Nonce, NonceState, Nonces, Outcome, User, Username};
use crate::error::{ErrorKind, Expected, KnownParam, ParseError};
use crate::header::Credentials;
use crate::message::Request;
use crate::method::Method;
use crate::scan;
use crate::text::Text;

/// Checks Digest credentials.
///
/// The caller provides the storage: passwords or HA1s, and the nonce counts seen so far.
///
/// ```
/// use sipwire::digest::{Expect, Ha1, Outcome, Verifier};
/// use sipwire::{Credentials, KnownParam, Method};
///
/// let credentials = Credentials::parse(
///     b"Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
///       uri=\"sip:bob@biloxi.com\", response=\"bf57e4e0d0bffc0fbaedce64d59add5e\"",
/// )?;
/// let check = |expect| {
///     Verifier::new().check(&credentials, &expect, |user| {
///         user.is("bob").then(|| Ha1::from_hex(user.algorithm(), "12af60467a33e8518da5c68bbff12b11").ok())?
///     })
/// };
/// assert_eq!(check(Expect::new(Method::Invite, "biloxi.com", b"")), Outcome::Accepted);
/// assert_eq!(check(Expect::new(Method::Bye, "biloxi.com", b"")), Outcome::WrongResponse);
/// assert_eq!(check(Expect::new(Method::Invite, "atlanta.com", b"")), Outcome::Mismatch(KnownParam::Realm));
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    minimum: HashFunction,
    needs_qop: bool,
    upper_case: bool,
    raw_strings: bool,
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Verifier {
    /// The strict verifier: responses in lower-case digits, quoted strings hashed as RFC 7616 §3.3 has it. It takes every algorithm, and
    /// credentials without a quality of protection.
    pub const fn new() -> Self {
        Self { minimum: HashFunction::Md5, needs_qop: false, upper_case: false, raw_strings: false }
    }

    /// Refuses weaker hash functions; for a server that no longer offers them.
    #[must_use]
    pub const fn at_least(mut self, minimum: HashFunction) -> Self {
        self.minimum = minimum;
        self
    }

    /// Takes no credentials without a quality of protection. They have no nonce count, and so can be sent again as long as the nonce
    /// is taken; but clients of RFC 2069 have no others (RFC 8760 §2.6).
    #[must_use]
    pub const fn needs_qop(mut self) -> Self {
        self.needs_qop = true;
        self
    }

    /// Takes responses in upper-case digits too, which RFC 7616 §3.3 does not allow and some clients send.
    #[must_use]
    pub const fn upper_case(mut self) -> Self {
        self.upper_case = true;
        self
    }

    /// Tries quoted strings with a backslash in them a second time, hashed as they were written: RFC 2617 §3.2.1 took only the quotes
    /// away, and many stacks do so still. Others than that are tried once.
    #[must_use]
    pub const fn raw_strings(mut self) -> Self {
        self.raw_strings = true;
        self
    }

    /// Checks credentials against a store of HA1s. `ha1` looks the user up, and is asked only if all else fits; `None` says that there is
    /// no such user, for whom the same is computed.
    ///
    /// Never allocates.
    pub fn check(&self, got: &Credentials<'_>, expect: &Expect<'_>, ha1: impl FnOnce(User<'_>) -> Option<Ha1>) -> Outcome {
        self.examine(got, expect, |claim| {
            let found = ha1(claim.user);
            let is_known = found.is_some();
            let ha1 = found.unwrap_or_else(|| Ha1::nobody(claim.function));
            if !ha1.serves(claim.function, claim.user.algorithm().is_session()) {
                return Err(DigestError::Ha1);
            }
            let is_right = self.is_response(claim, &ha1, &claim.exchange)
                || (self.tries_again(claim) && self.is_response(claim, &ha1, &claim.exchange.raw()));
            Ok((is_known, is_right))
        })
    }

    /// Checks credentials against a store of passwords. `login` looks the user up, and gives username and password; it is asked only if
    /// all else fits. `None` says that there is no such user, for whom the same is computed.
    ///
    /// The username is asked back because it need not be what was sent, which may be its hash ([`User::is`]). Never allocates.
    pub fn check_password<N: AsRef<[u8]>, P: AsRef<[u8]>>(
        &self,
        got: &Credentials<'_>,
        expect: &Expect<'_>,
        login: impl FnOnce(User<'_>) -> Option<(N, P)>,
    ) -> Outcome {
        self.examine(got, expect, |claim| {
            let user = &claim.user;
            let found = login(*user);
            let (name, password) = match &found {
                Some((name, password)) => (Text::exact(name.as_ref()), password.as_ref()),
                None => (user.sent_name(), &b""[..]),
            };
            let password = if user.is_resynchronizing() { b"" } else { password };
            let mut is_right = self.is_response(claim, &user.ha1_of(name, password), &claim.exchange);
            if !is_right && self.tries_again(claim) {
                let raw = user.raw();
                let name = if let Username::Plain(name) = raw.username() { name } else { name };
                is_right = self.is_response(claim, &raw.ha1_of(name, password), &claim.exchange.raw());
            }
            Ok((found.is_some(), is_right))
        })
    }

    /// Checks all but user and response, which `look` compares: whether there is such a user, and whether the response is right.
    #[inline]
    fn examine(
        &self,
        got: &Credentials<'_>,
        expect: &Expect<'_>,
        look: impl FnOnce(&Claim<'_>) -> Result<(bool, bool), DigestError>,
    ) -> Outcome {
        let claim = match Claim::read(got, expect) {
            Ok(Some(claim)) => claim,
            Ok(None) => return Outcome::Unanswered,
            Err(error) => return Outcome::Improper(error),
        };
        if self.needs_qop && claim.exchange.nonce_count().is_none() {
            return Outcome::Improper(ParseError::new(ErrorKind::MissingParam(KnownParam::Qop), got.offset()).into());
        }
        if claim.function < self.minimum {
            return Outcome::TooWeak;
        }
        for (param, got, expected) in [
            (KnownParam::Realm, claim.user.realm(), Some(expect.realm)),
            (KnownParam::Nonce, claim.exchange.nonce(), expect.nonce),
            (KnownParam::Uri, claim.exchange.uri(), expect.uri),
        ] {
            if expected.is_some_and(|expected| !got.is(expected)) {
                return Outcome::Mismatch(param);
            }
        }
        match look(&claim) {
            Err(error) => Outcome::Improper(error),
            Ok((false, _)) => Outcome::UnknownUser,
            Ok((true, false)) => Outcome::WrongResponse,
            Ok((true, true)) if claim.user.is_resynchronizing() => Outcome::Resynchronize,
            Ok((true, true)) => expect.freshness(&claim),
        }
    }

    /// Whether the response is that of an HA1 to an exchange.
    #[inline]
    fn is_response(&self, claim: &Claim<'_>, ha1: &Ha1, exchange: &Exchange<'_>) -> bool {
        let Ok(response) = ha1.respond(claim.user.algorithm().is_session(), exchange) else { return false };
        if self.upper_case {
            return Hex::read(claim.function, claim.response).is_some_and(|digits| response.is(digits.as_bytes()));
        }
        response.is(claim.response)
    }

    /// Whether there is another way to hash what was written.
    fn tries_again(&self, claim: &Claim<'_>) -> bool {
        let texts = [Some(claim.user.sent_name()), Some(claim.user.realm()), Some(claim.exchange.nonce()), Some(claim.exchange.uri())];
        let mut texts = texts.into_iter().chain([claim.exchange.cnonce()]).flatten();
        self.raw_strings && texts.any(|text| memchr::memchr(b'\\', text.as_bytes()).is_some())
    }
}

/// What credentials have to say before they can be checked.
struct Claim<'a> {
    function: HashFunction,
    user: User<'a>,
    exchange: Exchange<'a>,
    nonce_count: Option<u32>,
    response: &'a [u8],
}

impl<'a> Claim<'a> {
    /// Nothing where the credentials answer no challenge.
    fn read(got: &Credentials<'a>, expect: &Expect<'a>) -> Result<Option<Self>, DigestError> {
        if !got.is_digest() {
            return Err(DigestError::Scheme);
        }
        let function = supported(got.algorithm()?)?;
        let user = User::of(got, function)?;
        // The digits as written: nothing in them needs a backslash.
        let response = got.require(KnownParam::Response)?.as_bytes();
        if response.is_empty() {
            return Ok(None);
        }
        if response.len() != 2 * function.length() {
            let place = got.offset() + scan::offset_of(got.as_bytes(), response);
            return Err(ParseError::expected(Expected::Digest, place).into());
        }
        let exchange = Exchange::of(got, expect.method, expect.body)?;
        let nonce_count = if exchange.nonce_count().is_some() { got.nonce_count()? } else { None };
        Ok(Some(Self { function, user, exchange, nonce_count, response }))
    }
}

/// What credentials have to fit: the request that carries them, and the server's own realm.
#[derive(Clone, Copy)]
pub struct Expect<'a> {
    method: Method<'a>,
    realm: &'a [u8],
    body: &'a [u8],
    nonce: Option<&'a [u8]>,
    uri: Option<&'a [u8]>,
    nonces: Option<(&'a Nonces, Duration, &'a [u8])>,
    counts: Option<IsNew<'a>>,
}

/// Whether a nonce and a nonce count come together for the first time.
type IsNew<'a> = &'a dyn Fn(Text<'_>, u32) -> bool;

impl<'a> Expect<'a> {
    /// The request's method and whole body, and the realm that the server challenges for.
    ///
    /// An ACK counts as the INVITE whose credentials it carries, and what was accepted there is accepted again (RFC 3261 §22.1): no
    /// matter how old its nonce is by now, or that it was counted. The body is the INVITE's then.
    pub fn new(method: Method<'a>, realm: &'a (impl AsRef<[u8]> + ?Sized), body: &'a [u8]) -> Self {
        Self { method, realm: realm.as_ref(), body, nonce: None, uri: None, nonces: None, counts: None }
    }

    /// A request, and the realm that the server challenges for.
    pub fn of(request: &Request<'a>, realm: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self::new(request.method(), realm, request.body())
    }

    /// The one nonce that is taken. Without it and without [`nonces`](Expect::nonces) any is, and whether it is the server's is to be
    /// seen from [`Credentials::nonce`].
    #[must_use]
    pub fn nonce(mut self, nonce: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.nonce = Some(nonce.as_ref());
        self
    }

    /// The nonces that are taken: those of this server that are not too old by now, bound as they were made.
    #[must_use]
    pub fn nonces(mut self, nonces: &'a Nonces, now: Duration, bound: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.nonces = Some((nonces, now, bound.as_ref()));
        self
    }

    /// Says of a nonce and a nonce count whether they come together for the first time, and keeps that in mind: see
    /// [`ReplayWindow`](super::ReplayWindow). It is asked last, when all else is right, and not for an ACK; nor for credentials without
    /// a quality of protection, which have no nonce count ([`Verifier::needs_qop`]).
    ///
    /// The function gets the nonce in one spelling: the bytes that were checked, whatever quoted pairs the credentials have. If neither
    /// [`nonces`](Expect::nonces) nor [`nonce`](Expect::nonce) checks it, undoing quoted pairs takes an allocation.
    #[must_use]
    pub fn counts(mut self, is_new: &'a dyn Fn(Text<'_>, u32) -> bool) -> Self {
        self.counts = Some(is_new);
        self
    }

    /// The one digest-uri that is taken, byte by byte. Without it any is: proxies change Request-URIs, so that a server may look
    /// at [`Credentials::uri`] and judge for itself (RFC 8760 §2.6).
    #[must_use]
    pub fn uri(mut self, uri: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.uri = Some(uri.as_ref());
        self
    }

    /// What is to be said of a right response.
    fn freshness(&self, claim: &Claim<'_>) -> Outcome {
        let is_ack = self.method == Method::Ack;
        let state = self.nonces.map(|(nonces, now, bound)| nonces.check(claim.exchange.nonce(), now, self.realm, bound));
        match state {
            Some(NonceState::Foreign) => return Outcome::Stale,
            Some(NonceState::Expired) if !is_ack => return Outcome::Stale,
            _ => {}
        }
        let is_new = |count| self.counts.is_none_or(|is_new| self.with_nonce(claim.exchange.nonce(), |nonce| is_new(nonce, count)));
        if is_ack || claim.nonce_count.is_none_or(is_new) { Outcome::Accepted } else { Outcome::Replayed }
    }

    /// Calls `look` with the one spelling of a nonce that was found right: its quoted pairs are not a part of it.
    fn with_nonce(&self, nonce: Text<'_>, look: impl FnOnce(Text<'_>) -> bool) -> bool {
        match (self.nonce, self.nonces.and_then(|_| Nonce::read(nonce))) {
            (Some(known), _) => look(Text::exact(known)),
            (None, Some(checked)) => look(Text::exact(checked.as_ref())),
            (None, None) => look(Text::exact(&nonce.unescape())),
        }
    }
}

impl fmt::Debug for Expect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expect({} in {:?})", self.method, Text::exact(self.realm))
    }
}
