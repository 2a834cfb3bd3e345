//! What a registrar makes of a request (RFC 3261 §10.3).

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use sipwire::digest::{DigestError, Exchange, Expect, Nonces, Outcome, ReplayWindow, Verifier};
use sipwire::header::{
    Allow, AuthenticationInfo, Authorization, CSeq, CallId, Contact, Date, Expires, MinExpires, Require, To, Unsupported, Via,
    WwwAuthenticate,
};
use sipwire::{
    Algorithm, AnyValue, AuthInfo, Challenge, Credentials, Headers, Message, MessageBuilder, Method, OwnedMessage, ParseError, Partial,
    Qop, Request, Response, StatusCode, Text,
};

use crate::bindings::{self, Bindings};
use crate::wire::{Random, say};

/// How long a response is kept, for a request that comes again over UDP (RFC 3261 §17.2.2, timer J).
const KEPT: Duration = Duration::from_secs(32);

pub(crate) struct Registrar {
    realm: String,
    users: Vec<(String, String)>,
    /// For how many seconds a contact may be bound.
    times: RangeInclusive<u32>,
    nonces: Nonces,
    lifetime: Duration,
    began: Instant,
    random: Random,
    bindings: Mutex<Bindings>,
    windows: Mutex<HashMap<Vec<u8>, (ReplayWindow, Duration)>>,
    answered: Mutex<HashMap<Vec<u8>, (OwnedMessage, Duration)>>,
}

/// Somebody who has the password, and what proves to them that the registrar has it too.
struct Login<'a> {
    user: &'a str,
    proof: Option<Vec<u8>>,
}

impl Registrar {
    pub(crate) fn new(realm: String, users: Vec<(String, String)>, times: RangeInclusive<u32>, lifetime: Duration) -> Self {
        let random = Random::default();
        let mut secret = [0; 32];
        for (place, part) in secret.chunks_mut(16).enumerate() {
            part.copy_from_slice(random.of([place as u8]).as_bytes());
        }
        Self {
            realm,
            users,
            times,
            nonces: Nonces::new(&secret, lifetime),
            lifetime,
            began: Instant::now(),
            random,
            bindings: Mutex::default(),
            windows: Mutex::default(),
            answered: Mutex::default(),
        }
    }

    /// The same as [`answer`](Registrar::answer), but for a request that comes again: then what was answered before.
    pub(crate) fn answer_once(&self, message: &Message<'_>, source: SocketAddr) -> Option<OwnedMessage> {
        let headers = message.headers();
        let key = headers.first::<Via>().ok().flatten().and_then(|via| {
            let cseq = headers.get::<CSeq>().ok().flatten()?;
            Some(format!("{} {} {} {source}", via.branch().ok()??, cseq.number(), cseq.method()).into_bytes())
        })?;
        let now = self.began.elapsed();
        let mut answered = lock(&self.answered);
        answered.retain(|_, (_, until)| *until > now);
        if let Some((response, _)) = answered.get(&key) {
            return Some(response.clone());
        }
        let response = self.answer(message, source)?;
        answered.insert(key, (response.clone(), now + KEPT));
        Some(response)
    }

    /// The response to a request; none to an ACK, and none to a response.
    pub(crate) fn answer(&self, message: &Message<'_>, source: SocketAddr) -> Option<OwnedMessage> {
        let request = message.as_request().filter(|request| request.method() != Method::Ack)?;
        let headers = request.headers();
        let mut response = match request.method() {
            Method::Register => self.register(request).unwrap_or_else(|refusal| *refusal),
            Method::Options => {
                let mut response = self.respond(headers, StatusCode::OK);
                response.header(Allow::list(&[Method::Register, Method::Options]));
                response
            }
            Method::Cancel => self.respond(headers, StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST),
            _ => {
                let mut response = self.respond(headers, StatusCode::METHOD_NOT_ALLOWED);
                response.header(Allow::list(&[Method::Register, Method::Options]));
                response
            }
        };
        finish(&mut response, source)
    }

    /// The response that is owed to what can't be read: nothing where it does not say who waits for it.
    pub(crate) fn refuse(&self, partial: &Partial<'_>, error: ParseError, source: SocketAddr) -> Option<OwnedMessage> {
        let (status, method) = (error.status_owed()?, partial.method()?);
        if method == Method::Ack || !partial.headers().is_present::<Via>() {
            return None;
        }
        finish(&mut self.respond_because(partial.headers(), status, &error.kind().to_string()), source)
    }

    /// What is answered to a REGISTER: what is bound now, or in place of that why nothing was changed.
    fn register(&self, request: &Request<'_>) -> Result<MessageBuilder, Box<MessageBuilder>> {
        let headers = request.headers();
        let bad = |error: ParseError| Box::new(self.respond_because(headers, StatusCode::BAD_REQUEST, &error.kind().to_string()));
        let required = headers.all::<Require>().collect::<Result<Vec<_>, _>>().map_err(bad)?;
        if !required.is_empty() {
            let mut response = self.respond(headers, StatusCode::BAD_EXTENSION);
            response.header(Unsupported::list(&required.iter().map(|option| **option).collect::<Vec<_>>()));
            return Err(response.into());
        }
        let login = self.authenticate(request)?;
        let to = headers.require::<To>().map_err(bad)?;
        if !to.uri().map_err(bad)?.as_sip().and_then(|uri| uri.user()).is_some_and(|user| user.is(login.user)) {
            return Err(self.respond(headers, StatusCode::FORBIDDEN).into());
        }

        let (call_id, cseq) = (headers.require::<CallId>().map_err(bad)?, headers.require::<CSeq>().map_err(bad)?);
        let asked = bindings::Request { user: login.user, call_id: call_id.as_bytes(), cseq: cseq.number(), now: self.began.elapsed() };
        // What is kept is to be read again: no part of it may be wrong.
        let whole = |contact: Contact<'_>| AnyValue::Contact(contact).verify();
        let contacts = headers.all::<Contact>().collect::<Result<Vec<_>, _>>().map_err(bad)?;
        contacts.iter().copied().try_for_each(whole).map_err(bad)?;
        // What is no number counts as an hour (RFC 3261 §10.2.1.1).
        let expires = headers.get::<Expires>().map_or(Some(3600), |expires| expires.map(|expires| expires.value()));
        let mut bindings = lock(&self.bindings);
        let is_done = if contacts.iter().any(Contact::is_star) {
            if expires != Some(0) {
                return Err(self.respond_because(headers, StatusCode::BAD_REQUEST, "Contact: * wants Expires: 0").into());
            }
            bindings.unbind_all(&asked)
        } else {
            let times = contacts.iter().map(|contact| contact.expires().map(|own| own.or(expires).unwrap_or(3600)));
            let times = times.collect::<Result<Vec<_>, _>>().map_err(bad)?;
            if times.iter().any(|seconds| (1..*self.times.start()).contains(seconds)) {
                let mut response = self.respond(headers, StatusCode::INTERVAL_TOO_BRIEF);
                response.header(MinExpires::row(*self.times.start()));
                return Err(response.into());
            }
            let times = times.into_iter().map(|seconds| seconds.min(*self.times.end()));
            bindings.bind(&asked, &contacts.into_iter().zip(times).collect::<Vec<_>>())
        };
        if !is_done {
            return Err(self.respond_because(headers, StatusCode::SERVER_INTERNAL_ERROR, "out of order").into());
        }
        let mut response = self.respond(headers, StatusCode::OK);
        bindings.list(&asked, &mut response);
        if let Ok(now) = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            response.header(Date::build(now.as_secs() as i64));
        }
        if let Some(proof) = login.proof {
            response.raw(sipwire::HeaderName::AuthenticationInfo, proof);
        }
        Ok(response)
    }

    /// Whose request it is; or the challenge, or why there is none.
    fn authenticate(&self, request: &Request<'_>) -> Result<Login<'_>, Box<MessageBuilder>> {
        let headers = request.headers();
        let bad = |why: &str| Box::new(self.respond_because(headers, StatusCode::BAD_REQUEST, why));
        let all = headers.all::<Authorization>().collect::<Result<Vec<_>, _>>().map_err(|error| bad(&error.kind().to_string()))?;
        let mine = all
            .iter()
            .find(|credentials| credentials.is_digest() && credentials.realm().ok().flatten().is_some_and(|realm| realm.is(&self.realm)));
        let Some(credentials) = mine else { return Err(self.challenge(headers, false).into()) };
        let is_new = |nonce: Text<'_>, count| self.is_new(nonce, count);
        let expect = Expect::of(request, &self.realm).nonces(&self.nonces, self.began.elapsed(), "").counts(&is_new);
        let mut found = None;
        let outcome = Verifier::new().needs_qop().check(credentials, &expect, |user| {
            found = self.users.iter().find(|(name, _)| user.is(name)).map(|(name, password)| (name, user.ha1(name, password)));
            found.as_ref().map(|(_, ha1)| ha1.clone())
        });
        say(&format!("=== {outcome:?}\n"));
        match (outcome, found) {
            (Outcome::Accepted, Some((user, ha1))) => {
                let proof = Exchange::of(credentials, request.method(), request.body());
                let proof = proof.and_then(|exchange| ha1.response(&exchange.proof(b"")));
                Ok(Login { user, proof: proof.ok().and_then(|proof| info(credentials, proof.as_str())) })
            }
            (Outcome::Stale, _) => Err(self.challenge(headers, true).into()),
            (Outcome::Improper(DigestError::Unsupported(_)) | Outcome::Unanswered | Outcome::Replayed, _) => {
                Err(self.challenge(headers, false).into())
            }
            (Outcome::Improper(error), _) => Err(bad(&error.to_string())),
            // Which users there are is nobody's business.
            _ => Err(self.respond(headers, StatusCode::FORBIDDEN).into()),
        }
    }

    /// Whether a nonce and a count come together for the first time.
    fn is_new(&self, nonce: Text<'_>, count: u32) -> bool {
        let now = self.began.elapsed();
        let mut windows = lock(&self.windows);
        windows.retain(|_, (_, until)| *until > now);
        let window = windows.entry(nonce.unescape().into_owned()).or_insert_with(|| (ReplayWindow::new(), now + self.lifetime));
        window.0.take(count)
    }

    /// A 401 that offers SHA-256 before MD5 (RFC 8760 §2.4).
    fn challenge(&self, headers: Headers<'_, '_>, is_stale: bool) -> MessageBuilder {
        let nonce = self.nonces.make(self.began.elapsed(), &self.realm, "");
        let mut response = self.respond(headers, StatusCode::UNAUTHORIZED);
        for algorithm in [Algorithm::Sha256, Algorithm::Md5] {
            let challenge = Challenge::build(&self.realm, &nonce).qop(&[Qop::Auth]).algorithm(algorithm);
            response.header(WwwAuthenticate::row(if is_stale { challenge.stale() } else { challenge }));
        }
        response
    }

    fn respond(&self, headers: Headers<'_, '_>, status: StatusCode) -> MessageBuilder {
        Response::to(headers, status, Some(self.tag(headers).as_bytes()))
    }

    fn respond_because(&self, headers: Headers<'_, '_>, status: StatusCode, why: &str) -> MessageBuilder {
        Response::to_with_reason(headers, status, why, Some(self.tag(headers).as_bytes()))
    }

    /// The same for a request that comes again, and not to be guessed (RFC 3261 §19.3).
    fn tag(&self, headers: Headers<'_, '_>) -> String {
        let call_id = headers.get::<CallId>().ok().flatten();
        self.random.of(call_id.map_or(&b""[..], |id| id.as_bytes()))
    }
}

/// The proof, as a header says it.
fn info(credentials: &Credentials<'_>, response: &str) -> Option<Vec<u8>> {
    let cnonce = credentials.cnonce().ok()??.unescape();
    let info = AuthInfo::build().proof(credentials.qop().ok()??, &cnonce, credentials.nonce_count().ok()??, response);
    sipwire::Encode::to_bytes(&AuthenticationInfo::row(info)).ok()
}

/// Finishes a response, which says in its Via where the request came from (RFC 3261 §18.2.1, RFC 3581 §4).
fn finish(response: &mut MessageBuilder, source: SocketAddr) -> Option<OwnedMessage> {
    response.source(source).finish().inspect_err(|error| say(&format!("=== no response: {error}\n"))).ok()
}

/// Where a response goes by UDP: where its request came from, to the port in sent-by where the Via asks for no other (RFC 3261 §18.2.2).
pub(crate) fn destination(response: &OwnedMessage, source: SocketAddr) -> SocketAddr {
    match response.headers().first::<Via>() {
        Ok(Some(via)) if !via.has_rport() => via.port().map_or(source, |port| (source.ip(), port.unwrap_or(5060)).into()),
        _ => source,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
